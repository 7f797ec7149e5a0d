//! Lists of parties: by reach, role and what was typed into the search field.

use super::details::sought;
use super::{Row, many, words};
use crate::domain::access::{Naming, Reach};
use crate::domain::event::PartyKind;
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::Party;
use crate::domain::role::Role;
use crate::store::connection::Conn;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::schema::{party, party_match, party_role, party_word};
use crate::store::sealing::{Keys, Mark};
use crate::store::text::{LAST_CHAR, fold};
use diesel::prelude::*;

/// How many parties a page shows.
pub const PARTY_PAGE: i64 = 50;
/// More words of a search are left out: each costs a look-up.
const WORDS_MAX: usize = 6;

/// What a list of parties is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartyFilter {
    /// Word beginnings of the name; or a code, or an ID or telephone number, when there is a digit in it.
    /// It is personal, so it stands in no address.
    pub text: Option<String>,
    /// The beginning of a code.
    pub code: Option<String>,
    /// Only parties with this role.
    pub role: Option<Role>,
    /// Only parties of this office.
    pub office: Option<OfficeId>,
}

type Boxed<'a> = party::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

/// Parties within a reach, newest first, those with a number before `before`.
///
/// Names and numbers of documents find only parties whose names the reader is told: else a search would tell who is
/// called what. Codes find all within `reach`.
///
/// # Errors
/// When the database fails.
pub fn parties(
    rx: &mut Rx<'_>,
    reach: Reach,
    naming: impl Into<Naming>,
    filter: &PartyFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Party>, StoreError> {
    let Some(mut query) = within(party::table.into_boxed(), reach) else { return Ok(Vec::new()) };
    if let Some(role) = filter.role {
        let bearers = party_role::table.filter(party_role::role.eq(role.as_str())).select(party_role::party_id);
        query = query.filter(party::id.eq_any(bearers));
    }
    if let Some(office) = filter.office {
        query = query.filter(party::office_id.eq(office.to_string()));
    }
    if let Some(text) = filter.text.as_deref().filter(|t| !t.trim().is_empty()) {
        let naming = naming.into();
        let narrowed = if text.contains(|c: char| c.is_ascii_digit()) {
            Some(by_number(rx.keys, query, text, naming)?)
        } else {
            by_words(rx.keys, query, text, naming)?
        };
        let Some(narrowed) = narrowed else { return Ok(Vec::new()) };
        query = narrowed;
    }
    if let Some(code) = filter.code.as_deref() {
        let code = crate::domain::code::written(code);
        let end = format!("{code}{LAST_CHAR}");
        query = query.filter(party::code.ge(code)).filter(party::code.lt(end));
    }
    if let Some(before) = before {
        query = query.filter(party::no.lt(before));
    }
    let rows: Vec<Row> = query.order(party::no.desc()).limit(limit).load(rx.conn)?;
    many(rx, rows)
}

fn within(query: Boxed<'_>, reach: Reach) -> Option<Boxed<'_>> {
    match reach {
        Reach::All => Some(query),
        Reach::Office(office) => Some(query.filter(party::office_id.eq(office.to_string()))),
        Reach::Party(party) => Some(query.filter(party::id.eq(party.to_string()))),
        Reach::Nothing => None,
    }
}

/// Every word typed is the beginning of a word of the name.
fn by_words<'a>(keys: &Keys, query: Boxed<'a>, text: &str, naming: Naming) -> Result<Option<Boxed<'a>>, StoreError> {
    let firms_only = naming.persons != naming.firms;
    let Some(mut query) = within(query, naming.firms) else { return Ok(None) };
    if firms_only {
        query = query.filter(party::kind.eq(PartyKind::Organisation.as_str()));
    }
    let words = words(text);
    if words.is_empty() {
        return Ok(None);
    }
    for word in words.iter().take(WORDS_MAX) {
        query = query.filter(party::id.eq_any(word_begins(keys.marks(Mark::Beginning, sought(word))?)));
    }
    Ok(Some(query))
}

/// The parties with a word that begins so. (Not boxed: a boxed query cannot stand within another here.)
#[diesel::dsl::auto_type(no_type_alias)]
fn word_begins(marks: Vec<i64>) -> _ {
    party_word::table.filter(party_word::mark.eq_any(marks)).select(party_word::party_id)
}

/// The beginning of a code, or the whole number of a document or telephone.
fn by_number<'a>(keys: &Keys, query: Boxed<'a>, text: &str, naming: Naming) -> Result<Boxed<'a>, StoreError> {
    let code = crate::domain::code::written(text);
    let end = format!("{code}{LAST_CHAR}");
    let squeezed: String = fold(text).chars().filter(|c| *c != ' ').collect();
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits.iter().skip(digits.len().saturating_sub(8)).collect();
    let mut marks = keys.marks(Mark::Likeness, &format!("id {squeezed}"))?;
    marks.extend(keys.marks(Mark::Likeness, &format!("phone {last}"))?);
    let known = party_match::table.filter(party_match::mark.eq_any(marks)).select(party_match::party_id);
    let coded = party::code.ge(code).and(party::code.lt(end));
    Ok(match naming.persons {
        Reach::All => query.filter(coded.or(party::id.eq_any(known))),
        Reach::Office(office) => {
            let own = party::office_id.is_not_null().and(party::office_id.assume_not_null().eq(office.to_string()));
            query.filter(coded.or(own.and(party::id.eq_any(known))))
        }
        Reach::Party(own) => query.filter(coded.or(party::id.eq(own.to_string()).and(party::id.eq_any(known)))),
        Reach::Nothing => query.filter(coded),
    })
}

/// Parties that name this one as their supporter, newest first.
///
/// # Errors
/// When the database fails.
pub fn party_supported_by(rx: &mut Rx<'_>, supporter: PartyId, limit: i64) -> Result<Vec<Party>, StoreError> {
    let rows: Vec<Row> =
        party::table.filter(party::supporter_id.eq(supporter.to_string())).order(party::no.desc()).limit(limit).load(rx.conn)?;
    many(rx, rows)
}
