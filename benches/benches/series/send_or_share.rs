//! What does it cost to give numbers to another process, sent or shared?

use benches::{
    experiment::{Outcome, point, series},
    timing::each,
};
use record::Series;
use shared::{Handle, Shared};
use std::{iter, time::Instant};
use variant::Workers;

/// Time until a waiting worker process has added the numbers up, by how many bytes they are: serialised and sent
/// through a pipe by procspawn, or left in shared memory that the worker maps.
pub fn measure() -> Outcome<Series> {
    let mut points = Vec::new();
    for bytes in [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] {
        let n = bytes / size_of::<f64>();
        let numbers = vec![1.0_f64; n];
        let sent = each(1, || {
            let message = numbers.clone();
            let start = Instant::now();
            pools::processes::map(Workers::ONE, iter::once(message), sum)?;
            Ok(start.elapsed())
        });
        let mut numbers = Shared::<f64>::zeroed(n);
        numbers.fill(1.0);
        let shared = each(1, || {
            let start = Instant::now();
            pools::processes::map(Workers::ONE, iter::once(numbers.handle()), sum_shared)?;
            Ok(start.elapsed())
        });
        points.push(point("sent", bytes as f64, &sent?));
        points.push(point("shared", bytes as f64, &shared?));
    }
    Ok(series("bytes", "time (s)", points))
}

fn sum(numbers: Vec<f64>) -> f64 {
    numbers.iter().sum()
}

fn sum_shared(handle: Handle) -> f64 {
    let numbers = handle.open::<f64>().expect("the parent keeps its slice until we answer");
    // SAFETY: the parent doesn't write while it waits for the answer.
    unsafe { numbers.read(0..handle.len()) }.iter().sum()
}
