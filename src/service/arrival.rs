//! Shipments from abroad: compared with their certificate and with what is known of the authority that issued it. What is let
//! in is stock of the importer.

use crate::domain::access::{Belongs, Permission};
use crate::domain::arrival::{ArrivalState, PREFIX, paper_against, plain_number};
use crate::domain::code;
use crate::domain::country::{country, country_or_union};
use crate::domain::event::{ArrivalClosed, ArrivalOutcome, ArrivalRecorded, FoundLine, HsCode, HsLine, Importer, NewParcel};
use crate::domain::ids::{ArrivalId, PartyId};
use crate::domain::participant::Closed;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, licensed_to_hold, not_dust, tidy};
use crate::service::participant::named;
use crate::service::party::check_reason;
use crate::service::party_state::check_in_trade;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::arrival::{arrival_fetch, arrival_next_no, arrivals_with};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_next_no;
use crate::store::participant::participant_roll;
use crate::store::party::{party_by_code, party_fetch};
use crate::store::warning::warning_of;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest number of a certificate.
pub(super) const NUMBER_MAX: usize = 40;
/// The longest name, address and remark.
pub(super) const TEXT_MAX: usize = 300;
/// The most parcels of a shipment.
const PARCELS_MAX: i64 = 10_000;
/// The most countries of mining.
const ORIGINS_MAX: usize = 50;

/// Writes down a shipment from abroad, once it was opened and compared with its certificate. What stands against letting
/// it in refuses, unless it is detained with a reason: then it is kept on record with all that stood against it, so that
/// a copied certificate, or an importer who may import nothing, is on record as well.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordArrival {
    /// Code of the importer in the register. Of a detained shipment it may be empty or unknown.
    #[serde(default)]
    pub importer: String,
    /// The importer in the words of the certificate, where he is not in the register: a firm or office, never a person.
    #[serde(default)]
    pub importer_stated: Option<String>,
    /// Number of the foreign certificate, as printed.
    pub number: String,
    /// Country of the authority that issued it, ISO 3166-1 alpha-2, or `EU`.
    pub issuer: String,
    /// Its day of issue; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub issued_on: Option<Day>,
    /// Its last day of validity; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Day>,
    /// The day on which the shipment came; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub arrived_on: Option<Day>,
    /// Who sent it.
    pub exporter: Importer,
    /// Countries of mining that the certificate names.
    pub origins: Vec<String>,
    /// Whether it is of mixed origin.
    #[serde(default)]
    pub mixed: bool,
    /// Parcels by the certificate.
    pub parcels: i64,
    /// Parcels that were counted when it was opened; it must be said.
    #[serde(default)]
    pub found_parcels: Option<i64>,
    /// What the certificate says by subheading.
    pub lines: Vec<HsLine>,
    /// What was weighed and counted when it was opened: a line for each subheading of the certificate.
    pub found: Vec<FoundLine>,
    /// Whether the seals were whole.
    pub seals_intact: bool,
    /// Why it is detained; nothing when it is let in.
    #[serde(default)]
    pub detain: Option<String>,
    /// Anything else.
    #[serde(default)]
    pub remark: Option<String>,
}

/// Whether what was found has just the subheadings of the certificate, once each.
fn subheadings_agree(found: &[FoundLine], lines: &[HsLine]) -> bool {
    let (mut was, mut stated): (Vec<_>, Vec<_>) = (found.iter().map(|f| f.hs).collect(), lines.iter().map(|l| l.hs).collect());
    was.sort();
    stated.sort();
    stated.dedup();
    was == stated
}

/// Notes what cannot be what was found: other subheadings than the certificate's, unless it is detained, and lines that no
/// parcel can be of.
fn found_against(found: &[FoundLine], lines: &[HsLine], detained: bool, v: &mut Violations) {
    // What is detained is written down as it is, with goods that are not there or that the certificate does not state.
    v.check(detained || !found.is_empty(), || Violation::on("arrival.no_found", "found"));
    let once = found.iter().enumerate().all(|(at, line)| found.iter().take(at).all(|before| before.hs != line.hs));
    let sound = found.is_empty() || if detained { once } else { subheadings_agree(found, lines) };
    v.check(sound, || Violation::on("arrival.found", "found"));
    for (at, line) in found.iter().take(HsCode::ALL.len()).enumerate() {
        let name = |part: &str| format!("found.{at}.{part}");
        v.check(!line.weight_mct.is_zero(), || Violation::on("parcel.no_weight", name("weight_mct")));
        v.check((1..=STONES_MAX).contains(&line.stones), || Violation::on("parcel.no_stones", name("stones")).with("most", STONES_MAX));
        not_dust(line.weight_mct, line.stones, &name("stones"), v);
    }
}

/// All that was found.
fn found_mct(found: &[FoundLine]) -> Mass {
    Mass::total(found.iter().map(|f| f.weight_mct)).unwrap_or(Mass::ZERO)
}

/// The parcels that what was found becomes when it is let in.
fn parcels_of(rx: &mut Rx<'_>, case: &mut Case<'_>, found: &[FoundLine]) -> Result<Vec<NewParcel>, StoreError> {
    let first = parcel_next_no(rx)?;
    let parcel = |(no, line): (i64, &FoundLine)| {
        let FoundLine { hs, weight_mct, stones } = *line;
        NewParcel { parcel: case.id(), no, weight_mct, stones, hs, class: None }
    };
    Ok((first..).zip(found).map(parcel).collect())
}

/// A country's code as typed; what is none is noted.
fn code_of(typed: &str, field: &'static str, v: &mut Violations) -> String {
    let plain = typed.trim().to_uppercase();
    v.check(country(&plain).is_some(), || Violation::on("arrival.country", field).with("typed", said(typed.trim())));
    plain
}

/// The code of a country or union as typed; what is none is noted, and so is the own country.
pub(super) fn issuer_of(typed: &str, case: &Case<'_>, v: &mut Violations) -> String {
    let plain = typed.trim().to_uppercase();
    v.check(country_or_union(&plain).is_some(), || Violation::on("arrival.country", "issuer").with("typed", said(typed.trim())));
    v.check(plain != case.profile().code(), || Violation::on("arrival.own", "issuer"));
    plain
}

/// A code as a refusal tells it: the word `none` where nothing was typed.
fn said(code: &str) -> String {
    let typed: String = code.chars().take(NUMBER_MAX).collect();
    if typed.is_empty() { "none".to_owned() } else { typed }
}

/// The refusals of what stands against letting a shipment in, each with its field.
struct Refusals {
    none: (&'static str, Option<&'static str>),
    stranger: (&'static str, &'static str),
    closed: (&'static str, &'static str),
    warned: (&'static str, &'static str),
    twice: (&'static str, &'static str),
    importer_state: (&'static str, &'static str),
    no_licence: (&'static str, &'static str),
}

/// When it is written down.
const COMES: Refusals = Refusals {
    none: ("participant.none", None),
    stranger: ("arrival.stranger", "issuer"),
    closed: ("arrival.closed", "issuer"),
    warned: ("arrival.warned", "number"),
    twice: ("arrival.twice", "number"),
    importer_state: ("arrival.importer_state", "importer"),
    no_licence: ("arrival.no_licence", "importer"),
};

/// When a detained one would be let in: nobody can clear these up by his word.
const RELEASED: Refusals = Refusals {
    none: ("participant.none", Some("outcome")),
    stranger: ("arrival.release_stranger", "outcome"),
    closed: ("arrival.release_closed", "outcome"),
    warned: ("arrival.release_warned", "outcome"),
    twice: ("arrival.release_twice", "outcome"),
    importer_state: ("arrival.importer_state", "importer"),
    no_licence: ("arrival.no_licence", "importer"),
};

impl Refusals {
    /// What is known of a certificate by the lists and by what came before, in one of some states.
    fn known(&self, rx: &mut Rx<'_>, e: &ArrivalRecorded, states: &[ArrivalState], v: &mut Violations) -> Result<(), StoreError> {
        let roll = participant_roll(rx)?;
        let certificate = (e.issuer.as_str(), e.issued_on, e.number.as_str());
        let of = |(code, field): (&'static str, &'static str)| Violation::on(code, field).with("number", e.number.clone());
        if let Some(before) = arrivals_with(rx, &roll, certificate, states)?.into_iter().find(|a| a.facts.arrival != e.arrival) {
            v.push(of(self.twice).with("code", before.facts.code).conflict());
        }
        let closed = |refusal| of(refusal).with("country", named(&e.issuer)).with("on", e.issued_on);
        match roll.destination(&e.issuer, e.issued_on) {
            // That none is named is told by itself.
            _ if e.issuer.is_empty() => {}
            Ok(_) => {}
            Err(Closed::NoList) => {
                v.push(self.none.1.map_or_else(|| Violation::new(self.none.0), |field| Violation::on(self.none.0, field)))
            }
            Err(Closed::Stranger) => v.push(closed(self.stranger)),
            Err(Closed::Standing { standing, .. }) => v.push(closed(self.closed).with("standing", standing.as_str())),
        }
        if let Some(source) = warning_of(rx, &roll, certificate)? {
            v.push(of(self.warned).with("source", source));
        }
        Ok(())
    }

    /// Whether a party may import: in the trade, and licensed to hold stones.
    fn importer(&self, rx: &mut Rx<'_>, case: &Case<'_>, party: PartyId, v: &mut Violations) -> Result<(), StoreError> {
        let (state, (licence, field)) = (self.importer_state, self.no_licence);
        check_in_trade(rx, v, party, case.today(), (state.0, Some(state.1)))?;
        if !licensed_to_hold(rx, case, party)? {
            let code = party_fetch(rx, party)?.ok_or_else(|| StoreError::damaged("an arrival of no importer"))?.code;
            v.push(Violation::on(licence, field).with("code", code));
        }
        Ok(())
    }
}

impl RecordArrival {
    /// The importer, where he is in the register; that he is not, or may not import, is noted.
    fn importer_found(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations) -> Result<Option<PartyId>, ServiceError> {
        let code = code::written(&self.importer);
        let Some(party) = party_by_code(rx, &code)? else {
            v.push(Violation::on("arrival.no_importer", "importer").with("code", said(&code)));
            return Ok(None);
        };
        COMES.importer(rx, case, party.id, v)?;
        Ok(Some(party.id))
    }

    fn exporter_read(&self, v: &mut Violations) -> Importer {
        let given = &self.exporter;
        Importer {
            name: words(&given.name, "exporter_name", TEXT_MAX, v),
            address: words(&given.address, "exporter_address", TEXT_MAX, v),
            country: code_of(&given.country, "exporter_country", v),
        }
    }

    /// Countries of mining, each once, in order.
    fn origins_read(&self, v: &mut Violations) -> Vec<String> {
        let typed = self.origins.iter().filter(|o| !o.trim().is_empty());
        let found: BTreeSet<String> = typed.take(ORIGINS_MAX).map(|o| code_of(o, "origins", v)).collect();
        v.check(self.mixed || found.len() == 1, || Violation::on("arrival.origins", "origins"));
        found.into_iter().collect()
    }

    /// What cannot be a certificate's figures.
    fn figures(&self, v: &mut Violations) {
        v.check((1..=PARCELS_MAX).contains(&self.parcels), || Violation::on("arrival.parcels", "parcels"));
        let counted = self.found_parcels.is_some_and(|n| (0..=PARCELS_MAX).contains(&n));
        v.check(counted, || Violation::on("arrival.found_parcels", "found_parcels"));
        let mut known = Vec::new();
        let sound = self.lines.iter().all(|l| {
            let fresh = !known.contains(&l.hs);
            known.push(l.hs);
            fresh && !l.weight_mct.is_zero() && l.value_usd_cents > 0
        });
        v.check(sound && !self.lines.is_empty(), || Violation::on("arrival.lines", "lines"));
        let detained = self.detain.as_deref().is_some_and(|d| !d.trim().is_empty());
        found_against(&self.found, &self.lines, detained, v);
    }
}

/// What the paper, the scale, the lists and earlier shipments say against letting one in.
fn stands_against(rx: &mut Rx<'_>, case: &Case<'_>, e: &ArrivalRecorded, v: &mut Violations) -> Result<(), StoreError> {
    let same = case.profile().tolerances.reweigh_within(e.weight(), e.found_mct);
    v.0.extend(paper_against(e, same).0);
    let agree = subheadings_agree(&e.found, &e.lines);
    for (at, found) in e.found.iter().enumerate() {
        let Some(stated) = e.lines.iter().find(|l| l.hs == found.hs).map(|l| l.weight_mct) else { continue };
        let (hs, weight) = (found.hs.as_str(), found.weight_mct);
        let other = same && agree && !case.profile().tolerances.reweigh_within(stated, weight);
        let field = format!("found.{at}.weight_mct");
        v.check(!other, || Violation::on("arrival.line_weight", field).with("hs", hs).with("found", weight).with("stated", stated));
    }
    COMES.known(rx, e, &[ArrivalState::Accepted, ArrivalState::Detained], v)
}

impl Command for RecordArrival {
    const NAME: &'static str = "record_arrival";
    const PERMISSION: Permission = Permission::AbroadWrite;
    // What is let in is stock at once.
    const SIGNS: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::AbroadWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let today = case.today();
        let number = words(&self.number, "number", NUMBER_MAX, &mut v);
        v.check(number.is_empty() || !plain_number(&number).is_empty(), || Violation::on("arrival.number", "number"));
        let issuer = issuer_of(&self.issuer, case, &mut v);
        let exporter = self.exporter_read(&mut v);
        let origins = self.origins_read(&mut v);
        self.figures(&mut v);
        for (day, field) in [(self.issued_on, "issued_on"), (self.expires_on, "expires_on")] {
            v.check(day.is_some(), || Violation::on("required", field));
        }
        let arrived_on = self.arrived_on.unwrap_or(today);
        v.check(arrived_on <= today, || Violation::on("day.future", "arrived_on"));
        let detained = tidy(self.detain.as_deref(), "detain", TEXT_MAX, &mut v);
        let remark = tidy(self.remark.as_deref(), "remark", TEXT_MAX, &mut v);
        let mut against = Violations::none();
        let importer = self.importer_found(rx, case, &mut against)?;
        let importer_stated = tidy(self.importer_stated.as_deref(), "importer_stated", TEXT_MAX, &mut v).filter(|_| importer.is_none());
        let named = importer.is_some() || importer_stated.is_some() || detained.is_none();
        v.check(named, || Violation::on("arrival.importer_stated", "importer_stated"));
        let days = self.issued_on.zip(self.expires_on);
        let (issued_on, expires_on) = days.unwrap_or((arrived_on, arrived_on));
        let no = arrival_next_no(rx)?;
        let mut e = ArrivalRecorded {
            arrival: case.id(),
            no,
            code: code::make(PREFIX, no),
            importer,
            importer_stated,
            number,
            issuer,
            issued_on,
            expires_on,
            arrived_on,
            exporter,
            origins,
            mixed: self.mixed,
            parcels: self.parcels,
            found_parcels: self.found_parcels,
            lines: self.lines.clone(),
            found_mct: found_mct(&self.found),
            found: self.found.clone(),
            seals_intact: self.seals_intact,
            detained,
            against: Vec::new(),
            remark,
            received: Vec::new(),
        };
        // Without its days nothing can be said of the paper.
        if days.is_some() {
            stands_against(rx, case, &e, &mut against)?;
        }
        if e.detained.is_some() {
            e.against = against.0.iter().map(|a| a.code.to_owned()).collect();
        } else {
            v.0.extend(against.0);
        }
        v.finish()?;
        if e.detained.is_none() {
            e.received = parcels_of(rx, case, &e.found)?;
        }
        Ok(e.into())
    }
}

/// Decides what becomes of a detained shipment. What was found of its days, seals and carats may have been cleared up; a
/// certificate of no participant, or of one without trade, one that is warned of, one under which another shipment was let
/// in, or one that states less than was found, lets nothing in.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseArrival {
    /// Which.
    pub arrival: ArrivalId,
    /// What becomes of it; it must be said.
    #[serde(default)]
    pub outcome: Option<ArrivalOutcome>,
    /// Code of the importer, where it is let in and nobody in the register was named when it came.
    #[serde(default)]
    pub importer: Option<String>,
    /// What is weighed and counted now, a line for each subheading of the certificate; only where it is let in and was
    /// written down without it when it came.
    #[serde(default)]
    pub found: Vec<FoundLine>,
    /// Why.
    pub reason: String,
}

impl CloseArrival {
    /// Who imports, if he was not known when it came; what stands against letting it in is noted.
    fn released(&self, rx: &mut Rx<'_>, case: &Case<'_>, e: &ArrivalRecorded, v: &mut Violations) -> Result<Option<PartyId>, ServiceError> {
        RELEASED.known(rx, e, &[ArrivalState::Accepted], v)?;
        let covered = e.found_mct <= e.weight() || case.profile().tolerances.reweigh_within(e.weight(), e.found_mct);
        v.check(covered, || Violation::on("arrival.release_more", "outcome").with("found", e.found_mct).with("stated", e.weight()));
        let code = code::written(self.importer.as_deref().unwrap_or_default());
        let found = match e.importer {
            Some(_) => None,
            None => party_by_code(rx, &code)?.map(|p| p.id),
        };
        match e.importer.or(found) {
            Some(party) => RELEASED.importer(rx, case, party, v)?,
            None => v.push(Violation::on("arrival.release_importer", "importer").with("code", said(&code))),
        }
        Ok(found)
    }

    /// What it is made of now that it is let in: as found when it came, else as weighed and counted now, which is no other
    /// mass. Gives what is to be written down of it now.
    fn opened(&self, e: &ArrivalRecorded, v: &mut Violations) -> Vec<FoundLine> {
        if !e.found.is_empty() {
            v.check(self.found.is_empty(), || Violation::on("arrival.found_before", "found"));
            v.check(subheadings_agree(&e.found, &e.lines), || Violation::on("arrival.release_goods", "outcome"));
            return Vec::new();
        }
        found_against(&self.found, &e.lines, false, v);
        let now = found_mct(&self.found);
        v.check(self.found.is_empty() || now == e.found_mct, || {
            Violation::on("arrival.found_sum", "found").with("found", now).with("before", e.found_mct)
        });
        self.found.clone()
    }
}

impl Command for CloseArrival {
    const NAME: &'static str = "close_arrival";
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::CertificateApprove, &Belongs::default())?;
        let arrival = arrival_fetch(rx, self.arrival)?.ok_or(ServiceError::NotFound("arrival"))?;
        let mut v = Violations::none();
        let waits = arrival.state == ArrivalState::Detained;
        v.check(waits, || Violation::new("arrival.not_detained").with("code", arrival.facts.code.clone()).conflict());
        v.check(self.outcome.is_some(), || Violation::on("arrival.outcome", "outcome"));
        let lets_in = self.outcome == Some(ArrivalOutcome::Released) && waits;
        let (importer, found) = if lets_in {
            (self.released(rx, case, &arrival.facts, &mut v)?, self.opened(&arrival.facts, &mut v))
        } else {
            (None, Vec::new())
        };
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        let outcome = self.outcome.ok_or_else(|| Violation::on("arrival.outcome", "outcome"))?;
        let whole = if arrival.facts.found.is_empty() { &found } else { &arrival.facts.found };
        let received = if lets_in { parcels_of(rx, case, whole)? } else { Vec::new() };
        Ok(ArrivalClosed { arrival: self.arrival, outcome, importer, reason, found, received }.into())
    }
}
