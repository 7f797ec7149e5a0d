//! Walking back from parcels to the entries, stateless: what an operation made was made from what it used up.

use super::names::Holders;
use crate::domain::dispute::DisputeState;
use crate::domain::parcel::parcel_code;
use crate::domain::seizure::{KeptState, seizure_code};
use crate::domain::shipment::CertificateState;
use crate::domain::time::working_days_between;
use crate::domain::trace::{Chain, ChainOperation, ChainParcel, ChainPurchase, Cut, Explain, ExplainCode, FoundSource, Holding};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::lineage::CHUNK;
use crate::store::schema::{
    certificate, custody, dispute, dispute_parcel, journal, operation, parcel, purchase, purchase_item, seizure_parcel, shipment_parcel,
    weighing,
};
use crate::store::text::parsed;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A parcel: number, mass, test, the entries that made it and used it up.
type ParcelColumns = (i64, i64, i64, i64, Option<i64>);
/// A time of holding: parcel, from, to, holder.
type CustodyColumns = (i64, i64, Option<i64>, String);
/// A sale of one parcel: parcel, number, serial, day, seller, buyer, entry.
type SaleColumns = (i64, i64, String, String, String, String, Option<i64>, String);
/// An operation: entry, kind, holder, in, out, loss, reason, stones.
type OperationColumns = (i64, String, String, i64, i64, i64, Option<String>, i64);
/// A weighing: entry, parcel, mass before and after, stones before and after, reason.
type WeighingColumns = (i64, i64, i64, i64, i64, i64, Option<String>);

/// What the walk found; parties are still ids.
pub(super) struct Walked {
    parcels: Vec<ParcelColumns>,
    holdings: HashMap<i64, Vec<CustodyColumns>>,
    operations: Vec<OperationColumns>,
    sales: Vec<SaleColumns>,
    weighings: Vec<WeighingColumns>,
    pub cut: Option<Cut>,
}

macro_rules! parcel_columns {
    () => {
        (parcel::no, parcel::weight_mct, parcel::test, parcel::produced_seq, parcel::consumed_seq)
    };
}

/// Walks back from `ends` to the sources, at most `most` parcels.
pub(super) fn walk(rx: &mut Rx<'_>, ends: &[i64], sources: &[FoundSource], most: usize) -> Result<Walked, StoreError> {
    let (parcels, used, cut) = parcels_behind(rx, ends, sources, most)?;
    let nos: Vec<i64> = parcels.iter().map(|p| p.0).collect();
    let mut holdings: HashMap<i64, Vec<CustodyColumns>> = HashMap::with_capacity(nos.len());
    let (mut sales, mut weighings) = (Vec::new(), Vec::new());
    for chunk in nos.chunks(CHUNK) {
        let rows: Vec<CustodyColumns> = custody::table
            .filter(custody::parcel_no.eq_any(chunk))
            .order((custody::parcel_no, custody::from_seq))
            .select((custody::parcel_no, custody::from_seq, custody::to_seq, custody::holder_id))
            .load(rx.conn)?;
        for row in rows {
            holdings.entry(row.0).or_default().push(row);
        }
        let rows: Vec<SaleColumns> = purchase_item::table
            .inner_join(purchase::table.on(purchase::id.eq(purchase_item::purchase_id)))
            .inner_join(journal::table.on(journal::seq.eq(purchase::offered_seq)))
            .filter(purchase_item::parcel_no.eq_any(chunk))
            .filter(purchase::state.eq("accepted"))
            .select((
                purchase_item::parcel_no,
                purchase::no,
                purchase::serial,
                purchase::on_day,
                purchase::seller_id,
                purchase::buyer_id,
                purchase::closed_seq,
                journal::recorded_at,
            ))
            .load(rx.conn)?;
        sales.extend(rows);
        let rows: Vec<WeighingColumns> = weighing::table
            .filter(weighing::parcel_no.eq_any(chunk))
            .select((
                weighing::seq,
                weighing::parcel_no,
                weighing::before_mct,
                weighing::after_mct,
                weighing::stones_before,
                weighing::stones_after,
                weighing::reason,
            ))
            .load(rx.conn)?;
        weighings.extend(rows);
    }
    sales.sort_by_key(|s| (s.6, s.1, s.0));
    weighings.sort_by_key(|w| (w.0, w.1));
    Ok(Walked { operations: operations(rx, &used)?, parcels, holdings, sales, weighings, cut })
}

type Behind = (Vec<ParcelColumns>, Vec<i64>, Option<Cut>);

/// The parcels behind `ends` in number order, and the operations between them.
fn parcels_behind(rx: &mut Rx<'_>, ends: &[i64], sources: &[FoundSource], most: usize) -> Result<Behind, StoreError> {
    let pits: HashSet<i64> = sources.iter().map(|s| s.parcel_no).collect();
    let mut parcels: BTreeMap<i64, ParcelColumns> = BTreeMap::new();
    let mut fresh: Vec<ParcelColumns> = Vec::new();
    for chunk in ends.chunks(CHUNK) {
        let rows: Vec<ParcelColumns> = parcel::table.filter(parcel::no.eq_any(chunk)).select(parcel_columns!()).load(rx.conn)?;
        fresh.extend(rows);
    }
    let mut asked: BTreeSet<i64> = BTreeSet::new();
    let mut operations: BTreeSet<i64> = BTreeSet::new();
    let mut cut = false;
    while !fresh.is_empty() && !cut {
        let left = most.saturating_sub(parcels.len());
        cut = fresh.len() > left;
        let mut made: Vec<i64> = Vec::new();
        for row in fresh.drain(..).take(left) {
            if !pits.contains(&row.0) && asked.insert(row.3) {
                made.push(row.3);
            }
            parcels.insert(row.0, row);
        }
        for chunk in made.chunks(CHUNK) {
            // What is already too much is cut in the next round; more of it need not be read.
            if cut || parcels.len().saturating_add(fresh.len()) > most {
                break;
            }
            let rows: Vec<ParcelColumns> =
                parcel::table.filter(parcel::consumed_seq.eq_any(chunk)).select(parcel_columns!()).load(rx.conn)?;
            operations.extend(rows.iter().filter_map(|row| row.4));
            fresh.extend(rows);
        }
    }
    let cut = cut.then(|| Cut { parcels: i64::try_from(most).unwrap_or(i64::MAX) });
    Ok((parcels.into_values().collect(), operations.into_iter().collect(), cut))
}

fn operations(rx: &mut Rx<'_>, seqs: &[i64]) -> Result<Vec<OperationColumns>, StoreError> {
    let mut all = Vec::with_capacity(seqs.len());
    for chunk in seqs.chunks(CHUNK) {
        let rows: Vec<OperationColumns> = operation::table
            .filter(operation::seq.eq_any(chunk))
            .order(operation::seq)
            .select((
                operation::seq,
                operation::kind,
                operation::holder_id,
                operation::in_mct,
                operation::out_mct,
                operation::loss_mct,
                operation::loss_reason,
                operation::stones_change,
            ))
            .load(rx.conn)?;
        all.extend(rows);
    }
    Ok(all)
}

impl Walked {
    /// Ids of everybody named in it.
    pub(super) fn parties(&self) -> Vec<String> {
        let held = self.holdings.values().flatten().map(|h| &h.3);
        let worked = self.operations.iter().map(|o| &o.2);
        let traded = self.sales.iter().flat_map(|s| [&s.4, &s.5]);
        let all: HashSet<&String> = held.chain(worked).chain(traded).collect();
        all.into_iter().cloned().collect()
    }

    /// Parcels that stood on a certificate which was made void before they left; not the one that is asked about.
    pub(super) fn returned(&self, rx: &mut Rx<'_>, subject: &str) -> Result<Vec<Explain>, StoreError> {
        let nos: Vec<i64> = self.parcels.iter().map(|p| p.0).collect();
        let mut found = Vec::new();
        for chunk in nos.chunks(CHUNK) {
            let rows: Vec<(i64, String, Option<String>, Option<i64>)> = shipment_parcel::table
                .inner_join(certificate::table.on(certificate::shipment_id.eq(shipment_parcel::shipment_id)))
                .filter(shipment_parcel::parcel_no.eq_any(chunk))
                .filter(certificate::state.eq(CertificateState::Void.as_str()).and(certificate::id.ne(subject)))
                .select((shipment_parcel::parcel_no, certificate::number, certificate::reason, certificate::voided_seq))
                .load(rx.conn)?;
            found.extend(rows.into_iter().map(|(no, number, reason, seq)| Explain {
                parcel: Some(parcel_code(no)),
                seq,
                reason: Some(reason.map_or_else(|| number.clone(), |reason| format!("{number}: {reason}"))),
                ..Explain::new(ExplainCode::EarlierCertificate)
            }));
        }
        Ok(found)
    }

    /// Parcels that a case claims or holds, or did.
    pub(super) fn disputed(&self, rx: &mut Rx<'_>) -> Result<Vec<Explain>, StoreError> {
        let nos: Vec<i64> = self.parcels.iter().map(|p| p.0).collect();
        let mut found = Vec::new();
        for chunk in nos.chunks(CHUNK) {
            let rows: Vec<(i64, String, String, i64)> = dispute_parcel::table
                .inner_join(dispute::table.on(dispute::no.eq(dispute_parcel::dispute_no)))
                .filter(dispute_parcel::parcel_no.eq_any(chunk))
                .order((dispute::no, dispute_parcel::parcel_no))
                .select((dispute_parcel::parcel_no, dispute::code, dispute::state, dispute::opened_seq))
                .load(rx.conn)?;
            found.extend(rows.into_iter().map(|(no, code, state, seq)| {
                let open = state == DisputeState::Open.as_str();
                let code_of = if open { ExplainCode::InDispute } else { ExplainCode::Disputed };
                Explain { parcel: Some(parcel_code(no)), seq: Some(seq), reason: Some(code), ..Explain::new(code_of) }
            }));
        }
        Ok(found)
    }

    /// Parcels that the state took, with what became of them.
    pub(super) fn seized(&self, rx: &mut Rx<'_>) -> Result<Vec<Explain>, StoreError> {
        let nos: Vec<i64> = self.parcels.iter().map(|p| p.0).collect();
        let mut found = Vec::new();
        for chunk in nos.chunks(CHUNK) {
            let rows: Vec<(i64, i64, String, i64)> = seizure_parcel::table
                .filter(seizure_parcel::parcel_no.eq_any(chunk))
                .order((seizure_parcel::seizure_no, seizure_parcel::parcel_no))
                .select((seizure_parcel::parcel_no, seizure_parcel::seizure_no, seizure_parcel::state, seizure_parcel::seq))
                .load(rx.conn)?;
            for (no, seizure, state, seq) in rows {
                let code = match parsed(&state)? {
                    KeptState::Sold => ExplainCode::SeizedSold,
                    KeptState::Returned => ExplainCode::SeizedReturned,
                    _ => ExplainCode::SeizedKept,
                };
                found.push(Explain {
                    parcel: Some(parcel_code(no)),
                    seq: Some(seq),
                    reason: Some(seizure_code(seizure)),
                    ..Explain::new(code)
                });
            }
        }
        Ok(found)
    }

    /// The chain in codes; its weighings, and sales written down more than so many working days late, as things to be
    /// explained.
    pub(super) fn tell(mut self, holders: Holders, ends: &[i64], late_after: u32) -> Result<(Chain, Vec<Explain>), StoreError> {
        let mut steps: HashMap<i64, Vec<(i64, i64)>> = HashMap::new();
        for (seq, no, before, after, ..) in &self.weighings {
            steps.entry(*no).or_default().push((*seq, after.saturating_sub(*before)));
        }
        let mut explain: Vec<Explain> = std::mem::take(&mut self.weighings).into_iter().filter_map(weighed_again).collect();
        let purchases = purchases(&self.sales, &holders)?;
        explain.extend(purchases.iter().filter(|p| working_days_between(p.on, p.recorded_at.day()) > late_after).map(late_sale));
        let mut inputs: HashMap<i64, Vec<String>> = HashMap::new();
        let mut outputs: HashMap<i64, Vec<String>> = HashMap::new();
        for (no, .., made, used) in &self.parcels {
            outputs.entry(*made).or_default().push(parcel_code(*no));
            if let Some(used) = used {
                inputs.entry(*used).or_default().push(parcel_code(*no));
            }
        }
        let operations = self.operations.into_iter().map(|(seq, kind, holder, in_mct, out_mct, loss_mct, loss_reason, stones_change)| {
            let holder = holders.code(&holder);
            let (inputs, outputs) = (inputs.remove(&seq).unwrap_or_default(), outputs.remove(&seq).unwrap_or_default());
            ChainOperation { seq, kind, holder, inputs, outputs, in_mct, out_mct, loss_mct, loss_reason, stones_change }
        });
        let operations = operations.collect();
        let mut parcels = Vec::with_capacity(self.parcels.len());
        for (no, weight_mct, test, made_seq, used_seq) in self.parcels {
            let held = self.holdings.remove(&no).unwrap_or_default();
            let steps = steps.remove(&no).unwrap_or_default();
            let holding = |(_, from_seq, to_seq, id): CustodyColumns| {
                // A weighing at a sale is the buyer's; the seller gave what was there before.
                let since = steps.iter().filter(|(seq, _)| to_seq.is_some_and(|end| *seq >= end)).map(|(_, step)| *step);
                let held_mct = since.fold(weight_mct, i64::saturating_sub);
                Holding { holder: holders.code(&id), from_seq, to_seq, weight_mct: held_mct, hop: 0 }
            };
            let holdings = held.into_iter().map(holding).collect();
            parcels.push(ChainParcel { no, code: parcel_code(no), weight_mct, test: test != 0, made_seq, used_seq, holdings });
        }
        let ends = ends.iter().map(|no| parcel_code(*no)).collect();
        let mut chain = Chain { stages: Vec::new(), parcels, operations, purchases, holders: holders.into_sorted(), ends };
        chain.count_hops();
        Ok((chain, explain))
    }
}

fn purchases(sales: &[SaleColumns], holders: &Holders) -> Result<Vec<ChainPurchase>, StoreError> {
    let mut all: Vec<ChainPurchase> = Vec::new();
    for (no, _, serial, on, seller, buyer, seq, recorded_at) in sales {
        match all.last_mut() {
            // In order of entry, so what was sold together stands together.
            Some(last) if last.serial == *serial => last.parcels.push(parcel_code(*no)),
            _ => all.push(ChainPurchase {
                seq: seq.unwrap_or(0),
                serial: serial.clone(),
                on: parsed(on)?,
                recorded_at: parsed(recorded_at)?,
                seller: holders.code(seller),
                buyer: holders.code(buyer),
                parcels: vec![parcel_code(*no)],
            }),
        }
    }
    Ok(all)
}

fn late_sale(p: &ChainPurchase) -> Explain {
    Explain { parcel: p.parcels.first().cloned(), on: Some(p.on), seq: Some(p.seq), ..Explain::new(ExplainCode::LateSale) }
}

/// What another reading says: another mass, or the same mass in another number of stones. Where the entry was put right
/// since and says what the scale said, there is nothing to explain.
fn weighed_again((seq, no, before, after, stones_before, stones_after, reason): WeighingColumns) -> Option<Explain> {
    let (difference, stones) = (after.saturating_sub(before), stones_after.saturating_sub(stones_before));
    let code = match (difference, stones) {
        (0, 0) => return None,
        (0, _) => ExplainCode::StonesChanged,
        _ => ExplainCode::Reweighed,
    };
    Some(Explain {
        parcel: Some(parcel_code(no)),
        seq: Some(seq),
        weight_mct: Some(after),
        difference_mct: Some(difference).filter(|d| *d != 0),
        count: Some(stones).filter(|s| *s != 0),
        reason,
        ..Explain::new(code)
    })
}
