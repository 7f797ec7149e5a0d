//! A return as a workbook, opened by another program.

use crate::support::process::{program, run, scratch_dir};
use crate::support::{left_out, required_by};
use placer::domain::event::HsCode;
use placer::domain::statistics::{FigureLine, FigurePart, Period};
use placer::interop::return_table::{Head, csv, xlsx};
use std::process::Command;

/// A number without signs between its thousands and zeros that say nothing; any other text as it is.
fn plain(cell: &str) -> String {
    let cell = &cell.replace(',', "");
    match cell.split_once('.') {
        Some((whole, rest)) if !whole.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {
            let rest = rest.trim_end_matches('0');
            if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
        }
        _ => cell.clone(),
    }
}

fn cells(text: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|r| r.unwrap().iter().map(plain).collect()).collect()
}

/// LibreOffice opens a workbook and says the same as the CSV file of the same figures.
pub fn says_the_same(name: &str, head: Head<'_>, lines: &[FigureLine]) {
    let Some(office) = program(&["soffice", "libreoffice"]) else {
        let how = "apt-get install libreoffice-calc-nogui; PLACER_REQUIRE_OFFICE=1 asks for it";
        left_out("LibreOffice", "a workbook opened by another program", how, required_by("PLACER_REQUIRE_OFFICE"));
        return;
    };
    let dir = scratch_dir(name);
    let book = dir.join("return.xlsx");
    std::fs::write(&book, xlsx(head, lines).unwrap()).unwrap();
    let home = format!("-env:UserInstallation=file://{}", dir.join("home").display());
    // Comma, quotation marks, UTF-8, from the first line; cells as they are kept, not as they are shown.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false";
    let out = dir.display().to_string();
    let args = [home.as_str(), "--headless", "--convert-to", filter, "--outdir", out.as_str()];
    run(Command::new(office).args(args).arg(&book)).unwrap();
    let theirs = cells(&std::fs::read(dir.join("return.csv")).unwrap());
    // The CSV file shows what begins like a formula with a mark before it; a workbook needs none.
    let ours: Vec<Vec<String>> =
        cells(&csv(head, lines).unwrap()).into_iter().map(|row| row.into_iter().map(|c| c.replace("'=", "=")).collect()).collect();
    assert_eq!(theirs, ours);
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn a_workbook_says_the_same_in_libreoffice() {
    let head = Head { country: "SL", period: Period::Quarter(2026, 3), version: 1 };
    let export = |key: &str, hs, mct, cents| FigureLine {
        origin: "SL".into(),
        hs: Some(hs),
        count: 3,
        weight_mct: mct,
        value_usd_cents: Some(cents),
        ..FigureLine::new(FigurePart::Export, key)
    };
    let lines = [
        FigureLine { count: 12, weight_mct: 16_919_885_766_005, value_usd_cents: None, ..FigureLine::new(FigurePart::Production, "") },
        export("AE", HsCode::Gem, 1_234_565, 98_765_432_101),
        export("BE", HsCode::Unsorted, 4, 1),
        FigureLine::new(FigurePart::Certificates, "=1+1"),
    ];
    says_the_same("office", head, &lines);
}
