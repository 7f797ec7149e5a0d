//! `placer serve`.

use super::speak::say;
use crate::cli::open::Where;
use crate::service::App;
use crate::store::register::Register;
use crate::web::attempts::Attempts;
use crate::web::kept::KeptForms;
use crate::web::map::layers::MapLayers;
use crate::web::server;
use crate::web::state::{Reached, State};
use clap::Args;
use std::net::TcpListener;
use std::path::PathBuf;

/// Options of `placer serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub(super) place: Where,
    #[command(flatten)]
    pub(super) listening: Listening,
}

/// How the server is reached.
#[derive(Args, Clone)]
pub struct Listening {
    /// Address to listen on; port 0 takes any free one.
    #[arg(long, env = "PLACER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Public address of the register, as it stands in QR codes, for example https://register.example.
    #[arg(long, env = "PLACER_BASE_URL")]
    pub base_url: Option<String>,
    /// Worker threads.
    #[arg(long, default_value_t = 2)]
    pub workers: usize,
    /// Folder with the operator's own map layers; taken from the options of the register.
    #[arg(skip)]
    pub layers: Option<PathBuf>,
}

impl Serve {
    pub(super) fn run(self) -> super::Outcome {
        self.listening.check()?;
        let (app, register) = self.place.open(false)?;
        let listening = Listening { layers: self.place.layers, ..self.listening };
        listening.serve(app, register, |_| {})
    }
}

impl Listening {
    /// Refuses what cannot work before anything is made.
    ///
    /// # Errors
    /// For a public address that is none.
    pub fn check(&self) -> super::Outcome {
        match self.base_url.as_deref().filter(|typed| !is_public(typed)) {
            Some(typed) => Err(say("cli-base-url", &[("typed", typed.into())]).into()),
            None => Ok(()),
        }
    }

    /// Serves until the process is told to stop; `ready` gets the address before the first request.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub fn serve(&self, app: App, register: Register, ready: impl FnOnce(&str)) -> super::Outcome {
        let layers = self.layers.as_deref().map(MapLayers::load).transpose()?.unwrap_or_default();
        let listener = TcpListener::bind(&self.listen)
            .map_err(|e| say("cli-cannot-listen", &[("address", self.listen.as_str().into()), ("error", e.to_string().into())]))?;
        let address = format!("http://{}", listener.local_addr()?);
        let base_url = self.base_url.clone().unwrap_or_else(|| address.clone());
        let base_url = base_url.trim_end_matches('/').to_owned();
        let secure = base_url.starts_with("https://");
        ready(&address);
        println!("{}", say("cli-listening", &[("address", address.as_str().into())]));
        let state =
            State { app, register, reach: Reached { base_url, secure }, attempts: Attempts::default(), kept: KeptForms::default(), layers };
        actix_web::rt::System::new().block_on(server::serve(state, listener, self.workers))?;
        Ok(())
    }
}

/// An address that can be printed in a QR code: `http://` or `https://`, a host, perhaps a port, and nothing else. All
/// pages stand at the root, so a path would lead nowhere.
fn is_public(typed: &str) -> bool {
    let host = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    let host = host.map(|rest| rest.trim_end_matches('/')).unwrap_or_default();
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.[]:".contains(c);
    !name.is_empty() && name.chars().all(plain) && port.is_none_or(|p| p.parse::<u16>().is_ok_and(|p| p > 0))
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn a_public_address_has_a_scheme_and_a_host_and_no_path() {
        for good in
            ["https://register.example", "http://127.0.0.1:8080/", "https://register.example:8443", "http://[::1]:80", "http://[::1]"]
        {
            assert!(is_public(good), "{good}");
        }
        for bad in [
            "foo",
            "",
            "https://",
            "ftp://register.example",
            "register.example",
            "https://a b",
            "https://a/b",
            "https://a?b",
            "http://a:0",
            "http://a:x",
        ] {
            assert!(!is_public(bad), "{bad}");
        }
    }
}
