//! Advance notices: an officer records that he told an authority abroad; the queue that the server works off by itself; and
//! what the server records of it.

use crate::domain::access::{Actor, Permission};
use crate::domain::entry::sha256_hex;
use crate::domain::event::CertificateNotified;
use crate::domain::ids::{AccountId, CertificateId};
use crate::domain::notice::{Notice, NoticeState, NoticeWay, code_hash, code_of};
use crate::domain::participant::AuthorityDuty;
use crate::domain::shipment::{Certificate, CertificateState};
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::proof::Proof;
use crate::service::shipment::words;
use crate::service::{Act, App, Beside, Case, Command, Decision, Entropy};
use crate::store::account::account_fetch;
use crate::store::certificate::certificate_fetch;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Receipt, entry_fetch};
use crate::store::notice::{
    code_write, notice_add, notice_fetch, notice_message, notice_message_write, notice_moved, notices_due, notices_missing,
};
use crate::store::participant::{participant_contact, participant_roll};
use chrono::{Days, TimeDelta};
use serde::{Deserialize, Serialize};

/// The most characters of a recipient or a reference.
const TEXT_MAX: usize = 300;
/// Certificates put into the queue at once.
const AT_ONCE: i64 = 100;

/// A notice as it was made: the very bytes go out, however often that is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What a person reads.
    pub text: String,
    /// The certificate's file.
    pub file: String,
    /// The whole mail, where one was made.
    pub mail: Option<String>,
    /// The mail's id.
    pub id: Option<String>,
}

/// A certificate that can still be told of.
fn to_tell(rx: &mut Rx<'_>, id: CertificateId) -> Result<Certificate, ServiceError> {
    let certificate = certificate_fetch(rx, id)?.ok_or(ServiceError::NotFound("certificate"))?;
    if certificate.state == CertificateState::Void {
        return Err(Violation::new("notice.void").with("number", certificate.facts.number).conflict().into());
    }
    Ok(certificate)
}

/// Records that the authority of the destination was told of a certificate another way than by our mail server.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordNotice {
    /// Which certificate.
    pub certificate: CertificateId,
    /// To whom and how: the office, and the courier or mail address.
    pub recipient: String,
    /// The day on which it went out; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// What it can be found by: the number of a letter or consignment.
    #[serde(default)]
    pub reference: Option<String>,
}

impl Command for RecordNotice {
    const NAME: &'static str = "record_notice";
    const PERMISSION: Permission = Permission::AbroadWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let certificate = to_tell(rx, self.certificate)?;
        case.require(Permission::AbroadWrite, &certificate.belongs())?;
        let mut v = Violations::none();
        let recipient = words(&self.recipient, "recipient", TEXT_MAX, &mut v);
        let on = self.on.unwrap_or(case.today());
        v.check(on <= case.today(), || Violation::on("day.future", "on"));
        v.check(on >= certificate.facts.issued_on, || Violation::on("notice.before_issue", "on").with("on", certificate.facts.issued_on));
        let reference = tidy(self.reference.as_deref(), "reference", TEXT_MAX, &mut v);
        let message = notice_message(rx, self.certificate)?.map(|m| serde_json::from_slice::<Message>(&m)).transpose()?;
        v.check(message.is_some(), || Violation::new("notice.not_made"));
        v.finish()?;
        let text = message.ok_or_else(|| Violation::new("notice.not_made"))?.text;
        let (sha256, size) = (sha256_hex(&[text.as_bytes()]), i64::try_from(text.len()).unwrap_or(i64::MAX));
        let (certificate, way, state) = (self.certificate, NoticeWay::Hand, NoticeState::ByHand);
        let told = CertificateNotified { certificate, way, recipient, sha256, size, on, reference };
        Ok(Decision::from(told).beside(Beside::Told { certificate, state }))
    }
}

/// The server records that its mail server took a notice.
#[derive(Debug, Clone, Serialize)]
struct NoticeTaken {
    certificate: CertificateId,
    recipient: String,
    sha256: String,
    size: i64,
    id: Option<String>,
}

impl Command for NoticeTaken {
    const NAME: &'static str = "notice_taken";
    const PERMISSION: Permission = Permission::AbroadWrite;
    const BY_SERVER: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        to_tell(rx, self.certificate)?;
        let (certificate, way, state) = (self.certificate, NoticeWay::Smtp, NoticeState::Sent);
        let (recipient, sha256, reference) = (self.recipient.clone(), self.sha256.clone(), self.id.clone());
        let told = CertificateNotified { certificate, way, recipient, sha256, size: self.size, on: case.today(), reference };
        Ok(Decision::from(told).beside(Beside::Told { certificate, state }))
    }
}

/// The account that issued a certificate, as it is now: the server acts in its name.
pub(super) fn issuer(rx: &mut Rx<'_>, certificate: &Certificate) -> Result<Actor, StoreError> {
    let entry = entry_fetch(rx, certificate.issued_seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()))?;
    let account: AccountId = entry.entry.account;
    let found = account_fetch(rx, account)?.ok_or_else(|| StoreError::Damaged("no such account".into()))?;
    Ok(found.actor)
}

/// What a message is made from.
pub struct Making {
    /// The certificate.
    pub certificate: Certificate,
    /// Where the mail goes to; none: it is sent by hand.
    pub recipient: Option<String>,
    /// The name of the importing authority, where it is known.
    pub authority: Option<String>,
    /// The one-time code.
    pub code: String,
}

impl App {
    /// Puts every certificate that nobody abroad was told of into the queue.
    ///
    /// # Errors
    /// When the database fails.
    pub fn notices_enqueue(&self, now: Instant) -> Result<usize, ServiceError> {
        let today = self.env.profile.local_day(now);
        if self.db.read(|rx| notices_missing(rx, today, 1))?.is_empty() {
            return Ok(0);
        }
        self.db.write(now, |tx| {
            let missing = notices_missing(tx, today, AT_ONCE)?;
            for id in &missing {
                notice_add(tx, *id, now)?;
            }
            Ok(missing.len())
        })
    }

    /// Notices to be tried now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn notices_due(&self, now: Instant, limit: i64) -> Result<Vec<Notice>, ServiceError> {
        Ok(self.db.read(|rx| notices_due(rx, now, limit))?)
    }

    /// Where a notice of a certificate goes: name and mail address of the importing authority of the participant that stood
    /// for the destination when it was issued.
    ///
    /// # Errors
    /// When the database fails.
    pub fn notice_goes_to(&self, certificate: &Certificate) -> Result<(Option<String>, Option<String>), ServiceError> {
        let facts = &certificate.facts;
        Ok(self.db.read(|rx| -> Result<_, StoreError> {
            let roll = participant_roll(rx)?;
            let Ok(participant) = roll.destination(&facts.importer.country, facts.issued_on) else { return Ok((None, None)) };
            let contact = participant_contact(rx, participant, &facts.importer.country, AuthorityDuty::Importing)?;
            Ok(contact.map_or((None, None), |c| (Some(c.authority), c.email)))
        })?)
    }

    /// The message of a notice; none where none was made, or the exporter's details were erased.
    ///
    /// # Errors
    /// When the database fails or it cannot be opened.
    pub fn notice_message(&self, id: CertificateId) -> Result<Option<Message>, ServiceError> {
        let sealed = self.db.read(|rx| notice_message(rx, id))?;
        Ok(sealed.map(|m| serde_json::from_slice(&m)).transpose()?)
    }

    /// Makes the message of a notice, with a fresh one-time code, unless there is one for this recipient already.
    ///
    /// # Errors
    /// When the database fails, or the message cannot be made.
    pub fn notice_make(
        &self,
        id: CertificateId,
        now: Instant,
        entropy: &mut dyn Entropy,
        mails: bool,
        make: impl FnOnce(&Making) -> Result<Message, ServiceError>,
    ) -> Result<(Notice, Message), ServiceError> {
        let certificate = self.db.read(|rx| certificate_fetch(rx, id))?.ok_or(ServiceError::NotFound("certificate"))?;
        let (authority, address) = self.notice_goes_to(&certificate)?;
        let recipient = address.filter(|_| mails);
        let known = self.db.read(|rx| notice_fetch(rx, id))?;
        if let Some(notice) = known.filter(|n| n.recipient == recipient || recipient.is_none())
            && let Some(message) = self.notice_message(id)?
        {
            return Ok((notice, message));
        }
        let code = code_of(&entropy.secret());
        let overdue = u64::from(self.env.profile.confirmation.overdue_days.value);
        let last = certificate.facts.expires_on.checked_add_days(Days::new(overdue)).unwrap_or(certificate.facts.expires_on);
        let hash = code_hash(id, &code);
        let making = Making { certificate, recipient: recipient.clone(), authority, code };
        let message = make(&making)?;
        let bytes = serde_json::to_vec(&message)?;
        self.db.write(now, |tx| {
            if notice_fetch(tx, id)?.is_none() {
                notice_add(tx, id, now)?;
            }
            let notice = notice_fetch(tx, id)?.ok_or_else(|| StoreError::Damaged("the notice vanished".into()))?;
            let notice = Notice { recipient, ..notice };
            notice_moved(tx, &notice)?;
            notice_message_write(tx, id, &bytes)?;
            code_write(tx, id, &hash, last)?;
            Ok((notice, message))
        })
    }

    /// Where a notice stands from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn notice_moves(&self, to: &Notice, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            // An officer may have sent it by hand meanwhile.
            let told = notice_fetch(tx, to.certificate)?.is_some_and(|n| n.state.is_told());
            if told { Ok(()) } else { Ok(notice_moved(tx, to)?) }
        })
    }

    /// Has a notice tried again now, from the beginning.
    ///
    /// # Errors
    /// When the database fails.
    pub fn notice_again(&self, id: CertificateId, now: Instant) -> Result<(), ServiceError> {
        let Some(notice) = self.db.read(|rx| notice_fetch(rx, id))? else { return Err(ServiceError::NotFound("notice")) };
        self.notice_moves(&Notice { state: NoticeState::Waiting, tries: 0, next_at: now, last_error: None, ..notice }, now)
    }

    /// Records that the mail server took a notice, the mail as it went out with its id, in the name of who issued the
    /// certificate.
    ///
    /// # Errors
    /// When the certificate was made void meanwhile, or the database fails.
    pub fn notice_taken(
        &self,
        id: CertificateId,
        recipient: &str,
        mail: (&str, Option<&str>),
        now: Instant,
        entropy: Box<dyn Entropy>,
    ) -> Result<Receipt, ServiceError> {
        let (bytes, message_id) = mail;
        let (sha256, size) = (sha256_hex(&[bytes.as_bytes()]), i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        let actor = self.db.read(|rx| -> Result<_, ServiceError> {
            let certificate = to_tell(rx, id)?;
            Ok(issuer(rx, &certificate)?)
        })?;
        let command = NoticeTaken {
            certificate: id,
            recipient: recipient.to_owned(),
            sha256: sha256.clone(),
            size,
            id: message_id.map(str::to_owned),
        };
        let key = format!("notice {id} {sha256}");
        let mut act = Act { actor, now, occurred_at: None, device: None, key, entropy, proof: Proof::Server };
        self.submit(&mut act, &command)
    }
}

/// When a notice is tried again after so many tries: twice as late each time, a day at the most.
#[must_use]
pub fn next_try(now: Instant, tries: i64, first_s: u32) -> Instant {
    let doubled =
        i64::from(first_s).saturating_mul(1_i64.checked_shl(u32::try_from(tries.clamp(1, 20)).unwrap_or(1).saturating_sub(1)).unwrap_or(1));
    Instant::new(now.utc() + TimeDelta::seconds(doubled.min(86_400)))
}

#[cfg(test)]
mod tests {
    use super::next_try;
    use crate::domain::time::Instant;

    #[test]
    fn waits_grow_to_a_day() {
        let now: Instant = "2026-06-01T08:00:00Z".parse().unwrap();
        let waits: Vec<i64> = (1..=13).map(|tries| (next_try(now, tries, 60).utc() - now.utc()).num_seconds()).collect();
        assert_eq!(waits[..5], [60, 120, 240, 480, 960]);
        assert_eq!((waits[10], waits[12]), (61_440, 86_400));
    }
}
