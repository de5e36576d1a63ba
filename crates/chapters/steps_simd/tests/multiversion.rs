//! An attribute in place of the lines of dispatch.

use multiversion::multiversion;
use steps_simd::{dispatched, many_chains};

// ANCHOR: attribute
/// The sum of `numbers`, compiled for AVX2 and for any other processor.
#[multiversion(targets("x86_64+avx2"))]
fn sum(numbers: &[f64]) -> f64 {
    many_chains::sum::<16>(numbers)
}
// ANCHOR_END: attribute

#[test]
fn the_attribute_adds_in_the_same_order() {
    for n in [0, 1, 15, 16, 17, 1023] {
        let numbers: Vec<_> = (0..n).map(|i| f64::from(i).sqrt()).collect();
        assert_eq!(sum(&numbers), dispatched::sum::<16>(&numbers), "{n} numbers");
    }
}
