//! Whose cosignatures a head needs, after C2SP tlog-policy: witnesses, groups of them, and the group that must be
//! satisfied.

use crate::domain::note::{KeyKind, VerifierKey};
use std::collections::HashMap;

/// A witness as the policy names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its name in the policy.
    pub name: String,
    /// The key that its cosignatures are checked with.
    pub key: VerifierKey,
    /// Where heads are sent to, without a slash at the end; none where nobody asks it from here.
    pub url: Option<String>,
}

/// Who is asked, and how many must answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// The witnesses, in the order of the file.
    pub witnesses: Vec<Witness>,
    groups: Vec<(String, usize, Vec<String>)>,
    quorum: Option<String>,
}

/// What is wrong with a line of a policy: its number from 1, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct PolicyError {
    /// Which line; 0 for the whole.
    pub line: usize,
    /// Why.
    pub why: String,
}

impl Policy {
    /// Reads a policy. Empty lines and those that begin with `#` are passed over.
    ///
    /// # Errors
    /// [`PolicyError`] for the first line that does not read.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut policy = Self::default();
        for (at, line) in text.lines().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if words.first().is_some_and(|first| !first.starts_with('#')) {
                policy.take(&words).map_err(|why| PolicyError { line: at.saturating_add(1), why })?;
            }
        }
        if policy.quorum.is_none() {
            return Err(PolicyError { line: 0, why: "there is no quorum line".to_owned() });
        }
        Ok(policy)
    }

    fn knows(&self, name: &str) -> bool {
        self.witnesses.iter().any(|w| w.name == name) || self.groups.iter().any(|(group, ..)| group == name)
    }

    fn take(&mut self, words: &[&str]) -> Result<(), String> {
        match words {
            ["log", ..] => Ok(()),
            ["witness", name, key, rest @ ..] => {
                let key: VerifierKey = key.parse().map_err(|e| format!("{e}"))?;
                let url = match rest {
                    [] => None,
                    [url] if url.starts_with("http://") || url.starts_with("https://") => Some(url.trim_end_matches('/').to_owned()),
                    _ => return Err("a witness has a name, a key and perhaps an address with http:// or https://".to_owned()),
                };
                if key.kind != KeyKind::Witness {
                    return Err("this is the key of a log, not of a witness".to_owned());
                }
                if self.knows(name) || self.witnesses.iter().any(|w| w.key == key) {
                    return Err(format!("{name} or its key is named twice"));
                }
                self.witnesses.push(Witness { name: (*name).to_owned(), key, url });
                Ok(())
            }
            ["group", name, least, members @ ..] if !members.is_empty() => {
                let least = match *least {
                    "any" => 1,
                    "all" => members.len(),
                    number => number.parse().ok().filter(|n| (1..=members.len()).contains(n)).ok_or("more are needed than there are")?,
                };
                if let Some(unknown) = members.iter().find(|m| !self.knows(m)) {
                    return Err(format!("{unknown} is not named before"));
                }
                if self.knows(name) {
                    return Err(format!("{name} is named twice"));
                }
                self.groups.push(((*name).to_owned(), least, members.iter().map(|m| (*m).to_owned()).collect()));
                Ok(())
            }
            ["quorum", name] if self.quorum.is_none() => {
                if *name != "none" && !self.knows(name) {
                    return Err(format!("{name} is not named before"));
                }
                self.quorum = Some((*name).to_owned());
                Ok(())
            }
            _ => Err("not a line of a policy".to_owned()),
        }
    }

    /// Whether the witnesses with these keys are enough.
    #[must_use]
    pub fn satisfied(&self, signed: &[&VerifierKey]) -> bool {
        let mut known: HashMap<&str, bool> = self.witnesses.iter().map(|w| (w.name.as_str(), signed.contains(&&w.key))).collect();
        for (name, least, members) in &self.groups {
            let have = members.iter().filter(|m| known.get(m.as_str()).copied().unwrap_or(false)).count();
            known.insert(name, have >= *least);
        }
        match self.quorum.as_deref() {
            None | Some("none") => true,
            Some(name) => known.get(name).copied().unwrap_or(false),
        }
    }

    /// How many witnesses of how many are needed, where the quorum is one plain group of witnesses.
    #[must_use]
    pub fn needed(&self) -> Option<(usize, usize)> {
        let quorum = self.quorum.as_deref()?;
        let (_, least, members) = self.groups.iter().find(|(name, ..)| name == quorum)?;
        members.iter().all(|m| self.witnesses.iter().any(|w| w.name == *m)).then_some((*least, members.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::note::SignerKey;

    fn key(seed: u8) -> VerifierKey {
        SignerKey::new(&format!("w{seed}.example"), KeyKind::Witness, &[seed; 32]).unwrap().verifier()
    }

    fn text() -> String {
        format!(
            "# three\nlog ignored\n\nwitness a {} https://a.example/\nwitness b {} http://127.0.0.1:1\nwitness c {}\ngroup most 2 a b c\nquorum most\n",
            key(1),
            key(2),
            key(3)
        )
    }

    #[test]
    fn two_of_three() {
        let policy = Policy::parse(&text()).unwrap();
        assert_eq!(policy.needed(), Some((2, 3)));
        assert_eq!(policy.witnesses[0].url.as_deref(), Some("https://a.example"));
        let (a, b, c) = (key(1), key(2), key(3));
        assert!(!policy.satisfied(&[]) && !policy.satisfied(&[&a]) && !policy.satisfied(&[&a, &a]));
        assert!(policy.satisfied(&[&a, &c]) && policy.satisfied(&[&b, &c, &a]));
        assert!(Policy::default().satisfied(&[]), "nobody is asked where there is no policy");
        assert!(Policy::parse("quorum none\n").unwrap().satisfied(&[]));
    }

    #[test]
    fn groups_of_groups() {
        let nested = text().replace("quorum most\n", "group inner any a b\ngroup outer all inner c\nquorum outer\n");
        let policy = Policy::parse(&nested).unwrap();
        let (a, b, c) = (key(1), key(2), key(3));
        assert!(policy.satisfied(&[&a, &c]) && policy.satisfied(&[&b, &c]) && !policy.satisfied(&[&a, &b]) && !policy.satisfied(&[&c]));
        assert_eq!(policy.needed(), None);
    }

    #[test]
    fn what_does_not_read_is_told_with_its_line() {
        let log = SignerKey::new("log.example", KeyKind::Log, &[9; 32]).unwrap().verifier();
        for (bad, line) in [
            (String::new(), 0),
            ("witness a".to_owned(), 1),
            (format!("witness a {}", log), 1),
            (format!("witness a {} ftp://x", key(1)), 1),
            (format!("witness a {0}\nwitness a {0}", key(1)), 2),
            (format!("witness a {}\ngroup g 2 a\nquorum g", key(1)), 2),
            (format!("witness a {}\ngroup g 0 a\nquorum g", key(1)), 2),
            ("group g 1 nobody".to_owned(), 1),
            ("quorum nobody".to_owned(), 1),
            ("quorum none\nquorum none".to_owned(), 2),
            ("nonsense".to_owned(), 1),
        ] {
            assert_eq!(Policy::parse(&bad).unwrap_err().line, line, "{bad}");
        }
    }
}
