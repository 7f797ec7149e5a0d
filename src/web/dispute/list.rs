//! The list of cases, and how many wait, for first pages.

use super::colour;
use crate::domain::access::Permission as P;
use crate::domain::dispute::{Dispute, DisputeState};
use crate::domain::parcel::{parcel_code, parcel_no_typed};
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::store::dispute::{DisputeFilter, dispute_by_code, disputes, disputes_count};
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form};
use crate::web::listing::Listing;
use crate::web::locale::label;
use crate::web::party::Names;
use actix_web::web;
use askama::Template;

/// Cases on a page.
const PAGE: i64 = 50;

/// A case in a list.
struct Line {
    case: Dispute,
    at: Option<Instant>,
}

impl Line {
    const fn colour(&self) -> &'static str {
        colour(self.case.state)
    }
    fn parcels(&self) -> String {
        self.case.claim.parcels.iter().map(|p| parcel_code(p.parcel_no)).collect::<Vec<_>>().join(", ")
    }
}

#[derive(Template)]
#[template(path = "disputes/list.html")]
struct ListPage {
    form: Form,
    states: Vec<Choice>,
    lines: Vec<Line>,
    names: Names,
    count: i64,
    narrowed: bool,
    next: Option<String>,
    may_open: bool,
}

/// `GET /disputes`.
pub(super) async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let asked = listing.posted();
    let (reach, before) = (ctx.reach(P::DisputeRead), listing.before());
    if let Some(code) = asked.get("code").map(crate::domain::code::written).filter(|c| !c.is_empty()) {
        let found = ctx.read(move |rx| -> Result<_, StoreError> { dispute_by_code(rx, &code) }).await?;
        if let Some(found) = found.filter(|d| d.sight(reach).is_some()) {
            return Ok(ctx.see_other(&format!("/disputes/{}", found.id)));
        }
    }
    let mut wrong = Violations::none();
    let mut filter = DisputeFilter::default();
    let f = asked.reader(ctx.locale());
    if let Some(word) = f.text("state") {
        filter.state = word.parse().ok();
        wrong.0.extend(filter.state.is_none().then(|| Violation::on("unknown_choice", "state").with("typed", word)));
    }
    if let Some(typed) = f.text("parcel") {
        filter.parcel = parcel_no_typed(&typed);
        wrong.0.extend(filter.parcel.is_none().then(|| Violation::on("parcel.code_wrong", "parcel").with("typed", typed)));
    }
    wrong.0.extend(f.text("code").map(|typed| Violation::on("dispute.unknown", "code").with("typed", typed)));
    let (mut lines, count) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = disputes(rx, reach, &filter, before, rows_shown.saturating_add(1))?;
            let count = disputes_count(rx, reach, &filter)?;
            let mut lines = Vec::with_capacity(found.len());
            for case in found {
                lines.push(Line { at: recorded_at(rx, case.opened_seq)?, case });
            }
            Ok((lines, count))
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|line| listing.next("/disputes", line.case.no));
    let names = ctx.names(lines.iter().flat_map(|l| [l.case.claim.seller, l.case.claim.buyer])).await?;
    let states = DisputeState::ALL.iter().map(|s| Choice::new(s, label(ctx.locale(), "dispute-state", s.as_str()))).collect();
    ctx.render(&ListPage {
        form: Form::again(asked, &wrong, ctx.locale()),
        states,
        lines,
        names,
        count,
        narrowed: listing.is_narrowed(),
        next,
        may_open: ctx.can(P::DisputeOpen),
    })
}

/// Cases that wait, for a first page.
pub struct CaseCount {
    /// How many are open.
    pub open: i64,
    /// Whether the reader decides them.
    pub decides: bool,
}

impl CaseCount {
    /// Which words tell it.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        if self.decides { "dispute-home-decide" } else { "dispute-home-open" }
    }
}

/// How many cases are open within the reader's reach; for whoever decides them, those that somebody else opened.
///
/// # Errors
/// A fault.
pub async fn case_count(ctx: &Ctx) -> Result<CaseCount, WebError> {
    let (reach, decides) = (ctx.reach(P::DisputeRead), ctx.can(P::DisputeDecide));
    let not_by = ctx.signed_in.as_ref().filter(|_| decides).map(|s| s.actor.account);
    let filter = DisputeFilter { not_by, ..DisputeFilter::open() };
    let open = ctx.read(move |rx| -> Result<_, StoreError> { disputes_count(rx, reach, &filter) }).await?;
    Ok(CaseCount { open, decides })
}
