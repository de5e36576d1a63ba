//! Which hardware threads share a core, which cores share a package or a part of the memory, and which are of another
//! kind.

use super::cpulist;
use crate::{Kind, Package};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The packages (chips in their sockets) under `cpus` (`/sys/devices/system/cpu`), each with its cores, each of these
/// with the numbers of its hardware threads. A thread that doesn't say where it belongs, as one that is switched off,
/// is left out.
pub fn packages(cpus: &Path, online: &str) -> Vec<Package> {
    let mut packages: BTreeMap<u32, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
    for thread in cpulist::numbers(online).unwrap_or_default() {
        let topology = cpus.join(format!("cpu{thread}/topology"));
        let number = |file| fs::read_to_string(topology.join(file)).ok()?.trim().parse::<u32>().ok();
        // Cores are numbered within their package: core 0 may exist twice.
        if let (Some(package), Some(core)) = (number("physical_package_id"), number("core_id")) {
            packages.entry(package).or_default().entry(core).or_default().push(thread);
        }
    }
    packages.into_iter().map(|(number, cores)| Package { number, cores: cores.into_values().collect() }).collect()
}

/// The kinds of hardware thread, fastest first; empty where all are alike or the system doesn't say.
///
/// ARM kernels give each thread a capacity, 1024 for the fastest; those for Intel's mixed processors list the threads
/// of either kind.
pub fn kinds(devices: &Path, online: &str) -> Vec<Kind> {
    let online = cpulist::numbers(online).unwrap_or_default();
    let text = |path: String| fs::read_to_string(devices.join(path)).ok();
    let mut capacities: BTreeMap<u32, usize> = BTreeMap::new();
    for thread in &online {
        if let Some(capacity) =
            text(format!("system/cpu/cpu{thread}/cpu_capacity")).and_then(|text| text.trim().parse().ok())
        {
            *capacities.entry(capacity).or_default() += 1;
        }
    }
    let by_capacity =
        capacities.into_iter().rev().map(|(capacity, threads)| Kind { name: format!("capacity {capacity}"), threads });
    let by_list = [("performance", "cpu_core"), ("efficiency", "cpu_atom"), ("low power", "cpu_lowpower")]
        .into_iter()
        .filter_map(|(name, device)| {
            let listed = cpulist::numbers(&text(format!("{device}/cpus"))?)?;
            let threads = listed.intersection(&online).collect::<BTreeSet<_>>().len();
            (threads > 0).then(|| Kind { name: name.into(), threads })
        });
    let kinds: Vec<_> = by_capacity.chain(by_list).collect();
    if kinds.len() > 1 { kinds } else { Vec::new() }
}

/// The NUMA nodes under `nodes` (`/sys/devices/system/node`), each as the hardware threads next to it. A node without
/// any has memory only, and is left out.
pub fn nodes(nodes: &Path) -> Vec<Vec<usize>> {
    let numbers = |path: &Path| cpulist::numbers(&fs::read_to_string(path).ok()?);
    let online = numbers(&nodes.join("online")).unwrap_or_default();
    let threads = online.into_iter().filter_map(|node| numbers(&nodes.join(format!("node{node}/cpulist"))));
    threads.map(|threads| threads.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::root, *};

    #[test]
    fn siblings_stand_in_one_core_and_cores_in_their_package() {
        let thread = |n: usize, package: usize, core: usize| {
            let folder = format!("cpu{n}/topology");
            [
                (format!("{folder}/physical_package_id"), format!("{package}\n")),
                (format!("{folder}/core_id"), format!("{core}\n")),
            ]
        };
        let files: Vec<_> =
            [thread(0, 0, 0), thread(1, 0, 1), thread(2, 0, 0), thread(3, 1, 0)].into_iter().flatten().collect();
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let root = root(&files);
        let packages = packages(root.path(), "0-4\n");
        assert_eq!(packages.len(), 2, "thread 4 says nothing of itself: {packages:?}");
        assert_eq!(packages[0], Package { number: 0, cores: vec![vec![0, 2], vec![1]] });
        assert_eq!(packages[1], Package { number: 1, cores: vec![vec![3]] });
    }

    #[test]
    fn big_and_little_are_counted_apart() {
        let arm = root(&[
            ("system/cpu/cpu0/cpu_capacity", "446\n"),
            ("system/cpu/cpu1/cpu_capacity", "446\n"),
            ("system/cpu/cpu2/cpu_capacity", "1024\n"),
        ]);
        let kind = |name: &str, threads| Kind { name: name.into(), threads };
        assert_eq!(kinds(arm.path(), "0-2"), [kind("capacity 1024", 1), kind("capacity 446", 2)]);
        let mixed = root(&[("cpu_core/cpus", "0-3\n"), ("cpu_atom/cpus", "4-11\n")]);
        assert_eq!(kinds(mixed.path(), "0-9"), [kind("performance", 4), kind("efficiency", 6)]);
    }

    #[test]
    fn each_node_has_its_threads_and_one_of_memory_alone_is_left_out() {
        let two = root(&[
            ("online", "0-2\n"),
            ("node0/cpulist", "0-1,4-5\n"),
            ("node1/cpulist", "2-3,6-7\n"),
            ("node2/cpulist", "\n"),
        ]);
        assert_eq!(nodes(two.path()), [[0, 1, 4, 5], [2, 3, 6, 7]]);
        assert!(nodes(root(&[]).path()).is_empty());
    }

    #[test]
    fn one_kind_is_no_kind_and_garbage_is_none() {
        let alike = root(&[("system/cpu/cpu0/cpu_capacity", "1024\n"), ("system/cpu/cpu1/cpu_capacity", "1024\n")]);
        assert_eq!(kinds(alike.path(), "0-1"), []);
        for garbage in ["", "\0", "-1", "0-18446744073709551615", "lots"] {
            let root = root(&[
                ("system/cpu/cpu0/cpu_capacity", garbage),
                ("cpu_core/cpus", garbage),
                ("cpu_atom/cpus", garbage),
                ("online", "0"),
                ("node0/cpulist", garbage),
            ]);
            assert!(nodes(root.path()).iter().all(|threads| threads.len() == 1), "{garbage:?}");
            assert_eq!(kinds(root.path(), "0"), [], "{garbage:?}");
            assert_eq!(packages(root.path(), garbage), [], "{garbage:?}");
        }
    }
}
