use crate::{checkout::Checkout, suggest};
use anyhow::{Context, Result};
use std::fs;

/// The kernels: crates that say `[package.metadata.lab] kernel = true`, by name.
///
/// # Errors
/// When `crates/` or a `Cargo.toml` in it can't be read.
pub fn kernels(checkout: &Checkout) -> Result<Vec<String>> {
    let crates = checkout.path("crates");
    let mut names = Vec::new();
    for entry in fs::read_dir(&crates).with_context(|| format!("can't read {}", crates.display()))? {
        let dir = entry?.path();
        let manifest = dir.join("Cargo.toml");
        if !manifest.is_file() {
            continue;
        }
        let text = fs::read_to_string(&manifest).with_context(|| format!("can't read {}", manifest.display()))?;
        let table: toml::Table = text.parse().with_context(|| checkout.short(&manifest))?;
        let kernel = table["package"].get("metadata").and_then(|m| m.get("lab")).and_then(|lab| lab.get("kernel"));
        if kernel.and_then(toml::Value::as_bool) == Some(true) {
            names.extend(dir.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Checks that there is a kernel of this name.
///
/// # Errors
/// Wrong usage, with the likeliest name, when there isn't.
pub fn known(checkout: &Checkout, name: &str) -> Result<()> {
    let kernels = kernels(checkout)?;
    if !kernels.iter().any(|kernel| kernel == name) {
        return Err(suggest::unknown("kernel", name, kernels.iter().map(String::as_str)).into());
    }
    Ok(())
}
