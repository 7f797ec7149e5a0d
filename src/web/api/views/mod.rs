//! What the API shows of each noun. The shapes are the API's own, so that tables may change without it.

mod abroad;
mod account;
mod blank;
mod control;
mod custody;
mod dispute;
mod enforcement;
mod export;
mod footprint;
mod inspection;
mod register;
mod removal;
mod report;
mod review;
mod statistics;
mod zone;

pub use abroad::{Confirmation, Notice, Participant};
pub use account::Account;
pub(super) use account::account_by_id;
pub use blank::BlankRun;
pub use control::Alert;
pub use custody::{Parcel, Production, Purchase, SlipBook, Stock};
pub use dispute::Dispute;
pub use enforcement::{Offence, Seizure};
pub use export::{Certificate, Correction, Shipment};
pub use footprint::{ExporterSizes, Footprint, ParcelSizes};
pub use inspection::{DryRun, Inspection, InspectionPlan};
pub use register::{Licence, Party, Site};
pub(super) use register::{PURPOSE, reads};
pub use removal::Removal;
pub use report::Report;
pub use review::{Recommendation, Review};
pub use statistics::Return;
pub use zone::{Zone, ZoneChange};

use crate::domain::access::Permission;
use crate::domain::ids::{AccountId, EntryId, OfficeId};
use crate::domain::time::Instant;
use crate::store::db::Rx;
use crate::store::journal::{EntryFilter, Stored, entry_fetch, journal_list};
use crate::store::office;
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// An office of the authority.
#[derive(Debug, Serialize, ToSchema)]
pub struct Office {
    id: OfficeId,
    no: i64,
    code: String,
    name: String,
    /// Names or codes of the administrative areas it looks after.
    areas: Vec<String>,
}

impl From<office::Office> for Office {
    fn from(o: office::Office) -> Self {
        Self { id: o.id, no: o.no, code: o.code, name: o.name, areas: o.areas }
    }
}

impl Noun for Office {
    const PERMISSION: Permission = Permission::OfficeRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let limit = usize::try_from(limit).unwrap_or(0);
        let all = office::offices(rx)?.into_iter().rev().filter(|o| before.is_none_or(|b| o.no < b));
        Ok(all.take(limit).map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let code = key.to_uppercase();
        Ok(office::offices(rx)?.into_iter().find(|o| o.id.to_string() == key || o.code == code).map(Self::from))
    }
}

/// An entry of the journal. `leaf_hash` is SHA-256 over a zero byte and the UTF-8 bytes of `canonical`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    seq: i64,
    id: EntryId,
    /// Kind of the event, `noun.past`.
    kind: String,
    recorded_at: Instant,
    occurred_at: Instant,
    /// Who.
    account: AccountId,
    /// Id of what was made or changed.
    subject: String,
    /// The entry's one text, of which the hash is made (RFC 8785, whole numbers only).
    canonical: String,
    /// In hex.
    leaf_hash: String,
}

pub(super) fn entry(s: Stored) -> Result<Entry, WebError> {
    let canonical = s.entry.canonical().map_err(crate::store::error::StoreError::from)?;
    let e = s.entry;
    Ok(Entry {
        seq: e.seq,
        id: e.id,
        kind: e.event.kind().to_owned(),
        recorded_at: e.recorded_at,
        occurred_at: e.occurred_at,
        account: e.account,
        subject: s.subject,
        canonical,
        leaf_hash: data_encoding::HEXLOWER.encode(&s.leaf_hash),
    })
}

impl Noun for Entry {
    const PERMISSION: Permission = Permission::JournalRead;
    const FILTERS: &'static [Filter] = &[
        Filter::text("kind", "Of this kind, `noun.past`."),
        Filter::text("subject", "About the thing with this id."),
        Filter::id("account", "By this account."),
    ];

    fn position(&self) -> i64 {
        self.seq
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = EntryFilter { kind: asked.text("kind"), subject: asked.text("subject"), account: asked.parsed("account")? };
        journal_list(rx, &filter, before, limit)?.into_iter().map(entry).collect()
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(seq) = key.parse() else { return Ok(None) };
        entry_fetch(rx, seq)?.map(entry).transpose()
    }
}
