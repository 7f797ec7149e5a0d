//! Names of parties on any page, as far as the reader may see them.

use crate::domain::access::{Naming, Reach};
use crate::domain::event::PartyKind;
use crate::domain::ids::PartyId;
use crate::store::error::StoreError;
use crate::store::party::{PartyLabel, party_names};
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use std::collections::{HashMap, HashSet};

/// The names of some parties, already cut down to what the reader may see: outside his reach of personal
/// names he gets the code.
#[derive(Debug, Clone)]
pub struct Names {
    labels: HashMap<PartyId, PartyLabel>,
    naming: Naming,
    /// Those whom the reader trades with: each side of a sale knows the name on the other's licence.
    known: HashSet<PartyId>,
}

impl Names {
    /// Labels, and whose names the reader is told.
    #[must_use]
    pub fn new(labels: HashMap<PartyId, PartyLabel>, naming: Naming) -> Self {
        Self { labels, naming, known: HashSet::new() }
    }

    /// The same for a reader who acts for `own`: where he is one side of a sale, he knows both.
    #[must_use]
    pub fn of_sales(mut self, own: Option<PartyId>, sales: impl IntoIterator<Item = [PartyId; 2]>) -> Self {
        let own_sales = sales.into_iter().filter(|sides| own.is_some_and(|own| sides.contains(&own)));
        self.known.extend(own_sales.flatten());
        self
    }

    /// The name where the reader may see it.
    #[must_use]
    pub fn name(&self, id: &PartyId) -> Option<&str> {
        let label = self.labels.get(id)?;
        let told = self.naming.covers(label.kind == PartyKind::Organisation, &label.belongs(*id));
        if self.known.contains(id) || told { label.name.as_deref() } else { None }
    }

    /// The code; empty for a party that was not asked for.
    #[must_use]
    pub fn code(&self, id: &PartyId) -> &str {
        self.labels.get(id).map_or("", |label| &label.code)
    }

    /// The name, or else the code.
    #[must_use]
    pub fn of(&self, id: &PartyId) -> &str {
        self.name(id).unwrap_or_else(|| self.code(id))
    }

    /// The name with the code behind it, or the code alone.
    #[must_use]
    pub fn full(&self, id: &PartyId) -> String {
        match self.name(id) {
            Some(name) => format!("{name} ({})", self.code(id)),
            None => self.code(id).to_owned(),
        }
    }
}

impl Ctx {
    /// Whose names whoever asks is told; nobody's without a session.
    #[must_use]
    pub fn naming(&self) -> Naming {
        self.signed_in.as_ref().map_or(Naming::from(Reach::Nothing), |s| Naming::of(&s.actor))
    }

    /// The names of these parties, as far as the reader may see them.
    ///
    /// # Errors
    /// A fault.
    pub async fn names(&self, ids: impl IntoIterator<Item = PartyId>) -> Result<Names, WebError> {
        let ids: Vec<PartyId> = ids.into_iter().collect();
        let labels = self.read(move |rx| -> Result<_, StoreError> { party_names(rx, &ids) }).await?;
        Ok(Names::new(labels, self.naming()))
    }
}
