//! A country of the tests over two years: who digs, who buys, what leaves. Nothing here knows a rule or a limit of a
//! control: pits give log-normal stones, more in dry months than in wet ones; prices and sizes scatter as they do in the trade.

use crate::departure::{close, depart};
use crate::shipment::{Desk, prepare};
use crate::world::{World, day, facts, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::code;
use placer::domain::confirmation::ConfirmationWay;
use placer::domain::event::*;
use placer::domain::geo::Position;
use placer::domain::ids::*;
use placer::domain::money::{Currency, Money, RateE6};
use placer::domain::month::Month;
use placer::domain::role::Role;
use placer::domain::time::Day;
use placer::domain::valuation::{ValuedLine, Valuer, charges};
use placer::edge::Seeded;
use placer::service::certificate::ProposeCertificate;
use placer::service::departure::{RecordDeparture, SealContainer};
use placer::store::certificate::certificate_fetch;
use placer::store::site::site_fetch;
use std::collections::BTreeMap;

/// The first month and the first of those that are judged; the last one is May 2028.
pub const BEGIN: &str = "2026-06";
pub const JUDGED: &str = "2027-06";
pub const END: &str = "2028-05";

/// Chance from a seed.
pub struct Chance(Seeded);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(Seeded::new(seed))
    }
    /// From 0 up to, not with, 1.
    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.0.next_u64() >> 32).unwrap()) / (f64::from(u32::MAX) + 1.0)
    }
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.0.next_u64() % u64::try_from(n).unwrap()).unwrap()
    }
    fn likely(&mut self, part: f64) -> bool {
        self.unit() < part
    }
    /// A standard normal variate (Box and Muller).
    fn normal(&mut self) -> f64 {
        let (u, v) = (self.unit().max(1e-12), self.unit());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
    /// Around a median, log-normal.
    fn around(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "made-up stones and prices, far from any limit")]
fn whole(x: f64) -> i64 {
    x.round() as i64
}

pub struct Pit {
    pub miner: (PartyId, LicenceId),
    pub site: SiteId,
    pub office: usize,
    /// The median stone, milli-carats, and entries of a dry month.
    pub median: f64,
    pub entries: usize,
}

pub struct Buyer {
    pub who: (PartyId, LicenceId),
    book: SlipBookId,
    prefix: String,
    slips: i64,
}

pub struct Country {
    pub offices: Vec<OfficeId>,
    pub registrars: Vec<Actor>,
    pub pits: Vec<Pit>,
    pub buyers: Vec<Buyer>,
    pub exporter: Buyer,
    pub desk: Desk,
    pub courier: String,
    pub chance: Chance,
    sales: i64,
    said: i64,
    /// Stones that nobody has exported, by number.
    stock: Vec<i64>,
    /// Certificates of the month before, whose receipt abroad is still to be confirmed.
    pub on_the_way: Vec<CertificateId>,
    /// Milli-carats that left in each month, but for what was planted.
    pub left: BTreeMap<Month, i64>,
    /// Large stones leave by other ways from now on.
    pub large_elsewhere: bool,
    /// An office at which nobody writes any more.
    pub silent: Option<usize>,
    /// Sites to which no inspector goes.
    pub unseen: Vec<SiteId>,
    visits: i64,
}

fn lasting(w: &mut World, kind: &str, role: Role, name: &str, office: Option<OfficeId>) -> (PartyId, LicenceId) {
    let party = w.party(name, &[role], office);
    (party, w.licence_between(kind, party, office, "2026-01-01", "2028-12-31"))
}

impl Buyer {
    fn new(w: &mut World, kind: &str, role: Role, name: &str) -> Self {
        let who = lasting(w, kind, role, name, None);
        let (book, no) = (w.id(), w.read(placer::store::slip_book::slip_book_next_no));
        let prefix = format!("K{no}-");
        w.event(SlipBookIssued { book, no, holder: who.0, office: None, prefix: prefix.clone(), first: 1, last: 9_999, width: 4 });
        Self { who, book, prefix, slips: 0 }
    }
}

pub fn country(w: &mut World, seed: u64) -> Country {
    let mut chance = Chance::new(seed);
    let offices: Vec<OfficeId> = ["BO", "KEN", "KDU", "PUJ"].map(|code| w.office(code)).into();
    let registrars = offices.iter().map(|office| w.account(AccountRole::Registrar, Some(*office), None)).collect();
    let pits = (0..40)
        .map(|n| {
            // The fourth office has a single pit.
            let office = if n == 39 { 3 } else { n % 3 };
            let miner = lasting(w, "artisanal", Role::Miner, &format!("Miner {n}"), Some(offices[office]));
            let site = w.site(Some(miner.1), Some(offices[office]));
            Pit { miner, site, office, median: chance.around(220.0, 0.3), entries: 2 + chance.below(4) }
        })
        .collect();
    let buyers = (0..5).map(|n| Buyer::new(w, "dealer", Role::Dealer, &format!("Dealer {n}"))).collect();
    let exporter = Buyer::new(w, "exporter", Role::Exporter, "Exporter");
    let miner = lasting(w, "artisanal", Role::Miner, "Miner of the desk", None);
    let desk = Desk {
        miner,
        site: w.site(Some(miner.1), Some(offices[1])),
        exporter: exporter.who,
        account: w.account(AccountRole::Exporter, None, Some(exporter.who.0)),
        officer: w.account(AccountRole::Officer, None, None),
        approver: w.account(AccountRole::Approver, None, None),
    };
    let courier = w.party("Courier", &[Role::Courier], None);
    let courier = w.read(|rx| placer::store::party::party_fetch(rx, courier)).unwrap().code;
    let (sales, said, stock, on_the_way) = (0, 0, vec![], vec![]);
    let (left, large_elsewhere, silent) = (BTreeMap::new(), false, None);
    Country {
        offices,
        registrars,
        pits,
        buyers,
        exporter,
        desk,
        courier,
        chance,
        sales,
        said,
        stock,
        on_the_way,
        left,
        large_elsewhere,
        silent,
        unseen: vec![],
        visits: 0,
    }
}

/// What a pit gave on a day.
pub struct Given {
    pub on: Day,
    pub stones: Vec<i64>,
}

impl Country {
    /// Writes a day's production down, as the office of the pit does.
    pub fn dig(&self, w: &mut World, pit: usize, of: &Given, change: impl FnOnce(&mut ProductionFacts)) -> i64 {
        let p = &self.pits[pit];
        let no = w.read(placer::store::parcel::parcel_next_no);
        let weight = of.stones.iter().sum();
        let stones = i64::try_from(of.stones.len()).unwrap();
        let parcel = w.new_parcel(no, weight, stones);
        let mut f =
            ProductionFacts { on: of.on, stones, largest_mct: of.stones.iter().max().map(|m| mct(*m)), ..facts(p.site, p.miner.1, weight) };
        change(&mut f);
        let event = ProductionRecorded { parcel, holder: p.miner.0, office: Some(self.offices[p.office]), test: false, facts: f };
        w.event_by(&self.registrars[p.office], event);
        no
    }

    /// Stones of one day of an ordinary pit.
    fn ordinary(&mut self, pit: usize, month: Month) -> Given {
        let median = self.pits[pit].median;
        let on = month.first() + chrono::Days::new(u64::try_from(self.chance.below(28)).unwrap());
        // Twelve diggers wash 40 cubic metres in a month, of 0.05 to 0.3 carats each (field notes 7.4): about five carats.
        let count = 2 + self.chance.below(3) + self.chance.below(3);
        let stones = (0..count).map(|_| whole(self.chance.around(median, 0.9)).max(20)).collect();
        Given { on, stones }
    }

    /// A month at every pit; in the rains there is less.
    fn dug(&mut self, w: &mut World, month: Month) {
        let wet = matches!(chrono::Datelike::month(&month.first()), 6..=9);
        for pit in 0..self.pits.len() {
            if Some(self.pits[pit].office) == self.silent {
                continue;
            }
            let usual = self.pits[pit].entries;
            let entries = if self.pits[pit].office == 3 {
                usize::from(!wet)
            } else if wet {
                usual.div_ceil(2)
            } else {
                usual
            };
            let mut of_month = vec![];
            for _ in 0..entries {
                let day = self.ordinary(pit, month);
                let (late, near) = (self.chance.likely(0.03), self.chance.likely(0.8));
                let (dx, dy) = (whole(400.0 * self.chance.normal()), whole(400.0 * self.chance.normal()));
                let centre = w.read(|rx| site_fetch(rx, self.pits[pit].site)).unwrap().facts.centre;
                of_month.push(self.dig(w, pit, &day, |f| {
                    f.flags = if late { vec![ProductionFlag::Late] } else { vec![] };
                    f.late_reason = late.then(|| "the road was under water".into());
                    let at = |e7: i32, by: i64| e7 + i32::try_from(by).unwrap();
                    f.position = near.then(|| Position::new(at(centre.lon_e7(), dx), at(centre.lat_e7(), dy)).unwrap());
                    f.accuracy_m = near.then_some(8);
                    f.diggers = Some(12);
                }));
            }
            // Who digs here sells most of it to the same two buyers.
            if !of_month.is_empty() {
                let buyer = if self.chance.likely(0.7) { pit % 5 } else { (pit + 1) % 5 };
                self.sell(w, &of_month, self.pits[pit].miner, buyer, month.last());
            }
        }
    }

    /// Sells parcels to a dealer, at what is paid for such stones.
    pub fn sell(&mut self, w: &mut World, parcels: &[i64], seller: (PartyId, LicenceId), buyer: usize, on: Day) {
        let cents_per_carat = self.chance.around(18_000.0, 0.25);
        let slip = self.slip(w, parcels, seller, Some(buyer), cents_per_carat, on);
        self.pass(w, slip);
        self.stock.extend(parcels);
    }

    /// A slip of a dealer, or of the exporter.
    fn slip(&mut self, w: &mut World, parcels: &[i64], seller: (PartyId, LicenceId), to: Option<usize>, per_carat: f64, on: Day) -> Slip {
        self.sales += 1;
        let buyer = to.map_or(&mut self.exporter, |n| &mut self.buyers[n]);
        buyer.slips += 1;
        let items: Vec<SlipItem> =
            parcels.iter().map(|no| w.parcel(*no)).map(|p| SlipItem { parcel_no: p.no, weight_mct: p.weight, stones: p.stones }).collect();
        let weight: i64 = items.iter().map(|i| i.weight_mct.mct()).sum();
        let usd_cents = whole(per_carat * f64::from(i32::try_from(weight).unwrap()) / 1_000.0);
        Slip {
            purchase: w.id(),
            no: w.read(placer::store::purchase::purchase_next_no),
            book: buyer.book,
            serial: format!("{}{:04}", buyer.prefix, buyer.slips),
            check_code: code::make_short(&format!("YEAR{:06}", self.sales)),
            seller: seller.0,
            seller_licence: seller.1,
            buyer: buyer.who.0,
            buyer_licence: buyer.who.1,
            agent: None,
            items,
            price: Money { minor: usd_cents, currency: Currency::USD },
            rate_e6: RateE6(1_000_000),
            usd_cents,
            payment: "cash".into(),
            payment_reference: None,
            place: None,
            on,
            test: false,
        }
    }

    /// Stock from before the register, in one parcel, that its holder declares and sells to the exporter.
    pub fn declared(&mut self, w: &mut World, mct: i64) -> i64 {
        let seller = lasting(w, "dealer", Role::Dealer, "Holder of stock", None);
        let parcel = crate::trace::build::stock(w, seller.0, &[(mct, None)])[0].no;
        let on = w.app.env.profile.local_day(w.now);
        let slip = self.slip(w, &[parcel], seller, None, 21_000.0, on);
        self.pass(w, slip);
        parcel
    }

    fn pass(&self, w: &mut World, slip: Slip) {
        let weighed = |i: &SlipItem| Weighed { parcel_no: i.parcel_no, weight_mct: i.weight_mct, stones: i.stones };
        let weighed = slip.items.iter().map(weighed).collect();
        w.event(PurchaseRecorded { slip, weighed });
    }

    /// Dealers sell nine of ten parcels to the exporter, who lets them leave.
    fn exported(&mut self, w: &mut World, month: Month) {
        let all = std::mem::take(&mut self.stock);
        let (mut leave, mut stay) = (vec![], vec![]);
        for no in all {
            if self.chance.likely(0.9) { leave.push(no) } else { stay.push(no) }
        }
        self.stock = stay;
        for buyer in 0..self.buyers.len() {
            let of: Vec<i64> = leave.iter().copied().filter(|no| w.parcel(*no).holder == self.buyers[buyer].who.0).collect();
            if !of.is_empty() {
                let per_carat = self.chance.around(22_000.0, 0.1);
                let seller = self.buyers[buyer].who;
                let slip = self.slip(w, &of, seller, None, per_carat, month.last());
                self.pass(w, slip);
            }
        }
        // A stone of more than ten carats comes with most exports.
        let large = [1, 0, 2, 1, 1, 1][usize::try_from(chrono::Datelike::month0(&month.first())).unwrap() % 6];
        let large = if self.large_elsewhere { 0 } else { large };
        let weight = leave.iter().map(|no| w.parcel(*no).weight.mct()).sum();
        self.left.insert(month, weight);
        let certificate = self.leaves(w, &leave, large, 22_000.0);
        self.on_the_way.push(certificate);
    }

    /// A shipment of the exporter's parcels at so many cents a carat, its certificate and its departure. `large` stones of the
    /// sheet are above ten carats.
    pub fn leaves(&mut self, w: &mut World, parcels: &[i64], large: i64, per_carat: f64) -> CertificateId {
        let shipment = self.valued(w, parcels, large, 1.0, per_carat);
        let command = ProposeCertificate { shipment, expires_on: None, unestablished_reason: Some("stock".into()), blank: None };
        w.submit(&self.desk.officer, &command).unwrap();
        let certificate = crate::certificate::issue(w, &self.desk.approver, shipment).unwrap().facts;
        let seal = format!("BOX-{}", certificate.no);
        // The number of the parcel ends in that of its certificate.
        let serial = certificate.number.trim_start_matches(|c: char| !c.is_ascii_digit() || c == '0').to_owned();
        let (number, parcel_number) = (certificate.number, Some(format!("JMI/GGDO/{serial}")));
        let closed = SealContainer { number, parcel_number, seal: seal.clone(), ..close(certificate.certificate) };
        w.submit(&self.desk.officer, &closed).unwrap();
        let goes = RecordDeparture { courier: Some(self.courier.clone()), seal, ..depart(certificate.certificate) };
        w.submit(&self.desk.officer, &goes).unwrap();
        certificate.certificate
    }

    /// A shipment that was sat over, at so many cents a carat, of which the exporter declares a part.
    pub fn valued(&mut self, w: &mut World, parcels: &[i64], large: i64, declares: f64, per_carat: f64) -> ShipmentId {
        let held: Vec<_> = parcels.iter().map(|no| w.parcel(*no)).collect();
        let sealed: Vec<_> = held.iter().map(|p| self.desk.seal(w, p)).collect();
        let mut command = prepare(&sealed.iter().collect::<Vec<_>>());
        let scatter = self.chance.around(per_carat, 0.08);
        for (line, p) in command.parcels.iter_mut().zip(&sealed) {
            let government = scatter * f64::from(i32::try_from(p.weight.mct()).unwrap()) / 1_000.0;
            line.value_usd_cents = whole(declares * government).max(1);
        }
        let shipment: ShipmentId = w.submit(&self.desk.account, &command).unwrap().subject.parse().unwrap();
        let (stones, weight): (i64, i64) = sealed.iter().map(|p| (p.stones, p.weight.mct())).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        let line = |class: &str, stones: i64, weight: i64| {
            let government = whole(scatter * f64::from(i32::try_from(weight).unwrap()) / 1_000.0);
            let declared = whole(declares * scatter * f64::from(i32::try_from(weight).unwrap()) / 1_000.0);
            ValuedLine {
                hs: HsCode::Unsorted,
                class: class.into(),
                stones,
                weight_mct: mct(weight),
                exporter_cents: declared,
                government_cents: government,
                independent_cents: Some(government),
            }
        };
        let heavy = large * 12_000;
        let mut lines = vec![line("+9", stones - large, weight - heavy)];
        if large > 0 {
            lines.push(line("+15", large, heavy));
        }
        let (on, rules) = (w.app.env.profile.local_day(w.now), w.app.env.profile.valuation.clone());
        let value_usd_cents = lines.iter().map(|l| l.government_cents).sum();
        let charges = charges(&lines, Valuer::Government, parcels.len(), &rules).unwrap();
        let [one, other, valuer] = w.sitting();
        let (table, present, independent, taken) = (rules.size_table.value, vec![one, other], Some(valuer), Valuer::Government);
        w.event(ShipmentValued { shipment, on, table, present, independent, lines, taken, value_usd_cents, charges });
        shipment
    }

    /// What arrived of a certificate, as said abroad.
    pub fn confirmed(&mut self, w: &mut World, certificate: CertificateId, differs_mct: i64) {
        let c = w.read(|rx| certificate_fetch(rx, certificate)).unwrap().facts;
        self.said += 1;
        let (weight, confirmation) = (mct(c.weight_mct.mct() + differs_mct), w.id());
        w.event(CertificateConfirmed {
            confirmation,
            no: self.said,
            certificate,
            way: ConfirmationWay::ALL[0],
            received_on: c.issued_on,
            parcels: c.parcels,
            weight_mct: weight,
            value_usd_cents: None,
            importer: "Scheldt Rough NV".into(),
            seals_intact: true,
            confirmed_by: "Office".into(),
            reference: None,
            remark: None,
            supersedes: None,
            differences: if differs_mct == 0 { vec![] } else { vec![placer::domain::confirmation::Difference::Weight] },
            file_sha256: None,
        });
    }

    /// Every pit is seen by an inspector, but for those that nobody goes to.
    fn inspected(&mut self, w: &mut World) {
        let on = w.app.env.profile.local_day(w.now);
        let sites = self.pits.iter().map(|p| p.site).chain([self.desk.site]).filter(|site| !self.unseen.contains(site));
        for site in sites {
            self.visits += 1;
            let visit = crate::inspection::bare(w, TargetId::new(site.uuid()), on);
            w.event(InspectionRecorded { no: self.visits, code: placer::domain::inspection::inspection_code(self.visits), ..visit });
        }
    }

    /// A month from its first pit to its last certificate; the register's clock stands at its last day.
    pub fn month(&mut self, w: &mut World, month: Month) {
        w.now = format!("{}T16:00:00Z", month.last()).parse().unwrap();
        if chrono::Datelike::month(&month.first()) == 1 || month.to_string() == BEGIN {
            w.forms();
        }
        for certificate in std::mem::take(&mut self.on_the_way) {
            self.confirmed(w, certificate, 0);
        }
        if [1, 6, 11].contains(&chrono::Datelike::month(&month.first())) {
            self.inspected(w);
        }
        self.dug(w, month);
        self.exported(w, month);
    }
}

pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Two years, the second of which is judged; at the end of each month something may be planted, and then controls look.
pub fn two_years(w: &mut World, seed: u64, plant: &mut dyn FnMut(&mut Country, &mut World, Month)) -> Country {
    let mut c = country(w, seed);
    for at in month(BEGIN).until(month(END)) {
        c.month(w, at);
        plant(&mut c, w, at);
        w.app.look_as_daily(w.now).unwrap();
    }
    assert_eq!(w.app.env.profile.local_day(w.now), day("2028-05-31"));
    c
}
