//! Scans as a list of rounds. The additions of one round need nothing of each other, so that as many workers as there
//! are additions could do them at once.

/// What stands at `from` is added to what stands at `to`, which is further right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Add {
    /// Where it is read.
    pub from: usize,
    /// Where it is added.
    pub to: usize,
}

/// One after another.
pub type Rounds = Vec<Vec<Add>>;

/// One worker, one addition a round.
pub fn serial(n: usize) -> Rounds {
    (1..n).map(|to| vec![Add { from: to - 1, to }]).collect()
}

/// A tree: neighbours, then neighbours of neighbours. The last place gets the sum of all `n`, a power of two; the
/// others don't get theirs.
pub fn reduce_tree(n: usize) -> Rounds {
    let distances = powers_below(n);
    distances.map(|d| (2 * d - 1..n).step_by(2 * d).map(|to| Add { from: to - d, to }).collect()).collect()
}

/// Every place adds the one at a distance of 1, then 2, then 4 (Hillis and Steele 1986).
pub fn hillis_steele(n: usize) -> Rounds {
    powers_below(n).map(|d| (d..n).map(|to| Add { from: to - d, to }).collect()).collect()
}

/// The tree upwards, then downwards what it left out: the inclusive form (Brent and Kung 1982) of Blelloch's two
/// sweeps. `n` is a power of two.
pub fn two_sweeps(n: usize) -> Rounds {
    let down = powers_below(n / 2).collect::<Vec<_>>().into_iter().rev();
    let down = down.map(|d| (3 * d - 1..n).step_by(2 * d).map(|to| Add { from: to - d, to }).collect());
    reduce_tree(n).into_iter().chain(down).collect()
}

/// Two passes over one band for each worker, and between them one worker who adds up the totals. `n` is a multiple of
/// the number of workers.
pub fn bands(n: usize, workers: usize) -> Rounds {
    let band = n / workers;
    let ends = |first: usize| (first..workers).map(move |w| w * band + band - 1);
    // Each worker scans its band.
    let first = (1..band).map(|i| (0..workers).map(|w| w * band + i).map(|to| Add { from: to - 1, to }).collect());
    // The last total of a band is added to that of the next.
    let between = ends(1).map(|to| vec![Add { from: to - band, to }]);
    // All but the first add to their other places what came before.
    let second = (0..band - 1).map(|i| ends(0).take(workers - 1).map(|from| Add { from, to: from + 1 + i }).collect());
    first.chain(between).chain(second).collect()
}

/// 1, 2, 4, … below `n`.
fn powers_below(n: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(1), |d| Some(2 * d)).take_while(move |&d| d < n)
}

/// What the numbers are after these rounds. All of a round reads before any of it writes.
pub fn apply(rounds: &Rounds, mut numbers: Vec<u64>) -> Vec<u64> {
    for round in rounds {
        let before = numbers.clone();
        for add in round {
            numbers[add.to] = before[add.from] + before[add.to];
        }
    }
    numbers
}

/// All additions.
pub fn work(rounds: &Rounds) -> usize {
    rounds.iter().map(Vec::len).sum()
}

/// Rounds that `workers` take, each one addition at a time.
pub fn time(rounds: &Rounds, workers: usize) -> usize {
    rounds.iter().map(|round| round.len().div_ceil(workers)).sum()
}
