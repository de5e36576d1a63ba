//! One Python that stays, is asked questions, and may crash.
//!
//! To start an interpreter for each question takes longer than most answers. So a [`Peer`] starts it once. Questions
//! and answers go through its standard input and output, each as JSON on a line of its own:
//!
//! ```text
//! to the program      {"id": 7, "question": [1, 2, 3]}
//! from the program    {"id": 7, "answer": 6}    or    {"id": 7, "error": "I can't add those"}
//! ```
//!
//! You write [`Peer::new`], [`Peer::ask`] and what becomes of the process when the `Peer` is dropped. `start()` gives
//! you a `Command`, and leaves it to you to ask for pipes. (Standard error is best inherited.)
//!
//! 1. **One process** answers all questions, as long as it lives.
//! 2. **A crash is survived.** When the program ends before its whole answer is there, a new one is started and asked
//!    the same, up to [`TRIES`] in all; then the outcome is [`Error::Crashed`]. The next question goes to a new
//!    program.
//! 3. A program that answers with an error is well: [`Error::Refused`], and it is asked the next question, too.
//! 4. A line that is no answer to *this* question (no JSON, another `id`, neither answer nor error) is
//!    [`Error::Garbled`]. Nobody knows what would come next, so this program is asked nothing any more: the next
//!    question goes to a new one.
//! 5. **Nothing is left** when the `Peer` is dropped: no process, no zombie.
//!
//! The check brings a program that does all of this, and a real Python where there is one. Questions and answers have
//! any text in them, line breaks too, and may be a megabyte long. About 40 minutes.
//!
//! You will need `Stdio::piped`, `BufReader` with `read_until`, and `serde_json::{json, to_string, from_slice}`.

use serde_json::Value;
use std::io;
use std::process::Command;

/// How many programs are asked a question before it is given up.
pub const TRIES: usize = 2;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program said so itself.
    #[error("the program refused: {0}")]
    Refused(String),
    /// [`TRIES`] programs ended without an answer.
    #[error("{TRIES} programs ended without an answer")]
    Crashed,
    /// What came was no answer to the question; here it is, as far as it can be shown.
    #[error("this is no answer: {0}")]
    Garbled(String),
    /// The program can't be started.
    #[error("the program can't be started: {0}")]
    Start(#[from] io::Error),
}

/// A program that answers questions, and is replaced when it crashes.
pub struct Peer<F: Fn() -> Command> {
    start: F,
}

impl<F: Fn() -> Command> Peer<F> {
    /// Starts the program.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn new(start: F) -> Result<Self, Error> {
        let _ = Self { start };
        todo!("start the program, with pipes")
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn ask(&mut self, question: &Value) -> Result<Value, Error> {
        let _ = &self.start;
        todo!("ask {question} and wait for the line with the answer")
    }
}
