//! A pool beside rayon's own, with as many threads as one likes.

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

/// What `job` returns, called by a worker of a new pool. The parallel loops in it run there too.
///
/// # Errors
/// When the system starts no more threads.
pub fn run<R, J>(workers: usize, job: J) -> Result<R, ThreadPoolBuildError>
where
    R: Send,
    J: FnOnce() -> R + Send,
{
    let own = |worker| format!("own {worker}");
    let builder = ThreadPoolBuilder::new().num_threads(workers);
    let pool = builder.thread_name(own).build()?;
    Ok(pool.install(job))
}
