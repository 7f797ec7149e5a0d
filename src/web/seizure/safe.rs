//! Safes: what is kept where, with sums, and counting one against the register.

use super::{codes, count as many};
use crate::domain::access::Permission as P;
use crate::domain::event::Event;
use crate::domain::seizure::{Safe, SafeCount, seizure_code};
use crate::service::seizure::CountSafe;
use crate::store::error::StoreError;
use crate::store::seizure::{safe_counts, safes};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{format, text};
use actix_web::http::StatusCode;
use askama::Template;

/// Counts shown.
const COUNTS: i64 = 30;

#[derive(Template)]
#[template(path = "seizures/safes.html")]
struct SafesPage {
    form: Form,
    safes: Vec<Safe>,
    choices: Vec<Choice>,
    counts: Vec<SafeCount>,
    parcels: i64,
    mct: i64,
}

impl SafesPage {
    fn named(numbers: &[i64]) -> String {
        numbers.iter().map(|no| seizure_code(*no)).collect::<Vec<_>>().join(", ")
    }
}

async fn page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let reach = ctx.reach(P::SeizureWrite);
    let (safes, counts) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let safes = safes(rx, reach)?;
            let mut counts = safe_counts(rx, None, COUNTS)?;
            // Who works in one office sees the counts of safes that hold what it took.
            counts.retain(|c| reach == crate::domain::access::Reach::All || safes.iter().any(|s| s.name == c.facts.safe));
            Ok((safes, counts))
        })
        .await?;
    let choices = safes.iter().map(|s| Choice::new(&s.name, &s.name)).collect();
    let (parcels, mct) = safes.iter().fold((0_i64, 0_i64), |(n, m), s| (n.saturating_add(s.parcels), m.saturating_add(s.mct)));
    ctx.render_as(status, &SafesPage { form, safes, choices, counts, parcels, mct })
}

/// `GET /seizures/safes`.
pub(super) async fn list(ctx: Ctx) -> Answer {
    let form = Form::new(Posted::of([("on", ctx.today().to_string())]));
    page(&ctx, StatusCode::OK, form).await
}

/// `POST /seizures/safes`.
pub(super) async fn count(ctx: Ctx, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return page(&ctx, StatusCode::OK, changed(posted, l)).await;
    }
    let mut f = posted.reader(l);
    let on = f.day("on");
    let safe = posted.get("safe").unwrap_or_default().to_owned();
    let command = CountSafe { safe, on, there: codes(posted.get("there")), note: f.text("note") };
    match attempt(&ctx, &posted, stage, f.finish_with(Some(command))).await? {
        Attempt::Done(_) => Ok(ctx.see_other("/seizures/safes?done=counted")),
        Attempt::Check(event) => match *event {
            Event::SafeCounted(e) => {
                let say = |id: &str| text(l, id, &[]);
                let mut page = CheckPage::new(say("seizure-count"), say("seizure-count-confirm"), &posted).lead(say("seizure-count-lead"));
                page.row(say("seizure-safe"), e.safe.clone());
                page.row(say("seizure-on"), format::day(l, e.on));
                page.row(say("seizure-count-there"), SafesPage::named(&e.there));
                page.row(say("seizure-count-missing"), SafesPage::named(&e.missing));
                page.row(say("seizure-count-elsewhere"), SafesPage::named(&e.elsewhere));
                page.row(say("seizure-count-note"), e.note.clone().unwrap_or_default());
                if !e.missing.is_empty() {
                    page.notice(text(l, "seizure-count-missing-told", &[("count", many(e.missing.len()))]));
                }
                page.show(&ctx)
            }
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => page(&ctx, status, Form::again(posted, &v, l)).await,
    }
}
