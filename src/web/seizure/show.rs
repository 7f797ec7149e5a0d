//! One seizure: what was taken and why, where it is kept, what was ordered; its receipt for print; and the word of an approver.

use super::{colour, ground_name, kept_colour, standing};
use crate::domain::access::{Permission as P, Reach};
use crate::domain::event::{KeptReading, SeizureOutcome};
use crate::domain::ids::{SeizureId, SeizureOrderId};
use crate::domain::offence::Offence;
use crate::domain::parcel::parcel_code;
use crate::domain::seizure::{Kept, Order, OrderState, Seizure, Step};
use crate::domain::time::Instant;
use crate::service::error::ServiceError;
use crate::service::seizure::{AnswerSeizureDifference, DecideSeizureOrder};
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::offence::{OffenceFilter, offences};
use crate::store::seizure::{seizure_fetch, seizure_order_fetch, seizure_orders, seizure_steps};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::heads::Short;
use crate::web::party::{Names, office_names};
use crate::web::qr::Qr;
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// A seizure that the reader may see and that lies within a permission of his.
pub(super) async fn seizure_of(ctx: &Ctx, id: &str, permission: P) -> Result<Seizure, WebError> {
    let id: SeizureId = id.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx.read(move |rx| seizure_fetch(rx, id)).await?;
    let found = found.filter(|s| ctx.reach(P::SeizureRead).covers(&s.belongs())).ok_or(WebError::NotFound)?;
    if ctx.reach(permission).covers(&found.belongs()) { Ok(found) } else { Err(WebError::Service(ServiceError::Forbidden)) }
}

/// A step of its way, with who wrote it down and answered it.
struct StepLine {
    step: Step,
    by: Who,
    answered: Option<Who>,
}

impl StepLine {
    /// Readings that changed or differ.
    fn readings(&self) -> Vec<&KeptReading> {
        let apart = |r: &&KeptReading| r.before_mct != r.after_mct || r.stones_before != r.stones_after;
        self.step.facts.readings.iter().filter(apart).collect()
    }
    fn code(reading: &KeptReading) -> String {
        parcel_code(reading.parcel_no)
    }
}

struct OrderLine {
    order: Order,
    by: (Who, Instant),
    decided: Option<(Who, Instant)>,
}

impl OrderLine {
    fn colour(&self) -> &'static str {
        match self.order.state {
            OrderState::Waiting => "yellow",
            OrderState::Confirmed => "green",
            OrderState::Refused => "red",
        }
    }
    fn parcels(&self) -> String {
        self.order.facts.parcels.iter().map(|p| parcel_code(p.parcel_no)).collect::<Vec<_>>().join(", ")
    }
    fn waits(&self) -> bool {
        self.order.state == OrderState::Waiting
    }
    fn sold(&self) -> bool {
        self.order.facts.outcome == SeizureOutcome::Sold
    }
}

#[derive(Template)]
#[template(path = "seizures/show.html")]
struct ShowPage {
    seizure: Seizure,
    ground: String,
    office: Option<String>,
    names: Names,
    by: (Who, Instant),
    steps: Vec<StepLine>,
    orders: Vec<OrderLine>,
    offences: Vec<Offence>,
    may_write: bool,
    may_decide: bool,
    may_offence: bool,
    /// Whoever it was taken from looks at it.
    own: bool,
    form: Form,
}

impl ShowPage {
    fn standing(&self) -> &'static str {
        standing(&self.seizure)
    }
    fn colour(&self) -> &'static str {
        colour(self.standing())
    }
    fn code(kept: &Kept) -> String {
        parcel_code(kept.parcel_no)
    }
    fn kept_colour(kept: &Kept) -> &'static str {
        kept_colour(kept.state)
    }
    fn is_here(&self) -> bool {
        self.seizure.here().next().is_some()
    }
    /// What may be said to have just been done.
    fn fitting(&self) -> Vec<&'static str> {
        let mut said = vec!["seized"];
        said.extend((!self.steps.is_empty()).then_some("seizure-moved"));
        said.extend(self.orders.last().map(|o| match o.order.state {
            OrderState::Waiting => "seizure-ordered",
            OrderState::Confirmed => "seizure-order-confirmed",
            OrderState::Refused => "seizure-order-refused",
        }));
        said.extend(self.steps.last().and_then(|s| s.step.answered.as_ref()).map(|_| "seizure-answered"));
        said
    }
}

async fn page(ctx: &Ctx, id: SeizureId, status: StatusCode, form: Form) -> Answer {
    let reach = ctx.reach(P::SeizureRead);
    let reader = Reader::new(ctx.actor()?, reach);
    let offence_reach = ctx.reach(P::OffenceRead);
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(seizure) = seizure_fetch(rx, id)?.filter(|s| reach.covers(&s.belongs())) else { return Ok(None) };
            let at = |rx: &mut _, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
            let by = (Who::read(rx, seizure.by, &reader)?, at(rx, seizure.seq)?);
            let mut steps = Vec::new();
            for step in seizure_steps(rx, seizure.facts.no)? {
                let answered = step.answered.as_ref().map(|(_, _, by, _)| Who::read(rx, *by, &reader)).transpose()?;
                steps.push(StepLine { by: Who::read(rx, step.by, &reader)?, step, answered });
            }
            let mut orders = Vec::new();
            for order in seizure_orders(rx, seizure.facts.no)? {
                let decided = match &order.decided {
                    Some((by, _, seq)) => Some((Who::read(rx, *by, &reader)?, at(rx, *seq)?)),
                    None => None,
                };
                orders.push(OrderLine { by: (Who::read(rx, order.by, &reader)?, at(rx, order.seq)?), order, decided });
            }
            let filter = OffenceFilter { seizure: Some(id.to_string()), ..OffenceFilter::default() };
            let offences = offences(rx, offence_reach, &filter, None, 50)?;
            let offices = office_names(rx)?;
            Ok(Some((seizure, by, steps, orders, offences, offices)))
        })
        .await?;
    let (seizure, by, steps, orders, offences, offices) = found.ok_or(WebError::NotFound)?;
    let recipients = orders.iter().filter_map(|o| o.order.facts.to);
    let names = ctx.names(seizure.facts.from.into_iter().chain(recipients).collect::<Vec<_>>()).await?;
    let belongs = seizure.belongs();
    ctx.render_as(
        status,
        &ShowPage {
            ground: ground_name(ctx, &seizure.facts.ground),
            office: seizure.facts.office.and_then(|o| offices.get(&o).cloned()),
            names,
            by,
            steps,
            orders,
            offences,
            may_write: ctx.reach(P::SeizureWrite).covers(&belongs),
            may_decide: ctx.reach(P::SeizureDecide).covers(&belongs),
            may_offence: ctx.can(P::OffenceWrite),
            own: matches!(reach, Reach::Party(_)),
            form,
            seizure,
        },
    )
}

/// `GET /seizures/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /seizures/{id}/answer`.
pub(super) async fn answer(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let seizure: SeizureId = path.parse().map_err(|_| WebError::NotFound)?;
    let stands = posted.get("act") == Some("stands");
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    match ctx.submit(&posted, AnswerSeizureDifference { seizure, stands, reason }).await {
        Ok(_) => Ok(ctx.see_other(&format!("/seizures/{seizure}?told=seizure-answered"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, seizure, status, form).await
        }
    }
}

/// `POST /seizures/orders/{id}`.
pub(super) async fn decide(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let order: SeizureOrderId = path.parse().map_err(|_| WebError::NotFound)?;
    let seizure = ctx.read(move |rx| seizure_order_fetch(rx, order)).await?.ok_or(WebError::NotFound)?.facts.seizure;
    let confirm = posted.get("act") == Some("confirm");
    let command = DecideSeizureOrder { order, confirm, reason: posted.reader(ctx.locale()).text("reason") };
    match ctx.submit(&posted, command).await {
        Ok(_) => {
            let told = if confirm { "seizure-order-confirmed" } else { "seizure-order-refused" };
            Ok(ctx.see_other(&format!("/seizures/{seizure}?told={told}")))
        }
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, seizure, status, form).await
        }
    }
}

#[derive(Template)]
#[template(path = "seizures/receipt.html")]
struct ReceiptPage {
    seizure: Seizure,
    ground: String,
    office: Option<String>,
    names: Names,
    authority: String,
    demo: bool,
    qr: Option<Qr>,
    check_url: String,
    check_page: String,
    short: Short,
}

impl ReceiptPage {
    fn code(kept: &Kept) -> String {
        parcel_code(kept.parcel_no)
    }
}

/// `GET /seizures/{id}/receipt`: for whoever it was taken from, on paper.
pub(super) async fn receipt(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seizure = seizure_of(&ctx, &path, P::SeizureRead).await?;
    let base = &ctx.state.reach.base_url;
    let check_url = format!("{base}{}", super::check_path(&seizure.facts.check_code));
    let names = ctx.names(seizure.facts.from).await?;
    let offices = ctx.read(office_names).await?;
    let page = ReceiptPage {
        ground: ground_name(&ctx, &seizure.facts.ground),
        office: seizure.facts.office.and_then(|o| offices.get(&o).cloned()),
        names,
        authority: ctx.state.app.env.profile.authority.licensing.value.get(ctx.locale().tag()).to_owned(),
        demo: ctx.state.register.demonstration,
        qr: Qr::new(&check_url),
        check_url,
        check_page: format!("{base}/check"),
        short: Short::read(&ctx, seizure.seq).await?,
        seizure,
    };
    ctx.render(&page)
}
