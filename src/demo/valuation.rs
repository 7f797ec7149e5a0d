//! Valuations of the fictitious year: every shipment is sorted and valued before an officer signs.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::ids::ShipmentId;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::valuation::ValuedLine;
use crate::service::Batch;
use crate::service::error::ServiceError;
use crate::service::valuation::ValueShipment;
use crate::store::shipment::shipment_parcels;

fn reading(e: impl Into<ServiceError>) -> DemoError {
    DemoError::Act("reading", e.into())
}

/// The class into which stones of a mean mass, milli-carats, are sorted: round holes let about so much through.
const SIEVES: [(i64, &str); 8] =
    [(0, "+1"), (30, "+5"), (70, "+7"), (130, "+9"), (250, "+11"), (500, "+13"), (1_000, "+17"), (2_500, "+21")];

/// Values a shipment: the exporter declares a little less than the government's valuer finds.
pub(super) fn value(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, shipment: ShipmentId, on: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let rules = stage.app.env.profile.valuation.clone();
    let mut lines: Vec<ValuedLine> = Vec::new();
    for put in shipment_parcels(b.rx(), shipment).map_err(reading)? {
        let mean = put.weight_mct.mct() / put.stones.max(1);
        let class = SIEVES.iter().rev().find(|(least, _)| mean >= *least).map_or("+1", |(_, class)| class);
        let mut said = |low, high| put.value_usd_cents.saturating_mul(stage.chance.between(low, high)) / 100;
        let (government, independent) = (said(97, 112).max(1), said(98, 113).max(1));
        let independent = rules.independent.value.then_some(independent);
        if let Some(line) = lines.iter_mut().find(|l| l.hs == put.hs && l.class == class) {
            line.stones = line.stones.saturating_add(put.stones);
            line.weight_mct = Mass::total([line.weight_mct, put.weight_mct]).unwrap_or(Mass::ZERO);
            line.exporter_cents = line.exporter_cents.saturating_add(put.value_usd_cents);
            line.government_cents = line.government_cents.saturating_add(government);
            line.independent_cents = line.independent_cents.zip(independent).map(|(a, b)| a.saturating_add(b));
            continue;
        }
        lines.push(ValuedLine {
            hs: put.hs,
            class: class.to_owned(),
            stones: put.stones,
            weight_mct: put.weight_mct,
            exporter_cents: put.value_usd_cents,
            government_cents: government,
            independent_cents: independent,
        });
    }
    let present = cast.officials.iter().take(usize::try_from(rules.present.value).unwrap_or(0)).cloned().collect();
    let independent = rules.independent.value.then(|| cast.valuer.clone());
    let command = ValueShipment { shipment, on: Some(on), present, independent, lines };
    stage.must(b, &officer, &command)?;
    Ok(())
}
