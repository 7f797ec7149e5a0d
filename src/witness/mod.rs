//! Witnesses of the journal, after C2SP tlog-witness: somebody else's small server that signs a head only when it is the
//! continuation of the last one it signed, and the client that asks it.

pub mod client;
pub mod server;
