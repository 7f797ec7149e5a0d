//! A proposal about zones, and the word of the second person.

use super::{days, document, proposed_line};
use crate::domain::access::Permission as P;
use crate::domain::event::{ZoneAct, ZoneFound};
use crate::domain::ids::ZoneChangeId;
use crate::domain::parcel::{Parcel, parcel_code};
use crate::domain::time::Instant;
use crate::domain::zone::{Zone, ZoneChange, ZoneChangeState};
use crate::service::zone::DecideZone;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::zone::{zone_change_fetch, zone_fetch, zone_frozen_parcels};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "zones/decide.html")]
struct DecidePage {
    change: ZoneChange,
    what: String,
    zone: Option<Zone>,
    rows: Vec<(String, String)>,
    found: Vec<(ZoneFound, Vec<Parcel>)>,
    proposed: (Who, Instant),
    decided: Option<(Who, Instant)>,
    may_decide: bool,
    own: bool,
    form: Form,
}

impl DecidePage {
    fn waits(&self) -> bool {
        self.change.state == ZoneChangeState::Waiting
    }
    fn code(&self, no: &i64) -> String {
        parcel_code(*no)
    }
}

/// What is proposed, line by line.
pub(super) fn rows(l: Locale, act: &ZoneAct) -> Vec<(String, String)> {
    let say = |id: &str| text(l, id, &[]);
    match act {
        ZoneAct::Zone { code, name, authority, area, document: d, statuses, .. } => {
            let mut rows = vec![
                (say("zone-name"), format!("{name} ({code})")),
                (say("zone-authority"), authority.clone()),
                (say("zone-areas"), areas(l, area.all().len())),
                (say("zone-document"), document(l, d)),
            ];
            for s in statuses {
                rows.push((label(l, "zone-status", s.status.as_str()), format!("{}\n{}", days(l, s), s.reason)));
            }
            rows
        }
        ZoneAct::Boundary { from, area, document: d, reason } => vec![
            (say("zone-from"), format::day(l, *from)),
            (say("zone-areas"), areas(l, area.all().len())),
            (say("zone-document"), document(l, d)),
            (say("zone-reason"), reason.clone()),
        ],
        ZoneAct::Status { stated } => vec![
            (say("zone-status"), label(l, "zone-status", stated.status.as_str())),
            (say("zone-days-title"), days(l, stated)),
            (say("zone-document"), document(l, &stated.document)),
            (say("zone-reason"), stated.reason.clone()),
        ],
        ZoneAct::Release { parcels, order, reason } => vec![
            (say("zone-parcels"), parcels.iter().map(|no| parcel_code(*no)).collect::<Vec<_>>().join("\n")),
            (say("zone-order"), document(l, order)),
            (say("zone-reason"), reason.clone()),
        ],
    }
}

fn areas(l: Locale, n: usize) -> String {
    text(l, "zone-areas-count", &[("count", i64::try_from(n).unwrap_or(i64::MAX).into())])
}

async fn page(ctx: &Ctx, id: ZoneChangeId, status: StatusCode, form: Form) -> Answer {
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::ParcelRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(change) = zone_change_fetch(rx, id)? else { return Ok(None) };
            let at = |rx: &mut _, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
            let proposed = (Who::read(rx, change.proposed_by, &reader)?, at(rx, change.proposed_seq)?);
            let decided = match change.decided_by.zip(change.decided_seq) {
                Some((who, seq)) => Some((Who::read(rx, who, &reader)?, at(rx, seq)?)),
                None => None,
            };
            let zone = change.facts.zone.map(|id| zone_fetch(rx, id)).transpose()?.flatten();
            let found = zone_frozen_parcels(rx, change.facts.no)?;
            Ok(Some((change, proposed, decided, zone, found)))
        })
        .await?;
    let (change, proposed, decided, zone, found) = found.ok_or(WebError::NotFound)?;
    let (l, own) = (ctx.locale(), change.proposed_by == ctx.actor()?.account);
    let (what, rows) = (proposed_line(l, &change.facts.act), rows(l, &change.facts.act));
    let may_decide = ctx.can(P::ZoneDecide);
    ctx.render_as(status, &DecidePage { change, what, zone, rows, found, proposed, decided, may_decide, own, form })
}

/// `GET /zones/changes/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /zones/changes/{id}`.
pub(super) async fn decide(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let change: ZoneChangeId = path.parse().map_err(|_| WebError::NotFound)?;
    let confirm = posted.get("act") == Some("confirm");
    let command = DecideZone { change, confirm, reason: posted.reader(ctx.locale()).text("reason") };
    match ctx.submit(&posted, command).await {
        Ok(_) => Ok(ctx.see_other(&format!("/zones/changes/{change}"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, change, status, form).await
        }
    }
}
