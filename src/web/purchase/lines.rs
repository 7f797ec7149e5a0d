//! Lines of a form in which parcels are named one by one, each with a mass and a count.

use crate::domain::code::written;
use crate::domain::violation::{Arg, Violations};
use crate::web::form::Posted;

/// Lines a form begins with; one more each time the button for it is pressed.
pub const ROWS: usize = 2;
/// The most lines of one slip.
pub const ROWS_MAX: usize = 50;

/// The input names of one line.
pub struct Row {
    /// Its number, from 1.
    pub number: usize,
    /// The parcel's code.
    pub parcel: String,
    /// Its mass.
    pub weight: String,
    /// Its stones.
    pub stones: String,
}

impl Row {
    fn of(number: usize) -> Self {
        Self { number, parcel: format!("parcel-{number}"), weight: format!("weight-{number}"), stones: format!("stones-{number}") }
    }
}

/// So many lines.
#[must_use]
pub fn rows(count: usize) -> Vec<Row> {
    (1..=count).map(Row::of).collect()
}

/// How many lines a form was sent with.
#[must_use]
pub fn row_count(form: &Posted) -> usize {
    form.get("rows").and_then(|n| n.parse().ok()).unwrap_or(ROWS).clamp(1, ROWS_MAX)
}

/// How many lines a form is shown with again: one more where its button was pressed.
#[must_use]
pub fn row_count_again(form: &Posted) -> usize {
    let count = row_count(form);
    if form.has("more") { count.saturating_add(1).min(ROWS_MAX) } else { count }
}

/// Puts a refusal of a parcel beside the line it was typed in.
#[must_use]
pub fn beside_lines(form: &Posted, mut v: Violations) -> Violations {
    let line_of =
        |parcel: &str| (1..=row_count(form)).find(|n| form.get(&format!("parcel-{n}")).is_some_and(|typed| written(typed) == parcel));
    for violation in &mut v.0 {
        let Some(field) = violation.field.as_deref() else { continue };
        let of_parcel = violation.args.iter().find_map(|(name, arg)| match arg {
            Arg::Text(text) if *name == "parcel" => line_of(text),
            _ => None,
        });
        let kind = if field.starts_with("weight_mct.") {
            "weight"
        } else if field.starts_with("stones.") {
            "stones"
        } else if field == "weighed" {
            "parcel"
        } else {
            continue;
        };
        violation.field = Some(format!("{kind}-{}", of_parcel.unwrap_or(1)));
    }
    v
}
