//! The Kimberley Process certificate as a PDF (PDF/A-2b): drawn from words that are handed in, so that equal input gives
//! equal bytes. What it looks like is data ([`Template`]); the words are those of the message catalogue.

mod background;
mod code;
mod layout;
mod letters;
mod template;

pub use template::{Template, TemplateError};

use crate::domain::time::Instant;
use chrono::{Datelike, Timelike};
use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::TextDirection;
use letters::Letters;
use serde::Deserialize;
use template::Colour;

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What stands on the paper: the thirteen fields of the minimum contents and what may stand beside them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Place { $($(#[$doc])* $name,)* }
        impl Place {
            /// As a template writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

places! {
    /// The country's name, above the title.
    Country = "country",
    /// Field 1.
    Title = "title",
    /// Field 2.
    Statement = "statement",
    /// Field 3.
    Origin = "origin",
    /// Field 4.
    Number = "number",
    /// Field 5.
    Issued = "issued",
    /// Field 6.
    Expires = "expires",
    /// Field 7.
    Authority = "authority",
    /// Field 8, the exporter.
    Exporter = "exporter",
    /// Field 8, the importer.
    Importer = "importer",
    /// Field 9.
    Mass = "mass",
    /// Field 10.
    Value = "value",
    /// Field 11.
    Parcels = "parcels",
    /// Field 12.
    Hs = "hs",
    /// Field 13: room for the stamp.
    Validation = "validation",
    /// Who checked.
    SignatureFirst = "signature_first",
    /// Who approved.
    SignatureSecond = "signature_second",
    /// The numbers of the parcels' seals.
    Seals = "seals",
    /// Carats without established origin.
    Unestablished = "unestablished",
    /// The code with the address of the public page.
    Check = "check",
    /// The code with a signed token.
    Token = "token",
    /// A fixed text of the country.
    Text = "text",
}

impl Place {
    /// Those every certificate needs: the minimum contents, both signatures and the code to check it by.
    pub const NEEDED: [Self; 18] = [
        Self::Title,
        Self::Statement,
        Self::Origin,
        Self::Number,
        Self::Issued,
        Self::Expires,
        Self::Authority,
        Self::Exporter,
        Self::Importer,
        Self::Mass,
        Self::Value,
        Self::Parcels,
        Self::Hs,
        Self::Validation,
        Self::SignatureFirst,
        Self::SignatureSecond,
        Self::Check,
        Self::Unestablished,
    ];

    const fn is_code(self) -> bool {
        matches!(self, Self::Check | Self::Token)
    }
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Words.
    Text(String),
    /// Words, and what stands right of them in columns.
    Columns(String, Vec<String>),
    /// Many short things, in their order: side by side where they fit, else in columns on pages of their own.
    Items(Vec<String>),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Where it stands.
    pub place: Place,
    /// Its name with its number, in every language of the paper.
    pub label: String,
    /// What it says. Of a code: the words beside it.
    pub lines: Vec<Line>,
    /// The text in a code.
    pub code: Option<String>,
}

/// All that stands on one certificate, in the languages of the paper.
pub struct Paper<'a> {
    /// Its number.
    pub number: &'a str,
    /// Hash of the entry that issued it, in hex.
    pub digest: &'a str,
    /// Tags of the languages (BCP 47), the main one first.
    pub languages: &'a [String],
    /// Every field there is; a place without a field stays empty, and its room goes to what stands beside it.
    pub fields: &'a [Field],
    /// Words drawn across every page: void, demonstration, reprint.
    pub marks: &'a [String],
    /// Said where a field goes on overleaf.
    pub continued: &'a str,
    /// "Page 1 of 2" for such numbers.
    pub page_of: &'a dyn Fn(usize, usize) -> String,
    /// When it was drawn; it stands in the file.
    pub made_at: Instant,
}

impl Paper<'_> {
    fn field(&self, place: Place) -> Option<&Field> {
        self.fields.iter().find(|f| f.place == place)
    }
}

/// Why a certificate was not drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The typeface in the program does not read.
    #[error("the typeface of the paper does not read")]
    Typeface,
    /// The text of a code does not fit the room that the template gives it.
    #[error("a code of the paper needs more room than its template gives")]
    Code,
    /// The file did not come out as PDF/A-2b.
    #[error("the paper was not drawn: {0}")]
    Pdf(String),
}

/// Points of so many millimetres.
fn mm(length: f32) -> f32 {
    length * 72.0 / 25.4
}

/// A step of a path.
enum Shape {
    Move(f32, f32),
    Line(f32, f32),
    Curve(f32, f32, f32, f32, f32, f32),
}

/// One thing drawn, in points from the upper left corner.
enum Op {
    Text {
        x: f32,
        y: f32,
        size: f32,
        bold: bool,
        colour: Colour,
        text: String,
    },
    /// Words turned about their middle, by so many degrees.
    Across {
        x: f32,
        y: f32,
        size: f32,
        degrees: f32,
        colour: Colour,
        text: String,
    },
    Stroke {
        shape: Vec<Shape>,
        colour: Colour,
        width: f32,
        dashed: bool,
    },
    /// Filled rectangles: left, top, width, height.
    Boxes {
        boxes: Vec<[f32; 4]>,
        colour: Colour,
    },
}

/// Draws a certificate.
///
/// # Errors
/// [`PaperError`].
pub fn draw(paper: &Paper<'_>, template: &Template) -> Result<Vec<u8>, PaperError> {
    let letters = Letters::get()?;
    let pages = layout::pages(paper, template, letters)?;
    let pdf = |e: &dyn std::fmt::Debug| PaperError::Pdf(format!("{e:?}"));
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish().map_err(|e| pdf(&e))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata(paper, letters));
    let (width, height) = (mm(template.page.width_mm as f32), mm(template.page.height_mm as f32));
    for ops in pages {
        let settings = PageSettings::from_wh(width, height).ok_or_else(|| PaperError::Pdf("no page of this size".into()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for op in ops {
            put(&mut surface, letters, op);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|e| pdf(&e))
}

fn metadata(paper: &Paper<'_>, letters: &Letters) -> Metadata {
    let at = paper.made_at.utc();
    // All of these numbers are within their types: a month has two digits.
    let small = |n: u32| u8::try_from(n).unwrap_or_default();
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0);
    let title = paper.field(Place::Title).map(|f| &f.label).into_iter().chain([&paper.number.to_owned()]).cloned().collect::<Vec<_>>();
    let id = [paper.number, paper.digest, &paper.made_at.to_string(), &paper.marks.join("\n")].join("\n");
    Metadata::new()
        .title(letters.clean(&title.join(" – ")))
        .language(paper.languages.first().cloned().unwrap_or_else(|| "en".into()))
        .creator("Placer".to_owned())
        .creation_date(date)
        .document_id(crate::domain::entry::sha256_hex(&[b"placer paper\n", id.as_bytes()]))
}

fn paint(colour: Colour) -> rgb::Color {
    let [r, g, b] = colour.0;
    rgb::Color::new(r, g, b)
}

fn fill(colour: Colour) -> Fill {
    Fill { paint: paint(colour).into(), ..Fill::default() }
}

/// A hundredth of a point is finer than any printer; more digits only make the file larger.
fn fine(n: f32) -> f32 {
    (n * 100.0).round() / 100.0
}

/// A tenth of a point is fine enough for the curves of the background.
fn coarse(n: f32) -> f32 {
    (n * 10.0).round() / 10.0
}

fn path(shape: &[Shape]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in shape {
        match *step {
            Shape::Move(x, y) => path.move_to(fine(x), fine(y)),
            Shape::Line(x, y) => path.line_to(fine(x), fine(y)),
            Shape::Curve(ax, ay, bx, by, x, y) => path.cubic_to(coarse(ax), coarse(ay), coarse(bx), coarse(by), coarse(x), coarse(y)),
        }
    }
    path.finish()
}

fn put(surface: &mut Surface<'_>, letters: &Letters, op: Op) {
    match op {
        Op::Text { x, y, size, bold, colour, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(colour)));
            let at = Point::from_xy(fine(x), fine(y));
            surface.draw_text(at, letters.face(bold).font.clone(), size, &text, false, TextDirection::LeftToRight);
        }
        Op::Across { x, y, size, degrees, colour, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(colour)));
            surface.push_transform(&Transform::from_rotate_at(degrees, x, y));
            let at = Point::from_xy(x - letters.bold.width(&text, size) / 2.0, y + size * 0.36);
            surface.draw_text(at, letters.bold.font.clone(), size, &text, false, TextDirection::LeftToRight);
            surface.pop();
        }
        Op::Stroke { shape, colour, width, dashed } => {
            let dash = dashed.then(|| StrokeDash { array: vec![3.0, 2.0], offset: 0.0 });
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: paint(colour).into(), width, dash, ..Stroke::default() }));
            if let Some(path) = path(&shape) {
                surface.draw_path(&path);
            }
        }
        Op::Boxes { boxes, colour } => {
            let mut path = PathBuilder::new();
            for [x, y, width, height] in boxes {
                if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                    path.push_rect(rect);
                }
            }
            surface.set_stroke(None);
            surface.set_fill(Some(fill(colour)));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}
