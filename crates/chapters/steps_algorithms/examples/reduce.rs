//! Runs `reduce` with two ways of combining: only the associative one doesn't care where the halves are cut.

use steps_algorithms::reduce::reduce;

type Combine = fn(i64, i64) -> i64;

fn main() {
    let items: Vec<i64> = (1..=100_000).collect();
    let (add, subtract): (Combine, Combine) = (|a, b| a + b, |a, b| a.wrapping_sub(b));
    for (words, combine) in [("a + b", add), ("a - b", subtract)] {
        let (tree, chain) = (reduce(&items, &combine), items.iter().copied().reduce(combine));
        println!("{words}: {tree:?} as a tree, {chain:?} as a chain");
    }
}
