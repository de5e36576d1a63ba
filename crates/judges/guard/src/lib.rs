//! Sees to it that a check's program counts as passed only if the check came to its own end.
//!
//! An answer runs inside the check's own program. If it calls `std::process::exit(0)`, or makes another program of this
//! one, the whole check ends then and there, and it ends *well*: `cargo test` looks at nothing but the exit code. So
//! two processes take part:
//!
//! ```text
//! cargo test ── the guardian ── the same program again, which runs the check
//!                    ↑                   │
//!                    └── the token ──────┘   only when the harness has ended
//! ```
//!
//! The first process of a check never comes to its `main`. It starts its own program once more, with the same
//! arguments, and lends it a [`Report`]: a nameless file as its standard input, with a token in it that is made up anew
//! each time. The second process takes the token out before any of the answer's code runs. It puts it back when the
//! harness is through. The first one waits, and passes on the exit code; but success without the token is none, and it
//! says so.
//!
//! How does the second process know that the harness is through? The standard harness runs each test on a thread of its
//! own, and returns from `main` at last. So what C's `atexit` has called on the *main* thread tells a `main` that has
//! ended from a test that has ended everything. (It looks whether `main` has begun, and whether it is still on the
//! stack:
//! what runs before it, and the handlers of signals, may end the program on the main thread, too.) A check with a
//! `main` of its own may run tests on the main thread; it says itself where its harness begins and ends, with
//! [`harness`].
//!
//! All that happens in every program of which a crate says [`guarded!`]; `witness` does, so every check that uses it is
//! guarded. Processes that a test starts are let alone, for most are no checks; one that plays a part of the check is
//! started by [`output`].
//!
//! To debug a check, where a second process is in the way, set the environment variable `CHECK_GUARD` to `off`.
//! `lab check` knows this protocol and is the guardian itself.

mod before_main;
mod inside_main;
mod kept;
mod output;
mod report;

#[doc(hidden)]
pub use before_main::before_main;
pub use before_main::caller;
#[doc(hidden)]
pub use ctor;
pub use kept::{Kept, TOO_MUCH};
pub use output::{Ended, output};
pub use report::Report;

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// Says which part a process plays: unset for a guardian, `child` for the process it starts, and for all others `off`.
pub(crate) const PART: &str = "CHECK_GUARD";

/// Set to anything, panics are marked for a judge that reads them: after its message, each has a line that begins with
/// [`MARK`] and ends with the place in the answer or the check from which the standard library was called, if there is
/// one.
pub const MARKED: &str = "CHECK_GUARD_MARKS";

/// The first character of the line after a panic's message: no text has it by accident.
pub const MARK: char = '\u{1e}';

/// What somebody reads whose code ended the check.
pub const ENDED_EARLY: &str = "\
The program ended, as if all were well, before the check did.
Something in your code ends the whole program: `std::process::exit` does that, and so does making another program of this \
one. Return from your function instead, for the check goes on from there.";

/// Whether this program has a harness of its own: then only [`harness`] knows where it ends.
static OWN: AtomicBool = AtomicBool::new(false);
/// Whether that harness has ended.
static THROUGH: AtomicBool = AtomicBool::new(false);

/// Has the program that this stands in, or that the crate is linked into, guarded from its start.
#[macro_export]
macro_rules! guarded {
    () => {
        // Miri has no processes.
        #[cfg(not(miri))]
        $crate::ctor::declarative::ctor! {
            // Before anything that an answer may have done there.
            #[ctor(unsafe, priority = early)]
            fn before_main() {
                $crate::before_main();
            }
        }
    };
}

/// Runs the harness of a check that has a `main` of its own, and returns its exit code from `main`.
///
/// What ends the program inside of `run` ends it too early.
///
/// ```no_run
/// use libtest_mimic::{Arguments, Trial};
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     let trials = vec![Trial::test("nothing", || Ok(()))];
///     guard::harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
/// }
/// ```
pub fn harness(run: impl FnOnce() -> ExitCode) -> ExitCode {
    OWN.store(true, SeqCst);
    let code = run();
    // A bad end needs no report, and what runs after it could turn it into a good one.
    THROUGH.store(code == ExitCode::SUCCESS, SeqCst);
    code
}
