//! Placer: a national register and custody ledger for alluvial diamonds.
//!
//! The layers, from the ground up: [`domain`] (types that cannot be wrong, and the rules),
//! [`web`] (pages in the reader's language).

pub mod cli;
pub mod demo;
pub mod domain;
pub mod edge;
pub mod interop;
pub mod service;
pub mod store;
pub mod web;
pub mod witness;
