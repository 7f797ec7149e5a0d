//! Technical certificates and letters of comfort.

use crate::house::House;
use crate::shipment::desk;
use crate::verify::verified;
use crate::world::{codes, day, each, mct};
use placer::domain::access::AccountRole;
use placer::domain::event::*;
use placer::domain::ids::LetterId;
use placer::domain::letter::LetterStanding;
use placer::service::error::ServiceError;
use placer::service::letter::{IssueLetter, WithdrawLetter};
use placer::store::letter::{letter_fetch, letters};

fn to(country: &str) -> Importer {
    Importer { name: "Stone laboratory".into(), address: "1 Museum Street".into(), country: country.into() }
}

fn letter(purpose: LetterPurpose) -> IssueLetter {
    IssueLetter {
        purpose: Some(purpose),
        addressee: to("be"),
        goods: "one sealed bag".into(),
        weight_mct: Some(mct(1_250)),
        reference: "case 7".into(),
        expires_on: None,
    }
}

#[test]
fn each_purpose_has_its_paper_and_a_withdrawn_one_stays_withdrawn() {
    each(|w| {
        let d = desk(w);
        let mut told = Vec::new();
        for purpose in LetterPurpose::ALL {
            let id: LetterId = w.submit(&d.approver, &letter(*purpose)).unwrap().subject.parse().unwrap();
            let kept = w.read(|rx| letter_fetch(rx, id)).unwrap();
            assert_eq!((kept.facts.issued_on, kept.facts.expires_on), (day("2026-06-01"), day("2026-07-31")));
            assert_eq!(kept.facts.addressee.country, "BE");
            told.push((kept.facts.no, kept.facts.paper, kept.facts.code[..2].to_owned()));
        }
        let (t, c) = (LetterKind::Technical, LetterKind::Comfort);
        let wanted = [(1, t, "TC"), (2, t, "TC"), (3, t, "TC"), (4, c, "LC")];
        assert_eq!(told, wanted.map(|(no, kind, prefix)| (no, kind, prefix.to_owned())));
        let last = w.read(|rx| letters(rx, None, 10))[0].clone();
        let withdraw = WithdrawLetter { letter: last.facts.letter, reason: "wrong samples".into() };
        w.submit(&d.approver, &withdraw).unwrap();
        let now = w.read(|rx| letter_fetch(rx, last.facts.letter)).unwrap();
        let states = (last.standing_on(day("2026-07-31")), last.standing_on(day("2026-08-01")), now.standing_on(day("2026-06-01")));
        assert_eq!(states, (LetterStanding::Valid, LetterStanding::Expired, LetterStanding::Withdrawn));
        assert_eq!(codes(&w.submit(&d.approver, &withdraw)), ["letter.withdrawn"]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_letter_that_is_none_is_refused() {
    each(|w| {
        let d = desk(w);
        let refused = |w: &mut crate::world::World, c: IssueLetter| codes(&w.submit(&d.approver, &c));
        let good = || letter(LetterPurpose::Research);
        assert_eq!(refused(w, IssueLetter { weight_mct: None, ..good() }), ["letter.weight"]);
        assert_eq!(refused(w, IssueLetter { addressee: to("SL"), ..good() }), ["letter.own_country"]);
        assert_eq!(refused(w, IssueLetter { addressee: to("??"), ..good() }), ["shipment.destination_unknown"]);
        assert_eq!(refused(w, IssueLetter { addressee: to("FJ"), ..good() }), ["participant.stranger"], "it leaves as an export does");
        w.submit(&d.approver, &IssueLetter { addressee: to("FJ"), ..letter(LetterPurpose::Seized) }).unwrap();
        for wrong in ["2026-05-31", "2026-08-01"] {
            assert_eq!(refused(w, IssueLetter { expires_on: Some(day(wrong)), ..good() }), ["letter.expires_on"], "{wrong}");
        }
        let empty = IssueLetter { purpose: None, goods: String::new(), reference: " ".into(), ..good() };
        assert_eq!(refused(w, empty), ["letter.purpose", "required", "required"]);
        w.submit(&d.approver, &IssueLetter { weight_mct: None, ..letter(LetterPurpose::Samples) }).unwrap();
        for role in [AccountRole::Officer, AccountRole::Supervisor, AccountRole::Reviewer, AccountRole::Administrator] {
            let other = w.account(role, None, None);
            assert!(matches!(w.submit(&other, &good()), Err(ServiceError::Forbidden)), "{role:?}");
        }
    });
}

#[test]
fn anybody_may_check_a_code_and_learns_nothing_of_the_goods() {
    let mut code = String::new();
    let house = House::open(|w| {
        let d = desk(w);
        let id: LetterId = w.submit(&d.approver, &letter(LetterPurpose::Seized)).unwrap().subject.parse().unwrap();
        code = w.read(|rx| letter_fetch(rx, id)).unwrap().facts.code;
    });
    let mut http = house.visitor();
    let typed = code.to_lowercase().replace('-', "");
    let on = http.get(&format!("/check?code={typed}"));
    assert_eq!((on.status, on.header("location")), (303, format!("/check/letter/{code}").as_str()));
    let page = http.get(&format!("/check/letter/{code}"));
    assert_eq!(page.status, 200);
    assert!(page.body.contains("This paper was issued"));
    for hidden in ["Stone laboratory", "Museum", "sealed bag", "case 7", "1.25"] {
        assert!(!page.body.contains(hidden), "{hidden}");
    }
    assert_eq!(http.get("/check/letter/TC-000009-X").status, 404);
}
