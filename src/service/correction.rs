//! Corrections: one person proposes, another decides; the old value stays visible and descendants follow.
//!
//! A correction may not break what others have measured since (C10): where somebody weighed the parcel
//! later, the new mass must agree with that weighing; where it went straight into a mix, the mix's loss
//! takes the difference and must stay between nothing and the cap; where it is in a shipment, the mass stands.

mod mass;
mod stock;
mod withdraw;

use mass::{check_mass, first_use};
pub use stock::ProposeStockCorrection;
pub use withdraw::ProposeWithdrawal;

use crate::domain::access::{Belongs, Permission};
use crate::domain::code::written;
use crate::domain::correction::CorrectionState;
use crate::domain::event::{
    CorrectionChange, CorrectionDecided, CorrectionProposed, ProductionFacts, ProductionFlag, PurchaseTerms, SizeLine,
};
use crate::domain::geo::Position;
use crate::domain::ids::{CorrectionId, LicenceId};
use crate::domain::jurisdiction::{PaymentMethod, Profile};
use crate::domain::money::{Currency, Money, RateE6};
use crate::domain::parcel::{Parcel, Source};
use crate::domain::purchase::PurchaseState;
use crate::domain::quantity::Mass;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::ZoneJudgement;
use crate::service::certificate::same_person;
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::party::{REASON_MAX, check_reason};
use crate::service::party_state::check_in_trade;
use crate::service::production::{PAGE_MAX, check_counts, flags, licence_on, site_is_under, written_down};
use crate::service::proof::same_hands;
use crate::service::purchase::{check_cash, note};
use crate::service::site::sensible_accuracy;
use crate::service::zone::zone_judgement;
use crate::service::{Case, Command, Decision};
use crate::store::correction::{correction_fetch, correction_next_no, corrections_of};
use crate::store::db::Rx;
use crate::store::journal::recorded_at;
use crate::store::licence::licence_fetch;
use crate::store::parcel::{parcel_by_code, parcel_fetch};
use crate::store::production::source_fetch;
use crate::store::purchase::{purchase_by_serial, purchase_fetch};
use crate::store::site::{site_by_code, site_fetch};
use serde::{Deserialize, Serialize};

/// Proposes another reading of a production entry. Fields left out stay as they were written.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeProductionCorrection {
    /// Code of the parcel that the entry made.
    pub parcel: String,
    /// Code of the right site.
    #[serde(default)]
    pub site: Option<String>,
    /// The right day.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<crate::domain::time::Day>,
    /// The right mass, milli-carats.
    #[serde(default)]
    pub weight_mct: Option<Mass>,
    /// The right number of stones.
    #[serde(default)]
    pub stones: Option<i64>,
    /// The right mass of the largest stone, milli-carats; 0 where none should stand.
    #[serde(default)]
    pub largest_mct: Option<Mass>,
    /// The right page of the notebook; an empty text where none should stand.
    #[serde(default)]
    pub page: Option<String>,
    /// The right number of diggers; 0 where none should stand.
    #[serde(default)]
    pub diggers: Option<u32>,
    /// The right volume of gravel, cubic decimetres; 0 where none should stand.
    #[serde(default)]
    pub gravel_dm3: Option<i64>,
    /// The right number of days worked; 0 where none should stand.
    #[serde(default)]
    pub days_worked: Option<u32>,
    /// The right size breakdown, whole; empty where none should stand.
    #[serde(default)]
    pub classes: Option<Vec<SizeLine>>,
    /// Where the entry was taken, `[longitude, latitude]` in 1e-7 degrees.
    #[serde(default)]
    pub position: Option<Position>,
    /// Its accuracy, metres.
    #[serde(default)]
    pub accuracy_m: Option<u32>,
    /// What went wrong.
    pub reason: String,
}

impl ProposeProductionCorrection {
    /// One that leaves every figure as it was written, to be filled in.
    #[must_use]
    pub const fn of(parcel: String, reason: String) -> Self {
        Self {
            parcel,
            site: None,
            on: None,
            weight_mct: None,
            stones: None,
            largest_mct: None,
            page: None,
            diggers: None,
            gravel_dm3: None,
            days_worked: None,
            classes: None,
            position: None,
            accuracy_m: None,
            reason,
        }
    }
}

impl Command for ProposeProductionCorrection {
    const NAME: &'static str = "propose_production_correction";
    const PERMISSION: Permission = Permission::CorrectionPropose;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let (parcel, source, was) = entry_of(rx, case, &self.parcel)?;
        case.require(Permission::CorrectionPropose, &Belongs { office: source.office, parties: vec![source.holder] })?;
        let mut v = Violations::none();
        let mut now = self.corrected(rx, case, &was, &mut v)?;
        v.check(now != was, || Violation::new("correction.nothing"));
        let reason = check_reason(&self.reason, &mut v);
        none_pending(rx, source.seq, &mut v)?;
        check_production(rx, case, &parcel, &was, &now, &mut v)?;
        v.finish()?;
        now.zone = judged_again(rx, case.profile(), &was, &now)?;
        flag_again(rx, case.profile(), &source, &was, &mut now)?;
        Ok(CorrectionProposed {
            correction: case.id(),
            no: correction_next_no(rx)?,
            corrects_seq: source.seq,
            office: source.office,
            change: CorrectionChange::Production { parcel_no: source.parcel_no, was: Box::new(was), now: Box::new(now) },
            reason,
        }
        .into())
    }
}

/// What a shipment from abroad brought was weighed and counted when it was opened, beside its certificate: no correction
/// changes it.
fn not_from_abroad(case: &Case<'_>, source: &Source) -> Result<(), ServiceError> {
    let Some(import) = &source.import else { return Ok(()) };
    case.require(Permission::CorrectionPropose, &Belongs { office: source.office, parties: vec![source.holder] })?;
    Err(Violation::on("correction.import", "parcel").with("code", import.code.clone()).into())
}

fn entry_of(rx: &mut Rx<'_>, case: &Case<'_>, code: &str) -> Result<(Parcel, Source, ProductionFacts), ServiceError> {
    let parcel = parcel_by_code(rx, &written(code))?.ok_or(ServiceError::NotFound("parcel"))?;
    let source = source_fetch(rx, parcel.no)?.ok_or(ServiceError::NotFound("production entry"))?;
    not_from_abroad(case, &source)?;
    let facts = source.facts.clone().filter(|_| !source.is_withdrawn()).ok_or(ServiceError::NotFound("production entry"))?;
    Ok((parcel, source, facts))
}

impl ProposeProductionCorrection {
    fn corrected(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        was: &ProductionFacts,
        v: &mut Violations,
    ) -> Result<ProductionFacts, ServiceError> {
        let mut now = was.clone();
        if let Some(code) = self.site.as_deref().map(str::trim).filter(|c| !c.is_empty()) {
            match site_by_code(rx, &crate::domain::code::written(code))? {
                Some(site) => now.site = site.id,
                None => v.push(Violation::on("correction.no_site", "site").with("code", code)),
            }
        }
        now.on = self.on.unwrap_or(was.on);
        v.check(now.on <= case.today(), || Violation::on("day.future", "on"));
        if let Some(renewed) = renewed_on(rx, &now)? {
            now.licence = renewed;
        }
        now.weight_mct = self.weight_mct.unwrap_or(was.weight_mct);
        now.stones = self.stones.unwrap_or(was.stones);
        if let Some(largest) = self.largest_mct {
            now.largest_mct = Some(largest).filter(|l| !l.is_zero());
        }
        if let Some(page) = self.page.as_deref() {
            now.page = tidy(Some(page), "page", PAGE_MAX, v);
        }
        now.diggers = self.diggers.map_or(was.diggers, |n| Some(n).filter(|n| *n > 0));
        now.gravel_dm3 = self.gravel_dm3.map_or(was.gravel_dm3, |n| Some(n).filter(|n| *n != 0));
        now.days_worked = self.days_worked.map_or(was.days_worked, |n| Some(n).filter(|n| *n > 0));
        if self.position.is_some() {
            (now.position, now.accuracy_m) = (self.position, self.accuracy_m);
        } else if was.position.is_some() {
            now.accuracy_m = self.accuracy_m.or(was.accuracy_m);
        }
        if now.accuracy_m != was.accuracy_m {
            sensible_accuracy(now.accuracy_m, v);
        }
        match &self.classes {
            Some(classes) => now.classes = classes.clone(),
            // A breakdown of the old total says nothing about the new one.
            None if now.weight_mct != was.weight_mct || now.stones != was.stones => now.classes = Vec::new(),
            None => {}
        }
        Ok(now)
    }
}

/// The licence of the same holder that held on the day, where the one written did not: around a renewal a wrong day names
/// the wrong licence.
fn renewed_on(rx: &mut Rx<'_>, now: &ProductionFacts) -> Result<Option<LicenceId>, ServiceError> {
    let written = licence_fetch(rx, now.licence)?.ok_or(ServiceError::NotFound("licence"))?;
    if written.is_valid_on(now.on) {
        return Ok(None);
    }
    let site = site_fetch(rx, now.site)?.ok_or(ServiceError::NotFound("site"))?;
    let found = licence_on(rx, &site, now.on)?.filter(|l| l.is_valid_on(now.on) && l.terms.holder == written.terms.holder);
    Ok(found.map(|l| l.id))
}

/// The zones of another day or site judge it anew, by what is known of them now.
fn judged_again(
    rx: &mut Rx<'_>,
    profile: &Profile,
    was: &ProductionFacts,
    now: &ProductionFacts,
) -> Result<Option<ZoneJudgement>, ServiceError> {
    if now.site == was.site && now.on == was.on {
        return Ok(was.zone.clone());
    }
    let site = site_fetch(rx, now.site)?.ok_or(ServiceError::NotFound("site"))?;
    Ok(zone_judgement(rx, profile, &site, now.on)?.stated())
}

/// Another site, day, position or number of diggers may be odd where the first was not, and the other way round. What counts for lateness is
/// the day on which the entry was first written down.
fn flag_again(
    rx: &mut Rx<'_>,
    profile: &Profile,
    source: &Source,
    was: &ProductionFacts,
    now: &mut ProductionFacts,
) -> Result<(), ServiceError> {
    let placed = now.position == was.position && now.accuracy_m == was.accuracy_m;
    if now.site == was.site && now.on == was.on && placed && now.diggers == was.diggers {
        return Ok(());
    }
    let site = site_fetch(rx, now.site)?.ok_or(ServiceError::NotFound("site"))?;
    let licence = licence_fetch(rx, now.licence)?.ok_or(ServiceError::NotFound("licence"))?;
    let recorded = recorded_at(rx, source.seq)?.ok_or(ServiceError::NotFound("production entry"))?;
    let written = written_down(rx, profile, &licence, now.on, profile.local_day(recorded))?;
    let marked = was.flags.contains(&ProductionFlag::AfterStop);
    now.flags = flags(now, profile, &site, &licence, written);
    // What was held stays marked: whether it may go is an officer's to say.
    if was.flags.contains(&ProductionFlag::OverCapacity) {
        now.flags.push(ProductionFlag::OverCapacity);
    }
    // What was written down in time is not marked for a stop that was dated back since.
    if now.on == was.on && now.licence == was.licence && !marked {
        now.flags.retain(|flag| *flag != ProductionFlag::AfterStop);
    }
    now.late_reason = now.late_reason.take().filter(|_| written.asks_why());
    Ok(())
}

fn none_pending(rx: &mut Rx<'_>, seq: i64, v: &mut Violations) -> Result<(), ServiceError> {
    let pending = corrections_of(rx, seq)?.into_iter().any(|c| c.state == CorrectionState::Proposed);
    v.check(!pending, || Violation::new("correction.pending").conflict());
    Ok(())
}

/// Whether another reading of a production entry agrees with everything recorded since.
fn check_production(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    parcel: &Parcel,
    was: &ProductionFacts,
    now: &ProductionFacts,
    v: &mut Violations,
) -> Result<(), ServiceError> {
    let licence = licence_fetch(rx, now.licence)?.ok_or(ServiceError::NotFound("licence"))?;
    v.check(licence.is_valid_on(now.on), || {
        Violation::on("correction.licence_not_valid", "on").with("number", licence.number.clone()).with("day", now.on)
    });
    if now.on > was.on
        && let Some(first) = first_use(rx, case, parcel)?.filter(|first| now.on > *first)
    {
        v.push(Violation::on("correction.day_after_use", "on").with("first", first));
    }
    if now.on != was.on {
        check_in_trade(rx, v, licence.terms.holder, now.on, ("production.holder_state", Some("on")))?;
    }
    let site = site_fetch(rx, now.site)?.ok_or(ServiceError::NotFound("site"))?;
    let belongs = site_is_under(rx, &site, &licence)?;
    v.check(belongs, || Violation::on("correction.site_of_other_licence", "site").with("code", site.code.clone()));
    // Figures that stay are not judged anew: the size classes of the rules may have changed since.
    let counted = now.diggers == was.diggers && now.gravel_dm3 == was.gravel_dm3 && now.days_worked == was.days_worked;
    let same = now.weight_mct == was.weight_mct && now.stones == was.stones;
    if !same || !counted || now.largest_mct != was.largest_mct || now.classes != was.classes {
        check_counts(now, case.profile(), v);
    }
    check_mass(rx, case, parcel, (was.weight_mct, was.stones), (now.weight_mct, now.stones), v)
}

/// Proposes another price or payment for a purchase. Masses are put right at the pit or by a reweigh.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposePurchaseCorrection {
    /// Serial of the slip.
    pub serial: String,
    /// The right price, minor units.
    pub price_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Local units for one US dollar, millionths.
    pub rate_e6: RateE6,
    /// Code of the payment method.
    pub payment: String,
    /// Its reference.
    #[serde(default)]
    pub payment_reference: Option<String>,
    /// What went wrong.
    pub reason: String,
}

impl Command for ProposePurchaseCorrection {
    const NAME: &'static str = "propose_purchase_correction";
    const PERMISSION: Permission = Permission::CorrectionPropose;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let purchase = purchase_by_serial(rx, self.serial.trim())?.ok_or(ServiceError::NotFound("purchase"))?;
        case.require(Permission::CorrectionPropose, &purchase.belongs())?;
        let mut v = Violations::none();
        v.check(purchase.state == PurchaseState::Accepted, || Violation::new("correction.not_sold"));
        let price = Money { minor: self.price_minor, currency: self.currency };
        v.check(self.price_minor > 0, || Violation::on("required", "price_minor"));
        let local = case.profile().country.currency.value;
        v.check(self.currency == local || self.currency == Currency::USD, || {
            Violation::on("purchase.currency", "currency").with("local", local.as_str())
        });
        // In US dollars there is nothing to convert, whatever rate was typed.
        let rate_e6 = if self.currency == Currency::USD { RateE6(1_000_000) } else { self.rate_e6 };
        let usd_cents = price.usd_cents(rate_e6);
        v.check(usd_cents.is_some(), || Violation::on("correction.rate", "rate_e6"));
        let method = self.payment.parse().ok().is_some_and(|m| case.profile().payment_allowed(m));
        v.check(method, || Violation::on("unknown_choice", "payment").with("typed", self.payment.clone()));
        if self.payment == PaymentMethod::Cash.as_str() {
            // A ceiling in the local currency is compared at the rate that was typed.
            check_cash(case.profile(), &mut v, (price, self.rate_e6), usd_cents);
        }
        let reason = check_reason(&self.reason, &mut v);
        let now = PurchaseTerms {
            price,
            rate_e6,
            usd_cents: usd_cents.unwrap_or(0),
            payment: self.payment.clone(),
            payment_reference: note(&mut v, "payment_reference", self.payment_reference.as_deref()),
        };
        v.check(now != purchase.terms, || Violation::new("correction.nothing"));
        none_pending(rx, purchase.offered_seq, &mut v)?;
        v.finish()?;
        Ok(CorrectionProposed {
            correction: case.id(),
            no: correction_next_no(rx)?,
            corrects_seq: purchase.offered_seq,
            office: None,
            change: CorrectionChange::Purchase { purchase: purchase.id, was: purchase.terms, now },
            reason,
        }
        .into())
    }
}

/// Approves or refuses a correction. Whoever proposed it may only take it back.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideCorrection {
    /// Which.
    pub correction: CorrectionId,
    /// Whether it takes effect.
    pub approved: bool,
    /// Why; needed for a refusal.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DecideCorrection {
    const NAME: &'static str = "decide_correction";
    const PERMISSION: Permission = Permission::CorrectionDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let correction = correction_fetch(rx, self.correction)?.ok_or(ServiceError::NotFound("correction"))?;
        case.require(Permission::CorrectionDecide, &Belongs::office(correction.office))?;
        let mut v = Violations::none();
        if correction.state != CorrectionState::Proposed {
            return Err(Violation::new("correction.decided").conflict().into());
        }
        let alone = self.approved && same_person(rx, case, correction.proposed_by)?;
        v.check(!alone, || Violation::new("correction.same_person"));
        if self.approved {
            v.0.extend(same_hands(rx, case, correction.proposed_by, &correction.id.to_string())?);
        }
        let reason = tidy(self.reason.as_deref(), "reason", REASON_MAX, &mut v);
        v.check(self.approved || reason.is_some(), || Violation::on("required", "reason"));
        if self.approved {
            check_again(rx, case, &correction.change, &mut v)?;
        }
        v.finish()?;
        Ok(CorrectionDecided { correction: self.correction, approved: self.approved, reason }.into())
    }
}

/// What was right when it was proposed may not be so any more.
fn check_again(rx: &mut Rx<'_>, case: &Case<'_>, change: &CorrectionChange, v: &mut Violations) -> Result<(), ServiceError> {
    match change {
        CorrectionChange::Production { parcel_no, was, now } => {
            let parcel = parcel_fetch(rx, *parcel_no)?.ok_or(ServiceError::NotFound("parcel"))?;
            let source = source_fetch(rx, *parcel_no)?.ok_or(ServiceError::NotFound("production entry"))?;
            let same = source.facts.as_ref() == Some(was) && !source.is_withdrawn();
            v.check(same, || Violation::new("correction.changed_since").conflict());
            let zone = judged_again(rx, case.profile(), was, now)?;
            v.check(zone == now.zone, || Violation::new("correction.zone_changed").conflict());
            check_production(rx, case, &parcel, was, now, v)
        }
        CorrectionChange::Stock { parcel_no, was, now } => {
            let parcel = parcel_fetch(rx, *parcel_no)?.ok_or(ServiceError::NotFound("parcel"))?;
            let source = source_fetch(rx, *parcel_no)?.ok_or(ServiceError::NotFound("stock"))?;
            v.check(source.stock_facts().as_ref() == Some(was), || Violation::new("correction.changed_since").conflict());
            check_mass(rx, case, &parcel, (was.weight_mct, was.stones), (now.weight_mct, now.stones), v)
        }
        CorrectionChange::Withdrawal { parcel_no, was } => {
            let parcel = parcel_fetch(rx, *parcel_no)?.ok_or(ServiceError::NotFound("parcel"))?;
            let source = source_fetch(rx, *parcel_no)?.ok_or(ServiceError::NotFound("production entry"))?;
            let same = source.facts.as_ref() == Some(was) && !source.is_withdrawn();
            v.check(same, || Violation::new("correction.changed_since").conflict());
            withdraw::check_untouched(rx, case, &parcel, &source, v)
        }
        CorrectionChange::Purchase { purchase, was, .. } => {
            let purchase = purchase_fetch(rx, *purchase)?.ok_or(ServiceError::NotFound("purchase"))?;
            v.check(purchase.terms == *was, || Violation::new("correction.changed_since").conflict());
            Ok(())
        }
    }
}
