//! Two passes with an array between them: along the rows, then down the columns. Workers fetch rows by a counter.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering::Relaxed};
use std::thread;

/// Blurs the picture `source`, rows of `width` pixels, into `target`, with `workers` threads.
pub fn blur(source: &[u8], width: usize, radius: usize, workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    let between: Vec<AtomicU32> = source.iter().map(|_| AtomicU32::new(0)).collect();
    let answer: Vec<AtomicU8> = source.iter().map(|_| AtomicU8::new(0)).collect();
    let seen = |at: usize, all: usize| at.saturating_sub(radius)..all.min(at.saturating_add(radius).saturating_add(1));
    each(height, workers, |y| {
        for x in 0..width {
            let sum = source[y * width..][seen(x, width)].iter().map(|&pixel| u32::from(pixel)).sum();
            between[y * width + x].store(sum, Relaxed);
        }
    });
    each(height, workers, |y| {
        for x in 0..width {
            let rows = seen(y, height);
            let count = (rows.len() * seen(x, width).len()) as u64;
            let sum: u64 = rows.map(|row| u64::from(between[row * width + x].load(Relaxed))).sum();
            answer[y * width + x].store(((sum + count / 2) / count) as u8, Relaxed);
        }
    });
    for (target, answer) in target.iter_mut().zip(answer) {
        *target = answer.into_inner();
    }
}

/// Calls `work` for each row, with `workers` threads; comes back when all are done.
fn each(rows: usize, workers: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let row = next.fetch_add(1, Relaxed);
                    if row >= rows {
                        break;
                    }
                    work(row);
                }
            });
        }
    });
}
