//! The steps with real children.
#![cfg(unix)]

use process_wrap::std::ChildWrapper;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use steps_subprocesses::*;
use tempfile::TempDir;

/// More than any pipe holds.
const MEGABYTE: usize = 1 << 20;

fn sh(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command
}

fn alive(process: &str) -> bool {
    sh(&format!("kill -0 {process} 2>/dev/null")).status().unwrap().success()
}

/// Waits for what another process does at once, if it does it at all.
fn soon(what: &str, mut happened: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if happened() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("{what} didn't happen");
}

#[test]
fn a_pipe_holds_what_the_system_says() {
    let got = capacity::capacity().unwrap();
    assert!((512..MEGABYTE + 1).contains(&got), "{got}");
    #[cfg(target_os = "linux")]
    {
        let (reader, _writer) = std::io::pipe().unwrap();
        assert_eq!(got, rustix::pipe::fcntl_getpipe_size(reader).unwrap());
    }
}

#[test]
fn little_goes_through_both_ways() {
    for input in [&b""[..], b"sixteen letters.", &[0xff; 4000]] {
        assert_eq!(write_then_read::run(&mut Command::new("cat"), input).unwrap(), input);
        assert_eq!(all_at_once::run(&mut Command::new("cat"), input).unwrap(), input);
    }
}

#[test]
fn a_megabyte_goes_through_all_at_once() {
    let input = vec![b'x'; MEGABYTE];
    assert!(all_at_once::run(&mut Command::new("cat"), &input).unwrap() == input);
}

/// Nothing can show in finite time that something never ends: for two seconds it doesn't, and the moment after `cat` is
/// killed it does.
#[test]
fn a_megabyte_hangs_if_it_is_written_before_anything_is_read() {
    let folder = TempDir::new().unwrap();
    let (file, (done, wait)) = (folder.path().join("number"), mpsc::channel());
    let script = format!("echo $$ > '{0}.new'; mv '{0}.new' '{0}'; exec cat", file.display());
    thread::spawn(move || done.send(write_then_read::run(&mut sh(&script), &vec![b'x'; MEGABYTE]).is_ok()));
    soon("cat's start", || file.exists());
    assert_eq!(wait.recv_timeout(Duration::from_secs(2)), Err(mpsc::RecvTimeoutError::Timeout));
    let killed = sh(&format!("kill -KILL {}", fs::read_to_string(&file).unwrap().trim())).status().unwrap();
    assert!(killed.success());
    assert!(!wait.recv().unwrap(), "the reader of the input is gone, so writing it fails");
}

#[test]
fn output_has_a_bound() {
    assert_eq!(bounded::output(&mut sh("printf 12345"), 5).unwrap().as_deref(), Some(&b"12345"[..]));
    assert_eq!(bounded::output(&mut sh("printf 123456"), 5).unwrap(), None);
    assert_eq!(bounded::output(&mut Command::new("yes"), 100_000).unwrap(), None);
}

#[test]
fn who_prints_into_a_closed_pipe_gets_signal_13() {
    let (line, status) = first_line::run(&mut Command::new("yes")).unwrap();
    assert_eq!((line.as_str(), status.signal()), ("y\n", Some(13)));
}

#[test]
#[cfg(target_os = "linux")]
fn a_zombie_is_gone_when_it_was_waited_for() {
    assert_eq!(zombie::before_and_after_wait().unwrap(), (Some('Z'), None));
}

/// A shell with a child of its own; returns the child's process number.
fn with_grandchild(run: fn(Command, Duration) -> std::io::Result<Option<ExitStatus>>) -> String {
    // On a busy machine the shell may need longer to begin.
    for seconds in [0.3, 1.0, 3.0, 10.0] {
        let folder = TempDir::new().unwrap();
        let mut command = sh("sleep 100 & echo $! > number.new; mv number.new number; wait");
        command.current_dir(folder.path());
        assert_eq!(run(command, Duration::from_secs_f64(seconds)).unwrap(), None);
        if let Ok(number) = fs::read_to_string(folder.path().join("number")) {
            return number.trim().into();
        }
    }
    panic!("the shell never began");
}

#[test]
fn killed_alone_a_shell_leaves_its_child() {
    let grandchild = with_grandchild(killed_alone::run);
    assert!(alive(&grandchild));
    sh(&format!("kill -KILL {grandchild}")).status().unwrap();
}

#[test]
fn killed_together_a_shell_takes_its_child_along() {
    let grandchild = with_grandchild(killed_together::run);
    soon("the grandchild's end", || !alive(&grandchild));
}

#[test]
fn who_ends_in_time_is_not_killed() {
    for run in [killed_alone::run, killed_together::run] {
        assert_eq!(run(sh("exit 3"), Duration::from_secs(60)).unwrap().unwrap().code(), Some(3));
    }
}

/// How a script ends that is asked to end after it has begun.
fn asked(script: &str, grace: Duration) -> ExitStatus {
    let folder = TempDir::new().unwrap();
    let mut command = sh(script);
    command.current_dir(folder.path());
    let mut child: Box<dyn ChildWrapper> = politely::start(command).unwrap();
    soon("its beginning", || folder.path().join("begun").exists());
    politely::end(&mut *child, grace).unwrap()
}

#[test]
fn a_program_may_answer_sigterm_or_die_of_it_or_ignore_it() {
    let plenty = Duration::from_secs(60);
    assert_eq!(asked("trap 'exit 5' TERM; : > begun; while :; do sleep 0.01; done", plenty).code(), Some(5));
    assert_eq!(asked(": > begun; exec sleep 100", plenty).signal(), Some(15));
    assert_eq!(asked("trap '' TERM; : > begun; exec sleep 100", Duration::from_millis(100)).signal(), Some(9));
}

#[test]
fn a_name_is_a_command_in_a_shell_and_an_argument_without() {
    let folder = TempDir::new().unwrap();
    let name = format!("{}/notes; echo injected", folder.path().display());
    fs::write(&name, "one\ntwo\n").unwrap();
    let printed = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed(in_a_shell::count_lines(&name).unwrap()), "injected\n");
    assert_eq!(printed(as_an_argument::count_lines(&name).unwrap()), format!("2 {name}\n"));
}

#[test]
fn a_limit_holds_for_a_program_and_its_children() {
    use rustix::process::Resource;
    let status = |script: &str, resource, most| limited::limited(sh(script), resource, most).status().unwrap();
    // SIGXFSZ may be ignored here, as what runs in the background inherits it: then writing is an error.
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    let script = format!("head -c 100000 /dev/zero > '{}'", file.display());
    assert!(!status(&script, Resource::Fsize, 50_000).success());
    assert_eq!(fs::metadata(&file).unwrap().len(), 50_000);
    assert!(status(&script, Resource::Fsize, 100_000).success());
    assert_eq!(fs::metadata(&file).unwrap().len(), 100_000);
    // The loop is a child of the shell's. It sleeps never, so it has used up its second sooner or later.
    let looped = status("sh -c 'while :; do :; done'; exit $?", Resource::Cpu, 1);
    assert!(looped.code().is_some_and(|code| code > 128), "a signal ended the loop: {looped}");
    assert!(status("sh -c 'exit 0'", Resource::Cpu, 1).success());
}

#[test]
fn a_limit_on_open_files() {
    use rustix::process::Resource;
    let output = limited::limited(sh("ulimit -n; sh -c 'ulimit -n'"), Resource::Nofile, 20).output().unwrap();
    assert_eq!(output.stdout, b"20\n20\n", "children inherit it");
}
