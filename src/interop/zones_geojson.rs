//! Zones as a GeoJSON feature collection, in and out. What goes out comes in again.

use crate::domain::event::ZoneStatusStated;
use crate::domain::geo::areas_geojson;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::ZoneArea;
use geojson::{Feature, FeatureCollection, JsonObject, JsonValue};

/// The most features of a file.
const FEATURES_MAX: usize = 500;
/// The largest file, bytes.
const FILE_MAX: usize = 20_000_000;

/// The properties of a feature, in the order of the documentation.
pub const PROPERTIES: [&str; 9] = ["name", "authority", "status", "from", "to", "document", "document_number", "document_on", "reason"];

/// A feature as it is written: texts as they stand, empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// `name`
    pub name: String,
    /// `authority`
    pub authority: String,
    /// `status`
    pub status: String,
    /// `from`: the first day of the status.
    pub from: String,
    /// `to`: its last day.
    pub to: String,
    /// `document`: title of the paper.
    pub title: String,
    /// `document_number`
    pub number: String,
    /// `document_on`: its day.
    pub document_on: String,
    /// `reason`
    pub reason: String,
    /// The geometry, as GeoJSON; empty where there is none.
    pub area: String,
}

/// The features of a file.
///
/// # Errors
/// `zone.file_unreadable`, `zone.file_empty`, `zone.file_too_long` on `file`.
pub fn parse(text: &str) -> Result<Vec<Written>, Violations> {
    if text.len() > FILE_MAX {
        return Err(Violation::on("zone.file_too_long", "file").with("most", 500i64).into());
    }
    let collection: FeatureCollection = text.trim().parse().map_err(|_| Violation::on("zone.file_unreadable", "file"))?;
    if collection.features.is_empty() {
        return Err(Violation::on("zone.file_empty", "file").into());
    }
    if collection.features.len() > FEATURES_MAX {
        return Err(Violation::on("zone.file_too_long", "file").with("most", 500i64).into());
    }
    Ok(collection.features.iter().map(read).collect())
}

fn read(feature: &Feature) -> Written {
    let text = |key: &str| match feature.property(key) {
        Some(JsonValue::String(text)) => text.trim().to_owned(),
        Some(JsonValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    Written {
        name: text("name"),
        authority: text("authority"),
        status: text("status"),
        from: text("from"),
        to: text("to"),
        title: text("document"),
        number: text("document_number"),
        document_on: text("document_on"),
        reason: text("reason"),
        area: feature.geometry.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// A zone that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Who drew it up.
    pub authority: &'a str,
    /// Where it is.
    pub area: &'a ZoneArea,
    /// What it is; none where nothing is said of the day.
    pub status: Option<&'a ZoneStatusStated>,
}

/// Zones as one collection.
#[must_use]
pub fn collection<'a>(zones: impl IntoIterator<Item = Shown<'a>>) -> FeatureCollection {
    let feature = |z: Shown<'a>| {
        let mut properties = JsonObject::new();
        let mut put = |key: &str, value: Option<String>| drop(value.map(|v| properties.insert(key.to_owned(), JsonValue::String(v))));
        put("code", Some(z.code.to_owned()));
        put("name", Some(z.name.to_owned()));
        put("authority", Some(z.authority.to_owned()));
        put("status", z.status.map(|s| s.status.as_str().to_owned()));
        put("from", z.status.map(|s| s.from.to_string()));
        put("to", z.status.and_then(|s| s.to).map(|d| d.to_string()));
        put("document", z.status.map(|s| s.document.title.clone()));
        put("document_number", z.status.and_then(|s| s.document.number.clone()));
        put("document_on", z.status.map(|s| s.document.on.to_string()));
        put("reason", z.status.map(|s| s.reason.clone()));
        Feature { geometry: Some(areas_geojson(z.area.all())), properties: Some(properties), ..Feature::default() }
    };
    FeatureCollection { features: zones.into_iter().map(feature).collect(), bbox: None, foreign_members: None }
}
