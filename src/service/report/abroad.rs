//! Parts of the review file about what comes from abroad and about the papers: imports, forms of certificates, and the tables
//! of partners.

use super::make::{AT_ONCE, Fact, Making, ReportError, Told, named, office as office_code, or_none};
use super::returns::{carats, periods};
use crate::domain::arrival::{Arrival, ArrivalState};
use crate::domain::blank::{BlankReport, BlankRun};
use crate::domain::event::{BlanksAllocated, Event, HsCode};
use crate::domain::ids::{BlankRunId, OfficeId};
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::decimal;
use crate::domain::time::Day;
use crate::interop::partner_csv;
use crate::interop::table::Table;
use crate::store::blank::{blank_reports, blank_runs, blank_spans};
use crate::store::error::StoreError;
use crate::store::journal::{events_of_kinds, recorded_at};
use crate::store::report_rows::arrivals_came;
use crate::store::statistics::{PartnerFile, partner_files_naming};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The day on which an entry was recorded, where the country is.
pub(super) fn day_of(m: &mut Making<'_, '_>, seq: i64) -> Result<Day, StoreError> {
    let at = recorded_at(m.rx, seq)?.ok_or_else(|| StoreError::damaged(format!("no entry {seq}")))?;
    Ok(m.app.env.profile.local_day(at))
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

const ARRIVALS: [&str; 31] = [
    "code",
    "number",
    "issuer",
    "issued_on",
    "expires_on",
    "arrived_on",
    "importer",
    "importer_name",
    "importer_stated",
    "exporter_name",
    "exporter_country",
    "origins",
    "mixed",
    "parcels",
    "found_parcels",
    "certified_mct",
    "certified_ct",
    "found_mct",
    "found_ct",
    "value_usd",
    "seals",
    "state",
    "detained",
    "against",
    "decided_on",
    "decided",
    "decided_reason",
    "remark",
    "arrival",
    "entry",
    "decided_entry",
];

/// Every shipment from abroad that came on a day of the report.
pub(super) fn arrivals(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let name = "arrivals.csv";
    let (mut after, mut found, mut detained) = (0, 0_i64, 0_usize);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    loop {
        let page = arrivals_came(m.rx, m.span, after, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        after = last.facts.no;
        for a in &page {
            detained = detained.saturating_add(usize::from(a.state == ArrivalState::Detained));
            found = found.saturating_add(a.facts.found_mct.mct());
            rows.push(arrival(m, a)?);
            lines.extend(arrival_lines(a));
        }
        m.steps.going()?;
    }
    let mut table = Table::begin(m.out, ARRIVAL_LINES_FILE, &ARRIVAL_LINES)?;
    lines.into_iter().try_for_each(|line| table.row(line))?;
    let mut files = vec![(ARRIVAL_LINES_FILE.to_owned(), Some(table.end()?))];
    let mut table = Table::begin(m.out, name, &ARRIVALS)?;
    rows.into_iter().try_for_each(|row| table.row(row))?;
    let rows = table.end()?;
    files.push((name.to_owned(), Some(rows)));
    let all = i64::try_from(rows).unwrap_or(i64::MAX);
    let facts = vec![Fact::Count("arrivals", all), Fact::Count("arrivals-detained", count(detained)), Fact::Carats("arrived", found)];
    Ok(Told { files, facts })
}

const ARRIVAL_LINES_FILE: &str = "arrival-lines.csv";
const ARRIVAL_LINES: [&str; 7] = ["code", "hs", "certified_mct", "value_usd", "found_mct", "found_stones", "parcel"];

/// An arrival by subheading: what its certificate says, what was found, and the parcel that the importer holds of it. Nothing
/// stands where nothing was stated, found or let in.
fn arrival_lines(a: &Arrival) -> Vec<[String; 7]> {
    let line = |hs: HsCode| {
        let stated = a.facts.lines.iter().find(|l| l.hs == hs);
        let found = a.found().iter().find(|l| l.hs == hs);
        let parcel = a.received().iter().find(|p| p.hs == hs);
        (stated.is_some() || found.is_some()).then(|| {
            [
                a.facts.code.clone(),
                hs.as_str().to_owned(),
                or_none(stated.map(|l| l.weight_mct.mct())),
                stated.map(|l| decimal(l.value_usd_cents, 2, 2)).unwrap_or_default(),
                or_none(found.map(|l| l.weight_mct.mct())),
                or_none(found.map(|l| l.stones)),
                or_none(parcel.map(|p| parcel_code(p.no))),
            ]
        })
    };
    HsCode::ALL.into_iter().filter_map(line).collect()
}

fn arrival(m: &mut Making<'_, '_>, a: &Arrival) -> Result<[String; 31], StoreError> {
    let f = &a.facts;
    let (code, firm) = match a.importer() {
        Some(id) => named(m.rx, &[id])?.remove(&id).ok_or_else(|| StoreError::damaged("an arrival for nobody"))?,
        None => (String::new(), String::new()),
    };
    let decided_on = a.closed_seq.map(|seq| day_of(m, seq)).transpose()?;
    let yes = |so: bool| if so { "yes" } else { "no" }.to_owned();
    let opt = |text: Option<&String>| text.cloned().unwrap_or_default();
    Ok([
        f.code.clone(),
        f.number.clone(),
        f.issuer.clone(),
        f.issued_on.to_string(),
        f.expires_on.to_string(),
        f.arrived_on.to_string(),
        code,
        firm,
        opt(f.importer_stated.as_ref()),
        f.exporter.name.clone(),
        f.exporter.country.clone(),
        f.origins.join(" "),
        yes(f.mixed),
        f.parcels.to_string(),
        or_none(f.found_parcels),
        f.weight().mct().to_string(),
        carats(f.weight().mct()),
        f.found_mct.mct().to_string(),
        carats(f.found_mct.mct()),
        decimal(f.value_usd_cents(), 2, 2),
        if f.seals_intact { "intact" } else { "broken" }.to_owned(),
        a.state.to_string(),
        opt(f.detained.as_ref()),
        f.against.join(" "),
        or_none(decided_on),
        or_none(a.closed.as_ref().map(|c| c.outcome)),
        opt(a.closed.as_ref().map(|c| &c.reason)),
        opt(f.remark.as_ref()),
        f.arrival.to_string(),
        a.seq.to_string(),
        or_none(a.closed_seq),
    ])
}

const FORMS: [&str; 14] = [
    "run",
    "what",
    "state",
    "year",
    "first_number",
    "last_number",
    "forms",
    "day",
    "office",
    "reason",
    "decided_on",
    "decided_reason",
    "entry",
    "decided_entry",
];

/// The ledger of blank certificates: every run as it was delivered, where its forms went, what was reported of them, and how
/// they stand now. Whole, whatever the days: forms are used years after they came, and each has to be accounted for.
pub(super) fn forms(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let (name, moved) = ("forms.csv", allocations(m)?);
    let (mut before, mut runs) = (None, Vec::new());
    loop {
        let page = blank_runs(m.rx, before, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.facts.no);
        runs.extend(page);
    }
    let mut rows = Vec::new();
    let (mut forms, mut unused) = (0_i64, 0_i64);
    for run in runs.iter().rev() {
        forms = forms.saturating_add(run.facts.size());
        received(run, &mut rows);
        for (seq, e) in moved.get(&run.facts.run).map_or(&[][..], Vec::as_slice) {
            let (on, office) = (day_of(m, *seq)?, office(m, e.office));
            let of = Row { what: "allocated", day: Some(on), office, entry: Some(*seq), ..Row::default() };
            rows.push(of.cells(run, (e.first, e.last)));
        }
        let mut reports = blank_reports(m.rx, None, Some(run.facts.run), i64::MAX)?;
        reports.reverse();
        for r in &reports {
            let decided_on = r.decided_seq.map(|seq| day_of(m, seq)).transpose()?;
            rows.push(reported(run, r, decided_on));
        }
        for span in blank_spans(m.rx, run.facts.run)? {
            unused = unused.saturating_add(if span.state.is_unused() { span.size() } else { 0 });
            let of = Row { what: "now", state: span.state.as_str(), day: Some(m.today), office: office(m, span.office), ..Row::default() };
            rows.push(of.cells(run, (span.first, span.last)));
        }
        m.steps.going()?;
    }
    let mut table = Table::begin(m.out, name, &FORMS)?;
    rows.into_iter().try_for_each(|row| table.row(row))?;
    let rows = table.end()?;
    let facts = vec![Fact::Count("runs", count(runs.len())), Fact::Count("forms", forms), Fact::Count("forms-unused", unused)];
    Ok(Told { files: vec![(name.to_owned(), Some(rows))], facts })
}

/// A row of the ledger of forms beside its run and numbers.
#[derive(Default)]
struct Row {
    what: &'static str,
    state: &'static str,
    day: Option<Day>,
    office: String,
    reason: String,
    decided_on: Option<Day>,
    decided_reason: String,
    entry: Option<i64>,
    decided_entry: Option<i64>,
}

impl Row {
    fn cells(self, run: &BlankRun, (first, last): (i64, i64)) -> [String; 14] {
        let numbers = run.facts.numbers();
        [
            run.facts.no.to_string(),
            self.what.to_owned(),
            self.state.to_owned(),
            run.facts.year.to_string(),
            numbers.of(first),
            numbers.of(last),
            last.saturating_sub(first).saturating_add(1).to_string(),
            or_none(self.day),
            self.office,
            self.reason,
            or_none(self.decided_on),
            self.decided_reason,
            or_none(self.entry),
            or_none(self.decided_entry),
        ]
    }
}

/// Who keeps forms: an office by its code, or the head office.
fn office(m: &Making<'_, '_>, id: Option<OfficeId>) -> String {
    id.map_or_else(|| "head_office".to_owned(), |id| office_code(&m.offices, Some(id)))
}

fn received(run: &BlankRun, rows: &mut Vec<[String; 14]>) {
    let f = &run.facts;
    let of = Row { what: "received", day: Some(f.on), reason: f.note.clone(), entry: Some(run.seq), ..Row::default() };
    rows.push(of.cells(run, (f.first, f.last)));
}

fn reported(run: &BlankRun, r: &BlankReport, decided_on: Option<Day>) -> [String; 14] {
    let of = Row {
        what: r.fate.as_str(),
        state: r.state.as_str(),
        day: Some(r.on),
        office: String::new(),
        reason: r.reason.clone(),
        decided_on,
        decided_reason: r.decision_reason.clone().unwrap_or_default(),
        entry: Some(r.reported_seq),
        decided_entry: r.decided_seq,
    };
    of.cells(run, (r.first, r.last))
}

/// Every allocation of forms by its run, oldest first, with its entry.
fn allocations(m: &mut Making<'_, '_>) -> Result<HashMap<BlankRunId, Vec<(i64, BlanksAllocated)>>, ReportError> {
    let mut found: HashMap<BlankRunId, Vec<(i64, BlanksAllocated)>> = HashMap::new();
    let mut after = 0;
    loop {
        let page = events_of_kinds(m.rx, &["blank.allocated"], after, AT_ONCE)?;
        let Some((last, _)) = page.last() else { return Ok(found) };
        after = *last;
        for (seq, event) in page {
            let Some(Event::BlanksAllocated(e)) = event else {
                return Err(StoreError::damaged(format!("entry {seq} cannot be read")).into());
            };
            found.entry(e.run).or_default().push((seq, e));
        }
    }
}

const PARTNERS: [&str; 7] = ["no", "source", "received_at", "periods", "sha256", "entry", "file"];

/// Every table of a partner that names a period of the report, as it came.
pub(super) fn partners(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut naming: BTreeMap<i64, (PartnerFile, BTreeSet<String>)> = BTreeMap::new();
    for period in periods(m) {
        // The text of a period may stand in a table as something else, too.
        for file in partner_files_naming(m.rx, period)? {
            let rows = partner_csv::read(&file.text).map_err(|_| StoreError::damaged(format!("table {} cannot be read", file.no)))?;
            if rows.iter().any(|row| row.period == period) {
                naming.entry(file.no).or_insert_with(|| (file, BTreeSet::new())).1.insert(period.to_string());
            }
        }
        m.steps.going()?;
    }
    let path = |file: &PartnerFile| format!("partners/{:04}.csv", file.no);
    let mut table = Table::begin(m.out, "partners.csv", &PARTNERS)?;
    for (file, periods) in naming.values() {
        let periods: Vec<&str> = periods.iter().map(String::as_str).collect();
        table.row([
            file.no.to_string(),
            file.source.clone(),
            file.at.to_string(),
            periods.join(" "),
            file.sha256.clone(),
            file.seq.to_string(),
            path(file),
        ])?;
    }
    let mut files = vec![("partners.csv".to_owned(), Some(table.end()?))];
    for (file, _) in naming.values() {
        m.out.file(&path(file), file.text.as_bytes())?;
        files.push((path(file), None));
    }
    Ok(Told { files, facts: vec![Fact::Count("partner-tables", count(naming.len()))] })
}
