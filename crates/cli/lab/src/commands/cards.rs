//! The programs that solve kernels through OpenCL, CUDA and CubeCL, which `lab race` has built.

use super::child::program;
use crate::checkout::Checkout;
use anyhow::{Context, Result};
use std::path::PathBuf;

/// Has cargo build the programs of those interfaces that `variants` names, and gives the folder that they lie in. Where
/// nobody named any, those that were built before are only kept up to date.
///
/// `None` where there are none: the race says so itself.
///
/// # Errors
/// When they can't be compiled.
pub fn built(checkout: &Checkout, variants: Option<&str>) -> Result<Option<PathBuf>> {
    let target = checkout.target().join("devices");
    let folder = target.join("release");
    let wanted = |interface: &str| match variants {
        Some(names) => names.split(',').any(|name| name == interface),
        None => folder.join(interface).with_extension(std::env::consts::EXE_EXTENSION).is_file(),
    };
    let manifest = checkout.path("crates/devices/Cargo.toml").display().to_string();
    let target = target.display().to_string();
    let mut arguments = vec!["build", "--release", "--manifest-path", &manifest, "--target-dir", &target];
    let before = arguments.len();
    for interface in cards::INTERFACES.into_iter().filter(|interface| wanted(interface)) {
        arguments.extend(["--bin", interface]);
        if interface == "cubecl" {
            arguments.extend(["--features", "cubecl"]);
        }
    }
    if arguments.len() == before {
        return Ok(None);
    }
    let program = program(checkout, &arguments, "the programs for devices")?;
    program.parent().map(|folder| Some(folder.to_owned())).context("a program lies in a folder")
}
