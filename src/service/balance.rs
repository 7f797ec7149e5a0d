//! Balances: of holders and offices by what they held, of sites, licences and areas by what was dug there, as long as whoever
//! dug it has it. All by the days on which things happened, so that what is written down late counts where it belongs.

use crate::domain::balance::{Amount, Moved, Movement, in_order_of_days};
use crate::domain::ids::{LicenceId, OfficeId, PartyId, SiteId};
use crate::domain::jurisdiction::Profile;
use crate::domain::parcel::Parcel;
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{journal_size, recorded_at};
use crate::store::operation::{parcels_where_consumed, parcels_where_produced};
use crate::store::parcel::parcel_changed_hands;
use crate::store::statistics::{Among, DugAt, HeldParcel, moved_lines, parcels_ever_held, party_offices, sources_of, stock_at};
use std::collections::{BTreeMap, BTreeSet};

/// Whose balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// Of a holder.
    Holder(PartyId),
    /// Of all whose record an office keeps.
    Office(OfficeId),
    /// Of what was dug at a site.
    Site(SiteId),
    /// Of what was dug under a licence.
    Licence(LicenceId),
    /// Of what was dug at the sites of a first-level area, by its code.
    Area(String),
}

/// All that moved, and what there is today by the parcels themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Movements in the order of their days.
    pub lines: Vec<Moved>,
    /// What lives today in the hands that it is about, read from the parcels and not from the movements.
    pub there: Amount,
}

impl Account {
    /// What the movements leave, against what is there: nothing, where all adds up.
    #[must_use]
    pub fn difference(&self) -> Amount {
        self.lines.iter().fold(self.there, |rest, line| rest.less(line.effect()))
    }
}

/// All movements of something, from the beginning.
///
/// # Errors
/// When the database fails.
pub fn account(rx: &mut Rx<'_>, profile: &Profile, of: &Of) -> Result<Account, StoreError> {
    let mut found = match of {
        Of::Holder(id) => held(rx, profile, &Among::Holder(*id))?,
        Of::Office(id) => held(rx, profile, &Among::Office(*id))?,
        Of::Site(id) => dug(rx, profile, &DugAt::Site(*id))?,
        Of::Licence(id) => dug(rx, profile, &DugAt::Licence(*id))?,
        Of::Area(code) => dug(rx, profile, &DugAt::Area(code.clone()))?,
    };
    in_order_of_days(&mut found.lines);
    Ok(found)
}

fn held(rx: &mut Rx<'_>, profile: &Profile, among: &Among) -> Result<Account, StoreError> {
    let lines = moved_lines(rx, among, |at| profile.local_day(at))?;
    let size = journal_size(rx)?;
    let mut there = Amount::default();
    let mut all: Vec<(PartyId, Amount)> = Vec::new();
    for (id, amount) in stock_at(rx, size)? {
        all.push((id.parse().map_err(StoreError::damaged)?, amount));
    }
    if let Among::Holder(id) = among {
        all.retain(|(holder, _)| holder == id);
    }
    if let Among::Office(office) = among {
        let ids: Vec<PartyId> = all.iter().map(|(id, _)| *id).collect();
        let offices = party_offices(rx, &ids)?;
        all.retain(|(id, _)| offices.get(id).copied().flatten() == Some(*office));
    }
    for (_, amount) in all {
        there = there.plus(amount);
    }
    Ok(Account { lines, there })
}

/// What was dug somewhere, as long as whoever dug it has it. What he mixes with stones of other places leaves.
fn dug(rx: &mut Rx<'_>, profile: &Profile, at: &DugAt) -> Result<Account, StoreError> {
    let mut found = Account::default();
    for (holder, sources) in sources_of(rx, at)? {
        let parcels = parcels_ever_held(rx, holder)?;
        let own = of_there(&parcels, &sources);
        let lines = moved_lines(rx, &Among::Holder(holder), |at| profile.local_day(at))?;
        found.lines.extend(lines.into_iter().filter(|l| own.contains(&l.parcel_no)));
        for parcel in parcels.iter().filter(|p| own.contains(&p.no)) {
            let by = Amount { mct: parcel.mct, stones: parcel.stones };
            if parcel.here != 0 {
                found.there = found.there.plus(by);
            }
            let mixed = parcel.reworked_seq.filter(|seq| !parcels.iter().any(|p| p.produced_seq == *seq && own.contains(&p.no)));
            if let Some(seq) = mixed {
                let recorded = recorded_at(rx, seq)?.ok_or_else(|| StoreError::damaged(format!("entry {seq} is missing")))?;
                let on = profile.local_day(recorded);
                found.lines.push(Moved { seq, on, holder, movement: Movement::Mixed, parcel_no: parcel.no, by });
            }
        }
    }
    Ok(found)
}

/// Of the parcels of a holder those that are made of these sources and of nothing else. What is made of others has a higher
/// number than they.
fn of_there(parcels: &[HeldParcel], sources: &BTreeSet<i64>) -> BTreeSet<i64> {
    let mut inputs: BTreeMap<i64, bool> = BTreeMap::new();
    let mut own = BTreeSet::new();
    for parcel in parcels {
        let is_own = sources.contains(&parcel.no) || inputs.get(&parcel.produced_seq).copied().unwrap_or(false);
        if is_own {
            own.insert(parcel.no);
        }
        if let Some(seq) = parcel.reworked_seq {
            inputs.entry(seq).and_modify(|all| *all &= is_own).or_insert(is_own);
        }
    }
    own
}

/// The last day on which carats or stones of a parcel came to where they are: before it nobody there can have let them go
/// (C4). Looks back over what its holder made it of, to where he got that.
///
/// # Errors
/// When the database fails.
pub fn there_since(rx: &mut Rx<'_>, profile: &Profile, parcel: &Parcel) -> Result<Option<Day>, StoreError> {
    let mut behind: BTreeSet<i64> = BTreeSet::new();
    let mut todo = vec![parcel.clone()];
    while let Some(at) = todo.pop() {
        if !behind.insert(at.no) {
            continue;
        }
        if parcel_changed_hands(rx, &at)? {
            continue;
        }
        // What stones were gained in rework stands with the first that came out of it.
        behind.extend(parcels_where_produced(rx, at.produced_seq)?.first().map(|p| p.no));
        todo.extend(parcels_where_consumed(rx, at.produced_seq)?);
    }
    let nos: Vec<i64> = behind.into_iter().collect();
    let mut last = None;
    for some in nos.chunks(500) {
        let lines = moved_lines(rx, &Among::Parcels(some.to_vec()), |at| profile.local_day(at))?;
        let came = lines.iter().filter(|l| l.effect().mct > 0 || l.effect().stones > 0).map(|l| l.on).max();
        last = last.max(came);
    }
    Ok(last)
}
