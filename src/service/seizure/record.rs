//! Taking stones.

use super::{NAME_MAX, PARCELS_MAX, TEXT_MAX, party_typed};
use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::event::{HsCode, NewParcel, SeizureRecorded, TakenParcel};
use crate::domain::ids::{OfficeId, PartyId, PurchaseId, ShipmentId};
use crate::domain::parcel::{Parcel, ParcelState, parcel_no_typed};
use crate::domain::purchase::{PurchaseState, short_code};
use crate::domain::quantity::Mass;
use crate::domain::seizure::{seized, seizure_code};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::balance::there_since;
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, check_seal, not_dust, seal_taken, tidy};
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::office::office_fetch;
use crate::store::parcel::{parcel_fetch, parcel_next_no};
use crate::store::purchase::{latest_source_day, purchase_fetch, purchase_last_of};
use crate::store::seizure::{seizure_next_no, seizure_receipt_used};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Stones that are in no register, as they were found.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundStones {
    /// Their mass.
    pub weight_mct: Mass,
    /// How many.
    pub stones: i64,
    /// Their subheading.
    pub hs: HsCode,
}

/// Takes stones from somebody: whole parcels of one holder, or stones that are in no register. They leave who held them at
/// once, whatever he was doing with them; offers and shipments in which they stand end.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordSeizure {
    /// Codes of parcels of the register, all of one holder. What is only a part of one is split off first.
    #[serde(default)]
    pub parcels: Vec<String>,
    /// Stones that are in no register, bag by bag.
    #[serde(default)]
    pub found: Vec<FoundStones>,
    /// Code of the party from whom they were taken; whoever holds the parcels when not given. A person whose name is known is
    /// registered as a party first; of somebody whom nobody knows nothing is said.
    #[serde(default)]
    pub from: Option<String>,
    /// The office whose officer took them; his own of whoever is bound to one.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Where.
    pub place: String,
    /// Code of the offence in the country's rules.
    pub ground: String,
    /// Number of the receipt that was handed over.
    pub receipt: String,
    /// Number of the seal that was put on.
    pub seal: String,
    /// Where it is kept.
    pub safe: String,
    /// The services of two witnesses, not who they are.
    pub witnesses: Vec<String>,
    /// What happened. It stays in the journal for good: no name of a person, no number of a paper of his.
    #[serde(default)]
    pub account: Option<String>,
}

/// Everything that the parcels say.
#[derive(Default)]
struct Taken {
    parcels: Vec<Parcel>,
    holder: Option<PartyId>,
    offers: BTreeSet<PurchaseId>,
    shipments: BTreeSet<ShipmentId>,
}

impl Command for RecordSeizure {
    const NAME: &'static str = "record_seizure";
    const PERMISSION: Permission = Permission::SeizureWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let office = self.office(rx, case, &mut v)?;
        let today = case.today();
        let on = self.on.unwrap_or(today);
        v.check(on <= today, || Violation::on("day.future", "on"));
        let taken = self.taken(rx, case, on, &mut v)?;
        let from = self.from(rx, taken.holder, &mut v)?;
        self.check_found(&mut v);
        let nothing = self.parcels.iter().all(|p| p.trim().is_empty()) && self.found.is_empty();
        v.check(!nothing, || Violation::on("seizure.nothing", "parcels"));
        let known = case.profile().offence(&self.ground).is_some();
        v.check(known, || Violation::on("seizure.ground", "ground"));
        let (place, safe) = (words(&self.place, "place", NAME_MAX, &mut v), words(&self.safe, "safe", NAME_MAX, &mut v));
        let receipt = self.receipt(rx, &mut v)?;
        let seal = fresh_seal(rx, &self.seal, "seal", &mut v)?;
        let witness = |at: usize| self.witnesses.get(at).map_or("", String::as_str);
        v.check(self.witnesses.len() <= 2, || Violation::on("seizure.witnesses", "witness_2"));
        let witnesses = vec![words(witness(0), "witness_1", NAME_MAX, &mut v), words(witness(1), "witness_2", NAME_MAX, &mut v)];
        let account = tidy(self.account.as_deref(), "account", TEXT_MAX, &mut v);
        v.finish()?;
        let no = seizure_next_no(rx)?;
        let test = taken.parcels.first().is_some_and(|p| p.test);
        Ok(SeizureRecorded {
            seizure: case.id(),
            no,
            code: seizure_code(no),
            check_code: short_code(case.act.entropy.secret()),
            office,
            from,
            on,
            place,
            ground: self.ground.clone(),
            receipt,
            seal,
            safe,
            witnesses,
            account,
            taken: taken.parcels.iter().map(as_it_stands).collect(),
            found: self.new_parcels(rx, case)?,
            offers: taken.offers.into_iter().collect(),
            shipments: taken.shipments.into_iter().collect(),
            test,
        }
        .into())
    }
}

/// A parcel as it stands.
pub(super) fn as_it_stands(p: &Parcel) -> TakenParcel {
    TakenParcel { parcel: p.id, parcel_no: p.no, weight_mct: p.weight, stones: p.stones }
}

/// A seal that nothing else bears or bore: no bag of a holder, no container, nothing that the state took.
pub(super) fn fresh_seal(rx: &mut Rx<'_>, typed: &str, field: &'static str, v: &mut Violations) -> Result<String, StoreError> {
    let seal = check_seal(typed, field, v);
    let taken = seal_taken(rx, &seal, None)?;
    v.check(!taken, || Violation::on("parcel.seal_taken", field).with("seal", seal.clone()).conflict());
    Ok(seal)
}

impl RecordSeizure {
    /// The office whose seizure it is: his own of whoever is bound to one, else one that is there or none.
    fn office(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations) -> Result<Option<OfficeId>, ServiceError> {
        let office = match case.reach(Permission::SeizureWrite) {
            Reach::Office(own) => {
                v.check(self.office.is_none_or(|o| o == own), || Violation::on("seizure.office", "office"));
                Some(own)
            }
            _ => self.office,
        };
        if let Some(office) = self.office {
            v.check(office_fetch(rx, office)?.is_some(), || Violation::on("unknown_choice", "office"));
        }
        case.require(Permission::SeizureWrite, &Belongs::office(office))?;
        Ok(office)
    }

    /// The parcels, each live, kept by nobody's seizure, and all of one holder.
    fn taken(&self, rx: &mut Rx<'_>, case: &Case<'_>, on: Day, v: &mut Violations) -> Result<Taken, StoreError> {
        let mut found = Taken::default();
        let most = i64::try_from(PARCELS_MAX).unwrap_or(i64::MAX);
        let many = self.parcels.len().saturating_add(self.found.len());
        v.check(many <= PARCELS_MAX, || Violation::on("seizure.too_many", "parcels").with("most", most));
        for typed in self.parcels.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).take(PARCELS_MAX) {
            let shown: String = typed.chars().take(40).collect();
            let Some(parcel) = parcel_no_typed(typed).map(|no| parcel_fetch(rx, no)).transpose()?.flatten() else {
                v.push(Violation::on("parcel.unknown", "parcels").with("typed", shown));
                continue;
            };
            if found.parcels.iter().any(|p| p.no == parcel.no) {
                v.push(Violation::on("seizure.twice", "parcels").with("code", parcel.code));
                continue;
            }
            self.check_parcel(rx, case, on, &parcel, v)?;
            found.shipments.extend(parcel.shipment);
            if let Some(offer) = parcel.purchase {
                found.offers.extend(purchase_fetch(rx, offer)?.filter(|p| p.state == PurchaseState::Offered).map(|p| p.id));
            }
            found.parcels.push(parcel);
        }
        found.parcels.sort_by_key(|p| p.no);
        found.holder = found.parcels.first().map(|p| p.holder);
        let one = found.parcels.iter().all(|p| Some(p.holder) == found.holder);
        v.check(one, || Violation::on("seizure.holders", "parcels"));
        let tests = found.parcels.iter().filter(|p| p.test).count();
        let mixed = tests > 0 && (tests < found.parcels.len() || !self.found.is_empty());
        v.check(!mixed, || Violation::on("seizure.test_mixed", "parcels"));
        Ok(found)
    }

    fn check_parcel(&self, rx: &mut Rx<'_>, case: &Case<'_>, on: Day, parcel: &Parcel, v: &mut Violations) -> Result<(), StoreError> {
        if let Some(kept) = seized(parcel, "parcels") {
            v.push(kept);
            return Ok(());
        }
        if parcel.state != ParcelState::Live {
            let gone = Violation::on("parcel.not_live", "parcels").with("code", parcel.code.clone()).conflict();
            v.push(parcel.consumed_seq.into_iter().fold(gone, |gone, seq| gone.with("seq", seq)));
            return Ok(());
        }
        let bought = purchase_last_of(rx, parcel.no)?.map(|p| p.on);
        let came = if on < case.today() { there_since(rx, case.profile(), parcel)? } else { None };
        let since = [latest_source_day(rx, parcel)?, bought, came].into_iter().flatten().max();
        if let Some(since) = since.filter(|since| *since > on) {
            v.push(Violation::on("seizure.too_early", "on").with("day", since).with("code", parcel.code.clone()));
        }
        Ok(())
    }

    /// From whom: the holder of the parcels, or the party that is named.
    fn from(&self, rx: &mut Rx<'_>, holder: Option<PartyId>, v: &mut Violations) -> Result<Option<PartyId>, StoreError> {
        let Some(typed) = self.from.as_deref().map(str::trim).filter(|t| !t.is_empty()) else { return Ok(holder) };
        let Some(named) = party_typed(rx, typed, "from", v)? else { return Ok(None) };
        v.check(holder.is_none_or(|h| h == named.id), || Violation::on("seizure.not_holder", "from").with("party", named.code.clone()));
        Ok(Some(named.id))
    }

    fn check_found(&self, v: &mut Violations) {
        for (at, found) in self.found.iter().enumerate() {
            let line = i64::try_from(at).unwrap_or(0).saturating_add(1);
            let field = format!("found_{line}");
            v.check(!found.weight_mct.is_zero(), || Violation::on("parcel.no_weight", field.clone()));
            v.check((1..=STONES_MAX).contains(&found.stones), || Violation::on("parcel.no_stones", field.clone()).with("most", STONES_MAX));
            not_dust(found.weight_mct, found.stones, &field, v);
        }
    }

    /// The number of the receipt, which no other seizure has.
    fn receipt(&self, rx: &mut Rx<'_>, v: &mut Violations) -> Result<String, StoreError> {
        let receipt = crate::domain::code::fold(&words(&self.receipt, "receipt", NAME_MAX, v));
        let used = !receipt.is_empty() && seizure_receipt_used(rx, &receipt)?;
        v.check(!used, || Violation::on("seizure.receipt_used", "receipt").with("receipt", receipt.clone()).conflict());
        Ok(receipt)
    }

    fn new_parcels(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Vec<NewParcel>, StoreError> {
        let first = parcel_next_no(rx)?;
        let made = self.found.iter().zip(first..).map(|(f, no)| NewParcel {
            parcel: case.id(),
            no,
            weight_mct: f.weight_mct,
            stones: f.stones,
            hs: f.hs,
            class: None,
        });
        Ok(made.collect())
    }
}
