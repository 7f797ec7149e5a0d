//! The list of participants: two people for every change, history kept, and the day decides where a shipment may go.

use crate::shipment::{Desk, desk};
use crate::verify::verified;
use crate::world::{World, codes, day, each};
use placer::domain::access::AccountRole;
use placer::domain::event::{ContactStated, Importer, ParticipantsDecided, ParticipantsProposed, StandingStated};
use placer::domain::ids::{ParticipantChangeId, ShipmentId};
use placer::domain::participant::{AuthorityDuty, ParticipantChangeState, ParticipantStanding as S};
use placer::interop::participants_csv::{parse, write};
use placer::service::certificate::ProposeCertificate;
use placer::service::error::ServiceError;
use placer::service::participant::{DecideParticipants, ParticipantRow, ProposeParticipants, RowKind};
use placer::store::participant::{
    participant_change_fetch, participant_contact, participant_contacts, participant_roll, participant_standings,
};

impl World {
    /// A list of participants where there is none: the European Union with Belgium, and the Emirates, India and the United States.
    pub fn participants(&mut self) {
        if !self.read(participant_roll).is_empty() {
            return;
        }
        let row = |participant: &str, country: Option<&str>| StandingStated {
            participant: participant.into(),
            country: country.map(str::to_owned),
            standing: S::Trade,
            from: None,
            source: "list".into(),
        };
        let standings = vec![row("EU", None), row("EU", Some("BE")), row("AE", None), row("IN", None), row("US", None)];
        self.stated(standings, vec![]);
    }

    /// Statements that are on the list of participants from now on; asks no rule.
    pub fn stated(&mut self, standings: Vec<StandingStated>, contacts: Vec<ContactStated>) {
        let (change, no) = (self.id(), self.read(placer::store::participant::participant_change_next_no));
        let on = self.app.env.profile.local_day(self.now);
        let officer = self.account(AccountRole::Officer, None, None);
        self.event_by(&officer, ParticipantsProposed { change, no, source: "list".into(), on, standings, contacts });
        self.event(ParticipantsDecided { change, confirmed: true, reason: None });
    }
}

fn standing(participant: &str, country: Option<&str>, standing: Option<S>, from: Option<&str>) -> ParticipantRow {
    ParticipantRow {
        row: Some(RowKind::Standing),
        participant: participant.into(),
        country: country.map(str::to_owned),
        standing,
        from: from.map(day),
        authority: None,
        email: None,
        address: None,
        source: None,
    }
}

fn importing(participant: &str, authority: &str, email: &str) -> ParticipantRow {
    let (authority, email) = (Some(authority.to_owned()), Some(email.to_owned()));
    ParticipantRow { row: Some(RowKind::Importing), authority, email, ..standing(participant, None, None, None) }
}

fn proposed(rows: Vec<ParticipantRow>) -> ProposeParticipants {
    ProposeParticipants { source: "Notice of the Chair".into(), on: Some(day("2026-05-30")), rows }
}

fn confirm(change: ParticipantChangeId) -> DecideParticipants {
    DecideParticipants { change, confirm: true, reason: None }
}

/// Puts statements on the list by two people.
fn put(w: &mut World, d: &Desk, rows: Vec<ParticipantRow>) {
    let change = w.submit(&d.officer, &proposed(rows)).unwrap().subject.parse().unwrap();
    w.submit(&d.approver, &confirm(change)).unwrap();
}

fn propose(shipment: ShipmentId) -> ProposeCertificate {
    ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }
}

#[test]
fn two_people_put_a_change_on_the_list_and_nothing_is_lost() {
    each(|w| {
        let d = desk(w);
        let before = w.read(participant_standings).len();
        let rows = vec![standing("ve", None, Some(S::Member), None), importing("EU", "Office (fictitious)", "kp@office.example")];
        let change: ParticipantChangeId = w.submit(&d.officer, &proposed(rows)).unwrap().subject.parse().unwrap();
        assert_eq!(w.read(participant_standings).len(), before, "nothing counts yet");
        // The officer may not decide, nor may his namesake; the approver may, once.
        assert!(matches!(w.submit(&d.officer, &confirm(change)), Err(ServiceError::Forbidden)));
        let turned = w.becomes(&d.officer, AccountRole::Approver);
        assert_eq!(codes(&w.submit(&turned, &confirm(change)))[0], "participant.same_person");
        w.becomes(&d.officer, AccountRole::Officer);
        let refuse = DecideParticipants { change, confirm: false, reason: Some(" ".into()) };
        assert_eq!(codes(&w.submit(&d.approver, &refuse)), ["required"]);
        w.submit(&d.approver, &confirm(change)).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &confirm(change))), ["participant.decided"]);
        let found = w.read(|rx| participant_change_fetch(rx, change)).unwrap();
        assert_eq!((found.state, found.decided_by), (ParticipantChangeState::Confirmed, Some(d.approver.account)));
        assert_eq!(w.read(participant_roll).standing_on("VE", None, day("2026-06-01")), Some((S::Member, None)));
        assert_eq!(w.read(participant_standings).last().unwrap().stated.source, "Notice of the Chair");

        // Another address later: the first is kept.
        put(w, &d, vec![importing("EU", "Office (fictitious)", "imports@office.example")]);
        let now = w.read(|rx| participant_contact(rx, "EU", "BE", AuthorityDuty::Importing)).unwrap();
        assert_eq!(now.email.as_deref(), Some("imports@office.example"));
        assert_eq!(w.read(|rx| participant_contacts(rx, Some("EU"))).len(), 2);

        // A country for which it stands has an office of its own: that is told, the others' is the Union's.
        let own = ParticipantRow { country: Some("be".into()), ..importing("EU", "Antwerp office (fictitious)", "antwerp@office.example") };
        let wrong = ParticipantRow { country: Some("EU".into()), ..own.clone() };
        assert_eq!(codes(&w.submit(&d.officer, &proposed(vec![wrong]))), ["participant.country"]);
        put(w, &d, vec![own]);
        let told = |country: &str| w.read(|rx| participant_contact(rx, "EU", country, AuthorityDuty::Importing)).unwrap().email.unwrap();
        assert_eq!([told("BE"), told("NL"), told("EU")], ["antwerp@office.example", "imports@office.example", "imports@office.example"]);
        put(w, &d, vec![importing("EU", "Office (fictitious)", "new@office.example")]);
        let told = |country: &str| w.read(|rx| participant_contact(rx, "EU", country, AuthorityDuty::Importing)).unwrap().email.unwrap();
        assert_eq!(
            [told("BE"), told("NL")],
            ["antwerp@office.example", "new@office.example"],
            "the Union's does not replace the country's"
        );

        // What is refused counts for nothing.
        let rows = vec![standing("VE", None, Some(S::Trade), None)];
        let change: ParticipantChangeId = w.submit(&d.officer, &proposed(rows)).unwrap().subject.parse().unwrap();
        w.submit(&d.approver, &DecideParticipants { change, confirm: false, reason: Some("no such notice".into()) }).unwrap();
        assert_eq!(w.read(participant_roll).standing_on("VE", None, day("2026-06-01")), Some((S::Member, None)));
        for role in [AccountRole::Approver, AccountRole::Reviewer, AccountRole::Administrator] {
            let other = w.account(role, None, None);
            let rows = vec![standing("VE", None, Some(S::Trade), None)];
            assert!(matches!(w.submit(&other, &proposed(rows)), Err(ServiceError::Forbidden)), "{role:?}");
        }
    });
}

#[test]
fn a_notice_goes_to_the_office_of_the_country_where_it_has_one() {
    each(|w| {
        let d = desk(w);
        put(w, &d, vec![importing("EU", "Office (fictitious)", "kp@office.example")]);
        let id = crate::receipt::issued(w, &d).certificate;
        let certificate = w.read(|rx| placer::store::certificate::certificate_fetch(rx, id)).unwrap();
        let goes_to = |w: &World| w.app.notice_goes_to(&certificate).unwrap().1.unwrap();
        assert_eq!((certificate.facts.importer.country.as_str(), goes_to(w)), ("BE", "kp@office.example".to_owned()));
        let own =
            |country: &str, email: &str| ParticipantRow { country: Some(country.into()), ..importing("EU", "Office (fictitious)", email) };
        put(w, &d, vec![own("BE", "antwerp@office.example"), own("NL", "hague@office.example")]);
        assert_eq!(goes_to(w), "antwerp@office.example");
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn everything_wrong_is_told_at_once_with_its_row() {
    each(|w| {
        let d = desk(w);
        let rows = vec![
            standing("XX", None, Some(S::Trade), None),
            standing("EU", Some("EU"), Some(S::Member), None),
            standing("AE", None, None, None),
            ParticipantRow { authority: None, ..importing("AE", "", "no address") },
            ParticipantRow { row: None, ..standing("AE", None, None, None) },
            standing("US", None, Some(S::Trade), None),
            standing("us", None, Some(S::Left), None),
        ];
        let wanted = [
            "participant.unknown",
            "participant.country",
            "participant.covered",
            "participant.standing",
            "participant.authority",
            "participant.email",
            "participant.row",
            "participant.twice",
        ];
        let all = ProposeParticipants { source: " ".into(), on: Some(day("2026-06-02")), rows };
        assert_eq!(codes(&w.submit(&d.officer, &all)), [&["required", "day.future"], wanted.as_slice()].concat());
        assert_eq!(codes(&w.submit(&d.officer, &proposed(vec![]))), ["participant.empty"]);
        let many = (0..501).map(|_| standing("US", None, Some(S::Trade), None)).collect();
        assert_eq!(codes(&w.submit(&d.officer, &proposed(many))), ["participant.too_many"]);
        let Err(ServiceError::Refused(alone)) = w.submit(&d.officer, &proposed(vec![importing("US", "Office", "a@b")])) else { panic!() };
        assert_eq!(alone.0[0].field.as_deref(), Some("email"), "a form's own field");
    });
}

#[test]
fn the_day_of_each_signature_decides() {
    each(|w| {
        let d = desk(w);
        let parcels = [d.sealed(w, 1_000), d.sealed(w, 1_100)];
        let first = d.shipped(w, &[&parcels[0]]);
        let second = d.shipped(w, &[&parcels[1]]);
        // Suspended yesterday: the first signature is refused, with the reason and the day.
        put(w, &d, vec![standing("EU", None, Some(S::Suspended), Some("2026-05-31"))]);
        let refused = w.submit(&d.officer, &propose(first));
        assert_eq!(codes(&refused), ["participant.closed"]);
        let Err(ServiceError::Refused(v)) = refused else { panic!() };
        assert!(v.0[0].args.iter().any(|(name, arg)| *name == "since" && *arg == day("2026-05-31").into()), "{v:?}");
        // Only from tomorrow: both signatures are still possible today, and the second is not tomorrow.
        put(w, &d, vec![standing("EU", None, Some(S::Trade), Some("2026-05-31")), standing("EU", None, Some(S::Left), Some("2026-06-02"))]);
        w.submit(&d.officer, &propose(first)).unwrap();
        w.submit(&d.officer, &propose(second)).unwrap();
        let issue = w.issue(first);
        w.submit(&d.approver, &issue).unwrap();
        w.later(24);
        let issue = w.issue(second);
        assert_eq!(codes(&w.submit(&d.approver, &issue)), ["participant.closed"]);
        // It does not stand for Belgium any more, and Belgium is none by itself.
        put(
            w,
            &d,
            vec![standing("EU", None, Some(S::Trade), Some("2026-06-02")), standing("EU", Some("BE"), Some(S::Left), Some("2026-06-02"))],
        );
        assert_eq!(codes(&w.submit(&d.approver, &issue)), ["participant.stranger"]);
        put(w, &d, vec![standing("BE", None, Some(S::Trade), Some("2026-06-02"))]);
        w.submit(&d.approver, &issue).unwrap();
        let broken: Vec<_> = verified(w).findings.into_iter().filter(|f| f.at.starts_with("K4")).collect();
        assert!(broken.is_empty(), "{broken:?}");
    });
}

#[test]
fn nothing_is_prepared_for_a_stranger_nor_for_the_own_country() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let to = |country: &str| Importer { name: "Firm".into(), address: "Street".into(), country: country.into() };
        assert_eq!(codes(&d.prepare_for(w, &[&parcel], to("MC"))), ["participant.stranger"]);
        assert_eq!(codes(&d.prepare_for(w, &[&parcel], to("SL"))), ["shipment.destination_own"]);
        d.prepare_for(w, &[&parcel], to("AE")).unwrap();
    });
}

#[test]
fn without_a_list_nothing_is_signed() {
    each(|w| {
        let d = crate::shipment::desk_without_list(w);
        let parcel = d.sealed(w, 1_000);
        let to = Importer { name: "Firm".into(), address: "Street".into(), country: "BE".into() };
        assert_eq!(codes(&d.prepare_for(w, &[&parcel], to)), ["participant.none"]);
    });
}

#[test]
fn the_bundled_list_is_taken_and_comes_out_again() {
    each(|w| {
        let d = desk(w);
        let rows = ParticipantRow::bundled().unwrap();
        let count = rows.len();
        put(w, &d, rows);
        let roll = w.read(participant_roll);
        let on = |text: &str| day(text);
        for (country, open) in [("BE", true), ("GB", true), ("IN", true), ("VE", false), ("MC", false), ("CF", true), ("CI", true)] {
            assert_eq!(roll.destination(country, on("2026-06-01")).is_ok(), open, "{country}");
        }
        assert_eq!(roll.destination("GB", on("2020-12-31")), Ok("EU"));
        assert!(roll.destination("CF", on("2020-01-01")).is_err() && roll.destination("HR", on("2013-06-30")).is_err());
        assert!(roll.destination("CM", on("2012-07-01")).is_err(), "before its admission");
        let listed: Vec<StandingStated> = w.read(participant_standings).into_iter().map(|l| l.stated).collect();
        let text = String::from_utf8(write(&listed, &[]).unwrap()).unwrap();
        assert_eq!(parse(&text).unwrap().len(), listed.len());
        assert!(listed.len() > count);
    });
}
