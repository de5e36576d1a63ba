//! Ways in which an answer may end the program that judges it.

#![allow(dead_code, reason = "each test program uses a part of this")]

use std::io::Write;
use std::process::{Command, Output};
use std::time::Duration;
use std::{env, thread};

/// Tells the test `part` what to do.
pub const WAY: &str = "GUARD_TRY";

const WELL: &str = "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";

/// The part of the answer: does what it is told, and nothing when it isn't told.
pub fn part() {
    match env::var(WAY).unwrap_or_default().as_str() {
        "" => {}
        "fail" => panic!("as it should be"),
        "exit" => std::process::exit(0),
        "print and exit" => {
            println!("{WELL}");
            std::process::exit(0)
        }
        "print past the harness and exit" => {
            std::io::stdout().write_all(format!("{WELL}\n").as_bytes()).unwrap();
            std::process::exit(0)
        }
        #[cfg(target_os = "linux")]
        "print to the device and exit" => {
            std::fs::write("/dev/stdout", WELL).unwrap();
            std::process::exit(0)
        }
        "exit at once" => {
            unsafe extern "C" {
                fn _exit(code: i32) -> !;
            }
            // SAFETY: it ends the process, and that is all.
            unsafe { _exit(0) }
        }
        #[cfg(unix)]
        "become another program" => {
            panic!("{}", std::os::unix::process::CommandExt::exec(&mut Command::new("true")))
        }
        "exit on another thread" => {
            thread::spawn(|| std::process::exit(0));
            thread::sleep(Duration::from_secs(600));
        }
        "exit a little later" => {
            thread::spawn(|| {
                thread::sleep(Duration::from_millis(20));
                std::process::exit(0)
            });
            thread::sleep(Duration::from_secs(600));
        }
        #[cfg(unix)]
        "close the output and exit" => {
            use std::os::fd::{FromRawFd, OwnedFd};
            // SAFETY: nobody prints any more.
            drop(unsafe { OwnedFd::from_raw_fd(1) });
            std::process::exit(0)
        }
        #[cfg(unix)]
        "write into the report and exit" => {
            let _ = std::fs::write("/dev/stdin", "0000000000000000");
            std::process::exit(0)
        }
        #[cfg(target_os = "linux")]
        "have a signal exit" => {
            // SAFETY: the handler ends the process, and that is all.
            unsafe {
                signal(SIGALRM, on_signal);
                alarm(1);
            }
            thread::sleep(Duration::from_secs(600));
        }
        // What these do, they have done before `main`, or do when all is over.
        #[cfg(target_os = "linux")]
        "exit before main" => unreachable!("it has ended"),
        #[cfg(target_os = "linux")]
        "turn a bad end into a good one" => panic!("what is wrong"),
        "abort" => std::process::abort(),
        "exit with 7" => std::process::exit(7),
        other => panic!("{other}?"),
    }
}

#[cfg(target_os = "linux")]
const SIGALRM: i32 = 14;

#[cfg(target_os = "linux")]
unsafe extern "C" {
    fn _exit(code: i32) -> !;
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
    fn alarm(seconds: u32) -> u32;
}

#[cfg(target_os = "linux")]
extern "C" fn on_signal(_: i32) {
    std::process::exit(0)
}

/// Called before `main`, as early as code that says nothing of its rank.
#[cfg(target_os = "linux")]
extern "C" fn before_main() {
    // A process that only stands guard must not come so far.
    if env::var(WAY).as_deref() == Ok("exit before main") {
        std::process::exit(0)
    }
}

/// Called when all is over, after everything else.
#[cfg(target_os = "linux")]
extern "C" fn after_the_end() {
    if env::var(WAY).as_deref() == Ok("turn a bad end into a good one") {
        // SAFETY: it ends the process, and that is all.
        unsafe { _exit(0) }
    }
}

#[cfg(target_os = "linux")]
#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = before_main;

#[cfg(target_os = "linux")]
#[used]
#[unsafe(link_section = ".fini_array")]
static AFTER_THE_END: extern "C" fn() = after_the_end;

/// Those that claim success.
pub const CLAIMS: &[&str] = &[
    "exit",
    "print and exit",
    "print past the harness and exit",
    #[cfg(target_os = "linux")]
    "print to the device and exit",
    "exit at once",
    #[cfg(unix)]
    "become another program",
    "exit on another thread",
    "exit a little later",
    #[cfg(unix)]
    "close the output and exit",
    #[cfg(unix)]
    "write into the report and exit",
    #[cfg(target_os = "linux")]
    "have a signal exit",
    #[cfg(target_os = "linux")]
    "exit before main",
    #[cfg(target_os = "linux")]
    "turn a bad end into a good one",
];

/// Runs the test `part` of this program as cargo would.
pub fn run(way: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["part", "--exact"]).args(arguments).env(WAY, way).env_remove("CHECK_GUARD");
    command.output().unwrap()
}

/// No way to end the program counts as passed, whatever it says.
pub fn none_passes() {
    for threads in ["--test-threads=1", "--test-threads=2"] {
        for way in CLAIMS {
            let output = run(way, &[threads]);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(101), "{way}, {threads}: {output:?}");
            assert!(said.contains("before the check did") && said.contains("std::process::exit"), "{way}: {said}");
        }
    }
}

/// What ends in its own way is as it would be without a guardian.
pub fn the_rest_is_as_ever() {
    for threads in ["--test-threads=1", "--test-threads=2"] {
        let output = run("", &[threads]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{output:?}");
        let output = run("fail", &[threads]);
        assert_eq!(output.status.code(), Some(101), "{output:?}");
        let printed = format!("{output:?}");
        assert!(printed.contains("as it should be") && !printed.contains("before the check did"), "{printed}");
        assert_eq!(run("exit with 7", &[threads]).status.code(), Some(7));
    }
    #[cfg(unix)]
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&run("abort", &[]).status), Some(6));
}

/// What tools ask of a test program.
pub fn tools_find_their_way() {
    let list = |output: Output| String::from_utf8(output.stdout).unwrap();
    let output = run("", &["--list", "--format", "terse"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(list(output).trim(), "part: test");
    // Without a guardian, for a debugger: the exit code is what the answer makes it.
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["part", "--exact"]).env(WAY, "exit").env("CHECK_GUARD", "off");
    assert_eq!(command.output().unwrap().status.code(), Some(0));
}

/// What a test starts by [`guard::output`] ends well only by itself.
pub fn parts_in_other_processes_are_watched() {
    let again = |way: &str| {
        let mut command = Command::new(env::current_exe().unwrap());
        guard::output(command.args(["part", "--exact", "--nocapture"]).env(WAY, way)).unwrap()
    };
    assert!(again("").well);
    assert!(!again("fail").well);
    for way in CLAIMS {
        let ended = again(way);
        assert!(!ended.well && ended.stderr.contains("before the check did"), "{way}: {ended:?}");
    }
}
