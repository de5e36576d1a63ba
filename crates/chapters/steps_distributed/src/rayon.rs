//! Rayon deals the lines out. Each piece has a map of its own, and in the end maps are merged, two at a time.

use rayon::prelude::*;
use std::collections::HashMap;

/// How often each word of `text` stands in it.
pub fn count(text: &str) -> HashMap<&str, u64> {
    text.par_lines().fold(HashMap::new, add_line).reduce(HashMap::new, merge)
}

/// Counts the words of one more line.
fn add_line<'t>(mut counts: HashMap<&'t str, u64>, line: &'t str) -> HashMap<&'t str, u64> {
    for word in line.split_ascii_whitespace() {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

/// The sums of two maps: the smaller one is added to the larger one.
fn merge<'t>(mut a: HashMap<&'t str, u64>, mut b: HashMap<&'t str, u64>) -> HashMap<&'t str, u64> {
    if a.len() < b.len() {
        std::mem::swap(&mut a, &mut b);
    }
    for (word, times) in b {
        *a.entry(word).or_insert(0) += times;
    }
    a
}
