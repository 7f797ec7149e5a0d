//! The rules and the words of the trade, as types.
//!
//! Nothing here knows SQL, HTTP, a clock or randomness: time and ids come in from the edge.

pub mod code;
pub mod geo;
pub mod ids;
pub mod jurisdiction;
pub mod lineage;
pub mod money;
pub mod quantity;
pub mod role;
pub mod schema;
pub mod text_enum;
pub mod time;
pub mod violation;
