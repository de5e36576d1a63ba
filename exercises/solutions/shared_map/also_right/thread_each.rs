//! Several processes replace the numbers of one slice, and nobody copies it.

use shared::{Handle, Shared};
use std::io::{self, BufRead, Write};

/// The parent's ends of a worker process's pipes.
pub struct Worker {
    /// What is written here, [`serve`] reads.
    pub to: Box<dyn Write + Send>,
    /// What [`serve`] writes comes from here, and when the process ends, so does this.
    pub from: Box<dyn BufRead + Send>,
}

/// Has all `workers` (at least one) replace each of `numbers`: a thread for each worker hands it portions of a queue.
///
/// # Errors
/// When a worker has died.
pub fn map(workers: &mut [Worker], numbers: &mut Shared<f64>) -> io::Result<()> {
    let portion = numbers.len().div_ceil(4 * workers.len()).max(1);
    let queue = std::sync::Mutex::new((0..numbers.len()).step_by(portion));
    let numbers = &*numbers;
    let next = || queue.lock().unwrap().next();
    let feed = |worker: &mut Worker| {
        while let Some(begin) = next() {
            let order = (numbers.handle(), begin, numbers.len().min(begin + portion));
            worker.to.write_all(format!("{}\n", serde_json::to_string(&order)?).as_bytes())?;
            worker.to.flush()?;
            let mut line = String::new();
            if worker.from.read_line(&mut line)? == 0 {
                return Err(io::Error::other("a worker has died"));
            }
        }
        Ok(())
    };
    // The scope joins all of them.
    std::thread::scope(|scope| {
        let feeders: Vec<_> = workers.iter_mut().map(|worker| scope.spawn(|| feed(worker))).collect();
        let results: Vec<_> = feeders.into_iter().map(|feeder| feeder.join().unwrap()).collect();
        results.into_iter().collect()
    })
}

/// Does what [`map`] asks for; keeps what it has mapped for the next order about the same slice.
///
/// # Errors
/// When the slice can't be opened, or the parent can't be read or written to.
pub fn serve(from: impl BufRead, mut to: impl Write, element: impl Fn(f64) -> f64) -> io::Result<()> {
    let mut known: Option<(Handle, shared::View<f64>)> = None;
    for line in from.lines() {
        let (handle, begin, end): (Handle, usize, usize) = serde_json::from_str(&line?)?;
        let view = match known.take() {
            Some((same, view)) if same == handle => view,
            _ => handle.open()?,
        };
        // SAFETY: each portion is given to one worker, and the parent waits.
        unsafe { view.write(begin..end) }.iter_mut().for_each(|number| *number = element(*number));
        known = Some((handle, view));
        to.write_all(b".\n")?;
        to.flush()?;
    }
    Ok(())
}
