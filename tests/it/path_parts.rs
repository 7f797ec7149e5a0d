//! Cutting a parcel and putting it together again, however often, is no way round what a path may gain, lose or count.

use crate::purchase::{Trader, trader};
use crate::world::{World, codes, each, mct};
use placer::domain::access::AccountRole;
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::service::Command;
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection};
use placer::service::parcel::ReweighParcel;
use placer::service::rework::{CombineParcels, Part, SplitParcel};

/// A dealer who holds so many entries of one pit, each of so many milli-carats and stones.
fn dealer_with(w: &mut World, lots: &[(i64, i64)]) -> (Trader, Vec<Parcel>) {
    let dealer = trader(w, Role::Dealer, "dealer");
    let miner = w.party("Miner", &[Role::Miner], None);
    let licence = w.licence("artisanal", miner, None);
    let site = w.site(Some(licence), None);
    let parcels: Vec<Parcel> = lots.iter().map(|(weight, stones)| w.production(site, licence, miner, *weight, *stones)).collect();
    let nos: Vec<i64> = parcels.iter().map(|p| p.no).collect();
    w.sold(&nos, (miner, licence), (dealer.party, dealer.licence));
    (dealer, parcels)
}

fn made(w: &mut World, who: &Trader, command: &impl Command) -> Result<Vec<Parcel>, Vec<&'static str>> {
    let done = w.submit(&who.account, command);
    match done {
        Ok(done) => Ok(w.read(|rx| placer::store::operation::parcels_where_produced(rx, done.seq))),
        Err(_) => Err(codes(&done)),
    }
}

/// Cut into so many parts of equal stones, the last of them with the rest of the mass.
fn split(p: &Parcel, parts: i64) -> SplitParcel {
    let each = p.weight.mct() / parts;
    let mass = |at| if at == parts { p.weight.mct() - each * (parts - 1) } else { each };
    let parts = (1..=parts).map(|at| Part { weight_mct: mct(mass(at)), stones: p.stones / parts }).collect();
    SplitParcel { parcel: p.code.clone(), parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}

fn combine(parcels: &[Parcel], loss: i64) -> CombineParcels {
    let loss_reason = (loss > 0).then(|| "dust".to_owned());
    CombineParcels { parcels: parcels.iter().map(|p| p.code.clone()).collect(), loss_mct: mct(loss), loss_reason, stones_change: 0 }
}

fn reweigh(p: &Parcel, weight: i64, stones: i64) -> ReweighParcel {
    ReweighParcel { parcel: p.code.clone(), weight_mct: mct(weight), stones, reason: "weighed again".into() }
}

/// Proposed by an officer, approved by an approver; the codes of a refusal.
fn correct(w: &mut World, change: ProposeProductionCorrection) -> Vec<&'static str> {
    let (officer, approver) = (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Approver, None, None));
    let proposed = w.submit(&officer, &change);
    let Ok(done) = &proposed else { return codes(&proposed) };
    let decide = DecideCorrection { correction: done.subject.parse().unwrap(), approved: true, reason: None };
    let decided = w.submit(&approver, &decide);
    if decided.is_ok() { vec![] } else { codes(&decided) }
}

fn reads(p: &Parcel, weight: i64) -> ProposeProductionCorrection {
    ProposeProductionCorrection { weight_mct: Some(mct(weight)), ..ProposeProductionCorrection::of(p.code.clone(), "misread".into()) }
}

#[test]
fn ten_parts_do_not_count_ten_times() {
    each(|w| {
        let (dealer, lots) = dealer_with(w, &[(9_000, 30)]);
        let parts = made(w, &dealer, &split(&lots[0], 10)).unwrap();
        assert_eq!(made(w, &dealer, &reweigh(&parts[0], 900, 6)), Err(vec!["rework.path_count"]));
        let counted: Vec<Parcel> = parts
            .iter()
            .map(|p| {
                w.submit(&dealer.account, &reweigh(p, 900, 5)).unwrap();
                w.parcel(p.no)
            })
            .collect();
        assert_eq!(
            made(w, &dealer, &reweigh(&counted[0], 900, 6)),
            Err(vec!["rework.path_count"]),
            "a stone breaks in three, and not again"
        );
        let whole = made(w, &dealer, &combine(&counted, 0)).unwrap();
        assert_eq!(made(w, &dealer, &reweigh(&whole[0], 9_000, 51)), Err(vec!["rework.path_count"]));
        let again = made(w, &dealer, &split(&whole[0], 50)).unwrap();
        assert_eq!(made(w, &dealer, &reweigh(&again[0], again[0].weight.mct(), 2)), Err(vec!["rework.path_count"]));
    });
}

#[test]
fn cutting_and_combining_forgets_no_loss() {
    each(|w| {
        let (dealer, lots) = dealer_with(w, &[(9_000, 300)]);
        let (mut at, mut lost) = (lots[0].clone(), 0);
        for _ in 0..6 {
            let parts = made(w, &dealer, &split(&at, 100)).unwrap();
            let loss = if lost < 180 { 40.min(180 - lost) } else { 1 };
            match made(w, &dealer, &combine(&parts, loss)) {
                Ok(whole) => {
                    lost += loss;
                    at = whole[0].clone();
                }
                Err(told) => {
                    assert_eq!((told, lost), (vec!["rework.path_loss"], 180));
                    at = made(w, &dealer, &combine(&parts, 0)).unwrap()[0].clone();
                }
            }
        }
        assert_eq!((at.weight, lost), (mct(8_820), 180), "two parts in a hundred and no more");
    });
}

#[test]
fn an_entry_read_lower_is_held_against_the_gains_of_its_mix() {
    each(|w| {
        let (dealer, lots) = dealer_with(w, &[(1_000, 5), (1_000, 5), (1_000, 5)]);
        w.submit(&dealer.account, &reweigh(&lots[0], 1_020, 5)).unwrap();
        w.submit(&dealer.account, &reweigh(&lots[1], 1_020, 5)).unwrap();
        w.submit(&dealer.account, &reweigh(&lots[1], 1_040, 5)).unwrap();
        assert_eq!(made(w, &dealer, &combine(&lots, 0)), Err(vec!["rework.path_gain"]));
        // The third was sold as it was written down, so its mass stands as it was weighed then.
        made(w, &dealer, &combine(&lots, 20)).unwrap();
        assert_eq!(correct(w, reads(&lots[2], 980)), ["correction.path_gain"]);
    });
}

#[test]
fn an_entry_mixed_at_the_pit_is_held_against_the_gains_of_its_mix() {
    each(|w| {
        let house = trader(w, Role::Miner, "artisanal");
        let site = w.site(Some(house.licence), None);
        let lots: Vec<Parcel> = (0..3).map(|_| w.production(site, house.licence, house.party, 1_000, 5)).collect();
        for (lot, weight) in [(0, 1_020), (1, 1_020), (1, 1_040)] {
            w.submit(&house.account, &reweigh(&lots[lot], weight, 5)).unwrap();
        }
        assert_eq!(made(w, &house, &combine(&lots, 0)), Err(vec!["rework.path_gain"]));
        made(w, &house, &combine(&lots, 20)).unwrap();
        assert_eq!(correct(w, reads(&lots[2], 980)), ["correction.path_gain"], "the loss that showed the gain was not there");
        assert_eq!(correct(w, reads(&lots[2], 1_000)), ["correction.nothing"]);
    });
}

#[test]
fn an_entry_read_higher_is_held_against_what_was_lost() {
    each(|w| {
        // 9 ct may lose 0.180 ct on its way: 0.160 of it said to be lost, each time within what one act may lose.
        let (dealer, lots) = dealer_with(w, &[(9_000, 30)]);
        let mut at = lots[0].clone();
        for _ in 0..4 {
            let parts = made(w, &dealer, &split(&at, 2)).unwrap();
            at = made(w, &dealer, &combine(&parts, 40)).unwrap()[0].clone();
        }
        assert_eq!(correct(w, reads(&lots[0], 9_020)), [] as [&str; 0], "and 0.020 that the first weighing took away");
        // Another scale found more than was written down: the rest of what may be lost was said to be lost.
        let (dealer, lots) = dealer_with(w, &[(9_000, 30)]);
        let mut at = lots[0].clone();
        for _ in 0..4 {
            let parts = made(w, &dealer, &split(&at, 2)).unwrap();
            at = made(w, &dealer, &combine(&parts, 44)).unwrap()[0].clone();
        }
        assert_eq!(correct(w, reads(&lots[0], 9_020)), ["correction.path_loss"]);
    });
}

#[test]
fn a_small_part_split_off_stops_no_right_correction() {
    each(|w| {
        let (dealer, lots) = dealer_with(w, &[(30_000, 60)]);
        let parts = vec![Part { weight_mct: mct(300), stones: 1 }, Part { weight_mct: mct(29_700), stones: 59 }];
        let off = SplitParcel { parcel: lots[0].code.clone(), parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 };
        made(w, &dealer, &off).unwrap();
        assert_eq!(correct(w, reads(&lots[0], 29_980)), [] as [&str; 0]);
    });
}

#[test]
fn an_open_offer_keeps_the_day_of_digging() {
    each(|w| {
        let dealer = trader(w, Role::Dealer, "dealer");
        let miner = w.party("Miner", &[Role::Miner], None);
        let licence = w.licence("artisanal", miner, None);
        let site = w.site(Some(licence), None);
        let dug = w.production(site, licence, miner, 1_000, 5);
        let offer = w.offer(&[dug.no], (miner, licence), (dealer.party, dealer.licence));
        let slip = w.read(|rx| placer::store::purchase::purchase_fetch(rx, offer)).unwrap();
        let on = |on: placer::domain::time::Day| ProposeProductionCorrection {
            on: Some(on),
            ..ProposeProductionCorrection::of(dug.code.clone(), "wrong day".into())
        };
        assert_eq!(correct(w, on(slip.on.succ_opt().unwrap())), ["correction.day_after_use"]);
        assert_eq!(correct(w, on(slip.on)), [] as [&str; 0]);
        // An offer that ended by itself holds nothing.
        w.now = w.now.plus_hours(73).unwrap();
        assert_eq!(correct(w, on(slip.on.succ_opt().unwrap())), [] as [&str; 0]);
    });
}
