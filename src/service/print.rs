//! Certificates on paper: drawn at the edge, counted and kept here.

use crate::domain::access::{Permission, ReadVia};
use crate::domain::entry::sha256_hex;
use crate::domain::event::CertificatePrinted;
use crate::domain::ids::CertificateId;
use crate::domain::party::Party;
use crate::domain::shipment::CertificateState;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::check_reason;
use crate::service::personal::Reading;
use crate::service::{App, Beside, Case, Command, Decision};
use crate::store::certificate::certificate_fetch;
use crate::store::certificate_print::{certificate_copy_fetch, certificate_next_copy};
use crate::store::db::Rx;
use crate::store::departure::leaving;
use crate::store::party::party_fetch;
use serde::Serialize;

/// A certificate as it was drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The file.
    pub file: Vec<u8>,
    /// SHA-256 of the template it was drawn by, in hex.
    pub template: String,
}

/// Puts a certificate on paper: the original, or with a reason once more.
#[derive(Debug, Clone, Serialize)]
pub struct PrintCertificate {
    /// Which.
    pub certificate: CertificateId,
    /// The number of the copy that was drawn: 1 for the original. Another than the next is refused, because the number
    /// stands on the paper.
    pub copy: i64,
    /// Why it is printed again; nothing for the original.
    pub reason: Option<String>,
    /// What is printed. The same request draws it anew, so it is no part of what was asked.
    #[serde(skip)]
    pub drawn: Drawn,
}

impl Command for PrintCertificate {
    const NAME: &'static str = "print_certificate";
    const PERMISSION: Permission = Permission::CertificateHandle;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let certificate = certificate_fetch(rx, self.certificate)?.ok_or(ServiceError::NotFound("certificate"))?;
        case.require(Permission::CertificateHandle, &certificate.belongs())?;
        let number = &certificate.facts.number;
        if certificate.state == CertificateState::Void {
            return Err(Violation::new("certificate.print_void").with("number", number.clone()).conflict().into());
        }
        let next = certificate_next_copy(rx, self.certificate)?;
        if self.copy != next {
            return Err(Violation::new("certificate.print_other").with("copy", next).conflict().into());
        }
        // An original that is made after the goods left, or after its last day, is for other goods.
        let left = leaving(rx, self.certificate)?.departed.map(|d| d.facts.on).or(certificate.used_on);
        let ended = Some(certificate.facts.expires_on).filter(|last| *last < case.today());
        if let Some(on) = left.or(ended).filter(|_| self.copy == 1) {
            let code = if left.is_some() { "certificate.print_left" } else { "certificate.print_ended" };
            return Err(Violation::new(code).with("number", number.clone()).with("on", on).conflict().into());
        }
        let exporter = party_fetch(rx, certificate.facts.exporter)?.ok_or(ServiceError::NotFound("party"))?;
        let mut v = Violations::none();
        v.check(exporter.erased_seq.is_none(), || Violation::new("certificate.print_erased").with("code", exporter.code.clone()));
        let reason = self.reason.as_deref().map(str::trim).unwrap_or_default();
        let reason = (self.copy > 1).then(|| check_reason(reason, &mut v));
        v.finish()?;
        let (certificate, copy, file) = (self.certificate, self.copy, self.drawn.file.clone());
        let size = i64::try_from(file.len()).unwrap_or(i64::MAX);
        let (sha256, template) = (sha256_hex(&[&file]), self.drawn.template.clone());
        Ok(Decision::from(CertificatePrinted { certificate, copy, sha256, size, template, reason }).beside(Beside::Copy {
            certificate,
            copy,
            file,
        }))
    }
}

impl App {
    /// The file of a print, byte for byte, with a record that the exporter's details in it were read; none where there is
    /// no such print, or it went with the exporter's details.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for whoever may not read the details; else the store's.
    pub fn printed_file(
        &self,
        reading: &Reading<'_>,
        exporter: &Party,
        id: CertificateId,
        copy: i64,
    ) -> Result<Option<Vec<u8>>, ServiceError> {
        debug_assert!(reading.via == ReadVia::Certificate, "it is the certificate that is read");
        self.db.write(reading.now, |tx| {
            let file = certificate_copy_fetch(tx, id, copy)?;
            if file.is_some() {
                reading.note(tx, exporter)?;
            }
            Ok(file)
        })
    }
}
