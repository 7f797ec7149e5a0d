//! Every refusal of an offer: parcels, licences and roles, the day, the money, the go-between, the serial.

use super::*;
use placer::store::slip_book::{slip_book_used, slip_books_of};

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
        assert_eq!(refused(w, vec![placer::domain::parcel::parcel_code(999_999)]), ["purchase.parcel_not_held"]);
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
        days_worked: None,
        page: None,
        position: None,
        accuracy_m: None,
        flags: vec![],
        late_reason: None,
        zone: None,
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
        let suspend = LicenceStateChanged {
            licence: s.dealer.licence,
            state: LicenceState::Suspended,
            on: day(TODAY),
            reason: "x".into(),
            offence: None,
        };
        w.event(suspend);
        let accept = AcceptPurchase { purchase: receipt.subject.parse().unwrap(), weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        assert_eq!(codes(&w.submit(&s.exporter.account, &accept)), ["purchase.offer_seller_licence"]);
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
        let turned = SaleTerms { payment_reference: Some("TX\u{202e}1".into()), ..terms(TODAY) };
        assert_eq!(codes(&with(w, turned)), ["party.hidden"]);
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
        let own = w.read(|rx| slip_books_of(rx, s.dealer.party)).remove(0);
        typed(w, 0, &own.serial(3).to_lowercase()).unwrap();
        let used = typed(w, 1, &own.serial(3));
        assert_eq!(codes(&used), ["purchase.serial_used"]);
        assert!(used.unwrap_err().is_conflict());
        let next = w.submit(&s.dealer.account, &offer_of(&[&parcels[1]], &s.exporter)).unwrap();
        assert_eq!(purchase(w, &next.subject).serial, own.serial(4));
        let last = own.serial(own.last);
        typed(w, 2, &last).unwrap();
        let gap = w.submit(&s.dealer.account, &offer_of(&[&parcels[3]], &s.exporter)).unwrap();
        assert_eq!(purchase(w, &gap.subject).serial, own.serial(1), "slips left out are used when the book ends");
        assert_eq!(w.read(|rx| slip_book_used(rx, &own)), 4);
        assert_eq!(w.read(|rx| purchase_by_serial(rx, &last)).unwrap().state, PurchaseState::Offered);

        let bookless = trader(w, Role::Dealer, "dealer");
        let parcel = dig(w, miner, licence, 100, 1);
        w.sold(&[parcel.no], (miner, licence), (bookless.party, bookless.licence));
        let parcel = w.parcel(parcel.no);
        assert_eq!(codes(&w.submit(&bookless.account, &offer_of(&[&parcel], &s.exporter))), ["purchase.no_slip_left"]);
    });
}
