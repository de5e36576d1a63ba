//! Is the speedup of two times what it should be?

use hello_lab::speedup;
use witness::for_all;

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
    // Times in milliseconds, from one to a quarter of an hour.
    for_all(200, (1..1_000_000_u32, 1..1_000_000_u32), |&(serial, parallel)| {
        let (serial_s, parallel_s) = (f64::from(serial) / 1000.0, f64::from(parallel) / 1000.0);
        let got = speedup(serial_s, parallel_s);
        // It takes the parallel program as long to do everything `got` times as the serial one to do it once.
        if close(got * parallel_s, serial_s) {
            Ok(())
        } else {
            Err(format!(
                "speedup({serial_s}, {parallel_s}): expected {}, got {got}.\n\
                 {got} runs of {parallel_s} s don't take {serial_s} s. Any fraction is a possible speedup.",
                serial_s / parallel_s
            ))
        }
    });
}

/// Equal but for rounding, which depends on the order of the operations.
fn close(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-12 * want
}
