//! The only place that names diesel: tables, queries, and the journal they are derived from.
//!
//! Functions are named noun first. Those that read take an [`Rx`](db::Rx), those that write a
//! [`Tx`](db::Tx); a `Tx` reads as well.

pub mod account;
pub mod backup;
pub mod blank;
pub mod catalogue;
pub mod certificate;
pub mod certificate_print;
pub mod checkpoint;
pub mod condition;
pub mod connection;
pub mod correction;
pub mod db;
pub mod detail_read;
mod direct;
pub mod dispute;
pub mod dump;
pub mod error;
pub mod factor;
mod files;
pub mod grants;
pub(crate) mod guards;
pub mod journal;
pub mod keys;
pub mod licence;
pub mod lineage;
pub mod merkle;
mod migrations;
pub mod office;
pub mod operation;
pub mod outside;
pub mod parcel;
pub mod party;
pub mod passkey;
pub mod password_list;
pub mod production;
mod project;
pub mod purchase;
pub mod recovery;
pub mod register;
pub mod request_salt;
mod schema;
pub mod scratch;
pub mod sealing;
pub mod secret;
pub mod session;
pub mod shipment;
pub mod sign_in_wait;
pub mod site;
pub mod slip_book;
pub mod statistics;
pub mod text;
pub mod trace;
pub mod valuation;
