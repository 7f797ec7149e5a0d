//! Licences: issuing, renewing, putting right, suspending and revoking, finding, and who may.

use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor, Permission, Reach, reach};
use placer::domain::event::{LicenceState, PartyKind, Reference};
use placer::domain::ids::{LicenceId, OfficeId, PartyId};
use placer::domain::licence::{Licence, Standing};
use placer::domain::money::{Currency, Money};
use placer::domain::party::PartyDetails;
use placer::domain::role::Role;
use placer::domain::time::Day;
use placer::service::error::ServiceError;
use placer::service::licence::{ChangeLicence, IssueLicence, LicenceInput, SetLicenceState};
use placer::service::party::RegisterParty;
use placer::store::journal::Receipt;
use placer::store::licence::{LicenceFilter, licence_by_number, licence_fetch, licences, licences_of};

/// A square of a little under a hectare in the made-up country, its corners the wrong way round.
pub const PLOT: &str = "-10.5000, 8.0000\n-10.5000, 8.0008\n-10.4992, 8.0008\n-10.4992, 8.0000";
const PAPERS: [&str; 5] = ["c12", "rent-receipt", "sketch-map", "c13", "nma-receipt"];

pub fn supervisor(w: &mut World, code: &str) -> (Actor, OfficeId) {
    let office = w.office(code);
    (w.account(AccountRole::Supervisor, Some(office), None), office)
}

pub fn party(w: &mut World, actor: &Actor, name: &str, role: Role, nationality: Option<&str>) -> PartyId {
    let kind = if role == Role::Cooperative { PartyKind::Organisation } else { PartyKind::Person };
    let details = PartyDetails { name: name.into(), nationality: nationality.map(str::to_owned), ..PartyDetails::default() };
    let (office, supporter, reference) = (actor.office, None, None);
    let command = RegisterParty { kind, roles: vec![role], office, supporter, details, reference, acknowledged_duplicates: true };
    w.submit(actor, &command).unwrap().subject.parse().unwrap()
}

pub fn miner(w: &mut World, actor: &Actor) -> PartyId {
    party(w, actor, "Foday Sesay", Role::Miner, Some("SL"))
}

pub fn input(holder: PartyId) -> LicenceInput {
    LicenceInput {
        kind: "artisanal".into(),
        holder,
        office: None,
        issued_on: day("2026-06-01"),
        starts_on: day("2026-06-01"),
        ends_on: day("2027-05-31"),
        area: None,
        fee: None,
        receipt: None,
        workers_max: None,
        depth_max_dm: None,
        documents: PAPERS.map(str::to_owned).to_vec(),
        conditions: None,
        reference: None,
    }
}

pub fn issue(holder: PartyId) -> IssueLicence {
    IssueLicence { number: None, renews: None, terms: input(holder) }
}

fn id(receipt: &Receipt) -> LicenceId {
    receipt.subject.parse().unwrap()
}

fn fetch(w: &World, id: LicenceId) -> Licence {
    w.read(|rx| licence_fetch(rx, id)).unwrap()
}

pub fn issued(w: &mut World, actor: &Actor, command: &IssueLicence) -> Licence {
    let receipt = w.submit(actor, command).unwrap();
    fetch(w, id(&receipt))
}

pub fn set(licence: LicenceId, state: LicenceState, on: &str) -> SetLicenceState {
    SetLicenceState { licence, state, on: day(on), reason: "inspection".into(), offence: None }
}

/// As an import where it says where the licence comes from, else as a person.
fn take_in(w: &mut World, actor: &Actor, command: &IssueLicence) -> Result<Receipt, ServiceError> {
    if command.terms.reference.is_some() { w.import(actor, command) } else { w.submit(actor, command) }
}

fn imported(key: &str) -> Option<Reference> {
    Some(Reference { source: "cadastre".into(), key: key.into() })
}

#[test]
fn a_licence_is_issued_with_the_next_number_of_its_type_and_year() {
    each(|w| {
        let (actor, office) = supervisor(w, "KDU");
        let holder = miner(w, &actor);
        let mut command = issue(holder);
        command.terms.area = Some(PLOT.into());
        command.terms.conditions = Some(" By hand only.\r\nNo night work. ".into());
        command.terms.documents.reverse();
        let one = issued(w, &actor, &command);
        assert_eq!((one.number.as_str(), one.no, one.terms.office), ("SL/ART/2026/00001", 1, Some(office)));
        assert_eq!(one.terms.conditions.as_deref(), Some("By hand only.\nNo night work."));
        assert_eq!(one.terms.documents, PAPERS, "in the order of the profile");
        assert_eq!((one.terms.depth_max_dm, one.terms.workers_max), (Some(100), None), "the type's own limits");
        assert!((7_000..9_000).contains(&one.terms.area_m2.unwrap()), "{:?}", one.terms.area_m2);
        assert!(one.is_valid_on(day("2026-06-01")) && !one.is_valid_on(day("2026-05-31")));
        let two = issued(w, &actor, &issue(holder));
        assert_eq!(two.number, "SL/ART/2026/00002");
        let dealer = party(w, &actor, "A Dealer", Role::Dealer, None);
        let mut other = issue(dealer);
        (other.terms.kind, other.terms.documents) = ("dealer".into(), vec![]);
        assert_eq!(issued(w, &actor, &other).number, "SL/DLR/2026/0001");
        // The year of issue counts, and its numbers begin anew.
        w.later(24 * 250);
        let mut next = issue(holder);
        (next.terms.issued_on, next.terms.starts_on, next.terms.ends_on) = (day("2027-01-05"), day("2027-01-05"), day("2027-12-31"));
        assert_eq!(issued(w, &actor, &next).number, "SL/ART/2027/00001");
        assert_eq!(issued(w, &actor, &issue(holder)).number, "SL/ART/2026/00003");
        assert_eq!(w.read(|rx| licences_of(rx, holder)).len(), 4);
    });
}

#[test]
fn numbers_of_other_registers_are_kept_and_stepped_over() {
    each(|w| {
        let (actor, _) = supervisor(w, "KDU");
        let holder = miner(w, &actor);
        let take = |w: &mut World, number: &str, reference: Option<Reference>| {
            let mut command = issue(holder);
            command.number = Some(number.into());
            command.terms.reference = reference;
            take_in(w, &actor, &command)
        };
        take(w, "SL/ART/2026/00041", imported("41")).unwrap();
        take(w, "ASM 7/2011", imported("7")).unwrap();
        take(w, "SL/ART/2026/zz", None).unwrap();
        assert_eq!(issued(w, &actor, &issue(holder)).number, "SL/ART/2026/00042");
        take(w, "SL/ART/2026/99999", imported("99999")).unwrap();
        for number in ["SL/ART/2026/100000", "SL/ART/2026/100001"] {
            assert_eq!(issued(w, &actor, &issue(holder)).number, number);
        }
        assert_eq!(codes(&take(w, " ASM 7/2011 ", None)), ["licence.number_taken"]);
        assert!(take(w, "ASM 7/2011", None).unwrap_err().is_conflict());
        assert_eq!(codes(&take(w, "SL/ART/2026/00043", None)), ["licence.number_own"]);
        assert_eq!(codes(&take(w, "ASM 8/2011", imported("7"))), ["licence.reference_taken"]);
        assert_eq!(codes(&take(w, "ASM\u{200b}9", None)), ["party.hidden"]);
        assert_eq!(codes(&take(w, &"9".repeat(41), None)), ["too_long"]);
        assert!(w.read(|rx| licence_by_number(rx, "ASM 7/2011")).is_some());
    });
}

#[test]
fn the_profile_is_kept() {
    each(|w| {
        let (actor, _) = supervisor(w, "KDU");
        let holder = miner(w, &actor);
        let refused = |w: &mut World, change: &dyn Fn(&mut LicenceInput)| {
            let mut command = issue(holder);
            change(&mut command.terms);
            codes(&take_in(w, &actor, &command))
        };
        assert_eq!(refused(w, &|t| t.kind = "fishing".into()), ["unknown_choice"]);
        assert_eq!(refused(w, &|t| t.issued_on = day("2026-06-02")), ["day.future", "licence.starts_before_issue"]);
        assert_eq!(refused(w, &|t| t.starts_on = day("2026-05-31")), ["licence.starts_before_issue"]);
        assert_eq!(refused(w, &|t| t.ends_on = day("2026-05-31")), ["licence.ends_before_start"]);
        assert_eq!(refused(w, &|t| t.ends_on = day("2027-06-02")), ["licence.term"]);
        assert_eq!(refused(w, &|t| (t.starts_on, t.ends_on) = (day("2062-06-01"), day("2063-05-31"))), ["licence.starts_far"]);
        assert_eq!(refused(w, &|t| t.documents.truncate(3)), ["licence.documents"]);
        assert_eq!(refused(w, &|t| t.documents.push("poem".into())), ["unknown_choice"]);
        assert_eq!(refused(w, &|t| t.depth_max_dm = Some(101)), ["licence.depth"]);
        assert_eq!(refused(w, &|t| (t.depth_max_dm, t.workers_max) = (Some(0), Some(0))), ["licence.limit_zero", "licence.limit_zero"]);
        let leones = |minor| Some(Money { minor, currency: "SLE".parse().unwrap() });
        assert_eq!(refused(w, &|t| t.fee = leones(-1)), ["licence.fee_negative", "licence.receipt_missing"]);
        assert_eq!(refused(w, &|t| t.fee = leones(500)), ["licence.receipt_missing"]);
        assert_eq!(refused(w, &|t| t.conditions = Some("a\u{202e}b".into())), ["party.hidden"]);
        assert_eq!(refused(w, &|t| t.office = Some(OfficeId::new(uuid::Uuid::nil()))), [""; 0], "another office is forbidden");
        // Areas.
        assert_eq!(refused(w, &|t| t.area = Some("{\"type\":\"Point\",\"coordinates\":[-10.5,8.0]}".into())), ["licence.area_point"]);
        assert_eq!(refused(w, &|t| t.area = Some("-10.5, 8\n-10.499, 8\n-10.499, 8.001\n-10.5, 8.001".into())), ["licence.area_too_large"]);
        assert_eq!(refused(w, &|t| t.area = Some("-10.5, 8\n-10.4999, 8".into())), ["site.too_few_corners"]);
        let swapped = "8.0000, -10.5000\n8.0008, -10.5000\n8.0008, -10.4992";
        assert_eq!(refused(w, &|t| t.area = Some(swapped.into())), ["site.swapped"]);
        // What comes from another register is taken as it is.
        assert_eq!(
            refused(w, &|t| {
                t.documents.clear();
                t.issued_on = day("2026-01-01");
                (t.starts_on, t.ends_on) = (day("2025-12-15"), day("2026-12-14"));
                t.reference = imported("old");
            }),
            [""; 0]
        );
    });
}

#[test]
fn the_holder_must_fit_the_type() {
    each(|w| {
        let (actor, _) = supervisor(w, "KDU");
        let (elsewhere, _) = supervisor(w, "BO");
        let refused = |w: &mut World, holder: PartyId| codes(&w.submit(&actor, &issue(holder)));
        let digger = party(w, &actor, "A Digger", Role::Digger, Some("SL"));
        assert_eq!(refused(w, digger), ["licence.holder_role"]);
        let foreign = party(w, &actor, "A Guinean", Role::Miner, Some("GN"));
        assert_eq!(refused(w, foreign), ["licence.nationals_only"]);
        let unknown = party(w, &actor, "Unknown", Role::Miner, None);
        assert_eq!(refused(w, unknown), ["licence.nationality_unknown"]);
        let firm = party(w, &actor, "A Cooperative", Role::Cooperative, Some("SL"));
        assert_eq!(refused(w, firm), ["licence.holder_role", "licence.holder_kind"]);
        let theirs = miner(w, &elsewhere);
        assert_eq!(refused(w, theirs), ["licence.holder_elsewhere"]);
        let nobody = w.id();
        assert_eq!(refused(w, nobody), ["licence.no_holder"]);
        let mut cooperative = issue(firm);
        cooperative.terms.kind = "artisanal-cooperative".into();
        cooperative.terms.documents = ["c12", "c13", "members"].map(str::to_owned).to_vec();
        assert!(w.submit(&actor, &cooperative).is_ok());
    });
}

#[test]
fn a_fee_that_the_type_states_is_paid_with_a_receipt() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let exporter = party(w, &officer, "Export House", Role::Exporter, None);
        let mut command = issue(exporter);
        (command.terms.kind, command.terms.documents) = ("exporter".into(), vec![]);
        assert_eq!(codes(&w.submit(&officer, &command)), ["licence.fee_missing"]);
        command.terms.fee = Some(Money { minor: 149_999, currency: Currency::USD });
        assert_eq!(codes(&w.submit(&officer, &command)), ["licence.fee_low", "licence.receipt_missing"]);
        command.terms.fee = Some(Money { minor: 150_000, currency: Currency::USD });
        command.terms.receipt = Some(" NRA 77/12 ".into());
        let licence = issued(w, &officer, &command);
        assert_eq!((licence.terms.receipt.as_deref(), licence.terms.office), (Some("NRA 77/12"), None));
    });
}

#[test]
fn a_renewal_is_of_the_same_holder_and_type_begins_after_and_happens_once() {
    each(|w| {
        let (actor, _) = supervisor(w, "KDU");
        let (elsewhere, _) = supervisor(w, "BO");
        let holder = miner(w, &actor);
        let old = id(&w.submit(&actor, &issue(holder)).unwrap());
        let renewal = |holder: PartyId, from: &str, to: &str| {
            let mut command = IssueLicence { renews: Some(old), ..issue(holder) };
            (command.terms.starts_on, command.terms.ends_on) = (day(from), day(to));
            command
        };
        assert_eq!(codes(&w.submit(&actor, &renewal(holder, "2027-05-31", "2028-05-30"))), ["licence.renews_start"]);
        let another = party(w, &actor, "Another", Role::Miner, Some("SL"));
        assert_eq!(codes(&w.submit(&actor, &renewal(another, "2027-06-01", "2028-05-31"))), ["licence.renews_other"]);
        let stranger = miner(w, &elsewhere);
        assert_eq!(codes(&w.submit(&elsewhere, &renewal(stranger, "2027-06-01", "2028-05-31"))), ["licence.no_renewed"]);
        let good = renewal(holder, "2027-06-01", "2028-05-31");
        let new = id(&w.submit(&actor, &good).unwrap());
        assert_eq!((fetch(w, old).renewed_by, fetch(w, new).terms.renews), (Some(new), Some(old)));
        let again = w.submit(&actor, &good);
        assert_eq!(codes(&again), ["licence.renewed_already"]);
        assert!(again.unwrap_err().is_conflict());
        // Terms of either may not run into the other.
        let mut terms = input(holder);
        terms.ends_on = day("2027-06-01");
        let longer = ChangeLicence { licence: old, terms: terms.clone(), reason: "typing".into() };
        assert_eq!(codes(&w.submit(&actor, &longer)), ["licence.renewal_starts"]);
        terms.starts_on = day("2027-05-30");
        terms.ends_on = day("2028-05-29");
        let earlier = ChangeLicence { licence: new, terms, reason: "typing".into() };
        assert_eq!(codes(&w.submit(&actor, &earlier)), ["licence.renews_start"]);
        w.submit(&actor, &set(new, LicenceState::Revoked, "2026-06-01")).unwrap();
        let mut third = renewal(holder, "2028-06-01", "2029-05-31");
        third.renews = Some(new);
        assert!(codes(&w.submit(&actor, &third)).contains(&"licence.renews_revoked"));
    });
}

#[test]
fn terms_are_put_right_with_a_reason_but_not_holder_or_type() {
    each(|w| {
        let (actor, office) = supervisor(w, "KDU");
        let holder = miner(w, &actor);
        let licence = id(&w.submit(&actor, &issue(holder)).unwrap());
        let another = party(w, &actor, "Another", Role::Miner, Some("SL"));
        let change = |terms: LicenceInput, reason: &str| ChangeLicence { licence, terms, reason: reason.into() };
        assert_eq!(codes(&w.submit(&actor, &change(input(holder), " "))), ["required"]);
        assert_eq!(codes(&w.submit(&actor, &change(input(another), "x"))), ["licence.fixed"]);
        let mut terms = input(holder);
        terms.ends_on = day("2027-03-31");
        terms.conditions = Some("By hand".into());
        w.submit(&actor, &change(terms.clone(), "the last day was mistyped")).unwrap();
        let now = fetch(w, licence);
        assert_eq!((now.terms.ends_on, now.number.as_str()), (day("2027-03-31"), "SL/ART/2026/00001"));
        // What was dug under it must stay within.
        let site = w.site(Some(licence), Some(office));
        w.production(site, licence, holder, 1_000, 2);
        (terms.issued_on, terms.starts_on) = (day("2026-05-21"), day("2026-05-21"));
        assert_eq!(codes(&w.submit(&actor, &change(terms.clone(), "x"))), ["licence.used_outside"], "dug on 20 May");
        (terms.issued_on, terms.starts_on) = (day("2026-05-20"), day("2026-05-20"));
        w.submit(&actor, &change(terms.clone(), "x")).unwrap();
        w.submit(&actor, &set(licence, LicenceState::Revoked, "2026-06-01")).unwrap();
        assert_eq!(codes(&w.submit(&actor, &change(terms, "x"))), ["licence.revoked"]);
    });
}

#[test]
fn states_follow_each_other_in_the_order_of_their_days_and_revoked_is_final() {
    each(|w| {
        use LicenceState::{Issued, Revoked, Suspended};
        let (actor, _) = supervisor(w, "KDU");
        let holder = miner(w, &actor);
        let licence = id(&w.submit(&actor, &issue(holder)).unwrap());
        w.later(24 * 60);
        let refused = |w: &mut World, state, on: &str| codes(&w.submit(&actor, &set(licence, state, on)));
        assert_eq!(refused(w, Issued, "2026-07-01"), ["licence.not_suspended"]);
        assert_eq!(refused(w, Suspended, "2026-08-01"), ["day.future"]);
        assert_eq!(refused(w, Suspended, "2026-05-31"), ["licence.state_order"], "before it was issued");
        assert_eq!(refused(w, Suspended, "2026-07-01"), [""; 0]);
        assert_eq!(refused(w, Suspended, "2026-07-02"), ["licence.suspended_already"]);
        assert_eq!(refused(w, Issued, "2026-06-30"), ["licence.state_order"]);
        assert_eq!(refused(w, Issued, "2026-07-10"), [""; 0]);
        let now = fetch(w, licence);
        let on = |d: &str| now.standing_on(day(d));
        assert_eq!((on("2026-06-30"), on("2026-07-05"), on("2026-07-10")), (Standing::Valid, Standing::Suspended, Standing::Valid));
        let mut silent = set(licence, Revoked, "2026-07-20");
        silent.reason.clear();
        assert_eq!(codes(&w.submit(&actor, &silent)), ["required"]);
        assert_eq!(refused(w, Revoked, "2026-07-20"), [""; 0]);
        for state in [Issued, Suspended, Revoked] {
            assert_eq!(refused(w, state, "2026-07-25"), ["licence.revoked"]);
        }
        assert_eq!(fetch(w, licence).standing_on(day("2029-01-01")), Standing::Revoked);
        let ended = w.licence_between("artisanal", holder, actor.office, "2025-01-01", "2025-12-31");
        assert_eq!(codes(&w.submit(&actor, &set(ended, Suspended, "2026-01-01"))), ["licence.ended"]);
        assert!(w.submit(&actor, &set(ended, Revoked, "2026-01-01")).is_ok());
    });
}

#[test]
fn each_role_issues_where_it_may() {
    each(|w| {
        let (actor, office) = supervisor(w, "KDU");
        let (elsewhere, other) = supervisor(w, "BO");
        let holder = miner(w, &actor);
        let licence = id(&w.submit(&actor, &issue(holder)).unwrap());
        for role in AccountRole::ALL {
            let account = w.account(role, role.needs_office().then_some(office), role.needs_party().then_some(holder));
            let may = matches!(role, AccountRole::Supervisor | AccountRole::Officer);
            for done in [
                w.submit(&account, &issue(holder)),
                w.submit(&account, &ChangeLicence { licence, terms: input(holder), reason: "x".into() }),
            ] {
                assert_eq!(done.is_ok(), may, "{role:?}: {done:?}");
                assert!(may || matches!(done, Err(ServiceError::Forbidden)), "{role:?}");
            }
            let done = w.submit(&account, &set(licence, LicenceState::Issued, "2026-06-01"));
            assert_eq!(matches!(done, Err(ServiceError::Forbidden)), !may, "{role:?}");
        }
        let change = ChangeLicence { licence, terms: input(holder), reason: "x".into() };
        assert!(matches!(w.submit(&elsewhere, &change), Err(ServiceError::Forbidden)));
        let suspend = set(licence, LicenceState::Suspended, "2026-06-01");
        assert!(matches!(w.submit(&elsewhere, &suspend), Err(ServiceError::Forbidden)));
        let mut away = issue(holder);
        away.terms.office = Some(other);
        assert!(matches!(w.submit(&actor, &away), Err(ServiceError::Forbidden)));
        let missing = set(w.id(), LicenceState::Suspended, "2026-06-01");
        assert!(matches!(w.submit(&actor, &missing), Err(ServiceError::NotFound("licence"))));
    });
}

fn listed(w: &World, actor: &Actor, filter: &LicenceFilter) -> Vec<String> {
    let all = reach(actor, Permission::LicenceRead);
    w.read(|rx| licences(rx, all, filter, None, 100)).into_iter().map(|l| l.number).collect()
}

#[test]
fn licences_are_found_by_number_holder_type_and_standing() {
    each(|w| {
        let (actor, office) = supervisor(w, "KDU");
        let (elsewhere, other) = supervisor(w, "BO");
        let one = party(w, &actor, "Élie Kouamé", Role::Miner, Some("SL"));
        let two = party(w, &elsewhere, "Elie Bangura", Role::Dealer, Some("SL"));
        w.licence_between("artisanal", one, Some(office), "2025-01-01", "2025-12-31"); // T/1: over
        let renewed = w.licence_between("artisanal", one, Some(office), "2026-01-01", "2026-06-30"); // T/2: ends soon, renewed
        w.licence_between("dealer", two, Some(other), "2026-02-01", "2026-07-15"); // T/3: ends soon
        w.licence_between("artisanal", one, Some(office), "2027-01-01", "2027-12-31"); // T/4: to come
        let suspended = w.licence("artisanal", one, Some(office)); // T/5
        w.submit(&actor, &set(suspended, LicenceState::Suspended, "2026-05-01")).unwrap();
        let revoked = w.licence("artisanal", one, Some(office)); // T/6
        w.submit(&actor, &set(revoked, LicenceState::Revoked, "2026-05-01")).unwrap();
        let mut renewal = IssueLicence { renews: Some(renewed), ..issue(one) };
        (renewal.terms.starts_on, renewal.terms.ends_on) = (day("2026-07-01"), day("2027-06-30"));
        w.submit(&actor, &renewal).unwrap(); // SL/ART/2026/00001: to come

        let reviewer = w.account(AccountRole::Reviewer, None, None);
        let text = |t: &str| LicenceFilter { text: Some(t.into()), ..LicenceFilter::default() };
        assert_eq!(listed(w, &reviewer, &text("t/3")), ["T/3"]);
        assert_eq!(listed(w, &reviewer, &text("SL/ART/2026")), ["SL/ART/2026/00001"]);
        assert_eq!(listed(w, &reviewer, &text("elie")), Vec::<String>::new(), "names are no business of an address");
        assert_eq!(listed(w, &elsewhere, &LicenceFilter::default()), ["T/3"]);
        let buyer = w.account(AccountRole::Buyer, None, Some(two));
        assert_eq!(listed(w, &buyer, &LicenceFilter::default()), ["T/3"]);
        let dealers = LicenceFilter { kind: Some("dealer".into()), ..LicenceFilter::default() };
        assert_eq!(listed(w, &reviewer, &dealers), ["T/3"]);
        let today = day("2026-06-01");
        let so = |s: Standing| LicenceFilter { standing: Some((s, today)), ..LicenceFilter::default() };
        assert_eq!(listed(w, &reviewer, &so(Standing::Valid)), ["T/3", "T/2"]);
        assert_eq!(listed(w, &reviewer, &so(Standing::NotYet)), ["SL/ART/2026/00001", "T/4"]);
        assert_eq!(listed(w, &reviewer, &so(Standing::Suspended)), ["T/5"]);
        assert_eq!(listed(w, &reviewer, &so(Standing::Revoked)), ["T/6"]);
        assert_eq!(listed(w, &reviewer, &so(Standing::Expired)), ["T/1"]);
        let ending = LicenceFilter { ending: Some((today, day("2026-07-31"))), ..LicenceFilter::default() };
        assert_eq!(listed(w, &reviewer, &ending), ["T/3"], "what is renewed needs nothing");
        assert_eq!(w.read(|rx| licences(rx, Reach::Nothing, &so(Standing::Valid), None, 9)), []);
        let after = w.read(|rx| licences(rx, Reach::All, &LicenceFilter::default(), Some(3), 1));
        assert_eq!(after[0].number, "T/2");
    });
}

/// What a licence is on a day, told by walking through its days one by one.
fn walked(licence: &Licence, on: Day) -> Standing {
    let mut state = LicenceState::Issued;
    let mut at = day("2025-01-01");
    while at <= on {
        for change in licence.history.iter().filter(|c| c.on == at) {
            state = if state == LicenceState::Revoked { state } else { change.state };
        }
        at = at.succ_opt().unwrap();
    }
    match state {
        LicenceState::Revoked => Standing::Revoked,
        _ if on < licence.terms.starts_on => Standing::NotYet,
        _ if on > licence.terms.ends_on => Standing::Expired,
        LicenceState::Suspended => Standing::Suspended,
        LicenceState::Issued => Standing::Valid,
    }
}

#[test]
fn lists_and_licences_agree_on_every_standing_of_every_day() {
    use placer::edge::Seeded;
    each(|w| {
        let (actor, office) = supervisor(w, "KDU");
        let holder = miner(w, &actor);
        let mut dice = Seeded::new(20_260_601);
        let made: Vec<LicenceId> = (0..12)
            .map(|n| {
                let (from, to) = [("2026-01-01", "2026-12-31"), ("2026-03-01", "2026-06-20"), ("2026-07-01", "2027-06-30")][n % 3];
                w.licence_between("artisanal", holder, Some(office), from, to)
            })
            .collect();
        for _ in 0..25 {
            w.later(24 * 4);
            let today = w.now.day();
            for licence in &made {
                let state = [LicenceState::Issued, LicenceState::Suspended, LicenceState::Suspended, LicenceState::Revoked]
                    [usize::try_from(dice.next_u64() % 4).unwrap()];
                if dice.next_u64().is_multiple_of(4) && (state != LicenceState::Revoked || dice.next_u64().is_multiple_of(4)) {
                    let back = chrono::Days::new(dice.next_u64() % 5);
                    let _ = w.submit(&actor, &set(*licence, state, &(today - back).to_string()));
                }
            }
            let mut count = 0;
            for standing in [Standing::NotYet, Standing::Valid, Standing::Suspended, Standing::Revoked, Standing::Expired] {
                let filter = LicenceFilter { standing: Some((standing, today)), ..LicenceFilter::default() };
                for licence in w.read(|rx| licences(rx, Reach::All, &filter, None, 100)) {
                    assert_eq!(licence.standing_on(today), standing, "{licence:?}");
                    assert_eq!(walked(&licence, today), standing, "{licence:?}");
                    count += 1;
                }
            }
            assert_eq!(count, made.len(), "every licence has one standing");
        }
        for licence in made.iter().map(|id| fetch(w, *id)) {
            for on in day("2025-12-01").iter_days().take_while(|d| *d < day("2027-08-01")) {
                assert_eq!(licence.standing_on(on), walked(&licence, on), "{on}: {licence:?}");
            }
        }
    });
}
