//! The caches, as Linux lists them under `/sys`.

use super::cpulist;
use crate::Cache;
use std::{fs, path::Path};

/// The caches described under `dir` (`/sys/devices/system/cpu/cpu0/cache`), in the order of their index.
pub fn read(dir: &Path) -> Vec<Cache> {
    let mut caches: Vec<_> = (0..16).filter_map(|index| one(&dir.join(format!("index{index}")))).collect();
    caches.sort_by(|a, b| a.name.cmp(&b.name));
    caches
}

/// One cache; `None` when its folder is missing or says something no cache can be.
fn one(dir: &Path) -> Option<Cache> {
    let text = |name: &str| fs::read_to_string(dir.join(name)).ok().map(|text| text.trim().to_owned());
    let level: u8 = text("level")?.parse().ok().filter(|level| (1..=9).contains(level))?;
    let kind = match text("type")?.as_str() {
        "Data" => "d",
        "Instruction" => "i",
        _ => "",
    };
    Some(Cache {
        name: format!("L{level}{kind}"),
        bytes: size(&text("size")?)?,
        shared_by: text("shared_cpu_list").and_then(|list| cpulist::count(&list)).unwrap_or(1),
    })
}

/// Bytes, from `32K` or `16M`. `None` for zero and for anything else.
fn size(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit = match unit {
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit).filter(|&bytes| bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::root, *};

    #[test]
    fn caches_are_named_sized_and_shared() {
        let root = root(&[
            ("index0/level", "1\n"),
            ("index0/type", "Data\n"),
            ("index0/size", "32K\n"),
            ("index0/shared_cpu_list", "0,4\n"),
            ("index3/level", "3\n"),
            ("index3/type", "Unified\n"),
            ("index3/size", "32768K\n"),
            ("index1/level", "2\n"),
        ]);
        let caches = read(root.path());
        assert_eq!(caches.len(), 2, "index1 says no size: {caches:?}");
        assert_eq!(caches[0], Cache { name: "L1d".into(), bytes: 32 << 10, shared_by: 2 });
        assert_eq!(caches[1], Cache { name: "L3".into(), bytes: 32 << 20, shared_by: 1 });
    }

    #[test]
    fn hostile_sizes_are_refused() {
        for text in ["", "K", "0K", "-1K", "32", "32Q", "99999999999999999999K", "18446744073709551615G", "3é"] {
            assert_eq!(size(text), None, "{text}");
        }
    }
}
