//! Opening stock: once for each holder, by the office that keeps him.

use crate::world::{World, codes, day, each, mct};
use placer::domain::access::AccountRole;
use placer::domain::ids::{OfficeId, PartyId};
use placer::domain::parcel::SourceKind;
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::stock::{DeclareStock, StockLine};
use placer::store::parcel::parcel_next_no;
use placer::store::production::source_fetch;

fn dealer(w: &mut World) -> (OfficeId, PartyId) {
    let office = w.office("KEN");
    let dealer = w.party("Dealer", &[Role::Dealer], Some(office));
    (office, dealer)
}

fn line(weight: i64, stones: i64) -> StockLine {
    StockLine { weight_mct: mct(weight), stones, site: None, note: Some(" slip of 2024 ".into()), seal: None }
}

fn declaration(holder: PartyId) -> DeclareStock {
    DeclareStock { holder, on: day("2026-05-31"), lines: vec![line(12_000, 30), line(500, 1)], test: false, zone: None }
}

#[test]
fn what_a_holder_had_is_declared_once() {
    each(|w| {
        let (office, dealer) = dealer(w);
        let supervisor = w.account(AccountRole::Supervisor, Some(office), None);
        let site = w.site(None, Some(office));
        let mut first = declaration(dealer);
        first.lines[1].site = Some(site);
        w.submit(&supervisor, &first).unwrap();
        assert_eq!(w.read(parcel_next_no), 3);
        assert_eq!((w.parcel(1).holder, w.parcel(2).weight), (dealer, mct(500)));
        let (unknown, known) = (w.read(|rx| source_fetch(rx, 1)).unwrap(), w.read(|rx| source_fetch(rx, 2)).unwrap());
        assert_eq!((unknown.kind, unknown.site, unknown.licence), (SourceKind::Stock, None, None));
        assert_eq!((known.site, known.office), (Some(site), Some(office)));
        let again = w.submit(&supervisor, &declaration(dealer));
        assert_eq!(codes(&again), ["stock.declared"]);
        assert!(again.unwrap_err().is_conflict());
        w.submit(&supervisor, &DeclareStock { test: true, ..declaration(dealer) }).unwrap();
        assert!(w.parcel(3).test, "a trial run does not use up the real declaration, nor the other way round");
    });
}

#[test]
fn what_cannot_be_right_is_refused_all_at_once() {
    each(|w| {
        let (office, dealer) = dealer(w);
        let officer = w.account(AccountRole::Officer, None, None);
        let nothing = DeclareStock { on: day("2026-06-02"), lines: vec![], ..declaration(dealer) };
        assert_eq!(codes(&w.submit(&officer, &nothing)), ["day.future", "stock.no_lines"]);
        let mut wrong = declaration(dealer);
        wrong.lines = vec![line(0, 1), line(10, 0), line(10, 11), StockLine { site: Some(w.id()), ..line(10, 1) }];
        let expected = ["parcel.no_weight", "parcel.no_stones", "production.too_light", "stock.no_site"];
        assert_eq!(codes(&w.submit(&officer, &wrong)), expected);
        let lender = w.party("Lender", &[Role::Supporter, Role::Digger], Some(office));
        assert_eq!(codes(&w.submit(&officer, &declaration(lender))), ["stock.holder_role"]);
        let many = DeclareStock { lines: vec![line(10, 1); 501], ..declaration(dealer) };
        assert_eq!(codes(&w.submit(&officer, &many)), ["stock.too_many"]);
        assert!(matches!(w.submit(&officer, &declaration(PartyId::new(uuid::Uuid::nil()))), Err(ServiceError::NotFound("party"))));
        assert_eq!(w.read(parcel_next_no), 1);
    });
}

#[test]
fn supervisors_of_the_office_and_officers_declare_and_nobody_else() {
    each(|w| {
        let (office, _) = dealer(w);
        let other = w.office("BO");
        for role in AccountRole::ALL {
            let holder = w.party(role.as_str(), &[Role::Exporter], Some(office));
            let stranger = w.account(role, Some(other), Some(holder));
            let far = w.submit(&stranger, &DeclareStock { test: true, ..declaration(holder) });
            let own = w.account(role, Some(office), Some(holder));
            let done = w.submit(&own, &declaration(holder));
            match role {
                AccountRole::Officer => assert!(far.is_ok() && done.is_ok()),
                AccountRole::Supervisor => assert!(matches!(far, Err(ServiceError::Forbidden)) && done.is_ok()),
                _ => assert!(matches!((far, done), (Err(ServiceError::Forbidden), Err(ServiceError::Forbidden))), "{role:?}"),
            }
        }
    });
}
