//! Double spend: sixty-four clients want the same parcel at the same instant, over HTTP. One has it; every other is
//! told 409 and who was first; nobody sees a fault or a lock.

use super::clients::ask;
use super::{Found, Ground, Run, Suite, text_of, unsound};
use crate::purchase::Trader;
use crate::purchase::web::lasting;
use crate::support::postgres;
use crate::world::{PASSWORD, World};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::ParcelSealed;
use placer::domain::ids::PartyId;
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::service::certificate::ProposeCertificate;
use placer::store::secret::{Secret, secret_write};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::thread;

pub const SQLITE: Suite = Suite {
    name: "double spend by 64, SQLite",
    quick: 8,
    long: 1_000,
    run: |r| Some(contested(r, &Ground::sqlite)),
    control: ("compare-and-set,holder", 2),
};
pub const POSTGRES: Suite = Suite {
    name: "double spend by 64, PostgreSQL",
    quick: 8,
    long: 1_000,
    run: |r| postgres::fresh_database().map(|_| contested(r, &|_| postgres::fresh_database().unwrap())),
    control: ("compare-and-set,holder", 2),
};

const CLIENTS: usize = 64;
/// Parcels of one register: the journal is read again in the end.
const SHARD: usize = 200;

/// One try: whose token, which act, with what.
type Try = (String, &'static str, Value);

struct Scene {
    w: World,
    seller: Trader,
    dealers: Vec<String>,
    trader: Trader,
    exporter: Trader,
    traders_people: Vec<String>,
    exporters_people: Vec<String>,
    hand: Actor,
    officer: Actor,
    approvers: Vec<String>,
    site: placer::domain::ids::SiteId,
    today: String,
}

/// Accounts with one password between them, since hashing it takes its time, and their tokens.
fn tokens(w: &mut World, hash: &str, login: &str, n: usize, role: AccountRole, party: Option<PartyId>) -> Vec<(Actor, String)> {
    let one = |n: usize| {
        let actor = w.account(role, None, party);
        let login = format!("{login}{n}");
        let secret =
            Secret { account: actor.account, login: login.clone(), display_name: login, password_hash: hash.into(), must_change: false };
        w.app.db.write(w.now, |tx| secret_write(tx, &secret)).unwrap();
        let token = w.token(&actor);
        (actor, token)
    };
    (0..n).map(one).collect()
}

fn scene(url: &str) -> Scene {
    let mut w = World::at(url);
    w.now = placer::edge::now();
    let today = w.app.env.profile.local_day(w.now).to_string();
    let hash = placer::web::password::hash(PASSWORD).unwrap();
    let seller = lasting(&mut w, "Seller", Role::Miner, "artisanal");
    let site = w.site(Some(seller.licence), None);
    let dealers = (0..CLIENTS)
        .map(|n| {
            let t = lasting(&mut w, "Dealer", Role::Dealer, "dealer");
            w.slip_book(t.party);
            tokens(&mut w, &hash, &format!("dealer{n}-"), 1, AccountRole::Buyer, Some(t.party)).remove(0).1
        })
        .collect();
    let trader = lasting(&mut w, "Trader", Role::Dealer, "dealer");
    (0..4).for_each(|_| drop(w.slip_book(trader.party)));
    (0..4).for_each(|_| drop(w.forms()));
    let traders_people = tokens(&mut w, &hash, "trader", CLIENTS, AccountRole::Buyer, Some(trader.party));
    let exporter = lasting(&mut w, "Exporter", Role::Exporter, "exporter");
    let exporters_people = tokens(&mut w, &hash, "exporter", CLIENTS, AccountRole::Exporter, Some(exporter.party));
    let officer = w.account(AccountRole::Officer, None, None);
    let approvers = token_texts(tokens(&mut w, &hash, "approver", CLIENTS, AccountRole::Approver, None));
    let hand = exporters_people[0].0.clone();
    let (traders_people, exporters_people) = (token_texts(traders_people), token_texts(exporters_people));
    Scene { w, seller, dealers, trader, exporter, traders_people, exporters_people, hand, officer, approvers, site, today }
}

fn token_texts(of: Vec<(Actor, String)>) -> Vec<String> {
    of.into_iter().map(|(_, token)| token).collect()
}

impl Scene {
    fn dug(&mut self) -> Parcel {
        self.w.production(self.site, self.seller.licence, self.seller.party, 1_000, 2)
    }
    fn bought_by(&mut self, buyer: &Trader) -> Parcel {
        let parcel = self.dug();
        self.w.sold(&[parcel.no], (self.seller.party, self.seller.licence), (buyer.party, buyer.licence));
        parcel
    }
    fn sealed(&mut self) -> Parcel {
        let exporter = self.exporter.clone();
        let parcel = self.bought_by(&exporter);
        self.w.event(ParcelSealed { parcel: parcel.id, parcel_no: parcel.no, seal: format!("SEAL-{}", parcel.no) });
        parcel
    }
    fn terms(&self) -> Value {
        json!({"price": {"minor": 10_000, "currency": "USD"}, "payment": "cash", "on": self.today})
    }
    /// Every dealer writes down that he bought it.
    fn all_buy(&mut self) -> Vec<Try> {
        let parcel = self.dug();
        let body = json!({"seller_licence": self.seller.number, "weighed": [{"parcel": parcel.code, "weight_mct": 1000, "stones": 2}], "terms": self.terms()});
        self.dealers.iter().map(|token| (token.clone(), "record_purchase", body.clone())).collect()
    }
    /// Half of the dealer's people sell it, half split it.
    fn sell_or_split(&mut self) -> Vec<Try> {
        let trader = self.trader.clone();
        let parcel = self.bought_by(&trader);
        let sell = json!({"parcels": [parcel.code], "buyer_licence": self.exporter.number, "terms": self.terms()});
        let part = json!({"weight_mct": 500, "stones": 1});
        let split = json!({"parcel": parcel.code, "parts": [part, part]});
        let of = |n: usize| if n.is_multiple_of(2) { ("offer_parcels", &sell) } else { ("split_parcel", &split) };
        self.traders_people.iter().enumerate().map(|(n, token)| (token.clone(), of(n).0, of(n).1.clone())).collect()
    }
    /// All of the exporter's people put it into a shipment of their own.
    fn all_ship(&mut self) -> Vec<Try> {
        let parcel = self.sealed();
        let ship = self.shipment(&parcel);
        self.exporters_people.iter().map(|token| (token.clone(), "prepare_shipment", ship.clone())).collect()
    }
    fn shipment(&self, parcel: &Parcel) -> Value {
        json!({"importer": {"name": "Scheldt Rough NV", "address": "Antwerp", "country": "BE"},
            "parcels": [{"parcel": parcel.code, "value_usd_cents": 10_000}]})
    }
    /// Every approver signs for the same shipment.
    fn all_sign(&mut self) -> Vec<Try> {
        let parcel = self.sealed();
        let hand = self.hand.clone();
        let command = crate::shipment::prepare(&[&parcel]);
        self.w.now = placer::edge::now();
        let shipment = self.w.submit(&hand, &command).unwrap().subject;
        let officer = self.officer.clone();
        let id = shipment.parse().unwrap();
        self.w.valued(id);
        let propose = ProposeCertificate { shipment: id, expires_on: None, unestablished_reason: None, blank: None };
        self.w.submit(&officer, &propose).unwrap();
        let blank = self.w.issue(id).blank;
        self.approvers.iter().map(|token| (token.clone(), "issue_certificate", json!({"shipment": shipment, "blank": blank}))).collect()
    }
}

fn contested(run: &Run, fresh: &dyn Fn(&Ground) -> String) -> Found {
    let mut found = Found::default();
    let mut left = run.times;
    while left > 0 {
        let these = left.min(SHARD);
        found.add(shard(run, these, fresh));
        left -= these;
    }
    found
}

fn shard(run: &Run, times: usize, fresh: &dyn Fn(&Ground) -> String) -> Found {
    let mut found = Found::default();
    let ground = Ground::new();
    let url = fresh(&ground);
    let mut s = scene(&url);
    // What is contested comes first: while clients write, nothing else does.
    let contests: Vec<Vec<Try>> = (0..times)
        .map(|n| match n % 8 {
            0 | 1 | 4 => s.all_buy(),
            2 | 5 => s.sell_or_split(),
            7 => s.all_sign(),
            _ => s.all_ship(),
        })
        .collect();
    let server = ground.serve(&url, run.without, |_| {});
    let barrier = Barrier::new(CLIENTS);
    let answers: Vec<Vec<Option<(u16, Value)>>> = thread::scope(|scope| {
        let one = |client: usize| {
            let (contests, barrier, address) = (&contests, &barrier, server.address());
            move || {
                let each = contests.iter().enumerate().map(|(at, tries)| {
                    let (token, act, body) = &tries[client];
                    barrier.wait();
                    ask(address, token, "POST", &format!("/api/v1/acts/{act}"), &format!("{client}-{at}"), &body.to_string())
                });
                each.collect()
            }
        };
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(one(client))).collect();
        clients.into_iter().map(|c| c.join().unwrap_or_else(|panic| panic!("{}", text_of(panic.as_ref())))).collect()
    });
    server.kill();
    for (at, tries) in contests.iter().enumerate() {
        let of_this: Vec<(&str, &Option<(u16, Value)>)> = tries.iter().enumerate().map(|(c, t)| (t.1, &answers[c][at])).collect();
        judge(&mut found, &of_this);
    }
    found.broken.extend(unsound(&url));
    found
}

/// One winner, and every loser knows by which entry.
fn judge(found: &mut Found, answers: &[(&str, &Option<(u16, Value)>)]) {
    let winners: Vec<&Value> =
        answers.iter().filter_map(|(_, a)| a.as_ref().filter(|(status, _)| *status == 201).map(|(_, r)| r)).collect();
    let acts: Vec<&str> = answers.iter().map(|(act, _)| *act).take(2).collect();
    found.count("contests", 1);
    found.count("requests", answers.len());
    found.check(winners.len() == 1, || format!("{acts:?}: {} winners", winners.len()));
    let Some(winner) = winners.first() else {
        found.broken.push(format!("{:?}", answers.first()));
        return;
    };
    for (act, answer) in answers {
        match answer {
            Some((201, _)) => {}
            Some((409, told)) => {
                found.count("told 409 and who was first", 1);
                let text = told.to_string();
                found.check(!text.contains("locked"), || text.clone());
                // Of a certificate its printed number is named instead.
                let named = told["receipt"]["seq"] == winner["seq"] || (*act == "issue_certificate" && text.contains("certificate"));
                found.check(named, || format!("{act} lost and is not told to whom: {text}"));
            }
            other => found.broken.push(format!("{act}: {other:?}")),
        }
    }
}

#[test]
fn sixty_four_want_the_same_parcel_over_sqlite_and_one_has_it() {
    SQLITE.holds();
}

#[test]
fn sixty_four_want_the_same_parcel_over_postgresql_and_one_has_it() {
    POSTGRES.holds();
}

#[test]
fn without_compare_and_set_and_the_holders_check_a_parcel_is_sold_twice_over_sqlite() {
    SQLITE.goes_red();
}
