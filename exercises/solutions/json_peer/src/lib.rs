//! A line each way, and a process that is buried by dropping it.

use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

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
    running: Option<Running>,
    asked: u64,
}

impl<F: Fn() -> Command> Peer<F> {
    /// Starts the program.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn new(start: F) -> Result<Self, Error> {
        let running = Some(Running::start(start())?);
        Ok(Self { start, running, asked: 0 })
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn ask(&mut self, question: &Value) -> Result<Value, Error> {
        self.asked += 1;
        let message = format!("{}\n", json!({ "id": self.asked, "question": question }));
        for _ in 0..TRIES {
            let running = match &mut self.running {
                Some(running) => running,
                none => none.insert(Running::start((self.start)())?),
            };
            if let Ok(Some(line)) = running.exchange(&message) {
                let outcome = read(&line, self.asked);
                if let Err(Error::Garbled(_)) = outcome {
                    self.running = None;
                }
                return outcome;
            }
            self.running = None;
        }
        Err(Error::Crashed)
    }
}

/// What a line says that should be the reply with the number `id`.
fn read(line: &[u8], id: u64) -> Result<Value, Error> {
    let garbled = || Error::Garbled(String::from_utf8_lossy(line).into_owned());
    let mut reply: Value = serde_json::from_slice(line).map_err(|_| garbled())?;
    if reply["id"] != id {
        return Err(garbled());
    }
    if let Some(answer) = reply.get_mut("answer") {
        return Ok(answer.take());
    }
    match reply.get("error").and_then(Value::as_str) {
        Some(why) => Err(Error::Refused(why.to_owned())),
        None => Err(garbled()),
    }
}

/// A program that was started.
struct Running {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Running {
    fn start(mut command: Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let questions = child.stdin.take().expect("it is piped");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        Ok(Self { child, questions, answers })
    }

    /// Sends a line and waits for one; `None` when the program ended before it was whole.
    fn exchange(&mut self, message: &str) -> io::Result<Option<Vec<u8>>> {
        self.questions.write_all(message.as_bytes())?;
        let mut line = Vec::new();
        self.answers.read_until(b'\n', &mut line)?;
        Ok((line.last() == Some(&b'\n')).then_some(line))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when it has ended and was waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
