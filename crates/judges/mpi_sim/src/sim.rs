//! For checks: how a play is set up, and what came of it.

use crate::{
    Rank,
    topology::SimpleCommunicator,
    world::{self, World},
};
use std::{
    fmt,
    panic::{self, AssertUnwindSafe},
    thread,
};

/// What the ranks are connected by, and who goes first.
#[derive(Clone, Copy, Debug)]
pub struct Network {
    /// *α*: what a message takes, however small, seconds.
    pub latency: f64,
    /// *β*: bytes a second.
    pub bandwidth: f64,
    /// A message of at most this many bytes is taken off its sender's hands at once; a larger one waits until its
    /// receiver is there.
    pub eager: usize,
    /// What the first message of each size between two ranks takes beside that, seconds.
    pub first: f64,
    /// Where several ranks could go on, this one does; without it the one after it, and so on.
    pub favourite: usize,
    /// All ranks are killed just before that operation, counted over all ranks from 0.
    pub killed_at: Option<u64>,
}

impl Network {
    /// Every send waits for its receiver, a message takes a second, and its bytes none.
    pub const STRICT: Network =
        Network { latency: 1.0, bandwidth: f64::INFINITY, eager: 0, first: 0.0, favourite: 0, killed_at: None };

    /// The same, where no send waits for anybody.
    pub const EAGER: Network = Network { eager: usize::MAX, ..Network::STRICT };
}

/// A message that was sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sent {
    /// To whom.
    pub to: Rank,
    /// How many values it had.
    pub values: usize,
    /// How many bytes.
    pub bytes: usize,
}

/// What came of a play in which every rank came to its end.
#[derive(Debug)]
pub struct Played<T> {
    /// What each rank returned.
    pub answers: Vec<T>,
    /// What each has sent, in order.
    pub sent: Vec<Vec<Sent>>,
    /// When the last rank was done, seconds by the time that is played.
    pub seconds: f64,
    /// How many operations all ranks did together: where they can be killed.
    pub operations: u64,
}

/// Why a play came to no good end.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// All ranks that are still there wait; what each of them waits in.
    Deadlock(Vec<(Rank, String)>),
    /// All came to their end, and these messages had been received by nobody.
    Unreceived(Vec<String>),
    /// They were killed, as the check wanted it.
    Killed,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Deadlock(waiting) => {
                f.write_str("a deadlock: nobody will wake those who wait.")?;
                waiting.iter().try_for_each(|(rank, call)| write!(f, "\nrank {rank} waits in {call}"))
            }
            Trouble::Unreceived(messages) => {
                f.write_str("all ranks have ended, and nobody has received")?;
                let all = messages.iter().take(4);
                all.enumerate().try_for_each(|(i, it)| write!(f, "{}{it}", if i == 0 { " " } else { ", " }))?;
                if messages.len() > 4 {
                    write!(f, ", and {} more", messages.len() - 4)?;
                }
                f.write_str(".")
            }
            Trouble::Killed => f.write_str("all ranks were killed."),
        }
    }
}

/// Runs `program` on that number of ranks, each a thread.
///
/// # Errors
/// When it came to no good end.
///
/// # Panics
/// When a rank does: the others are ended, as by `MPI_Abort`, and its panic is handed on.
pub fn play<T: Send>(
    ranks: usize,
    network: Network,
    program: impl Fn(&SimpleCommunicator) -> T + Sync,
) -> Result<Played<T>, Trouble> {
    let world = World::new(ranks, network);
    // Who panics speaks for the check that plays.
    let name = thread::current().name().unwrap_or("rank").to_owned();
    let ends: Vec<_> = thread::scope(|scope| {
        let start = |rank: usize| {
            let (world, program) = (world.clone(), &program);
            let play = move || {
                let communicator = SimpleCommunicator { world: world.clone(), rank };
                let body = || {
                    world.begin(rank);
                    program(&communicator)
                };
                let end = panic::catch_unwind(AssertUnwindSafe(body));
                world.end(rank, end.as_ref().err().is_some_and(|payload| !payload.is::<world::Quit>()));
                end
            };
            thread::Builder::new().name(name.clone()).spawn_scoped(scope, play).expect("the system starts a thread")
        };
        let threads: Vec<_> = (0..ranks).map(start).collect();
        threads.into_iter().map(|thread| thread.join().expect("its panics are caught")).collect()
    });
    let mut answers = Vec::new();
    for end in ends {
        match end {
            Ok(answer) => answers.push(answer),
            Err(payload) if payload.is::<world::Quit>() => {}
            Err(payload) => panic::resume_unwind(payload),
        }
    }
    let (sent, seconds, operations) = world.close()?;
    Ok(Played { answers, sent, seconds, operations })
}

/// An operation that isn't MPI's, such as writing a file, at which another rank may go on, or all may be killed.
///
/// # Panics
/// Outside of a play.
pub fn operation() {
    world::this_rank(World::operation);
}

/// The rank that calls computes for that many seconds, by the time that is played.
///
/// # Panics
/// Outside of a play.
pub fn compute(seconds: f64) {
    world::this_rank(|world, rank| world.compute(rank, seconds));
}
