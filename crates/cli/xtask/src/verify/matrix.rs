//! Which test catches which mutant: what `verify --matrix` prints.
//!
//! A test that no mutant fails shows nothing, or a mutant is missing. There are a few that are there for another
//! reason, such as that an answer must compile with them; they say so in their check, in a comment right before the
//! test:
//!
//! ```text
//! // No mutant: an answer that asks for more of `T` does not compile with this test.
//! #[test]
//! fn the_value_itself_comes_back() {
//! ```

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
    /// Why there is a test all the same that no mutant fails.
    reasons: BTreeMap<String, String>,
}

impl Matrix {
    /// One for each exercise, by name; `check` reads an exercise's check.
    pub fn of<'a>(
        judged: impl Iterator<Item = (&'a Candidate, &'a Verdict)>,
        check: impl Fn(&str) -> String,
    ) -> BTreeMap<&'a str, Self> {
        let mut all: BTreeMap<&str, Self> = BTreeMap::new();
        for (candidate, verdict) in judged {
            let slug = &*candidate.slug;
            let new = || Self { reasons: reasons(&check(slug)), ..Self::default() };
            let matrix = all.entry(slug).or_insert_with(new);
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

    /// Those of them that don't say why they are there.
    pub fn unexplained(&self) -> impl Iterator<Item = &str> {
        self.idle().filter(|test| !self.reasons.contains_key(*test))
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
            let reason = self.reasons.get(test).map(|reason| format!(": {reason}")).unwrap_or_default();
            writeln!(f, "  no mutant needs {test}{reason}")?;
        }
        for mutants in self.alike() {
            writeln!(f, "  the same tests catch {}", mutants.join(", "))?;
        }
        Ok(())
    }
}

/// Why there are tests that no mutant fails: what stands after `No mutant: ` in the comments before them.
fn reasons(check: &str) -> BTreeMap<String, String> {
    let (mut reasons, mut open) = (BTreeMap::new(), None::<String>);
    for line in check.lines().map(str::trim) {
        let comment = line.strip_prefix("//").map(str::trim);
        if let Some(reason) = comment.and_then(|comment| comment.strip_prefix("No mutant: ")) {
            open = Some(reason.into());
        } else if let (Some(reason), Some(comment)) = (&mut open, comment) {
            *reason += " ";
            *reason += comment;
        } else if let Some((name, _)) = line.strip_prefix("fn ").and_then(|rest| rest.split_once('(')) {
            reasons.extend(open.take().map(|reason| (name.to_owned(), reason)));
        }
    }
    reasons
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
            reasons: BTreeMap::new(),
        };
        assert_eq!(matrix.idle().collect::<Vec<_>>(), ["sorts"]);
        assert_eq!(matrix.alike(), [["halves", "twice"]]);
        assert_eq!(
            matrix.to_string(),
            "         ╭ adds\n         │╭ meets\n         ││╭ sorts\n  halves ●··\n  serial ●●·\n  twice  ●··\n  \
             no mutant needs sorts\n  the same tests catch halves, twice\n"
        );
    }

    #[test]
    fn a_test_may_say_why_no_mutant_needs_it() {
        let check =
            "/// Adds.\n#[test]\nfn adds() {}\n// No mutant: it wants a type,\n// no answer.\n#[test]\nfn sorts() {}\n";
        let tests = ["adds", "sorts"].map(String::from).to_vec();
        let matrix = Matrix { tests, reasons: reasons(check), ..Matrix::default() };
        assert_eq!(matrix.unexplained().collect::<Vec<_>>(), ["adds"]);
        assert!(matrix.to_string().ends_with("  no mutant needs sorts: it wants a type, no answer.\n"), "{matrix}");
    }
}
