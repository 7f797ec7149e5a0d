//! The country's rules as an auditor reads them: the few values by which a journal can be judged, without the reader
//! that the register works with.

use crate::domain::role::Role;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::{ZoneEffect, ZoneStatus};
use chrono::{Datelike, TimeDelta};
use toml::{Table, Value};

/// A fixed measure and a part in millionths; the larger counts.
#[derive(Debug, Clone, Copy)]
struct Cap {
    fixed: i64,
    ppm: i64,
}

impl Cap {
    fn of(self, measure: i64) -> i64 {
        let part = i128::from(measure.max(0)).saturating_mul(i128::from(self.ppm)).checked_div(1_000_000).unwrap_or(0);
        self.fixed.max(i64::try_from(part).unwrap_or(i64::MAX))
    }
}

/// What the rules say of a kind of licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LicenceKind {
    pub role: Role,
    pub needs_site: bool,
}

/// A payment on a shipment, in the order in which a valuation lists them.
#[derive(Debug)]
pub(super) enum Payment {
    /// A part in millionths of single stones above a value, US cents; in place of the duty.
    Special { above: i64, ppm: i64 },
    /// A part of all else.
    Duty { ppm: i64 },
    /// A part of the whole.
    Fund { code: String, ppm: i64 },
    /// So many US cents, for each parcel or for the certificate.
    Fee { code: String, cents: i64, each_parcel: bool },
}

/// How a shipment is valued.
#[derive(Debug)]
pub(super) struct Valuing {
    /// Whether the highest of the values is taken; else the government's.
    pub takes_highest: bool,
    /// Whether an independent valuer states a value too.
    pub independent: bool,
    /// How many officials are present at least.
    pub present: i64,
    /// The table of the sheet, with its classes.
    pub table: String,
    pub classes: Vec<String>,
    pub payments: Vec<Payment>,
}

impl Valuing {
    fn read(table: &Table) -> Option<Self> {
        let code = stated(table, "valuation", "size_table")?.as_str()?;
        let sizes = table.get("size_table")?.as_array()?;
        let of_it = sizes.iter().find(|row| row.get("code").and_then(Value::as_str) == Some(code))?;
        let class = |row: &Value| Some(row.get("code")?.as_str()?.to_owned());
        let section = table.get("valuation")?;
        let mut payments = Vec::new();
        if let Some(special) = section.get("special") {
            let special = special.get("value")?;
            payments.push(Payment::Special { above: counted(special, "above_usd_cents")?, ppm: counted(special, "ppm")? });
        }
        payments.push(Payment::Duty { ppm: whole(table, "valuation", "duty_ppm")? });
        for fund in rows(section, "funds")? {
            payments.push(Payment::Fund { code: fund.get("code")?.as_str()?.to_owned(), ppm: counted(fund, "ppm")? });
        }
        for fee in rows(section, "fees")? {
            let each_parcel = match fee.get("per")?.as_str()? {
                "parcel" => true,
                "certificate" => false,
                _ => return None,
            };
            let code = fee.get("code")?.as_str()?.to_owned();
            payments.push(Payment::Fee { code, cents: counted(fee, "usd_cents")?, each_parcel });
        }
        Some(Self {
            takes_highest: match stated(table, "valuation", "basis")?.as_str()? {
                "highest" => true,
                "government" => false,
                _ => return None,
            },
            independent: stated(table, "valuation", "independent")?.as_bool()?,
            present: whole(table, "valuation", "present")?,
            table: code.to_owned(),
            classes: of_it.get("classes")?.as_array()?.iter().map(class).collect::<Option<_>>()?,
            payments,
        })
    }
}

/// Whether one role may sell to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MaySell {
    Yes,
    /// Only to the holder of the licence under which he dug.
    ToOwnHolder,
    No,
}

/// One country profile, as far as a journal can be held against it.
#[derive(Debug)]
pub(super) struct Rules {
    pub country: String,
    offset_hours: i64,
    reweigh: Cap,
    loss: Cap,
    path_gain: Cap,
    path_loss: Cap,
    count: Cap,
    late_working_days: i64,
    certificate_days: i64,
    /// Whether a form may be used in the year of its run alone.
    pub blanks_of_year: bool,
    /// Whether the parcel number on a container must end in the serial of its certificate.
    pub container_serial: bool,
    /// Whether a certificate needs a valuation.
    pub valuation_required: bool,
    confirmation: Cap,
    pub valuation: Valuing,
    kinds: Vec<(String, LicenceKind)>,
    trade: Vec<(Role, Role, MaySell)>,
    /// The most metres that the accuracy of a site counts for.
    site_accuracy_max_m: u32,
    zones: Vec<(ZoneStatus, ZoneEffect)>,
    compliant_only: bool,
    /// The fewest stones of a footprint, where the rules say so.
    pub footprint_least: Option<i64>,
}

fn stated<'a>(table: &'a Table, section: &str, name: &str) -> Option<&'a Value> {
    table.get(section)?.get(name)?.get("value")
}

fn whole(table: &Table, section: &str, name: &str) -> Option<i64> {
    stated(table, section, name)?.as_integer().filter(|n| *n >= 0)
}

/// A whole number of a row.
fn counted(row: &Value, name: &str) -> Option<i64> {
    row.get(name)?.as_integer().filter(|n| *n >= 0)
}

/// The rows of a list that may be left out.
fn rows<'a>(section: &'a Value, name: &str) -> Option<&'a [Value]> {
    section.get(name).map_or(Some(&[]), |list| list.as_array().map(Vec::as_slice))
}

fn role(value: &Value, name: &str) -> Option<Role> {
    value.get(name)?.as_str()?.parse().ok()
}

/// A value of the section of zones, which may be left out as a whole or in part.
fn zone_stated<'a>(table: &'a Table, name: &str) -> Option<&'a Value> {
    table.get("zones")?.get(name)?.get("value")
}

fn zone_effects(table: &Table) -> Option<Vec<(ZoneStatus, ZoneEffect)>> {
    let effect = |status: &ZoneStatus| match zone_stated(table, status.as_str()) {
        None => Some((*status, ZoneEffect::None)),
        Some(value) => Some((*status, value.as_str()?.parse().ok()?)),
    };
    ZoneStatus::ALL.iter().map(effect).collect()
}

impl Rules {
    /// The values of a profile; nothing where one of them is missing or of another kind.
    fn read(text: &str) -> Option<Self> {
        let table: Table = text.parse().ok()?;
        let cap = |fixed: &str, ppm: &str| Some(Cap { fixed: whole(&table, "tolerances", fixed)?, ppm: whole(&table, "tolerances", ppm)? });
        let mut kinds = Vec::new();
        for kind in table.get("licence_type")?.as_array()? {
            let code = kind.get("code")?.as_str()?.to_owned();
            let needs_site = kind.get("needs_site")?.get("value")?.as_bool()?;
            kinds.push((code, LicenceKind { role: role(kind.get("role")?, "value")?, needs_site }));
        }
        let mut trade = Vec::new();
        for rule in table.get("trade")?.get("rules")?.as_array()? {
            let own = rule.get("own_licence_holder_only").map_or(Some(false), Value::as_bool)?;
            let may = match (rule.get("allowed")?.as_bool()?, own) {
                (false, _) => MaySell::No,
                (true, true) => MaySell::ToOwnHolder,
                (true, false) => MaySell::Yes,
            };
            trade.push((role(rule, "seller")?, role(rule, "buyer")?, may));
        }
        Some(Self {
            country: stated(&table, "country", "alpha2")?.as_str()?.to_owned(),
            offset_hours: stated(&table, "country", "utc_offset_hours")?.as_integer().filter(|h| (-24..=24).contains(h))?,
            reweigh: cap("reweigh_abs_mct", "reweigh_ppm")?,
            loss: cap("loss_abs_mct", "loss_ppm")?,
            path_gain: cap("path_gain_abs_mct", "path_gain_ppm")?,
            path_loss: cap("path_loss_abs_mct", "path_loss_ppm")?,
            count: cap("count_abs", "count_ppm")?,
            late_working_days: whole(&table, "times", "production_late_working_days")?,
            certificate_days: whole(&table, "certificate", "valid_days")?,
            valuation_required: stated(&table, "valuation", "required")?.as_bool()?,
            confirmation: Cap {
                fixed: whole(&table, "confirmation", "tolerance_abs_mct")?,
                ppm: whole(&table, "confirmation", "tolerance_ppm")?,
            },
            valuation: Valuing::read(&table)?,
            container_serial: stated(&table, "certificate", "container_serial")?.as_bool()?,
            blanks_of_year: stated(&table, "certificate", "blanks_of_year")?.as_bool()?,
            kinds,
            trade,
            site_accuracy_max_m: u32::try_from(whole(&table, "tolerances", "site_accuracy_max_m")?).ok()?,
            zones: zone_effects(&table)?,
            footprint_least: whole(&table, "footprint", "least_stones"),
            compliant_only: zone_stated(&table, "compliant_only").map_or(Some(false), Value::as_bool)?,
        })
    }

    /// The calendar day in the country.
    pub fn local_day(&self, at: Instant) -> Option<Day> {
        at.utc().checked_add_signed(TimeDelta::hours(self.offset_hours)).map(|local| local.date_naive())
    }
    /// What the status of a zone does to production there.
    pub fn zone_effect(&self, status: ZoneStatus) -> ZoneEffect {
        self.zones.iter().find(|(s, _)| *s == status).map_or(ZoneEffect::None, |(_, effect)| *effect)
    }
    /// Whether all that was dug outside of compliant zones is frozen.
    pub const fn compliant_only(&self) -> bool {
        self.compliant_only
    }
    /// How many metres the accuracy of a site counts for.
    pub fn site_accuracy(&self, stated: Option<u32>) -> u32 {
        stated.unwrap_or(0).min(self.site_accuracy_max_m)
    }
    /// By how much carats that are confirmed abroad may differ from those certified.
    pub fn confirmation_cap(&self, mass: i64) -> i64 {
        self.confirmation.of(mass)
    }
    pub fn reweigh_cap(&self, mass: i64) -> i64 {
        self.reweigh.of(mass)
    }
    pub fn loss_cap(&self, mass: i64) -> i64 {
        self.loss.of(mass).min(mass)
    }
    pub fn path_gain_cap(&self, mass: i64) -> i64 {
        self.path_gain.of(mass)
    }
    pub fn path_loss_cap(&self, mass: i64) -> i64 {
        self.path_loss.of(mass).min(mass)
    }
    pub fn count_cap(&self, stones: i64) -> i64 {
        self.count.of(stones)
    }
    /// By how many stones even the smallest parcel may be counted otherwise.
    pub const fn count_least(&self) -> i64 {
        self.count.fixed
    }
    /// Whether what was dug on a day and written down on another was late.
    pub fn is_late(&self, on: Day, written: Day) -> bool {
        working_days(on, written) > self.late_working_days
    }
    /// The most days from issue to expiry.
    pub fn certificate_days(&self) -> i64 {
        self.certificate_days.min(60)
    }
    pub fn licence_kind(&self, code: &str) -> Option<LicenceKind> {
        self.kinds.iter().find(|(own, _)| own == code).map(|(_, kind)| *kind)
    }
    /// Whether any kind of licence grants a role.
    pub fn licenses(&self, role: Role) -> bool {
        self.kinds.iter().any(|(_, kind)| kind.role == role)
    }
    pub fn may_sell(&self, seller: Role, buyer: Role) -> MaySell {
        self.trade.iter().find(|(s, b, _)| (*s, *b) == (seller, buyer)).map_or(MaySell::No, |(_, _, may)| *may)
    }
}

/// Mondays to Fridays after one day up to and with another.
fn working_days(from: Day, to: Day) -> i64 {
    let days = to.signed_duration_since(from).num_days().max(0);
    let begun = i64::from(from.weekday().num_days_from_monday());
    let rest = days.checked_rem(7).unwrap_or(0);
    let left = (1..=rest).filter(|step| begun.saturating_add(*step).checked_rem(7).is_some_and(|weekday| weekday < 5)).count();
    days.checked_div(7).unwrap_or(0).saturating_mul(5).saturating_add(i64::try_from(left).unwrap_or(0))
}

/// All rules the register worked under, each for the entries after a position. What cannot be read rules nothing.
#[derive(Debug, Default)]
pub struct RuleBook(Vec<(i64, Option<Rules>)>);

impl RuleBook {
    /// From the position after which each set of rules is in force, and its file.
    #[must_use]
    pub fn new<'a>(files: impl IntoIterator<Item = (i64, &'a str)>) -> Self {
        let mut book: Vec<_> = files.into_iter().map(|(after, text)| (after, Rules::read(text))).collect();
        book.sort_by_key(|(after, _)| *after);
        Self(book)
    }

    /// Whether a file has every value that a journal is judged by.
    #[must_use]
    pub fn reads(text: &str) -> bool {
        Rules::read(text).is_some()
    }

    /// The rules in force for an entry.
    pub(super) fn at(&self, seq: i64) -> Option<&Rules> {
        let begun = self.0.partition_point(|(after, _)| *after < seq);
        self.0.get(begun.checked_sub(1)?)?.1.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::jurisdiction::Profile;
    use crate::domain::time::working_days_between;
    use proptest::prelude::*;

    #[test]
    fn every_bundled_profile_can_be_read() {
        for code in Profile::bundled_codes() {
            let rules = Rules::read(Profile::bundled_text(code).unwrap()).unwrap();
            let profile = Profile::bundled(code).unwrap();
            assert_eq!(rules.country, code);
            for seller in Role::ALL {
                for buyer in Role::ALL {
                    use crate::domain::jurisdiction::Permission as P;
                    let wanted = match profile.may_sell(*seller, *buyer) {
                        P::Allowed => MaySell::Yes,
                        P::OwnHolderOnly => MaySell::ToOwnHolder,
                        P::Refused => MaySell::No,
                    };
                    assert_eq!(rules.may_sell(*seller, *buyer), wanted, "{code}: {seller} to {buyer}");
                }
            }
        }
    }

    #[test]
    fn a_file_that_lacks_a_value_rules_nothing() {
        let text = Profile::bundled_text("SL").unwrap();
        let book = RuleBook::new([(0, text), (7, "x = 1")]);
        assert!(book.at(1).is_some() && book.at(7).is_some() && book.at(8).is_none() && book.at(0).is_none());
    }

    proptest! {
        #[test]
        fn working_days_are_those_of_the_calendar(from in 0i32..2_000, days in -30i32..400) {
            let day = |n: i32| Day::from_num_days_from_ce_opt(739_000 + n).unwrap();
            let (a, b) = (day(from), day(from + days));
            prop_assert_eq!(working_days(a, b), i64::from(working_days_between(a, b)));
        }
    }
}
