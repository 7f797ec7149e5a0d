//! Grounds of seizures and offences.

use super::sourced::Text;
use serde::Deserialize;

/// `[[offence]]`: for what stones are taken and people are charged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffenceGround {
    /// Kept in seizures and offences.
    pub code: String,
    /// As people call it.
    pub name: Text,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// Line of the file, from 1.
    #[serde(skip)]
    pub line: usize,
}
