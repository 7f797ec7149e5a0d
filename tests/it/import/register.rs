//! Parties and licences from tables, and sites that name them.

use super::{Run, codes, counts, officer};
use crate::verify::{execute, verified};
use crate::world::{World, day, each};
use placer::domain::event::{PartyKind, Reference};
use placer::domain::party::{Party, PartyDetails};
use placer::domain::role::Role;
use placer::service::import::What;
use placer::store::journal::journal_size;
use placer::store::licence::{licence_by_number, licence_by_reference};
use placer::store::party::{party_by_reference, party_details_fetch};
use placer::web::locale::{Locale, violation_text};

const PARTIES: &str = "\
Code;Nom;Type;Fonctions;Naissance;Pays;Finance par;Remarque
7;Bernard Tamba;personne;exploitant|appui;03/04/1980;SL;;\"first line
second line\"
8;Aminata Sesay;personne;exploitant;;SL;7;
9;Coopérative de l’Est;société;coopérative;;SL;;
10;Bernard Tamba;personne;exploitant;03/04/1980;SL;;
11;;personne;exploitant;1980-04-03;XX;99;
12;Z;personne;pilote;;SL;;
";
const PARTY_MAP: &str = r#"
[file]
dates = ["DD/MM/YYYY"]
list = "|"
[reference]
source = "Old book"
key = "Code"
[columns]
name = "Nom"
kind = "Type"
roles = "Fonctions"
born_on = "Naissance"
nationality = "Pays"
supporter = "Finance par"
note = "Remarque"
[values.kind]
"personne" = "person"
"société" = "organisation"
[values.roles]
"exploitant" = "miner"
"appui" = "supporter"
"coopérative" = "cooperative"
"#;

fn party(w: &World, key: &str) -> Option<(Party, PartyDetails)> {
    let party = w.read(|rx| party_by_reference(rx, &Reference { source: "Old book".into(), key: key.into() }))?;
    let details = w.read(|rx| party_details_fetch(rx, party.id)).unwrap();
    Some((party, details))
}

#[test]
fn parties_with_their_details_and_supporters() {
    each(|w| {
        let officer = officer(w);
        let run = |w: &mut World, text: &str| Run::new(What::Parties, &officer, text.as_bytes()).with(PARTY_MAP).report(w);
        let dry = Run::new(What::Parties, &officer, PARTIES.as_bytes()).with(PARTY_MAP).dry().report(w);
        let report = run(w, PARTIES);
        assert_eq!((counts(&dry), codes(&dry)), (counts(&report), codes(&report)), "a row may name an earlier one in a trial too");
        assert_eq!(counts(&report), [3, 0, 0, 0, 3]);
        let told = codes(&report);
        let expected = [
            "6 party.likely_duplicate",
            "7 import.day Naissance=1980-04-03",
            "7 import.no_party Finance par=99",
            "7 required Nom=",
            "7 party.country Pays=XX",
            "8 import.word Fonctions=pilote",
        ];
        assert_eq!(told, expected);
        let message = |code: &str| {
            let problem = report.problems.iter().find(|p| p.violation.code == code).unwrap();
            violation_text(Locale::En, &problem.violation)
        };
        assert!(message("import.word").contains("[file] list"), "{}", message("import.word"));
        assert!(message("party.likely_duplicate").contains("acknowledged_duplicates"));
        let (first, details) = party(w, "7").unwrap();
        assert_eq!((first.facts.kind, first.facts.roles.as_slice()), (PartyKind::Person, [Role::Miner, Role::Supporter].as_slice()));
        assert_eq!((details.born_on, details.note.as_deref()), (Some(day("1980-04-03")), Some("first line\nsecond line")));
        assert_eq!(party(w, "8").unwrap().0.facts.supporter, Some(first.id));
        let size = w.read(journal_size);
        assert_eq!(counts(&run(w, PARTIES)), [0, 0, 3, 0, 3]);
        assert_eq!(w.read(journal_size), size);
        // Somebody has looked: the second Bernard Tamba is another man.
        let seen = format!("{PARTY_MAP}\n[constants]\nacknowledged_duplicates = \"yes\"\n");
        let report = Run::new(What::Parties, &officer, PARTIES.as_bytes()).with(&seen).report(w);
        assert_eq!(counts(&report), [1, 0, 3, 0, 2]);
        let changed = PARTIES.replace("Aminata Sesay", "Aminata  Sesay-Kamara");
        assert_eq!(counts(&run(w, &changed)), [0, 1, 3, 0, 2]);
        assert_eq!(party(w, "8").unwrap().1.name, "Aminata Sesay-Kamara");
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_was_erased_is_not_brought_back() {
    each(|w| {
        let officer = officer(w);
        let run = |w: &mut World| Run::new(What::Parties, &officer, PARTIES.as_bytes()).with(PARTY_MAP).report(w);
        run(w);
        let id = party(w, "9").unwrap().0.id;
        execute(&w.url, &format!("DELETE FROM party_details WHERE party_id = '{id}'")).unwrap();
        let report = run(w);
        assert!(codes(&report).contains(&"5 import.erased".to_owned()), "{:?}", codes(&report));
        assert_eq!(w.read(|rx| party_details_fetch(rx, id)), None);
    });
}

const LICENCES: &str = "\
source,key,number,kind,holder,starts_on,ends_on,fee,fee_currency,workers_max,depth_max_m,area
Old book,L1,SL/ART/2026/00001,artisanal,7,2026-01-01,2026-12-31,150.50,USD,12,,\"-10.5 8.0
-10.4992 8.0
-10.4992 8.0008
-10.5 8.0008\"
Old book,L2,,artisanal,8,2026-02-01,2026-12-31,,,,2.5,
Old book,L3,,artisanal,99,2026-02-01,2026-12-31,,,,,
Old book,L4,,gold,8,2026-02-01,,,,,,
Old book,L5,SL/ART/2026/00001,artisanal,8,2026-02-01,2026-12-31,,,,,
";

#[test]
fn licences_name_their_holders_and_sites_their_licences() {
    each(|w| {
        let officer = officer(w);
        Run::new(What::Parties, &officer, PARTIES.as_bytes()).with(PARTY_MAP).report(w);
        let run = |w: &mut World, text: &str| Run::new(What::Licences, &officer, text.as_bytes()).report(w);
        let report = run(w, LICENCES);
        assert_eq!(counts(&report), [2, 0, 0, 0, 3], "{:?}", codes(&report));
        let told = codes(&report);
        assert_eq!(told[..3], ["7 import.no_party holder=99", "8 import.word kind=gold", "8 required ends_on="]);
        assert!(told[3].starts_with("9 licence."), "{told:?}");
        let first = w.read(|rx| licence_by_number(rx, "SL/ART/2026/00001")).unwrap();
        assert_eq!((first.terms.holder, first.terms.workers_max), (party(w, "7").unwrap().0.id, Some(12)));
        assert_eq!(first.terms.fee.map(|f| (f.minor, f.currency.to_string())), Some((15_050, "USD".into())));
        assert!(first.terms.area_m2.is_some());
        let second = w.read(|rx| licence_by_reference(rx, &Reference { source: "Old book".into(), key: "L2".into() })).unwrap();
        assert_eq!(second.terms.depth_max_dm, Some(25));
        let size = w.read(journal_size);
        assert_eq!(counts(&run(w, LICENCES)), [0, 0, 2, 0, 3]);
        assert_eq!(w.read(journal_size), size);
        assert_eq!(counts(&run(w, &LICENCES.replace("USD,12", "USD,10"))), [0, 1, 1, 0, 3]);
        let renumbered = run(w, &LICENCES.replacen("00001", "00077", 1));
        assert!(codes(&renumbered).contains(&"2 import.number_fixed number=SL/ART/2026/00077".to_owned()), "{:?}", codes(&renumbered));

        let sites = "source,key,name,lon,lat,licence\nOld book,S1,One,-10.4996,8.0004,SL/ART/2026/00001\nOld book,S2,Two,-10.6,8.1,L2\nOld book,S3,Three,-10.7,8.1,L9\n";
        let report = Run::new(What::Sites, &officer, sites.as_bytes()).report(w);
        assert_eq!((counts(&report), codes(&report)), ([2, 0, 0, 0, 1], vec!["4 import.no_licence licence=L9".into()]));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_licence_that_its_source_took_away_does_not_become_valid() {
    each(|w| {
        let officer = officer(w);
        Run::new(What::Parties, &officer, PARTIES.as_bytes()).with(PARTY_MAP).report(w);
        let rows = "source,key,kind,holder,starts_on,ends_on,state\n\
            Old book,L1,artisanal,7,2026-02-01,2026-12-31,issued\n\
            Old book,L2,artisanal,8,2026-02-01,2026-12-31,revoked\n\
            Old book,L3,artisanal,8,2026-02-01,2026-12-31,\n\
            Old book,L4,artisanal,8,2026-02-01,2026-12-31,lost\n";
        let report = Run::new(What::Licences, &officer, rows.as_bytes()).report(w);
        assert_eq!(counts(&report), [2, 0, 0, 0, 2], "{:?}", codes(&report));
        assert_eq!(codes(&report), ["3 import.licence_state state=revoked", "5 import.word state=lost"]);
    });
}
