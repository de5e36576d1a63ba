//! Words are counted by several workers: threads of one process, or of several, which your program can't tell apart.
//!
//! You write [`word_count`]. It is called by every worker at the same time, each with lines of its own. Together they
//! count the words of all lines.
//!
//! 1. **Each word has one owner**, the same for every worker in every process. Only the owner's answer has the word in
//!    it, with how often it stands in the lines of all workers. It doesn't matter who owns which word, but the words
//!    are to be spread over the workers about evenly.
//! 2. **Count before you send.** A word that stands a thousand times in the lines of one worker is sent to its owner
//!    once, with the number 1000.
//! 3. **Wait for all.** A worker returns when nothing can come to it any more: its own lines may long be counted.
//!
//! Words are what `split_whitespace` gives. The check runs it on one worker, on several threads, and on several
//! processes that talk over TCP. About 40 minutes, and the first time another minute for the compiler.
//!
//! You will need, of timely: `InputHandleVec` and `ProbeHandle`, `worker.dataflow::<u64, _, _>(|scope| …)`, the
//! operators `to_stream`, `exchange`, `inspect` and `probe_with`, and then `input.send`, `input.close`, `worker.step`
//! and `probe.done`.

use std::collections::BTreeMap;
use timely::worker::Worker;

/// How often each word that this worker owns stands in the `lines` of all workers.
pub fn word_count(worker: &mut Worker, lines: Vec<String>) -> BTreeMap<String, u64> {
    todo!("worker {} of {}: count {} lines with the others", worker.index(), worker.peers(), lines.len())
}
