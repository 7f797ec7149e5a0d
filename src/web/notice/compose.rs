//! What a notice says, in English and in the first language of the country.

use super::mail::Smtp;
use crate::domain::certificate::origin_field;
use crate::domain::event::CertificateIssued;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Arg;
use crate::edge;
use crate::interop::certificate_file::CertificateFile;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notice::{Making, Message};
use crate::store::error::StoreError;
use crate::web::certificate::{check_path, origin_words};
use crate::web::locale::{Locale, format, label, text};
use crate::web::shipment::country_name;

/// Makes the message of a notice.
///
/// # Errors
/// When the certificate has no token, or the mail cannot be written.
pub fn compose(app: &App, base_url: &str, smtp: Option<&Smtp>, making: &Making, now: Instant) -> Result<Message, ServiceError> {
    let file = app.certificate_file(making.certificate.clone(), Vec::new(), now)?;
    let file = file.map_err(|_| ServiceError::from(crate::domain::violation::Violation::new("notice.no_file")))?;
    let text_of_all = in_each_language(app, |l| words(app, l, making, &file, base_url));
    let number = &file.number;
    let subject = text(Locale::En, "notice-mail-subject", &[("number", number.as_str().into())]);
    let written = file.written();
    let (mut mail, mut id) = (None, None);
    if let (Some(smtp), Some(to)) = (smtp, &making.recipient) {
        let new_id = edge::id().simple().to_string();
        let plain: String = number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let name = format!("certificate-{plain}.json");
        let done = smtp.written(to, &subject, &text_of_all, (&name, &written), &new_id, now);
        mail = Some(done.map_err(StoreError::Damaged)?);
        id = Some(new_id);
    }
    Ok(Message { text: text_of_all, file: written, mail, id })
}

/// A text in English, and below it in the country's own language where that is another.
fn in_each_language(app: &App, words: impl Fn(Locale) -> String) -> String {
    let own: Option<Locale> = app.env.profile.default_language().parse().ok();
    let languages = [Some(Locale::En), own.filter(|l| *l != Locale::En)];
    languages.into_iter().flatten().map(words).collect::<Vec<_>>().join("\n\n-- \n\n")
}

fn words(app: &App, l: Locale, making: &Making, file: &CertificateFile, base_url: &str) -> String {
    let f = &making.certificate.facts;
    let rule = app.env.profile.certificate.mixed_origin.value;
    let line = |hs: &crate::domain::event::HsLine| {
        format!("{}: {}, {}", label(l, "hs", hs.hs.as_str()), format::carats_unit(l, hs.weight_mct), format::usd(l, hs.value_usd_cents))
    };
    let importer = [f.importer.name.clone(), f.importer.address.replace('\n', ", "), country_name(l, &f.importer.country)].join(", ");
    let check = format!("{base_url}{}", check_path(&f.number));
    let authority = app.env.profile.authority.issuing.value.get(l.tag()).to_owned();
    let args: Vec<(&str, Arg)> = vec![
        ("to", making.authority.clone().unwrap_or_else(|| text(l, "notice-mail-authority", &[])).into()),
        ("authority", authority.into()),
        ("number", f.number.as_str().into()),
        ("issued", f.issued_on.into()),
        ("expires", f.expires_on.into()),
        ("exporter", file.exporter.name.as_str().into()),
        ("importer", importer.into()),
        ("origin", origin_words(l, &origin_field(f, rule)).into()),
        ("provenance", country_name(l, app.env.profile.code()).into()),
        ("carats", format::carats_unit(l, f.weight_mct).into()),
        ("value", format::usd(l, f.value_usd_cents).into()),
        ("parcels", format::integer(l, f.parcels).into()),
        ("lines", f.lines.iter().map(line).collect::<Vec<_>>().join("\n").into()),
        ("seals", file.seals.join(", ").into()),
        ("check", check.as_str().into()),
        ("receipt", format!("{check}/receipt").into()),
        ("code", making.code.as_str().into()),
    ];
    plain(&text(l, "notice-mail-text", &args))
}

/// What an authority is told that had been told of a certificate which is void now, in English and the country's own language:
/// since when and why it is.
pub fn void_words(app: &App, base_url: &str, f: &CertificateIssued, (on, cause): (Day, &str), authority: Option<&str>) -> String {
    in_each_language(app, |l| {
        let args: Vec<(&str, Arg)> = vec![
            ("to", authority.map_or_else(|| text(l, "notice-mail-authority", &[]), str::to_owned).into()),
            ("authority", app.env.profile.authority.issuing.value.get(l.tag()).to_owned().into()),
            ("number", f.number.as_str().into()),
            ("issued", f.issued_on.into()),
            ("on", on.into()),
            ("cause", label(l, "notice-void-cause", cause).into()),
            ("check", format!("{base_url}{}", check_path(&f.number)).into()),
            ("lost", format!("{base_url}/check/lost").into()),
        ];
        plain(&text(l, "notice-void-text", &args))
    })
}

/// Without the marks that keep words of another direction apart: mail programs show them.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect()
}
