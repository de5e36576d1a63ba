//! Transcripts played again, and held against what the REPL says now.

use super::transcript::{Step, parse, same};
use crate::{
    outcome::{Outcome, WrongUsage},
    say,
    style::{BAD, GOOD, paint},
};
use anyhow::{Context, Result, bail};
use meanwhile::Line;
use std::{
    fs,
    io::{Read, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

/// The first line compiles the crates it loads, from nothing.
const PATIENCE: Duration = Duration::from_secs(600);
/// What a cell prints comes through a pipe of its own, and may come after the prompt: this long a silence ends it.
const SILENCE: Duration = Duration::from_millis(200);

/// Types a transcript's lines into `evcxr` and compares what comes back.
///
/// # Errors
/// Wrong usage for a file that can't be read or holds no prompt; when evcxr can't be started or falls silent.
pub fn replay(evcxr: Command, file: &Path) -> Result<Outcome> {
    let text = fs::read_to_string(file).map_err(|e| WrongUsage(format!("can't read {}: {e}", file.display())))?;
    let steps = parse(&text);
    if steps.is_empty() {
        return Err(WrongUsage(format!("{} has no line that starts with \">> \"", file.display())).into());
    }
    let line = Line::new();
    line.say("starting evcxr");
    let mut session = Session::start(evcxr)?;
    let mut wrong = 0;
    for (i, step) in steps.iter().enumerate() {
        line.say(format!("line {} of {}: {}", i + 1, steps.len(), step.input));
        let got = session.enter(&step.input).with_context(|| format!("{}:{}", file.display(), step.line))?;
        if !same(&step.output, &got) {
            wrong += 1;
            show(file, step, &got);
        }
    }
    drop(line);
    match wrong {
        0 => say!("{} {} lines of {}", paint(GOOD, "✓ as written:"), steps.len(), file.display()),
        _ => say!("{} {wrong} of {} lines of {}", paint(BAD, "✗ differ:"), steps.len(), file.display()),
    }
    Ok(Outcome::done_if(wrong == 0))
}

fn show(file: &Path, step: &Step, got: &[String]) {
    say!("{}:{}\n>> {}", file.display(), step.line, step.input);
    for (who, lines) in [("expected", step.output.as_slice()), ("got", got)] {
        say!("{who}:");
        for line in lines {
            say!("  {line}");
        }
    }
    say!();
}

/// A running evcxr.
struct Session {
    child: Child,
    input: ChildStdin,
    output: Receiver<Vec<u8>>,
}

impl Session {
    fn start(mut evcxr: Command) -> Result<Self> {
        let mut child = evcxr
            .args(["--disable-readline", "--ide-mode"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("evcxr can't be started")?;
        let input = child.stdin.take().context("evcxr takes no input")?;
        let mut pipe = child.stdout.take().context("evcxr has no output")?;
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = pipe.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut session = Self { child, input, output };
        // It greets, then prompts.
        session.read_until(|text| text.ends_with(">> "))?;
        Ok(session)
    }

    /// Enters one line and gives what comes back, a line each.
    fn enter(&mut self, line: &str) -> Result<Vec<String>> {
        writeln!(self.input, "{line}").context("evcxr has gone")?;
        self.input.flush()?;
        // In this mode evcxr ends each answer with a control character, one for success and one for failure.
        let text = self.read_until(|text| text.contains(['\u{91}', '\u{92}']))?;
        let text = text.replace(['\u{91}', '\u{92}'], "").replace(">> ", "");
        let mut lines: Vec<_> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Ok(lines)
    }

    /// Collects output until it is `complete`, and what follows without a pause. Colours are taken out.
    fn read_until(&mut self, complete: impl Fn(&str) -> bool) -> Result<String> {
        let (start, mut bytes) = (Instant::now(), Vec::new());
        loop {
            let text = anstream::adapter::strip_bytes(&bytes).into_vec();
            let text = String::from_utf8_lossy(&text).into_owned();
            let done = complete(&text);
            match self.output.recv_timeout(if done { SILENCE } else { Duration::from_secs(1) }) {
                Ok(more) => bytes.extend(more),
                Err(_) if done => return Ok(text),
                Err(mpsc::RecvTimeoutError::Disconnected) => bail!("evcxr ended: {}", text.trim()),
                Err(mpsc::RecvTimeoutError::Timeout) if start.elapsed() > PATIENCE => {
                    bail!("evcxr has been silent for {} s: {}", PATIENCE.as_secs(), text.trim())
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
