//! Events that concern other countries: the participants of the Kimberley Process.

use crate::domain::ids::ParticipantChangeId;
use crate::domain::participant::{AuthorityDuty, ParticipantStanding};
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// What a participant is from a day on, or whether it stands for a country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingStated {
    /// The participant: ISO 3166-1 alpha-2 code of a country, or `EU`.
    pub participant: String,
    /// The country for which it stands, where the statement is about that; none: about the participant itself.
    pub country: Option<String>,
    /// What it is.
    pub standing: ParticipantStanding,
    /// From when; none where nobody knows, which counts as from the beginning.
    pub from: Option<Day>,
    /// Where that is from.
    pub source: String,
}

/// How an authority of a participant is reached. An office, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactStated {
    /// The participant.
    pub participant: String,
    /// Which of its authorities.
    pub duty: AuthorityDuty,
    /// Its name.
    pub authority: String,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
    /// Where that is from.
    pub source: String,
}

/// Somebody proposes what the list of participants says from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantsProposed {
    /// The change.
    pub change: ParticipantChangeId,
    /// Dense number.
    pub no: i64,
    /// Where all of it is from: a notice, a letter, a list.
    pub source: String,
    /// The day of that source.
    pub on: Day,
    /// Statements about standing.
    pub standings: Vec<StandingStated>,
    /// How authorities are reached.
    pub contacts: Vec<ContactStated>,
}

/// Somebody else confirmed or refused a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantsDecided {
    /// The change.
    pub change: ParticipantChangeId,
    /// Whether it is on the list from now on.
    pub confirmed: bool,
    /// What he says; needed to refuse.
    pub reason: Option<String>,
}
