//! Blank certificates: every form of every run in exactly one state at every moment (K1), and which void certificate a
//! certificate replaces (K2).

use super::authors::{Authors, Hand};
use super::{At, Told};
use crate::domain::blank::BlankFate;
use crate::domain::event::{BlankReportDecided, BlanksReceived, BlanksReported, CertificateIssued, Event};
use crate::domain::ids::{BlankReportId, BlankRunId, CertificateId, ShipmentId};
use chrono::Datelike;
use std::collections::HashMap;

/// The most forms of one run.
const RUN_MAX: i64 = 10_000;
/// The most digits of a serial.
const WIDTH_MAX: u32 = 12;
/// The most bytes around a serial.
const TEXT_MAX: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Stock,
    Reserved,
    Reported,
    Issued,
    Gone,
}

#[derive(Debug)]
struct Form {
    year: i32,
    state: State,
}

#[derive(Debug)]
struct Report {
    run: BlankRunId,
    serials: (i64, i64),
    fate: BlankFate,
    by: Hand,
}

/// Forms by their numbers, and what is set aside, reported and issued.
#[derive(Debug, Default)]
pub(super) struct Blanks {
    runs: HashMap<BlankRunId, BlanksReceived>,
    forms: HashMap<String, Form>,
    set_aside: HashMap<ShipmentId, String>,
    waiting: HashMap<BlankReportId, Report>,
    /// The last certificate over the goods of a shipment.
    last: HashMap<ShipmentId, CertificateId>,
}

impl Blanks {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors) {
        match &at.entry.event {
            Event::BlanksReceived(e) => self.received(at, told, e),
            Event::BlanksAllocated(e) => drop(self.taken(at, told, e.run, (e.first, e.last), State::Stock, State::Stock)),
            Event::BlanksReported(e) => self.reported(at, told, authors, e),
            Event::BlankReportDecided(e) => self.decided(at, told, authors, e),
            Event::CertificateProposed(e) => {
                let free = self.forms.get(&e.blank).is_some_and(|f| f.state == State::Stock);
                told.check(free, at.seq, "K1", || format!("form {} was not in stock", e.blank));
                self.of_year(at, told, &e.blank);
                self.put(&e.blank, State::Reserved);
                self.set_aside.insert(e.shipment, e.blank.clone());
            }
            Event::CertificateRetracted(e) => self.free(e.shipment),
            Event::CertificateDeclined(e) => self.free(e.shipment),
            Event::ShipmentCancelled(e) => self.free(e.shipment),
            Event::DisputeDecided(e) => e.shipments.iter().for_each(|s| self.free(*s)),
            Event::SeizureRecorded(e) => e.shipments.iter().for_each(|s| self.free(*s)),
            Event::CertificateIssued(e) => self.issued(at, told, e),
            _ => {}
        }
    }

    fn received(&mut self, at: &At<'_>, told: &mut Told, e: &BlanksReceived) {
        let digits = u32::try_from(e.last.max(0).to_string().len()).unwrap_or(u32::MAX);
        let plain = digits <= e.width && e.width <= WIDTH_MAX && e.before.len().saturating_add(e.after.len()) <= TEXT_MAX;
        let fits = plain && e.first >= 0 && e.first <= e.last && e.size() <= RUN_MAX;
        told.check(fits && !self.runs.contains_key(&e.run), at.seq, "K1", || "a delivery of forms that is none".into());
        if !fits {
            return;
        }
        let numbers = e.numbers();
        for serial in e.first..=e.last {
            let number = numbers.of(serial);
            let twice = self.forms.contains_key(&number);
            told.check(!twice, at.seq, "K1", || format!("form {number} was received before"));
            if !twice {
                self.forms.insert(number, Form { year: e.year, state: State::Stock });
            }
        }
        self.runs.insert(e.run, e.clone());
    }

    /// Takes forms of a run from one state to another; nothing moves unless all of them were there.
    fn taken(&mut self, at: &At<'_>, told: &mut Told, run: BlankRunId, serials: (i64, i64), from: State, to: State) -> bool {
        let known = self.runs.get(&run).filter(|r| r.first <= serials.0 && serials.0 <= serials.1 && serials.1 <= r.last);
        let numbers: Vec<String> = known.map(|r| (serials.0..=serials.1).map(|n| r.numbers().of(n)).collect()).unwrap_or_default();
        let there = !numbers.is_empty() && numbers.iter().all(|n| self.forms.get(n).is_some_and(|f| f.state == from));
        told.check(there, at.seq, "K1", || format!("forms {} to {} of a run are not where they should be", serials.0, serials.1));
        if there {
            numbers.iter().for_each(|n| self.put(n, to));
        }
        there
    }

    fn put(&mut self, number: &str, state: State) {
        if let Some(form) = self.forms.get_mut(number) {
            form.state = state;
        }
    }

    fn reported(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &BlanksReported) {
        let serials = (e.first, e.last);
        if self.taken(at, told, e.run, serials, State::Stock, State::Reported) {
            self.waiting.insert(e.report, Report { run: e.run, serials, fate: e.fate, by: authors.hand(at) });
        }
    }

    fn decided(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &BlankReportDecided) {
        let Some(report) = self.waiting.remove(&e.report) else {
            told.breach(at.seq, "K1", || format!("report {} did not wait", e.report));
            return;
        };
        let one = authors.same_hand(&report.by, &authors.hand(at));
        told.check(!one, at.seq, "K1", || format!("forms reported {} were not confirmed by a second person", report.fate));
        let to = if e.confirmed { State::Gone } else { State::Stock };
        self.taken(at, told, report.run, report.serials, State::Reported, to);
    }

    /// Nobody has signed for the shipment any more: its form is in stock again.
    fn free(&mut self, shipment: ShipmentId) {
        if let Some(number) = self.set_aside.remove(&shipment) {
            self.put(&number, State::Stock);
        }
    }

    fn of_year(&self, at: &At<'_>, told: &mut Told, number: &str) {
        let (Some(form), Some(rules), Some(today)) = (self.forms.get(number), at.rules, at.today) else { return };
        let fits = !rules.blanks_of_year || form.year == today.year();
        told.check(fits, at.seq, "K1", || format!("form {number} is of the range of {}", form.year));
    }

    fn issued(&mut self, at: &At<'_>, told: &mut Told, e: &CertificateIssued) {
        let set_aside = self.set_aside.remove(&e.shipment);
        told.check(set_aside.as_ref() == Some(&e.number), at.seq, "K1", || {
            format!("certificate {} was issued on a form that was not set aside for it", e.number)
        });
        if let Some(number) = set_aside {
            self.of_year(at, told, &number);
            self.put(&number, State::Issued);
        }
        let before = self.last.insert(e.shipment, e.certificate);
        told.check(before == e.replaces, at.seq, "K2", || format!("certificate {} does not say which one it replaces", e.number));
    }
}
