//! A case as its page shows it: what is claimed beside what is recorded, as far as the reader may know it.

use super::colour;
use crate::domain::access::{Actor, Permission as P, Reach};
use crate::domain::dispute::{Dispute, DisputeSight, Disputed};
use crate::domain::event::{ClaimedParcel, Event};
use crate::domain::ids::{DisputeId, PartyId};
use crate::domain::parcel::{Parcel, parcel_code};
use crate::domain::purchase::{Purchase, PurchaseItem};
use crate::domain::time::Instant;
use crate::service::dispute::may_withdraw;
use crate::store::db::Rx;
use crate::store::dispute::{dispute_fetch, disputes_of};
use crate::store::error::StoreError;
use crate::store::journal::{entry_fetch, recorded_at};
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_fetch;
use crate::store::purchase::{purchase_fetch, purchase_items, purchase_within};
use crate::store::shipment::shipment_fetch;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::locale::{Locale, format, text};
use crate::web::party::Names;
use crate::web::shipment::seen::{Reader, Who};

/// An entry that stands against the claim.
pub(super) struct Against {
    pub(super) kind: &'static str,
    pub(super) at: Instant,
    /// The page of what it recorded, for whoever may open it.
    pub(super) href: Option<String>,
    /// How that is called.
    pub(super) name: String,
    /// The sale or offer, where the reader may see it.
    pub(super) purchase: Option<Purchase>,
    /// What of it the claim is about.
    share: Share,
}

/// The claimed parcels of a recorded slip, as they count there: weighed by the buyer where he did.
#[derive(Default)]
struct Share {
    weight: i64,
    stones: i64,
    /// The whole slip, where more stands on it.
    whole: Option<(i64, i64)>,
}

impl Share {
    /// Of a slip on which none of the claimed parcels stands (they were reworked since), the whole.
    fn of(claimed: &[ClaimedParcel], items: &[PurchaseItem]) -> Self {
        let weighed = |items: &[&PurchaseItem]| {
            let weight = items.iter().map(|i| i.weighed.unwrap_or(i.weight).mct()).fold(0, i64::saturating_add);
            (weight, items.iter().map(|i| i.counted.unwrap_or(i.stones)).fold(0, i64::saturating_add))
        };
        let all: Vec<&PurchaseItem> = items.iter().collect();
        let own: Vec<&PurchaseItem> = items.iter().filter(|i| claimed.iter().any(|c| c.parcel_no == i.parcel_no)).collect();
        let part = !own.is_empty() && own.len() < all.len();
        let (weight, stones) = weighed(if own.is_empty() { &all } else { &own });
        Self { weight, stones, whole: part.then(|| weighed(&all)) }
    }
}

/// A parcel that the case holds, as it is now.
pub(super) struct Here {
    pub(super) held: Disputed,
    pub(super) parcel: Parcel,
    pub(super) opens: bool,
}

/// One line of the comparison.
pub(super) struct Beside {
    pub(super) label: String,
    pub(super) recorded: String,
    pub(super) claimed: String,
}

/// Everything a page needs.
pub(super) struct Seen {
    pub(super) case: Dispute,
    pub(super) sight: DisputeSight,
    pub(super) opened_at: Option<Instant>,
    pub(super) opened_by: Who,
    pub(super) ended: Option<(Option<Instant>, Who)>,
    pub(super) against: Vec<Against>,
    pub(super) here: Vec<Here>,
    /// Other open cases about the same parcels.
    pub(super) others: Vec<Dispute>,
    pub(super) seller_licence: String,
    pub(super) buyer_licence: String,
    pub(super) names: Names,
    pub(super) withdraws: bool,
    pub(super) journal: bool,
}

/// What is read in one view.
struct Parts {
    seen: Seen,
    parties: Vec<PartyId>,
    own: Option<PartyId>,
}

/// Whose eyes a page is for.
struct Eyes {
    actor: Actor,
    disputes: Reach,
    purchases: Reach,
    parcels: Reach,
    shipments: Reach,
    journal: bool,
    may_open: bool,
}

impl Seen {
    /// Reads a case, for whoever may see it.
    pub(super) async fn read(ctx: &Ctx, id: &str) -> Result<Self, WebError> {
        let id: DisputeId = id.parse().map_err(|_| WebError::NotFound)?;
        let eyes = Eyes {
            actor: ctx.actor()?.clone(),
            disputes: ctx.reach(P::DisputeRead),
            purchases: ctx.reach(P::PurchaseRead),
            parcels: ctx.reach(P::ParcelRead),
            shipments: ctx.reach(P::ShipmentRead),
            journal: ctx.can(P::JournalRead),
            may_open: ctx.can(P::DisputeOpen),
        };
        let none = Names::new(std::collections::HashMap::new(), ctx.naming());
        let found = ctx.read(move |rx| -> Result<_, StoreError> { eyes.read(rx, id, none) }).await?;
        let Parts { mut seen, parties, own } = found.ok_or(WebError::NotFound)?;
        let sales: Vec<[PartyId; 2]> = seen.against.iter().filter_map(|a| a.purchase.as_ref()).map(|p| [p.seller, p.buyer]).collect();
        seen.names = ctx.names(parties).await?.of_sales(own, sales);
        Ok(seen)
    }

    pub(super) const fn colour(&self) -> &'static str {
        colour(self.case.state)
    }
    /// Whether prices, slips and words of the claim are shown.
    pub(super) fn tells_all(&self) -> bool {
        self.sight != DisputeSight::Holder
    }
    /// Whether all that there was of the parcels had left when it was opened.
    pub(super) fn is_gone(&self) -> bool {
        self.case.holds.iter().all(|h| h.gone)
    }
    pub(super) fn parcels(&self) -> String {
        self.case.claim.parcels.iter().map(|p| parcel_code(p.parcel_no)).collect::<Vec<_>>().join(", ")
    }

    /// Both acts side by side; what is not the reader's business is said to be left out.
    pub(super) fn beside(&self, l: &Locale) -> Vec<Beside> {
        let l = *l;
        let (claim, hidden) = (&self.case.claim, text(l, "dispute-not-shown", &[]));
        let recorded = self.against.iter().find_map(|a| a.purchase.as_ref().map(|p| (p, &a.share)));
        let of = |f: &dyn Fn(&Purchase) -> String| recorded.map_or_else(|| hidden.clone(), |(p, _)| f(p));
        // What is claimed stands beside the same parcels as recorded, and the whole slip under them where it has more.
        let share = |f: &dyn Fn(i64, i64) -> String| {
            let whole = |(w, s)| format!("\n{}", text(l, "dispute-whole-slip", &[("n", f(w, s).into())]));
            recorded.map_or_else(|| hidden.clone(), |(_, of)| f(of.weight, of.stones) + &of.whole.map(whole).unwrap_or_default())
        };
        let price = |p: &Purchase| {
            let price = format::money(l, p.terms.price);
            let part = recorded.is_some_and(|(_, of)| of.whole.is_some());
            if part { text(l, "dispute-whole-slip", &[("n", price.into())]) } else { price }
        };
        let own = |said: String| if self.tells_all() { said } else { hidden.clone() };
        let none = || text(l, "word-not-given", &[]);
        let row = |id: &str, recorded: String, claimed: String| Beside { label: text(l, id, &[]), recorded, claimed };
        let at = |at: Option<Instant>| at.map_or_else(none, |at| format::instant(l, at));
        let weight = claim.parcels.iter().map(|p| p.weight_mct.mct()).fold(0, i64::saturating_add);
        let stones = claim.parcels.iter().map(|p| p.stones).fold(0, i64::saturating_add);
        let mass = |mct: i64| text(l, "unit-carats", &[("n", format::milli_carats(l, mct).into())]);
        vec![
            row("dispute-seller", of(&|p| self.names.full(&p.seller)), self.names.full(&claim.seller)),
            row("dispute-buyer", of(&|p| self.names.full(&p.buyer)), self.names.full(&claim.buyer)),
            row("dispute-on", of(&|p| format::day(l, p.on)), format::day(l, claim.on)),
            row("dispute-written", at(self.against.first().map(|a| a.at)), at(self.opened_at)),
            row("word-carats", share(&|w, _| mass(w)), mass(weight)),
            row("word-stones", share(&|_, s| format::integer(l, s)), format::integer(l, stones)),
            row("dispute-price", of(&price), own(format::money(l, claim.price))),
            row("dispute-slip", of(&|p| p.serial.clone()), own(claim.slip.clone().unwrap_or_else(none))),
            row("dispute-place", of(&|p| p.place.clone().unwrap_or_else(none)), own(claim.place.clone().unwrap_or_else(none))),
        ]
    }

    /// Who was first by the day that each says, and by the register.
    pub(super) fn first(&self, l: &Locale) -> Vec<String> {
        let mut told = Vec::new();
        if let Some(recorded) = self.against.iter().find_map(|a| a.purchase.as_ref()) {
            let id = match self.case.claim.on.cmp(&recorded.on) {
                std::cmp::Ordering::Less => "dispute-first-day-claim",
                std::cmp::Ordering::Equal => "dispute-first-day-same",
                std::cmp::Ordering::Greater => "dispute-first-day-recorded",
            };
            told.push(text(*l, id, &[]));
        }
        if let Some(entry) = self.against.first() {
            told.push(text(*l, "dispute-first-record", &[("at", entry.at.into())]));
        }
        told
    }
}

impl Eyes {
    fn read(&self, rx: &mut Rx<'_>, id: DisputeId, names: Names) -> Result<Option<Parts>, StoreError> {
        let Some(case) = dispute_fetch(rx, id)? else { return Ok(None) };
        let Some(sight) = case.sight(self.disputes) else { return Ok(None) };
        let reader = Reader { account: self.actor.account, all: self.disputes == Reach::All };
        let mut against = Vec::new();
        for seq in &case.against {
            against.extend(self.against(rx, *seq, &case.claim.parcels)?);
        }
        let here = self.here(rx, &case)?;
        let numbers: Vec<i64> = case.holds.iter().map(|h| h.parcel_no).collect();
        let mut others = disputes_of(rx, &numbers)?;
        others.retain(|d| d.id != case.id && d.is_open() && d.sight(self.disputes).is_some());
        let number = |rx: &mut Rx<'_>, id| Ok::<_, StoreError>(licence_fetch(rx, id)?.map(|l| l.number).unwrap_or_default());
        let ended = match case.ended_by.zip(case.ended_seq) {
            Some((by, seq)) => Some((recorded_at(rx, seq)?, Who::read(rx, by, &reader)?)),
            None => None,
        };
        let mut parties = case.belongs().parties;
        parties.extend(case.claim.agent);
        parties.extend(here.iter().map(|h| h.parcel.holder));
        parties.extend(against.iter().filter_map(|a: &Against| a.purchase.as_ref()).flat_map(|p| [p.seller, p.buyer]));
        let withdraws = case.is_open() && self.may_open && may_withdraw(rx, self.actor.party, &case)?;
        let seen = Seen {
            sight,
            opened_at: recorded_at(rx, case.opened_seq)?,
            opened_by: Who::read(rx, case.opened_by, &reader)?,
            ended,
            against,
            here,
            others,
            seller_licence: number(rx, case.claim.seller_licence)?,
            buyer_licence: number(rx, case.claim.buyer_licence)?,
            names,
            withdraws,
            journal: self.journal,
            case,
        };
        Ok(Some(Parts { seen, parties, own: self.actor.party }))
    }

    /// What the case holds; a party is shown what it holds itself.
    fn here(&self, rx: &mut Rx<'_>, case: &Dispute) -> Result<Vec<Here>, StoreError> {
        let mut here = Vec::new();
        for held in &case.holds {
            let Some(parcel) = parcel_fetch(rx, held.parcel_no)? else { continue };
            let opens = self.parcels.covers(&parcel.belongs());
            if opens || !matches!(self.disputes, Reach::Party(_)) {
                here.push(Here { held: held.clone(), parcel, opens });
            }
        }
        Ok(here)
    }

    fn against(&self, rx: &mut Rx<'_>, seq: i64, claimed: &[ClaimedParcel]) -> Result<Option<Against>, StoreError> {
        let Some(stored) = entry_fetch(rx, seq)? else { return Ok(None) };
        let event = &stored.entry.event;
        let purchase = match event {
            Event::PurchaseOffered(e) => Some(e.slip.purchase),
            Event::PurchaseRecorded(e) => Some(e.slip.purchase),
            Event::PurchaseAccepted(e) => Some(e.purchase),
            _ => None,
        };
        let purchase = match purchase {
            Some(id) => purchase_fetch(rx, id)?,
            None => None,
        };
        let purchase = match purchase {
            Some(found) if purchase_within(rx, self.purchases, &found)? => Some(found),
            _ => None,
        };
        let shipment = match event {
            Event::ShipmentPrepared(e) => shipment_fetch(rx, e.shipment)?.filter(|s| self.shipments.covers(&s.belongs())),
            _ => None,
        };
        let (name, href) = match (&purchase, shipment) {
            (Some(p), _) => (p.serial.clone(), Some(format!("/purchases/{}", p.id))),
            (None, Some(s)) => (s.code, Some(format!("/shipments/{}", s.id))),
            (None, None) if self.journal => (seq.to_string(), Some(format!("/journal/{seq}"))),
            (None, None) => (String::new(), None),
        };
        let share = match &purchase {
            Some(found) => Share::of(claimed, &purchase_items(rx, found.id)?),
            None => Share::default(),
        };
        Ok(Some(Against { share, kind: event.kind(), at: stored.entry.recorded_at, href, name, purchase }))
    }
}
