//! Who did which part, and when: a bar for every worker of every run, along one axis of time.

use crate::{
    Error, Figure,
    kernel::{capital, machine},
};
use record::{Part, Records, Run, words};
use std::fmt::Write;

/// The picture's size in the units of its text, of which a line takes 13.
const WIDTH: f64 = 720.0;
const NARROW: f64 = 290.0;
const LEFT: f64 = 78.0;
const RIGHT: f64 = 92.0;
const LANE: f64 = 22.0;
const BAR: f64 = 16.0;
const TITLE: f64 = 26.0;
const BELOW: f64 = 36.0;

/// Parts closer to each other than this, and from the same tenth of the problem, are drawn as one: more can't be seen.
const CLOSE: f64 = 0.5;

/// Draws the recorded runs of `kernel`: these `variants`, or all where the list is empty. Shades tell which part of the
/// problem was worked on, from its beginning, faint, to its end, strong; gaps, that there was nothing to do. Of longer
/// runs only the first `until` seconds are drawn; what is told in words is told of the whole.
///
/// # Errors
/// When no trace of the kernel is recorded, or none of a variant asked for.
pub fn timeline(reference: &Records, kernel: &str, variants: &[String], until: Option<f64>) -> Result<Figure, Error> {
    let trace = reference.traces.get(kernel).ok_or_else(|| Error::NoRecord(format!("who did what in {kernel}")))?;
    let noted = || trace.runs.iter().filter(|run| !run.lanes.is_empty());
    let known = || noted().map(|run| run.variant.as_str()).collect::<Vec<_>>().join(", ");
    let missing = variants.iter().find(|variant| !noted().any(|run| run.variant == **variant));
    if let Some(variant) = missing {
        return Err(Error::NoVariant { kernel: kernel.into(), variant: variant.clone(), known: known() });
    }
    let runs: Vec<_> = noted().filter(|run| variants.is_empty() || variants.contains(&run.variant)).collect();
    let summary = summary(&runs);
    let rows = runs.iter().flat_map(|run| {
        run.lanes.iter().enumerate().map(|(i, parts)| {
            let (first, last) = (parts.first().map_or(0.0, |p| p.from_s), parts.last().map_or(0.0, |p| p.to_s));
            vec![
                run.variant.clone(),
                (i + 1).to_string(),
                words::count(parts.len()),
                words::time(first),
                words::time(last),
                percent(busy(run, parts)),
            ]
        })
    });
    let title = format!("{}: who did which part, and when", capital(kernel));
    let until = until.unwrap_or(f64::INFINITY);
    let drawn = |width| svg(&runs, width, (trace.elements(), until), &title, &summary);
    Ok(Figure {
        rows: rows.collect(),
        columns: ["variant", "worker", "parts", "begins", "is done", "busy"].map(String::from).to_vec(),
        svg: drawn(WIDTH),
        narrow: drawn(NARROW),
        machine: machine(reference, None),
        summary,
    })
}

fn busy(run: &Run, parts: &[Part]) -> f64 {
    parts.iter().map(|part| part.to_s - part.from_s).sum::<f64>() / run.seconds
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Each run in a sentence: how long it took, and how busy its workers were.
fn summary(runs: &[&Run]) -> String {
    let told = runs.iter().map(|run| {
        let shares: Vec<_> = run.lanes.iter().map(|parts| percent(busy(run, parts))).collect();
        let workers = if shares.len() == 1 { "its worker was" } else { "its workers were" };
        format!(
            "{} took {}, of which {workers} busy {}.",
            capital(&run.variant),
            words::time(run.seconds),
            shares.join(" and ")
        )
    });
    told.collect::<Vec<_>>().join(" ")
}

fn svg(runs: &[&Run], across: f64, (elements, until): (usize, f64), title: &str, summary: &str) -> String {
    let longest = runs.iter().map(|run| run.seconds).fold(0.0, f64::max).min(until);
    let scale = (across - LEFT - RIGHT) / longest;
    let (mut body, mut y) = (String::new(), 0.0);
    for run in runs {
        let way = run.way();
        let colour = way.map_or("currentColor".into(), |way| format!("var(--way-{},{})", way.shade(), way.light()));
        let mark = way.map_or(String::new(), |way| format!("{} ", way.mark()));
        let _ = write!(
            body,
            "<text x=\"0\" y=\"{:.0}\" fill=\"{colour}\">{mark}{}, {}</text>",
            y + 18.0,
            run.variant,
            words::time(run.seconds)
        );
        y += TITLE;
        for (i, parts) in run.lanes.iter().enumerate() {
            let middle = y + BAR / 2.0 + 4.0;
            let _ =
                write!(body, "<text x=\"8\" y=\"{middle:.0}\" fill=\"var(--fg,currentColor)\">worker {}</text>", i + 1);
            lane(&mut body, &before(parts, until), elements, scale, y, &colour);
            if run.seconds <= until {
                let end = LEFT + run.seconds * scale;
                let _ = write!(
                    body,
                    "<path d=\"M{end:.1} {:.1}v{:.1}\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/>",
                    y - 2.0,
                    BAR + 4.0
                );
            }
            let _ = write!(
                body,
                "<text x=\"{:.0}\" y=\"{middle:.0}\" fill=\"var(--fg,currentColor)\">busy {}</text>",
                across - RIGHT + 8.0,
                percent(busy(run, parts))
            );
            y += LANE;
        }
    }
    let height = y + BELOW;
    let _ = write!(
        body,
        "<path d=\"M{LEFT} {:.1}h{:.1}\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/>\
         <text x=\"{LEFT}\" y=\"{:.0}\" fill=\"var(--fg,currentColor)\">0</text>\
         <text x=\"{:.0}\" y=\"{:.0}\" fill=\"var(--fg,currentColor)\" text-anchor=\"end\">{}</text>",
        y + 8.0,
        longest * scale,
        y + 24.0,
        across - RIGHT,
        y + 24.0,
        words::time(longest)
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {across} {height:.0}\" role=\"img\" class=\"plot\" \
         font-size=\"13\"><title>{title}</title><desc>{summary}</desc>{body}</svg>"
    )
}

/// What was done before that moment.
fn before(parts: &[Part], until: f64) -> Vec<Part> {
    let begun = parts.iter().filter(|part| part.from_s < until);
    begun.map(|part| Part { to_s: part.to_s.min(until), ..*part }).collect()
}

/// A worker's parts, in ten shades by where they lie in the problem. One path for each shade keeps the page light.
fn lane(body: &mut String, parts: &[Part], elements: usize, scale: f64, y: f64, colour: &str) {
    let tenth = |part: &Part| (10 * ((part.first + part.end) / 2) / elements.max(1)).min(9);
    let mut shades = vec![String::new(); 10];
    let mut rest = parts;
    while let Some(first) = rest.first() {
        let together = rest
            .windows(2)
            .take_while(|two| (two[1].from_s - two[0].to_s) * scale < CLOSE && tenth(&two[1]) == tenth(first))
            .count();
        let from = LEFT + first.from_s * scale;
        let width = (rest[together].to_s - first.from_s) * scale;
        // However short, a part is there to be seen; and a hair's breadth tells it from the next.
        let width = (width - 0.3).max(0.4);
        let _ = write!(shades[tenth(first)], "M{from:.1} {y:.0}h{width:.1}v{BAR}h-{width:.1}z");
        rest = &rest[together + 1..];
    }
    for (i, path) in shades.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
        let opacity = 0.28 + 0.08 * i as f64;
        let _ = write!(body, "<path d=\"{path}\" fill=\"{colour}\" fill-opacity=\"{opacity:.2}\"/>");
    }
}
