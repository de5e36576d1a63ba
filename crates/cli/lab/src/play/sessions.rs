//! Running a page's cells: `lab cells` below a [`keeper`](super::keeper), one session for each page that asks, as long
//! as that page listens.

use super::{
    Play,
    answers::{Done, Problem, problem},
    keeper::{self, Ended},
};
use crate::repl::cells;
use anyhow::{Context, Result};
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::sync::mpsc::{Receiver, Sender};

/// How many pages may have a session at once. Each compiles in a folder of its own.
const SESSIONS: usize = 3;
/// How long a session may last, in seconds, whatever is done in it.
const SECONDS: &str = "14400";
/// How much of what a session says at once is passed on.
const LINE: u64 = 16 << 20;
/// How often somebody looks whether the page has gone.
const LOOK: Duration = Duration::from_millis(50);
/// How long somebody waits for the end of a session.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often something is said where there is no news: a connection on which nothing is written may be dead for long.
const STILL_HERE: Duration = Duration::from_secs(2);

/// The sessions that run, by their names: what is entered into each. Before it, how many there have been.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<(u64, HashMap<String, Option<ChildStdin>>)>);

impl Sessions {
    fn all(&self) -> MutexGuard<'_, (u64, HashMap<String, Option<ChildStdin>>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the input of a session, which ends it.
    fn close(&self, session: &str) -> bool {
        self.all().1.get_mut(session).and_then(Option::take).is_some()
    }
}

/// Whose cells.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whose {
    /// A chapter's path.
    pub chapter: String,
}

/// A cell to run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enter {
    session: String,
    /// The page's own number for it, which comes back with the answer.
    id: u64,
    code: String,
}

/// Which session.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    session: String,
}

/// Runs a cell; what it answers comes where the session was opened.
pub fn enter(play: &Play, Enter { session, id, code }: Enter) -> Done {
    let mut sessions = play.0.sessions.all();
    let gone = || Problem::new(StatusCode::NOT_FOUND, "this session has ended".into());
    let input = sessions.1.get_mut(&session).and_then(Option::as_mut).ok_or_else(gone)?;
    // What listens there reads at once, whatever runs.
    writeln!(input, "{}", json!({ "id": id, "code": code })).map_err(|_| gone())?;
    Ok((StatusCode::OK, json!({})))
}

/// Ends a session, with all that runs in it, and waits for that: the next one is to find its folder free.
pub fn end(play: &Play, Which { session }: Which) -> (StatusCode, Value) {
    let (ended, start) = (play.0.sessions.close(&session), Instant::now());
    while play.0.sessions.all().1.contains_key(&session) && start.elapsed() < PATIENCE {
        thread::sleep(LOOK);
    }
    (StatusCode::OK, json!({ "ended": ended }))
}

/// The path of the chapter with these cells.
///
/// # Errors
/// When there is none.
pub fn chapter(play: &Play, Whose { chapter }: Whose) -> Result<String, Problem> {
    match cells::of(&play.0.checkout, &chapter) {
        Ok(experiment) if !experiment.cells().is_empty() => Ok(experiment.chapter.path),
        _ => Err(Problem::new(StatusCode::NOT_FOUND, format!("there are no cells in {chapter:?}"))),
    }
}

/// Opens a session, and tells of it: first `{"session": …}`, then what `lab cells` says, at last `{"over": …}` or
/// `{"error": …}`. If nobody listens any more, it is ended.
pub fn open(play: &Play, chapter: String) -> Receiver<Value> {
    let (news, listener) = tokio::sync::mpsc::channel(64);
    let play = play.clone();
    tokio::task::spawn_blocking(move || {
        let last = run(&play, &chapter, &news).unwrap_or_else(|error| {
            let Problem { text, .. } = problem(&error, "");
            json!({ "error": text })
        });
        let _ = news.blocking_send(last);
    });
    listener
}

/// Keeps the place of a session as long as it lasts.
struct Place<'a>(&'a Sessions, String);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.all().1.remove(&self.1);
    }
}

fn run(play: &Play, chapter: &str, news: &Sender<Value>) -> Result<Value> {
    let sessions = &play.0.sessions;
    let place = {
        let mut all = sessions.all();
        if all.1.len() >= SESSIONS {
            let what = format!("{SESSIONS} other pages run cells already. End one there, or close it.");
            return Ok(json!({ "error": what }));
        }
        all.0 += 1;
        let name = all.0.to_string();
        all.1.insert(name.clone(), None);
        Place(sessions, name)
    };
    let mut child = start(play, chapter)?;
    let (out, err) = (child.stdout.take().context("no output")?, child.stderr.take().context("no output")?);
    sessions.all().1.insert(place.1.clone(), child.stdin.take());
    let said = thread::spawn(move || {
        let mut text = Vec::new();
        let mut err = err;
        let _ = (&mut err).take(1 << 16).read_to_end(&mut text);
        let _ = std::io::copy(&mut err, &mut std::io::sink());
        String::from_utf8_lossy(&text).into_owned()
    });
    let (heard, hears) = channel();
    thread::spawn(move || {
        let (mut lines, mut line) = (BufReader::new(out), String::new());
        while let Ok(1..) = (&mut lines).take(LINE).read_line(&mut line) {
            if heard.send(std::mem::take(&mut line)).is_err() {
                break;
            }
        }
    });
    let _ = news.blocking_send(json!({ "session": place.1 }));
    let mut told = Instant::now();
    loop {
        match hears.recv_timeout(LOOK) {
            Ok(line) => {
                told = Instant::now();
                let _ = news.blocking_send(serde_json::from_str(&line).context("a session broke off in a word")?);
            }
            Err(RecvTimeoutError::Timeout) if told.elapsed() > STILL_HERE => {
                told = Instant::now();
                drop(news.try_send(json!({})));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if news.is_closed() {
            sessions.close(&place.1);
        }
    }
    let code = child.wait().context("the session can't be waited for")?.code();
    let said = said.join().unwrap_or_default();
    Ok(match code.and_then(Ended::of_code) {
        Some(Ended::Asked) => json!({ "over": "ended" }),
        Some(why) => json!({ "over": why.words() }),
        None if said.trim().is_empty() => json!({ "over": "evcxr has ended" }),
        None => json!({ "error": said.trim_end() }),
    })
}

/// Starts `lab cells CHAPTER` below its keeper, with a pipe for each of its three streams.
fn start(play: &Play, chapter: &str) -> Result<Child> {
    let mut command = Command::new(keeper::this_program()?);
    command.arg("--root").arg(play.0.checkout.root());
    // A path never begins with a dash, and this one is a chapter's.
    command.args(["--color", "never", "keep", "--feed", "--seconds", SECONDS, "--", "cells", chapter]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().context("the session can't be started")
}
