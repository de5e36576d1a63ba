//! Starts ranks: the processes of one program that pass messages by MPI. The programs themselves, and all that has to
//! be compiled against an MPI, are the package in `crates/mpi`; this crate only starts what was built there, and needs
//! no MPI to be compiled.

mod find;
mod run;
mod tree;

pub use find::{INSTALL, Kind, Mpi, find};
pub use run::{Ended, run, wait};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    env,
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use variant::{Took, Unavailable, Workers};

/// The environment variable that names the folder of the ranks' programs, as built for the MPI that is to start them.
/// `lab race` builds them, and sets it for the race.
pub const FOLDER: &str = "LAB_RANKS";

/// A run that has not ended by then never will.
const LIMIT: Duration = Duration::from_secs(600);

/// What a program's ranks are told on the command line.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order<T> {
    /// How many ranks were started. One that finds itself in another number was built for another MPI.
    pub ranks: usize,
    /// When they were started, nanoseconds since 1970.
    pub started_ns: u64,
    /// What to do.
    pub job: T,
}

impl<T: DeserializeOwned> Order<T> {
    /// The order on this program's command line.
    ///
    /// # Errors
    /// When there is none, or it is about something else.
    pub fn read() -> Result<Self, String> {
        let order = env::args().nth(1).ok_or("this program is started by `lab race`, which tells it what to do")?;
        serde_json::from_str(&order).map_err(|error| format!("no order: {order}: {error}"))
    }

    /// Since they were started.
    pub fn age(&self) -> Duration {
        Duration::from_nanos(now_ns().saturating_sub(self.started_ns))
    }
}

/// What rank 0 reports when all is done: the last line that it prints.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// Solving the problem, seconds: from when all ranks stood ready until rank 0 had the whole answer.
    pub work_s: f64,
    /// Before that, from the start of `mpirun` until all ranks had met for the first time, seconds.
    pub start_s: f64,
}

fn now_ns() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

/// A program of ranks, in the folder that [`FOLDER`] names.
///
/// # Errors
/// `Unavailable` when the variable names none, or it isn't there.
pub fn program(name: &str) -> Result<PathBuf, Unavailable> {
    let program = env::var_os(FOLDER).map(|folder| PathBuf::from(folder).join(name)).filter(|it| it.is_file());
    program.ok_or_else(|| {
        Unavailable::new("the ranks' programs aren't built: cargo lab race heat --variants mpi builds and runs them")
    })
}

/// Has `workers` ranks of `program`, one of those in the folder that [`FOLDER`] names, do `job`: what a variant that
/// starts ranks consists of. The problem and the answer lie in memory that `job` names by its handles.
///
/// # Errors
/// `Unavailable` when there is no MPI, the programs aren't built, or the ranks failed.
pub fn solve(program: &str, workers: Workers, job: &impl Serialize) -> Result<Took, Unavailable> {
    let mpi = find()?;
    let built = self::program(program)?;
    let order = Order { ranks: workers.get(), started_ns: now_ns(), job };
    let order = serde_json::to_string(&order).expect("numbers and paths are always JSON");
    let mut command = mpi.command(&built, workers.get());
    command.arg(order);
    let ended = wait(command, LIMIT).map_err(|error| Unavailable::new(format!("mpirun can't be started: {error}")))?;
    let report: Option<Report> = ended.stdout.lines().last().and_then(|line| serde_json::from_str(line).ok());
    match report.filter(|_| ended.success()) {
        Some(Report { work_s, start_s }) => {
            let start = Some(Duration::from_secs_f64(start_s));
            Ok(Took { work: Duration::from_secs_f64(work_s), start, kernel: None })
        }
        None => Err(Unavailable::new(ended.told())),
    }
}
