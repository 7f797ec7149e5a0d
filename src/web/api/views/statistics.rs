//! Returns of statistics.

use crate::domain::access::Permission;
use crate::domain::ids::ReturnId;
use crate::domain::statistics::{FigureLine, Period, Submission};
use crate::domain::time::Instant;
use crate::store::db::Rx;
use crate::store::statistics::{submission_fetch, submissions};
use crate::web::api::asked::Asked;
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// A return of statistics as it was submitted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Return {
    id: ReturnId,
    no: i64,
    kind: &'static str,
    period: Period,
    version: i64,
    lines: Vec<FigureLine>,
    sha256: String,
    reason: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    submitted_at: Instant,
    seq: i64,
}

fn view(s: Submission) -> Return {
    let kind = s.period.kind().as_str();
    let Submission { id, no, period, version, lines, sha256, reason, at, seq, .. } = s;
    Return { id, no, kind, period, version, lines, sha256, reason, submitted_at: at, seq }
}

impl Noun for Return {
    const PERMISSION: Permission = Permission::StatisticsRead;
    const OF_COUNTRY: bool = true;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        Ok(submissions(rx, before, limit)?.into_iter().map(view).collect())
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let found = submission_fetch(rx, id)?;
        Ok(found.map(view))
    }
}
