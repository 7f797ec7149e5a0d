//! Long reports that were made.

use crate::domain::access::Permission;
use crate::domain::ids::ReportId;
use crate::domain::report::{Report as Told, ReportKind};
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::store::report::{report_fetch, reports};
use crate::web::api::asked::Asked;
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// A long report that was made, with the digest of its file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Report {
    id: ReportId,
    no: i64,
    kind: ReportKind,
    #[schema(value_type = String, format = Date)]
    first: Day,
    #[schema(value_type = String, format = Date)]
    last: Day,
    sha256: String,
    size: i64,
    head_size: i64,
    head_root: String,
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    seq: i64,
}

fn view(told: Told) -> Report {
    let Told { facts: f, at, seq, .. } = told;
    Report {
        id: f.report,
        no: f.no,
        kind: f.kind,
        first: f.first,
        last: f.last,
        sha256: f.sha256,
        size: f.size,
        head_size: f.head_size,
        head_root: f.head_root,
        made_at: at,
        seq,
    }
}

impl Noun for Report {
    const PERMISSION: Permission = Permission::ReportMake;
    const OF_COUNTRY: bool = true;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        Ok(reports(rx, before, limit)?.into_iter().map(view).collect())
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let found = report_fetch(rx, id)?;
        Ok(found.map(view))
    }
}
