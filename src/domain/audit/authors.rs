//! Who may do what, and how he showed that it is he (L7): roles and offices as the journal gives them, the way in, and
//! for acts that sign a password typed within the last minutes. Two signatures come from two people, two sessions and two
//! authenticators; a demonstration, where one person plays all parts, says so in its first entry.

use super::inspections::Inspections;
use super::kinds::demands;
use super::ledger::Ledger;
use super::licences::Register;
use super::offences::Offences;
use super::{At, Told};
use crate::domain::access::AccountRole;
use crate::domain::author::{PROOF_S, Signed, Via};
use crate::domain::event::{CorrectionChange, Event};
use crate::domain::ids::{AccountId, OfficeId, PartyId, RecoveryId};
use std::collections::HashMap;

/// An account as the journal has it.
#[derive(Debug, Clone, Copy)]
struct Account {
    role: AccountRole,
    office: Option<OfficeId>,
    party: Option<PartyId>,
    on: bool,
}

/// The hand behind one of two signatures.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    pub account: AccountId,
    party: Option<PartyId>,
    signed: Option<Box<Signed>>,
}

/// Accounts, and recoveries that wait for a second person.
#[derive(Debug, Default)]
pub(super) struct Authors {
    accounts: HashMap<AccountId, Account>,
    /// How many accounts that are on act for a party.
    acting: HashMap<PartyId, u32>,
    recoveries: HashMap<RecoveryId, Hand>,
    begun: bool,
    demonstration: bool,
}

/// To whom the thing of an entry belongs: the offices that keep it, before and after, and the parties it concerns.
#[derive(Default)]
struct Belongs {
    offices: Vec<Option<OfficeId>>,
    parties: Vec<PartyId>,
}

impl Authors {
    pub fn knows(&self, account: AccountId, via: Via, event: &Event) -> bool {
        if let Event::RulesAdopted(_) = event {
            return account == AccountId::nobody();
        }
        let founds = matches!(event, Event::AccountCreated(made) if made.account == account && self.accounts.is_empty());
        // What the server does is in the name of who signed, whatever became of his account.
        founds || self.accounts.get(&account).is_some_and(|a| a.on || via == Via::Server)
    }

    /// The party that an account acts for.
    pub fn party_of(&self, account: AccountId) -> Option<PartyId> {
        self.accounts.get(&account)?.party
    }

    /// Whether an account that is on acts for a party.
    pub fn act_for(&self, party: PartyId) -> bool {
        self.acting.get(&party).is_some_and(|n| *n > 0)
    }

    /// The role of an account.
    pub fn role_of(&self, account: AccountId) -> Option<AccountRole> {
        Some(self.accounts.get(&account)?.role)
    }

    /// The hand behind an entry.
    pub fn hand(&self, at: &At<'_>) -> Hand {
        let account = at.entry.account;
        Hand { account, party: self.party_of(account), signed: at.entry.signed.clone().map(Box::new) }
    }

    /// Whether two hands are one: an account, a party, or a place from which both signed.
    pub fn same_hand(&self, one: &Hand, other: &Hand) -> bool {
        if one.account == other.account || (one.party.is_some() && one.party == other.party) {
            return true;
        }
        let pair = one.signed.as_ref().zip(other.signed.as_ref());
        !self.demonstration && pair.is_some_and(|(a, b)| a.same_place(b).is_some())
    }

    /// Judges the author of an entry before it takes effect.
    pub fn judge(&self, at: &At<'_>, told: &mut Told, register: &Register, ledger: &Ledger, kept: (&Offences, &Inspections)) {
        let (e, seq) = (at.entry, at.seq);
        let asks = demands(e.event.kind());
        if let Some(author) = self.accounts.get(&e.account) {
            let server = e.via == Via::Server;
            let may = server || (asks.roles.contains(&author.role) && (e.via != Via::Import || imports(author.role)));
            told.check(may, seq, "L7", || format!("the role {} may not write {}", author.role.as_str(), e.event.kind()));
            told.check(e.office == author.office, seq, "L7", || "the entry's office is not its author's".into());
            if may {
                let reaches = reaches(*author, &belongs(&e.event, register, ledger, kept));
                told.check(reaches, seq, "L7", || "it is of another office or party than the author's".into());
            }
        }
        let issuer = match &e.event {
            Event::CertificateNotified(n) => ledger.abroad.issuer(n.certificate),
            Event::CertificateConfirmed(c) => ledger.abroad.issuer(c.certificate),
            _ => None,
        };
        // A report is in the name of who asked for it, of which the journal knows his role alone (R5).
        let own = e.via != Via::Server || issuer == Some(e.account) || matches!(e.event, Event::ReportMade(_));
        told.check(own, seq, "L7", || "what the server did is not in the name of who issued the certificate".into());
        if let Event::RulesAdopted(_) = e.event {
            told.check(e.office.is_none(), seq, "L7", || "the entry's office is not its author's".into());
        }
        self.way_in(at, told, asks.signs, asks.admits(e.via));
        if let Event::RecoveryApproved(approved) = &e.event {
            let first = self.recoveries.get(&approved.recovery);
            told.check(first.is_some(), seq, "L7", || "no such recovery waits".into());
            let alone = first.is_some_and(|first| self.same_hand(first, &self.hand(at)));
            told.check(!alone, seq, "L7", || "the recovery was not agreed to by a second person".into());
        }
    }

    /// How the author was let in, and from where he signed.
    fn way_in(&self, at: &At<'_>, told: &mut Told, signs: bool, admitted: bool) {
        let (e, seq) = (at.entry, at.seq);
        let demonstration = if self.begun { self.demonstration } else { e.via == Via::Demonstration };
        let admitted = admitted || (e.via == Via::Demonstration && demonstration);
        told.check(admitted, seq, "L7", || format!("{} may not be written by way of {}", e.event.kind(), e.via));
        if e.via != Via::Session {
            told.check(e.signed.is_none(), seq, "L7", || format!("what comes by way of {} is no signature", e.via));
            return;
        }
        let one_of_two = matches!(e.event, Event::CorrectionProposed(_) | Event::DisputeOpened(_) | Event::RemovalReported(_));
        match &e.signed {
            None => told.check(!signs && !one_of_two, seq, "L7", || "it does not say from where it was signed".into()),
            Some(signed) if signs => {
                let age = signed.proved_at.map(|proved| e.recorded_at.utc().signed_duration_since(proved.utc()).num_microseconds());
                let most = PROOF_S.saturating_add(1).saturating_mul(1_000_000);
                let fresh = age.flatten().is_some_and(|age| (0..most).contains(&age));
                told.check(fresh, seq, "L7", || "whoever signed had not just shown that it was he".into());
            }
            Some(_) => {}
        }
    }

    /// Takes an entry's effect on.
    pub fn apply(&mut self, at: &At<'_>) {
        if !self.begun {
            (self.begun, self.demonstration) = (true, at.entry.via == Via::Demonstration);
        }
        match &at.entry.event {
            Event::AccountCreated(e) => self.set(e.account, Account { role: e.role, office: e.office, party: e.party, on: true }),
            Event::AccountChanged(e) => {
                if let Some(on) = self.accounts.get(&e.account).map(|a| a.on) {
                    self.set(e.account, Account { role: e.role, office: e.office, party: e.party, on });
                }
            }
            Event::AccountStateChanged(e) => {
                if let Some(account) = self.accounts.get(&e.account).copied() {
                    self.set(e.account, Account { on: e.active, ..account });
                }
            }
            Event::RecoveryProposed(e) => drop(self.recoveries.insert(e.recovery, self.hand(at))),
            Event::RecoveryApproved(e) => drop(self.recoveries.remove(&e.recovery)),
            _ => {}
        }
    }

    fn set(&mut self, id: AccountId, now: Account) {
        let before = self.accounts.insert(id, now);
        if let Some(party) = before.filter(|a| a.on).and_then(|a| a.party) {
            let acting = self.acting.entry(party).or_default();
            *acting = acting.saturating_sub(1);
        }
        if let Some(party) = now.party.filter(|_| now.on) {
            let acting = self.acting.entry(party).or_default();
            *acting = acting.saturating_add(1);
        }
    }
}

const fn imports(role: AccountRole) -> bool {
    matches!(role, AccountRole::Supervisor | AccountRole::Officer)
}

/// Whether an author's office or party is that of the thing. Officers, approvers and administrators reach everything.
fn reaches(author: Account, thing: &Belongs) -> bool {
    match author.role {
        AccountRole::Registrar | AccountRole::Supervisor => {
            author.office.is_some() && !thing.offices.is_empty() && thing.offices.iter().all(|o| *o == author.office)
        }
        // A thing that the journal does not know is told as such, not as somebody else's.
        AccountRole::Buyer | AccountRole::Exporter => {
            thing.parties.is_empty() || author.party.is_some_and(|own| thing.parties.contains(&own))
        }
        AccountRole::Officer | AccountRole::Approver | AccountRole::Reviewer | AccountRole::Administrator => true,
    }
}

/// What the thing of an entry belongs to, as far as the journal tells. Sides of sales are judged by C7, so both do here.
fn belongs(event: &Event, register: &Register, ledger: &Ledger, (offences_known, inspections): (&Offences, &Inspections)) -> Belongs {
    let offices = |offices: Vec<Option<OfficeId>>| Belongs { offices, parties: Vec::new() };
    let parties = |parties: Vec<PartyId>| Belongs { offices: Vec::new(), parties };
    match event {
        Event::PartyRegistered(e) => offices(vec![e.facts.office]),
        Event::PartyChanged(e) => offices(vec![register.office_of_party(e.party), e.facts.office]),
        Event::PartyStateChanged(e) => offices(vec![register.office_of_party(e.party)]),
        Event::StockDeclared(e) => offices(vec![register.office_of_party(e.holder)]),
        Event::SlipBookIssued(e) => offices(vec![register.office_of_party(e.holder)]),
        Event::LicenceIssued(e) => offices(vec![e.terms.office]),
        Event::LicenceChanged(e) => offices(vec![register.office_of_licence(e.licence), e.terms.office]),
        Event::LicenceStateChanged(e) => offices(vec![register.office_of_licence(e.licence)]),
        Event::SiteRegistered(e) => offices(vec![e.facts.office]),
        Event::SiteChanged(e) => offices(vec![register.office_of_site(e.site), e.facts.office]),
        Event::ProductionRecorded(e) => offices(vec![e.office]),
        Event::CorrectionProposed(e) => match &e.change {
            CorrectionChange::Purchase { purchase, .. } => parties(ledger.sides_of(*purchase)),
            CorrectionChange::Production { parcel_no, .. }
            | CorrectionChange::Stock { parcel_no, .. }
            | CorrectionChange::Withdrawal { parcel_no, .. } => {
                let (office, holder) = ledger.written_down(*parcel_no);
                Belongs { offices: vec![office], parties: holder.into_iter().collect() }
            }
        },
        Event::CorrectionDecided(e) => offices(vec![ledger.office_of_correction(e.correction)]),
        Event::DisputeOpened(e) => Belongs { offices: vec![e.office], parties: vec![e.claimant_party()] },
        Event::DisputeWithdrawn(e) => {
            let case = ledger.case(e.dispute);
            Belongs { offices: vec![case.and_then(|c| c.0)], parties: case.map(|c| c.1).into_iter().collect() }
        }
        Event::PurchaseOffered(e) => parties(vec![e.slip.seller, e.slip.buyer]),
        Event::PurchaseRecorded(e) => parties(vec![e.slip.seller, e.slip.buyer]),
        Event::PurchaseAccepted(e) => parties(ledger.sides_of(e.purchase)),
        Event::PurchaseClosed(e) => parties(ledger.sides_of(e.purchase)),
        Event::ParcelCombined(e) => parties(vec![e.0.holder]),
        Event::ParcelSplit(e) => parties(vec![e.0.holder]),
        Event::ParcelSorted(e) => parties(vec![e.0.holder]),
        Event::ParcelReweighed(e) => parties(ledger.holder(e.parcel_no).into_iter().collect()),
        Event::ParcelSealed(e) => parties(ledger.holder(e.parcel_no).into_iter().collect()),
        Event::ParcelUnsealed(e) => parties(ledger.holder(e.parcel_no).into_iter().collect()),
        Event::AlertHandled(e) => offices(vec![e.office]),
        Event::RemovalReported(e) => Belongs { offices: vec![e.office], parties: vec![e.holder] },
        Event::SeizureRecorded(e) => offices(vec![e.office]),
        Event::SeizureMoved(e) => offices(vec![ledger.seizures.office_of(e.seizure)]),
        Event::SeizureOrderProposed(e) => offices(vec![ledger.seizures.office_of(e.seizure)]),
        Event::SafeCounted(e) => offices(vec![e.office]),
        Event::StockCounted(e) => Belongs { offices: vec![register.office_of_party(e.holder)], parties: vec![e.holder] },
        Event::OffenceRecorded(e) => offices(vec![e.office]),
        Event::OffenceFollowedUp(e) => offices(vec![offences_known.office_of(e.offence)]),
        Event::InspectionsAnnounced(e) => offices(vec![e.office]),
        Event::InspectionsDrawn(e) => offices(vec![inspections.office_of_plan(e.plan)]),
        Event::InspectionRecorded(e) => offices(vec![e.office]),
        Event::InspectionActionDone(e) => offices(vec![inspections.office_of(e.inspection)]),
        Event::DryRunStarted(e) => offices(vec![e.office]),
        Event::DryRunConcluded(e) => offices(vec![inspections.office_of_run(e.run)]),
        Event::ShipmentPrepared(e) => parties(vec![e.exporter]),
        Event::ShipmentCancelled(e) => parties(ledger.exporter(e.shipment).into_iter().collect()),
        Event::ShipmentPresented(e) => parties(ledger.exporter(e.shipment).into_iter().collect()),
        // Roles that write the rest reach everything.
        _ => Belongs::default(),
    }
}
