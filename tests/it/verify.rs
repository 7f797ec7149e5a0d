//! `verify`: clean on a sound register, and naming whatever was changed behind its back.

use crate::support::process::scratch_dir;
use crate::world::{World, each};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use placer::domain::access::AccountRole;
use placer::domain::author::Via;
use placer::domain::code;
use placer::domain::entry::sha256_hex;
use placer::domain::event::{
    CertificatePrinted, Claim, ClaimSide, ClaimedAct, ClaimedParcel, DisputeOpened, OfficeOpened, PartyFacts, PartyKind, PartyRegistered,
    PartyState, PartyStateChanged, RecoveryProposed,
};
use placer::domain::ids::{AccountId, OfficeId, PartyId};
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::role::Role;
use placer::domain::time::Instant;
use placer::edge::Seeded;
use placer::service::Entropy;
use placer::service::party::ChangeParty;
use placer::service::verify::{Report, verify};
use placer::store::certificate_print::certificate_copy_write;
use placer::store::db::Db;
use placer::store::dump::{BESIDE, PROJECTIONS, columns, rows, tables};
use placer::store::error::StoreError;
use placer::store::journal::{Heading, append};
use placer::store::office::office_next_no;
use placer::store::party::{party_details_write, party_next_no};
use placer::web::locale::{Catalogue, Locale};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

pub fn execute(url: &str, sql: &str) -> Result<(), String> {
    match url.strip_prefix("sqlite:") {
        // A server that runs may be writing.
        Some(path) => {
            let mut conn = SqliteConnection::establish(path).unwrap();
            conn.batch_execute("PRAGMA busy_timeout = 10000").and_then(|()| conn.batch_execute(sql)).map_err(|e| e.to_string())
        }
        None => PgConnection::establish(url).unwrap().batch_execute(sql).map_err(|e| e.to_string()),
    }
}

/// What `verify` finds, but for rules that entries break which a test appended without asking any.
pub fn verified(w: &World) -> Report {
    let dir = scratch_dir("verify");
    let mut report = verify(&w.app.db, &dir.join("replay.sqlite"), |_, _| {}).unwrap();
    let _ = std::fs::remove_dir_all(&dir);
    let plain = |at: &str| at.split_once(" at entry ").is_some_and(|(_, seq)| w.plain.iter().any(|plain| plain.to_string() == seq));
    report.findings.retain(|f| f.code != "rule.broken" || !plain(&f.at));
    report
}

/// The rules that are broken, each at its entry.
pub fn breaches(w: &World) -> Vec<(i64, String)> {
    let dir = scratch_dir("verify");
    let report = verify(&w.app.db, &dir.join("replay.sqlite"), |_, _| {}).unwrap();
    let _ = std::fs::remove_dir_all(&dir);
    let broken = report.findings.iter().filter(|f| f.code == "rule.broken");
    let told = broken.filter_map(|f| f.at.split_once(" at entry "));
    told.map(|(rule, seq)| (seq.parse().unwrap(), rule.to_owned())).collect()
}

/// What `placer verify` prints of a register in which a test appended entries without asking any rule; a panic where it
/// finds anything else.
pub fn sound(verify: &mut std::process::Command) -> String {
    let done = verify.output().unwrap();
    let told = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
    assert!(told.contains(" entries replayed"), "{told}");
    let finding = |line: &&str| line.split_once("  ").is_some_and(|(code, _)| code.contains('.') && !code.contains(' '));
    assert_eq!(told.lines().filter(finding).find(|line| !line.starts_with("rule.broken  ")), None, "{told}");
    told
}

fn found(w: &World) -> Vec<String> {
    verified(w).findings.into_iter().map(|f| format!("{} {}", f.code, f.at)).collect()
}

#[test]
fn every_table_is_compared_or_known_to_stand_beside_the_journal_and_both_databases_agree() {
    each(|w| {
        let mut expected: Vec<&str> = PROJECTIONS.iter().map(|p| p.table).chain(BESIDE.iter().copied()).collect();
        expected.sort_unstable();
        assert_eq!(w.read(tables), expected);
        let kinds: Vec<(String, Vec<(String, String)>)> = expected.iter().map(|t| ((*t).to_owned(), w.read(|rx| columns(rx, t)))).collect();
        let same = |kind: &str| match kind {
            "bigint" => "integer".to_owned(),
            "bytea" => "blob".to_owned(),
            other => other.to_owned(),
        };
        let sqlite = World::at(&format!("sqlite:{}", scratch_dir("parity").join("p.sqlite").display()));
        for (table, columns_here) in kinds {
            let here: Vec<(String, String)> = columns_here.into_iter().map(|(n, k)| (n, same(&k))).collect();
            assert_eq!(here, sqlite.read(|rx| columns(rx, &table)), "{table}");
        }
    });
}

#[test]
fn a_sound_register_is_clean() {
    each(|w| {
        crate::spine::certified(w);
        let report = verified(w);
        assert_eq!(report.findings, []);
        assert!(report.entries > 15 && report.rows > 30, "{report:?}");
    });
}

/// A case about the first parcel.
fn disputed(w: &mut World, dealer: PartyId) {
    let claim = Claim {
        act: ClaimedAct::Sale,
        seller: dealer,
        seller_licence: w.id(),
        buyer: w.id(),
        buyer_licence: w.id(),
        agent: None,
        parcels: vec![ClaimedParcel { parcel_no: 1, weight_mct: w.parcel(1).weight, stones: 1 }],
        price: placer::domain::money::Money { minor: 1, currency: placer::domain::money::Currency::USD },
        slip: None,
        place: None,
        on: w.now.day(),
    };
    let (dispute, statement) = (w.id(), "x".to_owned());
    let code = placer::domain::dispute::dispute_code(1);
    w.event(DisputeOpened { dispute, no: 1, code, office: None, claimant: ClaimSide::Buyer, claim, statement, against: vec![] });
}

/// In every filled projection the first and the last column behind the key, changed by plain SQL, and a row taken out.
#[test]
fn every_changed_projection_is_named() {
    each(|w| {
        crate::spine::certified(w);
        crate::trace::remarkable(w);
        w.office("KDU");
        let dealer = w.party("Dealer", &[Role::Dealer], None);
        w.slip_book(dealer);
        let certificate = w.id();
        w.event(CertificatePrinted { certificate, copy: 1, sha256: sha256_hex(&[b"x"]), size: 1, template: "x".into(), reason: None });
        w.app.db.write(w.now, |tx| certificate_copy_write(tx, certificate, 1, b"x")).unwrap();
        let (state, on) = (PartyState::Barred, w.now.day());
        w.event(PartyStateChanged { party: dealer, state, on, reason: "x".into(), note: None, offence: None });
        disputed(w, dealer);
        crate::statistics::plainly(w);
        crate::review::plainly(w);
        crate::inspection::plainly(w);
        crate::balance::plainly(w);
        crate::estimate::plainly(w);
        crate::imported_audit::plainly(w);
        crate::seizure_audit::plainly(w);
        crate::control::plainly(w);
        crate::footprint::plainly(w);
        let (recovery, known_root) = (w.id(), "0".repeat(64));
        w.event(RecoveryProposed { recovery, known_origin: "x".into(), known_size: 1, known_root, reason: "x".into() });
        let empty: Vec<&str> = PROJECTIONS.iter().filter(|p| w.read(|rx| rows(rx, **p)).is_empty()).map(|p| p.table).collect();
        assert_eq!(empty, Vec::<&str>::new(), "the history leaves them empty");
        // Events that no command would decide break rules of their own; those are told beforehand.
        let before = found(w);
        assert!(before.iter().all(|f| f.starts_with("rule.")), "{before:?}");
        for p in PROJECTIONS {
            let mut tried = 0;
            let behind: Vec<_> = w.read(|rx| columns(rx, p.table)).into_iter().filter(|(n, _)| !p.key.contains(&n.as_str())).collect();
            let mut changes: Vec<String> = [behind.first(), behind.last()].into_iter().flatten().map(|c| changed(p.table, c)).collect();
            changes.push(format!("DELETE FROM {}", p.table));
            for sql in changes {
                execute(&w.url, &format!("CREATE TABLE kept AS SELECT * FROM {}", p.table)).unwrap();
                // A check or unique index of the database may refuse by itself.
                // Each look takes a replay; the slower database gets one change a table.
                if (w.app.db.is_sqlite() || tried == 0) && execute(&w.url, &sql).is_ok() {
                    tried += 1;
                    let named = found(w);
                    assert!(named.iter().any(|f| f.starts_with("projection.") && f.contains(p.table)), "{sql}: {named:?}");
                    execute(&w.url, &format!("DELETE FROM {0}; INSERT INTO {0} SELECT * FROM kept", p.table)).unwrap();
                }
                execute(&w.url, "DROP TABLE kept").unwrap();
            }
            assert!(tried > 0, "no change of {} took", p.table);
        }
        assert_eq!(found(w), before, "all put back");
    });
}

fn changed(table: &str, (column, kind): &(String, String)) -> String {
    let other = match kind.as_str() {
        "integer" | "bigint" => format!("coalesce({column}, 0) + 1"),
        "blob" => "x'0101010101'".to_owned(),
        "bytea" => "'\\x0101010101'".to_owned(),
        _ => format!("coalesce({column}, '') || 'x'"),
    };
    format!("UPDATE {table} SET {column} = {other}")
}

#[test]
fn a_changed_entry_and_a_dropped_guard_are_named() {
    each(|w| {
        crate::spine::certified(w);
        let (off, on) = match w.app.db.is_sqlite() {
            true => ("DROP TRIGGER journal_no_update", "SELECT 1"),
            false => ("ALTER TABLE journal DISABLE TRIGGER journal_no_update", "ALTER TABLE journal ENABLE TRIGGER journal_no_update"),
        };
        execute(&w.url, off).unwrap();
        // Gone on one database, there but switched off on the other.
        let code = if w.app.db.is_sqlite() { "schema.trigger_missing" } else { "schema.trigger_changed" };
        assert_eq!(found(w), [format!("{code} journal_no_update")]);
        execute(&w.url, "UPDATE journal SET body = replace(body, '\"stones\":3', '\"stones\":4') WHERE kind = 'production.recorded'")
            .unwrap();
        execute(&w.url, on).unwrap();
        let named = found(w);
        assert!(named.iter().any(|f| f.starts_with("journal.hash entry ")), "{named:?}");
        assert!(named.iter().any(|f| f.starts_with("projection.differs source")), "{named:?}");
    });
}

#[test]
fn changed_personal_details_are_named() {
    each(|w| {
        crate::spine::certified(w);
        let off = match w.app.db.is_sqlite() {
            true => "DROP TRIGGER party_details_no_update",
            false => "ALTER TABLE party_details DISABLE TRIGGER party_details_no_update",
        };
        execute(&w.url, off).unwrap();
        // Sealed details of one party put in the place of another's do not open there.
        execute(&w.url, "UPDATE party_details SET sealed = (SELECT sealed FROM party_details ORDER BY party_id LIMIT 1)").unwrap();
        let named = found(w);
        assert!(named.iter().any(|f| f.starts_with("details.differ SLE-")), "{named:?}");
    });
}

#[test]
fn changed_earlier_details_and_false_finders_are_named() {
    each(|w| {
        let office = w.office("KDU");
        let registrar = w.account(AccountRole::Registrar, Some(office), None);
        let party = w.party("Aminata Kamara", &[Role::Miner], Some(office));
        let details = PartyDetails { name: "Aminata Sesay".into(), phone: Some("+232 76 123 456".into()), ..PartyDetails::default() };
        let change = ChangeParty {
            party,
            kind: PartyKind::Person,
            roles: vec![Role::Miner],
            office: None,
            supporter: None,
            details,
            reference: None,
            reason: "married".into(),
            acknowledged_duplicates: false,
        };
        w.submit(&registrar, &change).unwrap();
        assert_eq!(found(w), Vec::<String>::new());
        execute(&w.url, &format!("UPDATE party_word SET mark = mark + 1 WHERE party_id = '{party}'")).unwrap();
        assert!(found(w).iter().any(|f| f.starts_with("details.words SLE-")), "{:?}", found(w));
        execute(&w.url, &format!("UPDATE party_word SET mark = mark - 1 WHERE party_id = '{party}'")).unwrap();
        execute(&w.url, "UPDATE party_match SET mark = mark + 1").unwrap();
        assert!(found(w).iter().any(|f| f.starts_with("details.keys SLE-")), "{:?}", found(w));
        execute(&w.url, "UPDATE party_match SET mark = mark - 1").unwrap();
        assert_eq!(found(w), Vec::<String>::new());
        execute(
            &w.url,
            &format!(
                "INSERT INTO party_details SELECT party_id, 'f00', key_id, sealed FROM party_details WHERE party_id = '{party}' LIMIT 1"
            ),
        )
        .unwrap();
        assert_eq!(found(w).iter().filter(|f| f.starts_with("details.extra SLE-")).count(), 1, "{:?}", found(w));
        execute(&w.url, "DELETE FROM party_details WHERE digest = 'f00'").unwrap();
        execute(
            &w.url,
            &format!("DELETE FROM party_details WHERE digest NOT IN (SELECT details_digest FROM party) AND party_id = '{party}'"),
        )
        .unwrap();
        assert!(found(w).iter().any(|f| f.starts_with("details.missing SLE-")), "an earlier state of the record: {:?}", found(w));
    });
}

/// Registers parties and opens offices as fast as the database takes them, until it is told to stop; gives how many.
fn write_until(db: &Db, now: Instant, author: AccountId, stop: &AtomicBool) -> u64 {
    let mut ids = Seeded::new(4_711);
    let mut written = 0;
    while !stop.load(Ordering::Relaxed) {
        let heading = |ids: &mut Seeded| Heading {
            id: ids.id().into(),
            occurred_at: now,
            account: author,
            office: None,
            device: None,
            via: Via::Console,
            signed: None,
            idempotency_key: ids.id().to_string(),
            request_hash: String::new(),
        };
        let (party, office) = (PartyId::from(ids.id()), OfficeId::from(ids.id()));
        let details = PartyDetails { name: format!("Writer {written}"), ..PartyDetails::default() };
        let salt = format!("salt{written}");
        let digest = details_digest(&salt, &details).unwrap();
        let done = db.write(now, |tx| -> Result<(), StoreError> {
            let no = party_next_no(tx)?;
            let (kind, roles) = (PartyKind::Person, vec![Role::Miner]);
            let facts = PartyFacts { kind, roles, office: None, supporter: None, details_digest: digest.clone(), reference: None };
            append(tx, heading(&mut ids), PartyRegistered { party, no, code: code::make("SLE", no), facts }.into())?;
            party_details_write(tx, party, &salt, &digest, &details)?;
            let no = office_next_no(tx)?;
            let (code, name) = (format!("W{written}"), format!("Office {written}"));
            append(tx, heading(&mut ids), OfficeOpened { office, no, code, name, areas: vec![] }.into())?;
            Ok(())
        });
        done.unwrap();
        written += 1;
    }
    written
}

#[test]
fn a_register_that_is_written_to_meanwhile_is_clean() {
    each(|w| {
        crate::spine::certified(w);
        let author = w.account(AccountRole::Administrator, None, None).account;
        let (db, now, stop) = (w.app.db.clone(), w.now, AtomicBool::new(false));
        let (reports, written) = std::thread::scope(|s| {
            let writer = s.spawn(|| write_until(&db, now, author, &stop));
            let reports: Vec<Report> = (0..4).map(|_| verified(w)).collect();
            stop.store(true, Ordering::Relaxed);
            (reports, writer.join().unwrap())
        });
        for report in &reports {
            // The writer asks nobody's leave.
            assert!(report.findings.iter().all(|f| f.code == "rule.broken" && f.at.starts_with("L7 ")), "{report:?}");
        }
        let sizes: Vec<i64> = reports.iter().map(|r| r.entries).collect();
        assert!(written > 10 && sizes.first() < sizes.last(), "{written} were written, {sizes:?} were seen");
    });
}

/// The texts in quotation marks of a source, without its tests.
fn literals(path: &str) -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let code: Vec<&str> = text.split("#[cfg(test)]").next().unwrap().lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    code.join("\n").split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The files that find something.
fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let within = std::fs::read_dir(root.join("src/service/verify")).unwrap().map(|file| file.unwrap().file_name());
    let within = within.map(|name| format!("src/service/verify/{}", name.to_string_lossy()));
    within.chain(["src/service/verify.rs".to_owned()]).collect()
}

#[test]
fn every_finding_has_words_in_each_language_and_a_row_for_operators() {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations.md")).unwrap();
    let rows: Vec<&str> = guide.lines().filter(|l| l.starts_with("| `")).collect();
    let plain = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let codes: BTreeSet<String> = sources()
        .iter()
        .flat_map(|path| literals(path))
        .filter(|text| text.split_once('.').is_some_and(|(noun, what)| plain(noun) && plain(what)))
        // A file of an export, and no code.
        .filter(|text| text != "journal.jsonl")
        .collect();
    assert!(codes.len() > 40 && codes.contains("details.keys") && codes.contains("checkpoint.given_up"), "{codes:?}");
    for code in &codes {
        for prefix in ["cli-found", "cli-do"] {
            let message = format!("{prefix}-{}", code.replace(['.', '_'], "-"));
            for locale in Locale::ALL {
                assert!(Catalogue::get().has(*locale, &message), "{message} in {locale}");
            }
        }
        let cell = |row: &&str| row.split('|').nth(1).is_some_and(|first| first.contains(&format!("`{code}`")));
        assert_eq!(rows.iter().filter(|row| cell(row)).count(), 1, "{code} in docs/operations.md");
    }
    let is_rule = |text: &String| text.len() == 2 && text.starts_with(['C', 'K', 'L']) && text.ends_with(|c: char| c.is_ascii_digit());
    let parts = ["authors", "certificates", "corrections", "custody", "ledger", "licences", "trade"];
    let rules: BTreeSet<String> = parts.iter().flat_map(|part| literals(&format!("src/domain/audit/{part}.rs"))).filter(is_rule).collect();
    assert!(rules.len() > 8 && rules.contains("K6"), "{rules:?}");
    let told = rows.iter().find(|row| row.contains("`rule.broken`")).unwrap();
    let missing: Vec<&String> = rules.iter().filter(|rule| !told.contains(&format!("`{rule}`"))).collect();
    assert!(missing.is_empty(), "{missing:?} in docs/operations.md");
}
