//! Sealing with keys that stand outside the database. The work is done in [`crate::domain::seal`], where the store can
//! reach it too; services and the console name it from here.

pub use crate::domain::seal::{KEY_BYTES, KeyId, KeyRing, NONCE_BYTES, SealError, SealKey, key_id, open, seal};
