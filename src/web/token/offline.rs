//! The page that checks tokens without a network: one file with our script, the list of keys and every sentence inside. It
//! is handed out to be kept, never shown under our own address, so that nothing inline is ever needed here.

use crate::domain::country::countries;
use crate::domain::event::HsCode;
use crate::domain::token::{KeyList, PREFIX, TEXT_MOST, TokenError};
use crate::store::error::StoreError;
use crate::web::assets;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::{Locale, format, label, text};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use askama::Template;
use serde_json::{Map, Value, json};

/// The page around the script; it stands beside the code, since no page of ours may have anything inline.
const SHELL: &str = include_str!("offline.html");
/// The scripts, among the files of `static/`: what checks, and the page around it.
const SCRIPTS: [&str; 2] = ["js/offline-check.js", "js/offline-page.js"];

/// Messages that the script writes, each under the last part of its id.
const WORDS: [&str; 21] = [
    "unread",
    "empty",
    "title",
    "lead",
    "token",
    "token-hint",
    "number",
    "carats",
    "value",
    "check",
    "scan",
    "genuine",
    "false",
    "differs",
    "compare",
    "no-state",
    "unable",
    "clock",
    "keys",
    "camera",
    "language",
];
/// The fields that are shown, as the paper names them.
const FIELDS: [&str; 10] = ["origin", "number", "issued", "expires", "exporter", "importer", "mass", "value", "parcels", "hs"];
/// What stands behind a token.
const BEHIND: [&str; 5] = ["issuer", "key", "entry", "leaf", "composition"];
/// What may differ from the paper.
const TYPED: [&str; 3] = ["number", "weight-mct", "value-usd-cents"];

#[derive(Template)]
#[template(path = "token/offline.html")]
struct OfflinePage {
    keys: KeyList,
}

async fn list(ctx: &Ctx) -> Result<KeyList, WebError> {
    let state = ctx.state.clone();
    ctx.read(move |rx| -> Result<_, StoreError> { state.app.certificate_key_list(rx) }).await
}

/// `GET /check/offline`: what the file is for, and where to get it.
///
/// # Errors
/// A fault.
pub async fn page(ctx: Ctx) -> Answer {
    ctx.render(&OfflinePage { keys: list(&ctx).await? })
}

/// `GET /check/offline.html`: the file.
///
/// # Errors
/// A fault.
pub async fn download(ctx: Ctx) -> Answer {
    let data = json!({
        "keys": list(&ctx).await?.keys,
        "made": ctx.now(),
        "prefix": PREFIX,
        "most": TEXT_MOST,
        "hs": HsCode::ALL.map(HsCode::as_str),
        "language": ctx.locale().tag(),
        "words": Locale::ALL.iter().map(|l| (l.tag().to_owned(), words(&ctx, *l))).collect::<Map<String, Value>>(),
    });
    let script = SCRIPTS.map(|name| assets::text_of(name).ok_or_else(|| WebError::Fault(format!("{name} is not there"))));
    let script = script.into_iter().collect::<Result<String, WebError>>()?;
    // Within a script of a page, a `<` could end it.
    let data = data.to_string().replace('<', "\\u003c");
    let body = SHELL.replacen("/*SCRIPT*/", &script, 1).replacen("/*DATA*/", &data, 1);
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store"));
    answer.insert_header((CONTENT_DISPOSITION, "attachment; filename=\"certificate-check.html\""));
    Ok(answer.body(body))
}

/// Every sentence of the page in a language.
fn words(ctx: &Ctx, l: Locale) -> Value {
    let of = |prefix: &'static str, codes: &[&str]| -> Map<String, Value> {
        codes.iter().map(|code| ((*code).to_owned(), Value::from(label(l, prefix, code)))).collect()
    };
    // The script puts in what exactly.
    let fault = |code: &&str| ((*code).to_owned(), Value::from(text(l, &format!("token-fault-{code}"), &[("what", "{what}".into())])));
    let standing = |code: &str| {
        let days = [("from", "{from}".into()), ("until", "{until}".into())];
        (code.to_owned(), Value::from(text(l, &format!("token-standing-{code}"), &days)))
    };
    let standings: Map<String, Value> = ["valid", "expired", "not-yet"].map(standing).into_iter().collect();
    let page: Map<String, Value> = WORDS.iter().map(|w| ((*w).to_owned(), Value::from(text(l, &format!("offline-{w}"), &[])))).collect();
    json!({
        "page": page,
        "made": text(l, "offline-made", &[("at", format::instant(l, ctx.now()).into())]),
        "name": l.own_name(),
        "forms": l.forms(),
        "field": of("certificate-field", &FIELDS),
        "stones": text(l, "word-stones", &[]),
        "behind": of("token-behind", &BEHIND),
        "claim": of("token-claim", &TYPED),
        "fault": TokenError::CODES.iter().map(fault).collect::<Map<String, Value>>(),
        "standing": standings,
        "hs": of("hs", &HsCode::ALL.map(HsCode::as_str)),
        "mixed": text(l, "shipment-origin-mixed", &[]),
        "open": text(l, "certificate-not-established", &[]),
        "countries": countries(l.tag()).into_iter().map(|c| (c.alpha2.to_owned(), Value::from(c.name(l.tag())))).collect::<Map<String, Value>>(),
    })
}
