//! Ends a rank that waits for ever, and says for what.

use std::{
    process,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// The exit code of a rank that was waiting for ever.
pub const HANGS: i32 = 86;

/// After one rank has spoken the others get so long to say what they wait for: the first that ends takes all with it.
const OTHERS: Duration = Duration::from_millis(300);

/// Watches one rank.
pub struct Watchdog {
    waits: Arc<Mutex<Option<(Instant, String)>>>,
}

impl Watchdog {
    /// Watches `rank`: no call may take longer than `limit`.
    pub fn new(rank: i32, limit: Duration) -> Self {
        let waits = Arc::new(Mutex::new(None::<(Instant, String)>));
        let watched = Arc::clone(&waits);
        thread::spawn(move || {
            loop {
                thread::sleep(limit / 20);
                let waits = watched.lock().expect("nobody panics with this lock").clone();
                if let Some((_, call)) = waits.filter(|(since, _)| since.elapsed() > limit) {
                    let seconds = limit.as_secs_f64();
                    eprintln!("rank {rank} hangs: for {seconds} s it has been waiting in {call}");
                    thread::sleep(OTHERS);
                    // Without a word to MPI, which this thread may not call: mpirun sees it, and ends the others.
                    process::exit(HANGS);
                }
            }
        });
        Self { waits }
    }

    /// Makes a call that may wait; `name` is what to call it if it does so for ever.
    pub fn watch<T>(&self, name: impl Into<String>, call: impl FnOnce() -> T) -> T {
        let set = |waits| *self.waits.lock().expect("nobody panics with this lock") = waits;
        set(Some((Instant::now(), name.into())));
        let result = call();
        set(None);
        result
    }
}
