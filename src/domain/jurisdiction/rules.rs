//! Pure rules that a profile decides.

use super::sections::{LicenceType, Office, Tolerances};
use super::{Profile, Sourced};
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::time::{Day, working_days_between};
use chrono::{Days, Months};

/// The longest validity of a certificate, in calendar days from issue (Kimberley Process plenary,
/// final communiqué, Gatineau, 29 October 2004).
pub const CERTIFICATE_DAYS_MAX: u32 = 60;

/// The last day of a certificate issued on a day: so many calendar days later, 60 at most.
/// `None` past the end of the calendar.
#[must_use]
pub fn expires_on(issued_on: Day, valid_days: u32) -> Option<Day> {
    issued_on.checked_add_days(Days::new(u64::from(valid_days.min(CERTIFICATE_DAYS_MAX))))
}

/// Whether one role may sell to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// To any of them.
    Allowed,
    /// Only to the holder of the licence under which the seller works.
    OwnHolderOnly,
    /// Not at all.
    Refused,
}

/// The larger of a fixed mass and a part of a mass in millionths (rounded down), in milli-carats.
fn larger(abs: &Sourced<Mass>, ppm: &Sourced<u32>, mass: Mass) -> i64 {
    let part = i128::from(mass.mct()).saturating_mul(i128::from(ppm.value)).checked_div(1_000_000).unwrap_or(0);
    abs.value.mct().max(i64::try_from(part).unwrap_or(i64::MAX))
}

impl Tolerances {
    /// How far a measured position may be off, in metres. A hopeless measurement does not excuse every distance.
    #[must_use]
    pub fn site_slack_m(&self, accuracy_m: Option<u32>) -> u32 {
        accuracy_m.unwrap_or(0).min(self.site_accuracy_max_m.value).max(self.position_slack_m.value)
    }
    /// By how many milli-carats a second weighing may differ from a mass.
    #[must_use]
    pub fn reweigh_tolerance(&self, mass: Mass) -> i64 {
        larger(&self.reweigh_abs_mct, &self.reweigh_ppm, mass)
    }
    /// Whether a second weighing agrees with the first.
    #[must_use]
    pub fn reweigh_within(&self, before: Mass, after: Mass) -> bool {
        let difference = after.mct().abs_diff(before.mct());
        i64::try_from(difference).is_ok_and(|d| d <= self.reweigh_tolerance(before))
    }
    /// How many milli-carats a parcel of a first mass may gain by all weighings along its path.
    #[must_use]
    pub fn path_gain_cap(&self, mass: Mass) -> i64 {
        larger(&self.path_gain_abs_mct, &self.path_gain_ppm, mass)
    }
    /// How many milli-carats a parcel of a first mass may lose by everything along its path; never more than there is.
    #[must_use]
    pub fn path_loss_cap(&self, mass: Mass) -> i64 {
        larger(&self.path_loss_abs_mct, &self.path_loss_ppm, mass).min(mass.mct())
    }
    /// By how many the count of so many stones may change along a path.
    #[must_use]
    pub fn count_cap(&self, stones: i64) -> i64 {
        let part = i128::from(stones.max(0)).saturating_mul(i128::from(self.count_ppm.value)).checked_div(1_000_000).unwrap_or(0);
        i64::from(self.count_abs.value).max(i64::try_from(part).unwrap_or(i64::MAX))
    }
    /// How many milli-carats one operation may lose of a mass; never more than there is.
    #[must_use]
    pub fn loss_cap(&self, mass: Mass) -> i64 {
        larger(&self.loss_abs_mct, &self.loss_ppm, mass).min(mass.mct())
    }
    /// Whether a stated loss stays under the cap.
    #[must_use]
    pub fn loss_within(&self, before: Mass, loss: Mass) -> bool {
        loss.mct() <= self.loss_cap(before)
    }
}

impl LicenceType {
    /// The longest term offered, in months.
    #[must_use]
    pub fn term_max_months(&self) -> u32 {
        self.terms_months.value.iter().copied().max().unwrap_or(0)
    }
    /// The latest last day of a licence that starts on a day: the same day of the month after the longest term
    /// (or the month's last). `None` past the end of the calendar.
    #[must_use]
    pub fn latest_end(&self, starts_on: Day) -> Option<Day> {
        starts_on.checked_add_months(Months::new(self.term_max_months()))
    }
    /// Whether a licence may run from the one day through the other.
    #[must_use]
    pub fn licence_term_ok(&self, starts_on: Day, ends_on: Day) -> bool {
        starts_on <= ends_on && self.latest_end(starts_on).is_some_and(|latest| ends_on <= latest)
    }
}

impl Profile {
    /// Whether a party selling in one role may sell to a party buying in another. A pair the profile
    /// does not name is refused.
    #[must_use]
    pub fn may_sell(&self, seller: Role, buyer: Role) -> Permission {
        match self.trade.iter().find(|rule| rule.seller == seller && rule.buyer == buyer) {
            Some(rule) if rule.allowed && rule.own_licence_holder_only => Permission::OwnHolderOnly,
            Some(rule) if rule.allowed => Permission::Allowed,
            _ => Permission::Refused,
        }
    }
    /// The written form of a licence number that somebody typed; `None` when it is none of this country's numbers.
    #[must_use]
    pub fn licence_number_typed(&self, typed: &str) -> Option<String> {
        self.licence_types.iter().find_map(|t| t.number.value.pattern.read(typed))
    }
    /// The written form of a certificate number that somebody typed.
    #[must_use]
    pub fn certificate_number_typed(&self, typed: &str) -> Option<String> {
        self.numbers.certificate.value.pattern.read(typed)
    }
    /// The last day of a certificate issued on a day, 60 calendar days later at most.
    #[must_use]
    pub fn expires_on(&self, issued_on: Day) -> Option<Day> {
        expires_on(issued_on, self.certificate.valid_days.value)
    }
    /// Whether something that happened on one local day was written down too late on another.
    #[must_use]
    pub fn is_late(&self, occurred_on: Day, recorded_on: Day) -> bool {
        working_days_between(occurred_on, recorded_on) > self.times.production_late_working_days.value
    }
    /// Whether opening stock may be declared on a day.
    #[must_use]
    pub fn opening_stock_on(&self, day: Day) -> bool {
        let stock = &self.opening_stock;
        let begun = stock.from.as_ref().is_none_or(|from| from.value <= day);
        let open = stock.until.as_ref().is_none_or(|until| day <= until.value);
        stock.allowed.value && begun && open
    }
    /// The starter offices of a first-level area: the local ones, or else those for the whole country.
    #[must_use]
    pub fn offices_of(&self, area: &str, iso: Option<&str>) -> Vec<&Office> {
        let (national, local): (Vec<_>, Vec<_>) = self.offices.iter().filter(|o| o.covers(area, iso)).partition(|o| o.is_national());
        if local.is_empty() { national } else { local }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn day(s: &str) -> Day {
        s.parse().unwrap()
    }
    fn mass(mct: i64) -> Mass {
        Mass::new(mct).unwrap()
    }
    fn sierra_leone() -> &'static Profile {
        static READ: std::sync::LazyLock<Profile> = std::sync::LazyLock::new(|| Profile::bundled("SL").unwrap());
        &READ
    }

    #[rstest]
    #[case("2024-01-15", 60, "2024-03-15")]
    #[case("2023-01-15", 60, "2023-03-16")]
    #[case("2023-01-15", 90, "2023-03-16")]
    #[case("2023-01-15", 30, "2023-02-14")]
    fn certificates_end_after_sixty_days_at_most(#[case] issued: &str, #[case] days: u32, #[case] expires: &str) {
        assert_eq!(expires_on(day(issued), days), Some(day(expires)));
    }

    #[test]
    fn every_bundled_profile_keeps_sixty_days() {
        for code in Profile::bundled_codes() {
            let profile = Profile::bundled(code).unwrap();
            assert_eq!(profile.expires_on(day("2024-01-15")), Some(day("2024-03-15")), "{code}");
        }
        assert_eq!(expires_on(Day::MAX, 60), None);
    }

    #[test]
    fn late_after_ten_working_days() {
        let profile = sierra_leone();
        assert!(!profile.is_late(day("2026-11-02"), day("2026-11-16")));
        assert!(profile.is_late(day("2026-11-02"), day("2026-11-17")));
        assert!(!profile.is_late(day("2026-11-02"), day("2026-11-02")));
        // A Friday's find: the second weekend does not count.
        assert!(!profile.is_late(day("2026-11-06"), day("2026-11-20")));
        assert!(!profile.is_late(day("2026-11-06"), day("2026-11-22")));
        assert!(profile.is_late(day("2026-11-06"), day("2026-11-23")));
    }

    #[rstest]
    #[case(0, 20)]
    #[case(1_000, 20)]
    #[case(20_000, 20)]
    #[case(20_999, 20)]
    #[case(21_000, 21)]
    #[case(10_000_000_000_000, 10_000_000_000)]
    fn two_hundredths_of_a_carat_or_a_thousandth(#[case] mct: i64, #[case] tolerance: i64) {
        assert_eq!(sierra_leone().tolerances.reweigh_tolerance(mass(mct)), tolerance);
    }

    #[test]
    fn reweighing_counts_both_ways() {
        let t = &sierra_leone().tolerances;
        assert!(t.reweigh_within(mass(5_000), mass(5_020)) && t.reweigh_within(mass(5_000), mass(4_980)));
        assert!(!t.reweigh_within(mass(5_000), mass(5_021)) && !t.reweigh_within(mass(5_000), mass(4_979)));
        assert!(t.reweigh_within(mass(10), Mass::ZERO));
    }

    #[test]
    fn a_loss_is_never_more_than_there_is() {
        let t = &sierra_leone().tolerances;
        assert_eq!(t.loss_cap(mass(3)), 3);
        let cap = t.loss_cap(mass(1_000_000));
        assert!(t.loss_within(mass(1_000_000), mass(cap)) && !t.loss_within(mass(1_000_000), mass(cap + 1)));
        assert!(t.loss_within(mass(1_000), Mass::ZERO) && !t.loss_within(Mass::ZERO, mass(1)));
    }

    #[rstest]
    #[case("artisanal", "2026-01-01", "2026-12-31", true)]
    #[case("artisanal", "2026-01-01", "2027-01-01", true)]
    #[case("artisanal", "2026-01-01", "2027-01-02", false)]
    #[case("artisanal", "2024-02-29", "2025-02-28", true)]
    #[case("artisanal", "2024-02-29", "2025-03-01", false)]
    #[case("exporter", "2026-01-01", "2026-07-01", true)]
    #[case("artisanal", "2026-01-02", "2026-01-01", false)]
    #[case("artisanal", "2026-01-01", "2026-01-01", true)]
    fn terms(#[case] code: &str, #[case] from: &str, #[case] to: &str, #[case] ok: bool) {
        let profile = sierra_leone();
        assert_eq!(profile.licence_type(code).unwrap().licence_term_ok(day(from), day(to)), ok);
    }

    #[test]
    fn who_may_sell_to_whom() {
        let sl = sierra_leone();
        assert_eq!(sl.may_sell(Role::Digger, Role::Miner), Permission::OwnHolderOnly);
        assert_eq!(sl.may_sell(Role::Digger, Role::Dealer), Permission::Refused);
        assert_eq!(sl.may_sell(Role::Miner, Role::Dealer), Permission::Allowed);
        assert_eq!(sl.may_sell(Role::Dealer, Role::Exporter), Permission::Allowed);
        assert_eq!(sl.may_sell(Role::Exporter, Role::Miner), Permission::Refused);
        // Pairs no profile names.
        assert_eq!(sl.may_sell(Role::Supporter, Role::Courier), Permission::Refused);
        for code in Profile::bundled_codes() {
            let profile = Profile::bundled(code).unwrap();
            for role in Role::ALL.iter().filter(|r| !r.holds_stones()) {
                for other in Role::ALL {
                    assert_eq!(profile.may_sell(*role, *other), Permission::Refused, "{code}: {role} to {other}");
                    assert_eq!(profile.may_sell(*other, *role), Permission::Refused, "{code}: {other} to {role}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn tolerances_never_overflow_and_grow_with_the_mass(a in 0..=crate::domain::quantity::MASS_MAX_MCT, b in 0..=crate::domain::quantity::MASS_MAX_MCT) {
            let t = &sierra_leone().tolerances;
            let (small, large) = (mass(a.min(b)), mass(a.max(b)));
            prop_assert!(t.reweigh_tolerance(small) <= t.reweigh_tolerance(large));
            prop_assert!(t.path_gain_cap(small) <= t.path_gain_cap(large));
            prop_assert!(t.loss_cap(small) <= t.loss_cap(large));
            prop_assert!(t.loss_cap(small) <= small.mct());
        }
    }
}
