//! A process with all that it has started, and those have started: wherever they have gone, into process groups or
//! sessions of their own, as the ranks of Open MPI do.

use std::{
    process::Child,
    thread,
    time::{Duration, Instant},
};

/// Who was asked to end, and hasn't by then, is killed.
const GRACE: Duration = Duration::from_secs(2);

/// Ends `child` and all of its descendants: asks it first, so that it can end its own, and kills what is left.
pub fn end(child: &mut Child) {
    // Before anybody dies: the children of the dead are no longer known as theirs.
    let mut all = descendants(child.id());
    #[cfg(unix)]
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
    }
    let asked = Instant::now();
    while asked.elapsed() < GRACE && matches!(child.try_wait(), Ok(None)) {
        thread::sleep(Duration::from_millis(10));
    }
    all.extend(descendants(child.id()));
    let _ = child.kill();
    let _ = child.wait();
    for process in all {
        process.kill();
    }
}

/// A process: its number, and when it began, since a number may come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    pid: i32,
    began: u64,
}

#[cfg(target_os = "linux")]
mod system {
    use super::Process;
    use std::fs;

    /// The process, its state and its parent's number.
    pub fn look(pid: i32) -> Option<(Process, char, i32)> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name, in parentheses, may hold anything, even parentheses.
        let (_, fields) = stat.rsplit_once(") ")?;
        let fields: Vec<_> = fields.split(' ').collect();
        let (state, parent) = (fields.first()?.chars().next()?, fields.get(1)?.parse().ok()?);
        Some((Process { pid, began: fields.get(19)?.parse().ok()? }, state, parent))
    }

    pub fn all() -> Vec<(Process, i32)> {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.filter_map(|pid| look(pid).map(|(process, _, parent)| (process, parent))).collect()
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::Process;
    use std::process::Command;

    pub fn all() -> Vec<(Process, i32)> {
        let Ok(output) = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output() else { return Vec::new() };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let process = |line: &str| {
            let mut numbers = line.split_whitespace().filter_map(|number| number.parse().ok());
            Some((Process { pid: numbers.next()?, began: 0 }, numbers.next()?))
        };
        text.lines().filter_map(process).collect()
    }
}

/// All that the process has started, directly or not, and that still has a living parent.
fn descendants(pid: u32) -> Vec<Process> {
    let all = system::all();
    let (mut found, mut parents) = (Vec::new(), vec![pid as i32]);
    while let Some(parent) = parents.pop() {
        let children = all.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process);
        for child in children {
            parents.push(child.pid);
            found.push(child);
        }
    }
    found
}

impl Process {
    /// Kills it, unless it is gone.
    fn kill(self) {
        #[cfg(target_os = "linux")]
        if system::look(self.pid).is_none_or(|(now, ..)| now != self) {
            return;
        }
        #[cfg(unix)]
        if let Some(pid) = rustix::process::Pid::from_raw(self.pid) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
}

/// Whether a process has ended and only its number is left, for a parent that hasn't asked.
#[cfg(all(test, target_os = "linux"))]
pub fn is_zombie(pid: i32) -> bool {
    system::look(pid).is_some_and(|(_, state, _)| state == 'Z')
}
