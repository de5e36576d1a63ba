//! What a learner reads when one test has failed, and the program was ended in another one; and of what another process
//! said.

use judge::{End, Exercise, Judged, Report, Verdict, run::Ran, split::split, text::text};
use std::{fs, time::Duration};
use tempfile::TempDir;

const CHECK: &str = "#[test]\nfn second_by_name() {}\n\n#[test]\nfn a_first_by_name() {}\n\n#[test]\nfn third() {}\n";

/// The verdict on a program that printed `printed` and ended so, as it is judged and as it is read.
fn verdict(printed: &str, end: End) -> (Verdict, String) {
    let root = TempDir::new().unwrap();
    let exercise = Exercise::at(root.path(), "e", "E");
    fs::create_dir_all(root.path().join("exercises/e/tests")).unwrap();
    fs::write(root.path().join(&exercise.check), CHECK).unwrap();
    let ran = Ran { parts: split(printed), end, time: Duration::ZERO };
    let Judged { verdict, tests, printed } = judge::read(&exercise, &ran, Duration::from_secs(60)).unwrap();
    let report = Report { tests, printed: printed.join("\n"), ..Report::new(&exercise, verdict) };
    let text = text(&exercise, &report, None);
    (report.verdict, text)
}

/// A test that has failed, and one in which the program was ended.
fn failed_and(name: &str, running: &str) -> String {
    let panic = "thread 'T' (7) panicked at exercises/e/tests/check.rs:2:5:\nexpected 4, got 3\n\u{1e}\n";
    format!(
        "running 3 tests\ntest {name} ... \n{}FAILED\ntest {running} ... ",
        panic.replace("'T'", &format!("'{name}'"))
    )
}

#[test]
fn what_failed_and_stands_before_it_in_the_task_is_told() {
    let (sigabrt, flood) = ("signal: 6 (SIGABRT)", "third printed without end and was ended");
    for (end, how) in [
        (End::Limit, "third was ended after 60 s"),
        (End::Flood, flood),
        (
            End::Exit { success: false, how: sigabrt.into(), proper: false },
            "third ended the program (signal: 6 (SIGABRT))",
        ),
    ] {
        let (verdict, text) = verdict(&failed_and("a_first_by_name", "third"), end);
        let Verdict::Failed(failure) = verdict else { panic!("{verdict:?}") };
        assert_eq!((failure.test.as_str(), failure.message.as_str()), ("a_first_by_name", "expected 4, got 3"));
        assert!(text.contains(how), "{text}");
    }
}

#[test]
fn what_stands_behind_it_in_the_task_has_to_wait() {
    let (verdict, _) = verdict(&failed_and("a_first_by_name", "second_by_name"), End::Limit);
    let Verdict::NeverEnds { test, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(test.as_deref(), Some("second_by_name"));
}

#[test]
fn who_ends_the_program_as_if_all_were_well_is_told_so() {
    let end = End::Exit { success: true, how: "exit status: 0".into(), proper: false };
    let (verdict, text) = verdict(&failed_and("a_first_by_name", "third"), end);
    assert!(matches!(verdict, Verdict::Died { .. }) && text.contains("std::process::exit"), "{text}");
}

#[test]
fn a_stack_that_is_full_is_explained_before_the_systems_words() {
    let end = End::Exit { success: false, how: "signal: 6 (SIGABRT)".into(), proper: false };
    let last = "thread '<unknown>' (7) has overflowed its stack";
    let printed = format!("running 3 tests\ntest third ... \n{last}\nfatal runtime error: stack overflow, aborting\n");
    let (_, text) = verdict(&printed, end);
    let (advice, words) = (text.find("calls itself without end"), text.find(last));
    assert!(advice.is_some() && advice < words, "{text}");
}

#[test]
fn what_an_answer_printed_in_another_process_is_shown() {
    let printed = "running 1 test\ntest third ... to stdout\nFAILED\n\nfailures:\n\n---- third ----\nto stderr\n\n\
        thread 'main' (7) panicked at exercises/e/tests/check.rs:2:5:\nexpected 4, got 3\n\n\nfailures:\n    third\n\n\
        test result: FAILED. 0 passed; 1 failed\n";
    let (verdict, text) = verdict(printed, End::Exit { success: false, how: "exit status: 101".into(), proper: true });
    let Verdict::Failed(failure) = verdict else { panic!("{verdict:?}") };
    assert_eq!(failure.message, "expected 4, got 3");
    assert!(text.contains("\n  to stdout\n  to stderr\n"), "{text}");
}
