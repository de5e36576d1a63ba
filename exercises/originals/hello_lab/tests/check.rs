//! Is the speedup of two times what it should be?

use hello_lab::speedup;
use witness::{for_all, generate::Strategy};

#[test]
fn four_times_faster() {
    let got = speedup(12.0, 3.0);
    assert!(
        close(got, 4.0),
        "speedup(12.0, 3.0): expected 4, got {got}.\n\
         The parallel program's 3 s fit into the serial program's 12 s four times."
    );
}

#[test]
fn as_fast_as_before() {
    let got = speedup(5.0, 5.0);
    assert!(close(got, 1.0), "speedup(5.0, 5.0): expected 1, got {got}.\nNothing won, nothing lost: a factor of 1.");
}

#[test]
fn slower_than_before() {
    let got = speedup(12.0, 24.0);
    assert!(
        close(got, 0.5),
        "speedup(12.0, 24.0): expected 0.5, got {got}.\n\
         It takes twice as long, so it is half as fast. A speedup below 1 is bad news, but it is news."
    );
}

#[test]
fn any_two_times() {
    // From a millisecond to a quarter of an hour.
    let seconds = || (1..1_000_000_u32).prop_map(|ms| f64::from(ms) / 1000.0);
    for_all(200, (seconds(), seconds()), |&(serial_s, parallel_s)| {
        let got = speedup(serial_s, parallel_s);
        // It takes the parallel program as long to do everything `got` times as the serial one to do it once.
        if close(got * parallel_s, serial_s) {
            Ok(())
        } else {
            Err(format!(
                "expected a speedup of {}, got {got}.\n\
                 {got} times {parallel_s} s is not {serial_s} s. Any fraction above 0 is a possible speedup.",
                serial_s / parallel_s
            ))
        }
    });
}

/// Equal but for rounding, which depends on the order of the operations.
fn close(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-12 * want
}
