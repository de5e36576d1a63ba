//! A program that uses this crate is guarded, by that alone.

use std::env;
use std::process::{self, Command};
use witness as _;

/// What the test below runs as an answer.
#[test]
fn answer() {
    if env::var_os("WITNESS_TEST_EXIT").is_some() {
        process::exit(0);
    }
}

#[test]
fn ending_the_program_is_no_success() {
    let mut again = Command::new(env::current_exe().unwrap());
    again.args(["answer", "--exact"]).env_remove("CHECK_GUARD");
    assert!(again.output().unwrap().status.success());
    let output = again.env("WITNESS_TEST_EXIT", "yes").output().unwrap();
    assert_eq!(output.status.code(), Some(101), "{output:?}");
}
