//! Zones of a GeoJSON file: each feature becomes a proposal; all of them are made, or none.

use crate::domain::violation::Violations;
use crate::interop::zones_geojson::PROPERTIES;
use crate::service::error::ServiceError;
use crate::service::zone::zone_rows;
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{format, text};
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "zones/load.html")]
struct LoadPage {
    form: Form,
    properties: String,
}

fn page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    ctx.render_as(status, &LoadPage { form, properties: PROPERTIES.join(", ") })
}

/// `GET /zones/load`.
pub(super) async fn form(ctx: Ctx) -> Answer {
    page(&ctx, StatusCode::OK, Form::new(Posted::default()))
}

/// `POST /zones/load`.
pub(super) async fn load(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return page(&ctx, StatusCode::OK, form);
    }
    let again = |posted: Posted, status, v: &Violations| page(&ctx, status, Form::again(posted, v, ctx.locale()));
    let mut f = posted.reader(ctx.locale());
    let read = f.read("file", zone_rows);
    let rows = match f.finish_with(Some(read)) {
        Ok(rows) => rows,
        Err(wrong) => return again(posted, StatusCode::UNPROCESSABLE_ENTITY, &wrong),
    };
    let names: Vec<String> = rows.iter().map(|r| r.proposal.name.clone()).collect();
    let (keep, key, each) = (stage == Stage::Confirmed, posted.key().to_owned(), ctx.acts()?);
    let done = ctx.block(move |state| -> Result<_, ServiceError> { state.app.propose_zones(&rows, &key, keep, each) }).await;
    let against = match done {
        Ok(against) => against,
        Err(e) => {
            let (status, v) = refusals(e)?;
            return again(posted, status, &v);
        }
    };
    if !against.0.is_empty() {
        return again(posted, StatusCode::UNPROCESSABLE_ENTITY, &against);
    }
    if keep {
        return Ok(ctx.see_other("/zones"));
    }
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut check = CheckPage::new(say("zone-load"), say("zone-load-confirm"), &posted).lead(say("zone-waits"));
    check.row(say("zone-load-count"), format::integer(l, i64::try_from(names.len()).unwrap_or(i64::MAX)));
    check.row(say("zone-name"), names.join("\n"));
    check.show(&ctx)
}
