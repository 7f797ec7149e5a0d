//! Movements: what each entry did to the stock of a holder, from the tables of custody. Every other figure of stock and of
//! what moved is a sum of these. Masses are those that the register believes today; tests are in nothing.

use super::MovedSum;
use crate::domain::balance::{Amount, Moved};
use crate::domain::ids::{LicenceId, OfficeId, PartyId, SiteId};
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::text::parsed;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Whose movements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    /// Of everybody, by the entries after one up to another.
    Entries(i64, i64),
    /// Of one holder.
    Holder(PartyId),
    /// Of all whose record an office keeps.
    Office(OfficeId),
    /// Of some parcels, whoever held them.
    Parcels(Vec<i64>),
}

impl Among {
    /// The condition on an entry, a holder and a parcel, by their columns. Nothing in it was typed by anybody.
    fn sql(&self, seq: &str, holder: &str, parcel: &str) -> String {
        match self {
            Self::Entries(after, upto) => format!("{seq} > {after} AND {seq} <= {upto}"),
            Self::Holder(id) => format!("{holder} = '{id}'"),
            Self::Office(id) => format!("{holder} IN (SELECT id FROM party WHERE office_id = '{id}')"),
            Self::Parcels(nos) => {
                let nos: Vec<String> = nos.iter().map(ToString::to_string).collect();
                format!("{parcel} IN ({})", nos.join(", "))
            }
        }
    }
}

/// The mass of a parcel before what was weighed at or after an entry: `at` is `>` or `>=` and the entry.
pub(super) fn mass_before(at: &str) -> String {
    format!("p.weight_mct - COALESCE((SELECT SUM(w.after_mct - w.before_mct) FROM weighing w WHERE w.parcel_no = p.no AND w.seq {at}), 0)")
}

/// Its stones, the same way.
pub(super) fn stones_before(at: &str) -> String {
    format!(
        "p.stones - COALESCE((SELECT SUM(w.stones_after - w.stones_before) FROM weighing w WHERE w.parcel_no = p.no AND w.seq {at}), 0)"
    )
}

/// Day of the slip by which a parcel changed hands at an entry; nothing where it was no sale.
fn slip_day(parcel: &str, seq: &str, between: &str) -> String {
    format!(
        "(SELECT MIN(q.on_day) FROM purchase_item i JOIN purchase q ON q.id = i.purchase_id \
         WHERE i.parcel_no = {parcel} AND q.closed_seq = {seq} AND q.state = 'accepted'{between})"
    )
}

/// From one holder to another: what the one gave, or what the other got.
fn handed(among: &Among, side: &str, [sold, ruled]: [&str; 2]) -> String {
    let day = slip_day("b.parcel_no", "b.from_seq", " AND q.seller_id = a.holder_id AND q.buyer_id = b.holder_id");
    let holder = format!("{side}.holder_id");
    let (mass, stones) = (mass_before(">= b.from_seq"), stones_before(">= b.from_seq"));
    let asked = among.sql("b.from_seq", &holder, "b.parcel_no");
    format!(
        "SELECT seq, on_day, holder, CASE WHEN on_day IS NULL THEN '{ruled}' ELSE '{sold}' END AS kind, parcel_no, mct, stones FROM \
         (SELECT b.from_seq AS seq, {day} AS on_day, {holder} AS holder, b.parcel_no AS parcel_no, {mass} AS mct, {stones} AS stones \
         FROM custody {side} JOIN custody {other} ON a.parcel_no = b.parcel_no AND a.to_seq = b.from_seq \
         JOIN parcel p ON p.no = b.parcel_no WHERE {asked} AND p.test = 0 AND a.holder_id <> b.holder_id) AS h{side}",
        other = if side == "a" { "b" } else { "a" },
    )
}

/// Every movement: `seq`, `on_day` (nothing of acts that name none), `holder`, `kind`, `parcel_no`, `mct`, `stones`.
pub(super) fn movement_lines(among: &Among) -> String {
    let source = format!(
        "SELECT s.seq AS seq, s.on_day AS on_day, s.holder_id AS holder, \
         CASE s.kind WHEN 'production' THEN 'dug' WHEN 'stock' THEN 'declared' ELSE 'imported' END AS kind, \
         s.parcel_no AS parcel_no, s.weight_mct AS mct, s.stones AS stones FROM source s WHERE {} AND s.test = 0 \
         AND s.kind IN ('production', 'stock', 'import') AND NOT (s.weight_mct = 0 AND s.corrected_seq IS NOT NULL)",
        among.sql("s.seq", "s.holder_id", "s.parcel_no"),
    );
    let more = "(w.after_mct > w.before_mct OR (w.after_mct = w.before_mct AND w.stones_after > w.stones_before))";
    let by = |of: &str| format!("CASE WHEN {more} THEN w.{of} ELSE -(w.{of}) END").replace("w.(", "(");
    let weighed = format!(
        "SELECT w.seq, {}, c.holder_id, CASE WHEN {more} THEN 'found' ELSE 'weighed_less' END, w.parcel_no, {}, {} \
         FROM weighing w JOIN parcel p ON p.no = w.parcel_no \
         JOIN custody c ON c.parcel_no = w.parcel_no AND c.from_seq <= w.seq AND (c.to_seq IS NULL OR c.to_seq > w.seq) \
         WHERE {} AND p.test = 0",
        slip_day("w.parcel_no", "w.seq", ""),
        by("(w.after_mct - w.before_mct)"),
        by("(w.stones_after - w.stones_before)"),
        among.sql("w.seq", "c.holder_id", "w.parcel_no"),
    );
    let first = "(SELECT MIN(p.no) FROM parcel p WHERE p.produced_seq = o.seq AND p.test = 0)";
    let lost = format!(
        "SELECT seq, CAST(NULL AS TEXT), holder, 'lost', parcel_no, mct, stones FROM (SELECT o.seq AS seq, o.holder_id AS holder, \
         {first} AS parcel_no, o.loss_mct AS mct, -o.stones_change AS stones FROM operation o \
         WHERE (o.loss_mct <> 0 OR o.stones_change <> 0) AND {}) AS l WHERE parcel_no IS NOT NULL",
        among.sql("o.seq", "o.holder_id", first),
    );
    let removed = format!(
        "SELECT r.decided_seq, r.on_day, r.holder_id, CASE r.cause WHEN 'domestic' THEN 'domestic' ELSE 'gone' END, r.parcel_no, \
         r.weight_mct, p.stones FROM removal r JOIN parcel p ON p.no = r.parcel_no WHERE {} AND r.state = 'confirmed' AND r.test = 0",
        among.sql("r.decided_seq", "r.holder_id", "r.parcel_no"),
    );
    let parts = [
        source,
        weighed,
        lost,
        removed,
        handed(among, "b", ["bought", "received"]),
        handed(among, "a", ["sold", "given"]),
        seized(among),
        released(among),
        certified(among, "c.to_seq", "x.issued_seq = c.to_seq", "exported"),
        certified(among, "c.from_seq", "x.voided_seq = c.from_seq AND x.goods = 'here'", "back"),
    ];
    parts.join(" UNION ALL ")
}

fn seized(among: &Among) -> String {
    format!(
        "SELECT s.seq, z.on_day, s.holder_id, 'seized', s.parcel_no, s.taken_mct, s.stones FROM seizure_parcel s \
         JOIN seizure z ON z.no = s.seizure_no JOIN parcel p ON p.no = s.parcel_no WHERE {} AND s.registered = 1 AND p.test = 0",
        among.sql("s.seq", "s.holder_id", "s.parcel_no"),
    )
}

fn released(among: &Among) -> String {
    format!(
        "SELECT s.gone_seq, CAST(NULL AS TEXT), s.to_id, CASE s.state WHEN 'returned' THEN 'released' ELSE 'sold_by_state' END, \
         s.parcel_no, s.gone_mct, {} FROM seizure_parcel s JOIN parcel p ON p.no = s.parcel_no \
         WHERE {} AND s.state IN ('returned', 'sold') AND p.test = 0",
        stones_before("> s.gone_seq"),
        among.sql("s.gone_seq", "s.to_id", "s.parcel_no"),
    )
}

fn certified(among: &Among, seq: &str, on: &str, kind: &str) -> String {
    let (at, asked) = (format!(">= {seq}"), among.sql(seq, "c.holder_id", "c.parcel_no"));
    format!(
        "SELECT {seq}, CAST(NULL AS TEXT), c.holder_id, '{kind}', c.parcel_no, {}, {} FROM certificate x JOIN custody c ON {on} \
         JOIN parcel p ON p.no = c.parcel_no WHERE {asked} AND p.test = 0",
        mass_before(&at),
        stones_before(&at),
    )
}

/// A sum as the database gives it.
#[derive(QueryableByName)]
pub(super) struct SumRow {
    #[diesel(sql_type = Text)]
    holder: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    mct: i64,
    #[diesel(sql_type = BigInt)]
    stones: i64,
}

impl SumRow {
    pub(super) fn into_domain(self) -> Result<MovedSum, StoreError> {
        Ok(MovedSum { holder: self.holder, movement: parsed(&self.kind)?, by: Amount { mct: self.mct, stones: self.stones } })
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Nullable<Text>)]
    on_day: Option<String>,
    #[diesel(sql_type = Text)]
    holder: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    parcel_no: i64,
    #[diesel(sql_type = BigInt)]
    mct: i64,
    #[diesel(sql_type = BigInt)]
    stones: i64,
    #[diesel(sql_type = Text)]
    recorded_at: String,
}

/// The movements of a holder, an office or of parcels, in the order of entries. `local` gives the day of an instant where
/// the country is, for acts that name none.
///
/// # Errors
/// When the database fails.
pub fn moved_lines(rx: &mut Rx<'_>, among: &Among, local: impl Fn(Instant) -> Day) -> Result<Vec<Moved>, StoreError> {
    if matches!(among, Among::Parcels(nos) if nos.is_empty()) {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT m.seq, m.on_day, m.holder, m.kind, m.parcel_no, CAST(m.mct AS BIGINT) AS mct, CAST(m.stones AS BIGINT) AS stones, \
         j.recorded_at FROM ({}) AS m JOIN journal j ON j.seq = m.seq ORDER BY m.seq, m.parcel_no, m.kind",
        movement_lines(among)
    );
    let rows: Vec<Line> = diesel::sql_query(sql).load(rx.conn)?;
    let line = |l: Line| {
        let on = match l.on_day {
            Some(day) => parsed(&day)?,
            None => local(parsed(&l.recorded_at)?),
        };
        Ok(Moved {
            seq: l.seq,
            on,
            holder: parsed(&l.holder)?,
            movement: parsed(&l.kind)?,
            parcel_no: l.parcel_no,
            by: Amount { mct: l.mct, stones: l.stones },
        })
    };
    rows.into_iter().map(line).collect()
}

/// Where carats were dug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dug {
    /// At a site.
    Site(SiteId),
    /// Under a licence.
    Licence(LicenceId),
    /// At the sites of a first-level area, by its code.
    Area(String),
}

#[derive(QueryableByName)]
struct FromThere {
    #[diesel(sql_type = BigInt)]
    parcel_no: i64,
    #[diesel(sql_type = Text)]
    holder: String,
}

/// The entries of a place: the parcels that they made, by who held them first.
///
/// # Errors
/// When the database fails.
pub fn sources_of(rx: &mut Rx<'_>, dug: &Dug) -> Result<BTreeMap<PartyId, BTreeSet<i64>>, StoreError> {
    let (asked, value) = match dug {
        Dug::Site(id) => ("site_id = $1", id.to_string()),
        Dug::Licence(id) => ("licence_id = $1", id.to_string()),
        Dug::Area(code) => ("site_id IN (SELECT id FROM site WHERE admin_code = $1)", code.clone()),
    };
    let sql = format!("SELECT parcel_no, holder_id AS holder FROM source WHERE {asked} AND test = 0");
    let rows: Vec<FromThere> = diesel::sql_query(sql).bind::<Text, _>(value).load(rx.conn)?;
    let mut found: BTreeMap<PartyId, BTreeSet<i64>> = BTreeMap::new();
    for row in rows {
        found.entry(parsed(&row.holder)?).or_default().insert(row.parcel_no);
    }
    Ok(found)
}

/// A parcel that a holder has or had.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct HeldParcel {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub no: i64,
    /// The entry that made it.
    #[diesel(sql_type = BigInt)]
    pub produced_seq: i64,
    /// The entry by which he himself combined, split or sorted it.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub reworked_seq: Option<i64>,
    /// Milli-carats.
    #[diesel(sql_type = BigInt)]
    pub mct: i64,
    /// Stones.
    #[diesel(sql_type = BigInt)]
    pub stones: i64,
    /// 1 where he holds it now.
    #[diesel(sql_type = Integer)]
    pub here: i32,
}

/// All parcels that a holder has or had, in number order: what is made of others has a higher number.
///
/// # Errors
/// When the database fails.
pub fn parcels_ever_held(rx: &mut Rx<'_>, holder: PartyId) -> Result<Vec<HeldParcel>, StoreError> {
    let sql = "SELECT p.no, p.produced_seq, o.seq AS reworked_seq, p.weight_mct AS mct, p.stones, \
               CASE WHEN EXISTS (SELECT 1 FROM custody n WHERE n.parcel_no = p.no AND n.holder_id = $1 AND n.to_seq IS NULL) \
               THEN 1 ELSE 0 END AS here \
               FROM parcel p LEFT JOIN operation o ON o.seq = p.consumed_seq AND o.holder_id = $1 \
               WHERE p.test = 0 AND p.no IN (SELECT parcel_no FROM custody WHERE holder_id = $1) ORDER BY p.no";
    Ok(diesel::sql_query(sql).bind::<Text, _>(holder.to_string()).load(rx.conn)?)
}
