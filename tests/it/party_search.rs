//! What is personal is searched for by a form that stands in no address; addresses find codes only.

use crate::house::House;
use placer::domain::access::AccountRole;
use placer::domain::entry::sha256_hex;
use placer::domain::event::{PartyFacts, PartyKind, PartyRegistered};
use placer::domain::ids::PartyId;
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::role::Role;
use placer::store::party::party_details_write;

#[test]
fn numbers_of_documents_and_telephones_are_searched_for_by_post_only() {
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
        for n in 0..60 {
            w.party(&format!("Kamara {n}"), &[Role::Miner], None);
        }
        let id: PartyId = w.id();
        let details = PartyDetails {
            name: "Zainab Bah".into(),
            id_type: Some("passport".into()),
            id_number: Some("SL-4477210".into()),
            phone: Some("+232 76 123 456".into()),
            ..PartyDetails::default()
        };
        let salt = sha256_hex(&[b"salt"]);
        let digest = details_digest(&salt, &details).unwrap();
        let (kind, roles) = (PartyKind::Person, vec![Role::Miner]);
        let facts = PartyFacts { kind, roles, office: None, supporter: None, details_digest: digest.clone(), reference: None };
        w.event(PartyRegistered { party: id, no: 61, code: placer::domain::code::make("SLE", 61), facts });
        w.app.db.write(w.now, |tx| party_details_write(tx, id, &salt, &digest, &details)).unwrap();
    });
    let code = placer::domain::code::make("SLE", 61);
    let mut officer = house.signed_in("officer");
    let page = officer.get("/parties");
    let csrf = page.hidden("csrf");
    let there = format!("href=\"/parties/{code}\"");
    let aloud = code.replace('-', " ").to_lowercase();
    for typed in ["zain", "sl 4477210", "076123456", code.as_str(), aloud.as_str()] {
        let found = officer.post("/parties", &[("csrf", &csrf), ("q", typed), ("role", "")]);
        assert_eq!(found.status, 200, "{typed}");
        assert_eq!((found.body.matches("href=\"/parties/SLE-").count(), found.body.contains(&there)), (1, true), "{typed}");
        let typed_in_address = officer.get(&format!("/parties?q={}", typed.replace(' ', "+")));
        assert_eq!(typed_in_address.body.contains(&there), typed == code || typed == aloud, "{typed}");
    }
    assert_eq!(officer.post("/parties", &[("q", "zain")]).status, 403, "a form without its token");

    // Further pages go on by form, and carry the search.
    let first = officer.post("/parties", &[("csrf", &csrf), ("q", "kamara")]);
    let before = first.hidden("before");
    assert_eq!((first.body.matches("href=\"/parties/SLE-").count(), first.body.contains("q=kamara")), (50, false));
    let second = officer.post("/parties", &[("csrf", &csrf), ("q", &first.hidden("q")), ("before", &before)]);
    assert_eq!(second.body.matches("href=\"/parties/SLE-").count(), 10);
}
