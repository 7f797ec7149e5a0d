//! Whether another mass, count or day of what came in agrees with everything recorded since.

use crate::domain::balance::{Amount, Moved, Movement, first_below};
use crate::domain::custody::{FINE, Tally, gain_beyond, gathering_gain};
use crate::domain::parcel::Parcel;
use crate::domain::quantity::Mass;
use crate::domain::removal::reported_gone;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::Case;
use crate::service::error::ServiceError;
use crate::store::certificate::parcel_certified;
use crate::store::db::Rx;
use crate::store::journal::recorded_at;
use crate::store::operation::{
    descendants, operation_fetch, parcels_where_consumed, parcels_where_produced, path_of, paths_of, shares_onward,
};
use crate::store::production::{first_hand_over, first_sale, first_sale_day, first_weighing, first_weighing_after};
use crate::store::purchase::purchase_at;
use crate::store::removal::{first_removal_day, parcel_removed};
use crate::store::seizure::{first_seizure_day, first_seizure_seq};
use crate::store::statistics::{Among, moved_lines};

/// The first day on which something was done with a parcel or with what became of it: what was dug cannot be dug later.
/// The slip of an offer that waits has its day as well, and so has a report that it is out of stock.
pub(super) fn first_use(rx: &mut Rx<'_>, case: &Case<'_>, parcel: &Parcel) -> Result<Option<Day>, ServiceError> {
    let left = match first_hand_over(rx, parcel.no)? {
        Some(seq) => recorded_at(rx, seq)?.map(|at| case.profile().local_day(at)),
        None => None,
    };
    let (after, _) = descendants(rx, parcel.no, usize::MAX)?;
    let numbers: Vec<i64> = after.iter().map(|p| p.no).chain([parcel.no]).collect();
    let reported = first_removal_day(rx, &numbers)?;
    let taken = first_seizure_day(rx, &numbers)?;
    Ok([left, first_sale_day(rx, &numbers, case.act.now)?, reported, taken].into_iter().flatten().min())
}

/// Whether another mass and count of a pit or stock parcel agree with everything recorded since.
pub(super) fn check_mass(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    parcel: &Parcel,
    was: (Mass, i64),
    now: (Mass, i64),
    v: &mut Violations,
) -> Result<(), ServiceError> {
    if now == was {
        return Ok(());
    }
    let ((was_mass, was_stones), (mass, stones)) = (was, now);
    let (certified, removed) = (parcel_certified(rx, parcel.no)?, parcel_removed(rx, parcel.no)?);
    let later = match first_weighing_after(rx, parcel.no)? {
        Some(found) => Some(found),
        None => first_sale(rx, parcel.no)?.map(|_| (was_mass.mct(), was_stones)),
    };
    v.check(!seized_as_it_was(rx, parcel)?, || Violation::on("correction.seized", "weight_mct").with("code", parcel.code.clone()));
    if let Some((mct, counted)) = later {
        let weighed = Mass::new(mct).unwrap_or(Mass::ZERO);
        let within = case.profile().tolerances.reweigh_within(mass, weighed);
        v.check(within, || Violation::on("correction.weighed_since", "weight_mct").with("weighed", weighed));
        v.check(stones == counted, || Violation::on("correction.counted_since", "stones").with("stones", counted));
        if within && mass != was_mass {
            check_weighings(rx, case, parcel, was_mass, mass, v)?;
            check_days(rx, case, parcel, was_mass.mct().saturating_sub(mass.mct()), v)?;
        }
    } else if removed {
        v.push(Violation::on("correction.removed", "weight_mct"));
    } else if let Some(seq) = parcel.consumed_seq.filter(|_| !certified) {
        check_mix(rx, case, parcel, seq, mass.mct().saturating_sub(was_mass.mct()), v)?;
        v.check(stones == was_stones, || Violation::on("correction.counted_since", "stones").with("stones", was_stones));
    } else {
        v.check(parcel.shipment.is_none() && !certified, || Violation::on("correction.in_shipment", "weight_mct"));
        v.0.extend(parcel.removal.map(|no| reported_gone(no, &parcel.code, "weight_mct")));
    }
    Ok(())
}

/// A smaller beginning makes what somebody weighed in his own stock a gain of the day on which it was weighed: he must not
/// have let it go on a day before (C4).
fn check_days(rx: &mut Rx<'_>, case: &Case<'_>, parcel: &Parcel, less: i64, v: &mut Violations) -> Result<(), ServiceError> {
    let Some((_, seq)) = first_weighing(rx, parcel.no)?.filter(|_| less > 0) else { return Ok(()) };
    if purchase_at(rx, parcel.no, seq)? {
        return Ok(());
    }
    let own = moved_lines(rx, &Among::Parcels(vec![parcel.no]), |at| case.profile().local_day(at))?;
    let Some(came) = own.into_iter().filter(|l| l.seq < seq && l.movement.comes_in()).max_by_key(|l| l.seq) else { return Ok(()) };
    let recorded = recorded_at(rx, seq)?.ok_or(ServiceError::NotFound("weighing"))?;
    let on = case.profile().local_day(recorded);
    let mut lines = moved_lines(rx, &Among::Holder(came.holder), |at| case.profile().local_day(at))?;
    let found = |seq, on, mct| Moved { seq, on, movement: Movement::Found, by: Amount { mct, stones: 0 }, ..came.clone() };
    lines.extend([found(came.seq, came.on, less.saturating_neg()), found(seq, on, less)]);
    if let Some((day, _)) = first_below(&lines) {
        v.push(Violation::on("correction.below_nothing", "weight_mct").with("day", day).with("weighed", on));
    }
    Ok(())
}

/// Whether a parcel was seized at the mass of its entry, nobody having weighed or bought it before: its receipt says that mass.
fn seized_as_it_was(rx: &mut Rx<'_>, parcel: &Parcel) -> Result<bool, ServiceError> {
    let Some(taken) = first_seizure_seq(rx, parcel.no)? else { return Ok(false) };
    let weighed = first_weighing(rx, parcel.no)?.map(|(_, seq)| seq);
    let read = [weighed, first_sale(rx, parcel.no)?].into_iter().flatten().min();
    Ok(read.is_none_or(|read| read > taken))
}

fn gained(code: &str, (gain, most): (Mass, Mass)) -> Violation {
    Violation::on("correction.path_gain", "weight_mct").with("code", code).with("gain", gain).with("most", most)
}

fn lost(code: &str, (lost, most): (Mass, Mass)) -> Violation {
    Violation::on("correction.path_loss", "weight_mct").with("code", code).with("lost", lost).with("most", most)
}

/// Where somebody weighed the parcel since: a smaller beginning makes what was weighed a larger gain, a larger one makes
/// it a larger loss (C2), there and in all that came of it.
fn check_weighings(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    parcel: &Parcel,
    was: Mass,
    now: Mass,
    v: &mut Violations,
) -> Result<(), ServiceError> {
    let (tolerances, step) = (&case.profile().tolerances, now.mct().saturating_sub(was.mct()));
    let own = if step < 0 {
        let (gain, most) = (parcel.gain_mct.saturating_sub(step), tolerances.path_gain_cap(now));
        let told = |mct| Mass::new(mct).unwrap_or(Mass::ZERO);
        (gain > most).then(|| gained(&parcel.code, (told(gain), told(most))))
    } else {
        let tally = Tally::of([(parcel, path_of(rx, parcel)?)]);
        tally.lost_beyond(step.saturating_mul(FINE), tolerances).map(|found| lost(&parcel.code, found))
    };
    match own {
        Some(told) => v.push(told),
        None => v.0.extend(onward(rx, case, parcel, step)?),
    }
    Ok(())
}

/// Where the parcel went straight into a mix, the mix's loss takes the difference: it stays between nothing and the cap,
/// and shows no less than what the weighings before it gained too much (C2).
fn check_mix(rx: &mut Rx<'_>, case: &Case<'_>, parcel: &Parcel, seq: i64, step: i64, v: &mut Violations) -> Result<(), ServiceError> {
    let tolerances = &case.profile().tolerances;
    let operation = operation_fetch(rx, seq)?.ok_or(ServiceError::NotFound("operation"))?;
    let loss = Mass::new(operation.loss_mct.saturating_add(step));
    let input = Mass::new(operation.in_mct.saturating_add(step)).unwrap_or(Mass::ZERO);
    let Some(loss) = loss.filter(|loss| tolerances.loss_within(input, *loss)) else {
        v.push(Violation::on("correction.breaks_mix", "weight_mct").with("out", Mass::new(operation.out_mct).unwrap_or(Mass::ZERO)));
        return Ok(());
    };
    if step > 0 {
        v.0.extend(onward(rx, case, parcel, step)?);
        return Ok(());
    }
    let mut inputs = parcels_where_consumed(rx, seq)?;
    let paths = paths_of(rx, &inputs)?;
    for own in inputs.iter_mut().filter(|p| p.no == parcel.no) {
        own.weight = Mass::new(own.weight.mct().saturating_add(step)).unwrap_or(Mass::ZERO);
    }
    if let Some(found) = gathering_gain(&inputs, &paths, loss, tolerances).filter(|_| inputs.len() > 1) {
        let made = parcels_where_produced(rx, seq)?.into_iter().next().map_or_else(|| parcel.code.clone(), |made| made.code);
        v.push(gained(&made, found));
    }
    Ok(())
}

/// The first of the parcels that came of one that would have gained or lost too much on its way, were the one's first mass
/// so much larger or smaller.
fn onward(rx: &mut Rx<'_>, case: &Case<'_>, parcel: &Parcel, step: i64) -> Result<Option<Violation>, ServiceError> {
    let tolerances = &case.profile().tolerances;
    let (made, parts): (Vec<Parcel>, Vec<i64>) = shares_onward(rx, parcel.no, step.saturating_abs())?.into_iter().unzip();
    let paths = paths_of(rx, &made)?;
    let told = made.iter().zip(parts).zip(paths).find_map(|((made, part), path)| {
        if step < 0 {
            gain_beyond(made, path, part, tolerances).map(|found| gained(&made.code, found))
        } else {
            Tally::of([(made, path)]).lost_beyond(part, tolerances).map(|found| lost(&made.code, found))
        }
    });
    Ok(told)
}
