//! When two records may be of the same person or firm.
//!
//! Names are spelt in many ways: *Kouamé* and *Kwame*, *Diallo* and *Jalloh*, *N'Guessan* and *Nguessan*, words in
//! another order, a middle name left out. Each word of a name is therefore reduced to the sounds that its spellings
//! share ([`skeleton`]), and two names are alike when two of their words are (or the one, where there is only one).
//! A name alone says little, so for a person it counts together with the birth day (also with day and month
//! exchanged), with the birth year where only the year was known (written as 1 January), or with the birth place.
//! An ID number or a telephone number counts by itself.
//!
//! Every likeness is a key, and keys are kept in a table: who may be the same is one look-up, and the same names give
//! the same keys on every machine.

use crate::domain::party::PartyDetails;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use crate::store::text::fold;
use chrono::Datelike;

text_enum! {
    /// What two records have in common.
    Likeness, "likeness", {
        /// The number of an identity document or of a registration.
        IdNumber = "id_number",
        /// A similar name and the birth day.
        NameAndBirth = "name_and_birth",
        /// A similar name and the birth place.
        NameAndPlace = "name_and_place",
        /// The telephone.
        Phone = "phone",
        /// The name of a firm.
        FirmName = "firm_name",
        /// The very same name, and of one of the two no birth day is known that would tell them apart.
        SameName = "same_name",
    }
}

/// Words that come and go before a name.
const TITLES: [&str; 16] =
    ["alhaji", "alhaj", "alhadji", "elhadj", "elhadji", "hadj", "hadji", "haja", "hadja", "mr", "mrs", "ms", "mme", "dr", "chief", "pa"];
/// Words that come and go behind the name of a firm.
const FIRM_WORDS: [&str; 16] =
    ["ltd", "limited", "sarl", "sa", "sas", "co", "company", "inc", "plc", "llc", "ets", "etablissements", "societe", "the", "and", "et"];
/// Names with more words than this are compared by their first ones: the number of pairs grows with the square.
const WORDS_MAX: usize = 6;
/// Fewer digits are no telephone number.
const PHONE_DIGITS: usize = 6;

/// The keys under which a record is kept.
#[must_use]
pub fn match_keys(details: &PartyDetails) -> Vec<String> {
    let mut keys: Vec<String> = plain_keys(details).into_iter().map(|(key, _)| key).collect();
    let pairs = name_pairs(&details.name);
    if let Some(born) = details.born_on {
        for pair in &pairs {
            keys.push(format!("day {born} {pair}"));
            keys.push(format!("year {} {pair}", born.year()));
            if year_only(born) {
                keys.push(format!("about {} {pair}", born.year()));
            }
        }
    }
    keys.extend(place_keys(details, &pairs));
    keys.extend(Some(name_key(&details.name)).filter(|_| fold(&details.name).contains(' ')));
    keys.sort();
    keys.dedup();
    keys
}

/// The key of exactly this name.
pub(super) fn name_key(name: &str) -> String {
    format!("name {name}")
}

/// The keys under which others are looked for, each with what it means.
#[must_use]
pub fn lookup_keys(details: &PartyDetails) -> Vec<(String, Likeness)> {
    let mut keys = plain_keys(details);
    let pairs = name_pairs(&details.name);
    if let Some(born) = details.born_on {
        let exchanged = Day::from_ymd_opt(born.year(), born.day(), born.month());
        for pair in &pairs {
            keys.push((format!("day {born} {pair}"), Likeness::NameAndBirth));
            keys.extend(exchanged.map(|day| (format!("day {day} {pair}"), Likeness::NameAndBirth)));
            // Whoever knows only his year meets everybody of that year, and everybody meets him.
            let kept_as = if year_only(born) { "year" } else { "about" };
            keys.push((format!("{kept_as} {} {pair}", born.year()), Likeness::NameAndBirth));
        }
    }
    keys.extend(place_keys(details, &pairs).into_iter().map(|key| (key, Likeness::NameAndPlace)));
    keys.sort();
    keys.dedup();
    keys
}

/// Registers that know only the year write the first of January.
fn year_only(born: Day) -> bool {
    born.month() == 1 && born.day() == 1
}

/// The keys that are looked for as they are kept.
fn plain_keys(details: &PartyDetails) -> Vec<(String, Likeness)> {
    let mut keys = Vec::new();
    let squeezed = |text: &str| fold(text).chars().filter(|c| *c != ' ').collect::<String>();
    if let Some(id) = details.id_number.as_deref().map(squeezed).filter(|id| !id.is_empty()) {
        keys.push((format!("id {id}"), Likeness::IdNumber));
    }
    if let Some(phone) = details.phone.as_deref().and_then(phone_key) {
        keys.push((format!("phone {phone}"), Likeness::Phone));
    }
    // Birth belongs to persons; without it and with owners or a registration this is a firm, found by its name.
    if details.born_on.is_none() && details.birth_place.is_none() {
        let words: Vec<String> = skeletons(&details.name, &FIRM_WORDS);
        if words.len() > 1 {
            keys.push((format!("firm {}", words.join(" ")), Likeness::FirmName));
        }
    }
    keys
}

/// The last digits of a telephone number: the country's prefix or the leading zero may be there or not.
fn phone_key(phone: &str) -> Option<String> {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < PHONE_DIGITS {
        return None;
    }
    Some(digits.iter().skip(digits.len().saturating_sub(8)).collect())
}

fn place_keys(details: &PartyDetails, pairs: &[String]) -> Vec<String> {
    let Some(place) = &details.birth_place else { return Vec::new() };
    let place = skeletons(place, &[]).join(" ");
    if place.is_empty() {
        return Vec::new();
    }
    pairs.iter().map(|pair| format!("place {place} {pair}")).collect()
}

/// Every two words of a name as skeletons, or the one.
fn name_pairs(name: &str) -> Vec<String> {
    let mut words = skeletons(name, &TITLES);
    words.truncate(WORDS_MAX);
    if let [only] = words.as_slice() {
        return vec![only.clone()];
    }
    let mut pairs = Vec::new();
    for (at, first) in words.iter().enumerate() {
        for second in words.iter().skip(at.saturating_add(1)) {
            pairs.push(format!("{first} {second}"));
        }
    }
    pairs
}

/// The skeletons of the words of a name, sorted, each once; initials and words of the list are left out.
fn skeletons(name: &str, without: &[&str]) -> Vec<String> {
    let joined: String = name.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')).collect();
    let folded = fold(&joined);
    let mut words: Vec<String> = folded.split(' ').filter(|w| w.chars().count() > 1 && !without.contains(w)).map(skeleton).collect();
    words.sort();
    words.dedup();
    words
}

/// Spellings of one sound, longest first. `S` is any hiss, `J` any soft j; both are written back in small letters.
const SOUNDS: [(&str, &str); 30] = [
    ("tsch", "S"),
    ("tsh", "S"),
    ("tch", "S"),
    ("sch", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("ts", "S"),
    ("ce", "Se"),
    ("ci", "Si"),
    ("cy", "Si"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("dia", "Ja"),
    ("die", "Je"),
    ("dio", "Jo"),
    ("diu", "Ju"),
    ("dj", "J"),
    ("ge", "Je"),
    ("gi", "Ji"),
    ("j", "J"),
    ("ph", "f"),
    ("gh", "g"),
    ("kh", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("q", "k"),
    ("c", "k"),
    ("z", "S"),
    ("v", "f"),
    ("x", "kS"),
];

/// The sounds that spellings of one name share: consonants in classes, doubled letters once, vowels with h, w and y
/// left out, but a word that begins with one of them keeps an `a` in front.
#[must_use]
fn skeleton(word: &str) -> String {
    let mut sounds = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let (sound, taken) = match SOUNDS.iter().find(|(spelt, _)| rest.starts_with(spelt)) {
            Some((spelt, sound)) => ((*sound).to_owned(), spelt.len()),
            None => (first.to_string(), first.len_utf8()),
        };
        sounds.push_str(&sound);
        rest = rest.get(taken..).unwrap_or("");
    }
    let mut bones = String::new();
    let mut before = None;
    for c in sounds.chars().flat_map(char::to_lowercase) {
        let open = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h');
        if open && before.is_none() {
            bones.push('a');
        }
        if !open && before != Some(c) {
            bones.push(c);
        }
        before = Some(c);
    }
    // An n before b or p is spoken m.
    bones.replace("nb", "mb").replace("np", "mp")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, born: Option<&str>, place: Option<&str>) -> PartyDetails {
        PartyDetails {
            name: name.into(),
            born_on: born.map(|d| d.parse().unwrap()),
            birth_place: place.map(str::to_owned),
            ..PartyDetails::default()
        }
    }

    fn why(kept: &PartyDetails, new: &PartyDetails) -> Vec<Likeness> {
        let kept = match_keys(kept);
        let mut found: Vec<Likeness> = lookup_keys(new).into_iter().filter(|(key, _)| kept.contains(key)).map(|(_, l)| l).collect();
        found.dedup();
        found
    }

    #[test]
    fn spellings_of_one_name_have_one_skeleton() {
        for spellings in [
            &["Kouamé", "Kwame", "Kouame", "KOUAMÉ"][..],
            &["Diallo", "Djallo", "Jalloh", "Jallow", "Diallow"],
            &["Mohamed", "Mohammed", "Muhammad", "Mohamad"],
            &["Kamara", "Camara", "Kamarah"],
            &["Conteh", "Konté", "Conté", "Konteh"],
            &["Touré", "Turay", "Touray", "Ture"],
            &["Cissé", "Sissé", "Cisse", "Cissay"],
            &["Barry", "Barrie", "Bari"],
            &["Bah", "Ba"],
            &["Tshibangu", "Cibangu", "Tchibangu"],
            &["Ousmane", "Usman", "Osman", "Ousman"],
            &["Yusuf", "Youssouf", "Yousouf", "Yussuf"],
            &["Ibrahim", "Ibrahima", "Ebrahim"],
            &["Abdoulaye", "Abdulai", "Abdulaye"],
            &["Sekou", "Sheku", "Cheikou"],
            &["Tarawally", "Tarawalie", "Tarawali"],
            &["N'Guessan", "NGuessan", "Nguessan", "N’Guéssan"],
            &["M'Baye", "Mbaye"],
            &["Diaby", "Jabbie", "Diabi"],
            &["Hassan", "Hassane", "Assane"],
            &["Fatmata", "Fatoumata", "Fatimata", "Fatoumatta"],
            &["Kombo", "Konbo"],
        ] {
            let first = skeletons(spellings[0], &[]);
            for other in spellings {
                assert_eq!(skeletons(other, &[]), first, "{other} and {}", spellings[0]);
            }
        }
    }

    #[test]
    fn other_names_stay_apart() {
        for (one, other) in [
            ("Kamara", "Koroma"),
            ("Sesay", "Sissoko"),
            ("Conteh", "Kanu"),
            ("Bangura", "Bundu"),
            ("Kabongo", "Kalala"),
            ("Diallo", "Diarra"),
            ("Aminata", "Mariama"),
        ] {
            assert_ne!(skeletons(one, &[]), skeletons(other, &[]), "{one} and {other}");
        }
    }

    #[test]
    fn a_similar_name_counts_with_the_birth_day_or_place() {
        let kept = person("Mohamed Lamin Kamara", Some("1985-03-04"), Some("Koidu"));
        let birth = [Likeness::NameAndBirth];
        assert_eq!(why(&kept, &person("CAMARA Mohammed", Some("1985-03-04"), None)), birth, "order, spelling, a name left out");
        assert_eq!(why(&kept, &person("Muhammad Kamara", Some("1985-04-03"), None)), birth, "day and month exchanged");
        assert_eq!(why(&kept, &person("Alhaji M. L. Kamara Mohamed", Some("1985-01-01"), None)), birth, "only the year known");
        assert_eq!(why(&kept, &person("Mohamed Kamara", None, Some("KOÏDU"))), [Likeness::NameAndPlace]);
        assert_eq!(why(&kept, &person("Mohamed Kamara", Some("1985-03-05"), None)), [], "another day");
        assert_eq!(why(&kept, &person("Mohamed Kamara", None, None)), [], "a name alone says nothing");
        assert_eq!(why(&kept, &person("Mohamed Sesay", Some("1985-03-04"), Some("Koidu"))), [], "one word of two");
        let year = person("Mohamed Kamara", Some("1985-01-01"), None);
        assert_eq!(why(&year, &person("Mohamed Kamara", Some("1985-09-30"), None)), birth, "the kept one knows only the year");
        assert_eq!(why(&person("Pelé", Some("1990-02-02"), None), &person("Pele", Some("1990-02-02"), None)), birth, "one word");
    }

    #[test]
    fn numbers_count_by_themselves_however_they_are_written() {
        let with = |id: &str, phone: &str| PartyDetails {
            name: "Amara Bah".into(),
            id_number: Some(id.into()),
            phone: Some(phone.into()),
            born_on: Some("1980-05-05".parse().unwrap()),
            ..PartyDetails::default()
        };
        let mut other = with("sl 0012-34x", "076 123 456");
        other.name = "Quite Different".into();
        assert_eq!(why(&with("SL001234X", "+232 76 123456"), &other), [Likeness::IdNumber, Likeness::Phone]);
        assert_eq!(why(&with("1", "12345"), &with("2", "12345")), [Likeness::NameAndBirth], "five digits are no telephone number");
    }

    #[test]
    fn firms_are_found_by_their_name_without_its_form() {
        let firm = |name: &str| person(name, None, None);
        assert_eq!(why(&firm("Sewa River Diamonds Ltd"), &firm("SEWA RIVER DIAMONDS Limited")), [Likeness::FirmName]);
        assert_eq!(why(&firm("Sewa River Diamonds Ltd"), &firm("Moa River Diamonds Ltd")), []);
    }

    #[test]
    fn nothing_typed_gives_no_key() {
        assert_eq!(match_keys(&PartyDetails::default()), Vec::<String>::new());
        assert_eq!(match_keys(&person("'' - .", Some("1985-03-04"), Some("..."))), Vec::<String>::new());
    }
}
