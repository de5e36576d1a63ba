//! From which size on is it quicker to store past the caches?

use benches::{
    experiment::{Outcome, point, series},
    timing::in_warm_turns,
};
use record::Series;
use std::{cell::RefCell, hint::black_box};

const SIZES: [usize; 10] = [1_000, 4_000, 16_000, 64_000, 250_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000];

/// How many times as fast a scan on one core is with stores past the caches as with ordinary ones, by size: where the
/// totals are only stored, and where they are added up right afterwards.
pub fn measure() -> Outcome<Series> {
    let mut points = Vec::new();
    for n in SIZES {
        let numbers = scan::Numbers::random(n, 7);
        // Both write to the same place, so that neither has the luckier pages.
        let totals = RefCell::new(vec![0; n]);
        let store = |scan: Scan| scan(0, black_box(&numbers), &mut totals.borrow_mut());
        let store_and_use = |scan: Scan| {
            store(scan);
            scan::sum(black_box(&totals.borrow()))
        };
        let gain = in_warm_turns(|| store(scan::scan), || store(scan::streaming::scan));
        points.push(point("only stored", n as f64, &gain));
        let gain = in_warm_turns(|| store_and_use(scan::scan), || store_and_use(scan::streaming::scan));
        points.push(point("used at once", n as f64, &gain));
    }
    Ok(series("numbers", "speedup over ordinary stores (×)", points))
}

type Scan = fn(u64, &[u64], &mut [u64]) -> u64;
