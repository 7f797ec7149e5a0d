//! A purchase as its pages show it.

use crate::domain::access::Permission;
use crate::domain::ids::{LicenceId, PartyId, PurchaseId, SiteId};
use crate::domain::parcel::parcel_code;
use crate::domain::purchase::{Purchase, PurchaseItem, PurchaseState};
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::time::Instant;
use crate::service::Env;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::licence::licence_fetch;
use crate::store::party::party_fetch;
use crate::store::purchase::{EarlierSlip, earlier_slips, purchase_fetch, purchase_items, purchase_within, slip_origins};
use crate::store::site::site_fetch;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::open::{self, Open};
use crate::web::party::Names;
use std::sync::Arc;

/// Earlier slips shown before the rest is left to the trace; the page says so.
pub const EARLIER_MAX: i64 = 500;
/// Sites shown; the rest is added up in a line of its own.
const SITES_MAX: usize = 50;

/// One side.
pub struct Side {
    /// The party.
    pub party: PartyId,
    /// The number of its licence.
    pub licence: String,
    /// The code of the role in which it trades.
    pub role: String,
}

/// A parcel on the slip.
pub struct Line {
    /// Its code.
    pub code: String,
    /// Figures of both sides.
    pub item: PurchaseItem,
}

impl Line {
    /// The mass that counts: the buyer's, once he weighed.
    #[must_use]
    pub fn weight(&self) -> Mass {
        self.item.weighed.unwrap_or(self.item.weight)
    }
    /// Whether the buyer weighed something else.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.item.weighed.is_some_and(|w| w != self.item.weight)
    }
}

/// Carats from a site.
pub struct Origin {
    /// Code and name; none where the origin is not established.
    pub site: Option<(String, String)>,
    /// How much.
    pub weight: Mass,
}

/// Everything.
pub struct Seen {
    /// The purchase.
    pub purchase: Purchase,
    /// Its parcels.
    pub lines: Vec<Line>,
    /// Who sells.
    pub seller: Side,
    /// Who buys.
    pub buyer: Side,
    /// When it was offered, or recorded.
    pub offered_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// What became of it.
    pub standing: &'static str,
    /// Slips by which the seller got the stones.
    pub attached: Vec<EarlierSlip>,
    /// Slips before those.
    pub earlier: Vec<EarlierSlip>,
    /// Whether there are more earlier slips than shown.
    pub cut: bool,
    /// Sites, the largest share first.
    pub origins: Vec<Origin>,
    /// Carats of sites not shown one by one.
    pub other_sites: Option<(usize, Mass)>,
    /// Names as far as the reader may see them.
    pub names: Names,
    /// Which of the parcels the reader may open.
    pub open: Open,
    /// Whether the reader sells here.
    pub sells: bool,
    /// Whether the reader buys here.
    pub buys: bool,
}

impl Seen {
    /// Until when the offer stands.
    pub(super) fn open_until(&self) -> crate::domain::time::Instant {
        self.purchase.expires_at.unwrap_or(self.offered_at)
    }
    /// Whether it ended in another entry than the one that began it.
    pub(super) fn ended_apart(&self) -> bool {
        self.purchase.closed_seq != Some(self.purchase.offered_seq)
    }

    /// Reads what a page needs, for whoever may see it.
    ///
    /// # Errors
    /// [`WebError::NotFound`], also for what is outside the reader's reach.
    pub async fn read(ctx: &Ctx, id: &str) -> Result<Self, WebError> {
        let id: PurchaseId = id.parse().map_err(|_| WebError::NotFound)?;
        let (reach, now, env) = (ctx.reach(Permission::PurchaseRead), ctx.now(), ctx.state.app.env.clone());
        let found = ctx
            .read(move |rx| -> Result<_, StoreError> {
                let Some(purchase) = purchase_fetch(rx, id)? else { return Ok(None) };
                if !purchase_within(rx, reach, &purchase)? {
                    return Ok(None);
                }
                Ok(Some(Parts::read(rx, &env, purchase)?))
            })
            .await?;
        let parts = found.ok_or(WebError::NotFound)?;
        let p = &parts.purchase;
        let mut parties = vec![p.seller, p.buyer];
        parties.extend(p.agent);
        parties.extend(parts.slips.iter().flat_map(|s| [s.seller, s.buyer]));
        let own = ctx.actor()?.party;
        let names = ctx.names(parties).await?.of_sales(own, [[p.seller, p.buyer]]);
        let open = ctx.open(parts.items.iter().map(|i| open::parcel(&parcel_code(i.parcel_no)))).await?;
        Ok(parts.into_seen(names, open, own, now))
    }

    /// The mass that counts in all.
    #[must_use]
    pub fn weight(&self) -> Mass {
        Mass::total(self.lines.iter().map(Line::weight)).unwrap_or(self.purchase.weight)
    }
    /// Whether it still waits for the buyer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.standing == "open"
    }
    /// Whether the parcels changed hands.
    #[must_use]
    pub fn is_sold(&self) -> bool {
        self.purchase.state == PurchaseState::Accepted
    }
    /// Whether the holder may still take it back.
    #[must_use]
    pub fn may_withdraw(&self) -> bool {
        self.sells && self.purchase.state == PurchaseState::Offered
    }
    /// Colour of its tag.
    #[must_use]
    pub fn colour(&self) -> &'static str {
        super::colour(self.standing)
    }
    /// Whether the price was in another currency than US dollars.
    #[must_use]
    pub fn has_rate(&self) -> bool {
        self.purchase.terms.price.currency != crate::domain::money::Currency::USD
    }
}

struct Parts {
    purchase: Purchase,
    items: Vec<PurchaseItem>,
    seller: Side,
    buyer: Side,
    offered_at: Instant,
    ended_at: Option<Instant>,
    slips: Vec<EarlierSlip>,
    cut: bool,
    origins: Vec<Origin>,
    other_sites: Option<(usize, Mass)>,
}

impl Parts {
    fn read(rx: &mut Rx<'_>, env: &Arc<Env>, purchase: Purchase) -> Result<Self, StoreError> {
        let items = purchase_items(rx, purchase.id)?;
        let mut slips = earlier_slips(rx, &purchase, EARLIER_MAX.saturating_add(1))?;
        let most = usize::try_from(EARLIER_MAX).unwrap_or(usize::MAX);
        let cut = slips.len() > most;
        slips.truncate(most);
        let (origins, other_sites) = origins(rx, &items)?;
        let missing = || StoreError::Damaged("the entry of a purchase is missing".into());
        Ok(Self {
            seller: side(rx, env, purchase.seller, purchase.seller_licence)?,
            buyer: side(rx, env, purchase.buyer, purchase.buyer_licence)?,
            offered_at: recorded_at(rx, purchase.offered_seq)?.ok_or_else(missing)?,
            ended_at: purchase.closed_seq.map(|seq| recorded_at(rx, seq)?.ok_or_else(missing)).transpose()?,
            purchase,
            items,
            slips,
            cut,
            origins,
            other_sites,
        })
    }

    fn into_seen(self, names: Names, open: Open, own: Option<PartyId>, now: Instant) -> Seen {
        let (attached, earlier) = self.slips.into_iter().partition(|s| s.buyer == self.purchase.seller);
        Seen {
            standing: self.purchase.standing_at(now),
            sells: own == Some(self.purchase.seller),
            buys: own == Some(self.purchase.buyer),
            lines: self.items.into_iter().map(|item| Line { code: parcel_code(item.parcel_no), item }).collect(),
            purchase: self.purchase,
            seller: self.seller,
            buyer: self.buyer,
            offered_at: self.offered_at,
            ended_at: self.ended_at,
            attached,
            earlier,
            cut: self.cut,
            origins: self.origins,
            other_sites: self.other_sites,
            names,
            open,
        }
    }
}

/// One side with its licence and role. A digger trades under the licence of the holder for whom he dug.
///
/// # Errors
/// When the database fails.
pub fn side(rx: &mut Rx<'_>, env: &Arc<Env>, party: PartyId, licence: LicenceId) -> Result<Side, StoreError> {
    let missing = || StoreError::Damaged("the licence of a purchase is missing".into());
    let licence = licence_fetch(rx, licence)?.ok_or_else(missing)?;
    let role = if licence.terms.holder == party {
        env.profile.licence_type(&licence.terms.kind).map(|t| t.role.value)
    } else {
        party_fetch(rx, party)?.and_then(|p| p.is(Role::Digger).then_some(Role::Digger))
    };
    Ok(Side { party, licence: licence.number, role: role.map_or("", Role::as_str).to_owned() })
}

type Sites = (Vec<Origin>, Option<(usize, Mass)>);

fn origins(rx: &mut Rx<'_>, items: &[PurchaseItem]) -> Result<Sites, StoreError> {
    let all = slip_origins(rx, items)?;
    let (shown, rest) = all.split_at(all.len().min(SITES_MAX));
    let mut origins = Vec::with_capacity(shown.len());
    for origin in shown {
        let site = origin.site.map(|id: SiteId| site_fetch(rx, id)).transpose()?.flatten();
        origins.push(Origin { site: site.map(|s| (s.code, s.facts.name)), weight: origin.weight });
    }
    let rest_weight = Mass::total(rest.iter().map(|o| o.weight)).unwrap_or(Mass::ZERO);
    Ok((origins, (!rest.is_empty()).then_some((rest.len(), rest_weight))))
}
