//! Runs `compact`: the squares among the first hundred numbers, in four bands.

use steps_algorithms::compact::compact;

fn main() {
    let numbers: Vec<u32> = (0..100).collect();
    println!("{:?}", compact(&numbers, 4, |n| n.isqrt().pow(2) == *n));
}
