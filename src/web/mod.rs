//! What a browser or a machine sees.

pub mod account;
pub mod api;
pub mod assets;
pub mod attempts;
pub mod chain;
pub mod check;
pub mod ctx;
pub mod error;
pub mod filters;
pub mod form;
pub mod frame;
pub mod health;
pub mod home;
pub mod journal;
pub mod locale;
pub mod me;
pub mod navigation;
pub mod office;
pub mod party;
pub mod password;
pub mod problem;
pub mod routes;
pub mod server;
pub mod session;
pub mod state;
pub mod trace;
