//! One purchase, and its slip to be printed.

use super::seen::Seen;
use crate::web::correction::{Corrected, corrected};
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use crate::web::heads::Short;
use crate::web::qr::Qr;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "purchases/show.html")]
struct ShowPage {
    seen: Seen,
    corrected: Corrected,
}

impl ShowPage {
    /// What may be said to have just been done: it is on offer, or sold, by an offer or at once.
    fn fitting(&self) -> &'static [&'static str] {
        match (self.seen.is_open(), self.seen.is_sold(), self.seen.purchase.expires_at) {
            (true, ..) => &["offered"],
            (_, true, Some(_)) => &["accepted"],
            (_, true, None) => &["recorded"],
            _ => &[],
        }
    }
}

/// `GET /purchases/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let propose = seen.is_sold().then(|| format!("/corrections/new?purchase={}", seen.purchase.serial));
    let corrected = corrected(&ctx, seen.purchase.offered_seq, &seen.purchase.belongs(), propose).await?;
    ctx.render(&ShowPage { seen, corrected })
}

#[derive(Template)]
#[template(path = "purchases/slip.html")]
struct SlipPage {
    seen: Seen,
    /// The entry by which it was sold or offered.
    short: Short,
    corrected: Corrected,
    check_url: String,
    check_page: String,
    qr: Option<Qr>,
    demo: bool,
    authority: String,
    /// Whether the profile asks for the slips by which the seller got the stones.
    attaches: bool,
}

/// `GET /purchases/{id}/slip`.
pub(super) async fn slip(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let base = &ctx.state.reach.base_url;
    let check_url = format!("{base}/check/slip/{}", seen.purchase.check_code);
    let seq = seen.purchase.closed_seq.filter(|_| seen.is_sold()).unwrap_or(seen.purchase.offered_seq);
    let page = SlipPage {
        short: Short::read(&ctx, seq).await?,
        corrected: corrected(&ctx, seen.purchase.offered_seq, &seen.purchase.belongs(), None).await?,
        qr: Qr::new(&check_url),
        check_url,
        check_page: format!("{base}/check"),
        demo: ctx.state.register.demonstration,
        authority: ctx.state.app.env.profile.authority.licensing.value.get(ctx.locale().tag()).to_owned(),
        attaches: ctx.state.app.env.profile.purchase.predecessor_slips.value,
        seen,
    };
    ctx.render(&page)
}
