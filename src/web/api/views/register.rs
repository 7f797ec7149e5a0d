//! Parties, licences and sites.

use crate::domain::access::{Naming, Permission, ReadVia, Sight, sight};
use crate::domain::event::{Obtained, PartyKind, PartyState, Reference};
use crate::domain::geo::{Position, Shape};
use crate::domain::ids::{LicenceId, OfficeId, PartyId, SiteId};
use crate::domain::licence::{self, Standing};
use crate::domain::money::Money;
use crate::domain::party::{self, PartyDetails, PartyStateChange, party_state_on};
use crate::domain::role::Role;
use crate::domain::site;
use crate::domain::time::Day;
use crate::service::App;
use crate::service::personal::Reading;
use crate::service::production::licence_on;
use crate::store::db::Rx;
use crate::store::licence::{LicenceFilter, licence_by_number, licence_fetch, licences};
use crate::store::party::{PartyFilter, parties, party_by_code, party_fetch, party_names, party_states};
use crate::store::site::{self as site_store, SiteFilter, site_by_code, site_fetch, sites};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use crate::web::map::bbox_of;
use serde::Serialize;
use utoipa::ToSchema;

/// A change of where a party stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyStanding {
    /// The journal entry.
    seq: i64,
    state: PartyState,
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Why, for whoever may read personal details.
    reason: Option<String>,
    /// Remarks, for whoever may read personal details.
    note: Option<String>,
}

/// A person or organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Party {
    pub(in crate::web::api) id: PartyId,
    no: i64,
    code: String,
    kind: PartyKind,
    roles: Vec<Role>,
    office: Option<OfficeId>,
    /// The supporter who pre-finances.
    supporter: Option<PartyId>,
    reference: Option<Reference>,
    /// Where it stands today.
    state: PartyState,
    /// Every change of that, in the order of entries.
    states: Vec<PartyStanding>,
    /// The name, for whoever is told it.
    name: Option<String>,
    /// Personal details, of one party only, for whoever may read them: each reading is written down. Who has to ask gives
    /// a `purpose`.
    details: Option<PartyDetails>,
    /// The party behind it.
    #[serde(skip)]
    pub(in crate::web::api) of: party::Party,
    changed_seq: i64,
    /// The entry by which the personal details were erased.
    details_erased_seq: Option<i64>,
}

fn party(rx: &mut Rx<'_>, reader: &Reader, p: party::Party) -> Result<Party, WebError> {
    let open = sight(&reader.actor, &p.belongs()) != Sight::Nothing;
    let told_name = Naming::of(&reader.actor).covers(p.facts.kind == PartyKind::Organisation, &p.belongs());
    let name = if told_name { party_names(rx, &[p.id])?.remove(&p.id).and_then(|label| label.name) } else { None };
    let of = p.clone();
    let history = party_states(rx, p.id)?;
    let state = party_state_on(&history, reader.today);
    let told = |text: String| Some(text).filter(|_| open);
    let standing =
        |c: PartyStateChange| PartyStanding { seq: c.seq, state: c.state, on: c.on, reason: told(c.reason), note: c.note.and_then(told) };
    let f = p.facts;
    Ok(Party {
        state,
        states: history.into_iter().map(standing).collect(),
        id: p.id,
        no: p.no,
        code: p.code,
        kind: f.kind,
        roles: f.roles,
        office: f.office,
        supporter: f.supporter,
        reference: f.reference,
        name,
        details: None,
        of,
        changed_seq: p.changed_seq,
        details_erased_seq: p.erased_seq,
    })
}

impl Noun for Party {
    const PERMISSION: Permission = Permission::PartyRead;
    const FILTERS: &'static [Filter] = &[
        Filter::text("q", "The beginning of a code; for names and numbers of documents there is the search."),
        Filter::word("role", "With this role, as in `roles`."),
        Filter::id("office", "Of one office."),
    ];

    const ONE_FILTERS: &'static [Filter] = &[PURPOSE];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = PartyFilter { text: None, code: asked.text("q"), role: asked.parsed("role")?, office: asked.parsed("office")? };
        Self::found(rx, reader, &filter, before, limit)
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => party_fetch(rx, id)?,
            Err(_) => party_by_code(rx, &crate::domain::code::written(key))?,
        };
        let reach = reader.reach(Self::PERMISSION);
        found.filter(|p| reach.covers(&p.belongs())).map(|p| party(rx, reader, p)).transpose()
    }
    fn whole(self, app: &App, reader: &Reader, asked: &Asked) -> Result<Self, WebError> {
        let purpose = asked.text(PURPOSE.name);
        if !reads(reader, &self.of, purpose.as_deref()) {
            return Ok(self);
        }
        let reading = Reading { actor: &reader.actor, now: reader.now, via: ReadVia::Api, purpose: purpose.as_deref() };
        let details = app.details_read(&reading, &self.of)?;
        Ok(Self { details, ..self })
    }
}

/// Whether details are read here: at once by some, by others when they say what for.
pub(in crate::web::api) fn reads(reader: &Reader, party: &party::Party, purpose: Option<&str>) -> bool {
    match sight(&reader.actor, &party.belongs()) {
        Sight::Full => true,
        Sight::Asked => purpose.is_some(),
        Sight::Nothing => false,
    }
}

/// By which personal details are asked for.
pub(in crate::web::api) const PURPOSE: Filter =
    Filter::text("purpose", "What the personal details are needed for, for accounts that have to ask; it is written down. No names.");

impl Party {
    /// What the reader may see of what was searched for, before a number, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn found(rx: &mut Rx<'_>, reader: &Reader, filter: &PartyFilter, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let reach = reader.reach(<Self as Noun>::PERMISSION);
        let found = parties(rx, reach, Naming::of(&reader.actor), filter, before, limit)?;
        found.into_iter().map(|p| party(rx, reader, p)).collect()
    }
}

/// A licence.
#[derive(Debug, Serialize, ToSchema)]
pub struct Licence {
    pub(in crate::web::api) id: LicenceId,
    no: i64,
    number: String,
    /// Type code of the jurisdiction profile.
    kind: String,
    holder: PartyId,
    office: Option<OfficeId>,
    #[schema(value_type = String, format = Date)]
    issued_on: Day,
    #[schema(value_type = String, format = Date)]
    starts_on: Day,
    #[schema(value_type = String, format = Date)]
    ends_on: Day,
    /// Its standing today: `valid`, `not_yet`, `expired`, `suspended` or `revoked`.
    #[schema(value_type = String)]
    standing: Standing,
    area: Option<Shape>,
    area_m2: Option<i64>,
    fee: Option<Money>,
    receipt: Option<String>,
    workers_max: Option<u32>,
    depth_max_dm: Option<u32>,
    documents: Vec<String>,
    conditions: Option<String>,
    renews: Option<LicenceId>,
    renewed_by: Option<LicenceId>,
    reference: Option<Reference>,
    changed_seq: i64,
}

fn licence(reader: &Reader, l: licence::Licence) -> Licence {
    let standing = l.standing_on(reader.today);
    let t = l.terms;
    Licence {
        id: l.id,
        no: l.no,
        number: l.number,
        kind: t.kind,
        holder: t.holder,
        office: t.office,
        issued_on: t.issued_on,
        starts_on: t.starts_on,
        ends_on: t.ends_on,
        standing,
        area: t.area,
        area_m2: t.area_m2,
        fee: t.fee,
        receipt: t.receipt,
        workers_max: t.workers_max,
        depth_max_dm: t.depth_max_dm,
        documents: t.documents,
        conditions: t.conditions,
        renews: t.renews,
        renewed_by: l.renewed_by,
        reference: t.reference,
        changed_seq: l.changed_seq,
    }
}

fn standing(word: &str) -> Option<Standing> {
    use Standing::{Expired, NotYet, Revoked, Suspended, Valid};
    [Valid, NotYet, Expired, Suspended, Revoked].into_iter().find(|s| s.as_str() == word)
}

impl Noun for Licence {
    const PERMISSION: Permission = Permission::LicenceRead;
    const FILTERS: &'static [Filter] = &[
        Filter::text("q", "The beginning of a number."),
        Filter::text("kind", "Of this type, as in `kind`."),
        Filter::word("standing", "`valid`, `not_yet`, `expired`, `suspended` or `revoked` today."),
        Filter::day("ends_from", "Still to be renewed, ending on this day or later; goes with `ends_to`."),
        Filter::day("ends_to", "Still to be renewed, ending on this day or earlier; goes with `ends_from`."),
        Filter::id("office", "Of one office."),
    ];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let ending = match (asked.parsed("ends_from")?, asked.parsed("ends_to")?) {
            (Some(from), Some(to)) => Some((from, to)),
            (None, None) => None,
            _ => return Err(WebError::Unreadable("query ends_from: goes with ends_to".into())),
        };
        let filter = LicenceFilter {
            text: asked.text("q"),
            kind: asked.text("kind"),
            standing: asked.read("standing", standing)?.map(|s| (s, reader.today)),
            ending,
            office: asked.parsed("office")?,
        };
        let found = licences(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        Ok(found.into_iter().map(|l| licence(reader, l)).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => licence_fetch(rx, id)?,
            Err(_) => licence_by_number(rx, key)?,
        };
        let reach = reader.reach(Self::PERMISSION);
        Ok(found.filter(|l| reach.covers(&l.belongs())).map(|l| licence(reader, l)))
    }
}

/// A place where stones are dug.
#[derive(Debug, Serialize, ToSchema)]
pub struct Site {
    pub(in crate::web::api) id: SiteId,
    no: i64,
    code: String,
    name: String,
    /// The licence it was registered under.
    licence: Option<LicenceId>,
    /// The one under which it is dug today: that one, or the renewal in force; none when no licence is valid.
    licence_today: Option<LicenceId>,
    office: Option<OfficeId>,
    shape: Shape,
    /// A place inside it.
    centre: Position,
    area_m2: Option<i64>,
    accuracy_m: Option<u32>,
    obtained: Obtained,
    #[schema(value_type = Option<String>, format = Date)]
    surveyed_on: Option<Day>,
    /// Service or badge number.
    surveyor: Option<String>,
    deposit: Option<String>,
    admin_code: Option<String>,
    admin_name: Option<String>,
    locality: Option<String>,
    border_m: Option<i64>,
    /// What was remarkable when it was registered.
    flags: Vec<String>,
    reference: Option<Reference>,
    changed_seq: i64,
}

impl Site {
    fn read(rx: &mut Rx<'_>, s: site::Site, today: Day) -> Result<Self, WebError> {
        let licence_today = licence_on(rx, &s, today)?.filter(|l| l.is_valid_on(today)).map(|l| l.id);
        let f = s.facts;
        Ok(Self {
            id: s.id,
            no: s.no,
            code: s.code,
            name: f.name,
            licence: f.licence,
            licence_today,
            office: f.office,
            shape: f.shape,
            centre: f.centre,
            area_m2: f.area_m2,
            accuracy_m: f.accuracy_m,
            obtained: f.obtained,
            surveyed_on: f.surveyed_on,
            surveyor: f.surveyor,
            deposit: f.deposit,
            admin_code: f.admin_code,
            admin_name: f.admin_name,
            locality: f.locality,
            border_m: f.border_m,
            flags: f.flags,
            reference: f.reference,
            changed_seq: s.changed_seq,
        })
    }
}

fn by_licence(word: &str) -> Option<site_store::LicenceFilter> {
    match word {
        "valid" => Some(site_store::LicenceFilter::Valid),
        "not_valid" => Some(site_store::LicenceFilter::NotValid),
        "missing" => Some(site_store::LicenceFilter::Missing),
        _ => None,
    }
}

impl Noun for Site {
    const PERMISSION: Permission = Permission::SiteRead;
    const FILTERS: &'static [Filter] = &[
        Filter::text("q", "Words of the name or locality, the code, or the number of the licence."),
        Filter::id("office", "Of one office."),
        Filter::text("area", "Code of a first-level area."),
        Filter::word("licence", "`valid`, `not_valid` or `missing` today."),
        Filter::yes_no("production", "With or without production entries."),
        Filter::text("bbox", "West, south, east, north in degrees: whose box meets this one."),
    ];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = SiteFilter {
            text: asked.text("q"),
            office: asked.parsed("office")?,
            area: asked.text("area"),
            licence: asked.read("licence", by_licence)?.map(|l| (l, reader.today)),
            production: asked.yes_no("production")?,
            bbox: asked.read("bbox", bbox_of)?,
        };
        let mut found = Vec::new();
        for row in sites(rx, reader.reach(Self::PERMISSION), &filter, reader.today, before, limit)? {
            if let Some(site) = site_fetch(rx, row.id)? {
                found.push(Self::read(rx, site, reader.today)?);
            }
        }
        Ok(found)
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => site_fetch(rx, id)?,
            Err(_) => site_by_code(rx, &crate::domain::code::written(key))?,
        };
        let reach = reader.reach(Self::PERMISSION);
        found.filter(|s| reach.covers(&s.belongs())).map(|s| Self::read(rx, s, reader.today)).transpose()
    }
}
