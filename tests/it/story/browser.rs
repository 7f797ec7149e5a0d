//! The main job from nothing, in a browser: every role does its part, at a real place of a bundled country.

use crate::support::browser::{Browser, Screen};
use crate::support::process::{Watchdog, scratch_dir};
use crate::support::server::Server;
use crate::support::steps::{follow, main_text, press, tick, write};
use crate::world::PASSWORD;
use fantoccini::Locator::{Css, Id};
use placer::domain::code;
use serde_json::{Value, json};

/// The word that replaces the first password.
const OWN_PASSWORD: &str = "three quiet rivers";
const SUBMIT: &str = "main form button.govuk-button[type=submit]:not([name]):not(.govuk-button--secondary)";
const CONFIRM: &str = "main button[name=confirmed]";

/// What differs between the countries.
pub struct Country {
    pub profile: &'static str,
    /// The office: code, name, area.
    pub office: [&'static str; 3],
    /// Kinds of licence: of the miner, the dealer, the exporter.
    pub licences: [&'static str; 3],
    /// A position in the area, longitude and latitude in degrees, for the licensed area where one is asked for.
    pub corner: (f64, f64),
    pub nationality: &'static str,
    pub certificate: &'static str,
}

/// A register of a country with its server, from the command line as an operator makes it.
pub struct Stage {
    pub b: Browser,
    pub country: Country,
    server: Server,
    database: String,
    name: &'static str,
    _sweeper: Watchdog,
}

impl Stage {
    pub async fn open(name: &'static str, country: Country) -> Option<Self> {
        let b = Browser::open(Screen::Desktop).await?;
        let dir = scratch_dir("story");
        let sweeper = Watchdog::over_dir(&dir);
        let database = format!("sqlite:{}", dir.join("register.sqlite").display());
        run(&database, &["migrate", "--profile", country.profile]);
        run(&database, &["account", "create", "admin"]);
        let server = Server::start(&["serve", "--database", &database, "--listen", "127.0.0.1:0"]);
        Some(Self { b, country, server, database, name, _sweeper: sweeper })
    }

    /// The program with arguments on this register; what it printed.
    pub fn run(&self, args: &[&str]) -> String {
        run(&self.database, args)
    }

    /// Signs in as somebody; the first time with the password given out, which must then be changed.
    async fn become_(&self, login: &str) {
        self.b.delete_all_cookies().await.unwrap();
        for password in [OWN_PASSWORD, PASSWORD] {
            self.go("/sign-in").await;
            write(&self.b, "f-login", login).await;
            write(&self.b, "f-password", password).await;
            press(&self.b, SUBMIT).await;
            if self.b.current_url().await.unwrap().path() != "/sign-in" {
                break;
            }
        }
        if self.b.current_url().await.unwrap().path() == "/me/password" {
            for (field, text) in [("old", PASSWORD), ("password", OWN_PASSWORD), ("again", OWN_PASSWORD)] {
                write(&self.b, &format!("f-{field}"), text).await;
            }
            press(&self.b, SUBMIT).await;
        }
        assert_eq!(self.b.current_url().await.unwrap().path(), "/", "{login}");
        self.look(&format!("home-{login}")).await;
    }

    /// An account from the command line, as the administrator makes it.
    fn account(&self, login: &str, role: &str, bound: &[&str]) {
        self.run(&[&["account", "create", login, "--role", role], bound].concat());
    }

    async fn go(&self, path: &str) {
        self.b.goto(&format!("{}{path}", self.server.url())).await.unwrap();
    }

    /// Sound on a desktop and on a phone, with a picture of each.
    async fn look(&self, what: &str) {
        for (screen, size) in [(Screen::Phone, "phone"), (Screen::Desktop, "desktop")] {
            self.b.show_on(screen).await;
            self.b.screenshot(&format!("story-{}-{what}-{size}", self.name)).await;
            self.b.assert_page_is_sound().await;
        }
    }

    /// Sends the form, looks at the check page and confirms; what the next page says.
    async fn send(&self, what: &str) -> String {
        self.look(&format!("{what}-form")).await;
        press(&self.b, SUBMIT).await;
        if self.b.find(Css(CONFIRM)).await.is_ok() {
            self.look(&format!("{what}-check")).await;
            press(&self.b, CONFIRM).await;
        }
        self.look(&format!("{what}-done")).await;
        let said = main_text(&self.b).await;
        assert!(self.b.find(Css(".govuk-error-summary")).await.is_err(), "{what}: {said}");
        said
    }

    async fn choose(&self, id: &str, value: &str) {
        self.b.find(Id(id)).await.unwrap_or_else(|e| panic!("{id}: {e}")).select_by_value(value).await.unwrap();
    }

    async fn choose_text(&self, id: &str, text: &str) {
        let options = self.b.find_all(Css(&format!("#{id} option"))).await.unwrap();
        for option in options {
            if option.text().await.unwrap().contains(text) {
                let value = option.attr("value").await.unwrap().unwrap();
                return self.choose(id, &value).await;
            }
        }
        panic!("{id} offers no {text}");
    }

    async fn code_in(&self, css: &str) -> String {
        self.b.find(Css(css)).await.unwrap_or_else(|e| panic!("{css}: {e}")).text().await.unwrap()
    }
}

fn command(database: &str, args: &[&str]) -> std::process::Command {
    let mut command = Server::command();
    command.args(args).env("PLACER_DATABASE", database).env("PLACER_PASSWORD", PASSWORD);
    command
}

fn run(database: &str, args: &[&str]) -> String {
    let out = command(database, args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Somebody registered in the browser with a licence.
pub struct Licensed {
    pub party: String,
    pub licence: String,
}

/// The office, and who works there and in the capital.
pub async fn opens_the_office(s: &Stage) {
    s.become_("admin").await;
    s.go("/offices/new").await;
    let [code, name, area] = s.country.office;
    write(&s.b, "f-code", code).await;
    write(&s.b, "f-name", name).await;
    tick(&s.b, &format!("f-areas-{area}")).await;
    s.send("office").await;
    for (login, role) in [("registrar", "registrar"), ("supervisor", "supervisor")] {
        s.account(login, role, &["--office", code]);
    }
    for login in ["officer", "approver"] {
        s.account(login, login, &[]);
    }
}

/// The registrar writes down who digs, deals and exports; the supervisor gives them licences.
pub async fn registers(s: &Stage) -> [Licensed; 3] {
    s.become_("registrar").await;
    let mut codes = Vec::new();
    for (name, kind, role) in [
        ("Fictitious Miner", "person", "miner"),
        ("Fictitious Dealer", "person", "dealer"),
        ("Fictitious Exports Ltd", "organisation", "exporter"),
    ] {
        s.go(&format!("/parties/new?kind={kind}")).await;
        write(&s.b, "f-name", name).await;
        tick(&s.b, &format!("f-roles-{role}")).await;
        s.choose("f-nationality", s.country.nationality).await;
        s.send(&format!("party-{role}")).await;
        codes.push(s.code_in("main .placer-code").await);
    }
    s.become_("supervisor").await;
    let mut all = Vec::new();
    for (party, kind) in codes.into_iter().zip(s.country.licences) {
        s.go(&format!("/licences/new/{kind}?holder={party}")).await;
        for paper in s.b.find_all(Css("input[name=documents]")).await.unwrap() {
            tick(&s.b, &paper.attr("id").await.unwrap().unwrap()).await;
        }
        if s.b.find(Id("f-area")).await.is_ok() && s.country.profile == "SL" {
            write(&s.b, "f-area", &square(s.country.corner, 0.0008)).await;
        }
        write(&s.b, "f-receipt", "GRR 0077").await;
        s.send(&format!("licence-{kind}")).await;
        all.push(Licensed { party, licence: s.code_in("main h1").await });
    }
    all.try_into().unwrap_or_else(|_| unreachable!("three went in"))
}

/// Four corners of a square, a corner a line.
pub fn square((lon, lat): (f64, f64), side: f64) -> String {
    [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(|(x, y)| format!("{:.5}, {:.5}", lon + x, lat + y)).join("\n")
}

/// Sites from a file; the officer puts two of them under the miner's licence. Their codes.
pub async fn imports_sites(s: &Stage, miner: &Licensed, file: &str, map: &str) -> [String; 2] {
    let args = ["import", "sites", file, "--map", map, "--as", "officer", "--report", "json"];
    // Rows that are refused make the program end with a failure; the report lists them.
    let report = || serde_json::from_slice::<Value>(&command(&s.database, &args).output().unwrap().stdout).unwrap();
    let (first, again) = (report(), report());
    assert!(first["counts"]["registered"].as_u64().unwrap() >= 2, "{first}");
    assert_eq!((&again["counts"]["registered"], &again["counts"]["changed"]), (&json!(0), &json!(0)), "a second run: {again}");
    s.become_("officer").await;
    s.go("/sites").await;
    s.look("sites-imported").await;
    s.go("/map").await;
    s.b.wait().for_element(Css(".placer-map[data-ready]")).await.unwrap();
    s.look("map-imported").await;
    let codes = [code::make("S", 1), code::make("S", 2)];
    for site in &codes {
        s.go(&format!("/sites/{site}/edit")).await;
        write(&s.b, "f-licence", &miner.licence).await;
        s.choose_text("f-office", s.country.office[1]).await;
        write(&s.b, "f-reason", "Licensed").await;
        s.send("site-licensed").await;
    }
    codes
}

/// Two sites within the licensed area, one typed as a point and one as corners; their codes.
pub async fn lays_out_sites(s: &Stage, miner: &Licensed) -> [String; 2] {
    s.become_("registrar").await;
    let (lon, lat) = s.country.corner;
    let mut codes = Vec::new();
    for (name, point) in [("Fictitious Bend", true), ("Fictitious Terrace", false)] {
        s.go("/sites/new").await;
        write(&s.b, "f-name", name).await;
        write(&s.b, "f-licence", &miner.licence).await;
        if point {
            press(&s.b, "label[for=f-mode-point]").await;
            write(&s.b, "f-lon", &format!("{:.5}", lon + 0.0001)).await;
            write(&s.b, "f-lat", &format!("{:.5}", lat + 0.0001)).await;
        } else {
            press(&s.b, "label[for=f-mode-polygon]").await;
            write(&s.b, "f-shape", &square((lon + 0.0003, lat + 0.0003), 0.0004)).await;
        }
        write(&s.b, "f-accuracy_m", "5").await;
        s.choose("f-obtained", "gps").await;
        s.send(if point { "site-point" } else { "site-corners" }).await;
        let path = s.b.current_url().await.unwrap().path().to_owned();
        codes.push(path.rsplit('/').next().unwrap().to_owned());
    }
    codes.try_into().unwrap()
}

/// A day's find at each site; the parcels' codes.
pub async fn writes_down_production(s: &Stage, sites: &[String; 2]) -> [String; 2] {
    s.become_("registrar").await;
    let mut parcels = Vec::new();
    for (site, carats, stones) in [(&sites[0], "1.001", "3"), (&sites[1], "2", "5")] {
        s.go(&format!("/production/new?site={site}")).await;
        write(&s.b, "f-weight_mct", carats).await;
        write(&s.b, "f-stones", stones).await;
        s.send(&format!("production-{stones}")).await;
        parcels.push(s.code_in("main .placer-code").await);
    }
    parcels.try_into().unwrap()
}

/// The dealer buys both, mixes them, splits the lot, and offers one part to the exporter; that parcel's code.
pub async fn deals(s: &Stage, miner: &Licensed, dealer: &Licensed, exporter: &Licensed, found: &[String; 2]) -> String {
    s.account("dealer", "buyer", &["--party", &dealer.party]);
    s.account("exporter", "exporter", &["--party", &exporter.party]);
    s.become_("officer").await;
    for holder in [dealer, exporter] {
        s.go("/slip-books/new").await;
        write(&s.b, "f-holder", &holder.party).await;
        s.send("slip-book").await;
    }
    s.become_("dealer").await;
    s.go("/purchases/record").await;
    write(&s.b, "f-seller_licence", &miner.licence).await;
    for (row, (code, carats, stones)) in [(&found[0], "1.001", "3"), (&found[1], "2", "5")].into_iter().enumerate() {
        let row = row + 1;
        write(&s.b, &format!("f-parcel-{row}"), code).await;
        write(&s.b, &format!("f-weight-{row}"), carats).await;
        write(&s.b, &format!("f-stones-{row}"), stones).await;
    }
    price(s, "900").await;
    s.send("bought").await;
    s.go("/parcels").await;
    for parcel in ["c-1", "c-2"] {
        tick(&s.b, parcel).await;
    }
    press(&s.b, "main form:not(.placer-filter) button").await;
    assert!(main_text(&s.b).await.contains("3.001"));
    s.send("mixed").await;
    let mixed = s.b.current_url().await.unwrap().path().rsplit('/').next().unwrap().to_owned();
    s.go(&format!("/parcels/{mixed}/split")).await;
    for (field, value) in [("0.weight_mct", "1.5"), ("0.stones", "4"), ("1.weight_mct", "1.501"), ("1.stones", "4")] {
        write(&s.b, &format!("f-parts.{field}"), value).await;
    }
    s.send("split").await;
    s.go("/purchases/offer").await;
    let part = s.b.find(Css("input[name=parcels]")).await.unwrap().attr("value").await.unwrap().unwrap();
    tick(&s.b, &format!("f-parcels-{part}")).await;
    write(&s.b, "f-buyer_licence", &exporter.licence).await;
    price(s, "1500").await;
    s.send("offered").await;
    part
}

async fn price(s: &Stage, amount: &str) {
    write(&s.b, "f-price", amount).await;
    tick(&s.b, "f-currency-USD").await;
    tick(&s.b, "f-payment-bank").await;
}

/// An officer takes the list of participants that comes with the program, an approver confirms it.
pub async fn lists_participants(s: &Stage) {
    s.become_("officer").await;
    s.go("/participants/load?bundled=1").await;
    s.send("participants").await;
    let change = s.b.current_url().await.unwrap().path().to_owned();
    s.become_("approver").await;
    s.go(&change).await;
    press(&s.b, "button[value=confirm]").await;
    s.look("participants-confirmed").await;
    assert!(s.b.find(Css(".govuk-error-summary")).await.is_err());
}

/// The exporter weighs and takes it, seals it and prepares a shipment; the shipment's path.
pub async fn ships(s: &Stage, part: &str) -> String {
    s.become_("exporter").await;
    press(&s.b, ".placer-tap__item").await;
    s.look("offer-to-me").await;
    let offer = s.b.current_url().await.unwrap().path().to_owned();
    s.go(&format!("{offer}/accept")).await;
    let stated = main_text(&s.b).await;
    let carats = if stated.contains("1.501") { "1.501" } else { "1.5" };
    write(&s.b, &format!("f-weight_mct.{part}"), carats).await;
    write(&s.b, &format!("f-stones.{part}"), "4").await;
    s.send("accepted").await;
    s.go(&format!("/parcels/{part}")).await;
    s.look("parcel-chain").await;
    follow(&s.b, "Seal").await;
    write(&s.b, "f-seal", "SEAL-0077").await;
    s.send("sealed").await;
    s.go("/shipments/new").await;
    tick(&s.b, &format!("f-parcels-{part}")).await;
    write(&s.b, &format!("f-value-{part}"), "1650.50").await;
    write(&s.b, "f-importer_name", "Fictitious Importers NV").await;
    write(&s.b, "f-importer_address", "1 Sample Street\nAntwerp").await;
    s.choose("f-destination", "BE").await;
    s.send("shipment").await;
    s.b.current_url().await.unwrap().path().to_owned()
}

/// Those who are present are registered, and the sheet is filled in.
async fn values(s: &Stage, shipment: &str) {
    let mut codes = Vec::new();
    for (name, role) in [("Fictitious Monitor", "official"), ("Fictitious Customs", "official"), ("Fictitious Valuer", "valuer")] {
        s.go("/parties/new?kind=person").await;
        write(&s.b, "f-name", name).await;
        tick(&s.b, &format!("f-roles-{role}")).await;
        s.choose("f-nationality", s.country.nationality).await;
        s.send(&format!("party-{role}")).await;
        codes.push(s.code_in("main .placer-code").await);
    }
    s.go(&format!("{shipment}/value")).await;
    let packed = s.b.find(Css("main .govuk-list--bullet li")).await.unwrap().text().await.unwrap();
    let told: Vec<String> = packed.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).map(|t| t.replace(',', ".")).collect();
    let numbers: Vec<&str> = told.iter().map(|t| t.trim_matches('.')).filter(|t| !t.is_empty()).collect();
    let (carats, stones) = (numbers[1], numbers[2]);
    // Something is forgotten first: everything typed is kept, and the way to what is missing is named.
    write(&s.b, "f-present", &codes[..2].join(", ")).await;
    s.choose("f-class-1", "+9").await;
    write(&s.b, "f-weight-1", carats).await;
    write(&s.b, "f-exporter-1", "1650.50").await;
    press(&s.b, SUBMIT).await;
    assert!(s.b.find(Css(".govuk-error-summary")).await.is_ok());
    s.look("value-refused").await;
    write(&s.b, "f-stones-1", stones).await;
    write(&s.b, "f-government-1", "1700").await;
    if s.b.find(Id("f-independent")).await.is_ok() {
        write(&s.b, "f-independent", &codes[2]).await;
        write(&s.b, "f-independent-1", "1725.25").await;
    }
    let said = s.send("value").await;
    assert!(said.contains("1,725.25") || said.contains("1,700.00"), "{said}");
}

/// One person checks, another approves; the certificate's path.
pub async fn certifies(s: &Stage, shipment: &str) -> String {
    s.become_("officer").await;
    values(s, shipment).await;
    s.go("/blanks/new").await;
    let first = s.b.find(Id("f-first")).await.unwrap().prop("value").await.unwrap().unwrap();
    write(&s.b, "f-last", &first.replace('1', "9")).await;
    write(&s.b, "f-note", "Delivery 1 of the printer").await;
    s.send("blanks").await;
    s.look("blanks").await;
    s.go(&format!("{shipment}/propose")).await;
    s.send("propose").await;
    s.become_("approver").await;
    s.go(&format!("{shipment}/approve")).await;
    write(&s.b, "f-blank", &first.to_lowercase()).await;
    let said = s.send("approve").await;
    assert!(said.contains(s.country.certificate), "{said}");
    s.b.current_url().await.unwrap().path().to_owned()
}

/// The officer sees every site; the command line and the public say the same.
pub async fn traces(s: &Stage, certificate: &str) -> Value {
    s.become_("officer").await;
    s.go(certificate).await;
    s.look("certificate").await;
    s.go(&format!("{certificate}/print")).await;
    s.look("certificate-print").await;
    s.go(&format!("{certificate}/trace")).await;
    s.b.wait().for_element(Css(".placer-map[data-ready]")).await.unwrap();
    s.look("trace").await;
    let page = main_text(&s.b).await;
    let trace: Value = serde_json::from_str(&s.run(&["trace", s.country.certificate, "--format", "json"])).unwrap();
    for site in trace["by_site"].as_array().unwrap() {
        let name = site["site"]["name"].as_str().unwrap();
        assert!(page.contains(name), "{name}: {page}");
    }
    s.b.delete_all_cookies().await.unwrap();
    s.go(&format!("/check/certificate/{}", s.country.certificate.replace(' ', "%20"))).await;
    s.look("public").await;
    assert!(main_text(&s.b).await.contains("is valid"));
    assert!(s.run(&["verify"]).contains("0 findings"), "{}", s.run(&["verify"]));
    trace
}
