//! The laws against values worked out by hand, against each other, and against what the book says of them.

use laws::{amdahl, core_table, gustafson::scaled_speedup, karp_flatt};
use proptest::prelude::*;
use std::num::NonZeroU32;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn a_year_shared_by_32_cores_takes_eleven_days_and_a_morning() {
    let rows: Vec<_> = core_table::table(NonZeroU32::new(32).unwrap()).map(|(_, time)| time.to_string()).collect();
    assert_eq!(rows, ["1.875 s", "1 min 52.5 s", "45 min", "22 h 48 min 54 s", "11 d 9 h 57 min 30 s"]);
}

#[test]
fn the_numbers_that_the_chapter_tells_in_words() {
    // "half of it: 1.94 on 32 cores, never 2"
    assert!(close(amdahl::speedup(0.5, 32.0), 64.0 / 33.0));
    assert!(close(amdahl::limit(0.5), 2.0));
    // Gustafson's machine: 1024 processors, 0.4 % serial of the work as it was on one.
    assert_eq!(amdahl::speedup(0.996, 1024.0).round(), 201.0);
    // Ten times as fast with 5 % serial: 19 cores, and twenty times with none.
    assert!(close(amdahl::cores_for(0.95, 10.0).unwrap(), 19.0));
    assert_eq!(amdahl::cores_for(0.95, 20.0), None);
}

#[test]
fn measurements_on_one_core_or_none_at_all_have_no_fit() {
    assert_eq!(karp_flatt::fit([]), None);
    assert_eq!(karp_flatt::fit([(1.0, 1.0)]), None);
    assert_eq!(karp_flatt::fit([(2.0, f64::NAN), (4.0, 3.0)]), None);
}

#[test]
fn more_than_a_core_each_is_a_negative_serial_fraction() {
    assert!(close(karp_flatt::serial_fraction(2.0, 2.5), -0.2));
    assert!(close(karp_flatt::fit([(2.0, 2.5)]).unwrap(), -0.2));
}

proptest! {
    #[test]
    fn amdahl_lies_between_one_and_both_of_its_bounds(p in 0.0..=1.0, n in 1.0..1e4) {
        let s = amdahl::speedup(p, n);
        prop_assert!((1.0..=n.min(amdahl::limit(p)) * (1.0 + 1e-12)).contains(&s), "{s}");
        prop_assert!(close(amdahl::speedup(p, 1.0), 1.0));
    }

    #[test]
    fn the_inverses_lead_back(p in 0.01..0.99, n in 2.0..100.0) {
        let s = amdahl::speedup(p, n);
        prop_assert!((amdahl::cores_for(p, s).unwrap() - n).abs() < 1e-6 * n);
        prop_assert!((1.0 - karp_flatt::serial_fraction(n, s) - p).abs() < 1e-9);
    }

    #[test]
    fn the_two_laws_are_one_seen_from_both_ends(p in 0.0..=1.0, n in 1.0..1e4) {
        // Gustafson's `p` is a fraction of the many cores' time. As a fraction of one core's it is `p n / scaled`, and
        // Amdahl's law of that says the same.
        let scaled = scaled_speedup(p, n);
        prop_assert!(close(amdahl::speedup(p * n / scaled, n), scaled));
    }

    #[test]
    fn a_fit_finds_what_made_the_points_and_noise_moves_it_little(
        serial in 0.0..0.5f64, noise in prop::collection::vec(-0.01..0.01, 2..8)
    ) {
        let points: Vec<_> = noise.iter().zip(2..).map(|(e, n)| {
            let n = f64::from(n);
            (n, amdahl::speedup(1.0 - serial, n) * (1.0 + e))
        }).collect();
        // Each relative time is at most 1 and off by about 1 %, and x is at least 1/2.
        prop_assert!((karp_flatt::fit(points).unwrap() - serial).abs() < 0.025);
    }
}
