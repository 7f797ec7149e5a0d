//! The list of corrections, and those that wait, for the first pages of whoever decides them.

use super::colour;
use super::seen::{Eyes, compared, subject};
use crate::domain::access::Permission as P;
use crate::domain::correction::{Correction, CorrectionKind, CorrectionState};
use crate::domain::parcel::parcel_no_typed;
use crate::domain::time::Instant;
use crate::store::correction::{CorrectionFilter, corrections, corrections_count};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::production::source_fetch;
use crate::store::purchase::purchase_by_serial;
use crate::web::check::Compared;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{label, text};
use crate::web::shipment::seen::Who;
use actix_web::web;
use askama::Template;

/// Corrections on a page.
const PAGE: i64 = 50;
/// How many a first page shows.
const FIRST: i64 = 5;

/// The number of no entry.
const NO_ENTRY: i64 = 0;

/// A correction in a list.
pub struct Line {
    /// The correction.
    pub correction: Correction,
    /// Code of the parcel, or serial of the slip.
    pub code: String,
    /// What it changes.
    pub compared: Vec<Compared>,
    /// Who proposed it.
    pub who: Who,
    /// When.
    pub at: Option<Instant>,
    /// Whether the reader proposed it.
    pub own: bool,
}

impl Line {
    fn read(rx: &mut Rx<'_>, eyes: &Eyes, correction: Correction) -> Result<Self, StoreError> {
        Ok(Self {
            code: subject(rx, eyes, &correction.change)?.code,
            compared: compared(rx, eyes.locale, &correction.change)?.into_iter().filter(Compared::differs).collect(),
            who: eyes.who(rx, correction.proposed_by)?,
            at: recorded_at(rx, correction.proposed_seq)?,
            own: eyes.is(correction.proposed_by),
            correction,
        })
    }
    /// Colour of its tag.
    #[must_use]
    pub const fn colour(&self) -> &'static str {
        colour(self.correction.state)
    }
}

/// What waits for whoever decides.
pub struct Waiting {
    /// The newest of them.
    pub lines: Vec<Line>,
    /// How many in all.
    pub count: i64,
}

/// The corrections that wait for the reader: within his reach, and proposed by somebody else.
///
/// # Errors
/// A fault.
pub async fn waiting(ctx: &Ctx) -> Result<Waiting, WebError> {
    let (eyes, reach) = (Eyes::of(ctx)?, ctx.reach(P::CorrectionDecide));
    let filter = CorrectionFilter { not_by: Some(ctx.actor()?.account), ..CorrectionFilter::waiting() };
    ctx.read(move |rx| -> Result<_, StoreError> {
        let found = corrections(rx, reach, &filter, None, FIRST)?;
        let count = corrections_count(rx, reach, &filter)?;
        let lines = found.into_iter().map(|c| Line::read(rx, &eyes, c)).collect::<Result<_, _>>()?;
        Ok(Waiting { lines, count })
    })
    .await
}

/// What others want to have changed, or had changed within thirty days, in the sales of the reader's party.
///
/// # Errors
/// A fault.
pub async fn of_my_sales(ctx: &Ctx) -> Result<Vec<Line>, WebError> {
    let (eyes, reach, now) = (Eyes::of(ctx)?, ctx.reach(P::CorrectionRead), ctx.now());
    let not_by = Some(ctx.actor()?.account);
    let filter = CorrectionFilter { not_by, kind: Some(CorrectionKind::Purchase), ..CorrectionFilter::default() };
    ctx.read(move |rx| -> Result<_, StoreError> {
        let found = corrections(rx, reach, &filter, None, FIRST)?;
        let lines = found.into_iter().map(|c| Line::read(rx, &eyes, c)).collect::<Result<Vec<_>, _>>()?;
        let mut lately = Vec::new();
        for line in lines {
            let decided = match line.correction.decided_seq {
                Some(seq) => recorded_at(rx, seq)?,
                None => None,
            };
            if decided.is_none_or(|at| at.plus_hours(24 * 30).is_some_and(|end| now <= end)) {
                lately.push(line);
            }
        }
        Ok(lately)
    })
    .await
}

#[derive(Template)]
#[template(path = "corrections/list.html")]
struct ListPage {
    form: Form,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    whose: Vec<Choice>,
    lines: Vec<Line>,
    count: i64,
    narrowed: bool,
    next: Option<String>,
    may_propose: bool,
    /// Whether only what waits is shown.
    waiting: bool,
}

/// `GET /corrections`: for whoever decides those that wait, for others all.
pub(super) async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let mut asked = listing.posted();
    if asked.get("state").is_none() {
        let state = if ctx.can(P::CorrectionDecide) && !listing.is_narrowed() { "proposed" } else { "all" };
        let given = ["kind", "of", "by"].map(|name| (name, asked.get(name).unwrap_or_default().to_owned()));
        asked = Posted::of(given.into_iter().chain([("state", state.to_owned())]));
    }
    let filter = filter(&ctx, &asked).await?;
    let (eyes, reach, before) = (Eyes::of(&ctx)?, ctx.reach(P::CorrectionRead), listing.before());
    let waiting = filter.state == Some(CorrectionState::Proposed);
    let (mut lines, count) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = corrections(rx, reach, &filter, before, rows_shown.saturating_add(1))?;
            let count = corrections_count(rx, reach, &filter)?;
            let lines = found.into_iter().map(|c| Line::read(rx, &eyes, c)).collect::<Result<Vec<_>, _>>()?;
            Ok((lines, count))
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|line| listing.next("/corrections", line.correction.no));
    let l = ctx.locale();
    let states = ["proposed", "approved", "refused", "all"].map(|s| Choice::new(s, label(l, "correction-state", s)));
    let kinds = CorrectionKind::ALL.map(|k| Choice::new(k.as_str(), label(l, "correction-kind", k.as_str())));
    let whose = vec![Choice::new("me", text(l, "correction-by-me", &[]))];
    ctx.render(&ListPage {
        form: Form::new(asked),
        states: states.to_vec(),
        kinds: kinds.to_vec(),
        whose,
        lines,
        count,
        narrowed: listing.is_narrowed(),
        next,
        may_propose: ctx.can(P::CorrectionPropose),
        waiting,
    })
}

/// What the address narrows the list to. A code that nothing has finds nothing, as one whose thing is not the reader's.
async fn filter(ctx: &Ctx, asked: &Posted) -> Result<CorrectionFilter, WebError> {
    let f = asked.reader(ctx.locale());
    let mut filter = CorrectionFilter {
        state: f.text("state").as_deref().and_then(CorrectionState::parse),
        kind: f.text("kind").as_deref().and_then(CorrectionKind::parse),
        by: if f.text("by").as_deref() == Some("me") { Some(ctx.actor()?.account) } else { None },
        ..CorrectionFilter::default()
    };
    if let Some(typed) = f.text("of") {
        filter.entry = Some(ctx.read(move |rx| entry_of(rx, &typed)).await?.unwrap_or(NO_ENTRY));
    }
    Ok(filter)
}

/// The entry behind the code of a parcel or the serial of a slip.
fn entry_of(rx: &mut Rx<'_>, typed: &str) -> Result<Option<i64>, StoreError> {
    if let Some(no) = parcel_no_typed(typed) {
        return Ok(source_fetch(rx, no)?.map(|s| s.seq));
    }
    Ok(purchase_by_serial(rx, &typed.trim().to_uppercase())?.map(|p| p.offered_seq))
}
