//! Every refusal of a claim and of a decision, and who may.

use super::*;
use placer::domain::access::Permission;
use placer::domain::licence::Licence;
use placer::service::proof::{Proof, Proven};
use placer::store::journal::journal_size;

fn refused(w: &mut World, by: &Actor, claim: &OpenDispute) -> Vec<&'static str> {
    let before = w.read(journal_size);
    let result = w.submit(by, claim);
    assert!(result.is_err(), "{result:?}");
    assert_eq!(w.read(journal_size), before, "a refusal writes nothing");
    codes(&result)
}

#[test]
fn a_claim_is_refused_with_all_that_is_wrong_at_once() {
    each(|w| {
        let s = scene(w);
        let parcel = s.bought(w);
        let by = s.late.account.clone();
        let good = s.claim(&[&parcel]);
        let of = |weight, stones| vec![weighed(&parcel, weight, stones)];
        let cases: Vec<(OpenDispute, Vec<&str>)> = vec![
            (OpenDispute { weighed: vec![], ..good.clone() }, vec!["purchase.no_parcels"]),
            (OpenDispute { weighed: of(0, 0), ..good.clone() }, vec!["parcel.no_weight", "parcel.no_stones"]),
            (OpenDispute { weighed: [of(1_000, 2), of(1_000, 2)].concat(), ..good.clone() }, vec!["purchase.parcel_twice"]),
            (OpenDispute { on: day("2026-06-02"), ..good.clone() }, vec!["day.future"]),
            (OpenDispute { on: day("2026-05-19"), ..good.clone() }, vec!["purchase.before_production"]),
            (OpenDispute { seller_licence: Some("X/1".into()), ..good.clone() }, vec!["purchase.licence_unknown"]),
            (OpenDispute { statement: "  ".into(), ..good.clone() }, vec!["required"]),
            (OpenDispute { statement: "x".repeat(1_001), ..good.clone() }, vec!["too_long"]),
            (OpenDispute { slip: Some("y".repeat(41)), ..good.clone() }, vec!["too_long"]),
            (OpenDispute { price: Money { minor: 0, currency: Currency::USD }, ..good.clone() }, vec!["purchase.price"]),
            (OpenDispute { claimant: Some(ClaimSide::Seller), ..good.clone() }, vec!["dispute.not_own"]),
            (OpenDispute { agent: Some(s.late.party), ..good.clone() }, vec!["purchase.agent_side"]),
            (OpenDispute { buyer_licence: Some(s.miner.2.clone()), ..good.clone() }, vec!["dispute.not_own", "purchase.self"]),
        ];
        for (claim, wanted) in cases {
            assert_eq!(refused(w, &by, &claim), wanted, "{claim:?}");
        }
        let all = OpenDispute {
            on: day("2026-06-02"),
            price: Money { minor: 0, currency: Currency::USD },
            statement: String::new(),
            ..good.clone()
        };
        assert_eq!(refused(w, &by, &all), ["day.future", "purchase.price", "required"]);
        // A parcel that the seller never held and one that never was are told alike.
        let other = w.production(s.site, s.miner.1, s.exporter.party, 500, 1);
        let mut never = placer::domain::parcel::parcel_code(9_999);
        let unknown = |code: &str| OpenDispute { weighed: vec![WeighedAs::of(code)], ..good.clone() };
        assert_eq!(refused(w, &by, &unknown(&other.code)), ["dispute.never_held"]);
        assert_eq!(refused(w, &by, &unknown(&never)), ["dispute.never_held"]);
        never.push('X');
        assert_eq!(refused(w, &by, &unknown(&never)), ["purchase.parcel_mistyped"]);
        // Neither side.
        assert_eq!(
            refused(w, &s.exporter.account.clone(), &OpenDispute { buyer_licence: Some(s.late.number.clone()), ..good.clone() }),
            ["dispute.not_own"]
        );
    });
}

struct WeighedAs;

impl WeighedAs {
    fn of(code: &str) -> placer::service::purchase::WeighedParcel {
        placer::service::purchase::WeighedParcel { parcel: code.into(), weight_mct: mct(10), stones: 1 }
    }
}

#[test]
fn both_licences_must_have_held_on_the_day_but_one_stopped_since_is_heard() {
    each(|w| {
        let s = scene(w);
        let parcel = s.bought(w);
        let ended = w.licence_between("dealer", s.late.party, None, "2025-01-01", "2025-12-31");
        let number = |l: Option<Licence>| l.unwrap().number;
        let ended = number(w.read(|rx| placer::store::licence::licence_fetch(rx, ended)));
        let claim = OpenDispute { buyer_licence: Some(ended), ..s.claim(&[&parcel]) };
        assert_eq!(refused(w, &s.late.account.clone(), &claim), ["purchase.buyer_licence_invalid"]);
        let (licence, on, reason) = (s.late.licence, day("2026-06-01"), "checked".to_owned());
        w.event(LicenceStateChanged { licence, state: LicenceState::Suspended, on, reason: reason.clone(), offence: None });
        let id = s.claimed(w, &[&parcel]);
        // It stands against giving him the stones.
        assert_eq!(codes(&s.decide(w, id, Ruling::Upheld)), ["dispute.recipient_licence"]);
        w.event(LicenceStateChanged { licence, state: LicenceState::Issued, on, reason, offence: None });
        w.event(PartyStateChanged { party: s.late.party, state: PartyState::Barred, on, reason: "x".into(), note: None, offence: None });
        assert_eq!(codes(&s.decide(w, id, Ruling::Upheld)), ["dispute.recipient_state"]);
        s.decide(w, id, Ruling::Settled).unwrap();
        sound(w);
    });
}

#[test]
fn nothing_is_claimed_twice_nor_what_the_register_says_already() {
    each(|w| {
        let s = scene(w);
        let (parcel, late) = (s.bought(w), s.late.account.clone());
        let own = OpenDispute { buyer_licence: None, ..s.claim(&[&parcel]) };
        assert_eq!(refused(w, &s.first.account.clone(), &own), ["dispute.as_recorded"]);
        let id = s.claimed(w, &[&parcel]);
        assert_eq!(refused(w, &late, &s.claim(&[&parcel])), ["dispute.open_already"]);
        s.decide(w, id, Ruling::Stands).unwrap();
        assert_eq!(refused(w, &late, &s.claim(&[&parcel])), ["dispute.decided_before"]);
        // With new evidence an officer opens it anew, who then does not decide it.
        let anew = OpenDispute { claimant: Some(ClaimSide::Buyer), buyer_licence: Some(s.late.number.clone()), ..s.claim(&[&parcel]) };
        assert_eq!(refused(w, &s.officer.clone(), &OpenDispute { claimant: None, ..anew.clone() }), ["required"]);
        let again = opened(w, &s.officer.clone(), &anew);
        assert_eq!(codes(&s.decide(w, again, Ruling::Stands)), ["dispute.same_person", "signature.same_browser"]);
        let decide = DecideDispute { dispute: again, ruling: Ruling::Stands, reason: " ".into() };
        assert_eq!(codes(&w.submit(&s.other_officer, &decide)), ["required"]);
        w.submit(&s.other_officer, &DecideDispute { reason: "The same slip.".into(), ..decide }).unwrap();
        assert_eq!(codes(&s.decide(w, again, Ruling::Settled)), ["dispute.over"]);
        let back = w.submit(&late, &WithdrawDispute { dispute: again, reason: "x".into() });
        assert_eq!(codes(&back), ["dispute.over"]);
        sound(w);
    });
}

/// A case freezes the stones of others, so nobody opens many at a time by himself, nor the same again and again.
#[test]
fn a_claim_is_no_way_to_freeze_what_others_hold() {
    each(|w| {
        let s = scene(w);
        let late = s.late.account.clone();
        let withdraw = |w: &mut World, dispute| w.submit(&s.late.account, &WithdrawDispute { dispute, reason: "x".into() }).unwrap();
        let parcel = s.bought(w);
        for _ in 0..2 {
            let id = s.claimed(w, &[&parcel]);
            withdraw(w, id);
        }
        assert_eq!(refused(w, &late, &s.claim(&[&parcel])), ["dispute.withdrawn_before"]);
        let by_office = OpenDispute { claimant: Some(ClaimSide::Buyer), buyer_licence: Some(s.late.number.clone()), ..s.claim(&[&parcel]) };
        opened(w, &s.officer.clone(), &by_office);
        let mut last = None;
        for _ in 0..4 {
            let parcel = s.bought(w);
            last = Some(s.claimed(w, &[&parcel]));
        }
        let parcel = s.bought(w);
        assert_eq!(refused(w, &late, &s.claim(&[&parcel])), ["dispute.too_many"]);
        opened(w, &s.officer.clone(), &OpenDispute { weighed: s.claim(&[&parcel]).weighed, ..by_office });
        assert!(w.parcel(parcel.no).dispute.is_some());
        withdraw(w, last.unwrap());
        let parcel = s.bought(w);
        assert_eq!(refused(w, &late, &s.claim(&[&parcel])), ["dispute.too_many"], "what an office opened for him counts");
        sound(w);
    });
}

#[test]
fn an_office_writes_it_down_for_its_own_parcels_and_only_the_claimant_takes_it_back() {
    each(|w| {
        let s = scene(w);
        let (office, other) = (w.office("KO"), w.office("BO"));
        let parcel = s.dug(w);
        let source = w.read(|rx| placer::store::production::source_fetch(rx, parcel.no)).unwrap();
        let (id, no) = (w.id(), parcel.no + 1);
        let new = NewParcel { parcel: id, no, weight_mct: parcel.weight, stones: 2, hs: HsCode::Unsorted, class: None };
        w.event(ProductionRecorded { parcel: new, holder: s.miner.0, office: Some(office), test: false, facts: source.facts.unwrap() });
        w.sold(&[no], (s.miner.0, s.miner.1), (s.first.party, s.first.licence));
        let parcel = w.parcel(no);
        let claim = OpenDispute { claimant: Some(ClaimSide::Buyer), buyer_licence: Some(s.late.number.clone()), ..s.claim(&[&parcel]) };
        for role in [AccountRole::Registrar, AccountRole::Supervisor] {
            let stranger = w.account(role, Some(other), None);
            assert_eq!(refused(w, &stranger, &claim), ["dispute.other_office"]);
        }
        for role in [AccountRole::Approver, AccountRole::Reviewer, AccountRole::Administrator] {
            let may_not = w.account(role, None, None);
            assert!(matches!(w.submit(&may_not, &claim), Err(ServiceError::Forbidden)), "{role:?}");
        }
        let registrar = w.account(AccountRole::Registrar, Some(office), None);
        let case_id = opened(w, &registrar, &claim);
        assert_eq!(case(w, case_id).office, Some(office));
        let back = WithdrawDispute { dispute: case_id, reason: "He came back.".into() };
        let strangers = [w.account(AccountRole::Registrar, Some(other), None), s.exporter.account.clone()];
        for by in strangers {
            assert!(matches!(w.submit(&by, &back), Err(ServiceError::NotFound("dispute"))), "nobody else is told that it is there");
        }
        assert!(matches!(w.submit(&s.first.account, &back), Err(ServiceError::Forbidden)), "the holder does not take it back");
        for role in AccountRole::ALL {
            let (office, party) = (Some(office).filter(|_| role.needs_office()), Some(s.late.party).filter(|_| role.needs_party()));
            let by = w.account(role, office, party);
            let decides = matches!(role, AccountRole::Officer | AccountRole::Approver);
            assert_eq!(placer::domain::access::reach(&by, Permission::DisputeDecide) != placer::domain::access::Reach::Nothing, decides);
            if !decides {
                let decide = DecideDispute { dispute: case_id, ruling: Ruling::Stands, reason: "x".into() };
                assert!(matches!(w.submit(&by, &decide), Err(ServiceError::Forbidden)), "{role:?}");
            }
        }
        w.submit(&s.late.account, &back).unwrap();
        sound(w);
    });
}

#[test]
fn a_decision_is_a_signature_from_another_browser() {
    each(|w| {
        let s = scene(w);
        let parcel = s.bought(w);
        let session = |name: &str, at: Option<placer::domain::time::Instant>| {
            let (device, factor) = (format!("browser of {name}"), Some(format!("authenticator of {name}")));
            Proof::Session(Box::new(Proven { at, session: name.into(), device, factor }))
        };
        let claim = OpenDispute { claimant: Some(ClaimSide::Buyer), buyer_licence: Some(s.late.number.clone()), ..s.claim(&[&parcel]) };
        let mut act = w.act(&s.other_officer);
        act.proof = session("counter", None);
        let id: DisputeId = w.app.submit(&mut act, &claim).unwrap().subject.parse().unwrap();
        let decide = DecideDispute { dispute: id, ruling: Ruling::Stands, reason: "The slip is forged.".into() };
        let by = |w: &mut World, proof: Proof| {
            let mut act = w.act(&s.officer);
            act.proof = proof;
            w.app.submit(&mut act, &decide)
        };
        assert!(matches!(by(w, Proof::Token), Err(ServiceError::TokenSigns)));
        let proof = session("desk", None);
        assert!(matches!(by(w, proof), Err(ServiceError::ProveAgain)));
        let (now, old) = (Some(w.now), Some("2026-06-01T07:54:00Z".parse().unwrap()));
        let proof = session("desk", old);
        assert!(matches!(by(w, proof), Err(ServiceError::ProveAgain)), "six minutes ago");
        let proof = session("counter", now);
        assert_eq!(codes(&by(w, proof)), ["signature.same_browser"]);
        let proof = session("desk", now);
        by(w, proof).unwrap();
    });
}
