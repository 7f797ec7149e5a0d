//! Parcels: the list (for a buyer or exporter, what he holds) and one parcel with all that happened to it.

mod act;
mod rework;

use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::dispute::Dispute;
use crate::domain::event::HsCode;
use crate::domain::ids::PartyId;
use crate::domain::parcel::{Import, Parcel, ParcelState, Source, SourceKind, parcel_no_typed};
use crate::domain::purchase::{Purchase, PurchaseState};
use crate::domain::quantity::Mass;
use crate::domain::removal::{Removal, RemovalState};
use crate::domain::seizure::{KeptState, seizure_code};
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::ZoneMark;
use crate::store::db::Rx;
use crate::store::dispute::disputes_of;
use crate::store::error::StoreError;
use crate::store::operation::Operation;
use crate::store::parcel::{
    ParcelFilter, ParcelHistory, ParcelTotals, open_offers, parcel_fetch, parcel_history, parcel_totals, parcels, withdrawn_among,
};
use crate::store::party::party_by_code;
use crate::store::production::{SiteLabel, site_labels, source_fetch};
use crate::store::removal::{removal_of, removed_among};
use crate::store::seizure::{seizure_by_no, seizures_of_parcel};
use crate::web::correction::{Corrected, corrected};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, label, text};
use crate::web::open::{self, Open};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::zone::judgement_words;
use actix_web::web::{self, get, post};
use askama::Template;

/// How many parcels a page shows.
const PAGE: i64 = 50;
/// How many parcels before or after one its page shows.
const KIN: usize = 200;

/// The routes of parcels.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Permission as P;
    let writes = Access::Needs(P::ParcelWrite);
    vec![
        shown("/parcels", Access::Needs(P::ParcelRead), || get().to(list)),
        shown("/parcels/combine", writes, || get().to(rework::combine_form)),
        posted("/parcels/combine", writes, || post().to(rework::combine)),
        shown("/parcels/{code}", Access::Needs(P::ParcelRead), || get().to(show)),
        shown("/parcels/{code}/split", writes, || get().to(rework::split_form)),
        posted("/parcels/{code}/split", writes, || post().to(rework::split)),
        shown("/parcels/{code}/sort", writes, || get().to(rework::sort_form)),
        posted("/parcels/{code}/sort", writes, || post().to(rework::sort)),
        shown("/parcels/{code}/reweigh", writes, || get().to(act::reweigh_form)),
        posted("/parcels/{code}/reweigh", writes, || post().to(act::reweigh)),
        shown("/parcels/{code}/seal", writes, || get().to(act::seal_form)),
        posted("/parcels/{code}/seal", writes, || post().to(act::seal)),
        shown("/parcels/{code}/let-go", Access::Needs(P::ZoneWrite), || get().to(act::let_go_form)),
        posted("/parcels/{code}/let-go", Access::Needs(P::ZoneWrite), || post().to(act::let_go)),
        shown("/parcels/{code}/open-seal", writes, || get().to(act::open_form)),
        posted("/parcels/{code}/open-seal", writes, || post().to(act::open)),
    ]
}

/// One line of the list.
struct Line {
    parcel: Parcel,
    offered: bool,
    withdrawn: bool,
    removed: bool,
}

/// The word for a parcel's state: what was taken back, or left the trade, was not used up.
const fn state_word(parcel: &Parcel, withdrawn: bool, removed: bool) -> &'static str {
    match (withdrawn, removed) {
        (true, _) => "withdrawn",
        (_, true) => "removed",
        _ => parcel.state.as_str(),
    }
}

impl Line {
    const fn state(&self) -> &'static str {
        state_word(&self.parcel, self.withdrawn, self.removed)
    }
    fn is_frozen(&self) -> bool {
        self.parcel.state == ParcelState::Live && self.parcel.dispute.is_some()
    }
    /// Whether it can go into other parcels as it stands.
    fn is_free(&self) -> bool {
        let p = &self.parcel;
        p.state == ParcelState::Live
            && !self.offered
            && p.seal.is_none()
            && p.shipment.is_none()
            && p.dispute.is_none()
            && p.removal.is_none()
            && !p.is_frozen()
            && !p.held
    }
    const fn is_reported(&self) -> bool {
        self.parcel.removal.is_some()
    }
}

#[derive(Template)]
#[template(path = "parcels/list.html")]
struct ListPage {
    form: Form,
    states: Vec<Choice>,
    yes_no: Vec<Choice>,
    lines: Vec<Line>,
    totals: ParcelTotals,
    names: Names,
    narrowed: bool,
    next: Option<String>,
    mine: bool,
    everywhere: bool,
}

/// `GET /parcels`.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let asked = listing.posted();
    if let Some(no) = asked.get("code").and_then(parcel_no_typed) {
        return Ok(ctx.see_other(&format!("/parcels/{}", crate::domain::parcel::parcel_code(no))));
    }
    let (filter, wrong) = filter(&ctx, &listing).await?;
    let (reach, before, now) = (ctx.reach(Permission::ParcelRead), listing.before(), ctx.now());
    let (mut lines, totals) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = parcels(rx, reach, &filter, now, before, rows_shown.saturating_add(1))?;
            let open = open_offers(rx, found.iter().filter_map(|p| p.purchase), now)?;
            let (back, removed) = (withdrawn_among(rx, &found)?, removed_among(rx, &found)?);
            let line = |p: Parcel| Line {
                offered: p.purchase.is_some_and(|id| open.contains(&id)),
                withdrawn: back.contains(&p.no),
                removed: removed.contains(&p.no),
                parcel: p,
            };
            Ok((found.into_iter().map(line).collect::<Vec<_>>(), parcel_totals(rx, reach, &filter, now)?))
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|l| listing.next("/parcels", l.parcel.no));
    let names = ctx.names(lines.iter().map(|l| l.parcel.holder)).await?;
    let locale = ctx.locale();
    let state = |s: &str| Choice::new(s, label(locale, "parcel-state", s));
    let yes_no = vec![Choice::new("yes", text(locale, "word-yes", &[])), Choice::new("no", text(locale, "word-no", &[]))];
    ctx.render(&ListPage {
        form: Form::again(asked, &wrong, locale),
        states: ["live", "consumed", "exported", "all"].map(state).to_vec(),
        yes_no,
        lines,
        totals,
        names,
        narrowed: listing.is_narrowed(),
        next,
        mine: ctx.can(Permission::ParcelWrite),
        everywhere: reach == Reach::All,
    })
}

/// What the address narrows the list to. Without a word of the state only what is still there is shown.
async fn filter(ctx: &Ctx, listing: &Listing) -> Result<(ParcelFilter, Violations), WebError> {
    let fields = listing.posted();
    let f = fields.reader(ctx.locale());
    let mut wrong = Violations::none();
    let mut said = |name: &str| match f.text(name).as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        None => None,
        Some(_) => {
            wrong.push(Violation::on("unknown_choice", name));
            None
        }
    };
    let (sealed, offered, held, test) = (said("sealed"), said("offered"), said("held"), said("test"));
    let state = match f.text("state").as_deref() {
        Some("all") => None,
        Some(word) => Some(ParcelState::parse(word).unwrap_or_else(|| {
            wrong.push(Violation::on("unknown_choice", "state"));
            ParcelState::Live
        })),
        None => Some(ParcelState::Live),
    };
    let mut filter = ParcelFilter { state, sealed, offered, held, test, ..ParcelFilter::default() };
    if let Some(code) = fields.get("code").map(str::trim).filter(|c| !c.is_empty()) {
        wrong.push(Violation::on("parcel.code_wrong", "code").with("typed", code));
    }
    if let Some(code) = f.text("holder") {
        let code = crate::domain::code::written(&code);
        let holder: Option<PartyId> = ctx.read(move |rx| -> Result<_, StoreError> { Ok(party_by_code(rx, &code)?.map(|p| p.id)) }).await?;
        wrong.0.extend(holder.is_none().then(|| Violation::on("parcel.filter_holder", "holder")));
        filter.holder = holder;
    }
    Ok((filter, wrong))
}

/// The parcel with a code, within a reach of the reader.
async fn fetch(ctx: &Ctx, code: &str, permission: Permission) -> Result<Parcel, WebError> {
    let no = parcel_no_typed(code).ok_or(WebError::NotFound)?;
    let found = ctx.read(move |rx| -> Result<_, StoreError> { parcel_fetch(rx, no) }).await?;
    found.filter(|p| ctx.reach(permission).covers(&p.belongs())).ok_or(WebError::NotFound)
}

#[derive(Template)]
#[template(path = "parcels/show.html")]
struct ShowPage {
    parcel: Parcel,
    history: ParcelHistory,
    source: Option<(Source, Option<SiteLabel>)>,
    names: Names,
    now: Instant,
    purchases: Reach,
    may_act: bool,
    may_read_production: bool,
    may_read_abroad: bool,
    corrected: Option<Corrected>,
    /// Cases that claim or hold it, as far as they concern the reader.
    cases: Vec<Dispute>,
    /// The report that waits for it, or by which it went.
    removal: Option<Removal>,
    /// The latest seizure of it: its code, address where the reader may see it, and what became of it.
    seizure: Option<(String, Option<String>, KeptState)>,
    may_report: bool,
    may_seize: bool,
    may_release: bool,
    /// What the sizes of its stones come to, for whoever may read comparisons.
    sizes: Option<String>,
    may_size: bool,
    may_let_go: bool,
    /// The zones of its site, of a parcel from the book at the pit.
    zones: Option<String>,
    /// Which parcels before and after it the reader may open.
    open: Open,
}

/// A parcel that this one was made of, or that was made of it.
struct Kin<'a> {
    parcel: &'a Parcel,
    /// As it weighed when the one became the other.
    weight: Mass,
    stones: i64,
    opens: bool,
}

impl Kin<'_> {
    /// Its mass today, where it was weighed again since and the reader may know it.
    fn since(&self) -> Option<Mass> {
        Some(self.parcel.weight).filter(|now| self.opens && *now != self.weight)
    }
}

impl ShowPage {
    fn kin<'a>(&'a self, parcels: &'a [Parcel]) -> Vec<Kin<'a>> {
        let kin = |parcel: &'a Parcel| {
            let (weight, stones) = self.history.at_the_act(parcel);
            Kin { parcel, weight, stones, opens: self.open.parcel(&parcel.code) }
        };
        parcels.iter().take(KIN).map(kin).collect()
    }
    /// The offers that the reader may know of.
    fn offers(&self) -> Vec<&Purchase> {
        self.history.offers.iter().filter(|o| self.purchases.covers(&o.belongs())).collect()
    }
    fn has_expired(&self, offer: &Purchase) -> bool {
        offer.state == PurchaseState::Offered && !offer.is_open_at(self.now)
    }
    fn is_offered(&self) -> bool {
        self.history.offers.iter().any(|o| o.is_open_at(self.now))
    }
    fn is_live(&self) -> bool {
        self.parcel.state == ParcelState::Live
    }
    /// Whether an open case holds it.
    fn is_frozen(&self) -> bool {
        self.is_live() && self.parcel.dispute.is_some()
    }
    fn is_free(&self) -> bool {
        self.is_loose() && !self.parcel.is_frozen()
    }
    /// Whether it may be put under seal: what a zone froze may be as well.
    fn is_sealable(&self) -> bool {
        self.is_loose() && self.parcel.is_frozen() && self.parcel.seal.is_none()
    }
    /// What the zones of its stones made of it.
    fn zone_mark(&self) -> Option<&'static str> {
        self.parcel.zone.map(ZoneMark::as_str)
    }
    fn is_loose(&self) -> bool {
        let bound = self.is_offered() || self.parcel.shipment.is_some() || self.is_frozen() || self.is_reported() || self.parcel.held;
        self.may_act && self.is_live() && !bound
    }
    fn is_reported(&self) -> bool {
        self.removal.as_ref().is_some_and(Removal::waits)
    }
    /// Whether the reader may report it as out of stock.
    fn is_reportable(&self) -> bool {
        let bound = self.is_offered() || self.parcel.shipment.is_some() || self.is_frozen() || self.is_reported();
        self.may_report && self.is_live() && !bound
    }
    /// Where the reader may propose a correction of the entry that it came from.
    fn propose(&self) -> Option<&str> {
        self.corrected.as_ref()?.propose.as_deref()
    }
    fn state(&self) -> &'static str {
        let removed = self.removal.as_ref().is_some_and(|r| r.state == RemovalState::Confirmed);
        let removed = removed || self.seizure.as_ref().is_some_and(|(_, _, s)| matches!(s, KeptState::Abroad | KeptState::Destroyed));
        state_word(&self.parcel, self.source.as_ref().is_some_and(|(s, _)| s.is_withdrawn()), removed)
    }
    /// What may be said to have just been done to it, or to have made or used it up.
    fn fitting(&self) -> Vec<&'static str> {
        let by = |operation: Option<&Operation>, kind: &str| operation.is_some_and(|o| o.kind == kind);
        let (live, sealed) = (self.is_live(), self.parcel.seal.is_some());
        let facts = [
            ("combined", live && by(self.history.made_by.as_ref(), "combine")),
            ("split", by(self.history.used_by.as_ref(), "split")),
            ("sorted", by(self.history.used_by.as_ref(), "sort")),
            ("reweighed", live && self.history.weighings.iter().any(|w| w.reason.is_some())),
            ("sealed", live && sealed),
            ("unsealed", live && !sealed && self.history.seals.iter().any(|s| s.to_seq.is_some())),
        ];
        facts.into_iter().filter(|(_, is)| *is).map(|(word, _)| word).collect()
    }
    /// The foreign certificate that it came with, in words.
    fn abroad(&self, import: &Import, locale: &Locale) -> String {
        super::trace::words::abroad(*locale, import)
    }
    /// What is said of a seizure of it.
    const fn seized_words(state: &KeptState) -> &'static str {
        match state {
            KeptState::Kept | KeptState::Forfeited => "seizure-parcel-kept",
            KeptState::Returned => "seizure-parcel-returned",
            KeptState::Sold => "seizure-parcel-sold",
            KeptState::Abroad | KeptState::Destroyed => "seizure-parcel-gone",
        }
    }
    fn is_found(&self) -> bool {
        self.source.as_ref().is_some_and(|(s, _)| s.kind == SourceKind::Seizure)
    }
    fn is_stock(&self) -> bool {
        self.source.as_ref().is_some_and(|(s, _)| s.kind == SourceKind::Stock)
    }
}

/// `GET /parcels/{code}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let parcel = fetch(&ctx, &path, Permission::ParcelRead).await?;
    let asked = parcel.clone();
    let reach = ctx.reach(Permission::DisputeRead);
    let seizures = ctx.reach(Permission::SeizureRead);
    let (history, source, cases, removal, seizure) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let source = source_fetch(rx, asked.no)?;
            let site = match source.as_ref().and_then(|s| s.site) {
                Some(id) => site_labels(rx, [id])?.into_values().next(),
                None => None,
            };
            let mut cases = disputes_of(rx, &[asked.no])?;
            cases.retain(|d| d.sight(reach).is_some());
            let taken = seized_by(rx, asked.no, seizures)?;
            Ok((parcel_history(rx, &asked)?, source.map(|s| (s, site)), cases, removal_of(rx, asked.no)?, taken))
        })
        .await?;
    let sides = history.offers.iter().flat_map(|o| [o.seller, o.buyer]);
    let names = ctx.names(history.held.iter().map(|h| h.holder).chain(sides).chain([parcel.holder])).await?;
    let corrected = match source.as_ref().map(|(s, _)| s).filter(|s| s.kind == SourceKind::Production) {
        Some(s) => {
            let belongs = Belongs { office: s.office, parties: vec![s.holder] };
            Some(corrected(&ctx, s.seq, &belongs, Some(format!("/corrections/new?parcel={}", parcel.code))).await?)
        }
        None => None,
    };
    let kin = history.made_of.iter().take(KIN).chain(history.became.iter().take(KIN));
    let open = ctx.open(kin.map(|p| open::parcel(&p.code))).await?;
    let office = source.as_ref().and_then(|(s, _)| s.office);
    let judged = source.as_ref().and_then(|(s, _)| s.facts.as_ref()).and_then(|f| f.zone.clone());
    let zones = judgement_words(&ctx, judged.as_ref()).await?;
    let sizes = crate::web::footprint::parcel_line(&ctx, &parcel).await?;
    ctx.render(&ShowPage {
        sizes,
        may_size: ctx.can(Permission::FootprintWrite),
        may_let_go: ctx.can(Permission::ZoneWrite) && parcel.held,
        may_release: ctx.can(Permission::ZoneWrite) && parcel.state == ParcelState::Live && parcel.is_frozen(),
        zones,
        may_report: ctx.reach(Permission::RemovalReport).covers(&Belongs { office, parties: vec![parcel.holder] }),
        removal,
        seizure,
        may_seize: ctx.can(Permission::SeizureWrite),
        corrected,
        cases,
        open,
        may_act: ctx.reach(Permission::ParcelWrite).covers(&parcel.belongs()),
        may_read_production: ctx.can(Permission::ProductionRead),
        may_read_abroad: ctx.can(Permission::AbroadRead),
        purchases: ctx.reach(Permission::PurchaseRead),
        now: ctx.now(),
        parcel,
        history,
        source,
        names,
    })
}

/// The latest seizure of a parcel: its code, its address where the reader may see it, and what became of the parcel.
fn seized_by(rx: &mut Rx<'_>, no: i64, reach: Reach) -> Result<Option<(String, Option<String>, KeptState)>, StoreError> {
    let Some((seizure, state)) = seizures_of_parcel(rx, no)?.into_iter().next() else { return Ok(None) };
    let found = seizure_by_no(rx, seizure)?.filter(|s| reach.covers(&s.belongs()));
    Ok(Some((seizure_code(seizure), found.map(|s| format!("/seizures/{}", s.facts.seizure)), state)))
}

/// The subheadings as choices.
fn hs_choices(locale: Locale) -> Vec<Choice> {
    HsCode::ALL.iter().map(|h| Choice::new(h.as_str(), hs_word(locale, *h))).collect()
}

/// A subheading in words.
fn hs_word(locale: Locale, hs: HsCode) -> String {
    let key = match hs {
        HsCode::Unsorted => "unsorted",
        HsCode::Industrial => "industrial",
        HsCode::Gem => "gem",
    };
    format!("{} ({})", label(locale, "parcel-hs", key), hs.as_str())
}
