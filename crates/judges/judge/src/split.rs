//! Divides what a test program prints, while it prints it, into what belongs to each test.
//!
//! Both harnesses, run with one thread, print `test NAME ... ` before a test and its outcome after it. What stands
//! between is the test's, and may be anything: text that looks like another test's beginning, or like a test's end. So
//! a beginning counts only if it stands at the beginning of a line, if its name is new, and as often as there are
//! tests.

use guard::Kept;
use std::mem;

/// What was printed from a test's beginning to the next one's, or before the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The test's name; empty for what stands before the first test.
    pub name: String,
    /// What was printed, without the name: all of it, or its beginning and its end.
    pub text: String,
}

/// A line that is longer than this is no beginning, in bytes.
const LONGEST: usize = 300;

/// What a harness prints behind a test's name.
const DOTS: &[u8] = b" ...";

/// Takes the output as it comes.
#[derive(Default)]
pub struct Split {
    done: Vec<Part>,
    name: String,
    text: Kept,
    /// The beginning of the current line, as long as it isn't known what it is.
    pending: Vec<u8>,
    /// Whether what comes now goes on with a line that is known.
    inside: bool,
    /// How many tests there are to be, once that was said.
    tests: usize,
    bytes: usize,
    lines: usize,
}

impl Split {
    /// Adds what was printed next. Says whether a test began.
    pub fn add(&mut self, bytes: &[u8]) -> bool {
        self.bytes += bytes.len();
        let mut began = false;
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            let ends = piece.ends_with(b"\n");
            self.lines += usize::from(ends);
            if self.inside {
                self.text.add(piece);
            } else {
                self.pending.extend_from_slice(piece);
                began |= self.decide(ends);
            }
            if ends {
                self.inside = false;
            }
        }
        began
    }

    /// How much was printed so far.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many lines were printed so far.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// All parts, of which the first has no name.
    pub fn end(mut self) -> Vec<Part> {
        self.flush();
        self.next(String::new());
        self.done
    }

    /// Looks at the beginning of a line, of which there may be more to come unless it `ends`. Says whether a test
    /// began.
    fn decide(&mut self, ends: bool) -> bool {
        const BEGINNINGS: [&[u8]; 2] = [b"test ", b"running "];
        let line = &self.pending;
        let other = !BEGINNINGS.iter().any(|word| word.starts_with(line) || line.starts_with(word));
        if other {
            self.flush();
            return false;
        }
        // What is printed behind a name may have come with it, and be long.
        let start = &line[..line.len().min(LONGEST)];
        let text = String::from_utf8_lossy(start).into_owned();
        let dots = start.windows(DOTS.len()).position(|window| window == DOTS);
        let name = dots.and_then(|at| str::from_utf8(&start[..at]).ok()?.strip_prefix("test "));
        if let (Some(name), Some(at)) = (name, dots) {
            let name = name.trim().trim_end_matches(" - should panic").to_owned();
            let known = |part: &Part| part.name == name;
            // As many have begun as parts are done: the first part is no test.
            let all = self.done.len() >= self.tests;
            let new = !all && self.name != name && !self.done.iter().any(known) && !name.is_empty();
            if new {
                let rest = mem::take(&mut self.pending).split_off(at + DOTS.len());
                self.next(name);
                self.text.add(&rest);
                self.inside = true;
                return true;
            }
            self.flush();
        } else if ends || line.len() > LONGEST {
            let number = text.trim_end().strip_prefix("running ").and_then(|rest| rest.split(' ').next()?.parse().ok());
            if let Some(number) = number
                && self.tests == 0
            {
                self.tests = number;
            }
            self.flush();
        }
        false
    }

    /// The line is an ordinary one.
    fn flush(&mut self) {
        self.text.add(&mem::take(&mut self.pending));
        self.inside = true;
    }

    fn next(&mut self, name: String) {
        let text = mem::take(&mut self.text).text();
        self.done.push(Part { name: mem::replace(&mut self.name, name), text });
    }
}

/// [`Split`], for text that is there already.
pub fn split(text: &str) -> Vec<Part> {
    let mut split = Split::default();
    split.add(text.as_bytes());
    split.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(String, String)> {
        split(text).into_iter().map(|part| (part.name, part.text)).collect()
    }

    fn part(name: &str, text: &str) -> (String, String) {
        (name.into(), text.into())
    }

    #[test]
    fn each_test_has_its_own() {
        let text =
            "\nrunning 2 tests\ntest a ... ok\ntest longer - should panic ... hello\nworld\nok\n\ntest result: ok.";
        let want = [
            part("", "\nrunning 2 tests\n"),
            part("a", " ok\n"),
            part("longer", " hello\nworld\nok\n\ntest result: ok."),
        ];
        assert_eq!(parts(text), want);
        // However it comes.
        let mut bytewise = Split::default();
        let began = text.bytes().filter(|&byte| bytewise.add(&[byte])).count();
        assert_eq!(began, 2);
        assert_eq!(bytewise.lines(), 7);
        assert_eq!(bytewise.end(), split(text));
    }

    #[test]
    fn what_an_answer_prints_begins_no_test() {
        let known =
            "running 2 tests\ntest a ... one\ntest a ... ok\n test b ... ok\nand test b ... ok\nok\ntest b ... ok\n";
        assert_eq!(parts(known).len(), 3);
        let too_many = "running 1 test\ntest a ... \ntest b ... ok\ntest c ... ok\nok\n";
        assert_eq!(parts(too_many).len(), 2);
        assert_eq!(parts("test a ... ok\n").len(), 1, "no harness has said that there are tests");
    }

    #[test]
    fn a_long_line_that_comes_at_once_hides_no_beginning() {
        let text = format!("running 1 test\ntest a ... {}", "ü".repeat(100_000));
        assert_eq!(parts(&text)[1], part("a", &text["running 1 test\ntest a ...".len()..]));
        assert_eq!(parts(&format!("running 1 test\ntest {} ... ok\n", "x".repeat(LONGEST))).len(), 1);
    }

    #[test]
    fn a_flood_in_one_test_leaves_the_others_readable() {
        let mut split = Split::default();
        split.add(b"running 2 tests\ntest a ... ");
        for _ in 0..100 {
            split.add("x".repeat(1 << 17).as_bytes());
            split.add(b"\n");
        }
        split.add(b"ok\ntest b ... FAILED\n");
        let parts = split.end();
        assert_eq!(parts[2], Part { name: "b".into(), text: " FAILED\n".into() });
        assert!(parts[1].text.ends_with("ok\n") && parts[1].text.len() < 7 << 20);
    }
}
