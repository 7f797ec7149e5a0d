//! Rows that are licences. Their holders are registered or imported before.

use super::noun::{Change, Known, Noun, merged};
use super::record::Record;
use crate::domain::access::Permission;
use crate::domain::event::{Event, LicenceState, LicenceTerms, Reference};
use crate::domain::geo::{Shape, parse_polygon, to_geojson};
use crate::domain::ids::{LicenceId, OfficeId, PartyId};
use crate::domain::money::{Currency, Money};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::interop::mapping::{Field, Mapping};
use crate::service::error::ServiceError;
use crate::service::licence::{ChangeLicence, IssueLicence, LicenceInput};
use crate::service::{Act, Batch, Env};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::Receipt;
use crate::store::licence::{licence_by_number, licence_by_reference, licence_fetch};

pub(super) struct Licences;

/// What a row or a licence says.
#[derive(Clone)]
pub(super) struct Draft {
    number: Option<String>,
    kind: String,
    holder: PartyId,
    office: Option<OfficeId>,
    issued_on: Day,
    starts_on: Day,
    ends_on: Day,
    /// As it is compared.
    area: Option<Shape>,
    /// As it was given.
    area_text: Option<String>,
    fee: Option<Money>,
    receipt: Option<String>,
    workers_max: Option<u32>,
    depth_max_dm: Option<u32>,
    documents: Vec<String>,
    conditions: Option<String>,
    /// Said once, when it is issued.
    renews: Option<LicenceId>,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        let ids = |d: &Self| (d.holder, d.office, d.fee, d.workers_max, d.depth_max_dm);
        let days = |d: &Self| (d.issued_on, d.starts_on, d.ends_on);
        let words = |d: &Self| (d.number.clone(), d.kind.clone(), d.receipt.clone(), d.conditions.clone());
        ids(self) == ids(other)
            && days(self) == days(other)
            && words(self) == words(other)
            && self.area == other.area
            && self.documents == other.documents
    }
}

impl Noun for Licences {
    const FIELDS: &'static [Field] = &[
        Field::optional("number"),
        Field::required("kind"),
        Field::required("holder"),
        Field::optional("issued_on"),
        Field::required("starts_on"),
        Field::required("ends_on"),
        Field::optional("office"),
        Field::optional("area"),
        Field::optional("fee"),
        Field::optional("fee_currency"),
        Field::optional("receipt"),
        Field::optional("workers_max"),
        Field::optional("depth_max_m"),
        Field::optional("documents"),
        Field::optional("conditions"),
        Field::optional("renews"),
        Field::optional("state"),
    ];
    const PERMISSION: Permission = Permission::LicenceWrite;
    type Id = LicenceId;
    type Register = IssueLicence;
    type Draft = Draft;

    fn complete(mapping: &mut Mapping, headings: &[std::sync::Arc<str>]) {
        mapping.take_geometry("area", &["area"], headings);
    }

    fn columns(field: &str) -> Vec<&str> {
        match field {
            "depth_max_dm" => vec!["depth_max_m"],
            "fee" => vec!["fee", "fee_currency"],
            other => vec![other],
        }
    }

    fn draft(rx: &mut Rx<'_>, env: &Env, record: &mut Record<'_>) -> Result<Option<Draft>, StoreError> {
        let kinds: Vec<&str> = env.profile.licence_types.iter().map(|t| t.code.as_str()).collect();
        let kind = record.choice("kind", |w| env.profile.licence_type(w), &kinds);
        let papers: Vec<&str> = kind.iter().flat_map(|k| k.documents.iter().map(|d| d.code.as_str())).collect();
        let seen = record.choices("documents", |w| papers.iter().position(|p| *p == w), &papers);
        let documents = papers.iter().enumerate().filter(|(at, _)| seen.contains(at)).map(|(_, code)| (*code).to_owned()).collect();
        let (starts_on, ends_on) = (record.day("starts_on"), record.day("ends_on"));
        let issued_on = record.day("issued_on").or(starts_on);
        let holder = record.party(rx, "holder")?;
        let (area, area_text) = area(record);
        let clean = |text: Option<String>| text.map(|t| t.replace("\r\n", "\n"));
        only_issued(record);
        let (fee, renews, office) = (fee(env, record), renewed(rx, record)?, record.office(rx)?);
        for (field, blank) in
            [("kind", kind.is_none()), ("holder", holder.is_none()), ("starts_on", starts_on.is_none()), ("ends_on", ends_on.is_none())]
        {
            if blank && !record.problems.iter().any(|p| p.field.as_deref() == Some(field)) {
                record.refuse(Violation::on("required", field));
            }
        }
        let (Some(kind), Some(issued_on), Some(starts_on)) = (kind, issued_on, starts_on) else { return Ok(None) };
        let (holder, ends_on) = (holder.unwrap_or_else(|| PartyId::new(uuid::Uuid::nil())), ends_on.unwrap_or(starts_on));
        Ok(Some(Draft {
            number: record.text("number"),
            kind: kind.code.clone(),
            holder,
            office,
            issued_on,
            starts_on,
            ends_on,
            area,
            area_text,
            fee,
            receipt: clean(record.text("receipt")),
            workers_max: record.whole("workers_max", 0),
            depth_max_dm: record.whole("depth_max_m", 1),
            documents,
            conditions: clean(record.text("conditions")),
            renews,
        }))
    }

    fn find(rx: &mut Rx<'_>, reference: &Reference, row: &Draft) -> Result<Option<Known<Self>>, StoreError> {
        let found = match (licence_by_reference(rx, reference)?, &row.number) {
            (Some(found), _) => Some(found),
            // One that was issued here before; one that came from elsewhere under another key is another one.
            (None, Some(number)) => licence_by_number(rx, number)?.filter(|l| l.terms.reference.is_none()),
            (None, None) => None,
        };
        Ok(found.map(|l| Known { id: l.id, current: of_terms(Some(l.number), l.terms) }))
    }

    fn said(rx: &mut Rx<'_>, event: Event) -> Result<Option<Draft>, StoreError> {
        Ok(match event {
            Event::LicenceIssued(e) => Some(of_terms(Some(e.number), e.terms)),
            Event::LicenceChanged(e) => {
                let number = licence_fetch(rx, e.licence)?.map(|l| l.number);
                Some(of_terms(number, e.terms))
            }
            _ => None,
        })
    }

    fn merged(map: &Mapping, row: &Draft, base: Option<&Draft>, current: &Draft) -> Draft {
        let mut merged = merged!(map, row, base, current;
            kind, holder, office, starts_on, ends_on, receipt, workers_max, documents, conditions, number, fee);
        if base.is_none_or(|b| b.issued_on != row.issued_on) && (map.fills("issued_on") || base.is_some()) {
            merged.issued_on = row.issued_on;
        }
        if map.fills("depth_max_m") && base.is_none_or(|b| b.depth_max_dm != row.depth_max_dm) {
            merged.depth_max_dm = row.depth_max_dm;
        }
        if map.fills("area") && base.is_none_or(|b| b.area != row.area) && merged.area != row.area {
            (merged.area, merged.area_text) = (row.area.clone(), row.area_text.clone());
        }
        // Where these are blank the register has filled them in.
        merged.number = merged.number.or_else(|| current.number.clone());
        merged.office = merged.office.or(current.office);
        merged.workers_max = merged.workers_max.or(current.workers_max);
        merged.depth_max_dm = merged.depth_max_dm.or(current.depth_max_dm);
        merged
    }

    fn register(draft: Draft, reference: Reference) -> IssueLicence {
        let (number, renews) = (draft.number.clone(), draft.renews);
        IssueLicence { number, renews, terms: draft.into_input(reference) }
    }

    fn change(batch: &mut Batch<'_, '_>, act: &mut Act, licence: LicenceId, to: Change<Self>) -> Result<Receipt, ServiceError> {
        let stands = licence_fetch(batch.rx(), licence)?.map(|l| l.number);
        if stands != to.draft.number {
            let number = stands.unwrap_or_default();
            return Err(Violation::on("import.number_fixed", "number").with("number", number).into());
        }
        batch.submit(act, &ChangeLicence { licence, terms: to.draft.into_input(to.reference), reason: to.reason })
    }
}

fn of_terms(number: Option<String>, t: LicenceTerms) -> Draft {
    Draft {
        number,
        kind: t.kind,
        holder: t.holder,
        office: t.office,
        issued_on: t.issued_on,
        starts_on: t.starts_on,
        ends_on: t.ends_on,
        area_text: t.area.as_ref().map(|shape| to_geojson(shape).to_string()),
        area: t.area,
        fee: t.fee,
        receipt: t.receipt,
        workers_max: t.workers_max,
        depth_max_dm: t.depth_max_dm,
        documents: t.documents,
        conditions: t.conditions,
        renews: t.renews,
    }
}

impl Draft {
    fn into_input(self, reference: Reference) -> LicenceInput {
        LicenceInput {
            kind: self.kind,
            holder: self.holder,
            office: self.office,
            issued_on: self.issued_on,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            area: self.area_text,
            fee: self.fee,
            receipt: self.receipt,
            workers_max: self.workers_max,
            depth_max_dm: self.depth_max_dm,
            documents: self.documents,
            conditions: self.conditions,
            reference: Some(reference),
        }
    }
}

/// A licence that its source has suspended or revoked must not become a valid one here: it is written down by a person,
/// with its day and reason.
fn only_issued(record: &mut Record<'_>) {
    let states = [LicenceState::Issued, LicenceState::Suspended, LicenceState::Revoked].map(LicenceState::as_str);
    if let Some(state) = record.choice("state", LicenceState::parse, &states).filter(|s| *s != LicenceState::Issued) {
        record.refuse(Violation::on("import.licence_state", "state").with("state", state.as_str()));
    }
}

/// The licensed area, for comparing and as given; what is wrong with it is noted.
fn area(record: &mut Record<'_>) -> (Option<Shape>, Option<String>) {
    let Some(text) = record.text("area") else { return (None, None) };
    match parse_polygon(&text, "area").and_then(|raw| Shape::check(raw, "area")) {
        Ok((shape, _)) => (Some(shape), Some(text)),
        Err(Violations(wrong)) => {
            wrong.into_iter().for_each(|v| record.refuse(v));
            (None, None)
        }
    }
}

/// The fee with its currency, that of the country where none is named.
fn fee(env: &Env, record: &mut Record<'_>) -> Option<Money> {
    let home = env.profile.country.currency.value;
    let currency = record.choice("fee_currency", |w| w.parse::<Currency>().ok(), &[home.as_str(), "USD"]).unwrap_or(home);
    let minor = record.number("fee", currency.decimals())?;
    Some(Money { minor, currency })
}

/// The licence that is renewed, by its number or its key in the same source.
fn renewed(rx: &mut Rx<'_>, record: &mut Record<'_>) -> Result<Option<LicenceId>, StoreError> {
    let Some(text) = record.text("renews") else { return Ok(None) };
    let found = match licence_by_number(rx, &text)? {
        Some(found) => Some(found),
        None => licence_by_reference(rx, &record.beside(&text))?,
    };
    if found.is_none() {
        record.refuse(Violation::on("import.no_licence", "renews"));
    }
    Ok(found.map(|l| l.id))
}
