//! Are the reasons for which programs end told apart, as the system tells them?

use exit_reason::{Reason, reason, shell_number};
use std::io::{self, ErrorKind};
use std::process::{Command, ExitStatus};
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(20);

fn sh(script: &str) -> io::Result<ExitStatus> {
    Command::new("sh").args(["-c", script]).status()
}

#[track_caller]
fn assert_reason(what: &str, outcome: io::Result<ExitStatus>, want: Reason, idea: &str) {
    let got =
        deadline(what, "`reason`: the program has ended, and there is nothing to wait for", LIMIT, || reason(outcome));
    assert_eq!(got, want, "the reason why {what} ended.\n{idea}");
}

#[test]
#[cfg_attr(not(unix), ignore = "it needs sh")]
fn a_program_that_ends_well() {
    assert_reason("`exit 0`", sh("exit 0"), Reason::Success, "0 is the exit code of all that went well.");
}

#[test]
#[cfg_attr(not(unix), ignore = "it needs sh")]
fn an_exit_code_stays_what_it_is() {
    for code in [1, 2, 3, 77, 126, 127, 128, 129, 137, 143, 255] {
        assert_reason(
            &format!("`exit {code}`"),
            sh(&format!("exit {code}")),
            Reason::Code(code),
            "The program ended by itself and chose this code. Shells choose codes above 128, too, to tell of *their* \
             children; that is a custom, and other programs use the same codes for other things.",
        );
    }
}

#[test]
#[cfg_attr(not(unix), ignore = "Windows has no signals")]
fn a_shell_whose_child_was_killed_has_ended_by_itself() {
    assert_reason(
        "a shell whose child got signal 9, and which passed that on",
        sh("sh -c 'kill -KILL $$'; exit $?"),
        Reason::Code(137),
        "The signal ended the shell's child. You started the shell, and it ended by itself, with a code.",
    );
}

#[test]
#[cfg_attr(not(unix), ignore = "Windows has no signals")]
fn a_signal_is_no_exit_code() {
    // Not HUP and INT: those are ignored by what runs in the background, or under `nohup`, and children inherit that.
    for (name, number) in [("KILL", 9), ("PIPE", 13), ("ALRM", 14), ("TERM", 15)] {
        assert_reason(
            &format!("`kill -{name} $$`"),
            sh(&format!("kill -{name} $$")),
            Reason::Signal { number, core: false },
            "`code()` is `None` when a signal ended a program; then `signal()` says which.",
        );
    }
}

/// No limit, no setting of the system decides whether there is a core dump: the status is made by hand.
#[test]
#[cfg(unix)]
fn a_core_dump_is_told() {
    use std::os::unix::process::ExitStatusExt;
    for number in [3, 6, 8, 11] {
        for core in [false, true] {
            let raw = number | if core { 0x80 } else { 0 };
            assert_reason(
                &format!("a program with the wait status {raw:#x}"),
                Ok(ExitStatus::from_raw(raw)),
                Reason::Signal { number, core },
                "The lowest seven bits of the wait status are the signal, and the eighth says whether there is a core \
                 dump. `signal()` and `core_dumped()` take them apart.",
            );
        }
    }
}

#[test]
fn what_never_ran_has_no_exit_code() {
    assert_reason(
        "a program that isn't there",
        Command::new("/there/is/no/such/program").status(),
        Reason::NotStarted(ErrorKind::NotFound),
        "It never ran, so it has no exit code. The error says why; hand on its kind.",
    );
    for kind in [ErrorKind::PermissionDenied, ErrorKind::OutOfMemory, ErrorKind::WouldBlock] {
        assert_reason(
            "a program that couldn't be started",
            Err(kind.into()),
            Reason::NotStarted(kind),
            "It never ran, so it has no exit code. The error says why; hand on its kind.",
        );
    }
}

#[test]
#[cfg_attr(not(unix), ignore = "it needs sh")]
fn the_shell_agrees() {
    let cases = [
        ("sh -c 'exit 0'", Reason::Success),
        ("sh -c 'exit 3'", Reason::Code(3)),
        ("sh -c 'exit 200'", Reason::Code(200)),
        ("sh -c 'kill -ALRM $$'", Reason::Signal { number: 14, core: false }),
        ("sh -c 'kill -TERM $$'", Reason::Signal { number: 15, core: false }),
        ("sh -c 'kill -KILL $$'", Reason::Signal { number: 9, core: false }),
        ("/there/is/no/such/program", Reason::NotStarted(ErrorKind::NotFound)),
        // A folder isn't run, whoever asks.
        ("/", Reason::NotStarted(ErrorKind::PermissionDenied)),
    ];
    for (command, reason) in cases {
        // `exit` passes on `$?`: what the shell saw is its own code.
        let shell = Command::new("sh").args(["-c", &format!("{command}\nexit $?")]).output().expect("there is sh");
        let want = shell.status.code().expect("the shell ended by itself");
        let got = shell_number(reason);
        assert_eq!(got, want, "`$?` after `{command}`, which is {reason:?}.\nAsk the shell: `{command}; echo $?`");
    }
}

#[test]
fn all_that_cannot_be_run_is_126() {
    for kind in [ErrorKind::PermissionDenied, ErrorKind::OutOfMemory, ErrorKind::InvalidInput] {
        let got = shell_number(Reason::NotStarted(kind));
        assert_eq!(
            got, 126,
            "`$?` after a program that couldn't be started: {kind:?}.\n\
             127 is for what isn't there; what is there and can't be run is 126."
        );
    }
    let got = shell_number(Reason::Signal { number: 6, core: true });
    assert_eq!(got, 134, "`$?` after signal 6 with a core dump.\nThe core dump doesn't show in `$?`.");
}
