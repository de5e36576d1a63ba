//! macOS, Windows and the rest, through `sysinfo`. They have no control groups; macOS has no affinity mask either.

use crate::Machine;
use sysinfo::System;

/// What the system says. `simd`, `design` and `usable` are filled in by the caller.
pub fn read() -> Machine {
    let unknown = Machine {
        cpu: "unknown".into(),
        cores: System::physical_core_count().ok(),
        os: System::long_os_version().unwrap_or_else(|_| std::env::consts::OS.into()),
        ..Machine::default()
    };
    let Ok(mut system) = System::new() else { return unknown };
    system.refresh_cpu_all();
    system.refresh_memory();
    Machine {
        cpu: system.cpus().first().map_or(unknown.cpu, |cpu| cpu.brand().trim().into()),
        logical: system.cpus().len(),
        memory: Some(system.total_memory()).filter(|&bytes| bytes > 0),
        ..unknown
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_system_says_something() {
        let machine = super::read();
        assert!(machine.logical >= 1 && machine.memory.is_some() && !machine.os.is_empty(), "{machine:?}");
    }
}
