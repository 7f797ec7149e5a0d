//! Proposing the reference of an area.

use super::{Areas, bars};
use crate::domain::event::Event;
use crate::domain::footprint::FootprintArea;
use crate::service::footprint::ProposeFootprint;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{format, text};
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "footprints/form.html")]
struct FormPage {
    form: Form,
    areas: Vec<Choice>,
    least: i64,
}

async fn page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let l = ctx.locale();
    let names = ctx.read(Areas::read).await?;
    let areas = names.all().map(|a| Choice::new(a, names.name(l, a))).collect();
    let least = ctx.state.app.env.profile.footprint.as_ref().map_or(0, |f| i64::from(f.least_stones.value));
    ctx.render_as(status, &FormPage { form, areas, least })
}

/// `GET /footprints/new`.
pub(super) async fn form(ctx: Ctx) -> Answer {
    page(&ctx, StatusCode::OK, Form::new(Posted::of([("to", ctx.today().to_string())]))).await
}

/// `POST /footprints/new`.
pub(super) async fn propose(ctx: Ctx, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return page(&ctx, StatusCode::OK, changed(posted, l)).await;
    }
    let mut f = posted.reader(l);
    let area: Option<FootprintArea> = f.parsed("area");
    let (from, to) = (f.day("from"), f.day("to"));
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    let read = f.finish_with(Some(ProposeFootprint { area, from, to, reason }));
    match attempt(&ctx, &posted, stage, read).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/footprints/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::FootprintProposed(e) => {
                let say = |id: &str| text(l, id, &[]);
                let names = ctx.read(Areas::read).await?;
                let mut page = CheckPage::new(say("footprint-propose"), say("footprint-propose"), &posted).lead(say("footprint-waits"));
                page.row(say("footprint-area"), names.name(l, e.area));
                page.row(say("footprint-days"), days(l, (e.from, e.to)));
                page.row(say("footprint-entries"), format::integer(l, e.entries));
                page.row(say("word-stones"), format::integer(l, e.stones));
                page.row(say("word-carats"), format::carats_unit(l, e.weight_mct));
                let table = ctx.state.app.env.profile.size_table(&e.table);
                let line = |b: &super::Bar| {
                    let stones = text(l, "unit-stones", &[("count", b.stones.into())]);
                    format!("{}: {stones}, {}", b.name, format::share(l, b.stones_ppm))
                };
                page.row(say("footprint-classes"), bars(l, table, &e.lines).iter().map(line).collect::<Vec<_>>().join("\n"));
                page.show(&ctx)
            }
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => page(&ctx, status, Form::again(posted, &v, l)).await,
    }
}

/// First and last day in words.
pub(super) fn days(l: crate::web::locale::Locale, (from, to): (crate::domain::time::Day, crate::domain::time::Day)) -> String {
    text(l, "zone-days", &[("from", format::day(l, from).into()), ("to", format::day(l, to).into())])
}
