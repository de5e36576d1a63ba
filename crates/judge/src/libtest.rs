//! Reads what a test program prints, run with one thread: the standard harness and `libtest-mimic`, which imitates it.

use std::collections::HashMap;

/// What a test program has printed.
#[derive(Debug, Default, PartialEq)]
pub struct Output {
    /// The tests that have ended.
    pub tests: Vec<Test>,
    /// The test that was running when the output broke off.
    pub running: Option<String>,
    /// Whether the summary was reached: a program that ends before it was cut short, whatever its exit code says.
    pub finished: bool,
}

/// One test.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What it printed, if it failed.
    pub output: String,
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

/// Reads the program's standard output.
pub fn parse(text: &str) -> Output {
    let mut output = Output::default();
    let mut lines = text.lines();
    for line in lines.by_ref() {
        if line.starts_with("test result: ") {
            output.finished = true;
            break;
        }
        if line == "failures:" {
            break;
        }
        // A test that prints past the harness puts its words between its name and `ok`.
        let ended = match line.strip_prefix("test ").and_then(|rest| rest.split_once(" ...")) {
            Some((name, rest)) => {
                output.running = Some(name.trim().trim_end_matches(" - should panic").into());
                outcome(rest.trim())
            }
            None => outcome(line.trim()),
        };
        if let Some(outcome) = ended
            && let Some(name) = output.running.take()
        {
            output.tests.push(Test { name, outcome, output: String::new() });
        }
    }
    let mut said = sections(lines, &mut output.finished);
    for test in &mut output.tests {
        test.output = said.remove(&test.name).unwrap_or_default();
    }
    output
}

/// The outcome at the end of a line, if there is one.
fn outcome(text: &str) -> Option<Outcome> {
    if text.ends_with("ok") {
        Some(Outcome::Passed)
    } else if text.ends_with("FAILED") {
        Some(Outcome::Failed)
    } else {
        // The standard harness writes `ignored, why`, the other `ignored (why)`.
        let reason = text.strip_prefix("ignored")?;
        let reason =
            reason.strip_prefix(',').or_else(|| reason.strip_prefix(" (")?.strip_suffix(')')).unwrap_or(reason);
        Some(Outcome::Ignored(reason.trim().into()))
    }
}

/// What each failed test printed: the part between `failures:` and the list of names, by test.
fn sections<'a>(lines: impl Iterator<Item = &'a str>, finished: &mut bool) -> HashMap<String, String> {
    let mut said: HashMap<String, String> = HashMap::new();
    let mut current = None;
    for line in lines {
        if line.starts_with("test result: ") {
            *finished = true;
        }
        let heading = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" ----"));
        if let Some(name) = heading {
            current = Some(name.strip_suffix(" stdout").unwrap_or(name).to_owned());
        } else if line == "failures:" {
            current = None;
        } else if let Some(name) = &current {
            let text = said.entry(name.clone()).or_default();
            *text += line;
            text.push('\n');
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(name: &str, outcome: Outcome, output: &str) -> Test {
        Test { name: name.into(), outcome, output: output.into() }
    }

    #[test]
    fn the_standard_harness_is_read() {
        let text = "\nrunning 4 tests\ntest adds ... ok\ntest breaks ... FAILED\n\
            test needs_gpu ... ignored, no adapter: install mesa-vulkan-drivers\ntest panics - should panic ... ok\n\n\
            failures:\n\n---- breaks stdout ----\n\nthread 'breaks' (7) panicked at tests/check.rs:3:5:\nno\n\n\n\
            failures:\n    breaks\n\ntest result: FAILED. 2 passed; 1 failed; 1 ignored\n\n";
        let output = parse(text);
        assert!(output.finished && output.running.is_none());
        assert_eq!(
            output.tests,
            [
                test("adds", Outcome::Passed, ""),
                test("breaks", Outcome::Failed, "\nthread 'breaks' (7) panicked at tests/check.rs:3:5:\nno\n\n\n"),
                test("needs_gpu", Outcome::Ignored("no adapter: install mesa-vulkan-drivers".into()), ""),
                test("panics", Outcome::Passed, ""),
            ]
        );
    }

    #[test]
    fn the_other_harness_is_read() {
        let text = "\nrunning 2 tests\ntest short       ... ok\ntest longer_name ... ignored (no device)\n\n\
            test result: ok. 1 passed; 0 failed; 1 ignored\n\n";
        let output = parse(text);
        assert!(output.finished);
        assert_eq!(
            output.tests,
            [test("short", Outcome::Passed, ""), test("longer_name", Outcome::Ignored("no device".into()), "")]
        );
    }

    #[test]
    fn words_printed_past_the_harness_do_not_hide_the_outcome() {
        let output = parse("running 1 test\ntest chatty ... child 1 says\nhello\nok\n\ntest result: ok. 1 passed\n");
        assert_eq!(output.tests, [test("chatty", Outcome::Passed, "")]);
    }

    #[test]
    fn the_running_test_is_known_when_the_output_breaks_off() {
        let output = parse("running 2 tests\ntest fine ... ok\ntest hangs ... ");
        assert_eq!(output.running.as_deref(), Some("hangs"));
        assert!(!output.finished);
        assert_eq!(parse(""), Output::default());
    }
}
