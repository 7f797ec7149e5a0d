//! Own exports against what partners say that they imported.

use super::figures::certificates_of;
use super::reconcile::{DifferenceKind, Found};
use crate::domain::event::HsCode;
use crate::domain::jurisdiction::Profile;
use crate::domain::participant::Roll;
use crate::domain::statistics::{
    Alarm, Extent, FigurePart, Mirror, MirrorRow, Period, ReturnKind, Said, Submission, mirrored, value_apart,
};
use crate::interop::partner_csv;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::participant::participant_standings;
use crate::store::statistics::{CertificateOf, partner_files_naming};
use std::collections::BTreeMap;

/// What left for a partner.
struct Left<'a> {
    roll: &'a Roll,
    now: Vec<CertificateOf>,
    submitted: &'a [Submission],
}

impl Left<'_> {
    /// By the certificates of today: milli-carats and US cents of one subheading, or of all. A union takes what its members
    /// take; of a member of one it is what went to the member.
    fn now(&self, partner: &str, hs: Option<HsCode>) -> (i64, i64) {
        let his = |c: &&CertificateOf| {
            let country = c.facts.importer.country.as_str();
            country == partner || self.roll.participant_of(country, c.facts.issued_on) == partner
        };
        let lines = self.now.iter().filter(his).flat_map(|c| &c.facts.lines).filter(|l| hs.is_none_or(|hs| l.hs == hs));
        lines.fold((0, 0), |(mct, cents): (i64, i64), l| (mct.saturating_add(l.weight_mct.mct()), cents.saturating_add(l.value_usd_cents)))
    }
    /// By each return that was submitted, the latest first, milli-carats. Returns tell of participants, not of the members of
    /// a union.
    fn submitted(&self, partner: &str, hs: Option<HsCode>) -> Vec<i64> {
        let of = |s: &Submission| {
            let to_him = s.lines.iter().filter(|l| l.part == FigurePart::Export && l.key == partner && (hs.is_none() || l.hs == hs));
            to_him.fold(0_i64, |sum, l| sum.saturating_add(l.weight_mct))
        };
        let tells = |s: &&Submission| s.lines.iter().any(|l| l.part == FigurePart::Export && l.key == partner);
        self.submitted.iter().filter(tells).map(of).collect()
    }
}

/// Every figure of a partner that does not fit; how many rows agree, and how many but for a revision.
pub(super) fn mirror(
    rx: &mut Rx<'_>,
    profile: &Profile,
    period: Period,
    submitted: &[Submission],
) -> Result<((usize, usize), Vec<Found>), StoreError> {
    let mut said: BTreeMap<(String, Option<HsCode>), Vec<MirrorRow>> = BTreeMap::new();
    for file in partner_files_naming(rx, period)? {
        let rows = partner_csv::read(&file.text).map_err(|_| StoreError::damaged(format!("table {} cannot be read", file.no)))?;
        for row in rows.into_iter().filter(|r| r.period == period) {
            said.entry((row.partner.clone(), row.hs)).or_default().push(row);
        }
    }
    let s = &profile.statistics;
    let allowed = (i64::from(s.mirror_abs_mct.value), i64::from(s.mirror_ppm.value));
    let roll = Roll::of(participant_standings(rx)?.iter().map(|listed| &listed.stated));
    let mut now = match period.kind() {
        ReturnKind::Production => Vec::new(),
        _ => certificates_of(rx, profile, (period.first(), period.last()))?,
    };
    now.retain(|c| c.left);
    let left = Left { roll: &roll, now, submitted };
    let (mut agree, mut revised, mut found) = (0_usize, 0_usize, Vec::new());
    for ((partner, hs), rows) in said {
        let (own_mct, own_cents) = left.now(&partner, hs);
        let exact = |mct| Said { mct, rounded_mct: 1 };
        let own: Vec<Said> = [own_mct].into_iter().chain(left.submitted(&partner, hs)).map(exact).collect();
        let his: Vec<Said> = rows.iter().map(|r| Said { mct: r.weight_mct, rounded_mct: r.rounded_mct }).collect();
        let name = |what: &str| format!("{what}/{partner}/{}", hs.map_or("", HsCode::as_str));
        let (said_mct, said_cents) = rows.first().map_or((0, None), |r| (r.weight_mct, r.value_usd_cents));
        let apart = said_cents.and_then(|said| Some((said, value_apart(own_cents, said)?)));
        match mirrored(&own, &his, allowed) {
            Mirror::Agrees => agree = agree.saturating_add(1),
            Mirror::Revised => revised = revised.saturating_add(1),
            Mirror::Differs { by_mct } => {
                let extent = Extent { mct: by_mct, usd_cents: apart.map_or(0, |(_, by)| by) };
                let name = name("mirror");
                let kind = DifferenceKind::Mirror { partner, hs, own: (own_mct, own_cents), said: (said_mct, said_cents) };
                found.push((name, kind, extent, Some(Alarm::Alarm)));
                continue;
            }
        }
        if let Some((said_cents, usd_cents)) = apart {
            let name = name("mirror-value");
            let kind = DifferenceKind::MirrorValue { partner, hs, own_cents, said_cents };
            found.push((name, kind, Extent { mct: 0, usd_cents }, Some(Alarm::Alarm)));
        }
    }
    Ok(((agree, revised), found))
}
