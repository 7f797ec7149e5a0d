//! Which language a request is answered in.

use super::Locale;

/// The query parameter that chooses a language.
pub const PARAMETER: &str = "lang";
/// The cookie that remembers the choice.
pub const COOKIE: &str = "lang";

/// The language of an answer: the `?lang=` of the address, else the cookie, else the best of
/// `Accept-Language` (RFC 9110, 12.5.4), else the default of the jurisdiction. What is not understood is passed over.
#[must_use]
pub fn negotiate(query: Option<&str>, cookie: Option<&str>, accept: Option<&str>, default: Locale) -> Locale {
    query
        .and_then(|tag| tag.parse().ok())
        .or_else(|| cookie.and_then(|tag| tag.parse().ok()))
        .or_else(|| accept.and_then(|header| accepted(header, default)))
        .unwrap_or(default)
}

/// The wanted language of the greatest weight that is spoken here; at equal weight the one named first.
fn accepted(header: &str, default: Locale) -> Option<Locale> {
    let mut best: Option<(u16, Locale)> = None;
    for item in header.split(',') {
        let mut parts = item.split(';');
        let range = parts.next().unwrap_or_default().trim();
        let Some(weight) = parts.next().map_or(Some(1_000), weight) else { continue };
        let locale = if range == "*" { Some(default) } else { range.parse().ok() };
        if let Some(locale) = locale
            && weight > best.map_or(0, |(w, _)| w)
        {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// `q=0.25` in thousandths.
fn weight(parameter: &str) -> Option<u16> {
    let value = parameter.trim().strip_prefix("q=").or_else(|| parameter.trim().strip_prefix("Q="))?;
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", n) => Some(n),
        ("1", 0) => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Fr};
    use rstest::rstest;

    #[rstest]
    #[case("fr", Some(Fr))]
    #[case("en-GB, fr;q=0.9", Some(En))]
    #[case("en;q=0.5, fr;q=0.7", Some(Fr))]
    #[case("pt, ru;q=0.9, fr-CD ; q=0.2", Some(Fr))]
    #[case("de, *;q=0.5", Some(Fr))]
    #[case("fr, en", Some(Fr))]
    #[case("en;q=0, fr;q=0.001", Some(Fr))]
    #[case("en;q=0", None)]
    #[case("fr;q=2", None)]
    #[case("fr;q=0.1234", None)]
    #[case("fr;q=abc, en;q=0.1", Some(En))]
    #[case("ja, zh", None)]
    #[case(";;,,=", None)]
    #[case("", None)]
    fn the_greatest_weight_wins(#[case] header: &str, #[case] locale: Option<Locale>) {
        assert_eq!(accepted(header, Fr), locale);
    }

    #[test]
    fn address_before_cookie_before_browser_before_country() {
        assert_eq!(negotiate(Some("fr"), Some("en"), Some("en"), En), Fr);
        assert_eq!(negotiate(Some("tlh"), Some("fr"), Some("en"), En), Fr);
        assert_eq!(negotiate(None, None, Some("fr"), En), Fr);
        assert_eq!(negotiate(None, Some(""), Some("ja"), Fr), Fr);
    }
}
