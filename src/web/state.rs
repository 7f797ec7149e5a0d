//! What all handlers share.

use crate::service::App;
use crate::service::statistics::PublicTables;
use crate::store::keys::KeyFolder;
use crate::store::register::Register;
use crate::web::attempts::Attempts;
use crate::web::half::Halves;
use crate::web::keeper::Witnesses;
use crate::web::kept::KeptForms;
use crate::web::limits::Limits;
use crate::web::map::layers::MapLayers;
use crate::web::notice::mail::Smtp;
use crate::web::passkey::ceremony::Ceremonies;
use crate::web::proxy::Trusted;
use std::sync::Arc;

/// What all handlers share.
pub struct State {
    /// The register.
    pub app: App,
    /// Its own description.
    pub register: Register,
    /// How the server is reached.
    pub reach: Reached,
    /// Failed attempts to sign in.
    pub attempts: Attempts,
    /// How often one address may ask.
    pub limits: Limits,
    /// Bytes on the disk below which the server says that it is not ready.
    pub least_room: u64,
    /// Who still owes the code of a second factor.
    pub halves: Halves,
    /// Challenges that wait for the answer of a device.
    pub passkeys: Ceremonies,
    /// Forms that came when the session had ended.
    pub kept: KeptForms,
    /// Map layers of the operator's own.
    pub layers: MapLayers,
    /// The folder of the keys that sign the journal's heads.
    pub keys: Option<KeyFolder>,
    /// The mail server, where there is one.
    pub smtp: Option<Arc<Smtp>>,
    /// What the public was told of statistics last.
    pub figures: PublicTables,
    /// Who cosigns the journal's heads.
    pub witnesses: Arc<Witnesses>,
}

/// How the server is reached from outside.
#[derive(Debug, Clone)]
pub struct Reached {
    /// The public address, without a slash at its end: it stands in QR codes.
    pub base_url: String,
    /// Whether browsers reach it through HTTPS, so that cookies may only travel so.
    pub secure: bool,
    /// The proxies that are believed when they say whom they speak for.
    pub trusted: Trusted,
}
