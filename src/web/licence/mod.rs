//! Licences: the list and one licence. Forms are in `form` and `state`, paper and public status in `public`.

mod form;
mod public;
mod state;

pub use public::{check_path_typed, told as licence_told};

use crate::domain::access::Permission;
use crate::domain::event::{Event, LicenceState, LicenceTerms};
use crate::domain::geo::Shape;
use crate::domain::jurisdiction::LicenceType;
use crate::domain::licence::{Licence, Standing, StateChange};
use crate::domain::party::{PartyStateChange, party_state_on};
use crate::domain::time::{Day, Instant};
use crate::service::capacity::capacity_of_licence;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{entries_latest, entry_fetch};
use crate::store::licence::{LICENCE_PAGE, LicenceFilter, licence_fetch, licences};
use crate::store::offence::stopped_for;
use crate::store::party::party_states;
use crate::web::capacity::{CapacityLine, lines, span};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::{Names, OfficeNames, kinds, office_choices, office_names};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;
use chrono::Days;
use std::collections::HashMap;

/// "Ending soon" is within so many days.
const SOON_DAYS: u64 = 60;
/// How many changes a page shows.
const HISTORY: i64 = 100;
/// Every standing, in the order shown.
const STANDINGS: [Standing; 5] = [Standing::Valid, Standing::Suspended, Standing::NotYet, Standing::Expired, Standing::Revoked];

/// The routes of licences.
#[must_use]
pub fn routes() -> Vec<Route> {
    const READ: Access = Access::Needs(Permission::LicenceRead);
    const WRITE: Access = Access::Needs(Permission::LicenceWrite);
    vec![
        shown("/licences", READ, || get().to(list)),
        shown("/licences/new", WRITE, || get().to(form::choose)),
        shown("/licences/new/{kind}", WRITE, || get().to(form::new)),
        posted("/licences/new/{kind}", WRITE, || post().to(form::issue)),
        shown("/licences/{id}", READ, || get().to(show)),
        shown("/licences/{id}/print", READ, || get().to(public::print)),
        shown("/licences/{id}/edit", WRITE, || get().to(form::edit)),
        posted("/licences/{id}/edit", WRITE, || post().to(form::change)),
        shown("/licences/{id}/state/{act}", WRITE, || get().to(state::form)),
        posted("/licences/{id}/state/{act}", WRITE, || post().to(state::set)),
        shown("/check/licence", Access::Public, || get().to(public::ask)),
        shown("/check/licence/{number:.*}", Access::Public, || get().to(public::status)),
    ]
}

/// The licence with an id, if the reader may see it.
pub(super) async fn fetch(ctx: &Ctx, id: &str, permission: Permission) -> Result<Licence, WebError> {
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx.read(move |rx| -> Result<_, StoreError> { licence_fetch(rx, id) }).await?;
    found.filter(|l| ctx.reach(permission).covers(&l.belongs())).ok_or(WebError::NotFound)
}

/// The type of a licence in the profile; none for a type of the past.
fn kind_of<'a>(ctx: &'a Ctx, licence: &Licence) -> Option<&'a LicenceType> {
    ctx.state.app.env.profile.licence_type(&licence.terms.kind)
}

#[derive(Template)]
#[template(path = "licences/list.html")]
struct ListPage {
    form: Form,
    kind_choices: Vec<Choice>,
    standings: Vec<Choice>,
    offices: Vec<Choice>,
    licences: Vec<Licence>,
    names: Names,
    kinds: HashMap<String, String>,
    today: Day,
    narrowed: bool,
    next: Option<String>,
    may_write: bool,
}

impl ListPage {
    fn kind<'a>(&'a self, licence: &'a Licence) -> &'a str {
        self.kinds.get(&licence.terms.kind).unwrap_or(&licence.terms.kind)
    }
    /// Days left of a valid licence that ends soon and was not renewed.
    fn ends_in(&self, licence: &Licence) -> Option<i64> {
        ends_in(licence, self.today)
    }
}

/// Days left of a valid licence that ends soon and was not renewed.
fn ends_in(licence: &Licence, today: Day) -> Option<i64> {
    let left = licence.terms.ends_on.signed_duration_since(today).num_days();
    let soon = licence.is_valid_on(today) && licence.renewed_by.is_none() && u64::try_from(left).is_ok_and(|l| l <= SOON_DAYS);
    soon.then_some(left)
}

/// `GET /licences`.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(LICENCE_PAGE);
    let listing = Listing::new(query);
    let fields = listing.posted();
    let today = ctx.today();
    let reader = fields.reader(ctx.locale());
    let standing = reader.text("standing").and_then(|s| STANDINGS.into_iter().find(|known| known.as_str() == s));
    let filter = LicenceFilter {
        text: reader.text("q"),
        kind: reader.text("kind"),
        standing: standing.map(|s| (s, today)),
        ending: if reader.ticked("ending") { today.checked_add_days(Days::new(SOON_DAYS)).map(|to| (today, to)) } else { None },
        office: reader.text("office").and_then(|o| o.parse().ok()),
    };
    let reach = ctx.reach(Permission::LicenceRead);
    let before = listing.before();
    let mut found =
        ctx.read(move |rx| -> Result<_, StoreError> { licences(rx, reach, &filter, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let locale = ctx.locale();
    let profile = &ctx.state.app.env.profile;
    ctx.render(&ListPage {
        form: Form::new(fields),
        kind_choices: profile.licence_types.iter().map(|t| Choice::new(&t.code, t.name.get(locale.tag()))).collect(),
        standings: STANDINGS.iter().map(|s| Choice::new(s.as_str(), label(locale, "standing", s.as_str()))).collect(),
        offices: office_choices(&ctx, Permission::LicenceRead).await?,
        names: ctx.names(found.iter().map(|l| l.terms.holder)).await?,
        kinds: kinds(&ctx),
        today,
        narrowed: listing.is_narrowed(),
        next: found.last().filter(|_| more).map(|l| listing.next("/licences", l.no)),
        may_write: ctx.can(Permission::LicenceWrite),
        licences: found,
    })
}

/// Terms as they were from an entry on.
struct Past {
    seq: i64,
    at: Instant,
    reason: Option<String>,
    rows: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "licences/show.html")]
struct ShowPage {
    licence: Licence,
    kind: String,
    names: Names,
    standing: Standing,
    /// Where the holder stands today.
    holder_state: &'static str,
    ends_in: Option<i64>,
    rows: Vec<(String, String)>,
    recorded_later: Option<Day>,
    renews: Option<Licence>,
    renewed_by: Option<Licence>,
    /// Codes of the offences for which its state changed, by the entry.
    stopped: HashMap<i64, String>,
    past: Vec<Past>,
    public: String,
    done: Option<&'static str>,
    may_write: bool,
    may_parties: bool,
    may_balance: bool,
    capacity: Vec<CapacityLine>,
    may_estimate: bool,
}

impl ShowPage {
    /// The word for a line of the history: what is `issued` again was reinstated.
    fn act(&self, change: &StateChange) -> &'static str {
        match change.state {
            LicenceState::Issued if change.seq == self.licence.issued_seq => "issued",
            LicenceState::Issued => "reinstated",
            other => other.as_str(),
        }
    }
    fn state(&self) -> &'static str {
        self.licence.history.last().map_or(LicenceState::Issued, |c| c.state).as_str()
    }
    fn offence(&self, change: &StateChange) -> Option<&String> {
        self.stopped.get(&change.seq)
    }
    fn is_done(&self, what: &str) -> bool {
        self.done == Some(what)
    }
}

/// What was just done, as the address says after a form.
#[derive(serde::Deserialize)]
pub struct Done {
    done: Option<String>,
}

struct Whole {
    issued_at: Option<Instant>,
    renews: Option<Licence>,
    renewed_by: Option<Licence>,
    past: Vec<(i64, Instant, Option<String>, LicenceTerms)>,
    codes: OfficeNames,
    holder_states: Vec<PartyStateChange>,
    stopped: HashMap<i64, String>,
}

fn whole(rx: &mut Rx<'_>, licence: &Licence) -> Result<Whole, StoreError> {
    let mut past = Vec::new();
    for stored in entries_latest(rx, Some(&licence.id.to_string()), None, HISTORY)? {
        let (seq, at) = (stored.entry.seq, stored.entry.recorded_at);
        match stored.entry.event {
            Event::LicenceIssued(e) => past.push((seq, at, None, e.terms)),
            Event::LicenceChanged(e) => past.push((seq, at, Some(e.reason), e.terms)),
            _ => {}
        }
    }
    let mut stopped = HashMap::new();
    for change in &licence.history {
        stopped.extend(stopped_for(rx, change.seq)?.map(|code| (change.seq, code)));
    }
    Ok(Whole {
        stopped,
        issued_at: entry_fetch(rx, licence.issued_seq)?.map(|s| s.entry.recorded_at),
        renews: licence.terms.renews.map(|id| licence_fetch(rx, id)).transpose()?.flatten(),
        renewed_by: licence.renewed_by.map(|id| licence_fetch(rx, id)).transpose()?.flatten(),
        past,
        codes: office_names(rx)?,
        holder_states: party_states(rx, licence.terms.holder)?,
    })
}

/// What its sites can give beside what they gave, for whoever may see what they gave.
async fn beside(ctx: &Ctx, licence: &Licence) -> Result<Vec<CapacityLine>, WebError> {
    if !ctx.reach(Permission::ProductionRead).covers(&licence.belongs()) {
        return Ok(Vec::new());
    }
    let (profile, id, months) = (ctx.state.app.env.profile.clone(), licence.id, span(ctx.today()));
    let found = ctx.read(move |rx| capacity_of_licence(rx, &profile, id, months)).await?;
    Ok(lines(ctx.locale(), &found, &ctx.state.app.env.profile.capacity))
}

/// `GET /licences/{id}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn show(ctx: Ctx, path: web::Path<String>, query: web::Query<Done>) -> Answer {
    let licence = fetch(&ctx, &path, Permission::LicenceRead).await?;
    let asked = licence.clone();
    let found = ctx.read(move |rx| whole(rx, &asked)).await?;
    let kind = kind_of(&ctx, &licence);
    let locale = ctx.locale();
    let profile = &ctx.state.app.env.profile;
    let rows = |terms: &LicenceTerms| term_rows(locale, kind, terms, &found.codes);
    let sees = ctx.reach(Permission::LicenceRead);
    let today = ctx.today();
    let changed = found.past.len() > 1;
    let capacity = beside(&ctx, &licence).await?;
    ctx.render(&ShowPage {
        kind: kind.map_or(licence.terms.kind.as_str(), |k| k.name.get(locale.tag())).to_owned(),
        names: ctx.names([licence.terms.holder]).await?,
        standing: licence.standing_on(today),
        holder_state: party_state_on(&found.holder_states, today).as_str(),
        ends_in: ends_in(&licence, today),
        rows: rows(&licence.terms),
        stopped: found.stopped,
        recorded_later: found.issued_at.map(|at| profile.local_day(at)).filter(|day| *day > licence.terms.issued_on),
        past: if changed {
            found
                .past
                .iter()
                .map(|(seq, at, reason, terms)| Past { seq: *seq, at: *at, reason: reason.clone(), rows: rows(terms) })
                .collect()
        } else {
            Vec::new()
        },
        renews: found.renews.filter(|l| sees.covers(&l.belongs())),
        renewed_by: found.renewed_by.filter(|l| sees.covers(&l.belongs())),
        public: public::path(&licence.number),
        done: ["issued", "changed", "state"].into_iter().find(|d| query.done.as_deref() == Some(d)),
        may_write: ctx.reach(Permission::LicenceWrite).covers(&licence.belongs()),
        may_parties: ctx.can(Permission::PartyRead),
        may_balance: ctx.reach(Permission::ProductionRead).covers(&licence.belongs()),
        capacity,
        may_estimate: ctx.can(Permission::ZoneWrite),
        licence,
    })
}

/// The terms as label and value; empty values are left out.
fn term_rows(locale: Locale, kind: Option<&LicenceType>, t: &LicenceTerms, codes: &OfficeNames) -> Vec<(String, String)> {
    let word = |id: &str| text(locale, id, &[]);
    let documents: Vec<&str> = t
        .documents
        .iter()
        .map(|code| {
            let named = kind.and_then(|k| k.documents.iter().find(|d| d.code == *code));
            named.map_or(code.as_str(), |d| d.name.get(locale.tag()))
        })
        .collect();
    let metres = |dm: u32| text(locale, "unit-metres", &[("n", format::scaled(locale, i64::from(dm), 1, 0).into())]);
    let machines =
        kind.filter(|k| k.needs_site.value).map(|k| word(if k.mechanised.value { "licence-machines-may" } else { "licence-machines-not" }));
    let mut rows = vec![
        (word("licence-issued-on"), format::day(locale, t.issued_on)),
        (word("licence-starts-on"), format::day(locale, t.starts_on)),
        (word("licence-ends-on"), format::day(locale, t.ends_on)),
        (word("licence-office"), t.office.and_then(|o| codes.get(&o).cloned()).unwrap_or_default()),
        (word("licence-area"), area_text(locale, t)),
        (word("licence-workers"), t.workers_max.map(|n| format::integer(locale, i64::from(n))).unwrap_or_default()),
        (word("licence-depth"), t.depth_max_dm.map(metres).unwrap_or_default()),
        (word("licence-machines"), machines.unwrap_or_default()),
        (word("licence-fee"), t.fee.map(|m| format::money(locale, m)).unwrap_or_default()),
        (word("licence-receipt"), t.receipt.clone().unwrap_or_default()),
        (word("licence-documents"), documents.join("\n")),
        (word("licence-conditions"), t.conditions.clone().unwrap_or_default()),
    ];
    rows.retain(|(_, value)| !value.is_empty());
    rows
}

/// The size and the corners of the licensed area, in words.
fn area_text(locale: Locale, terms: &LicenceTerms) -> String {
    let (Some(Shape::Polygon(rings)), Some(m2)) = (&terms.area, terms.area_m2) else { return String::new() };
    let corners = i64::try_from(rings.corners().count()).unwrap_or(i64::MAX);
    let size = format::area(locale, m2);
    text(locale, "licence-area-size", &[("size", size.into()), ("corners", corners.into())])
}
