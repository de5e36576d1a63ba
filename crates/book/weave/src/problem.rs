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
        // Forward slashes on every system, so that the text can be searched for and clicked.
        let file = self.file.to_string_lossy().replace('\\', "/");
        write!(f, "{file}:{}: {}", self.line, self.what)
    }
}

/// Everything that is wrong with the book, by file and line.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A record that can't be read is one problem, however many lines quote it.
        let mut causes: Vec<(&Problem, usize)> = Vec::new();
        for problem in &self.0 {
            match causes.iter_mut().find(|(first, _)| first.what == problem.what) {
                Some((_, again)) => *again += 1,
                None => causes.push((problem, 0)),
            }
        }
        match causes.len() {
            1 => write!(f, "the book has a problem:")?,
            n => write!(f, "the book has {n} problems:")?,
        }
        causes.iter().try_for_each(|(problem, again)| match again {
            0 => write!(f, "\n  {problem}"),
            1 => write!(f, "\n  {problem}\n    (and in another place)"),
            _ => write!(f, "\n  {problem}\n    (and in {again} more places)"),
        })
    }
}

impl error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cause_is_told_once() {
        let problem = |line, what: &str| Problem { file: "src/a.md".into(), line, what: what.into() };
        let problems = Problems(vec![problem(3, "no record"), problem(5, "dead link"), problem(9, "no record")]);
        let want =
            "the book has 2 problems:\n  src/a.md:3: no record\n    (and in another place)\n  src/a.md:5: dead link";
        assert_eq!(problems.to_string(), want);
    }
}
