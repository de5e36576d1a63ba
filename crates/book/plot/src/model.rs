//! What a kernel would do on more cores than its machine has: measured on one and two, predicted for the rest.

use crate::{
    Error, Figure,
    axis::{self, Axis},
    chart::{Chart, Dot, Guide, Line},
    draw,
    kernel::{machine, times_as_fast},
    look::Look,
    roofline::at,
};
use laws::scaling::{Job, Machine, Start, time, with_serial_part};
use record::{Entry, Race, Records, words};
use variant::Way;

/// The machine that is looked ahead to. Cores, clocks and memory are those of AMD's EPYC 9754 by its data sheet; a core
/// is the measured one.
pub struct Server {
    /// How many cores it has.
    pub cores: usize,
    /// Memory channels.
    pub channels: usize,
    /// Bytes a second that one channel carries: 4800 million transfers of 8 bytes.
    pub channel: f64,
    /// Base clock over boost clock: what is promised to all cores over what one may reach.
    pub clock: f64,
}

/// See [`Server`].
pub const SERVER: Server = Server { cores: 128, channels: 12, channel: 38.4e9, clock: 2.25 / 3.1 };

/// Of what its channels carry, the share that the worst case expects of memory: an assumption.
const WORST_SHARE: f64 = 0.5;

/// For how many cores tables look ahead.
const AHEAD: [usize; 3] = [16, 64, 128];

/// A variant of a kernel, modelled from what one machine measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The kernel.
    pub kernel: String,
    /// The variant.
    pub variant: String,
    /// Cores of the machine that was measured.
    cores: usize,
    /// What the same code takes on one core, without workers: what all speedups are over.
    one: f64,
    /// The least there is to do, and the machine as it was measured: what predicts one and two cores.
    job: Job,
    here: Machine,
    /// Job and machine of the best and of the worst case that the measurements leave open.
    best: (Job, Machine),
    worst: (Job, Machine),
    /// Every worker count that ran on cores of its own, with its time and interval.
    measured: Vec<(usize, Dot)>,
}

/// From the best case to the worst, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// All goes well.
    pub best: f64,
    /// All goes badly.
    pub worst: f64,
}

impl Model {
    /// The model of a variant that shares its work out.
    ///
    /// # Errors
    /// When the record lacks something that the model takes: a race with the kernel's work and two workers, the sweeps
    /// `peak` and `bandwidth`, what starting a worker costs.
    pub fn of(records: &Records, kernel: &str, variant: &str) -> Result<Self, Error> {
        let missing = |what: String| Error::NoRecord(what);
        let race = records.races.get(kernel).ok_or_else(|| missing(format!("a race of {kernel}")))?;
        let work = race.work.ok_or_else(|| missing(format!("the work of {kernel}")))?;
        let entry = |(name, workers): (&str, usize)| {
            let entry = race.entry(name, workers).filter(|entry| entry.median_s.is_some());
            entry.ok_or_else(|| missing(format!("{kernel} {name}/{workers}")))
        };
        let baseline = race.baseline(variant).ok_or_else(|| Error::NothingScales(format!("{kernel} {variant}")))?;
        let one = median(entry(baseline)?);
        let (alone, two) = (median(entry((variant, 1))?), entry((variant, 2))?);
        let at = |series: &str, line: &str, threads: usize| {
            let found = records.series.get(series).and_then(|series| at(series, line, threads));
            found.ok_or_else(|| missing(format!("the series {series}, {line} with {threads} threads")))
        };
        let line = if work.bits == 32 { "f32" } else { "f64" };
        let fork = match race.way(variant) {
            Some(Way::Threads) => "thread_scope",
            Some(Way::Processes) => "process_job",
            _ => "rayon_install",
        };
        let fork = records.facts.get(fork).ok_or_else(|| missing(format!("the fact {fork}")))?.value;
        let (core, pair) = (at("bandwidth", "triad", 1)?, at("bandwidth", "triad", 2)?);
        let here = Machine {
            cores: 2.0,
            clock: (at("peak", line, 2)? / at("peak", line, 1)? / 2.0).min(1.0),
            core_bandwidth: core,
            memory_bandwidth: pair,
            fork,
            start: Start::Doubling,
        };
        let channels = SERVER.channels as f64 * SERVER.channel;
        let cores = SERVER.cores as f64;
        let good = Machine { cores, clock: 1.0, core_bandwidth: core, memory_bandwidth: channels, ..here };
        let bad = Machine {
            cores,
            clock: SERVER.clock,
            // Two cores bring no more than these two do, however many pairs there are.
            core_bandwidth: core.min(pair / 2.0),
            memory_bandwidth: WORST_SHARE * channels,
            fork,
            start: Start::OneByOne,
        };
        let job = |compute| Job { serial: 0.0, compute, bytes: work.bytes };
        let slowest = two.high_s.unwrap_or(median(two));
        let worst = with_serial_part(&job(one.max(alone)), &here, 2.0, slowest);
        let measured = race.variants.iter().filter(|entry| entry.name == variant && entry.median_s.is_some());
        let measured = measured.filter(|entry| entry.workers <= records.machine.cores);
        let measured = measured.map(|entry| {
            let y = median(entry);
            let (low, high) = (entry.low_s.unwrap_or(y), entry.high_s.unwrap_or(y));
            (entry.workers, Dot { x: entry.workers as f64, y, low, high })
        });
        Ok(Self {
            kernel: kernel.into(),
            variant: variant.into(),
            cores: records.machine.cores,
            one,
            job: job(one),
            here,
            best: (job(one.min(alone)), good),
            worst: (worst, bad),
            measured: measured.collect(),
        })
    }

    /// What it should take, seconds: on one core or two from their own limits, on more from the best case to the worst.
    /// `None` for no core at all, and for more than the machine has that is looked ahead to.
    pub fn predicted(&self, cores: usize) -> Option<Span> {
        let n = cores as f64;
        match cores {
            1 | 2 => Some(time(&self.job, &self.here, n)).map(|time| Span { best: time, worst: time }),
            3.. if cores <= SERVER.cores => Some(self.span(n)),
            _ => None,
        }
    }

    fn span(&self, cores: f64) -> Span {
        let of = |(job, machine): &(Job, Machine)| time(job, machine, cores);
        let (one, other) = (of(&self.best), of(&self.worst));
        Span { best: one.min(other), worst: one.max(other) }
    }

    fn measured(&self, cores: usize) -> Option<f64> {
        self.measured.iter().find(|(workers, _)| *workers == cores).map(|(_, dot)| dot.y)
    }

    /// Times as fast as the same code on one core, in words; a range where there is one.
    fn speedup(&self, span: Span) -> String {
        if span.best == span.worst {
            return times_as_fast(self.one / span.best);
        }
        format!("{} to {}", rough(self.one / span.worst), rough(self.one / span.best))
    }

    /// A row for each number of cores that is predicted or was measured.
    fn rows(&self, name: &str) -> Vec<Vec<String>> {
        let mut counts: Vec<_> = self.measured.iter().map(|(workers, _)| *workers).chain(AHEAD).collect();
        counts.sort_unstable();
        counts.dedup();
        let row = |cores: usize| {
            let span = self.predicted(cores)?;
            let (best, worst) = (words::time(span.best), words::time(span.worst));
            let predicted = if best == worst { best } else { format!("{best} to {worst}") };
            let measured = self.measured(cores);
            let off = measured.map(|measured| {
                let ratio = |predicted: f64| times_as_fast(measured / predicted);
                let (most, least) = (ratio(span.best), ratio(span.worst));
                if least == most { most } else { format!("{least} to {most}") }
            });
            let none = || "–".to_owned();
            Some(vec![
                name.to_owned(),
                cores.to_string(),
                predicted,
                self.speedup(span),
                measured.map_or_else(none, words::time),
                off.unwrap_or_else(none),
            ])
        };
        counts.into_iter().filter_map(row).collect()
    }
}

/// A speedup in two digits: a third would be more than such a range knows.
fn rough(value: f64) -> String {
    match value {
        v if v >= 99.5 => format!("{:.0}×", 10.0 * (v / 10.0).round()),
        v if v >= 9.95 => format!("{v:.0}×"),
        v if v >= 0.995 => format!("{v:.1}×"),
        v => format!("{v:.2}×"),
    }
}

fn median(entry: &Entry) -> f64 {
    entry.median_s.expect("only what ran is asked")
}

/// The variant that was fastest on all cores, of those that share work out and ran on one core, too.
fn fastest<'a>(race: &'a Race, records: &Records) -> Option<&'a str> {
    let alone = |name: &str| race.entry(name, 1).is_some_and(|entry| entry.median_s.is_some());
    let scales =
        |entry: &&Entry| entry.baseline.is_some() && entry.workers == records.machine.cores && alone(&entry.name);
    let timed = race.variants.iter().filter(scales).filter(|entry| entry.median_s.is_some());
    timed.min_by(|a, b| median(a).total_cmp(&median(b))).map(|entry| entry.name.as_str())
}

/// Draws what `variant` of `kernel` would do, or its fastest that shares work out; the reader's own over the
/// reference's.
///
/// # Errors
/// As [`Model::of`].
pub fn model(
    reference: &Records,
    yours: Option<&Records>,
    kernel: &str,
    variant: Option<&str>,
) -> Result<Figure, Error> {
    let race = reference.races.get(kernel).ok_or_else(|| Error::NoRecord(format!("a race of {kernel}")))?;
    let variant = variant.or_else(|| fastest(race, reference)).ok_or_else(|| Error::NothingScales(kernel.into()))?;
    let ours = Model::of(reference, kernel, variant)?;
    // The reader may have measured less, or nothing yet; single facts are the reference's where they have none.
    let theirs = yours.and_then(|yours| {
        let mut yours = yours.clone();
        for (name, fact) in &reference.facts {
            yours.facts.entry(name.clone()).or_insert_with(|| fact.clone());
        }
        Model::of(&yours, kernel, variant).ok()
    });
    let look = Look { way: reference.way(kernel, variant), nth: 0, hollow: false };
    let mut lines = vec![drawn(&ours, variant.into(), look)];
    let mut rows = ours.rows(variant);
    if let Some(theirs) = &theirs {
        let name = format!("{variant}, yours");
        rows.extend(theirs.rows(&name));
        lines.push(drawn(theirs, name, Look { hollow: true, ..look }));
    }
    let summary = summary(&ours);
    let last = SERVER.cores as f64;
    let ticks = (0..).map(|power| f64::from(1 << power)).take_while(|&tick| tick <= last).collect();
    let x = Axis { ticks, range: 1.0..last, ..Axis::log("cores", 1.0, last, |cores| cores.to_string()) };
    let lowest = lines.iter().flat_map(|line| &line.points).map(|dot| dot.low).fold(1.0, f64::min);
    let mut y = Axis::log("times as fast as on one core", lowest, last, axis::times);
    // The ideal ends in the corner.
    y.range.end = last;
    y.ticks.retain(|&tick| tick <= last);
    let mut guides = vec![Guide { label: Some("ideal".into()), of: None, points: vec![(1.0, 1.0), (last, last)] }];
    for (of, (model, own)) in
        [Some((&ours, "")), theirs.as_ref().map(|theirs| (theirs, ", yours"))].into_iter().flatten().enumerate()
    {
        let curve = |case: fn(Span) -> f64| {
            let at = |i: i32| last.powf(f64::from(i) / 40.0);
            (0..=40).map(at).map(|n| (n, model.one / case(model.span(n)))).collect()
        };
        guides.push(Guide { label: Some(format!("best case{own}")), of: Some(of), points: curve(|span| span.best) });
        guides.push(Guide { label: Some(format!("worst case{own}")), of: Some(of), points: curve(|span| span.worst) });
    }
    let title = format!("{kernel} on more cores than were measured");
    let chart = Chart { title, summary: summary.clone(), x, y, lines, guides, cores: None };
    let columns = ["variant", "cores", "predicted", "over one core", "measured", "measured over predicted"];
    Ok(Figure {
        svg: draw::svg(&chart),
        narrow: draw::narrow(&chart),
        summary,
        machine: machine(reference, yours.filter(|_| theirs.is_some())),
        columns: columns.map(String::from).to_vec(),
        rows,
    })
}

/// The speedups that were measured, as a line.
fn drawn(model: &Model, label: String, look: Look) -> Line {
    let faster = |time: f64| model.one / time;
    let dots = model.measured.iter().map(|&(_, Dot { x, y, low, high })| Dot {
        x,
        y: faster(y),
        low: faster(high),
        high: faster(low),
    });
    Line { label, look, points: dots.collect(), bars: false, level: false }
}

fn summary(model: &Model) -> String {
    let Model { kernel, variant, .. } = model;
    let ahead = AHEAD.map(|cores| {
        model.predicted(cores).map_or_else(String::new, |span| format!("{} on {cores}", model.speedup(span)))
    });
    let measured = model
        .measured
        .iter()
        .filter(|(cores, _)| *cores > 1)
        .map(|(cores, dot)| format!("{} measured on {cores}", times_as_fast(model.one / dot.y)));
    let measured: Vec<_> = measured.collect();
    format!(
        "How many times as fast {kernel}'s {variant} is as the same code on one core: {}, and, from the worst case to the best, {}.",
        measured.join(", "),
        ahead.join(", ")
    )
}

/// One line for each kernel that can be modelled: its fastest variant that shares work out; its time on one core and on
/// two over the predicted one; and how many times as fast as on one it would be on more. Columns, then rows.
///
/// # Errors
/// When no kernel can be.
pub fn models(records: &Records) -> Result<(Vec<String>, Vec<Vec<String>>), Error> {
    let mut rows = Vec::new();
    for (kernel, race) in &records.races {
        let Some(model) = fastest(race, records).and_then(|variant| Model::of(records, kernel, variant).ok()) else {
            continue;
        };
        let of = |cores: usize| model.predicted(cores).map_or_else(String::new, |span| model.speedup(span));
        let off = |cores: usize| {
            let ratio = model.measured(cores).zip(model.predicted(cores)).map(|(time, span)| time / span.best);
            ratio.map_or_else(|| "–".into(), times_as_fast)
        };
        let mut row = vec![kernel.clone(), model.variant.clone(), off(1), off(2)];
        row.extend(AHEAD.map(of));
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Error::NoRecord("a kernel on one core and two, with its work".into()));
    }
    let mut columns = ["kernel", "variant"].map(String::from).to_vec();
    columns.extend([1, 2].into_iter().chain(AHEAD).map(words::cores));
    Ok((columns, rows))
}
