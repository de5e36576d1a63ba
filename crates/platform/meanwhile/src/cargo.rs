//! A cargo that builds something, and how far it is.

use crate::Line;
use std::{
    io::{self, Read},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// As much is still to compile where something is built for the first time, and it takes a while.
const MUCH: usize = 20;

/// What has been built before is counted in the first moments; after this, what cargo has left is what it compiles.
const COUNTED: Duration = Duration::from_millis(500);

/// What came of a build.
#[derive(Debug)]
pub struct Built {
    /// Whether cargo built everything.
    pub success: bool,
    /// What it wrote to standard output: its JSON, where that was asked for.
    pub stdout: String,
    /// What it said to standard error, without its progress.
    pub stderr: String,
}

/// Runs `cargo`, a command that builds and no more, and tells how far it is. `what` is what is being built, such as
/// "the race".
///
/// Whether anything compiles is for cargo to know, from what has changed: while it only looks, nothing is said.
///
/// # Errors
/// When cargo can't be started.
pub fn build(cargo: &mut Command, what: &str) -> io::Result<Built> {
    // Cargo's own count, even though nobody but us sees it. It asks for a width; the names we cut ourselves.
    cargo.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "160");
    cargo.env("CARGO_TERM_QUIET", "false");
    let mut child = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pipe = child.stdout.take();
    let json = thread::spawn(move || {
        let mut bytes = Vec::new();
        // What comes before a pipe breaks is still worth reading.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        bytes
    });
    let mut told = Told::new(what);
    let line = Line::new();
    if let Some(pipe) = child.stderr.take() {
        let start = Instant::now();
        pieces(pipe, |piece| {
            let Words { note, text } = told.hear(piece, start.elapsed());
            if let Some(note) = note {
                line.note(&note);
            }
            if let Some(text) = text {
                line.say(text);
            }
        });
    }
    let status = child.wait()?;
    drop(line);
    let stdout = json.join().unwrap_or_default();
    let stdout = String::from_utf8_lossy(&stdout).into_owned();
    Ok(Built { success: status.success(), stdout, stderr: told.kept })
}

/// Calls `hear` with each piece of what comes through `pipe`: cargo ends its lines with a line feed, and its progress,
/// which the next is to be written over, with a carriage return.
fn pieces(mut pipe: impl Read, mut hear: impl FnMut(&str)) {
    let (mut piece, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(n @ 1..) = pipe.read(&mut buffer) {
        for &byte in &buffer[..n] {
            if matches!(byte, b'\n' | b'\r') {
                hear(&String::from_utf8_lossy(&piece));
                piece.clear();
            } else {
                piece.push(byte);
            }
        }
    }
    hear(&String::from_utf8_lossy(&piece));
}

/// Makes words of what cargo says.
struct Told<'a> {
    what: &'a str,
    warned: bool,
    waiting: bool,
    kept: String,
}

/// What to say now.
#[derive(Debug, Default, PartialEq)]
struct Words {
    /// A line that stays.
    note: Option<String>,
    /// What is going on from now on.
    text: Option<String>,
}

impl<'a> Told<'a> {
    fn new(what: &'a str) -> Self {
        Self { what, warned: false, waiting: false, kept: String::new() }
    }

    /// Hears a piece of cargo's standard error at `now`, since its start.
    fn hear(&mut self, piece: &str, now: Duration) -> Words {
        let plain = anstream::adapter::strip_str(piece).to_string();
        let plain = plain.trim();
        if let Some((done, all, names)) = count(plain) {
            let compiling = if names.is_empty() { String::new() } else { format!(": {names}") };
            let first = !self.warned && now >= COUNTED && all - done >= MUCH;
            self.warned |= first;
            self.waiting = false;
            let note = first.then(|| format!("Compiling {}. The first time takes a minute or two.", self.what));
            return Words { note, text: Some(format!("compiling {done} of {all}{compiling}")) };
        }
        if plain.is_empty() && piece.contains('\x1b') {
            return Words::default();
        }
        self.kept += piece;
        self.kept.push('\n');
        match plain.split_once(' ') {
            Some(("Blocking", rest)) => {
                // The cache of downloads is locked for moments, a build's folder for as long as a build takes.
                let first = !self.waiting && !rest.contains("package cache");
                self.waiting |= first;
                let note = "Another cargo is at work in this folder, your editor's perhaps. This one waits for it.";
                Words { note: first.then(|| note.into()), text: Some("waiting for the other cargo".into()) }
            }
            Some(("Updating" | "Downloading" | "Downloaded", _)) => {
                let mut text = plain.to_owned();
                text[..1].make_ascii_lowercase();
                Words { note: None, text: Some(text) }
            }
            _ => Words::default(),
        }
    }
}

/// Reads cargo's progress, `Building [==>   ] 57/230: naga, ash(build)`: how many of how many, and what now.
fn count(piece: &str) -> Option<(usize, usize, &str)> {
    let (before, rest) = piece.split_once('[')?;
    if !matches!(before.trim(), "" | "Building") {
        return None;
    }
    let (bar, rest) = rest.split_once("] ")?;
    if !bar.chars().all(|c| matches!(c, '=' | '>' | ' ')) {
        return None;
    }
    let (numbers, names) = rest.split_once(": ").unwrap_or((rest.trim_end_matches(':'), ""));
    let (done, all) = numbers.split_once('/')?;
    let (done, all): (usize, usize) = (done.trim().parse().ok()?, all.trim().parse().ok()?);
    (done <= all).then(|| (done, all, names.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EARLY: Duration = Duration::from_millis(100);
    const LATER: Duration = Duration::from_millis(700);

    fn text(words: Words) -> String {
        words.text.unwrap_or_default()
    }

    #[test]
    fn cargos_count_is_passed_on() {
        let mut told = Told::new("the race");
        let words = told.hear("    Building [=======>       ] 57/230: naga, ash(build)      ", EARLY);
        assert_eq!(words, Words { note: None, text: Some("compiling 57 of 230: naga, ash(build)".into()) });
        // In colours, and without its first word, which CARGO_TERM_QUIET takes away.
        let coloured = "\x1b[1m\x1b[96m    Building\x1b[0m [=> ] 58/230: naga...";
        assert_eq!(text(told.hear(coloured, EARLY)), "compiling 58 of 230: naga...");
        assert_eq!(text(told.hear("[=> ] 59/230", EARLY)), "compiling 59 of 230");
        assert_eq!(told.kept, "", "progress is no message");
    }

    #[test]
    fn a_first_build_is_announced_once_and_a_small_one_not_at_all() {
        let mut told = Told::new("the race");
        assert_eq!(
            told.hear("Building [> ] 3/230: a", EARLY).note,
            None,
            "what is built already is still being counted"
        );
        let note = told.hear("Building [> ] 40/230: a", LATER).note.unwrap();
        assert_eq!(note, "Compiling the race. The first time takes a minute or two.");
        assert_eq!(told.hear("Building [> ] 41/230: a", LATER).note, None);
        assert_eq!(Told::new("the check").hear("Building [> ] 228/230: wedges", LATER).note, None);
    }

    #[test]
    fn waiting_for_another_cargo_is_explained_at_once() {
        let mut told = Told::new("the race");
        let words = told.hear("    Blocking waiting for file lock on build directory", EARLY);
        assert!(words.note.unwrap().contains("Another cargo is at work"));
        assert_eq!(words.text.unwrap(), "waiting for the other cargo");
        let again = told.hear("    Blocking waiting for file lock on build directory", LATER);
        assert_eq!(again.note, None);
        let cache = Told::new("the race").hear("    Blocking waiting for file lock on package cache", EARLY);
        assert_eq!(cache.note, None, "that one lasts for moments");
    }

    #[test]
    fn messages_are_kept_and_no_progress_among_them() {
        let mut told = Told::new("the check");
        let mut pipe = "  Compiling a v0.1.0\n  Building [> ] 0/2: a\r\
                        error[E0425]: cannot find value `x` [in this scope] 1/2\n  Downloading crates ...\n"
            .as_bytes();
        let mut texts = Vec::new();
        pieces(&mut pipe, |piece| texts.extend(told.hear(piece, EARLY).text));
        assert_eq!(texts, ["compiling 0 of 2: a", "downloading crates ..."]);
        assert!(told.kept.starts_with("  Compiling a v0.1.0\nerror[E0425]"), "{}", told.kept);
    }

    /// Cargo itself, on a package of its own: that its progress still looks as we read it.
    #[test]
    fn what_this_cargo_says_is_understood() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        std::fs::create_dir(folder.join("src")).unwrap();
        std::fs::write(
            folder.join("Cargo.toml"),
            "[package]\nname = \"understood\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n",
        )
        .unwrap();
        std::fs::write(folder.join("src/lib.rs"), "").unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--offline"]).current_dir(folder).env_remove("CARGO_TARGET_DIR");
        cargo.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "160");
        let output = cargo.output().unwrap();
        let mut counts = Vec::new();
        let mut told = Told::new("a test");
        pieces(&output.stderr[..], |piece| counts.extend(told.hear(piece, EARLY).text));
        assert!(output.status.success(), "{}", told.kept);
        counts.retain(|text| text.starts_with("compiling"));
        assert_eq!(counts, ["compiling 0 of 1: understood"]);
    }
}
