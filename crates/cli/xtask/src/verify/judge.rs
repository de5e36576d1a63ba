//! Runs a check and compares its verdict with the one that the candidate deserves.

use super::exercise::{Candidate, Role};
use super::workspace::Built;
use anyhow::{Context, Result};
use std::fmt;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A check that takes longer has hung. Its own watchdog should have ended it long before, however busy the machine.
const LIMIT: Duration = Duration::from_secs(300);

/// What became of a check.
#[derive(Debug)]
pub enum Verdict {
    /// Every test passed.
    Passes { tests: Vec<String>, time: Duration },
    /// Some test failed.
    Fails { failed: Vec<String>, tests: usize, time: Duration, output: String },
    /// No test failed, but some couldn't run on this machine.
    Skipped { ignored: usize },
    /// It isn't even a program.
    DoesNotCompile { errors: String },
    /// It ended in a way a check never should.
    Broken { how: String, output: String },
}

/// Runs the candidate's check.
pub fn judge(candidate: &Candidate, built: &Built) -> Result<Verdict> {
    let Some(program) = &built.program else {
        return Ok(Verdict::DoesNotCompile { errors: built.warnings.clone() });
    };
    // Into a file: a pipe that nobody empties would stop a talkative check.
    let log = program.with_extension(format!("{}.log", std::process::id()));
    let file = File::create(&log).with_context(|| format!("can't write {}", log.display()))?;
    let exercise = crate::root().join("exercises").join(&candidate.slug);
    let began = Instant::now();
    let mut running = Command::new(program)
        .current_dir(&exercise)
        .env("CARGO_MANIFEST_DIR", &exercise)
        // For a check that compiles the answer once more, for another language to link.
        .env("LAB_SOURCE", &candidate.source)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()
        .with_context(|| format!("can't start the check of {candidate}"))?;
    let status = loop {
        if let Some(status) = running.try_wait()? {
            break Some(status);
        }
        if began.elapsed() > LIMIT {
            running.kill()?;
            running.wait()?;
            break None;
        }
        thread::sleep(Duration::from_millis(5));
    };
    let time = began.elapsed();
    let output = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    fs::remove_file(&log)?;
    let Some(status) = status else {
        return Ok(Verdict::Broken { how: format!("still runs after {} s", LIMIT.as_secs()), output });
    };
    Ok(match (status.code(), summary(&output)) {
        (Some(0), Some([0, 0, _])) => Verdict::Broken { how: "contains no tests".into(), output },
        (Some(0), Some([_, 0, 0])) => Verdict::Passes { tests: tests(&output), time },
        (Some(0), Some([_, 0, ignored])) => Verdict::Skipped { ignored },
        (Some(101), Some([passed, failed, _])) if failed > 0 => {
            Verdict::Fails { failed: failures(&output), tests: passed + failed, time, output }
        }
        // An answer that ends the program itself, too: without a summary nothing was proved.
        _ => Verdict::Broken { how: format!("ended with {status} and without a summary"), output },
    })
}

/// How many tests passed, failed and were ignored: `test result: ok. 4 passed; 0 failed; 0 ignored; …`.
fn summary(output: &str) -> Option<[usize; 3]> {
    let line = output.lines().rev().find_map(|line| line.strip_prefix("test result: "))?;
    let count = |what: &str| line.split(['.', ';']).find_map(|part| part.strip_suffix(what)?.trim().parse().ok());
    Some([count("passed")?, count("failed")?, count("ignored")?])
}

/// The tests that a program has run, by name.
fn tests(output: &str) -> Vec<String> {
    let names = output.lines().filter_map(|line| line.strip_prefix("test ")?.split_once(" ..."));
    names.map(|(name, _)| name.trim().to_owned()).collect()
}

/// The tests that failed, by name: the list at the end, which nothing that a test prints can disturb.
fn failures(output: &str) -> Vec<String> {
    let list = output.rsplit_once("failures:\n").map_or("", |(_, list)| list);
    list.lines().map_while(|line| line.strip_prefix("    ")).map(|name| name.trim().to_owned()).collect()
}

/// A complaint, if `LAB_REQUIRE` names what the candidate's exercise lacks on this machine.
pub fn required_but_skipped(candidate: &Candidate) -> Option<String> {
    let list = std::env::var("LAB_REQUIRE").unwrap_or_default();
    let need = candidate.needs.iter().find(|need| list.split(',').any(|item| item.trim() == **need))?;
    Some(format!("{candidate} was skipped, though LAB_REQUIRE names {need}"))
}

/// A line of `words` that `output` doesn't have though it should; or has though it shouldn't, for a line that begins
/// with `not: `. How the lines of the output are broken doesn't matter.
fn not_said(words: &[String], output: &str) -> Option<String> {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let output = flat(output);
    words.iter().find_map(|line| match line.strip_prefix("not: ") {
        Some(unwanted) => output.contains(&flat(unwanted)).then(|| format!("it says {unwanted:?}, and shouldn't")),
        None => (!output.contains(&flat(line))).then(|| format!("it doesn't say {line:?}")),
    })
}

impl Verdict {
    /// Whether this is what the candidate deserves.
    pub fn agrees_with(&self, candidate: &Candidate) -> bool {
        match self {
            Verdict::Passes { .. } => candidate.role.must_pass(),
            Verdict::Fails { output, failed, .. } => {
                let for_the_right_reason = match candidate.role {
                    Role::Stub => !unwritten(candidate) || output.contains("not yet implemented"),
                    _ => candidate.caught_by.as_ref().is_none_or(|test| failed.contains(test)),
                };
                !candidate.role.must_pass() && for_the_right_reason && not_said(&candidate.words, output).is_none()
            }
            Verdict::Skipped { .. } => !candidate.needs.is_empty(),
            Verdict::DoesNotCompile { .. } | Verdict::Broken { .. } => false,
        }
    }

    /// What is wrong with it, when it doesn't agree.
    pub fn complaint(&self, candidate: &Candidate) -> String {
        match self {
            Verdict::Passes { .. } => "its check accepts it".into(),
            Verdict::Fails { output, .. }
                if !candidate.role.must_pass() && not_said(&candidate.words, output).is_some() =>
            {
                let wrong = not_said(&candidate.words, output).unwrap_or_default();
                format!("it fails, but {wrong}, as its file in verdicts/ wants:\n{output}")
            }
            Verdict::Fails { output, .. } if candidate.role == Role::Stub => {
                format!("it fails, but not because it isn't written yet:\n{output}")
            }
            Verdict::Fails { output, failed, .. } if candidate.role == Role::Mutant => {
                let (wanted, failed) = (candidate.caught_by.as_deref().unwrap_or_default(), failed.join(", "));
                format!("{wanted} must catch it, but what fails is {failed}:\n{output}")
            }
            Verdict::Fails { output, .. } => format!("its check refuses it:\n{output}"),
            Verdict::Skipped { .. } => "tests were ignored, but its metadata says that it needs nothing special".into(),
            Verdict::DoesNotCompile { errors } => format!("it doesn't compile:\n{errors}"),
            Verdict::Broken { how, output } => format!("its check {how}:\n{output}"),
        }
    }
}

/// Whether there is still something to write in it, so that running it must say so.
fn unwritten(candidate: &Candidate) -> bool {
    fs::read_to_string(&candidate.source).is_ok_and(|text| text.contains("todo!("))
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Passes { tests, time } => {
                write!(f, "passes {} tests in {:.2} s", tests.len(), time.as_secs_f64())
            }
            Verdict::Fails { failed, tests, time, .. } => {
                let failed = failed.len();
                write!(f, "fails {failed} of {tests} tests in {:.2} s", time.as_secs_f64())
            }
            Verdict::Skipped { ignored } => write!(f, "skipped: {ignored} tests can't run on this machine"),
            Verdict::DoesNotCompile { .. } => f.write_str("does not compile"),
            Verdict::Broken { how, .. } => f.write_str(how),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_known_by_name_whatever_they_print() {
        let output = "running 3 tests\ntest adds ... ok\ntest says ... test adds ... FAILED\nfailures:\n    adds\nFAILED\n\
            test waits   ... FAILED\n\nfailures:\n\n---- says stdout ----\nno\n\nfailures:\n    says\n    waits\n\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored\n";
        assert_eq!(tests(output), ["adds", "says", "waits"]);
        assert_eq!(failures(output), ["says", "waits"]);
        assert_eq!(failures("test result: ok. 1 passed; 0 failed; 0 ignored\n"), [""; 0]);
    }

    #[test]
    fn what_must_be_said_is_looked_for_line_by_line() {
        let words = |lines: &[&str]| lines.iter().map(|line| String::from(*line)).collect::<Vec<_>>();
        let output = "thread 'main' panicked at check.rs:1:2:\nwedge 1 is 3..5,\n  expected 4..5.\n";
        assert_eq!(not_said(&words(&["wedge 1 is 3..5, expected", "check.rs"]), output), None);
        assert_eq!(not_said(&words(&["wedge 2"]), output).as_deref(), Some("it doesn't say \"wedge 2\""));
        assert_eq!(not_said(&words(&["not: wedge 2"]), output), None);
        assert!(
            not_said(&words(&["wedge 1", "not: expected 4"]), output).is_some_and(|wrong| wrong.contains("shouldn't"))
        );
    }
}
