//! Standard output. A reader may close it early (`lab list | head`): that is no error, and the program ends quietly.

use std::io::Write;

/// Prints a line to standard output.
#[macro_export]
macro_rules! say {
    () => { $crate::out::line("") };
    ($($arg:tt)*) => { $crate::out::line(&format!($($arg)*)) };
}

/// Prints `text` and a newline.
pub fn line(text: &str) {
    let mut out = anstream::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}
