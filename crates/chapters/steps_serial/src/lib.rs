//! The chapter on serial code, step by step. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`formula`] | the tutorial's formula, as a Python programmer would first write it in Rust |
//! | [`point`] | coordinates that can't be swapped, lose a sign or leave the Earth |
//! | [`haversine`] | a formula that holds everywhere |
//! | [`flat`] | no memory asked for: pairs in one row of memory, answers where the caller wants them |
//! | [`great_circle::serial`] | a column for each coordinate |
//! | [`zipped`] | no index, so no bounds check |
//! | [`fewer_calls`] | the same number from fewer sines and cosines |
//! | [`own_sine`] | a sine that knows its range, so that the loop calls nothing |
//! | [`own_sine_flat`], [`own_sine_called`] | the last step without columns, and without being melted into the loop |
//! | [`great_circle::simd`] | the same loop for a processor's newer instructions |
//!
//! Beside the distances, loops in which memory or bounds checks are all there is: [`products`], [`walk`], [`matmul`],
//! [`records`].

pub mod fewer_calls;
pub mod flat;
pub mod formula;
pub mod haversine;
pub mod matmul;
pub mod own_sine;
pub mod own_sine_called;
pub mod own_sine_flat;
pub mod point;
pub mod products;
#[cfg(not(target_family = "wasm"))]
pub mod python;
pub mod records;
pub mod walk;
pub mod zipped;

pub use point::{Latitude, Longitude, NotOnEarth, Pair, Point};

use great_circle::Pairs;
use shared::Shared;
use variant::{Precision, Unavailable, Variant, Way, Workers};

/// The same pairs, laid out in memory as each step wants them.
pub struct Layouts {
    /// A vector for each pair: lon1, lat1, lon2, lat2, in degrees.
    pub table: Vec<Vec<f64>>,
    /// One pair behind another.
    pub pairs: Vec<Pair>,
    /// One coordinate behind another.
    pub columns: Pairs,
}

impl Layouts {
    /// # Panics
    /// When a column holds what is no coordinate.
    pub fn new(columns: Pairs) -> Self {
        let row = |i: usize| [columns.lon1[i], columns.lat1[i], columns.lon2[i], columns.lat2[i]];
        let rows = || (0..columns.len()).map(row);
        let pair = |row| Pair::try_from(row).expect("random pairs lie on Earth");
        Self { table: rows().map(Vec::from).collect(), pairs: rows().map(pair).collect(), columns }
    }
}

/// Every step as a variant, the one that judges the others first.
pub const VARIANTS: &[Variant<Layouts, Shared<f64>>] = &[
    step("serial", Precision::Double, |layouts, workers, km| great_circle::serial::run(&layouts.columns, workers, km)),
    // The next three are right to some decimetres only, where two points are nearly opposite.
    #[cfg(not(target_family = "wasm"))]
    step("python_loop", Precision::Single, |layouts, _, km| python::distances("loop", &layouts.columns, km)),
    #[cfg(not(target_family = "wasm"))]
    step("numpy", Precision::Single, |layouts, _, km| python::distances("numpy", &layouts.columns, km)),
    // Of equal points it makes NaN; among random ones there are none.
    step("formula", Precision::Single, |layouts, _, km| {
        km.copy_from_slice(&formula::distances(&layouts.table));
        Ok(())
    }),
    step("haversine", Precision::Double, |layouts, _, km| {
        km.copy_from_slice(&haversine::distances(&layouts.table));
        Ok(())
    }),
    step("flat", Precision::Double, |layouts, _, km| {
        flat::distances(&layouts.pairs, km);
        Ok(())
    }),
    step("zipped", Precision::Double, |layouts, _, km| {
        zipped::distances(&layouts.columns, km);
        Ok(())
    }),
    step("fewer_calls", Precision::Double, |layouts, _, km| {
        fewer_calls::distances(&layouts.columns, km);
        Ok(())
    }),
    step("own_sine_flat", Precision::Double, |layouts, _, km| {
        own_sine_flat::distances(&layouts.pairs, km);
        Ok(())
    }),
    step("own_sine_called", Precision::Double, |layouts, _, km| {
        own_sine_called::distances(&layouts.columns, km);
        Ok(())
    }),
    step("own_sine", Precision::Double, |layouts, _, km| {
        own_sine::distances(&layouts.columns, km);
        Ok(())
    }),
    step("simd", Precision::Double, |layouts, workers, km| great_circle::simd::run(&layouts.columns, workers, km)),
];

/// Whether two answers agree, as [`great_circle::agree`].
///
/// # Errors
/// A sentence that says where they differ.
pub fn agree(layouts: &Layouts, want: &[f64], got: &[f64], precision: Precision) -> Result<(), String> {
    great_circle::agree(&layouts.columns, want, got, precision)
}

type Run = fn(&Layouts, Workers, &mut Shared<f64>) -> Result<(), Unavailable>;

const fn step(name: &'static str, precision: Precision, run: Run) -> Variant<Layouts, Shared<f64>> {
    Variant { name, way: Way::Serial, baseline: None, precision, run }
}
