//! Production entries: the list, one entry, its receipt, and the registrar's first page. The form is in `entry`.

mod entry;
mod unlikely;

pub use entry::live;

pub(super) use entry::position;

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::ProductionFlag;
use crate::domain::ids::{LicenceId, SiteId};
use crate::domain::licence::Licence;
use crate::domain::parcel::{Parcel, Source, SourceKind, parcel_code, parcel_no_typed};
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::licence::licence_typed;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::office::{Office, offices};
use crate::store::parcel::parcel_fetch;
use crate::store::production::{
    ProductionFilter, ProductionTotals, SiteLabel, production_totals, productions, site_labels, sites_lately, source_fetch, stamps,
};
use crate::store::site::site_by_code;
use crate::web::correction::{Corrected, corrected};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form};
use crate::web::heads::Short;
use crate::web::listing::Listing;
use crate::web::locale::label;
use crate::web::open::{self, Open};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::web::{self, get, post};
use askama::Template;

/// How many entries a page shows.
const PAGE: i64 = 50;

/// The routes of production entries.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Permission as P;
    vec![
        shown("/production", Access::Needs(P::ProductionRead), || get().to(list)),
        shown("/production/new", Access::Needs(P::ProductionWrite), || get().to(entry::form)),
        posted("/production/new", Access::Needs(P::ProductionWrite), || post().to(entry::record)),
        shown("/production/{code}", Access::Needs(P::ProductionRead), || get().to(show)),
        shown("/production/{code}/receipt", Access::Needs(P::ProductionRead), || get().to(receipt)),
    ]
}

/// One line of a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// The entry.
    pub source: Source,
    /// The code of its parcel.
    pub code: String,
    /// Its site.
    pub site: Option<SiteLabel>,
}

impl Line {
    /// The site's name; empty where its origin is not established.
    #[must_use]
    pub fn site_name(&self) -> &str {
        self.site.as_ref().map_or("", |s| s.name.as_str())
    }
}

fn lines(rx: &mut Rx<'_>, sources: Vec<Source>) -> Result<Vec<Line>, StoreError> {
    let labels = site_labels(rx, sources.iter().filter_map(|s| s.site))?;
    let line = |s: Source| Line { code: parcel_code(s.parcel_no), site: s.site.and_then(|id| labels.get(&id).cloned()), source: s };
    Ok(sources.into_iter().map(line).collect())
}

/// What a registrar begins with.
pub struct Start {
    /// Where he wrote down lately, the latest first.
    pub sites: Vec<SiteLabel>,
    /// What he wrote down of today.
    pub today: ProductionTotals,
    /// His last entries.
    pub latest: Vec<Line>,
}

/// Reads what a registrar begins with.
///
/// # Errors
/// A fault.
pub async fn start(ctx: &Ctx) -> Result<Start, WebError> {
    let (account, today) = (ctx.actor()?.account, ctx.today());
    let (reading, writing) = (ctx.reach(Permission::ProductionRead), ctx.reach(Permission::SiteRead));
    ctx.read(move |rx| -> Result<Start, StoreError> {
        let mine = ProductionFilter { account: Some(account), ..ProductionFilter::default() };
        let of_today = ProductionFilter { from: Some(today), to: Some(today), ..mine.clone() };
        let latest = productions(rx, reading, &mine, None, 4)?;
        let sites = sites_lately(rx, account, 3)?;
        Ok(Start {
            sites: entry::reachable(rx, writing, sites, Some(today))?,
            today: production_totals(rx, reading, &of_today)?,
            latest: lines(rx, latest)?,
        })
    })
    .await
}

#[derive(Template)]
#[template(path = "production/list.html")]
struct ListPage {
    form: Form,
    flags: Vec<Choice>,
    offices: Vec<Choice>,
    lines: Vec<Line>,
    totals: ProductionTotals,
    names: Names,
    narrowed: bool,
    next: Option<String>,
    may_write: bool,
}

/// `GET /production`.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let (filter, wrong) = filter(&ctx, &listing).await?;
    let (reach, before) = (ctx.reach(Permission::ProductionRead), listing.before());
    let (mut lines, totals, offices) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = productions(rx, reach, &filter, before, rows_shown.saturating_add(1))?;
            Ok((lines(rx, found)?, production_totals(rx, reach, &filter)?, offices(rx)?))
        })
        .await?;
    let more = lines.len() > usize::try_from(rows_shown).unwrap_or(usize::MAX);
    lines.truncate(usize::try_from(rows_shown).unwrap_or(usize::MAX));
    let next = lines.last().filter(|_| more).map(|l| listing.next("/production", l.source.parcel_no));
    let names = ctx.names(lines.iter().map(|l| l.source.holder)).await?;
    let locale = ctx.locale();
    let flags = ProductionFlag::ALL.iter().map(|f| Choice::new(f.as_str(), label(locale, "production-flag", f.as_str()))).collect();
    let everywhere = ctx.reach(Permission::ProductionRead) == crate::domain::access::Reach::All;
    let choice = |o: &Office| Choice::new(&o.code, o.name.clone());
    ctx.render(&ListPage {
        form: Form::again(listing.posted(), &wrong, locale),
        flags,
        offices: if everywhere { offices.iter().map(choice).collect() } else { Vec::new() },
        lines,
        totals,
        names,
        narrowed: listing.is_narrowed(),
        next,
        may_write: ctx.can(Permission::ProductionWrite),
    })
}

/// What the address narrows the list to; what cannot be read or found is told and narrows nothing.
async fn filter(ctx: &Ctx, listing: &Listing) -> Result<(ProductionFilter, Violations), WebError> {
    let fields = listing.posted();
    let mut f = fields.reader(ctx.locale());
    let mut filter = ProductionFilter { from: f.day("from"), to: f.day("to"), ..ProductionFilter::default() };
    filter.flag = f.text("flag").and_then(|t| ProductionFlag::parse(&t));
    if filter.flag.is_none() && f.text("flag").is_some() {
        f.problem(Violation::on("unknown_choice", "flag"));
    }
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && from > to
    {
        f.problem(Violation::on("production.filter_days", "to").with("from", from));
    }
    let (site, licence, office) = (f.text("site"), f.text("licence"), f.text("office"));
    let (asked_site, asked_licence, asked_office) = (site.is_some(), licence.is_some(), office.is_some());
    type Found = (Option<SiteId>, Option<LicenceId>, Option<crate::domain::ids::OfficeId>);
    let env = ctx.state.app.env.clone();
    let found = ctx
        .read(move |rx| -> Result<Found, StoreError> {
            let site = match site {
                Some(code) => site_by_code(rx, &crate::domain::code::written(&code))?.map(|s| s.id),
                None => None,
            };
            let licence = match licence {
                Some(number) => licence_typed(rx, &env.profile, &number)?.map(|l| l.id),
                None => None,
            };
            let office = match office {
                Some(code) => offices(rx)?.into_iter().find(|o| o.code == code).map(|o| o.id),
                None => None,
            };
            Ok((site, licence, office))
        })
        .await?;
    (filter.site, filter.licence, filter.office) = found;
    if asked_site && filter.site.is_none() {
        f.problem(Violation::on("production.filter_site", "site"));
    }
    if asked_licence && filter.licence.is_none() {
        f.problem(Violation::on("production.filter_licence", "licence"));
    }
    if asked_office && filter.office.is_none() {
        f.problem(Violation::on("unknown_choice", "office"));
    }
    Ok((filter, f.finish().err().unwrap_or_default()))
}

/// One entry and what belongs to it.
struct Whole {
    source: Source,
    parcel: Parcel,
    site: Option<SiteLabel>,
    licence: Option<Licence>,
    recorded_at: Option<Instant>,
    /// Who wrote it down: the role, and the name for those who may know it.
    recorder: Option<Who>,
}

async fn fetch(ctx: &Ctx, code: &str) -> Result<Whole, WebError> {
    let no = parcel_no_typed(code).ok_or(WebError::NotFound)?;
    let reader = Reader::new(ctx.actor()?, ctx.reach(Permission::ProductionRead));
    let found = ctx
        .read(move |rx| -> Result<Option<Whole>, StoreError> {
            let Some(source) = source_fetch(rx, no)?.filter(|s| s.kind == SourceKind::Production) else { return Ok(None) };
            let Some(parcel) = parcel_fetch(rx, no)? else { return Ok(None) };
            let site = site_labels(rx, source.site)?.into_values().next();
            let licence = match source.licence {
                Some(id) => licence_fetch(rx, id)?,
                None => None,
            };
            let recorded_at = stamps(rx, [source.seq])?.into_values().next().map(|(at, _)| at);
            let recorder = Some(Who::read(rx, source.account, &reader)?);
            Ok(Some(Whole { source, parcel, site, licence, recorded_at, recorder }))
        })
        .await?;
    let belongs = |w: &Whole| Belongs { office: w.source.office, parties: vec![w.source.holder] };
    found.filter(|w| ctx.reach(Permission::ProductionRead).covers(&belongs(w))).ok_or(WebError::NotFound)
}

#[derive(Template)]
#[template(path = "production/show.html")]
struct ShowPage {
    entry: Whole,
    names: Names,
    corrected: Corrected,
    open: Open,
}

/// `GET /production/{code}`, the code being that of the parcel.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let entry = fetch(&ctx, &path).await?;
    let names = ctx.names([entry.source.holder, entry.parcel.holder]).await?;
    let belongs = Belongs { office: entry.source.office, parties: vec![entry.source.holder] };
    let propose = format!("/corrections/new?parcel={}", entry.parcel.code);
    let corrected = corrected(&ctx, entry.source.seq, &belongs, Some(propose)).await?;
    let site = entry.site.as_ref().map(|s| open::site(&s.code));
    let licence = entry.licence.as_ref().map(|l| open::licence(&l.id));
    let open = ctx.open(site.into_iter().chain(licence).chain([open::parcel(&entry.parcel.code)])).await?;
    ctx.render(&ShowPage { entry, names, corrected, open })
}

#[derive(Template)]
#[template(path = "production/receipt.html")]
struct ReceiptPage {
    entry: Whole,
    /// The entry of the journal.
    short: Short,
    names: Names,
    country: String,
    corrected: Corrected,
    /// Whether the reader writes down production, and may do so at this site.
    may_write: bool,
    may_here: bool,
}

/// `GET /production/{code}/receipt`: what the registrar shows or gives to the holder.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn receipt(ctx: Ctx, path: web::Path<String>) -> Answer {
    let entry = fetch(&ctx, &path).await?;
    let names = ctx.names([entry.source.holder]).await?;
    let country = ctx.page.country.clone();
    let belongs = Belongs { office: entry.source.office, parties: vec![entry.source.holder] };
    let corrected = corrected(&ctx, entry.source.seq, &belongs, None).await?;
    let code = entry.site.as_ref().map(|s| s.code.clone());
    let today = ctx.today();
    let site = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let site = code.map(|c| site_by_code(rx, &c)).transpose()?.flatten();
            Ok(match site {
                Some(site) if live(rx, &site, today)? => Some(site),
                _ => None,
            })
        })
        .await?;
    let may_write = ctx.can(Permission::ProductionWrite);
    let may_here = site.is_some_and(|s| ctx.reach(Permission::ProductionWrite).covers(&s.belongs()));
    let seq = entry.source.seq;
    let short = Short::read(&ctx, seq).await?;
    ctx.render(&ReceiptPage { entry, short, names, country, corrected, may_write, may_here })
}
