//! A witness for parallel work: it was there, and it can say in court what happened.
//!
//! A test that looks only at an answer can't tell a parallel program from a serial one, and a test that looks at a
//! clock fails on a busy day. The tools here use neither. They are for teachers who write checks, and depend on nothing
//! else in this workbook but [`guard`], which sees to it that a check that uses them comes to its own end.
//!
//! | to show that | use |
//! |---|---|
//! | threads share the work, all of them, evenly, each item once | [`SlowMotion`] and its [`Timeline`] |
//! | processes share the work, and how many were born | [`Roster`] |
//! | a check comes to an end, even if the code under test doesn't | [`deadline`] |
//! | an answer is right, if it comes: one that is only slow isn't wrong | [`within`] |
//! | a check with a `main` of its own came to its end, and so did what it plays in other processes | [`harness`], [`output`] |
//! | code that may end the whole program, as loom does when it finds a deadlock, does well | [`in_a_child`] |
//! | code stands a panic, or hands it on | [`planted`] and [`caught`] |
//! | something holds for every input, with a message that teaches and a seed that replays it | [`for_all`] |
//!
//! ```
//! use std::thread;
//! use witness::SlowMotion;
//!
//! // The code under test calls a function of ours for each item; ours takes part in the slow motion.
//! let film = SlowMotion::of(2);
//! let (left, right) = (0..4, 4..8);
//! thread::scope(|scope| {
//!     scope.spawn(|| left.for_each(|item| film.work(item, 1)));
//!     scope.spawn(|| right.for_each(|item| film.work(item, 1)));
//! });
//!
//! let timeline = film.develop();
//! timeline.assert_each_once("item", 8);
//! timeline.assert_all_at_once(2);
//! assert_eq!(timeline.beats(), 4, "eight beats of work, two workers");
//! ```

guard::guarded!();

mod caught;
mod child;
mod deadline;
mod for_all;
mod nameless;
mod planted;
mod rest;
mod roster;
mod slow_motion;
mod timeline;
mod within;

pub use caught::{Caught, caught};
pub use child::in_a_child;
pub use deadline::deadline;
pub use for_all::for_all;
pub use guard::{harness, output};
pub use nameless::nameless;
pub use planted::planted;

pub use proptest::prelude as generate;
pub use roster::{Roster, Signature};
pub use slow_motion::SlowMotion;
pub use timeline::{Shot, Timeline};
pub use within::within;
