//! The same parcel bought at the same instant: one wins, the others are told who did.

use super::{Trader, miner, record_of, terms, trader, weighed};
use crate::world::{World, codes, each, just_proved};
use placer::domain::access::Actor;
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::domain::violation::Arg;
use placer::edge::Seeded;
use placer::service::error::ServiceError;
use placer::service::purchase::{AcceptPurchase, OfferParcels, RecordPurchase};
use placer::service::{Act, App, Command};
use placer::store::journal::Receipt;
use std::sync::Barrier;

/// How many try at once.
const CLIENTS: usize = 16;
/// How many parcels they contest, one after the other.
const PARCELS: usize = 12;

fn act(w: &World, actor: &Actor, key: String, seed: u64) -> Act {
    Act {
        actor: actor.clone(),
        now: w.now,
        occurred_at: None,
        device: None,
        key,
        entropy: Box::new(Seeded::new(seed)),
        proof: just_proved(actor, w.now),
    }
}

/// Every client sends its command for every contested thing; all begin each together. Gives the outcomes by thing.
fn contest<C: Command + Sync>(w: &World, commands: &[Vec<(Actor, C)>]) -> Vec<Vec<Result<Receipt, ServiceError>>> {
    let start = Barrier::new(CLIENTS);
    let app: &App = &w.app;
    let per_client: Vec<Vec<Result<Receipt, ServiceError>>> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let start = &start;
                scope.spawn(move || {
                    let mut outcomes = Vec::new();
                    for (thing, of_thing) in commands.iter().enumerate() {
                        let (actor, command) = &of_thing[client];
                        let seed = u64::try_from(1 + client * 1000 + thing).unwrap();
                        let mut act = act(w, actor, format!("{client}-{thing}"), seed);
                        start.wait();
                        outcomes.push(app.submit(&mut act, command));
                    }
                    outcomes
                })
            })
            .collect();
        clients.into_iter().map(|c| c.join().unwrap()).collect()
    });
    let mut by_thing: Vec<Vec<_>> = commands.iter().map(|_| Vec::new()).collect();
    for outcomes in per_client {
        for (thing, outcome) in outcomes.into_iter().enumerate() {
            by_thing[thing].push(outcome);
        }
    }
    by_thing
}

fn assert_one_winner(outcomes: &[Result<Receipt, ServiceError>], code: &str) {
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1, "{outcomes:?}");
    for lost in outcomes.iter().filter(|o| o.is_err()) {
        let error = lost.as_ref().unwrap_err();
        assert!(error.is_conflict(), "a loser gets a conflict, not {error}");
        assert!(codes(lost).contains(&code), "{error}");
    }
}

/// What a loser is told: the serial of the winner's slip, when, and the winner's code.
fn told(outcomes: &[Result<Receipt, ServiceError>], code: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for error in outcomes.iter().filter_map(|o| o.as_ref().err()) {
        let ServiceError::Refused(v) = error else { panic!("{error}") };
        let violation = v.0.iter().find(|v| v.code == code).unwrap();
        let text = |name: &str| match violation.args.iter().find(|(n, _)| *n == name) {
            Some((_, Arg::Text(text))) => text.clone(),
            Some((_, Arg::At(at))) => at.to_string(),
            other => panic!("{name}: {other:?}"),
        };
        assert!(!text("at").is_empty());
        all.push((text("serial"), text(if code == "purchase.parcel_sold" { "buyer" } else { "by" })));
    }
    all.sort();
    all.dedup();
    all
}

#[test]
fn sixteen_buyers_record_the_same_parcel_and_one_has_it() {
    each(|w| {
        let (party, licence, number) = miner(w);
        let site = w.site(Some(licence), None);
        let parcels: Vec<Parcel> = (0..PARCELS).map(|_| w.production(site, licence, party, 1_000, 2)).collect();
        let buyers: Vec<Trader> = (0..CLIENTS).map(|_| trader(w, Role::Dealer, "dealer")).collect();
        for buyer in &buyers {
            w.slip_book(buyer.party);
        }
        let commands: Vec<Vec<(Actor, RecordPurchase)>> = parcels
            .iter()
            .map(|p| buyers.iter().map(|b| (b.account.clone(), record_of(&[weighed(p, 1_000, 2)], &number))).collect())
            .collect();
        let outcomes = contest(w, &commands);
        for (parcel, outcomes) in parcels.iter().zip(&outcomes) {
            assert_one_winner(outcomes, "purchase.parcel_sold");
            let winner = outcomes.iter().position(Result::is_ok).unwrap();
            assert_eq!(w.parcel(parcel.no).holder, buyers[winner].party);
            let sold = w.read(|rx| placer::store::purchase::purchase_last_of(rx, parcel.no)).unwrap();
            let code = w.read(|rx| placer::store::party::party_fetch(rx, sold.buyer)).unwrap().code;
            assert_eq!(told(outcomes, "purchase.parcel_sold"), [(sold.serial, code)]);
        }
    });
}

#[test]
fn sixteen_hands_of_one_buyer_accept_the_same_offer_and_one_does() {
    each(|w| {
        let seller = trader(w, Role::Dealer, "dealer");
        let buyer = trader(w, Role::Exporter, "exporter");
        w.slip_book(seller.party);
        let hands: Vec<Actor> =
            (0..CLIENTS).map(|_| w.account(placer::domain::access::AccountRole::Exporter, None, Some(buyer.party))).collect();
        let (_, licence, _) = miner(w);
        let site = w.site(Some(licence), None);
        let mut commands = Vec::new();
        let mut parcels = Vec::new();
        for _ in 0..PARCELS {
            let parcel = w.production(site, licence, seller.party, 1_000, 2);
            let offer = OfferParcels {
                serial: None,
                parcels: vec![parcel.code.clone()],
                buyer_licence: buyer.number.clone(),
                seller_licence: None,
                terms: terms("2026-06-01"),
            };
            let receipt = w.submit(&seller.account, &offer).unwrap();
            let accept = AcceptPurchase { purchase: receipt.subject.parse().unwrap(), weighed: vec![weighed(&parcel, 1_000, 2)] };
            commands.push(hands.iter().map(|h| (h.clone(), accept.clone())).collect::<Vec<_>>());
            parcels.push(parcel);
        }
        let outcomes = contest(w, &commands);
        for (parcel, outcomes) in parcels.iter().zip(&outcomes) {
            assert_one_winner(outcomes, "purchase.already_accepted");
            assert_eq!(told(outcomes, "purchase.already_accepted").len(), 1);
            assert_eq!(w.parcel(parcel.no).holder, buyer.party);
        }
    });
}
