//! Technical certificates and letters of comfort: issued and withdrawn by one approver.

use crate::domain::access::{Belongs, Permission};
use crate::domain::country::country;
use crate::domain::event::{Importer, LetterIssued, LetterPurpose, LetterWithdrawn};
use crate::domain::ids::LetterId;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::participant::destination_against;
use crate::service::party::check_reason;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::letter::{letter_fetch, letter_next_no};
use serde::{Deserialize, Serialize};

/// The longest text about goods and papers.
const TEXT_MAX: usize = 500;
/// The longest name and address.
const NAME_MAX: usize = 300;

/// Issues a technical certificate or, for samples, a letter of comfort.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueLetter {
    /// What the goods travel for; it must be said.
    #[serde(default)]
    pub purpose: Option<LetterPurpose>,
    /// To whom they go.
    pub addressee: Importer,
    /// What goes, in words.
    pub goods: String,
    /// Carats, where it is diamonds.
    #[serde(default)]
    pub weight_mct: Option<Mass>,
    /// Papers it belongs to: a foreign certificate, a case, a customs paper.
    pub reference: String,
    /// Its last day; the latest allowed when not given: as many days as a certificate is valid.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Day>,
}

impl Command for IssueLetter {
    const NAME: &'static str = "issue_letter";
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::CertificateApprove, &Belongs::default())?;
        let mut v = Violations::none();
        v.check(self.purpose.is_some(), || Violation::on("letter.purpose", "purpose"));
        let given = &self.addressee;
        let addressee = Importer {
            name: words(&given.name, "name", NAME_MAX, &mut v),
            address: words(&given.address, "address", NAME_MAX, &mut v),
            country: given.country.trim().to_uppercase(),
        };
        v.check(country(&addressee.country).is_some(), || Violation::on("shipment.destination_unknown", "country"));
        v.check(addressee.country != case.profile().code(), || Violation::on("letter.own_country", "country"));
        // What goes to a laboratory leaves the country as an export does; the other papers go with what is abroad already, or
        // with no diamonds.
        if self.purpose == Some(LetterPurpose::Research) && v.0.is_empty() {
            v.0.extend(destination_against(rx, &addressee.country, case.today())?);
        }
        let goods = words(&self.goods, "goods", TEXT_MAX, &mut v);
        let reference = words(&self.reference, "reference", TEXT_MAX, &mut v);
        let weighed = self.weight_mct.is_some_and(|m| !m.is_zero());
        let diamonds = self.purpose.is_some_and(|p| p != LetterPurpose::Samples);
        v.check(weighed || !diamonds, || Violation::on("letter.weight", "weight_mct"));
        let today = case.today();
        let latest = case.profile().expires_on(today).ok_or_else(|| StoreError::Damaged("the calendar ends".into()))?;
        let expires_on = self.expires_on.unwrap_or(latest);
        v.check((today..=latest).contains(&expires_on), || Violation::on("letter.expires_on", "expires_on").with("latest", latest));
        v.finish()?;
        let purpose = self.purpose.ok_or_else(|| Violation::on("letter.purpose", "purpose"))?;
        let (no, paper) = (letter_next_no(rx)?, purpose.kind());
        Ok(LetterIssued {
            letter: case.id(),
            no,
            paper,
            code: paper.code(no),
            purpose,
            issued_on: today,
            expires_on,
            addressee,
            goods,
            weight_mct: self.weight_mct.filter(|m| !m.is_zero()),
            reference,
        }
        .into())
    }
}

/// Withdraws a letter, for good and for everybody to see.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawLetter {
    /// Which.
    pub letter: LetterId,
    /// Why.
    pub reason: String,
}

impl Command for WithdrawLetter {
    const NAME: &'static str = "withdraw_letter";
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::CertificateApprove, &Belongs::default())?;
        let letter = letter_fetch(rx, self.letter)?.ok_or(ServiceError::NotFound("letter"))?;
        let mut v = Violations::none();
        v.check(letter.withdrawn.is_none(), || Violation::new("letter.withdrawn").with("code", letter.facts.code.clone()).conflict());
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        Ok(LetterWithdrawn { letter: self.letter, reason }.into())
    }
}
