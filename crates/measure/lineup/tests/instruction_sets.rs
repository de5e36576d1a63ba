//! Every variant must agree with `serial` on every processor: on this one, as compiled for each set of vector
//! instructions that it has. One test alone, for which set is in use goes for the whole process.

use instruction_set::{Set, with};
use lineup::{KERNELS, Load};
use variant::Workers;

#[test]
fn every_set_gives_the_same_answers() {
    let workers = Workers::new(2).expect("two");
    for set in Set::ALL.into_iter().filter(|&set| set <= Set::here()) {
        for kernel in KERNELS {
            for (v, info) in kernel.variants().into_iter().enumerate().filter(|(_, info)| info.needs.is_none()) {
                for &size in kernel.test_sizes {
                    let mut problem = kernel.prepare(size, Load::Skewed);
                    problem.spoil();
                    with(set, || problem.run(v, workers)).expect("its row names nothing that it needs");
                    if let Err(difference) = problem.check(v) {
                        panic!("{}::{}, {set}, size {size}: {difference}", kernel.name, info.name);
                    }
                }
            }
        }
    }
}
