//! Origins against the second path: pools of mixes, and compositions of certificates.

use super::Report;
use crate::domain::audit::{Audit, Certified};
use crate::domain::entry::sha256_hex;
use crate::domain::lineage::Pool;
use crate::store::certificate::{certificate_parts, certificate_parts_at};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::lineage::origin_pool;

/// Holds the compositions that were worked out since the last time against those that are kept, and lets go of them.
pub(super) fn compositions(rx: &mut Rx<'_>, audit: &mut Audit, report: &mut Report) -> Result<(), StoreError> {
    let (mixes, certificates) = audit.take_compositions();
    for (no, shares) in mixes {
        let pool = report.readable(format!("parcel {no}"), origin_pool(rx, no))?.flatten();
        if pool.as_ref().map(Pool::entries) != Some(shares.as_slice()) {
            report.find("lineage.pool", format!("parcel {no}"), "the kept origins are not those of the journal's walk");
        }
    }
    for certificate in certificates {
        composition(rx, certificate, report)?;
    }
    Ok(())
}

/// The newest revision is that of the journal's walk, corrections counted; the first is the one that was signed for, and
/// stays. (Those between are rows of a projection, and compared as such.)
fn composition(rx: &mut Rx<'_>, certificate: Certified, report: &mut Report) -> Result<(), StoreError> {
    let at = format!("entry {}", certificate.seq);
    let (revision, parts) = certificate_parts(rx, certificate.no)?;
    if parts != certificate.parts {
        report.find("lineage.certificate", &at, "the frozen composition is not that of the journal's walk");
    }
    let issued = if revision == 0 { parts } else { certificate_parts_at(rx, certificate.no, 0)? };
    let signed = Pool::new(issued).is_ok_and(|pool| sha256_hex(&[&pool.encode()]) == certificate.digest);
    if !signed {
        report.find("lineage.digest", &at, "the composition is not the one that was signed for");
    }
    Ok(())
}
