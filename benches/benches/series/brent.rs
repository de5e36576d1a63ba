//! Merge sort on every core, between the least and the most time that work and span allow.

use benches::{
    experiment::{Outcome, point, series},
    timing::SAMPLES,
};
use record::Series;
use shared::Shared;
use sort::{GRAIN, Keys, merge};
use std::{hint::black_box, time::Instant};
use variant::Workers;

const SIZES: [usize; 6] = [30_000, 100_000, 300_000, 1_000_000, 2_000_000, 4_000_000];

/// Speedup by number of keys, where one core merges: as measured, and as the time of all steps and that of the longest
/// chain have it. All three are measured in turns, and each turn gives one ratio for each.
pub fn measure() -> Outcome<Series> {
    let workers = Workers::available();
    let mut points = Vec::new();
    for size in SIZES {
        let keys = Keys::random(size, 7);
        let mut answer = Shared::zeroed(size);
        let mut chain = Chain::of(&keys);
        let mut ratios = [const { Vec::new() }; 3];
        // The first turn is the warm-up.
        for turn in 0..=SAMPLES {
            let mut seconds = |run: Run, workers| {
                let start = Instant::now();
                run(&keys, workers, &mut answer).map(|()| start.elapsed().as_secs_f64())
            };
            let work = seconds(sort::serial::run, Workers::ONE)?;
            let shared = seconds(sort::rayon::run, workers)?;
            let span = chain.seconds();
            let fair = work / workers.get() as f64;
            if turn > 0 {
                for (ratios, seconds) in ratios.iter_mut().zip([shared, fair.max(span), fair + span]) {
                    ratios.push(work / seconds);
                }
            }
        }
        let names = ["measured", "no more than", "no less than"];
        points.extend(names.iter().zip(&ratios).map(|(name, ratios)| point(name, size as f64, ratios)));
    }
    Ok(series("keys", "speedup over serial (×)", points))
}

type Run = fn(&Keys, Workers, &mut Shared<u64>) -> Result<(), variant::Unavailable>;

/// The longest chain of the sort: one leaf of at most [`GRAIN`] keys, then a merge of twice as many, and so on up to
/// the merge of all.
struct Chain {
    leaf: Vec<u64>,
    /// What is merged: both halves sorted.
    levels: Vec<Vec<u64>>,
    into: Vec<u64>,
}

impl Chain {
    fn of(keys: &[u64]) -> Self {
        let mut lengths = vec![keys.len()];
        while lengths[0] > GRAIN {
            lengths.insert(0, lengths[0] / 2);
        }
        let levels = lengths[1..].iter().map(|&length| {
            let mut level = keys[..length].to_vec();
            let (left, right) = level.split_at_mut(length / 2);
            left.sort_unstable();
            right.sort_unstable();
            level
        });
        Self { leaf: keys[..lengths[0]].to_vec(), levels: levels.collect(), into: vec![0; keys.len()] }
    }

    /// How long it takes.
    fn seconds(&mut self) -> f64 {
        let (mut leaf, mut copy) = (self.leaf.clone(), self.leaf.clone());
        let start = Instant::now();
        sort::serial::sort(&mut leaf, &mut copy);
        for level in &self.levels {
            let (left, right) = level.split_at(level.len() / 2);
            merge(black_box(left), black_box(right), &mut self.into[..level.len()]);
        }
        start.elapsed().as_secs_f64()
    }
}
