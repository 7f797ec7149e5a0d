//! `GET /sites.geojson`: the sites of a query for the map and for whoever wants them in another program.

use crate::domain::access::{Permission, Reach};
use crate::domain::entry::sha256_hex;
use crate::domain::geo::{Bbox, bbox_e7};
use crate::store::db::Rx;
use crate::store::journal::journal_size;
use crate::store::site::{Feature, FeatureShape, SiteFilter, site_by_code, site_features};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::map::time::{Asked, figures, overlay};
use crate::web::map::{SiteQuery, status_key};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use std::collections::HashMap;
use std::fmt::Write;

/// What happened at sites, by their codes: the key of the colour, the size of the dot, and that in words.
type Overlay = HashMap<String, (&'static str, i64, String)>;

/// The most sites of one answer; past it the answer says that it was cut.
pub const MOST: i64 = 50_000;
/// What is shown around a single site, 1e-7 degrees: about five kilometres.
const AROUND_E7: i32 = 450_000;

/// What a request asks for, with the state of the register it is answered from.
struct Found {
    features: Vec<Feature>,
    this: Option<String>,
    tag: String,
}

enum Answered {
    Same(String),
    New(Found),
}

/// `GET /sites.geojson`.
///
/// # Errors
/// [`WebError::UnreadablePage`], [`WebError::NotFound`] for a site out of reach, or a fault.
pub async fn feed(ctx: Ctx, req: HttpRequest, query: web::Query<SiteQuery>) -> Answer {
    let query = query.into_inner();
    let filter = query.filter(&ctx).await?;
    let reach = ctx.reach(Permission::SiteRead);
    let known = req.headers().get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let asked = Asked::of(&query, ctx.today())?;
    // Alerts come and go without an entry of the journal.
    let known = known.filter(|_| !asked.alerts);
    let (near, query_text, today) = (query.near.trim().to_owned(), req.query_string().to_owned(), ctx.today());
    let tongue = ctx.locale().tag();
    let answered = ctx
        .read(move |rx| -> Result<_, WebError> {
            // Weak: compression changes the bytes. The day counts, because licences end by themselves; the language, because
            // the overlay is told in words.
            let whole = format!("{}|{today}|{reach:?}|{tongue}|{query_text}", journal_size(rx)?);
            let tag = format!("W/\"{}\"", sha256_hex(&[whole.as_bytes()]).get(..24).unwrap_or_default());
            if known.as_deref() == Some(tag.as_str()) {
                return Ok(Answered::Same(tag));
            }
            let (filter, this) = if near.is_empty() { (filter, None) } else { surroundings(rx, reach, &near)? };
            let features = site_features(rx, reach, &filter, today, MOST.saturating_add(1))?;
            Ok(Answered::New(Found { features, this, tag }))
        })
        .await?;
    let (tag, body) = match answered {
        Answered::Same(tag) => (tag, None),
        Answered::New(found) => {
            let over = figures(&ctx, asked).await?;
            let over = asked.any().then(|| overlay(ctx.locale(), &asked, over));
            (found.tag.clone(), Some(written(&found, over.as_ref())))
        }
    };
    let mut answer = if body.is_some() { HttpResponse::Ok() } else { HttpResponse::NotModified() };
    answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    Ok(match body {
        Some(body) => {
            answer.insert_header((CONTENT_DISPOSITION, "inline; filename=\"sites.geojson\""));
            answer.content_type("application/geo+json").body(body)
        }
        None => answer.finish(),
    })
}

fn surroundings(rx: &mut Rx<'_>, reach: Reach, code: &str) -> Result<(SiteFilter, Option<String>), WebError> {
    let site = site_by_code(rx, code)?.filter(|s| reach.covers(&s.belongs())).ok_or(WebError::NotFound)?;
    let b = bbox_e7(&site.facts.shape);
    let bbox = Bbox {
        west_e7: b.west_e7.saturating_sub(AROUND_E7),
        south_e7: b.south_e7.saturating_sub(AROUND_E7),
        east_e7: b.east_e7.saturating_add(AROUND_E7),
        north_e7: b.north_e7.saturating_add(AROUND_E7),
    };
    Ok((SiteFilter { bbox: Some(bbox), ..SiteFilter::default() }, Some(site.code)))
}

/// The features as text. Written by hand: through a tree of values ten thousand sites take several times as long.
fn written(found: &Found, over: Option<&Overlay>) -> String {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(found.features.len().saturating_mul(220).saturating_add(64));
    out.push_str("{\"type\":\"FeatureCollection\",");
    if found.features.len() > most {
        out.push_str("\"truncated\":true,");
    }
    out.push_str("\"features\":[");
    for (at, feature) in found.features.iter().take(most).enumerate() {
        if at > 0 {
            out.push(',');
        }
        let this = found.this.as_deref() == Some(feature.code.as_str());
        let happened = over.and_then(|over| over.get(&feature.code));
        let status = match (this, over) {
            (true, _) => "this",
            (false, Some(_)) => happened.map_or("none", |(status, ..)| *status),
            (false, None) => status_key(feature.standing),
        };
        one(&mut out, feature, status, happened.filter(|(_, weight, _)| *weight > 0));
    }
    out.push_str("]}");
    out
}

fn one(out: &mut String, feature: &Feature, status: &str, weighs: Option<&(&'static str, i64, String)>) {
    out.push_str("{\"type\":\"Feature\",\"geometry\":");
    match &feature.shape {
        FeatureShape::Point(at) => {
            out.push_str("{\"type\":\"Point\",\"coordinates\":");
            pair(out, *at);
        }
        FeatureShape::Polygon(rings) => {
            out.push_str("{\"type\":\"Polygon\",\"coordinates\":[");
            for (at, ring) in rings.iter().enumerate() {
                out.push_str(if at > 0 { ",[" } else { "[" });
                for (at, corner) in ring.iter().chain(ring.first()).enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    pair(out, *corner);
                }
                out.push(']');
            }
            out.push(']');
        }
    }
    let text = |t: &str| serde_json::Value::from(t).to_string();
    let code = &feature.code;
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "}},\"properties\":{{\"code\":{},\"name\":{},\"url\":{},\"status\":\"{status}\"",
        text(code),
        text(&feature.name),
        text(&format!("/sites/{code}")),
    );
    if let Some((_, weight, words)) = weighs {
        let _ = write!(out, ",\"weight\":{weight},\"weight_text\":{}", text(words));
    }
    out.push_str("}}");
}

fn pair(out: &mut String, (lon, lat): (i32, i32)) {
    out.push('[');
    degree(out, lon);
    out.push(',');
    degree(out, lat);
    out.push(']');
}

/// 1e-7 degrees as degrees with six decimals at most: a tenth of a metre.
fn degree(out: &mut String, e7: i32) {
    let micro = (i64::from(e7.unsigned_abs()).saturating_add(5)) / 10;
    let sign = if e7 < 0 && micro > 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:06}", micro / 1_000_000, micro % 1_000_000);
    out.push_str(text.trim_end_matches('0').trim_end_matches('.'));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::licence::Standing;

    #[test]
    fn degrees_are_short_and_rounded() {
        let shown = |e7| {
            let mut out = String::new();
            degree(&mut out, e7);
            out
        };
        assert_eq!(shown(-105_000_000), "-10.5");
        assert_eq!(shown(80_000_006), "8.000001");
        assert_eq!(shown(-1_234_567), "-0.123457");
        assert_eq!(shown(-4), "0");
        assert_eq!(shown(1_800_000_000), "180");
    }

    #[test]
    fn it_is_geojson_whatever_a_name_holds() {
        let name = "</script>\"\\\u{7}\u{2028}";
        let square = vec![vec![(0, 0), (10_000, 0), (10_000, 10_000)]];
        let features = vec![
            Feature { code: "S-1".into(), name: name.into(), shape: FeatureShape::Polygon(square), standing: Some(Standing::NotYet) },
            Feature { code: "S-2".into(), name: String::new(), shape: FeatureShape::Point((-5_000_000, 0)), standing: None },
        ];
        let text = written(&Found { features, this: Some("S-2".into()), tag: String::new() }, None);
        let read: geojson::FeatureCollection = text.parse().unwrap();
        let of = |at: usize, key: &str| read.features[at].property(key).and_then(|v| v.as_str()).unwrap().to_owned();
        assert_eq!((of(0, "name"), of(0, "status"), of(0, "url")), (name.into(), "not_yet".into(), "/sites/S-1".into()));
        assert_eq!(of(1, "status"), "this");
        let geojson::GeometryValue::Polygon { coordinates } = &read.features[0].geometry.as_ref().unwrap().value else { panic!() };
        assert_eq!(coordinates[0].len(), 4, "closed");
    }
}
