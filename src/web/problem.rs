//! RFC 9457: problems for machines.

use crate::web::error::Problem;
use crate::web::locale::{PageValues, text, violation_text};
use serde_json::{Value, json};

/// The message that tells a problem of a request to this address. Programs see no pages, so where the words for people
/// speak of one they get others.
fn told(problem: &Problem, path: &str) -> String {
    match problem.kind {
        "forbidden" if path.starts_with("/api/v1/acts/") => "fault-forbidden-act".to_owned(),
        "forbidden" => "fault-forbidden-read".to_owned(),
        kind => format!("fault-{kind}-text"),
    }
}

/// The body of `application/problem+json`, with every refusal in `violations`.
#[must_use]
pub fn problem_json(problem: &Problem, page: &PageValues) -> Value {
    let (locale, request_id) = (page.locale, &page.request_id);
    let violations: Vec<Value> =
        problem.violations.iter().map(|v| json!({ "code": v.code, "field": v.field, "message": violation_text(locale, v) })).collect();
    let mut body = json!({
        "type": format!("urn:placer:problem:{}", problem.kind),
        "title": text(locale, &format!("fault-{}-title", problem.kind), &[]),
        "status": problem.status.as_u16(),
        "detail": text(locale, &told(problem, &page.path), &[]),
        "instance": format!("urn:placer:request:{request_id}"),
        "violations": violations,
    });
    if let Some(place) = &problem.place {
        body["place"] = json!(place);
    }
    if let Some(receipt) = &problem.receipt {
        body["receipt"] = json!(receipt);
    }
    if let Some(act) = problem.claim {
        body["claim"] = json!({ "act": act, "path": format!("/api/v1/acts/{act}"), "detail": text(locale, "dispute-claim-api", &[]) });
    }
    body
}
