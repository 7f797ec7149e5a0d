//! What the three kinds of records have in common.

use super::record::Record;
use crate::domain::access::Permission;
use crate::domain::event::{Event, Reference};
use crate::domain::violation::Violation;
use crate::interop::mapping::{Field, Mapping, MappingProblem};
use crate::service::error::ServiceError;
use crate::service::{Act, Batch, Command, Env};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::Receipt;
use std::fmt::Display;
use std::sync::Arc;

/// A record that is there already.
pub(super) struct Known<N: Noun> {
    pub id: N::Id,
    pub current: N::Draft,
}

/// One kind of records.
pub(super) trait Noun: Sized {
    /// What a file can fill.
    const FIELDS: &'static [Field];
    /// What the account must be allowed besides importing.
    const PERMISSION: Permission;
    /// Id of a record.
    type Id: Copy + Display;
    /// The command that makes a new record.
    type Register: Command;
    /// What a row says, or a record: the same form for both, so that they can be compared.
    type Draft: Clone + PartialEq;

    /// Fills what follows from the file's form.
    fn complete(_mapping: &mut Mapping, _headings: &[Arc<str>]) {}
    /// What else a mapping needs.
    fn check(mapping: &Mapping) -> Vec<MappingProblem> {
        if mapping.refers() { Vec::new() } else { vec![MappingProblem { line: 1, violation: Violation::new("import.map_reference") }] }
    }
    /// The columns behind a field that a command names in a refusal.
    fn columns(field: &str) -> Vec<&str> {
        vec![field]
    }
    /// What a row says; whatever is wrong with it is noted there, and what could not be read has a stand-in where there
    /// is one, so that the rules can still say what is wrong with the rest.
    fn draft(rx: &mut Rx<'_>, env: &Env, record: &mut Record<'_>) -> Result<Option<Self::Draft>, StoreError>;
    /// The record a row is about.
    fn find(rx: &mut Rx<'_>, reference: &Reference, row: &Self::Draft) -> Result<Option<Known<Self>>, StoreError>;
    /// What an entry of the journal said of the record.
    fn said(rx: &mut Rx<'_>, event: Event) -> Result<Option<Self::Draft>, StoreError>;
    /// The record with what is new in a row: what the mapping fills, and what was another at the last import.
    fn merged(map: &Mapping, row: &Self::Draft, base: Option<&Self::Draft>, current: &Self::Draft) -> Self::Draft;
    /// What makes a new record of a row.
    fn register(draft: Self::Draft, reference: Reference) -> Self::Register;
    /// Makes a new version.
    fn change(batch: &mut Batch<'_, '_>, act: &mut Act, id: Self::Id, to: Change<Self>) -> Result<Receipt, ServiceError>;

    /// Whether a row says nothing that was not said before.
    fn repeats(map: &Mapping, row: &Self::Draft, before: &Self::Draft) -> bool {
        Self::merged(map, row, None, before) == *before
    }
}

/// What a record is to become.
pub(super) struct Change<N: Noun> {
    pub draft: N::Draft,
    pub reference: Reference,
    pub reason: String,
}

/// `merged!(map, row, base, current; a, b)` takes `a` and `b` from the row where the mapping fills them and they
/// are new in it, everything else from the current record.
macro_rules! merged {
    ($map:expr, $row:expr, $base:expr, $current:expr; $($field:ident),+ $(,)?) => {{
        let mut merged = $current.clone();
        $(
            let is_new = $base.is_none_or(|before| before.$field != $row.$field);
            if $map.fills(stringify!($field)) && is_new {
                merged.$field.clone_from(&$row.$field);
            }
        )+
        merged
    }};
}
pub(super) use merged;
