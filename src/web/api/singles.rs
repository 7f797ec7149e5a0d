//! What is neither an act nor a noun: traces, receipts, one's own account, the country's rules, and what anybody
//! may ask about a number.

mod behind;
mod history;
mod own;
mod prints;
mod public;
mod traces;

use crate::domain::access::Permission as P;
use crate::web::balance::told::{self, BalanceTold};
use crate::web::routes::{Access, Route, shown};
use actix_web::web::get;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// One line of the list.
pub struct Listed {
    /// Pattern as actix writes it; what stands in braces is called `key`.
    pub path: &'static str,
    /// What it answers, in a sentence.
    pub told: &'static str,
    /// Who may.
    pub access: Access,
    /// Its name in the description; none where the answer is described in words.
    pub view: Option<fn() -> String>,
    /// It and what it is made of.
    pub schemas: fn(&mut Vec<(String, RefOr<Schema>)>),
    /// Whether it is also given as CSV and GeoJSON.
    pub formats: bool,
    /// The media type where it is a file, of which the query names a copy.
    pub file: Option<&'static str>,
    to: fn() -> actix_web::Route,
}

fn schemas_of<T: ToSchema>(found: &mut Vec<(String, RefOr<Schema>)>) {
    found.push((T::name().into_owned(), <T as PartialSchema>::schema()));
    T::schemas(found);
}

fn viewed<T: ToSchema>(path: &'static str, told: &'static str, access: Access, to: fn() -> actix_web::Route) -> Listed {
    Listed { path, told, access, view: Some(|| T::name().into_owned()), schemas: schemas_of::<T>, formats: false, file: None, to }
}

const fn traced(path: &'static str, told: &'static str, permission: P, to: fn() -> actix_web::Route) -> Listed {
    Listed { path, told, access: Access::Needs(permission), view: None, schemas: |_| {}, formats: true, file: None, to }
}

fn past(path: &'static str, permission: P, to: fn() -> actix_web::Route) -> Listed {
    viewed::<history::History>(path, "What happened to it, newest first, at most 500 entries.", Access::Needs(permission), to)
}

fn balance(path: &'static str, permission: P) -> Listed {
    const TOLD: &str = "Opening stock, what moved and closing stock, month by month from `from` to `to`.";
    viewed::<BalanceTold>(path, TOLD, Access::Needs(permission), || get().to(told::answer))
}

/// Everything of this kind.
#[must_use]
pub fn all() -> Vec<Listed> {
    const BACK: &str = "Where its carats came from; the same as the page of the trace.";
    const ONWARD: &str = "Where the carats dug there are now; the same as the page.";
    use Access::{Public, SignedIn};
    vec![
        traced("/api/v1/certificates/{key}/trace", BACK, P::CertificateRead, || get().to(traces::certificate)),
        traced("/api/v1/shipments/{key}/trace", BACK, P::ShipmentRead, || get().to(traces::shipment)),
        traced("/api/v1/parcels/{key}/trace", BACK, P::ParcelRead, || get().to(traces::parcel)),
        traced("/api/v1/sites/{key}/forward", ONWARD, P::SiteRead, || get().to(traces::site)),
        traced("/api/v1/licences/{key}/forward", ONWARD, P::LicenceRead, || get().to(traces::licence)),
        traced("/api/v1/productions/{key}/forward", ONWARD, P::ProductionRead, || get().to(traces::production)),
        past("/api/v1/parties/{key}/history", P::PartyRead, || get().to(history::party)),
        past("/api/v1/licences/{key}/history", P::LicenceRead, || get().to(history::licence)),
        past("/api/v1/sites/{key}/history", P::SiteRead, || get().to(history::site)),
        past("/api/v1/shipments/{key}/history", P::ShipmentRead, || get().to(history::shipment)),
        viewed::<behind::ParcelStory>("/api/v1/parcels/{key}/history", "What happened to it.", Access::Needs(P::ParcelRead), || {
            get().to(behind::parcel)
        }),
        viewed::<behind::SlipStory>(
            "/api/v1/purchases/{key}/behind",
            "The slips of earlier sales behind it, and the sites of its carats.",
            Access::Needs(P::PurchaseRead),
            || get().to(behind::purchase),
        ),
        viewed::<behind::Overlaps>("/api/v1/sites/{key}/overlaps", "Sites with ground in common.", Access::Needs(P::SiteRead), || {
            get().to(behind::overlaps)
        }),
        viewed::<prints::CertificatePrints>(
            "/api/v1/certificates/{key}/prints",
            "Every time it was put on paper, the original first.",
            Access::Needs(P::CertificateRead),
            || get().to(prints::prints),
        ),
        Listed {
            path: "/api/v1/certificates/{key}/paper",
            told: "The file of its newest print, or of the one that `copy` names.",
            access: Access::Needs(P::CertificateRead),
            view: None,
            schemas: |_| {},
            formats: false,
            file: Some("application/pdf"),
            to: || get().to(prints::paper),
        },
        balance("/api/v1/balance", P::ParcelRead),
        balance("/api/v1/parties/{key}/balance", P::ParcelRead),
        balance("/api/v1/sites/{key}/balance", P::ProductionRead),
        balance("/api/v1/licences/{key}/balance", P::ProductionRead),
        balance("/api/v1/offices/{key}/balance", P::StatisticsRead),
        balance("/api/v1/statistics/areas/{key}/balance", P::StatisticsRead),
        viewed::<super::views::Entry>("/api/v1/receipts/{key}", "The entry of an act of one's own.", SignedIn, || get().to(own::receipt)),
        viewed::<own::Me>("/api/v1/me", "The account that asks, and what it may do.", SignedIn, || get().to(own::me)),
        viewed::<own::Rules>("/api/v1/profile", "The country's rules, with their sources.", SignedIn, || get().to(own::profile)),
        viewed::<public::CertificateTold>("/api/v1/check/certificates/{key}", "What anybody is told of a certificate.", Public, || {
            get().to(public::certificate)
        }),
        viewed::<public::LicenceTold>("/api/v1/check/licences/{key}", "What anybody is told of a licence.", Public, || {
            get().to(public::licence)
        }),
        viewed::<public::SlipTold>("/api/v1/check/slips/{key}", "What anybody is told of a slip by its short code.", Public, || {
            get().to(public::slip)
        }),
    ]
}

/// The routes of all of them.
pub fn routes() -> Vec<Route> {
    all().into_iter().map(|s| shown(s.path, s.access, s.to)).collect()
}
