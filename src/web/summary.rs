//! The list of problems above a form names the field of each by the label that the field has on that very page.

use crate::web::locale::{Locale, ToArg, text};

/// What the macro `problems` writes between the field's id and the problem.
const MARK: &str = " data-names-field>";

/// Puts each field's label before its problem in the list; a page without such a list stays as it is.
#[must_use]
pub fn name_fields(page: String, locale: Locale) -> String {
    if !page.contains(MARK) {
        return page;
    }
    let mut named = String::with_capacity(page.len() + 200);
    let mut rest = page.as_str();
    while let Some((before, after)) = rest.split_once(MARK) {
        let id = before.rsplit_once("href=\"#").and_then(|(_, id)| id.strip_suffix('"')).unwrap_or_default();
        let (problem, _) = after.split_once('<').unwrap_or((after, ""));
        named.push_str(before);
        named.push('>');
        match label(&page, id) {
            Some(label) => named.push_str(&text(locale, "error-in-field", &[("label", label.to_arg()), ("text", problem.to_arg())])),
            None => named.push_str(problem),
        }
        rest = after.get(problem.len()..).unwrap_or_default();
    }
    named.push_str(rest);
    named
}

/// The words of the label of a field, or of the legend of a group of fields.
fn label(page: &str, id: &str) -> Option<String> {
    let of = |after: &str, end: &str| after.split_once('>').and_then(|(_, inner)| inner.split_once(end)).map(|(inner, _)| words(inner));
    let labelled = page.split_once(&format!(" for=\"{id}\"")).and_then(|(_, after)| of(after, "</label>"));
    let legend = || {
        let (_, after) = page.split_once(&format!("<fieldset class=\"govuk-fieldset\" id=\"{id}\""))?;
        of(after.split_once("<legend")?.1, "</legend>")
    };
    labelled.or_else(legend).filter(|words| !words.is_empty())
}

/// The words of a piece of HTML: without its tags.
fn words(html: &str) -> String {
    let outside = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    outside.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<ul><li><a href="#f-name" data-names-field>Fill in this field.</a></li><li><a href="#f-sex" data-names-field>Choose.</a></li>
<li><a href="#f-x" data-names-field>Odd.</a></li><li>Both.</li></ul>
<label class="govuk-label" for="f-name">Name of <b>holder</b></label><input id="f-name">
<fieldset class="govuk-fieldset" id="f-sex" aria-describedby="h"><legend class="l">Kind</legend></fieldset>"##;

    #[test]
    fn each_problem_is_told_with_the_words_of_its_field() {
        let named = name_fields(PAGE.to_owned(), Locale::En);
        for told in [">Name of holder: Fill in this field.<", ">Kind: Choose.<", ">Odd.<", "<li>Both.<"] {
            assert!(named.contains(told), "{told}: {named}");
        }
        assert!(named.ends_with("</fieldset>") && !named.contains("data-names"));
        assert!(name_fields(PAGE.to_owned(), Locale::Fr).contains(">Kind\u{a0}: Choose.<"));
    }

    #[test]
    fn a_page_without_problems_stays_as_it_is() {
        assert_eq!(name_fields("<p>a</p>".into(), Locale::En), "<p>a</p>");
    }
}
