//! Traces as CSV: UTF-8, commas, a header row; one row for each entry behind a trace back, one for each
//! parcel or certificate of a forward trace. Masses stand in whole milli-carats and in carats with a point.

use crate::domain::licence::Standing;
use crate::domain::parcel::Import;
use crate::domain::quantity::decimal;
use crate::domain::shipment::CertificateStanding;
use crate::domain::trace::{Cut, Forward, SiteShare, Trace, TracedSource};
use crate::interop::neutral;
use std::collections::HashMap;

/// The header of a trace back.
pub const BACK_COLUMNS: [&str; 20] = [
    "kind",
    "parcel",
    "attributed_mct",
    "attributed_ct",
    "produced_mct",
    "site",
    "site_name",
    "area_code",
    "area",
    "longitude",
    "latitude",
    "licence",
    "licence_then",
    "licence_now",
    "day",
    "flags",
    "corrected",
    "test",
    "entry",
    "note",
];

/// Where the site stands in [`BACK_COLUMNS`], its name after it.
const SITE_COLUMN: usize = 5;

/// The header of a forward trace.
pub const FORWARD_COLUMNS: [&str; 10] =
    ["kind", "code", "attributed_mct", "attributed_ct", "weight_mct", "holder", "shipment", "day", "standing", "note"];

fn carats(mct: i64) -> String {
    decimal(mct, 3, 2)
}

const fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn cut_note(cut: &Cut) -> String {
    format!("the chain was cut at {} parcels", cut.parcels)
}

fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}

/// A row that is blank but for its kind, first, and a note, last.
fn note_row(width: usize, kind: &str, note: &str) -> Vec<String> {
    let mut row = vec![String::new(); width];
    if let Some(first) = row.first_mut() {
        kind.clone_into(first);
    }
    if let Some(last) = row.last_mut() {
        *last = neutral(note).into_owned();
    }
    row
}

/// A trace back. Where a limit cut it, the first row after the header is of kind `cut` and says so; where the certificate
/// is not valid, a row of kind `certificate` does; where corrections changed it since, rows of kind `as_issued` hold the
/// first composition by site.
///
/// # Errors
/// When a row cannot be written (never seen, since it goes to memory).
pub fn back(trace: &Trace) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(BACK_COLUMNS)?;
    if let Some(cut) = &trace.cut {
        out.write_record(note_row(BACK_COLUMNS.len(), "cut", &cut_note(cut)))?;
    }
    if let Some(standing) = trace.subject.standing.filter(|s| *s != CertificateStanding::Valid) {
        out.write_record(note_row(BACK_COLUMNS.len(), "certificate", standing.as_str()))?;
    }
    // What the paper was issued for stands first, and only in words: the columns of carats add up to the trace.
    for issued in &trace.as_issued {
        let of = match (&issued.site, &issued.import) {
            (Some(_), _) => String::new(),
            (None, Some(import)) => format!(" under {}", abroad(import)),
            (None, None) => " of origin not established".to_owned(),
        };
        let mut row =
            note_row(BACK_COLUMNS.len(), "as_issued", &format!("{} ct{of} when the certificate was issued", carats(issued.weight_mct)));
        let named = [issued.site.clone(), issued.name.clone()].map(|t| neutral(t.as_deref().unwrap_or_default()).into_owned());
        row.iter_mut().skip(SITE_COLUMN).zip(named).for_each(|(cell, value)| *cell = value);
        out.write_record(row)?;
    }
    let sites: HashMap<&str, &SiteShare> = trace.by_site.iter().map(|s| (s.site.code.as_str(), s)).collect();
    let imports: HashMap<&str, &Import> = trace.by_import.iter().map(|s| (s.import.code.as_str(), &s.import)).collect();
    let now: HashMap<&str, Standing> = trace.licences.iter().map(|l| (l.number.as_str(), l.now)).collect();
    for source in &trace.sources {
        let site = source.site.as_deref().and_then(|code| sites.get(code)).map(|s| &s.site);
        let licence_now = source.licence.as_deref().and_then(|n| now.get(n)).map_or("", |s| s.as_str());
        let flags: Vec<&str> = source.flags.iter().map(|f| f.as_str()).collect();
        let text = |t: Option<&String>| neutral(t.map_or("", String::as_str)).into_owned();
        out.write_record([
            source.kind.as_str().to_owned(),
            source.parcel.clone(),
            source.share_mct.to_string(),
            carats(source.share_mct),
            source.produced_mct.to_string(),
            text(source.site.as_ref()),
            text(site.map(|s| &s.name)),
            text(site.and_then(|s| s.admin_code.as_ref())),
            text(site.and_then(|s| s.admin_name.as_ref())),
            site.map(|s| s.position.lon_text()).unwrap_or_default(),
            site.map(|s| s.position.lat_text()).unwrap_or_default(),
            text(source.licence.as_ref()),
            source.licence_then.map_or("", Standing::as_str).to_owned(),
            licence_now.to_owned(),
            source.on.to_string(),
            flags.join(" "),
            yes_no(source.corrected).to_owned(),
            yes_no(source.test).to_owned(),
            source.seq.to_string(),
            note_of(source, &imports),
        ])?;
    }
    finish(out)
}

/// A foreign certificate as a file names it.
fn abroad(import: &Import) -> String {
    let origins = if import.origins.is_empty() { "none named".to_owned() } else { import.origins.join(" ") };
    format!("certificate {} of {}; countries of mining: {origins}", import.number, import.issuer)
}

/// What is said of the origin of an entry without a site.
fn note_of(source: &TracedSource, imports: &HashMap<&str, &Import>) -> String {
    let import = source.import.as_deref().and_then(|code| imports.get(code));
    match import {
        Some(import) => neutral(&abroad(import)).into_owned(),
        None if source.site.is_none() => "origin not established".to_owned(),
        None => String::new(),
    }
}

/// A forward trace: parcels in stock, certificates, what is not for this reader, and what was lost or
/// rounded; the attributed masses add up to what was produced.
///
/// # Errors
/// As [`back`].
pub fn forward(forward: &Forward) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(FORWARD_COLUMNS)?;
    if let Some(cut) = &forward.cut {
        out.write_record(note_row(FORWARD_COLUMNS.len(), "cut", &cut_note(cut)))?;
    }
    let blank = String::new;
    for s in &forward.stock {
        let shipment = neutral(s.shipment.as_deref().unwrap_or_default()).into_owned();
        let holder = neutral(&s.holder).into_owned();
        let (mct, ct) = (s.share_mct.to_string(), carats(s.share_mct));
        let row = ["parcel".to_owned(), s.parcel.clone(), mct, ct, s.weight_mct.to_string(), holder, shipment, blank(), blank(), blank()];
        out.write_record(row)?;
    }
    for c in &forward.certificates {
        let number = neutral(&c.number).into_owned();
        let (mct, ct, whole) = (c.share_mct.to_string(), carats(c.share_mct), c.weight_mct.to_string());
        let (day, now) = (c.issued_on.to_string(), c.standing.as_str().to_owned());
        out.write_record(["certificate".to_owned(), number, mct, ct, whole, blank(), blank(), day, now, blank()])?;
    }
    let sums = [
        (
            "parcels_not_shown",
            forward.stock_hidden.share_mct,
            format!("{} parcels outside this account's reach", forward.stock_hidden.count),
        ),
        (
            "certificates_not_shown",
            forward.certificates_hidden.share_mct,
            format!("{} certificates outside this account's reach", forward.certificates_hidden.count),
        ),
        ("out_of_stock", forward.removed_mct, "used in the country, lost, stolen or destroyed, by confirmed reports".to_owned()),
        ("seized", forward.seized_mct, "kept by the state, or gone by an order over what it took".to_owned()),
        ("lost", forward.lost_mct, "lost in handling, weighed away and rounded".to_owned()),
    ];
    for (kind, mct, note) in sums.into_iter().filter(|(kind, mct, _)| *mct != 0 || *kind == "lost") {
        let mut row = note_row(FORWARD_COLUMNS.len(), kind, &note);
        for (cell, value) in row.iter_mut().skip(2).zip([mct.to_string(), carats(mct)]) {
            *cell = value;
        }
        out.write_record(row)?;
    }
    finish(out)
}
