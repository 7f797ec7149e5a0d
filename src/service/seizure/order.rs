//! Orders over seized stones: without one nothing goes, and two people agree that it is one.

use super::record::as_it_stands;
use super::{NAME_MAX, TEXT_MAX, not_waiting, party_typed, seizure_of};
use crate::domain::access::Permission;
use crate::domain::code::written;
use crate::domain::dispute::frozen;
use crate::domain::event::{SeizureOrderDecided, SeizureOrderProposed, SeizureOutcome, TakenParcel};
use crate::domain::ids::{LicenceId, PartyId, SeizureId, SeizureOrderId};
use crate::domain::money::{Currency, Money};
use crate::domain::parcel::{Parcel, parcel_code};
use crate::domain::role::Role;
use crate::domain::seizure::{Kept, OrderState, Seizure};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::certificate::same_person;
use crate::service::error::ServiceError;
use crate::service::licence::licence_typed;
use crate::service::parcel::{licensed_to_hold, tidy};
use crate::service::party::reason_to_decide;
use crate::service::party_state::check_in_trade;
use crate::service::proof::same_hands;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_fetch;
use crate::store::seizure::{seizure_order_fetch, seizure_orders};
use serde::{Deserialize, Serialize};

/// Writes an order over seized stones down: its number, who gave it and when, and what it says. Nothing is done by it until
/// somebody else has confirmed it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeSeizureOrder {
    /// Over which seizure.
    pub seizure: SeizureId,
    /// What becomes of the stones; it must be said.
    #[serde(default)]
    pub outcome: Option<SeizureOutcome>,
    /// Number of the order.
    pub number: String,
    /// The authority or court that gave it.
    pub authority: String,
    /// Its day; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Codes of the parcels; all that the state still has when none is given.
    #[serde(default)]
    pub parcels: Vec<String>,
    /// Number of the buyer's licence, of what is sold.
    #[serde(default)]
    pub licence: Option<String>,
    /// Code of the state's own buyer, of what is sold to it without a licence.
    #[serde(default)]
    pub buyer: Option<String>,
    /// For how much, of what is sold: in the currency of the country or in US dollars.
    #[serde(default)]
    pub price: Option<Money>,
    /// Number of the slip or receipt of the payment, of what is sold.
    #[serde(default)]
    pub slip: Option<String>,
    /// The authority abroad that gets the stones, or how they are destroyed; needed for these.
    #[serde(default)]
    pub note: Option<String>,
}

/// Who gets the stones, and under which licence.
#[derive(Default)]
struct Goes {
    to: Option<PartyId>,
    licence: Option<LicenceId>,
}

impl Command for ProposeSeizureOrder {
    const NAME: &'static str = "propose_seizure_order";
    const PERMISSION: Permission = Permission::SeizureWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = seizure_of(rx, case, Permission::SeizureWrite, self.seizure)?;
        let mut v = Violations::none();
        not_waiting(&found, &mut v);
        let number = words(&self.number, "number", NAME_MAX, &mut v);
        let authority = words(&self.authority, "authority", NAME_MAX, &mut v);
        v.check(self.outcome.is_some(), || Violation::on("required", "outcome"));
        v.check(self.on.is_some(), || Violation::on("required", "on"));
        if let Some(on) = self.on {
            v.check(on <= case.today(), || Violation::on("day.future", "on"));
            v.check(found.facts.on <= on, || Violation::on("seizure.before", "on").with("day", found.facts.on));
        }
        let kept = self.kept(&found, &mut v);
        let (price, slip, note) = self.terms(case, &mut v);
        let mut goes = Goes::default();
        if let Some(outcome) = self.outcome {
            goes = self.goes(rx, case, (&found, outcome), &kept, &mut v)?;
            may_be(rx, (outcome, &kept), &mut v)?;
        }
        v.finish()?;
        let missing = || ServiceError::from(Violation::on("required", "outcome"));
        let no = seizure_orders(rx, found.facts.no)?.len();
        Ok(SeizureOrderProposed {
            order: case.id(),
            seizure: self.seizure,
            no: i64::try_from(no).unwrap_or(i64::MAX).saturating_add(1),
            outcome: self.outcome.ok_or_else(missing)?,
            number,
            authority,
            on: self.on.ok_or_else(missing)?,
            parcels: stand(rx, &kept)?.iter().map(as_it_stands).collect(),
            to: goes.to,
            licence: goes.licence,
            price,
            slip,
            note,
        }
        .into())
    }
}

fn stand(rx: &mut Rx<'_>, kept: &[Kept]) -> Result<Vec<Parcel>, StoreError> {
    let vanished = || StoreError::damaged("a seized parcel vanished");
    kept.iter().map(|k| parcel_fetch(rx, k.parcel_no)?.ok_or_else(vanished)).collect()
}

/// Whether an order may say this of parcels: what is the state's for good does not go back, and what a case is about goes to
/// nobody else before it is decided.
fn may_be(rx: &mut Rx<'_>, (outcome, kept): (SeizureOutcome, &[Kept]), v: &mut Violations) -> Result<(), StoreError> {
    for k in kept {
        let code = parcel_code(k.parcel_no);
        v.check(k.state.may(outcome), || {
            Violation::on("seizure.order_not", "outcome").with("code", code.clone()).with("state", k.state.as_str()).conflict()
        });
    }
    if matches!(outcome, SeizureOutcome::Sold | SeizureOutcome::Abroad | SeizureOutcome::Destroyed) {
        let bound = stand(rx, kept)?.into_iter().filter_map(|p| p.dispute.map(|case| frozen(case, &p.code, Some("outcome"))));
        v.0.extend(bound);
    }
    Ok(())
}

impl ProposeSeizureOrder {
    /// The parcels that are named, or all that the state still has.
    fn kept(&self, found: &Seizure, v: &mut Violations) -> Vec<Kept> {
        let named: Vec<String> = self.parcels.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).map(written).collect();
        for code in &named {
            let here = found.here().any(|k| parcel_code(k.parcel_no) == *code);
            let told = || code.chars().take(40).collect::<String>();
            v.check(here, || Violation::on("seizure.not_of_it", "parcels").with("code", told()));
        }
        let kept: Vec<Kept> = found.here().filter(|k| named.is_empty() || named.contains(&parcel_code(k.parcel_no))).cloned().collect();
        v.check(!kept.is_empty(), || Violation::on("seizure.nothing_here", "parcels").with("code", found.facts.code.clone()).conflict());
        kept
    }

    /// Price and slip of what is sold and of nothing else; where it goes, of what leaves for good.
    fn terms(&self, case: &Case<'_>, v: &mut Violations) -> (Option<Money>, Option<String>, Option<String>) {
        let sold = self.outcome == Some(SeizureOutcome::Sold);
        let local: Currency = case.profile().country.currency.value;
        match self.price {
            Some(price) if sold => {
                v.check(price.minor > 0, || Violation::on("purchase.price", "price"));
                let known = price.currency == local || price.currency == Currency::USD;
                v.check(known, || Violation::on("purchase.currency", "price").with("local", local.as_str()));
            }
            Some(_) => v.push(Violation::on("seizure.not_sold", "price")),
            None => v.check(!sold, || Violation::on("required", "price")),
        }
        let slip = tidy(self.slip.as_deref(), "slip", NAME_MAX, v);
        v.check(slip.is_some() || !sold, || Violation::on("required", "slip"));
        v.check(slip.is_none() || sold, || Violation::on("seizure.not_sold", "slip"));
        let note = tidy(self.note.as_deref(), "note", TEXT_MAX, v);
        let needed = self.outcome.is_some_and(SeizureOutcome::ends);
        v.check(note.is_some() || !needed, || Violation::on("required", "note"));
        (self.price.filter(|_| sold), slip, note)
    }

    fn goes(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        (found, outcome): (&Seizure, SeizureOutcome),
        kept: &[Kept],
        v: &mut Violations,
    ) -> Result<Goes, ServiceError> {
        let named = [&self.licence, &self.buyer].into_iter().flatten().any(|t| !t.trim().is_empty());
        if outcome != SeizureOutcome::Sold {
            v.check(!named, || Violation::on("seizure.not_sold", "licence"));
        }
        match outcome {
            SeizureOutcome::Sold => self.buyer(rx, case, v),
            SeizureOutcome::Returned => {
                // Whoever held parcels gets them back; stones of no register go to whom they were taken from, who may hold them.
                let to = found.facts.from;
                v.check(to.is_some(), || Violation::on("seizure.nobody", "outcome"));
                if let Some(to) = to.filter(|_| kept.iter().any(|k| !k.registered)) {
                    may_take(rx, case, to, v)?;
                }
                Ok(Goes { to, licence: None })
            }
            _ => Ok(Goes::default()),
        }
    }

    /// A licensed buyer, or the state's own.
    fn buyer(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations) -> Result<Goes, ServiceError> {
        let typed = |t: &Option<String>| t.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        match (typed(&self.licence), typed(&self.buyer)) {
            (Some(number), None) => {
                let Some(licence) = licence_typed(rx, case.profile(), &number)? else {
                    v.push(Violation::on("seizure.licence_unknown", "licence").with("number", number.chars().take(40).collect::<String>()));
                    return Ok(Goes::default());
                };
                let goes = Goes { to: Some(licence.terms.holder), licence: Some(licence.id) };
                check_buyer(rx, case, &goes, v)?;
                Ok(goes)
            }
            (None, Some(code)) => {
                let Some(party) = party_typed(rx, &code, "buyer", v)? else { return Ok(Goes::default()) };
                let goes = Goes { to: Some(party.id), licence: None };
                check_buyer(rx, case, &goes, v)?;
                Ok(goes)
            }
            _ => {
                v.push(Violation::on("seizure.buyer", "licence"));
                Ok(Goes::default())
            }
        }
    }
}

/// Whoever is given stones must be in the trade today (F8) and have a licence by which he may hold them (C8).
fn may_take(rx: &mut Rx<'_>, case: &Case<'_>, to: PartyId, v: &mut Violations) -> Result<(), StoreError> {
    let (today, may) = (case.today(), licensed_to_hold(rx, case, to)?);
    v.check(may, || Violation::on("seizure.recipient", "outcome").with("day", today));
    check_in_trade(rx, v, to, today, ("parcel.holder_state", Some("outcome")))
}

/// A buyer has a licence to buy, valid today, or is the state's own; and is in the trade.
fn check_buyer(rx: &mut Rx<'_>, case: &Case<'_>, goes: &Goes, v: &mut Violations) -> Result<(), StoreError> {
    let (Some(to), today) = (goes.to, case.today()) else { return Ok(()) };
    match goes.licence {
        Some(id) => {
            let licence = licence_fetch(rx, id)?.ok_or_else(|| StoreError::damaged("a licence vanished"))?;
            let buys = case.profile().licence_type(&licence.terms.kind);
            let buys = buys.is_some_and(|t| matches!(t.role.value, Role::Dealer | Role::Exporter | Role::StateBuyer));
            let told = |code: &'static str| Violation::on(code, "licence").with("number", licence.number.clone()).with("day", today);
            v.check(licence.is_valid_on(today), || told("seizure.licence_invalid"));
            v.check(buys, || told("seizure.licence_buys"));
        }
        None => {
            let state = crate::store::party::party_fetch(rx, to)?.is_some_and(|p| p.is(Role::StateBuyer));
            v.check(state, || Violation::on("seizure.state_buyer", "buyer"));
        }
    }
    check_in_trade(rx, v, to, today, ("parcel.holder_state", Some("licence")))
}

/// Confirms or refuses an order that somebody else wrote down.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideSeizureOrder {
    /// Which order.
    pub order: SeizureOrderId,
    /// Whether it is carried out.
    pub confirm: bool,
    /// What is said to it; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DecideSeizureOrder {
    const NAME: &'static str = "decide_seizure_order";
    const PERMISSION: Permission = Permission::SeizureDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let order = seizure_order_fetch(rx, self.order)?.ok_or(ServiceError::NotFound("order"))?;
        let found = seizure_of(rx, case, Permission::SeizureDecide, order.facts.seizure)?;
        if order.state != OrderState::Waiting {
            return Err(Violation::new("seizure.order_decided").with("state", order.state.as_str()).conflict().into());
        }
        let mut v = Violations::none();
        let reason = reason_to_decide(self.confirm, self.reason.as_deref(), &mut v);
        for first in [order.by, found.by] {
            v.check(!same_person(rx, case, first)?, || Violation::new("seizure.same_person"));
        }
        v.0.dedup();
        v.0.extend(same_hands(rx, case, order.by, &self.order.to_string())?);
        if self.confirm {
            Self::still_so(rx, case, (&found, &order.facts), &mut v)?;
        }
        v.finish()?;
        Ok(SeizureOrderDecided { order: self.order, confirmed: self.confirm, reason }.into())
    }
}

impl DecideSeizureOrder {
    /// Whether the stones are still as the order says, and whoever gets them may still take them.
    fn still_so(
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        (found, order): (&Seizure, &SeizureOrderProposed),
        v: &mut Violations,
    ) -> Result<(), StoreError> {
        let kept: Vec<Kept> = found.here().filter(|k| order.parcels.iter().any(|p| p.parcel_no == k.parcel_no)).cloned().collect();
        let now: Vec<TakenParcel> = stand(rx, &kept)?.iter().map(as_it_stands).collect();
        v.check(now == order.parcels && !found.differs, || {
            Violation::new("seizure.changed").with("code", found.facts.code.clone()).conflict()
        });
        may_be(rx, (order.outcome, &kept), v)?;
        match (order.outcome, order.to) {
            (SeizureOutcome::Sold, to) => check_buyer(rx, case, &Goes { to, licence: order.licence }, v),
            (SeizureOutcome::Returned, Some(to)) if kept.iter().any(|k| !k.registered) => may_take(rx, case, to, v),
            _ => Ok(()),
        }
    }
}
