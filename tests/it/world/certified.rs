//! What the small register needs for certificates: forms, valuations, second signatures.

use super::{World, mct};
use placer::domain::event::{BlanksReceived, HsCode, ShipmentValued};
use placer::domain::ids::{PartyId, ShipmentId};
use placer::domain::role::Role;
use placer::domain::valuation::{ValuedLine, Valuer, charges};
use placer::service::certificate::IssueCertificate;

impl World {
    /// Two officials and an independent valuer.
    pub fn sitting(&mut self) -> [PartyId; 3] {
        if let Some(known) = self.sitting {
            return known;
        }
        let people = [("Mines Monitor", Role::Official), ("Customs Officer", Role::Official), ("Valuer Ltd", Role::Valuer)];
        let sitting = people.map(|(name, role)| self.party(name, &[role], None));
        self.sitting = Some(sitting);
        sitting
    }

    /// A valuation of a shipment at what its exporter declared, all stones in one class; asks no rule.
    pub fn valued(&mut self, shipment: ShipmentId) {
        let parcels = self.read(|rx| placer::store::shipment::shipment_parcels(rx, shipment));
        let (on, rules) = (self.app.env.profile.local_day(self.now), self.app.env.profile.valuation.clone());
        let lines: Vec<ValuedLine> = HsCode::ALL
            .into_iter()
            .filter(|hs| parcels.iter().any(|p| p.hs == *hs))
            .map(|hs| {
                let of_it = || parcels.iter().filter(|p| p.hs == hs);
                let cents = of_it().map(|p| p.value_usd_cents).sum();
                ValuedLine {
                    hs,
                    class: "+9".into(),
                    stones: of_it().map(|p| p.stones).sum(),
                    weight_mct: mct(of_it().map(|p| p.weight_mct.mct()).sum()),
                    exporter_cents: cents,
                    government_cents: cents,
                    independent_cents: rules.independent.value.then_some(cents),
                }
            })
            .collect();
        let value_usd_cents = lines.iter().map(|l| l.government_cents).sum();
        let (table, taken) = (rules.size_table.value.clone(), Valuer::Government);
        let charges = charges(&lines, taken, parcels.len(), &rules).unwrap();
        let [one, other, valuer] = self.sitting();
        let (present, independent) = (vec![one, other], rules.independent.value.then_some(valuer));
        self.event(ShipmentValued { shipment, on, table, present, independent, lines, taken, value_usd_cents, charges });
    }

    /// Forty blank certificates of this year, after those that are there, and a list of participants where there is none.
    pub fn forms(&mut self) -> BlanksReceived {
        self.participants();
        let on = self.app.env.profile.local_day(self.now);
        let (year, numbering) = (chrono::Datelike::year(&on), self.app.env.profile.numbers.certificate.value.clone());
        let last = self.read(|rx| placer::store::blank::blank_runs(rx, None, 1)).into_iter().next().map(|run| run.facts);
        let no = last.as_ref().map_or(1, |run| run.no + 1);
        let first = last.filter(|run| !numbering.restarts_yearly || run.year == year).map_or(1, |run| run.last + 1);
        let (before, width, after) = numbering.pattern.around(year);
        let run = BlanksReceived {
            run: self.id(),
            no,
            year,
            before,
            width: width.try_into().unwrap(),
            after,
            first,
            last: first + 39,
            note: "Delivery".into(),
            on,
        };
        self.event(run.clone());
        run
    }

    /// The second signature, with the form in hand that is set aside for a shipment; the lowest one where none is.
    pub fn issue(&self, shipment: ShipmentId) -> IssueCertificate {
        let form = self.read(|rx| placer::store::blank::blank_reserved_for(rx, shipment));
        IssueCertificate { shipment, blank: form.map_or_else(|| "SL 000001".into(), |f| f.number) }
    }
}
