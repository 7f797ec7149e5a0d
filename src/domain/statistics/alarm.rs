//! Patterns of fraud that show in sums: exports above production (F1 of the field notes), an office's jump (F2).

use crate::domain::text_enum::text_enum;

/// The whole, in millionths.
const WHOLE_PPM: i128 = 1_000_000;
/// Above this ratio of own exports to production, in millionths, it is critical; above the whole it is an alarm. (F1)
pub const CRITICAL_PPM: i64 = 1_500_000;
/// A month is told when it has more than so many times the median of the months before. (F2)
pub const JUMP_FACTOR: i64 = 3;
/// Months before, over which the median is taken. (F2)
pub const JUMP_MONTHS: usize = 12;
/// Months of fewer milli-carats are never told: 100 ct. An assumption; the field notes name no least.
pub const JUMP_LEAST_MCT: i64 = 100_000;

text_enum! {
    /// How much a sum is out of the way.
    Alarm, "alarm", {
        /// To be looked into.
        Alarm = "alarm",
        /// To be looked into at once.
        Critical = "critical",
    }
}

/// Whether more left than was dug, what had come from abroad aside (F1): above 1.0 an alarm, above 1.5 critical; the ratio in
/// millionths beside it, none where nothing was dug.
#[must_use]
pub fn export_alarm(exports_mct: i64, production_mct: i64) -> (Option<i64>, Option<Alarm>) {
    let ratio = i128::from(exports_mct).saturating_mul(WHOLE_PPM).checked_div(i128::from(production_mct));
    let ratio = ratio.map(|r| i64::try_from(r).unwrap_or(i64::MAX));
    // Compared without the division, so that nothing hides below a millionth.
    let above = |ppm: i128| i128::from(exports_mct).saturating_mul(WHOLE_PPM) > i128::from(production_mct).saturating_mul(ppm);
    let alarm = if above(i128::from(CRITICAL_PPM)) {
        Some(Alarm::Critical)
    } else if above(WHOLE_PPM) {
        Some(Alarm::Alarm)
    } else {
        None
    };
    (ratio, alarm)
}

/// The months of a series that jump (F2): each above [`JUMP_FACTOR`] times the median of the twelve months before it, of
/// which at least three must be there. Milli-carats by month, the oldest first; positions in the series.
#[must_use]
pub fn jumps(series: &[i64]) -> Vec<usize> {
    let jumps = |at: usize, mct: i64| {
        let before: Vec<i64> = series.iter().take(at).rev().take(JUMP_MONTHS).copied().collect();
        let enough = before.len() >= 3 && mct >= JUMP_LEAST_MCT;
        // Twice the median, so that the middle of two months stays whole.
        enough && mct.saturating_mul(2) > twice_median(before).saturating_mul(JUMP_FACTOR)
    };
    series.iter().enumerate().filter(|(at, mct)| jumps(*at, **mct)).map(|(at, _)| at).collect()
}

fn twice_median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    let middle = values.len().checked_div(2).unwrap_or(0);
    let at = |n: usize| values.get(n).copied().unwrap_or(0);
    let lower = if values.len().is_multiple_of(2) { middle.saturating_sub(1) } else { middle };
    at(lower).saturating_add(at(middle))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Field notes 9: exports of 4.5 million carats against a production of 55,000.
    #[test]
    fn exports_far_above_production_are_critical() {
        assert_eq!(export_alarm(4_500_000_000, 55_000_000), (Some(81_818_181), Some(Alarm::Critical)));
    }

    #[test]
    fn the_limits_of_the_ratio_are_one_and_one_and_a_half() {
        let alarm = |exports, production| export_alarm(exports, production).1;
        assert_eq!((alarm(1_000, 1_000), alarm(1_001, 1_000)), (None, Some(Alarm::Alarm)));
        assert_eq!((alarm(1_500, 1_000), alarm(1_501, 1_000)), (Some(Alarm::Alarm), Some(Alarm::Critical)));
        assert_eq!((alarm(1_000_000_001, 1_000_000_000), alarm(0, 0)), (Some(Alarm::Alarm), None));
        assert_eq!(export_alarm(1, 0), (None, Some(Alarm::Critical)), "nothing was dug");
    }

    /// Field notes 9: an office with nothing for months, then 13,000 carats.
    #[test]
    fn an_office_that_jumps_from_nothing_is_told() {
        let mut series = vec![0; 12];
        series.push(13_000_000);
        assert_eq!(jumps(&series), [12]);
        assert_eq!(jumps(&[0, 0, 0, 13_000_000]), [3]);
    }

    #[test]
    fn a_steady_office_is_not_told() {
        assert_eq!(jumps(&[900_000, 1_000_000, 1_100_000, 3_000_000]), [] as [usize; 0], "three times the median is not more");
        assert_eq!(jumps(&[900_000, 1_000_000, 1_100_000, 3_000_001]), [3]);
        assert_eq!(jumps(&[0, 0, 0, JUMP_LEAST_MCT - 1]), [] as [usize; 0], "a few carats are no jump");
        assert_eq!(jumps(&[0, 0, 13_000_000]), [] as [usize; 0], "two months are no series");
        // Only the twelve months before count: the great ones of long ago do not.
        let mut series = vec![90_000_000; 12];
        series.extend([1_000_000; 12]);
        series.push(3_100_000);
        assert_eq!(jumps(&series), [24]);
    }

    #[test]
    fn the_middle_of_two_months_is_no_whole_number() {
        assert_eq!(twice_median(vec![1, 2]), 3);
        assert_eq!(twice_median(vec![5, 1, 9]), 10);
    }
}
