//! Stones from abroad as stock: received, mixed with stones dug here, exported again, and told apart to the end.

use crate::arrival::{comes, found, list, put};
use crate::shipment::{Desk, desk};
use crate::trace::build::{trace_of_certificate, trace_of_parcel};
use crate::trace::forms_agree;
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Permission, Reach, reach};
use placer::domain::balance::Movement;
use placer::domain::certificate::{OriginField, origin_field};
use placer::domain::event::*;
use placer::domain::ids::{ArrivalId, CertificateId, ShipmentId};
use placer::domain::jurisdiction::MixedOrigin;
use placer::domain::parcel::{Parcel, ParcelState, SourceKind};
use placer::domain::role::Role;
use placer::domain::trace::{ExplainCode, Verdict};
use placer::service::arrival::{CloseArrival, RecordArrival};
use placer::service::certificate::{ProposeCertificate, VoidCertificate};
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposeStockCorrection, ProposeWithdrawal};
use placer::service::error::ServiceError;
use placer::service::rework::CombineParcels;
use placer::service::statistics::{Ratio, reconciliation};
use placer::service::trace::{Asker, Back, trace_back};
use placer::store::arrival::arrival_fetch;
use placer::store::certificate::certificate_fetch;
use placer::store::parcel::{ParcelFilter, parcel_next_no, parcels};
use placer::store::production::source_fetch;
use placer::store::statistics::{By, production_sums};

/// A shipment of gem that is let in at once: its arrival, and the parcel it became.
pub fn let_in(w: &mut World, d: &Desk, command: &RecordArrival) -> (ArrivalId, Parcel) {
    let no = w.read(parcel_next_no);
    (put(w, d, command), w.parcel(no))
}

/// Of one country, and so said.
pub fn of_one_country(command: RecordArrival) -> RecordArrival {
    RecordArrival { origins: vec!["BW".into()], mixed: false, ..command }
}

pub fn combined(w: &mut World, d: &Desk, lots: &[&Parcel]) -> Parcel {
    let parcels = lots.iter().map(|p| p.code.clone()).collect();
    let no = w.read(parcel_next_no);
    w.submit(&d.account, &CombineParcels { parcels, loss_mct: mct(0), loss_reason: None, stones_change: 0 }).unwrap();
    w.parcel(no)
}

pub fn certified(w: &mut World, d: &Desk, lots: &[&Parcel]) -> (ShipmentId, CertificateIssued) {
    let sealed: Vec<Parcel> = lots.iter().map(|p| d.seal(w, p)).collect();
    let shipment = d.proposed(w, &sealed.iter().collect::<Vec<_>>());
    (shipment, issued(w, d, shipment))
}

fn issued(w: &mut World, d: &Desk, shipment: ShipmentId) -> CertificateIssued {
    let issue = w.issue(shipment);
    let id: CertificateId = w.submit(&d.approver, &issue).unwrap().subject.parse().unwrap();
    w.read(|rx| certificate_fetch(rx, id)).unwrap().facts
}

/// The frozen carats of a certificate at a revision: by site, without established origin, and by arrival.
fn frozen(w: &World, no: i64, revision: i64) -> [i64; 3] {
    use diesel::prelude::*;
    use diesel::sql_types::BigInt;
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = BigInt)]
        mct: i64,
    }
    let of = |table: &str, only: &str| {
        let sql = format!(
            "SELECT CAST(COALESCE(SUM(weight_mct), 0) AS BIGINT) AS mct FROM {table} WHERE certificate_no = {no} AND revision = {revision}{only}"
        );
        let sum: Sum = match w.url.strip_prefix("sqlite:") {
            Some(path) => diesel::sql_query(sql).get_result(&mut SqliteConnection::establish(path).unwrap()).unwrap(),
            None => diesel::sql_query(sql).get_result(&mut PgConnection::establish(&w.url).unwrap()).unwrap(),
        };
        sum.mct
    };
    [of("certificate_site", " AND site_id <> ''"), of("certificate_site", " AND site_id = ''"), of("certificate_arrival", "")]
}

#[test]
fn stones_from_abroad_are_mixed_with_own_ones_and_leave_with_both_origins() {
    each(|w| {
        let d = desk(w);
        list(w);
        let command = comes(w, &d);
        let (arrival, import) = let_in(w, &d, &command);
        assert_eq!((import.holder, import.weight, import.stones, import.hs), (d.exporter.0, mct(5_000), 10, HsCode::Gem));
        let source = w.read(|rx| source_fetch(rx, import.no)).unwrap();
        assert_eq!((source.kind, source.site, source.licence, source.on), (SourceKind::Import, None, None, day("2026-06-01")));
        let told = source.import.unwrap();
        assert_eq!((told.arrival, told.number.as_str(), told.issuer.as_str(), told.mixed), (arrival, "BW 004306", "BW", true));
        let kept = w.read(|rx| arrival_fetch(rx, arrival)).unwrap();
        assert_eq!((kept.received()[0].no, kept.found(), kept.facts.found_mct), (import.no, &command.found[..], mct(5_000)));
        assert_eq!(verified(w).findings, []);

        let own = d.bought(w, 2_500);
        let mix = combined(w, &d, &[&import, &own]);
        let trace = trace_of_parcel(w, mix.no);
        assert_eq!((trace.total_mct, trace.established_mct, trace.imported_mct, trace.unestablished_mct), (7_500, 2_500, 5_000, 0));
        assert_eq!((trace.verdict(), trace.by_import.len(), trace.by_site.len()), (Verdict::Established, 1, 1));
        assert!(trace.explain.iter().all(|e| e.code != ExplainCode::Unestablished), "{:?}", trace.explain);
        let (shipment, c) = certified(w, &d, &[&mix]);
        assert_eq!((c.origins.join(" "), c.mixed, c.unestablished_mct), ("BW SL ZA".into(), true, mct(0)));
        assert_eq!(frozen(w, c.no, 0), [2_500, 0, 5_000]);
        let trace = trace_of_certificate(w, c.certificate);
        assert_eq!((trace.by_import[0].import.arrival, trace.by_import[0].weight_mct, trace.by_import[0].entries), (arrival, 5_000, 1));
        forms_agree(&trace);
        assert_eq!(verified(w).findings, []);

        // Made void before they left, they are in stock again, and may get another certificate.
        let reason = "torn".into();
        let (goods, cause) = (Some(VoidedGoods::Here), Some(VoidCause::Spoiled));
        w.submit(&d.approver, &VoidCertificate { certificate: c.certificate, reason, goods, cause }).unwrap();
        assert_eq!((w.parcel(mix.no).state, w.parcel(mix.no).holder), (ParcelState::Live, d.exporter.0));
        w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        let second = issued(w, &d, shipment);
        assert_eq!((second.origins.len(), frozen(w, second.no, 0)), (3, [2_500, 0, 5_000]));
        assert_eq!(verified(w).findings, []);
    });
}

/// What the foreign certificate says stands in field 3, and beside carats of unknown origin it is mixed.
#[test]
fn the_foreign_certificate_tells_the_origin() {
    each(|w| {
        let d = desk(w);
        list(w);
        let one = of_one_country(comes(w, &d));
        let (_, whole) = let_in(w, &d, &one);
        let c = certified(w, &d, &[&whole]).1;
        assert_eq!((c.origins.join(" "), c.mixed), ("BW".into(), false));
        assert_eq!(origin_field(&c, MixedOrigin::Asterisks), OriginField::Country("BW".into()));
        let nameless = RecordArrival { number: "BW 9".into(), origins: vec![], mixed: true, ..one.clone() };
        let (_, nameless) = let_in(w, &d, &nameless);
        let c = certified(w, &d, &[&nameless]).1;
        assert_eq!((c.origins.len(), c.mixed, c.unestablished_mct), (0, true, mct(0)));
        assert_eq!(origin_field(&c, MixedOrigin::List), OriginField::Asterisks, "a list of no country is none");
        // Declared stock of unknown origin beside it.
        let (_, third) = let_in(w, &d, &RecordArrival { number: "BW 10".into(), ..one });
        let (no, parcel) = (w.read(parcel_next_no), w.id());
        let new = NewParcel { parcel, no, weight_mct: mct(1_000), stones: 3, hs: HsCode::Gem, class: None };
        let parcels = vec![StockParcel { parcel: new, site: None, note: None, seal: None }];
        w.event(StockDeclared { holder: d.exporter.0, on: day("2026-05-31"), office: None, parcels, test: false, zone: None });
        let stock = w.parcel(no);
        let mix = combined(w, &d, &[&third, &stock]);
        let sealed = d.seal(w, &mix);
        let shipment = d.shipped(w, &[&sealed]);
        let propose = |why: Option<&str>| ProposeCertificate {
            shipment,
            expires_on: None,
            unestablished_reason: why.map(str::to_owned),
            blank: None,
        };
        assert_eq!(codes(&w.submit(&d.officer, &propose(None))), ["certificate.unestablished"]);
        w.submit(&d.officer, &propose(Some("from before the register"))).unwrap();
        let c = issued(w, &d, shipment);
        assert_eq!((c.origins.join(" "), c.mixed, c.unestablished_mct), ("BW".into(), true, mct(1_000)));
        assert_eq!(frozen(w, c.no, 0), [0, 1_000, 5_000]);
        forms_agree(&trace_of_certificate(w, c.certificate));
        assert_eq!(verified(w).findings, []);
    });
}

/// A detained shipment is nobody's stock until it is let in, and none when it goes back.
#[test]
fn what_is_detained_becomes_stock_when_it_is_let_in() {
    each(|w| {
        let d = desk(w);
        list(w);
        let light = |w: &World, number: &str| RecordArrival {
            number: number.into(),
            found: vec![found(4_000, 8)],
            detain: Some("a carat less".into()),
            ..comes(w, &d)
        };
        let (one, two) = (light(w, "BW 1"), light(w, "BW 2"));
        let ids = [put(w, &d, &one), put(w, &d, &two)];
        assert_eq!(w.read(parcel_next_no), 1);
        let close =
            |arrival, outcome, found| CloseArrival { arrival, outcome: Some(outcome), importer: None, found, reason: "settled".into() };
        w.submit(&d.approver, &close(ids[0], ArrivalOutcome::Returned, vec![])).unwrap();
        assert_eq!(w.read(parcel_next_no), 1);
        let again = close(ids[1], ArrivalOutcome::Released, vec![found(4_000, 8)]);
        assert_eq!(codes(&w.submit(&d.approver, &again)), ["arrival.found_before"]);
        w.later(48);
        w.submit(&d.approver, &close(ids[1], ArrivalOutcome::Released, vec![])).unwrap();
        let parcel = w.parcel(1);
        assert_eq!((parcel.holder, parcel.weight, parcel.stones), (d.exporter.0, mct(4_000), 8));
        assert_eq!(w.read(|rx| source_fetch(rx, 1)).unwrap().on, day("2026-06-01"), "the day on which it came");
        assert_eq!(verified(w).findings, []);
    });
}

/// One that was written down before shipments were counted by subheading is counted when it is let in.
#[test]
fn an_old_detained_one_is_counted_when_it_is_let_in() {
    each(|w| {
        let d = desk(w);
        list(w);
        let arrival = crate::spine::arrived(w);
        let holder = w.read(|rx| arrival_fetch(rx, arrival)).unwrap().importer().unwrap();
        w.licence("exporter", holder, None);
        let release =
            |found| CloseArrival { arrival, outcome: Some(ArrivalOutcome::Released), importer: None, found, reason: "cleared".into() };
        let industrial = FoundLine { hs: HsCode::Industrial, ..found(4_000, 8) };
        assert_eq!(codes(&w.submit(&d.approver, &release(vec![]))), ["arrival.no_found"]);
        assert_eq!(codes(&w.submit(&d.approver, &release(vec![industrial]))), ["arrival.found"]);
        assert_eq!(codes(&w.submit(&d.approver, &release(vec![found(5_000, 8)]))), ["arrival.found_sum"]);
        w.submit(&d.approver, &release(vec![found(4_000, 8)])).unwrap();
        assert_eq!((w.parcel(1).holder, w.parcel(1).weight), (holder, mct(4_000)));
        assert_eq!(w.read(|rx| arrival_fetch(rx, arrival)).unwrap().found(), [found(4_000, 8)]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_is_found_is_told_by_the_subheadings_of_the_certificate() {
    each(|w| {
        let d = desk(w);
        list(w);
        let good = comes(w, &d);
        let refused = |w: &mut World, found: Vec<FoundLine>| codes(&w.submit(&d.officer, &RecordArrival { found, ..good.clone() }));
        let industrial = FoundLine { hs: HsCode::Industrial, ..found(100, 1) };
        assert_eq!(refused(w, vec![found(4_900, 9), industrial]), ["arrival.found"]);
        assert_eq!(refused(w, vec![found(2_500, 5), found(2_500, 5)]), ["arrival.found"]);
        assert_eq!(refused(w, vec![FoundLine { hs: HsCode::Industrial, ..found(5_000, 9) }]), ["arrival.found"]);
        assert_eq!(refused(w, vec![])[..1], ["arrival.no_found"]);
        assert_eq!(refused(w, vec![found(0, 3)]), ["parcel.no_weight", "arrival.weight"]);
        assert_eq!(refused(w, vec![found(5_000, 0)]), ["parcel.no_stones"]);
        assert_eq!(refused(w, vec![found(5_000, 10_000_001)]), ["parcel.no_stones", "production.too_light"]);
        assert_eq!(refused(w, vec![found(5_000, 5_001)]), ["production.too_light"]);
        // Detained with a reason, the count must be one all the same.
        let detained = RecordArrival { found: vec![found(0, 3)], detain: Some("empty".into()), ..good.clone() };
        assert_eq!(codes(&w.submit(&d.officer, &detained)), ["parcel.no_weight"]);
        // Two subheadings make two parcels, in the order in which they were found.
        let lines = [HsCode::Gem, HsCode::Industrial].map(|hs| HsLine { hs, weight_mct: mct(2_500), value_usd_cents: 100 }).to_vec();
        let both = vec![FoundLine { hs: HsCode::Industrial, ..found(2_500, 4) }, found(2_500, 5)];
        put(w, &d, &RecordArrival { lines, found: both, ..good.clone() });
        assert_eq!([1, 2].map(|no| (w.parcel(no).hs, w.parcel(no).stones)), [(HsCode::Industrial, 4), (HsCode::Gem, 5)]);
        assert_eq!(verified(w).findings, []);
    });
}

/// No correction and no withdrawal of an entry here changes what a foreign certificate brought.
#[test]
fn what_came_from_abroad_is_not_corrected() {
    each(|w| {
        let d = desk(w);
        list(w);
        let command = comes(w, &d);
        let (_, import) = let_in(w, &d, &command);
        let (parcel, reason) = (import.code.clone(), "misread".to_owned());
        let production =
            ProposeProductionCorrection { weight_mct: Some(mct(4_999)), ..ProposeProductionCorrection::of(parcel.clone(), reason.clone()) };
        assert_eq!(codes(&w.submit(&d.officer, &production)), ["correction.import"]);
        let (site, stones, note) = (None, None, None);
        let stock =
            ProposeStockCorrection { parcel: parcel.clone(), site, weight_mct: Some(mct(4_999)), stones, note, reason: reason.clone() };
        assert_eq!(codes(&w.submit(&d.account, &stock)), ["correction.import"]);
        assert_eq!(codes(&w.submit(&d.officer, &ProposeWithdrawal { parcel, reason })), ["correction.import"]);
        let stranger = w.party("Stranger", &[Role::Exporter], None);
        let stranger = w.account(AccountRole::Exporter, None, Some(stranger));
        assert!(matches!(w.submit(&stranger, &stock), Err(ServiceError::Forbidden)));
    });
}

/// A correction of the stones dug here, once mixed, changes how much of the mix came from abroad; what was signed stays told.
#[test]
fn a_correction_of_own_stones_moves_the_share_from_abroad() {
    each(|w| {
        let d = desk(w);
        list(w);
        let command = comes(w, &d);
        let (arrival, import) = let_in(w, &d, &command);
        let own = w.production(d.site, d.miner.1, d.miner.0, 5_000, 3);
        w.sold(&[own.no], d.miner, d.exporter);
        let mix = combined(w, &d, &[&import, &w.parcel(own.no)]);
        let c = certified(w, &d, &[&mix]).1;
        // The sale is a later reading, so the source alone changes: of the mix as it is, nothing moves.
        let right = ProposeProductionCorrection {
            weight_mct: Some(mct(4_990)),
            ..ProposeProductionCorrection::of(own.code.clone(), "misread".into())
        };
        let correction = w.submit(&d.officer, &right).unwrap().subject.parse().unwrap();
        w.submit(&d.approver, &DecideCorrection { correction, approved: true, reason: None }).unwrap();
        let trace = trace_of_certificate(w, c.certificate);
        assert_eq!((trace.by_import[0].import.arrival, trace.imported_mct, trace.total_mct), (arrival, 5_000, 10_000));
        let revision = w.read(|rx| certificate_fetch(rx, c.certificate)).unwrap().revision;
        assert_eq!((revision, frozen(w, c.no, revision)), (1, [5_000, 0, 5_000]));
        forms_agree(&trace);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn whoever_has_nothing_to_do_with_it_sees_nothing_of_it() {
    each(|w| {
        let d = desk(w);
        list(w);
        let command = comes(w, &d);
        let (_, import) = let_in(w, &d, &command);
        let stranger = w.party("Stranger", &[Role::Dealer], None);
        let stranger = w.account(AccountRole::Buyer, None, Some(stranger));
        let seen =
            |w: &World, who| w.read(|rx| parcels(rx, reach(who, Permission::ParcelRead), &ParcelFilter::default(), w.now, None, 10)).len();
        assert_eq!((seen(w, &d.account), seen(w, &stranger)), (1, 0));
        let traced = |w: &World, who: &placer::domain::access::Actor| {
            let (env, back, asker) = (w.app.env.clone(), Back::Parcel(import.code.clone()), Asker::Account(who.clone()));
            w.app.db.read(|rx| trace_back(rx, &env.profile, &asker, &back, day("2026-06-01")))
        };
        assert_eq!(traced(w, &d.account).unwrap().imported_mct, 5_000);
        assert!(matches!(traced(w, &stranger), Err(ServiceError::NotFound(_))));
        assert_eq!(reach(&stranger, Permission::AbroadRead), Reach::Nothing);
    });
}

/// Opening stock and what was dug and imported is what left and what is there, with the carats that were found.
#[test]
fn the_account_of_the_country_adds_up_with_imports() {
    each(|w| {
        let d = desk(w);
        list(w);
        let light = RecordArrival { found: vec![found(4_999, 10)], ..comes(w, &d) };
        let (_, import) = let_in(w, &d, &light);
        let own = d.bought(w, 2_501);
        let mix = combined(w, &d, &[&import, &own]);
        let told = |w: &World| w.read(|rx| reconciliation(rx, &w.app.env.profile, "2026-Q2".parse().unwrap(), day("2026-06-01")));
        let before = told(w);
        let of = |m| before.country.of(m).mct;
        assert_eq!((of(Movement::Dug), of(Movement::Imported), of(Movement::Declared)), (2_501, 4_999, 0));
        assert_eq!((before.country.closing.mct, before.country.difference().mct), (7_500, 0));
        assert_eq!(before.ratio, Ratio { exports_mct: 0, production_mct: 2_501, imports_mct: 0, stock_mct: 0, ppm: Some(0) });
        certified(w, &d, &[&mix]);
        let after = told(w);
        assert_eq!((after.country.of(Movement::Exported).mct, after.country.closing.mct, after.country.difference().mct), (7_500, 0, 0));
        assert_eq!(
            after.ratio,
            Ratio { exports_mct: 7_500, production_mct: 2_501, imports_mct: 4_999, stock_mct: 0, ppm: Some(1_000_000) }
        );
        assert!(after.differences.iter().all(|f| f.name != "ratio"), "imports that leave again are no alarm");
        let dug = w.read(|rx| production_sums(rx, ("2026-01", "2026-12"), By::Month));
        assert_eq!(dug.iter().map(|s| s.weight_mct).sum::<i64>(), 2_501, "imports are never production");
        let lines = w.read(|rx| placer::service::statistics::figures(rx, &w.app.env.profile, "2026-H1".parse().unwrap()));
        let total = |part| lines.iter().find(|l| l.part == part).map(|l| l.weight_mct);
        use placer::domain::statistics::FigurePart as F;
        assert_eq!((total(F::Production), total(F::ImportTotal)), (Some(2_501), None));
        assert_eq!(verified(w).findings, []);
    });
}
