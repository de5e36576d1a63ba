//! Processes sign, and meet. This program starts itself as those processes.

use std::env;
use std::process::{self, Command, Stdio};
use witness::{Roster, Signature};

const ROSTER: &str = "WITNESS_TEST_ROSTER";

/// A job for a child process; without the variable it has nothing to do.
#[test]
fn child() {
    let Ok(folder) = env::var(ROSTER) else { return };
    let roster = Roster::at(folder);
    roster.sign(7);
    roster.meet(2);
    roster.sign(8);
}

fn start(roster: &Roster) -> process::Child {
    let program = env::current_exe().unwrap();
    Command::new(program).args(["child", "--exact"]).env(ROSTER, roster.folder()).stdout(Stdio::null()).spawn().unwrap()
}

#[test]
fn two_processes_meet_and_sign() {
    let folder = tempfile::tempdir().unwrap();
    let roster = Roster::at(folder.path());
    let mut children = [start(&roster), start(&roster)];
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert!(roster.met());
    assert_eq!(roster.processes().len(), 2);
    let mut want: Vec<_> =
        children.iter().flat_map(|child| [7, 8].map(|item| Signature { process: child.id(), item })).collect();
    want.sort();
    assert_eq!(roster.signatures(), want);
}

#[test]
fn one_process_waits_in_vain() {
    let folder = tempfile::tempdir().unwrap();
    let roster = Roster::at(folder.path());
    assert!(start(&roster).wait().unwrap().success());
    assert!(!roster.met());
    assert_eq!(roster.processes().len(), 1);
    assert!(!roster.meet(1), "a meeting that was missed stays missed");
}
