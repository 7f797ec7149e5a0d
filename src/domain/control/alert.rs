//! What a control saw: its subject, its evidence, and how people answer for it.

use crate::domain::ids::{AccountId, CertificateId, LicenceId, OfficeId, PartyId, ShipmentId, SiteId};
use crate::domain::month::Month;
use crate::domain::text_enum::text_enum;
use crate::domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};

text_enum! {
    /// How much something is out of the way; later ones weigh more.
    Severity, "severity", {
        /// To be known.
        Notice = "notice",
        /// To be looked into.
        Alarm = "alarm",
        /// To be looked into at once.
        Critical = "critical",
    }
}

text_enum! {
    /// Where an alert stands.
    AlertState, "alert-state", {
        /// Nobody has answered for it.
        Open = "open",
        /// There is a good reason for what was seen.
        Explained = "explained",
        /// It is looked into under a number of its own.
        Case = "case",
        /// The control was wrong.
        False = "false",
    }
}

text_enum! {
    /// What an alert is about.
    SubjectKind, "subject", {
        /// A site.
        Site = "site",
        /// A party.
        Party = "party",
        /// A licence.
        Licence = "licence",
        /// An office.
        Office = "office",
        /// Whoever writes down: an account.
        Account = "account",
        /// A shipment.
        Shipment = "shipment",
        /// A certificate.
        Certificate = "certificate",
        /// A parcel, by its number.
        Parcel = "parcel",
        /// The whole country.
        Country = "country",
    }
}

/// What an alert is about, and which one. The country has its code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// What.
    pub kind: SubjectKind,
    /// Its id.
    pub id: String,
}

macro_rules! subjects {
    ($($id:ident = $kind:ident),* $(,)?) => {$(
        impl From<$id> for Subject {
            fn from(id: $id) -> Self {
                Self { kind: SubjectKind::$kind, id: id.to_string() }
            }
        }
    )*};
}
subjects! {
    SiteId = Site, PartyId = Party, LicenceId = Licence, OfficeId = Office, AccountId = Account,
    ShipmentId = Shipment, CertificateId = Certificate,
}

/// A value of evidence, written in the reader's language at the edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", content = "is", rename_all = "snake_case")]
pub enum Value {
    /// A whole number.
    Count(i64),
    /// Milli-carats.
    Mct(i64),
    /// US cents.
    UsdCents(i64),
    /// Millionths, shown as per cent.
    Ppm(i64),
    /// A calendar day.
    Day(Day),
    /// A month, `2026-03`.
    Month(String),
    /// Shown as it is.
    Text(String),
    /// A party, shown as the reader may see it.
    Party(PartyId),
    /// An account, shown as the reader may see it.
    Account(AccountId),
}

impl From<Month> for Value {
    fn from(month: Month) -> Self {
        Self::Month(month.to_string())
    }
}

/// One value with the name by which the sentence of the control asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: Value,
}

text_enum! {
    /// Where evidence leads.
    LinkKind, "evidence", {
        /// A production entry or another parcel, by its number.
        Parcel = "parcel",
        /// A purchase, by its id.
        Purchase = "purchase",
        /// A site.
        Site = "site",
        /// A licence.
        Licence = "licence",
        /// A party.
        Party = "party",
        /// A shipment.
        Shipment = "shipment",
        /// A certificate.
        Certificate = "certificate",
    }
}

/// A thing that shows what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What.
    pub kind: LinkKind,
    /// Which: an id, or the number of a parcel.
    pub to: String,
}

/// At most so many links are kept with an alert; the facts say how many things there were.
pub const LINKS_MAX: usize = 40;

/// What was seen, in values and links.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The values of the sentence.
    pub facts: Vec<Fact>,
    /// Where to look.
    pub links: Vec<Link>,
}

/// One thing that one control saw. The same control, subject and period are the same alert however often it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The code of the control.
    pub control: &'static str,
    /// About what.
    pub subject: Subject,
    /// Of which month (`2026-03`) or day; empty where it is about things as they stand.
    pub period: String,
    /// How much it weighs.
    pub severity: Severity,
    /// How far it is out of the way, in a unit of the control: only larger and smaller are told from it.
    pub measure: i64,
    /// What shows it.
    pub evidence: Evidence,
}

impl Sighting {
    /// Without evidence yet.
    pub fn new(control: &'static str, subject: impl Into<Subject>, period: impl ToString) -> Self {
        let (subject, period) = (subject.into(), period.to_string());
        Self { control, subject, period, severity: Severity::Alarm, measure: 0, evidence: Evidence::default() }
    }
    /// Says how much it weighs, and how far it is out of the way.
    #[must_use]
    pub const fn weighing(mut self, severity: Severity, measure: i64) -> Self {
        self.severity = severity;
        self.measure = measure;
        self
    }
    /// Adds a value.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.facts.push(Fact { name: name.to_owned(), value: value.into() });
        self
    }
    /// Adds where to look.
    #[must_use]
    pub fn links<T: ToString>(mut self, kind: LinkKind, to: impl IntoIterator<Item = T>) -> Self {
        let room = LINKS_MAX.saturating_sub(self.evidence.links.len());
        self.evidence.links.extend(to.into_iter().take(room).map(|to| Link { kind, to: to.to_string() }));
        self
    }
}

/// By which alerts are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertKey {
    /// The code of the control.
    pub control: String,
    /// About what.
    pub subject: Subject,
    /// Of which month or day; empty for things as they stand.
    pub period: String,
}

/// An alert as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Dense number, in the order of the first sightings.
    pub no: i64,
    /// Which one.
    pub key: AlertKey,
    /// The office that looks after its subject.
    pub office: Option<OfficeId>,
    /// How much it weighs.
    pub severity: Severity,
    /// How far it is out of the way.
    pub measure: i64,
    /// What shows it.
    pub evidence: Evidence,
    /// Where it stands.
    pub state: AlertState,
    /// Who looks after it.
    pub owner: Option<AccountId>,
    /// When it was first seen.
    pub first_seen_at: Instant,
    /// When it was seen last.
    pub last_seen_at: Instant,
    /// How often.
    pub sightings: i64,
    /// Since when it is not seen any more, though it was looked for.
    pub gone_at: Option<Instant>,
}

/// What somebody answered for an alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Handling {
    /// The entry.
    pub seq: i64,
    /// Where it stands from then on.
    pub state: AlertState,
    /// Who looks after it.
    pub owner: Option<AccountId>,
    /// Why.
    pub reason: String,
    /// How much it weighed then.
    pub severity: Severity,
    /// How far it was out of the way then.
    pub measure: i64,
    /// Who said so.
    pub by: AccountId,
    /// When.
    pub at: Instant,
}

/// A closed alert is open again when it is half as far again out of the way as when it was answered for.
const WORSE_PPM: i128 = 1_500_000;

/// Where an alert stands: as the last answer says, unless what is seen now weighs more than what was answered for.
#[must_use]
pub fn standing(last: Option<&Handling>, severity: Severity, measure: i64) -> AlertState {
    let Some(last) = last else { return AlertState::Open };
    let further = i128::from(measure).saturating_mul(1_000_000) >= i128::from(last.measure).saturating_mul(WORSE_PPM);
    let worse = severity > last.severity || (measure > last.measure && further);
    match last.state {
        AlertState::Explained | AlertState::False if worse => AlertState::Open,
        state => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(state: AlertState) -> Handling {
        let at = "2026-03-01T00:00:00Z".parse().expect("an instant");
        let by = AccountId::nobody();
        Handling { seq: 1, state, owner: None, reason: String::new(), severity: Severity::Alarm, measure: 100, by, at }
    }

    #[test]
    fn what_was_answered_for_stays_so_until_it_is_half_as_much_again() {
        for state in [AlertState::Explained, AlertState::False] {
            let last = answered(state);
            assert_eq!(standing(Some(&last), Severity::Alarm, 100), state);
            assert_eq!(standing(Some(&last), Severity::Alarm, 149), state);
            assert_eq!(standing(Some(&last), Severity::Alarm, 150), AlertState::Open);
            assert_eq!(standing(Some(&last), Severity::Critical, 100), AlertState::Open);
            assert_eq!(standing(Some(&last), Severity::Notice, 20), state);
        }
        assert_eq!(standing(Some(&answered(AlertState::Case)), Severity::Critical, 900), AlertState::Case);
        assert_eq!(standing(None, Severity::Notice, 0), AlertState::Open);
    }
}
