//! Every kernel, erased to one shape, so that the parity test, the race and the benchmarks can walk them all without
//! knowing what they compute.

use std::ops::DerefMut;
use variant::{Precision, Run, Took, Unavailable, Way, Workers};

pub use variant::{Load, Work};

/// Every kernel of the book.
pub const KERNELS: &[Kernel] = &[
    Kernel::of(&bfs::KERNEL),
    Kernel::of(&great_circle::KERNEL),
    Kernel::of(&heat::KERNEL),
    Kernel::of(&mandelbrot::KERNEL),
    Kernel::of(&matmul::KERNEL),
    Kernel::of(&pagerank::KERNEL),
    Kernel::of(&pi::KERNEL),
    Kernel::of(&scan::KERNEL),
    Kernel::of(&shortcut::KERNEL),
    Kernel::of(&sort::KERNEL),
    Kernel::of(&steps_serial::KERNEL),
];

/// The kernel called `name`.
pub fn kernel(name: &str) -> Option<&'static Kernel> {
    KERNELS.iter().find(|kernel| kernel.name == name)
}

/// A [`variant::Kernel`] whose types are forgotten.
pub struct Kernel {
    /// As in [`variant::Kernel::name`].
    pub name: &'static str,
    /// As in [`variant::Kernel::size_is`].
    pub size_is: &'static str,
    /// As in [`variant::Kernel::default_size`].
    pub default_size: usize,
    /// As in [`variant::Kernel::test_sizes`].
    pub test_sizes: &'static [usize],
    /// As in [`variant::Kernel::bytes`].
    pub bytes: fn(size: u128) -> u128,
    /// As in [`variant::Kernel::work`].
    pub work: Option<fn(size: usize) -> Work>,
    typed: &'static (dyn Typed + Sync),
}

impl Kernel {
    const fn of<P, A, T>(kernel: &'static variant::Kernel<P, A, T>) -> Self
    where
        A: DerefMut<Target = [T]>,
        T: Copy + Sync,
    {
        let &variant::Kernel { name, size_is, default_size, test_sizes, bytes, work, .. } = kernel;
        Self { name, size_is, default_size, test_sizes, bytes, work, typed: kernel }
    }

    /// What each variant is called and how it works, `serial` first.
    pub fn variants(&self) -> Vec<Info> {
        self.typed.variants()
    }

    /// A problem of that size, and the same kind with its work unevenly spread.
    pub fn prepare(&self, size: usize, load: Load) -> Box<dyn Problem> {
        self.typed.prepare(size, load)
    }
}

/// A problem in memory with its variants, its expected answer, and room for one answer that is used again and again.
/// Variants are numbered as in [`Kernel::variants`].
pub trait Problem {
    /// Runs variant `v`, writing over the last answer, and says how long that took.
    ///
    /// # Errors
    /// When this machine lacks what the variant needs.
    fn run(&mut self, v: usize, workers: Workers) -> Result<Took, Unavailable>;

    /// Whether the last answer, made by variant `v`, agrees with that of `serial`, or of the one that
    /// [`Problem::trust`] was told.
    ///
    /// # Errors
    /// A sentence that says where it differs.
    fn check(&mut self, v: usize) -> Result<(), String>;

    /// Takes the last answer, made by variant `v`, for the right one: where `serial` would take too long to be run.
    fn trust(&mut self, v: usize);

    /// Elements of the answer.
    fn elements(&self) -> usize;

    /// Spoils the answer, so that a variant that writes nothing can't pass for one that wrote the right thing.
    fn spoil(&mut self);
}

/// What can be said of a variant without running it.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// As in [`variant::Variant::name`].
    pub name: &'static str,
    /// As in [`variant::Variant::way`].
    pub way: Way,
    /// As in [`variant::Variant::baseline`].
    pub baseline: Option<&'static str>,
    /// As in [`variant::Variant::needs`].
    pub needs: Option<&'static str>,
    /// Whether each run starts other programs: [`variant::Run::Launched`].
    pub launched: bool,
}

impl Info {
    /// Whether the variant makes use of more than one worker.
    pub fn scales(&self) -> bool {
        self.baseline.is_some()
    }
}

/// What only the kernel's own types can do.
trait Typed {
    fn variants(&self) -> Vec<Info>;
    fn prepare(&'static self, size: usize, load: Load) -> Box<dyn Problem>;
}

impl<P, A, T> Typed for variant::Kernel<P, A, T>
where
    P: 'static,
    A: DerefMut<Target = [T]> + 'static,
    T: Copy + 'static,
{
    fn variants(&self) -> Vec<Info> {
        let info = |v: &variant::Variant<P, A>| Info {
            name: v.name,
            way: v.way,
            baseline: v.baseline,
            needs: v.needs,
            launched: matches!(v.run, Run::Launched(_)),
        };
        self.variants.iter().map(info).collect()
    }

    fn prepare(&'static self, size: usize, load: Load) -> Box<dyn Problem> {
        let problem = (self.problem)(size, load);
        Box::new(Case { kernel: self, answer: (self.answer)(&problem), problem, expected: None })
    }
}

struct Case<P: 'static, A: 'static, T: 'static> {
    kernel: &'static variant::Kernel<P, A, T>,
    problem: P,
    answer: A,
    /// The right answer, and how exact it is.
    expected: Option<(A, Precision)>,
}

impl<P, A, T> Problem for Case<P, A, T>
where
    A: DerefMut<Target = [T]>,
    T: Copy,
{
    fn run(&mut self, v: usize, workers: Workers) -> Result<Took, Unavailable> {
        self.kernel.variants[v].run(&self.problem, workers, &mut self.answer)
    }

    fn check(&mut self, v: usize) -> Result<(), String> {
        let kernel = self.kernel;
        let (expected, exact) = self.expected.get_or_insert_with(|| {
            let serial = &kernel.variants[0];
            let mut expected = (kernel.answer)(&self.problem);
            serial.run(&self.problem, Workers::ONE, &mut expected).expect("serial runs everywhere");
            (expected, serial.precision)
        });
        // Two answers agree to as many digits as the less exact one has.
        let precision = if *exact == Precision::Single { *exact } else { kernel.variants[v].precision };
        (kernel.agree)(&self.problem, expected, &self.answer, precision)
    }

    fn trust(&mut self, v: usize) {
        let mut expected = (self.kernel.answer)(&self.problem);
        expected.copy_from_slice(&self.answer);
        self.expected = Some((expected, self.kernel.variants[v].precision));
    }

    fn elements(&self) -> usize {
        self.answer.len()
    }

    fn spoil(&mut self) {
        self.answer.fill(self.kernel.spoilt);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_trusted_takes_the_place_of_serials() {
        let mut problem = kernel("scan").unwrap().prepare(100, Load::Usual);
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
