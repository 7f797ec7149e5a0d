//! The list of participants of the Kimberley Process: what is to stand on it is proposed by one and confirmed by another,
//! and it decides where a shipment may go (K4).

use crate::domain::access::{Belongs, Permission};
use crate::domain::country::{country, country_or_union};
use crate::domain::event::{ContactStated, ParticipantsDecided, ParticipantsProposed, StandingStated};
use crate::domain::ids::ParticipantChangeId;
use crate::domain::participant::{AuthorityDuty, Closed, ParticipantChangeState, ParticipantStanding, ROWS_MAX};
use crate::domain::time::{Day, day_typed};
use crate::domain::violation::{Arg, Violation, Violations};
use crate::interop::participants_csv::{BUNDLED, Written, parse};
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::party::reason_to_decide;
use crate::service::proof::other_hands;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::participant::{participant_change_fetch, participant_change_next_no, participant_roll};
use serde::{Deserialize, Serialize};

/// The most characters of a source, the name of an authority or its address.
pub const TEXT_MAX: usize = 400;
/// The most characters of an e-mail address (RFC 5321).
const EMAIL_MAX: usize = 254;

/// What a row of a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// What a participant is, or whether it stands for a country.
    Standing,
    /// How its importing authority is reached.
    Importing,
    /// How its exporting authority is reached.
    Exporting,
}

impl RowKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Standing, Self::Importing, Self::Exporting];
    /// As written in files and forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Importing => AuthorityDuty::Importing.as_str(),
            Self::Exporting => AuthorityDuty::Exporting.as_str(),
        }
    }
    /// The kind written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// One row of a change.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipantRow {
    /// What it is about.
    pub row: Option<RowKind>,
    /// The participant: ISO 3166-1 alpha-2 code, or `EU`.
    pub participant: String,
    /// The country for which the participant stands, where the row is about that: whether it stands for it, or how that
    /// country's own authority is reached.
    #[serde(default)]
    pub country: Option<String>,
    /// Of a standing: what it is. Of a country only `trade` (the participant stands for it) or `left`.
    #[serde(default)]
    pub standing: Option<ParticipantStanding>,
    /// Of a standing: from when; left out where nobody knows.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    /// Of a contact: the authority's name.
    #[serde(default)]
    pub authority: Option<String>,
    /// Of a contact: its e-mail address. An office's, never a person's: it stands in the journal for ever.
    #[serde(default)]
    pub email: Option<String>,
    /// Of a contact: its postal address.
    #[serde(default)]
    pub address: Option<String>,
    /// Where this row is from; the source of the whole change when not given.
    #[serde(default)]
    pub source: Option<String>,
}

/// Proposes what the list of participants says from now on. What is stated of the same participant, country and day
/// before stays in the history.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeParticipants {
    /// Where all of it is from: a notice, a letter, a list.
    pub source: String,
    /// The day of that source; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// What is stated.
    pub rows: Vec<ParticipantRow>,
}

/// What is wrong with a row: on its own field where the change has one row, else on all rows, with its number.
struct At {
    line: i64,
}

impl At {
    fn on(&self, code: &'static str, field: &'static str) -> Violation {
        let field = if self.line == 0 { field } else { "rows" };
        Violation::on(code, field).with("line", self.line)
    }
    fn adopt(&self, found: Violations, v: &mut Violations) {
        for one in found.0 {
            let one = if self.line == 0 { one } else { Violation { field: Some("rows".to_owned()), ..one } };
            v.push(one.with("line", self.line));
        }
    }
}

impl Command for ProposeParticipants {
    const NAME: &'static str = "propose_participants";
    const PERMISSION: Permission = Permission::ParticipantWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ParticipantWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let source = words(&self.source, "source", TEXT_MAX, &mut v);
        let on = self.on.unwrap_or(case.today());
        v.check(on <= case.today(), || Violation::on("day.future", "on"));
        v.check(!self.rows.is_empty(), || Violation::on("participant.empty", "rows"));
        if self.rows.len() > ROWS_MAX {
            let most = i64::try_from(ROWS_MAX).unwrap_or(i64::MAX);
            return Err(Violation::on("participant.too_many", "rows").with("most", most).into());
        }
        let (mut standings, mut contacts) = (Vec::new(), Vec::new());
        for (number, row) in (1_i64..).zip(&self.rows) {
            let at = At { line: if self.rows.len() == 1 { 0 } else { number } };
            match row.row {
                None => v.push(at.on("participant.row", "row")),
                Some(RowKind::Standing) => standings.extend(row.standing(&at, &source, &mut v)),
                Some(RowKind::Importing) => contacts.extend(row.contact(&at, AuthorityDuty::Importing, &source, &mut v)),
                Some(RowKind::Exporting) => contacts.extend(row.contact(&at, AuthorityDuty::Exporting, &source, &mut v)),
            }
        }
        for (number, s) in standings.iter().enumerate() {
            let same = |o: &&StandingStated| (&o.participant, &o.country, o.from) == (&s.participant, &s.country, s.from);
            let twice = standings.iter().take(number).any(|o| same(&o));
            v.check(!twice, || Violation::on("participant.twice", "rows").with("participant", s.participant.clone()));
        }
        v.finish()?;
        let no = participant_change_next_no(rx)?;
        Ok(ParticipantsProposed { change: case.id(), no, source, on, standings, contacts }.into())
    }
}

impl ParticipantRow {
    /// The rows of the list that comes with the program.
    ///
    /// # Errors
    /// What is wrong with it, which a test rules out.
    pub fn bundled() -> Result<Vec<Self>, Violations> {
        let mut wrong = Violations::none();
        let rows = (1_i64..).zip(parse(BUNDLED)?).map(|(number, w)| Self::written(number, w, &mut wrong)).collect();
        wrong.finish()?;
        Ok(rows)
    }

    /// A row of a file; what does not read is noted with its number.
    #[must_use]
    pub fn written(number: i64, w: Written, v: &mut Violations) -> Self {
        let some = |text: String| Some(text).filter(|t| !t.is_empty());
        let wrong = |code: &'static str, typed: &str| Violation::on(code, "file").with("line", number).with("typed", typed);
        let row = RowKind::parse(&w.row);
        v.check(row.is_some(), || wrong("participant.row", &w.row));
        let standing = some(w.standing).and_then(|typed| {
            let known = typed.parse().ok();
            v.check(known.is_some(), || wrong("participant.standing", &typed));
            known
        });
        let from = some(w.from).and_then(|typed| {
            let day = day_typed(&typed);
            v.check(day.is_some(), || wrong("participant.day", &typed));
            day
        });
        let (country, authority, email, address, source) =
            (some(w.country), some(w.authority), some(w.email), some(w.address), some(w.source));
        Self { row, participant: w.participant, country, standing, from, authority, email, address, source }
    }

    fn code(given: &str) -> String {
        given.trim().to_uppercase()
    }

    fn who(&self, at: &At, v: &mut Violations) -> String {
        let code = Self::code(&self.participant);
        v.check(country_or_union(&code).is_some(), || at.on("participant.unknown", "participant").with("typed", self.participant.trim()));
        code
    }

    fn source(&self, at: &At, of_all: &str, v: &mut Violations) -> String {
        let mut found = Violations::none();
        let own = tidy(self.source.as_deref(), "source", TEXT_MAX, &mut found);
        at.adopt(found, v);
        own.unwrap_or_else(|| of_all.to_owned())
    }

    /// The country for which the participant stands, where the row is about one.
    fn covered(&self, at: &At, participant: &str, v: &mut Violations) -> Option<String> {
        let code = self.country.as_deref().map(Self::code).filter(|c| !c.is_empty())?;
        v.check(country(&code).is_some() && code != participant, || at.on("participant.country", "country").with("typed", code.clone()));
        Some(code)
    }

    fn standing(&self, at: &At, source: &str, v: &mut Violations) -> Option<StandingStated> {
        let participant = self.who(at, v);
        let covered = self.covered(at, &participant, v);
        let source = self.source(at, source, v);
        let Some(standing) = self.standing else {
            v.push(at.on("participant.standing", "standing"));
            return None;
        };
        let fits = covered.is_none() || matches!(standing, ParticipantStanding::Trade | ParticipantStanding::Left);
        v.check(fits, || at.on("participant.covered", "standing"));
        Some(StandingStated { participant, country: covered, standing, from: self.from, source })
    }

    fn contact(&self, at: &At, duty: AuthorityDuty, source: &str, v: &mut Violations) -> Option<ContactStated> {
        let participant = self.who(at, v);
        let mut found = Violations::none();
        let authority = tidy(self.authority.as_deref(), "authority", TEXT_MAX, &mut found);
        let email = tidy(self.email.as_deref(), "email", EMAIL_MAX, &mut found);
        let address = tidy(self.address.as_deref(), "address", TEXT_MAX, &mut found);
        at.adopt(found, v);
        v.check(authority.is_some(), || at.on("participant.authority", "authority"));
        v.check(email.as_deref().is_none_or(is_email), || at.on("participant.email", "email"));
        let country = self.covered(at, &participant, v);
        let source = self.source(at, source, v);
        Some(ContactStated { participant, country, duty, authority: authority?, email, address, source })
    }
}

/// Whether mail could go there: one name, one host, nothing that a mail's head could be broken with.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let label =
        |l: &str| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !l.starts_with('-') && !l.ends_with('-');
    let dots = !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
    !name.is_empty() && name.len() <= 64 && dots && name.chars().all(plain) && host.contains('.') && host.split('.').all(label)
}

/// Confirms or refuses a change of the list that somebody else proposed.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideParticipants {
    /// Which change.
    pub change: ParticipantChangeId,
    /// Whether it is on the list from now on.
    pub confirm: bool,
    /// What he says; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DecideParticipants {
    const NAME: &'static str = "decide_participants";
    const PERMISSION: Permission = Permission::ParticipantDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ParticipantDecide, &Belongs::default())?;
        let change = participant_change_fetch(rx, self.change)?.ok_or(ServiceError::NotFound("change"))?;
        if change.state != ParticipantChangeState::Waiting {
            return Err(Violation::new("participant.decided").with("state", change.state.as_str()).conflict().into());
        }
        let mut v = Violations::none();
        let reason = reason_to_decide(self.confirm, self.reason.as_deref(), &mut v);
        other_hands(rx, case, (change.proposed_by, &self.change.to_string()), "participant.same_person", &mut v)?;
        v.finish()?;
        Ok(ParticipantsDecided { change: self.change, confirmed: self.confirm, reason }.into())
    }
}

/// The name of a country or participant in the reader's language, or its code.
pub(super) fn named(code: &str) -> Arg {
    country_or_union(code).map_or_else(|| Arg::from(code), |c| Arg::Names(vec![c.text()]))
}

/// What stands against sending rough diamonds to a country on a day (K4).
///
/// # Errors
/// When the database fails.
pub(super) fn destination_against(rx: &mut Rx<'_>, destination: &str, day: Day) -> Result<Option<Violation>, StoreError> {
    let closed = match participant_roll(rx)?.destination(destination, day) {
        Ok(_) => return Ok(None),
        Err(closed) => closed,
    };
    Ok(Some(match closed {
        Closed::NoList => Violation::new("participant.none"),
        Closed::Stranger => Violation::new("participant.stranger").with("country", named(destination)).with("on", day),
        Closed::Standing { participant, standing, since } => Violation::new("participant.closed")
            .with("country", named(destination))
            .with("participant", named(&participant))
            .with("standing", standing.as_str())
            .with("since", since.map_or_else(|| Arg::from("unknown"), Arg::Day)),
    }))
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn an_address_is_one_to_which_mail_can_go() {
        for good in ["imports@authority.example", "kp.import+1@mines.gov.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "authority.example",
            "a@b",
            "a b@c.example",
            "a@b@c.example",
            "a@b..c",
            "a@-b.example",
            "é@b.example",
            "a\n@b.example",
            ".a@b.example",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
    }
}
