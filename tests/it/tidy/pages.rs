//! Rules for what is not Rust: templates, migrations, messages.

use super::report;
use super::source::{Source, files, names_in};

/// A start tag of a template.
#[derive(Debug, PartialEq, Eq)]
struct Tag {
    line: usize,
    name: String,
    attributes: Vec<String>,
}

/// The start tags of a template, with Askama's own marks blanked out first.
fn tags(text: &str) -> Vec<Tag> {
    let chars: Vec<char> = without_marks(text).chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        if chars[at] == '<' && chars.get(at + 1).is_some_and(char::is_ascii_alphabetic) {
            let end = tag_end(&chars, at);
            found.push(tag(&chars[at + 1..end], line));
            line += chars[at..end].iter().filter(|c| **c == '\n').count();
            at = end;
        } else {
            line += usize::from(chars[at] == '\n');
            at += 1;
        }
    }
    found
}

/// Blanks `{{ … }}`, `{% … %}` and `{# … #}`, keeping lines.
fn without_marks(text: &str) -> String {
    let mut left = text;
    let mut html = String::new();
    while let Some((start, close)) =
        [("{{", "}}"), ("{%", "%}"), ("{#", "#}")].iter().filter_map(|(open, close)| left.find(open).map(|start| (start, *close))).min()
    {
        let end = left[start..].find(close).map_or(left.len(), |offset| start + offset + close.len());
        html.push_str(&left[..start]);
        html.extend(left[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        left = &left[end..];
    }
    html + left
}

/// The `>` that closes the tag, past any in a quoted value.
fn tag_end(chars: &[char], at: usize) -> usize {
    let mut quote = None;
    for (here, &c) in chars.iter().enumerate().skip(at) {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return here,
            _ => {}
        }
    }
    chars.len()
}

/// Name and attribute names, in small letters, from what stands between `<` and `>`.
fn tag(inside: &[char], line: usize) -> Tag {
    let mut outside_values = String::new();
    let mut quote = None;
    for &c in inside {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                outside_values.push(' ');
            }
            None => outside_values.push(c.to_ascii_lowercase()),
        }
    }
    // `name = "value"` may have spaces around its sign.
    let spaced = outside_values.replace('=', " = ");
    let mut words = spaced.split_whitespace().peekable();
    let name = words.next().unwrap_or_default().trim_end_matches('/').to_owned();
    let mut attributes = Vec::new();
    let mut value_follows = false;
    while let Some(word) = words.next() {
        if word == "=" {
            // An unquoted value is no name; a quoted one is gone already.
            value_follows = true;
        } else if value_follows && words.peek() != Some(&"=") {
            value_follows = false;
        } else {
            attributes.push(word.trim_end_matches('/').to_owned());
            value_follows = false;
        }
    }
    Tag { line, name, attributes }
}

/// What the content security policy would refuse on a page made from this template.
fn inline_parts(file: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags(&file.text) {
        let has = |wanted: &str| tag.attributes.iter().any(|name| name == wanted);
        let mut refuse = |what: &str| found.push(format!("{}:{} {what} in <{}>", file.path, tag.line, tag.name));
        if tag.name == "script" && !has("src") {
            refuse("a script without src");
        }
        if tag.name == "style" {
            refuse("an inline style sheet");
        }
        if has("style") {
            refuse("a style attribute");
        }
        if let Some(handler) = tag.attributes.iter().find(|name| name.strip_prefix("on").is_some_and(|rest| !rest.is_empty())) {
            refuse(handler);
        }
    }
    found
}

/// The names on one side only.
fn unpaired(left: (&str, &[String]), right: (&str, &[String])) -> Vec<String> {
    let lonely = |(place, names): (&str, &[String]), (other, others): (&str, &[String])| {
        let missing = names.iter().filter(|name| !others.contains(name));
        missing.map(|name| format!("{place}/{name} is not in {other}")).collect::<Vec<_>>()
    };
    [lonely(left, right), lonely(right, left)].concat()
}

#[test]
fn templates_hold_nothing_inline() {
    let templates = files(&["templates"], &[".html", ".svg", ".xml"]);
    report("templates hold no inline script, style or handler", &templates.iter().flat_map(inline_parts).collect::<Vec<_>>());
}

#[test]
fn migrations_are_the_same_for_both_databases() {
    let (sqlite, postgres) = ("migrations/sqlite", "migrations/postgres");
    report("each migration exists for both databases", &unpaired((sqlite, &names_in(sqlite)), (postgres, &names_in(postgres))));
}

#[test]
fn messages_exist_in_both_languages() {
    let (english, french) = ("locales/en", "locales/fr");
    report("each message file exists in English and French", &unpaired((english, &names_in(english)), (french, &names_in(french))));
}

#[test]
fn a_planted_inline_part_is_caught() {
    let caught = |html: &str| inline_parts(&Source { path: "templates/a.html".to_owned(), text: html.to_owned() });
    for html in [
        "<script>let a = 1</script>",
        "<p>a</p>\n<script type=\"module\">import 'x'</script>",
        "<p {% if a > b %}class=\"x\"{% endif %} style=\"color: red\">",
        "<p title=\"a > b\" STYLE = 'color: red'>",
        "<button type=button onclick=\"go()\">",
        "<body onload=go()>",
        "<style>p { color: red }</style>",
        "<input disabled onChange='go()'/>",
        "{% if a %}<svg style=\"width: 1px\"/>{% endif %}",
    ] {
        assert_eq!(caught(html).len(), 1, "{html}");
    }
    for html in [
        "<script type=\"module\" src=\"{{ \"app.js\"|asset }}\"></script>",
        "<script src=/a.js defer></script>",
        "<p class=\"style\" data-style=\"x\" title=\"onclick=1 style=2\">style=1 onclick=2 &lt;script&gt;</p>",
        "{# <script>no</script> <p style='x'> #}<p>{{ \"<b style='x'>\" }}</p>",
        "<a href=/on data-module=on>on</a><input value=style name=\"one\">",
    ] {
        assert_eq!(caught(html), Vec::<String>::new(), "{html}");
    }
    assert_eq!(caught("<p>\n{{ a\n}}<p\nstyle='x'>"), ["templates/a.html:3 a style attribute in <p>"]);
}

#[test]
fn a_planted_unpaired_name_is_caught() {
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let found = unpaired(("en", &names(&["a", "b"])), ("fr", &names(&["b", "c"])));
    assert_eq!(found, ["en/a is not in fr", "fr/c is not in en"]);
    assert_eq!(unpaired(("en", &names(&["a"])), ("fr", &names(&["a"]))), Vec::<String>::new());
}
