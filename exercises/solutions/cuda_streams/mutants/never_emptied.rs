//! Has a stream for each engine, and fills a buffer that may still be read.
//! caught by: nothing_is_used_too_early

use cuda_sim::streams::Card;

/// Enqueues all that is to be done for chunks `0..chunks`.
pub fn enqueue(card: &mut Card, chunks: usize) {
    let buffers = card.buffers();
    let [up, compute, down] = buffers.map(|_| card.stream());
    card.upload_table(up);
    for chunk in 0..chunks {
        let buffer = buffers[chunk % buffers.len()];
        card.upload(up, chunk, buffer);
        let filled = card.record(up);
        card.wait(compute, &filled);
        card.kernel(compute, buffer);
        let computed = card.record(compute);
        card.wait(down, &computed);
        card.download(down, buffer, chunk);
    }
}
