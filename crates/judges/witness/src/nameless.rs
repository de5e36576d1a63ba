//! A caller that gives no hint which check it is.

use std::panic;
use std::thread;

/// What `call` returns, called by a thread that has no name. The tests' threads have those of their tests: an answer
/// that works in parallel only for a caller of a certain name would pass. Its panic is handed on.
pub fn nameless<T: Send>(call: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(call).join()).unwrap_or_else(|panic| panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_caller_has_a_name_and_it_has_none() {
        let name = || thread::current().name().map(String::from);
        assert!(name().is_some());
        assert_eq!(nameless(name), None);
    }
}
