//! A witness: keeps the last head it cosigned of each log, and cosigns a newer one only when it is shown that the older
//! tree is the beginning of the newer.

use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::merkle::{Hash, check_consistency, empty_head};
use crate::domain::note::{SignerKey, VerifierKey};
use crate::domain::time::Instant;
use crate::store::error::StoreError;
use crate::store::outside::Outside;
use crate::witness::client::place_of;
use actix_web::http::StatusCode;
use actix_web::{App, HttpResponse, HttpServer, web};
use data_encoding::BASE64;
use std::net::TcpListener;
use std::sync::{Mutex, PoisonError};

/// The most bytes of a request.
const BODY_BYTES: usize = 64 * 1024;
/// The most hashes of a proof that a request may carry.
const PATH_MOST: usize = 63;

/// A witness with its key, the logs it knows and what it saw.
pub struct Witness {
    key: SignerKey,
    logs: Vec<VerifierKey>,
    seen: Outside,
    /// One request after the other: looking at the last head, checking and keeping the new one are one act.
    turn: Mutex<()>,
    clock: fn() -> Instant,
}

/// What a witness answers: a status, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// 200: cosigned, with the line.
    Cosigned(String),
    /// 400: not a request.
    Unreadable,
    /// 403: none of the keys known for this log signed.
    Unsigned,
    /// 404: no such log.
    Unknown,
    /// 409: another size was cosigned last.
    Conflict(u64),
    /// 409: the same size, with another head.
    Split,
    /// 422: the proof does not show what it should.
    Unproved,
}

/// A request, read.
struct Asked {
    old: u64,
    path: Vec<Hash>,
    head: SignedCheckpoint,
}

fn read(body: &str) -> Option<Asked> {
    let (proof, note) = body.split_once("\n\n")?;
    let mut lines = proof.split('\n');
    let old = lines.next()?.strip_prefix("old ")?;
    let number: u64 = old.parse().ok()?;
    if number.to_string() != old {
        return None;
    }
    let path: Option<Vec<Hash>> = lines.map(|line| BASE64.decode(line.as_bytes()).ok()?.try_into().ok()).collect();
    Some(Asked { old: number, path: path.filter(|p| p.len() <= PATH_MOST)?, head: note.parse().ok()? })
}

impl Witness {
    /// A witness that knows these logs and keeps what it saw in a folder.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn new(key: SignerKey, logs: Vec<VerifierKey>, seen: Outside, clock: fn() -> Instant) -> Self {
        Self { key, logs, seen, turn: Mutex::default(), clock }
    }

    /// Answers a request to cosign. What it saw is on the disk before it answers.
    ///
    /// # Errors
    /// When its folder fails; nothing was signed then.
    pub fn add(&self, body: &str) -> Result<Told, StoreError> {
        let Some(asked) = read(body) else { return Ok(Told::Unreadable) };
        let new = &asked.head.checkpoint;
        if !self.logs.iter().any(|k| k.name == new.origin) {
            return Ok(Told::Unknown);
        }
        // A signature that claims to be the log's and is not counts as none.
        if asked.head.signers(&self.logs).is_err() {
            return Ok(Told::Unsigned);
        }
        if asked.old > new.size {
            return Ok(Told::Unreadable);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self.seen.latest(&new.origin)?;
        let (size, root) = last.as_ref().map_or((0, empty_head()), |l| (l.checkpoint.size, l.checkpoint.root));
        if asked.old != size {
            return Ok(Told::Conflict(size));
        }
        if size == new.size && root != new.root {
            return Ok(Told::Split);
        }
        if check_consistency(size, new.size, &root, &new.root, &asked.path).is_err() {
            return Ok(Told::Unproved);
        }
        let at = u64::try_from((self.clock)().utc().timestamp()).map_err(|_| StoreError::Damaged("the clock is before 1970".to_owned()))?;
        let line = self.key.sign(&asked.head.note.text, at);
        // Only what was checked is kept: the log's own lines and this witness's.
        let mut kept = asked.head.clone();
        let own = |l: &crate::domain::note::SignatureLine| l.name == new.origin;
        kept.note.signatures.retain(own);
        kept.note.signatures.push(line.clone());
        self.seen.keep(&kept)?;
        Ok(Told::Cosigned(format!("{line}\n")))
    }

    /// The last head it cosigned of a log, by the SHA-256 of its origin.
    ///
    /// # Errors
    /// When its folder fails.
    pub fn last(&self, place: &str) -> Result<Option<SignedCheckpoint>, StoreError> {
        let Some(log) = self.logs.iter().find(|k| place_of(&k.name) == place) else { return Ok(None) };
        self.seen.latest(&log.name)
    }
}

fn answer(told: Result<Told, StoreError>) -> HttpResponse {
    let plain = |status: StatusCode, text: String| HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(text);
    match told {
        Ok(Told::Cosigned(line)) => plain(StatusCode::OK, line),
        Ok(Told::Unreadable) => plain(StatusCode::BAD_REQUEST, "not a request to cosign\n".into()),
        Ok(Told::Unsigned) => plain(StatusCode::FORBIDDEN, "not signed by a key known for this log\n".into()),
        Ok(Told::Unknown) => plain(StatusCode::NOT_FOUND, "no such log\n".into()),
        Ok(Told::Conflict(size)) => HttpResponse::Conflict().content_type("text/x.tlog.size").body(format!("{size}\n")),
        Ok(Told::Split) => plain(StatusCode::CONFLICT, "another head of this size was cosigned\n".into()),
        Ok(Told::Unproved) => plain(StatusCode::UNPROCESSABLE_ENTITY, "the proof does not hold\n".into()),
        Err(error) => {
            tracing::error!(%error, "the witness could not keep what it saw");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "not cosigned\n".into())
        }
    }
}

async fn add(witness: web::Data<Witness>, body: web::Bytes) -> HttpResponse {
    let Ok(body) = String::from_utf8(body.to_vec()) else { return answer(Ok(Told::Unreadable)) };
    let told = web::block(move || witness.add(&body)).await;
    answer(told.unwrap_or_else(|e| Err(StoreError::Open(e.to_string()))))
}

async fn last(witness: web::Data<Witness>, place: web::Path<String>) -> HttpResponse {
    match web::block(move || witness.last(&place)).await {
        Ok(Ok(Some(head))) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(head.note.to_string()),
        Ok(Ok(None)) => answer(Ok(Told::Unknown)),
        Ok(Err(e)) => answer(Err(e)),
        Err(e) => answer(Err(StoreError::Open(e.to_string()))),
    }
}

/// Listens until it is told to stop.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(witness: Witness, listener: TcpListener) -> std::io::Result<()> {
    let witness = web::Data::new(witness);
    let app = move || {
        App::new()
            .app_data(witness.clone())
            .app_data(web::PayloadConfig::new(BODY_BYTES))
            .route("/add-checkpoint", web::post().to(add))
            .route("/{place}/checkpoint", web::get().to(last))
    };
    HttpServer::new(app).workers(1).shutdown_timeout(5).listen(listener)?.run().await
}

#[cfg(test)]
mod tests;
