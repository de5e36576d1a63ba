//! Several processes replace the numbers of one slice, and nobody copies it.

use serde::{Deserialize, Serialize};
use shared::{Handle, Shared};
use std::io::{self, BufRead, Write};

/// The parent's ends of a worker process's pipes.
pub struct Worker {
    /// What is written here, [`serve`] reads.
    pub to: Box<dyn Write + Send>,
    /// What [`serve`] writes comes from here, and when the process ends, so does this.
    pub from: Box<dyn BufRead + Send>,
}

/// Which part of which slice a worker is to replace.
#[derive(Serialize, Deserialize)]
struct Order {
    numbers: Handle,
    begin: usize,
    end: usize,
}

/// Has all `workers` (at least one), each a process in which [`serve`] runs, replace each of `numbers`, once.
///
/// # Errors
/// When a worker has died. Some of the numbers are replaced then, and none is going to be.
pub fn map(workers: &mut [Worker], numbers: &mut Shared<f64>) -> io::Result<()> {
    let band = numbers.len().div_ceil(workers.len()).max(1);
    let begins = (0..numbers.len()).step_by(band);
    let mut result = Ok(());
    let mut at_work = Vec::new();
    for (worker, begin) in workers.iter_mut().zip(begins) {
        let end = numbers.len().min(begin + band);
        match send(worker, &Order { numbers: numbers.handle(), begin, end }) {
            Ok(()) => at_work.push(worker),
            Err(error) => result = Err(error),
        }
    }
    // All of them, whatever went wrong: until they have answered or died, they write.
    for worker in at_work {
        if let Err(error) = hear(worker) {
            result = Err(error);
        }
    }
    result
}

fn send(worker: &mut Worker, order: &Order) -> io::Result<()> {
    writeln!(worker.to, "{}", serde_json::to_string(order)?)?;
    worker.to.flush()
}

fn hear(worker: &mut Worker) -> io::Result<()> {
    match worker.from.read_line(&mut String::new())? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

/// Does what [`map`] asks for until `from` ends: replaces each number that is the worker's own by `element` of it.
///
/// # Errors
/// When the slice can't be opened, or the parent can't be read or written to.
pub fn serve(mut from: impl BufRead, mut to: impl Write, element: impl Fn(f64) -> f64) -> io::Result<()> {
    let mut line = String::new();
    while from.read_line(&mut line)? > 0 {
        let Order { numbers, begin, end } = serde_json::from_str(&line)?;
        let view = numbers.open::<f64>()?;
        // SAFETY: the parent holds the slice by `&mut` and waits for us; no other worker was given this part.
        for number in unsafe { view.write(begin..end) } {
            *number = element(*number);
        }
        writeln!(to, "done")?;
        to.flush()?;
        line.clear();
    }
    Ok(())
}
