//! Advance notices over a real conversation with a mail server: taken, refused and tried again, the server ended in between,
//! given up, and sent by hand.

use crate::house::LAYERS;
use crate::receipt::issued;
use crate::shipment::desk;
use crate::support::process::{Watchdog, scratch_dir};
use crate::support::server::Server;
use crate::verify::verified;
use crate::world::{World, codes, each};
use placer::domain::access::AccountRole;
use placer::domain::entry::sha256_hex;
use placer::domain::event::ContactStated;
use placer::domain::ids::CertificateId;
use placer::domain::notice::{Notice, NoticeState, NoticeWay};
use placer::domain::participant::AuthorityDuty;
use placer::edge::Seeded;
use placer::service::notice::{Message, RecordNotice};
use placer::store::notice::{notice_fetch, notices_of};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A mail server: it greets, takes envelopes and mails, and refuses as many as it is told to.
struct MailServer {
    port: u16,
    taken: Arc<Mutex<Vec<String>>>,
    refuse: Arc<Mutex<u32>>,
}

impl MailServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (taken, refuse) = (Arc::default(), Arc::default());
        let (mails, left) = (Arc::clone(&taken), Arc::clone(&refuse));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mails, left) = (Arc::clone(&mails), Arc::clone(&left));
                std::thread::spawn(move || drop(talk(&stream.unwrap(), &mails, &left)));
            }
        });
        Self { port, taken, refuse }
    }
    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

fn talk(stream: &TcpStream, mails: &Mutex<Vec<String>>, refuse: &Mutex<u32>) -> std::io::Result<()> {
    let mut out = stream;
    let mut lines = BufReader::new(stream);
    out.write_all(b"220 mail.example ready\r\n")?;
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        let said = line.trim_end().to_uppercase();
        if said.starts_with("EHLO") {
            out.write_all(b"250-mail.example\r\n250 8BITMIME\r\n")?;
        } else if said == "DATA" {
            let left = *refuse.lock().unwrap();
            if left > 0 {
                *refuse.lock().unwrap() = left - 1;
                out.write_all(b"451 the mailbox is busy\r\n")?;
            } else {
                out.write_all(b"354 go on\r\n")?;
                let mut mail = String::new();
                loop {
                    let mut one = String::new();
                    lines.read_line(&mut one)?;
                    if one == ".\r\n" {
                        break;
                    }
                    mail += one.strip_prefix('.').unwrap_or(&one);
                }
                mails.lock().unwrap().push(mail);
                out.write_all(b"250 taken\r\n")?;
            }
        } else if said == "QUIT" {
            out.write_all(b"221 bye\r\n")?;
            return Ok(());
        } else {
            out.write_all(b"250 ok\r\n")?;
        }
        line.clear();
    }
    Ok(())
}

fn contact(w: &mut World) {
    let (participant, duty) = ("EU".to_owned(), AuthorityDuty::Importing);
    let (authority, email) = ("Diamond Office (fictitious)".to_owned(), Some("imports@office.example".to_owned()));
    w.stated(vec![], vec![ContactStated { participant, country: None, duty, authority, email, address: None, source: "letter".into() }]);
}

fn notice(w: &World, id: CertificateId) -> Option<Notice> {
    w.read(|rx| notice_fetch(rx, id))
}

/// Waits until a notice stands as it should.
fn until(w: &World, id: CertificateId, what: impl Fn(&Notice) -> bool) -> Notice {
    let begun = Instant::now();
    loop {
        let found = notice(w, id);
        if let Some(notice) = found.clone().filter(|n| what(n)) {
            return notice;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{found:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A register with a certificate that was issued once its server had made its keys.
struct Told {
    world: World,
    id: CertificateId,
    layers: String,
    _sweeper: Watchdog,
}

impl Told {
    fn new(furnish: impl FnOnce(&mut World)) -> Self {
        let dir = scratch_dir("notice");
        let sweeper = Watchdog::over_dir(&dir);
        for (name, text) in LAYERS {
            std::fs::write(dir.join(format!("{name}.geojson")), text).unwrap();
        }
        let (url, layers) = (format!("sqlite:{}", dir.join("placer.sqlite").display()), dir.display().to_string());
        let mut world = World::at(&url);
        world.now = placer::edge::now();
        let d = desk(&mut world);
        contact(&mut world);
        furnish(&mut world);
        drop(Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0", "--layers", &layers]));
        world.now = placer::edge::now();
        let id = issued(&mut world, &d).certificate;
        Self { world, id, layers, _sweeper: sweeper }
    }
}

fn serve(told: &Told, mail: &MailServer, tries: &str) -> Server {
    let mut command = Server::command();
    let port = mail.port.to_string();
    command.args(["serve", "--database", &told.world.url, "--listen", "127.0.0.1:0", "--layers", &told.layers]);
    for (name, value) in [
        ("PLACER_SMTP_HOST", "127.0.0.1"),
        ("PLACER_SMTP_PORT", port.as_str()),
        ("PLACER_SMTP_SECURITY", "none"),
        ("PLACER_SMTP_FROM", "Register <register@authority.example>"),
        ("PLACER_SMTP_RETRY_S", "1"),
        ("PLACER_SMTP_TRIES", tries),
    ] {
        command.env(name, value);
    }
    Server::spawn(&mut command, Duration::from_secs(60)).unwrap()
}

#[test]
fn a_notice_goes_out_is_tried_again_and_is_recorded_once_though_the_server_ended() {
    let told = Told::new(|_| {});
    let (w, id) = (&told.world, told.id);
    let mail = MailServer::start();
    *mail.refuse.lock().unwrap() = u32::MAX;
    let server = serve(&told, &mail, "50");
    let failed = until(w, id, |n| n.state == NoticeState::Failed && n.tries >= 2);
    assert!(failed.last_error.as_deref().unwrap().contains("the mailbox is busy"), "{failed:?}");
    assert!(notices_sent(w, id).is_empty() && mail.taken().is_empty());
    let message = w.app.notice_message(id).unwrap().unwrap();
    drop(server);
    *mail.refuse.lock().unwrap() = 1;
    let server = serve(&told, &mail, "50");
    let sent = until(w, id, |n| n.state == NoticeState::Sent);
    assert_eq!(sent.recipient.as_deref(), Some("imports@office.example"));
    std::thread::sleep(Duration::from_secs(3));
    let (taken, recorded) = (mail.taken(), notices_sent(w, id));
    assert_eq!((taken.len(), recorded.len()), (1, 1), "once");
    // The very bytes that were made before the restart.
    assert_eq!(taken[0].trim_end(), message.mail.clone().unwrap().trim_end());
    assert_eq!(recorded[0].sha256, sha256_hex(&[message.mail.unwrap().as_bytes()]));
    assert_eq!((recorded[0].way, recorded[0].reference.clone()), (NoticeWay::Smtp, message.id));
    let number = w.read(|rx| placer::store::certificate::certificate_fetch(rx, id)).unwrap().facts.number;
    for part in [number.as_str(), "10.00", "Scheldt Rough NV", "/receipt"] {
        assert!(message.text.contains(part), "{part}: {}", message.text);
    }
    let file: serde_json::Value = serde_json::from_str(&message.file).unwrap();
    assert_eq!(file["number"], number.as_str());
    // The code in it opens the receipt.
    let code = message.text.split("one-time code: ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    assert!(w.app.code_opens(id, &code, w.app.env.profile.local_day(placer::edge::now())).unwrap());
    drop(server);
    assert_eq!(verified(w).findings, []);
}

fn notices_sent(w: &World, id: CertificateId) -> Vec<placer::domain::notice::NoticeSent> {
    w.read(|rx| notices_of(rx, id))
}

#[test]
fn it_is_given_up_and_an_officer_has_it_tried_again() {
    let told = Told::new(|w| {
        w.login("officer", AccountRole::Officer, None, None);
    });
    let (w, id) = (&told.world, told.id);
    let mail = MailServer::start();
    *mail.refuse.lock().unwrap() = 2;
    let server = serve(&told, &mail, "2");
    until(w, id, |n| n.state == NoticeState::GivenUp && n.tries == 2);
    let mut officer = crate::support::http::Http::signed_in(server.address(), "officer", crate::world::PASSWORD);
    let page = officer.get("/notices?state=open");
    assert!(page.body.contains("Given up") && page.body.contains("the mailbox is busy"), "{}", page.body);
    let own = format!("/certificates/{id}/notice");
    assert_eq!(officer.submit(&own, &[("act", "again")]).status, 303);
    until(w, id, |n| n.state == NoticeState::Sent);
    assert!(officer.get(&own).body.contains("imports@office.example"));
}

fn made(w: &World, id: CertificateId) -> Message {
    let make =
        |m: &placer::service::notice::Making| Ok(Message { text: format!("text {}", m.code), file: "{}".into(), mail: None, id: None });
    w.app.notice_make(id, w.now, &mut Seeded::new(5), false, make).unwrap().1
}

#[test]
fn without_a_mail_server_an_officer_sends_it_by_hand() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        let by_hand = |recipient: &str, on: &str| RecordNotice {
            certificate: c.certificate,
            recipient: recipient.into(),
            on: Some(on.parse().unwrap()),
            reference: Some("LTR-7".into()),
        };
        assert_eq!(codes(&w.submit(&d.officer, &by_hand("Office, by courier", "2026-06-01"))), ["notice.not_made"]);
        let message = made(w, c.certificate);
        assert_eq!(made(w, c.certificate), message, "the same text stays");
        assert_eq!(codes(&w.submit(&d.officer, &by_hand(" ", "2026-05-31"))), ["required", "notice.before_issue"]);
        w.submit(&d.officer, &by_hand("Office, by courier", "2026-06-01")).unwrap();
        let sent = notices_sent(w, c.certificate);
        assert_eq!((sent.len(), sent[0].way, sent[0].recipient.as_str()), (1, NoticeWay::Hand, "Office, by courier"));
        assert_eq!(sent[0].sha256, sha256_hex(&[message.text.as_bytes()]));
        assert_eq!(notice(w, c.certificate).unwrap().state, NoticeState::ByHand);
        assert!(matches!(w.submit(&d.approver, &by_hand("x", "2026-06-01")), Err(placer::service::error::ServiceError::Forbidden)));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn its_text_is_sealed_and_goes_with_the_exporters_details() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        let text = made(w, c.certificate).text;
        if let Some(path) = w.url.strip_prefix("sqlite:") {
            let bytes = std::fs::read(path).unwrap();
            let planted = text.as_bytes();
            assert!(!bytes.windows(planted.len()).any(|part| part == planted), "the code stands in the database");
        }
        w.app.db.write(w.now, |tx| placer::store::party::party_details_erase(tx, d.exporter.0)).unwrap();
        assert_eq!(w.app.notice_message(c.certificate).unwrap(), None);
    });
}
