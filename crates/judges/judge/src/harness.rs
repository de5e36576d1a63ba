//! Reads what a test program has printed: the standard harness and `libtest-mimic`, which imitates it.

use crate::split::Part;
use std::collections::HashMap;

/// What is known of a program's tests.
#[derive(Debug, Default, PartialEq)]
pub struct Output {
    /// The tests that have ended, in the order in which they ran.
    pub tests: Vec<Test>,
    /// The test that was running when the output broke off.
    pub running: Option<Running>,
    /// How many of `tests` stand before that one in the task, once they are in its order.
    pub earlier: usize,
    /// Whether the summary was reached.
    pub finished: bool,
}

/// A test that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What was printed while it ran.
    pub said: String,
    /// Why it failed, as the harness says it at the end: only `libtest-mimic` does.
    pub reason: Option<String>,
}

/// A test that has not ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Its name.
    pub name: String,
    /// What was printed while it ran.
    pub said: String,
}

/// How a test ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// It did not run, for this reason.
    Ignored(String),
}

/// Reads the parts of a program's output.
pub fn read(parts: &[Part]) -> Output {
    let mut output = Output::default();
    let Some((last, before)) = parts.split_last() else { return output };
    let ended = before.iter().map(|part| (part, &*part.text, true));
    let (text, end) = harness_s_end(&last.text);
    output.finished = end.is_some_and(|end| end.lines().any(|line| line.starts_with("test result: ")));
    let mut reasons = end.map(sections).unwrap_or_default();
    for (part, text, ended) in ended.chain([(last, text, end.is_some())]) {
        if part.name.is_empty() {
            continue;
        }
        let (name, text) = (part.name.clone(), text.strip_prefix(' ').unwrap_or(text));
        if !ended {
            output.running = Some(Running { name, said: text.into() });
        } else if let Some((outcome, said)) = outcome(text) {
            let reason = reasons.remove(&name);
            output.tests.push(Test { name, outcome, said: said.into(), reason });
        }
    }
    output
}

/// What the last test printed, and what the harness says after it, if it has come so far.
fn harness_s_end(text: &str) -> (&str, Option<&str>) {
    let mut from = 0;
    while let Some(at) = ["\nfailures:\n", "\ntest result: "].iter().filter_map(|word| text[from..].find(word)).min() {
        let (said, end) = text.split_at(from + at);
        // The harness begins it after an outcome and an empty line.
        if outcome(said).is_some() {
            return (said, Some(&end[1..]));
        }
        from += at + 1;
    }
    (text, None)
}

/// The outcome at the end of a test's text, and the text without it.
fn outcome(text: &str) -> Option<(Outcome, &str)> {
    let text = text.trim_end();
    for (word, outcome) in [("ok", Outcome::Passed), ("FAILED", Outcome::Failed)] {
        if let Some(said) = text.strip_suffix(word) {
            return Some((outcome, said));
        }
    }
    // The standard harness writes `ignored, why`, the other `ignored (why)`. Nothing ran, so nothing stands before it.
    let reason = text.trim_start().strip_prefix("ignored")?;
    let reason = reason.strip_prefix(',').or_else(|| reason.strip_prefix(" (")?.strip_suffix(')')).unwrap_or(reason);
    Some((Outcome::Ignored(reason.trim().into()), ""))
}

/// Why each failed test failed: the part between `failures:` and the list of names, by test.
fn sections(end: &str) -> HashMap<String, String> {
    let mut said: HashMap<String, String> = HashMap::new();
    let mut current = None;
    for line in end.lines().skip(1) {
        let heading = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" ----"));
        if let Some(name) = heading {
            current = Some(name.strip_suffix(" stdout").unwrap_or(name).to_owned());
        } else if line == "failures:" {
            break;
        } else if let Some(name) = &current {
            let text = said.entry(name.clone()).or_default();
            *text += line;
            text.push('\n');
        }
    }
    said.into_iter().map(|(name, text)| (name, text.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::split;

    fn read(text: &str) -> Output {
        super::read(&split(text))
    }

    fn test(name: &str, outcome: Outcome, said: &str, reason: Option<&str>) -> Test {
        Test { name: name.into(), outcome, said: said.into(), reason: reason.map(Into::into) }
    }

    #[test]
    fn the_standard_harness_is_read() {
        let panic = "\nthread 'breaks' (7) panicked at tests/check.rs:3:5:\nno\n";
        let output = read(&format!(
            "\nrunning 4 tests\ntest adds ... ok\ntest breaks ... looking\n{panic}FAILED\n\
             test needs_gpu ... ignored, no adapter: install mesa-vulkan-drivers\ntest panics - should panic ... ok\n\n\
             failures:\n\nfailures:\n    breaks\n\ntest result: FAILED. 2 passed; 1 failed; 1 ignored\n\n"
        ));
        assert!(output.finished && output.running.is_none());
        assert_eq!(
            output.tests,
            [
                test("adds", Outcome::Passed, "", None),
                test("breaks", Outcome::Failed, &format!("looking\n{panic}"), None),
                test("needs_gpu", Outcome::Ignored("no adapter: install mesa-vulkan-drivers".into()), "", None),
                test("panics", Outcome::Passed, "", None),
            ]
        );
    }

    #[test]
    fn the_other_harness_is_read() {
        let output = read(
            "\nrunning 3 tests\ntest short       ... ok\ntest longer_name ... ignored (no device)\n\
             test breaks      ... \nthread 'main' (7) panicked at a.rs:1:2:\nno\nFAILED\n\nfailures:\n\n\
             ---- breaks ----\ntest panicked: no\n\n\nfailures:\n    breaks\n\n\
             test result: FAILED. 1 passed; 1 failed; 1 ignored\n\n",
        );
        assert!(output.finished);
        let said = "\nthread 'main' (7) panicked at a.rs:1:2:\nno\n";
        assert_eq!(
            output.tests,
            [
                test("short", Outcome::Passed, "", None),
                test("longer_name", Outcome::Ignored("no device".into()), "", None),
                test("breaks", Outcome::Failed, said, Some("test panicked: no")),
            ]
        );
    }

    #[test]
    fn words_printed_by_a_test_do_not_hide_its_outcome() {
        let output =
            read("running 1 test\ntest chatty ... child 1 says\nfailures:\nok\nhello ok\n\ntest result: ok.\n");
        assert_eq!(output.tests, [test("chatty", Outcome::Passed, "child 1 says\nfailures:\nok\nhello ", None)]);
        assert!(output.finished);
    }

    #[test]
    fn the_running_test_is_known_when_the_output_breaks_off() {
        let output = read("running 2 tests\ntest fine ... ok\ntest hangs ... one\ntwo");
        assert_eq!(output.running, Some(Running { name: "hangs".into(), said: "one\ntwo".into() }));
        assert!(!output.finished);
        assert_eq!(read(""), Output::default());
    }
}
