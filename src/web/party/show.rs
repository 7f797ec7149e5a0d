//! The page of a party.

use super::details::{HISTORY, Seen, Shown, seen};
use super::{Names, OfficeNames, fetch, kinds, office_names, record_rows};
use crate::domain::access::Permission;
use crate::domain::event::{Event, PartyState};
use crate::domain::licence::Licence;
use crate::domain::party::{Party, PartyStateChange, party_state_on};
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::licence::licences_of;
use crate::store::offence::stopped_for;
use crate::store::party::{Version, party_states, party_supported_by};
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use std::collections::HashMap;

/// One state of a record, written out.
struct Past {
    seq: i64,
    at: Instant,
    office: Option<String>,
    reason: Option<String>,
    rows: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "parties/show.html")]
struct ShowPage {
    party: Party,
    names: Names,
    office: Option<String>,
    shown: Shown,
    rows: Vec<(String, String)>,
    form: Form,
    supported: Vec<Party>,
    licences: Option<Vec<Licence>>,
    kinds: HashMap<String, String>,
    today: Day,
    history: Vec<Past>,
    /// When the details were erased, by whom and why.
    erased: Option<(Instant, Who, String)>,
    state: PartyState,
    /// With the code of the offence for which it is so.
    states: Vec<(PartyStateChange, Option<String>)>,
    done: Option<&'static str>,
    may_write: bool,
    may_bar: bool,
    may_issue: bool,
    may_parcels: bool,
    may_reads: bool,
    may_erase: bool,
}

impl ShowPage {
    fn kind<'a>(&'a self, licence: &'a Licence) -> &'a str {
        self.kinds.get(&licence.terms.kind).unwrap_or(&licence.terms.kind)
    }
    fn readable(&self) -> bool {
        matches!(self.shown, Shown::Full | Shown::Masked)
    }
    fn erased(&self) -> bool {
        self.party.erased_seq.is_some()
    }
}

/// When the details of a party were erased, by whom and why; none where they were not.
fn erasure(rx: &mut Rx<'_>, party: &Party, reader: &Reader) -> Result<Option<(Instant, Who, String)>, StoreError> {
    let entry = party.erased_seq.map(|seq| entry_fetch(rx, seq)).transpose()?.flatten().map(|stored| stored.entry);
    let Some(entry) = entry else { return Ok(None) };
    let Event::PartyDetailsErased(e) = &entry.event else { return Ok(None) };
    Ok(Some((entry.recorded_at, Who::read(rx, entry.account, reader)?, e.reason.clone())))
}

/// What was just done, as the address says after a form.
#[derive(serde::Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// `GET /parties/{code}`.
///
/// # Errors
/// [`WebError::NotFound`](crate::web::error::WebError::NotFound), or a fault.
pub async fn show(ctx: Ctx, path: web::Path<String>, query: web::Query<Done>) -> Answer {
    let party = fetch(&ctx, &path, Permission::PartyRead).await?;
    let seen = seen(&ctx, &party).await?;
    let done = ["registered", "changed", "state", "erased"].into_iter().find(|d| query.done.as_deref() == Some(d));
    page(&ctx, StatusCode::OK, party, seen, Form::new(Posted::default()), done).await
}

/// The page with what is shown of the details.
pub(super) async fn page(ctx: &Ctx, status: StatusCode, party: Party, seen: Seen, form: Form, done: Option<&'static str>) -> Answer {
    let (id, of) = (party.id, party.clone());
    let reader = Reader { account: ctx.actor()?.account, all: ctx.can(Permission::JournalRead) };
    let (erased, supported, licences, states, codes) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let erased = erasure(rx, &of, &reader)?;
            let states = party_states(rx, id)?;
            let codes = states.iter().map(|s| stopped_for(rx, s.seq)).collect::<Result<Vec<_>, _>>()?;
            let states: Vec<_> = states.into_iter().zip(codes).collect();
            Ok((erased, party_supported_by(rx, id, HISTORY)?, licences_of(rx, id)?, states, office_names(rx)?))
        })
        .await?;
    let (sees_parties, sees_licences) = (ctx.reach(Permission::PartyRead), ctx.reach(Permission::LicenceRead));
    let supported: Vec<Party> = supported.into_iter().filter(|p| sees_parties.covers(&p.belongs())).collect();
    let licences = licences.into_iter().filter(|l| sees_licences.covers(&l.belongs())).collect();
    let supporters = seen.history.iter().filter_map(|v| v.facts.supporter).chain(party.facts.supporter);
    let names = ctx.names(supported.iter().map(|p| p.id).chain(supporters).chain([id])).await?;
    let rows = record_rows(ctx.locale(), &party.facts, seen.details.as_ref(), &names, &codes);
    let state = party_state_on(&states.iter().map(|(s, _)| s.clone()).collect::<Vec<_>>(), ctx.today());
    let within = |permission: Permission| ctx.reach(permission).covers(&party.belongs());
    let may_bar = within(Permission::LicenceWrite);
    let page = ShowPage {
        office: party.facts.office.and_then(|o| codes.get(&o).cloned()),
        shown: seen.shown,
        rows,
        form,
        supported,
        licences: ctx.can(Permission::LicenceRead).then_some(licences),
        kinds: kinds(ctx),
        today: ctx.today(),
        history: seen.history.iter().map(|v| past(ctx, v, &names, &codes)).collect(),
        done,
        erased,
        may_write: within(Permission::PartyWrite),
        state,
        states,
        may_bar,
        may_issue: may_bar && state == PartyState::Active,
        may_parcels: ctx.can(Permission::ParcelRead),
        may_reads: within(Permission::ReadsRead),
        may_erase: within(Permission::DetailsErase) && party.erased_seq.is_none(),
        names,
        party,
    };
    ctx.render_as(status, &page)
}

fn past(ctx: &Ctx, v: &Version, names: &Names, codes: &OfficeNames) -> Past {
    Past {
        seq: v.stored.entry.seq,
        at: v.stored.entry.recorded_at,
        office: v.stored.entry.office.and_then(|o| codes.get(&o).cloned()),
        reason: v.reason.clone(),
        rows: record_rows(ctx.locale(), &v.facts, v.details.as_ref(), names, codes),
    }
}
