//! Production entries, parcels and purchases.

use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::dispute::dispute_code;
use crate::domain::event::{HsCode, ProductionFlag, SizeLine};
use crate::domain::geo::Position;
use crate::domain::ids::{AccountId, LicenceId, OfficeId, ParcelId, PartyId, PurchaseId, ShipmentId, SiteId, SlipBookId};
use crate::domain::money::{Money, RateE6};
use crate::domain::parcel::{self, ParcelState, Source, SourceKind, parcel_code};
use crate::domain::purchase;
use crate::domain::quantity::Mass;
use crate::domain::removal::removal_code;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::{ZoneEffect, ZoneMark};
use crate::store::db::Rx;
use crate::store::parcel::{ParcelFilter, parcel_by_code, parcel_by_id, parcels, withdrawn_among};
use crate::store::party::party_fetch;
use crate::store::production::{Declaration, ProductionFilter, declarations, productions, source_fetch};
use crate::store::purchase::{PurchaseFilter, PurchaseSide, PurchaseWhen, purchase_by_serial, purchase_fetch, purchase_items, purchases};
use crate::store::removal::removed_among;
use crate::store::slip_book::{slip_book_fetch, slip_book_next_serial, slip_book_used, slip_books};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;

/// An entry of the book at the pit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Production {
    /// The parcel it made.
    parcel_no: i64,
    /// Code of that parcel.
    parcel: String,
    holder: PartyId,
    site: Option<SiteId>,
    licence: Option<LicenceId>,
    #[schema(value_type = String, format = Date)]
    on: Day,
    stones: i64,
    weight_mct: Mass,
    largest_mct: Option<Mass>,
    diggers: Option<u32>,
    /// Size breakdown, where one was given.
    classes: Vec<SizeLine>,
    gravel_dm3: Option<i64>,
    /// Days worked for it, where one entry covers several.
    days_worked: Option<u32>,
    /// Page of the notebook.
    page: Option<String>,
    position: Option<Position>,
    accuracy_m: Option<u32>,
    /// Oddities: `late`, `after_stop` (written down after the licence or its holder was stopped), `outside_site`,
    /// `no_position`, `too_many_diggers`, `zone` (see `zone`), `over_capacity`.
    flags: Vec<&'static str>,
    late_reason: Option<String>,
    /// What the zones of its site make of it, as is known now: `none`, `flag` or `freeze`.
    zone: ZoneEffect,
    office: Option<OfficeId>,
    /// The account that wrote it down.
    recorder: AccountId,
    test: bool,
    /// Whether a correction took the whole entry back: nothing came in by it.
    withdrawn: bool,
}

impl From<Source> for Production {
    fn from(s: Source) -> Self {
        let withdrawn = s.is_withdrawn();
        let f = s.facts;
        Self {
            parcel_no: s.parcel_no,
            parcel: parcel_code(s.parcel_no),
            holder: s.holder,
            site: s.site,
            licence: s.licence,
            on: s.on,
            stones: s.stones,
            weight_mct: s.weight,
            largest_mct: f.as_ref().and_then(|f| f.largest_mct),
            diggers: f.as_ref().and_then(|f| f.diggers),
            classes: f.as_ref().map(|f| f.classes.clone()).unwrap_or_default(),
            gravel_dm3: f.as_ref().and_then(|f| f.gravel_dm3),
            days_worked: f.as_ref().and_then(|f| f.days_worked),
            recorder: s.account,
            page: f.as_ref().and_then(|f| f.page.clone()),
            position: f.as_ref().and_then(|f| f.position),
            accuracy_m: f.as_ref().and_then(|f| f.accuracy_m),
            flags: s.flags.iter().map(|f| f.as_str()).collect(),
            late_reason: f.and_then(|f| f.late_reason),
            zone: s.zone,
            office: s.office,
            test: s.test,
            withdrawn,
        }
    }
}

/// A parcel by its id, code or number, whoever may see it.
fn parcel_by_key(rx: &mut Rx<'_>, key: &str) -> Result<Option<parcel::Parcel>, WebError> {
    if let Ok(id) = key.parse() {
        return Ok(parcel_by_id(rx, id)?);
    }
    Ok(parcel_by_code(rx, &crate::domain::code::written(key))?)
}

impl Noun for Production {
    const PERMISSION: Permission = Permission::ProductionRead;
    const FILTERS: &'static [Filter] = &[
        Filter::id("site", "Of one site."),
        Filter::id("licence", "Under one licence."),
        Filter::id("office", "Written down by one office."),
        Filter::id("account", "Written down by one account."),
        Filter::day("from", "From this day on."),
        Filter::day("to", "Up to this day."),
        Filter::word("flag", "With this oddity, as in `flags`."),
    ];

    fn position(&self) -> i64 {
        self.parcel_no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = ProductionFilter {
            site: asked.parsed("site")?,
            licence: asked.parsed("licence")?,
            office: asked.parsed("office")?,
            account: asked.parsed("account")?,
            from: asked.parsed("from")?,
            to: asked.parsed("to")?,
            flag: asked.read("flag", ProductionFlag::parse)?,
        };
        let found = productions(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        Ok(found.into_iter().map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Some(parcel) = parcel_by_key(rx, key)? else { return Ok(None) };
        let reach = reader.reach(Self::PERMISSION);
        let found = source_fetch(rx, parcel.no)?.filter(|s| s.kind == SourceKind::Production);
        let near = |s: &Source| reach.covers(&Belongs { office: s.office, parties: vec![s.holder] });
        Ok(found.filter(near).map(Self::from))
    }
}

/// A packed lot of stones.
#[derive(Debug, Serialize, ToSchema)]
pub struct Parcel {
    id: ParcelId,
    pub(in crate::web::api) no: i64,
    code: String,
    weight_mct: Mass,
    stones: i64,
    hs: HsCode,
    class: Option<String>,
    holder: PartyId,
    /// `live`, `consumed` or `exported`.
    state: &'static str,
    /// Whether the entry it came from was taken back: then it is `consumed`, and nothing was made of it.
    withdrawn: bool,
    seal: Option<String>,
    shipment: Option<ShipmentId>,
    /// Code of the open case that holds it: while it lives it takes no act.
    frozen_by: Option<String>,
    /// What the zones of its stones made of it: `flag`, `released` or `frozen`; what is frozen takes no act but a seal.
    zone: Option<ZoneMark>,
    /// Code of the report that waits, by which it is out of stock: it takes no act.
    reported_by: Option<String>,
    /// Code of the seizure that keeps it: it takes no act.
    seized_by: Option<String>,
    /// Whether it left the trade inside the country: then it is `consumed`, and nothing was made of it.
    removed: bool,
    office: Option<OfficeId>,
    test: bool,
    produced_seq: i64,
    consumed_seq: Option<i64>,
}

impl Parcel {
    fn new(p: parcel::Parcel, withdrawn: &HashSet<i64>, removed: &HashSet<i64>) -> Self {
        Self {
            withdrawn: withdrawn.contains(&p.no),
            id: p.id,
            no: p.no,
            code: p.code,
            weight_mct: p.weight,
            stones: p.stones,
            hs: p.hs,
            class: p.class,
            holder: p.holder,
            state: p.state.as_str(),
            seal: p.seal,
            shipment: p.shipment,
            frozen_by: p.dispute.map(dispute_code),
            zone: p.zone,
            reported_by: p.removal.map(removal_code),
            seized_by: p.seizure.filter(|_| p.state == parcel::ParcelState::Seized).map(crate::domain::seizure::seizure_code),
            removed: removed.contains(&p.no),
            office: p.office,
            test: p.test,
            produced_seq: p.produced_seq,
            consumed_seq: p.consumed_seq,
        }
    }
}

impl Noun for Parcel {
    const PERMISSION: Permission = Permission::ParcelRead;
    const FILTERS: &'static [Filter] = &[
        Filter::id("holder", "Held by one party."),
        Filter::word("state", "`live`, `consumed`, `exported` or `seized`."),
        Filter::yes_no("sealed", "Under a seal or not."),
        Filter::yes_no("offered", "In an open offer or not."),
        Filter::yes_no("shipped", "In a shipment or not."),
        Filter::yes_no("frozen", "Held by an open case, or by a report that waits, or not."),
        Filter::yes_no("test", "Test parcels or real ones."),
    ];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let filter = ParcelFilter {
            holder: asked.parsed("holder")?,
            state: asked.read("state", ParcelState::parse)?,
            sealed: asked.yes_no("sealed")?,
            offered: asked.yes_no("offered")?,
            shipped: asked.yes_no("shipped")?,
            frozen: asked.yes_no("frozen")?,
            test: asked.yes_no("test")?,
            held: None,
        };
        let found = parcels(rx, reader.reach(Self::PERMISSION), &filter, reader.now, before, limit)?;
        let (withdrawn, removed) = (withdrawn_among(rx, &found)?, removed_among(rx, &found)?);
        Ok(found.into_iter().map(|p| Self::new(p, &withdrawn, &removed)).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let reach = reader.reach(Self::PERMISSION);
        let Some(found) = parcel_by_key(rx, key)?.filter(|p| reach.covers(&p.belongs())) else { return Ok(None) };
        let alone = std::slice::from_ref(&found);
        let (withdrawn, removed) = (withdrawn_among(rx, alone)?, removed_among(rx, alone)?);
        Ok(Some(Self::new(found, &withdrawn, &removed)))
    }
}

/// One parcel of a purchase.
#[derive(Debug, Serialize, ToSchema)]
pub struct PurchasedParcel {
    parcel_no: i64,
    weight_mct: Mass,
    stones: i64,
    /// The buyer's own mass.
    weighed_mct: Option<Mass>,
    /// The buyer's own count.
    counted: Option<i64>,
}

/// An offer or purchase with its slip.
#[derive(Debug, Serialize, ToSchema)]
pub struct Purchase {
    pub(in crate::web::api) id: PurchaseId,
    no: i64,
    /// The serial of the slip.
    serial: String,
    /// The short code by which anybody can check the slip.
    check_code: String,
    seller: PartyId,
    seller_licence: LicenceId,
    buyer: PartyId,
    buyer_licence: LicenceId,
    agent: Option<PartyId>,
    #[schema(value_type = String, format = Date)]
    on: Day,
    price: Money,
    /// Local units for one US dollar, millionths.
    rate_e6: RateE6,
    usd_cents: i64,
    payment: String,
    payment_reference: Option<String>,
    place: Option<String>,
    items: Vec<PurchasedParcel>,
    /// `offered`, `accepted`, `declined` or `withdrawn`.
    state: &'static str,
    /// When the offer ends; none for one recorded by the buyer.
    expires_at: Option<Instant>,
    close_reason: Option<String>,
    test: bool,
    offered_seq: i64,
    closed_seq: Option<i64>,
    corrected_seq: Option<i64>,
}

fn purchase(rx: &mut Rx<'_>, p: purchase::Purchase) -> Result<Purchase, WebError> {
    let items = purchase_items(rx, p.id)?.into_iter().map(|i| PurchasedParcel {
        parcel_no: i.parcel_no,
        weight_mct: i.weight,
        stones: i.stones,
        weighed_mct: i.weighed,
        counted: i.counted,
    });
    Ok(Purchase {
        items: items.collect(),
        id: p.id,
        no: p.no,
        serial: p.serial,
        check_code: p.check_code,
        seller: p.seller,
        seller_licence: p.seller_licence,
        buyer: p.buyer,
        buyer_licence: p.buyer_licence,
        agent: p.agent,
        on: p.on,
        price: p.terms.price,
        rate_e6: p.terms.rate_e6,
        usd_cents: p.terms.usd_cents,
        payment: p.terms.payment,
        payment_reference: p.terms.payment_reference,
        place: p.place,
        state: p.state.as_str(),
        expires_at: p.expires_at,
        close_reason: p.close_reason,
        test: p.test,
        offered_seq: p.offered_seq,
        closed_seq: p.closed_seq,
        corrected_seq: p.corrected_seq,
    })
}

impl Noun for Purchase {
    const PERMISSION: Permission = Permission::PurchaseRead;
    const FILTERS: &'static [Filter] = &[
        Filter::word("state", "`open`, `expired`, `accepted`, `declined` or `withdrawn`, as of now."),
        Filter::id("party", "With this party on either side."),
        Filter::word("side", "The side of `party`: `seller` or `buyer`."),
        Filter::text("serial", "The serial of the slip, or how it begins."),
    ];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let side = asked.read("side", |word| match word {
            "seller" => Some(PurchaseSide::Seller),
            "buyer" => Some(PurchaseSide::Buyer),
            _ => None,
        })?;
        let party: Option<PartyId> = asked.parsed("party")?;
        if side.is_some() && party.is_none() {
            return Err(WebError::Unreadable("query side: needs a party".into()));
        }
        let filter = PurchaseFilter {
            when: asked.read("state", |word| PurchaseWhen::parse(word, reader.now))?,
            party: party.map(|id| (id, side)),
            serial: asked.text("serial"),
        };
        let found = purchases(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        found.into_iter().map(|p| purchase(rx, p)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => purchase_fetch(rx, id)?,
            Err(_) => purchase_by_serial(rx, key)?,
        };
        let Some(found) = found else { return Ok(None) };
        let near = match reader.reach(Self::PERMISSION) {
            // As in the list: an office sees those in which a party it keeps sells or buys.
            Reach::Office(office) => {
                let sides = [party_fetch(rx, found.seller)?, party_fetch(rx, found.buyer)?];
                sides.iter().flatten().any(|p| p.facts.office == Some(office))
            }
            reach => reach.covers(&found.belongs()),
        };
        if near { Ok(Some(purchase(rx, found)?)) } else { Ok(None) }
    }
}

/// Opening stock a holder declared, summed up; its parcels are found by their entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stock {
    /// The entry.
    seq: i64,
    holder: PartyId,
    /// The day of the count.
    #[schema(value_type = String, format = Date)]
    on: Day,
    office: Option<OfficeId>,
    parcels: i64,
    stones: i64,
    weight_mct: i64,
    /// Of parcels that name no site.
    unestablished_mct: i64,
    test: bool,
}

impl From<Declaration> for Stock {
    fn from(d: Declaration) -> Self {
        Self {
            seq: d.seq,
            holder: d.holder,
            on: d.on,
            office: d.office,
            parcels: d.parcels,
            stones: d.stones,
            weight_mct: d.weight_mct,
            unestablished_mct: d.unestablished_mct,
            test: d.test,
        }
    }
}

impl Noun for Stock {
    const PERMISSION: Permission = Permission::ParcelRead;

    fn position(&self) -> i64 {
        self.seq
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        Ok(declarations(rx, reader.reach(Self::PERMISSION), before, limit)?.into_iter().map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(seq) = key.parse::<i64>() else { return Ok(None) };
        let found = declarations(rx, reader.reach(Self::PERMISSION), Some(seq.saturating_add(1)), 1)?;
        Ok(found.into_iter().find(|d| d.seq == seq).map(Self::from))
    }
}

/// A book of purchase slips.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlipBook {
    id: SlipBookId,
    no: i64,
    /// Who may use it.
    holder: PartyId,
    /// The first serial, as printed.
    first: String,
    /// The last serial, as printed.
    last: String,
    /// How many serials it has.
    size: i64,
    /// How many of them are used.
    used: i64,
    /// The next one to use; none when the book is full.
    next: Option<String>,
    seq: i64,
}

fn slip_book(rx: &mut Rx<'_>, b: &purchase::SlipBook) -> Result<SlipBook, WebError> {
    Ok(SlipBook {
        id: b.id,
        no: b.no,
        holder: b.holder,
        first: b.serial(b.first),
        last: b.serial(b.last),
        size: b.size(),
        used: slip_book_used(rx, b)?,
        next: slip_book_next_serial(rx, b)?,
        seq: b.seq,
    })
}

impl Noun for SlipBook {
    const PERMISSION: Permission = Permission::PurchaseRead;
    const FILTERS: &'static [Filter] = &[Filter::id("holder", "Of one party.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let found = slip_books(rx, reader.reach(Self::PERMISSION), asked.parsed("holder")?, before, limit)?;
        found.iter().map(|b| slip_book(rx, b)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let Some(book) = slip_book_fetch(rx, id)? else { return Ok(None) };
        // Asked of the list, so that its reach holds here too.
        let near = slip_books(rx, reader.reach(Self::PERMISSION), Some(book.holder), Some(book.no.saturating_add(1)), 1)?;
        near.iter().find(|b| b.id == id).map(|b| slip_book(rx, b)).transpose()
    }
}
