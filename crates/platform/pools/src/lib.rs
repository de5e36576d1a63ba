//! Warm pools, one per worker count, built on first use and kept: starting workers is a cost of its own, and a program
//! that computes more than once pays it once.

#[cfg(all(feature = "processes", not(target_family = "wasm")))]
pub mod processes;

/// A rayon pool of `workers` threads.
#[cfg(not(target_family = "wasm"))]
pub fn rayon(workers: variant::Workers) -> &'static rayon::ThreadPool {
    use std::{
        collections::HashMap,
        sync::{LazyLock, Mutex},
    };
    static POOLS: LazyLock<Mutex<HashMap<usize, &'static rayon::ThreadPool>>> = LazyLock::new(Mutex::default);
    POOLS.lock().expect("building a pool does not panic").entry(workers.get()).or_insert_with(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(workers.get()).build();
        Box::leak(Box::new(pool.expect("the system refused to start a thread")))
    })
}
