//! Whatever the standard library's types can do, those that loom plays can: the same files, compiled and run with both.
//! What they use of locks and atomics is also what `preemption` is tried on.

#![allow(clippy::duplicate_mod, reason = "the same files, compiled with both")]

/// As a learner's file sees it.
#[path = "same_use"]
mod with_std {
    use std::{sync, thread};

    #[path = "../../../preemption/tests/same_use/atomics.rs"]
    pub mod atomics;
    #[path = "../../../preemption/tests/same_use/locks.rs"]
    pub mod locks;
    #[path = "threads.rs"]
    pub mod threads;
}

/// As the check's second copy sees it.
#[path = "same_use"]
mod with_stand_ins {
    use loom_std::{sync, thread};

    #[path = "../../../preemption/tests/same_use/atomics.rs"]
    pub mod atomics;
    #[path = "../../../preemption/tests/same_use/locks.rs"]
    pub mod locks;
    #[path = "threads.rs"]
    pub mod threads;
}

/// One order is enough: what is asked is whether it can be done at all.
fn once(all: fn()) {
    let mut loom = loom::model::Builder::new();
    loom.preemption_bound = Some(0);
    loom.max_permutations = Some(1);
    loom.checkpoint_interval = 1;
    loom.check(all);
}

#[test]
fn atomics() {
    with_std::atomics::all();
    once(with_stand_ins::atomics::all);
}

#[test]
fn locks() {
    with_std::locks::all();
    once(with_stand_ins::locks::all);
}

#[test]
fn threads() {
    with_std::threads::all();
    once(with_stand_ins::threads::all);
}
