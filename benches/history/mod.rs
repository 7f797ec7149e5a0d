//! Histories made by plain events, for benchmarks: everything that a register checks is true of them.

use placer::domain::access::{AccountRole, Actor};
use placer::domain::author::Via;
use placer::domain::code;
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::geo::{Position, Shape};
use placer::domain::ids::*;
use placer::domain::jurisdiction::Profile;
use placer::domain::participant::ParticipantStanding;
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::quantity::Mass;
use placer::domain::role::Role;
use placer::domain::time::{Day, Instant};
use placer::domain::valuation::{ValuedLine, Valuer, charges};
use placer::edge::Seeded;
use placer::service::setup::{Layers, open};
use placer::service::{App, Entropy};
use placer::store::certificate::shipment_composition;
use placer::store::db::{Db, Tx};
use placer::store::journal::{Heading, append};
use placer::store::party::party_details_write;
use std::time::{Duration, Instant as Clock};

pub const COUNTRY: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Sierra Leone","code":"SL"},
"geometry":{"type":"Polygon","coordinates":[[[-13,6],[-10,6],[-10,10],[-13,10],[-13,6]]]}}]}"#;

/// A register with an author, empty.
pub fn register(db: Db) -> (App, Maker) {
    let now: Instant = "2026-05-02T08:00:00Z".parse().unwrap();
    let layers = Layers { country: COUNTRY.into(), areas: r#"{"type":"FeatureCollection","features":[]}"#.into() };
    let (app, _) = open(db, Profile::bundled("SL").unwrap(), &layers, true, now, &mut Seeded::new(2)).unwrap();
    let mut ids = Seeded::new(1);
    let author = Actor { account: AccountId::new(ids.id()), role: AccountRole::Administrator, office: None, party: None };
    (app, Maker { ids, now, author, next_no: 1, made: 0, sitting: None })
}

pub struct Maker {
    pub ids: Seeded,
    pub now: Instant,
    pub author: Actor,
    pub next_no: i64,
    pub made: u64,
    sitting: Option<[PartyId; 3]>,
}

impl Maker {
    /// Ids ascend, as those that the server makes from its clock do.
    pub fn id<T: From<uuid::Uuid>>(&mut self) -> T {
        self.made += 1;
        let random = u128::from(self.ids.next_u64());
        T::from(uuid::Uuid::from_u128((u128::from(self.made) << 80) | (0x7000 << 64) | random))
    }
    pub fn event(&mut self, tx: &mut Tx<'_>, event: impl Into<Event>) -> i64 {
        let author = self.author.account;
        self.event_by(tx, author, event)
    }
    pub fn event_by(&mut self, tx: &mut Tx<'_>, account: AccountId, event: impl Into<Event>) -> i64 {
        let heading = Heading {
            id: self.id(),
            occurred_at: self.now,
            account,
            office: None,
            device: None,
            via: Via::Console,
            signed: None,
            idempotency_key: self.id::<uuid::Uuid>().to_string(),
            request_hash: String::new(),
        };
        append(tx, heading, event.into()).unwrap().seq
    }
    pub fn new_parcel(&mut self, mct: i64, stones: i64) -> NewParcel {
        let no = self.next_no;
        self.next_no += 1;
        NewParcel { parcel: self.id(), no, weight_mct: Mass::new(mct).unwrap(), stones, hs: HsCode::Unsorted, class: None }
    }
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A party with a role.
fn party(m: &mut Maker, tx: &mut Tx<'_>, n: i64, role: Role) -> PartyId {
    let party = m.id();
    let details = PartyDetails { name: format!("Holder {n}"), ..PartyDetails::default() };
    let salt = format!("salt {n}");
    let digest = details_digest(&salt, &details).unwrap();
    let facts = PartyFacts {
        kind: PartyKind::Organisation,
        roles: vec![role],
        office: None,
        supporter: None,
        details_digest: digest.clone(),
        reference: None,
    };
    m.event(tx, PartyRegistered { party, no: n, code: code::make("SLE", n), facts });
    if !tx.has_no_keys() {
        party_details_write(tx, party, &salt, &digest, &details).unwrap();
    }
    party
}

/// Two officials and an independent valuer, the same for every shipment.
fn sitting(m: &mut Maker, tx: &mut Tx<'_>) -> (Vec<PartyId>, Option<PartyId>) {
    let [one, other, valuer] = match m.sitting {
        Some(known) => known,
        None => [(1, Role::Official), (2, Role::Official), (3, Role::Valuer)].map(|(n, role)| party(m, tx, 900_000 + n, role)),
    };
    m.sitting = Some([one, other, valuer]);
    (vec![one, other], Some(valuer))
}

/// A party with a role and a licence of a type.
pub fn holder(m: &mut Maker, tx: &mut Tx<'_>, n: i64, role: Role, kind: &str) -> (PartyId, LicenceId) {
    let party = party(m, tx, n, role);
    let licence = m.id();
    let terms = LicenceTerms {
        kind: kind.into(),
        holder: party,
        office: None,
        issued_on: day("2026-01-01"),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-12-31"),
        area: None,
        area_m2: None,
        fee: None,
        receipt: None,
        workers_max: None,
        depth_max_dm: None,
        documents: vec![],
        conditions: None,
        renews: None,
        reference: None,
    };
    m.event(tx, LicenceIssued { licence, no: n, number: format!("L/{n}"), terms });
    (party, licence)
}

pub fn site(m: &mut Maker, tx: &mut Tx<'_>, n: i64, licence: LicenceId) -> SiteId {
    let id = m.id();
    let step = i32::try_from(n % 5_000).unwrap() * 3_000;
    let centre = Position::new(-120_000_000 + step, 80_000_000).unwrap();
    let facts = SiteFacts {
        name: format!("Pit {n}"),
        licence: Some(licence),
        office: None,
        shape: Shape::Point(centre),
        centre,
        area_m2: None,
        accuracy_m: Some(5),
        obtained: Obtained::Gps,
        surveyed_on: None,
        surveyor: None,
        deposit: None,
        admin_code: None,
        admin_name: None,
        locality: None,
        border_m: None,
        flags: vec![],
        reference: None,
    };
    m.event(tx, SiteRegistered { site: id, no: n, code: code::make("S", n), facts });
    id
}

/// A page of the book at the pit.
pub fn facts(licence: LicenceId, site: SiteId, weight_mct: Mass) -> ProductionFacts {
    ProductionFacts {
        site,
        licence,
        on: day("2026-03-01"),
        stones: 1,
        weight_mct,
        largest_mct: None,
        classes: vec![],
        diggers: Some(5),
        gravel_dm3: Some(1_000),
        days_worked: None,
        page: None,
        position: None,
        accuracy_m: None,
        flags: vec![],
        late_reason: None,
        zone: None,
    }
}

pub fn production(m: &mut Maker, tx: &mut Tx<'_>, holder: PartyId, licence: LicenceId, site: SiteId) -> NewParcel {
    let mct = 40 + i64::try_from(m.ids.next_u64() % 900).unwrap();
    let parcel = m.new_parcel(mct, 1);
    let facts = facts(licence, site, parcel.weight_mct);
    m.event(tx, ProductionRecorded { parcel: parcel.clone(), holder, office: None, test: false, facts });
    parcel
}

pub fn mix(m: &mut Maker, tx: &mut Tx<'_>, holder: PartyId, inputs: &[NewParcel]) -> NewParcel {
    let mct = inputs.iter().map(|p| p.weight_mct.mct()).sum();
    let output = m.new_parcel(mct, inputs.iter().map(|p| p.stones).sum());
    let rework = Rework {
        holder,
        inputs: inputs.iter().map(|p| p.no).collect(),
        outputs: vec![output.clone()],
        loss_mct: Mass::ZERO,
        loss_reason: None,
        stones_change: 0,
        test: false,
    };
    m.event(tx, ParcelCombined(rework));
    output
}

/// A list of participants with the one country to which everything goes.
fn participants(m: &mut Maker, tx: &mut Tx<'_>, officer: AccountId) {
    let (change, standing) = (m.id(), ParticipantStanding::Trade);
    let stated = StandingStated { participant: "BE".into(), country: None, standing, from: None, source: "list".into() };
    let (on, standings) = (day("2026-05-02"), vec![stated]);
    m.event_by(tx, officer, ParticipantsProposed { change, no: 1, source: "list".into(), on, standings, contacts: vec![] });
    m.event(tx, ParticipantsDecided { change, confirmed: true, reason: None });
}

/// A parcel is sealed, packed and valued, and a form for it received: its shipment, and the form's number.
pub fn packed(m: &mut Maker, tx: &mut Tx<'_>, n: i64, holder: (PartyId, LicenceId), parcel: &NewParcel) -> (ShipmentId, String) {
    let seal = format!("Z{n}");
    m.event(tx, ParcelSealed { parcel: parcel.parcel, parcel_no: parcel.no, seal: seal.clone() });
    let shipment = m.id();
    let packed = ShipmentParcel {
        parcel_no: parcel.no,
        weight_mct: parcel.weight_mct,
        stones: parcel.stones,
        hs: HsCode::Unsorted,
        seal,
        value_usd_cents: 100,
    };
    let (exporter, licence) = holder;
    let code = code::make("E", n);
    m.event(tx, ShipmentPrepared { shipment, no: n, code, exporter, licence, importer: importer(), parcels: vec![packed], test: false });
    let line = ValuedLine {
        hs: HsCode::Unsorted,
        class: "+9".into(),
        stones: parcel.stones,
        weight_mct: parcel.weight_mct,
        exporter_cents: 100,
        government_cents: 100,
        independent_cents: Some(100),
    };
    let (table, taken, on) = ("dtc".to_owned(), Valuer::Government, day("2026-05-02"));
    let (present, independent) = sitting(m, tx);
    let charges = charges(std::slice::from_ref(&line), taken, 1, &Profile::bundled("SL").unwrap().valuation).unwrap();
    m.event(tx, ShipmentValued { shipment, on, table, present, independent, lines: vec![line], taken, value_usd_cents: 100, charges });
    let run = BlanksReceived {
        run: m.id(),
        no: n,
        year: 2026,
        before: "SL ".into(),
        width: 6,
        after: String::new(),
        first: n,
        last: n,
        note: "Delivery".into(),
        on: day("2026-05-02"),
    };
    let number = run.ends().0;
    m.event(tx, run);
    (shipment, number)
}

fn importer() -> Importer {
    Importer { name: "Importer".into(), address: "Address".into(), country: "BE".into() }
}

pub fn certify(m: &mut Maker, tx: &mut Tx<'_>, n: i64, holder: (PartyId, LicenceId), parcel: &NewParcel, officer: AccountId) {
    let (shipment, number) = packed(m, tx, n, holder, parcel);
    let (certificate, exporter): (CertificateId, _) = (m.id(), holder.0);
    if n == 1 {
        participants(m, tx, officer);
    }
    let (expires_on, blank) = (day("2026-07-01"), number.clone());
    let signed = CertificateProposed { shipment, expires_on, unestablished_reason: None, signed_digest: "0".repeat(64), blank };
    m.event_by(tx, officer, signed);
    let composition_digest = sha256_hex(&[&shipment_composition(tx, shipment).unwrap().encode()]);
    m.event(
        tx,
        CertificateIssued {
            certificate,
            no: n,
            number,
            replaces: None,
            shipment,
            proposed_by: officer,
            issued_on: day("2026-05-02"),
            expires_on: day("2026-07-01"),
            exporter,
            importer: importer(),
            origins: vec!["SL".into()],
            mixed: false,
            weight_mct: parcel.weight_mct,
            stones: parcel.stones,
            value_usd_cents: 100,
            parcels: 1,
            lines: vec![],
            unestablished_mct: Mass::ZERO,
            unestablished_reason: None,
            composition_digest,
        },
    );
}

pub fn timed<T>(f: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Clock::now();
    let value = f();
    (begun.elapsed(), value)
}
