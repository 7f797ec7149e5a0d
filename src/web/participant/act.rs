//! What an officer proposes for the list: one statement by a form, or many by a file.

use super::participant_name;
use crate::domain::country::{countries, unions};
use crate::domain::event::{Event, ParticipantsProposed};
use crate::domain::participant::ParticipantStanding;
use crate::domain::violation::{Violation, Violations};
use crate::interop::participants_csv::{BUNDLED, parse};
use crate::service::participant::{ParticipantRow, ProposeParticipants, RowKind};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "participants/form.html")]
struct FormPage {
    form: Form,
    kinds: Vec<Choice>,
    participants: Vec<Choice>,
    countries: Vec<Choice>,
    standings: Vec<Choice>,
}

fn form_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let l = ctx.locale();
    let country = |c: &crate::domain::country::Country| Choice::new(c.alpha2, c.name(l.tag()));
    let all: Vec<Choice> = countries(l.tag()).into_iter().map(country).collect();
    let page = FormPage {
        form,
        kinds: RowKind::ALL.iter().map(|k| Choice::new(k.as_str(), label(l, "participant-row", k.as_str()))).collect(),
        participants: unions().map(country).chain(all.iter().cloned()).collect(),
        countries: all,
        standings: ParticipantStanding::ALL.iter().map(|s| Choice::new(s, label(l, "participant-standing", s.as_str()))).collect(),
    };
    ctx.render_as(status, &page)
}

/// What a link to the form may fill in.
#[derive(Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    participant: String,
}

/// `GET /participants/new`.
pub(super) async fn form(ctx: Ctx, query: web::Query<Filled>) -> Answer {
    let values =
        [("row", RowKind::Standing.as_str().to_owned()), ("participant", query.participant.clone()), ("on", ctx.today().to_string())];
    form_page(&ctx, StatusCode::OK, Form::new(Posted::of(values)))
}

fn read(form: &Posted, locale: Locale) -> Result<ProposeParticipants, Violations> {
    let mut f = form.reader(locale);
    f.require("participant");
    let row = f.text("row").as_deref().and_then(RowKind::parse);
    let about = row != Some(RowKind::Importing) && row != Some(RowKind::Exporting);
    let row = ParticipantRow {
        row,
        participant: f.text("participant").unwrap_or_default(),
        country: f.text("country"),
        standing: f.parsed("standing").filter(|_| about),
        from: f.day("from").filter(|_| about),
        authority: f.text("authority").filter(|_| !about),
        email: f.text("email").filter(|_| !about),
        address: f.text("address").filter(|_| !about),
        source: None,
    };
    let (source, on) = (f.text("source").unwrap_or_default(), f.required_day("on"));
    f.finish_with(Some(ProposeParticipants { source, on, rows: vec![row] }))
}

/// `POST /participants/new`.
pub(super) async fn propose(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return form_page(&ctx, StatusCode::OK, form);
    }
    match attempt(&ctx, &posted, stage, read(&posted, ctx.locale())).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/participants/changes/{}", receipt.subject))),
        Attempt::Check(event) => check(&ctx, &posted, *event),
        Attempt::Refused(status, v) => form_page(&ctx, status, Form::again(posted, &v, ctx.locale())),
    }
}

fn check(ctx: &Ctx, form: &Posted, event: Event) -> Answer {
    let Event::ParticipantsProposed(e) = event else { return Err(WebError::Fault("another event than asked for".into())) };
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page =
        CheckPage::new(say("participant-propose"), say("participant-propose-confirm"), form).lead(say("participant-propose-lead"));
    page.row(say("participant-source"), e.source.clone());
    page.row(say("participant-source-on"), format::day(l, e.on));
    page.row(say("participant-rows"), lines(l, &e).join("\n"));
    page.show(ctx)
}

/// Each statement of a change in a line.
pub(super) fn lines(l: Locale, e: &ParticipantsProposed) -> Vec<String> {
    let name = |code: &str| participant_name(l, code);
    let standing = e.standings.iter().map(|s| {
        let what = label(l, "participant-standing", s.standing.as_str());
        let from = s.from.map_or_else(|| text(l, "participant-from-unknown", &[]), |d| text(l, "participant-from", &[("on", d.into())]));
        let whom = s.country.as_deref().map_or_else(|| name(&s.participant), |c| format!("{} / {}", name(&s.participant), name(c)));
        format!("{whom}: {what}, {from}")
    });
    let contact = e.contacts.iter().map(|c| {
        let parts = [Some(c.authority.as_str()), c.email.as_deref(), c.address.as_deref()];
        let told: Vec<&str> = parts.into_iter().flatten().collect();
        let whom = c.country.as_deref().map_or_else(|| name(&c.participant), |of| format!("{} / {}", name(&c.participant), name(of)));
        format!("{whom}: {}: {}", label(l, "participant-row", c.duty.as_str()), told.join(", "))
    });
    standing.chain(contact).collect()
}

#[derive(Template)]
#[template(path = "participants/load.html")]
struct LoadPage {
    form: Form,
    columns: String,
}

fn load_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    ctx.render_as(status, &LoadPage { form, columns: crate::interop::participants_csv::COLUMNS.join(",") })
}

/// Whether the list that comes with the program is to be filled in.
#[derive(Deserialize)]
pub(super) struct Bundled {
    bundled: Option<String>,
}

/// `GET /participants/load`.
pub(super) async fn load_form(ctx: Ctx, query: web::Query<Bundled>) -> Answer {
    let (file, source) = match query.bundled {
        Some(_) => (BUNDLED.to_owned(), text(ctx.locale(), "participant-bundled-source", &[])),
        None => (String::new(), String::new()),
    };
    load_page(&ctx, StatusCode::OK, Form::new(Posted::of([("file", file), ("source", source), ("on", ctx.today().to_string())])))
}

fn read_file(form: &Posted, locale: Locale) -> Result<ProposeParticipants, Violations> {
    let mut f = form.reader(locale);
    let (source, on) = (f.text("source").unwrap_or_default(), f.required_day("on"));
    let written = f.read("file", parse);
    let mut v = f.noted();
    let rows: Vec<ParticipantRow> = (1_i64..).zip(written).map(|(number, w)| ParticipantRow::written(number, w, &mut v)).collect();
    v.finish()?;
    Ok(ProposeParticipants { source, on, rows })
}

/// `POST /participants/load`.
pub(super) async fn load(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return load_page(&ctx, StatusCode::OK, form);
    }
    match attempt(&ctx, &posted, stage, read_file(&posted, ctx.locale())).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/participants/changes/{}", receipt.subject))),
        Attempt::Check(event) => check(&ctx, &posted, *event),
        Attempt::Refused(status, v) => {
            // What is said of rows belongs to the field in which they stand here.
            let own = ["source", "on"];
            let moved = v.0.into_iter().map(|p| match p.field.as_deref() {
                Some(field) if own.contains(&field) => p,
                _ => Violation { field: Some("file".to_owned()), ..p },
            });
            let v = Violations(moved.collect());
            load_page(&ctx, status, Form::again(posted, &v, ctx.locale()))
        }
    }
}
