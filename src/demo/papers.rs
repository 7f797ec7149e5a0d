//! Licences of the demonstration: their terms begin on different days of the year, and most are renewed before they end.

use super::{DemoError, Stage};
use crate::domain::access::Actor;
use crate::domain::geo::Position;
use crate::domain::ids::{LicenceId, OfficeId, PartyId};
use crate::domain::jurisdiction::LicenceType;
use crate::domain::quantity::decimal;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::licence::{IssueLicence, LicenceInput};
use crate::store::licence::licence_fetch;
use chrono::{Days, Months};

/// For how many days after the last one made the licences still hold, so that what waits can be done in some weeks too.
const HOLDS_ON_DAYS: u64 = 35;
/// Half a side of a licensed area in units of 0.0000001 degree: some 97 metres by 97, less than a hectare.
const AREA_HALF_E7: i32 = 4_400;

/// One licence.
#[derive(Debug, Clone)]
pub struct Term {
    pub id: LicenceId,
    pub number: String,
    pub starts_on: Day,
    pub ends_on: Day,
}

/// The licences of one holder, one after the other.
#[derive(Debug)]
pub struct Papers {
    pub holder: PartyId,
    pub first: Term,
    renewals: Vec<Term>,
    kind: LicenceType,
    months: u32,
    office: Option<OfficeId>,
    /// Who issues and renews.
    by: Actor,
    /// How many days before the end it is renewed; none where its holder lets it end.
    pub renewed_before: Option<i64>,
    /// What is drawn on it from the first renewal on.
    pub area: Option<String>,
}

impl Papers {
    /// The licence to name on a day: the one that is valid, or else the last one.
    pub fn on(&self, day: Day) -> &Term {
        self.valid_on(day).unwrap_or_else(|| self.last())
    }
    /// The licence that is valid on a day.
    pub fn valid_on(&self, day: Day) -> Option<&Term> {
        self.renewals.iter().chain([&self.first]).find(|t| t.starts_on <= day && day <= t.ends_on)
    }
    fn last(&self) -> &Term {
        self.renewals.last().unwrap_or(&self.first)
    }

    /// Issues a renewal when it is time; an area that is somebody else's by now is left out.
    pub(super) fn renew(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, today: Day) -> Result<(), DemoError> {
        let left = self.last().ends_on.signed_duration_since(today).num_days();
        if self.renewed_before.is_none_or(|before| left > before || left < 0) {
            return Ok(());
        }
        let starts_on = self.last().ends_on.succ_opt().unwrap_or(today);
        let renews = Some(self.last().id);
        let mut command = IssueLicence { number: None, renews, terms: self.input(stage, today, starts_on, self.area.clone()) };
        let by = self.by.clone();
        let mut receipt = stage.may(b, &by, &command)?;
        if receipt.is_none() && self.area.take().is_some() {
            command.terms.area = None;
            receipt = Some(stage.must(b, &by, &command)?);
        }
        if let Some(receipt) = receipt {
            self.renewals.push(read(b, &receipt.subject)?);
        }
        Ok(())
    }

    fn input(&self, stage: &mut Stage<'_>, issued_on: Day, starts_on: Day, area: Option<String>) -> LicenceInput {
        LicenceInput {
            kind: self.kind.code.clone(),
            holder: self.holder,
            office: self.office,
            issued_on,
            starts_on,
            ends_on: end_of(starts_on, self.months),
            area,
            fee: self.kind.fee.as_ref().map(|f| f.value),
            receipt: Some(format!("R {}", stage.chance.between(10_000, 99_999))),
            workers_max: None,
            depth_max_dm: None,
            documents: self.kind.documents.iter().map(|d| d.code.clone()).collect(),
            conditions: None,
            reference: None,
        }
    }
}

/// A licence that is to be issued.
pub(super) struct Wanted<'a> {
    pub kind: &'a LicenceType,
    pub holder: PartyId,
    pub office: Option<OfficeId>,
    pub by: &'a Actor,
    /// For so many months at a time.
    pub months: u32,
    /// First valid day.
    pub starts_on: Day,
}

impl Wanted<'_> {
    /// Issues it.
    pub(super) fn issue(&self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>) -> Result<Papers, DemoError> {
        let none =
            Term { id: LicenceId::new(uuid::Uuid::nil()), number: String::new(), starts_on: self.starts_on, ends_on: self.starts_on };
        let mut papers = Papers {
            holder: self.holder,
            first: none,
            renewals: Vec::new(),
            kind: self.kind.clone(),
            months: self.months,
            office: self.office,
            by: self.by.clone(),
            renewed_before: Some(stage.chance.between(3, 25)),
            area: None,
        };
        let terms = papers.input(stage, self.starts_on, self.starts_on, None);
        let receipt = stage.must(b, self.by, &IssueLicence { number: None, renews: None, terms })?;
        papers.first = read(b, &receipt.subject)?;
        Ok(papers)
    }
}

fn read(b: &mut Batch<'_, '_>, subject: &str) -> Result<Term, DemoError> {
    let missing = DemoError::Missing("licence");
    let Ok(id) = subject.parse::<LicenceId>() else { return Err(missing) };
    let found = licence_fetch(b.rx(), id).map_err(|e| DemoError::Act("reading", e.into()))?.ok_or(missing)?;
    Ok(Term { id, number: found.number, starts_on: found.terms.starts_on, ends_on: found.terms.ends_on })
}

/// The last day of a term of so many months.
fn end_of(starts_on: Day, months: u32) -> Day {
    starts_on.checked_add_months(Months::new(months.max(1))).and_then(|d| d.pred_opt()).unwrap_or(starts_on)
}

/// The first day of a licence that was there before the year begins: some day of the term before it, so that terms end all
/// over the year, but such that the renewal in force on the last day holds for some weeks more.
pub(super) fn begun_before(stage: &mut Stage<'_>, begin: Day, until: Day, months: u32) -> Day {
    let longest = i64::from(months).saturating_mul(30).saturating_sub(15).clamp(5, 330);
    let holds_until = until.checked_add_days(Days::new(HOLDS_ON_DAYS)).unwrap_or(until);
    let back = |days: i64| begin.checked_sub_days(Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(begin);
    for _ in 0..50 {
        let start = back(stage.chance.between(5, longest));
        let mut end = end_of(start, months);
        while end < until {
            end = end_of(end.succ_opt().unwrap_or(until), months);
        }
        if end >= holds_until {
            return start;
        }
    }
    back(20)
}

/// A licensed area around a place, as its corners.
pub(super) fn area_around(centre: Position) -> String {
    let corner = |x: i32, y: i32| {
        let (lon, lat) = (centre.lon_e7().saturating_add(x), centre.lat_e7().saturating_add(y));
        format!("[{},{}]", decimal(i64::from(lon), 7, 7), decimal(i64::from(lat), 7, 7))
    };
    let half = AREA_HALF_E7;
    let ring = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)].map(|(x, y)| corner(x, y));
    format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, ring.join(","))
}
