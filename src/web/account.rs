//! Accounts, for the administrator: who may sign in, as what, for which office or party. Parties are named by
//! their codes; no personal detail of a party is read here.

use crate::domain::access::{AccountRole, Permission};
use crate::domain::author::Via;
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, OfficeId};
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::account::{ChangeAccount, CreateAccount, ResetPassword, SetAccountState};
use crate::service::factor::{FactorState, ResetFactor, has_factor};
use crate::store::account::{Account, account_fetch, accounts};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Stored, entries_latest};
use crate::store::office::{Office, office_fetch, offices};
use crate::store::party::{party_by_code, party_fetch};
use crate::store::secret::{logins, secret_fetch};
use crate::store::text::fold;
use crate::web::check::with_rules;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, label};
use crate::web::password;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::state::State;
use actix_web::web::{self, get, post};
use askama::Template;
use std::collections::HashMap;

const MANAGE: Access = Access::Needs(Permission::AccountManage);
/// Accounts on a page of the list.
const PAGE: usize = 100;
/// Entries shown of what happened to an account.
const HISTORY: i64 = 50;

/// The routes of accounts.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/accounts", MANAGE, || get().to(list)),
        shown("/accounts/new", MANAGE, || get().to(new)),
        posted("/accounts/new", MANAGE, || post().to(create)),
        shown("/accounts/{id}", MANAGE, || get().to(show)),
        shown("/accounts/{id}/edit", MANAGE, || get().to(edit)),
        posted("/accounts/{id}/edit", MANAGE, || post().to(change)),
        shown("/accounts/{id}/state", MANAGE, || get().to(state_form)),
        posted("/accounts/{id}/state", MANAGE, || post().to(set_state)),
        shown("/accounts/{id}/password", MANAGE, || get().to(reset_form)),
        posted("/accounts/{id}/password", MANAGE, || post().to(reset)),
        shown("/accounts/{id}/factor", MANAGE, || get().to(factor_form)),
        posted("/accounts/{id}/factor", MANAGE, || post().to(reset_factor)),
    ]
}

/// An account as the administrator sees it.
struct Seen {
    id: AccountId,
    login: String,
    name: String,
    role: AccountRole,
    office: Option<Office>,
    party: Option<String>,
    active: bool,
    made: i64,
    /// Whether there is a second factor.
    factor: bool,
}

impl Seen {
    fn role_code(&self) -> &'static str {
        self.role.as_str()
    }
    fn office_code(&self) -> &str {
        self.office.as_ref().map_or("", |o| &o.code)
    }
    fn party_code(&self) -> &str {
        self.party.as_deref().unwrap_or_default()
    }
}

fn seen(rx: &mut Rx<'_>, account: Account, login: String, name: String) -> Result<Seen, StoreError> {
    let office = account.actor.office.map(|id| office_fetch(rx, id)).transpose()?.flatten();
    let party = account.actor.party.map(|id| party_fetch(rx, id)).transpose()?.flatten().map(|p| p.code);
    let (id, role) = (account.actor.account, account.actor.role);
    let factor = has_factor(rx, id)?;
    Ok(Seen { id, login, name, role, office, party, active: account.active, made: account.created_seq, factor })
}

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct ListPage {
    query: Query,
    roles: Vec<Choice>,
    accounts: Vec<Seen>,
    found: usize,
    /// Where the next page begins.
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/form.html")]
struct FormPage {
    form: Form,
    account: Option<Seen>,
    roles: Vec<Choice>,
    offices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct ShowPage {
    account: Seen,
    own: bool,
    factor: FactorState,
    history: Vec<Happened>,
}

/// Something that happened to an account. An administrator does not read the journal; this is his part of it.
struct Happened {
    kind: &'static str,
    at: Instant,
    who: String,
    /// At the server's console, where nobody signs in: the name is that of the account it was done under.
    console: bool,
    reason: Option<String>,
}

/// What happened to an account; the newest first.
fn history(rx: &mut Rx<'_>, id: AccountId) -> Result<Vec<Happened>, StoreError> {
    let entries = entries_latest(rx, Some(&id.to_string()), None, HISTORY)?;
    let happened = |stored: Stored| {
        let reason = match &stored.entry.event {
            Event::AccountStateChanged(e) => Some(e.reason.clone()),
            Event::AccountFactorReset(e) => Some(e.reason.clone()),
            _ => None,
        };
        let who = secret_fetch(rx, stored.entry.account)?.map(|s| s.display_name).unwrap_or_default();
        Ok(Happened {
            kind: stored.entry.event.kind(),
            at: stored.entry.recorded_at,
            who,
            console: stored.entry.via == Via::Console,
            reason,
        })
    };
    entries.into_iter().map(happened).collect()
}

#[derive(Template)]
#[template(path = "accounts/state.html")]
struct StatePage {
    form: Form,
    account: Seen,
}

#[derive(Template)]
#[template(path = "accounts/factor.html")]
struct FactorPage {
    form: Form,
    account: Seen,
}

#[derive(Template)]
#[template(path = "accounts/reset.html")]
struct ResetPage {
    form: Form,
    account: Seen,
}

/// A first password, on the one page that ever shows it.
#[derive(Template)]
#[template(path = "accounts/password.html")]
struct PasswordPage {
    id: String,
    login: String,
    /// None when the form came a second time, or the administrator typed it himself.
    password: Option<String>,
    replayed: bool,
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Query {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

impl Query {
    fn chose(&self, role: &str) -> bool {
        self.role == role
    }
    fn any(&self) -> bool {
        !(self.q.is_empty() && self.role.is_empty() && self.state.is_empty())
    }
    fn keeps(&self, account: &Account, words: &str) -> bool {
        let wanted = fold(&self.q);
        let role = self.role.is_empty() || account.actor.role.as_str() == self.role;
        let state = self.state.is_empty() || account.active == (self.state == "active");
        role && state && (wanted.is_empty() || words.contains(&wanted))
    }
    fn after(&self, made: i64) -> Option<String> {
        query_text(&[("q", &self.q), ("role", &self.role), ("state", &self.state), ("before", &made.to_string())])
    }
}

fn query_text(pairs: &[(&str, &str)]) -> Option<String> {
    let encoded: Option<Vec<String>> = pairs
        .iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(n, v)| askama::filters::urlencode_strict(v).ok().map(|v| format!("{n}={v}")))
        .collect();
    encoded.map(|e| e.join("&"))
}

fn roles(locale: Locale) -> Vec<Choice> {
    AccountRole::ALL.iter().map(|r| Choice::new(r.as_str(), label(locale, "account-role", r.as_str()))).collect()
}

fn office_choices(rx: &mut Rx<'_>) -> Result<Vec<Choice>, StoreError> {
    Ok(offices(rx)?.into_iter().map(|o| Choice::new(o.id, format!("{} ({})", o.name, o.code))).collect())
}

/// `GET /accounts`: the newest first.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let query = query.into_inner();
    let asked = query.clone();
    let rows_shown = if ctx.page.file.is_some() { usize::MAX } else { PAGE };
    let (accounts, found) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut names: HashMap<AccountId, (String, String)> = logins(rx)?.into_iter().map(|(id, l, n)| (id, (l, n))).collect();
            let mut kept = Vec::new();
            for account in accounts(rx)?.into_iter().rev() {
                let (login, name) = names.remove(&account.actor.account).unwrap_or_default();
                if asked.keeps(&account, &format!("{} {}", fold(&login), fold(&name))) {
                    kept.push((account, login, name));
                }
            }
            let found = kept.len();
            kept.retain(|(a, _, _)| asked.before.is_none_or(|before| a.created_seq < before));
            let page: Result<Vec<Seen>, StoreError> =
                kept.into_iter().take(rows_shown.saturating_add(1)).map(|(a, l, n)| seen(rx, a, l, n)).collect();
            Ok((page?, found))
        })
        .await?;
    let mut accounts = accounts;
    let more = accounts.len() > rows_shown;
    accounts.truncate(rows_shown);
    let next = accounts.last().filter(|_| more).and_then(|a| query.after(a.made));
    ctx.render(&ListPage { query, roles: roles(ctx.locale()), accounts, found, next })
}

async fn fetch(ctx: &Ctx, id: &str) -> Result<Seen, WebError> {
    let id: AccountId = id.parse().map_err(|_| WebError::NotFound)?;
    ctx.read(move |rx| -> Result<_, WebError> {
        let account = account_fetch(rx, id)?.ok_or(WebError::NotFound)?;
        let secret = secret_fetch(rx, id)?;
        let (login, name) = secret.map(|s| (s.login, s.display_name)).unwrap_or_default();
        Ok(seen(rx, account, login, name)?)
    })
    .await
}

async fn form_page(ctx: &Ctx, form: Form, account: Option<Seen>) -> Result<FormPage, WebError> {
    let offices = ctx.read(office_choices).await?;
    Ok(FormPage { form, account, roles: roles(ctx.locale()), offices })
}

/// `GET /accounts/new`.
///
/// # Errors
/// A fault.
pub async fn new(ctx: Ctx) -> Answer {
    ctx.render(&form_page(&ctx, Form::new(Posted::default()), None).await?)
}

/// Role, office and party as typed; a party by its code.
///
/// A role that was not chosen has a stand-in that asks for nothing; that it is missing is noted.
async fn binding(ctx: &Ctx, form: &Posted, v: &mut Violations) -> Result<ChangeAccount, WebError> {
    let mut f = form.reader(ctx.locale());
    let role = f.text("role").and_then(|r| AccountRole::parse(&r));
    let office = f.parsed::<OfficeId>("office");
    let code = f.text("party").map(|c| crate::domain::code::written(&c));
    if role.is_none() {
        f.problem(Violation::on("required", "role"));
    }
    let asked = code.clone();
    let party = match asked {
        Some(code) => ctx.read(move |rx| -> Result<_, StoreError> { party_by_code(rx, &code) }).await?.map(|p| p.id),
        None => None,
    };
    if code.is_some() && party.is_none() {
        f.problem(Violation::on("account.no_party", "party"));
    }
    v.0.extend(f.noted().0);
    // Whose account it is does not matter here; the caller sets it.
    let role = role.unwrap_or(AccountRole::Administrator);
    Ok(ChangeAccount { account: AccountId::new(uuid::Uuid::nil()), role, office, party })
}

/// `POST /accounts/new`.
///
/// # Errors
/// A fault.
pub async fn create(ctx: Ctx, form: Posted) -> Answer {
    let mut v = Violations::none();
    let bound = binding(&ctx, &form, &mut v).await?;
    let f = form.reader(ctx.locale());
    let (login, display_name) = (f.text("login").unwrap_or_default(), f.text("display_name").unwrap_or_default());
    let typed = form.get("password").filter(|p| !p.is_empty()).map(str::to_owned);
    if let Some(typed) = &typed {
        let (login, name, typed) = (login.clone(), display_name.clone(), typed.clone());
        let problems = move |state: &State| state.app.guard.password_problems(&login, &[&name], &typed, "password");
        v.0.extend(ctx.block(problems).await?.0);
    }
    let made = typed.is_none();
    let first = typed.unwrap_or_else(password::generate);
    let ChangeAccount { role, office, party, .. } = bound;
    let (login_typed, password_hash, must_change, chosen) = (login.clone(), String::new(), true, !made);
    let mut command = CreateAccount { login: login_typed, display_name, role, office, party, password_hash, must_change, chosen };
    let done = if v.0.is_empty() {
        let salt = password::salt_of(ctx.actor()?.account, form.key());
        command.password_hash = password::hashed_with(first.clone(), salt).await?;
        ctx.submit(&form, command).await
    } else {
        Err(with_rules(&ctx, &form, command, v).await)
    };
    match done {
        Ok(receipt) => {
            let password = Some(first).filter(|_| made && !receipt.replayed);
            ctx.render(&PasswordPage { id: receipt.subject, login: login.to_lowercase(), password, replayed: receipt.replayed })
        }
        Err(e) => {
            let (status, v) = refusals(e)?;
            let again = Form::again(form, &v, ctx.locale());
            ctx.render_as(status, &form_page(&ctx, again, None).await?)
        }
    }
}

/// `GET /accounts/{id}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let account = fetch(&ctx, &path).await?;
    let own = account.id == ctx.actor()?.account;
    let id = account.id;
    let history = ctx.read(move |rx| history(rx, id)).await?;
    let factor = ctx.block(move |state| state.app.factor_state(id)).await?;
    ctx.render(&ShowPage { account, own, factor, history })
}

/// `GET /accounts/{id}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn edit(ctx: Ctx, path: web::Path<String>) -> Answer {
    let account = fetch(&ctx, &path).await?;
    let office = account.office.as_ref().map(|o| o.id.to_string()).unwrap_or_default();
    let values = [("role", account.role_code().to_owned()), ("office", office), ("party", account.party_code().to_owned())];
    ctx.render(&form_page(&ctx, Form::new(Posted::of(values)), Some(account)).await?)
}

/// `POST /accounts/{id}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn change(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let account = fetch(&ctx, &path).await?;
    let mut v = Violations::none();
    let bound = binding(&ctx, &form, &mut v).await?;
    let command = ChangeAccount { account: account.id, ..bound };
    let done = if v.0.is_empty() { ctx.submit(&form, command).await } else { Err(with_rules(&ctx, &form, command, v).await) };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/accounts/{}", account.id))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let again = Form::again(form, &v, ctx.locale());
            ctx.render_as(status, &form_page(&ctx, again, Some(account)).await?)
        }
    }
}

/// `GET /accounts/{id}/state`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn state_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let account = fetch(&ctx, &path).await?;
    ctx.render(&StatePage { form: Form::new(Posted::default()), account })
}

/// `POST /accounts/{id}/state`: disables an active account, enables a disabled one, as the page showed it.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn set_state(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let account = fetch(&ctx, &path).await?;
    let active = form.get("active") == Some("yes");
    let mut f = form.reader(ctx.locale());
    let command = SetAccountState { account: account.id, active, reason: f.required("reason") };
    let done = match f.finish_with(Some(command)) {
        Ok(command) => ctx.submit(&form, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/accounts/{}", account.id))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            ctx.render_as(status, &StatePage { form: Form::again(form, &v, ctx.locale()), account })
        }
    }
}

/// `GET /accounts/{id}/password`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn reset_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let account = fetch(&ctx, &path).await?;
    ctx.render(&ResetPage { form: Form::new(Posted::default()), account })
}

/// `POST /accounts/{id}/password`: a new first password, shown once.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn reset(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let account = fetch(&ctx, &path).await?;
    let first = password::generate();
    let password_hash = password::hashed(first.clone()).await?;
    let receipt = ctx.submit(&form, ResetPassword { account: account.id, password_hash, chosen: false }).await?;
    let password = Some(first).filter(|_| !receipt.replayed);
    ctx.render(&PasswordPage { id: receipt.subject, login: account.login, password, replayed: receipt.replayed })
}

/// `GET /accounts/{id}/factor`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn factor_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let account = fetch(&ctx, &path).await?;
    ctx.render(&FactorPage { form: Form::new(Posted::default()), account })
}

/// `POST /accounts/{id}/factor`: takes the second factor of somebody who lost it away.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn reset_factor(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let account = fetch(&ctx, &path).await?;
    let mut f = form.reader(ctx.locale());
    let command = ResetFactor { account: account.id, reason: f.required("reason") };
    let done = match f.finish_with(Some(command)) {
        Ok(command) => ctx.submit(&form, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/accounts/{}", account.id))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            ctx.render_as(status, &FactorPage { form: Form::again(form, &v, ctx.locale()), account })
        }
    }
}
