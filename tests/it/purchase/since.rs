//! What happened after the day of a slip, or after an offer was written, and before it is acted on.

use super::*;
use crate::verify::verified;
use placer::store::correction::correction_next_no;
use placer::store::production::source_fetch;

fn stopped(licence: LicenceId, state: LicenceState, on: &str) -> LicenceStateChanged {
    LicenceStateChanged { licence, state, on: day(on), reason: "looked into".into(), offence: None }
}

fn barred(party: PartyId, state: PartyState) -> PartyStateChanged {
    PartyStateChanged { party, state, on: day(TODAY), reason: "decision 7".into(), note: None, offence: None }
}

#[test]
fn a_go_between_stopped_since_is_on_no_slip_of_an_earlier_day() {
    each(|w| {
        let s = scene(w);
        let agent = w.party("Agent", &[Role::Agent], None);
        let licence = w.licence("dealer-agent", agent, None);
        let offer = |w: &mut World, on: &str| {
            let command = OfferParcels { terms: SaleTerms { agent: Some(agent), ..terms(on) }, ..offer_of(&[&s.parcel], &s.exporter) };
            let mut act = w.act(&s.dealer.account);
            codes(&w.app.preview(&mut act, &command))
        };
        let yesterday = "2026-05-31";
        assert_eq!(offer(w, yesterday), Vec::<&str>::new());
        w.event(barred(agent, PartyState::Barred));
        assert_eq!((offer(w, yesterday), offer(w, TODAY)), (vec!["purchase.party_state"], vec!["purchase.party_state"]));
        w.event(barred(agent, PartyState::Active));
        w.event(stopped(licence, LicenceState::Suspended, TODAY));
        assert_eq!((offer(w, yesterday), offer(w, TODAY)), (vec!["purchase.licence_stopped"], vec!["purchase.agent_licence"]));
        w.licence("dealer-agent", agent, None);
        assert_eq!(offer(w, yesterday), Vec::<&str>::new(), "another licence of his was good on the day and is now");

        // The buyer who writes down both sides is asked the same.
        let (miner_party, dug_under, number) = miner(w);
        w.slip_book(s.dealer.party);
        let dug = dig(w, miner_party, dug_under, 500, 1);
        w.event(barred(agent, PartyState::Barred));
        let told = SaleTerms { agent: Some(agent), ..terms(yesterday) };
        let record = RecordPurchase { terms: told, ..record_of(&[weighed(&dug, 500, 1)], &number) };
        assert_eq!(codes(&w.submit(&s.dealer.account, &record)), ["purchase.party_state"]);
    });
}

#[test]
fn a_go_between_is_asked_for_again_when_the_stones_change_hands() {
    each(|w| {
        let s = scene(w);
        let agent = w.party("Agent", &[Role::Agent], None);
        let licence = w.licence("dealer-agent", agent, None);
        let offer = OfferParcels { terms: SaleTerms { agent: Some(agent), ..terms(TODAY) }, ..offer_of(&[&s.parcel], &s.exporter) };
        let offered = w.submit(&s.dealer.account, &offer).unwrap();
        let accept = AcceptPurchase { purchase: offered.subject.parse().unwrap(), weighed: vec![weighed(&s.parcel, 2_500, 7)] };
        let asked = |w: &mut World| {
            let mut act = w.act(&s.exporter.account);
            codes(&w.app.preview(&mut act, &accept))
        };
        assert_eq!(asked(w), Vec::<&str>::new());
        w.event(barred(agent, PartyState::Barred));
        assert_eq!(asked(w), ["purchase.party_state"]);
        w.event(barred(agent, PartyState::Active));
        w.event(stopped(licence, LicenceState::Revoked, TODAY));
        assert_eq!(asked(w), ["purchase.offer_agent"]);
        w.licence("dealer-agent", agent, None);
        let (_, pit, _) = miner(w);
        let held = dig(w, agent, pit, 10, 1);
        assert_eq!(asked(w), ["purchase.offer_agent"], "he holds stones of his own by now");
        w.sold(&[held.no], (agent, pit), (s.dealer.party, s.dealer.licence));
        w.submit(&s.exporter.account, &accept).unwrap();
    });
}

#[test]
fn nothing_is_accepted_on_a_slip_of_before_the_digging() {
    each(|w| {
        let holder = trader(w, Role::Miner, "artisanal");
        let dealer = trader(w, Role::Dealer, "dealer");
        w.slip_book(holder.party);
        let parcel = dig(w, holder.party, holder.licence, 1_000, 3);
        let offer = OfferParcels { terms: terms("2026-05-25"), ..offer_of(&[&parcel], &dealer) };
        let offered = w.submit(&holder.account, &offer).unwrap();
        let accept = AcceptPurchase { purchase: offered.subject.parse().unwrap(), weighed: vec![weighed(&parcel, 1_000, 3)] };
        let corrected = |w: &mut World, to: &str| {
            let source = w.read(|rx| source_fetch(rx, parcel.no)).unwrap();
            let was = source.facts.unwrap();
            let now = ProductionFacts { on: day(to), ..was.clone() };
            let (correction, no) = (w.id(), w.read(correction_next_no));
            let change = CorrectionChange::Production { parcel_no: parcel.no, was: Box::new(was), now: Box::new(now) };
            w.event(CorrectionProposed { correction, no, corrects_seq: source.seq, office: None, change, reason: "another day".into() });
            let second = w.account(AccountRole::Supervisor, None, None);
            w.event_by(&second, CorrectionDecided { correction, approved: true, reason: None });
        };
        corrected(w, "2026-05-26");
        let refused = w.submit(&dealer.account, &accept);
        assert_eq!(codes(&refused), ["purchase.offer_before_production"]);
        let text = placer::web::locale::violation_text(placer::web::locale::Locale::En, &refused_first(refused));
        assert!(text.contains(&parcel.code) && text.contains("Refuse the offer"), "{text}");
        assert_eq!(w.parcel(parcel.no).holder, holder.party);
        // Put right again, to the day of the slip itself, it can be accepted, and the register is sound.
        corrected(w, "2026-05-25");
        w.submit(&dealer.account, &accept).unwrap();
        assert_eq!(verified(w).findings.len(), 0);
    });
}

fn refused_first<T>(result: Result<T, ServiceError>) -> placer::domain::violation::Violation {
    match result {
        Err(ServiceError::Refused(v)) => v.0.into_iter().next().unwrap(),
        _ => panic!("no refusal"),
    }
}
