//! Events that concern other countries: the participants of the Kimberley Process, notices of certificates and what is
//! confirmed of them.

use crate::domain::confirmation::{ConfirmationWay, Difference, DifferenceAnswer};
use crate::domain::ids::{CertificateId, ConfirmationId, ParticipantChangeId};
use crate::domain::notice::NoticeWay;
use crate::domain::participant::{AuthorityDuty, ParticipantStanding};
use crate::domain::quantity::Mass;
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
    /// The country for which it stands, where the authority is that country's; none: the participant's own.
    pub country: Option<String>,
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

/// The authority of the destination was told of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateNotified {
    /// The certificate.
    pub certificate: CertificateId,
    /// How.
    pub way: NoticeWay,
    /// To whom: an address of an office, or in words.
    pub recipient: String,
    /// SHA-256 of the bytes that went out, hex: the whole message, or by hand its text.
    pub sha256: String,
    /// How many bytes.
    pub size: i64,
    /// The day on which it went out.
    pub on: Day,
    /// What it can be found by: the id of the message, the number of a letter.
    pub reference: Option<String>,
}

/// Somebody abroad confirmed what arrived under a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateConfirmed {
    /// The confirmation.
    pub confirmation: ConfirmationId,
    /// Dense number.
    pub no: i64,
    /// The certificate.
    pub certificate: CertificateId,
    /// How it came.
    pub way: ConfirmationWay,
    /// The day of receipt.
    pub received_on: Day,
    /// How many parcels arrived.
    pub parcels: i64,
    /// Their mass.
    pub weight_mct: Mass,
    /// Their value, US cents, where it was said.
    pub value_usd_cents: Option<i64>,
    /// The importer, as said.
    pub importer: String,
    /// Whether seals were intact.
    pub seals_intact: bool,
    /// The office or firm that confirms; never a person.
    pub confirmed_by: String,
    /// What it can be found by.
    pub reference: Option<String>,
    /// What else was said.
    pub remark: Option<String>,
    /// The confirmation of the same certificate whose place it takes.
    pub supersedes: Option<ConfirmationId>,
    /// In what it differs from the certificate.
    pub differences: Vec<Difference>,
    /// The file of which it was a row, SHA-256 in hex; none where it came otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_sha256: Option<String>,
}

/// An officer answered a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceAnswered {
    /// The confirmation.
    pub confirmation: ConfirmationId,
    /// Which of its differences.
    pub difference: Difference,
    /// What he answers.
    pub answer: DifferenceAnswer,
    /// Why.
    pub reason: String,
}
