//! Linux: everything stands in text files under `/proc` and `/sys`. Each file below reads one kind of them and trusts
//! nothing in it: a container may show any part of them, or none.

mod cache;
mod cgroup;
mod cpuinfo;
mod cpulist;
mod layout;

use crate::Machine;
use std::{fs, path::Path};

/// What the system says. `simd`, `design` and `usable` are filled in by the caller.
pub fn read() -> Machine {
    read_under(Path::new("/"))
}

/// As [`read`], with another folder in place of `/`, so that tests can lay out a machine.
fn read_under(root: &Path) -> Machine {
    let text = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_default();
    let info = cpuinfo::parse(&text("proc/cpuinfo"));
    let status = text("proc/self/status");
    let groups = text("proc/self/cgroup");
    let memory = field(&text("proc/meminfo"), "MemTotal:").and_then(kibibytes);
    let online = text("sys/devices/system/cpu/online");
    Machine {
        cpu: info.model.unwrap_or_else(|| "unknown".into()),
        design: None,
        cores: info.cores,
        logical: cpulist::count(&online).unwrap_or(info.logical).max(1),
        packages: layout::packages(&root.join("sys/devices/system/cpu"), &online),
        kinds: layout::kinds(&root.join("sys/devices"), &online),
        nodes: layout::nodes(&root.join("sys/devices/system/node")),
        affinity: field(&status, "Cpus_allowed_list:").and_then(cpulist::count),
        quota: cgroup::quota(root, &groups),
        usable: 1,
        caches: cache::read(&root.join("sys/devices/system/cpu/cpu0/cache")),
        simd: Vec::new(),
        memory,
        memory_limit: cgroup::memory_limit(root, &groups).filter(|&limit| memory.is_none_or(|all| limit < all)),
        virtual_machine: info.hypervisor,
        os: os(&text("etc/os-release"), text("proc/sys/kernel/osrelease").trim()),
    }
}

/// What follows `name` on the line that starts with it.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
}

/// Bytes, from `8048576 kB`.
fn kibibytes(value: &str) -> Option<u64> {
    value.strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024).filter(|&bytes| bytes > 0)
}

/// `Debian GNU/Linux 12 (bookworm), Linux 6.1.0`: the distribution, then the kernel.
fn os(release: &str, kernel: &str) -> String {
    let name = field(release, "PRETTY_NAME=").map_or("Linux", |name| name.trim_matches('"'));
    if kernel.is_empty() { name.into() } else { format!("{name}, Linux {kernel}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A folder that looks like `/`, holding these files.
    pub fn root(files: &[(&str, &str)]) -> TempDir {
        let root = TempDir::new().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    #[test]
    fn a_container_with_a_quota_and_a_mask() {
        let root = root(&[
            (
                "proc/cpuinfo",
                "processor\t: 0\nmodel name\t: Xeon\nphysical id\t: 0\ncore id\t\t: 0\nflags\t\t: fpu hypervisor\n\n\
                 processor\t: 1\nmodel name\t: Xeon\nphysical id\t: 0\ncore id\t\t: 0\n",
            ),
            ("proc/self/status", "Name:\tx\nCpus_allowed_list:\t0,3-5\n"),
            ("proc/self/cgroup", "0::/pod/box\n"),
            ("sys/fs/cgroup/pod/cpu.max", "150000 100000\n"),
            ("sys/fs/cgroup/pod/box/cpu.max", "max 100000\n"),
            ("sys/fs/cgroup/pod/box/memory.max", "1073741824\n"),
            ("proc/meminfo", "MemTotal:        8048576 kB\n"),
            ("sys/devices/system/cpu/online", "0-7\n"),
            ("etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"),
            ("proc/sys/kernel/osrelease", "6.1.0\n"),
        ]);
        let machine = read_under(root.path());
        assert_eq!((machine.cores, machine.logical, machine.affinity), (Some(1), 8, Some(4)));
        assert_eq!(machine.quota, Some(1.5));
        assert_eq!((machine.memory, machine.memory_limit), (Some(8048576 << 10), Some(1 << 30)));
        assert!(machine.virtual_machine);
        assert_eq!(machine.os, "Debian GNU/Linux 12 (bookworm), Linux 6.1.0");
    }

    #[test]
    fn an_empty_root_still_has_one_thread() {
        let machine = read_under(root(&[]).path());
        assert_eq!((machine.logical, machine.cores, machine.affinity), (1, None, None));
        assert_eq!((machine.cpu.as_str(), machine.os.as_str()), ("unknown", "Linux"));
        assert_eq!((machine.quota, machine.memory), (None, None));
    }

    #[test]
    fn garbage_everywhere_is_survived() {
        for garbage in ["\0\0\0", ":::::\n::\n", "-1\n", "99999999999999999999999 kB", "0-18446744073709551615", "\n\n"]
        {
            let files: Vec<_> = [
                "proc/cpuinfo",
                "proc/self/status",
                "proc/self/cgroup",
                "proc/meminfo",
                "sys/devices/system/cpu/online",
                "sys/fs/cgroup/cpu.max",
                "sys/devices/system/cpu/cpu0/cache/index0/size",
                "sys/devices/system/node/online",
                "etc/os-release",
            ]
            .into_iter()
            .map(|path| (path, garbage))
            .collect();
            let machine = read_under(root(&files).path());
            assert!(machine.packages.is_empty() && machine.kinds.is_empty() && machine.nodes.is_empty(), "{garbage:?}");
            assert_eq!(machine.logical, 1, "{garbage:?}");
            assert_eq!((machine.quota, machine.memory, machine.affinity), (None, None, None), "{garbage:?}");
        }
    }
}
