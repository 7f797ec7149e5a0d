//! One box for everything: what has exactly this code or number is gone to at once, else all that begins so or is called
//! so is listed, kind by kind, as far as the reader sees each kind. What is typed may be a person's name, so it is sent in
//! a form and stands in no address.

use crate::domain::access::{Actor, Belongs, Naming, Permission as P, Reach, reach};
use crate::domain::code;
use crate::domain::control::control;
use crate::domain::jurisdiction::Profile;
use crate::domain::letter::letter_code_typed;
use crate::domain::parcel::parcel_no_typed;
use crate::domain::purchase::short_code_fold;
use crate::domain::time::Day;
use crate::service::licence::licence_typed;
use crate::store::arrival::{arrival_by_code, arrivals_numbered};
use crate::store::certificate::certificate_by_number;
use crate::store::control::{AlertFilter, alert_fetch, alerts};
use crate::store::db::Rx;
use crate::store::dispute::dispute_by_code;
use crate::store::error::StoreError;
use crate::store::inspection::{dry_run_by_code, inspection_by_code, plan_by_code};
use crate::store::letter::letter_by_code;
use crate::store::licence::{LicenceFilter, licences};
use crate::store::offence::offence_by_code;
use crate::store::office::{Office, offices};
use crate::store::parcel::parcel_fetch;
use crate::store::party::{PartyFilter, parties, party_by_code};
use crate::store::purchase::{purchase_by_check_code, purchase_by_serial};
use crate::store::removal::removal_by_code;
use crate::store::seizure::{seizure_by_check_code, seizure_by_code};
use crate::store::shipment::shipment_by_code;
use crate::store::site::{SiteFilter, site_by_code, sites};
use crate::store::zone::zones;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, text};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{get, post};
use askama::Template;

/// The most things of one kind that are listed.
const EACH: i64 = 20;
/// The fewest letters by which names are searched.
const LEAST: usize = 2;
/// The longest text that is searched for.
const LONGEST: usize = 80;

/// The routes of the search.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![shown("/search", Access::SignedIn, || get().to(form)), posted("/search", Access::SignedIn, || post().to(search))]
}

/// One thing that was found.
struct Hit {
    name: String,
    detail: String,
    href: String,
}

/// What was found of one kind.
struct Group {
    /// The message id of its name.
    name: &'static str,
    hits: Vec<Hit>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    form: Form,
    groups: Vec<Group>,
    /// Whether something was searched for.
    asked: bool,
    /// Whether a list was cut.
    cut: bool,
}

/// What is looked for, and by whom.
struct Asked {
    typed: String,
    actor: Actor,
    today: Day,
}

impl Asked {
    fn reach(&self, permission: P) -> Reach {
        reach(&self.actor, permission)
    }
    fn sees(&self, permission: P, thing: &Belongs) -> bool {
        self.reach(permission).covers(thing)
    }
    /// The page of an office that he may look at.
    fn office(&self, office: &Office) -> Option<Hit> {
        let to = if self.sees(P::ControlRead, &Belongs::office(Some(office.id))) {
            format!("/places/offices/{}", office.code)
        } else if self.sees_all(P::AccountManage) {
            format!("/offices/{}/edit", office.id)
        } else {
            return None;
        };
        Some(hit(format!("{} ({})", office.name, office.code), to))
    }
    /// Whether he sees things of this kind that are of the whole country.
    fn sees_all(&self, permission: P) -> bool {
        self.reach(permission) != Reach::Nothing
    }
}

fn hit(name: impl Into<String>, href: String) -> Hit {
    Hit { name: name.into(), detail: String::new(), href }
}

/// The things of the trade that bear exactly this code or number.
fn exact_trade(rx: &mut Rx<'_>, profile: &Profile, asked: &Asked) -> Result<Vec<(&'static str, Hit)>, StoreError> {
    let (typed, written, mut found) = (asked.typed.as_str(), code::written(&asked.typed), Vec::new());
    if let Some(no) = parcel_no_typed(typed) {
        let parcel = parcel_fetch(rx, no)?.filter(|p| asked.sees(P::ParcelRead, &p.belongs()));
        found.extend(parcel.map(|p| ("nav-parcels", hit(p.code.clone(), format!("/parcels/{}", p.code)))));
    }
    let party = party_by_code(rx, &written)?.filter(|p| asked.sees(P::PartyRead, &p.belongs()));
    found.extend(party.map(|p| ("nav-parties", hit(p.code.clone(), format!("/parties/{}", p.code)))));
    let licence = licence_typed(rx, profile, typed)?.filter(|l| asked.sees(P::LicenceRead, &l.belongs()));
    found.extend(licence.map(|l| ("nav-licences", hit(l.number, format!("/licences/{}", l.id)))));
    let site = site_by_code(rx, &written)?.filter(|s| asked.sees(P::SiteRead, &s.belongs()));
    found.extend(site.map(|s| ("nav-sites", hit(s.code.clone(), format!("/sites/{}", s.code)))));
    let shipment = shipment_by_code(rx, &written)?.filter(|s| asked.sees(P::ShipmentRead, &s.belongs()));
    found.extend(shipment.map(|s| ("nav-shipments", hit(s.code, format!("/shipments/{}", s.id)))));
    if let Some(number) = profile.certificate_number_typed(typed) {
        let certificate = certificate_by_number(rx, &number)?.filter(|c| asked.sees(P::CertificateRead, &c.belongs()));
        found.extend(certificate.map(|c| ("nav-certificates", hit(c.facts.number, format!("/certificates/{}", c.facts.certificate)))));
    }
    let serial = match purchase_by_serial(rx, &typed.to_uppercase())? {
        None => purchase_by_check_code(rx, &short_code_fold(typed))?,
        found => found,
    };
    let slip = serial.filter(|p| asked.sees(P::PurchaseRead, &p.belongs()));
    found.extend(slip.map(|p| ("nav-purchases", hit(p.serial, format!("/purchases/{}", p.id)))));
    Ok(found)
}

/// The things of the authority that bear exactly this code or number.
fn exact_authority(rx: &mut Rx<'_>, asked: &Asked) -> Result<Vec<(&'static str, Hit)>, StoreError> {
    let (typed, written, mut found) = (asked.typed.as_str(), code::written(&asked.typed), Vec::new());
    let seizure = match seizure_by_code(rx, &written)? {
        None => seizure_by_check_code(rx, &short_code_fold(typed))?,
        found => found,
    };
    let seizure = seizure.filter(|s| asked.sees(P::SeizureRead, &s.belongs()));
    found.extend(seizure.map(|s| ("nav-seizures", hit(s.facts.code, format!("/seizures/{}", s.facts.seizure)))));
    let offence = offence_by_code(rx, &written)?.filter(|o| asked.sees(P::OffenceRead, &o.belongs()));
    found.extend(offence.map(|o| ("nav-offences", hit(o.facts.code, format!("/offences/{}", o.facts.offence)))));
    let case = dispute_by_code(rx, &written)?.filter(|d| asked.sees(P::DisputeRead, &d.belongs()));
    found.extend(case.map(|d| ("nav-disputes", hit(d.code, format!("/disputes/{}", d.id)))));
    let removal = removal_by_code(rx, &written)?.filter(|r| asked.sees(P::ParcelRead, &r.belongs()));
    found.extend(removal.map(|r| ("removal-list", hit(r.facts.code, format!("/removals/{}", r.facts.removal)))));
    if asked.sees_all(P::AbroadRead) {
        let mut came = arrivals_numbered(rx, &typed.to_uppercase(), EACH)?;
        came.extend(arrival_by_code(rx, &written)?);
        found.extend(came.into_iter().map(|a| {
            let (name, href) = (format!("{} · {}", a.facts.code, a.facts.number), format!("/arrivals/{}", a.facts.arrival));
            ("nav-arrivals", hit(name, href))
        }));
    }
    if let Some(code) = letter_code_typed(typed).filter(|_| asked.sees_all(P::BlankRead)) {
        let letter = letter_by_code(rx, &code)?;
        found.extend(letter.map(|l| ("letter-list", hit(l.facts.code, format!("/letters/{}", l.facts.letter)))));
    }
    let alert = match typed.strip_prefix('#').and_then(|no| no.trim().parse().ok()) {
        Some(no) => alert_fetch(rx, no)?.filter(|a| asked.sees(P::ControlRead, &Belongs::office(a.office))),
        None => None,
    };
    found.extend(alert.map(|a| ("nav-alerts", hit(format!("#{}", a.no), format!("/alerts/{}", a.no)))));
    Ok(found)
}

/// The inspections, plans and dry runs that bear exactly this code.
fn exact_inspections(rx: &mut Rx<'_>, asked: &Asked) -> Result<Vec<(&'static str, Hit)>, StoreError> {
    let (written, mut found) = (code::written(&asked.typed), Vec::new());
    let inspection = inspection_by_code(rx, &written)?.filter(|i| asked.sees(P::InspectionRead, &i.belongs()));
    found.extend(inspection.map(|i| ("nav-inspections", hit(i.facts.code, format!("/inspections/{}", i.facts.inspection)))));
    let plan = plan_by_code(rx, &written)?.filter(|p| asked.sees(P::InspectionPlanRead, &p.belongs()));
    found.extend(plan.map(|p| ("inspection-plans", hit(p.facts.code, format!("/inspections/plans/{}", p.facts.plan)))));
    let run = dry_run_by_code(rx, &written)?.filter(|r| asked.sees(P::InspectionPlanRead, &Belongs::office(r.facts.office)));
    found.extend(run.map(|r| ("dry-runs", hit(r.facts.code, format!("/inspections/dry-runs/{}", r.facts.run)))));
    Ok(found)
}

/// What begins so or is called so.
fn begins(rx: &mut Rx<'_>, l: Locale, asked: &Asked) -> Result<(Vec<Group>, bool), StoreError> {
    let (typed, mut groups, mut cut) = (asked.typed.as_str(), Vec::new(), false);
    if typed.chars().count() < LEAST {
        return Ok((groups, cut));
    }
    let most = EACH.saturating_add(1);
    let mut add = |name: &'static str, mut hits: Vec<Hit>| {
        let shown = usize::try_from(EACH).unwrap_or(usize::MAX);
        cut |= hits.len() > shown;
        hits.truncate(shown);
        if !hits.is_empty() {
            groups.push(Group { name, hits });
        }
    };
    let filter = PartyFilter { text: Some(typed.to_owned()), ..PartyFilter::default() };
    let people = parties(rx, asked.reach(P::PartyRead), Naming::of(&asked.actor), &filter, None, most)?;
    let labels = crate::store::party::party_names(rx, &people.iter().map(|p| p.id).collect::<Vec<_>>())?;
    let names = crate::web::party::Names::new(labels, Naming::of(&asked.actor));
    add("nav-parties", people.into_iter().map(|p| hit(names.full(&p.id), format!("/parties/{}", p.code))).collect());
    let filter = LicenceFilter { text: Some(typed.to_owned()), ..LicenceFilter::default() };
    let held = licences(rx, asked.reach(P::LicenceRead), &filter, None, most)?;
    add("nav-licences", held.into_iter().map(|x| hit(x.number.clone(), format!("/licences/{}", x.id))).collect());
    let filter = SiteFilter { text: Some(typed.to_owned()), ..SiteFilter::default() };
    let pits = sites(rx, asked.reach(P::SiteRead), &filter, asked.today, None, most)?;
    add("nav-sites", pits.into_iter().map(|s| hit(format!("{} ({})", s.name, s.code), format!("/sites/{}", s.code))).collect());
    if asked.sees_all(P::SiteRead) {
        let wanted = typed.to_lowercase();
        let mut called = zones(rx)?;
        called.retain(|z| z.name.to_lowercase().contains(&wanted) || z.code.eq_ignore_ascii_case(typed));
        add("nav-zones", called.into_iter().map(|z| hit(format!("{} ({})", z.name, z.code), format!("/zones/{}", z.code))).collect());
    }
    let wanted = typed.to_lowercase();
    let called = offices(rx)?.into_iter().filter(|o| o.name.to_lowercase().contains(&wanted) || o.code.eq_ignore_ascii_case(typed));
    add("nav-offices", called.filter_map(|o| asked.office(&o)).collect());
    if let Some(c) = control(&typed.to_uppercase()).filter(|_| asked.sees_all(P::ControlRead)) {
        let name = format!("{} {}", c.code, text(l, &c.message_id("name"), &[]));
        add("nav-controls", vec![hit(name, format!("/controls/{}", c.code))]);
        let filter = AlertFilter { control: Some(c.code.to_owned()), ..AlertFilter::default() };
        let seen = alerts(rx, asked.reach(P::ControlRead), &filter, 0, most)?;
        add("nav-alerts", seen.into_iter().map(|a| hit(format!("#{} · {}", a.no, a.key.period), format!("/alerts/{}", a.no))).collect());
    }
    Ok((groups, cut))
}

/// Everything that is found; only one thing where it bears exactly what was typed.
fn found(rx: &mut Rx<'_>, profile: &Profile, l: Locale, asked: &Asked) -> Result<(Vec<Group>, bool), StoreError> {
    let mut exact = exact_trade(rx, profile, asked)?;
    exact.extend(exact_authority(rx, asked)?);
    exact.extend(exact_inspections(rx, asked)?);
    if exact.is_empty() {
        return begins(rx, l, asked);
    }
    let groups = exact.into_iter().map(|(name, hit)| Group { name, hits: vec![hit] });
    Ok((groups.collect(), false))
}

/// `GET /search`.
async fn form(ctx: Ctx) -> Answer {
    ctx.render(&SearchPage { form: Form::new(Posted::default()), groups: Vec::new(), asked: false, cut: false })
}

/// `POST /search`. It reads and changes nothing.
async fn search(ctx: Ctx, posted: Posted) -> Answer {
    let typed: String = posted.get("q").unwrap_or_default().trim().chars().take(LONGEST).collect();
    if typed.is_empty() {
        return form(ctx).await;
    }
    let asked = Asked { typed, actor: ctx.actor()?.clone(), today: ctx.today() };
    let (app, l) = (ctx.state.app.clone(), ctx.locale());
    let (groups, cut) = ctx.read(move |rx| -> Result<_, WebError> { Ok(found(rx, &app.env.profile, l, &asked)?) }).await?;
    match groups.as_slice() {
        [Group { hits, .. }] if hits.len() == 1 => {
            let href = hits.first().map_or("/", |h| h.href.as_str());
            Ok(ctx.see_other(href))
        }
        _ => ctx.render(&SearchPage { form: Form::new(posted), groups, asked: true, cut }),
    }
}
