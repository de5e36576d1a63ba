//! How long a job takes on more cores than anybody has measured: from what one core computes, what memory can carry,
//! and what it costs to hand out work.
//!
//! The roofline of Williams, Waterman and Patterson (Communications of the ACM 52(4), 2009), as a time, with Amdahl's
//! serial part before it and the price of starting workers behind it.

// ANCHOR: scaling
/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    /// Seconds that only one core can work.
    pub serial: f64,
    /// Seconds that one core would compute for all the rest.
    pub compute: f64,
    /// Bytes that this rest must move between cores and memory.
    pub bytes: f64,
}

/// What there is to do it with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Machine {
    /// How many cores it has.
    pub cores: f64,
    /// How fast a core computes while all of them do, over one alone: 1 where the clock doesn't fall.
    pub clock: f64,
    /// Bytes a second that one core can move.
    pub core_bandwidth: f64,
    /// Bytes a second that memory can move for all of them together.
    pub memory_bandwidth: f64,
    /// Seconds to start one worker and hear that it is done.
    pub fork: f64,
    /// Who starts the workers.
    pub start: Start,
}

/// Who starts the workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// One starts all the others, one after another.
    OneByOne,
    /// All that run start others: each time that a fork has passed, twice as many run.
    Doubling,
}

impl Machine {
    /// How fast each of `cores` (≥ 1) computes, over one alone: the clock falls evenly as more of them work.
    pub fn clock(&self, cores: f64) -> f64 {
        if cores <= 1.0 { 1.0 } else { 1.0 - (1.0 - self.clock) * (cores - 1.0) / (self.cores - 1.0) }
    }

    /// Bytes a second for `cores`: each adds its own, until memory can't carry more.
    pub fn bandwidth(&self, cores: f64) -> f64 {
        (cores * self.core_bandwidth).min(self.memory_bandwidth)
    }

    /// Seconds that go into starting `cores` workers.
    pub fn overhead(&self, cores: f64) -> f64 {
        self.fork
            * match self.start {
                Start::OneByOne => cores,
                Start::Doubling => 1.0 + cores.log2(),
            }
    }
}

/// Seconds that the job takes on `cores` (1 to all) of the machine. Computing and moving overlap: the longer counts.
pub fn time(job: &Job, machine: &Machine, cores: f64) -> f64 {
    let compute = job.compute / (cores * machine.clock(cores));
    let move_bytes = job.bytes / machine.bandwidth(cores);
    job.serial + compute.max(move_bytes) + machine.overhead(cores)
}
// ANCHOR_END: scaling

// ANCHOR: serial_part
/// The job with as much of its computing called serial as explains that `cores` (> 1) took `measured` seconds; none of
/// it where they took no longer than predicted.
pub fn with_serial_part(job: &Job, machine: &Machine, cores: f64, measured: f64) -> Job {
    let left = measured - machine.overhead(cores) - job.serial;
    let sharing = cores * machine.clock(cores);
    // Where computing is what takes long, serial + (compute - serial) / sharing = left; else serial + moving = left.
    // The smaller of the two solutions is the one for which the other isn't longer.
    let computing = (left - job.compute / sharing) / (1.0 - 1.0 / sharing);
    let moving = left - job.bytes / machine.bandwidth(cores);
    let serial = computing.min(moving).clamp(0.0, job.compute);
    Job { serial: job.serial + serial, compute: job.compute - serial, bytes: job.bytes }
}
// ANCHOR_END: serial_part
