//! QR codes of the paper: as modules, at the highest level of correction at which a module is large enough.

use super::PaperError;
use fast_qr::{ECL, QRBuilder, QRCode};

/// White around a code, in modules, as readers expect (ISO/IEC 18004).
pub(super) const QUIET: usize = 4;
/// The least side of a module, in millimetres: what an office printer and an old telephone manage.
const MODULE_MM: f32 = 0.5;

/// A code, ready to be drawn.
pub(super) struct Code {
    modules: Box<QRCode>,
}

impl Code {
    /// The code of a text within a square of `side_mm`, its white margin included. Levels: H mends 30 %, Q 25 %, M 15 %.
    pub fn new(text: &str, side_mm: f32) -> Result<Self, PaperError> {
        let built = |level: ECL| QRBuilder::new(text).ecl(level).build().ok();
        let fits = |code: &QRCode| (code.size + 2 * QUIET) as f32 * MODULE_MM <= side_mm;
        let found = [ECL::H, ECL::Q, ECL::M].into_iter().filter_map(built).find(fits);
        found.map(|code| Self { modules: Box::new(code) }).ok_or(PaperError::Code)
    }

    /// Modules of a side, with the white margin.
    pub fn side(&self) -> usize {
        self.modules.size + 2 * QUIET
    }

    /// The dark modules as runs: row, first column and length, counted from the corner of the white margin.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for row in 0..self.modules.size {
            let mut column = 0;
            while column < self.modules.size {
                let run = (column..self.modules.size).take_while(|c| self.modules[row][*c].value()).count();
                if run > 0 {
                    runs.push((row + QUIET, column + QUIET, run));
                }
                column += run.max(1);
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_sinks_as_the_text_grows_and_no_module_is_too_small() {
        let size = |text: &str, mm| Code::new(text, mm).map(|c| c.side());
        // ISO/IEC 18004: version 3 (29 modules) holds 24 bytes at H, version 6 (41) 58.
        assert_eq!(size("https://placer.example/1", 34.0), Ok(29 + 8));
        // 700 letters of base 45 in 54 mm: Q needs version 20 (97 modules); H does not fit.
        assert_eq!(size(&"A1".repeat(350), 54.0), Ok(97 + 8));
        // In less room M, version 17 (85 modules).
        assert_eq!(size(&"A1".repeat(350), 47.0), Ok(85 + 8));
        assert_eq!(size(&"A1".repeat(350), 40.0), Err(PaperError::Code));
        assert_eq!(size(&"x".repeat(5_000), 100.0), Err(PaperError::Code));
    }
}
