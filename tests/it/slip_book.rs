//! Books of slips: ranges never meet, holders trade, offices hand out to their own.

use crate::world::{World, codes, each};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::ids::PartyId;
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::slip_book::IssueSlipBook;
use placer::store::slip_book::{slip_book_fetch, slip_book_last_number, slip_books};

fn book(holder: PartyId, prefix: &str, first: i64, last: i64) -> IssueSlipBook {
    IssueSlipBook { holder, prefix: prefix.into(), first, last, width: 4 }
}

fn refused(w: &mut World, actor: &Actor, command: &IssueSlipBook) -> Vec<&'static str> {
    let result = w.submit(actor, command);
    codes(&result)
}

#[test]
fn an_officer_hands_out_books_whose_ranges_never_meet() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let (dealer, miner) = (w.party("D", &[Role::Dealer], None), w.party("M", &[Role::Miner], None));
        let receipt = w.submit(&officer, &book(dealer, "sl-ps ", 1, 50)).unwrap();
        let made = w.read(|rx| slip_book_fetch(rx, receipt.subject.parse().unwrap())).unwrap();
        assert_eq!((made.serial(7).as_str(), made.holder, made.size()), ("SL-PS 0007", dealer, 50));
        let met = w.submit(&officer, &book(miner, "SL-PS ", 50, 99));
        assert_eq!(codes(&met), ["slip_book.overlap"]);
        assert!(met.unwrap_err().is_conflict());
        assert_eq!(refused(w, &officer, &book(miner, "SL-PS ", 51, 99)), Vec::<&str>::new());
        assert_eq!(refused(w, &officer, &book(miner, "KEN-", 1, 50)), Vec::<&str>::new());
        assert_eq!(w.read(|rx| slip_book_last_number(rx, "SL-PS ")), Some(99));
    });
}

#[test]
fn a_wrong_book_is_refused_with_everything_that_is_wrong() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let dealer = w.party("D", &[Role::Dealer], None);
        let courier = w.party("C", &[Role::Courier, Role::Agent, Role::Supporter], None);
        assert_eq!(refused(w, &officer, &book(courier, "A", 1, 2)), ["slip_book.role"]);
        assert_eq!(refused(w, &officer, &book(dealer, "A1", 1, 2)), ["slip_book.prefix"]);
        assert_eq!(refused(w, &officer, &book(dealer, "a_b", 1, 2)), ["slip_book.prefix"]);
        assert_eq!(refused(w, &officer, &book(dealer, "ABCDEFGHIJKLM", 1, 2)), ["slip_book.prefix"]);
        assert_eq!(refused(w, &officer, &book(dealer, "A", -1, 2)), ["slip_book.first"]);
        assert_eq!(refused(w, &officer, &book(dealer, "A", 3, 2)), ["slip_book.range"]);
        assert_eq!(refused(w, &officer, &book(dealer, "A", 1, 10_000)), ["slip_book.width"]);
        let huge = IssueSlipBook { width: 9, ..book(dealer, "A", 1, 10_001) };
        assert_eq!(refused(w, &officer, &huge), ["slip_book.too_many"]);
        let wide = IssueSlipBook { width: 13, ..book(dealer, "A", 1, 2) };
        assert_eq!(refused(w, &officer, &wide), ["slip_book.width"]);
        let nobody = w.id();
        assert!(matches!(w.submit(&officer, &book(nobody, "A", 1, 2)), Err(ServiceError::NotFound(_))));
    });
}

#[test]
fn a_supervisor_hands_out_to_the_parties_of_his_office_and_nobody_else_does() {
    each(|w| {
        let (here, there) = (w.office("BO"), w.office("KEN"));
        let ours = w.party("Ours", &[Role::Dealer], Some(here));
        let theirs = w.party("Theirs", &[Role::Dealer], Some(there));
        let supervisor = w.account(AccountRole::Supervisor, Some(here), None);
        w.submit(&supervisor, &book(ours, "A", 1, 9)).unwrap();
        assert!(matches!(w.submit(&supervisor, &book(theirs, "B", 1, 9)), Err(ServiceError::Forbidden)));
        for role in AccountRole::ALL.into_iter().filter(|r| !matches!(r, AccountRole::Supervisor | AccountRole::Officer)) {
            let account = w.account(role, role.needs_office().then_some(here), role.needs_party().then_some(ours));
            assert!(matches!(w.submit(&account, &book(ours, "C", 1, 9)), Err(ServiceError::Forbidden)), "{role:?}");
        }
        let officer = w.account(AccountRole::Officer, None, None);
        w.submit(&officer, &book(theirs, "B", 1, 9)).unwrap();
        let seen = |reach| w.read(|rx| slip_books(rx, reach, None, None, 10)).len();
        assert_eq!([seen(Reach::All), seen(Reach::Office(here)), seen(Reach::Party(theirs)), seen(Reach::Nothing)], [2, 1, 1, 0]);
        assert_eq!(w.read(|rx| slip_books(rx, Reach::All, Some(ours), None, 10)).len(), 1);
    });
}
