//! Parties: lists, records, forms.

mod names;

pub use names::Names;
