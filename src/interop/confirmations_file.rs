//! Confirmations of receipt as a file of an authority abroad: CSV with a header row, or JSON, an array of objects with the
//! same names.

use crate::domain::violation::{Violation, Violations};
use crate::interop::pasted::read_all;
use crate::interop::rows::Limits;
use serde::Deserialize;

/// The columns of a CSV file, and the members of each object.
pub const COLUMNS: [&str; 10] =
    ["certificate", "received_on", "parcels", "carats", "value_usd", "importer", "seals_intact", "confirmed_by", "reference", "remark"];
/// The largest file, and the most confirmations in it.
const LIMITS: Limits = Limits { bytes: 400_000, rows: 500 };

/// A confirmation as it is written in a file, nothing checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    /// The certificate's number.
    pub certificate: Word,
    /// The day of receipt.
    pub received_on: Word,
    /// Number of parcels.
    pub parcels: Word,
    /// Carats.
    pub carats: Word,
    /// Value in US dollars; may be empty.
    pub value_usd: Word,
    /// The importer.
    pub importer: Word,
    /// `yes` or `no`.
    pub seals_intact: Word,
    /// The office or firm that confirms.
    pub confirmed_by: Word,
    /// What it can be found by.
    pub reference: Word,
    /// What else is said.
    pub remark: Word,
}

/// A value as text, whatever kind it is in JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "serde_json::Value")]
pub struct Word(pub String);

impl From<serde_json::Value> for Word {
    fn from(value: serde_json::Value) -> Self {
        Self(match value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text.trim().to_owned(),
            serde_json::Value::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
            other => other.to_string(),
        })
    }
}

/// Reads a file.
///
/// # Errors
/// What makes it no such file, on the field `file`.
pub fn parse(text: &str) -> Result<Vec<Written>, Violations> {
    let found = if text.trim_start().starts_with('[') { json(text)? } else { csv(text)? };
    if found.is_empty() {
        return Err(Violation::on("import.empty", "file").into());
    }
    Ok(found)
}

fn json(text: &str) -> Result<Vec<Written>, Violations> {
    let most = i64::try_from(LIMITS.rows).unwrap_or(i64::MAX);
    let found: Vec<Written> =
        serde_json::from_str(text).map_err(|e| Violation::on("confirmation.json", "file").with("why", e.to_string()))?;
    let fits = i64::try_from(found.len()).is_ok_and(|n| n <= most);
    if fits { Ok(found) } else { Err(Violation::on("import.too_many_rows", "file").with("most", most).into()) }
}

fn csv(text: &str) -> Result<Vec<Written>, Violations> {
    let needed = COLUMNS.into_iter().take(8).filter(|c| *c != "value_usd");
    read_all(text, LIMITS, needed, |row| {
        // A column that may be left out is as one that is empty.
        let cell = |heading: &str| Word(row.cell(heading).unwrap_or_default().to_owned());
        Written {
            certificate: cell("certificate"),
            received_on: cell("received_on"),
            parcels: cell("parcels"),
            carats: cell("carats"),
            value_usd: cell("value_usd"),
            importer: cell("importer"),
            seals_intact: cell("seals_intact"),
            confirmed_by: cell("confirmed_by"),
            reference: cell("reference"),
            remark: cell("remark"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_say_the_same() {
        let csv = "certificate;received_on;parcels;carats;value_usd;importer;seals_intact;confirmed_by;reference\n\
                   SL 000001;2026-06-10;2;12.340;1500.5;Firm;yes;Office;Mail 7\n";
        let json = r#"[{"certificate":"SL 000001","received_on":"2026-06-10","parcels":2,"carats":"12.340","value_usd":1500.5,
                        "importer":"Firm","seals_intact":true,"confirmed_by":"Office","reference":"Mail 7","remark":null}]"#;
        assert_eq!(parse(csv).unwrap(), parse(json).unwrap());
        assert_eq!(parse(csv).unwrap()[0].carats.0, "12.340");
    }

    #[test]
    fn what_is_no_such_file_is_told() {
        for wrong in ["", "[]", "[{\"other\":1}]", "[1", "certificate,carats\nSL 000001,1\n"] {
            let told = parse(wrong).unwrap_err();
            assert!(told.0.iter().all(|v| v.field.as_deref() == Some("file")), "{wrong}: {told:?}");
        }
    }
}
