//! How far corrections reach: every figure of an entry, declared stock, and an entry that should not be there.

use crate::correction::propose;
use crate::trace::build::trace_of_parcel;
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::event::*;
use placer::domain::geo::Position;
use placer::domain::ids::{LicenceId, PartyId, SiteId};
use placer::domain::parcel::{Parcel, ParcelState};
use placer::domain::role::Role;
use placer::service::Command;
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposeStockCorrection, ProposeWithdrawal};
use placer::service::error::ServiceError;
use placer::service::production::RecordProduction;
use placer::service::stock::{DeclareStock, StockLine};
use placer::store::production::{ProductionFilter, production_totals, source_fetch};

struct Office {
    miner: (PartyId, LicenceId),
    dealer: (PartyId, LicenceId),
    site: SiteId,
    registrar: Actor,
    officer: Actor,
    approver: Actor,
}

fn office(w: &mut World) -> Office {
    let office = w.office("KE");
    let miner = w.party("A", &[Role::Miner], Some(office));
    let miner = (miner, w.licence("artisanal", miner, Some(office)));
    let dealer = w.party("D", &[Role::Dealer], Some(office));
    let dealer = (dealer, w.licence("dealer", dealer, Some(office)));
    let site = w.site(Some(miner.1), Some(office));
    let registrar = w.account(AccountRole::Registrar, Some(office), None);
    let (officer, approver) = (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Approver, None, None));
    Office { miner, dealer, site, registrar, officer, approver }
}

impl Office {
    fn entry(&self) -> RecordProduction {
        RecordProduction {
            site: self.site,
            licence: self.miner.1,
            on: day("2026-05-31"),
            stones: 4,
            weight_mct: mct(3_250),
            largest_mct: None,
            classes: vec![],
            diggers: Some(12),
            gravel_dm3: Some(9_000),
            days_worked: None,
            page: None,
            position: None,
            accuracy_m: None,
            late_reason: None,
            test: false,
        }
    }

    fn dug(&self, w: &mut World) -> Parcel {
        let no = w.read(placer::store::parcel::parcel_next_no);
        w.submit(&self.registrar, &self.entry()).unwrap();
        w.parcel(no)
    }

    fn stock(&self, w: &mut World) -> Parcel {
        let no = w.read(placer::store::parcel::parcel_next_no);
        let line = StockLine { weight_mct: mct(5_000), stones: 6, site: None, note: Some("book of 2024".into()), seal: None };
        let declare = DeclareStock { holder: self.dealer.0, on: day("2026-05-20"), lines: vec![line], test: false, zone: None };
        w.submit(&self.officer, &declare).unwrap();
        w.parcel(no)
    }

    /// Proposed by an officer, approved by an approver.
    fn correct<C: Command>(&self, w: &mut World, command: &C) -> Result<(), ServiceError> {
        let correction = w.submit(&self.officer, command)?.subject.parse().unwrap();
        w.submit(&self.approver, &DecideCorrection { correction, approved: true, reason: None })?;
        Ok(())
    }
}

fn stock(parcel: &Parcel) -> ProposeStockCorrection {
    let parcel = parcel.code.to_lowercase().replace('-', "");
    ProposeStockCorrection { parcel, site: None, weight_mct: None, stones: None, note: None, reason: "misread".into() }
}

fn withdrawal(parcel: &Parcel) -> ProposeWithdrawal {
    ProposeWithdrawal { parcel: parcel.code.clone(), reason: "written twice".into() }
}

#[test]
fn every_figure_of_an_entry_can_be_put_right_and_its_marks_follow() {
    each(|w| {
        let o = office(w);
        let parcel = o.dug(w);
        let facts = |w: &World| w.read(|rx| source_fetch(rx, parcel.no)).unwrap().facts.unwrap();
        assert_eq!(facts(w).flags, [ProductionFlag::NoPosition]);
        let far = Position::new(-109_000_000, 80_000_000);
        let size = |class: &str, stones, weight| SizeLine { class: class.into(), stones, weight_mct: mct(weight) };
        let all = ProposeProductionCorrection {
            diggers: Some(21),
            gravel_dm3: Some(0),
            days_worked: Some(2),
            classes: Some(vec![size("w1", 2, 2_700), size("w0.1", 2, 550)]),
            position: far,
            accuracy_m: Some(8),
            ..propose(&parcel)
        };
        o.correct(w, &all).unwrap();
        let now = facts(w);
        assert_eq!((now.diggers, now.gravel_dm3, now.days_worked, now.position, now.accuracy_m), (Some(21), None, Some(2), far, Some(8)));
        assert_eq!(
            (now.classes.len(), now.flags.as_slice()),
            (2, [ProductionFlag::OutsideSite, ProductionFlag::TooManyDiggers].as_slice())
        );
        // A new total without a new breakdown drops the old one.
        o.correct(w, &ProposeProductionCorrection { weight_mct: Some(mct(3_200)), ..propose(&parcel) }).unwrap();
        assert!(facts(w).classes.is_empty());
        for (wrong, code) in [
            (ProposeProductionCorrection { diggers: Some(5_001), ..propose(&parcel) }, "production.implausible"),
            (ProposeProductionCorrection { gravel_dm3: Some(-1), ..propose(&parcel) }, "production.implausible"),
            (ProposeProductionCorrection { days_worked: Some(367), ..propose(&parcel) }, "production.days_worked"),
            (ProposeProductionCorrection { classes: Some(vec![size("w1", 1, 5)]), ..propose(&parcel) }, "production.classes_weight"),
        ] {
            assert_eq!(codes(&w.submit(&o.officer, &wrong)).first(), Some(&code));
        }
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn declared_stock_is_put_right_by_two_people_and_the_trace_follows() {
    each(|w| {
        let o = office(w);
        let parcel = o.stock(w);
        assert_eq!(trace_of_parcel(w, parcel.no).unestablished_mct, 5_000);
        let site = w.read(|rx| placer::store::site::site_fetch(rx, o.site)).unwrap().code;
        let right = ProposeStockCorrection { weight_mct: Some(mct(4_000)), stones: Some(5), site: Some(site), ..stock(&parcel) };
        let correction = w.submit(&o.officer, &right).unwrap().subject.parse().unwrap();
        assert_eq!(codes(&w.submit(&o.officer, &stock(&parcel))), ["correction.nothing", "correction.pending"]);
        assert_eq!(w.parcel(parcel.no).weight, mct(5_000), "nothing changes before the second person");
        let approve = DecideCorrection { correction, approved: true, reason: None };
        let same = w.becomes(&o.officer, AccountRole::Approver);
        assert!(matches!(w.submit(&o.officer, &stock(&parcel)), Err(ServiceError::Forbidden)), "he is none any more");
        assert_eq!(codes(&w.submit(&same, &approve)), ["correction.same_person", "signature.same_browser"]);
        let _ = w.becomes(&same, AccountRole::Officer);
        w.submit(&o.approver, &approve).unwrap();
        assert_eq!((w.parcel(parcel.no).weight, w.parcel(parcel.no).stones), (mct(4_000), 5));
        let trace = trace_of_parcel(w, parcel.no);
        assert_eq!((trace.unestablished_mct, trace.opening_stock_mct), (0, 4_000));
        o.correct(w, &ProposeStockCorrection { site: Some(String::new()), note: Some(String::new()), ..stock(&parcel) }).unwrap();
        assert_eq!(trace_of_parcel(w, parcel.no).unestablished_mct, 4_000);
        assert_eq!(w.read(|rx| source_fetch(rx, parcel.no)).unwrap().note, None);
        for (wrong, code) in [
            (ProposeStockCorrection { weight_mct: Some(mct(0)), ..stock(&parcel) }, "parcel.no_weight"),
            (ProposeStockCorrection { stones: Some(0), ..stock(&parcel) }, "parcel.no_stones"),
            (ProposeStockCorrection { stones: Some(4_001), ..stock(&parcel) }, "production.too_light"),
            (ProposeStockCorrection { site: Some("S-9".into()), stones: Some(4), ..stock(&parcel) }, "correction.no_site"),
            (ProposeStockCorrection { reason: " ".into(), stones: Some(4), ..stock(&parcel) }, "required"),
        ] {
            assert_eq!(codes(&w.submit(&o.officer, &wrong)), [code]);
        }
        // What somebody weighed since stands.
        w.sold(&[parcel.no], o.dealer, o.miner);
        let heavy = ProposeStockCorrection { weight_mct: Some(mct(4_100)), ..stock(&parcel) };
        assert_eq!(codes(&w.submit(&o.officer, &heavy)), ["correction.weighed_since"]);
        o.correct(w, &ProposeStockCorrection { weight_mct: Some(mct(4_010)), ..stock(&parcel) }).unwrap();
        assert_eq!((w.parcel(parcel.no).weight, w.parcel(parcel.no).gain_mct), (mct(4_000), -10));
        assert_eq!(verified(w).findings, []);
        // A production entry is no stock, nor the other way round.
        let dug = o.dug(w);
        assert!(matches!(w.submit(&o.officer, &stock(&dug)), Err(ServiceError::NotFound(_))));
        assert!(matches!(w.submit(&o.officer, &propose(&parcel)), Err(ServiceError::NotFound(_))));
        assert!(matches!(w.submit(&o.officer, &withdrawal(&parcel)), Err(ServiceError::NotFound(_))));
    });
}

#[test]
fn an_entry_made_twice_is_taken_back_and_counts_nowhere() {
    each(|w| {
        let o = office(w);
        let (parcel, twin) = (o.dug(w), o.dug(w));
        let total = |w: &World| w.read(|rx| production_totals(rx, Reach::All, &ProductionFilter::default())).weight_mct;
        assert_eq!(total(w), 6_500);
        let correction = w.submit(&o.registrar, &withdrawal(&twin)).unwrap().subject.parse().unwrap();
        assert_eq!(w.parcel(twin.no).state, ParcelState::Live, "nothing changes before the second person");
        w.submit(&o.approver, &DecideCorrection { correction, approved: true, reason: None }).unwrap();
        assert_eq!((w.parcel(twin.no).state, w.parcel(parcel.no).state), (ParcelState::Consumed, ParcelState::Live));
        assert_eq!(total(w), 3_250);
        let kept = w.read(|rx| source_fetch(rx, twin.no)).unwrap();
        assert!(kept.is_withdrawn() && kept.facts.is_some_and(|f| f.weight_mct == mct(3_250)), "what was written stays readable");
        assert!(matches!(w.submit(&o.officer, &withdrawal(&twin)), Err(ServiceError::NotFound(_))));
        assert!(matches!(w.submit(&o.officer, &propose(&twin)), Err(ServiceError::NotFound(_))));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_something_was_done_with_is_not_taken_back() {
    each(|w| {
        let o = office(w);
        let refused = |w: &mut World, p: &Parcel| codes(&w.submit(&o.officer, &withdrawal(p)));
        let sealed = o.dug(w);
        w.event(ParcelSealed { parcel: sealed.id, parcel_no: sealed.no, seal: "S1".into() });
        let sold = o.dug(w);
        w.sold(&[sold.no], o.miner, o.dealer);
        let back = o.dug(w);
        w.sold(&[back.no], o.miner, o.dealer);
        w.sold(&[back.no], o.dealer, o.miner);
        let offered = o.dug(w);
        w.offer(&[offered.no], o.miner, o.dealer);
        let weighed = o.dug(w);
        w.event(ParcelReweighed {
            parcel: weighed.id,
            parcel_no: weighed.no,
            before_mct: weighed.weight,
            after_mct: mct(3_240),
            stones_before: 4,
            stones_after: 4,
            reason: "x".into(),
        });
        for parcel in [sealed, sold, back, offered, weighed] {
            assert_eq!(refused(w, &parcel), ["correction.withdraw_touched"], "{}", parcel.code);
        }
        // Something may be done between the two people.
        let late = o.dug(w);
        let correction = w.submit(&o.officer, &withdrawal(&late)).unwrap().subject.parse().unwrap();
        w.sold(&[late.no], o.miner, o.dealer);
        let approve = DecideCorrection { correction, approved: true, reason: None };
        assert_eq!(codes(&w.submit(&o.approver, &approve)), ["correction.withdraw_touched"]);
    });
}

#[test]
fn an_entry_is_not_read_lower_where_a_mix_would_have_gained_too_much() {
    each(|w| {
        let o = office(w);
        let dug: Vec<Parcel> = (0..2).map(|_| w.production(o.site, o.miner.1, o.miner.0, 5_000, 1)).collect();
        // 5 ct may gain 0.040 ct along its path, and 10 ct no more than that. Each gained half of it, and so did the mix.
        for parcel in &dug {
            crate::trace::build::reweighed(w, parcel.no, 5_010);
            crate::trace::build::reweighed(w, parcel.no, 5_020);
        }
        let nos = [dug[0].no, dug[1].no];
        crate::trace::build::rework_with(w, &crate::trace::build::Work::Combine, o.miner.0, &nos, &[10_040], None, 0);
        let lower = |by: i64| ProposeProductionCorrection { weight_mct: Some(mct(5_000 - by)), ..propose(&dug[0]) };
        assert_eq!(codes(&w.submit(&o.officer, &lower(1))), ["correction.path_gain"], "of the mix: alone it might");
        let alone = w.production(o.site, o.miner.1, o.miner.0, 5_000, 1);
        crate::trace::build::reweighed(w, alone.no, 5_010);
        crate::trace::build::reweighed(w, alone.no, 5_020);
        let lower = ProposeProductionCorrection { weight_mct: Some(mct(4_999)), ..propose(&alone) };
        w.submit(&o.officer, &lower).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}
