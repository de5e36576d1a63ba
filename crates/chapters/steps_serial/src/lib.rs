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
//! | [`own_sine_flat`], [`own_sine_called`] | the last step without columns, and with a call in the loop |
//! | [`great_circle::simd`] | the same loop for a processor's newer instructions |
//!
//! Beside the distances, loops in which memory, bounds checks or branches are all there is: [`products`], [`walk`],
//! [`matmul`], [`records`], [`below`]; and [`tally`], where the hash function is.

pub mod below;
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
pub mod tally;
pub mod walk;
pub mod zipped;

pub use point::{Latitude, Longitude, NotOnEarth, OnEarth, Pair, Point};

use great_circle::Pairs;
use shared::Shared;
use variant::{Kernel, Precision, Variant, Way};

/// The same pairs, laid out in memory as each step wants them.
pub struct Layouts {
    /// A vector for each pair: lon1, lat1, lon2, lat2, in degrees.
    pub table: Vec<Vec<f64>>,
    /// One pair behind another.
    pub pairs: Vec<Pair>,
    /// A column for each coordinate, checked.
    pub columns: OnEarth,
}

impl Layouts {
    /// # Panics
    /// When a column holds what is no coordinate.
    pub fn new(columns: Pairs) -> Self {
        let row = |i: usize| [columns.lon1[i], columns.lat1[i], columns.lon2[i], columns.lat2[i]];
        let rows = || (0..columns.len()).map(row);
        let pair = |row| Pair::try_from(row).expect("random pairs lie on Earth");
        let (table, pairs) = (rows().map(Vec::from).collect(), rows().map(pair).collect());
        Self { table, pairs, columns: columns.try_into().expect("random pairs lie on Earth") }
    }
}

/// Every step as a variant, the one that judges the others first.
pub const VARIANTS: &[Variant<Layouts, Shared<f64>>] = &[
    Variant::new("serial", Way::Serial, None, |layouts, workers, km| {
        great_circle::serial::run(&layouts.columns, workers, km)
    }),
    // The next three are right to some decimetres only, where two points
    // are nearly opposite.
    #[cfg(not(target_family = "wasm"))]
    Variant::new("python_loop", Way::Serial, None, |layouts: &Layouts, _, km: &mut Shared<f64>| {
        python::distances("loop", &layouts.columns, km)
    })
    .single_precision()
    .needs("numpy"),
    #[cfg(not(target_family = "wasm"))]
    Variant::new("numpy", Way::Serial, None, |layouts: &Layouts, _, km: &mut Shared<f64>| {
        python::distances("numpy", &layouts.columns, km)
    })
    .single_precision()
    .needs("numpy"),
    // Of equal points it makes NaN; among random ones there are none.
    Variant::new("formula", Way::Serial, None, |layouts: &Layouts, _, km: &mut Shared<f64>| {
        km.copy_from_slice(&formula::distances(&layouts.table));
        Ok(())
    })
    .single_precision(),
    Variant::new("haversine", Way::Serial, None, |layouts, _, km| {
        km.copy_from_slice(&haversine::distances(&layouts.table));
        Ok(())
    }),
    Variant::new("flat", Way::Serial, None, |layouts, _, km| {
        flat::distances(&layouts.pairs, km);
        Ok(())
    }),
    Variant::new("zipped", Way::Serial, None, |layouts, _, km| {
        zipped::distances(&layouts.columns, km);
        Ok(())
    }),
    Variant::new("fewer_calls", Way::Serial, None, |layouts, _, km| {
        fewer_calls::distances(&layouts.columns, km);
        Ok(())
    }),
    Variant::new("own_sine_flat", Way::Serial, None, |layouts, _, km| {
        own_sine_flat::distances(&layouts.pairs, km);
        Ok(())
    }),
    Variant::new("own_sine_called", Way::Serial, None, |layouts, _, km| {
        own_sine_called::distances(&layouts.columns, km);
        Ok(())
    }),
    Variant::new("own_sine", Way::Serial, None, |layouts, _, km| {
        own_sine::distances(&layouts.columns, km);
        Ok(())
    }),
    Variant::new("simd", Way::Serial, None, |layouts, workers, km| {
        great_circle::simd::run(&layouts.columns, workers, km)
    }),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Layouts, Shared<f64>, f64> = Kernel {
    name: "steps_serial",
    size_is: "pairs of points, step by step on one core",
    default_size: 1_000_000,
    test_sizes: great_circle::KERNEL.test_sizes,
    // As for great circle, and the pairs once more behind one another and as a vector each.
    bytes: |size| 176 * size,
    // Great circle's problem again; its dots are there.
    work: None,
    problem: |size, load| Layouts::new((great_circle::KERNEL.problem)(size, load)),
    answer: |layouts| Shared::zeroed(layouts.columns.len()),
    spoilt: f64::NAN,
    agree,
    variants: VARIANTS,
};

/// Whether two answers agree, as [`great_circle::agree`].
///
/// # Errors
/// A sentence that says where they differ.
pub fn agree(layouts: &Layouts, want: &[f64], got: &[f64], precision: Precision) -> Result<(), String> {
    great_circle::agree(&layouts.columns, want, got, precision)
}
