//! Lets loom play a learner's answer.
//!
//! A check compiles the answer a second time, as a module of its own; there `crate::sync` is this crate's [`sync`], so
//! that loom sees every lock taken and every thread put to sleep. [`explore`] then runs a model in every order of these
//! steps, and [`Found::tell`] says in a learner's words what goes wrong in one of them.

use std::time::Duration;
use witness::{deadline, in_a_child};

pub mod atomic;
mod found;
pub mod sync;
pub mod thread;

pub use found::{Found, Mishap};

/// Far longer than any model takes on an idle machine: what it ends would not have ended.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs `model` in every order of its threads' steps in which a thread that could have gone on is interrupted at most
/// `switches` times (without such a bound the number of orders explodes).
///
/// `test` is the full name of the test that calls this: the model runs in a process of its own, see
/// [`witness::in_a_child`].
///
/// # Errors
/// The first order that goes wrong.
#[track_caller]
pub fn explore(
    test: &str,
    what: &'static str,
    switches: usize,
    model: impl Fn() + Send + Sync + 'static,
) -> Result<(), Found> {
    let outside = "locks that are not from `sync`: under loom they are waited for in vain";
    play(test, || {
        deadline(what, outside, LIMIT, move || {
            let mut loom = loom::model::Builder::new();
            loom.preemption_bound = Some(switches);
            loom.location = true;
            loom.check(model);
        });
    })
}

/// Runs `models`, which calls loom itself, in a process of its own; `test` is the full name of the test that calls
/// this.
///
/// # Errors
/// The first order that goes wrong.
pub fn play(test: &str, models: impl FnOnce()) -> Result<(), Found> {
    in_a_child(test, models).map_err(Found::new)
}
