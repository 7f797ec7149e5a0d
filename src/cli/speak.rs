//! The console speaks the reader's language, also when something goes wrong.

use crate::domain::violation::Arg;
use crate::interop::archive::ArchiveError;
use crate::service::backup::BackupError;
use crate::service::error::ServiceError;
use crate::service::notary::Trouble;
use crate::service::setup::SetupError;
use crate::store::error::{Absent, StoreError};
use crate::store::keys::KeyFault;
use crate::web::locale::{Locale, text, violation_text};
use std::error::Error;
use std::sync::OnceLock;

/// A process speaks one language.
static LOCALE: OnceLock<Locale> = OnceLock::new();

/// The variables that name the language of programs, the first that is set (POSIX, "Internationalization Variables").
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Settles the language: the one asked for, else that of the environment.
pub fn choose(asked: Option<Locale>) {
    let locale = asked.unwrap_or_else(|| of_environment(|name| std::env::var(name).ok()));
    // Settled once; a second call changes nothing.
    let _ = LOCALE.set(locale);
}

/// `fr_CF.UTF-8` is French; what is not spoken here is English.
fn of_environment(get: impl Fn(&str) -> Option<String>) -> Locale {
    let tag = VARIABLES.iter().filter_map(|name| get(name)).find(|tag| !tag.is_empty()).unwrap_or_default();
    let tag = tag.split(['.', '@']).next().unwrap_or_default();
    tag.parse().unwrap_or(Locale::En)
}

/// The language of this process.
pub fn locale() -> Locale {
    LOCALE.get().copied().unwrap_or(Locale::En)
}

/// A message.
pub fn say(id: &str, args: &[(&str, Arg)]) -> String {
    text(locale(), id, args)
}

/// A whole number for a message.
pub fn count(n: impl TryInto<i64>) -> Arg {
    Arg::Count(n.try_into().unwrap_or(i64::MAX))
}

/// What went wrong, in words for whoever sits at the console; what is no error of ours stays as it is.
pub fn in_words(error: Box<dyn Error>) -> Box<dyn Error> {
    let told = if let Some(e) = error.downcast_ref::<ServiceError>() {
        of_service(e)
    } else if let Some(e) = error.downcast_ref::<SetupError>() {
        of_setup(e)
    } else if let Some(e) = error.downcast_ref::<StoreError>() {
        of_store(e)
    } else if let Some(e) = error.downcast_ref::<BackupError>() {
        of_backup(e)
    } else {
        return error;
    };
    told.into()
}

fn of_service(error: &ServiceError) -> String {
    match error {
        ServiceError::Refused(v) => v.0.iter().map(|v| violation_text(locale(), v)).collect::<Vec<_>>().join("\n"),
        ServiceError::ProveAgain => say("fault-prove-text", &[]),
        ServiceError::TokenSigns => say("fault-token-signs-text", &[]),
        ServiceError::NoFactor => say("fault-factor-text", &[]),
        ServiceError::Forbidden => say("fault-forbidden-text", &[]),
        ServiceError::NotFound(_) => say("fault-not-found-text", &[]),
        ServiceError::KeyReused => say("fault-conflict-text", &[]),
        ServiceError::Closed => say("cli-closed", &[]),
        ServiceError::OtherRules => say("fault-other-rules-text", &[]),
        ServiceError::Store(e) => of_store(e),
    }
}

/// Why a register is read only.
pub fn of_trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Missing { known, here } => say("closed-missing", &[("known", count(*known)), ("here", count(*here))]),
        Trouble::Changed { known } => say("closed-changed", &[("known", count(*known))]),
        Trouble::Torn { size, at } => say("closed-torn", &[("size", count(*size)), ("at", count(*at))]),
        Trouble::Untold { known } => say("closed-untold", &[("known", count(*known))]),
    }
}

fn of_setup(error: &SetupError) -> String {
    match error {
        SetupError::Store(e) => of_store(e),
        SetupError::Profile(e) => say("cli-profile-fault", &[("error", e.as_str().into())]),
        SetupError::Map(e) => say("cli-map-fault", &[("error", e.as_str().into())]),
        SetupError::OtherCountry { found, asked } => {
            say("cli-other-country", &[("found", found.as_str().into()), ("asked", asked.as_str().into())])
        }
        SetupError::OtherRules { since } => say("cli-other-rules", &[("since", (*since).into())]),
        SetupError::NotAdopted => say("cli-not-adopted", &[]),
        SetupError::KindsMissing { kinds } => say("cli-kinds-missing", &[("kinds", kinds.join(", ").into())]),
    }
}

fn of_store(error: &StoreError) -> String {
    let error = match error {
        StoreError::Absent { place, why } => return of_absent(place, why),
        StoreError::Busy(e) => return say("cli-busy", &[("error", e.as_str().into())]),
        StoreError::DiskFull => return say("cli-disk-full", &[]),
        StoreError::Open(e) => return say("cli-cannot-open", &[("error", e.as_str().into())]),
        StoreError::Damaged(e) => return say("cli-damaged", &[("error", e.as_str().into())]),
        StoreError::Keys(fault) => return of_keys(fault),
        StoreError::Outdated(versions) => return say("cli-outdated", &[("versions", versions.as_str().into())]),
        StoreError::Sealed(e) => return say("cli-sealed", &[("error", e.to_string().into())]),
        StoreError::Constraint(_) | StoreError::DiskFault(_) | StoreError::Lost(_) | StoreError::Database(_) => error.to_string(),
    };
    say("cli-database-fault", &[("error", error.into())])
}

/// What is wrong with a file of keys.
pub fn of_keys(fault: &KeyFault) -> String {
    let shown = |path: &str| ("path", Arg::from(path));
    match fault {
        KeyFault::Fault { path, error } => say("cli-keys-fault", &[shown(path), ("error", error.as_str().into())]),
        KeyFault::Open { path, rights } => say("cli-keys-open", &[shown(path), ("rights", format!("{rights:o}").into())]),
        KeyFault::Unreadable { path, line } => say("cli-keys-unreadable", &[shown(path), ("line", count(*line))]),
        KeyFault::Missing { path } => say("cli-keys-missing", &[shown(path)]),
        KeyFault::Other { path } => say("cli-keys-other", &[shown(path)]),
    }
}

fn of_backup(error: &BackupError) -> String {
    match error {
        BackupError::Archive(e) => of_archive(e),
        BackupError::Store(e) => of_store(e),
        BackupError::NotSetUp => say("cli-not-set-up", &[]),
        BackupError::There(place) => say("restore-there", &[("place", place.as_str().into())]),
        BackupError::NewerSchema(newest) => say("restore-newer-tables", &[("newest", newest.as_str().into())]),
        BackupError::OtherJournal => say("restore-other-journal", &[]),
        BackupError::Unsound(found) => say("restore-unsound", &[("found", count(found.len()))]),
    }
}

fn of_archive(error: &ArchiveError) -> String {
    match error {
        ArchiveError::Io(e) if e.kind() == std::io::ErrorKind::StorageFull => say("cli-disk-full", &[]),
        ArchiveError::Io(e) => say("backup-file-fault", &[("error", e.to_string().into())]),
        ArchiveError::NotOurs => say("restore-not-ours", &[]),
        ArchiveError::Encrypted => say("restore-encrypted", &[]),
        ArchiveError::NoKey => say("restore-no-key", &[]),
        ArchiveError::Recipient(typed) => say("backup-no-recipient", &[("typed", typed.as_str().into())]),
        ArchiveError::Identity(why) => say("restore-no-identity", &[("why", why.as_str().into())]),
        ArchiveError::Changed(at) => say("restore-changed", &[("at", at.as_str().into())]),
        ArchiveError::Newer(format) => say("restore-newer", &[("format", count(*format))]),
    }
}

fn of_absent(place: &str, why: &Absent) -> String {
    let place = if place.is_empty() { say("cli-the-database", &[]) } else { place.to_owned() };
    let what = match why {
        Absent::Scheme => return say("cli-no-scheme", &[]),
        Absent::NoFile => say("cli-no-file", &[("place", place.into())]),
        Absent::NoRegister => say("cli-no-register", &[("place", place.into())]),
        Absent::Unreadable(e) => say("cli-unreadable", &[("place", place.into()), ("error", e.as_str().into())]),
    };
    format!("{what} {}", say("cli-check-address", &[]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[("LANG", "fr_CF.UTF-8")], Locale::Fr)]
    #[case(&[("LANG", "fr_FR@euro")], Locale::Fr)]
    #[case(&[("LANG", "fr_FR.UTF-8"), ("LC_MESSAGES", "en_GB.UTF-8")], Locale::En)]
    #[case(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "fr")], Locale::Fr)]
    #[case(&[("LC_ALL", ""), ("LANG", "fr")], Locale::Fr)]
    #[case(&[("LC_ALL", "C"), ("LANG", "fr_FR.UTF-8")], Locale::En)]
    #[case(&[("LANG", "sw_CD.UTF-8")], Locale::En)]
    #[case(&[], Locale::En)]
    fn the_language_of_the_environment(#[case] set: &[(&str, &str)], #[case] locale: Locale) {
        let get = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(of_environment(get), locale);
    }
}
