//! The integration tests: one binary for all tests that look at the whole from outside, so that PostgreSQL
//! and the browser driver start once.
#![cfg(test)]

mod access;
mod account;
mod account_pages;
mod api;
mod certificate;
mod certificate_numbers;
mod conservation;
mod correction;
mod correction_pages;
mod demo;
mod durability;
mod fault_log;
mod geo_messages;
mod harness;
mod house;
mod import;
mod licence;
mod messages;
mod no_register;
mod page_weight;
mod parcel;
mod parcel_pages;
mod party;
mod party_pages;
mod party_search;
mod production;
mod production_pages;
mod profiles;
mod purchase;
mod shipment;
mod shipment_pages;
mod site;
mod site_list;
mod site_map_speed;
mod site_pages;
mod slip_book;
mod spine;
mod stock;
mod story;
mod support;
mod tidy;
mod trace;
mod verify;
mod world;
