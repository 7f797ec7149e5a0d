//! Proposing a correction: from the page of the thing itself, or by its code; then check; done.

use super::seen::{Eyes, compared};
use super::{production, purchase, stock};
use crate::domain::access::Permission as P;
use crate::domain::correction::CorrectionState;
use crate::domain::event::{CorrectionChange, Event};
use crate::domain::parcel::parcel_no_typed;
use crate::domain::violation::{Violation, Violations};
use crate::store::correction::{correction_within, corrections_of};
use crate::store::error::StoreError;
use crate::web::check::{Attempt, CheckPage, Stage};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::text;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "corrections/pick.html")]
struct PickPage {
    form: Form,
}

/// What is to be corrected.
enum Target {
    Production(Box<production::Target>),
    Purchase(Box<purchase::Target>),
    Stock(Box<stock::Target>),
}

impl Target {
    /// The entry that is wrong.
    fn entry(&self) -> i64 {
        match self {
            Self::Production(t) => t.source.seq,
            Self::Purchase(t) => t.purchase.offered_seq,
            Self::Stock(t) => t.source.seq,
        }
    }

    fn page(self, ctx: &Ctx, status: StatusCode, form: Option<Form>) -> Answer {
        match self {
            Self::Production(t) => production::page(ctx, status, form, *t),
            Self::Purchase(t) => purchase::page(ctx, status, form, *t),
            Self::Stock(t) => stock::page(ctx, status, form, *t),
        }
    }
}

/// What the address names: the code of a parcel, the serial of a slip, or what somebody typed who has one of both
/// on paper. None where it names nothing.
async fn target(ctx: &Ctx, asked: &Posted) -> Result<Option<Result<Target, Violation>>, WebError> {
    let named = |name: &str| asked.get(name).map(str::trim).filter(|t| !t.is_empty());
    let typed = named("q").map(|t| if parcel_no_typed(t).is_some() { ("parcel", t) } else { ("purchase", t) });
    let found = match named("parcel").map(|t| ("parcel", t)).or_else(|| named("purchase").map(|t| ("purchase", t))).or(typed) {
        Some(("parcel", code)) => match stock::find(ctx, code).await? {
            Some(stock) => Ok(Target::Stock(Box::new(stock))),
            None => production::find(ctx, code).await?.map(|t| Target::Production(Box::new(t))),
        },
        Some((_, serial)) => purchase::find(ctx, serial).await?.map(|t| Target::Purchase(Box::new(t))),
        None => return Ok(None),
    };
    Ok(Some(found))
}

/// Asks for the code, and says what was wrong with the one that was given.
fn pick(ctx: &Ctx, asked: &Posted, wrong: Option<Violation>) -> Answer {
    let typed = ["q", "parcel", "purchase"].iter().find_map(|name| asked.get(name)).unwrap_or_default();
    let values = Posted::of([("q", typed.to_owned())]);
    match wrong {
        Some(wrong) => {
            let status = if wrong.code == "correction.not_found" { StatusCode::NOT_FOUND } else { StatusCode::UNPROCESSABLE_ENTITY };
            ctx.render_as(status, &PickPage { form: Form::again(values, &wrong.into(), ctx.locale()) })
        }
        None => ctx.render(&PickPage { form: Form::new(values) }),
    }
}

/// `GET /corrections/new`.
pub(super) async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let target = match target(&ctx, &asked).await? {
        Some(Ok(target)) => target,
        Some(Err(wrong)) => return pick(&ctx, &asked, Some(wrong)),
        None => return pick(&ctx, &asked, None),
    };
    let (entry, reach) = (target.entry(), ctx.reach(P::CorrectionRead));
    let pending = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let waits = corrections_of(rx, entry)?.into_iter().find(|c| c.state == CorrectionState::Proposed);
            Ok(match waits {
                Some(one) => Some((correction_within(rx, reach, &one)?, one.id)),
                None => None,
            })
        })
        .await?;
    match pending {
        Some((true, id)) => Ok(ctx.see_other(&format!("/corrections/{id}"))),
        Some((false, _)) => pick(&ctx, &asked, Some(Violation::on("correction.pending", "q"))),
        None => target.page(&ctx, StatusCode::OK, None),
    }
}

/// `POST /corrections/new`.
pub(super) async fn propose(ctx: Ctx, query: web::Query<Vec<(String, String)>>, form: Posted) -> Answer {
    let asked = Listing::new(query).posted();
    let target = match target(&ctx, &asked).await? {
        Some(Ok(target)) => target,
        Some(Err(wrong)) => return pick(&ctx, &asked, Some(wrong)),
        None => return pick(&ctx, &asked, None),
    };
    let (stage, l) = (Stage::of(&form), ctx.locale());
    if stage == Stage::Change {
        let form = Form::again(form, &Violations::none(), l);
        return target.page(&ctx, StatusCode::OK, Some(form));
    }
    let done = match &target {
        Target::Production(t) => production::attempted(&ctx, &form, stage, t).await?,
        Target::Purchase(t) => purchase::attempted(&ctx, &form, stage, t).await?,
        Target::Stock(t) => stock::attempted(&ctx, &form, stage, t).await?,
    };
    match done {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/corrections/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::CorrectionProposed(e) => check(&ctx, &form, &target, e.change, e.reason).await,
            _ => Err(WebError::Fault("a correction became another event".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(form, &v, l);
            target.page(&ctx, status, Some(form))
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, target: &Target, change: CorrectionChange, reason: String) -> Answer {
    let l = ctx.locale();
    let word = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(word("correction-check"), word("correction-confirm"), form).lead(word("correction-check-lead"));
    if let CorrectionChange::Production { was, now, .. } = &change
        && was.classes != now.classes
    {
        page.notice(word("correction-classes-dropped"));
    }
    let locale = Eyes::of(ctx)?.locale;
    page.compare(ctx.read(move |rx| compared(rx, locale, &change)).await?);
    match target {
        Target::Production(t) => page.row(word("production-parcel"), t.parcel.code.clone()),
        Target::Purchase(t) => page.row(word("purchase-serial"), t.purchase.serial.clone()),
        Target::Stock(t) => page.row(word("production-parcel"), t.parcel.code.clone()),
    }
    page.row(word("correction-reason"), reason);
    page.show(ctx)
}

/// What cannot be read is refused before the rules are asked; a missing reason is told along with it.
pub(super) fn also_reason(form: &Posted, mut v: Violations) -> Violations {
    let given = form.get("reason").is_some_and(|r| !r.trim().is_empty());
    v.check(given, || Violation::on("required", "reason"));
    v
}
