//! Processes that play a part of a check, and how each of them ended.

use crate::{ENDED_EARLY, Kept, Report, TOO_MUCH};
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;

/// How a process that plays a part of a check has ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code, or the signal that ended it.
    pub status: ExitStatus,
    /// What it printed to standard output.
    pub stdout: String,
    /// What it printed to standard error, and what there is to say about its end.
    pub stderr: String,
    /// Whether all was well: it claims so, and came to its own end.
    pub well: bool,
}

/// Runs a process that plays a part of this check, and waits for it. It must be this program, started again; it ends
/// well only if its `main`, or its [`harness`](crate::harness), comes to an end and not if the answer ends it. Of what
/// it prints, beginning and end are kept; one that prints without end is ended.
///
/// # Errors
/// When it can't be started.
pub fn output(command: &mut Command) -> io::Result<Ended> {
    let report = Report::expected_from(command)?;
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let child = Mutex::new(child);
    let (stdout, stderr) = thread::scope(|scope| {
        let stdout = scope.spawn(|| stdout.map(|pipe| read(pipe, &child)).unwrap_or_default());
        let stderr = stderr.map(|pipe| read(pipe, &child)).unwrap_or_default();
        (stdout.join().expect("a reader doesn't panic"), stderr)
    });
    let status = child.into_inner().expect("a reader doesn't panic").wait()?;
    let proper = report.arrived()?;
    let end = if stdout.seen().max(stderr.seen()) > TOO_MUCH {
        "It printed without end, and was ended."
    } else if status.success() && !proper {
        ENDED_EARLY
    } else {
        ""
    };
    Ok(Ended {
        status,
        stdout: stdout.text(),
        stderr: format!("{}\n{end}", stderr.text().trim_end()).trim().into(),
        well: status.success() && proper,
    })
}

/// Reads to the end, and ends whoever prints without one.
fn read(mut pipe: impl Read, child: &Mutex<Child>) -> Kept {
    let (mut kept, mut buffer) = (Kept::default(), vec![0; 1 << 16]);
    while let Ok(length @ 1..) = pipe.read(&mut buffer) {
        kept.add(&buffer[..length]);
        if kept.seen() > TOO_MUCH {
            // Fails only when it has ended in this very moment.
            let _ = child.lock().expect("a reader doesn't panic").kill();
            break;
        }
    }
    kept
}
