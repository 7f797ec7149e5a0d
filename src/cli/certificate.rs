//! `placer certificate`: checking one without a network and without a register, and printing its token.

use super::Exit;
use super::speak::{locale, say};
use crate::cli::open::Where;
use crate::domain::money::Currency;
use crate::domain::note::VerifierKey;
use crate::domain::quantity::{Mass, parse_decimal};
use crate::domain::shipment::CertificateState;
use crate::domain::time::{Day, day_typed};
use crate::domain::token::{Genuine, KeyList, OnPaper, Standing, TokenError, is_token, verify};
use crate::edge;
use crate::interop::certificate_file::{CertificateFile, Checked, FILE_BYTES, ProofFound};
use crate::service::token::NoToken;
use crate::store::certificate::certificate_by_number;
use crate::web::locale::label;
use crate::web::shipment::country_name;
use crate::web::token::facts;
use clap::{Args, Subcommand};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a check ends with: a token that is genuine and valid, one that is not or a paper that differs, a command that
/// cannot be followed, one that is genuine but expired.
const NOT_GENUINE: u8 = 1;
const USAGE: u8 = 2;
const EXPIRED: u8 = 3;

type Failed = Box<dyn std::error::Error>;

/// Check Kimberley Process certificates and print their tokens.
#[derive(Args)]
pub struct Certificate {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Check a certificate by its token, with no network and no register. Ends with 0 where it is genuine and valid, 1
    /// where it is not genuine or the paper differs, 3 where it is genuine but expired.
    Check(Check),
    /// Print the token of a certificate from the register.
    Token {
        #[command(flatten)]
        place: Box<Where>,
        /// The certificate's number.
        number: String,
    },
}

#[derive(Args)]
struct Check {
    /// The token, as its QR code reads, a text file that holds it, or a certificate's JSON file.
    token: String,
    /// List of keys, as the register gives it at /check/keys.json; once for each register.
    #[arg(long, value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
    /// Judge its days as of this day; today when not given.
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// The number that stands on the paper.
    #[arg(long)]
    number: Option<String>,
    /// The carats that stand on the paper.
    #[arg(long)]
    carats: Option<String>,
    /// The value that stands on the paper, US dollars.
    #[arg(long)]
    value: Option<String>,
    /// Public key of the journal that signed the head in a certificate's file, as the register gives it at /heads.
    #[arg(long, value_name = "VKEY")]
    head_key: Vec<VerifierKey>,
}

/// What was typed beside the token.
struct Typed {
    on: Option<Day>,
    paper: OnPaper,
}

/// A typed figure, with the decimal sign of the reader's language.
fn figure(typed: Option<&String>, scale: u32) -> Result<Option<i64>, Failed> {
    let Some(typed) = typed else { return Ok(None) };
    let read = parse_decimal(typed, scale, locale().decimal_sign());
    read.map(Some).map_err(|_| usage(say("cli-token-number", &[("typed", typed.as_str().into())])))
}

impl Certificate {
    pub(super) fn run(self) -> super::Outcome {
        match self.what {
            What::Check(check) => check.run(),
            What::Token { place, number } => token(&place, &number),
        }
    }
}

/// Says what cannot be followed, and ends as for a wrong command line.
fn usage(told: String) -> Failed {
    eprintln!("{told}");
    Exit(USAGE).into()
}

/// The text of a file that is not too large.
fn text_of(path: &Path) -> Result<String, Failed> {
    let limit = u64::try_from(FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(limit).read_to_string(&mut text));
    read.map_err(|e| usage(say("cli-token-file", &[("file", path.display().to_string().into()), ("error", e.to_string().into())])))?;
    Ok(text)
}

/// What was given to be checked.
enum Given {
    Token(String),
    File(Box<CertificateFile>),
}

impl Check {
    fn run(self) -> super::Outcome {
        let (typed, keys) = (self.typed()?, self.key_list()?);
        match self.given()? {
            Given::Token(text) => {
                let found = verify(&text, &keys).map_err(|e| not_genuine(&e))?;
                tell(&typed, &found, None)
            }
            Given::File(file) => {
                let checked = file.check(&keys, &self.head_key).map_err(|e| not_genuine(&e))?;
                tell(&typed, &checked.genuine, Some((&file, &checked)))
            }
        }
    }

    fn typed(&self) -> Result<Typed, Failed> {
        let day = |typed: &String| day_typed(typed).ok_or_else(|| usage(say("cli-token-day", &[("typed", typed.as_str().into())])));
        let carats = figure(self.carats.as_ref(), 3)?;
        let weight = carats.map(|n| Mass::new(n).ok_or_else(|| usage(say("cli-token-number", &[("typed", n.into())])))).transpose()?;
        let value_usd_cents = figure(self.value.as_ref(), Currency::USD.decimals())?;
        Ok(Typed { on: self.on.as_ref().map(day).transpose()?, paper: OnPaper { number: self.number.clone(), weight, value_usd_cents } })
    }

    /// All keys of all lists.
    fn key_list(&self) -> Result<KeyList, Failed> {
        let mut all = KeyList::of(Vec::new());
        for path in &self.keys {
            let list = KeyList::parse(&text_of(path)?).map_err(|e| {
                usage(say("cli-token-keys", &[("file", path.display().to_string().into()), ("error", e.to_string().into())]))
            })?;
            all.keys.extend(list.keys);
        }
        Ok(all)
    }

    fn given(&self) -> Result<Given, Failed> {
        if is_token(&self.token) {
            return Ok(Given::Token(self.token.clone()));
        }
        if !Path::new(&self.token).exists() {
            return Err(usage(say("cli-token-neither", &[("typed", self.token.chars().take(60).collect::<String>().into())])));
        }
        let text = text_of(Path::new(&self.token))?;
        if text.trim_start().starts_with('{') {
            let file = CertificateFile::parse(&text);
            return file
                .map(|f| Given::File(Box::new(f)))
                .ok_or_else(|| usage(say("cli-token-no-file", &[("file", self.token.as_str().into())])));
        }
        Ok(Given::Token(text))
    }
}

/// Prints what was found, and ends with the code for it.
fn tell(typed: &Typed, found: &Genuine, file: Option<(&CertificateFile, &Checked)>) -> super::Outcome {
    let claims = &found.claims;
    let standing = claims.standing_on(typed.on.unwrap_or_else(|| claims.day_at(edge::now())));
    let paper = typed.paper.differs(claims);
    let bad_file = file.is_some_and(|(_, f)| !f.differs.is_empty() || matches!(f.proof, ProofFound::Wrong(_)));
    // What to do comes first; why is told below.
    if !paper.is_empty() || bad_file {
        println!("{}\n", say("token-do-not-accept", &[]));
    }
    println!("{}", say("token-genuine", &[("country", country_name(locale(), claims.country()).into())]));
    println!("{}\n", facts::standing(locale(), standing, claims));
    table(&facts::rows(locale(), claims));
    println!();
    table(&facts::behind(locale(), claims, &found.kid));
    println!();
    let mut differs = paper;
    if !differs.is_empty() {
        println!("{}", say("token-paper-differs", &[("what", facts::claims_named(locale(), &differs).into())]));
    }
    if let Some((file, checked)) = file {
        tell_file(file, checked);
        differs.extend(&checked.differs);
    }
    println!("{}", say("token-compare", &[]));
    println!("{}", say("token-not-void", &[]));
    let proof_wrong = file.is_some_and(|(_, f)| matches!(f.proof, ProofFound::Wrong(_)));
    match standing {
        _ if !differs.is_empty() || proof_wrong => Err(Exit(NOT_GENUINE).into()),
        Standing::NotYet => Err(Exit(NOT_GENUINE).into()),
        Standing::Expired => Err(Exit(EXPIRED).into()),
        Standing::Valid => Ok(()),
    }
}

fn tell_file(file: &CertificateFile, checked: &Checked) {
    if checked.differs.is_empty() {
        println!("{}", say("token-file-same", &[]));
        println!("{}", say("token-file-seals", &[("seals", file.seals.join(", ").into())]));
    } else {
        println!("{}", say("token-file-differs", &[("what", facts::claims_named(locale(), &checked.differs).into())]));
    }
    let told = match &checked.proof {
        ProofFound::Missing => say("token-proof-missing", &[]),
        ProofFound::HeadUnchecked => say("token-proof-unchecked", &[]),
        ProofFound::Holds => say("token-proof-holds", &[]),
        ProofFound::Wrong(why) => label(locale(), "token-proof-wrong", why),
    };
    println!("{told}");
}

fn not_genuine(error: &TokenError) -> Failed {
    println!("{}", say("token-not-genuine", &[]));
    println!("{}", facts::fault(locale(), error));
    Exit(NOT_GENUINE).into()
}

/// Two columns, as wide as what stands in the first.
fn table(rows: &[(String, String)]) {
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in rows {
        for (at, line) in value.lines().enumerate() {
            let name = if at == 0 { name.as_str() } else { "" };
            println!("{name}{}  {line}", " ".repeat(width.saturating_sub(name.chars().count())));
        }
    }
}

fn token(place: &Where, number: &str) -> super::Outcome {
    let (app, _) = place.open_existing()?;
    let plain = || number.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let number = app.env.profile.certificate_number_typed(number).unwrap_or_else(plain);
    let found = app.db.read(|rx| -> Result<Option<Result<String, NoToken>>, crate::store::error::StoreError> {
        let certificate = certificate_by_number(rx, &number)?;
        if certificate.as_ref().is_some_and(|c| c.state == CertificateState::Void) {
            eprintln!("{}", say("cli-token-void", &[("number", number.as_str().into())]));
        }
        certificate.map(|c| app.certificate_token(rx, &c)).transpose()
    })?;
    match found {
        None => Err(say("cli-token-unknown", &[("number", number.into())]).into()),
        Some(Err(why)) => Err(label(locale(), "token-none", why.as_str()).into()),
        Some(Ok(token)) => {
            println!("{token}");
            Ok(())
        }
    }
}
