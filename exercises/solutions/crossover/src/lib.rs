//! From how many items on does one way pay more than another?

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
    let band = n.div_ceil(workers).max(1);
    let bands = n.div_ceil(band);
    let nothing = Counts { starts: 0, messages: 0, bytes: 0, items: n.min(band) };
    match way {
        Way::Alone => Counts { items: n, ..nothing },
        Way::Threads => Counts { starts: bands, ..nothing },
        Way::Sent => Counts { messages: bands, bytes: 16 * n, ..nothing },
        Way::Shared => Counts { messages: bands, ..nothing },
    }
}

/// How long a run takes that does this, in picoseconds.
pub fn time(counts: Counts, prices: Prices) -> u64 {
    let Counts { starts, messages, bytes, items } = counts;
    starts * prices.start + messages * prices.message + bytes * prices.byte + items * prices.item
}

/// The smallest number of items, at least 1, from which on up to `most` the way `to` never takes longer than `from`.
/// `None` if it takes longer at `most`.
pub fn crossover(from: Way, to: Way, workers: u64, prices: Prices, most: u64) -> Option<u64> {
    let takes = |way, n| time(counts(way, n, workers), prices);
    // Downwards: near the crossing they may overtake each other more than once.
    match (1..=most).rev().find(|&n| takes(to, n) > takes(from, n)) {
        Some(n) => (n < most).then_some(n + 1),
        None => Some(1),
    }
}
