//! How many workers may run at once? The kernel says, in files of which nothing is promised.
//!
//! You write four small readers and put them together:
//!
//! 1. [`cpu_list`] counts what a list such as `0-3,8` names;
//! 2. [`cpuinfo`] counts logical and physical cores in `/proc/cpuinfo`;
//! 3. [`quota_v2`] and [`quota_v1`] read a control group's limit;
//! 4. [`usable`] looks into a folder that stands for `/` and says how many workers it is worth starting.
//!
//! All of them get bytes, because that is what a file holds. A process may be called anything, and so may a processor:
//! its name need not be UTF-8. What can't be understood is an `Err`, never a panic and never a guess.
//!
//! Numbers are written in decimal digits and nothing else. Blanks and line ends around a number or a word (spaces,
//! tabs, `\n`) mean nothing; they are what `trim_ascii` removes.
//!
//! The check tries files of real machines, then broken ones: empty, cut off in the middle, with numbers that are zero,
//! negative or too large. It builds lists and processors of its own and asks for their count, and it throws meaningless
//! bytes at you. About 90 minutes.
//!
//! You need only `split` of slices, `trim_ascii`, `strip_prefix`, a `BTreeSet`, `fs::read` and `ErrorKind::NotFound`.

use std::path::Path;

/// The largest number of a logical core that we believe, 2²⁰ − 1. A list that names more is broken, and must not make
/// us allocate room for it.
pub const LAST: u64 = (1 << 20) - 1;

/// Why a file can't be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file isn't there, or can't be read.
    Missing,
    /// It says nothing where it should say something.
    Empty,
    /// Something else is where a number should be: letters, a sign, a point, bytes that aren't text.
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

/// How many logical cores a list names: `0-3,8` names 5. A core that is named twice is one core.
///
/// # Errors
/// `Empty` for a list without anything in it. `NotANumber` where something else stands between two commas, or on either
/// side of a `-` (also nothing at all: `0-`, `1,,2`, `-1`). `OutOfRange` for a number above [`LAST`], and for a range
/// that runs backwards. If several things are wrong, any of them.
pub fn cpu_list(list: &[u8]) -> Result<usize, Wrong> {
    todo!("count what {} bytes name", list.len())
}

/// Logical and physical cores of `/proc/cpuinfo`.
///
/// Blank lines separate blocks. Lines look like `core id : 3`: a name, a colon, a value, with blanks around both. Every
/// line named exactly `processor` is a logical core. In its block, `physical id` names the package and `core id` the
/// core within that package. Cores are counted only if *every* logical core says both; else `physical` is `None`. Their
/// values may be any text. Other lines, and lines without a colon, mean nothing, whatever bytes they hold.
///
/// # Errors
/// `Empty` if there is no logical core. `NotANumber` if what follows `processor :` is no number, `OutOfRange` if it is
/// above [`LAST`].
pub fn cpuinfo(text: &[u8]) -> Result<Cores, Wrong> {
    todo!("count the cores in {} bytes", text.len())
}

/// The limit in a `cpu.max` of version 2: quota and period with blanks between them, such as `150000 100000`. The word
/// `max` in place of the quota is no limit: `None`.
///
/// # Errors
/// `Empty` for nothing. `NotANumber` where there aren't exactly two things, or one isn't a number (nor `max`, for the
/// quota). `OutOfRange` for zero, and for what doesn't fit into a `u64`.
pub fn quota_v2(cpu_max: &[u8]) -> Result<Option<Quota>, Wrong> {
    todo!("read a limit from {} bytes", cpu_max.len())
}

/// The limit in the two files of version 1, `cpu.cfs_quota_us` and `cpu.cfs_period_us`. A quota of `-1` is no limit:
/// `None`, and then the period doesn't matter.
///
/// # Errors
/// As [`quota_v2`]; any other negative number is `NotANumber`.
pub fn quota_v1(quota: &[u8], period: &[u8]) -> Result<Option<Quota>, Wrong> {
    todo!("read a limit from {} and {} bytes", quota.len(), period.len())
}

/// How many workers may run at once on the machine whose files lie under `root`, ≥ 1.
///
/// That is the number of cores in the line `Cpus_allowed_list:` of `proc/self/status`, or what the quota leaves of
/// them, in whole cores, rounded down, but at least 1: a quota of one and a half cores is 1, half a core is 1 too. (The
/// standard library does the same. Two threads would use up one and a half cores in three quarters of each period, and
/// be stopped for the rest.)
///
/// The quota is in `sys/fs/cgroup/cpu.max` or, if that file doesn't exist, in `cpu.cfs_quota_us` and
/// `cpu.cfs_period_us` in `sys/fs/cgroup/cpu`. If the quota's file doesn't exist either, there is none.
///
/// # Errors
/// `Missing` if there is no `proc/self/status`, or no period beside the quota of version 1. `Empty` if no line of the
/// status begins with `Cpus_allowed_list:`. Otherwise what the readers above say of a file that is there.
pub fn usable(root: &Path) -> Result<usize, Wrong> {
    todo!("count the cores that may be used under {}", root.display())
}
