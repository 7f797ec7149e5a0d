//! Lists with filters and further pages: what the address asks for.

use crate::web::form::Posted;
use crate::web::lists::FORMAT;
use actix_web::web;

/// The name of the parameter that says where a further page begins.
const BEFORE: &str = "before";
/// Parameters that narrow nothing.
const ASIDE: [&str; 2] = ["lang", FORMAT];

/// The parameters of a list's address, as they came.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pairs: Vec<(String, String)>,
}

impl Listing {
    /// From the query of the request.
    #[must_use]
    pub fn new(query: web::Query<Vec<(String, String)>>) -> Self {
        Self { pairs: query.into_inner() }
    }

    /// From a form that searches for what must not stand in an address.
    #[must_use]
    pub fn of(posted: &Posted) -> Self {
        Self { pairs: posted.carried().filter(|(name, _)| name != "key").cloned().collect() }
    }

    /// As the fields of a form, so that a filter is read and shown again like any other.
    #[must_use]
    pub fn posted(&self) -> Posted {
        Posted::of(self.pairs.iter().map(|(name, value)| (name.as_str(), value.clone())))
    }

    /// The number before which the page begins.
    #[must_use]
    pub fn before(&self) -> Option<i64> {
        self.pairs.iter().find(|(name, _)| name == BEFORE).and_then(|(_, value)| value.parse().ok())
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.pairs.iter().any(|(name, value)| name != BEFORE && !ASIDE.contains(&name.as_str()) && !value.is_empty())
    }

    /// The address of the page that begins after `last`, narrowed in the same way.
    #[must_use]
    pub fn next(&self, path: &str, last: i64) -> String {
        let encoded = |text: &str| askama::filters::urlencode_strict(text).map(|t| t.to_string()).unwrap_or_default();
        let query: Vec<String> =
            self.next_fields(last).iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        format!("{path}?{}", query.join("&"))
    }

    /// The same as fields of a form.
    #[must_use]
    pub fn next_fields(&self, last: i64) -> Vec<(String, String)> {
        let kept = self.pairs.iter().filter(|(name, value)| name != BEFORE && !ASIDE.contains(&name.as_str()) && !value.is_empty());
        kept.cloned().chain([(BEFORE.to_owned(), last.to_string())]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_page_keeps_the_filter() {
        let query = web::Query::<Vec<(String, String)>>::from_query("site=S-1%26x&from=&before=90&lang=fr").unwrap();
        let list = Listing::new(query);
        assert_eq!(list.before(), Some(90));
        assert!(list.is_narrowed());
        assert_eq!(list.next("/production", 40), "/production?site=S-1%26x&before=40");
        assert!(!Listing::default().is_narrowed());
    }
}
