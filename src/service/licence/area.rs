//! The licensed area: where it may be, whose ground it must not take, and the sites that must stay in it.

use crate::domain::event::LicenceTerms;
use crate::domain::geo::{Shape, Verdict, area_m2, overlap_area_m2, parse_polygon, within};
use crate::domain::ids::LicenceId;
use crate::domain::jurisdiction::LicenceType;
use crate::domain::violation::{Violation, Violations};
use crate::service::Case;
use crate::service::error::ServiceError;
use crate::store::db::Rx;
use crate::store::licence::licences_between;
use crate::store::site::sites_of_licence;

/// By how much the simplified outline of the country may be wrong at its edge, metres.
const BORDER_SLACK_M: i64 = 2_000;

/// The area in the form that is kept, with its size; it is an area, in the country, and not too large.
pub(super) fn check(case: &Case<'_>, kind: &LicenceType, text: &str, v: &mut Violations) -> Option<(Shape, i64)> {
    if !kind.needs_site.value {
        v.push(Violation::on("licence.no_area_type", "area"));
        return None;
    }
    let shape = match parse_polygon(text, "area").and_then(|raw| Shape::check(raw, "area")) {
        Ok((shape @ Shape::Polygon(_), _)) => shape,
        Ok(_) => {
            v.push(Violation::on("licence.area_point", "area"));
            return None;
        }
        Err(wrong) => {
            v.0.extend(wrong.0);
            return None;
        }
    };
    if let Err(wrong) = case.env.atlas.outline.check(&shape, BORDER_SLACK_M, "area") {
        v.0.extend(wrong.0);
    }
    let m2 = area_m2(&shape);
    if let Some(most) = kind.area_max_m2.as_ref().map(|s| i64::from(s.value)).filter(|most| m2 > *most) {
        v.push(Violation::on("licence.area_too_large", "area").with("found", m2).with("most", most));
    }
    Some((shape, m2))
}

/// Refuses ground that somebody else holds under a licence of the same days, suspended or not yet begun ones counted
/// (a licensed area must not encroach on another, domain 5.2 [V]). One's own ground is no obstacle.
pub(super) fn check_neighbours(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    terms: &LicenceTerms,
    own: Option<LicenceId>,
    v: &mut Violations,
) -> Result<(), ServiceError> {
    let Some(area) = &terms.area else { return Ok(()) };
    let tolerated = i64::from(case.profile().tolerances.overlap_max_m2.value);
    for other in licences_between(rx, terms.starts_on, terms.ends_on)? {
        let theirs = other.terms.area.as_ref().filter(|_| Some(other.id) != own && other.terms.holder != terms.holder);
        let common = theirs.map_or(0, |theirs| overlap_area_m2(area, theirs));
        v.check(common <= tolerated, || Violation::on("licence.area_taken", "area").with("number", other.number).with("area_m2", common));
    }
    Ok(())
}

/// The sites under a licence must lie in the area it is given: they would be outside it with nobody told.
pub(super) fn check_sites(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    terms: &LicenceTerms,
    licence: LicenceId,
    v: &mut Violations,
) -> Result<(), ServiceError> {
    let Some(area) = &terms.area else { return Ok(()) };
    let tolerances = &case.profile().tolerances;
    for site in sites_of_licence(rx, licence)? {
        let outside = within(&site.facts.shape, area, tolerances.site_slack_m(site.facts.accuracy_m)).verdict == Verdict::Outside;
        v.check(!outside, || Violation::on("licence.area_site", "area").with("code", site.code));
    }
    Ok(())
}
