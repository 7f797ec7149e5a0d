//! Own exports against what partners say they imported (F13 of the field notes). Published tables are rounded and revised,
//! so a difference is told only where neither explains it.

use super::Period;
use crate::domain::event::HsCode;

/// What a partner says, as a row of his table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorRow {
    /// ISO 3166-1 alpha-2 code of the partner.
    pub partner: String,
    /// The period.
    pub period: Period,
    /// The subheading; none for all of them.
    pub hs: Option<HsCode>,
    /// Milli-carats.
    pub weight_mct: i64,
    /// To how many milli-carats the figure is rounded.
    pub rounded_mct: i64,
    /// US cents, where he says.
    pub value_usd_cents: Option<i64>,
}

impl MirrorRow {
    /// What tells it from others.
    #[must_use]
    pub fn of(&self) -> (Period, &str, Option<HsCode>) {
        (self.period, &self.partner, self.hs)
    }
}

/// A figure said with the mass to which it is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Milli-carats.
    pub mct: i64,
    /// To how many milli-carats it is rounded.
    pub rounded_mct: i64,
}

/// How two figures stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mirror {
    /// They are the same within rounding and tolerance.
    Agrees,
    /// They are not, but one side's earlier figure agrees with the other's: somebody revised.
    Revised,
    /// They are not.
    Differs {
        /// What the partner says more, milli-carats.
        by_mct: i64,
    },
}

/// How far two values may be apart, a part of the larger in millionths. An assumption, the field notes name none: imports are
/// told with freight and insurance where exports are not, and are valued anew.
pub const VALUE_PPM: i64 = 300_000;

/// What a partner says more of value than own figures, US cents, where it is more than [`VALUE_PPM`] allows.
#[must_use]
pub fn value_apart(own_cents: i64, said_cents: i64) -> Option<i64> {
    let by = said_cents.saturating_sub(own_cents);
    let allowed = i128::from(own_cents.max(said_cents)).saturating_mul(i128::from(VALUE_PPM));
    (i128::from(by.unsigned_abs()).saturating_mul(1_000_000) > allowed).then_some(by)
}

/// How own figures stand to a partner's, each the latest first. `allowed` is what may differ: a fixed mass and a part of
/// the larger figure in millionths, the larger of both; half of what each is rounded to comes on top.
#[must_use]
pub fn mirrored(own: &[Said], partner: &[Said], (fixed_mct, ppm): (i64, i64)) -> Mirror {
    let agree = |a: &Said, b: &Said| {
        let larger = i128::from(a.mct.max(b.mct));
        let part = larger.saturating_mul(i128::from(ppm)).checked_div(1_000_000).unwrap_or(0).max(i128::from(fixed_mct));
        let rounding = i128::from(a.rounded_mct).saturating_add(i128::from(b.rounded_mct));
        // Twice, because half of an odd rounding is no whole number.
        let difference = i128::from(a.mct.abs_diff(b.mct)).saturating_mul(2);
        difference <= part.saturating_mul(2).saturating_add(rounding)
    };
    let (Some(now), Some(said)) = (own.first(), partner.first()) else { return Mirror::Agrees };
    if agree(now, said) {
        return Mirror::Agrees;
    }
    let earlier = partner.iter().skip(1).any(|old| agree(now, old)) || own.iter().skip(1).any(|old| agree(old, said));
    if earlier { Mirror::Revised } else { Mirror::Differs { by_mct: said.mct.saturating_sub(now.mct) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn said(mct: i64, rounded_mct: i64) -> Said {
        Said { mct, rounded_mct }
    }
    const TOLERANCE: (i64, i64) = (20, 1_000);
    // A million and a thousand carats, in milli-carats.
    const MILLION: i64 = 1_000_000_000;
    const THOUSAND: i64 = 1_000_000;

    /// The same year as two tables have it: one in thousands of carats, one in millions with one decimal (Kimberley Process
    /// figures as naturaldiamonds.com republished them: 2022, Botswana, Canada, Congo, Sierra Leone, South Africa).
    #[test]
    fn the_same_figures_rounded_in_two_ways_agree() {
        for (thousands, tenths) in
            [(24_510, 245), (16_249, 162), (10_780, 108), (1_276, 13), (2_054, 21), (689, 7), (9_660, 97), (4_461, 45)]
        {
            let (fine, coarse) = (said(thousands * THOUSAND, THOUSAND), said(tenths * MILLION / 10, MILLION / 10));
            assert_eq!(mirrored(&[fine], &[coarse], (0, 0)), Mirror::Agrees, "{thousands}");
            assert_eq!(mirrored(&[coarse], &[fine], (0, 0)), Mirror::Agrees, "{thousands}");
        }
        assert_eq!(
            mirrored(&[said(24_510 * THOUSAND, THOUSAND)], &[said(23_510 * THOUSAND, THOUSAND)], (0, 0)),
            Mirror::Differs { by_mct: -1_000 * THOUSAND }
        );
    }

    #[test]
    fn two_scales_may_differ_and_a_loss_may_not() {
        assert_eq!(mirrored(&[said(1_000_000, 10)], &[said(999_000, 10)], TOLERANCE), Mirror::Agrees);
        assert_eq!(mirrored(&[said(1_000_000, 10)], &[said(998_900, 10)], TOLERANCE), Mirror::Differs { by_mct: -1_100 });
        assert_eq!(mirrored(&[said(1_000, 10)], &[said(1_030, 10)], TOLERANCE), Mirror::Agrees, "20 and half of 10 and 10");
        assert_eq!(mirrored(&[said(1_000, 10)], &[said(1_031, 10)], TOLERANCE), Mirror::Differs { by_mct: 31 });
    }

    #[test]
    fn a_value_far_from_the_other_is_told() {
        assert_eq!([value_apart(70_000, 100_000), value_apart(100_000, 70_000)], [None, None], "three tenths of the larger");
        assert_eq!([value_apart(69_999, 100_000), value_apart(100_000, 69_999)], [Some(30_001), Some(-30_001)]);
        assert_eq!([value_apart(0, 0), value_apart(0, 1)], [None, Some(1)]);
    }

    #[test]
    fn a_revision_is_no_alarm() {
        let (old, new) = (said(500_000, 10), said(700_000, 10));
        assert_eq!(mirrored(&[new, old], &[old], TOLERANCE), Mirror::Revised, "we revised, the partner has not");
        assert_eq!(mirrored(&[old], &[new, old], TOLERANCE), Mirror::Revised, "the partner revised");
        assert_eq!(mirrored(&[old], &[new], TOLERANCE), Mirror::Differs { by_mct: 200_000 });
        assert_eq!(mirrored(&[old], &[], TOLERANCE), Mirror::Agrees, "nothing was said");
    }
}
