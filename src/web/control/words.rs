//! Alerts in words: what was seen as a sentence, what it is about with a link, and where its evidence leads.

use crate::domain::control::{Alert, Evidence, Link, LinkKind, Severity, Subject, SubjectKind, Value, control};
use crate::domain::ids::PartyId;
use crate::domain::month::Month;
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::violation::Arg;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::office::office_fetch;
use crate::store::party::party_fetch;
use crate::store::site::site_fetch;
use crate::web::journal::page_of;
use crate::web::locale::{Locale, format, text};
use crate::web::party::Names;
use crate::web::shipment::seen::{Reader, Who};
use std::collections::HashMap;

/// Something that is named, and where it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Its name, number or code.
    pub name: String,
    /// Its page, where it has one.
    pub href: Option<String>,
    /// The party, where it is one: its name depends on the reader.
    pub party: Option<PartyId>,
}

impl Named {
    fn new(name: impl Into<String>, href: impl Into<String>) -> Self {
        Self { name: name.into(), href: Some(href.into()), party: None }
    }
    fn bare(name: impl Into<String>) -> Self {
        Self { name: name.into(), href: None, party: None }
    }
    /// As the reader may see it.
    #[must_use]
    pub fn shown(&self, names: &Names) -> String {
        self.party.map_or_else(|| self.name.clone(), |party| names.full(&party))
    }
}

/// What stands behind some alerts: their subjects, accounts that are named, and where evidence leads.
#[derive(Debug, Default)]
pub struct Behind {
    subjects: HashMap<Subject, Named>,
    accounts: HashMap<String, String>,
    links: HashMap<(LinkKind, String), Named>,
}

impl Behind {
    /// Reads what stands behind some alerts; with `links` also where their evidence leads.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(rx: &mut Rx<'_>, alerts: &[Alert], reader: &Reader, locale: Locale, links: bool) -> Result<Self, StoreError> {
        let mut behind = Self::default();
        for alert in alerts {
            let subject = &alert.key.subject;
            if !behind.subjects.contains_key(subject) {
                let named = named(rx, subject, reader, locale)?;
                behind.subjects.insert(subject.clone(), named);
            }
            for fact in &alert.evidence.facts {
                if let Value::Account(id) = fact.value {
                    behind.accounts.insert(id.to_string(), Who::read(rx, id, reader)?.shown(&locale));
                }
            }
            for link in alert.evidence.links.iter().filter(|_| links) {
                let named = led_to(rx, link.kind.as_str(), &link.to, locale)?;
                behind.links.insert((link.kind, link.to.clone()), named);
            }
        }
        Ok(behind)
    }

    /// The subject of an alert.
    #[must_use]
    pub fn subject(&self, alert: &Alert) -> Named {
        self.subjects.get(&alert.key.subject).cloned().unwrap_or_default()
    }

    /// Where the evidence of an alert leads.
    #[must_use]
    pub fn links(&self, evidence: &Evidence) -> Vec<(LinkKind, Named)> {
        let found = |link: &Link| Some((link.kind, self.links.get(&(link.kind, link.to.clone()))?.clone()));
        evidence.links.iter().filter_map(found).collect()
    }

    /// Every party that is named.
    #[must_use]
    pub fn parties(&self, alerts: &[Alert]) -> Vec<PartyId> {
        let in_facts = alerts.iter().flat_map(|a| &a.evidence.facts).filter_map(|f| match f.value {
            Value::Party(id) => Some(id),
            _ => None,
        });
        let named = self.subjects.values().chain(self.links.values()).filter_map(|n| n.party);
        in_facts.chain(named).collect()
    }

    /// What an alert saw, as the sentence of its control.
    #[must_use]
    pub fn sentence(&self, locale: Locale, alert: &Alert, names: &Names) -> String {
        let id = control(&alert.key.control).map(|c| c.message_id("alert")).unwrap_or_default();
        let args: Vec<(String, Arg)> = alert.evidence.facts.iter().map(|f| (f.name.clone(), self.arg(locale, &f.value, names))).collect();
        let args: Vec<(&str, Arg)> = args.iter().map(|(name, arg)| (name.as_str(), arg.clone())).collect();
        text(locale, &id, &args)
    }

    fn arg(&self, locale: Locale, value: &Value, names: &Names) -> Arg {
        match value {
            Value::Count(n) => Arg::Count(*n),
            Value::Mct(mct) => Mass::new(*mct).map_or_else(|| Arg::Text(format::milli_carats(locale, *mct)), Arg::from),
            Value::UsdCents(cents) => Arg::Text(format::usd(locale, *cents)),
            Value::Ppm(ppm) => Arg::Text(format::share(locale, *ppm)),
            Value::Day(day) => Arg::Day(*day),
            Value::Month(month) => Arg::Text(month_name(locale, month)),
            Value::Text(text) => Arg::Text(text.clone()),
            Value::Party(id) => Arg::Text(names.full(id)),
            Value::Account(id) => Arg::Text(self.accounts.get(&id.to_string()).cloned().unwrap_or_default()),
        }
    }
}

/// A month as people write it; what is none as it is.
#[must_use]
pub fn month_name(locale: Locale, month: &str) -> String {
    month.parse::<Month>().map_or_else(|_| month.to_owned(), |m| format::month(locale, m.first()))
}

/// Colour of the tag of a weight.
#[must_use]
pub const fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Notice => "blue",
        Severity::Alarm => "orange",
        Severity::Critical => "red",
    }
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(StoreError::damaged)
}

fn named(rx: &mut Rx<'_>, subject: &Subject, reader: &Reader, locale: Locale) -> Result<Named, StoreError> {
    let of = subject.id.as_str();
    match subject.kind {
        SubjectKind::Office => {
            let office = office_fetch(rx, id(of)?)?;
            Ok(office.map_or_else(|| Named::bare(of), |o| Named::new(o.name, format!("/production?office={}", o.code))))
        }
        SubjectKind::Account => Ok(Named::bare(Who::read(rx, id(of)?, reader)?.shown(&locale))),
        SubjectKind::Country => Ok(Named::new(of, "/statistics")),
        kind => led_to(rx, kind.as_str(), of, locale),
    }
}

/// A thing of a kind by its id, or a parcel by its number; by that alone where nothing of it is kept.
fn led_to(rx: &mut Rx<'_>, noun: &str, to: &str, locale: Locale) -> Result<Named, StoreError> {
    let found = match noun {
        "parcel" => {
            let code = parcel_code(id(to)?);
            Some(Named::new(code.clone(), format!("/parcels/{code}")))
        }
        "site" => site_fetch(rx, id(to)?)?.map(|s| Named::new(format!("{} ({})", s.facts.name, s.code), format!("/sites/{}", s.code))),
        "party" => {
            party_fetch(rx, id(to)?)?.map(|p| Named { party: Some(p.id), ..Named::new(p.code.clone(), format!("/parties/{}", p.code)) })
        }
        other => page_of(rx, other, to, locale)?.map(|(name, href)| Named { name, href, party: None }),
    };
    Ok(found.unwrap_or_else(|| Named::bare(to)))
}
