//! Is every distance right to a millimetre, small ones to a thousandth, and is nothing but a point on Earth taken for
//! one?

use astro_float::{BigFloat, Consts, RoundingMode};
use haversine::{NotOnEarth, RADIUS_KM, distance, route};
use std::cell::RefCell;
use std::time::Duration;
use witness::{deadline, for_all, generate::prop::collection};

const LIMIT: Duration = Duration::from_secs(60);

const MILLIMETRE: f64 = 1e-6;

#[test]
fn known_distances() {
    let quarter = std::f64::consts::PI * RADIUS_KM / 2.0;
    for (pair, want, what) in [
        ([0.0, 0.0, 0.0, 90.0], quarter, "from the equator to the pole"),
        ([0.0, 0.0, 90.0, 0.0], quarter, "a quarter of the equator"),
        ([0.0, 0.0, 180.0, 0.0], 2.0 * quarter, "half the equator"),
        ([17.0, 90.0, -60.0, -90.0], 2.0 * quarter, "from pole to pole"),
        ([-72.545, -13.163, -105.042, 38.841], 6694.8303, "from Machu Picchu to Pikes Peak"),
        ([179.5, 0.0, -179.5, 0.0], quarter / 90.0, "one degree across the date line"),
        ([-180.0, 12.0, 180.0, 12.0], 0.0, "the date line, named from both sides"),
    ] {
        let got = computed(pair);
        let advice = if got.is_nan() { NAN } else { ORDER };
        assert!((got - want).abs() < 1e-4, "{what}, {}: expected {want} km, got {got} km.\n{advice}", call(pair));
    }
}

const NAN: &str = "Rounding lifts a cosine or a sine that should be 1 a little above it, and such a number has no arccosine or arcsine.";
const ORDER: &str = "Which argument is which, are they turned into radians, and is half an angle halved?";

#[test]
fn a_point_is_at_no_distance_from_itself() {
    deadline("points and themselves", "what ends your loop", LIMIT, || {
        for_all(2000, (-180.0..=180.0, -90.0..=90.0), |&(lon, lat)| {
            let got = computed([lon, lat, lon, lat]);
            if got == 0.0 {
                return Ok(());
            }
            Err(format!(
                "the point ({lon}, {lat}) is {got} km from itself, expected exactly 0.\n\
                 A cosine that should be 1 and isn't quite? With differences first, their sine is exactly 0."
            ))
        });
    });
}

#[test]
fn hard_pairs() {
    deadline("the hardest pairs there are", "what ends your loop", LIMIT, || {
        let points = hard_points();
        for p in &points {
            for q in &points {
                right([p[0], p[1], q[0], q[1]]).unwrap_or_else(|wrong| panic!("{wrong}"));
            }
        }
    });
}

#[test]
fn any_pairs() {
    deadline("any pairs", "what ends your loop", LIMIT, || {
        let point = || (-180.0..=180.0, -90.0..=90.0);
        for_all(300, (point(), point()), |&((lon1, lat1), (lon2, lat2))| right([lon1, lat1, lon2, lat2]));
    });
}

#[test]
fn neighbours() {
    deadline("neighbours, from a millimetre to a thousand kilometres apart", "what ends your loop", LIMIT, || {
        // Powers of ten of a degree: 10⁻⁸ is a millimetre, 10 are so far that nobody may take the Earth for flat. Away
        // from the poles, where a longitude's degree is short.
        let step = || (-8.0..1.0_f64, 0..4_usize);
        for_all(450, (-170.0..170.0, -80.0..80.0, step()), |&(lon, lat, (power, direction))| {
            let d = 10_f64.powf(power);
            let (east, north) = [(d, 0.0), (0.0, d), (d, d), (-d, d)][direction];
            right([lon, lat, lon + east, lat + north])
        });
    });
}

#[test]
fn nearly_opposite() {
    deadline("nearly opposite points", "what ends your loop", LIMIT, || {
        for_all(300, (-170.0..0.0, -80.0..80.0, -9.0..1.0_f64), |&(lon, lat, power)| {
            let d = 10_f64.powf(power);
            right([lon, lat, lon + 180.0 - d, d - lat])
        });
    });
}

#[test]
fn the_way_back_is_as_far() {
    deadline("pairs, both ways", "what ends your loop", LIMIT, || {
        let point = || (-180.0..=180.0, -90.0..=90.0);
        for_all(500, (point(), point()), |&((lon1, lat1), (lon2, lat2))| {
            let (there, back) = (computed([lon1, lat1, lon2, lat2]), computed([lon2, lat2, lon1, lat1]));
            if (there - back).abs() <= MILLIMETRE {
                return Ok(());
            }
            Err(format!("from ({lon1}, {lat1}) to ({lon2}, {lat2}) it is {there} km, and back {back} km"))
        });
    });
}

#[test]
fn what_is_no_coordinate() {
    let infinite = f64::INFINITY;
    let bad_longitudes = [180.0_f64.next_up(), 181.0, 360.0, 540.0, f64::MAX, infinite];
    let bad_latitudes = [90.0_f64.next_up(), 91.0, 105.042, 180.0, f64::MAX, infinite];
    for (place, bad) in [(0, bad_longitudes), (1, bad_latitudes), (2, bad_longitudes), (3, bad_latitudes)] {
        for value in bad.into_iter().flat_map(|value| [value, -value]).chain([f64::NAN, -f64::NAN]) {
            let mut pair = [10.0, 20.0, 30.0, 40.0];
            pair[place] = value;
            refused(pair, place);
        }
    }
    // The same twice is no point either, however far apart the two are.
    refused([200.0, 20.0, 200.0, 20.0], 0);
    refused([10.0, -95.0, 10.0, -95.0], 1);
    // Several at once: the first is named. A caller who mends them one by one goes through them in order.
    refused([200.0, f64::NAN, f64::NAN, 95.0], 0);
    refused([20.0, -95.0, f64::NAN, 95.0], 1);
    refused([20.0, -9.0, -190.0, f64::NAN], 2);
}

/// Whether the number at `place` is the one that is named.
fn refused(pair: [f64; 4], place: usize) {
    let given = pair[place];
    let wanted = if place.is_multiple_of(2) { "Longitude" } else { "Latitude" };
    let call = call(pair);
    match distance(pair[0], pair[1], pair[2], pair[3]) {
        Ok(km) => panic!(
            "{call} is {km} km, expected an error: {given} is no {}.\n\
             Whatever is compared with NaN is false. Ask whether a number is inside its range, not whether it is outside.",
            wanted.to_lowercase()
        ),
        Err(wrong) => {
            let (kind, value) = match wrong {
                NotOnEarth::Longitude(value) => ("Longitude", value),
                NotOnEarth::Latitude(value) => ("Latitude", value),
            };
            let same = value == given || (value.is_nan() && given.is_nan());
            assert!(
                kind == wanted && same,
                "{call}: expected the error {wanted}({given}), got {kind}({value}).\n\
                 The first that is wrong is named, in the order of the arguments, as it was given."
            );
        }
    }
}

#[test]
fn the_edges_are_on_earth() {
    for lon in [-180.0, -0.0, 0.0, 180.0] {
        for lat in [-90.0, -0.0, 0.0, 90.0] {
            computed([lon, lat, 1.0, 2.0]);
            computed([1.0, 2.0, lon, lat]);
        }
    }
}

#[test]
fn a_way_is_as_long_as_its_legs() {
    deadline("ways", "what ends your loop", LIMIT, || {
        for_all(200, collection::vec((-180.0..=180.0, -90.0..=90.0), 0..9), |points| {
            let want: f64 = points.windows(2).map(|leg| computed([leg[0].0, leg[0].1, leg[1].0, leg[1].1])).sum();
            match route(points) {
                Ok(got) if (got - want).abs() <= MILLIMETRE => Ok(()),
                got => Err(format!(
                    "the way through {points:?}: expected {want} km, the sum of {} legs, got {got:?}",
                    points.len().saturating_sub(1)
                )),
            }
        });
    });
}

#[test]
fn a_way_over_what_is_no_point() {
    let (good, east, north) = ((10.0, 20.0), (200.0, 20.0), (10.0, -95.0));
    for (points, first, wanted) in [
        (vec![east], 0, "Longitude"),
        (vec![north, good], 0, "Latitude"),
        (vec![good, east], 1, "Longitude"),
        (vec![good, good, good, north, east], 3, "Latitude"),
        (vec![good, (f64::NAN, 95.0), good], 1, "Longitude"),
    ] {
        let got = route(&points);
        let named = got.as_ref().err().map(|(i, wrong)| match wrong {
            NotOnEarth::Longitude(_) => (*i, "Longitude"),
            NotOnEarth::Latitude(_) => (*i, "Latitude"),
        });
        assert!(
            named == Some((first, wanted)),
            "the way through {points:?}: expected the error {wanted} of point number {first}, got {got:?}.\n\
             A leg has two points, and each point but the first and the last two legs. Of a way of one point there is no leg \
             at all: who looks at its point?"
        );
    }
}

fn call([lon1, lat1, lon2, lat2]: [f64; 4]) -> String {
    format!("distance({lon1}, {lat1}, {lon2}, {lat2})")
}

/// The distance of two points that are on Earth.
fn computed(pair: [f64; 4]) -> f64 {
    let km = distance(pair[0], pair[1], pair[2], pair[3]);
    km.unwrap_or_else(|wrong| panic!("{}: all four are coordinates, but the answer is {wrong:?}", call(pair)))
}

/// Whether the distance is right to a millimetre, and to a thousandth of itself where it isn't far less than that.
fn right(pair: [f64; 4]) -> Result<(), String> {
    thread_local! {
        static REFERENCE: RefCell<Reference> = RefCell::new(Reference::new());
    }
    let got = computed(pair);
    let want = REFERENCE.with_borrow_mut(|reference| reference.distance(pair));
    let error = (got - want).abs();
    // Below a millimetre nobody asks for digits: the coordinates themselves have hardly any left.
    let most = if want > 0.9 * MILLIMETRE { MILLIMETRE.min(want / 1000.0) } else { MILLIMETRE };
    if error <= most {
        return Ok(());
    }
    let idea = if got.is_nan() {
        "NaN: an `acos` or `asin` of more than 1, or a root of less than 0? To cut it off hides this, and leaves the \
         answer wrong."
    } else if want > 1.0 && want < 2500.0 && error > 10.0 * MILLIMETRE && error < want / 100.0 {
        "Nearly right. Is the Earth flat between these two? Or has a cosine near 1 lost its digits?"
    } else if want < 100.0 {
        "These two are neighbours. Near 1 a cosine hardly changes with its angle: what formula has no cosine near 1?"
    } else if want > 19_900.0 {
        "These two are nearly opposite. The arcsine of what is next to 1 is as uncertain as the arccosine: what is small \
         here, and could be used instead?"
    } else {
        ORDER
    };
    Err(format!(
        "{}: expected {want} km, got {got} km, which is {error:e} km off; allowed: {most:e} km.\n{idea}",
        call(pair)
    ))
}

/// Points from which every special case can be made.
fn hard_points() -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for lat in [-90.0, -45.0, -1e-8, 0.0, 30.0, 89.999_999, 90.0] {
        for lon in [-180.0, -179.999_999_9, -90.0, 0.0, 1e-8, 90.0, 180.0_f64.next_down(), 180.0] {
            points.push([lon, lat]);
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
