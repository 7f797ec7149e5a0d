//! Sites where stones are dug.

use crate::domain::access::Belongs;
use crate::domain::event::SiteFacts;
use crate::domain::geo::Mended;
use crate::domain::ids::SiteId;
use crate::domain::text_enum::text_enum;

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

impl Site {
    /// What it belongs to.
    #[must_use]
    pub const fn belongs(&self) -> Belongs {
        Belongs::office(self.facts.office)
    }
}

text_enum! {
    /// What is remarkable about a site. It refuses nothing; whoever looks at the site later is told.
    SiteFlag, "site-flag", {
        /// No licence is named.
        NoLicence = "no_licence",
        /// The licence was not valid on the day of recording.
        LicenceNotValid = "licence_not_valid",
        /// It reaches over the edge of its licence's area, by no more than the accuracy of surveys.
        LicenceEdge = "licence_edge",
        /// All sites of the licence together are larger than its type allows.
        LicenceFull = "licence_full",
        /// It overlaps another site, or lies in one.
        Overlap = "overlap",
        /// Its position is less exact than the country's rules ask for.
        AccuracyPoor = "accuracy_poor",
        /// How exact its position is was not told.
        AccuracyUnknown = "accuracy_unknown",
        /// It lies at the border, as far as the map can tell.
        BorderEdge = "border_edge",
        /// An area was closed.
        ClosedMended = "closed_mended",
        /// Repeated corners were left out.
        RepeatsMended = "repeats_mended",
        /// The order of the corners was turned.
        WindingMended = "winding_mended",
    }
}

impl SiteFlag {
    /// The flag that keeps what was mended.
    #[must_use]
    pub const fn of(mended: Mended) -> Self {
        match mended {
            Mended::Closed => Self::ClosedMended,
            Mended::Repeated(_) => Self::RepeatsMended,
            Mended::Winding => Self::WindingMended,
        }
    }
    /// Whether it tells of something mended in the shape as it was given.
    #[must_use]
    pub const fn is_mended(self) -> bool {
        matches!(self, Self::ClosedMended | Self::RepeatsMended | Self::WindingMended)
    }
}

/// Whether an office's list of areas names this one, by its name or by its ISO 3166-2 code; `*` names all.
#[must_use]
pub fn looks_after(areas: &[String], name: &str, code: Option<&str>) -> bool {
    let same = |area: &str, other: &str| area.trim().to_lowercase() == other.trim().to_lowercase();
    areas.iter().any(|area| area.trim() == WHOLE_COUNTRY || same(area, name) || code.is_some_and(|code| same(area, code)))
}

/// What stands in an office's list for the whole country.
pub const WHOLE_COUNTRY: &str = "*";
