//! What each kind of entry asks of its author. A test of `service/proof.rs` holds it against the
//! access rules and what the commands ask for.

use crate::domain::access::AccountRole;
use crate::domain::author::Via;

/// What a kind of entry asks of its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demands {
    /// The roles that may.
    pub roles: &'static [AccountRole],
    /// Whether it signs: only from a session that was asked for the password within the last minutes.
    pub signs: bool,
    /// Whether it may be done at the server's console.
    pub console: bool,
    /// Whether it may come from a file.
    pub import: bool,
    /// Whether the server may write it by itself.
    pub server: bool,
}

impl Demands {
    const fn of(roles: &'static [AccountRole]) -> Self {
        Self { roles, signs: false, console: false, import: false, server: false }
    }
    const fn signed(roles: &'static [AccountRole]) -> Self {
        Self { signs: true, ..Self::of(roles) }
    }
    const fn at_console(self) -> Self {
        Self { console: true, ..self }
    }
    const fn by_server(self) -> Self {
        Self { server: true, ..self }
    }
    const fn in_files(self) -> Self {
        Self { import: true, ..self }
    }
    /// Whether an author may be let in so, beside a session.
    pub const fn admits(&self, via: Via) -> bool {
        match via {
            // What no role may is done at the console alone.
            Via::Session => !self.roles.is_empty(),
            Via::Token => !self.signs,
            Via::Console => self.console,
            Via::Import => self.import,
            Via::Server => self.server,
            Via::Demonstration => false,
        }
    }
}

/// What a kind of entry asks of its author; of a kind nobody knows, what nobody has.
pub(crate) fn demands(kind: &str) -> Demands {
    use AccountRole as R;
    match kind {
        "account.created"
        | "account.state_changed"
        | "account.password_reset"
        | "account.factor_reset"
        | "key.adopted"
        | "certificate_key.adopted" => Demands::signed(&[R::Administrator]).at_console(),
        "rules.adopted" => Demands::signed(&[]).at_console(),
        "account.changed" | "office.opened" | "office.changed" => Demands::signed(&[R::Administrator]),
        "party.registered" | "party.changed" | "site.registered" | "site.changed" => {
            Demands::of(&[R::Registrar, R::Supervisor, R::Officer]).in_files()
        }
        "licence.issued" | "licence.changed" => Demands::signed(&[R::Supervisor, R::Officer]).in_files(),
        "party.state_changed" | "licence.state_changed" | "stock.declared" => Demands::signed(&[R::Supervisor, R::Officer]),
        "party.details_erased" => Demands::signed(&[R::Approver]),
        "production.recorded" => Demands::of(&[R::Registrar, R::Supervisor]),
        "slip_book.issued" => Demands::of(&[R::Supervisor, R::Officer]),
        "purchase.offered" | "purchase.accepted" | "purchase.closed" | "purchase.recorded" => Demands::of(&[R::Buyer, R::Exporter]),
        "parcel.combined" | "parcel.split" | "parcel.sorted" | "parcel.reweighed" | "parcel.sealed" | "parcel.unsealed" => {
            Demands::of(&[R::Buyer, R::Exporter])
        }
        "removal.reported" => Demands::of(&[R::Registrar, R::Supervisor, R::Buyer, R::Exporter, R::Officer]),
        "removal.decided" => Demands::signed(&[R::Approver]),
        "seizure.recorded" | "seizure.moved" | "seizure.order_proposed" | "safe.counted" => Demands::signed(&[R::Supervisor, R::Officer]),
        "stock.counted" => Demands::of(&[R::Supervisor, R::Buyer, R::Exporter, R::Officer]),
        "seizure.difference_answered" | "seizure.order_decided" => Demands::signed(&[R::Approver]),
        "offence.recorded" | "offence.followed_up" => Demands::signed(&[R::Supervisor, R::Officer]),
        "inspection.announced" | "inspection.drawn" | "inspection.recorded" | "inspection.action_done" => {
            Demands::of(&[R::Supervisor, R::Officer])
        }
        "dry_run.started" | "dry_run.concluded" => Demands::of(&[R::Supervisor, R::Officer]),
        "correction.proposed" => Demands::of(&[R::Registrar, R::Supervisor, R::Buyer, R::Exporter, R::Officer]),
        "correction.decided" => Demands::signed(&[R::Supervisor, R::Approver]),
        "dispute.opened" | "dispute.withdrawn" => Demands::of(&[R::Registrar, R::Supervisor, R::Buyer, R::Exporter, R::Officer]),
        "dispute.decided" => Demands::signed(&[R::Officer, R::Approver]),
        "shipment.prepared" | "shipment.cancelled" | "shipment.presented" => Demands::of(&[R::Exporter]),
        "blank.received" | "blank.allocated" | "blank.reported" => Demands::signed(&[R::Officer]),
        "blank.report_decided" => Demands::signed(&[R::Approver]),
        "parcel.sized" | "footprint.proposed" => Demands::signed(&[R::Officer]),
        "footprint.decided" => Demands::signed(&[R::Approver]),
        "zone.proposed" | "estimate.proposed" | "hold.lifted" => Demands::signed(&[R::Officer]),
        "zone.decided" | "estimate.decided" => Demands::signed(&[R::Approver]),
        "participant.proposed" => Demands::signed(&[R::Officer]),
        "participant.decided" => Demands::signed(&[R::Approver]),
        "shipment.valued" | "certificate.proposed" => Demands::signed(&[R::Officer]),
        "certificate.retracted" | "certificate.declined" => Demands::signed(&[R::Officer, R::Approver]),
        "certificate.issued" | "certificate.voided" | "certificate.endorsed" | "letter.issued" | "letter.withdrawn" => {
            Demands::signed(&[R::Approver])
        }
        "arrival.closed" | "warning.withdrawn" => Demands::signed(&[R::Approver]),
        "certificate.notified" | "certificate.confirmed" => Demands::of(&[R::Officer]).by_server(),
        "certificate.difference_answered" => Demands::signed(&[R::Officer]),
        "certificate.printed" | "certificate.sealed" | "certificate.departed" => Demands::of(&[R::Officer, R::Approver]),
        "warning.listed" => Demands::of(&[R::Officer]),
        "arrival.recorded" => Demands::signed(&[R::Officer]),
        "return.submitted" => Demands::signed(&[R::Approver]),
        "difference.answered" | "partner_figures.received" => Demands::of(&[R::Officer]),
        "review.recorded" | "review.changed" | "recommendation.recorded" | "recommendation.followed_up" => Demands::of(&[R::Officer]),
        "alert.handled" => Demands::signed(&[R::Supervisor, R::Officer, R::Approver]),
        "report.made" => Demands::of(&[R::Officer, R::Approver, R::Reviewer]).by_server(),
        "recovery.proposed" | "recovery.approved" => Demands::signed(&[R::Approver, R::Administrator]),
        _ => Demands::of(&[]),
    }
}
