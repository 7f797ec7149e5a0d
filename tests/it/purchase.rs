//! Offers, purchases and slips: the story, every refusal, who may.

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
fn parcels_are_refused_for_what_they_are() {
    each(|w| {
        let s = scene(w);
        let (miner_party, miner_licence, _) = miner(w);
        let others = dig(w, miner_party, miner_licence, 400, 1);
        let refused = |w: &mut World, parcels: Vec<String>| {
            let result = w.submit(&s.dealer.account, &OfferParcels { parcels, ..offer_of(&[], &s.exporter) });
            codes(&result)
        };
        let code = s.parcel.code.clone();
        assert_eq!(refused(w, vec![]), ["purchase.no_parcels"]);
        assert_eq!(refused(w, vec![code.clone(), code.clone()]), ["purchase.parcel_twice"]);
        assert_eq!(refused(w, vec![code[..code.len() - 1].to_owned() + "?"]), ["purchase.parcel_mistyped"]);
        assert_eq!(refused(w, vec![placer::domain::parcel::parcel_code(999_999)]), ["purchase.parcel_unknown"]);
        assert_eq!(refused(w, vec![others.code.clone()]), ["purchase.parcel_not_held"]);

        let test = test_parcel(w, s.dealer.party, miner_licence);
        assert_eq!(refused(w, vec![code.clone(), test.code.clone()]), ["purchase.test_mixed"]);
        let receipt = w.submit(&s.dealer.account, &offer_of(&[&test], &s.exporter)).unwrap();
        assert!(purchase(w, &receipt.subject).test, "a slip of test parcels says so");

        w.event(ParcelSealed { parcel: s.parcel.id, parcel_no: s.parcel.no, seal: "S1".into() });
        let shipment = w.id();
        let line = ShipmentParcel {
            parcel_no: s.parcel.no,
            weight_mct: s.parcel.weight,
            stones: s.parcel.stones,
            hs: s.parcel.hs,
            seal: "S1".into(),
            value_usd_cents: 1,
        };
        w.event(ShipmentPrepared {
            shipment,
            no: 1,
            code: "E-1".into(),
            exporter: s.dealer.party,
            licence: s.dealer.licence,
            importer: Importer { name: "I".into(), address: "A".into(), country: "BE".into() },
            parcels: vec![line],
            test: false,
        });
        assert_eq!(refused(w, vec![code.clone()]), ["purchase.parcel_in_shipment"]);
        w.event(ShipmentCancelled { shipment, reason: "x".into() });
        let sold = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let accept = AcceptPurchase { purchase: sold.subject.parse().unwrap(), weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        w.submit(&s.exporter.account, &accept).unwrap();
        let gone = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter));
        assert_eq!(codes(&gone), ["purchase.parcel_sold"]);
        assert!(gone.unwrap_err().is_conflict());
    });
}

fn test_parcel(w: &mut World, holder: PartyId, licence: LicenceId) -> Parcel {
    let site = w.site(Some(licence), None);
    let no = w.read(parcel::parcel_next_no);
    let parcel = NewParcel { parcel: w.id(), no, weight_mct: mct(100), stones: 1, hs: HsCode::Unsorted, class: None };
    let facts = ProductionFacts {
        site,
        licence,
        on: day("2026-05-20"),
        stones: 1,
        weight_mct: mct(100),
        largest_mct: None,
        classes: vec![],
        diggers: None,
        gravel_dm3: None,
        page: None,
        position: None,
        accuracy_m: None,
        flags: vec![],
        late_reason: None,
    };
    w.event(ProductionRecorded { parcel, holder, office: None, test: true, facts });
    w.parcel(no)
}

#[test]
fn licences_and_roles_decide_who_may_trade() {
    each(|w| {
        let s = scene(w);
        let offer = |w: &mut World, buyer: &str| {
            let command = OfferParcels { buyer_licence: buyer.into(), ..offer_of(&[&s.parcel], &s.exporter) };
            let result = w.submit(&s.dealer.account, &command);
            codes(&result)
        };
        assert_eq!(offer(w, " "), ["required"]);
        assert_eq!(offer(w, "T/none"), ["purchase.licence_unknown"]);
        assert_eq!(offer(w, &s.dealer.number), ["purchase.self"]);
        let digging = trader(w, Role::Miner, "artisanal");
        assert_eq!(offer(w, &digging.number), ["purchase.roles"]);
        let odd = trader(w, Role::Exporter, "of-another-country");
        assert_eq!(offer(w, &odd.number), ["purchase.licence_kind"]);
        let old_party = w.party("Old", &[Role::Exporter], None);
        let old = w.licence_between("exporter", old_party, None, "2025-01-01", "2025-12-31");
        let old = number(w, old);
        assert_eq!(offer(w, &old), ["purchase.buyer_licence_invalid"]);

        let not_own = OfferParcels { seller_licence: Some(s.exporter.number.clone()), ..offer_of(&[&s.parcel], &s.exporter) };
        assert_eq!(codes(&w.submit(&s.dealer.account, &not_own)), ["purchase.licence_not_own"]);

        // Suspended between offer and acceptance.
        let receipt = w.submit(&s.dealer.account, &offer_of(&[&s.parcel], &s.exporter)).unwrap();
        let suspend = LicenceStateChanged { licence: s.dealer.licence, state: LicenceState::Suspended, on: day(TODAY), reason: "x".into() };
        w.event(suspend);
        let accept = AcceptPurchase { purchase: receipt.subject.parse().unwrap(), weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        assert_eq!(codes(&w.submit(&s.exporter.account, &accept)), ["purchase.seller_licence_invalid"]);
        w.submit(&s.dealer.account, &WithdrawOffer { purchase: receipt.subject.parse().unwrap(), reason: None }).unwrap();
        assert_eq!(offer(w, &s.exporter.number), ["purchase.no_licence"]);
        let named = OfferParcels { seller_licence: Some(s.dealer.number.clone()), ..offer_of(&[&s.parcel], &s.exporter) };
        assert_eq!(codes(&w.submit(&s.dealer.account, &named)), ["purchase.seller_licence_invalid"]);
    });
}

#[test]
fn a_digger_sells_only_to_the_holder_for_whom_he_dug() {
    each(|w| {
        let holder = trader(w, Role::Miner, "artisanal");
        let other = trader(w, Role::Miner, "artisanal");
        let digger = w.party("Digger", &[Role::Digger], None);
        let account = w.account(AccountRole::Buyer, None, Some(digger));
        w.slip_book(digger);
        let parcel = dig(w, digger, holder.licence, 300, 1);
        let to_other = w.submit(&account, &offer_of(&[&parcel], &other));
        assert_eq!(codes(&to_other), ["purchase.no_licence"]);
        let receipt = w.submit(&account, &offer_of(&[&parcel], &holder)).unwrap();
        let offered = purchase(w, &receipt.subject);
        assert_eq!((offered.seller, offered.seller_licence), (digger, holder.licence));
        let accept = AcceptPurchase { purchase: offered.id, weighed: vec![weighed(&parcel, 300, 1)] };
        w.submit(&holder.account, &accept).unwrap();
        assert_eq!(w.parcel(parcel.no).holder, holder.party);
    });
}

#[test]
fn of_several_licences_the_one_of_the_pit_is_on_the_slip() {
    each(|w| {
        let dealer = trader(w, Role::Dealer, "dealer");
        let miner = trader(w, Role::Miner, "artisanal");
        let newer = w.licence("artisanal", miner.party, None);
        w.slip_book(miner.party);
        let parcel = dig(w, miner.party, miner.licence, 300, 1);
        let receipt = w.submit(&miner.account, &offer_of(&[&parcel], &dealer)).unwrap();
        assert_eq!(purchase(w, &receipt.subject).seller_licence, miner.licence);
        let parcel = dig(w, miner.party, newer, 300, 1);
        let receipt = w.submit(&miner.account, &offer_of(&[&parcel], &dealer)).unwrap();
        assert_eq!(purchase(w, &receipt.subject).seller_licence, newer);
    });
}

#[test]
fn the_day_is_not_to_come_nor_before_the_stones() {
    each(|w| {
        let s = scene(w);
        let on = |w: &mut World, on: &str| {
            let command = OfferParcels { terms: terms(on), ..offer_of(&[&s.parcel], &s.exporter) };
            let result = w.submit(&s.dealer.account, &command);
            codes(&result)
        };
        assert_eq!(on(w, "2026-06-02"), ["day.future"]);
        // Dug on 20 May, bought by the dealer on 21 May.
        assert_eq!(on(w, "2026-05-19"), ["purchase.before_production", "purchase.before_purchase"]);
        assert_eq!(on(w, "2026-05-20"), ["purchase.before_purchase"]);
        assert_eq!(on(w, "2026-05-21"), Vec::<&str>::new());
    });
}

#[test]
fn money_is_checked_and_counted_in_us_cents() {
    each(|w| {
        let s = scene(w);
        let sle: Currency = "SLE".parse().unwrap();
        let with = |w: &mut World, terms: SaleTerms| {
            let command = OfferParcels { terms, ..offer_of(&[&s.parcel], &s.exporter) };
            w.submit(&s.dealer.account, &command)
        };
        let local = SaleTerms { price: Money { minor: 225_000, currency: sle }, ..terms(TODAY) };
        assert_eq!(codes(&with(w, local.clone())), ["purchase.rate"]);
        let zero = SaleTerms { price: Money { minor: 0, currency: Currency::USD }, ..terms(TODAY) };
        assert_eq!(codes(&with(w, zero)), ["purchase.price"]);
        let euro = SaleTerms { price: Money { minor: 1, currency: "EUR".parse().unwrap() }, rate_e6: Some(RateE6(1)), ..terms(TODAY) };
        assert_eq!(codes(&with(w, euro)), ["purchase.currency"]);
        let long = SaleTerms { place: Some("x".repeat(201)), payment_reference: Some("y".repeat(201)), ..terms(TODAY) };
        assert_eq!(codes(&with(w, long)), ["too_long", "too_long"]);
        let paid =
            SaleTerms { rate_e6: Some(RateE6(22_500_000)), payment: PaymentMethod::Bank, payment_reference: Some("TX1".into()), ..local };
        let receipt = with(w, paid).unwrap();
        let sold = purchase(w, &receipt.subject);
        assert_eq!((sold.terms.usd_cents, sold.terms.payment.as_str(), sold.terms.rate_e6), (10_000, "bank", RateE6(22_500_000)));
    });
}

#[test]
fn cash_stops_at_the_ceiling_of_the_profile() {
    each(|w| {
        let s = scene(w);
        let text = placer::domain::jurisdiction::Profile::bundled_text("SL").unwrap();
        let with_ceiling = text.replace(
            "[purchase]\n",
            "[purchase]\ncash_ceiling = { value = { minor = 1000000, currency = \"SLE\" }, source = \"assumption: for this test\" }\n",
        );
        w.profile(placer::domain::jurisdiction::Profile::parse(&with_ceiling, "test").unwrap());
        let with = |w: &mut World, terms: SaleTerms| {
            let command = OfferParcels { terms, ..offer_of(&[&s.parcel], &s.exporter) };
            let result = w.submit(&s.dealer.account, &command);
            codes(&result)
        };
        let sle: Currency = "SLE".parse().unwrap();
        let rate = Some(RateE6(20_000_000));
        let local = |minor| SaleTerms { price: Money { minor, currency: sle }, rate_e6: rate, ..terms(TODAY) };
        assert_eq!(with(w, local(1_000_001)), ["purchase.cash_ceiling"]);
        assert_eq!(with(w, terms(TODAY)), ["purchase.rate"], "dollars in cash need the rate to be compared");
        let dollars = |minor| SaleTerms { price: Money { minor, currency: Currency::USD }, rate_e6: rate, ..terms(TODAY) };
        assert_eq!(with(w, dollars(50_001)), ["purchase.cash_ceiling"]);
        let bank = SaleTerms { payment: PaymentMethod::Bank, ..local(9_000_000) };
        assert_eq!(with(w, bank), Vec::<&str>::new());
    });
}

#[test]
fn a_go_between_holds_nothing_and_has_his_own_licence() {
    each(|w| {
        let s = scene(w);
        let with = |w: &mut World, agent: PartyId| {
            let command = OfferParcels { terms: SaleTerms { agent: Some(agent), ..terms(TODAY) }, ..offer_of(&[&s.parcel], &s.exporter) };
            let result = w.submit(&s.dealer.account, &command);
            codes(&result)
        };
        let nobody = w.id();
        assert_eq!(with(w, nobody), ["purchase.agent_unknown"]);
        assert_eq!(with(w, s.exporter.party), ["purchase.agent_side", "purchase.agent_role"]);
        let agent = w.party("Agent", &[Role::Agent], None);
        assert_eq!(with(w, agent), ["purchase.agent_licence"]);
        w.licence("dealer-agent", agent, None);
        let (_, licence, _) = miner(w);
        let held = dig(w, agent, licence, 10, 1);
        assert_eq!(with(w, agent), ["purchase.agent_holds"]);
        w.sold(&[held.no], (agent, licence), (s.dealer.party, s.dealer.licence));
        assert_eq!(with(w, agent), Vec::<&str>::new());
    });
}

#[test]
fn a_serial_is_one_of_the_holders_books_and_used_once() {
    each(|w| {
        let s = scene(w);
        let mut parcels = vec![s.parcel.clone()];
        let (miner, licence, _) = miner(w);
        for _ in 0..3 {
            let parcel = dig(w, miner, licence, 100, 1);
            w.sold(&[parcel.no], (miner, licence), (s.dealer.party, s.dealer.licence));
            parcels.push(w.parcel(parcel.no));
        }
        let typed = |w: &mut World, at: usize, serial: &str| {
            let command = OfferParcels { serial: Some(serial.into()), ..offer_of(&[&parcels[at]], &s.exporter) };
            w.submit(&s.dealer.account, &command)
        };
        let strange = w.slip_book(s.exporter.party);
        assert_eq!(codes(&typed(w, 0, &strange.serial(1))), ["purchase.serial_book"]);
        let own = w.read(|rx| placer::store::slip_book::slip_books_of(rx, s.dealer.party)).remove(0);
        typed(w, 0, &own.serial(3).to_lowercase()).unwrap();
        let used = typed(w, 1, &own.serial(3));
        assert_eq!(codes(&used), ["purchase.serial_used"]);
        assert!(used.unwrap_err().is_conflict());
        let next = w.submit(&s.dealer.account, &offer_of(&[&parcels[1]], &s.exporter)).unwrap();
        assert_eq!(purchase(w, &next.subject).serial, own.serial(4));
        let (id, last) = (own.id, own.serial(own.last));
        typed(w, 2, &last).unwrap();
        let gap = w.submit(&s.dealer.account, &offer_of(&[&parcels[3]], &s.exporter)).unwrap();
        assert_eq!(purchase(w, &gap.subject).serial, own.serial(1), "slips left out are used when the book ends");
        assert_eq!(w.read(|rx| placer::store::slip_book::slip_book_used(rx, id)), 4);
        assert_eq!(w.read(|rx| purchase_by_serial(rx, &last)).unwrap().state, PurchaseState::Offered);

        let bookless = trader(w, Role::Dealer, "dealer");
        let parcel = dig(w, miner, licence, 100, 1);
        w.sold(&[parcel.no], (miner, licence), (bookless.party, bookless.licence));
        let parcel = w.parcel(parcel.no);
        assert_eq!(codes(&w.submit(&bookless.account, &offer_of(&[&parcel], &s.exporter))), ["purchase.no_slip_left"]);
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
