//! Certificates: the list, one certificate, making it void, and what the public is told.

mod file;
mod leave;
pub mod paper;
mod print;
mod public;

pub use leave::here_count;
pub use print::printed_file;
pub use public::{Told, warned};

use crate::domain::access::Permission as P;
use crate::domain::certificate::{OriginField, origin_field};
use crate::domain::confirmation::Confirmation;
use crate::domain::departure::Leaving;
use crate::domain::dispute::Dispute;
use crate::domain::event::{CertificateVoided, Event, VoidCause, VoidedGoods};
use crate::domain::ids::CertificateId;
use crate::domain::jurisdiction::Profile;
use crate::domain::shipment::{Certificate, CertificateStanding, Shipment};
use crate::service::certificate::VoidCertificate;
use crate::store::certificate::{CertificateFilter, certificate_fetch, certificates, certificates_of};
use crate::store::confirmation::confirmations_of;
use crate::store::departure::leaving;
use crate::store::dispute::disputes_of;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::notice::notice_fetch;
use crate::store::shipment::{shipment_fetch, shipment_parcels};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::heads::{Sealed, proof_file};
use crate::web::locale::{Locale, format, label, text};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::country_name;
use crate::web::shipment::seen::{Happened, Reader, history};
use crate::web::token::Shown;
use actix_web::web::{self, get, post};
use askama::Template;
use serde::Deserialize;

/// What becomes of a certificate once it was issued.
const AFTERWARDS: [&str; 4] = ["certificate.sealed", "certificate.departed", "certificate.endorsed", "certificate.voided"];
/// Certificates on a page of the list.
const PAGE: i64 = 50;

/// The routes of certificates.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/certificates", Access::Needs(P::CertificateRead), || get().to(list)),
        shown("/certificates/here", Access::Needs(P::CertificateRead), || get().to(leave::here)),
        shown("/certificates/{id}", Access::Needs(P::CertificateRead), || get().to(show)),
        shown("/certificates/{id}/proof", Access::Needs(P::CertificateRead), || get().to(proof)),
        shown("/certificates/{id}/file", Access::Needs(P::CertificateRead), || get().to(file::file)),
        shown("/certificates/{id}/print", Access::Needs(P::CertificateRead), || get().to(print::page)),
        posted("/certificates/{id}/print", Access::Needs(P::CertificateHandle), || post().to(print::print)),
        shown("/certificates/{id}/print/{copy}", Access::Needs(P::CertificateRead), || get().to(print::file)),
        shown("/certificates/{id}/seal", Access::Needs(P::CertificateHandle), || get().to(leave::seal_form)),
        posted("/certificates/{id}/seal", Access::Needs(P::CertificateHandle), || post().to(leave::seal)),
        shown("/certificates/{id}/depart", Access::Needs(P::CertificateHandle), || get().to(leave::depart_form)),
        posted("/certificates/{id}/depart", Access::Needs(P::CertificateHandle), || post().to(leave::depart)),
        shown("/certificates/{id}/endorse", Access::Needs(P::CertificateApprove), || get().to(leave::endorse_form)),
        posted("/certificates/{id}/endorse", Access::Needs(P::CertificateApprove), || post().to(leave::endorse)),
        shown("/certificates/{id}/void", Access::Needs(P::CertificateApprove), || get().to(void_form)),
        posted("/certificates/{id}/void", Access::Needs(P::CertificateApprove), || post().to(void)),
        shown("/check/certificate", Access::Public, || get().to(public::ask)),
        shown("/check/certificate/{number}", Access::Public, || get().to(public::check)),
    ]
}

/// Colour of the tag of a standing.
#[must_use]
pub const fn standing_colour(standing: CertificateStanding) -> &'static str {
    match standing {
        CertificateStanding::Valid => "green",
        CertificateStanding::Used => "blue",
        CertificateStanding::Expired => "grey",
        CertificateStanding::Void | CertificateStanding::Lost | CertificateStanding::Replaced => "red",
    }
}

struct Line {
    certificate: Certificate,
    exporter: String,
    destination: String,
    standing: CertificateStanding,
}

impl Line {
    fn code(&self) -> &'static str {
        self.standing.as_str()
    }
    fn colour(&self) -> &'static str {
        standing_colour(self.standing)
    }
}

#[derive(Debug, Default, Deserialize)]
struct Query {
    #[serde(default)]
    number: String,
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "certificates/list.html")]
struct ListPage {
    lines: Vec<Line>,
    number: String,
    state: Option<CertificateStanding>,
    states: [CertificateStanding; 4],
    next: Option<i64>,
    /// Whether the reader sees technical certificates and letters of comfort.
    may_letters: bool,
}

async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let states = [CertificateStanding::Valid, CertificateStanding::Used, CertificateStanding::Expired, CertificateStanding::Void];
    let state = states.into_iter().find(|s| s.as_str() == query.state);
    let number = query.number.trim().to_owned();
    let standing = state.map(|s| (s, ctx.today()));
    let filter = CertificateFilter { state: None, standing, number: Some(number.clone()).filter(|n| !n.is_empty()) };
    let (reach, before) = (ctx.reach(P::CertificateRead), query.before);
    let mut found =
        ctx.read(move |rx| -> Result<_, StoreError> { certificates(rx, reach, &filter, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = if more { found.last().map(|c| c.facts.no) } else { None };
    let names = ctx.names(found.iter().map(|c| c.facts.exporter)).await?;
    let line = |certificate: Certificate| Line {
        exporter: names.of(&certificate.facts.exporter).to_owned(),
        destination: country_name(ctx.locale(), &certificate.facts.importer.country),
        standing: certificate.standing_on(ctx.today()),
        certificate,
    };
    let lines = found.into_iter().map(line).collect();
    ctx.render(&ListPage { lines, number, state, states, next, may_letters: ctx.can(P::BlankRead) })
}

/// A certificate as its pages show it.
struct Seen {
    certificate: Certificate,
    shipment: Shipment,
    exporter: String,
    destination: String,
    /// What led to it, and its end; not what became of its shipment afterwards.
    history: Vec<Happened>,
    /// The void one that it replaces, and the one that replaced it: id and number.
    replaces: Option<(CertificateId, String)>,
    replaced_by: Option<(CertificateId, String)>,
    /// Cases that claim or held parcels of it, as far as they concern the reader.
    cases: Vec<Dispute>,
    standing: CertificateStanding,
}

impl Seen {
    async fn read(ctx: &Ctx, path: &str) -> Result<Self, WebError> {
        let id: CertificateId = path.parse().map_err(|_| WebError::NotFound)?;
        let reach = ctx.reach(P::CertificateRead);
        let reader = Reader::new(ctx.actor()?, reach);
        let disputes = ctx.reach(P::DisputeRead);
        let (certificate, shipment, history, cases, replaces, replaced_by) = ctx
            .read(move |rx| -> Result<_, StoreError> {
                let certificate = certificate_fetch(rx, id)?.filter(|c| reach.covers(&c.belongs()));
                let Some(certificate) = certificate else { return Ok(None) };
                let shipment = shipment_fetch(rx, certificate.facts.shipment)?;
                let mut history = history(rx, certificate.facts.shipment, [id], &reader)?;
                // Goods that were still here may have been checked again for another certificate.
                history.retain(|h| h.seq <= certificate.issued_seq || AFTERWARDS.contains(&h.kind));
                let parcels: Vec<i64> = shipment_parcels(rx, certificate.facts.shipment)?.into_iter().map(|p| p.parcel_no).collect();
                let mut cases = disputes_of(rx, &parcels)?;
                cases.retain(|d| d.sight(disputes).is_some());
                let all = certificates_of(rx, certificate.facts.shipment)?;
                let named = |c: &Certificate| (c.facts.certificate, c.facts.number.clone());
                let replaces = all.iter().find(|c| Some(c.facts.certificate) == certificate.facts.replaces).map(named);
                let replaced_by = all.iter().find(|c| c.facts.replaces == Some(id)).map(named);
                Ok(shipment.map(|shipment| (certificate, shipment, history, cases, replaces, replaced_by)))
            })
            .await?
            .ok_or(WebError::NotFound)?;
        let names = ctx.names([certificate.facts.exporter]).await?;
        Ok(Self {
            exporter: names.full(&certificate.facts.exporter),
            destination: country_name(ctx.locale(), &certificate.facts.importer.country),
            standing: certificate.standing_on(ctx.today()),
            certificate,
            shipment,
            history,
            replaces,
            replaced_by,
            cases,
        })
    }

    fn code(&self) -> &'static str {
        self.standing.as_str()
    }
    fn colour(&self) -> &'static str {
        standing_colour(self.standing)
    }
    fn is_void(&self) -> bool {
        self.standing.is_void()
    }
}

/// Field 3 in a language.
pub(super) fn origin_words(locale: Locale, field: &OriginField) -> String {
    match field {
        OriginField::Country(code) => country_name(locale, code),
        OriginField::Asterisks => "***".to_owned(),
        OriginField::List(codes, open) => {
            let mut words: Vec<String> = codes.iter().map(|c| country_name(locale, c)).collect();
            if *open {
                words.push(text(locale, "certificate-not-established", &[]));
            }
            words.join(", ")
        }
    }
}

#[derive(Template)]
#[template(path = "certificates/show.html")]
struct ShowPage {
    seen: Seen,
    origin: String,
    check_path: String,
    may_void: bool,
    may_tell: bool,
    sealed: Sealed,
    prints: Vec<print::Line>,
    token: Shown,
    left: Leaving,
    courier: Option<String>,
    may_handle: bool,
    abroad: Abroad,
}

/// What other countries were told of a certificate and confirmed of it.
struct Abroad {
    /// Whether the reader may look further.
    may_read: bool,
    may_write: bool,
    notice: Option<&'static str>,
    confirmed: Option<Confirmation>,
}

impl Abroad {
    async fn read(ctx: &Ctx, id: CertificateId) -> Result<Self, WebError> {
        let (notice, confirmed) = ctx
            .read(move |rx| -> Result<_, StoreError> {
                let confirmed = confirmations_of(rx, id)?.into_iter().find(|c| !c.superseded);
                Ok((notice_fetch(rx, id)?.map(|n| n.state.as_str()), confirmed))
            })
            .await?;
        Ok(Self { may_read: ctx.can(P::AbroadRead), may_write: ctx.can(P::AbroadWrite), notice, confirmed })
    }
}

impl ShowPage {
    /// What may be said to have just been done: it was issued, and nothing became of it since; or what became of it last.
    fn fitting(&self) -> Vec<&'static str> {
        let mut words = Vec::new();
        words.extend((self.seen.standing == CertificateStanding::Valid).then_some("issued"));
        words.extend((self.is_here() && self.left.container().is_some()).then_some("closed"));
        words.extend(self.left.departed.is_some().then_some("departed"));
        words.extend((!self.left.endorsed.is_empty()).then_some("endorsed"));
        words
    }
    /// Whether it may still leave: it is not void, its goods have not left, and nobody received them.
    fn is_here(&self) -> bool {
        !self.seen.is_void() && self.left.departed.is_none() && self.abroad.confirmed.is_none()
    }
    /// Whether it ended before its goods left: the paper comes back and is made void.
    fn is_to_return(&self) -> bool {
        self.is_here() && self.seen.standing == CertificateStanding::Expired
    }
}

/// The path of the public page, when what somebody typed reads as a certificate number of this register: blanks
/// and small letters do not matter.
#[must_use]
pub fn check_path_typed(profile: &Profile, typed: &str) -> Option<String> {
    profile.certificate_number_typed(typed).map(|number| check_path(&number))
}

/// The path of the public page of a number.
pub(super) fn check_path(number: &str) -> String {
    let encoded = askama::filters::urlencode_strict(number).map(|t| t.to_string()).unwrap_or_default();
    format!("/check/certificate/{encoded}")
}

async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let rule = ctx.state.app.env.profile.certificate.mixed_origin.value;
    let origin = origin_words(ctx.locale(), &origin_field(&seen.certificate.facts, rule));
    let may_void = !seen.is_void() && ctx.reach(P::CertificateApprove).covers(&seen.certificate.belongs());
    let check_path = check_path(&seen.certificate.facts.number);
    let (seq, origin_of, witnesses) = (seen.certificate.issued_seq, ctx.state.app.notary.origin(), ctx.state.witnesses.clone());
    let sealed = ctx.read(move |rx| Sealed::read(rx, seq, origin_of.as_deref(), &witnesses)).await?;
    let (id, reader) = (seen.certificate.facts.certificate, Reader::new(ctx.actor()?, ctx.reach(P::CertificateRead)));
    let prints = ctx.read(move |rx| print::lines(rx, id, &reader)).await?;
    let sealed = Sealed { proof: format!("/certificates/{}/proof", seen.certificate.facts.certificate), ..sealed };
    let token = Shown::read(&ctx, &seen.certificate).await?;
    let left = ctx.read(move |rx| -> Result<_, StoreError> { leaving(rx, id) }).await?;
    let courier = match left.departed.as_ref().and_then(|d| d.facts.courier) {
        Some(party) => Some(ctx.names([party]).await?.full(&party)),
        None => None,
    };
    let may_handle = ctx.reach(P::CertificateHandle).covers(&seen.certificate.belongs());
    let abroad = Abroad::read(&ctx, id).await?;
    ctx.render(&ShowPage {
        seen,
        origin,
        check_path,
        may_void,
        may_tell: ctx.can(P::AbroadWrite),
        sealed,
        prints,
        token,
        left,
        courier,
        may_handle,
        abroad,
    })
}

/// `GET /certificates/{id}/proof`: the proof file of the entry that issued it, for its exporter too.
async fn proof(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seq = Seen::read(&ctx, &path).await?.certificate.issued_seq;
    let stored = ctx.read(move |rx| entry_fetch(rx, seq)).await?.ok_or(WebError::NotFound)?;
    proof_file(&ctx, stored, false).await
}

#[derive(Template)]
#[template(path = "certificates/void.html")]
struct VoidPage {
    seen: Seen,
    form: Form,
    causes: Vec<Choice>,
    goods: Vec<Choice>,
}

impl VoidPage {
    fn new(ctx: &Ctx, seen: Seen, form: Form) -> Self {
        let choice = |g: VoidedGoods| Choice::new(g.as_str(), label(ctx.locale(), "certificate-goods", g.as_str()));
        let cause = |c: &VoidCause| Choice::new(c.as_str(), label(ctx.locale(), "void-cause", c.as_str()));
        Self { seen, form, causes: VoidCause::ALL.iter().map(cause).collect(), goods: VoidedGoods::ALL.map(choice).to_vec() }
    }
}

async fn void_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    if seen.is_void() {
        return Ok(ctx.see_other(&format!("/certificates/{}", seen.certificate.facts.certificate)));
    }
    let page = VoidPage::new(&ctx, seen, Form::new(Posted::default()));
    ctx.render(&page)
}

async fn void(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let certificate = seen.certificate.facts.certificate;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return ctx.render(&VoidPage::new(&ctx, seen, form));
    }
    let f = posted.reader(ctx.locale());
    let goods = f.text("goods").as_deref().and_then(VoidedGoods::parse);
    let cause = f.text("cause").and_then(|c| c.parse().ok());
    let command = VoidCertificate { certificate, reason: f.text("reason").unwrap_or_default(), goods, cause };
    match attempt(&ctx, &posted, stage, Ok(command)).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/certificates/{certificate}"))),
        Attempt::Check(event) => match *event {
            Event::CertificateVoided(e) => check_void(&ctx, &posted, &seen, &e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            ctx.render_as(status, &VoidPage::new(&ctx, seen, form))
        }
    }
}

/// What is about to be made void, and where its goods are said to be: there is no way back.
fn check_void(ctx: &Ctx, form: &Posted, seen: &Seen, e: &CertificateVoided) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let facts = &seen.certificate.facts;
    let mut page =
        CheckPage::new(say("certificate-make-void"), say("certificate-void-confirm"), form).lead(say("certificate-make-void-lead"));
    page.row(say("certificate-one"), facts.number.clone());
    page.row(say("shipment-exporter"), seen.exporter.clone());
    page.row(say("shipment-destination"), seen.destination.clone());
    page.row(say("word-carats"), format::carats_unit(l, facts.weight_mct));
    page.row(say("void-cause"), e.cause.map(|c| label(l, "void-cause", c.as_str())).unwrap_or_default());
    page.row(say("certificate-goods"), e.goods.map(|g| label(l, "certificate-goods", g.as_str())).unwrap_or_default());
    page.row(say("shipment-reason"), e.reason.clone());
    page.show(ctx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_is_known_however_it_is_spaced() {
        let profile = Profile::bundled("SL").unwrap();
        let path = |typed| check_path_typed(&profile, typed);
        for typed in ["SL 000001", " sl  000001 ", "sl000001", "SL-000001"] {
            assert_eq!(path(typed).as_deref(), Some("/check/certificate/SL%20000001"), "{typed}");
        }
        for typed in ["SL 01", "7KQ4M-2XR9T-C", "", "CF 000001"] {
            assert_eq!(path(typed), None, "{typed}");
        }
    }
}
