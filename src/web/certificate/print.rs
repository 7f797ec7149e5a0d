//! The certificate on paper: the thirteen fields of the minimum contents, in the languages of the profile.

use super::{Seen, check_path, origin_words};
use crate::domain::access::{ReadVia, Sight};
use crate::domain::certificate::origin_field;
use crate::domain::event::{CertificateIssued, ShipmentParcel};
use crate::domain::jurisdiction::Profile;
use crate::domain::money::{Currency, Money};
use crate::domain::party::PartyDetails;
use crate::domain::time::Day;
use crate::store::error::StoreError;
use crate::store::party::party_fetch;
use crate::store::register::profile_as_of;
use crate::store::shipment::shipment_parcels;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::heads::Short;
use crate::web::locale::{Locale, format, label, text};
use crate::web::qr::Qr;
use crate::web::shipment::country_name;
use crate::web::shipment::seen::Happened;
use actix_web::web;
use askama::Template;

/// A field of the paper.
struct Field {
    label: String,
    lines: Vec<String>,
    wide: bool,
}

#[derive(Template)]
#[template(path = "certificates/print.html")]
struct PrintPage {
    seen: Seen,
    /// The entry that issued it.
    short: Short,
    title: String,
    statements: Vec<String>,
    fields: Vec<Field>,
    validation: String,
    checked: Signed,
    approved: Signed,
    qr: Option<Qr>,
    check_url: String,
    check_words: String,
    void_words: String,
    demo: bool,
    demo_words: String,
}

/// A signature line.
struct Signed {
    label: String,
    name: String,
}

/// The languages of the paper, the first being the one numbers are written in; English always is among them.
fn languages(profile: &Profile) -> Vec<Locale> {
    let mut all: Vec<Locale> = profile.certificate.languages.value.iter().filter_map(|tag| tag.parse().ok()).collect();
    if !all.contains(&Locale::En) {
        all.push(Locale::En);
    }
    all
}

/// Writes things in every language of the paper.
struct Paper {
    languages: Vec<Locale>,
}

impl Paper {
    fn main(&self) -> Locale {
        self.languages.first().copied().unwrap_or(Locale::En)
    }
    /// The same words once only.
    fn each(&self, write: impl Fn(Locale) -> String) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for locale in &self.languages {
            let words = write(*locale);
            if !all.contains(&words) {
                all.push(words);
            }
        }
        all
    }
    fn joined(&self, write: impl Fn(Locale) -> String) -> String {
        self.each(write).join(" / ")
    }
    fn label(&self, number: &str, code: &str) -> String {
        let words = self.joined(|l| label(l, "certificate-field", code));
        if number.is_empty() { words } else { format!("{number}. {words}") }
    }
    fn day(&self, day: Day) -> String {
        self.joined(|l| format::day(l, day))
    }
    fn usd(&self, minor: i64) -> String {
        format::money(self.main(), Money { minor, currency: Currency::USD })
    }
    fn field(&self, number: &str, code: &str, lines: Vec<String>) -> Field {
        Field { label: self.label(number, code), lines, wide: false }
    }
    fn wide(&self, number: &str, code: &str, lines: Vec<String>) -> Field {
        Field { wide: true, ..self.field(number, code, lines) }
    }

    /// Fields 3 to 12. The title is field 1, the statement 2, the stamp and the signatures 13.
    fn fields(&self, f: &CertificateIssued, profile: &Profile, exporter: Vec<String>, parcels: &[ShipmentParcel]) -> Vec<Field> {
        let origin = origin_field(f, profile.certificate.mixed_origin.value);
        let mut authority = self.each(|l| profile.authority.issuing.value.get(l.tag()).to_owned());
        authority.extend(profile.authority.address.value.iter().cloned());
        let destination = self.joined(|l| country_name(l, &f.importer.country));
        let mut importer = vec![f.importer.name.clone()];
        importer.extend(f.importer.address.lines().map(str::to_owned));
        importer.push(destination);
        let lines = f.lines.iter().map(|line| {
            let mass = format::carats_unit(self.main(), line.weight_mct);
            format!("{} · {mass} · {}", self.joined(|l| label(l, "hs", line.hs.as_str())), self.usd(line.value_usd_cents))
        });
        let seals = parcels.iter().map(|p| p.seal.as_str()).collect::<Vec<_>>().join(", ");
        let mut fields = vec![
            self.field("3", "origin", vec![self.joined(|l| origin_words(l, &origin))]),
            self.field("4", "number", vec![f.number.clone()]),
            self.field("5", "issued", vec![self.day(f.issued_on)]),
            self.field("6", "expires", vec![self.day(f.expires_on)]),
            self.field("7", "authority", authority),
            self.field("8", "exporter", exporter),
            self.field("8", "importer", importer),
            self.field("9", "mass", vec![format::carats_unit(self.main(), f.weight_mct)]),
            self.field("10", "value", vec![self.usd(f.value_usd_cents)]),
            self.field("11", "parcels", vec![format::integer(self.main(), f.parcels)]),
            self.wide("12", "hs", lines.collect()),
            self.wide("", "seals", vec![seals]),
        ];
        if !f.unestablished_mct.is_zero() {
            let mass = format::carats_unit(self.main(), f.unestablished_mct);
            let reason = f.unestablished_reason.clone().unwrap_or_default();
            fields.push(self.wide("", "unestablished", vec![mass, reason]));
        }
        fields
    }
}

fn address(details: Option<PartyDetails>) -> Vec<String> {
    let Some(details) = details else { return Vec::new() };
    details.address.iter().flat_map(|a| a.lines()).map(str::to_owned).collect()
}

/// The second signature.
fn approved_by(history: &[Happened]) -> &str {
    history.iter().find(|h| h.kind == "certificate.issued").map_or("", |h| h.who.name())
}

/// `GET /certificates/{id}/print`.
pub(super) async fn page(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let facts = &seen.certificate.facts;
    let (exporter, shipment) = (facts.exporter, facts.shipment);
    let issued_seq = seen.certificate.issued_seq;
    // The paper says what it said on the day of issue, whatever was renamed since.
    let (party, parcels, rules) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((party_fetch(rx, exporter)?, shipment_parcels(rx, shipment)?, profile_as_of(rx, issued_seq)?))
        })
        .await?;
    let party = party.filter(|p| ctx.sight(&p.belongs()) != Sight::Nothing);
    let details = match party {
        Some(party) => ctx.details(ReadVia::Certificate, None, move |app, reading| app.details_as_of(reading, &party, issued_seq)).await?,
        None => None,
    };
    let now = &ctx.state.app.env.profile;
    let then = match rules.filter(|r| r.digest != now.digest()) {
        // Better no paper than one that says something else than the first did.
        Some(old) => Some(Profile::parse(&old.text, "rules of the day of issue").map_err(|e| WebError::Fault(e.to_string()))?),
        None => None,
    };
    let profile = then.as_ref().unwrap_or(now);
    let paper = Paper { languages: languages(profile) };
    let mut exporter_lines = vec![details.as_ref().map_or_else(|| seen.exporter.clone(), |d| d.name.clone())];
    exporter_lines.extend(address(details));
    let check_url = format!("{}{}", ctx.state.reach.base_url, check_path(&facts.number));
    let signed = |id: &str, name: &str| Signed { label: paper.joined(|l| text(l, id, &[])), name: name.to_owned() };
    let seq = seen.certificate.issued_seq;
    let page = PrintPage {
        short: Short::read(&ctx, seq).await?,
        title: paper.joined(|l| text(l, "certificate-title", &[])),
        statements: paper.each(|l| text(l, "certificate-statement", &[])),
        fields: paper.fields(facts, profile, exporter_lines, &parcels),
        validation: paper.label("13", "validation"),
        checked: signed("certificate-signed-first", seen.checked_by.name()),
        approved: signed("certificate-signed-second", approved_by(&seen.history)),
        qr: Qr::new(&check_url),
        check_words: paper.joined(|l| text(l, "certificate-check-here", &[])),
        void_words: paper.joined(|l| text(l, "certificate-standing-void", &[])).to_uppercase(),
        demo: ctx.page.demo,
        demo_words: paper.joined(|l| text(l, "demo-banner-title", &[])),
        check_url,
        seen,
    };
    ctx.render(&page)
}
