//! An entry that was taken back is told as such wherever it stands, and counts nowhere.

use crate::house::House;
use placer::domain::access::{AccountRole, Reach};
use placer::domain::ids::SiteId;
use placer::domain::role::Role;
use placer::service::correction::{DecideCorrection, ProposeWithdrawal};
use placer::store::production::{ProductionFilter, production_totals};
use placer::store::site::site_production;

#[test]
fn an_entry_taken_back_is_void_on_every_page_and_in_no_count() {
    let (mut site, mut codes, mut token) = (None::<SiteId>, Vec::new(), String::new());
    let house = House::open(|w| {
        let office = w.office("KO");
        let miner = w.party("A", &[Role::Miner], Some(office));
        let licence = w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31");
        let pit = w.site(Some(licence), Some(office));
        site = Some(pit);
        codes = [3_250, 2_000].map(|weight| w.production(pit, licence, miner, weight, 3).code).to_vec();
        let officer = w.login("officer", AccountRole::Officer, None, None);
        let approver = w.login("approver", AccountRole::Approver, None, None);
        let propose = ProposeWithdrawal { parcel: codes[0].clone(), reason: "written twice".into() };
        let correction = w.submit(&officer, &propose).unwrap().subject.parse().unwrap();
        let approve = DecideCorrection { correction, approved: true, reason: None };
        w.submit(&approver, &approve).unwrap();
        assert_eq!(crate::world::codes(&w.submit(&approver, &approve)), ["correction.decided"]);
        token = w.token(&officer);
    });
    let totals = house.world.read(|rx| production_totals(rx, Reach::All, &ProductionFilter::default()));
    assert_eq!((totals.entries, totals.stones, totals.weight_mct), (1, 3, 2_000));
    assert_eq!(house.world.read(|rx| site_production(rx, site.unwrap())), (1, 2_000));

    let mut http = house.signed_in("officer");
    let receipt = http.get(&format!("/production/{}/receipt", codes[0])).body;
    assert!(receipt.contains("Void: the entry was taken back") && !receipt.contains("Write this code on the bag"), "{receipt}");
    assert!(!receipt.contains("placer-print__signatures"), "{receipt}");
    let shown = http.get(&format!("/production/{}", codes[0])).body;
    assert!(shown.contains("govuk-tag--grey\">Withdrawn<") && shown.contains("its code must stand on no bag"), "{shown}");
    let list = http.get("/production").body;
    assert_eq!(list.matches("govuk-tag--grey\">Withdrawn<").count(), 1, "{list}");
    let sound = http.get(&format!("/production/{}/receipt", codes[1])).body;
    assert!(sound.contains("Write this code on the bag") && !sound.contains("Void:"), "{sound}");

    let mut api = house.visitor();
    api.headers.push(("authorization".into(), format!("Bearer {token}")));
    for (code, withdrawn) in [(&codes[0], true), (&codes[1], false)] {
        assert_eq!(api.get(&format!("/api/v1/productions/{code}")).json()["withdrawn"], withdrawn, "{code}");
    }
}
