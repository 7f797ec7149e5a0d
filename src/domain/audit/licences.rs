//! Licences, parties and sites on the day of an act (C8), and entries of the book at the pit that were made late (L4).

use super::book::{LicenceKind, MaySell, Rules};
use super::ledger::Ledger;
use super::lineage::Reading;
use super::{At, Told};
use crate::domain::event::{
    CorrectionChange, Event, InspectionKind, LicenceState, LicenceTerms, PartyFacts, PartyState, ProductionFacts, ProductionFlag,
    SeizureOrderProposed, SeizureOutcome, ShipmentValued, SiteFacts, Slip,
};
use crate::domain::ids::{LicenceId, OfficeId, PartyId, ShipmentId, SiteId, TargetId};
use crate::domain::inspection::role_of;
use crate::domain::role::Role;
use crate::domain::time::Day;
use std::collections::{BTreeSet, HashMap};

/// Renewals that are followed from a site's licence.
const RENEWALS: usize = 40;

#[derive(Debug)]
struct Licence {
    /// Place in the list of codes seen.
    kind: usize,
    holder: PartyId,
    office: Option<OfficeId>,
    starts_on: Day,
    ends_on: Day,
    renews: Option<LicenceId>,
    /// Suspensions and the like in the order of entries.
    states: Vec<(Day, LicenceState)>,
}

impl Licence {
    /// Whether it was suspended or revoked by a day, whether or not its term was over.
    fn stopped_by(&self, day: Day) -> bool {
        let begun = || self.states.iter().filter(|(on, _)| *on <= day);
        let last = begun().max_by_key(|(on, _)| *on).map(|(_, state)| *state);
        last == Some(LicenceState::Suspended) || begun().any(|(_, state)| *state == LicenceState::Revoked)
    }

    fn valid_on(&self, day: Day) -> bool {
        (self.starts_on..=self.ends_on).contains(&day) && !self.stopped_by(day)
    }

    /// Whether it was revoked by a day, or stands suspended within its term on it.
    fn stands_stopped(&self, day: Day) -> bool {
        let revoked = self.states.iter().any(|(on, state)| *on <= day && *state == LicenceState::Revoked);
        revoked || ((self.starts_on..=self.ends_on).contains(&day) && self.stopped_by(day))
    }
}

#[derive(Debug, Default)]
struct Party {
    office: Option<OfficeId>,
    roles: Vec<Role>,
    states: Vec<(Day, PartyState)>,
    licences: Vec<LicenceId>,
}

/// Licences, parties and sites as the journal has them.
#[derive(Debug, Default)]
pub(super) struct Register {
    parties: HashMap<PartyId, Party>,
    licences: HashMap<LicenceId, Licence>,
    sites: HashMap<SiteId, (Option<LicenceId>, Option<OfficeId>)>,
    kinds: Vec<String>,
}

impl Register {
    pub fn office_of_party(&self, party: PartyId) -> Option<OfficeId> {
        self.parties.get(&party)?.office
    }
    /// Who holds a licence.
    pub fn holder_of(&self, licence: LicenceId) -> Option<PartyId> {
        Some(self.licences.get(&licence)?.holder)
    }
    pub fn office_of_licence(&self, licence: LicenceId) -> Option<OfficeId> {
        self.licences.get(&licence)?.office
    }
    pub fn office_of_site(&self, site: SiteId) -> Option<OfficeId> {
        self.sites.get(&site)?.1
    }
    /// Who holds the licence of a site.
    pub fn holder_at(&self, site: SiteId) -> Option<PartyId> {
        self.holder_of(self.sites.get(&site)?.0?)
    }
    /// Whether a party is registered.
    pub fn knows_party(&self, party: PartyId) -> bool {
        self.parties.contains_key(&party)
    }
    /// What may be drawn to be inspected: sites with a licence, and parties in the trade with the role of a kind, of one
    /// office or all.
    pub fn inspectable(&self, kind: InspectionKind, office: Option<OfficeId>, day: Day) -> BTreeSet<TargetId> {
        let of = |own: Option<OfficeId>| office.is_none() || own == office;
        match role_of(kind) {
            None => {
                let sites = self.sites.iter().filter(|(_, (licence, own))| licence.is_some() && of(*own));
                sites.map(|(site, _)| TargetId::new(site.uuid())).collect()
            }
            Some(role) => {
                let parties =
                    self.parties.iter().filter(|(id, p)| p.roles.contains(&role) && of(p.office) && !self.out_of_trade(**id, day));
                parties.map(|(party, _)| TargetId::new(party.uuid())).collect()
            }
        }
    }

    /// Judges an entry before it takes effect.
    pub fn judge(&self, at: &At<'_>, told: &mut Told, ledger: &Ledger) {
        match &at.entry.event {
            Event::ProductionRecorded(e) => {
                self.dug(at, told, &e.facts, Some(e.holder));
                self.written_late(at, told, &e.facts);
            }
            Event::StockDeclared(e) => self.declared(at, told, e.holder),
            Event::PurchaseOffered(e) => self.sold(at, told, &e.slip, ledger, true),
            Event::PurchaseRecorded(e) => self.sold(at, told, &e.slip, ledger, false),
            Event::PurchaseAccepted(e) => {
                if let Some((licences, sides, agent)) = ledger.waiting(e.purchase) {
                    self.handed_over(at, told, licences, sides, agent);
                }
            }
            Event::ParcelCombined(e) => self.holds(at, told, Some(e.0.holder)),
            Event::ParcelSplit(e) => self.holds(at, told, Some(e.0.holder)),
            Event::ParcelSorted(e) => self.holds(at, told, Some(e.0.holder)),
            Event::ParcelReweighed(e) => self.holds(at, told, ledger.holder(e.parcel_no)),
            Event::ParcelSealed(e) => self.holds(at, told, ledger.holder(e.parcel_no)),
            Event::ParcelUnsealed(e) => self.holds(at, told, ledger.holder(e.parcel_no)),
            Event::CorrectionProposed(e) => self.moved(at, told, &e.change, ledger),
            Event::CorrectionDecided(e) if e.approved => {
                if let Some((was, now)) = ledger.reading_of(e.correction) {
                    self.read_again(at, told, was, now);
                }
            }
            Event::DisputeDecided(e) => self.holds(at, told, e.to),
            Event::SeizureOrderDecided(e) if e.confirmed => self.let_go(at, told, ledger.seizures.order(e.order)),
            Event::ShipmentValued(e) => self.sat(at, told, e),
            Event::ShipmentPrepared(e) => self.exports(at, told, e.exporter, e.licence),
            Event::CertificateProposed(e) => self.leaves(at, told, e.shipment, ledger),
            Event::CertificateIssued(e) => self.leaves(at, told, e.shipment, ledger),
            _ => {}
        }
    }

    /// Whoever buys from the state has a licence to buy, valid today, or is the state's buyer; whoever is given stones that no
    /// register had may hold them.
    fn let_go(&self, at: &At<'_>, told: &mut Told, order: Option<&SeizureOrderProposed>) {
        let Some((order, to)) = order.and_then(|o| Some((o, o.to?))) else { return };
        let Some((rules, today)) = at.rules.zip(at.today) else { return };
        match (order.outcome, order.licence) {
            (SeizureOutcome::Sold, Some(id)) => {
                let licence = self.valid(at, told, id, Some(to), today);
                let buys = licence.and_then(|l| self.kind_of(l, rules));
                let buys = buys.is_some_and(|k| matches!(k.role, Role::Dealer | Role::Exporter | Role::StateBuyer));
                told.check(buys, at.seq, "C8", || format!("licence {id} is not one to buy under"));
                self.in_trade(at, told, to, today);
            }
            (SeizureOutcome::Sold, None) => {
                told.check(self.is(to, Role::StateBuyer), at.seq, "C8", || format!("party {to} is not the state's buyer"));
                self.in_trade(at, told, to, today);
            }
            _ => {}
        }
    }

    fn in_trade(&self, at: &At<'_>, told: &mut Told, party: PartyId, day: Day) {
        let states = self.parties.get(&party).map(|p| p.states.as_slice()).unwrap_or_default();
        let state = states.iter().rev().find(|(on, _)| *on <= day).map_or(PartyState::Active, |(_, state)| *state);
        told.check(state == PartyState::Active, at.seq, "C8", || format!("party {party} is {} on {day}", state.as_str()));
    }

    fn out_of_trade(&self, party: PartyId, day: Day) -> bool {
        let states = self.parties.get(&party).map(|p| p.states.as_slice()).unwrap_or_default();
        states.iter().rev().find(|(on, _)| *on <= day).is_some_and(|(_, state)| *state != PartyState::Active)
    }

    /// Who is named at a valuation has the role for it, and is in the trade on its day.
    fn sat(&self, at: &At<'_>, told: &mut Told, e: &ShipmentValued) {
        let officials = e.present.iter().map(|party| (*party, Role::Official));
        for (party, role) in officials.chain(e.independent.map(|party| (party, Role::Valuer))) {
            let may = self.is(party, role) && !self.out_of_trade(party, e.on);
            told.check(may, at.seq, "K3", || format!("party {party} is no {} in the trade on {}", role.as_str(), e.on));
        }
    }

    fn is(&self, party: PartyId, role: Role) -> bool {
        self.parties.get(&party).is_some_and(|p| p.roles.contains(&role))
    }

    fn kind_of(&self, licence: &Licence, rules: &Rules) -> Option<LicenceKind> {
        rules.licence_kind(self.kinds.get(licence.kind)?)
    }

    /// The licence, valid on a day and of a holder; what it is not is told.
    fn valid(&self, at: &At<'_>, told: &mut Told, id: LicenceId, holder: Option<PartyId>, day: Day) -> Option<&Licence> {
        let found = self.licences.get(&id);
        let Some(licence) = found else {
            told.breach(at.seq, "C8", || format!("there is no licence {id}"));
            return None;
        };
        told.check(licence.valid_on(day), at.seq, "C8", || format!("licence {id} is not valid on {day}"));
        told.check(holder.is_none_or(|h| h == licence.holder), at.seq, "C8", || format!("licence {id} is another party's"));
        Some(licence)
    }

    /// What was dug on a day at a site under a licence.
    fn dug(&self, at: &At<'_>, told: &mut Told, facts: &ProductionFacts, holder: Option<PartyId>) {
        let (seq, on) = (at.seq, facts.on);
        told.check(at.today.is_none_or(|today| on <= today), seq, "C8", || format!("{on} has not come"));
        let Some(licence) = self.valid(at, told, facts.licence, holder, on) else { return };
        if let Some(rules) = at.rules {
            let digs = self.kind_of(licence, rules).is_some_and(|k| matches!(k.role, Role::Miner | Role::Cooperative) && k.needs_site);
            told.check(digs, seq, "C8", || format!("licence {} is not one to dig under", facts.licence));
        }
        told.check(self.dug_under(facts.site, facts.licence), seq, "C8", || format!("site {} is not dug under it", facts.site));
        self.in_trade(at, told, licence.holder, on);
    }

    /// Whether a site is dug under a licence: its own, or one that renewed that or was renewed by it.
    fn dug_under(&self, site: SiteId, licence: LicenceId) -> bool {
        let Some(own) = self.sites.get(&site).and_then(|(licence, _)| *licence) else { return false };
        own == licence || self.renews(own, licence) || self.renews(licence, own)
    }

    /// Whether a licence renewed another of the same holder, at once or over several.
    fn renews(&self, from: LicenceId, to: LicenceId) -> bool {
        let mut last = from;
        for _ in 0..RENEWALS {
            let Some((holder, before)) = self.licences.get(&last).and_then(|l| Some((l.holder, l.renews?))) else { return false };
            if self.licences.get(&before).is_none_or(|l| l.holder != holder) {
                return false;
            }
            if before == to {
                return true;
            }
            last = before;
        }
        false
    }

    /// An entry made late, or after its licence or holder was stopped, says so and why; another does not say so.
    fn written_late(&self, at: &At<'_>, told: &mut Told, facts: &ProductionFacts) {
        let Some((rules, today)) = at.rules.zip(at.today) else { return };
        let Some(licence) = self.licences.get(&facts.licence) else { return };
        let on = facts.on;
        let late = rules.is_late(on, today);
        let out = |day| self.out_of_trade(licence.holder, day) || licence.stopped_by(day);
        let after_stop = on < today && !out(on) && out(today);
        for (is, flag) in [(late, ProductionFlag::Late), (after_stop, ProductionFlag::AfterStop)] {
            told.check(is == facts.flags.contains(&flag), at.seq, "L4", || {
                format!("dug on {on} and written down on {today}: marked {} or not, wrongly", flag.as_str())
            });
        }
        let said = facts.late_reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(said || !(late || after_stop), at.seq, "L4", || "nobody says why it was written down only then".into());
    }

    /// A correction of the day of an entry says whether the entry was late by the day that should stand.
    fn moved(&self, at: &At<'_>, told: &mut Told, change: &CorrectionChange, ledger: &Ledger) {
        let CorrectionChange::Production { parcel_no, was, now } = change else { return };
        let written = ledger.recorded_at(*parcel_no).zip(at.rules).and_then(|(written, rules)| Some((rules, rules.local_day(written)?)));
        let Some((rules, written)) = written.filter(|_| now.on != was.on) else { return };
        let late = rules.is_late(now.on, written);
        told.check(late == now.flags.contains(&ProductionFlag::Late), at.seq, "L4", || {
            format!("the day becomes {}, written down on {written}: marked late or not, wrongly", now.on)
        });
    }

    /// What should stand of an entry must be allowed as well.
    fn read_again(&self, at: &At<'_>, told: &mut Told, was: Day, now: Reading) {
        let (Some(licence), Some(site)) = (now.licence, now.site) else { return };
        let Some(found) = self.valid(at, told, licence, None, now.on) else { return };
        told.check(self.dug_under(site, licence), at.seq, "C8", || format!("site {site} is not dug under licence {licence}"));
        if now.on != was {
            self.in_trade(at, told, found.holder, now.on);
        }
    }

    fn declared(&self, at: &At<'_>, told: &mut Told, holder: PartyId) {
        let roles = self.parties.get(&holder).map(|p| p.roles.as_slice()).unwrap_or_default();
        let may = roles.iter().any(|r| r.holds_stones() && *r != Role::Digger);
        told.check(may, at.seq, "C8", || format!("party {holder} has no role to hold stones in"));
        if let Some(today) = at.today {
            self.in_trade(at, told, holder, today);
        }
    }

    /// Who works on a parcel has a licence to hold stones today, or is the state's buyer, and is in the trade.
    pub fn holds(&self, at: &At<'_>, told: &mut Told, holder: Option<PartyId>) {
        let (Some(holder), Some((rules, today))) = (holder, at.rules.zip(at.today)) else { return };
        let party = self.parties.get(&holder);
        let own = party.map(|p| p.licences.as_slice()).unwrap_or_default().iter().filter_map(|id| self.licences.get(id));
        let licensed = own.filter(|l| l.valid_on(today)).any(|l| self.kind_of(l, rules).is_some_and(|kind| kind.role.holds_stones()));
        told.check(licensed || self.is(holder, Role::StateBuyer), at.seq, "C8", || {
            format!("party {holder} has no licence to hold stones on {today}")
        });
        self.in_trade(at, told, holder, today);
    }

    /// A sale: both licences valid on its day and not stopped since, both parties in the trade, and the one may sell to
    /// the other. A digger sells under the licence of the holder for whom he dug, and only to him.
    fn sold(&self, at: &At<'_>, told: &mut Told, slip: &Slip, ledger: &Ledger, offered: bool) {
        let (seq, on) = (at.seq, slip.on);
        told.check(at.today.is_none_or(|today| on <= today), seq, "C8", || format!("{on} has not come"));
        told.check(slip.seller != slip.buyer, seq, "C8", || "a party sells to itself".into());
        let digs = offered
            && slip.seller_licence == slip.buyer_licence
            && self.licences.get(&slip.seller_licence).is_some_and(|l| l.holder != slip.seller);
        let own = |party| Some(party).filter(|_| !digs);
        let seller = self.valid(at, told, slip.seller_licence, own(slip.seller), on);
        let buyer = self.valid(at, told, slip.buyer_licence, Some(slip.buyer), on);
        told.check(!digs || self.is(slip.seller, Role::Digger), seq, "C8", || {
            "the seller has no licence of his own and is no digger".into()
        });
        for party in [slip.seller, slip.buyer] {
            self.in_trade(at, told, party, on);
            if let Some(today) = at.today {
                self.in_trade(at, told, party, today);
            }
        }
        let Some((rules, today)) = at.rules.zip(at.today) else { return };
        for licence in [seller, buyer].into_iter().flatten() {
            told.check(!licence.stands_stopped(today), seq, "C8", || format!("a licence of the sale is stopped on {today}"));
        }
        if let Some(agent) = slip.agent {
            told.check(![slip.seller, slip.buyer].contains(&agent), seq, "C8", || "the go-between is a side of the sale".into());
            self.goes_between(at, told, agent, (on, today));
        }
        let Some((seller, buyer)) = seller.zip(buyer) else { return };
        let sells = if digs { Some(Role::Digger) } else { self.kind_of(seller, rules).map(|k| k.role) };
        let may = sells.zip(self.kind_of(buyer, rules)).is_some_and(|(sells, buys)| match rules.may_sell(sells, buys.role) {
            MaySell::Yes => true,
            MaySell::ToOwnHolder => offered && self.dug_for(slip, ledger),
            MaySell::No => false,
        });
        told.check(may, seq, "C8", || "the one may not sell to the other".into());
    }

    /// Whether all that is sold was dug under licences of the buyer.
    fn dug_for(&self, slip: &Slip, ledger: &Ledger) -> bool {
        slip.items.iter().all(|item| {
            let licence = ledger.dug_under(item.parcel_no).and_then(|id| self.licences.get(&id));
            licence.is_some_and(|l| l.holder == slip.buyer)
        })
    }

    /// A go-between on the day of a sale: he has the role, a licence for it where there are any, which was not stopped
    /// since, and is in the trade, then and today.
    fn goes_between(&self, at: &At<'_>, told: &mut Told, agent: PartyId, (day, today): (Day, Day)) {
        told.check(self.is(agent, Role::Agent), at.seq, "C8", || format!("party {agent} is no go-between"));
        self.in_trade(at, told, agent, day);
        self.in_trade(at, told, agent, today);
        let Some(rules) = at.rules.filter(|rules| rules.licenses(Role::Agent)) else { return };
        let own = self.parties.get(&agent).map(|p| p.licences.as_slice()).unwrap_or_default();
        let mut own = own.iter().filter_map(|id| self.licences.get(id));
        let licensed =
            own.any(|l| l.valid_on(day) && !l.stopped_by(today) && self.kind_of(l, rules).is_some_and(|k| k.role == Role::Agent));
        told.check(licensed, at.seq, "C8", || format!("go-between {agent} has no licence on {day}"));
    }

    /// The stones change hands: both licences are valid today, and everybody is in the trade.
    fn handed_over(&self, at: &At<'_>, told: &mut Told, licences: [LicenceId; 2], sides: [PartyId; 2], agent: Option<PartyId>) {
        let Some(today) = at.today else { return };
        for (licence, party) in licences.into_iter().zip(sides) {
            let _ = self.valid(at, told, licence, None, today);
            self.in_trade(at, told, party, today);
        }
        if let Some(agent) = agent {
            self.goes_between(at, told, agent, (today, today));
        }
    }

    /// Who exports has a licence for it today, and is in the trade.
    fn exports(&self, at: &At<'_>, told: &mut Told, exporter: PartyId, licence: LicenceId) {
        let Some((rules, today)) = at.rules.zip(at.today) else { return };
        if let Some(found) = self.valid(at, told, licence, Some(exporter), today) {
            let grants = self.kind_of(found, rules).is_some_and(|k| k.role == Role::Exporter);
            told.check(grants, at.seq, "C8", || format!("licence {licence} is not one to export by"));
        }
        self.in_trade(at, told, exporter, today);
    }

    fn leaves(&self, at: &At<'_>, told: &mut Told, shipment: ShipmentId, ledger: &Ledger) {
        if let Some((exporter, licence)) = ledger.export_of(shipment) {
            self.exports(at, told, exporter, licence);
        }
    }

    /// Takes an entry's effect on.
    pub fn apply(&mut self, at: &At<'_>) {
        match &at.entry.event {
            Event::PartyRegistered(e) => self.party(e.party, &e.facts),
            Event::PartyChanged(e) => self.party(e.party, &e.facts),
            Event::PartyStateChanged(e) => self.parties.entry(e.party).or_default().states.push((e.on, e.state)),
            Event::LicenceIssued(e) => self.licence(e.licence, &e.terms),
            Event::LicenceChanged(e) => self.licence(e.licence, &e.terms),
            Event::LicenceStateChanged(e) => {
                if let Some(licence) = self.licences.get_mut(&e.licence) {
                    licence.states.push((e.on, e.state));
                }
            }
            Event::SiteRegistered(e) => self.site(e.site, &e.facts),
            Event::SiteChanged(e) => self.site(e.site, &e.facts),
            _ => {}
        }
    }

    fn party(&mut self, id: PartyId, facts: &PartyFacts) {
        let party = self.parties.entry(id).or_default();
        party.office = facts.office;
        party.roles.clone_from(&facts.roles);
    }

    fn site(&mut self, id: SiteId, facts: &SiteFacts) {
        self.sites.insert(id, (facts.licence, facts.office));
    }

    fn licence(&mut self, id: LicenceId, terms: &LicenceTerms) {
        let kind = self.kinds.iter().position(|k| *k == terms.kind).unwrap_or_else(|| {
            self.kinds.push(terms.kind.clone());
            self.kinds.len().saturating_sub(1)
        });
        let (holder, office, starts_on, ends_on, renews) = (terms.holder, terms.office, terms.starts_on, terms.ends_on, terms.renews);
        let states = self.licences.remove(&id).map(|l| l.states);
        if states.is_none() {
            self.parties.entry(holder).or_default().licences.push(id);
        }
        let states = states.unwrap_or_default();
        self.licences.insert(id, Licence { kind, holder, office, starts_on, ends_on, renews, states });
    }
}
