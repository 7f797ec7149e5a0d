//! Closed lists of words: enums whose values are kept, sent and read as one fixed text each.

/// A text that is none of the words of a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word: {0}")]
pub struct UnknownWord(pub String);

/// Makes an enum with `ALL`, `as_str`, `FromStr`, `Display`, serde and OpenAPI texts that agree,
/// and `message_id`: the id of its name in the message catalogue (`role-state-buyer`).
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident, $message:literal, { $($(#[$word_doc:meta])* $word:ident = $text:tt),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $text)] $word),*
        }

        impl $name {
            /// Every value, in the order in which lists show them.
            pub const ALL: &'static [Self] = &[$(Self::$word),*];

            /// The text by which it is kept and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text),* }
            }

            /// The id of its name in the message catalogue.
            #[must_use]
            pub fn message_id(self) -> String {
                format!("{}-{}", $message, self.as_str().replace('_', "-"))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::text_enum::UnknownWord;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                match s {
                    $($text => Ok(Self::$word),)*
                    _ => Err($crate::domain::text_enum::UnknownWord(s.to_owned())),
                }
            }
        }
    };
}
pub(crate) use text_enum;
