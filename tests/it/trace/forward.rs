//! Forward: where carats went, and who may see that.

use super::build::*;
use crate::world::{World, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::*;
use placer::domain::shipment::CertificateStanding;
use placer::domain::trace::Forward;
use placer::interop::{trace_csv, trace_geojson};
use placer::service::error::ServiceError;
use placer::service::trace::{Asker, Onward, trace_forward};
use placer::store::trace::{ForwardAsk, forward_of_site};
use std::collections::BTreeMap;

fn get(w: &World, actor: &Actor, start: &Onward) -> Result<Forward, ServiceError> {
    let asker = Asker::Account(actor.clone());
    w.app.db.read(|rx| trace_forward(rx, &asker, start, w.now.day()))
}

fn site_code(w: &World, id: placer::domain::ids::SiteId) -> String {
    w.read(|rx| placer::store::site::site_fetch(rx, id)).unwrap().code
}

/// A miner with two sites and three entries; two are mixed by an exporter, who certifies a third of it.
struct Story {
    miner: Trader,
    house: Trader,
    sites: [placer::domain::ids::SiteId; 2],
    entries: Vec<i64>,
    left: i64,
}

fn story(w: &mut World) -> Story {
    let (m, house) = (miner(w, "A"), exporter(w, "B"));
    let sites = [w.site(Some(m.1), None), named_site(w, "Second", Some(m.1))];
    let p1 = w.production(sites[0], m.1, m.0, 1_000, 1);
    let p2 = w.production(sites[1], m.1, m.0, 2_000, 1);
    let p3 = w.production(sites[0], m.1, m.0, 500, 1);
    w.produced(m.0, facts(sites[0], m.1, 9_999), true);
    w.sold(&[p1.no, p2.no], m, house);
    let mixed = rework(w, &Work::Combine, house.0, &[p1.no, p2.no], &[2_998]);
    let parts = rework(w, &Work::Split, house.0, &[mixed[0].no], &[1_000, 1_998]);
    let shipment = shipped(w, house, &[parts[0].no]);
    certified(w, shipment);
    Story { miner: m, house, sites, entries: vec![p1.no, p2.no, p3.no], left: parts[1].no }
}

#[test]
fn a_site_a_licence_and_an_entry_are_followed_to_stock_and_certificates() {
    each(|w| {
        let s = story(w);
        let officer = w.account(AccountRole::Officer, None, None);
        let site = get(w, &officer, &Onward::Site(site_code(w, s.sites[0]))).unwrap();
        assert_eq!((site.entries, site.produced_mct), (2, 1_500), "the test entry is in no total");
        // A third of the mix is from here: 333 of 1,000 exported and 666 of 1,998 left; p3 is untouched.
        assert_eq!((site.exported_mct, site.in_stock_mct, site.lost_mct), (333, 666 + 500, 1));
        assert_eq!(site.stock.iter().map(|p| p.share_mct).collect::<Vec<_>>(), [666, 500]);
        assert_eq!(site.stock[0].parcel, w.parcel(s.left).code);
        assert_eq!(site.stock[0].holder_name.as_deref(), Some("B"));
        assert_eq!(site.certificates.len(), 1);
        assert_eq!((site.certificates[0].share_mct, site.certificates[0].standing), (333, CertificateStanding::Valid));
        agrees(&site);

        let licence = get(w, &officer, &Onward::Licence(s.miner.1)).unwrap();
        assert_eq!((licence.entries, licence.produced_mct, licence.exported_mct, licence.in_stock_mct), (3, 3_500, 1_000, 2_498));
        assert_eq!(licence.lost_mct, 2);
        assert_eq!(licence.sites.iter().map(|s| (s.produced_mct, s.entries)).collect::<Vec<_>>(), [(2_000, 1), (1_500, 2)]);
        agrees(&licence);

        let entry = get(w, &officer, &Onward::Production(w.parcel(s.entries[1]).code)).unwrap();
        assert_eq!((entry.entries, entry.produced_mct, entry.exported_mct, entry.in_stock_mct, entry.lost_mct), (1, 2_000, 667, 1_332, 1));
        agrees(&entry);

        let certificate = w.read(|rx| placer::store::certificate::certificate_by_number(rx, &site.certificates[0].number)).unwrap();
        w.event(CertificateVoided { certificate: certificate.facts.certificate, reason: "misprinted".into(), goods: None, cause: None });
        let again = get(w, &officer, &Onward::Site(site_code(w, s.sites[0]))).unwrap();
        assert_eq!(again.certificates[0].standing, CertificateStanding::Void, "void, and still in the sums");
        assert_eq!(again.exported_mct, 333);
    });
}

#[test]
fn goods_of_a_void_certificate_that_never_left_are_in_stock() {
    each(|w| {
        let s = story(w);
        let officer = w.account(AccountRole::Officer, None, None);
        let certificate = w.read(|rx| placer::store::certificate::certificate_by_number(rx, "SL 000001")).unwrap();
        let goods = Some(VoidedGoods::Here);
        w.event(CertificateVoided { certificate: certificate.facts.certificate, reason: "misprinted".into(), goods, cause: None });
        let licence = Onward::Licence(s.miner.1);
        for start in [Onward::Site(site_code(w, s.sites[0])), licence, Onward::Production(w.parcel(s.entries[1]).code)] {
            let back = get(w, &officer, &start).unwrap();
            assert_eq!((back.exported_mct, back.certificates.len()), (0, 0), "counted once");
            agrees(&back);
        }
    });
}

fn agrees(forward: &Forward) {
    assert_eq!(forward.produced_mct, forward.in_stock_mct + forward.exported_mct + forward.removed_mct + forward.lost_mct);
    let csv = trace_csv::forward(forward).unwrap();
    let rows: Vec<BTreeMap<String, String>> = csv::Reader::from_reader(csv.as_slice()).deserialize().map(Result::unwrap).collect();
    let sum: i64 = rows.iter().map(|r| r["attributed_mct"].parse::<i64>().unwrap()).sum();
    assert_eq!(sum, forward.produced_mct, "the rows add up to what was produced");
    let geo = trace_geojson::forward(forward);
    let made: i64 = geo["features"].as_array().unwrap().iter().map(|f| f["properties"]["produced_mct"].as_i64().unwrap()).sum();
    assert_eq!(made, forward.produced_mct);
    assert_eq!(geo["about"]["in_stock_mct"], forward.in_stock_mct);
}

#[test]
fn what_lies_outside_the_reach_is_counted_and_not_named() {
    each(|w| {
        let s = story(w);
        let office = w.office("KO");
        let home = w.site(Some(s.miner.1), Some(office));
        let no = w.read(placer::store::parcel::parcel_next_no);
        let new = w.new_parcel(no, 400, 1);
        w.event(ProductionRecorded {
            parcel: new,
            holder: s.miner.0,
            office: Some(office),
            test: false,
            facts: facts(home, s.miner.1, 400),
        });
        let parts = rework(w, &Work::Split, s.miner.0, &[no], &[100, 300]);
        w.sold(&[parts[1].no], s.miner, s.house);
        let mixed = rework(w, &Work::Combine, s.house.0, &[parts[1].no, s.left], &[2_298]);
        let registrar = w.account(AccountRole::Registrar, Some(office), None);
        let code = site_code(w, home);
        let seen = get(w, &registrar, &Onward::Site(code.clone())).unwrap();
        assert_eq!(seen.stock.iter().map(|p| p.parcel.clone()).collect::<Vec<_>>(), [w.parcel(parts[0].no).code]);
        assert_eq!((seen.stock_hidden.count, seen.stock_hidden.share_mct), (1, 300), "mixed over offices since");
        assert_eq!(seen.in_stock_mct, 400);
        agrees(&seen);
        assert!(matches!(get(w, &registrar, &Onward::Site(site_code(w, s.sites[0]))), Err(ServiceError::NotFound(_))));
        assert_eq!(get(w, &registrar, &Onward::Production(w.parcel(no).code)).unwrap().produced_mct, 400);
        assert!(matches!(get(w, &registrar, &Onward::Production(w.parcel(mixed[0].no).code)), Err(ServiceError::NotFound(_))));

        let officer = w.account(AccountRole::Officer, None, None);
        let all = get(w, &officer, &Onward::Site(code)).unwrap();
        assert_eq!((all.stock.len(), all.stock_hidden.count), (2, 0));
        let buyer = w.account(AccountRole::Buyer, None, Some(s.house.0));
        assert!(get(w, &buyer, &Onward::Site(site_code(w, s.sites[0]))).is_err(), "buyers do not search sites");
    });
}

#[test]
fn a_test_entry_is_followed_by_itself_and_marked() {
    each(|w| {
        let m = miner(w, "A");
        let site = w.site(Some(m.1), None);
        let p = w.produced(m.0, facts(site, m.1, 700), true);
        let officer = w.account(AccountRole::Officer, None, None);
        let forward = get(w, &officer, &Onward::Production(p.code)).unwrap();
        assert!(forward.of.test);
        assert_eq!((forward.produced_mct, forward.in_stock_mct), (700, 700));
        let site = get(w, &officer, &Onward::Site(site_code(w, site))).unwrap();
        assert_eq!((site.entries, site.produced_mct, site.first_on), (0, 0, None));
    });
}

#[test]
fn a_limit_that_cuts_is_told() {
    each(|w| {
        let s = story(w);
        let all = placer::domain::access::Reach::All;
        let ask = ForwardAsk { today: w.now.day(), parcels: all, certificates: all, details: all.into(), most: 2 };
        let site = w.read(|rx| placer::store::site::site_fetch(rx, s.sites[0])).unwrap();
        let cut = w.read(|rx| forward_of_site(rx, &site, &ask));
        assert_eq!(cut.cut.as_ref().map(|c| c.parcels), Some(2));
        assert!(String::from_utf8(trace_csv::forward(&cut).unwrap()).unwrap().lines().nth(1).unwrap().starts_with("cut,"));
        assert_eq!(w.read(|rx| forward_of_site(rx, &site, &ForwardAsk { most: 100, ..ask })).cut, None);
    });
}
