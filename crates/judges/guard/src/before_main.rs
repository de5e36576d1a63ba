//! What happens before `main`: a guardian stands guard instead of it, and its child gets ready to report.

use crate::{ENDED_EARLY, MARK, MARKED, OWN, PART, Report, THROUGH, inside_main::inside_main, report::through};
use std::backtrace::Backtrace;
use std::cell::Cell;
use std::ffi::{OsString, c_int};
use std::fs::File;
use std::io::{self, Read, Seek, Write};
#[cfg(not(unix))]
use std::process;
use std::process::{Command, ExitStatus};
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Mutex, OnceLock};
use std::thread::{self, Thread};
use std::{env, panic};
#[cfg(target_os = "linux")]
use std::{ffi::c_ulong, fs};
#[cfg(all(target_os = "linux", target_env = "gnu"))]
use std::{ffi::c_void, ptr};

// From the C library, which is linked anyway.
unsafe extern "C" {
    /// Has a function called when the program ends by `exit`, on the thread that ends it.
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    fn atexit(function: extern "C" fn()) -> c_int;
    /// The same, for a function that is told the exit code.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn on_exit(function: extern "C" fn(c_int, *mut c_void), argument: *mut c_void) -> c_int;
    #[cfg(unix)]
    fn raise(signal: c_int) -> c_int;
    /// Ends the program, and calls nobody before.
    #[cfg(unix)]
    fn _exit(code: c_int) -> !;
    #[cfg(target_os = "linux")]
    fn prctl(option: c_int, ...) -> c_int;
}

#[cfg(target_os = "linux")]
const PR_SET_PDEATHSIG: c_int = 1;
#[cfg(target_os = "linux")]
const SIGKILL: c_ulong = 9;

/// What [`guarded`](crate::guarded) has called before `main`.
#[doc(hidden)]
pub fn before_main() {
    match env::var(PART).as_deref() {
        Ok("child") => get_ready(),
        Ok(_) => {}
        Err(_) => stand_guard(),
    }
}

/// Runs this program once more, and ends as that ends, unless it ends too early.
fn stand_guard() -> ! {
    let ended = (|| -> io::Result<_> {
        let mut arguments = arguments().into_iter();
        let mut command = Command::new(env::current_exe()?);
        let name = arguments.next();
        #[cfg(unix)]
        if let Some(name) = name {
            std::os::unix::process::CommandExt::arg0(&mut command, name);
        }
        #[cfg(not(unix))]
        let _ = name;
        command.args(arguments);
        let report = Report::expected_from(&mut command)?;
        let status = command.status()?;
        Ok((status, report.arrived()?))
    })();
    match ended {
        Ok((status, false)) if status.success() => {
            eprintln!("\n{ENDED_EARLY}");
            end(101)
        }
        Ok((status, _)) => end_like(status),
        Err(error) => {
            eprintln!("The check can't be started: {error}. Is there room in {}?", env::temp_dir().display());
            end(101)
        }
    }
}

/// Ends this process. The answer is a part of this one, too, and what it wants to be called at the end must not be.
fn end(code: c_int) -> ! {
    #[cfg(unix)]
    // SAFETY: it ends the process, and that is all.
    unsafe {
        _exit(code)
    }
    #[cfg(not(unix))]
    process::exit(code)
}

/// The program's name and its arguments.
fn arguments() -> Vec<OsString> {
    let arguments: Vec<_> = env::args_os().collect();
    #[cfg(target_os = "linux")]
    if arguments.is_empty() {
        // Not every C library hands them out before `main`, but the kernel does.
        use std::os::unix::ffi::OsStringExt;
        let line = fs::read("/proc/self/cmdline").unwrap_or_default();
        let all = line.strip_suffix(&[0]).unwrap_or(&line).split(|&byte| byte == 0);
        return all.map(|argument| OsString::from_vec(argument.to_vec())).collect();
    }
    arguments
}

/// Ends this process as that one ended, by the same signal if it was one.
fn end_like(status: ExitStatus) -> ! {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        // SAFETY: this process does nothing else any more, and has no handlers.
        unsafe { raise(signal) };
        end(128 + signal)
    }
    end(status.code().unwrap_or(101))
}

/// Where to report the end, and with which token.
static REPORT: Mutex<Option<(File, String)>> = Mutex::new(None);

thread_local! {
    /// Whether this is the main thread. Without a destructor, so that it is still there when the program ends.
    static MAIN: Cell<bool> = const { Cell::new(false) };
}

/// The main thread. The standard library names it when `main` is about to begin.
static FIRST: OnceLock<Thread> = OnceLock::new();

/// Takes the token out of sight, before any of the answer's code runs.
fn get_ready() {
    MAIN.set(true);
    let _ = FIRST.set(thread::current());
    // SAFETY: before `main` there is no other thread. What this process starts is no part of the check.
    unsafe { env::set_var(PART, "off") };
    #[cfg(target_os = "linux")]
    // SAFETY: it asks to be killed when the guardian is, so that whoever kills that one has killed the check.
    unsafe {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    // What isn't there can't be reported to, and then the guardian says so.
    if let Ok(mut file) = standard_input() {
        let mut token = String::new();
        let taken = file.read_to_string(&mut token).and_then(|_| file.set_len(0)).and_then(|()| file.rewind());
        if taken.is_ok() {
            *REPORT.lock().expect("nobody panics while holding it") = Some((file, token));
        }
    }
    if env::var_os(MARKED).is_some() {
        // SAFETY: as above.
        unsafe { env::remove_var(MARKED) };
        mark_panics();
    }
    // SAFETY: the function may be called on any thread, at any time.
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    unsafe {
        atexit(at_exit)
    };
    // SAFETY: as above.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    unsafe {
        on_exit(at_exit_with, ptr::null_mut())
    };
}

/// The file that the guardian has lent.
fn standard_input() -> io::Result<File> {
    #[cfg(unix)]
    let handle = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned()?;
    #[cfg(windows)]
    let handle = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned()?;
    Ok(File::from(handle))
}

/// Reports only a good end. Whoever is called after this, in the program's last moments, may still turn a bad one into
/// a good one.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
extern "C" fn at_exit_with(code: c_int, _: *mut c_void) {
    if code == 0 {
        at_exit();
    }
}

/// Called on the thread that ends the program, whichever that is.
extern "C" fn at_exit() {
    let ended = if OWN.load(SeqCst) { THROUGH.load(SeqCst) } else { MAIN.get() && begun() && !inside_main() };
    if ended
        && let Ok(mut report) = REPORT.try_lock()
        && let Some((mut file, token)) = report.take()
    {
        // If it can't be written, the guardian will say that it is missing.
        let _ = file.write_all(through(&token).as_bytes());
    }
}

/// Whether `main` has begun: what runs before it, on the main thread too, may end the program as well.
fn begun() -> bool {
    FIRST.get().is_some_and(|thread| thread.name() == Some("main"))
}

/// Has a mark printed after each panic's message: where it ends can't be seen otherwise, for a message may be anything.
fn mark_panics() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        default(info);
        // A panic in the standard library was caused by somebody who called it.
        let elsewhere = info.location().is_none_or(|place| !place.file().starts_with("exercises"));
        let caller = if elsewhere { caller(&Backtrace::force_capture().to_string()) } else { None };
        eprintln!("{MARK}{}", caller.unwrap_or_default());
    }));
}

/// The innermost place in the answer or in the check, `src/lib.rs:31` for one, of those that a backtrace names. Both
/// lie in the folder that a check runs in.
pub fn caller(backtrace: &str) -> Option<String> {
    let mut places = backtrace.lines().filter_map(|line| line.trim().strip_prefix("at ./"));
    let place = places.find(|place| place.starts_with("src/") || place.starts_with("tests/"))?;
    let (place, _column) = place.rsplit_once(':')?;
    Some(place.into())
}
