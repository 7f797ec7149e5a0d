//! Putting a report together: part by part from one moment of the register, into one archive.
//!
//! [`PARTS`] is the list of what is in the review file. A further part is one more line there and a function that writes its
//! files; its title and what it is are the messages `report-part-NAME` and `report-part-NAME-text`.

use super::{Made, abroad, alerts, keeping, register, removals, returns, seizures, trade};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::report::Span;
use crate::domain::time::{Day, Instant};
use crate::interop::bundle::{Bundle, BundleError};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::journal_size;
use crate::store::merkle::{head, unsigned};
use crate::store::office::offices;
use crate::store::party::party_names;
use crate::store::report_rows::certificate_ids_between;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};

/// The most bytes of all files of a report together, before they are packed.
pub const MOST_BYTES: u64 = 8 << 30;
/// Rows that are read at once.
pub(super) const AT_ONCE: i64 = 500;
/// The file that says what is in the archive.
pub const README: &str = "README.txt";

/// What a report is written into.
pub(super) type Archive = Bundle<BufWriter<File>>;

/// Why a report was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The register.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The file.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// Nobody wants it any more.
    #[error("called off")]
    Stopped,
}
impl From<StoreError> for ReportError {
    fn from(e: StoreError) -> Self {
        Self::Service(e.into())
    }
}
impl From<std::io::Error> for ReportError {
    fn from(e: std::io::Error) -> Self {
        Self::Bundle(e.into())
    }
}
impl From<csv::Error> for ReportError {
    fn from(e: csv::Error) -> Self {
        Self::Bundle(e.into())
    }
}

/// Part of a report: its name and what writes its files.
pub struct Part {
    /// By which messages name it.
    pub name: &'static str,
    make: fn(&mut Making<'_, '_>) -> Result<Told, ReportError>,
}

/// The parts of the review file, in the order of their files' names.
pub const PARTS: &[Part] = &[
    Part { name: "alerts", make: alerts::alerts },
    Part { name: "arrivals", make: abroad::arrivals },
    Part { name: "certificates", make: trade::certificates },
    Part { name: "forms", make: abroad::forms },
    Part { name: "holders", make: register::holders },
    Part { name: "inspections", make: keeping::inspections },
    Part { name: "journal", make: keeping::journal },
    Part { name: "licences", make: register::licences },
    Part { name: "offences", make: seizures::offences },
    Part { name: "partners", make: abroad::partners },
    Part { name: "production", make: register::production },
    Part { name: "removals", make: removals::removals },
    Part { name: "reviews", make: keeping::reviews },
    Part { name: "rules", make: keeping::rules },
    Part { name: "seizures", make: seizures::seizures },
    Part { name: "sites", make: register::sites },
    Part { name: "statistics", make: returns::statistics },
];

/// A figure that the index tells of a part; the word is of the messages `report-fact-...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// So many.
    Count(&'static str, i64),
    /// Milli-carats.
    Carats(&'static str, i64),
    /// US cents.
    Usd(&'static str, i64),
    /// Something that is so; there is no number.
    So(&'static str),
}

/// What the index tells of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Its tables with their rows; other files with none.
    pub files: Vec<(String, Option<u64>)>,
    /// Its sums.
    pub facts: Vec<Fact>,
}

/// What the index is written from.
#[derive(Debug, Clone)]
pub struct Index {
    /// The days.
    pub span: Span,
    /// The moment.
    pub at: Instant,
    /// Entries of the journal then.
    pub head_size: i64,
    /// Root over them, in hex.
    pub head_root: String,
    /// Each part with what is told of it.
    pub parts: Vec<(&'static str, Told)>,
}

/// What tells how far a report is: the step, how many are done, of how many. It says whether to go on.
pub type Tick<'t> = dyn FnMut(&str, i64, i64) -> Result<bool, ServiceError> + 't;

/// How far it is.
pub(super) struct Steps<'m> {
    tick: &'m mut Tick<'m>,
    name: &'static str,
    done: i64,
    total: i64,
}

impl Steps<'_> {
    /// Somebody is told that it goes on.
    pub fn going(&mut self) -> Result<(), ReportError> {
        if (self.tick)(self.name, self.done, self.total)? { Ok(()) } else { Err(ReportError::Stopped) }
    }
    /// One more is done.
    pub fn next(&mut self) -> Result<(), ReportError> {
        self.done = self.done.saturating_add(1);
        self.going()
    }
}

/// A report that is being put together.
pub(super) struct Making<'m, 'c> {
    pub app: &'m App,
    pub rx: &'m mut Rx<'c>,
    pub out: &'m mut Archive,
    pub steps: Steps<'m>,
    pub span: Span,
    pub today: Day,
    /// Codes of offices.
    pub offices: HashMap<OfficeId, String>,
}

/// The code of an office as a cell; empty for none.
pub(super) fn office(codes: &HashMap<OfficeId, String>, id: Option<OfficeId>) -> String {
    id.and_then(|id| codes.get(&id)).cloned().unwrap_or_default()
}

/// Something that may be missing, as a cell.
pub(super) fn or_none<T: ToString>(of: Option<T>) -> String {
    of.map(|value| value.to_string()).unwrap_or_default()
}

/// The codes of parties, and the names of firms among them: a person's name is nobody's to hand out in a file.
pub(super) fn named(rx: &mut Rx<'_>, ids: &[PartyId]) -> Result<HashMap<PartyId, (String, String)>, StoreError> {
    let told = |label: crate::store::party::PartyLabel| {
        let firm = label.kind == crate::domain::event::PartyKind::Organisation;
        (label.code, label.name.filter(|_| firm).unwrap_or_default())
    };
    Ok(party_names(rx, ids)?.into_iter().map(|(id, label)| (id, told(label))).collect())
}

/// Puts the review file of some days together in a file, from one moment of the register: totals of all parts agree with each
/// other and with the head that is named. `readme` writes the index, `tick` is told how far it is.
///
/// # Errors
/// [`ReportError`].
pub fn review(
    app: &App,
    span: Span,
    now: Instant,
    out: File,
    readme: &dyn Fn(&Index) -> String,
    tick: &mut Tick<'_>,
) -> Result<(Made, File), ReportError> {
    // So that the newest head covers what is read, as far as nobody writes in between.
    match app.sign_head(now) {
        Ok(_) | Err(ServiceError::Closed) => {}
        Err(other) => return Err(other.into()),
    }
    let (file, head_size, head_root) = app.db.read_apart(|rx| within(app, span, now, (out, readme), rx, tick))?;
    let (sha256, size) = digest(&file)?;
    Ok((Made { sha256, size, head_size, head_root }, file))
}

/// A file with the size and the root of the journal that it was made from.
type Whole = (File, i64, String);

fn within(
    app: &App,
    span: Span,
    now: Instant,
    (out, readme): (File, &dyn Fn(&Index) -> String),
    rx: &mut Rx<'_>,
    tick: &mut Tick<'_>,
) -> Result<Whole, ReportError> {
    let head_size = journal_size(rx)?;
    let head_root = data_encoding::HEXLOWER.encode(&head(rx, unsigned(head_size)?)?);
    let mut archive = Bundle::new(BufWriter::new(out), now, MOST_BYTES);
    let many = i64::try_from(certificate_ids_between(rx, span)?.len()).unwrap_or(i64::MAX);
    let total = i64::try_from(PARTS.len()).unwrap_or(i64::MAX).saturating_add(many);
    let codes = offices(rx)?.into_iter().map(|o| (o.id, o.code)).collect();
    let steps = Steps { tick: &mut |step, done, total| tick(step, done, total), name: "alerts", done: 0, total };
    let today = app.env.profile.local_day(now);
    let mut making = Making { app, rx, out: &mut archive, steps, span, today, offices: codes };
    let mut parts = Vec::with_capacity(PARTS.len());
    for part in PARTS {
        making.steps.name = part.name;
        making.steps.going()?;
        parts.push((part.name, (part.make)(&mut making)?));
        making.steps.next()?;
    }
    let index = Index { span, at: now, head_size, head_root, parts };
    archive.file(README, readme(&index).as_bytes())?;
    let mut written = archive.finish()?;
    written.flush()?;
    let file = written.into_inner().map_err(|e| BundleError::Io(e.into_error()))?;
    Ok((file, head_size, index.head_root))
}

/// SHA-256 and bytes of a file.
fn digest(mut file: &File) -> Result<(String, i64), ReportError> {
    file.seek(SeekFrom::Start(0))?;
    let (mut hash, mut size, mut piece) = (Sha256::new(), 0_i64, vec![0_u8; 1 << 16]);
    loop {
        let read = file.read(&mut piece)?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        size = size.saturating_add(i64::try_from(read).unwrap_or(i64::MAX));
    }
    file.seek(SeekFrom::Start(0))?;
    Ok((data_encoding::HEXLOWER.encode(&hash.finalize()), size))
}
