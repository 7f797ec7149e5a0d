//! From what the store found to a trace: sums, standings, and what would have to be explained.

use super::{
    AsOf, Chain, Cut, Explain, ExplainCode, FoundLicence, FoundSource, ImportShare, LicenceBehind, LicenceUse, SiteShare, Subject, Trace,
    TracedSite, TracedSource, share_ppm,
};
use crate::domain::event::LicenceState;
use crate::domain::licence::{Standing, standing_within};
use crate::domain::parcel::{Import, SourceKind, parcel_code};
use crate::domain::time::Day;
use std::collections::BTreeMap;

/// Everything the store found for a trace back.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was asked about.
    pub subject: Subject,
    /// Up to where the register was read.
    pub as_of: AsOf,
    /// The entries, ascending by parcel number.
    pub sources: Vec<FoundSource>,
    /// Their sites.
    pub sites: Vec<TracedSite>,
    /// Their licences.
    pub licences: Vec<FoundLicence>,
    /// The chain, where it was asked for.
    pub chain: Option<Chain>,
    /// What is remarkable in the chain: weighings.
    pub weighings: Vec<Explain>,
    /// What a limit left out of the chain.
    pub cut: Option<Cut>,
}

/// The worse of two standings: revoked, suspended, expired, not yet, valid.
const fn worse(a: Standing, b: Standing) -> Standing {
    const fn rank(s: Standing) -> u8 {
        match s {
            Standing::Valid => 0,
            Standing::NotYet => 1,
            Standing::Expired => 2,
            Standing::Suspended => 3,
            Standing::Revoked => 4,
        }
    }
    if rank(a) >= rank(b) { a } else { b }
}

#[derive(Default)]
struct SiteSum {
    weight_mct: i64,
    stock_mct: i64,
    entries: i64,
    licences: BTreeMap<usize, Standing>,
}

struct LicenceSum {
    weight_mct: i64,
    entries: i64,
    then: Standing,
}

impl Default for LicenceSum {
    fn default() -> Self {
        Self { weight_mct: 0, entries: 0, then: Standing::Valid }
    }
}

/// Sums while walking over the entries once.
struct Sums<'a> {
    found: &'a Found,
    sites: BTreeMap<usize, SiteSum>,
    /// By foreign certificate and day: carats, and how many parcels.
    imports: BTreeMap<(&'a Import, Day), (i64, i64)>,
    licences: BTreeMap<usize, LicenceSum>,
    standings: BTreeMap<(usize, Day), Standing>,
    explain: Vec<Explain>,
    established_mct: i64,
    opening_stock_mct: i64,
    imported_mct: i64,
    unestablished_mct: i64,
}

/// Makes the trace.
#[must_use]
pub fn assemble(mut found: Found) -> Trace {
    let chain = found.chain.take();
    let mut sums = Sums {
        found: &found,
        sites: BTreeMap::new(),
        imports: BTreeMap::new(),
        licences: BTreeMap::new(),
        standings: BTreeMap::new(),
        explain: Vec::new(),
        established_mct: 0,
        opening_stock_mct: 0,
        imported_mct: 0,
        unestablished_mct: 0,
    };
    let sources: Vec<TracedSource> = found.sources.iter().map(|source| sums.take(source)).collect();
    let abroad = sums.imported_mct.saturating_add(sums.unestablished_mct);
    let total_mct = sums.established_mct.saturating_add(sums.opening_stock_mct).saturating_add(abroad);
    let (by_site, by_import) = (sums.by_site(total_mct), sums.by_import(total_mct));
    let licences = sums.licences();
    sums.chain(chain.as_ref());
    let Sums { mut explain, established_mct, opening_stock_mct, imported_mct, unestablished_mct, .. } = sums;
    // Stable, so that within a kind the order of finding stays.
    explain.sort_by_key(|e| e.code);
    Trace {
        cut: found.cut.clone(),
        subject: found.subject.clone(),
        as_of: found.as_of,
        total_mct,
        established_mct,
        opening_stock_mct,
        imported_mct,
        unestablished_mct,
        by_site,
        by_import,
        as_issued: Vec::new(),
        licences,
        explain,
        sources,
        chain,
    }
}

impl<'a> Sums<'a> {
    fn take(&mut self, source: &'a FoundSource) -> TracedSource {
        let site = source.site.and_then(|at| self.found.sites.get(at));
        let licence = source.licence.and_then(|at| self.found.licences.get(at));
        let then = source.licence.and_then(|at| self.standing_then(at, source.on));
        let share = source.share_mct;
        if let Some(at) = source.site {
            let sum = self.sites.entry(at).or_default();
            sum.entries = sum.entries.saturating_add(1);
            let kept = if source.kind == SourceKind::Stock { &mut sum.stock_mct } else { &mut sum.weight_mct };
            *kept = kept.saturating_add(share);
            if let (Some(at), Some(then)) = (source.licence, then) {
                let known = sum.licences.entry(at).or_insert(then);
                *known = worse(*known, then);
            }
        }
        if let (Some(at), Some(then)) = (source.licence, then) {
            let sum = self.licences.entry(at).or_default();
            sum.weight_mct = sum.weight_mct.saturating_add(share);
            sum.entries = sum.entries.saturating_add(1);
            sum.then = worse(sum.then, then);
        }
        if let Some(import) = &source.import {
            let sum = self.imports.entry((import, source.on)).or_default();
            *sum = (sum.0.saturating_add(share), sum.1.saturating_add(1));
        }
        let whole = match (source.kind, site) {
            (SourceKind::Import, _) => &mut self.imported_mct,
            (_, None) => &mut self.unestablished_mct,
            (SourceKind::Stock, Some(_)) => &mut self.opening_stock_mct,
            (SourceKind::Production | SourceKind::Seizure, Some(_)) => &mut self.established_mct,
        };
        *whole = whole.saturating_add(share);
        let traced = TracedSource {
            parcel: parcel_code(source.parcel_no),
            kind: source.kind,
            site: site.map(|s| s.code.clone()),
            import: source.import.as_ref().map(|i| i.code.clone()),
            licence: licence.map(|l| l.number.clone()),
            licence_then: then,
            on: source.on,
            produced_mct: source.produced_mct,
            share_mct: share,
            flags: source.flags.clone(),
            corrected: source.corrected_seq.is_some(),
            test: source.test,
            seq: source.seq,
        };
        self.explain_source(source, &traced);
        traced
    }

    fn standing_then(&mut self, at: usize, day: Day) -> Option<Standing> {
        let licence = self.found.licences.get(at)?;
        Some(*self.standings.entry((at, day)).or_insert_with(|| standing_within(licence.term, &licence.history, day)))
    }

    fn explain_source(&mut self, source: &FoundSource, traced: &TracedSource) {
        let about = |code: ExplainCode| Explain {
            parcel: Some(traced.parcel.clone()),
            site: traced.site.clone(),
            licence: traced.licence.clone(),
            on: Some(traced.on),
            seq: Some(traced.seq),
            weight_mct: Some(traced.share_mct),
            ..Explain::new(code)
        };
        for flag in &source.flags {
            let code = ExplainCode::of_flag(*flag);
            let asked = matches!(code, ExplainCode::LateEntry | ExplainCode::AfterStop);
            let reason = source.late_reason.clone().filter(|_| asked);
            self.explain.push(Explain { reason, ..about(code) });
        }
        if traced.licence_then.is_some_and(|s| s != Standing::Valid) {
            self.explain.push(about(ExplainCode::LicenceInvalidThen));
        }
        if source.licence.and_then(|at| self.found.licences.get(at)).is_some_and(|l| l.written_on > source.on) {
            self.explain.push(about(ExplainCode::LicenceWrittenLater));
        }
        if source.kind == SourceKind::Stock {
            self.explain.push(about(ExplainCode::OpeningStock));
        }
        if source.kind == SourceKind::Seizure {
            self.explain.push(about(ExplainCode::SeizedFound));
        }
        if source.site.is_none() && source.kind != SourceKind::Import {
            self.explain.push(about(ExplainCode::Unestablished));
        }
        if let Some(corrected) = source.corrected_seq {
            let since = self.found.subject.issued_seq.is_some_and(|issued| corrected > issued);
            let code = if since { ExplainCode::CorrectedSinceIssue } else { ExplainCode::Corrected };
            self.explain.push(Explain { seq: Some(corrected), ..about(code) });
        }
    }

    fn by_site(&mut self, total_mct: i64) -> Vec<SiteShare> {
        let mut shares = Vec::with_capacity(self.sites.len());
        for (at, sum) in &self.sites {
            let Some(site) = self.found.sites.get(*at) else { continue };
            let both = sum.weight_mct.saturating_add(sum.stock_mct);
            let mut licences: Vec<LicenceUse> = sum.licences.iter().filter_map(|(at, then)| self.licence_use(*at, *then)).collect();
            licences.sort_by(|a, b| a.number.cmp(&b.number));
            if !site.licensed {
                let site = Some(site.code.clone());
                self.explain.push(Explain { site, weight_mct: Some(both), ..Explain::new(ExplainCode::SiteWithoutLicence) });
            }
            if let Some(seq) = site.moved_seq.filter(|moved| self.found.subject.issued_seq.is_some_and(|issued| *moved > issued)) {
                let (site, seq) = (Some(site.code.clone()), Some(seq));
                self.explain.push(Explain { site, seq, weight_mct: Some(both), ..Explain::new(ExplainCode::SiteMoved) });
            }
            shares.push(SiteShare {
                site: site.clone(),
                weight_mct: sum.weight_mct,
                stock_mct: sum.stock_mct,
                share_ppm: share_ppm(both, total_mct),
                entries: sum.entries,
                licences,
            });
        }
        let mass = |s: &SiteShare| s.weight_mct.saturating_add(s.stock_mct);
        shares.sort_by(|a, b| mass(b).cmp(&mass(a)).then_with(|| a.site.code.cmp(&b.site.code)));
        shares
    }

    fn by_import(&self, total_mct: i64) -> Vec<ImportShare> {
        let share = |(&(import, on), &(weight_mct, entries)): (&(&Import, Day), &(i64, i64))| ImportShare {
            import: import.clone(),
            on,
            weight_mct,
            share_ppm: share_ppm(weight_mct, total_mct),
            entries,
        };
        let mut shares: Vec<ImportShare> = self.imports.iter().map(share).collect();
        shares.sort_by(|a, b| b.weight_mct.cmp(&a.weight_mct).then_with(|| a.import.code.cmp(&b.import.code)));
        shares
    }

    fn licence_use(&self, at: usize, then: Standing) -> Option<LicenceUse> {
        let licence = self.found.licences.get(at)?;
        let now = standing_within(licence.term, &licence.history, self.found.as_of.on);
        Some(LicenceUse { number: licence.number.clone(), then, now })
    }

    fn licences(&mut self) -> Vec<LicenceBehind> {
        let today = self.found.as_of.on;
        let mut behind = Vec::with_capacity(self.licences.len());
        for (at, sum) in &self.licences {
            let Some(licence) = self.found.licences.get(*at) else { continue };
            let now = standing_within(licence.term, &licence.history, today);
            let since = |state| licence.history.iter().filter(|c| c.state == state && c.on <= today).max_by_key(|c| (c.on, c.seq));
            let (code, change, on) = match now {
                Standing::Revoked => (Some(ExplainCode::LicenceRevoked), since(LicenceState::Revoked), None),
                Standing::Suspended => (Some(ExplainCode::LicenceSuspended), since(LicenceState::Suspended), None),
                Standing::Expired => (Some(ExplainCode::LicenceEnded), None, Some(licence.term.1)),
                Standing::Valid | Standing::NotYet => (None, None, None),
            };
            if let Some(code) = code {
                self.explain.push(Explain {
                    licence: Some(licence.number.clone()),
                    on: change.map(|c| c.on).or(on),
                    seq: change.map(|c| c.seq),
                    weight_mct: Some(sum.weight_mct),
                    reason: change.and_then(|c| c.reason.clone()),
                    ..Explain::new(code)
                });
            }
            behind.push(LicenceBehind {
                id: licence.id,
                number: licence.number.clone(),
                kind: licence.kind.clone(),
                holder: licence.holder.clone(),
                starts_on: licence.term.0,
                ends_on: licence.term.1,
                weight_mct: sum.weight_mct,
                entries: sum.entries,
                then: sum.then,
                now,
            });
        }
        behind.sort_by(|a, b| b.weight_mct.cmp(&a.weight_mct).then_with(|| a.number.cmp(&b.number)));
        behind
    }

    fn chain(&mut self, chain: Option<&Chain>) {
        self.explain.extend(self.found.weighings.iter().cloned());
        for operation in chain.iter().flat_map(|c| &c.operations) {
            let about = |code| Explain {
                parcel: operation.outputs.first().cloned(),
                seq: Some(operation.seq),
                reason: operation.loss_reason.clone(),
                ..Explain::new(code)
            };
            if operation.loss_mct != 0 {
                let difference_mct = Some(operation.loss_mct.saturating_neg());
                self.explain.push(Explain { difference_mct, ..about(ExplainCode::Loss) });
            }
            if operation.stones_change != 0 {
                self.explain.push(Explain { count: Some(operation.stones_change), ..about(ExplainCode::StonesChanged) });
            }
        }
        if let Some(revision) = self.found.subject.revision.filter(|r| *r > 0) {
            self.explain.push(Explain { count: Some(revision), ..Explain::new(ExplainCode::Revised) });
        }
    }
}
