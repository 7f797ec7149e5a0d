//! Parties: registering, changing, finding, telling apart, and who may.

use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor, Permission, Reach, reach};
use placer::domain::code;
use placer::domain::entry::{canonical_json, sha256_hex};
use placer::domain::event::{Event, PartyKind, Reference};
use placer::domain::ids::{OfficeId, PartyId};
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::party::{ChangeParty, RegisterParty};
use placer::store::journal::{Receipt, entries_latest};
use placer::store::party::{
    Likeness, PartyFilter, parties, party_details_by_digest, party_details_fetch, party_duplicates, party_fetch, party_history, party_names,
};

fn details(name: &str) -> PartyDetails {
    PartyDetails { name: name.into(), nationality: Some("SL".into()), ..PartyDetails::default() }
}

fn born(name: &str, on: &str) -> PartyDetails {
    PartyDetails { born_on: Some(day(on)), ..details(name) }
}

fn person(details: PartyDetails) -> RegisterParty {
    RegisterParty {
        kind: PartyKind::Person,
        roles: vec![Role::Miner],
        office: None,
        supporter: None,
        details,
        reference: None,
        acknowledged_duplicates: false,
    }
}

fn id(receipt: &Receipt) -> PartyId {
    receipt.subject.parse().unwrap()
}

fn change(party: PartyId, details: PartyDetails) -> ChangeParty {
    ChangeParty {
        party,
        kind: PartyKind::Person,
        roles: vec![Role::Miner],
        office: None,
        supporter: None,
        details,
        reference: None,
        reason: "told by the person".into(),
        acknowledged_duplicates: false,
    }
}

fn registrar(w: &mut World, code: &str) -> (Actor, OfficeId) {
    let office = w.office(code);
    (w.account(AccountRole::Registrar, Some(office), None), office)
}

fn found(w: &World, actor: &Actor, text: &str) -> Vec<String> {
    let filter = PartyFilter { text: Some(text.into()), ..PartyFilter::default() };
    listed(w, actor, &filter)
}

fn listed(w: &World, actor: &Actor, filter: &PartyFilter) -> Vec<String> {
    let (all, details) = (reach(actor, Permission::PartyRead), reach(actor, Permission::DetailsRead));
    w.read(|rx| parties(rx, all, details, filter, None, 100)).into_iter().map(|p| p.code).collect()
}

#[test]
fn a_person_is_registered_with_the_details_beside_the_journal() {
    each(|w| {
        let (actor, office) = registrar(w, "KDU");
        let mut command = person(PartyDetails {
            name: "  Aminata   Kamara ".into(),
            address: Some("Tankoro\r\nKoidu".into()),
            nationality: Some("sl".into()),
            id_type: Some("national_id".into()),
            id_number: Some("NIN 0012345".into()),
            born_on: Some(day("1988-02-03")),
            birth_place: Some("Koidu".into()),
            phone: Some("+232 76 123 456".into()),
            ..PartyDetails::default()
        });
        command.roles = vec![Role::Supporter, Role::Digger, Role::Digger];
        let receipt = w.submit(&actor, &command).unwrap();
        let party = w.read(|rx| party_fetch(rx, id(&receipt))).unwrap();
        assert!(party.code.starts_with("SLE-000001-") && code::is_valid(&party.code), "{}", party.code);
        assert_eq!((party.facts.office, party.facts.roles.as_slice()), (Some(office), [Role::Digger, Role::Supporter].as_slice()));
        let (salt, kept) = w.read(|rx| party_details_by_digest(rx, party.id, &party.facts.details_digest)).unwrap();
        assert_eq!((kept.name.as_str(), kept.nationality.as_deref()), ("Aminata Kamara", Some("SL")));
        assert_eq!(kept.address.as_deref(), Some("Tankoro\nKoidu"));
        assert_eq!(salt.len(), 32);
        assert_eq!(details_digest(&salt, &kept).unwrap(), party.facts.details_digest);
        let entry = w.read(|rx| entries_latest(rx, Some(&party.id.to_string()), None, 1)).remove(0).entry.canonical().unwrap();
        for secret in ["Aminata", "0012345", "1988-02-03", "76", "Koidu"] {
            assert!(!entry.contains(&format!("\"{secret}")) && !entry.contains("Kamara"), "{entry}");
        }
    });
}

#[test]
fn the_same_key_registers_once() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let command = person(details("Sahr Bockarie"));
        let (mut one, mut two) = (w.act_as(&actor, "k"), w.act_as(&actor, "k"));
        let first = w.app.submit(&mut one, &command).unwrap();
        let second = w.app.submit(&mut two, &command).unwrap();
        assert!(second.replayed && first.subject == second.subject);
        assert_eq!(listed(w, &actor, &PartyFilter::default()).len(), 1);
        let mut three = w.act_as(&actor, "k");
        assert!(matches!(w.app.submit(&mut three, &person(details("Other"))), Err(ServiceError::KeyReused)));
    });
}

#[test]
fn nobody_can_guess_the_details_from_the_hash_of_the_request() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let hash = |w: &mut World| w.read(|rx| entries_latest(rx, None, None, 1)).remove(0).entry.request_hash;
        let command = RegisterParty { acknowledged_duplicates: true, ..person(details("Sahr Bockarie")) };
        w.submit(&actor, &command).unwrap();
        let first = hash(w);
        let guess = sha256_hex(&[b"register_party\n", canonical_json(&command).unwrap().as_bytes()]);
        assert_ne!(first, guess, "the plain hash tells whether a guess is right");
        w.submit(&actor, &command).unwrap();
        assert_ne!(first, hash(w), "the same words of two requests look alike");
    });
}

#[test]
fn a_change_replaces_the_record_and_the_old_one_stays_visible() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let party = id(&w.submit(&actor, &person(born("Kouamé N'Guessan", "1990-05-06"))).unwrap());
        let before = w.read(|rx| party_fetch(rx, party)).unwrap();
        let mut command = change(party, born("Kouamé Yao N'Guessan", "1990-05-06"));
        command.roles = vec![Role::Dealer, Role::Miner];
        w.submit(&actor, &command).unwrap();
        let after = w.read(|rx| party_fetch(rx, party)).unwrap();
        assert_eq!((after.code.as_str(), after.facts.roles.as_slice()), (before.code.as_str(), [Role::Miner, Role::Dealer].as_slice()));
        assert_ne!(after.facts.details_digest, before.facts.details_digest);
        assert_eq!(w.read(|rx| party_details_fetch(rx, party)).unwrap().name, "Kouamé Yao N'Guessan");
        let history = w.read(|rx| party_history(rx, party, 10));
        let told: Vec<_> = history.iter().map(|v| (v.reason.as_deref(), v.details.as_ref().unwrap().name.as_str())).collect();
        assert_eq!(told, [(Some("told by the person"), "Kouamé Yao N'Guessan"), (None, "Kouamé N'Guessan")]);
        assert_eq!(found(w, &actor, "yao"), vec![after.code.clone()]);
        // The same details again get another salt, so that nobody sees from the journal that they are the same.
        w.submit(&actor, &command).unwrap();
        assert_ne!(w.read(|rx| party_fetch(rx, party)).unwrap().facts.details_digest, after.facts.details_digest);
    });
}

#[test]
fn every_wrong_field_is_told_at_once() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let mut command = person(PartyDetails {
            name: "Kam\u{202e}ara".into(),
            nationality: Some("ZZ".into()),
            id_number: Some("--".into()),
            born_on: Some(day("2031-01-01")),
            phone: Some("call me".into()),
            owners: Some("Somebody".into()),
            note: Some("x".repeat(2_001)),
            ..PartyDetails::default()
        });
        command.roles.clear();
        command.supporter = Some(w.id());
        let mut codes = codes(&w.submit(&actor, &command));
        codes.sort_unstable();
        let expected = [
            "day.future",
            "party.country",
            "party.hidden",
            "party.id_both",
            "party.id_number",
            "party.no_role",
            "party.no_supporter",
            "party.organisation_only",
            "party.phone",
            "too_long",
        ];
        assert_eq!(codes, expected);
    });
}

#[test]
fn single_refusals() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let refused = |w: &mut World, details: PartyDetails| codes(&w.submit(&actor, &person(details)));
        assert_eq!(refused(w, details(" ")), ["required"]);
        assert_eq!(refused(w, details("123")), ["party.name_letters"]);
        assert_eq!(refused(w, born("A B", "1880-01-01")), ["party.born"]);
        assert_eq!(refused(w, PartyDetails { id_type: Some("passport".into()), ..details("A B") }), ["party.id_both"]);
        let id = PartyDetails { id_type: Some("library_card".into()), id_number: Some("1".into()), ..details("A B") };
        assert_eq!(refused(w, id), ["unknown_choice"]);
        let firm = RegisterParty { kind: PartyKind::Organisation, ..person(born("Sewa Diamonds Ltd", "1990-01-02")) };
        assert_eq!(codes(&w.submit(&actor, &firm)), ["party.person_only"]);
        let party = w.party("Foday", &[Role::Miner], actor.office);
        let supported = RegisterParty { supporter: Some(party), ..person(details("A B")) };
        assert_eq!(codes(&w.submit(&actor, &supported)), ["party.supporter_role"]);
        let own = ChangeParty { supporter: Some(party), ..change(party, details("Foday")) };
        assert_eq!(codes(&w.submit(&actor, &own)), ["party.own_supporter"]);
        let unexplained = ChangeParty { reason: " ".into(), ..change(party, details("Foday")) };
        assert_eq!(codes(&w.submit(&actor, &unexplained)), ["required"]);
        let missing = change(w.id(), details("Foday"));
        assert!(matches!(w.submit(&actor, &missing), Err(ServiceError::NotFound("party"))));
    });
}

#[test]
fn a_record_of_another_register_is_taken_once() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let reference = |key: &str| Some(Reference { source: "cadastre".into(), key: key.into() });
        let first = RegisterParty { reference: reference(" 17 "), ..person(details("A One")) };
        let party = id(&w.submit(&actor, &first).unwrap());
        let again = RegisterParty { reference: reference("17"), ..person(details("Another Two")) };
        let refused = w.submit(&actor, &again);
        assert_eq!(codes(&refused), ["party.reference_taken"]);
        assert!(refused.unwrap_err().is_conflict());
        let empty = RegisterParty { reference: reference(" "), ..person(details("Another Two")) };
        assert_eq!(codes(&w.submit(&actor, &empty)), ["required"]);
        w.submit(&actor, &change(party, details("A One"))).unwrap();
        for (key, code) in [("7".repeat(101), "too_long"), ("7\u{202e}8".to_owned(), "party.hidden")] {
            let typed = RegisterParty { reference: reference(&key), ..person(details("Another Two")) };
            assert_eq!(codes(&w.submit(&actor, &typed)), [code]);
        }
        let kept = w.read(|rx| party_fetch(rx, party)).unwrap().facts.reference.unwrap();
        assert_eq!(kept.key, "17", "a change that says nothing of it keeps it");
    });
}

#[test]
fn the_very_same_name_is_told_where_no_birth_day_tells_them_apart() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        w.submit(&actor, &person(details("Sahr Bockarie"))).unwrap();
        let again = w.submit(&actor, &person(details(" Sahr  Bockarie")));
        assert_eq!(codes(&again), ["party.likely_duplicate"]);
        assert_eq!(codes(&w.submit(&actor, &person(born("Sahr Bockarie", "1980-05-06")))), ["party.likely_duplicate"]);
        let why = w.read(|rx| party_duplicates(rx, PartyKind::Person, &details("Sahr Bockarie"), None));
        assert_eq!((why.len(), why[0].why.as_slice()), (1, [Likeness::SameName].as_slice()));
        w.submit(&actor, &person(born("Sia Bockarie", "1980-05-06"))).unwrap();
        w.submit(&actor, &person(born("Sia Bockarie", "1991-07-08"))).unwrap();
        w.submit(&actor, &person(details("Sahr"))).unwrap();
        w.submit(&actor, &person(details("Sahr"))).unwrap();
        let known = RegisterParty { acknowledged_duplicates: true, ..person(details("Sahr Bockarie")) };
        let second = id(&w.submit(&actor, &known).unwrap());
        // Told apart once, the record may be changed without being asked again.
        let moved = PartyDetails { address: Some("Bo".into()), ..details("Sahr Bockarie") };
        w.submit(&actor, &change(second, moved)).unwrap();
    });
}

#[test]
fn likely_duplicates_are_told_until_they_are_acknowledged() {
    each(|w| {
        let (koidu, _) = registrar(w, "KDU");
        let (bo, _) = registrar(w, "BO");
        let first = PartyDetails { phone: Some("076123456".into()), ..born("Mohamed Lamin Kamara", "1985-03-04") };
        let kept = id(&w.submit(&koidu, &person(first)).unwrap());
        let code = w.read(|rx| party_fetch(rx, kept)).unwrap().code;
        let mut again = person(born("CAMARA Mohammed", "1985-03-04"));
        let refused = w.submit(&bo, &again);
        assert_eq!(codes(&refused), ["party.likely_duplicate"], "also across offices");
        let Err(ServiceError::Refused(v)) = refused else { panic!() };
        let told = serde_json::to_string(&v.0[0].args).unwrap();
        assert!(told.contains(&code) && !told.contains("Kamara"), "{told}");
        let why = w.read(|rx| party_duplicates(rx, PartyKind::Person, &again.details, None));
        assert_eq!((why.len(), why[0].id, why[0].why.as_slice()), (1, kept, [Likeness::NameAndBirth].as_slice()));
        again.acknowledged_duplicates = true;
        let second = id(&w.submit(&bo, &again).unwrap());
        // Whoever was told apart is not asked again as long as nothing of that changes.
        let mut moved = change(second, PartyDetails { address: Some("Bo".into()), ..again.details.clone() });
        w.submit(&bo, &moved).unwrap();
        moved.details.phone = Some("+232 76 123 456".into());
        assert_eq!(codes(&w.submit(&bo, &moved)), ["party.likely_duplicate"]);
        moved.acknowledged_duplicates = true;
        w.submit(&bo, &moved).unwrap();
        assert!(w.submit(&koidu, &person(born("Mohamed Sesay", "1985-03-04"))).is_ok());
    });
}

#[test]
fn a_firm_is_told_by_a_similar_name_and_a_person_is_not() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let firm = |name: &str| RegisterParty { kind: PartyKind::Organisation, roles: vec![Role::Exporter], ..person(details(name)) };
        w.submit(&officer, &firm("Sewa River Diamonds Ltd")).unwrap();
        assert_eq!(codes(&w.submit(&officer, &firm("SEWA RIVER DIAMONDS LIMITED"))), ["party.likely_duplicate"]);
        assert!(w.submit(&officer, &person(details("Sewa River Diamonds"))).is_ok());
        w.submit(&officer, &person(details("Mohamed Kamara"))).unwrap();
        assert!(w.submit(&officer, &person(details("Mohammed Camara"))).is_ok(), "a similar name alone says nothing of a person");
    });
}

#[test]
fn each_role_writes_where_it_may() {
    each(|w| {
        let (registrar, office) = registrar(w, "KDU");
        let other = w.office("BO");
        let party = w.party("Foday", &[Role::Exporter], Some(office));
        for role in AccountRole::ALL {
            let actor = w.account(role, role.needs_office().then_some(office), role.needs_party().then_some(party));
            let may = matches!(role, AccountRole::Registrar | AccountRole::Supervisor | AccountRole::Officer);
            let done = w.submit(&actor, &person(details(&format!("Somebody {role:?}"))));
            assert_eq!(done.is_ok(), may, "{role:?}");
            assert!(may || matches!(done, Err(ServiceError::Forbidden)), "{role:?}");
            let done = w.submit(&actor, &change(party, details("Foday")));
            assert_eq!(done.is_ok(), may, "{role:?}");
        }
        let elsewhere = RegisterParty { office: Some(other), ..person(details("Elsewhere")) };
        assert!(matches!(w.submit(&registrar, &elsewhere), Err(ServiceError::Forbidden)));
        let theirs = w.party("Sahr", &[Role::Miner], Some(other));
        assert!(matches!(w.submit(&registrar, &change(theirs, details("Sahr"))), Err(ServiceError::Forbidden)));
        let away = ChangeParty { office: Some(other), ..change(party, details("Foday")) };
        assert!(matches!(w.submit(&registrar, &away), Err(ServiceError::Forbidden)), "nor give a record away");
        let officer = w.account(AccountRole::Officer, None, None);
        w.submit(&officer, &ChangeParty { office: Some(other), ..change(party, details("Foday")) }).unwrap();
        let nowhere = RegisterParty { office: Some(w.id()), ..person(details("Nowhere")) };
        assert_eq!(codes(&w.submit(&officer, &nowhere)), ["unknown_choice"]);
    });
}

#[test]
fn a_preview_writes_nothing_and_says_what_would_be_written() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let mut act = w.act(&actor);
        let event = w.app.preview(&mut act, &person(details("A B"))).unwrap();
        assert!(matches!(event, Event::PartyRegistered(e) if e.no == 1));
        assert_eq!(listed(w, &actor, &PartyFilter::default()), Vec::<String>::new());
    });
}

#[test]
fn parties_are_found_by_the_beginnings_of_words_with_or_without_accents() {
    each(|w| {
        let (actor, office) = registrar(w, "KDU");
        for name in ["Kouamé N'Guessan", "Fatoumata Diaby", "Élie Ngaïbona", "Kadiatu Kamara-Sesay", "Mary Anne Kamara"] {
            w.party(name, &[Role::Miner], Some(office));
        }
        let names = |text: &str| -> Vec<String> {
            let filter = PartyFilter { text: Some(text.into()), ..PartyFilter::default() };
            let found = w.read(|rx| parties(rx, Reach::All, Reach::All, &filter, None, 100));
            let ids: Vec<PartyId> = found.iter().map(|p| p.id).collect();
            let labels = w.read(|rx| party_names(rx, &ids));
            ids.iter().map(|id| labels[id].name.clone().unwrap()).collect()
        };
        assert_eq!(names("kouame"), ["Kouamé N'Guessan"]);
        assert_eq!(names("KOUAMÉ guess"), ["Kouamé N'Guessan"]);
        assert_eq!(names("ngai elie"), ["Élie Ngaïbona"]);
        assert_eq!(names("kam"), ["Mary Anne Kamara", "Kadiatu Kamara-Sesay"], "newest first");
        assert_eq!(names("kam ses"), ["Kadiatu Kamara-Sesay"]);
        assert_eq!(names("amara"), Vec::<String>::new(), "not from the middle of a word");
        assert_eq!(names("ka%"), ["Mary Anne Kamara", "Kadiatu Kamara-Sesay"], "no wildcards");
        assert_eq!(names("'"), Vec::<String>::new());
        assert_eq!(found(w, &actor, "diaby").len(), 1);
    });
}

#[test]
fn parties_are_found_by_code_document_and_telephone() {
    each(|w| {
        let (actor, _) = registrar(w, "KDU");
        let known = PartyDetails {
            id_type: Some("passport".into()),
            id_number: Some("SL 00-7788x".into()),
            phone: Some("+232 76 123 456".into()),
            ..details("Aminata Kamara")
        };
        let party = id(&w.submit(&actor, &person(known)).unwrap());
        let code = w.read(|rx| party_fetch(rx, party)).unwrap().code;
        w.submit(&actor, &person(details("Other One"))).unwrap();
        for text in [code.as_str(), &code.to_lowercase(), " sle-000001", "sl007788X", "SL 00 7788 X", "076 123 456"] {
            assert_eq!(found(w, &actor, text), vec![code.clone()], "{text}");
        }
        assert_eq!(found(w, &actor, "SLE-00000").len(), 2);
        // Whoever may not read details finds by code only.
        let admin = w.account(AccountRole::Administrator, None, None);
        for text in ["Aminata", "sl007788x", "076123456"] {
            assert_eq!(found(w, &admin, text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found(w, &admin, &code), vec![code.clone()]);
    });
}

#[test]
fn lists_keep_to_reach_role_and_page() {
    each(|w| {
        let (koidu, office) = registrar(w, "KDU");
        let (bo, other) = registrar(w, "BO");
        let mine: Vec<PartyId> = (0..5).map(|n| w.party(&format!("Miner {n}"), &[Role::Miner], Some(office))).collect();
        let dealer = w.party("Miner Dealer", &[Role::Dealer, Role::Miner], Some(other));
        assert_eq!((found(w, &koidu, "miner").len(), found(w, &bo, "miner").len()), (5, 1));
        let buyer = w.account(AccountRole::Buyer, None, Some(dealer));
        assert_eq!((found(w, &buyer, "miner").len(), listed(w, &buyer, &PartyFilter::default()).len()), (1, 1));
        let reviewer = w.account(AccountRole::Reviewer, None, None);
        let dealers = PartyFilter { role: Some(Role::Dealer), ..PartyFilter::default() };
        assert_eq!((listed(w, &reviewer, &dealers).len(), listed(w, &koidu, &dealers).len()), (1, 0));
        let of_office = PartyFilter { office: Some(other), ..PartyFilter::default() };
        assert_eq!((listed(w, &reviewer, &of_office).len(), listed(w, &koidu, &of_office).len()), (1, 0));
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = w.read(|rx| parties(rx, Reach::Office(office), Reach::Nothing, &PartyFilter::default(), before, 2));
            let Some(last) = page.last() else { break };
            before = Some(last.no);
            seen.extend(page.iter().map(|p| p.id));
        }
        assert_eq!(seen, mine.into_iter().rev().collect::<Vec<_>>());
        assert_eq!(w.read(|rx| parties(rx, Reach::Nothing, Reach::All, &PartyFilter::default(), None, 9)), []);
    });
}
