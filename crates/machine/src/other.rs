//! macOS, Windows and the rest, through `sysinfo`. They have no control groups; macOS has no affinity mask either.

use crate::Machine;
use sysinfo::System;

/// What the system says. `simd` and `usable` are filled in by the caller.
pub fn read() -> Machine {
    let mut system = System::new();
    system.refresh_cpu_all();
    system.refresh_memory();
    Machine {
        cpu: system.cpus().first().map_or("unknown".into(), |cpu| cpu.brand().trim().into()),
        cores: System::physical_core_count(),
        logical: system.cpus().len(),
        memory: Some(system.total_memory()).filter(|&bytes| bytes > 0),
        os: System::long_os_version().unwrap_or_else(|| std::env::consts::OS.into()),
        ..Machine::default()
    }
}
