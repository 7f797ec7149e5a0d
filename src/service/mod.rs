//! One command per act. Each has the same shape: validate, decide, append.
//!
//! A [`Command`] decides by reading alone and answers with the one event to append; [`App::submit`] asks
//! who may, takes the journal's head, lets the command decide and appends, all in one transaction. The
//! browser, the JSON API, imports and the demonstration all go through it.

pub mod account;
pub mod arrival;
pub mod backup;
pub mod balance;
mod beside;
pub mod blank;
pub mod capacity;
pub mod certificate;
pub mod certificate_file;
pub mod confirmation;
pub mod control;
pub mod correction;
pub mod departure;
pub mod dispute;
pub mod error;
pub mod factor;
pub mod footprint;
pub mod guard;
pub mod import;
pub mod inspection;
pub mod letter;
pub mod licence;
pub mod notary;
pub mod notice;
pub mod offence;
pub mod office;
pub mod parcel;
pub mod participant;
pub mod party;
pub mod party_state;
pub mod passkey;
pub mod personal;
pub mod print;
pub mod production;
pub mod proof;
pub mod purchase;
pub mod recovery;
pub mod removal;
pub mod report;
pub mod reseal;
pub mod review;
pub mod rework;
pub mod saved_filter;
pub mod seal;
pub mod seizure;
pub mod session;
pub mod setup;
pub mod shipment;
pub mod site;
pub mod slip_book;
pub mod standing;
pub mod statistics;
pub mod stock;
pub mod stock_count;
pub mod token;
pub mod trace;
pub mod valuation;
pub mod verify;
pub mod waits;
pub mod warning;
pub mod zone;

use crate::domain::access::{Actor, Belongs, Permission, Reach, reach};
use crate::domain::entry::{canonical_json, sha256_hex};
use crate::domain::event::Event;
use crate::domain::geo::{AdminAreas, Outline};
use crate::domain::ids::{EntryId, PartyId};
use crate::domain::jurisdiction::Profile;
use crate::domain::party::is_hidden;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Violation, Violations};
use crate::store::account::account_stands;
use crate::store::db::{Db, Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::{self, Heading, Receipt};
use crate::store::request_salt::{request_salt_fetch, request_salt_write};
pub use beside::Beside;
use chrono::TimeDelta;
use error::ServiceError;
use guard::Guard;
use notary::{Notary, Standing};
use proof::{Proof, Shown, check_proof};
use serde::Serialize;
use setup::same_rules;
use std::sync::Arc;
use uuid::Uuid;

/// What the edge makes: ids and random bytes. The clock's reading comes with the [`Act`].
pub trait Entropy: Send {
    /// A fresh id (UUID, version 7).
    fn id(&mut self) -> Uuid;
    /// Sixteen bytes nobody can guess.
    fn secret(&mut self) -> [u8; 16];
}

/// One attempt to do something: who, when, from where.
pub struct Act {
    /// Who.
    pub actor: Actor,
    /// The edge's clock.
    pub now: Instant,
    /// When it happened, where that is not now.
    pub occurred_at: Option<Instant>,
    /// From which device.
    pub device: Option<String>,
    /// The client's key: the same key with the same request gives the same receipt.
    pub key: String,
    /// Where ids come from.
    pub entropy: Box<dyn Entropy>,
    /// How whoever acts has shown that it is he.
    pub proof: Proof,
}

impl Act {
    /// Whether it is one of an import. Nobody else can say so: [`check_device`] refuses the name from outside.
    #[must_use]
    pub fn imports(&self) -> bool {
        self.device.as_deref() == Some(import::DEVICE) && reach(&self.actor, Permission::ImportRun) != Reach::Nothing
    }
}

/// What stays the same between acts.
pub struct Env {
    /// The country's rules.
    pub profile: Profile,
    /// Digest of their file.
    pub rules: String,
    /// Its outline and administrative areas.
    pub atlas: Atlas,
}

/// The country on the map.
pub struct Atlas {
    /// Its outline.
    pub outline: Outline,
    /// Its first-level administrative areas.
    pub areas: AdminAreas,
}

/// A register that is open for business.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Rules and maps.
    pub env: Arc<Env>,
    /// The journal's signed heads, and whether the register may be written to.
    pub notary: Arc<Notary>,
    /// What is asked of those who sign in.
    pub guard: Arc<Guard>,
}

/// What a command knows while it decides.
pub struct Case<'a> {
    /// Rules and maps.
    pub env: &'a Env,
    /// What is asked of those who sign in.
    pub guard: &'a Guard,
    /// Who, when, from where.
    pub act: &'a mut Act,
    /// Whether the journal is the one that was signed.
    pub standing: &'a Standing,
}

impl Case<'_> {
    /// The country's rules.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.env.profile
    }
    /// Today, where the country is.
    #[must_use]
    pub fn today(&self) -> Day {
        self.env.profile.local_day(self.act.now)
    }
    /// A fresh id of any type.
    pub fn id<T: From<Uuid>>(&mut self) -> T {
        T::from(self.act.entropy.id())
    }
    /// How far a permission of the actor reaches.
    #[must_use]
    pub fn reach(&self, permission: Permission) -> Reach {
        reach(&self.act.actor, permission)
    }
    /// Refuses what lies outside the actor's reach.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub fn require(&self, permission: Permission, thing: &Belongs) -> Result<(), ServiceError> {
        if self.reach(permission).covers(thing) { Ok(()) } else { Err(ServiceError::Forbidden) }
    }
    /// The party that a buyer's or exporter's account acts for.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for an account that acts for none.
    pub fn own_party(&self) -> Result<PartyId, ServiceError> {
        self.act.actor.party.ok_or(ServiceError::Forbidden)
    }
}

/// What a command decided: one event, and what stands beside the journal.
pub struct Decision {
    event: Event,
    beside: Vec<Beside>,
}

impl<E: Into<Event>> From<E> for Decision {
    fn from(event: E) -> Self {
        Self { event: event.into(), beside: Vec::new() }
    }
}

impl Decision {
    /// Adds what stands beside the journal.
    #[must_use]
    pub fn beside(mut self, beside: Beside) -> Self {
        self.beside.push(beside);
        self
    }
    /// The event to be appended.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }
}

/// An act somebody asks for. It serialises to what the JSON API takes.
pub trait Command: Serialize {
    /// `verb_noun`, stable: part of the request's hash and of the API's address.
    const NAME: &'static str;
    /// What the account must be allowed; how far that reaches is for `decide`.
    const PERMISSION: Permission;
    /// Whether it may be done while the register is closed because its journal is not the one that was signed.
    const WHEN_CLOSED: bool = false;
    /// Whether the journal's head is signed at once after it, not within the minute.
    const SIGNED_AT_ONCE: bool = false;
    /// Whether it is a signature, for which whoever acts must just have shown that it is he. It follows from the
    /// permission (`domain/access.rs`), but for acts that take a signature back.
    const SIGNS: bool = Self::PERMISSION.signs();
    /// Whether only the server by itself may do it.
    const BY_SERVER: bool = false;
    /// Checks everything and decides. It reads only.
    ///
    /// # Errors
    /// All refusals at once, or what else stands against it.
    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError>;
    /// What else tells this request from another though it may stand nowhere, such as the password it asks for. It
    /// counts in the request's hash, which then always is salted.
    fn unsaid(&self) -> &str {
        ""
    }
}

/// Several acts in one transaction.
pub struct Batch<'a, 't> {
    env: &'a Env,
    guard: &'a Guard,
    tx: &'a mut Tx<'t>,
    standing: &'a Standing,
}

enum BatchEnd<T> {
    Kept(T),
    Own(ServiceError),
    Undo(T),
}
impl<T> From<StoreError> for BatchEnd<T> {
    fn from(e: StoreError) -> Self {
        Self::Own(e.into())
    }
}

impl App {
    /// Does one act, or says why not.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub fn submit<C: Command>(&self, act: &mut Act, command: &C) -> Result<Receipt, ServiceError> {
        let now = act.now;
        let standing = self.notary.standing();
        let result = self.db.write(now, |tx| {
            same_rules(tx, &self.env)?;
            Batch { env: &self.env, guard: &self.guard, tx, standing: &standing }.submit(act, command)
        });
        self.note_refusal(act, now, &result);
        let receipt = result?;
        if C::SIGNED_AT_ONCE {
            // The act stands; what fails here is done within the minute.
            if let Err(error) = self.sign_head(now) {
                tracing::error!(%error, "the journal's head was not signed after {}", C::NAME);
            }
        }
        Ok(receipt)
    }

    /// Decides as [`App::submit`] would, and writes nothing: for pages that show a check before the act.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub fn preview<C: Command>(&self, act: &mut Act, command: &C) -> Result<Event, ServiceError> {
        let result = self.db.read(|rx| {
            if C::BY_SERVER {
                return Err(ServiceError::Forbidden);
            }
            permitted(act, C::PERMISSION)?;
            check_occurred(act, act.now)?;
            let standing = self.notary.standing();
            open_for::<C>(&standing)?;
            same_rules(rx, &self.env)?;
            Ok(command.decide(rx, &mut Case { env: &self.env, guard: &self.guard, act, standing: &standing })?.event)
        });
        self.note_refusal(act, act.now, &result);
        result
    }

    /// Does several acts in one transaction. An act that is refused leaves no trace and the others stand;
    /// an error from `f` undoes all of them. With `keep` false everything is undone in the end.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub fn batch<T>(
        &self,
        now: Instant,
        keep: bool,
        f: impl FnOnce(&mut Batch<'_, '_>) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let standing = self.notary.standing();
        let end = self.db.write(now, |tx| {
            same_rules(tx, &self.env).map_err(BatchEnd::Own)?;
            match f(&mut Batch { env: &self.env, guard: &self.guard, tx, standing: &standing }) {
                Ok(value) if keep => Ok(BatchEnd::Kept(value)),
                Ok(value) => Err(BatchEnd::Undo(value)),
                Err(error) => Err(BatchEnd::Own(error)),
            }
        });
        match end {
            Ok(BatchEnd::Kept(value) | BatchEnd::Undo(value)) | Err(BatchEnd::Undo(value) | BatchEnd::Kept(value)) => Ok(value),
            Ok(BatchEnd::Own(error)) | Err(BatchEnd::Own(error)) => Err(error),
        }
    }
}

/// The device of acts at the console.
pub const CONSOLE: &str = "console";

/// Refuses the name of a device that only the program itself gives: what stands under it is believed to come from a
/// file, or from whoever is at the server. Nor is one taken with characters that cannot be seen.
///
/// # Errors
/// `device.reserved` or `party.hidden`, on the field `device`.
pub fn check_device(name: &str) -> Result<(), Violation> {
    if name.contains(is_hidden) {
        return Err(Violation::on("party.hidden", "device"));
    }
    let plain = name.trim().to_lowercase();
    let reserved = [import::DEVICE, CONSOLE].contains(&plain.as_str());
    if reserved { Err(Violation::on("device.reserved", "device").with("name", plain)) } else { Ok(()) }
}

/// The most days between an act and its being recorded.
const OCCURRED_WITHIN_DAYS: u32 = 366;

/// Refuses a time of an act that has not come, and one so long ago that it is a slip or a clock that was never set.
fn check_occurred(act: &Act, recorded_at: Instant) -> Result<(), Violation> {
    let Some(at) = act.occurred_at else { return Ok(()) };
    if at > recorded_at {
        return Err(Violation::on("occurred.future", "occurred_at"));
    }
    let late = recorded_at.utc() - at.utc() > TimeDelta::days(i64::from(OCCURRED_WITHIN_DAYS));
    if late { Err(Violation::on("occurred.too_old", "occurred_at").with("days", OCCURRED_WITHIN_DAYS)) } else { Ok(()) }
}

/// Refuses what may not be done while the register is closed.
fn open_for<C: Command>(standing: &Standing) -> Result<(), ServiceError> {
    if C::WHEN_CLOSED || *standing == Standing::Open { Ok(()) } else { Err(ServiceError::Closed) }
}

fn permitted(act: &Act, permission: Permission) -> Result<(), ServiceError> {
    if reach(&act.actor, permission) == Reach::Nothing { Err(ServiceError::Forbidden) } else { Ok(()) }
}

impl<'t> Batch<'_, 't> {
    /// What the rules say against an act, without doing it; nothing where they would take it.
    ///
    /// # Errors
    /// Everything that is no refusal of a rule.
    pub fn refusals<C: Command>(&mut self, act: &mut Act, command: &C) -> Result<Violations, ServiceError> {
        permitted(act, C::PERMISSION)?;
        match command.decide(self.tx, &mut Case { env: self.env, guard: self.guard, act, standing: self.standing }) {
            Ok(_) => Ok(Violations::none()),
            Err(ServiceError::Refused(found)) => Ok(found),
            Err(other) => Err(other),
        }
    }

    /// The time that the next act is recorded at.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.tx.recorded_at()
    }

    /// Reads what the transaction sees.
    pub fn rx(&mut self) -> &mut Rx<'t> {
        self.tx
    }

    /// Does one act within the transaction.
    ///
    /// # Errors
    /// [`ServiceError`]; after a refusal the transaction goes on, after a fault it must end.
    pub fn submit<C: Command>(&mut self, act: &mut Act, command: &C) -> Result<Receipt, ServiceError> {
        // What the server does by itself is in the name of who signed before, whatever he may do now; only the commands made
        // for that take it.
        let by_server = act.proof == Proof::Server;
        if by_server != C::BY_SERVER {
            return Err(ServiceError::Forbidden);
        }
        if !by_server {
            permitted(act, C::PERMISSION)?;
        }
        let request = canonical_json(command)?;
        if let Some((receipt, sent)) = journal::entry_by_key(self.tx, act.actor.account, &act.key)? {
            let salt = request_salt_fetch(self.tx, receipt.id)?;
            return if sent == request_hash(command, &request, salt.as_deref()) { Ok(receipt) } else { Err(ServiceError::KeyReused) };
        }
        open_for::<C>(self.standing)?;
        // Who was let in may have been disabled, or given another role, since.
        if !by_server && !account_stands(self.tx, &act.actor)? {
            return Err(ServiceError::Forbidden);
        }
        check_proof(act, self.guard, C::SIGNS)?;
        check_occurred(act, self.tx.recorded_at())?;
        let shown = Shown::of(act, self.guard, self.tx.recorded_at());
        act.now = self.tx.recorded_at();
        let decided = command.decide(self.tx, &mut Case { env: self.env, guard: self.guard, act, standing: self.standing });
        // Where the transaction goes on after a refusal it is counted in it; where it ends, by whoever began it.
        if let Err(ServiceError::Refused(found)) = &decided
            && let Some(refused) = control::Refusals::of(self.env.profile.local_day(act.now), act, found)
        {
            refused.count(self.tx)?;
        }
        let decision = decided?;
        // A request that says what the entry must not show is hashed with a salt, or it could be guessed from its hash.
        let hidden = !decision.beside.is_empty() || !command.unsaid().is_empty();
        let salt = hidden.then(|| data_encoding::HEXLOWER.encode(&act.entropy.secret()));
        let id = EntryId::new(act.entropy.id());
        let signs = C::SIGNS || C::PERMISSION.is_one_of_two();
        let thing = signs.then(|| decision.event.signed_for().unwrap_or_else(|| id.to_string()));
        let heading = Heading {
            id,
            occurred_at: act.occurred_at.unwrap_or(act.now),
            account: act.actor.account,
            office: act.actor.office,
            device: act.device.clone(),
            via: shown.via,
            signed: thing.and_then(|thing| shown.signed(&thing)),
            idempotency_key: act.key.clone(),
            request_hash: request_hash(command, &request, salt.as_deref()),
        };
        if let Some(salt) = salt {
            request_salt_write(self.tx, heading.id, &salt)?;
        }
        for beside in decision.beside {
            beside.write(self.tx)?;
        }
        Ok(journal::append(self.tx, heading, decision.event)?)
    }
}

fn request_hash<C: Command>(command: &C, request: &str, salt: Option<&str>) -> String {
    let whole = [salt.unwrap_or_default(), C::NAME, "\n", request, command.unsaid()];
    sha256_hex(&whole.map(str::as_bytes))
}
