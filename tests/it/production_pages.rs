//! The registrar's day in the browser: first page, site, form, check, receipt; on a phone, with and without scripts.

use crate::house::House;
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{follow, main_text, press, write};
use crate::world::{World, sign_in};
use fantoccini::Locator;
use placer::domain::access::AccountRole;
use placer::domain::event::{LicenceState, LicenceStateChanged};
use placer::domain::ids::OfficeId;
use placer::domain::role::Role;
use placer::store::parcel::parcel_next_no;
use placer::store::production::source_fetch;

/// A register with an office.
pub struct Scene {
    house: House,
    pub office: OfficeId,
}

impl Scene {
    pub fn new(people: impl FnOnce(&mut World, OfficeId)) -> Self {
        let mut office = None;
        let house = House::open(|w| {
            let opened = w.office("KEN");
            office = Some(opened);
            people(w, opened);
        });
        Self { house, office: office.unwrap() }
    }
}

impl std::ops::Deref for Scene {
    type Target = House;
    fn deref(&self) -> &House {
        &self.house
    }
}
impl std::ops::DerefMut for Scene {
    fn deref_mut(&mut self) -> &mut House {
        &mut self.house
    }
}

/// A miner's two sites, and one account of each kind that looks at production.
fn scene() -> Scene {
    Scene::new(|w, office| {
        w.login("amara", AccountRole::Registrar, Some(office), None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        let miner = w.party("Sorie Kamara", &[Role::Miner], Some(office));
        // The browser's clock is the real one, so the licence has to hold for a long time.
        let licence = w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31");
        w.site(Some(licence), Some(office));
        w.site(Some(licence), Some(office));
    })
}

/// The page is sound; its picture is kept where one is asked for.
pub async fn look(b: &Browser, name: &str) {
    b.assert_page_is_sound().await;
    b.screenshot(name).await;
}

/// The same for a form that was refused: the browser names its status, and nothing else.
pub async fn look_refused(b: &Browser, name: &str) {
    let told = b.complaints().await;
    assert!(told.iter().all(|t| t.contains("status of 422") || t.contains("status of 409")), "{told:?}");
    look(b, name).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registrar_writes_down_a_day_in_three_taps() {
    let Some(b) = Browser::open(Screen::Phone).await else { return };
    let scene = scene();
    let url = scene.server.url();
    b.set_position(&url, -10.498, 8.000_01, 6.0).await;
    sign_in(&b, &url, "amara").await;
    look(&b, "home-registrar-first-phone").await;
    press(&b, ".placer-tap__item--main").await;
    look(&b, "production-pick-phone").await;
    write(&b, "f-q", "pit 1").await;
    press(&b, "main form button").await;
    look(&b, "production-found-phone").await;
    press(&b, ".placer-tap__item").await;
    look(&b, "production-form-phone").await;

    press(&b, "main form button[type=submit]").await;
    assert!(main_text(&b).await.contains("There is a problem"));
    look_refused(&b, "production-refused-phone").await;

    write(&b, "f-weight_mct", "3.25").await;
    write(&b, "f-stones", "4").await;
    press(&b, "button[data-position]").await;
    let filled = "return document.getElementById('f-lat').value";
    for _ in 0..100 {
        if b.execute(filled, vec![]).await.unwrap().as_str().is_some_and(|v| !v.is_empty()) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(b.execute(filled, vec![]).await.unwrap(), "8.0000100");
    look(&b, "production-filled-phone").await;
    press(&b, "main form button[type=submit]:not([name])").await;
    let check = main_text(&b).await;
    assert!(check.contains("3.25") && check.contains("Sorie Kamara") && !check.contains("No position"), "{check}");
    look(&b, "production-check-phone").await;

    press(&b, "button[name=change]").await;
    assert_eq!(b.find(Locator::Id("f-weight_mct")).await.unwrap().prop("value").await.unwrap().as_deref(), Some("3.25"));
    write(&b, "f-stones", "5").await;
    press(&b, "main form button[type=submit]:not([name])").await;
    press(&b, "button[name=confirmed]").await;
    let code = placer::domain::parcel::parcel_code(1);
    assert!(main_text(&b).await.contains(&code));
    look(&b, "production-receipt-phone").await;
    let kept = scene.world.read(|rx| source_fetch(rx, 1)).unwrap();
    assert_eq!((kept.stones, kept.weight.mct(), kept.flags.len()), (5, 3_250, 0));
    assert_eq!(kept.facts.unwrap().accuracy_m, Some(6));

    follow(&b, "Show the entry").await;
    look(&b, "production-show-phone").await;
    b.goto(&format!("{url}/")).await.unwrap();
    assert!(main_text(&b).await.contains(&code), "the last entry stands on the first page");
    look(&b, "home-registrar-phone").await;
    b.goto(&format!("{url}/?lang=fr")).await.unwrap();
    look(&b, "home-registrar-phone-fr").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_works_without_scripts_and_asks_why_when_it_is_late() {
    let Some(b) = Browser::open(Screen::Phone).await else { return };
    let scene = scene();
    let url = scene.server.url();
    b.run_scripts(false).await;
    sign_in(&b, &url, "amara").await;
    let site = placer::domain::code::make("S", 2);
    b.goto(&format!("{url}/production/new?site={site}&lang=fr")).await.unwrap();
    assert!(!b.find(Locator::Css("button[data-position]")).await.unwrap().is_displayed().await.unwrap(), "a button that needs a script");
    assert!(b.find_all(Locator::Id("f-late_reason")).await.unwrap().is_empty());
    write(&b, "f-weight_mct", "1,5").await;
    write(&b, "f-stones", "2").await;
    b.execute("document.getElementById('f-on').value = '2026-02-02'", vec![]).await.unwrap();
    press(&b, "main form button[type=submit]").await;
    look_refused(&b, "production-late-phone-fr").await;
    write(&b, "f-late_reason", "Route inondée").await;
    for summary in b.find_all(Locator::Css("summary")).await.unwrap() {
        summary.click().await.unwrap();
    }
    look(&b, "production-open-phone-fr").await;
    write(&b, "f-lat", "8,01 N").await;
    write(&b, "f-lon", "10,48 O").await;
    write(&b, "f-accuracy_m", "0").await;
    write(&b, "f-largest_mct", "1").await;
    write(&b, "f-classes.4.weight_mct", "1").await;
    write(&b, "f-classes.4.stones", "1").await;
    press(&b, "main form button[type=submit]").await;
    assert!(main_text(&b).await.contains("Les classes de taille"), "{}", main_text(&b).await);
    let beside = b.find(Locator::Id("e-accuracy_m-1")).await.unwrap().text().await.unwrap();
    assert!(beside.contains("en mètres entiers, de 1 à"), "{beside}");
    look_refused(&b, "production-classes-phone-fr").await;
    write(&b, "f-accuracy_m", "5").await;
    write(&b, "f-classes.3.weight_mct", "0,5").await;
    write(&b, "f-classes.3.stones", "1").await;
    press(&b, "main form button[type=submit]").await;
    let check = main_text(&b).await;
    assert!(check.contains("marqué tardif") && check.contains("km du site") && check.contains("Route inondée"), "{check}");
    look(&b, "production-check-phone-fr").await;
    press(&b, "button[name=confirmed]").await;
    look(&b, "production-receipt-phone-fr").await;
    let kept = scene.world.read(|rx| source_fetch(rx, 1)).unwrap();
    assert_eq!((kept.weight.mct(), kept.flags.len(), kept.facts.unwrap().classes.len()), (1_500, 2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_and_others_only_read() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let mut scene = scene();
    let url = scene.server.url();
    let office = scene.office;
    let w = &mut scene.world;
    let registrar = w.account(AccountRole::Registrar, Some(office), None);
    let site = |w: &World, no: i64| {
        let code = placer::domain::code::make("S", no);
        w.read(|rx| placer::store::site::site_by_code(rx, &code)).unwrap()
    };
    for (at, no) in [1, 2, 2].into_iter().enumerate() {
        let found = site(w, no);
        let entry = placer::service::production::RecordProduction {
            site: found.id,
            licence: found.facts.licence.unwrap(),
            on: crate::world::day("2026-05-31"),
            stones: 3,
            weight_mct: crate::world::mct(1_000),
            largest_mct: None,
            classes: vec![],
            diggers: None,
            gravel_dm3: None,
            days_worked: None,
            page: None,
            position: None,
            accuracy_m: None,
            late_reason: None,
            test: at == 2,
        };
        w.submit(&registrar, &entry).unwrap();
    }
    assert_eq!(w.read(parcel_next_no), 4);
    sign_in(&b, &url, "reviewer").await;
    b.goto(&format!("{url}/production")).await.unwrap();
    let all = main_text(&b).await;
    assert!(all.contains("2.00") && all.contains("1 test") && !all.contains("Record production"), "{all}");
    look(&b, "production-list").await;
    let code = placer::domain::code::make("S", 1);
    b.goto(&format!("{url}/production?site={code}&flag=no_position&from=2026-05-01")).await.unwrap();
    assert_eq!(b.find_all(Locator::Css("tbody tr")).await.unwrap().len(), 1);
    b.goto(&format!("{url}/production?site=S-9&from=never")).await.unwrap();
    assert!(main_text(&b).await.contains("There is no site with this code"));
    look(&b, "production-list-refused").await;
    b.goto(&format!("{url}/production/new")).await.unwrap();
    assert!(main_text(&b).await.contains("You may not do this"));
    b.complaints().await;
    b.goto(&format!("{url}/production/{}", placer::domain::parcel::parcel_code(3))).await.unwrap();
    look(&b, "production-show-test").await;
}

#[test]
fn a_licence_that_does_not_hold_is_told_before_anything_is_typed() {
    let scene = Scene::new(|w, office| {
        w.login("amara", AccountRole::Registrar, Some(office), None);
        let miner = w.party("Sorie Kamara", &[Role::Miner], Some(office));
        for _ in 0..4 {
            let licence = w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31");
            w.site(Some(licence), Some(office));
        }
        let ended = w.licence_between("artisanal", miner, Some(office), "2020-01-01", "2020-12-31");
        w.site(Some(ended), Some(office));
        for (site, state) in [(2, LicenceState::Suspended), (3, LicenceState::Revoked)] {
            let code = placer::domain::code::make("S", site);
            let licence = w.read(|rx| placer::store::site::site_by_code(rx, &code)).unwrap().facts.licence.unwrap();
            let (on, reason) = ("2026-05-02".parse().unwrap(), "debts".to_owned());
            w.event(LicenceStateChanged { licence, state, on, reason, offence: None });
        }
    });
    let mut amara = scene.signed_in("amara");
    let mut form = |site: i64| amara.get(&format!("/production/new?site={}", placer::domain::code::make("S", site))).body;
    assert!(!form(1).contains("placer-flag--stop"));
    for (site, told) in [
        (2, "This licence was suspended on 2 May 2026"),
        (3, "This licence was revoked on 2 May 2026"),
        (5, "The last day of this licence was 31 December 2020"),
    ] {
        let body = form(site);
        assert!(body.contains(told), "{told}: {body}");
    }
}
