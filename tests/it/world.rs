//! A small register for tests, on each database. What a test needs beforehand is appended as plain events,
//! so that a test of one act does not depend on the rules of another.

mod certified;

use crate::support::postgres;
use crate::support::process::{Watchdog, scratch_dir};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::author::Via;
use placer::domain::code;
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::geo::{Position, Shape, area_m2};
use placer::domain::ids::*;
use placer::domain::jurisdiction::Profile;
use placer::domain::parcel::{Parcel, parcel_code};
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::quantity::Mass;
use placer::domain::role::Role;
use placer::domain::time::{Day, Instant};
use placer::edge::Seeded;
use placer::service::error::ServiceError;
use placer::service::import::DEVICE;
use placer::service::proof::{Proof, Proven};
use placer::service::session::token_hash;
use placer::service::setup::{Layers, adopt, open};
use placer::service::{Act, App, Command, Entropy};
use placer::store::db::Db;
use placer::store::error::StoreError;
use placer::store::journal::{Heading, Receipt, append};
use placer::store::sealing::Keys;
use placer::store::secret::{Secret, secret_write};
use placer::store::session::{ApiToken, token_create};
use placer::store::{licence, parcel, party, site, slip_book};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A made-up country: a square from 12 W 7 N to 10 W 9 N with a western and an eastern half.
pub const COUNTRY: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Sierra Leone","code":"SL"},
"geometry":{"type":"Polygon","coordinates":[[[-12,7],[-10,7],[-10,9],[-12,9],[-12,7]]]}}]}"#;
pub const AREAS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"West","code":"SL-W"},"geometry":{"type":"Polygon","coordinates":[[[-12,7],[-11,7],[-11,9],[-12,9],[-12,7]]]}},
{"type":"Feature","properties":{"name":"East","code":"SL-E"},"geometry":{"type":"Polygon","coordinates":[[[-11,7],[-10,7],[-10,9],[-11,9],[-11,7]]]}}]}"#;

/// The password of every account of a test.
pub const PASSWORD: &str = "river gravel 2026";

/// Signs in through the form.
pub async fn sign_in(browser: &crate::support::browser::Browser, server: &str, login: &str) {
    use crate::support::steps::{press, write};
    browser.goto(&format!("{server}/sign-in")).await.unwrap();
    write(browser, "f-login", login).await;
    write(browser, "f-password", PASSWORD).await;
    press(browser, "main form button").await;
}

/// One register and the time in it.
pub struct World {
    pub app: App,
    pub url: String,
    pub now: Instant,
    ids: Seeded,
    author: Actor,
    /// Two officials and an independent valuer, once somebody sat down to value.
    sitting: Option<[PartyId; 3]>,
    /// Entries that were appended without asking any rule, so that nobody may have been allowed to write them.
    pub plain: Vec<i64>,
}

/// A session of somebody's own that was just asked for the password, on a browser and with an authenticator of his own.
pub fn just_proved(actor: &Actor, now: Instant) -> Proof {
    let of = |what: &str| sha256_hex(&[what.as_bytes(), actor.account.to_string().as_bytes()]);
    Proof::Session(Box::new(Proven { at: Some(now), session: of("session"), device: of("device"), factor: Some(of("factor")) }))
}

/// Runs a test on each database; PostgreSQL is left out, and said so, where it is not installed.
pub fn each(test: impl Fn(&mut World)) {
    let dir = scratch_dir("world");
    test(&mut World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display())));
    let _ = std::fs::remove_dir_all(&dir);
    if let Some(url) = fresh_tables() {
        test(&mut World::at(&url));
    }
}

/// A database on PostgreSQL that has its tables and nothing in them. They are made once and copied: making them takes
/// longer than most tests.
pub fn fresh_tables() -> Option<String> {
    static MIGRATED: LazyLock<Option<String>> = LazyLock::new(|| {
        let url = postgres::fresh_database()?;
        opened(&url).migrate().unwrap();
        postgres::left_alone(&url);
        Some(url)
    });
    postgres::copied_database(MIGRATED.as_deref()?)
}

/// The same for the embedded database, where there is no file yet.
fn fresh_file(url: &str) {
    static MIGRATED: LazyLock<(PathBuf, Watchdog)> = LazyLock::new(|| {
        let dir = scratch_dir("migrated");
        let watchdog = Watchdog::over_dir(&dir);
        let file = dir.join("placer.sqlite");
        let db = opened(&format!("sqlite:{}", file.display()));
        db.migrate().unwrap();
        db.sweep().unwrap();
        (file, watchdog)
    });
    if let Some(file) = url.strip_prefix("sqlite:")
        && !Path::new(file).exists()
    {
        std::fs::copy(&MIGRATED.0, file).unwrap();
    }
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn mct(n: i64) -> Mass {
    Mass::new(n).unwrap()
}

/// The facts of an ordinary production entry: three stones on a day of May 2026.
pub fn facts(site: SiteId, licence: LicenceId, weight: i64) -> ProductionFacts {
    ProductionFacts {
        site,
        licence,
        on: day("2026-05-20"),
        stones: 3,
        weight_mct: mct(weight),
        largest_mct: None,
        classes: vec![],
        diggers: None,
        gravel_dm3: None,
        days_worked: None,
        page: None,
        position: None,
        accuracy_m: None,
        flags: vec![],
        late_reason: None,
        zone: None,
    }
}

/// The codes of a refusal, in order; empty when it was no refusal.
pub fn codes<T>(result: &Result<T, ServiceError>) -> Vec<&'static str> {
    match result {
        Err(ServiceError::Refused(v)) => v.0.iter().map(|v| v.code).collect(),
        _ => Vec::new(),
    }
}

/// The register at an address, with the keys of all tests.
pub fn opened(url: &str) -> Db {
    Db::open(url).unwrap().with_keys(Keys::of(crate::support::keys::of(url)))
}

impl World {
    pub fn at(url: &str) -> Self {
        Self::of(url, Profile::bundled("SL").unwrap(), &Layers { country: COUNTRY.into(), areas: AREAS.into() })
    }

    /// A register of another country.
    pub fn of(url: &str, profile: Profile, layers: &Layers) -> Self {
        Self::made(url, profile, layers, false)
    }

    /// A register of made-up data, which its pages say.
    pub fn demonstration(url: &str, profile: Profile) -> Self {
        Self::made(url, profile, &Layers { country: COUNTRY.into(), areas: AREAS.into() }, true)
    }

    fn made(url: &str, profile: Profile, layers: &Layers, demonstration: bool) -> Self {
        let now: Instant = "2026-06-01T08:00:00Z".parse().unwrap();
        fresh_file(url);
        let db = opened(url);
        let (app, _) = open(db, profile, layers, demonstration, now, &mut Seeded::new(70)).unwrap();
        let mut ids = Seeded::new(7);
        let author = Actor { account: AccountId::new(ids.id()), role: AccountRole::Administrator, office: None, party: None };
        let mut world = Self { app, url: url.to_owned(), now, ids, author: author.clone(), sitting: None, plain: Vec::new() };
        world.event(AccountCreated { account: author.account, role: author.role, office: None, party: None });
        world
    }

    /// An id of any type.
    pub fn id<T: From<uuid::Uuid>>(&mut self) -> T {
        T::from(self.ids.id())
    }

    /// Opens another copy of the register in its place.
    pub fn reopen(&mut self, url: &str) {
        let layers = Layers { country: COUNTRY.into(), areas: AREAS.into() };
        self.url = url.to_owned();
        self.app = open(Db::open(url).unwrap(), Profile::bundled("SL").unwrap(), &layers, false, self.now, &mut self.ids).unwrap().0;
    }

    /// Puts other rules in place of the country's.
    pub fn profile(&mut self, profile: Profile) {
        let layers = Layers { country: COUNTRY.into(), areas: AREAS.into() };
        adopt(&self.app.db, &profile, self.now, &mut self.ids).unwrap();
        self.app = open(opened(&self.url), profile, &layers, false, self.now, &mut self.ids).unwrap().0;
    }

    /// Moves the clock.
    pub fn later(&mut self, hours: u32) {
        self.now = self.now.plus_hours(hours).unwrap();
    }

    /// Reads.
    pub fn read<T>(&self, f: impl FnOnce(&mut placer::store::db::Rx<'_>) -> Result<T, StoreError>) -> T {
        self.app.db.read(f).unwrap()
    }

    /// Appends an event without asking any rule.
    pub fn event(&mut self, event: impl Into<Event>) -> Receipt {
        let author = self.author.clone();
        self.event_by(&author, event)
    }

    /// The same by somebody.
    pub fn event_by(&mut self, author: &Actor, event: impl Into<Event>) -> Receipt {
        let heading = Heading {
            id: self.id(),
            occurred_at: self.now,
            account: author.account,
            office: None,
            device: None,
            via: Via::Console,
            signed: None,
            idempotency_key: self.ids.id().to_string(),
            request_hash: String::new(),
        };
        let receipt = self.app.db.write(self.now, |tx| append(tx, heading, event.into())).unwrap();
        self.plain.push(receipt.seq);
        receipt
    }

    /// An act of somebody, with a key of its own.
    pub fn act(&mut self, actor: &Actor) -> Act {
        let key = self.ids.id().to_string();
        self.act_as(actor, &key)
    }

    /// The same under a given key.
    pub fn act_as(&mut self, actor: &Actor, key: &str) -> Act {
        let entropy = Box::new(Seeded::new(self.ids.next_u64()));
        let proof = just_proved(actor, self.now);
        Act { actor: actor.clone(), now: self.now, occurred_at: None, device: None, key: key.to_owned(), entropy, proof }
    }

    /// Does an act.
    pub fn submit<C: Command>(&mut self, actor: &Actor, command: &C) -> Result<Receipt, ServiceError> {
        let mut act = self.act(actor);
        self.app.submit(&mut act, command)
    }

    /// Does it as an import does.
    pub fn import<C: Command>(&mut self, actor: &Actor, command: &C) -> Result<Receipt, ServiceError> {
        let mut act = Act { device: Some(DEVICE.to_owned()), proof: Proof::AtServer, ..self.act(actor) };
        self.app.submit(&mut act, command)
    }

    /// The same under a given key.
    pub fn submit_as<C: Command>(&mut self, actor: &Actor, key: &str, command: &C) -> Result<Receipt, ServiceError> {
        let mut act = self.act_as(actor, key);
        self.app.submit(&mut act, command)
    }

    pub fn account(&mut self, role: AccountRole, office: Option<OfficeId>, party: Option<PartyId>) -> Actor {
        let account = self.id();
        self.event(AccountCreated { account, role, office, party });
        Actor { account, role, office, party }
    }

    /// The same account in another role from now on.
    pub fn becomes(&mut self, actor: &Actor, role: AccountRole) -> Actor {
        let Actor { account, office, party, .. } = *actor;
        self.event(AccountChanged { account, role, office, party });
        Actor { account, role, office, party }
    }

    /// A machine token of an account, good for a year.
    pub fn token(&mut self, actor: &Actor) -> String {
        let text = format!("token-of-{}", actor.account);
        let token = ApiToken {
            id: self.ids.id(),
            account: actor.account,
            label: "test".into(),
            created_at: self.now,
            expires_at: "2099-12-31T00:00:00Z".parse().unwrap(),
            revoked_at: None,
        };
        self.app.db.write(self.now, |tx| token_create(tx, &token_hash(&text), &token)).unwrap();
        text
    }

    pub fn office(&mut self, code: &str) -> OfficeId {
        let office = self.id();
        let no = self.read(placer::store::office::office_next_no);
        self.event(OfficeOpened { office, no, code: code.into(), name: code.into(), areas: vec!["SL-E".into()] });
        office
    }

    /// An account that can sign in in a browser, with [`PASSWORD`].
    pub fn login(&mut self, login: &str, role: AccountRole, office: Option<OfficeId>, party: Option<PartyId>) -> Actor {
        let actor = self.account(role, office, party);
        let secret = Secret {
            account: actor.account,
            login: login.into(),
            display_name: login.into(),
            password_hash: placer::web::password::hash(PASSWORD).unwrap(),
            must_change: false,
        };
        self.app.db.write(self.now, |tx| secret_write(tx, &secret)).unwrap();
        actor
    }

    /// A party with details of its own.
    pub fn party(&mut self, name: &str, roles: &[Role], office: Option<OfficeId>) -> PartyId {
        let id = self.id();
        let no = self.read(party::party_next_no);
        let details = PartyDetails { name: name.into(), ..PartyDetails::default() };
        let salt = sha256_hex(&[name.as_bytes()]);
        let digest = details_digest(&salt, &details).unwrap();
        let mut roles = roles.to_vec();
        roles.sort();
        let facts = PartyFacts { kind: PartyKind::Person, roles, office, supporter: None, details_digest: digest.clone(), reference: None };
        self.event(PartyRegistered { party: id, no, code: code::make("SLE", no), facts });
        self.app.db.write(self.now, |tx| party::party_details_write(tx, id, &salt, &digest, &details)).unwrap();
        id
    }

    /// A licence valid for the whole of 2026.
    pub fn licence(&mut self, kind: &str, holder: PartyId, office: Option<OfficeId>) -> LicenceId {
        self.licence_between(kind, holder, office, "2026-01-01", "2026-12-31")
    }

    pub fn licence_between(&mut self, kind: &str, holder: PartyId, office: Option<OfficeId>, from: &str, to: &str) -> LicenceId {
        let id = self.id();
        let no = self.read(licence::licence_next_no);
        let terms = LicenceTerms {
            kind: kind.into(),
            holder,
            office,
            issued_on: day(from),
            starts_on: day(from),
            ends_on: day(to),
            area: None,
            area_m2: None,
            fee: None,
            receipt: None,
            workers_max: Some(20),
            depth_max_dm: None,
            documents: vec![],
            conditions: None,
            renews: None,
            reference: None,
        };
        self.event(LicenceIssued { licence: id, no, number: format!("T/{no}"), terms });
        id
    }

    /// A point site in the eastern half.
    pub fn site(&mut self, licence: Option<LicenceId>, office: Option<OfficeId>) -> SiteId {
        let id = self.id();
        let no = self.read(site::site_next_no);
        let step = i32::try_from(no).unwrap() * 20_000;
        let centre = Position::new(-105_000_000 + step, 80_000_000).unwrap();
        let shape = Shape::Point(centre);
        assert_eq!(area_m2(&shape), 0);
        let facts = SiteFacts {
            name: format!("Pit {no}"),
            licence,
            office,
            shape,
            centre,
            area_m2: None,
            accuracy_m: Some(10),
            obtained: Obtained::Gps,
            surveyed_on: None,
            surveyor: None,
            deposit: None,
            admin_code: Some("SL-E".into()),
            admin_name: Some("East".into()),
            locality: None,
            border_m: None,
            flags: vec![],
            reference: None,
        };
        self.event(SiteRegistered { site: id, no, code: code::make("S", no), facts });
        id
    }

    /// A parcel that is about to come into being.
    pub fn new_parcel(&mut self, no: i64, weight: i64, stones: i64) -> NewParcel {
        NewParcel { parcel: self.id(), no, weight_mct: mct(weight), stones, hs: HsCode::Unsorted, class: None }
    }

    /// Production of so many milli-carats and stones on a day of May 2026; gives the parcel.
    pub fn production(&mut self, site: SiteId, licence: LicenceId, holder: PartyId, weight: i64, stones: i64) -> Parcel {
        self.produced(holder, ProductionFacts { stones, ..facts(site, licence, weight) }, false)
    }

    /// Production with facts of its own.
    pub fn produced(&mut self, holder: PartyId, facts: ProductionFacts, test: bool) -> Parcel {
        let no = self.read(parcel::parcel_next_no);
        let parcel = self.new_parcel(no, facts.weight_mct.mct(), facts.stones);
        self.event(ProductionRecorded { parcel, holder, office: None, test, facts });
        self.parcel(no)
    }

    /// The parcel with a number, as it stands.
    pub fn parcel(&self, no: i64) -> Parcel {
        let found = self.read(|rx| parcel::parcel_fetch(rx, no)).unwrap();
        assert_eq!(found.code, parcel_code(no));
        found
    }

    /// A slip over whole parcels, from a new book of the seller.
    pub fn slip(&mut self, parcels: &[i64], from: (PartyId, LicenceId), to: (PartyId, LicenceId)) -> Slip {
        let book = self.slip_book(from.0);
        let serial = book.serial(book.first);
        let purchase = self.id();
        let no = self.read(placer::store::purchase::purchase_next_no);
        let items: Vec<SlipItem> = parcels
            .iter()
            .map(|no| self.parcel(*no))
            .map(|p| SlipItem { parcel_no: p.no, weight_mct: p.weight, stones: p.stones })
            .collect();
        Slip {
            purchase,
            no,
            book: book.id,
            serial,
            check_code: code::make_short(&format!("TEST{no:06}")),
            seller: from.0,
            seller_licence: from.1,
            buyer: to.0,
            buyer_licence: to.1,
            agent: None,
            items,
            price: placer::domain::money::Money { minor: 10_000, currency: placer::domain::money::Currency::USD },
            rate_e6: placer::domain::money::RateE6(1_000_000),
            usd_cents: 10_000,
            payment: "cash".into(),
            payment_reference: None,
            place: None,
            on: day("2026-05-21"),
            test: false,
        }
    }

    /// Makes parcels change hands without a sale being tested.
    pub fn sold(&mut self, parcels: &[i64], from: (PartyId, LicenceId), to: (PartyId, LicenceId)) {
        let slip = self.slip(parcels, from, to);
        let weighed = |i: &SlipItem| Weighed { parcel_no: i.parcel_no, weight_mct: i.weight_mct, stones: i.stones };
        let weighed = slip.items.iter().map(weighed).collect();
        self.event(PurchaseRecorded { slip, weighed });
    }

    /// Offers parcels for three days.
    pub fn offer(&mut self, parcels: &[i64], from: (PartyId, LicenceId), to: (PartyId, LicenceId)) -> PurchaseId {
        let slip = self.slip(parcels, from, to);
        let (purchase, expires_at) = (slip.purchase, self.now.plus_hours(72).unwrap());
        self.event(PurchaseOffered { slip, expires_at });
        purchase
    }

    /// A book of a thousand slips.
    pub fn slip_book(&mut self, holder: PartyId) -> placer::domain::purchase::SlipBook {
        let book = self.id();
        let no = self.read(slip_book::slip_book_next_no);
        self.event(SlipBookIssued { book, no, holder, office: None, prefix: format!("B{no}-"), first: 1, last: 1000, width: 4 });
        self.read(|rx| slip_book::slip_book_fetch(rx, book)).unwrap()
    }
}
