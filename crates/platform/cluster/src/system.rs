//! `ip` and `tc`, the programs of the package iproute2.

use crate::Error;
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};
use variant::Unavailable;

/// The program `ip`, on a system and for a user that can make clusters.
///
/// # Errors
/// What is missing, and what to do about it.
pub fn found() -> Result<PathBuf, Unavailable> {
    if !cfg!(target_os = "linux") {
        let advice = "network namespaces are a part of Linux: use a virtual machine or a container that has one";
        return Err(Unavailable::new(advice));
    }
    let (ip, tc) = (program("ip"), program("tc"));
    if !(ip.is_absolute() && tc.is_absolute()) {
        return Err(Unavailable::new(
            "the programs `ip` and `tc` are missing (Debian or Ubuntu: sudo apt install iproute2)",
        ));
    }
    if !is_root() {
        return Err(Unavailable::new(
            "only root may make network namespaces: `sudo target/debug/lab cluster …` starts the program that cargo has built",
        ));
    }
    // Root in a container may be forbidden to, so it is tried. The namespace is the trial's own, and is gone with it.
    let trial = Command::new(program("unshare")).args(["--net", "--mount", "true"]).output();
    match trial {
        Ok(output) if !output.status.success() => Err(Unavailable::new(
            "this system forbids even root to make network namespaces, as containers do (docker: --privileged)",
        )),
        // Without the program `unshare` it is the making that will tell.
        _ => Ok(ip),
    }
}

/// Where a program lies: on the search path, or where only root's leads to. Its mere name where it isn't there.
pub fn program(name: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let roots_own = ["/usr/sbin", "/sbin"].map(PathBuf::from);
    let mut places = env::split_paths(&path).chain(roots_own).map(|folder| folder.join(name));
    places.find(|place| place.is_absolute() && place.is_file()).unwrap_or_else(|| name.into())
}

/// What `ip` prints when it is given these arguments.
///
/// # Errors
/// When it can't be started, or says that it failed.
pub fn ip(arguments: &[&str]) -> Result<String, Error> {
    run(&program("ip"), arguments)
}

/// What `tc` prints when it is given these arguments.
///
/// # Errors
/// When it can't be started, or says that it failed.
pub fn tc(arguments: &[&str]) -> Result<String, Error> {
    run(&program("tc"), arguments)
}

fn run(program: &Path, arguments: &[&str]) -> Result<String, Error> {
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
    let refused = |said: String| Error::Refused { command: format!("{name} {}", arguments.join(" ")), said };
    let output = Command::new(program).args(arguments).output().map_err(|error| refused(error.to_string()))?;
    if !output.status.success() {
        return Err(refused(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// Kills a process, if it is still there.
#[cfg(unix)]
pub fn kill(pid: u32) {
    use rustix::process::{Pid, Signal, kill_process};
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        // It fails when the process has ended by itself.
        let _ = kill_process(pid, Signal::KILL);
    }
}

/// There are no namespaces to find a process in.
#[cfg(not(unix))]
pub fn kill(_: u32) {}
