//! The model of many cores, against values worked out by hand and against what must hold whatever the numbers.

use laws::{
    amdahl, karp_flatt,
    scaling::{Job, Machine, Start, time, with_serial_part},
};
use proptest::prelude::*;

/// Each core moves 10 GB/s, memory 40; a worker costs a millisecond.
const FOUR: Machine = Machine {
    cores: 4.0,
    clock: 0.75,
    core_bandwidth: 10e9,
    memory_bandwidth: 40e9,
    fork: 1e-3,
    start: Start::OneByOne,
};

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

#[test]
fn one_core_computes_or_waits_for_memory() {
    // A second of computing hides the half that 5 GB take; of 20 GB it hides nothing.
    let computes = Job { serial: 0.0, compute: 1.0, bytes: 5e9 };
    let moves = Job { bytes: 20e9, ..computes };
    assert!(close(time(&computes, &FOUR, 1.0), 1.001));
    assert!(close(time(&moves, &FOUR, 1.0), 2.001));
    assert!(close(time(&Job { serial: 0.5, ..computes }, &FOUR, 1.0), 1.501));
}

#[test]
fn four_cores_share_the_clocks_fall_and_the_memory() {
    // Three cores' worth of computing in four, and four workers' starts.
    let computes = Job { serial: 0.0, compute: 1.0, bytes: 0.0 };
    assert!(close(time(&computes, &FOUR, 4.0), 1.0 / 3.0 + 0.004));
    // 20 GB at 40 GB/s, however little there is to compute.
    assert!(close(time(&Job { bytes: 20e9, ..computes }, &FOUR, 4.0), 0.504));
    // Where memory carries no more than two of them, the other two don't help.
    let narrow = Machine { memory_bandwidth: 20e9, ..FOUR };
    assert!(close(time(&Job { bytes: 20e9, ..computes }, &narrow, 4.0), 1.004));
    // One starts the second, both start two more: three worker starts, not four.
    let doubling = Machine { start: Start::Doubling, ..FOUR };
    assert!(close(time(&computes, &doubling, 4.0), 1.0 / 3.0 + 0.003));
}

#[test]
fn one_worker_and_two_cost_the_same_however_they_are_started() {
    let doubling = Machine { start: Start::Doubling, ..FOUR };
    for cores in [1.0, 2.0] {
        assert!(close(FOUR.overhead(cores), doubling.overhead(cores)), "{cores}");
    }
}

#[test]
fn what_was_no_slower_than_predicted_has_no_serial_part() {
    let job = Job { serial: 0.0, compute: 1.0, bytes: 5e9 };
    assert_eq!(with_serial_part(&job, &FOUR, 2.0, time(&job, &FOUR, 2.0) * 0.9), job);
}

#[test]
fn without_bytes_and_overhead_it_is_amdahls_law_and_karp_and_flatts() {
    let free = Machine { clock: 1.0, fork: 0.0, cores: 128.0, ..FOUR };
    let job = Job { serial: 0.1, compute: 0.9, bytes: 0.0 };
    for cores in [1.0, 2.0, 16.0, 128.0] {
        assert!(close(1.0 / time(&job, &free, cores), amdahl::speedup(0.9, cores)), "{cores}");
    }
    let unknown = Job { serial: 0.0, compute: 1.0, bytes: 0.0 };
    let found = with_serial_part(&unknown, &free, 2.0, 0.55);
    assert!(close(found.serial, karp_flatt::serial_fraction(2.0, 1.0 / 0.55)), "{found:?}");
}

proptest! {
    /// What a measurement is explained by predicts the measurement.
    #[test]
    fn the_serial_part_gives_the_measurement_back(
        compute in 0.01..10.0, bytes in 0.0..1e11, clock in 0.6..=1.0, cores in 2.0..4.0, slower in 1.0..1.5,
    ) {
        let machine = Machine { clock, ..FOUR };
        let job = Job { serial: 0.0, compute, bytes };
        let measured = time(&job, &machine, cores) * slower;
        let found = with_serial_part(&job, &machine, cores, measured);
        prop_assert!(close(found.serial + found.compute, compute), "{:?}", found);
        // A job that is all serial can take no longer.
        if found.compute > 0.0 {
            prop_assert!(close(time(&found, &machine, cores), measured), "{:?}: {}", found, measured);
        }
    }

    /// More bytes, a slower clock or less bandwidth never make it faster.
    #[test]
    fn less_of_a_machine_is_never_faster(
        compute in 0.0..10.0, bytes in 0.0..1e11, worse in 0.1..=1.0, cores in 1.0..4.0,
    ) {
        let job = Job { serial: 0.1, compute, bytes };
        let as_it_is = time(&job, &FOUR, cores);
        for machine in [
            Machine { clock: FOUR.clock * worse, ..FOUR },
            Machine { core_bandwidth: FOUR.core_bandwidth * worse, ..FOUR },
            Machine { memory_bandwidth: FOUR.memory_bandwidth * worse, ..FOUR },
        ] {
            prop_assert!(time(&job, &machine, cores) >= as_it_is);
        }
        let fewer_bytes = Job { bytes: bytes * worse, ..job };
        prop_assert!(time(&fewer_bytes, &FOUR, cores) <= as_it_is);
    }
}
