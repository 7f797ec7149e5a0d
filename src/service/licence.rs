//! Licences: issuing, renewing, putting right, suspending, reinstating, revoking.

mod area;

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{LicenceChanged, LicenceIssued, LicenceState, LicenceStateChanged, LicenceTerms, PartyKind, Reference};
use crate::domain::ids::{LicenceId, OfficeId, PartyId};
use crate::domain::jurisdiction::{HolderKind, LicenceType, Profile};
use crate::domain::licence::{Licence, Standing};
use crate::domain::money::Money;
use crate::domain::party::{Party, is_hidden};
use crate::domain::time::Day;
use crate::domain::violation::{Arg, Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::offence::offence_of;
use crate::service::party::{check_reason, check_reference, trimmed};
use crate::service::party_state::check_in_trade;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::{
    licence_by_number, licence_by_reference, licence_fetch, licence_last_seq, licence_next_no, licence_used_between, licences_of,
};
use crate::store::office::office_fetch;
use crate::store::party::{party_details_fetch, party_fetch};
use chrono::{Datelike, Days};
use serde::{Deserialize, Serialize};

/// Most characters of a number, a receipt and of conditions.
const NUMBER_MAX: usize = 40;
const RECEIPT_MAX: usize = 60;
const CONDITIONS_MAX: usize = 2_000;
/// A licence starts at most so many days after it was issued; a later start is a slip in the year.
const START_WITHIN_DAYS: u64 = 366;

/// What a licence says, as it is asked for.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenceInput {
    /// Type code of the jurisdiction profile.
    pub kind: String,
    /// Who holds it.
    pub holder: PartyId,
    /// The issuing office; the account's own where none is given.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// Day of issue.
    #[schema(value_type = String, format = Date)]
    pub issued_on: Day,
    /// First valid day.
    #[schema(value_type = String, format = Date)]
    pub starts_on: Day,
    /// Last valid day.
    #[schema(value_type = String, format = Date)]
    pub ends_on: Day,
    /// The licensed area: one corner a line (longitude, latitude), or the text of a GeoJSON polygon.
    #[serde(default)]
    pub area: Option<String>,
    /// Fee paid.
    #[serde(default)]
    pub fee: Option<Money>,
    /// Number of its receipt.
    #[serde(default)]
    pub receipt: Option<String>,
    /// Most workers allowed; the type's limit where none is given.
    #[serde(default)]
    pub workers_max: Option<u32>,
    /// Depth allowed in decimetres; the type's limit where none is given.
    #[serde(default)]
    pub depth_max_dm: Option<u32>,
    /// Codes of the papers seen.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Conditions in words.
    #[serde(default)]
    pub conditions: Option<String>,
    /// Where the record comes from; papers, fee, number and the order of days are then taken as they are. Only an import
    /// may say so, any other request is refused with it, and the description of the API does not offer it.
    #[serde(default)]
    #[schema(ignore)]
    pub reference: Option<Reference>,
}

/// Issues a licence, or renews one.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueLicence {
    /// The number printed on it; the next one of the type where none is given.
    #[serde(default)]
    pub number: Option<String>,
    /// The licence it renews.
    #[serde(default)]
    pub renews: Option<LicenceId>,
    /// What it says.
    pub terms: LicenceInput,
}

impl Command for IssueLicence {
    const NAME: &'static str = "issue_licence";
    const PERMISSION: Permission = Permission::LicenceWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let office = self.terms.office.or(case.act.actor.office);
        case.require(Permission::LicenceWrite, &Belongs::office(office))?;
        let mut v = Violations::none();
        let mut terms = checked(rx, case, &self.terms, office, &mut v)?;
        // A licence of the past is taken over as it was issued.
        let day = if terms.reference.is_some() { terms.issued_on.min(case.today()) } else { case.today() };
        check_in_trade(rx, &mut v, terms.holder, day, ("licence.holder_state", Some("holder")))?;
        if let Some(reference) = &terms.reference {
            let taken = licence_by_reference(rx, reference)?;
            v.check(taken.is_none(), || Violation::on("licence.reference_taken", "reference").conflict());
        }
        if let Some(id) = self.renews {
            self.check_renewal(rx, case, id, &mut v)?;
            terms.renews = Some(id);
        }
        area::check_neighbours(rx, case, &terms, None, &mut v)?;
        let typed = self.number.as_deref().map(str::trim).filter(|n| !n.is_empty());
        if let Some(number) = typed {
            check_number(rx, case, &terms, number, &mut v)?;
        }
        v.finish()?;
        let number = match typed {
            Some(number) => number.to_owned(),
            None => next_number(rx, case, &terms)?,
        };
        Ok(LicenceIssued { licence: case.id(), no: licence_next_no(rx)?, number, terms }.into())
    }
}

impl IssueLicence {
    /// A renewal is of the same holder and type, begins after the old one ends, and happens once.
    fn check_renewal(&self, rx: &mut Rx<'_>, case: &Case<'_>, id: LicenceId, v: &mut Violations) -> Result<(), ServiceError> {
        let old = licence_fetch(rx, id)?.filter(|l| case.reach(Permission::LicenceWrite).covers(&l.belongs()));
        let Some(old) = old else {
            v.push(Violation::on("licence.no_renewed", "renews"));
            return Ok(());
        };
        let same = old.terms.holder == self.terms.holder && old.terms.kind == self.terms.kind;
        v.check(same, || Violation::on("licence.renews_other", "renews").with("number", old.number.as_str()));
        let open = old.renewed_by.is_none();
        v.check(open, || Violation::on("licence.renewed_already", "renews").with("number", old.number.as_str()).conflict());
        let revoked = old.standing_on(case.today()) == Standing::Revoked;
        v.check(!revoked, || Violation::on("licence.renews_revoked", "renews").with("number", old.number.as_str()));
        v.check(self.terms.starts_on > old.terms.ends_on, || {
            Violation::on("licence.renews_start", "starts_on").with("number", old.number.as_str()).with("day", old.terms.ends_on)
        });
        Ok(())
    }
}

/// A typed number is new, and not one of those the register gives itself (unless it comes from another register).
fn check_number(rx: &mut Rx<'_>, case: &Case<'_>, terms: &LicenceTerms, number: &str, v: &mut Violations) -> Result<(), ServiceError> {
    v.check(number.chars().count() <= NUMBER_MAX, || too_long("number", NUMBER_MAX));
    v.check(!number.contains(is_hidden) && !number.contains('\n'), || Violation::on("party.hidden", "number"));
    let taken = licence_by_number(rx, number)?.is_some();
    v.check(!taken, || Violation::on("licence.number_taken", "number").with("number", number).conflict());
    let own = case.profile().licence_type(&terms.kind).is_some_and(|t| t.number.value.pattern.parse(number).is_some());
    v.check(!own || terms.reference.is_some(), || Violation::on("licence.number_own", "number").with("number", number));
    Ok(())
}

/// The number after the last one of the type (and, where numbers begin anew each year, of the year of issue).
fn next_number(rx: &mut Rx<'_>, case: &Case<'_>, terms: &LicenceTerms) -> Result<String, ServiceError> {
    let kind = case.profile().licence_type(&terms.kind).ok_or(ServiceError::NotFound("licence type"))?;
    let numbering = &kind.number.value;
    let year = terms.issued_on.year();
    let mut seq = licence_last_seq(rx, numbering, year)?;
    // Numbers past the pattern's width stand elsewhere in the order of texts, so each is asked for.
    loop {
        seq = seq.saturating_add(1);
        let number = numbering.pattern.format(year, seq);
        if licence_by_number(rx, &number)?.is_none() {
            return Ok(number);
        }
    }
}

/// Puts the terms of a licence right. Holder, type and number stay: for another one, revoke it and issue a new one.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeLicence {
    /// Which.
    pub licence: LicenceId,
    /// What it says from now on.
    pub terms: LicenceInput,
    /// Why.
    pub reason: String,
}

impl Command for ChangeLicence {
    const NAME: &'static str = "change_licence";
    const PERMISSION: Permission = Permission::LicenceWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let before = licence_fetch(rx, self.licence)?.ok_or(ServiceError::NotFound("licence"))?;
        case.require(Permission::LicenceWrite, &before.belongs())?;
        let office = self.terms.office.or(before.terms.office);
        case.require(Permission::LicenceWrite, &Belongs::office(office))?;
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        let revoked = before.standing_on(case.today()) == Standing::Revoked;
        v.check(!revoked, || Violation::new("licence.revoked").with("number", before.number.as_str()));
        v.check(self.terms.holder == before.terms.holder, || Violation::on("licence.fixed", "holder"));
        v.check(self.terms.kind == before.terms.kind, || Violation::on("licence.fixed", "kind"));
        let mut terms = checked(rx, case, &self.terms, office, &mut v)?;
        terms.renews = before.terms.renews;
        terms.reference = terms.reference.or_else(|| before.terms.reference.clone());
        self.check_term_in_use(rx, &before, &mut v)?;
        area::check_neighbours(rx, case, &terms, Some(before.id), &mut v)?;
        area::check_sites(rx, case, &terms, before.id, &mut v)?;
        v.finish()?;
        Ok(LicenceChanged { licence: self.licence, terms, reason }.into())
    }
}

impl ChangeLicence {
    /// What was done under the licence must stay within its term.
    fn check_term_in_use(&self, rx: &mut Rx<'_>, before: &Licence, v: &mut Violations) -> Result<(), ServiceError> {
        if let Some((first, last)) = licence_used_between(rx, before.id, before.terms.holder)? {
            let inside = self.terms.starts_on <= first && last <= self.terms.ends_on;
            v.check(inside, || Violation::on("licence.used_outside", "ends_on").with("first", first).with("last", last));
        }
        if let Some(id) = before.terms.renews {
            let old = licence_fetch(rx, id)?.filter(|old| self.terms.starts_on <= old.terms.ends_on);
            if let Some(old) = old {
                v.push(Violation::on("licence.renews_start", "starts_on").with("number", old.number).with("day", old.terms.ends_on));
            }
        }
        if let Some(next) = before.renewed_by {
            let next = licence_fetch(rx, next)?.filter(|next| next.terms.starts_on <= self.terms.ends_on);
            if let Some(next) = next {
                v.push(Violation::on("licence.renewal_starts", "ends_on").with("number", next.number).with("day", next.terms.starts_on));
            }
        }
        Ok(())
    }
}

/// Suspends, reinstates (`issued`) or revokes a licence from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLicenceState {
    /// Which.
    pub licence: LicenceId,
    /// `suspended`, `issued` (reinstated) or `revoked`.
    pub state: LicenceState,
    /// From which day; not before the last change, not in the future.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
    /// Why.
    pub reason: String,
    /// Code of the offence for which it is so, where there is one; of the holder.
    #[serde(default)]
    pub offence: Option<String>,
}

impl Command for SetLicenceState {
    const NAME: &'static str = "set_licence_state";
    const PERMISSION: Permission = Permission::LicenceWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let licence = licence_fetch(rx, self.licence)?.ok_or(ServiceError::NotFound("licence"))?;
        case.require(Permission::LicenceWrite, &licence.belongs())?;
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        let now = licence.history.last().map_or(LicenceState::Issued, |c| c.state);
        let number = || licence.number.clone();
        match (now, self.state) {
            (LicenceState::Revoked, _) => v.push(Violation::new("licence.revoked").with("number", number())),
            (LicenceState::Issued, LicenceState::Issued) => {
                v.push(Violation::on("licence.not_suspended", "state").with("number", number()))
            }
            (LicenceState::Suspended, LicenceState::Suspended) => {
                v.push(Violation::on("licence.suspended_already", "state").with("number", number()));
            }
            (_, LicenceState::Suspended) if self.on > licence.terms.ends_on => {
                v.push(Violation::on("licence.ended", "state").with("number", number()).with("day", licence.terms.ends_on));
            }
            _ => {}
        }
        v.check(self.on <= case.today(), || Violation::on("day.future", "on"));
        if let Some(last) = licence.history.iter().map(|c| c.on).max() {
            v.check(self.on >= last, || Violation::on("licence.state_order", "on").with("day", last));
        }
        let offence = offence_of(rx, case, self.offence.as_deref(), licence.terms.holder, &mut v)?;
        v.finish()?;
        Ok(LicenceStateChanged { licence: self.licence, state: self.state, on: self.on, reason, offence }.into())
    }
}

fn too_long(field: &'static str, limit: usize) -> Violation {
    Violation::on("too_long", field).with("limit", i64::try_from(limit).unwrap_or(i64::MAX))
}

/// Everything the profile asks of a licence; what the register adds comes later.
fn checked(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    input: &LicenceInput,
    office: Option<OfficeId>,
    v: &mut Violations,
) -> Result<LicenceTerms, ServiceError> {
    let reference = imported_reference(case, input, v);
    let clean = |text: &Option<String>| text.as_deref().map(|t| t.replace("\r\n", "\n").trim().to_owned()).filter(|t| !t.is_empty());
    let mut terms = LicenceTerms {
        kind: input.kind.clone(),
        holder: input.holder,
        office,
        issued_on: input.issued_on,
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        area: None,
        area_m2: None,
        fee: input.fee,
        receipt: clean(&input.receipt),
        workers_max: input.workers_max,
        depth_max_dm: input.depth_max_dm,
        documents: Vec::new(),
        conditions: clean(&input.conditions),
        renews: None,
        reference,
    };
    if let Some(office) = office {
        v.check(office_fetch(rx, office)?.is_some(), || Violation::on("unknown_choice", "office"));
    }
    check_texts(&terms, v);
    let Some(kind) = case.profile().licence_type(&input.kind) else {
        v.push(Violation::on("unknown_choice", "kind"));
        return Ok(terms);
    };
    check_holder(rx, case, kind, input.holder, v)?;
    check_days(case.today(), kind, &terms, v);
    check_fee(kind, &terms, v);
    check_limits(kind, &mut terms, v);
    terms.documents = check_documents(kind, &input.documents, terms.reference.is_some(), v);
    if let Some(text) = clean(&input.area) {
        (terms.area, terms.area_m2) = area::check(case, kind, &text, v).map_or((None, None), |(shape, m2)| (Some(shape), Some(m2)));
    }
    Ok(terms)
}

/// Where an import says that the licence comes from. Papers, fee, days and number are then taken as they are, so nobody
/// else may say it: for him what is left holds in full.
fn imported_reference(case: &Case<'_>, input: &LicenceInput, v: &mut Violations) -> Option<Reference> {
    let reference = trimmed(input.reference.as_ref())?;
    check_reference(&reference, v);
    let imports = case.act.imports();
    v.check(imports, || Violation::on("licence.reference_import", "reference"));
    Some(reference).filter(|_| imports)
}

fn check_texts(terms: &LicenceTerms, v: &mut Violations) {
    for (field, text, most) in [("receipt", &terms.receipt, RECEIPT_MAX), ("conditions", &terms.conditions, CONDITIONS_MAX)] {
        let Some(text) = text else { continue };
        v.check(text.chars().count() <= most, || too_long(field, most));
        v.check(!text.contains(is_hidden), || Violation::on("party.hidden", field));
    }
}

/// The holder is there, has the role the licence grants, is of the right kind and, where asked, a national.
fn check_holder(rx: &mut Rx<'_>, case: &Case<'_>, kind: &LicenceType, id: PartyId, v: &mut Violations) -> Result<(), ServiceError> {
    let Some(holder) = party_fetch(rx, id)? else {
        v.push(Violation::on("licence.no_holder", "holder"));
        return Ok(());
    };
    let code = || holder.code.clone();
    if !case.reach(Permission::PartyRead).covers(&holder.belongs()) {
        v.push(Violation::on("licence.holder_elsewhere", "holder").with("code", code()));
        return Ok(());
    }
    let role = kind.role.value;
    v.check(holder.is(role), || Violation::on("licence.holder_role", "holder").with("code", code()).with("role", role.as_str()));
    let is = if holder.facts.kind == PartyKind::Person { HolderKind::Person } else { HolderKind::Organisation };
    v.check(kind.holders.value.contains(&is), || {
        Violation::on("licence.holder_kind", "holder").with("code", code()).with("kind", holder.facts.kind.as_str())
    });
    if kind.nationals_only.value {
        check_national(rx, case, &holder, v)?;
    }
    Ok(())
}

fn check_national(rx: &mut Rx<'_>, case: &Case<'_>, holder: &Party, v: &mut Violations) -> Result<(), ServiceError> {
    let nationality = party_details_fetch(rx, holder.id)?.and_then(|d| d.nationality);
    match nationality {
        None => v.push(Violation::on("licence.nationality_unknown", "holder").with("code", holder.code.as_str())),
        Some(n) => {
            v.check(n == case.profile().code(), || Violation::on("licence.nationals_only", "holder").with("code", holder.code.as_str()))
        }
    }
    Ok(())
}

fn check_days(today: Day, kind: &LicenceType, terms: &LicenceTerms, v: &mut Violations) {
    v.check(terms.issued_on <= today, || Violation::on("day.future", "issued_on"));
    if terms.reference.is_none() {
        v.check(terms.starts_on >= terms.issued_on, || {
            Violation::on("licence.starts_before_issue", "starts_on").with("day", terms.issued_on)
        });
    }
    let latest_start = terms.issued_on.checked_add_days(Days::new(START_WITHIN_DAYS));
    v.check(latest_start.is_some_and(|latest| terms.starts_on <= latest), || Violation::on("licence.starts_far", "starts_on"));
    if terms.ends_on < terms.starts_on {
        v.push(Violation::on("licence.ends_before_start", "ends_on").with("day", terms.starts_on));
    } else if !kind.licence_term_ok(terms.starts_on, terms.ends_on) {
        let latest = kind.latest_end(terms.starts_on).unwrap_or(Day::MAX);
        v.push(Violation::on("licence.term", "ends_on").with("months", kind.term_max_months()).with("day", latest));
    }
}

/// What the type costs was paid, and every payment has its receipt.
fn check_fee(kind: &LicenceType, terms: &LicenceTerms, v: &mut Violations) {
    match (terms.fee, &kind.fee) {
        (None, Some(_)) => v.check(terms.reference.is_some(), || Violation::on("licence.fee_missing", "fee")),
        (Some(paid), stated) => {
            let due = stated.as_ref().map(|s| s.value).filter(|s| s.currency == paid.currency);
            v.check(paid.minor >= 0, || Violation::on("licence.fee_negative", "fee"));
            v.check(due.is_none_or(|due| paid.minor >= due.minor) || terms.reference.is_some(), || Violation::on("licence.fee_low", "fee"));
            let told = terms.receipt.is_some() || paid.minor == 0 || terms.reference.is_some();
            v.check(told, || Violation::on("licence.receipt_missing", "receipt"));
        }
        (None, None) => {}
    }
}

/// Limits are those of the type, or stricter.
fn check_limits(kind: &LicenceType, terms: &mut LicenceTerms, v: &mut Violations) {
    let workers = kind.workers_max.as_ref().map(|s| s.value);
    let depth = kind.depth_max_dm.as_ref().map(|s| s.value);
    for (field, asked, most) in [("workers_max", terms.workers_max, workers), ("depth_max_dm", terms.depth_max_dm, depth)] {
        let Some(asked) = asked else { continue };
        v.check(asked > 0, || Violation::on("licence.limit_zero", field));
        if let Some(most) = most.filter(|most| asked > *most) {
            v.push(match field {
                "workers_max" => Violation::on("licence.workers", field).with("most", most),
                _ => Violation::on("licence.depth", field).with("metres", decimetres(most)),
            });
        }
    }
    terms.workers_max = terms.workers_max.or(workers);
    terms.depth_max_dm = terms.depth_max_dm.or(depth);
}

/// Decimetres as metres, for a message.
fn decimetres(dm: u32) -> String {
    crate::domain::quantity::decimal(i64::from(dm), 1, 0)
}

/// The codes of the papers seen, in the order of the profile; all of them are asked for, except on import.
fn check_documents(kind: &LicenceType, seen: &[String], imported: bool, v: &mut Violations) -> Vec<String> {
    let known = |code: &String| kind.documents.iter().any(|d| d.code == *code);
    v.check(seen.iter().all(known), || Violation::on("unknown_choice", "documents"));
    let (kept, missing): (Vec<_>, Vec<_>) = kind.documents.iter().partition(|d| seen.contains(&d.code));
    let count = i64::try_from(missing.len()).unwrap_or(i64::MAX);
    v.check(missing.is_empty() || imported, || {
        let names = missing.iter().map(|d| d.name.clone()).collect();
        Violation::on("licence.documents", "documents").with("count", count).with("missing", Arg::Names(names))
    });
    kept.into_iter().map(|d| d.code.clone()).collect()
}

/// The licence with a number as somebody typed it: as it stands, or in the written form of the country's numbers.
///
/// # Errors
/// When the database fails.
pub fn licence_typed(rx: &mut Rx<'_>, profile: &Profile, typed: &str) -> Result<Option<Licence>, StoreError> {
    let typed = typed.trim();
    if let Some(found) = licence_by_number(rx, typed)? {
        return Ok(Some(found));
    }
    // Numbers of before the register have no pattern; typed by hand they may come in small letters.
    let written = profile.licence_number_typed(typed).unwrap_or_else(|| typed.to_uppercase());
    licence_by_number(rx, &written)
}

/// The number of the licence of the same holder and type that is valid on a day in place of this one, mostly its renewal.
///
/// # Errors
/// When the database fails.
pub fn valid_instead(rx: &mut Rx<'_>, licence: &Licence, day: Day) -> Result<Option<String>, StoreError> {
    let of_kind = |l: &Licence| l.id != licence.id && l.terms.kind == licence.terms.kind && l.is_valid_on(day);
    let found = licences_of(rx, licence.terms.holder)?.into_iter().filter(of_kind).max_by_key(|l| (l.terms.ends_on, l.no));
    Ok(found.map(|l| l.number))
}
