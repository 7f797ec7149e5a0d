//! Blank certificates: received from the printer, given to offices, and reported when something became of them.
//!
//! Numbers are given as they are printed; blanks and small letters do not matter.

use crate::domain::access::{Belongs, Permission};
use crate::domain::blank::{Blank, BlankFate, BlankReportState, BlankSpan, BlankState, RUN_MAX};
use crate::domain::event::{BlankReportDecided, BlanksAllocated, BlanksReceived, BlanksReported};
use crate::domain::ids::{BlankReportId, OfficeId, ShipmentId};
use crate::domain::jurisdiction::Profile;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::party::{check_reason, reason_to_decide};
use crate::service::proof::other_hands;
use crate::service::{Case, Command, Decision};
use crate::store::blank::{
    blank_fetch, blank_known_among, blank_next, blank_next_at, blank_report_fetch, blank_report_next_no, blank_reserved_for,
    blank_run_fetch, blank_run_next_no, blank_spans,
};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::office::office_fetch;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// The most characters of a delivery note.
pub const NOTE_MAX: usize = 200;
/// How far the year of a run may lie from the current one.
const YEARS_AROUND: i32 = 1;

/// Writes down a delivery of numbered forms. No number is ever in two runs (K1).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveBlanks {
    /// The year for which they may be used.
    pub year: i32,
    /// The first number, as printed.
    pub first: String,
    /// The last number, as printed.
    pub last: String,
    /// The delivery note, or who printed them.
    pub note: String,
    /// The day of delivery; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
}

impl Command for ReceiveBlanks {
    const NAME: &'static str = "receive_blanks";
    const PERMISSION: Permission = Permission::BlankWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::BlankWrite, &Belongs::default())?;
        let today = case.today();
        let mut v = Violations::none();
        let near = self.year.abs_diff(today.year()) <= YEARS_AROUND.unsigned_abs();
        v.check(near, || Violation::on("blank.year", "year").with("year", today.year().to_string()));
        let first = self.serial(case.profile(), &self.first, "first", &mut v);
        let last = self.serial(case.profile(), &self.last, "last", &mut v);
        let (before, width, after) = case.profile().numbers.certificate.value.pattern.around(self.year);
        let note = tidy(Some(&self.note), "note", NOTE_MAX, &mut v).unwrap_or_default();
        v.check(!note.is_empty(), || Violation::on("required", "note"));
        let on = self.on.unwrap_or(today);
        v.check(on <= today, || Violation::on("day.future", "on"));
        // Forms of a year are printed in it or in the years around it.
        let printed = (on.year() - self.year).abs() <= i32::try_from(YEARS_AROUND.unsigned_abs()).unwrap_or(1);
        v.check(printed || !near, || Violation::on("blank.received_year", "on").with("year", self.year.to_string()));
        let (first, last) = first.zip(last).unwrap_or((1, 1));
        v.check(last >= first, || Violation::on("blank.range", "last"));
        let width = u32::try_from(width).unwrap_or(u32::MAX);
        let run =
            BlanksReceived { run: case.id(), no: blank_run_next_no(rx)?, year: self.year, before, width, after, first, last, note, on };
        v.check(run.size() <= RUN_MAX, || Violation::on("blank.too_many", "last").with("limit", RUN_MAX));
        // Else a serial would outgrow its digits, and one run would have numbers of two lengths.
        v.check(last.to_string().len() <= usize::try_from(width).unwrap_or(0), || Violation::on("blank.width", "last"));
        v.finish()?;
        if let Some(number) = blank_known_among(rx, &run)? {
            return Err(Violation::on("blank.overlap", "first").with("number", number).conflict().into());
        }
        Ok(run.into())
    }
}

impl ReceiveBlanks {
    /// The serial of a typed number; the year that it shows must be that of the run.
    fn serial(&self, profile: &Profile, typed: &str, field: &'static str, v: &mut Violations) -> Option<i64> {
        if typed.trim().is_empty() {
            v.push(Violation::on("required", field));
            return None;
        }
        let pattern = &profile.numbers.certificate.value.pattern;
        let read = pattern.read(typed).and_then(|number| pattern.parse(&number));
        let Some((year, serial)) = read else {
            v.push(Violation::on("blank.number", field).with("typed", typed.trim()).with("example", pattern.format(self.year, 1)));
            return None;
        };
        v.check(year.is_none_or(|y| y == self.year), || Violation::on("blank.number_year", field).with("year", self.year.to_string()));
        Some(serial)
    }
}

/// A form by its number as typed or scanned, or why there is none.
fn form_typed(rx: &mut Rx<'_>, profile: &Profile, typed: &str, field: &'static str) -> Result<Result<Blank, Violation>, StoreError> {
    if typed.trim().is_empty() {
        return Ok(Err(Violation::on("required", field)));
    }
    let Some(number) = profile.certificate_number_typed(typed) else {
        let example = profile.numbers.certificate.value.pattern.format(2000, 1);
        return Ok(Err(Violation::on("blank.number", field).with("typed", typed.trim()).with("example", example)));
    };
    let found = blank_fetch(rx, &number)?;
    Ok(found.ok_or_else(|| Violation::on("blank.unknown", field).with("number", number)))
}

/// Forms of one run from one number to another.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormRange {
    /// The first number, as printed.
    pub first: String,
    /// The last number, as printed; the first alone when not given.
    #[serde(default)]
    pub last: Option<String>,
}

impl FormRange {
    /// The first and last form, when all of them are in stock.
    fn in_stock(&self, rx: &mut Rx<'_>, profile: &Profile, v: &mut Violations) -> Result<Option<(Blank, Blank)>, StoreError> {
        let last = self.last.as_deref().map(str::trim).filter(|l| !l.is_empty());
        let first = form_typed(rx, profile, &self.first, "first")?;
        let last = match last {
            Some(typed) => form_typed(rx, profile, typed, "last")?,
            None => first.clone().map_err(|p| Violation { field: Some("first".into()), ..p }),
        };
        let (first, last) = match (first, last) {
            (Ok(first), Ok(last)) => (first, last),
            (first, last) => {
                v.0.extend(first.err());
                v.0.extend(last.err().filter(|p| p.field.as_deref() == Some("last")));
                return Ok(None);
            }
        };
        if first.run != last.run || last.serial < first.serial {
            v.push(Violation::on("blank.range", "last"));
            return Ok(None);
        }
        let within = |s: &BlankSpan| s.first <= last.serial && s.last >= first.serial && s.state != BlankState::Stock;
        if let Some(span) = blank_spans(rx, first.run)?.into_iter().find(within) {
            let at = span.first.max(first.serial);
            let run = blank_run_fetch(rx, first.run)?.ok_or_else(|| StoreError::Damaged("a form of no run".into()))?;
            v.push(not_in_stock("first", run.facts.numbers().of(at), span.state));
            return Ok(None);
        }
        Ok(Some((first, last)))
    }
}

/// A form that is not in stock any more: others were first.
fn not_in_stock(field: &'static str, number: String, state: BlankState) -> Violation {
    Violation::on("blank.not_in_stock", field).with("number", number).with("state", state.as_str()).conflict()
}

/// Gives forms in stock to an office, or takes them back to the head office's safe.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocateBlanks {
    /// Which.
    pub forms: FormRange,
    /// The office that keeps them from now on; the head office's safe when not given.
    #[serde(default)]
    pub office: Option<OfficeId>,
}

impl Command for AllocateBlanks {
    const NAME: &'static str = "allocate_blanks";
    const PERMISSION: Permission = Permission::BlankWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::BlankWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let found = self.forms.in_stock(rx, case.profile(), &mut v)?;
        if let Some(office) = self.office {
            v.check(office_fetch(rx, office)?.is_some(), || Violation::on("blank.office", "office"));
        }
        v.finish()?;
        let (first, last) = found.ok_or(ServiceError::NotFound("blank certificate"))?;
        Ok(BlanksAllocated { run: first.run, first: first.serial, last: last.serial, office: self.office }.into())
    }
}

/// Says that forms in stock are spoiled, lost, stolen or returned. From now on nobody can use them; lost and stolen
/// numbers are public at once. A second person confirms or refuses.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBlanks {
    /// Which.
    pub forms: FormRange,
    /// What became of them; it must be said.
    #[serde(default)]
    pub fate: Option<BlankFate>,
    /// The day on which it happened or was noticed; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// How it came about.
    pub reason: String,
}

impl Command for ReportBlanks {
    const NAME: &'static str = "report_blanks";
    const PERMISSION: Permission = Permission::BlankWrite;
    const SIGNED_AT_ONCE: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::BlankWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let found = self.forms.in_stock(rx, case.profile(), &mut v)?;
        v.check(self.fate.is_some(), || Violation::on("required", "fate"));
        let on = self.on.unwrap_or(case.today());
        v.check(on <= case.today(), || Violation::on("day.future", "on"));
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        let ((first, last), fate) = found.zip(self.fate).ok_or(ServiceError::NotFound("blank certificate"))?;
        let (report, no) = (case.id(), blank_report_next_no(rx)?);
        Ok(BlanksReported { report, no, run: first.run, first: first.serial, last: last.serial, fate, on, reason }.into())
    }
}

/// Confirms or refuses what somebody else reported. Confirmed is for good (K6); refused forms are in stock again.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideBlankReport {
    /// Which report.
    pub report: BlankReportId,
    /// Whether it is so.
    pub confirm: bool,
    /// What he says; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DecideBlankReport {
    const NAME: &'static str = "decide_blank_report";
    const PERMISSION: Permission = Permission::BlankDecide;
    const SIGNED_AT_ONCE: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::BlankDecide, &Belongs::default())?;
        let report = blank_report_fetch(rx, self.report)?.ok_or(ServiceError::NotFound("report"))?;
        if report.state != BlankReportState::Waiting {
            return Err(Violation::new("blank.decided").with("state", report.state.as_str()).conflict().into());
        }
        let mut v = Violations::none();
        let reason = reason_to_decide(self.confirm, self.reason.as_deref(), &mut v);
        other_hands(rx, case, (report.reported_by, &report.id.to_string()), "blank.same_person", &mut v)?;
        v.finish()?;
        Ok(BlankReportDecided { report: report.id, confirmed: self.confirm, reason }.into())
    }
}

/// What stands against issuing a certificate on a form on a day, besides its state.
fn of_another_year(profile: &Profile, form: &Blank, today: Day, field: &'static str) -> Option<Violation> {
    let other = profile.certificate.blanks_of_year.value && form.year != today.year();
    other.then(|| {
        Violation::on("blank.other_year", field)
            .with("number", form.number.clone())
            .with("year", form.year.to_string())
            .with("now", today.year().to_string())
    })
}

/// The form to set aside for a shipment: the one that is named, or else the lowest at the officer's own office or in the
/// head office's safe. Forms of other offices are not at hand, so they have to be named.
pub(super) fn form_to_reserve(rx: &mut Rx<'_>, case: &Case<'_>, named: Option<&str>, v: &mut Violations) -> Result<String, StoreError> {
    let (profile, today) = (case.profile(), case.today());
    let found = match named.map(str::trim).filter(|n| !n.is_empty()) {
        Some(typed) => form_typed(rx, profile, typed, "blank")?,
        None => {
            let year = profile.certificate.blanks_of_year.value.then_some(today.year());
            match blank_next_at(rx, year, case.act.actor.office)? {
                Some(form) => Ok(form),
                None => Err(match blank_next(rx, year)? {
                    Some(other) => Violation::on("blank.elsewhere", "blank").with("number", other.number),
                    None => Violation::on("blank.none_left", "blank").with("year", today.year().to_string()),
                }),
            }
        }
    };
    let form = match found {
        Ok(form) => form,
        Err(problem) => {
            v.push(problem);
            return Ok(String::new());
        }
    };
    v.check(form.state == BlankState::Stock, || not_in_stock("blank", form.number.clone(), form.state));
    v.0.extend(of_another_year(profile, &form, today, "blank"));
    Ok(form.number)
}

/// The number of the form that is set aside for a shipment, held against the one typed or scanned from the paper.
pub(super) fn form_in_hand(
    rx: &mut Rx<'_>,
    profile: &Profile,
    shipment: ShipmentId,
    typed: &str,
    today: Day,
    v: &mut Violations,
) -> Result<String, StoreError> {
    let Some(form) = blank_reserved_for(rx, shipment)? else {
        return Err(StoreError::Damaged("a proposed shipment without its blank certificate".into()));
    };
    v.0.extend(of_another_year(profile, &form, today, "blank"));
    if typed.trim().is_empty() {
        v.push(Violation::on("blank.read_it", "blank").with("number", form.number.clone()));
    } else if profile.certificate_number_typed(typed).as_ref() != Some(&form.number) {
        // What is known of the number in hand says more than that it is another one.
        let known = form_typed(rx, profile, typed, "blank")?;
        let other = known.as_ref().ok().and_then(|f| of_another_year(profile, f, today, "blank"));
        v.0.extend(known.as_ref().err().filter(|p| p.code == "blank.unknown").cloned());
        v.0.extend(other);
        v.push(Violation::on("blank.not_this", "blank").with("typed", typed.trim()).with("number", form.number.clone()));
    }
    Ok(form.number)
}
