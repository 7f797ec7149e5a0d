//! Accounts: who may make them, what is refused, what a new password and a disabled account mean for those
//! who are signed in.

use crate::support::process::run;
use crate::world::{World, codes, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::entry::{canonical_json, sha256_hex};
use placer::domain::ids::{OfficeId, PartyId};
use placer::domain::role::Role;
use placer::domain::violation::Violations;
use placer::service::account::{ChangeAccount, CreateAccount, ResetPassword, SetAccountState, password_problems};
use placer::service::error::ServiceError;
use placer::service::guard::SessionHours;
use placer::service::session::{Opened, Opening, Shown, token_hash};
use placer::store::account::account_fetch;
use placer::store::secret::Secret;
use placer::store::session::{session_fetch, sessions_of, tokens_of};

fn create(login: &str, role: AccountRole) -> CreateAccount {
    CreateAccount {
        login: login.into(),
        display_name: "Somebody".into(),
        role,
        office: None,
        party: None,
        password_hash: "x".into(),
        must_change: true,
        chosen: true,
    }
}

/// What an account's password is checked against.
fn own(w: &World, actor: &Actor) -> Secret {
    w.app.secret_of(actor.account).unwrap()
}

fn admin(w: &mut World) -> Actor {
    w.login("admin", AccountRole::Administrator, None, None)
}

#[test]
fn an_account_is_made_once_and_its_names_stay_out_of_the_journal() {
    each(|w| {
        let admin = admin(w);
        let receipt = w.submit(&admin, &create(" Ada.Kamara ", AccountRole::Officer)).unwrap();
        let secret = w.app.secret("ADA.kamara").unwrap().unwrap();
        assert_eq!((secret.account.to_string(), secret.must_change), (receipt.subject, true));
        let entry = w.read(|rx| placer::store::journal::entry_fetch(rx, receipt.seq)).unwrap();
        let text = entry.entry.canonical().unwrap().to_lowercase();
        assert!(!text.contains("kamara") && !text.contains("somebody"), "{text}");
        let again = w.submit(&admin, &create("ada.kamara", AccountRole::Officer));
        assert_eq!(codes(&again), ["account.login_taken"]);
    });
}

#[test]
fn every_refusal_of_an_account_is_told_at_once() {
    each(|w| {
        let admin = admin(w);
        let bad = CreateAccount { display_name: " ".into(), ..create("a!", AccountRole::Registrar) };
        assert_eq!(codes(&w.submit(&admin, &bad)), ["account.login", "required", "account.needs_office"]);
        let long = CreateAccount { display_name: "x".repeat(101), ..create("fine", AccountRole::Buyer) };
        assert_eq!(codes(&w.submit(&admin, &long)), ["too_long", "account.needs_party"]);
        let hidden = CreateAccount { display_name: "A\u{202e}da".into(), ..create("fine", AccountRole::Officer) };
        assert_eq!(codes(&w.submit(&admin, &hidden)), ["party.hidden"]);
        let (office, party): (OfficeId, PartyId) = (w.id(), w.id());
        let lost = CreateAccount { office: Some(office), party: Some(party), ..create("fine", AccountRole::Officer) };
        assert_eq!(codes(&w.submit(&admin, &lost)), ["account.no_office", "account.no_party"]);

        let own = ChangeAccount { account: admin.account, role: AccountRole::Officer, office: None, party: None };
        assert_eq!(codes(&w.submit(&admin, &own)), ["account.own"]);
        let own = SetAccountState { account: admin.account, active: false, reason: String::new() };
        assert_eq!(codes(&w.submit(&admin, &own)), ["account.own", "required"]);
        let other = w.login("other", AccountRole::Officer, None, None);
        let same = SetAccountState { account: other.account, active: true, reason: "x".into() };
        assert_eq!(codes(&w.submit(&admin, &same)), ["account.same_state"]);
        let hidden = SetAccountState { account: other.account, active: false, reason: "left\u{1f}".into() };
        assert_eq!(codes(&w.submit(&admin, &hidden)), ["party.hidden"]);
        let unknown = ResetPassword { account: w.id(), password_hash: "x".into(), chosen: true };
        assert!(matches!(w.submit(&admin, &unknown), Err(ServiceError::NotFound("account"))));
    });
}

#[test]
fn only_the_administrator_manages_accounts() {
    each(|w| {
        let office = w.office("KO");
        let party = w.party("A", &[Role::Dealer], None);
        for role in AccountRole::ALL {
            let actor = w.account(role, Some(office).filter(|_| role.needs_office()), Some(party).filter(|_| role.needs_party()));
            let may = role == AccountRole::Administrator;
            let made = w.submit(&actor, &create(&format!("by-{}", role.as_str()), AccountRole::Reviewer));
            let target = w.login(&format!("target-{}", role.as_str()), AccountRole::Reviewer, None, None).account;
            let changed = w.submit(&actor, &ChangeAccount { account: target, role: AccountRole::Officer, office: None, party: None });
            let reset = w.submit(&actor, &ResetPassword { account: target, password_hash: "x".into(), chosen: true });
            let state = w.submit(&actor, &SetAccountState { account: target, active: false, reason: "left".into() });
            for result in [made, changed, reset, state] {
                match result {
                    Ok(_) => assert!(may, "{role:?}"),
                    Err(e) => assert!(!may && matches!(e, ServiceError::Forbidden), "{role:?}: {e}"),
                }
            }
        }
    });
}

/// A session that begins now.
fn opening(w: &World, token: &str) -> Opening {
    let (token, csrf) = (token.to_owned(), "csrf".to_owned());
    Opening { token, csrf, old: None, device: String::new(), agent: String::new(), now: w.now }
}

/// A session of an account, by the token.
fn session(w: &World, login: &str, token: &str) {
    let secret = w.app.secret(login).unwrap().unwrap();
    assert!(matches!(w.app.sign_in(&secret, None, &opening(w, token)), Ok(Opened::In(_))));
}

#[test]
fn a_disabled_account_is_out_for_good_with_its_sessions_and_tokens() {
    each(|w| {
        let admin = admin(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        session(w, "ada", "t1");
        let id = w.id();
        w.app.make_token(&own(w, &ada), "scale", 30, ("machine", id), w.now).unwrap();
        assert!(w.app.session("t1", w.now).unwrap().is_some() && w.app.machine("machine", w.now).unwrap().is_some());
        let state = |active| SetAccountState { account: ada.account, active, reason: "left the service".into() };
        w.submit(&admin, &state(false)).unwrap();
        assert!(w.app.session("t1", w.now).unwrap().is_none() && w.app.machine("machine", w.now).unwrap().is_none());
        let secret = w.app.secret("ada").unwrap().unwrap();
        assert_eq!(w.app.sign_in(&secret, None, &opening(w, "t2")).unwrap(), Opened::No);
        w.submit(&admin, &state(true)).unwrap();
        assert!(w.app.session("t1", w.now).unwrap().is_none(), "what ended stays ended");
        assert!(w.app.machine("machine", w.now).unwrap().is_none());
        session(w, "ada", "t3");
        assert!(w.app.session("t3", w.now).unwrap().is_some());
    });
}

#[test]
fn a_role_counts_from_the_next_request() {
    each(|w| {
        let admin = admin(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        session(w, "ada", "t1");
        let change = ChangeAccount { account: ada.account, role: AccountRole::Reviewer, office: None, party: None };
        w.submit(&admin, &change).unwrap();
        assert_eq!(w.app.session("t1", w.now).unwrap().unwrap().actor.role, AccountRole::Reviewer);
        assert_eq!(w.read(|rx| account_fetch(rx, ada.account)).unwrap().actor.role, AccountRole::Reviewer);
    });
}

#[test]
fn a_new_first_password_ends_sessions_and_asks_for_another() {
    each(|w| {
        let admin = admin(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        session(w, "ada", "t1");
        let id = w.id();
        w.app.make_token(&own(w, &ada), "scale", 30, ("machine", id), w.now).unwrap();
        let reset = ResetPassword { account: ada.account, password_hash: "new".into(), chosen: true };
        let receipt = w.submit(&admin, &reset).unwrap();
        assert_eq!(receipt.kind, "account.password_reset");
        assert!(w.app.session("t1", w.now).unwrap().is_none());
        assert!(w.app.machine("machine", w.now).unwrap().is_none(), "whoever had the password may have made a token");
        let secret = w.app.secret("ada").unwrap().unwrap();
        assert!(secret.must_change && secret.password_hash == "new" && secret.display_name == "ada");
    });
}

#[test]
fn another_password_under_the_same_key_is_another_request() {
    each(|w| {
        let admin = admin(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        let reset = |hash: &str, chosen| ResetPassword { account: ada.account, password_hash: hash.into(), chosen };
        let new = |hash: &str, chosen| CreateAccount { password_hash: hash.into(), chosen, ..create("bob", AccountRole::Officer) };
        let first = w.submit_as(&admin, "k1", &reset("secret one", true)).unwrap();
        assert!(w.submit_as(&admin, "k1", &reset("secret one", true)).unwrap().replayed);
        assert!(matches!(w.submit_as(&admin, "k1", &reset("secret two", true)), Err(ServiceError::KeyReused)));
        assert_eq!(own(w, &ada).password_hash, "secret one");
        w.submit_as(&admin, "k2", &new("secret one", true)).unwrap();
        assert!(w.submit_as(&admin, "k2", &new("secret one", true)).unwrap().replayed);
        assert!(matches!(w.submit_as(&admin, "k2", &new("secret two", true)), Err(ServiceError::KeyReused)));
        // One that was made here is another each time, and the request is the same.
        w.submit_as(&admin, "k3", &reset("made here", false)).unwrap();
        assert!(w.submit_as(&admin, "k3", &reset("made anew", false)).unwrap().replayed);

        let stored = w.read(|rx| placer::store::journal::entry_fetch(rx, first.seq)).unwrap().entry;
        assert!(!stored.canonical().unwrap().contains("secret one"));
        let said = ["reset_password", "\n", &canonical_json(&reset("", true)).unwrap(), "secret one"];
        assert_ne!(stored.request_hash, sha256_hex(&said.map(str::as_bytes)), "nobody can guess it from the hash alone");
    });
}

#[test]
fn ones_own_password_ends_the_other_sessions_and_the_machine_tokens() {
    each(|w| {
        let ada = w.login("ada", AccountRole::Officer, None, None);
        for token in ["t1", "t2", "t3"] {
            session(w, "ada", token);
        }
        let (old, id, id2) = (own(w, &ada), w.id(), w.id());
        w.app.make_token(&old, "scale", 30, ("machine", id), w.now).unwrap();
        w.app.change_password(&old, "new".into(), &token_hash("t2"), w.now).unwrap();
        let left: Vec<String> = w.read(|rx| sessions_of(rx, ada.account, w.now)).into_iter().map(|s| s.token_hash).collect();
        assert_eq!(left, [token_hash("t2")]);
        assert!(w.app.machine("machine", w.now).unwrap().is_none());
        let late = w.app.make_token(&old, "scale", 30, ("late", id2), w.now);
        assert_eq!(codes(&late), ["password.wrong"], "the password was checked before it was changed");
        let stale = w.app.change_password(&old, "newer".into(), "", w.now);
        assert_eq!(codes(&stale), ["password.wrong"], "it was changed since it was checked");
        assert_eq!(w.app.secret_of(ada.account).unwrap().password_hash, "new");
    });
}

/// A clock that was set back, or an entry of a machine whose clock ran ahead: the journal's time does not go back.
#[test]
fn what_is_ended_is_ended_though_the_journal_is_ahead_of_the_clock() {
    each(|w| {
        let admin = admin(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        let behind = w.now;
        w.later(5 * 24);
        w.office("KO");
        w.now = behind;
        let open = |w: &World, token: &str| w.app.session(token, w.now).unwrap().is_some();
        for token in ["t1", "t2", "t3", "t4"] {
            session(w, "ada", token);
        }
        w.app.sign_out(&token_hash("t1"), w.now).unwrap();
        assert!(!open(w, "t1"), "signed out");
        let listed: Vec<String> = w.read(|rx| sessions_of(rx, ada.account, w.now)).into_iter().map(|s| s.token_hash).collect();
        assert_eq!((listed.len(), listed.contains(&token_hash("t1"))), (3, false));
        w.app.session_touch(&token_hash("t1"), w.now).unwrap();
        assert!(!open(w, "t1"), "no use brings it back");
        assert_eq!(w.app.session_owner("csrf", w.now).unwrap(), Some(ada.account), "its open forms still find their account");
        let third = w.read(|rx| session_fetch(rx, &token_hash("t3"))).unwrap();
        w.app.end_session(ada.account, third.short(), w.now).unwrap();
        assert!(!open(w, "t3"), "ended from the list");
        w.app.change_password(&own(w, &ada), "new".into(), &token_hash("t2"), w.now).unwrap();
        assert!(open(w, "t2") && !open(w, "t4"), "another password ends the others");
        w.submit(&admin, &SetAccountState { account: ada.account, active: false, reason: "left the service".into() }).unwrap();
        w.submit(&admin, &SetAccountState { account: ada.account, active: true, reason: "came back".into() }).unwrap();
        assert!(!open(w, "t2"), "a disabled account has no session left");
        w.later(12 * 24);
        assert!(["t1", "t2", "t3", "t4"].iter().all(|t| !open(w, t)));
    });
}

#[test]
fn sessions_end_by_themselves_and_are_swept() {
    each(|w| {
        let ada = w.login("ada", AccountRole::Reviewer, None, None);
        session(w, "ada", "t1");
        w.later(11);
        assert!(w.app.session("t1", w.now).unwrap().unwrap().stale);
        w.app.session_touch(&token_hash("t1"), w.now).unwrap();
        w.later(11);
        assert!(w.app.session("t1", w.now).unwrap().is_some(), "in use, it goes on");
        w.later(2);
        assert!(w.app.session("t1", w.now).unwrap().is_none());
        assert!(w.read(|rx| session_fetch(rx, &token_hash("t1"))).is_some());
        session(w, "ada", "t2");
        let csrf = w.read(|rx| session_fetch(rx, &token_hash("t1"))).expect("known for a week, for forms that were open").csrf;
        assert_eq!(w.app.session_owner(&csrf, w.now).unwrap(), Some(ada.account));
        w.app.session_touch(&token_hash("t1"), w.now).unwrap();
        assert!(w.app.session("t1", w.now).unwrap().is_none(), "an ended one does not come back");
        w.later(9 * 24);
        assert_eq!(w.app.session_owner(&csrf, w.now).unwrap(), None);
        session(w, "ada", "t3");
        assert!(w.read(|rx| session_fetch(rx, &token_hash("t1"))).is_none(), "swept by the next sign-in");
        assert!(matches!(w.app.end_session(ada.account, "0000000000000000", w.now), Err(ServiceError::NotFound("session"))));
        let bob = w.login("bob", AccountRole::Officer, None, None);
        session(w, "bob", "t4");
        let theirs = w.read(|rx| sessions_of(rx, bob.account, w.now)).remove(0);
        assert!(matches!(w.app.end_session(ada.account, theirs.short(), w.now), Err(ServiceError::NotFound("session"))));
        w.app.end_session(bob.account, theirs.short(), w.now).unwrap();
        assert!(w.app.session("t4", w.now).unwrap().is_none());
    });
}

/// The instant until which a session that is used and proved again and again goes on, in hours from its beginning.
fn lasts(w: &mut World, login: &str) -> u32 {
    let begun = w.now;
    let (mut token, mut hours) = (w.id::<uuid::Uuid>().to_string(), 0);
    session(w, login, &token);
    let secret = w.app.secret(login).unwrap().unwrap();
    while w.app.session(&token, w.now).unwrap().is_some() {
        w.app.session_touch(&token_hash(&token), w.now).unwrap();
        let next = w.id::<uuid::Uuid>().to_string();
        assert!(matches!(w.app.prove(&token_hash(&token), &secret, Shown::Nothing, &next, w.now).unwrap(), Opened::In(_)));
        token = next;
        hours += 1;
        w.now = begun.plus_hours(hours).unwrap();
    }
    assert_eq!(w.app.prove(&token_hash(&token), &secret, Shown::Nothing, "late", w.now).unwrap(), Opened::No);
    w.now = begun;
    hours
}

#[test]
fn a_session_ends_after_all_however_much_it_is_used() {
    each(|w| {
        let office = w.office("KO");
        let admin = admin(w);
        w.login("officer", AccountRole::Officer, None, None);
        let registrar = w.login("registrar", AccountRole::Registrar, Some(office), None);
        assert_eq!((lasts(w, "officer"), lasts(w, "admin"), lasts(w, "registrar")), (12, 12, 7 * 24));
        w.app = w.app.clone().guarded(|guard| guard.hours = SessionHours { signing: 3, others: 20 });
        assert_eq!((lasts(w, "officer"), lasts(w, "registrar")), (3, 20));
        // Somebody who becomes a supervisor has no longer a session than supervisors have.
        session(w, "registrar", "r");
        w.later(5);
        let change = ChangeAccount { account: registrar.account, role: AccountRole::Supervisor, office: Some(office), party: None };
        w.submit(&admin, &change).unwrap();
        w.app.session_touch(&token_hash("r"), w.now).unwrap();
        assert!(w.app.session("r", w.now).unwrap().is_none());
    });
}

#[test]
fn machine_tokens_are_kept_as_hashes_end_and_are_taken_back() {
    each(|w| {
        let (ada, bob) = (w.login("ada", AccountRole::Officer, None, None), w.login("bob", AccountRole::Officer, None, None));
        let (id, id2) = (w.id(), w.id());
        let token = w.app.make_token(&own(w, &ada), " scale ", 30, ("secret", id), w.now).unwrap();
        assert_eq!((token.label.as_str(), token.id), ("scale", id));
        let refused = w.app.make_token(&own(w, &ada), " ", 31, ("x", id2), w.now);
        assert_eq!(codes(&refused), ["required", "unknown_choice"]);
        assert_eq!(codes(&w.app.make_token(&own(w, &ada), &"x".repeat(61), 30, ("x", id2), w.now)), ["too_long"]);
        assert_eq!(codes(&w.app.make_token(&own(w, &ada), "sc\u{ad}ale", 30, ("x", id2), w.now)), ["party.hidden"]);
        assert_eq!(w.app.machine("secret", w.now).unwrap().unwrap().actor, ada);
        assert!(matches!(w.app.revoke_token(bob.account, id, w.now), Err(ServiceError::NotFound("token"))));
        w.app.revoke_token(ada.account, id, w.now).unwrap();
        assert!(w.app.machine("secret", w.now).unwrap().is_none());
        assert!(w.read(|rx| tokens_of(rx, ada.account))[0].revoked_at.is_some());
        w.app.make_token(&own(w, &ada), "again", 30, ("second", id2), w.now).unwrap();
        w.later(30 * 24);
        assert!(w.app.machine("second", w.now).unwrap().is_none(), "it has ended");
        for n in 0..20 {
            let id = w.id();
            w.app.make_token(&own(w, &ada), "many", 30, (&format!("m{n}"), id), w.now).unwrap();
        }
        let id = w.id();
        assert_eq!(codes(&w.app.make_token(&own(w, &ada), "many", 30, ("m21", id), w.now)), ["token.too_many"]);
    });
}

#[test]
fn passwords_are_long_enough_not_too_long_and_not_the_name() {
    let found = |typed: &str| {
        let Violations(v) = password_problems("ada.kamara@example.org", &[], typed, "password");
        v.iter().map(|v| v.code).collect::<Vec<_>>()
    };
    assert_eq!(found("elevenchars"), ["password.short"]);
    assert_eq!(found("twelve chars"), [""; 0]);
    assert_eq!(found("ééééééééééé"), ["password.short"], "characters are counted, not bytes");
    let long = |n: usize| "gravel of a quiet river ".chars().cycle().take(96).chain("Xy7 qZ".chars().cycle()).take(n).collect::<String>();
    assert_eq!(found(&long(128)), [""; 0]);
    assert_eq!(found(&long(129)), ["password.long"]);
    assert_eq!(found("password2026!"), ["password.common"]);
    assert_eq!(found("qwertyuiop12"), ["password.row"]);
    assert_eq!(found("kamara kamara"), ["password.own"]);
    assert_eq!(found("zzzzzzzzzzzz"), ["password.repeated"]);
    assert_eq!(found("1999 2000 2001"), ["password.years"]);
    assert_eq!(found("Chickenwing101"), ["password.known"], "no rule of words finds it; it was stolen");
    assert_eq!(found(" ADA.kamara@example.org"), ["password.login"]);
    assert!(placer::web::password::generate().len() == 23);
    assert_eq!(found(&placer::web::password::generate()), [""; 0]);
}

#[test]
fn the_console_makes_lists_disables_and_resets() {
    let dir = crate::support::process::scratch_dir("console");
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let placer = |args: &[&str], password: Option<&str>| {
        let mut command = crate::support::server::Server::command();
        command.args(["account", "--database", &url]).args(args).env_remove("PLACER_PASSWORD");
        if let Some(password) = password {
            command.env("PLACER_PASSWORD", password);
        }
        run(&mut command)
    };
    let short = placer(&["create", "root"], Some("short")).unwrap_err();
    assert!(short.contains("at least 12 characters"), "{short}");
    placer(&["create", "root"], Some("river gravel 2026")).unwrap();
    assert!(placer(&["create", "reg", "--role", "registrar"], None).unwrap_err().contains("Choose the office"));
    assert!(placer(&["create", "reg", "--role", "registrar", "--office", "KO"], None).unwrap_err().contains("There is no office KO."));
    assert!(placer(&["create", "x", "--role", "king"], None).unwrap_err().contains("There is no role king."));
    let mut w = World::at(&url);
    w.office("KO");
    let code = {
        let id = w.party("A", &[Role::Dealer], None);
        w.read(|rx| placer::store::party::party_fetch(rx, id)).unwrap().code
    };
    let made = placer(&["create", "reg", "--role", "registrar", "--office", "ko", "--name", "Reg"], None).unwrap();
    let first = made.rsplit(": ").next().unwrap().trim().to_owned();
    let secret = w.app.secret("reg").unwrap().unwrap();
    assert!(secret.must_change && placer::web::password::matches(&first, Some(&secret.password_hash)), "{made}");
    placer(&["create", "buy", "--role", "buyer", "--party", &code.to_lowercase()], Some("river gravel 2026")).unwrap();
    assert!(!w.app.secret("buy").unwrap().unwrap().must_change);

    placer(&["disable", "reg", "--reason", "left"], None).unwrap();
    placer(&["set-password", "buy"], Some("another gravel 2026")).unwrap();
    let secret = w.app.secret("buy").unwrap().unwrap();
    assert!(secret.must_change && placer::web::password::matches("another gravel 2026", Some(&secret.password_hash)));
    let listed = placer(&["list"], None).unwrap();
    assert!(listed.contains("reg\tregistrar\tKO\tdisabled\t") && listed.contains(&format!("buy\tbuyer\t{code}\tactive\t")), "{listed}");
    placer(&["enable", "reg", "--reason", "back"], None).unwrap();
    assert!(placer(&["disable", "nobody", "--reason", "x"], None).unwrap_err().contains("Nobody signs in as nobody."));
    let _ = std::fs::remove_dir_all(&dir);
}
