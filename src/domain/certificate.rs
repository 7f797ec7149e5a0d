//! What a certificate says of origin, and everything that stands against issuing one.
//!
//! The pages and the command ask the same function, so nobody is refused for a reason that was not shown.

use crate::domain::dispute::frozen;
use crate::domain::event::{CertificateIssued, HsCode, HsLine, ShipmentParcel, ShipmentValued};
use crate::domain::ids::SiteId;
use crate::domain::jurisdiction::MixedOrigin;
use crate::domain::licence::Licence;
use crate::domain::parcel::{Import, Parcel, ParcelState, parcel_code};
use crate::domain::quantity::Mass;
use crate::domain::seizure::seized;
use crate::domain::shipment::{Shipment, ShipmentState, ShipmentWhole};
use crate::domain::time::Day;
use crate::domain::valuation::{Valuation, certificate_lines};
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::zone_frozen;
use std::collections::BTreeSet;

/// Carats of a shipment that came in at one site or under one foreign certificate, or whose origin is not established.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteShare {
    /// The site.
    pub site: Option<SiteId>,
    /// The foreign certificate, of carats from abroad. Where neither is named the origin is not established.
    pub import: Option<Import>,
    /// Its carats, milli-carats.
    pub weight_mct: i64,
    /// How many entries they came in by: of the book, of declared stock, or parcels from abroad.
    pub sources: i64,
}

impl SiteShare {
    /// Where it was mined, in a country with this code if at a site of the register.
    #[must_use]
    pub const fn mined<'a>(&'a self, own: &'a str) -> Mined<'a> {
        match (&self.site, &self.import) {
            (Some(_), _) => Mined::Here(own),
            (None, Some(import)) => Mined::Abroad(import),
            (None, None) => Mined::Unknown,
        }
    }
}

/// Where the carats of a shipment were mined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// Countries of mining, ISO 3166-1 alpha-2, in order; empty when none is established.
    pub countries: Vec<String>,
    /// Several countries, or carats without established origin beside others: field 3 of the certificate
    /// may then not name one country as that of the whole.
    pub mixed: bool,
    /// Carats without established origin.
    pub unestablished: Mass,
}

/// Where a share was mined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mined<'a> {
    /// In this country: at a site of the register.
    Here(&'a str),
    /// Where the foreign certificate says.
    Abroad(&'a Import),
    /// Nobody established where.
    Unknown,
}

/// Origins from where each share was mined and its milli-carats.
#[must_use]
pub fn origins<'a>(shares: impl IntoIterator<Item = (Mined<'a>, i64)>) -> Origins {
    let mut countries = BTreeSet::new();
    let (mut unestablished, mut established, mut mixed) = (0i64, false, false);
    for (mined, mct) in shares.into_iter().filter(|(_, mct)| *mct > 0) {
        match mined {
            Mined::Here(country) => drop(countries.insert(country)),
            // One that names no country is not known to be of one.
            Mined::Abroad(import) => {
                countries.extend(import.origins.iter().map(String::as_str));
                mixed |= import.mixed || import.origins.is_empty();
            }
            Mined::Unknown => unestablished = unestablished.saturating_add(mct),
        }
        established |= mined != Mined::Unknown;
    }
    mixed |= countries.len() > 1 || (established && unestablished > 0);
    let unestablished = Mass::new(unestablished).unwrap_or(Mass::ZERO);
    Origins { countries: countries.into_iter().map(str::to_owned).collect(), mixed, unestablished }
}

/// What stands in field 3 of the certificate, the country of origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginField {
    /// All of it was mined in this country.
    Country(String),
    /// Mixed, or not established: the field is filled with asterisks.
    Asterisks,
    /// Mixed: the countries, and whether part of it is not established.
    List(Vec<String>, bool),
}

/// Field 3 by the profile's rule for mixed origin.
#[must_use]
pub fn origin_field(facts: &CertificateIssued, rule: MixedOrigin) -> OriginField {
    match (facts.origins.as_slice(), rule) {
        ([country], _) if !facts.mixed => OriginField::Country(country.clone()),
        (_, MixedOrigin::Asterisks) => OriginField::Asterisks,
        // Mixed by a foreign certificate that does not name its countries: a list of one would say that all is of that one.
        ([] | [_], MixedOrigin::List) if facts.unestablished_mct.is_zero() => OriginField::Asterisks,
        (countries, MixedOrigin::List) => OriginField::List(countries.to_vec(), !facts.unestablished_mct.is_zero()),
    }
}

/// The lines of a certificate by what the exporter declared.
#[must_use]
pub fn hs_lines(parcels: &[ShipmentParcel]) -> Vec<HsLine> {
    lines_by_subheading(parcels.iter().map(|p| (p.hs, p.weight_mct, p.value_usd_cents)))
}

/// What goes on the certificate: what was valued, else what the exporter declared. US cents, and the lines.
#[must_use]
pub fn certified_value(valuation: Option<&ShipmentValued>, parcels: &[ShipmentParcel]) -> (i64, Vec<HsLine>) {
    match valuation {
        Some(v) => (v.value_usd_cents, certificate_lines(&v.lines, v.taken)),
        None => (parcels.iter().map(|p| p.value_usd_cents).fold(0, i64::saturating_add), hs_lines(parcels)),
    }
}

/// Masses and values, US cents, added up: one line for each subheading present, in the order of the codes.
#[must_use]
pub fn lines_by_subheading(items: impl Iterator<Item = (HsCode, Mass, i64)> + Clone) -> Vec<HsLine> {
    HsCode::ALL
        .into_iter()
        .filter(|hs| items.clone().any(|(of, ..)| of == *hs))
        .map(|hs| {
            let of_this = || items.clone().filter(|(of, ..)| *of == hs);
            HsLine {
                hs,
                weight_mct: Mass::total(of_this().map(|(_, mass, _)| mass)).unwrap_or(Mass::ZERO),
                value_usd_cents: of_this().map(|(.., cents)| cents).fold(0, i64::saturating_add),
            }
        })
        .collect()
}

/// What is known of a shipment when somebody asks whether a certificate may be issued.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// What was put together.
    pub whole: &'a ShipmentWhole,
    /// Its parcels as they are now.
    pub parcels: &'a [Parcel],
    /// The exporter's licence.
    pub licence: Option<&'a Licence>,
    /// Number of the licence of the exporter that is valid in place of this one, where there is one.
    pub licence_instead: Option<&'a str>,
    /// Whether a licence of that type lets one export.
    pub licence_grants: bool,
    /// The mass whose entry in the register was found.
    pub traced_mct: i64,
    /// Its valuation.
    pub valuation: Option<&'a Valuation>,
    /// Whether no certificate is issued without one.
    pub valuation_required: bool,
    /// Pit parcels in it whose entry somebody wants corrected, undecided.
    pub pending: &'a [i64],
    /// The own country, ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// The day.
    pub today: Day,
}

/// Everything that stands against a certificate for a shipment, complete (K3). That it is a test shipment, and
/// that nobody has said why carats are without established origin, is for [`unfit_to_leave`] and [`unexplained`].
#[must_use]
pub fn reasons_against(e: &Evidence<'_>) -> Violations {
    let mut v = Violations::none();
    let shipment = &e.whole.shipment;
    for put in &e.whole.parcels {
        match e.parcels.iter().find(|p| p.no == put.parcel_no) {
            Some(now) => parcel_against(&mut v, shipment, put, now),
            None => v.push(Violation::new("certificate.parcel_gone").with("parcel", parcel_code(put.parcel_no))),
        }
    }
    match e.licence {
        None => v.push(Violation::new("certificate.licence_missing")),
        Some(l) => {
            v.check(l.is_valid_on(e.today), || {
                Violation::new("certificate.licence_not_valid")
                    .with("number", l.number.clone())
                    .with("on", e.today)
                    .with("instead", e.licence_instead.unwrap_or("none"))
            });
            let fits = e.licence_grants && l.terms.holder == shipment.exporter;
            v.check(fits, || Violation::new("certificate.licence_other").with("number", l.number.clone()));
        }
    }
    v.check(e.valuation.is_some() || !e.valuation_required, || Violation::new("certificate.not_valued"));
    for no in e.pending {
        v.push(Violation::new("certificate.correction_pending").with("parcel", parcel_code(*no)));
    }
    let known = Mass::new(e.traced_mct).unwrap_or(Mass::ZERO);
    v.check(known == shipment.weight, || {
        Violation::new("certificate.origin_incomplete").with("traced", known).with("mass", shipment.weight)
    });
    v.check(shipment.importer.country != e.country, || Violation::new("certificate.destination_own"));
    v.check(totals_agree(e.whole), || Violation::new("certificate.totals_differ"));
    v
}

fn parcel_against(v: &mut Violations, shipment: &Shipment, put: &ShipmentParcel, now: &Parcel) {
    if let Some(kept) = seized(now, "parcels") {
        v.push(kept);
        return;
    }
    if now.state != ParcelState::Live {
        v.push(Violation::new("certificate.parcel_gone").with("parcel", now.code.clone()));
        return;
    }
    if let Some(case) = now.dispute {
        v.push(frozen(case, &now.code, None));
    }
    v.0.extend(now.is_frozen().then(|| zone_frozen(&now.code, None)));
    v.check(now.holder == shipment.exporter, || Violation::new("certificate.parcel_not_held").with("parcel", now.code.clone()));
    v.check(now.shipment == Some(shipment.id), || Violation::new("certificate.parcel_elsewhere").with("parcel", now.code.clone()));
    match &now.seal {
        None => v.push(Violation::new("certificate.seal_missing").with("parcel", now.code.clone()).with("seal", put.seal.clone())),
        Some(seal) => v.check(*seal == put.seal, || {
            Violation::new("certificate.seal_other")
                .with("parcel", now.code.clone())
                .with("seal", put.seal.clone())
                .with("found", seal.clone())
        }),
    }
    v.check(now.weight == put.weight_mct, || {
        Violation::new("certificate.weight_changed").with("parcel", now.code.clone()).with("was", put.weight_mct).with("is", now.weight)
    });
    v.check(now.stones == put.stones, || {
        Violation::new("certificate.stones_changed").with("parcel", now.code.clone()).with("was", put.stones).with("is", now.stones)
    });
    v.check(now.test == shipment.test, || Violation::new("certificate.parcel_test").with("parcel", now.code.clone()));
}

/// Whether the shipment's totals, its parcels and its lines say the same.
fn totals_agree(whole: &ShipmentWhole) -> bool {
    let (s, parcels) = (&whole.shipment, &whole.parcels);
    let lines = hs_lines(parcels);
    Mass::total(parcels.iter().map(|p| p.weight_mct)) == Some(s.weight)
        && Mass::total(lines.iter().map(|l| l.weight_mct)) == Some(s.weight)
        && lines.iter().try_fold(0i64, |sum, l| sum.checked_add(l.value_usd_cents)) == Some(s.value_usd_cents)
        && parcels.iter().try_fold(0i64, |sum, p| sum.checked_add(p.value_usd_cents)) == Some(s.value_usd_cents)
        && parcels.iter().try_fold(0i64, |sum, p| sum.checked_add(p.stones)) == Some(s.stones)
        && i64::try_from(parcels.len()) == Ok(s.parcels)
        && !s.weight.is_zero()
        && s.value_usd_cents > 0
}

/// Test parcels never leave: the dry run goes as far as this refusal.
#[must_use]
pub fn unfit_to_leave(shipment: &Shipment) -> Option<Violation> {
    shipment.test.then(|| Violation::new("certificate.test"))
}

/// Carats without established origin need a word from the officer, which is printed and reported.
#[must_use]
pub fn unexplained(unestablished: Mass, reason: Option<&str>) -> Option<Violation> {
    let said = reason.is_some_and(|r| !r.trim().is_empty());
    (!unestablished.is_zero() && !said)
        .then(|| Violation::on("certificate.unestablished", "unestablished_reason").with("mass", unestablished))
}

/// What is wrong with a last day of validity: at most `latest` (60 calendar days from issue, K4), and not past.
#[must_use]
pub fn expiry_against(expires_on: Day, today: Day, latest: Day) -> Option<Violation> {
    if expires_on > latest {
        Some(Violation::on("certificate.expiry_late", "expires_on").with("latest", latest))
    } else if expires_on < today {
        Some(Violation::on("certificate.expiry_past", "expires_on").with("on", expires_on))
    } else {
        None
    }
}

/// Somebody was first: the shipment is not where this act needs it.
#[must_use]
pub fn not_in_state(shipment: &Shipment, needed: ShipmentState) -> Option<Violation> {
    if shipment.state == needed {
        return None;
    }
    Some(
        match shipment.state {
            ShipmentState::Prepared => Violation::new("shipment.not_proposed"),
            ShipmentState::Proposed => Violation::new("shipment.proposed"),
            ShipmentState::Certified => Violation::new("shipment.certified"),
            ShipmentState::Cancelled => Violation::new("shipment.cancelled"),
        }
        .conflict(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(s: &str) -> Day {
        s.parse().unwrap()
    }

    #[test]
    fn one_country_is_not_mixed_and_two_are() {
        let one = origins([(Mined::Here("SL"), 5), (Mined::Here("SL"), 7)]);
        assert_eq!((one.countries.as_slice(), one.mixed), (["SL".to_owned()].as_slice(), false));
        let guinean = import(&["GN"], false);
        let two = origins([(Mined::Here("SL"), 5), (Mined::Abroad(&guinean), 7)]);
        assert_eq!(two.countries, ["GN", "SL"]);
        assert!(two.mixed && two.unestablished.is_zero());
    }

    fn import(origins: &[&str], mixed: bool) -> Import {
        let origins = origins.iter().map(|o| (*o).to_owned()).collect();
        let arrival = crate::domain::ids::ArrivalId::new(uuid::Uuid::nil());
        Import { arrival, code: "IM-1".into(), number: "BW 1".into(), issuer: "BW".into(), origins, mixed }
    }

    #[test]
    fn a_foreign_certificate_is_believed_for_what_it_says() {
        let of = |import: &Import| origins([(Mined::Abroad(import), 7)]);
        let told = |o: Origins| (o.countries.join("+"), o.mixed, o.unestablished.mct());
        assert_eq!(told(of(&import(&["BW"], false))), ("BW".into(), false, 0));
        assert_eq!(told(of(&import(&["BW"], true))), ("BW".into(), true, 0));
        assert_eq!(told(of(&import(&["BW", "ZA"], false))), ("BW+ZA".into(), true, 0));
        assert_eq!(told(of(&import(&[], true))), (String::new(), true, 0));
        assert_eq!(told(of(&import(&[], false))), (String::new(), true, 0), "one that names none is of no one country");
        let own = import(&["SL"], false);
        assert_eq!(told(origins([(Mined::Here("SL"), 5), (Mined::Abroad(&own), 7)])), ("SL".into(), false, 0));
        assert_eq!(told(origins([(Mined::Unknown, 5), (Mined::Abroad(&own), 7)])), ("SL".into(), true, 5));
    }

    #[test]
    fn carats_without_established_origin_beside_others_make_it_mixed() {
        let part = origins([(Mined::Here("SL"), 5), (Mined::Unknown, 7), (Mined::Unknown, 1)]);
        assert!(part.mixed);
        assert_eq!(part.unestablished.mct(), 8);
        let none = origins([(Mined::Unknown, 7), (Mined::Here("SL"), 0)]);
        assert!(!none.mixed && none.countries.is_empty());
    }

    #[test]
    fn lines_add_up_by_subheading() {
        let parcel = |parcel_no, hs, mct, value_usd_cents| ShipmentParcel {
            parcel_no,
            weight_mct: Mass::new(mct).unwrap(),
            stones: 1,
            hs,
            seal: "S".into(),
            value_usd_cents,
        };
        let lines = hs_lines(&[parcel(1, HsCode::Gem, 10, 100), parcel(2, HsCode::Unsorted, 5, 7), parcel(3, HsCode::Gem, 1, 1)]);
        let told: Vec<_> = lines.iter().map(|l| (l.hs.as_str(), l.weight_mct.mct(), l.value_usd_cents)).collect();
        assert_eq!(told, [("7102.10", 5, 7), ("7102.31", 11, 101)]);
    }

    #[test]
    fn sixty_days_and_not_one_more() {
        let (issue, latest) = (day("2024-01-15"), day("2024-03-15"));
        assert_eq!(expiry_against(latest, issue, latest), None);
        assert_eq!(expiry_against(day("2024-03-16"), issue, latest).map(|v| v.code), Some("certificate.expiry_late"));
        assert_eq!(expiry_against(issue, issue, latest), None);
        assert_eq!(expiry_against(day("2024-01-14"), issue, latest).map(|v| v.code), Some("certificate.expiry_past"));
    }

    #[test]
    fn silence_about_unestablished_carats_is_refused() {
        let some = Mass::new(5).unwrap();
        assert!(unexplained(some, None).is_some() && unexplained(some, Some("  ")).is_some());
        assert!(unexplained(some, Some("declared before the register")).is_none() && unexplained(Mass::ZERO, None).is_none());
    }
}
