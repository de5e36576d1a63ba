//! This machine, as a record describes it.

use machine::Machine;
use variant::Workers;

/// Describes this machine, graphics adapter included. `name` is what its folder of records is called.
pub fn describe(name: &str) -> record::Machine {
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
        date: time::OffsetDateTime::now_utc().date().to_string(),
        gpu: gpu::open().map_or("none".into(), adapter),
        note: note.join("; "),
    }
}

/// The adapter's name, with `(software)` after it where it is only the processor, pretending.
fn adapter(gpu: &gpu::Gpu) -> String {
    if gpu.is_software() { format!("{} (software)", gpu.adapter_name()) } else { gpu.adapter_name().to_owned() }
}

/// Worker counts worth measuring: 1, 2, 4, … below the cores this process may use, the cores themselves, and twice as
/// many, to show that more workers than cores don't help.
pub fn worker_counts() -> Vec<Workers> {
    counts(Workers::available().get())
}

fn counts(cores: usize) -> Vec<Workers> {
    let doubling = std::iter::successors(Some(1), |n| Some(n * 2)).take_while(|&n| n < cores);
    doubling.chain([cores, 2 * cores]).filter_map(Workers::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_double_up_to_the_cores_and_go_once_beyond() {
        let plain = |cores| counts(cores).into_iter().map(Workers::get).collect::<Vec<_>>();
        assert_eq!(plain(1), [1, 2]);
        assert_eq!(plain(2), [1, 2, 4]);
        assert_eq!(plain(6), [1, 2, 4, 6, 12]);
        assert_eq!(plain(8), [1, 2, 4, 8, 16]);
    }
}
