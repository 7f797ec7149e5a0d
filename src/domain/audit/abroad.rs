//! What other countries were told and what they confirmed: a notice is of a certificate that was not void (K8); a
//! confirmation is of one that was not void then, one is in force at a time, and it says in what it differs (K9).

use super::{At, Told};
use crate::domain::author::Via;
use crate::domain::confirmation::{ConfirmationWay, Difference};
use crate::domain::event::{CertificateConfirmed, CertificateIssued, CertificateNotified, DifferenceAnswered, Event};
use crate::domain::ids::{AccountId, CertificateId, ConfirmationId};
use crate::domain::notice::NoticeWay;
use crate::domain::time::Day;
use std::collections::{HashMap, HashSet};

#[derive(Debug)]
struct Issued {
    by: AccountId,
    days: (Day, Day),
    parcels: i64,
    mct: i64,
    cents: i64,
    void: bool,
    /// The confirmation in force.
    confirmed: Option<(ConfirmationId, ConfirmationWay)>,
}

/// Certificates as far as other countries are concerned, and differences that wait for an answer.
#[derive(Debug, Default)]
pub(super) struct Abroad {
    issued: HashMap<CertificateId, Issued>,
    known: HashSet<ConfirmationId>,
    open: HashMap<ConfirmationId, Vec<Difference>>,
}

impl Abroad {
    /// Who issued a certificate.
    pub fn issuer(&self, id: CertificateId) -> Option<AccountId> {
        self.issued.get(&id).map(|c| c.by)
    }

    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told) {
        match &at.entry.event {
            Event::CertificateIssued(e) => self.issue(at.entry.account, e),
            Event::CertificateVoided(e) => {
                if let Some(issued) = self.issued.get_mut(&e.certificate) {
                    issued.void = true;
                }
            }
            Event::CertificateNotified(e) => self.notified(at, told, e),
            Event::CertificateConfirmed(e) => self.confirmed(at, told, e),
            Event::DifferenceAnswered(e) => self.answered(at, told, e),
            _ => {}
        }
    }

    fn issue(&mut self, by: AccountId, e: &CertificateIssued) {
        let days = (e.issued_on, e.expires_on);
        let (parcels, mct, cents) = (e.parcels, e.weight_mct.mct(), e.value_usd_cents);
        self.issued.entry(e.certificate).or_insert(Issued { by, days, parcels, mct, cents, void: false, confirmed: None });
    }

    fn notified(&self, at: &At<'_>, told: &mut Told, e: &CertificateNotified) {
        let there = self.issued.get(&e.certificate).is_some_and(|c| !c.void);
        told.check(there, at.seq, "K8", || format!("certificate {} was not there to be told of", e.certificate));
        let fits = (e.way == NoticeWay::Smtp) == (at.entry.via == Via::Server);
        told.check(fits, at.seq, "K8", || "it does not say how the notice went out".into());
        let said = !e.recipient.trim().is_empty() && e.size > 0;
        told.check(said, at.seq, "K8", || "it does not say what went out to whom".into());
        let over = at.today.is_none_or(|today| e.on <= today);
        told.check(over, at.seq, "K8", || format!("it went out on {}, which had not come", e.on));
    }

    fn confirmed(&mut self, at: &At<'_>, told: &mut Told, e: &CertificateConfirmed) {
        let seq = at.seq;
        told.check(self.known.insert(e.confirmation), seq, "K9", || format!("confirmation {} was there before", e.confirmation));
        let fits = (e.way == ConfirmationWay::Code) == (at.entry.via == Via::Server);
        let file = (e.way == ConfirmationWay::File) == e.file_sha256.is_some();
        told.check(fits && file, seq, "K9", || "it does not say how the confirmation came".into());
        let over = at.today.is_none_or(|today| e.received_on <= today);
        told.check(over, seq, "K9", || format!("it arrived on {}, which had not come", e.received_on));
        let Some(certificate) = self.issued.get_mut(&e.certificate).filter(|c| !c.void) else {
            told.breach(seq, "K9", || format!("certificate {} was not there to be confirmed", e.certificate));
            return;
        };
        let before = certificate.confirmed.replace((e.confirmation, e.way));
        told.check(before.map(|c| c.0) == e.supersedes, seq, "K9", || "it does not take the place of the confirmation in force".into());
        let may = e.way != ConfirmationWay::Code || before.is_none_or(|c| c.1 == ConfirmationWay::Code);
        told.check(may, seq, "K9", || "a code took the place of what was confirmed without one".into());
        if let Some(rules) = at.rules {
            let apart = certificate.mct.abs_diff(e.weight_mct.mct()) > rules.confirmation_cap(certificate.mct).unsigned_abs();
            let mut found = Vec::new();
            found.extend(apart.then_some(Difference::Weight));
            found.extend((certificate.parcels != e.parcels).then_some(Difference::Parcels));
            found.extend(e.value_usd_cents.filter(|cents| *cents != certificate.cents).map(|_| Difference::Value));
            found.extend((e.received_on < certificate.days.0).then_some(Difference::Early));
            found.extend((e.received_on > certificate.days.1).then_some(Difference::Late));
            found.extend((!e.seals_intact).then_some(Difference::Seals));
            told.check(found == e.differences, seq, "K9", || "it does not say in what it differs from the certificate".into());
        }
        self.open.insert(e.confirmation, e.differences.clone());
    }

    fn answered(&mut self, at: &At<'_>, told: &mut Told, e: &DifferenceAnswered) {
        let open = self.open.get_mut(&e.confirmation);
        let place = open.as_ref().and_then(|open| open.iter().position(|d| *d == e.difference));
        let said = !e.reason.trim().is_empty();
        told.check(place.is_some() && said, at.seq, "K9", || format!("no difference {} waited for an answer", e.difference));
        if let (Some(open), Some(place)) = (open, place) {
            open.remove(place);
        }
    }
}
