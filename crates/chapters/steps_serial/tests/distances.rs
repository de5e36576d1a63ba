//! The tutorial's mistakes, pinned; and that the steps, which are allowed to change the arithmetic, stay exact.

use great_circle::{Pairs, RADIUS_KM, distance};
use shared::Shared;
use std::f64::consts::PI;
use steps_serial::{Layouts, NotOnEarth, OnEarth, VARIANTS, fewer_calls, formula, haversine, own_sine};
use variant::Workers;

/// What the steps promise on top of `great_circle`'s own error, kilometres: a millimetre.
const PROMISE: f64 = 1e-6;

/// Machu Picchu as the tutorial calls it: latitude −13° and longitude −73°, swapped, and one sign lost.
const MACHU_PICCHU_SWAPPED: [f64; 2] = [-13.0, 73.0];
const MACHU_PICCHU: [f64; 2] = [-73.0, -13.0];
const PIKES_PEAK: [f64; 2] = [-105.0, 38.0];

fn by_formula([lon1, lat1]: [f64; 2], [lon2, lat2]: [f64; 2]) -> f64 {
    formula::great_circle(vec![lon1, lat1, lon2, lat2])
}

#[test]
fn equal_points_are_not_a_number_apart_for_some_in_a_hundred() {
    let pairs = Pairs::random(100_000, 3);
    let answers = (0..pairs.len()).map(|i| [pairs.lon1[i], pairs.lat1[i]]).map(|point| by_formula(point, point));
    let answers: Vec<_> = answers.collect();
    let nan = answers.iter().filter(|km| km.is_nan()).count();
    // The last digit of a sine is a matter of the system's library: the share is about 4 %, not exactly so.
    assert!((2_000..8_000).contains(&nan), "{nan} of 100,000 equal pairs give NaN");
    // And where it is a number, it need not be zero.
    assert!(answers.iter().any(|&km| km > 0.0));
    assert!((0..pairs.len()).all(|i| {
        let (lon, lat) = (pairs.lon1[i], pairs.lat1[i]);
        haversine::great_circle(vec![lon, lat, lon, lat]) == 0.0
    }));
}

#[test]
fn the_formula_knows_no_distance_between_nothing_and_nine_centimetres() {
    let nearest = RADIUS_KM * (1.0_f64).next_down().acos();
    assert!((9.4e-5..9.6e-5).contains(&nearest), "{nearest} km");
}

#[test]
fn machu_picchu_is_not_in_the_greenland_sea() {
    let wrong = by_formula(MACHU_PICCHU_SWAPPED, PIKES_PEAK);
    let right = by_formula(MACHU_PICCHU, PIKES_PEAK);
    assert_eq!([wrong.round(), right.round()], [6060.0, 6578.0]);
}

#[test]
fn three_quarters_of_the_tutorials_random_points_lie_nowhere() {
    // Whole degrees from −360 up to, not including, 360, each as likely as the next.
    let all = (-360..360).count() as f64;
    let no_latitude = (-360..360).filter(|lat: &i32| lat.abs() > 90).count() as f64 / all;
    let no_pair = 1.0 - ((1.0 - no_latitude) * (1.0 - no_latitude));
    assert!((0.74..0.75).contains(&no_latitude) && (0.93..0.94).contains(&no_pair), "{no_latitude} {no_pair}");
}

/// Checked columns of a single pair.
fn one_pair([lon1, lat1, lon2, lat2]: [f64; 4]) -> Result<OnEarth, NotOnEarth> {
    let column = |degrees| {
        let mut column = Shared::zeroed(1);
        column[0] = degrees;
        column
    };
    Pairs { lon1: column(lon1), lat1: column(lat1), lon2: column(lon2), lat2: column(lat2) }.try_into()
}

fn by_own_sine(pair: [f64; 4]) -> f64 {
    let mut km = [f64::NAN];
    own_sine::distances(&one_pair(pair).expect("on Earth"), &mut km);
    km[0]
}

#[test]
fn no_column_has_what_is_no_coordinate() {
    for (place, most) in [180.0, 90.0, 180.0, 90.0].into_iter().enumerate() {
        for degrees in [f64::NAN, f64::INFINITY, -f64::INFINITY, f64::next_up(most), -f64::next_up(most)] {
            let mut pair = [0.0; 4];
            pair[place] = degrees;
            assert!(one_pair(pair).is_err(), "{pair:?} got in");
        }
        let mut pair = [0.0; 4];
        pair[place] = -most;
        assert!(one_pair(pair).is_ok(), "{pair:?} was refused");
    }
}

/// Points from which every special case of a formula can be made.
fn hard_points() -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for lat in [-90.0, -89.999_999_9, -45.0, -1e-9, 0.0, 1e-9, 30.0, 89.999_99, 89.999_999_9, 90.0] {
        for lon in [-180.0, -179.999_999_9, -90.0, 0.0, 1e-12, 1e-6, 45.0, 90.0, 180.0_f64.next_down(), 180.0] {
            points.push([lon, lat]);
        }
    }
    points
}

#[test]
fn every_stable_step_is_exact_on_the_hardest_points() {
    for [lon1, lat1] in hard_points() {
        for [lon2, lat2] in hard_points() {
            let want = distance(lon1, lat1, lon2, lat2);
            for (name, got) in [
                ("haversine", haversine::great_circle(vec![lon1, lat1, lon2, lat2])),
                ("fewer_calls", fewer_calls::distance(lon1, lat1, lon2, lat2)),
                ("own_sine", by_own_sine([lon1, lat1, lon2, lat2])),
            ] {
                assert!(
                    (got - want).abs() <= PROMISE,
                    "{name}: from ({lon1}, {lat1}) to ({lon2}, {lat2}): {got} km instead of {want} km"
                );
            }
        }
    }
    assert!((by_own_sine([33.0, 45.0, -147.0, -45.0]) - PI * RADIUS_KM).abs() <= PROMISE);
}

#[test]
fn only_the_first_two_ask_for_memory() {
    let n = 1000;
    let layouts = Layouts::new(Pairs::random(n, 1));
    let mut km = Shared::zeroed(n);
    for step in VARIANTS.iter().filter(|step| !["python_loop", "numpy"].contains(&step.name)) {
        let before = allocations::so_far();
        step.run(&layouts, Workers::ONE, &mut km).unwrap();
        let asked = allocations::so_far() - before;
        match step.name {
            // Two for each pair, which the compiler may not leave out, and the answers, doubled as they grow.
            "formula" | "haversine" => assert!(asked >= 2 * n, "{}: {asked} for {n} pairs", step.name),
            name => assert_eq!(asked, 0, "{name}"),
        }
    }
}
