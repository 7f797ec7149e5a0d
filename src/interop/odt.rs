//! A document of headings, texts and tables, and the archive of OpenDocument text (ISO/IEC 26300) that any word processor
//! opens and somebody completes. Words are handed in: this knows no language.

use std::io::{Cursor, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands in it.
    pub name: String,
    /// Whether it holds figures, which are put to the right.
    pub number: bool,
}

/// A table; every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it tells.
    pub caption: String,
    /// Its columns.
    pub head: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of columns by their names, those marked holding figures.
    #[must_use]
    pub fn new(caption: impl Into<String>, head: impl IntoIterator<Item = (String, bool)>) -> Self {
        let head = head.into_iter().map(|(name, number)| Column { name, number }).collect();
        Self { caption: caption.into(), head, rows: Vec::new() }
    }
    /// The column at a place.
    #[must_use]
    pub fn column(&self, at: &usize) -> Option<&Column> {
        self.head.get(*at)
    }
    /// How the cells of a column are set: the end of the name of their style.
    #[must_use]
    pub fn style(&self, at: &usize) -> &'static str {
        if self.column(at).is_some_and(|c| c.number) { "Number" } else { "Contents" }
    }
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A text; each line is a paragraph.
    Text(String),
    /// A place where somebody has to write, and what belongs there.
    Write(String),
    /// A table.
    Table(Table),
}

/// A section under its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// Its level: 1, or 2 for one within another.
    pub level: u8,
    /// What stands in it.
    pub parts: Vec<Part>,
}

impl Section {
    /// A section of the first level.
    #[must_use]
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), level: 1, parts: Vec::new() }
    }
    /// One within another.
    #[must_use]
    pub fn within(heading: impl Into<String>) -> Self {
        Self { level: 2, ..Self::new(heading) }
    }
    /// Adds a text.
    pub fn text(&mut self, words: impl Into<String>) {
        self.parts.push(Part::Text(words.into()));
    }
    /// Adds a place to write at.
    pub fn place(&mut self, words: impl Into<String>) {
        self.parts.push(Part::Write(words.into()));
    }
    /// Adds a table, or a text in its place where it has no rows.
    pub fn table(&mut self, table: Table, none: impl Into<String>) {
        let part = if table.rows.is_empty() { Part::Text(none.into()) } else { Part::Table(table) };
        self.parts.push(part);
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The language of its words (BCP 47).
    pub language: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
    /// Its title.
    pub title: String,
    /// What stands before the first section.
    pub lead: Vec<String>,
    /// Its sections.
    pub sections: Vec<Section>,
}

const MIMETYPE: &str = "application/vnd.oasis.opendocument.text";
const MANIFEST: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" "#,
    r#"manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" "#,
    r#"manifest:media-type="application/vnd.oasis.opendocument.text"/>"#,
    r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>"#,
    r#"<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>"#,
);

/// The media type of the files.
pub const MEDIA: &str = MIMETYPE;

/// A text without the characters that XML 1.0 cannot hold.
#[must_use]
pub fn plain(text: &str) -> String {
    let kept = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(kept).collect()
}

/// The archive of a document from its content and its styles. The same texts are the same bytes.
///
/// # Errors
/// When it cannot be written (never seen: it goes to memory).
pub fn packed(content: &str, styles: &str) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT);
    // By its first bytes a file is known for what it is, so its type comes first and as it is.
    zip.start_file("mimetype", options.compression_method(CompressionMethod::Stored))?;
    zip.write_all(MIMETYPE.as_bytes())?;
    let deflated = options.compression_method(CompressionMethod::Deflated);
    for (name, text) in [("content.xml", content), ("styles.xml", styles), ("META-INF/manifest.xml", MANIFEST)] {
        zip.start_file(name, deflated)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_type_stands_first_and_bare() {
        let bytes = packed("<a/>", "<b/>").unwrap();
        assert_eq!(bytes, packed("<a/>", "<b/>").unwrap(), "the same texts are the same bytes");
        assert_eq!(bytes.get(30..38 + MIMETYPE.len()).unwrap(), format!("mimetype{MIMETYPE}").as_bytes());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for (name, wanted) in [("mimetype", MIMETYPE), ("content.xml", "<a/>"), ("styles.xml", "<b/>"), ("META-INF/manifest.xml", MANIFEST)]
        {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, wanted, "{name}");
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(plain("a\u{1}b\tc\u{FFFE}\u{1F600}"), "ab\tc\u{1F600}");
    }
}
