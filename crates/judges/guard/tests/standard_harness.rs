//! A check that uses the standard harness, and answers that end it.

mod ways;

guard::guarded!();

#[test]
fn part() {
    ways::part();
}

#[test]
fn no_way_to_end_the_program_passes() {
    ways::none_passes();
}

#[test]
fn all_other_ends_are_as_ever() {
    ways::the_rest_is_as_ever();
}

#[test]
fn tools_find_their_way() {
    ways::tools_find_their_way();
}

#[test]
fn parts_in_other_processes_are_watched() {
    ways::parts_in_other_processes_are_watched();
}

/// Who kills the guardian has killed the check: nothing goes on that nobody waits for.
#[test]
#[cfg(target_os = "linux")]
fn nothing_outlives_its_guardian() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["sleeper", "--exact", "--nocapture"]).env_remove("CHECK_GUARD").env("GUARD_SLEEP", "yes");
    let mut guardian = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(guardian.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.ends_with("asleep")));
    guardian.kill().unwrap();
    guardian.wait().unwrap();
    // The pipe closes when the check has ended, too.
    assert_eq!(lines.next(), None);
}

/// The other side of the test above.
#[test]
fn sleeper() {
    if std::env::var_os("GUARD_SLEEP").is_some() {
        println!("asleep");
        std::thread::sleep(std::time::Duration::from_secs(600));
    }
}
