//! Which test catches which mutant: what `verify --matrix` prints.

use super::{
    exercise::{Candidate, Role},
    judge::Verdict,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The tests of one exercise's check, and which of them each mutant fails.
#[derive(Default)]
pub struct Matrix {
    tests: Vec<String>,
    rows: BTreeMap<String, BTreeSet<String>>,
}

impl Matrix {
    /// One for each exercise, by name.
    pub fn of<'a>(judged: impl Iterator<Item = (&'a Candidate, &'a Verdict)>) -> BTreeMap<&'a str, Self> {
        let mut all: BTreeMap<&str, Self> = BTreeMap::new();
        for (candidate, verdict) in judged {
            let matrix = all.entry(&candidate.slug).or_default();
            match (candidate.role, verdict) {
                (Role::Solution, Verdict::Passes { tests, .. }) => matrix.tests.clone_from(tests),
                (Role::Mutant, Verdict::Fails { failed, .. }) => {
                    matrix.rows.insert(candidate.name.clone(), failed.iter().cloned().collect());
                }
                _ => {}
            }
        }
        all
    }

    /// Tests that no mutant fails: either a mistake is missing, or the test is.
    pub fn idle(&self) -> impl Iterator<Item = &str> {
        let caught = |test: &&String| self.rows.values().any(|row| row.contains(*test));
        self.tests.iter().filter(move |test| !caught(test)).map(String::as_str)
    }

    /// Mutants that fail just the same tests.
    pub fn alike(&self) -> Vec<Vec<&str>> {
        let mut rows: BTreeMap<&BTreeSet<String>, Vec<&str>> = BTreeMap::new();
        for (mutant, row) in &self.rows {
            rows.entry(row).or_default().push(mutant);
        }
        rows.into_values().filter(|mutants| mutants.len() > 1).collect()
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.keys().map(String::len).max().unwrap_or(0);
        for (number, test) in self.tests.iter().enumerate() {
            writeln!(f, "  {:width$} {}╭ {test}", "", "│".repeat(number))?;
        }
        for (mutant, row) in &self.rows {
            let marks: String = self.tests.iter().map(|test| if row.contains(test) { '●' } else { '·' }).collect();
            writeln!(f, "  {mutant:width$} {marks}")?;
        }
        for test in self.idle() {
            writeln!(f, "  no mutant needs {test}")?;
        }
        for mutants in self.alike() {
            writeln!(f, "  the same tests catch {}", mutants.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_test_and_mutants_that_are_alike_are_told() {
        let set = |tests: &[&str]| tests.iter().map(|test| test.to_string()).collect();
        let rows = [("halves", set(&["adds"])), ("serial", set(&["adds", "meets"])), ("twice", set(&["adds"]))];
        let matrix = Matrix {
            tests: ["adds", "meets", "sorts"].map(String::from).to_vec(),
            rows: rows.map(|(mutant, row)| (mutant.to_owned(), row)).into(),
        };
        assert_eq!(matrix.idle().collect::<Vec<_>>(), ["sorts"]);
        assert_eq!(matrix.alike(), [["halves", "twice"]]);
        assert_eq!(
            matrix.to_string(),
            "         ╭ adds\n         │╭ meets\n         ││╭ sorts\n  halves ●··\n  serial ●●·\n  twice  ●··\n  \
             no mutant needs sorts\n  the same tests catch halves, twice\n"
        );
    }
}
