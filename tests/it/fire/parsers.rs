//! Every parser against bytes that nobody meant for it: sound texts with pieces changed, and noise. None may panic or
//! hang; what it takes it must write again as it read it, where it can write. (`fuzz/` has the same for longer.)

use super::{Chance, Found, Run, Suite, text_of};
use placer::domain::checkpoint::{Proof, SignedCheckpoint};
use placer::domain::entry::{Entry, event_of};
use placer::domain::geo::{Axis, parse_angle, parse_geojson, parse_pair, parse_polygon};
use placer::domain::lineage::Pool;
use placer::domain::note::{Note, VerifierKey};
use placer::domain::quantity::parse_decimal;
use placer::domain::token::{KeyList, verify};
use placer::interop::certificate_file::CertificateFile;
use placer::interop::rows::{Limits, read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

pub const SUITE: Suite = Suite {
    name: "fuzz of each parser",
    quick: 1,
    long: 600,
    run: |r| Some(fuzzed(r)),
    control: ("care (a parser that panics at a byte)", 1),
};

/// A parser, with texts that it takes.
struct Parser {
    name: &'static str,
    takes: &'static [&'static str],
    parse: fn(&[u8]),
}

fn text(bytes: &[u8], f: impl Fn(&str)) {
    f(&String::from_utf8_lossy(bytes));
}

const ENTRY: &str = r#"{"account":"00000000-0000-0000-0000-000000000000","body":{"areas":[],"code":"BO","name":"Bo","no":1,"office":"00000000-0000-0000-0000-000000000000"},"device":null,"id":"00000000-0000-0000-0000-000000000000","idempotency_key":"k","kind":"office.opened","occurred_at":"2026-01-01T00:00:00.000000Z","office":null,"recorded_at":"2026-01-01T00:00:00.000000Z","request_hash":"h","seq":1,"signed":null,"v":2,"via":"console"}"#;
const CSV: &str = "\u{feff}name;weight;on\r\n\"Bo\"\"x\";1,25;2026-01-01\r\n;;\r\nKoidu;3;2026-01-02\r\n";
const FEATURES: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"properties":{"name":"x","n":1.5},"geometry":{"type":"Point","coordinates":[-10.97,8.64]}}]}"#;
const SHAPE: &str = r#"{"type":"Polygon","coordinates":[[[-10.5,8.0],[-10.4,8.0],[-10.4,8.1],[-10.5,8.1],[-10.5,8.0]]]}"#;

const CHECKPOINT: &str = "placer.example/log\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u{2014} placer.example/log AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
const PROOF: &str = "c2sp.org/tlog-proof@v1\nindex 3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nplacer.example/log\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u{2014} placer.example/log AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

const TOKEN: &str = include_str!("../data/token.txt");
const TOKEN_LIST: &str = include_str!("../data/token-keys.json");
const CERTIFICATE_FILE: &str = include_str!("../data/certificate.json");
static TOKEN_KEYS: LazyLock<KeyList> = LazyLock::new(|| KeyList::parse(TOKEN_LIST).unwrap());

fn rows(bytes: &[u8]) {
    let limits = Limits { bytes: 1_000_000, rows: 1_000 };
    let _ = read(bytes, None, limits, &mut |_| ControlFlow::Continue(()));
}

static WORDS: LazyLock<Vec<String>> = LazyLock::new(super::naughty::words);

const PARSERS: &[Parser] = &[
    Parser {
        name: "entry",
        takes: &[ENTRY],
        parse: |b| {
            text(b, |t| {
                if let Ok(e) = Entry::parse(t) {
                    assert_eq!(e.canonical().unwrap(), t)
                }
            })
        },
    },
    Parser {
        name: "event body",
        takes: &[r#"{"areas":[],"code":"BO","name":"Bo","no":1,"office":"00000000-0000-0000-0000-000000000000"}"#],
        parse: |b| {
            text(b, |t| {
                ["office.opened", "production.recorded", "purchase.recorded", "site.registered"].iter().for_each(|k| drop(event_of(k, t)))
            })
        },
    },
    Parser {
        name: "codes",
        takes: &["P-000123-7", "E-1-X", "sle 12"],
        parse: |b| {
            text(b, |t| {
                let _ = (placer::domain::parcel::parcel_no_typed(t), placer::domain::code::is_valid(t), placer::domain::code::written(t));
                let _ = (placer::domain::code::fold(t), placer::domain::purchase::short_code_fold(t));
            })
        },
    },
    Parser {
        name: "quantities and money",
        takes: &["1 234,50", "1,234.50", "-0.001", "12"],
        parse: |b| {
            text(b, |t| {
                for scale in [0, 2, 3, 6] {
                    for own in ['.', ','] {
                        let _ = parse_decimal(t, scale, own);
                    }
                }
            })
        },
    },
    Parser {
        name: "days",
        takes: &["2026-01-31", "31/01/2026", "1.2.26"],
        parse: |b| {
            text(b, |t| {
                let _ = placer::domain::time::day_typed(t);
            })
        },
    },
    Parser {
        name: "positions",
        takes: &["8°38'24\"N 10°58.272' W", "-10.9712 8.64", "10,9712 O; 8,64 N"],
        parse: |b| {
            text(b, |t| {
                let _ =
                    (parse_pair(t, "f"), parse_angle(t, Axis::Latitude, "f"), parse_angle(t, Axis::Longitude, "f"), parse_polygon(t, "f"));
            })
        },
    },
    Parser { name: "GeoJSON shape", takes: &[SHAPE], parse: |b| text(b, |t| drop(parse_geojson(t, "f"))) },
    Parser { name: "CSV rows", takes: &[CSV, "a,b\n1,2\n", "a\tb\n\"1\n2\"\t3\n"], parse: rows },
    Parser { name: "GeoJSON rows", takes: &[FEATURES], parse: rows },
    Parser {
        name: "import mapping",
        takes: &["source = \"x\"\n[fields]\nname = \"Name\"\n", include_str!("../../../docs/examples/ipis-sites.toml")],
        parse: |b| text(b, |t| drop(placer::interop::mapping::Mapping::parse(t, &[]))),
    },
    Parser {
        name: "jurisdiction profile",
        takes: &[include_str!("../../../jurisdictions/SL.toml")],
        parse: |b| text(b, |t| drop(placer::domain::jurisdiction::Profile::parse(t, "x"))),
    },
    Parser {
        name: "signed note",
        takes: &[CHECKPOINT],
        parse: |b| {
            text(b, |t| {
                if let Ok(n) = t.parse::<Note>() {
                    assert_eq!(n.to_string().parse(), Ok(n))
                }
            })
        },
    },
    Parser { name: "checkpoint", takes: &[CHECKPOINT], parse: |b| text(b, |t| drop(t.parse::<SignedCheckpoint>())) },
    Parser {
        name: "proof file",
        takes: &[PROOF],
        parse: |b| {
            text(b, |t| {
                if let Ok(p) = t.parse::<Proof>() {
                    assert_eq!(p.to_string().parse(), Ok(p))
                }
            })
        },
    },
    Parser { name: "verifier key", takes: &["placer.example/log+00000000+AQAA"], parse: |b| text(b, |t| drop(t.parse::<VerifierKey>())) },
    Parser {
        name: "certificate token",
        takes: &[TOKEN],
        parse: |b| {
            text(b, |t| {
                if let Ok(found) = verify(t, &TOKEN_KEYS) {
                    assert_eq!(verify(&found.text, &TOKEN_KEYS), Ok(found))
                }
            })
        },
    },
    Parser {
        name: "list of certificate keys",
        takes: &[TOKEN_LIST],
        parse: |b| {
            text(b, |t| {
                if let Ok(list) = KeyList::parse(t) {
                    assert_eq!(KeyList::parse(&list.written()), Ok(list))
                }
            })
        },
    },
    Parser {
        name: "certificate file",
        takes: &[CERTIFICATE_FILE],
        parse: |b| {
            text(b, |t| {
                if let Some(file) = CertificateFile::parse(t) {
                    let _ = file.check(&TOKEN_KEYS, &[]);
                }
            })
        },
    },
    Parser {
        name: "origin pool",
        takes: &["\u{1}\u{2}\u{3}"],
        parse: |b| {
            if let Ok(p) = Pool::decode(b) {
                assert_eq!(p.encode(), b)
            }
        },
    },
];

/// A text with a few pieces changed, or noise.
pub fn changed(takes: &[&str], chance: &mut Chance) -> Vec<u8> {
    if chance.below(8) == 0 {
        let n = chance.below(64);
        return (0..n).map(|_| u8::try_from(chance.below(256)).unwrap()).collect();
    }
    let mut bytes = chance.of(takes).as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(12)).min(bytes.len());
        let byte = u8::try_from(chance.below(256)).unwrap();
        match chance.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.insert(at, byte),
            2 => drop(bytes.get_mut(at).map(|b| *b = byte)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => bytes.truncate(at),
            _ => {
                bytes.splice(at..end, chance.of(&WORDS).bytes());
            }
        }
    }
    bytes
}

/// `times` is in seconds for each parser; in the quick tier half a second.
fn fuzzed(run: &Run) -> Found {
    let mut found = Found::default();
    let each = if run.times <= 1 { Duration::from_millis(500) } else { Duration::from_secs(u64::try_from(run.times).unwrap()) };
    let mut chance = Chance::new(run.seed);
    for parser in PARSERS {
        let begun = Instant::now();
        let mut texts = 0;
        while begun.elapsed() < each && found.broken.len() < 20 {
            for _ in 0..16 {
                let bytes = changed(parser.takes, &mut chance);
                let started = Instant::now();
                let done = catch_unwind(AssertUnwindSafe(|| {
                    assert!(run.without.is_none() || !bytes.contains(&0), "a byte that nobody thought of");
                    (parser.parse)(&bytes);
                }));
                texts += 1;
                if let Err(panic) = done {
                    found.broken.push(format!("{}: {} at {:?}", parser.name, text_of(panic.as_ref()), String::from_utf8_lossy(&bytes)));
                }
                found.check(started.elapsed() < Duration::from_secs(5), || {
                    format!("{} hangs at {:?}", parser.name, String::from_utf8_lossy(&bytes))
                });
            }
        }
        found.count("texts", texts);
    }
    found.count("parsers", PARSERS.len());
    found
}

#[test]
fn no_parser_panics_or_hangs_at_any_bytes() {
    SUITE.holds();
}

#[test]
fn a_parser_that_panics_is_found() {
    SUITE.goes_red();
}
