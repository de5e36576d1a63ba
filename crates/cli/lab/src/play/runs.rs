//! Running something for a page: `lab check` itself, a listing's program, a race; below a [`keeper`](super::keeper),
//! one at a time.

use super::{
    Play,
    answers::{Problem, problem},
    keeper::{self, Ended},
};
use anyhow::{Context, Result};
use hyper::StatusCode;
use serde_json::{Value, json};
use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};
use tempfile::NamedTempFile;
use tokio::sync::mpsc::{Receiver, Sender};

/// How many may run and wait: a class of thirty, all of whom ask twice.
const WAITING: usize = 60;
/// How often one that waits is told of it.
const STILL_HERE: Duration = Duration::from_secs(2);
/// How much of what it says is kept, or passed on. A verdict is a few kilobytes; the compiler's errors may be more.
const KEPT: usize = 1 << 20;
/// How much of a program's output is passed on at a time.
const PIECE: usize = 1 << 14;
/// How often somebody looks whether the page has gone.
const LOOK: Duration = Duration::from_millis(20);

/// What a page may have run.
#[derive(Debug)]
pub enum Job {
    /// The check of the exercise of this name.
    Check(String),
    /// The program of a listing, by its name, or of a text that takes the place of the listing's own.
    Listing(String, Option<String>),
    /// A race of these variants of a kernel.
    Race(String, Vec<String>),
}

impl Job {
    /// What it is cancelled by.
    fn name(&self) -> &str {
        let (Self::Check(name) | Self::Listing(name, _) | Self::Race(name, _)) = self;
        name
    }

    /// In words.
    fn words(&self) -> String {
        match self {
            Self::Check(name) => format!("the check of {name}"),
            Self::Listing(name, _) => name.clone(),
            Self::Race(name, _) => format!("the race of {name}"),
        }
    }

    /// Whether what it prints is passed on as it comes. A verdict comes as a whole.
    fn streams(&self) -> bool {
        !matches!(self, Self::Check(_))
    }

    /// What `lab` is asked for, and a file that must last until that is done. Names that a page gives are known ones,
    /// and never begin with a dash.
    fn arguments(&self, play: &Play) -> Result<(Vec<OsString>, Option<NamedTempFile>)> {
        Ok(match self {
            Self::Check(name) => (vec!["check".into(), name.into()], None),
            Self::Listing(name, None) => (vec!["listing".into(), name.into()], None),
            Self::Listing(name, Some(text)) => {
                let mut file = NamedTempFile::new_in(play.0.checkout.state()?).context("no file can be made")?;
                file.write_all(text.as_bytes()).context("the changed text can't be written")?;
                let path = file.path().into();
                (vec!["listing".into(), name.into(), "--text".into(), path], Some(file))
            }
            Self::Race(kernel, variants) => {
                let variants = format!("--variants={}", variants.join(","));
                (vec!["race".into(), kernel.into(), variants.into(), "--live".into()], None)
            }
        })
    }
}

/// A job in the line: in words, by name, and whether it is to end.
type InLine = (String, String, Arc<AtomicBool>);

/// What runs, and what waits. Cargo builds one at a time anyway.
#[derive(Debug, Default)]
pub struct Runs {
    alone: Arc<tokio::sync::Mutex<()>>,
    waiting: AtomicUsize,
    now: Mutex<Vec<InLine>>,
}

impl Runs {
    fn now(&self) -> std::sync::MutexGuard<'_, Vec<InLine>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a job into the line.
    fn enter(&self, job: &Job, end: &Arc<AtomicBool>) {
        self.now().push((job.words(), job.name().to_owned(), Arc::clone(end)));
    }

    /// What a job in the line has to wait for, in words.
    fn before(&self, end: &Arc<AtomicBool>) -> Option<String> {
        let now = self.now();
        let before = now.iter().position(|(.., other)| Arc::ptr_eq(other, end))?;
        Some(match (&now.first()?.0, before) {
            (_, 0) => return None,
            (first, 1) => format!("waiting for {first}"),
            (first, n) => format!("waiting for {first}, and {} more", n - 1),
        })
    }
}

/// Ends what has this name, what waits, too.
pub fn cancel(play: &Play, name: &str) -> (StatusCode, Value) {
    let (now, mut cancelled) = (play.0.runs.now(), 0);
    for (.., end) in now.iter().filter(|(_, running, _)| running == name) {
        end.store(true, Ordering::Relaxed);
        cancelled += 1;
    }
    (StatusCode::OK, json!({ "cancelled": cancelled }))
}

/// Does a job, and tells of it: `{"doing": …}` as often as there is news, `{"out": …}` for what a program prints, then
/// once `{"verdict": …, "passed": …}`, `{"ended": true}`, `{"stopped": …}` or `{"error": …}`. If nobody listens any
/// more, it is ended.
pub fn start(play: &Play, job: Job) -> Receiver<Value> {
    let (news, listener) = tokio::sync::mpsc::channel(64);
    let (play, end) = (play.clone(), Arc::new(AtomicBool::new(false)));
    tokio::spawn(async move {
        let runs = &play.0.runs;
        if runs.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            runs.waiting.fetch_sub(1, Ordering::Relaxed);
            let words = format!("{WAITING} others wait already: try again in a minute");
            let _ = news.send(json!({ "error": words })).await;
            return;
        }
        runs.enter(&job, &end);
        let last = match turn(runs, &end, &news).await {
            None => json!({ "stopped": Ended::Asked.words() }),
            Some(place) => {
                let (asked, running, told) = (Arc::clone(&end), play.clone(), news.clone());
                let done = tokio::task::spawn_blocking(move || {
                    let _place = place;
                    run(&running, &job, &asked, &told).unwrap_or_else(|error| {
                        let Problem { text, .. } = problem(&error, "");
                        json!({ "error": text })
                    })
                });
                done.await.unwrap_or_else(|_| json!({ "error": "the server failed at this" }))
            }
        };
        runs.now().retain(|(.., other)| !Arc::ptr_eq(other, &end));
        runs.waiting.fetch_sub(1, Ordering::Relaxed);
        let _ = news.send(last).await;
    });
    listener
}

/// Waits until it is this job's turn, and tells for what. `None` if it isn't wanted any more.
async fn turn(runs: &Runs, end: &Arc<AtomicBool>, news: &Sender<Value>) -> Option<tokio::sync::OwnedMutexGuard<()>> {
    let mut place = std::pin::pin!(Arc::clone(&runs.alone).lock_owned());
    let mut patience = Duration::ZERO;
    loop {
        if let Ok(place) = tokio::time::timeout(patience, &mut place).await {
            return Some(place);
        }
        if end.load(Ordering::Relaxed) || news.is_closed() {
            return None;
        }
        if let Some(words) = runs.before(end) {
            let _ = news.try_send(json!({ "doing": words }));
        }
        patience = STILL_HERE;
    }
}

/// What the threads that listen to a check tell.
enum Heard {
    /// A line of what it says meanwhile.
    Line(String),
    /// A piece of what it prints.
    Printed(String),
    /// It prints more than is passed on.
    TooMuch,
    /// It says no more there.
    End,
}

/// Runs it, and gives the last word.
fn run(play: &Play, job: &Job, asked: &AtomicBool, news: &Sender<Value>) -> Result<Value> {
    let over = || asked.load(Ordering::Relaxed) || news.is_closed();
    if over() {
        return Ok(json!({ "stopped": Ended::Asked.words() }));
    }
    let (arguments, _file) = job.arguments(play)?;
    let mut child = spawn(play, &arguments)?;
    let (out, err) = (child.stdout.take().context("no output")?, child.stderr.take().context("no output")?);
    let (heard, hears) = channel();
    let (printed, streams) = (heard.clone(), job.streams());
    let text = thread::spawn(move || {
        let text = if streams { pass_on(out, |piece| drop(printed.send(piece))) } else { some(out) };
        let _ = printed.send(Heard::End);
        text
    });
    thread::spawn(move || {
        let mut lines = BufReader::new(err);
        let mut line = Vec::new();
        while let Ok(1..) = (&mut lines).take(1 << 16).read_until(b'\n', &mut line) {
            let _ = heard.send(Heard::Line(String::from_utf8_lossy(&line).trim_end().to_owned()));
            line.clear();
        }
        let _ = heard.send(Heard::End);
    });
    // What comes after it says `error` or `warning` is no news of progress.
    let (mut said, mut ends, mut too_much) = (String::new(), 0, false);
    while ends < 2 {
        match hears.recv_timeout(LOOK) {
            Ok(Heard::End) => ends += 1,
            Ok(Heard::Line(line)) if !said.is_empty() || line.starts_with("error") || line.starts_with("warning") => {
                if said.len() < KEPT {
                    said += &line;
                    said.push('\n');
                }
            }
            // A page that can't keep up hears less of what is going on, but all that is printed.
            Ok(Heard::Line(line)) => drop(news.try_send(json!({ "doing": line }))),
            Ok(Heard::Printed(piece)) => drop(news.blocking_send(json!({ "out": piece }))),
            Ok(Heard::TooMuch) => too_much = true,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if too_much || over() {
            // The keeper ends when its input does.
            drop(child.stdin.take());
        }
    }
    let code = child.wait().context("it can't be waited for")?.code();
    let text = text.join().unwrap_or_default();
    if too_much {
        return Ok(json!({ "stopped": "it was ended because it printed more than a megabyte" }));
    }
    if let Some(why) = code.and_then(Ended::of_code) {
        return Ok(json!({ "stopped": why.words() }));
    }
    Ok(match code {
        Some(0) if streams => json!({ "ended": true }),
        Some(0 | 1) if !text.trim().is_empty() => {
            json!({ "verdict": text.trim_end(), "passed": code == Some(0), "warning": said.trim_end() })
        }
        _ if !said.is_empty() => json!({ "error": said.trim_end() }),
        _ => json!({ "error": "it ended without a word: was it killed from outside?" }),
    })
}

/// Starts `lab` with these arguments below its keeper, with a pipe for each of its three streams.
fn spawn(play: &Play, arguments: &[OsString]) -> Result<Child> {
    let mut command = Command::new(keeper::this_program()?);
    command.arg("--root").arg(play.0.checkout.root());
    command.args(["--color", "never", "keep", "--"]).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().context("it can't be started")
}

/// The beginning of what comes through `pipe`; the rest is read and thrown away.
fn some(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = (&mut pipe).take(KEPT as u64).read_to_end(&mut bytes);
    let _ = std::io::copy(&mut pipe, &mut std::io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Passes on what comes through `pipe` as it comes, no letter cut in two, until that is too much.
fn pass_on(mut pipe: impl Read, mut pass: impl FnMut(Heard)) -> String {
    let (mut rest, mut passed, mut buffer) = (Vec::new(), 0, [0; PIECE]);
    while let Ok(n @ 1..) = pipe.read(&mut buffer) {
        rest.extend_from_slice(&buffer[..n]);
        let end = match str::from_utf8(&rest) {
            // The rest of this letter is still to come.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => rest.len(),
        };
        let piece: Vec<_> = rest.drain(..end).collect();
        passed += piece.len();
        pass(Heard::Printed(String::from_utf8_lossy(&piece).into_owned()));
        if passed > KEPT {
            pass(Heard::TooMuch);
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
            return String::new();
        }
    }
    if !rest.is_empty() {
        pass(Heard::Printed(String::from_utf8_lossy(&rest).into_owned()));
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in pieces.
    struct Pieces(Vec<Vec<u8>>);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let piece = self.0.remove(0);
            let n = piece.len().min(buffer.len());
            buffer[..n].copy_from_slice(&piece[..n]);
            if n < piece.len() {
                self.0.insert(0, piece[n..].to_vec());
            }
            Ok(n)
        }
    }

    fn passed(pieces: Vec<Vec<u8>>) -> (String, bool) {
        let (mut text, mut too_much) = (String::new(), false);
        pass_on(Pieces(pieces), |heard| match heard {
            Heard::Printed(piece) => text += &piece,
            Heard::TooMuch => too_much = true,
            Heard::Line(_) | Heard::End => {}
        });
        (text, too_much)
    }

    #[test]
    fn letters_stay_whole_and_too_much_is_noticed() {
        let bytes = "one × two".as_bytes();
        assert_eq!(passed(bytes.chunks(1).map(<[u8]>::to_vec).collect()), ("one × two".into(), false));
        assert_eq!(passed(vec![b"a\xff".to_vec(), b"b\xc3".to_vec()]).0, "a\u{fffd}b\u{fffd}");
        let (text, too_much) = passed(vec![vec![b'x'; PIECE]; 100]);
        assert!(too_much && text.len() <= KEPT + PIECE, "{}", text.len());
    }
}
