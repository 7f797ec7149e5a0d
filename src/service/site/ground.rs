//! What the position of a site decides: its area and office, and whether it may be there.

use crate::domain::event::SiteFacts;
use crate::domain::geo::{
    Outline, Position, Shape, Verdict, area_m2, bbox_e7, contains, edge_distance_m, label_position, overlap_area_m2, within,
};
use crate::domain::ids::SiteId;
use crate::domain::licence::Licence;
use crate::domain::site::{Site, SiteFlag, WHOLE_COUNTRY, looks_after};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::{Case, Env};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::office::{Office, offices};
use crate::store::site::{sites_meeting, sites_of_licence};
use std::collections::BTreeSet;

/// What the bundled outlines are generalised by, in metres: nearer to a border they decide nothing.
const OUTLINE_SLACK_M: i64 = 1_000;

/// A shape that wants to be a site.
pub(super) struct Ground<'a> {
    pub(super) shape: &'a Shape,
    pub(super) licence: Option<&'a Licence>,
    pub(super) accuracy_m: Option<u32>,
    /// The site it already is, which it may overlap.
    pub(super) site: Option<SiteId>,
}

/// What follows from the position alone.
pub(super) struct Place<'a> {
    pub(super) centre: Position,
    pub(super) area_m2: Option<i64>,
    pub(super) area: Option<&'a Outline>,
    pub(super) border_m: i64,
}

/// A site on the same ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// The other site.
    pub site: Site,
    /// Square metres in common; 0 where one of them is a point.
    pub area_m2: i64,
    /// Metres from the point to the edge of the area, where one is a point; 0 for two points.
    pub depth_m: Option<i64>,
}

/// The other sites that have more ground in common with a shape than `tolerated_m2`, or hold its point, or
/// whose point it holds.
///
/// # Errors
/// When the database fails.
pub fn overlaps(rx: &mut Rx<'_>, shape: &Shape, except: Option<SiteId>, tolerated_m2: u32) -> Result<Vec<Overlap>, StoreError> {
    let near = sites_meeting(rx, bbox_e7(shape))?;
    let others = near.into_iter().filter(|s| Some(s.id) != except);
    Ok(others
        .filter_map(|site| {
            let other = &site.facts.shape;
            let (area_m2, depth_m) = match (shape, other) {
                (Shape::Polygon(_), Shape::Polygon(_)) => {
                    (Some(overlap_area_m2(shape, other)).filter(|m2| *m2 > i64::from(tolerated_m2))?, None)
                }
                (Shape::Point(p), area) | (area, Shape::Point(p)) => (0, contains(area, *p).then(|| Some(edge_distance_m(*p, area)))?),
            };
            Some(Overlap { site, area_m2, depth_m })
        })
        .collect())
}

impl Ground<'_> {
    pub(super) fn place<'e>(&self, env: &'e Env) -> Place<'e> {
        let centre = label_position(self.shape);
        let near = env.atlas.areas.nearest(centre).filter(|(_, metres)| *metres <= OUTLINE_SLACK_M);
        Place {
            centre,
            area_m2: matches!(self.shape, Shape::Polygon(_)).then(|| area_m2(self.shape)),
            area: near.map(|(area, _)| area),
            border_m: env.atlas.outline.border_distance_m(centre),
        }
    }

    /// All that is wrong with the ground; what is only remarkable goes to the flags.
    pub(super) fn check(&self, rx: &mut Rx<'_>, case: &Case<'_>, flags: &mut BTreeSet<SiteFlag>) -> Result<Violations, ServiceError> {
        let mut v = Violations::none();
        let outline = &case.env.atlas.outline;
        match outline.check(self.shape, OUTLINE_SLACK_M, "shape") {
            // Nothing else is worth saying of a place in another country.
            Err(abroad) => return Ok(abroad),
            Ok(()) if outline.check(self.shape, 0, "shape").is_err() => _ = flags.insert(SiteFlag::BorderEdge),
            Ok(()) => {}
        }
        self.check_licence(rx, case, flags, &mut v)?;
        self.check_neighbours(rx, case, flags, &mut v)?;
        Ok(v)
    }

    fn check_licence(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        flags: &mut BTreeSet<SiteFlag>,
        v: &mut Violations,
    ) -> Result<(), ServiceError> {
        let Some(licence) = self.licence else { return Ok(()) };
        let kind = case.profile().licence_type(&licence.terms.kind);
        if let Some(most) = kind.and_then(|k| k.area_max_m2.as_ref()).map(|m| i64::from(m.value)) {
            let own = area_m2(self.shape);
            v.check(own <= most, || Violation::on("site.too_large", "shape").with("area_m2", own).with("most_m2", most));
            let others = sites_of_licence(rx, licence.id)?;
            let others = others.iter().filter(|s| Some(s.id) != self.site).filter_map(|s| s.facts.area_m2);
            if own <= most && others.fold(own, i64::saturating_add) > most {
                flags.insert(SiteFlag::LicenceFull);
            }
        }
        if let Some(ground) = &licence.terms.area {
            let lies = within(self.shape, ground, case.profile().tolerances.site_slack_m(self.accuracy_m));
            match lies.verdict {
                Verdict::Inside => {}
                Verdict::Tolerated => _ = flags.insert(SiteFlag::LicenceEdge),
                Verdict::Outside => v.push(
                    Violation::on("site.outside_licence", "shape")
                        .with("number", licence.number.clone())
                        .with("distance_m", lies.distance_m)
                        .with("outside_m2", lies.outside_m2),
                ),
            }
        }
        Ok(())
    }

    /// Ground under two live licences of different holders is refused; any other overlap is flagged, for
    /// a person with two licences, a renewal or a pit without a licence is a matter for people to settle.
    fn check_neighbours(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        flags: &mut BTreeSet<SiteFlag>,
        v: &mut Violations,
    ) -> Result<(), ServiceError> {
        let today = case.today();
        let own = self.licence.filter(|l| l.standing_on(today).is_live());
        for found in overlaps(rx, self.shape, self.site, case.profile().tolerances.overlap_max_m2.value)? {
            flags.insert(SiteFlag::Overlap);
            let other = match found.site.facts.licence {
                Some(id) => licence_fetch(rx, id)?.filter(|l| l.standing_on(today).is_live()),
                None => None,
            };
            let (Some(own), Some(other)) = (own, other) else { continue };
            if own.terms.holder != other.terms.holder && self.surely(case, &found) {
                v.push(
                    Violation::on("site.overlap", "shape")
                        .with("code", found.site.code.clone())
                        .with("number", other.number)
                        .with("area_m2", found.area_m2),
                );
            }
        }
        Ok(())
    }

    /// A point lies surely in an area when it does however far off its measurement was.
    fn surely(&self, case: &Case<'_>, found: &Overlap) -> bool {
        let Some(depth_m) = found.depth_m else { return true };
        let SiteFacts { shape, accuracy_m, .. } = &found.site.facts;
        match (self.shape, shape) {
            (Shape::Point(_), Shape::Point(_)) => false,
            (Shape::Point(_), _) => depth_m > i64::from(case.profile().tolerances.site_slack_m(self.accuracy_m)),
            (_, _) => depth_m > i64::from(case.profile().tolerances.site_slack_m(*accuracy_m)),
        }
    }
}

/// The offices that look after a place: those that name its area, or else those for the whole country.
pub(super) fn offices_of(rx: &mut Rx<'_>, place: &Place<'_>) -> Result<Vec<Office>, StoreError> {
    let all = offices(rx)?;
    let national = |o: &Office| o.areas.iter().any(|a| a.trim() == WHOLE_COUNTRY);
    let named = |o: &Office| place.area.is_some_and(|a| looks_after(&o.areas, &a.name, a.code.as_deref()));
    let (mut local, mut whole) = (Vec::new(), Vec::new());
    for office in all {
        if national(&office) {
            whole.push(office);
        } else if named(&office) {
            local.push(office);
        }
    }
    // The head office may register anything; it comes last, so that a site goes to the office on the spot.
    local.append(&mut whole);
    Ok(local)
}
