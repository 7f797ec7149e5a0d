//! The list of problems above a form: it names the field of each by the label that the field has on that very page, has
//! them in the order of the fields there, and the title of the page says that something is wrong.

use crate::web::locale::{Locale, ToArg, text};

/// What the macro `problems` writes between the field's id and the problem.
const MARK: &str = " data-names-field>";

/// Where the list begins, and where it ends.
const LIST: &str = "<ul class=\"govuk-list govuk-error-summary__list\">";
const LIST_END: &str = "</ul>";

/// Completes the list of problems of a page; one without such a list stays as it is.
#[must_use]
pub fn complete(page: String, locale: Locale) -> String {
    let page = if page.contains(LIST) { in_order(&title_tells(page, locale)) } else { page };
    name_fields(page, locale)
}

/// The title begins with the word for an error, so that it is heard first.
fn title_tells(page: String, locale: Locale) -> String {
    let title = page.split_once("<title>").and_then(|(_, after)| after.split_once("</title>")).map(|(title, _)| title);
    let Some(title) = title else { return page };
    let told = text(locale, "app-title-error", &[("title", title.to_arg())]);
    page.replacen(&format!("<title>{title}</title>"), &format!("<title>{told}</title>"), 1)
}

/// The problems in the order of their fields on the page; those of no field come first.
fn in_order(page: &str) -> String {
    let parts = page.split_once(LIST).and_then(|(before, after)| Some((before, after.split_once(LIST_END)?)));
    let Some((before, (list, after))) = parts else { return page.to_owned() };
    let place = |problem: &&str| match problem.split_once("href=\"#").and_then(|(_, rest)| rest.split_once('"')) {
        Some((id, _)) => after.find(&format!(" id=\"{id}\"")).unwrap_or(usize::MAX),
        None => 0,
    };
    let mut problems: Vec<&str> = list.split("<li>").map(str::trim_end).filter(|p| !p.is_empty()).collect();
    problems.sort_by_key(place);
    let list: String = problems.iter().map(|p| format!("\n<li>{p}")).collect();
    format!("{before}{LIST}{list}\n{LIST_END}{after}")
}

/// Puts each field's label before its problem in the list.
fn name_fields(page: String, locale: Locale) -> String {
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
    fn problems_stand_in_the_order_of_their_fields_and_the_title_tells_of_them() {
        let link = |id: &str| format!("<li><a href=\"#{id}\">{id}</a></li>");
        let list = format!("{LIST}\n{}{}<li>All.</li>{}\n{LIST_END}", link("f-c"), link("f-a"), link("f-b"));
        let page = format!("<title>Site – P</title>{list}<input id=\"f-a\"><input id=\"f-b\"><input id=\"f-c\">");
        let told = complete(page, Locale::En);
        let at = |what: &str| told.find(what).unwrap_or_else(|| panic!("{what}: {told}"));
        assert!(at(">All.<") < at(">f-a<") && at(">f-a<") < at(">f-b<") && at(">f-b<") < at(">f-c<"), "{told}");
        assert!(told.contains("<title>Error: Site – P</title>"), "{told}");
    }

    #[test]
    fn a_page_without_problems_stays_as_it_is() {
        assert_eq!(complete("<title>a</title><p>a</p>".into(), Locale::En), "<title>a</title><p>a</p>");
    }
}
