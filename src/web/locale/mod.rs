//! The reader's language: which one, its words, and how it writes numbers and days.
//!
//! # A new language
//! One line in the list of [`Locale`] below, one folder in `locales/` with the same files as `locales/en`,
//! and a `language-<tag>` message in every folder. `tests/it/messages.rs` says what is missing.
//!
//! # Words
//! Messages are [Fluent](https://projectfluent.org). Every `.ftl` file of a language's folder is read; a
//! new file needs no registration. [`text`] finds a message by its id; templates use the filters of
//! [`crate::web::filters`].

mod catalogue;
pub mod format;
mod negotiate;
mod page;

pub use catalogue::{Catalogue, text};
pub use negotiate::{COOKIE, PARAMETER, negotiate};
pub use page::{PageValues, SignedIn};

use crate::domain::violation::{Arg, OF_COLUMN, OF_LINE, OF_ROW, Violation};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

macro_rules! locales {
    ($($(#[$doc:meta])* $name:ident: $tag:literal, $forms:literal;)+) => {
        /// A language the register speaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Locale { $($(#[$doc])* $name),+ }

        impl Locale {
            /// Every language, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The language tag (BCP 47): the folder's name, the value of `lang=` and of the cookie.
            #[must_use]
            pub const fn tag(self) -> &'static str {
                match self { $(Self::$name => $tag),+ }
            }
            /// The tag by which the Unicode data writes numbers and days.
            #[must_use]
            pub const fn forms(self) -> &'static str {
                match self { $(Self::$name => $forms),+ }
            }
            fn formats(self) -> &'static format::Formats {
                match self { $(Self::$name => {
                    static FORMATS: LazyLock<format::Formats> = LazyLock::new(|| format::Formats::load(Locale::$name));
                    &FORMATS
                }),+ }
            }
            fn number_format(self, bundle: &mut catalogue::Bundle) {
                match self { $(Self::$name => bundle.set_formatter(Some(|value, _| catalogue::number(Self::$name, value)))),+ }
            }
        }
    };
}

locales! {
    /// English, with days and numbers as Great Britain and West Africa write them.
    En: "en", "en-GB";
    /// French.
    Fr: "fr", "fr";
}

impl Locale {
    /// The sign before the decimals, `.` or `,`: the `own` of `parse_decimal`.
    #[must_use]
    pub fn decimal_sign(self) -> char {
        self.formats().decimal_sign()
    }
    /// The language's name in that language.
    #[must_use]
    pub fn own_name(self) -> String {
        text(self, &format!("language-{}", self.tag()), &[])
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A tag of a language that is not spoken here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such language: {0}")]
pub struct LocaleError(pub String);

impl FromStr for Locale {
    type Err = LocaleError;
    /// Takes any tag whose first part is a known language: `fr`, `FR` and `fr-CF` are French.
    fn from_str(tag: &str) -> Result<Self, LocaleError> {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.iter().copied().find(|l| l.tag().eq_ignore_ascii_case(first)).ok_or_else(|| LocaleError(tag.to_owned()))
    }
}

/// A refusal in the reader's words: its message with every value written as the language writes it.
#[must_use]
pub fn violation_text(locale: Locale, violation: &Violation) -> String {
    let told = text(locale, &violation.message_id(), &violation.args);
    let of = |id: &str, names: &[&'static str]| {
        let said = names.iter().filter_map(|name| Some((*name, violation.arg(name)?.clone())));
        text(locale, id, &said.chain([("told", told.as_str().into())]).collect::<Vec<_>>())
    };
    match (violation.arg(OF_ROW), violation.arg(OF_LINE)) {
        (Some(_), _) => of("violation-of-row", &[OF_ROW, OF_COLUMN]),
        (None, Some(_)) => of("violation-of-line", &[OF_LINE]),
        (None, None) => told,
    }
}

/// The words for a code of the domain: prefix `role` and code `state_buyer` give the message `role-state-buyer`.
#[must_use]
pub fn label(locale: Locale, prefix: &str, code: &str) -> String {
    text(locale, &label_id(prefix, code), &[])
}

/// The id of a code's message.
#[must_use]
pub fn label_id(prefix: &str, code: &str) -> String {
    format!("{prefix}-{}", code.replace(['.', '_'], "-"))
}

/// A value for a message, from the types that pages hold, owned or borrowed.
pub trait ToArg {
    /// The value.
    fn to_arg(&self) -> Arg;
}

impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self) -> Arg {
        (**self).to_arg()
    }
}
impl ToArg for Arg {
    fn to_arg(&self) -> Arg {
        self.clone()
    }
}

macro_rules! to_arg {
    ($($type:ty),+) => {$(
        impl ToArg for $type {
            fn to_arg(&self) -> Arg { Arg::from(self.to_owned()) }
        }
    )+};
}
to_arg!(str, String, crate::domain::quantity::Mass, crate::domain::time::Day, crate::domain::time::Instant);

/// Any whole number, as the filters take it.
pub trait Whole {
    /// The number; the largest `i64` when it is larger still.
    fn whole(&self) -> i64;
}

impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}

macro_rules! whole {
    ($($type:ty),+) => {$(
        impl Whole for $type {
            fn whole(&self) -> i64 { i64::try_from(*self).unwrap_or(i64::MAX) }
        }
        impl ToArg for $type {
            fn to_arg(&self) -> Arg { Arg::Count(self.whole()) }
        }
    )+};
}
whole!(i16, i32, i64, u8, u16, u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Mass;

    #[test]
    fn tags_are_read_with_or_without_a_region() {
        assert_eq!("fr-CF".parse(), Ok(Locale::Fr));
        assert_eq!("EN".parse(), Ok(Locale::En));
        assert_eq!("frr".parse::<Locale>(), Err(LocaleError("frr".to_owned())));
        assert_eq!("".parse::<Locale>(), Err(LocaleError(String::new())));
    }

    #[test]
    fn each_language_calls_itself_by_its_own_name() {
        assert_eq!(Locale::En.own_name(), "English");
        assert_eq!(Locale::Fr.own_name(), "Français");
        for locale in Locale::ALL {
            assert_eq!(locale.tag().parse(), Ok(*locale));
        }
    }

    #[test]
    fn refusals_write_their_values_in_the_language() {
        let violation = Violation::on("too_long", "name").with("limit", 1200u32);
        assert_eq!(violation_text(Locale::En, &violation), "This is too long. Use at most 1,200 characters.");
        assert_eq!(violation_text(Locale::Fr, &violation), "Ce texte est trop long. Employez au plus 1\u{202f}200 caractères.");
        let violation = Violation::new("too_long").with("limit", 1i64);
        assert_eq!(violation_text(Locale::Fr, &violation), "Ce texte est trop long. Employez au plus 1 caractère.");
    }

    #[test]
    fn codes_have_labels() {
        assert_eq!(label(Locale::Fr, "role", "state_buyer"), "Acheteur d’État");
    }

    #[test]
    fn values_come_from_what_pages_hold() {
        assert_eq!((&&"a").to_arg(), Arg::Text("a".to_owned()));
        assert_eq!(3usize.to_arg(), Arg::Count(3));
        assert_eq!(u64::MAX.to_arg(), Arg::Count(i64::MAX));
        assert_eq!(Mass::ZERO.to_arg(), Arg::Mass(Mass::ZERO));
    }
}
