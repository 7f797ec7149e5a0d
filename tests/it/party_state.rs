//! Where parties stand: who is barred, dead or dissolved on a day does nothing in the trade on it.

use crate::purchase::{record_of, trader, weighed};
use crate::shipment::{desk, prepare};
use crate::verify::verified;
use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::{PartyFacts, PartyKind, PartyRegistered, PartyState};
use placer::domain::ids::PartyId;
use placer::domain::party::{PartyDetails, details_digest, party_state_on};
use placer::domain::role::Role;
use placer::service::certificate::ProposeCertificate;
use placer::service::error::ServiceError;
use placer::service::licence::{IssueLicence, LicenceInput};
use placer::service::party_state::SetPartyState;
use placer::service::production::RecordProduction;
use placer::service::purchase::{AcceptPurchase, OfferParcels};
use placer::store::licence::licence_fetch;
use placer::store::party::{party_details_write, party_next_no, party_states, party_states_of};

fn set(party: PartyId, state: PartyState, on: &str) -> SetPartyState {
    SetPartyState { party, state, on: day(on), reason: "decision of the ministry".into(), note: Some("letter 12".into()), offence: None }
}

fn licence_of(holder: PartyId) -> IssueLicence {
    let terms = LicenceInput {
        kind: "dealer".into(),
        holder,
        office: None,
        issued_on: day("2026-06-01"),
        starts_on: day("2026-06-01"),
        ends_on: day("2026-12-31"),
        area: None,
        fee: None,
        receipt: None,
        workers_max: None,
        depth_max_dm: None,
        documents: vec![],
        conditions: None,
        reference: None,
    };
    IssueLicence { number: None, renews: None, terms }
}

fn holds(w: &mut World, officer: &Actor, command: &IssueLicence) -> bool {
    !codes(&w.submit(officer, command)).contains(&"licence.holder_state")
}

#[test]
fn a_bar_stops_licences_and_can_be_lifted() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let dealer = w.party("Dealer", &[Role::Dealer], None);
        let wanted = licence_of(dealer);
        assert!(holds(w, &officer, &wanted));
        w.submit(&officer, &set(dealer, PartyState::Barred, "2026-05-30")).unwrap();
        assert!(!holds(w, &officer, &wanted));
        w.submit(&officer, &set(dealer, PartyState::Active, "2026-06-01")).unwrap();
        assert!(holds(w, &officer, &wanted));
        let history = w.read(|rx| party_states(rx, dealer));
        let on = |d: &str| party_state_on(&history, day(d));
        assert_eq!((on("2026-05-29"), on("2026-05-31"), on("2026-06-01")), (PartyState::Active, PartyState::Barred, PartyState::Active));
        assert_eq!(history[0].note.as_deref(), Some("letter 12"));
        assert_eq!(w.read(|rx| party_states_of(rx, &[dealer])).remove(&dealer), Some(history));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn nothing_is_dug_under_the_licence_of_the_dead_from_that_day_on() {
    each(|w| {
        let office = w.office("KEN");
        let registrar = w.account(AccountRole::Registrar, Some(office), None);
        let officer = w.account(AccountRole::Officer, None, None);
        let miner = w.party("Miner", &[Role::Miner], Some(office));
        let licence = w.licence("artisanal", miner, Some(office));
        let site = w.site(Some(licence), Some(office));
        w.submit(&officer, &set(miner, PartyState::Dead, "2026-05-28")).unwrap();
        let dug = |on: &str| RecordProduction {
            site,
            licence,
            on: day(on),
            stones: 1,
            weight_mct: crate::world::mct(500),
            largest_mct: None,
            classes: vec![],
            diggers: None,
            gravel_dm3: None,
            days_worked: Some(3),
            page: None,
            position: None,
            accuracy_m: None,
            late_reason: None,
            test: false,
        };
        for on in ["2026-05-28", "2026-05-31"] {
            assert_eq!(codes(&w.submit(&registrar, &dug(on))), ["production.holder_state"], "{on}");
        }
        assert_eq!(codes(&w.submit(&registrar, &dug("2026-05-27"))), ["production.stopped_reason"], "dug before, written down after");
        let told = RecordProduction { late_reason: Some("his book was found".into()), ..dug("2026-05-27") };
        w.submit(&registrar, &told).unwrap();
        // It was somebody else who died: put right from the same day.
        w.submit(&officer, &set(miner, PartyState::Active, "2026-05-28")).unwrap();
        w.submit(&registrar, &dug("2026-05-28")).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn who_is_barred_neither_sells_nor_buys() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let (seller, buyer) = (trader(w, Role::Dealer, "dealer"), trader(w, Role::Exporter, "exporter"));
        w.slip_book(seller.party);
        w.slip_book(buyer.party);
        let miner = w.party("Miner", &[Role::Miner], None);
        let licence = w.licence("artisanal", miner, None);
        let site = w.site(Some(licence), None);
        let number = w.read(|rx| licence_fetch(rx, licence)).unwrap().number;
        let dug = w.production(site, licence, miner, 900, 2);
        let parcel = w.production(site, licence, miner, 1_000, 3);
        w.sold(&[parcel.no], (miner, licence), (seller.party, seller.licence));
        let terms = crate::purchase::terms("2026-06-01");
        let offer = OfferParcels {
            serial: None,
            parcels: vec![parcel.code.clone()],
            buyer_licence: buyer.number.clone(),
            seller_licence: None,
            terms,
        };
        let bar = |w: &mut World, party, state| drop(w.submit(&officer, &set(party, state, "2026-06-01")).unwrap());
        for party in [seller.party, buyer.party] {
            bar(w, party, PartyState::Barred);
            assert_eq!(codes(&w.submit(&seller.account, &offer)), ["purchase.party_state"]);
            bar(w, party, PartyState::Active);
        }
        let offered = w.submit(&seller.account, &offer).unwrap().subject.parse().unwrap();
        let accept = AcceptPurchase { purchase: offered, weighed: vec![weighed(&parcel, 1_000, 3)] };
        for party in [seller.party, buyer.party] {
            bar(w, party, PartyState::Barred);
            assert_eq!(codes(&w.submit(&buyer.account, &accept)), ["purchase.party_state"]);
            bar(w, party, PartyState::Active);
        }
        w.submit(&buyer.account, &accept).unwrap();
        bar(w, miner, PartyState::Dead);
        assert_eq!(codes(&w.submit(&seller.account, &record_of(&[weighed(&dug, 900, 2)], &number))), ["purchase.party_state"]);
    });
}

#[test]
fn nothing_leaves_in_the_name_of_who_is_barred() {
    each(|w| {
        let d = desk(w);
        let (one, two) = (d.sealed(w, 1_500), d.sealed(w, 1_000));
        let shipment = d.proposed(w, &[&one]);
        w.submit(&d.officer, &set(d.exporter.0, PartyState::Barred, "2026-06-01")).unwrap();
        assert_eq!(codes(&w.submit(&d.account, &prepare(&[&two]))), ["shipment.exporter_state"]);
        assert_eq!(codes(&w.submit(&d.approver, &w.issue(shipment))), ["shipment.exporter_state"]);
        w.submit(&d.officer, &set(d.exporter.0, PartyState::Active, "2026-06-01")).unwrap();
        let second = w.submit(&d.account, &prepare(&[&two])).unwrap().subject.parse().unwrap();
        w.valued(second);
        w.submit(&d.officer, &set(d.exporter.0, PartyState::Barred, "2026-06-01")).unwrap();
        let propose = ProposeCertificate { shipment: second, expires_on: None, unestablished_reason: None, blank: None };
        assert_eq!(codes(&w.submit(&d.officer, &propose)), ["shipment.exporter_state"]);
    });
}

fn organisation(w: &mut World) -> PartyId {
    let (party, no) = (w.id(), w.read(party_next_no));
    let details = PartyDetails { name: "Sewa River Cooperative".into(), ..PartyDetails::default() };
    let digest = details_digest("00", &details).unwrap();
    let (kind, roles) = (PartyKind::Organisation, vec![Role::Cooperative]);
    let facts = PartyFacts { kind, roles, office: None, supporter: None, details_digest: digest.clone(), reference: None };
    w.event(PartyRegistered { party, no, code: placer::domain::code::make("SLE", no), facts });
    w.app.db.write(w.now, |tx| party_details_write(tx, party, "00", &digest, &details)).unwrap();
    party
}

#[test]
fn every_wrong_change_is_refused() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let person = w.party("Person", &[Role::Miner], None);
        let firm = organisation(w);
        let refused = |w: &mut World, command: &SetPartyState| codes(&w.submit(&officer, command));
        use PartyState::{Active, Barred, Dead, Ended};
        assert_eq!(refused(w, &set(person, Active, "2026-06-01")), ["party.state_same"]);
        assert_eq!(refused(w, &set(person, Ended, "2026-06-01")), ["party.state_organisation"]);
        assert_eq!(refused(w, &set(firm, Dead, "2026-06-01")), ["party.state_person"]);
        assert_eq!(refused(w, &set(person, Barred, "2026-06-02")), ["day.future"]);
        let silent = SetPartyState { reason: " ".into(), note: Some("x".repeat(501)), ..set(person, Barred, "2026-06-01") };
        assert_eq!(refused(w, &silent), ["required", "too_long"]);
        w.submit(&officer, &set(firm, Ended, "2026-05-01")).unwrap();
        w.submit(&officer, &set(person, Barred, "2026-05-10")).unwrap();
        assert_eq!(refused(w, &set(person, Active, "2026-05-09")), ["party.state_order"]);
        w.submit(&officer, &set(person, Dead, "2026-05-20")).unwrap();
        assert_eq!(refused(w, &set(person, Barred, "2026-06-01")), ["party.state_over"]);
        assert_eq!(refused(w, &set(firm, Barred, "2026-06-01")), ["party.state_over"]);
        let nobody = SetPartyState { party: w.id(), ..set(person, Active, "2026-06-01") };
        assert!(matches!(w.submit(&officer, &nobody), Err(ServiceError::NotFound(_))));
    });
}

#[test]
fn who_may_suspend_licences_may_say_where_a_party_stands() {
    each(|w| {
        let (office, other) = (w.office("KEN"), w.office("BO"));
        let miner = w.party("Miner", &[Role::Miner], Some(office));
        for role in AccountRole::ALL {
            let at = role.needs_office().then_some(office);
            let actor = w.account(role, at, role.needs_party().then_some(miner));
            let done = w.submit(&actor, &set(miner, PartyState::Barred, "2026-06-01"));
            if matches!(role, AccountRole::Supervisor | AccountRole::Officer) {
                done.unwrap();
                w.submit(&actor, &set(miner, PartyState::Active, "2026-06-01")).unwrap();
            } else {
                assert!(matches!(done, Err(ServiceError::Forbidden)), "{role:?}");
            }
        }
        let elsewhere = w.account(AccountRole::Supervisor, Some(other), None);
        let done = w.submit(&elsewhere, &set(miner, PartyState::Barred, "2026-06-01"));
        assert!(matches!(done, Err(ServiceError::Forbidden)));
    });
}
