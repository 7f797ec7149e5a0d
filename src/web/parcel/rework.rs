//! Combining, splitting and sorting.

use super::act::pair;
use super::{fetch, hs_choices, hs_word};
use crate::domain::access::Permission;
use crate::domain::event::{Event, HsCode, Rework};
use crate::domain::parcel::{Parcel, parcel_code, parcel_no_typed};
use crate::domain::quantity::Mass;
use crate::domain::violation::{Arg, Violation, Violations};
use crate::service::Command;
use crate::service::rework::{CombineParcels, Part, SortParcel, SortedPart, SplitParcel};
use crate::store::error::StoreError;
use crate::store::parcel::{parcel_by_id, parcel_fetch};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted, Reader};
use crate::web::listing::Listing;
use crate::web::locale::{format, text};
use crate::web::rows::Rows;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// What was lost and why, as all three forms ask it.
struct Lost {
    mass: Mass,
    reason: Option<String>,
    stones_change: i64,
}

fn lost(f: &mut Reader<'_>) -> Lost {
    let change = f.count("stones_change").unwrap_or(0);
    let fewer = f.text("stones_way").as_deref() == Some("fewer");
    Lost {
        mass: f.mass("loss_mct").unwrap_or(Mass::ZERO),
        reason: f.text("loss_reason"),
        stones_change: if fewer { change.saturating_neg() } else { change },
    }
}

/// Whether the part of the form that asks for a loss stands open.
fn loss_open(form: &Form) -> bool {
    ["loss_mct", "stones_change", "loss_reason"].iter().any(|f| !form.value(f).is_empty() || !form.wrong(f).is_empty())
}

fn ways(ctx: &Ctx) -> Vec<Choice> {
    let l = ctx.locale();
    vec![Choice::new("more", text(l, "parcel-stones-more", &[])), Choice::new("fewer", text(l, "parcel-stones-fewer", &[]))]
}

#[derive(Template)]
#[template(path = "parcels/combine.html")]
struct CombinePage {
    form: Form,
    chosen: Vec<Parcel>,
    total: Mass,
    stones: i64,
    ways: Vec<Choice>,
    loss_open: bool,
}

/// The chosen parcels that the reader may use, in the order of their numbers.
async fn chosen(ctx: &Ctx, form: &Posted) -> Result<Vec<Parcel>, WebError> {
    let mut numbers: Vec<i64> = form.all("parcels").filter_map(parcel_no_typed).take(crate::service::rework::PARCELS_MAX).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let reach = ctx.reach(Permission::ParcelWrite);
    ctx.read(move |rx| -> Result<_, StoreError> {
        let mut found = Vec::with_capacity(numbers.len());
        for no in numbers {
            found.extend(parcel_fetch(rx, no)?.filter(|p| reach.covers(&p.belongs())));
        }
        Ok(found)
    })
    .await
}

async fn combine_page(ctx: &Ctx, status: StatusCode, form: Form, chosen: Vec<Parcel>) -> Answer {
    let total = Mass::total(chosen.iter().map(|p| p.weight)).unwrap_or(Mass::ZERO);
    let stones = chosen.iter().map(|p| p.stones).fold(0, i64::saturating_add);
    ctx.render_as(status, &CombinePage { loss_open: loss_open(&form), form, chosen, total, stones, ways: ways(ctx) })
}

/// `GET /parcels/combine?parcels=CODE&parcels=CODE`.
///
/// # Errors
/// A fault.
pub async fn combine_form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let chosen = chosen(&ctx, &asked).await?;
    combine_page(&ctx, StatusCode::OK, Form::new(asked), chosen).await
}

/// `POST /parcels/combine`.
///
/// # Errors
/// A fault.
pub async fn combine(ctx: Ctx, form: Posted) -> Answer {
    let (stage, l) = (Stage::of(&form), ctx.locale());
    if stage == Stage::Change {
        let parcels = chosen(&ctx, &form).await?;
        return combine_page(&ctx, StatusCode::OK, changed(form, l), parcels).await;
    }
    let mut f = form.reader(l);
    let (parcels, lost) = (f.texts("parcels"), lost(&mut f));
    let command = CombineParcels { parcels, loss_mct: lost.mass, loss_reason: lost.reason, stones_change: lost.stones_change };
    let command = f.finish_with(Some(command));
    match attempt(&ctx, &form, stage, command).await? {
        Attempt::Done(receipt) => {
            let id = receipt.subject.parse().map_err(|_| WebError::NotFound)?;
            let made = ctx.read(move |rx| -> Result<_, StoreError> { parcel_by_id(rx, id) }).await?.ok_or(WebError::NotFound)?;
            Ok(ctx.see_other(&format!("/parcels/{}?told=combined", made.code)))
        }
        Attempt::Check(event) => check(&ctx, &form, text(l, "parcel-combine", &[]), &event),
        Attempt::Refused(status, v) => {
            let v = plainly(v);
            let parcels = chosen(&ctx, &form).await?;
            combine_page(&ctx, status, Form::again(form, &v, l), parcels).await
        }
    }
}

/// Where more is said to be lost than there is, one refusal tells it; that nothing is left over then, and that this
/// nothing weighs too little, follows from it.
fn plainly(mut v: Violations) -> Violations {
    let nothing_left = |v: &Violation| v.code == "rework.weight_differs" && v.args.contains(&("expected", Arg::Mass(Mass::ZERO)));
    if v.0.iter().any(|v| v.code == "rework.loss_beyond") && v.0.iter().any(nothing_left) {
        let follows = |v: &Violation| nothing_left(v) || v.code == "parcel.no_weight" && v.field.as_deref() == Some("parcels");
        v.0.retain(|v| !follows(v));
    }
    v
}

fn check(ctx: &Ctx, form: &Posted, title: String, event: &Event) -> Answer {
    let (Event::ParcelCombined(crate::domain::event::ParcelCombined(r))
    | Event::ParcelSplit(crate::domain::event::ParcelSplit(r))
    | Event::ParcelSorted(crate::domain::event::ParcelSorted(r))) = event
    else {
        return Err(WebError::Fault("a rework became another event".into()));
    };
    let l = ctx.locale();
    let mut page = CheckPage::new(title, text(l, "parcel-write-down", &[]), form).lead(text(l, "parcel-no-way-back", &[]));
    let codes: Vec<String> = r.inputs.iter().map(|no| parcel_code(*no)).collect();
    page.row(text(l, "parcel-of", &[]), codes.join("\n"));
    let made: Vec<String> = r.outputs.iter().map(|p| made_line(ctx, r, p)).collect();
    page.row(text(l, "parcel-becomes", &[]), made.join("\n"));
    if !r.loss_mct.is_zero() {
        page.row(text(l, "parcel-loss", &[]), format::carats_unit(l, r.loss_mct));
    }
    if r.stones_change != 0 {
        page.row(text(l, "parcel-stones-change", &[]), format::integer(l, r.stones_change));
    }
    page.row(text(l, "parcel-reason", &[]), r.loss_reason.clone().unwrap_or_default());
    page.show(ctx)
}

fn made_line(ctx: &Ctx, rework: &Rework, p: &crate::domain::event::NewParcel) -> String {
    let what = pair(ctx, p.weight_mct, p.stones);
    match &p.class {
        Some(class) => format!("{class}: {what}; {}", hs_word(ctx.locale(), p.hs)),
        None if rework.outputs.len() == 1 => format!("{what}; {}", hs_word(ctx.locale(), p.hs)),
        None => what,
    }
}

/// The fields of one part, by their names.
struct PartFields {
    number: usize,
    class: String,
    hs: String,
    weight: String,
    stones: String,
}

#[derive(Template)]
#[template(path = "parcels/parts.html")]
struct PartsPage {
    form: Form,
    parcel: Parcel,
    sorting: bool,
    rows: usize,
    parts: Vec<PartFields>,
    hs: Vec<Choice>,
    ways: Vec<Choice>,
    loss_open: bool,
}

const PARTS: [&str; 3] = ["class", "weight_mct", "stones"];

fn parts_page(ctx: &Ctx, status: StatusCode, form: Form, parcel: Parcel, rows: &Rows, sorting: bool) -> Answer {
    let fields = |at: usize| PartFields {
        number: at.saturating_add(1),
        class: rows.field(at, "class"),
        hs: rows.field(at, "hs"),
        weight: rows.field(at, "weight_mct"),
        stones: rows.field(at, "stones"),
    };
    let parts = (0..rows.shown).map(fields).collect();
    let loss_open = loss_open(&form);
    let (hs, ways) = (hs_choices(ctx.locale()), ways(ctx));
    ctx.render_as(status, &PartsPage { form, parcel, sorting, rows: rows.shown, parts, hs, ways, loss_open })
}

/// A form of parts on its way.
struct Parting {
    parcel: Parcel,
    rows: Rows,
    form: Posted,
    stage: Stage,
    sorting: bool,
}

impl Parting {
    async fn of(ctx: &Ctx, code: &str, form: Posted, sorting: bool) -> Result<Self, WebError> {
        let parcel = fetch(ctx, code, Permission::ParcelWrite).await?;
        let rows = Rows::of(&form, "parts", &PARTS, if sorting { 3 } else { 2 });
        Ok(Self { parcel, rows, stage: Stage::of(&form), form, sorting })
    }

    /// Whether the form is only to be shown again.
    fn is_open(&self) -> bool {
        self.stage == Stage::Change || self.form.has("more")
    }

    fn again(self, ctx: &Ctx, status: StatusCode, wrong: &Violations) -> Answer {
        let form = Form::again(self.form, wrong, ctx.locale());
        parts_page(ctx, status, form, self.parcel, &self.rows, self.sorting)
    }

    async fn finish<C: Command + Send + 'static>(self, ctx: &Ctx, command: Result<C, Violations>) -> Answer {
        let command = match command {
            Ok(command) => command,
            Err(v) => return self.again(ctx, StatusCode::UNPROCESSABLE_ENTITY, &v),
        };
        match attempt(ctx, &self.form, self.stage, Ok(command)).await? {
            Attempt::Done(_) => {
                let told = if self.sorting { "sorted" } else { "split" };
                Ok(ctx.see_other(&format!("/parcels/{}?told={told}", self.parcel.code)))
            }
            Attempt::Check(event) => {
                let title = if self.sorting { text(ctx.locale(), "parcel-sort", &[]) } else { text(ctx.locale(), "parcel-split", &[]) };
                check(ctx, &self.form, title, &event)
            }
            Attempt::Refused(status, v) => {
                let placed = self.rows.placed(plainly(v));
                self.again(ctx, status, &placed)
            }
        }
    }
}

/// `GET /parcels/{code}/split`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn split_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    blank(&ctx, &path, false).await
}

/// `GET /parcels/{code}/sort`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn sort_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    blank(&ctx, &path, true).await
}

async fn blank(ctx: &Ctx, code: &str, sorting: bool) -> Answer {
    let p = Parting::of(ctx, code, Posted::default(), sorting).await?;
    parts_page(ctx, StatusCode::OK, Form::new(p.form), p.parcel, &p.rows, sorting)
}

/// `POST /parcels/{code}/split`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn split(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let p = Parting::of(&ctx, &path, form, false).await?;
    if p.is_open() {
        return p.again(&ctx, StatusCode::OK, &Violations::none());
    }
    let mut f = p.form.reader(ctx.locale());
    let mut parts = Vec::with_capacity(p.rows.filled.len());
    for at in &p.rows.filled {
        let weight_mct = f.required_mass(&p.rows.field(*at, "weight_mct"));
        parts.push(Part { weight_mct, stones: f.required_count(&p.rows.field(*at, "stones")) });
    }
    let (parcel, lost) = (p.parcel.code.clone(), lost(&mut f));
    let (loss_mct, loss_reason, stones_change) = (lost.mass, lost.reason, lost.stones_change);
    let command = f.finish_with(Some(SplitParcel { parcel, parts, loss_mct, loss_reason, stones_change }));
    p.finish(&ctx, command).await
}

/// `POST /parcels/{code}/sort`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn sort(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let p = Parting::of(&ctx, &path, form, true).await?;
    if p.is_open() {
        return p.again(&ctx, StatusCode::OK, &Violations::none());
    }
    let mut f = p.form.reader(ctx.locale());
    let mut parts = Vec::with_capacity(p.rows.filled.len());
    for at in &p.rows.filled {
        let field = p.rows.field(*at, "hs");
        let typed = f.required(&field);
        let hs = HsCode::parse(&typed);
        if hs.is_none() && !typed.is_empty() {
            f.problem(Violation::on("unknown_choice", field));
        }
        let (class, weight_mct) = (f.required(&p.rows.field(*at, "class")), f.required_mass(&p.rows.field(*at, "weight_mct")));
        let stones = f.required_count(&p.rows.field(*at, "stones"));
        parts.push(SortedPart { class, hs: hs.unwrap_or(HsCode::Unsorted), weight_mct, stones });
    }
    let (parcel, lost) = (p.parcel.code.clone(), lost(&mut f));
    let (loss_mct, loss_reason, stones_change) = (lost.mass, lost.reason, lost.stones_change);
    let command = f.finish_with(Some(SortParcel { parcel, parts, loss_mct, loss_reason, stones_change }));
    p.finish(&ctx, command).await
}
