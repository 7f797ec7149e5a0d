//! The second factor: codes that count once, recovery codes, who must have one, and how it is taken away.

use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::support::server::Server;
use crate::world::{PASSWORD, World, codes, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::factor::{SECRET_BYTES, code_at};
use placer::domain::seal::{KEY_BYTES, KeyRing, SealKey};
use placer::domain::time::Instant;
use placer::edge;
use placer::service::App;
use placer::service::account::ResetPassword;
use placer::service::error::ServiceError;
use placer::service::factor::ResetFactor;
use placer::service::guard::SIGNING_ROLES;
use placer::service::session::{Opened, Opening, token_hash};
use placer::store::dump::{Projection, rows};
use placer::store::error::StoreError;
use placer::store::factor::{factor_fetch, factor_remove, factor_write};
use placer::store::party::{key_uses, reseal, something_sealed};
use placer::store::sealing::{Keys, id_text};
use std::sync::Barrier;
use std::time::Duration;

const SECRET: [u8; SECRET_BYTES] = [0x5a; SECRET_BYTES];
/// How many knock at once.
const CLIENTS: usize = 16;

fn ring(n: u8) -> KeyRing {
    KeyRing::new(SealKey::new([n; KEY_BYTES]), vec![])
}

fn keyed(w: &World, n: u8) -> App {
    App { db: w.app.db.clone().with_keys(Keys::of(ring(n))), ..w.app.clone() }
}

fn guarded(w: &mut World) {
    w.app = keyed(w, 1);
    // As World leaves it: of every role.
    assert!(AccountRole::ALL.into_iter().all(|role| w.app.guard.demonstration || w.app.guard.asks_factor(role)));
}

fn opening(w: &World, token: &str) -> Opening {
    let (token, csrf) = (token.to_owned(), format!("csrf of {token}"));
    Opening { token, csrf, old: None, device: String::new(), agent: String::new(), now: w.now }
}

fn recovery() -> Vec<String> {
    (0..10).map(|n| format!("code-{n}")).collect()
}

/// Sets up the app of an account; its first code is used up with that.
fn set_up(w: &World, actor: &Actor) {
    w.app.factor_offer(actor.account, SECRET, w.now).unwrap();
    let code = code_at(&SECRET, w.now).unwrap();
    w.app.factor_confirm(actor.account, &code, &recovery(), "", w.now).unwrap();
}

fn knock(w: &World, login: &str, code: Option<&str>, token: &str) -> Opened {
    let secret = w.app.secret(login).unwrap().unwrap();
    w.app.sign_in(&secret, code, &opening(w, token)).unwrap()
}

/// How many of many who knock at the same instant with one code get in.
fn let_in(w: &World, code: &str) -> usize {
    let (secret, start) = (w.app.secret("ada").unwrap().unwrap(), Barrier::new(CLIENTS));
    let outcomes: Vec<Opened> = std::thread::scope(|scope| {
        let one = |n: usize| {
            let (opening, secret, start) = (opening(w, &format!("{code} {n}")), &secret, &start);
            scope.spawn(move || {
                start.wait();
                w.app.sign_in(secret, Some(code), &opening).unwrap()
            })
        };
        let all: Vec<_> = (0..CLIENTS).map(one).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(outcomes.iter().all(|o| matches!(o, Opened::In(_) | Opened::WrongCode)), "{outcomes:?}");
    outcomes.iter().filter(|o| matches!(o, Opened::In(_))).count()
}

#[test]
fn a_code_opens_one_session_however_many_ask_at_once() {
    each(|w| {
        guarded(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        set_up(w, &ada);
        let first = code_at(&SECRET, w.now).unwrap();
        assert_eq!(knock(w, "ada", Some(&first), "t0"), Opened::WrongCode, "the code that set it up is used up");
        for _ in 0..5 {
            w.later(1);
            let code = code_at(&SECRET, w.now).unwrap();
            assert_eq!(let_in(w, &code), 1);
            assert_eq!(let_in(w, &code), 0, "and none later");
        }
        for code in ["CODE 7", "code-8"] {
            assert_eq!(let_in(w, code), 1);
            assert_eq!(let_in(w, code), 0);
        }
        assert_eq!(w.app.factor_state(ada.account).unwrap().recovery, 8);
        assert_eq!(let_in(w, "code-10"), 0, "no such code");
    });
}

#[test]
fn codes_go_forward_only_and_hold_for_thirty_seconds() {
    each(|w| {
        guarded(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        set_up(w, &ada);
        assert_eq!(knock(w, "ada", None, "t1"), Opened::Code);
        w.later(2);
        let at = |seconds: i64| code_at(&SECRET, Instant::new(w.now.utc() + chrono::TimeDelta::seconds(seconds))).unwrap();
        let (late, now, early) = (at(-30), at(0), at(30));
        for far in [at(90), at(-90)] {
            assert_eq!(knock(w, "ada", Some(&far), "t2"), Opened::WrongCode);
        }
        assert_eq!(knock(w, "ada", Some(&late), "t2"), Opened::WrongCode, "it ended with its thirty seconds");
        assert!(matches!(knock(w, "ada", Some(&now), "t3"), Opened::In(_)));
        for used in [&now, &late] {
            assert_eq!(knock(w, "ada", Some(used), "t4"), Opened::WrongCode, "none before the last one taken");
        }
        assert_eq!(knock(w, "ada", Some(&early), "t4"), Opened::WrongCode, "not yet");
        assert!(w.app.session("t3", w.now).unwrap().is_some());
    });
}

#[test]
fn a_telephone_whose_clock_goes_otherwise_is_known_after_two_codes_in_a_row() {
    each(|w| {
        guarded(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        set_up(w, &ada);
        let shown = |now: Instant, seconds: i64| code_at(&SECRET, Instant::new(now.utc() + chrono::TimeDelta::seconds(seconds))).unwrap();
        let mut now = w.now;
        let mut in_seconds = |w: &mut World, seconds: i64| {
            now = Instant::new(now.utc() + chrono::TimeDelta::seconds(seconds));
            w.now = now;
            now
        };
        // Half a minute behind: the first code opens nothing and is used up, the one after it opens.
        let at = in_seconds(w, 3600);
        let first = shown(at, -30);
        assert_eq!(knock(w, "ada", Some(&first), "t1"), Opened::WrongCode);
        assert_eq!(knock(w, "ada", Some(&first), "t1"), Opened::WrongCode);
        let at = in_seconds(w, 30);
        assert!(matches!(knock(w, "ada", Some(&shown(at, -30)), "t1"), Opened::In(_)));
        // Its clock is known from now on, and ours is that of nobody.
        let at = in_seconds(w, 3600);
        assert!(matches!(knock(w, "ada", Some(&shown(at, -30)), "t2"), Opened::In(_)));
        let at = in_seconds(w, 3600);
        assert_eq!(knock(w, "ada", Some(&shown(at, 0)), "t3"), Opened::WrongCode);
        // Two codes that do not follow each other open nothing.
        let at = in_seconds(w, 300);
        assert_eq!(knock(w, "ada", Some(&shown(at, 0)), "t3"), Opened::WrongCode);
        assert!(w.app.session("t3", w.now).unwrap().is_none());
    });
}

#[test]
fn a_secret_lies_sealed_and_for_its_own_account_alone() {
    each(|w| {
        guarded(w);
        let (ada, bob) = (w.login("ada", AccountRole::Officer, None, None), w.login("bob", AccountRole::Officer, None, None));
        set_up(w, &ada);
        let kept = w.read(|rx| factor_fetch(rx, ada.account)).unwrap();
        assert!(!kept.sealed.windows(4).any(|part| part == &SECRET[..4]), "not in the clear");
        w.later(1);
        let code = code_at(&SECRET, w.now).unwrap();
        // Somebody with the database alone gives bob's account ada's app.
        w.app.db.write(w.now, |tx| factor_write(tx, bob.account, &kept, (0, 0))).unwrap();
        let bobs = w.app.secret("bob").unwrap().unwrap();
        assert!(matches!(w.app.sign_in(&bobs, Some(&code), &opening(w, "t")), Err(ServiceError::Store(_))));
        let other = keyed(w, 2);
        let adas = w.app.secret("ada").unwrap().unwrap();
        assert!(matches!(other.sign_in(&adas, Some(&code), &opening(w, "t")), Err(ServiceError::Store(_))), "another key opens nothing");
        assert!(w.read(something_sealed));
        w.app.db.write(w.now, |tx| factor_remove(tx, bob.account)).unwrap();
        // Another key from now on: the secret is sealed anew, and opens without the old one.
        let old = w.app.db.clone();
        let both = KeyRing::new(SealKey::new([2; KEY_BYTES]), vec![SealKey::new([1; KEY_BYTES])]);
        let turning = old.clone().with_keys(Keys::of(both));
        let sealed_before = w.read(|rx| factor_fetch(rx, ada.account)).unwrap().sealed;
        turning
            .write(w.now, |tx| -> Result<(), StoreError> {
                while reseal(tx, 100)? > 0 {}
                Ok(())
            })
            .unwrap();
        assert_ne!(w.read(|rx| factor_fetch(rx, ada.account)).unwrap().sealed, sealed_before);
        let uses = w.read(key_uses);
        assert!(uses.iter().all(|u| u.key == id_text(&SealKey::new([2; KEY_BYTES])) || u.rows == 0), "{uses:?}");
        assert!(matches!(keyed(w, 2).sign_in(&adas, Some(&code), &opening(w, "t2")), Ok(Opened::In(_))), "the new key alone opens it");
    });
}

#[test]
fn setting_up_needs_a_right_code_in_time_and_ends_other_sessions() {
    each(|w| {
        let ada = w.login("ada", AccountRole::Officer, None, None);
        let offer = |w: &World, secret| w.app.factor_offer(ada.account, secret, w.now);
        w.app.db = w.app.db.clone().with_keys(Keys::default());
        assert_eq!(codes(&offer(w, SECRET)), ["factor.no_keys"]);
        guarded(w);
        assert!(matches!(knock(w, "ada", None, "t1"), Opened::In(_)) && matches!(knock(w, "ada", None, "t2"), Opened::In(_)));
        let confirm = |w: &World, secret: &[u8], keep: &str| {
            w.app.factor_confirm(ada.account, &code_at(secret, w.now).unwrap(), &recovery(), keep, w.now)
        };
        assert_eq!(codes(&confirm(w, &SECRET, "")), ["factor.offer_ended"], "nothing was offered");
        offer(w, SECRET).unwrap();
        assert_eq!(codes(&confirm(w, &[1; SECRET_BYTES], "")), ["factor.code"]);
        w.later(1);
        assert_eq!(codes(&confirm(w, &SECRET, "")), ["factor.offer_ended"], "half an hour is over");
        offer(w, SECRET).unwrap();
        assert_eq!(w.app.factor_offered(ada.account, w.now).unwrap(), Some(SECRET.to_vec()));
        confirm(w, &SECRET, &token_hash("t2")).unwrap();
        assert!(w.app.session("t1", w.now).unwrap().is_none(), "begun without a code");
        assert!(!w.app.session("t2", w.now).unwrap().unwrap().lacks_factor);
        // Another app: the one there is goes on until the new one was confirmed.
        w.later(1);
        offer(w, [1; SECRET_BYTES]).unwrap();
        assert!(matches!(knock(w, "ada", Some(&code_at(&SECRET, w.now).unwrap()), "t3"), Opened::In(_)));
        confirm(w, &[1; SECRET_BYTES], "").unwrap();
        w.later(1);
        assert_eq!(knock(w, "ada", Some(&code_at(&SECRET, w.now).unwrap()), "t4"), Opened::WrongCode);
        assert!(matches!(knock(w, "ada", Some(&code_at(&[1; SECRET_BYTES], w.now).unwrap()), "t5"), Opened::In(_)));
        w.app.recovery_renew(ada.account, &["other".to_owned()], w.now).unwrap();
        assert_eq!(knock(w, "ada", Some("code-1"), "t6"), Opened::WrongCode, "earlier ones no longer work");
        assert!(matches!(knock(w, "ada", Some("other"), "t7"), Opened::In(_)));
    });
}

#[test]
fn every_role_must_have_one_but_those_left_out_and_a_demonstration_has_none() {
    each(|w| {
        guarded(w);
        let office = w.office("KO");
        let registrar = w.login("registrar", AccountRole::Registrar, Some(office), None);
        let lacks = |w: &mut World, login: &str| {
            let token = w.id::<uuid::Uuid>().to_string();
            assert!(matches!(knock(w, login, None, &token), Opened::In(_)));
            w.app.session(&token, w.now).unwrap().unwrap().lacks_factor
        };
        assert!(lacks(w, "registrar"), "every role, where the operator says nothing else");
        w.app = w.app.clone().guarded(|guard| guard.factor_roles = SIGNING_ROLES.to_vec());
        assert!(!lacks(w, "registrar"), "left out");
        for role in [AccountRole::Officer, AccountRole::Approver, AccountRole::Administrator, AccountRole::Reviewer] {
            w.login(role.as_str(), role, None, None);
            assert_eq!(lacks(w, role.as_str()), role != AccountRole::Reviewer, "{role:?}");
        }
        assert_eq!(codes(&w.app.factor_drop(registrar.account, w.now)), ["factor.none"]);
        assert_eq!(codes(&w.app.recovery_renew(registrar.account, &[], w.now)), ["factor.none"]);
        set_up(w, &registrar);
        assert_eq!(knock(w, "registrar", None, "t"), Opened::Code, "who has one is asked for it");
        w.app.factor_drop(registrar.account, w.now).unwrap();
        assert!(matches!(knock(w, "registrar", None, "t"), Opened::In(_)));
        let officer = w.login("second", AccountRole::Officer, None, None);
        set_up(w, &officer);
        assert_eq!(codes(&w.app.factor_drop(officer.account, w.now)), ["factor.asked"]);
    });
    let dir = crate::support::process::scratch_dir("demo-factor");
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let mut w = World::demonstration(&url, placer::domain::jurisdiction::Profile::bundled("SL").unwrap());
    guarded(&mut w);
    let ada = w.login("ada", AccountRole::Officer, None, None);
    assert!(matches!(knock(&w, "ada", None, "t"), Opened::In(_)));
    assert!(!w.app.session("t", w.now).unwrap().unwrap().lacks_factor);
    assert_eq!(codes(&w.app.factor_offer(ada.account, SECRET, w.now)), ["factor.demonstration"]);
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn an_administrator_resets_what_somebody_lost_and_the_journal_keeps_it() {
    each(|w| {
        guarded(w);
        let admin = w.login("admin", AccountRole::Administrator, None, None);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        let reset = |account, reason: &str| ResetFactor { account, reason: reason.into() };
        assert_eq!(codes(&w.submit(&admin, &reset(ada.account, "lost"))), ["factor.none_there"]);
        set_up(w, &ada);
        assert!(matches!(knock(w, "ada", Some("code-1"), "t1"), Opened::In(_)));
        assert_eq!(codes(&w.submit(&admin, &reset(admin.account, " "))), ["account.own", "required", "factor.none_there"]);
        assert!(matches!(w.submit(&ada, &reset(ada.account, "lost")), Err(ServiceError::Forbidden)));
        let receipt = w.submit(&admin, &reset(ada.account, "lost the telephone")).unwrap();
        assert_eq!((receipt.kind.as_str(), receipt.subject), ("account.factor_reset", ada.account.to_string()));
        let entry = w.read(|rx| placer::store::journal::entry_fetch(rx, receipt.seq)).unwrap();
        assert!(entry.entry.canonical().unwrap().contains("lost the telephone"));
        assert!(w.app.session("t1", w.now).unwrap().is_none(), "signed out");
        assert!(matches!(knock(w, "ada", None, "t2"), Opened::In(_)));
        assert!(w.app.session("t2", w.now).unwrap().unwrap().lacks_factor, "led to set up another");
        assert_eq!(w.app.factor_state(ada.account).unwrap().recovery, 0);
    });
}

/// A forgotten password is replaced; the telephone is not.
#[test]
fn a_new_first_password_leaves_the_second_factor_as_it_is() {
    each(|w| {
        guarded(w);
        let admin = w.login("admin", AccountRole::Administrator, None, None);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        set_up(w, &ada);
        let left = w.app.factor_state(ada.account).unwrap();
        w.submit(&admin, &ResetPassword { account: ada.account, password_hash: "another".into(), chosen: false }).unwrap();
        assert_eq!(w.app.factor_state(ada.account).unwrap(), left);
        assert_eq!(knock(w, "ada", None, "t1"), Opened::Code, "the new password alone opens nothing");
        assert_eq!(knock(w, "ada", Some("123456"), "t1"), Opened::WrongCode);
        w.later(1);
        assert!(matches!(knock(w, "ada", Some(&code_at(&SECRET, w.now).unwrap()), "t1"), Opened::In(_)));
        assert!(w.app.session("t1", w.now).unwrap().unwrap().must_change);
    });
}

#[test]
fn recovery_codes_are_kept_as_hashes_of_codes_too_long_to_guess() {
    const TABLE: Projection = Projection { table: "recovery_code", key: &["account_id", "code_hash"] };
    each(|w| {
        guarded(w);
        let ada = w.login("ada", AccountRole::Officer, None, None);
        w.app.factor_offer(ada.account, SECRET, w.now).unwrap();
        let made: Vec<String> = std::iter::repeat_with(placer::web::password::recovery).take(10).collect();
        w.app.factor_confirm(ada.account, &code_at(&SECRET, w.now).unwrap(), &made, "", w.now).unwrap();
        let kept = w.read(|rx| rows(rx, TABLE));
        assert_eq!(kept.len(), 10);
        for code in &made {
            let plain: String = code.chars().filter(|c| c.is_alphanumeric()).collect();
            // Enough from 112 random bits on to be kept under a plain hash (ASVS 5.0, 6.5.2); 20 are asked for at least (6.5.4).
            assert!(plain.len() == 25 && 25.0 * 31_f64.log2() > 112.0, "{code}");
            let hash = placer::domain::factor::recovery_hash(ada.account, code);
            assert!(hash.len() == 64 && kept.iter().any(|row| row.k.contains(&hash)));
            assert!(kept.iter().all(|row| !row.r.contains(&plain) && !row.r.contains(code.as_str())), "{code} stands there as it is");
        }
    });
}

/// A server that asks for a second factor as one does whose operator says nothing, beside the house's own.
fn strict(house: &House) -> Server {
    let mut command = house.run(&["serve", "--listen", "127.0.0.1:0"]);
    command.env_remove("PLACER_SECOND_FACTOR");
    Server::spawn(&mut command, Duration::from_secs(60)).unwrap()
}

fn house() -> House {
    House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
    })
}

/// The secret that a page shows to be typed by hand.
fn shown_secret(page: &Reply) -> Vec<u8> {
    let shown = page.body.split_once("placer-code--long\">").unwrap().1.split('<').next().unwrap().replace(' ', "");
    data_encoding::BASE32_NOPAD.decode(shown.as_bytes()).unwrap()
}

/// Signs in with the code of the app, though the one that set it up has just been used: the next one is not there yet, and with
/// the one after it the two follow each other, as on a telephone whose clock is ahead.
fn with_next_codes(http: &mut Http, secret: &[u8]) -> Reply {
    let now = edge::now();
    let [next, after] = [30, 60].map(|s| code_at(secret, Instant::new(now.utc() + chrono::TimeDelta::seconds(s))).unwrap());
    let first = http.submit("/sign-in/code", &[("code", &next)]);
    // Where half a minute has just passed, the next one is there.
    if first.status == 303 { first } else { http.submit("/sign-in/code", &[("code", &after)]) }
}

fn code_in(secret: &[u8], seconds: i64) -> String {
    code_at(secret, Instant::new(edge::now().utc() + chrono::TimeDelta::seconds(seconds))).unwrap()
}

/// Sets up an app on the pages; gives its secret and the recovery codes.
fn set_up_on_pages(http: &mut Http) -> (Vec<u8>, Vec<String>) {
    assert_eq!(http.submit("/me/factor", &[]).status, 405, "the page itself takes no form");
    let page = http.get("/me/factor");
    let fields = [("csrf", page.hidden("csrf")), ("key", page.hidden("key"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let offered = http.post("/me/factor/new", &fields);
    assert_eq!((offered.status, offered.header("location")), (303, "/me/factor/confirm"), "{}", offered.body);
    let page = http.get("/me/factor/confirm");
    assert!(page.body.contains("<svg viewBox") && page.header("cache-control") == "no-store");
    let secret = shown_secret(&page);
    let wrong = http.submit("/me/factor/confirm", &[("code", "000000")]);
    assert!(wrong.status == 422 && wrong.body.contains("This code is wrong"), "{}", wrong.body);
    assert_eq!(shown_secret(&wrong), secret, "the same secret still waits");
    let done = http.submit("/me/factor/confirm", &[("code", &code_in(&secret, 0))]);
    assert_eq!(done.status, 200, "{}", done.body);
    let codes: Vec<String> =
        done.body.split("placer-code--long\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

#[test]
fn an_officer_sets_one_up_before_anything_else_and_signs_in_with_it() {
    let house = house();
    let server = strict(&house);
    let mut http = Http::signed_in(server.address(), "officer", PASSWORD);
    for path in ["/", "/me", "/shipments", "/me/tokens"] {
        let reply = http.get(path);
        assert!(reply.status == 303 && reply.header("location") == "/me/factor" || reply.status == 405, "{path}: {}", reply.status);
    }
    let mut api = http.clone();
    api.headers.push(("x-placer".into(), "1".into()));
    let told = api.get("/api/v1/shipments");
    assert!(told.status == 403 && told.body.contains("urn:placer:problem:factor"), "{}", told.body);
    let (secret, recovery) = set_up_on_pages(&mut http);
    assert_eq!(http.get("/").status, 200);
    assert!(http.get("/me").body.contains("10 recovery codes are left"));

    let mut http = Http::at(server.address());
    let asked = http.sign_in("officer", PASSWORD);
    assert_eq!((asked.status, asked.header("location")), (303, "/sign-in/code"));
    assert!(http.cookie("placer_session").is_none() && http.get("/me").status == 303, "a password alone opens nothing");
    let code = |http: &mut Http, code: &str| http.submit("/sign-in/code", &[("code", code)]);
    assert_eq!(code(&mut http, &code_in(&secret, -30)).status, 422, "before the one that set it up");
    assert_eq!(code(&mut http, "").status, 422);
    let done = with_next_codes(&mut http, &secret);
    assert_eq!((done.status, done.header("location")), (303, "/"), "{}", done.body);
    assert_eq!(http.get("/me").status, 200);
    assert_eq!(http.get("/sign-in/code").header("location"), "/sign-in", "it is used up");
    // The telephone is lost: a recovery code, once.
    for (again, status) in [(false, 303), (true, 422)] {
        let mut http = Http::at(server.address());
        assert_eq!(http.sign_in("officer", PASSWORD).header("location"), "/sign-in/code");
        let reply = code(&mut http, &recovery[0].to_uppercase());
        assert_eq!(reply.status, status, "again: {again}");
        if !again {
            let told = http.get(reply.header("location")).body;
            assert!(told.contains("It does not work again. 9 recovery codes are left"), "{told}");
        }
    }
    // Nobody tells from a wrong password whether there is a second factor.
    let (with, without) = (Http::at(server.address()).sign_in("officer", "wrong"), Http::at(server.address()).sign_in("reviewer", "wrong"));
    assert_eq!((with.status, without.status), (422, 422));
    assert!(with.body.contains("The name or the password is wrong") && without.body.contains("The name or the password is wrong"));
}

#[test]
fn wrong_codes_are_slowed_down_as_wrong_passwords_are_also_after_a_restart() {
    let house = house();
    let server = strict(&house);
    let mut http = Http::signed_in(server.address(), "officer", PASSWORD);
    set_up_on_pages(&mut http);
    let mut thief = Http::at(server.address());
    assert_eq!(thief.sign_in("officer", PASSWORD).status, 303);
    let statuses: Vec<u16> = (0..5).map(|_| thief.submit("/sign-in/code", &[("code", "111111")]).status).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 303], "then the password is asked for again");
    let early = thief.sign_in("officer", PASSWORD);
    assert!(early.status == 429 && early.body.contains("Too many attempts"), "a right password does not set him free");
    assert_eq!(house.world.app.waits().unwrap().len(), 1, "noted beside the journal");
    assert!(server.stop().success());
    let server = strict(&house);
    let early = Http::at(server.address()).sign_in("officer", PASSWORD);
    assert!([429, 303].contains(&early.status));
    let mut thief = Http::at(server.address());
    let statuses: Vec<u16> = (0..3).map(|_| thief.sign_in("officer", "not the password").status).collect();
    assert!(statuses.contains(&429), "the restart forgot who had to wait: {statuses:?}");
}
