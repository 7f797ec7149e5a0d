//! The first pages of those who sign: what waits for them, longest first.

use super::{Line, lines, with_since};
use crate::domain::access::Permission as P;
use crate::domain::blank::BlankReportState;
use crate::domain::ids::PartyId;
use crate::domain::participant::ParticipantChangeState;
use crate::domain::shipment::ShipmentState;
use crate::store::arrival::arrivals_detained;
use crate::store::blank::{blank_reports, blanks_in_stock};
use crate::store::departure::certificates_here;
use crate::store::error::StoreError;
use crate::store::participant::participant_changes;
use crate::store::shipment::{shipments_count, shipments_sent_back, shipments_waiting};
use crate::store::warning::arrivals_warned;
use crate::web::certificate::here_count;
use crate::web::correction::Waiting;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::receipt::{AbroadCounts, abroad_counts};

/// Shipments shown before the rest is left to the list.
const QUEUE: i64 = 20;
/// Reports of forms, and changes of the list of participants, that are counted.
const REPORTS: i64 = 100;

/// What waits for an officer (`home/officer.html`).
pub struct OfficerStart {
    /// Prepared shipments, the one that waits longest first.
    pub queue: Vec<Line>,
    /// How many there are in all.
    pub waiting: i64,
    /// How many the officers have signed that wait for an approver.
    pub signed: i64,
    /// Blank certificates in stock.
    pub forms: i64,
    /// Certificates whose goods are still here, and how many of them are urgent.
    pub here: (usize, usize),
    /// What waits of other countries.
    pub abroad: AbroadCounts,
    /// Shipments from abroad that are detained, and those let in under a number that was warned of later.
    pub arrivals: (i64, usize),
}

/// What waits for an approver (`home/approver.html`).
pub struct ApproverStart {
    /// Shipments with a first signature, the one that waits longest first.
    pub queue: Vec<Line>,
    /// How many there are in all.
    pub waiting: i64,
    /// Corrections to decide.
    pub corrections: Waiting,
    /// Reports of blank certificates to decide.
    pub reports: usize,
    /// Changes of the list of participants to decide.
    pub changes: usize,
    /// Shipments from abroad that are detained: only an approver decides upon them.
    pub detained: i64,
    /// Certificates that ended while their goods were here: only an approver makes them void.
    pub unused: usize,
}

/// What was sent back to an exporter (`home/trader.html`).
pub struct SentBack {
    /// Shipments to answer, the one that waits longest first.
    pub lines: Vec<Line>,
    /// Whether there are more than these.
    pub more: bool,
}

async fn queue(ctx: &Ctx, state: ShipmentState) -> Result<(Vec<Line>, i64, i64), WebError> {
    let (found, waiting, signed) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = shipments_waiting(rx, state, QUEUE)?;
            Ok((with_since(rx, found)?, shipments_count(rx, state)?, shipments_count(rx, ShipmentState::Proposed)?))
        })
        .await?;
    Ok((lines(ctx, found).await?, waiting, signed))
}

/// What was sent back to an exporter and waits for his answer.
///
/// # Errors
/// A fault.
pub async fn sent_back(ctx: &Ctx, exporter: PartyId) -> Result<SentBack, WebError> {
    let mut found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = shipments_sent_back(rx, exporter, QUEUE.saturating_add(1))?;
            with_since(rx, found)
        })
        .await?;
    let shown = usize::try_from(QUEUE).unwrap_or(usize::MAX);
    let more = found.len() > shown;
    found.truncate(shown);
    Ok(SentBack { lines: lines(ctx, found).await?, more })
}

/// What waits for an officer.
///
/// # Errors
/// A fault.
pub async fn officer_start(ctx: &Ctx) -> Result<OfficerStart, WebError> {
    let (queue, waiting, signed) = queue(ctx, ShipmentState::Prepared).await?;
    let forms = ctx.read(blanks_in_stock).await?;
    let (here, abroad) = (here_count(ctx).await?, abroad_counts(ctx).await?);
    let arrivals = ctx.read(|rx| -> Result<_, StoreError> { Ok((arrivals_detained(rx)?, arrivals_warned(rx)?.len())) }).await?;
    Ok(OfficerStart { queue, waiting, signed, forms, here, abroad, arrivals })
}

/// What waits for an approver.
///
/// # Errors
/// A fault.
pub async fn approver_start(ctx: &Ctx) -> Result<ApproverStart, WebError> {
    let (queue, waiting, _) = queue(ctx, ShipmentState::Proposed).await?;
    let reports = ctx.read(|rx| blank_reports(rx, Some(BlankReportState::Waiting), None, REPORTS)).await?.len();
    let changes = ctx.read(|rx| participant_changes(rx, Some(ParticipantChangeState::Waiting), REPORTS)).await?.len();
    let (reach, today) = (ctx.reach(P::CertificateRead), ctx.today());
    let (detained, here) =
        ctx.read(move |rx| -> Result<_, StoreError> { Ok((arrivals_detained(rx)?, certificates_here(rx, reach, REPORTS)?)) }).await?;
    let unused = here.iter().filter(|(c, _)| c.facts.expires_on < today).count();
    let corrections = crate::web::correction::waiting(ctx).await?;
    Ok(ApproverStart { queue, waiting, corrections, reports, changes, detained, unused })
}
