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

/// Has all `workers` (at least one) replace each of `numbers`. An order has a length of four bytes before it, and all
/// workers get the same range: each takes every `step`th number, beginning with its own.
///
/// # Errors
/// When a worker has died.
pub fn map(workers: &mut [Worker], numbers: &mut Shared<f64>) -> io::Result<()> {
    let count = workers.len();
    let sent: Vec<io::Result<()>> = workers
        .iter_mut()
        .enumerate()
        .map(|(w, worker)| {
            let order = serde_json::to_vec(&(numbers.handle(), w, count))?;
            worker.to.write_all(&(order.len() as u32).to_le_bytes())?;
            worker.to.write_all(&order)?;
            worker.to.flush()
        })
        .collect();
    let mut all_well = Ok(());
    for (worker, sent) in workers.iter_mut().zip(sent) {
        let answered = sent.and_then(|()| worker.from.read_exact(&mut [0]));
        all_well = all_well.and(answered);
    }
    all_well
}

/// Does what [`map`] asks for.
///
/// # Errors
/// When the slice can't be opened, or the parent can't be read or written to.
pub fn serve(mut from: impl BufRead, mut to: impl Write, element: impl Fn(f64) -> f64) -> io::Result<()> {
    loop {
        let mut length = [0; 4];
        if from.fill_buf()?.is_empty() {
            return Ok(());
        }
        from.read_exact(&mut length)?;
        let mut order = vec![0; u32::from_le_bytes(length) as usize];
        from.read_exact(&mut order)?;
        let (handle, begin, step): (Handle, usize, usize) = serde_json::from_slice(&order)?;
        let view = handle.open::<f64>()?;
        for i in (begin..view.len()).step_by(step) {
            // SAFETY: no other worker has a number with this remainder, and the parent waits.
            let number = unsafe { view.write(i..i + 1) };
            number[0] = element(number[0]);
        }
        to.write_all(&[1])?;
        to.flush()?;
    }
}
