//! A service made up for the purpose, on a clock of whole milliseconds that runs only in our heads.

/// When the answer to a request sent at `sent` is there: after one millisecond, but for one second, from the fifth to
/// the sixth, the service does nothing.
pub fn answered(sent: u64) -> u64 {
    let begun = if (5_000..6_000).contains(&sent) { 6_000 } else { sent };
    begun + 1
}

/// When users ask: every ten milliseconds, for ten seconds.
pub fn schedule() -> Vec<u64> {
    (0..10_000).step_by(10).collect()
}
