//! Shipments, certificates and corrections.

use crate::domain::access::Permission;
use crate::domain::correction::{self, CorrectionState};
use crate::domain::event::{CorrectionChange, HsCode, Importer, VoidCause, VoidedGoods};
use crate::domain::ids::{AccountId, CertificateId, CorrectionId, LicenceId, OfficeId, PartyId, ShipmentId};
use crate::domain::quantity::Mass;
use crate::domain::shipment::{self, CertificateStanding, CertificateState, ShipmentState};
use crate::domain::time::Day;
use crate::domain::valuation::{Charge, Valuation, ValuedLine, Valuer};
use crate::store::certificate::{CertificateFilter, certificate_by_number, certificate_fetch, certificates};
use crate::store::correction::{CorrectionFilter, correction_fetch, correction_within, corrections};
use crate::store::db::Rx;
use crate::store::shipment::{ShipmentFilter, shipment_by_code, shipment_fetch, shipment_is_sent_back, shipment_parcels, shipments};
use crate::store::valuation::valuation_of;
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// One parcel of a shipment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShippedParcel {
    parcel_no: i64,
    weight_mct: Mass,
    stones: i64,
    hs: HsCode,
    seal: String,
    value_usd_cents: i64,
}

/// What a shipment is worth, by its latest valuation: the value taken goes on the certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShipmentValuation {
    /// The day of the sitting.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// The table of its size classes.
    table: String,
    /// Officials who were present.
    present: Vec<PartyId>,
    independent: Option<PartyId>,
    lines: Vec<ValuedLine>,
    /// Whose value is taken.
    taken: Valuer,
    value_usd_cents: i64,
    /// What is to be paid.
    charges: Vec<Charge>,
    /// The region from which more than half of the carats came, by its code.
    region: Option<String>,
    seq: i64,
}

impl ShipmentValuation {
    fn new(v: Valuation) -> Self {
        let f = v.facts;
        Self {
            on: f.on,
            table: f.table,
            present: f.present,
            independent: f.independent,
            lines: f.lines,
            taken: f.taken,
            value_usd_cents: f.value_usd_cents,
            charges: f.charges,
            region: v.region,
            seq: v.seq,
        }
    }
}

/// Parcels that leave together.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shipment {
    pub(in crate::web::api) id: ShipmentId,
    no: i64,
    code: String,
    exporter: PartyId,
    licence: LicenceId,
    importer: Importer,
    weight_mct: Mass,
    stones: i64,
    /// As the exporter declared it.
    value_usd_cents: i64,
    valuation: Option<ShipmentValuation>,
    /// `prepared`, `proposed`, `certified` or `cancelled`.
    state: &'static str,
    /// Whether it was sent back and waits for the exporter's answer.
    sent_back: bool,
    /// Why it was sent back, its proposal taken back, or it was cancelled last, or its certificate made void while it was still here.
    reason: Option<String>,
    certificate: Option<CertificateId>,
    parcels: Vec<ShippedParcel>,
    test: bool,
    changed_seq: i64,
}

fn shipment(rx: &mut Rx<'_>, s: shipment::Shipment) -> Result<Shipment, WebError> {
    let parcels = shipment_parcels(rx, s.id)?.into_iter().map(|p| ShippedParcel {
        parcel_no: p.parcel_no,
        weight_mct: p.weight_mct,
        stones: p.stones,
        hs: p.hs,
        seal: p.seal,
        value_usd_cents: p.value_usd_cents,
    });
    let parcels = parcels.collect();
    Ok(Shipment {
        parcels,
        sent_back: shipment_is_sent_back(rx, &s)?,
        valuation: valuation_of(rx, s.id)?.map(ShipmentValuation::new),
        id: s.id,
        no: s.no,
        code: s.code,
        exporter: s.exporter,
        licence: s.licence,
        importer: s.importer,
        weight_mct: s.weight,
        stones: s.stones,
        value_usd_cents: s.value_usd_cents,
        state: s.state.as_str(),
        reason: s.reason,
        certificate: s.certificate,
        test: s.test,
        changed_seq: s.changed_seq,
    })
}

impl Noun for Shipment {
    const PERMISSION: Permission = Permission::ShipmentRead;
    const FILTERS: &'static [Filter] =
        &[Filter::word("state", "`prepared`, `proposed`, `certified` or `cancelled`."), Filter::id("exporter", "Of one exporter.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = ShipmentFilter { state: asked.read("state", ShipmentState::parse)?, exporter: asked.parsed("exporter")? };
        let found = shipments(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        found.into_iter().map(|s| shipment(rx, s)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => shipment_fetch(rx, id)?,
            Err(_) => shipment_by_code(rx, &crate::domain::code::written(key))?,
        };
        let reach = reader.reach(Self::PERMISSION);
        let found = found.filter(|s| reach.covers(&s.belongs()));
        found.map(|s| shipment(rx, s)).transpose()
    }
}

/// A line of a certificate per subheading.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateLine {
    hs: HsCode,
    weight_mct: Mass,
    value_usd_cents: i64,
}

/// A Kimberley Process certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct Certificate {
    id: CertificateId,
    no: i64,
    number: String,
    shipment: ShipmentId,
    #[schema(value_type = String, format = Date)]
    issued_on: Day,
    /// Last day of validity.
    #[schema(value_type = String, format = Date)]
    expires_on: Day,
    /// Its standing today: `valid`, `used` (receipt confirmed abroad), `expired`, `void`, `lost` or `replaced`.
    #[schema(value_type = String)]
    standing: CertificateStanding,
    /// Why it was made void.
    reason: Option<String>,
    exporter: PartyId,
    importer: Importer,
    /// Countries where the stones were mined; empty when none is established.
    origins: Vec<String>,
    mixed: bool,
    weight_mct: Mass,
    stones: i64,
    value_usd_cents: i64,
    parcels: i64,
    lines: Vec<CertificateLine>,
    unestablished_mct: Mass,
    unestablished_reason: Option<String>,
    /// SHA-256 of the frozen composition, in hex.
    composition_digest: String,
    /// 0 as issued, one more for each approved correction to its past.
    revision: i64,
    issued_seq: i64,
    /// Of a void one: whether the goods were still `here`, and came back to their shipment, or were `gone`.
    goods: Option<VoidedGoods>,
    /// Of a void one: what it was made void for.
    cause: Option<VoidCause>,
}

fn certificate(reader: &Reader, c: shipment::Certificate) -> Certificate {
    let standing = c.standing_on(reader.today);
    let f = c.facts;
    let line = |l: crate::domain::event::HsLine| CertificateLine { hs: l.hs, weight_mct: l.weight_mct, value_usd_cents: l.value_usd_cents };
    Certificate {
        id: f.certificate,
        no: f.no,
        number: f.number,
        shipment: f.shipment,
        issued_on: f.issued_on,
        expires_on: f.expires_on,
        standing,
        reason: c.reason,
        exporter: f.exporter,
        importer: f.importer,
        origins: f.origins,
        mixed: f.mixed,
        weight_mct: f.weight_mct,
        stones: f.stones,
        value_usd_cents: f.value_usd_cents,
        parcels: f.parcels,
        lines: f.lines.into_iter().map(line).collect(),
        unestablished_mct: f.unestablished_mct,
        unestablished_reason: f.unestablished_reason,
        composition_digest: f.composition_digest,
        revision: c.revision,
        issued_seq: c.issued_seq,
        goods: c.goods,
        cause: c.cause,
    }
}

impl Noun for Certificate {
    const PERMISSION: Permission = Permission::CertificateRead;
    const FILTERS: &'static [Filter] =
        &[Filter::word("state", "`valid` or `void` by the record."), Filter::text("number", "Whose number holds this text.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter =
            CertificateFilter { state: asked.read("state", CertificateState::parse)?, standing: None, number: asked.text("number") };
        let found = certificates(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        Ok(found.into_iter().map(|c| certificate(reader, c)).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => certificate_fetch(rx, id)?,
            Err(_) => certificate_by_number(rx, key)?,
        };
        let reach = reader.reach(Self::PERMISSION);
        Ok(found.filter(|c| reach.covers(&c.belongs())).map(|c| certificate(reader, c)))
    }
}

/// A correction of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct Correction {
    id: CorrectionId,
    no: i64,
    /// The entry it corrects.
    corrects_seq: i64,
    office: Option<OfficeId>,
    proposed_by: AccountId,
    proposed_seq: i64,
    /// What stood, and what should stand instead.
    #[schema(value_type = Object)]
    change: CorrectionChange,
    reason: String,
    /// `proposed`, `approved` or `refused`.
    state: &'static str,
    decided_by: Option<AccountId>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl From<correction::Correction> for Correction {
    fn from(c: correction::Correction) -> Self {
        Self {
            id: c.id,
            no: c.no,
            corrects_seq: c.corrects_seq,
            office: c.office,
            proposed_by: c.proposed_by,
            proposed_seq: c.proposed_seq,
            change: c.change,
            reason: c.reason,
            state: c.state.as_str(),
            decided_by: c.decided_by,
            decided_seq: c.decided_seq,
            decision_reason: c.decision_reason,
        }
    }
}

impl Noun for Correction {
    const PERMISSION: Permission = Permission::CorrectionRead;
    const FILTERS: &'static [Filter] = &[Filter::word("state", "`proposed`, `approved` or `refused`.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let state = asked.read("state", CorrectionState::parse)?;
        let filter = CorrectionFilter { state, ..CorrectionFilter::default() };
        let found = corrections(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        Ok(found.into_iter().map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let Some(found) = correction_fetch(rx, id)? else { return Ok(None) };
        let near = correction_within(rx, reader.reach(Self::PERMISSION), &found)?;
        Ok(Some(found).filter(|_| near).map(Self::from))
    }
}
