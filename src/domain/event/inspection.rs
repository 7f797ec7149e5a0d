//! Events of inspections: what was announced and drawn, what was found and put right, and dry runs.

use crate::domain::geo::Position;
use crate::domain::ids::{DryRunId, InspectionId, InspectionPlanId, OfficeId, ParcelId, PartyId, TargetId};
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What is inspected.
    InspectionKind, "inspection-kind", {
        /// A site.
        Site = "site",
        /// Books and stock of a buyer.
        Buyer = "buyer",
        /// Books and stock of an exporter.
        Exporter = "exporter",
        /// An office of the authority.
        Office = "office",
    }
}

text_enum! {
    /// What a checklist asks.
    InspectionItem, "inspection-item", {
        /// The licence is shown and is the one in the register.
        LicenceShown = "licence_shown",
        /// Boundaries are marked and are those in the register.
        BoundaryMarked = "boundary_marked",
        /// The book at the pit is there and up to date.
        PitBook = "pit_book",
        /// Diggers and equipment are as the production says.
        DiggersFit = "diggers_fit",
        /// Stones that are there are in the book.
        StonesInBook = "stones_in_book",
        /// No children work there.
        NoChildren = "no_children",
        /// Holes are secured or filled.
        HolesSafe = "holes_safe",
        /// The book of purchases is up to date.
        PurchaseBook = "purchase_book",
        /// Slips are whole and in order.
        SlipsInOrder = "slips_in_order",
        /// The stock is that of the book.
        StockMatches = "stock_matches",
        /// Seals are whole and those in the register.
        SealsIntact = "seals_intact",
        /// The scale is tested.
        ScaleTested = "scale_tested",
        /// Payments have their papers.
        PaymentPapers = "payment_papers",
        /// Stones are kept in a safe place.
        SafeStorage = "safe_storage",
        /// Copies of certificates and their papers are kept.
        CertificateCopies = "certificate_copies",
        /// Blank certificates and slip books are there and counted.
        FormsCounted = "forms_counted",
        /// The office is open in its hours and somebody is there.
        Staffed = "staffed",
        /// Entries are made in time.
        EntriesInTime = "entries_in_time",
        /// Everybody signs in with an account of his own.
        OwnAccounts = "own_accounts",
        /// What was seized is in the safe.
        SeizedKept = "seized_kept",
    }
}

text_enum! {
    /// What was seen of it.
    InspectionAnswer, "inspection-answer", {
        /// As it should be.
        Yes = "yes",
        /// Not so.
        No = "no",
        /// Does not concern what is inspected, or could not be looked at.
        NotSeen = "not_seen",
    }
}

text_enum! {
    /// How much a finding weighs.
    FindingSeverity, "finding-severity", {
        /// To be mended in passing.
        Minor = "minor",
        /// To be mended by a day.
        Major = "major",
        /// The work cannot go on so.
        Critical = "critical",
    }
}

text_enum! {
    /// Where a dry run ended.
    DryRunOutcome, "dry-run-outcome", {
        /// The chain stopped the test parcel where it should.
        Stopped = "stopped",
        /// It let it through where it should not.
        LetThrough = "let_through",
        /// Everything went as it should to the end.
        Passed = "passed",
    }
}

/// A possible target with its weight in the draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pooled {
    /// Its id, of its kind.
    pub target: TargetId,
    /// Its code, by which it is drawn.
    pub code: String,
    /// How many lots it has.
    pub weight: i64,
}

/// A draw is announced: all that is drawn from stands fixed before anybody can know the seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionsAnnounced {
    /// The plan.
    pub plan: InspectionPlanId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The office that inspects what it looks after; the whole country where none.
    pub office: Option<OfficeId>,
    /// What is inspected.
    pub kind: InspectionKind,
    /// How many are drawn.
    pub count: i64,
    /// The day whose last head gives the seed, by UTC.
    pub draw_on: Day,
    /// The last day of the inspections.
    pub until: Day,
    /// Everything that may be drawn, by code.
    pub pool: Vec<Pooled>,
}

/// The draw, with all that it follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionsDrawn {
    /// The plan.
    pub plan: InspectionPlanId,
    /// Entries of the journal when the day ended.
    pub size: i64,
    /// Their root, hex.
    pub root: String,
    /// The seed, hex.
    pub seed: String,
    /// What was drawn, in the order of the lots.
    pub drawn: Vec<TargetId>,
}

/// An item of the checklist as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// Which.
    pub item: InspectionItem,
    /// What was seen.
    pub answer: InspectionAnswer,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// How much it weighs.
    pub severity: FindingSeverity,
    /// What, without a person's name.
    pub text: String,
}

/// A parcel as the book has it and as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The parcel.
    pub parcel_no: i64,
    /// Its mass by the book.
    pub book_mct: Mass,
    /// Its stones by the book.
    pub book_stones: i64,
    /// What the scale showed; nothing where it was not there.
    pub counted_mct: Mass,
    /// The stones that were counted.
    pub counted_stones: i64,
}

impl Counted {
    /// What was counted less the book: milli-carats and stones.
    #[must_use]
    pub const fn difference(&self) -> (i64, i64) {
        (self.counted_mct.mct().saturating_sub(self.book_mct.mct()), self.counted_stones.saturating_sub(self.book_stones))
    }
}

/// What has to be put right by a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectiveAction {
    /// What.
    pub what: String,
    /// Who must do it: the inspected party, or the authority where none.
    pub party: Option<PartyId>,
    /// By this day.
    pub due: Day,
}

/// An inspection was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionRecorded {
    /// The inspection.
    pub inspection: InspectionId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The office that looks after what was inspected.
    pub office: Option<OfficeId>,
    /// What was inspected.
    pub kind: InspectionKind,
    /// Its id, of its kind.
    pub target: TargetId,
    /// The party that it concerns: the holder of the site's licence, or the party itself.
    pub party: Option<PartyId>,
    /// The plan by which it was drawn; none of one that was not drawn.
    pub plan: Option<InspectionPlanId>,
    /// The inspection that it looks into again.
    pub again: Option<InspectionId>,
    /// The day.
    pub on: Day,
    /// Where the inspector stood.
    pub position: Option<Position>,
    /// How exact that is, metres.
    pub accuracy_m: Option<u32>,
    /// The checklist.
    pub checked: Vec<Checked>,
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// Stock that was counted.
    pub counted: Vec<Counted>,
    /// What has to be put right, numbered from one.
    pub actions: Vec<CorrectiveAction>,
    /// What else is said, without a person's name.
    pub account: Option<String>,
}

/// What had to be put right was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionActionDone {
    /// Of which inspection.
    pub inspection: InspectionId,
    /// Number of the action.
    pub action: i64,
    /// The day.
    pub on: Day,
    /// By what that was seen.
    pub proof: String,
}

/// Inspectors begin to walk a test parcel through the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunStarted {
    /// The dry run.
    pub run: DryRunId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The office of whoever begins it.
    pub office: Option<OfficeId>,
    /// The test parcel.
    pub parcel: ParcelId,
    /// Its dense number.
    pub parcel_no: i64,
    /// What is tried, without a person's name.
    pub purpose: String,
}

/// They say how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunConcluded {
    /// The dry run.
    pub run: DryRunId,
    /// Where it ended.
    pub outcome: DryRunOutcome,
    /// What came of it, without a person's name.
    pub report: String,
}
