//! How a thread ends: with an answer, in a panic, deep in its stack.

use std::hint::black_box;
use steps_threads::{panics, stack};

#[test]
fn one_panic_disturbs_nobody() {
    let outcomes = panics::run(4, |i| match i {
        1 => panic!("job {i} can't be done"),
        2 => panic!("nor this one"),
        3 => std::panic::panic_any(3),
        _ => i,
    });
    let errors = ["job 1 can't be done", "nor this one", "a panic without words"];
    assert_eq!(outcomes[0], Ok(0));
    assert_eq!(outcomes[1..], errors.map(|words| Err(words.to_string())));
}

#[test]
fn deep_recursion_needs_a_deep_stack() {
    /// A call that takes a kilobyte of stack.
    fn depth(n: usize) -> usize {
        let room = black_box([0_u8; 1024]);
        if n == 0 { 0 } else { 1 + depth(n - 1) + usize::from(room[n % 1024]) }
    }
    // Thirty times what a thread gets unless it asks for more.
    assert_eq!(stack::run(64 << 20, || depth(50_000)).unwrap(), 50_000);
    assert!(stack::run(usize::MAX / 2, || ()).is_err(), "no system has a stack of that size");
}
