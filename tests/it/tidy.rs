//! The shape of the source tree, held by tests that read it as text. Each rule lists all its offenders,
//! and each scanner has a test of its own that plants one.

mod pages;
mod rust;
pub mod source;

/// Fails with the whole list.
fn report(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}:\n{}", offenders.join("\n"));
}
