//! Erasing personal details: what goes, what stays, and what stands against it.

use super::{everything, register, told};
use crate::support::process::scratch_dir;
use crate::verify::{execute, verified};
use crate::world::{World, codes, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::ids::PartyId;
use placer::domain::party::PartyDetails;
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::party::ChangeParty;
use placer::service::personal::EraseDetails;
use placer::store::dump::{Projection, rows};
use placer::store::journal::{Receipt, entries_latest};
use placer::store::party::{party_details_fetch, party_fetch, party_finders, party_history, party_names};
use placer::store::request_salt::request_salt_fetch;

fn erase(w: &mut World, who: &Actor, party: PartyId, reason: &str) -> Result<Receipt, ServiceError> {
    w.submit(who, &EraseDetails { party, reason: reason.into() })
}

/// What is erased is overwritten: nothing of it, not even sealed, is left in the file of an embedded register once its
/// log was taken over.
#[test]
fn the_file_forgets_what_was_erased() {
    let dir = scratch_dir("forgets");
    let path = dir.join("placer.sqlite");
    let mut w = World::at(&format!("sqlite:{}", path.display()));
    let (party, _) = register(&mut w);
    let approver = w.account(AccountRole::Approver, None, None);
    let details = Projection { table: "party_details", key: &["party_id"] };
    let row = w.read(|rx| rows(rx, details)).into_iter().find(|row| row.r.contains(&party.to_string())).unwrap();
    let cells = row.r.split('\u{1f}').filter_map(|cell| data_encoding::HEXLOWER.decode(cell.as_bytes()).ok());
    let sealed = cells.max_by_key(Vec::len).unwrap();
    // A large row lies in pieces; its end is one.
    let tail = sealed[sealed.len() - 40..].to_vec();
    let there = |w: &World| {
        execute(&w.url, "PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        std::fs::read(&path).unwrap().windows(tail.len()).any(|part| part == tail)
    };
    assert!(there(&w), "it is looked for in the right place");
    erase(&mut w, &approver, party, "Asked for by the person").unwrap();
    assert!(!there(&w));
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn erased_details_are_gone_and_the_journal_stays_whole() {
    each(|w| {
        let (party, registrar) = register(w);
        let change = ChangeParty {
            party,
            kind: placer::domain::event::PartyKind::Person,
            roles: vec![Role::Miner],
            office: None,
            supporter: None,
            details: PartyDetails { name: "Zubayru Quexworth Bah".into(), ..PartyDetails::default() },
            reference: None,
            reason: "told by the person".into(),
            acknowledged_duplicates: true,
        };
        let changed = w.submit(&registrar, &change).unwrap();
        let approver = w.account(AccountRole::Approver, None, None);
        for role in AccountRole::ALL.into_iter().filter(|r| *r != AccountRole::Approver) {
            let other = w.account(role, registrar.office, Some(party));
            assert!(matches!(erase(w, &other, party, "asked for"), Err(ServiceError::Forbidden)), "{role:?}");
        }
        assert_eq!(codes(&erase(w, &approver, party, "  ")), ["required"]);
        let before = w.read(|rx| party_fetch(rx, party)).unwrap();
        let receipt = erase(w, &approver, party, "Asked for by the person").unwrap();
        assert_eq!(receipt.kind, "party.details_erased");

        let after = w.read(|rx| party_fetch(rx, party)).unwrap();
        assert_eq!((after.code.as_str(), after.erased_seq), (before.code.as_str(), Some(receipt.seq)));
        assert_eq!(w.read(|rx| party_details_fetch(rx, party)), None);
        let label = w.read(|rx| party_names(rx, &[party])).remove(&party).unwrap();
        assert_eq!((label.code, label.name), (before.code, None));
        assert!(w.read(|rx| party_history(rx, party, 10)).iter().all(|v| v.details.is_none()));
        let finders = w.read(party_finders);
        assert!(!finders.words.contains_key(&party) && !finders.keys.contains_key(&party));
        assert_eq!(w.read(|rx| request_salt_fetch(rx, changed.id)), None, "with it the request could be guessed from its hash");
        assert_eq!(verified(w).findings, []);
        assert_eq!(codes(&erase(w, &approver, party, "again")), ["details.erased"]);

        // The reason is told, and who it was.
        let entry = w.read(|rx| entries_latest(rx, Some(&party.to_string()), None, 1)).remove(0).entry;
        assert_eq!((entry.account, entry.event.kind()), (approver.account, "party.details_erased"));
        assert!(told(w).is_empty() && everything(w).contains("asked for by the person"));

        // What was erased and is there again is named.
        let digest = &after.facts.details_digest;
        let bytes = if w.app.db.is_sqlite() { "x'00'" } else { "'\\x00'" };
        execute(&w.url, &format!("INSERT INTO party_details VALUES ('{party}', '{digest}', 'k', {bytes})")).unwrap();
        let found: Vec<_> = verified(w).findings.into_iter().map(|f| f.code).collect();
        assert_eq!(found, ["details.not_erased"]);
        execute(&w.url, "DELETE FROM party_details WHERE key_id = 'k'").unwrap();

        // Written down anew, the party has details again.
        w.submit(&registrar, &change).unwrap();
        let again = w.read(|rx| party_fetch(rx, party)).unwrap();
        assert_eq!((again.erased_seq, w.read(|rx| party_details_fetch(rx, party)).unwrap().name.as_str()), (None, "Zubayru Quexworth Bah"));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn live_licences_and_parcels_keep_the_details() {
    each(|w| {
        let approver = w.account(AccountRole::Approver, None, None);
        let miner = w.party("Held Miner", &[Role::Miner], None);
        let buyer = w.party("Held Buyer", &[Role::Dealer], None);
        let (licence, dealer) = (w.licence("artisanal", miner, None), w.licence("dealer", buyer, None));
        let site = w.site(Some(licence), None);
        let parcel = w.production(site, licence, miner, 1_000, 2);
        assert_eq!(codes(&erase(w, &approver, miner, "asked for")), ["details.held_licences", "details.held_parcels"]);
        w.sold(&[parcel.no], (miner, licence), (buyer, dealer));
        assert_eq!(codes(&erase(w, &approver, miner, "asked for")), ["details.held_licences"]);
        assert_eq!(codes(&erase(w, &approver, buyer, "asked for")), ["details.held_licences", "details.held_parcels"]);
        // The year is over: nothing of the miner's is live.
        w.later(24 * 300);
        erase(w, &approver, miner, "asked for").unwrap();
        assert_eq!(codes(&erase(w, &approver, buyer, "asked for")), ["details.held_parcels"]);
        assert_eq!(verified(w).findings.iter().filter(|f| f.code.starts_with("details")).count(), 0);
    });
}
