//! From how many items on does one way pay more than another?
//!
//! Something is to be computed for each of `n` items, in one of four ways ([`Way`]). What a run of each does can be
//! counted beforehand, without a clock ([`counts`]). Give each thing a price, and you have the time that a run takes
//! ([`time`]). So you can tell where two ways cross ([`crossover`]), for any machine whose prices you know.
//!
//! The items are cut into bands of `n / workers` items, rounded up; the last one may be shorter, and empty ones don't
//! exist. So 5 items for 4 workers are three bands: 2, 2 and 1. For each band
//!
//! - [`Way::Threads`] starts a thread;
//! - [`Way::Sent`] sends a waiting process a message, in it the band's items, 8 bytes each, and gets as many back;
//! - [`Way::Shared`] sends a waiting process a message that only says where to look.
//!
//! [`Way::Alone`] does none of this, and computes all items itself. The calling thread pays for the starts, the
//! messages and the bytes of all bands, one after another. Then it waits for the longest band.
//!
//! Near the crossing two ways may overtake each other several times, as bands are whole. So the crossing is where it
//! *stays* so: the smallest `n` from which on, up to `most`, the second way never takes longer than the first.
//!
//! The check compares your counts with counted runs, and your crossings with a search. With the check passed,
//! `cargo bench -p crossover` measures the prices on your machine, and shows what you predict beside what it measures.
//! About 25 minutes.
//!
//! You will need: `div_ceil`. Times are whole picoseconds, so that nothing is rounded.

/// How something is computed for each of `n` items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the calling thread.
    Alone,
    /// By threads started for this run.
    Threads,
    /// By waiting processes, to which the items are sent, and which send back as many.
    Sent,
    /// By waiting processes, which find the items in shared memory.
    Shared,
}

/// What one run does, as far as it costs time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Threads started.
    pub starts: u64,
    /// Messages sent, each of which is answered.
    pub messages: u64,
    /// Bytes copied, there and back.
    pub bytes: u64,
    /// Items of the longest band: while that is computed, all others are.
    pub items: u64,
}

/// What each of these takes, in picoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// A thread: its start and its end.
    pub start: u64,
    /// A message and its answer, without the items in them.
    pub message: u64,
    /// A byte, copied.
    pub byte: u64,
    /// An item, computed.
    pub item: u64,
}

/// What a run does that computes `n` items in this way with up to `workers` workers (at least 1).
pub fn counts(way: Way, n: u64, workers: u64) -> Counts {
    todo!("count what {way:?} does for {n} items and {workers} workers")
}

/// How long a run takes that does this, in picoseconds.
pub fn time(counts: Counts, prices: Prices) -> u64 {
    todo!("what do {counts:?} cost at {prices:?}?")
}

/// The smallest number of items, at least 1, from which on up to `most` the way `to` never takes longer than `from`.
/// `None` if it takes longer at `most`.
pub fn crossover(from: Way, to: Way, workers: u64, prices: Prices, most: u64) -> Option<u64> {
    todo!(
        "from how many items on, up to {most}, is {to:?} no slower than {from:?}, with {workers} workers at {prices:?}?"
    )
}
