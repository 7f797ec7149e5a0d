//! The body of an entry as a list that people read: each field with its value, nested fields behind the one they are
//! part of. The names are those of the journal itself, so that they are found again in the canonical text.

use crate::domain::quantity::Mass;
use crate::web::locale::{Locale, format, text};
use serde_json::Value;

/// Between a field and one that is part of it.
const OF: &str = " › ";

/// Every field of a body with its value, in order. (The journal sorts them by name.)
#[must_use]
pub fn fields(body: &Value, locale: Locale) -> Vec<(String, String)> {
    let mut found = Vec::new();
    add(body, "", "", locale, &mut found);
    found
}

fn add(value: &Value, path: &str, name: &str, locale: Locale, found: &mut Vec<(String, String)>) {
    let below = |part: &str| if path.is_empty() { part.to_owned() } else { format!("{path}{OF}{part}") };
    match value {
        Value::Object(parts) if !parts.is_empty() => {
            for (part, value) in parts {
                add(value, &below(part), part, locale, found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (at, item) in items.iter().enumerate() {
                add(item, &below(&at.saturating_add(1).to_string()), name, locale, found);
            }
        }
        // Corners of an area and the like: one a line.
        Value::Array(items) if items.iter().any(Value::is_array) => {
            let lines: Vec<String> = items.iter().map(|item| plain(item, name, locale)).collect();
            found.push((path.to_owned(), lines.join("\n")));
        }
        other => found.push((path.to_owned(), plain(other, name, locale))),
    }
}

/// A value on one line; masses also in carats.
fn plain(value: &Value, name: &str, locale: Locale) -> String {
    match value {
        Value::Null => text(locale, "word-not-given", &[]),
        Value::Bool(yes) => text(locale, if *yes { "word-yes" } else { "word-no" }, &[]),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => text(locale, "journal-nothing", &[]),
        Value::Array(items) => items.iter().map(|item| plain(item, name, locale)).collect::<Vec<_>>().join(", "),
        Value::Number(number) => match number.as_i64().filter(|_| name.ends_with("_mct")).and_then(Mass::new) {
            Some(mass) => format!("{number} ({})", format::carats_unit(locale, mass)),
            None => number.to_string(),
        },
        Value::Object(_) => text(locale, "journal-nothing", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_body_is_a_list_of_fields() {
        let body =
            json!({"a": {"weight_mct": 3250, "page": null}, "b": [{"x": 1}, {"x": true}], "c": ["d", "e"], "f": [], "g": [[1, 2], [3, 4]]});
        let told = fields(&body, Locale::En);
        let told: Vec<(&str, &str)> = told.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let expected = [
            ("a › page", "Not given"),
            ("a › weight_mct", "3250 (3.25\u{a0}ct)"),
            ("b › 1 › x", "1"),
            ("b › 2 › x", "Yes"),
            ("c", "d, e"),
            ("f", "nothing"),
            ("g", "1, 2\n3, 4"),
        ];
        assert_eq!(told, expected);
    }
}
