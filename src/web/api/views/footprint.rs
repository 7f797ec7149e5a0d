//! Footprints, and sizes of parcels' stones held against them.

use crate::domain::access::Permission;
use crate::domain::event::SizeLine;
use crate::domain::footprint::{self, FootprintArea, FootprintState, Judged};
use crate::domain::ids::{AccountId, FootprintId, PartyId};
use crate::domain::jurisdiction::Profile;
use crate::domain::parcel::parcel_no_typed;
use crate::domain::quantity::Mass;
use crate::domain::statistics::Period;
use crate::domain::time::Day;
use crate::service::App;
use crate::service::footprint::{exporter_judged, parcel_judged, parcel_sizes};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::footprint::{exporters_sending, footprint_fetch, footprints, halves_sent, parcel_was_sorted, parcels_with_sizes};
use crate::store::parcel::parcel_fetch;
use crate::store::party::{party_by_code, party_fetch};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// The footprint of an area: proposed, adopted or refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct Footprint {
    id: FootprintId,
    no: i64,
    area: FootprintArea,
    table: String,
    #[schema(value_type = String, format = Date)]
    from: Day,
    #[schema(value_type = String, format = Date)]
    to: Day,
    entries: i64,
    stones: i64,
    weight_mct: Mass,
    classes: Vec<SizeLine>,
    reason: String,
    /// `waiting`, `adopted` or `refused`.
    state: FootprintState,
    /// Of those adopted for its area the how many-th; the highest holds.
    version: Option<i64>,
    proposed_by: AccountId,
    proposed_seq: i64,
    decided_by: Option<AccountId>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl From<footprint::Footprint> for Footprint {
    fn from(f: footprint::Footprint) -> Self {
        Self {
            id: f.facts.footprint,
            no: f.facts.no,
            area: f.facts.area,
            table: f.facts.table,
            from: f.facts.from,
            to: f.facts.to,
            entries: f.facts.entries,
            stones: f.facts.stones,
            weight_mct: f.facts.weight_mct,
            classes: f.facts.lines,
            reason: f.facts.reason,
            state: f.state,
            version: f.version,
            proposed_by: f.proposed_by,
            proposed_seq: f.proposed_seq,
            decided_by: f.decided_by,
            decided_seq: f.decided_seq,
            decision_reason: f.reason,
        }
    }
}

impl Noun for Footprint {
    const PERMISSION: Permission = Permission::StatisticsRead;
    const FILTERS: &'static [Filter] = &[Filter::word("state", "`waiting`, `adopted` or `refused`.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let state = asked.read("state", |word| word.parse::<FootprintState>().ok())?;
        Ok(footprints(rx, state, None, before, limit)?.into_iter().map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, _reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        Ok(footprint_fetch(rx, id)?.map(Self::from))
    }
}

/// How far sizes differ from the references of where the stones are said to come from. An indicator, no proof.
#[derive(Debug, Serialize, ToSchema)]
pub struct SizeComparison {
    /// Stones compared.
    stones: i64,
    /// Their mass.
    mct: i64,
    /// On how many stones the reference rests.
    rests_on: i64,
    /// Kolmogorov-Smirnov distance of cumulative carat shares, millionths.
    gap_ppm: i64,
    /// The same of stone shares.
    stones_gap_ppm: i64,
    /// Jensen-Shannon divergence of stone shares, millionths of a bit.
    divergence_ppm: i64,
    /// Chi-square of stone counts, thousandths.
    chi_square_milli: i64,
    /// Its degrees of freedom.
    freedom: i64,
    /// How often chance alone would do as much, parts in 1,000,000,000.
    chance_ppb: i64,
    /// Which part of the carats is of areas with a reference, millionths.
    covered_ppm: i64,
    /// The references.
    footprints: Vec<FootprintId>,
    /// Whether there is enough to say anything.
    enough: bool,
    /// Whether it differs from the reference by the country's rules.
    differs: bool,
}

impl SizeComparison {
    fn of(profile: &Profile, judged: &Judged) -> Option<Self> {
        let (limits, c) = (profile.footprint.as_ref()?, &judged.comparison);
        Some(Self {
            stones: c.stones,
            mct: c.mct,
            rests_on: c.rests_on,
            gap_ppm: c.gap_ppm,
            stones_gap_ppm: c.stones_gap_ppm,
            divergence_ppm: c.divergence_ppm,
            chi_square_milli: c.chi_square_milli,
            freedom: c.freedom,
            chance_ppb: c.chance_ppb,
            covered_ppm: judged.covered_ppm,
            footprints: judged.references.iter().map(|(f, _)| f.facts.footprint).collect(),
            enough: judged.is_enough(limits),
            differs: judged.differs(limits),
        })
    }
}

/// The stones of a parcel by size; one of them with its comparison.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParcelSizes {
    no: i64,
    parcel: String,
    /// By class; empty in the list, and where nobody counted them.
    classes: Vec<SizeLine>,
    /// The day of the count; of digging where they were counted at the pit.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Day>,
    /// Whether the parcel was sorted: then it is not compared by itself.
    sorted: Option<bool>,
    /// With the references that hold now; none where there is none, and in the list.
    comparison: Option<SizeComparison>,
}

impl Noun for ParcelSizes {
    const PERMISSION: Permission = Permission::StatisticsRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _reader: &Reader, _asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let mut all = parcels_with_sizes(rx)?;
        all.retain(|no| before.is_none_or(|before| *no < before));
        all.reverse();
        all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let bare = |no: i64| Self {
            no,
            parcel: crate::domain::parcel::parcel_code(no),
            classes: Vec::new(),
            on: None,
            sorted: None,
            comparison: None,
        };
        Ok(all.into_iter().map(bare).collect())
    }
    fn one(rx: &mut Rx<'_>, _reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Some(parcel) = parcel_no_typed(key).map(|no| parcel_fetch(rx, no)).transpose()?.flatten() else { return Ok(None) };
        let sorted = Some(parcel_was_sorted(rx, &parcel)?);
        Ok(Some(Self { no: parcel.no, parcel: parcel.code, classes: Vec::new(), on: None, sorted, comparison: None }))
    }
    fn whole(mut self, app: &App, _reader: &Reader, _asked: &Asked) -> Result<Self, WebError> {
        let (profile, no) = (&app.env.profile, self.no);
        let found = app.db.read(|rx| -> Result<_, StoreError> {
            let Some(parcel) = parcel_fetch(rx, no)? else { return Ok(None) };
            let Some(sizing) = parcel_sizes(rx, profile, &parcel)? else { return Ok(None) };
            let judged = parcel_judged(rx, profile, &parcel, &sizing, None)?;
            Ok(Some((sizing, judged)))
        })?;
        if let Some((sizing, judged)) = found {
            self.comparison = judged.and_then(|j| SizeComparison::of(profile, &j));
            (self.classes, self.on) = (sizing.lines, Some(sizing.on));
        }
        Ok(self)
    }
}

/// What one exporter sent, half-year by half-year; one of them with the comparisons.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExporterSizes {
    no: i64,
    exporter: PartyId,
    code: String,
    /// The latest last; empty in the list.
    halves: Vec<HalfYear>,
}

/// All that was sent under certificates of half a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct HalfYear {
    /// `2026-H1`.
    period: String,
    /// Certificates that stand.
    certificates: usize,
    /// Milli-carats that they cover.
    weight_mct: i64,
    /// Of these, milli-carats counted by size.
    sized_mct: i64,
    /// With the references that held when the last certificate was issued; none where there is none.
    comparison: Option<SizeComparison>,
}

impl Noun for ExporterSizes {
    const PERMISSION: Permission = Permission::StatisticsRead;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _reader: &Reader, _asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let mut all = Vec::new();
        for exporter in exporters_sending(rx)? {
            let Some(party) = party_fetch(rx, exporter)? else { continue };
            all.push(Self { no: party.no, exporter, code: party.code, halves: Vec::new() });
        }
        all.retain(|e| before.is_none_or(|before| e.no < before));
        all.sort_by_key(|e| std::cmp::Reverse(e.no));
        all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(all)
    }
    fn one(rx: &mut Rx<'_>, _reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => party_fetch(rx, id)?,
            Err(_) => party_by_code(rx, &crate::domain::code::written(key))?,
        };
        let Some(party) = found else { return Ok(None) };
        let sends = exporters_sending(rx)?.contains(&party.id);
        Ok(sends.then(|| Self { no: party.no, exporter: party.id, code: party.code, halves: Vec::new() }))
    }
    fn whole(mut self, app: &App, _reader: &Reader, _asked: &Asked) -> Result<Self, WebError> {
        let (profile, exporter) = (&app.env.profile, self.exporter);
        self.halves = app.db.read(|rx| -> Result<_, StoreError> {
            let mut halves = Vec::new();
            for period in halves_sent(rx, exporter)? {
                halves.extend(half_year(rx, profile, exporter, period)?);
            }
            Ok(halves)
        })?;
        Ok(self)
    }
}

fn half_year(rx: &mut Rx<'_>, profile: &Profile, exporter: PartyId, period: Period) -> Result<Option<HalfYear>, StoreError> {
    let half = exporter_judged(rx, profile, exporter, period)?;
    Ok(half.map(|h| HalfYear {
        period: h.period.to_string(),
        certificates: h.certificates.len(),
        weight_mct: h.weight_mct,
        sized_mct: h.sized_mct,
        comparison: h.judged.and_then(|j| SizeComparison::of(profile, &j)),
    }))
}
