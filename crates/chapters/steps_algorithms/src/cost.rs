//! Work and span of an algorithm, put together from those of its parts.

/// What a computation costs, in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// All steps: what one worker takes.
    pub work: u64,
    /// The longest chain of steps that wait for each other: what any number of workers takes.
    pub span: u64,
}

// ANCHOR: cost
impl Cost {
    /// So many steps, one after another.
    pub fn steps(steps: u64) -> Self {
        Self { work: steps, span: steps }
    }

    /// This, and when it is done the other.
    pub fn then(self, other: Self) -> Self {
        let work = self.work + other.work;
        Self { work, span: self.span + other.span }
    }

    /// This, and at the same time the other.
    pub fn beside(self, other: Self) -> Self {
        let work = self.work + other.work;
        Self { work, span: self.span.max(other.span) }
    }
}

/// Sorting `n` keys by merging, `n` at least 1: both halves beside each other, then the merge.
pub fn merge_sort(n: u64, merge: fn(u64) -> Cost) -> Cost {
    if n == 1 {
        return Cost::steps(0);
    }
    let half = |n| merge_sort(n, merge);
    half(n / 2).beside(half(n - n / 2)).then(merge(n))
}

/// A merge into `n` keys by one worker.
pub fn merge_by_one(n: u64) -> Cost {
    Cost::steps(n)
}

/// A merge into `n` keys from both ends, cut by a search. At worst one part gets three quarters of them. A thousand are
/// left to one worker.
pub fn merge_by_many(n: u64) -> Cost {
    if n <= 1024 {
        return Cost::steps(n);
    }
    let search = Cost::steps(u64::from(n.ilog2()));
    search.then(merge_by_many(n - n / 4).beside(merge_by_many(n / 4)))
}
// ANCHOR_END: cost

impl Cost {
    /// Steps that `workers` take at least: somebody has the fair share, and the longest chain takes what it takes.
    pub fn at_least(self, workers: u64) -> u64 {
        self.work.div_ceil(workers).max(self.span)
    }

    /// Steps that `workers` take at most, if nobody idles while there is a step that could be taken (Brent 1974, Graham
    /// 1969).
    pub fn at_most(self, workers: u64) -> u64 {
        self.work / workers + self.span
    }
}
