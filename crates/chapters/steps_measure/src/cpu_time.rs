//! Two clocks: one on the wall, and one that runs only while the process computes.

use rustix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant};

/// What `work` took on the wall's clock, and what all threads of this process spent on the processor meanwhile.
pub fn time(work: impl FnOnce()) -> (Duration, Duration) {
    let (wall, cpu) = (Instant::now(), cpu());
    work();
    (wall.elapsed(), self::cpu() - cpu)
}

/// The processor's time that this process has used since it began, in all its threads.
fn cpu() -> Duration {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(used).expect("a clock that starts at zero and goes forward")
}
