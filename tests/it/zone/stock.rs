//! Stock from before a cut-off: counted once, sealed and frozen.

use super::{becomes, desk, span, zoned};
use crate::shipment::prepare;
use crate::verify::{breaches, verified};
use crate::world::{codes, day, each, mct};
use placer::domain::event::*;
use placer::domain::zone::{ZoneMark, ZoneStatus};
use placer::service::stock::{DeclareStock, StockLine};
use placer::store::zone::zone_stock;

fn line(seal: Option<&str>) -> StockLine {
    StockLine { weight_mct: mct(4_000), stones: 9, site: None, note: Some("old books".into()), seal: seal.map(str::to_owned) }
}

#[test]
fn stock_of_a_cut_off_is_declared_once_under_seals_and_frozen() {
    each(|w| {
        let d = desk(w);
        let (zone, _) = zoned(w, &d, "North", vec![span(ZoneStatus::Open, "2020-01-01", None)]);
        let declare = |on: &str, lines| DeclareStock { holder: d.exporter.0, on: day(on), lines, test: false, zone: Some(zone) };
        let told = codes(&w.submit(&d.officer, &declare("2026-05-10", vec![line(Some("CUT-1"))])));
        assert_eq!(told, ["stock.no_cut_off"]);
        becomes(w, &d, zone, span(ZoneStatus::Embargo, "2026-05-10", None));
        let two = vec![line(Some("CUT-1")), line(Some("cut-1")), line(None)];
        assert_eq!(codes(&w.submit(&d.officer, &declare("2026-05-10", two))), ["parcel.seal_taken", "required"]);
        assert_eq!(codes(&w.submit(&d.officer, &declare("2026-05-11", vec![line(Some("CUT-1"))]))), ["stock.no_cut_off"]);
        w.submit(&d.officer, &declare("2026-05-10", vec![line(Some("CUT-1")), line(Some("CUT-2"))])).unwrap();
        let no = w.read(placer::store::parcel::parcel_next_no) - 1;
        let p = w.parcel(no);
        assert_eq!((p.zone, p.seal.as_deref()), (Some(ZoneMark::Frozen), Some("CUT-2")));
        assert_eq!(codes(&w.submit(&d.account, &prepare(&[&p]))), ["zone.frozen"]);
        assert_eq!(codes(&w.submit(&d.officer, &declare("2026-05-10", vec![line(Some("CUT-3"))]))), ["stock.zone_declared"]);
        let sums = w.read(|rx| zone_stock(rx, zone));
        assert_eq!(
            sums.iter().map(|s| (s.holder, s.parcels, s.weight_mct, s.frozen_mct)).collect::<Vec<_>>(),
            [(d.exporter.0, 2, 8_000, 8_000)]
        );
        // Opening stock is another matter, and bears no seals.
        let opening = DeclareStock { zone: None, ..declare("2026-05-10", vec![line(Some("CUT-4"))]) };
        assert_eq!(codes(&w.submit(&d.officer, &opening)), ["stock.seal_without_zone"]);
        w.submit(&d.officer, &DeclareStock { zone: None, ..declare("2026-05-10", vec![line(None)]) }).unwrap();
        assert_eq!(verified(w).findings, []);
        let parcel = w.new_parcel(no + 2, 1_000, 1);
        let bare = StockParcel { parcel, site: None, note: None, seal: None };
        let seq = w
            .event(StockDeclared {
                holder: d.miner.0,
                on: day("2026-05-10"),
                office: None,
                parcels: vec![bare],
                test: false,
                zone: Some(zone),
            })
            .seq;
        assert!(breaches(w).contains(&(seq, "Z4".into())), "{:?}", breaches(w));
    });
}
