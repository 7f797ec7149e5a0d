//! `placer checkpoint`, `placer key`, `placer export`, `placer witness`: the journal's signed heads at the console.

use super::speak::{count, say};
use super::{certificate_key, details_key};
use crate::cli::account::{preview, submit};
use crate::cli::open::Where;
use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::note::{KeyKind, SignerKey, VerifierKey};
use crate::domain::tile::Tile;
use crate::edge;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::AdoptKey;
use crate::store::checkpoint::{checkpoints, log_keys};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::entries_after;
use crate::store::keys::KeyFolder;
use crate::store::merkle::nodes_of;
use crate::store::outside::Outside;
use crate::store::register::profiles;
use crate::witness::server::{Witness, serve};
use clap::{Args, Subcommand};
use fast_qr::{ECL, QRBuilder};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// Print the newest signed head of the journal.
#[derive(Args)]
pub struct CheckpointCommand {
    #[command(flatten)]
    place: Where,
    /// Draw it as a QR code too, for paper.
    #[arg(long)]
    qr: bool,
    /// Put a head of this journal that is known elsewhere (on paper, at a witness, in a mirror) into the folder of the
    /// signed heads, where that was lost; nothing is printed.
    #[arg(long, value_name = "FILE", conflicts_with = "qr")]
    keep: Option<PathBuf>,
}

impl CheckpointCommand {
    pub(super) fn run(self) -> super::Outcome {
        let (app, _) = self.place.open_existing()?;
        if let Some(file) = &self.keep {
            return keep(&app, file);
        }
        let head = app.sign_head(edge::now())?.ok_or_else(|| say("cli-no-head", &[]))?;
        let note = head.signed.note.to_string();
        print!("{note}");
        if self.qr {
            let drawn = QRBuilder::new(note).ecl(ECL::L).build().map_err(|_| say("cli-qr-too-long", &[]))?;
            println!("\n{}", drawn.to_str());
        }
        Ok(())
    }
}

fn keep(app: &App, file: &Path) -> super::Outcome {
    let name = || file.display().to_string();
    let read =
        fs::read_to_string(file).map_err(|e| e.to_string()).and_then(|text| SignedCheckpoint::typed(&text).map_err(|e| e.to_string()));
    let head: SignedCheckpoint = read.map_err(|error| say("cli-head-fault", &[("file", name().into()), ("error", error.into())]))?;
    app.keep_head(&head)?;
    println!("{}", say("cli-head-kept", &[("size", count(head.checkpoint.size))]));
    Ok(())
}

/// The keys: of the journal's heads, of certificates, of personal details.
#[derive(Args)]
pub struct Key {
    #[command(flatten)]
    place: Where,
    #[command(subcommand)]
    what: KeyWhat,
}

#[derive(Subcommand)]
enum KeyWhat {
    /// Show the public keys of the journal, the newest first: give them to auditors and witnesses. Those that sign tokens of
    /// certificates are told on standard error, so that what is printed is the journal's alone.
    Show,
    /// Sign with a new key from now on. The old one signs along for one head, so that whoever knows it can follow.
    Rotate {
        /// Why; it stands in the journal.
        #[arg(long)]
        reason: String,
    },
    /// Show the public keys that sign tokens of certificates, the newest first, each with the time in which it does.
    Certificates,
    /// Sign tokens of certificates with a new key from now on. What older ones signed stays genuine.
    RotateCertificates {
        /// Why; it stands in the journal.
        #[arg(long)]
        reason: String,
    },
    /// List the keys that seal personal details, and how much is sealed with each.
    Details,
    /// Make a new key for personal details and seal all of them anew. Broken off, the same command goes on.
    RotateDetails {
        /// How many parties are sealed anew in one transaction.
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(i64).range(1..=100_000))]
        at_once: i64,
    },
}

impl Key {
    pub(super) fn run(self) -> super::Outcome {
        let folder = self.place.key_folder()?;
        let (app, register) = self.place.open_existing()?;
        match self.what {
            KeyWhat::Show => {
                // A new key has signed nothing yet.
                let mut keys: Vec<VerifierKey> = app.notary.signers().iter().map(SignerKey::verifier).collect();
                let known = app.db.read(log_keys)?.into_iter().map(|k| k.key);
                keys.extend(known.filter(|k| !keys.contains(k)).collect::<Vec<_>>());
                for key in keys {
                    println!("{key}");
                }
                certificate_key::lines(&app)?.iter().for_each(|line| eprintln!("{line}"));
                Ok(())
            }
            KeyWhat::Certificates => {
                certificate_key::lines(&app)?.iter().for_each(|line| println!("{line}"));
                Ok(())
            }
            KeyWhat::Rotate { reason } => rotate(&app, &folder, reason),
            KeyWhat::RotateCertificates { reason } => certificate_key::rotate(&app, &register, &folder, reason),
            KeyWhat::Details => details_key::tell(&app),
            KeyWhat::RotateDetails { at_once } => details_key::rotate(&app, &folder, at_once),
        }
    }
}

fn rotate(app: &App, folder: &KeyFolder, reason: String) -> super::Outcome {
    let (new, old) = match app.notary.signers().as_slice() {
        [] => return Err(say("cli-no-key", &[]).into()),
        [old] => (SignerKey::new(old.name(), KeyKind::Log, &edge::random())?, old.clone()),
        // A change that was broken off: both have signed since, and it is ended.
        [new, old, ..] => (new.clone(), old.clone()),
    };
    let command = AdoptKey { vkey: new.verifier().to_string(), reason };
    preview(app, &command)?;
    // Both keys are in the folder before the entry is in the journal: a server that runs signs the head that holds the
    // entry with both, and a power cut in between loses none.
    folder.write_log_keys(&[new.clone(), old])?;
    submit(app, None, &command)?;
    let head = app.sign_head(edge::now())?.ok_or_else(|| say("cli-no-head", &[]))?;
    folder.write_log_keys(std::slice::from_ref(&new))?;
    println!("{}", say("cli-key-rotated", &[("key", new.verifier().to_string().into()), ("size", count(head.signed.checkpoint.size))]));
    println!("{}", say("cli-key-restart", &[]));
    Ok(())
}

/// Write the journal with its signed heads into a folder that can be checked anywhere.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    place: Where,
    /// The folder to be made; it must not exist.
    folder: PathBuf,
}

impl Export {
    pub(super) fn run(self) -> super::Outcome {
        if self.folder.exists() {
            return Err(say("cli-exists", &[("file", self.folder.display().to_string().into())]).into());
        }
        let (app, _) = self.place.open_existing()?;
        match app.sign_head(edge::now()) {
            Err(ServiceError::Closed) => eprintln!("{}", say("cli-export-closed", &[])),
            other => drop(other?),
        }
        let written = app.db.read(|rx| write(rx, &self.folder));
        println!("{}", say("cli-exported", &[("entries", count(written?)), ("folder", self.folder.display().to_string().into())]));
        Ok(())
    }
}

fn fault(path: &Path, e: &std::io::Error) -> StoreError {
    StoreError::Open(format!("{}: {e}", path.display()))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| fault(folder, &e))?;
    }
    fs::write(path, bytes).map_err(|e| fault(path, &e))
}

/// How much is read at once.
const CHUNK: i64 = 2_000;

/// Writes one moment of the register: entries, heads, tiles, public keys and rules.
fn write(rx: &mut Rx<'_>, folder: &Path) -> Result<i64, StoreError> {
    fs::create_dir_all(folder).map_err(|e| fault(folder, &e))?;
    let path = folder.join("journal.jsonl");
    let mut file = BufWriter::new(File::create(&path).map_err(|e| fault(&path, &e))?);
    let mut last = 0;
    loop {
        let chunk = entries_after(rx, last, CHUNK)?;
        if chunk.is_empty() {
            break;
        }
        for (seq, entry) in chunk {
            last = seq;
            writeln!(file, "{}", entry?.entry.canonical()?).map_err(|e| fault(&path, &e))?;
        }
    }
    file.into_inner().map_err(|e| fault(&path, e.error()))?.sync_all().map_err(|e| fault(&path, &e))?;
    let mut newest = None;
    let mut offset = 0;
    loop {
        let heads = checkpoints(rx, CHUNK, offset)?;
        if heads.is_empty() {
            break;
        }
        offset = offset.saturating_add(CHUNK);
        for head in heads {
            put(&folder.join("checkpoints").join(head.signed.checkpoint.size.to_string()), head.signed.note.to_string().as_bytes())?;
            newest = Some(head);
        }
    }
    let size = newest.as_ref().map_or(0, |n| n.signed.checkpoint.size);
    if let Some(newest) = newest {
        put(&folder.join("checkpoint"), newest.signed.note.to_string().as_bytes())?;
    }
    for tile in Tile::all_of(size) {
        let (level, from) = tile.first();
        let width = i64::try_from(tile.width).map_err(|e| StoreError::Damaged(e.to_string()))?;
        put(&folder.join("tile").join(tile.path()), &nodes_of(rx, level, from, width)?.concat())?;
    }
    let keys: String = log_keys(rx)?.into_iter().map(|k| format!("{}\n", k.key)).collect();
    put(&folder.join("keys"), keys.as_bytes())?;
    for rules in profiles(rx)? {
        put(&folder.join("rules").join(format!("{}.toml", rules.after_seq)), rules.text.as_bytes())?;
    }
    Ok(last)
}

/// Watch the journals of others: cosign a head only when it continues the last one.
#[derive(Args)]
pub struct WitnessCommand {
    /// Address to listen on.
    #[arg(long, env = "PLACER_WITNESS_LISTEN", default_value = "127.0.0.1:9470")]
    listen: String,
    /// Folder of the witness's own: its key and what it saw.
    #[arg(long, env = "PLACER_WITNESS_STATE", default_value = "placer-witness")]
    state: PathBuf,
    /// Name of the witness, such as witness.example/west; taken when its key is made, and for good.
    #[arg(long, env = "PLACER_WITNESS_NAME")]
    name: Option<String>,
    /// Public key of a journal to watch, as `placer key show` prints it; once for each. A key of the same name that
    /// came with a rotation is given beside the older one.
    #[arg(long, value_name = "KEY")]
    watch: Vec<String>,
    /// Print the witness's own public key and leave.
    #[arg(long)]
    show_key: bool,
}

impl WitnessCommand {
    pub(super) fn run(self) -> super::Outcome {
        let folder = KeyFolder::at(&self.state);
        let mut keys = folder.log_keys()?;
        if keys.is_empty() {
            let name = self.name.ok_or_else(|| say("cli-witness-name", &[]))?;
            let made = SignerKey::new(&name, KeyKind::Witness, &edge::random());
            keys = folder.make_log_key(&made.map_err(|_| say("cli-origin", &[("typed", name.as_str().into())]))?)?;
        }
        let key = keys.into_iter().next().ok_or_else(|| say("cli-no-key", &[]))?;
        if self.show_key {
            println!("{}", key.verifier());
            return Ok(());
        }
        let mut logs: Vec<VerifierKey> = Vec::new();
        for typed in &self.watch {
            logs.push(typed.parse().map_err(|_| say("cli-witness-log", &[("typed", typed.as_str().into())]))?);
        }
        if logs.is_empty() {
            return Err(say("cli-witness-no-log", &[]).into());
        }
        let witness = Witness::new(key, logs, Outside::at(&self.state.join("seen"))?, edge::now);
        let listener = TcpListener::bind(&self.listen)
            .map_err(|e| say("cli-cannot-listen", &[("address", self.listen.as_str().into()), ("error", e.to_string().into())]))?;
        let address = format!("http://{}", listener.local_addr()?);
        println!("{}", say("cli-listening", &[("address", address.as_str().into())]));
        actix_web::rt::System::new().block_on(serve(witness, listener))?;
        Ok(())
    }
}
