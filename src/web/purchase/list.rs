//! The list of offers and purchases.

use super::colour;
use crate::domain::access::Permission;
use crate::domain::purchase::Purchase;
use crate::domain::time::Instant;
use crate::store::error::StoreError;
use crate::store::purchase::{PurchaseFilter, PurchaseSide, PurchaseWhen, purchases};
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use crate::web::party::Names;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

/// Purchases on a page of the list.
const PAGE: i64 = 50;
/// What may have become of an offer, in the order of the filter.
const STANDINGS: [&str; 5] = ["open", "accepted", "declined", "withdrawn", "expired"];

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    side: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    serial: String,
    before: Option<i64>,
}

impl Query {
    fn side(&self) -> Option<PurchaseSide> {
        match self.side.as_str() {
            "buyer" => Some(PurchaseSide::Buyer),
            "seller" => Some(PurchaseSide::Seller),
            _ => None,
        }
    }
    fn any(&self) -> bool {
        !(self.side.is_empty() && self.state.is_empty() && self.serial.is_empty())
    }
    fn is(&self, side: &str, state: &str) -> bool {
        self.side == side && self.state == state && self.serial.is_empty()
    }
    fn chose(&self, state: &str) -> bool {
        self.state == state
    }
}

/// One line.
pub struct Line {
    /// The purchase.
    pub purchase: Purchase,
    /// What became of it.
    pub standing: &'static str,
    /// Whether the reader buys.
    pub buys: bool,
}

impl Line {
    /// Lines of a list, for a reader who acts for a party or for none.
    pub fn of(found: Vec<Purchase>, own: Option<crate::domain::ids::PartyId>, now: Instant) -> Vec<Self> {
        let line = |purchase: Purchase| Self { standing: purchase.standing_at(now), buys: own == Some(purchase.buyer), purchase };
        found.into_iter().map(line).collect()
    }
    /// Colour of its tag.
    #[must_use]
    pub fn colour(&self) -> &'static str {
        colour(self.standing)
    }
}

#[derive(Template)]
#[template(path = "purchases/list.html")]
struct ListPage {
    lines: Vec<Line>,
    names: Names,
    query: Query,
    standings: [&'static str; 5],
    next: Option<String>,
    trades: bool,
    may_write: bool,
}

/// `GET /purchases`.
pub(super) async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let query = query.into_inner();
    let (reach, now, own) = (ctx.reach(Permission::PurchaseRead), ctx.now(), ctx.actor()?.party);
    let filter = PurchaseFilter {
        when: PurchaseWhen::parse(&query.state, now),
        party: own.zip(query.side()).map(|(own, side)| (own, Some(side))),
        serial: Some(query.serial.trim().to_uppercase()).filter(|s| !s.is_empty()),
    };
    let before = query.before;
    let mut found =
        ctx.read(move |rx| -> Result<_, StoreError> { purchases(rx, reach, &filter, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|p| address(&query, p.no));
    let sides = || found.iter().map(|p| [p.seller, p.buyer]);
    let names = ctx.names(sides().flatten()).await?.of_sales(own, sides());
    ctx.render(&ListPage {
        lines: Line::of(found, own, now),
        names,
        standings: STANDINGS,
        next,
        trades: own.is_some(),
        may_write: ctx.can(Permission::PurchaseWrite),
        query,
    })
}

fn address(query: &Query, before: i64) -> String {
    let pairs = [("side", &query.side), ("state", &query.state), ("serial", &query.serial)];
    let mut to = url_query(pairs.into_iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| (n, v.as_str())));
    to.push_str(&format!("before={before}"));
    format!("/purchases?{to}")
}

/// Names and values for an address, each followed by an ampersand.
fn url_query<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        out.push_str(name);
        out.push('=');
        for b in value.bytes() {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                out.push(char::from(b));
            } else {
                out.push_str(&format!("%{b:02X}"));
            }
        }
        out.push('&');
    }
    out
}
