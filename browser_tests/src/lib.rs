//! A real browser for the book's tests: a Chromium without a window, what a test wants to ask of a page, and the book,
//! served as readers get it or as a plain host would.

mod chrome;
mod lab;
mod meter;
mod site;
mod tab;

pub use chrome::{Chrome, Window};
pub use lab::{Lab, Served};
pub use meter::Meter;
pub use site::{Instead, Site, pages};
pub use tab::Tab;

use std::{
    env,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// The repository's root.
pub fn root() -> &'static Path {
    // Asked for when it runs: a workbook that was moved may still hold this program.
    static HERE: LazyLock<PathBuf> =
        LazyLock::new(|| env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it for what it runs").into());
    HERE.parent().expect("this crate lies in browser_tests")
}
