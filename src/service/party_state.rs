//! Where a party stands: barred, dead, ended, or in the trade again; and what that stops.

use crate::domain::access::Permission;
use crate::domain::event::{PartyKind, PartyState, PartyStateChanged};
use crate::domain::ids::PartyId;
use crate::domain::party::{PartyStateChange, is_hidden, party_state_on};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::offence::offence_of;
use crate::service::party::check_reason;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::offence::stopped_for;
use crate::store::party::{party_fetch, party_states, party_states_of_both};
use serde::{Deserialize, Serialize};

/// Most characters of a remark.
const NOTE_MAX: usize = 500;

/// Says where a party stands from a day on. A bar can be lifted, and what was wrongly taken for a death or an end is
/// put right, both by `active` with the reason.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPartyState {
    /// Which.
    pub party: PartyId,
    /// `active`, `barred`, `dead` (a person) or `ended` (an organisation).
    pub state: PartyState,
    /// From which day; not before the last change, not in the future.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
    /// Why. It stands in the journal for good: no details of persons.
    pub reason: String,
    /// Remarks: who told, which paper.
    #[serde(default)]
    pub note: Option<String>,
    /// Code of the offence for which it is so, where there is one; of the party.
    #[serde(default)]
    pub offence: Option<String>,
}

impl Command for SetPartyState {
    const NAME: &'static str = "set_party_state";
    // Whoever suspends licences.
    const PERMISSION: Permission = Permission::LicenceWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let party = party_fetch(rx, self.party)?.ok_or(ServiceError::NotFound("party"))?;
        case.require(Permission::LicenceWrite, &party.belongs())?;
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        let note = self.note.as_deref().map(|n| n.replace("\r\n", "\n").trim().to_owned()).filter(|n| !n.is_empty());
        if let Some(note) = &note {
            let limit = i64::try_from(NOTE_MAX).unwrap_or(i64::MAX);
            v.check(note.chars().count() <= NOTE_MAX, || Violation::on("too_long", "note").with("limit", limit));
            v.check(!note.contains(is_hidden), || Violation::on("party.hidden", "note"));
        }
        let history = party_states(rx, self.party)?;
        let now = history.last().map_or(PartyState::Active, |c| c.state);
        let refuse = |code: &'static str| Violation::on(code, "state").with("code", party.code.clone()).with("state", now.as_str());
        match (now, self.state) {
            (was, is) if was == is => v.push(refuse("party.state_same").conflict()),
            // Nobody who is dead can be barred; whether the death was wrong has to be said first.
            (PartyState::Dead | PartyState::Ended, is) if is != PartyState::Active => v.push(refuse("party.state_over")),
            (_, PartyState::Dead) if party.facts.kind != PartyKind::Person => v.push(refuse("party.state_person")),
            (_, PartyState::Ended) if party.facts.kind != PartyKind::Organisation => v.push(refuse("party.state_organisation")),
            _ => {}
        }
        v.check(self.on <= case.today(), || Violation::on("day.future", "on"));
        if let Some(last) = history.iter().map(|c| c.on).max() {
            v.check(self.on >= last, || Violation::on("party.state_order", "on").with("day", last));
        }
        let offence = offence_of(rx, case, self.offence.as_deref(), self.party, &mut v)?;
        v.finish()?;
        Ok(PartyStateChanged { party: self.party, state: self.state, on: self.on, reason, note, offence }.into())
    }
}

/// Refuses a party that is dead, ended or barred on a day (F8); nothing of one in the trade.
pub(super) fn check_in_trade(
    rx: &mut Rx<'_>,
    v: &mut Violations,
    party: PartyId,
    day: Day,
    refusal: (&'static str, Option<&'static str>),
) -> Result<(), StoreError> {
    let history = party_states(rx, party)?;
    check_history(rx, v, (party, &history), day, refusal)
}

/// The same of the seller and the buyer, in one reading.
pub(super) fn check_both_in_trade(
    rx: &mut Rx<'_>,
    v: &mut Violations,
    [one, other]: [(PartyId, &'static str); 2],
    day: Day,
    code: &'static str,
) -> Result<(), StoreError> {
    let [first, second] = party_states_of_both(rx, one.0, other.0)?;
    check_history(rx, v, (one.0, &first), day, (code, Some(one.1)))?;
    check_history(rx, v, (other.0, &second), day, (code, Some(other.1)))
}

fn check_history(
    rx: &mut Rx<'_>,
    v: &mut Violations,
    (party, history): (PartyId, &[PartyStateChange]),
    day: Day,
    (code, field): (&'static str, Option<&'static str>),
) -> Result<(), StoreError> {
    let state = party_state_on(history, day);
    if state == PartyState::Active {
        return Ok(());
    }
    let named = party_fetch(rx, party)?.map(|p| p.code).unwrap_or_default();
    let violation = field.map_or_else(|| Violation::new(code), |field| Violation::on(code, field));
    v.push(violation.with("party", named.clone()).with("state", state.as_str()).with("day", day));
    let since = history.iter().rev().find(|c| c.on <= day).map(|c| stopped_for(rx, c.seq)).transpose()?.flatten();
    v.0.extend(since.map(|offence| Violation::new("stopped_for_offence").with("party", named).with("offence", offence)));
    Ok(())
}
