use crate::{checkout::Checkout, suggest};
use anyhow::{Context, Result};
use std::fs;

/// The kernels: crates that say `[package.metadata.lab] kernel = true`, by name.
///
/// # Errors
/// When a `Cargo.toml` can't be read.
pub fn kernels(checkout: &Checkout) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for name in workbook::crates(checkout.root())? {
        let manifest = checkout.path("crates").join(&name).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).with_context(|| format!("can't read {}", manifest.display()))?;
        let table: toml::Table = text.parse().with_context(|| checkout.short(&manifest))?;
        let lab = table.get("package").and_then(|package| package.get("metadata")?.get("lab"));
        if lab.and_then(|lab| lab.get("kernel")?.as_bool()) == Some(true) {
            names.push(name);
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
