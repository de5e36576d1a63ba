//! What this machine is. `lab doctor` prints it and every record of measurements carries it.
//!
//! A core count alone misleads: a processor has more hardware threads than cores, an affinity mask hides some of them,
//! and a container's quota hands out less time than there are cores. [`Machine`] keeps these apart.

mod design;
#[cfg(target_os = "linux")]
mod linux;
// Also in tests on Linux, so that what only others run is at least compiled where most of us work.
#[cfg(any(not(target_os = "linux"), test))]
mod other;
mod simd;
mod words;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use other as system;

pub use words::bytes;

use serde::Serialize;
use std::{process::Command, thread};

/// A machine, as far as it can be read. `None` stands for what the system doesn't say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Machine {
    /// The processor, as it calls itself.
    pub cpu: String,
    /// Its design, which that name hides: `Zen 4`; `None` where it doesn't tell.
    pub design: Option<String>,
    /// Physical cores.
    pub cores: Option<usize>,
    /// Hardware threads that are switched on, ≥ 1. More than `cores` where a core runs several (SMT).
    pub logical: usize,
    /// The chips in their sockets, and where each hardware thread sits. Empty where the system doesn't say.
    pub packages: Vec<Package>,
    /// Big and little: how many hardware threads of each kind, fastest first. Empty where all are alike.
    pub kinds: Vec<Kind>,
    /// NUMA nodes, each a part of the main memory, as the numbers of the hardware threads next to it. Empty where the
    /// system doesn't say.
    pub nodes: Vec<Vec<usize>>,
    /// Hardware threads that this process's affinity mask allows.
    pub affinity: Option<usize>,
    /// Processor time that the control group hands out, in cores: 1.5 means 150 ms in each 100 ms. `None`: no limit.
    pub quota: Option<f64>,
    /// How many workers can run at once, ≥ 1: what is left after affinity and quota. `Workers::available()` agrees.
    pub usable: usize,
    /// Caches that the first hardware thread sees, from the nearest outwards.
    pub caches: Vec<Cache>,
    /// Vector instruction sets, by the compiler's names.
    pub simd: Vec<&'static str>,
    /// Main memory, bytes.
    pub memory: Option<u64>,
    /// Memory that the control group allows, bytes, where that is less than there is.
    pub memory_limit: Option<u64>,
    /// Whether the processor says that it is a virtual one.
    pub virtual_machine: bool,
    /// The operating system and its version.
    pub os: String,
}

/// One cache.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cache {
    /// `L1d`, `L1i`, `L2`, …
    pub name: String,
    /// Its size, bytes.
    pub bytes: u64,
    /// Hardware threads that share it, ≥ 1.
    pub shared_by: usize,
}

/// One chip in its socket.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Package {
    /// The system's number for it.
    pub number: u32,
    /// Its cores, each as the numbers of its hardware threads: `[[0, 4], [1, 5]]` is two cores with SMT.
    pub cores: Vec<Vec<usize>>,
}

impl Package {
    /// Its cores in words, each in brackets with its hardware threads: `[0 4] [1 5]`.
    pub fn in_words(&self) -> String {
        let core = |threads: &Vec<usize>| {
            let threads: Vec<_> = threads.iter().map(ToString::to_string).collect();
            format!("[{}]", threads.join(" "))
        };
        self.cores.iter().map(core).collect::<Vec<_>>().join(" ")
    }
}

/// Hardware threads that are alike, on a processor where others are not like them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Kind {
    /// `performance`, `efficiency`, `capacity 446`, …
    pub name: String,
    /// How many there are, ≥ 1.
    pub threads: usize,
}

impl Machine {
    /// Reads this machine. Never fails: what can't be read is left out.
    pub fn read() -> Self {
        let mut machine = system::read();
        machine.simd = simd::features();
        machine.design = design::design();
        // The standard library weighs affinity and quota; where it can't say, one worker is always possible.
        machine.usable = thread::available_parallelism().map_or(1, usize::from);
        machine.logical = machine.logical.max(1);
        machine
    }

    /// Hardware threads per core, ≥ 1: 2 with SMT. `None` where the system doesn't say how many cores there are.
    pub fn threads_per_core(&self) -> Option<usize> {
        self.cores.map(|cores| (self.logical / cores.max(1)).max(1))
    }

    /// The caches in words: `L1d 32 KiB, L2 512 KiB, L3 32 MiB`, or `unknown`. The instruction cache is left out: data
    /// is what this book moves.
    pub fn caches_in_words(&self) -> String {
        let caches: Vec<_> = self
            .caches
            .iter()
            .filter(|cache| cache.name != "L1i")
            .map(|cache| format!("{} {}", cache.name, bytes(cache.bytes)))
            .collect();
        if caches.is_empty() { "unknown".into() } else { caches.join(", ") }
    }

    /// Main memory in words: `7.8 GiB`, or `unknown`.
    pub fn memory_in_words(&self) -> String {
        self.memory.map_or("unknown".into(), bytes)
    }
}

/// The version of the `rustc` on the path, such as `1.95.0`. `None` when there is none that runs.
pub fn rustc() -> Option<String> {
    let output = Command::new("rustc").arg("--version").output().ok()?;
    // `rustc 1.95.0 (0123456789 2026-04-01)`
    String::from_utf8(output.stdout).ok()?.split_whitespace().nth(1).map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_read_without_contradiction() {
        let machine = Machine::read();
        assert!(machine.usable >= 1 && machine.usable <= machine.logical, "{machine:?}");
        assert!(machine.cores.is_none_or(|cores| (1..=machine.logical).contains(&cores)), "{machine:?}");
        assert!(machine.affinity.is_none_or(|allowed| allowed >= machine.usable), "{machine:?}");
        assert!(!machine.os.is_empty() && !machine.cpu.is_empty(), "{machine:?}");
    }

    #[test]
    fn words_name_data_caches_and_admit_ignorance() {
        let cache = |name: &str, bytes| Cache { name: name.into(), bytes, shared_by: 1 };
        let caches = vec![cache("L1d", 32 << 10), cache("L1i", 32 << 10), cache("L2", 1 << 20)];
        let machine = Machine { caches, ..Machine::default() };
        assert_eq!(machine.caches_in_words(), "L1d 32 KiB, L2 1 MiB");
        assert_eq!(machine.memory_in_words(), "unknown");
        assert_eq!(Machine::default().caches_in_words(), "unknown");
    }

    #[test]
    fn a_package_shows_which_threads_share_a_core() {
        let package = Package { number: 0, cores: vec![vec![0, 2], vec![1, 3], vec![4]] };
        assert_eq!(package.in_words(), "[0 2] [1 3] [4]");
    }

    #[test]
    fn threads_per_core_is_at_least_one_whatever_the_system_claims() {
        let machine = |cores, logical| Machine { cores, logical, ..Machine::default() };
        assert_eq!(machine(Some(4), 8).threads_per_core(), Some(2));
        assert_eq!(machine(Some(8), 4).threads_per_core(), Some(1));
        assert_eq!(machine(Some(0), 4).threads_per_core(), Some(4));
        assert_eq!(machine(None, 4).threads_per_core(), None);
    }
}
