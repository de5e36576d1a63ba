//! A small library of somebody else's, for an exercise to make a Python module of. It knows nothing of Python.

use std::{
    env, fs,
    iter::zip,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// Names the folder in which a check wants to meet this library while it works.
pub const MEETING: &str = "GIVEN_FILTER_MEETING";

/// How long it waits there, for somebody who may not be able to come.
const PATIENCE: Duration = Duration::from_secs(5);

/// Weighted sums of neighbours, `numbers.len() − weights.len() + 1` of them. The one at `i` is
/// `weights[0] · numbers[i] + weights[1] · numbers[i + 1] + …`.
///
/// # Panics
/// Without weights, and when there are more of them than numbers.
pub fn smooth(numbers: &[f64], weights: &[f64]) -> Vec<f64> {
    assert!(!weights.is_empty(), "smooth was called without weights");
    assert!(weights.len() <= numbers.len(), "smooth was called with {} weights for {}", weights.len(), numbers.len());
    if let Some(folder) = env::var_os(MEETING) {
        meet(Path::new(&folder));
    }
    numbers.windows(weights.len()).map(|near| zip(near, weights).map(|(x, weight)| x * weight).sum()).collect()
}

/// Writes the file `begun`, and waits until somebody else has written `met`.
fn meet(folder: &Path) {
    let met = folder.join("met");
    // Who can't write there, or read, has nobody to meet: that is for the check to find out.
    let _ = fs::write(folder.join("begun"), "");
    let begin = Instant::now();
    while !met.exists() && begin.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_added_by_their_weights() {
        assert_eq!(smooth(&[1.0, 2.0, 4.0, 8.0], &[1.0, 10.0]), [21.0, 42.0, 84.0]);
        assert_eq!(smooth(&[3.0, 5.0], &[2.0, 4.0]), [26.0]);
    }

    #[test]
    #[should_panic(expected = "3 weights for 2")]
    fn more_weights_than_numbers_are_a_bug() {
        smooth(&[1.0, 2.0], &[1.0; 3]);
    }

    #[test]
    #[should_panic(expected = "without weights")]
    fn no_weights_are_a_bug() {
        smooth(&[1.0], &[]);
    }
}
