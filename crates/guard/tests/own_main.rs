//! A check with a `main` of its own, which may run tests on the main thread, and answers that end it.

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;

mod ways;

guard::guarded!();

fn main() -> ExitCode {
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
    ];
    guard::harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}
