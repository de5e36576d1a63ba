//! The bounds that the functions promise, held against 192-bit arithmetic: random arguments, and the hardest ones.

use rand::{RngExt, SeedableRng};
use std::f64::consts::{FRAC_PI_2, PI};
use steps_simd::{
    arcsine::asin,
    cosine::cos,
    estrin, fused, horner, reordered,
    sine::{SINE, sin, without},
    taylor,
    ulp::{Function, Judge},
};

/// The largest error of `f` over `arguments`, in ulp, and where it is.
fn worst(f: Function, ours: fn(f64) -> f64, arguments: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let mut judge = Judge::new();
    let errors = arguments.into_iter().map(|x| (judge.error(f, x, ours(x)), x));
    errors.max_by(|a, b| a.0.total_cmp(&b.0)).expect("arguments")
}

fn random(n: usize, limit: f64) -> impl Iterator<Item = f64> {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(5);
    (0..n).map(move |_| rng.random_range(-limit..=limit))
}

/// Whole multiples of a quarter turn, and the numbers beside them: where a sine or a cosine is nearly 0 or 1.
fn quarter_turns() -> impl Iterator<Item = f64> {
    let quarters = (0..40).chain([1_000, 99_999, 100_000, 636_000]);
    quarters.map(|i| f64::from(i) * FRAC_PI_2).flat_map(|x| [x, x.next_up(), x.next_down(), -x])
}

#[test]
fn sine_and_cosine_stay_below_three_ulp() {
    for (f, ours) in [(Function::Sine, sin as fn(f64) -> f64), (Function::Cosine, cos)] {
        for limit in [1.0, 10.0, 1e6] {
            let (error, x) = worst(f, ours, random(5_000, limit));
            println!("{f:?} up to {limit}: {error} ulp, at {x}");
            assert!(error < 3.0, "{f:?} of {x}: {error} ulp");
        }
        let (error, x) = worst(f, ours, quarter_turns());
        println!("{f:?} at quarter turns: {error} ulp, at {x}");
        assert!(error < 3.0, "{f:?} of {x}: {error} ulp");
    }
    assert!(sin(f64::NAN).is_nan() && cos(f64::INFINITY).is_nan());
}

#[test]
fn the_arcsine_stays_below_three_ulp() {
    let borders = [0.5, 1.0, 0.25, 1e-300, 1e-8].into_iter().flat_map(|x: f64| [x, x.next_down(), -x]);
    let all = random(10_000, 1.0).chain(borders).chain(random(2_000, 0.01).map(|x| 1.0 - x.abs()));
    let (error, x) = worst(Function::Arcsine, asin, all);
    println!("arcsine: {error} ulp, at {x}");
    assert!(error < 3.0, "arcsine of {x}: {error} ulp");
    assert_eq!(asin(0.0), 0.0);
    assert!(asin(1.0_f64.next_up()).is_nan() && asin(f64::NAN).is_nan());
}

/// What the chapter compares them with: the functions of the system's library, which differ from system to system.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn the_library_stays_below_one_ulp() {
    for (f, theirs, limit) in [
        (Function::Sine, f64::sin as fn(f64) -> f64, 1e6),
        (Function::Cosine, f64::cos, 1e6),
        (Function::Arcsine, f64::asin, 1.0),
    ] {
        let (error, x) = worst(f, theirs, random(3_000, limit));
        assert!(error < 1.0, "{f:?} of {x}: {error} ulp");
    }
}

/// On paper the same polynomial.
#[test]
fn three_orders_of_evaluation_differ_by_roundings_only() {
    for t in random(1_000, FRAC_PI_2).map(|r| r * r) {
        for c in [&SINE, &taylor::SINE] {
            let [a, b, c] = [horner::polynomial(t, c), estrin::polynomial(t, c), fused::polynomial(t, c)];
            assert!((a - b).abs() < 1e-16 && (a - c).abs() < 1e-16, "{a}, {b}, {c} at {t}");
        }
    }
}

#[test]
fn equal_coefficients_but_for_the_last_digits() {
    for (minimax, taylor) in SINE.iter().zip(taylor::SINE) {
        assert!((minimax / taylor - 1.0).abs() < 0.04, "{minimax} and {taylor}");
    }
}

/// Near a multiple of π the parts matter: regrouped, nothing of the answer is left.
#[test]
fn regrouped_there_is_no_sine_of_pi() {
    assert_eq!(reordered::without(PI, 1.0), 0.0);
    assert_eq!(without(PI, 1.0), -1.224_646_799_147_353_2e-16);
    assert_eq!(sin(PI), 1.224_646_799_147_353_2e-16);
}
