//! A running evcxr.

use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

/// How long somebody listens before looking whether evcxr has gone to sleep.
const LOOK: Duration = Duration::from_millis(20);
/// As many looks in a row must find it silent and asleep. Where no system says who sleeps, silence has to be enough.
const LOOKS: u32 = if cfg!(target_os = "linux") { 2 } else { 10 };
/// How long it may stay awake after an answer, on a machine that has much else to do.
const AWAKE: Duration = Duration::from_secs(20);
/// How long what still comes is listened to. A thread that a cell has started may go on printing for ever.
const NOISE: Duration = Duration::from_secs(2);
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
/// What it prints when it waits for more.
const PROMPT: &str = ">> ";

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
        session.read_until(|bytes| plain(bytes).ends_with(PROMPT), |_, _| true)?;
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
        let mut bytes = self.read_until(|bytes| answer(bytes).is_some(), wanted)?;
        self.rest(&mut bytes);
        let (text, ok) = answer(&bytes).context("evcxr's answer has no end")?;
        let mut lines: Vec<_> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Ok(Answer { lines, ok })
    }

    /// Collects output until it is `whole`.
    fn read_until(
        &mut self,
        whole: impl Fn(&[u8]) -> bool,
        mut wanted: impl FnMut(Duration, Option<&str>) -> bool,
    ) -> Result<Vec<u8>> {
        let (start, mut bytes, mut told, mut compiling) = (Instant::now(), Vec::new(), Duration::ZERO, None);
        loop {
            match self.output.recv_timeout(TICK) {
                Ok(Heard::Compiling(name)) => compiling = Some(name),
                Ok(Heard::Bytes(more)) => {
                    if bytes.len() > KEPT && mark(&bytes).is_none() {
                        // Half of a mark may have come.
                        let last = bytes.pop();
                        bytes.truncate(KEPT);
                        bytes.extend(b"\n(and more)\n");
                        bytes.extend(last);
                    }
                    bytes.extend(more);
                    if whole(&bytes) {
                        return Ok(bytes);
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

    /// What a cell has printed and comes late: threads of evcxr's own pass it on, one for each of its outputs, and on a
    /// busy machine they may wait for their turn while the prompt is there already.
    fn rest(&self, bytes: &mut Vec<u8>) {
        let (start, mut looks) = (Instant::now(), 0);
        while looks < LOOKS && bytes.len() < 2 * KEPT {
            match self.output.recv_timeout(LOOK) {
                Ok(heard) => {
                    looks = 0;
                    if let Heard::Bytes(more) = heard {
                        bytes.extend(more);
                    }
                    if start.elapsed() > NOISE {
                        return;
                    }
                }
                // Whoever of evcxr's threads still has something to pass on is awake, and so are ours.
                Err(RecvTimeoutError::Timeout) if asleep(&self.child.id().to_string()) && asleep("self") => looks += 1,
                Err(RecvTimeoutError::Timeout) if start.elapsed() < AWAKE => looks = 0,
                Err(_) => return,
            }
        }
    }
}

/// Whether all threads of a process sleep, but for the one that asks. Yes, where no system tells.
fn asleep(process: &str) -> bool {
    let me = fs::read_link("/proc/thread-self").ok().and_then(|me| Some(me.file_name()?.to_owned()));
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    threads.filter(|thread| Some(thread.file_name()) != me).all(|thread| {
        let about = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // A thread may have any name, with blanks and brackets. One that has gone meanwhile says nothing.
        about.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with(['S', 'I', 'Z', 'X']))
    })
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

/// What is answered, and whether the code ran through; `None` as long as there is no prompt after the answer's mark.
/// Whatever came late stands before that prompt or after it.
fn answer(bytes: &[u8]) -> Option<(String, bool)> {
    let (at, ok) = mark(bytes)?;
    let late = plain(&bytes[at + 2..]);
    let mut prompts = late.match_indices(PROMPT).map(|(at, _)| late.split_at(at));
    let (before, after) = prompts.find(|(before, _)| before.is_empty() || before.ends_with('\n'))?;
    Some((plain(&bytes[..at]) + before + &after[PROMPT.len()..], ok))
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

    #[test]
    fn what_comes_late_is_a_part_of_the_answer_and_the_prompt_is_not() {
        let answered = |text: &str| answer(text.as_bytes());
        assert_eq!(answered("1\n2\n\u{91}"), None, "the prompt is still to come");
        for whole in ["1\n2\n\u{91}>> ", "1\n\u{91}2\n\x1b[33m>> \x1b[0m", "1\n\u{91}>> 2\n"] {
            assert_eq!(answered(whole), Some(("1\n2\n".into(), true)), "{whole:?}");
        }
        assert_eq!(answered("a >> b\n\u{92}>> "), Some(("a >> b\n".into(), false)));
    }

    /// In place of evcxr stands a shell that passes on what a cell has printed a second after the prompt, and until
    /// then never sleeps: as a thread does that waits for its turn on a busy machine.
    #[test]
    #[cfg(target_os = "linux")]
    fn what_a_busy_machine_holds_up_belongs_to_its_own_cell() {
        let script = r#"
            printf '>> '
            while read -r line; do
                printf '%s\n\302\221>> ' "$line"
                i=0
                until [ $i = 2000000 ]; do i=$((i + 1)); done
                printf 'late %s\n' "$line"
            done"#;
        let mut evcxr = Command::new("sh");
        evcxr.args(["-c", script, "sh"]);
        let mut session = Session::start(evcxr).unwrap();
        for cell in ["one", "two"] {
            let start = Instant::now();
            let answer = session.enter(cell, |_, _| true).unwrap();
            assert_eq!(answer.lines, [cell.to_owned(), format!("late {cell}")]);
            // Silence alone, as long as used to be waited for, would not have been enough.
            assert!(start.elapsed() > Duration::from_millis(200), "{:?}", start.elapsed());
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn who_computes_is_awake() {
        let mut sleeps = Command::new("sleep").arg("60").spawn().unwrap();
        let mut computes = Command::new("sh").args(["-c", "while :; do :; done"]).spawn().unwrap();
        let within = |condition: &dyn Fn() -> bool| {
            let end = Instant::now() + Duration::from_secs(20);
            while !condition() {
                assert!(Instant::now() < end);
                thread::sleep(LOOK);
            }
        };
        within(&|| asleep(&sleeps.id().to_string()));
        within(&|| !asleep(&computes.id().to_string()));
        for child in [&mut sleeps, &mut computes] {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert!(asleep("nobody"));
    }
}
