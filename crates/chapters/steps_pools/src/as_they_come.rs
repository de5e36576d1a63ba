//! Each answer as soon as it is there.

use rayon::prelude::*;
use std::sync::mpsc;

/// What `job` says of each item, in the order in which they are ready.
pub fn run<T, R>(items: &[T], job: impl Fn(&T) -> R + Sync) -> Vec<R>
where
    T: Sync,
    R: Send,
{
    let (answers, ready) = mpsc::channel();
    items.par_iter().for_each_with(answers, |answers, item| {
        answers.send(job(item)).expect("they are collected below");
    });
    ready.into_iter().collect()
}
