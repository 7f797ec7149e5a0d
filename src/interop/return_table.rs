//! A return as rows for programs and spreadsheets: the words are the same in every language, numbers have a point.

use crate::domain::event::HsCode;
use crate::domain::quantity::decimal;
use crate::domain::statistics::{FigureLine, Period, carats_2};
use crate::interop::neutral;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// The columns.
pub const COLUMNS: [&str; 11] = ["country", "return", "period", "version", "part", "key", "origin", "hs", "count", "carats", "value_usd"];
/// The last one, which is worked out from the two before.
pub const PER_CARAT: &str = "usd_per_carat";

/// What a file is of.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: &'a str,
    /// The period.
    pub period: Period,
    /// The version that is or would be submitted.
    pub version: i64,
}

/// A row: texts first, then the numbers in hundredths, where there are any.
struct Row {
    texts: [String; 8],
    count: i64,
    carats: i64,
    value: Option<i64>,
    per_carat: Option<i64>,
}

fn rows(head: Head<'_>, lines: &[FigureLine]) -> Vec<Row> {
    let row = |l: &FigureLine| Row {
        texts: [
            head.country.to_owned(),
            head.period.kind().to_string(),
            head.period.to_string(),
            head.version.to_string(),
            l.part.to_string(),
            l.key.clone(),
            l.origin.clone(),
            l.hs.map_or("", HsCode::as_str).to_owned(),
        ],
        count: l.count,
        carats: carats_2(l.weight_mct),
        value: l.value_usd_cents,
        per_carat: l.cents_per_carat(),
    };
    lines.iter().map(row).collect()
}

/// Hundredths with two decimals; nothing for nothing.
fn hundredths(value: Option<i64>) -> String {
    value.map(|v| decimal(v, 2, 2)).unwrap_or_default()
}

/// The CSV file: UTF-8, commas, a header row. Its hash stands in the entry by which a return is submitted.
///
/// # Errors
/// When a record cannot be written (never seen: it goes to memory).
pub fn csv(head: Head<'_>, lines: &[FigureLine]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS.iter().chain([&PER_CARAT]))?;
    for row in rows(head, lines) {
        let numbers = [row.count.to_string(), hundredths(Some(row.carats)), hundredths(row.value), hundredths(row.per_carat)];
        let texts = row.texts.iter().map(|text| neutral(text).into_owned());
        out.write_record(texts.chain(numbers))?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

/// The most hundredths that a spreadsheet's number keeps exactly: it has 15 figures.
pub(super) const EXACT: i64 = 999_999_999_999_999;

/// The same as a workbook. Numbers are numbers as long as a spreadsheet keeps them exactly, else text.
///
/// # Errors
/// When it cannot be written.
pub fn xlsx(head: Head<'_>, lines: &[FigureLine]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = headed(&mut book, head.country, head.period, COLUMNS.iter().chain([&PER_CARAT]))?;
    let (whole, two) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("#,##0.00"));
    for (at, row) in (1..).zip(rows(head, lines)) {
        for (column, text) in (0..).zip(&row.texts) {
            sheet.write_string(at, column, text)?;
        }
        sheet.write_number_with_format(at, 8, number(row.count, 0), &whole)?;
        for (column, value) in [(9, Some(row.carats)), (10, row.value), (11, row.per_carat)] {
            match value {
                Some(v) if v.abs() <= EXACT => drop(sheet.write_number_with_format(at, column, number(v, 2), &two)?),
                Some(v) => drop(sheet.write_string(at, column, hundredths(Some(v)))?),
                None => {}
            }
        }
    }
    sheet.autofit();
    book.save_to_buffer()
}

/// A4, as workbooks number sizes of paper.
const A4: u8 = 9;

/// The one sheet of a workbook of a period, with its header row.
pub(super) fn headed<'b>(
    book: &'b mut Workbook,
    country: &str,
    period: Period,
    columns: impl IntoIterator<Item = &'static &'static str>,
) -> Result<&'b mut Worksheet, XlsxError> {
    // The same figures are the same bytes.
    let never = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(format!("{country} {period}")).set_creation_datetime(&never));
    let sheet = book.add_worksheet().set_name(period.to_string())?;
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, *name, &bold)?;
    }
    // Wide tables are read on paper whole: across one page, each with the header row.
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(1, 0)
}

/// A whole number of parts, by its decimals, as the number a spreadsheet shows. The only place where figures become
/// floats, after everything was added up and rounded.
pub(super) fn number(value: i64, scale: u32) -> f64 {
    // The text is read as the nearest float, which for 15 figures is shown as the same text again.
    decimal(value, scale, 0).parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::statistics::FigurePart;
    use calamine::{Data, Reader, Xlsx};

    fn lines() -> Vec<FigureLine> {
        let export = FigureLine {
            origin: "SL".into(),
            hs: Some(HsCode::Gem),
            count: 2,
            weight_mct: 1_234_565,
            value_usd_cents: Some(98_765_432_101),
            ..FigureLine::new(FigurePart::Export, "BE")
        };
        vec![FigureLine { count: 7, weight_mct: 4, ..FigureLine::new(FigurePart::ProductionRegion, "=1+1") }, export]
    }

    const fn head() -> Head<'static> {
        Head { country: "SL", period: Period::Quarter(2026, 3), version: 2 }
    }

    #[test]
    fn a_row_for_each_line_with_carats_to_two_decimals() {
        let text = String::from_utf8(csv(head(), &lines()).unwrap()).unwrap();
        let wanted = "country,return,period,version,part,key,origin,hs,count,carats,value_usd,usd_per_carat\n\
                      SL,trade,2026-Q3,2,production_region,'=1+1,,,7,0.00,,\n\
                      SL,trade,2026-Q3,2,export,BE,SL,7102.31,2,1234.57,987654321.01,800001.88\n";
        assert_eq!(text, wanted);
    }

    #[test]
    fn the_workbook_is_printed_across_one_page_with_its_header() {
        let part = |name: &str| {
            let mut text = String::new();
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(xlsx(head(), &lines()).unwrap())).unwrap();
            std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
            text
        };
        let sheet = part("xl/worksheets/sheet1.xml");
        for told in [r#"orientation="landscape""#, r#"<pageSetUpPr fitToPage="1"/>"#, r#"fitToHeight="0""#, r#"paperSize="9""#] {
            assert!(sheet.contains(told), "{told}: {sheet}");
        }
        let book = part("xl/workbook.xml");
        assert!(book.contains("_xlnm.Print_Titles") && book.contains("'2026-Q3'!$1:$1"), "{book}");
    }

    #[test]
    fn the_workbook_reads_back_as_the_same_figures() {
        let bytes = xlsx(head(), &lines()).unwrap();
        assert_eq!(bytes, xlsx(head(), &lines()).unwrap(), "the same figures are the same bytes");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("2026-Q3").unwrap();
        let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0][11], Data::String("usd_per_carat".into()));
        assert_eq!(rows[1][5], Data::String("=1+1".into()), "a text, not a formula");
        assert_eq!((&rows[2][8], &rows[2][9], &rows[2][10]), (&Data::Float(2.0), &Data::Float(1234.57), &Data::Float(987_654_321.01)));
        assert_eq!(rows[1][10], Data::Empty);
    }
}
