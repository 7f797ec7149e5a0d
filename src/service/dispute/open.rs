//! Putting an act on record that contradicts what is recorded.

use crate::domain::access::{Permission, Reach};
use crate::domain::code::written;
use crate::domain::dispute::{DisputeState, dispute_code};
use crate::domain::event::{Claim, ClaimSide, ClaimedAct, ClaimedParcel, DisputeOpened};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::jurisdiction::Permission as Trade;
use crate::domain::licence::Licence;
use crate::domain::money::{Currency, Money};
use crate::domain::parcel::{Parcel, ParcelState, parcel_no_typed};
use crate::domain::purchase::{Purchase, PurchaseState};
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::dispute::TEXT_MAX;
use crate::service::error::ServiceError;
use crate::service::licence::licence_typed;
use crate::service::parcel::{STONES_MAX, tidy};
use crate::service::purchase::WeighedParcel;
use crate::service::{Case, Command, Decision};
use crate::store::account::account_active_of;
use crate::store::db::Rx;
use crate::store::dispute::{DisputeFilter, dispute_next_no, disputes, disputes_of};
use crate::store::error::StoreError;
use crate::store::licence::licences_of;
use crate::store::parcel::{ParcelHistory, parcel_fetch, parcel_history, parcel_was_held_by};
use crate::store::party::party_fetch;
use crate::store::purchase::latest_source_day;
use crate::store::removal::removal_of;
use crate::store::shipment::shipment_fetch;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most parcels of one claim, as on one slip.
const PARCELS_MAX: usize = 50;
/// The longest number of a slip or receipt.
const SLIP_MAX: usize = 40;
/// The most cases that one claimant may have open by accounts of his own, and how often he may open again what he took
/// back: every case freezes stones of others. An office may open more for him, once it has seen his papers.
const OPEN_MAX: usize = 5;
const WITHDRAWN_MAX: usize = 1;
/// The longest place.
const PLACE_MAX: usize = 200;

/// Puts a sale or an offer on record that contradicts what is recorded: somebody else was first in the register, and the
/// claimant holds a slip, has paid, or wrote it down before. What lives of the parcels is frozen until an officer has
/// decided. The claimant's own side may, and an office or officer for somebody at the counter.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDispute {
    /// A sale, or an offer that was not accepted yet.
    pub act: ClaimedAct,
    /// Which side claims. An account that acts for a party claims for its own side and need not say it; whoever writes it
    /// down for somebody at the counter must.
    #[serde(default)]
    pub claimant: Option<ClaimSide>,
    /// Number of the seller's licence; when not given, the one of the claimant that fits.
    #[serde(default)]
    pub seller_licence: Option<String>,
    /// Number of the buyer's licence; when not given, the one of the claimant that fits.
    #[serde(default)]
    pub buyer_licence: Option<String>,
    /// The parcels, each with the mass and count that the claimant has of it.
    pub weighed: Vec<WeighedParcel>,
    /// For how much, in the currency of the profile or in US dollars.
    pub price: Money,
    /// Number on the slip or receipt that he holds.
    #[serde(default)]
    pub slip: Option<String>,
    /// The go-between.
    #[serde(default)]
    pub agent: Option<PartyId>,
    /// Where.
    #[serde(default)]
    pub place: Option<String>,
    /// The day of the sale or offer.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
    /// What happened, and what papers there are. No names or numbers of persons: it stands in the journal for good.
    pub statement: String,
}

/// One side of the claimed act.
struct Side {
    party: PartyId,
    licence: Licence,
    role: Option<Role>,
}

impl Command for OpenDispute {
    const NAME: &'static str = "open_dispute";
    const PERMISSION: Permission = Permission::DisputeOpen;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let seller = self.side(rx, case, &mut v, ("seller_licence", self.seller_licence.as_deref()))?;
        let buyer = self.side(rx, case, &mut v, ("buyer_licence", self.buyer_licence.as_deref()))?;
        let claimant = self.claimant(case, &mut v, seller.as_ref(), buyer.as_ref());
        if let Some((seller, buyer)) = seller.as_ref().zip(buyer.as_ref()) {
            self.check_sides(case, &mut v, seller, buyer);
        }
        let parcels = self.parcels(rx, &mut v, seller.as_ref().map(|s| s.party))?;
        self.check_day(rx, case, &mut v, &parcels)?;
        self.check_terms(rx, case, &mut v, [seller.as_ref(), buyer.as_ref()])?;
        let statement = tidy(Some(&self.statement), "statement", TEXT_MAX, &mut v);
        v.check(statement.is_some(), || Violation::on("required", "statement"));
        let slip = tidy(self.slip.as_deref(), "slip", SLIP_MAX, &mut v);
        let place = tidy(self.place.as_deref(), "place", PLACE_MAX, &mut v);
        let office = one_office(&parcels);
        if let Reach::Office(own) = case.reach(Permission::DisputeOpen) {
            v.check(parcels.is_empty() || office == Some(own), || Violation::on("dispute.other_office", "weighed"));
        }
        let mut against = Vec::new();
        if let (Some(seller), Some(buyer), Some(claimant)) = (&seller, &buyer, claimant)
            && !parcels.is_empty()
            && parcels.len() == self.weighed.len()
        {
            self.check_not_open(rx, case, &mut v, (seller.party, buyer.party, claimant), &parcels)?;
            against = self.against(rx, case, &mut v, (seller.party, buyer.party, claimant), &parcels)?;
        }
        v.finish()?;
        let missing = || StoreError::Damaged("a claim was made without its sides".into());
        let (seller, buyer) = seller.zip(buyer).ok_or_else(missing)?;
        let no = dispute_next_no(rx)?;
        Ok(DisputeOpened {
            dispute: case.id(),
            no,
            code: dispute_code(no),
            office,
            claimant: claimant.ok_or_else(missing)?,
            claim: Claim {
                act: self.act,
                seller: seller.party,
                seller_licence: seller.licence.id,
                buyer: buyer.party,
                buyer_licence: buyer.licence.id,
                agent: self.agent,
                parcels: self.claimed(&parcels),
                price: self.price,
                slip,
                place,
                on: self.on,
            },
            statement: statement.unwrap_or_default(),
            against,
        }
        .into())
    }
}

/// The office that keeps all of these parcels.
fn one_office(parcels: &[Parcel]) -> Option<OfficeId> {
    parcels.first().and_then(|p| p.office).filter(|office| parcels.iter().all(|p| p.office == Some(*office)))
}

impl OpenDispute {
    /// The side behind a licence as typed; where nothing was typed, the claimant's own by the licence that fits the day.
    fn side(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        v: &mut Violations,
        (field, typed): (&'static str, Option<&str>),
    ) -> Result<Option<Side>, StoreError> {
        let role = |l: &Licence| case.profile().licence_type(&l.terms.kind).map(|t| t.role.value);
        let side = |licence: Licence| Side { party: licence.terms.holder, role: role(&licence), licence };
        if let Some(number) = typed.map(str::trim).filter(|t| !t.is_empty()) {
            let found = licence_typed(rx, case.profile(), number)?;
            v.check(found.is_some(), || Violation::on("purchase.licence_unknown", field).with("number", number));
            return Ok(found.map(side));
        }
        let Some(own) = case.act.actor.party else {
            v.push(Violation::on("required", field));
            return Ok(None);
        };
        let fits = |l: &Licence| l.is_valid_on(self.on) && role(l).is_some_and(Role::holds_stones);
        let best = licences_of(rx, own)?.into_iter().filter(fits).max_by_key(|l| l.no).map(side);
        v.check(best.is_some(), || Violation::on("purchase.no_licence", field).with("day", self.on));
        Ok(best)
    }

    /// Which side claims: of an account that acts for a party its own, else the one that is said.
    fn claimant(&self, case: &Case<'_>, v: &mut Violations, seller: Option<&Side>, buyer: Option<&Side>) -> Option<ClaimSide> {
        let Some(own) = case.act.actor.party else {
            v.check(self.claimant.is_some(), || Violation::on("required", "claimant"));
            return self.claimant;
        };
        let side = match (seller?.party == own, buyer?.party == own) {
            (_, true) => ClaimSide::Buyer,
            (true, false) => ClaimSide::Seller,
            (false, false) => {
                v.push(Violation::on("dispute.not_own", "buyer_licence"));
                return None;
            }
        };
        let said = self.claimant.is_none_or(|said| said == side);
        v.check(said, || Violation::on("dispute.not_own", "claimant"));
        Some(side)
    }

    /// Both licences on the day, and who may sell to whom: no claim is a way round what a sale is asked (C8). A licence
    /// that was stopped since stands against no claim; it stands against giving the parcels to its holder.
    fn check_sides(&self, case: &Case<'_>, v: &mut Violations, seller: &Side, buyer: &Side) {
        if seller.party == buyer.party {
            v.push(Violation::on("purchase.self", "buyer_licence"));
            return;
        }
        for (side, field, code) in
            [(seller, "seller_licence", "purchase.seller_licence_invalid"), (buyer, "buyer_licence", "purchase.buyer_licence_invalid")]
        {
            let (number, standing) = (side.licence.number.clone(), side.licence.standing_on(self.on));
            v.check(side.licence.is_valid_on(self.on), || {
                Violation::on(code, field).with("number", number).with("standing", standing.as_str()).with("day", self.on)
            });
            v.check(side.role.is_some(), || Violation::on("purchase.licence_kind", field).with("number", side.licence.number.clone()));
        }
        let Some((sells, buys)) = seller.role.zip(buyer.role) else { return };
        let allowed = case.profile().may_sell(sells, buys) == Trade::Allowed;
        v.check(allowed, || Violation::on("purchase.roles", "buyer_licence").with("seller", sells.as_str()).with("buyer", buys.as_str()));
    }

    /// The parcels in number order, each named once and at some time in the seller's hands. Of others nothing is told, not
    /// even that there is one.
    fn parcels(&self, rx: &mut Rx<'_>, v: &mut Violations, seller: Option<PartyId>) -> Result<Vec<Parcel>, StoreError> {
        v.check(!self.weighed.is_empty(), || Violation::on("purchase.no_parcels", "weighed"));
        let most = i64::try_from(PARCELS_MAX).unwrap_or(i64::MAX);
        v.check(self.weighed.len() <= PARCELS_MAX, || Violation::on("rework.too_many", "weighed").with("most", most));
        let mut found: Vec<Parcel> = Vec::new();
        for w in self.weighed.iter().take(PARCELS_MAX) {
            let code = written(&w.parcel);
            let refuse = |what: &'static str| Violation::on(what, "weighed").with("parcel", code.clone());
            let Some(no) = parcel_no_typed(&w.parcel) else {
                v.push(refuse("purchase.parcel_mistyped"));
                continue;
            };
            if found.iter().any(|p| p.no == no) {
                v.push(refuse("purchase.parcel_twice"));
                continue;
            }
            let field = |part: &str| format!("{part}.{code}");
            v.check(!w.weight_mct.is_zero(), || Violation::on("parcel.no_weight", field("weight_mct")).with("parcel", code.clone()));
            let counted = (1..=STONES_MAX).contains(&w.stones);
            v.check(counted, || Violation::on("parcel.no_stones", field("stones")).with("most", STONES_MAX).with("parcel", code.clone()));
            let Some(seller) = seller else { continue };
            let parcel = if parcel_was_held_by(rx, no, seller)? { parcel_fetch(rx, no)? } else { None };
            match parcel {
                Some(parcel) => found.push(parcel),
                None => v.push(refuse("dispute.never_held")),
            }
        }
        found.sort_by_key(|p| p.no);
        Ok(found)
    }

    fn claimed(&self, parcels: &[Parcel]) -> Vec<ClaimedParcel> {
        let of = |p: &Parcel| {
            let said = self.weighed.iter().find(|w| parcel_no_typed(&w.parcel) == Some(p.no))?;
            Some(ClaimedParcel { parcel_no: p.no, weight_mct: said.weight_mct, stones: said.stones })
        };
        parcels.iter().filter_map(of).collect()
    }

    /// Not to come, and not before the stones were dug (C6).
    fn check_day(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations, parcels: &[Parcel]) -> Result<(), StoreError> {
        v.check(self.on <= case.today(), || Violation::on("day.future", "on"));
        for parcel in parcels {
            if let Some(dug) = latest_source_day(rx, parcel)?.filter(|dug| *dug > self.on) {
                v.push(Violation::on("purchase.before_production", "on").with("parcel", parcel.code.clone()).with("day", dug));
            }
        }
        Ok(())
    }

    fn check_terms(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations, sides: [Option<&Side>; 2]) -> Result<(), StoreError> {
        let local = case.profile().country.currency.value;
        v.check(self.price.minor > 0, || Violation::on("purchase.price", "price"));
        let known = self.price.currency == Currency::USD || self.price.currency == local;
        v.check(known, || Violation::on("purchase.currency", "currency").with("local", local.as_str()));
        let Some(agent) = self.agent else { return Ok(()) };
        let Some(found) = party_fetch(rx, agent)? else {
            v.push(Violation::on("purchase.agent_unknown", "agent"));
            return Ok(());
        };
        let apart = sides.iter().flatten().all(|s| s.party != agent);
        v.check(apart, || Violation::on("purchase.agent_side", "agent").with("agent", found.code));
        Ok(())
    }

    /// One open claim of a claimant for a parcel, and none again for what was decided, or was taken back more than once:
    /// new evidence goes to an office, which may open it anew. Nor too many at a time.
    fn check_not_open(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        v: &mut Violations,
        (seller, buyer, side): (PartyId, PartyId, ClaimSide),
        parcels: &[Parcel],
    ) -> Result<(), StoreError> {
        let claimant = if side == ClaimSide::Buyer { buyer } else { seller };
        let numbers: Vec<i64> = parcels.iter().map(|p| p.no).collect();
        let own = case.act.actor.party.is_some();
        if own {
            let open = disputes(rx, Reach::Party(claimant), &DisputeFilter::open(), None, 100)?;
            let open = open.iter().filter(|d| d.claimant_party() == claimant).count();
            v.check(open < OPEN_MAX, || Violation::new("dispute.too_many").with("open", open.to_string()).conflict());
        }
        let mut withdrawn = 0;
        for before in disputes_of(rx, &numbers)?.into_iter().filter(|d| d.claimant_party() == claimant) {
            let same = |p: &ClaimedParcel| numbers.contains(&p.parcel_no);
            if !before.claim.parcels.iter().any(same) {
                continue;
            }
            let refuse = |code: &'static str| Violation::on(code, "weighed").with("case", before.code.clone());
            match before.state {
                DisputeState::Open => v.push(refuse("dispute.open_already").with("seq", before.opened_seq).conflict()),
                DisputeState::Withdrawn if own => {
                    withdrawn += 1;
                    if withdrawn > WITHDRAWN_MAX {
                        v.push(refuse("dispute.withdrawn_before"));
                    }
                }
                DisputeState::Withdrawn => {}
                _ if own && (before.claim.seller, before.claim.buyer) == (seller, buyer) => v.push(refuse("dispute.decided_before")),
                _ => {}
            }
        }
        Ok(())
    }

    /// The entries that stand against the claim, ascending. Where nothing does there is nothing to decide.
    fn against(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        v: &mut Violations,
        (seller, buyer, side): (PartyId, PartyId, ClaimSide),
        parcels: &[Parcel],
    ) -> Result<Vec<i64>, StoreError> {
        let mut against = BTreeSet::new();
        let mut recorded: Vec<Option<String>> = Vec::new();
        // A buyer whose seller has an account cannot write the sale down himself: that the seller holds stands against him.
        let shut_out = self.act == ClaimedAct::Sale && side == ClaimSide::Buyer && account_active_of(rx, seller)?;
        for parcel in parcels {
            let history = parcel_history(rx, parcel)?;
            recorded.push(self.as_recorded(&history, case, (seller, buyer)));
            let mut found = standing_against(rx, case, parcel, &history, (seller, buyer))?;
            if found.is_empty() && shut_out {
                found.extend(history.held.iter().rev().find(|h| h.holder == seller).map(|h| h.from_seq));
            }
            against.extend(found);
        }
        if let Some(serial) = recorded.iter().all(Option::is_some).then(|| recorded.into_iter().flatten().next()).flatten() {
            v.push(Violation::on("dispute.as_recorded", "weighed").with("serial", serial));
        } else {
            v.check(!against.is_empty(), || Violation::on("dispute.nothing_against", "weighed"));
        }
        Ok(against.into_iter().collect())
    }

    /// The serial of the slip by which the register says the same already.
    fn as_recorded(&self, history: &ParcelHistory, case: &Case<'_>, (seller, buyer): (PartyId, PartyId)) -> Option<String> {
        let same = |p: &&Purchase| {
            let stands = match self.act {
                ClaimedAct::Sale => p.state == PurchaseState::Accepted,
                ClaimedAct::Offer => p.is_open_at(case.act.now),
            };
            stands && p.seller == seller && p.buyer == buyer
        };
        history.offers.iter().find(same).map(|p| p.serial.clone())
    }
}

/// The entries by which a parcel left the seller, or by which he bound it otherwise.
fn standing_against(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    parcel: &Parcel,
    history: &ParcelHistory,
    (seller, buyer): (PartyId, PartyId),
) -> Result<Vec<i64>, StoreError> {
    let mut found: Vec<i64> = history.held.iter().filter(|h| h.holder == seller).filter_map(|h| h.to_seq).collect();
    if parcel.state != ParcelState::Live || parcel.holder != seller {
        return Ok(found);
    }
    let elsewhere = |p: &&Purchase| p.is_open_at(case.act.now) && p.buyer != buyer;
    found.extend(history.offers.iter().filter(elsewhere).map(|p| p.offered_seq));
    if let Some(id) = parcel.shipment {
        found.extend(shipment_fetch(rx, id)?.map(|s| s.prepared_seq));
    }
    found.extend(history.seals.iter().filter(|s| s.to_seq.is_none()).map(|s| s.from_seq));
    if parcel.removal.is_some() {
        found.extend(removal_of(rx, parcel.no)?.map(|r| r.reported_seq));
    }
    if parcel.dispute.is_some() {
        let open = DisputeFilter { parcel: Some(parcel.no), ..DisputeFilter::open() };
        found.extend(disputes(rx, Reach::All, &open, None, 50)?.into_iter().map(|d| d.opened_seq));
    }
    Ok(found)
}
