//! Balances of months as rows for programs and spreadsheets: a row for the opening stock, for each movement, and for the
//! closing stock.

use crate::domain::balance::{Amount, Balance, Movement};
use crate::domain::month::Month;
use crate::domain::quantity::decimal;
use crate::interop::neutral;
use crate::interop::return_table::{EXACT, number};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The columns. `side` is `stock`, `in` or `out`.
pub const COLUMNS: [&str; 7] = ["of", "key", "month", "movement", "side", "carats", "stones"];

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    texts: [String; 5],
    by: Amount,
}

/// The rows of months, in their order.
#[must_use]
pub fn rows(of: &str, key: &str, months: &[(Month, Balance)]) -> Vec<Row> {
    let mut all = Vec::new();
    for (month, balance) in months {
        let row = |movement: &str, side: &str, by: Amount| Row {
            texts: [of.to_owned(), key.to_owned(), month.to_string(), movement.to_owned(), side.to_owned()],
            by,
        };
        all.push(row("opening", "stock", balance.opening));
        let side = |m: Movement| if m.comes_in() { "in" } else { "out" };
        all.extend(balance.moved.iter().map(|(m, by)| row(m.as_str(), side(*m), *by)));
        all.push(row("closing", "stock", balance.closing));
    }
    all
}

/// The CSV file: UTF-8, commas, a header row.
///
/// # Errors
/// When a record cannot be written (never seen: it goes to memory).
pub fn csv(rows: &[Row]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for row in rows {
        let texts = row.texts.iter().map(|text| neutral(text).into_owned());
        out.write_record(texts.chain([decimal(row.by.mct, 3, 3), row.by.stones.to_string()]))?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

/// The same as a workbook.
///
/// # Errors
/// When it cannot be written.
pub fn xlsx(title: &str, rows: &[Row]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same figures are the same bytes.
    let never = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&never));
    let sheet = book.add_worksheet().set_name("balance")?;
    let (bold, three) = (Format::new().set_bold(), Format::new().set_num_format("#,##0.000"));
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    for (at, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(&row.texts) {
            sheet.write_string(at, column, text)?;
        }
        if row.by.mct.abs() <= EXACT {
            sheet.write_number_with_format(at, 5, number(row.by.mct, 3), &three)?;
        } else {
            sheet.write_string(at, 5, decimal(row.by.mct, 3, 3))?;
        }
        sheet.write_number(at, 6, number(row.by.stones, 0))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_movement_of_a_month_has_a_row_between_opening_and_closing() {
        let by = |mct| Amount { mct, stones: 2 };
        let moved = BTreeMap::from([(Movement::Dug, by(1_500)), (Movement::Sold, by(250))]);
        let balance = Balance { opening: by(0), moved, closing: by(1_250) };
        let text = String::from_utf8(csv(&rows("site", "=S", &[("2026-03".parse().unwrap(), balance)])).unwrap()).unwrap();
        let wanted = "of,key,month,movement,side,carats,stones\n\
                      site,'=S,2026-03,opening,stock,0.000,2\n\
                      site,'=S,2026-03,dug,in,1.500,2\n\
                      site,'=S,2026-03,sold,out,0.250,2\n\
                      site,'=S,2026-03,closing,stock,1.250,2\n";
        assert_eq!(text, wanted);
    }
}
