//! What a partner says that he imported from here: a CSV file with a header row. Columns may stand in any order.

use crate::domain::country::{country, unions};
use crate::domain::event::HsCode;
use crate::domain::quantity::{DecimalError, parse_decimal};
use crate::domain::statistics::{MirrorRow, Period, ReturnKind};
use crate::domain::violation::{Violation, Violations};
use std::collections::BTreeSet;

/// Columns that must be there.
pub const NEEDED: [&str; 3] = ["partner", "period", "carats"];
/// Columns that may be there.
pub const OPTIONAL: [&str; 3] = ["hs", "value_usd", "rounded_to"];
/// The most rows.
pub const ROWS_MAX: usize = 2_000;
/// The most bytes.
pub const BYTES_MAX: usize = 100_000;
/// The most problems told at once.
const TOLD: usize = 50;
/// Decimals of a carat.
const CARAT_SCALE: u32 = 3;

/// Reads a file; all that is wrong at once, each with its line. `rounded_to` is to how many carats the figure is rounded;
/// where it is not said, to its last decimal.
///
/// # Errors
/// What is wrong with it, on the field `file`.
pub fn read(text: &str) -> Result<Vec<MirrorRow>, Violations> {
    let mut v = Violations::none();
    if text.len() > BYTES_MAX {
        let most = i64::try_from(BYTES_MAX / 1_000).unwrap_or(i64::MAX);
        v.push(Violation::on("partner.too_large", "file").with("most", most));
        return Err(v);
    }
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let headings: Vec<String> = match reader.headers() {
        Ok(h) => h.iter().map(|h| h.trim().to_lowercase()).collect(),
        Err(_) => Vec::new(),
    };
    for missing in NEEDED.iter().filter(|c| !headings.iter().any(|h| h == **c)) {
        v.push(Violation::on("partner.column_missing", "file").with("column", *missing));
    }
    for unknown in headings.iter().filter(|h| !NEEDED.contains(&h.as_str()) && !OPTIONAL.contains(&h.as_str())) {
        let shown: String = unknown.chars().take(40).collect();
        v.push(Violation::on("partner.column_unknown", "file").with("column", shown));
    }
    if !v.0.is_empty() {
        return Err(v);
    }
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    for (line, record) in (2_i64..).zip(reader.records()) {
        let Ok(record) = record else {
            v.push(Violation::on("partner.unreadable", "file").with("line", line));
            continue;
        };
        // A comma as decimal point makes one field two.
        if record.len() > headings.len() {
            v.push(Violation::on("partner.fields", "file").with("line", line));
            continue;
        }
        let cell = |name: &str| headings.iter().position(|h| h == name).and_then(|at| record.get(at)).unwrap_or_default().trim();
        if let Some(row) = row(cell, line, &mut v) {
            let twice = !seen.insert((row.period, row.partner.clone(), row.hs));
            v.check(!twice, || Violation::on("partner.twice", "file").with("line", line));
            rows.push(row);
        }
        if rows.len() > ROWS_MAX {
            let most = i64::try_from(ROWS_MAX).unwrap_or(i64::MAX);
            v.push(Violation::on("partner.too_many", "file").with("most", most));
            break;
        }
        if v.0.len() >= TOLD {
            break;
        }
    }
    v.check(!rows.is_empty() || !v.0.is_empty(), || Violation::on("partner.empty", "file"));
    v.finish()?;
    Ok(rows)
}

fn row<'a>(cell: impl Fn(&str) -> &'a str, line: i64, v: &mut Violations) -> Option<MirrorRow> {
    let mut wrong = |code: &'static str, typed: &str| {
        let shown: String = typed.chars().take(40).collect();
        v.push(Violation::on(code, "file").with("line", line).with("typed", shown));
    };
    let partner = cell("partner").to_uppercase();
    // The Kimberley Process counts a union as one.
    let known = country(&partner).is_some() || unions().any(|u| u.alpha2 == partner);
    if !known {
        wrong("partner.country", cell("partner"));
    }
    let period: Option<Period> = cell("period").parse().ok().filter(|p: &Period| p.kind() != ReturnKind::Production);
    if period.is_none() {
        wrong("partner.period", cell("period"));
    }
    let (typed_hs, mut hs_good) = (cell("hs"), true);
    let hs = if typed_hs.is_empty() { None } else { HsCode::parse(typed_hs) };
    if !typed_hs.is_empty() && hs.is_none() {
        wrong("partner.hs", typed_hs);
        hs_good = false;
    }
    let carats = amount(cell("carats"), CARAT_SCALE);
    if carats.is_err() {
        wrong("partner.carats", cell("carats"));
    }
    let typed_value = cell("value_usd");
    let value = if typed_value.is_empty() { Ok(None) } else { amount(typed_value, 2).map(Some) };
    if value.is_err() {
        wrong("partner.value", typed_value);
    }
    let typed_rounding = cell("rounded_to");
    let rounding = if typed_rounding.is_empty() { Ok(last_decimal(cell("carats"))) } else { amount(typed_rounding, CARAT_SCALE) };
    if rounding.is_err() {
        wrong("partner.rounded_to", typed_rounding);
    }
    let good = known && hs_good;
    let (period, weight_mct, value_usd_cents, rounded_mct) = (period?, carats.ok()?, value.ok()?, rounding.ok()?);
    good.then_some(MirrorRow { partner, period, hs, weight_mct, rounded_mct, value_usd_cents })
}

/// A number with a point before its decimals, as files for programs have it.
fn amount(typed: &str, scale: u32) -> Result<i64, DecimalError> {
    if typed.contains(',') {
        return Err(DecimalError::NotANumber);
    }
    // A point before three figures parts decimals here: thousands are never grouped in such files.
    let typed = if typed.contains('.') { format!("0{typed}") } else { typed.to_owned() };
    parse_decimal(&typed, scale, '.')
}

/// The unit of the last decimal written, milli-carats.
fn last_decimal(typed: &str) -> i64 {
    match typed.split_once('.').map_or(0, |(_, decimals)| decimals.len()) {
        0 => 1_000,
        1 => 100,
        2 => 10,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        read(text).unwrap_err().0.iter().map(|v| v.code).collect()
    }

    #[test]
    fn a_decimal_comma_in_a_file_with_commas_is_told() {
        assert_eq!(codes("partner,period,carats,value_usd\nAE,2026-Q1,49,53,624\n"), ["partner.fields"]);
    }

    #[test]
    fn a_table_is_read_whatever_the_order_of_its_columns() {
        let rows =
            read("\u{feff}hs;Partner;carats;period;value_usd;rounded_to\n7102.31;be;1234.5;2026-Q3;99.5;\n;AE;24500000;2026;;100000\n")
                .unwrap();
        let first = MirrorRow {
            partner: "BE".into(),
            period: Period::Quarter(2026, 3),
            hs: Some(HsCode::Gem),
            weight_mct: 1_234_500,
            rounded_mct: 100,
            value_usd_cents: Some(9_950),
        };
        assert_eq!(rows[0], first);
        assert_eq!((rows[1].hs, rows[1].weight_mct, rows[1].rounded_mct), (None, 24_500_000_000, 100_000_000));
        assert_eq!(read("partner,period,carats\nBE,2026-Q3,1.234\n").unwrap()[0].weight_mct, 1_234, "no thousands");
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert_eq!(codes(""), ["partner.column_missing"; 3]);
        assert_eq!(codes("partner,period,carats,colour\n"), ["partner.column_unknown"]);
        assert_eq!(codes("partner,period,carats\n"), ["partner.empty"]);
        assert_eq!(codes("partner,period,carats\nBE,2026-Q1,1\nBE,2026-Q1,2\n"), ["partner.twice"]);
        let wrong = "partner,period,carats,hs,value_usd,rounded_to\nXX,2026-H1,-1,7102,a,\"1,5\"\n";
        let all = ["partner.country", "partner.period", "partner.hs", "partner.carats", "partner.value", "partner.rounded_to"];
        assert_eq!(codes(wrong), all);
        let many = "BE,2026-Q1,x\n".repeat(80);
        assert_eq!(codes(&format!("partner,period,carats\n{many}")).len(), TOLD);
        assert_eq!(codes(&"x".repeat(BYTES_MAX + 1)), ["partner.too_large"]);
    }
}
