//! Technical certificates and letters of comfort: the list, one of them (which is printed from its page), issuing and
//! withdrawing, and what anybody is told of a code.

use crate::domain::access::Permission as P;
use crate::domain::code;
use crate::domain::country::countries;
use crate::domain::event::{Event, Importer, LetterIssued, LetterPurpose};
use crate::domain::ids::LetterId;
use crate::domain::letter::{Letter, LetterStanding, letter_code_typed};
use crate::domain::violation::Violations;
use crate::service::letter::{IssueLetter, WithdrawLetter};
use crate::store::error::StoreError;
use crate::store::letter::{letter_by_code, letter_fetch, letters};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::country_name;
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;
use serde::Deserialize;

/// Letters on a page of the list.
const PAGE: i64 = 50;

/// The routes of letters.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/letters", Access::Needs(P::BlankRead), || get().to(list)),
        shown("/letters/new", Access::Needs(P::CertificateApprove), || get().to(issue_form)),
        posted("/letters/new", Access::Needs(P::CertificateApprove), || post().to(issue)),
        shown("/letters/{id}", Access::Needs(P::BlankRead), || get().to(show)),
        shown("/letters/{id}/withdraw", Access::Needs(P::CertificateApprove), || get().to(withdraw_form)),
        posted("/letters/{id}/withdraw", Access::Needs(P::CertificateApprove), || post().to(withdraw)),
        shown("/check/letter/{code}", Access::Public, || get().to(check)),
    ]
}

/// Colour of the tag of a standing.
const fn colour(standing: LetterStanding) -> &'static str {
    match standing {
        LetterStanding::Valid => "green",
        LetterStanding::Expired => "grey",
        LetterStanding::Withdrawn => "red",
    }
}

/// The path of the public page, when what somebody typed reads as a letter's code.
#[must_use]
pub fn check_path_typed(typed: &str) -> Option<String> {
    letter_code_typed(typed).map(|code| format!("/check/letter/{code}"))
}

/// A letter with its standing today.
struct Line {
    letter: Letter,
    standing: LetterStanding,
    country: String,
}

impl Line {
    fn new(ctx: &Ctx, letter: Letter) -> Self {
        let country = country_name(ctx.locale(), &letter.facts.addressee.country);
        Self { standing: letter.standing_on(ctx.today()), country, letter }
    }
    fn colour(&self) -> &'static str {
        colour(self.standing)
    }
}

#[derive(Template)]
#[template(path = "letters/list.html")]
struct ListPage {
    lines: Vec<Line>,
    next: Option<i64>,
    may_issue: bool,
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
}

/// `GET /letters`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let before = query.before;
    let mut found = ctx.read(move |rx| -> Result<_, StoreError> { letters(rx, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|l| l.facts.no);
    let lines = found.into_iter().map(|l| Line::new(&ctx, l)).collect();
    ctx.render(&ListPage { lines, next, may_issue: ctx.can(P::CertificateApprove) })
}

async fn read(ctx: &Ctx, path: &str) -> Result<Line, WebError> {
    let id: LetterId = path.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx.read(move |rx| -> Result<_, StoreError> { letter_fetch(rx, id) }).await?;
    Ok(Line::new(ctx, found.ok_or(WebError::NotFound)?))
}

#[derive(Template)]
#[template(path = "letters/show.html")]
struct ShowPage {
    line: Line,
    authority: String,
    may_withdraw: bool,
}

/// `GET /letters/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let line = read(&ctx, &path).await?;
    let may_withdraw = line.standing != LetterStanding::Withdrawn && ctx.can(P::CertificateApprove);
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(ctx.locale().tag()).to_owned();
    ctx.render(&ShowPage { line, authority, may_withdraw })
}

#[derive(Template)]
#[template(path = "letters/form.html")]
struct FormPage {
    form: Form,
    purposes: Vec<Choice>,
    countries: Vec<Choice>,
}

fn issue_page(ctx: &Ctx, form: Form, status: StatusCode) -> Answer {
    let l = ctx.locale();
    let own = ctx.state.app.env.profile.code();
    let abroad = countries(l.tag()).into_iter().filter(|c| c.alpha2 != own);
    let purpose = |p: &LetterPurpose| Choice::new(p.as_str(), label(l, "letter-purpose", p.as_str()));
    let page = FormPage {
        form,
        purposes: LetterPurpose::ALL.iter().map(purpose).collect(),
        countries: abroad.map(|c| Choice::new(c.alpha2, c.name(l.tag()))).collect(),
    };
    ctx.render_as(status, &page)
}

/// `GET /letters/new`.
async fn issue_form(ctx: Ctx) -> Answer {
    let latest = ctx.state.app.env.profile.expires_on(ctx.today()).map(|d| d.to_string()).unwrap_or_default();
    issue_page(&ctx, Form::new(Posted::of([("expires_on", latest)])), StatusCode::OK)
}

fn read_letter(form: &Posted, l: Locale) -> Result<IssueLetter, Violations> {
    let mut f = form.reader(l);
    let word = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let addressee = Importer { name: word("name"), address: word("address"), country: word("country") };
    let (purpose, weight_mct, expires_on) = (f.parsed("purpose"), f.mass("weight_mct"), f.day("expires_on"));
    f.finish_with(Some(IssueLetter { purpose, addressee, goods: word("goods"), weight_mct, reference: word("reference"), expires_on }))
}

/// `POST /letters/new`.
async fn issue(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return issue_page(&ctx, form, StatusCode::OK);
    }
    match attempt(&ctx, &posted, stage, read_letter(&posted, ctx.locale())).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/letters/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::LetterIssued(e) => check_letter(&ctx, &posted, &e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => issue_page(&ctx, Form::again(posted, &v, ctx.locale()), status),
    }
}

fn check_letter(ctx: &Ctx, form: &Posted, e: &LetterIssued) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(label(l, "letter-kind", e.paper.as_str()), say("letter-confirm"), form);
    page.row(say("letter-purpose"), label(l, "letter-purpose", e.purpose.as_str()));
    page.row(say("letter-addressee"), format!("{}\n{}\n{}", e.addressee.name, e.addressee.address, country_name(l, &e.addressee.country)));
    page.row(say("letter-goods"), e.goods.clone());
    if let Some(mass) = e.weight_mct {
        page.row(say("word-carats"), format::carats_unit(l, mass));
    }
    page.row(say("letter-reference"), e.reference.clone());
    page.row(say("certificate-expires-on"), format::day(l, e.expires_on));
    page.show(ctx)
}

#[derive(Template)]
#[template(path = "letters/withdraw.html")]
struct WithdrawPage {
    line: Line,
    form: Form,
}

/// `GET /letters/{id}/withdraw`.
async fn withdraw_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let line = read(&ctx, &path).await?;
    ctx.render(&WithdrawPage { line, form: Form::new(Posted::default()) })
}

/// `POST /letters/{id}/withdraw`.
async fn withdraw(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let line = read(&ctx, &path).await?;
    let (stage, letter) = (Stage::of(&posted), line.letter.facts.letter);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return ctx.render(&WithdrawPage { line, form });
    }
    let command = WithdrawLetter { letter, reason: posted.get("reason").unwrap_or_default().to_owned() };
    match attempt(&ctx, &posted, stage, Ok(command)).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/letters/{letter}"))),
        Attempt::Check(event) => {
            let Event::LetterWithdrawn(e) = *event else { return Err(WebError::Fault("another event than asked for".into())) };
            let l = ctx.locale();
            let say = |id: &str| text(l, id, &[]);
            let mut page =
                CheckPage::new(say("letter-withdraw"), say("letter-withdraw-confirm"), &posted).lead(say("letter-withdraw-lead"));
            page.row(label(l, "letter-kind", line.letter.facts.paper.as_str()), line.letter.facts.code.clone());
            page.row(say("shipment-reason"), e.reason);
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            ctx.render_as(status, &WithdrawPage { line, form })
        }
    }
}

#[derive(Template)]
#[template(path = "letters/check.html")]
struct ToldPage {
    asked: String,
    told: Option<Line>,
    authority: String,
}

/// `GET /check/letter/{code}`: which paper, its state and its days, nothing of any person, firm or goods.
async fn check(ctx: Ctx, path: web::Path<String>) -> Answer {
    let asked: String = code::written(&path).chars().take(60).collect();
    let typed = asked.clone();
    let found = ctx.read(move |rx| -> Result<_, StoreError> { letter_by_code(rx, &typed) }).await?;
    let told = found.map(|l| Line::new(&ctx, l));
    let status = if told.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(ctx.locale().tag()).to_owned();
    ctx.render_as(status, &ToldPage { asked, told, authority })
}
