//! The rules and the words of the trade, as types.
//!
//! Nothing here knows SQL, HTTP, a clock or randomness: time and ids come in from the edge.
//! A sum that would overflow, a place past the end of a list and a number cut down are cases to be answered where they
//! can arise: the lints below let none pass in silence.

// Tests fail by panicking.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::as_conversions, clippy::arithmetic_side_effects))]

pub mod access;
pub mod arrival;
pub mod audit;
pub mod author;
pub mod balance;
pub mod blank;
pub mod certificate;
pub mod checkpoint;
pub mod code;
pub mod confirmation;
pub mod control;
pub mod correction;
pub mod country;
pub mod custody;
pub mod departure;
pub mod dispute;
pub mod entry;
pub mod estimate;
pub mod event;
pub mod factor;
pub mod footprint;
pub mod geo;
pub mod ids;
pub mod inspection;
pub mod jurisdiction;
pub mod known_password;
pub mod letter;
pub mod licence;
pub mod lineage;
pub mod merkle;
pub mod money;
pub mod month;
pub mod note;
pub mod notice;
pub mod offence;
pub mod parcel;
pub mod participant;
pub mod party;
pub mod password;
pub mod policy;
pub mod purchase;
pub mod quantity;
pub mod removal;
pub mod report;
pub mod review;
pub mod role;
pub mod schema;
pub mod seal;
pub mod seizure;
pub mod shipment;
pub mod site;
pub mod statistics;
pub mod text_enum;
pub mod tile;
pub mod time;
pub mod token;
pub mod trace;
pub mod valuation;
pub mod violation;
pub mod zone;
