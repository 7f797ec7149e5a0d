//! The public check of a slip by its short code: nothing personal, no price.

use super::colour;
use crate::domain::code;
use crate::domain::jurisdiction::Profile;
use crate::domain::parcel::parcel_no_typed;
use crate::domain::purchase::{Purchase, PurchaseState, is_short_code, is_short_code_long, short_code_fold};
use crate::domain::quantity::Mass;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::purchase::{purchase_by_check_code, purchase_items};
use crate::store::seizure::seizure_by_check_code;
use crate::web::certificate::check_path_typed;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::heads::{entry_path_typed, is_entry_code};
use crate::web::purchase::seen::{Side, side};
use crate::web::{letter, licence, seizure};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

/// What anybody is told.
pub struct Told {
    /// The purchase; not all of it is for everybody.
    pub purchase: Purchase,
    /// As the buyer weighed it, where he did.
    pub weight: Mass,
    /// Who sold.
    pub seller: Side,
    /// Who bought.
    pub buyer: Side,
    /// What became of it, as of now.
    pub standing: &'static str,
}

impl Told {
    fn colour(&self) -> &'static str {
        colour(self.standing)
    }
    fn is_sold(&self) -> bool {
        self.purchase.state == PurchaseState::Accepted
    }
    const fn is_corrected(&self) -> bool {
        self.purchase.corrected_seq.is_some()
    }
}

#[derive(Template)]
#[template(path = "purchases/check.html")]
struct CheckPage {
    asked: String,
    found: Found,
    demo: bool,
}

impl CheckPage {
    /// The code of what stands on the paper too but tells the public nothing, if that is what was typed.
    const fn other(&self) -> Option<&'static str> {
        match self.found {
            Found::Other(kind) => Some(kind),
            _ => None,
        }
    }
    const fn told(&self) -> Option<&Told> {
        match &self.found {
            Found::Slip(told) => Some(told),
            _ => None,
        }
    }
    const fn is_mistyped(&self) -> bool {
        matches!(self.found, Found::Mistyped)
    }
}

/// What a code led to.
enum Found {
    /// Nothing was asked yet.
    Nothing,
    /// The slip.
    Slip(Box<Told>),
    /// No slip has this code.
    Unknown,
    /// It is no code.
    Mistyped,
    /// It is another number or code of this register.
    Other(&'static str),
}

impl Found {
    /// Why what was typed is no check code.
    fn instead(profile: &Profile, typed: &str) -> Self {
        other_kind(profile, typed).map_or(Self::Mistyped, Self::Other)
    }
}

/// What something is that somebody read off a paper and that is no check code: by its form alone, so that nobody
/// learns here what the register holds.
fn other_kind(profile: &Profile, typed: &str) -> Option<&'static str> {
    if parcel_no_typed(typed).is_some() {
        return Some("parcel");
    }
    if is_entry_code(typed) {
        return Some("entry");
    }
    if code::read(&profile.country.alpha3.value, typed).is_some() {
        return Some("party");
    }
    let folded = code::fold(typed);
    // Two hyphens and eleven letters and figures: a check code with a wrong one in it.
    if folded.matches('-').count() == 2 && is_short_code_long(&folded) {
        return None;
    }
    let head = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let figures = folded.len().saturating_sub(head.len());
    let prefix = head.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && head.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.'));
    // The number of a certificate or licence with a figure too few or too many is mistyped, not a slip's.
    let begins = |text: &str| !text.is_empty() && head.starts_with(&code::fold(text));
    let certificate =
        head.trim_end_matches('-') == code::fold(profile.numbers.certificate.value.pattern.leading_text()).trim_end_matches('-');
    let licence = profile.licence_types.iter().any(|kind| begins(kind.number.value.pattern.leading_text()));
    (prefix && !certificate && !licence && (3..=12).contains(&figures) && folded.len() <= 30).then_some("slip")
}

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Asked {
    code: Option<String>,
}

/// `GET /check`: the form; with a code, on to its page.
pub(super) async fn ask(ctx: Ctx, query: web::Query<Asked>) -> Answer {
    let query = query.into_inner();
    // The same field takes the number of a certificate or a licence, and the code of a letter.
    let profile = &ctx.state.app.env.profile;
    let path = |typed: &str| {
        let known = check_path_typed(profile, typed).or_else(|| letter::check_path_typed(typed));
        known.or_else(|| licence::check_path_typed(profile, typed))
    };
    if let Some(path) = query.code.as_deref().and_then(path) {
        return Ok(ctx.see_other(&path));
    }
    let typed = query.code.as_deref().unwrap_or_default().trim();
    if let Some(path) = entry_path_typed(typed) {
        return Ok(ctx.see_other(&path));
    }
    // The longest that is worth showing again is the hash of an entry.
    let typed: String = typed.chars().take(80).collect();
    let code = short_code_fold(&typed);
    if is_short_code(&code) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Ok(ctx.see_other(&format!("/check/slip/{code}")));
    }
    let found = if typed.is_empty() { Found::Nothing } else { Found::instead(profile, &typed) };
    answer(&ctx, typed, found)
}

fn answer(ctx: &Ctx, asked: String, found: Found) -> Answer {
    let status = if matches!(found, Found::Nothing | Found::Slip(_)) { StatusCode::OK } else { StatusCode::NOT_FOUND };
    ctx.render_as(status, &CheckPage { asked, found, demo: ctx.state.register.demonstration })
}

/// `GET /check/slip/{code}`.
pub(super) async fn slip(ctx: Ctx, path: web::Path<String>) -> Answer {
    let asked = short_code_fold(&path);
    if !is_short_code(&asked) {
        let found = Found::instead(&ctx.state.app.env.profile, &path);
        return answer(&ctx, path.chars().take(60).collect(), found);
    }
    let found = told(&ctx, &asked).await?;
    let code = asked.clone();
    // A receipt of seizure bears a code of the same form.
    if found.is_none() && ctx.read(move |rx| seizure_by_check_code(rx, &code)).await?.is_some() {
        return Ok(ctx.see_other(&seizure::check_path(&asked)));
    }
    let found = found.map_or(Found::Unknown, |told| Found::Slip(Box::new(told)));
    answer(&ctx, asked, found)
}

/// The purchase whose slip bears a short code, as somebody typed it.
///
/// # Errors
/// A fault.
pub async fn told(ctx: &Ctx, typed: &str) -> Result<Option<Told>, WebError> {
    let wanted = short_code_fold(typed);
    let (env, now) = (ctx.state.app.env.clone(), ctx.now());
    let read = move |rx: &mut Rx<'_>| -> Result<_, StoreError> {
        let Some(purchase) = purchase_by_check_code(rx, &wanted)? else { return Ok(None) };
        let items = purchase_items(rx, purchase.id)?;
        Ok(Some(Told {
            weight: Mass::total(items.iter().map(|i| i.weighed.unwrap_or(i.weight))).unwrap_or(purchase.weight),
            seller: side(rx, &env, purchase.seller, purchase.seller_licence)?,
            buyer: side(rx, &env, purchase.buyer, purchase.buyer_licence)?,
            standing: purchase.standing_at(now),
            purchase,
        }))
    };
    ctx.read(read).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beside_the_check_code_are_told_apart() {
        let profile = Profile::bundled("SL").unwrap();
        let kind = |typed: &str| other_kind(&profile, typed);
        for typed in ["D03-00059", "d03-00059", "SL-PS 0000001", "X1/2026/00017"] {
            assert_eq!(kind(typed), Some("slip"), "{typed}");
        }
        assert_eq!(kind(&crate::domain::parcel::parcel_code(12)), Some("parcel"));
        assert_eq!(kind("DD61-B448-D30B"), Some("entry"));
        assert_eq!(kind(&code::make("SLE", 1).to_lowercase()), Some("party"));
        for typed in ["SL 00004", "SL 0000044", "ABC", "", "7KQ4M-2XR9T-C", "12345", "<script>alert(1)</script>000", "SLE-000001-"] {
            assert_eq!(kind(typed), None, "{typed}");
        }
    }
}
