//! The description of the API, OpenAPI 3.1: the schemas come from the types, the paths from the lists.

use crate::store::journal::Receipt;
use crate::web::api::acts::{self, DEVICE, OCCURRED, Preview};
use crate::web::api::asked::{Filter, LIMIT_MOST};
use crate::web::api::sample::sample;
use crate::web::api::search::{self, PartySearch};
use crate::web::api::views::Party;
use crate::web::api::{nouns, singles};
use crate::web::frame::{SCRIPT_HEADER, SESSION_COOKIE};
use crate::web::routes::Access;
use serde_json::{Map, Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// RFC 9457, with every refusal of a rule.
#[derive(serde::Serialize, ToSchema)]
pub struct Problem {
    /// `urn:placer:problem:<kind>`.
    r#type: String,
    /// In the reader's language.
    title: String,
    /// HTTP status.
    status: u16,
    /// In the reader's language.
    detail: String,
    /// `urn:placer:request:<number>`, as the log knows the request.
    instance: String,
    /// Every refusal.
    violations: Vec<ProblemViolation>,
    /// Where in the request it lies, where that is known.
    place: Option<String>,
    /// What was there first, where that is known.
    receipt: Option<Receipt>,
    /// After a sale or offer that somebody else was before: how to put it on record all the same.
    claim: Option<ProblemClaim>,
}

/// The act by which whoever was refused puts his own on record, for an officer to decide.
#[derive(serde::Serialize, ToSchema)]
pub struct ProblemClaim {
    /// `open_dispute`.
    act: String,
    /// Where it is posted to.
    path: String,
    /// In the reader's language.
    detail: String,
}

/// One refusal of a rule.
#[derive(serde::Serialize, ToSchema)]
pub struct ProblemViolation {
    /// Stable.
    code: String,
    /// Name of the field, where it concerns one.
    field: Option<String>,
    /// In the reader's language.
    message: String,
}

fn components() -> Map<String, Value> {
    let mut found: Vec<(String, RefOr<Schema>)> = Vec::new();
    for act in acts::all() {
        (act.schemas)(&mut found);
    }
    for noun in nouns::all() {
        (noun.schemas)(&mut found);
    }
    for single in singles::all() {
        (single.schemas)(&mut found);
    }
    let searched = (PartySearch::name(), PartySearch::schema());
    let others =
        [searched, (Receipt::name(), Receipt::schema()), (Problem::name(), Problem::schema()), (Preview::name(), Preview::schema())];
    for (name, schema) in others {
        found.push((name.into_owned(), schema));
    }
    Receipt::schemas(&mut found);
    Problem::schemas(&mut found);
    found.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default())).collect()
}

/// The whole description.
#[must_use]
pub fn document() -> Value {
    let components = components();
    let mut paths = Map::new();
    for act in acts::all() {
        paths.insert(act.path.to_owned(), json!({ "post": act_operation(&act, &components) }));
    }
    for noun in nouns::all() {
        paths.insert(noun.list_path.to_owned(), json!({ "get": list_operation(&noun) }));
        paths.insert(noun.one_path.to_owned(), json!({ "get": one_operation(&noun) }));
    }
    paths.insert(search::PATH.to_owned(), json!({ "post": search_operation() }));
    for single in singles::all() {
        paths.insert(single.path.to_owned(), json!({ "get": single_operation(&single) }));
    }
    let itself = json!({ "operationId": "openapi", "summary": "This description.", "security": [],
        "responses": { "200": { "description": "OpenAPI 3.1", "content": { "application/json": { "schema": { "type": "object" } } } } } });
    paths.insert("/api/v1/openapi.json".to_owned(), json!({ "get": itself }));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Placer",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Acts are posted and answered with the receipt of a journal entry; things are read as they stand now. \
                Masses are whole milli-carats, amounts whole minor units, coordinates WGS84.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "security": [{ "token": [] }, { "session": [], "script": [] }],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A machine token, made on one's own account page." },
                "session": { "type": "apiKey", "in": "cookie", "name": SESSION_COOKIE.plain },
                "script": { "type": "apiKey", "in": "header", "name": SCRIPT_HEADER, "description": "`1`, beside the session's cookie." },
            },
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn problems(codes: &[(&str, &str)]) -> Map<String, Value> {
    let content = json!({ "application/problem+json": { "schema": reference("Problem") } });
    codes.iter().map(|(code, told)| ((*code).to_owned(), json!({ "description": told, "content": content }))).collect()
}

fn first_sentence(text: &str) -> String {
    text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.').to_owned()
}

fn act_operation(act: &acts::Listed, components: &Map<String, Value>) -> Value {
    let body = (act.body)();
    let schema = components.get(&body).cloned().unwrap_or_default();
    let told = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let receipt = json!({ "application/json": { "schema": reference("Receipt") } });
    let mut responses = problems(&[
        ("400", "The request cannot be read; `place` says where."),
        ("401", "No token, or one that does not hold."),
        ("403", "The account may not do this."),
        ("404", "What the act is about is not there, or not for this account."),
        ("409", "Somebody was first, or the key was used for another request; `receipt` is what was first, where that is known."),
        ("422", "Rules refuse; `violations` has every one."),
        ("503", "Busy: try again under the same key."),
    ]);
    responses.insert("201".into(), json!({ "description": "Recorded.", "content": receipt }));
    let either = json!({ "application/json": { "schema": { "oneOf": [reference("Receipt"), reference("Preview")] } } });
    let before = "Was recorded before under this key; with `preview`, what would be recorded.";
    responses.insert("200".into(), json!({ "description": before, "content": either }));
    let header = |name: &str, required: bool, schema: Value, told: &str| json!({ "name": name, "in": "header", "required": required, "schema": schema, "description": told });
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "required": false, "schema": schema });
    let (instant, text) = (json!({ "type": "string", "format": "date-time" }), json!({ "type": "string", "maxLength": 200 }));
    json!({
        "operationId": act.name,
        "tags": ["acts"],
        "summary": first_sentence(told),
        "description": format!("Needs the permission `{}`.", super::permission_name(act.permission)),
        "parameters": [
            header("Idempotency-Key", true, text.clone(), "The same key with the same request gives the same receipt."),
            header("Occurred-At", false, instant.clone(), "When it happened, where that is not now."),
            header("Device", false, text.clone(), "From which device."),
            query(OCCURRED.1, instant), query(DEVICE.1, text), query("preview", json!({ "type": "boolean", "default": false })),
        ],
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": reference(&body), "example": sample(&schema, components) } } },
        "responses": responses,
    })
}

fn page_of(view: &str) -> Value {
    json!({ "type": "object", "required": ["items"], "properties": {
        "items": { "type": "array", "items": reference(view) },
        "next_before": { "type": ["integer", "null"], "format": "int64" } } })
}

fn search_operation() -> Value {
    let mut responses = problems(&[("400", "The body cannot be read."), ("401", "No token."), ("403", "The account may not.")]);
    let content = json!({ "application/json": { "schema": page_of(&Party::name()) } });
    responses.insert("200".into(), json!({ "description": "What the account may see, newest first.", "content": content }));
    json!({
        "operationId": "search_parties",
        "tags": ["parties"],
        "summary": "By name, code, ID or telephone number, which must not stand in an address.",
        "description": format!("Needs the permission `{}`.", super::permission_name(search::PERMISSION)),
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": reference(&PartySearch::name()), "example": { "q": "kam moh" } } } },
        "responses": responses,
    })
}

fn list_operation(noun: &nouns::Listed) -> Value {
    let page = page_of(&(noun.view)());
    let mut responses = problems(&[("400", "The query cannot be read."), ("401", "No token."), ("403", "The account may not.")]);
    let told = "What the account may see, newest first.";
    responses.insert("200".into(), json!({ "description": told, "content": { "application/json": { "schema": page } } }));
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "required": false, "schema": schema });
    let mut parameters = vec![
        query("before", json!({ "type": "integer", "format": "int64" })),
        query("limit", json!({ "type": "integer", "minimum": 1, "maximum": LIMIT_MOST, "default": 100 })),
    ];
    parameters.extend(noun.filters.iter().map(Filter::parameter));
    json!({
        "operationId": format!("list_{}", noun.name),
        "tags": [noun.name],
        "summary": told,
        "description": format!("Needs the permission `{}`.", super::permission_name(noun.permission)),
        "parameters": parameters,
        "responses": responses,
    })
}

fn one_operation(noun: &nouns::Listed) -> Value {
    let mut responses = problems(&[("401", "No token."), ("403", "The account may not."), ("404", "Not there, or not for this account.")]);
    let content = json!({ "application/json": { "schema": reference(&(noun.view)()) } });
    responses.insert("200".into(), json!({ "description": "As it stands now.", "content": content }));
    let mut parameters = vec![json!({ "name": "key", "in": "path", "required": true, "schema": { "type": "string" } })];
    parameters.extend(noun.one_filters.iter().map(Filter::parameter));
    json!({
        "operationId": format!("show_{}", noun.name),
        "tags": [noun.name],
        "summary": "One, by its id, code or number.",
        "description": format!("Needs the permission `{}`.", super::permission_name(noun.permission)),
        "parameters": parameters,
        "responses": responses,
    })
}

/// `/api/v1/sites/{key}/forward` is `sites_forward`.
fn operation_id(path: &str) -> String {
    let words = path.split('/').skip(3).filter(|part| !part.starts_with('{'));
    words.collect::<Vec<_>>().join("_")
}

fn single_operation(single: &singles::Listed) -> Value {
    let needs = super::access_name(single.access);
    let mut responses = problems(&[("404", "Not there, or not for this account.")]);
    if single.access != Access::Public {
        responses.extend(problems(&[("401", "No token."), ("403", "The account may not.")]));
    }
    let mut parameters = Vec::new();
    if single.path.contains("{key}") {
        parameters.push(json!({ "name": "key", "in": "path", "required": true, "schema": { "type": "string" } }));
    }
    let mut content = Map::new();
    let schema = single.view.map_or_else(|| json!({ "type": "object" }), |name| reference(&name()));
    if let Some(kind) = single.file {
        parameters.push(json!({ "name": "copy", "in": "query", "required": false, "schema": { "type": "integer", "minimum": 1 } }));
        content.insert(kind.into(), json!({ "schema": { "type": "string", "format": "binary" } }));
    } else {
        content.insert("application/json".into(), json!({ "schema": schema }));
    }
    if single.formats {
        let formats = json!({ "type": "string", "enum": ["json", "csv", "geojson"], "default": "json" });
        parameters.push(json!({ "name": "format", "in": "query", "required": false, "schema": formats }));
        for kind in ["text/csv", "application/geo+json"] {
            content.insert(kind.into(), json!({}));
        }
        responses.extend(problems(&[("400", "No such format.")]));
    }
    responses.insert("200".into(), json!({ "description": single.told, "content": content }));
    let mut operation = json!({
        "operationId": operation_id(single.path),
        "tags": ["more"],
        "summary": single.told,
        "parameters": parameters,
        "responses": responses,
    });
    match single.access {
        Access::Public => operation["security"] = json!([]),
        Access::Needs(_) => operation["description"] = json!(format!("Needs the permission `{needs}`.")),
        Access::SignedIn => {}
    }
    operation
}
