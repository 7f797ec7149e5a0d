//! The certificate as it is drawn: the thirteen fields of the minimum contents, in the languages of the profile.

use super::{check_path, origin_words};
use crate::domain::access::{Actor, Permission, ReadVia, reach};
use crate::domain::certificate::origin_field;
use crate::domain::departure::Done;
use crate::domain::event::{CertificateEndorsed, CertificateIssued, ShipmentParcel};
use crate::domain::ids::CertificateId;
use crate::domain::jurisdiction::Profile;
use crate::domain::party::{Party, PartyDetails};
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Violation;
use crate::interop::paper::{self, Field, Line, Place, Template};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::personal::Reading;
use crate::service::print::Drawn;
use crate::service::token::NoToken;
use crate::store::certificate::certificate_fetch;
use crate::store::db::Rx;
use crate::store::departure::leaving;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::party::party_fetch;
use crate::store::register::profile_as_of;
use crate::store::shipment::shipment_parcels;
use crate::web::error::WebError;
use crate::web::locale::{Locale, format, label, text};
use crate::web::shipment::country_name;
use crate::web::shipment::seen::{Reader, Who};
use crate::web::state::State;

/// The languages of the paper, the first being the one numbers are written in; English always is among them.
fn languages(profile: &Profile) -> Vec<Locale> {
    let mut all: Vec<Locale> = profile.certificate.languages.value.iter().filter_map(|tag| tag.parse().ok()).collect();
    if !all.contains(&Locale::En) {
        all.push(Locale::En);
    }
    all
}

/// Writes things in every language of the paper.
struct Words {
    languages: Vec<Locale>,
}

impl Words {
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
    fn said(&self, id: &str) -> String {
        self.joined(|l| text(l, id, &[]))
    }
    fn label(&self, number: &str, code: &str) -> String {
        let words = self.joined(|l| label(l, "certificate-field", code));
        if number.is_empty() { words } else { format!("{number}. {words}") }
    }
    fn day(&self, day: Day) -> String {
        self.joined(|l| format::day(l, day))
    }
    fn usd(&self, minor: i64) -> String {
        format::usd(self.main(), minor)
    }
}

fn texts(lines: Vec<String>) -> Vec<Line> {
    lines.into_iter().map(Line::Text).collect()
}

fn field(place: Place, label: String, lines: Vec<Line>) -> Field {
    Field { place, label, lines, code: None }
}

/// All that stands on the paper, read in one view.
struct Facts {
    issued: CertificateIssued,
    issued_seq: i64,
    /// Leaf hash of the entry that issued it, in hex.
    digest: String,
    parcels: Vec<ShipmentParcel>,
    /// What was put right on it by endorsement since.
    endorsed: Vec<Done<CertificateEndorsed>>,
    exporter: Party,
    /// The rules that were in force then, where they are not those of now.
    rules: Option<String>,
    /// Names of the two who signed.
    signed: [String; 2],
}

impl Facts {
    fn read(rx: &mut Rx<'_>, actor: &Actor, now: &str, id: CertificateId) -> Result<Option<Self>, StoreError> {
        let reach = reach(actor, Permission::CertificateRead);
        let reader = Reader::new(actor, reach);
        let Some(certificate) = certificate_fetch(rx, id)?.filter(|c| reach.covers(&c.belongs())) else { return Ok(None) };
        let (issued, issued_seq) = (certificate.facts, certificate.issued_seq);
        let gone = || StoreError::damaged("a certificate without its entry or its exporter");
        let stored = entry_fetch(rx, issued_seq)?.ok_or_else(gone)?;
        let exporter = party_fetch(rx, issued.exporter)?.ok_or_else(gone)?;
        let signed = [issued.proposed_by, stored.entry.account];
        let [first, second] = [Who::read(rx, signed[0], &reader)?, Who::read(rx, signed[1], &reader)?];
        Ok(Some(Self {
            digest: data_encoding::HEXLOWER.encode(&stored.leaf_hash),
            parcels: shipment_parcels(rx, issued.shipment)?,
            endorsed: leaving(rx, id)?.endorsed,
            rules: profile_as_of(rx, issued_seq)?.filter(|r| r.digest != now).map(|r| r.text),
            signed: [first.name().to_owned(), second.name().to_owned()],
            exporter,
            issued,
            issued_seq,
        }))
    }

    /// Fields 3 to 12, and what stands with them. The title is field 1, the statement 2, the stamp and the signatures 13.
    fn fields(&self, words: &Words, profile: &Profile, details: &PartyDetails) -> Vec<Field> {
        let f = &self.issued;
        let origin = origin_field(f, profile.certificate.mixed_origin.value);
        let mut authority = words.each(|l| profile.authority.issuing.value.get(l.tag()).to_owned());
        authority.extend(profile.authority.address.value.iter().cloned());
        let mut exporter = vec![details.name.clone()];
        exporter.extend(details.address.iter().flat_map(|a| a.lines()).map(str::to_owned));
        let mut importer = vec![f.importer.name.clone()];
        importer.extend(f.importer.address.lines().map(str::to_owned));
        importer.push(words.joined(|l| country_name(l, &f.importer.country)));
        // What was printed stays beside it, as on the paper that was endorsed.
        importer.extend(self.endorsed.iter().map(|e| {
            let on = profile.local_day(e.at);
            words.joined(|l| {
                let what = label(l, "endorsed-field", e.facts.field.as_str());
                text(
                    l,
                    "paper-endorsed",
                    &[("no", e.facts.no.into()), ("what", what.into()), ("on", on.into()), ("is", e.facts.is.as_str().into())],
                )
            })
        }));
        let hs = f.lines.iter().map(|line| {
            let mass = format::carats_unit(words.main(), line.weight_mct);
            Line::Columns(words.joined(|l| label(l, "hs", line.hs.as_str())), vec![mass, words.usd(line.value_usd_cents)])
        });
        let one = |place, number: &str, line: String| field(place, words.label(number, place.as_str()), vec![Line::Text(line)]);
        let many = |place, number: &str, lines| field(place, words.label(number, place.as_str()), texts(lines));
        let mut fields = vec![
            one(Place::Origin, "3", words.joined(|l| origin_words(l, &origin))),
            one(Place::Number, "4", f.number.clone()),
            one(Place::Issued, "5", words.day(f.issued_on)),
            one(Place::Expires, "6", words.day(f.expires_on)),
            many(Place::Authority, "7", authority),
            many(Place::Exporter, "8", exporter),
            many(Place::Importer, "8", importer),
            one(Place::Mass, "9", format::carats_unit(words.main(), f.weight_mct)),
            one(Place::Value, "10", words.usd(f.value_usd_cents)),
            one(Place::Parcels, "11", format::integer(words.main(), f.parcels)),
            field(Place::Hs, words.label("12", "hs"), hs.collect()),
            field(Place::Seals, words.label("", "seals"), vec![Line::Items(self.parcels.iter().map(|p| p.seal.clone()).collect())]),
            many(Place::Validation, "13", Vec::new()),
        ];
        if !f.unestablished_mct.is_zero() {
            let mass = format::carats_unit(words.main(), f.unestablished_mct);
            fields.push(many(Place::Unestablished, "", vec![mass, f.unestablished_reason.clone().unwrap_or_default()]));
        }
        fields
    }

    /// What stands above and below the fields.
    fn frame(&self, words: &Words, profile: &Profile, check_url: String) -> Vec<Field> {
        let [first, second] = &self.signed;
        let country = words.each(|l| country_name(l, profile.code()).to_uppercase());
        let signed = |place, id: &str, name: &String| field(place, words.said(id), texts(vec![name.clone()]));
        let title = words.each(|l| text(l, "certificate-title", &[]));
        vec![
            field(Place::Country, String::new(), texts(country)),
            field(Place::Title, title.join(" / "), texts(title)),
            field(Place::Statement, String::new(), texts(words.each(|l| text(l, "certificate-statement", &[])))),
            signed(Place::SignatureFirst, "certificate-signed-first", first),
            signed(Place::SignatureSecond, "certificate-signed-second", second),
            Field { code: Some(check_url.clone()), ..field(Place::Check, words.said("certificate-check-here"), texts(vec![check_url])) },
        ]
    }
}

/// The code with the signed token of a certificate. What was altered is not put on paper, and no original without a token: it
/// is printed once, and the key may be put back in its place before that. A reprint says that it has none.
fn token(app: &App, words: &Words, id: CertificateId, copy: i64) -> Result<Field, WebError> {
    let found = app.db.read(|rx| {
        let certificate = certificate_fetch(rx, id)?.ok_or_else(|| StoreError::damaged("no such certificate"))?;
        app.certificate_token(rx, &certificate)
    })?;
    match found {
        Ok(token) => Ok(Field { code: Some(token), ..field(Place::Token, words.said("token-on-paper"), Vec::new()) }),
        Err(NoToken::Altered) => Err(WebError::Fault("the certificate is not what its journal entry says".into())),
        Err(why) if copy == 1 => Err(ServiceError::from(Violation::new(why.violation())).into()),
        Err(_) => Ok(field(Place::Token, String::new(), texts(words.each(|l| text(l, "token-not-on-paper", &[]))))),
    }
}

/// Draws a certificate as the copy with this number, with a record that its exporter's details were read.
///
/// # Errors
/// Not found outside the reach of whoever asks; a refusal where the exporter's details were erased; faults.
pub fn drawn(state: &State, actor: &Actor, now: Instant, id: CertificateId, copy: i64) -> Result<Drawn, WebError> {
    let (app, current) = (&state.app, &state.app.env.profile);
    let facts = app.db.read(|rx| Facts::read(rx, actor, &current.digest(), id))?.ok_or(WebError::NotFound)?;
    // The paper says what it said on the day of issue, whatever was renamed since.
    let reading = Reading { actor, now, via: ReadVia::Certificate, purpose: None };
    let details = app.details_as_of(&reading, &facts.exporter, facts.issued_seq)?.ok_or_else(|| {
        let code = facts.exporter.code.clone();
        ServiceError::from(Violation::new("certificate.print_erased").with("code", code))
    })?;
    let then = match &facts.rules {
        // Better no paper than one that says something else than the first did.
        Some(text) => Some(Profile::parse(text, "rules of the day of issue").map_err(|e| WebError::Fault(e.to_string()))?),
        None => None,
    };
    let profile = then.as_ref().unwrap_or(current);
    let words = Words { languages: languages(profile) };
    let check_url = format!("{}{}", state.reach.base_url, check_path(&facts.issued.number));
    let mut fields = facts.frame(&words, profile, check_url);
    fields.extend(facts.fields(&words, profile, &details));
    fields.push(token(app, &words, id, copy)?);
    let mut marks = Vec::new();
    if copy > 1 {
        marks.push(words.joined(|l| text(l, "certificate-mark-reprint", &[("copy", copy.into())])).to_uppercase());
    }
    if state.register.demonstration {
        marks.push(words.said("demo-banner-title").to_uppercase());
    }
    let template = Template::of_country(profile.code()).map_err(|e| WebError::Fault(e.to_string()))?;
    let page = |page: usize, pages: usize| {
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
        words.joined(|l| text(l, "certificate-page", &[("page", whole(page)), ("pages", whole(pages))]))
    };
    let drawing = paper::Paper {
        number: &facts.issued.number,
        digest: &facts.digest,
        languages: &words.languages.iter().map(|l| l.tag().to_owned()).collect::<Vec<_>>(),
        fields: &fields,
        marks: &marks,
        continued: &words.said("certificate-continued"),
        page_of: &page,
        made_at: now,
    };
    let file = paper::draw(&drawing, &template).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(Drawn { file, template: template.digest() })
}
