//! Corrections.

use crate::domain::access::{Belongs, Reach};
use crate::domain::correction::{Correction, CorrectionKind, CorrectionState};
use crate::domain::event::{CorrectionChange, CorrectionDecided, CorrectionProposed};
use crate::domain::ids::{AccountId, CorrectionId};
use crate::store::account::account_fetch;
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{account, correction, purchase as purchase_table};
use crate::store::text::{from_json, known, parsed, parsed_opt, to_json};
use crate::store::{production, purchase};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = correction, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    no: i64,
    corrects_seq: i64,
    office_id: Option<String>,
    proposed_by: String,
    proposed_seq: i64,
    change: String,
    reason: String,
    state: String,
    decided_by: Option<String>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl Row {
    pub(super) fn into_domain(self) -> Result<Correction, StoreError> {
        Ok(Correction {
            id: parsed(&self.id)?,
            no: self.no,
            corrects_seq: self.corrects_seq,
            office: parsed_opt(self.office_id.as_deref())?,
            proposed_by: parsed(&self.proposed_by)?,
            proposed_seq: self.proposed_seq,
            change: from_json(&self.change)?,
            reason: self.reason,
            state: known(CorrectionState::parse(&self.state), &self.state)?,
            decided_by: parsed_opt(self.decided_by.as_deref())?,
            decided_seq: self.decided_seq,
            decision_reason: self.decision_reason,
        })
    }
}

pub(super) fn proposed(tx: &mut Tx<'_>, at: At, e: &CorrectionProposed) -> Result<(), StoreError> {
    let row = Row {
        id: e.correction.to_string(),
        no: e.no,
        corrects_seq: e.corrects_seq,
        office_id: e.office.map(|o| o.to_string()),
        proposed_by: at.account.to_string(),
        proposed_seq: at.seq,
        change: to_json(&e.change)?,
        reason: e.reason.clone(),
        state: CorrectionState::Proposed.as_str().to_owned(),
        decided_by: None,
        decided_seq: None,
        decision_reason: None,
    };
    diesel::insert_into(correction::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn decided(tx: &mut Tx<'_>, at: At, e: &CorrectionDecided) -> Result<(), StoreError> {
    let before = correction_fetch(tx, e.correction)?.ok_or_else(|| StoreError::damaged("no such correction"))?;
    let state = if e.approved { CorrectionState::Approved } else { CorrectionState::Refused };
    diesel::update(correction::table.find(e.correction.to_string()))
        .set((
            correction::state.eq(state.as_str()),
            correction::decided_by.eq(at.account.to_string()),
            correction::decided_seq.eq(at.seq),
            correction::decision_reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    if !e.approved {
        return Ok(());
    }
    match &before.change {
        CorrectionChange::Production { parcel_no, now, .. } => production::corrected(tx, at, *parcel_no, now),
        CorrectionChange::Purchase { purchase, now, .. } => purchase::corrected(tx, at, *purchase, now),
        CorrectionChange::Stock { parcel_no, now, .. } => production::stock_corrected(tx, at, *parcel_no, now),
        CorrectionChange::Withdrawal { parcel_no, .. } => production::withdrawn(tx, at, *parcel_no),
    }
}

/// One correction.
///
/// # Errors
/// When the database fails.
pub fn correction_fetch(rx: &mut Rx<'_>, id: CorrectionId) -> Result<Option<Correction>, StoreError> {
    let row: Option<Row> = correction::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The corrections of an entry, oldest first.
///
/// # Errors
/// When the database fails.
pub fn corrections_of(rx: &mut Rx<'_>, corrects_seq: i64) -> Result<Vec<Correction>, StoreError> {
    let rows: Vec<Row> = correction::table.filter(correction::corrects_seq.eq(corrects_seq)).order(correction::no).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// What a list of corrections is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct CorrectionFilter {
    /// Where they stand.
    pub state: Option<CorrectionState>,
    /// What they put right.
    pub kind: Option<CorrectionKind>,
    /// The entry they correct.
    pub entry: Option<i64>,
    /// Only those that this account proposed.
    pub by: Option<AccountId>,
    /// Only those that somebody else than this account proposed.
    pub not_by: Option<AccountId>,
}

impl CorrectionFilter {
    /// Those that wait for a second person.
    #[must_use]
    pub fn waiting() -> Self {
        Self { state: Some(CorrectionState::Proposed), ..Self::default() }
    }
}

/// None where the reach is empty. A party sees those its own accounts proposed, and those of the sales it is a side of,
/// whoever proposed them.
fn narrowed(reach: Reach, filter: &CorrectionFilter) -> Option<correction::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>> {
    let mut query = correction::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(correction::office_id.eq(office.to_string())),
        Reach::Party(party) => {
            let own = account::table.filter(account::party_id.eq(party.to_string())).select(account::id);
            let sales = purchase_table::table
                .filter(purchase_table::seller_id.eq(party.to_string()).or(purchase_table::buyer_id.eq(party.to_string())))
                .select(purchase_table::offered_seq);
            query.filter(correction::proposed_by.eq_any(own).or(correction::corrects_seq.eq_any(sales)))
        }
        Reach::Nothing => return None,
    };
    if let Some(state) = filter.state {
        query = query.filter(correction::state.eq(state.as_str()));
    }
    if let Some(kind) = filter.kind {
        // The tag of the change; quotes within a text are escaped, so nothing typed can look like it.
        query = query.filter(correction::change.like(format!("%\"of\":\"{}\"%", kind.as_str())));
    }
    if let Some(entry) = filter.entry {
        query = query.filter(correction::corrects_seq.eq(entry));
    }
    if let Some(by) = filter.by {
        query = query.filter(correction::proposed_by.eq(by.to_string()));
    }
    if let Some(by) = filter.not_by {
        query = query.filter(correction::proposed_by.ne(by.to_string()));
    }
    Some(query)
}

/// Corrections within a reach, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn corrections(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &CorrectionFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Correction>, StoreError> {
    let Some(mut query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(correction::no.lt(before));
    }
    let rows: Vec<Row> = query.order(correction::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// How many corrections a list would have.
///
/// # Errors
/// When the database fails.
pub fn corrections_count(rx: &mut Rx<'_>, reach: Reach, filter: &CorrectionFilter) -> Result<i64, StoreError> {
    let Some(query) = narrowed(reach, filter) else { return Ok(0) };
    Ok(query.count().get_result(rx.conn)?)
}

/// Whether one correction lies within reach, as [`corrections`] would list it.
///
/// # Errors
/// When the database fails.
pub fn correction_within(rx: &mut Rx<'_>, reach: Reach, one: &Correction) -> Result<bool, StoreError> {
    Ok(match reach {
        Reach::Party(party) => {
            let sold = match &one.change {
                CorrectionChange::Purchase { purchase, .. } => {
                    purchase::purchase_fetch(rx, *purchase)?.is_some_and(|p| p.seller == party || p.buyer == party)
                }
                _ => false,
            };
            sold || account_fetch(rx, one.proposed_by)?.is_some_and(|a| a.actor.party == Some(party))
        }
        other => other.covers(&Belongs::office(one.office)),
    })
}

/// The number the next correction gets.
///
/// # Errors
/// When the database fails.
pub fn correction_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = correction::table.select(max(correction::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}
