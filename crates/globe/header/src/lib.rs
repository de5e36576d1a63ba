//! The C header of `globe`, made from its source.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Where the header is kept.
pub fn file() -> PathBuf {
    globe().join("include/globe.h")
}

/// What it should say.
///
/// # Errors
/// When the source can't be read, or cbindgen doesn't understand it.
pub fn text() -> Result<String> {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("cbindgen.toml");
    let config = cbindgen::Config::from_file(config).map_err(anyhow::Error::msg)?;
    let bindings = cbindgen::generate_with_config(globe(), config).context("cbindgen can't read globe")?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    Ok(String::from_utf8(text)?)
}

fn globe() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it lies in globe's folder")
}
