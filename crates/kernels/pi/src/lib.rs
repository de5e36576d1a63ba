//! π by the Monte Carlo method: points are thrown into the unit square, and the share of those that lie in the quarter
//! of the unit circle tends to π/4. There is next to nothing to read and one number to hand over, so what limits the
//! workers is arithmetic alone, and at the end they add up.
//!
//! The points come in blocks, each with random numbers of its own: a block has the same count wherever it is counted,
//! and the sum of all is exact. So every variant's answer is equal to that of one core.

#[cfg(feature = "mpi")]
pub mod mpi;
#[cfg(feature = "processes")]
pub mod processes;
pub mod rayon;
pub mod serial;
pub mod threads;

use rand::{RngExt, SeedableRng};
use shared::Shared;
use variant::{Kernel, Load, Precision, Variant, Way};

/// Points in a block.
pub const BLOCK: u64 = 1 << 16;

/// How many points of block `block`, out of [`BLOCK`] in the unit square, lie in the quarter of the unit circle.
pub fn hits(block: usize) -> u64 {
    trace::touch(block);
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(block as u64);
    let mut inside = || {
        let (x, y): (f64, f64) = (rng.random(), rng.random());
        x * x + y * y < 1.0
    };
    (0..BLOCK).map(|_| u64::from(inside())).sum()
}

/// The points that are to be thrown.
pub struct Points {
    /// How many blocks of [`BLOCK`] points there are.
    pub blocks: usize,
}

/// Whether two answers, one number each, agree. They must be equal.
///
/// # Errors
/// A sentence with both numbers and what they say of π.
pub fn agree(points: &Points, want: &[u64], got: &[u64], _: Precision) -> Result<(), String> {
    if want == got {
        return Ok(());
    }
    let pi = |hits: u64| 4.0 * hits as f64 / (points.blocks as u64 * BLOCK) as f64;
    match (want, got) {
        (&[want], &[got]) => Err(format!(
            "expected {want} points in the circle, which make π {}; got {got}, which make it {}",
            pi(want),
            pi(got)
        )),
        _ => Err(format!("the answer is one number; {} came back", got.len())),
    }
}

/// Every way this problem is solved, `serial` first.
pub const VARIANTS: &[Variant<Points, Shared<u64>>] = &[
    Variant::new("serial", Way::Serial, None, serial::run),
    Variant::new("threads", Way::Threads, Some("serial"), threads::run),
    Variant::new("rayon", Way::Rayon, Some("serial"), rayon::run),
    #[cfg(feature = "processes")]
    Variant::new("processes", Way::Processes, Some("serial"), processes::run).needs("processes"),
    #[cfg(feature = "mpi")]
    Variant::launched("mpi", Way::Mpi, Some("serial"), mpi::run).needs("mpi"),
];

/// What the line-up knows of this problem.
pub const KERNEL: Kernel<Points, Shared<u64>, u64> = Kernel {
    name: "pi",
    size_is: "blocks of 65,536 points",
    default_size: 256,
    test_sizes: &[0, 1, 7, 32],
    // Two answers, of one number each, and for each block room for a worker's count.
    bytes: |size| 16 + 8 * size,
    // It reads nothing: no roof of memory hangs over it, and what making random numbers takes isn't counted in
    // operations on floating-point numbers.
    work: None,
    // Every block takes the same time: there is nothing to put at one end.
    problem: |size, _: Load| Points { blocks: size },
    answer: |_| Shared::zeroed(1),
    spoilt: u64::MAX,
    agree,
    variants: VARIANTS,
};

#[cfg(test)]
mod tests {
    use super::*;
    use variant::Workers;

    #[test]
    fn it_is_pi_as_nearly_as_so_many_points_tell() {
        let points = Points { blocks: 16 };
        let mut inside = Shared::zeroed(1);
        serial::run(&points, Workers::ONE, &mut inside).unwrap();
        let n = (16 * BLOCK) as f64;
        let pi = 4.0 * inside[0] as f64 / n;
        // Five standard deviations of a share p = π/4 of n: √(p(1 − p)/n), four times.
        let allowed = 20.0 * (0.785_f64 * 0.215 / n).sqrt();
        assert!((pi - std::f64::consts::PI).abs() < allowed, "{pi} from {n} points");
    }

    #[test]
    fn every_variant_counts_each_block_once() {
        for blocks in [0, 1, 5, 8] {
            let points = Points { blocks };
            let want = (0..blocks).map(hits).sum::<u64>();
            for workers in [1, 2, 3, 8].into_iter().filter_map(Workers::new) {
                for variant in VARIANTS.iter().filter(|variant| variant.needs.is_none()) {
                    let mut got = Shared::zeroed(1);
                    got[0] = u64::MAX;
                    variant.run(&points, workers, &mut got).expect("needs nothing");
                    assert_eq!(agree(&points, &[want], &got, Precision::Double), Ok(()), "{}/{workers}", variant.name);
                }
            }
        }
    }

    #[test]
    fn a_block_that_is_forgotten_is_told() {
        let told = agree(&Points { blocks: 2 }, &[hits(0) + hits(1)], &[hits(0)], Precision::Double).unwrap_err();
        assert!(told.contains("expected 10") && told.contains("make π 3.1") && told.contains("make it 1.5"), "{told}");
    }
}
