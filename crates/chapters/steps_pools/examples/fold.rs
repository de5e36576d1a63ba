//! Runs `fold` on four million bytes.

use std::time::Instant;
use steps_pools::fold;

fn main() {
    let bytes: Vec<u8> = (0..4_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let start = Instant::now();
    let counts = fold::histogram(&bytes);
    println!("{} bytes in {:.1?}", bytes.len(), start.elapsed());
    println!("the byte 0 occurs {} times, 255 {} times", counts[0], counts[255]);
}
