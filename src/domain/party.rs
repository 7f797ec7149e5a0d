//! Parties: persons and organisations, with their roles.

use crate::domain::access::Belongs;
use crate::domain::country::country;
use crate::domain::entry::{canonical_json, sha256_hex};
use crate::domain::event::{PartyFacts, PartyKind, PartyState};
use crate::domain::ids::PartyId;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// A party without its personal details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Id.
    pub id: PartyId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// What the journal says.
    pub facts: PartyFacts,
    /// Entry that registered it.
    pub registered_seq: i64,
    /// Entry that last changed it.
    pub changed_seq: i64,
    /// Entry by which its personal details were erased, where nothing was written down since.
    pub erased_seq: Option<i64>,
}

impl Party {
    /// What the record belongs to: its office, and the party itself.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.facts.office, parties: vec![self.id] }
    }
    /// Whether it has a role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.facts.roles.contains(&role)
    }
}

/// A line of the history of where a party stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyStateChange {
    /// The entry.
    pub seq: i64,
    /// What it is from then on.
    pub state: PartyState,
    /// From which day.
    pub on: Day,
    /// Why.
    pub reason: String,
    /// Remarks.
    pub note: Option<String>,
}

/// Where a party stands on a day, by its history in the order of entries. Days never go back along it, so the last
/// line that has begun counts, and a line of the same day puts the one before right.
#[must_use]
pub fn party_state_on(history: &[PartyStateChange], day: Day) -> PartyState {
    history.iter().rev().find(|c| c.on <= day).map_or(PartyState::Active, |c| c.state)
}

/// Kinds of identity document; `registration` and `tax` are those of organisations too.
pub const ID_TYPES: [&str; 8] =
    ["national_id", "voter_card", "passport", "driving_licence", "residence_permit", "registration", "tax", "other"];

/// The earliest year of birth that is believed.
const BORN_FROM: i32 = 1900;
/// Most characters of one line, and of a text of several lines.
const LINE_MAX: usize = 200;
const TEXT_MAX: usize = 2_000;

/// Personal details: never in the journal in the clear. (KPCS Annex II 11 to 14, unverified: name, address,
/// nationality or residence status; the rest from national registers.)
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PartyDetails {
    /// Full name, or the firm's.
    pub name: String,
    /// Postal or village address.
    pub address: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub nationality: Option<String>,
    /// Country or status of residence in words.
    pub residence: Option<String>,
    /// Kind of identity document.
    pub id_type: Option<String>,
    /// Its number; the registration number of an organisation.
    pub id_number: Option<String>,
    /// Birth day, of a person.
    #[schema(value_type = Option<String>, format = Date)]
    pub born_on: Option<Day>,
    /// Birth place.
    pub birth_place: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Reference of a photograph on file.
    pub photo: Option<String>,
    /// Beneficial owners of an organisation, in words.
    pub owners: Option<String>,
    /// Remarks.
    pub note: Option<String>,
}

/// Characters nobody means to type: controls (line breaks aside), marks that turn the direction of writing and
/// so make a name look like another, and blanks without width.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{00ad}')
}

/// One line: blanks at the ends cut, those within single. Nothing when nothing is left.
fn line(text: Option<&str>) -> Option<String> {
    let text = text?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Several lines: line breaks as `\n`, blanks at the ends cut.
fn lines(text: Option<&str>) -> Option<String> {
    let text = text?.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

impl PartyDetails {
    /// The same with blanks put right and countries in capital letters.
    #[must_use]
    pub fn tidy(&self) -> Self {
        Self {
            name: line(Some(&self.name)).unwrap_or_default(),
            address: lines(self.address.as_deref()),
            nationality: line(self.nationality.as_deref()).map(|n| n.to_uppercase()),
            residence: line(self.residence.as_deref()),
            id_type: line(self.id_type.as_deref()),
            id_number: line(self.id_number.as_deref()),
            born_on: self.born_on,
            birth_place: line(self.birth_place.as_deref()),
            phone: line(self.phone.as_deref()),
            photo: line(self.photo.as_deref()),
            owners: lines(self.owners.as_deref()),
            note: lines(self.note.as_deref()),
        }
    }

    /// The same as somebody sees it who has to ask for all of it: the first letters of a person's name, the last signs of
    /// long numbers, and nothing that tells one of many apart. The name of an organisation is not personal.
    #[must_use]
    pub fn masked(&self, kind: PartyKind, knows_name: bool) -> Self {
        let name = if knows_name || kind == PartyKind::Organisation { self.name.clone() } else { initials(&self.name) };
        let kept = |text: &Option<String>| text.as_ref().map(|_| HIDDEN.to_owned());
        Self {
            name,
            address: kept(&self.address),
            nationality: self.nationality.clone(),
            residence: kept(&self.residence),
            id_type: self.id_type.clone(),
            id_number: self.id_number.as_deref().map(last_signs),
            born_on: None,
            birth_place: kept(&self.birth_place),
            phone: self.phone.as_deref().map(last_signs),
            photo: kept(&self.photo),
            owners: kept(&self.owners),
            note: kept(&self.note),
        }
    }

    fn one_lines(&self) -> [(&'static str, Option<&str>); 8] {
        [
            ("name", Some(&self.name)),
            ("nationality", self.nationality.as_deref()),
            ("residence", self.residence.as_deref()),
            ("id_type", self.id_type.as_deref()),
            ("id_number", self.id_number.as_deref()),
            ("birth_place", self.birth_place.as_deref()),
            ("phone", self.phone.as_deref()),
            ("photo", self.photo.as_deref()),
        ]
    }

    /// Notes everything that is wrong with (tidy) details of a party of this kind.
    ///
    /// `required`, `too_long`, `party.hidden`, `party.name_letters`, `party.country`, `party.id_both`, `party.id_number`,
    /// `party.born`, `party.phone`, `party.person_only`, `party.organisation_only`, `day.future`, `unknown_choice`.
    pub fn check(&self, kind: PartyKind, today: Day, v: &mut Violations) {
        let texts = [("address", self.address.as_deref()), ("owners", self.owners.as_deref()), ("note", self.note.as_deref())];
        for (most, fields) in [(LINE_MAX, self.one_lines().as_slice()), (TEXT_MAX, texts.as_slice())] {
            for (field, text) in fields {
                let Some(text) = text else { continue };
                v.check(text.chars().count() <= most, || {
                    Violation::on("too_long", *field).with("limit", i64::try_from(most).unwrap_or(i64::MAX))
                });
                v.check(!text.contains(is_hidden), || Violation::on("party.hidden", *field));
            }
        }
        self.check_identity(v);
        self.check_birth(kind, today, v);
        if kind == PartyKind::Person {
            v.check(self.owners.is_none(), || Violation::on("party.organisation_only", "owners"));
        }
    }

    fn check_identity(&self, v: &mut Violations) {
        if self.name.is_empty() {
            v.push(Violation::on("required", "name"));
        } else {
            v.check(self.name.chars().any(char::is_alphabetic), || Violation::on("party.name_letters", "name"));
        }
        if let Some(code) = &self.nationality {
            v.check(country(code).is_some(), || Violation::on("party.country", "nationality").with("typed", code.as_str()));
        }
        if let Some(id_type) = self.id_type.as_deref() {
            v.check(ID_TYPES.contains(&id_type), || Violation::on("unknown_choice", "id_type"));
            v.check(self.id_number.is_some(), || Violation::on("party.id_both", "id_number"));
        }
        if let Some(number) = &self.id_number {
            v.check(self.id_type.is_some(), || Violation::on("party.id_both", "id_type"));
            v.check(number.chars().any(char::is_alphanumeric), || Violation::on("party.id_number", "id_number"));
        }
        if let Some(phone) = &self.phone {
            let digits = phone.chars().filter(char::is_ascii_digit).count();
            let plain = phone.chars().all(|c| c.is_ascii_digit() || " +-./()".contains(c));
            v.check(plain && (6..=15).contains(&digits), || Violation::on("party.phone", "phone"));
        }
    }

    fn check_birth(&self, kind: PartyKind, today: Day, v: &mut Violations) {
        if kind == PartyKind::Organisation {
            v.check(self.born_on.is_none(), || Violation::on("party.person_only", "born_on"));
            v.check(self.birth_place.is_none(), || Violation::on("party.person_only", "birth_place"));
        } else if let Some(born) = self.born_on {
            v.check(born <= today, || Violation::on("day.future", "born_on"));
            v.check(born.year() >= BORN_FROM, || Violation::on("party.born", "born_on"));
        }
    }
}

/// What stands for that which is not shown.
const HIDDEN: &str = "…";
/// So many signs of a number are shown at its end, and only where as many again and one more stay hidden.
const LAST_SIGNS: usize = 3;

/// `Amara Kallon` is `A… K…`.
fn initials(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().filter_map(|w| w.chars().next()).map(|c| format!("{c}{HIDDEN}")).collect();
    words.join(" ")
}

fn last_signs(number: &str) -> String {
    // What is masked already shows no less the second time.
    if number.starts_with(HIDDEN) {
        return number.to_owned();
    }
    let signs: Vec<char> = number.chars().filter(|c| c.is_alphanumeric()).collect();
    let most = if signs.len() > LAST_SIGNS.saturating_mul(2) { LAST_SIGNS } else { 0 };
    let end: String = signs.iter().skip(signs.len().saturating_sub(most)).collect();
    format!("{HIDDEN}{end}")
}

/// What stands in the journal for personal details: `SHA-256(salt || canonical JSON)`, in hex. Without the
/// salt (16 random bytes, in hex) nothing can be guessed from it.
///
/// # Errors
/// When the details cannot be written as JSON (never seen).
pub fn details_digest(salt: &str, details: &PartyDetails) -> Result<String, serde_json::Error> {
    Ok(sha256_hex(&[salt.as_bytes(), canonical_json(details)?.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(kind: PartyKind, details: &PartyDetails) -> Vec<(&'static str, String)> {
        let mut v = Violations::none();
        details.tidy().check(kind, "2026-06-01".parse().unwrap(), &mut v);
        v.0.into_iter().map(|v| (v.code, v.field.unwrap_or_default())).collect()
    }

    #[test]
    fn names_keep_their_letters_and_lose_stray_blanks() {
        let details =
            PartyDetails { name: "  Ŋgɔ́  M'Baye\u{a0}".into(), address: Some("Koidu\r\nKono\n ".into()), ..PartyDetails::default() };
        let tidy = details.tidy();
        assert_eq!(tidy.name, "Ŋgɔ́ M'Baye");
        assert_eq!(tidy.address.as_deref(), Some("Koidu\nKono"));
        assert_eq!(wrong(PartyKind::Person, &details), []);
    }

    #[test]
    fn names_that_look_like_others_are_refused() {
        for bad in ["Ama\u{202e}araK", "Ka\u{200b}mara", "Ka\u{7}mara", "\u{feff}Kamara", "Kam\u{ad}ara"] {
            let details = PartyDetails { name: bad.into(), ..PartyDetails::default() };
            assert_eq!(wrong(PartyKind::Person, &details), [("party.hidden", "name".to_owned())], "{bad:?}");
        }
        let digits = PartyDetails { name: "12 - 3".into(), ..PartyDetails::default() };
        assert_eq!(wrong(PartyKind::Person, &digits), [("party.name_letters", "name".to_owned())]);
    }

    #[test]
    fn masked_details_tell_nobody_apart() {
        let details = PartyDetails {
            name: "Amara  Élie Kallon".into(),
            address: Some("7, Plankton Street".into()),
            id_number: Some("NIN-0012-345".into()),
            phone: Some("12345".into()),
            born_on: Some("1990-01-01".parse().unwrap()),
            note: Some("left-handed".into()),
            ..PartyDetails::default()
        };
        let masked = details.masked(PartyKind::Person, false);
        let dots = Some("…".to_owned());
        assert_eq!((masked.name.as_str(), masked.id_number.as_deref(), masked.phone), ("A… É… K…", Some("…345"), dots.clone()));
        assert_eq!((masked.born_on, masked.address, masked.note, masked.owners), (None, dots.clone(), dots, None));
        assert_eq!(details.masked(PartyKind::Person, true).name, details.name);
        assert_eq!(details.masked(PartyKind::Organisation, false).name, details.name);
        assert_eq!(details.masked(PartyKind::Person, true).masked(PartyKind::Person, true), details.masked(PartyKind::Person, true));
    }

    #[test]
    fn a_firm_has_no_birth_and_a_person_no_owners() {
        let born = Some("1990-01-01".parse().unwrap());
        let of_person = PartyDetails { name: "A".into(), born_on: born, birth_place: Some("Bo".into()), ..PartyDetails::default() };
        assert_eq!(wrong(PartyKind::Person, &of_person), []);
        let codes: Vec<_> = wrong(PartyKind::Organisation, &of_person).into_iter().map(|w| w.0).collect();
        assert_eq!(codes, ["party.person_only", "party.person_only"]);
        let owned = PartyDetails { name: "A".into(), owners: Some("B".into()), ..PartyDetails::default() };
        assert_eq!(wrong(PartyKind::Organisation, &owned), []);
        assert_eq!(wrong(PartyKind::Person, &owned), [("party.organisation_only", "owners".to_owned())]);
    }
}
