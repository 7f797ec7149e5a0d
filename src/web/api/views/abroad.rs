//! Participants of the Kimberley Process.

use crate::domain::access::{Permission, Reach};
use crate::domain::participant::Roll;
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::participant::{participant_contacts, participant_standings};
use crate::web::api::asked::Asked;
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// A statement about what a participant is, or whether it stands for a country.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standing {
    /// The country it is about; none: the participant itself.
    country: Option<String>,
    /// `trade`, `member`, `suspended` or `left`.
    standing: &'static str,
    /// From when; none where nobody knows.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    source: String,
    seq: i64,
}

/// How an authority is reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    /// `importing` or `exporting`.
    duty: &'static str,
    authority: String,
    email: Option<String>,
    address: Option<String>,
    source: String,
    seq: i64,
}

/// A participant of the Kimberley Process with all that was stated of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Participant {
    no: i64,
    /// ISO 3166-1 alpha-2, or `EU`.
    code: String,
    /// What it is today; none where nothing holds today.
    standing: Option<&'static str>,
    #[schema(value_type = Option<String>, format = Date)]
    since: Option<Day>,
    /// Everything stated, the earliest entry first.
    standings: Vec<Standing>,
    /// Everything stated, the latest first: the first of each duty counts.
    contacts: Vec<Contact>,
}

/// All of them, the last of the alphabet first.
fn all(rx: &mut Rx<'_>, today: Day) -> Result<Vec<Participant>, WebError> {
    let listed = participant_standings(rx)?;
    let roll = Roll::of(listed.iter().map(|l| &l.stated));
    let contacts = participant_contacts(rx, None)?;
    let one = |(no, code): (i64, &str)| {
        let now = roll.standing_on(code, None, today);
        Participant {
            no,
            code: code.to_owned(),
            standing: now.map(|(standing, _)| standing.as_str()),
            since: now.and_then(|(_, since)| since),
            standings: listed
                .iter()
                .filter(|l| l.stated.participant == code)
                .map(|l| Standing {
                    country: l.stated.country.clone(),
                    standing: l.stated.standing.as_str(),
                    from: l.stated.from,
                    source: l.stated.source.clone(),
                    seq: l.seq,
                })
                .collect(),
            contacts: contacts
                .iter()
                .filter(|l| l.stated.participant == code)
                .map(|l| Contact {
                    duty: l.stated.duty.as_str(),
                    authority: l.stated.authority.clone(),
                    email: l.stated.email.clone(),
                    address: l.stated.address.clone(),
                    source: l.stated.source.clone(),
                    seq: l.seq,
                })
                .collect(),
        }
    };
    let mut found: Vec<Participant> = (1_i64..).zip(roll.participants()).map(one).collect();
    found.reverse();
    Ok(found)
}

impl Noun for Participant {
    // Whoever ships anything may know where to.
    const PERMISSION: Permission = Permission::ShipmentRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let found = all(rx, reader.today)?.into_iter().filter(|p| before.is_none_or(|b| p.no < b));
        Ok(found.take(usize::try_from(limit).unwrap_or(0)).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        if reader.reach(Self::PERMISSION) == Reach::Nothing {
            return Ok(None);
        }
        let code = key.to_uppercase();
        Ok(all(rx, reader.today)?.into_iter().find(|p| p.code == code))
    }
}
