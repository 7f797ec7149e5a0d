//! A list as a file: rows of texts as CSV or as a workbook. Numbers stay numbers, and no text is calculated.

use crate::interop::neutral;
use crate::interop::table::is_number;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::borrow::Cow;

/// The most characters that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

/// The first row has the headings.
pub type Rows = [Vec<String>];

/// As CSV in UTF-8 with commas.
///
/// # Errors
/// When it cannot be written.
pub fn csv(rows: &Rows) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| if is_number(cell) { Cow::Borrowed(cell.as_str()) } else { neutral(cell) });
        out.write_record(cells.map(|cell| cell.into_owned()))?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

/// A number that a spreadsheet can keep whole; codes that begin with a nought stay texts.
fn number(cell: &str) -> Option<f64> {
    let figures = cell.strip_prefix('-').unwrap_or(cell);
    let code = figures.len() > 1 && figures.starts_with('0') && !figures.starts_with("0.");
    (is_number(cell) && !code && figures.len() <= DIGITS).then(|| cell.parse().ok()).flatten()
}

/// As a workbook of one sheet.
///
/// # Errors
/// When it cannot be written.
pub fn xlsx(rows: &Rows) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (at, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            if at == 0 {
                sheet.write_string_with_format(at, column, cell, &bold)?;
            } else if let Some(number) = number(cell) {
                sheet.write_number(at, column, number)?;
            } else {
                sheet.write_string(at, column, cell)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};

    fn rows() -> Vec<Vec<String>> {
        [["code", "carats"], ["=1+1", "-12.500"], ["0012", "@x"]].map(|row| row.map(str::to_owned).to_vec()).to_vec()
    }

    #[test]
    fn texts_are_shown_and_numbers_stay_numbers_in_both() {
        assert_eq!(String::from_utf8(csv(&rows()).unwrap()).unwrap(), "code,carats\n'=1+1,-12.500\n0012,'@x\n");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(xlsx(&rows()).unwrap())).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(range.get_value((1, 0)), Some(&Data::String("=1+1".into())), "a text, no formula");
        assert_eq!(range.get_value((1, 1)), Some(&Data::Float(-12.5)));
        assert_eq!(range.get_value((2, 0)), Some(&Data::String("0012".into())));
    }
}
