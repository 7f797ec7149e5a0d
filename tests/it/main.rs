//! The integration tests: one binary for all tests that look at the whole from outside, so that PostgreSQL
//! and the browser driver start once.
#![cfg(test)]

mod certificate;
mod correction;
mod geo_messages;
mod harness;
mod messages;
mod profiles;
mod shipment;
mod spine;
mod support;
mod tidy;
mod verify;
mod world;
