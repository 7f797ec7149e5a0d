//! Every route that names a thing, asked by every role for things of the own and of another office and party. A route
//! whose parameter is not known here fails, so that nobody adds one unasked.

use super::{Side, escaped, is_machine, side};
use crate::house::House;
use crate::support::http::Http;
use crate::world::World;
use actix_web::http::Method;
use placer::domain::access::{AccountRole, Actor, Belongs, Permission, Reach, reach};
use placer::web::routes::{self, Access, Route};
use std::collections::BTreeMap;

/// One thing: by what it stands in addresses, and what it belongs to.
pub struct Object {
    pub noun: &'static str,
    pub key: String,
    pub belongs: Belongs,
}

/// What the parameter of a route names.
#[derive(Debug, PartialEq, Eq)]
enum Names {
    /// A thing of one of these nouns.
    Thing(&'static str),
    /// Nothing that belongs to anybody: a file, a kind, a layer, a number that anybody may check.
    Nobodys,
    /// What only administrators or readers of the whole journal reach.
    Whole,
    /// The entry of one's own act; any for readers of the journal.
    Own,
}

fn named(route: &Route) -> Option<Names> {
    let path = route.path.strip_prefix("/api/v1").unwrap_or(route.path);
    let first = path.split('/').nth(1).unwrap_or_default();
    Some(match (first, path) {
        (_, "/licences/new/{kind}") => Names::Nobodys,
        // Two parameters: what it names has tests of its own.
        (_, "/footprints/exporters/{party}/{period}") => Names::Nobodys,
        ("static" | "map" | "check" | "tile" | "heads" | "participants" | "zones" | "zone_changes" | "controls" | "places", _) => {
            Names::Nobodys
        }
        ("accounts" | "offices" | "journal" | "blanks" | "blank_runs" | "letters" | "arrivals" | "warnings", _) => Names::Whole,
        ("footprints" | "parcel_sizes" | "exporter_sizes", _) => Names::Whole,
        ("notices" | "confirmations" | "statistics" | "returns" | "reviews" | "recommendations" | "reports" | "estimates", _) => {
            Names::Whole
        }
        ("receipts", _) => Names::Own,
        ("parties", _) => Names::Thing("party"),
        ("licences", _) => Names::Thing("licence"),
        ("sites", _) => Names::Thing("site"),
        ("parcels", _) => Names::Thing("parcel"),
        ("production" | "productions", _) => Names::Thing("production"),
        ("purchases", _) => Names::Thing("purchase"),
        ("slip_books", _) => Names::Thing("slip_book"),
        ("stock", _) => Names::Thing("stock"),
        ("shipments", _) => Names::Thing("shipment"),
        ("certificates", _) => Names::Thing("certificate"),
        (_, "/seizures/orders/{id}") => Names::Whole,
        ("seizures", _) => Names::Thing("seizure"),
        ("draws", _) => Names::Nobodys,
        ("inspections", path) if path.starts_with("/inspections/plans/") => Names::Thing("inspection_plan"),
        ("inspections", path) if path.starts_with("/inspections/dry-runs/") => Names::Thing("dry_run"),
        ("inspections", _) => Names::Thing("inspection"),
        ("inspection_plans", _) => Names::Thing("inspection_plan"),
        ("dry_runs", _) => Names::Thing("dry_run"),
        ("alerts", _) => Names::Thing("alert"),
        ("offences", _) => Names::Thing("offence"),
        ("removals", _) => Names::Thing("removal"),
        ("corrections", _) => Names::Thing("correction"),
        ("disputes", _) => Names::Thing("dispute"),
        _ => return None,
    })
}

/// Routes that let in fewer than their permission says, each for a reason of its own.
const NARROWER: [(&str, &str, &str); 7] = [
    ("officer", "/parcels/{code}/let-go", "the parcel is not held"),
    ("buyer", "/parcels/{code}/open-seal", "the parcel bears no seal"),
    ("exporter", "/parcels/{code}/open-seal", "the parcel bears no seal"),
    ("buyer", "/purchases/{id}/withdraw", "it is the other side that offered"),
    ("exporter", "/purchases/{id}/withdraw", "it is the other side that offered"),
    ("exporter", "/shipments/{id}/decline", "officers and approvers send back"),
    ("reviewer", "/shipments/{id}/decline", "officers and approvers send back"),
];

struct Asked {
    login: String,
    actor: Actor,
}

/// Somebody of each role; those who are bound belong to the first side.
fn everybody(w: &mut World, own: &Side) -> Vec<Asked> {
    let one = |w: &mut World, role: AccountRole| {
        let (office, party) = (Some(own.office).filter(|_| role.needs_office()), Some(own.exporter).filter(|_| role.needs_party()));
        Asked { login: role.as_str().to_owned(), actor: w.login(role.as_str(), role, office, party) }
    };
    AccountRole::ALL.into_iter().map(|role| one(w, role)).collect()
}

fn token(http: &mut Http) -> String {
    http.get("/me").hidden("csrf")
}

fn filled(route: &Route, key: &str) -> String {
    super::concrete(route, &escaped(key))
}

/// Whether an account's permission for a route covers a thing.
fn covered(actor: &Actor, route: &Route, thing: &Belongs) -> bool {
    match route.access {
        Access::Needs(permission) => reach(actor, permission).covers(thing),
        Access::SignedIn | Access::Public => true,
    }
}

#[test]
fn every_route_says_what_its_parameter_names() {
    let keyed: Vec<Route> = routes::all().into_iter().filter(|r| r.path.contains('{')).collect();
    let unknown: Vec<String> = keyed.iter().filter(|r| named(r).is_none()).map(|r| format!("{} {}", r.method, r.path)).collect();
    assert!(unknown.is_empty(), "say in this test what these name, and make one of each office: {unknown:?}");
    // What anybody may ask has no owner, and what has one is never for anybody.
    for route in keyed {
        let open = route.access == Access::Public;
        assert_eq!(open, named(&route) == Some(Names::Nobodys) && open, "{} {}", route.method, route.path);
    }
}

#[test]
fn every_role_reaches_things_of_its_own_and_no_others() {
    let (mut sides, mut people) = (Vec::new(), Vec::new());
    let house = House::open(|w| {
        sides = vec![side(w, "ONE"), side(w, "TWO")];
        people = everybody(w, &sides[0]);
    });
    let mut objects: BTreeMap<&str, Vec<&Object>> = BTreeMap::new();
    sides.iter().flat_map(|s| &s.objects).for_each(|o| objects.entry(o.noun).or_default().push(o));
    let before = house.world.read(placer::store::journal::journal_size);
    let (mut findings, mut refused, mut shown) = (Vec::new(), 0, 0);
    for asked in &people {
        let mut http = super::asking(&house, &asked.login);
        let csrf = token(&mut http);
        for route in routes::all() {
            let Some(Names::Thing(noun)) = named(&route).filter(|_| route.path.contains('{')) else { continue };
            let things = objects.get(noun).unwrap_or_else(|| panic!("{} {}: there is no {noun} to ask for", route.method, route.path));
            for thing in things {
                let (may, path) = (covered(&asked.actor, &route, &thing.belongs), filled(&route, &thing.key));
                let posts = route.method == Method::POST;
                if may && posts {
                    // What an act does is for its own tests; here only that others cannot.
                    continue;
                }
                let reply = if posts { http.post(&path, &[("csrf", &csrf), ("key", "k")]) } else { http.get(&path) };
                let turned_away = reply.status == 403 || reply.status == 404;
                refused += usize::from(turned_away);
                shown += usize::from(reply.status == 200);
                let narrower = NARROWER.iter().any(|(role, path, _)| asked.login == *role && route.path == *path);
                if reply.status >= 500 || (turned_away == may && !narrower) {
                    findings.push(format!("{} {} {path} (may: {may}): {}", asked.login, route.method, reply.status));
                }
            }
        }
    }
    assert!(findings.is_empty(), "{} of {}:\n{}", findings.len(), refused + shown, findings.join("\n"));
    assert!(refused > 500 && shown > 300, "the walk sees little: {refused} refused, {shown} shown");
    assert_eq!(house.world.read(placer::store::journal::journal_size), before, "nobody changed anything");
}

/// A confirmation of a certificate, by a plain event; its id.
fn confirmed(w: &mut crate::world::World, certificate: placer::domain::ids::CertificateId) -> String {
    use placer::domain::event::CertificateConfirmed;
    let confirmation: placer::domain::ids::ConfirmationId = w.id();
    let received_on = w.app.env.profile.local_day(w.now);
    w.event(CertificateConfirmed {
        confirmation,
        no: 1,
        certificate,
        way: placer::domain::confirmation::ConfirmationWay::Officer,
        received_on,
        parcels: 1,
        weight_mct: crate::world::mct(1),
        value_usd_cents: None,
        importer: "I".into(),
        seals_intact: true,
        confirmed_by: "Office".into(),
        reference: None,
        remark: None,
        supersedes: None,
        differences: vec![],
        file_sha256: None,
    });
    confirmation.to_string()
}

/// An estimate, a footprint, a parcel and an exporter, by the nouns under which their figures are read.
fn of_the_country(w: &mut World, side: &Side) -> BTreeMap<&'static str, String> {
    let parcel = side.objects.iter().find(|o| o.noun == "parcel").unwrap().key.clone();
    let (estimate, footprint) = (crate::estimate::plainly(w).to_string(), crate::footprint::plainly(w).to_string());
    let exporter = w.read(placer::store::footprint::exporters_sending)[0].to_string();
    [("estimates", estimate), ("footprints", footprint), ("parcel_sizes", parcel), ("exporter_sizes", exporter)].into()
}

/// What belongs to the register as a whole, and receipts of other people's acts.
#[test]
fn nobody_else_reaches_accounts_the_journal_and_receipts_of_others() {
    let (mut sides, mut people) = (Vec::new(), Vec::new());
    let (mut run, mut report, mut letter, mut arrival) = (String::new(), String::new(), String::new(), String::new());
    let (mut certificate, mut confirmation, mut version, mut warning) = (String::new(), String::new(), String::new(), String::new());
    let mut reviewed = crate::review::none();
    let (mut made, mut more) = (String::new(), BTreeMap::new());
    let house = House::open(|w| {
        sides = vec![side(w, "ONE")];
        people = everybody(w, &sides[0]);
        let forms = w.forms();
        let said = crate::spine::reported(w, &forms, forms.first);
        letter = crate::spine::lettered(w).to_string();
        arrival = crate::spine::arrived(w).to_string();
        warning = crate::spine::warned(w).to_string();
        (run, report) = (forms.run.to_string(), said.to_string());
        let object = sides[0].objects.iter().find(|o| o.noun == "certificate").unwrap();
        certificate = object.key.clone();
        confirmation = confirmed(w, certificate.parse().unwrap());
        version = crate::statistics::plainly(w).to_string();
        reviewed = crate::review::plainly(w);
        made = crate::report::called_off(w).to_string();
        more = of_the_country(w, &sides[0]);
    });
    let entry = house.world.read(|rx| placer::store::journal::entry_fetch(rx, 1)).unwrap().entry.id.to_string();
    let mut findings = Vec::new();
    for asked in &people {
        let mut http = super::asking(&house, &asked.login);
        for route in routes::all().into_iter().filter(|r| r.method == Method::GET && r.path.contains('{')) {
            let (key, may) = match (named(&route), route.access) {
                (Some(Names::Own), _) => (entry.clone(), reach(&asked.actor, Permission::JournalRead) != Reach::Nothing),
                (Some(Names::Whole), Access::Needs(permission)) => {
                    let account = people[0].actor.account.to_string();
                    let key = match route.path.split('/').nth(if is_machine(&route) { 3 } else { 1 }) {
                        Some("journal") => "1".to_owned(),
                        Some("offices") => sides[0].office.to_string(),
                        Some("blanks") if route.path.contains("/reports/") => report.clone(),
                        Some("blanks" | "blank_runs") => run.clone(),
                        Some("letters") => letter.clone(),
                        Some("arrivals") => arrival.clone(),
                        Some("warnings") => warning.clone(),
                        Some("notices") => certificate.clone(),
                        Some("confirmations") => confirmation.clone(),
                        Some(noun) if more.contains_key(noun) => more[noun].clone(),
                        Some("statistics") if route.path.contains("/offices/") => sides[0].office.to_string(),
                        Some("statistics") if route.path.contains("/partners/") => "1".to_owned(),
                        Some("statistics") if route.path.contains("/matrix") => "2026-H1".to_owned(),
                        Some("statistics") if route.path.contains("/report") => "2026".to_owned(),
                        Some("statistics") if route.path.contains("{period}") => "2026-Q1".to_owned(),
                        Some("statistics" | "returns") => version.clone(),
                        Some("reviews") => reviewed.0.to_string(),
                        Some("recommendations") => reviewed.1.to_string(),
                        Some("reports") => made.clone(),
                        _ => account,
                    };
                    (key, reach(&asked.actor, permission) != Reach::Nothing)
                }
                _ => continue,
            };
            let path = filled(&route, &key);
            let status = http.get(&path).status;
            if (status == 403 || status == 404) == may || status >= 500 {
                findings.push(format!("{} {path} (may: {may}): {status}", asked.login));
            }
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
