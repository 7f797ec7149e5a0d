//! Acts that sign ask again who acts (L7), and two signatures come from two people, two browsers and two authenticators
//! (K5). Which acts these are stands beside the access rules, in `domain/access.rs`.

pub use crate::domain::author::PROOF_S;
use crate::domain::author::{SamePlace, Signed, Via, mark};
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::certificate::same_person;
use crate::service::error::ServiceError;
use crate::service::guard::Guard;
use crate::service::{Act, Case, import};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::guards::Guard as Unguarded;
use crate::store::journal::signed_last;

/// How whoever acts has shown that it is he.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A machine token: a program, which cannot be asked. It may not sign.
    Token,
    /// A session in a browser.
    Session(Box<Proven>),
    /// Somebody at the server itself: the console, an import started there, the demonstration as it is made.
    AtServer,
    /// The server by itself, in the name of an account that signed before: no request can say so.
    Server,
}

/// What a session has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// When it was last asked for the password, and the code where there is one.
    pub at: Option<Instant>,
    /// Hash of the session's token.
    pub session: String,
    /// Hash of the browser's mark; empty where it has none.
    pub device: String,
    /// What tells the account's authenticator from others; none where it has none.
    pub factor: Option<String>,
}

impl Proof {
    /// Whether the password was asked for within the last minutes. A clock that was set back asks again.
    #[must_use]
    pub fn is_fresh(&self, now: Instant) -> bool {
        match self {
            Self::AtServer => true,
            Self::Token | Self::Server => false,
            Self::Session(s) => s.at.is_some_and(|at| (0..=PROOF_S).contains(&(now.utc() - at.utc()).num_seconds())),
        }
    }
}

/// Refuses an act that signs where whoever acts has not just shown that it is he.
pub(super) fn check_proof(act: &Act, guard: &Guard, signs: bool) -> Result<(), ServiceError> {
    let lacks_factor = |factor: Option<&String>| guard.asks_factor(act.actor.role) && factor.is_none();
    match &act.proof {
        _ if !signs => Ok(()),
        Proof::Token if Unguarded::Signature.is_off() => Ok(()),
        Proof::Token | Proof::Server => Err(ServiceError::TokenSigns),
        Proof::Session(s) if lacks_factor(s.factor.as_ref()) => Err(ServiceError::NoFactor),
        proof if !proof.is_fresh(act.now) => Err(ServiceError::ProveAgain),
        _ => Ok(()),
    }
}

/// What an entry says of how its author was let in.
pub(super) struct Shown {
    /// How.
    pub via: Via,
    session: Option<(Proven, Option<Instant>)>,
}

impl Shown {
    /// What an act shows that is recorded at an instant. The journal's time may be ahead of the clock by which the
    /// session was asked, so what is kept is how long ago that was.
    pub fn of(act: &Act, guard: &Guard, recorded_at: Instant) -> Self {
        match &act.proof {
            Proof::Session(s) => {
                let proved_at = s.at.map(|at| Instant::new(recorded_at.utc() - (act.now.utc() - at.utc())).min(recorded_at));
                Self { via: Via::Session, session: Some(((**s).clone(), proved_at)) }
            }
            Proof::Token => Self { via: Via::Token, session: None },
            Proof::Server => Self { via: Via::Server, session: None },
            Proof::AtServer if guard.demonstration => Self { via: Via::Demonstration, session: None },
            Proof::AtServer if act.device.as_deref() == Some(import::DEVICE) => Self { via: Via::Import, session: None },
            Proof::AtServer => Self { via: Via::Console, session: None },
        }
    }

    /// From where a signature for a thing came; nothing for one that came from no session.
    pub fn signed(&self, thing: &str) -> Option<Signed> {
        self.session.as_ref().map(|(s, proved_at)| signed(thing, s, *proved_at))
    }
}

fn signed(thing: &str, s: &Proven, proved_at: Option<Instant>) -> Signed {
    let known = |what: &str, kept: &str| Some(mark(thing, what, kept)).filter(|_| !kept.is_empty());
    Signed {
        proved_at,
        session: mark(thing, "session", &s.session),
        device: known("device", &s.device),
        factor: known("factor", s.factor.as_deref().unwrap_or_default()),
    }
}

/// What stands against the second signature because it comes from where the first came: the same session or browser, or
/// the same authenticator. In a demonstration one person plays all parts, so nothing does.
pub(super) fn same_hands(rx: &mut Rx<'_>, case: &Case<'_>, first: AccountId, thing: &str) -> Result<Option<Violation>, StoreError> {
    let Proof::Session(second) = &case.act.proof else { return Ok(None) };
    if case.guard.demonstration {
        return Ok(None);
    }
    let Some(one) = signed_last(rx, thing, first)? else { return Ok(None) };
    let code = match one.same_place(&signed(thing, second, None)) {
        None => return Ok(None),
        Some(SamePlace::Browser) => "signature.same_browser",
        Some(SamePlace::Factor) => "signature.same_factor",
    };
    Ok(Some(Violation::new(code)))
}

/// Notes what stands against a second signature: that it is the first person's (the refusal `alone`), or comes from where his
/// came. `first` is who signed first, and the thing.
pub(super) fn other_hands(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    first: (AccountId, &str),
    alone: &'static str,
    v: &mut Violations,
) -> Result<(), StoreError> {
    v.check(!same_person(rx, case, first.0)?, || Violation::new(alone));
    v.0.extend(same_hands(rx, case, first.0, first.1)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::domain::access::{AccountRole, Actor, Permission, Reach, reach};
    use crate::domain::audit::demands;
    use crate::domain::author::Via;
    use crate::domain::event::Event;
    use crate::domain::ids::{AccountId, OfficeId, PartyId};
    use crate::service::certificate::{DeclineCertificate, IssueCertificate, ProposeCertificate, VoidCertificate};
    use crate::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposePurchaseCorrection};
    use crate::service::dispute::{DecideDispute, OpenDispute, WithdrawDispute};
    use crate::service::factor::ResetFactor;
    use crate::service::licence::{ChangeLicence, IssueLicence, SetLicenceState};
    use crate::service::notary::AdoptKey;
    use crate::service::office::{ChangeOffice, OpenOffice};
    use crate::service::parcel::{OpenSeal, ReweighParcel, SealParcel};
    use crate::service::party::{ChangeParty, RegisterParty};
    use crate::service::personal::EraseDetails;
    use crate::service::print::PrintCertificate;
    use crate::service::purchase::{AcceptPurchase, DeclinePurchase, OfferParcels, RecordPurchase};
    use crate::service::recovery::{ApproveRecovery, ProposeRecovery};
    use crate::service::rework::{CombineParcels, SortParcel, SplitParcel};
    use crate::service::shipment::{CancelShipment, PrepareShipment, PresentShipment};
    use crate::service::site::{ChangeSite, RegisterSite};
    use crate::service::token::AdoptCertificateKey;
    use crate::service::{
        Command, account, arrival, blank, capacity, confirmation, departure, footprint, inspection, letter, notice, offence, participant,
        party_state, production, removal, report, review, seizure, slip_book, statistics, stock, stock_count, valuation, warning, zone,
    };

    const fn asked<C: Command>() -> (Permission, bool) {
        (C::PERMISSION, C::SIGNS)
    }

    /// What the command behind each kind of entry asks for.
    const COMMANDS: &[(&str, (Permission, bool))] = &[
        ("account.created", asked::<account::CreateAccount>()),
        ("account.changed", asked::<account::ChangeAccount>()),
        ("account.state_changed", asked::<account::SetAccountState>()),
        ("account.password_reset", asked::<account::ResetPassword>()),
        ("account.factor_reset", asked::<ResetFactor>()),
        ("office.opened", asked::<OpenOffice>()),
        ("office.changed", asked::<ChangeOffice>()),
        ("party.registered", asked::<RegisterParty>()),
        ("party.changed", asked::<ChangeParty>()),
        ("party.state_changed", asked::<party_state::SetPartyState>()),
        ("party.details_erased", asked::<EraseDetails>()),
        ("licence.issued", asked::<IssueLicence>()),
        ("licence.changed", asked::<ChangeLicence>()),
        ("licence.state_changed", asked::<SetLicenceState>()),
        ("site.registered", asked::<RegisterSite>()),
        ("site.changed", asked::<ChangeSite>()),
        ("production.recorded", asked::<production::RecordProduction>()),
        ("stock.declared", asked::<stock::DeclareStock>()),
        ("slip_book.issued", asked::<slip_book::IssueSlipBook>()),
        ("report.made", asked::<report::TellReport>()),
        ("purchase.offered", asked::<OfferParcels>()),
        ("purchase.accepted", asked::<AcceptPurchase>()),
        ("purchase.closed", asked::<DeclinePurchase>()),
        ("purchase.recorded", asked::<RecordPurchase>()),
        ("parcel.combined", asked::<CombineParcels>()),
        ("parcel.split", asked::<SplitParcel>()),
        ("parcel.sorted", asked::<SortParcel>()),
        ("parcel.reweighed", asked::<ReweighParcel>()),
        ("parcel.sealed", asked::<SealParcel>()),
        ("parcel.unsealed", asked::<OpenSeal>()),
        ("removal.reported", asked::<removal::ReportRemoval>()),
        ("removal.decided", asked::<removal::DecideRemoval>()),
        ("alert.handled", asked::<crate::service::control::HandleAlert>()),
        ("seizure.recorded", asked::<seizure::RecordSeizure>()),
        ("seizure.moved", asked::<seizure::MoveSeizure>()),
        ("seizure.difference_answered", asked::<seizure::AnswerSeizureDifference>()),
        ("seizure.order_proposed", asked::<seizure::ProposeSeizureOrder>()),
        ("seizure.order_decided", asked::<seizure::DecideSeizureOrder>()),
        ("safe.counted", asked::<seizure::CountSafe>()),
        ("stock.counted", asked::<stock_count::CountStock>()),
        ("offence.recorded", asked::<offence::RecordOffence>()),
        ("offence.followed_up", asked::<offence::FollowUpOffence>()),
        ("inspection.announced", asked::<inspection::AnnounceInspections>()),
        ("inspection.drawn", asked::<inspection::DrawInspections>()),
        ("inspection.recorded", asked::<inspection::RecordInspection>()),
        ("inspection.action_done", asked::<inspection::FinishInspectionAction>()),
        ("dry_run.started", asked::<inspection::StartDryRun>()),
        ("dry_run.concluded", asked::<inspection::ConcludeDryRun>()),
        ("zone.proposed", asked::<zone::ProposeZone>()),
        ("zone.proposed", asked::<zone::ProposeZoneBoundary>()),
        ("zone.proposed", asked::<zone::ProposeZoneStatus>()),
        ("zone.proposed", asked::<zone::ProposeRelease>()),
        ("zone.decided", asked::<zone::DecideZone>()),
        ("parcel.sized", asked::<footprint::SizeParcel>()),
        ("footprint.proposed", asked::<footprint::ProposeFootprint>()),
        ("footprint.decided", asked::<footprint::DecideFootprint>()),
        ("estimate.proposed", asked::<capacity::ProposeEstimate>()),
        ("hold.lifted", asked::<capacity::LiftHold>()),
        ("estimate.decided", asked::<capacity::DecideEstimate>()),
        ("correction.proposed", asked::<ProposeProductionCorrection>()),
        ("correction.proposed", asked::<ProposePurchaseCorrection>()),
        ("correction.decided", asked::<DecideCorrection>()),
        ("dispute.opened", asked::<OpenDispute>()),
        ("dispute.decided", asked::<DecideDispute>()),
        ("dispute.withdrawn", asked::<WithdrawDispute>()),
        ("shipment.prepared", asked::<PrepareShipment>()),
        ("shipment.cancelled", asked::<CancelShipment>()),
        ("shipment.presented", asked::<PresentShipment>()),
        ("blank.received", asked::<blank::ReceiveBlanks>()),
        ("blank.allocated", asked::<blank::AllocateBlanks>()),
        ("blank.reported", asked::<blank::ReportBlanks>()),
        ("blank.report_decided", asked::<blank::DecideBlankReport>()),
        ("participant.proposed", asked::<participant::ProposeParticipants>()),
        ("participant.decided", asked::<participant::DecideParticipants>()),
        ("shipment.valued", asked::<valuation::ValueShipment>()),
        ("return.submitted", asked::<statistics::SubmitReturn>()),
        ("difference.answered", asked::<statistics::AnswerReturnDifference>()),
        ("partner_figures.received", asked::<statistics::ReceivePartnerFigures>()),
        ("review.recorded", asked::<review::RecordReview>()),
        ("review.changed", asked::<review::ChangeReview>()),
        ("recommendation.recorded", asked::<review::RecordRecommendation>()),
        ("recommendation.followed_up", asked::<review::FollowUpRecommendation>()),
        ("certificate.proposed", asked::<ProposeCertificate>()),
        ("certificate.retracted", asked::<DeclineCertificate>()),
        ("certificate.declined", asked::<DeclineCertificate>()),
        ("certificate.issued", asked::<IssueCertificate>()),
        ("certificate.printed", asked::<PrintCertificate>()),
        ("certificate.sealed", asked::<departure::SealContainer>()),
        ("certificate.departed", asked::<departure::RecordDeparture>()),
        ("certificate.endorsed", asked::<departure::EndorseCertificate>()),
        ("arrival.recorded", asked::<arrival::RecordArrival>()),
        ("arrival.closed", asked::<arrival::CloseArrival>()),
        ("warning.listed", asked::<warning::ListWarnings>()),
        ("warning.withdrawn", asked::<warning::WithdrawWarnings>()),
        ("letter.issued", asked::<letter::IssueLetter>()),
        ("letter.withdrawn", asked::<letter::WithdrawLetter>()),
        ("certificate.notified", asked::<notice::RecordNotice>()),
        ("certificate.confirmed", asked::<confirmation::ConfirmReceipt>()),
        ("certificate.difference_answered", asked::<confirmation::AnswerDifference>()),
        ("certificate.voided", asked::<VoidCertificate>()),
        ("key.adopted", asked::<AdoptKey>()),
        ("certificate_key.adopted", asked::<AdoptCertificateKey>()),
        ("recovery.proposed", asked::<ProposeRecovery>()),
        ("recovery.approved", asked::<ApproveRecovery>()),
    ];

    #[test]
    fn the_audit_asks_of_authors_what_the_access_rules_ask() {
        let id = uuid::Uuid::nil();
        for kind in Event::KINDS {
            let asks = demands(kind);
            // Behind this one stands no command: it is done at the console, by nobody's account.
            if *kind == "rules.adopted" {
                assert!(asks.roles.is_empty() && asks.console && !asks.admits(Via::Session) && !asks.admits(Via::Token));
                continue;
            }
            let (_, (permission, signs)) = COMMANDS.iter().find(|(own, _)| own == kind).unwrap_or_else(|| panic!("{kind}"));
            let may = |role: &AccountRole| {
                let actor =
                    Actor { account: AccountId::new(id), role: *role, office: Some(OfficeId::new(id)), party: Some(PartyId::new(id)) };
                let has = |permission| reach(&actor, permission) != Reach::Nothing;
                // Sending back asks for one of the two signatures.
                let one_of_two = has(Permission::CertificatePropose) || has(Permission::CertificateApprove);
                has(*permission) && (*permission != Permission::CertificateRead || one_of_two)
            };
            let roles: Vec<AccountRole> = AccountRole::ALL.into_iter().filter(may).collect();
            assert_eq!((asks.roles, asks.signs), (roles.as_slice(), *signs), "{kind}");
        }
    }
}
