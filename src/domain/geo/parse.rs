//! Coordinates as people type and paste them.
//!
//! Taken: decimal degrees with point or comma (`-10.9712`, `10,9712 O`), degrees and decimal minutes
//! (`10°58.272' W`), degrees, minutes and seconds with or without their signs (`8°38'24"N`, `8 38 24 N`),
//! and the letter or word of the side of the world before or behind, in English, French, Portuguese and
//! Spanish. More than seven decimals are rounded, for that is what a copied GPS reading carries.

use super::interchange::parse_geojson;
use super::position::{DEGREE_E7, Position};
use super::shape::{CORNERS_MAX, Closing, RawShape};
use crate::domain::violation::{Violation, Violations};

/// Which of the two numbers of a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// East (positive) and west.
    Longitude,
    /// North (positive) and south.
    Latitude,
}

/// Characters of a typed value that a message repeats.
const SHOWN: usize = 60;
/// More unreadable lines than this are not listed one by one.
const LINES_NAMED: usize = 20;
/// Decimals of the last number that are looked at; the rest are far below the rounding.
const DECIMALS: usize = 12;
const SCALE: i128 = 1_000_000_000_000;

const SIDES: [(&[&str], Axis, bool); 4] = [
    (&["N", "NORD", "NORTH", "NORTE"], Axis::Latitude, false),
    (&["S", "SUD", "SOUTH", "SUL", "SUR"], Axis::Latitude, true),
    (&["E", "EST", "EAST", "ESTE", "LESTE"], Axis::Longitude, false),
    (&["W", "WEST", "O", "OUEST", "OESTE"], Axis::Longitude, true),
];

/// Where a typed text stands, for the message: its field, and its line in a list (0 for none).
#[derive(Clone, Copy)]
struct At<'a> {
    field: &'a str,
    line: usize,
}

impl At<'_> {
    fn refuse(self, code: &'static str, typed: &str) -> Violation {
        let shown: String = typed.trim().chars().take(SHOWN).collect();
        Violation::on(code, self.field).with("line", i64::try_from(self.line).unwrap_or(i64::MAX)).with("typed", shown)
    }
}

/// Reads one longitude or latitude into 1e-7 degrees.
///
/// # Errors
/// `site.no_position`, `site.not_a_coordinate`, `site.sign_and_letter`, `site.minutes`,
/// `site.wrong_letter`, `site.longitude_range` or `site.latitude_range`, on `field`.
pub fn parse_angle(typed: &str, axis: Axis, field: &str) -> Result<i32, Violation> {
    let at = At { field, line: 0 };
    let (side, e7) = angle(typed, at)?;
    if side.is_some_and(|s| s != axis) {
        return Err(at.refuse("site.wrong_letter", typed));
    }
    in_range(e7, axis, typed, at)
}

/// Reads a position typed into two fields, which are named as violations shall name them.
///
/// # Errors
/// What is wrong with either field, as [`parse_angle`] says it.
pub fn parse_position(lon: (&str, &str), lat: (&str, &str)) -> Result<Position, Violations> {
    let mut wrong = Violations::none();
    let mut read = |(field, typed): (&str, &str), axis| parse_angle(typed, axis, field).map_err(|v| wrong.push(v)).ok();
    let (x, y) = (read(lon, Axis::Longitude), read(lat, Axis::Latitude));
    wrong.finish()?;
    let position = x.zip(y).and_then(|(x, y)| Position::new(x, y));
    position.ok_or_else(|| At { field: lon.0, line: 0 }.refuse("site.not_a_coordinate", lon.1).into())
}

/// Reads a longitude and a latitude from one line, longitude first unless letters tell otherwise.
///
/// The two are parted by a semicolon, a tab, a blank, or a comma that cannot be a decimal sign.
///
/// # Errors
/// `site.not_a_pair`, or what [`parse_angle`] says of one of the two.
pub fn parse_pair(typed: &str, field: &str) -> Result<Position, Violation> {
    pair(typed, At { field, line: 0 })
}

/// Reads the corners of an area: one pair a line, in order, the first not repeated at the end (though it
/// may be); or the text of a GeoJSON geometry or feature, which may also be a point.
///
/// Empty lines are passed over. Holes can be given in GeoJSON only.
///
/// # Errors
/// All unreadable lines, `site.no_position`, `site.too_many_corners`, or what [`parse_geojson`] says.
pub fn parse_polygon(text: &str, field: &str) -> Result<RawShape, Violations> {
    if text.trim_start().starts_with('{') {
        return parse_geojson(text, field);
    }
    let mut corners = Vec::new();
    let mut wrong = Violations::none();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    for (number, line) in lines {
        // One more is the first corner repeated.
        if corners.len() > CORNERS_MAX {
            return Err(super::shape::too_many(corners.len().saturating_add(1), field).into());
        }
        match pair(line, At { field, line: number.saturating_add(1) }) {
            Ok(position) => corners.push(position),
            Err(v) => wrong.push(v),
        }
        if wrong.0.len() >= LINES_NAMED {
            break;
        }
    }
    wrong.finish()?;
    if corners.is_empty() {
        return Err(At { field, line: 0 }.refuse("site.no_position", "").into());
    }
    Ok(RawShape::Polygon { rings: vec![corners], closing: Closing::Implied })
}

fn pair(typed: &str, at: At<'_>) -> Result<Position, Violation> {
    let text = folded(typed);
    let text = text.trim().trim_end_matches([',', ';']).trim_matches(['(', ')', '[', ']']).trim();
    let (first, second) = halves(text).ok_or_else(|| at.refuse("site.not_a_pair", typed))?;
    let ((first_side, first), (second_side, second)) = (angle(first, at)?, angle(second, at)?);
    let (lon, lat) = match (first_side, second_side) {
        (None, None) | (Some(Axis::Longitude), Some(Axis::Latitude)) => (first, second),
        (Some(Axis::Latitude), Some(Axis::Longitude)) => (second, first),
        _ => return Err(at.refuse("site.wrong_letter", typed)),
    };
    let (lon, lat) = (in_range(lon, Axis::Longitude, typed, at)?, in_range(lat, Axis::Latitude, typed, at)?);
    Position::new(lon, lat).ok_or_else(|| at.refuse("site.not_a_pair", typed))
}

/// Parts a line into its two numbers; `None` where it cannot be told how.
fn halves(text: &str) -> Option<(&str, &str)> {
    let parting = |c: char| matches!(c, ',' | ';' | '/') || c.is_whitespace();
    let cut = |at: usize| {
        let (a, b) = text.split_at_checked(at)?;
        let (a, b) = (a.trim_end_matches(parting), b.trim_start_matches(parting));
        (!a.is_empty() && !b.is_empty()).then_some((a, b))
    };
    let only = |mut found: std::str::MatchIndices<'_, char>| found.next().filter(|_| found.next().is_none()).map(|(at, _)| at);
    for sign in [';', '\t'] {
        if text.contains(sign) {
            return cut(only(text.match_indices(sign))?);
        }
    }
    if text.contains(char::is_alphabetic) {
        return cut(between_letters(text)?);
    }
    // `8 38 24, 10 58 16` and `-10,97 , 8,64`: a comma beside a blank is no decimal sign.
    let mut chars = text.char_indices().peekable();
    let (mut parted, mut commas, mut before) = (Vec::new(), Vec::new(), ' ');
    while let Some((at, c)) = chars.next() {
        if c == ',' {
            commas.push(at);
            if before.is_whitespace() || chars.peek().is_none_or(|(_, n)| n.is_whitespace()) {
                parted.push(at);
            }
        }
        before = c;
    }
    match (parted.as_slice(), commas.as_slice()) {
        ([at], _) => cut(*at),
        ([], _) if text.split_whitespace().count() == 2 => cut(text.find(char::is_whitespace)?),
        ([], [at] | [_, at, _]) => cut(*at),
        _ => None,
    }
}

/// Where `8 38 24 N 10 58 16 W` or `N 8 38 24 W 10 58 16` is to be parted.
fn between_letters(text: &str) -> Option<usize> {
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if c.is_alphabetic() != inside {
            inside = !inside;
            if inside { starts.push(at) } else { ends.push(at) }
        }
    }
    match (starts.as_slice(), ends.as_slice()) {
        ([0, second], _) => Some(*second),
        ([_, _], [first, ..]) => Some(*first),
        _ => None,
    }
}

/// Upper case, and one character for each of the many that look alike.
fn folded(typed: &str) -> String {
    let alike = |c: char| match c {
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '′' | '’' | '‘' | '´' | '`' | 'ʹ' => '\'',
        '″' | '”' | '“' | 'ʺ' => '"',
        'º' | '˚' | '⁰' => '°',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        _ => c,
    };
    let text: String = typed.chars().map(alike).flat_map(char::to_uppercase).collect();
    text.replace("''", "\"")
}

/// The axis a letter names, if there is one, and the value in 1e-7 degrees, not yet checked for range.
fn angle(typed: &str, at: At<'_>) -> Result<(Option<Axis>, i64), Violation> {
    let text = folded(typed);
    let text = text.trim();
    if text.is_empty() {
        return Err(at.refuse("site.no_position", typed));
    }
    let unreadable = || at.refuse("site.not_a_coordinate", typed);
    let body = text.trim_matches(char::is_alphabetic).trim();
    let (before, after) = text.split_once(body).filter(|_| !body.is_empty()).ok_or_else(unreadable)?;
    let side = match (before.trim(), after.trim()) {
        ("", "") => None,
        (word, "") | ("", word) => {
            let side = SIDES.iter().find(|(words, ..)| words.contains(&word)).ok_or_else(unreadable)?;
            Some((side.1, side.2))
        }
        _ => return Err(unreadable()),
    };
    let (negative, body) = match body.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, body.strip_prefix('+').unwrap_or(body)),
    };
    if negative && side.is_some() {
        return Err(at.refuse("site.sign_and_letter", typed));
    }
    let [degrees, minutes, seconds] = parts(body).ok_or_else(unreadable)?;
    let sixty = SCALE.saturating_mul(60);
    if minutes >= sixty || seconds >= sixty {
        return Err(at.refuse("site.minutes", typed));
    }
    // At most three digits before the decimal sign, so nothing here comes near the largest i128.
    let total = degrees.saturating_mul(3600).saturating_add(minutes.saturating_mul(60)).saturating_add(seconds);
    let unit = SCALE.saturating_mul(3600);
    let e7 = total.saturating_mul(i128::from(DEGREE_E7)).saturating_add(unit / 2) / SCALE / 3600;
    let e7 = i64::try_from(e7).map_err(|_| unreadable())?;
    let e7 = if negative || side.is_some_and(|(_, west)| west) { e7.saturating_neg() } else { e7 };
    Ok((side.map(|(axis, _)| axis), e7))
}

/// Degrees, minutes and seconds in units of 1e-12 of each; only the last number given may have decimals.
fn parts(body: &str) -> Option<[i128; 3]> {
    let mut found = [0i128; 3];
    let mut rest = body;
    let mut fine = false;
    for (slot, sign) in found.iter_mut().zip(['°', '\'', '"']) {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (number, after) = rest.split_at_checked(end)?;
        if fine {
            return None;
        }
        (*slot, fine) = scaled(number)?;
        let blank = after.starts_with(char::is_whitespace);
        let after = after.trim_start();
        let signed = after.strip_prefix(sign);
        rest = signed.unwrap_or(after).trim_start();
        if rest.is_empty() {
            return Some(found);
        }
        if signed.is_none() && !blank {
            return None;
        }
    }
    None
}

/// A plain number times 1e12, and whether it has decimals.
fn scaled(number: &str) -> Option<(i128, bool)> {
    let (whole, fraction) = match number.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || whole.len() > 3 || fraction.is_some_and(|f| !plain(f)) {
        return None;
    }
    let decimals: String = fraction.unwrap_or("").chars().take(DECIMALS).collect();
    let digits = format!("{whole}{decimals:0<DECIMALS$}");
    Some((digits.parse().ok()?, fraction.is_some()))
}

fn in_range(e7: i64, axis: Axis, typed: &str, at: At<'_>) -> Result<i32, Violation> {
    let (degrees, code) = match axis {
        Axis::Longitude => (180, "site.longitude_range"),
        Axis::Latitude => (90, "site.latitude_range"),
    };
    let most = i64::from(DEGREE_E7).saturating_mul(degrees);
    let kept = i32::try_from(e7).ok().filter(|_| (most.saturating_neg()..=most).contains(&e7));
    kept.ok_or_else(|| at.refuse(code, typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Axis::{Latitude, Longitude};
    use rstest::rstest;

    #[rstest]
    #[case("-10.9712", Longitude, -109_712_000)]
    #[case("−10,9712", Longitude, -109_712_000)]
    #[case(" 10.9712 W ", Longitude, -109_712_000)]
    #[case("10,9712 O", Longitude, -109_712_000)]
    #[case("O 10,9712", Longitude, -109_712_000)]
    #[case("10.9712 ouest", Longitude, -109_712_000)]
    #[case("10.9712°W", Longitude, -109_712_000)]
    #[case("18.5582 E", Longitude, 185_582_000)]
    #[case("+18.5582", Longitude, 185_582_000)]
    #[case("8°38'24\"N", Latitude, 86_400_000)]
    #[case("8°38′24″ N", Latitude, 86_400_000)]
    #[case("8º 38’ 24” n", Latitude, 86_400_000)]
    #[case("8 38 24 N", Latitude, 86_400_000)]
    #[case("8 38.4 S", Latitude, -86_400_000)]
    #[case("N 8° 38,4'", Latitude, 86_400_000)]
    #[case("10°58'16,32\" O", Longitude, -109_712_000)]
    #[case("-0.5", Latitude, -5_000_000)]
    #[case("8.6400000499", Latitude, 86_400_000)]
    #[case("-8.64000005", Latitude, -86_400_001)]
    #[case("8.640000049999999999999999999999999", Latitude, 86_400_000)]
    #[case("180", Longitude, 1_800_000_000)]
    #[case("90 S", Latitude, -900_000_000)]
    fn angles(#[case] typed: &str, #[case] axis: Axis, #[case] e7: i32) {
        assert_eq!(parse_angle(typed, axis, "lat"), Ok(e7));
    }

    #[rstest]
    #[case("", Latitude, "site.no_position")]
    #[case("   ", Latitude, "site.no_position")]
    #[case("N", Latitude, "site.not_a_coordinate")]
    #[case("abc", Latitude, "site.not_a_coordinate")]
    #[case("8.64.1", Latitude, "site.not_a_coordinate")]
    #[case("8.", Latitude, "site.not_a_coordinate")]
    #[case(".5", Latitude, "site.not_a_coordinate")]
    #[case("1e1", Latitude, "site.not_a_coordinate")]
    #[case("NaN", Latitude, "site.not_a_coordinate")]
    #[case("- 8", Latitude, "site.not_a_coordinate")]
    #[case("--8", Latitude, "site.not_a_coordinate")]
    #[case("8.5 30 N", Latitude, "site.not_a_coordinate")]
    #[case("8\"30'", Latitude, "site.not_a_coordinate")]
    #[case("8°38''N", Latitude, "site.not_a_coordinate")] // seconds without minutes
    #[case("8 1 2 3", Latitude, "site.not_a_coordinate")]
    #[case("N 8 N", Latitude, "site.not_a_coordinate")]
    #[case("8 X", Latitude, "site.not_a_coordinate")]
    #[case("٨", Latitude, "site.not_a_coordinate")]
    #[case("1234567", Longitude, "site.not_a_coordinate")]
    #[case("-8 S", Latitude, "site.sign_and_letter")]
    #[case("8 60 0 N", Latitude, "site.minutes")]
    #[case("8 59 60 N", Latitude, "site.minutes")]
    #[case("8 W", Latitude, "site.wrong_letter")]
    #[case("8 N", Longitude, "site.wrong_letter")]
    #[case("90.0000001", Latitude, "site.latitude_range")]
    #[case("97", Latitude, "site.latitude_range")]
    #[case("-180.1", Longitude, "site.longitude_range")]
    fn angles_refused(#[case] typed: &str, #[case] axis: Axis, #[case] code: &str) {
        let refused = parse_angle(typed, axis, "lat").unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (code, Some("lat")));
    }

    #[rstest]
    #[case("-10.9712, 8.64")]
    #[case("-10.9712,8.64")]
    #[case("-10.9712 8.64")]
    #[case("-10.9712;8.64")]
    #[case("-10.9712\t8.64")]
    #[case("-10,9712 8,64")]
    #[case("-10,9712, 8,64")]
    #[case("-10,9712 , 8,64")]
    #[case("-10,9712 ; 8,64")]
    #[case("-10,9712,8,64")]
    #[case("[-10.9712, 8.64],")]
    #[case("(-10.9712, 8.64)")]
    #[case("10.9712 W, 8.64 N")]
    #[case("8.64N 10.9712W")]
    #[case("8°38'24\"N 10°58'16.32\"W")]
    #[case("8 38 24 N, 10 58 16,32 O")]
    #[case("N 8 38 24 W 10 58 16.32")]
    #[case("N 8 38 24, W 10 58 16.32")]
    #[case("-10 58 16.32, 8 38 24")]
    #[case("-10°58'16.32\" 8°38'24\"")]
    fn pairs(#[case] typed: &str) {
        assert_eq!(parse_pair(typed, "corners").map(|p| p.to_string()), Ok("-10.971200, 8.640000".to_owned()));
    }

    #[rstest]
    #[case("8.64", "site.not_a_pair")]
    #[case("1,2,3", "site.not_a_pair")]
    #[case("1, 2, 3", "site.not_a_pair")]
    #[case("1 2 3", "site.not_a_pair")]
    #[case("1;2;3", "site.not_a_pair")]
    #[case("8.64 N", "site.not_a_pair")]
    #[case(",", "site.not_a_pair")]
    #[case("8 N 9 N", "site.wrong_letter")]
    #[case("8.64, 100.97", "site.latitude_range")]
    #[case("a, b", "site.not_a_coordinate")]
    fn pairs_refused(#[case] typed: &str, #[case] code: &str) {
        assert_eq!(parse_pair(typed, "corners").unwrap_err().code, code);
    }

    #[test]
    fn two_fields_are_both_told() {
        let wrong = parse_position(("lon", "x"), ("lat", "")).unwrap_err();
        let told: Vec<_> = wrong.0.iter().map(|v| (v.code, v.field.as_deref())).collect();
        assert_eq!(told, [("site.not_a_coordinate", Some("lon")), ("site.no_position", Some("lat"))]);
        assert_eq!(parse_position(("lon", "10,9712 O"), ("lat", "8,64")).unwrap().to_string(), "-10.971200, 8.640000");
    }

    #[test]
    fn every_unreadable_line_is_told_with_its_number() {
        let wrong = parse_polygon("-10.97, 8.64\n\nhere\n-10.96, 8.64\n-10.96, 98", "corners").unwrap_err();
        let told: Vec<_> = wrong.0.iter().map(|v| (v.code, v.args.clone())).collect();
        assert_eq!(
            told,
            [
                ("site.not_a_pair", vec![("line", 3i64.into()), ("typed", "here".into())]),
                ("site.latitude_range", vec![("line", 5i64.into()), ("typed", "-10.96, 98".into())]),
            ]
        );
        assert_eq!(parse_polygon(" \n\n", "corners").unwrap_err().0[0].code, "site.no_position");
        let many = "-10.97, 8.64\n".repeat(CORNERS_MAX + 2);
        assert_eq!(parse_polygon(&many, "corners").unwrap_err().0[0].code, "site.too_many_corners");
    }
}
