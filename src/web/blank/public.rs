//! What anybody may know: numbers of blank certificates that were lost or stolen, and of void certificates, as a page and
//! as a file for the authorities of other countries. Nothing of any person or firm.

use crate::domain::blank::{BlankReportState, BlankState};
use crate::domain::event::VoidCause;
use crate::domain::jurisdiction::Profile;
use crate::domain::time::Day;
use crate::interop::warnings_csv::{self, Warning};
use crate::store::blank::{blank_fetch, blank_run_fetch, blank_warnings};
use crate::store::certificate::certificates_void;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::trace::file;
use askama::Template;

/// All warnings there are: forms first, then certificates.
fn warnings(rx: &mut Rx<'_>, profile: &Profile) -> Result<Vec<Warning>, StoreError> {
    let mut found = Vec::new();
    for report in blank_warnings(rx)? {
        let Some(run) = blank_run_fetch(rx, report.run)? else { continue };
        let numbers = run.facts.numbers();
        found.push(Warning {
            first: numbers.of(report.first),
            last: numbers.of(report.last),
            what: report.fate.as_str(),
            issued: false,
            confirmed: report.state == BlankReportState::Confirmed,
            on: report.on,
        });
    }
    for (number, at, cause) in certificates_void(rx)? {
        let on = profile.local_day(at);
        found.push(Warning {
            first: number.clone(),
            last: number,
            what: cause.filter(|c| c.is_at_large()).map_or("void", VoidCause::as_str),
            issued: true,
            confirmed: true,
            on,
        });
    }
    Ok(found)
}

/// What the public is told of a number that is no certificate's: that its form was lost, stolen, spoiled or given back.
/// Of forms that can still be issued nothing is told.
///
/// # Errors
/// When the database fails.
pub fn warned_of(rx: &mut Rx<'_>, number: &str) -> Result<Option<BlankState>, StoreError> {
    let Some(form) = blank_fetch(rx, number)? else { return Ok(None) };
    match form.state {
        BlankState::Stock | BlankState::Reserved | BlankState::Issued => Ok(None),
        // It is public at once; that nobody has confirmed it yet makes no difference to whoever sees the paper.
        BlankState::Reported => {
            let fate = blank_warnings(rx)?.into_iter().find(|r| Some(r.id) == form.report).map(|r| r.fate.state());
            Ok(fate)
        }
        ended => Ok(Some(ended)),
    }
}

#[derive(Template)]
#[template(path = "blanks/lost.html")]
struct LostPage {
    warnings: Vec<Warning>,
    authority: String,
    today: Day,
}

/// `GET /check/lost`.
pub(super) async fn page(ctx: Ctx) -> Answer {
    let app = ctx.state.app.clone();
    let warnings = ctx.read(move |rx| warnings(rx, &app.env.profile)).await?;
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(ctx.locale().tag()).to_owned();
    ctx.render(&LostPage { warnings, authority, today: ctx.today() })
}

/// `GET /check/lost.csv`.
pub(super) async fn csv(ctx: Ctx) -> Answer {
    let app = ctx.state.app.clone();
    let (country, found) =
        ctx.read(move |rx| Ok::<_, StoreError>((app.env.profile.code().to_owned(), warnings(rx, &app.env.profile)?))).await?;
    let bytes = warnings_csv::write(&country, &found).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(file("text/csv; charset=utf-8", &format!("certificates-lost-{country}-{}.csv", ctx.today()), bytes, true))
}
