//! `[footprint]`: what a footprint rests on, and from where on stones differ from it.

use super::sourced::Sourced;
use serde::Deserialize;

/// `[footprint]`. What differs does so by all three of chance, gap and divergence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Footprint {
    /// The fewest stones of a reference.
    pub least_stones: Sourced<u32>,
    /// The fewest stones that are compared with one.
    pub compared_least_stones: Sourced<u32>,
    /// Which part of the carats must come from areas with a reference, millionths.
    pub covered_ppm: Sourced<u32>,
    /// Stones differ where chance alone would do as much more seldom, millionths.
    pub chance_ppm: Sourced<u32>,
    /// And where the largest gap between cumulative carat shares is at least this, millionths.
    pub gap_ppm: Sourced<u32>,
    /// And where the Jensen-Shannon divergence of stone shares is at least this, millionths of a bit.
    pub divergence_ppm: Sourced<u32>,
}
