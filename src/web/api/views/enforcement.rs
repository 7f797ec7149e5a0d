//! What the state took, and offences.

use crate::domain::access::{Permission, Reach};
use crate::domain::ids::{AccountId, OffenceId, OfficeId, PartyId, SeizureId, SeizureOrderId};
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::{event, offence, seizure};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::offence::{OffenceFilter, offence_by_code, offence_fetch, offence_statements, offences};
use crate::store::seizure::{SeizureFilter, seizure_by_code, seizure_fetch, seizure_orders, seizures};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// A parcel of a seizure.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeizedParcel {
    /// Its code.
    parcel: String,
    /// Whether it was in the register before.
    registered: bool,
    taken_mct: Mass,
    stones: i64,
    /// Its mass now, or when it went.
    weight_mct: Mass,
    state: seizure::KeptState,
}

/// An order over seized stones.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeizureOrder {
    id: SeizureOrderId,
    no: i64,
    outcome: event::SeizureOutcome,
    number: String,
    authority: String,
    #[schema(value_type = String, format = Date)]
    on: Day,
    parcels: Vec<String>,
    to: Option<PartyId>,
    state: seizure::OrderState,
    proposed_seq: i64,
    decided_seq: Option<i64>,
}

/// Stones that the state took.
#[derive(Debug, Serialize, ToSchema)]
pub struct Seizure {
    id: SeizureId,
    no: i64,
    code: String,
    receipt: String,
    office: Option<OfficeId>,
    from: Option<PartyId>,
    #[schema(value_type = String, format = Date)]
    on: Day,
    place: String,
    /// Code of the offence in the country's rules.
    ground: String,
    /// Where what is left of it is kept, and under which seal; not for whoever it was taken from.
    safe: Option<String>,
    seal: Option<String>,
    /// Whether somebody has to answer for a difference, and whether an order waits.
    differs: bool,
    ordered: bool,
    parcels: Vec<SeizedParcel>,
    orders: Vec<SeizureOrder>,
    test: bool,
    recorded_by: AccountId,
    recorded_seq: i64,
}

fn order(o: seizure::Order) -> SeizureOrder {
    let f = o.facts;
    SeizureOrder {
        id: f.order,
        no: f.no,
        outcome: f.outcome,
        number: f.number,
        authority: f.authority,
        on: f.on,
        parcels: f.parcels.iter().map(|p| parcel_code(p.parcel_no)).collect(),
        to: f.to,
        state: o.state,
        proposed_seq: o.seq,
        decided_seq: o.decided.map(|(_, _, seq)| seq),
    }
}

impl Seizure {
    fn of(rx: &mut Rx<'_>, s: seizure::Seizure, reach: Reach) -> Result<Self, StoreError> {
        let orders = seizure_orders(rx, s.facts.no)?.into_iter().map(order).collect();
        let told = !matches!(reach, Reach::Party(_));
        let parcel = |k: &seizure::Kept| SeizedParcel {
            parcel: parcel_code(k.parcel_no),
            registered: k.registered,
            taken_mct: k.taken,
            stones: k.stones,
            weight_mct: k.weight,
            state: k.state,
        };
        let parcels = s.kept.iter().map(parcel).collect();
        let f = s.facts;
        Ok(Self {
            id: f.seizure,
            no: f.no,
            code: f.code,
            receipt: f.receipt,
            office: f.office,
            from: f.from,
            on: f.on,
            place: f.place,
            ground: f.ground,
            safe: told.then_some(s.safe),
            seal: told.then_some(s.seal),
            differs: s.differs,
            ordered: s.ordered,
            parcels,
            orders,
            test: f.test,
            recorded_by: s.by,
            recorded_seq: s.seq,
        })
    }
}

impl Noun for Seizure {
    const PERMISSION: Permission = Permission::SeizureRead;
    const FILTERS: &'static [Filter] =
        &[Filter::word("state", "`open`, `closed` or `waits`."), Filter::word("ground", "Code of the offence.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let state = asked.read("state", |word| ["open", "closed", "waits"].into_iter().find(|s| *s == word))?;
        let filter = SeizureFilter {
            open: state.filter(|s| *s != "waits").map(|s| s == "open"),
            waits: state == Some("waits"),
            ground: asked.read("ground", |word| Some(word.to_owned()))?,
            safe: None,
        };
        let reach = reader.reach(Self::PERMISSION);
        let found = seizures(rx, reach, &filter, before, limit)?;
        found.into_iter().map(|s| Ok(Self::of(rx, s, reach)?)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => seizure_fetch(rx, id)?,
            Err(_) => seizure_by_code(rx, &crate::domain::code::written(key))?,
        };
        let reach = reader.reach(Self::PERMISSION);
        let found = found.filter(|s| reach.covers(&s.belongs()));
        Ok(found.map(|s| Self::of(rx, s, reach)).transpose()?)
    }
}

/// What was said of an offence.
#[derive(Debug, Serialize, ToSchema)]
pub struct OffenceSaid {
    no: i64,
    state: event::OffenceState,
    #[schema(value_type = String, format = Date)]
    on: Day,
    authority: String,
    case_number: Option<String>,
    fine: Option<crate::domain::money::Money>,
    /// The authority's own; not for whoever is suspected.
    note: Option<String>,
    seq: i64,
}

/// An offence.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offence {
    id: OffenceId,
    no: i64,
    code: String,
    office: Option<OfficeId>,
    /// Code of the offence in the country's rules.
    ground: String,
    /// Who is suspected; a party sees itself alone.
    parties: Vec<PartyId>,
    #[schema(value_type = String, format = Date)]
    on: Day,
    account: String,
    seizure: Option<SeizureId>,
    /// Codes of parcels that it is about.
    parcels: Vec<String>,
    state: event::OffenceState,
    statements: Vec<OffenceSaid>,
    recorded_by: AccountId,
    recorded_seq: i64,
}

impl Offence {
    fn of(rx: &mut Rx<'_>, o: offence::Offence, reach: Reach) -> Result<Self, StoreError> {
        let told = !matches!(reach, Reach::Party(_));
        let said = |s: offence::OffenceStatement| OffenceSaid {
            no: s.facts.no,
            state: s.facts.state,
            on: s.facts.on,
            authority: s.facts.authority,
            case_number: s.facts.case_number,
            fine: s.facts.fine,
            note: s.facts.note.filter(|_| told),
            seq: s.seq,
        };
        let statements = offence_statements(rx, o.facts.no)?.into_iter().map(said).collect();
        let f = o.facts;
        let sees = |party: &PartyId| match reach {
            Reach::Party(own) => own == *party,
            _ => true,
        };
        Ok(Self {
            id: f.offence,
            no: f.no,
            code: f.code,
            office: f.office,
            ground: f.ground,
            parties: f.parties.into_iter().filter(sees).collect(),
            on: f.on,
            account: f.account,
            seizure: f.seizure,
            parcels: f.parcels.into_iter().map(parcel_code).collect(),
            state: o.state,
            statements,
            recorded_by: o.by,
            recorded_seq: o.seq,
        })
    }
}

impl Noun for Offence {
    const PERMISSION: Permission = Permission::OffenceRead;
    const FILTERS: &'static [Filter] = &[
        Filter::word("state", "`suspected`, `charged`, `hearing`, `convicted`, `acquitted`, `fined`, `dropped` or `settled`."),
        Filter::word("ground", "Code of the offence."),
    ];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = OffenceFilter {
            state: asked.read("state", |word| word.parse().ok())?,
            ground: asked.read("ground", |word| Some(word.to_owned()))?,
            ..OffenceFilter::default()
        };
        let reach = reader.reach(Self::PERMISSION);
        let found = offences(rx, reach, &filter, before, limit)?;
        found.into_iter().map(|o| Ok(Self::of(rx, o, reach)?)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => offence_fetch(rx, id)?,
            Err(_) => offence_by_code(rx, &crate::domain::code::written(key))?,
        };
        let reach = reader.reach(Self::PERMISSION);
        let found = found.filter(|o| reach.covers(&o.belongs()));
        Ok(found.map(|o| Self::of(rx, o, reach)).transpose()?)
    }
}
