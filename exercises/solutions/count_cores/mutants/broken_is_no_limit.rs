//! Takes a limit that it does not understand for no limit.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::ErrorKind;
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

/// How many logical cores a list names.
pub fn cpu_list(list: &[u8]) -> Result<usize, Wrong> {
    let list = list.trim_ascii();
    if list.is_empty() {
        return Err(Wrong::Empty);
    }
    let mut named = BTreeSet::new();
    for part in list.split(|&byte| byte == b',') {
        let mut ends = part.splitn(2, |&byte| byte == b'-');
        let first = core(ends.next().unwrap_or_default())?;
        let last = ends.next().map_or(Ok(first), core)?;
        if last < first {
            return Err(Wrong::OutOfRange);
        }
        // At most a million, since both ends are believable.
        named.extend(first..=last);
    }
    Ok(named.len())
}

/// Logical and physical cores of `/proc/cpuinfo`.
pub fn cpuinfo(text: &[u8]) -> Result<Cores, Wrong> {
    let mut logical = 0;
    let mut physical = HashSet::new();
    let mut all_say = true;
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).peekable();
    while lines.peek().is_some() {
        let (mut processors, mut package, mut id) = (0, None, None);
        for (name, value) in lines.by_ref().take_while(|line| !line.is_empty()).filter_map(field) {
            match name {
                b"processor" => {
                    core(value)?;
                    processors += 1;
                }
                b"physical id" => package = Some(value),
                b"core id" => id = Some(value),
                _ => {}
            }
        }
        logical += processors;
        match (package, id) {
            _ if processors == 0 => {}
            // A pair: core 0 of package 1 is another one than core 0 of package 0.
            (Some(package), Some(id)) => _ = physical.insert((package, id)),
            _ => all_say = false,
        }
    }
    if logical == 0 {
        return Err(Wrong::Empty);
    }
    Ok(Cores { logical, physical: all_say.then_some(physical.len()) })
}

/// Name and value of a line.
fn field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|&byte| byte == b':')?;
    Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
}

/// The limit in a `cpu.max` of version 2.
pub fn quota_v2(cpu_max: &[u8]) -> Result<Option<Quota>, Wrong> {
    let words: Vec<_> = cpu_max.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [] => Err(Wrong::Empty),
        [b"max", period] => positive(period).map(|_| None),
        [quota, period] => Ok(Some(Quota { quota: positive(quota)?, period: positive(period)? })),
        _ => Err(Wrong::NotANumber),
    }
}

/// The limit in the two files of version 1.
pub fn quota_v1(quota: &[u8], period: &[u8]) -> Result<Option<Quota>, Wrong> {
    match quota.trim_ascii() {
        b"-1" => Ok(None),
        quota => Ok(Some(Quota { quota: positive(quota)?, period: positive(period.trim_ascii())? })),
    }
}

/// How many workers may run at once on the machine whose files lie under `root`.
pub fn usable(root: &Path) -> Result<usize, Wrong> {
    let status = read(root, "proc/self/status")?.ok_or(Wrong::Missing)?;
    let mut lines = status.split(|&byte| byte == b'\n');
    let allowed = cpu_list(lines.find_map(|line| line.strip_prefix(b"Cpus_allowed_list:")).ok_or(Wrong::Empty)?)?;
    let quota = if let Some(cpu_max) = read(root, "sys/fs/cgroup/cpu.max")? {
        quota_v2(&cpu_max).unwrap_or(None)
    } else if let Some(quota) = read(root, "sys/fs/cgroup/cpu/cpu.cfs_quota_us")? {
        let period = read(root, "sys/fs/cgroup/cpu/cpu.cfs_period_us")?.ok_or(Wrong::Missing)?;
        quota_v1(&quota, &period).unwrap_or(None)
    } else {
        None
    };
    let Some(Quota { quota, period }) = quota else { return Ok(allowed) };
    // More cores than a `usize` holds are more than are allowed, too.
    let whole = usize::try_from(quota / period).unwrap_or(usize::MAX);
    Ok(allowed.min(whole.max(1)))
}

/// The bytes of a file; `None` if there is no such file.
fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, Wrong> {
    match fs::read(root.join(path)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(_) => Err(Wrong::Missing),
    }
}

/// The number of a logical core.
fn core(text: &[u8]) -> Result<u64, Wrong> {
    number(text.trim_ascii()).and_then(|n| if n <= LAST { Ok(n) } else { Err(Wrong::OutOfRange) })
}

/// A number that isn't zero.
fn positive(text: &[u8]) -> Result<u64, Wrong> {
    if text.is_empty() {
        return Err(Wrong::Empty);
    }
    number(text).and_then(|n| if n > 0 { Ok(n) } else { Err(Wrong::OutOfRange) })
}

/// Digits and nothing else: `parse` alone would take a `+` as well.
fn number(text: &[u8]) -> Result<u64, Wrong> {
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(Wrong::NotANumber);
    }
    let too_large = Wrong::OutOfRange;
    text.iter().try_fold(0_u64, |n, digit| n.checked_mul(10)?.checked_add(u64::from(digit - b'0'))).ok_or(too_large)
}
