//! Placer.
