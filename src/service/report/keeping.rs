//! Parts of the review file about the register itself: the journal's head, the rules, and what is not recorded.

use super::make::{Fact, Making, ReportError, Told};
use crate::interop::table::Table;
use crate::store::checkpoint::{checkpoint_latest, log_keys};
use crate::store::register::profiles;
use crate::store::review::{follow_ups, recommendations_of, reviews as reviews_all};

/// The register records no inspections: no file, and the index says so.
pub(super) fn inspections(_: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    Ok(Told::default())
}

/// The newest signed head of the journal, the public keys that sign heads, and those that sign tokens of certificates.
pub(super) fn journal(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut told = Told::default();
    let list = m.app.certificate_key_list(m.rx)?;
    m.out.file("journal/certificate-keys.json", list.written().as_bytes())?;
    told.files.push(("journal/certificate-keys.json".to_owned(), None));
    let Some(origin) = m.app.notary.origin() else { return Ok(told) };
    if let Some(kept) = checkpoint_latest(m.rx, &origin)? {
        m.out.file("journal/checkpoint.txt", kept.signed.note.to_string().as_bytes())?;
        told.files.push(("journal/checkpoint.txt".to_owned(), None));
        told.facts.push(Fact::Count("head", i64::try_from(kept.signed.checkpoint.size).unwrap_or(i64::MAX)));
    }
    let keys: String = log_keys(m.rx)?.into_iter().map(|k| format!("{}\n", k.key)).collect();
    m.out.file("journal/log-keys.txt", keys.as_bytes())?;
    told.files.push(("journal/log-keys.txt".to_owned(), None));
    Ok(told)
}

/// The files of the country's rules that were in force on a day of the report, or are now.
pub(super) fn rules(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut told = Told::default();
    let all = profiles(m.rx)?;
    let profile = &m.app.env.profile;
    for (at, version) in all.iter().enumerate() {
        let from = profile.local_day(version.adopted_at);
        let until = all.get(at.saturating_add(1)).map(|next| profile.local_day(next.adopted_at));
        // The first rules hold for what was before them too; the last are those in force now.
        let within = (at == 0 || from <= m.span.last) && until.is_none_or(|until| until >= m.span.first);
        if !within && until.is_some() {
            continue;
        }
        let name = format!("rules/{:04}.toml", version.no);
        m.out.file(&name, version.text.as_bytes())?;
        told.files.push((name, None));
    }
    told.facts.push(Fact::Count("rules", i64::try_from(told.files.len()).unwrap_or(i64::MAX)));
    Ok(told)
}

const RECOMMENDATIONS: [&str; 14] = [
    "number",
    "review",
    "first_on",
    "last_on",
    "team",
    "report",
    "given_on",
    "recommendation",
    "owner",
    "due_on",
    "state",
    "on",
    "statement",
    "evidence",
];

/// Every review visit with its recommendations and each statement of what became of them, whenever that was: what an
/// earlier visit asked for is looked at by the next one.
pub(super) fn reviews(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut table = Table::begin(m.out, "reviews/recommendations.csv", &RECOMMENDATIONS)?;
    let mut open = 0_i64;
    for review in reviews_all(m.rx, None, i64::MAX)?.into_iter().rev() {
        let f = &review.facts;
        let report = f.report.as_ref().map(|r| r.reference.clone()).unwrap_or_default();
        let visit = [f.kind.to_string(), f.first_on.to_string(), f.last_on.to_string(), f.team.clone(), report];
        for r in recommendations_of(m.rx, review.no)? {
            open = open.saturating_add(i64::from(r.state.is_open()));
            let said = follow_ups(m.rx, r.id())?;
            let of = |on: String, statement: &str, evidence: &str| {
                let given =
                    [r.facts.given_on.to_string(), r.facts.text.clone(), r.facts.owner.clone(), r.due_on.to_string(), r.state.to_string()];
                let last = [on, statement.to_owned(), evidence.to_owned()];
                [r.number()].into_iter().chain(visit.clone()).chain(given).chain(last).collect::<Vec<_>>()
            };
            if said.is_empty() {
                table.row(of(String::new(), "", ""))?;
            }
            for s in said {
                table.row(of(s.facts.on.to_string(), &s.facts.statement, s.facts.evidence.as_deref().unwrap_or_default()))?;
            }
        }
    }
    let rows = table.end()?;
    let files = vec![("reviews/recommendations.csv".to_owned(), Some(rows))];
    Ok(Told { files, facts: vec![Fact::Count("recommendations-open", open)] })
}
