//! What the server does by itself with notices: puts certificates into the queue, hands mails over, and records what was
//! taken. It has a thread of its own, so no request waits for a mail server.
//!
//! The next try is set before a mail is handed over. When the server ends in between, the same bytes with the same id go out
//! once more; that they were taken is recorded once.

use super::compose::compose;
use super::mail::Smtp;
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::shipment::CertificateState;
use crate::domain::time::Instant;
use crate::edge;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::Standing;
use crate::service::notice::next_try;
use crate::store::certificate::certificate_fetch;
use std::sync::Arc;
use std::time::Duration;

/// How often the queue is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// Notices tried in a round.
const AT_ONCE: i64 = 20;
/// Seconds after which what stands in the way (no mail server, no address) is looked at again.
const LATER_S: u32 = 600;

/// Works until the process ends.
pub fn start(app: App, base_url: String, smtp: Option<Arc<Smtp>>) {
    std::thread::spawn(move || {
        loop {
            if let Err(error) = round(&app, &base_url, smtp.as_deref()) {
                tracing::error!(%error, "notices were not worked off");
            }
            std::thread::sleep(EVERY);
        }
    });
}

fn round(app: &App, base_url: &str, smtp: Option<&Smtp>) -> Result<(), ServiceError> {
    // Nothing is sent of which the journal could not say that it was.
    if app.notary.standing() != Standing::Open {
        return Ok(());
    }
    app.notices_enqueue(edge::now())?;
    for notice in app.notices_due(edge::now(), AT_ONCE)? {
        let certificate = notice.certificate;
        // One that fails does not hold up the others.
        if let Err(error) = one(app, base_url, smtp, notice) {
            tracing::error!(%certificate, %error, "a notice was not worked off");
        }
    }
    Ok(())
}

/// What stands in the way without anything having been tried.
fn stuck(app: &App, notice: Notice, why: &str, now: Instant) -> Result<(), ServiceError> {
    let next_at = next_try(now, 1, LATER_S);
    app.notice_moves(&Notice { last_error: Some(why.to_owned()), next_at, ..notice }, now)
}

fn one(app: &App, base_url: &str, smtp: Option<&Smtp>, notice: Notice) -> Result<(), ServiceError> {
    let (id, now) = (notice.certificate, edge::now());
    let Some(certificate) = app.db.read(|rx| certificate_fetch(rx, id))? else { return Err(ServiceError::NotFound("certificate")) };
    if certificate.state == CertificateState::Void {
        return app.notice_moves(&Notice { state: NoticeState::GivenUp, last_error: Some("void".to_owned()), ..notice }, now);
    }
    let Some(smtp) = smtp else { return stuck(app, notice, "no_server", now) };
    let (_, Some(address)) = app.notice_goes_to(&certificate)? else { return stuck(app, notice, "no_address", now) };
    let made = app.notice_make(id, now, &mut edge::System, true, |making| compose(app, base_url, Some(smtp), making, now));
    let (notice, message) = match made {
        Ok(made) => made,
        Err(ServiceError::Refused(_)) => return stuck(app, notice, "no_file", now),
        Err(other) => return Err(other),
    };
    let Some(mail) = message.mail.as_deref() else { return stuck(app, notice, "no_file", now) };
    let tries = notice.tries.saturating_add(1);
    let claimed = Notice { tries, next_at: next_try(now, tries, smtp.retry_s), recipient: Some(address.clone()), ..notice };
    app.notice_moves(&claimed, now)?;
    match smtp.hand_over(&address, mail) {
        Ok(()) => app.notice_taken(id, &address, (mail, message.id.as_deref()), edge::now(), Box::new(edge::System)).map(|_| ()),
        Err(why) => {
            tracing::warn!(tries, "a mail server did not take a notice");
            let state = if tries >= smtp.tries { NoticeState::GivenUp } else { NoticeState::Failed };
            app.notice_moves(&Notice { state, last_error: Some(why), ..claimed }, edge::now())
        }
    }
}
