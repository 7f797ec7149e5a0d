//! Cases on the second path: which parcels an open case holds, worked out from the journal alone, and what is done with
//! them all the same (C8, K3).

use super::{Custody, Told};
use crate::domain::event::{Claim, ClaimSide, DisputeDecided, DisputeOpened, Event, Rework, Ruling};
use crate::domain::ids::{DisputeId, PartyId, ShipmentId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A case that is open.
struct Case {
    code: String,
    claimant: ClaimSide,
    claim: Claim,
    /// What there was of the claimed parcels, and whether of them alone.
    holds: BTreeMap<i64, bool>,
}

/// What cases need to know of the journal.
#[derive(Default)]
pub(super) struct Cases {
    open: BTreeMap<DisputeId, Case>,
    count: i64,
    /// Who ever held what.
    held: HashSet<(i64, PartyId)>,
    /// By which entry a parcel was used up.
    used: HashMap<i64, i64>,
    /// What an entry used up and made.
    acts: HashMap<i64, (Vec<i64>, Vec<i64>)>,
    /// Parcels whose entry was taken back by now.
    withdrawn: HashSet<i64>,
}

impl Cases {
    fn holding(&self, no: i64) -> Option<&Case> {
        self.open.values().find(|case| case.holds.contains_key(&no))
    }
    /// Somebody was given a parcel.
    pub(super) fn held_by(&mut self, no: i64, holder: PartyId) {
        self.held.insert((no, holder));
    }
    fn reworked(&mut self, seq: i64, e: &Rework) {
        for no in &e.inputs {
            self.used.insert(*no, seq);
        }
        let made: Vec<i64> = e.outputs.iter().map(|p| p.no).collect();
        self.held.extend(made.iter().map(|no| (*no, e.holder)));
        self.acts.insert(seq, (e.inputs.clone(), made));
    }
}

impl Custody {
    /// Judges an entry by the cases that were open before it, and keeps what cases need. It comes before all else that is
    /// done with the entry.
    pub(super) fn cases_read(&mut self, told: &mut Told, seq: i64, event: &Event) {
        self.check_frozen(told, seq, event);
        match event {
            Event::ProductionRecorded(e) => drop(self.cases.held.insert((e.parcel.no, e.holder))),
            Event::StockDeclared(e) => self.cases.held.extend(e.parcels.iter().map(|p| (p.parcel.no, e.holder))),
            Event::ArrivalRecorded(_) | Event::ArrivalClosed(_) => {
                let came = self.received(event).map(|(holder, _, parcels)| parcels.iter().map(move |p| (p.no, holder)));
                self.cases.held.extend(came.into_iter().flatten());
            }
            Event::PurchaseRecorded(e) => self.cases.held.extend(e.slip.items.iter().map(|i| (i.parcel_no, e.slip.buyer))),
            Event::PurchaseAccepted(e) => {
                let sold = self.offers.get(&e.purchase).map(|o| (o.parcels.clone(), o.buyer));
                self.cases.held.extend(sold.into_iter().flat_map(|(parcels, buyer)| parcels.into_iter().map(move |no| (no, buyer))));
            }
            Event::ParcelCombined(e) => self.cases.reworked(seq, &e.0),
            Event::ParcelSplit(e) => self.cases.reworked(seq, &e.0),
            Event::ParcelSorted(e) => self.cases.reworked(seq, &e.0),
            Event::CorrectionDecided(e) if e.approved => {
                if let Some((no, Some(reading))) = self.proposals.get(&e.correction)
                    && reading.withdrawn
                {
                    self.cases.withdrawn.insert(*no);
                }
            }
            Event::DisputeOpened(e) => self.case_opened(told, seq, e),
            Event::DisputeDecided(e) => self.case_decided(told, seq, e),
            Event::DisputeWithdrawn(e) => {
                let open = self.cases.open.remove(&e.dispute).is_some();
                told.check(open, seq, "C8", || format!("case {} was not open", e.dispute));
            }
            _ => {}
        }
    }

    /// A parcel that an open case holds takes no act but release, return or correction (C8), and stands on no certificate
    /// (K3).
    fn check_frozen(&self, told: &mut Told, seq: i64, event: &Event) {
        let Some((rule, touched)) = self.touched(event) else { return };
        let found =
            touched.into_iter().find_map(|no| self.cases.holding(no).map(|case| format!("parcel {no} is frozen by case {}", case.code)));
        if let Some(what) = found {
            told.breach(seq, rule, || what);
        }
    }

    /// The parcels with which an entry does something, and the rule that it breaks where it may not.
    pub(super) fn touched(&self, event: &Event) -> Option<(&'static str, Vec<i64>)> {
        let packed = |id: &ShipmentId| self.shipments.get(id).map(|s| s.parcels.iter().map(|p| p.parcel_no).collect()).unwrap_or_default();
        Some(match event {
            Event::PurchaseOffered(e) => ("C8", e.slip.items.iter().map(|i| i.parcel_no).collect()),
            Event::PurchaseRecorded(e) => ("C8", e.slip.items.iter().map(|i| i.parcel_no).collect()),
            Event::PurchaseAccepted(e) => ("C8", self.offers.get(&e.purchase).map(|o| o.parcels.clone()).unwrap_or_default()),
            Event::ParcelCombined(e) => ("C8", e.0.inputs.clone()),
            Event::ParcelSplit(e) => ("C8", e.0.inputs.clone()),
            Event::ParcelSorted(e) => ("C8", e.0.inputs.clone()),
            Event::ParcelReweighed(e) => ("C8", vec![e.parcel_no]),
            Event::ParcelSealed(e) => ("C8", vec![e.parcel_no]),
            Event::ParcelUnsealed(e) => ("C8", vec![e.parcel_no]),
            Event::RemovalReported(e) => ("C8", vec![e.parcel_no]),
            Event::RemovalDecided(e) if e.confirmed => ("C8", self.removals.parcel(e.removal).into_iter().collect()),
            Event::SeizureOrderDecided(e) if e.confirmed => ("C8", self.seizures.given_away(e.order)),
            Event::ShipmentPrepared(e) => ("C8", e.parcels.iter().map(|p| p.parcel_no).collect()),
            Event::ShipmentPresented(e) => ("C8", packed(&e.shipment)),
            Event::CertificateProposed(e) => ("K3", packed(&e.shipment)),
            Event::CertificateIssued(e) => ("K3", packed(&e.shipment)),
            _ => return None,
        })
    }

    /// Whether a parcel lives at this entry. What a later correction takes back lives until then.
    pub(super) fn lives(&self, no: i64) -> bool {
        let taken_back = self.corrected.get(&no).is_some_and(|r| r.withdrawn);
        let until = taken_back && !self.cases.withdrawn.contains(&no) && !self.cases.used.contains_key(&no);
        until || self.parcels.get(&no).is_some_and(|p| p.live)
    }

    /// What there is of parcels: those that live or have left, of them and of all that was made of them, each with whether
    /// it was made of these alone.
    pub(super) fn remains(&self, of: &[i64]) -> BTreeMap<i64, bool> {
        let mut whole: BTreeMap<i64, bool> = of.iter().map(|no| (*no, true)).collect();
        let mut todo: BTreeSet<i64> = of.iter().filter_map(|no| self.cases.used.get(no).copied()).collect();
        while let Some(seq) = todo.pop_first() {
            let Some((inputs, made)) = self.cases.acts.get(&seq) else { continue };
            let alone = inputs.iter().all(|no| whole.get(no) == Some(&true));
            for no in made {
                whole.insert(*no, alone);
                todo.extend(self.cases.used.get(no).copied());
            }
        }
        let there = |no: &i64| self.lives(*no) || self.parcels.get(no).is_some_and(|p| p.exported || p.seized);
        whole.into_iter().filter(|(no, _)| there(no)).collect()
    }

    fn case_opened(&mut self, told: &mut Told, seq: i64, e: &DisputeOpened) {
        self.cases.count = self.cases.count.saturating_add(1);
        if e.no != self.cases.count {
            told.breach(seq, "L1", || format!("case number {} does not follow {}", e.no, self.cases.count.saturating_sub(1)));
        }
        let numbers: Vec<i64> = e.claim.parcels.iter().map(|p| p.parcel_no).collect();
        for no in &numbers {
            if !self.cases.held.contains(&(*no, e.claim.seller)) {
                told.breach(seq, "C6", || format!("parcel {no} never was in the hands of the claimed seller"));
            }
        }
        let claims = |case: &&Case| {
            let same = case.claim.side(case.claimant) == e.claimant_party();
            same && case.claim.parcels.iter().any(|p| numbers.contains(&p.parcel_no))
        };
        if let Some(code) = self.cases.open.values().find(claims).map(|case| case.code.clone()) {
            told.breach(seq, "C8", || format!("the claimant has claimed it in case {code} already"));
        }
        let holds = self.remains(&numbers);
        let case = Case { code: e.code.clone(), claimant: e.claimant, claim: e.claim.clone(), holds };
        self.cases.open.insert(e.dispute, case);
    }

    fn case_decided(&mut self, told: &mut Told, seq: i64, e: &DisputeDecided) {
        let Some(case) = self.cases.open.remove(&e.dispute) else {
            told.breach(seq, "C8", || format!("case {} was not open", e.dispute));
            return;
        };
        let here: Vec<(i64, bool)> = case.holds.iter().filter(|(no, _)| self.lives(**no)).map(|(no, whole)| (*no, *whole)).collect();
        let to = case.claim.recipient();
        let elsewhere = |no: &i64| self.parcels.get(no).is_some_and(|p| p.holder != to);
        let due: Vec<i64> = match e.ruling {
            Ruling::Upheld => here.iter().map(|(no, _)| *no).filter(elsewhere).collect(),
            Ruling::Stands | Ruling::Settled => Vec::new(),
        };
        let given: Vec<i64> = e.moved.iter().map(|m| m.parcel_no).collect();
        let named = if due.is_empty() { None } else { Some(to) };
        if given != due || e.to != named {
            told.breach(seq, "C8", || format!("case {} gives other parcels than it holds, or to somebody else", case.code));
        }
        if e.ruling == Ruling::Upheld && (here.is_empty() || here.iter().any(|(_, whole)| !whole)) {
            told.breach(seq, "C8", || format!("case {} gives away what is not there, or was mixed", case.code));
        }
        let bound = |parcels: &[i64]| parcels.iter().any(|no| given.contains(no));
        let packed: BTreeSet<ShipmentId> = self
            .shipments
            .iter()
            .filter(|(_, s)| bound(&s.parcels.iter().map(|p| p.parcel_no).collect::<Vec<_>>()))
            .map(|(id, _)| *id)
            .collect();
        if packed != e.shipments.iter().copied().collect() {
            told.breach(seq, "C8", || format!("case {} leaves a parcel in a shipment, or takes another apart", case.code));
        }
        if e.offers.iter().any(|id| self.offers.get(id).is_none_or(|o| !bound(&o.parcels))) {
            told.breach(seq, "C7", || format!("case {} ends an offer that did not wait for its parcels", case.code));
        }
        self.case_gives(told, seq, e, to);
    }

    /// What a decision does: parcels change hands, and offers and shipments of them end.
    fn case_gives(&mut self, told: &mut Told, seq: i64, e: &DisputeDecided, to: PartyId) {
        for moved in &e.moved {
            if self.live(told, seq, moved.parcel_no, moved.from).is_none() {
                continue;
            }
            if let Some(held) = self.parcels.get_mut(&moved.parcel_no) {
                held.holder = to;
            }
            self.cases.held.insert((moved.parcel_no, to));
        }
        for id in &e.offers {
            self.offers.remove(id);
        }
        for id in &e.shipments {
            self.shipments.remove(id);
            self.proposers.remove(id);
        }
    }
}
