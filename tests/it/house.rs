//! A small register with its server running, for tests that look at it from outside, over HTTP or in a browser.

use crate::support::http::Http;
use crate::support::process::{Watchdog, scratch_dir};
use crate::support::server::Server;
use crate::world::{AREAS, COUNTRY, PASSWORD, World};

/// The made-up country in place of the bundled map, where rules look and where the map is drawn.
pub const LAYERS: [(&str, &str); 3] = [("country", COUNTRY), ("admin1", AREAS), ("admin", AREAS)];

/// A register on SQLite and its server.
pub struct House {
    pub world: World,
    pub server: Server,
    _sweeper: Watchdog,
}

impl House {
    /// Opens after `furnish` has put in what has to be there.
    pub fn open(furnish: impl FnOnce(&mut World)) -> Self {
        Self::with_layers(&LAYERS, furnish)
    }

    /// The same with map layers (name and GeoJSON) of the operator's.
    pub fn with_layers(layers: &[(&str, &str)], furnish: impl FnOnce(&mut World)) -> Self {
        Self::of(World::at, layers, furnish)
    }

    /// The same of a register made in another way.
    pub fn of(made: impl FnOnce(&str) -> World, layers: &[(&str, &str)], furnish: impl FnOnce(&mut World)) -> Self {
        let dir = scratch_dir("house");
        let sweeper = Watchdog::over_dir(&dir);
        let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
        let mut world = made(&url);
        furnish(&mut world);
        for (name, text) in layers {
            std::fs::write(dir.join(format!("{name}.geojson")), text).unwrap();
        }
        let folder = dir.display().to_string();
        let server = Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0", "--layers", &folder]);
        Self { world, server, _sweeper: sweeper }
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
