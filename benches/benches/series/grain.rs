//! How small may a piece of work be?

use benches::{
    experiment::{Outcome, point, series},
    timing::in_turns,
};
use record::Series;
use std::{hint::black_box, iter};
use steps_pools::{join, min_len};
use variant::Workers;

/// Time by the least number of elements in a piece, for a million that take nanoseconds and a thousand that take
/// microseconds; serial is 1.
pub fn measure() -> Outcome<Series> {
    let cheap: Vec<u32> = (0..1 << 20).collect();
    let expensive: Vec<u32> = (0..1 << 10).collect();
    // Hidden from the compiler one by one: in vector instructions they would be cheaper than cheap.
    let mut points = sweep("cheap", &cheap, &|&x| rounds(black_box(x), 4));
    points.extend(sweep("expensive", &expensive, &|&x| rounds(x, 4000)));
    Ok(series("elements in a piece, at least", "time (serial = 1)", points))
}

/// So many rounds of a random number generator (xorshift, Marsaglia 2003): each waits for the one before.
fn rounds(x: u32, n: u32) -> u64 {
    u64::from((0..n).fold(x | 1, |x, _| {
        let x = x ^ (x << 13);
        let x = x ^ (x >> 17);
        x ^ (x << 5)
    }))
}

/// One line for pieces that are split by hand, and one for those that rayon splits.
fn sweep(name: &str, items: &[u32], cost: &(impl Fn(&u32) -> u64 + Sync)) -> Vec<record::Point> {
    let pool = pools::rayon(Workers::available());
    let serial = || black_box(items).iter().map(cost).sum::<u64>();
    let grains = iter::successors(Some(1), |grain| Some(grain * 4)).take_while(|&grain| grain <= items.len());
    grains
        .flat_map(|grain| {
            let by_hand = in_turns(|| pool.install(|| join::run(black_box(items), grain, cost)), serial);
            let by_rayon = in_turns(|| pool.install(|| min_len::run(black_box(items), grain, cost)), serial);
            let x = grain as f64;
            [point(format!("{name}, join"), x, &by_hand), point(format!("{name}, with_min_len"), x, &by_rayon)]
        })
        .collect()
}
