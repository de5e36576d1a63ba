//! The graphics adapters, or the drivers for them.

use super::ask::ask;
use crate::{checkout::Checkout, commands::child::program};
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, env, fs, path::Path};

/// What is known about graphics adapters.
#[derive(Debug, Serialize)]
#[serde(tag = "asked", rename_all = "snake_case")]
pub enum Graphics {
    /// The adapters answered for themselves, through the same library that the kernels use.
    Adapters {
        /// All there are; none is an answer too.
        adapters: Vec<Adapter>,
    },
    /// The program that asks them has not been compiled yet. This is what the system's files promise.
    Drivers {
        /// Vulkan drivers that are installed, whether or not there is a card for them.
        drivers: Vec<String>,
    },
}

/// One graphics adapter, as `crates/platform/gpu/examples/adapters.rs` prints it.
#[derive(Debug, Deserialize, Serialize)]
pub struct Adapter {
    /// What it calls itself.
    pub name: String,
    /// Through which interface: Vulkan, Metal, Dx12.
    pub backend: String,
    /// `DiscreteGpu`, `IntegratedGpu`, `VirtualGpu`, `Cpu`, `Other`.
    pub kind: String,
    /// Its driver and version, if it says.
    pub driver: String,
}

impl Graphics {
    /// Asks the adapters if the program that does it stands ready, or if it may be compiled; else looks for drivers.
    ///
    /// # Errors
    /// When compiling it was asked for and fails.
    pub fn look(checkout: &Checkout, compile: bool) -> Result<Self> {
        let program = if compile {
            // Without `-p`: with the features that everything here is compiled with, less is left to compile.
            program(checkout, &["build", "--example", "adapters"], "the graphics library")?
        } else {
            checkout.target().join("debug/examples/adapters").with_extension(env::consts::EXE_EXTENSION)
        };
        match program.to_str().filter(|_| program.is_file()).and_then(|program| ask(program, &[])) {
            Some(lines) => {
                let adapters = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
                Ok(Graphics::Adapters { adapters })
            }
            None if compile => bail!("the program that asks the adapters broke off: a driver may be at fault"),
            None => Ok(Graphics::Drivers { drivers: drivers() }),
        }
    }
}

/// Names of the graphics drivers that the system's files promise.
fn drivers() -> Vec<String> {
    if cfg!(target_os = "macos") {
        return vec!["Metal, with the system".into()];
    }
    if cfg!(windows) {
        return vec!["Direct3D 12, with the system".into()];
    }
    // Where the Vulkan loader looks. A driver's file is called after it: lvp_icd.x86_64.json, nvidia_icd.json.
    let mut folders = vec!["/usr/share/vulkan/icd.d".into(), "/etc/vulkan/icd.d".into()];
    folders.extend(env::var_os("HOME").map(|home| Path::new(&home).join(".local/share/vulkan/icd.d")));
    let mut names = BTreeSet::new();
    for entry in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if let Some(name) = file.strip_suffix(".json") {
            let name = name.split('.').next().unwrap_or(name).trim_end_matches("_icd");
            names.insert(if name == "lvp" { "lvp (llvmpipe: software)".to_owned() } else { name.to_owned() });
        }
    }
    names.into_iter().collect()
}
