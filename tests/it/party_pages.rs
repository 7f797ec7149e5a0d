//! The pages of parties and licences, walked as registrar, supervisor, another office, administrator and the public.

use crate::house::House;
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{main_text, press, write};
use crate::world::{World, sign_in};
use fantoccini::Locator::Css;
use placer::domain::access::AccountRole;
use placer::domain::role::Role;

/// Two offices, and who signs in.
fn people(w: &mut World) {
    let koidu = w.office("KDU");
    let bo = w.office("BO");
    w.login("koidu", AccountRole::Supervisor, Some(koidu), None);
    w.login("bo", AccountRole::Registrar, Some(bo), None);
    w.login("admin", AccountRole::Administrator, None, None);
    let exporter = w.party("Sewa River Diamonds Ltd", &[Role::Exporter], None);
    w.login("exporter", AccountRole::Exporter, None, Some(exporter));
    let sesay = w.party("Élie Kouamé", &[Role::Miner], Some(koidu));
    w.licence_between("artisanal", sesay, Some(koidu), "2026-01-01", "2099-12-31");
}

/// Days go in as the page's own script would set them: keys typed into a day field depend on the browser's language.
async fn choose(b: &Browser, id: &str, value: &str) {
    b.execute(&format!("document.getElementById('{id}').value = '{value}'"), vec![]).await.unwrap();
}

async fn shown(b: &Browser, name: &str) -> String {
    b.assert_page_is_sound().await;
    b.screenshot(name).await;
    main_text(b).await
}

/// Fills in the form of a person who was born on a day.
async fn person(b: &Browser, at: &str, name: &str) {
    b.goto(&format!("{at}/parties/new")).await.unwrap();
    write(b, "f-name", name).await;
    press(b, "#f-roles-miner").await;
    choose(b, "f-born_on", "1985-03-04").await;
    write(b, "f-phone", "+232 76 123 456").await;
}

/// A death is written down, shown wherever the party is named, and put right.
async fn stands(b: &Browser, at: &str, screen: &str, shot: impl Fn(&str) -> String) {
    open_list(b, at, screen).await;
    write(b, "f-q", "kouame").await;
    press(b, "main form[role=search] button").await;
    press(b, "main table a").await;
    press(b, "main a[href$='/state']").await;
    press(b, "main form button").await;
    assert!(shown(b, &shot("party-state-wrong")).await.contains("There is a problem"));
    press(b, "label[for=f-state-dead]").await;
    write(b, "f-reason", "Told by the family").await;
    write(b, "f-note", "Paper of the chief").await;
    press(b, "main form button").await;
    let told = shown(b, &shot("party-state-dead")).await;
    assert!(told.contains("Dead") && told.contains("Told by the family") && told.contains("Paper of the chief"), "{told}");
    assert!(!told.contains("Issue a licence"), "{told}");
    press(b, "main table a").await;
    assert!(shown(b, &shot("party-state-licence")).await.contains("Dead"));
    open_list(b, at, screen).await;
    assert!(shown(b, &shot("party-state-list")).await.contains("Dead"));
    write(b, "f-q", "kouame").await;
    press(b, "main form[role=search] button").await;
    press(b, "main table a").await;
    press(b, "main a[href$='/state']").await;
    press(b, "label[for=f-state-active]").await;
    write(b, "f-reason", "It was his brother").await;
    shown(b, &shot("party-state-form")).await;
    press(b, "main form button").await;
    let told = shown(b, &shot("party-state-again")).await;
    assert!(told.contains("It was his brother") && told.contains("In the trade"), "{told}");
}

/// The list of parties with its search, which is folded on a phone.
async fn open_list(b: &Browser, at: &str, screen: &str) {
    b.goto(&format!("{at}/parties")).await.unwrap();
    if screen != "desktop" {
        press(b, ".placer-fold summary").await;
    }
}

async fn story(b: &Browser, at: &str, screen: &str) {
    let shot = |name: &str| format!("{screen}-{name}");
    sign_in(b, at, "koidu").await;
    b.goto(&format!("{at}/parties/new?kind=organisation")).await.unwrap();
    assert!(shown(b, &shot("party-organisation")).await.contains("Beneficial owners"));
    b.goto(&format!("{at}/parties/new")).await.unwrap();
    press(b, "main form button").await;
    assert!(shown(b, &shot("party-wrong")).await.contains("There is a problem"));
    person(b, at, "Mohamed Lamin Kamara").await;
    shown(b, &shot("party-form")).await;
    press(b, "main form button").await;
    let check = shown(b, &shot("party-check")).await;
    assert!(check.contains("Nothing is written yet") && check.contains("4 March 1985") && check.contains("Sierra Leone"), "{check}");
    press(b, "button[name=change]").await;
    write(b, "f-birth_place", "Koidu").await;
    press(b, "main form button").await;
    press(b, "button[name=confirmed]").await;
    let done = shown(b, &shot("party-registered")).await;
    assert!(done.contains("Registered as SLE-") && done.contains("Koidu"), "{done}");

    // The same person again, spelt otherwise: compared, then told apart.
    person(b, at, "Camara Mohammed").await;
    press(b, "main form button").await;
    let alike = shown(b, &shot("party-duplicates")).await;
    assert!(alike.contains("Mohamed Lamin Kamara") && alike.contains("Similar name, same birth day"), "{alike}");
    press(b, "button[name=acknowledged_duplicates]").await;
    assert!(shown(b, &shot("party-check-again")).await.contains("somebody else than SLE-"));
    press(b, "button[name=confirmed]").await;

    open_list(b, at, screen).await;
    write(b, "f-q", "kouame").await;
    press(b, "main form[role=search] button").await;
    let list = shown(b, &shot("party-list")).await;
    assert!(list.contains("Élie Kouamé") && !list.contains("Camara"), "{list}");
    assert_eq!(b.current_url().await.unwrap().as_str(), format!("{at}/parties"), "what was searched for is not in the address");
    write(b, "f-q", "lamin kam").await;
    press(b, "main form[role=search] button").await;
    press(b, "main table a").await;
    press(b, "a[href$='/edit']").await;
    write(b, "f-address", "Tankoro, Koidu").await;
    write(b, "f-reason", "Moved").await;
    shown(b, &shot("party-edit")).await;
    press(b, "main form button").await;
    press(b, "button[name=confirmed]").await;
    let changed = shown(b, &shot("party-changed")).await;
    assert!(changed.contains("Reason: Moved") && changed.contains("Tankoro"), "{changed}");

    // A licence for him.
    press(b, "a[href^='/licences/new?holder=']").await;
    assert!(shown(b, &shot("licence-choose")).await.contains("Artisanal mining licence"));
    press(b, "a[href^='/licences/new/artisanal?']").await;
    write(b, "f-area", "-10.5000, 8.0000\n-10.5000, 8.0008\n-10.4992, 8.0008\n-10.4992, 8.0000").await;
    press(b, "main form button").await;
    assert!(shown(b, &shot("licence-wrong")).await.contains("5 papers are missing"));
    for paper in ["c12", "rent-receipt", "sketch-map", "c13", "nma-receipt"] {
        press(b, &format!("#f-documents-{paper}")).await;
    }
    shown(b, &shot("licence-form")).await;
    press(b, "main form button").await;
    let check = shown(b, &shot("licence-check")).await;
    assert!(check.contains("wrong way round") && check.contains("Given when you confirm"), "{check}");
    press(b, "button[name=confirmed]").await;
    let issued = shown(b, &shot("licence-issued")).await;
    assert!(issued.contains("was issued") && issued.contains("Mohamed Lamin Kamara") && issued.contains("Valid"), "{issued}");
    let page = b.current_url().await.unwrap().to_string();
    let page = page.split('?').next().unwrap().to_owned();
    let number = b.find(Css("main h1")).await.unwrap().text().await.unwrap();
    paper_and_state(b, at, &page, &number, screen).await;
}

/// Prints the licence, asks for its public status, suspends, reinstates and revokes it.
async fn paper_and_state(b: &Browser, at: &str, page: &str, number: &str, screen: &str) {
    let shot = |name: &str| format!("{screen}-{name}");
    stands(b, at, screen, shot).await;
    b.goto(&format!("{page}/print")).await.unwrap();
    let paper = shown(b, &shot("licence-print")).await;
    let path = format!("/check/licence/{}", number.replace('/', "%2F"));
    assert!(paper.contains("Mohamed Lamin Kamara") && paper.contains(number) && paper.contains(&path), "{paper}");
    assert!(!paper.contains("Not valid"));
    assert!(b.find(Css(".placer-print__qr svg path")).await.is_ok());

    for (act, word) in [("suspend", "Suspended"), ("reinstate", "Valid")] {
        b.goto(&format!("{page}/state/{act}")).await.unwrap();
        press(b, "main form button").await;
        assert!(main_text(b).await.contains("There is a problem"), "no reason given");
        write(b, "f-reason", "Inspection").await;
        shown(b, &shot(&format!("licence-{act}"))).await;
        press(b, "main form button").await;
        assert!(shown(b, &shot(&format!("licence-{act}-done"))).await.contains(word));
    }
    b.goto(&format!("{page}/state/revoke")).await.unwrap();
    write(b, "f-reason", "Dug outside the area").await;
    press(b, "main form button").await;
    assert!(shown(b, &shot("licence-revoke-check")).await.contains("Revoking is final"));
    press(b, "button[name=confirmed]").await;
    let revoked = shown(b, &shot("licence-revoked")).await;
    assert!(revoked.contains("Revoked"), "{revoked}");
    assert!(b.find(Css("a[href*='/state/']")).await.is_err(), "nothing more can be done with it");
    b.goto(&format!("{page}/print")).await.unwrap();
    assert!(shown(b, &shot("licence-print-void")).await.contains("Not valid: Revoked"));
    b.goto(&format!("{at}/licences?standing=revoked")).await.unwrap();
    assert!(shown(b, &shot("licence-list")).await.contains(number));

    // Anybody: by the square's address, with slashes as they are, by the form, in small letters.
    let public = b.another(if screen == "phone" { Screen::Phone } else { Screen::Desktop }).await;
    for address in [path.clone(), format!("/check/licence/{number}"), format!("/check/licence?number={number}"), path.to_lowercase()] {
        public.goto(&format!("{at}{address}")).await.unwrap();
        let told = main_text(&public).await;
        assert!(told.contains(number) && told.contains("Revoked") && told.contains("Artisanal"), "{address}: {told}");
        for secret in ["Kamara", "Mohamed", "SLE-0", "Dug outside"] {
            assert!(!public.source().await.unwrap().contains(secret), "{secret} on {address}");
        }
    }
    shown(&public, &shot("licence-status")).await;
    public.goto(&format!("{at}/check/licence/SL%2FART%2F1999%2F99999")).await.unwrap();
    // The browser notes a page that is not there; that is what the status says.
    let _ = public.complaints().await;
    assert!(main_text(&public).await.contains("no licence with the number SL/ART/1999/99999"));
    public.goto(&format!("{at}/check/licence")).await.unwrap();
    shown(&public, &shot("licence-status-form")).await;
}

#[tokio::test]
async fn a_party_is_registered_and_licensed_in_the_browser() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let set = House::open(people);
    story(&browser, &set.server.url(), "desktop").await;
}

#[tokio::test]
async fn the_same_on_a_small_phone() {
    let Some(browser) = Browser::open(Screen::Phone).await else { return };
    let set = House::open(people);
    story(&browser, &set.server.url(), "phone").await;
}

#[tokio::test]
async fn names_are_seen_only_within_reach() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let set = House::open(|w| {
        people(w);
        let bo = w.read(placer::store::office::offices).into_iter().find(|o| o.code == "BO").unwrap().id;
        w.party("Hawa Bangura", &[Role::Digger], Some(bo));
    });
    let at = set.server.url();
    sign_in(&browser, &at, "bo").await;
    browser.goto(&format!("{at}/parties")).await.unwrap();
    let list = main_text(&browser).await;
    assert!(list.contains("Hawa Bangura") && !list.contains("Kouam") && !list.contains("Sewa"), "{list}");

    let admin = browser.another(Screen::Desktop).await;
    sign_in(&admin, &at, "admin").await;
    admin.goto(&format!("{at}/parties")).await.unwrap();
    let list = shown(&admin, "admin-parties").await;
    assert!(list.contains("SLE-000001-") && !list.contains("Bangura") && !list.contains("Kouam"), "codes, no names: {list}");
    press(&admin, "main table a").await;
    let one = shown(&admin, "admin-party").await;
    assert!(one.contains("not its name") || one.contains("are kept by this office"), "{one}");
    assert!(!admin.source().await.unwrap().contains("Bangura"));

    let exporter = browser.another(Screen::Desktop).await;
    sign_in(&exporter, &at, "exporter").await;
    exporter.goto(&format!("{at}/parties")).await.unwrap();
    let list = main_text(&exporter).await;
    assert!(list.contains("Sewa River Diamonds") && !list.contains("Bangura"), "{list}");
}
