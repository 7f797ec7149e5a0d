//! A party's or a site's whole story on one page: everything that happened with it, the newest first, from the journal, with
//! what controls saw of it between.

use crate::domain::access::{Permission as P, Reach};
use crate::domain::control::{Subject, SubjectKind};
use crate::domain::event::Event;
use crate::domain::quantity::Mass;
use crate::domain::time::Instant;
use crate::store::control::alerts_of;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Stored, entries_at};
use crate::store::party::party_names;
use crate::store::site::site_by_code;
use crate::store::story::{Whose, story};
use crate::web::control::control_name;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::journal::About;
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, shown};
use actix_web::web::{self, get};
use askama::Template;

/// Entries on a page.
const PAGE: i64 = 100;

/// The routes of stories.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/parties/{code}/story", Access::Needs(P::PartyRead), || get().to(of_party)),
        shown("/sites/{code}/story", Access::Needs(P::SiteRead), || get().to(of_site)),
    ]
}

/// One thing that happened.
struct Line {
    at: Instant,
    what: String,
    about: String,
    detail: String,
    href: Option<String>,
    /// Its entry, for readers of the journal.
    seq: Option<i64>,
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    title: String,
    code: String,
    back: String,
    lines: Vec<Line>,
    next: Option<String>,
}

/// What the account must be allowed to be told of an entry of this kind.
fn permission(kind: &str) -> Option<P> {
    Some(match kind.split_once('.').map_or(kind, |(noun, _)| noun) {
        "party" => P::PartyRead,
        "licence" => P::LicenceRead,
        "site" => P::SiteRead,
        "production" => P::ProductionRead,
        "parcel" | "stock" | "removal" | "hold" => P::ParcelRead,
        "purchase" | "slip_book" => P::PurchaseRead,
        "shipment" => P::ShipmentRead,
        "certificate" => P::CertificateRead,
        "correction" => P::CorrectionRead,
        "dispute" => P::DisputeRead,
        "seizure" | "safe" => P::SeizureRead,
        "offence" => P::OffenceRead,
        "zone" => P::SiteRead,
        "inspection" => P::InspectionRead,
        "estimate" => P::StatisticsRead,
        "alert" => P::ControlRead,
        _ => return None,
    })
}

/// Carats of an entry, where it has some.
fn carats(l: Locale, event: &Event) -> String {
    let mass: Option<Mass> = match event {
        Event::ProductionRecorded(e) => Some(e.facts.weight_mct),
        Event::RemovalReported(e) => Some(e.weight_mct),
        Event::StockCounted(e) => Some(e.weight_mct),
        Event::CertificateIssued(e) => Some(e.weight_mct),
        _ => None,
    };
    mass.map_or_else(String::new, |mass| format::carats_unit(l, mass))
}

/// Who reads: how far each permission reaches for him.
struct Eyes<'c> {
    ctx: &'c Ctx,
}

impl Eyes<'_> {
    /// The line of an entry; none of what the reader may not know. It leads on only where he sees all of that kind, or
    /// where it is about the thing itself.
    fn line(&self, rx: &mut Rx<'_>, stored: &Stored, own: &str) -> Result<Option<Line>, StoreError> {
        let (l, kind) = (self.ctx.locale(), stored.entry.event.kind());
        let reach = permission(kind).map_or(Reach::Nothing, |p| self.ctx.reach(p));
        if reach == Reach::Nothing {
            return Ok(None);
        }
        let about = About::of(rx, stored, l)?;
        let leads = reach == Reach::All || stored.subject == own;
        Ok(Some(Line {
            at: stored.entry.recorded_at,
            what: label(l, "event", kind),
            about: about.name,
            detail: carats(l, &stored.entry.event),
            href: about.href.filter(|_| leads),
            seq: Some(stored.entry.seq).filter(|_| self.ctx.can(P::JournalRead)),
        }))
    }

    /// What controls saw first within a time.
    fn alerts(
        &self,
        rx: &mut Rx<'_>,
        subject: &Subject,
        (from, until): (Option<Instant>, Option<Instant>),
    ) -> Result<Vec<Line>, StoreError> {
        if !self.ctx.can(P::ControlRead) {
            return Ok(Vec::new());
        }
        let l = self.ctx.locale();
        let within = |at: Instant| from.is_none_or(|f| at >= f) && until.is_none_or(|u| at < u);
        let seen = alerts_of(rx, subject)?.into_iter().filter(|a| within(a.first_seen_at));
        let line = |a: crate::domain::control::Alert| Line {
            at: a.first_seen_at,
            what: text(l, "story-alert", &[]),
            about: control_name(l, &a.key.control),
            detail: label(l, "alert-state", a.state.as_str()),
            href: Some(format!("/alerts/{}", a.no)),
            seq: None,
        };
        Ok(seen.map(line).collect())
    }
}

/// The lines of a page, and where the next one begins.
fn read(rx: &mut Rx<'_>, eyes: &Eyes<'_>, whose: Whose, before: Option<i64>) -> Result<(Vec<Line>, Option<i64>), StoreError> {
    let mut seqs = story(rx, whose, before, PAGE.saturating_add(1))?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = seqs.len() > page;
    seqs.truncate(page);
    let subject = match whose {
        Whose::Party(id) => Subject { kind: SubjectKind::Party, id: id.to_string() },
        Whose::Site(id) => Subject { kind: SubjectKind::Site, id: id.to_string() },
    };
    let entries = entries_at(rx, &seqs)?;
    let last = entries.iter().map(|s| s.entry.recorded_at).min().filter(|_| more);
    let until = match before {
        Some(before) => crate::store::journal::recorded_at(rx, before)?,
        None => None,
    };
    let mut lines = eyes.alerts(rx, &subject, (last, until))?;
    for stored in &entries {
        lines.extend(eyes.line(rx, stored, &subject.id)?);
    }
    lines.sort_by_key(|line| std::cmp::Reverse((line.at, line.seq)));
    Ok((lines, seqs.last().copied().filter(|_| more)))
}

/// `GET /parties/{code}/story`.
async fn of_party(ctx: Ctx, path: web::Path<String>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let party = crate::web::party::fetch(&ctx, &path, P::PartyRead).await?;
    let (id, path) = (party.id, format!("/parties/{}", party.code));
    let labels = ctx.read(move |rx| party_names(rx, &[id])).await?;
    let title = Names::new(labels, ctx.naming()).of(&id).to_owned();
    page(ctx, query, Whose::Party(id), (title, party.code, path)).await
}

/// `GET /sites/{code}/story`.
async fn of_site(ctx: Ctx, path: web::Path<String>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let (reach, code) = (ctx.reach(P::SiteRead), crate::domain::code::written(&path));
    let site = ctx.read(move |rx| site_by_code(rx, &code)).await?.filter(|s| reach.covers(&s.belongs())).ok_or(WebError::NotFound)?;
    let path = format!("/sites/{}", site.code);
    page(ctx, query, Whose::Site(site.id), (site.facts.name, site.code, path)).await
}

async fn page(ctx: Ctx, query: web::Query<Vec<(String, String)>>, whose: Whose, (title, code, back): (String, String, String)) -> Answer {
    let listing = Listing::new(query);
    let before = listing.before();
    let seen = Ctx { state: ctx.state.clone(), signed_in: ctx.signed_in.clone(), page: ctx.page.clone() };
    let (lines, last) = ctx.read(move |rx| read(rx, &Eyes { ctx: &seen }, whose, before)).await?;
    let next = last.map(|last| listing.next(&format!("{back}/story"), last));
    ctx.render(&StoryPage { title, code, back, lines, next })
}
