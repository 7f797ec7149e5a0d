//! Long reports: the queue, the review file against the register, and a worker that ends amid a report.

use crate::shipment::{Desk, desk};
use crate::statistics_count::ask;
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::author::Via;
use placer::domain::code;
use placer::domain::entry::sha256_hex;
use placer::domain::event::{PartyFacts, PartyKind, PartyRegistered, ReportMade};
use placer::domain::ids::{PartyId, ReportId};
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::report::{ReportJob, ReportKind, ReportState, Span};
use placer::domain::role::Role;
use placer::domain::time::{Day, Instant};
use placer::edge::Seeded;
use placer::service::error::ServiceError;
use placer::service::personal::EraseDetails;
use placer::service::report::make::{Index, review};
use placer::service::report::{Asked, Made};
use placer::store::journal::{Heading, append, entry_fetch, journal_size};
use placer::store::party;
use placer::store::report::{report_fetch, reports};
use placer::store::report_job::{job_fetch, piece_fetch};
use placer::web::locale::Locale;
use placer::web::report::readme::readme;
use placer::web::report::worker::round;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// An archive that was opened: every file by its name, in the order in which they stand.
pub struct Opened {
    pub names: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Opened {
    pub fn of(bytes: Vec<u8>) -> Self {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let (mut names, mut files) = (Vec::new(), BTreeMap::new());
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let name = file.name().unwrap().into_owned();
            names.push(name.clone());
            files.insert(name, bytes);
        }
        Self { names, files }
    }
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.names))
    }
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name).to_vec()).unwrap()
    }
    /// The rows of a table, each by its headings.
    pub fn rows(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let text = self.text(name);
        let mut table = csv::Reader::from_reader(text.as_bytes());
        table.deserialize().map(Result::unwrap).collect()
    }
    pub fn sum(&self, name: &str, column: &str) -> i64 {
        self.rows(name).iter().filter(|row| !row[column].is_empty()).map(|row| row[column].parse::<i64>().unwrap()).sum()
    }
    /// Every file is listed with its bytes and digest, and nothing else is.
    pub fn is_as_listed(&self) {
        let mut listed = BTreeSet::new();
        for row in self.rows("MANIFEST.csv") {
            let bytes = &self.files[&row["name"]];
            assert_eq!(row["bytes"], bytes.len().to_string(), "{row:?}");
            assert_eq!(row["sha256"], sha256_hex(&[bytes]), "{row:?}");
            listed.insert(row["name"].clone());
        }
        let all: BTreeSet<String> = self.names.iter().filter(|n| *n != "MANIFEST.csv").cloned().collect();
        assert_eq!(listed, all);
        let (parts, last) = self.names.split_at(self.names.len() - 2);
        assert!(parts.is_sorted(), "{parts:?}");
        assert_eq!(last, ["README.txt", "MANIFEST.csv"]);
    }
    pub fn holds(&self, text: &str) -> Vec<&str> {
        let found = |bytes: &[u8]| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        self.files.iter().filter(|(_, bytes)| found(bytes)).map(|(name, _)| name.as_str()).collect()
    }
    /// No alert stands twice, and none beside another that tells the same of the same certificate.
    pub fn tells_things_once(&self) {
        let mut known = BTreeSet::new();
        for row in self.rows("alerts.csv") {
            let (alert, what, difference) = (row["alert"].as_str(), row["what"].as_str(), row["difference"].as_str());
            let same = match (alert, row["received_mct"].is_empty(), what) {
                ("F13-receipt", false, _) | ("receipt-difference", _, "weight") => "weight",
                ("F13-receipt", true, _) | ("receipt-overdue", ..) => "receipt-overdue",
                _ => alert,
            };
            // Those of a certificate or of an office's month are the same in every period that holds them.
            let (key, period) = match same {
                "weight" | "receipt-overdue" | "here-after-end" => ("", ""),
                "never-seen-leaving" | "left-after-receipt" | "F2-office-jump" => (difference, ""),
                _ if difference.is_empty() => (what, ""),
                _ => (difference, row["period"].as_str()),
            };
            let told = [same, row["about"].as_str(), key, period];
            assert!(known.insert(told.map(str::to_owned)), "{row:?}");
        }
    }
    /// The carats of every certificate's trace are those of the certificate.
    pub fn traces_add_up(&self) {
        for row in self.rows("certificates.csv") {
            assert_eq!(self.sum(&row["trace_csv"], "attributed_mct").to_string(), row["weight_mct"], "{row:?}");
            let shapes: serde_json::Value = serde_json::from_str(&self.text(&row["trace_geojson"])).unwrap();
            assert_eq!(shapes["about"]["total_mct"].to_string(), row["weight_mct"]);
        }
    }
}

/// The totals of an archive of some days are those of the register, asked another way.
pub fn adds_up(opened: &Opened, url: &str, (from, to): (&str, &str)) {
    let certified = ask(url, "SELECT CAST(COALESCE(SUM(weight_mct), 0) AS BIGINT) AS n FROM certificate");
    assert_eq!(opened.sum("certificates.csv", "weight_mct"), certified);
    let count = |table: &str| ask(url, &format!("SELECT COUNT(*) AS n FROM {table}"));
    assert_eq!(i64::try_from(opened.rows("certificates.csv").len()).unwrap(), count("certificate"));
    assert_eq!(i64::try_from(opened.rows("holders.csv").len()).unwrap(), count("party"));
    assert_eq!(i64::try_from(opened.rows("sites.csv").len()).unwrap(), count("site"));
    // An entry may be of a day before the first of them.
    let of_days = format!(
        "FROM source WHERE kind = 'production' AND test = 0 AND (weight_mct > 0 OR corrected_seq IS NULL) AND on_day >= '{from}' AND on_day <= '{to}'"
    );
    let dug = ask(url, &format!("SELECT CAST(COALESCE(SUM(weight_mct), 0) AS BIGINT) AS n {of_days}"));
    let entries = ask(url, &format!("SELECT COUNT(*) AS n {of_days}"));
    assert_eq!((opened.sum("production.csv", "weight_mct"), opened.sum("production.csv", "entries")), (dug, entries));
    assert_eq!(opened.sum("sites.csv", "weight_mct"), dug);
    let shapes: serde_json::Value = serde_json::from_str(&opened.text("sites.geojson")).unwrap();
    assert_eq!(i64::try_from(shapes["features"].as_array().unwrap().len()).unwrap(), count("site"));
    opened.traces_add_up();
    // Every form of every delivery stands somewhere.
    let forms = opened.rows("forms.csv");
    let of = |what: &str| forms.iter().filter(|row| row["what"] == what).map(|row| row["forms"].parse::<i64>().unwrap()).sum::<i64>();
    assert_eq!((of("received"), of("now")), (count("blank"), count("blank")));
    let came = ask(url, &format!("SELECT COUNT(*) AS n FROM arrival WHERE arrived_on >= '{from}' AND arrived_on <= '{to}'"));
    assert_eq!(i64::try_from(opened.rows("arrivals.csv").len()).unwrap(), came);
    opened.tells_things_once();
}

/// A certificate over one parcel.
pub fn certified(w: &mut World, d: &Desk, weight: i64) {
    let parcel = d.sealed(w, weight);
    let shipment = d.proposed(w, &[&parcel]);
    let issue = w.issue(shipment);
    w.submit(&d.approver, &issue).unwrap();
}

/// A report that somebody called off and that the journal has all the same, by a plain event.
pub fn called_off(w: &mut World) -> ReportId {
    let officer = w.account(AccountRole::Officer, None, None);
    let id = wanted(w, &officer, &year()).unwrap();
    w.app.report_cancel(&officer, id, w.now).unwrap();
    crate::spine::report_told(w, &officer, id);
    id
}

/// A firm, which trades with nobody.
fn firm(w: &mut World, name: &str) -> PartyId {
    let (id, no) = (w.id(), w.read(party::party_next_no));
    let details = PartyDetails { name: name.into(), ..PartyDetails::default() };
    let salt = sha256_hex(&[name.as_bytes()]);
    let digest = details_digest(&salt, &details).unwrap();
    let (kind, roles, details_digest) = (PartyKind::Organisation, vec![Role::Dealer], digest.clone());
    let facts = PartyFacts { kind, roles, office: None, supporter: None, details_digest, reference: None };
    w.event(PartyRegistered { party: id, no, code: code::make("SLE", no), facts });
    w.app.db.write(w.now, |tx| party::party_details_write(tx, id, &salt, &digest, &details)).unwrap();
    id
}

fn span(first: &str, last: &str) -> Span {
    Span { first: day(first), last: day(last) }
}

fn asked(span: Span) -> Asked {
    Asked { kind: ReportKind::Review, span, language: "en".into() }
}

fn year() -> Asked {
    asked(span("2026-01-01", "2026-12-31"))
}

/// The review file of the days from one until the end of the year, by the clock of the test.
pub fn review_from(w: &World, first: Day) -> Opened {
    let out = placer::store::files::nameless(&std::env::temp_dir()).unwrap();
    let index = |index: &Index| readme(&w.app.env, Locale::En, index);
    let mut never = |_: &str, _: i64, _: i64| Ok(true);
    let mut file = review(&w.app, Span { first, last: day("2026-12-31") }, w.now, out, &index, &mut never).unwrap().1;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    Opened::of(bytes)
}

fn wanted(w: &World, by: &Actor, of: &Asked) -> Result<ReportId, ServiceError> {
    static SEED: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(7_000);
    let seed = SEED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    w.app.report_ask(by, of, w.now, &mut Seeded::new(seed))
}

fn job(w: &World, id: ReportId) -> ReportJob {
    w.read(|rx| job_fetch(rx, id)).unwrap()
}

fn file(w: &World, id: ReportId) -> Vec<u8> {
    (0..).map_while(|no| w.read(|rx| piece_fetch(rx, id, no))).flatten().collect()
}

fn later(at: Instant, seconds: i64) -> Instant {
    Instant::new(at.utc() + chrono::TimeDelta::seconds(seconds))
}

#[test]
fn the_review_file_is_made_adds_up_with_the_register_and_is_told_in_the_journal() {
    each(|w| {
        let d = desk(w);
        for weight in [2_000_000, 700, 54_321] {
            certified(w, &d, weight);
        }
        firm(w, "Gbanti Trading");
        let reviewer = w.account(AccountRole::Reviewer, None, None);
        let id = wanted(w, &reviewer, &year()).unwrap();
        assert_eq!(wanted(w, &reviewer, &year()).unwrap(), id, "the same again is the same");
        assert_eq!(job(w, id).state, ReportState::Waiting);
        let before = w.read(journal_size);
        assert!(round(&w.app, "one", 14).unwrap());
        let made = job(w, id);
        assert_eq!((made.state, made.error.as_deref()), (ReportState::Ready, None), "{made:?}");
        let (told, bytes) = (w.read(|rx| report_fetch(rx, id)).unwrap(), file(w, id));
        assert_eq!((told.facts.sha256.as_str(), told.facts.size), (sha256_hex(&[&bytes]).as_str(), i64::try_from(bytes.len()).unwrap()));
        assert_eq!(made.size, Some(told.facts.size));
        assert_eq!((told.facts.head_size, told.facts.no, told.account), (before, 1, reviewer.account));
        let entry = w.read(|rx| entry_fetch(rx, told.seq)).unwrap().entry;
        assert_eq!((entry.via, entry.event.kind()), (Via::Server, "report.made"));
        let opened = Opened::of(bytes);
        opened.is_as_listed();
        adds_up(&opened, &w.url, ("2026-01-01", "2026-12-31"));
        assert_eq!(opened.rows("certificates.csv").len(), 3);
        let readme = opened.text("README.txt");
        for said in ["The register records no inspections", &told.facts.head_root, "2,055.021 ct", "certificates.csv (3 rows)"] {
            assert!(readme.contains(said), "{said}: {readme}");
        }
        assert!(!opened.names.iter().any(|n| n.contains("inspection")), "no empty file pretends");
        assert_eq!(opened.holds("Fatmata"), [""; 0], "a person's name is nobody's to hand out");
        assert!(opened.holds("Sewa Exports").iter().all(|name| name.starts_with("certificates/") && name.ends_with(".json")));
        assert_eq!(opened.holds("Gbanti Trading"), ["holders.csv"], "a firm's name is");
        assert!(!round(&w.app, "one", 14).unwrap(), "nothing waits");
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_report_is_of_its_days_alone_and_the_same_bytes_of_the_same_moment() {
    each(|w| {
        let d = desk(w);
        certified(w, &d, 700);
        let officer = d.officer.clone();
        let id = wanted(w, &officer, &asked(span("2026-01-01", "2026-04-30"))).unwrap();
        assert!(round(&w.app, "one", 14).unwrap());
        let opened = Opened::of(file(w, id));
        opened.is_as_listed();
        assert!(opened.rows("certificates.csv").is_empty() && opened.rows("production.csv").is_empty());
        assert!(opened.names.iter().any(|n| n == "statistics/2026-Q2-now.csv"), "April is in it: {:?}", opened.names);
        assert!(!opened.names.iter().any(|n| n.contains("2026-Q3")));
        let mut never = |_: &str, _: i64, _: i64| Ok(true);
        let made = |never: &mut dyn FnMut(&str, i64, i64) -> Result<bool, ServiceError>| {
            let out = placer::store::files::nameless(&std::env::temp_dir()).unwrap();
            let days = span("2026-01-01", "2026-12-31");
            review(&w.app, days, w.now, out, &|_| String::new(), never).unwrap().0
        };
        assert_eq!(made(&mut never), made(&mut never));
    });
}

#[test]
fn only_the_authority_and_reviewers_ask_and_only_so_much_at_once() {
    each(|w| {
        let office = w.office("BO");
        let party = w.party("Sewa Exports", &[Role::Exporter], None);
        for role in AccountRole::ALL {
            let actor = w.account(role, Some(office).filter(|_| role.needs_office()), Some(party).filter(|_| role.needs_party()));
            let may = matches!(role, AccountRole::Officer | AccountRole::Approver | AccountRole::Reviewer);
            let found = wanted(w, &actor, &year());
            assert_eq!(matches!(found, Err(ServiceError::Forbidden)), !may, "{role:?}: {found:?}");
        }
        let officer = w.account(AccountRole::Officer, None, None);
        let refused = |first: &str, last: &str| codes(&wanted(w, &officer, &asked(span(first, last))));
        assert_eq!(refused("2026-02-01", "2026-01-01"), ["report.order"]);
        assert_eq!(refused("2020-01-01", "2026-01-01"), ["report.long"]);
        assert_eq!(refused("2026-06-02", "2026-06-03"), ["day.future"]);
        for last in ["2026-01-01", "2026-01-02", "2026-01-03"] {
            wanted(w, &officer, &asked(span("2026-01-01", last))).unwrap();
        }
        assert_eq!(refused("2026-01-01", "2026-01-04"), ["report.own_many"]);
        // Twenty of all accounts.
        for _ in 0..7 {
            let other = w.account(AccountRole::Officer, None, None);
            for last in ["2026-01-01", "2026-01-02"] {
                wanted(w, &other, &asked(span("2026-01-01", last))).unwrap();
            }
        }
        let last = w.account(AccountRole::Officer, None, None);
        assert_eq!(codes(&wanted(w, &last, &year())), ["report.many"]);
    });
}

#[test]
fn a_report_is_called_off_by_who_asked_and_its_file_goes_when_its_days_are_over() {
    each(|w| {
        let (officer, other) = (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Officer, None, None));
        let id = wanted(w, &officer, &year()).unwrap();
        assert!(matches!(w.app.report_cancel(&other, id, w.now), Err(ServiceError::Forbidden)));
        // While it is being made: its worker finds out, and nothing of it is kept or told.
        let now = placer::edge::now();
        assert_eq!(w.app.report_take("one", now).unwrap().map(|j| j.id), Some(id));
        assert!(w.app.report_keep(id, "one", ("sealing", 1, 1), (0, b"piece"), now).unwrap());
        w.app.report_cancel(&officer, id, now).unwrap();
        assert_eq!(codes(&w.app.report_cancel(&officer, id, now)), ["report.ended"]);
        assert!(!w.app.report_beat(id, "one", ("sites", 1, 2), now).unwrap());
        assert!(!w.app.report_keep(id, "one", ("sealing", 1, 1), (1, b"piece"), now).unwrap());
        assert!(file(w, id).is_empty() && job(w, id).state == ReportState::Cancelled);
        let id = wanted(w, &officer, &year()).unwrap();
        assert!(round(&w.app, "one", 14).unwrap());
        let until = job(w, id).expires_at.unwrap();
        assert_eq!(w.app.reports_swept(later(until, -1)).unwrap(), 0);
        assert!(!file(w, id).is_empty());
        assert_eq!(w.app.reports_swept(until).unwrap(), 1);
        assert!(file(w, id).is_empty() && job(w, id).state == ReportState::Expired);
        assert!(w.read(|rx| report_fetch(rx, id)).is_some(), "the entry stays");
        assert_eq!(verified(w).findings, []);
    });
}

/// What a worker would tell of a file.
fn made(w: &World) -> Made {
    let size = w.read(journal_size);
    let root = w.read(|rx| placer::store::merkle::head(rx, u64::try_from(size).unwrap()));
    Made { sha256: "a".repeat(64), size: 5, head_size: size, head_root: data_encoding::HEXLOWER.encode(&root) }
}

#[test]
fn a_worker_that_ended_is_followed_by_another_and_not_for_ever() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let id = wanted(w, &officer, &year()).unwrap();
        let now = placer::edge::now();
        let first = w.app.report_take("one", now).unwrap().unwrap();
        assert!(w.app.report_keep(id, "one", ("sealing", 1, 1), (0, b"piece"), now).unwrap());
        assert!(w.app.report_take("two", later(now, 60)).unwrap().is_none(), "the first may live");
        let second = w.app.report_take("two", later(now, 61)).unwrap().unwrap();
        assert_eq!((second.id, second.tries), (id, 2));
        assert!(file(w, id).is_empty(), "nothing of the first is left");
        // The first wakes up: it has nothing to say any more.
        assert!(!w.app.report_beat(id, "one", ("sites", 1, 2), later(now, 62)).unwrap());
        let kept = |worker: &str| Some((worker.to_owned(), later(now, 1_000)));
        let told = w.app.report_told(&first.order(), made(w), kept("one"), later(now, 62), Box::new(Seeded::new(1)));
        assert_eq!(codes(&told), ["report.ended"]);
        w.app.report_failed(id, "one", "disk", later(now, 62)).unwrap();
        assert_eq!(job(w, id).state, ReportState::Running, "nor may it end what is another's");
        // The second is of another moment than it says.
        let other = Made { head_root: "b".repeat(64), ..made(w) };
        assert!(w.app.report_told(&second.order(), other, kept("two"), later(now, 62), Box::new(Seeded::new(2))).is_err());
        let ahead = Made { head_size: w.read(journal_size) + 1, ..made(w) };
        assert!(w.app.report_told(&second.order(), ahead, kept("two"), later(now, 62), Box::new(Seeded::new(3))).is_err());
        assert!(w.app.report_take("three", later(now, 200)).unwrap().is_some());
        assert!(w.app.report_take("four", later(now, 300)).unwrap().is_none());
        let given_up = job(w, id);
        assert_eq!((given_up.state, given_up.error.as_deref()), (ReportState::Failed, Some("given_up")));
        assert!(w.read(|rx| reports(rx, None, 10)).is_empty(), "nothing was told");
        // Whoever asked may have lost the right meanwhile.
        let id = wanted(w, &officer, &year()).unwrap();
        w.becomes(&officer, AccountRole::Administrator);
        assert!(round(&w.app, "five", 14).unwrap());
        assert_eq!(job(w, id).error.as_deref(), Some("not_allowed"));
    });
}

#[test]
fn nothing_that_was_erased_lives_on_in_a_report() {
    each(|w| {
        let gone = firm(w, "Gbanti Trading");
        let approver = w.account(AccountRole::Approver, None, None);
        let ready = wanted(w, &approver, &year()).unwrap();
        assert!(round(&w.app, "one", 14).unwrap());
        let going = wanted(w, &approver, &asked(span("2026-01-01", "2026-05-31"))).unwrap();
        let now = placer::edge::now();
        let taken = w.app.report_take("one", now).unwrap().unwrap();
        let read = made(w);
        w.now = now;
        let erase = EraseDetails { party: gone, reason: "asked for by the firm".into() };
        w.submit(&approver, &erase).unwrap();
        assert!(file(w, ready).is_empty() && job(w, ready).state == ReportState::Expired);
        let told = w.app.report_told(&taken.order(), read, Some(("one".into(), later(now, 60))), now, Box::new(Seeded::new(4)));
        assert_eq!(codes(&told), ["report.erased"]);
        w.app.report_again(going, "one", now).unwrap();
        assert!(round(&w.app, "one", 14).unwrap());
        assert_eq!(Opened::of(file(w, going)).holds("Gbanti Trading"), [""; 0]);
    });
}

/// An entry of the server's, or of somebody else's making, that nobody was asked about.
fn told(w: &mut World, by: &Actor, via: Via, event: ReportMade) -> i64 {
    let key = w.id::<ReportId>().to_string();
    let heading = Heading {
        id: w.id(),
        occurred_at: w.now,
        account: by.account,
        office: by.office,
        device: None,
        via,
        signed: None,
        idempotency_key: key,
        request_hash: String::new(),
    };
    w.app.db.write(w.now, |tx| append(tx, heading, event.into())).unwrap().seq
}

#[test]
fn a_made_up_report_is_told_by_the_audit() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let office = w.office("BO");
        let supervisor = w.account(AccountRole::Supervisor, Some(office), None);
        let mut no = 0;
        let mut next = |w: &mut World| {
            no += 1;
            let (first, last) = (day("2026-01-01"), day("2026-01-31"));
            let (sha256, head_root) = ("a".repeat(64), "b".repeat(64));
            ReportMade { report: w.id(), no, kind: ReportKind::Review, first, last, sha256, size: 10, head_size: 1, head_root }
        };
        let sound = next(w);
        let id = sound.report;
        told(w, &officer, Via::Server, sound);
        let mut wrong = Vec::new();
        let mut bad = |w: &mut World, by: &Actor, via: Via, change: &dyn Fn(&mut ReportMade, i64)| {
            let mut of = next(w);
            change(&mut of, w.read(journal_size) + 1);
            wrong.push(told(w, by, via, of));
        };
        bad(w, &officer, Via::Session, &|_, _| {});
        bad(w, &supervisor, Via::Server, &|_, _| {});
        bad(w, &officer, Via::Server, &|e, _| e.sha256 = "A".repeat(64));
        bad(w, &officer, Via::Server, &|e, _| e.head_root = "b".repeat(63));
        bad(w, &officer, Via::Server, &|e, _| e.size = 0);
        bad(w, &officer, Via::Server, &|e, _| e.last = day("2025-12-31"));
        bad(w, &officer, Via::Server, &|e, _| (e.first, e.last) = (day("2026-06-02"), day("2026-06-02")));
        bad(w, &officer, Via::Server, &|e, own| e.head_size = own);
        bad(w, &officer, Via::Server, &|e, _| e.head_size = 0);
        let mut again = next(w);
        again.no += 1;
        wrong.push(told(w, &officer, Via::Server, again));
        let found: Vec<i64> = breaches(w).into_iter().filter(|(_, rule)| rule == "R5").map(|(seq, _)| seq).collect();
        assert_eq!(found, wrong);
        assert!(w.read(|rx| report_fetch(rx, id)).is_some());
    });
}
