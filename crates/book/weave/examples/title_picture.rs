//! Draws the picture on the title page: how far one worker has come with the Mandelbrot set by the time that eight have
//! finished it. Nothing in it is made up: each step of the escape-time loop counts as one unit of work, and bands go to
//! whoever is free first.
//!
//! ```console
//! cargo run -p weave --example title_picture > src/assets/title.svg
//! ```

use mandelbrot::View;
use std::{collections::BTreeMap, fmt::Write};
use variant::Way;

/// Rows that are dealt out together.
const BAND: usize = 4;

/// Pixels are drawn as lines that each worker lays from left to right: one path for each worker and shade.
type Lines = BTreeMap<(usize, usize), String>;

fn main() {
    let view = View { limit: 200, ..View::whole(132) };
    let deal = deal(&view);
    let size = 2.0;
    let (width, height) = (view.columns as f64 * size, view.rows as f64 * size);
    let (left, right, top) = (1.0, width + 44.0, 1.0);

    let (alone, reached) = one_worker(&view, deal.finished);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n<title>One picture, computed \
         twice. Left, one worker has done the first {reached} of {} rows. Right, in the same time, eight workers have done \
         all of them, and each band has the colour and the mark of the worker that made it.</title>\n",
        right + width + 22.0,
        top + height + 31.0,
        view.rows
    );
    frame(&mut svg, left, top, width, height);
    paths(&mut svg, &alone, left, top, size);
    mark(&mut svg, Way::Serial, left + width + 11.0, top + (reached as f64 + 0.5) * size, 4.4);
    frame(&mut svg, right, top, width, height);
    paths(&mut svg, &eight_workers(&view, &deal), right, top, size);
    for (band, &worker) in deal.owner.iter().enumerate() {
        let middle = (band as f64 + 0.5) * (BAND as f64 * size);
        mark(&mut svg, Way::ALL[worker], right + width + 11.0, top + middle, 3.0);
    }
    for (x, words) in [(left, "one worker"), (right, "eight, in the same time")] {
        writeln!(
            svg,
            "<text x=\"{x:.0}\" y=\"{:.0}\" font-size=\"22\" fill=\"currentColor\">{words}</text>",
            top + height + 23.0
        )
        .expect("a string takes what is written");
    }
    println!("{svg}</svg>");
}

/// Who computes which band, and when the last of them has finished, in steps.
struct Deal {
    owner: Vec<usize>,
    finished: u64,
}

/// Each band goes to the worker that is free first.
fn deal(view: &View) -> Deal {
    let mut busy_until = [0_u64; Way::ALL.len()];
    let bands = (0..view.rows).step_by(BAND);
    let owner = bands.map(|row| {
        let worker = (0..busy_until.len()).min_by_key(|&w| busy_until[w]).expect("there are workers");
        busy_until[worker] += (row..(row + BAND).min(view.rows)).map(|row| work(view, row)).sum::<u64>();
        worker
    });
    Deal { owner: owner.collect(), finished: busy_until.into_iter().max().unwrap_or(0) }
}

fn work(view: &View, row: usize) -> u64 {
    (0..view.columns).map(|column| u64::from(view.escape_time(column, row))).sum()
}

fn eight_workers(view: &View, deal: &Deal) -> Lines {
    let mut lines = Lines::new();
    for row in 0..view.rows {
        draw(&mut lines, view, deal.owner[row / BAND], row);
    }
    lines
}

/// What one worker has drawn after so many steps, and the row that it is working on.
fn one_worker(view: &View, steps: u64) -> (Lines, usize) {
    let (mut lines, mut left) = (Lines::new(), steps);
    for row in 0..view.rows {
        let work = work(view, row);
        if work > left {
            return (lines, row);
        }
        left -= work;
        draw(&mut lines, view, 0, row);
    }
    (lines, view.rows)
}

/// How dark a pixel is, from 0 (left the circle at once) to 5 (never did).
fn shade(view: &View, column: usize, row: usize) -> usize {
    let steps = view.escape_time(column, row);
    [3, 5, 8, 14, view.limit].into_iter().filter(|&edge| steps >= edge).count()
}

fn draw(lines: &mut Lines, view: &View, worker: usize, row: usize) {
    let mut column = 0;
    while column < view.columns {
        let start = column;
        let shade_here = shade(view, start, row);
        while column < view.columns && shade(view, column, row) == shade_here {
            column += 1;
        }
        write!(lines.entry((worker, shade_here)).or_default(), "M{start} {row}h{}", column - start)
            .expect("a string takes what is written");
    }
}

fn paths(svg: &mut String, lines: &Lines, x: f64, y: f64, size: f64) {
    const OPACITY: [&str; 6] = [".1", ".2", ".34", ".52", ".74", "1"];
    // A pixel is a line as wide as it is high, and its middle lies half a pixel further down.
    writeln!(svg, "<g transform=\"translate({x:.0} {:.0}) scale({size})\" stroke-width=\"1\">", y + size / 2.0)
        .expect("a string");
    for (&(worker, shade), path) in lines {
        let (name, light, opacity) = (Way::ALL[worker].name(), Way::ALL[worker].light(), OPACITY[shade]);
        writeln!(svg, "<path stroke=\"var(--way-{name},{light})\" stroke-opacity=\"{opacity}\" d=\"{path}\"/>")
            .expect("a string");
    }
    svg.push_str("</g>\n");
}

fn frame(svg: &mut String, x: f64, y: f64, width: f64, height: f64) {
    writeln!(
        svg,
        "<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" fill=\"none\" stroke=\"currentColor\" \
         stroke-opacity=\".4\"/>"
    )
    .expect("a string takes what is written");
}

fn mark(svg: &mut String, way: Way, x: f64, y: f64, size: f64) {
    let points: Vec<_> = plot::mark(way).iter().map(|(px, py)| format!("{:.1},{:.1}", size * px, size * py)).collect();
    // Around 0,0 and then moved: the page's script puts copies of a mark elsewhere.
    writeln!(
        svg,
        "<polygon data-way=\"{0}\" fill=\"var(--way-{0},{1})\" transform=\"translate({x:.0} {y:.1})\" points=\"{2}\"/>",
        way.name(),
        way.light(),
        points.join(" ")
    )
    .expect("a string takes what is written");
}
