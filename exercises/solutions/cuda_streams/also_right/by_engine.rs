//! A stream for each engine, and an event for each hand-over.

use cuda_sim::streams::Card;

/// Enqueues all that is to be done for chunks `0..chunks`.
pub fn enqueue(card: &mut Card, chunks: usize) {
    let buffers = card.buffers();
    let [up, compute, down] = buffers.map(|_| card.stream());
    card.upload_table(up);
    let mut emptied = Vec::new();
    for chunk in 0..chunks {
        let buffer = buffers[chunk % buffers.len()];
        if chunk >= buffers.len() {
            card.wait(up, &emptied[chunk - buffers.len()]);
        }
        card.upload(up, chunk, buffer);
        let filled = card.record(up);
        card.wait(compute, &filled);
        card.kernel(compute, buffer);
        let computed = card.record(compute);
        card.wait(down, &computed);
        card.download(down, buffer, chunk);
        emptied.push(card.record(down));
    }
}
