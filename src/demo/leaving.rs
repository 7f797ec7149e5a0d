//! Certificates of the fictitious year leave the country: containers, flights, an endorsement, a technical certificate.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::event::{EndorsedField, Importer, LetterPurpose, Transport};
use crate::domain::ids::CertificateId;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::departure::{EndorseCertificate, RecordDeparture, SealContainer};
use crate::service::letter::IssueLetter;
use crate::store::certificate::certificate_fetch;

/// Closes the container of a certificate, and lets it leave where that is wished.
pub(super) fn leave(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    (certificate, day): (CertificateId, Day),
    departs: bool,
) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let found = certificate_fetch(b.rx(), certificate).map_err(|e| DemoError::Act("reading", e.into()))?;
    let number = found.ok_or(DemoError::Missing("certificate"))?.facts.number;
    let pattern = &stage.app.env.profile.numbers.certificate.value.pattern;
    let (_, serial) = pattern.parse(&number).ok_or(DemoError::Missing("a serial"))?;
    let seal = format!("D{serial:05}");
    let parcel_number = Some(format!("DEMO/{serial}"));
    let close = SealContainer { certificate, seal: seal.clone(), number, parcel_number, on: Some(day), reason: None };
    stage.must(b, &officer, &close)?;
    if !departs {
        return Ok(());
    }
    let flight = format!("{} {serial:04}", stage.words.flight);
    let (place, transport) = (stage.words.airport.to_owned(), Some(Transport::Air));
    stage.must(b, &officer, &RecordDeparture { certificate, on: Some(day), place, transport, reference: flight, courier: None, seal })?;
    Ok(())
}

/// The consignee's address was printed with a slip of the pen.
pub(super) fn endorse(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, certificate: CertificateId) -> Result<(), DemoError> {
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let found = certificate_fetch(b.rx(), certificate).map_err(|e| DemoError::Act("reading", e.into()))?;
    let address = found.ok_or(DemoError::Missing("certificate"))?.facts.importer.address;
    let is = format!("{address}, {}", stage.words.floor);
    let field = Some(EndorsedField::ImporterAddress);
    stage.must(b, &approver, &EndorseCertificate { certificate, field, is, reason: stage.words.slip.to_owned() })?;
    Ok(())
}

/// Stones go to be examined abroad.
pub(super) fn research(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast) -> Result<(), DemoError> {
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let words = stage.words;
    let addressee = Importer { name: words.laboratory.to_owned(), address: words.address.to_owned(), country: "BE".to_owned() };
    let letter = IssueLetter {
        purpose: Some(LetterPurpose::Research),
        addressee,
        goods: words.examined.to_owned(),
        weight_mct: Mass::new(1_250),
        reference: words.seizure.to_owned(),
        expires_on: None,
    };
    stage.must(b, &approver, &letter)?;
    Ok(())
}
