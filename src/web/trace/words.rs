//! What a trace says, in the reader's words.

use crate::domain::parcel::Import;
use crate::domain::quantity::{Mass, decimal};
use crate::domain::shipment::CertificateStanding;
use crate::domain::trace::{Explain, ExplainCode, Trace, Verdict};
use crate::web::locale::{Locale, ToArg, format, text};
use crate::web::participant::participant_name;

/// The most single things listed under one kind of explanation.
const LINES_MAX: usize = 50;

/// One kind of thing to be explained, with its cases.
pub struct ExplainGroup {
    /// Its code.
    pub code: ExplainCode,
    /// Its heading, with the number of cases.
    pub title: String,
    /// What it means.
    pub hint: String,
    /// The first cases, one line each.
    pub lines: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// A mass with its unit.
#[must_use]
pub fn carats(locale: Locale, mct: i64) -> String {
    match Mass::new(mct) {
        Some(mass) => format::carats_unit(locale, mass),
        None => decimal(mct, 3, 2),
    }
}

/// A difference of mass with its sign and unit.
fn difference(locale: Locale, mct: i64) -> String {
    let size = carats(locale, mct.saturating_abs());
    if mct < 0 { format!("−{size}") } else { format!("+{size}") }
}

/// How a certificate stands that neither is valid nor was used: `void`, `expired` and the like.
#[must_use]
pub fn not_valid(trace: &Trace) -> Option<&'static str> {
    trace.subject.standing.filter(|s| !matches!(s, CertificateStanding::Valid | CertificateStanding::Used)).map(CertificateStanding::as_str)
}

/// What a trace says in one line.
#[must_use]
pub fn verdict(locale: Locale, trace: &Trace) -> String {
    let total = carats(locale, trace.total_mct);
    let sites = trace.producing_sites();
    match trace.verdict() {
        Verdict::Empty => text(locale, "trace-verdict-empty", &[]),
        Verdict::Established if trace.by_import.is_empty() => {
            text(locale, "trace-verdict-established", &[("total", total.to_arg()), ("count", sites.to_arg())])
        }
        Verdict::Established => {
            let args = [("total", total.to_arg()), ("sites", sites.to_arg()), ("imports", trace.by_import.len().to_arg())];
            text(locale, "trace-verdict-abroad", &args)
        }
        Verdict::Stock => {
            let stock = carats(locale, trace.opening_stock_mct);
            let imports = trace.by_import.len();
            text(locale, "trace-verdict-stock", &[("total", total.to_arg()), ("stock", stock.to_arg()), ("imports", imports.to_arg())])
        }
        Verdict::Unestablished => {
            let unknown = carats(locale, trace.unestablished_mct);
            text(locale, "trace-verdict-unestablished", &[("total", total.to_arg()), ("unknown", unknown.to_arg())])
        }
    }
}

/// A foreign certificate in words, without its number: whose it is, and which countries of mining it names.
#[must_use]
pub fn abroad(locale: Locale, import: &Import) -> String {
    let mut origins: Vec<String> = import.origins.iter().map(|c| participant_name(locale, c)).collect();
    if origins.is_empty() {
        origins.push(text(locale, "trace-import-none", &[]));
    }
    let args = [("issuer", participant_name(locale, &import.issuer).to_arg()), ("origins", origins.join(", ").to_arg())];
    text(locale, "trace-import-words", &args)
}

/// Everything to be explained, by kind.
#[must_use]
pub fn explain_groups(locale: Locale, all: &[Explain]) -> Vec<ExplainGroup> {
    let mut groups: Vec<ExplainGroup> = Vec::new();
    for code in ExplainCode::ALL {
        let cases: Vec<&Explain> = all.iter().filter(|e| e.code == *code).collect();
        if cases.is_empty() {
            continue;
        }
        groups.push(ExplainGroup {
            code: *code,
            title: text(locale, &code.message_id(), &[("count", cases.len().to_arg())]),
            hint: text(locale, &format!("{}-hint", code.message_id()), &[]),
            lines: cases.iter().take(LINES_MAX).map(|e| line(locale, e)).collect(),
            more: cases.len().saturating_sub(LINES_MAX),
        });
    }
    groups
}

/// One thing to be explained, in a line.
#[must_use]
pub fn line(locale: Locale, e: &Explain) -> String {
    let said = |id: &str, name: &'static str, value: String| text(locale, id, &[(name, value.to_arg())]);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(e.parcel.clone());
    parts.extend(e.site.clone());
    parts.extend(e.licence.as_ref().map(|l| said("trace-line-licence", "number", l.clone())));
    parts.extend(e.on.map(|on| format::day_short(locale, on)));
    parts.extend(e.weight_mct.map(|mct| carats(locale, mct)));
    parts.extend(e.difference_mct.map(|mct| said("trace-line-difference", "difference", difference(locale, mct))));
    let counted = match e.code {
        ExplainCode::Revised => "trace-line-times",
        _ => "trace-line-stones",
    };
    parts.extend(e.count.map(|n| text(locale, counted, &[("count", n.to_arg())])));
    parts.extend(e.reason.as_ref().map(|r| said("trace-line-reason", "reason", r.clone())));
    parts.extend(e.seq.map(|seq| text(locale, "trace-line-entry", &[("entry", seq.to_arg())])));
    parts.join(" · ")
}
