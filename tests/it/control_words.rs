//! What a page refuses the JSON API refuses in the same words, and a file of an import where there is one: the rules C1 to C8,
//! C11 and C12 of the catalogue.

use crate::house::House;
use crate::support::http::Http;
use crate::world::{World, day, facts};
use placer::domain::access::AccountRole;
use placer::domain::control::{ControlKind, catalogue, control_of_refusal};
use placer::domain::event::*;
use placer::domain::parcel::parcel_code;
use placer::domain::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What stands in the register beforehand.
#[derive(Default)]
struct Made {
    suspended: Value,
    suspended_site: (String, Value),
    miner: String,
    dealer: String,
    stock: Vec<(String, i64, i64)>,
    dug: String,
    sold: String,
    test: String,
    shipment: String,
}

fn furnish(w: &mut World) -> Made {
    let office = w.office("KO");
    w.login("registrar", AccountRole::Registrar, Some(office), None);
    w.login("officer", AccountRole::Officer, None, None);
    let lasting = |w: &mut World, name: &str, role: Role, kind: &str| {
        let party = w.party(name, &[role], Some(office));
        (party, w.licence_between(kind, party, Some(office), "2026-01-01", "2099-12-31"))
    };
    let number = |w: &World, id| w.read(|rx| placer::store::licence::licence_fetch(rx, id)).unwrap().number;
    let (miner, stopped) = (lasting(w, "Miner", Role::Miner, "artisanal"), lasting(w, "Stopped", Role::Miner, "artisanal"));
    let site = w.site(Some(miner.1), Some(office));
    let other = w.site(Some(stopped.1), Some(office));
    let (state, on) = (LicenceState::Suspended, day("2026-02-01"));
    w.event(LicenceStateChanged { licence: stopped.1, state, on, reason: "x".into(), offence: None });
    let dealer = lasting(w, "Dealer", Role::Dealer, "dealer");
    w.login("dealer", AccountRole::Buyer, None, Some(dealer.0));
    w.slip_book(dealer.0);
    let exporter = lasting(w, "Exporter", Role::Exporter, "exporter");
    let account = w.login("exporter", AccountRole::Exporter, None, Some(exporter.0));
    let mut stock = vec![];
    for weight in [1_500, 1_700] {
        let p = w.production(site, miner.1, miner.0, weight, 3);
        w.sold(&[p.no], miner, dealer);
        stock.push((p.code, weight, p.stones));
    }
    let (dug, sold) = (w.production(site, miner.1, miner.0, 1_000, 3), w.production(site, miner.1, miner.0, 1_000, 3));
    w.sold(&[sold.no], miner, exporter);
    let test = w.produced(miner.0, facts(site, miner.1, 900), true);
    let slip = Slip { test: true, ..w.slip(&[test.no], miner, dealer) };
    let weighed = slip.items.iter().map(|i| Weighed { parcel_no: i.parcel_no, weight_mct: i.weight_mct, stones: i.stones }).collect();
    w.event(PurchaseRecorded { slip, weighed });
    w.forms();
    let declared = crate::trace::build::stock(w, exporter.0, &[(2_000, None)]).remove(0);
    w.event(ParcelSealed { parcel: declared.id, parcel_no: declared.no, seal: "SEAL-9".into() });
    let declared = w.parcel(declared.no);
    let shipment = w.submit(&account, &crate::shipment::prepare(&[&declared])).unwrap().subject;
    w.valued(shipment.parse().unwrap());
    let code = w.read(|rx| placer::store::site::site_fetch(rx, other)).unwrap().code;
    Made {
        suspended: json!(stopped.1),
        suspended_site: (code, json!(other)),
        miner: number(w, miner.1),
        dealer: number(w, dealer.1),
        stock,
        dug: dug.code,
        sold: sold.code,
        test: test.code,
        shipment,
    }
}

/// One act, as a form and as a body.
struct Tried {
    code: &'static str,
    login: &'static str,
    page: String,
    fields: Vec<(&'static str, String)>,
    act: &'static str,
    body: Value,
}

/// A purchase of a parcel from a licence, with something else changed.
fn purchase(code: &'static str, parcel: &str, seller: &str, on: &str, serial: &str) -> Tried {
    let fields = [
        ("seller_licence", seller),
        ("parcel-1", parcel),
        ("weight-1", "1"),
        ("stones-1", "3"),
        ("price", "100"),
        ("currency", "USD"),
        ("payment", "cash"),
        ("on", on),
        ("serial", serial),
    ];
    let mut body = json!({
        "seller_licence": seller,
        "weighed": [{ "parcel": parcel, "weight_mct": 1_000, "stones": 3 }],
        "terms": { "price": { "minor": 10_000, "currency": "USD" }, "payment": "cash", "on": on },
    });
    if !serial.is_empty() {
        body["serial"] = json!(serial);
    }
    let fields = fields.map(|(name, value)| (name, value.to_owned())).into();
    Tried { code, login: "dealer", page: "/purchases/record".into(), fields, act: "record_purchase", body }
}

fn mixed(code: &'static str, parcels: [&str; 2], loss: (&str, i64)) -> Tried {
    let fields = vec![("parcels", parcels[0].to_owned()), ("parcels", parcels[1].to_owned()), ("loss_mct", loss.0.to_owned())];
    let body = json!({ "parcels": parcels, "loss_mct": loss.1, "stones_change": 0 });
    Tried { code, login: "dealer", page: "/parcels/combine".into(), fields, act: "combine_parcels", body }
}

fn tried(m: &Made) -> Vec<Tried> {
    let (site, id) = &m.suspended_site;
    let late = "the road was cut";
    let dig = [("site", site.as_str()), ("weight_mct", "1"), ("stones", "2"), ("on", "2026-05-25"), ("late_reason", late)];
    let dug = json!({ "site": id, "licence": m.suspended, "on": "2026-05-25", "stones": 2, "weight_mct": 1_000, "late_reason": late });
    let owned = |fields: &[(&'static str, &str)]| fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let pit = [("name", "Far away"), ("mode", "point"), ("lat", "0.5"), ("lon", "0.5"), ("accuracy_m", "5"), ("obtained", "gps")];
    let far = json!({ "name": "Far away", "shape": { "point": [5_000_000, 5_000_000] }, "accuracy_m": 5, "obtained": "gps" });
    let sign = |code, fields: &[(&'static str, &str)], more: Value| {
        let mut body = json!({ "shipment": m.shipment });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let page = format!("/shipments/{}/propose", m.shipment);
        Tried { code, login: "officer", page, fields: owned(fields), act: "propose_certificate", body }
    };
    let (one, two) = (m.stock[0].0.as_str(), m.stock[1].0.as_str());
    let unknown = parcel_code(999_999);
    let (late_day, stock) = ("2099-01-01", json!("stock of before"));
    let soon = placer::edge::now().plus_hours(24 * 20).unwrap().day().to_string();
    let soon = soon.as_str();
    vec![
        Tried {
            code: "production.licence_suspended",
            login: "registrar",
            page: format!("/production/new?site={site}"),
            fields: owned(&dig),
            act: "record_production",
            body: dug,
        },
        purchase("purchase.self", one, &m.dealer, "2026-06-02", ""),
        mixed("rework.loss_reason", [one, two], ("0.01", 10)),
        purchase("purchase.parcel_sold", &m.sold, &m.miner, "2026-06-02", ""),
        purchase("purchase.serial_book", &m.dug, &m.miner, "2026-06-02", "ZZ-0001"),
        purchase("purchase.before_production", &m.dug, &m.miner, "2026-05-02", ""),
        purchase("purchase.parcel_not_held", &unknown, &m.miner, "2026-06-02", ""),
        sign("certificate.unestablished", &[("expires_on", soon)], json!({ "expires_on": soon })),
        Tried {
            code: "site.outside_country",
            login: "registrar",
            page: "/sites/new".into(),
            fields: owned(&pit),
            act: "register_site",
            body: far,
        },
        sign(
            "certificate.expiry_late",
            &[("unestablished_reason", "stock of before"), ("expires_on", late_day)],
            json!({ "expires_on": late_day, "unestablished_reason": stock }),
        ),
        mixed("rework.test_mixed", [one, &m.test], ("", 0)),
    ]
}

/// A page as a reader sees its text.
fn read(body: &str) -> String {
    [("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
        .iter()
        .fold(body.to_owned(), |t, (a, b)| t.replace(a, b))
}

/// The words of one refusal of the API.
fn by_api(http: &mut Http, key: &str, t: &Tried) -> String {
    let headers = [("content-type", "application/json"), ("idempotency-key", key), ("x-placer", "1")];
    let reply = http.send("POST", &format!("/api/v1/acts/{}", t.act), &headers, t.body.to_string());
    // What somebody else did first is a conflict.
    assert!([409, 422].contains(&reply.status), "{}: {}", t.code, reply.body);
    let told = reply.json();
    let of = |v: &&Value| v["code"] == t.code;
    let found = told["violations"].as_array().unwrap().iter().find(of).unwrap_or_else(|| panic!("{}: {told:#}", t.code));
    found["message"].as_str().unwrap().to_owned()
}

#[test]
fn pages_and_programs_are_refused_in_the_same_words() {
    let made = std::cell::RefCell::new(Made::default());
    let h = House::open(|w| *made.borrow_mut() = furnish(w));
    let all = tried(&made.into_inner());
    for (n, t) in all.iter().enumerate() {
        for lang in ["en", "fr"] {
            let mut http = h.signed_in(t.login);
            http.get(&format!("/?lang={lang}"));
            let words = by_api(&mut http, &format!("words-{n}-{lang}"), t);
            let fields: Vec<(&str, &str)> = t.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = http.submit(&t.page, &fields);
            let body = read(&page.body);
            assert!([409, 422].contains(&page.status) && body.contains(&words), "{} {lang}: {words}\n{} {body}", t.code, page.status);
        }
    }
    // Nothing of the rules that refuse is left out.
    let told: BTreeSet<&str> = all.iter().filter_map(|t| control_of_refusal(t.code)).map(|c| c.code).collect();
    let rules: BTreeSet<&str> = catalogue().filter(|c| c.kind == ControlKind::Refuses && c.code.starts_with('C')).map(|c| c.code).collect();
    assert!(told.is_superset(&rules), "{:?}", rules.difference(&told));
    // A file of sites: the same rule, the same words.
    let far = all.iter().find(|t| t.code == "site.outside_country").unwrap();
    let words = by_api(&mut h.signed_in(far.login), "words-file", far);
    let file = crate::support::process::scratch_dir("words").join("sites.csv");
    std::fs::write(&file, "source,key,name,lon,lat,obtained\nCadastre,1,Far away,0.5,0.5,gps\n").unwrap();
    let layers = std::path::Path::new(h.world.url.trim_start_matches("sqlite:")).parent().unwrap().to_str().unwrap();
    let asked = ["import", "sites", file.to_str().unwrap(), "--as", "officer", "--dry-run", "--report", "json", "--layers", layers];
    let output = h.run(&asked).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"));
    let of = |p: &&Value| p["code"] == far.code;
    assert_eq!(report["problems"].as_array().unwrap().iter().find(of).map(|p| &p["message"]), Some(&json!(words)), "{report:#}");
}
