//! A tree that owns the words: in order, and quick to search.

use std::cmp::min;
use std::collections::BTreeSet;
use std::hash::Hash;
use std::mem::swap;

/// A word: letters, with an alphabetical order.
pub trait Word: Ord + Hash + Clone {
    /// Its letters.
    fn letters(&self) -> &str;
}

impl Word for String {
    fn letters(&self) -> &str {
        self
    }
}

/// A word of the text that isn't in the dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake<W> {
    /// Which word of the text, counted from 0.
    pub place: usize,
    /// The word itself.
    pub word: W,
    /// The word of the dictionary that is the fewest steps away, the first in alphabetical order if there are several;
    /// `None` if the dictionary is empty.
    pub suggestion: Option<W>,
}

/// The words of `text` that aren't in `dictionary`, in the order of the text. The dictionary may be in any order, and hold
/// words twice.
pub fn check_spelling<W: Word>(dictionary: Vec<W>, text: &[W]) -> Vec<Mistake<W>> {
    let dictionary: BTreeSet<W> = dictionary.into_iter().collect();
    let near = |word: &W| dictionary.iter().min_by_key(|other| steps(word.letters(), other.letters()));
    let mut mistakes = Vec::new();
    for (place, word) in text.iter().enumerate() {
        if !dictionary.contains(word) {
            mistakes.push(Mistake { place, word: word.clone(), suggestion: near(word).cloned() });
        }
    }
    mistakes
}

/// How many letters have to be added, taken away or changed to make `b` of `a` (Levenshtein 1965): a table with a row for
/// each letter of `a` and a column for each of `b`, of which two rows are kept.
fn steps(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = above.clone();
    for i in 0..a.len() {
        row[0] = i + 1;
        for j in 0..b.len() {
            row[j + 1] = if a[i] == b[j] { above[j] } else { 1 + min(above[j], min(above[j + 1], row[j])) };
        }
        swap(&mut above, &mut row);
    }
    above[b.len()]
}
