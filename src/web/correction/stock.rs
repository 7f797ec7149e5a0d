//! The form for another reading of a parcel of declared stock.

use super::propose::also_reason;
use crate::domain::access::{Belongs, Permission as P};
use crate::domain::event::StockFacts;
use crate::domain::parcel::{Parcel, Source, parcel_no_typed};
use crate::service::correction::ProposeStockCorrection;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::production::source_fetch;
use crate::store::site::site_fetch;
use crate::web::check::{Attempt, Stage, attempt};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::format;
use actix_web::http::StatusCode;
use askama::Template;

/// A stock parcel and what is declared of it.
pub(super) struct Target {
    pub(super) parcel: Parcel,
    pub(super) source: Source,
    facts: StockFacts,
    site_code: String,
}

#[derive(Template)]
#[template(path = "corrections/stock.html")]
struct FormPage {
    form: Form,
    target: Target,
}

/// The stock parcel with a code, for whoever may propose a correction of it.
pub(super) async fn find(ctx: &Ctx, code: &str) -> Result<Option<Target>, WebError> {
    let Some(no) = parcel_no_typed(code) else { return Ok(None) };
    let reach = ctx.reach(P::CorrectionPropose);
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let (Some(parcel), Some(source)) = (parcel_fetch(rx, no)?, source_fetch(rx, no)?) else { return Ok(None) };
            let Some(facts) = source.stock_facts() else { return Ok(None) };
            let site = match source.site {
                Some(id) => site_fetch(rx, id)?,
                None => None,
            };
            let site_code = site.map(|s| s.code).unwrap_or_default();
            Ok(Some(Target { parcel, source, facts, site_code }))
        })
        .await?;
    Ok(found.filter(|t| reach.covers(&Belongs { office: t.source.office, parties: vec![t.source.holder] })))
}

/// The form, filled with what is written where nothing was typed yet.
pub(super) fn page(ctx: &Ctx, status: StatusCode, form: Option<Form>, target: Target) -> Answer {
    let l = ctx.locale();
    let f = &target.facts;
    let form = form.unwrap_or_else(|| {
        Form::new(Posted::of([
            ("site", target.site_code.clone()),
            ("weight_mct", format::input_carats(l, f.weight_mct)),
            ("stones", format::input_scaled(l, f.stones, 0, 0)),
            ("note", f.note.clone().unwrap_or_default()),
        ]))
    });
    ctx.render_as(status, &FormPage { form, target })
}

/// Previews or proposes what the form says.
pub(super) async fn attempted(ctx: &Ctx, form: &Posted, stage: Stage, target: &Target) -> Result<Attempt, WebError> {
    let mut f = form.reader(ctx.locale());
    let command = ProposeStockCorrection {
        parcel: target.parcel.code.clone(),
        site: Some(f.text("site").unwrap_or_default()),
        weight_mct: Some(f.required_mass("weight_mct")),
        stones: Some(f.required_count("stones")),
        note: Some(f.text("note").unwrap_or_default()),
        reason: f.text("reason").unwrap_or_default(),
    };
    let command = f.finish_with(Some(command)).map_err(|v| also_reason(form, v));
    attempt(ctx, form, stage, command).await
}
