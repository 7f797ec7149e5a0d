//! What controls see when they look at something: reads what they need and asks their rules.

use super::country;
use super::footprint;
use super::scope::{Scope, beginning};
use crate::domain::confirmation::Difference;
use crate::domain::control::abroad::{Abroad, unlike};
use crate::domain::control::capacity::over_capacity;
use crate::domain::control::exports::{OddValue, undervalued};
use crate::domain::control::inspections::not_inspected;
use crate::domain::control::licences::dormant_that_sell;
use crate::domain::control::mass::counts_apart;
use crate::domain::control::offices::{invented, jumps, late, silent, usual_until};
use crate::domain::control::pit::{USUAL_MONTHS, outliers, spikes, twins};
use crate::domain::control::places::{taken_outside, too_fast};
use crate::domain::control::trade::{circles, odd_prices, one_seller, price_band};
use crate::domain::control::{Alert, Sighting, Subject, SubjectKind};
use crate::domain::event::InspectionKind;
use crate::domain::ids::{AccountId, CertificateId, LicenceId, OfficeId, PartyId, ShipmentId, SiteId, TargetId};
use crate::domain::inspection::interval;
use crate::domain::jurisdiction::{Controls, Profile};
use crate::domain::month::Month;
use crate::domain::shipment::CertificateState;
use crate::domain::time::Day;
use crate::service::capacity::known_of;
use crate::service::confirmation::overdue_since;
use crate::service::stock_count::compared;
use crate::service::valuation::{Oddity, oddities, usual};
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::confirmations_of;
use crate::store::control as store;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inspection::last_visit;
use crate::store::journal::recorded_at;
use crate::store::licence::licence_fetch;
use crate::store::shipment::shipment_fetch;
use crate::store::site::site_fetch;
use crate::store::valuation::valuation_of;

/// Months before the first one looked at that a rule needs to know: twice what is usual, for what a site gave before.
const BACK: i32 = 2 * USUAL_MONTHS;
/// Counts of a holder that are looked at, the latest.
const AT_MOST: i64 = 120;
/// Months before a month whose prices make its band.
const BAND_MONTHS: i32 = 6;

/// What a look saw, and what of the past it speaks of: alerts kept of that which were not seen are gone.
pub(super) struct Look {
    pub(super) seen: Vec<Sighting>,
    pub(super) gone: Vec<Alert>,
}

/// Whom and when a look is for.
pub(super) struct Looking<'a> {
    pub(super) profile: &'a Profile,
    pub(super) today: Day,
}

impl Looking<'_> {
    const fn limits(&self) -> &Controls {
        &self.profile.controls
    }

    /// The first day that rules read for months from one on.
    fn since(from: Month) -> Day {
        from.plus(-BACK).first()
    }

    pub(super) fn look(&self, rx: &mut Rx<'_>, scope: Scope, from: Month) -> Result<Look, StoreError> {
        let at = scope.controls();
        match scope {
            Scope::Site(site) => self.about(rx, at, site.into(), from, |l, rx| l.site(rx, site, from)),
            Scope::Licence(licence) => self.about(rx, at, licence.into(), from, |l, rx| l.licence(rx, licence, from)),
            Scope::Holder(party) => self.about(rx, at, party.into(), from, |l, rx| l.holder(rx, party, from)),
            Scope::Pair(seller, buyer) => self.pair(rx, (seller, buyer), from),
            Scope::Shipment(shipment) => self.about(rx, at, shipment.into(), from, |l, rx| l.shipment(rx, shipment)),
            Scope::Buyer(party) => {
                let from = from.quarter();
                self.about(rx, at, party.into(), from, |l, rx| l.buyer(rx, party, from))
            }
            Scope::Account(account) => self.about(rx, at, account.into(), from, |l, rx| l.account(rx, account, from)),
            Scope::Office(office) => self.about(rx, at, office.into(), from, |l, rx| l.office(rx, office, from)),
            Scope::Prices(month) => self.prices(rx, month),
            Scope::Visit(site) => self.about(rx, at, site.into(), from, |l, rx| l.visit(rx, site)),
            Scope::Certificate(id) => self.about(rx, at, id.into(), from, |l, rx| l.certificate(rx, id)),
            Scope::Sizes(no) => {
                let subject = Subject { kind: SubjectKind::Parcel, id: no.to_string() };
                self.about(rx, at, subject, beginning(), |l, rx| footprint::parcel(rx, l.profile, no))
            }
            Scope::Exporter(party) => self.about(rx, at, party.into(), beginning(), |l, rx| footprint::exporter(rx, l.profile, party)),
            Scope::Country => {
                let subject = Subject { kind: SubjectKind::Country, id: self.profile.code().to_owned() };
                let about = subject.clone();
                self.about(rx, at, subject, from, |l, rx| country::look(rx, l.profile, &about, (from, Month::of(l.today))))
            }
        }
    }

    /// Looks by some controls at one subject from a month on.
    fn about(
        &self,
        rx: &mut Rx<'_>,
        controls: &[&str],
        subject: Subject,
        from: Month,
        look: impl FnOnce(&Self, &mut Rx<'_>) -> Result<Vec<Sighting>, StoreError>,
    ) -> Result<Look, StoreError> {
        let seen = look(self, rx)?;
        let known = store::sight(rx, controls, &subject, &from.to_string())?;
        Ok(parted(seen, known))
    }

    fn site(&self, rx: &mut Rx<'_>, id: SiteId, from: Month) -> Result<Vec<Sighting>, StoreError> {
        let Some(site) = site_fetch(rx, id)? else { return Ok(Vec::new()) };
        let digs = store::site_digs(rx, id, Self::since(from))?;
        let mut seen = spikes(id, site.facts.border_m, &digs, from, self.limits());
        seen.extend(outliers(id, &digs, from, self.limits()));
        seen.extend(over_capacity(id, &digs, &known_of(rx, &site)?, from, &self.profile.capacity));
        seen.extend(taken_outside(id, &digs, from, self.limits()));
        Ok(seen)
    }

    fn licence(&self, rx: &mut Rx<'_>, id: LicenceId, from: Month) -> Result<Vec<Sighting>, StoreError> {
        let Some(licence) = licence_fetch(rx, id)? else { return Ok(Vec::new()) };
        let for_a_site = self.profile.licence_type(&licence.terms.kind).is_some_and(|t| t.needs_site.value);
        if !for_a_site {
            return Ok(Vec::new());
        }
        let since = Self::since(from);
        let mut days = store::licence_dug(rx, id, since)?;
        days.extend(store::licence_sold(rx, licence.terms.holder, id, since)?);
        // What was done before is not known here, and needs not be: a sleep that long would be over by then.
        // Before the register nobody could write anything down.
        let begun = store::first_entry_day(rx)?.unwrap_or(since);
        Ok(dormant_that_sell(id, licence.terms.starts_on.max(since).max(begun), &days, from, self.limits()))
    }

    fn holder(&self, rx: &mut Rx<'_>, party: PartyId, from: Month) -> Result<Vec<Sighting>, StoreError> {
        let mut written = store::holder_dug(rx, party, from)?;
        written.extend(store::sales_of_seller(rx, party, from)?);
        let mut seen = twins(party, &written, from, self.limits());
        seen.extend(counts_apart(party, &compared(rx, self.profile, party, from, AT_MOST)?, from, &self.profile.stock_count));
        Ok(seen)
    }

    fn pair(&self, rx: &mut Rx<'_>, (seller, buyer): (PartyId, PartyId), from: Month) -> Result<Look, StoreError> {
        let chains = store::chains_closing(rx, (seller, buyer), from.first(), self.limits().circle_days.value)?;
        let seen = circles(&chains, from, self.limits());
        let known = store::sight(rx, &["C18"], &buyer.into(), &from.to_string())?;
        let of_pair = |a: &Alert| a.key.period.ends_with(&seller.to_string());
        Ok(parted(seen, known.into_iter().filter(of_pair).collect()))
    }

    fn shipment(&self, rx: &mut Rx<'_>, id: ShipmentId) -> Result<Vec<Sighting>, StoreError> {
        let (Some(v), Some(shipment)) = (valuation_of(rx, id)?, shipment_fetch(rx, id)?) else { return Ok(Vec::new()) };
        let found = oddities(self.profile, &v.facts, &usual(rx, &v.facts, v.region.as_deref())?);
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let ratio_ppm = found.iter().find_map(|o| match o {
            Oddity::LowRatio { ratio_ppm, .. } => Some(*ratio_ppm),
            Oddity::OffBand { .. } => None,
        });
        let lines = found.iter().filter(|o| matches!(o, Oddity::OffBand { .. })).count();
        let lines = i64::try_from(lines).unwrap_or(i64::MAX);
        Ok(vec![undervalued(&OddValue { shipment: id, code: shipment.code, ratio_ppm, lines })])
    }

    fn buyer(&self, rx: &mut Rx<'_>, party: PartyId, from: Month) -> Result<Vec<Sighting>, StoreError> {
        Ok(one_seller(party, &store::bought_from(rx, party, from)?, from, self.limits()))
    }

    fn account(&self, rx: &mut Rx<'_>, account: AccountId, from: Month) -> Result<Vec<Sighting>, StoreError> {
        let mut seen = invented(account, &store::account_weights(rx, account, from)?, from, self.limits());
        // A day before the month, so that the way to its first capture is known.
        let since = from.first().pred_opt().unwrap_or_else(|| from.first());
        seen.extend(too_fast(account, &store::account_captures(rx, account, since)?, from, self.limits()));
        Ok(seen)
    }

    fn office(&self, rx: &mut Rx<'_>, id: OfficeId, from: Month) -> Result<Vec<Sighting>, StoreError> {
        let begin = from.plus(-USUAL_MONTHS);
        let months = store::office_entries(rx, id, begin)?;
        let opened = store::office_first_month(rx, id)?.unwrap_or(begin).max(begin);
        let mut seen = jumps(id, &months, opened, from, self.limits());
        seen.extend(late(id, &months, from, self.limits()));
        if let Some(last) = store::office_last_day(rx, id)? {
            let last = self.profile.local_day(last);
            let before = store::office_entries(rx, id, Month::of(last).plus(-USUAL_MONTHS))?;
            seen.extend(silent(id, last, &usual_until(&before, last), self.today, self.limits()));
        }
        Ok(seen)
    }

    fn prices(&self, rx: &mut Rx<'_>, month: Month) -> Result<Look, StoreError> {
        let sales = store::sales_on(rx, (month.first(), month.last()))?;
        let before = store::sales_on(rx, (month.plus(-BAND_MONTHS).first(), month.plus(-1).last()))?;
        let least = usize::try_from(self.limits().price_least.value).unwrap_or(usize::MAX);
        let seen = price_band(&before, least).map(|band| odd_prices(month, &sales, band, self.limits())).unwrap_or_default();
        Ok(parted(seen, store::alerts_in_period(rx, "C16", &month.to_string())?))
    }

    fn visit(&self, rx: &mut Rx<'_>, id: SiteId) -> Result<Vec<Sighting>, StoreError> {
        let Some(rules) = &self.profile.inspections else { return Ok(Vec::new()) };
        let Some(site) = site_fetch(rx, id)?.filter(|s| s.facts.licence.is_some()) else { return Ok(Vec::new()) };
        let last = last_visit(rx, InspectionKind::Site, TargetId::new(id.uuid()))?;
        let registered = recorded_at(rx, site.registered_seq)?.map(|at| self.profile.local_day(at));
        let Some(since) = last.or(registered) else { return Ok(Vec::new()) };
        Ok(not_inspected(id, since, last.is_some(), self.today, interval(rules, InspectionKind::Site)).into_iter().collect())
    }

    fn certificate(&self, rx: &mut Rx<'_>, id: CertificateId) -> Result<Vec<Sighting>, StoreError> {
        let Some(c) = certificate_fetch(rx, id)?.filter(|c| c.state != CertificateState::Void) else { return Ok(Vec::new()) };
        let said = confirmations_of(rx, id)?.into_iter().find(|s| !s.superseded);
        let differs = |d: &crate::domain::confirmation::Answered| d.difference == Difference::Weight && d.answer.is_none();
        let received_mct = match &said {
            Some(s) if s.differences.iter().any(differs) => Some(s.facts.weight_mct.mct()),
            Some(_) => return Ok(Vec::new()),
            None if c.facts.issued_on <= overdue_since(self.profile, self.today) || c.facts.expires_on < self.today => None,
            None => return Ok(Vec::new()),
        };
        let (number, issued_on, certified_mct) = (c.facts.number.clone(), c.facts.issued_on, c.facts.weight_mct.mct());
        Ok(vec![unlike(&Abroad { certificate: id, number, issued_on, certified_mct, received_mct }, self.today)])
    }
}

/// What was seen, and of what is known that which was not.
fn parted(seen: Vec<Sighting>, known: Vec<Alert>) -> Look {
    let still = |a: &Alert| seen.iter().any(|s| s.control == a.key.control && s.subject == a.key.subject && s.period == a.key.period);
    let gone = known.into_iter().filter(|a| a.gone_at.is_none() && !still(a)).collect();
    Look { seen, gone }
}
