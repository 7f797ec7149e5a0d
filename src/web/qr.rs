//! QR codes, as the path of a picture that a template draws (`macros.html`, `qr`).

use fast_qr::{ECL, QRBuilder};
use std::fmt::Write;

/// Modules of white around the code, as readers expect.
const QUIET: usize = 4;

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Side of the picture in modules, the white around it included.
    pub side: usize,
    /// The dark modules as an SVG path: figures and the letters M, h, v, z only.
    pub path: String,
}

impl Qr {
    /// The code of a text, readable with up to 15% of it damaged; none for a text too long for any code.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
        let mut path = String::new();
        for row in 0..code.size {
            let mut column = 0;
            while column < code.size {
                let run = (column..code.size).take_while(|c| code[row][*c].value()).count();
                if run > 0 {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
                }
                column += run.max(1);
            }
        }
        Some(Self { side: code.size + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_are_there_and_nothing_but_a_path() {
        let qr = Qr::new("https://register.example/check/certificate/SL%20000001").unwrap();
        assert!(qr.path.starts_with("M4 4h7v1h-7z"), "{}", qr.path);
        assert!(qr.path.chars().all(|c| c.is_ascii_digit() || "Mhvz- ".contains(c)));
        assert!(qr.side > 21 + 8);
        assert_eq!(Qr::new(&"x".repeat(5_000)), None);
    }
}
