//! Certificates on their way out: containers, the border and endorsements (K10), all of it within the validity (K4).

use super::{At, Told};
use crate::domain::event::{
    BlanksReceived, CertificateConfirmed, CertificateDeparted, CertificateEndorsed, CertificateIssued, CertificateVoided, ContainerSealed,
    EndorsedField, Event, VoidCause, VoidedGoods,
};
use crate::domain::ids::CertificateId;
use crate::domain::time::Day;
use std::collections::{HashMap, HashSet};

#[derive(Debug)]
struct Out {
    number: String,
    days: (Day, Day),
    void: bool,
    left: bool,
    received: bool,
    closed: i64,
    seal: Option<(String, Day)>,
    endorsed: i64,
    importer: [String; 2],
}

/// Certificates by what became of them since they were issued.
#[derive(Debug, Default)]
pub(super) struct Departures {
    known: HashMap<CertificateId, Out>,
    seals: HashSet<String>,
    runs: Vec<BlanksReceived>,
}

impl Departures {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told) {
        match &at.entry.event {
            Event::BlanksReceived(e) => self.runs.push(e.clone()),
            Event::CertificateIssued(e) => self.issued(e),
            Event::ContainerSealed(e) => self.sealed(at, told, e),
            Event::CertificateDeparted(e) => self.departed(at, told, e),
            Event::CertificateEndorsed(e) => self.endorsed(at, told, e),
            Event::CertificateConfirmed(e) => self.received(e),
            Event::CertificateVoided(e) => self.voided(at, told, e),
            _ => {}
        }
    }

    fn issued(&mut self, e: &CertificateIssued) {
        self.known.entry(e.certificate).or_insert_with(|| Out {
            number: e.number.clone(),
            days: (e.issued_on, e.expires_on),
            void: false,
            left: false,
            received: false,
            closed: 0,
            seal: None,
            endorsed: 0,
            importer: [e.importer.name.clone(), e.importer.address.clone()],
        });
    }

    fn serial(&self, number: &str) -> Option<i64> {
        self.runs.iter().find_map(|run| run.numbers().serial(number).filter(|s| (run.first..=run.last).contains(s)))
    }

    /// A certificate that is not void, whose goods may be here alone, and a day of its validity.
    fn there(&mut self, at: &At<'_>, told: &mut Told, id: CertificateId, here: Option<Day>) -> Option<&mut Out> {
        let out = self.known.get_mut(&id).filter(|o| !o.void && (here.is_none() || !o.left));
        told.check(out.is_some(), at.seq, "K10", || format!("certificate {id} is not one whose goods may leave"));
        if let (Some(out), Some(on)) = (&out, here) {
            let within = (out.days.0..=out.days.1).contains(&on) && at.today.is_none_or(|today| on <= today);
            told.check(within, at.seq, "K4", || format!("certificate {} is not valid on {on}", out.number));
        }
        out
    }

    fn sealed(&mut self, at: &At<'_>, told: &mut Told, e: &ContainerSealed) {
        let serial = self.serial(&e.number);
        let fresh = self.seals.insert(e.seal.clone());
        told.check(fresh, at.seq, "K10", || format!("seal {} was on another container", e.seal));
        let asked = at.rules.is_some_and(|r| r.container_serial);
        let Some(out) = self.there(at, told, e.certificate, Some(e.on)) else { return };
        let written = e.parcel_number.as_deref().zip(serial).is_some_and(|(text, serial)| ends_in(text, serial));
        told.check(e.number == out.number && (written || !asked), at.seq, "K10", || {
            format!("the container of certificate {} does not bear its number", out.number)
        });
        let said = e.reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(e.no == out.closed.saturating_add(1) && said == (e.no > 1), at.seq, "K10", || {
            format!("the container of certificate {} was closed again without a reason", out.number)
        });
        (out.closed, out.seal) = (e.no, Some((e.seal.clone(), e.on)));
    }

    fn departed(&mut self, at: &At<'_>, told: &mut Told, e: &CertificateDeparted) {
        let Some(out) = self.there(at, told, e.certificate, Some(e.on)) else { return };
        let under = out.seal.as_ref().is_some_and(|(seal, on)| *seal == e.seal && *on <= e.on);
        told.check(under, at.seq, "K10", || format!("certificate {} did not leave under the seal of its container", out.number));
        out.left = true;
    }

    fn endorsed(&mut self, at: &At<'_>, told: &mut Told, e: &CertificateEndorsed) {
        let Some(out) = self.there(at, told, e.certificate, None) else { return };
        let [name, address] = &mut out.importer;
        let now = match e.field {
            EndorsedField::ImporterName => name,
            EndorsedField::ImporterAddress => address,
        };
        let counted = e.no == out.endorsed.saturating_add(1) && *now == e.was && e.was != e.is;
        now.clone_from(&e.is);
        out.endorsed = e.no;
        let number = &out.number;
        told.check(counted, at.seq, "K10", || format!("the endorsement of certificate {number} is not of what stood there"));
    }

    fn received(&mut self, e: &CertificateConfirmed) {
        if let Some(out) = self.known.get_mut(&e.certificate) {
            out.received = true;
        }
    }

    /// Goods that left or were received abroad are not here, and a certificate they left with was used.
    fn voided(&mut self, at: &At<'_>, told: &mut Told, e: &CertificateVoided) {
        let Some(out) = self.known.get_mut(&e.certificate) else { return };
        let back = e.goods == Some(VoidedGoods::Here) || e.cause == Some(VoidCause::Unused);
        told.check(!((out.left || out.received) && back), at.seq, "K10", || format!("the goods of certificate {} had left", out.number));
        let gone = e.goods == Some(VoidedGoods::Gone) && e.cause == Some(VoidCause::Unused);
        told.check(!gone, at.seq, "K10", || format!("certificate {} was not used, and its goods are gone", out.number));
        out.void = true;
    }
}

/// Whether the last digits of a text are a serial, with or without zeros before it.
fn ends_in(text: &str, serial: i64) -> bool {
    let plain = text.trim_end();
    let other = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    plain.strip_prefix(other).is_some_and(|digits| digits.trim_start_matches('0') == serial.to_string())
}
