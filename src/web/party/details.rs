//! Personal details on pages: in full with a record of the reading, masked, or not at all.

use super::fetch;
use super::show::page;
use crate::domain::access::{Belongs, Permission, ReadVia, Sight, sight};
use crate::domain::party::{Party, PartyDetails};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::personal::Reading;
use crate::store::error::StoreError;
use crate::store::party::{Version, party_details_fetch, party_history};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::form::{Form, Posted};
use actix_web::http::StatusCode;
use actix_web::web;

/// How many states of a record a page shows.
pub(super) const HISTORY: i64 = 100;

impl Ctx {
    /// How much of the personal details of a party whoever asks is shown.
    #[must_use]
    pub fn sight(&self, thing: &Belongs) -> Sight {
        self.signed_in.as_ref().map_or(Sight::Nothing, |s| sight(&s.actor, thing))
    }

    /// Reads personal details in full; the service notes it first.
    ///
    /// # Errors
    /// The service's.
    pub async fn details<T, F>(&self, via: ReadVia, purpose: Option<String>, read: F) -> Result<T, WebError>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Reading<'_>) -> Result<T, ServiceError> + Send + 'static,
    {
        let (actor, now) = (self.actor()?.clone(), self.now());
        self.block(move |state| read(&state.app, &Reading { actor: &actor, now, via, purpose: purpose.as_deref() })).await
    }
}

/// What of a party's details a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All.
    Full,
    /// Masked; all of it can be asked for.
    Masked,
    /// Nothing, because the reading could not be written down just now.
    Unnoted,
    /// Nothing.
    Nothing,
}

/// Details and earlier states of a record, as far as they are shown.
pub(super) struct Seen {
    pub(super) shown: Shown,
    pub(super) details: Option<PartyDetails>,
    pub(super) history: Vec<Version>,
}

/// What the page of a party shows to whoever did not ask for more.
pub(super) async fn seen(ctx: &Ctx, party: &Party) -> Result<Seen, WebError> {
    match ctx.sight(&party.belongs()) {
        Sight::Nothing => Ok(Seen { shown: Shown::Nothing, details: None, history: Vec::new() }),
        Sight::Full => match full(ctx, party, ReadVia::Page, None).await {
            // Without a record nothing is shown; everything else on the page still is.
            Err(WebError::Service(ServiceError::Store(StoreError::Busy(_) | StoreError::DiskFull))) => {
                Ok(Seen { shown: Shown::Unnoted, details: None, history: Vec::new() })
            }
            other => other,
        },
        Sight::Asked => {
            let knows_name = ctx.naming().persons.covers(&party.belongs());
            let (id, kind) = (party.id, party.facts.kind);
            ctx.read(move |rx| -> Result<_, StoreError> {
                let details = party_details_fetch(rx, id)?.map(|d| d.masked(kind, knows_name));
                let mut history = party_history(rx, id, HISTORY)?;
                history.iter_mut().for_each(|v| v.details = v.details.take().map(|d| d.masked(kind, knows_name)));
                Ok(Seen { shown: Shown::Masked, details, history })
            })
            .await
        }
    }
}

async fn full(ctx: &Ctx, party: &Party, via: ReadVia, purpose: Option<String>) -> Result<Seen, WebError> {
    let party = party.clone();
    let (details, history) = ctx.details(via, purpose, move |app, reading| app.details_history(reading, &party)).await?;
    Ok(Seen { shown: Shown::Full, details, history })
}

/// `POST /parties/{code}/details`: all of it, for whoever says what for. It changes nothing, and leaves a record.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn ask(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let party = fetch(&ctx, &path, Permission::DetailsRead).await?;
    let purpose = posted.get("purpose").map(str::to_owned);
    match full(&ctx, &party, ReadVia::Asked, purpose).await {
        Ok(seen) => page(&ctx, StatusCode::OK, party, seen, Form::new(Posted::default()), None).await,
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            let seen = seen(&ctx, &party).await?;
            page(&ctx, status, party, seen, form, None).await
        }
    }
}
