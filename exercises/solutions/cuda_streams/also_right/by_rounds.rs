//! Three uploads, three kernels, three downloads, and again; the table has a stream of its own.

use cuda_sim::streams::Card;

/// Enqueues all that is to be done for chunks `0..chunks`.
pub fn enqueue(card: &mut Card, chunks: usize) {
    let buffers = card.buffers();
    let streams = buffers.map(|_| card.stream());
    let table = card.stream();
    card.upload_table(table);
    let there = card.record(table);
    streams.iter().for_each(|&stream| card.wait(stream, &there));
    for first in (0..chunks).step_by(3) {
        let round = first..chunks.min(first + 3);
        for chunk in round.clone() {
            card.upload(streams[chunk % 3], chunk, buffers[chunk % 3]);
        }
        for chunk in round.clone() {
            card.kernel(streams[chunk % 3], buffers[chunk % 3]);
        }
        for chunk in round {
            card.download(streams[chunk % 3], buffers[chunk % 3], chunk);
        }
    }
}
