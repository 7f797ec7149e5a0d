//! `placer serve`.

use crate::cli::open::Where;
use crate::service::App;
use crate::store::register::Register;
use crate::web::attempts::Attempts;
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
        let (app, register) = self.place.open(false)?;
        let listening = Listening { layers: self.place.layers, ..self.listening };
        listening.serve(app, register, |_| {})
    }
}

impl Listening {
    /// Serves until the process is told to stop; `ready` gets the address before the first request.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub fn serve(&self, app: App, register: Register, ready: impl FnOnce(&str)) -> super::Outcome {
        let layers = self.layers.as_deref().map(MapLayers::load).transpose()?.unwrap_or_default();
        let listener = TcpListener::bind(&self.listen).map_err(|e| format!("cannot listen on {}: {e}", self.listen))?;
        let address = format!("http://{}", listener.local_addr()?);
        let base_url = self.base_url.clone().unwrap_or_else(|| address.clone());
        let base_url = base_url.trim_end_matches('/').to_owned();
        let secure = base_url.starts_with("https://");
        ready(&address);
        println!("listening on {address}");
        let state = State { app, register, reach: Reached { base_url, secure }, attempts: Attempts::default(), layers };
        actix_web::rt::System::new().block_on(server::serve(state, listener, self.workers))?;
        Ok(())
    }
}
