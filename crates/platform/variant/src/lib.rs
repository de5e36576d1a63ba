//! What every way of solving a problem has in common: a name, a way of working, and one function.
//!
//! A kernel lists its variants in a table. Tests, benchmarks, the race, the plots and the book's tables all walk that
//! table, so a new variant is one file and one row. What else they must know of a kernel stands in its [`Kernel`].

mod kernel;
mod way;
mod workers;

pub use kernel::{Agree, Kernel, Load, Work};
pub use way::Way;
pub use workers::Workers;

use std::{
    fmt,
    time::{Duration, Instant},
};

/// One way of solving a problem `P`, writing its answer into `A`.
///
/// The answer's memory belongs to the caller and is reused between runs, so that what is timed is the work and not the
/// page faults of a fresh allocation.
pub struct Variant<P, A> {
    /// The file it lives in, and what readers type after `--variants`.
    pub name: &'static str,
    /// The way of working it belongs to; fixes its colour and mark.
    pub way: Way,
    /// The same code on one worker, which tells how well this variant shares work out: the variant (itself, for code
    /// that stands nowhere else) that its time with several workers is compared with. `None` where there is nothing to
    /// share: it uses one worker whatever it is given.
    pub baseline: Option<&'static str>,
    /// How many digits its arithmetic carries; decides how closely its answer must agree with `serial`.
    pub precision: Precision,
    /// What `LAB_REQUIRE` calls the thing that a machine may lack for it; `None` for what runs everywhere.
    pub needs: Option<&'static str>,
    /// What runs it.
    pub run: Run<P, A>,
}

/// What solves a problem `P` with up to `Workers` workers, writing the answer into `A`. It returns `Unavailable` when
/// this machine lacks what the variant runs on; the answer then means nothing.
pub enum Run<P, A> {
    /// A function of this process: its time is the time of the call.
    Here(Here<P, A>),
    /// A function of this process that has a device compute: its time is the time of the call, too, and it says how
    /// much of that was the kernel.
    OnDevice(OnDevice<P, A>),
    /// A function that starts other programs for each run, such as the ranks of MPI, hands them the problem and brings
    /// back the answer, and the time that they took by their own clock. To start them is told apart.
    Launched(Launched<P, A>),
}

/// As [`Run::Here`].
pub type Here<P, A> = fn(&P, Workers, &mut A) -> Result<(), Unavailable>;

/// As [`Run::OnDevice`]: returns how long the kernel took, from when its data lay in the device's memory until the host
/// heard that it was done.
pub type OnDevice<P, A> = fn(&P, Workers, &mut A) -> Result<Duration, Unavailable>;

/// As [`Run::Launched`].
pub type Launched<P, A> = fn(&P, Workers, &mut A) -> Result<Took, Unavailable>;

/// How long a run took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Took {
    /// Solving the problem.
    pub work: Duration,
    /// Before that, from the first program's start until all of them stood ready; none where nothing was started.
    pub start: Option<Duration>,
    /// Of the work, what a device computed, without copying the data there and back; none where there is no device.
    pub kernel: Option<Duration>,
}

impl<P, A> Variant<P, A> {
    /// A variant in double precision, or on whole numbers, that runs on every machine. Its `baseline` is the same code
    /// on one worker.
    pub const fn new(name: &'static str, way: Way, baseline: Option<&'static str>, run: Here<P, A>) -> Self {
        Self { name, way, baseline, precision: Precision::Double, needs: None, run: Run::Here(run) }
    }

    /// The same for one that has a device compute.
    pub const fn on_device(name: &'static str, way: Way, baseline: Option<&'static str>, run: OnDevice<P, A>) -> Self {
        Self { name, way, baseline, precision: Precision::Double, needs: None, run: Run::OnDevice(run) }
    }

    /// The same for one that starts other programs.
    pub const fn launched(name: &'static str, way: Way, baseline: Option<&'static str>, run: Launched<P, A>) -> Self {
        Self { name, way, baseline, precision: Precision::Double, needs: None, run: Run::Launched(run) }
    }

    /// Solves the problem with up to `workers` workers.
    ///
    /// # Errors
    /// `Unavailable` when this machine lacks what the variant runs on. The answer then means nothing.
    pub fn run(&self, problem: &P, workers: Workers, answer: &mut A) -> Result<Took, Unavailable> {
        match self.run {
            Run::Here(run) => {
                let start = Instant::now();
                run(problem, workers, answer)?;
                Ok(Took { work: start.elapsed(), start: None, kernel: None })
            }
            Run::OnDevice(run) => {
                let start = Instant::now();
                let kernel = run(problem, workers, answer)?;
                Ok(Took { work: start.elapsed(), start: None, kernel: Some(kernel) })
            }
            Run::Launched(run) => run(problem, workers, answer),
        }
    }

    /// The same in single precision.
    pub const fn single_precision(self) -> Self {
        Self { precision: Precision::Single, ..self }
    }

    /// The same, for machines that have `what`: the name by which `LAB_REQUIRE` asks for it.
    pub const fn needs(self, what: &'static str) -> Self {
        Self { needs: Some(what), ..self }
    }
}

/// The floating-point format a variant computes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// `f32`, about 7 decimal digits: what GPUs are fast at.
    Single,
    /// `f64`, about 16 decimal digits.
    Double,
}

/// Why a variant can't run on this machine, in words for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable(String);

impl Unavailable {
    /// `reason` says what is missing and, where there is one, what to install.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unavailable {}

/// Whether the environment variable `LAB_REQUIRE` (such as `gpu,browser`) names `what`: CI sets it to turn the absence
/// of something it has installed into a failure.
pub fn required(what: &str) -> bool {
    std::env::var("LAB_REQUIRE").is_ok_and(|list| list.split(',').any(|item| item.trim() == what))
}
