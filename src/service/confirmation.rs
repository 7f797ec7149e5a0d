//! Confirmations of receipt: written down by an officer, taken from a file, or given on the public page by whoever has the
//! one-time code; and the answers to what differs.

use crate::domain::access::Permission;
use crate::domain::confirmation::{Arrived, ConfirmationWay, Difference, DifferenceAnswer, Tolerance, differences};
use crate::domain::event::{CertificateConfirmed, DifferenceAnswered};
use crate::domain::ids::{CertificateId, ConfirmationId};
use crate::domain::jurisdiction::Profile;
use crate::domain::notice::code_hash;
use crate::domain::quantity::{Mass, parse_decimal};
use crate::domain::shipment::{Certificate, CertificateState};
use crate::domain::time::{Day, Instant, day_typed};
use crate::domain::violation::{OF_COLUMN, OF_ROW, Violation, Violations};
use crate::interop::confirmations_file::{Word, Written};
use crate::service::error::ServiceError;
use crate::service::notice::issuer;
use crate::service::parcel::tidy;
use crate::service::party::check_reason;
use crate::service::proof::Proof;
use crate::service::shipment::words;
use crate::service::{Act, App, Beside, Case, Command, Decision, Entropy};
use crate::store::certificate::certificate_by_number;
use crate::store::confirmation::{confirmation_fetch, confirmation_next_no, confirmations_of};
use crate::store::db::Rx;
use crate::store::journal::Receipt;
use crate::store::notice::code_opens;
use chrono::Days;
use serde::{Deserialize, Serialize};

/// The most characters of each text.
const TEXT_MAX: usize = 400;
/// The most parcels and the largest value: above any that ever was.
const PARCELS_MAX: i64 = 100_000;
const CENTS_MAX: i64 = 10_000_000_000_000_000;

/// What is said to have arrived under a certificate.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipted {
    /// The certificate's number; blanks and small letters do not matter.
    pub certificate: String,
    /// The day of receipt.
    #[schema(value_type = Option<String>, format = Date)]
    pub received_on: Option<Day>,
    /// How many parcels arrived.
    pub parcels: i64,
    /// Their mass, milli-carats.
    #[schema(value_type = i64)]
    pub weight_mct: Mass,
    /// Their value, US cents, where it was said.
    #[serde(default)]
    pub value_usd_cents: Option<i64>,
    /// The importer.
    pub importer: String,
    /// Whether seals were intact; it must be said.
    #[serde(default)]
    pub seals_intact: Option<bool>,
    /// The office or firm that confirms, never a person: it stands in the journal for ever.
    pub confirmed_by: String,
    /// What it can be found by: the number of a letter, the date of a mail.
    #[serde(default)]
    pub reference: Option<String>,
    /// What else was said.
    #[serde(default)]
    pub remark: Option<String>,
}

/// By how much confirmed carats may differ under the rules.
#[must_use]
pub fn tolerance(profile: &Profile) -> Tolerance {
    let c = &profile.confirmation;
    Tolerance { abs_mct: c.tolerance_abs_mct.value.into(), ppm: c.tolerance_ppm.value.into() }
}

/// The day up to which issue makes a confirmation overdue on a day.
#[must_use]
pub fn overdue_since(profile: &Profile, today: Day) -> Day {
    let days = u64::from(profile.confirmation.overdue_days.value).saturating_add(1);
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

/// What is wrong with a row of a file, or with all of them.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Rows that were taken, or would be.
    pub taken: usize,
    /// In how many of them something differs.
    pub differing: usize,
    /// What stands against rows, with their numbers.
    pub against: Violations,
}

/// What is wrong with a row: its number and column go with it.
fn of_row(number: i64, found: Violations) -> impl Iterator<Item = Violation> {
    found.0.into_iter().map(move |v| {
        let column = v.field.clone().unwrap_or_default();
        Violation { field: Some("file".to_owned()), ..v }.with(OF_ROW, number).with(OF_COLUMN, column)
    })
}

impl Receipted {
    /// A row of a file; what does not read is noted.
    #[must_use]
    pub fn written(w: Written, v: &mut Violations) -> Self {
        let some = |word: Word| Some(word.0).filter(|t| !t.is_empty());
        let mut number = |word: &Word, field: &'static str, scale: u32| {
            parse_decimal(&word.0, scale, '.').unwrap_or_else(|e| {
                v.push(Violation::number(e, field, &word.0, scale));
                0
            })
        };
        let (parcels, mct) = (number(&w.parcels, "parcels", 0), number(&w.carats, "carats", 3));
        let cents = if w.value_usd.0.is_empty() { None } else { Some(number(&w.value_usd, "value_usd", 2)) };
        let received_on = day_typed(&w.received_on.0);
        v.check(received_on.is_some(), || Violation::on("day.invalid", "received_on").with("typed", w.received_on.0.clone()));
        let seals_intact = match w.seals_intact.0.to_lowercase().as_str() {
            "yes" | "true" | "1" => Some(true),
            "no" | "false" | "0" => Some(false),
            _ => None,
        };
        Self {
            certificate: w.certificate.0,
            received_on,
            parcels,
            weight_mct: Mass::new(mct).unwrap_or(Mass::ZERO),
            value_usd_cents: cents,
            importer: w.importer.0,
            seals_intact,
            confirmed_by: w.confirmed_by.0,
            reference: some(w.reference),
            remark: some(w.remark),
        }
    }

    fn decide(
        &self,
        rx: &mut Rx<'_>,
        case: &mut Case<'_>,
        certificate: Certificate,
        (way, file_sha256): (ConfirmationWay, Option<String>),
    ) -> Result<CertificateConfirmed, ServiceError> {
        let facts = &certificate.facts;
        if certificate.state == CertificateState::Void {
            return Err(Violation::on("confirmation.void", "certificate").with("number", facts.number.clone()).conflict().into());
        }
        let mut v = Violations::none();
        let received_on = self.received_on.unwrap_or(case.today());
        v.check(self.received_on.is_some(), || Violation::on("required", "received_on"));
        v.check(received_on <= case.today(), || Violation::on("day.future", "received_on"));
        v.check((0..=PARCELS_MAX).contains(&self.parcels), || Violation::on("confirmation.parcels", "parcels"));
        let cents = self.value_usd_cents;
        v.check(cents.is_none_or(|c| (0..=CENTS_MAX).contains(&c)), || Violation::on("confirmation.value", "value"));
        v.check(self.seals_intact.is_some(), || Violation::on("confirmation.seals", "seals_intact"));
        let importer = words(&self.importer, "importer", TEXT_MAX, &mut v);
        let confirmed_by = words(&self.confirmed_by, "confirmed_by", TEXT_MAX, &mut v);
        let reference = tidy(self.reference.as_deref(), "reference", TEXT_MAX, &mut v);
        // What comes from a paper or a mail can be found again by something.
        v.check(reference.is_some() || way == ConfirmationWay::Code, || Violation::on("required", "reference"));
        let remark = tidy(self.remark.as_deref(), "remark", TEXT_MAX, &mut v);
        v.finish()?;
        let seals_intact = self.seals_intact.unwrap_or(false);
        let said = Arrived { received_on, parcels: self.parcels, weight: self.weight_mct, value_usd_cents: cents, seals_intact };
        let before = confirmations_of(rx, facts.certificate)?.into_iter().find(|c| !c.superseded);
        // Whoever has a code cannot take back what an authority reported.
        let by_code = way == ConfirmationWay::Code;
        if let Some(standing) = before.as_ref().filter(|c| by_code && c.facts.way != ConfirmationWay::Code) {
            let (on, by) = (standing.facts.received_on, standing.facts.confirmed_by.clone());
            return Err(Violation::new("confirmation.already").with("on", on).with("by", by).conflict().into());
        }
        Ok(CertificateConfirmed {
            confirmation: case.id(),
            no: confirmation_next_no(rx)?,
            certificate: facts.certificate,
            way,
            received_on,
            parcels: self.parcels,
            weight_mct: self.weight_mct,
            value_usd_cents: cents,
            importer,
            seals_intact,
            confirmed_by,
            reference,
            remark,
            supersedes: before.map(|c| c.facts.confirmation),
            differences: differences(facts, said, tolerance(case.profile())),
            file_sha256,
        })
    }

    fn certificate(&self, rx: &mut Rx<'_>, case: &Case<'_>) -> Result<Certificate, ServiceError> {
        if self.certificate.trim().is_empty() {
            return Err(Violation::on("required", "certificate").into());
        }
        let number = case.profile().certificate_number_typed(&self.certificate).unwrap_or_else(|| self.certificate.trim().to_owned());
        let found = certificate_by_number(rx, &number)?;
        found.ok_or_else(|| Violation::on("confirmation.unknown", "certificate").with("number", self.certificate.trim()).into())
    }
}

/// Writes down what was confirmed on paper, by mail or in a file. A later confirmation of the same certificate takes the place
/// of an earlier; both are kept, and what differed waits for its answer all the same.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmReceipt {
    /// What is said.
    #[serde(flatten)]
    pub said: Receipted,
    /// The file of which it is a row, SHA-256 in hex: what took the file in says so, nobody else.
    #[serde(skip)]
    pub file_sha256: Option<String>,
}

impl Command for ConfirmReceipt {
    const NAME: &'static str = "confirm_receipt";
    const PERMISSION: Permission = Permission::AbroadWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let certificate = self.said.certificate(rx, case)?;
        case.require(Permission::AbroadWrite, &certificate.belongs())?;
        let way = if self.file_sha256.is_some() { ConfirmationWay::File } else { ConfirmationWay::Officer };
        Ok(self.said.decide(rx, case, certificate, (way, self.file_sha256.clone()))?.into())
    }
}

/// What somebody abroad confirms on the public page with a one-time code.
#[derive(Debug, Clone, Serialize)]
struct ConfirmByCode {
    said: Receipted,
    hash: String,
}

impl Command for ConfirmByCode {
    const NAME: &'static str = "confirm_by_code";
    const PERMISSION: Permission = Permission::AbroadWrite;
    const BY_SERVER: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let certificate = self.said.certificate(rx, case)?;
        let id = certificate.facts.certificate;
        if !code_opens(rx, id, &self.hash, case.today())? {
            return Err(Violation::on("confirmation.code", "code").into());
        }
        let confirmed = self.said.decide(rx, case, certificate, (ConfirmationWay::Code, None))?;
        Ok(Decision::from(confirmed).beside(Beside::Code { certificate: id, hash: self.hash.clone() }))
    }
}

impl App {
    /// Whether a one-time code opens the form of a certificate today.
    ///
    /// # Errors
    /// When the database fails.
    pub fn code_opens(&self, id: CertificateId, typed: &str, today: Day) -> Result<bool, ServiceError> {
        let hash = code_hash(id, typed);
        Ok(self.db.read(|rx| code_opens(rx, id, &hash, today))?)
    }

    /// Takes what somebody abroad confirms with a one-time code, in the name of who issued the certificate; the code is used
    /// up by it.
    ///
    /// # Errors
    /// All refusals at once; when the database fails.
    pub fn confirm_by_code(
        &self,
        said: Receipted,
        typed: &str,
        key: &str,
        now: Instant,
        entropy: Box<dyn Entropy>,
    ) -> Result<Receipt, ServiceError> {
        let (mut act, command) = self.by_code(said, typed, key, now, entropy)?;
        self.submit(&mut act, &command)
    }

    /// What [`App::confirm_by_code`] would put on record; nothing is written, and the code stays good.
    ///
    /// # Errors
    /// As that.
    pub fn preview_by_code(
        &self,
        said: Receipted,
        typed: &str,
        now: Instant,
        entropy: Box<dyn Entropy>,
    ) -> Result<CertificateConfirmed, ServiceError> {
        let (mut act, command) = self.by_code(said, typed, "preview", now, entropy)?;
        self.batch(now, false, |b| {
            let id = b.submit(&mut act, &command)?.subject.parse().map_err(|_| ServiceError::NotFound("confirmation"))?;
            Ok(confirmation_fetch(b.rx(), id)?.ok_or(ServiceError::NotFound("confirmation"))?.facts)
        })
    }

    fn by_code(
        &self,
        said: Receipted,
        typed: &str,
        key: &str,
        now: Instant,
        entropy: Box<dyn Entropy>,
    ) -> Result<(Act, ConfirmByCode), ServiceError> {
        let profile = &self.env.profile;
        let no_code = || ServiceError::from(Violation::on("confirmation.code", "code"));
        let number = profile.certificate_number_typed(&said.certificate).ok_or_else(no_code)?;
        let certificate = self.db.read(|rx| certificate_by_number(rx, &number))?.ok_or_else(no_code)?;
        let id = certificate.facts.certificate;
        let actor = self.db.read(|rx| issuer(rx, &certificate))?;
        let hash = code_hash(id, typed);
        // Keys are an account's own: a stranger's must not meet those of whoever issued.
        let key = format!("receipt {id} {key}");
        let act = Act { actor, now, occurred_at: None, device: None, key, entropy, proof: Proof::Server };
        Ok((act, ConfirmByCode { said, hash }))
    }
}

impl App {
    /// Takes all confirmations of a file, by its rows and its SHA-256 in hex, or none of them where anything stands against one; writes nothing unless `keep`.
    ///
    /// # Errors
    /// When the database fails, or the account may not.
    pub fn confirm_file(
        &self,
        (rows, sha256): (Vec<Written>, &str),
        key: &str,
        keep: bool,
        mut act: impl FnMut(String) -> Act,
    ) -> Result<Loaded, ServiceError> {
        let now = act(String::new()).now;
        let mut commands = Vec::new();
        let mut loaded = Loaded::default();
        for (number, row) in (1_i64..).zip(rows) {
            let mut wrong = Violations::none();
            let said = Receipted::written(row, &mut wrong);
            // Of a row that does not read only that is told.
            if wrong.0.is_empty() {
                commands.push((number, ConfirmReceipt { said, file_sha256: Some(sha256.to_owned()) }));
            }
            loaded.against.0.extend(of_row(number, wrong));
        }
        let readable = loaded.against.0.is_empty();
        self.batch(now, keep && readable, |b| {
            for (number, command) in &commands {
                match b.submit(&mut act(format!("{key} {number}")), command) {
                    Ok(receipt) => {
                        loaded.taken = loaded.taken.saturating_add(1);
                        let id = receipt.subject.parse().map_err(|_| ServiceError::NotFound("confirmation"))?;
                        let differs = confirmation_fetch(b.rx(), id)?.is_some_and(|c| !c.differences.is_empty());
                        loaded.differing = loaded.differing.saturating_add(usize::from(differs));
                    }
                    Err(ServiceError::Refused(found)) if keep && readable => {
                        return Err(Violations(of_row(*number, found).collect()).into());
                    }
                    Err(ServiceError::Refused(found)) => loaded.against.0.extend(of_row(*number, found)),
                    Err(other) => return Err(other),
                }
            }
            Ok(())
        })?;
        Ok(loaded)
    }
}

/// Answers a difference between a confirmation and its certificate.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDifference {
    /// Which confirmation.
    pub confirmation: ConfirmationId,
    /// Which of its differences.
    pub difference: Difference,
    /// What he answers; it must be said.
    #[serde(default)]
    pub answer: Option<DifferenceAnswer>,
    /// Why.
    pub reason: String,
}

impl Command for AnswerDifference {
    const NAME: &'static str = "answer_difference";
    const PERMISSION: Permission = Permission::AbroadWrite;
    const SIGNS: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let confirmation = confirmation_fetch(rx, self.confirmation)?.ok_or(ServiceError::NotFound("confirmation"))?;
        case.require(Permission::AbroadWrite, &Default::default())?;
        let waits = confirmation.differences.iter().find(|d| d.difference == self.difference);
        if waits.is_none_or(|d| d.answer.is_some()) {
            return Err(Violation::new("confirmation.answered").conflict().into());
        }
        let mut v = Violations::none();
        v.check(self.answer.is_some(), || Violation::on("required", "answer"));
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        let answer = self.answer.ok_or_else(|| Violation::on("required", "answer"))?;
        Ok(DifferenceAnswered { confirmation: self.confirmation, difference: self.difference, answer, reason }.into())
    }
}
