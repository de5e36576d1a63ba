//! How a kernel's variants do with more and more workers.

use crate::{
    Error, Figure,
    axis::{self, Axis},
    chart::{Chart, Dot, Guide, Line, looks},
    draw,
    look::Look,
};
use record::{Race, Ratio, Records, Row, Series, words};
use std::fmt;

/// What is drawn of a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Seconds, by workers.
    Time,
    /// How many times as fast as the same code on one core, by workers; with the ideal and Amdahl's curve.
    Speedup,
    /// Speedup per worker, by workers.
    Efficiency,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Time => "time",
            Kind::Speedup => "speedup",
            Kind::Efficiency => "efficiency",
        })
    }
}

/// Draws `kernel`: these `variants`, or all that the picture makes sense of where the list is empty; the reader's own
/// measurements over the reference where there are any.
///
/// All come from the race, whose runs are side by side, so that a time is what the text beside it says; a time only
/// without a race from the benchmarks. Speedup and efficiency are those over the same code on one core: `serial`, or
/// `simd` for `simd_rayon`.
///
/// # Errors
/// When the kernel, or a variant asked for, is not recorded, or when speedup is asked for and nothing scales.
pub fn kernel(
    reference: &Records,
    yours: Option<&Records>,
    kernel: &str,
    kind: Kind,
    variants: &[String],
) -> Result<Figure, Error> {
    let mut tracks = tracks(reference, kernel, kind, variants)?;
    let mut looks = looks(tracks.iter().map(|track| track.way));
    if let Some(yours) = yours {
        let shown: Vec<_> = tracks.iter().map(|track| track.variant.clone()).collect();
        // The reader may have measured less, or nothing yet: their lines are an addition, not a duty.
        for mut track in self::tracks(yours, kernel, kind, &[]).unwrap_or_default() {
            let Some(i) = shown.iter().position(|variant| *variant == track.variant) else { continue };
            track.yours = true;
            looks.push(Look { hollow: true, ..looks[i] });
            tracks.push(track);
        }
    }
    let summary = summary(kernel, kind, &tracks);
    let yours = yours.filter(|_| tracks.iter().any(|track| track.yours));
    let machine = machine(reference, yours);
    let title = format!("{} of {kernel} by workers", capital(&kind.to_string()));
    let cores = (reference.machine.cores, yours.map(|yours| yours.machine.cores));
    let chart = chart(title, summary.clone(), kind, &tracks, &looks, cores);
    let (columns, rows) = table(kind, &tracks);
    Ok(Figure { svg: draw::svg(&chart), narrow: draw::narrow(&chart), summary, machine, columns, rows })
}

/// One variant with its points by worker count.
struct Track {
    variant: String,
    way: Option<variant::Way>,
    yours: bool,
    points: Vec<(usize, Ratio)>,
    /// The serial fraction that explains the speedups best, fitted to as many workers as there are cores.
    serial: Option<f64>,
}

impl Track {
    fn name(&self) -> String {
        if self.yours { format!("{}, yours", self.variant) } else { self.variant.clone() }
    }
}

fn tracks(records: &Records, kernel: &str, kind: Kind, variants: &[String]) -> Result<Vec<Track>, Error> {
    let no_record = || Error::NoRecord(format!("{kernel} ({kind})"));
    let mut tracks = match kind {
        Kind::Time => match records.races.get(kernel) {
            Some(race) => raced(race),
            None => times(records.rows.get(kernel).ok_or_else(no_record)?),
        },
        Kind::Speedup | Kind::Efficiency => {
            ratios(records.races.get(kernel).ok_or_else(no_record)?, kind, records.machine.cores)
        }
    };
    for variant in variants {
        if !tracks.iter().any(|track| track.variant == *variant) {
            let known: Vec<_> = tracks.iter().map(|track| track.variant.as_str()).collect();
            let (kernel, known) = (format!("{kernel} ({kind})"), known.join(", "));
            return Err(Error::NoVariant { kernel, variant: variant.clone(), known });
        }
    }
    tracks.retain(|track| variants.is_empty() || variants.contains(&track.variant));
    for track in &mut tracks {
        track.way = records.way(kernel, &track.variant);
    }
    tracks.sort_by_key(|track| variant::Way::looks().position(|way| Some(way) == track.way));
    if tracks.is_empty() {
        return Err(if kind == Kind::Time { no_record() } else { Error::NothingScales(kernel.into()) });
    }
    Ok(tracks)
}

/// How long each variant took in the race; those that could not run are left out.
fn raced(race: &Race) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    for entry in &race.variants {
        let Some(value) = entry.median_s else { continue };
        let (low, high) = (entry.low_s.unwrap_or(value), entry.high_s.unwrap_or(value));
        add(&mut tracks, &entry.name, (entry.workers, Ratio { value, low, high }));
    }
    in_order(tracks)
}

fn times(rows: &[Row]) -> Vec<Track> {
    // A record may hold several sizes; a picture of time by workers shows one.
    let size = rows.iter().map(|row| row.size).max();
    let mut tracks: Vec<Track> = Vec::new();
    for row in rows.iter().filter(|row| Some(row.size) == size) {
        let point = (row.workers, Ratio { value: row.median_s, low: row.low_s, high: row.high_s });
        add(&mut tracks, &row.variant, point);
    }
    in_order(tracks)
}

/// Speedups, or efficiencies, of the variants that were raced with several worker counts.
fn ratios(race: &Race, kind: Kind, cores: usize) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    for entry in &race.variants {
        let of_baseline = |baseline| race.ratio(baseline, (&entry.name, entry.workers));
        if let Some(ratio) = race.baseline(&entry.name).and_then(of_baseline) {
            add(&mut tracks, &entry.name, (entry.workers, ratio));
        }
    }
    tracks.retain(|track| track.points.len() > 1);
    for track in &mut tracks {
        let within = track.points.iter().filter(|(workers, _)| *workers <= cores);
        track.serial = laws::karp_flatt::fit(within.map(|(workers, ratio)| (*workers as f64, ratio.value)));
        if kind == Kind::Efficiency {
            for (workers, ratio) in &mut track.points {
                let n = *workers as f64;
                *ratio = Ratio { value: ratio.value / n, low: ratio.low / n, high: ratio.high / n };
            }
        }
    }
    in_order(tracks)
}

fn add(tracks: &mut Vec<Track>, variant: &str, point: (usize, Ratio)) {
    match tracks.iter_mut().find(|track| track.variant == variant) {
        Some(track) => track.points.push(point),
        None => {
            tracks.push(Track { variant: variant.into(), way: None, yours: false, points: vec![point], serial: None })
        }
    }
}

/// Each variant with its points by worker count.
fn in_order(mut tracks: Vec<Track>) -> Vec<Track> {
    for track in &mut tracks {
        track.points.sort_by_key(|(workers, _)| *workers);
    }
    tracks
}

fn chart(
    title: String,
    summary: String,
    kind: Kind,
    tracks: &[Track],
    looks: &[Look],
    (cores, yours): (usize, Option<usize>),
) -> Chart {
    let x = Axis::workers(tracks.iter().flat_map(|track| track.points.iter().map(|(workers, _)| *workers)));
    let most = x.range.end;
    let highs = tracks.iter().flat_map(|track| &track.points).map(|(_, ratio)| ratio.high);
    let high = highs.clone().fold(0.0, f64::max);
    let y = match kind {
        Kind::Time => {
            let values = tracks.iter().flat_map(|track| &track.points).flat_map(|(_, ratio)| [ratio.value, ratio.high]);
            Axis::fit("time", values, axis::seconds)
        }
        // The whole ideal line is in the picture, whatever was measured: the distance to it is what there is to see.
        Kind::Speedup => Axis::up_to("times as fast as on one core", high.max(most), axis::times),
        Kind::Efficiency => Axis::up_to("efficiency: speedup per worker", high.max(1.0), percent),
    };
    let scaling = tracks.iter().any(|track| track.points.len() > 1);
    let lines = tracks.iter().zip(looks).map(|(track, &look)| Line {
        label: match (kind, track.serial) {
            (Kind::Speedup, Some(serial)) if serial <= 0.0 => format!("{}: no serial part", track.name()),
            (Kind::Speedup, Some(serial)) if serial > 1.0 => format!("{}: slower than alone", track.name()),
            (Kind::Speedup, Some(serial)) => format!("{}: {} serial", track.name(), fraction(serial)),
            _ => track.name(),
        },
        look,
        points: track.points.iter().map(|(n, r)| Dot { x: *n as f64, y: r.value, low: r.low, high: r.high }).collect(),
        bars: false,
        level: scaling && track.points.len() == 1,
    });
    let lines: Vec<_> = lines.collect();
    let mut guides = Vec::new();
    if kind != Kind::Time {
        let ideal = |n: f64| (n, if kind == Kind::Speedup { n } else { 1.0 });
        guides.push(Guide { label: Some("ideal".into()), of: None, points: vec![ideal(1.0), ideal(most)] });
    }
    if kind == Kind::Speedup {
        // One curve a variant: the reader's, where they have measured it.
        let curved = |track: &Track| track.yours || !tracks.iter().any(|t| t.yours && t.variant == track.variant);
        for (i, track) in tracks.iter().enumerate().filter(|(_, track)| curved(track)) {
            // Above 1 there is no such curve: the law knows no parallel program that is slower.
            guides.extend(track.serial.filter(|serial| *serial <= 1.0).map(|serial| Guide {
                label: None,
                of: Some(i),
                points: amdahl(serial, most),
            }));
        }
    }
    let name = match yours {
        None => format!("workers ({})", words::cores(cores)),
        Some(yours) => format!("workers ({}; yours has {yours})", words::cores(cores)),
    };
    let cores = (cores as f64 <= most).then_some(cores as f64);
    Chart { title, summary, x: Axis { name, ..x }, y, lines, guides, cores }
}

/// Amdahl's curve from 1 to `most` workers. Measured speedups may lie above the ideal; the law does not.
fn amdahl(serial: f64, most: f64) -> Vec<(f64, f64)> {
    let parallel = 1.0 - serial.clamp(0.0, 1.0);
    let steps = 40;
    let at = |i: i32| 1.0 + (most - 1.0) * f64::from(i) / f64::from(steps);
    (0..=steps).map(at).map(|n| (n, laws::amdahl::speedup(parallel, n))).collect()
}

fn summary(kernel: &str, kind: Kind, tracks: &[Track]) -> String {
    let ours = || tracks.iter().filter(|track| !track.yours);
    let said = |(workers, ratio): &(usize, Ratio)| {
        let value = match kind {
            Kind::Time => words::time(ratio.value),
            Kind::Speedup => times_as_fast(ratio.value),
            Kind::Efficiency => percent(ratio.value),
        };
        format!("{value} with {workers}")
    };
    let each = ours().map(|track| {
        let points: Vec<_> = track.points.iter().map(said).collect();
        let serial = track.serial.filter(|_| kind == Kind::Speedup);
        let fit = serial.map_or(String::new(), |s| {
            if s > 1.0 {
                " (more workers make it slower, which Amdahl's law can't describe)".into()
            } else {
                format!(" (Amdahl's law fits with {} of it serial)", fraction(s))
            }
        });
        format!("{}: {}{fit}", track.variant, points.join(", "))
    });
    let each: Vec<_> = each.collect();
    let what = match kind {
        Kind::Time => format!("Time that {kernel} takes, by variant and number of workers."),
        Kind::Speedup => {
            format!("How many times as fast {kernel} gets with more workers than the same code on one core.")
        }
        Kind::Efficiency => format!("How much of each worker {kernel} puts to use: speedup divided by workers."),
    };
    format!("{what} {}.", each.join("; "))
}

fn table(kind: Kind, tracks: &[Track]) -> (Vec<String>, Vec<Vec<String>>) {
    let format = match kind {
        Kind::Time => words::time,
        Kind::Speedup => times_as_fast,
        Kind::Efficiency => percent,
    };
    let columns = ["variant", "workers", &kind.to_string(), "95 % interval"].map(String::from).to_vec();
    let rows = tracks.iter().flat_map(|track| {
        track.points.iter().map(move |(workers, r)| {
            let interval = format!("{} to {}", format(r.low), format(r.high));
            vec![track.name(), workers.to_string(), format(r.value), interval]
        })
    });
    (columns, rows.collect())
}

/// Which machine was measured, and the reader's where it is drawn too.
pub fn machine(reference: &Records, yours: Option<&Records>) -> String {
    text(reference.machine.sentence(), yours.map(|yours| yours.machine.sentence()))
}

/// The same for a sweep, which has a day and a compiler of its own.
pub fn machine_of(reference: (&Records, &Series), yours: Option<(&Records, &Series)>) -> String {
    let sentence = |(records, series): (&Records, &Series)| records.machine.sentence_on(&series.date, &series.rustc);
    text(sentence(reference), yours.map(sentence))
}

fn text(reference: String, yours: Option<String>) -> String {
    let yours = yours.map(|yours| format!(" Hollow marks are yours: {yours}.")).unwrap_or_default();
    format!("Measured on {reference}.{yours}")
}

pub fn times_as_fast(value: f64) -> String {
    words::quantity(value, "×")
}

fn percent(value: f64) -> String {
    format!("{:.0} %", 100.0 * value)
}

/// A fitted serial fraction. Below zero it means that the speedups lie above the ideal.
fn fraction(serial: f64) -> String {
    if serial <= 0.0 { "none".into() } else { format!("{:.1} %", 100.0 * serial) }
}

/// The text with its first letter, which must be an ASCII one or none, written large.
pub fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
