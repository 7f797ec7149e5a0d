//! Tokens of certificates: made on demand and always the same, signed for nothing that was altered, checked at the console
//! without a register, on a page with the register's state, and kept apart by keys that change.

use crate::certificate::issue;
use crate::house::House;
use crate::shipment::{Desk, desk};
use crate::support::http::Http;
use crate::support::keys;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::world::{World, each};
use placer::domain::access::AccountRole;
use placer::domain::event::{PartyChanged, PartyFacts, PartyKind, VoidedGoods};
use placer::domain::note::{KeyKind, SignerKey};
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::role::Role;
use placer::domain::shipment::Certificate;
use placer::domain::token::{KeyList, TokenKey, verify};
use placer::service::App;
use placer::service::certificate::VoidCertificate;
use placer::service::notary::Notary;
use placer::service::token::{AdoptCertificateKey, NoToken};
use placer::store::keys::KeyFolder;
use placer::store::party::party_details_write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// A world whose keys lie in a folder of its own.
fn keyed(w: &mut World) -> KeyFolder {
    let folder = KeyFolder::at(&scratch_dir("token-keys"));
    folder.make_certificate_key(&keys::certificates()).unwrap();
    with_notary(w, &folder, Vec::new());
    folder
}

fn with_notary(w: &mut World, folder: &KeyFolder, log: Vec<SignerKey>) {
    w.app = App { notary: Arc::new(Notary::new(log, None).kept_in(folder.clone())), ..w.app.clone() };
}

fn issued(w: &mut World, d: &Desk, weight: i64) -> Certificate {
    let parcel = d.sealed(w, weight);
    let shipment = d.proposed(w, &[&parcel]);
    issue(w, &d.approver, shipment).unwrap()
}

fn token(w: &World, c: &Certificate) -> Result<String, NoToken> {
    w.read(|rx| w.app.certificate_token(rx, c))
}

fn list(w: &World) -> KeyList {
    w.read(|rx| w.app.certificate_key_list(rx))
}

/// Runs SQL past the program, as whoever has the database alone does.
fn past_the_program(url: &str, statements: &[&str]) {
    use diesel::prelude::*;
    for sql in statements {
        match url.strip_prefix("sqlite:") {
            Some(path) => diesel::sql_query(*sql).execute(&mut SqliteConnection::establish(path).unwrap()).unwrap(),
            None => diesel::sql_query(*sql).execute(&mut PgConnection::establish(url).unwrap()).unwrap(),
        };
    }
}

#[test]
fn a_token_is_made_on_demand_and_stays_the_same_whatever_was_renamed_since() {
    each(|w| {
        keyed(w);
        let d = desk(w);
        let certificate = issued(w, &d, 1_500);
        let text = token(w, &certificate).unwrap();
        let found = verify(&text, &list(w)).unwrap();
        let claims = &found.claims;
        assert_eq!(
            (claims.number.as_str(), claims.exporter.as_str(), claims.importer.as_str()),
            ("SL 000001", "Sewa Exports", "Scheldt Rough NV")
        );
        assert_eq!((claims.weight_mct, claims.entry, claims.country()), (certificate.facts.weight_mct, certificate.issued_seq, "SL"));
        assert!(claims.differs_from(&certificate.facts, certificate.issued_seq).is_empty());

        let details = PartyDetails { name: "Renamed Exports".into(), ..PartyDetails::default() };
        let digest = details_digest("salt", &details).unwrap();
        let facts = PartyFacts {
            kind: PartyKind::Organisation,
            roles: vec![Role::Exporter],
            office: None,
            supporter: None,
            details_digest: digest.clone(),
            reference: None,
        };
        w.event(PartyChanged { party: d.exporter.0, facts, reason: "renamed".into() });
        w.app.db.write(w.now, |tx| party_details_write(tx, d.exporter.0, "salt", &digest, &details)).unwrap();
        assert_eq!(token(w, &certificate).unwrap(), text);
        w.submit(
            &d.approver,
            &VoidCertificate {
                certificate: certificate.facts.certificate,
                reason: "spoiled".into(),
                goods: Some(VoidedGoods::Gone),
                cause: Some(placer::domain::event::VoidCause::Spoiled),
            },
        )
        .unwrap();
        assert_eq!(token(w, &certificate).unwrap(), text, "that it is void since changes nothing of what was signed");
    });
}

#[test]
fn another_key_signs_from_its_entry_on_and_the_older_ones_stay() {
    each(|w| {
        let folder = keyed(w);
        let d = desk(w);
        let admin = w.account(AccountRole::Administrator, None, None);
        let first = issued(w, &d, 1_000);
        let old = token(w, &first).unwrap();
        w.later(1);
        let newer = TokenKey::new("SL", "register.example/journal", &[44; 32]).unwrap();
        folder.add_certificate_key(&newer).unwrap();
        assert_eq!(list(w).keys.len(), 1, "a key that no entry adopted is not in use");
        assert_eq!(token(w, &first).unwrap(), old);
        let adopt = AdoptCertificateKey::of(&newer, "as every year".into());
        assert!(w.submit(&admin, &adopt).is_err(), "nobody says so but whoever is at the server");
        let mut act = w.act(&admin);
        act.device = Some(placer::service::CONSOLE.into());
        act.proof = placer::service::proof::Proof::AtServer;
        w.app.submit(&mut act, &adopt).unwrap();
        w.later(1);
        let second = issued(w, &d, 2_000);
        let keys = list(w);
        let kids: Vec<&str> = keys.keys.iter().map(|k| k.kid.as_str()).collect();
        assert_eq!(kids, [newer.kid(), keys::certificates().kid()], "the newest first");
        assert_eq!((keys.keys[1].until, keys.keys[0].until), (Some(keys.keys[0].from), None));
        assert_eq!(token(w, &first).unwrap(), old, "what was issued before is signed as it was");
        let new = token(w, &second).unwrap();
        assert_eq!(verify(&new, &keys).unwrap().kid, newer.kid());
        assert_eq!(KeyList::parse(&keys.written()).unwrap(), keys);
    });
}

#[test]
fn whoever_has_the_database_alone_adds_no_key_and_gets_no_signature() {
    each(|w| {
        let folder = keyed(w);
        let log = SignerKey::new("register.example/journal", KeyKind::Log, &[9; 32]).unwrap();
        folder.make_log_key(&log).unwrap();
        with_notary(w, &folder, vec![log]);
        let d = desk(w);
        let certificate = issued(w, &d, 1_000);
        w.app.sign_head(w.now).unwrap().unwrap();
        assert!(token(w, &certificate).is_ok(), "the control");
        // An entry of his own that adopts his key.
        let thief = TokenKey::new("SL", "register.example/journal", &[66; 32]).unwrap();
        let adopted = placer::domain::event::CertificateKeyAdopted {
            kid: thief.kid(),
            public_key: data_encoding::BASE64.encode(&thief.public()),
            reason: "x".into(),
        };
        w.event(adopted);
        assert_eq!(list(w).keys.iter().map(|k| k.kid.clone()).collect::<Vec<_>>(), [keys::certificates().kid()]);
        assert_eq!(list(w).keys[0].until, None, "nor does it end another's time");

        // The row alone.
        past_the_program(&w.url, &["UPDATE certificate SET facts = REPLACE(facts, '\"stones\":3', '\"stones\":4')"]);
        let altered = w.read(|rx| placer::store::certificate::certificate_by_number(rx, "SL 000001")).unwrap();
        assert_eq!(altered.facts.stones, 4);
        assert_eq!(token(w, &altered), Err(NoToken::Altered));
        // The row and the entry, and the entry's hash with it.
        let off: &[&str] =
            if w.url.starts_with("sqlite:") { &["DROP TRIGGER journal_no_update"] } else { &["ALTER TABLE journal DISABLE TRIGGER ALL"] };
        past_the_program(&w.url, off);
        past_the_program(
            &w.url,
            &[
                "UPDATE journal SET body = REPLACE(body, '\"stones\":3,\"unestablished', '\"stones\":4,\"unestablished') WHERE kind = 'certificate.issued'",
            ],
        );
        assert_eq!(token(w, &altered), Err(NoToken::Altered), "the entry is not what it hashes to");
        let entry = w.read(|rx| placer::store::journal::entry_fetch(rx, altered.issued_seq)).unwrap();
        let leaf = data_encoding::HEXLOWER.encode(&entry.entry.leaf_hash().unwrap());
        let set = if w.url.starts_with("sqlite:") { format!("X'{leaf}'") } else { format!("decode('{leaf}', 'hex')") };
        past_the_program(&w.url, &[&format!("UPDATE journal SET leaf_hash = {set} WHERE seq = {}", altered.issued_seq)]);
        assert_eq!(token(w, &altered), Err(NoToken::Altered), "it is not what the signed head holds");
    });
}

#[test]
fn without_a_key_or_a_name_there_is_none_and_why_is_said() {
    each(|w| {
        let folder = KeyFolder::at(&scratch_dir("token-keys"));
        with_notary(w, &folder, Vec::new());
        let d = desk(w);
        let certificate = issued(w, &d, 1_000);
        assert_eq!(token(w, &certificate), Err(NoToken::NoKey));
        assert!(!w.read(|rx| w.app.lacks_first_certificate_key(rx)), "a lost file is not replaced in silence");
        folder.make_certificate_key(&keys::certificates()).unwrap();
        assert!(token(w, &certificate).is_ok());
    });
}

/// A register with a valid, a void and an expired certificate, and what was put beside it.
pub struct Shop {
    pub house: House,
    dir: PathBuf,
    officer: Http,
    pub ids: Vec<String>,
    pub tokens: Vec<String>,
}

impl Shop {
    pub fn open() -> Self {
        let mut ids = Vec::new();
        let house = House::open(|w| {
            let mut d = desk(w);
            d.exporter.1 = w.licence_between("exporter", d.exporter.0, None, "2026-01-01", "2099-12-31");
            // As of the server's own clock: one of today, one of long ago.
            let old = issued(w, &d, 1_000);
            w.now = placer::edge::now();
            let valid = issued(w, &d, 1_500);
            let void = issued(w, &d, 2_000);
            w.submit(
                &d.approver,
                &VoidCertificate {
                    certificate: void.facts.certificate,
                    reason: "spoiled".into(),
                    goods: Some(VoidedGoods::Gone),
                    cause: Some(placer::domain::event::VoidCause::Spoiled),
                },
            )
            .unwrap();
            ids = [&valid, &void, &old].map(|c| c.facts.certificate.to_string()).to_vec();
            w.login("officer", AccountRole::Officer, None, None);
        });
        let mut officer = house.signed_in("officer");
        let token = |id: &String| {
            let file = officer.get(&format!("/certificates/{id}/file"));
            assert_eq!(file.status, 200, "{}", file.body);
            file.json()["token"].as_str().unwrap().to_owned()
        };
        let tokens = ids.iter().map(token).collect();
        let dir = scratch_dir("token");
        std::fs::write(dir.join("keys.json"), house.visitor().get("/check/keys.json").body).unwrap();
        Self { house, dir, officer, ids, tokens }
    }

    fn path(&self, name: &str) -> String {
        self.dir.join(name).display().to_string()
    }

    /// `placer certificate check`, far from any register: the code it ends with, and all it says.
    fn check(&self, args: &[&str]) -> (i32, String) {
        let mut command: Command = Server::command();
        let nowhere = Path::new("/nonexistent/placer.sqlite");
        command.args(["certificate", "check", "--keys", &self.path("keys.json")]).args(args);
        command.env("PLACER_DATABASE", format!("sqlite:{}", nowhere.display())).current_dir(&self.dir);
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].map(|s| String::from_utf8(s).unwrap()).concat();
        (output.status.code().unwrap(), said)
    }
}

/// A token with a sign of its middle changed.
pub fn changed(token: &str) -> String {
    let mut signs: Vec<char> = token.chars().collect();
    let at = signs.len() / 2;
    signs[at] = if signs[at] == '0' { '1' } else { '0' };
    signs.into_iter().collect()
}

/// A token altered in so many ways: its text, and the bytes under a checksum that is right again.
pub fn altered(one: &str, other: &str, times: usize) -> Vec<String> {
    let mut chance = crate::fire::Chance::new(7);
    let bytes = |token: &str| base45::decode(&token[5..]).unwrap();
    let (zlib, second) = (bytes(one), bytes(other));
    let inner = &zlib[7..zlib.len() - 4];
    let mut found = Vec::new();
    while found.len() < times {
        let (at, sign) = (chance.below(inner.len()), u8::try_from(chance.below(256)).unwrap());
        let mut changed = inner.to_vec();
        match chance.below(6) {
            0 => changed[at] ^= 1 << chance.below(8),
            1 => changed.insert(at, sign),
            2 => changed.truncate(at),
            3 => changed = [&inner[..at], &second[(7 + at).min(second.len() - 4)..second.len() - 4]].concat(),
            // The header that nobody signs, as an empty list.
            4 => changed[16] = 0x80,
            _ => {
                let mut text = one.as_bytes().to_vec();
                let at = 5 + chance.below(text.len() - 5);
                text[at] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[chance.below(45)];
                found.extend(String::from_utf8(text).ok().filter(|t| t != one));
                continue;
            }
        }
        let length = u16::try_from(changed.len()).unwrap();
        let sum = changed
            .iter()
            .fold((1u32, 0u32), |(a, b), byte| ((a + u32::from(*byte)) % 65_521, (b + (a + u32::from(*byte)) % 65_521) % 65_521));
        let adler = (sum.1 << 16 | sum.0).to_be_bytes();
        let packed = [&[0x78, 1, 1], length.to_le_bytes().as_slice(), &(!length).to_le_bytes(), &changed, &adler].concat();
        found.push(format!("KPC1:{}", base45::encode(packed)));
        found.retain(|t| t != one && t != other);
    }
    found
}

#[test]
fn the_console_checks_without_a_register() {
    let shop = Shop::open();
    let [valid, _, old] = [0, 1, 2].map(|n| shop.tokens[n].as_str());
    let (code, said) = shop.check(&[valid]);
    assert_eq!(code, 0, "{said}");
    for word in
        ["genuine", "SL 000002", "1.50", "100.00", "Sewa Exports", "Scheldt Rough NV", "Belgium", "Sierra Leone", "Compare every one"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert_eq!(shop.check(&[valid, "--number", "sl000002", "--carats", "1.5", "--value", "100"]).0, 0);
    for (typed, what) in [(["--carats", "1.6"], "carats"), (["--value", "100.01"], "value"), (["--number", "SL 000003"], "number")] {
        let (code, said) = shop.check(&[&[valid], typed.as_slice()].concat());
        assert!(code == 1 && said.contains(&format!("differs from the token: {what}")), "{code} {said}");
    }
    let (code, said) = shop.check(&[old]);
    assert!(code == 3 && said.contains("its days are over"), "{code} {said}");
    assert_eq!(shop.check(&[old, "--on", "2026-07-31"]).0, 0);
    assert_eq!(shop.check(&[old, "--on", "2026-05-31"]).0, 1, "before its first day");
    let (code, said) = shop.check(&[&changed(valid)]);
    assert!(code == 1 && said.contains("not genuine"), "{code} {said}");
    std::fs::write(shop.dir.join("token.txt"), format!("{valid}\n")).unwrap();
    assert_eq!(shop.check(&[&shop.path("token.txt")]).0, 0);
    let (code, said) = shop.check(&["--lang", "fr", valid, "--carats", "1,5"]);
    assert!(code == 0 && said.contains("authentique") && said.contains("1,50"), "{code} {said}");
    for wrong in [&["nothing.txt"][..], &[valid, "--on", "someday"], &[valid, "--carats", "much"], &[valid, "--keys", "nothing.json"], &[]]
    {
        assert_eq!(shop.check(wrong).0, 2, "{wrong:?}");
    }
    std::fs::write(shop.dir.join("keys.json"), KeyList::of(Vec::new()).written()).unwrap();
    let (code, said) = shop.check(&[valid]);
    assert!(code == 1 && said.contains("No key of the list"), "{code} {said}");
    let printed = shop.house.run(&["certificate", "token", "sl 2"]).output().unwrap();
    assert_ne!(printed.status.code(), Some(0));
    let printed = shop.house.run(&["certificate", "token", "SL000002"]).output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap().trim_end(), valid, "{}", String::from_utf8_lossy(&printed.stderr));
}

#[test]
fn a_file_is_checked_to_its_last_field_and_its_proof() {
    let mut shop = Shop::open();
    let file = shop.officer.get(&format!("/certificates/{}/file", shop.ids[0]));
    assert!(file.header("content-disposition").contains("certificate-SL-000002.json"));
    assert_eq!(shop.house.visitor().get(&format!("/certificates/{}/file", shop.ids[0])).status, 303, "not for everybody");
    let write = |text: &str| std::fs::write(shop.dir.join("c.json"), text).unwrap();
    write(&file.body);
    let path = shop.path("c.json");
    let (code, said) = shop.check(&[&path]);
    assert!(code == 0 && said.contains("All fields of the file") && said.contains("Who signed that head was not checked"), "{code} {said}");
    let shown = shop.house.run(&["key", "show"]).output().unwrap();
    let vkey = String::from_utf8(shown.stdout).unwrap().trim().to_owned();
    let certificates = shop.house.run(&["key", "certificates"]).output().unwrap().stdout;
    assert!(String::from_utf8_lossy(&certificates).starts_with(&keys::certificates().shown()));
    assert!(String::from_utf8_lossy(&shown.stderr).contains(&keys::certificates().kid()));
    let (code, said) = shop.check(&[&path, "--head-key", &vkey]);
    assert!(code == 0 && said.contains("The journal holds this certificate"), "{code} {said}");
    let other = SignerKey::new("another", KeyKind::Log, &[1; 32]).unwrap().verifier().to_string();
    let (code, said) = shop.check(&[&path, "--head-key", &other]);
    assert!(code == 1 && said.contains("not signed by the key"), "{code} {said}");
    // Every field, one after the other.
    let whole = file.json();
    for (field, value) in whole.as_object().unwrap() {
        if ["format", "token", "proof"].contains(&field.as_str()) {
            continue;
        }
        let mut altered = whole.clone();
        altered[field] = match value {
            serde_json::Value::Number(n) => serde_json::json!(n.as_i64().unwrap() + 1),
            serde_json::Value::Bool(b) => serde_json::json!(!b),
            serde_json::Value::Null => serde_json::json!("said"),
            serde_json::Value::String(s) if field.ends_with("_on") => serde_json::json!(format!("2000{}", &s[4..])),
            serde_json::Value::String(s) => serde_json::json!(format!("{s}0")),
            serde_json::Value::Array(_) => serde_json::json!([]),
            serde_json::Value::Object(o) => {
                let mut o = o.clone();
                o.insert("name".into(), "Another".into());
                o.into()
            }
        };
        write(&altered.to_string());
        let (code, said) = shop.check(&[&path]);
        assert_eq!(code, 1, "{field}: {said}");
        assert!(said.contains("differ from what was signed"), "{field}: {said}");
    }
}

#[test]
fn a_file_is_checked_with_its_proof_and_strictly() {
    let mut shop = Shop::open();
    let (whole, path) = (shop.officer.get(&format!("/certificates/{}/file", shop.ids[0])).json(), shop.path("c.json"));
    let second = shop.officer.get(&format!("/certificates/{}/file", shop.ids[1])).json();
    assert!(whole["proof"].as_str().unwrap().starts_with("c2sp.org/tlog-proof@v1"));
    let text = whole.to_string();
    let with = |field: &str, value: &serde_json::Value| {
        let mut altered = whole.clone();
        altered[field] = value.clone();
        altered.to_string()
    };
    for (altered, ends, what) in [
        (text.replace("\"importer\":{\"address\":\"", "\"importer\":{\"address\":\"x"), 1, "address of the importer"),
        (text.replace("index ", "index 1"), 1, "proof"),
        (with("proof", &second["proof"]), 1, "another entry"),
        (with("token", &second["token"]), 1, "number"),
        (with("proof", &serde_json::Value::Null), 0, "no proof"),
        (text.replace("\"country\"", "\"more\":1,\"country\""), 2, "no file of a certificate"),
    ] {
        std::fs::write(shop.dir.join("c.json"), altered).unwrap();
        let (code, said) = shop.check(&[&path]);
        assert!(code == ends && said.contains(what), "{what}: {code} {said}");
    }
}
