//! The journal entry by entry, as things stood at each: what is done with parcels. `custody.rs` reads corrections
//! as if they had stood from the start; this walk knows what was known at the time.

use super::abroad::Abroad;
use super::authors::Authors;
use super::cases::Cases;
use super::certificates::Certificates;
use super::corrections::Corrections;
use super::lineage::{Abroad as Mined, Lineage, Parcel, Reading, Source};
use super::participants::Participants;
use super::path::Sum;
use super::removals::Removals;
use super::seizures::Seizures;
use super::trade::Trade;
use super::{At, Told};
use crate::domain::event::{
    ArrivalRecorded, Event, NewParcel, ParcelReweighed, ParcelSealed, ParcelUnsealed, ProductionRecorded, Rework, StockDeclared,
};
use crate::domain::ids::{ArrivalId, CorrectionId, DisputeId, LicenceId, OfficeId, PartyId, PurchaseId, ShipmentId, StockCountId};
use crate::domain::time::{Day, Instant};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The second walk.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub lineage: Lineage,
    pub trade: Trade,
    pub corrections: Corrections,
    pub cases: Cases,
    pub certificates: Certificates,
    pub abroad: Abroad,
    pub removals: Removals,
    pub seizures: Seizures,
    /// Counts of stock.
    pub counts: HashSet<StockCountId>,
    came: HashMap<ArrivalId, Came>,
}

/// A shipment from abroad: who imports it, when it came, and what its certificate says.
#[derive(Debug)]
struct Came {
    importer: Option<PartyId>,
    on: Day,
    mined: Rc<Mined>,
}

impl Ledger {
    /// Takes the next entry.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, participants: &Participants) {
        self.abroad.read(at, told);
        match &at.entry.event {
            Event::ProductionRecorded(e) => self.dug(at, told, e),
            Event::StockDeclared(e) => self.declared(at, e),
            Event::ArrivalRecorded(e) => self.came(at, e),
            Event::ArrivalClosed(e) => self.let_in(at, (e.arrival, e.importer), &e.received),
            Event::PurchaseOffered(e) => self.offered(at, told, authors, e),
            Event::PurchaseAccepted(e) => self.accepted(at, told, authors, e),
            Event::PurchaseClosed(e) => self.closed(at, told, authors, e),
            Event::PurchaseRecorded(e) => self.recorded(at, told, authors, e),
            Event::ParcelCombined(e) => self.reworked(at, told, &e.0),
            Event::ParcelSplit(e) => self.reworked(at, told, &e.0),
            Event::ParcelSorted(e) => self.reworked(at, told, &e.0),
            Event::ParcelReweighed(e) => self.reweighed(at, told, e),
            Event::ParcelSealed(e) => self.sealed(at, told, e),
            Event::ParcelUnsealed(e) => self.unsealed(at, told, e),
            Event::RemovalReported(e) => self.reported_gone(at, told, authors, e),
            Event::RemovalDecided(e) => self.decided_gone(at, told, authors, e),
            Event::SeizureRecorded(e) => self.seized(at, told, authors, e),
            Event::SeizureMoved(e) => self.seizure_moved(at, told, authors, e),
            Event::SeizureDifferenceAnswered(e) => self.difference_answered(at, told, authors, e),
            Event::SeizureOrderProposed(e) => self.seizure_ordered(at, told, authors, e),
            Event::SeizureOrderDecided(e) => self.order_decided(at, told, authors, e),
            Event::SafeCounted(e) => self.safe_counted(at, told, e),
            Event::StockCounted(e) => self.stock_counted(at, told, e),
            Event::CorrectionProposed(e) => self.proposed(at, told, authors, e),
            Event::CorrectionDecided(e) => self.decided(at, told, authors, e),
            Event::DisputeOpened(e) => self.case_opened(at, authors, e),
            Event::DisputeDecided(e) => self.case_decided(at, told, authors, e),
            Event::DisputeWithdrawn(e) => drop(self.cases.remove(&e.dispute)),
            Event::ShipmentPrepared(e) => self.packed(at, told, e),
            Event::ShipmentCancelled(e) => self.cancelled(at, told, e.shipment),
            Event::ShipmentPresented(e) => self.presented(at, told, e.shipment),
            Event::ShipmentValued(e) => self.valued(at, told, e),
            Event::CertificateProposed(e) => {
                self.sent_to(at, told, participants, e.shipment);
                self.signed_first(at, told, authors, e);
            }
            Event::CertificateRetracted(e) => self.retracted(at, told, e.shipment),
            Event::CertificateDeclined(e) => self.declined(at, told, e.shipment),
            Event::CertificateIssued(e) => {
                self.sent_to(at, told, participants, e.shipment);
                self.issued(at, told, authors, e);
            }
            Event::CertificatePrinted(e) => self.printed(at, told, e),
            Event::CertificateVoided(e) => self.voided(e),
            _ => {}
        }
    }

    /// Who holds a parcel.
    pub fn holder(&self, no: i64) -> Option<PartyId> {
        self.lineage.parcels.get(&no).map(|p| p.holder)
    }
    /// The office that keeps the entry of a pit or stock parcel, and the party it was made for.
    pub fn written_down(&self, no: i64) -> (Option<OfficeId>, Option<PartyId>) {
        self.lineage.sources.get(&no).map_or((None, None), |s| (s.office, Some(s.holder)))
    }
    /// When the entry of a pit or stock parcel was recorded.
    pub fn recorded_at(&self, no: i64) -> Option<Instant> {
        self.lineage.sources.get(&no).map(|s| s.recorded_at)
    }
    /// The licence under which a parcel was dug, where it is of one entry of the book at the pit.
    pub fn dug_under(&self, no: i64) -> Option<LicenceId> {
        self.lineage.sources.get(&self.lineage.parcels.get(&no)?.origin)?.licence
    }
    /// Seller and buyer of a purchase.
    pub fn sides_of(&self, purchase: PurchaseId) -> Vec<PartyId> {
        self.trade.slips.get(&purchase).map_or_else(Vec::new, |slip| slip.sides.to_vec())
    }
    /// Licences, sides and go-between of an offer that waits.
    pub fn waiting(&self, purchase: PurchaseId) -> Option<([LicenceId; 2], [PartyId; 2], Option<PartyId>)> {
        self.trade.offers.get(&purchase).map(|o| (o.licences, [o.seller, o.buyer], o.agent))
    }
    /// The office that decides a correction.
    pub fn office_of_correction(&self, id: CorrectionId) -> Option<OfficeId> {
        self.corrections.known.get(&id)?.office
    }
    /// The office that keeps an open case, and the party that claims.
    pub fn case(&self, id: DisputeId) -> Option<(Option<OfficeId>, PartyId)> {
        self.cases.get(&id).map(|case| (case.office, case.claimant))
    }
    /// The day that was written and what should stand instead, of a correction of the book at the pit that waits.
    pub fn reading_of(&self, id: CorrectionId) -> Option<(Day, Reading)> {
        self.corrections.known.get(&id)?.reading()
    }
    /// The exporter of a shipment.
    pub fn exporter(&self, shipment: ShipmentId) -> Option<PartyId> {
        Some(self.export_of(shipment)?.0)
    }
    /// The exporter of a shipment and his licence.
    pub fn export_of(&self, shipment: ShipmentId) -> Option<(PartyId, LicenceId)> {
        self.certificates.shipments.get(&shipment).map(|s| (s.exporter, s.licence))
    }

    fn dug(&mut self, at: &At<'_>, told: &mut Told, e: &ProductionRecorded) {
        let (new, f) = (&e.parcel, &e.facts);
        let same = new.weight_mct == f.weight_mct && new.stones == f.stones;
        told.check(same, at.seq, "C1", || {
            format!("the book says {} mct, parcel {} weighs {}", f.weight_mct.mct(), new.no, new.weight_mct.mct())
        });
        let source = Source {
            seq: at.seq,
            recorded_at: at.entry.recorded_at,
            weight: new.weight_mct.mct(),
            stones: new.stones,
            site: Some(f.site),
            abroad: None,
            licence: Some(f.licence),
            on: f.on,
            holder: e.holder,
            office: e.office,
            later: None,
        };
        self.lineage.add_source(new, e.test, source);
    }

    fn declared(&mut self, at: &At<'_>, e: &StockDeclared) {
        for item in &e.parcels {
            let source = Source {
                seq: at.seq,
                recorded_at: at.entry.recorded_at,
                weight: item.parcel.weight_mct.mct(),
                stones: item.parcel.stones,
                site: item.site,
                abroad: None,
                licence: None,
                on: e.on,
                holder: e.holder,
                office: e.office,
                later: None,
            };
            self.lineage.add_source(&item.parcel, e.test, source);
            if let Some(parcel) = self.lineage.parcels.get_mut(&item.parcel.no) {
                parcel.seal = item.seal.as_deref().map(Into::into);
            }
        }
    }

    fn came(&mut self, at: &At<'_>, e: &ArrivalRecorded) {
        let mined = Rc::new(Mined { origins: e.origins.clone(), mixed: e.mixed });
        self.came.insert(e.arrival, Came { importer: e.importer, on: e.arrived_on, mined });
        self.let_in(at, (e.arrival, None), &e.received);
    }

    /// The parcels that a shipment from abroad became.
    fn let_in(&mut self, at: &At<'_>, (arrival, later): (ArrivalId, Option<PartyId>), received: &[NewParcel]) {
        let Some(came) = self.came.get(&arrival) else { return };
        let Some(holder) = came.importer.or(later) else { return };
        for new in received {
            let source = Source {
                seq: at.seq,
                recorded_at: at.entry.recorded_at,
                weight: new.weight_mct.mct(),
                stones: new.stones,
                site: None,
                abroad: Some(Rc::clone(&came.mined)),
                licence: None,
                on: came.on,
                holder,
                office: None,
                later: None,
            };
            self.lineage.add_source(new, false, source);
        }
    }

    /// Notes a parcel that stands in an open offer (C7) or in a shipment (C5): it takes no other act.
    pub fn free(&self, at: &At<'_>, told: &mut Told, no: i64) {
        let Some(parcel) = self.lineage.parcels.get(&no) else { return };
        let open = parcel.offer.and_then(|id| self.trade.offers.get(&id)).is_some_and(|o| at.entry.recorded_at <= o.expires_at);
        told.check(!open, at.seq, "C7", || format!("parcel {no} is offered to somebody"));
        told.check(parcel.shipment.is_none(), at.seq, "C5", || format!("parcel {no} is in a shipment"));
    }

    /// Parcels with their paths, added up.
    pub fn sum<'a>(&self, parcels: impl IntoIterator<Item = &'a Parcel>) -> Sum {
        let mut sum = Sum::default();
        for p in parcels {
            sum.add((p.weight, p.gain(), p.stones), self.lineage.path(p));
        }
        sum
    }

    fn reworked(&mut self, at: &At<'_>, told: &mut Told, e: &Rework) {
        let (seq, loss, change) = (at.seq, e.loss_mct.mct(), e.stones_change);
        for no in &e.inputs {
            self.free(at, told, *no);
        }
        let inputs: Vec<&Parcel> = e.inputs.iter().filter_map(|no| self.lineage.parcels.get(no)).collect();
        let reasoned = e.loss_reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(loss == 0 || reasoned, seq, "C1", || format!("{loss} mct are lost without a reason"));
        told.check(change == 0 || reasoned, seq, "C4", || "the count of stones changes without a reason".into());
        let (mass, stones) = inputs.iter().fold((0i64, change), |(m, s), p| (m.saturating_add(p.weight), s.saturating_add(p.stones)));
        let (out, made) =
            e.outputs.iter().fold((0i64, 0i64), |(m, s), new| (m.saturating_add(new.weight_mct.mct()), s.saturating_add(new.stones)));
        told.check(mass.saturating_sub(out) == loss, seq, "C1", || {
            format!("{mass} mct in as they stood, {out} out, {loss} stated as lost")
        });
        told.check(stones == made, seq, "C4", || format!("{stones} stones in as they stood do not come out"));
        for (no, seal) in e.inputs.iter().filter_map(|no| Some((no, self.lineage.parcels.get(no)?.seal.as_deref()?))) {
            told.breach(seq, "C9", || format!("parcel {no} is under seal {seal}"));
        }
        if let Some(rules) = at.rules {
            let most = rules.loss_cap(mass);
            told.check(loss <= most, seq, "C1", || format!("{loss} mct of {mass} are lost; {most} at most may be"));
            let sum = self.sum(inputs);
            // Where nothing went in there is no path.
            let change = if sum.is_empty() { 0 } else { change };
            let gathered = sum.gathers() && sum.gathers_too_much(loss, rules);
            told.check(!gathered, seq, "C2", || "weighings along the paths of what comes together added too much".into());
            told.check(!sum.loses_too_much(loss, rules), seq, "C1", || "too much was lost along the path".into());
            let counted = change != 0 && sum.counts_too_much(change, rules);
            told.check(!counted, seq, "C4", || "the count changed too much along the path".into());
        }
        self.lineage.rework(seq, e);
    }

    /// By how much a weighing may find more or less than was stated, and what small steps add up to. `mct` and `stones`
    /// are what was found.
    pub fn weighed(&self, at: &At<'_>, told: &mut Told, (no, stated): (i64, i64), (mct, stones): (i64, i64)) {
        let (Some(rules), Some(parcel)) = (at.rules, self.lineage.parcels.get(&no)) else { return };
        let most = rules.reweigh_cap(stated);
        let within = mct.abs_diff(stated) <= most.unsigned_abs();
        told.check(within, at.seq, "C2", || {
            format!("parcel {no} weighed {stated} mct and then {mct}; two scales differ by {most} at most")
        });
        if (mct, stones) == (parcel.weight, parcel.stones) {
            return;
        }
        let sum = self.sum([parcel]);
        let step = mct.saturating_sub(parcel.weight);
        told.check(!sum.gains_too_much(step, rules), at.seq, "C2", || format!("weighings along the path of parcel {no} added too much"));
        let lost = within && sum.loses_too_much(step.saturating_neg(), rules);
        told.check(!lost, at.seq, "C1", || format!("too much was lost along the path of parcel {no}"));
        let counted = sum.counts_too_much(stones.saturating_sub(parcel.stones), rules);
        told.check(!counted, at.seq, "C4", || format!("the count changed too much along the path of parcel {no}"));
    }

    /// Notes mass and stones stated of a parcel that are not its own.
    pub fn stated(&self, at: &At<'_>, told: &mut Told, no: i64, (mct, stones): (i64, i64)) {
        let Some(p) = self.lineage.parcels.get(&no) else { return };
        told.check(p.weight == mct, at.seq, "C1", || format!("parcel {no} is stated with {mct} mct and weighs {}", p.weight));
        told.check(p.stones == stones, at.seq, "C4", || format!("parcel {no} is stated with {stones} stones and has {}", p.stones));
    }

    fn reweighed(&mut self, at: &At<'_>, told: &mut Told, e: &ParcelReweighed) {
        let no = e.parcel_no;
        let Some(parcel) = self.lineage.parcels.get(&no) else { return };
        told.check(parcel.live, at.seq, "C5", || format!("parcel {no} is gone"));
        told.check(parcel.seal.is_none(), at.seq, "C9", || format!("parcel {no} is under seal"));
        self.free(at, told, no);
        self.stated(at, told, no, (e.before_mct.mct(), e.stones_before));
        let found = (e.after_mct.mct(), e.stones_after);
        self.weighed(at, told, (no, e.before_mct.mct()), found);
        self.lineage.weigh(no, found.0, found.1);
    }

    fn sealed(&mut self, at: &At<'_>, told: &mut Told, e: &ParcelSealed) {
        self.free(at, told, e.parcel_no);
        let Some(parcel) = self.lineage.parcels.get_mut(&e.parcel_no) else {
            told.breach(at.seq, "C6", || format!("there is no parcel {}", e.parcel_no));
            return;
        };
        told.check(parcel.live, at.seq, "C5", || format!("parcel {} is gone", e.parcel_no));
        told.check(parcel.seal.is_none(), at.seq, "C9", || format!("parcel {} has a seal", e.parcel_no));
        parcel.seal = Some(e.seal.as_str().into());
    }

    fn unsealed(&mut self, at: &At<'_>, told: &mut Told, e: &ParcelUnsealed) {
        self.free(at, told, e.parcel_no);
        let parcel = self.lineage.parcels.get_mut(&e.parcel_no);
        let under = parcel.as_ref().is_some_and(|p| p.seal.as_deref() == Some(e.seal.as_str()));
        told.check(under, at.seq, "C9", || format!("parcel {} is not under seal {}", e.parcel_no, e.seal));
        if let Some(parcel) = parcel {
            parcel.seal = None;
        }
    }
}
