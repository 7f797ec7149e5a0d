//! What an import cannot be used for: other goods than its certificate states, more of them, stones of a stolen paper, and
//! covering what was dug elsewhere.

use crate::arrival::{comes, found, list};
use crate::imported::{certified, let_in, of_one_country};
use crate::shipment::desk;
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::event::*;
use placer::domain::ids::ArrivalId;
use placer::service::arrival::{CloseArrival, RecordArrival};
use placer::service::certificate::ProposeCertificate;
use placer::service::statistics::{Ratio, figures, reconciliation};
use placer::service::warning::{ListWarnings, WithdrawWarnings};

fn line(hs: HsCode, weight: i64) -> HsLine {
    HsLine { hs, weight_mct: mct(weight), value_usd_cents: 10_000 }
}

fn there(hs: HsCode, weight: i64) -> FoundLine {
    FoundLine { hs, weight_mct: mct(weight), stones: 3 }
}

fn release(arrival: ArrivalId) -> CloseArrival {
    let (outcome, reason) = (Some(ArrivalOutcome::Released), "their authority wrote".into());
    CloseArrival { arrival, outcome, importer: None, found: vec![], reason }
}

fn detained(w: &mut World, d: &crate::shipment::Desk, command: RecordArrival) -> ArrivalId {
    let command = RecordArrival { detain: Some("other goods".into()), ..command };
    w.submit(&d.officer, &command).unwrap().subject.parse().unwrap()
}

#[test]
fn gem_under_a_line_of_industrial_stones_is_not_let_in() {
    each(|w| {
        let d = desk(w);
        list(w);
        let lines = vec![line(HsCode::Industrial, 10_000), line(HsCode::Gem, 500)];
        let right = RecordArrival { lines, found: vec![there(HsCode::Industrial, 10_000), there(HsCode::Gem, 500)], ..comes(w, &d) };
        let swapped = RecordArrival { found: vec![there(HsCode::Industrial, 500), there(HsCode::Gem, 10_000)], ..right.clone() };
        assert_eq!(codes(&w.submit(&d.officer, &swapped)), ["arrival.line_weight", "arrival.line_weight"]);
        w.submit(&d.officer, &right).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_does_not_fit_its_certificate_is_written_down_and_never_let_in() {
    each(|w| {
        let d = desk(w);
        list(w);
        for (n, found, refusal) in [
            (1, vec![there(HsCode::Industrial, 5_000)], "arrival.release_goods"),
            (2, vec![there(HsCode::Gem, 4_000), there(HsCode::Industrial, 1_000)], "arrival.release_goods"),
            (3, vec![there(HsCode::Gem, 50_000)], "arrival.release_more"),
            (4, vec![], "arrival.no_found"),
        ] {
            let command = RecordArrival { number: format!("BW {n}"), found, ..comes(w, &d) };
            assert!(!codes(&w.submit(&d.officer, &command)).is_empty(), "{refusal}");
            let id = detained(w, &d, command);
            let told = codes(&w.submit(&d.approver, &release(id)));
            assert!(told.contains(&refusal), "{told:?}");
            w.submit(&d.approver, &CloseArrival { outcome: Some(ArrivalOutcome::Returned), ..release(id) }).unwrap();
        }
        let less = detained(w, &d, RecordArrival { found: vec![found(4_000, 9)], ..comes(w, &d) });
        w.submit(&d.approver, &release(less)).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn stones_of_a_paper_that_is_warned_of_since_do_not_leave() {
    each(|w| {
        let d = desk(w);
        list(w);
        let command = comes(w, &d);
        let (_, import) = let_in(w, &d, &command);
        let sealed = d.seal(w, &import);
        let shipment = d.shipped(w, &[&sealed]);
        let list = ListWarnings { issuer: "BW".into(), source: "their page".into(), numbers: vec!["BW 4306".into()], ranges: vec![] };
        let list = w.submit(&d.officer, &list).unwrap().subject.parse().unwrap();
        let propose = ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None };
        assert_eq!(codes(&w.submit(&d.officer, &propose)), ["certificate.import_warned"]);
        let back = WithdrawWarnings { list, numbers: vec!["BW 4306".into()], reason: "found again".into() };
        w.submit(&d.approver, &back).unwrap();
        w.submit(&d.officer, &propose).unwrap();
    });
}

#[test]
fn imports_cover_no_export_of_other_stones_and_say_nothing_of_what_is_dug() {
    each(|w| {
        let d = desk(w);
        list(w);
        let named = RecordArrival { origins: vec!["SL".into()], ..of_one_country(comes(w, &d)) };
        let (_, kept) = let_in(w, &d, &named);
        let own = d.bought(w, 2_000);
        w.production(d.site, d.miner.1, d.miner.0, 500, 1);
        let (_, own_certificate) = certified(w, &d, &[&own]);
        let told = |w: &World| w.read(|rx| reconciliation(rx, &w.app.env.profile, "2026-Q2".parse().unwrap(), day("2026-06-01"))).ratio;
        assert_eq!(
            told(w),
            Ratio { exports_mct: 2_000, production_mct: 2_500, imports_mct: 0, stock_mct: 0, ppm: Some(800_000) },
            "what stays is no cover"
        );
        let worth = |w: &World| {
            let lines = w.read(|rx| figures(rx, &w.app.env.profile, "2026-H1".parse().unwrap()));
            lines.into_iter().find(|l| l.part == placer::domain::statistics::FigurePart::Production).unwrap().value_usd_cents
        };
        let average = Some(2_500 * own_certificate.value_usd_cents / 2_000);
        assert_eq!(worth(w), average);
        let (_, again) = certified(w, &d, &[&kept]);
        assert_eq!((again.origins.as_slice(), again.mixed), (["SL".to_owned()].as_slice(), false));
        assert_eq!(worth(w), average, "what came from abroad is not what is dug here");
        assert_eq!(told(w), Ratio { exports_mct: 7_000, production_mct: 2_500, imports_mct: 5_000, stock_mct: 0, ppm: Some(800_000) });
        w.later(24 * 31);
        crate::statistics::submit(w, &d.approver, "2026-H1", None).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}
