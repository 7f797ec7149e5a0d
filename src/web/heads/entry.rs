//! A single entry of the journal as papers name it, by its number and short code: reading what was typed, where the
//! entry stands, and the page on which anybody checks it.

use crate::domain::access::Permission;
use crate::domain::quantity::whole_grouped;
use crate::domain::time::Instant;
use crate::store::checkpoint::{checkpoint_covering, checkpoint_latest};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Stored, entry_fetch};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::journal::may_see;
use crate::web::keeper::Witnesses;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// The first part of an entry's hash, as people read it aloud and as slips carry it.
fn short_code(leaf: &[u8]) -> String {
    let hex = data_encoding::HEXUPPER.encode(leaf);
    hex.as_bytes().chunks(4).take(3).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

/// An entry's number and short code, for papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// Its position.
    pub seq: i64,
    /// [`short_code`].
    pub code: String,
    /// Its receipt with the proof, for whoever may open it.
    pub receipt: Option<String>,
}

impl Short {
    /// Of the entry at a position, for whoever asks.
    ///
    /// # Errors
    /// When the database fails or there is none.
    pub async fn read(ctx: &Ctx, seq: i64) -> Result<Self, WebError> {
        let stored = ctx.read(move |rx| entry_at(rx, seq)).await?;
        Ok(Self { seq, code: short_code(&stored.leaf_hash), receipt: receipt_of(ctx, &stored) })
    }
}

fn entry_at(rx: &mut Rx<'_>, seq: i64) -> Result<Stored, StoreError> {
    entry_fetch(rx, seq)?.ok_or_else(|| StoreError::Damaged(format!("there is no entry {seq}")))
}

/// The address of an entry's receipt, for whoever may open it.
fn receipt_of(ctx: &Ctx, stored: &Stored) -> Option<String> {
    let may = ctx.actor().is_ok_and(|actor| may_see(actor, ctx.can(Permission::JournalRead), stored));
    may.then(|| format!("/receipts/{}", stored.entry.id))
}

/// Where an entry stands: in which signed head, and who cosigned that.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Its position.
    pub seq: i64,
    /// [`short_code`].
    pub code: String,
    /// Where its proof is to be had.
    pub proof: String,
    /// Entries of the smallest signed head that holds it.
    pub size: Option<u64>,
    /// Whether there are witnesses.
    pub asked: bool,
    /// Names of the witnesses that cosigned it.
    pub by: String,
    /// Whether that is enough.
    pub enough: bool,
    /// How many of how many are needed, where the policy is so simple.
    pub needed: Option<(usize, usize)>,
}

impl Sealed {
    /// Of the entry at a position.
    ///
    /// # Errors
    /// When the database fails or there is none.
    pub fn read(rx: &mut Rx<'_>, seq: i64, origin: Option<&str>, witnesses: &Witnesses) -> Result<Self, StoreError> {
        let stored = entry_at(rx, seq)?;
        let code = short_code(&stored.leaf_hash);
        let mut head = origin.map(|o| checkpoint_covering(rx, o, seq, false)).transpose()?.flatten();
        // A later head holds it as well, and may have more cosignatures.
        let newest = origin.map(|o| checkpoint_latest(rx, o)).transpose()?.flatten();
        if head.as_ref().is_some_and(|h| !witnesses.enough(&h.signed)) && newest.as_ref().is_some_and(|n| witnesses.enough(&n.signed)) {
            head = newest;
        }
        let by: Vec<String> = head.iter().flat_map(|h| witnesses.under(&h.signed)).map(|w| w.name.clone()).collect();
        Ok(Self {
            seq,
            code,
            proof: format!("/receipts/{}/proof", stored.entry.id),
            size: head.as_ref().map(|h| h.signed.checkpoint.size),
            asked: !witnesses.policy.witnesses.is_empty(),
            by: by.join(", "),
            enough: head.as_ref().is_some_and(|h| witnesses.enough(&h.signed)),
            needed: witnesses.policy.needed(),
        })
    }
}

/// What somebody typed after a paper: all before the code, and the code without hyphens and blanks. The code is the
/// short one of twelve hexadecimal figures or the whole leaf hash, and stands last, as papers print it.
fn typed_parts(typed: &str) -> Option<(String, String)> {
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let text: String = typed.chars().map(|c| if dash(c) { '-' } else { c.to_ascii_uppercase() }).collect();
    let text = text.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let hex = |part: &str, figures: usize| part.len() == figures && part.bytes().all(|b| b.is_ascii_hexdigit());
    let last = text.rsplit(char::is_whitespace).next()?;
    let groups: Vec<&str> = last.split('-').collect();
    if hex(last, 64) || hex(last, 12) || (groups.len() == 3 && groups.iter().all(|group| hex(group, 4))) {
        return Some((text.strip_suffix(last)?.to_owned(), groups.concat()));
    }
    // The groups with blanks between them.
    let words: Vec<&str> = text.split_whitespace().collect();
    let (before, groups) = words.split_at_checked(words.len().checked_sub(3)?)?;
    groups.iter().all(|group| hex(group, 4)).then(|| (before.join(" "), groups.concat()))
}

/// The number that stands last in a text, however it is grouped.
fn number_in(text: &str) -> Option<i64> {
    let end = text.rfind(|c: char| c.is_ascii_digit())?.checked_add(1)?;
    let (text, _) = text.split_at_checked(end)?;
    let begins = text.rfind(char::is_alphabetic).and_then(|at| text.split_at_checked(at)).map_or(text, |(_, rest)| rest);
    whole_grouped(begins.trim_matches(|c: char| !c.is_ascii_digit())).filter(|seq| *seq > 0)
}

/// The address where an entry is checked, when somebody typed its number and its code: also the whole line as papers
/// print it.
#[must_use]
pub fn entry_path_typed(typed: &str) -> Option<String> {
    let (before, code) = typed_parts(typed)?;
    Some(format!("/check/entry/{}/{}", number_in(&before)?, spaced(&code)))
}

/// Whether somebody typed the code of an entry and left out its number, without which none is looked for.
#[must_use]
pub fn is_entry_code(typed: &str) -> bool {
    typed_parts(typed).is_some_and(|(before, _)| number_in(&before).is_none())
}

/// A short code in its written form; a whole hash stays as it is.
fn spaced(code: &str) -> String {
    if code.len() == 64 {
        return code.to_ascii_lowercase();
    }
    code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

/// What anybody is told who knows an entry's number and code, and nothing else of it.
struct Told {
    recorded_at: Instant,
    sealed: Sealed,
    /// Its receipt with the proof, for whoever may open it.
    receipt: Option<String>,
}

#[derive(Template)]
#[template(path = "heads/entry.html")]
struct CheckPage {
    seq: i64,
    code: String,
    told: Option<Told>,
    /// Whether the register is closed, so that nothing it says is a proof.
    closed: bool,
    signed_in: bool,
}

/// `GET /check/entry/{seq}/{code}`: whether the journal holds this entry. A number alone is answered like a wrong one.
///
/// # Errors
/// A fault.
pub async fn check(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    let (seq, code) = path.into_inner();
    let Some((seq, (_, code))) = whole_grouped(&seq).zip(typed_parts(&code)) else { return Err(WebError::NotFound) };
    let (origin, witnesses) = (ctx.state.app.notary.origin(), ctx.state.witnesses.clone());
    let wanted = code.clone();
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let stored = entry_fetch(rx, seq)?;
            // A short code is the beginning of the hash.
            let Some(stored) = stored.filter(|s| data_encoding::HEXUPPER.encode(&s.leaf_hash).starts_with(&wanted)) else {
                return Ok(None);
            };
            Ok(Some((Sealed::read(rx, seq, origin.as_deref(), &witnesses)?, stored)))
        })
        .await?;
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let told = found.map(|(sealed, stored)| Told { recorded_at: stored.entry.recorded_at, receipt: receipt_of(&ctx, &stored), sealed });
    let page = CheckPage { seq, code: spaced(&code), told, closed: ctx.page.closed, signed_in: ctx.signed_in.is_some() };
    ctx.render_as(status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Journal entry 1,049, code DD61-B448-D30B")]
    #[case("Écriture 1\u{202f}049 du journal, code DD61-B448-D30B")]
    #[case("Entry 1,049, short code DD61-B448-D30B.")]
    #[case("1049 dd61-b448-d30b")]
    #[case("1 049 DD61 B448 D30B")]
    #[case("1.049, DD61B448D30B")]
    #[case("1049 DD61–B448–D30B")]
    fn an_entry_as_papers_name_it(#[case] typed: &str) {
        assert_eq!(entry_path_typed(typed).as_deref(), Some("/check/entry/1049/DD61-B448-D30B"), "{typed}");
        assert!(!is_entry_code(typed));
    }

    #[test]
    fn a_whole_hash_needs_the_number_too() {
        let hash = "dd61b448d30b".repeat(6);
        let hash = hash.split_at(64).0;
        assert_eq!(entry_path_typed(&format!("12 {hash}")), Some(format!("/check/entry/12/{hash}")));
        assert!(is_entry_code(hash) && entry_path_typed(hash).is_none());
        assert!(is_entry_code("DD61-B448-D30B") && is_entry_code("code DD61-B448-D30B"));
    }

    #[rstest]
    #[case("SL 000001")]
    #[case("7KQ4M-2XR9T-C")]
    #[case("")]
    #[case("D03-00059")]
    #[case("DD61-B448")]
    #[case("a b")]
    fn what_is_none(#[case] typed: &str) {
        assert!(entry_path_typed(typed).is_none() && !is_entry_code(typed), "{typed}");
    }
}
