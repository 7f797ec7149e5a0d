//! What the register itself says: accounts, tables, rules, clock and database.

use super::{Doctor, Findings};
use crate::demo::PASSWORD;
use crate::domain::access::AccountRole;
use crate::domain::factor::{SECRET_BYTES, digest};
use crate::domain::jurisdiction::Profile;
use crate::domain::time::Instant;
use crate::edge;
use crate::service::verify::guards_missing;
use crate::store::account::accounts;
use crate::store::backup::schema_gap;
use crate::store::condition::{postgres_condition, sqlite_condition};
use crate::store::db::{Db, Rx};
use crate::store::error::StoreError;
use crate::store::factor::factor_digest;
use crate::store::journal::{journal_size, recorded_at};
use crate::store::passkey::passkey_digests;
use crate::store::register::{profile_in_force, register_fetch};
use crate::store::secret::secret_fetch;
use crate::web::password;
use std::collections::BTreeMap;

/// Secrets of authenticator apps that stand in standards and in examples everywhere: RFC 4226 and 6238, and the one with which
/// most libraries begin. Nobody gets one of them here; whoever has one wrote to the tables past the program.
const KNOWN_SECRETS: [&[u8]; 4] = [b"12345678901234567890", b"Hello!\xde\xad\xbe\xef", &[0; SECRET_BYTES], &[0xff; SECRET_BYTES]];
/// Seconds by which two clocks may differ.
const CLOCKS_S: i64 = 5;
/// Entries that are recorded after the clock of this machine are borne for so long, seconds.
const BEHIND_S: i64 = 60;
/// No clock that is set shows an earlier year than that in which this was written.
const YEAR: &str = "2026-01-01T00:00:00Z";

pub(super) fn check(doctor: &Doctor, db: &Db, found: &mut Findings) -> Result<(), Box<dyn std::error::Error>> {
    found.check(db.takes_writes()?, "database.read_only", vec![]);
    db.read(|rx| -> Result<(), StoreError> {
        clock(rx, edge::now(), found)?;
        engine(rx, found)?;
        let (missing, newer) = schema_gap(rx)?;
        found.check(missing.is_empty(), "register.migrations", vec![("versions", missing.join(", ").into())]);
        found.check(newer.is_empty(), "register.newer", vec![("versions", newer.join(", ").into())]);
        // Tables that are not as this program knows them cannot be read further.
        if missing.is_empty() && newer.is_empty() { within(doctor, rx, found) } else { Ok(()) }
    })?;
    Ok(())
}

fn within(doctor: &Doctor, rx: &mut Rx<'_>, found: &mut Findings) -> Result<(), StoreError> {
    let gone = guards_missing(rx)?;
    found.check(gone.is_empty(), "register.guard_missing", vec![("names", gone.join(", ").into())]);
    let Some(register) = register_fetch(rx)? else {
        found.check(false, "register.not_set_up", vec![]);
        return Ok(());
    };
    let public = doctor.listening.base_url.is_some();
    found.check(!(register.demonstration && public), "register.demonstration", vec![]);
    rules(doctor, rx, &register.jurisdiction, found)?;
    people(rx, register.demonstration, found)?;
    if register.demonstration { Ok(()) } else { factors(doctor, rx, found) }
}

/// The rules that the program brings, or that were named, against those in force.
fn rules(doctor: &Doctor, rx: &mut Rx<'_>, country: &str, found: &mut Findings) -> Result<(), StoreError> {
    let Some(in_force) = profile_in_force(rx)? else { return Ok(()) };
    let named = doctor.place.profile.as_deref();
    let brought = match named.filter(|n| !Profile::bundled_codes().any(|c| c == *n)) {
        Some(file) => std::fs::read_to_string(file).ok().and_then(|text| Profile::parse(&text, file).ok()),
        None => Profile::bundled(named.unwrap_or(country)).ok(),
    };
    let same = brought.is_none_or(|profile| profile.digest() == in_force.digest);
    found.check(same, "register.rules", vec![("since", in_force.adopted_at.into())]);
    Ok(())
}

fn people(rx: &mut Rx<'_>, demonstration: bool, found: &mut Findings) -> Result<(), StoreError> {
    let (mut administrators, mut waiting) = (0_usize, 0_usize);
    let mut known = Vec::new();
    for account in accounts(rx)?.into_iter().filter(|a| a.active) {
        administrators = administrators.saturating_add(usize::from(account.actor.role == AccountRole::Administrator));
        let Some(secret) = secret_fetch(rx, account.actor.account)? else { continue };
        waiting = waiting.saturating_add(usize::from(secret.must_change));
        if !demonstration && password::matches(PASSWORD, Some(&secret.password_hash)) {
            known.push(secret.login);
        }
    }
    found.check(administrators > 0, "accounts.no_administrator", vec![]);
    found.check(administrators != 1, "accounts.one_administrator", vec![]);
    found.check(waiting == 0, "accounts.first_password", vec![("count", super::count(waiting))]);
    found.check(known.is_empty(), "accounts.demonstration_password", vec![("logins", known.join(", ").into())]);
    Ok(())
}

/// Second factors: who should have one and has none, and those that are no proof of anybody.
fn factors(doctor: &Doctor, rx: &mut Rx<'_>, found: &mut Findings) -> Result<(), StoreError> {
    let asked = &doctor.place.asked.second_factor.0;
    let (mut lacking, mut known) = (Vec::new(), Vec::new());
    let mut apps: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for account in accounts(rx)?.into_iter().filter(|a| a.active).map(|a| a.actor) {
        let Some(login) = secret_fetch(rx, account.account)?.map(|s| s.login) else { continue };
        let app = factor_digest(rx, account.account)?;
        if app.is_none() && passkey_digests(rx, account.account)?.is_empty() && asked.contains(&account.role) {
            lacking.push(login.clone());
        }
        let Some(app) = app else { continue };
        if KNOWN_SECRETS.iter().any(|secret| digest(secret) == app) {
            known.push(login.clone());
        }
        apps.entry(app).or_default().push(login);
    }
    let shared: Vec<String> = apps.into_values().filter(|logins| logins.len() > 1).map(|logins| logins.join(", ")).collect();
    let exempt: Vec<&str> = AccountRole::ALL.iter().filter(|role| !asked.contains(role)).map(|role| role.as_str()).collect();
    found.check(lacking.is_empty(), "accounts.no_factor", vec![("logins", lacking.join(", ").into())]);
    found.check(known.is_empty(), "accounts.factor_known", vec![("logins", known.join(", ").into())]);
    found.check(shared.is_empty(), "accounts.factor_shared", vec![("logins", shared.join("; ").into())]);
    found.check(exempt.is_empty(), "accounts.factor_exempt", vec![("roles", exempt.join(", ").into())]);
    Ok(())
}

fn seconds(from: Instant, to: Instant) -> i64 {
    (to.utc() - from.utc()).num_seconds()
}

fn clock(rx: &mut Rx<'_>, now: Instant, found: &mut Findings) -> Result<(), StoreError> {
    let set = YEAR.parse::<Instant>().is_ok_and(|year| now >= year);
    found.check(set, "clock.never_set", vec![("now", now.into())]);
    let last = journal_size(rx)?;
    if let Some(at) = recorded_at(rx, last)? {
        found.check(seconds(now, at) <= BEHIND_S, "clock.behind", vec![("now", now.into()), ("last", at.into())]);
    }
    Ok(())
}

fn engine(rx: &mut Rx<'_>, found: &mut Findings) -> Result<(), StoreError> {
    if let Some(c) = sqlite_condition(rx)? {
        let fine = c.journal_mode == "wal" && c.synchronous == 2;
        let args = vec![("mode", c.journal_mode.as_str().into()), ("synchronous", c.synchronous.to_string().into())];
        found.check(fine, "database.pragmas", args);
    }
    if let Some(c) = postgres_condition(rx)? {
        let apart = seconds(edge::now(), c.clock).abs();
        found.check(apart <= CLOCKS_S, "clock.database", vec![("seconds", super::count(apart))]);
        found.check(!c.superuser, "database.superuser", vec![]);
        found.check(c.superuser || !c.owner, "database.owner", vec![]);
        found.check(!c.may_change, "database.may_change", vec![]);
        found.check(c.unsafe_settings.is_empty(), "database.unsafe", vec![("names", c.unsafe_settings.join(", ").into())]);
        found.check(c.encoding == "UTF8", "database.encoding", vec![("encoding", c.encoding.as_str().into())]);
    }
    Ok(())
}
