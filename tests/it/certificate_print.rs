//! Certificates put on paper: printed once, again with a reason, kept byte for byte, read with a record, and verified.

use crate::certificate::issue;
use crate::house::House;
use crate::shipment::{Desk, desk};
use crate::support::http::Http;
use crate::support::paper::readers;
use crate::support::process::scratch_dir;
use crate::verify::{execute, verified};
use crate::world::{World, codes, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::entry::sha256_hex;
use placer::domain::event::{Event, PartyDetailsErased, VoidedGoods};
use placer::domain::ids::CertificateId;
use placer::domain::jurisdiction::Profile;
use placer::domain::seal::{KEY_BYTES, KeyRing, SealKey};
use placer::service::certificate::VoidCertificate;
use placer::service::departure::{RecordDeparture, SealContainer};
use placer::service::error::ServiceError;
use placer::service::print::{Drawn, PrintCertificate};
use placer::service::verify::verify;
use placer::store::certificate::certificate_fetch;
use placer::store::certificate_print::{certificate_copy_fetch, certificate_prints};
use placer::store::db::Db;
use placer::store::detail_read::detail_reads;
use placer::store::journal::{Receipt, entry_fetch};
use placer::store::party::{key_uses, party_details_erase, reseal};
use placer::store::sealing::Keys;

fn issued(w: &mut World, d: &Desk) -> CertificateId {
    let parcel = d.sealed(w, 1_000);
    let shipment = d.proposed(w, &[&parcel]);
    issue(w, &d.approver, shipment).unwrap().facts.certificate
}

fn copy(certificate: CertificateId, copy: i64, reason: Option<&str>) -> PrintCertificate {
    let file = format!("%PDF of copy {copy} for Sewa Exports").into_bytes();
    PrintCertificate { certificate, copy, reason: reason.map(str::to_owned), drawn: Drawn { file, template: "t".into() } }
}

fn print(w: &mut World, by: &Actor, id: CertificateId, no: i64, reason: Option<&str>) -> Result<Receipt, ServiceError> {
    w.submit(by, &copy(id, no, reason))
}

#[test]
fn the_original_is_printed_once_and_every_print_after_it_is_counted_with_its_reason() {
    each(|w| {
        let d = desk(w);
        let id = issued(w, &d);
        let receipt = print(w, &d.officer, id, 1, Some("no reason is needed")).unwrap();
        let Event::CertificatePrinted(e) = w.read(|rx| entry_fetch(rx, receipt.seq)).unwrap().entry.event else { panic!() };
        let file = copy(id, 1, None).drawn.file;
        assert_eq!((e.copy, e.sha256, e.size, e.reason), (1, sha256_hex(&[&file]), file.len() as i64, None));
        assert_eq!(w.read(|rx| certificate_copy_fetch(rx, id, 1)), Some(file), "kept as it was printed");
        // A copy with another number than the next is refused, also the original once more.
        for no in [1, 3, 0, -1] {
            assert_eq!(codes(&print(w, &d.officer, id, no, Some("lost"))), ["certificate.print_other"], "{no}");
        }
        for (reason, wanted) in [(None, "required"), (Some("  "), "required"), (Some("hidden\u{202e}"), "party.hidden")] {
            assert_eq!(codes(&print(w, &d.approver, id, 2, reason)), [wanted]);
        }
        assert_eq!(codes(&print(w, &d.approver, id, 2, Some(&"x".repeat(5_000)))), ["too_long"]);
        print(w, &d.approver, id, 2, Some(" spoiled in the printer ")).unwrap();
        print(w, &d.officer, id, 3, Some("lost")).unwrap();
        let prints = w.read(|rx| certificate_prints(rx, id));
        let told: Vec<_> = prints.iter().map(|p| (p.copy, p.account, p.reason.as_deref())).collect();
        let (officer, approver) = (d.officer.account, d.approver.account);
        assert_eq!(told, [(1, officer, None), (2, approver, Some("spoiled in the printer")), (3, officer, Some("lost"))]);
        assert_eq!(verified(w).findings, []);
    });
}

/// After the goods left, or after the last day, an original would be for other goods; copies are made for the file.
#[test]
fn no_original_is_made_once_the_goods_left_or_the_days_are_over() {
    each(|w| {
        let d = desk(w);
        let (gone, ended, printed) = (issued(w, &d), issued(w, &d), issued(w, &d));
        print(w, &d.officer, printed, 1, None).unwrap();
        for id in [gone, printed] {
            let number = w.read(|rx| certificate_fetch(rx, id)).unwrap().facts.number;
            let serial = number.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
            let seal = format!("BOX-{serial}");
            let closed = SealContainer { seal, number, parcel_number: Some(format!("P/{serial}")), ..crate::departure::close(id) };
            w.submit(&d.officer, &closed).unwrap();
            let seal = closed.seal.clone();
            w.submit(&d.officer, &RecordDeparture { seal, ..crate::departure::depart(id) }).unwrap();
        }
        assert_eq!(codes(&print(w, &d.officer, gone, 1, None)), ["certificate.print_left"]);
        print(w, &d.officer, printed, 2, Some("for the file")).unwrap();
        w.later(24 * 70);
        assert_eq!(codes(&print(w, &d.officer, ended, 1, None)), ["certificate.print_ended"]);
        print(w, &d.officer, printed, 3, Some("for the file")).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn only_officers_and_approvers_print() {
    each(|w| {
        let d = desk(w);
        let id = issued(w, &d);
        let office = w.office("KDU");
        for role in AccountRole::ALL {
            let office = Some(office).filter(|_| role.needs_office());
            let party = Some(d.exporter.0).filter(|_| role.needs_party());
            let who = w.account(role, office, party);
            let next = w.read(|rx| certificate_prints(rx, id)).len() as i64 + 1;
            let done = print(w, &who, id, next, Some("for the file"));
            if matches!(role, AccountRole::Officer | AccountRole::Approver) {
                done.unwrap();
            } else {
                assert!(matches!(done, Err(ServiceError::Forbidden)), "{role:?}: {done:?}");
            }
        }
    });
}

#[test]
fn of_two_who_print_the_original_at_once_one_is_told_that_the_other_was_first() {
    each(|w| {
        let d = desk(w);
        let id = issued(w, &d);
        let mut acts = [w.act(&d.officer), w.act(&d.approver)];
        let app = &w.app;
        let done: Vec<_> = std::thread::scope(|scope| {
            let both: Vec<_> = acts.iter_mut().map(|act| scope.spawn(move || app.submit(act, &copy(id, 1, None)))).collect();
            both.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(done.iter().filter(|r| r.is_ok()).count(), 1, "{done:?}");
        let refused = done.into_iter().find(Result::is_err).unwrap();
        assert_eq!(codes(&refused), ["certificate.print_other"]);
        assert_eq!(w.read(|rx| certificate_prints(rx, id)).len(), 1);
    });
}

#[test]
fn a_void_certificate_is_not_printed_and_its_files_stay() {
    each(|w| {
        let d = desk(w);
        let id = issued(w, &d);
        print(w, &d.officer, id, 1, None).unwrap();
        let (reason, goods) = ("spoiled".into(), Some(VoidedGoods::Here));
        w.submit(&d.approver, &VoidCertificate { certificate: id, reason, goods, cause: Some(placer::domain::event::VoidCause::Spoiled) })
            .unwrap();
        assert_eq!(codes(&print(w, &d.officer, id, 2, Some("lost"))), ["certificate.print_void"]);
        assert!(w.read(|rx| certificate_copy_fetch(rx, id, 1)).is_some());
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_kept_file_that_was_changed_exchanged_or_taken_out_is_found() {
    each(|w| {
        let d = desk(w);
        let id = issued(w, &d);
        print(w, &d.officer, id, 1, None).unwrap();
        print(w, &d.officer, id, 2, Some("lost")).unwrap();
        let refused = execute(&w.url, "UPDATE certificate_copy SET copy = 3").unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
        let off = if w.url.starts_with("sqlite:") {
            "DROP TRIGGER certificate_copy_no_update"
        } else {
            "ALTER TABLE certificate_copy DISABLE TRIGGER certificate_copy_no_update"
        };
        execute(&w.url, off).unwrap();
        let found = |w: &World| -> Vec<_> {
            let all = verified(w).findings.into_iter().filter(|f| f.code.starts_with("print."));
            all.map(|f| (f.code, f.at)).collect()
        };
        assert_eq!(found(w), []);
        // One row's file under the other's number does not open.
        execute(&w.url, "UPDATE certificate_copy SET sealed = (SELECT sealed FROM certificate_copy WHERE copy = 2) WHERE copy = 1")
            .unwrap();
        assert_eq!(found(w), [("print.differs", "SL 000001, copy 1".to_owned())]);
        // Nor does a changed one; and one that was sealed with the right key for the right place differs from its hash.
        execute(&w.url, "DELETE FROM certificate_copy WHERE copy = 1").unwrap();
        assert_eq!(found(w), [("print.missing", "SL 000001, copy 1".to_owned())]);
        let forged = |w: &World, no| {
            w.app.db.write(w.now, |tx| placer::store::certificate_print::certificate_copy_write(tx, id, no, b"%PDF forged")).unwrap();
        };
        forged(w, 1);
        assert_eq!(found(w), [("print.differs", "SL 000001, copy 1".to_owned())]);
        forged(w, 9);
        assert!(found(w).contains(&("print.extra", "SL 000001, copy 9".to_owned())));
        let foreign = Db::open(&w.url).unwrap().with_keys(Keys::of(KeyRing::new(SealKey::new([9; KEY_BYTES]), vec![])));
        let dir = scratch_dir("foreign");
        let codes: Vec<_> = verify(&foreign, &dir.join("s.sqlite"), |_, _| {}).unwrap().findings.into_iter().map(|f| f.code).collect();
        let _ = std::fs::remove_dir_all(&dir);
        assert_eq!(codes.iter().filter(|c| **c == "print.no_key").count(), 2, "{codes:?}");
    });
}

#[test]
fn files_are_sealed_and_sealed_anew_under_another_key() {
    each(|w| {
        let d = desk(w);
        let id = issued(w, &d);
        print(w, &d.officer, id, 1, None).unwrap();
        assert!(!crate::personal::everything(w).contains("of copy 1 for"), "nothing of the file is in the database in the clear");
        let turned = || Keys::of(crate::support::keys::ring().rotated(SealKey::new([77; KEY_BYTES])));
        w.app.db = w.app.db.clone().with_keys(turned());
        while w.app.db.write(w.now, |tx| reseal(tx, 2)).unwrap() > 0 {}
        assert_eq!(w.read(key_uses).len(), 1, "nothing is left under the old key");
        w.app.db = w.app.db.clone().with_keys(Keys::of(KeyRing::new(SealKey::new([77; KEY_BYTES]), vec![])));
        assert_eq!(w.read(|rx| certificate_copy_fetch(rx, id, 1)), Some(copy(id, 1, None).drawn.file));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn files_go_with_the_exporters_details_and_their_hashes_stay() {
    each(|w| {
        let d = desk(w);
        let id = issued(w, &d);
        print(w, &d.officer, id, 1, None).unwrap();
        // The house is still in the trade, so the rules would hold its details; here it is what goes with them that counts.
        w.event(PartyDetailsErased { party: d.exporter.0, reason: "asked for".into() });
        w.app.db.write(w.now, |tx| party_details_erase(tx, d.exporter.0)).unwrap();
        assert_eq!(w.read(|rx| certificate_copy_fetch(rx, id, 1)), None);
        assert_eq!(w.read(|rx| certificate_prints(rx, id))[0].sha256, sha256_hex(&[&copy(id, 1, None).drawn.file]));
        assert_eq!(codes(&print(w, &d.officer, id, 2, Some("lost"))), ["certificate.print_erased"]);
        let prints = |w: &World| verified(w).findings.into_iter().map(|f| f.code).filter(|c| c.starts_with("print.")).collect::<Vec<_>>();
        assert_eq!(prints(w), Vec::<&str>::new());
        w.app.db.write(w.now, |tx| placer::store::certificate_print::certificate_copy_write(tx, id, 1, b"x")).unwrap();
        assert_eq!(prints(w), ["print.not_erased"]);
    });
}

/// The profile of the Central African Republic for the made-up country of the tests.
pub fn cf(url: &str) -> World {
    use crate::world::{AREAS, COUNTRY};
    let layers = placer::service::setup::Layers { country: COUNTRY.replace("SL", "CF"), areas: AREAS.replace("SL", "CF") };
    World::of(url, Profile::bundled("CF").unwrap(), &layers)
}

fn people(w: &mut World, d: &Desk) {
    w.login("officer", AccountRole::Officer, None, None);
    w.login("approver", AccountRole::Approver, None, None);
    w.login("reviewer", AccountRole::Reviewer, None, None);
    w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
}

fn at(house: &House, login: &str) -> Http {
    house.signed_in(login)
}

#[test]
fn what_is_downloaded_is_what_was_printed_and_says_the_thirteen_fields() {
    let mut id = None;
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        id = Some(issued(w, &d));
        people(w, &d);
    });
    let id = id.unwrap();
    let path = format!("/certificates/{id}/print");
    let mut officer = at(&house, "officer");
    assert!(officer.get(&path).body.contains("not printed yet"));
    assert_eq!(officer.get(&format!("{path}/1")).status, 404);
    let done = officer.submit(&path, &[("copy", "1")]);
    assert_eq!((done.status, done.header("location")), (303, format!("{path}?told=printed").as_str()), "{}", done.body);
    let file = officer.get(&format!("{path}/1"));
    assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"));
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(house.world.read(|rx| certificate_copy_fetch(rx, id, 1)), Some(file.bytes.clone()), "byte for byte");
    let prints = house.world.read(|rx| certificate_prints(rx, id));
    assert_eq!(prints[0].sha256, sha256_hex(&[&file.bytes]));
    // Who read the exporter's details on it is on record: the one who printed, and each who opened the file.
    let exporter = house.world.read(|rx| placer::store::certificate::certificate_fetch(rx, id)).unwrap().facts.exporter;
    let reads = |h: &House| h.world.read(|rx| detail_reads(rx, exporter, None, 100)).len();
    let before = reads(&house);
    for (login, status) in [("reviewer", 200), ("exporter", 200), ("approver", 200)] {
        assert_eq!(at(&house, login).get(&format!("{path}/1")).status, status, "{login}");
    }
    assert_eq!(reads(&house), before + 3);
    for login in ["reviewer", "exporter"] {
        let mut http = at(&house, login);
        assert!(!http.get(&path).body.contains("name=\"copy\""), "{login} is offered no print");
        let csrf = http.get("/me").hidden("csrf");
        assert_eq!(http.post(&path, &[("csrf", &csrf), ("key", "k"), ("copy", "2"), ("reason", "x")]).status, 403, "{login}");
    }
    let Some(readers) = readers() else { return };
    let original = readers.pages(&file.bytes).join(" ");
    let f = house.world.read(|rx| certificate_fetch(rx, id)).unwrap().facts;
    let day = |on| placer::web::locale::format::day(placer::web::locale::Locale::En, on);
    let days = [format!("5. Date of issue {}", day(f.issued_on)), format!("6. Date of expiry {}", day(f.expires_on))];
    let parts = [
        "Kimberley Process Certificate",
        "have been handled in accordance with the provisions of the Kimberley Process Certification Scheme for rough diamonds",
        "3. Country of origin Sierra Leone",
        "4. Certificate number SL 000001",
        "7. Issuing authority National Minerals Agency",
        "8. Exporter Sewa Exports",
        "8. Importer Scheldt Rough NV Hoveniersstraat 1, Antwerp Belgium",
        "9. Carat weight 1.00 ct",
        "10. Value 100.00 USD",
        "11. Number of parcels 1",
        "12. HS",
        "13. Validation",
        "SEAL-",
        "Page 1 of 1",
    ];
    for part in parts.into_iter().chain(days.iter().map(String::as_str)) {
        assert!(original.contains(part), "{part} is not on\n{original}");
    }
    assert!(!original.to_lowercase().contains("reprint"));
}

#[test]
fn what_is_printed_again_has_its_reason_and_is_marked() {
    let mut id = None;
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        id = Some(issued(w, &d));
        people(w, &d);
    });
    let id = id.unwrap();
    let path = format!("/certificates/{id}/print");
    let mut officer = at(&house, "officer");
    assert_eq!(officer.submit(&path, &[("copy", "1")]).status, 303);
    // Again: refused without a reason with what was typed kept, then marked.
    let refused = officer.submit(&path, &[("copy", "2"), ("reason", "")]);
    assert!(refused.status == 422 && refused.body.contains("marked across"), "{}", refused.body);
    assert_eq!(officer.submit(&path, &[("copy", "1"), ("reason", "")]).status, 409, "the original was printed already");
    assert_eq!(officer.submit(&path, &[("copy", "2"), ("reason", "coffee on it")]).status, 303);
    let shown = officer.get(&format!("/certificates/{id}")).body;
    assert!(shown.contains("coffee on it") && shown.contains(&format!("{path}/2")), "{shown}");
    // A number that another print took meanwhile is drawn anew with the next.
    assert_eq!(officer.submit(&path, &[("copy", "2"), ("reason", "and again")]).status, 303);
    assert_eq!(house.world.read(|rx| certificate_prints(rx, id)).len(), 3);
    let Some(readers) = readers() else { return };
    for no in [2, 3] {
        let again = officer.get(&format!("{path}/{no}")).bytes;
        let text = readers.pages(&again).join(" ");
        assert!(text.contains(&format!("REPRINT, COPY {no}")), "{text}");
        assert!(readers.codes(&readers.picture(&again)).iter().any(|code| code.ends_with("/check/certificate/SL%20000001")));
    }
}

#[test]
fn a_certificate_of_two_languages_says_everything_in_both() {
    let mut id = None;
    let own: Vec<(&str, String)> = crate::house::LAYERS.iter().map(|(name, text)| (*name, text.replace("SL", "CF"))).collect();
    let layers: Vec<(&str, &str)> = own.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let house = House::of(cf, &layers, |w| {
        w.now = placer::edge::now();
        let d = crate::shipment::desk_of(w, "artisan", "buying-house");
        id = Some(issued(w, &d));
        people(w, &d);
    });
    let path = format!("/certificates/{}/print", id.unwrap());
    let mut officer = at(&house, "officer");
    assert_eq!(officer.submit(&path, &[("copy", "1")]).status, 303);
    assert_eq!(officer.submit(&path, &[("copy", "2"), ("reason", "perdu")]).status, 303);
    let Some(readers) = readers() else { return };
    let text = readers.pages(&officer.get(&format!("{path}/1")).bytes).join(" ");
    for part in [
        "Certificat du Processus de Kimberley",
        "Kimberley Process Certificate",
        "Les diamants bruts contenus dans la présente expédition",
        "The rough diamonds in this shipment",
        "3. Pays d’origine / Country of origin",
        "4. Numéro du certificat / Certificate number",
        "5. Date de délivrance / Date of issue",
        "6. Date d’expiration / Date of expiry",
        "7. Autorité de délivrance / Issuing authority",
        "8. Exportateur / Exporter",
        "8. Importateur / Importer",
        "9. Poids en carats / Carat weight",
        "10. Valeur / Value",
        "11. Nombre de lots / Number of parcels",
        "12. Sous-positions SH, carats, valeur / HS subheadings, carats, value",
        "13. Validation par l’autorité d’exportation",
        "CF 000001",
        "Belgique / Belgium",
    ] {
        assert!(text.contains(part), "{part} is not on\n{text}");
    }
    let again = readers.pages(&officer.get(&format!("{path}/2")).bytes).join(" ");
    assert!(again.contains("RÉIMPRESSION, EXEMPLAIRE 2 / REPRINT, COPY 2"), "{again}");
}

#[test]
fn programs_print_and_list_prints_with_a_token() {
    let (mut id, mut tokens) = (None, Vec::new());
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        id = Some(issued(w, &d));
        let officer = w.login("officer", AccountRole::Officer, None, None);
        let exporter = w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
        tokens = vec![w.token(&officer), w.token(&exporter)];
    });
    let id = id.unwrap();
    let act = |token: &str, key: &str, body: serde_json::Value| {
        let mut http = house.visitor();
        http.headers.push(("authorization".into(), format!("Bearer {token}")));
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        http.send("POST", "/api/v1/acts/print_certificate", &headers, body.to_string())
    };
    let body = serde_json::json!({"certificate": id, "copy": 1});
    assert_eq!(act(&tokens[1], "k", body.clone()).status, 403, "an exporter prints nothing");
    assert_eq!(act(&tokens[0], "k", body.clone()).status, 201);
    assert_eq!(act(&tokens[0], "k", body.clone()).status, 200, "the same request gives the same receipt");
    assert_eq!(act(&tokens[0], "other", body).status, 409);
    assert_eq!(act(&tokens[0], "again", serde_json::json!({"certificate": id, "copy": 2})).status, 422);
    let mut exporter = house.visitor();
    exporter.headers.push(("authorization".into(), format!("Bearer {}", tokens[1])));
    let listed = exporter.get("/api/v1/certificates/SL%20000001/prints").json();
    let file = listed["prints"][0]["file"].as_str().unwrap().to_owned();
    assert_eq!((listed["prints"].as_array().unwrap().len(), &listed["prints"][0]["copy"]), (1, &serde_json::json!(1)));
    let read = exporter.get(&file);
    assert_eq!((read.status, sha256_hex(&[&read.bytes])), (200, listed["prints"][0]["sha256"].as_str().unwrap().to_owned()));
}
