//! The letters of the paper: how wide a text is, where it breaks, and what the typeface does not have.

use super::PaperError;
use krilla::text::Font;
use std::sync::LazyLock;

const REGULAR: &[u8] = include_bytes!("../../../data/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../data/fonts/NotoSans-Bold.ttf");

/// Stands for a character that the typeface does not have.
const UNKNOWN: char = '\u{fffd}';

/// One cut of the typeface.
pub(super) struct Face {
    /// As it is drawn.
    pub font: Font,
    measured: ttf_parser::Face<'static>,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let measured = ttf_parser::Face::parse(bytes, 0).ok()?;
        Some(Self { font: Font::new(bytes.into(), 0)?, measured })
    }

    fn advance(&self, c: char) -> Option<u16> {
        // The end of a table of characters is written as a character without a picture, which is none.
        self.measured.glyph_index(c).filter(|glyph| glyph.0 != 0).and_then(|glyph| self.measured.glyph_hor_advance(glyph))
    }

    /// How wide a text is, in points. The typeface was cut without kerning, so each character has one width.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = text.chars().filter_map(|c| self.advance(c)).map(u32::from).sum();
        units as f32 * size / f32::from(self.measured.units_per_em())
    }
}

/// Both cuts.
pub(super) struct Letters {
    pub regular: Face,
    pub bold: Face,
}

static LETTERS: LazyLock<Option<Letters>> = LazyLock::new(|| Some(Letters { regular: Face::new(REGULAR)?, bold: Face::new(BOLD)? }));

impl Letters {
    /// The typeface in the program.
    pub fn get() -> Result<&'static Self, PaperError> {
        LETTERS.as_ref().ok_or(PaperError::Typeface)
    }

    pub const fn face(&self, bold: bool) -> &Face {
        if bold { &self.bold } else { &self.regular }
    }

    /// A text with nothing in it that the typeface does not have: what cannot be seen is left out, blanks of all kinds
    /// that it lacks become a blank, and every other character it lacks is shown as unknown.
    pub fn clean(&self, text: &str) -> String {
        text.chars().filter_map(|c| self.shown(c)).collect()
    }

    fn shown(&self, c: char) -> Option<char> {
        match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
            _ if c.is_control() => None,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
            '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => None,
            // Both cuts have the same characters; a test holds them to it.
            _ if self.regular.advance(c).is_some() && self.bold.advance(c).is_some() => Some(c),
            _ if c.is_whitespace() => Some(' '),
            _ => Some(UNKNOWN),
        }
    }

    /// The lines of a cleaned text no wider than `width` points: broken between words, within a word (after a
    /// stroke, if there is one) only where it is wider than a line. At least one, which may be empty.
    pub fn wrapped(&self, text: &str, bold: bool, size: f32, width: f32) -> Vec<String> {
        let face = self.face(bold);
        let blank = face.width(" ", size);
        let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0);
        for word in self.clean(text).split(' ').filter(|w| !w.is_empty()) {
            let wide = face.width(word, size);
            if !line.is_empty() && used + blank + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += blank;
            }
            if wide <= width {
                line.push_str(word);
                used += wide;
                continue;
            }
            // An address breaks after a stroke, and anything else where it must.
            let whole = |piece: &&str| face.width(piece, size) <= width;
            let letters = |piece: &str| piece.chars().map(String::from).collect::<Vec<_>>();
            let pieces = word.split_inclusive('/').flat_map(|p| if whole(&p) { vec![p.to_owned()] } else { letters(p) });
            for piece in pieces {
                let one = face.width(&piece, size);
                if !line.is_empty() && used + one > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push_str(&piece);
                used += one;
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_typeface_lacks_is_shown_as_unknown_and_what_cannot_be_seen_is_left_out() {
        let letters = Letters::get().unwrap();
        assert_eq!(letters.clean("Ngaïkola Yassèrè, Łódź, Ɛdem, Москва"), "Ngaïkola Yassèrè, Łódź, Ɛdem, Москва");
        assert_eq!(letters.clean("a\u{0}b\u{7}c\u{200d}\u{202e}d\u{feff}"), "abcd");
        assert_eq!(letters.clean("a\tb\nc\u{3000}d"), "a b c d");
        assert_eq!(letters.clean("الماس 钻石 💎"), "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd} \u{fffd}\u{fffd} \u{fffd}");
        for c in (0..=0x1_ffff).filter_map(char::from_u32) {
            assert_eq!(letters.regular.advance(c).is_some(), letters.bold.advance(c).is_some(), "{c:?} is in one cut only");
        }
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_letter_is_lost() {
        let letters = Letters::get().unwrap();
        for text in ["", "one", "a few words that do not fit", &"x".repeat(500), &format!("a {} b", "long".repeat(60))] {
            let lines = letters.wrapped(text, false, 10.0, 80.0);
            assert!(lines.iter().all(|l| letters.regular.width(l, 10.0) <= 80.0), "{lines:?}");
            let bare = |t: &str| t.chars().filter(|c| *c != ' ').collect::<String>();
            assert_eq!(bare(&lines.concat()), bare(text));
        }
    }
}
