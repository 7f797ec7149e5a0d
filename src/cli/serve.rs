//! `placer serve`.

use super::mail::Mail;
use super::speak::{locale, of_trouble, say};
use crate::cli::backup::Mark;
use crate::cli::open::Where;
use crate::domain::policy::Policy;
use crate::service::App;
use crate::service::notary::Standing;
use crate::service::statistics::PublicTables;
use crate::service::verify::guards_missing;
use crate::store::keys::KeyFolder;
use crate::store::register::Register;
use crate::web::attempts::Attempts;
use crate::web::control::worker as controls;
use crate::web::half::Halves;
use crate::web::keeper::{self, Witnesses};
use crate::web::kept::KeptForms;
use crate::web::limits::{Limits, REST_PER_MINUTE};
use crate::web::map::layers::MapLayers;
use crate::web::notice::worker;
use crate::web::passkey::ceremony::Ceremonies;
use crate::web::proxy::{Network, Trusted};
use crate::web::report::worker as reports;
use crate::web::server::{self, Watched};
use crate::web::state::{Reached, State};
use clap::Args;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// File that names the witnesses of the journal and how many must cosign, one to a line (C2SP tlog-policy).
    #[arg(long, env = "PLACER_WITNESSES")]
    pub witnesses: Option<PathBuf>,
    /// Worker threads.
    #[arg(long, default_value_t = 2)]
    pub workers: usize,
    /// Address or network of a reverse proxy that is believed when it says in X-Forwarded-For whom it speaks for; may be
    /// given several times, or with commas between. None is believed unless it is listed.
    #[arg(long, env = "PLACER_TRUSTED_PROXY", value_delimiter = ',', value_name = "ADDRESS_OR_NETWORK")]
    pub trusted_proxy: Vec<Network>,
    /// Requests of one address for each minute, besides those with limits of their own; 0 for any number.
    #[arg(long, env = "PLACER_REQUESTS_PER_MINUTE", default_value_t = REST_PER_MINUTE)]
    pub requests_per_minute: u32,
    /// Address on which numbers for Prometheus are served; nowhere when not given. Never the public one.
    #[arg(long, env = "PLACER_METRICS", value_name = "ADDRESS")]
    pub metrics: Option<String>,
    /// Megabytes of room on the disk below which /readyz says that the server is not ready.
    #[arg(long, env = "PLACER_LEAST_ROOM_MB", default_value_t = 64)]
    pub least_room_mb: u64,
    /// Days for which the files of long reports are kept.
    #[arg(long, env = "PLACER_REPORT_DAYS", default_value_t = reports::KEPT_DAYS, value_parser = clap::value_parser!(u32).range(1..=366))]
    pub report_days: u32,
    #[command(flatten)]
    pub mail: Mail,
    #[command(flatten)]
    pub mark: Mark,
    /// Folder with the operator's own map layers; taken from the options of the register.
    #[arg(skip)]
    pub layers: Option<PathBuf>,
    /// Folder of the keys; taken from the options of the register.
    #[arg(skip)]
    pub keys: Option<KeyFolder>,
}

impl Serve {
    pub(super) fn run(self) -> super::Outcome {
        self.listening.check()?;
        let made = !self.place.is_set_up();
        let (app, register) = self.place.open()?;
        if made {
            println!(
                "{}",
                say("cli-new-register", &[("place", self.place.database.as_str().into()), ("code", register.jurisdiction.as_str().into())])
            );
        }
        self.place.tell_places()?;
        let keys = Some(self.place.key_folder()?);
        let listening = Listening { layers: self.place.layers, keys, ..self.listening };
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

    fn policy(&self) -> Result<Policy, Box<dyn std::error::Error>> {
        let Some(path) = &self.witnesses else { return Ok(Policy::default()) };
        let fault = |e: String| say("cli-witnesses-fault", &[("error", format!("{}: {e}", path.display()).into())]);
        let text = std::fs::read_to_string(path).map_err(|e| fault(e.to_string()))?;
        Ok(Policy::parse(&text).map_err(|e| fault(e.to_string()))?)
    }

    /// Serves until the process is told to stop; `ready` gets the address before the first request.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub fn serve(&self, app: App, register: Register, ready: impl FnOnce(&str)) -> super::Outcome {
        let layers = self.layers.as_deref().map(MapLayers::load).transpose()?.unwrap_or_default();
        let witnesses = Arc::new(Witnesses::of(self.policy()?));
        let smtp = self.mail.server()?;
        let listener = TcpListener::bind(&self.listen)
            .map_err(|e| say("cli-cannot-listen", &[("address", self.listen.as_str().into()), ("error", e.to_string().into())]))?;
        let address = format!("http://{}", listener.local_addr()?);
        let base_url = self.base_url.clone().unwrap_or_else(|| address.clone());
        let base_url = base_url.trim_end_matches('/').to_owned();
        let secure = base_url.starts_with("https://");
        let watched = self.watched(&app)?;
        keeper::start(app.clone(), witnesses.clone());
        worker::start(app.clone(), base_url.clone(), smtp.clone());
        reports::start(app.clone(), self.report_days);
        controls::start(app.clone());
        ready(&address);
        println!("{}", say("cli-listening", &[("address", address.as_str().into())]));
        if let Some(watched) = &watched {
            println!("{}", say("cli-metrics", &[("address", format!("http://{}/metrics", watched.listener.local_addr()?).into())]));
        }
        warn_of_state(&app)?;
        if secure && self.trusted_proxy.is_empty() {
            eprintln!("{}", say("cli-no-proxy", &[]));
        }
        let limits = Limits::new(self.requests_per_minute).ok_or_else(|| say("cli-requests", &[]))?;
        let attempts = Attempts::of(app.waits()?);
        let (halves, kept) = (Halves::default(), KeptForms::default());
        let country = app.env.profile.country.name.value.get(locale().tag()).to_owned();
        let passkeys = Ceremonies::new(&base_url, &say("factor-issuer", &[("country", country.into())]));
        let state = State {
            app,
            register,
            reach: Reached { base_url, secure, trusted: Trusted(self.trusted_proxy.clone()) },
            attempts,
            limits,
            least_room: self.least_room_mb.saturating_mul(1 << 20),
            halves,
            passkeys,
            kept,
            layers,
            keys: self.keys.clone(),
            witnesses,
            figures: PublicTables::default(),
            smtp,
        };
        actix_web::rt::System::new().block_on(server::serve(state, listener, self.workers, watched))?;
        Ok(())
    }

    /// Listens for whoever watches, where that was asked for.
    fn watched(&self, app: &App) -> Result<Option<Watched>, Box<dyn std::error::Error>> {
        let Some(metrics) = &self.metrics else { return Ok(None) };
        let listener = TcpListener::bind(metrics)
            .map_err(|e| say("cli-cannot-listen-metrics", &[("address", metrics.as_str().into()), ("error", e.to_string().into())]))?;
        Ok(Some(Watched { listener, mark: self.mark.path(app.db.address()) }))
    }
}

/// Says at once what whoever starts a server must know of the register: that it is read only, that guards are gone.
fn warn_of_state(app: &App) -> super::Outcome {
    if let Standing::Closed { trouble, .. } = app.notary.standing() {
        tracing::error!(?trouble, "the register is read only");
        eprintln!("{}", say("cli-serve-closed", &[("why", of_trouble(&trouble).into())]));
    }
    let gone = app.db.read(guards_missing)?.join(", ");
    if !gone.is_empty() {
        tracing::error!(gone, "guards that keep evidence from being changed are gone from the database");
        eprintln!("{}", say("cli-guards-missing", &[("names", gone.into())]));
    }
    Ok(())
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
