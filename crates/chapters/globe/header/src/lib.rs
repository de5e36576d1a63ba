//! The C header of `globe`, made from its source.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// Where the header is kept.
pub fn file() -> PathBuf {
    globe().join("include/globe.h")
}

/// What it should say.
///
/// # Errors
/// When the source can't be read, or cbindgen doesn't understand it.
pub fn text() -> Result<String> {
    let config = here().join("cbindgen.toml");
    let config = cbindgen::Config::from_file(config).map_err(anyhow::Error::msg)?;
    let bindings = cbindgen::generate_with_config(globe(), config).context("cbindgen can't read globe")?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    Ok(String::from_utf8(text)?)
}

fn globe() -> PathBuf {
    here().parent().expect("it lies in globe's folder").to_owned()
}

/// This package's folder, as cargo tells it to what it runs.
fn here() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"))
}
