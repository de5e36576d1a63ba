//! The steps compute what they say.

use rand::{RngExt, SeedableRng};
use steps_algorithms::{bootstrap, compact, mean_distance, quickselect, reduce, same_dice};

fn keys(n: usize, below: u64) -> Vec<u64> {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(n as u64);
    (0..n).map(|_| rng.random_range(0..below)).collect()
}

/// The same on one, two and five threads.
fn on_any_pool<R: PartialEq + std::fmt::Debug + Send>(work: impl Fn() -> R + Sync) -> R {
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&work);
    let answer = on(1);
    assert_eq!(on(2), answer, "two threads");
    assert_eq!(on(5), answer, "five threads");
    answer
}

#[test]
fn a_tree_keeps_the_order() {
    for n in [0, 1, 2, 4096, 4097, 20_001] {
        let texts: Vec<String> = (0..n).map(|i| format!("{i},")).collect();
        let joined = reduce::reduce(&texts, &|a: String, b: String| a + &b);
        assert_eq!(joined.unwrap_or_default(), texts.concat(), "{n} texts");
    }
}

#[test]
fn what_is_kept_stays_in_order() {
    for n in [0, 1, 10, 10_007] {
        for bands in [1, 2, 7, 64] {
            let keys = keys(n, 1000);
            let want: Vec<u64> = keys.iter().copied().filter(|key| key % 3 == 0).collect();
            assert_eq!(compact::compact(&keys, bands, |key| key % 3 == 0), want, "{n} keys, {bands} bands");
        }
    }
}

#[test]
fn the_selected_key_is_the_sorted_one() {
    for (n, below) in [(1, 10), (1000, 50), (60_000, u64::MAX), (60_000, 3)] {
        let mut sorted = keys(n, below);
        sorted.sort();
        for place in [0, n / 3, n / 2, n - 1] {
            assert_eq!(quickselect::select(keys(n, below), place), sorted[place], "place {place} of {n}");
        }
    }
}

#[test]
fn a_quarter_of_the_way_round_on_average() {
    let mean = on_any_pool(|| mean_distance::estimate(40, 1));
    // The distances of two random places have a standard deviation of 4,356 km; 400,000 of them leave 7 km.
    let want = great_circle::RADIUS_KM * std::f64::consts::FRAC_PI_2;
    assert!((mean - want).abs() < 5.0 * 6.9, "{mean} km, expected about {want} km");
}

#[test]
fn dice_of_one_seed_fall_alike() {
    let means = same_dice::estimates(4, 1);
    assert!(means.iter().all(|&mean| mean == means[0]), "{means:?}");
}

#[test]
fn the_interval_is_about_as_wide_as_theory_has_it() {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(5);
    let sample: Vec<f64> = (0..1001).map(|_| rng.random_range(0.0..1.0)).collect();
    let (low, high) = on_any_pool(|| bootstrap::median_interval(&sample, 2000, 1));
    assert!(low < high);
    // The median of n uniform numbers has a standard deviation of 1 / (2 √n).
    let width = 2.0 * 1.96 / (2.0 * 1001_f64.sqrt());
    assert!((0.5..2.0).contains(&((high - low) / width)), "{low} to {high}, expected about {width} apart");
    assert_eq!(bootstrap::median_interval(&[3.0], 100, 1), (3.0, 3.0), "one value can't vary");
}
