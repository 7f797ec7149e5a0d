//! The main navigation of each role.

use crate::domain::access::{AccountRole, Actor, Permission as P, Reach, reach};
use crate::domain::ids::{AccountId, OfficeId, PartyId};
use crate::web::routes::access_of;
use actix_web::http::Method;

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Where it leads.
    pub path: &'static str,
    /// Message id of its name.
    pub name: &'static str,
}

/// Every entry with the permission that shows it, in order.
const ITEMS: &[(P, Item)] = &[
    (P::ProductionRead, Item { path: "/production", name: "nav-production" }),
    (P::PurchaseRead, Item { path: "/purchases", name: "nav-purchases" }),
    (P::ParcelRead, Item { path: "/parcels", name: "nav-parcels" }),
    (P::ShipmentRead, Item { path: "/shipments", name: "nav-shipments" }),
    (P::CertificateRead, Item { path: "/certificates", name: "nav-certificates" }),
    (P::BlankRead, Item { path: "/blanks", name: "nav-blanks" }),
    (P::AbroadRead, Item { path: "/arrivals", name: "nav-arrivals" }),
    (P::AbroadRead, Item { path: "/confirmations", name: "nav-receipts" }),
    (P::ShipmentRead, Item { path: "/participants", name: "nav-participants" }),
    (P::StatisticsRead, Item { path: "/statistics", name: "nav-statistics" }),
    (P::ControlRead, Item { path: "/alerts", name: "nav-alerts" }),
    (P::ControlRead, Item { path: "/controls", name: "nav-controls" }),
    (P::ControlRead, Item { path: "/places", name: "place-list" }),
    (P::ReportMake, Item { path: "/reports", name: "nav-reports" }),
    (P::SiteRead, Item { path: "/sites", name: "nav-sites" }),
    (P::SiteRead, Item { path: "/map", name: "nav-map" }),
    (P::SiteRead, Item { path: "/zones", name: "nav-zones" }),
    (P::StatisticsRead, Item { path: "/footprints", name: "nav-footprints" }),
    (P::LicenceRead, Item { path: "/licences", name: "nav-licences" }),
    (P::PartyRead, Item { path: "/parties", name: "nav-parties" }),
    (P::CorrectionRead, Item { path: "/corrections", name: "nav-corrections" }),
    (P::InspectionRead, Item { path: "/inspections", name: "nav-inspections" }),
    (P::SeizureRead, Item { path: "/seizures", name: "nav-seizures" }),
    (P::OffenceRead, Item { path: "/offences", name: "nav-offences" }),
    (P::DisputeRead, Item { path: "/disputes", name: "nav-disputes" }),
    (P::JournalRead, Item { path: "/journal", name: "nav-journal" }),
    (P::AccountManage, Item { path: "/accounts", name: "nav-accounts" }),
    (P::AccountManage, Item { path: "/offices", name: "nav-offices" }),
];

/// The entries for a role, by its name.
#[must_use]
pub fn items(role: &str) -> Vec<Item> {
    let Some(role) = AccountRole::parse(role) else { return Vec::new() };
    let id = uuid::Uuid::nil();
    let bound = Actor { account: AccountId::new(id), role, office: Some(OfficeId::new(id)), party: Some(PartyId::new(id)) };
    let open = |p: P| reach(&bound, p) != Reach::Nothing;
    let there = |item: &Item| access_of(&Method::GET, item.path).is_some();
    ITEMS.iter().filter(|(p, item)| open(*p) && there(item)).map(|(_, item)| *item).collect()
}
