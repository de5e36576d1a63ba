//! Every kernel, erased to one shape, so that the parity test, the race and the benchmarks can walk them all without
//! knowing what they compute.

use shared::Shared;
use variant::{Precision, Unavailable, Variant, Way, Workers};

/// A problem of the book, and how to make one of a given size.
pub struct Kernel {
    /// The crate's name, which readers type.
    pub name: &'static str,
    /// What `size` counts.
    pub size_is: &'static str,
    /// The size that is raced where none is asked for.
    pub default_size: usize,
    /// Memory that a problem of that size takes with its answer and the expected one, bytes.
    pub bytes: fn(size: u128) -> u128,
    /// Arithmetic and traffic of a problem of that size, for the roofline; none where another kernel's stands for it.
    pub work: Option<fn(size: usize) -> Work>,
    /// A problem of that size, and the same kind with its work unevenly spread.
    pub prepare: fn(size: usize, load: Load) -> Box<dyn Problem>,
}

// ANCHOR: work
/// The least that a problem takes, whoever solves it: every variant
/// is measured against the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Operations on floating-point numbers: additions, products, and
    /// their like (minima, divisions, roots); a multiply-add is two.
    /// Where a kernel computes nothing else, those on integers.
    pub operations: f64,
    /// Bytes that must come from memory once or go there once: the
    /// problem and its answer.
    pub bytes: f64,
    /// Bits of a number, 32 or 64: twice as many of the short ones
    /// fit into a register.
    pub bits: u32,
}
// ANCHOR_END: work

/// How the work is spread over a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// As in the book.
    Usual,
    /// Nearly all of it at one end.
    Skewed,
}

/// A problem in memory with its variants, its expected answer, and room for one answer that is used again and again.
pub trait Problem {
    /// What each variant is called and how it works, `serial` first.
    fn variants(&self) -> Vec<Info>;

    /// Runs variant `v`, writing over the last answer.
    ///
    /// # Errors
    /// When this machine lacks what the variant needs.
    fn run(&mut self, v: usize, workers: Workers) -> Result<(), Unavailable>;

    /// Whether the last answer, made by variant `v`, agrees with that of `serial`, or of the one that
    /// [`Problem::trust`] was told.
    ///
    /// # Errors
    /// A sentence that says where it differs.
    fn check(&mut self, v: usize) -> Result<(), String>;

    /// Takes the last answer, made by variant `v`, for the right one: where `serial` would take too long to be run.
    fn trust(&mut self, v: usize);

    /// Spoils the answer, so that a variant that writes nothing can't pass for one that wrote the right thing.
    fn spoil(&mut self);
}

/// What can be said of a variant without running it.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// As in [`Variant::name`].
    pub name: &'static str,
    /// As in [`Variant::way`].
    pub way: Way,
    /// As in [`Variant::baseline`].
    pub baseline: Option<&'static str>,
}

impl Info {
    /// Whether the variant makes use of more than one worker.
    pub fn scales(&self) -> bool {
        self.baseline.is_some()
    }
}

/// Every kernel of the book.
pub const KERNELS: &[Kernel] = &[
    Kernel {
        name: "bfs",
        size_is: "vertices (edges: eight times as many)",
        default_size: 262_144,
        // The graph's edges, twice, each way once as pairs while they are made, and two levels of four bytes.
        bytes: |size| 160 * size,
        // Eight edges are looked along from each vertex, and each takes a comparison. A vertex is where its edges
        // begin, eight bytes, the edges themselves, four each, and a level that goes out.
        work: Some(|size| Work { operations: 8.0 * size as f64, bytes: 44.0 * size as f64, bits: 64 }),
        prepare: |size, load| {
            let search = match load {
                Load::Usual => bfs::Search::uneven(size, 7),
                Load::Skewed => bfs::Search::path_and_hub(size),
            };
            Case::boxed(search, size, bfs::VARIANTS, bfs::agree, 0)
        },
    },
    Kernel {
        name: "great_circle",
        size_is: "pairs of points",
        default_size: 1_000_000,
        // Four coordinates and two answers of eight bytes each.
        bytes: |size| 48 * size,
        // Counted in the source of `simd`, for every variant, though a library's sine may take more: 17 for each of
        // four sines, 28 for the arcsine with its root, and 18 between them. Four coordinates in, a distance out.
        work: Some(|size| Work { operations: 114.0 * size as f64, bytes: 40.0 * size as f64, bits: 64 }),
        prepare: |size, load| {
            let pairs = match load {
                Load::Usual => great_circle::Pairs::random(size, 7),
                Load::Skewed => great_circle::Pairs::skewed(size, 7),
            };
            Case::boxed(pairs, size, great_circle::VARIANTS, great_circle::agree, f64::NAN)
        },
    },
    Kernel {
        name: "mandelbrot",
        size_is: "columns of the picture (rows: three quarters of that)",
        default_size: 1024,
        // Two counts of four bytes for each pixel.
        bytes: |size| 8 * size * (size * 3 / 4),
        // Four multiplications and four additions a step: two squares, `2.0 * x * y`; their sum, their difference, and
        // one part of `c` to each coordinate. The steps are those of this very picture, which is computed to count
        // them. Nothing comes in; a count goes out for each pixel.
        work: Some(|size| {
            let view = mandelbrot::View::whole(size);
            let pixels = (0..view.rows).flat_map(|row| (0..view.columns).map(move |column| (column, row)));
            let steps: f64 = pixels.map(|(column, row)| f64::from(view.escape_time(column, row))).sum();
            Work { operations: 8.0 * steps, bytes: 4.0 * view.pixels() as f64, bits: 64 }
        }),
        prepare: |size, load| {
            let view = match load {
                Load::Usual => mandelbrot::View::whole(size),
                Load::Skewed => mandelbrot::View::skewed(size),
            };
            Case::boxed(view, view.pixels(), mandelbrot::VARIANTS, mandelbrot::agree, u32::MAX)
        },
    },
    Kernel {
        name: "matmul",
        size_is: "rows and columns of the matrices (numbers: their square)",
        default_size: 1000,
        // Two matrices, one of them copied in strips and by the library, and two answers of eight bytes each.
        bytes: |size| 48 * size * size,
        // A multiplication and an addition for each row, column and step between. Two matrices come in, one goes out.
        work: Some(|size| {
            let n = size as f64;
            Work { operations: 2.0 * n * n * n, bytes: 24.0 * n * n, bits: 64 }
        }),
        prepare: |size, load| {
            let matrices = match load {
                Load::Usual => matmul::Matrices::random(size, 7),
                Load::Skewed => matmul::Matrices::skewed(size, 7),
            };
            Case::boxed(matrices, size * size, matmul::VARIANTS, matmul::agree, f64::NAN)
        },
    },
    Kernel {
        name: "pagerank",
        size_is: "vertices (edges: eight times as many)",
        default_size: 131_072,
        // As for bfs, and two ranks and two shares of eight bytes each.
        bytes: |size| 192 * size,
        // In each round an addition for each edge, and for each vertex five operations: with the damping, the change,
        // the share. A vertex is where its edges begin, the edges, how many lead on, and a rank that goes out.
        work: Some(|size| {
            let web = pagerank::Web::uneven(size, 7);
            let (edges, vertices) = (web.edges() as f64, size as f64);
            let operations = web.rounds_needed() as f64 * (edges + 5.0 * vertices);
            Work { operations, bytes: 4.0 * edges + 20.0 * vertices, bits: 64 }
        }),
        prepare: |size, load| {
            let web = match load {
                Load::Usual => pagerank::Web::uneven(size, 7),
                Load::Skewed => pagerank::Web::path_and_hub(size),
            };
            Case::boxed(web, size, pagerank::VARIANTS, pagerank::agree, f64::NAN)
        },
    },
    Kernel {
        name: "scan",
        size_is: "numbers to add up",
        default_size: 8_000_000,
        // A number and two answers of eight bytes each.
        bytes: |size| 24 * size,
        // An addition for each number, of integers this time; it comes in and a sum goes out.
        work: Some(|size| Work { operations: size as f64, bytes: 16.0 * size as f64, bits: 64 }),
        prepare: |size, load| {
            let numbers = match load {
                Load::Usual => scan::Numbers::random(size, 7),
                Load::Skewed => scan::Numbers::skewed(size, 7),
            };
            Case::boxed(numbers, size, scan::VARIANTS, scan::agree, u64::MAX)
        },
    },
    Kernel {
        name: "shortcut",
        size_is: "places (distances: their square)",
        default_size: 1000,
        // Distances, two copies of them, and two answers of four bytes each.
        bytes: |size| 20 * size * size,
        // An addition and a minimum for each stop between two places. The distances come in once and the answer goes
        // out: the fewest bytes there can be, if everything else stays in the caches.
        work: Some(|size| {
            let n = size as f64;
            Work { operations: 2.0 * n * n * n, bytes: 8.0 * n * n, bits: 32 }
        }),
        prepare: |size, load| {
            let distances = match load {
                Load::Usual => shortcut::Distances::random(size, 7),
                Load::Skewed => shortcut::Distances::skewed(size, 7),
            };
            Case::boxed(distances, size * size, shortcut::VARIANTS, shortcut::agree, f32::NAN)
        },
    },
    Kernel {
        name: "sort",
        size_is: "keys to sort",
        default_size: 1_000_000,
        // A key, one to work with, and two answers of eight bytes each.
        bytes: |size| 32 * size,
        // As many comparisons as merging takes, one for each key on each of its levels. A key comes in and goes out.
        work: Some(|size| {
            let n = size as f64;
            Work { operations: n * n.max(1.0).log2(), bytes: 16.0 * n, bits: 64 }
        }),
        prepare: |size, load| {
            let keys = match load {
                Load::Usual => sort::Keys::random(size, 7),
                Load::Skewed => sort::Keys::skewed(size, 7),
            };
            Case::boxed(keys, size, sort::VARIANTS, sort::agree, u64::MAX)
        },
    },
    Kernel {
        name: "steps_serial",
        size_is: "pairs of points, step by step on one core",
        default_size: 1_000_000,
        // As for great circle, and the pairs once more behind one another and as a vector each.
        bytes: |size| 176 * size,
        // Great circle's problem again; its dots are there.
        work: None,
        prepare: |size, load| {
            let pairs = match load {
                Load::Usual => great_circle::Pairs::random(size, 7),
                Load::Skewed => great_circle::Pairs::skewed(size, 7),
            };
            let layouts = steps_serial::Layouts::new(pairs);
            Case::boxed(layouts, size, steps_serial::VARIANTS, steps_serial::agree, f64::NAN)
        },
    },
];

/// The kernel called `name`.
pub fn kernel(name: &str) -> Option<&'static Kernel> {
    KERNELS.iter().find(|kernel| kernel.name == name)
}

type Agree<P, T> = fn(&P, want: &[T], got: &[T], Precision) -> Result<(), String>;

struct Case<P: 'static, T: 'static> {
    problem: P,
    answer: Shared<T>,
    /// The right answer, and how exact it is.
    expected: Option<(Shared<T>, Precision)>,
    variants: &'static [Variant<P, Shared<T>>],
    agree: Agree<P, T>,
    spoilt: T,
}

impl<P, T: bytemuck::Pod> Case<P, T> {
    fn boxed(
        problem: P,
        answers: usize,
        variants: &'static [Variant<P, Shared<T>>],
        agree: Agree<P, T>,
        spoilt: T,
    ) -> Box<dyn Problem> {
        Box::new(Self { problem, answer: Shared::zeroed(answers), expected: None, variants, agree, spoilt })
    }
}

impl<P, T: bytemuck::Pod> Problem for Case<P, T> {
    fn variants(&self) -> Vec<Info> {
        self.variants.iter().map(|v| Info { name: v.name, way: v.way, baseline: v.baseline }).collect()
    }

    fn run(&mut self, v: usize, workers: Workers) -> Result<(), Unavailable> {
        (self.variants[v].run)(&self.problem, workers, &mut self.answer)
    }

    fn check(&mut self, v: usize) -> Result<(), String> {
        let serial = &self.variants[0];
        let (expected, exact) = self.expected.get_or_insert_with(|| {
            let mut expected = Shared::zeroed(self.answer.len());
            (serial.run)(&self.problem, Workers::ONE, &mut expected).expect("serial runs everywhere");
            (expected, serial.precision)
        });
        // Two answers agree to as many digits as the less exact one has.
        let precision = if *exact == Precision::Single { *exact } else { self.variants[v].precision };
        (self.agree)(&self.problem, expected, &self.answer, precision)
    }

    fn trust(&mut self, v: usize) {
        let mut expected = Shared::zeroed(self.answer.len());
        expected.copy_from_slice(&self.answer);
        self.expected = Some((expected, self.variants[v].precision));
    }

    fn spoil(&mut self) {
        self.answer.fill(self.spoilt);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_trusted_takes_the_place_of_serials() {
        let mut problem = (kernel("scan").unwrap().prepare)(100, Load::Usual);
        problem.run(1, Workers::ONE).unwrap();
        assert_eq!(problem.check(1), Ok(()), "agrees with serial's");
        problem.spoil();
        problem.trust(1);
        assert_eq!(problem.check(2), Ok(()), "the spoilt answer is now the right one");
        problem.run(0, Workers::ONE).unwrap();
        assert!(problem.check(0).is_err());
    }

    #[test]
    fn the_least_work_is_as_counted_by_hand() {
        let work = |name: &str, size| kernel(name).unwrap().work.unwrap()(size);
        assert_eq!(work("matmul", 10), Work { operations: 2000.0, bytes: 2400.0, bits: 64 });
        assert_eq!(work("shortcut", 10), Work { operations: 2000.0, bytes: 800.0, bits: 32 });
        assert_eq!(work("great_circle", 100), Work { operations: 11_400.0, bytes: 4000.0, bits: 64 });
        let Work { operations, bytes, .. } = work("mandelbrot", 64);
        // Every pixel takes a step at least, and none more than the limit of 500.
        let pixels = 64.0 * 48.0;
        assert!(bytes == 4.0 * pixels && (8.0 * pixels..8.0 * 500.0 * pixels).contains(&operations), "{operations}");
    }
}
