//! Participants of the Kimberley Process: the list with what each is today, one with its history, what is proposed, and the
//! second person's word.

mod act;
mod decide;

use crate::domain::access::Permission as P;
use crate::domain::country::country_or_union;
use crate::domain::event::{ContactStated, StandingStated};
use crate::domain::participant::{ParticipantChange, ParticipantChangeState, ParticipantStanding, Roll, Since};
use crate::domain::time::Day;
use crate::interop::participants_csv;
use crate::store::error::StoreError;
use crate::store::participant::{Listed, participant_changes, participant_contacts, participant_standings};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::Locale;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::trace::file;
use actix_web::web::{self, get, post};
use askama::Template;

/// Changes that a page shows.
const CHANGES: i64 = 50;

/// The routes of participants.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/participants", Access::Needs(P::ShipmentRead), || get().to(list)),
        shown("/participants.csv", Access::Needs(P::ShipmentRead), || get().to(csv)),
        shown("/participants/new", Access::Needs(P::ParticipantWrite), || get().to(act::form)),
        posted("/participants/new", Access::Needs(P::ParticipantWrite), || post().to(act::propose)),
        shown("/participants/load", Access::Needs(P::ParticipantWrite), || get().to(act::load_form)),
        posted("/participants/load", Access::Needs(P::ParticipantWrite), || post().to(act::load)),
        shown("/participants/changes/{id}", Access::Needs(P::ShipmentRead), || get().to(decide::show)),
        posted("/participants/changes/{id}", Access::Needs(P::ParticipantDecide), || post().to(decide::decide)),
        shown("/participants/{code}", Access::Needs(P::ShipmentRead), || get().to(show)),
    ]
}

/// The name of a participant or country, or its code.
#[must_use]
pub fn participant_name(locale: Locale, code: &str) -> String {
    country_or_union(code).map_or(code, |c| c.name(locale.tag())).to_owned()
}

/// Colour of the tag of a standing.
const fn colour(standing: ParticipantStanding) -> &'static str {
    match standing {
        ParticipantStanding::Trade => "green",
        ParticipantStanding::Member => "yellow",
        ParticipantStanding::Suspended => "red",
        ParticipantStanding::Left => "grey",
    }
}

struct Line {
    code: String,
    name: String,
    today: Option<Since>,
    countries: usize,
    contact: bool,
}

#[derive(Template)]
#[template(path = "participants/list.html")]
struct ListPage {
    lines: Vec<Line>,
    waiting: Vec<ParticipantChange>,
    /// How many may be traded with today.
    open: usize,
    today: Day,
    may_write: bool,
}

impl ListPage {
    fn colour(&self, standing: &ParticipantStanding) -> &'static str {
        colour(*standing)
    }
}

/// `GET /participants`.
async fn list(ctx: Ctx) -> Answer {
    let (today, locale) = (ctx.today(), ctx.locale());
    let (listed, contacts, waiting) = ctx
        .read(|rx| -> Result<_, StoreError> {
            let waiting = participant_changes(rx, Some(ParticipantChangeState::Waiting), CHANGES)?;
            Ok((participant_standings(rx)?, participant_contacts(rx, None)?, waiting))
        })
        .await?;
    let roll = Roll::of(listed.iter().map(|l| &l.stated));
    let covered = |code: &str| {
        let by_it = roll
            .countries_of(code)
            .into_iter()
            .filter(|c| roll.standing_on(code, Some(c), today).is_some_and(|s| s.0 == ParticipantStanding::Trade));
        by_it.count()
    };
    let line = |code: &str| Line {
        code: code.to_owned(),
        name: participant_name(locale, code),
        today: roll.standing_on(code, None, today),
        countries: covered(code),
        contact: contacts.iter().any(|c| c.stated.participant == code),
    };
    let mut lines: Vec<Line> = roll.participants().into_iter().map(line).collect();
    lines.sort_by_key(|l| l.name.to_lowercase());
    let open = lines.iter().filter(|l| l.today.is_some_and(|t| t.0 == ParticipantStanding::Trade)).count();
    ctx.render(&ListPage { lines, waiting, open, today, may_write: ctx.can(P::ParticipantWrite) })
}

/// `GET /participants.csv`: everything on the list, as it can be read in again elsewhere.
async fn csv(ctx: Ctx) -> Answer {
    let (listed, mut contacts) =
        ctx.read(|rx| -> Result<_, StoreError> { Ok((participant_standings(rx)?, participant_contacts(rx, None)?)) }).await?;
    contacts.reverse();
    let standings: Vec<StandingStated> = listed.into_iter().map(|l| l.stated).collect();
    let contacts: Vec<ContactStated> = contacts.into_iter().map(|l| l.stated).collect();
    let bytes = participants_csv::write(&standings, &contacts).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(file("text/csv; charset=utf-8", &format!("participants-{}.csv", ctx.today()), bytes, true))
}

/// A country for which a participant stands or stood.
struct Covered {
    name: String,
    today: Option<Since>,
}

#[derive(Template)]
#[template(path = "participants/show.html")]
struct ShowPage {
    code: String,
    name: String,
    today: Option<Since>,
    covered: Vec<Covered>,
    standings: Vec<Listed<StandingStated>>,
    contacts: Vec<Listed<ContactStated>>,
    may_write: bool,
    may_journal: bool,
}

impl ShowPage {
    fn colour(&self, standing: &ParticipantStanding) -> &'static str {
        colour(*standing)
    }
    fn covers(&self, covered: &Covered) -> bool {
        covered.today.is_some_and(|t| t.0 == ParticipantStanding::Trade)
    }
    fn country(&self, locale: &Locale, code: &str) -> String {
        participant_name(*locale, code)
    }
    /// Whether nothing later was said of the same authority.
    fn counts(&self, at: &usize) -> bool {
        let same =
            |a: &Listed<ContactStated>, b: &Listed<ContactStated>| (a.stated.duty, &a.stated.country) == (b.stated.duty, &b.stated.country);
        self.contacts.get(*at).is_some_and(|c| !self.contacts.iter().take(*at).any(|later| same(later, c)))
    }
}

/// `GET /participants/{code}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let (code, today, locale) = (path.to_uppercase(), ctx.today(), ctx.locale());
    let asked = code.clone();
    let (listed, contacts) =
        ctx.read(move |rx| -> Result<_, StoreError> { Ok((participant_standings(rx)?, participant_contacts(rx, Some(&asked))?)) }).await?;
    let roll = Roll::of(listed.iter().map(|l| &l.stated));
    let mut standings: Vec<_> = listed.into_iter().filter(|l| l.stated.participant == code).collect();
    if standings.is_empty() && contacts.is_empty() {
        return Err(WebError::NotFound);
    }
    standings.sort_by_key(|l| (l.stated.country.clone(), l.stated.from, l.seq));
    let mut covered: Vec<Covered> = roll
        .countries_of(&code)
        .into_iter()
        .map(|c| Covered { name: participant_name(locale, c), today: roll.standing_on(&code, Some(c), today) })
        .collect();
    covered.sort_by(|a, b| a.name.cmp(&b.name));
    let page = ShowPage {
        name: participant_name(locale, &code),
        today: roll.standing_on(&code, None, today),
        covered,
        standings,
        contacts,
        may_write: ctx.can(P::ParticipantWrite),
        may_journal: ctx.can(P::JournalRead),
        code,
    };
    ctx.render(&page)
}
