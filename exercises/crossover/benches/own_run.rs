//! Your prices, and what you predict with them beside what a run takes: no verdict, only numbers to compare.

use crossover::{Prices, Way, counts, crossover, time};
use shared::{Handle, Shared};
use std::hint::black_box;
use std::ops::Range;
use std::time::{Duration, Instant};
use std::{iter, thread};
use variant::Workers;

/// Runs of each, of which the median counts.
const RUNS: usize = 15;
const MOST: u64 = 1_000_000;

/// What is computed for each item: some tens of nanoseconds.
fn element(x: f64) -> f64 {
    (x.sin() + x.cos()).abs().sqrt()
}

fn replace(items: &mut [f64]) {
    items.iter_mut().for_each(|x| *x = element(*x));
}

fn main() {
    pools::processes::init();
    let workers = Workers::available();
    let prices = prices();
    println!("Your prices, in nanoseconds:");
    for (what, price) in [
        ("a thread's start and end", prices.start),
        ("a message and its answer", prices.message),
        ("a byte, copied", prices.byte),
        ("an item", prices.item),
    ] {
        println!("{what:>26} {:>11.2}", price as f64 / 1e3);
    }
    let count = workers.get() as u64;
    let ways = [Way::Alone, Way::Threads, Way::Sent, Way::Shared];
    println!("\nMicroseconds for n items, {count} workers: predicted, and measured");
    println!("{:>9}{}", "n", ways.map(|way| format!("{:>22}", format!("{way:?}"))).concat());
    for n in [100, 1000, 10_000, 100_000, MOST] {
        let row = ways.map(|way| {
            let predicted = time(counts(way, n, count), prices) as f64 / 1e6;
            format!("{predicted:>11.1}{:>11.1}", 1e6 * run(way, n as usize, workers))
        });
        println!("{n:>9}{}", row.concat());
    }
    println!();
    for (from, to) in
        [(Way::Alone, Way::Threads), (Way::Alone, Way::Shared), (Way::Alone, Way::Sent), (Way::Threads, Way::Shared)]
    {
        match crossover(from, to, count, prices, MOST) {
            Some(n) => println!("{to:?} is no slower than {from:?} from {n} items on: you predict it."),
            None => println!("{to:?} is slower than {from:?} for {MOST} items: you predict it."),
        }
    }
    pools::processes::shutdown();
}

fn prices() -> Prices {
    let picoseconds = |seconds: f64| (1e12 * seconds).max(0.0) as u64;
    let start = median(|| thread::scope(|scope| drop(scope.spawn(|| ()))));
    let message = median(|| ask((), |()| ()));
    const BYTES: usize = 16_000_000;
    let copied = median(|| drop(black_box(ask(vec![1.0; BYTES / 16], |items: Vec<f64>| items))));
    let mut items = vec![0.5; 100_000];
    let computed = median(|| replace(black_box(&mut items)));
    Prices {
        start: picoseconds(start),
        message: picoseconds(message),
        byte: picoseconds((copied - message) / BYTES as f64),
        item: picoseconds(computed / 100_000.0),
    }
}

/// One process's answer.
fn ask<A, R>(args: A, job: fn(A) -> R) -> R
where
    A: serde::Serialize + serde::de::DeserializeOwned + Send,
    R: serde::Serialize + serde::de::DeserializeOwned + Send,
{
    let answers = pools::processes::map(Workers::ONE, iter::once(args), job);
    answers.unwrap_or_else(|failure| panic!("{failure}")).remove(0)
}

/// The median time of a run, in seconds.
fn run(way: Way, n: usize, workers: Workers) -> f64 {
    let band = workers.band(n);
    let mut items = Shared::<f64>::zeroed(n);
    items.fill(0.5);
    median(|| match way {
        Way::Alone => replace(black_box(&mut items)),
        Way::Threads => thread::scope(|scope| {
            items.chunks_mut(band).for_each(|band| drop(scope.spawn(|| replace(black_box(band)))));
        }),
        Way::Sent => {
            let bands: Vec<_> = items.chunks(band).map(<[f64]>::to_vec).collect();
            let answers = pools::processes::map(workers, bands.into_iter(), |mut band: Vec<f64>| {
                replace(&mut band);
                band
            });
            for (band, answer) in items.chunks_mut(band).zip(answers.expect("no worker dies")) {
                band.copy_from_slice(&answer);
            }
        }
        Way::Shared => {
            pools::processes::chunks(workers, n, band, &items.handle(), in_worker).expect("no worker dies");
        }
    })
}

fn in_worker((items, band): (Handle, Range<usize>)) {
    let view = items.open::<f64>().expect("the parent keeps its slice until we answer");
    // SAFETY: each band is given to one worker, and the parent waits.
    replace(unsafe { view.write(band) });
}

fn median(mut run: impl FnMut()) -> f64 {
    // Once for what is paid only once: workers, and the first look at memory.
    run();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2].as_secs_f64()
}
