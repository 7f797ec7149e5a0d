//! The fictitious year and other countries: containers and flights, an endorsement, a technical certificate, two imports.

use super::people::Cast;
use super::trade::Packet;
use super::{DemoError, Stage};
use crate::domain::event::{EndorsedField, FoundLine, HsCode, HsLine, Importer, LetterPurpose, Transport};
use crate::domain::ids::CertificateId;
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::arrival::RecordArrival;
use crate::service::departure::{EndorseCertificate, RecordDeparture, SealContainer};
use crate::service::letter::IssueLetter;
use crate::store::certificate::certificate_fetch;
use crate::store::party::party_fetch;
use chrono::Days;

/// Stones of a shipment from abroad.
const STONES: i64 = 38;

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

/// Two shipments come from abroad: one as its certificate says, which goes on with the stock of its importer, and one lighter,
/// which is detained.
pub(super) fn arrivals(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &mut Cast,
    next_no: &mut i64,
    day: Day,
) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let trader = cast.exporters.first_mut().ok_or(DemoError::Missing("exporter"))?;
    let found = party_fetch(b.rx(), trader.papers.holder).map_err(|e| DemoError::Act("reading", e.into()))?;
    let importer = found.ok_or(DemoError::Missing("exporter"))?.code;
    let words = stage.words;
    for (serial, found, detain) in [(4_301, 12_500, None), (4_302, 11_900, Some(words.lighter.to_owned()))] {
        let mass = |mct| Mass::new(mct).unwrap_or(Mass::ZERO);
        let command = RecordArrival {
            importer: importer.clone(),
            importer_stated: None,
            number: format!("BW {serial:06}"),
            issuer: "BW".to_owned(),
            issued_on: Some(day),
            expires_on: day.checked_add_days(Days::new(60)),
            arrived_on: Some(day),
            exporter: Importer { name: words.abroad.to_owned(), address: words.address.to_owned(), country: "BW".to_owned() },
            origins: vec!["BW".to_owned(), "ZA".to_owned()],
            mixed: true,
            parcels: 1,
            found_parcels: Some(1),
            lines: vec![HsLine { hs: HsCode::Gem, weight_mct: mass(12_500), value_usd_cents: 1_875_000 }],
            found: vec![FoundLine { hs: HsCode::Gem, weight_mct: mass(found), stones: STONES }],
            seals_intact: true,
            detain,
            remark: None,
        };
        let goes_on = command.detain.is_none();
        if stage.may(b, &officer, &command)?.is_some() && goes_on {
            trader.stock.push(Packet { code: parcel_code(*next_no), mct: found, stones: STONES, hs: HsCode::Gem });
            *next_no = next_no.saturating_add(1);
        }
    }
    Ok(())
}
