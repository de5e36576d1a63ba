//! Which test catches which mutant: what `verify --matrix` prints, and which mutants nobody could tell apart.
//!
//! Two mutants are alike when the same tests fail, and a learner reads the same words. Which tests fail is too little:
//! a test asks for several things, and says which one it missed.
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
    mistake::Beside,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The tests of one exercise's check, and which of them each mutant fails.
#[derive(Default)]
pub struct Matrix {
    tests: Vec<String>,
    rows: BTreeMap<String, Row>,
    /// Mutants that say why they are kept beside another.
    beside: BTreeMap<String, Beside>,
    /// Why there is a test all the same that no mutant fails.
    reasons: BTreeMap<String, String>,
}

/// A mutant's verdict.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// The tests that fail.
    failed: BTreeSet<String>,
    /// What its learner reads, of the first of them in the order of the task.
    words: String,
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
                (Role::Mutant, Verdict::Fails { failed, output, .. }) => {
                    let row = Row { failed: failed.iter().cloned().collect(), words: output.clone() };
                    matrix.rows.insert(candidate.name.clone(), row);
                    matrix.beside.extend(candidate.beside.clone().map(|beside| (candidate.name.clone(), beside)));
                }
                _ => {}
            }
        }
        all
    }

    /// Tests that no mutant fails: either a mistake is missing, or the test is.
    pub fn idle(&self) -> impl Iterator<Item = &str> {
        let caught = |test: &&String| self.rows.values().any(|row| row.failed.contains(*test));
        self.tests.iter().filter(move |test| !caught(test)).map(String::as_str)
    }

    /// Those of them that don't say why they are there.
    pub fn unexplained(&self) -> impl Iterator<Item = &str> {
        self.idle().filter(|test| !self.reasons.contains_key(*test))
    }

    /// Mutants that fail the same tests in the same words.
    pub fn alike(&self) -> Vec<Vec<&str>> {
        let mut rows: BTreeMap<&Row, Vec<&str>> = BTreeMap::new();
        for (mutant, row) in &self.rows {
            rows.entry(row).or_default().push(mutant);
        }
        rows.into_values().filter(|mutants| mutants.len() > 1).collect()
    }

    /// What is wrong with mutants that are alike: all but one must say why they are kept. And with reasons that have
    /// become untrue.
    pub fn twins(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (mutant, Beside { other, why }) in &self.beside {
            match self.rows.get(other).filter(|_| other != mutant) {
                None => wrong.push(format!("{mutant} is beside {other:?}, which is no other mutant")),
                // The words of two runs may differ: some tell how far the threads had come.
                Some(row) if row.failed != self.rows[mutant].failed => {
                    wrong.push(format!("{mutant} needn't be beside {other}: other tests fail"));
                }
                Some(_) if why.is_empty() => wrong.push(format!("{mutant} is beside {other}, and doesn't say why")),
                Some(_) => {}
            }
        }
        for mutants in self.alike() {
            let silent: Vec<_> = mutants.iter().filter(|mutant| !self.beside.contains_key(**mutant)).copied().collect();
            if silent.len() > 1 {
                wrong.push(format!(
                    "the same tests refuse {} in the same words. Is it one mistake? Keep one of them, or say in the \
                     others' files why they are kept: `beside {}: …`",
                    silent.join(", "),
                    silent[0]
                ));
            }
        }
        wrong
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.keys().map(String::len).max().unwrap_or(0);
        for (number, test) in self.tests.iter().enumerate() {
            writeln!(f, "  {:width$} {}╭ {test}", "", "│".repeat(number))?;
        }
        for (mutant, row) in &self.rows {
            let marks: String =
                self.tests.iter().map(|test| if row.failed.contains(test) { '●' } else { '·' }).collect();
            writeln!(f, "  {mutant:width$} {marks}")?;
        }
        for test in self.idle() {
            let reason = self.reasons.get(test).map(|reason| format!(": {reason}")).unwrap_or_default();
            writeln!(f, "  no mutant needs {test}{reason}")?;
        }
        for mutants in self.alike() {
            writeln!(f, "  the same tests refuse in the same words {}", mutants.join(", "))?;
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

    /// Mutants with the tests that fail, and what is said of the first.
    fn matrix(rows: &[(&str, &[&str], &str)]) -> Matrix {
        let row = |failed: &[&str], words: &str| Row {
            failed: failed.iter().map(|test| test.to_string()).collect(),
            words: words.into(),
        };
        Matrix {
            tests: ["adds", "meets", "sorts"].map(String::from).to_vec(),
            rows: rows.iter().map(|(mutant, failed, words)| (mutant.to_string(), row(failed, words))).collect(),
            ..Matrix::default()
        }
    }

    #[test]
    fn an_idle_test_and_mutants_that_are_alike_are_told() {
        let matrix = matrix(&[
            ("halves", &["adds"], "got 1"),
            ("negates", &["adds"], "got -2"),
            ("serial", &["adds", "meets"], "got 1"),
            ("twice", &["adds"], "got 1"),
        ]);
        assert_eq!(matrix.idle().collect::<Vec<_>>(), ["sorts"]);
        assert_eq!(matrix.alike(), [["halves", "twice"]]);
        assert_eq!(
            matrix.to_string(),
            "          ╭ adds\n          │╭ meets\n          ││╭ sorts\n  halves  ●··\n  negates ●··\n  serial  ●●·\n  \
             twice   ●··\n  no mutant needs sorts\n  the same tests refuse in the same words halves, twice\n"
        );
    }

    #[test]
    fn one_mistake_made_twice_is_wrong_unless_there_is_a_reason_that_is_true() {
        let mut matrix = matrix(&[
            ("halves", &["adds"], "got 1"),
            ("serial", &["adds", "meets"], "got 1"),
            ("thirds", &["adds"], "got 1"),
            ("twice", &["adds"], "got 1"),
        ]);
        let mut wrong = |reasons: &[(&str, &str)]| {
            let parsed = reasons.iter().map(|(mutant, line)| (mutant.to_string(), Beside::in_line(line).unwrap()));
            matrix.beside = parsed.collect();
            matrix.twins().join("\n")
        };
        assert!(wrong(&[]).starts_with("the same tests refuse halves, thirds, twice in the same words"));
        let (thirds, twice) = (("thirds", "beside halves: by a table."), ("twice", "beside halves: by a shift."));
        assert!(wrong(&[twice]).starts_with("the same tests refuse halves, thirds in the same words"));
        assert_eq!(wrong(&[thirds, twice]), "");
        for (line, want) in [
            ("beside halves: ", "twice is beside halves, and doesn't say why"),
            ("beside doubles: by a shift.", "twice is beside \"doubles\", which is no other mutant"),
            ("beside twice: by a shift.", "twice is beside \"twice\", which is no other mutant"),
            ("beside serial: by a shift.", "twice needn't be beside serial: other tests fail"),
        ] {
            assert_eq!(wrong(&[thirds, ("twice", line)]), want);
        }
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
