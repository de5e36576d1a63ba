//! Is it Amdahl's law, does the way back lead back, and is the impossible refused?

use amdahl::{Impossible, cores_for, limit, speedup};
use std::fmt::Debug;
use std::time::Duration;
use witness::{deadline, for_all, within};

const LIMIT: Duration = Duration::from_secs(60);
/// What an answer computes for that takes years, before it is given up. Others take no time at all.
const LONG: Duration = Duration::from_millis(300);

/// Equal but for rounding, as the task says.
const BILLIONTH: f64 = 1e-9;

#[test]
fn speedups_worked_out_by_hand() {
    deadline("speedup", "what ends your loop", LIMIT, || {
        for (p, n, want, why) in [
            (0.5, 2, 4.0 / 3.0, "Half the work stays as it is, half of it takes half as long: 0.75 of the time."),
            (0.9, 9, 5.0, "0.1 stays as it is and 0.9 / 9 = 0.1 is added: 0.2 of the time."),
            (0.75, 3, 2.0, "0.25 stays as it is and 0.75 / 3 = 0.25 is added: half the time."),
            (0.95, 19, 10.0, "0.05 stays as it is and 0.95 / 19 = 0.05 is added: a tenth of the time."),
            (0.996, 1024, 201.099764, "0.004 stays as it is and 0.996 / 1024 = 0.00097 is added."),
            (1.0, 32, 32.0, "Everything is shared: 32 cores need a 32nd of the time."),
            (0.0, 32, 1.0, "Nothing is shared: 31 cores watch one at work."),
            (0.7, 1, 1.0, "One core is as fast as one core."),
            (1.0, 1 << 40, 1_099_511_627_776.0, "Everything is shared. A `u64` holds more cores than a `u32`."),
            (0.5, 1 << 32, 2.0, "Half the work stays as it is, the other half takes next to no time."),
        ] {
            let got = speedup(p, n).unwrap_or_else(|e| panic!("speedup({p}, {n}) is possible, but was refused: {e:?}"));
            assert!((got - want).abs() < 1e-6 * want, "speedup({p}, {n}): expected {want}, got {got}.\n{why}");
        }
    });
}

#[test]
fn any_speedup() {
    deadline("any speedup", "what ends your loop", LIMIT, || {
        for_all(500, (0..=1000_u32, 1..5000_u64), |&(thousandths, n)| {
            let p = f64::from(thousandths) / 1000.0;
            let got = speedup(p, n).map_err(|e| format!("speedup({p}, {n}) was refused: {e:?}"))?;
            // What the law says of times: one core's time, divided by the speedup, is the two parts' times together.
            let (time, parts) = (1.0 / got, (1.0 - p) + p / n as f64);
            if (time - parts).abs() <= BILLIONTH * parts {
                Ok(())
            } else {
                Err(format!(
                    "speedup({p}, {n}) gave {got}, so {time} of the time on one core is left.\n\
                     The unshared part takes {} of it, the shared part on {n} cores {}: together {parts}.",
                    1.0 - p,
                    p / n as f64
                ))
            }
        });
    });
}

#[test]
fn limits() {
    deadline("limit", "what ends your loop", LIMIT, || {
        for (p, want) in [(0.0, 1.0), (0.5, 2.0), (0.75, 4.0), (0.9, 10.0), (0.95, 20.0), (0.999, 1000.0)] {
            let got = limit(p).unwrap_or_else(|e| panic!("limit({p}) exists, but was refused: {e:?}"));
            assert!(
                (got - want).abs() < BILLIONTH * want,
                "limit({p}): expected {want}, got {got}.\n\
                 With the shared part done in no time at all, {} of the time is left.",
                1.0 - p
            );
        }
        let got = limit(1.0);
        assert!(
            got == Ok(f64::INFINITY),
            "limit(1.0): expected Ok(inf), got {got:?}.\nWhen everything is shared, each core more helps."
        );
    });
}

#[test]
fn cores_worked_out_by_hand() {
    deadline("cores_for", "what ends your loop", LIMIT, || {
        for (p, wanted, want) in [
            (0.95, 10.0, 19),
            (0.9, 5.0, 9),
            (0.75, 2.0, 3),
            (0.75, 2.1, 4),
            (0.5, 1.5, 3),
            (1.0, 32.0, 32),
            (1.0, 2.5, 3),
            (0.3, 1.0, 1),
            (0.3, 0.2, 1),
            (0.0, 1.0, 1),
            (0.0, 0.5, 1),
            (1.0, 1.0, 1),
        ] {
            let got = cores_for(p, wanted);
            assert!(
                got == Ok(want),
                "cores_for({p}, {wanted}): expected Ok({want}), got {got:?}.\n{}",
                match got {
                    Ok(n) => explain(p, wanted, n),
                    Err(_) => format!("It is possible: {want} cores give {}.", law(p, want)),
                }
            );
        }
    });
}

#[test]
fn any_number_of_cores() {
    deadline("any cores_for", "what ends your loop", LIMIT, || {
        // `wanted` goes from 1 up to 998 thousandths of the way to the limit, or to 1000 where there is none.
        for_all(500, (1..=1000_u32, 0..=998_u32), |&(thousandths, way)| {
            let p = f64::from(thousandths) / 1000.0;
            let highest = (1.0 / (1.0 - p)).min(1000.0);
            let wanted = 1.0 + (highest - 1.0) * f64::from(way) / 1000.0;
            match cores_for(p, wanted) {
                Ok(n) if n > 0 && enough(p, wanted, n, 2.0) && (n == 1 || !enough(p, wanted, n - 1, 0.5)) => Ok(()),
                Ok(n) => Err(format!("cores_for({p}, {wanted}) gave {n}.\n{}", explain(p, wanted, n))),
                Err(e) => Err(format!(
                    "cores_for({p}, {wanted}) was refused as {e:?}.\nIt is below the limit, {}.",
                    1.0 / (1.0 - p)
                )),
            }
        });
    });
}

#[test]
fn what_counts_as_equal() {
    deadline("cores_for near a whole number of cores", "what ends your loop", LIMIT, || {
        for thousandths in [1, 10, 500, 750, 900, 950, 990, 999, 1000] {
            let p = f64::from(thousandths) / 1000.0;
            // Beyond these numbers of cores, one more or fewer may itself count as equal.
            for n in [1, 2, 3, 10, 50, 99, 150] {
                for (billionths, want) in [(0.5, n), (2.0, n + 1)] {
                    let wanted = law(p, n) * (1.0 + billionths * BILLIONTH);
                    let got = cores_for(p, wanted);
                    assert!(
                        got == Ok(want),
                        "cores_for({p}, {wanted:?}): expected Ok({want}), got {got:?}.\n\
                         {n} cores give {:?}, {billionths} billionths of it less: {}. A part in a billion is measured on \
                         the speedup, and is a part of it, not of 1 and not of the cores.",
                        law(p, n),
                        if want == n { "that counts as equal" } else { "too few" }
                    );
                }
            }
            if p < 1.0 {
                let wanted = (1.0 - 0.5 * BILLIONTH) / (1.0 - p);
                let got = cores_for(p, wanted);
                assert!(
                    matches!(got, Err(Impossible::OutOfReach { .. })),
                    "cores_for({p}, {wanted:?}): expected OutOfReach, got {got:?}.\n\
                     That is half a billionth below the limit, and counts as it."
                );
            }
        }
    });
}

#[test]
fn more_cores_than_anybody_has() {
    for wanted in [5e9, 1e12, 1e18] {
        match within(LONG, move || cores_for(1.0, wanted)) {
            // From a billion cores on, some neighbouring numbers of cores count as equally fast.
            Some(Ok(n)) if (n as f64 / wanted - 1.0).abs() <= 3.0 * BILLIONTH => {}
            // Who tries one core after another computes for years. That is slow, and not wrong.
            None => {}
            Some(got) => panic!(
                "cores_for(1.0, {wanted:e}): everything is shared, so {wanted:e} cores are needed; got {got:?}.\n\
                 Does every number on the way have room for so many?"
            ),
        }
    }
}

/// Whether `n` cores are `wanted` times as fast, give or take so many billionths.
fn enough(p: f64, wanted: f64, n: u64, billionths: f64) -> bool {
    law(p, n) >= wanted * (1.0 - billionths * BILLIONTH)
}

fn law(p: f64, n: u64) -> f64 {
    1.0 / ((1.0 - p) + p / n as f64)
}

/// Why `n` cores are the wrong number.
fn explain(p: f64, wanted: f64, n: u64) -> String {
    if n == 0 {
        "No cores do nothing.".into()
    } else if !enough(p, wanted, n, 1.0) {
        format!("That is too few: {n} cores give {}.", law(p, n))
    } else {
        format!(
            "One fewer would do: {} cores give {}, and that counts as {wanted}.\n\
             A speedup less than a billionth below counts as equal; `ceil` doesn't know that.",
            n - 1,
            law(p, n - 1)
        )
    }
}

#[test]
fn what_is_out_of_reach() {
    deadline("cores_for out of reach", "when to stop looking for a number of cores", LIMIT, || {
        for (p, wanted, want) in [
            (0.5, 2.0, 2.0),
            (0.5, 2.5, 2.0),
            (0.9, 10.0, 10.0),
            (0.8, 5.0, 5.0),
            (0.95, 20.0, 20.0),
            (0.95, 1000.0, 20.0),
            (0.0, 1.5, 1.0),
            (0.3, 1e300, 1.0 / 0.7),
        ] {
            match cores_for(p, wanted) {
                Err(Impossible::OutOfReach { limit }) => assert!(
                    (limit - want).abs() < BILLIONTH * want,
                    "cores_for({p}, {wanted}) is out of reach, but its limit is {want}, not {limit}."
                ),
                got => panic!(
                    "cores_for({p}, {wanted}): expected OutOfReach {{ limit: {want} }}, got {got:?}.\n\
                     Any number of cores stays below the limit, and a speedup less than a billionth away counts as it."
                ),
            }
        }
    });
}

#[test]
fn what_is_impossible() {
    deadline("impossible questions", "what ends your loop", LIMIT, || {
        for p in [-0.1, 1.1, -1e-300, 1.0 + f64::EPSILON, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let why = if p.is_nan() {
                "Every comparison with NaN is false, `p < 0.0 || p > 1.0` too."
            } else {
                "A fraction lies between 0 and 1."
            };
            refused(&format!("speedup({p}, 4)"), speedup(p, 4), Impossible::Fraction, why);
            refused(&format!("limit({p})"), limit(p), Impossible::Fraction, why);
            refused(&format!("cores_for({p}, 1.5)"), cores_for(p, 1.5), Impossible::Fraction, why);
        }
        refused("speedup(0.5, 0)", speedup(0.5, 0), Impossible::Cores, "On no cores, nothing is ever done.");
        for wanted in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let why = "A speedup is a finite number above 0.";
            refused(&format!("cores_for(0.5, {wanted})"), cores_for(0.5, wanted), Impossible::Speedup, why);
            refused(&format!("cores_for(1.0, {wanted})"), cores_for(1.0, wanted), Impossible::Speedup, why);
        }
    });
}

fn refused<T: Debug>(call: &str, got: Result<T, Impossible>, want: Impossible, why: &str) {
    assert!(matches!(&got, Err(e) if *e == want), "{call}: expected Err({want:?}), got {got:?}.\n{why}");
}
