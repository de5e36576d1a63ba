//! The same client, looking at the clock from the moment at which the user asked.

use crate::service::answered;

/// The milliseconds that each user waited, one for each moment in `schedule` at which a user asked.
pub fn waits(schedule: &[u64]) -> Vec<u64> {
    let mut free = 0;
    let wait = |&asked: &u64| {
        let sent = free.max(asked);
        free = answered(sent);
        free - asked
    };
    schedule.iter().map(wait).collect()
}
