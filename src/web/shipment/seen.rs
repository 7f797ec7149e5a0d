//! A shipment as its pages show it: what is in it, where it stands, who did what, and what stands against it.

use super::value::Sheet;
use super::{colour, country_name, state_word};
use crate::domain::access::{Actor, Permission, Reach};
use crate::domain::certificate::Origins;
use crate::domain::confirmation::{Confirmation, ConfirmationWay};
use crate::domain::event::{Event, ShipmentParcel};
use crate::domain::ids::{AccountId, CertificateId, LicenceId, ShipmentId};
use crate::domain::parcel::parcel_code;
use crate::domain::shipment::{Certificate, CertificateStanding, Shipment, ShipmentState};
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Violation;
use crate::service::certificate::{Review, review};
use crate::service::error::ServiceError;
use crate::store::account::account_fetch;
use crate::store::certificate::certificates_of;
use crate::store::confirmation::confirmations_of;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::entries_latest;
use crate::store::secret::secret_fetch;
use crate::store::site::site_fetch;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::locale::{Locale, label, text};

/// Sites shown before the rest is left to the trace.
const SITES: usize = 100;
/// Entries of a history shown.
const HISTORY: i64 = 50;

/// Who did something: the name for those who see all, the role for everybody.
#[derive(Debug, Clone)]
pub struct Who {
    name: Option<String>,
    role: String,
}

impl Who {
    /// The account's role, and its name where the reader may know it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(rx: &mut Rx<'_>, id: AccountId, reader: &Reader) -> Result<Self, StoreError> {
        let role = account_fetch(rx, id)?.map_or("", |a| a.actor.role.as_str()).to_owned();
        let known = reader.all || reader.account == id;
        let name = if known { secret_fetch(rx, id)?.map(|s| s.display_name) } else { None };
        Ok(Self { name, role })
    }

    /// Nobody of the register: whoever had the one-time code, through the server.
    #[must_use]
    pub fn by_code() -> Self {
        Self { name: None, role: "by-code".to_owned() }
    }

    /// In words.
    #[must_use]
    pub fn shown(&self, locale: &Locale) -> String {
        let role = label(*locale, "account-role", &self.role);
        match &self.name {
            Some(name) => text(*locale, "shipment-who", &[("name", name.as_str().into()), ("role", role.into())]),
            None => role,
        }
    }

    /// The name alone; empty where it may not be known.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}

/// Whose eyes the page is for.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The account.
    pub account: AccountId,
    /// Whether the names of all accounts may be shown to it.
    pub all: bool,
}

impl Reader {
    /// Of an account with this reach of what the page shows.
    #[must_use]
    pub fn new(actor: &Actor, reach: Reach) -> Self {
        Self { account: actor.account, all: reach == Reach::All }
    }
}

/// Something that happened, from the journal.
#[derive(Debug, Clone)]
pub struct Happened {
    /// Position in the journal.
    pub seq: i64,
    /// Kind of the event.
    pub kind: &'static str,
    /// When it was recorded.
    pub at: Instant,
    /// By whom.
    pub who: Who,
    /// Why, where that was asked.
    pub reason: Option<String>,
    /// What the exporter answered.
    pub answer: Option<String>,
}

/// What happened to a shipment and its certificates, oldest first.
///
/// # Errors
/// When the database fails.
pub fn history(
    rx: &mut Rx<'_>,
    id: ShipmentId,
    certificates: impl IntoIterator<Item = CertificateId>,
    reader: &Reader,
) -> Result<Vec<Happened>, StoreError> {
    let mut entries = entries_latest(rx, Some(&id.to_string()), None, HISTORY)?;
    for certificate in certificates {
        entries.extend(entries_latest(rx, Some(&certificate.to_string()), None, HISTORY)?);
    }
    entries.sort_by_key(|stored| stored.entry.seq);
    entries
        .into_iter()
        .map(|stored| {
            let reason = match &stored.entry.event {
                Event::ShipmentCancelled(e) => Some(e.reason.clone()),
                Event::CertificateRetracted(e) => Some(e.reason.clone()),
                Event::CertificateDeclined(e) => Some(e.reason.clone()),
                Event::CertificateVoided(e) => Some(e.reason.clone()),
                _ => None,
            };
            let who = Who::read(rx, stored.entry.account, reader)?;
            let answer = match &stored.entry.event {
                Event::ShipmentPresented(e) => Some(e.answer.clone()),
                _ => None,
            };
            Ok(Happened { seq: stored.entry.seq, kind: stored.entry.event.kind(), at: stored.entry.recorded_at, who, reason, answer })
        })
        .collect()
}

/// A site of the composition.
#[derive(Debug, Clone)]
pub struct SiteLine {
    /// Its code; none for what is not established.
    pub code: Option<String>,
    /// Its name and its area.
    pub name: String,
    /// Its carats.
    pub weight_mct: i64,
    /// Its part of the whole, millionths.
    pub share_ppm: i64,
    /// Entries of the book behind it.
    pub sources: i64,
}

/// A step of the task list.
pub struct Step {
    /// Message id of its name.
    pub name: &'static str,
    /// Who did it when, where it is done.
    pub done: Option<(Who, Instant)>,
    /// Message id of its tag.
    pub state: &'static str,
    /// Colour of its tag; none for what cannot start yet.
    pub colour: Option<&'static str>,
}

/// The exporter's licence.
pub struct LicenceLine {
    /// Its id.
    pub id: LicenceId,
    /// Its number.
    pub number: String,
    /// Its standing today.
    pub standing: &'static str,
}

/// A shipment as its pages show it.
pub struct Seen {
    /// The shipment.
    pub shipment: Shipment,
    /// Its parcels, as they were put in.
    pub parcels: Vec<ShipmentParcel>,
    /// Its valuation, as pages show it.
    pub sheet: Option<Sheet>,
    /// Everything that stands against a certificate while there is none.
    pub against: Vec<Violation>,
    /// Who exports, as far as the reader may see it.
    pub exporter: String,
    /// Where it goes.
    pub destination: String,
    /// The exporter's licence.
    pub licence: Option<LicenceLine>,
    /// What happened.
    pub history: Vec<Happened>,
    /// Its certificate.
    pub certificate: Option<Certificate>,
    /// Certificates made void before its goods left, the latest first.
    pub before: Vec<Certificate>,
    /// Who wrote down what was received abroad under its certificate, and when.
    pub received: Option<(Who, Instant)>,
    /// Countries of mining.
    pub origins: Origins,
    /// Sites, most carats first.
    pub sites: Vec<SiteLine>,
    /// Sites that are left to the trace.
    pub sites_left: usize,
    /// The latest last day of a certificate issued today.
    pub latest: Day,
    /// Today.
    pub today: Day,
}

struct Read {
    review: Review,
    certificate: Option<Certificate>,
    before: Vec<Certificate>,
    received: Option<(Who, Instant)>,
    history: Vec<Happened>,
    sites: Vec<SiteLine>,
    sheet: Option<Sheet>,
}

impl Seen {
    /// Reads a shipment.
    ///
    /// # Errors
    /// [`WebError::NotFound`] also outside the reader's reach; faults.
    pub async fn read(ctx: &Ctx, id: ShipmentId) -> Result<Self, WebError> {
        let reach = ctx.reach(Permission::ShipmentRead);
        let reader = Reader::new(ctx.actor()?, reach);
        let (env, today) = (ctx.state.app.env.clone(), ctx.today());
        let locale = ctx.locale();
        let found = ctx
            .read(move |rx| -> Result<_, ServiceError> {
                let review = review(rx, &env.profile, id, today)?.filter(|r| reach.covers(&r.whole.shipment.belongs()));
                let Some(review) = review else { return Ok(None) };
                let all = certificates_of(rx, id)?;
                let history = history(rx, id, all.iter().map(|c| c.facts.certificate), &reader)?;
                // Void ones of before stay in the list beside; the button is for the one that stands.
                let (certificate, before) = match review.whole.shipment.certificate {
                    Some(standing) => all.into_iter().partition(|c| c.facts.certificate == standing),
                    None => (Vec::new(), all),
                };
                let certificate: Option<Certificate> = certificate.into_iter().next();
                let received = match &certificate {
                    Some(c) => received(rx, c.facts.certificate, &reader)?,
                    None => None,
                };
                let sites = site_lines(rx, &review, locale)?;
                let sheet = match &review.valuation {
                    Some(v) => Some(Sheet::read(rx, &env, v.facts.clone(), v.region.as_deref(), (locale, reader.all))?),
                    None => None,
                };
                Ok(Some(Read { review, certificate, before, received, history, sites, sheet }))
            })
            .await?
            .ok_or(WebError::NotFound)?;
        let Read { review, certificate, before, received, history, sites, sheet } = found;
        let names = ctx.names([review.whole.shipment.exporter]).await?;
        let open = matches!(review.whole.shipment.state, ShipmentState::Prepared | ShipmentState::Proposed);
        let licence =
            review.licence.as_ref().map(|l| LicenceLine { id: l.id, number: l.number.clone(), standing: l.standing_on(today).as_str() });
        Ok(Self {
            exporter: names.full(&review.whole.shipment.exporter),
            destination: country_name(locale, &review.whole.shipment.importer.country),
            against: if open { review.against.0 } else { Vec::new() },
            sites_left: review.sites.len().saturating_sub(SITES),
            shipment: review.whole.shipment,
            parcels: review.whole.parcels,
            origins: review.origins,
            latest: review.latest,
            licence,
            history,
            certificate,
            before,
            received,
            sites,
            sheet,
            today,
        })
    }

    /// The code of a parcel.
    #[must_use]
    pub fn code(&self, parcel: &ShipmentParcel) -> String {
        parcel_code(parcel.parcel_no)
    }

    /// Colour of the tag of its state.
    #[must_use]
    pub fn colour(&self) -> &'static str {
        colour(self.state())
    }

    /// Its state in one word, the tag's message.
    #[must_use]
    pub fn state(&self) -> &'static str {
        state_word(self.shipment.state, self.sent_back().is_some())
    }

    /// Countries of mining by name.
    #[must_use]
    pub fn countries(&self, locale: &Locale) -> String {
        self.origins.countries.iter().map(|c| country_name(*locale, c)).collect::<Vec<_>>().join(", ")
    }

    /// The last thing of a kind that happened.
    #[must_use]
    pub fn last(&self, kind: &str) -> Option<&Happened> {
        self.history.iter().rev().find(|h| h.kind == kind)
    }

    /// The reason for which it came back last, while nothing happened since.
    #[must_use]
    pub fn sent_back(&self) -> Option<&Happened> {
        self.history.last().filter(|h| h.kind == "certificate.declined")
    }

    /// Whether an officer may check and sign it: nobody has, and it does not wait for its exporter.
    #[must_use]
    pub fn to_check(&self) -> bool {
        self.shipment.state == ShipmentState::Prepared && self.sent_back().is_none()
    }

    /// What the exporter answered last, while nobody sent it back since.
    #[must_use]
    pub fn answered(&self) -> Option<&Happened> {
        // A signature that was taken back changed nothing in what the exporter answered.
        let signed = ["certificate.proposed", "certificate.retracted"];
        self.history.iter().rev().find(|h| !signed.contains(&h.kind)).filter(|h| h.kind == "shipment.presented")
    }

    /// The reason for which its certificate was made void, while its goods wait for what comes next.
    #[must_use]
    pub fn came_back(&self) -> Option<&Happened> {
        self.history.last().filter(|h| h.kind == "certificate.voided" && self.shipment.state == ShipmentState::Prepared)
    }

    /// Prepared, checked, approved, issued: who did it when, and what comes next.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let state = self.shipment.state;
        let did = |kind| self.last(kind).map(|h| (h.who.clone(), h.at));
        // What was done with an earlier certificate, made void since, was not done with this one.
        let issued_at = self.last("certificate.issued").map_or(0, |h| h.seq);
        let since = |kind| self.last(kind).filter(|h| h.seq > issued_at).map(|h| (h.who.clone(), h.at));
        let done = |name, kind| Step { name, done: did(kind), state: "shipment-step-done", colour: None };
        let next = |name| Step { name, done: None, state: "shipment-step-next", colour: Some("yellow") };
        let back = |name| Step { name, done: None, state: "shipment-step-back", colour: Some("red") };
        let later = |name| Step { name, done: None, state: "shipment-step-later", colour: None };
        let never = |name| Step { name, done: None, state: "shipment-step-never", colour: Some("grey") };
        let rest = |name, is_next: bool| match state {
            ShipmentState::Cancelled => never(name),
            _ if is_next && self.sent_back().is_some() => back(name),
            _ if is_next => next(name),
            _ => later(name),
        };
        let signed = matches!(state, ShipmentState::Proposed | ShipmentState::Certified);
        let issued = state == ShipmentState::Certified;
        let valued = self.sheet.is_some();
        let step = |is_done: bool, name, kind, is_next| if is_done { done(name, kind) } else { rest(name, is_next) };
        vec![
            done("shipment-step-prepared", "shipment.prepared"),
            step(valued, "shipment-step-valued", "shipment.valued", state == ShipmentState::Prepared),
            step(signed, "shipment-step-checked", "certificate.proposed", state == ShipmentState::Prepared && valued),
            step(issued, "shipment-step-approved", "certificate.issued", state == ShipmentState::Proposed),
            step(issued, "shipment-step-issued", "certificate.issued", false),
            self.after(since("certificate.sealed"), "shipment-step-sealed", issued),
            self.after(since("certificate.notified"), "shipment-step-notified", issued),
            self.after(since("certificate.departed"), "shipment-step-departed", since("certificate.sealed").is_some()),
            self.after(self.received.clone(), "shipment-step-received", since("certificate.departed").is_some()),
        ]
    }

    /// A step after the issue, once there is a certificate that stands.
    fn after(&self, done: Option<(Who, Instant)>, name: &'static str, is_next: bool) -> Step {
        match (done, self.certificate.is_some()) {
            (_, false) if self.shipment.state == ShipmentState::Cancelled => {
                Step { name, done: None, state: "shipment-step-never", colour: Some("grey") }
            }
            (Some(by), true) => Step { name, done: Some(by), state: "shipment-step-done", colour: None },
            (None, true) if is_next => Step { name, done: None, state: "shipment-step-next", colour: Some("yellow") },
            _ => Step { name, done: None, state: "shipment-step-later", colour: None },
        }
    }

    /// What the certificate is today.
    #[must_use]
    pub fn standing(&self) -> Option<CertificateStanding> {
        self.certificate.as_ref().map(|c| c.standing_on(self.today))
    }
}

/// Who wrote down the confirmation of a certificate that is in force, and when.
fn received(rx: &mut Rx<'_>, id: CertificateId, reader: &Reader) -> Result<Option<(Who, Instant)>, StoreError> {
    let found = confirmations_of(rx, id)?.into_iter().find(|c| !c.superseded);
    let who = |c: &Confirmation, rx: &mut Rx<'_>| match c.facts.way {
        ConfirmationWay::Code => Ok(Who::by_code()),
        _ => Who::read(rx, c.account, reader),
    };
    found.map(|c| Ok((who(&c, rx)?, c.at))).transpose()
}

fn site_lines(rx: &mut Rx<'_>, review: &Review, locale: Locale) -> Result<Vec<SiteLine>, StoreError> {
    let total = i128::from(review.whole.shipment.weight.mct().max(1));
    let mut lines = Vec::new();
    for share in review.sites.iter().take(SITES) {
        let site = match share.site {
            Some(id) => site_fetch(rx, id)?,
            None => None,
        };
        let ppm = i128::from(share.weight_mct).saturating_mul(1_000_000).checked_div(total).unwrap_or(0);
        let name = match &site {
            Some(site) => {
                [Some(site.facts.name.as_str()), site.facts.admin_name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
            None => match &share.import {
                Some(import) => {
                    let words = crate::web::trace::words::abroad(locale, import);
                    text(locale, "shipment-import", &[("number", import.number.clone().into()), ("words", words.into())])
                }
                None => text(locale, "shipment-unestablished", &[]),
            },
        };
        lines.push(SiteLine {
            code: site.map(|s| s.code),
            name,
            weight_mct: share.weight_mct,
            share_ppm: i64::try_from(ppm).unwrap_or(0),
            sources: share.sources,
        });
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a shipment and of its certificates has words in every language.
    #[test]
    fn everything_that_happens_to_a_shipment_has_its_words() {
        // Told on pages of their own.
        let elsewhere = ["certificate.confirmed", "certificate.difference_answered"];
        let told = |kind: &&&str| kind.starts_with("shipment.") || kind.starts_with("certificate.");
        for kind in Event::KINDS.iter().filter(told).filter(|kind| !elsewhere.contains(kind)) {
            for locale in Locale::ALL {
                let words = label(*locale, "shipment-happened", kind);
                assert!(!words.starts_with('['), "{kind}: {words}");
            }
        }
    }
}
