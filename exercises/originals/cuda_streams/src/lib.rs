//! A file of many chunks goes through a card that has room for three: each chunk is copied to the card, a kernel turns
//! it into its answer, and that is copied back. All kernels read one table, which is copied to the card first. The
//! function below does it right, and one thing at a time. Let the card copy and compute at the same time.
//!
//! A card has three engines: one copies to it, one runs kernels, one copies from it. Commands of one stream are done in
//! their order. Between streams only events make an order: `record` marks a place in one stream, and `wait` lets
//! another wait until that place has been passed.
//!
//! The check plays your commands on a card that has a clock of its own; no real one is needed. It wants every chunk
//! back, no two commands on the same memory without an order between them, whatever the clock says, and no more time
//! than a pipeline takes: the table, one chunk all the way, and for each other chunk its slowest command. It shows what
//! the engines did when. About 30 minutes.
//!
//! You need only the methods of `Card` that stand below, and `record` and `wait`; more streams cost nothing.

use cuda_sim::streams::Card;

/// Enqueues all that is to be done for chunks `0..chunks`.
pub fn enqueue(card: &mut Card, chunks: usize) {
    let [buffer, ..] = card.buffers();
    let stream = card.stream();
    card.upload_table(stream);
    for chunk in 0..chunks {
        card.upload(stream, chunk, buffer);
        card.kernel(stream, buffer);
        card.download(stream, buffer, chunk);
    }
}
