//! The picture of a chain of custody: sites on the left, the subject on the right, what happened between.
//!
//! A small chain is drawn parcel by parcel. A larger one is drawn by holder and stage, and where even that
//! is too much, the largest of each stage and one box for the others.

mod layout;

use crate::domain::trace::{Chain, SubjectKind, Trace, TracedSource};
use crate::web::locale::{Locale, ToArg, text};
use crate::web::open;
use crate::web::participant::participant_name;
use crate::web::trace::words::carats;
use layout::{Sizes, layout};
use std::collections::{BTreeMap, HashMap};

/// The most boxes that are drawn parcel by parcel.
const NODES_MAX: usize = 300;
/// The most boxes of one stage in a picture by holder; the rest share one more.
const STAGE_MAX: usize = 40;
/// Up to so many boxes each is a link; more would be a trap for the keyboard, and the tables have the links.
const LINKS_MAX: usize = 60;

const SIZES: Sizes = Sizes { width: 190, height: 44, between: 70, gap: 12, margin: 12 };

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Box {
    /// Left edge.
    pub x: i64,
    /// Upper edge.
    pub y: i64,
    /// Class: `site`, `abroad`, `mix`, `shipment`, `certificate`, `unknown`, `test` or nothing.
    pub kind: &'static str,
    /// First line.
    pub label: String,
    /// Second line.
    pub sub: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// SVG path.
    pub path: String,
    /// Whether a quarter of the subject's mass or more runs through it.
    pub strong: bool,
}

/// The finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width, CSS pixels.
    pub width: i64,
    /// Height, CSS pixels.
    pub height: i64,
    /// Width of a box.
    pub box_width: i64,
    /// Height of a box.
    pub box_height: i64,
    /// The boxes.
    pub boxes: Vec<Box>,
    /// The lines.
    pub lines: Vec<Line>,
    /// Whether parcels are drawn together by holder.
    pub grouped: bool,
}

#[derive(Default)]
struct Graph {
    boxes: Vec<Box>,
    columns: Vec<usize>,
    lines: Vec<(usize, usize)>,
    masses: Vec<i64>,
}

impl Graph {
    fn add(&mut self, column: usize, kind: &'static str, label: String, sub: String, href: Option<String>) -> usize {
        self.boxes.push(Box { x: 0, y: 0, kind, label, sub, href });
        self.columns.push(column);
        self.boxes.len() - 1
    }

    fn join(&mut self, from: usize, to: usize, mct: i64) {
        self.lines.push((from, to));
        self.masses.push(mct);
    }

    /// Puts every box one column right of the last that leads to it. Lines run from earlier boxes to later.
    fn rank(&mut self) {
        let mut lines = self.lines.clone();
        lines.sort_unstable();
        for (from, to) in lines {
            let after = self.columns.get(from).map_or(0, |c| c + 1);
            if let Some(column) = self.columns.get_mut(to) {
                *column = after.max(*column);
            }
        }
    }

    fn finish(mut self, total_mct: i64, grouped: bool) -> Picture {
        let placed = layout(&self.columns, &self.lines, SIZES);
        let links = self.boxes.len() <= LINKS_MAX;
        for (b, (x, y)) in self.boxes.iter_mut().zip(placed.boxes) {
            (b.x, b.y) = (x, y);
            if !links {
                b.href = None;
            }
        }
        let strong = |mct: i64| total_mct > 0 && mct.saturating_mul(4) >= total_mct;
        let lines = placed.lines.into_iter().zip(self.masses).map(|(path, mct)| Line { path, strong: strong(mct) }).collect();
        Picture {
            width: placed.width,
            height: placed.height,
            box_width: SIZES.width,
            box_height: SIZES.height,
            boxes: self.boxes,
            lines,
            grouped,
        }
    }
}

/// The picture of a trace; none where it has no chain or nothing is in it.
#[must_use]
pub fn picture(trace: &Trace, locale: Locale) -> Option<Picture> {
    let chain = trace.chain.as_ref().filter(|c| !c.parcels.is_empty())?;
    let holdings = chain.parcels.iter().fold(0usize, |sum, p| sum.saturating_add(p.holdings.len()));
    let boxes = holdings.saturating_add(trace.by_site.len()).saturating_add(trace.by_import.len());
    Some(if boxes <= NODES_MAX { by_parcel(trace, chain, locale) } else { by_holder(trace, chain, locale) })
}

/// The boxes of shipment and certificate after the last parcels.
fn subject(graph: &mut Graph, trace: &Trace, column: usize, locale: Locale) -> Option<usize> {
    let s = &trace.subject;
    let total = carats(locale, trace.total_mct);
    let shipment = |graph: &mut Graph, code: &str| {
        let sub = text(locale, "trace-chain-shipment", &[("carats", total.to_arg())]);
        graph.add(column, "shipment", code.to_owned(), sub, None)
    };
    match s.kind {
        SubjectKind::Parcel => None,
        SubjectKind::Shipment => Some(shipment(graph, &s.code)),
        SubjectKind::Certificate => {
            let first = shipment(graph, s.shipment.as_deref().unwrap_or_default());
            let sub = text(locale, "trace-chain-certificate", &[("carats", total.to_arg())]);
            let last = graph.add(column + 1, "certificate", s.code.clone(), sub, Some(format!("/certificates/{}", s.id)));
            graph.join(first, last, trace.total_mct);
            Some(first)
        }
    }
}

/// Site boxes by code, those of foreign certificates by the code of their arrival, and the box of what has no established
/// origin under an empty code.
fn sites(graph: &mut Graph, trace: &Trace, locale: Locale, most: usize) -> HashMap<String, usize> {
    let mut at = HashMap::new();
    let mut rest: (usize, i64) = (0, 0);
    let few = trace.by_site.len() <= most.saturating_add(1);
    for (place, share) in trace.by_site.iter().enumerate() {
        let mct = share.weight_mct.saturating_add(share.stock_mct);
        if few || place < most {
            let sub = format!("{} · {}", carats(locale, mct), short(&share.site.name, 16));
            let node = graph.add(0, "site", share.site.code.clone(), sub, Some(format!("/sites/{}", share.site.code)));
            at.insert(share.site.code.clone(), node);
        } else {
            rest = (rest.0.saturating_add(1), rest.1.saturating_add(mct));
        }
    }
    if rest.0 > 0 {
        let label = text(locale, "trace-chain-other-sites", &[("count", rest.0.to_arg())]);
        let node = graph.add(0, "site", label, carats(locale, rest.1), None);
        for share in trace.by_site.iter().skip(most) {
            at.insert(share.site.code.clone(), node);
        }
    }
    for share in &trace.by_import {
        let country = participant_name(locale, &share.import.issuer);
        let sub = format!("{} · {}", carats(locale, share.weight_mct), short(&country, 16));
        let href = Some(open::arrival(&share.import.arrival));
        at.insert(share.import.code.clone(), graph.add(0, "abroad", short(&share.import.number, 24), sub, href));
    }
    if trace.unestablished_mct > 0 {
        let label = text(locale, "trace-chain-unknown", &[]);
        let node = graph.add(0, "unknown", label, carats(locale, trace.unestablished_mct), None);
        at.insert(String::new(), node);
    }
    at
}

/// Under which code the box stands that an entry's carats come from.
fn origin(source: &TracedSource) -> &str {
    source.site.as_deref().or(source.import.as_deref()).unwrap_or_default()
}

/// The beginning of a name, where all of it has no room.
fn short(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let cut: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

fn by_parcel(trace: &Trace, chain: &Chain, locale: Locale) -> Picture {
    let mut graph = Graph::default();
    let sites = sites(&mut graph, trace, locale, usize::MAX);
    let mixes: HashMap<i64, bool> = chain.operations.iter().map(|o| (o.seq, o.kind == "combine")).collect();
    let mut last: HashMap<&str, usize> = HashMap::new();
    let mut used: BTreeMap<i64, Vec<(usize, i64)>> = BTreeMap::new();
    let sources: HashMap<&str, (&str, i64)> = trace.sources.iter().map(|s| (s.parcel.as_str(), (origin(s), s.share_mct))).collect();
    let is_end = |code: &str| chain.ends.iter().any(|e| e == code) && trace.subject.kind == SubjectKind::Parcel;
    for parcel in &chain.parcels {
        let mut before: Option<(usize, i64)> = None;
        for (at, holding) in parcel.holdings.iter().enumerate() {
            let kind = match mixes.get(&parcel.made_seq) {
                _ if is_end(&parcel.code) && at + 1 == parcel.holdings.len() => "shipment",
                _ if parcel.test => "test",
                Some(true) => "mix",
                _ => "",
            };
            let sub = format!("{} · {}", carats(locale, holding.weight_mct), holding.holder);
            let node = graph.add(1, kind, parcel.code.clone(), sub, Some(format!("/parcels/{}", parcel.code)));
            match before {
                Some((before, given)) => graph.join(before, node, given),
                None => {
                    for (input, mct) in used.get(&parcel.made_seq).into_iter().flatten() {
                        graph.join(*input, node, *mct);
                    }
                    if let Some((site, share)) = sources.get(parcel.code.as_str())
                        && let Some(site) = sites.get(*site)
                    {
                        graph.join(*site, node, *share);
                    }
                }
            }
            before = Some((node, holding.weight_mct));
        }
        if let Some((node, _)) = before {
            last.insert(&parcel.code, node);
            if let Some(seq) = parcel.used_seq {
                used.entry(seq).or_default().push((node, parcel.weight_mct));
            }
        }
    }
    if let Some(end) = subject(&mut graph, trace, 1, locale) {
        let masses: HashMap<&str, i64> = chain.parcels.iter().map(|p| (p.code.as_str(), p.weight_mct)).collect();
        for code in &chain.ends {
            if let Some(node) = last.get(code.as_str()) {
                graph.join(*node, end, masses.get(code.as_str()).copied().unwrap_or(0));
            }
        }
    }
    graph.rank();
    graph.finish(trace.total_mct, false)
}

fn by_holder(trace: &Trace, chain: &Chain, locale: Locale) -> Picture {
    let mut graph = Graph::default();
    let sites = sites(&mut graph, trace, locale, STAGE_MAX);
    let nodes = holder_boxes(&mut graph, chain, locale);
    let mut flows: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    let mut flow = |from: Option<&usize>, to: Option<&usize>, mct: i64| {
        if let (Some(from), Some(to)) = (from, to)
            && from != to
        {
            let sum = flows.entry((*from, *to)).or_default();
            *sum = sum.saturating_add(mct);
        }
    };
    let sources: HashMap<&str, (&str, i64)> = trace.sources.iter().map(|s| (s.parcel.as_str(), (origin(s), s.share_mct))).collect();
    type Flow<'t> = ((usize, &'t str), i64);
    let mut used: BTreeMap<i64, Vec<Flow<'_>>> = BTreeMap::new();
    let mut ends: Vec<((usize, &str), i64)> = Vec::new();
    for parcel in &chain.parcels {
        let at = |h: &'_ crate::domain::trace::Holding| nodes.get(&(h.hop, h.holder.clone())).copied();
        for pair in parcel.holdings.windows(2) {
            if let [a, b] = pair {
                flow(at(a).as_ref(), at(b).as_ref(), a.weight_mct);
            }
        }
        if let Some(first) = parcel.holdings.first() {
            if let Some((site, share)) = sources.get(parcel.code.as_str()) {
                flow(sites.get(*site), at(first).as_ref(), *share);
            }
            for ((hop, holder), mct) in used.get(&parcel.made_seq).into_iter().flatten() {
                flow(nodes.get(&(*hop, (*holder).to_owned())), at(first).as_ref(), *mct);
            }
        }
        if let Some(held) = parcel.holdings.last() {
            let here = ((held.hop, held.holder.as_str()), parcel.weight_mct);
            match parcel.used_seq {
                Some(seq) => used.entry(seq).or_default().push(here),
                None => ends.push(here),
            }
        }
    }
    let furthest = graph.columns.iter().max().map_or(1, |c| c + 1);
    let end = subject(&mut graph, trace, furthest, locale);
    for ((hop, holder), mct) in ends {
        flow(nodes.get(&(hop, holder.to_owned())), end.as_ref(), mct);
    }
    for ((from, to), mct) in flows {
        graph.join(from, to, mct);
    }
    graph.finish(trace.total_mct, true)
}

/// A box for each holder of each stage; those with the fewest parcels of a crowded stage share one.
fn holder_boxes(graph: &mut Graph, chain: &Chain, locale: Locale) -> HashMap<(usize, String), usize> {
    let mut stages: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for holding in chain.parcels.iter().flat_map(|p| &p.holdings) {
        *stages.entry(holding.hop).or_default().entry(&holding.holder).or_default() += 1;
    }
    let mut nodes = HashMap::new();
    let parcels = |count: usize| text(locale, "trace-chain-parcels", &[("count", count.to_arg())]);
    for (hop, holders) in stages {
        let mut ordered: Vec<(&str, usize)> = holders.into_iter().collect();
        ordered.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let kept = if ordered.len() <= STAGE_MAX + 1 { ordered.len() } else { STAGE_MAX };
        let (shown, others) = ordered.split_at(kept);
        for (holder, count) in shown {
            let node = graph.add(hop + 1, "", (*holder).to_owned(), parcels(*count), None);
            nodes.insert((hop, (*holder).to_owned()), node);
        }
        if !others.is_empty() {
            let label = text(locale, "trace-chain-other-holders", &[("count", others.len().to_arg())]);
            let count = others.iter().map(|(_, count)| count).sum();
            let node = graph.add(hop + 1, "", label, parcels(count), None);
            nodes.extend(others.iter().map(|(holder, _)| ((hop, (*holder).to_owned()), node)));
        }
    }
    nodes
}
