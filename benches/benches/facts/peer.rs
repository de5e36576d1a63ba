//! The other process: this same program, started again with a part to play.

use lineup::{Load, Problem};
use shared::Handle;
use std::{
    env,
    io::{Read, Write, stdin, stdout},
    process::{Child, Command, ExitCode, Stdio},
};
use variant::Workers;

/// Bytes that stand for 32 MB: four million numbers.
pub const NUMBERS: usize = 4_000_000;

/// What goes through a pipe at a time when bandwidth is measured, in bytes, and how often. `pipe.c` has the same
/// numbers.
pub const PIECE: usize = 1 << 16;
pub const PIECES: usize = 1 << 12;

const NOTHING: &str = "--play-nothing";
const ECHO: &str = "--play-echo";
const SUM: &str = "--play-sum";
const SUM_SHARED: &str = "--play-sum-shared";
const DRAIN: &str = "--play-drain";
const SERIAL: &str = "--play-serial";

/// Plays the part named on the command line, if there is one.
pub fn play() -> Option<ExitCode> {
    match env::args().nth(1)?.as_str() {
        NOTHING => {}
        ECHO => echo(),
        SUM => sums(),
        SUM_SHARED => shared_sums(),
        DRAIN => drain(),
        SERIAL => serial(),
        _ => return None,
    }
    Some(ExitCode::SUCCESS)
}

/// A process that ends at once.
pub fn nothing() -> Command {
    part(NOTHING)
}

/// A process that sends back every eight bytes that come.
pub fn start_echo() -> Child {
    start(part(ECHO))
}

/// A process that reads [`NUMBERS`] numbers, answers with their sum, and begins again.
pub fn start_sum() -> Child {
    start(part(SUM))
}

/// A process that throws away [`PIECES`] pieces, answers, and begins again.
pub fn start_drain() -> Child {
    start(part(DRAIN))
}

/// A process that for every byte that comes answers with the sum of the shared numbers.
pub fn start_sum_shared(handle: &Handle) -> Child {
    let mut command = part(SUM_SHARED);
    // A handle is a path and a length; JSON takes it through the command line.
    command.arg(serde_json::to_string(handle).expect("a path and a number"));
    start(command)
}

/// A process that for every byte that comes solves the problem of that kernel once, serially, and answers when it has.
pub fn start_serial(kernel: &str) -> Child {
    let mut command = part(SERIAL);
    command.arg(kernel);
    start(command)
}

fn part(name: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("the system knows which program this is"));
    command.arg(name);
    command
}

fn start(mut command: Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the system starts this program once more")
}

fn echo() {
    let (mut from, mut to) = (stdin().lock(), stdout().lock());
    let mut word = [0; 8];
    while from.read_exact(&mut word).is_ok() {
        to.write_all(&word).and_then(|()| to.flush()).expect("the parent listens");
    }
}

fn sums() {
    let (mut from, mut to) = (stdin().lock(), stdout().lock());
    let mut numbers = vec![0.0_f64; NUMBERS];
    while from.read_exact(bytemuck::cast_slice_mut(&mut numbers)).is_ok() {
        answer(&mut to, numbers.iter().sum());
    }
}

fn drain() {
    let (mut from, mut to) = (stdin().lock(), stdout().lock());
    let mut piece = vec![0; PIECE];
    loop {
        let mut left = PIECE * PIECES;
        while left > 0 {
            match from.read(&mut piece) {
                Ok(0) | Err(_) => return,
                Ok(read) => left -= read,
            }
        }
        answer(&mut to, 0.0);
    }
}

fn shared_sums() {
    let handle: Handle = serde_json::from_str(&env::args().nth(2).expect("the handle")).expect("the parent wrote it");
    let (mut from, mut to) = (stdin().lock(), stdout().lock());
    let mut byte = [0];
    while from.read_exact(&mut byte).is_ok() {
        // Mapped anew each time: that is the price of the first look at shared memory.
        let numbers = handle.open::<f64>().expect("the parent keeps the slice");
        // SAFETY: the parent doesn't write while it waits for the answer.
        answer(&mut to, unsafe { numbers.read(0..handle.len()) }.iter().sum());
    }
}

fn serial() {
    let mut problem = prepare(&env::args().nth(2).expect("the kernel's name"));
    let (mut from, mut to) = (stdin().lock(), stdout().lock());
    let mut byte = [0];
    while from.read_exact(&mut byte).is_ok() {
        problem.run(0, Workers::ONE).expect("serial runs everywhere");
        answer(&mut to, 0.0);
    }
}

/// The problem of that kernel, of the size in which it is raced.
pub fn prepare(name: &str) -> Box<dyn Problem> {
    let kernel = lineup::kernel(name).expect("it is one of the kernels");
    kernel.prepare(kernel.default_size, Load::Usual)
}

fn answer(to: &mut impl Write, sum: f64) {
    to.write_all(&sum.to_ne_bytes()).and_then(|()| to.flush()).expect("the parent listens");
}

/// A process that answers every message with eight bytes. It ends when its input does.
pub struct Peer(pub Child);

impl Peer {
    /// Sends a message and waits for the answer.
    pub fn ask(&mut self, message: &[u8]) -> [u8; 8] {
        self.tell(message);
        self.hear()
    }

    /// Sends a message.
    pub fn tell(&mut self, message: &[u8]) {
        let to = self.0.stdin.as_mut().expect("it was asked for");
        to.write_all(message).expect("the other process lives and listens");
    }

    /// Waits for an answer.
    pub fn hear(&mut self) -> [u8; 8] {
        let mut answer = [0; 8];
        let from = self.0.stdout.as_mut().expect("it was asked for");
        from.read_exact(&mut answer).expect("the other process lives and answers");
        answer
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
