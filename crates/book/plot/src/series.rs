//! One quantity swept over another.

use crate::{
    Error, Figure,
    axis::{self, Axis},
    chart::{Chart, Dot, Guide, Line, looks},
    draw,
    kernel::{capital, machine_of, times_as_fast},
    look::Look,
};
use record::{Race, Records, Series, words};
use variant::Way;

/// Draws the sweep called `name`, the reader's own over the reference where there is one.
///
/// # Errors
/// When no sweep of that name is recorded, or it has no points.
pub fn series(reference: &Records, yours: Option<&Records>, name: &str) -> Result<Figure, Error> {
    let no_record = || Error::NoRecord(format!("the series {name}"));
    let ours = reference.series.get(name).ok_or_else(no_record)?;
    let theirs = yours.and_then(|yours| yours.series.get(name));
    // Where every line is named after a variant of one kernel, its race tells their ways.
    let variants =
        |race: &&Race| ours.lines().iter().all(|(name, _)| race.variants.iter().any(|entry| entry.name == *name));
    let race = reference.races.values().find(variants);
    let way = |name: &str| race.map_or_else(|| Look::way_named(name), |race| race.way(name));
    let figure = drawn_by(ours, theirs, way).ok_or_else(no_record)?;
    Ok(Figure { machine: machine_of((reference, ours), yours.zip(theirs)), ..figure })
}

/// Draws a sweep that need not be recorded, `theirs` over `ours`, and says nothing of machines. `None` where `ours` has
/// no points.
pub fn sweep(ours: &Series, theirs: Option<&Series>) -> Option<Figure> {
    drawn_by(ours, theirs, Look::way_named)
}

/// The same, with the way of working that each line belongs to, by its name.
fn drawn_by(ours: &Series, theirs: Option<&Series>, way: impl Fn(&str) -> Option<Way>) -> Option<Figure> {
    if ours.points.is_empty() {
        return None;
    }
    let quantity = Quantity::of(ours);
    let summary = summary(ours, quantity);
    let looks = looks(ours.lines().iter().map(|(name, _)| way(name)));
    let mut lines: Vec<_> = ours.lines().into_iter().zip(&looks).map(|(line, &look)| drawn(line, look, "")).collect();
    let histogram = quantity == Quantity::Count && lines.len() == 1;
    for line in theirs.map(Series::lines).unwrap_or_default() {
        if let Some(i) = ours.lines().iter().position(|(name, _)| *name == line.0) {
            lines.push(drawn(line, Look { hollow: true, ..looks[i] }, ", yours"));
        }
    }
    // Bars, beside which the reader's own are marks.
    lines[0].bars = histogram;
    let dots = || lines.iter().flat_map(|line| &line.points);
    let xs: Vec<_> = dots().map(|dot| dot.x).collect();
    let x = along(&ours.x, &xs);
    let values: Vec<_> = dots().flat_map(|dot| [dot.y, dot.high]).collect();
    let y = if histogram {
        Axis::counts(&ours.y, values.iter().copied().fold(0.0, f64::max), plain)
    } else {
        Axis::fit(plain_name(&ours.y), values.iter().copied(), quantity.on_axis())
    };
    let mut guides = Vec::new();
    if quantity == Quantity::Ratio && (y.range.start..=y.range.end).contains(&1.0) {
        guides.push(Guide {
            label: Some("1×".into()),
            of: None,
            points: vec![(x.range.start, 1.0), (x.range.end, 1.0)],
        });
    }
    let rows = lines.iter().flat_map(|line| {
        line.points.iter().map(|dot| {
            let said = |value| quantity.say(value);
            vec![line.label.clone(), plain(dot.x), said(dot.y), format!("{} to {}", said(dot.low), said(dot.high))]
        })
    });
    let rows = rows.collect();
    let columns = vec!["line".into(), ours.x.clone(), plain_name(&ours.y).into(), "95 % interval".into()];
    let title = format!("{} by {}", capital(plain_name(&ours.y)), ours.x);
    let chart = Chart { title, summary: summary.clone(), x, y, lines, guides, cores: None };
    let (svg, narrow) = (draw::svg(&chart), draw::narrow(&chart));
    Some(Figure { svg, narrow, summary, machine: String::new(), columns, rows })
}

fn drawn((name, points): (&str, Vec<&record::Point>), look: Look, suffix: &str) -> Line {
    let mut points: Vec<_> =
        points.into_iter().map(|p| Dot { x: p.x, y: p.median_s, low: p.low_s, high: p.high_s }).collect();
    points.sort_by(|a, b| a.x.total_cmp(&b.x));
    Line { label: format!("{name}{suffix}"), look, points, bars: false, level: false }
}

/// The x axis: the swept values themselves, by factors where that is how they were chosen.
fn along(name: &str, xs: &[f64]) -> Axis {
    let low = xs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low > 0.0 && high / low > 10.0 {
        let mut axis = Axis::log(name, low, high, plain);
        // No room is wasted beyond the first and last value.
        axis.range = low..high;
        axis.ticks.retain(|tick| (low..=high).contains(tick));
        if axis.ticks.len() < 3 {
            axis.ticks = vec![low, (low * high).sqrt().round(), high];
        }
        return axis;
    }
    Axis::from_zero(name, low, high, plain)
}

/// What the y axis holds.
#[derive(Clone, Copy, PartialEq)]
enum Quantity {
    Seconds,
    Ratio,
    BytesPerSecond,
    OperationsPerSecond,
    /// How many of something: `number of runs`.
    Count,
    Other,
}

impl Quantity {
    /// Told by the unit in brackets at the end of the axis's name, or by its first words.
    fn of(series: &Series) -> Self {
        match series.y.rsplit_once('(').map(|(_, unit)| unit.trim_end_matches(')')) {
            Some("s") => Quantity::Seconds,
            Some("×") => Quantity::Ratio,
            Some("B/s") => Quantity::BytesPerSecond,
            Some("FLOP/s") => Quantity::OperationsPerSecond,
            _ if series.y.starts_with("number of ") => Quantity::Count,
            _ => Quantity::Other,
        }
    }

    fn say(self, value: f64) -> String {
        match self {
            Quantity::Seconds => words::time(value),
            Quantity::Ratio => times_as_fast(value),
            Quantity::BytesPerSecond => words::quantity(value, "B/s"),
            Quantity::OperationsPerSecond => words::quantity(value, "FLOP/s"),
            Quantity::Count => words::count(value as usize),
            Quantity::Other => words::digits(value),
        }
    }

    fn on_axis(self) -> fn(f64) -> String {
        match self {
            Quantity::Seconds => axis::seconds,
            Quantity::Ratio => axis::times,
            Quantity::BytesPerSecond => axis::bandwidth,
            Quantity::OperationsPerSecond => axis::operations,
            Quantity::Count | Quantity::Other => plain,
        }
    }
}

/// The axis's name without the unit that its numbers carry themselves.
fn plain_name(name: &str) -> &str {
    ["(s)", "(×)", "(B/s)", "(FLOP/s)"].iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name).trim_end()
}

/// A number of things: `1M`, `10k`, `384`, `0.5`.
fn plain(value: f64) -> String {
    match value.abs() {
        v if v >= 1e6 => format!("{}M", value / 1e6),
        v if v >= 1e4 => format!("{}k", value / 1e3),
        // 0.30000000000000004 is 0.3.
        _ => format!("{value:.6e}").parse::<f64>().unwrap_or(value).to_string(),
    }
}

fn summary(series: &Series, quantity: Quantity) -> String {
    let each = series.lines().into_iter().map(|(name, points)| {
        let by = |a: &&&record::Point, b: &&&record::Point| a.median_s.total_cmp(&b.median_s);
        let (least, most) =
            (points.iter().min_by(by).expect("has points"), points.iter().max_by(by).expect("has points"));
        let (low, high) = (quantity.say(least.median_s), quantity.say(most.median_s));
        format!("{name}: least at {} ({low}), most at {} ({high})", plain(least.x), plain(most.x))
    });
    let each: Vec<_> = each.collect();
    format!("{} by {}. {}.", capital(plain_name(&series.y)), series.x, each.join("; "))
}
