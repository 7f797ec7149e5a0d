//! A correction as its pages show it: what was written beside what should be, who proposed and decided, what follows.

use super::colour;
use crate::domain::access::{Actor, Belongs, Permission as P, Reach};
use crate::domain::correction::{Correction, CorrectionState};
use crate::domain::event::{CorrectionChange, ProductionFacts, PurchaseTerms, StockFacts};
use crate::domain::ids::{AccountId, CorrectionId, PartyId, SiteId};
use crate::domain::money::Currency;
use crate::domain::parcel::{Parcel, parcel_code};
use crate::domain::quantity::Mass;
use crate::domain::shipment::Certificate;
use crate::domain::time::Instant;
use crate::store::account::account_fetch;
use crate::store::certificate::certificates_holding;
use crate::store::correction::{correction_within, corrections_of};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{entry_fetch, recorded_at};
use crate::store::operation::{Operation, descendants, operation_fetch};
use crate::store::parcel::parcel_fetch;
use crate::store::production::{SiteLabel, first_sale, first_weighing_after, site_labels, source_fetch};
use crate::store::purchase::{purchase_fetch, purchase_within};
use crate::web::check::Compared;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::locale::{Locale, format, label, text};
use crate::web::shipment::seen::{Reader, Who};
use std::collections::HashMap;

/// Descendants shown; of more it is said that there are more.
const DESCENDANTS: usize = 200;

/// Whose eyes a page is for, copied into the reading of it.
#[derive(Clone)]
pub(super) struct Eyes {
    actor: Actor,
    pub(super) locale: Locale,
    corrections: Reach,
    production: Reach,
    parcels: Reach,
    purchases: Reach,
    certificates: Reach,
    journal: bool,
}

impl Eyes {
    pub(super) fn of(ctx: &Ctx) -> Result<Self, WebError> {
        Ok(Self {
            actor: ctx.actor()?.clone(),
            locale: ctx.locale(),
            corrections: ctx.reach(P::CorrectionRead),
            production: ctx.reach(P::ProductionRead),
            parcels: ctx.reach(P::ParcelRead),
            purchases: ctx.reach(P::PurchaseRead),
            certificates: ctx.reach(P::CertificateRead),
            journal: ctx.can(P::JournalRead),
        })
    }

    pub(super) fn is(&self, account: AccountId) -> bool {
        self.actor.account == account
    }

    pub(super) fn may_read(&self, rx: &mut Rx<'_>, one: &Correction) -> Result<bool, StoreError> {
        correction_within(rx, self.corrections, one)
    }

    /// Who did something: by name for whoever sees all, and within an office or a party for its own people.
    pub(super) fn who(&self, rx: &mut Rx<'_>, id: AccountId) -> Result<Who, StoreError> {
        let near = match self.corrections {
            Reach::All => true,
            Reach::Office(office) => account_fetch(rx, id)?.is_some_and(|a| a.actor.office == Some(office)),
            Reach::Party(party) => account_fetch(rx, id)?.is_some_and(|a| a.actor.party == Some(party)),
            Reach::Nothing => false,
        };
        Who::read(rx, id, &Reader { account: self.actor.account, all: near })
    }

    /// An entry of the journal, with an address for whoever may read it there or has a receipt of it.
    fn entry(&self, rx: &mut Rx<'_>, seq: i64) -> Result<EntryLink, StoreError> {
        if self.journal {
            return Ok(EntryLink { seq, href: Some(format!("/journal/{seq}")) });
        }
        let same_office = |office| self.actor.office.is_some() && self.actor.role.needs_office() && office == self.actor.office;
        let own = entry_fetch(rx, seq)?.map(|s| s.entry).filter(|e| self.is(e.account) || same_office(e.office));
        Ok(EntryLink { seq, href: own.map(|e| format!("/receipts/{}", e.id)) })
    }
}

/// An entry of the journal.
pub(super) struct EntryLink {
    pub(super) seq: i64,
    pub(super) href: Option<String>,
}

/// What a correction is about, as pages name it.
pub(super) struct Subject {
    /// Code of the parcel, or serial of the slip.
    pub(super) code: String,
    /// Its page, for whoever may open it.
    pub(super) href: Option<String>,
    /// Whose it is: the holder, or seller and buyer.
    pub(super) parties: Vec<PartyId>,
}

pub(super) fn subject(rx: &mut Rx<'_>, eyes: &Eyes, change: &CorrectionChange) -> Result<Subject, StoreError> {
    match change {
        CorrectionChange::Production { parcel_no, .. }
        | CorrectionChange::Stock { parcel_no, .. }
        | CorrectionChange::Withdrawal { parcel_no, .. } => {
            let code = parcel_code(*parcel_no);
            let Some(source) = source_fetch(rx, *parcel_no)? else { return Ok(Subject { code, href: None, parties: Vec::new() }) };
            let belongs = Belongs { office: source.office, parties: vec![source.holder] };
            let open = parcel_fetch(rx, *parcel_no)?.is_some_and(|p| eyes.parcels.covers(&p.belongs()));
            let href = if source.facts.is_some() && eyes.production.covers(&belongs) {
                Some(format!("/production/{code}"))
            } else {
                open.then(|| format!("/parcels/{code}"))
            };
            Ok(Subject { code, href, parties: vec![source.holder] })
        }
        CorrectionChange::Purchase { purchase, .. } => {
            let Some(found) = purchase_fetch(rx, *purchase)? else {
                return Ok(Subject { code: purchase.to_string(), href: None, parties: Vec::new() });
            };
            let open = purchase_within(rx, eyes.purchases, &found)?;
            let href = open.then(|| format!("/purchases/{}", found.id));
            Ok(Subject { code: found.serial, href, parties: vec![found.seller, found.buyer] })
        }
    }
}

/// What is written beside what should be.
pub(super) fn compared(rx: &mut Rx<'_>, l: Locale, change: &CorrectionChange) -> Result<Vec<Compared>, StoreError> {
    match change {
        CorrectionChange::Production { was, now, .. } => {
            let sites = site_labels(rx, [was.site, now.site])?;
            Ok(production_rows(l, was, now, &sites))
        }
        CorrectionChange::Purchase { was, now, .. } => Ok(purchase_rows(l, was, now)),
        CorrectionChange::Stock { was, now, .. } => {
            let sites = site_labels(rx, was.site.into_iter().chain(now.site))?;
            Ok(stock_rows(l, was, now, &sites))
        }
        CorrectionChange::Withdrawal { was, .. } => Ok(withdrawal_rows(l, was)),
    }
}

fn production_rows(l: Locale, was: &ProductionFacts, now: &ProductionFacts, sites: &HashMap<SiteId, SiteLabel>) -> Vec<Compared> {
    let none = || text(l, "word-not-given", &[]);
    let site = |f: &ProductionFacts| sites.get(&f.site).map_or_else(none, |s| format!("{} ({})", s.name, s.code));
    let largest = |f: &ProductionFacts| f.largest_mct.map_or_else(none, |m| format::carats_unit(l, m));
    let classes = |f: &ProductionFacts| {
        let line = |c: &crate::domain::event::SizeLine| {
            let stones = text(l, "unit-stones", &[("count", c.stones.into())]);
            format!("{}: {}, {stones}", c.class, format::carats_unit(l, c.weight_mct))
        };
        if f.classes.is_empty() { none() } else { f.classes.iter().map(line).collect::<Vec<_>>().join("\n") }
    };
    let page = |f: &ProductionFacts| f.page.clone().unwrap_or_else(none);
    let flags = |f: &ProductionFacts| {
        let words: Vec<String> = f.flags.iter().map(|flag| label(l, "production-flag", flag.as_str())).collect();
        if words.is_empty() { none() } else { words.join("\n") }
    };
    let row = |id: &str, was: String, now: String| Compared { label: text(l, id, &[]), was, now };
    let mut rows = vec![
        row("production-site", site(was), site(now)),
        row("production-on", format::day(l, was.on), format::day(l, now.on)),
        row("production-weight", format::carats_unit(l, was.weight_mct), format::carats_unit(l, now.weight_mct)),
        row("word-stones", format::integer(l, was.stones), format::integer(l, now.stones)),
        row("production-page", page(was), page(now)),
    ];
    // Few entries have these, and fewer are corrected in them.
    let number = |n: Option<u32>| n.map_or_else(none, |n| format::integer(l, i64::from(n)));
    let gravel = |f: &ProductionFacts| {
        let metres = |g| text(l, "unit-cubic-metres", &[("n", format::scaled(l, g, 3, 0).into())]);
        f.gravel_dm3.map_or_else(none, metres)
    };
    let place = |f: &ProductionFacts| {
        let at = |p: crate::domain::geo::Position| {
            let (lat, lon) = (format::latitude(l, i64::from(p.lat_e7())), format::longitude(l, i64::from(p.lon_e7())));
            let accuracy = f.accuracy_m.map(|m| format!(" ± {}", format::metres(l, i64::from(m)))).unwrap_or_default();
            format!("{lat}, {lon}{accuracy}")
        };
        f.position.map_or_else(none, at)
    };
    let zones = |f: &ProductionFacts| {
        let effect = crate::domain::zone::ZoneJudgement::effect_of(f.zone.as_ref());
        label(l, "zone-effect", effect.as_str())
    };
    let seldom = [
        row("zone-effect-title", zones(was), zones(now)),
        row("production-diggers", number(was.diggers), number(now.diggers)),
        row("production-gravel", gravel(was), gravel(now)),
        row("production-days-worked", number(was.days_worked), number(now.days_worked)),
        row("production-position", place(was), place(now)),
        row("production-largest", largest(was), largest(now)),
        row("production-classes", classes(was), classes(now)),
        row("production-flagged", flags(was), flags(now)),
    ];
    rows.extend(seldom.into_iter().filter(Compared::differs));
    rows
}

fn stock_rows(l: Locale, was: &StockFacts, now: &StockFacts, sites: &HashMap<SiteId, SiteLabel>) -> Vec<Compared> {
    let none = || text(l, "word-not-given", &[]);
    let site = |f: &StockFacts| f.site.and_then(|id| sites.get(&id)).map_or_else(none, |s| format!("{} ({})", s.name, s.code));
    let note = |f: &StockFacts| f.note.clone().unwrap_or_else(none);
    let row = |id: &str, was: String, now: String| Compared { label: text(l, id, &[]), was, now };
    vec![
        row("production-site", site(was), site(now)),
        row("production-weight", format::carats_unit(l, was.weight_mct), format::carats_unit(l, now.weight_mct)),
        row("word-stones", format::integer(l, was.stones), format::integer(l, now.stones)),
        row("correction-stock-note", note(was), note(now)),
    ]
}

fn withdrawal_rows(l: Locale, was: &ProductionFacts) -> Vec<Compared> {
    let nothing = || text(l, "correction-nothing-stands", &[]);
    let row = |id: &str, was: String| Compared { label: text(l, id, &[]), was, now: nothing() };
    vec![
        row("production-on", format::day(l, was.on)),
        row("production-weight", format::carats_unit(l, was.weight_mct)),
        row("word-stones", format::integer(l, was.stones)),
    ]
}

fn purchase_rows(l: Locale, was: &PurchaseTerms, now: &PurchaseTerms) -> Vec<Compared> {
    let row = |id: &str, was: String, now: String| Compared { label: text(l, id, &[]), was, now };
    let usd = |t: &PurchaseTerms| format::usd(l, t.usd_cents);
    let rate = |t: &PurchaseTerms| {
        if t.price.currency == Currency::USD { text(l, "word-none", &[]) } else { format::rate(l, t.rate_e6) }
    };
    let reference = |t: &PurchaseTerms| t.payment_reference.clone().unwrap_or_else(|| text(l, "word-not-given", &[]));
    let mut rows = vec![row("purchase-price", format::money(l, was.price), format::money(l, now.price))];
    if was.price.currency != Currency::USD || now.price.currency != Currency::USD {
        rows.push(row("purchase-rate", rate(was), rate(now)));
        rows.push(row("purchase-usd", usd(was), usd(now)));
    }
    rows.push(row("purchase-payment", label(l, "payment", &was.payment), label(l, "payment", &now.payment)));
    rows.push(row("purchase-payment-reference", reference(was), reference(now)));
    rows
}

/// Who did something when.
pub(super) struct Done {
    pub(super) who: Who,
    pub(super) at: Option<Instant>,
    pub(super) entry: EntryLink,
}

/// A correction with everything its page shows.
pub(super) struct Seen {
    pub(super) correction: Correction,
    pub(super) subject: Subject,
    pub(super) compared: Vec<Compared>,
    pub(super) corrects: EntryLink,
    pub(super) proposed: Done,
    pub(super) decided: Option<Done>,
    pub(super) follows: Option<Follows>,
    /// Whether the reader proposed it.
    pub(super) own: bool,
}

impl Seen {
    pub(super) fn read(rx: &mut Rx<'_>, eyes: &Eyes, correction: Correction) -> Result<Self, StoreError> {
        let decided = match (correction.decided_by, correction.decided_seq) {
            (Some(by), Some(seq)) => Some(done(rx, eyes, by, seq)?),
            _ => None,
        };
        let follows = match &correction.change {
            CorrectionChange::Production { parcel_no, .. } | CorrectionChange::Stock { parcel_no, .. }
                if correction.state != CorrectionState::Refused =>
            {
                let waits = correction.state == CorrectionState::Proposed;
                Follows::read(rx, eyes, *parcel_no, Some(&correction.change).filter(|_| waits))?
            }
            _ => None,
        };
        Ok(Self {
            subject: subject(rx, eyes, &correction.change)?,
            compared: compared(rx, eyes.locale, &correction.change)?,
            corrects: eyes.entry(rx, correction.corrects_seq)?,
            proposed: done(rx, eyes, correction.proposed_by, correction.proposed_seq)?,
            own: eyes.is(correction.proposed_by),
            decided,
            follows,
            correction,
        })
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.correction.state == CorrectionState::Proposed
    }
    pub(super) fn is_approved(&self) -> bool {
        self.correction.state == CorrectionState::Approved
    }
    pub(super) fn colour(&self) -> &'static str {
        colour(self.correction.state)
    }
}

fn done(rx: &mut Rx<'_>, eyes: &Eyes, by: AccountId, seq: i64) -> Result<Done, StoreError> {
    Ok(Done { who: eyes.who(rx, by)?, at: recorded_at(rx, seq)?, entry: eyes.entry(rx, seq)? })
}

/// What hangs on a production entry: its parcel, what came of it, and certificates it left under.
pub(super) struct Follows {
    /// The parcel of the entry as it stands, or as it would stand where the correction waits.
    pub(super) parcel: Parcel,
    /// Whether the reader may open its page.
    pub(super) open: bool,
    /// A later weighing of it, which stands.
    pub(super) weighed: Option<Mass>,
    /// What used it up.
    pub(super) operation: Option<Operation>,
    /// What came of it, as far as the reader may see it.
    pub(super) parcels: Vec<Parcel>,
    /// How many more came of it.
    pub(super) hidden: usize,
    /// Whether there are more than are read here.
    pub(super) cut: bool,
    /// Certificates, as far as the reader may see them.
    pub(super) certificates: Vec<Certificate>,
    /// How many more certificates.
    pub(super) certificates_hidden: usize,
}

impl Follows {
    fn read(rx: &mut Rx<'_>, eyes: &Eyes, no: i64, waiting: Option<&CorrectionChange>) -> Result<Option<Self>, StoreError> {
        let Some(mut parcel) = parcel_fetch(rx, no)? else { return Ok(None) };
        let mut operation = match parcel.consumed_seq {
            Some(seq) => operation_fetch(rx, seq)?,
            None => None,
        };
        let mut weighed = first_weighing_after(rx, no)?.and_then(|(mct, _)| Mass::new(mct));
        let open = eyes.parcels.covers(&parcel.belongs());
        // What nobody weighed since takes the new reading, and what used it up the difference.
        let unweighed = weighed.is_none() && first_sale(rx, no)?.is_none();
        if let Some(((was, _), (now, stones))) = waiting.filter(|_| unweighed).and_then(CorrectionChange::readings) {
            let step = now.mct().saturating_sub(was.mct());
            parcel.weight = Mass::new(parcel.weight.mct().saturating_add(step)).unwrap_or(Mass::ZERO);
            parcel.stones = stones;
            if let Some(o) = &mut operation {
                o.loss_mct = o.loss_mct.saturating_add(step);
            }
        }
        // What others weighed and did with it since is theirs: a side that proposed this reads the entry alone.
        if !open && matches!(eyes.corrections, Reach::Party(_)) {
            (weighed, operation) = (None, None);
            let entered = source_fetch(rx, no)?.map(|source| source.weight);
            let asked = waiting.and_then(CorrectionChange::readings).map(|(_, (now, _))| now);
            parcel.weight = asked.or(entered).unwrap_or(parcel.weight);
        }
        let (all, whole) = descendants(rx, no, DESCENDANTS)?;
        let (parcels, hidden): (Vec<Parcel>, Vec<Parcel>) = all.into_iter().partition(|p| eyes.parcels.covers(&p.belongs()));
        let held = certificates_holding(rx, no)?;
        let (certificates, unseen): (Vec<Certificate>, Vec<Certificate>) =
            held.into_iter().partition(|c| eyes.certificates.covers(&c.belongs()));
        Ok(Some(Self {
            open,
            parcel,
            weighed,
            operation,
            parcels,
            hidden: hidden.len(),
            cut: !whole,
            certificates,
            certificates_hidden: unseen.len(),
        }))
    }
}

/// A correction beside the thing it corrects.
pub struct Notice {
    /// Its page, for whoever may open it.
    pub href: Option<String>,
    /// Its number.
    pub no: i64,
    /// Whether it is in effect; else it waits.
    pub approved: bool,
    /// What it changes.
    pub compared: Vec<Compared>,
    /// When it took effect, or was proposed.
    pub at: Option<Instant>,
}

/// The corrections of a thing, for its page.
pub struct Corrected {
    /// Those in effect and the one that waits, oldest first; not those that were refused.
    pub notices: Vec<Notice>,
    /// Where the reader may propose one.
    pub propose: Option<String>,
}

/// What the page of a thing says of its corrections. `propose` is the address for a new one, where the thing is
/// of a kind that has one; it is shown to whoever may propose one, as long as none waits.
///
/// # Errors
/// A fault.
pub async fn corrected(ctx: &Ctx, entry_seq: i64, belongs: &Belongs, propose: Option<String>) -> Result<Corrected, WebError> {
    let eyes = Eyes::of(ctx)?;
    let notices = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut notices = Vec::new();
            for one in corrections_of(rx, entry_seq)? {
                if one.state != CorrectionState::Refused {
                    notices.push(notice(rx, &eyes, &one)?);
                }
            }
            Ok(notices)
        })
        .await?;
    let may = ctx.reach(P::CorrectionPropose).covers(belongs) && notices.iter().all(|n| n.approved);
    Ok(Corrected { propose: propose.filter(|_| may), notices })
}

fn notice(rx: &mut Rx<'_>, eyes: &Eyes, one: &Correction) -> Result<Notice, StoreError> {
    let address = |id: CorrectionId| format!("/corrections/{id}");
    Ok(Notice {
        href: eyes.may_read(rx, one)?.then(|| address(one.id)),
        no: one.no,
        approved: one.state == CorrectionState::Approved,
        compared: compared(rx, eyes.locale, &one.change)?.into_iter().filter(Compared::differs).collect(),
        at: recorded_at(rx, one.decided_seq.unwrap_or(one.proposed_seq))?,
    })
}
