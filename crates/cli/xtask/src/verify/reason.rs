//! Why did a test fail: by a verdict of the check's own, or because the learner's code panicked in it?

use super::exercise::Candidate;
use judge::{
    Exercise, Kind, blame,
    harness::{Outcome, Test},
    panics,
};

/// Whether `test`, which has failed, owes that to a panic of the candidate's code, by the rules that a learner is told by.
/// `output` is what the check has printed, and `package` the folder of a check that was copied for this candidate.
pub fn panicked(candidate: &Candidate, package: &str, output: &str, test: &str) -> bool {
    let slug = &candidate.slug;
    let root = crate::root();
    let answer = candidate.source.strip_prefix(root).unwrap_or(&candidate.source);
    let exercise = Exercise { answer: answer.into(), ..Exercise::at(root, slug, slug) };
    // A copy is judged as what it is a copy of.
    let check = format!("exercises/{slug}/tests/check.rs");
    let output = output.replace(&format!("{package}/tests/check.rs"), &check);
    let (said, reason) = said_in(&output, test);
    let test = Test { name: test.into(), outcome: Outcome::Failed, said, reason };
    blame::blame(&exercise, &test, &panics::read(&test.said)).kind == Kind::Panic
}

/// What was said in a test, and the reason that the harness gives. The standard one keeps the tests' words apart;
/// `libtest-mimic` prints them as they come, and gives a reason.
fn said_in(output: &str, test: &str) -> (String, Option<String>) {
    let section = |title: &str| {
        let (_, text) = output.split_once(&format!("\n---- {title} ----\n"))?;
        let end = ["\n---- ", "\nfailures:\n"].iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
        Some(text[..end].trim_end().to_owned())
    };
    match section(&format!("{test} stdout")) {
        Some(said) => (said, None),
        None => (output.split("\nfailures:\n").next().unwrap_or_default().into(), section(test)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_harness_tells_what_a_test_has_said() {
        let standard = "running 2 tests\n\nfailures:\n\n---- adds stdout ----\n\nthread 'adds' (1) panicked at a.rs:1:2:\n3\n\n\
             ---- ends stdout ----\nno\n\n\nfailures:\n    adds\n    ends\n";
        assert_eq!(said_in(standard, "adds"), ("\nthread 'adds' (1) panicked at a.rs:1:2:\n3".into(), None));
        assert_eq!(said_in(standard, "ends"), ("no".into(), None));
        let mimic = "running 1 test\nthread 'main' panicked at a.rs:1:2:\n3\n\nfailures:\n\n---- adds ----\n\
             test panicked: 3\n\n\nfailures:\n    adds\n";
        let (said, reason) = said_in(mimic, "adds");
        assert!(said.ends_with("panicked at a.rs:1:2:\n3\n"), "{said}");
        assert_eq!(reason.as_deref(), Some("test panicked: 3"));
    }
}
