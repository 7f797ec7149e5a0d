//! Which of the things that a page names its reader may open, so that no page offers a link that leads nowhere.

use crate::domain::access::{Actor, Belongs, Permission, Reach, reach};
use crate::domain::parcel::{SourceKind, parcel_no_typed};
use crate::store::certificate::certificate_fetch;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_fetch;
use crate::store::production::source_fetch;
use crate::store::site::site_by_code;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use std::collections::HashSet;
use std::fmt::Display;

/// The addresses a reader may open, of those that were asked about.
#[derive(Debug, Clone, Default)]
pub struct Open(HashSet<String>);

impl Open {
    /// An address, as it was asked about.
    #[must_use]
    pub fn address(&self, href: &str) -> bool {
        self.0.contains(href)
    }
    /// A site, by its code.
    #[must_use]
    pub fn site(&self, code: &str) -> bool {
        self.address(&site(code))
    }
    /// A licence, by its id.
    pub fn licence(&self, id: &impl Display) -> bool {
        self.address(&licence(id))
    }
    /// A parcel, by its code.
    #[must_use]
    pub fn parcel(&self, code: &str) -> bool {
        self.address(&parcel(code))
    }
    /// A shipment from abroad, by its id.
    pub fn arrival(&self, id: &impl Display) -> bool {
        self.address(&arrival(id))
    }
    /// The production entry of a parcel, by its code.
    #[must_use]
    pub fn production(&self, code: &str) -> bool {
        self.address(&production(code))
    }
}

/// The address of a site.
#[must_use]
pub fn site(code: &str) -> String {
    format!("/sites/{code}")
}

/// The address of a licence.
pub fn licence(id: &impl Display) -> String {
    format!("/licences/{id}")
}

/// The address of a parcel.
#[must_use]
pub fn parcel(code: &str) -> String {
    format!("/parcels/{code}")
}

/// The address of a shipment from abroad.
pub fn arrival(id: &impl Display) -> String {
    format!("/arrivals/{id}")
}

/// The address of a production entry.
#[must_use]
pub fn production(code: &str) -> String {
    format!("/production/{code}")
}

impl Ctx {
    /// Which of these addresses the reader may open.
    ///
    /// # Errors
    /// A fault.
    pub async fn open(&self, hrefs: impl IntoIterator<Item = String>) -> Result<Open, WebError> {
        let (actor, hrefs) = (self.actor()?.clone(), hrefs.into_iter().collect::<HashSet<String>>());
        self.read(move |rx| -> Result<_, StoreError> {
            let mut open = HashSet::new();
            for href in hrefs {
                if leads(rx, &actor, &href)? {
                    open.insert(href);
                }
            }
            Ok(Open(open))
        })
        .await
    }
}

/// Whether an address opens for somebody: its permission reaches the thing.
fn leads(rx: &mut Rx<'_>, actor: &Actor, href: &str) -> Result<bool, StoreError> {
    let mut parts = href.trim_start_matches('/').split('/');
    let (noun, key) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let permission = match noun {
        "sites" => Permission::SiteRead,
        "licences" => Permission::LicenceRead,
        "parcels" => Permission::ParcelRead,
        "production" => Permission::ProductionRead,
        "certificates" => Permission::CertificateRead,
        "arrivals" => Permission::AbroadRead,
        _ => return Ok(false),
    };
    match reach(actor, permission) {
        Reach::All => Ok(true),
        Reach::Nothing => Ok(false),
        within => Ok(belongs(rx, noun, key)?.is_some_and(|thing| within.covers(&thing))),
    }
}

fn belongs(rx: &mut Rx<'_>, noun: &str, key: &str) -> Result<Option<Belongs>, StoreError> {
    Ok(match noun {
        "sites" => site_by_code(rx, key)?.map(|s| s.belongs()),
        "licences" => key.parse().ok().map(|id| licence_fetch(rx, id)).transpose()?.flatten().map(|l| l.belongs()),
        "certificates" => key.parse().ok().map(|id| certificate_fetch(rx, id)).transpose()?.flatten().map(|c| c.belongs()),
        "parcels" => parcel_no_typed(key).map(|no| parcel_fetch(rx, no)).transpose()?.flatten().map(|p| p.belongs()),
        _ => {
            let source = parcel_no_typed(key).map(|no| source_fetch(rx, no)).transpose()?.flatten();
            source.filter(|s| s.kind == SourceKind::Production).map(|s| Belongs { office: s.office, parties: vec![s.holder] })
        }
    })
}
