//! Handing out books of purchase slips.

use crate::domain::access::Permission;
use crate::domain::event::SlipBookIssued;
use crate::domain::ids::PartyId;
use crate::domain::jurisdiction::Profile;
use crate::domain::role::Role;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::party::party_fetch;
use crate::store::slip_book::{slip_book_next_no, slip_book_overlapping};
use serde::{Deserialize, Serialize};

/// The most slips of one book: more is a typing error, not a book.
pub const BOOK_SLIPS_MAX: i64 = 10_000;
/// The most digits of a serial's number.
const WIDTH_MAX: u32 = 12;
/// The most characters before the number.
const PREFIX_MAX: usize = 12;

/// Hands a book of numbered purchase slips to somebody who sells or buys. Ranges of one prefix never meet,
/// so a serial stands in one book only. (M7 of the domain notes: slip books with serial ranges issued to a holder.)
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueSlipBook {
    /// Who may use it.
    pub holder: PartyId,
    /// Letters before the number, as printed; may be empty and does not end in a digit.
    pub prefix: String,
    /// First number.
    pub first: i64,
    /// Last number.
    pub last: i64,
    /// Digits of the printed number, filled with zeros.
    pub width: u32,
}

impl Command for IssueSlipBook {
    const NAME: &'static str = "issue_slip_book";
    const PERMISSION: Permission = Permission::SlipBookWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let holder = party_fetch(rx, self.holder)?.ok_or(ServiceError::NotFound("party"))?;
        case.require(Permission::SlipBookWrite, &holder.belongs())?;
        let mut v = Violations::none();
        let prefix = self.prefix.trim_start().to_uppercase();
        v.check(holder.facts.roles.iter().any(|r| trades(case.profile(), *r)), || Violation::on("slip_book.role", "holder"));
        v.check(prefix_is_plain(&prefix), || Violation::on("slip_book.prefix", "prefix"));
        v.check(self.first >= 0, || Violation::on("slip_book.first", "first"));
        v.check(self.last >= self.first, || Violation::on("slip_book.range", "last"));
        let slips = self.last.saturating_sub(self.first).saturating_add(1);
        v.check(slips <= BOOK_SLIPS_MAX, || Violation::on("slip_book.too_many", "last").with("limit", BOOK_SLIPS_MAX));
        let digits = u32::try_from(self.last.max(0).to_string().len()).unwrap_or(u32::MAX);
        v.check((digits..=WIDTH_MAX).contains(&self.width), || Violation::on("slip_book.width", "width").with("least", digits));
        if let Some(other) = slip_book_overlapping(rx, &prefix, self.first, self.last)? {
            let range = format!("{} – {}", other.serial(other.first), other.serial(other.last));
            v.push(Violation::on("slip_book.overlap", "first").with("range", range).conflict());
        }
        v.finish()?;
        Ok(SlipBookIssued {
            book: case.id(),
            no: slip_book_next_no(rx)?,
            holder: holder.id,
            office: case.act.actor.office,
            prefix,
            first: self.first,
            last: self.last,
            width: self.width,
        }
        .into())
    }
}

/// Whether the profile lets a role sell to or buy from anybody.
fn trades(profile: &Profile, role: Role) -> bool {
    profile.trade.iter().any(|rule| rule.allowed && (rule.seller == role || rule.buyer == role))
}

/// A digit at its end would let two prefixes make the same serial.
fn prefix_is_plain(prefix: &str) -> bool {
    let fits = prefix.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | ' ' | '.'));
    fits && prefix.len() <= PREFIX_MAX && !prefix.ends_with(|c: char| c.is_ascii_digit())
}
