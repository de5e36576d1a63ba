//! Runs a command and everything that it starts, and ends all of it when its time is over.

use crate::{find, tree};
use std::{
    ffi::OsStr,
    io::{self, Read},
    path::Path,
    process::{Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};
use variant::Unavailable;

/// What is kept of each of the two outputs: a program may print without end.
const KEPT: usize = 1 << 20;

/// After the command has ended its outputs end, unless somebody else still holds them.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What came of it.
#[derive(Debug)]
pub struct Ended {
    /// How `mpirun` ended; none where the time was over first.
    pub status: Option<ExitStatus>,
    /// What the ranks wrote to standard output, the first mebibyte of it. What isn't UTF-8 is replaced.
    pub stdout: String,
    /// The same for standard error, where `mpirun` writes, too.
    pub stderr: String,
    /// How long that took.
    pub took: Duration,
}

impl Ended {
    /// Whether it ended by itself, and well.
    pub fn success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// In words how it ended, with the last of what was said to standard error.
    pub fn told(&self) -> String {
        let end = match self.status {
            None => format!("the ranks were not done after {:.0} s, and were ended", self.took.as_secs_f64()),
            Some(status) if status.success() => "the ranks ended without a result".to_owned(),
            Some(status) => match status.code() {
                Some(code) => format!("mpirun ended with exit code {code}"),
                None => format!("mpirun was killed ({status})"),
            },
        };
        // `mpirun` frames its own words, which are about a rank that has said more itself.
        let ruler = |line: &&str| !line.trim().is_empty() && !line.starts_with("-----");
        let said: Vec<_> = self.stderr.lines().filter(ruler).take(4).map(str::trim).collect();
        if said.is_empty() { end } else { format!("{end}: {}", said.join(" ")) }
    }
}

/// Runs so many ranks of `program` with these arguments, `limit` at most.
///
/// # Errors
/// `Unavailable` when there is no MPI or its `mpirun` can't be started. That a rank fails is no error of this function.
pub fn run(
    program: &Path,
    ranks: usize,
    arguments: &[impl AsRef<OsStr>],
    limit: Duration,
) -> Result<Ended, Unavailable> {
    let mut command = find()?.command(program, ranks);
    command.args(arguments);
    wait(command, limit).map_err(|error| Unavailable::new(format!("mpirun can't be started: {error}")))
}

/// Runs `command` without input, `limit` at most. When that is over, it and all the processes that it has started are
/// ended, and so are those that they have started.
///
/// It stays in our process group, so that Ctrl-C reaches it as well. Its ranks may have groups of their own.
///
/// # Errors
/// When it can't be started.
pub fn wait(mut command: Command, limit: Duration) -> io::Result<Ended> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (child.stdout.take().map(kept), child.stderr.take().map(kept));
    let status = loop {
        match child.try_wait()? {
            Some(status) => break Some(status),
            None if start.elapsed() >= limit => {
                tree::end(&mut child);
                break None;
            }
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let took = start.elapsed();
    let last = |output: Option<Receiver<Vec<u8>>>| {
        let bytes = output.and_then(|output| output.recv_timeout(LAST_WORDS).ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok(Ended { status, stdout: last(stdout), stderr: last(stderr), took })
}

/// Reads an output to its end, so that nobody waits for us to read, and sends what is kept of it.
fn kept(mut output: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let (mut all, mut buffer) = (Vec::new(), [0; 8192]);
        while let Ok(n @ 1..) = output.read(&mut buffer) {
            let room = KEPT - all.len();
            all.extend_from_slice(&buffer[..n.min(room)]);
        }
        // Nobody waits for it any more, perhaps.
        let _ = sender.send(all);
    });
    receiver
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn sh(script: &str, limit: Duration) -> Ended {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        wait(command, limit).unwrap()
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn what_was_said_and_how_it_ended_is_told() {
        let ended = sh("echo out; echo '------'; printf '\\377 first\\n\\nsecond\\n' >&2; exit 7", LONG);
        assert_eq!(ended.stdout, "out\n------\n");
        assert_eq!(ended.told(), "mpirun ended with exit code 7: \u{fffd} first second");
        assert!(!ended.success());
        let ended = sh("kill -9 $$", LONG);
        assert!(ended.told().starts_with("mpirun was killed (signal: 9"), "{}", ended.told());
        assert!(sh("exit 0", LONG).success());
    }

    #[test]
    fn output_without_end_is_read_and_cut() {
        let ended = sh("head -c 3000000 /dev/zero", LONG);
        assert!(ended.success() && ended.stdout.len() == KEPT, "{} bytes", ended.stdout.len());
    }

    #[test]
    fn a_time_limit_ends_children_that_ignore_being_asked_and_have_left_their_group() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("grandchild");
        // The grandchild is in a session of its own and ignores SIGTERM; its number is in the file.
        let script = format!(
            "setsid sh -c 'trap \"\" TERM; echo $$ > {0}.new; mv {0}.new {0}; while :; do sleep 1; done' & \
             trap '' TERM; while :; do sleep 1; done",
            file.display()
        );
        let ended = sh(&script, Duration::from_millis(1500));
        assert!(ended.status.is_none() && ended.told().contains("were ended"), "{ended:?}");
        let grandchild = std::fs::read_to_string(&file).expect("it has begun");
        let running = Path::new("/proc").join(grandchild.trim());
        assert!(!running.exists() || tree::is_zombie(grandchild.trim().parse().unwrap()), "{grandchild} still runs");
    }
}
