//! What is seen of sizes: each count is held against the references that held when it was written down, so that a reference
//! adopted later says nothing of the past, and looking again sees the same.

use crate::domain::control::Sighting;
use crate::domain::control::footprint::{exporter_differs, parcel_differs};
use crate::domain::ids::PartyId;
use crate::domain::jurisdiction::Profile;
use crate::service::footprint::{exporter_judged, parcel_judged, parcel_sizes};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::footprint::halves_sent;
use crate::store::parcel::parcel_fetch;

pub(super) fn parcel(rx: &mut Rx<'_>, profile: &Profile, no: i64) -> Result<Vec<Sighting>, StoreError> {
    let Some(limits) = &profile.footprint else { return Ok(Vec::new()) };
    let Some(parcel) = parcel_fetch(rx, no)?.filter(|p| !p.test) else { return Ok(Vec::new()) };
    let Some(sizing) = parcel_sizes(rx, profile, &parcel)? else { return Ok(Vec::new()) };
    let judged = parcel_judged(rx, profile, &parcel, &sizing, Some(sizing.seq))?;
    Ok(judged.and_then(|j| parcel_differs((no, &parcel.code), sizing.on, &j, limits)).into_iter().collect())
}

/// Half-year by half-year.
pub(super) fn exporter(rx: &mut Rx<'_>, profile: &Profile, party: PartyId) -> Result<Vec<Sighting>, StoreError> {
    let Some(limits) = &profile.footprint else { return Ok(Vec::new()) };
    let mut seen = Vec::new();
    for period in halves_sent(rx, party)? {
        let Some(half) = exporter_judged(rx, profile, party, period)? else { continue };
        let ids: Vec<_> = half.certificates.iter().map(|(id, _)| *id).collect();
        seen.extend(half.judged.and_then(|j| exporter_differs(party, period, ids, &j, limits)));
    }
    Ok(seen)
}
