//! What other programs say of themselves.

use std::{
    io::Read,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A tool that takes longer than this to say its version is no help.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a program prints to standard output, trimmed. `None` when there is no such program, it fails, or takes too
/// long.
pub fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut pipe = child.stdout.take()?;
    let reader = thread::spawn(move || {
        let mut text = String::new();
        pipe.read_to_string(&mut text).map(|_| text)
    });
    let start = Instant::now();
    loop {
        match child.try_wait().ok()? {
            Some(status) if status.success() => return Some(reader.join().ok()?.ok()?.trim().to_owned()),
            Some(_) => return None,
            None if start.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// The first line of what a program prints.
pub fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    ask(program, arguments)?.lines().next().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_working_program_says_counts() {
        assert_eq!(ask("sh", &["-c", "echo 1.2; echo more"]), Some("1.2\nmore".into()));
        assert_eq!(first_line("sh", &["-c", "echo 1.2; echo more"]), Some("1.2".into()));
        assert_eq!(ask("sh", &["-c", "echo 1.2; exit 3"]), None);
        assert_eq!(ask("no-such-program-anywhere", &[]), None);
    }
}
