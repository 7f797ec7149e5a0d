//! Passkeys: added with a name, used in place of a code, counted, sealed, taken away. What a device says is checked in the tests
//! of the pages (`passkey_pages`); here is what follows from it.

use crate::support::process::scratch_dir;
use crate::world::{World, codes, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::jurisdiction::Profile;
use placer::domain::seal::{KEY_BYTES, KeyRing, SealKey};
use placer::service::App;
use placer::service::error::ServiceError;
use placer::service::factor::ResetFactor;
use placer::service::passkey::{Asserted, NewPasskey, PASSKEYS_MOST};
use placer::service::proof::Proof;
use placer::service::session::{Opened, Opening, Shown, token_hash};
use placer::store::error::StoreError;
use placer::store::factor::recovery_left;
use placer::store::party::{key_uses, reseal};
use placer::store::passkey::{Passkey, passkey_create};
use placer::store::sealing::{Keys, id_text};
use uuid::Uuid;

fn new(n: u128, name: &str, counter: i64) -> NewPasskey {
    let (id, digest) = (Uuid::from_u128(n), format!("digest {n}"));
    NewPasskey { id, name: name.into(), digest, credential: format!("credential {n} at {counter}").into_bytes(), counter }
}

fn used(n: u128, counter: i64) -> Asserted {
    Asserted { id: Uuid::from_u128(n), counter, credential: format!("credential {n} at {counter}").into_bytes() }
}

fn recovery() -> Vec<String> {
    (0..10).map(|n| format!("code-{n}")).collect()
}

fn add(w: &World, actor: &Actor, new: NewPasskey) -> Result<bool, ServiceError> {
    w.app.passkey_add(actor.account, new, &recovery(), "", w.now)
}

fn opening(w: &World, token: &str) -> Opening {
    let (token, csrf) = (token.to_owned(), format!("csrf of {token}"));
    Opening { token, csrf, old: None, device: String::new(), agent: String::new(), now: w.now }
}

fn knock(w: &World, login: &str, shown: Shown<'_>, token: &str) -> Opened {
    let secret = w.app.secret(login).unwrap().unwrap();
    w.app.sign_in_with(&secret, shown, &opening(w, token)).unwrap()
}

/// What tells the authenticator of a session from others.
fn factor_of(w: &World, token: &str) -> Option<String> {
    match w.app.session(token, w.now).unwrap().unwrap().proof {
        Proof::Session(proven) => proven.factor,
        _ => None,
    }
}

#[test]
fn several_are_added_with_names_listed_and_taken_away() {
    each(|w| {
        let ada = w.login("ada", AccountRole::Officer, None, None);
        assert!(matches!(knock(w, "ada", Shown::Nothing, "t1"), Opened::In(_)));
        assert!(w.app.session("t1", w.now).unwrap().unwrap().lacks_factor);
        assert!(matches!(knock(w, "ada", Shown::Nothing, "t2"), Opened::In(_)));
        let first = w.app.passkey_add(ada.account, new(1, " Phone ", 0), &recovery(), &token_hash("t1"), w.now).unwrap();
        assert!(first, "with the first authenticator come recovery codes");
        assert!(!w.app.session("t1", w.now).unwrap().unwrap().lacks_factor);
        assert!(w.app.session("t2", w.now).unwrap().is_none(), "other sessions began without it");
        w.later(1);
        assert!(!add(w, &ada, new(2, "Key in the safe", 0)).unwrap(), "the codes there are stay");
        let names = |w: &World| w.app.passkeys(ada.account).unwrap().into_iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(names(w), ["Phone", "Key in the safe"]);
        assert_eq!(codes(&add(w, &ada, new(3, "  ", 0))), ["required"]);
        assert_eq!(codes(&add(w, &ada, new(3, &"x".repeat(61), 0))), ["too_long"]);
        assert_eq!(codes(&add(w, &ada, new(3, "pho\u{ad}ne", 0))), ["party.hidden"]);

        let bob = w.login("bob", AccountRole::Officer, None, None);
        let stranger = w.app.passkey_remove(bob.account, Uuid::from_u128(1), "", w.now);
        assert!(matches!(stranger, Err(ServiceError::NotFound("passkey"))));
        w.app.passkey_remove(ada.account, Uuid::from_u128(1), "", w.now).unwrap();
        assert_eq!(knock(w, "ada", Shown::Passkey(&used(1, 1)), "t3"), Opened::WrongCode, "it opens nothing any more");
        let last = w.app.passkey_remove(ada.account, Uuid::from_u128(2), "", w.now);
        assert_eq!((codes(&last), names(w)), (vec!["factor.asked"], vec!["Key in the safe".to_owned()]));
        w.app = w.app.clone().guarded(|guard| guard.factor_roles.clear());
        w.app.passkey_remove(ada.account, Uuid::from_u128(2), "", w.now).unwrap();
        assert_eq!(w.read(|rx| recovery_left(rx, ada.account)), 0, "codes alone are no second factor");
        assert!(matches!(knock(w, "ada", Shown::Nothing, "t4"), Opened::In(_)));
        for n in 0..PASSKEYS_MOST {
            add(w, &ada, new(100 + n as u128, "many", 0)).unwrap();
        }
        assert_eq!(codes(&add(w, &ada, new(99, "one more", 0))), ["passkey.too_many"]);
    });
    let dir = scratch_dir("demo-passkey");
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let mut w = World::demonstration(&url, Profile::bundled("SL").unwrap());
    let ada = w.login("ada", AccountRole::Officer, None, None);
    assert_eq!(codes(&add(&w, &ada, new(1, "Phone", 0))), ["factor.demonstration"]);
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn one_is_asked_for_opens_a_session_and_its_device_counts_on() {
    each(|w| {
        let ada = w.login("ada", AccountRole::Officer, None, None);
        add(w, &ada, new(1, "Phone", 4)).unwrap();
        assert_eq!(knock(w, "ada", Shown::Nothing, "t"), Opened::Code, "a password alone opens nothing");
        assert_eq!(knock(w, "ada", Shown::Code("123456"), "t"), Opened::WrongCode, "there is no app");
        for (counter, opens) in [(4, false), (3, false), (0, false), (5, true), (5, false), (9, true), (8, false)] {
            let token = w.id::<uuid::Uuid>().to_string();
            let opened = knock(w, "ada", Shown::Passkey(&used(1, counter)), &token);
            assert_eq!(matches!(opened, Opened::In(_)), opens, "{counter}: {opened:?}");
        }
        let known = w.app.passkeys(ada.account).unwrap().remove(0);
        assert_eq!((known.counter, known.used_at), (9, Some(w.now)));
        assert_eq!(w.app.passkeys_opened(ada.account).unwrap()[0].credential, b"credential 1 at 9");
        // Devices that do not count say 0 each time.
        add(w, &ada, new(2, "Synced", 0)).unwrap();
        for token in ["s1", "s2"] {
            assert!(matches!(knock(w, "ada", Shown::Passkey(&used(2, 0)), token), Opened::In(_)));
        }
        assert!(matches!(knock(w, "ada", Shown::Code("code-3"), "t"), Opened::In(_)), "or a recovery code");
        assert_eq!(knock(w, "ada", Shown::Code("code-3"), "t"), Opened::WrongCode);
        w.login("bob", AccountRole::Officer, None, None);
        let bob = w.app.secret("bob").unwrap().unwrap().account;
        w.app.passkey_add(bob, new(7, "Bob's", 0), &recovery(), "", w.now).unwrap();
        assert_eq!(knock(w, "bob", Shown::Passkey(&used(1, 20)), "t"), Opened::WrongCode, "another's passkey");
    });
}

/// As with apps: what tells authenticators apart is that with which a session showed who it is.
#[test]
fn it_counts_as_the_authenticator_of_a_signature_and_no_two_people_have_the_same() {
    each(|w| {
        let (ada, bob) = (w.login("ada", AccountRole::Officer, None, None), w.login("bob", AccountRole::Approver, None, None));
        add(w, &ada, new(1, "Phone", 0)).unwrap();
        add(w, &ada, new(2, "Key", 0)).unwrap();
        assert_eq!(codes(&add(w, &bob, NewPasskey { digest: "digest 1".into(), ..new(9, "The same", 0) })), ["passkey.taken"]);
        let row = w.app.passkeys(ada.account).unwrap().remove(0);
        let copied = Passkey { id: Uuid::from_u128(9), account: bob.account, ..row };
        let refused = w.app.db.write(w.now, |tx| passkey_create(tx, &copied));
        assert!(matches!(refused, Err(StoreError::Constraint(_))), "nor by the database: {refused:?}");

        assert!(matches!(knock(w, "ada", Shown::Passkey(&used(2, 0)), "t1"), Opened::In(_)));
        assert_eq!(factor_of(w, "t1").as_deref(), Some("digest 2"));
        let secret = w.app.secret("ada").unwrap().unwrap();
        let prove = |w: &World, from: &str, shown: Shown<'_>, to: &str| w.app.prove(&token_hash(from), &secret, shown, to, w.now).unwrap();
        assert_eq!(prove(w, "t1", Shown::Nothing, "t2"), Opened::Code);
        assert_eq!(prove(w, "t1", Shown::Passkey(&used(7, 0)), "t2"), Opened::WrongCode);
        assert!(matches!(prove(w, "t1", Shown::Passkey(&used(1, 0)), "t2"), Opened::In(_)));
        assert_eq!(factor_of(w, "t2").as_deref(), Some("digest 1"), "the one that was used last");
        w.app.passkey_remove(ada.account, Uuid::from_u128(1), &token_hash("t2"), w.now).unwrap();
        assert_eq!(factor_of(w, "t2").as_deref(), Some("digest 2"), "it is gone; the other one is there");
        assert!(matches!(prove(w, "t2", Shown::Code("code-1"), "t3"), Opened::In(_)));
        assert_eq!(factor_of(w, "t3").as_deref(), Some("digest 2"));
    });
}

#[test]
fn it_lies_sealed_for_its_own_account_and_a_reset_takes_it_away() {
    let ring = |n: u8| KeyRing::new(SealKey::new([n; KEY_BYTES]), vec![]);
    let keyed = |w: &World, ring: KeyRing| App { db: w.app.db.clone().with_keys(Keys::of(ring)), ..w.app.clone() };
    each(|w| {
        w.app = keyed(w, ring(1));
        let admin = w.login("admin", AccountRole::Administrator, None, None);
        let (ada, bob) = (w.login("ada", AccountRole::Officer, None, None), w.login("bob", AccountRole::Officer, None, None));
        add(w, &ada, new(1, "Phone", 0)).unwrap();
        let row = w.app.passkeys(ada.account).unwrap().remove(0);
        assert!(!row.sealed.windows(10).any(|part| part == b"credential"), "not in the clear");
        // Somebody with the database alone gives bob's account ada's passkey, under another name.
        let moved = Passkey { id: Uuid::from_u128(8), account: bob.account, digest: "made up".into(), ..row.clone() };
        w.app.db.write(w.now, |tx| passkey_create(tx, &moved)).unwrap();
        assert!(matches!(w.app.passkeys_opened(bob.account), Err(ServiceError::Store(StoreError::Sealed(_)))));
        assert!(keyed(w, ring(2)).passkeys_opened(ada.account).is_err(), "another key opens nothing");
        w.submit(&admin, &ResetFactor { account: bob.account, reason: "made up".into() }).unwrap();
        assert!(w.app.passkeys(bob.account).unwrap().is_empty());
        assert!(matches!(knock(w, "bob", Shown::Nothing, "t"), Opened::In(_)));
        // Another key from now on.
        let both = KeyRing::new(SealKey::new([2; KEY_BYTES]), vec![SealKey::new([1; KEY_BYTES])]);
        let turning = keyed(w, both);
        let done = turning.db.write(w.now, |tx| -> Result<(), StoreError> {
            while reseal(tx, 100)? > 0 {}
            Ok(())
        });
        done.unwrap();
        let uses = w.read(key_uses);
        assert!(uses.iter().all(|u| u.key == id_text(&SealKey::new([2; KEY_BYTES])) || u.rows == 0), "{uses:?}");
        assert_eq!(keyed(w, ring(2)).passkeys_opened(ada.account).unwrap()[0].credential, b"credential 1 at 0");
        let none = App { db: w.app.db.clone().with_keys(Keys::default()), ..w.app.clone() };
        assert_eq!(codes(&none.passkey_add(ada.account, new(3, "No keys", 0), &[], "", w.now)), ["factor.no_keys"]);
    });
}
