//! What became of the goods and the paper of a certificate after its issue. Rows are written once.

use crate::domain::access::Reach;
use crate::domain::departure::{Done, Leaving};
use crate::domain::event::{CertificateDeparted, CertificateEndorsed, ContainerSealed};
use crate::domain::ids::CertificateId;
use crate::domain::shipment::{Certificate, CertificateState, ShipmentState};
use crate::store::certificate::Row as CertificateRow;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{certificate, container, departure, endorsement, shipment, shipment_parcel};
use crate::store::text::{from_json, parsed, to_json};
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

pub(super) fn sealed(tx: &mut Tx<'_>, at: At, e: &ContainerSealed) -> Result<(), StoreError> {
    diesel::insert_into(container::table)
        .values((
            container::certificate_id.eq(e.certificate.to_string()),
            container::no.eq(e.no),
            container::seal.eq(&e.seal),
            container::facts.eq(to_json(e)?),
            container::account_id.eq(at.account.to_string()),
            container::recorded_at.eq(at.recorded_at.to_string()),
            container::seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn departed(tx: &mut Tx<'_>, at: At, e: &CertificateDeparted) -> Result<(), StoreError> {
    diesel::insert_into(departure::table)
        .values((
            departure::certificate_id.eq(e.certificate.to_string()),
            departure::departed_on.eq(e.on.to_string()),
            departure::facts.eq(to_json(e)?),
            departure::account_id.eq(at.account.to_string()),
            departure::recorded_at.eq(at.recorded_at.to_string()),
            departure::seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn endorsed(tx: &mut Tx<'_>, at: At, e: &CertificateEndorsed) -> Result<(), StoreError> {
    diesel::insert_into(endorsement::table)
        .values((
            endorsement::certificate_id.eq(e.certificate.to_string()),
            endorsement::no.eq(e.no),
            endorsement::facts.eq(to_json(e)?),
            endorsement::account_id.eq(at.account.to_string()),
            endorsement::recorded_at.eq(at.recorded_at.to_string()),
            endorsement::seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    Ok(())
}

type Columns = (String, String, String, i64);

fn done<E: DeserializeOwned>((facts, account, at, seq): Columns) -> Result<Done<E>, StoreError> {
    Ok(Done { facts: from_json(&facts)?, account: parsed(&account)?, at: parsed(&at)?, seq })
}

/// What happened to the goods and the paper of a certificate since it was issued.
///
/// # Errors
/// When the database fails.
pub fn leaving(rx: &mut Rx<'_>, id: CertificateId) -> Result<Leaving, StoreError> {
    let id = id.to_string();
    let containers: Vec<Columns> = container::table
        .filter(container::certificate_id.eq(&id))
        .order(container::no)
        .select((container::facts, container::account_id, container::recorded_at, container::seq))
        .load(rx.conn)?;
    let departed: Option<Columns> = departure::table
        .find(&id)
        .select((departure::facts, departure::account_id, departure::recorded_at, departure::seq))
        .get_result(rx.conn)
        .optional()?;
    let endorsed: Vec<Columns> = endorsement::table
        .filter(endorsement::certificate_id.eq(&id))
        .order(endorsement::no)
        .select((endorsement::facts, endorsement::account_id, endorsement::recorded_at, endorsement::seq))
        .load(rx.conn)?;
    Ok(Leaving {
        containers: containers.into_iter().map(done).collect::<Result<_, _>>()?,
        departed: departed.map(done).transpose()?,
        endorsed: endorsed.into_iter().map(done).collect::<Result<_, _>>()?,
    })
}

/// Whether a container was ever closed with a seal of this number.
///
/// # Errors
/// When the database fails.
pub fn container_seal_used(rx: &mut Rx<'_>, seal: &str) -> Result<bool, StoreError> {
    let found: i64 = container::table.filter(container::seal.eq(seal)).count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// Whether a parcel of a shipment that stands or left was packed under a seal of this number.
///
/// # Errors
/// When the database fails.
pub fn seal_packed(rx: &mut Rx<'_>, seal: &str) -> Result<bool, StoreError> {
    let standing = shipment::table.filter(shipment::state.ne(ShipmentState::Cancelled.as_str())).select(shipment::id);
    let found: i64 = shipment_parcel::table
        .filter(shipment_parcel::seal.eq(seal))
        .filter(shipment_parcel::shipment_id.eq_any(standing))
        .count()
        .get_result(rx.conn)?;
    Ok(found > 0)
}

/// Valid certificates within reach whose goods have not left and were received nowhere, with whether their container is closed, those that end
/// first before the others.
///
/// # Errors
/// When the database fails.
pub fn certificates_here(rx: &mut Rx<'_>, reach: Reach, limit: i64) -> Result<Vec<(Certificate, bool)>, StoreError> {
    let left = departure::table.filter(departure::certificate_id.eq(certificate::id));
    let mut query = certificate::table
        .filter(certificate::state.eq(CertificateState::Valid.as_str()))
        .filter(diesel::dsl::not(exists(left)))
        .filter(certificate::used_on.is_null())
        .into_boxed();
    match reach {
        Reach::All => {}
        Reach::Party(party) => query = query.filter(certificate::exporter_id.eq(party.to_string())),
        Reach::Office(_) | Reach::Nothing => return Ok(Vec::new()),
    }
    let rows: Vec<CertificateRow> = query.order((certificate::expires_on, certificate::no)).limit(limit).load(rx.conn)?;
    let found: Vec<Certificate> = rows.into_iter().map(CertificateRow::into_domain).collect::<Result<_, _>>()?;
    let ids: Vec<String> = found.iter().map(|c| c.facts.certificate.to_string()).collect();
    let of_them = container::table.filter(container::certificate_id.eq_any(ids));
    let closed: Vec<String> = of_them.select(container::certificate_id).distinct().load(rx.conn)?;
    let closed: HashSet<String> = closed.into_iter().collect();
    Ok(found
        .into_iter()
        .map(|c| {
            let sealed = closed.contains(&c.facts.certificate.to_string());
            (c, sealed)
        })
        .collect())
}
