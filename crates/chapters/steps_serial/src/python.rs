//! The same problem in Python, in a process of its own that is started once and then waits to be asked. It maps the
//! columns and the answer's memory, so that nothing is sent but a line each way.

use great_circle::Pairs;
use serde::Serialize;
use shared::{Handle, Shared};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
};
use variant::Unavailable;

#[derive(Serialize)]
struct Job<'a> {
    way: &'a str,
    columns: [Handle; 4],
    km: Handle,
}

/// Writes the distance of every pair into `km`; `way` is `loop` or `numpy`.
///
/// # Errors
/// When this machine has no Python, or it has no NumPy, or the process ends.
pub fn distances(way: &'static str, pairs: &Pairs, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    static LOOP: OnceLock<Result<Mutex<Peer>, Unavailable>> = OnceLock::new();
    static NUMPY: OnceLock<Result<Mutex<Peer>, Unavailable>> = OnceLock::new();
    let columns = [pairs.lon1.handle(), pairs.lat1.handle(), pairs.lon2.handle(), pairs.lat2.handle()];
    let peer = match way {
        "numpy" => NUMPY.get_or_init(|| tools::numpy().and_then(Peer::start)),
        _ => LOOP.get_or_init(|| tools::python().and_then(Peer::start)),
    };
    let peer = peer.as_ref().map_err(Clone::clone)?;
    // A panic in between leaves no half-sent line.
    let mut peer = peer.lock().unwrap_or_else(PoisonError::into_inner);
    peer.ask(&Job { way, columns, km: km.handle() })
}

struct Peer {
    // Held so that it is the same process that is asked again; it ends with its standard input.
    _process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Peer {
    fn start(python: std::path::PathBuf) -> Result<Mutex<Self>, Unavailable> {
        let mut python = Command::new(python);
        let process = python.args(["-c", include_str!("peer.py")]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = process.map_err(|wrong| Unavailable::new(format!("Python can't be started: {wrong}")))?;
        let (to, from) = (process.stdin.take(), process.stdout.take());
        let (to, from) = (to.expect("asked for above"), from.expect("asked for above"));
        Ok(Mutex::new(Self { _process: process, to, from: BufReader::new(from) }))
    }

    fn ask(&mut self, job: &Job) -> Result<(), Unavailable> {
        let mut line = serde_json::to_string(job).expect("paths and numbers");
        line.push('\n');
        let mut answer = String::new();
        let asked = self.to.write_all(line.as_bytes()).and_then(|()| self.to.flush());
        asked.and_then(|()| self.from.read_line(&mut answer)).map_err(|wrong| lost(&wrong.to_string()))?;
        if answer.trim() == "ok" { Ok(()) } else { Err(lost(&format!("it answered {answer:?}"))) }
    }
}

fn lost(why: &str) -> Unavailable {
    Unavailable::new(format!("the Python process was lost: {why}; its own words stand above"))
}
