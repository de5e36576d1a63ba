//! One core counts, word by word.

use std::collections::HashMap;

/// How often each word of `text` stands in it.
pub fn count(text: &str) -> HashMap<&str, u64> {
    let mut counts = HashMap::new();
    for word in text.split_ascii_whitespace() {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}
