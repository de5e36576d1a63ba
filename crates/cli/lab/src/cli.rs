//! What may be typed. The one contract with the reader: `architecture.md`'s table, in code.

use crate::server;
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use variant::Workers;

/// Speedup, a workbook on parallel programming in Rust. Without a command, it builds the book and serves it.
#[derive(Debug, Parser)]
#[command(name = "cargo lab", bin_name = "cargo lab", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Those of `serve`, which needs no name; `None` where none of them was given.
    #[command(flatten)]
    pub serve: Option<Serve>,

    /// Whether to use colours. NO_COLOR and CARGO_TERM_COLOR are honoured too.
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    pub color: ColorChoice,

    /// Another copy of the workbook than the one you stand in.
    #[arg(long, global = true, hide = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the book, serve it, and rebuild when a file changes (what `cargo run` does).
    Serve(Serve),
    /// Build the book into a folder, ready for any static host.
    Build(Build),
    /// Make slides of a chapter: its pictures, plots, questions and exercises, as one HTML file.
    Slides(Slides),
    /// List the exercises by chapter, with their state.
    List(Formatted),
    /// Show the next exercise that isn't solved.
    Next,
    /// Run an exercise's checks and explain what fails.
    Check(Check),
    /// Give the next of an exercise's three hints.
    Hint(Hint),
    /// Show the reference answer beside yours, once yours passes.
    Solution(Solution),
    /// Put an exercise's stub back, or its check. What stood there is kept as a backup.
    Reset(Reset),
    /// Keep several attempts at an exercise beside each other: list them, or go to another.
    Attempt(Attempt),
    /// Get the workbook's new version from where it was cloned. Your answers are kept.
    Update,
    /// Tell what you have solved, when, and how long its check ran: for a teacher, as a file. Nothing is sent.
    Report(Report),
    /// Read the reports of a whole class, all files in a folder that end in .json, into one table.
    Class(Class),
    /// Run every variant of a kernel side by side: time, speedup, efficiency.
    Race(Race),
    /// Count what every variant of a kernel does: instructions, branches, cache misses for an element.
    Count(Count),
    /// Measure with criterion and draw your own line into the book.
    Bench(Bench),
    /// Experiment in a Rust prompt with the kernels loaded.
    Repl(Repl),
    /// Write a chapter's experiments as a notebook for Jupyter.
    Notebook(Notebook),
    /// Play a cluster on this machine: hosts with addresses of their own, and a switch between them (Linux, root).
    #[command(subcommand)]
    Cluster(Cluster),
    /// Tell what this machine has, and what is missing.
    Doctor(Doctor),
    /// Compile a listing of the book, or a changed copy of it, and run its program.
    #[command(hide = true)]
    Listing(Listing),
    /// Run another of these commands within limits, and end all that it leaves behind.
    #[command(hide = true)]
    Keep(Keep),
    /// Run cells for a page: JSON in, JSON out, a line each.
    #[command(hide = true)]
    Cells(Cells),
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// Where the book's server is tried first.
const PORT: u16 = 3000;

#[derive(Debug, Args)]
pub struct Serve {
    /// The first port to try; the next free one is taken where it is in use.
    #[arg(long, default_value_t = PORT)]
    pub port: u16,
    /// Also answer to this host name, which a forwarded port has; may be repeated. LAB_ALLOW_HOST=A,B does the same.
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    pub allow_host: Vec<String>,
    /// Look at the files every second instead of waiting for the system to tell of changes.
    #[arg(long)]
    pub poll: bool,
}

impl Default for Serve {
    fn default() -> Self {
        Self { port: PORT, allow_host: Vec::new(), poll: false }
    }
}

/// The name in what was typed or copied, such as `https://name.example:3000/`.
fn host_name(text: &str) -> Result<String, String> {
    server::host_name(text).ok_or_else(|| "a host has a name such as reader.example.org".into())
}

#[derive(Debug, Args)]
pub struct Build {
    /// Where the book goes. Relative to where you stand; without it, the folder that book.toml names.
    #[arg(short, long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Slides {
    /// The chapter, such as `threads`.
    pub chapter: String,
    /// Write them to this file [default: target/slides/CHAPTER.html].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Formatted {
    /// How to print it.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The exercise; without it, the next one that isn't solved.
    pub name: Option<String>,
    /// Every exercise; those that passed and haven't changed since are not run again.
    #[arg(long, conflicts_with = "name")]
    pub all: bool,
    /// Check again whenever a file changes, until Ctrl-C.
    #[arg(long, conflicts_with = "all")]
    pub watch: bool,
    /// Look at the files every second instead of waiting for the system to tell of changes.
    #[arg(long, requires = "watch")]
    pub poll: bool,
    /// Also judge its speed, once it passes: timed in turns with the reference answer.
    #[arg(long, conflicts_with_all = ["all", "watch"])]
    pub speed: bool,
    /// Also give it points, once it passes: what it does is counted, beside the reference answer. No clock is read.
    #[arg(long, conflicts_with_all = ["all", "watch", "speed"])]
    pub count: bool,
    /// Also have ThreadSanitizer look for data races, once it passes. Builds everything anew, the first time for
    /// minutes; the toolchain needs rust-src.
    #[arg(long, conflicts_with_all = ["all", "watch", "speed", "count"])]
    pub sanitize: bool,
    /// Also have real ranks run it, once it passes, where MPI is its subject: `mpirun` starts them.
    #[arg(long, conflicts_with_all = ["all", "watch", "speed", "sanitize", "count"])]
    pub ranks: bool,
    /// How to print the results.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// How long one test may take before the check is ended, in seconds.
    #[arg(long, default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub limit: u64,
}

#[derive(Debug, Args)]
pub struct Hint {
    /// The exercise.
    pub name: String,
    /// Show this hint (1, 2 or 3) instead of the next one.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=3))]
    pub number: Option<u8>,
}

#[derive(Debug, Args)]
pub struct Solution {
    /// The exercise.
    pub name: String,
    /// Show it even though yours doesn't pass yet.
    #[arg(long)]
    pub anyway: bool,
}

#[derive(Debug, Args)]
pub struct Reset {
    /// The exercise.
    pub name: String,
    /// Put back everything but your answer: the check in tests/, Cargo.toml, the hints, the judge of speed.
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub struct Attempt {
    /// The exercise.
    pub name: String,
    /// Keep what you have written as an attempt of its own, and go to the one of this name: back to it, or, where there
    /// is none yet, to a new one that begins with the stub. Without it, the attempts are listed.
    pub label: Option<String>,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    Text,
    /// What `class` reads.
    Json,
    /// What tools that gather the results of tests read: an XML file.
    Junit,
    /// A page of its own, with what you predicted and measured.
    Html,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Whose it is. Without it a report names nobody, and a class goes by the file's name.
    #[arg(long, value_name = "WHO")]
    pub name: Option<String>,
    /// How to write it.
    #[arg(long, default_value = "text")]
    pub format: ReportFormat,
    /// Write it to this file instead of printing it.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// How a class is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClassFormat {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
    /// A page of its own.
    Html,
}

#[derive(Debug, Args)]
pub struct Class {
    /// Where the reports are. Folders in it are not looked into.
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// How to write the table.
    #[arg(long, default_value = "text")]
    pub format: ClassFormat,
    /// Write it to this file instead of printing it.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Race {
    /// The kernel, such as great_circle.
    pub kernel: String,
    /// Only these variants, separated by commas, and the one that the others are measured against.
    #[arg(long, value_name = "A,B")]
    pub variants: Option<String>,
    /// Measure against this variant instead of serial, which then stays out: for sizes at which serial takes minutes.
    #[arg(long, value_name = "VARIANT")]
    pub against: Option<String>,
    /// How many workers share the work; several counts, separated by commas, race side by side.
    #[arg(long, value_delimiter = ',', value_name = "N,M")]
    pub workers: Vec<Workers>,
    /// How big the problem is, in the kernel's own unit.
    #[arg(long, value_name = "N")]
    pub size: Option<String>,
    /// How many rounds to run; slow variants run in fewer.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub samples: Option<u32>,
    /// How many seconds any one variant may take of the whole; also runs what would otherwise be refused as too slow.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3_600))]
    pub budget: Option<u32>,
    /// Time every run as it comes, after another variant's, when the other cores have been idle; otherwise each run of
    /// less than 0.05 s follows an untimed one of the same variant.
    #[arg(long, conflicts_with = "trace")]
    pub cold: bool,
    /// Don't race: show which worker does which part and when, and write it to FILE, which ui.perfetto.dev opens
    /// [default file: target/trace/KERNEL.trace.json].
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub trace: Option<Option<PathBuf>>,
    /// How to print the result.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Tell each time as it comes, for a page that draws them.
    #[arg(long, hide = true, conflicts_with = "trace")]
    pub live: bool,
}

#[derive(Debug, Args)]
pub struct Count {
    /// The kernel, such as great_circle.
    pub kernel: String,
    /// Only these variants, separated by commas, and serial.
    #[arg(long, value_name = "A,B")]
    pub variants: Option<String>,
    /// How many workers share the work [default: 1].
    #[arg(long, value_name = "N")]
    pub workers: Option<Workers>,
    /// How big the problem is, in the kernel's own unit. Cachegrind takes far longer than the program itself,
    /// so this is small where you don't say.
    #[arg(long, value_name = "N")]
    pub size: Option<u32>,
    /// How to print the result.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Bench {
    /// The kernel; without it, all of them.
    pub kernel: Option<String>,
}

#[derive(Debug, Args)]
pub struct Repl {
    /// Load only what this chapter uses, such as `threads`, and offer its cells.
    pub chapter: Option<String>,
    /// Don't prompt: run the chapter's cells and compare what comes back, or those of all chapters, or type FILE, a
    /// kept transcript.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub replay: Option<Option<PathBuf>>,
}

#[derive(Debug, Args)]
pub struct Notebook {
    /// The chapter, such as `laws-of-speedup`.
    pub chapter: String,
    /// Where it goes. Relative to where you stand; without it, notebooks/CHAPTER.ipynb in the workbook.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write it anew where you have changed it; what was there is kept as a backup.
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Cells {
    /// The chapter.
    pub chapter: String,
}

#[derive(Debug, Subcommand)]
pub enum Cluster {
    /// Make it, in the place of one that is idle.
    Up(Up),
    /// End everything that runs on it, and remove it.
    Down,
    /// Tell which hosts there are, how they are linked and what runs on them.
    Status,
    /// Print the addresses of the hosts, a line each: a host file.
    Hosts {
        /// Behind each address, as in 10.77.0.1:2101.
        #[arg(long, value_name = "PORT")]
        port: Option<u16>,
    },
    /// Run a command on every host at the same time, or on one.
    Run(OnHosts),
    /// Be the switch of a cluster.
    #[command(hide = true)]
    Switch {
        /// The cluster's name, for whoever looks at a list of processes.
        name: String,
        /// How many hosts there are.
        hosts: usize,
        /// After what delay a packet is passed on.
        delay: cluster::Delay,
    },
}

#[derive(Debug, Args)]
pub struct Up {
    /// How many hosts.
    pub hosts: usize,
    /// How long every packet takes more than it would, such as 1ms or 250us; an answer takes twice that.
    #[arg(long, value_name = "TIME")]
    pub delay: Option<cluster::Delay>,
    /// How much every host may send in a second, such as 1gbit or 100mbit.
    #[arg(long, value_name = "RATE")]
    pub rate: Option<cluster::Rate>,
}

#[derive(Debug, Args)]
pub struct OnHosts {
    /// Only on this host, by its number or address; what you type goes to the command.
    #[arg(long, value_name = "HOST")]
    pub on: Option<String>,
    /// The command and its arguments. In them {host} stands for the host's number, {hosts} for how many there are,
    /// {address} for the host's address.
    #[arg(required = true, last = true, value_name = "COMMAND")]
    pub command: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Listing {
    /// Which one: its crate and its file's name, such as steps_threads/spawned.
    pub name: String,
    /// A file whose text takes the place of the listing's own, in the copy that is compiled.
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
    /// How long its program may run.
    #[arg(long, default_value_t = 20)]
    pub seconds: u64,
}

#[derive(Debug, Args)]
pub struct Keep {
    /// How long it may take.
    #[arg(long, default_value_t = 1800)]
    pub seconds: u64,
    /// How many bytes of memory all its processes may use together [default: three quarters of what there is].
    #[arg(long)]
    pub memory: Option<u64>,
    /// How many processes and threads it may have at once.
    #[arg(long, default_value_t = 4096)]
    pub tasks: usize,
    /// Pass on the input to the command, which otherwise gets none.
    #[arg(long)]
    pub feed: bool,
    /// The command and its arguments.
    #[arg(last = true, required = true)]
    pub arguments: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Doctor {
    /// Ask the graphics adapters themselves. The first time, this compiles the graphics library: a minute or two.
    #[arg(long)]
    pub gpu: bool,
    /// How to print it.
    #[arg(long, default_value = "text")]
    pub format: Format,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_server_s_options_need_no_command_and_have_the_same_defaults() {
        let parse = |line: &str| Cli::try_parse_from(line.split(' ')).unwrap();
        assert!(parse("lab").serve.is_none());
        assert!(parse("lab list").serve.is_none());
        assert_eq!(parse("lab --port 3017").serve.unwrap().port, 3017);
        let Some(Command::Serve(typed)) = parse("lab serve").command else { panic!("that is serve") };
        let Serve { port, allow_host, poll } = Serve::default();
        assert_eq!((typed.port, typed.allow_host, typed.poll), (port, allow_host, poll));
    }
}
