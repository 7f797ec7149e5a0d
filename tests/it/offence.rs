//! Offences: who is suspected, what became of it, and who is stopped for it.

use crate::seizure::{seized, take};
use crate::shipment::desk;
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::event::*;
use placer::domain::ids::{OffenceId, PartyId};
use placer::domain::money::{Currency, Money};
use placer::domain::offence::offence_code;
use placer::service::error::ServiceError;
use placer::service::licence::SetLicenceState;
use placer::service::offence::{FollowUpOffence, RecordOffence};
use placer::service::party_state::SetPartyState;
use placer::store::offence::{OffenceFilter, offence_fetch, offence_statements, offence_stops, offences, stopped_for};

pub fn suspected(w: &World, parties: &[PartyId]) -> RecordOffence {
    let code = |p: &PartyId| w.read(|rx| placer::store::party::party_fetch(rx, *p)).unwrap().code;
    RecordOffence {
        ground: "smuggling".into(),
        parties: parties.iter().map(code).collect(),
        office: None,
        on: None,
        account: "stones in a shoe at the border".into(),
        seizure: None,
        parcels: vec![],
        certificate: None,
        arrival: None,
        licence: None,
    }
}

pub fn recorded(w: &mut World, by: &Actor, command: &RecordOffence) -> OffenceId {
    w.submit(by, command).unwrap().subject.parse().unwrap()
}

pub fn said(offence: OffenceId, state: OffenceState) -> FollowUpOffence {
    FollowUpOffence {
        offence,
        state: Some(state),
        on: None,
        authority: "Magistrates’ Court, Kenema".into(),
        case_number: Some("K 7/2026".into()),
        fine: None,
        note: Some("the file is complete".into()),
    }
}

fn state(w: &World, id: OffenceId) -> OffenceState {
    w.read(|rx| offence_fetch(rx, id)).unwrap().state
}

#[test]
fn an_offence_is_followed_to_its_outcome_and_opened_again_by_a_charge() {
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 2_000);
        let seizure = seized(w, &d.officer, &take(1, &[&p]));
        let mut command = suspected(w, &[d.exporter.0]);
        command.seizure = Some(placer::domain::seizure::seizure_code(1));
        command.parcels = vec![p.code.clone()];
        let id = recorded(w, &d.officer, &command);
        let kept = w.read(|rx| offence_fetch(rx, id)).unwrap();
        assert_eq!(
            (kept.facts.code.as_str(), kept.facts.seizure, kept.facts.parcels),
            (offence_code(1).as_str(), Some(seizure), vec![p.no])
        );
        w.submit(&d.officer, &said(id, OffenceState::Charged)).unwrap();
        let hearing = FollowUpOffence { on: Some(day("2026-07-01")), ..said(id, OffenceState::Hearing) };
        w.submit(&d.officer, &hearing).unwrap();
        let fined = Some(Money { minor: 90_000, currency: Currency::USD });
        w.submit(&d.officer, &FollowUpOffence { fine: fined, ..said(id, OffenceState::Convicted) }).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &said(id, OffenceState::Acquitted))), ["offence.over"]);
        w.submit(&d.officer, &said(id, OffenceState::Charged)).unwrap();
        w.submit(&d.officer, &said(id, OffenceState::Acquitted)).unwrap();
        assert_eq!((state(w, id), w.read(|rx| offence_statements(rx, 1)).len()), (OffenceState::Acquitted, 5));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_an_offence_lacks_is_told_all_at_once() {
    each(|w| {
        let d = desk(w);
        let wrong = RecordOffence {
            ground: "x".into(),
            parties: vec!["X-1".into()],
            on: Some(day("2026-06-02")),
            account: " ".into(),
            seizure: Some("SZ-1".into()),
            parcels: vec!["P-1".into()],
            certificate: Some("SL9".into()),
            arrival: Some("A-1".into()),
            licence: Some("L".into()),
            office: None,
        };
        let told = codes(&w.submit(&d.officer, &wrong));
        assert_eq!(told[..4], ["seizure.ground", "day.future", "required", "seizure.party_unknown"]);
        assert_eq!(told[4..], ["offence.not_there"; 5]);
        let first = suspected(w, &[d.exporter.0]);
        let id = recorded(w, &d.officer, &first);
        let refused = |w: &mut World, c: FollowUpOffence| codes(&w.submit(&d.officer, &c));
        let bare = FollowUpOffence { state: None, authority: String::new(), ..said(id, OffenceState::Charged) };
        assert_eq!(refused(w, bare), ["required", "required"]);
        let early = FollowUpOffence { on: Some(day("2026-05-01")), ..said(id, OffenceState::Charged) };
        assert_eq!(refused(w, early), ["offence.before"]);
        let late = FollowUpOffence { on: Some(day("2026-06-09")), ..said(id, OffenceState::Charged) };
        assert_eq!(refused(w, late), ["day.future"]);
        assert_eq!(refused(w, said(id, OffenceState::Fined)), ["required"]);
        let money = Some(Money { minor: 1, currency: Currency::USD });
        assert_eq!(refused(w, FollowUpOffence { fine: money, ..said(id, OffenceState::Dropped) }), ["offence.no_fine"]);
    });
}

#[test]
fn whoever_is_stopped_for_an_offence_is_told_which() {
    each(|w| {
        let d = desk(w);
        let command = suspected(w, &[d.exporter.0]);
        recorded(w, &d.officer, &command);
        let stop = SetLicenceState {
            licence: d.miner.1,
            state: LicenceState::Suspended,
            on: day("2026-06-01"),
            reason: "see the offence".into(),
            offence: Some(offence_code(1)),
        };
        assert_eq!(codes(&w.submit(&d.officer, &stop)), ["offence.other_party"]);
        let unknown = SetLicenceState { licence: d.exporter.1, offence: Some("OF-9".into()), ..stop.clone() };
        assert_eq!(codes(&w.submit(&d.officer, &unknown)), ["offence.not_there"]);
        w.submit(&d.officer, &SetLicenceState { licence: d.exporter.1, ..stop }).unwrap();
        let bar = SetPartyState {
            party: d.exporter.0,
            state: PartyState::Barred,
            on: day("2026-06-01"),
            reason: "see the offence".into(),
            note: None,
            offence: Some(offence_code(1)),
        };
        let seq = w.submit(&d.officer, &bar).unwrap().seq;
        assert_eq!(w.read(|rx| stopped_for(rx, seq)), Some(offence_code(1)));
        assert_eq!(w.read(|rx| offence_stops(rx, 1)).len(), 2);
        let p = w.production(d.site, d.miner.1, d.miner.0, 500, 1);
        w.event(ParcelSealed { parcel: p.id, parcel_no: p.no, seal: "S-5".into() });
        let own = d.bought(w, 100);
        let weigh = placer::service::parcel::ReweighParcel {
            parcel: own.code,
            weight_mct: placer::domain::quantity::Mass::new(99).unwrap(),
            stones: 3,
            reason: "x".into(),
        };
        let told = codes(&w.submit(&d.account, &weigh));
        assert!(told.contains(&"parcel.holder_state") && told.contains(&"stopped_for_offence"), "{told:?}");
    });
}

#[test]
fn a_sale_refused_for_a_licence_that_an_offence_stopped_says_which() {
    each(|w| {
        let d = desk(w);
        let command = suspected(w, &[d.exporter.0]);
        recorded(w, &d.officer, &command);
        let p = w.production(d.site, d.miner.1, d.miner.0, 500, 1);
        let offer = w.offer(&[p.no], d.miner, d.exporter);
        let stop = SetLicenceState {
            licence: d.exporter.1,
            state: LicenceState::Suspended,
            on: day("2026-06-01"),
            reason: "see the offence".into(),
            offence: Some(offence_code(1)),
        };
        w.submit(&d.officer, &stop).unwrap();
        let accept = placer::service::purchase::AcceptPurchase { purchase: offer, weighed: vec![] };
        let told = codes(&w.submit(&d.account, &accept));
        assert!(told.contains(&"purchase.offer_buyer_licence") && told.contains(&"licence.stopped_for_offence"), "{told:?}");
    });
}

#[test]
fn offices_keep_theirs_and_a_party_sees_its_own() {
    each(|w| {
        let d = desk(w);
        let (here, there) = (w.office("BO"), w.office("KONO"));
        let [own, other] = [here, there].map(|office| w.account(AccountRole::Supervisor, Some(office), None));
        let command = suspected(w, &[d.exporter.0]);
        let id = recorded(w, &own, &command);
        assert!(matches!(w.submit(&other, &said(id, OffenceState::Charged)), Err(ServiceError::NotFound(_))));
        assert!(matches!(w.submit(&d.approver, &said(id, OffenceState::Charged)), Err(ServiceError::Forbidden)));
        let seen = |reach| w.read(|rx| offences(rx, reach, &OffenceFilter::default(), None, 9)).len();
        let of = [Reach::All, Reach::Office(here), Reach::Office(there), Reach::Party(d.exporter.0), Reach::Party(d.miner.0)];
        assert_eq!(of.map(seen), [1, 1, 0, 1, 0]);
        w.submit(&own, &said(id, OffenceState::Dropped)).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn the_audit_tells_statements_and_stops_that_no_command_would_make() {
    each(|w| {
        let d = desk(w);
        let command = suspected(w, &[d.exporter.0]);
        let offence = recorded(w, &d.officer, &command);
        let say = |no, state, fine| OffenceFollowedUp {
            offence,
            no,
            state,
            on: day("2026-06-01"),
            authority: "court".into(),
            case_number: None,
            fine,
            note: None,
        };
        let money = Some(Money { minor: 5, currency: Currency::USD });
        let wrong = [
            say(9, OffenceState::Charged, None),
            say(2, OffenceState::Fined, None),
            say(3, OffenceState::Dropped, None),
            say(4, OffenceState::Charged, money),
            OffenceFollowedUp { authority: " ".into(), ..say(5, OffenceState::Hearing, None) },
            OffenceFollowedUp { on: day("2026-06-02"), ..say(6, OffenceState::Charged, None) },
        ];
        for e in wrong {
            let at = w.event_by(&d.officer, e.clone()).seq;
            assert!(breaches(w).contains(&(at, "O1".to_owned())), "{e:?}: {:?}", breaches(w));
        }
        let (licence, on) = (d.miner.1, day("2026-06-01"));
        let stop = LicenceStateChanged { licence, state: LicenceState::Suspended, on, reason: "x".into(), offence: Some(offence) };
        let at = w.event_by(&d.officer, stop).seq;
        assert!(breaches(w).contains(&(at, "O1".to_owned())), "the miner is not of it");
    });
}
