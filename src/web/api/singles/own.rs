//! For whoever is signed in: the account itself, receipts of its acts, and the rules of the country.

use crate::domain::access::Permission;
use crate::domain::ids::EntryId;
use crate::domain::jurisdiction::{Profile, Stated};
use crate::store::db::Rx;
use crate::store::journal::entry_by_id;
use crate::web::api::views::{Account, account_by_id, entry};
use crate::web::api::{json, permission_name};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::journal::may_see;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The account that asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    account: Account,
    /// What it may do at all, as the acts and lists name it; `details_read` and `import_run` are no act of their own.
    permissions: BTreeSet<String>,
}

pub(super) async fn me(ctx: Ctx) -> Answer {
    let id = ctx.actor()?.account;
    let permissions = Permission::ALL.into_iter().filter(|p| ctx.can(*p)).map(permission_name).collect();
    let account = ctx.read(move |rx| account_by_id(rx, id)).await?.ok_or(WebError::NotFound)?;
    json(StatusCode::OK, &Me { account, permissions })
}

pub(super) async fn receipt(ctx: Ctx, key: web::Path<String>) -> Answer {
    let id: EntryId = key.parse().map_err(|_| WebError::NotFound)?;
    let (actor, journal) = (ctx.actor()?.clone(), ctx.can(Permission::JournalRead));
    let read = move |rx: &mut Rx<'_>| -> Result<_, WebError> {
        let stored = entry_by_id(rx, id)?.filter(|s| may_see(&actor, journal, s)).ok_or(WebError::NotFound)?;
        entry(stored)
    };
    json(StatusCode::OK, &ctx.read(read).await?)
}

/// A word of the profile, in its languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    code: String,
    /// By language.
    name: BTreeMap<&'static str, String>,
}

/// A kind of licence.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceKind {
    code: String,
    /// By language.
    name: BTreeMap<&'static str, String>,
    /// The role it grants.
    role: String,
    /// The terms offered, the usual one first.
    terms_months: Vec<u32>,
    /// Papers that may be named in `documents`.
    documents: Vec<String>,
}

/// The country's rules: the words that acts take, and every value with its source.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rules {
    /// ISO 3166-1 alpha-2.
    country: String,
    /// The local currency, ISO 4217.
    currency: String,
    /// Whether everything in this register is fictitious.
    demonstration: bool,
    licence_types: Vec<LicenceKind>,
    deposit_types: Vec<Named>,
    /// Grounds of seizures and offences.
    offences: Vec<Named>,
    /// Every value of the profile, its source and its line.
    values: Vec<Stated>,
}

fn name(text: &crate::domain::jurisdiction::Text) -> BTreeMap<&'static str, String> {
    ["en", "fr"].into_iter().map(|language| (language, text.get(language).to_owned())).collect()
}

fn rules(p: &Profile, demonstration: bool) -> Rules {
    let kinds = p.licence_types.iter().map(|t| LicenceKind {
        code: t.code.clone(),
        name: name(&t.name),
        role: t.role.value.as_str().to_owned(),
        terms_months: t.terms_months.value.clone(),
        documents: t.documents.iter().map(|d| d.code.clone()).collect(),
    });
    let deposits = p.deposit_types.iter().map(|d| Named { code: d.code.clone(), name: name(&d.name) });
    let offences = p.offences.iter().map(|o| Named { code: o.code.clone(), name: name(&o.name) });
    Rules {
        country: p.code().to_owned(),
        currency: p.country.currency.value.to_string(),
        demonstration,
        licence_types: kinds.collect(),
        deposit_types: deposits.collect(),
        offences: offences.collect(),
        values: p.stated.clone(),
    }
}

pub(super) async fn profile(ctx: Ctx) -> Answer {
    json(StatusCode::OK, &rules(&ctx.state.app.env.profile, ctx.state.register.demonstration))
}
