//! Balances by the days on which things happened, what would make one less than nothing, and counts of stock.

use crate::purchase::{terms, weighed};
use crate::shipment::{Desk, desk};
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::balance::{Amount, Movement, balance, first_below};
use placer::domain::event::*;
use placer::domain::parcel::Parcel;
use placer::service::balance::{Account, Of, account};
use placer::service::parcel::ReweighParcel;
use placer::service::purchase::{AcceptPurchase, OfferParcels};
use placer::service::rework::{Part, SplitParcel};
use placer::service::stock_count::{CountLine, CountStock, compared, counts_due};
use placer::store::control::{AlertFilter, alerts};

/// A count of the register as a test sees it on both databases.
pub fn plainly(w: &mut World) {
    let holder = w.party("Counting House", &[placer::domain::role::Role::Dealer], None);
    let event = plain(w, holder);
    w.event(event);
}

fn plain(w: &mut World, holder: placer::domain::ids::PartyId) -> StockCounted {
    let no = w.read(placer::store::stock_count::stock_count_next_no);
    let (weight_mct, on) = (mct(500), day("2026-06-01"));
    StockCounted { count: w.id(), no, holder, office: None, on, parcels: vec![], weight_mct, stones: 2, note: None }
}

fn of(w: &World, of: Of) -> Account {
    w.read(|rx| account(rx, &w.app.env.profile, &of))
}

fn adds_up(w: &World, whose: Of) -> Account {
    let found = of(w, whose);
    assert_eq!(found.difference(), Amount::default(), "{:?}", found.lines);
    found
}

fn both_months(found: &Account) -> placer::domain::balance::Balance {
    balance(&found.lines, (day("2026-05-01"), day("2026-06-30")))
}

#[test]
fn holder_site_and_licence_each_add_up_and_tell_what_moved() {
    each(|w| {
        let d = desk(w);
        let a = d.bought(w, 2_000);
        let kept = w.production(d.site, d.miner.1, d.miner.0, 700, 3);
        let cut = SplitParcel {
            parcel: a.code.clone(),
            parts: vec![Part { weight_mct: mct(1_500), stones: 2 }, Part { weight_mct: mct(490), stones: 2 }],
            loss_mct: mct(10),
            loss_reason: Some("dust".into()),
            stones_change: 1,
        };
        w.submit(&d.account, &cut).unwrap();
        let exporter = adds_up(w, Of::Holder(d.exporter.0));
        let told = both_months(&exporter);
        assert_eq!(told.of(Movement::Bought), Amount { mct: 2_000, stones: 3 });
        assert_eq!(told.of(Movement::Lost), Amount { mct: 10, stones: -1 });
        assert_eq!((told.opening, told.closing), (Amount::default(), Amount { mct: 1_990, stones: 4 }));
        let miner = adds_up(w, Of::Holder(d.miner.0));
        assert_eq!((both_months(&miner).of(Movement::Dug).mct, both_months(&miner).of(Movement::Sold).mct), (2_700, 2_000));
        for place in [Of::Site(d.site), Of::Licence(d.miner.1)] {
            let found = adds_up(w, place);
            assert_eq!((both_months(&found).of(Movement::Dug).mct, both_months(&found).closing.mct), (2_700, kept.weight.mct()));
        }
        assert_eq!(first_below(&exporter.lines), None);
    });
}

#[test]
fn stones_of_two_sites_leave_the_balance_of_each_when_they_are_mixed() {
    each(|w| {
        let d = desk(w);
        let other = w.site(Some(d.miner.1), None);
        let (here, again) = (w.production(d.site, d.miner.1, d.miner.0, 700, 3), w.production(d.site, d.miner.1, d.miner.0, 300, 1));
        let there = w.production(other, d.miner.1, d.miner.0, 400, 2);
        let mix = |w: &mut World, parcels: &[&Parcel], no, mass, stones| {
            let output = w.new_parcel(no, mass, stones);
            let rework = Rework {
                holder: d.miner.0,
                inputs: parcels.iter().map(|p| p.no).collect(),
                outputs: vec![output],
                loss_mct: mct(0),
                loss_reason: None,
                stones_change: 0,
                test: false,
            };
            w.event(ParcelCombined(rework));
            w.parcel(no)
        };
        let own = mix(w, &[&here, &again], there.no + 1, 1_000, 4);
        assert_eq!(adds_up(w, Of::Site(d.site)).there.mct, 1_000, "stones of one site mixed among themselves stay");
        mix(w, &[&own, &there], own.no + 1, 1_400, 6);
        for (site, mass) in [(d.site, 1_000), (other, 400)] {
            let found = adds_up(w, Of::Site(site));
            assert_eq!((both_months(&found).of(Movement::Mixed).mct, found.there.mct), (mass, 0));
        }
        assert_eq!(adds_up(w, Of::Licence(d.miner.1)).there.mct, 1_400, "both are of the licence");
    });
}

/// A dealer with a book of slips, and an exporter to sell to.
struct Trade {
    d: Desk,
    dealer: crate::purchase::Trader,
    exporter: Actor,
}

fn trade(w: &mut World) -> Trade {
    let d = desk(w);
    let dealer = crate::purchase::trader(w, placer::domain::role::Role::Dealer, "dealer");
    w.slip_book(dealer.party);
    w.slip_book(d.exporter.0);
    let exporter = d.account.clone();
    Trade { d, dealer, exporter }
}

impl Trade {
    /// The dealer offers a parcel to the exporter, with a slip of a day.
    fn onward(&self, w: &World, p: &Parcel, on: &str) -> OfferParcels {
        let buyer = w.read(|rx| placer::store::licence::licence_fetch(rx, self.d.exporter.1)).unwrap().number;
        OfferParcels { serial: None, parcels: vec![p.code.clone()], buyer_licence: buyer, seller_licence: None, terms: terms(on) }
    }

    /// He does, and the exporter accepts.
    fn sold_on(&self, w: &mut World, p: &Parcel, on: &str) {
        let offer = self.onward(w, p, on);
        let purchase = w.submit(&self.dealer.account, &offer).unwrap().subject.parse().unwrap();
        let accept = AcceptPurchase { purchase, weighed: vec![weighed(p, p.weight.mct(), p.stones)] };
        w.submit(&self.exporter, &accept).unwrap();
    }
}

#[test]
fn a_part_is_not_sold_on_a_day_before_the_whole_was_bought() {
    each(|w| {
        let t = trade(w);
        let p = w.production(t.d.site, t.d.miner.1, t.d.miner.0, 2_000, 4);
        let slip = Slip { on: day("2026-05-28"), ..w.slip(&[p.no], t.d.miner, (t.dealer.party, t.dealer.licence)) };
        let weighed = vec![Weighed { parcel_no: p.no, weight_mct: p.weight, stones: p.stones }];
        w.event(PurchaseRecorded { slip, weighed });
        let cut = SplitParcel {
            parcel: p.code.clone(),
            parts: vec![Part { weight_mct: mct(1_500), stones: 2 }, Part { weight_mct: mct(500), stones: 2 }],
            loss_mct: mct(0),
            loss_reason: None,
            stones_change: 0,
        };
        w.submit(&t.dealer.account, &cut).unwrap();
        let part = w.parcel(p.no + 1);
        w.later(24);
        // It was dug on the twentieth, and the dealer had it from the twenty-eighth on.
        let early = t.onward(w, &part, "2026-05-25");
        assert_eq!(codes(&w.submit(&t.dealer.account, &early)), ["purchase.before_arrival"]);
        t.sold_on(w, &part, "2026-05-28");
        assert_eq!(first_below(&adds_up(w, Of::Holder(t.dealer.party)).lines), None);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_a_weighing_found_is_not_sold_before_it() {
    each(|w| {
        let t = trade(w);
        let p = w.production(t.d.site, t.d.miner.1, t.d.miner.0, 2_000, 4);
        w.sold(&[p.no], t.d.miner, (t.dealer.party, t.dealer.licence));
        let again = |weight| ReweighParcel { parcel: p.code.clone(), weight_mct: mct(weight), stones: 4, reason: "new scale".into() };
        w.submit(&t.dealer.account, &again(2_005)).unwrap();
        w.later(24 * 4);
        let p = w.parcel(p.no);
        let early = t.onward(w, &p, "2026-05-25");
        assert_eq!(codes(&w.submit(&t.dealer.account, &early)), ["purchase.before_arrival"]);
        t.sold_on(w, &p, "2026-06-01");
        assert_eq!(first_below(&adds_up(w, Of::Holder(t.dealer.party)).lines), None);
    });
}

fn count(on: &str, weight: i64, stones: i64) -> CountStock {
    CountStock { holder: None, on: Some(day(on)), parcels: vec![], weight_mct: Some(mct(weight)), stones: Some(stones), note: None }
}

fn told(w: &World) -> Vec<String> {
    let all = w.read(|rx| alerts(rx, placer::domain::access::Reach::All, &AlertFilter::default(), 0, 100));
    all.into_iter().filter(|a| a.key.control == "X10" && a.gone_at.is_none()).map(|a| a.key.period).collect()
}

#[test]
fn a_count_is_held_against_the_balance_of_its_day_and_told_when_it_is_too_far() {
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 2_000);
        w.submit(&d.account, &count("2026-06-01", 2_050, 3)).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), Vec::<String>::new(), "scales differ");
        w.submit(&d.account, &count("2026-06-01", 1_500, 3)).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), ["2026-06"]);
        let found = w.read(|rx| compared(rx, &w.app.env.profile, d.exporter.0, "2026-01".parse().unwrap(), 10));
        assert_eq!((found[0].apart().mct, found[0].book.mct, found[1].apart().mct), (-500, 2_000, 50));
        // By parcels, and an officer on the spot.
        let line = |weight, stones| CountLine { parcel: p.code.clone(), weight_mct: mct(weight), stones };
        let by_parcel = CountStock { parcels: vec![line(2_000, 3)], weight_mct: None, stones: None, ..count("2026-06-01", 0, 0) };
        let code = w.read(|rx| placer::store::party::party_fetch(rx, d.exporter.0)).unwrap().code;
        w.submit(&d.officer, &CountStock { holder: Some(code), ..by_parcel.clone() }).unwrap();
        assert_eq!(verified(w).findings, []);
        // Refusals, each naming its field.
        let asked = |w: &mut World, who: &Actor, c: CountStock| codes(&w.submit(who, &c));
        assert_eq!(asked(w, &d.officer, count("2026-06-01", 1, 1)), ["required"]);
        assert_eq!(asked(w, &d.account, count("2026-06-02", 1, 1)), ["day.future"]);
        assert_eq!(asked(w, &d.account, count("2025-05-01", 1, 1)), ["stock.too_old"]);
        assert_eq!(
            asked(w, &d.account, CountStock { weight_mct: None, stones: None, ..count("2026-06-01", 1, 1) }),
            ["required", "required"]
        );
        assert_eq!(asked(w, &d.account, CountStock { parcels: vec![line(1, 1), line(1, 1)], ..by_parcel.clone() }), ["count.twice"]);
        assert_eq!(asked(w, &d.account, CountStock { weight_mct: Some(mct(7)), ..by_parcel.clone() }), ["count.sum"]);
        assert_eq!(asked(w, &d.account, CountStock { stones: Some(9), ..by_parcel.clone() }), ["count.sum_stones"]);
        let strange = w.production(d.site, d.miner.1, d.miner.0, 300, 1);
        let not_his = CountLine { parcel: strange.code, weight_mct: mct(300), stones: 1 };
        assert_eq!(asked(w, &d.account, CountStock { parcels: vec![not_his], ..by_parcel }), ["count.not_his"]);
    });
}

#[test]
fn an_entry_that_comes_late_makes_a_count_right_and_the_alert_goes() {
    each(|w| {
        let t = trade(w);
        let p = w.production(t.d.site, t.d.miner.1, t.d.miner.0, 2_000, 4);
        w.submit(&t.exporter, &count("2026-06-01", 2_000, 4)).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), ["2026-06"], "he has what no slip shows");
        w.sold(&[p.no], t.d.miner, (t.d.exporter.0, t.d.exporter.1));
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), Vec::<String>::new());
    });
}

#[test]
fn what_moves_on_the_day_of_a_count_after_it_is_not_in_its_balance() {
    each(|w| {
        let t = trade(w);
        let p = w.production(t.d.site, t.d.miner.1, t.d.miner.0, 2_000, 4);
        w.sold(&[p.no], t.d.miner, (t.dealer.party, t.dealer.licence));
        w.submit(&t.dealer.account, &count("2026-06-01", 2_000, 4)).unwrap();
        w.later(6);
        t.sold_on(w, &p, "2026-06-01");
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), Vec::<String>::new(), "he counted in the morning and sold in the afternoon");
        w.submit(&t.dealer.account, &count("2026-06-01", 0, 0)).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), Vec::<String>::new());
        // Written down a day later, a count is of the end of its day.
        w.later(24);
        w.submit(&t.dealer.account, &count("2026-06-01", 2_000, 4)).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), ["2026-06"]);
        let books = |from: &str| {
            let found = w.read(|rx| compared(rx, &w.app.env.profile, t.dealer.party, from.parse().unwrap(), 10));
            found.into_iter().map(|c| c.book.mct).collect::<Vec<_>>()
        };
        assert_eq!((books("2026-06"), books("2026-07")), (vec![0, 0, 2_000], vec![]));
    });
}

#[test]
fn stock_that_is_declared_late_is_held_against_counts_at_once() {
    each(|w| {
        let d = desk(w);
        d.bought(w, 2_000);
        w.submit(&d.account, &count("2026-06-01", 2_000, 3)).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), Vec::<String>::new());
        crate::certificate::unestablished(w, &d);
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), ["2026-06"]);
        w.app.look_at_everything(w.now).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), ["2026-06"], "everything anew sees the same");
    });
}

#[test]
fn who_does_not_count_is_told_until_he_does() {
    each(|w| {
        let d = desk(w);
        d.bought(w, 2_000);
        let due = |w: &World, on: &str| {
            let all = |one| w.read(|rx| counts_due(rx, &w.app.env.profile, placer::domain::access::Reach::All, one, day(on)));
            assert_eq!(all(Some(d.miner.0)), [], "he has sold what he had");
            assert_eq!(all(Some(d.exporter.0)), all(None));
            all(None).into_iter().map(|c| (c.holder, c.of.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(due(w, "2026-07-10"), due(w, "2026-06-30"), "within the ten days after a month nothing of it is late");
        assert_eq!(due(w, "2026-07-11"), [(d.exporter.0, "2026-06-30".to_owned())]);
        w.submit(&d.account, &count("2026-06-01", 2_000, 3)).unwrap();
        assert_eq!(due(w, "2026-07-11"), []);
    });
}

#[test]
fn the_audit_tells_each_count_that_no_command_would_make() {
    type Wrong = fn(&mut StockCounted);
    let wrong: [Wrong; 4] = [
        |e| e.on = day("2026-06-02"),
        |e| e.no += 1,
        |e| e.stones = -1,
        |e| e.parcels = vec![CountedParcel { parcel_no: 77, weight_mct: mct(500), stones: 2 }],
    ];
    for change in wrong {
        each(|w| {
            let d = desk(w);
            let mut e = plain(w, d.exporter.0);
            change(&mut e);
            let at = w.event_by(&d.officer, e).seq;
            assert!(breaches(w).contains(&(at, "C4".to_owned())), "{:?}", breaches(w));
        });
    }
    each(|w| {
        let d = desk(w);
        let registrar = w.account(AccountRole::Approver, None, None);
        let e = plain(w, d.exporter.0);
        let at = w.event_by(&registrar, e).seq;
        assert!(breaches(w).contains(&(at, "L7".to_owned())), "approvers do not count");
    });
}
