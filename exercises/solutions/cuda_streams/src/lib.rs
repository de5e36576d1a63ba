//! Chunks go through a card that copies and computes at the same time.

use cuda_sim::streams::Card;

/// Enqueues all that is to be done for chunks `0..chunks`.
pub fn enqueue(card: &mut Card, chunks: usize) {
    let buffers = card.buffers();
    let streams = buffers.map(|_| card.stream());
    card.upload_table(streams[0]);
    let there = card.record(streams[0]);
    for &stream in &streams[1..] {
        card.wait(stream, &there);
    }
    for chunk in 0..chunks {
        // A buffer is used in one stream only: who comes later waits for who came before.
        let (stream, buffer) = (streams[chunk % streams.len()], buffers[chunk % buffers.len()]);
        card.upload(stream, chunk, buffer);
        card.kernel(stream, buffer);
        card.download(stream, buffer, chunk);
    }
}
