//! Offers, purchases and slips: the story, every refusal, who may.

mod pages;
mod race;
mod refusals;
mod since;
mod slips;
pub(crate) mod web;

use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::*;
use placer::domain::ids::{LicenceId, PartyId, PurchaseId};
use placer::domain::jurisdiction::PaymentMethod;
use placer::domain::money::{Currency, Money, RateE6};
use placer::domain::parcel::Parcel;
use placer::domain::purchase::{Purchase, PurchaseState};
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::purchase::*;
use placer::store::purchase::{earlier_slips, purchase_by_serial, purchase_fetch, purchase_items, slip_origins};
use placer::store::{licence, parcel};

/// Somebody in the trade.
#[derive(Clone)]
pub struct Trader {
    pub party: PartyId,
    pub licence: LicenceId,
    pub number: String,
    pub account: Actor,
}

/// A party with a licence and, unless it is a role nobody signs in for, an account that acts for it.
pub fn trader(w: &mut World, role: Role, kind: &str) -> Trader {
    let party = w.party("Somebody", &[role], None);
    let licence = w.licence(kind, party, None);
    let account = w.account(if role == Role::Exporter { AccountRole::Exporter } else { AccountRole::Buyer }, None, Some(party));
    Trader { party, licence, number: number(w, licence), account }
}

/// A miner without an account.
pub fn miner(w: &mut World) -> (PartyId, LicenceId, String) {
    let party = w.party("Miner", &[Role::Miner], None);
    let licence = w.licence("artisanal", party, None);
    (party, licence, number(w, licence))
}

fn number(w: &World, id: LicenceId) -> String {
    w.read(|rx| licence::licence_fetch(rx, id)).unwrap().number
}

pub fn terms(on: &str) -> SaleTerms {
    SaleTerms {
        price: Money { minor: 150_000, currency: Currency::USD },
        rate_e6: None,
        payment: PaymentMethod::Cash,
        payment_reference: None,
        agent: None,
        place: Some("Koidu".into()),
        on: day(on),
    }
}

const TODAY: &str = "2026-06-01";

fn dig(w: &mut World, holder: PartyId, licence: LicenceId, weight: i64, stones: i64) -> Parcel {
    let site = w.site(Some(licence), None);
    w.production(site, licence, holder, weight, stones)
}

pub fn weighed(p: &Parcel, weight: i64, stones: i64) -> WeighedParcel {
    WeighedParcel { parcel: p.code.clone(), weight_mct: mct(weight), stones }
}

fn offer_of(parcels: &[&Parcel], buyer: &Trader) -> OfferParcels {
    OfferParcels {
        serial: None,
        parcels: parcels.iter().map(|p| p.code.clone()).collect(),
        buyer_licence: buyer.number.clone(),
        seller_licence: None,
        terms: terms(TODAY),
    }
}

pub fn record_of(parcels: &[WeighedParcel], seller: &str) -> RecordPurchase {
    RecordPurchase { serial: None, seller_licence: seller.into(), buyer_licence: None, weighed: parcels.to_vec(), terms: terms(TODAY) }
}

fn purchase(w: &World, subject: &str) -> Purchase {
    let id: PurchaseId = subject.parse().unwrap();
    w.read(|rx| purchase_fetch(rx, id)).unwrap()
}

/// A dealer with a book and one parcel, and an exporter.
struct Scene {
    dealer: Trader,
    exporter: Trader,
    parcel: Parcel,
}

fn scene(w: &mut World) -> Scene {
    let dealer = trader(w, Role::Dealer, "dealer");
    let exporter = trader(w, Role::Exporter, "exporter");
    w.slip_book(dealer.party);
    let (miner, licence, _) = miner(w);
    let parcel = dig(w, miner, licence, 2_500, 7);
    w.sold(&[parcel.no], (miner, licence), (dealer.party, dealer.licence));
    let parcel = w.parcel(parcel.no);
    Scene { dealer, exporter, parcel }
}

#[test]
fn an_offer_is_accepted_with_a_weighing_of_the_buyers_own() {
    each(|w| {
        let s = scene(w);
        let receipt = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let offered = purchase(w, &receipt.subject);
        assert_eq!((offered.state, offered.seller, offered.buyer), (PurchaseState::Offered, s.dealer.party, s.exporter.party));
        assert_eq!((offered.seller_licence, offered.buyer_licence), (s.dealer.licence, s.exporter.licence));
        assert_eq!(offered.expires_at, w.now.plus_hours(72));
        assert_eq!(offered.terms.usd_cents, 150_000);
        assert!(placer::domain::code::is_valid(&offered.check_code));
        assert_eq!(w.parcel(s.parcel.no).holder, s.dealer.party, "the giver holds until the buyer accepts");

        let accept = AcceptPurchase { purchase: offered.id, weighed: vec![weighed(&s.parcel, 2_510, 7)] };
        w.submit(&s.exporter.account, &accept).unwrap();
        let now = w.parcel(s.parcel.no);
        assert_eq!((now.holder, now.weight, now.gain_mct, now.purchase), (s.exporter.party, mct(2_510), 10, None));
        let items = w.read(|rx| purchase_items(rx, offered.id));
        assert_eq!((items[0].weight, items[0].weighed, items[0].counted), (mct(2_500), Some(mct(2_510)), Some(7)));

        let again = w.submit(&s.exporter.account, &accept);
        assert_eq!(codes(&again), ["purchase.already_accepted"]);
        assert!(again.unwrap_err().is_conflict());
    });
}

#[test]
fn the_same_key_accepts_once() {
    each(|w| {
        let s = scene(w);
        let receipt = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let accept = AcceptPurchase { purchase: receipt.subject.parse().unwrap(), weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        let mut first = w.act_as(&s.exporter.account, "k");
        let mut second = w.act_as(&s.exporter.account, "k");
        let first = w.app.submit(&mut first, &accept).unwrap();
        let second = w.app.submit(&mut second, &accept).unwrap();
        assert_eq!((first.seq, second.replayed), (second.seq, true));
    });
}

#[test]
fn the_buyer_records_both_sides_with_a_seller_who_has_no_account() {
    each(|w| {
        let dealer = trader(w, Role::Dealer, "dealer");
        let (party, licence, number) = miner(w);
        let (a, b) = (dig(w, party, licence, 1_000, 2), dig(w, party, licence, 30_000, 9));
        let book = w.slip_book(dealer.party);
        let command = record_of(&[weighed(&b, 29_980, 9), weighed(&a, 1_000, 2)], &number);
        let receipt = w.submit(&dealer.account, &command).unwrap();
        let sold = purchase(w, &receipt.subject);
        assert_eq!((sold.state, sold.seller, sold.buyer), (PurchaseState::Accepted, party, dealer.party));
        assert_eq!((sold.serial, sold.weight, sold.stones), (book.serial(1), mct(31_000), 11));
        assert_eq!((w.parcel(a.no).holder, w.parcel(b.no).holder), (dealer.party, dealer.party));
        assert_eq!((w.parcel(a.no).weight, w.parcel(b.no).weight), (mct(1_000), mct(29_980)));

        // Paper slips of the seller's own book count too, typed.
        let c = dig(w, party, licence, 500, 1);
        let theirs = w.slip_book(party);
        let typed = RecordPurchase { serial: Some(theirs.serial(40)), ..record_of(&[weighed(&c, 500, 1)], &number) };
        let receipt = w.submit(&dealer.account, &typed).unwrap();
        assert_eq!(purchase(w, &receipt.subject).book, theirs.id);

        w.account(AccountRole::Buyer, None, Some(party));
        let d = dig(w, party, licence, 500, 1);
        let refused = w.submit(&dealer.account, &record_of(&[weighed(&d, 500, 1)], &number));
        assert_eq!(codes(&refused), ["purchase.seller_has_account"]);
    });
}

#[test]
fn only_the_named_buyer_accepts_and_only_the_holder_withdraws() {
    each(|w| {
        let s = scene(w);
        let other = trader(w, Role::Exporter, "exporter");
        let receipt = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let id: PurchaseId = receipt.subject.parse().unwrap();
        let accept = AcceptPurchase { purchase: id, weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        assert!(matches!(w.submit(&s.dealer.account, &accept), Err(ServiceError::Forbidden)));
        assert!(matches!(w.submit(&other.account, &accept), Err(ServiceError::NotFound(_))));
        let withdraw = WithdrawOffer { purchase: id, reason: None };
        assert!(matches!(w.submit(&s.exporter.account, &withdraw), Err(ServiceError::Forbidden)));
        assert!(matches!(w.submit(&other.account, &withdraw), Err(ServiceError::NotFound(_))));
        let decline = DeclinePurchase { purchase: id, reason: Some("Too dear".into()) };
        assert!(matches!(w.submit(&s.dealer.account, &decline), Err(ServiceError::Forbidden)));
        for role in AccountRole::ALL.into_iter().filter(|r| !r.needs_party()) {
            let office = role.needs_office().then(|| w.id());
            let account = w.account(role, office, None);
            assert!(matches!(w.submit(&account, &accept), Err(ServiceError::Forbidden)), "{role:?}");
            assert!(matches!(w.submit(&account, &offer_of(&[&s.parcel], &s.exporter)), Err(ServiceError::Forbidden)), "{role:?}");
        }
        w.submit(&s.exporter.account, &decline).unwrap();
        assert_eq!(codes(&w.submit(&s.exporter.account, &accept)), ["purchase.already_declined"]);
        assert_eq!(codes(&w.submit(&s.dealer.account, &withdraw)), ["purchase.already_declined"]);
        assert_eq!(w.parcel(s.parcel.no).purchase, None);

        let again = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let id: PurchaseId = again.subject.parse().unwrap();
        w.submit(&s.dealer.account, &WithdrawOffer { purchase: id, reason: None }).unwrap();
        let late = AcceptPurchase { purchase: id, weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        let late = w.submit(&s.exporter.account, &late);
        assert_eq!(codes(&late), ["purchase.already_withdrawn"]);
        assert!(late.unwrap_err().is_conflict());
    });
}

#[test]
fn an_offer_lapses_by_the_clock_and_frees_its_parcels() {
    each(|w| {
        let s = scene(w);
        let receipt = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let taken = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter));
        assert_eq!(codes(&taken), ["purchase.parcel_offered"]);
        assert!(taken.unwrap_err().is_conflict());
        w.later(72);
        w.now = w.now.plus_hours(1).unwrap();
        let accept = AcceptPurchase { purchase: receipt.subject.parse().unwrap(), weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        let late = w.submit(&s.exporter.account, &accept);
        assert_eq!(codes(&late), ["purchase.expired"]);
        assert!(!late.unwrap_err().is_conflict());
        let second = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        // Tidying the lapsed offer does not free the parcel from the new one.
        w.submit(&s.dealer.account, &WithdrawOffer { purchase: receipt.subject.parse().unwrap(), reason: None }).unwrap();
        assert_eq!(w.parcel(s.parcel.no).purchase, Some(second.subject.parse().unwrap()));
    });
}

#[test]
fn the_weighing_is_held_against_the_slip() {
    each(|w| {
        let s = scene(w);
        let offered = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let accept = |w: &mut World, weighed: Vec<WeighedParcel>| {
            let result = w.submit(&s.exporter.account, &AcceptPurchase { purchase: offered.subject.parse().unwrap(), weighed });
            result.map(|_| ()).map_err(|e| match e {
                ServiceError::Refused(v) => v.0.into_iter().map(|v| (v.code, v.field.unwrap_or_default())).collect::<Vec<_>>(),
                other => panic!("{other}"),
            })
        };
        let field = |what: &str| format!("{what}.{}", s.parcel.code);
        assert_eq!(accept(w, vec![]), Err(vec![("purchase.not_weighed", field("weight_mct"))]));
        assert_eq!(accept(w, vec![weighed(&s.parcel, 2_521, 7)]), Err(vec![("purchase.weight_differs", field("weight_mct"))]));
        assert_eq!(accept(w, vec![weighed(&s.parcel, 2_479, 7)]), Err(vec![("purchase.weight_differs", field("weight_mct"))]));
        assert_eq!(accept(w, vec![weighed(&s.parcel, 2_500, 8)]), Err(vec![("purchase.stones_differ", field("stones"))]));
        let (miner, licence, _) = miner(w);
        let other = dig(w, miner, licence, 100, 1);
        let strange = accept(w, vec![weighed(&s.parcel, 2_500, 7), weighed(&other, 100, 1)]);
        assert_eq!(strange, Err(vec![("purchase.not_on_slip", "weighed".to_owned())]));
        let twice = accept(w, vec![weighed(&s.parcel, 2_500, 7), weighed(&s.parcel, 2_500, 7)]);
        assert_eq!(twice, Err(vec![("purchase.parcel_twice", "weighed".to_owned())]));
        assert_eq!(accept(w, vec![weighed(&s.parcel, 2_480, 7)]), Ok(()));
    });
}

/// A refusal, all of it: codes, fields and what is told.
fn told<T>(result: Result<T, ServiceError>) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    match result {
        Err(ServiceError::Refused(v)) => {
            v.0.into_iter().map(|v| (v.code, v.args.into_iter().map(|(name, arg)| (name, format!("{arg:?}"))).collect())).collect()
        }
        _ => vec![],
    }
}

#[test]
fn whoever_types_parcel_numbers_learns_nothing() {
    each(|w| {
        let (miner_party, _, number) = miner(w);
        let stranger = trader(w, Role::Dealer, "dealer");
        w.slip_book(stranger.party);
        let s = scene(w);
        let (other, licence, _) = miner(w);
        let dug = dig(w, other, licence, 777, 5);
        let sealed = dig(w, other, licence, 888, 6);
        w.event(ParcelSealed { parcel: sealed.id, parcel_no: sealed.no, seal: "S1".into() });
        let never = placer::domain::parcel::parcel_code(999_999);
        let ask = |w: &mut World, code: &str, weight: i64, stones: i64| {
            let typed = WeighedParcel { parcel: code.to_owned(), weight_mct: mct(weight), stones };
            let asked = record_of(&[typed], &number);
            let mut act = w.act(&stranger.account);
            let previewed = told(w.app.preview(&mut act, &asked));
            let recorded = told(w.submit(&stranger.account, &asked));
            assert_eq!(previewed, recorded);
            let hidden = |text: String| text.replace(code, "CODE");
            recorded.into_iter().map(|(c, args)| (c, args.into_iter().map(|(n, a)| (n, hidden(a))).collect::<Vec<_>>())).collect::<Vec<_>>()
        };
        let nothing = ask(w, &never, 777, 5);
        assert_eq!(nothing.iter().map(|(c, _)| *c).collect::<Vec<_>>(), ["purchase.parcel_not_held"]);
        // Near or far, dug, sealed or sold between others: the same as of a parcel that never was.
        for (code, weight, stones) in [(&dug.code, 777, 5), (&dug.code, 1, 1), (&sealed.code, 888, 6), (&s.parcel.code, 2_500, 7)] {
            assert_eq!(ask(w, code, weight, stones), nothing, "{code}");
        }
        // Who names the seller and holds the slip is told that it differs, not what it says.
        let own = dig(w, miner_party, w.read(|rx| licence::licence_by_number(rx, &number)).unwrap().id, 2_000, 4);
        let far = ask(w, &own.code, 2_100, 3);
        assert_eq!(far.iter().map(|(c, _)| *c).collect::<Vec<_>>(), ["purchase.stones_off", "purchase.weight_off"]);
        let told = format!("{far:?}");
        assert!(!told.contains("2000") && !told.contains("Int(4)"), "{told}");
        // Blanks, hyphens and small letters do not matter.
        let typed = WeighedParcel { parcel: own.code.to_lowercase().replace('-', " "), weight_mct: mct(2_000), stones: 4 };
        w.submit(&stranger.account, &record_of(&[typed], &number.to_lowercase())).unwrap();
        // The seller who held it just before, and nobody else, is told who was first.
        let rival = trader(w, Role::Dealer, "dealer");
        w.slip_book(rival.party);
        let late = |number: &str| record_of(&[weighed(&own, 2_000, 4)], number);
        assert_eq!(codes(&w.submit(&rival.account, &late(&number))), ["purchase.parcel_sold"]);
        let (_, _, elsewhere) = miner(w);
        assert_eq!(codes(&w.submit(&rival.account, &late(&elsewhere))), ["purchase.parcel_not_held"]);
        assert_eq!(codes(&w.submit(&rival.account, &late("T/none"))), ["purchase.licence_unknown"]);
    });
}

#[test]
fn no_stone_that_is_bought_is_lighter_than_a_milli_carat() {
    each(|w| {
        let (party, licence, number) = miner(w);
        let dealer = trader(w, Role::Dealer, "dealer");
        w.slip_book(dealer.party);
        let parcel = dig(w, party, licence, 10, 8);
        assert_eq!(codes(&w.submit(&dealer.account, &record_of(&[weighed(&parcel, 7, 8)], &number))), ["production.too_light"]);
        w.submit(&dealer.account, &record_of(&[weighed(&parcel, 8, 8)], &number)).unwrap();
    });
}

#[test]
fn small_gains_do_not_add_up_along_a_path() {
    each(|w| {
        let (party, licence, number) = miner(w);
        let parcel = dig(w, party, licence, 1_000, 1);
        let mut dealers: Vec<Trader> = (0..4).map(|_| trader(w, Role::Dealer, "dealer")).collect();
        for d in &dealers {
            w.slip_book(d.party);
        }
        w.submit(&dealers[0].account, &record_of(&[weighed(&parcel, 1_020, 1)], &number)).unwrap();
        let mut seller = dealers.remove(0);
        for (grown, allowed) in [(1_040, true), (1_041, false)] {
            let buyer = dealers.remove(0);
            let offered = w.submit(&seller.account, &offer_of(&[&parcel], &buyer)).unwrap();
            let accept = |weight| AcceptPurchase { purchase: offered.subject.parse().unwrap(), weighed: vec![weighed(&parcel, weight, 1)] };
            let done = w.submit(&buyer.account, &accept(grown));
            assert_eq!(codes(&done), if allowed { vec![] } else { vec!["purchase.path_gain"] });
            if !allowed {
                w.submit(&buyer.account, &accept(1_039)).unwrap();
            }
            seller = buyer;
        }
        assert_eq!(w.parcel(parcel.no).gain_mct, 39);
    });
}

#[test]
fn a_collector_who_bought_from_five_artisans_attaches_five_slips() {
    each(|w| {
        let s = scene(w);
        let mut parcels = Vec::new();
        let mut serials = Vec::new();
        for at in 1..=5 {
            let (party, licence, number) = miner(w);
            let parcel = dig(w, party, licence, 1_000 * at, at);
            let receipt = w.submit(&s.dealer.account, &record_of(&[weighed(&parcel, 1_000 * at, at)], &number)).unwrap();
            serials.push(purchase(w, &receipt.subject).serial);
            parcels.push(parcel.no);
        }
        // Mixed and split: one half is sold.
        let no = w.read(parcel::parcel_next_no);
        let new = |w: &mut World, no, weight, stones| NewParcel {
            parcel: w.id(),
            no,
            weight_mct: mct(weight),
            stones,
            hs: HsCode::Unsorted,
            class: None,
        };
        let rework = |inputs, outputs| Rework {
            holder: s.dealer.party,
            inputs,
            outputs,
            loss_mct: mct(0),
            loss_reason: None,
            stones_change: 0,
            test: false,
        };
        let mixed = new(w, no, 15_000, 15);
        w.event(ParcelCombined(rework(parcels.clone(), vec![mixed])));
        let halves = vec![new(w, no + 1, 7_500, 7), new(w, no + 2, 7_500, 8)];
        w.event(ParcelSplit(rework(vec![no], halves)));
        let half = w.parcel(no + 1);
        let receipt = w.submit(&s.dealer.account, &offer_of(&[&half], &s.exporter)).unwrap();
        let sold = purchase(w, &receipt.subject);
        let attached = w.read(|rx| earlier_slips(rx, &sold, 100));
        assert_eq!(attached.iter().map(|a| a.serial.clone()).collect::<Vec<_>>(), serials);
        assert!(attached.iter().all(|a| a.buyer == s.dealer.party));
        let items = w.read(|rx| purchase_items(rx, sold.id));
        let origins = w.read(|rx| slip_origins(rx, &items));
        assert_eq!((origins.len(), origins.iter().map(|o| o.weight.mct()).sum::<i64>()), (5, 7_500));
        assert_eq!(origins[0].weight, mct(2_500), "five of fifteen parts, the largest first");

        // Sold on once more: the chain holds all six.
        let accept = AcceptPurchase { purchase: sold.id, weighed: vec![weighed(&half, 7_500, 7)] };
        w.submit(&s.exporter.account, &accept).unwrap();
        let unmixed = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let unmixed = purchase(w, &unmixed.subject);
        assert_eq!(w.read(|rx| earlier_slips(rx, &unmixed, 100)).len(), 1, "its own slip, none of the others");
    });
}
