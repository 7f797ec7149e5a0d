//! A document as OpenDocument text: its content from a template that escapes every word.

use crate::interop::odt::{Document, Part, packed};
use crate::store::error::StoreError;
use askama::Template;

mod filters {
    use askama::{Result, Values, filter_fn};

    /// A text without what XML cannot hold.
    #[filter_fn]
    pub fn plain(text: impl AsRef<str>, _: &dyn Values) -> Result<String> {
        Ok(crate::interop::odt::plain(text.as_ref()))
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

/// The document as a file. The same document is the same bytes.
///
/// # Errors
/// When it cannot be written (never seen: it goes to memory).
pub(super) fn odt(document: &Document) -> Result<Vec<u8>, StoreError> {
    let content = Content { document }.render().map_err(StoreError::damaged)?;
    let styles = Styles { language: &document.language, country: &document.country }.render().map_err(StoreError::damaged)?;
    packed(&content, &styles).map_err(StoreError::damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::odt::{Section, Table};

    #[test]
    fn words_cannot_become_marks() {
        let mut table = Table::new("Carats & value", [("Region".to_owned(), false), ("Carats".to_owned(), true)]);
        table.rows.push(vec!["<East>\u{1}".to_owned(), "1,234.57".to_owned()]);
        let mut section = Section::new("Figures");
        section.text("one\ntwo");
        section.table(table, "none");
        section.table(Table::new("empty", []), "nothing here");
        section.place("why \"it\" fell");
        let lead = vec!["Draft".to_owned()];
        let document = Document { language: "en".into(), country: "SL".into(), title: "Report".into(), lead, sections: vec![section] };
        let content = Content { document: &document }.render().unwrap();
        assert!(content.contains("&#60;East&#62;</text:p>") && content.contains("Carats &#38; value"), "{content}");
        assert!(content.contains("Table_20_Number\">1,234.57<") && content.contains("[ why &#34;it&#34; fell ]"), "{content}");
        assert!(content.contains(">one</text:p>") && content.contains(">two</text:p>") && content.contains(">nothing here<"), "{content}");
        assert_eq!(odt(&document).unwrap(), odt(&document).unwrap(), "the same document is the same bytes");
    }
}
