//! A check with a `main` of its own, which may run tests on the main thread, and answers that end it.

use libtest_mimic::{Arguments, Trial};
use std::env;
use std::process::{Command, ExitCode};

mod ways;

guard::guarded!();

/// Tells a process that it plays a scene, which needs no harness.
const SCENE: &str = "GUARD_SCENE";

fn main() -> ExitCode {
    if env::var_os(SCENE).is_some() {
        ways::part();
        return ExitCode::SUCCESS;
    }
    let test = |name: &str, test: fn()| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    };
    let trials = vec![
        test("part", ways::part),
        test("no_way_to_end_the_program_passes", ways::none_passes),
        test("all_other_ends_are_as_ever", ways::the_rest_is_as_ever),
        test("tools_find_their_way", ways::tools_find_their_way),
        test("parts_in_other_processes_are_watched", ways::parts_in_other_processes_are_watched),
        test("scenes_are_watched", scenes_are_watched),
    ];
    guard::harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

/// A process without any harness ends well only if its `main` returns, and says so.
fn scenes_are_watched() {
    let play = |way: &str| {
        let mut command = Command::new(env::current_exe().unwrap());
        guard::output(command.env(SCENE, "yes").env(ways::WAY, way)).unwrap()
    };
    assert!(play("").well);
    // Here, unlike in a harness, the answer may run on the main thread: what ends that by `exit` is no return.
    for way in ways::CLAIMS {
        let ended = play(way);
        assert!(!ended.well && ended.stderr.contains("before the check did"), "{way}: {ended:?}");
    }
}
