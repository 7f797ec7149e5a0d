//! Frauds that are stopped in the act: each is tried, refused by the control of its pattern, and counted for it.

use super::year::Country;
use crate::arrival::comes;
use crate::departure::{close, depart};
use crate::purchase::{record_of, weighed};
use crate::seizure::{seized, take};
use crate::world::{World, codes, day, facts};
use crate::zone::{span, zoned};
use placer::domain::access::AccountRole;
use placer::domain::control::{Within, control_of_refusal};
use placer::domain::event::*;
use placer::domain::zone::ZoneStatus;
use placer::service::arrival::RecordArrival;
use placer::service::certificate::{IssueCertificate, ProposeCertificate};
use placer::service::departure::{RecordDeparture, SealContainer};
use placer::service::error::ServiceError;
use placer::service::licence::IssueLicence;
use placer::service::parcel::{ReweighParcel, SealParcel};
use placer::service::purchase::{RecordPurchase, SaleTerms};
use placer::store::control::refusals_between;
use placer::web::locale::{Locale, text};

/// How often each refusal was counted.
fn counted(w: &World) -> Vec<(String, i64)> {
    let all = w.read(|rx| refusals_between(rx, (day("2026-01-01"), day("2028-12-31"))));
    all.into_iter().map(|r| (r.code, r.refusals)).collect()
}

/// The act was refused at once, by a control against this fraud, which has counted it and says in words what it checks.
fn stopped<T>(w: &World, before: &[(String, i64)], fraud: &str, result: &Result<T, ServiceError>) {
    let told = codes(result);
    let code = told.iter().find(|code| control_of_refusal(code).is_some_and(|c| c.frauds.contains(&fraud)));
    let code = *code.unwrap_or_else(|| panic!("{fraud} is not stopped: {told:?}"));
    let control = control_of_refusal(code).unwrap();
    assert_eq!(control.within(), Within::Act);
    assert!(!text(Locale::En, &control.message_id("checks"), &[]).contains("control-"));
    let times = |all: &[(String, i64)]| all.iter().find(|(of, _)| of == code).map_or(0, |(_, n)| *n);
    assert_eq!(times(&counted(w)), times(before) + 1, "{fraud}: {code} is counted");
}

pub fn each_is_refused_by_its_control(c: &mut Country, w: &mut World) {
    forms(c, w);
    abroad_and_courier(c, w);
    sales(c, w);
    ground_and_safe(c, w);
    papers_and_people(c, w);
}

/// F4: a number out of the range of another year, and a parcel number that does not end in the certificate's.
fn forms(c: &mut Country, w: &mut World) {
    let parcel = c.declared(w, 2_000);
    let shipment = c.valued(w, &[parcel], 0, 1.0, 22_000.0);
    let before = counted(w);
    let propose = ProposeCertificate { shipment, expires_on: None, unestablished_reason: Some("stock".into()), blank: None };
    let other = ProposeCertificate { blank: Some("SL 000079".into()), ..propose.clone() };
    let result = w.submit(&c.desk.officer, &other);
    stopped(w, &before, "F4", &result);
    w.submit(&c.desk.officer, &propose).unwrap();
    // F16: one official would sign twice.
    let before = counted(w);
    let alone = w.becomes(&c.desk.officer, AccountRole::Approver);
    let result = w.submit(&alone, &w.issue(shipment));
    stopped(w, &before, "F16", &result);
    c.desk.officer = w.becomes(&alone, AccountRole::Officer);
    let issue: IssueCertificate = w.issue(shipment);
    let certificate = w.submit(&c.desk.approver, &issue).unwrap().subject.parse().unwrap();
    let number = issue.blank;
    let before = counted(w);
    let wrong = SealContainer { number: number.clone(), parcel_number: Some("JMI/GGDO/4199".into()), ..close(certificate) };
    let result = w.submit(&c.desk.officer, &wrong);
    stopped(w, &before, "F4", &result);
    let serial = number.trim_start_matches(|c: char| !c.is_ascii_digit() || c == '0').to_owned();
    let right = SealContainer { number, parcel_number: Some(format!("JMI/GGDO/{serial}")), ..wrong };
    w.submit(&c.desk.officer, &right).unwrap();
    // F15: stones carried out by nobody who is known.
    let before = counted(w);
    let miner = w.read(|rx| placer::store::party::party_fetch(rx, c.pits[0].miner.0)).unwrap().code;
    let result = w.submit(&c.desk.officer, &RecordDeparture { courier: Some(miner), ..depart(certificate) });
    stopped(w, &before, "F15", &result);
}

/// F5: a certificate of a country that is no participant.
fn abroad_and_courier(c: &Country, w: &mut World) {
    let before = counted(w);
    let on = |text: &str| Some(day(text));
    let arrival = RecordArrival { issuer: "KE".into(), issued_on: on("2028-05-20"), expires_on: on("2028-07-19"), ..comes(w, &c.desk) };
    let result = w.submit(&c.desk.officer, &arrival);
    stopped(w, &before, "F5", &result);
}

/// F10: a first sale that nobody wrote down at the pit, and one of a day before the digging.
fn sales(c: &Country, w: &mut World) {
    let pit = &c.pits[3];
    let buyer = w.account(AccountRole::Buyer, None, Some(c.buyers[0].who.0));
    let number = w.read(|rx| placer::store::licence::licence_fetch(rx, pit.miner.1)).unwrap().number;
    let on = |text: &str| SaleTerms { on: day(text), ..crate::purchase::terms(text) };
    let dug = ProductionFacts { on: day("2028-05-20"), ..facts(pit.site, pit.miner.1, 1_400) };
    let parcel = w.produced(pit.miner.0, dug, false);
    let sale = |parcel, terms| RecordPurchase { terms, ..record_of(&[parcel], &number) };
    let mut nowhere = weighed(&parcel, 1_400, 3);
    nowhere.parcel = placer::domain::parcel::parcel_code(999_999);
    let before = counted(w);
    let result = w.submit(&buyer, &sale(nowhere, on("2028-05-25")));
    stopped(w, &before, "F10", &result);
    let before = counted(w);
    let result = w.submit(&buyer, &sale(weighed(&parcel, 1_400, 3), on("2028-05-10")));
    stopped(w, &before, "F10", &result);
}

/// F11: stones of days of an embargo, fed in afterwards. F12: seized stones that come back into the trade.
fn ground_and_safe(c: &mut Country, w: &mut World) {
    let embargo = span(ZoneStatus::Embargo, "2028-05-10", None);
    zoned(w, &c.desk, "North", vec![embargo]);
    let dug = ProductionFacts { on: day("2028-05-05"), ..facts(c.desk.site, c.desk.miner.1, 3_000) };
    let allowed = w.produced(c.desk.miner.0, dug, false);
    let site = w.read(|rx| placer::store::site::site_fetch(rx, c.desk.site)).unwrap();
    let registrar = w.account(AccountRole::Registrar, site.facts.office, None);
    w.submit(&registrar, &crate::zone::dig(&c.desk, "2028-05-15")).unwrap();
    let frozen = w.parcel(allowed.no + 1);
    let weigh =
        |code: &str| ReweighParcel { parcel: code.to_owned(), weight_mct: frozen.weight, stones: frozen.stones, reason: "again".into() };
    let holder = w.account(AccountRole::Buyer, None, Some(c.desk.miner.0));
    let before = counted(w);
    let result = w.submit(&holder, &weigh(&frozen.code));
    stopped(w, &before, "F11", &result);
    let taken = c.declared(w, 7_000);
    let taken = w.parcel(taken);
    seized(w, &c.desk.officer, &take(1, &[&taken]));
    let before = counted(w);
    let result = w.submit(&c.desk.account, &SealParcel { parcel: taken.code, seal: "S-1".into() });
    stopped(w, &before, "F12", &result);
}

/// F14: a paper with the number of somebody else's licence.
fn papers_and_people(c: &Country, w: &mut World) {
    let supervisor = w.account(AccountRole::Supervisor, Some(c.offices[0]), None);
    let number = w.read(|rx| placer::store::licence::licence_fetch(rx, c.pits[0].miner.1)).unwrap().number;
    let mut command: IssueLicence = crate::licence::issue(c.pits[3].miner.0);
    command.number = Some(number);
    let before = counted(w);
    let result = w.submit(&supervisor, &command);
    stopped(w, &before, "F14", &result);
}
