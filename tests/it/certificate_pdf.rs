//! The certificate as a drawing: its words and codes read back, equal bytes, hostile words, long lists.

use crate::support::paper::{Picture, readers};
use placer::interop::paper::{Field, Line, Paper, PaperError, Place, Template, draw};

const URL: &str = "https://register.example/check/certificate/CF%20000001";

fn texts(place: Place, label: &str, lines: &[&str]) -> Field {
    Field { place, label: label.into(), lines: lines.iter().map(|l| Line::Text((*l).into())).collect(), code: None }
}

/// All that a certificate says, with so many seals and one text wherever somebody typed something.
fn fields(seals: usize, typed: &str, token: Option<&str>) -> Vec<Field> {
    let hs = Line::Columns("7102.31 non-industrial".into(), vec!["1,234.567 ct".into(), "123,456.78 USD".into()]);
    let code = |place, words: &str, text: &str| Field { code: Some(text.into()), ..texts(place, words, &[words]) };
    let mut fields = vec![
        texts(Place::Country, "", &["A COUNTRY"]),
        texts(Place::Title, "Kimberley Process Certificate", &["Kimberley Process Certificate"]),
        texts(Place::Statement, "", &["The rough diamonds in this shipment have been handled so."]),
        texts(Place::Origin, "3. Country of origin", &["A Country"]),
        texts(Place::Number, "4. Certificate number", &["CF 000001"]),
        texts(Place::Issued, "5. Date of issue", &["1 June 2026"]),
        texts(Place::Expires, "6. Date of expiry", &["31 July 2026"]),
        texts(Place::Authority, "7. Issuing authority", &["An authority"]),
        texts(Place::Exporter, "8. Exporter", &[typed]),
        texts(Place::Importer, "8. Importer", &[typed, typed]),
        texts(Place::Mass, "9. Carat weight", &["1,234.567 ct"]),
        texts(Place::Value, "10. Value", &["123,456.78 USD"]),
        texts(Place::Parcels, "11. Number of parcels", &[&seals.to_string()]),
        Field { place: Place::Hs, label: "12. HS".into(), lines: vec![hs], code: None },
        Field {
            place: Place::Seals,
            label: "Seals".into(),
            lines: vec![Line::Items((1..=seals).map(|n| format!("SEAL-{n:05}")).collect())],
            code: None,
        },
        texts(Place::Unestablished, "Origin not established", &[typed]),
        texts(Place::Validation, "13. Validation", &[]),
        texts(Place::SignatureFirst, "Checked by", &[typed]),
        texts(Place::SignatureSecond, "Approved by", &[typed]),
        code(Place::Check, "Check here", URL),
    ];
    fields.extend(token.map(|token| code(Place::Token, "Check without a network", token)));
    fields
}

fn drawn_as(number: &str, fields: &[Field], marks: &[String], country: &str) -> Result<Vec<u8>, PaperError> {
    let paper = Paper {
        number,
        digest: &"3fa9c1d2".repeat(8),
        languages: &["fr".to_owned(), "en".to_owned()],
        fields,
        marks,
        continued: "see the following page",
        page_of: &|page, pages| format!("Page {page} of {pages}"),
        made_at: "2026-06-01T10:00:00Z".parse().unwrap(),
    };
    draw(&paper, &Template::of_country(country).unwrap())
}

fn drawn(fields: &[Field]) -> Vec<u8> {
    drawn_as("CF 000001", fields, &[], "CF").unwrap()
}

/// 700 letters of base 45, never twice the same part.
fn token() -> String {
    (0..100u32).map(|n| format!("{:07X}", n.wrapping_mul(2_654_435_761) >> 4)).collect::<String>()
}

#[test]
fn equal_input_gives_equal_bytes_and_another_number_another_background() {
    let one = drawn(&fields(2, "Sewa Exports", None));
    assert_eq!(one, drawn(&fields(2, "Sewa Exports", None)));
    assert!(one.starts_with(b"%PDF-1.7") && one.windows(14).any(|w| w == b"pdfaid:part>2<"), "it says that it is PDF/A-2");
    let other = drawn_as("CF 000002", &fields(2, "Sewa Exports", None), &[], "CF").unwrap();
    assert_ne!(one, other);
    if let Some(readers) = readers() {
        // One figure is another; all else that differs is the background.
        let pictures = [readers.picture(&one), readers.picture(&other)];
        let differing = pictures[0].grey.iter().zip(&pictures[1].grey).filter(|(a, b)| a != b).count();
        assert!(differing > 100_000, "the background is drawn anew for each number: {differing} dots differ");
    }
    println!("a certificate is {} bytes", one.len());
}

#[test]
fn every_word_is_read_back_and_long_lists_go_on_overleaf() {
    let Some(readers) = readers() else { return };
    let few = readers.pages(&drawn(&fields(8, "Sewa Exports", None)));
    assert_eq!(few.len(), 1, "eight seals fit");
    for field in fields(8, "Sewa Exports", None) {
        assert!(few[0].contains(&field.label), "{} is not on {}", field.label, few[0]);
    }
    assert!(few[0].contains("SEAL-00008") && few[0].contains("Page 1 of 1"), "{}", few[0]);
    let many = readers.pages(&drawn(&fields(500, "Sewa Exports", None)));
    assert!(many.len() > 1, "500 seals do not fit");
    assert!(many[0].contains("500: see the following page") && !many[0].contains("SEAL-00001"), "{}", many[0]);
    let after = many[1..].join(" ");
    for n in 1..=500 {
        assert!(after.contains(&format!("SEAL-{n:05}")), "seal {n}");
    }
    for (at, page) in many.iter().enumerate() {
        assert!(page.contains("CF 000001") && page.contains(&format!("Page {} of {}", at + 1, many.len())), "{page}");
    }
}

#[test]
fn marks_stand_across_every_page_and_at_its_foot() {
    let Some(readers) = readers() else { return };
    let marks = ["REPRINT, COPY 2".to_owned(), "DEMONSTRATION".to_owned()];
    let pages = readers.pages(&drawn_as("CF 000001", &fields(120, "Sewa Exports", None), &marks, "CF").unwrap());
    assert_eq!(pages.len(), 2);
    for page in &pages {
        assert!(page.contains("CF 000001 · REPRINT, COPY 2 · DEMONSTRATION"), "{page}");
    }
}

#[test]
fn hostile_words_neither_break_the_drawing_nor_push_a_field_off_the_paper() {
    let words = [
        String::new(),
        " ".into(),
        "\u{0}\u{1}\u{7}\u{1b}[2J\r\n\u{7f}\u{85}".into(),
        "الماس الخام من سيراليون".into(),
        "钻石证书 未经加工的钻石".into(),
        "💎💎 👨‍👩‍👧‍👦 🇨🇫".into(),
        "\u{202e}evil\u{202c}\u{feff}\u{200b}\u{fffe}\u{ffff}\u{e000}\u{10ffff}".into(),
        "Z̴̡̛͉̭a͖l̷g̸o".into(),
        "→ ≠ ∞ ☃ ½ ﬁ ǆ ẞ Ω".into(),
        "W".repeat(10_000),
        "word ".repeat(2_000),
        "(\\) <x> %PDF endobj".into(),
    ];
    for text in &words {
        let drawing = fields(3, text, None);
        let file = drawn(&drawing);
        let Some(readers) = readers() else { continue };
        let pages = readers.pages(&file);
        for label in drawing.iter().map(|f| &f.label) {
            assert!(pages[0].contains(label.as_str()), "{label} is not on the first page with {:.30}", text);
        }
        assert_eq!(readers.codes(&readers.picture(&file)), [URL], "{:.30}", text);
        let letters = |t: &str| t.matches('W').count();
        assert!(letters(&pages.concat()) >= letters(text), "no letter of a long word is lost");
    }
    // So in the seals, which anybody chooses.
    let mut hostile = fields(3, "x", None);
    for field in hostile.iter_mut().filter(|f| f.place == Place::Seals) {
        field.lines = vec![Line::Items(words.to_vec())];
    }
    drawn(&hostile);
}

#[test]
fn a_code_that_does_not_fit_is_refused_and_not_drawn_too_small() {
    assert_eq!(drawn_as("CF 000001", &fields(1, "x", Some(&"A".repeat(1_500))), &[], "CF"), Err(PaperError::Code));
}

/// Numbers that look random, from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

/// Where the code stands, and what its corners take: by them, and by the format written beside them, a reader finds and reads
/// a code at all, and no level mends them.
#[derive(Clone, Copy)]
struct Symbol {
    at: usize,
    side: usize,
    corner: usize,
}

impl Symbol {
    fn covers_corner(self, (x, y): (usize, usize), blot: usize) -> bool {
        let far = self.side - self.corner;
        let meets = |cx: usize, cy: usize| x < cx + self.corner && cx < x + blot && y < cy + self.corner && cy < y + blot;
        meets(0, 0) || meets(far, 0) || meets(0, far)
    }

    /// Fourteen blots, black and white, of a two-hundredth each: seven percent of the code.
    fn damaged(self, picture: &Picture, chance: &mut Chance, anywhere: bool) -> Picture {
        let blot = self.side / 14;
        let mut picture = picture.clone();
        for n in 0..14 {
            let mut place = || (chance.below(self.side - blot), chance.below(self.side - blot));
            let mut at = place();
            while !anywhere && self.covers_corner(at, blot) {
                at = place();
            }
            picture.paint((self.at + at.0, self.at + at.1), blot, if n % 2 == 0 { 0 } else { 255 });
        }
        picture
    }
}

#[test]
fn the_codes_are_read_back_with_seven_percent_of_them_painted_over() {
    let Some(readers) = readers() else { return };
    let token = token();
    let file = drawn(&fields(2, "Sewa Exports", Some(&token)));
    let whole = readers.picture(&file);
    let mut wanted = vec![URL.to_owned(), token.clone()];
    wanted.sort();
    assert_eq!(readers.codes(&whole), wanted);
    // A telephone takes one picture after the other, from near and far and however it is held.
    let reads = |picture: &Picture, text: &str| {
        let views = [1, 2, 3].into_iter().flat_map(|by| [picture.smaller(by), picture.smaller(by).turned()]);
        views.into_iter().any(|view| readers.codes(&view) == [text])
    };
    // From the left margin three columns of the grid are for the first, four for the second.
    let px = |mm: usize| mm * 300 * 10 / 254;
    for (name, text, from, to, modules) in [("address", URL, px(15), px(58), 41), ("token", token.as_str(), px(60), px(118), 97)] {
        let (left, top, side) = whole.code_in(from, to);
        let module = side as f64 / f64::from(modules);
        assert!(module * 25.4 / 300.0 >= 0.5, "{name}: a module is {module} dots");
        let quiet = (module * 4.0) as usize;
        let alone = whole.cut((left - quiet, top - quiet), side + 2 * quiet);
        let border = (2..alone.width - 2).flat_map(|x| (2..quiet - 2).map(move |y| (x, y)));
        assert!(border.into_iter().all(|(x, y)| alone.at(x, y) == 255 && alone.at(y, x) == 255), "{name}: four modules of white");
        assert!(reads(&alone, text), "{name}");
        let symbol = Symbol { at: quiet, side, corner: (module * 9.0).ceil() as usize };
        let seed = 0x9e37_79b9_7f4a_7c15;
        let mut chance = Chance(seed);
        let mut count = |anywhere| (0..40).filter(|_| reads(&symbol.damaged(&alone, &mut chance, anywhere), text)).count();
        let (beside, anywhere) = (count(false), count(true));
        println!("{name}: of 40 damages {beside} read back beside the corners, {anywhere} anywhere (seed {seed:#x}, {side} dots)");
        // In one or two of the damages zbarimg finds no code to read, however it is turned.
        assert!(beside >= 38, "{name}: {beside}, seed {seed:#x}");
        // Half of it painted over is more than any level mends: the damage is real.
        let mut half = alone.clone();
        half.paint((quiet + symbol.corner, quiet + symbol.corner), side - symbol.corner, 0);
        assert!(!reads(&half, text), "{name}");
    }
}

/// A look at what is drawn, for whoever changes it: `PLACER_LOOK=folder cargo test --test it a_look -- --ignored`.
#[test]
#[ignore = "writes files to look at"]
fn a_look_at_the_paper_and_how_long_it_takes() {
    let folder = std::path::PathBuf::from(std::env::var_os("PLACER_LOOK").expect("a folder"));
    for (name, seals, marks, with) in [("one", 1, 0, true), ("many", 120, 1, false)] {
        let marks = &["REPRINT, COPY 2".to_owned()][..marks];
        let began = std::time::Instant::now();
        let token = with.then(token);
        let file = drawn_as("CF 000001", &fields(seals, "Sewa Exports", token.as_deref()), marks, "CF").unwrap();
        println!("{name}: {} bytes in {:?}", file.len(), began.elapsed());
        std::fs::write(folder.join(format!("{name}.pdf")), file).unwrap();
    }
}
