//! Writing an inspection down: first what was inspected, then its checklist, findings, stock and what has to be put right.

use super::kind_choices;
use crate::domain::access::{Belongs, Permission as P, Reach};
use crate::domain::event::{
    Checked, Event, Finding, FindingSeverity, InspectionAnswer, InspectionItem, InspectionKind, InspectionRecorded,
};
use crate::domain::ids::{PartyId, SiteId, TargetId};
use crate::domain::parcel::{Parcel, ParcelState, parcel_code};
use crate::domain::violation::{Violation, Violations};
use crate::service::inspection::{ActionAsked, CountedStock, RecordInspection};
use crate::store::error::StoreError;
use crate::store::inspection::target_typed;
use crate::store::parcel::{ParcelFilter, parcels};
use crate::store::party::party_fetch;
use crate::store::site::site_fetch;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::production::position;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Findings and actions of one form.
const ROWS: usize = 5;
/// Parcels of one form.
const PARCELS: i64 = 200;

#[derive(Template)]
#[template(path = "inspections/choose.html")]
struct ChoosePage {
    form: Form,
    kinds: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "inspections/form.html")]
struct FormPage {
    form: Form,
    kind: InspectionKind,
    target: String,
    items: Vec<InspectionItem>,
    answers: Vec<Choice>,
    severities: Vec<Choice>,
    who: Vec<Choice>,
    stock: Vec<Parcel>,
    rows: Vec<usize>,
}

impl FormPage {
    fn item(item: &InspectionItem) -> String {
        format!("item_{item}")
    }
    fn finding(n: &usize) -> [String; 2] {
        [format!("finding_{n}"), format!("finding_{n}_severity")]
    }
    fn action(n: &usize) -> [String; 3] {
        [format!("action_{n}"), format!("action_{n}_by"), format!("action_{n}_due")]
    }
    fn counted(p: &Parcel) -> [String; 2] {
        [format!("mct_{}", p.no), format!("stones_{}", p.no)]
    }
}

/// What the form is about: kind, target, and the stock that may be counted.
struct About {
    kind: InspectionKind,
    target: String,
    stock: Vec<Parcel>,
}

/// What an address or a form names, where it is there and within reach.
async fn about(ctx: &Ctx, posted: &Posted) -> Result<Option<About>, WebError> {
    let Some(kind) = posted.get("kind").and_then(|k| k.parse::<InspectionKind>().ok()) else { return Ok(None) };
    let typed: String = posted.get("target").unwrap_or_default().trim().chars().take(40).collect();
    let (reach, now, asked) = (ctx.reach(P::InspectionWrite), ctx.now(), typed.clone());
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(target) = target_typed(rx, kind, &asked)? else { return Ok(None) };
            let office = match kind {
                InspectionKind::Site => site_fetch(rx, SiteId::new(target.uuid()))?.and_then(|s| s.facts.office),
                InspectionKind::Office => Some(crate::domain::ids::OfficeId::new(target.uuid())),
                InspectionKind::Buyer | InspectionKind::Exporter => party(rx, target)?.and_then(|p| p.facts.office),
            };
            if !reach.covers(&Belongs::office(office)) {
                return Ok(None);
            }
            let holds = matches!(kind, InspectionKind::Buyer | InspectionKind::Exporter);
            let filter = ParcelFilter { state: Some(ParcelState::Live), test: Some(false), ..ParcelFilter::default() };
            let of = Reach::Party(PartyId::new(target.uuid()));
            Ok(Some(if holds { parcels(rx, of, &filter, now, None, PARCELS)? } else { Vec::new() }))
        })
        .await?;
    Ok(found.map(|stock| About { kind, target: typed, stock }))
}

fn party(rx: &mut crate::store::db::Rx<'_>, target: TargetId) -> Result<Option<crate::domain::party::Party>, StoreError> {
    party_fetch(rx, PartyId::new(target.uuid()))
}

fn severities(l: Locale) -> Vec<Choice> {
    FindingSeverity::ALL.iter().map(|s| Choice::new(s.as_str(), label(l, "finding-severity", s.as_str()))).collect()
}

fn form_page(ctx: &Ctx, status: StatusCode, form: Form, about: About) -> Answer {
    let l = ctx.locale();
    let items = ctx.state.app.env.profile.inspections.as_ref().map(|r| r.items(about.kind).to_vec()).unwrap_or_default();
    let answers = InspectionAnswer::ALL.iter().map(|a| Choice::new(a.as_str(), label(l, "inspection-answer", a.as_str()))).collect();
    let mut who = vec![Choice::new("authority", text(l, "inspection-by-authority", &[]))];
    if about.kind != InspectionKind::Office {
        who.insert(0, Choice::new("party", text(l, "inspection-by-party", &[])));
    }
    let rows = (1..=ROWS).collect();
    let (kind, target, stock) = (about.kind, about.target, about.stock);
    ctx.render_as(status, &FormPage { form, kind, target, items, answers, severities: severities(l), who, stock, rows })
}

/// `GET /inspections/new`.
pub(super) async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    if let Some(about) = about(&ctx, &asked).await? {
        let of = |name: &str| asked.get(name).unwrap_or_default().to_owned();
        let values =
            [("kind", of("kind")), ("target", of("target")), ("plan", of("plan")), ("again", of("again")), ("on", ctx.today().to_string())];
        return form_page(&ctx, StatusCode::OK, Form::new(Posted::of(values)), about);
    }
    let l = ctx.locale();
    let mut wrong = Violations::none();
    let typed: String = asked.get("target").unwrap_or_default().trim().chars().take(40).collect();
    wrong.check(typed.is_empty(), || Violation::on("inspection.target", "target").with("typed", typed.clone()));
    ctx.render(&ChoosePage { form: Form::again(asked, &wrong, l), kinds: kind_choices(l) })
}

fn given(posted: &Posted, name: &str) -> bool {
    posted.get(name).is_some_and(|t| !t.trim().is_empty())
}

fn read(ctx: &Ctx, posted: &Posted, about: &About) -> Result<RecordInspection, Violations> {
    let mut f = posted.reader(ctx.locale());
    let items = ctx.state.app.env.profile.inspections.as_ref().map(|r| r.items(about.kind)).unwrap_or_default();
    let mut command = RecordInspection {
        kind: Some(about.kind),
        target: about.target.clone(),
        plan: f.text("plan"),
        again: f.text("again"),
        on: f.day("on"),
        position: position(&mut f),
        accuracy_m: f.count_u32("accuracy_m"),
        account: f.text("account"),
        ..RecordInspection::default()
    };
    for item in items {
        if let Some(answer) = f.parsed(&format!("item_{item}")) {
            command.checked.push(Checked { item: *item, answer });
        }
    }
    for n in 1..=ROWS {
        let (finding, action) = (format!("finding_{n}"), format!("action_{n}"));
        if given(posted, &finding) {
            let severity = f.required_parsed(&format!("{finding}_severity"));
            let text = f.text(&finding).unwrap_or_default();
            command.findings.extend(severity.map(|severity| Finding { severity, text }));
        }
        if given(posted, &action) {
            let by = f.required(&format!("{action}_by"));
            let due = f.required_day(&format!("{action}_due"));
            let what = f.text(&action).unwrap_or_default();
            command.actions.extend(due.map(|due| ActionAsked { what, by_party: by == "party", due }));
        }
    }
    for p in &about.stock {
        let (mct, stones) = (format!("mct_{}", p.no), format!("stones_{}", p.no));
        if given(posted, &mct) || given(posted, &stones) {
            let (weight_mct, stones) = (f.required_mass(&mct), f.required_count(&stones));
            command.counted.push(CountedStock { parcel: p.code.clone(), weight_mct, stones });
        }
    }
    f.finish_with(Some(command))
}

/// `POST /inspections/new`.
pub(super) async fn record(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    let about = about(&ctx, &posted).await?.ok_or(WebError::NotFound)?;
    if stage == Stage::Change {
        return form_page(&ctx, StatusCode::OK, changed(posted, ctx.locale()), about);
    }
    match attempt(&ctx, &posted, stage, read(&ctx, &posted, &about)).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/inspections/{}?told=inspection-recorded", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::InspectionRecorded(e) => check(&ctx, &posted, &e, &about.target),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => form_page(&ctx, status, Form::again(posted, &v, ctx.locale()), about),
    }
}

fn check(ctx: &Ctx, posted: &Posted, e: &InspectionRecorded, target: &str) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("inspection-record"), say("inspection-record-confirm"), posted).lead(say("inspection-record-lead"));
    page.row(say("inspection-kind"), label(l, "inspection-kind", e.kind.as_str()));
    page.row(say("inspection-target"), target);
    page.row(say("inspection-on"), format::day(l, e.on));
    for c in &e.checked {
        page.row(label(l, "inspection-item", c.item.as_str()), label(l, "inspection-answer", c.answer.as_str()));
    }
    for f in &e.findings {
        page.row(label(l, "finding-severity", f.severity.as_str()), f.text.clone());
    }
    for c in &e.counted {
        let of = |mass, stones| format!("{}, {}", format::carats_unit(l, mass), format::integer(l, stones));
        let (book, counted) = (of(c.book_mct, c.book_stones), of(c.counted_mct, c.counted_stones));
        let both = text(l, "inspection-counted-both", &[("book", book.into()), ("counted", counted.into())]);
        page.row(parcel_code(c.parcel_no), both);
    }
    for a in &e.actions {
        let by = say(if a.party.is_some() { "inspection-by-party" } else { "inspection-by-authority" });
        page.row(say("inspection-action"), format!("{} ({by}, {})", a.what, format::day(l, a.due)));
    }
    page.row(say("inspection-account"), e.account.clone().unwrap_or_default());
    page.show(ctx)
}
