//! Whatever the standard library's types can do, their stand-ins can: the same files, compiled and run with both.
//!
//! An answer that makes one of these uses compiles beside `std`. If it didn't compile beside the stand-in, a right
//! answer would be refused.

#![allow(clippy::duplicate_mod, reason = "the same files, compiled with both")]

/// As a learner's file sees it.
#[path = "same_use"]
mod with_std {
    use std::sync;

    #[path = "atomics.rs"]
    pub mod atomics;
    #[path = "constants.rs"]
    pub mod constants;
    #[path = "locks.rs"]
    pub mod locks;
    #[path = "once.rs"]
    pub mod once;
}

/// As the check's second copy sees it.
#[path = "same_use"]
mod with_stand_ins {
    use preemption::sync;

    #[path = "atomics.rs"]
    pub mod atomics;
    #[path = "constants.rs"]
    pub mod constants;
    #[path = "locks.rs"]
    pub mod locks;
    #[path = "once.rs"]
    pub mod once;
}

#[test]
fn atomics() {
    with_std::atomics::all();
    with_stand_ins::atomics::all();
}

#[test]
fn constants() {
    with_std::constants::all();
    with_stand_ins::constants::all();
}

#[test]
fn locks() {
    with_std::locks::all();
    with_stand_ins::locks::all();
}

#[test]
fn once() {
    with_std::once::all();
    with_stand_ins::once::all();
}
