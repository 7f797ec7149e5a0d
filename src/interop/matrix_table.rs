//! The matrix of inventories as rows for programs and spreadsheets: words for programs are the same in every language, beside
//! them stands what people call it, and numbers have a point.

use crate::domain::quantity::decimal;
use crate::domain::statistics::{Matrix, MatrixFigure, MatrixLine, carats_2};
use crate::interop::neutral;
use crate::interop::return_table::{EXACT, headed, number};
use rust_xlsxwriter::{Workbook, XlsxError};

/// What a line tells and of what, in the words of a language.
pub type Words<'w> = dyn Fn(&MatrixLine) -> [String; 2] + 'w;

/// The columns. `label` and `of` are in words of a language. `value` is empty where `unit` is `not_recorded`, and for a share of nothing.
pub const COLUMNS: [&str; 11] = ["country", "period", "entries", "code", "label", "key", "scope", "region", "of", "unit", "value"];

/// Texts of a row, and its value with its decimals.
struct Row {
    texts: [String; 10],
    value: Option<(i64, u32)>,
}

fn row(country: &str, matrix: &Matrix, line: &MatrixLine, words: &Words<'_>) -> Row {
    let [label, of] = words(line);
    let (unit, value) = match line.figure {
        MatrixFigure::Count(n) => ("count", Some((n, 0))),
        MatrixFigure::Mass(mct) => ("carats", Some((carats_2(mct), 2))),
        // Millionths are a percentage with four decimals.
        MatrixFigure::Share { part, whole } => ("percent", MatrixFigure::ppm(part, whole).map(|ppm| (ppm, 4))),
        MatrixFigure::NotRecorded => ("not_recorded", None),
    };
    let scope = if line.region.is_some() { "region" } else { "country" };
    let texts = [
        country.to_owned(),
        matrix.period.to_string(),
        matrix.entries.to_string(),
        line.code.to_owned(),
        label,
        line.key.clone().unwrap_or_default(),
        scope.to_owned(),
        line.region.clone().unwrap_or_default(),
        of,
        unit.to_owned(),
    ];
    Row { texts, value }
}

/// The CSV file: UTF-8, commas, a header row.
///
/// # Errors
/// When a record cannot be written (never seen: it goes to memory).
pub fn csv(country: &str, matrix: &Matrix, words: &Words<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for Row { texts, value } in matrix.lines.iter().map(|line| row(country, matrix, line, words)) {
        let value = value.map(|(v, scale)| decimal(v, scale, if scale == 2 { 2 } else { 0 })).unwrap_or_default();
        out.write_record(texts.iter().map(|text| neutral(text).into_owned()).chain([value]))?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

/// The same as a workbook.
///
/// # Errors
/// When it cannot be written.
pub fn xlsx(country: &str, matrix: &Matrix, words: &Words<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = headed(&mut book, country, matrix.period, &COLUMNS)?;
    for (at, Row { texts, value }) in (1..).zip(matrix.lines.iter().map(|line| row(country, matrix, line, words))) {
        for (column, text) in (0..).zip(&texts) {
            sheet.write_string(at, column, text)?;
        }
        match value {
            Some((v, scale)) if v.abs() <= EXACT => drop(sheet.write_number(at, 10, number(v, scale))?),
            Some((v, scale)) => drop(sheet.write_string(at, 10, decimal(v, scale, 0))?),
            None => {}
        }
    }
    sheet.autofit();
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::statistics::Period;
    use calamine::{Data, Reader, Xlsx};

    fn matrix() -> Matrix {
        let east = MatrixLine { region: Some("SL-E".into()), ..MatrixLine::whole("production_carats", MatrixFigure::Mass(1_234_565)) };
        let lines = vec![
            MatrixLine { key: Some("=1+1".into()), ..MatrixLine::whole("licences_given", MatrixFigure::Count(7)) },
            MatrixLine::whole("production_late", MatrixFigure::Share { part: 1, whole: 3 }),
            MatrixLine::whole("exports_traced", MatrixFigure::Share { part: 0, whole: 0 }),
            east,
            MatrixLine::whole("seizures", MatrixFigure::NotRecorded),
        ];
        Matrix { period: Period::Half(2026, 1), upto: "2026-06-30".parse().unwrap(), entries: 42, lines }
    }

    fn words(line: &MatrixLine) -> [String; 2] {
        ["Label, of it".to_owned(), line.region.as_ref().map_or("All", |_| "Eastern").to_owned()]
    }

    #[test]
    fn what_is_not_recorded_is_no_zero() {
        let text = String::from_utf8(csv("SL", &matrix(), &words).unwrap()).unwrap();
        let wanted = "country,period,entries,code,label,key,scope,region,of,unit,value\n\
                      SL,2026-H1,42,licences_given,\"Label, of it\",'=1+1,country,,All,count,7\n\
                      SL,2026-H1,42,production_late,\"Label, of it\",,country,,All,percent,33.3333\n\
                      SL,2026-H1,42,exports_traced,\"Label, of it\",,country,,All,percent,\n\
                      SL,2026-H1,42,production_carats,\"Label, of it\",,region,SL-E,Eastern,carats,1234.57\n\
                      SL,2026-H1,42,seizures,\"Label, of it\",,country,,All,not_recorded,\n";
        assert_eq!(text, wanted);
    }

    #[test]
    fn the_workbook_reads_back_as_the_same_figures() {
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(xlsx("SL", &matrix(), &words).unwrap())).unwrap();
        let range = book.worksheet_range("2026-H1").unwrap();
        let values: Vec<&Data> = range.rows().skip(1).map(|row| &row[10]).collect();
        let wanted = [Data::Float(7.0), Data::Float(33.3333), Data::Empty, Data::Float(1234.57), Data::Empty];
        assert_eq!(values, wanted.iter().collect::<Vec<_>>());
    }
}
