//! `docs/asvs.md` names every requirement of levels 1 and 2 once, and each with what shows that it is met.

use crate::tidy::source::files;
use std::collections::{BTreeMap, BTreeSet};

/// The requirements of levels 1 and 2 of ASVS 5.0: section, and its numbers. Chapters 9, 10 and 17 (tokens that speak for
/// themselves, OAuth, WebRTC) are about what is not here; each has one row.
const SECTIONS: &[(&str, &[u32])] = &[
    ("1.1", &[1, 2]),
    ("1.2", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ("1.3", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("1.4", &[1, 2, 3]),
    ("1.5", &[1, 2]),
    ("2.1", &[1, 2, 3]),
    ("2.2", &[1, 2, 3]),
    ("2.3", &[1, 2, 3, 4]),
    ("2.4", &[1]),
    ("3.2", &[1, 2]),
    ("3.3", &[1, 2, 3, 4]),
    ("3.4", &[1, 2, 3, 4, 5, 6]),
    ("3.5", &[1, 2, 3, 4, 5]),
    ("3.7", &[1, 2]),
    ("4.1", &[1, 2, 3]),
    ("4.2", &[1]),
    ("4.3", &[1, 2]),
    ("4.4", &[1, 2, 3, 4]),
    ("5.1", &[1]),
    ("5.2", &[1, 2, 3]),
    ("5.3", &[1, 2]),
    ("5.4", &[1, 2, 3]),
    ("6.1", &[1, 2, 3]),
    ("6.2", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("6.3", &[1, 2, 3, 4]),
    ("6.4", &[1, 2, 3, 4]),
    ("6.5", &[1, 2, 3, 4, 5]),
    ("6.6", &[1, 2, 3]),
    ("6.8", &[1, 2, 3, 4]),
    ("7.1", &[1, 2, 3]),
    ("7.2", &[1, 2, 3, 4]),
    ("7.3", &[1, 2]),
    ("7.4", &[1, 2, 3, 4, 5]),
    ("7.5", &[1, 2]),
    ("7.6", &[1, 2]),
    ("8.1", &[1, 2]),
    ("8.2", &[1, 2, 3]),
    ("8.3", &[1]),
    ("8.4", &[1]),
    ("9", &[]),
    ("10", &[]),
    ("11.1", &[1, 2]),
    ("11.2", &[1, 2, 3]),
    ("11.3", &[1, 2, 3]),
    ("11.4", &[1, 2, 3, 4]),
    ("11.5", &[1]),
    ("11.6", &[1]),
    ("12.1", &[1, 2, 3]),
    ("12.2", &[1, 2]),
    ("12.3", &[1, 2, 3, 4]),
    ("13.1", &[1]),
    ("13.2", &[1, 2, 3, 4, 5]),
    ("13.3", &[1, 2]),
    ("13.4", &[1, 2, 3, 4, 5]),
    ("14.1", &[1, 2]),
    ("14.2", &[1, 2, 3, 4]),
    ("14.3", &[1, 2, 3]),
    ("15.1", &[1, 2, 3]),
    ("15.2", &[1, 2, 3]),
    ("15.3", &[1, 2, 3, 4, 5, 6, 7]),
    ("16.1", &[1]),
    ("16.2", &[1, 2, 3, 4, 5]),
    ("16.3", &[1, 2, 3, 4]),
    ("16.4", &[1, 2, 3]),
    ("16.5", &[1, 2, 3]),
    ("17", &[]),
];

fn wanted() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (section, numbers) in SECTIONS {
        if numbers.is_empty() {
            all.insert((*section).to_owned());
        }
        all.extend(numbers.iter().map(|n| format!("{section}.{n}")));
    }
    all
}

/// Number and last cell of every row.
fn rows(text: &str) -> Vec<(String, String)> {
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|c| c.trim().to_owned()).collect::<Vec<_>>();
    let numbered = |c: &Vec<String>| c.len() == 3 && c[0].chars().all(|c| c.is_ascii_digit() || c == '.') && !c[0].is_empty();
    text.lines().filter(|l| l.starts_with("| ")).map(cells).filter(numbered).map(|c| (c[0].clone(), c[2].clone())).collect()
}

/// Names in backticks, `file::test`.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).filter(|name| name.contains("::")).collect()
}

/// The tests there are: the file (its name, or that of its folder) and the function.
fn tests() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for file in files(&["src", "tests"], &[".rs"]) {
        let path = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let parts: Vec<&str> = path.split('/').collect();
        let mut lines = file.text.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if !line.starts_with("#[test]") && !line.starts_with("#[rstest]") && !line.starts_with("#[actix_web::test]") {
                continue;
            }
            let function = lines.by_ref().find(|l| l.contains("fn ")).unwrap_or_default();
            let name = function.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap_or_default();
            all.extend(parts.iter().rev().take(2).map(|part| format!("{part}::{name}")));
        }
    }
    all
}

/// What is wrong with the page.
fn faults(text: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut open = 0;
    for (number, shown) in rows(text) {
        *seen.entry(number.clone()).or_default() += 1;
        let names = named(&shown);
        found.extend(names.iter().filter(|n| !tests.contains(**n)).map(|n| format!("{number}: there is no test {n}")));
        let said = ["does not apply: ", "operator: ", "not met: "].iter().find(|begins| shown.starts_with(**begins));
        open += usize::from(shown.starts_with("not met: "));
        let words = said.is_some_and(|begins| shown.len() >= begins.len() + 12);
        if names.is_empty() && !words {
            found.push(format!("{number}: nothing shows it"));
        }
    }
    found.extend(wanted().iter().filter(|n| !seen.contains_key(*n)).map(|n| format!("{n} is missing")));
    found.extend(
        seen.iter()
            .filter(|(n, times)| **times > 1 || !wanted().contains(*n))
            .map(|(n, times)| format!("{n} stands {times} times or is none")),
    );
    if !text.contains(&format!("*Not met* is open: {open} of them.")) {
        found.push(format!("{open} are not met, and the page says otherwise"));
    }
    found
}

#[test]
fn every_requirement_is_shown_by_a_test_or_said_why_not() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/asvs.md")).unwrap();
    let tests = tests();
    assert!(tests.len() > 300, "{}", tests.len());
    let found = faults(&text, &tests);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_page_that_claims_too_much_is_caught() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/asvs.md")).unwrap();
    let tests = tests();
    let fault = |from: &str, to: &str| {
        let other = text.replacen(from, to, 1);
        assert_ne!(other, text, "{from}");
        assert!(!faults(&other, &tests).is_empty(), "{from} -> {to}");
    };
    fault("`spine::the_journal_refuses_to_be_changed`", "`spine::no_such_test`");
    fault("| 2.3.3 |", "| 2.3.4 |");
    fault("operator: docs/operations.md, \"Sessions\"", "not met: nothing says how long");
    fault("does not apply: ", "");
}
