//! A small register with its server running, for tests that look at it over HTTP.

use crate::support::http::Http;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::world::{PASSWORD, World};
use std::path::PathBuf;

/// A register on SQLite and its server.
pub struct House {
    pub world: World,
    pub server: Server,
    dir: PathBuf,
}

impl House {
    /// Opens after `furnish` has put in what has to be there.
    pub fn open(furnish: impl FnOnce(&mut World)) -> Self {
        let dir = scratch_dir("house");
        let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
        let mut world = World::at(&url);
        furnish(&mut world);
        let server = Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
        Self { world, server, dir }
    }

    /// A visitor nobody knows.
    pub fn visitor(&self) -> Http {
        Http::at(self.server.address())
    }

    /// Somebody who has signed in.
    pub fn signed_in(&self, login: &str) -> Http {
        Http::signed_in(self.server.address(), login, PASSWORD)
    }

    /// The program with arguments and the register's address, run to its end.
    pub fn run(&self, args: &[&str]) -> std::process::Command {
        let mut command = Server::command();
        command.args(args).args(["--database", &self.world.url]);
        command
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}
