//! Scratch paper: a vector for each thread, kept between calls.

use std::cell::RefCell;

thread_local! {
    static PAPER: RefCell<Vec<f64>> = const { RefCell::new(vec![]) };
}

/// The middle one of `values` (at least one) by size.
pub fn median(values: &[f64]) -> f64 {
    PAPER.with_borrow_mut(|paper| {
        paper.clear();
        paper.extend_from_slice(values);
        let middle = paper.len() / 2;
        *paper.select_nth_unstable_by(middle, f64::total_cmp).1
    })
}
