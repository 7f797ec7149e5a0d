//! A demonstration opened on the morning after its last day, by the people whose sign-ins it tells.

use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::event::{Event, LicenceState, ProductionFlag};
use placer::domain::jurisdiction::{Permission, Profile};
use placer::domain::role::Role;
use placer::domain::shipment::ShipmentState;
use placer::domain::statistics::{FigurePart, Period};
use placer::domain::time::{Day, Instant};
use placer::edge::Seeded;
use placer::service::certificate::{IssueCertificate, ProposeCertificate};
use placer::service::error::ServiceError;
use placer::service::production::{RecordProduction, licence_on};
use placer::service::proof::Proof;
use placer::service::purchase::{AcceptPurchase, WeighedParcel};
use placer::service::setup::{Layers, open};
use placer::service::{Act, App, Command, Entropy};
use placer::store::blank::blank_reserved_for;
use placer::store::db::Rx;
use placer::store::error::StoreError;
use placer::store::journal::{Receipt, entries_after};
use placer::store::purchase::{PurchaseFilter, PurchaseWhen, purchase_fetch, purchase_items, purchases};
use placer::store::shipment::{ShipmentFilter, shipment_fetch, shipments};
use placer::store::site::{LicenceFilter, SiteFilter, site_fetch, sites};
use placer::web::assets;

pub struct Register {
    app: App,
    now: Instant,
    entropy: Seeded,
}

impl Register {
    pub fn open(url: &str, profile: &str, now: &str) -> Self {
        let now: Instant = now.parse().unwrap();
        let layer = |name: &str| assets::text_of(&format!("basemap/{profile}/{name}.geojson")).unwrap().to_owned();
        let layers = Layers { country: layer("country"), areas: layer("admin1") };
        let (app, _) =
            open(crate::world::opened(url), Profile::bundled(profile).unwrap(), &layers, true, now, &mut Seeded::new(2)).unwrap();
        Self { app, now, entropy: Seeded::new(1) }
    }

    fn read<T>(&self, f: impl FnOnce(&mut Rx<'_>) -> Result<T, StoreError>) -> T {
        self.app.db.read(f).unwrap()
    }

    fn today(&self) -> Day {
        self.app.env.profile.local_day(self.now)
    }

    /// The account whose sign-in begins so: the first of its role.
    fn account(&self, login: &str) -> Actor {
        let logins = self.read(placer::store::secret::logins);
        let (id, ..) = logins.iter().filter(|(_, name, _)| name.starts_with(login)).min_by_key(|(_, name, _)| name.clone()).unwrap();
        self.read(placer::store::account::accounts).into_iter().find(|a| a.actor.account == *id).unwrap().actor
    }

    fn submit<C: Command>(&mut self, actor: &Actor, command: &C) -> Result<Receipt, ServiceError> {
        let key = self.entropy.id().to_string();
        let entropy = Box::new(Seeded::new(self.entropy.next_u64()));
        let mut act = Act { actor: actor.clone(), now: self.now, occurred_at: None, device: None, key, entropy, proof: Proof::AtServer };
        self.app.submit(&mut act, command)
    }

    /// Statistics say of each half, quarter and year what a count of the tables says, and something was submitted, revised
    /// and answered for.
    pub fn adds_up(&self, url: &str) {
        for year in [2025, 2026] {
            crate::statistics_count::is_counted(&self.app, url, year);
        }
        let year = Period::Year(2026);
        let lines = self.read(|rx| placer::service::statistics::figures(rx, &self.app.env.profile, year));
        assert!(lines.iter().any(|l| l.part == FigurePart::Export) && lines.iter().any(|l| l.part == FigurePart::Import));
        let head = placer::interop::return_table::Head { country: self.app.env.profile.code(), period: year, version: 1 };
        crate::statistics_files::says_the_same("office-year", head, &lines);
        let all = self.read(|rx| placer::store::statistics::submissions(rx, None, 100));
        let revised = all.iter().filter(|s| s.version == 2).count();
        assert!(all.len() >= 5 && revised == 1, "{} submissions, {revised} revised", all.len());
        let today = self.today();
        let open = self.read(|rx| placer::service::statistics::returns_open(rx, &self.app.env.profile, today));
        assert_eq!(open, (2, 0), "the half-year and the quarter that ended yesterday");
    }

    /// Certificates and refusals as they were told, and of everything a register sees something, but not too much.
    pub fn shows_a_whole_year(&self, (certificates, refused): (i64, i64)) {
        let journal: Vec<Event> = self.read(|rx| entries_after(rx, 0, 100_000)).into_iter().map(|(_, e)| e.unwrap().entry.event).collect();
        let count = |is: &dyn Fn(&Event) -> bool| journal.iter().filter(|e| is(e)).count();
        let issued = count(&|e| matches!(e, Event::CertificateIssued(_)));
        assert_eq!((i64::try_from(issued).unwrap(), issued), (certificates, 4), "certificates");
        // Chance may leave none.
        assert!((0..=60).contains(&refused), "{refused} refusals");
        let flagged = |flag| count(&|e| matches!(e, Event::ProductionRecorded(p) if p.facts.flags.contains(&flag)));
        let state = |wanted| count(&|e| matches!(e, Event::LicenceStateChanged(s) if s.state == wanted));
        let some = [
            ("late entries", flagged(ProductionFlag::Late)),
            ("entries outside the site", flagged(ProductionFlag::OutsideSite)),
            ("entries without position", flagged(ProductionFlag::NoPosition)),
            ("suspended licences", state(LicenceState::Suspended)),
            ("revoked licences", state(LicenceState::Revoked)),
            ("corrections", count(&|e| matches!(e, Event::CorrectionProposed(_)))),
            ("test entries", count(&|e| matches!(e, Event::ProductionRecorded(p) if p.test))),
            ("declared stock", count(&|e| matches!(e, Event::StockDeclared(_)))),
            ("renewals", count(&|e| matches!(e, Event::LicenceIssued(l) if l.terms.renews.is_some()))),
            ("licences with an area", count(&|e| matches!(e, Event::LicenceIssued(l) if l.terms.area.is_some()))),
            ("miners with a supporter", count(&|e| matches!(e, Event::PartyRegistered(p) if p.facts.supporter.is_some()))),
            ("entries with classes", count(&|e| matches!(e, Event::ProductionRecorded(p) if !p.facts.classes.is_empty()))),
            ("sales through an agent", count(&|e| matches!(e, Event::PurchaseRecorded(p) if p.slip.agent.is_some()))),
            ("splits", count(&|e| matches!(e, Event::ParcelSplit(_)))),
        ];
        let none: Vec<&str> = some.iter().filter(|(_, n)| *n == 0).map(|(what, _)| *what).collect();
        assert!(none.is_empty(), "none of {none:?} among {some:?}");
        let starts: std::collections::BTreeSet<Day> =
            journal.iter().filter_map(|e| if let Event::LicenceIssued(l) = e { Some(l.terms.starts_on) } else { None }).collect();
        assert!(starts.len() > 15, "licences begin on different days: {starts:?}");
        for wanted in [LicenceFilter::Valid, LicenceFilter::NotValid] {
            let filter = SiteFilter { licence: Some((wanted, self.today())), ..SiteFilter::default() };
            assert!(!self.read(|rx| sites(rx, Reach::All, &filter, self.today(), None, 10)).is_empty());
        }
    }

    /// The officer proposes the shipment that waits, the approver signs that one and the one proposed already.
    pub fn ships_what_waits(&mut self) {
        let (officer, approver) = (self.account("officer"), self.account("approver"));
        for (state, how_many) in [(ShipmentState::Prepared, 1), (ShipmentState::Proposed, 2)] {
            let filter = ShipmentFilter { state: Some(state), exporter: None };
            let waiting = self.read(|rx| shipments(rx, Reach::All, &filter, None, 10));
            assert_eq!(waiting.len(), how_many, "{state:?}");
            for shipment in waiting.iter().map(|s| s.id) {
                if state == ShipmentState::Prepared {
                    let unestablished_reason = Some("declared before the register".to_owned());
                    self.submit(&officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason, blank: None }).unwrap();
                } else {
                    let blank = self.read(|rx| blank_reserved_for(rx, shipment)).unwrap().number;
                    self.submit(&approver, &IssueCertificate { shipment, blank }).unwrap();
                    assert_eq!(self.read(|rx| shipment_fetch(rx, shipment)).unwrap().state, ShipmentState::Certified);
                }
            }
        }
    }

    /// The exporter takes what is offered to him, and the buyer where dealers may sell to dealers.
    pub fn accepts_an_offer(&mut self) {
        let when = PurchaseWhen::parse("open", self.now);
        let open = self.read(|rx| purchases(rx, Reach::All, &PurchaseFilter { when, ..PurchaseFilter::default() }, None, 20));
        let among_dealers = self.app.env.profile.may_sell(Role::Dealer, Role::Dealer) == Permission::Allowed;
        for who in ["exporter", "buyer"].into_iter().take(1 + usize::from(among_dealers)) {
            let actor = self.account(who);
            let offer = open.iter().find(|p| Some(p.buyer) == actor.party).unwrap_or_else(|| panic!("nothing is offered to the {who}"));
            let items = self.read(|rx| purchase_items(rx, offer.id));
            let code = |no| placer::domain::parcel::parcel_code(no);
            let weighed =
                items.iter().map(|i| WeighedParcel { parcel: code(i.parcel_no), weight_mct: i.weight, stones: i.stones }).collect();
            self.submit(&actor, &AcceptPurchase { purchase: offer.id, weighed }).unwrap();
            assert_eq!(self.read(|rx| purchase_fetch(rx, offer.id)).unwrap().state.as_str(), "accepted");
        }
    }

    /// Each registrar writes down an entry of today at a site of his office.
    pub fn writes_down_production(&mut self) {
        let registrars: Vec<Actor> =
            self.read(placer::store::account::accounts).into_iter().map(|a| a.actor).filter(|a| a.role == AccountRole::Registrar).collect();
        assert!(!registrars.is_empty());
        let today = self.today();
        for registrar in registrars {
            let filter = SiteFilter { licence: Some((LicenceFilter::Valid, today)), ..SiteFilter::default() };
            let reach = Reach::Office(registrar.office.unwrap());
            let row = self.read(|rx| sites(rx, reach, &filter, today, None, 1)).pop().expect("a site with a valid licence");
            let site = self.read(|rx| site_fetch(rx, row.id)).unwrap();
            let licence = self.read(|rx| licence_on(rx, &site, today)).unwrap().id;
            let entry = json_entry(&site.id.to_string(), &licence.to_string(), today);
            self.submit(&registrar, &entry).unwrap();
        }
    }
}

fn json_entry(site: &str, licence: &str, on: Day) -> RecordProduction {
    serde_json::from_value(serde_json::json!({"site": site, "licence": licence, "on": on, "stones": 2, "weight_mct": 310})).unwrap()
}
