//! What is wrong with the book, and where.

use std::{error, fmt, path::PathBuf};

/// Something in the book that can't be proved, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, from the book's root.
    pub file: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, in words for the author.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.what)
    }
}

impl Problem {
    /// File and line, with forward slashes on every system, so that the text can be searched for and clicked.
    fn place(&self) -> String {
        format!("{}:{}", self.file.to_string_lossy().replace('\\', "/"), self.line)
    }
}

/// Everything that is wrong with the book, by file and line.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A record that can't be read is one problem, however many lines quote it.
        let mut causes: Vec<(&Problem, Vec<&Problem>)> = Vec::new();
        for problem in &self.0 {
            match causes.iter_mut().find(|(first, _)| first.what == problem.what) {
                Some((_, again)) => again.push(problem),
                None => causes.push((problem, Vec::new())),
            }
        }
        match causes.len() {
            1 => write!(f, "the book has a problem:")?,
            n => write!(f, "the book has {n} problems:")?,
        }
        causes.iter().try_for_each(|(problem, again)| {
            write!(f, "\n  {problem}")?;
            match again.len() {
                // A sentence that stands in two chapters is mended in both.
                1..=NAMED => again.iter().try_for_each(|problem| write!(f, "\n    (and {})", problem.place())),
                0 => Ok(()),
                n => write!(f, "\n    (and in {n} more places)"),
            }
        })
    }
}

/// How many further places of one problem are named before they are only counted.
const NAMED: usize = 5;

impl error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cause_is_told_once() {
        let problem = |line, what: &str| Problem { file: "src/a.md".into(), line, what: what.into() };
        let problems = Problems(vec![problem(3, "no record"), problem(5, "dead link"), problem(9, "no record")]);
        let want = "the book has 2 problems:\n  src/a.md:3: no record\n    (and src/a.md:9)\n  src/a.md:5: dead link";
        assert_eq!(problems.to_string(), want);
        let many = Problems((1..=7).map(|line| problem(line, "no record")).collect());
        assert!(many.to_string().ends_with("src/a.md:1: no record\n    (and in 6 more places)"), "{many}");
    }
}
