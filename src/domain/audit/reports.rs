//! Long reports (R5): each is numbered, of days in order, has the digest and the size of its file, and names a journal that
//! was there when it was written down. Whoever has the file tells by the digest that it is the one.
//!
//! Answers for alerts (R6): each says what was seen by its digest, a case has its number, and nobody answers for his own account.

use super::authors::Authors;
use super::kinds::demands;
use super::{At, Told};
use crate::domain::author::Via;
use crate::domain::control::{AlertState, SubjectKind};
use crate::domain::event::{AlertHandled, Event, ReportMade};
use crate::domain::ids::ReportId;
use std::collections::HashSet;

/// The reports that were made.
#[derive(Debug, Default)]
pub(super) struct Reports {
    known: HashSet<ReportId>,
    made: i64,
}

/// Whether a text is a SHA-256 as it is written: 64 figures of sixteen, in small letters.
fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl Reports {
    /// Judges the next entry and takes its effect on. `authors` are as they were before the entry.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors) {
        match &at.entry.event {
            Event::ReportMade(e) => self.made(at, told, authors, e),
            Event::AlertHandled(e) => answered(at, told, e),
            _ => {}
        }
    }

    fn made(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &ReportMade) {
        self.made = self.made.saturating_add(1);
        let next = self.known.insert(e.report) && e.no == self.made;
        told.check(next, at.seq, "R5", || format!("report {} is not the next", e.no));
        let digests = is_digest(&e.sha256) && is_digest(&e.head_root);
        told.check(digests && e.size > 0, at.seq, "R5", || format!("report {} has no file with a digest", e.no));
        let days = e.first <= e.last && at.today.is_none_or(|today| e.first <= today);
        told.check(days, at.seq, "R5", || format!("the days of report {} are not in order, or have not begun", e.no));
        let there = (1..at.seq).contains(&e.head_size);
        told.check(there, at.seq, "R5", || format!("report {} was read from {} entries, which were not there", e.no, e.head_size));
        let by_server = matches!(at.entry.via, Via::Server | Via::Demonstration);
        told.check(by_server, at.seq, "R5", || format!("report {} was not written down by the server that made it", e.no));
        let role = authors.role_of(at.entry.account);
        let may = role.is_some_and(|role| demands(at.entry.event.kind()).roles.contains(&role));
        told.check(may, at.seq, "R5", || format!("report {} was made for somebody who may not have it", e.no));
    }
}

fn answered(at: &At<'_>, told: &mut Told, e: &AlertHandled) {
    told.check(is_digest(&e.evidence), at.seq, "R6", || "an alert was answered for without a digest of what was seen".into());
    let numbered = e.case.as_ref().is_some_and(|n| !n.trim().is_empty()) == (e.state == AlertState::Case);
    told.check(numbered, at.seq, "R6", || "an alert is a case without a number, or has a number and is none".into());
    told.check(!e.reason.trim().is_empty(), at.seq, "R6", || "an alert was answered for without a reason".into());
    let own = e.alert.subject.kind == SubjectKind::Account && e.alert.subject.id == at.entry.account.to_string();
    told.check(!own, at.seq, "R6", || "somebody answered for an alert about his own account".into());
}
