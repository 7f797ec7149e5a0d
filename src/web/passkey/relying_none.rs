//! A build without passkeys: it asks for none and takes none.

use crate::service::passkey::{Asserted, Opened};
use crate::web::passkey::ceremony::{Made, Person};

/// The register as devices know it: they do not.
pub enum Party {}

/// A passkey that is being made: there is none.
pub enum Adding {}

/// A passkey that is being used: there is none.
pub enum Showing {}

impl Party {
    /// None.
    pub const fn new(_base_url: &str, _name: &str) -> Option<Self> {
        None
    }

    /// Nothing.
    pub const fn add(&self, _person: &Person, _known: &[Opened]) -> Option<(String, Adding)> {
        match *self {}
    }

    /// Nothing.
    pub const fn added(&self, adding: &Adding, _answer: &str) -> Option<Made> {
        match *adding {}
    }

    /// Nothing.
    pub const fn show(&self, _keys: &[Opened]) -> Option<(String, Showing)> {
        match *self {}
    }

    /// Nothing.
    pub const fn shown(&self, showing: Showing, _answer: &str) -> Option<Asserted> {
        match showing {}
    }
}
