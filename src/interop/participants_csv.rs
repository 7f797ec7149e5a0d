//! The list of participants as a file, in and out: UTF-8, a header row, one row for each statement.
//!
//! `row` is `standing`, `importing` or `exporting`; `country` is filled where a row is about a country for which the
//! participant stands: that it does, or how that country's own authority is reached; `from` is empty where nobody knows the day.

use crate::domain::event::{ContactStated, StandingStated};
use crate::domain::participant::ROWS_MAX;
use crate::domain::violation::Violations;
use crate::interop::neutral;
use crate::interop::pasted::{cell, read_all};
use crate::interop::rows::{Limits, Row};

/// The header.
pub const COLUMNS: [&str; 9] = ["row", "participant", "country", "standing", "from", "authority", "email", "address", "source"];
/// The largest file.
const BYTES: u64 = 400_000;

/// The list that comes with the program: public facts, each with its source; what nobody knows is left empty.
pub const BUNDLED: &str = include_str!("../../data/participants.csv");

/// A row of the file as it stands, nothing checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// `standing`, `importing` or `exporting`.
    pub row: String,
    /// Code of the participant.
    pub participant: String,
    /// Code of the country for which it stands, where the row is about one.
    pub country: String,
    /// What it is.
    pub standing: String,
    /// From when.
    pub from: String,
    /// Name of an authority.
    pub authority: String,
    /// Its e-mail address.
    pub email: String,
    /// Its postal address.
    pub address: String,
    /// Where it is from.
    pub source: String,
}

impl Written {
    fn of(row: &Row) -> Self {
        let cell = |heading: &str| cell(row, heading);
        Self {
            row: cell("row"),
            participant: cell("participant"),
            country: cell("country"),
            standing: cell("standing"),
            from: cell("from"),
            authority: cell("authority"),
            email: cell("email"),
            address: cell("address"),
            source: cell("source"),
        }
    }
}

/// Reads a file.
///
/// # Errors
/// What makes it no such file, on the field `file`.
pub fn parse(text: &str) -> Result<Vec<Written>, Violations> {
    let limits = Limits { bytes: BYTES, rows: u64::try_from(ROWS_MAX).unwrap_or(u64::MAX) };
    read_all(text, limits, COLUMNS, Written::of)
}

/// Writes everything that is on the list, in the order given.
///
/// # Errors
/// When it cannot be written.
pub fn write(standings: &[StandingStated], contacts: &[ContactStated]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for s in standings {
        let from = s.from.map(|d| d.to_string()).unwrap_or_default();
        let country = s.country.as_deref().unwrap_or_default();
        writer.write_record(["standing", &s.participant, country, s.standing.as_str(), &from, "", "", "", &neutral(&s.source)])?;
    }
    for c in contacts {
        let text = |t: &Option<String>| neutral(t.as_deref().unwrap_or_default()).into_owned();
        let (authority, email, address, source) = (neutral(&c.authority), text(&c.email), text(&c.address), neutral(&c.source));
        let country = c.country.as_deref().unwrap_or_default();
        writer.write_record([c.duty.as_str(), &c.participant, country, "", "", &authority, &email, &address, &source])?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::participant::{AuthorityDuty, ParticipantStanding};

    #[test]
    fn what_goes_out_comes_in_again() {
        let standing = StandingStated {
            participant: "EU".into(),
            country: Some("BE".into()),
            standing: ParticipantStanding::Trade,
            from: Some("2004-05-01".parse().unwrap()),
            source: "=a letter".into(),
        };
        let contact = ContactStated {
            participant: "EU".into(),
            country: Some("BE".into()),
            duty: AuthorityDuty::Importing,
            authority: "Office (fictitious)".into(),
            email: None,
            address: Some("A street\nA town".into()),
            source: "letter".into(),
        };
        let text = String::from_utf8(write(&[standing], &[contact]).unwrap()).unwrap();
        assert!(text.contains("'=a letter"), "{text}");
        let rows = parse(&text).unwrap();
        let of = |r: &Written| [&r.row, &r.participant, &r.country, &r.standing, &r.from, &r.source].map(String::clone);
        assert_eq!(of(&rows[0]), ["standing", "EU", "BE", "trade", "2004-05-01", "=a letter"]);
        assert_eq!((rows[1].row.as_str(), rows[1].address.as_str(), rows[1].country.as_str()), ("importing", "A street\nA town", "BE"));
    }

    #[test]
    fn a_file_without_a_column_says_which() {
        let told = parse("row;participant\nstanding;BE\n").unwrap_err();
        assert!(told.0.iter().all(|v| v.code == "participant.column"));
        assert_eq!(told.0.len(), COLUMNS.len() - 2);
        assert!(parse("").is_err());
    }

    #[test]
    fn the_bundled_list_has_a_source_in_every_row_and_no_contact() {
        let rows = parse(BUNDLED).unwrap();
        assert!(rows.iter().all(|r| r.row == "standing" && !r.source.is_empty()));
        assert_eq!(rows.iter().filter(|r| r.participant == "EU" && !r.country.is_empty()).count(), 29);
    }
}
