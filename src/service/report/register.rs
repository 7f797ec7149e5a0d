//! Parts of the review file about who may dig, where, and what was dug.

use super::make::{AT_ONCE, Fact, Making, ReportError, Told, named, office as office_code, or_none};
use crate::domain::access::{Naming, Reach};
use crate::domain::geo::to_geojson;
use crate::domain::licence::Standing;
use crate::domain::party::party_state_on;
use crate::domain::quantity::decimal;
use crate::interop::table::Table;
use crate::store::error::StoreError;
use crate::store::licence::{LicenceFilter, licence_fetch, licences as licence_list};
use crate::store::party::{PartyFilter, parties, party_states_of};
use crate::store::report_rows::{Dug, dug_by_month, dug_by_site};
use crate::store::site::{SiteFilter, site_fetch, sites as site_list};
use std::collections::HashMap;
use std::io::Write;

const LICENCES: [&str; 18] = [
    "number",
    "kind",
    "holder",
    "holder_name",
    "office",
    "issued_on",
    "starts_on",
    "ends_on",
    "standing_last_day",
    "standing_now",
    "area_m2",
    "fee",
    "fee_currency",
    "receipt",
    "workers_max",
    "conditions",
    "renewed",
    "entry",
];

/// Every licence whose term holds a day of the report, newest first.
pub(super) fn licences(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let name = "licences.csv";
    let (mut before, mut count, mut valid) = (None, 0_i64, 0_i64);
    let mut table = Table::begin(m.out, name, &LICENCES)?;
    loop {
        let page = licence_list(m.rx, Reach::All, &LicenceFilter::default(), before, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.no);
        let ids: Vec<_> = page.iter().map(|l| l.terms.holder).collect();
        let names = named(m.rx, &ids)?;
        for l in page.iter().filter(|l| l.terms.starts_on <= m.span.last && l.terms.ends_on >= m.span.first) {
            let t = &l.terms;
            let (code, firm) = names.get(&t.holder).cloned().ok_or_else(|| StoreError::damaged("a licence of nobody"))?;
            let then = l.standing_on(m.span.last.min(m.today));
            count = count.saturating_add(1);
            valid = valid.saturating_add(i64::from(then == Standing::Valid));
            let office = office_code(&m.offices, t.office);
            table.row([
                String::from(&l.number),
                String::from(&t.kind),
                code,
                firm,
                office,
                t.issued_on.to_string(),
                t.starts_on.to_string(),
                t.ends_on.to_string(),
                then.as_str().to_owned(),
                l.standing_on(m.today).as_str().to_owned(),
                or_none(t.area_m2),
                t.fee.as_ref().map(|f| decimal(f.minor, f.currency.decimals(), 2)).unwrap_or_default(),
                t.fee.as_ref().map(|f| f.currency.as_str().to_owned()).unwrap_or_default(),
                String::from(t.receipt.as_deref().unwrap_or_default()),
                or_none(t.workers_max),
                String::from(t.conditions.as_deref().unwrap_or_default()),
                if l.renewed_by.is_some() { "yes" } else { "no" }.to_owned(),
                l.issued_seq.to_string(),
            ])?;
        }
        m.steps.going()?;
    }
    let rows = table.end()?;
    let facts = vec![Fact::Count("licences", count), Fact::Count("licences-valid", valid)];
    Ok(Told { files: vec![(name.to_owned(), Some(rows))], facts })
}

const HOLDERS: [&str; 7] = ["code", "kind", "roles", "state", "office", "name", "entry"];

/// Everybody who is registered: by code, and firms by name.
pub(super) fn holders(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let name = "holders.csv";
    let nobody = Naming::from(Reach::Nothing);
    let mut before = None;
    let mut table = Table::begin(m.out, name, &HOLDERS)?;
    loop {
        let page = parties(m.rx, Reach::All, nobody, &PartyFilter::default(), before, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.no);
        let ids: Vec<_> = page.iter().map(|p| p.id).collect();
        let (names, states) = (named(m.rx, &ids)?, party_states_of(m.rx, &ids)?);
        for p in &page {
            let roles: Vec<&str> = p.facts.roles.iter().map(|r| r.as_str()).collect();
            let state = party_state_on(states.get(&p.id).map_or(&[][..], Vec::as_slice), m.today);
            let office = office_code(&m.offices, p.facts.office);
            table.row([
                String::from(&p.code),
                p.facts.kind.as_str().to_owned(),
                roles.join(" "),
                state.as_str().to_owned(),
                office,
                names.get(&p.id).map(|(_, firm)| firm.clone()).unwrap_or_default(),
                p.registered_seq.to_string(),
            ])?;
        }
        m.steps.going()?;
    }
    let rows = table.end()?;
    let count = i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(Told { files: vec![(name.to_owned(), Some(rows))], facts: vec![Fact::Count("holders", count)] })
}

const SITES: [&str; 19] = [
    "code",
    "name",
    "licence",
    "office",
    "area_code",
    "area",
    "longitude",
    "latitude",
    "area_m2",
    "accuracy_m",
    "obtained",
    "surveyed_on",
    "deposit",
    "locality",
    "border_m",
    "flags",
    "entries",
    "weight_mct",
    "weight_ct",
];

/// Every site with what was dug there in the days of the report; as a table, and with its shape.
pub(super) fn sites(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let (name, shapes) = ("sites.csv", "sites.geojson");
    let dug: HashMap<String, Dug> = dug_by_site(m.rx, m.span)?.into_iter().map(|d| (d.key.clone(), d)).collect();
    let mut before = None;
    let mut table = Table::begin(m.out, name, &SITES)?;
    loop {
        let page = site_list(m.rx, Reach::All, &SiteFilter::default(), m.today, before, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.no);
        for row in &page {
            let Some(site) = site_fetch(m.rx, row.id)? else { continue };
            let (f, d) = (&site.facts, dug.get(&row.id.to_string()));
            let licence = f.licence.map(|id| licence_fetch(m.rx, id)).transpose()?.flatten();
            let office = office_code(&m.offices, f.office);
            let mct = d.map_or(0, |d| d.weight_mct);
            let opt = |t: Option<&str>| String::from(t.unwrap_or_default());
            table.row([
                String::from(&site.code),
                String::from(&f.name),
                licence.map(|l| String::from(&l.number)).unwrap_or_default(),
                office,
                opt(f.admin_code.as_deref()),
                opt(f.admin_name.as_deref()),
                f.centre.lon_text(),
                f.centre.lat_text(),
                or_none(f.area_m2),
                or_none(f.accuracy_m),
                f.obtained.as_str().to_owned(),
                or_none(f.surveyed_on),
                opt(f.deposit.as_deref()),
                opt(f.locality.as_deref()),
                or_none(f.border_m),
                String::from(&f.flags.join(" ")),
                d.map_or(0, |d| d.entries).to_string(),
                mct.to_string(),
                decimal(mct, 3, 2),
            ])?;
        }
        m.steps.going()?;
    }
    let rows = table.end()?;
    site_shapes(m, shapes)?;
    let count = i64::try_from(rows).unwrap_or(i64::MAX);
    let files = vec![(name.to_owned(), Some(rows)), (shapes.to_owned(), None)];
    Ok(Told { files, facts: vec![Fact::Count("sites", count)] })
}

/// The same sites as GeoJSON (RFC 7946), one to a line.
fn site_shapes(m: &mut Making<'_, '_>, name: &str) -> Result<(), ReportError> {
    m.out.begin(name)?;
    m.out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let (mut before, mut between) = (None, "\n");
    loop {
        let page = site_list(m.rx, Reach::All, &SiteFilter::default(), m.today, before, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.no);
        for row in &page {
            let Some(site) = site_fetch(m.rx, row.id)? else { continue };
            let f = &site.facts;
            let feature = serde_json::json!({
                "type": "Feature",
                "id": site.code,
                "geometry": to_geojson(&f.shape),
                "properties": {
                    "code": site.code,
                    "name": f.name,
                    "area_code": f.admin_code,
                    "accuracy_m": f.accuracy_m,
                    "licensed": f.licence.is_some(),
                },
            });
            write!(m.out, "{between}{feature}")?;
            between = ",\n";
        }
        m.steps.going()?;
    }
    m.out.write_all(b"\n]}\n")?;
    Ok(m.out.end()?)
}

const PRODUCTION: [&str; 7] = ["month", "area_code", "office", "entries", "stones", "weight_mct", "weight_ct"];

/// What was dug in the days of the report by month, area and office.
pub(super) fn production(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let name = "production.csv";
    let found = dug_by_month(m.rx, m.span)?;
    let (mut entries, mut mct) = (0_i64, 0_i64);
    let mut table = Table::begin(m.out, name, &PRODUCTION)?;
    for d in found {
        let office = if d.office_id.is_empty() { None } else { Some(d.office_id.parse().map_err(StoreError::damaged)?) };
        let office = office_code(&m.offices, office);
        (entries, mct) = (entries.saturating_add(d.entries), mct.saturating_add(d.weight_mct));
        table.row([
            d.key,
            String::from(&d.region),
            office,
            d.entries.to_string(),
            d.stones.to_string(),
            d.weight_mct.to_string(),
            decimal(d.weight_mct, 3, 2),
        ])?;
    }
    let rows = table.end()?;
    Ok(Told { files: vec![(name.to_owned(), Some(rows))], facts: vec![Fact::Count("entries", entries), Fact::Carats("dug", mct)] })
}
