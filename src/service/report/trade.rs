//! The part of the review file about certificates: a table, and of each its trace and its file with the proof.

use super::make::{Fact, Making, ReportError, Told, named, or_none};
use crate::domain::confirmation::Confirmation;
use crate::domain::departure::Leaving;
use crate::domain::ids::CertificateId;
use crate::domain::quantity::decimal;
use crate::domain::shipment::Certificate;
use crate::interop::table::Table;
use crate::interop::{trace_csv, trace_geojson};
use crate::service::trace::{Asker, Back, trace_back};
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::confirmations_of;
use crate::store::departure::leaving;
use crate::store::error::StoreError;
use crate::store::report_rows::certificate_ids_between;
use std::collections::HashSet;

const CERTIFICATES: [&str; 28] = [
    "number",
    "issued_on",
    "expires_on",
    "standing",
    "void_reason",
    "replaced_by",
    "exporter",
    "exporter_name",
    "importer_name",
    "destination",
    "origins",
    "mixed",
    "parcels",
    "stones",
    "weight_mct",
    "weight_ct",
    "value_usd",
    "unestablished_mct",
    "revision",
    "composition_sha256",
    "departed_on",
    "received_on",
    "received_mct",
    "entry",
    "file",
    "file_missing",
    "trace_csv",
    "trace_geojson",
];

/// A number as it stands in names of files: letters and figures, and hyphens for the rest.
fn plain(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// The names of a certificate's files, each once.
struct Named {
    id: CertificateId,
    stem: String,
    /// Why there is no file for programs, in a word.
    missing: Option<&'static str>,
}

impl Named {
    fn file(&self) -> String {
        format!("certificates/{}.json", self.stem)
    }
    fn trace(&self, ending: &str) -> String {
        format!("certificates/{}-trace.{ending}", self.stem)
    }
}

/// Every certificate that was issued in the days of the report, by number.
pub(super) fn certificates(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut known = HashSet::new();
    let mut all = Vec::new();
    for id in certificate_ids_between(m.rx, m.span)? {
        let Some(c) = certificate_fetch(m.rx, id)? else { continue };
        let stem = plain(&c.facts.number);
        // Numbers that differ only in what no name of a file holds are told apart by their order.
        let stem = if known.insert(stem.clone()) { stem } else { format!("{stem}-{}", c.facts.no) };
        let missing = m.app.certificate_token(m.rx, &c)?.err().map(|why| why.as_str());
        all.push(Named { id, stem, missing });
    }
    let mut told = listed(m, &all)?;
    for of in &all {
        each(m, of)?;
        m.steps.next()?;
    }
    if all.iter().any(|of| of.missing.is_some()) {
        told.facts.push(Fact::So("files-missing"));
    }
    Ok(told)
}

/// The table.
fn listed(m: &mut Making<'_, '_>, all: &[Named]) -> Result<Told, ReportError> {
    let name = "certificates.csv";
    let (mut void, mut mct, mut cents) = (0_i64, 0_i64, 0_i64);
    let mut table = Table::begin(m.out, name, &CERTIFICATES)?;
    for of in all {
        let c = certificate_fetch(m.rx, of.id)?.ok_or_else(|| StoreError::damaged("a certificate that was listed is gone"))?;
        let exporter = named(m.rx, &[c.facts.exporter])?
            .remove(&c.facts.exporter)
            .ok_or_else(|| StoreError::damaged("a certificate of no exporter"))?;
        let replaced = c.replaced_by.map(|id| certificate_fetch(m.rx, id)).transpose()?.flatten();
        let left = leaving(m.rx, of.id)?;
        let confirmed = confirmations_of(m.rx, of.id)?.into_iter().find(|c| !c.superseded);
        let standing = c.standing_on(m.today);
        void = void.saturating_add(i64::from(standing.is_void()));
        mct = mct.saturating_add(c.facts.weight_mct.mct());
        cents = cents.saturating_add(c.facts.value_usd_cents);
        table.row(row(of, &c, exporter, replaced.as_ref(), (&left, confirmed.as_ref()), standing.as_str()))?;
        m.steps.going()?;
    }
    let rows = table.end()?;
    let count = i64::try_from(rows).unwrap_or(i64::MAX);
    let facts = vec![
        Fact::Count("certificates", count),
        Fact::Count("certificates-void", void),
        Fact::Carats("certified", mct),
        Fact::Usd("value", cents),
    ];
    Ok(Told { files: vec![(name.to_owned(), Some(rows))], facts })
}

fn row(
    of: &Named,
    c: &Certificate,
    (code, firm): (String, String),
    replaced: Option<&Certificate>,
    (left, confirmed): (&Leaving, Option<&Confirmation>),
    standing: &str,
) -> [String; 28] {
    let f = &c.facts;
    [
        String::from(&f.number),
        f.issued_on.to_string(),
        f.expires_on.to_string(),
        standing.to_owned(),
        String::from(c.reason.as_deref().unwrap_or_default()),
        replaced.map(|r| String::from(&r.facts.number)).unwrap_or_default(),
        code,
        firm,
        String::from(&f.importer.name),
        f.importer.country.clone(),
        f.origins.join(" "),
        if f.mixed { "yes" } else { "no" }.to_owned(),
        f.parcels.to_string(),
        f.stones.to_string(),
        f.weight_mct.mct().to_string(),
        decimal(f.weight_mct.mct(), 3, 2),
        decimal(f.value_usd_cents, 2, 2),
        f.unestablished_mct.mct().to_string(),
        c.revision.to_string(),
        f.composition_digest.clone(),
        or_none(left.departed.as_ref().map(|d| d.facts.on)),
        or_none(confirmed.map(|c| c.facts.received_on)),
        or_none(confirmed.map(|c| c.facts.weight_mct.mct())),
        c.issued_seq.to_string(),
        if of.missing.is_none() { of.file() } else { String::new() },
        of.missing.unwrap_or_default().to_owned(),
        of.trace("csv"),
        of.trace("geojson"),
    ]
}

/// The files of one certificate, in the order of their names.
fn each(m: &mut Making<'_, '_>, of: &Named) -> Result<(), ReportError> {
    let trace = trace_back(m.rx, &m.app.env.profile, &Asker::Console, &Back::Certificate(of.id), m.today)?;
    m.out.file(&of.trace("csv"), &trace_csv::back(&trace)?)?;
    let mut shapes = serde_json::to_vec(&trace_geojson::back(&trace)).map_err(StoreError::damaged)?;
    shapes.push(b'\n');
    m.out.file(&of.trace("geojson"), &shapes)?;
    let Some(certificate) = certificate_fetch(m.rx, of.id)? else { return Ok(()) };
    // Without the address: whoever may read it reads it one by one, with a record of that.
    if let Ok(file) = m.app.certificate_file_in(m.rx, certificate, Vec::new())? {
        m.out.file(&of.file(), file.written().as_bytes())?;
    }
    Ok(())
}
