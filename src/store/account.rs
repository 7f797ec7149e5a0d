//! Accounts as the journal knows them.

use crate::domain::access::{AccountRole, Actor};
use crate::domain::event::{AccountChanged, AccountCreated, AccountStateChanged};
use crate::domain::ids::{AccountId, PartyId};
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::account;
use crate::store::text::{known, parsed, parsed_opt};
use diesel::prelude::*;

/// An account without what is needed to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who it is and what it is bound to.
    pub actor: Actor,
    /// Whether it may act.
    pub active: bool,
    /// Entry that made it.
    pub created_seq: i64,
    /// Entry that last changed it.
    pub changed_seq: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = account, treat_none_as_default_value = false)]
struct Row {
    id: String,
    role: String,
    office_id: Option<String>,
    party_id: Option<String>,
    active: i64,
    created_seq: i64,
    changed_seq: i64,
}

impl Row {
    fn into_domain(self) -> Result<Account, StoreError> {
        let actor = Actor {
            account: parsed(&self.id)?,
            role: known(AccountRole::parse(&self.role), &self.role)?,
            office: parsed_opt(self.office_id.as_deref())?,
            party: parsed_opt(self.party_id.as_deref())?,
        };
        Ok(Account { actor, active: self.active != 0, created_seq: self.created_seq, changed_seq: self.changed_seq })
    }
}

pub(super) fn created(tx: &mut Tx<'_>, at: At, e: &AccountCreated) -> Result<(), StoreError> {
    let row = Row {
        id: e.account.to_string(),
        role: e.role.as_str().to_owned(),
        office_id: e.office.map(|o| o.to_string()),
        party_id: e.party.map(|p| p.to_string()),
        active: 1,
        created_seq: at.seq,
        changed_seq: at.seq,
    };
    diesel::insert_into(account::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn changed(tx: &mut Tx<'_>, at: At, e: &AccountChanged) -> Result<(), StoreError> {
    diesel::update(account::table.find(e.account.to_string()))
        .set((
            account::role.eq(e.role.as_str()),
            account::office_id.eq(e.office.map(|o| o.to_string())),
            account::party_id.eq(e.party.map(|p| p.to_string())),
            account::changed_seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn state_changed(tx: &mut Tx<'_>, at: At, e: &AccountStateChanged) -> Result<(), StoreError> {
    diesel::update(account::table.find(e.account.to_string()))
        .set((account::active.eq(i64::from(e.active)), account::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

/// Something about how it signs in changed, which stands beside the journal.
pub(super) fn touched(tx: &mut Tx<'_>, at: At, id: AccountId) -> Result<(), StoreError> {
    diesel::update(account::table.find(id.to_string())).set(account::changed_seq.eq(at.seq)).execute(tx.conn)?;
    Ok(())
}

/// One account.
///
/// # Errors
/// When the database fails.
pub fn account_fetch(rx: &mut Rx<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = account::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Whether an account is on, with the role, office and party that somebody acts with. Where there is no account at all,
/// the first may be made by the very account it makes.
///
/// # Errors
/// When the database fails.
pub fn account_stands(rx: &mut Rx<'_>, as_of: &Actor) -> Result<bool, StoreError> {
    let own = account::table.find(as_of.account.to_string());
    let row: Option<Row> = direct!(rx.conn, c => own.get_result(c)).optional()?;
    match row.map(Row::into_domain).transpose()? {
        Some(account) => Ok(account.active && account.actor == *as_of),
        None => Ok(accounts(rx)?.is_empty()),
    }
}

/// All accounts in the order they were made.
///
/// # Errors
/// When the database fails.
pub fn accounts(rx: &mut Rx<'_>) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<Row> = account::table.order(account::created_seq).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Whether somebody can sign in for a party: an active account is bound to it.
///
/// # Errors
/// When the database fails.
pub fn account_active_of(rx: &mut Rx<'_>, party: PartyId) -> Result<bool, StoreError> {
    let active = account::table.filter(account::party_id.eq(party.to_string())).filter(account::active.eq(1)).count();
    let found: i64 = direct!(rx.conn, c => active.get_result(c))?;
    Ok(found > 0)
}
