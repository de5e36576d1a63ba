//! Merges sorted ranges instead of collecting numbers, and reads everything as text in which strange bytes are replaced.

use std::collections::BTreeMap;
use std::fs;
use std::num::IntErrorKind;
use std::path::Path;

/// The largest number of a logical core that we believe, 2²⁰ − 1. A list that names more is broken, and must not make us
/// allocate room for it.
pub const LAST: u64 = (1 << 20) - 1;

/// Why a file can't be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file isn't there, or can't be read.
    Missing,
    /// It says nothing where it should say something.
    Empty,
    /// Where a number should stand there is something else: letters, a sign, a point, bytes that are no text.
    NotANumber,
    /// A number, but none that can be meant: above what fits, a range that runs backwards, a quota or period of zero.
    OutOfRange,
}

/// The cores of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cores {
    /// Logical cores, ≥ 1.
    pub logical: usize,
    /// Physical cores, ≥ 1; `None` where the file doesn't say it of every logical core.
    pub physical: Option<usize>,
}

/// A limit on processor time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Microseconds of processor time that may be used in each period, ≥ 1.
    pub quota: u64,
    /// The period, microseconds, ≥ 1.
    pub period: u64,
}

/// Sorts the ranges, then walks over them once.
pub fn cpu_list(list: &[u8]) -> Result<usize, Wrong> {
    let list = String::from_utf8_lossy(list);
    if list.trim_ascii().is_empty() {
        return Err(Wrong::Empty);
    }
    let mut ranges = Vec::new();
    for part in list.split(',') {
        let (first, last) = match part.split_once('-') {
            Some((first, last)) => (core(first)?, core(last)?),
            None => (core(part)?, core(part)?),
        };
        if first > last {
            return Err(Wrong::OutOfRange);
        }
        ranges.push((first, last));
    }
    ranges.sort_unstable();
    let (mut count, mut next) = (0, 0);
    for (first, last) in ranges {
        let first = first.max(next);
        if last >= first {
            count += last - first + 1;
            next = last + 1;
        }
    }
    Ok(count as usize)
}

/// Line by line, with what is known of the current block.
pub fn cpuinfo(text: &[u8]) -> Result<Cores, Wrong> {
    let text = String::from_utf8_lossy(text);
    let mut blocks: Vec<BTreeMap<String, Vec<String>>> = vec![BTreeMap::new()];
    for line in text.split('\n') {
        if line.trim_ascii().is_empty() {
            blocks.push(BTreeMap::new());
        } else if let (Some((name, value)), Some(block)) = (line.split_once(':'), blocks.last_mut()) {
            block.entry(name.trim_ascii().to_owned()).or_default().push(value.trim_ascii().to_owned());
        }
    }
    let mut logical = 0;
    let mut names = Vec::new();
    let mut unnamed = false;
    for block in &blocks {
        let Some(processors) = block.get("processor") else { continue };
        for processor in processors {
            core(processor)?;
            logical += 1;
        }
        match (block.get("physical id"), block.get("core id")) {
            (Some(package), Some(id)) => names.push(format!("{package:?} {id:?}")),
            _ => unnamed = true,
        }
    }
    names.sort();
    names.dedup();
    match logical {
        0 => Err(Wrong::Empty),
        _ => Ok(Cores { logical, physical: (!unnamed).then_some(names.len()) }),
    }
}

/// As words.
pub fn quota_v2(cpu_max: &[u8]) -> Result<Option<Quota>, Wrong> {
    let text = String::from_utf8_lossy(cpu_max);
    let mut words = text.split_ascii_whitespace();
    let quota = words.next().ok_or(Wrong::Empty)?;
    let (Some(period), None) = (words.next(), words.next()) else { return Err(Wrong::NotANumber) };
    let period = positive(period)?;
    if quota == "max" { Ok(None) } else { positive(quota).map(|quota| Some(Quota { quota, period })) }
}

/// Looks at the period only if there is a quota.
pub fn quota_v1(quota: &[u8], period: &[u8]) -> Result<Option<Quota>, Wrong> {
    let (quota, period) = (String::from_utf8_lossy(quota), String::from_utf8_lossy(period));
    if quota.trim_ascii() == "-1" {
        return Ok(None);
    }
    let quota = positive(quota.trim_ascii())?;
    Ok(Some(Quota { quota, period: positive(period.trim_ascii())? }))
}

/// Asks whether a file exists before it reads it.
pub fn usable(root: &Path) -> Result<usize, Wrong> {
    let read = |path: &str| fs::read(root.join(path)).map_err(|_| Wrong::Missing);
    let there = |path: &str| root.join(path).exists();
    let status = read("proc/self/status")?;
    let status = String::from_utf8_lossy(&status);
    let line = status.lines().find(|line| line.starts_with("Cpus_allowed_list:")).ok_or(Wrong::Empty)?;
    let allowed = cpu_list(line["Cpus_allowed_list:".len()..].as_bytes())?;
    let v1 = "sys/fs/cgroup/cpu/cpu.cfs_quota_us";
    let quota = if there("sys/fs/cgroup/cpu.max") {
        quota_v2(&read("sys/fs/cgroup/cpu.max")?)?
    } else if there(v1) {
        quota_v1(&read(v1)?, &read("sys/fs/cgroup/cpu/cpu.cfs_period_us")?)?
    } else {
        None
    };
    let whole = quota.map_or(u64::MAX, |quota| quota.quota / quota.period);
    Ok((allowed as u64).min(whole).max(1) as usize)
}

fn core(text: &str) -> Result<u64, Wrong> {
    let n = number(text.trim_ascii())?;
    if n > LAST { Err(Wrong::OutOfRange) } else { Ok(n) }
}

fn positive(text: &str) -> Result<u64, Wrong> {
    if text.is_empty() {
        return Err(Wrong::Empty);
    }
    match number(text)? {
        0 => Err(Wrong::OutOfRange),
        n => Ok(n),
    }
}

fn number(text: &str) -> Result<u64, Wrong> {
    if text.starts_with('+') {
        return Err(Wrong::NotANumber);
    }
    text.parse::<u64>().map_err(|error| match error.kind() {
        IntErrorKind::PosOverflow => Wrong::OutOfRange,
        _ => Wrong::NotANumber,
    })
}
