//! Are the distances right, everywhere on Earth, and computed in one and the same way for all points?

use astro_float::{BigFloat, Consts, RoundingMode};
use gc_simd::{Lanes, RADIUS_KM, distance, sine};
use std::cell::RefCell;
use std::ops::{Add, Mul, Sub};
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(60);

/// A millimetre, in kilometres.
const MILLIMETRE: f64 = 1e-6;

/// From one point to another: longitude and latitude, twice.
type Pair = [f64; 4];

#[test]
fn known_sines() {
    deadline("known sines", "what ends your loop", LIMIT, || {
        for (degrees, want) in [(0.0, 0.0), (30.0, 0.5), (-30.0, -0.5), (90.0, 1.0), (-90.0, -1.0)] {
            let got = sine(One::new(degrees)).get();
            assert!((got - want).abs() < 1e-15, "the sine of {degrees}° is {want}, and yours is {got}");
        }
    });
}

#[test]
fn sines_within_four_ulp() {
    deadline("sines within four ulp", "what ends your loop", LIMIT, || {
        let mut judge = Judge::new();
        let small = (1..8).map(|i| 10_f64.powi(-i));
        let angles = (0..=180).map(|i| f64::from(i) * 0.5).chain(small).chain([1e-300, 89.999_999_9, 60.000_001]);
        for degrees in angles.flat_map(|x| [x, -x]).filter(|&x| x != 0.0) {
            let (got, want) = (sine(One::new(degrees)).get(), judge.sine(degrees));
            let ulp = (got - want).abs() / (want.abs().next_up() - want.abs());
            assert!(
                ulp <= 4.0,
                "sine of {degrees}°: expected {want}, got {got}, which is off by {ulp:.1} units in the last place; 4 are \
                 allowed.\nIs it x · p(x²), with x in radians, and the first coefficient the constant?"
            );
        }
    });
}

#[test]
fn known_distances() {
    deadline("known distances", "what ends your loop", LIMIT, || {
        let quarter = RADIUS_KM * std::f64::consts::FRAC_PI_2;
        for (what, pair, want) in [
            ("from a point to itself", [12.5, 47.0, 12.5, 47.0], 0.0),
            ("a quarter of the equator", [0.0, 0.0, 90.0, 0.0], quarter),
            ("from pole to pole", [10.0, 90.0, -70.0, -90.0], 2.0 * quarter),
            ("from a pole to the equator", [77.0, -90.0, 5.0, 0.0], quarter),
            ("the same pole, under two names", [0.0, 90.0, 123.0, 90.0], 0.0),
            ("two degrees across the date line", [179.0, 0.0, -179.0, 0.0], quarter / 45.0),
            ("one point of the date line, under two names", [180.0, 30.0, -180.0, 30.0], 0.0),
            ("to the opposite point", [-180.0, 12.5, 0.0, -12.5], 2.0 * quarter),
        ] {
            let got = alone(pair);
            assert!(
                (got - want).abs() < MILLIMETRE,
                "{what}, {pair:?}: expected {want} km, got {got} km.\n{}",
                idea(pair, want)
            );
        }
    });
}

#[test]
fn a_millimetre_anywhere() {
    deadline("a millimetre anywhere", "what ends your loop", LIMIT, || {
        let mut judge = Judge::new();
        let mut worst = 0.0_f64;
        for pair in pairs() {
            let (got, want) = (alone(pair), judge.distance(pair));
            let error = (got - want).abs();
            assert!(
                error <= MILLIMETRE,
                "from ({}, {}) to ({}, {}): expected {want} km, got {got} km, {}.\n{}",
                pair[0],
                pair[1],
                pair[2],
                pair[3],
                if got.is_nan() { "not a number".into() } else { format!("off by {:.3} mm", error / MILLIMETRE) },
                idea(pair, want)
            );
            worst = worst.max(error);
        }
        println!("the largest error was {:.6} mm", worst / MILLIMETRE);
    });
}

/// What to look at again.
fn idea(pair: Pair, want: f64) -> &'static str {
    if want > 19_000.0 {
        "These are nearly opposite: is `b` computed from sines, and is π − 2 · arcsin √b selected, and not 2 · arcsin √a?"
    } else if (pair[2] - pair[0]).abs() > 180.0 {
        "The longitudes differ by more than 180°: is half the difference brought into −90…90°?"
    } else if want < 1.0 {
        "These are close together: is 2 · arcsin √a selected, and not π − 2 · arcsin √b? Which of the two has the smaller root? And \
         is the root taken of `a` itself, not of `1 − b`?"
    } else {
        "Are the half angles halved, and the cosines those of the whole latitudes?"
    }
}

/// Four pairs in four lanes, next to whatever neighbour: each gets the distance it has alone.
// No mutant: the trait gives an answer no way to look at a single lane.
#[test]
fn lanes_mind_their_own_business() {
    deadline("lanes mind their own business", "what ends your loop", LIMIT, || {
        let pairs = pairs();
        for (i, four) in pairs.windows(4).step_by(3).enumerate() {
            let lane = |which: usize| Four::new([0, 1, 2, 3].map(|k| four[k][which]));
            let got = distance(lane(0), lane(1), lane(2), lane(3)).get();
            let want = [0, 1, 2, 3].map(|k| alone(four[k]));
            assert!(
                got.map(f64::to_bits) == want.map(f64::to_bits),
                "four pairs at once, numbers {} to {}: expected {want:?}, got {got:?}",
                3 * i,
                3 * i + 3
            );
        }
    });
}

#[test]
fn one_way_for_all_points() {
    deadline("one way for all points", "what ends your loop", LIMIT, || {
        let operations = |pair: Pair| {
            LOG.with_borrow_mut(Vec::clear);
            let [lon1, lat1, lon2, lat2] = pair.map(Logged::new);
            distance(lon1, lat1, lon2, lat2);
            LOG.with_borrow(Vec::clone)
        };
        let (first, rest) = pairs().split_first().map(|(first, rest)| (*first, rest.to_vec())).expect("pairs");
        let usual = operations(first);
        for word in ["sqrt", "less", "select"] {
            let count = usual.iter().filter(|&&done| done == word).count();
            assert!(count > 0, "no `{word}` was done in any register: the lanes can't have been looked at");
        }
        for pair in rest {
            let done = operations(pair);
            assert!(
                done == usual,
                "for {pair:?} there were {} operations, for {first:?} {}, or other ones. In a register there is one \
                 program for all lanes: compute both, and select.",
                done.len(),
                usual.len()
            );
        }
        let most = 600;
        assert!(usual.len() <= most, "{} operations for a distance; {most} are more than enough", usual.len());
    });
}

/// The distance of one pair, in a register of one lane.
fn alone(pair: Pair) -> f64 {
    let [lon1, lat1, lon2, lat2] = pair.map(One::new);
    distance(lon1, lat1, lon2, lat2).get()
}

/// Every special case beside every other, then points all over the Earth, and points next to opposite.
fn pairs() -> Vec<Pair> {
    let mut points = Vec::new();
    for lat in [-90.0, -45.0, -1e-9, 0.0, 30.0, 89.999_999_9, 90.0] {
        for lon in [-180.0, -179.999_999_9, -90.0, 0.0, 45.0, 180.0_f64.next_down(), 180.0] {
            points.push((lon, lat));
        }
    }
    let mut pairs: Vec<Pair> =
        points.iter().flat_map(|p| points.iter().map(move |q| [p.0, p.1, q.0, q.1])).step_by(5).collect();
    // The fractional parts of multiples of two irrational numbers are spread evenly.
    let spread = |i: u32, by: f64, limit: f64| (f64::from(i) * by).fract() * 2.0 * limit - limit;
    for i in 1..300 {
        let (lon, lat) = (spread(i, 0.618_033_988_7, 180.0), spread(i, 0.414_213_562_4, 90.0));
        pairs.push([lon, lat, spread(i, 0.732_050_807_6, 180.0), spread(i, 0.236_067_977_5, 90.0)]);
        let opposite = if lon > 0.0 { lon - 180.0 } else { lon + 180.0 };
        let beside = 10_f64.powi(-(i as i32 % 12));
        pairs.push([lon, lat, (opposite + beside).clamp(-180.0, 180.0), (beside - lat).clamp(-90.0, 90.0)]);
        pairs.push([lon, lat, (lon + beside).clamp(-180.0, 180.0), (lat - beside).clamp(-90.0, 90.0)]);
    }
    pairs
}

/// A number in a lane, written so that nobody can read it who goes round the trait, through a pointer: what lies in
/// memory is another number.
#[derive(Clone, Copy)]
struct Sealed64(u64);

const SEAL: u64 = 0x0123_4567_89ab_cdef;

impl Sealed64 {
    fn new(x: f64) -> Self {
        Sealed64(x.to_bits() ^ SEAL)
    }
    fn get(self) -> f64 {
        f64::from_bits(self.0 ^ SEAL)
    }
}

/// A register of one lane.
#[derive(Clone, Copy)]
struct One(Sealed64);

impl One {
    fn new(x: f64) -> Self {
        One(Sealed64::new(x))
    }
    fn get(self) -> f64 {
        self.0.get()
    }
}

/// A register of four.
#[derive(Clone, Copy)]
struct Four([Sealed64; 4]);

/// A register that writes down what is done.
#[derive(Clone, Copy)]
struct Logged(Sealed64);

impl Logged {
    fn new(x: f64) -> Self {
        Logged(Sealed64::new(x))
    }
    fn get(self) -> f64 {
        self.0.get()
    }
}

thread_local! {
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn log(what: &'static str) {
    LOG.with_borrow_mut(|log| log.push(what));
}

impl Four {
    fn new(lanes: [f64; 4]) -> Self {
        Four(lanes.map(Sealed64::new))
    }
    fn get(self) -> [f64; 4] {
        self.0.map(Sealed64::get)
    }

    fn each(self, f: impl Fn(f64) -> f64) -> Self {
        Four::new(self.get().map(f))
    }

    fn both(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let (x, y) = (self.get(), other.get());
        Four::new([0, 1, 2, 3].map(|k| f(x[k], y[k])))
    }
}

macro_rules! operator {
    ($($trait:ident $method:ident $word:literal)*) => {$(
        impl $trait for One {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                One::new(self.get().$method(other.get()))
            }
        }
        impl $trait for Four {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.both(other, |x, y| x.$method(y))
            }
        }
        impl $trait for Logged {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                log($word);
                Logged::new(self.get().$method(other.get()))
            }
        }
    )*};
}

operator! { Add add "add" Sub sub "sub" Mul mul "mul" }

impl Lanes for One {
    type Mask = bool;

    fn all(x: f64) -> Self {
        One::new(x)
    }
    fn abs(self) -> Self {
        One::new(self.get().abs())
    }
    fn sqrt(self) -> Self {
        One::new(self.get().sqrt())
    }
    fn round(self) -> Self {
        One::new(self.get().round_ties_even())
    }
    fn less(self, other: Self) -> bool {
        self.get() < other.get()
    }
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
}

impl Lanes for Four {
    type Mask = [bool; 4];

    fn all(x: f64) -> Self {
        Four::new([x; 4])
    }
    fn abs(self) -> Self {
        self.each(f64::abs)
    }
    fn sqrt(self) -> Self {
        self.each(f64::sqrt)
    }
    fn round(self) -> Self {
        self.each(f64::round_ties_even)
    }
    fn less(self, other: Self) -> [bool; 4] {
        let (x, y) = (self.get(), other.get());
        [0, 1, 2, 3].map(|k| x[k] < y[k])
    }
    fn select(mask: [bool; 4], yes: Self, no: Self) -> Self {
        Four([0, 1, 2, 3].map(|k| if mask[k] { yes.0[k] } else { no.0[k] }))
    }
}

/// A mask that is no `bool`.
#[derive(Clone, Copy)]
struct Sealed(bool);

impl Lanes for Logged {
    type Mask = Sealed;

    fn all(x: f64) -> Self {
        Logged::new(x)
    }
    fn abs(self) -> Self {
        log("abs");
        Logged::new(self.get().abs())
    }
    fn sqrt(self) -> Self {
        log("sqrt");
        Logged::new(self.get().sqrt())
    }
    fn round(self) -> Self {
        log("round");
        Logged::new(self.get().round_ties_even())
    }
    fn less(self, other: Self) -> Sealed {
        log("less");
        Sealed(self.get() < other.get())
    }
    fn select(mask: Sealed, yes: Self, no: Self) -> Self {
        log("select");
        if mask.0 { yes } else { no }
    }
}

/// Knows the answers to 192 bits.
struct Judge {
    consts: Consts,
    radian: BigFloat,
}

const BITS: usize = 192;
const ROUND: RoundingMode = RoundingMode::ToEven;

impl Judge {
    fn new() -> Self {
        let mut consts = Consts::new().expect("memory for π");
        let radian = consts.pi(BITS, ROUND).div(&number(180.0), BITS, ROUND);
        Self { consts, radian }
    }

    fn sine(&mut self, degrees: f64) -> f64 {
        let x = number(degrees).mul(&self.radian, BITS, ROUND);
        plain(&x.sin(BITS, ROUND, &mut self.consts))
    }

    fn distance(&mut self, [lon1, lat1, lon2, lat2]: Pair) -> f64 {
        let radian = self.radian.clone();
        let radians = |degrees: BigFloat| degrees.mul(&radian, BITS, ROUND);
        let half = |from, to| radians(number(to).sub(&number(from), BITS, ROUND).div(&number(2.0), BITS, ROUND));
        let north = half(lat1, lat2).sin(BITS, ROUND, &mut self.consts);
        let east = half(lon1, lon2).sin(BITS, ROUND, &mut self.consts);
        let cos1 = radians(number(lat1)).cos(BITS, ROUND, &mut self.consts);
        let cos2 = radians(number(lat2)).cos(BITS, ROUND, &mut self.consts);
        let product = |a: &BigFloat, b: &BigFloat| a.mul(b, BITS, ROUND);
        let a = product(&north, &north).add(&product(&product(&east, &east), &product(&cos1, &cos2)), BITS, ROUND);
        // Rounding at the 192nd bit can carry the root past 1, where the arcsine ends.
        let root = a.sqrt(BITS, ROUND).min(&number(1.0));
        let angle = root.asin(BITS, ROUND, &mut self.consts);
        plain(&product(&angle, &number(2.0 * RADIUS_KM)))
    }
}

fn number(x: f64) -> BigFloat {
    BigFloat::from_f64(x, BITS)
}

fn plain(x: &BigFloat) -> f64 {
    x.to_string().parse().expect("a decimal number")
}
