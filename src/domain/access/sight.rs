//! How much of personal details somebody is shown, and whose names he is told.

use super::{AccountRole, Actor, Belongs, Permission, Reach, reach};
use crate::domain::text_enum::text_enum;

/// How much of a party's personal details somebody is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it at once: he registers people for the office that keeps the record, or it is his own.
    Full,
    /// Masked, and all of it when he asks and says what for.
    Asked,
    /// Nothing.
    Nothing,
}

/// The one decision about personal details. Whoever sees them in full leaves a record, asked or not.
#[must_use]
pub fn sight(actor: &Actor, thing: &Belongs) -> Sight {
    use AccountRole as R;
    if !reach(actor, Permission::DetailsRead).covers(thing) {
        return Sight::Nothing;
    }
    match actor.role {
        R::Registrar | R::Supervisor | R::Buyer | R::Exporter => Sight::Full,
        R::Officer | R::Approver | R::Reviewer => Sight::Asked,
        R::Administrator => Sight::Nothing,
    }
}

/// Whose names somebody is told in lists and traces. A firm's name is not personal, so it is told wherever details could
/// be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Naming {
    /// Of persons.
    pub persons: Reach,
    /// Of organisations.
    pub firms: Reach,
}

impl Naming {
    /// Whose names an actor is told.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        Self { persons: reach(actor, Permission::NamesRead), firms: reach(actor, Permission::DetailsRead) }
    }
    /// Whether the name of a party is told.
    #[must_use]
    pub fn covers(self, firm: bool, thing: &Belongs) -> bool {
        let reach = if firm { self.firms } else { self.persons };
        reach.covers(thing)
    }
}

impl From<Reach> for Naming {
    fn from(reach: Reach) -> Self {
        Self { persons: reach, firms: reach }
    }
}

text_enum! {
    /// Where personal details were read in full.
    ReadVia, "read-via", {
        /// The page of the party.
        Page = "page",
        /// The page of the party, on asking.
        Asked = "asked",
        /// The form that changes the record.
        Edit = "edit",
        /// The comparison with likely duplicates.
        Duplicates = "duplicates",
        /// The certificate as it is printed.
        Certificate = "certificate",
        /// The interface for programs.
        Api = "api",
    }
}
