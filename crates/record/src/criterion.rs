//! What criterion leaves under `target/criterion`, distilled.
