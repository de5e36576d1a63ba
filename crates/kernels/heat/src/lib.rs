//! Heat spreads over a square plate whose borders keep their temperature: in each step every point moves towards the
//! mean of its four neighbours. Each needs its neighbours as they were a step ago, so no worker gets far ahead of the
//! next, and there is little to compute for each number that is read.
//!
//! This file states the problem once. Each file beside it answers only one question: who computes which rows, and how
//! all of them come to know that a step is over.

#[cfg(feature = "gpu")]
pub mod gpu;
#[cfg(feature = "mpi")]
pub mod mpi;
#[cfg(feature = "processes")]
pub mod processes;
pub mod rayon;
pub mod serial;
pub mod simd;
pub mod threads;

use shared::Shared;
use std::ops::{Deref, DerefMut};
use variant::{Kernel, Load, Precision, Unavailable, Variant, Way, Work};

/// The part of the way to its neighbours' mean, times four, that a point goes in a step: the thermal diffusivity, where
/// a step and the distance between points count as 1. Above a quarter the explicit scheme would be unstable.
pub const RATE: f64 = 0.2;

/// The steps of the problem that is raced.
pub const STEPS: usize = 50;

/// What does as [`step`] does.
type Step = fn([&[f64]; 3], &mut [f64]);

/// The plate at the start.
pub struct Plate {
    /// Points along an edge, the corners included; as many rows as there are points in a row.
    size: usize,
    /// Steps to compute.
    steps: usize,
    /// Temperatures at the start, row by row, °C.
    start: Shared<f64>,
}

impl Plate {
    /// A plate of `size` × `size` points, `steps` steps before the answer; the same on every machine.
    pub fn new(size: usize, steps: usize) -> Self {
        let mut start = Shared::zeroed(size * size);
        for (row, temperatures) in start.chunks_mut(size.max(1)).enumerate() {
            for (column, temperature) in temperatures.iter_mut().enumerate() {
                *temperature = warmth(size, row, column);
            }
        }
        Self { size, steps, start }
    }

    /// Points along an edge.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Steps to compute.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Writes rows of the plate, from row `first` on, a step later: `after` is whole rows, `before` the whole plate.
    pub fn rows(&self, before: &[f64], first: usize, after: &mut [f64]) {
        rows_by(step, self.size, before, first, after);
    }
}

/// As [`Plate::rows`], for a plate of `size` × `size` points, each row computed by `step`, which does as [`step`] does.
fn rows_by(step: Step, size: usize, before: &[f64], first: usize, after: &mut [f64]) {
    let _part = trace::part(first * size, first * size + after.len());
    let line = |row: usize| &before[row * size..(row + 1) * size];
    for (row, after) in (first..).zip(after.chunks_mut(size.max(1))) {
        // Above the first row and below the last there is nothing, and nothing is looked at.
        let (above, below) = (row.saturating_sub(1), (row + 1).min(size - 1));
        row_by(step, size, row, [line(above), line(row), line(below)], after);
    }
}

/// Writes row `row` of a plate of `size` × `size` points a step later, from the three rows around it.
pub fn row(size: usize, row: usize, lines: [&[f64]; 3], after: &mut [f64]) {
    let _part = trace::part(row * size, (row + 1) * size);
    row_by(step, size, row, lines, after);
}

/// Writes rows of a plate of `size` × `size` points, from row `first` on, a step later: `after` is whole rows, `before`
/// the same ones, and one more at either end.
pub fn between(size: usize, first: usize, before: &[f64], after: &mut [f64]) {
    let _part = trace::part(first * size, first * size + after.len());
    let line = |i: usize| &before[i * size..(i + 1) * size];
    for (i, after) in after.chunks_mut(size.max(1)).enumerate() {
        row_by(step, size, first + i, [line(i), line(i + 1), line(i + 2)], after);
    }
}

fn row_by(step: Step, size: usize, row: usize, lines: [&[f64]; 3], after: &mut [f64]) {
    if row == 0 || row == size - 1 {
        // The borders keep their temperature.
        after.copy_from_slice(lines[1]);
    } else {
        step(lines, after);
    }
}

/// The temperature at the start in that row and column of a plate of `size` × `size` points, °C: 100 on the upper
/// border, 0 on the other three, and inside anything between, so that no two rows are alike.
pub fn warmth(size: usize, row: usize, column: usize) -> f64 {
    if row == 0 {
        100.0
    } else if row == size - 1 || column == 0 || column == size - 1 {
        0.0
    } else {
        // Fibonacci hashing: the product's upper 53 bits, as a number below 1.
        let hash = ((row * size + column) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        100.0 * (hash >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Writes a row of temperatures a step later: `row` lies between `above` and `below`, all of the same length as
/// `after`. The first and the last point are borders, and stay as they are.
// Never inlined, so that every variant but `simd` runs the same machine code.
#[inline(never)]
pub fn step([above, row, below]: [&[f64]; 3], after: &mut [f64]) {
    step_inlined([above, row, below], after);
}

#[inline(always)]
fn step_inlined([above, row, below]: [&[f64]; 3], after: &mut [f64]) {
    let n = after.len();
    // Once, here, instead of at every point: the loop then needs no checks.
    let (above, row, below) = (&above[..n], &row[..n], &below[..n]);
    for i in 1..n.saturating_sub(1) {
        let neighbours = above[i] + below[i] + row[i - 1] + row[i + 1];
        after[i] = row[i] + RATE * (neighbours - 4.0 * row[i]);
    }
    if n > 0 {
        (after[0], after[n - 1]) = (row[0], row[n - 1]);
    }
}

/// The plate after all steps, and a second one, for a step can't be written over what it is computed from. Used as a
/// slice, it is the first: temperatures row by row, °C.
pub struct Temperatures {
    last: Shared<f64>,
    other: Shared<f64>,
}

impl Temperatures {
    fn of(plate: &Plate) -> Self {
        Self { last: Shared::zeroed(plate.start.len()), other: Shared::zeroed(plate.start.len()) }
    }

    /// Takes the plate through its steps: `step` is given the plate before a step, and room for it a step later.
    ///
    /// # Errors
    /// The first that `step` returns.
    pub fn evolve(
        &mut self,
        plate: &Plate,
        mut step: impl FnMut(&Shared<f64>, &mut Shared<f64>) -> Result<(), Unavailable>,
    ) -> Result<(), Unavailable> {
        let (last, other) = (&mut self.last, &mut self.other);
        if plate.steps == 0 {
            last.copy_from_slice(&plate.start);
            return Ok(());
        }
        // The last step must be written into `last`.
        let (mut after, mut before) = if plate.steps % 2 == 1 { (last, other) } else { (other, last) };
        step(&plate.start, after)?;
        for _ in 1..plate.steps {
            (before, after) = (after, before);
            step(before, after)?;
        }
        Ok(())
    }
}

impl Deref for Temperatures {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.last
    }
}

impl DerefMut for Temperatures {
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.last
    }
}

/// Whether two answers agree. They must be equal to the last bit: every variant does the same operations at each point.
///
/// In single precision a step is off by 2e-5 °C at most: sums of up to 400 °C are rounded by 5.3e-5 in all, of which a
/// fifth counts, the product and the last sum by 4e-6 each, and `RATE` itself. A step takes means, which magnify no
/// error, so the errors of steps add up at most.
///
/// # Errors
/// A sentence that names the first differing point and both temperatures.
pub fn agree(plate: &Plate, want: &[f64], got: &[f64], precision: Precision) -> Result<(), String> {
    if want.len() != got.len() {
        return Err(format!("{} temperatures came back of {}", got.len(), want.len()));
    }
    let alike = |i: usize| match precision {
        Precision::Double => want[i].to_bits() == got[i].to_bits(),
        Precision::Single => (want[i] - got[i]).abs() <= 2e-5 * (plate.steps + 1) as f64,
    };
    match (0..want.len()).find(|&i| !alike(i)) {
        None => Ok(()),
        Some(i) => Err(format!(
            "row {}, column {}, after {} steps: expected {} °C, got {} °C",
            i / plate.size,
            i % plate.size,
            plate.steps,
            want[i],
            got[i]
        )),
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Plate, Temperatures>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("simd", Way::Simd, None, simd::run),
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
    #[cfg(feature = "processes")]
    Variant::new("processes", Way::Processes, Some("serial"), processes::run).needs("processes"),
    #[cfg(feature = "gpu")]
    Variant::on_device("gpu", Way::Gpu, None, gpu::run).single_precision().needs("gpu"),
    #[cfg(feature = "mpi")]
    Variant::launched("mpi", Way::Mpi, Some("serial"), mpi::run).needs("mpi"),
    #[cfg(feature = "mpi")]
    Variant::launched("mpi_wait_first", Way::Mpi, Some("serial"), mpi::run_waiting_first).needs("mpi"),
    #[cfg(feature = "mpi")]
    Variant::launched("mpi_rayon", Way::Mpi, Some("serial"), mpi::run_with_threads).needs("mpi"),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Plate, Temperatures, f64> = Kernel {
    name: "heat",
    size_is: "points along the plate's edge",
    default_size: 1024,
    // The number of points is their square.
    test_sizes: &[0, 1, 37, 64, 257],
    // The start, and two plates for each of two answers, of eight bytes a point.
    bytes: |size| 40 * size * size,
    // For each point inside, in each step: three additions of neighbours, two products, a subtraction, an addition. The
    // start comes in and the answer goes out; a plate that fits a cache need not go out in between.
    work: Some(|size| {
        let (points, inside) = (size as f64 * size as f64, size.saturating_sub(2) as f64);
        Work { operations: 7.0 * inside * inside * STEPS as f64, bytes: 16.0 * points, bits: 64 }
    }),
    // Every point takes the same time: there is nothing to put at one end.
    problem: |size, _: Load| Plate::new(size, STEPS),
    answer: Temperatures::of,
    spoilt: f64::NAN,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;
    use variant::Workers;

    #[test]
    fn a_row_known_by_heart() {
        let (above, row, below) = ([9.0, 1.0, 2.0, 9.0], [7.0, 0.0, 5.0, 8.0], [9.0, 2.0, 1.0, 9.0]);
        let mut after = [f64::NAN; 4];
        step([&above, &row, &below], &mut after);
        // 0 + 0.2 · (1 + 2 + 7 + 5 − 0) and 5 + 0.2 · (2 + 1 + 0 + 8 − 20).
        assert_eq!(after, [7.0, 3.0, 5.0 + RATE * -9.0, 8.0]);
        step([&[], &[], &[]], &mut []);
        let mut after = [f64::NAN];
        step([&[3.0], &[4.0], &[5.0]], &mut after);
        assert_eq!(after, [4.0], "a row of one point is all border");
    }

    #[test]
    fn heat_goes_from_warm_to_cold_and_the_borders_stay() {
        let plate = Plate::new(16, 40);
        let mut after = Temperatures::of(&plate);
        serial::run(&plate, Workers::ONE, &mut after).unwrap();
        let column = |c: usize| (0..16).map(|row| after[row * 16 + c]).collect::<Vec<_>>();
        assert!(column(0)[1..].iter().all(|&t| t == 0.0) && column(8)[0] == 100.0 && column(8)[15] == 0.0);
        // After so long the start is forgotten: the further from the warm border, the colder.
        assert!(column(8)[..8].windows(2).all(|pair| pair[0] > pair[1]), "{:?}", column(8));
    }

    /// The line-up's parity test asks for one number of steps; whether it is odd decides which plate comes last.
    #[test]
    fn every_number_of_steps_ends_in_the_answer() {
        for steps in 0..4 {
            let plate = Plate::new(9, steps);
            let mut want = plate.start.to_vec();
            for _ in 0..steps {
                let before = want.clone();
                plate.rows(&before, 0, &mut want);
            }
            for workers in [1, 2, 3, 8].into_iter().filter_map(Workers::new) {
                for variant in VARIANTS.iter().filter(|variant| variant.needs.is_none()) {
                    let mut got = Temperatures::of(&plate);
                    variant.run(&plate, workers, &mut got).expect("needs nothing");
                    assert_eq!(agree(&plate, &want, &got, Precision::Double), Ok(()), "{}/{workers}", variant.name);
                }
            }
        }
    }

    #[test]
    fn one_wrong_point_is_found() {
        let plate = Plate::new(8, 1);
        let want = plate.start.to_vec();
        let mut got = want.clone();
        got[19] = f64::from_bits(got[19].to_bits() + 1);
        assert!(agree(&plate, &want, &got, Precision::Double).unwrap_err().contains("row 2, column 3, after 1 steps"));
    }
}
