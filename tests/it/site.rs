//! Sites: registering, changing, and everything that refuses or flags.

use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::event::*;
use placer::domain::geo::{Position, Shape, area_m2};
use placer::domain::ids::*;
use placer::domain::role::Role;
use placer::domain::site::Site;
use placer::domain::violation::Arg;
use placer::service::error::ServiceError;
use placer::service::site::{ChangeSite, GivenShape, RegisterSite, overlaps};
use placer::store::journal::Receipt;
use placer::store::site::*;

/// A square of some 95 m, 9,100 m2, so many steps of 100 m east of a place in the eastern half.
fn square(steps: i32) -> GivenShape {
    let west = -105_000_000 + steps * 9_085;
    let corner = |x: i32, y: i32| Position::new(west + x * 8_630, 80_000_000 + y * 8_590).unwrap();
    GivenShape::Polygon(vec![vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]])
}

fn point(lon: f64, lat: f64) -> GivenShape {
    GivenShape::Point(Position::from_degrees(lon, lat).unwrap())
}

fn entry(name: &str, shape: GivenShape, licence: Option<LicenceId>) -> RegisterSite {
    RegisterSite {
        name: name.into(),
        shape,
        accuracy_m: Some(8),
        obtained: Obtained::Gps,
        surveyed_on: Some(day("2026-05-12")),
        surveyor: Some("Cadastre, badge 14".into()),
        licence,
        deposit: Some("terrace".into()),
        locality: Some("Koïdu".into()),
        office: None,
        reference: None,
    }
}

/// An office for the East with a registrar, one for the West, and a miner with a licence.
struct Field {
    east: OfficeId,
    west: OfficeId,
    registrar: Actor,
    miner: PartyId,
    licence: LicenceId,
}

fn field(w: &mut World) -> Field {
    let east = w.office("KOI");
    let west = w.id();
    w.event(OfficeOpened { office: west, no: 2, code: "PL".into(), name: "Port Loko".into(), areas: vec!["west".into()] });
    let registrar = w.account(AccountRole::Registrar, Some(east), None);
    let miner = w.party("A", &[Role::Miner], Some(east));
    let licence = w.licence("artisanal", miner, Some(east));
    Field { east, west, registrar, miner, licence }
}

fn made(w: &World, receipt: &Receipt) -> Site {
    w.read(|rx| site_fetch(rx, receipt.subject.parse().unwrap())).unwrap()
}

fn register(w: &mut World, by: &Actor, command: &RegisterSite) -> Site {
    let receipt = w.submit(by, command).unwrap();
    made(w, &receipt)
}

fn flags(site: &Site) -> Vec<&str> {
    site.facts.flags.iter().map(String::as_str).collect()
}

#[test]
fn a_site_is_registered_with_all_that_its_position_tells() {
    each(|w| {
        let f = field(w);
        let site = register(w, &f.registrar, &entry("  Tongo Pit ", square(0), Some(f.licence)));
        assert_eq!((site.no, site.code.as_str()), (1, placer::domain::code::make("S", 1).as_str()));
        let facts = &site.facts;
        assert_eq!((facts.name.as_str(), facts.office, facts.licence), ("Tongo Pit", Some(f.east), Some(f.licence)));
        assert_eq!((facts.admin_code.as_deref(), facts.admin_name.as_deref()), (Some("SL-E"), Some("East")));
        assert_eq!(facts.area_m2, Some(area_m2(&facts.shape)));
        assert!((9_000..=9_200).contains(&facts.area_m2.unwrap()), "{facts:?}");
        let Shape::Polygon(rings) = &facts.shape else { panic!("{facts:?}") };
        assert!(rings.corners().any(|c| c == Position::new(-105_000_000, 80_000_000).unwrap()));
        // Half a degree east of the middle, one degree from the northern and southern border: 55 km to 10 W.
        assert!((54_000..=56_000).contains(&facts.border_m.unwrap()), "{facts:?}");
        assert_eq!(flags(&site), Vec::<&str>::new());
        let again = w.read(|rx| site_by_code(rx, &site.code)).unwrap();
        assert_eq!(again, site);
        assert_eq!(w.read(|rx| sites_of_licence(rx, f.licence)), std::slice::from_ref(&site));
        assert_eq!(site.facts.name, "Tongo Pit");
    });
}

#[test]
fn the_same_key_registers_once() {
    each(|w| {
        let f = field(w);
        let command = entry("A", square(0), Some(f.licence));
        let mut first = w.act_as(&f.registrar, "k");
        let one = w.app.submit(&mut first, &command).unwrap();
        let mut second = w.act_as(&f.registrar, "k");
        let two = w.app.submit(&mut second, &command).unwrap();
        assert_eq!((one.subject, two.replayed), (two.subject, true));
        assert_eq!(w.read(|rx| sites_count(rx, Reach::All, &SiteFilter::default())), 1);
    });
}

#[test]
fn typed_text_is_a_point_an_area_or_geojson_and_what_was_mended_is_kept() {
    each(|w| {
        let f = field(w);
        let text = |t: &str| GivenShape::Text(t.into());
        let one = register(w, &f.registrar, &entry("Point", text("\n 10°30'00\"W 8°00'00\"N \n"), Some(f.licence)));
        assert_eq!(one.facts.shape, Shape::Point(Position::new(-105_000_000, 80_000_000).unwrap()));
        assert_eq!(one.facts.area_m2, None);
        // Clockwise, and the second corner twice.
        let typed = "-10.6, 8.1\n-10.6, 8.1008\n-10.6, 8.1008\n-10.5992, 8.1008\n-10.5992, 8.1\n";
        let two = register(w, &f.registrar, &entry("Corners", text(typed), Some(f.licence)));
        assert_eq!(flags(&two), ["repeats_mended", "winding_mended"]);
        let open = r#"{"type":"Polygon","coordinates":[[[-10.7,8.1],[-10.6992,8.1],[-10.6992,8.1008],[-10.7,8.1008]]]}"#;
        let three = register(w, &f.registrar, &entry("Open", text(open), Some(f.licence)));
        assert!(flags(&three).contains(&"closed_mended"), "{:?}", flags(&three));
        // A new name keeps what was told of the shape.
        let Shape::Polygon(rings) = &two.facts.shape else { panic!() };
        let to = entry("Corners II", GivenShape::Polygon(rings.all().to_vec()), Some(f.licence));
        let change = ChangeSite { site: two.id, to, reason: "Better known so".into() };
        let receipt = w.submit(&f.registrar, &change).unwrap();
        assert!(flags(&made(w, &receipt)).contains(&"winding_mended"));
    });
}

#[test]
fn each_field_is_refused_by_its_name() {
    each(|w| {
        let f = field(w);
        let good = || entry("A", square(0), Some(f.licence));
        let mut refused = |command: &RegisterSite| {
            let result = w.submit(&f.registrar, command);
            let Err(ServiceError::Refused(v)) = result else { panic!("{result:?}") };
            v.0.into_iter().map(|v| (v.code, v.field.unwrap_or_default())).collect::<Vec<_>>()
        };
        let of = |code: &'static str, field: &str| vec![(code, field.to_owned())];
        assert_eq!(refused(&RegisterSite { name: " ".into(), ..good() }), of("required", "name"));
        assert_eq!(refused(&RegisterSite { name: "x".repeat(201), ..good() }), of("too_long", "name"));
        assert_eq!(refused(&RegisterSite { name: "A\u{1f}".to_owned() + "B", ..good() }), of("party.hidden", "name"));
        assert_eq!(refused(&RegisterSite { surveyor: Some("A\u{feff}B".into()), ..good() }), of("party.hidden", "surveyor"));
        assert_eq!(refused(&RegisterSite { locality: Some("x".repeat(201)), ..good() }), of("too_long", "locality"));
        assert_eq!(refused(&RegisterSite { deposit: Some("moon".into()), ..good() }), of("unknown_choice", "deposit"));
        assert_eq!(refused(&RegisterSite { surveyed_on: Some(day("2026-06-02")), ..good() }), of("day.future", "surveyed_on"));
        assert_eq!(refused(&RegisterSite { accuracy_m: Some(0), ..good() }), of("site.accuracy", "accuracy_m"));
        let reference = Some(Reference { source: " ".into(), key: "1".into() });
        assert_eq!(refused(&RegisterSite { reference, ..good() }), of("required", "reference"));
        let nobody = Some(LicenceId::new(uuid::Uuid::nil()));
        assert_eq!(refused(&RegisterSite { licence: nobody, ..good() }), of("site.no_such_licence", "licence"));
        let text = |t: &str| GivenShape::Text(t.into());
        assert_eq!(refused(&RegisterSite { shape: text(""), ..good() }), of("site.no_position", "shape"));
        assert_eq!(refused(&RegisterSite { shape: text("-10.5, 8\n-10.4, 8"), ..good() }), of("site.too_few_corners", "shape"));
        let crossing = "-10.5, 8\n-10.4, 8.1\n-10.4, 8\n-10.5, 8.1";
        let all = refused(&RegisterSite { name: String::new(), shape: text(crossing), ..good() });
        assert_eq!(all, [of("required", "name"), of("site.crosses_itself", "shape")].concat(), "all problems at once");
    });
}

#[test]
fn a_place_abroad_is_refused_and_the_slip_of_the_hand_named() {
    each(|w| {
        let f = field(w);
        let mut at = |lon, lat| w.submit(&f.registrar, &entry("A", point(lon, lat), None));
        let swapped = at(8.0, -10.5);
        assert_eq!(codes(&swapped), ["site.swapped"]);
        let Err(ServiceError::Refused(v)) = swapped else { panic!() };
        assert!(v.0[0].args.contains(&("lon", Arg::Text("-10.500000".into()))), "{v:?}");
        assert_eq!(codes(&at(10.5, 8.0)), ["site.wrong_sign"]);
        assert_eq!(codes(&at(-9.9, 8.0)), ["site.outside_country"]);
        assert_eq!(codes(&at(-10.5, 30.0)), ["site.outside_country"]);
        // 330 m beyond the border of a simplified map: told, not refused.
        let edge = register(w, &f.registrar, &entry("Edge", point(-9.997, 8.0), None));
        assert_eq!(flags(&edge), ["no_licence", "border_edge"]);
        assert_eq!(edge.facts.admin_code.as_deref(), Some("SL-E"));
    });
}

#[test]
fn a_licence_must_be_for_digging_and_its_standing_is_flagged() {
    each(|w| {
        let f = field(w);
        let dealing = w.licence("dealer", f.miner, Some(f.east));
        assert_eq!(codes(&w.submit(&f.registrar, &entry("A", square(0), Some(dealing)))), ["site.licence_kind"]);
        let ended = w.licence_between("artisanal", f.miner, Some(f.east), "2025-01-01", "2025-12-31");
        let site = register(w, &f.registrar, &entry("A", square(0), Some(ended)));
        assert_eq!(flags(&site), ["licence_not_valid"]);
        let site = register(w, &f.registrar, &entry("B", square(5), None));
        assert_eq!(flags(&site), ["no_licence"]);
        // A licence of another office may be named: it is printed on paper.
        let other = w.licence("artisanal", f.miner, Some(f.west));
        let site = register(w, &f.registrar, &entry("C", square(10), Some(other)));
        assert_eq!((flags(&site), site.facts.office), (vec![], Some(f.east)));
    });
}

#[test]
fn the_area_is_held_against_the_limit_of_the_licence() {
    each(|w| {
        let f = field(w);
        let most = w.app.env.profile.licence_type("artisanal").unwrap().area_max_m2.as_ref().unwrap().value;
        let side = |metres: f64| {
            let (x, y) = (metres / 110_250.0, metres / 110_600.0);
            GivenShape::Text(format!("-10.5, 8\n{}, 8\n{}, {}\n-10.5, {}", -10.5 + x, -10.5 + x, 8.0 + y, 8.0 + y))
        };
        let root = f64::from(most).sqrt();
        let large = w.submit(&f.registrar, &entry("A", side(root * 1.01), Some(f.licence)));
        assert_eq!(codes(&large), ["site.too_large"]);
        let fits = register(w, &f.registrar, &entry("A", side(root * 0.99), Some(f.licence)));
        assert_eq!(flags(&fits), Vec::<&str>::new());
        // A second plot is within the limit by itself; together they are not.
        let second = register(w, &f.registrar, &entry("B", square(50), Some(f.licence)));
        assert_eq!(flags(&second), ["licence_full"]);
        // Without a licence there is no limit.
        register(w, &f.registrar, &entry("C", GivenShape::Text("-10.9, 8.5\n-10.8, 8.5\n-10.8, 8.6".into()), None));
    });
}

#[test]
fn a_site_lies_in_the_area_of_its_own_licence() {
    each(|w| {
        let f = field(w);
        let (ground, _) = square(0).read().unwrap();
        let id = w.id();
        let terms = LicenceTerms {
            area_m2: Some(area_m2(&ground)),
            area: Some(ground),
            ..w.read(|rx| placer::store::licence::licence_fetch(rx, f.licence)).unwrap().terms
        };
        w.event(LicenceIssued { licence: id, no: 90, number: "AREA/1".into(), terms });
        let shifted = |e7: i32| {
            let GivenShape::Polygon(rings) = square(0) else { panic!() };
            let moved = |p: &Position| Position::new(p.lon_e7() + e7, p.lat_e7()).unwrap();
            GivenShape::Polygon(rings.iter().map(|r| r.iter().map(moved).collect()).collect())
        };
        // 10 m east is within the 15 m of the profile, 30 m is not.
        let out = w.submit(&f.registrar, &entry("A", shifted(2_720), Some(id)));
        assert_eq!(codes(&out), ["site.outside_licence"]);
        assert_eq!(flags(&register(w, &f.registrar, &entry("A", shifted(907), Some(id)))), ["licence_edge"]);
        // A point 30 m outside: refused when it was measured well, taken with a poor receiver, but not with a hopeless one.
        let outside = |accuracy| RegisterSite { accuracy_m: Some(accuracy), ..entry("P", point(-10.500_272, 8.0004), Some(id)) };
        assert_eq!(codes(&w.submit(&f.registrar, &outside(8))), ["site.outside_licence"]);
        assert_eq!(flags(&register(w, &f.registrar, &outside(40))), ["licence_edge"]);
        let far = RegisterSite { accuracy_m: Some(5_000), ..entry("F", point(-10.51, 8.0004), Some(id)) };
        assert_eq!(codes(&w.submit(&f.registrar, &far)), ["site.outside_licence"]);
    });
}

#[test]
fn ground_of_another_holder_is_refused_and_any_other_overlap_flagged() {
    each(|w| {
        let f = field(w);
        let rival = w.party("B", &[Role::Miner], Some(f.east));
        let theirs = w.licence("artisanal", rival, Some(f.east));
        let fresh = |w: &mut World| w.licence("artisanal", rival, Some(f.east));
        let (second, third) = (fresh(w), fresh(w));
        let first = register(w, &f.registrar, &entry("First", square(0), Some(f.licence)));
        // Neighbours 5 m apart.
        assert_eq!(flags(&register(w, &f.registrar, &entry("Next", square(1), Some(theirs)))), Vec::<&str>::new());
        let refused = w.submit(&f.registrar, &entry("Over", square(0), Some(theirs)));
        assert_eq!(codes(&refused), ["site.overlap"]);
        let Err(ServiceError::Refused(v)) = refused else { panic!() };
        assert!(v.0[0].args.contains(&("code", Arg::Text(first.code.clone()))));
        // Half a metre of overlap along a side is within the tolerance of 100 m2.
        let GivenShape::Polygon(rings) = square(0) else { panic!() };
        let touching = rings[0].iter().map(|p| Position::new(p.lon_e7() - 8_585, p.lat_e7()).unwrap()).collect();
        assert_eq!(
            flags(&register(w, &f.registrar, &entry("West", GivenShape::Polygon(vec![touching]), Some(second)))),
            Vec::<&str>::new()
        );
        // The same holder, no licence, a licence that ended: flagged.
        let own = w.licence("artisanal", f.miner, Some(f.east));
        let ended = w.licence_between("artisanal", rival, Some(f.east), "2025-01-01", "2025-12-31");
        assert_eq!(flags(&register(w, &f.registrar, &entry("Own", square(0), Some(own)))), ["overlap"]);
        assert_eq!(flags(&register(w, &f.registrar, &entry("None", square(0), None))), ["no_licence", "overlap"]);
        let late = register(w, &f.registrar, &entry("Ended", square(0), Some(ended)));
        assert_eq!(flags(&late), ["licence_not_valid", "overlap"]);
        // A suspended licence keeps its ground; a revoked one does not.
        let state = |licence, state| LicenceStateChanged { licence, state, on: day("2026-05-30"), reason: "x".into(), offence: None };
        w.event(state(f.licence, LicenceState::Suspended));
        w.event(state(own, LicenceState::Revoked));
        assert_eq!(codes(&w.submit(&f.registrar, &entry("Over", square(0), Some(theirs)))), ["site.overlap"]);
        w.event(state(f.licence, LicenceState::Revoked));
        let over = register(w, &f.registrar, &entry("Over", square(0), Some(third)));
        assert_eq!(flags(&over), ["overlap"]);
        let all = w.read(|rx| overlaps(rx, &over.facts.shape, Some(over.id), 100));
        assert_eq!(all.iter().map(|o| o.site.facts.name.as_str()).collect::<Vec<_>>(), ["First", "Own", "None", "Ended"]);
    });
}

#[test]
fn a_point_on_another_holders_ground_is_refused_where_it_surely_lies_there() {
    each(|w| {
        let f = field(w);
        let rival = w.party("B", &[Role::Miner], Some(f.east));
        let theirs = w.licence("artisanal", rival, Some(f.east));
        register(w, &f.registrar, &entry("First", square(0), Some(f.licence)));
        let middle = point(-10.499_57, 8.000_43);
        assert_eq!(codes(&w.submit(&f.registrar, &entry("Inside", middle.clone(), Some(theirs)))), ["site.overlap"]);
        // 47 m from the edge with an accuracy of 50 m: it may be next door.
        let vague = RegisterSite { accuracy_m: Some(50), ..entry("Vague", middle.clone(), Some(theirs)) };
        let vague = register(w, &f.registrar, &vague);
        assert_eq!(flags(&vague), ["overlap"]);
        // Two points at the same place may be one pit registered twice.
        assert!(flags(&register(w, &f.registrar, &entry("Twice", middle, Some(f.licence)))).contains(&"overlap"));
        // Drawing the area later over the point of another: told, since that point is vague.
        let drawn = register(w, &f.registrar, &entry("Drawn", square(0), Some(f.licence)));
        assert!(flags(&drawn).contains(&"overlap"));
    });
}

#[test]
fn accuracy_worse_than_the_rules_is_flagged() {
    each(|w| {
        let f = field(w);
        let with = |accuracy_m| RegisterSite { accuracy_m, ..entry("A", square(0), Some(f.licence)) };
        assert_eq!(flags(&register(w, &f.registrar, &with(Some(50)))), Vec::<&str>::new());
        assert_eq!(
            flags(&register(w, &f.registrar, &RegisterSite { shape: square(3), ..with(Some(51)) })),
            ["licence_full", "accuracy_poor"]
        );
        assert!(flags(&register(w, &f.registrar, &RegisterSite { shape: square(6), ..with(None) })).contains(&"accuracy_unknown"));
    });
}

#[test]
fn an_office_registers_its_own_areas_only() {
    each(|w| {
        let f = field(w);
        let western = entry("A", point(-11.5, 8.0), None);
        let refused = w.submit(&f.registrar, &western);
        assert_eq!(codes(&refused), ["site.other_office"]);
        let Err(ServiceError::Refused(v)) = refused else { panic!() };
        assert!(v.0[0].args.contains(&("office", Arg::Text("Port Loko".into()))), "{v:?}");
        let other = RegisterSite { office: Some(f.west), ..entry("A", square(0), None) };
        assert_eq!(codes(&w.submit(&f.registrar, &other)), ["unknown_choice"]);
        // An officer may anywhere, and the office on the spot gets the site.
        let officer = w.account(AccountRole::Officer, None, None);
        assert_eq!(register(w, &officer, &western).facts.office, Some(f.west));
        // The head office may register everything too, but its own sites are its own.
        let head = w.id();
        w.event(OfficeOpened { office: head, no: 3, code: "HQ".into(), name: "Head office".into(), areas: vec!["*".into()] });
        let supervisor = w.account(AccountRole::Supervisor, Some(head), None);
        assert_eq!(register(w, &supervisor, &western).facts.office, Some(head));
        assert_eq!(register(w, &officer, &western).facts.office, Some(f.west));
        // A second office for the East: the officer's site goes where its licence was issued, or where asked.
        let second = w.id();
        w.event(OfficeOpened { office: second, no: 4, code: "KEN".into(), name: "Kenema".into(), areas: vec!["East".into()] });
        let licence = w.licence("artisanal", f.miner, Some(second));
        assert_eq!(register(w, &officer, &entry("B", square(20), Some(licence))).facts.office, Some(second));
        assert_eq!(register(w, &officer, &entry("C", square(30), None)).facts.office, Some(f.east));
        let asked = RegisterSite { office: Some(second), ..entry("D", square(40), None) };
        assert_eq!(register(w, &officer, &asked).facts.office, Some(second));
        let wrong = RegisterSite { office: Some(f.west), ..entry("E", square(50), None) };
        assert_eq!(codes(&w.submit(&officer, &wrong)), ["unknown_choice"]);
    });
}

#[test]
fn only_those_who_keep_sites_may_write_them() {
    each(|w| {
        let f = field(w);
        let site = register(w, &f.registrar, &entry("A", square(0), Some(f.licence)));
        let change = |name: &str| ChangeSite { site: site.id, to: entry(name, square(0), Some(f.licence)), reason: "typing".into() };
        let buyer = w.party("C", &[Role::Dealer], None);
        for role in AccountRole::ALL {
            let (office, party) = (role.needs_office().then_some(f.east), role.needs_party().then_some(buyer));
            let actor = w.account(role, office, party);
            let may = matches!(role, AccountRole::Registrar | AccountRole::Supervisor | AccountRole::Officer);
            let step = 100 + i32::try_from(actor.account.to_string().len()).unwrap() + i32::from(office.is_some()) * 7 + role as i32 * 20;
            let registered = w.submit(&actor, &entry("N", square(step), None));
            assert_eq!(registered.is_ok(), may, "{role:?} {registered:?}");
            let changed = w.submit(&actor, &change(role.as_str()));
            assert_eq!(changed.is_ok(), may, "{role:?} {changed:?}");
            if !may {
                assert!(matches!(registered, Err(ServiceError::Forbidden)));
                assert!(matches!(changed, Err(ServiceError::Forbidden)));
            }
        }
        let stranger = w.account(AccountRole::Registrar, Some(f.west), None);
        assert!(matches!(w.submit(&stranger, &change("Z")), Err(ServiceError::Forbidden)));
        let nobody = ChangeSite { site: SiteId::new(uuid::Uuid::nil()), ..change("Z") };
        assert!(matches!(w.submit(&f.registrar, &nobody), Err(ServiceError::NotFound(_))));
    });
}

#[test]
fn a_change_keeps_the_old_version() {
    each(|w| {
        let f = field(w);
        let reference = Reference { source: "survey".into(), key: "7".into() };
        let first = RegisterSite { reference: Some(reference.clone()), ..entry("Old", square(0), Some(f.licence)) };
        let site = register(w, &f.registrar, &first);
        assert_eq!(codes(&w.submit(&f.registrar, &RegisterSite { shape: square(9), ..first.clone() })), ["site.reference_taken"]);
        let change = |to: RegisterSite, reason: &str| ChangeSite { site: site.id, to, reason: reason.into() };
        assert_eq!(codes(&w.submit(&f.registrar, &change(entry("New", square(0), Some(f.licence)), " "))), ["required"]);
        assert_eq!(codes(&w.submit(&f.registrar, &change(first.clone(), "none"))), ["site.unchanged"]);
        w.later(24);
        let receipt = w.submit(&f.registrar, &change(entry("New", square(2), None), "resurveyed")).unwrap();
        let now = made(w, &receipt);
        assert_eq!((now.facts.name.as_str(), now.no, &now.code), ("New", site.no, &site.code));
        assert_eq!(now.facts.reference, Some(reference.clone()), "a reference left out stays");
        assert_eq!((now.registered_seq, now.changed_seq), (site.registered_seq, receipt.seq));
        let versions = w.read(|rx| site_versions(rx, site.id));
        assert_eq!(versions.len(), 2);
        assert_eq!((&versions[0].facts, versions[0].reason.as_deref()), (&site.facts, None));
        assert_eq!((&versions[1].facts, versions[1].reason.as_deref()), (&now.facts, Some("resurveyed")));
        assert_eq!(versions[1].account, f.registrar.account);
        assert_eq!(w.read(|rx| site_by_reference(rx, &reference)).map(|s| s.id), Some(site.id));
        // A neighbour who came later, or a rule that changed, never bars the mending of a name.
        let rival = w.party("B", &[Role::Miner], Some(f.east));
        let theirs = w.licence("artisanal", rival, Some(f.east));
        let renamed = register(w, &f.registrar, &entry("Here", square(30), Some(theirs)));
        let same_ground = w.id();
        w.event(SiteRegistered {
            site: same_ground,
            no: 77,
            code: "S-77".into(),
            facts: SiteFacts { licence: Some(f.licence), reference: None, ..renamed.facts.clone() },
        });
        let to = entry("There", square(30), Some(theirs));
        let receipt = w.submit(&f.registrar, &ChangeSite { site: renamed.id, to, reason: "typing".into() }).unwrap();
        assert_eq!(flags(&made(w, &receipt)), ["overlap"]);
    });
}
