//! The public check of a slip by its short code: nothing personal, no price.

use super::colour;
use crate::domain::purchase::{Purchase, PurchaseState, is_short_code, short_code_fold};
use crate::domain::quantity::Mass;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::purchase::{purchase_by_check_code, purchase_items};
use crate::web::certificate::check_path_typed;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::licence;
use crate::web::purchase::seen::{Side, side};
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
}

#[derive(Template)]
#[template(path = "purchases/check.html")]
struct CheckPage {
    asked: String,
    mistyped: bool,
    told: Option<Told>,
    demo: bool,
}

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Asked {
    code: Option<String>,
}

/// `GET /check`: the form; with a code, on to its page.
pub(super) async fn ask(ctx: Ctx, query: web::Query<Asked>) -> Answer {
    let query = query.into_inner();
    // The same field takes the number of a certificate or a licence.
    let profile = &ctx.state.app.env.profile;
    let path = |typed: &str| check_path_typed(profile, typed).or_else(|| licence::check_path_typed(profile, typed));
    if let Some(path) = query.code.as_deref().and_then(path) {
        return Ok(ctx.see_other(&path));
    }
    let typed = query.code.clone().map(|c| short_code_fold(&c)).filter(|c| !c.is_empty());
    match typed {
        Some(code) if code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => Ok(ctx.see_other(&format!("/check/slip/{code}"))),
        Some(code) => answer(&ctx, code, true, None),
        None => answer(&ctx, String::new(), false, None),
    }
}

fn answer(ctx: &Ctx, asked: String, mistyped: bool, told: Option<Told>) -> Answer {
    let status = if told.is_some() || asked.is_empty() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    ctx.render_as(status, &CheckPage { asked, mistyped, told, demo: ctx.state.register.demonstration })
}

/// `GET /check/slip/{code}`.
pub(super) async fn slip(ctx: Ctx, path: web::Path<String>) -> Answer {
    let asked = short_code_fold(&path);
    if !is_short_code(&asked) {
        return answer(&ctx, asked.chars().take(40).collect(), true, None);
    }
    let told = told(&ctx, &asked).await?;
    answer(&ctx, asked, false, told)
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
