//! Are the mistakes still found, with the right suggestions, and has what took the time become less? Operations are
//! counted, by the words themselves; no clock is read.

use profile_first::{Mistake, Word, check_spelling};
use std::cell::Cell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::time::Duration;
use witness::{caught, deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn known_texts() {
    deadline("known texts", "what ends your loop", LIMIT, || {
        for (dictionary, text, want) in [
            ("", "", vec![]),
            ("", "word", vec![(0, "word", None)]),
            ("a b c", "c a b", vec![]),
            ("the cat sat on the mat", "the cta sat", vec![(1, "cta", Some("cat"))]),
            // Any order, words twice; equally near ones: the first in the alphabet.
            ("rat cat bat rat", "hat cat", vec![(0, "hat", Some("bat"))]),
            // The same mistake twice is two mistakes.
            ("one two", "twoo one twoo", vec![(0, "twoo", Some("two")), (2, "twoo", Some("two"))]),
            ("straße", "strasse", vec![(0, "strasse", Some("straße"))]),
            ("über uber", "Über", vec![(0, "Über", Some("uber"))]),
            // A letter may take several bytes: three letters are three steps, and nine bytes.
            ("x 日本", "日本語", vec![(0, "日本語", Some("日本"))]),
            ("bbbb 語", "b", vec![(0, "b", Some("語"))]),
            // What differs in case only differs.
            ("bat HAS", "hat HAT", vec![(0, "hat", Some("bat")), (1, "HAT", Some("HAS"))]),
        ] {
            let (words, mistakes) = (words(dictionary), check_spelling(words(dictionary), &words(text)));
            let own = |word: &str| word.to_owned();
            let want: Vec<_> = want
                .into_iter()
                .map(|(place, word, near)| Mistake { place, word: own(word), suggestion: near.map(own) })
                .collect();
            assert!(
                mistakes == want,
                "dictionary {words:?}, text {text:?}:\nexpected {want:?},\ngot      {mistakes:?}.\n\
                 It was right before you began: what has your change done to the answer?"
            );
        }
    });
}

#[test]
fn any_text() {
    deadline("any text", "what ends your loop", LIMIT, || {
        // Letters of one byte, of two and of three.
        let word = || "[aAé語]{0,4}";
        let words = |most| prop::collection::vec(word(), 0..most);
        for_all(300, (words(30), words(20)), |(dictionary, text)| {
            let (want, got) = (plainly(dictionary, text), check_spelling(dictionary.clone(), text));
            if want == got { Ok(()) } else { Err(format!("\nexpected {want:?},\ngot      {got:?}")) }
        });
    });
}

/// Longer than a row of fixed length, and further apart than a byte can count.
#[test]
fn long_words() {
    deadline("long words", "what ends your loop", LIMIT, || {
        for letters in [40, 300] {
            let [near, far, word] = ["b", "c", "d"].map(|last| "a".repeat(letters - 1) + last);
            let far = far.replace('a', "x");
            let got =
                caught(|| check_spelling(vec![far.clone(), near.clone(), String::new()], &[word.clone(), far.clone()]));
            let got = got.unwrap_or_else(|panic| {
                panic!("words of {letters} letters: `check_spelling` panicked: {panic}\nA word may have any number of letters.")
            });
            let want = vec![Mistake { place: 0, word, suggestion: Some(near) }];
            assert_eq!(got, want, "words of {letters} letters: one step is nearer than {letters}");
        }
    });
}

/// Also here to be profiled: many words, and only a few of them wrong.
#[test]
fn a_long_text() {
    deadline("a long text", "what ends your loop", LIMIT, || {
        let (dictionary, text) = long(5_000, 2_000, 1_000);
        let mistakes = check_spelling(dictionary, &text);
        let places: Vec<_> = mistakes.iter().map(|mistake| mistake.place).collect();
        assert_eq!(places, [0, 1_000], "the places of the two mistakes in a text of 2,000 words");
    });
}

#[test]
fn what_is_done_to_the_words() {
    deadline("counted words", "what ends your loop", LIMIT, || {
        let (d, t, every) = (1_000, 600, 100);
        let (dictionary, text) = long(d, t, every);
        let counts = Rc::new(Counts::default());
        let counted = |words: Vec<String>| -> Vec<Counted> {
            words.into_iter().map(|word| Counted { letters: word.into(), counts: counts.clone() }).collect()
        };
        let (dictionary, text) = (counted(dictionary), counted(text));
        let mistakes = check_spelling(dictionary, &text);
        assert_eq!(mistakes.len(), t.div_ceil(every), "the number of mistakes in a long text");

        let halvings = f64::from(d as u32).log2().ceil() as usize;
        for (what, done, plenty, idea) in [
            (
                "cloned",
                &counts.clones,
                3 * d + 2 * t,
                "Who makes those copies, and what for? A profile shows them as clone, memory being asked for, and memory \
                 being given back. `steps`, with its table, looks worse than it is: it runs for the few words that are \
                 wrong.",
            ),
            (
                "compared",
                &counts.comparisons,
                4 * (d + t) * (halvings + 2),
                "That is more than sorting once and halving for each word. Is something sorted again and again, or \
                 searched from one end to the other?",
            ),
            (
                "hashed",
                &counts.hashes,
                4 * (d + t),
                "That is more than once for each word. Is a set built again and again?",
            ),
            (
                "read",
                &counts.reads,
                4 * d * mistakes.len() + 4 * (d + t),
                "Letters have to be read only where a suggestion is looked for: for words that aren't in the dictionary.",
            ),
        ] {
            let done = done.get();
            assert!(
                done <= plenty,
                "a dictionary of {d} words and a text of {t}, {} of them wrong: words were {what} {done} times; {plenty} \
                 would have been plenty.\n{idea}",
                mistakes.len()
            );
        }
    });
}

/// Here to be profiled, too: every second word is wrong.
#[test]
fn a_text_full_of_mistakes() {
    deadline("a text full of mistakes", "what ends your loop", LIMIT, || {
        let (d, t) = (2_000, 100);
        let (dictionary, text) = long(d, t, 2);
        let before = allocations::so_far();
        let mistakes = check_spelling(dictionary, &text);
        let asked = allocations::so_far() - before;
        assert_eq!(mistakes.len(), t / 2, "the number of mistakes in a text full of them");
        // For two words of nine letters: their vectors grow, and ask for memory three times each; two rows ask once
        // each. A row for each letter asks ten times.
        let (pairs, plenty) = (d * mistakes.len(), 10 * d * mistakes.len() + 10 * (d + t));
        assert!(
            asked <= plenty,
            "a dictionary of {d} words and a text of {t}, every second one wrong: {pairs} times two words were compared, and \
             memory was asked for {asked} times; {plenty} would have been plenty.\n\
             Profile this test, as you did the other. Which function asks, how often for one pair of words, and must it have \
             all of that at the same time?"
        );
    });
}

/// A word that counts what is done to it and to its like. It stays in its thread, so that no count is lost.
#[derive(Debug)]
struct Counted {
    letters: Rc<str>,
    counts: Rc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    clones: Cell<usize>,
    comparisons: Cell<usize>,
    hashes: Cell<usize>,
    reads: Cell<usize>,
}

fn once_more(count: &Cell<usize>) {
    count.set(count.get() + 1);
}

impl Word for Counted {
    fn letters(&self) -> &str {
        once_more(&self.counts.reads);
        &self.letters
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        once_more(&self.counts.clones);
        Self { letters: self.letters.clone(), counts: self.counts.clone() }
    }
}

impl Ord for Counted {
    fn cmp(&self, other: &Self) -> Ordering {
        once_more(&self.counts.comparisons);
        self.letters.cmp(&other.letters)
    }
}

impl PartialOrd for Counted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Counted {}

impl Hash for Counted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        once_more(&self.counts.hashes);
        self.letters.hash(state);
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(String::from).collect()
}

/// A dictionary of `d` words in no order, and a text of `t` words of which one in `every` isn't in it.
fn long(d: usize, t: usize, every: usize) -> (Vec<String>, Vec<String>) {
    // 7919 is a prime, so the multiples visit every number below `d` that is no multiple of it.
    let dictionary: Vec<_> = (0..d).map(|i| format!("word{:05}", i * 7919 % d)).collect();
    let text = (0..t).map(|i| if i % every == 0 { format!("wrd{i}") } else { dictionary[i * 31 % d].clone() });
    let text = text.collect();
    (dictionary, text)
}

/// What is right, by looking at every word.
fn plainly(dictionary: &[String], text: &[String]) -> Vec<Mistake<String>> {
    let wrong = text.iter().enumerate().filter(|(_, word)| !dictionary.contains(word));
    wrong
        .map(|(place, word)| {
            let letters = |word: &String| word.chars().collect::<Vec<_>>();
            let near = dictionary.iter().min_by_key(|other| (distance(&letters(word), &letters(other)), *other));
            Mistake { place, word: word.clone(), suggestion: near.cloned() }
        })
        .collect()
}

/// The steps between two short words, by trying everything.
fn distance(a: &[char], b: &[char]) -> usize {
    match (a, b) {
        ([], rest) | (rest, []) => rest.len(),
        ([x, a @ ..], [y, b @ ..]) if x == y => distance(a, b),
        ([_, shorter_a @ ..], [_, shorter_b @ ..]) => {
            1 + distance(shorter_a, shorter_b).min(distance(shorter_a, b)).min(distance(a, shorter_b))
        }
    }
}
