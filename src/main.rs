//! Placer.
fn main() {}
