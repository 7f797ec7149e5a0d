//! What is about to be registered as a site, and what is remarkable about it, before it is.

use super::show::{Named, overlap_line, words};
use crate::domain::event::SiteFacts;
use crate::domain::geo::Shape;
use crate::service::site::overlaps;
use crate::store::error::StoreError;
use crate::web::check::CheckPage;
use crate::web::ctx::{Answer, Ctx};
use crate::web::form::Posted;
use crate::web::locale::{label, text};

/// Corners told before the rest is left out.
const CORNERS: usize = 12;

/// The page to check a site on.
pub(super) async fn page(ctx: &Ctx, posted: &Posted, facts: SiteFacts) -> Answer {
    let locale = ctx.locale();
    let say = |id: &str| text(locale, id, &[]);
    let tolerated = ctx.state.app.env.profile.tolerances.overlap_max_m2.value;
    let asked = facts.clone();
    let (named, others) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((Named::of(rx, std::iter::once(&asked))?, overlaps(rx, &asked.shape, None, tolerated)?))
        })
        .await?;
    let mut page = CheckPage::new(say("site-check"), say("site-register-button"), posted);
    for flag in &facts.flags {
        page.notice(label(locale, "site-flag", flag));
    }
    for other in others.iter().map(|o| overlap_line(ctx, o)) {
        let values = [("code", other.code.as_str().into()), ("what", other.what.as_str().into())];
        page.notice(text(locale, "site-check-overlap", &values));
    }
    for (what, value) in words(ctx, &facts, &named, false) {
        page.row(what, value);
    }
    if let Shape::Polygon(rings) = &facts.shape {
        let mut lines: Vec<String> = rings.corners().take(CORNERS).map(|p| p.to_string()).collect();
        if rings.corners().count() > CORNERS {
            lines.push("…".to_owned());
        }
        page.row(say("site-corners"), lines.join("\n"));
    }
    page.show(ctx)
}
