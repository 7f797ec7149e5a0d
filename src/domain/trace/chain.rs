//! The chain of custody between production entries and what a trace starts from.

use crate::domain::time::{Day, Instant};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything between the entries and the subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// How far along the trade, summed up.
    pub stages: Vec<Stage>,
    /// Every parcel, oldest first.
    pub parcels: Vec<ChainParcel>,
    /// Every combining, splitting and sorting, oldest first.
    pub operations: Vec<ChainOperation>,
    /// Every sale, oldest first.
    pub purchases: Vec<ChainPurchase>,
    /// Everybody who held something of it, by code.
    pub holders: Vec<Holder>,
    /// Codes of the parcels the subject is made of.
    pub ends: Vec<String>,
}

/// One step along the trade: 0 is the pit (or the declared stock), each sale is one more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Sales since the pit.
    pub hop: usize,
    /// How many held parcels here.
    pub holders: usize,
    /// How many parcels were held here.
    pub parcels: usize,
    /// Mass that came here from the pit or by a sale, milli-carats.
    pub received_mct: i64,
}

/// Somebody who held parcels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// The code people read aloud.
    pub code: String,
    /// The name, for those who may read it.
    pub name: Option<String>,
}

/// One parcel of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainParcel {
    /// Dense number.
    #[serde(skip)]
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// Its mass when it was used, exported, or now; milli-carats.
    pub weight_mct: i64,
    /// A test parcel.
    pub test: bool,
    /// The entry that made it.
    pub made_seq: i64,
    /// The entry that used it up.
    pub used_seq: Option<i64>,
    /// Who held it, one after the other.
    pub holdings: Vec<Holding>,
}

/// The time in which one party held a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// Code of the holder.
    pub holder: String,
    /// The entry with which it began.
    pub from_seq: i64,
    /// The entry with which it ended.
    pub to_seq: Option<i64>,
    /// What the parcel weighed when he gave it on, or weighs now, milli-carats.
    pub weight_mct: i64,
    /// Sales since the pit.
    pub hop: usize,
}

/// A combining, splitting or sorting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainOperation {
    /// The journal entry.
    pub seq: i64,
    /// `combine`, `split` or `sort`.
    pub kind: String,
    /// Code of the holder.
    pub holder: String,
    /// Codes of the parcels used up.
    pub inputs: Vec<String>,
    /// Codes of those made that belong to this chain.
    pub outputs: Vec<String>,
    /// Mass in, milli-carats.
    pub in_mct: i64,
    /// Mass out, milli-carats, other outputs included.
    pub out_mct: i64,
    /// Mass lost, milli-carats.
    pub loss_mct: i64,
    /// Why.
    pub loss_reason: Option<String>,
    /// Stones more or fewer.
    pub stones_change: i64,
}

/// A sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainPurchase {
    /// The entry that closed it.
    pub seq: i64,
    /// Serial of the slip.
    pub serial: String,
    /// The day.
    pub on: Day,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Code of the seller.
    pub seller: String,
    /// Code of the buyer.
    pub buyer: String,
    /// Codes of the parcels of this chain that were sold.
    pub parcels: Vec<String>,
}

impl Chain {
    /// Tells for every holding how many sales lie between it and the pit, and sums up by that. The parcels
    /// come oldest first, so what went into an operation stands before what came out.
    pub fn count_hops(&mut self) {
        let mut made_from: BTreeMap<i64, usize> = BTreeMap::new();
        let mut stages: BTreeMap<usize, (BTreeSet<&str>, usize, i64)> = BTreeMap::new();
        for parcel in &mut self.parcels {
            let first = made_from.get(&parcel.made_seq).copied();
            let mut hop = first.unwrap_or(0);
            for (at, holding) in parcel.holdings.iter_mut().enumerate() {
                if at > 0 {
                    hop = hop.saturating_add(1);
                }
                holding.hop = hop;
            }
            if let Some(used) = parcel.used_seq {
                let furthest = made_from.entry(used).or_insert(hop);
                *furthest = hop.max(*furthest);
            }
        }
        for parcel in &self.parcels {
            let from_pit = !made_from.contains_key(&parcel.made_seq);
            for (at, holding) in parcel.holdings.iter().enumerate() {
                let stage = stages.entry(holding.hop).or_default();
                stage.0.insert(&holding.holder);
                stage.1 = stage.1.saturating_add(1);
                if at > 0 || from_pit {
                    stage.2 = stage.2.saturating_add(holding.weight_mct);
                }
            }
        }
        self.stages = stages
            .into_iter()
            .map(|(hop, (holders, parcels, received_mct))| Stage { hop, holders: holders.len(), parcels, received_mct })
            .collect();
    }
}
