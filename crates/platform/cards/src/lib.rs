//! Starts the programs that solve kernels on a graphics card, or on what stands in for one, through interfaces that the
//! workbook itself doesn't link: OpenCL, CUDA and CubeCL. The programs are the package in `crates/devices`.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    env,
    path::PathBuf,
    process::Command,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use variant::{Took, Unavailable};

/// The environment variable that names the folder of the programs, one for each interface. `lab race` builds them, and
/// sets it for the race.
pub const FOLDER: &str = "LAB_DEVICES";

/// The interfaces: what their programs are called, the variants that they run, and what `LAB_REQUIRE` calls them.
pub const INTERFACES: [&str; 3] = ["opencl", "cuda", "cubecl"];

/// A run that has not ended by then never will.
const LIMIT: Duration = Duration::from_secs(600);

/// What a program is told on its command line.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order<T> {
    /// The kernel to solve.
    pub kernel: String,
    /// When it was started, nanoseconds since 1970.
    pub started_ns: u64,
    /// Where problem and answer lie.
    pub job: T,
}

impl Order<serde_json::Value> {
    /// The order on this program's command line.
    ///
    /// # Errors
    /// When there is none, or it is about something else.
    pub fn read() -> Result<Self, String> {
        let order = env::args().nth(1).ok_or("this program is started by `lab race`, which tells it what to do")?;
        serde_json::from_str(&order).map_err(|error| format!("no order: {order}: {error}"))
    }

    /// Since the program was started.
    pub fn age(&self) -> Duration {
        Duration::from_nanos(now_ns().saturating_sub(self.started_ns))
    }

    /// What lies where, once the kernel is known.
    ///
    /// # Errors
    /// When it is about something else.
    pub fn job<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_value(self.job.clone()).map_err(|error| format!("no job for {}: {error}", self.kernel))
    }
}

/// What a program reports when all is done: the last line that it prints.
#[derive(Debug, Serialize, Deserialize)]
pub enum Report {
    /// It has solved the problem, times in seconds.
    Solved {
        /// With its data copied there and the answer back.
        work_s: f64,
        /// The kernel alone.
        kernel_s: f64,
        /// Before that, from the program's start until its first run was done, which opens the device and compiles the
        /// kernel.
        start_s: f64,
    },
    /// There is no such device, or it refused.
    Unavailable(String),
}

fn now_ns() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

/// The program of an interface, in the folder that [`FOLDER`] names.
///
/// # Errors
/// `Unavailable` when the variable names none, or it isn't there.
pub fn program(interface: &str, kernel: &str) -> Result<PathBuf, Unavailable> {
    let file = format!("{interface}{}", env::consts::EXE_SUFFIX);
    let program = env::var_os(FOLDER).map(|folder| PathBuf::from(folder).join(file)).filter(|it| it.is_file());
    program.ok_or_else(|| {
        let all = INTERFACES.join(",");
        Unavailable::new(format!(
            "the programs for other interfaces aren't built: cargo lab race {kernel} --variants {all}, or one of them, \
             builds and runs them"
        ))
    })
}

/// Has the program of `interface` solve a problem of `kernel`: what a variant consists of that a card runs through it.
/// The problem and the answer lie in memory that `job` names by its handles.
///
/// # Errors
/// `Unavailable` when the program isn't built, found no device, or failed.
pub fn solve(interface: &str, kernel: &str, job: &impl Serialize) -> Result<Took, Unavailable> {
    let program = program(interface, kernel)?;
    let order = Order { kernel: kernel.to_owned(), started_ns: now_ns(), job };
    let mut command = Command::new(program);
    command.arg(serde_json::to_string(&order).expect("numbers and paths are always JSON"));
    let ended = ranks::wait(command, LIMIT)
        .map_err(|error| Unavailable::new(format!("the program for {interface} can't be started: {error}")))?;
    told(interface, &ended)
}

/// What a program that has ended has told.
fn told(interface: &str, ended: &ranks::Ended) -> Result<Took, Unavailable> {
    let report: Option<Report> = ended.stdout.lines().last().and_then(|line| serde_json::from_str(line).ok());
    match report {
        Some(Report::Solved { work_s, kernel_s, start_s }) => Ok(Took {
            work: Duration::from_secs_f64(work_s),
            start: Some(Duration::from_secs_f64(start_s)),
            kernel: Some(Duration::from_secs_f64(kernel_s)),
        }),
        Some(Report::Unavailable(reason)) => Err(Unavailable::new(reason)),
        None => Err(Unavailable::new(broke_off(interface, ended))),
    }
}

/// How a program ended that reported nothing: its driver may have ended it.
fn broke_off(interface: &str, ended: &ranks::Ended) -> String {
    let end = match ended.status {
        None => format!("was not done after {:.0} s, and was ended", ended.took.as_secs_f64()),
        Some(status) => format!("ended without a word about the answer ({status})"),
    };
    let said: Vec<_> = ended.stderr.lines().map(str::trim).filter(|line| !line.is_empty()).take(4).collect();
    let said = if said.is_empty() { String::new() } else { format!(": {}", said.join(" ")) };
    format!("the program for {interface} {end}{said}")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn sh(script: &str) -> Result<Took, Unavailable> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        told("opencl", &ranks::wait(command, Duration::from_secs(60)).unwrap())
    }

    #[test]
    fn what_a_program_reports_is_told() {
        let report = Report::Solved { work_s: 0.5, kernel_s: 0.25, start_s: 1.5 };
        let line = serde_json::to_string(&report).unwrap();
        let [work, kernel, start] = [0.5, 0.25, 1.5].map(Duration::from_secs_f64);
        let took = Took { work, start: Some(start), kernel: Some(kernel) };
        assert_eq!(sh(&format!("echo a driver talks; echo '{line}'")), Ok(took));
        let line = serde_json::to_string(&Report::Unavailable("no card".into())).unwrap();
        assert_eq!(sh(&format!("echo '{line}'")), Err(Unavailable::new("no card")));
    }

    #[test]
    fn a_program_that_its_driver_ends_is_an_error_in_words() {
        let told = sh("echo 'the driver is gone' >&2; kill -9 $$").unwrap_err().to_string();
        assert!(told.contains("opencl ended without a word") && told.ends_with(": the driver is gone"), "{told}");
    }
}
