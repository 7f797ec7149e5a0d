//! What a browser sees.

pub mod filters;
pub mod locale;
