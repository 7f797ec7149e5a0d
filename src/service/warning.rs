//! Numbers of certificates that foreign authorities warn of, and taking such a warning back.

use crate::domain::access::{Belongs, Permission};
use crate::domain::arrival::{NumberRange, RangeFault, plain_number};
use crate::domain::event::{WarningsListed, WarningsWithdrawn};
use crate::domain::ids::WarningListId;
use crate::domain::party::is_hidden;
use crate::domain::violation::{Violation, Violations};
use crate::service::arrival::{NUMBER_MAX, TEXT_MAX, issuer_of};
use crate::service::error::ServiceError;
use crate::service::party::check_reason;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::warning::{warned_numbers, warning_list_fetch};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most numbers of one list of warnings, those of its ranges with them.
pub const WARNINGS_MAX: usize = 10_000;
/// The most refusals of single numbers that are told at once.
const TOLD: usize = 20;

/// Writes down numbers that a foreign authority says are lost, stolen or void.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListWarnings {
    /// Country of the authority, ISO 3166-1 alpha-2, or `EU`.
    pub issuer: String,
    /// Where it was published, or who sent it.
    pub source: String,
    /// Single numbers, as printed.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// Numbers from a first to a last.
    #[serde(default)]
    pub ranges: Vec<NumberRange>,
}

/// Whether a text can be the number of a certificate: one of them in a line, with figures.
fn is_number(typed: &str) -> bool {
    typed.chars().count() <= NUMBER_MAX
        && typed.chars().any(|c| c.is_ascii_digit())
        && !typed.contains([',', ';'])
        && !typed.contains(is_hidden)
}

impl ListWarnings {
    /// Every number, by what is compared; what is none is noted.
    fn all(&self, v: &mut Violations) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let (mut wrong, most) = (Violations::none(), i64::try_from(WARNINGS_MAX).unwrap_or(i64::MAX));
        let short = |text: &str| text.chars().take(NUMBER_MAX).collect::<String>();
        let mut add = |typed: &str, wrong: &mut Violations| {
            wrong.check(is_number(typed), || Violation::on("arrival.number_of", "numbers").with("typed", short(typed)));
            found.insert(plain_number(typed), typed.to_owned());
        };
        for typed in self.numbers.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
            add(typed, &mut wrong);
        }
        let mut room = WARNINGS_MAX;
        for range in &self.ranges {
            let on = |code| Violation::on(code, "numbers").with("first", short(&range.first)).with("last", short(&range.last));
            match range.numbers(room) {
                Ok(numbers) => {
                    room = room.saturating_sub(numbers.len());
                    numbers.iter().for_each(|number| add(number, &mut wrong));
                }
                Err(RangeFault::Shape) => wrong.push(on("arrival.range")),
                Err(RangeFault::Size) => wrong.push(on("arrival.range_size").with("limit", most)),
            }
        }
        v.0.extend(wrong.0.into_iter().take(TOLD));
        v.check(found.len() <= WARNINGS_MAX, || Violation::on("arrival.too_many", "numbers").with("limit", most));
        found
    }
}

impl Command for ListWarnings {
    const NAME: &'static str = "list_warnings";
    const PERMISSION: Permission = Permission::AbroadWrite;

    fn decide(&self, _: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::AbroadWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let issuer = issuer_of(&self.issuer, case, &mut v);
        let source = words(&self.source, "source", TEXT_MAX, &mut v);
        let said = self.numbers.iter().any(|n| !n.trim().is_empty()) || !self.ranges.is_empty();
        v.check(said, || Violation::on("required", "numbers"));
        let numbers = self.all(&mut v);
        v.finish()?;
        Ok(WarningsListed { list: case.id(), issuer, source, numbers: numbers.into_values().collect() }.into())
    }
}

/// Takes warnings back: the paper was found, or the number was never meant. What was written down stays in the history.
/// Whoever decides upon detained shipments signs for it, so that nobody lets goods in by it alone.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawWarnings {
    /// The list in which they stand.
    pub list: WarningListId,
    /// Which numbers of it; all that still stand where none is given.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// Why.
    pub reason: String,
}

impl Command for WithdrawWarnings {
    const NAME: &'static str = "withdraw_warnings";
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::CertificateApprove, &Belongs::default())?;
        let list = warning_list_fetch(rx, self.list)?.ok_or(ServiceError::NotFound("warning list"))?;
        let all = warned_numbers(rx, &list)?;
        let stands: BTreeSet<&str> = all.iter().filter(|n| n.withdrawn.is_none()).map(|n| n.number.as_str()).collect();
        let mut v = Violations::none();
        v.check(!stands.is_empty(), || Violation::new("arrival.withdrawn").conflict());
        let mut numbers = BTreeSet::new();
        for typed in self.numbers.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
            let plain = plain_number(typed);
            let typed = || typed.chars().take(NUMBER_MAX).collect::<String>();
            v.check(stands.contains(plain.as_str()), || Violation::on("arrival.not_warned", "numbers").with("typed", typed()));
            numbers.insert(plain);
        }
        let reason = check_reason(&self.reason, &mut v);
        v.0.truncate(TOLD);
        v.finish()?;
        let numbers = if numbers.is_empty() { stands.into_iter().map(str::to_owned).collect() } else { numbers.into_iter().collect() };
        Ok(WarningsWithdrawn { list: self.list, numbers, reason }.into())
    }
}
