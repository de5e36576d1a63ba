//! Is the picture right, and was its work shared fairly?

/// Here, `std::sync` is one at whose locks and atomics a thread can be stopped. `core::sync` is the same one.
extern crate preemption as core;
extern crate preemption as std;

/// The answer once more, with those.
#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports, reason = "the answer once more, to be stopped: not all of it is used here")]
mod interruptible;

// The answer is part of this crate, too: a macro of its own must not be taken for one of these.
use core::{assert, unreachable};

use mandel_rows::{mandel_rows, picture};
use mandelbrot::View;
use std::panic;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use witness::{SlowMotion, caught, deadline, for_all, nameless, planted};

const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn pictures_are_right() {
    deadline("a picture of the Mandelbrot set", "what each thread waits for", LIMIT, || {
        for view in [View::skewed(64), View::whole(51)] {
            for workers in [1, 2, 3, 7, 64] {
                let got = picture(&view, workers);
                compare(&got, &view, workers);
            }
        }
    });
}

/// Is `got` the picture of `view`?
#[track_caller]
fn compare(got: &[u32], view: &View, workers: usize) {
    same_size(got, view.columns, view.rows, workers);
    let want = |i: usize| view.escape_time(i % view.columns, i / view.columns);
    if let Some(i) = (0..got.len()).find(|&i| got[i] != want(i)) {
        panic!(
            "{} rows of {} pixels, {workers} workers: row {}, column {}: expected {} steps, got {}.\n{ORDER}",
            view.rows,
            view.columns,
            i / view.columns,
            i % view.columns,
            want(i),
            got[i]
        );
    }
}

const ORDER: &str = "Does each row end up in its own place, and does `compute` get that row's number?";

#[track_caller]
fn same_size(got: &[u32], columns: usize, rows: usize, workers: usize) {
    assert!(
        got.len() == columns * rows,
        "{rows} rows of {columns} pixels, {workers} workers: expected {} pixels, got {}.\n\
         What happens to the rows that are left over when {rows} doesn't divide by {workers}?",
        columns * rows,
        got.len()
    );
}

#[test]
fn any_picture_is_right() {
    deadline("pictures of any size", "what each thread waits for", LIMIT, || {
        for_all(60, (1..9_usize, 0..40_usize, 1..9_usize), |&(columns, rows, workers)| {
            let calls = Mutex::new(vec![0; rows]);
            let wrong = Mutex::new(None);
            let got = mandel_rows(columns, rows, workers, |row, pixels| {
                match calls.lock().unwrap().get_mut(row) {
                    Some(calls) if pixels.len() == columns => *calls += 1,
                    _ => *wrong.lock().unwrap() = Some((row, pixels.len())),
                }
                for (column, pixel) in pixels.iter_mut().enumerate() {
                    *pixel = value(row, column);
                }
            });

            let picture = format!("{rows} × {columns} pixels, {workers} workers");
            if let Some((row, pixels)) = wrong.into_inner().unwrap() {
                return Err(format!(
                    "{picture}: `compute` was called for row {row} with {pixels} pixels.\n\
                     Rows count from 0, and each call gets all {columns} pixels of one row."
                ));
            }
            if let Some(row) = calls.into_inner().unwrap().iter().position(|&calls| calls != 1) {
                return Err(format!(
                    "{picture}: `compute` was called never, or more than once, for row {row}.\n\
                     Who computes it? Look at the last rows when {rows} doesn't divide by {workers}."
                ));
            }
            let want: Vec<u32> = (0..rows).flat_map(|row| (0..columns).map(move |column| value(row, column))).collect();
            match got == want {
                true => Ok(()),
                false => {
                    Err(format!("{picture}, each pixel 100 × row + column: expected {want:?}, got {got:?}.\n{ORDER}"))
                }
            }
        });
    });
}

fn value(row: usize, column: usize) -> u32 {
    (100 * row + column) as u32
}

#[test]
fn work_is_shared_fairly() {
    deadline("rows in slow motion", "what each thread waits for", LIMIT, || {
        // The heavy rows lie elsewhere each time: nobody can know beforehand where.
        for (workers, down) in [(4, 0), (2, 0), (3, 0), (1, 0), (4, 24), (3, 30)] {
            let view = moved(View::skewed(128), down);
            // A row takes as many beats as it takes steps, on the clock of the film: no other clock matters.
            let film = SlowMotion::of(workers);
            let got = nameless(|| {
                mandel_rows(view.columns, view.rows, workers, |row, pixels| {
                    for (column, pixel) in pixels.iter_mut().enumerate() {
                        *pixel = view.escape_time(column, row);
                    }
                    film.work(row, pixels.iter().map(|&steps| u64::from(steps)).sum());
                })
            });

            let timeline = film.develop();
            timeline.assert_each_once("row", view.rows);
            compare(&got, &view, workers);
            timeline.assert_all_at_once(workers);
            // Cyclic and dynamic sharing stay below 1.11 times the fair share here, blocks of rows reach 1.98 and more.
            timeline.assert_within(timeline.work() * 4 / (3 * workers as u64));
        }
        // More rows than anybody would film one by one. Most of them take no time; some in each part take a beat.
        for (rows, workers) in [(1_003, 3), (2_003, 4)] {
            let film = SlowMotion::of(workers);
            let got = mandel_rows(1, rows, workers, |row, pixels| {
                pixels[0] = value(row, 0);
                film.work(row, u64::from(row % ((rows / 24) | 1) == 1));
            });
            same_size(&got, 1, rows, workers);
            let wrong = got.iter().enumerate().position(|(row, &pixel)| pixel != value(row, 0));
            assert!(wrong.is_none(), "{rows} rows of one pixel, {workers} workers: row {wrong:?} is wrong.\n{ORDER}");
            let timeline = film.develop();
            timeline.assert_each_once("row", rows);
            timeline.assert_all_at_once(workers);
        }
    });
}

/// What `view` shows, from `rows` further down.
fn moved(view: View, rows: usize) -> View {
    View { top: view.im(rows), ..view }
}

#[test]
fn a_panic_is_handed_on() {
    deadline("a row that can't be computed", "who waits for a thread that has panicked", LIMIT, || {
        for (bad, workers) in [(0, 2), (7, 3), (11, 4)] {
            let outcome = caught(|| {
                mandel_rows(4, 12, workers, |row, _| {
                    if row == bad {
                        planted(format!("the check lets row {bad} panic"));
                    }
                })
            });
            assert!(
                outcome.is_err(),
                "`compute` panicked for row {bad} of 12, and `mandel_rows` with {workers} workers returned a picture as if \
                 nothing had happened.\n\
                 `join` gives an `Err` when the thread has panicked. Who looks at it?"
            );
        }
    });
}

#[test]
fn more_workers_than_rows() {
    deadline("few rows in slow motion", "what a worker without a row does", LIMIT, || {
        for (rows, workers) in [(2, 5), (1, 3)] {
            let film = SlowMotion::of(rows);
            mandel_rows(4, rows, workers, |row, _| film.work(row, 1));
            let timeline = film.develop();
            timeline.assert_each_once("row", rows);
            timeline.assert_all_at_once(rows);
        }
        same_size(&mandel_rows(4, 0, 3, |_, _| unreachable!("there is no row to compute")), 4, 0, 3);
    });
}

#[test]
fn whoever_is_stopped_and_where() {
    deadline("rows, and a worker that is stopped", "what each thread waits for", LIMIT, || {
        let (columns, rows, workers) = (2, 12, 2);
        let want: Vec<_> = (0..rows).flat_map(|row| [value(row, 0), value(row, 1)]).collect();
        // A worker is stopped after one of its first rows, until the other has computed all that it can: before its
        // first, second, third … step on something that both share.
        for place in preemption::places(12) {
            let film = Arc::new(SlowMotion::of(workers));
            let calls = Mutex::new(vec![0; rows]);
            let got = interruptible::mandel_rows(columns, rows, workers, |row, pixels| {
                preemption::go_on();
                film.work(row, 1);
                calls.lock().unwrap()[row] += 1;
                pixels.iter_mut().enumerate().for_each(|(column, pixel)| *pixel = value(row, column));
                if row == 1 {
                    let film = Arc::clone(&film);
                    place.stop(move || film.work(row, 1000));
                }
            });
            let calls = calls.into_inner().unwrap();
            assert!(
                got == want && calls.iter().all(|&calls| calls == 1),
                "{rows} rows, {workers} workers. The one that had computed row 1 took {} steps on what both share (locks, \
                 atomics), and then the other one came, and did all that it could. `compute` was called so often for each row: \
                 {calls:?}; and the pixels are {got:?}, expected {want:?}.\n\
                 Between two steps anybody may come. Is what you have looked at still so when you act on it?",
                place.steps()
            );
        }
    });
}
