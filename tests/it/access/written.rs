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
