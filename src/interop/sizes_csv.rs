//! Tables by size class, and half-years of exporters, as CSV. Shares are millionths, the chance parts in 1,000,000,000.

/// A class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeRow<'a> {
    /// Its code.
    pub class: &'a str,
    /// Stones.
    pub stones: i64,
    /// Milli-carats.
    pub mct: i64,
    /// Share of the stones.
    pub stones_ppm: i64,
    /// Share of the carats.
    pub carats_ppm: i64,
    /// Shares of stones and carats to be expected, in a comparison.
    pub expected: Option<(i64, i64)>,
}

/// A header row and a row for each class.
///
/// # Errors
/// When a record cannot be written (never seen: it goes to memory).
pub fn written(rows: &[SizeRow<'_>]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["class", "stones", "weight_mct", "stones_ppm", "weight_ppm", "expected_stones_ppm", "expected_weight_ppm"])?;
    for r in rows {
        let [stones, mct, stones_ppm, carats_ppm] = [r.stones, r.mct, r.stones_ppm, r.carats_ppm].map(|n| n.to_string());
        let (expected_stones, expected_carats) = r.expected.map(|(s, c)| (s.to_string(), c.to_string())).unwrap_or_default();
        let class = crate::interop::neutral(r.class);
        out.write_record([class.as_ref(), &stones, &mct, &stones_ppm, &carats_ppm, &expected_stones, &expected_carats])?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

/// A half-year of an exporter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfRow {
    /// Code of the exporter.
    pub exporter: String,
    /// Which half-year.
    pub period: String,
    /// How many certificates.
    pub certificates: usize,
    /// Milli-carats that they cover.
    pub weight_mct: i64,
    /// Of these, milli-carats counted by size.
    pub sized_mct: i64,
    /// Stones compared, gap, divergence, chance, and the part of known origin.
    pub compared: Option<(i64, i64, i64, i64, i64)>,
    /// Whether it differs from the reference by the rules.
    pub differs: bool,
}

/// A header row and a row for each half-year.
///
/// # Errors
/// When a record cannot be written (never seen: it goes to memory).
pub fn halves_written(rows: &[HalfRow]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "exporter",
        "period",
        "certificates",
        "weight_mct",
        "sized_mct",
        "stones",
        "gap_ppm",
        "divergence_ppm",
        "chance_ppb",
        "covered_ppm",
        "differs",
    ])?;
    for r in rows {
        let compared = r.compared.map(|(a, b, c, d, e)| [a, b, c, d, e].map(|n| n.to_string())).unwrap_or_default();
        let mut record =
            vec![r.exporter.clone(), r.period.clone(), r.certificates.to_string(), r.weight_mct.to_string(), r.sized_mct.to_string()];
        record.extend(compared);
        record.push(r.differs.to_string());
        out.write_record(&record)?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}
