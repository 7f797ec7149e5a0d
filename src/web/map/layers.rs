//! The layers under the sites: those built into the program, and an operator's own.
//!
//! An operator's folder may hold any number of `NAME.geojson` files. One with the name of a built-in layer
//! takes its place; every other is drawn above. A `layers.json` beside them may say what they are called:
//! `[{"file": "zones", "name": {"en": "Zones", "fr": "Zones"}, "kind": "admin", "attribution": "..."}]`.

use crate::domain::access::Permission;
use crate::domain::zone::{ZoneEffect, ZoneRules};
use crate::store::error::StoreError;
use crate::store::zone::zone_histories;
use crate::web::assets;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::locale::{Catalogue, Locale, label, text};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The largest file, in bytes: a phone must draw it.
const FILE_MOST: u64 = 10 * 1024 * 1024;
/// The most bytes of all files together: they are kept in memory.
const ALL_MOST: u64 = 40 * 1024 * 1024;
/// The kinds of layer the map knows how to draw.
const KINDS: [&str; 6] = ["country", "admin", "river", "lake", "place", "other"];
/// How a layer is drawn that does not say what it is: an outline with its name.
const PLAIN_KIND: &str = "admin";

/// A layer as the map reads it, and as `layers.json` of the built-in ones has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    name: String,
    url: String,
    kind: String,
    #[serde(default)]
    attribution: String,
}

/// A line of an operator's `layers.json`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    file: String,
    #[serde(default)]
    name: BTreeMap<String, String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    attribution: String,
}

struct Own {
    names: BTreeMap<String, String>,
    kind: Option<String>,
    attribution: String,
    tag: String,
    body: web::Bytes,
}

/// An operator's layers by name; empty without a folder.
#[derive(Default)]
pub struct MapLayers {
    own: BTreeMap<String, Own>,
}

impl MapLayers {
    /// Reads and checks the layers of a folder.
    ///
    /// # Errors
    /// In words for the operator: a name, a size or a file that cannot be used.
    pub fn load(folder: &Path) -> Result<Self, String> {
        let told = |path: &Path, e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
        let described = described(folder)?;
        let entries = std::fs::read_dir(folder).map_err(|e| told(folder, &e))?;
        let mut paths: Vec<_> = entries.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>().map_err(|e| told(folder, &e))?;
        paths.sort();
        let (mut own, mut all) = (BTreeMap::new(), 0u64);
        for path in paths.into_iter().filter(|p| p.extension().is_some_and(|e| e == "geojson")) {
            let name = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
            if !is_safe(&name) {
                return Err(told(&path, &"a layer's file name has 1 to 40 of the characters a-z, 0-9, - and _"));
            }
            let size = std::fs::metadata(&path).map_err(|e| told(&path, &e))?.len();
            all = all.saturating_add(size);
            if size > FILE_MOST || all > ALL_MOST {
                let mb = |bytes: u64| bytes / 1024 / 1024;
                return Err(told(&path, &format!("layers have at most {} MB each and {} MB together", mb(FILE_MOST), mb(ALL_MOST))));
            }
            let body = std::fs::read(&path).map_err(|e| told(&path, &e))?;
            let read: Result<geojson::FeatureCollection, _> = String::from_utf8_lossy(&body).parse();
            read.map_err(|e| told(&path, &format!("not a GeoJSON feature collection: {e}")))?;
            let tag = format!("\"{}\"", crate::domain::entry::sha256_hex(&[&body]).get(..24).unwrap_or_default());
            let about = described.iter().find(|d| d.file == name).cloned();
            let (names, kind, attribution) = about.map(|d| (d.name, d.kind, d.attribution)).unwrap_or_default();
            own.insert(name, Own { names, kind, attribution, tag, body: body.into() });
        }
        match described.iter().find(|d| !own.contains_key(&d.file)) {
            Some(d) => Err(told(&folder.join("layers.json"), &format!("there is no file {}.geojson", d.file))),
            None => Ok(Self { own }),
        }
    }

    /// All layers in drawing order.
    fn listed(&self, code: &str, locale: Locale) -> Vec<Listed> {
        let bundled = assets::text_of(&format!("basemap/{code}/layers.json")).unwrap_or_else(|| "[]".to_owned());
        let bundled: Vec<Listed> = serde_json::from_str(&bundled).unwrap_or_default();
        let mut left: Vec<&String> = self.own.keys().collect();
        let mut all: Vec<Listed> = bundled
            .into_iter()
            .map(|layer| {
                let stem = layer.url.rsplit('/').next().and_then(|f| f.strip_suffix(".geojson")).unwrap_or_default().to_owned();
                let name = text(locale, &layer.name, &[]);
                match self.own.get(&stem) {
                    None => Listed { name, ..layer },
                    Some(own) => {
                        left.retain(|n| **n != stem);
                        own.listed(&stem, name, &layer.kind, locale)
                    }
                }
            })
            .collect();
        all.extend(left.into_iter().filter_map(|stem| {
            let own = self.own.get(stem)?;
            let known = format!("layer-{stem}");
            let name = if Catalogue::get().has(locale, &known) { text(locale, &known, &[]) } else { stem.replace(['-', '_'], " ") };
            Some(own.listed(stem, name, PLAIN_KIND, locale))
        }));
        all
    }
}

impl Own {
    fn listed(&self, stem: &str, name: String, kind: &str, locale: Locale) -> Listed {
        let named = self.names.get(locale.tag()).or_else(|| self.names.get("en")).or_else(|| self.names.values().next());
        Listed {
            name: named.cloned().unwrap_or(name),
            url: format!("/map/layer/{stem}"),
            kind: self.kind.clone().unwrap_or_else(|| kind.to_owned()),
            attribution: self.attribution.clone(),
        }
    }
}

fn described(folder: &Path) -> Result<Vec<Described>, String> {
    let path = folder.join("layers.json");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let read = std::fs::read_to_string(&path).map_err(|e| e.to_string());
    let lines: Result<Vec<Described>, String> = read.and_then(|t| serde_json::from_str(&t).map_err(|e| e.to_string()));
    let lines = lines.map_err(|e| format!("{}: {e}", path.display()))?;
    match lines.iter().filter_map(|d| d.kind.as_deref()).find(|k| !KINDS.contains(k)) {
        Some(kind) => Err(format!("{}: \"{kind}\" is none of the kinds {}", path.display(), KINDS.join(", "))),
        None => Ok(lines),
    }
}

fn is_safe(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    (1..=40).contains(&name.len()) && name.chars().all(plain)
}

/// `GET /map/layers.json`.
///
/// # Errors
/// Never.
pub async fn list(ctx: Ctx) -> Answer {
    let profile = &ctx.state.app.env.profile;
    let mut all = ctx.state.layers.listed(profile.code(), ctx.locale());
    if ctx.can(Permission::SiteRead) {
        all.extend(zone_layers(&ctx).await?);
    }
    // The names are in the reader's language, which the address does not tell.
    let name = (CONTENT_DISPOSITION, "inline; filename=\"layers.json\"");
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-cache")).insert_header(name).json(all))
}

/// The zones by what their status of today does; what there is none of is no layer.
async fn zone_layers(ctx: &Ctx) -> Result<Vec<Listed>, WebError> {
    let (today, rules) = (ctx.today(), ctx.state.app.env.profile.zones.clone());
    let known = ctx.read(|rx| -> Result<_, StoreError> { zone_histories(rx, None, None) }).await?;
    let effects: Vec<ZoneEffect> = known.iter().map(|z| z.status_on(today).map_or(ZoneEffect::None, |s| rules.effect(s.status))).collect();
    let listed = |effect: &&ZoneEffect| effects.contains(effect);
    let layer = |effect: &ZoneEffect| Listed {
        name: label(ctx.locale(), "zone-layer", effect.as_str()),
        url: format!("/zones.geojson?effect={effect}"),
        kind: format!("zone-{effect}"),
        attribution: String::new(),
    };
    Ok(ZoneEffect::ALL.iter().filter(listed).map(layer).collect())
}

/// `GET /map/layer/{name}`: one of the operator's own.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn layer(ctx: Ctx, req: HttpRequest, path: web::Path<String>) -> Answer {
    let own = ctx.state.layers.own.get(path.as_str()).ok_or(WebError::NotFound)?;
    if req.headers().get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()) == Some(&own.tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, own.tag.clone())).finish());
    }
    Ok(HttpResponse::Ok()
        .content_type("application/geo+json")
        .insert_header((ETAG, own.tag.clone()))
        .insert_header((CACHE_CONTROL, "private, max-age=3600"))
        // Its name was looked at when it was read: small letters, figures, hyphens.
        .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{path}.geojson\"")))
        .body(own.body.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = r#"{"type":"FeatureCollection","features":[]}"#;

    fn folder(files: &[(&str, &str)]) -> std::path::PathBuf {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let dir = std::env::temp_dir().join(format!("placer-layers-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir_all(&dir).unwrap();
        for (name, text) in files {
            std::fs::write(dir.join(name), text).unwrap();
        }
        dir
    }

    fn load(files: &[(&str, &str)]) -> Result<MapLayers, String> {
        let dir = folder(files);
        let loaded = MapLayers::load(&dir);
        std::fs::remove_dir_all(dir).unwrap();
        loaded
    }

    #[test]
    fn own_layers_replace_and_add() {
        let about = r#"[{"file":"zones","name":{"en":"Zones","fr":"Zones vertes"},"kind":"other","attribution":"<b>Own"}]"#;
        let files =
            [("rivers.geojson", EMPTY), ("zones.geojson", EMPTY), ("old_pits.geojson", EMPTY), ("layers.json", about), ("note.txt", "x")];
        let layers = load(&files).unwrap();
        let built_in = MapLayers::default().listed("SL", Locale::Fr);
        let all = layers.listed("SL", Locale::Fr);
        assert!(built_in.len() > 3 && built_in.iter().all(|l| l.url.starts_with("/static/basemap/SL/") && !l.name.starts_with('[')));
        assert_eq!(all.len(), built_in.len() + 2);
        let rivers = all.iter().position(|l| l.url == "/map/layer/rivers").unwrap();
        assert_eq!((all[rivers].kind.as_str(), &all[rivers].name), ("river", &built_in[rivers].name));
        let last: Vec<_> = all[built_in.len()..].iter().map(|l| (l.name.as_str(), l.kind.as_str())).collect();
        assert_eq!(last, [("old pits", "admin"), ("Zones vertes", "other")]);
        assert!(MapLayers::default().listed("XX", Locale::En).is_empty());
    }

    #[test]
    fn a_layer_that_cannot_be_used_is_told_by_its_name() {
        let why = |files: &[(&str, &str)]| load(files).err().unwrap();
        assert!(why(&[("Big Rivers.geojson", EMPTY)]).contains("Big Rivers.geojson: a layer's file name"));
        assert!(why(&[("rivers.geojson", "{}")]).contains("not a GeoJSON feature collection"));
        assert!(why(&[("layers.json", r#"[{"file":"a"}]"#)]).contains("no file a.geojson"));
        assert!(why(&[("a.geojson", EMPTY), ("layers.json", r#"[{"file":"a","kind":"sea"}]"#)]).contains("\"sea\" is none of the kinds"));
        assert!(why(&[("layers.json", "[")]).contains("layers.json"));
        let huge = " ".repeat(usize::try_from(FILE_MOST).unwrap() + 1);
        assert!(why(&[("a.geojson", &huge)]).contains("10 MB each"));
        assert!(MapLayers::load(Path::new("/no/such/folder")).is_err());
    }
}
