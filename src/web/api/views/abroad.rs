//! Participants of the Kimberley Process, notices of certificates and confirmations of receipt.

use crate::domain::access::{Permission, Reach};
use crate::domain::confirmation;
use crate::domain::ids::{CertificateId, ConfirmationId};
use crate::domain::notice;
use crate::domain::participant::Roll;
use crate::domain::quantity::Mass;
use crate::domain::time::{Day, Instant};
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::{confirmation_fetch, confirmations};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::notice::{notice_fetch, notices, notices_of};
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
    /// The country whose own authority it is; none: the participant's.
    country: Option<String>,
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
    /// Everything stated, the latest first: the first of each duty and country counts.
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
                    country: l.stated.country.clone(),
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

/// That an authority abroad was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeSent {
    /// `smtp` or `hand`.
    way: &'static str,
    recipient: String,
    /// Of the bytes that went out, hex.
    sha256: String,
    #[schema(value_type = String, format = Date)]
    on: Day,
    reference: Option<String>,
    seq: i64,
}

/// The advance notice of a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notice {
    /// The number of the certificate in the order of issue.
    no: i64,
    certificate: CertificateId,
    number: String,
    /// `waiting`, `failed`, `sent`, `by_hand` or `given_up`.
    state: &'static str,
    recipient: Option<String>,
    tries: i64,
    next_at: Instant,
    last_error: Option<String>,
    sent: Vec<NoticeSent>,
}

fn notice(rx: &mut Rx<'_>, (no, number, n): (i64, String, notice::Notice)) -> Result<Notice, WebError> {
    let sent = notices_of(rx, n.certificate)?.into_iter().map(|s| NoticeSent {
        way: s.way.as_str(),
        recipient: s.recipient,
        sha256: s.sha256,
        on: s.on,
        reference: s.reference,
        seq: s.seq,
    });
    let sent = sent.collect();
    let (certificate, state, recipient) = (n.certificate, n.state.as_str(), n.recipient);
    Ok(Notice { no, certificate, number, state, recipient, tries: n.tries, next_at: n.next_at, last_error: n.last_error, sent })
}

impl Noun for Notice {
    const PERMISSION: Permission = Permission::AbroadRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let found = notices(rx, None, before, limit)?;
        found.into_iter().map(|one| notice(rx, one)).collect()
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let Some((n, certificate)) = notice_fetch(rx, id)?.zip(certificate_fetch(rx, id)?) else { return Ok(None) };
        notice(rx, (certificate.facts.no, certificate.facts.number, n)).map(Some)
    }
}

/// A difference between a confirmation and its certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceTold {
    /// `weight`, `parcels`, `value`, `early`, `late` or `seals`.
    difference: &'static str,
    /// `explained`, `corrected` or `case`; none while it waits.
    answer: Option<&'static str>,
    reason: Option<String>,
}

/// What somebody abroad confirmed of a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct Confirmation {
    id: ConfirmationId,
    no: i64,
    certificate: CertificateId,
    number: String,
    /// `officer`, `file` or `code`.
    way: &'static str,
    in_force: bool,
    #[schema(value_type = String, format = Date)]
    received_on: Day,
    parcels: i64,
    #[schema(value_type = i64)]
    weight_mct: Mass,
    value_usd_cents: Option<i64>,
    importer: String,
    seals_intact: bool,
    confirmed_by: String,
    reference: Option<String>,
    remark: Option<String>,
    /// SHA-256 of the file of which it was a row, hex.
    file_sha256: Option<String>,
    supersedes: Option<ConfirmationId>,
    differences: Vec<DifferenceTold>,
    seq: i64,
}

fn confirmed(rx: &mut Rx<'_>, c: confirmation::Confirmation) -> Result<Confirmation, StoreError> {
    let number = certificate_fetch(rx, c.facts.certificate)?.map(|c| c.facts.number).unwrap_or_default();
    let (f, superseded, seq) = (c.facts, c.superseded, c.seq);
    let told = c.differences.into_iter().map(|d| DifferenceTold {
        difference: d.difference.as_str(),
        answer: d.answer.as_ref().map(|a| a.0.as_str()),
        reason: d.answer.map(|a| a.1),
    });
    Ok(Confirmation {
        id: f.confirmation,
        no: f.no,
        certificate: f.certificate,
        number,
        way: f.way.as_str(),
        in_force: !superseded,
        received_on: f.received_on,
        parcels: f.parcels,
        weight_mct: f.weight_mct,
        value_usd_cents: f.value_usd_cents,
        importer: f.importer,
        seals_intact: f.seals_intact,
        confirmed_by: f.confirmed_by,
        reference: f.reference,
        remark: f.remark,
        file_sha256: f.file_sha256,
        supersedes: f.supersedes,
        differences: told.collect(),
        seq,
    })
}

impl Noun for Confirmation {
    const PERMISSION: Permission = Permission::AbroadRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let found = confirmations(rx, before, limit)?;
        found.into_iter().map(|c| Ok(confirmed(rx, c)?)).collect()
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let found = confirmation_fetch(rx, id)?;
        found.map(|c| Ok(confirmed(rx, c)?)).transpose()
    }
}
