//! Where the keys and the signed heads of a register are kept: away from the database, so that who takes or puts back
//! the one does not take or put back the other.

use super::speak::say;
use crate::domain::entry::sha256_hex;
use crate::store::connection::Address;
use std::path::{Path, PathBuf};

type Failed = Box<dyn std::error::Error>;

/// A short digest of a database's address; of a file's by its whole path, from wherever it was named.
fn mark(database: &str) -> String {
    let address = match Address::parse(database) {
        Ok(Address::Sqlite(path)) => std::path::absolute(&path).map_or(path, |whole| whole.to_string_lossy().into_owned()),
        _ => return sha256_hex(&[database.as_bytes()]).chars().take(12).collect(),
    };
    sha256_hex(&[format!("sqlite:{address}").as_bytes()]).chars().take(12).collect()
}

/// A folder of the account that runs this (XDG Base Directory Specification): the variable's, else one under its home.
fn of_account(variable: &str, under_home: &str, what: &str) -> Result<PathBuf, Failed> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let base = named(variable).or_else(|| named("HOME").map(|home| home.join(under_home)));
    Ok(base.map(|base| base.join("placer").join(what)).ok_or_else(|| say("cli-keys-nowhere", &[]))?)
}

fn filled(given: &Path, database: &str) -> PathBuf {
    PathBuf::from(given.to_string_lossy().replace("{database}", &mark(database)))
}

/// The folder of a register's keys: the one given, with a short digest of the database's address for `{database}`, else
/// one for it in the account's own folder for settings.
///
/// # Errors
/// In words for the operator, where no folder is given and the account has none.
pub fn keys(given: Option<&Path>, database: &str) -> Result<PathBuf, Failed> {
    match given {
        Some(keys) => Ok(filled(keys, database)),
        None => Ok(of_account("XDG_CONFIG_HOME", ".config", "keys")?.join(mark(database))),
    }
}

/// The folder of the signed heads: the one given, else one within the folder of the keys where that was given, else one
/// in the account's own folder for what programs keep.
///
/// # Errors
/// As [`keys`].
pub fn heads(given: Option<&Path>, keys: Option<&Path>, database: &str) -> Result<PathBuf, Failed> {
    match (given, keys) {
        (Some(heads), _) => Ok(filled(heads, database)),
        (None, Some(keys)) => Ok(filled(keys, database).join("heads")),
        (None, None) => Ok(of_account("XDG_STATE_HOME", ".local/state", "heads")?.join(mark(database))),
    }
}

/// The folder that holds an embedded database; none of a server's.
pub fn of_database(database: &str) -> Option<PathBuf> {
    let Ok(Address::Sqlite(path)) = Address::parse(database) else { return None };
    let folder = Path::new(&path).parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned);
    Some(folder)
}

/// Whether a folder is another one or lies within it.
pub fn within(folder: &Path, other: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    whole(folder).starts_with(whole(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_heads_are_never_beside_the_database_unless_somebody_says_so() {
        let database = "sqlite:/var/lib/placer/register.sqlite";
        let given = Path::new("/etc/placer/keys");
        assert_eq!(keys(Some(given), database).unwrap(), given);
        assert_eq!(heads(None, Some(given), database).unwrap(), given.join("heads"));
        assert_eq!(heads(Some(Path::new("/mnt/heads")), Some(given), database).unwrap(), Path::new("/mnt/heads"));
        // Of the account that runs the tests, where it has a home.
        if let (Ok(keys), Ok(heads)) = (keys(None, database), heads(None, None, database)) {
            let beside = of_database(database).unwrap();
            assert!(!within(&keys, &beside) && !within(&heads, &beside) && !within(&heads, &keys), "{keys:?} {heads:?}");
        }
        let one = filled(Path::new("/k/{database}"), "sqlite:placer.sqlite");
        let whole = std::env::current_dir().unwrap().join("placer.sqlite");
        assert_eq!(one, filled(Path::new("/k/{database}"), &format!("sqlite:{}", whole.display())), "from wherever it is named");
        assert_eq!(of_database("postgres://a@b/c"), None);
    }

    #[test]
    fn a_folder_within_another_is_told() {
        assert!(within(Path::new("/a/b/keys"), Path::new("/a/b")) && within(Path::new("/a/b"), Path::new("/a/b")));
        assert!(!within(Path::new("/a/bc"), Path::new("/a/b")) && !within(Path::new("/a"), Path::new("/a/b")));
    }
}
