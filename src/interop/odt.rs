//! A document of headings, texts and tables, and the same as OpenDocument text (ISO/IEC 26300) that any word processor opens
//! and somebody completes. Words are handed in: this knows no language.

use askama::Template;
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
    fn style(&self, at: &usize) -> &'static str {
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
    pub fn write(&mut self, words: impl Into<String>) {
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

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OdtError {
    /// Its text.
    #[error("the text of a document: {0}")]
    Text(#[from] askama::Error),
    /// Its archive.
    #[error("the archive of a document: {0}")]
    Zip(#[from] ZipError),
    /// Bytes in memory.
    #[error("the bytes of a document: {0}")]
    Io(#[from] std::io::Error),
}

mod filters {
    /// A text without the characters that XML 1.0 cannot hold.
    #[askama::filter_fn]
    pub fn plain(text: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<String> {
        let kept = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
        Ok(text.as_ref().chars().filter(kept).collect())
    }
}

#[derive(Template)]
#[template(path = "odt/content.xml", escape = "html")]
struct Content<'a> {
    document: &'a Document,
}

impl Content<'_> {
    /// The paragraphs of a cell, one at least.
    fn lines_of<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if text.is_empty() { vec![""] } else { text.lines().collect() }
    }
}

#[derive(Template)]
#[template(path = "odt/styles.xml", escape = "html")]
struct Styles<'a> {
    language: &'a str,
    country: &'a str,
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

/// The document as a file. The same document is the same bytes.
///
/// # Errors
/// [`OdtError`] (never seen: it goes to memory).
pub fn odt(document: &Document) -> Result<Vec<u8>, OdtError> {
    let content = Content { document }.render()?;
    let styles = Styles { language: &document.language, country: &document.country }.render()?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT);
    // By its first bytes a file is known for what it is, so its type comes first and as it is.
    zip.start_file("mimetype", options.compression_method(CompressionMethod::Stored))?;
    zip.write_all(MIMETYPE.as_bytes())?;
    let deflated = options.compression_method(CompressionMethod::Deflated);
    for (name, text) in [("content.xml", content.as_str()), ("styles.xml", styles.as_str()), ("META-INF/manifest.xml", MANIFEST)] {
        zip.start_file(name, deflated)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn document() -> Document {
        let mut table = Table::new("Carats & value", [("Region".to_owned(), false), ("Carats".to_owned(), true)]);
        table.rows.push(vec!["<East>\u{1}".to_owned(), "1,234.57".to_owned()]);
        let mut section = Section::new("Figures");
        section.text("one\ntwo");
        section.table(table, "none");
        section.write("why \"it\" fell");
        let lead = vec!["Draft".to_owned()];
        Document { language: "en".into(), country: "SL".into(), title: "Report".into(), lead, sections: vec![section] }
    }

    #[test]
    fn the_type_stands_first_and_bare_and_words_cannot_become_marks() {
        let bytes = odt(&document()).unwrap();
        assert_eq!(bytes, odt(&document()).unwrap(), "the same document is the same bytes");
        assert_eq!(bytes.get(30..38 + MIMETYPE.len()).unwrap(), format!("mimetype{MIMETYPE}").as_bytes());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut content = String::new();
        zip.by_name("content.xml").unwrap().read_to_string(&mut content).unwrap();
        assert!(content.contains("&#60;East&#62;</text:p>") && content.contains("Carats &#38; value"), "{content}");
        assert!(content.contains("Table_20_Number\">1,234.57<") && content.contains("[ why &#34;it&#34; fell ]"), "{content}");
        assert!(content.contains(">one</text:p>") && content.contains(">two</text:p>"), "{content}");
        for name in ["mimetype", "styles.xml", "META-INF/manifest.xml"] {
            assert!(zip.by_name(name).is_ok(), "{name}");
        }
    }
}
