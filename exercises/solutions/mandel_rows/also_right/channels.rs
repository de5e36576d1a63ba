//! The calling thread hands out rows through a channel without room, and gets them back through another.

use mandelbrot::View;
use std::{
    sync::{Mutex, mpsc},
    thread,
};

/// The picture of `view`, row by row.
pub fn picture(view: &View, workers: usize) -> Vec<u32> {
    mandel_rows(view.columns, view.rows, workers, |row, pixels| {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            *pixel = view.escape_time(column, row);
        }
    })
}

/// A master and its workers.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let (hand_out, orders) = mpsc::sync_channel(0);
    let (deliver, deliveries) = mpsc::channel();
    let orders = Mutex::new(orders);
    let mut picture = vec![0; rows * columns];
    thread::scope(|scope| {
        for _ in 0..workers {
            let (orders, compute, deliver) = (&orders, &compute, deliver.clone());
            scope.spawn(move || {
                loop {
                    let order: Result<usize, _> = orders.lock().unwrap().recv();
                    let Ok(row) = order else { break };
                    let mut pixels = vec![0; columns];
                    compute(row, &mut pixels);
                    deliver.send((row, pixels)).unwrap();
                }
            });
        }
        (0..rows).for_each(|row| hand_out.send(row).unwrap());
        drop((hand_out, deliver));
        for (row, pixels) in deliveries {
            picture[row * columns..][..columns].copy_from_slice(&pixels);
        }
    });
    picture
}
