//! A spelling checker that works, and is slow.
//!
//! [`check_spelling`] finds the words of a text that aren't in a dictionary, and for each the word nearest to it. It is
//! right. Make it fast, and leave it right. It is slow in two places, and which of them you see depends on the text.
//!
//! Before you change anything, write down where you think the time goes. Then look. Two tests of the check are made for
//! it, `a_long_text` and `a_text_full_of_mistakes`; on Linux, with `perf`:
//!
//! ```console
//! cargo test -p profile_first a_long_text
//! perf record --call-graph dwarf,16384 -F 299 target/debug/deps/check-… a_long_text
//! perf report --no-children
//! ```
//!
//! The first command prints the name that belongs in place of `check-…`. (Here `debug` is optimised too.) Without
//! `perf`, stop the program in a debugger a few times, at random, and see where it is. That is a profile as well. Mend
//! what is widest, and profile again, with the other text, too: what was hidden behind it?
//!
//! You may change everything but the signatures of [`Word`], [`Mistake`] and [`check_spelling`]. The check doesn't look
//! at a clock. It brings words of its own that count what is done to them: how often they are cloned, compared, hashed
//! and read. With `d` words in the dictionary and `t` in the text, a few times `d + t` clones and `(d + t) log d`
//! comparisons are plenty. It also counts how often memory is asked for while suggestions are looked for: ten times for
//! each word that a mistake is compared with are plenty. About 40 minutes.
//!
//! You need only what the program uses already: slices, iterators and their methods. No cleverer algorithm is asked
//! for, no other crate, no `unsafe`.

use std::cmp::min;
use std::hash::Hash;

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

/// The words of `text` that aren't in `dictionary`, in the order of the text. The dictionary may be in any order, and
/// hold words twice.
pub fn check_spelling<W: Word>(dictionary: Vec<W>, text: &[W]) -> Vec<Mistake<W>> {
    let dictionary = Dictionary::new(dictionary);
    let mut mistakes = Vec::new();
    for (place, word) in text.iter().enumerate() {
        if !dictionary.contains(word) {
            mistakes.push(Mistake { place, word: word.clone(), suggestion: dictionary.nearest(word) });
        }
    }
    mistakes
}

/// Words in alphabetical order.
struct Dictionary<W> {
    words: Vec<W>,
}

// Not inlined, so that a profile knows them by name.
impl<W: Word> Dictionary<W> {
    fn new(mut words: Vec<W>) -> Self {
        words.sort();
        words.dedup();
        Self { words }
    }

    /// All words, in alphabetical order.
    #[inline(never)]
    fn words(&self) -> Vec<W> {
        self.words.clone()
    }

    /// Whether `word` is there: a binary search, which takes few steps.
    #[inline(never)]
    fn contains(&self, word: &W) -> bool {
        self.words().binary_search(word).is_ok()
    }

    /// The word that is the fewest steps away: every word is tried.
    #[inline(never)]
    fn nearest(&self, word: &W) -> Option<W> {
        self.words().into_iter().min_by_key(|other| steps(word.letters(), other.letters()))
    }
}

/// How many letters have to be added, taken away or changed to turn `a` into `b` (Levenshtein 1965): a table with a row
/// for each letter of `a` and a column for each of `b`.
#[inline(never)]
fn steps(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else if a[i - 1] == b[j - 1] {
                table[i - 1][j - 1]
            } else {
                1 + min(table[i - 1][j - 1], min(table[i - 1][j], table[i][j - 1]))
            };
        }
    }
    table[a.len()][b.len()]
}
