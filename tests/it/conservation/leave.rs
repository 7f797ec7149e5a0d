//! The steps of officers: certificates signed twice, sent back and made void.

use super::model::{Issued, Stand, Why, Whys};
use super::play::{Stage, Step, pick};
use placer::domain::event::VoidedGoods;
use placer::domain::ids::SiteId;
use placer::service::certificate::{DeclineCertificate, ProposeCertificate, VoidCertificate};
use placer::service::shipment::PresentShipment;
use std::collections::BTreeMap;

/// Carats by entry and by site.
pub type SignedFor = (BTreeMap<i64, i64>, BTreeMap<Option<SiteId>, i64>);

impl Stage<'_> {
    /// A shipment that stands so; any there ever was when the step is bent.
    fn standing(&self, s: &Step, wanted: Stand) -> Option<usize> {
        let all: Vec<usize> = (0..self.m.shipments.len()).collect();
        let fit: Vec<usize> = all.iter().copied().filter(|at| self.m.shipments[*at].stand == wanted).collect();
        pick(if s.twist < 12 { &fit } else { &all }, s.a)
    }

    /// The carats by entry and by site that a signature is for.
    fn signed_for(&self, at: usize) -> SignedFor {
        let mut found = SignedFor::default();
        for no in &self.m.shipments[at].lots {
            for (source, share) in self.m.walk.composition(*no, self.m.lots[no].weight) {
                *found.0.entry(source).or_default() += share;
                *found.1.entry(self.m.walk.parcels[&source].site).or_default() += share;
            }
        }
        found
    }

    /// What both signatures ask: that the entry behind no carat is contested, and that somebody says why carats have
    /// no origin.
    fn origins(&self, at: usize, said: bool) -> Whys {
        let mut whys = Whys::new();
        for no in &self.m.shipments[at].lots {
            for source in self.m.walk.composition(*no, self.m.lots[no].weight).keys() {
                if self.m.pending(*source) {
                    whys.insert(Why::Pending);
                }
                if self.m.walk.parcels[source].site.is_none() && !self.m.abroad.contains(source) && !said {
                    whys.insert(Why::Unexplained);
                }
            }
        }
        whys
    }

    pub(super) fn sign(&mut self, s: &Step) {
        let Some(at) = self.standing(s, Stand::Packed) else { return };
        let said = s.b.is_multiple_of(2);
        let mut whys = self.origins(at, said);
        if self.m.shipments[at].stand != Stand::Packed {
            whys = Whys::from([Why::Signed]);
        }
        let actor = if s.twist == 11 { self.approver.clone() } else { self.officer.clone() };
        if s.twist == 11 {
            whys.insert(Why::NotYours);
        }
        let unestablished_reason = said.then(|| "from before the register".to_owned());
        let command = ProposeCertificate { shipment: self.m.shipments[at].id, expires_on: None, unestablished_reason, blank: None };
        if self.ask(s.kind, &actor, &command, &whys).is_some() {
            let unknown = self.origins(at, false).contains(&Why::Unexplained);
            let signed = self.signed_for(at);
            let shipment = &mut self.m.shipments[at];
            (shipment.stand, shipment.said, shipment.signed) = (Stand::Proposed, said && unknown, signed);
            self.same(self.m.shipments[at].lots.clone());
        }
    }

    pub(super) fn issue(&mut self, s: &Step) {
        let Some(at) = self.standing(s, Stand::Proposed) else { return };
        let mut whys = self.origins(at, self.m.shipments[at].said);
        let shipment = &self.m.shipments[at];
        if self.m.lots[&shipment.lots[0]].test {
            whys.insert(Why::Test);
        }
        if self.signed_for(at) != shipment.signed {
            whys.insert(Why::SignedForOther);
        }
        if shipment.stand != Stand::Proposed {
            whys = Whys::from([Why::Signed]);
        }
        let actor = if s.twist == 11 { self.officer.clone() } else { self.approver.clone() };
        if s.twist == 11 {
            whys.insert(Why::NotYours);
        }
        let command = self.w.issue(shipment.id);
        if let Some(receipt) = self.ask(s.kind, &actor, &command, &whys) {
            let shipment = &mut self.m.shipments[at];
            shipment.stand = Stand::Left;
            let lots = shipment.lots.clone();
            let weighed = lots.iter().map(|no| (*no, self.m.lots[no].weight)).collect();
            self.m.certificates.push(Issued { id: receipt.subject.parse().unwrap(), shipment: at, lots: weighed, void: false });
            for no in &lots {
                let lot = self.m.lots.get_mut(no).unwrap();
                (lot.live, lot.exported) = (false, true);
            }
            self.same(lots);
        }
    }

    pub(super) fn send_back(&mut self, s: &Step) {
        let Some(at) = self.standing(s, Stand::Proposed) else { return };
        let mut whys = Whys::new();
        if matches!(self.m.shipments[at].stand, Stand::Left | Stand::Cancelled) {
            whys.insert(Why::Signed);
        }
        let command = DeclineCertificate { shipment: self.m.shipments[at].id, reason: "weigh it again".into() };
        let officer = self.officer.clone();
        if self.ask(s.kind, &officer, &command, &whys).is_some() {
            // What nobody had signed went to the exporter, who answers at once; a signature was only taken back.
            if self.m.shipments[at].stand == Stand::Packed {
                let (exporter, shipment) = (self.traders[2].account.clone(), self.m.shipments[at].id);
                self.w.submit(&exporter, &PresentShipment { shipment, answer: "weighed again".into() }).unwrap();
            }
            self.m.shipments[at].stand = Stand::Packed;
            self.same(self.m.shipments[at].lots.clone());
        }
    }

    /// The goods have left, or are still here and come back to their shipment.
    pub(super) fn void(&mut self, s: &Step) {
        let all: Vec<usize> = (0..self.m.certificates.len()).collect();
        let Some(at) = pick(&all, s.a) else { return };
        let here = s.b.is_multiple_of(2);
        let (issued, mut whys) = (&self.m.certificates[at], Whys::new());
        if issued.void {
            whys.insert(Why::Void);
        } else if here {
            let seals: Vec<&String> = issued.lots.iter().filter_map(|(no, _)| self.m.lots[no].seal.as_ref()).collect();
            if self.m.lots.values().any(|lot| lot.live && lot.seal.as_ref().is_some_and(|seal| seals.contains(&seal))) {
                whys.insert(Why::SealTaken);
            }
        }
        let goods = Some(if here { VoidedGoods::Here } else { VoidedGoods::Gone });
        let command = VoidCertificate {
            certificate: issued.id,
            reason: "spoilt in the printer".into(),
            goods,
            cause: Some(placer::domain::event::VoidCause::Spoiled),
        };
        let approver = self.approver.clone();
        if self.ask(s.kind, &approver, &command, &whys).is_some() {
            let issued = &mut self.m.certificates[at];
            issued.void = true;
            let lots: Vec<i64> = issued.lots.iter().map(|(no, _)| *no).collect();
            if here {
                self.m.shipments[issued.shipment].stand = Stand::Packed;
                for no in &lots {
                    let lot = self.m.lots.get_mut(no).unwrap();
                    (lot.live, lot.exported) = (true, false);
                }
                self.m.back.extend(lots.iter().copied());
            }
            self.same(lots);
        }
    }
}
