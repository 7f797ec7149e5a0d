//! What anybody is told of a certificate: each state in a sentence of its own, by number and by token, in both languages.

use crate::certificate::issue;
use crate::house::House;
use crate::shipment::{Desk, desk};
use crate::support::http::Http;
use crate::world::World;
use placer::domain::access::AccountRole;
use placer::domain::event::{CertificateIssued, VoidCause, VoidedGoods};
use placer::domain::ids::ShipmentId;
use placer::domain::shipment::CertificateStanding as Standing;
use placer::service::certificate::{ProposeCertificate, VoidCertificate};
use placer::service::confirmation::ConfirmReceipt;
use placer::store::certificate::certificate_fetch;

/// Every state with words of its sentence: by number and by token in English, and the same in French.
fn states() -> [(Standing, [&'static str; 4]); 6] {
    let told = |standing| match standing {
        // One that is added is asked for by the compiler; it belongs into the list below as well.
        Standing::Valid => ["was issued and is valid", "is valid today", "il est valable", "est valable aujourd’hui"],
        Standing::Used => {
            ["receipt of this certificate abroad was confirmed", "have arrived already", "à l’étranger", "sont déjà arrivées"]
        }
        Standing::Expired => {
            ["its validity has ended", "the validity of the certificate has ended", "validité est terminée", "du certificat est terminée"]
        }
        Standing::Void => {
            ["This certificate is void. It", "certificate was made void. It", "est annulé. Il ne doit", "a été annulé. Il ne doit"]
        }
        Standing::Lost => {
            ["lost or stolen after it was issued", "paper was lost or stolen", "perdu ou volé après", "papier a été perdu ou volé"]
        }
        Standing::Replaced => {
            ["another one over the same goods", "another one took its place", "pour les mêmes marchandises", "un autre l’a remplacé"]
        }
    };
    [Standing::Valid, Standing::Used, Standing::Expired, Standing::Void, Standing::Lost, Standing::Replaced].map(|s| (s, told(s)))
}

fn shipped(w: &mut World, d: &Desk) -> (ShipmentId, CertificateIssued) {
    let parcel = d.sealed(w, 1_500);
    let shipment = d.proposed(w, &[&parcel]);
    (shipment, issue(w, &d.approver, shipment).unwrap().facts)
}

fn void(w: &mut World, d: &Desk, c: &CertificateIssued, goods: VoidedGoods, cause: VoidCause) {
    let reason = "as it was".to_owned();
    w.submit(&d.approver, &VoidCertificate { certificate: c.certificate, reason, goods: Some(goods), cause: Some(cause) }).unwrap();
}

/// A certificate in each state, in their order.
fn certificates(w: &mut World) -> Vec<CertificateIssued> {
    let mut d = desk(w);
    d.exporter.1 = w.licence_between("exporter", d.exporter.0, None, "2026-01-01", "2099-12-31");
    let expired = shipped(w, &d).1;
    w.now = placer::edge::now();
    w.forms();
    let (shipment, replaced) = shipped(w, &d);
    void(w, &d, &replaced, VoidedGoods::Here, VoidCause::Spoiled);
    w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
    let valid = issue(w, &d.approver, shipment).unwrap().facts;
    let [used, gone, lost] = [(); 3].map(|()| shipped(w, &d).1);
    w.submit(&d.officer, &ConfirmReceipt { said: crate::receipt::said(&used), file_sha256: None }).unwrap();
    void(w, &d, &gone, VoidedGoods::Gone, VoidCause::Spoiled);
    void(w, &d, &lost, VoidedGoods::Gone, VoidCause::Lost);
    w.login("officer", AccountRole::Officer, None, None);
    vec![valid, used, expired, gone, lost, replaced]
}

/// The words of a part of a page, as they are read.
fn read(html: &str) -> String {
    let mut words = String::new();
    for (at, part) in html.split('<').enumerate() {
        words.push(' ');
        words += if at == 0 { part } else { part.split_once('>').unwrap_or_default().1 };
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asks for the page of a certificate.
type Ask<'a> = &'a dyn Fn(&mut Http, usize) -> String;

/// The sentence that a page says of the state, whether it is the one of what is good, and all words of the page.
fn told(page: &str) -> (String, bool, String) {
    let main = page.split_once("<main").unwrap().1.split("</main").next().unwrap();
    let flag = main.split_once("<div class=\"placer-flag").unwrap().1.split("</p>").next().unwrap();
    let sentence = flag.split_once("</strong>").unwrap().1;
    (read(sentence), flag.starts_with(" placer-flag--ok"), read(main))
}

#[test]
fn every_state_is_told_in_one_sentence_of_its_own_by_number_and_by_token_in_both_languages() {
    let mut all = Vec::new();
    let house = House::open(|w| all = certificates(w));
    let today = house.world.app.env.profile.local_day(placer::edge::now());
    let states = states();
    for (c, (state, _)) in all.iter().zip(&states) {
        let fetched = house.world.read(|rx| certificate_fetch(rx, c.certificate)).unwrap();
        assert_eq!(fetched.standing_on(today), *state, "{}", c.number);
    }
    let mut officer = house.signed_in("officer");
    let mut token = |c: &CertificateIssued| officer.get(&format!("/certificates/{}/file", c.certificate)).json()["token"].clone();
    let tokens: Vec<String> = all.iter().map(|c| token(c).as_str().unwrap().to_owned()).collect();
    let by_number = |http: &mut Http, at: usize| http.get(&format!("/check/certificate/{}", all[at].number.replace(' ', "%20"))).body;
    let by_token = |http: &mut Http, at: usize| http.submit("/check/token", &[("token", &tokens[at])]).body;
    let mut sentences = Vec::new();
    for (language, first) in [("en", 0), ("fr", 2)] {
        let mut anybody = house.visitor();
        anybody.headers.push(("accept-language".into(), language.into()));
        let asks: [(&str, Ask<'_>); 2] = [("number", &by_number), ("token", &by_token)];
        for (page, ask) in asks {
            let said: Vec<_> = (0..states.len()).map(|at| told(&ask(&mut anybody, at))).collect();
            for ((state, words), (sentence, good, whole)) in states.iter().zip(&said) {
                let wanted = words[first + usize::from(page == "token")];
                assert!(sentence.contains(wanted), "{language}, by {page}, {state:?}: {sentence}");
                assert_eq!(*good, *state == Standing::Valid, "{language}, by {page}, {state:?}");
                let others = said.iter().filter(|(other, ..)| whole.contains(other.as_str())).count();
                assert_eq!(others, 1, "{language}, by {page}, {state:?}: the sentence of one state alone is on\n{whole}");
            }
            sentences.extend(said.into_iter().map(|(sentence, ..)| sentence));
        }
    }
    let (count, mut distinct) = (sentences.len(), sentences);
    distinct.sort();
    distinct.dedup();
    assert_eq!((count, distinct.len()), (24, 24), "{distinct:#?}");
}
