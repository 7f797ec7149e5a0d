//! The form for another reading of a production entry.

use super::propose::also_reason;
use crate::domain::access::{Belongs, Permission as P};
use crate::domain::event::ProductionFacts;
use crate::domain::parcel::{Parcel, Source, parcel_no_typed};
use crate::domain::quantity::Mass;
use crate::domain::violation::Violation;
use crate::service::correction::{ProposeProductionCorrection, ProposeWithdrawal};
use crate::service::error::ServiceError;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::production::source_fetch;
use crate::store::site::{site_fetch, sites_of_licence};
use crate::web::check::{Attempt, Stage, attempt};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{format, text};
use crate::web::production::position;
use actix_web::http::StatusCode;
use askama::Template;

/// An entry and what it may be corrected to.
pub(super) struct Target {
    pub(super) parcel: Parcel,
    pub(super) source: Source,
    facts: ProductionFacts,
    site_code: String,
    /// The sites of its licence.
    sites: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "corrections/production.html")]
struct FormPage {
    form: Form,
    target: Target,
    /// The one box of taking the entry back.
    withdraw: Vec<Choice>,
}

/// The entry behind the code of the parcel it made, or why there is none. What the reader cannot see is not there.
pub(super) async fn find(ctx: &Ctx, code: &str) -> Result<Result<Target, Violation>, WebError> {
    let missing = || Violation::on("correction.not_found", "q");
    let Some(no) = parcel_no_typed(code) else { return Ok(Err(missing())) };
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(parcel) = parcel_fetch(rx, no)? else { return Ok(None) };
            let source = source_fetch(rx, no)?;
            let mut sites = match source.as_ref().and_then(|s| s.licence) {
                Some(licence) => sites_of_licence(rx, licence)?,
                None => Vec::new(),
            };
            let site = match source.as_ref().and_then(|s| s.site) {
                Some(id) => site_fetch(rx, id)?,
                None => None,
            };
            let site_code = site.as_ref().map(|s| s.code.clone()).unwrap_or_default();
            // A site may have moved to another licence since; the one written must still stand in the list.
            sites.extend(site.filter(|s| sites.iter().all(|other| other.id != s.id)));
            Ok(Some((parcel, source, sites, site_code)))
        })
        .await?;
    let Some((parcel, source, sites, site_code)) = found else { return Ok(Err(missing())) };
    let at_pit = source.as_ref().map(|s| Belongs { office: s.office, parties: vec![s.holder] });
    let proposes = at_pit.as_ref().is_some_and(|b| ctx.reach(P::CorrectionPropose).covers(b));
    let reads = at_pit.as_ref().is_some_and(|b| ctx.reach(P::ProductionRead).covers(b));
    let seen = proposes || reads || ctx.reach(P::ParcelRead).covers(&parcel.belongs());
    if !seen {
        return Ok(Err(missing()));
    }
    let standing = |s: Source| s.facts.clone().filter(|_| !s.is_withdrawn()).map(|f| (s, f));
    let Some((source, facts)) = source.and_then(standing) else {
        return Ok(Err(Violation::on("correction.no_entry", "q").with("code", parcel.code)));
    };
    if !proposes {
        return Err(ServiceError::Forbidden.into());
    }
    let sites = sites.iter().map(|s| Choice::new(&s.code, format!("{} ({})", s.facts.name, s.code))).collect();
    Ok(Ok(Target { parcel, source, facts, site_code, sites }))
}

/// The form, filled with what is written where nothing was typed yet.
pub(super) fn page(ctx: &Ctx, status: StatusCode, form: Option<Form>, target: Target) -> Answer {
    let l = ctx.locale();
    let f = &target.facts;
    let form = form.unwrap_or_else(|| {
        Form::new(Posted::of([
            ("site", target.site_code.clone()),
            ("on", f.on.to_string()),
            ("weight_mct", format::input_carats(l, f.weight_mct)),
            ("stones", format::input_scaled(l, f.stones, 0, 0)),
            ("largest_mct", f.largest_mct.map(|m| format::input_carats(l, m)).unwrap_or_default()),
            ("page", f.page.clone().unwrap_or_default()),
            ("diggers", f.diggers.map(|n| n.to_string()).unwrap_or_default()),
            ("gravel_dm3", f.gravel_dm3.map(|g| format::input_scaled(l, g, 3, 0)).unwrap_or_default()),
            ("days_worked", f.days_worked.map(|n| n.to_string()).unwrap_or_default()),
            ("lat", f.position.map(|p| format::input_scaled(l, i64::from(p.lat_e7()), 7, 0)).unwrap_or_default()),
            ("lon", f.position.map(|p| format::input_scaled(l, i64::from(p.lon_e7()), 7, 0)).unwrap_or_default()),
            ("accuracy_m", f.accuracy_m.map(|n| n.to_string()).unwrap_or_default()),
        ]))
    });
    let withdraw = vec![Choice::new("yes", text(l, "correction-withdraw", &[]))];
    ctx.render_as(status, &FormPage { form, target, withdraw })
}

/// Previews or proposes what the form says.
pub(super) async fn attempted(ctx: &Ctx, form: &Posted, stage: Stage, target: &Target) -> Result<Attempt, WebError> {
    if form.has("withdraw") {
        let reason = form.get("reason").unwrap_or_default().to_owned();
        return attempt(ctx, form, stage, Ok(ProposeWithdrawal { parcel: target.parcel.code.clone(), reason })).await;
    }
    let mut f = form.reader(ctx.locale());
    let position = position(&mut f);
    let command = ProposeProductionCorrection {
        parcel: target.parcel.code.clone(),
        site: Some(f.required("site")),
        on: f.required_day("on"),
        weight_mct: Some(f.required_mass("weight_mct")),
        stones: Some(f.required_count("stones")),
        largest_mct: Some(f.mass("largest_mct").unwrap_or(Mass::ZERO)),
        page: Some(f.text("page").unwrap_or_default()),
        diggers: Some(f.count_u32("diggers").unwrap_or(0)),
        gravel_dm3: Some(f.scaled("gravel_dm3", 3).unwrap_or(0)),
        days_worked: Some(f.count_u32("days_worked").unwrap_or(0)),
        // The form has no size classes: they stay, or fall away with the total they add up to.
        classes: None,
        position,
        accuracy_m: f.count_u32("accuracy_m"),
        reason: f.text("reason").unwrap_or_default(),
    };
    let command = f.finish_with(Some(command)).map_err(|v| also_reason(form, v));
    attempt(ctx, form, stage, command).await
}
