//! How wrong can an answer be? Both formulas beside the same one in 192-bit arithmetic, on ordinary pairs and on the
//! worst there are: equal points, poles, antipodes, the date line, and steps of one last digit around each.

use astro_float::{BigFloat, Consts, RoundingMode};
use great_circle::{Pairs, RADIUS_KM, distance, serial, simd};
use shared::Shared;
use variant::Workers;

/// What the crate promises, kilometres: a millimetre.
const PROMISE: f64 = 1e-6;

#[test]
fn no_pair_is_wrong_by_a_millimetre() {
    let points = hard_points();
    let mut pairs = Pairs::random(points.len() * points.len() + 500, 11);
    let grid = points.iter().flat_map(|p| points.iter().map(move |q| (p, q)));
    for (i, (p, q)) in grid.enumerate() {
        (pairs.lon1[i], pairs.lat1[i], pairs.lon2[i], pairs.lat2[i]) = (p.0, p.1, q.0, q.1);
    }
    let (mut scalar, mut vector) = (Shared::zeroed(pairs.len()), Shared::zeroed(pairs.len()));
    serial::run(&pairs, Workers::ONE, &mut scalar).unwrap();
    simd::run(&pairs, Workers::ONE, &mut vector).unwrap();

    let mut reference = Reference::new();
    let mut worst = [0.0_f64; 2];
    for i in 0..pairs.len() {
        let pair = [pairs.lon1[i], pairs.lat1[i], pairs.lon2[i], pairs.lat2[i]];
        let exact = reference.distance(pair);
        for (got, worst) in [scalar[i], vector[i]].into_iter().zip(&mut worst) {
            let error = (got - exact).abs();
            assert!(error <= PROMISE, "{pair:?}: {got} km instead of {exact} km");
            *worst = worst.max(error);
        }
    }
    println!("largest error on {} pairs: scalar {:e} km, vector {:e} km", pairs.len(), worst[0], worst[1]);
}

#[test]
fn machu_picchu_to_pikes_peak() {
    // West and south are negative. The tutorial this book grew from swaps longitude and latitude here and drops a sign,
    // and so arrives elsewhere.
    let pair = [-72.545, -13.163, -105.042, 38.841];
    let km = distance(pair[0], pair[1], pair[2], pair[3]);
    assert!((km - Reference::new().distance(pair)).abs() < PROMISE);
    assert_eq!(km.round(), 6695.0);
}

#[test]
fn half_the_way_round_is_pi_times_the_radius() {
    for [lon, lat] in [[0.0, 0.0], [33.0, 45.0], [-180.0, 90.0], [179.0, -12.5]] {
        let km = distance(lon, lat, if lon > 0.0 { lon - 180.0 } else { lon + 180.0 }, -lat);
        assert!((km - std::f64::consts::PI * RADIUS_KM).abs() < PROMISE, "({lon}, {lat}): {km}");
    }
}

/// Points from which every special case of the formula can be made.
fn hard_points() -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for lat in [-90.0, -45.0, -1e-9, 0.0, 1e-9, 30.0, 89.999_999_9, 90.0] {
        for lon in [-180.0, -179.999_999_9, -90.0, 0.0, 1e-12, 45.0, 90.0, 180.0_f64.next_down(), 180.0] {
            points.push((lon, lat));
        }
    }
    points
}

/// The haversine formula with 192 bits of mantissa.
struct Reference {
    consts: Consts,
}

impl Reference {
    const BITS: usize = 192;
    const ROUND: RoundingMode = RoundingMode::ToEven;

    fn new() -> Self {
        Self { consts: Consts::new().expect("memory for π") }
    }

    fn distance(&mut self, [lon1, lat1, lon2, lat2]: [f64; 4]) -> f64 {
        let (p, rm) = (Self::BITS, Self::ROUND);
        let number = |x: f64| BigFloat::from_f64(x, p);
        let radian = self.consts.pi(p, rm).div(&number(180.0), p, rm);
        let radians = |degrees: BigFloat| degrees.mul(&radian, p, rm);
        let half = |from: f64, to: f64| radians(number(to).sub(&number(from), p, rm).div(&number(2.0), p, rm));
        let north = half(lat1, lat2).sin(p, rm, &mut self.consts);
        let east = half(lon1, lon2).sin(p, rm, &mut self.consts);
        let cos1 = radians(number(lat1)).cos(p, rm, &mut self.consts);
        let cos2 = radians(number(lat2)).cos(p, rm, &mut self.consts);
        let east = east.mul(&east, p, rm).mul(&cos1, p, rm).mul(&cos2, p, rm);
        let a = north.mul(&north, p, rm).add(&east, p, rm);
        // Rounding at the 192nd bit can carry `a` past 1, where the arcsine ends.
        let root = a.sqrt(p, rm).min(&number(1.0));
        let km = root.asin(p, rm, &mut self.consts).mul(&number(2.0 * RADIUS_KM), p, rm);
        km.to_string().parse().expect("a decimal number")
    }
}
