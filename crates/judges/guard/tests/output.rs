//! Parts of a check in processes of their own, and how much they may print.

use std::env;
use std::io::Write;
use std::process::Command;

guard::guarded!();

#[test]
fn who_prints_without_end_is_ended() {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["chatterbox", "--exact", "--nocapture"]).env("GUARD_CHATTER", "yes");
    let ended = guard::output(&mut command).unwrap();
    assert!(!ended.well && ended.stderr.contains("printed without end"), "{:?}", ended.stderr);
    assert!(ended.stdout.len() < guard::TOO_MUCH / 4, "{} bytes kept", ended.stdout.len());
}

/// The other side of the test above.
#[test]
fn chatterbox() {
    let mut line = vec![b'x'; 1 << 16];
    line.push(b'\n');
    while env::var_os("GUARD_CHATTER").is_some() {
        std::io::stdout().write_all(&line).unwrap();
    }
}
