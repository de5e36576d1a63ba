//! Right: looks for the line break itself, keeps what comes after it, and lets the whole peer bury its program.

use serde_json::Value;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};

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
    child: Child,
    well: bool,
    unread: Vec<u8>,
}

impl<F: Fn() -> Command> Peer<F> {
    /// Starts the program.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn new(start: F) -> Result<Self, Error> {
        let child = start().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        Ok(Self { start, child, well: true, unread: Vec::new() })
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn ask(&mut self, question: &Value) -> Result<Value, Error> {
        let mut tries = TRIES;
        let line = loop {
            if !self.well {
                self.bury();
                self.child = (self.start)().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
                self.unread.clear();
                self.well = true;
            }
            match self.line(question) {
                Ok(line) => break line,
                Err(_) => self.well = false,
            }
            tries -= 1;
            if tries == 0 {
                return Err(Error::Crashed);
            }
        };
        let reply: Value = serde_json::from_slice(&line).unwrap_or_default();
        // The same number each time: a program that is one answer behind has printed more than was asked, and that is seen below.
        match (&reply["id"], reply.get("answer"), reply["error"].as_str()) {
            (id, Some(answer), None) if *id == 1 && self.unread.is_empty() => Ok(answer.clone()),
            (id, None, Some(why)) if *id == 1 && self.unread.is_empty() => Err(Error::Refused(why.into())),
            _ => {
                self.well = false;
                Err(Error::Garbled(format!("{line:?}")))
            }
        }
    }

    fn line(&mut self, question: &Value) -> io::Result<Vec<u8>> {
        writeln!(self.child.stdin.as_mut().unwrap(), "{{\"id\":1,\"question\":{question}}}")?;
        loop {
            if let Some(end) = self.unread.iter().position(|&byte| byte == b'\n') {
                let rest = self.unread.split_off(end + 1);
                return Ok(std::mem::replace(&mut self.unread, rest));
            }
            let mut buffer = [0; 1 << 16];
            match self.child.stdout.as_mut().unwrap().read(&mut buffer)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                n => self.unread.extend(&buffer[..n]),
            }
        }
    }

    fn bury(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<F: Fn() -> Command> Drop for Peer<F> {
    fn drop(&mut self) {
        self.bury();
    }
}
