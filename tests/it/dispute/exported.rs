//! What a journal alone lets one judge of cases: both verifiers say the same of what is sound and of what is not.

use super::*;
use crate::heads_served::{head_of, judged, until};
use crate::house::House;
use crate::spine::first_signature;
use crate::support::process::{Watchdog, run, scratch_dir};
use placer::domain::ids::ShipmentId;
use std::collections::BTreeSet;

/// What both verifiers find in the export of a register furnished so, with the rule broken at each entry, but for who
/// may write what and from which side (L7, C7): a test appends entries without asking either.
fn found(furnish: impl FnOnce(&mut World)) -> BTreeSet<(String, String)> {
    let house = House::open(furnish);
    let mut http = house.visitor();
    let size = house.world.read(placer::store::journal::journal_size);
    until("a head over all", || head_of(&mut http).filter(|h| i64::try_from(h.checkpoint.size) == Ok(size)));
    let dir = scratch_dir("dispute-export");
    let _sweeper = Watchdog::over_dir(&dir);
    let folder = dir.join("x");
    run(house.run(&["export"]).arg(&folder)).unwrap();
    judged(&folder, &[]).into_iter().filter(|(_, at)| !["L7 ", "C7 "].iter().any(|rule| at.starts_with(rule))).collect()
}

fn at(rule: &str, seq: i64) -> (String, String) {
    ("rule.broken".into(), format!("{rule} at entry {seq}"))
}

#[test]
fn a_double_sale_with_all_its_outcomes_is_sound_to_both_verifiers() {
    let all = found(|w| {
        let s = scene(w);
        for ruling in Ruling::ALL {
            let parcel = s.bought(w);
            let id = s.claimed(w, &[&parcel]);
            s.decide(w, id, *ruling).unwrap();
        }
        let parcel = s.bought(w);
        let id = s.claimed(w, &[&parcel]);
        w.submit(&s.late.account, &WithdrawDispute { dispute: id, reason: "Paid back.".into() }).unwrap();
        let open = s.bought(w);
        s.claimed(w, &[&open]);
        sound(w);
    });
    assert_eq!(all, BTreeSet::new());
}

/// A decision as somebody with the database could write it.
fn decided(dispute: DisputeId, ruling: Ruling, moved: Vec<Moved>, to: Option<PartyId>) -> DisputeDecided {
    DisputeDecided { dispute, ruling, reason: "x".into(), to, moved, offers: vec![], shipments: vec![] }
}

#[test]
fn what_is_done_with_frozen_stones_all_the_same_is_found_by_both_verifiers() {
    let mut wanted = BTreeSet::new();
    let all = found(|w| {
        let s = scene(w);
        let first = (s.first.party, s.first.licence);
        let parcel = s.bought(w);
        w.event(ParcelSealed { parcel: parcel.id, parcel_no: parcel.no, seal: "BAG-1".into() });
        s.claimed(w, &[&parcel]);
        let mut broken = |rule: &str, seq: i64| wanted.insert(at(rule, seq));
        let unsealed = ParcelUnsealed { parcel: parcel.id, parcel_no: parcel.no, seal: "BAG-1".into(), reason: "x".into() };
        broken("C8", w.event(unsealed).seq);
        let weighed = ParcelReweighed {
            parcel: parcel.id,
            parcel_no: parcel.no,
            before_mct: mct(1_000),
            after_mct: mct(1_001),
            stones_before: 2,
            stones_after: 2,
            reason: "x".into(),
        };
        broken("C8", w.event(weighed).seq);
        broken("C8", w.event(ParcelSealed { parcel: parcel.id, parcel_no: parcel.no, seal: "BAG-2".into() }).seq);
        let before = w.read(placer::store::journal::journal_size);
        w.offer(&[parcel.no], first, (s.exporter.party, s.exporter.licence));
        // The book of slips comes before the offer.
        broken("C8", before + 2);
        w.sold(&[parcel.no], first, (s.exporter.party, s.exporter.licence));
        broken("C8", before + 4);
        let (shipment, importer) = (w.id::<ShipmentId>(), Importer { name: "X".into(), address: "Y".into(), country: "BE".into() });
        let put = ShipmentParcel {
            parcel_no: parcel.no,
            weight_mct: mct(1_001),
            stones: 2,
            hs: HsCode::Unsorted,
            seal: "BAG-2".into(),
            value_usd_cents: 9,
        };
        let (exporter, licence) = (s.exporter.party, s.exporter.licence);
        let packed = ShipmentPrepared { shipment, no: 1, code: "E-1".into(), exporter, licence, importer, parcels: vec![put], test: false };
        broken("C8", w.event(packed).seq);
        let seq = w.event(ShipmentPresented { shipment, answer: "x".into() }).seq;
        broken("C8", seq);
        // It had not been sent back either.
        broken("K3", seq);
        let proposed = CertificateProposed { signed_digest: "x".into(), ..first_signature(shipment, "SL 000001".into()) };
        broken("K3", w.event(proposed).seq);
    });
    assert_eq!(all, wanted);
}

#[test]
fn a_decision_that_gives_away_what_it_may_not_is_found_by_both_verifiers() {
    let mut wanted = BTreeSet::new();
    let all = found(|w| {
        let s = scene(w);
        let mut broken = |rule: &str, seq: i64| wanted.insert(at(rule, seq));
        let moved = |p: &Parcel, from: PartyId| vec![Moved { parcel_no: p.no, from }];
        // To somebody else.
        let parcel = s.bought(w);
        let id = s.claimed(w, &[&parcel]);
        broken("C8", w.event(decided(id, Ruling::Upheld, moved(&parcel, s.first.party), Some(s.exporter.party))).seq);
        // Nothing given where the claim holds.
        let parcel = s.bought(w);
        let id = s.claimed(w, &[&parcel]);
        broken("C8", w.event(decided(id, Ruling::Upheld, vec![], None)).seq);
        // Given where the claim does not hold.
        let parcel = s.bought(w);
        let id = s.claimed(w, &[&parcel]);
        broken("C8", w.event(decided(id, Ruling::Stands, moved(&parcel, s.first.party), Some(s.late.party))).seq);
        // A claim of what never was in the seller's hands, and a number that does not follow.
        let (stranger, no) = (w.production(s.site, s.miner.1, s.exporter.party, 500, 1), 9);
        // The licence is another's.
        broken("C8", w.read(placer::store::journal::journal_size));
        let claim = case(w, id).claim;
        let parcels = vec![ClaimedParcel { parcel_no: stranger.no, weight_mct: mct(500), stones: 1 }];
        let dispute = w.id();
        let opened = DisputeOpened {
            dispute,
            no,
            code: "D-X".into(),
            office: None,
            claimant: ClaimSide::Buyer,
            claim: Claim { parcels, ..claim },
            statement: "x".into(),
            against: vec![],
        };
        let seq = w.event(opened).seq;
        broken("L1", seq);
        broken("C6", seq);
    });
    assert_eq!(all, wanted);
}
