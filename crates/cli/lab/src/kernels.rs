//! The kernels that the workbook has.

use crate::{checkout::Checkout, suggest};
use anyhow::Result;

/// The kernels: crates that say `[package.metadata.lab] kernel = true`, by name.
///
/// # Errors
/// When a `Cargo.toml` can't be read.
pub fn kernels(checkout: &Checkout) -> Result<Vec<String>> {
    let kernels = workbook::crates(checkout.root())?.into_iter().filter(|it| it.kernel);
    let mut names: Vec<_> = kernels.map(|it| it.name).collect();
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
