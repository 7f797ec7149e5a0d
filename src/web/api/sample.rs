//! An example of a schema: every field filled, the first of every choice. It stands in the description, and a
//! test reads it back as the command, so that description and code cannot part.

use serde_json::{Map, Value, json};

/// How deep a schema is followed.
const DEEP: u32 = 12;

/// An example value of a schema; `components` holds what it refers to.
#[must_use]
pub fn sample(schema: &Value, components: &Map<String, Value>) -> Value {
    at(schema, components, DEEP)
}

fn at(schema: &Value, components: &Map<String, Value>, deep: u32) -> Value {
    let Some(deep) = deep.checked_sub(1) else { return Value::Null };
    if let Some(given) = schema.get("example").or_else(|| schema.get("const")).or_else(|| schema.get("default")).filter(|v| !v.is_null()) {
        return given.clone();
    }
    if let Some(given) = schema.get("examples").and_then(|e| e.get(0)).or_else(|| schema.get("enum").and_then(|e| e.get(0))) {
        return given.clone();
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next()) {
        return components.get(name).map_or(Value::Null, |s| at(s, components, deep));
    }
    for choice in ["oneOf", "anyOf"] {
        let choices = schema.get(choice).and_then(Value::as_array).into_iter().flatten();
        if let Some(first) = choices.into_iter().find(|s| s.get("type").and_then(Value::as_str) != Some("null")) {
            return at(first, components, deep);
        }
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let objects = parts.iter().filter_map(|p| if let Value::Object(o) = at(p, components, deep) { Some(o) } else { None });
        return Value::Object(objects.flatten().collect());
    }
    match kind(schema) {
        "object" => {
            let fields = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            Value::Object(fields.map(|(name, s)| (name.clone(), at(s, components, deep))).collect())
        }
        "array" => match schema.get("prefixItems").and_then(Value::as_array) {
            Some(items) => items.iter().map(|s| at(s, components, deep)).collect(),
            None => {
                let least = schema.get("minItems").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
                let item = schema.get("items").map(|s| at(s, components, deep));
                Value::Array(item.map_or_else(Vec::new, |item| vec![item; least.max(1)]))
            }
        },
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => json!(true),
        "string" => json!(word(schema.get("format").and_then(Value::as_str).unwrap_or_default())),
        _ => Value::Null,
    }
}

/// The type, the first that is not null where several are allowed.
fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(one)) => one,
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).find(|t| *t != "null").unwrap_or_default(),
        _ if schema.get("properties").is_some() => "object",
        _ => "",
    }
}

fn word(format: &str) -> &'static str {
    match format {
        "uuid" => "01890a5d-ac96-774b-bcce-b302099a8057",
        "date" => "2026-11-22",
        "date-time" => "2026-11-22T03:46:00.000000Z",
        "iso-4217" => "USD",
        "period" => "2026-Q3",
        "password" => "river gravel 2026",
        _ => "text",
    }
}
