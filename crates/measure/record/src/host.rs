//! This machine, as a record describes it.

use crate::Machine;
use std::path::Path;

/// Describes this machine. `name` is what its folder of records is called; `gpu` is its graphics adapter, or `none`.
pub fn describe(name: &str, gpu: &str) -> Machine {
    let machine = ::machine::Machine::read();
    let mut note = Vec::new();
    if machine.virtual_machine {
        note.push("a virtual machine".to_owned());
    }
    if let Some(quota) = machine.quota {
        note.push(format!("limited to {quota} cores' time"));
    }
    if cfg!(debug_assertions) {
        note.push("a debug build: times mean little".to_owned());
    }
    Machine {
        name: name.into(),
        caches: machine.caches_in_words(),
        memory: machine.memory_in_words(),
        threads_per_core: machine.threads_per_core().unwrap_or(1),
        cpu: machine.cpu,
        design: machine.design.unwrap_or_default(),
        cores: machine.usable,
        logical: machine.logical,
        os: machine.os,
        rustc: ::machine::rustc().unwrap_or_else(|| "unknown".into()),
        date: today(),
        gpu: gpu.into(),
        note: note.join("; "),
    }
}

/// The date, in UTC: `2026-11-22`.
pub fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}

/// Whether what is measured here may be added to the record in `folder`: a record is of one processor.
///
/// # Errors
/// Why it may not, and what to do.
pub fn belongs_in(folder: &Path) -> Result<(), String> {
    // Where there is no record yet, or none that can be read, there is nothing to mix with.
    let Ok(there) = Machine::read(&folder.join("machine.txt")) else { return Ok(()) };
    match describe("here", "none").differs_from(&there) {
        None => Ok(()),
        Some(how) => {
            let what = match &*there.name {
                "yours" => format!("move {} away, and measure all anew", folder.display()),
                _ => "give this one another name".into(),
            };
            Err(format!("{how}, on which {} was recorded. A record is of one processor: {what}", there.name))
        }
    }
}
