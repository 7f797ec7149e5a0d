//! What in a trace would have to be explained to somebody who asks.

use crate::domain::event::ProductionFlag;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::Serialize;

text_enum! {
    /// A kind of thing that would have to be explained.
    ExplainCode, "explain", {
        /// Carats without established origin.
        Unestablished = "unestablished",
        /// Carats declared as stock when the register began.
        OpeningStock = "opening_stock",
        /// The state took the stones, and no register had them before.
        SeizedFound = "seized_found",
        /// The state keeps the stones.
        SeizedKept = "seized_kept",
        /// The state had taken the stones and sold them by an order.
        SeizedSold = "seized_sold",
        /// The state had taken the stones and gave them back by an order.
        SeizedReturned = "seized_returned",
        /// The licence was not valid on the day of production.
        LicenceInvalidThen = "licence_invalid_then",
        /// The licence was revoked since.
        LicenceRevoked = "licence_revoked",
        /// The licence is suspended now.
        LicenceSuspended = "licence_suspended",
        /// The licence's term is over.
        LicenceEnded = "licence_ended",
        /// The licence was written down only after the day of production.
        LicenceWrittenLater = "licence_written_later",
        /// The site stands under no licence now.
        SiteWithoutLicence = "site_without_licence",
        /// The site was moved or drawn anew after the certificate was issued.
        SiteMoved = "site_moved",
        /// The position of the entry lies outside the site.
        OutsideSite = "outside_site",
        /// No position was taken.
        NoPosition = "no_position",
        /// More diggers than the licence allows.
        TooManyDiggers = "too_many_diggers",
        /// Written down later than allowed.
        LateEntry = "late_entry",
        /// Written down after the licence or its holder was stopped.
        AfterStop = "after_stop",
        /// The zone of its site, on the day of production, asks for a second look or freezes the stones.
        Zone = "zone",
        /// With it the site gave far more in the month than it can.
        OverCapacity = "over_capacity",
        /// A sale written down later than allowed.
        LateSale = "late_sale",
        /// Corrected after the certificate was issued.
        CorrectedSinceIssue = "corrected_since_issue",
        /// Corrected.
        Corrected = "corrected",
        /// The stones stood on an earlier certificate, which was made void before they left.
        EarlierCertificate = "earlier_certificate",
        /// The stones stand in a case that nobody has decided.
        InDispute = "in_dispute",
        /// The stones stood in a case that was decided or taken back.
        Disputed = "disputed",
        /// The composition of the certificate was put together again since it was issued.
        Revised = "revised",
        /// Weighed again with another result.
        Reweighed = "reweighed",
        /// A stated loss in handling.
        Loss = "loss",
        /// Stones more (breakage) or fewer than went in.
        StonesChanged = "stones_changed",
    }
}

impl ExplainCode {
    /// What an oddity of a production entry is called here.
    #[must_use]
    pub const fn of_flag(flag: ProductionFlag) -> Self {
        match flag {
            ProductionFlag::Late => Self::LateEntry,
            ProductionFlag::OutsideSite => Self::OutsideSite,
            ProductionFlag::NoPosition => Self::NoPosition,
            ProductionFlag::TooManyDiggers => Self::TooManyDiggers,
            ProductionFlag::AfterStop => Self::AfterStop,
            ProductionFlag::Zone => Self::Zone,
            ProductionFlag::OverCapacity => Self::OverCapacity,
        }
    }
}

/// One thing that would have to be explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explain {
    /// What.
    pub code: ExplainCode,
    /// Code of the parcel concerned.
    pub parcel: Option<String>,
    /// Code of the site concerned.
    pub site: Option<String>,
    /// Number of the licence concerned.
    pub licence: Option<String>,
    /// The day: of production, or since when.
    pub on: Option<Day>,
    /// The journal entry.
    pub seq: Option<i64>,
    /// Carats of the subject concerned, milli-carats.
    pub weight_mct: Option<i64>,
    /// Difference that a weighing found, or mass lost (negative), milli-carats.
    pub difference_mct: Option<i64>,
    /// Difference in stones, or how often.
    pub count: Option<i64>,
    /// The reason somebody gave.
    pub reason: Option<String>,
}

impl Explain {
    /// Nothing but the code.
    #[must_use]
    pub const fn new(code: ExplainCode) -> Self {
        Self {
            code,
            parcel: None,
            site: None,
            licence: None,
            on: None,
            seq: None,
            weight_mct: None,
            difference_mct: None,
            count: None,
            reason: None,
        }
    }
}
