//! What is kept is counted, in its own thread.

use std::{hint::black_box, thread};

#[test]
fn each_block_counts_once() {
    let before = allocations::so_far();
    black_box(Box::new(1));
    black_box(vec![1_u8; 100]);
    assert_eq!(allocations::so_far() - before, 2);
}

#[test]
fn threads_are_counted_apart() {
    let other = thread::spawn(|| {
        let before = allocations::so_far();
        (0..1000).for_each(|i| drop(black_box(Box::new(i))));
        allocations::so_far() - before
    });
    let before = allocations::so_far();
    let mine = allocations::so_far() - before;
    assert_eq!((other.join().unwrap(), mine), (1000, 0));
}

#[test]
fn the_largest_block_is_known_until_it_is_asked_for() {
    allocations::largest();
    black_box(vec![1_u8; 1000]);
    black_box(vec![0_u8; 5000]);
    black_box(vec![1_u8; 3000]);
    assert_eq!((allocations::largest(), allocations::largest()), (5000, 0));
}
