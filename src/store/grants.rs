//! What the role of a server may do in a PostgreSQL database that another role owns: read, append, and keep what is
//! derived up to date. Evidence it can neither change nor take away, and tables and their guards are out of its reach.

use crate::store::connection::Conn;
use crate::store::db::Db;
use crate::store::dump::{PROJECTIONS, tables, triggers};
use crate::store::error::StoreError;
use diesel::connection::SimpleConnection;
use std::collections::BTreeMap;

/// Tables of which a row, once there, stays as it is.
pub const EVIDENCE: &[&str] = &[
    "journal",
    "merkle_node",
    "log_key",
    "checkpoint",
    "cosignature",
    "profile_version",
    "detail_read",
    "register",
    "party_state",
    "licence_history",
    "site_version",
    "stock_declaration",
    "stock_count",
    "zone",
    "zone_boundary",
    "zone_status",
    "zone_finding",
    "certificate_arrival",
    "certificate_part",
    "certificate_print",
    "certificate_site",
    "container",
    "departure",
    "endorsement",
    "warning_list",
    "participant_standing",
    "participant_contact",
    "notice",
    "return_submission",
    "difference_answer",
    "partner_file",
    "alert_handling",
    "report",
];

/// Derived tables from which rows go as well: shares that are worked out anew after a correction, roles given up.
const THINNED: &[&str] = &["pool", "party_role"];

/// The rights on a table; `guards` are the triggers of the database.
fn rights(table: &str, guards: &[String]) -> Vec<&'static str> {
    if table == "journal_head" {
        return vec!["SELECT", "UPDATE"];
    }
    let mut all = vec!["SELECT", "INSERT"];
    if EVIDENCE.contains(&table) {
        return all;
    }
    let guarded = |ending: &str| guards.iter().any(|g| *g == format!("{table}{ending}"));
    let derived = PROJECTIONS.iter().any(|p| p.table == table);
    if !guarded("_no_update") {
        all.push("UPDATE");
    }
    if !guarded("_no_delete") && (!derived || THINNED.contains(&table)) {
        all.push("DELETE");
    }
    all
}

/// A name as it stands in SQL, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Db {
    /// The statements that give a role these rights and take all others on the register away; none for an embedded
    /// database, which knows no roles.
    ///
    /// # Errors
    /// When the database fails.
    pub fn grants(&self, role: &str) -> Result<Vec<String>, StoreError> {
        if self.is_sqlite() {
            return Ok(Vec::new());
        }
        let (tables, guards) = self.read(|rx| -> Result<_, StoreError> { Ok((tables(rx)?, triggers(rx)?)) })?;
        let role = quoted(role);
        let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for table in tables {
            alike.entry(rights(&table, &guards).join(", ")).or_default().push(table);
        }
        let mut all = vec![
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC".to_owned(),
            format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"),
            format!("REVOKE ALL ON SCHEMA public FROM {role}"),
            format!("GRANT USAGE ON SCHEMA public TO {role}"),
            format!("GRANT SELECT ON __diesel_schema_migrations TO {role}"),
        ];
        all.extend(alike.into_iter().map(|(rights, tables)| format!("GRANT {rights} ON {} TO {role}", tables.join(", "))));
        Ok(all)
    }

    /// Gives a role the rights of a server; all of them or none.
    ///
    /// # Errors
    /// When there is no such role, or the one that the program connects with may not give rights.
    pub fn grant(&self, role: &str) -> Result<(), StoreError> {
        let sql = self.grants(role)?;
        let mut conn = self.writers.get().map_err(|e| StoreError::Busy(e.to_string()))?;
        let conn: &mut Conn = &mut conn;
        Ok(diesel::Connection::transaction(conn, |conn: &mut Conn| sql.iter().try_for_each(|statement| conn.batch_execute(statement)))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::dump::BESIDE;

    #[test]
    fn evidence_is_read_and_appended_and_nothing_else() {
        let guards = ["party_details_no_update".to_owned(), "fresh_no_update".to_owned(), "fresh_no_delete".to_owned()];
        for table in EVIDENCE {
            assert!(BESIDE.contains(table) || PROJECTIONS.iter().any(|p| p.table == *table), "there is no table {table}");
            assert_eq!(rights(table, &[]), ["SELECT", "INSERT"]);
        }
        assert_eq!(rights("party_details", &guards), ["SELECT", "INSERT", "DELETE"], "what is erased goes");
        assert_eq!(rights("fresh", &guards), ["SELECT", "INSERT"], "what is guarded is evidence, listed or not");
        assert_eq!(rights("parcel", &guards), ["SELECT", "INSERT", "UPDATE"]);
        assert_eq!(rights("journal_head", &guards), ["SELECT", "UPDATE"]);
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
