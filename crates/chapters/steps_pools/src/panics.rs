//! A panic in a task comes out where the loop was started.

use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `job` says of each item; nothing if one of them panics.
pub fn run<T, R, J>(items: &[T], job: J) -> Option<Vec<R>>
where
    T: Sync,
    R: Send,
    J: Fn(&T) -> R + Sync,
{
    let all = || items.par_iter().map(&job).collect();
    catch_unwind(AssertUnwindSafe(all)).ok()
}
