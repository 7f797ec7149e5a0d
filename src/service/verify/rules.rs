//! The country's rules as they are kept, held against the entries that adopted them: whoever changes a version, puts one in
//! or takes one away would change what the past is judged by.

use super::Report;
use crate::domain::audit::RuleBook;
use crate::domain::entry::{Entry, sha256_hex};
use crate::domain::event::{Event, RulesAdopted};
use crate::domain::time::Instant;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::register::{ProfileVersion, register_fetch};
use std::collections::BTreeMap;

/// The adoptions that the journal tells of, in order.
#[derive(Default)]
pub(super) struct Adopted(Vec<(i64, Instant, RulesAdopted)>);

impl Adopted {
    /// Reads the next entry.
    pub(super) fn read(&mut self, entry: &Entry) {
        if let Event::RulesAdopted(adopted) = &entry.event {
            self.0.push((entry.seq, entry.recorded_at, adopted.clone()));
        }
    }

    /// Holds files against them, by the entry that each says to be adopted by; without a text where it cannot be read.
    pub(super) fn files(&self, kept: &BTreeMap<i64, Option<&str>>, report: &mut Report) {
        if self.0.first().is_none_or(|(seq, ..)| *seq != 1) {
            report.find("rules.none", "entry 1", "the journal does not begin with the adoption of rules");
        }
        for (seq, _, adopted) in &self.0 {
            let at = format!("entry {seq}");
            match kept.get(seq) {
                None => report.find("rules.missing", at, "the rules that it adopted are not there"),
                Some(None) => report.find("rules.unreadable", at, "the rules that it adopted cannot be read"),
                Some(Some(text)) if sha256_hex(&[text.as_bytes()]) != adopted.digest => {
                    report.find("rules.differ", at, "the rules are not those that it adopted");
                }
                Some(Some(text)) if !RuleBook::reads(text) => report.find("rules.unreadable", at, "the rules that it adopted lack a value"),
                Some(Some(_)) => {}
            }
        }
        for seq in kept.keys().filter(|seq| self.0.iter().all(|(adopting, ..)| adopting != *seq)) {
            report.find("rules.extra", format!("entry {seq}"), "it adopted no rules, and some are kept as if it had");
        }
    }

    /// Holds the table against them: beside the files what stands with them, and whose register it is.
    pub(super) fn table(&self, rx: &mut Rx<'_>, rows: &[ProfileVersion], report: &mut Report) -> Result<(), StoreError> {
        let mut kept = BTreeMap::new();
        for row in rows {
            if kept.insert(row.after_seq, Some(row.text.as_str())).is_some() {
                report.find("rules.extra", format!("entry {}", row.after_seq), "two versions are kept for one entry");
            }
        }
        self.files(&kept, report);
        let known = |row: &ProfileVersion| self.0.iter().find(|(seq, ..)| *seq == row.after_seq);
        for (row, no) in rows.iter().zip(1_i64..) {
            let Some((seq, recorded_at, adopted)) = known(row) else { continue };
            if row.digest != adopted.digest || row.adopted_at != *recorded_at {
                report.find("rules.differ", format!("entry {seq}"), "the digest or the time kept with the rules is not the entry's");
            }
            if row.no != no || self.0.get(usize::try_from(no.saturating_sub(1)).unwrap_or(usize::MAX)).is_none_or(|(nth, ..)| nth != seq) {
                report.find("rules.differ", format!("entry {seq}"), format!("the version has the number {}", row.no));
            }
        }
        let here = report.readable("register", register_fetch(rx))?.flatten().map(|r| r.jurisdiction);
        if let Some((seq, ..)) = self.0.iter().find(|(.., adopted)| here.as_ref() != Some(&adopted.jurisdiction)) {
            report.find("rules.differ", "register", format!("entry {seq} adopted the rules of another country"));
        }
        Ok(())
    }
}
