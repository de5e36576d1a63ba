//! A client sends its next request when it has the answer to the last, and looks at the clock when it sends.

use crate::service::answered;

/// The milliseconds that each request took, one for each moment in `schedule` at which a user asked.
pub fn waits(schedule: &[u64]) -> Vec<u64> {
    let mut free = 0;
    let wait = |&asked: &u64| {
        let sent = free.max(asked);
        free = answered(sent);
        free - sent
    };
    schedule.iter().map(wait).collect()
}
