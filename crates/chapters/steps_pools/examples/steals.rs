//! Records who stole what: `cargo run --release -p steps_pools --example steals > FILE`.
//!
//! Four workers count the steps of a picture whose heavy rows are the last ones. Each line of the answer is one event,
//! in the order of time: worker, what it did, the range of strips, from whom (a steal only), microseconds since the
//! start.

use machine::Machine;
use mandelbrot::View;
use std::{hint::black_box, sync::Mutex, time::Instant};
use steps_pools::stealing::{self, Event};
use time::OffsetDateTime;
use variant::Workers;

const WORKERS: usize = 4;
/// The picture is cut into so many strips of rows, each a job.
const STRIPS: usize = 32;

fn main() {
    let view = View::skewed(1536);
    let rows = view.rows / STRIPS;
    let strip = |strip: usize| {
        for row in strip * rows..(strip + 1) * rows {
            for column in 0..view.columns {
                black_box(view.escape_time(column, row));
            }
        }
    };
    let events = Mutex::new(Vec::new());
    let start = Instant::now();
    // The time is taken under the lock, so that the events are in its order.
    let note = |worker, event| {
        let mut events = events.lock().expect("nobody panics");
        events.push((start.elapsed().as_micros(), worker, event));
    };
    let workers = Workers::new(WORKERS).expect("at least one");
    stealing::for_each(workers, STRIPS, 1, |strips| strips.for_each(strip), note);

    let machine = Machine::read();
    let (rustc, date) = (machine::rustc().unwrap_or_default(), OffsetDateTime::now_utc().date());
    println!("# {WORKERS} workers, {STRIPS} strips of {rows} rows of mandelbrot::View::skewed({})", view.columns);
    println!("# {}, {} cores, rustc {rustc}, {date}", machine.cpu, machine.usable);
    println!("worker,event,start,end,victim,us");
    for (time, worker, event) in events.into_inner().expect("nobody panics") {
        let (event, range, victim) = match event {
            Event::Push(range) => ("push", range, None),
            Event::Pop(range) => ("pop", range, None),
            Event::Steal { victim, range } => ("steal", range, Some(victim)),
            Event::Done(range) => ("done", range, None),
        };
        let victim = victim.map_or_else(String::new, |victim| victim.to_string());
        println!("{worker},{event},{},{},{victim},{time}", range.start, range.end);
    }
}
