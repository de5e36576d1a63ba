//! A control group limits what the processes in it may use, and so does every group above it: the tightest limit on the
//! way up holds. Version 2 has one tree, version 1 has a tree for each resource.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

// ANCHOR: quota
/// The processor time that the groups in `/proc/self/cgroup` hand out, in cores. `None`: no limit.
pub fn quota(root: &Path, groups: &str) -> Option<f64> {
    let v2 = upwards(root, groups, "").filter_map(|dir| read(&dir, "cpu.max")).filter_map(|max| {
        let (quota, period) = max.split_once(' ')?;
        cores(quota, period)
    });
    let v1 = upwards(root, groups, "cpu")
        .filter_map(|dir| cores(&read(&dir, "cpu.cfs_quota_us")?, &read(&dir, "cpu.cfs_period_us")?));
    v2.chain(v1).reduce(f64::min)
}
// ANCHOR_END: quota

/// The memory that the groups allow, bytes. `None`: no limit. Version 1 writes "no limit" as a number close to 2⁶³.
pub fn memory_limit(root: &Path, groups: &str) -> Option<u64> {
    let v2 = upwards(root, groups, "").filter_map(|dir| read(&dir, "memory.max"));
    let v1 = upwards(root, groups, "memory").filter_map(|dir| read(&dir, "memory.limit_in_bytes"));
    v2.chain(v1).filter_map(|limit| limit.trim().parse().ok()).filter(|&limit| limit > 0 && limit < 1 << 62).min()
}

/// Cores' worth of time: `quota` microseconds in each `period`. `max` and −1 mean no limit.
fn cores(quota: &str, period: &str) -> Option<f64> {
    let (quota, period) = (quota.trim().parse::<u32>().ok()?, period.trim().parse::<u32>().ok()?);
    (quota > 0 && period > 0).then(|| f64::from(quota) / f64::from(period))
}

/// The folder of this process's group in the tree of `controller` (`""` for version 2), then those above it.
///
/// Inside a container, `/proc/self/cgroup` may name a path that only the host can see; the tree's top is then the
/// container's own group, and it is always tried.
fn upwards(root: &Path, groups: &str, controller: &str) -> impl Iterator<Item = PathBuf> {
    let own = groups.lines().find_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, path) = (parts.next()?, parts.next()?);
        controllers.split(',').any(|name| name == controller).then_some(path)
    });
    let mut top = root.join("sys/fs/cgroup");
    if !controller.is_empty() {
        top.push(controller);
    }
    // Only plain names: a `..` must not lead out of the tree.
    let path: PathBuf =
        Path::new(own.unwrap_or("")).components().filter(|part| matches!(part, Component::Normal(_))).collect();
    let depth = path.components().count();
    let own = top.join(path);
    own.ancestors().take(depth + 1).map(Into::into).collect::<Vec<_>>().into_iter()
}

fn read(dir: &Path, file: &str) -> Option<String> {
    fs::read_to_string(dir.join(file)).ok()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::root, *};

    #[test]
    fn version_two_takes_the_tightest_on_the_way_up() {
        let root = root(&[
            ("sys/fs/cgroup/a/cpu.max", "400000 100000\n"),
            ("sys/fs/cgroup/a/b/cpu.max", "50000 100000\n"),
            ("sys/fs/cgroup/a/b/c/cpu.max", "max 100000\n"),
        ]);
        assert_eq!(quota(root.path(), "0::/a/b/c\n"), Some(0.5));
        assert_eq!(quota(root.path(), "0::/a\n"), Some(4.0));
        assert_eq!(quota(root.path(), "0::/\n"), None);
    }

    #[test]
    fn version_one_has_a_tree_of_its_own() {
        let root = root(&[
            ("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "250000\n"),
            ("sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000\n"),
            ("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n"),
            ("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"),
        ]);
        let groups = "3:memory:/\n2:cpu,cpuacct:/box\n0::/\n";
        assert_eq!(quota(root.path(), groups), Some(2.5));
        assert_eq!(memory_limit(root.path(), groups), None);
    }

    #[test]
    fn a_group_only_the_host_sees_falls_back_to_the_top() {
        let root = root(&[("sys/fs/cgroup/cpu.max", "100000 100000\n"), ("sys/fs/cgroup/memory.max", "4096\n")]);
        assert_eq!(quota(root.path(), "0::/../../host/pod\n"), Some(1.0));
        assert_eq!(memory_limit(root.path(), "0::/../../host/pod\n"), Some(4096));
    }

    #[test]
    fn hostile_limits_are_no_limits() {
        for max in ["", "max", "max max", "0 100000", "100000 0", "-5 100000", "NaN 1", "1e9 1", "99999999999 100000"] {
            let root = root(&[("sys/fs/cgroup/cpu.max", max), ("sys/fs/cgroup/memory.max", "lots")]);
            assert_eq!(quota(root.path(), "0::/\n"), None, "{max}");
            assert_eq!(memory_limit(root.path(), "0::/\n"), None);
        }
    }
}
