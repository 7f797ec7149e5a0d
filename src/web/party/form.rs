//! Registering a party and changing its record: the form, the likely duplicates, the check, done.

use super::{OfficeNames, fetch, office_choices, office_names, record_rows, role_choices};
use crate::domain::access::{Permission, ReadVia};
use crate::domain::code;
use crate::domain::country::countries;
use crate::domain::event::{Event, PartyFacts, PartyKind};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::{ID_TYPES, Party, PartyDetails};
use crate::domain::role::Role;
use crate::domain::violation::{Violation, Violations};
use crate::service::Command;
use crate::service::party::{ChangeParty, RegisterParty};
use crate::store::error::StoreError;
use crate::store::party::{Duplicate, party_by_code, party_duplicates, party_fetch};
use crate::web::check::{CheckPage, Stage, changed, with_rules};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{label, text};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use std::collections::HashMap;

/// The refusal that is answered with a page of its own.
const LIKELY: &str = "party.likely_duplicate";
/// How many likely duplicates are compared on a page.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "parties/form.html")]
struct FormPage {
    form: Form,
    organisation: bool,
    party: Option<Party>,
    example: String,
    roles: Vec<Choice>,
    countries: Vec<Choice>,
    id_types: Vec<Choice>,
    offices: Vec<Choice>,
}

/// Which form is asked for.
#[derive(serde::Deserialize)]
pub struct Asked {
    kind: Option<String>,
    role: Option<String>,
}

/// `GET /parties/new`, for a person or `?kind=organisation`; `?role=` ticks a role.
///
/// # Errors
/// A fault.
pub async fn new(ctx: Ctx, asked: web::Query<Asked>) -> Answer {
    let kind = asked.kind.as_deref().and_then(PartyKind::parse).unwrap_or(PartyKind::Person);
    let own_country = ctx.state.app.env.profile.code().to_owned();
    let mut values = vec![("kind", kind.as_str().to_owned()), ("nationality", own_country)];
    values.extend(asked.role.as_deref().and_then(|r| r.parse::<Role>().ok()).map(|r| ("roles", r.to_string())));
    render(&ctx, StatusCode::OK, Form::new(Posted::of(values)), None).await
}

async fn render(ctx: &Ctx, status: StatusCode, form: Form, party: Option<Party>) -> Answer {
    let locale = ctx.locale();
    let organisation = form.value("kind") == PartyKind::Organisation.as_str();
    let of_kind = |t: &&&str| match **t {
        "registration" | "tax" => organisation,
        "other" => true,
        _ => !organisation,
    };
    let alpha3 = &ctx.state.app.env.profile.country.alpha3.value;
    let page = FormPage {
        organisation,
        example: code::make(alpha3, 123),
        roles: role_choices(locale),
        countries: countries(locale.tag()).into_iter().map(|c| Choice::new(c.alpha2, c.name(locale.tag()))).collect(),
        id_types: ID_TYPES.iter().filter(of_kind).map(|t| Choice::new(t, label(locale, "id-type", t))).collect(),
        offices: office_choices(ctx, Permission::PartyWrite).await?,
        form,
        party,
    };
    ctx.render_as(status, &page)
}

/// What was typed.
struct Typed {
    kind: PartyKind,
    roles: Vec<Role>,
    office: Option<OfficeId>,
    supporter: Option<PartyId>,
    details: PartyDetails,
    acknowledged: bool,
}

async fn read(ctx: &Ctx, posted: &Posted) -> Result<(Typed, Violations), WebError> {
    let mut f = posted.reader(ctx.locale());
    let kind = f.text("kind").as_deref().and_then(PartyKind::parse).unwrap_or(PartyKind::Person);
    let roles: Vec<Option<Role>> = f.texts("roles").iter().map(|r| r.parse().ok()).collect();
    if roles.contains(&None) {
        f.problem(Violation::on("unknown_choice", "roles"));
    }
    let supporter_code = f.text("supporter");
    let supporter = match supporter_code.clone() {
        Some(typed) => ctx.read(move |rx| -> Result<_, StoreError> { party_by_code(rx, &code::written(&typed)) }).await?.map(|p| p.id),
        None => None,
    };
    if supporter_code.is_some() && supporter.is_none() {
        f.problem(Violation::on("party.no_supporter", "supporter"));
    }
    let typed = Typed {
        kind,
        roles: roles.into_iter().flatten().collect(),
        office: f.parsed("office"),
        supporter,
        details: PartyDetails {
            name: f.required("name"),
            address: f.text("address"),
            nationality: f.text("nationality"),
            residence: f.text("residence"),
            id_type: f.text("id_type"),
            id_number: f.text("id_number"),
            born_on: f.day("born_on"),
            birth_place: f.text("birth_place"),
            phone: f.text("phone"),
            photo: f.text("photo"),
            owners: f.text("owners"),
            note: f.text("note"),
        },
        acknowledged: f.ticked("acknowledged_duplicates"),
    };
    Ok((typed, f.noted()))
}

/// `POST /parties/new`.
///
/// # Errors
/// A fault.
pub async fn register(ctx: Ctx, posted: Posted) -> Answer {
    if Stage::of(&posted) == Stage::Change {
        return render(&ctx, StatusCode::OK, changed(posted, ctx.locale()), None).await;
    }
    let (typed, noted) = read(&ctx, &posted).await?;
    let details = typed.details.clone();
    let command = RegisterParty {
        kind: typed.kind,
        roles: typed.roles,
        office: typed.office,
        supporter: typed.supporter,
        details: typed.details,
        reference: None,
        acknowledged_duplicates: typed.acknowledged,
    };
    act(&ctx, posted, (command, noted), (typed.kind, details), None).await
}

/// `GET /parties/{code}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn edit(ctx: Ctx, path: web::Path<String>) -> Answer {
    let party = fetch(&ctx, &path, Permission::PartyWrite).await?;
    let (of, supporter) = (party.clone(), party.facts.supporter);
    let supporter = ctx
        .read(move |rx| -> Result<_, StoreError> { Ok(supporter.map(|s| party_fetch(rx, s)).transpose()?.flatten().map(|s| s.code)) })
        .await?;
    let details = ctx.details(ReadVia::Edit, None, move |app, reading| app.details_read(reading, &of)).await?.unwrap_or_default();
    let posted = prefilled(&party.facts, &details, supporter);
    render(&ctx, StatusCode::OK, Form::new(posted), Some(party)).await
}

fn prefilled(facts: &PartyFacts, d: &PartyDetails, supporter: Option<String>) -> Posted {
    let texts = [
        ("address", &d.address),
        ("nationality", &d.nationality),
        ("residence", &d.residence),
        ("id_type", &d.id_type),
        ("id_number", &d.id_number),
        ("birth_place", &d.birth_place),
        ("phone", &d.phone),
        ("photo", &d.photo),
        ("owners", &d.owners),
        ("note", &d.note),
    ];
    let mut values = vec![("kind", facts.kind.as_str().to_owned()), ("name", d.name.clone())];
    values.extend(texts.into_iter().filter_map(|(field, value)| Some((field, value.clone()?))));
    values.extend(d.born_on.map(|on| ("born_on", on.to_string())));
    values.extend(facts.roles.iter().map(|r| ("roles", r.to_string())));
    values.extend(facts.office.map(|o| ("office", o.to_string())));
    values.extend(supporter.map(|s| ("supporter", s)));
    Posted::of(values)
}

/// `POST /parties/{code}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn change(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let party = fetch(&ctx, &path, Permission::PartyWrite).await?;
    if Stage::of(&posted) == Stage::Change {
        return render(&ctx, StatusCode::OK, changed(posted, ctx.locale()), Some(party)).await;
    }
    let (typed, noted) = read(&ctx, &posted).await?;
    let details = typed.details.clone();
    let command = ChangeParty {
        party: party.id,
        kind: typed.kind,
        roles: typed.roles,
        office: typed.office,
        supporter: typed.supporter,
        details: typed.details,
        reference: None,
        reason: posted.get("reason").unwrap_or_default().to_owned(),
        acknowledged_duplicates: typed.acknowledged,
    };
    act(&ctx, posted, (command, noted), (typed.kind, details), Some(party)).await
}

/// Checks or does it, and answers a refusal with the page that helps.
async fn act<C: Command + Send + 'static>(
    ctx: &Ctx,
    posted: Posted,
    (command, noted): (C, Violations),
    typed: (PartyKind, PartyDetails),
    party: Option<Party>,
) -> Answer {
    if !noted.0.is_empty() {
        let all = with_rules(ctx, &posted, command, noted).await;
        return refused(ctx, posted, all, party).await;
    }
    if Stage::of(&posted) == Stage::Confirmed {
        return match ctx.submit(&posted, command).await {
            Ok(receipt) => {
                let done = if party.is_some() { "changed" } else { "registered" };
                Ok(ctx.see_other(&format!("/parties/{}?done={done}", receipt.subject)))
            }
            Err(e) => unlikely(ctx, posted, e, typed, party).await,
        };
    }
    match ctx.preview(&posted, command).await {
        Ok(Event::PartyRegistered(e)) => check(ctx, &posted, &e.facts, &typed.1, None).await,
        Ok(Event::PartyChanged(e)) => check(ctx, &posted, &e.facts, &typed.1, Some(e.reason)).await,
        Ok(_) => Err(WebError::Fault("a party's form led to another event".into())),
        Err(e) => unlikely(ctx, posted, e, typed, party).await,
    }
}

async fn check(ctx: &Ctx, posted: &Posted, facts: &PartyFacts, details: &PartyDetails, reason: Option<String>) -> Answer {
    let locale = ctx.locale();
    let word = |id: &str| text(locale, id, &[]);
    let change = reason.is_some();
    let (title, confirm) = if change {
        (word("party-check-change-title"), word("party-confirm-change"))
    } else {
        (word("party-check-title"), word("party-confirm-register"))
    };
    let mut page = CheckPage::new(title, confirm, posted).lead(word("party-check-lead"));
    if let Some(codes) = posted.get("acknowledged_duplicates").filter(|codes| codes.contains('-')) {
        page.notice(text(locale, "party-duplicates-other-notice", &[("codes", codes.into())]));
    }
    let codes: OfficeNames = ctx.read(office_names).await?;
    let names = ctx.names(facts.supporter).await?;
    for (label, value) in record_rows(locale, facts, Some(&details.tidy()), &names, &codes) {
        page.row(label, value);
    }
    page.row(word("party-reason"), reason.unwrap_or_default());
    page.show(ctx)
}

/// One likely duplicate, as far as the reader may see it.
struct Alike {
    code: String,
    /// The record's own page, within the reader's reach.
    link: bool,
    rows: Vec<(String, String)>,
    office: String,
    why: Vec<String>,
}

#[derive(Template)]
#[template(path = "parties/duplicates.html")]
struct DuplicatesPage {
    found: Vec<Alike>,
    count: usize,
    typed: Vec<(String, String)>,
    carried: Vec<(String, String)>,
    codes: String,
}

/// Where nothing stands against it but likely duplicates, they are shown to be compared.
async fn unlikely(ctx: &Ctx, posted: Posted, e: WebError, typed: (PartyKind, PartyDetails), party: Option<Party>) -> Answer {
    let (status, v) = refusals(e)?;
    if v.0.iter().any(|v| v.code != LIKELY) {
        return form_again(ctx, status, posted, v, party).await;
    }
    let (kind, details) = typed;
    let (looked_for, except) = (details.tidy(), party.map(|p| p.id));
    let found = ctx.read(move |rx| -> Result<_, StoreError> { party_duplicates(rx, kind, &looked_for, except) }).await?;
    let codes: Vec<String> = found.iter().map(|d| d.label.code.clone()).collect();
    let count = found.len();
    let page = DuplicatesPage {
        found: compared(ctx, found.into_iter().take(SHOWN).collect(), kind).await?,
        count,
        typed: rows_to_compare(ctx, kind, &details.tidy()),
        carried: posted.carried().filter(|(name, _)| name != "acknowledged_duplicates").cloned().collect(),
        codes: codes.join(", "),
    };
    ctx.render_as(status, &page)
}

fn rows_to_compare(ctx: &Ctx, kind: PartyKind, details: &PartyDetails) -> Vec<(String, String)> {
    let mut rows = super::detail_rows(ctx.locale(), kind, details);
    rows.retain(|(_, value)| !value.is_empty());
    rows
}

/// Names and details only of parties within the reader's reach, of the others code and office.
async fn compared(ctx: &Ctx, found: Vec<Duplicate>, kind: PartyKind) -> Result<Vec<Alike>, WebError> {
    let sees = ctx.reach(Permission::PartyRead);
    let ids: Vec<PartyId> = found.iter().map(|one| one.id).collect();
    let (parties, codes) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let parties = ids.into_iter().map(|id| party_fetch(rx, id)).collect::<Result<Vec<_>, _>>()?;
            Ok((parties.into_iter().flatten().collect::<Vec<Party>>(), office_names(rx)?))
        })
        .await?;
    let read = ctx.details(ReadVia::Duplicates, None, move |app, reading| app.details_read_of(reading, &parties)).await?;
    let details: HashMap<PartyId, PartyDetails> = read.into_iter().collect();
    let locale = ctx.locale();
    let alike = |one: Duplicate| Alike {
        link: sees.covers(&one.label.belongs(one.id)),
        rows: details.get(&one.id).map(|d| rows_to_compare(ctx, kind, d)).unwrap_or_default(),
        office: one.label.office.and_then(|o| codes.get(&o).cloned()).unwrap_or_default(),
        why: one.why.iter().map(|w| label(locale, "likeness", w.as_str())).collect(),
        code: one.label.code,
    };
    Ok(found.into_iter().map(alike).collect())
}

async fn refused(ctx: &Ctx, posted: Posted, e: WebError, party: Option<Party>) -> Answer {
    let (status, v) = refusals(e)?;
    form_again(ctx, status, posted, v, party).await
}

/// The form with everything that is wrong but the duplicates, which come when the rest is right.
async fn form_again(ctx: &Ctx, status: StatusCode, posted: Posted, mut v: Violations, party: Option<Party>) -> Answer {
    v.0.retain(|v| v.code != LIKELY);
    let form = Form::again(posted, &v, ctx.locale());
    render(ctx, status, form, party).await
}
