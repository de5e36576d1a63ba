//! Runs loom, and keeps what it says.

use expect_test::expect_file;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::time::Duration;

/// Runs `model` in every order that loom tries; panics where it does.
#[track_caller]
pub fn explore(model: impl Fn() + Send + Sync + 'static) {
    witness::deadline("a model", "its loops", Duration::from_secs(60), || {
        let mut loom = loom::model::Builder::new();
        loom.location = true;
        loom.check(model);
    });
}

/// What loom says against `model`.
#[track_caller]
pub fn refused(model: impl Fn() + Send + Sync + 'static) -> String {
    let panic = panic::catch_unwind(AssertUnwindSafe(|| explore(model))).expect_err("loom finds what is wrong");
    let said = panic.downcast_ref::<String>().cloned();
    said.or(panic.downcast_ref::<&str>().map(|said| said.to_string())).expect("a panic with words")
}

/// The book prints `tests/NAME`; it must be `text`.
#[track_caller]
pub fn printed(name: &str, text: &str) {
    let file = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests").join(name);
    let text = format!("{}\n", text.trim().replace('\\', "/"));
    expect_file![file].assert_eq(&text);
}
