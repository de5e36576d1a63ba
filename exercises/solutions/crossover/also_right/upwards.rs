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

/// What a run does.
pub fn counts(way: Way, n: u64, workers: u64) -> Counts {
    if n == 0 || way == Way::Alone {
        return Counts { starts: 0, messages: 0, bytes: 0, items: n };
    }
    let items = (n - 1) / workers + 1;
    let bands = (n - 1) / items + 1;
    let (starts, messages) = if way == Way::Threads { (bands, 0) } else { (0, bands) };
    Counts { starts, messages, bytes: if way == Way::Sent { 2 * 8 * n } else { 0 }, items }
}

/// How long it takes.
pub fn time(counts: Counts, prices: Prices) -> u64 {
    let counts = [counts.starts, counts.messages, counts.bytes, counts.items];
    let prices = [prices.start, prices.message, prices.byte, prices.item];
    counts.iter().zip(prices).map(|(count, price)| count * price).sum()
}

/// Goes up, and remembers where the last change for the better was.
pub fn crossover(from: Way, to: Way, workers: u64, prices: Prices, most: u64) -> Option<u64> {
    let mut since = None;
    for n in 1..=most {
        if time(counts(to, n, workers), prices) > time(counts(from, n, workers), prices) {
            since = None;
        } else {
            since = since.or(Some(n));
        }
    }
    since
}
