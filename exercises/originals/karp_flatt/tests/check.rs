//! Does each fraction explain its measurements, and does no other explain them better?

use karp_flatt::{Unusable, fit, serial_fraction};
use std::time::Duration;
use witness::{
    deadline, for_all,
    generate::{prop::collection, *},
};

const LIMIT: Duration = Duration::from_secs(60);

/// Fractions that differ by less are equal: a fit may be found by search, too.
const CLOSE: f64 = 1e-6;

/// `CLOSE`, or for fractions above one that part of them.
fn close(got: f64, want: f64) -> bool {
    (got - want).abs() < CLOSE * want.abs().max(1.0)
}

/// Fractions of all kinds: above one where sharing made it slower, however much.
fn thousandths() -> impl Strategy<Value = i32> {
    prop_oneof![3 => -200..=1500_i32, 1 => 1500..=50_000_000_i32]
}

#[test]
fn one_measurement_at_a_time() {
    deadline("serial_fraction", "what ends your loop", LIMIT, || {
        for (cores, speedup, want, why) in [
            (2, 1.6, 0.25, "1/1.6 = 0.625 of the time is left, 0.125 more than half; at most another half could be."),
            (4, 2.5, 0.2, "1/2.5 = 0.4 of the time is left, 0.15 more than a quarter, of the 0.75 above it."),
            (2, 2.0, 0.0, "Twice as fast on two cores: everything was shared out."),
            (32, 32.0, 0.0, "32 times as fast on 32 cores: everything was shared out."),
            (8, 1.0, 1.0, "No faster on 8 cores: nothing was shared out."),
            (2, 2.5, -0.2, "More than a core each: the fraction is negative, and that is worth knowing."),
            (4, 0.8, 4.0 / 3.0, "Slower than on one core: more than everything seems to be serial."),
            (2, 0.1, 19.0, "Ten times as slow on two cores: the fraction has no upper end."),
            (2, 1e-6, 1_999_999.0, "A million times as slow on two cores: the fraction has no upper end."),
        ] {
            let got = serial_fraction(cores, speedup);
            let call = format!("serial_fraction({cores}, {speedup}): expected {want:.4}, got {got:?}");
            assert!(got.is_ok_and(|got| close(got, want)), "{call}.\n{why}");
        }
    });
}

#[test]
fn any_measurement() {
    deadline("any serial_fraction", "what ends your loop", LIMIT, || {
        for_all(500, (2..2000_u32, thousandths()), |&(cores, thousandths)| {
            let serial = f64::from(thousandths) / 1000.0;
            let Some(speedup) = speedup(cores, serial) else { return Ok(()) };
            let got = serial_fraction(cores, speedup);
            let wrong = format!(
                "serial_fraction({cores}, {speedup}): expected {serial}, got {got:?}.\n\
                 With that fraction Amdahl's law gives this speedup."
            );
            if got.is_ok_and(|got| close(got, serial)) { Ok(()) } else { Err(wrong) }
        });
    });
}

#[test]
fn a_fit_of_one_is_exact() {
    deadline("fit of one", "what ends your loop", LIMIT, || {
        for (cores, speedup, want) in [(2, 1.6, 0.25), (4, 2.5, 0.2), (2, 2.5, -0.2), (8, 1.0, 1.0), (2, 0.1, 19.0)] {
            let got = fit(&[(cores, speedup)]);
            assert!(
                got.is_ok_and(|got| close(got, want)),
                "fit(&[({cores}, {speedup:?})]): expected {want}, got {got:?}.\n\
                 A single measurement can be explained exactly, as `serial_fraction` does."
            );
        }
    });
}

#[test]
fn a_fit_without_noise_finds_what_made_the_speedups() {
    deadline("fit without noise", "what ends your loop", LIMIT, || {
        let cores = collection::vec(1..200_u32, 1..8);
        for_all(300, (cores, thousandths()), |(cores, thousandths)| {
            let serial = f64::from(*thousandths) / 1000.0;
            let measured: Vec<_> = cores.iter().filter_map(|&n| Some((n, speedup(n, serial)?))).collect();
            if measured.iter().all(|&(n, _)| n == 1) {
                return Ok(());
            }
            let got = fit(&measured);
            let wrong = format!(
                "fit(&{measured:?}): expected {serial}, got {got:?}.\n\
                 Amdahl's law gives exactly these speedups for {serial}."
            );
            if got.is_ok_and(|got| close(got, serial)) { Ok(()) } else { Err(wrong) }
        });
    });
}

#[test]
fn a_fit_worked_out_by_hand() {
    deadline("fit of two", "what ends your loop", LIMIT, || {
        // The line y = f x, through (1/2, 1/8) and (3/4, 3/20): f = (1/16 + 9/80) / (1/4 + 9/16) = 14/65.
        let (measured, want) = ([(2, 1.6), (4, 2.5)], 14.0 / 65.0);
        let got = fit(&measured);
        assert!(
            got.is_ok_and(|got| (got - want).abs() < CLOSE),
            "fit(&{measured:?}): expected {want:.6}, got {got:?}.\n\
             Alone, they say 0.25 and 0.2. The mean of these, 0.225, is not the least squares solution: it takes both\n\
             for equally telling, but an error in the time on 2 cores moves its fraction more than one on 4 cores."
        );
    });
}

#[test]
fn no_other_fraction_fits_noisy_speedups_better() {
    deadline("fit with noise", "what ends your loop", LIMIT, || {
        let measurement = (1..100_u32, 70..=130_u32);
        let measured = collection::vec(measurement, 1..10);
        for_all(300, (measured, 0..500_u32), |(measured, thousandths)| {
            let serial = f64::from(*thousandths) / 1000.0;
            let noisy = |&(n, percent): &(u32, u32)| Some((n, speedup(n, serial)? * f64::from(percent) / 100.0));
            let measured: Vec<_> = measured.iter().filter_map(noisy).collect();
            if measured.iter().all(|&(n, _)| n == 1) {
                return Ok(());
            }
            best(&measured)
        });
    });
}

#[test]
fn more_than_a_core_each_is_not_hidden() {
    deadline("fit of superlinear speedups", "what ends your loop", LIMIT, || {
        for measured in [&[(2, 2.2), (4, 4.8), (8, 9.0)][..], &[(2, 2.4), (4, 3.0)], &[(2, 0.9), (4, 0.7)]] {
            best(measured).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

/// Whether no fraction has a smaller sum of squares than the one that `fit` finds.
fn best(measured: &[(u32, f64)]) -> Result<(), String> {
    let got = fit(measured).map_err(|e| format!("fit(&{measured:?}) was refused as {e:?}, but can be explained."))?;
    if !got.is_finite() {
        return Err(format!("fit(&{measured:?}) gave {got}.\nWas something divided by zero, on one core for example?"));
    }
    // The sum of squares is a parabola in `f`: three of its points say where its lowest is.
    let sum =
        |f: f64| -> f64 { measured.iter().map(|&(n, s)| (1.0 / s - (f + (1.0 - f) / f64::from(n))).powi(2)).sum() };
    let (left, middle, right) = (sum(-1.0), sum(0.0), sum(1.0));
    let lowest = 0.5 * (left - right) / (left - 2.0 * middle + right);
    if (got - lowest).abs() < CLOSE {
        return Ok(());
    }
    Err(format!(
        "fit(&{measured:?}) gave {got}, with a sum of squares of {}.\n\
         {lowest} has only {}. Is it the squares of *times* (1 / speedup) that you add, and does each measurement weigh \
         what it should?",
        sum(got),
        sum(lowest)
    ))
}

#[test]
fn one_core_says_nothing() {
    deadline("fit with one-core rows", "what ends your loop", LIMIT, || {
        let measured = [(2, 1.6), (4, 2.5)];
        let with_ones = [(1, 1.0), (2, 1.6), (1, 0.97), (4, 2.5), (1, 1.04)];
        let (want, got) = (fit(&measured), fit(&with_ones));
        assert!(
            matches!((want, got), (Ok(a), Ok(b)) if (a - b).abs() < CLOSE),
            "fit(&{with_ones:?}): expected {want:?}, as without the rows on one core, got {got:?}.\n\
             Whatever the fraction is, one core needs all of the time."
        );
    });
}

#[test]
fn what_is_unusable() {
    deadline("unusable measurements", "what ends your loop", LIMIT, || {
        let single: [(u32, f64, Unusable); 6] = [
            (0, 1.5, Unusable::NoCores),
            (1, 1.0, Unusable::NothingShared),
            (2, 0.0, Unusable::NoSpeedup),
            (2, -1.0, Unusable::NoSpeedup),
            (2, f64::NAN, Unusable::NoSpeedup),
            (2, f64::INFINITY, Unusable::NoSpeedup),
        ];
        for (cores, speedup, want) in single {
            let got = serial_fraction(cores, speedup);
            assert!(got == Err(want), "serial_fraction({cores}, {speedup}): expected Err({want:?}), got {got:?}.");
        }
        let several: [(&[(u32, f64)], Unusable); 8] = [
            (&[], Unusable::NothingShared),
            (&[(1, 1.0)], Unusable::NothingShared),
            (&[(1, 1.0), (1, 0.9)], Unusable::NothingShared),
            (&[(4, 3.0), (0, 1.0)], Unusable::NoCores),
            (&[(2, 1.8), (4, f64::NAN), (8, 5.0)], Unusable::NoSpeedup),
            (&[(2, 0.0), (4, 3.0)], Unusable::NoSpeedup),
            (&[(1, f64::NAN), (4, 3.0)], Unusable::NoSpeedup),
            (&[(4, 3.0), (8, f64::INFINITY)], Unusable::NoSpeedup),
        ];
        for (measured, want) in several {
            let got = fit(measured);
            assert!(
                got == Err(want),
                "fit(&{measured:?}): expected Err({want:?}), got {got:?}.\n\
                 One measurement that is none would spoil the others without a trace."
            );
        }
    });
}

/// Amdahl's law; `None` if no job could run like that, because its time would be negative or next to nothing.
fn speedup(cores: u32, serial: f64) -> Option<f64> {
    let time = serial + (1.0 - serial) / f64::from(cores);
    (time > 0.001).then(|| 1.0 / time)
}
