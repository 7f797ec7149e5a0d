//! What keeps a buyer or exporter from trading, in plain words: what it is, what to do, and whom to ask.

use crate::domain::event::PartyState;
use crate::domain::licence::{Licence, Standing};
use crate::domain::party::party_state_on;
use crate::domain::time::Day;
use crate::domain::zone::ZoneMark;
use crate::service::error::ServiceError;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licences_of;
use crate::store::offence::stopped_for;
use crate::store::office::office_fetch;
use crate::store::parcel::{Hold, holds_of};
use crate::store::party::{party_fetch, party_states};
use crate::store::seizure::{SeizureFilter, seizures_count};
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::locale::{Locale, label, text};

/// Days within which the end of the last licence is told.
const ENDING_DAYS: i64 = 30;

/// One thing that stands in the way.
pub struct Reason {
    /// What it is.
    pub what: String,
    /// What can be done.
    pub todo: String,
    /// Where more of it stands.
    pub href: String,
    /// Whether nothing can be sold or bought while it lasts.
    pub stops: bool,
}

/// All of it (`home/blocked.html`).
pub struct Blocked {
    /// What stops everything first.
    pub reasons: Vec<Reason>,
    /// The office to ask, by its name; none where the party has none.
    pub office: Option<String>,
}

fn of_licences(rx: &mut Rx<'_>, l: Locale, licences: &[Licence], today: Day) -> Result<Vec<Reason>, StoreError> {
    let mut reasons = Vec::new();
    let valid: Vec<&Licence> = licences.iter().filter(|x| x.is_valid_on(today)).collect();
    let stops = valid.is_empty();
    if licences.is_empty() {
        let (what, todo) = (text(l, "blocked-no-licence", &[]), text(l, "blocked-no-licence-todo", &[]));
        return Ok(vec![Reason { what, todo, href: "/licences".to_owned(), stops: true }]);
    }
    for licence in licences.iter().filter(|x| x.renewed_by.is_none()) {
        let standing = licence.standing_on(today);
        let (number, href) = (licence.number.as_str(), format!("/licences/{}", licence.id));
        let last = licence.history.iter().rev().find(|c| c.on <= today);
        let (id, day) = match standing {
            Standing::Valid => {
                let left = licence.terms.ends_on.signed_duration_since(today).num_days();
                if left > ENDING_DAYS || valid.len() > 1 {
                    continue;
                }
                ("blocked-licence-ends", licence.terms.ends_on)
            }
            Standing::Expired if !stops => continue,
            Standing::Expired => ("blocked-licence-expired", licence.terms.ends_on),
            Standing::NotYet => ("blocked-licence-not-yet", licence.terms.starts_on),
            Standing::Suspended => ("blocked-licence-suspended", last.map_or(today, |c| c.on)),
            Standing::Revoked => ("blocked-licence-revoked", last.map_or(today, |c| c.on)),
        };
        let mut what = text(l, id, &[("number", number.into()), ("day", day.into())]);
        let offence = last.filter(|_| standing != Standing::Valid).map(|c| stopped_for(rx, c.seq)).transpose()?.flatten();
        if let Some(code) = offence {
            what = format!("{what} {}", text(l, "blocked-for-offence", &[("code", code.into())]));
        }
        let todo = text(l, &format!("{id}-todo"), &[]);
        reasons.push(Reason { what, todo, href, stops: stops && standing != Standing::Valid });
    }
    Ok(reasons)
}

fn of_holds(l: Locale, holds: &[Hold]) -> Vec<Reason> {
    let count = |is: fn(&Hold) -> bool| i64::try_from(holds.iter().filter(|h| is(h)).count()).unwrap_or(i64::MAX);
    let kinds: [(&str, i64, &str); 4] = [
        ("blocked-disputed", count(|h| h.dispute), "/disputes?state=open"),
        ("blocked-reported", count(|h| h.removal), "/removals?state=waiting"),
        ("blocked-frozen", count(|h| h.zone == Some(ZoneMark::Frozen)), "/parcels"),
        ("blocked-held", count(|h| h.held), "/parcels?held=yes"),
    ];
    let there = kinds.into_iter().filter(|(_, count, _)| *count > 0);
    let reason = |(id, count, href): (&str, i64, &str)| Reason {
        what: text(l, id, &[("count", count.into())]),
        todo: text(l, &format!("{id}-todo"), &[]),
        href: href.to_owned(),
        stops: false,
    };
    there.map(reason).collect()
}

/// What keeps the reader's party from trading; nothing of it where all is well.
///
/// # Errors
/// A fault, or [`ServiceError::Forbidden`] for an account that acts for no party.
pub async fn blocked(ctx: &Ctx) -> Result<Blocked, WebError> {
    let own = ctx.actor()?.party.ok_or(WebError::Service(ServiceError::Forbidden))?;
    let (l, today) = (ctx.locale(), ctx.today());
    let reach = ctx.reach(crate::domain::access::Permission::SeizureRead);
    ctx.read(move |rx| -> Result<_, StoreError> {
        let party = party_fetch(rx, own)?.ok_or_else(|| StoreError::damaged("an account of no party"))?;
        let mut reasons = Vec::new();
        let history = party_states(rx, own)?;
        let state = party_state_on(&history, today);
        if state != PartyState::Active {
            let since = history.iter().rev().find(|c| c.on <= today);
            let day = since.map_or(today, |c| c.on);
            let mut what = text(l, "blocked-party", &[("state", label(l, "party-state", state.as_str()).into()), ("day", day.into())]);
            if let Some(code) = since.map(|c| stopped_for(rx, c.seq)).transpose()?.flatten() {
                what = format!("{what} {}", text(l, "blocked-for-offence", &[("code", code.into())]));
            }
            let href = format!("/parties/{}", party.code);
            reasons.push(Reason { what, todo: text(l, "blocked-party-todo", &[]), href, stops: true });
        }
        let held = licences_of(rx, own)?;
        reasons.extend(of_licences(rx, l, &held, today)?);
        let open = SeizureFilter { open: Some(true), ..SeizureFilter::default() };
        let seized = seizures_count(rx, reach, &open)?;
        if seized > 0 {
            let what = text(l, "blocked-seized", &[("count", seized.into())]);
            let (todo, href) = (text(l, "blocked-seized-todo", &[]), "/seizures?state=open".to_owned());
            reasons.push(Reason { what, todo, href, stops: false });
        }
        let holds = holds_of(rx, own)?;
        reasons.extend(of_holds(l, &holds));
        reasons.sort_by_key(|r| !r.stops);
        let office = party.facts.office.map(|id| office_fetch(rx, id)).transpose()?.flatten().map(|o| o.name);
        Ok(Blocked { reasons, office })
    })
    .await
}
