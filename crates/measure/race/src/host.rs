//! This machine, as a record describes it.

use machine::Machine;

/// Describes this machine. `name` is what its folder of records is called; `gpu` is its graphics adapter, or `none`.
pub fn describe(name: &str, gpu: &str) -> record::Machine {
    let machine = Machine::read();
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
    record::Machine {
        name: name.into(),
        caches: machine.caches_in_words(),
        memory: machine.memory_in_words(),
        threads_per_core: machine.threads_per_core().unwrap_or(1),
        cpu: machine.cpu,
        cores: machine.usable,
        logical: machine.logical,
        os: machine.os,
        rustc: machine::rustc().unwrap_or_else(|| "unknown".into()),
        date: today(),
        gpu: gpu.into(),
        note: note.join("; "),
    }
}

/// The date, in UTC: `2026-11-22`.
pub fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}
