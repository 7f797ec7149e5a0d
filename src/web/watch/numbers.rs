//! Numbers for Prometheus, on a listener of their own: they are for those who run the server, not for the public.

use crate::domain::time::Instant;
use crate::domain::violation::Violation;
use crate::edge;
use crate::service::notary::Standing;
use crate::store::condition::{OfKind, kinds_after};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{journal_size, recorded_at};
use crate::store::keys::{DETAILS, LOG};
use crate::web::state::State;
use actix_web::dev::Server;
use actix_web::{App, HttpResponse, HttpServer, web};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Bounds of the times that requests take, seconds.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Counts an answered request.
pub fn request(method: &str, route: &str, status: u16, took: Duration) {
    let method = if matches!(method, "GET" | "HEAD" | "POST") { method } else { "other" };
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    counter!("placer_http_requests_total", &labels).increment(1);
    histogram!("placer_http_request_seconds", "route" => route.to_owned()).record(took.as_secs_f64());
    if method == "POST" && route != "/sign-in" && route != "/sign-out" {
        counter!("placer_acts_tried_total").increment(1);
    }
}

/// Counts what rules refused, by code.
pub fn refused(violations: &[Violation]) {
    for violation in violations {
        counter!("placer_refusals_total", "code" => violation.code).increment(1);
    }
}

/// Counts an attempt to sign in that led nowhere: `wrong` or `wait`.
pub fn sign_in_failed(why: &'static str) {
    counter!("placer_sign_in_failures_total", "why" => why).increment(1);
}

/// Counts a request that came too early.
pub fn limited(class: &'static str) {
    counter!("placer_limited_total", "class" => class).increment(1);
}

/// What the numbers are worked out from when they are asked for.
pub struct Numbers {
    handle: PrometheusHandle,
    state: web::Data<State>,
    /// Up to where entries were counted.
    counted: AtomicI64,
    /// Where the last backup is noted.
    mark: Option<PathBuf>,
}

/// Begins counting, for the whole process; what happened before is not in the numbers.
///
/// # Errors
/// When something else counts already.
pub fn begin(state: web::Data<State>, mark: Option<PathBuf>) -> std::io::Result<Numbers> {
    let builder = PrometheusBuilder::new().set_buckets(&BOUNDS).map_err(std::io::Error::other)?;
    let handle = builder.install_recorder().map_err(std::io::Error::other)?;
    let size = state.app.db.read(journal_size).map_err(std::io::Error::other)?;
    gauge!("placer_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(Numbers { handle, state, counted: AtomicI64::new(size), mark })
}

/// Serves them.
///
/// # Errors
/// When the address cannot be listened on.
pub fn serve(numbers: Numbers, listener: TcpListener) -> std::io::Result<Server> {
    let numbers = web::Data::new(numbers);
    let app = move || App::new().app_data(numbers.clone()).route("/metrics", web::get().to(shown));
    Ok(HttpServer::new(app).workers(1).disable_signals().listen(listener)?.run())
}

async fn shown(numbers: web::Data<Numbers>) -> HttpResponse {
    let asked = numbers.clone();
    let worked_out = web::block(move || asked.work_out(edge::now())).await;
    let answers = matches!(worked_out, Ok(Ok(())));
    gauge!("placer_database_answers").set(f64::from(u8::from(answers)));
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(numbers.handle.render())
}

/// Whole numbers as the exporter wants them; it keeps nothing else.
fn number(n: impl TryInto<i64>) -> f64 {
    n.try_into().map_or(f64::NAN, |n: i64| n as f64)
}

fn seconds_since(then: Instant, now: Instant) -> f64 {
    number((now.utc() - then.utc()).num_seconds())
}

impl Numbers {
    fn work_out(&self, now: Instant) -> Result<(), StoreError> {
        let db = &self.state.app.db;
        for pool in db.pools() {
            for (state, n) in [("busy", pool.busy), ("idle", pool.idle), ("most", pool.most)] {
                gauge!("placer_pool_connections", "pool" => pool.name, "state" => state).set(f64::from(n));
            }
        }
        if let Some(room) = db.room() {
            gauge!("placer_disk_free_bytes").set(number(room.free));
            gauge!("placer_disk_size_bytes").set(number(room.whole));
        }
        let noted = self.mark.as_ref().and_then(|mark| std::fs::read_to_string(mark).ok());
        let noted = noted.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
        if let Some(at) = noted.and_then(|n| n["made_at"].as_str().and_then(|at| at.parse::<Instant>().ok())) {
            gauge!("placer_backup_age_seconds").set(seconds_since(at, now));
        }
        let notary = &self.state.app.notary;
        notary.look_again();
        db.keys().look_again();
        for (file, fault) in [(LOG, notary.key_fault()), (DETAILS, db.keys().fault())] {
            gauge!("placer_key_unreadable", "file" => file).set(f64::from(u8::from(fault.is_some())));
        }
        let counted = self.counted.load(Ordering::Relaxed);
        let (size, last, kinds) = db.read(|rx| since(rx, counted))?;
        // Only one of those who ask at the same time counts what is new.
        if self.counted.compare_exchange(counted, size, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            for OfKind { kind, count } in kinds {
                counter!("placer_entries_total", "kind" => kind).increment(u64::try_from(count).unwrap_or(0));
            }
        }
        gauge!("placer_journal_entries").set(number(size));
        if let Ok(Some(head)) = self.state.app.head_latest() {
            let signed = i64::try_from(head.signed.checkpoint.size).unwrap_or(i64::MAX);
            gauge!("placer_checkpoint_age_seconds").set(seconds_since(head.made_at, now));
            gauge!("placer_checkpoint_entries_behind").set(number(size.saturating_sub(signed)));
            if !self.state.witnesses.policy.witnesses.is_empty() {
                gauge!("placer_checkpoint_witnessed").set(f64::from(u8::from(self.state.witnesses.enough(&head.signed))));
            }
        }
        let closed = self.state.app.notary.standing() != Standing::Open;
        gauge!("placer_register_closed").set(f64::from(u8::from(closed)));
        if let Some(last) = last {
            gauge!("placer_journal_last_entry_age_seconds").set(seconds_since(last, now));
        }
        Ok(())
    }
}

fn since(rx: &mut Rx<'_>, counted: i64) -> Result<(i64, Option<Instant>, Vec<OfKind>), StoreError> {
    let size = journal_size(rx)?;
    Ok((size, recorded_at(rx, size)?, kinds_after(rx, counted)?))
}
