//! Everything that happened with a party or a site: the entries of the journal that are about it, about what is its own, or
//! about what it took part in, found through the tables that were derived from them.

use crate::domain::ids::{PartyId, SiteId};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// Whose story it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A person's or an organisation's.
    Party(PartyId),
    /// A site's.
    Site(SiteId),
}

/// Entries of production that concern it, and what was put right of them.
const DUG: &str = "SELECT s.seq FROM source s WHERE s.{of} = $1 \
    UNION ALL SELECT c.proposed_seq FROM correction c JOIN source s ON s.seq = c.corrects_seq WHERE s.{of} = $1 \
    UNION ALL SELECT c.decided_seq FROM correction c JOIN source s ON s.seq = c.corrects_seq WHERE s.{of} = $1 \
    UNION ALL SELECT z.proposed_seq FROM zone_change z JOIN zone_finding f ON f.change_no = z.no JOIN source s ON s.parcel_no = f.parcel_no WHERE s.{of} = $1 \
    UNION ALL SELECT z.decided_seq FROM zone_change z JOIN zone_finding f ON f.change_no = z.no JOIN source s ON s.parcel_no = f.parcel_no WHERE s.{of} = $1 \
    UNION ALL SELECT k.seq FROM seizure_parcel k JOIN source s ON s.parcel_no = k.parcel_no WHERE s.{of} = $1 \
    UNION ALL SELECT j.seq FROM source s JOIN parcel p ON p.no = s.parcel_no JOIN journal j ON j.subject = p.id WHERE s.{of} = $1 AND j.kind = 'hold.lifted'";

/// What a party owns and does.
const PARTY: &str = "SELECT seq FROM journal WHERE subject = $1 \
    UNION ALL SELECT j.seq FROM licence x JOIN journal j ON j.subject = x.id WHERE x.holder_id = $1 \
    UNION ALL SELECT j.seq FROM shipment x JOIN journal j ON j.subject = x.id WHERE x.exporter_id = $1 \
    UNION ALL SELECT j.seq FROM certificate x JOIN journal j ON j.subject = x.id WHERE x.exporter_id = $1 \
    UNION ALL SELECT offered_seq FROM purchase WHERE seller_id = $1 UNION ALL SELECT closed_seq FROM purchase WHERE seller_id = $1 \
    UNION ALL SELECT offered_seq FROM purchase WHERE buyer_id = $1 UNION ALL SELECT closed_seq FROM purchase WHERE buyer_id = $1 \
    UNION ALL SELECT opened_seq FROM dispute WHERE seller_id = $1 OR buyer_id = $1 \
    UNION ALL SELECT ended_seq FROM dispute WHERE seller_id = $1 OR buyer_id = $1 \
    UNION ALL SELECT reported_seq FROM removal WHERE holder_id = $1 UNION ALL SELECT decided_seq FROM removal WHERE holder_id = $1 \
    UNION ALL SELECT seq FROM seizure WHERE from_id = $1 \
    UNION ALL SELECT t.seq FROM seizure_step t JOIN seizure x ON x.no = t.seizure_no WHERE x.from_id = $1 \
    UNION ALL SELECT o.seq FROM seizure_order o JOIN seizure x ON x.no = o.seizure_no WHERE x.from_id = $1 \
    UNION ALL SELECT o.decided_seq FROM seizure_order o JOIN seizure x ON x.no = o.seizure_no WHERE x.from_id = $1 \
    UNION ALL SELECT x.seq FROM offence x JOIN offence_party p ON p.offence_no = x.no WHERE p.party_id = $1 \
    UNION ALL SELECT t.seq FROM offence_statement t JOIN offence_party p ON p.offence_no = t.offence_no WHERE p.party_id = $1 \
    UNION ALL SELECT seq FROM stock_declaration WHERE holder_id = $1 UNION ALL SELECT seq FROM slip_book WHERE holder_id = $1 \
    UNION ALL SELECT seq FROM operation WHERE holder_id = $1 UNION ALL SELECT seq FROM stock_count WHERE holder_id = $1 \
    UNION ALL SELECT seq FROM inspection WHERE party_id = $1 \
    UNION ALL SELECT a.done_seq FROM inspection_action a JOIN inspection i ON i.no = a.inspection_no WHERE i.party_id = $1";

/// What a site has beside its production.
const SITE: &str = "SELECT seq FROM journal WHERE subject = $1 \
    UNION ALL SELECT j.seq FROM site x JOIN journal j ON j.subject = x.licence_id WHERE x.id = $1 \
    UNION ALL SELECT c.issued_seq FROM certificate_site x JOIN certificate c ON c.no = x.certificate_no WHERE x.site_id = $1 \
    UNION ALL SELECT c.voided_seq FROM certificate_site x JOIN certificate c ON c.no = x.certificate_no WHERE x.site_id = $1 \
    UNION ALL SELECT seq FROM inspection WHERE kind = 'site' AND target_id = $1 \
    UNION ALL SELECT a.done_seq FROM inspection_action a JOIN inspection i ON i.no = a.inspection_no WHERE i.kind = 'site' AND i.target_id = $1 \
    UNION ALL SELECT proposed_seq FROM estimate WHERE kind = 'site' AND subject_id = $1 \
    UNION ALL SELECT decided_seq FROM estimate WHERE kind = 'site' AND subject_id = $1";

#[derive(QueryableByName)]
struct Position {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// The positions of the entries of a story, the newest first, below `before`.
///
/// # Errors
/// When the database fails.
pub fn story(rx: &mut Rx<'_>, whose: Whose, before: Option<i64>, limit: i64) -> Result<Vec<i64>, StoreError> {
    let (own, of, id) = match whose {
        Whose::Party(id) => (PARTY, "holder_id", id.to_string()),
        Whose::Site(id) => (SITE, "site_id", id.to_string()),
    };
    let dug = DUG.replace("{of}", of);
    let answered = "SELECT seq FROM alert_handling WHERE subject_id = $1";
    let sql = format!(
        "SELECT DISTINCT seq FROM ({own} UNION ALL {dug} UNION ALL {answered}) t WHERE seq IS NOT NULL AND seq < $2 ORDER BY seq DESC LIMIT $3"
    );
    let rows: Vec<Position> =
        diesel::sql_query(sql).bind::<Text, _>(id).bind::<BigInt, _>(before.unwrap_or(i64::MAX)).bind::<BigInt, _>(limit).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| r.seq).collect())
}
