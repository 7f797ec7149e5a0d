//! Tables as plain text rows, the same on both databases, so that they can be compared.

use crate::store::connection::Conn;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// A table derived from the journal: its name and the columns of its key.
#[derive(Debug, Clone, Copy)]
pub struct Projection {
    /// Table.
    pub table: &'static str,
    /// Key columns in order.
    pub key: &'static [&'static str],
}

const fn by(table: &'static str, key: &'static [&'static str]) -> Projection {
    Projection { table, key }
}

/// Every table derived from the journal. What is missing here stands beside the journal.
pub const PROJECTIONS: &[Projection] = &[
    by("recovery", &["id"]),
    by("office", &["id"]),
    by("account", &["id"]),
    by("party", &["id"]),
    by("party_role", &["party_id", "role"]),
    by("party_state", &["party_id", "seq"]),
    by("licence", &["id"]),
    by("licence_history", &["licence_id", "seq"]),
    by("site", &["id"]),
    by("site_version", &["site_id", "seq"]),
    by("parcel", &["no"]),
    by("source", &["parcel_no"]),
    by("stock_declaration", &["holder_id", "test", "zone_id"]),
    by("pool", &["parcel_no"]),
    by("custody", &["parcel_no", "from_seq"]),
    by("operation", &["seq"]),
    by("weighing", &["parcel_no", "seq"]),
    by("seal", &["parcel_no", "from_seq"]),
    by("slip_book", &["id"]),
    by("purchase", &["id"]),
    by("purchase_item", &["purchase_id", "parcel_no"]),
    by("correction", &["id"]),
    by("removal", &["id"]),
    by("seizure", &["id"]),
    by("seizure_parcel", &["seizure_no", "parcel_no"]),
    by("seizure_step", &["seizure_no", "step"]),
    by("seizure_order", &["id"]),
    by("safe_count", &["id"]),
    by("stock_count", &["id"]),
    by("estimate", &["id"]),
    by("offence", &["id"]),
    by("offence_party", &["offence_no", "party_id"]),
    by("offence_statement", &["offence_no", "no"]),
    by("offence_stop", &["seq"]),
    by("inspection_plan", &["id"]),
    by("inspection_target", &["plan_no", "place"]),
    by("inspection", &["id"]),
    by("inspection_action", &["inspection_no", "no"]),
    by("dry_run", &["id"]),
    by("size_sheet", &["parcel_no", "seq"]),
    by("footprint", &["id"]),
    by("zone_change", &["id"]),
    by("zone", &["id"]),
    by("zone_boundary", &["zone_no", "seq"]),
    by("zone_status", &["zone_no", "seq", "no"]),
    by("zone_finding", &["change_no", "parcel_no"]),
    by("dispute", &["id"]),
    by("dispute_parcel", &["dispute_no", "parcel_no"]),
    by("blank_run", &["id"]),
    by("blank", &["number"]),
    by("blank_report", &["id"]),
    by("participant_change", &["id"]),
    by("participant_standing", &["seq", "no"]),
    by("participant_contact", &["seq", "no"]),
    by("shipment", &["id"]),
    by("shipment_parcel", &["shipment_id", "parcel_no"]),
    by("valuation", &["seq"]),
    by("valuation_line", &["seq", "no"]),
    by("certificate", &["id"]),
    by("certificate_print", &["certificate_id", "copy"]),
    by("container", &["certificate_id", "no"]),
    by("departure", &["certificate_id"]),
    by("endorsement", &["certificate_id", "no"]),
    by("letter", &["id"]),
    by("arrival", &["id"]),
    by("warning_list", &["id"]),
    by("foreign_warning", &["seq", "no"]),
    by("notice", &["seq"]),
    by("confirmation", &["id"]),
    by("confirmation_difference", &["confirmation_id", "difference"]),
    by("certificate_part", &["certificate_no", "revision", "parcel_no"]),
    by("certificate_site", &["site_id", "certificate_no", "revision"]),
    by("certificate_arrival", &["arrival_id", "certificate_no", "revision"]),
    by("production_sum", &["month", "region", "office_id", "holder_id"]),
    by("return_submission", &["id"]),
    by("difference_answer", &["seq"]),
    by("partner_file", &["id"]),
    by("alert_handling", &["seq"]),
    by("review", &["id"]),
    by("recommendation", &["id"]),
    by("follow_up", &["recommendation_id", "no"]),
    by("report", &["id"]),
];

/// The nodes of the Merkle tree: as derived as the projections, but as unchangeable as the journal.
pub const NODES: Projection = by("merkle_node", &["level", "idx"]);

/// Tables that stand beside the journal or are the journal.
pub const BESIDE: &[&str] = &[
    "journal",
    "journal_head",
    "merkle_node",
    "log_key",
    "checkpoint",
    "cosignature",
    "register",
    "profile_version",
    "request_salt",
    "party_details",
    "party_word",
    "party_match",
    "detail_read",
    "certificate_copy",
    "outbox",
    "report_job",
    "report_piece",
    "confirmation_code",
    "account_secret",
    "session",
    "api_token",
    "second_factor",
    "factor_offer",
    "recovery_code",
    "sign_in_wait",
    "saved_filter",
    "alert",
    "control_state",
    "control_due",
    "refusal_count",
    "passkey",
];

/// One row: its key and all of it, written out.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct RowText {
    /// Key columns, parted by [`BETWEEN`].
    #[diesel(sql_type = Text)]
    pub k: String,
    /// All columns, parted by [`BETWEEN`].
    #[diesel(sql_type = Text)]
    pub r: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

const fn is_sqlite(conn: &Conn) -> bool {
    matches!(conn, Conn::Sqlite(_))
}

/// The columns of a table with their types in lower case, in the order of the migration.
///
/// # Errors
/// When the database fails.
pub fn columns(rx: &mut Rx<'_>, table: &str) -> Result<Vec<(String, String)>, StoreError> {
    let sql = if is_sqlite(rx.conn) {
        "SELECT name || ' ' || lower(type) AS name FROM pragma_table_info($1) ORDER BY cid"
    } else {
        "SELECT column_name || ' ' || data_type AS name FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
    };
    let rows: Vec<Name> = diesel::sql_query(sql).bind::<Text, _>(table).load(rx.conn)?;
    Ok(rows.into_iter().filter_map(|r| r.name.split_once(' ').map(|(n, t)| (n.to_owned(), t.to_owned()))).collect())
}

/// The names of all tables but those of the migrations and of the database itself, sorted.
///
/// # Errors
/// When the database fails.
pub fn tables(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    let sql = if is_sqlite(rx.conn) {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name"
    } else {
        "SELECT CAST(tablename AS TEXT) COLLATE \"C\" AS name FROM pg_tables WHERE schemaname = current_schema() \
         AND tablename NOT LIKE '\\_\\_%' ORDER BY 1"
    };
    let rows: Vec<Name> = diesel::sql_query(sql).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| r.name).collect())
}

/// What stands between the columns of a row: a sign that no text here holds.
pub const BETWEEN: char = '\u{1f}';

fn written(column: &str, kind: &str, sqlite: bool) -> String {
    if kind == "blob" || kind == "bytea" {
        return if sqlite { format!("coalesce(lower(hex({column})), '~')") } else { format!("coalesce(encode({column}, 'hex'), '~')") };
    }
    format!("coalesce('''' || replace(CAST({column} AS TEXT), '''', '''''') || '''', '~')")
}

/// A column and its type, as [`columns`] gives them.
pub type Column = (String, String);

/// The rows of a projection by some of its columns, in the order of its key, until `take` answers false.
///
/// # Errors
/// When the database fails, or has no such column.
pub fn each_row(rx: &mut Rx<'_>, p: Projection, columns: &[Column], mut take: impl FnMut(RowText) -> bool) -> Result<(), StoreError> {
    let sqlite = is_sqlite(rx.conn);
    let all: Vec<String> = columns.iter().map(|(n, t)| written(n, t, sqlite)).collect();
    let between = if sqlite { " || char(31) || " } else { " || chr(31) || " };
    let key: Vec<String> = p.key.iter().map(|n| written(n, "text", sqlite)).collect();
    let sql = format!("SELECT {} AS k, {} AS r FROM {} ORDER BY {}", key.join(between), all.join(between), p.table, p.key.join(", "));
    match rx.conn {
        Conn::Sqlite(c) => {
            for row in diesel::sql_query(sql).load_iter::<RowText, diesel::connection::DefaultLoadingMode>(c)? {
                if !take(row?) {
                    break;
                }
            }
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => {
            for row in diesel::sql_query(sql).load_iter::<RowText, diesel::pg::PgRowByRowLoadingMode>(c)? {
                if !take(row?) {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// All rows of a projection, for tables of which one knows that they are small.
///
/// # Errors
/// When the database fails.
pub fn rows(rx: &mut Rx<'_>, p: Projection) -> Result<Vec<RowText>, StoreError> {
    let (mut all, columns) = (Vec::new(), columns(rx, p.table)?);
    each_row(rx, p, &columns, |row| {
        all.push(row);
        true
    })?;
    Ok(all)
}

/// How many rows a table has.
///
/// # Errors
/// When the database fails.
pub fn rows_count(rx: &mut Rx<'_>, p: Projection) -> Result<u64, StoreError> {
    let row: Number = diesel::sql_query(format!("SELECT count(*) AS n FROM {}", p.table)).get_result(rx.conn)?;
    u64::try_from(row.n).map_err(StoreError::damaged)
}

/// Whether a table of an embedded database holds the very rows of the same table in a database that is attached to it (see
/// [`attach`]). Both are walked by their keys within the database, so no row leaves it.
///
/// # Errors
/// When the database fails.
pub fn same_as_attached(rx: &mut Rx<'_>, p: Projection, columns: &[Column]) -> Result<bool, StoreError> {
    // The scratch's column first: it is by its order, not by that of a changed table, that texts are compared.
    let joined: Vec<String> = p.key.iter().map(|k| format!("s.{k} = m.{k}")).collect();
    let same: Vec<String> = columns.iter().map(|(n, _)| format!("s.{n} IS m.{n}")).collect();
    let (table, on, equal) = (p.table, joined.join(" AND "), same.join(" AND "));
    let sql = format!(
        "SELECT CASE WHEN (SELECT count(*) FROM main.{table}) = (SELECT count(*) FROM {ATTACHED}.{table}) \
         THEN (SELECT count(*) FROM {ATTACHED}.{table}) - (SELECT count(*) FROM {ATTACHED}.{table} s JOIN main.{table} m ON {on} WHERE {equal}) \
         ELSE -1 END AS n"
    );
    let row: Number = diesel::sql_query(sql).get_result(rx.conn)?;
    Ok(row.n == 0)
}

const ATTACHED: &str = "replayed";

/// Puts another embedded database beside this one, for as long as the connection lives. On PostgreSQL nothing is done and
/// the answer is no.
///
/// # Errors
/// When the database fails.
pub fn attach(rx: &mut Rx<'_>, path: &str) -> Result<bool, StoreError> {
    if !is_sqlite(rx.conn) {
        return Ok(false);
    }
    diesel::sql_query(format!("ATTACH DATABASE $1 AS {ATTACHED}")).bind::<Text, _>(path).execute(rx.conn)?;
    Ok(true)
}

/// The names of the triggers that keep evidence from being changed, sorted.
///
/// # Errors
/// When the database fails.
pub fn triggers(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    let sql = if is_sqlite(rx.conn) {
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    } else {
        "SELECT CAST(tgname AS TEXT) COLLATE \"C\" AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
         JOIN pg_namespace s ON s.oid = c.relnamespace \
         WHERE NOT tgisinternal AND tgenabled <> 'D' AND s.nspname = current_schema() ORDER BY 1"
    };
    let rows: Vec<Name> = diesel::sql_query(sql).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| r.name).collect())
}

/// What the database's own check finds wrong; nothing on a sound one. (PostgreSQL checks its pages as they are read.)
///
/// # Errors
/// When the database fails.
pub fn integrity(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    if is_sqlite(rx.conn) {
        let rows: Vec<Name> = diesel::sql_query("SELECT integrity_check AS name FROM pragma_integrity_check").load(rx.conn)?;
        return Ok(rows.into_iter().map(|r| r.name).filter(|n| n != "ok").collect());
    }
    for table in tables(rx)? {
        let _: Name = diesel::sql_query(format!("SELECT CAST(count(*) AS TEXT) AS name FROM {table}")).get_result(rx.conn)?;
    }
    Ok(Vec::new())
}
