//! Accounts, as the administrator sees them.

use crate::domain::access::{AccountRole, Permission};
use crate::domain::ids::{AccountId, OfficeId, PartyId};
use crate::store::account::{self, account_fetch, accounts};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::secret::{logins, secret_by_login, secret_fetch};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Somebody who signs in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    id: AccountId,
    /// Sign-in name.
    login: String,
    /// Name shown on pages.
    display_name: String,
    role: AccountRole,
    /// The office it is bound to.
    office: Option<OfficeId>,
    /// The party it acts for.
    party: Option<PartyId>,
    active: bool,
    created_seq: i64,
    changed_seq: i64,
}

fn seen(a: account::Account, login: String, display_name: String) -> Account {
    Account {
        id: a.actor.account,
        login,
        display_name,
        role: a.actor.role,
        office: a.actor.office,
        party: a.actor.party,
        active: a.active,
        created_seq: a.created_seq,
        changed_seq: a.changed_seq,
    }
}

/// One account with its names.
///
/// # Errors
/// When the database fails.
pub(in crate::web::api) fn account_by_id(rx: &mut Rx<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    let (Some(found), Some(names)) = (account_fetch(rx, id)?, secret_fetch(rx, id)?) else { return Ok(None) };
    Ok(Some(seen(found, names.login, names.display_name)))
}

impl Noun for Account {
    const PERMISSION: Permission = Permission::AccountManage;
    const FILTERS: &'static [Filter] = &[
        Filter::text("q", "Part of the sign-in name or the name shown."),
        Filter::word("role", "With this role."),
        Filter::word("state", "`active` or `disabled`."),
    ];

    fn position(&self) -> i64 {
        self.created_seq
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let role = asked.read("role", AccountRole::parse)?;
        let active = asked.read("state", |word| match word {
            "active" => Some(true),
            "disabled" => Some(false),
            _ => None,
        })?;
        let words = asked.text("q").map(|q| q.to_lowercase());
        let mut names: HashMap<AccountId, (String, String)> =
            logins(rx)?.into_iter().map(|(id, login, name)| (id, (login, name))).collect();
        let all = accounts(rx)?.into_iter().rev().filter(|a| before.is_none_or(|b| a.created_seq < b));
        let named = all.map(|a| {
            let (login, name) = names.remove(&a.actor.account).unwrap_or_default();
            seen(a, login, name)
        });
        let wanted = named.filter(|a| {
            let has = |q: &String| a.login.to_lowercase().contains(q) || a.display_name.to_lowercase().contains(q);
            role.is_none_or(|r| a.role == r) && active.is_none_or(|on| a.active == on) && words.as_ref().is_none_or(has)
        });
        Ok(wanted.take(usize::try_from(limit).unwrap_or(0)).collect())
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let id = match key.parse() {
            Ok(id) => Some(id),
            Err(_) => secret_by_login(rx, &key.to_lowercase())?.map(|s| s.account),
        };
        Ok(id.map(|id| account_by_id(rx, id)).transpose()?.flatten())
    }
}
