//! Property checks: the smallest input, the reason, the seed, and one panic instead of a hundred.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use witness::for_all;

fn complaint(check: impl FnOnce() + panic::UnwindSafe) -> String {
    *panic::catch_unwind(check).expect_err("it fails").downcast().expect("in words")
}

#[test]
fn the_smallest_input_is_reported_with_its_reason() {
    let message = complaint(|| {
        for_all(200, 0..10_000_u32, |&n| if n < 123 { Ok(()) } else { Err(format!("{n} is too much")) });
    });
    assert!(message.starts_with("for 123: 123 is too much"), "{message}");
    assert!(message.contains("LAB_SEED="), "{message}");
}

#[test]
fn the_same_inputs_every_time() {
    let draw = || {
        let drawn = std::sync::Mutex::new(Vec::new());
        for_all(20, 0..u64::MAX, |&n| {
            drawn.lock().unwrap().push(n);
            Ok(())
        });
        drawn.into_inner().unwrap()
    };
    assert_eq!(draw(), draw());
}

#[test]
fn a_panic_ends_the_search() {
    let calls = AtomicUsize::new(0);
    let message = complaint(panic::AssertUnwindSafe(|| {
        for_all(200, 0..10_000_u32, |&n| {
            calls.fetch_add(1, Ordering::Relaxed);
            assert!(n < 5000, "a learner's own panic for {n}");
            Ok(())
        });
    }));
    assert!(message.starts_with("a learner's own panic for "), "{message}");
    let drawn: u32 = message.rsplit(' ').next().unwrap().parse().unwrap();
    assert!(drawn >= 5000 && calls.load(Ordering::Relaxed) < 200, "reported as drawn: {drawn}");
}
