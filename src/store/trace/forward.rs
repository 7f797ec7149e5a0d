//! Walking forward: which parcels in stock and which certificates hold carats of some entries.

use super::names;
use crate::domain::access::{Belongs, Naming, Reach};
use crate::domain::event::CertificateIssued;
use crate::domain::licence::Licence;
use crate::domain::parcel::{Parcel, ParcelState, Source, parcel_code};
use crate::domain::removal::RemovalState;
use crate::domain::seizure::KeptState;
use crate::domain::shipment::{Certificate, CertificateState};
use crate::domain::site::Site;
use crate::domain::time::Day;
use crate::domain::trace::{AsOf, CertificateShare, Cut, Forward, ForwardKind, ForwardOf, Hidden, SiteProduction, StockShare};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::journal_size;
use crate::store::lineage::{CHUNK, composition_by, origin_pools};
use crate::store::schema::{certificate, parcel, removal, seizure_parcel, shipment, source};
use crate::store::text::{from_json, known, parsed, parsed_opt};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How a forward trace is asked for: what the reader may see of what is found.
#[derive(Debug, Clone, Copy)]
pub struct ForwardAsk {
    /// The day on which standings are told.
    pub today: Day,
    /// Which parcels.
    pub parcels: Reach,
    /// Which certificates.
    pub certificates: Reach,
    /// Whose names.
    pub details: Naming,
    /// The most parcels that are looked at.
    pub most: usize,
}

/// An entry: parcel, mass, day, site.
type EntryColumns = (i64, i64, String, Option<String>);
/// A parcel: number, mass, origin, holder, state, used by, shipment, office.
type ParcelColumns = (i64, i64, i64, String, String, Option<i64>, Option<String>, Option<String>);

#[derive(QueryableByName)]
struct Exported {
    #[diesel(sql_type = BigInt)]
    no: i64,
    #[diesel(sql_type = BigInt)]
    share_mct: i64,
}

/// Where the carats of a site went; test entries are left out.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn forward_of_site(rx: &mut Rx<'_>, site: &Site, ask: &ForwardAsk) -> Result<Forward, StoreError> {
    let id = site.id.to_string();
    let entries: Vec<EntryColumns> = source::table
        .filter(source::site_id.eq(&id))
        .filter(source::test.eq(0))
        .order(source::parcel_no)
        .select((source::parcel_no, source::weight_mct, source::on_day, source::site_id))
        .load(rx.conn)?;
    // The frozen sums by site answer this without touching the entries. Goods of a void certificate that never left
    // are in stock, or under their next certificate.
    let exported: Vec<Exported> = diesel::sql_query(
        "SELECT c.no AS no, s.weight_mct AS share_mct FROM certificate_site s \
         JOIN certificate c ON c.no = s.certificate_no AND c.revision = s.revision WHERE s.site_id = $1 AND (c.goods IS NULL OR c.goods <> 'here') ORDER BY c.no",
    )
    .bind::<Text, _>(&id)
    .load(rx.conn)?;
    let name = Some(site.facts.name.clone());
    let of = ForwardOf { kind: ForwardKind::Site, id, code: site.code.clone(), name, test: false };
    forward(rx, of, &entries, &exported, ask)
}

/// Where the carats produced under a licence went; test entries are left out.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn forward_of_licence(rx: &mut Rx<'_>, licence: &Licence, ask: &ForwardAsk) -> Result<Forward, StoreError> {
    let id = licence.id.to_string();
    let entries: Vec<EntryColumns> = source::table
        .filter(source::licence_id.eq(&id))
        .filter(source::test.eq(0))
        .order(source::parcel_no)
        .select((source::parcel_no, source::weight_mct, source::on_day, source::site_id))
        .load(rx.conn)?;
    let exported: Vec<Exported> = diesel::sql_query(
        "SELECT c.no AS no, CAST(SUM(p.weight_mct) AS BIGINT) AS share_mct FROM source s \
         JOIN certificate_part p ON p.parcel_no = s.parcel_no \
         JOIN certificate c ON c.no = p.certificate_no AND c.revision = p.revision \
         WHERE s.licence_id = $1 AND s.test = 0 AND (c.goods IS NULL OR c.goods <> 'here') GROUP BY c.no ORDER BY c.no",
    )
    .bind::<Text, _>(&id)
    .load(rx.conn)?;
    let of = ForwardOf { kind: ForwardKind::Licence, id, code: licence.number.clone(), name: None, test: false };
    forward(rx, of, &entries, &exported, ask)
}

/// Where the carats of one production entry (or one parcel of declared stock) went.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn forward_of_production(rx: &mut Rx<'_>, entry: &Source, parcel: &Parcel, ask: &ForwardAsk) -> Result<Forward, StoreError> {
    let site = entry.site.map(|s| s.to_string());
    let entries = [(entry.parcel_no, entry.weight.mct(), entry.on.to_string(), site)];
    let exported: Vec<Exported> = diesel::sql_query(
        "SELECT c.no AS no, p.weight_mct AS share_mct FROM certificate_part p \
         JOIN certificate c ON c.no = p.certificate_no AND c.revision = p.revision WHERE p.parcel_no = $1 \
         AND (c.goods IS NULL OR c.goods <> 'here') ORDER BY c.no",
    )
    .bind::<BigInt, _>(entry.parcel_no)
    .load(rx.conn)?;
    let of =
        ForwardOf { kind: ForwardKind::Production, id: parcel.id.to_string(), code: parcel.code.clone(), name: None, test: entry.test };
    forward(rx, of, &entries, &exported, ask)
}

fn forward(
    rx: &mut Rx<'_>,
    of: ForwardOf,
    entries: &[EntryColumns],
    exported: &[Exported],
    ask: &ForwardAsk,
) -> Result<Forward, StoreError> {
    let produced_mct = entries.iter().fold(0i64, |sum, e| sum.saturating_add(e.1));
    let ours: HashSet<i64> = entries.iter().map(|e| e.0).collect();
    let Downstream { live, removed, seized, cut } = downstream(rx, entries, ask.most)?;
    let shares = shares_of(rx, &live, &ours)?;
    let removed_mct = shares_of(rx, &removed, &ours)?.iter().fold(0i64, |sum, s| sum.saturating_add(*s));
    let seized_mct = shares_of(rx, &seized, &ours)?.iter().fold(0i64, |sum, s| sum.saturating_add(*s));
    let in_stock_mct = shares.iter().fold(0i64, |sum, s| sum.saturating_add(*s));
    let exported_mct = exported.iter().fold(0i64, |sum, e| sum.saturating_add(e.share_mct));
    let (stock, stock_hidden) = stock(rx, live, shares, ask)?;
    let (certificates, certificates_hidden) = certificates(rx, exported, ask)?;
    let days: Vec<Day> = entries.iter().map(|e| parsed(&e.2)).collect::<Result<_, _>>()?;
    Ok(Forward {
        cut,
        of,
        as_of: AsOf { seq: journal_size(rx)?, on: ask.today },
        entries: i64::try_from(entries.len()).unwrap_or(i64::MAX),
        first_on: days.iter().min().copied(),
        last_on: days.iter().max().copied(),
        produced_mct,
        in_stock_mct,
        exported_mct,
        removed_mct,
        seized_mct,
        lost_mct: [in_stock_mct, exported_mct, removed_mct, seized_mct].into_iter().fold(produced_mct, i64::saturating_sub),
        sites: site_production(rx, entries)?,
        stock,
        stock_hidden,
        certificates,
        certificates_hidden,
    })
}

macro_rules! parcel_columns {
    () => {
        (
            parcel::no,
            parcel::weight_mct,
            parcel::origin,
            parcel::holder_id,
            parcel::state,
            parcel::consumed_seq,
            parcel::shipment_id,
            parcel::office_id,
        )
    };
}

/// What came of entries: what is in stock, what left the trade inside the country, what the state took and nobody holds, and whether a limit left something out.
struct Downstream {
    live: Vec<ParcelColumns>,
    removed: Vec<ParcelColumns>,
    seized: Vec<ParcelColumns>,
    cut: Option<Cut>,
}

/// The parcels downstream of the entries that are in stock, in number order, and those that left the trade inside the country:
/// what an operation used up is followed into what it made.
fn downstream(rx: &mut Rx<'_>, entries: &[EntryColumns], most: usize) -> Result<Downstream, StoreError> {
    let (mut removed, mut seized): (Vec<ParcelColumns>, Vec<ParcelColumns>) = (Vec::new(), Vec::new());
    let mut live: BTreeMap<i64, ParcelColumns> = BTreeMap::new();
    let mut fresh: Vec<ParcelColumns> = Vec::new();
    let (mut seen, mut cut) = (0usize, false);
    let nos: Vec<i64> = entries.iter().map(|e| e.0).collect();
    for chunk in nos.chunks(CHUNK) {
        if seen.saturating_add(fresh.len()) >= most {
            cut = true;
            break;
        }
        let rows: Vec<ParcelColumns> = parcel::table.filter(parcel::no.eq_any(chunk)).select(parcel_columns!()).load(rx.conn)?;
        fresh.extend(rows);
    }
    let mut followed: BTreeSet<i64> = BTreeSet::new();
    while !fresh.is_empty() {
        seen = seen.saturating_add(fresh.len());
        let mut used: Vec<i64> = Vec::new();
        for row in fresh.drain(..) {
            match row.5 {
                Some(seq) if followed.insert(seq) => used.push(seq),
                None if row.4 == ParcelState::Live.as_str() => {
                    live.insert(row.0, row);
                }
                None if row.4 == ParcelState::Seized.as_str() => seized.push(row),
                _ => {}
            }
        }
        for chunk in used.chunks(CHUNK) {
            if seen.saturating_add(fresh.len()) >= most {
                cut = true;
                break;
            }
            let rows: Vec<ParcelColumns> =
                parcel::table.filter(parcel::produced_seq.eq_any(chunk)).select(parcel_columns!()).load(rx.conn)?;
            fresh.extend(rows);
            let confirmed = removal::table.filter(removal::decided_seq.eq_any(chunk.iter().map(|seq| Some(*seq))));
            let gone = confirmed.filter(removal::state.eq(RemovalState::Confirmed.as_str()));
            let gone: Vec<i64> = gone.select(removal::parcel_no).load(rx.conn)?;
            let rows: Vec<ParcelColumns> = parcel::table.filter(parcel::no.eq_any(gone)).select(parcel_columns!()).load(rx.conn)?;
            removed.extend(rows);
            seized.extend(gone_by_order(rx, chunk)?);
        }
    }
    let cut = cut.then(|| Cut { parcels: i64::try_from(most).unwrap_or(i64::MAX) });
    Ok(Downstream { live: live.into_values().collect(), removed, seized, cut })
}

/// What these entries took for good by an order over seized stones.
fn gone_by_order(rx: &mut Rx<'_>, entries: &[i64]) -> Result<Vec<ParcelColumns>, StoreError> {
    let ended = [KeptState::Abroad.as_str(), KeptState::Destroyed.as_str()];
    let of = seizure_parcel::table.filter(seizure_parcel::gone_seq.eq_any(entries.iter().map(|seq| Some(*seq))));
    let gone: Vec<i64> = of.filter(seizure_parcel::state.eq_any(ended)).select(seizure_parcel::parcel_no).load(rx.conn)?;
    Ok(parcel::table.filter(parcel::no.eq_any(gone)).select(parcel_columns!()).load(rx.conn)?)
}

/// What of each parcel came from our entries, by the same arithmetic as its own trace.
fn shares_of(rx: &mut Rx<'_>, live: &[ParcelColumns], ours: &HashSet<i64>) -> Result<Vec<i64>, StoreError> {
    let origins: BTreeSet<i64> = live.iter().map(|p| p.2).collect();
    let pools = origin_pools(rx, &origins.into_iter().collect::<Vec<_>>())?;
    live.iter()
        .map(|p| {
            let whole = composition_by(&pools, p.2, p.1)?;
            Ok(whole.entries().iter().filter(|(no, _)| ours.contains(no)).fold(0i64, |sum, (_, mct)| sum.saturating_add(*mct)))
        })
        .collect()
}

fn stock(rx: &mut Rx<'_>, live: Vec<ParcelColumns>, shares: Vec<i64>, ask: &ForwardAsk) -> Result<(Vec<StockShare>, Hidden), StoreError> {
    let mut hidden = Hidden::default();
    let mut kept: Vec<(ParcelColumns, i64)> = Vec::new();
    // A share that was rounded away is no share.
    for (row, share) in live.into_iter().zip(shares).filter(|(_, share)| *share > 0) {
        let belongs = Belongs { office: parsed_opt(row.7.as_deref())?, parties: vec![parsed(&row.3)?] };
        if ask.parcels.covers(&belongs) {
            kept.push((row, share));
        } else {
            hidden.count = hidden.count.saturating_add(1);
            hidden.share_mct = hidden.share_mct.saturating_add(share);
        }
    }
    let holders = names::holders(rx, kept.iter().map(|(row, _)| row.3.clone()).collect(), ask.details)?;
    let codes = shipment_codes(rx, &kept)?;
    let mut stock: Vec<StockShare> = kept
        .into_iter()
        .map(|(row, share_mct)| {
            let (holder, holder_name) = holders.holder(&row.3);
            let shipment = row.6.and_then(|id| codes.get(&id).cloned());
            StockShare { parcel: parcel_code(row.0), weight_mct: row.1, share_mct, holder, holder_name, shipment }
        })
        .collect();
    stock.sort_by(|a, b| b.share_mct.cmp(&a.share_mct).then_with(|| a.parcel.cmp(&b.parcel)));
    Ok((stock, hidden))
}

fn shipment_codes(rx: &mut Rx<'_>, kept: &[(ParcelColumns, i64)]) -> Result<HashMap<String, String>, StoreError> {
    let ids: BTreeSet<&String> = kept.iter().filter_map(|(row, _)| row.6.as_ref()).collect();
    let ids: Vec<&String> = ids.into_iter().collect();
    let mut codes = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(String, String)> =
            shipment::table.filter(shipment::id.eq_any(chunk.to_vec())).select((shipment::id, shipment::code)).load(rx.conn)?;
        codes.extend(rows);
    }
    Ok(codes)
}

fn certificates(rx: &mut Rx<'_>, exported: &[Exported], ask: &ForwardAsk) -> Result<(Vec<CertificateShare>, Hidden), StoreError> {
    let shares: HashMap<i64, i64> = exported.iter().map(|e| (e.no, e.share_mct)).collect();
    let nos: Vec<i64> = exported.iter().map(|e| e.no).collect();
    let mut hidden = Hidden::default();
    let mut all = Vec::with_capacity(nos.len());
    for chunk in nos.chunks(CHUNK) {
        type Columns = (i64, String, String, i64, i64, Option<i64>, Option<String>, Option<String>, Option<String>);
        let rows: Vec<Columns> = certificate::table
            .filter(certificate::no.eq_any(chunk))
            .select((
                certificate::no,
                certificate::state,
                certificate::facts,
                certificate::revision,
                certificate::issued_seq,
                certificate::voided_seq,
                certificate::cause,
                certificate::replaced_by,
                certificate::used_on,
            ))
            .load(rx.conn)?;
        for (no, state, facts, revision, issued_seq, voided_seq, cause, replaced, used) in rows {
            let facts: CertificateIssued = from_json(&facts)?;
            let state = known(CertificateState::parse(&state), &state)?;
            let cause = parsed_opt(cause.as_deref())?;
            let replaced_by = parsed_opt(replaced.as_deref())?;
            let used_on = parsed_opt(used.as_deref())?;
            let found =
                Certificate { facts, state, reason: None, revision, issued_seq, voided_seq, goods: None, cause, replaced_by, used_on };
            all.push((no, shares.get(&no).copied().unwrap_or(0), found));
        }
    }
    all.sort_by_key(|(no, ..)| std::cmp::Reverse(*no));
    let mut told = Vec::with_capacity(all.len());
    for (_, share_mct, found) in all {
        if !ask.certificates.covers(&found.belongs()) {
            hidden.count = hidden.count.saturating_add(1);
            hidden.share_mct = hidden.share_mct.saturating_add(share_mct);
            continue;
        }
        told.push(CertificateShare {
            id: found.facts.certificate.to_string(),
            number: found.facts.number.clone(),
            issued_on: found.facts.issued_on,
            standing: found.standing_on(ask.today),
            weight_mct: found.facts.weight_mct.mct(),
            share_mct,
        });
    }
    Ok((told, hidden))
}

fn site_production(rx: &mut Rx<'_>, entries: &[EntryColumns]) -> Result<Vec<SiteProduction>, StoreError> {
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (_, mct, _, site) in entries {
        if let Some(site) = site {
            let sum = sums.entry(site).or_default();
            *sum = (sum.0.saturating_add(*mct), sum.1.saturating_add(1));
        }
    }
    let ids: Vec<String> = sums.keys().map(|id| (*id).to_owned()).collect();
    let sites = names::sites(rx, &ids)?;
    let made = |(site, (produced_mct, entries))| SiteProduction { site, produced_mct, entries };
    let mut all: Vec<SiteProduction> = sites.into_iter().zip(sums.into_values()).map(made).collect();
    all.sort_by(|a, b| b.produced_mct.cmp(&a.produced_mct).then_with(|| a.site.code.cmp(&b.site.code)));
    Ok(all)
}
