//! What goes through pipes and channels: bytes in bulk, beside a program in C; and words to other programs.

use crate::peer::{self, PIECE, PIECES, Peer};
use benches::{
    experiment::Outcome,
    timing::{SAMPLES, each, repeat},
};
use ipc_channel::ipc::{self, IpcReceiver, IpcSender};
use serde_json::json;
use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use variant::Unavailable;

/// Eight bytes to another process and back, over two channels of ipc-channel that stay.
pub fn ipc_round_trip() -> Outcome<Vec<f64>> {
    let ((to, theirs), (back, from)) = (channel()?, channel()?);
    let mut process = procspawn::spawn((theirs, back), echo);
    let samples = repeat(|| {
        to.send(7).expect("the other process listens");
        from.recv().expect("the other process answers")
    });
    process.kill().map_err(unavailable)?;
    Ok(samples)
}

fn echo((from, to): (IpcReceiver<u64>, IpcSender<u64>)) {
    while let Ok(word) = from.recv() {
        if to.send(word).is_err() {
            return;
        }
    }
}

/// Two channels of ipc-channel made, and closed again: as many as each job of a pool gets.
pub fn ipc_channels() -> Outcome<Vec<f64>> {
    channel()?;
    Ok(repeat(|| [channel(), channel()]))
}

fn channel() -> Outcome<(IpcSender<u64>, IpcReceiver<u64>)> {
    ipc::channel().map_err(unavailable)
}

/// Bytes a second through a pipe to a process that throws them away, 64 KiB at a time.
pub fn pipe_bandwidth() -> Outcome<Vec<f64>> {
    let mut drain = Peer(peer::start_drain());
    let seconds = each(1, || Ok(send(&mut drain)))?;
    Ok(seconds.into_iter().map(|seconds| (PIECE * PIECES) as f64 / seconds).collect())
}

/// The same, as a part of what a program in C reaches, per cent. They take turns, and each turn gives one ratio.
pub fn pipe_beside_c() -> Outcome<Vec<f64>> {
    let folder = tempfile::tempdir().map_err(unavailable)?;
    let mut plain = Peer(c_program(folder.path())?);
    let mut drain = Peer(peer::start_drain());
    let mut turn = || 100.0 * f64::from_ne_bytes(plain.ask(&[1])) / send(&mut drain).as_secs_f64();
    turn();
    Ok((0..SAMPLES).map(|_| turn()).collect())
}

fn send(drain: &mut Peer) -> Duration {
    let piece = [0; PIECE];
    let start = Instant::now();
    for _ in 0..PIECES {
        drain.tell(&piece);
    }
    drain.hear();
    start.elapsed()
}

fn c_program(folder: &Path) -> Outcome<std::process::Child> {
    let (source, program) = (folder.join("pipe.c"), folder.join("pipe"));
    fs::write(&source, include_str!("pipe.c")).map_err(unavailable)?;
    let compiled = Command::new(tools::c_compiler()?).args(["-O2", "-o"]).args([&program, &source]).status();
    if !compiled.map_err(unavailable)?.success() {
        return Err(Unavailable::new("pipe.c doesn't compile"));
    }
    Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(unavailable)
}

/// Python started, with nothing to do, and waited for.
pub fn python_start() -> Outcome<Vec<f64>> {
    starts(Command::new(tools::python()?).args(["-c", "pass"]))
}

/// R started, with nothing to do, and waited for.
pub fn r_start() -> Outcome<Vec<f64>> {
    starts(Command::new(tools::r()?).args(["-e", "0"]).stdout(Stdio::null()))
}

fn starts(command: &mut Command) -> Outcome<Vec<f64>> {
    each(1, || {
        let start = Instant::now();
        let status = command.status().map_err(unavailable)?;
        let elapsed = start.elapsed();
        if status.success() { Ok(elapsed) } else { Err(Unavailable::new(format!("{command:?} ended with {status}"))) }
    })
}

/// Answers questions, a JSON value on a line each.
const PEER: &str = r#"
import json, sys
for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps({"id": question["id"], "answer": question["x"] + 1}), flush=True)
"#;

/// A question in JSON to a Python that stays, and its answer.
pub fn json_round_trip() -> Outcome<Vec<f64>> {
    let mut python = Command::new(tools::python()?);
    let python = python.args(["-c", PEER]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = Peer(python.spawn().map_err(unavailable)?);
    let mut answers = BufReader::new(python.0.stdout.take().expect("it was asked for"));
    let mut ask = |id: u64| -> io::Result<bool> {
        let mut line = serde_json::to_string(&json!({ "id": id, "x": 1.5 }))?;
        line.push('\n');
        python.0.stdin.as_mut().expect("it was asked for").write_all(line.as_bytes())?;
        line.clear();
        answers.read_line(&mut line)?;
        Ok(serde_json::from_str::<serde_json::Value>(&line)? == json!({ "id": id, "answer": 2.5 }))
    };
    if !ask(0).map_err(unavailable)? {
        return Err(Unavailable::new("Python's answer is wrong"));
    }
    let mut id = 0;
    Ok(repeat(|| {
        id += 1;
        assert!(ask(id).expect("Python lives and answers"), "Python's answer is wrong");
    }))
}

fn unavailable(error: impl std::fmt::Display) -> Unavailable {
    Unavailable::new(error.to_string())
}
