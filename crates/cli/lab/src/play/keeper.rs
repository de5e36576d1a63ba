//! `lab keep -- …`: runs another `lab` within limits, and ends all that it leaves behind.
//!
//! On Linux every process that is started below this one stays below it, whatever session or group it puts itself in
//! and whoever of its parents ends: this process is their *subreaper*. So they can be counted, and none is forgotten.
//! On other systems only what stays in the group of what was started is ended.
//!
//! Its input says how long it is wanted: when that closes, because somebody cancels or the server is gone, however it
//! went, all is over.

use crate::{cli, outcome::Outcome};
use anyhow::{Context, Result};
use std::{
    env, io,
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};

/// How often somebody looks whether what was asked to end has ended.
const TURN: Duration = Duration::from_millis(10);
/// How often somebody looks at what is used; where the system doesn't tell of its end, also whether it has ended.
const LOOK: Duration = Duration::from_millis(150);
/// How long what was asked to end may take: it may have children of its own to end.
const GRACE: Duration = Duration::from_millis(700);
/// Files that a program may have open.
#[cfg(unix)]
const FILES: u64 = 1024;
/// Bytes that a file may have.
#[cfg(unix)]
const FILE: u64 = 4 << 30;

/// Why it was ended, if it didn't end by itself. The keeper's exit code says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Somebody asked for it.
    Asked,
    /// It took too long.
    Time,
    /// It took too much memory.
    Memory,
    /// It started too many processes or threads.
    Tasks,
}

impl Ended {
    const ALL: [(Self, u8); 4] = [(Self::Asked, 120), (Self::Time, 121), (Self::Memory, 122), (Self::Tasks, 123)];

    /// The exit code that says so.
    pub fn code(self) -> u8 {
        Self::ALL.iter().find(|(why, _)| *why == self).map_or(1, |(_, code)| *code)
    }

    /// What a keeper's exit code says, where it says anything.
    pub fn of_code(code: i32) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| i32::from(*known) == code).map(|(why, _)| *why)
    }

    /// In words, for the reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::Asked => "cancelled",
            Self::Time => "it was ended because it took too long",
            Self::Memory => "it was ended because it took too much memory. Does something grow without end?",
            Self::Tasks => {
                "it was ended because it started too many processes or threads. Does something start another without end?"
            }
        }
    }
}

/// What a keeper waits for.
enum News {
    /// What it has started has ended.
    Ended,
    /// Nobody wants it any more.
    Unwanted,
}

/// What all that is kept may use up together.
#[derive(Clone, Copy, Debug)]
struct Limits {
    time: Duration,
    /// Bytes.
    memory: u64,
    /// Processes and threads.
    tasks: usize,
}

/// This very program, even where another has taken its file's place since.
///
/// # Errors
/// When the system doesn't know it.
pub fn this_program() -> Result<PathBuf> {
    let own = Path::new("/proc/self/exe");
    if own.exists() {
        Ok(own.into())
    } else {
        env::current_exe().context("the system doesn't say where this program is")
    }
}

/// Runs `lab` with these arguments, within limits.
///
/// # Errors
/// When it can't be started.
pub fn run(root: &Path, args: &cli::Keep) -> Result<Outcome> {
    let limits = Limits {
        time: Duration::from_secs(args.seconds),
        memory: args.memory.unwrap_or_else(|| memory() / 4 * 3),
        tasks: args.tasks,
    };
    let mut command = Command::new(this_program()?);
    command.arg("--root").arg(root).args(["--color", "never"]).args(&args.arguments);
    prepare();
    command.stdin(if args.feed { Stdio::piped() } else { Stdio::null() });
    let (tell, news) = channel();
    let unwanted = tell.clone();
    let wait = move |input: Option<ChildStdin>| {
        thread::spawn(move || {
            let mut wanted = io::stdin().lock();
            if let Some(mut input) = input {
                let _ = io::copy(&mut wanted, &mut input);
            }
            let _ = io::copy(&mut wanted, &mut io::sink());
            let _ = unwanted.send(News::Unwanted);
        });
    };
    keep(command, limits, wait, tell, &news)
}

/// Runs `command` until it ends, oversteps a limit or is unwanted, which comes as `news`, and ends all that it has
/// started. `started` is handed its input, if it has any.
fn keep(
    mut command: Command,
    limits: Limits,
    started: impl FnOnce(Option<ChildStdin>),
    tell: Sender<News>,
    news: &Receiver<News>,
) -> Result<Outcome> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().context("lab can't be started")?;
    watch(child.id(), tell);
    started(child.stdin.take());
    let start = Instant::now();
    let mut looked = start;
    let why = loop {
        if let Some(status) = child.try_wait().context("lab can't be waited for")? {
            end_all(child.id());
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            return Ok(Outcome::Child(code.unwrap_or(1)));
        }
        if let Ok(News::Unwanted) = news.recv_timeout(LOOK.saturating_sub(looked.elapsed())) {
            break Ended::Asked;
        }
        if looked.elapsed() >= LOOK {
            looked = Instant::now();
            if let Some(why) = overstepped(&limits, start.elapsed()) {
                break why;
            }
        }
    };
    // It is asked first: a check ends what it has started, and remembers nothing.
    ask_to_end(child.id());
    let asked = Instant::now();
    while asked.elapsed() < GRACE && child.try_wait().is_ok_and(|status| status.is_none()) {
        thread::sleep(TURN);
    }
    let _ = child.kill();
    end_all(child.id());
    Ok(Outcome::Child(why.code()))
}

/// Tells when the process `id` ends, and leaves it to whoever started it to count it out.
#[cfg(unix)]
fn watch(id: u32, tell: Sender<News>) {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    if let Some(pid) = pid(id) {
        thread::spawn(move || {
            let _ = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
            let _ = tell.send(News::Ended);
        });
    }
}

#[cfg(not(unix))]
fn watch(_: u32, _: Sender<News>) {}

fn overstepped(limits: &Limits, time: Duration) -> Option<Ended> {
    if time > limits.time {
        return Some(Ended::Time);
    }
    let used = below::used();
    if used.memory > limits.memory {
        Some(Ended::Memory)
    } else if used.tasks > limits.tasks {
        Some(Ended::Tasks)
    } else {
        None
    }
}

/// Makes this process the one that all below it stay below, in a session of its own, with limits that they inherit.
/// Each that the system refuses is one net fewer.
#[cfg(unix)]
fn prepare() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, setsid};
    let _ = setsid();
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    for (resource, most) in [(Resource::Nofile, FILES), (Resource::Fsize, FILE), (Resource::Core, 0)] {
        let most = getrlimit(resource).maximum.map_or(most, |hard| hard.min(most));
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn prepare() {}

#[cfg(unix)]
fn ask_to_end(id: u32) {
    use rustix::process::{Signal, kill_process};
    if let Some(pid) = pid(id) {
        let _ = kill_process(pid, Signal::TERM);
    }
}

#[cfg(unix)]
fn pid(id: u32) -> Option<rustix::process::Pid> {
    i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw)
}

#[cfg(not(unix))]
fn ask_to_end(_: u32) {}

/// Ends every process below this one, until there is none.
#[cfg(target_os = "linux")]
fn end_all(_: u32) {
    use rustix::{
        io::Errno,
        process::{Signal, WaitOptions, kill_process, wait},
    };
    let kill = |signal| {
        for pid in below::all().iter().filter_map(|id| pid(*id)) {
            let _ = kill_process(pid, signal);
        }
    };
    loop {
        // Whoever loses its parent becomes this one's child: where there is no child, there is nobody.
        match wait(WaitOptions::NOHANG) {
            Ok(Some(_)) => continue,
            Err(Errno::CHILD) => return,
            Ok(None) | Err(_) => {}
        }
        // Stopped first, so that none starts another while the next is ended.
        kill(Signal::STOP);
        kill(Signal::KILL);
        thread::sleep(Duration::from_millis(2));
    }
}

/// Ends what is still in the group that the process `id` leads.
#[cfg(all(unix, not(target_os = "linux")))]
fn end_all(id: u32) {
    use rustix::process::{Signal, kill_process_group};
    if let Some(pid) = pid(id) {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end_all(_: u32) {}

/// How much memory there is: this machine's, or what its container may use. Where nobody knows, all that can be
/// counted.
fn memory() -> u64 {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let machine = read("/proc/meminfo").lines().find_map(|line| {
        let kilobytes: u64 = line.strip_prefix("MemTotal:")?.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    });
    let container = read("/sys/fs/cgroup/memory.max").trim().parse().ok();
    machine.into_iter().chain(container).min().unwrap_or(u64::MAX)
}

/// The processes below this one.
#[cfg(target_os = "linux")]
mod below {
    use std::fs;

    /// What they use together.
    #[derive(Default)]
    pub struct Used {
        pub memory: u64,
        pub tasks: usize,
    }

    /// What all of them use. Memory that several share counts once.
    pub fn used() -> Used {
        let (mut used, mut shared) = (Used::default(), 0);
        for id in all() {
            let Ok(status) = fs::read_to_string(format!("/proc/{id}/status")) else { continue };
            let number = |name: &str| -> u64 {
                let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
            };
            used.memory += number("RssAnon") * 1024;
            shared = shared.max(number("RssShmem") * 1024);
            used.tasks += usize::try_from(number("Threads")).unwrap_or(1);
        }
        used.memory += shared;
        used
    }

    /// Their identifiers.
    pub fn all() -> Vec<u32> {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let pairs: Vec<(u32, u32)> = ids.filter_map(|id| Some((id, parent(id)?))).collect();
        let mut found = vec![std::process::id()];
        let mut next = 0;
        while let Some(&above) = found.get(next) {
            found.extend(pairs.iter().filter(|(_, parent)| *parent == above).map(|(id, _)| *id));
            next += 1;
        }
        found.split_off(1)
    }

    /// The parent of a process that has not ended yet; what has ended only waits to be counted out.
    fn parent(id: u32) -> Option<u32> {
        let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // A program may have any name, with blanks and brackets.
        let mut fields = text.rsplit_once(") ")?.1.split(' ');
        let state = fields.next()?;
        if state == "Z" || state == "X" { None } else { fields.next()?.parse().ok() }
    }
}

/// Elsewhere nobody counts.
#[cfg(not(target_os = "linux"))]
mod below {
    pub struct Used {
        pub memory: u64,
        pub tasks: usize,
    }

    pub fn used() -> Used {
        Used { memory: 0, tasks: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_told_apart() {
        for (why, code) in Ended::ALL {
            assert_eq!((why.code(), Ended::of_code(code.into())), (code, Some(why)));
        }
        for code in [0, 1, 2, 130] {
            assert_eq!(Ended::of_code(code), None);
        }
    }
}
