//! "Check your answers": what is about to be written down, shown before it is.
//!
//! A form that matters is sent three times at most: first it is checked (`App::preview`) and this page is shown,
//! then it comes back with `confirmed` and is done, or with `change` and is shown again with everything typed.

use crate::domain::event::Event;
use crate::domain::violation::{Violation, Violations};
use crate::service::Command;
use crate::service::error::ServiceError;
use crate::store::journal::Receipt;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::Locale;
use actix_web::http::StatusCode;
use askama::Template;

/// How far a form that is checked first has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Sent for the first time: to be previewed and checked.
    Asked,
    /// Sent back from the check page to be changed.
    Change,
    /// Confirmed on the check page: to be done.
    Confirmed,
}

impl Stage {
    /// What the buttons of the check page say.
    #[must_use]
    pub fn of(posted: &Posted) -> Self {
        if posted.has("change") {
            Self::Change
        } else if posted.has("confirmed") {
            Self::Confirmed
        } else {
            Self::Asked
        }
    }
}

/// Something as it is written and as it should be, side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What it is.
    pub label: String,
    /// As it is written.
    pub was: String,
    /// As it should be.
    pub now: String,
}

impl Compared {
    /// Whether both differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.was != self.now
    }
}

/// The page.
#[derive(Template)]
#[template(path = "check.html")]
pub struct CheckPage {
    title: String,
    lead: String,
    notices: Vec<String>,
    rows: Vec<(String, String)>,
    compared: Vec<Compared>,
    confirm: String,
    carried: Vec<(String, String)>,
}

impl CheckPage {
    /// A page with a heading and the words of its button; it carries everything that was typed.
    #[must_use]
    pub fn new(title: impl Into<String>, confirm: impl Into<String>, posted: &Posted) -> Self {
        Self {
            title: title.into(),
            lead: String::new(),
            notices: Vec::new(),
            rows: Vec::new(),
            compared: Vec::new(),
            confirm: confirm.into(),
            carried: posted.carried().cloned().collect(),
        }
    }

    /// What will happen, in a sentence.
    #[must_use]
    pub fn lead(mut self, text: impl Into<String>) -> Self {
        self.lead = text.into();
        self
    }

    /// Something the person should know before confirming.
    pub fn notice(&mut self, text: impl Into<String>) {
        self.notices.push(text.into());
    }

    /// One answer. An empty one is left out.
    pub fn row(&mut self, label: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.rows.push((label.into(), value));
        }
    }

    /// What is written beside what should be, in a table above the answers.
    pub fn compare(&mut self, compared: Vec<Compared>) {
        self.compared = compared;
    }

    /// One more hidden field to be sent with the confirmation.
    pub fn carry(&mut self, name: &str, value: impl Into<String>) {
        self.carried.push((name.to_owned(), value.into()));
    }

    /// Shows it.
    ///
    /// # Errors
    /// When the template fails.
    pub fn show(&self, ctx: &Ctx) -> Answer {
        ctx.render(self)
    }
}

/// The form again, with everything typed and nothing wrong: what `change` on the check page leads to.
#[must_use]
pub fn changed(posted: Posted, locale: Locale) -> Form {
    Form::again(posted, &Violations::none(), locale)
}

/// All that is wrong with a form that could not be read wholly, at once: what was noted when it was read, and what the
/// rules say of the rest. The command has stand-ins for what could not be read; what the rules say of those fields is
/// left out.
pub async fn with_rules<C: Command + Send + 'static>(ctx: &Ctx, form: &Posted, command: C, mut noted: Violations) -> WebError {
    if let Err(WebError::Service(ServiceError::Refused(rules))) = ctx.preview(form, command).await {
        let new = |v: &Violation| v.field.is_none() || noted.0.iter().all(|n| n.field != v.field);
        let told: Vec<Violation> = rules.0.into_iter().filter(new).collect();
        noted.0.extend(told);
    }
    WebError::Service(noted.into())
}

/// What became of a form that is checked before it is done.
#[derive(Debug)]
pub enum Attempt {
    /// It was done.
    Done(Receipt),
    /// It would be: this is what is to be checked.
    Check(Box<Event>),
    /// It was refused: the form is shown again.
    Refused(StatusCode, Violations),
}

/// Previews or does what a form asked for, as far as it has come. `command` is what could be read from it.
///
/// # Errors
/// Everything that is no refusal of a rule.
pub async fn attempt<C: Command + Send + 'static>(
    ctx: &Ctx,
    form: &Posted,
    stage: Stage,
    command: Result<C, Violations>,
) -> Result<Attempt, WebError> {
    let done = match command {
        Ok(command) if stage == Stage::Confirmed => ctx.submit(form, command).await.map(Attempt::Done),
        Ok(command) => ctx.preview(form, command).await.map(|event| Attempt::Check(Box::new(event))),
        Err(v) => return Ok(Attempt::Refused(StatusCode::UNPROCESSABLE_ENTITY, v)),
    };
    done.or_else(|e| refusals(e).map(|(status, v)| Attempt::Refused(status, v)))
}
