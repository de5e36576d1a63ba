//! Great circle: how far apart are two points on a sphere, along its surface? A million pairs, each independent of all
//! others.
//!
//! This file states the problem once. Each file beside it answers only one question: who computes which part.

#[cfg(feature = "cards")]
pub mod cards;
#[cfg(feature = "gpu")]
pub mod gpu;
#[cfg(feature = "mpi")]
pub mod mpi;
#[cfg(all(feature = "processes", not(target_family = "wasm")))]
pub mod processes;
#[cfg(not(target_family = "wasm"))]
pub mod rayon;
pub mod serial;
pub mod simd;
#[cfg(not(target_family = "wasm"))]
pub mod simd_rayon;
#[cfg(not(target_family = "wasm"))]
pub mod threads;

use rand::{RngExt, SeedableRng};
use shared::Shared;
use std::f64::consts::PI;
use variant::{Kernel, Load, Precision, Variant, Way, Work};

/// The Earth's mean radius, kilometres. A sphere is the model: the real Earth is flattened by 1 part in 298.
pub const RADIUS_KM: f64 = 6371.0;

/// Pairs of points, a column for each coordinate, in degrees: longitude in −180…180 with east positive, latitude in
/// −90…90 with north positive. All four columns have the same length.
pub struct Pairs {
    /// Longitudes of the first points.
    pub lon1: Shared<f64>,
    /// Latitudes of the first points.
    pub lat1: Shared<f64>,
    /// Longitudes of the second points.
    pub lon2: Shared<f64>,
    /// Latitudes of the second points.
    pub lat2: Shared<f64>,
}

impl Pairs {
    /// `n` pairs drawn from `seed`, uniform in longitude and in latitude; the same on every machine.
    pub fn random(n: usize, seed: u64) -> Self {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        let mut column = |limit: f64| {
            let mut values = Shared::zeroed(n);
            values.fill_with(|| rng.random_range(-limit..=limit));
            values
        };
        Self { lon1: column(180.0), lat1: column(90.0), lon2: column(180.0), lat2: column(90.0) }
    }

    /// As [`Pairs::random`], but in the last tenth each second point lies within a kilometre of opposite the first: the
    /// pairs that a formula has to take special care of, all at one end.
    pub fn skewed(n: usize, seed: u64) -> Self {
        let mut pairs = Self::random(n, seed);
        for i in n - n / 10..n {
            // A hundredth of a degree is 1.1 km.
            let (lon, lat) = (pairs.lon2[i] / 180.0 * 0.01, pairs.lat2[i] / 90.0 * 0.01);
            let opposite = if pairs.lon1[i] > 0.0 { pairs.lon1[i] - 180.0 } else { pairs.lon1[i] + 180.0 };
            pairs.lon2[i] = (opposite + lon).clamp(-180.0, 180.0);
            pairs.lat2[i] = (lat - pairs.lat1[i]).clamp(-90.0, 90.0);
        }
        pairs
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.lon1.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The distance of pair `i`, kilometres.
    #[inline]
    pub fn distance(&self, i: usize) -> f64 {
        trace::touch(i);
        distance(self.lon1[i], self.lat1[i], self.lon2[i], self.lat2[i])
    }
}

// ANCHOR: distance
/// The distance between two points on a sphere of radius [`RADIUS_KM`], kilometres, from degrees of longitude (east
/// positive) and latitude (north positive).
///
/// The haversine formula (Sinnott 1984) finds `a`, the squared half-chord to the second point. It is exact for points
/// close together and loses digits for points nearly opposite, where `a` comes close to 1; there `b`, the squared
/// half-chord to the second point's antipode, takes over. `a + b = 1`, but each is computed without subtracting nearly
/// equal numbers.
#[inline]
pub fn distance(lon1: f64, lat1: f64, lon2: f64, lat2: f64) -> f64 {
    let half = PI / 360.0;
    let (sin_dlon, cos_dlon) = ((lon2 - lon1) * half).sin_cos();
    let north = ((lat2 - lat1) * half).sin();
    let south = ((lat2 + lat1) * half).sin();
    let cosines = (lat1 * (2.0 * half)).cos() * (lat2 * (2.0 * half)).cos();
    let a = north * north + cosines * sin_dlon * sin_dlon;
    let b = south * south + cosines * cos_dlon * cos_dlon;
    2.0 * RADIUS_KM * a.sqrt().atan2(b.sqrt())
}
// ANCHOR_END: distance

/// How far an answer may lie from `serial`'s, kilometres.
///
/// Double precision: a millimetre, the error this crate promises anywhere on Earth; what is measured is a thousand
/// times smaller. Single precision: 20 metres. An `f32` holds a longitude of 180° to 8e-6°, which is 0.85 m on the
/// equator, and the formula's dozen roundings, each of 6e-8 of Earth's half-circumference, add a few metres.
pub fn tolerance(precision: Precision) -> f64 {
    match precision {
        Precision::Double => 1e-6,
        Precision::Single => 0.02,
    }
}

/// Whether two answers agree; if not, where they first differ.
///
/// # Errors
/// A sentence that names the pair, both distances and the tolerance.
pub fn agree(pairs: &Pairs, want: &[f64], got: &[f64], precision: Precision) -> Result<(), String> {
    let tolerance = tolerance(precision);
    if want.len() != got.len() {
        return Err(format!("{} distances came back for {} pairs", got.len(), want.len()));
    }
    let differs = |i: usize| {
        let difference = (want[i] - got[i]).abs();
        difference > tolerance || difference.is_nan()
    };
    match (0..want.len()).find(|&i| differs(i)) {
        None => Ok(()),
        Some(i) => Err(format!(
            "pair {i}, from ({}, {}) to ({}, {}): expected {} km, got {} km; they may differ by {tolerance} km",
            pairs.lon1[i], pairs.lat1[i], pairs.lon2[i], pairs.lat2[i], want[i], got[i]
        )),
    }
}

// ANCHOR: variants
/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Pairs, Shared<f64>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("simd", Way::Simd, None, simd::run),
    #[cfg(not(target_family = "wasm"))]
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    #[cfg(not(target_family = "wasm"))]
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
    #[cfg(not(target_family = "wasm"))]
    Variant::new("simd_rayon", Way::Rayon, Some("simd"), simd_rayon::run),
    #[cfg(all(feature = "processes", not(target_family = "wasm")))]
    Variant::new("processes", Way::Processes, Some("serial"), processes::run).needs("processes"),
    #[cfg(feature = "mpi")]
    Variant::launched("mpi", Way::Mpi, Some("serial"), mpi::run).needs("mpi"),
    #[cfg(feature = "gpu")]
    Variant::on_device("gpu", Way::Gpu, None, gpu::run).single_precision().needs("gpu"),
    #[cfg(feature = "cards")]
    Variant::launched("opencl", Way::OpenCl, None, cards::opencl).needs("opencl"),
    #[cfg(feature = "cards")]
    Variant::launched("cuda", Way::Cuda, None, cards::cuda).needs("cuda"),
    #[cfg(feature = "cards")]
    Variant::launched("cubecl", Way::CubeCl, None, cards::cubecl).single_precision().needs("cubecl"),
];
// ANCHOR_END: variants

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Pairs, Shared<f64>, f64> = Kernel {
    name: "great_circle",
    size_is: "pairs of points",
    default_size: 1_000_000,
    test_sizes: &[0, 1, 8191, 16_384, 65_537],
    // Four coordinates and two answers of eight bytes each.
    bytes: |size| 48 * size,
    // Counted in the source of `simd`, for every variant, though a library's sine may take more: 17 for each of four
    // sines, 28 for the arcsine with its root, and 18 between them. Four coordinates in, a distance out.
    work: Some(|size| Work { operations: 114.0 * size as f64, bytes: 40.0 * size as f64, bits: 64 }),
    problem: |size, load| match load {
        Load::Usual => Pairs::random(size, 7),
        Load::Skewed => Pairs::skewed(size, 7),
    },
    answer: |pairs| Shared::zeroed(pairs.len()),
    spoilt: f64::NAN,
    agree,
    variants: VARIANTS,
};
