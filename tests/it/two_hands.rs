//! Two signatures come from two people, two browsers and two authenticators.

use crate::house::House;
use crate::shipment::{desk, prepare};
use crate::support::http::Http;
use crate::world::{PASSWORD, World, codes, each, facts};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::checkpoint::Checkpoint;
use placer::domain::ids::ShipmentId;
use placer::domain::role::Role;
use placer::service::certificate::ProposeCertificate;
use placer::service::correction::{DecideCorrection, ProposeWithdrawal};
use placer::service::error::ServiceError;
use placer::service::guard::Guard;
use placer::service::notary::{Standing, Trouble};
use placer::service::proof::{Proof, Proven};
use placer::service::recovery::{ApproveRecovery, ProposeRecovery};
use placer::service::{Act, Command};
use placer::store::journal::Receipt;
use placer::store::session::sessions_of;
use std::sync::Arc;

/// Somebody at a browser, just signed in.
fn at(w: &World, session: &str, device: &str, factor: &str) -> Proof {
    Proof::Session(Box::new(Proven { at: Some(w.now), session: session.into(), device: device.into(), factor: Some(factor.into()) }))
}

fn submit<C: Command>(w: &mut World, actor: &Actor, proof: Proof, command: &C) -> Result<Receipt, ServiceError> {
    let mut act = Act { proof, ..w.act(actor) };
    w.app.submit(&mut act, command)
}

/// What the second signer is told from three places: the first one's browser, one with the first one's app, and his own.
fn three<C: Command>(w: &mut World, actor: &Actor, command: &C) {
    let same_device = at(w, "s2", "d1", "f2");
    assert_eq!(codes(&submit(w, actor, same_device, command)), ["signature.same_browser"]);
    let same_session = at(w, "s1", "", "f2");
    assert_eq!(codes(&submit(w, actor, same_session, command)), ["signature.same_browser"]);
    let same_factor = at(w, "s2", "d2", "f1");
    assert_eq!(codes(&submit(w, actor, same_factor, command)), ["signature.same_factor"]);
    let own = at(w, "s2", "d2", "f2");
    submit(w, actor, own, command).unwrap();
}

#[test]
fn a_certificate_is_not_signed_twice_from_one_place() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_500);
        let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
        w.valued(shipment);
        let first = at(w, "s1", "d1", "f1");
        submit(w, &d.officer, first, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        let issue = w.issue(shipment);
        three(w, &d.approver, &issue);
    });
}

#[test]
fn a_register_that_lost_entries_is_not_opened_twice_from_one_place() {
    each(|w| {
        let (admin, approver) = (w.account(AccountRole::Administrator, None, None), w.account(AccountRole::Approver, None, None));
        let known = Checkpoint { origin: "register.example".into(), size: 99, root: [3; 32] };
        w.app.notary.stand(Standing::Closed { trouble: Trouble::Missing { known: 99, here: 3 }, known });
        let first = at(w, "s1", "d1", "f1");
        let proposed = submit(w, &admin, first, &ProposeRecovery { reason: "the disk failed".into() }).unwrap();
        three(w, &approver, &ApproveRecovery { recovery: proposed.subject.parse().unwrap() });
    });
}

#[test]
fn a_correction_is_not_decided_from_where_it_was_proposed() {
    each(|w| {
        let miner = w.party("Miner", &[Role::Miner], None);
        let licence = w.licence("artisanal", miner, None);
        let site = w.site(Some(licence), None);
        let parcel = w.produced(miner, facts(site, licence, 2_000), false);
        let officer = w.account(AccountRole::Officer, None, None);
        let approver = w.account(AccountRole::Approver, None, None);
        let first = at(w, "s1", "d1", "f1");
        let propose = ProposeWithdrawal { parcel: parcel.code, reason: "written twice".into() };
        let correction = submit(w, &officer, first, &propose).unwrap().subject.parse().unwrap();
        three(w, &approver, &DecideCorrection { correction, approved: true, reason: None });
    });
}

#[test]
fn who_must_have_a_second_factor_signs_nothing_without_and_nobody_late() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_500);
        let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
        w.valued(shipment);
        let propose = ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None };
        let proof = |w: &World, seconds: i64, factor: Option<&str>| {
            let at = placer::domain::time::Instant::new(w.now.utc() - chrono::TimeDelta::seconds(seconds));
            Proof::Session(Box::new(Proven { at: Some(at), session: "s".into(), device: "d".into(), factor: factor.map(str::to_owned) }))
        };
        let none = proof(w, 0, None);
        assert!(matches!(submit(w, &d.officer, none, &propose), Err(ServiceError::NoFactor)));
        for seconds in [301, -1] {
            let late = proof(w, seconds, Some("f"));
            assert!(matches!(submit(w, &d.officer, late, &propose), Err(ServiceError::ProveAgain)), "{seconds}");
        }
        assert!(matches!(submit(w, &d.officer, Proof::Token, &propose), Err(ServiceError::TokenSigns)));
        let fresh = proof(w, 299, Some("f"));
        submit(w, &d.officer, fresh, &propose).unwrap();
    });
}

/// In a demonstration one person plays all parts.
#[test]
fn a_demonstration_is_signed_from_one_browser() {
    each(|w| {
        w.app.guard = Arc::new(Guard::new(true));
        let d = desk(w);
        let parcel = d.sealed(w, 1_500);
        let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
        w.valued(shipment);
        let (first, second) = (at(w, "s1", "d1", "f1"), at(w, "s2", "d1", "f1"));
        submit(w, &d.officer, first, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        let issue = w.issue(shipment);
        submit(w, &d.approver, second, &issue).unwrap();
    });
}

/// Signing out and in again as somebody else is no other place.
#[test]
fn a_browser_is_known_again_whoever_signs_in() {
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
    });
    let device = |login: &str| {
        let account = house.world.app.secret(login).unwrap().unwrap().account;
        house.world.read(|rx| sessions_of(rx, account, placer::edge::now())).remove(0)
    };
    let mut http = Http::signed_in(house.server.address(), "officer", PASSWORD);
    http.headers.push(("user-agent".into(), "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".into()));
    assert_eq!(http.sign_in("officer", PASSWORD).status, 303);
    let first = device("officer");
    assert_eq!(first.agent, "Firefox, Linux");
    assert!(http.get("/me").body.contains("Firefox, Linux"));
    let csrf = http.get("/me").hidden("csrf");
    assert_eq!(http.post("/sign-out", &[("csrf", &csrf)]).status, 303);
    assert_eq!(http.sign_in("approver", PASSWORD).status, 303);
    assert_eq!(device("approver").device, first.device);
    house.signed_in("approver");
    let others: Vec<String> = {
        let account = house.world.app.secret("approver").unwrap().unwrap().account;
        house.world.read(|rx| sessions_of(rx, account, placer::edge::now())).into_iter().map(|s| s.device).collect()
    };
    assert!(others.iter().any(|d| *d != first.device), "another browser is another");
}
