//! What a program did, counted instead of timed: by the processor's own counters, which `perf stat` reads, or by
//! cachegrind, which plays the program on a processor of its own making.
//!
//! Both count a whole program, from its first instruction to its last. So a program is counted that runs a variant
//! once, and one that runs it some times more: the difference is that of the additional runs.

use record::words;
use serde::{Deserialize, Serialize};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use variant::Unavailable;

/// Who counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    /// The processor, asked by `perf stat`.
    Perf,
    /// Valgrind's cachegrind: a simulation, with two levels of cache and a plain guesser of branches.
    Cachegrind,
}

/// What can be counted. Missing is what this counter, or this machine, doesn't count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Instructions carried out.
    pub instructions: Option<f64>,
    /// Ticks of the processor's clock; the simulation has none.
    pub cycles: Option<f64>,
    /// Branches.
    pub branches: Option<f64>,
    /// Of these, guessed wrong.
    pub branch_misses: Option<f64>,
    /// Accesses that the first level of cache had no data for. Of the processor's, loads only.
    pub l1_misses: Option<f64>,
    /// Accesses that no level had data for.
    pub cache_misses: Option<f64>,
}

/// One variant's line: counts and time for each element of the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The variant.
    pub name: String,
    /// With how many workers.
    pub workers: usize,
    /// Seconds an element, from a race without a counter.
    pub seconds: f64,
    /// Counts an element.
    pub counts: Counts,
}

/// A kernel, counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// The kernel.
    pub kernel: String,
    /// The problem's size, in the kernel's own unit.
    pub size: usize,
    /// Elements of its answer.
    pub elements: usize,
    /// Who counted.
    pub counter: Counter,
    /// A line for each variant that runs in this process.
    pub variants: Vec<Row>,
    /// Variants that were not counted, with the reason.
    pub left_out: Vec<(String, String)>,
}

/// The events that perf is asked for, in the order of [`Counts`]; `u` is for the program itself, without the system.
const EVENTS: [&str; 6] =
    ["instructions:u", "cycles:u", "branches:u", "branch-misses:u", "L1-dcache-load-misses:u", "cache-misses:u"];

impl Counter {
    /// The processor's counters where this machine has some that may be read, else cachegrind. With it the program.
    ///
    /// # Errors
    /// When there is neither; says what to do about both.
    pub fn find() -> Result<(Self, PathBuf), Unavailable> {
        let perf = tools::perf().and_then(|perf| {
            let counts = Counter::Perf.count(&perf, Path::new("true"), &[])?;
            let none = "perf finds no counters here; virtual machines and containers often hide them";
            counts.instructions.map(|_| (Counter::Perf, perf)).ok_or_else(|| Unavailable::new(none))
        });
        perf.or_else(|no_perf| {
            let valgrind = tools::valgrind().map(|valgrind| (Counter::Cachegrind, valgrind));
            valgrind.map_err(|no_valgrind| Unavailable::new(format!("{no_perf}; and {no_valgrind}")))
        })
    }

    /// What `program` did from beginning to end.
    ///
    /// # Errors
    /// When it can't be counted, or fails.
    pub fn count(self, counter: &Path, program: &Path, arguments: &[String]) -> Result<Counts, Unavailable> {
        let failed = |what: &dyn std::fmt::Display| Unavailable::new(format!("{}: {what}", counter.display()));
        let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
        let file = folder.path().join("counts");
        let mut command = Command::new(counter);
        match self {
            Counter::Perf => command.args(["stat", "-x", ",", "-e", &EVENTS.join(","), "-o"]).arg(&file).arg("--"),
            Counter::Cachegrind => command
                .args(["--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes", "--quiet"])
                .arg(format!("--cachegrind-out-file={}", file.display())),
        };
        command.arg(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let output = command.output().map_err(|error| failed(&error))?;
        if !output.status.success() {
            return Err(failed(&String::from_utf8_lossy(&output.stderr).trim()));
        }
        let text = fs::read_to_string(&file).map_err(|error| failed(&error))?;
        Ok(self.read(&text))
    }

    /// Reads what the counter wrote.
    pub fn read(self, text: &str) -> Counts {
        let number = match self {
            Counter::Perf => perf_number,
            Counter::Cachegrind => cachegrind_number,
        };
        let [instructions, cycles, branches, branch_misses, l1_misses, cache_misses] = self.names();
        let sum = |names: &[&str]| names.iter().map(|name| number(text, name)).sum::<Option<f64>>();
        // Of no names at all the sum would be nothing, and nothing was counted.
        let sum = |names: &[&str]| if names.is_empty() { None } else { sum(names) };
        Counts {
            instructions: sum(instructions),
            cycles: sum(cycles),
            branches: sum(branches),
            branch_misses: sum(branch_misses),
            l1_misses: sum(l1_misses),
            cache_misses: sum(cache_misses),
        }
    }

    /// Which events make up each field of [`Counts`], in its order.
    fn names(self) -> [&'static [&'static str]; 6] {
        match self {
            Counter::Perf => std::array::from_fn(|i| &EVENTS[i..=i]),
            // Conditional and indirect branches; reads and writes.
            Counter::Cachegrind => [&["Ir"], &[], &["Bc", "Bi"], &["Bcm", "Bim"], &["D1mr", "D1mw"], &["DLmr", "DLmw"]],
        }
    }

    /// The counter, as a sentence names it.
    fn in_words(self) -> &'static str {
        match self {
            Counter::Perf => "counted by the processor (perf stat)",
            Counter::Cachegrind => "counted in a simulation (cachegrind)",
        }
    }
}

/// A line of perf's is `1234,,instructions:u,…`, or `<not supported>,,…` where there is no such counter.
fn perf_number(text: &str, event: &str) -> Option<f64> {
    let mut lines = text.lines().map(|line| line.split(','));
    lines.find_map(|mut fields| {
        let number = fields.next()?;
        // Before the event stands a unit, which counters don't have.
        (fields.nth(1)? == event).then(|| number.parse().ok())?
    })
}

/// Cachegrind writes the events' names in one line, and in another their sums.
fn cachegrind_number(text: &str, event: &str) -> Option<f64> {
    let fields = |start: &str| text.lines().find_map(|line| line.strip_prefix(start)).map(str::split_whitespace);
    let at = fields("events:")?.position(|name| name == event)?;
    fields("summary:")?.nth(at)?.parse().ok()
}

impl Counts {
    fn all(&self) -> [Option<f64>; 6] {
        let &Self { instructions, cycles, branches, branch_misses, l1_misses, cache_misses } = self;
        [instructions, cycles, branches, branch_misses, l1_misses, cache_misses]
    }

    /// What `self` has more than `fewer`, for each of so many `parts`.
    pub fn beyond(&self, fewer: &Self, parts: f64) -> Self {
        let (more, fewer) = (self.all(), fewer.all());
        // Where nothing happens the tool's own noise can leave less than nothing.
        let each = |i: usize| Some(((more[i]? - fewer[i]?) / parts).max(0.0));
        let [instructions, cycles, branches, branch_misses, l1_misses, cache_misses] = std::array::from_fn(each);
        Self { instructions, cycles, branches, branch_misses, l1_misses, cache_misses }
    }
}

/// The table, ending in a line break.
pub fn render(counted: &Counted, size_is: &str) -> String {
    let Counted { kernel, size, elements, counter, variants, left_out } = counted;
    let mut out = format!("{kernel}: {} {size_is}, {}\n", words::count(*size), counter.in_words());
    let _ = writeln!(out, "Time and counts for each of {} elements of the answer\n", words::count(*elements));
    let columns = ["instr.", "cycles", "branches", "wrong", "L1 miss", "miss"];
    // The simulation has no clock: a column of dashes would tell nothing.
    let shown: Vec<_> = (0..columns.len()).filter(|i| !counter.names()[*i].is_empty()).collect();
    let head: String = shown.iter().map(|i| format!("{:>9}", columns[*i])).collect();
    let _ = writeln!(out, "{:18}{:>9}{head}", "variant/workers", "time");
    for Row { name, workers, seconds, counts } in variants {
        let counts = counts.all();
        let cells: String = shown.iter().map(|i| format!("{:>9}", counts[*i].map_or("–".into(), number))).collect();
        let _ = writeln!(out, "{:18}{:>9}{cells}", format!("{name}/{workers}"), words::time(*seconds));
    }
    if !left_out.is_empty() {
        let _ = writeln!(out, "\nNot counted:");
    }
    for (name, reason) in left_out {
        let _ = writeln!(out, "  {name}: {reason}");
    }
    out
}

/// Three digits; what happens less than once in ten thousand elements is nothing.
fn number(count: f64) -> String {
    if count < 0.0001 { "0".into() } else { words::digits(count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CACHEGRIND: &str = "desc: D1 cache: 49152 B, 64 B, 12-way associative\ncmd: ./a\n\
        events: Ir I1mr ILmr Dr D1mr DLmr Dw D1mw DLmw Bc Bcm Bi Bim\nfl=/a.c\nfn=main\n5 129 1 1 29 1 1 10 1 1 25 3 1 1\n\
        summary: 129623 1076 1061 29175 1101 969 10934 330 306 25597 3086 279 145\n";

    #[test]
    fn cachegrinds_sums_are_found_by_name() {
        let counts = Counter::Cachegrind.read(CACHEGRIND);
        let want = [Some(129_623.0), None, Some(25_876.0), Some(3231.0), Some(1431.0), Some(1275.0)];
        assert_eq!(counts.all(), want);
        // Newer versions leave events out unless they are asked for.
        let less = Counter::Cachegrind.read("events: Ir\nsummary: 7\n");
        assert_eq!(less, Counts { instructions: Some(7.0), ..Counts::default() });
    }

    #[test]
    fn what_perf_cannot_count_is_missing() {
        let text = "# started on …\n\n1234567,,instructions:u,1000,100.00,,\n<not supported>,,cycles:u,0,100.00,,\n\
            99,,branch-misses:u,1000,100.00,,\n";
        let counts = Counter::Perf.read(text);
        assert_eq!(counts, Counts { instructions: Some(1_234_567.0), branch_misses: Some(99.0), ..Counts::default() });
    }

    #[test]
    fn the_difference_of_two_programs_is_shared_out() {
        let few = Counts { instructions: Some(100.0), branches: Some(9.0), ..Counts::default() };
        let more = Counts { instructions: Some(1100.0), branches: Some(8.0), ..Counts::default() };
        let each = more.beyond(&few, 50.0);
        assert_eq!(each, Counts { instructions: Some(20.0), branches: Some(0.0), ..Counts::default() });
    }
}
