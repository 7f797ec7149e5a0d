//! What a token claims, in the reader's language: for the page, and for the console.

use crate::domain::token::{Claims, Standing, TokenError};
use crate::web::locale::{Locale, format, label, text};
use crate::web::shipment::country_name;

/// The countries of mining.
fn origin(locale: Locale, claims: &Claims) -> String {
    let mut words: Vec<String> = claims.origins.iter().map(|c| country_name(locale, c)).collect();
    if !claims.unestablished_mct.is_zero() {
        let open = text(locale, "certificate-not-established", &[]);
        words.push(format!("{open} ({})", format::carats_unit(locale, claims.unestablished_mct)));
    }
    if claims.mixed {
        words.push(text(locale, "shipment-origin-mixed", &[]));
    }
    words.join(", ")
}

/// What has to be compared with the paper, in its order: what it is, and what the token says.
#[must_use]
pub fn rows(locale: Locale, claims: &Claims) -> Vec<(String, String)> {
    let lines = claims.lines.iter().map(|line| {
        let mass = format::carats_unit(locale, line.weight_mct);
        format!("{}: {mass}, {}", label(locale, "hs", line.hs.as_str()), format::usd(locale, line.value_usd_cents))
    });
    let importer = format!("{}, {}", claims.importer, country_name(locale, &claims.destination));
    [
        ("origin", origin(locale, claims)),
        ("number", claims.number.clone()),
        ("issued", format::day(locale, claims.issued_on)),
        ("expires", format::day(locale, claims.expires_on)),
        ("exporter", claims.exporter.clone()),
        ("importer", importer),
        ("mass", format::carats_unit(locale, claims.weight_mct)),
        ("value", format::usd(locale, claims.value_usd_cents)),
        ("parcels", format::integer(locale, claims.parcels)),
        ("hs", lines.collect::<Vec<_>>().join("\n")),
    ]
    .into_iter()
    .map(|(code, value)| (label(locale, "certificate-field", code), value))
    .chain([(text(locale, "word-stones", &[]), format::integer(locale, claims.stones))])
    .collect()
}

/// What stands behind it, for whoever follows it to the journal.
#[must_use]
pub fn behind(locale: Locale, claims: &Claims, kid: &str) -> Vec<(String, String)> {
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    [
        ("issuer", format!("{} ({})", country_name(locale, claims.country()), claims.issuer)),
        ("key", kid.to_owned()),
        ("entry", format::integer(locale, claims.entry)),
        ("leaf", hex(&claims.leaf)),
        ("composition", hex(&claims.composition)),
    ]
    .into_iter()
    .map(|(code, value)| (label(locale, "token-behind", code), value))
    .collect()
}

/// Why a token is not genuine, in a sentence.
#[must_use]
pub fn fault(locale: Locale, error: &TokenError) -> String {
    text(locale, &format!("token-fault-{}", error.code()), &[("what", error.what().into())])
}

/// How a genuine token stands, in a sentence.
#[must_use]
pub fn standing(locale: Locale, standing: Standing, claims: &Claims) -> String {
    let days = [("from", claims.issued_on.into()), ("until", claims.expires_on.into())];
    text(locale, &format!("token-standing-{}", standing.as_str()), &days)
}

/// The name of a claim that differs.
#[must_use]
pub fn claim(locale: Locale, name: &str) -> String {
    label(locale, "token-claim", &name.replace('_', "-"))
}

/// The names of claims that differ, as a list in a sentence.
#[must_use]
pub fn claims_named(locale: Locale, names: &[&str]) -> String {
    names.iter().map(|name| claim(locale, name)).collect::<Vec<_>>().join(", ")
}
