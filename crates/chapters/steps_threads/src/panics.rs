//! A thread that panics ends; the others go on.

use std::{any::Any, thread};

/// What `job(0)`, `job(1)`, … `job(n - 1)` return, each in its own thread; where one panics, its message.
pub fn run<T: Send>(n: usize, job: impl Fn(usize) -> T + Sync) -> Vec<Result<T, String>> {
    let job = &job;
    thread::scope(|scope| {
        let start = |i| scope.spawn(move || job(i));
        let join = |handle: thread::ScopedJoinHandle<T>| handle.join().map_err(words);
        let handles: Vec<_> = (0..n).map(start).collect();
        handles.into_iter().map(join).collect()
    })
}

/// What the panic said: `panic!` leaves a `String` or a `&str`.
fn words(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(words) => *words,
        Err(panic) => match panic.downcast::<&str>() {
            Ok(words) => words.to_string(),
            Err(_) => "a panic without words".to_string(),
        },
    }
}
