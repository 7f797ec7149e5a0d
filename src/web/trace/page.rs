//! What the pages of traces show.

use super::sketch::{Sketch, sketch};
use super::words::{self, ExplainGroup, explain_groups, verdict};
use crate::domain::jurisdiction::Profile;
use crate::domain::licence::Standing;
use crate::domain::parcel::{Import, SourceKind};
use crate::domain::trace::{Forward, ForwardKind, SubjectKind, Trace, TracedSite, TracedSource, Verdict};
use crate::interop::trace_geojson::bbox;
use crate::web::chain::{Picture, picture};
use crate::web::filters;
use crate::web::locale::{Locale, text};
use crate::web::open::{self, Open};
use askama::Template;

/// The most rows of a long table on a page; the files have them all.
const ROWS_MAX: usize = 200;

/// Where the map of a page looks.
pub struct MapView {
    /// Description of the map's layers.
    pub layers: String,
    /// West, south, east, north.
    pub bbox: String,
    /// Whether there is anything to show.
    pub any: bool,
    /// The same without a script.
    pub sketch: Sketch,
}

impl MapView {
    fn new<'a>(profile: &Profile, sites: impl Iterator<Item = (&'a TracedSite, i64)> + Clone) -> Self {
        let code = profile.code();
        let around = bbox(sites.clone().map(|(site, _)| site));
        // Some room, so that a single pit is seen in its surroundings.
        let around = around.map(|[w, s, e, n]| [w - 0.25, s - 0.25, e + 0.25, n + 0.25]);
        Self {
            layers: "/map/layers.json".to_owned(),
            bbox: around.map(|b| b.map(|d| format!("{d:.3}")).join(",")).unwrap_or_default(),
            any: around.is_some(),
            sketch: sketch(code, sites),
        }
    }
}

/// A trace back as a page.
#[derive(Template)]
#[template(path = "trace/back.html")]
pub struct BackPage {
    trace: Trace,
    base: String,
    parent: String,
    verdict: String,
    verdict_ok: bool,
    groups: Vec<ExplainGroup>,
    picture: Option<Picture>,
    map: MapView,
    sales: usize,
    parcels: usize,
    /// What the reader may open of all this.
    open: Open,
}

impl BackPage {
    fn not_valid(&self) -> Option<&'static str> {
        words::not_valid(&self.trace)
    }
    /// What the page names and would lead to.
    #[must_use]
    pub fn leads_to(&self) -> Vec<String> {
        let sites = self.trace.by_site.iter().take(ROWS_MAX).map(|s| open::site(&s.site.code));
        let licences = self.trace.licences.iter().take(ROWS_MAX).map(|l| open::licence(&l.id));
        let abroad = self.trace.by_import.iter().take(ROWS_MAX).map(|s| open::arrival(&s.import.arrival));
        let entries = self.first_sources().into_iter().map(|s| open::production(&s.parcel));
        let boxes = self.picture.iter().flat_map(|p| p.boxes.iter().filter_map(|b| b.href.clone()));
        sites.chain(licences).chain(abroad).chain(entries).chain(boxes).collect()
    }

    /// With links only to what the reader may open.
    #[must_use]
    pub fn opening(mut self, open: Open) -> Self {
        for one in self.picture.iter_mut().flat_map(|p| p.boxes.iter_mut()) {
            one.href = one.href.take().filter(|href| open.address(href));
        }
        self.open = open;
        self
    }

    /// The page of a trace, without any links to what it names.
    #[must_use]
    pub fn new(trace: Trace, locale: Locale, profile: &Profile) -> Self {
        let parent = match trace.subject.kind {
            SubjectKind::Certificate => format!("/certificates/{}", trace.subject.id),
            SubjectKind::Shipment => format!("/shipments/{}", trace.subject.id),
            SubjectKind::Parcel => format!("/parcels/{}", trace.subject.code),
        };
        let weighed = trace.by_site.iter().map(|s| (&s.site, s.weight_mct.saturating_add(s.stock_mct)));
        let map = MapView::new(profile, weighed);
        Self {
            base: format!("{parent}/trace"),
            parent,
            verdict: verdict(locale, &trace),
            verdict_ok: trace.verdict() == Verdict::Established,
            groups: explain_groups(locale, &trace.explain),
            picture: picture(&trace, locale),
            map,
            sales: trace.chain.as_ref().map_or(0, |c| c.purchases.len()),
            parcels: trace.chain.as_ref().map_or(0, |c| c.parcels.len()),
            trace,
            open: Open::default(),
        }
    }

    /// The first entries: most carats first, so that what matters is on the page.
    fn first_sources(&self) -> Vec<&TracedSource> {
        let mut all: Vec<&TracedSource> = self.trace.sources.iter().collect();
        all.sort_by(|a, b| b.share_mct.cmp(&a.share_mct).then_with(|| a.parcel.cmp(&b.parcel)));
        all.truncate(ROWS_MAX);
        all
    }

    /// What is remarkable about an entry, in few words.
    fn remarks(&self, source: &TracedSource, locale: &Locale) -> String {
        let word = |code: &str| crate::web::locale::label(*locale, "trace-flag", code);
        let mut parts: Vec<String> = source.flags.iter().map(|f| word(f.as_str())).collect();
        match source.kind {
            SourceKind::Production => {}
            SourceKind::Stock => parts.insert(0, word("stock")),
            SourceKind::Import => parts.insert(0, word("import")),
            SourceKind::Seizure => parts.insert(0, word("seizure")),
        }
        if source.corrected {
            parts.push(word("corrected"));
        }
        if source.licence_then.is_some_and(|s| s != Standing::Valid) {
            parts.push(word("licence_invalid"));
        }
        if source.test {
            parts.push(text(*locale, "test-parcel", &[]));
        }
        parts.join(", ")
    }

    /// How many entries stand behind it, what came from abroad left out.
    fn entries(&self) -> usize {
        self.trace.sources.iter().filter(|s| s.kind != SourceKind::Import).count()
    }

    fn sources_left(&self) -> usize {
        self.trace.sources.len().saturating_sub(ROWS_MAX)
    }

    /// The holders whose names this reader may know.
    fn named(&self) -> Vec<(&str, &str)> {
        let holders = self.trace.chain.iter().flat_map(|c| &c.holders);
        holders.filter_map(|h| Some((h.code.as_str(), h.name.as_deref()?))).take(ROWS_MAX).collect()
    }

    fn imports_left(&self) -> usize {
        self.trace.by_import.len().saturating_sub(ROWS_MAX)
    }

    /// A foreign certificate in words, without its number.
    fn abroad(&self, import: &Import, locale: &Locale) -> String {
        words::abroad(*locale, import)
    }

    fn sites_left(&self) -> usize {
        self.trace.by_site.len().saturating_sub(ROWS_MAX)
    }

    fn licences_left(&self) -> usize {
        self.trace.licences.len().saturating_sub(ROWS_MAX)
    }

    fn share_of(&self, mct: i64) -> i64 {
        crate::domain::trace::share_ppm(mct, self.trace.total_mct)
    }
}

/// A forward trace as a page.
#[derive(Template)]
#[template(path = "trace/forward.html")]
pub struct OnwardPage {
    forward: Forward,
    base: String,
    parent: String,
    map: MapView,
}

impl OnwardPage {
    /// The page of a forward trace.
    #[must_use]
    pub fn new(forward: Forward, profile: &Profile) -> Self {
        let parent = match forward.of.kind {
            ForwardKind::Site => format!("/sites/{}", forward.of.code),
            ForwardKind::Licence => format!("/licences/{}", forward.of.id),
            ForwardKind::Production => format!("/production/{}", forward.of.code),
        };
        let map = MapView::new(profile, forward.sites.iter().map(|s| (&s.site, s.produced_mct)));
        Self { base: format!("{parent}/forward"), parent, map, forward }
    }

    fn share_of(&self, mct: i64) -> i64 {
        crate::domain::trace::share_ppm(mct, self.forward.produced_mct)
    }

    fn stock_left(&self) -> usize {
        self.forward.stock.len().saturating_sub(ROWS_MAX)
    }

    fn certificates_left(&self) -> usize {
        self.forward.certificates.len().saturating_sub(ROWS_MAX)
    }
}
