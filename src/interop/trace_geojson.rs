//! Traces as GeoJSON (RFC 7946): a feature for each site with its carats. What is not at a site stands in
//! the member `about` at the top.

use crate::domain::geo::{Bbox, bbox_e7, to_geojson};
use crate::domain::quantity::decimal;
use crate::domain::trace::{Forward, Trace, TracedSite};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Degrees of a box as the format wants them: west, south, east, north.
fn degrees(b: Bbox) -> [f64; 4] {
    let degree = |e7: i32| f64::from(e7) / 1e7;
    [degree(b.west_e7), degree(b.south_e7), degree(b.east_e7), degree(b.north_e7)]
}

/// The box around sites; none around none.
#[must_use]
pub fn bbox<'a>(sites: impl IntoIterator<Item = &'a TracedSite>) -> Option<[f64; 4]> {
    sites.into_iter().map(|s| bbox_e7(&s.shape)).reduce(Bbox::and).map(degrees)
}

fn feature(site: &TracedSite, figures: Value) -> Value {
    let mut properties = Map::new();
    properties.insert("code".into(), json!(site.code));
    properties.insert("name".into(), json!(site.name));
    properties.insert("url".into(), json!(format!("/sites/{}", site.code)));
    properties.insert("area_code".into(), json!(site.admin_code));
    properties.insert("area".into(), json!(site.admin_name));
    properties.insert("longitude_e7".into(), json!(site.position.lon_e7()));
    properties.insert("latitude_e7".into(), json!(site.position.lat_e7()));
    if let Value::Object(figures) = figures {
        properties.extend(figures);
    }
    json!({ "type": "Feature", "id": site.code, "geometry": to_geojson(&site.shape), "properties": properties })
}

fn collection(about: &Value, features: Vec<Value>, around: Option<[f64; 4]>) -> Value {
    let mut whole = Map::new();
    whole.insert("type".into(), json!("FeatureCollection"));
    whole.insert("about".into(), about.clone());
    if let Some(around) = around {
        whole.insert("bbox".into(), json!(around));
    }
    whole.insert("features".into(), Value::Array(features));
    Value::Object(whole)
}

fn carats(mct: i64) -> String {
    format!("{}\u{a0}ct", decimal(mct, 3, 2))
}

/// A trace back: `weight_mct` from entries and `stock_mct` from declared stock for each site, and in `about`
/// the sums with what has no established origin. `status` is `explain` where something about the site or a
/// licence behind it would have to be explained, else `clear`.
#[must_use]
pub fn back(trace: &Trace) -> Value {
    let sites: BTreeSet<&str> = trace.explain.iter().filter_map(|e| e.site.as_deref()).collect();
    let licences: BTreeSet<&str> = trace.explain.iter().filter_map(|e| e.licence.as_deref()).collect();
    let features = trace.by_site.iter().map(|s| {
        let both = s.weight_mct.saturating_add(s.stock_mct);
        let told = sites.contains(s.site.code.as_str()) || s.licences.iter().any(|l| licences.contains(l.number.as_str()));
        let figures = json!({
            "weight_mct": s.weight_mct,
            "stock_mct": s.stock_mct,
            "share_ppm": s.share_ppm,
            "entries": s.entries,
            "licences": s.licences,
            "status": if told { "explain" } else { "clear" },
            "weight": both,
            "weight_text": carats(both),
        });
        feature(&s.site, figures)
    });
    let about = json!({
        "cut": trace.cut,
        "subject": trace.subject,
        "as_of": trace.as_of,
        "total_mct": trace.total_mct,
        "established_mct": trace.established_mct,
        "opening_stock_mct": trace.opening_stock_mct,
        "imported_mct": trace.imported_mct,
        "unestablished_mct": trace.unestablished_mct,
        "by_import": trace.by_import,
    });
    collection(&about, features.collect(), bbox(trace.by_site.iter().map(|s| &s.site)))
}

/// A forward trace: what each site produced, and in `about` where it went.
#[must_use]
pub fn forward(forward: &Forward) -> Value {
    let features = forward.sites.iter().map(|s| {
        let figures = json!({
            "produced_mct": s.produced_mct,
            "entries": s.entries,
            "status": "clear",
            "weight": s.produced_mct,
            "weight_text": carats(s.produced_mct),
        });
        feature(&s.site, figures)
    });
    let about = json!({
        "cut": forward.cut,
        "of": forward.of,
        "as_of": forward.as_of,
        "produced_mct": forward.produced_mct,
        "in_stock_mct": forward.in_stock_mct,
        "exported_mct": forward.exported_mct,
        "removed_mct": forward.removed_mct,
        "seized_mct": forward.seized_mct,
        "lost_mct": forward.lost_mct,
    });
    collection(&about, features.collect(), bbox(forward.sites.iter().map(|s| &s.site)))
}
