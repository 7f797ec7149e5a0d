//! Certificate numbers that are not to be accepted, for the authorities of other countries: UTF-8, commas, a header row.

use crate::domain::time::Day;
use crate::interop::neutral;

/// The header.
pub const COLUMNS: [&str; 6] = ["country", "first", "last", "what", "confirmed", "since"];

/// Numbers, from the first to the last, that are not to be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// First number, as printed.
    pub first: String,
    /// Last number.
    pub last: String,
    /// `lost`, `stolen` or `void`.
    pub what: &'static str,
    /// Whether a second person has confirmed it.
    pub confirmed: bool,
    /// Since when.
    pub on: Day,
}

/// The file.
///
/// # Errors
/// When it cannot be written.
pub fn write(country: &str, warnings: &[Warning]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for w in warnings {
        let confirmed = if w.confirmed { "yes" } else { "no" };
        let since = w.on.to_string();
        writer.write_record([country, &neutral(&w.first), &neutral(&w.last), w.what, confirmed, &since])?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_for_each_range() {
        let on = "2026-05-04".parse().unwrap();
        let of = |first: &str, last: &str, what, confirmed| Warning { first: first.into(), last: last.into(), what, confirmed, on };
        let bytes = write("SL", &[of("SL 000004", "SL 000009", "stolen", false), of("SL 000001", "SL 000001", "void", true)]).unwrap();
        let wanted = "country,first,last,what,confirmed,since\nSL,SL 000004,SL 000009,stolen,no,2026-05-04\n\
                      SL,SL 000001,SL 000001,void,yes,2026-05-04\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
    }
}
