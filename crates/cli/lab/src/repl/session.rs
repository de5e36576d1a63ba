//! A running evcxr.

use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

/// What a cell prints comes through a pipe of its own, and may come after the prompt: this long a silence ends it.
const SILENCE: Duration = Duration::from_millis(200);
/// How often somebody is told how long it takes.
const TICK: Duration = Duration::from_secs(1);
/// How many bytes of an answer are kept. The rest is read and thrown away.
const KEPT: usize = 1 << 18;
/// A line break inside what is entered as one line.
const BREAK: &str = "\u{2028}";
/// In its mode for editors, evcxr ends each answer with a control character, one for success and one for failure. Both
/// begin with this byte in UTF-8.
const MARK: u8 = 0xC2;
const SUCCESS: u8 = 0x91;
const FAILURE: u8 = 0x92;

/// What evcxr answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// A line each, without colours.
    pub lines: Vec<String>,
    /// Whether the code compiled and came to its end.
    pub ok: bool,
}

/// What is heard of evcxr.
enum Heard {
    /// It says something.
    Bytes(Vec<u8>),
    /// Cargo, which it has started, has begun with a crate.
    Compiling(String),
}

/// A running evcxr, which ends with this.
pub struct Session {
    child: Child,
    input: ChildStdin,
    output: Receiver<Heard>,
}

impl Session {
    /// Starts it, and waits for its first prompt.
    ///
    /// # Errors
    /// When it can't be started, or ends.
    pub fn start(mut evcxr: Command) -> Result<Self> {
        let mut child = evcxr
            .args(["--disable-readline", "--ide-mode"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("evcxr can't be started")?;
        let input = child.stdin.take().context("evcxr takes no input")?;
        let (sender, output) = mpsc::channel();
        listen(child.stdout.take().context("evcxr has no output")?, sender.clone());
        listen_for_errors(child.stderr.take().context("evcxr has no output")?, sender);
        let mut session = Self { child, input, output };
        // It greets, then prompts.
        session.read_until(|bytes| plain(bytes).ends_with(">> ").then_some(()), |_, _| true)?;
        Ok(session)
    }

    /// Enters `code`, which may have several lines, and gives what comes back. `wanted` hears once a second how long
    /// that has taken and which crate cargo compiles, if it does, and says whether to go on.
    ///
    /// # Errors
    /// When evcxr ends, or `wanted` says no.
    pub fn enter(&mut self, code: &str, wanted: impl FnMut(Duration, Option<&str>) -> bool) -> Result<Answer> {
        writeln!(self.input, "{}", code.trim_end().replace('\n', BREAK)).context("evcxr has gone")?;
        self.input.flush()?;
        let (bytes, (at, ok)) = self.read_until(mark, wanted)?;
        // The next prompt stands between what came before the mark and what came late.
        let late = plain(&bytes[at + 2..]);
        let text = plain(&bytes[..at]) + late.strip_prefix(">> ").unwrap_or(&late);
        let mut lines: Vec<_> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Ok(Answer { lines, ok })
    }

    /// Collects output until something is `found` in it, and what follows without a pause.
    fn read_until<T>(
        &mut self,
        found: impl Fn(&[u8]) -> Option<T>,
        mut wanted: impl FnMut(Duration, Option<&str>) -> bool,
    ) -> Result<(Vec<u8>, T)> {
        let (start, mut bytes, mut told, mut compiling) = (Instant::now(), Vec::new(), Duration::ZERO, None);
        loop {
            match self.output.recv_timeout(TICK) {
                Ok(Heard::Compiling(name)) => compiling = Some(name),
                Ok(Heard::Bytes(more)) => {
                    if bytes.len() > KEPT {
                        // Half of a mark may have come.
                        let last = bytes.pop();
                        bytes.truncate(KEPT);
                        bytes.extend(b"\n(and more)\n");
                        bytes.extend(last);
                    }
                    bytes.extend(more);
                    if let Some(found) = found(&bytes) {
                        self.rest(&mut bytes);
                        return Ok((bytes, found));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => bail!("evcxr ended: {}", plain(&bytes).trim()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if start.elapsed() >= told + TICK {
                told = start.elapsed();
                if !wanted(told, compiling.as_deref()) {
                    bail!("ended after {} s", told.as_secs());
                }
            }
        }
    }

    /// What still comes without a pause. A thread that was started may go on printing for ever.
    fn rest(&self, bytes: &mut Vec<u8>) {
        let end = Instant::now() + 10 * SILENCE;
        while Instant::now() < end
            && bytes.len() < 2 * KEPT
            && let Ok(heard) = self.output.recv_timeout(SILENCE)
        {
            if let Heard::Bytes(more) = heard {
                bytes.extend(more);
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

/// Sends on what comes through `pipe`.
fn listen(mut pipe: impl Read + Send + 'static, sender: Sender<Heard>) {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n @ 1..) = pipe.read(&mut buffer) {
            if sender.send(Heard::Bytes(buffer[..n].to_vec())).is_err() {
                break;
            }
        }
    });
}

/// The same, line by line; what cargo says of its progress is no part of any answer.
fn listen_for_errors(pipe: impl Read + Send + 'static, sender: Sender<Heard>) {
    thread::spawn(move || {
        let (mut pipe, mut line) = (BufReader::new(pipe), Vec::new());
        while let Ok(1..) = (&mut pipe).take(KEPT as u64).read_until(b'\n', &mut line) {
            let heard = match progress(&plain(&line)) {
                Some(Some(name)) => Heard::Compiling(name),
                Some(None) => Heard::Bytes(Vec::new()),
                None => Heard::Bytes(std::mem::take(&mut line)),
            };
            line.clear();
            if sender.send(heard).is_err() {
                break;
            }
        }
    });
}

/// Whether a line is cargo's word on its progress, and which crate it names as being compiled.
fn progress(line: &str) -> Option<Option<String>> {
    const VERBS: [&str; 9] =
        ["Compiling", "Updating", "Locking", "Downloading", "Downloaded", "Adding", "Blocking", "Removing", "Finished"];
    let (verb, rest) = line.trim_start().split_once(' ')?;
    // Cargo's verbs end in the twelfth column.
    let column = line.len() - line.trim_start().len() + verb.len();
    if column < 12 || !VERBS.contains(&verb) {
        return None;
    }
    Some((verb == "Compiling").then(|| rest.split(' ').next().unwrap_or_default().to_owned()))
}

/// Where an answer's mark stands, and whether it is the one for success.
fn mark(bytes: &[u8]) -> Option<(usize, bool)> {
    let at = bytes.windows(2).rposition(|pair| pair[0] == MARK && [SUCCESS, FAILURE].contains(&pair[1]))?;
    Some((at, bytes[at + 1] == SUCCESS))
}

/// The text without colours.
fn plain(bytes: &[u8]) -> String {
    let text = anstream::adapter::strip_bytes(bytes).into_vec();
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_is_told_from_what_a_cell_says() {
        assert_eq!(progress("   Compiling plot v0.1.0 (/w/plot)\n"), Some(Some("plot".into())));
        assert_eq!(progress("    Updating crates.io index\n"), Some(None));
        for cell in ["Compiling my thoughts\n", "   Sending it\n", "", "thread 'main' panicked\n"] {
            assert_eq!(progress(cell), None, "{cell:?}");
        }
    }

    #[test]
    fn an_answer_ends_at_its_mark() {
        assert_eq!(mark("2\n\u{91}>> ".as_bytes()), Some((2, true)));
        assert_eq!(mark("error\n\u{92}".as_bytes()), Some((6, false)));
        assert_eq!(mark("µs: 12".as_bytes()), None);
        assert_eq!(mark(&[0xC2]), None);
    }
}
