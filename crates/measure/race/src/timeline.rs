//! A trace as lines of text: one for each worker, from left to right as time went by.

use crate::table::{Look, mark_and_style};
use record::{Part, Run, Trace, words};
use std::fmt::Write;

/// Characters before and after a worker's line.
const AROUND: usize = "  worker 10  ".len() + "  busy 100 %".len();

/// The narrowest line that tells anything.
const NARROWEST: usize = 20;

/// More workers than this are not told one by one.
const WORKERS: usize = 32;

/// The timelines of every run, ending in a line break. Above them stands [`crate::table::head`].
pub fn render(trace: &Trace, look: Look) -> String {
    let wrap = |text: &str| textwrap::fill(text, textwrap::Options::new(look.width).subsequent_indent("  "));
    let mut out = String::new();
    let (elements, width) = (trace.elements(), look.width.saturating_sub(AROUND).max(NARROWEST));
    for run in &trace.runs {
        let (mark, style) = mark_and_style(run.way(), look);
        let _ = writeln!(out, "\n{style}{mark}{style:#} {}/{}, {}", run.variant, run.workers, words::time(run.seconds));
        if run.lanes.is_empty() {
            out += "  nothing is noted of it: its code does not call crates/platform/trace\n";
        }
        for (i, parts) in run.lanes.iter().enumerate().take(WORKERS) {
            let (line, busy) = (line(run, parts, elements, width), 100.0 * busy(run, parts));
            let _ = writeln!(out, "  worker {:<3}{style}{line}{style:#}  busy {busy:3.0} %", i + 1);
        }
        if run.lanes.len() > WORKERS {
            let _ = writeln!(out, "  and {} workers more", run.lanes.len() - WORKERS);
        }
    }
    let key = "A digit says in which tenth of the problem a worker was, a dot that it had nothing to do. Taking notes takes \
               time: compare runs by a race without --trace.";
    out + "\n" + &wrap(key) + "\n"
}

/// One worker's time in `width` steps: in each, the tenth of the problem that it spent most of the step in.
fn line(run: &Run, parts: &[Part], elements: usize, width: usize) -> String {
    let step = run.seconds / width as f64;
    let mut spent = vec![[0.0; 11]; width];
    for part in parts {
        // Of a part over several tenths the middle one is told; it is told where it was, as far as is known.
        let cells = (part.from_s / step) as usize..=((part.to_s / step) as usize).min(width.saturating_sub(1));
        for cell in cells {
            let (from, to) = (part.from_s.max(cell as f64 * step), part.to_s.min((cell + 1) as f64 * step));
            let at = if part.to_s > part.from_s {
                ((from + to) / 2.0 - part.from_s) / (part.to_s - part.from_s)
            } else {
                0.5
            };
            let element = part.first as f64 + at * (part.end - part.first) as f64;
            spent[cell][((10.0 * element / elements as f64) as usize).min(9)] += (to - from).max(0.0);
        }
    }
    let told = |tenths: &mut [f64; 11]| {
        tenths[10] = (step - tenths.iter().sum::<f64>()).max(0.0);
        let most = (0..11).max_by(|&a, &b| tenths[a].total_cmp(&tenths[b])).expect("eleven of them");
        char::from_digit(most as u32, 10).filter(|_| most < 10).unwrap_or('·')
    };
    spent.iter_mut().map(told).collect()
}

/// The share of the run in which a worker was at work.
fn busy(run: &Run, parts: &[Part]) -> f64 {
    parts.iter().map(|part| part.to_s - part.from_s).sum::<f64>() / run.seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(first: usize, end: usize, from_s: f64, to_s: f64) -> Part {
        Part { first, end, from_s, to_s }
    }

    #[test]
    fn a_line_shows_where_in_the_problem_and_where_nothing() {
        let run = Run { variant: "threads".into(), way: None, workers: 2, seconds: 1.0, lanes: Vec::new() };
        let parts = [part(0, 50, 0.0, 0.5), part(90, 100, 0.7, 1.0)];
        assert_eq!(line(&run, &parts, 100, 20), "0011223344····999999");
        assert!((busy(&run, &parts) - 0.8).abs() < 1e-12);
        assert_eq!(line(&run, &[], 0, 3), "···");
    }
}
