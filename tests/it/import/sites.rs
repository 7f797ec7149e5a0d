//! Sites from plain tables: what is refused, what is told, who may.

use super::{Run, codes, counts, officer};
use crate::world::{World, each};
use placer::domain::access::AccountRole;
use placer::domain::event::Reference;
use placer::domain::geo::Shape;
use placer::domain::role::Role;
use placer::domain::site::Site;
use placer::service::import::{ImportError, Outcome, Place, What};
use placer::service::site::{ChangeSite, GivenShape, RegisterSite};
use placer::store::journal::{entries_latest, journal_size};
use placer::store::site::{site_by_reference, site_next_no};

/// What a site says, as the command that would register it.
pub fn as_command(s: &Site) -> RegisterSite {
    let f = s.facts.clone();
    let shape = match f.shape {
        Shape::Point(p) => GivenShape::Point(p),
        Shape::Polygon(rings) => GivenShape::Polygon(rings.all().to_vec()),
    };
    RegisterSite {
        name: f.name,
        shape,
        accuracy_m: f.accuracy_m,
        obtained: f.obtained,
        surveyed_on: f.surveyed_on,
        surveyor: f.surveyor,
        licence: f.licence,
        deposit: f.deposit,
        locality: f.locality,
        office: f.office,
        reference: f.reference,
    }
}

fn site(w: &World, key: &str) -> Option<Site> {
    w.read(|rx| site_by_reference(rx, &Reference { source: "Cadastre".into(), key: key.into() }))
}

const TABLE: &str = "source,key,name,lon,lat,accuracy_m,obtained,surveyed_on,licence,locality,extra\r\n\
    Cadastre,1,Pit 1,-10.5,8.1,4.2,gps,2026-05-01,T/1,\"Koidu,\r\nKono\",x\r\n\
    Cadastre,2,Pit 2,10°30'W,\"8°06'30\"\"N\",,map,,,,\r\n";

#[test]
fn a_plain_table_needs_no_mapping_file() {
    each(|w| {
        let officer = officer(w);
        let miner = w.party("A", &[Role::Miner], None);
        let licence = w.licence("artisanal", miner, None);
        // A cell with a line end in a field of one line is refused, with the line on which its row begins.
        let report = Run::new(What::Sites, &officer, TABLE.as_bytes()).report(w);
        assert_eq!(
            (counts(&report), codes(&report)),
            ([1, 0, 0, 0, 1], vec!["2 import.hidden locality=Koidu,\u{fffd}\u{fffd}Kono".into()])
        );
        assert_eq!(report.ignored, ["extra"]);
        let mended = format!("\u{feff}{}", TABLE.replace("Koidu,\r\nKono", "Koidu, Kono"));
        assert_eq!(counts(&Run::new(What::Sites, &officer, mended.as_bytes()).report(w)), [1, 0, 1, 0, 0]);
        let facts = site(w, "1").unwrap().facts;
        assert_eq!((facts.licence, facts.accuracy_m, facts.locality.as_deref()), (Some(licence), Some(5), Some("Koidu, Kono")));
        assert_eq!(site(w, "2").unwrap().facts.centre.to_string(), "-10.500000, 8.1083333");
    });
}

#[test]
fn everything_wrong_is_told_at_once_with_line_heading_and_value() {
    each(|w| {
        let officer = officer(w);
        let table = "source;key;name;lon;lat;accuracy_m;obtained;surveyed_on;licence;deposit;office\n\
            Cadastre;1;;-10.5;8.1;;gps;;;;\n\
            Cadastre;2;Pit;x;95;1.250;Kompass;31.02.2026;T/9;lava;XX\n\
            Cadastre;3;Pit;8.1;-10.5;;gps;2030-01-01;;;\n\
            ;4;Pit;-10.5;8.1;;gps;;;;\n\
            Cadastre;;Pit;-10.5;8.1;;gps;;;;\n\
            Cadastre;3;Pit;-10.5;8.1;;gps;;;;\n\
            Cadastre;6;P\u{202e}it;-10.5;8.1;;gps;;;;\n\
            Cadastre;7;P\0it;-10.5;8.1;;gps;;;;\n\
            Cadastre;8;Pit;;;;gps;;;;\n\
            Cadastre;9;Pit;-10.5;8.1;;gps\n\
            Cadastre;10;Good;-10.6;8.2;12;gps;2026-05-01;;terrace;\n";
        let mut bytes = table.as_bytes().to_vec();
        bytes.extend(b"Cadastre;11;Ou\xe9d\xe9;-10.5;8.1;;gps;;;;\n");
        let report = Run::new(What::Sites, &officer, &bytes).report(w);
        let expected = [
            "2 required name=",
            "3 site.not_a_coordinate lon=x",
            "3 site.latitude_range lat=95",
            "3 import.word obtained=Kompass",
            "3 import.day surveyed_on=31.02.2026",
            "3 import.no_licence licence=T/9",
            "3 import.word deposit=lava",
            "3 import.word office=XX",
            "4 day.future surveyed_on=2030-01-01",
            "4 site.swapped lon + lat=8.1, -10.5",
            "5 import.no_key key",
            "6 import.no_key key",
            "7 import.key_twice key",
            "8 import.hidden name=P\u{202e}it",
            "9 import.hidden name=P\u{fffd}it",
            "10 import.no_place lon + lat=",
            "11 import.cells",
            "13 import.not_utf8 name=Ou\u{fffd}d\u{fffd}",
        ];
        assert_eq!(codes(&report), expected);
        assert_eq!(counts(&report), [1, 0, 0, 0, 11]);
        assert!(report.problems.iter().all(|p| p.outcome == Outcome::Refused && p.place == Place::File));
        assert_eq!(site(w, "10").unwrap().facts.name, "Good");
        assert_eq!(w.read(site_next_no), 2, "the good row alone");
    });
}

#[test]
fn a_row_changes_only_what_is_new_in_it() {
    each(|w| {
        let officer = officer(w);
        let table = |name: &str, locality: &str| {
            format!(
                "source,key,name,lon,lat,locality,obtained\nCadastre,1,{name},-10.5,8.1,{locality},gps\nCadastre,2,Other,-10.6,8.1,,gps\n"
            )
        };
        let run = |w: &mut World, text: &str| counts(&Run::new(What::Sites, &officer, text.as_bytes()).report(w));
        assert_eq!(run(w, &table("Pit", "Koidu")), [2, 0, 0, 0, 0]);
        let one = site(w, "1").unwrap();
        let mut to = as_command(&one);
        (to.name, to.accuracy_m) = ("Pit by the bridge".into(), Some(7));
        w.submit(&officer, &ChangeSite { site: one.id, to, reason: "seen".into() }).unwrap();
        assert_eq!(run(w, &table("Pit", "Koidu")), [0, 0, 2, 0, 0], "the file knows nothing new");
        assert_eq!(run(w, &table("Pit", "Yengema")), [0, 1, 1, 0, 0]);
        let facts = site(w, "1").unwrap().facts;
        assert_eq!((facts.name.as_str(), facts.accuracy_m, facts.locality.as_deref()), ("Pit by the bridge", Some(7), Some("Yengema")));
        assert_eq!(run(w, &table("Pit", "Koidu")), [0, 1, 1, 0, 0], "and back again");
        assert_eq!(run(w, &table("Pit", "")), [0, 1, 1, 0, 0], "a blank cell is an answer too");
        let facts = site(w, "1").unwrap().facts;
        assert_eq!((facts.name.as_str(), facts.accuracy_m, facts.locality), ("Pit by the bridge", Some(7), None), "people's words stay");
        let id = one.id.to_string();
        assert_eq!(w.read(|rx| entries_latest(rx, Some(&id), None, 9)).len(), 5);
        // Columns that the file no longer has are left alone.
        assert_eq!(run(w, "source,key,name,lon,lat\nCadastre,1,Pit,-10.5,8.1\n"), [0, 0, 1, 0, 0]);
    });
}

#[test]
fn areas_come_as_geojson_and_what_is_mended_is_flagged() {
    each(|w| {
        let officer = officer(w);
        let ring = "[[-10.5,8.0],[-10.5,8.0008],[-10.4992,8.0008],[-10.4992,8.0],[-10.5,8.0]]";
        let feature = |ring: &str| {
            format!(
                "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"source\":\"Cadastre\",\"key\":1,\"name\":\"Pit\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}]}}"
            )
        };
        assert_eq!(counts(&Run::new(What::Sites, &officer, feature(ring).as_bytes()).report(w)), [1, 0, 0, 0, 0]);
        let facts = site(w, "1").unwrap().facts;
        assert!(
            facts.area_m2.is_some_and(|m2| (7_000..8_500).contains(&m2)) && facts.flags.contains(&"winding_mended".to_owned()),
            "{facts:?}"
        );
        assert_eq!(counts(&Run::new(What::Sites, &officer, feature(ring).as_bytes()).report(w)), [0, 0, 1, 0, 0]);
        let crossed = "[[-10.5,8.0],[-10.4992,8.0008],[-10.5,8.0008],[-10.4992,8.0],[-10.5,8.0]]";
        let report = Run::new(What::Sites, &officer, feature(crossed).as_bytes()).report(w);
        assert!(codes(&report)[0].starts_with("1 site.crosses_itself"), "{:?}", codes(&report));
        // The same ground as a table: corners on lines within a quoted cell.
        let table = "source,key,name,shape\nCadastre,1,Pit,\"-10.5 8.0\n-10.4992 8.0\n-10.4992 8.0008\n-10.5 8.0008\"\n";
        assert_eq!(counts(&Run::new(What::Sites, &officer, table.as_bytes()).report(w)), [0, 0, 1, 0, 0]);
    });
}

#[test]
fn who_may_and_for_which_office() {
    each(|w| {
        let east = w.office("KOI");
        let supervisor = w.account(AccountRole::Supervisor, Some(east), None);
        let table = "source,key,name,lon,lat\nCadastre,1,East,-10.5,8.1\nCadastre,2,West,-11.5,8.1\n".as_bytes();
        for role in [AccountRole::Registrar, AccountRole::Reviewer, AccountRole::Administrator, AccountRole::Approver] {
            let actor = w.account(role, role.needs_office().then_some(east), None);
            let (end, report) = Run::new(What::Sites, &actor, table).end(w);
            assert!(matches!(end, Err(ImportError::Forbidden)) && !report.ran, "{role:?}");
        }
        let elsewhere = w.id();
        w.event(placer::domain::event::OfficeOpened {
            office: elsewhere,
            no: 2,
            code: "PL".into(),
            name: "PL".into(),
            areas: vec!["SL-W".into()],
        });
        let report = Run::new(What::Sites, &supervisor, table).report(w);
        assert_eq!((counts(&report), codes(&report)), ([1, 0, 0, 0, 1], vec!["3 site.other_office lon + lat=-11.5, 8.1".into()]));
        // What another office keeps is not told, and not changed.
        let officer = officer(w);
        assert_eq!(counts(&Run::new(What::Sites, &officer, table).report(w)), [1, 0, 1, 0, 0]);
        let other = "source,key,name,lon,lat\nCadastre,2,Mine,-11.5,8.1\n".as_bytes();
        assert_eq!(codes(&Run::new(What::Sites, &supervisor, other).report(w)), ["2 import.forbidden"]);
    });
}

#[test]
fn what_cannot_be_read_at_all_stops_before_anything_is_written() {
    each(|w| {
        let officer = officer(w);
        let stops = |w: &mut World, text: &[u8], map: Option<&str>| {
            let size = w.read(journal_size);
            let (end, report) = Run { map, ..Run::new(What::Sites, &officer, text) }.end(w);
            assert!(matches!(end, Err(ImportError::NotRun)) && !report.ran);
            assert_eq!(w.read(journal_size), size);
            assert!(report.problems.iter().all(|p| p.outcome == Outcome::Stopped));
            let place = |p: Place| if p == Place::Mapping { "map" } else { "file" };
            report.problems.iter().map(|p| format!("{} {} {}", place(p.place), p.line, p.violation.code)).collect::<Vec<_>>()
        };
        assert_eq!(stops(w, b"name,name,key\n1,2,3\n", None), ["file 1 import.heading_twice"]);
        assert_eq!(
            stops(w, b"nom,lon\nPit,1\n", None),
            ["file 1 import.no_column", "file 1 import.no_column", "file 1 import.map_missing", "file 1 import.map_place"]
        );
        let map = "[reference]\nsource = \"C\"\nkey = \"k\"\n[columns]\nname = \"nom\"\nlon = \"x\"\nlat = \"y\"\n";
        assert_eq!(stops(w, b"k,nom,x\n1,Pit,1\n", Some(map)), ["map 7 import.no_column"]);
        assert_eq!(
            stops(w, b"k,nom,x,y\n", Some("[columns]\nnom = \"x\"\n[colunms]\n")),
            ["map 2 import.map_field", "map 3 import.map_key"]
        );
        let broken = b"{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\",\"properties\":{\"source\":\"C\",\"key\":1,\"name\":\"P\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[-10.5,8.1]}},\n{";
        assert_eq!(stops(w, broken, None), ["file 3 import.not_json"]);
    });
}
