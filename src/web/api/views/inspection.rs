//! Plans of inspections, inspections and dry runs.

use crate::domain::access::{Belongs, Permission};
use crate::domain::geo::Position;
use crate::domain::ids::{AccountId, DryRunId, InspectionId, InspectionPlanId, OfficeId, PartyId, TargetId};
use crate::domain::parcel::parcel_code;
use crate::domain::time::Day;
use crate::domain::{event, inspection};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inspection::{
    InspectionFilter, actions_of, dry_run_by_code, dry_run_fetch, dry_runs, inspection_by_code, inspection_fetch, inspections,
    plan_by_code, plan_fetch, plan_targets, plans,
};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// Something that may be drawn.
#[derive(Debug, Serialize, ToSchema)]
pub struct InspectionLot {
    target: TargetId,
    code: String,
    weight: i64,
}

/// Something that was drawn.
#[derive(Debug, Serialize, ToSchema)]
pub struct InspectionDrawn {
    target: TargetId,
    code: String,
    /// The inspection, once it was carried out.
    inspection: Option<InspectionId>,
}

/// A plan of inspections.
#[derive(Debug, Serialize, ToSchema)]
pub struct InspectionPlan {
    id: InspectionPlanId,
    no: i64,
    code: String,
    office: Option<OfficeId>,
    kind: event::InspectionKind,
    count: i64,
    #[schema(value_type = String, format = Date)]
    draw_on: Day,
    #[schema(value_type = String, format = Date)]
    until: Day,
    pool: Vec<InspectionLot>,
    /// Entries of the journal when the day of the draw ended.
    size: Option<i64>,
    /// Their root, in hex.
    root: Option<String>,
    /// In hex.
    seed: Option<String>,
    drawn: Vec<InspectionDrawn>,
    announced_by: AccountId,
    announced_seq: i64,
    drawn_seq: Option<i64>,
}

impl InspectionPlan {
    fn of(rx: &mut Rx<'_>, p: inspection::Plan) -> Result<Self, StoreError> {
        let drawn = plan_targets(rx, p.facts.no)?;
        let one = |d: inspection::Drawn| InspectionDrawn { target: d.target, code: d.code, inspection: d.inspection.map(|i| i.0) };
        let (draw, drawn_seq) = p.drawn.map_or((None, None), |(d, seq)| (Some(d), Some(seq)));
        let f = p.facts;
        Ok(Self {
            id: f.plan,
            no: f.no,
            code: f.code,
            office: f.office,
            kind: f.kind,
            count: f.count,
            draw_on: f.draw_on,
            until: f.until,
            pool: f.pool.into_iter().map(|l| InspectionLot { target: l.target, code: l.code, weight: l.weight }).collect(),
            size: draw.as_ref().map(|d| d.size),
            root: draw.as_ref().map(|d| d.root.clone()),
            seed: draw.map(|d| d.seed),
            drawn: drawn.into_iter().map(one).collect(),
            announced_by: p.by,
            announced_seq: p.seq,
            drawn_seq,
        })
    }
}

impl Noun for InspectionPlan {
    const PERMISSION: Permission = Permission::InspectionPlanRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let found = plans(rx, reader.reach(Self::PERMISSION), before, limit)?;
        found.into_iter().map(|p| Ok(Self::of(rx, p)?)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => plan_fetch(rx, id)?,
            Err(_) => plan_by_code(rx, &crate::domain::code::written(key))?,
        };
        let found = found.filter(|p| reader.reach(Self::PERMISSION).covers(&p.belongs()));
        Ok(found.map(|p| Self::of(rx, p)).transpose()?)
    }
}

/// A parcel as the book has it and as it was counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct InspectionCount {
    parcel: String,
    book_mct: i64,
    book_stones: i64,
    counted_mct: i64,
    counted_stones: i64,
}

/// What has to be put right.
#[derive(Debug, Serialize, ToSchema)]
pub struct InspectionTodo {
    no: i64,
    what: String,
    /// Who must do it; the authority where none.
    party: Option<PartyId>,
    #[schema(value_type = String, format = Date)]
    due: Day,
    #[schema(value_type = Option<String>, format = Date)]
    done_on: Option<Day>,
    proof: Option<String>,
    done_seq: Option<i64>,
}

/// An inspection that was carried out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inspection {
    id: InspectionId,
    no: i64,
    code: String,
    office: Option<OfficeId>,
    kind: event::InspectionKind,
    target: TargetId,
    target_code: String,
    party: Option<PartyId>,
    /// Whether it was drawn.
    drawn: bool,
    again: Option<InspectionId>,
    #[schema(value_type = String, format = Date)]
    on: Day,
    position: Option<Position>,
    accuracy_m: Option<u32>,
    checked: Vec<event::Checked>,
    findings: Vec<event::Finding>,
    counted: Vec<InspectionCount>,
    actions: Vec<InspectionTodo>,
    account: Option<String>,
    recorded_by: AccountId,
    recorded_seq: i64,
}

impl Inspection {
    fn of(rx: &mut Rx<'_>, i: inspection::Inspection) -> Result<Self, StoreError> {
        let todo = |a: inspection::Action| InspectionTodo {
            no: a.no,
            what: a.facts.what,
            party: a.facts.party,
            due: a.facts.due,
            done_on: a.done.as_ref().map(|(d, _)| d.on),
            done_seq: a.done.as_ref().map(|(_, seq)| *seq),
            proof: a.done.map(|(d, _)| d.proof),
        };
        let counted = |c: event::Counted| InspectionCount {
            parcel: parcel_code(c.parcel_no),
            book_mct: c.book_mct.mct(),
            book_stones: c.book_stones,
            counted_mct: c.counted_mct.mct(),
            counted_stones: c.counted_stones,
        };
        let actions = actions_of(rx, i.facts.no)?.into_iter().map(todo).collect();
        let f = i.facts;
        Ok(Self {
            id: f.inspection,
            no: f.no,
            code: f.code,
            office: f.office,
            kind: f.kind,
            target: f.target,
            target_code: i.target_code,
            party: f.party,
            drawn: f.plan.is_some(),
            again: f.again,
            on: f.on,
            position: f.position,
            accuracy_m: f.accuracy_m,
            checked: f.checked,
            findings: f.findings,
            counted: f.counted.into_iter().map(counted).collect(),
            actions,
            account: f.account,
            recorded_by: i.by,
            recorded_seq: i.seq,
        })
    }
}

impl Noun for Inspection {
    const PERMISSION: Permission = Permission::InspectionRead;
    const FILTERS: &'static [Filter] = &[Filter::word("kind", "`site`, `buyer`, `exporter` or `office`.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = InspectionFilter { kind: asked.read("kind", |word| word.parse().ok())?, target: None };
        let found = inspections(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        found.into_iter().map(|i| Ok(Self::of(rx, i)?)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => inspection_fetch(rx, id)?,
            Err(_) => inspection_by_code(rx, &crate::domain::code::written(key))?,
        };
        let found = found.filter(|i| reader.reach(Self::PERMISSION).covers(&i.belongs()));
        Ok(found.map(|i| Self::of(rx, i)).transpose()?)
    }
}

/// A test parcel that inspectors walk through the chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct DryRun {
    id: DryRunId,
    no: i64,
    code: String,
    office: Option<OfficeId>,
    parcel: String,
    purpose: String,
    /// Where it ended; none while it goes on.
    outcome: Option<event::DryRunOutcome>,
    report: Option<String>,
    started_by: AccountId,
    started_seq: i64,
    concluded_seq: Option<i64>,
}

impl From<inspection::DryRun> for DryRun {
    fn from(r: inspection::DryRun) -> Self {
        let f = r.facts;
        Self {
            id: f.run,
            no: f.no,
            code: f.code,
            office: f.office,
            parcel: parcel_code(f.parcel_no),
            purpose: f.purpose,
            outcome: r.concluded.as_ref().map(|(c, _)| c.outcome),
            concluded_seq: r.concluded.as_ref().map(|(_, seq)| *seq),
            report: r.concluded.map(|(c, _)| c.report),
            started_by: r.by,
            started_seq: r.seq,
        }
    }
}

impl Noun for DryRun {
    const PERMISSION: Permission = Permission::InspectionPlanRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        Ok(dry_runs(rx, reader.reach(Self::PERMISSION), before, limit)?.into_iter().map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => dry_run_fetch(rx, id)?,
            Err(_) => dry_run_by_code(rx, &crate::domain::code::written(key))?,
        };
        Ok(found.filter(|r| reader.reach(Self::PERMISSION).covers(&Belongs::office(r.facts.office))).map(Self::from))
    }
}
