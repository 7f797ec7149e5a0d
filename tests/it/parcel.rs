//! What holders do with parcels: combine, split, sort, reweigh, seal, open the seal.

use crate::world::{World, codes, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::*;
use placer::domain::ids::*;
use placer::domain::parcel::{Parcel, ParcelState, parcel_code};
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::parcel::{OpenSeal, ReweighParcel, SealParcel};
use placer::service::rework::{CombineParcels, Part, SortParcel, SortedPart, SplitParcel};
use placer::store::lineage::composition;
use placer::store::operation::{operation_fetch, parcels_where_consumed, parcels_where_produced};
use placer::store::parcel::parcel_next_no;

struct Shop {
    buyer: Actor,
    dealer: PartyId,
    licence: LicenceId,
    miner: (PartyId, LicenceId),
}

/// A dealer with three parcels: 1.001 ct of 3 stones, 2 ct of 5, 4 ct of 8, from two sites.
fn shop(w: &mut World) -> Shop {
    let miner = w.party("Miner", &[Role::Miner], None);
    let dealer = w.party("Dealer", &[Role::Dealer], None);
    let (lm, licence) = (w.licence("artisanal", miner, None), w.licence("dealer", dealer, None));
    let (s1, s2) = (w.site(Some(lm), None), w.site(Some(lm), None));
    for (site, weight, stones) in [(s1, 1_001, 3), (s2, 2_000, 5), (s1, 4_000, 8)] {
        w.production(site, lm, miner, weight, stones);
    }
    w.sold(&[1, 2, 3], (miner, lm), (dealer, licence));
    let buyer = w.account(AccountRole::Buyer, None, Some(dealer));
    Shop { buyer, dealer, licence, miner: (miner, lm) }
}

fn combine(numbers: &[i64]) -> CombineParcels {
    let parcels = numbers.iter().map(|no| parcel_code(*no)).collect();
    CombineParcels { parcels, loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}
fn split(no: i64, parts: &[(i64, i64)]) -> SplitParcel {
    let parts = parts.iter().map(|(w, s)| Part { weight_mct: mct(*w), stones: *s }).collect();
    SplitParcel { parcel: parcel_code(no), parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}
fn sort(no: i64, parts: &[(&str, HsCode, i64, i64)]) -> SortParcel {
    let parts = parts.iter().map(|(c, hs, w, s)| SortedPart { class: (*c).into(), hs: *hs, weight_mct: mct(*w), stones: *s }).collect();
    SortParcel { parcel: parcel_code(no), parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}
fn reweigh(no: i64, weight: i64, stones: i64) -> ReweighParcel {
    ReweighParcel { parcel: parcel_code(no), weight_mct: mct(weight), stones, reason: "new scale".into() }
}
fn seal(no: i64, seal: &str) -> SealParcel {
    SealParcel { parcel: parcel_code(no), seal: seal.into() }
}
fn open_seal(no: i64) -> OpenSeal {
    OpenSeal { parcel: parcel_code(no), reason: "to sort".into() }
}

#[test]
fn mixed_split_and_sorted_the_carats_stay() {
    each(|w| {
        let s = shop(w);
        let mixed = w.submit(&s.buyer, &combine(&[2, 1])).unwrap();
        assert_eq!((w.parcel(1).state, w.parcel(2).state), (ParcelState::Consumed, ParcelState::Consumed));
        let four = w.parcel(4);
        assert_eq!((four.weight, four.stones, four.holder, four.id.to_string()), (mct(3_001), 8, s.dealer, mixed.subject));
        assert_eq!(w.read(|rx| composition(rx, four.origin, 3_001)).entries(), [(1, 1_001), (2, 2_000)]);
        let inputs: Vec<i64> = w.read(|rx| parcels_where_consumed(rx, mixed.seq)).iter().map(|p| p.no).collect();
        assert_eq!(inputs, [1, 2]);

        w.submit(&s.buyer, &split(4, &[(1_000, 2), (2_001, 6)])).unwrap();
        assert_eq!((w.parcel(5).weight, w.parcel(6).stones, w.parcel(6).origin), (mct(1_000), 6, 4));

        let sorting = SortParcel {
            loss_mct: mct(1),
            loss_reason: Some("dust".into()),
            ..sort(6, &[("gem", HsCode::Gem, 1_500, 2), ("boart", HsCode::Industrial, 500, 4)])
        };
        let sorted = w.submit(&s.buyer, &sorting).unwrap();
        let made: Vec<_> = w.read(|rx| parcels_where_produced(rx, sorted.seq)).into_iter().map(|p| (p.class, p.hs)).collect();
        assert_eq!(made, [(Some("gem".into()), HsCode::Gem), (Some("boart".into()), HsCode::Industrial)]);
        let kept = w.read(|rx| operation_fetch(rx, sorted.seq)).unwrap();
        assert_eq!((kept.in_mct, kept.out_mct, kept.loss_mct, kept.loss_reason.as_deref()), (2_001, 2_000, 1, Some("dust")));

        w.submit(&s.buyer, &combine(&[7, 8])).unwrap();
        assert_eq!((w.parcel(9).hs, w.parcel(9).class), (HsCode::Unsorted, None), "two kinds together are unsorted");
    });
}

#[test]
fn parcels_of_one_kind_keep_it() {
    each(|w| {
        let s = shop(w);
        w.submit(&s.buyer, &sort(3, &[("8gr", HsCode::Gem, 3_000, 5), ("rest", HsCode::Unsorted, 1_000, 3)])).unwrap();
        w.submit(&s.buyer, &split(4, &[(1_000, 1), (2_000, 4)])).unwrap();
        assert_eq!((w.parcel(6).class.as_deref(), w.parcel(7).hs), (Some("8gr"), HsCode::Gem));
        w.submit(&s.buyer, &combine(&[6, 7])).unwrap();
        assert_eq!((w.parcel(8).class.as_deref(), w.parcel(8).hs), (Some("8gr"), HsCode::Gem));
    });
}

#[test]
fn codes_are_taken_as_typed_and_wrong_ones_named() {
    each(|w| {
        let s = shop(w);
        let typed = parcel_code(1).replace('-', " ").to_lowercase();
        let command = SealParcel { parcel: typed, seal: "sl 0001".into() };
        w.submit(&s.buyer, &command).unwrap();
        assert_eq!(w.parcel(1).seal.as_deref(), Some("SL0001"));
        let named = |parcel: &str| SealParcel { parcel: parcel.into(), seal: "SL0002".into() };
        assert_eq!(codes(&w.submit(&s.buyer, &named("P-000002-0"))), ["parcel.code_wrong"]);
        assert_eq!(codes(&w.submit(&s.buyer, &named("  "))), ["required"]);
        assert_eq!(codes(&w.submit(&s.buyer, &named(&parcel_code(99)))), ["parcel.unknown"]);
    });
}

#[test]
fn nobody_touches_what_he_does_not_hold() {
    each(|w| {
        let s = shop(w);
        let rival = w.party("Rival", &[Role::Dealer], None);
        w.licence("dealer", rival, None);
        let rival = w.account(AccountRole::Buyer, None, Some(rival));
        let unknown = |done: Result<_, ServiceError>| assert_eq!(codes(&done), ["parcel.unknown"]);
        unknown(w.submit(&rival, &seal(1, "X-1")));
        unknown(w.submit(&rival, &open_seal(1)));
        unknown(w.submit(&rival, &reweigh(1, 1_000, 3)));
        unknown(w.submit(&rival, &split(1, &[(1_000, 2), (1, 1)])));
        unknown(w.submit(&rival, &sort(1, &[("a", HsCode::Gem, 1_001, 3)])));
        assert_eq!(codes(&w.submit(&rival, &combine(&[1, 2]))), ["parcel.unknown", "parcel.unknown"]);
        // The seller had them once.
        let seller = w.account(AccountRole::Buyer, None, Some(s.miner.0));
        unknown(w.submit(&seller, &seal(1, "X-1")));
        let office = w.office("KEN");
        for role in AccountRole::ALL {
            let actor = w.account(role, Some(office), Some(s.dealer));
            let done = w.submit(&actor, &seal(1, "X-1"));
            match role {
                AccountRole::Buyer | AccountRole::Exporter => {
                    done.unwrap();
                    w.submit(&actor, &open_seal(1)).unwrap();
                }
                _ => assert!(matches!(done, Err(ServiceError::Forbidden)), "{role:?}"),
            }
        }
    });
}

#[test]
fn what_was_used_up_is_never_used_again() {
    each(|w| {
        let s = shop(w);
        w.submit(&s.buyer, &combine(&[1, 2])).unwrap();
        let again = w.submit(&s.buyer, &combine(&[1, 3]));
        assert_eq!(codes(&again), ["parcel.not_live"]);
        assert!(again.unwrap_err().is_conflict());
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(2, 2_001, 5))), ["parcel.not_live"]);
        assert_eq!(codes(&w.submit(&s.buyer, &seal(2, "X-1"))), ["parcel.not_live"]);
    });
}

#[test]
fn an_offer_binds_until_it_ends_or_expires() {
    each(|w| {
        let s = shop(w);
        let exporter = w.party("Exporter", &[Role::Exporter], None);
        let le = w.licence("exporter", exporter, None);
        w.offer(&[1], (s.dealer, s.licence), (exporter, le));
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[1, 2]))), ["parcel.offered"]);
        assert_eq!(codes(&w.submit(&s.buyer, &seal(1, "X-1"))), ["parcel.offered"]);
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(1, 1_000, 3))), ["parcel.offered"]);
        w.later(72);
        assert_eq!(codes(&w.submit(&s.buyer, &seal(1, "X-1"))), ["parcel.offered"], "the last instant counts");
        w.later(1);
        w.submit(&s.buyer, &seal(1, "X-1")).unwrap();
    });
}

#[test]
fn a_seal_keeps_the_stones_in_and_its_number_to_itself() {
    each(|w| {
        let s = shop(w);
        w.submit(&s.buyer, &seal(1, "SL-77")).unwrap();
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[1, 2]))), ["parcel.sealed"]);
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(1, 1_000, 3))), ["parcel.sealed"]);
        assert_eq!(codes(&w.submit(&s.buyer, &seal(1, "SL-78"))), ["parcel.sealed"]);
        let taken = w.submit(&s.buyer, &seal(2, "sl-77"));
        assert_eq!(codes(&taken), ["parcel.seal_taken"]);
        assert!(taken.unwrap_err().is_conflict());
        for wrong in ["", "ab", "x!y", "né-1", &"9".repeat(41)] {
            assert_eq!(codes(&w.submit(&s.buyer, &seal(2, wrong))), ["parcel.seal_number"], "{wrong:?}");
        }
        assert_eq!(codes(&w.submit(&s.buyer, &open_seal(2))), ["parcel.not_sealed"]);
        assert_eq!(codes(&w.submit(&s.buyer, &OpenSeal { reason: " ".into(), ..open_seal(1) })), ["required"]);
        let hidden = OpenSeal { reason: "to\u{1f}sort".into(), ..open_seal(1) };
        assert_eq!(codes(&w.submit(&s.buyer, &hidden)), ["party.hidden"]);
        w.submit(&s.buyer, &open_seal(1)).unwrap();
        assert_eq!(w.parcel(1).seal, None);
        w.submit(&s.buyer, &seal(2, "SL-77")).unwrap();
        w.submit(&s.buyer, &combine(&[1, 3])).unwrap();
    });
}

#[test]
fn a_parcel_in_a_shipment_stays_as_it_is() {
    each(|w| {
        let s = shop(w);
        w.submit(&s.buyer, &seal(1, "SL-77")).unwrap();
        let shipment: ShipmentId = w.id();
        let p = w.parcel(1);
        let parcels =
            vec![ShipmentParcel { parcel_no: 1, weight_mct: p.weight, stones: 3, hs: p.hs, seal: "SL-77".into(), value_usd_cents: 1 }];
        let importer = Importer { name: "I".into(), address: "A".into(), country: "BE".into() };
        let (exporter, licence) = (s.dealer, s.licence);
        w.event(ShipmentPrepared { shipment, no: 1, code: "E-1".into(), exporter, licence, importer, parcels, test: false });
        assert_eq!(codes(&w.submit(&s.buyer, &open_seal(1))), ["parcel.in_shipment"]);
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[1, 2]))), ["parcel.in_shipment", "parcel.sealed"]);
    });
}

#[test]
fn a_second_weighing_agrees_with_the_first_and_small_gains_do_not_add_up() {
    each(|w| {
        let s = shop(w);
        // 4 ct: 0.020 ct either way, 0.040 ct in all.
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(3, 4_021, 8))), ["parcel.reweigh_beyond"]);
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(3, 3_979, 8))), ["parcel.reweigh_beyond"]);
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(3, 4_000, 8))), ["parcel.reweigh_same"]);
        w.submit(&s.buyer, &reweigh(3, 4_020, 8)).unwrap();
        w.submit(&s.buyer, &reweigh(3, 4_040, 8)).unwrap();
        assert_eq!((w.parcel(3).weight, w.parcel(3).gain_mct), (mct(4_040), 40));
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(3, 4_041, 8))), ["parcel.path_gain"]);
        // The gain goes with the stones into what is made of them.
        w.submit(&s.buyer, &split(3, &[(4_000, 7), (40, 1)])).unwrap();
        assert_eq!(w.parcel(4).gain_mct + w.parcel(5).gain_mct, 40);
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(4, 4_002, 7))), ["parcel.path_gain"]);
        w.submit(&s.buyer, &reweigh(4, 3_990, 8)).unwrap();
        assert_eq!(w.parcel(4).stones, 8, "a broken stone, with its reason");
        let silent = ReweighParcel { reason: String::new(), ..reweigh(4, 3_991, 8) };
        assert_eq!(codes(&w.submit(&s.buyer, &silent)), ["required"]);
        let nothing = w.submit(&s.buyer, &reweigh(5, 0, 0));
        assert_eq!(codes(&nothing), ["parcel.no_weight", "parcel.no_stones", "parcel.reweigh_beyond"]);
    });
}

#[test]
fn parts_of_one_parcel_do_not_gain_more_than_it_may() {
    each(|w| {
        let s = shop(w);
        // 4 ct may gain 0.040 ct by weighings; so may not each of its four parts.
        w.submit(&s.buyer, &split(3, &[(1_000, 2), (1_000, 2), (1_000, 2), (1_000, 2)])).unwrap();
        for no in 4..8 {
            assert_eq!(codes(&w.submit(&s.buyer, &reweigh(no, 1_011, 2))), ["parcel.path_gain"]);
            w.submit(&s.buyer, &reweigh(no, 1_010, 2)).unwrap();
        }
        w.submit(&s.buyer, &combine(&[4, 5, 6, 7])).unwrap();
        assert_eq!((w.parcel(8).weight, w.parcel(8).gain_mct), (mct(4_040), 40));
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(8, 4_041, 8))), ["parcel.path_gain"]);
    });
}

#[test]
fn gains_of_several_parcels_do_not_add_up_in_a_mix() {
    each(|w| {
        let s = shop(w);
        let (a, b) = (w.parcel(1), w.parcel(2));
        let grown = |p: &Parcel| reweigh(p.no, p.weight.mct() + 20, p.stones);
        for _ in 0..2 {
            let (a, b) = (w.parcel(1), w.parcel(2));
            w.submit(&s.buyer, &grown(&a)).unwrap();
            w.submit(&s.buyer, &grown(&b)).unwrap();
        }
        assert_eq!((w.parcel(1).gain_mct, w.parcel(2).gain_mct), (40, 40));
        assert!(a.weight.mct() + b.weight.mct() < 20_000, "a mix whose cap is 0.040 ct");
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[1, 2]))), ["rework.path_gain"]);
        // Weighed together they are lighter than their sum: what is said to be lost was never gained.
        let honest = CombineParcels { loss_mct: mct(20), loss_reason: Some("weighed together".into()), ..combine(&[1, 2]) };
        let done = w.submit(&s.buyer, &honest);
        assert_eq!(codes(&done), ["rework.path_gain"], "20 of 80 is not enough");
    });
}

#[test]
fn what_does_not_add_up_is_refused() {
    each(|w| {
        let s = shop(w);
        let refused = |w: &mut World, command: &SplitParcel| codes(&w.submit(&s.buyer, command));
        assert_eq!(refused(w, &split(1, &[(1_000, 3)])), ["rework.two_parts", "rework.weight_differs"]);
        assert_eq!(refused(w, &split(1, &[(1_000, 2), (2, 1)])), ["rework.weight_differs"]);
        assert_eq!(refused(w, &split(1, &[(999, 2), (2, 2)])), ["rework.stones_differ"]);
        assert_eq!(refused(w, &split(1, &[(1_001, 3), (0, 0)])), ["parcel.no_weight", "parcel.no_stones"]);
        assert_eq!(refused(w, &split(1, &[(1_000, 4), (1, -1)])), ["parcel.no_stones"]);
        let huge = split(1, &[(placer::domain::quantity::MASS_MAX_MCT, 2), (1, 1)]);
        assert_eq!(refused(w, &huge), ["rework.too_heavy"]);
        // 1.001 ct may lose 0.020 ct, and says why.
        let lossy = |loss: i64, reason: Option<&str>| SplitParcel {
            loss_mct: mct(loss),
            loss_reason: reason.map(str::to_owned),
            ..split(1, &[(901, 2), (100 - loss, 1)])
        };
        assert_eq!(refused(w, &lossy(20, None)), ["rework.loss_reason"]);
        assert_eq!(refused(w, &lossy(21, Some("dust"))), ["rework.loss_beyond"]);
        let broken = SplitParcel { stones_change: 1, ..split(1, &[(901, 2), (100, 2)]) };
        assert_eq!(refused(w, &broken), ["rework.loss_reason"]);
        assert_eq!(w.read(parcel_next_no), 4);
        w.submit(&s.buyer, &SplitParcel { loss_reason: Some("broke".into()), ..broken }).unwrap();
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[2]))), ["rework.two_at_least"]);
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[2, 2]))), ["rework.twice"]);
        let loss = CombineParcels { loss_mct: mct(6_000), loss_reason: Some("x".into()), ..combine(&[2, 3]) };
        assert_eq!(codes(&w.submit(&s.buyer, &loss)), ["parcel.no_weight", "rework.loss_beyond"]);
        assert_eq!(codes(&w.submit(&s.buyer, &sort(2, &[]))), ["rework.one_part"]);
        assert_eq!(codes(&w.submit(&s.buyer, &sort(2, &[(" ", HsCode::Gem, 2_000, 5)]))), ["required"]);
    });
}

#[test]
fn no_stone_is_lighter_than_a_milli_carat() {
    each(|w| {
        let s = shop(w);
        let dust = ["production.too_light"];
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(1, 1_001, 1_002))), [dust[0], "rework.path_count"]);
        let refused = w.submit(&s.buyer, &split(1, &[(1_000, 1), (1, 2)]));
        assert_eq!(codes(&refused), dust);
        let Err(ServiceError::Refused(v)) = refused else { panic!() };
        assert_eq!(v.0[0].field.as_deref(), Some("parts.1.stones"));
        w.submit(&s.buyer, &sort(1, &[("a", HsCode::Gem, 999, 1), ("b", HsCode::Gem, 2, 2)])).unwrap();
        let crumbled = |stones_change| CombineParcels { stones_change, loss_reason: Some("broke".into()), ..combine(&[2, 3]) };
        // 13 stones of 6 ct together.
        assert_eq!(codes(&w.submit(&s.buyer, &crumbled(5_988))), [dust[0], "rework.path_count"]);
        assert_eq!(codes(&w.submit(&s.buyer, &crumbled(5_987))), ["rework.path_count"]);
        w.submit(&s.buyer, &crumbled(2)).unwrap();
        assert_eq!((w.parcel(6).weight, w.parcel(6).stones), (mct(6_000), 15));
    });
}

#[test]
fn test_parcels_stay_among_themselves() {
    each(|w| {
        let s = shop(w);
        let officer = w.account(AccountRole::Officer, None, None);
        let line = placer::service::stock::StockLine { weight_mct: mct(1_000), stones: 2, site: None, note: None, seal: None };
        let on = crate::world::day("2026-05-31");
        let stock = placer::service::stock::DeclareStock { holder: s.dealer, on, lines: vec![line.clone(), line], test: true, zone: None };
        w.submit(&officer, &stock).unwrap();
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[1, 4]))), ["rework.test_mixed"]);
        w.submit(&s.buyer, &combine(&[4, 5])).unwrap();
        assert!(w.parcel(6).test);
        w.submit(&s.buyer, &split(6, &[(1_000, 2), (1_000, 2)])).unwrap();
        assert!(w.parcel(7).test && w.parcel(8).test);
    });
}

#[test]
fn a_holder_without_a_valid_licence_does_nothing() {
    each(|w| {
        let s = shop(w);
        w.event(LicenceStateChanged {
            licence: s.licence,
            state: LicenceState::Suspended,
            on: crate::world::day("2026-06-01"),
            reason: "r".into(),
            offence: None,
        });
        assert_eq!(codes(&w.submit(&s.buyer, &combine(&[1, 2]))), ["parcel.no_licence"]);
        assert_eq!(codes(&w.submit(&s.buyer, &seal(1, "X-1"))), ["parcel.no_licence"]);
        assert_eq!(codes(&w.submit(&s.buyer, &reweigh(1, 1_000, 3))), ["parcel.no_licence"]);
        // An agent's licence holds nothing in his own name.
        w.licence("dealer-agent", s.dealer, None);
        assert_eq!(codes(&w.submit(&s.buyer, &seal(1, "X-1"))), ["parcel.no_licence"]);
        w.licence("dealer", s.dealer, None);
        w.submit(&s.buyer, &seal(1, "X-1")).unwrap();
    });
}

#[test]
fn the_same_key_reworks_once() {
    each(|w| {
        let s = shop(w);
        for replayed in [false, true] {
            let mut act = w.act_as(&s.buyer, "k");
            assert_eq!(w.app.submit(&mut act, &combine(&[1, 2])).unwrap().replayed, replayed);
        }
        assert_eq!(w.read(parcel_next_no), 5);
    });
}
