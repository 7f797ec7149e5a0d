//! Sites where stones are dug.

use crate::domain::event::SiteFacts;
use crate::domain::ids::SiteId;

/// A site as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Id.
    pub id: SiteId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// What the journal says of it now.
    pub facts: SiteFacts,
    /// Entry that registered it.
    pub registered_seq: i64,
    /// Entry that last changed it.
    pub changed_seq: i64,
}
