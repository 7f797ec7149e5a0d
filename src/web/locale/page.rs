//! What every page knows beside its own data.

use super::{Locale, PARAMETER};
use crate::web::lists::{FORMAT, FileKind, Saved, list_at, narrowing};
use askama::{Template, Values};
use std::any::Any;

/// What a page can tell to be done when a form led to it.
const TOLD: [&str; 38] = [
    "inspection-announced",
    "inspection-drawn",
    "inspection-recorded",
    "inspection-action-done",
    "dry-run-started",
    "dry-run-concluded",
    "confirmed",
    "printed",
    "recorded",
    "offered",
    "accepted",
    "combined",
    "split",
    "sorted",
    "reweighed",
    "sealed",
    "unsealed",
    "gone-reported",
    "gone-confirmed",
    "gone-refused",
    "seized",
    "seizure-moved",
    "seizure-answered",
    "seizure-ordered",
    "seizure-order-confirmed",
    "seizure-order-refused",
    "offence-recorded",
    "offence-followed",
    "prepared",
    "presented",
    "sent-back",
    "taken-back",
    "signed",
    "valued",
    "issued",
    "closed",
    "departed",
    "endorsed",
];

/// What the frame of a page needs: made once per request, given to the template when it is rendered.
///
/// The fields are read in a template through the filter `page`, so that a wrong name does not compile:
/// `{% let page = "page"|page %}` and then `{{ page.csrf }}`, `{% if page.demo %}`. A new value is a new
/// field here and nothing else.
#[derive(Debug, Clone)]
pub struct PageValues {
    /// The reader's language.
    pub locale: Locale,
    /// The token that every form sends back; empty without a session.
    pub csrf: String,
    /// Who is signed in.
    pub account: Option<SignedIn>,
    /// The path of the request, without its query.
    pub path: String,
    /// The query of the request as it came, without the question mark.
    pub query: String,
    /// The name of the country whose register this is.
    pub country: String,
    /// Whether everything in this register is made up.
    pub demo: bool,
    /// The number by which the log knows the request.
    pub request_id: String,
    /// Whether the register is read only, because its journal is not the one that was signed.
    pub closed: bool,
    /// Whether the address is that of a form by which something is recorded.
    pub records: bool,
    /// Whether a form was answered, so that the address alone does not lead to this page again.
    pub sent: bool,
    /// In which form a list is asked for, where it is asked for as a file.
    pub file: Option<FileKind>,
    /// The reader's saved filters of this list; all of them on the first page.
    pub saved: Vec<Saved>,
}

/// Who is signed in, as the frame shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The account's name.
    pub name: String,
    /// The code of its role; shown by `{{ account.role|label("account-role") }}`.
    pub role: String,
}

impl PageValues {
    /// The values of a page that needs nothing but a language.
    #[must_use]
    pub const fn new(locale: Locale) -> Self {
        Self {
            locale,
            csrf: String::new(),
            account: None,
            path: String::new(),
            query: String::new(),
            country: String::new(),
            demo: false,
            request_id: String::new(),
            closed: false,
            records: false,
            sent: false,
            file: None,
            saved: Vec::new(),
        }
    }

    /// The page as text. A template with filters of ours cannot be rendered without these values.
    ///
    /// # Errors
    /// Those of askama: a value is missing or a filter failed.
    pub fn render(&self, template: &impl Template) -> askama::Result<String> {
        template.render_with_values(self)
    }

    /// Whether a navigation entry leads to where the reader is: the path itself or one below it.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        match self.path.strip_prefix(path) {
            Some("") => true,
            Some(rest) => path != "/" && rest.starts_with('/'),
            None => false,
        }
    }

    /// Whether the page is a list that is given as a file, and whose filters are saved.
    #[must_use]
    pub fn is_list(&self) -> bool {
        list_at(&self.path).is_some()
    }

    /// Whether the address narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !narrowing(&self.query).is_empty()
    }

    /// The address of the list as a file.
    #[must_use]
    pub fn list_as(&self, format: &str) -> String {
        let asked = format!("{FORMAT}={format}");
        let parts = [narrowing(&self.query), asked];
        let query: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
        format!("{}?{}", self.path, query.join("&"))
    }

    /// What was just done, where a form led here: the end of the message ids `told-…` and `told-next-…`. Anybody can
    /// write an address, so only what fits the thing as it stands is told.
    #[must_use]
    pub fn told(&self, fitting: &[&str]) -> Option<&'static str> {
        let said = self.query.split('&').find_map(|part| part.strip_prefix("told="))?;
        TOLD.into_iter().find(|word| *word == said && fitting.contains(word))
    }

    /// The languages the page is not in, with the address of the same page in each.
    #[must_use]
    pub fn other_languages(&self) -> Vec<(Locale, String)> {
        Locale::ALL.iter().filter(|l| **l != self.locale).map(|l| (*l, self.address_in(*l))).collect()
    }

    fn address_in(&self, locale: Locale) -> String {
        let is_choice = |part: &str| part.split('=').next() == Some(PARAMETER);
        let kept = self.query.split('&').filter(|part| !part.is_empty() && !is_choice(part));
        let choice = format!("{PARAMETER}={locale}");
        let query: Vec<&str> = kept.chain([choice.as_str()]).collect();
        format!("{}?{}", self.path, query.join("&"))
    }
}

impl Values for PageValues {
    /// `page` is the whole, `locale` the language.
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn Any> {
        match key {
            "page" => Some(self),
            "locale" => Some(&self.locale),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_in_another_language() {
        let mut page = PageValues::new(Locale::En);
        page.path = "/sites".to_owned();
        assert_eq!(page.other_languages(), [(Locale::Fr, "/sites?lang=fr".to_owned())]);
        page.query = "q=a%20b&lang=en&language=x&page=2".to_owned();
        assert_eq!(page.address_in(Locale::Fr), "/sites?q=a%20b&language=x&page=2&lang=fr");
    }

    #[test]
    fn only_known_words_are_told() {
        let mut page = PageValues::new(Locale::En);
        assert_eq!(page.told(&["sealed"]), None);
        page.query = "lang=fr&told=sealed".to_owned();
        assert_eq!(page.told(&["unsealed", "sealed"]), Some("sealed"));
        assert_eq!(page.told(&["unsealed"]), None, "it is not so any more");
        page.query = "told=%3Cb%3E".to_owned();
        assert_eq!(page.told(&["%3Cb%3E"]), None);
    }

    #[test]
    fn navigation_marks_where_the_reader_is() {
        let mut page = PageValues::new(Locale::En);
        page.path = "/sites/12".to_owned();
        assert!(page.is_at("/sites") && !page.is_at("/site") && !page.is_at("/"));
        page.path = "/".to_owned();
        assert!(page.is_at("/") && !page.is_at("/sites"));
    }
}
