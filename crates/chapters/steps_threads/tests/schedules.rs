//! The rows in the page's widget and in its picture are real ones, and the picture shows what really happens to them.
//!
//! `UPDATE_EXPECT=1 cargo test -p steps_threads --test schedules` draws the picture again.

use expect_test::expect_file;
use mandelbrot::View;
use std::{fmt::Write, fs, path::PathBuf};

const WORKERS: usize = 4;

/// One worker's rows in the order in which it computes them.
type Lane = Vec<Part>;

#[derive(Clone)]
struct Part {
    start: u64,
    length: u64,
}

#[test]
fn the_widget_has_the_true_rows() {
    let script = fs::read_to_string(file("src/widgets/schedule.js")).unwrap();
    let list = weights().map(|weight| weight.to_string()).join(", ");
    assert!(script.contains(&list), "the rows should be:\n{list}");
}

#[test]
fn the_picture_shows_the_true_schedules() {
    let (picture, path) = (picture(), file("src/assets/schedules.svg"));
    expect_file![path].assert_eq(&picture);
}

fn file(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..").join(path)
}

/// The rows of the widget's third set: every fourth takes long.
const EVERY_FOURTH: [u64; 24] = {
    let mut rows = [1000; 24];
    let mut row = 0;
    while row < rows.len() {
        rows[row] = 7500;
        row += 4;
    }
    rows
};

/// The steps that each row of a small picture takes.
fn weights() -> [u64; 24] {
    let view = View::skewed(32);
    assert_eq!(view.rows, 24);
    let weight = |row| (0..view.columns).map(|column| u64::from(view.escape_time(column, row))).sum();
    std::array::from_fn(weight)
}

/// When each worker computes which of its rows, and how long all of it takes.
struct Schedule {
    lanes: Vec<Lane>,
    time: u64,
}

/// `who` says who computes a row, seeing at which moment each worker will be free.
fn schedule(weights: [u64; 24], who: impl Fn(usize, &[u64]) -> usize) -> Schedule {
    let (mut lanes, mut free) = (vec![Lane::new(); WORKERS], vec![0; WORKERS]);
    for (row, weight) in weights.into_iter().enumerate() {
        let worker = who(row, &free);
        lanes[worker].push(Part { start: free[worker], length: weight });
        free[worker] += weight;
    }
    Schedule { lanes, time: free.into_iter().max().expect("there are workers") }
}

fn picture() -> String {
    let band = weights().len().div_ceil(WORKERS);
    let in_turn = |row, _: &[u64]| row % WORKERS;
    let first_free = |_, free: &[u64]| (0..WORKERS).min_by_key(|&worker| free[worker]).expect("there are workers");
    let panels = [
        ("a picture, by blocks", schedule(weights(), |row, _| row / band)),
        ("the same, cyclic", schedule(weights(), in_turn)),
        ("every fourth row heavy, cyclic", schedule(EVERY_FOURTH, in_turn)),
        ("the same, dynamic", schedule(EVERY_FOURTH, first_free)),
    ];
    let [one, two, three, four] = panels.each_ref().map(|(_, schedule)| schedule.time);
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 360 376\" width=\"520\" role=\"img\" aria-labelledby=\"schedules-title\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n\
         <title id=\"schedules-title\">Four workers compute 24 rows of uneven length. The rows of a picture take {one} \
         steps by blocks, with one worker at work for most of the time alone; dealt out in turn they take {two}. Where \
         every fourth row is heavy, dealing them out in turn gives all heavy ones to one worker and takes {three}; \
         with each worker taking the next row when it is free, {four}.</title>\n"
    );
    let scale = 356.0 / panels.iter().map(|(_, schedule)| schedule.time).max().expect("there are panels") as f64;
    for (panel, (name, schedule)) in panels.iter().enumerate() {
        draw(&mut svg, 94 * panel, scale, name, schedule).expect("a string takes all we write");
    }
    svg + "</svg>\n"
}

fn draw(svg: &mut String, top: usize, scale: f64, name: &str, schedule: &Schedule) -> std::fmt::Result {
    let speedup = schedule.lanes.iter().flatten().map(|part| part.length).sum::<u64>() as f64 / schedule.time as f64;
    let words = format!("<tspan font-weight=\"600\">{name}:</tspan> {speedup:.1} × as fast");
    writeln!(svg, "<text x=\"2\" y=\"{}\" font-size=\"12\" fill=\"currentColor\">{words}</text>", top + 14)?;
    for (worker, lane) in schedule.lanes.iter().enumerate() {
        let y = top + 22 + 15 * worker;
        for (i, part) in lane.iter().enumerate() {
            let (x, width) = (2.0 + scale * part.start as f64, scale * part.length as f64);
            let opacity = if i % 2 == 0 { 1.0 } else { 0.65 };
            writeln!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"12\" fill=\"var(--way-threads, \
                 currentColor)\" fill-opacity=\"{opacity}\"/>"
            )?;
        }
    }
    let end = 2.0 + scale * schedule.time as f64;
    writeln!(
        svg,
        "<path d=\"M{end:.1} {}v66\" stroke=\"currentColor\" stroke-dasharray=\"3 3\" fill=\"none\"/>",
        top + 23
    )
}
