//! What is asked of every sale, whoever writes it down: licences and roles of both sides, the parcels,
//! the day, the money and the go-between.

use crate::domain::code::written;
use crate::domain::dispute::frozen;
use crate::domain::event::SlipItem;
use crate::domain::ids::{LicenceId, PartyId};
use crate::domain::jurisdiction::{PaymentMethod, Permission, Profile};
use crate::domain::licence::{Licence, Standing};
use crate::domain::money::{Currency, Money, RateE6};
use crate::domain::parcel::{Parcel, ParcelState, held_back, parcel_no_typed};
use crate::domain::removal::reported_gone;
use crate::domain::role::Role;
use crate::domain::seizure::seized;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::zone_frozen;
use crate::service::Case;
use crate::service::balance::there_since;
use crate::service::licence::licence_typed;
use crate::service::party_state::{check_both_in_trade, check_in_trade};
use crate::service::purchase::{ended_at, note, party_code};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::guards::Guard;
use crate::store::licence::{licence_fetch, licences_of};
use crate::store::offence::stopped_for;
use crate::store::parcel::{parcel_fetch, parcels_held_by};
use crate::store::party::party_fetch;
use crate::store::production::source_fetch;
use crate::store::purchase::{latest_source_day, purchase_fetch, purchase_last_of};
use crate::store::shipment::shipment_fetch;
use serde::{Deserialize, Serialize};

/// Price, payment, day and place of a sale. All of it is printed on the slip.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleTerms {
    /// For how much, in the currency of the profile or in US dollars.
    pub price: Money,
    /// Local units for one US dollar, in millionths; needed unless the price is in US dollars.
    #[serde(default)]
    pub rate_e6: Option<RateE6>,
    /// How it is paid.
    pub payment: PaymentMethod,
    /// Number of the transfer, cheque or receipt.
    #[serde(default)]
    pub payment_reference: Option<String>,
    /// The go-between.
    #[serde(default)]
    pub agent: Option<PartyId>,
    /// Where.
    #[serde(default)]
    pub place: Option<String>,
    /// The day of the sale.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
}

/// One side of a sale.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub party: PartyId,
    pub licence: Licence,
    /// The role in which it trades; none when the profile does not know the licence's type.
    pub role: Option<Role>,
}

impl Side {
    fn new(profile: &Profile, licence: Licence) -> Self {
        let role = profile.licence_type(&licence.terms.kind).map(|t| t.role.value);
        Self { party: licence.terms.holder, licence, role }
    }
}

/// The side behind a licence number as typed; a refusal is noted when there is none.
pub(super) fn side_by_number(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    v: &mut Violations,
    field: &'static str,
    typed: &str,
) -> Result<Option<Side>, StoreError> {
    let number = typed.trim();
    if number.is_empty() {
        v.push(Violation::on("required", field));
        return Ok(None);
    }
    let found = licence_typed(rx, case.profile(), number)?;
    v.check(found.is_some(), || Violation::on("purchase.licence_unknown", field).with("number", number));
    Ok(found.map(|licence| Side::new(case.profile(), licence)))
}

/// The actor's own side: the licence he names, or of those valid on the day the one that may trade with the
/// other side, before others the one under which the stones were dug.
pub(super) fn own_side(rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations, own: &Own<'_>, day: Day) -> Result<Option<Side>, StoreError> {
    if let Some(typed) = own.typed.filter(|t| !t.trim().is_empty()) {
        let side = side_by_number(rx, case, v, own.field, typed)?;
        let theirs = side.as_ref().is_some_and(|s| s.party != own.party);
        v.check(!theirs, || Violation::on("purchase.licence_not_own", own.field).with("number", typed.trim()));
        return Ok(side.filter(|_| !theirs));
    }
    let licences = licences_of(rx, own.party)?;
    let valid = licences.into_iter().filter(|l| l.is_valid_on(day)).map(|l| Side::new(case.profile(), l));
    let best = valid.max_by_key(|s| (own.fits(case.profile(), s.role), own.dug_under.contains(&s.licence.id), s.licence.no));
    if best.is_none() && own.works_for.is_none() {
        v.push(Violation::on("purchase.no_licence", own.field).with("day", day));
    }
    Ok(best)
}

/// How the actor's own side is found.
pub(super) struct Own<'a> {
    pub party: PartyId,
    pub field: &'static str,
    pub typed: Option<&'a str>,
    /// The role of the other side, and whether the actor is the one who sells.
    pub other: Option<Role>,
    pub sells: bool,
    /// Licences under which the stones were dug.
    pub dug_under: &'a [LicenceId],
    /// The holder for whom a seller without a licence of his own digs.
    pub works_for: Option<PartyId>,
}

impl Own<'_> {
    fn fits(&self, profile: &Profile, role: Option<Role>) -> bool {
        let Some((own, other)) = role.zip(self.other) else { return false };
        let may = if self.sells { profile.may_sell(own, other) } else { profile.may_sell(other, own) };
        may != Permission::Refused
    }
}

/// Both licences on the day (C1, C8) and who may sell to whom (C2).
pub(super) fn check_sides(case: &Case<'_>, v: &mut Violations, seller: &Side, buyer: &Side, day: Day, dug_for_buyer: bool) {
    if seller.party == buyer.party {
        v.push(Violation::on("purchase.self", "buyer_licence"));
        return;
    }
    let today = case.today();
    for (side, field, code) in
        [(seller, "seller_licence", "purchase.seller_licence_invalid"), (buyer, "buyer_licence", "purchase.buyer_licence_invalid")]
    {
        let standing = side.licence.standing_on(day);
        let number = side.licence.number.clone();
        v.check(side.licence.is_valid_on(day), || {
            Violation::on(code, field).with("number", number).with("standing", standing.as_str()).with("day", day)
        });
        v.check(side.role.is_some(), || Violation::on("purchase.licence_kind", field).with("number", side.licence.number.clone()));
        // A slip of an earlier day must not be the way round a licence that was stopped since.
        let now = side.licence.standing_on(today);
        let stopped = matches!(now, Standing::Suspended | Standing::Revoked) && side.licence.is_valid_on(day);
        v.check(!stopped, || {
            Violation::on("purchase.licence_stopped", field).with("number", side.licence.number.clone()).with("standing", now.as_str())
        });
    }
    let Some((sells, buys)) = seller.role.zip(buyer.role) else { return };
    let roles = |code| Violation::on(code, "buyer_licence").with("seller", sells.as_str()).with("buyer", buys.as_str());
    match case.profile().may_sell(sells, buys) {
        Permission::Allowed => {}
        Permission::OwnHolderOnly => v.check(dug_for_buyer, || roles("purchase.own_holder_only")),
        Permission::Refused => v.push(roles("purchase.roles")),
    }
}

/// For which offence a licence stands still on a day, where it was stopped for one.
pub(super) fn for_offence(rx: &mut Rx<'_>, licence: &Licence, day: Day) -> Result<Option<Violation>, StoreError> {
    let last = licence.history.iter().rev().find(|c| c.on <= day).filter(|_| licence.is_stopped_by(day));
    let offence = last.map(|c| stopped_for(rx, c.seq)).transpose()?.flatten();
    let told = |code: String| Violation::new("licence.stopped_for_offence").with("number", licence.number.clone()).with("offence", code);
    Ok(offence.map(told))
}

/// Says so of either side of a sale that is refused for it, on its day or today.
pub(super) fn check_offences(rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations, sides: [&Side; 2], day: Day) -> Result<(), StoreError> {
    for side in sides {
        let stopped = [day, case.today()].into_iter().find(|d| side.licence.is_stopped_by(*d));
        v.0.extend(stopped.map(|d| for_offence(rx, &side.licence, d)).transpose()?.flatten());
    }
    Ok(())
}

/// Nobody who is dead, ended or barred on the day sells or buys; nor is a sale of before written down for him after.
pub(super) fn check_people(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    v: &mut Violations,
    (seller, buyer): (&Side, &Side),
    day: Day,
) -> Result<(), StoreError> {
    let sides = [(seller.party, "seller_licence"), (buyer.party, "buyer_licence")];
    let before = v.0.len();
    check_both_in_trade(rx, v, sides, day, "purchase.party_state")?;
    let today = case.today();
    if day < today && v.0.len() == before {
        check_both_in_trade(rx, v, sides, today, "purchase.party_state")?;
    }
    Ok(())
}

/// The parcels of a sale in number order, each named once and held by the seller; problems are noted. Of a parcel
/// that the seller does not hold nothing is told, not even that there is one: whoever types numbers learns nothing.
pub(super) fn parcels(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    v: &mut Violations,
    (field, codes): (&'static str, &[String]),
    seller: Option<PartyId>,
) -> Result<Vec<Parcel>, StoreError> {
    v.check(!codes.is_empty(), || Violation::on("purchase.no_parcels", field));
    let mut found: Vec<Parcel> = Vec::with_capacity(codes.len());
    let mut named: Vec<i64> = Vec::with_capacity(codes.len());
    for typed in codes {
        let written = written(typed);
        let refuse = |code: &'static str| Violation::on(code, field).with("parcel", written.clone());
        let Some(no) = parcel_no_typed(typed) else {
            v.push(refuse("purchase.parcel_mistyped"));
            continue;
        };
        if named.contains(&no) {
            v.push(refuse("purchase.parcel_twice"));
            continue;
        }
        named.push(no);
        // Without a seller there is nobody whose parcels could be told of.
        let Some(seller) = seller else { continue };
        match parcel_fetch(rx, no)? {
            Some(parcel) if parcel.holder == seller || Guard::Holder.is_off() => {
                check_parcel(rx, case.act.now, v, field, &parcel)?;
                found.push(parcel);
            }
            Some(parcel) => v.push(sold_before(rx, &parcel, seller, refuse)?),
            None => v.push(refuse("purchase.parcel_not_held")),
        }
    }
    found.sort_by_key(|p| p.no);
    let mixed = found.iter().any(|p| p.test) && found.iter().any(|p| !p.test);
    v.check(!mixed, || Violation::on("purchase.test_mixed", field));
    Ok(found)
}

/// What is told of a parcel that somebody else holds: to whoever names the seller who held it just before, by whom
/// he was beaten to it; to everybody else no more than of a parcel that never was.
fn sold_before(
    rx: &mut Rx<'_>,
    parcel: &Parcel,
    seller: PartyId,
    refuse: impl Fn(&'static str) -> Violation,
) -> Result<Violation, StoreError> {
    let last = purchase_last_of(rx, parcel.no)?.filter(|p| p.seller == seller && p.buyer == parcel.holder);
    let Some(sold) = last else { return Ok(refuse("purchase.parcel_not_held")) };
    Ok(refuse("purchase.parcel_sold")
        .with("serial", sold.serial.clone())
        .with("at", ended_at(rx, &sold)?)
        .with("buyer", party_code(rx, sold.buyer)?)
        .with("seq", sold.closed_seq.unwrap_or(sold.offered_seq))
        .conflict())
}

/// A parcel that the seller holds must be there, and free.
fn check_parcel(rx: &mut Rx<'_>, now: Instant, v: &mut Violations, field: &'static str, parcel: &Parcel) -> Result<(), StoreError> {
    let refuse = |code: &'static str| Violation::on(code, field).with("parcel", parcel.code.clone());
    if let Some(kept) = seized(parcel, field) {
        v.push(kept);
        return Ok(());
    }
    v.check(parcel.state == ParcelState::Live, || {
        let gone = refuse("purchase.parcel_gone").conflict();
        parcel.consumed_seq.into_iter().fold(gone, |gone, seq| gone.with("seq", seq))
    });
    if let Some(case) = parcel.dispute {
        v.push(frozen(case, &parcel.code, Some(field)));
    }
    v.0.extend(parcel.removal.map(|no| reported_gone(no, &parcel.code, field)));
    v.0.extend(parcel.is_frozen().then(|| zone_frozen(&parcel.code, Some(field))));
    v.0.extend(parcel.held.then(|| held_back(&parcel.code, field)));
    if let Some(id) = parcel.shipment {
        let taken = refuse("purchase.parcel_in_shipment").conflict();
        v.push(shipment_fetch(rx, id)?.into_iter().fold(taken, |taken, s| taken.with("seq", s.prepared_seq)));
    }
    if let Some(offer) = parcel.purchase
        && let Some(open) = purchase_fetch(rx, offer)?.filter(|p| p.is_open_at(now))
    {
        v.push(refuse("purchase.parcel_offered").with("serial", open.serial).with("seq", open.offered_seq).conflict());
    }
    Ok(())
}

/// The day: not to come, not before the stones were dug (C6), not before the seller himself got them.
pub(super) fn check_day(rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations, on: Day, parcels: &[Parcel]) -> Result<(), StoreError> {
    let today = case.today();
    if on >= today {
        // Nothing in the register bears a later day than today, so there is nothing more to compare with.
        v.check(on == today, || Violation::on("day.future", "on"));
        return Ok(());
    }
    for parcel in parcels {
        let refuse = |code: &'static str, day: Day| Violation::on(code, "on").with("parcel", parcel.code.clone()).with("day", day);
        if let Some(dug) = latest_source_day(rx, parcel)?.filter(|dug| *dug > on) {
            v.push(refuse("purchase.before_production", dug));
        }
        if let Some(last) = purchase_last_of(rx, parcel.no)?.filter(|p| p.on > on) {
            v.push(refuse("purchase.before_purchase", last.on));
        }
        let told = v.0.iter().any(|one| one.field.as_deref() == Some("on"));
        if !told && let Some(since) = there_since(rx, case.profile(), parcel)?.filter(|since| *since > on) {
            v.push(refuse("purchase.before_arrival", since));
        }
    }
    Ok(())
}

/// The licences under which all carats of the parcels were dug; `None` when some are declared stock or of no
/// known licence. Only unmixed parcels are looked at: a digger and a miner sell what came out of one pit.
pub(super) fn dug_under(rx: &mut Rx<'_>, parcels: &[Parcel]) -> Result<Option<Vec<LicenceId>>, StoreError> {
    let mut licences = Vec::new();
    for parcel in parcels {
        let Some(licence) = source_fetch(rx, parcel.origin)?.and_then(|s| s.licence) else { return Ok(None) };
        licences.push(licence);
    }
    licences.sort();
    licences.dedup();
    Ok(Some(licences).filter(|l| !l.is_empty()))
}

/// The party that holds all of these licences.
pub(super) fn one_holder(rx: &mut Rx<'_>, licences: &[LicenceId]) -> Result<Option<PartyId>, StoreError> {
    let mut holder = None;
    for id in licences {
        let Some(licence) = licence_fetch(rx, *id)? else { return Ok(None) };
        if holder.is_some_and(|h| h != licence.terms.holder) {
            return Ok(None);
        }
        holder = Some(licence.terms.holder);
    }
    Ok(holder)
}

/// The terms as the slip keeps them.
pub(super) struct Agreed {
    pub rate_e6: RateE6,
    pub usd_cents: i64,
    pub payment_reference: Option<String>,
    pub place: Option<String>,
}

/// Price, rate, payment and place.
pub(super) fn check_terms(case: &Case<'_>, v: &mut Violations, terms: &SaleTerms) -> Agreed {
    let local = case.profile().country.currency.value;
    let in_usd = terms.price.currency == Currency::USD;
    v.check(terms.price.minor > 0, || Violation::on("purchase.price", "price"));
    v.check(in_usd || terms.price.currency == local, || Violation::on("purchase.currency", "currency").with("local", local.as_str()));
    let rate = terms.rate_e6.filter(|r| r.0 > 0);
    if !in_usd {
        v.check(rate.is_some(), || Violation::on("purchase.rate", "rate_e6").with("currency", terms.price.currency.as_str()));
    }
    let rate_e6 = if in_usd { RateE6(1_000_000) } else { rate.unwrap_or(RateE6(0)) };
    let usd_cents = terms.price.usd_cents(rate_e6);
    if rate.is_some() && terms.price.minor > 0 {
        v.check(usd_cents.is_some(), || Violation::on("purchase.rate", "rate_e6").with("currency", terms.price.currency.as_str()));
    }
    let allowed = case.profile().payment_allowed(terms.payment);
    v.check(allowed, || Violation::on("purchase.payment", "payment"));
    if terms.payment == PaymentMethod::Cash {
        check_cash(case.profile(), v, (terms.price, terms.rate_e6.unwrap_or(RateE6(0))), usd_cents);
    }
    let payment_reference = note(v, "payment_reference", terms.payment_reference.as_deref());
    let place = note(v, "place", terms.place.as_deref());
    Agreed { rate_e6, usd_cents: usd_cents.unwrap_or(0), payment_reference, place }
}

/// The largest sum in cash, compared in its own currency or in US dollars at the rate of the sale.
pub(in crate::service) fn check_cash(profile: &Profile, v: &mut Violations, (price, rate): (Money, RateE6), usd_cents: Option<i64>) {
    let Some(ceiling) = profile.purchase.cash_ceiling.as_ref().map(|c| c.value) else { return };
    let within = if ceiling.currency == price.currency {
        Some(price.minor <= ceiling.minor)
    } else {
        let limit = ceiling.usd_cents(rate);
        limit.zip(usd_cents).map(|(limit, price)| price <= limit)
    };
    match within {
        Some(within) => v.check(within, || {
            let limit = crate::domain::quantity::decimal(ceiling.minor, ceiling.currency.decimals(), 0);
            Violation::on("purchase.cash_ceiling", "payment").with("limit", format!("{limit} {}", ceiling.currency))
        }),
        None => v.push(Violation::on("purchase.rate", "rate_e6").with("currency", ceiling.currency.as_str())),
    }
}

/// The go-between: he has the role, a licence for it where the profile knows one, and holds nothing himself.
pub(super) fn check_agent(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    v: &mut Violations,
    terms: &SaleTerms,
    sides: &[&Side],
) -> Result<(), StoreError> {
    let Some(id) = terms.agent else { return Ok(()) };
    let Some(agent) = party_fetch(rx, id)? else {
        v.push(Violation::on("purchase.agent_unknown", "agent"));
        return Ok(());
    };
    let refuse = |code: &'static str| Violation::on(code, "agent").with("agent", agent.code.clone());
    v.check(sides.iter().all(|s| s.party != id), || refuse("purchase.agent_side"));
    v.check(agent.is(Role::Agent), || refuse("purchase.agent_role"));
    let (today, before) = (case.today(), v.0.len());
    let state = ("purchase.party_state", Some("agent"));
    check_in_trade(rx, v, id, terms.on, state)?;
    if terms.on < today && v.0.len() == before {
        check_in_trade(rx, v, id, today, state)?;
    }
    v.check(parcels_held_by(rx, id)? == 0, || refuse("purchase.agent_holds"));
    if !agent.is(Role::Agent) {
        return Ok(());
    }
    let Some(licences) = agent_licences(rx, case.profile(), id)? else { return Ok(()) };
    let valid: Vec<&Licence> = licences.iter().filter(|l| l.is_valid_on(terms.on)).collect();
    v.check(!valid.is_empty(), || refuse("purchase.agent_licence").with("day", terms.on));
    // As for the sides: a slip of an earlier day is no way round a licence that was stopped since.
    let stopped = |l: &&Licence| l.is_stopped_by(today);
    if let Some(last) = valid.last().filter(|_| valid.iter().all(stopped)) {
        let standing = last.standing_on(today).as_str();
        v.push(Violation::on("purchase.licence_stopped", "agent").with("number", last.number.clone()).with("standing", standing));
    }
    Ok(())
}

/// The licences by which a go-between may act; none where the profile knows no licence for it.
fn agent_licences(rx: &mut Rx<'_>, profile: &Profile, agent: PartyId) -> Result<Option<Vec<Licence>>, StoreError> {
    let kinds: Vec<&str> = profile.licence_types_granting(Role::Agent).map(|t| t.code.as_str()).collect();
    if kinds.is_empty() {
        return Ok(None);
    }
    Ok(Some(licences_of(rx, agent)?.into_iter().filter(|l| kinds.contains(&l.terms.kind.as_str())).collect()))
}

/// The go-between of an offer on the day the stones change hands: he may have been stopped since it was written.
pub(super) fn check_agent_still(rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations, agent: PartyId) -> Result<(), StoreError> {
    let today = case.today();
    let found = party_fetch(rx, agent)?;
    let named = found.as_ref().map(|p| p.code.clone()).unwrap_or_default();
    check_in_trade(rx, v, agent, today, ("purchase.party_state", None))?;
    let licensed = match agent_licences(rx, case.profile(), agent)? {
        Some(licences) => licences.iter().any(|l| l.is_valid_on(today)),
        None => true,
    };
    let may = licensed && found.is_some_and(|p| p.is(Role::Agent)) && parcels_held_by(rx, agent)? == 0;
    v.check(may, || Violation::new("purchase.offer_agent").with("agent", named).with("day", today));
    Ok(())
}

/// The lines of a slip: each parcel with what the register says of it now.
pub(super) fn items(parcels: &[Parcel]) -> Vec<SlipItem> {
    parcels.iter().map(|p| SlipItem { parcel_no: p.no, weight_mct: p.weight, stones: p.stones }).collect()
}
