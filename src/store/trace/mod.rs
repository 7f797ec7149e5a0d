//! Reading traces: few queries, each over an index, in chunks of a fixed size; nothing is read row by row.

mod chain;
mod forward;
mod names;
mod sources;

pub use forward::{ForwardAsk, forward_of_licence, forward_of_production, forward_of_site};
use sources::{certificate_arrivals, certificate_sites};

use crate::domain::access::Naming;
use crate::domain::parcel::{Import, Parcel};
use crate::domain::shipment::{Certificate, Shipment};
use crate::domain::time::Day;
use crate::domain::trace::{AsOf, Chain, Explain, Found, IssuedShare, Subject, SubjectKind, Trace, assemble};
use crate::store::arrival::arrival_fetch;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::journal_size;
use crate::store::lineage::compositions;
use crate::store::schema::{parcel, shipment, shipment_parcel};
use crate::store::site::site_fetch;
use crate::store::text::parsed;
use diesel::prelude::*;
use sources::Sources;
use std::cmp::Reverse;

/// The most parcels a chain shows; past it the trace says that it was cut.
pub const CHAIN_MAX: usize = 20_000;

/// How a trace is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// The day on which standings are told.
    pub today: Day,
    /// Whose names may be told.
    pub details: Naming,
    /// The most parcels of the chain; none leaves the chain out, with what is remarkable in it.
    pub chain: Option<usize>,
    /// Working days after which a sale is written down late.
    pub late_after: u32,
}

impl Ask {
    /// Everything, up to the usual limit.
    #[must_use]
    pub fn whole(today: Day, details: impl Into<Naming>) -> Self {
        Self { today, details: details.into(), chain: Some(CHAIN_MAX), late_after: u32::MAX }
    }
}

/// What a trace starts from.
struct Start {
    subject: Subject,
    parcels: Vec<i64>,
}

/// The trace of a certificate: its frozen composition at the current revision.
///
/// # Errors
/// When the database fails, or the composition does not add up to the certificate.
pub fn certificate_trace(rx: &mut Rx<'_>, certificate: &Certificate, ask: &Ask) -> Result<Trace, StoreError> {
    let facts = &certificate.facts;
    let sources = Sources::of_certificate(rx, facts.no, certificate.revision)?;
    let (code, test): (String, i64) =
        shipment::table.find(facts.shipment.to_string()).select((shipment::code, shipment::test)).get_result(rx.conn)?;
    let parcels = if ask.chain.is_some() { parcels_of(rx, &facts.shipment.to_string())? } else { Vec::new() };
    let subject = Subject {
        kind: SubjectKind::Certificate,
        id: facts.certificate.to_string(),
        code: facts.number.clone(),
        weight_mct: facts.weight_mct.mct(),
        stones: facts.stones,
        on: Some(facts.issued_on),
        holder: facts.exporter.to_string(),
        test: test != 0,
        revision: Some(certificate.revision),
        issued_seq: Some(certificate.issued_seq),
        shipment: Some(code),
        standing: Some(certificate.standing_on(ask.today)),
    };
    let mut trace = trace(rx, Start { subject, parcels }, sources, ask)?;
    if certificate.revision > 0 {
        let issued = as_issued(rx, facts.no)?;
        let now = |s: &IssuedShare| match (&s.site, &s.import) {
            (Some(code), _) => trace.by_site.iter().find(|s| s.site.code == *code).map(|s| s.weight_mct.saturating_add(s.stock_mct)),
            (None, Some(import)) => trace.by_import.iter().find(|s| s.import.arrival == import.arrival).map(|s| s.weight_mct),
            (None, None) => Some(trace.unestablished_mct),
        };
        // A revision may change nothing but which entries the carats came in by.
        if issued.iter().any(|s| now(s) != Some(s.weight_mct)) {
            trace.as_issued = issued;
        }
    }
    Ok(trace)
}

/// The first composition of a certificate by site, most carats first.
fn as_issued(rx: &mut Rx<'_>, certificate_no: i64) -> Result<Vec<IssuedShare>, StoreError> {
    let mut found = Vec::new();
    for (id, weight_mct) in certificate_sites(rx, certificate_no, 0)? {
        let site = if id.is_empty() { None } else { site_fetch(rx, parsed(&id)?)? };
        let (site, name) = site.map(|s| (s.code, s.facts.name)).unzip();
        found.push(IssuedShare { site, import: None, name, weight_mct });
    }
    for (id, weight_mct) in certificate_arrivals(rx, certificate_no, 0)? {
        let import = arrival_fetch(rx, parsed(&id)?)?.map(|a| Import::of(&a.facts));
        found.push(IssuedShare { site: None, import, name: None, weight_mct });
    }
    found.sort_by_key(|s| Reverse(s.weight_mct));
    Ok(found)
}

/// The trace of a shipment: the compositions of its parcels, added up.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn shipment_trace(rx: &mut Rx<'_>, shipment: &Shipment, ask: &Ask) -> Result<Trace, StoreError> {
    let parts: Vec<(i64, i64)> = shipment_parcel::table
        .inner_join(parcel::table.on(parcel::no.eq(shipment_parcel::parcel_no)))
        .filter(shipment_parcel::shipment_id.eq(shipment.id.to_string()))
        .select((parcel::origin, shipment_parcel::weight_mct))
        .load(rx.conn)?;
    let whole = compositions(rx, &parts)?;
    let sources = Sources::of_pool(rx, &whole)?;
    let subject = Subject {
        kind: SubjectKind::Shipment,
        id: shipment.id.to_string(),
        code: shipment.code.clone(),
        weight_mct: shipment.weight.mct(),
        stones: shipment.stones,
        on: None,
        holder: shipment.exporter.to_string(),
        test: shipment.test,
        revision: None,
        issued_seq: None,
        shipment: None,
        standing: None,
    };
    let parcels = if ask.chain.is_some() { parcels_of(rx, &subject.id)? } else { Vec::new() };
    trace(rx, Start { subject, parcels }, sources, ask)
}

/// The trace of one parcel, live or not.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn parcel_trace(rx: &mut Rx<'_>, parcel: &Parcel, ask: &Ask) -> Result<Trace, StoreError> {
    let whole = compositions(rx, &[(parcel.origin, parcel.weight.mct())])?;
    let sources = Sources::of_pool(rx, &whole)?;
    let subject = Subject {
        kind: SubjectKind::Parcel,
        id: parcel.id.to_string(),
        code: parcel.code.clone(),
        weight_mct: parcel.weight.mct(),
        stones: parcel.stones,
        on: None,
        holder: parcel.holder.to_string(),
        test: parcel.test,
        revision: None,
        issued_seq: None,
        shipment: None,
        standing: None,
    };
    trace(rx, Start { subject, parcels: vec![parcel.no] }, sources, ask)
}

/// The shipment with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn shipment_id_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<String>, StoreError> {
    Ok(shipment::table.filter(shipment::code.eq(code)).select(shipment::id).get_result(rx.conn).optional()?)
}

fn parcels_of(rx: &mut Rx<'_>, shipment: &str) -> Result<Vec<i64>, StoreError> {
    Ok(shipment_parcel::table
        .filter(shipment_parcel::shipment_id.eq(shipment))
        .order(shipment_parcel::parcel_no)
        .select(shipment_parcel::parcel_no)
        .load(rx.conn)?)
}

fn trace(rx: &mut Rx<'_>, start: Start, sources: Sources, ask: &Ask) -> Result<Trace, StoreError> {
    let Start { mut subject, parcels } = start;
    let sum = sources.rows.iter().fold(0i64, |sum, s| sum.saturating_add(s.share_mct));
    if sum != subject.weight_mct {
        return Err(StoreError::damaged(format!("the composition of {} adds up to {sum}, not {}", subject.code, subject.weight_mct)));
    }
    let sites = names::sites(rx, &sources.sites)?;
    let mut licences = names::licences(rx, &sources.licences)?;
    let mut walked = match ask.chain {
        Some(most) => Some(chain::walk(rx, &parcels, &sources.rows, most)?),
        None => None,
    };
    let mut ids: Vec<String> = licences.iter().map(|l| l.holder.clone()).collect();
    ids.push(subject.holder.clone());
    ids.extend(walked.iter().flat_map(chain::Walked::parties));
    let holders = names::holders(rx, ids, ask.details)?;
    subject.holder = holders.code(&subject.holder);
    for licence in &mut licences {
        licence.holder = holders.code(&licence.holder);
    }
    let cut = walked.as_ref().and_then(|w| w.cut.clone());
    let (chain, weighings): (Option<Chain>, Vec<Explain>) = match walked.take() {
        Some(walked) => {
            let returned = walked.returned(rx, &subject.id)?;
            let disputed = walked.disputed(rx)?;
            let seized = walked.seized(rx)?;
            let (chain, mut explain) = walked.tell(holders, &parcels, ask.late_after)?;
            explain.extend(returned);
            explain.extend(disputed);
            explain.extend(seized);
            (Some(chain), explain)
        }
        None => (None, Vec::new()),
    };
    let as_of = AsOf { seq: journal_size(rx)?, on: ask.today };
    Ok(assemble(Found { subject, as_of, sources: sources.rows, sites, licences, chain, weighings, cut }))
}
