//! Forms with rows: named `NAME.0.PART`, as many as are shown, and more on request. A row left empty does not count,
//! and what is refused is told beside the row as it was typed.

use crate::domain::violation::Violations;
use crate::web::form::Posted;

/// The rows of a form.
#[derive(Debug, Clone)]
pub struct Rows {
    name: &'static str,
    /// How many the form shows.
    pub shown: usize,
    /// Which of them hold something.
    pub filled: Vec<usize>,
}

/// The most rows one form shows.
const MOST: usize = 200;
/// How many the button adds.
const STEP: usize = 3;

impl Rows {
    /// The rows of a form that was sent; `least` are shown at all events.
    #[must_use]
    pub fn of(form: &Posted, name: &'static str, parts: &[&str], least: usize) -> Self {
        let asked = form.get("rows").and_then(|n| n.parse().ok()).unwrap_or(least);
        let more = if form.has("more") { STEP } else { 0 };
        let shown = asked.saturating_add(more).clamp(least, MOST);
        let typed = |at: usize| parts.iter().any(|p| form.get(&field(name, at, p)).is_some_and(|v| !v.trim().is_empty()));
        Self { name, shown, filled: (0..shown).filter(|at| typed(*at)).collect() }
    }

    /// The name of a field.
    #[must_use]
    pub fn field(&self, at: usize, part: &str) -> String {
        field(self.name, at, part)
    }

    /// Puts refusals of the rows that count beside the rows of the form.
    #[must_use]
    pub fn placed(&self, mut v: Violations) -> Violations {
        for violation in &mut v.0 {
            let Some(named) = violation.field.as_deref().and_then(|f| f.strip_prefix(self.name)?.strip_prefix('.')) else { continue };
            let Some((at, part)) = named.split_once('.') else { continue };
            let Some(row) = at.parse::<usize>().ok().and_then(|at| self.filled.get(at)) else { continue };
            violation.field = Some(field(self.name, *row, part));
        }
        v
    }
}

fn field(name: &str, at: usize, part: &str) -> String {
    format!("{name}.{at}.{part}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::violation::Violation;

    #[test]
    fn refusals_stand_beside_the_row_that_was_typed() {
        let form = Posted::of([("parts.0.stones", " ".into()), ("parts.2.stones", "3".into()), ("rows", "3".into()), ("more", "x".into())]);
        let rows = Rows::of(&form, "parts", &["weight_mct", "stones"], 2);
        assert_eq!((rows.shown, rows.filled.as_slice()), (6, [2].as_slice()));
        let told = rows.placed(Violation::on("required", "parts.0.stones").into());
        assert_eq!(told.0[0].field.as_deref(), Some("parts.2.stones"));
        for other in ["parts", "parts.9.stones", "loss_mct"] {
            assert_eq!(rows.placed(Violation::on("required", other).into()).0[0].field.as_deref(), Some(other));
        }
    }
}
