//! What was said of a side's entries and parcels: corrections and reports.

use super::Side;
use crate::world::World;
use placer::domain::access::Belongs;
use placer::domain::event::*;
use placer::domain::parcel::Parcel;

/// A correction of an entry, proposed and not decided.
pub(super) fn put_right(w: &mut World, tag: &str, side: &mut Side, parcel: &Parcel) {
    let source = w.read(|rx| placer::store::production::source_fetch(rx, parcel.no)).unwrap();
    let was = source.facts.unwrap();
    let now = ProductionFacts { stones: was.stones + 1, ..was.clone() };
    let (correction, no) = (w.id(), w.read(placer::store::correction::correction_next_no));
    let reason = format!("Xq{tag} misread");
    w.event(CorrectionProposed {
        correction,
        no,
        corrects_seq: source.seq,
        office: Some(side.office),
        change: CorrectionChange::Production { parcel_no: parcel.no, was: Box::new(was), now: Box::new(now) },
        reason: reason.clone(),
    });
    side.words.push(reason);
    side.finds.push(("/corrections", "supervisor", correction.to_string()));
    side.marks.push(correction.to_string());
    side.thing("correction", correction, Belongs::office(Some(side.office)));
    side.keys.push(correction.to_string());
}

/// A report that a parcel is out of stock, of the side's exporter, which somebody refused.
pub(super) fn gone(w: &mut World, tag: &str, side: &mut Side, parcel: &Parcel) {
    let (removal, no) = (w.id::<placer::domain::ids::RemovalId>(), w.read(placer::store::removal::removal_next_no));
    let (code, happened) = (placer::domain::removal::removal_code(no), format!("Xq{tag} safe open"));
    let by = w.account(placer::domain::access::AccountRole::Officer, None, None);
    w.event_by(
        &by,
        RemovalReported {
            removal,
            no,
            code: code.clone(),
            parcel: parcel.id,
            parcel_no: parcel.no,
            holder: side.exporter,
            office: Some(side.office),
            weight_mct: parcel.weight,
            stones: parcel.stones,
            cause: RemovalCause::Lost,
            on: crate::world::day("2026-06-01"),
            taker: None,
            reference: None,
            happened: happened.clone(),
        },
    );
    w.event(RemovalDecided { removal, confirmed: false, reason: Some("it was there".into()) });
    side.words.push(happened);
    side.finds.push(("/removals", "supervisor", code.clone()));
    side.marks.push(code);
    side.thing("removal", removal, Belongs { office: Some(side.office), parties: vec![side.exporter] });
    side.keys.push(removal.to_string());
}

/// What a control saw of the side's exporter.
pub(super) fn seen(w: &mut World, tag: &str, side: &mut Side) {
    use placer::domain::control::{Sighting, Value};
    use placer::store::control::{alerts_before, alerts_write};
    let sighting = Sighting::new("C14", side.exporter, format!("2026-05/Xq{tag}"))
        .fact("count", Value::Count(2))
        .fact("stones", Value::Count(1))
        .fact("mct", Value::Mct(1_000))
        .fact("day", Value::Day(crate::world::day("2026-05-20")));
    w.app.db.write(w.now, |tx| alerts_write(tx, &[sighting], &[], w.now)).unwrap();
    let all = placer::domain::access::Reach::All;
    let alert = w.read(|rx| alerts_before(rx, all, &Default::default(), None, 1)).remove(0);
    assert_eq!(alert.office, Some(side.office));
    side.thing("alert", alert.no, Belongs::office(Some(side.office)));
}

/// Stones in no register taken from the side's exporter, and the offence that goes with them.
pub(super) fn enforced(w: &mut World, tag: &str, side: &mut Side) {
    let no = w.read(placer::store::seizure::seizure_next_no);
    let (seizure, code) = (w.id::<placer::domain::ids::SeizureId>(), placer::domain::seizure::seizure_code(no));
    let by = w.account(placer::domain::access::AccountRole::Officer, None, None);
    let number = w.read(placer::store::parcel::parcel_next_no);
    let (new, on, account) = (w.new_parcel(number, 400, 2), crate::world::day("2026-06-01"), format!("Xq{tag} in a shoe"));
    let taken = SeizureRecorded {
        seizure,
        no,
        code: code.clone(),
        check_code: format!("C{tag}-{no}"),
        office: Some(side.office),
        from: Some(side.exporter),
        on,
        place: format!("Xq{tag} road"),
        ground: "undeclared".into(),
        receipt: format!("R{tag}-{no}"),
        seal: format!("EV{no}"),
        safe: format!("Xq{tag} safe"),
        witnesses: vec!["Police".into(), "Customs".into()],
        account: Some(account.clone()),
        taken: vec![],
        found: vec![new],
        offers: vec![],
        shipments: vec![],
        test: false,
    };
    w.event_by(&by, taken);
    let no = w.read(placer::store::offence::offence_next_no);
    let (offence, other) = (w.id::<placer::domain::ids::OffenceId>(), placer::domain::offence::offence_code(no));
    let suspected = OffenceRecorded {
        offence,
        no,
        code: other.clone(),
        office: Some(side.office),
        ground: "undeclared".into(),
        parties: vec![side.exporter],
        on,
        account: account.clone(),
        seizure: Some(seizure),
        parcels: vec![],
        certificate: None,
        arrival: None,
        licence: None,
    };
    w.event_by(&by, suspected);
    let belongs = || Belongs { office: Some(side.office), parties: vec![side.exporter] };
    let (of_seizure, of_offence) = (belongs(), belongs());
    side.words.push(account);
    side.finds.push(("/seizures", "supervisor", code.clone()));
    side.finds.push(("/offences", "supervisor", other.clone()));
    side.marks.extend([code, other]);
    side.keys.extend([seizure.to_string(), offence.to_string()]);
    side.thing("seizure", seizure, of_seizure);
    side.thing("offence", offence, of_offence);
}

/// A plan and a dry run of the side's office, and an inspection of its exporter.
pub(super) fn inspected(w: &mut World, tag: &str, side: &mut Side, parcel: &Parcel) {
    use placer::domain::ids::{DryRunId, InspectionId, InspectionPlanId, TargetId};
    let (plan, inspection, run) = (w.id::<InspectionPlanId>(), w.id::<InspectionId>(), w.id::<DryRunId>());
    let by = w.account(placer::domain::access::AccountRole::Officer, None, None);
    let (kind, office) = (InspectionKind::Exporter, Some(side.office));
    let [no, visit, walk] = [
        placer::store::inspection::plan_next_no,
        placer::store::inspection::inspection_next_no,
        placer::store::inspection::dry_run_next_no,
    ]
    .map(|next| w.read(next));
    let code = placer::domain::inspection::plan_code(no);
    let (draw_on, until) = (crate::world::day("2030-06-01"), crate::world::day("2030-07-01"));
    w.event_by(&by, InspectionsAnnounced { plan, no, code, office, kind, count: 1, draw_on, until, pool: vec![] });
    let (code, account) = (placer::domain::inspection::inspection_code(visit), format!("Xq{tag} looked at"));
    let recorded = InspectionRecorded {
        inspection,
        no: visit,
        code: code.clone(),
        office,
        kind,
        target: TargetId::new(side.exporter.uuid()),
        party: Some(side.exporter),
        plan: None,
        again: None,
        on: crate::world::day("2026-06-01"),
        position: None,
        accuracy_m: None,
        checked: vec![],
        findings: vec![],
        counted: vec![],
        actions: vec![],
        account: Some(account.clone()),
    };
    w.event_by(&by, recorded);
    let started = DryRunStarted {
        run,
        no: walk,
        code: placer::domain::inspection::dry_run_code(walk),
        office,
        parcel: parcel.id,
        parcel_no: parcel.no,
        purpose: "x".into(),
    };
    w.event_by(&by, started);
    side.words.push(account);
    side.finds.push(("/inspections", "supervisor", code.clone()));
    side.marks.push(code);
    side.keys.extend([plan.to_string(), inspection.to_string(), run.to_string()]);
    side.thing("inspection_plan", plan, Belongs::office(office));
    side.thing("dry_run", run, Belongs::office(office));
    side.thing("inspection", inspection, Belongs { office, parties: vec![side.exporter] });
}
