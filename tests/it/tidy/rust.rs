//! Rules for Rust files: layers, length, comments, lint exceptions.

use super::report;
use super::source::{Source, Token, files, tokens, views};

/// The folders of Rust files that are ours.
const RUST: [&str; 4] = ["src", "tests", "benches", "build.rs"];

/// A file has fewer lines than this; past it, a folder of the same name.
const FILE_LINES: usize = 500;

/// A function has fewer lines than this, from `fn` to its closing brace.
const FUNCTION_LINES: usize = 70;

/// What the files of one layer never name. A name ending in `*` stands for all that begin so.
struct Layer {
    places: &'static [&'static str],
    never: &'static [&'static [&'static str]],
}

/// The clock.
const CLOCK: &[&str] = &["Utc::now", "Local::now", "SystemTime::now"];
/// Randomness, and ids made of it.
const CHANCE: &[&str] = &["now_v7", "new_v4", "getrandom", "rand"];

const LAYERS: [Layer; 9] = [
    Layer {
        places: &["src/domain"],
        never: &[
            &[
                "diesel*",
                "actix*",
                "askama*",
                "crate::edge",
                "crate::store",
                "crate::service",
                "crate::interop",
                "crate::demo",
                "crate::web",
                "crate::cli",
                "super::store",
                "super::service",
                "super::web",
                "Instant::now",
            ],
            CLOCK,
            CHANCE,
        ],
    },
    Layer {
        places: &["src/store"],
        never: &[
            // It prepares its statement anew each time on SQLite.
            &[".first(rx", ".first(tx", ".first(conn", ".first(c)"],
            &[
                "actix*",
                "askama*",
                "crate::edge",
                "crate::service",
                "crate::interop",
                "crate::demo",
                "crate::web",
                "crate::cli",
                "super::service",
                "super::web",
            ],
            CLOCK,
            CHANCE,
        ],
    },
    Layer {
        places: &["src/service"],
        never: &[&["diesel*", "actix*", "askama*", "crate::edge", "crate::demo", "crate::web", "crate::cli", "super::web"], CLOCK, CHANCE],
    },
    // Formats in and out: what they read and write comes in as rows and as types of the domain.
    Layer {
        places: &["src/interop"],
        never: &[
            &["diesel*", "actix*", "askama*", "crate::edge", "crate::store", "crate::service", "crate::demo", "crate::web", "crate::cli"],
            CLOCK,
            CHANCE,
        ],
    },
    // The demonstration is made by commands, and by chance from a seed only.
    Layer {
        places: &["src/demo"],
        never: &[
            &[
                "diesel*",
                "actix*",
                "askama*",
                "store::schema",
                "store::db",
                "edge::System",
                "edge::now",
                "edge::id",
                "edge::random",
                "crate::interop",
                "crate::web",
                "crate::cli",
                ".write(",
            ],
            CLOCK,
            CHANCE,
        ],
    },
    // It alone reads the clock and draws chance, and knows nothing else.
    Layer {
        places: &["src/edge"],
        never: &[&["diesel*", "actix*", "askama*", "crate::store", "crate::interop", "crate::demo", "crate::web", "crate::cli"]],
    },
    Layer { places: &["src/web", "src/cli"], never: &[&["diesel*", "store::schema", "crate::schema", ".write("], CLOCK, CHANCE] },
    Layer { places: &["src/web"], never: &[&["crate::cli", "crate::demo"]] },
    // Mass and money are whole numbers, from what is typed to what is printed.
    Layer {
        places: &[
            "src/domain/audit",
            "src/domain/custody",
            "src/domain/event",
            "src/domain/lineage",
            "src/domain/money",
            "src/domain/parcel",
            "src/domain/purchase",
            "src/domain/quantity",
            "src/service",
            "src/store",
        ],
        never: &[&["f32", "f64"]],
    },
];

impl Layer {
    /// `src/domain` and `src/domain.rs` hold the layer's files.
    fn holds(&self, path: &str) -> bool {
        self.places.iter().any(|place| path == *place || path == format!("{place}.rs") || path.starts_with(&format!("{place}/")))
    }
}

/// Where a file names what its layer never names.
fn layer_breaches(file: &Source) -> Vec<String> {
    let code = with_groups_spelled_out(&tokens(&views(&file.text).code));
    let never = LAYERS.iter().filter(|layer| layer.holds(&file.path)).flat_map(|layer| layer.never.iter().copied().flatten());
    let mut found = Vec::new();
    for name in never {
        let wanted = tokens(name.trim_end_matches('*'));
        let same =
            |(have, want): (&Token, &Token)| if name.ends_with('*') { have.text.starts_with(&want.text) } else { have.text == want.text };
        let hits = code.windows(wanted.len()).filter(|window| window.iter().zip(&wanted).all(same));
        found.extend(hits.map(|window| format!("{}:{} names {name}", file.path, window[0].line)));
    }
    found
}

/// Adds `crate::store` for `crate::{domain::Mass, store::{Db, Tx}}`, so that a grouped import is seen too.
fn with_groups_spelled_out(code: &[Token]) -> Vec<Token> {
    let mut all = code.to_vec();
    for (at, window) in code.windows(3).enumerate() {
        if window[1].text != "::" || window[2].text != "{" {
            continue;
        }
        let (mut depth, mut expected) = (1usize, true);
        for token in &code[at + 3..] {
            match token.text.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                "," => expected = depth == 1,
                _ if expected => {
                    // A stop before it, so that the parts of two imports never read as one.
                    let stop = Token { line: token.line, text: ";".to_owned() };
                    all.extend([stop, window[0].clone(), window[1].clone(), token.clone()]);
                    expected = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    all
}

/// The functions of a file that are too long.
fn long_functions(file: &Source) -> Vec<String> {
    let code = tokens(&views(&file.text).code);
    let mut found = Vec::new();
    for (at, pair) in code.windows(2).enumerate() {
        let named = pair[1].text.chars().all(super::source::is_word) || pair[1].text == "$";
        if pair[0].text != "fn" || !named {
            continue;
        }
        let Some(last) = body_end(&code[at..]) else { continue };
        let lines = last - pair[0].line + 1;
        if lines >= FUNCTION_LINES {
            found.push(format!("{}:{} fn {} has {lines} lines", file.path, pair[0].line, pair[1].text));
        }
    }
    found
}

/// The line of the brace that closes a function's body; `None` for a declaration without body.
fn body_end(code: &[Token]) -> Option<usize> {
    let (mut brackets, mut braces) = (0i32, 0i32);
    for token in code {
        match token.text.as_str() {
            // Inside brackets of the signature, `;` parts an array's type from its length.
            "(" | "[" if braces == 0 => brackets += 1,
            ")" | "]" if braces == 0 => brackets -= 1,
            ";" if braces == 0 && brackets == 0 => return None,
            "{" => braces += 1,
            "}" => braces -= 1,
            _ => {}
        }
        if token.text == "}" && braces == 0 {
            return Some(token.line);
        }
    }
    None
}

/// Comments that draw a line or a box.
fn banners(file: &Source) -> Vec<String> {
    let comments = views(&file.text).comments;
    let drawn = comments.lines().enumerate().filter(|(_, line)| is_banner(line));
    drawn.map(|(number, line)| format!("{}:{} {}", file.path, number + 1, line.trim())).collect()
}

/// Four or more signs of the same kind in a row. A table in a doc comment (`|---|`) is no banner.
fn is_banner(comment: &str) -> bool {
    let chars: Vec<char> = comment.chars().collect();
    !comment.contains('|') && chars.windows(4).any(|four| "-=*#~_/".contains(four[0]) && four.iter().all(|c| *c == four[0]))
}

/// Lint exceptions that are not `expect` with a reason.
fn silent_exceptions(file: &Source) -> Vec<String> {
    let code = tokens(&views(&file.text).code);
    let mut found = Vec::new();
    for (at, _) in code.iter().enumerate().filter(|(_, token)| token.text == "#") {
        let open = if code.get(at + 1).is_some_and(|token| token.text == "!") { at + 2 } else { at + 1 };
        if code.get(open).is_none_or(|token| token.text != "[") {
            continue;
        }
        let attribute = &code[open..=bracket_end(&code, open)];
        let names = |word: &str| attribute.windows(2).any(|pair| pair[0].text == word && pair[1].text == "(");
        let reasoned = attribute.windows(2).any(|pair| pair[0].text == "reason" && pair[1].text == "=");
        if names("allow") {
            found.push(format!("{}:{} allows a lint: use expect with a reason", file.path, code[at].line));
        } else if names("expect") && !reasoned {
            found.push(format!("{}:{} expects a lint without a reason", file.path, code[at].line));
        }
    }
    found
}

/// Where the bracket that opens here closes, or the last token.
fn bracket_end(code: &[Token], open: usize) -> usize {
    let mut depth = 0i32;
    for (at, token) in code.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "[" => depth += 1,
            "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    code.len() - 1
}

fn too_long(file: &Source) -> Vec<String> {
    let lines = file.text.lines().count();
    if lines >= FILE_LINES { vec![format!("{} has {lines} lines", file.path)] } else { vec![] }
}

/// What reads personal details in full. Pages and commands read them through the service, which notes each reading.
const READS_DETAILS: [&str; 5] = ["party_details_fetch", "party_details_by_digest", "party_details_as_of", "party_history", "details_open"];
/// The one page file that may: it masks what it reads.
const MASKS: &str = "src/web/party/details.rs";

fn unnoted_readings(file: &Source) -> Vec<String> {
    let outside = ["src/web/", "src/cli/", "src/interop/"].iter().any(|place| file.path.starts_with(place)) && file.path != MASKS;
    let code = if outside { tokens(&views(&file.text).code) } else { Vec::new() };
    let reads = code.iter().filter(|token| READS_DETAILS.contains(&token.text.as_str()));
    reads.map(|token| format!("{}:{} names {}", file.path, token.line, token.text)).collect()
}

fn each_rust_file(rule: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    let all = files(&RUST, &[".rs"]);
    assert!(all.iter().any(|file| file.path == "src/lib.rs"), "the source tree was not found");
    all.iter().flat_map(rule).collect()
}

#[test]
fn layers_import_downwards_only() {
    report("a layer names what it never names (ARCHITECTURE.md)", &each_rust_file(layer_breaches));
}

#[test]
fn personal_details_are_read_with_a_record_of_it() {
    report("personal details are read through service::personal, which notes each reading", &each_rust_file(unnoted_readings));
    let planted = planted("src/web/parcel.rs", "use crate::store::party::{party_details_fetch, party_fetch};");
    assert_eq!(unnoted_readings(&planted).len(), 1);
}

/// A file that writes CSV makes cells that begin like formulas inert.
fn live_formulas(file: &Source) -> Vec<String> {
    let code = tokens(&views(&file.text).code);
    let writes = file.path.starts_with("src/") && code.windows(3).any(|w| w[0].text == "csv" && w[1].text == "::" && w[2].text == "Writer");
    let inert = code.iter().any(|token| token.text == "neutral");
    if writes && !inert { vec![format!("{} writes CSV without neutral()", file.path)] } else { Vec::new() }
}

#[test]
fn csv_is_written_with_inert_formulas() {
    report("every CSV writer passes typed texts through interop::neutral", &each_rust_file(live_formulas));
    let planted = planted("src/interop/x_csv.rs", "let mut out = csv::Writer::from_writer(Vec::new());");
    assert_eq!(live_formulas(&planted).len(), 1);
}

#[test]
fn files_are_short() {
    let mut offenders = each_rust_file(too_long);
    let others = files(&["templates", "locales", "migrations", "static", "src"], &[".html", ".ftl", ".sql", ".css", ".js"]);
    let own = others.iter().filter(|file| !file.path.contains(".min."));
    offenders.extend(own.flat_map(too_long));
    report("a file stays under 500 lines; past that, a folder of the same name", &offenders);
}

#[test]
fn functions_are_short() {
    report("a function stays under 70 lines", &each_rust_file(long_functions));
}

#[test]
fn comments_draw_no_banners() {
    report("comments say why, in a sentence; none draws a line", &each_rust_file(banners));
}

#[test]
fn lint_exceptions_give_a_reason() {
    report("an exception from a lint is #[expect(.., reason = \"..\")]", &each_rust_file(silent_exceptions));
}

fn planted(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn a_planted_breach_of_layers_is_caught() {
    let breaches = |path: &str, text: &str| layer_breaches(&planted(path, text)).len();
    for (path, text) in [
        ("src/domain/mass.rs", "use diesel::prelude::*;"),
        ("src/domain/mass.rs", "use crate::store::Db;"),
        ("src/domain/mass.rs", "let at = chrono::Utc\n    ::now();"),
        ("src/domain/mod.rs", "let id = Uuid::now_v7();"),
        ("src/domain/mass.rs", "fn x() { rand::rng() }"),
        ("src/domain.rs", "use actix_web::web;"),
        ("src/store/parcel.rs", "use crate::{domain::Mass, service::sell};"),
        ("src/store/parcel.rs", "use crate::{domain::{Mass, Day}, web};"),
        ("src/store/parcel.rs", "impl actix_web::ResponseError for E {}"),
        ("src/service/sale.rs", "use diesel_migrations::embed_migrations;"),
        ("src/service/sale.rs", "let now = Utc::now();"),
        ("src/service/sale.rs", "#[derive(askama::Template)] struct P;"),
        ("src/web/parcel.rs", "db.write(|tx| Ok(()))"),
        ("src/web/parcel.rs", "use crate::store::schema::parcel;"),
        ("src/cli.rs", "use diesel::Connection;"),
        ("src/store/db.rs", "let id = crate::edge::id();"),
        ("src/service/sale.rs", "let id = Uuid::now_v7();"),
        ("src/interop/mapping.rs", "use crate::store::parcel::parcel_fetch;"),
        ("src/interop/mapping/load.rs", "use crate::{domain::Mass, service::import};"),
        ("src/demo/year.rs", "let now = edge::now();"),
        ("src/demo/year.rs", "app.db.write(|tx| Ok(()))"),
        ("src/demo/mod.rs", "use crate::web::password;"),
        ("src/edge.rs", "use crate::store::db::Db;"),
        ("src/web/form.rs", "let key = uuid::Uuid::now_v7();"),
        ("src/web/map.rs", "use crate::demo::Plan;"),
        ("src/cli/demo.rs", "db\n  .write (x)"),
    ] {
        assert_eq!(breaches(path, text), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("src/domain/mass.rs", "// diesel and Utc::now are for others\nconst NAME: &str = \"crate::store\";"),
        ("src/domain/mass.rs", "use crate::{domain::store_id, domain::code};"),
        ("src/store/parcel.rs", "use diesel::prelude::*; use crate::domain::Day;"),
        ("src/service/sale.rs", "db.write(|tx| parcel_insert(tx))"),
        ("src/web/parcel.rs", "#[schema(value_type = String)] let at = edge::now(); out.write_all(b\"\")"),
        ("src/demo/year.rs", "let chance = edge::Seeded::new(7);"),
        ("src/edge.rs", "let id = Uuid::now_v7(); use crate::service::Entropy;"),
        ("src/main.rs", "fn main() { diesel::x(); }"),
    ] {
        assert_eq!(breaches(path, text), 0, "{path}: {text}");
    }
}

#[test]
fn a_planted_long_file_is_caught() {
    assert_eq!(too_long(&planted("src/a.rs", &"x\n".repeat(500))).len(), 1);
    assert_eq!(too_long(&planted("src/a.rs", &"x\n".repeat(499))).len(), 0);
}

#[test]
fn a_planted_long_function_is_caught() {
    let function = |lines: usize| {
        let body = "    let brace = \"}\"; // }\n".repeat(lines - 2);
        format!(
            "trait T {{\n    fn declared(&self, x: [u8; 4]);\n}}\nfn long<'a>(x: [u8; 4]) -> char where u8: Copy {{\n{body}}}\nfn short() {{}}\n"
        )
    };
    let found = |lines: usize| long_functions(&planted("src/a.rs", &function(lines)));
    assert_eq!(found(70), ["src/a.rs:4 fn long has 70 lines"]);
    assert_eq!(found(69), Vec::<String>::new());
}

#[test]
fn a_planted_banner_is_caught() {
    let line = "-".repeat(8);
    assert_eq!(banners(&planted("src/a.rs", &format!("fn a() {{}}\n// {line}\n// ==== Parts ====\n/* **** */"))).len(), 3);
    let fine = format!("//! | a | b |\n//! |{line}|{line}|\n// a -- b, 1--2\nconst LINE: &str = \"{line}\"; /// a ** b\n");
    assert_eq!(banners(&planted("src/a.rs", &fine)).len(), 0);
}

#[test]
fn a_planted_silent_exception_is_caught() {
    let count = |text: &str| silent_exceptions(&planted("src/a.rs", text)).len();
    assert_eq!(count("#[allow(dead_code)] fn a() {}"), 1);
    assert_eq!(count("#![allow(\n  clippy::panic)]"), 1);
    assert_eq!(count("#[cfg_attr(test, allow(unused))] fn a() {}"), 1);
    assert_eq!(count("#[expect(dead_code)] fn a() {}"), 1);
    assert_eq!(count("#[expect(dead_code, reason = \"read by the derive\")] fn a() { allow(1); x.expect(\"y\"); }"), 0);
}
