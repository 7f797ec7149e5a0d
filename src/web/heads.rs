//! The journal's signed heads as anybody sees them: the newest one as a file and on paper, the tree's tiles, the
//! witnesses, the proof of an entry; and the page of a register that is closed because its journal is another one.

mod entry;

pub use entry::{Sealed, Short, entry_path_typed, is_entry_code};

use crate::domain::access::Permission as P;
use crate::domain::checkpoint::Checkpoint;
use crate::domain::ids::{EntryId, RecoveryId};
use crate::domain::note::{KeyKind, SignerKey};
use crate::domain::quantity::whole_grouped;
use crate::domain::tile::Tile;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::edge;
use crate::service::error::ServiceError;
use crate::service::notary::{Standing, Trouble, proof_of};
use crate::service::recovery::{ApproveRecovery, ProposeRecovery, waiting};
use crate::store::checkpoint::{KeptCheckpoint, LogKey, checkpoint_latest, cosigned_last, log_keys};
use crate::store::error::StoreError;
use crate::store::journal::{Stored, entry_by_id, entry_fetch, journal_size};
use crate::store::merkle::{head, nodes_of, unsigned};
use crate::store::recovery::Recovery;
use crate::store::secret::secret_fetch;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::journal::may_see;
use crate::web::keeper::Reached;
use crate::web::qr::Qr;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{self, get, post};
use askama::Template;
use data_encoding::BASE64;

/// The routes of heads, tiles, proofs and of a closed register.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/checkpoint", Access::Public, || get().to(raw)),
        shown("/tile/{path:.*}", Access::Public, || get().to(tile)),
        shown("/heads", Access::Public, || get().to(page)),
        shown("/heads/slip", Access::Public, || get().to(slip)),
        shown("/heads/{file}.md", Access::Public, || get().to(manual)),
        shown("/receipts/{entry}/proof", Access::SignedIn, || get().to(proof)),
        shown("/standing", Access::Public, || get().to(standing)),
        shown("/check/entry/{seq}/{code}", Access::Public, || get().to(entry::check)),
        posted("/standing/propose", Access::Needs(P::RegisterRecover), || post().to(propose)),
        posted("/standing/approve", Access::Needs(P::RegisterRecover), || post().to(approve)),
    ]
}

fn plain(text: String) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "public, max-age=5"));
    answer.insert_header((CONTENT_DISPOSITION, "inline; filename=\"checkpoint.txt\"")).body(text)
}

/// `GET /heads/journal-format.md` and its sequel: how anybody checks an exported journal or a proof file. They are part of
/// the binary, so that they fit it.
async fn manual(path: web::Path<String>) -> Answer {
    let text = match path.as_str() {
        "journal-format" => include_str!("../../docs/journal-format.md"),
        "journal-events" => include_str!("../../docs/journal-events.md"),
        _ => return Err(WebError::NotFound),
    };
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "public, max-age=3600")).body(text))
}

async fn newest(ctx: &Ctx) -> Result<KeptCheckpoint, WebError> {
    ctx.block(|state| state.app.head_latest()).await?.ok_or(WebError::NotFound)
}

/// `GET /checkpoint`: the newest signed head with its cosignatures (C2SP tlog-tiles).
///
/// # Errors
/// [`WebError::NotFound`] before the first, or a fault.
pub async fn raw(ctx: Ctx) -> Answer {
    Ok(plain(newest(&ctx).await?.signed.note.to_string()))
}

/// `GET /tile/<L>/<N>[.p/<W>]`: hashes of the tree. The entries themselves hold business and are not public.
///
/// # Errors
/// [`WebError::NotFound`] for a tile that the newest signed head does not need, or a fault.
pub async fn tile(ctx: Ctx, path: web::Path<String>) -> Answer {
    let tile = Tile::parse(&path).ok_or(WebError::NotFound)?;
    let size = newest(&ctx).await?.signed.checkpoint.size;
    if !tile.within(size) {
        return Err(WebError::NotFound);
    }
    let (level, from) = tile.first();
    let width = i64::try_from(tile.width).map_err(|e| WebError::Fault(e.to_string()))?;
    let hashes = ctx.read(move |rx| nodes_of(rx, level, from, width)).await?;
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/octet-stream").insert_header((CACHE_CONTROL, "public, max-age=604800, immutable"));
    let name = format!("attachment; filename=\"tile-{}-{}-{}.bin\"", tile.level, tile.number, tile.width);
    answer.insert_header((CONTENT_DISPOSITION, name));
    Ok(answer.body(hashes.concat()))
}

struct WitnessLine {
    name: String,
    /// Size of the last head it cosigned.
    size: Option<u64>,
    at: Option<Instant>,
    newest: bool,
    reached: Option<(&'static str, Instant)>,
}

#[derive(Template)]
#[template(path = "heads/show.html")]
struct HeadsPage {
    head: Option<KeptCheckpoint>,
    root: String,
    keys: Vec<LogKey>,
    witnesses: Vec<WitnessLine>,
    needed: Option<(usize, usize)>,
    enough: bool,
    /// Why the register is closed, where it is: that comes first.
    trouble: Option<Trouble>,
    /// What somebody typed from his paper, and the mark at that size.
    typed: String,
    asked: Option<(u64, Option<String>)>,
}

#[derive(Debug, Default, serde::Deserialize)]
struct Query {
    #[serde(default)]
    size: String,
}

async fn page(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let typed = query.into_inner().size.trim().to_owned();
    let asked = (!typed.is_empty()).then(|| whole_grouped(&typed).and_then(|n| u64::try_from(n).ok()).unwrap_or(0));
    let origin = ctx.state.app.notary.origin();
    let (head, keys, known, asked) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let newest = origin.as_deref().map(|o| checkpoint_latest(rx, o)).transpose()?.flatten();
            let known = origin.as_deref().map(|o| cosigned_last(rx, o)).transpose()?.unwrap_or_default();
            let here = unsigned(journal_size(rx)?)?;
            let asked = match asked {
                Some(size) if size > 0 && size <= here => Some((size, Some(BASE64.encode(&head(rx, size)?)))),
                other => other.map(|size| (size, None)),
            };
            Ok((newest, log_keys(rx)?, known, asked))
        })
        .await?;
    let all = &ctx.state.witnesses;
    let line = |w: &crate::domain::policy::Witness| {
        let key = w.key.to_string();
        let last = known.iter().find(|k| k.witness == key);
        let word = |reached: &Reached| match reached {
            Reached::Cosigned => "cosigned",
            Reached::Refused(_) => "refused",
            Reached::Silent => "silent",
        };
        WitnessLine {
            name: w.name.clone(),
            size: last.map(|k| k.size),
            at: last.map(|k| k.received_at),
            newest: head.as_ref().is_some_and(|h| last.is_some_and(|k| k.size == h.signed.checkpoint.size)),
            reached: all.last(&w.name).map(|(reached, at)| (word(&reached), at)),
        }
    };
    let witnesses = all.policy.witnesses.iter().map(line).collect();
    let enough = head.as_ref().is_some_and(|h| all.enough(&h.signed));
    let root = head.as_ref().map(|h| BASE64.encode(&h.signed.checkpoint.root)).unwrap_or_default();
    let (trouble, _) = ctx.trouble();
    ctx.render(&HeadsPage { head, root, keys, witnesses, needed: all.policy.needed(), enough, trouble, typed, asked })
}

#[derive(Template)]
#[template(path = "heads/slip.html")]
struct SlipPage {
    head: KeptCheckpoint,
    text: String,
    key: String,
    qr: Option<Qr>,
    address: String,
}

/// `GET /heads/slip`: the newest head on paper.
async fn slip(ctx: Ctx) -> Answer {
    let head = newest(&ctx).await?;
    let text = head.signed.note.to_string();
    let signers = ctx.state.app.notary.signers();
    let key = signers.first().map(|k| k.verifier()).filter(|k| k.kind == KeyKind::Log).map(|k| k.to_string()).unwrap_or_default();
    let address = format!("{}/heads", ctx.state.reach.base_url);
    ctx.render(&SlipPage { qr: Qr::new(&text), head, text, key, address })
}

/// How a proof is asked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct ProofQuery {
    /// Under the newest head, not the smallest that holds the entry.
    #[serde(default)]
    newest: bool,
}

/// `GET /receipts/{entry}/proof`: the proof file of an entry (C2SP tlog-proof), for whoever may see its receipt.
///
/// # Errors
/// [`WebError::NotFound`] also for what is not the reader's, or a fault.
pub async fn proof(ctx: Ctx, path: web::Path<String>, query: web::Query<ProofQuery>) -> Answer {
    let id: EntryId = path.parse().map_err(|_| WebError::NotFound)?;
    let (actor, journal) = (ctx.actor()?.clone(), ctx.can(P::JournalRead));
    let stored = ctx.read(move |rx| entry_by_id(rx, id)).await?.filter(|s| may_see(&actor, journal, s)).ok_or(WebError::NotFound)?;
    proof_file(&ctx, stored, query.newest).await
}

/// The proof file of an entry that the reader may see.
///
/// # Errors
/// [`WebError::NotFound`] in a register that is not signed, or a fault.
pub async fn proof_file(ctx: &Ctx, stored: Stored, newest: bool) -> Answer {
    let seq = stored.entry.seq;
    let proof = proof_text(ctx, stored, newest).await?;
    let name = format!("attachment; filename=\"entry-{seq}.tlog-proof\"");
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_DISPOSITION, name));
    Ok(answer.body(proof))
}

/// What stands in that file.
///
/// # Errors
/// As [`proof_file`].
pub async fn proof_text(ctx: &Ctx, stored: Stored, newest: bool) -> Result<String, WebError> {
    let now = ctx.now();
    let proof = ctx
        .block(move |state| -> Result<_, WebError> {
            let app = &state.app;
            let origin = app.notary.origin().ok_or(WebError::NotFound)?;
            let find = || app.db.read(|rx| proof_of(rx, &origin, &stored, newest));
            let found = match find()? {
                Some(found) => Some(found),
                None => {
                    // Nobody need wait for the minute.
                    app.sign_head(now)?;
                    find()?
                }
            };
            found.ok_or(WebError::NotFound)
        })
        .await?;
    Ok(proof.to_string())
}

#[derive(Template)]
#[template(path = "heads/standing.html")]
struct StandingPage {
    form: Form,
    trouble: Option<Trouble>,
    known: String,
    waits: Option<Recovery>,
    waits_by: String,
    waits_at: Option<Instant>,
    /// Whether the reader may propose or agree, and whether he proposed it himself.
    may: bool,
    own: bool,
}

impl Ctx {
    /// Why the register is closed, and the head that it does not continue; none where it is open.
    fn trouble(&self) -> (Option<Trouble>, Option<Checkpoint>) {
        match self.state.app.notary.standing() {
            Standing::Open => (None, None),
            Standing::Closed { trouble, known } => (Some(trouble), Some(known)),
        }
    }
}

async fn standing_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let (trouble, known) = ctx.trouble();
    let root = known.as_ref().map(|k| data_encoding::HEXLOWER.encode(&k.root)).unwrap_or_default();
    let (waits, waits_by, waits_at) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(found) = waiting(rx)?.filter(|w| w.known_root == root) else { return Ok((None, String::new(), None)) };
            let by = secret_fetch(rx, found.proposed_by)?.map_or_else(|| found.proposed_by.to_string(), |s| s.display_name);
            let at = entry_fetch(rx, found.proposed_seq)?.map(|s| s.entry.recorded_at);
            Ok((Some(found), by, at))
        })
        .await?;
    let own = ctx.actor().is_ok_and(|a| waits.as_ref().is_some_and(|w| w.proposed_by == a.account));
    let known = known.map(|k| k.to_string()).unwrap_or_default();
    ctx.render_as(status, &StandingPage { form, trouble, known, waits, waits_by, waits_at, may: ctx.can(P::RegisterRecover), own })
}

/// `GET /standing`: whether the register may be written to, and if not, why.
async fn standing(ctx: Ctx) -> Answer {
    standing_page(&ctx, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /standing/propose`.
async fn propose(ctx: Ctx, form: Posted) -> Answer {
    let command = ProposeRecovery { reason: form.get("reason").unwrap_or_default().to_owned() };
    match ctx.submit(&form, command).await {
        Ok(_) => Ok(ctx.see_other("/standing")),
        Err(e) => {
            let (status, v) = refusals(e)?;
            standing_page(&ctx, status, Form::again(form, &v, ctx.locale())).await
        }
    }
}

/// `POST /standing/approve`: the second person agrees, and the register goes on under another name.
async fn approve(ctx: Ctx, form: Posted) -> Answer {
    let Some(recovery) = form.get("recovery").and_then(|r| r.parse::<RecoveryId>().ok()) else {
        return Err(ServiceError::from(Violations::from(Violation::on("required", "recovery"))).into());
    };
    if let Err(e) = ctx.submit(&form, ApproveRecovery { recovery }).await {
        let (status, v) = refusals(e)?;
        return standing_page(&ctx, status, Form::again(form, &v, ctx.locale())).await;
    }
    ctx.block(|state| -> Result<(), WebError> {
        let keep = |key: &SignerKey| state.keys.as_ref().map_or(Ok(()), |folder| folder.write_log_keys(std::slice::from_ref(key)));
        if state.app.goes_on_after_recovery(&edge::random(), keep)? {
            state.app.sign_head(edge::now())?;
        }
        Ok(())
    })
    .await?;
    Ok(ctx.see_other("/standing"))
}
