//! Programs that must not compile. The book shows each with the compiler's own words, because much of what goes wrong
//! in parallel programs elsewhere stops here, before the program ever runs.
//!
//! `cases/NAME.rs` is the program, `cases/NAME.stderr` what rustc said, `cases/rustc` which rustc it was. The test
//! compiles every program and compares. To add one, write the program, then:
//!
//! ```console
//! UPDATE_EXPECT=1 cargo test -p compile_fail
//! ```
//!
//! and read what it wrote.
