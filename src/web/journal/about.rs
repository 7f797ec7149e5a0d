//! What an entry is about, as people call it, with the page of the thing.

use crate::domain::event::Event;
use crate::domain::ids::{EntryId, IdError};
use crate::domain::parcel::Parcel;
use crate::domain::seizure::Seizure;
use crate::domain::zone::ZoneChange;
use crate::store::arrival::arrival_fetch;
use crate::store::blank::blank_run_fetch;
use crate::store::certificate::certificate_fetch;
use crate::store::correction::correction_fetch;
use crate::store::db::Rx;
use crate::store::dispute::dispute_fetch;
use crate::store::error::StoreError;
use crate::store::estimate::estimate_fetch;
use crate::store::footprint::footprint_fetch;
use crate::store::inspection::{dry_run_fetch, inspection_fetch, plan_fetch};
use crate::store::journal::Stored;
use crate::store::letter::letter_fetch;
use crate::store::licence::licence_fetch;
use crate::store::offence::offence_fetch;
use crate::store::office::office_fetch;
use crate::store::parcel::parcel_by_id;
use crate::store::party::party_fetch;
use crate::store::purchase::purchase_fetch;
use crate::store::removal::removal_fetch;
use crate::store::review::{recommendation_fetch, review_fetch};
use crate::store::secret::secret_fetch;
use crate::store::seizure::{seizure_fetch, seizure_order_fetch};
use crate::store::shipment::shipment_fetch;
use crate::store::site::site_fetch;
use crate::store::slip_book::slip_book_fetch;
use crate::store::warning::warning_list_fetch;
use crate::store::zone::zone_change_fetch;
use crate::web::locale::{Locale, text};
use std::str::FromStr;

/// The thing that an entry is about.
pub struct About {
    /// Its code, number or name; its id where nothing by that id is kept.
    pub name: String,
    /// Its page, where it has one.
    pub href: Option<String>,
}

impl About {
    /// Looks the subject of an entry up.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of(rx: &mut Rx<'_>, stored: &Stored, locale: Locale) -> Result<Self, StoreError> {
        let found = found(rx, noun(&stored.entry.event), &stored.subject, locale)?;
        let (name, href) = found.unwrap_or_else(|| (stored.subject.clone(), None));
        Ok(Self { name, href })
    }
}

/// Every subject is an id that the register made.
fn parsed<T: FromStr<Err = IdError>>(id: &str) -> Result<T, StoreError> {
    id.parse().map_err(|e: IdError| StoreError::damaged(e))
}

/// A name and a page.
pub(crate) type Found = Option<(String, Option<String>)>;

/// What kind of thing an entry is about.
fn noun(event: &Event) -> &'static str {
    match event {
        Event::CertificateProposed(_) | Event::CertificateDeclined(_) | Event::CertificateRetracted(_) => "shipment",
        _ => event.kind().split_once('.').map_or("", |(noun, _)| noun),
    }
}

/// What people call a thing of a kind with an id, and its page; none where there is none.
///
/// # Errors
/// When the database fails, or the text is no id.
pub(crate) fn page_of(rx: &mut Rx<'_>, noun: &str, id: &str, locale: Locale) -> Result<Found, StoreError> {
    found(rx, noun, id, locale)
}

/// What people call a thing of a kind with an id; none where there is none, or the text is no id.
///
/// # Errors
/// When the database fails.
pub(crate) fn name_of(rx: &mut Rx<'_>, noun: &str, id: &str, locale: Locale) -> Result<Option<String>, StoreError> {
    if id.parse::<EntryId>().is_err() {
        return Ok(None);
    }
    Ok(found(rx, noun, id, locale)?.map(|(name, _)| name))
}

/// A seizure by its id, or that of an order over it.
fn seizure_named(rx: &mut Rx<'_>, id: &str) -> Result<Option<Seizure>, StoreError> {
    if let Some(found) = seizure_fetch(rx, parsed(id)?)? {
        return Ok(Some(found));
    }
    let order = seizure_order_fetch(rx, parsed(id)?)?;
    Ok(order.map(|o| seizure_fetch(rx, o.facts.seizure)).transpose()?.flatten())
}

/// An inspection by its id, or a plan of some.
fn inspection_named(rx: &mut Rx<'_>, id: &str) -> Result<Found, StoreError> {
    if let Some(found) = inspection_fetch(rx, parsed(id)?)? {
        return Ok(Some((found.facts.code, Some(format!("/inspections/{id}")))));
    }
    Ok(plan_fetch(rx, parsed(id)?)?.map(|p| (p.facts.code, Some(format!("/inspections/plans/{id}")))))
}

/// A proposal about zones by its number.
fn zone_change_named(change: &ZoneChange, locale: Locale) -> String {
    text(locale, "zone-change-number", &[("no", change.facts.no.into())])
}

fn found(rx: &mut Rx<'_>, noun: &str, id: &str, locale: Locale) -> Result<Found, StoreError> {
    let page = |name: String, path: &str, key: &str| (name, Some(format!("{path}/{key}")));
    Ok(match noun {
        "account" => secret_fetch(rx, parsed(id)?)?.map(|s| (s.login, None)),
        "office" => office_fetch(rx, parsed(id)?)?.map(|o| (o.name, None)),
        "party" | "stock" => party_fetch(rx, parsed(id)?)?.map(|p| page(p.code.clone(), "/parties", &p.code)),
        "licence" => licence_fetch(rx, parsed(id)?)?.map(|l| page(l.number, "/licences", id)),
        "site" => site_fetch(rx, parsed(id)?)?.map(|s| page(s.code.clone(), "/sites", &s.code)),
        "slip_book" => slip_book_fetch(rx, parsed(id)?)?.map(|b| (format!("{} – {}", b.serial(b.first), b.serial(b.last)), None)),
        "production" | "parcel" | "hold" => parcel_by_id(rx, parsed(id)?)?.map(|Parcel { code, .. }| page(code.clone(), "/parcels", &code)),
        "purchase" => purchase_fetch(rx, parsed(id)?)?.map(|p| page(p.serial, "/purchases", id)),
        "correction" => {
            let name = |no: i64| text(locale, "correction-number", &[("no", no.into())]);
            correction_fetch(rx, parsed(id)?)?.map(|c| page(name(c.no), "/corrections", id))
        }
        "seizure" => seizure_named(rx, id)?.map(|s| (s.facts.code, Some(format!("/seizures/{}", s.facts.seizure)))),
        "offence" => offence_fetch(rx, parsed(id)?)?.map(|o| page(o.facts.code, "/offences", id)),
        "inspection" => inspection_named(rx, id)?,
        "dry_run" => dry_run_fetch(rx, parsed(id)?)?.map(|r| page(r.facts.code, "/inspections/dry-runs", id)),
        "estimate" => {
            estimate_fetch(rx, parsed(id)?)?.map(|e| page(text(locale, "estimate-one", &[]), "/estimates", &e.facts.estimate.to_string()))
        }
        "zone" => zone_change_fetch(rx, parsed(id)?)?.map(|c| page(zone_change_named(&c, locale), "/zones/changes", id)),
        "footprint" => footprint_fetch(rx, parsed(id)?)?.map(|f| {
            let name = text(locale, "footprint-number", &[("no", f.facts.no.into())]);
            page(name, "/footprints", id)
        }),
        "removal" => removal_fetch(rx, parsed(id)?)?.map(|r| page(r.facts.code, "/removals", id)),
        "dispute" => dispute_fetch(rx, parsed(id)?)?.map(|d| page(d.code, "/disputes", id)),
        "blank" => blank_run_fetch(rx, parsed(id)?)?.map(|run| {
            let (first, last) = run.facts.ends();
            page(format!("{first} – {last}"), "/blanks", id)
        }),
        "shipment" => shipment_fetch(rx, parsed(id)?)?.map(|s| page(s.code, "/shipments", id)),
        "certificate" => certificate_fetch(rx, parsed(id)?)?.map(|c| page(c.facts.number, "/certificates", id)),
        "arrival" => arrival_fetch(rx, parsed(id)?)?.map(|a| page(a.facts.code, "/arrivals", id)),
        "warning" => warning_list_fetch(rx, parsed(id)?)?.map(|l| page(l.source, "/warnings", id)),
        "letter" => letter_fetch(rx, parsed(id)?)?.map(|l| page(l.facts.code, "/letters", id)),
        "review" => review_fetch(rx, parsed(id)?)?.map(|r| page(r.no.to_string(), "/reviews", id)),
        "recommendation" => recommendation_fetch(rx, parsed(id)?)?.map(|r| page(r.number(), "/recommendations", id)),
        _ => None,
    })
}
