//! `lab cells CHAPTER`: a session of evcxr for a page. It reads `{"id": …, "code": …}` and says `{"id": …, "doing": …}`
//! while that runs, then `{"id": …, "answer": …, "ok": …, "pictures": […]}`; each is JSON on a line. It ends with its
//! input.

use crate::{
    checkout::Checkout,
    cli,
    outcome::Outcome,
    repl::{Session, cells, evcxr, prelude, slot::Slot},
};
use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    fs,
    io::{self, BufRead, Write},
    path::Path,
    sync::mpsc::channel,
    thread,
    time::Duration,
};

/// How long a cell may take. The first one also compiles the crates.
const FIRST: Duration = Duration::from_secs(900);
const LATER: Duration = Duration::from_secs(300);
/// How many pictures an answer may have, and how large each may be, in bytes.
const PICTURES: usize = 8;
const PICTURE: u64 = 1 << 20;
/// The variable that names the folder to the plot helper.
const FOLDER: &str = "NOTEBOOK_PICTURES";

#[derive(Deserialize)]
struct Asked {
    id: u64,
    code: String,
}

/// Answers until its input ends.
///
/// # Errors
/// Those of evcxr; when a cell takes too long.
pub fn run(checkout: &Checkout, args: &cli::Cells) -> Result<Outcome> {
    let experiment = cells::of(checkout, &args.chapter)?;
    if !evcxr::installed() {
        say(&json!({ "missing": evcxr::INSTALL }));
        return Ok(Outcome::NotYet);
    }
    let (mut command, slot) = evcxr::command(checkout, &prelude::crates(checkout, Some(&experiment))?)?;
    command.env(FOLDER, slot.pictures());
    // What a cell prints while nobody waits for an answer must not keep whoever sends the next.
    let (sender, asked) = channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let mut session = Session::start(command)?;
    let mut limit = FIRST;
    for line in asked {
        let Asked { id, code } = serde_json::from_str(&line)?;
        pictures(&slot.pictures());
        let first = limit == FIRST;
        let answer = session.enter(&code, |time, compiling| {
            say(&json!({ "id": id, "doing": doing(first, time, compiling) }));
            time < limit
        })?;
        limit = LATER;
        let pictures = pictures(&slot.pictures());
        say(&json!({ "id": id, "answer": answer.lines.join("\n"), "ok": answer.ok, "pictures": pictures }));
    }
    end(session, slot);
    Ok(Outcome::Done)
}

/// evcxr ends before its folder is free for the next one.
fn end(session: Session, slot: Slot) {
    drop(session);
    drop(slot);
}

/// Why it takes so long.
fn doing(first: bool, time: Duration, compiling: Option<&str>) -> String {
    let seconds = time.as_secs();
    match compiling {
        Some(name) if first => {
            format!("evcxr compiles the book’s crates, which the first cell does for all: {name}, {seconds} s")
        }
        _ if first => format!("evcxr loads the book’s crates, and compiles this first cell: {seconds} s"),
        _ => format!("evcxr compiles this cell into a library, optimised, then runs it: {seconds} s"),
    }
}

fn say(value: &Value) {
    let mut out = io::stdout().lock();
    // Whoever has gone needs no answer.
    let _ = writeln!(out, "{value}").and_then(|()| out.flush());
}

/// The pictures in `folder`, which is empty afterwards.
fn pictures(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut pictures = Vec::new();
    for file in files {
        let small = file.metadata().is_ok_and(|about| about.is_file() && about.len() <= PICTURE);
        if small && pictures.len() < PICTURES {
            pictures.extend(fs::read_to_string(&file));
        }
        let _ = fs::remove_file(&file);
    }
    pictures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_in_order_and_once() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["2.svg", "1.svg"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        fs::write(folder.path().join("3.svg"), vec![b'x'; 2 << 20]).unwrap();
        assert_eq!(pictures(folder.path()), ["1.svg", "2.svg"]);
        assert_eq!(pictures(folder.path()), [""; 0]);
    }
}
