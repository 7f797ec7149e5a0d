//! Shipments and certificates: what is packed, what is signed, and what the two signatures are for (K2 to K5), and what is printed (K7).

use super::authors::{Authors, Hand};
use super::ledger::Ledger;
use super::participants::Participants;
use super::pool::{added, digest};
use super::valuations::{Valued, declared};
use super::{At, Told};
use crate::domain::event::{
    CertificateIssued, CertificatePrinted, CertificateProposed, CertificateVoided, HsCode, Importer, ShipmentParcel, ShipmentPrepared,
    VoidedGoods,
};
use crate::domain::ids::{CertificateId, LicenceId, PartyId, ShipmentId, SiteId};
use crate::domain::time::{Day, Instant};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Prepared,
    SentBack,
    Proposed,
    Certified,
}

/// A shipment with its first signature.
#[derive(Debug)]
pub(super) struct Shipment {
    pub exporter: PartyId,
    pub licence: LicenceId,
    importer: Importer,
    parcels: Vec<ShipmentParcel>,
    packed_at: Instant,
    test: bool,
    state: State,
    proposal: Option<Proposal>,
    valued: Option<Valued>,
}

#[derive(Debug)]
struct Proposal {
    by: Hand,
    expires_on: Day,
    digest: String,
}

/// Shipments, and certificates by everything that must be their own.
#[derive(Debug, Default)]
pub(super) struct Certificates {
    /// Those with carats from abroad.
    pub imported: HashSet<CertificateId>,
    pub shipments: HashMap<ShipmentId, Shipment>,
    valid: HashMap<CertificateId, ShipmentId>,
    ids: HashSet<CertificateId>,
    numbers: HashSet<String>,
    nos: HashSet<i64>,
    /// Copies printed of those that are not void.
    copies: HashMap<CertificateId, i64>,
}

impl Certificates {
    /// What is packed in a shipment that waits for an officer, and when it was packed.
    pub fn to_value(&self, id: ShipmentId) -> Option<(&[ShipmentParcel], Instant, PartyId)> {
        self.shipments.get(&id).filter(|s| s.state == State::Prepared).map(|s| (s.parcels.as_slice(), s.packed_at, s.exporter))
    }
    /// Its valuation from now on.
    pub fn set_value(&mut self, id: ShipmentId, valued: Valued) {
        if let Some(shipment) = self.shipments.get_mut(&id) {
            shipment.valued = Some(valued);
        }
    }
}

/// Where the carats of a shipment came in: by source parcel, by site, and without one.
struct Carats {
    parts: Vec<(i64, i64)>,
    sites: Vec<(SiteId, i64)>,
    /// From abroad, in all.
    imported: i64,
    /// Countries that foreign certificates name.
    named: BTreeSet<String>,
    /// Whether a foreign certificate is of several countries, or does not name its one.
    several: bool,
    unestablished: i64,
}

impl Carats {
    /// What two people sign for: the carats by source parcel and by site, the most first, those without a site last.
    fn signed(&self) -> Option<String> {
        let mut lines = String::from("\n");
        let mut sites = self.sites.clone();
        sites.sort_by(|(a, most), (b, more)| more.cmp(most).then(a.cmp(b)));
        for (site, mct) in sites {
            let _ = writeln!(lines, "{site} {mct}");
        }
        let without_site = self.imported.saturating_add(self.unestablished);
        if without_site > 0 {
            let _ = writeln!(lines, " {without_site}");
        }
        digest(&self.parts, &lines)
    }
}

impl Ledger {
    pub(super) fn packed(&mut self, at: &At<'_>, told: &mut Told, e: &ShipmentPrepared) {
        let seq = at.seq;
        for put in &e.parcels {
            let no = put.parcel_no;
            let offered = self.lineage.parcels.get(&no).and_then(|p| self.trade.offers.get(&p.offer?));
            let open = offered.is_some_and(|o| at.entry.recorded_at <= o.expires_at);
            told.check(!open, seq, "C7", || format!("parcel {no} is offered to somebody"));
            let Some(parcel) = self.lineage.parcels.get_mut(&no) else {
                told.breach(seq, "C6", || format!("there is no parcel {no}"));
                continue;
            };
            let there = parcel.live && parcel.holder == e.exporter && parcel.test == e.test;
            let same = parcel.seal.as_deref() == Some(put.seal.as_str())
                && (parcel.weight, parcel.stones) == (put.weight_mct.mct(), put.stones)
                && (parcel.hs == HsCode::Unsorted || parcel.hs == put.hs);
            told.check(there && same, seq, "K3", || format!("parcel {no} is not as it is packed"));
            told.check(parcel.shipment.is_none(), seq, "K2", || format!("parcel {no} is in another shipment"));
            parcel.shipment = Some(e.shipment);
        }
        self.abroad(at, told, &e.importer);
        let (exporter, licence, importer) = (e.exporter, e.licence, e.importer.clone());
        let shipment = Shipment {
            exporter,
            licence,
            importer,
            parcels: e.parcels.clone(),
            packed_at: at.entry.recorded_at,
            test: e.test,
            state: State::Prepared,
            proposal: None,
            valued: None,
        };
        self.certificates.shipments.insert(e.shipment, shipment);
    }

    fn abroad(&self, at: &At<'_>, told: &mut Told, importer: &Importer) {
        let own = at.rules.is_some_and(|r| r.country == importer.country);
        told.check(!own, at.seq, "K4", || "the destination is the own country".into());
    }

    /// On the day of either signature there may be trade with the participant that stands for the destination.
    pub(super) fn sent_to(&self, at: &At<'_>, told: &mut Told, participants: &Participants, id: ShipmentId) {
        let (Some(shipment), Some(today)) = (self.certificates.shipments.get(&id), at.today) else { return };
        let country = &shipment.importer.country;
        told.check(participants.open(country, today), at.seq, "K4", || format!("{country} is no participant to trade with on {today}"));
    }

    pub(super) fn cancelled(&mut self, at: &At<'_>, told: &mut Told, id: ShipmentId) {
        let waits = self.certificates.shipments.get(&id).is_some_and(|s| matches!(s.state, State::Prepared | State::SentBack));
        told.check(waits, at.seq, "K3", || format!("shipment {id} was not there to be cancelled"));
        self.taken_apart(id);
    }

    /// The shipment is no more, and its parcels are free.
    pub(super) fn taken_apart(&mut self, id: ShipmentId) {
        let found = self.certificates.shipments.remove(&id);
        for put in found.iter().flat_map(|s| &s.parcels) {
            if let Some(parcel) = self.lineage.parcels.get_mut(&put.parcel_no).filter(|p| p.shipment == Some(id)) {
                parcel.shipment = None;
            }
        }
    }

    pub(super) fn presented(&mut self, at: &At<'_>, told: &mut Told, id: ShipmentId) {
        let shipment = self.certificates.shipments.get_mut(&id).filter(|s| s.state == State::SentBack);
        told.check(shipment.is_some(), at.seq, "K3", || format!("shipment {id} was not sent back"));
        if let Some(shipment) = shipment {
            shipment.state = State::Prepared;
        }
    }

    pub(super) fn signed_first(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &CertificateProposed) {
        let seq = at.seq;
        let Some(shipment) = self.certificates.shipments.get(&e.shipment) else {
            told.breach(seq, "K3", || format!("shipment {} was not waiting for an officer", e.shipment));
            return;
        };
        let waits = shipment.state == State::Prepared;
        told.check(waits, seq, "K3", || format!("shipment {} was not waiting for an officer", e.shipment));
        let carats = self.carats(shipment);
        told.check(carats.signed().as_ref() == Some(&e.signed_digest), seq, "K3", || {
            "the signature is not for the carats as they are".into()
        });
        let said = e.unestablished_reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(said || carats.unestablished == 0, seq, "K3", || "nobody says why carats are without established origin".into());
        self.stands(at, told, e.shipment, shipment, &carats);
        if let Some((rules, today)) = at.rules.zip(at.today) {
            let days = e.expires_on.signed_duration_since(today).num_days();
            told.check((0..=rules.certificate_days()).contains(&days), seq, "K4", || format!("it would be valid for {days} days"));
        }
        let proposal = Proposal { by: authors.hand(at), expires_on: e.expires_on, digest: e.signed_digest.clone() };
        if let Some(shipment) = self.certificates.shipments.get_mut(&e.shipment) {
            (shipment.state, shipment.proposal) = (State::Proposed, Some(proposal));
        }
    }

    /// What is packed is there as it was packed, and no correction of what it is made of waits.
    fn stands(&self, at: &At<'_>, told: &mut Told, id: ShipmentId, shipment: &Shipment, carats: &Carats) {
        for put in &shipment.parcels {
            let now = self.lineage.parcels.get(&put.parcel_no).filter(|p| p.live && p.holder == shipment.exporter);
            let same = now.is_some_and(|p| {
                (p.weight, p.stones) == (put.weight_mct.mct(), put.stones)
                    && p.seal.as_deref() == Some(put.seal.as_str())
                    && p.shipment == Some(id)
                    && p.test == shipment.test
            });
            told.check(same, at.seq, "K3", || format!("parcel {} is not as it was packed", put.parcel_no));
        }
        let pending = carats.parts.iter().find(|(no, _)| self.corrections.waits_for(*no));
        told.check(pending.is_none(), at.seq, "K3", || "a correction of what it is made of waits".into());
        self.abroad(at, told, &shipment.importer);
    }

    pub(super) fn retracted(&mut self, at: &At<'_>, told: &mut Told, id: ShipmentId) {
        let Some(shipment) = self.certificates.shipments.get_mut(&id).filter(|s| s.state == State::Proposed) else {
            told.breach(at.seq, "K3", || format!("nobody had signed for shipment {id}"));
            return;
        };
        let own = shipment.proposal.as_ref().is_some_and(|p| p.by.account == at.entry.account);
        told.check(own, at.seq, "K5", || "the signature of somebody else is taken back".into());
        (shipment.state, shipment.proposal) = (State::Prepared, None);
    }

    pub(super) fn declined(&mut self, at: &At<'_>, told: &mut Told, id: ShipmentId) {
        let waits = |s: &&mut Shipment| matches!(s.state, State::Prepared | State::SentBack | State::Proposed);
        let shipment = self.certificates.shipments.get_mut(&id).filter(waits);
        told.check(shipment.is_some(), at.seq, "K3", || format!("shipment {id} was not there to be sent back"));
        if let Some(shipment) = shipment {
            (shipment.state, shipment.proposal) = (State::SentBack, None);
        }
    }

    fn carats(&self, shipment: &Shipment) -> Carats {
        let parts = shipment.parcels.iter().filter_map(|put| Some((self.lineage.parcels.get(&put.parcel_no)?, put.weight_mct.mct())));
        let parts = added(parts.flat_map(|(parcel, mct)| self.lineage.composition(parcel.origin, mct)));
        let mut sites: BTreeMap<SiteId, i64> = BTreeMap::new();
        let mut carats = Carats { parts, sites: Vec::new(), imported: 0, named: BTreeSet::new(), several: false, unestablished: 0 };
        for (no, share) in &carats.parts {
            let Some(source) = self.lineage.sources.get(no) else { continue };
            let sum = match (source.site, &source.abroad) {
                (Some(site), _) => sites.entry(site).or_default(),
                (None, Some(abroad)) => {
                    carats.named.extend(abroad.origins.iter().cloned());
                    carats.several |= abroad.mixed || abroad.origins.len() != 1;
                    &mut carats.imported
                }
                (None, None) => &mut carats.unestablished,
            };
            *sum = sum.saturating_add(*share);
        }
        carats.sites = sites.into_iter().collect();
        carats
    }

    pub(super) fn issued(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &CertificateIssued) {
        let seq = at.seq;
        let fresh = [
            self.certificates.ids.insert(e.certificate),
            self.certificates.numbers.insert(e.number.clone()),
            self.certificates.nos.insert(e.no),
        ];
        told.check(fresh == [true; 3], seq, "K2", || format!("certificate {} was issued before", e.number));
        told.check(at.today.is_none_or(|today| today == e.issued_on), seq, "K4", || format!("{} is not its day of issue", e.issued_on));
        self.certificates.copies.entry(e.certificate).or_default();
        // That there is no such shipment is told by the other walk.
        let Some(shipment) = self.certificates.shipments.get(&e.shipment) else { return };
        let carats = self.carats(shipment);
        if carats.imported > 0 {
            self.certificates.imported.insert(e.certificate);
        }
        told.check(digest(&carats.parts, "").as_ref() == Some(&e.composition_digest), seq, "K3", || {
            format!("the origins of certificate {} are not those that were signed for", e.number)
        });
        Self::signatures(at, told, authors, (e, shipment), &carats);
        Self::agrees(at, told, e, shipment);
        Self::origins(at, told, e, &carats);
        self.stands(at, told, e.shipment, shipment, &carats);
        if shipment.state != State::Certified {
            self.certificates.valid.insert(e.certificate, e.shipment);
        }
        let Some(shipment) = self.certificates.shipments.get_mut(&e.shipment) else { return };
        (shipment.state, shipment.proposal) = (State::Certified, None);
        for put in &shipment.parcels {
            if let Some(parcel) = self.lineage.parcels.get_mut(&put.parcel_no) {
                (parcel.live, parcel.certified) = (false, true);
            }
        }
    }

    fn signatures(at: &At<'_>, told: &mut Told, authors: &Authors, (e, shipment): (&CertificateIssued, &Shipment), carats: &Carats) {
        let seq = at.seq;
        let Some(first) = &shipment.proposal else {
            told.breach(seq, "K5", || format!("nobody had signed first for certificate {}", e.number));
            return;
        };
        let one = authors.same_hand(&first.by, &authors.hand(at));
        told.check(!one, seq, "K5", || format!("certificate {} was not signed by two people from two places", e.number));
        told.check(carats.signed().as_ref() == Some(&first.digest), seq, "K5", || {
            format!("the two signatures of certificate {} are not for the same carats", e.number)
        });
        told.check(first.expires_on == e.expires_on, seq, "K4", || {
            format!("certificate {} ends on another day than was proposed", e.number)
        });
        if let Some(rules) = at.rules {
            let days = e.expires_on.signed_duration_since(e.issued_on).num_days();
            told.check(days <= rules.certificate_days(), seq, "K4", || format!("certificate {} is valid for {days} days", e.number));
        }
    }

    fn agrees(at: &At<'_>, told: &mut Told, e: &CertificateIssued, shipment: &Shipment) {
        let parcels = &shipment.parcels;
        let sum = |of: &dyn Fn(&ShipmentParcel) -> i64| parcels.iter().fold(0i64, |sum, p| sum.saturating_add(of(p)));
        let asked = at.rules.is_some_and(|r| r.valuation_required);
        told.check(shipment.valued.is_some() || !asked, at.seq, "K3", || format!("certificate {} was never valued", e.number));
        let (value, lines) = match &shipment.valued {
            Some(valued) => (valued.value, Some(valued.lines.clone())),
            None => (sum(&|p| p.value_usd_cents), declared(parcels)),
        };
        let same = e.exporter == shipment.exporter
            && e.importer == shipment.importer
            && Ok(e.parcels) == i64::try_from(parcels.len())
            && e.stones == sum(&|p| p.stones)
            && e.value_usd_cents == value
            && e.value_usd_cents > 0
            && !e.weight_mct.is_zero()
            && lines.as_ref() == Some(&e.lines)
            && !shipment.test;
        told.check(same, at.seq, "K3", || format!("certificate {} does not say what its shipment says", e.number));
    }

    fn origins(at: &At<'_>, told: &mut Told, e: &CertificateIssued, carats: &Carats) {
        let mined = !carats.sites.is_empty();
        let mut wanted = carats.named.clone();
        match at.rules {
            Some(rules) => wanted.extend(mined.then(|| rules.country.clone())),
            // Without the rules it is not known which country is the own; one must be named all the same.
            None if mined => {
                let other = e.origins.iter().find(|o| !carats.named.contains(*o));
                wanted.extend(other.or(e.origins.first()).cloned());
            }
            None => {}
        }
        let named = e.origins.iter().eq(&wanted) && !(mined && wanted.is_empty());
        let established = mined || carats.imported > 0;
        let mixed = carats.several || wanted.len() > 1 || (established && carats.unestablished > 0);
        let said = e.unestablished_reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        let same = named && e.mixed == mixed && e.unestablished_mct.mct() == carats.unestablished && said == (carats.unestablished > 0);
        told.check(same, at.seq, "K3", || format!("certificate {} does not say where its carats were mined", e.number));
    }

    pub(super) fn printed(&mut self, at: &At<'_>, told: &mut Told, e: &CertificatePrinted) {
        let Some(copies) = self.certificates.copies.get_mut(&e.certificate) else {
            told.breach(at.seq, "K7", || format!("certificate {} was not there to be printed", e.certificate));
            return;
        };
        let said = e.reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        let counted = e.copy == copies.saturating_add(1) && said == (e.copy > 1);
        told.check(counted, at.seq, "K7", || {
            format!("copy {} of certificate {} is not the next, or not with its reason", e.copy, e.certificate)
        });
        *copies = e.copy;
    }

    /// A certificate is void; goods that never left come back under their seals.
    pub(super) fn voided(&mut self, e: &CertificateVoided) {
        self.certificates.copies.remove(&e.certificate);
        let Some(id) = self.certificates.valid.remove(&e.certificate) else { return };
        if e.goods != Some(VoidedGoods::Here) {
            return;
        }
        let Some(shipment) = self.certificates.shipments.get_mut(&id) else { return };
        shipment.state = State::Prepared;
        for put in &shipment.parcels {
            if let Some(parcel) = self.lineage.parcels.get_mut(&put.parcel_no) {
                parcel.live = true;
            }
        }
    }
}
