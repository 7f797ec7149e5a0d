//! A certificate as it leaves the printer: the kept file read back from paper, its codes scanned and held against the register
//! and against the key list alone; and what is printed where no token can be signed.

use crate::certificate::issue;
use crate::house::House;
use crate::shipment::{desk, prepare};
use crate::support::keys;
use crate::support::paper::readers;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::world::World;
use placer::domain::access::AccountRole;
use placer::domain::event::{CertificateIssued, HsCode, HsLine};
use placer::domain::ids::ShipmentId;
use placer::domain::money::{Currency, Money};
use placer::domain::time::Day;
use placer::domain::token::{KeyList, verify};
use placer::service::certificate::ProposeCertificate;
use placer::store::certificate_print::{certificate_copy_fetch, certificate_prints};
use placer::store::journal::entry_fetch;
use placer::web::locale::{Locale, format};

/// A certificate of today over three parcels under two subheadings, with people who have names, and the entry of issue.
fn certified(w: &mut World) -> (CertificateIssued, i64) {
    w.now = placer::edge::now();
    let mut d = desk(w);
    d.officer = w.login("officer", AccountRole::Officer, None, None);
    d.approver = w.login("approver", AccountRole::Approver, None, None);
    let parcels = [1_234_567, 2_250, 500].map(|mct| d.sealed(w, mct));
    let mut command = prepare(&parcels.iter().collect::<Vec<_>>());
    command.parcels[0].value_usd_cents = 123_456_789;
    command.parcels[1].hs = Some(HsCode::Gem);
    let shipment: ShipmentId = w.submit(&d.account, &command).unwrap().subject.parse().unwrap();
    w.valued(shipment);
    w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
    let issued = issue(w, &d.approver, shipment).unwrap();
    (issued.facts, issued.issued_seq)
}

/// What `placer certificate check` ends with and says of a scanned token and what stands on the paper, far from any register.
fn checked(dir: &std::path::Path, token: &str, paper: [&str; 3]) -> (Option<i32>, String) {
    let mut command = Server::command();
    let keys = dir.join("keys.json").display().to_string();
    command.args(["certificate", "check", "--keys", &keys, token]);
    command.args(["--number", paper[0], "--carats", paper[1], "--value", paper[2]]);
    command.env("PLACER_DATABASE", "sqlite:/nonexistent/placer.sqlite").current_dir(dir);
    let output = command.output().unwrap();
    (output.status.code(), [output.stdout, output.stderr].map(|s| String::from_utf8(s).unwrap()).concat())
}

#[test]
fn the_printed_paper_is_scanned_and_holds_the_thirteen_fields_the_address_and_the_token() {
    let Some(readers) = readers() else { return };
    let mut made = None;
    let house = House::open(|w| made = Some(certified(w)));
    let (f, seq) = made.unwrap();
    let path = format!("/certificates/{}/print", f.certificate);
    let printed = house.signed_in("officer").submit(&path, &[("copy", "1")]);
    assert_eq!(printed.status, 303, "{}", printed.body);
    let file = house.world.read(|rx| certificate_copy_fetch(rx, f.certificate, 1)).unwrap();

    // All codes on the paper, and nothing but these two.
    let codes = readers.codes(&readers.picture(&file));
    let address = format!("{}/check/certificate/{}", house.server.url().trim_end_matches('/'), f.number.replace(' ', "%20"));
    let (public, tokens): (Vec<String>, Vec<String>) = codes.into_iter().partition(|code| code.starts_with("http"));
    assert_eq!(public, [address]);
    let of_it = house.world.read(|rx| placer::store::certificate::certificate_fetch(rx, f.certificate)).unwrap();
    let mut shown = house.signed_in("officer");
    let token = shown.get(&format!("/certificates/{}/file", f.certificate)).json()["token"].as_str().unwrap().to_owned();
    assert_eq!(tokens, [token.as_str()], "the code is exactly the token");
    let visible = house.visitor().get(public[0].strip_prefix(house.server.url().trim_end_matches('/')).unwrap());
    assert!(visible.status == 200 && visible.body.contains(&f.number), "the address is that of its page: {}", visible.status);

    // The published keys alone say that it is genuine, and that it says what was issued.
    let published = house.visitor().get("/check/keys.json").body;
    let claims = verify(&tokens[0], &KeyList::parse(&published).unwrap()).unwrap().claims;
    let lines = |wanted: &[HsLine]| wanted.iter().map(|l| (l.hs, l.weight_mct, l.value_usd_cents)).collect::<Vec<_>>();
    assert_eq!((claims.number.as_str(), claims.weight_mct, claims.value_usd_cents), (f.number.as_str(), f.weight_mct, f.value_usd_cents));
    assert_eq!((claims.parcels, claims.stones, lines(&claims.lines)), (f.parcels, f.stones, lines(&f.lines)));
    assert_eq!((claims.issued_on, claims.expires_on, claims.entry), (f.issued_on, f.expires_on, seq));
    assert_eq!((claims.exporter.as_str(), claims.importer.as_str()), ("Sewa Exports", f.importer.name.as_str()));
    assert_eq!(claims.leaf.as_slice(), house.world.read(|rx| entry_fetch(rx, seq)).unwrap().leaf_hash.as_slice());
    assert_eq!(claims.differs_from(&of_it.facts, seq), Vec::<&str>::new());
    let dir = scratch_dir("printed");
    std::fs::write(dir.join("keys.json"), &published).unwrap();
    let (code, said) = checked(&dir, &tokens[0], [f.number.as_str(), "1237.317", "1234767.89"]);
    assert!(code == Some(0) && said.contains("genuine"), "{code:?} {said}");
    for other in [
        ["SL 000002", "1237.317", "1234767.89"],
        [f.number.as_str(), "1237.316", "1234767.89"],
        [f.number.as_str(), "1237.317", "1234767.88"],
    ] {
        assert_eq!(checked(&dir, &tokens[0], other).0, Some(1), "{other:?}");
    }
    let _ = std::fs::remove_dir_all(&dir);
    says_the_thirteen_fields(&readers.pages(&file).join(" "), &f);
}

/// Each field with its number, its name and what was issued.
fn says_the_thirteen_fields(paper: &str, f: &CertificateIssued) {
    let day = |on: Day| format::day(Locale::En, on);
    let usd = |minor| format::money(Locale::En, Money { minor, currency: Currency::USD });
    assert_eq!((f.weight_mct.mct(), f.value_usd_cents, f.parcels, f.lines.len()), (1_237_317, 123_476_789, 3, 2));
    let (carats, value) = (format::carats_unit(Locale::En, f.weight_mct), usd(f.value_usd_cents));
    let mut parts = vec![
        "Kimberley Process Certificate".to_owned(),
        "The rough diamonds in this shipment have been handled in accordance with the provisions of the Kimberley Process".into(),
        "3. Country of origin Sierra Leone".into(),
        format!("4. Certificate number {}", f.number),
        format!("5. Date of issue {}", day(f.issued_on)),
        format!("6. Date of expiry {}", day(f.expires_on)),
        "7. Issuing authority National Minerals Agency".into(),
        "8. Exporter Sewa Exports".into(),
        format!("8. Importer {} {} Belgium", f.importer.name, f.importer.address),
        format!("9. Carat weight {carats}"),
        format!("10. Value {value}"),
        "11. Number of parcels 3".into(),
        "12. HS".into(),
        "13. Validation".into(),
        "SEAL-1, SEAL-2, SEAL-3".into(),
        "Checked by officer".into(),
        "Approved by approver".into(),
    ];
    parts.extend(f.lines.iter().flat_map(|l| [format::carats_unit(Locale::En, l.weight_mct), usd(l.value_usd_cents)]));
    parts.extend(f.lines.iter().map(|l| l.hs.as_str().to_owned()));
    for part in parts {
        // Every kind of blank is read back as one blank.
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(paper.contains(&part), "{part} is not on\n{paper}");
    }
}

/// The original is printed once: without its token it would never have one. What is printed again says that it has none.
#[test]
fn no_original_is_printed_without_a_token_and_a_reprint_says_that_it_has_none() {
    let mut made = None;
    let house = House::open(|w| made = Some(certified(w).0));
    let f = made.unwrap();
    let path = format!("/certificates/{}/print", f.certificate);
    let mut officer = house.signed_in("officer");
    let key = keys::folder(&house.world.url).join("certificate.key");
    let (kept, away) = (std::fs::read(&key).unwrap(), key.with_extension("away"));
    std::fs::rename(&key, &away).unwrap();
    let refused = officer.submit(&path, &[("copy", "1")]);
    assert!(refused.status == 422 && refused.body.contains("no key that could sign a token"), "{} {}", refused.status, refused.body);
    let prints = || house.world.read(|rx| certificate_prints(rx, f.certificate)).len();
    assert_eq!(prints(), 0, "nothing counts as printed");
    std::fs::rename(&away, &key).unwrap();
    assert_eq!(std::fs::read(&key).unwrap(), kept);
    assert_eq!(officer.submit(&path, &[("copy", "1")]).status, 303);

    std::fs::rename(&key, &away).unwrap();
    assert_eq!(officer.submit(&path, &[("copy", "2"), ("reason", "for the file")]).status, 303);
    std::fs::rename(&away, &key).unwrap();
    assert_eq!(prints(), 2);
    let Some(readers) = readers() else { return };
    let [original, again] = [1, 2].map(|no| house.world.read(|rx| certificate_copy_fetch(rx, f.certificate, no)).unwrap());
    let without = "Printed without a token: none could be signed.";
    let said = |file: &[u8]| readers.pages(file).join(" ");
    assert!(!said(&original).contains(without) && said(&again).contains(without), "{}", said(&again));
    assert_eq!((readers.codes(&readers.picture(&original)).len(), readers.codes(&readers.picture(&again)).len()), (2, 1));
}
