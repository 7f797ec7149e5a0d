//! Parties: the list and one record. The forms are in `form`, names for other pages in `names`.

mod details;
mod erase;
mod form;
mod names;
mod reads;
mod show;
mod state;

pub use names::Names;

use crate::domain::access::{Permission, Reach};
use crate::domain::code;
use crate::domain::country::country;
use crate::domain::event::{PartyKind, PartyState};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::{Party, PartyDetails, party_state_on};
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::office::{Office, offices};
use crate::store::party::{PARTY_PAGE, PartyFilter, parties, party_by_code, party_fetch, party_states_of};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;
use std::collections::HashMap;

/// The routes of parties.
#[must_use]
pub fn routes() -> Vec<Route> {
    const READ: Access = Access::Needs(Permission::PartyRead);
    const WRITE: Access = Access::Needs(Permission::PartyWrite);
    vec![
        shown("/parties", READ, || get().to(list)),
        posted("/parties", READ, || post().to(search)),
        shown("/parties/new", WRITE, || get().to(form::new)),
        posted("/parties/new", WRITE, || post().to(form::register)),
        shown("/parties/{code}", READ, || get().to(show::show)),
        posted("/parties/{code}/details", Access::Needs(Permission::DetailsRead), || post().to(details::ask)),
        shown("/parties/{code}/access-record", Access::Needs(Permission::ReadsRead), || get().to(reads::page)),
        shown("/parties/{code}/access-record.csv", Access::Needs(Permission::ReadsRead), || get().to(reads::file)),
        shown("/parties/{code}/erase", Access::Needs(Permission::DetailsErase), || get().to(erase::form)),
        posted("/parties/{code}/erase", Access::Needs(Permission::DetailsErase), || post().to(erase::erase)),
        shown("/parties/{code}/edit", WRITE, || get().to(form::edit)),
        posted("/parties/{code}/edit", WRITE, || post().to(form::change)),
        shown("/parties/{code}/state", Access::Needs(Permission::LicenceWrite), || get().to(state::form)),
        posted("/parties/{code}/state", Access::Needs(Permission::LicenceWrite), || post().to(state::set)),
    ]
}

/// The names of offices, each with its code, by their ids.
pub type OfficeNames = HashMap<OfficeId, String>;

/// The names of all offices; there are dozens at most.
///
/// # Errors
/// When the database fails.
pub fn office_names(rx: &mut Rx<'_>) -> Result<OfficeNames, StoreError> {
    Ok(offices(rx)?.into_iter().map(|o| (o.id, office_name(&o))).collect())
}

/// An office as pages name it.
fn office_name(office: &Office) -> String {
    format!("{} ({})", office.name, office.code)
}

/// Offices to choose from, for whoever works in the whole country; none for the others.
///
/// # Errors
/// A fault.
pub async fn office_choices(ctx: &Ctx, permission: Permission) -> Result<Vec<Choice>, WebError> {
    if ctx.reach(permission) != Reach::All {
        return Ok(Vec::new());
    }
    let all = ctx.read(offices).await?;
    Ok(all.into_iter().map(|o: Office| Choice::new(o.id, office_name(&o))).collect())
}

/// All roles, to choose from.
fn role_choices(locale: Locale) -> Vec<Choice> {
    Role::ALL.iter().map(|r| Choice::new(r, label(locale, "role", r.as_str()))).collect()
}

/// The party that an address names by its code or its id, if the reader may see it.
pub(super) async fn fetch(ctx: &Ctx, named: &str, permission: Permission) -> Result<Party, WebError> {
    let named = named.to_owned();
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            match named.parse::<PartyId>() {
                Ok(id) => party_fetch(rx, id),
                Err(_) => party_by_code(rx, &code::written(&named)),
            }
        })
        .await?;
    found.filter(|p| ctx.reach(permission).covers(&p.belongs())).ok_or(WebError::NotFound)
}

#[derive(Template)]
#[template(path = "parties/list.html")]
struct ListPage {
    form: Form,
    roles: Vec<Choice>,
    offices: Vec<Choice>,
    parties: Vec<Party>,
    names: Names,
    codes: OfficeNames,
    /// Where those stand today who are not simply in the trade.
    states: HashMap<PartyId, PartyState>,
    narrowed: bool,
    next: Option<String>,
    /// The fields of the form that leads to the next page of a search; none for a list, which has an address.
    more: Vec<(String, String)>,
    may_write: bool,
}

impl ListPage {
    fn state(&self, party: &Party) -> Option<&'static str> {
        self.states.get(&party.id).map(|s| s.as_str())
    }
    fn office(&self, party: &Party) -> &str {
        party.facts.office.and_then(|id| self.codes.get(&id)).map_or("", String::as_str)
    }
}

/// `GET /parties`: `?q=` is the beginning of a code only, since addresses stand in logs.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    listed(ctx, Listing::new(query), false).await
}

/// `POST /parties`: the same narrowed by a name, a code, an ID or telephone number. It changes nothing.
///
/// # Errors
/// A fault.
pub async fn search(ctx: Ctx, posted: Posted) -> Answer {
    listed(ctx, Listing::of(&posted), true).await
}

async fn listed(ctx: Ctx, listing: Listing, searched: bool) -> Answer {
    let rows_shown = ctx.rows(PARTY_PAGE);
    let fields = listing.posted();
    let reader = fields.reader(ctx.locale());
    let typed = reader.text("q");
    let (text, code) = if searched { (typed, None) } else { (None, typed) };
    let filter = PartyFilter {
        text,
        code,
        role: reader.text("role").and_then(|r| r.parse().ok()),
        office: reader.text("office").and_then(|o| o.parse().ok()),
    };
    let (reach, naming) = (ctx.reach(Permission::PartyRead), ctx.naming());
    let before = listing.before();
    let (mut found, codes) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((parties(rx, reach, naming, &filter, before, rows_shown.saturating_add(1))?, office_names(rx)?))
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let (ids, today): (Vec<PartyId>, Day) = (found.iter().map(|p| p.id).collect(), ctx.today());
    let standing = ctx.read(move |rx| party_states_of(rx, &ids)).await?;
    let states = standing.into_iter().map(|(id, history)| (id, party_state_on(&history, today)));
    ctx.render(&ListPage {
        states: states.filter(|(_, state)| *state != PartyState::Active).collect(),
        form: Form::new(fields),
        roles: role_choices(ctx.locale()),
        offices: office_choices(&ctx, Permission::PartyRead).await?,
        names: ctx.names(found.iter().map(|p| p.id)).await?,
        codes,
        narrowed: listing.is_narrowed(),
        next: found.last().filter(|_| more && !searched).map(|p| listing.next("/parties", p.no)),
        more: found.last().filter(|_| more && searched).map(|p| listing.next_fields(p.no)).unwrap_or_default(),
        may_write: ctx.can(Permission::PartyWrite),
        parties: found,
    })
}

/// The names of licence types by their codes, in the reader's language.
#[must_use]
pub fn kinds(ctx: &Ctx) -> HashMap<String, String> {
    let language = ctx.locale().tag();
    ctx.state.app.env.profile.licence_types.iter().map(|t| (t.code.clone(), t.name.get(language).to_owned())).collect()
}

/// A record as label and value, for a page, a check and the history; empty values are left out.
fn record_rows(
    locale: Locale,
    facts: &crate::domain::event::PartyFacts,
    details: Option<&PartyDetails>,
    names: &Names,
    codes: &OfficeNames,
) -> Vec<(String, String)> {
    let mut rows = details.map(|d| detail_rows(locale, facts.kind, d)).unwrap_or_default();
    let roles: Vec<String> = facts.roles.iter().map(|r| label(locale, "role", r.as_str())).collect();
    rows.push((text(locale, "party-roles", &[]), roles.join(", ")));
    rows.push((text(locale, "party-kind", &[]), label(locale, "party-kind", facts.kind.as_str())));
    let office = facts.office.and_then(|o| codes.get(&o).cloned()).unwrap_or_default();
    rows.push((text(locale, "party-office", &[]), office));
    rows.push((text(locale, "party-supporter", &[]), facts.supporter.map(|s| names.full(&s)).unwrap_or_default()));
    rows.retain(|(_, value)| !value.trim().is_empty());
    rows
}

/// Personal details as label and value.
fn detail_rows(locale: Locale, kind: PartyKind, d: &PartyDetails) -> Vec<(String, String)> {
    let organisation = kind == PartyKind::Organisation;
    let word = |person: &str, of_organisation: &str| text(locale, if organisation { of_organisation } else { person }, &[]);
    let plain = |value: &Option<String>| value.clone().unwrap_or_default();
    let nationality = d.nationality.as_deref().map(|code| country(code).map_or(code, |c| c.name(locale.tag())).to_owned());
    vec![
        (text(locale, "party-name", &[]), d.name.clone()),
        (text(locale, "party-born-on", &[]), d.born_on.map(|on| format::day(locale, on)).unwrap_or_default()),
        (text(locale, "party-birth-place", &[]), plain(&d.birth_place)),
        (word("party-nationality", "party-nationality-organisation"), nationality.unwrap_or_default()),
        (text(locale, "party-residence", &[]), plain(&d.residence)),
        (
            word("party-id-type", "party-id-type-organisation"),
            d.id_type.as_deref().map(|t| label(locale, "id-type", t)).unwrap_or_default(),
        ),
        (text(locale, "party-id-number", &[]), plain(&d.id_number)),
        (text(locale, "party-phone", &[]), plain(&d.phone)),
        (text(locale, "party-address", &[]), plain(&d.address)),
        (text(locale, "party-owners", &[]), plain(&d.owners)),
        (text(locale, "party-photo", &[]), plain(&d.photo)),
        (text(locale, "party-note", &[]), plain(&d.note)),
    ]
}
