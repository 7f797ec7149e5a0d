//! RFC 9457: problems for machines.

use crate::web::error::Problem;
use crate::web::locale::{Locale, text, violation_text};
use serde_json::{Value, json};

/// The body of `application/problem+json`, with every refusal in `violations`.
#[must_use]
pub fn problem_json(problem: &Problem, locale: Locale, request_id: &str) -> Value {
    let violations: Vec<Value> =
        problem.violations.iter().map(|v| json!({ "code": v.code, "field": v.field, "message": violation_text(locale, v) })).collect();
    let mut body = json!({
        "type": format!("urn:placer:problem:{}", problem.kind),
        "title": text(locale, &format!("fault-{}-title", problem.kind), &[]),
        "status": problem.status.as_u16(),
        "detail": text(locale, &format!("fault-{}-text", problem.kind), &[]),
        "instance": format!("urn:placer:request:{request_id}"),
        "violations": violations,
    });
    if let Some(place) = &problem.place {
        body["place"] = json!(place);
    }
    if let Some(receipt) = &problem.receipt {
        body["receipt"] = json!(receipt);
    }
    body
}
