//! Valuations of shipments: the sheet has the carats and stones that were packed, and the value taken is the one that the
//! rules take (K3).

use super::ledger::Ledger;
use super::{At, Told};
use crate::domain::event::{HsCode, HsLine, ShipmentParcel, ShipmentValued};
use crate::domain::quantity::Mass;
use crate::domain::valuation::{ValuedLine, Valuer};
use std::collections::BTreeMap;

/// The value of a valuation that counts, by subheading.
#[derive(Debug, Clone)]
pub(super) struct Valued {
    pub lines: Vec<HsLine>,
    pub value: i64,
}

const fn said(line: &ValuedLine, by: Valuer) -> Option<i64> {
    match by {
        Valuer::Exporter => Some(line.exporter_cents),
        Valuer::Government => Some(line.government_cents),
        Valuer::Independent => line.independent_cents,
    }
}

fn sum(lines: &[ValuedLine], by: Valuer) -> Option<i64> {
    lines.iter().map(|l| said(l, by)).try_fold(0_i64, |sum, cents| sum.checked_add(cents?))
}

/// Milli-carats and stones by subheading.
fn contents(items: impl Iterator<Item = (HsCode, i64, i64)>) -> BTreeMap<HsCode, (i64, i64)> {
    let mut found: BTreeMap<HsCode, (i64, i64)> = BTreeMap::new();
    for (hs, mct, stones) in items {
        let of_it = found.entry(hs).or_default();
        *of_it = (of_it.0.saturating_add(mct), of_it.1.saturating_add(stones));
    }
    found
}

/// Lines of a certificate from masses and values by subheading.
pub(super) fn by_subheading(items: impl Iterator<Item = (HsCode, i64, i64)>) -> Option<Vec<HsLine>> {
    let line = |(hs, (mct, value_usd_cents))| Some(HsLine { hs, weight_mct: Mass::new(mct)?, value_usd_cents });
    contents(items).into_iter().map(line).collect()
}

/// The same of packed parcels, by what the exporter declared.
pub(super) fn declared(parcels: &[ShipmentParcel]) -> Option<Vec<HsLine>> {
    by_subheading(parcels.iter().map(|p| (p.hs, p.weight_mct.mct(), p.value_usd_cents)))
}

impl Ledger {
    pub(super) fn valued(&mut self, at: &At<'_>, told: &mut Told, e: &ShipmentValued) {
        let Some(parcels) = self.certificates.to_value(e.shipment) else {
            told.breach(at.seq, "K3", || format!("shipment {} was not waiting for an officer", e.shipment));
            return;
        };
        let packed = contents(parcels.iter().map(|p| (p.hs, p.weight_mct.mct(), p.stones)));
        let sheet = contents(e.lines.iter().map(|l| (l.hs, l.weight_mct.mct(), l.stones)));
        told.check(packed == sheet, at.seq, "K3", || "the sheet does not have what was packed".into());
        let value = sum(&e.lines, e.taken);
        let least = e.lines.iter().all(|l| l.exporter_cents > 0 && l.government_cents > 0 && l.independent_cents.is_none_or(|c| c > 0));
        told.check(least && value == Some(e.value_usd_cents), at.seq, "K3", || "the value taken is not that of its lines".into());
        if let (Some(rules), Some(value)) = (at.rules, value) {
            let others = [Valuer::Exporter, Valuer::Government, Valuer::Independent].map(|by| sum(&e.lines, by));
            let fits = match rules.takes_highest {
                true => others.into_iter().flatten().all(|other| other <= value),
                false => e.taken == Valuer::Government,
            };
            told.check(fits, at.seq, "K3", || "the value taken is not the one that the rules take".into());
        }
        let lines = by_subheading(e.lines.iter().map(|l| (l.hs, l.weight_mct.mct(), said(l, e.taken).unwrap_or(0))));
        if let Some(lines) = lines {
            self.certificates.set_value(e.shipment, Valued { lines, value: e.value_usd_cents });
        }
    }
}
