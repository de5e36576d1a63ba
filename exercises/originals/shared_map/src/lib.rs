//! Several processes replace the numbers of one slice, and nobody copies it.
//!
//! You write both sides. [`map`] runs in the parent. It tells each worker process which slice it is about and which
//! part of it is the worker's own, and waits until all are done. [`serve`] runs in a worker. It reads such orders, one
//! after another, replaces each number of its part by what `element` makes of it, and says that it is done.
//!
//! What goes through the pipes is yours to design. A `Handle` says which slice, and can be written as JSON: one order a
//! line is a good beginning.
//!
//! 1. The parts don't overlap, together they are everything, and all workers are at work at the same time.
//! 2. No process makes a copy, however long the slice is: a worker may ask for 64 KiB of memory, and through a pipe may
//!    go 1,000 bytes each way. There is one slice, and no second one for the answers.
//! 3. The same workers are asked again, about the same slice and about others.
//! 4. A worker that has died makes [`map`] return an error. But whatever it returns, nobody writes to the slice any
//!    more: the caller holds it by `&mut`, and may look at it in the next moment.
//!
//! The check starts the processes and counts memory and bytes on both sides. About 35 minutes.
//!
//! You will need: `Shared::handle`, `Handle::open`, and of the `View` it gives you `write`, which is `unsafe`; say in a
//! `SAFETY` comment why it is right here. `serde_json::to_string` and `from_str`, `write_all`, `flush`, `read_line`.

use shared::Shared;
use std::io::{self, BufRead, Write};

/// The parent's ends of a worker process's pipes.
pub struct Worker {
    /// What is written here, [`serve`] reads.
    pub to: Box<dyn Write + Send>,
    /// What [`serve`] writes comes from here, and when the process ends, so does this.
    pub from: Box<dyn BufRead + Send>,
}

/// Has all `workers` (at least one), each a process in which [`serve`] runs, replace each of `numbers`, once.
///
/// # Errors
/// When a worker has died. Some of the numbers are replaced then, and none is going to be.
pub fn map(workers: &mut [Worker], numbers: &mut Shared<f64>) -> io::Result<()> {
    todo!("tell {} workers which part of {} numbers is theirs", workers.len(), numbers.len())
}

/// Does what [`map`] asks for until `from` ends: replaces each number that is the worker's own by `element` of it.
///
/// # Errors
/// When the slice can't be opened, or the parent can't be read or written to.
pub fn serve(from: impl BufRead, to: impl Write, element: impl Fn(f64) -> f64) -> io::Result<()> {
    let _ = (from, to, element);
    todo!("read an order, open the slice it names, replace the numbers of one part, say so, and again")
}
