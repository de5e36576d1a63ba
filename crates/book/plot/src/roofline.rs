//! The roofline (Williams, Waterman and Patterson 2009): what a machine can do at most, by how much there is to do with
//! each byte, and where the kernels lie under that.

use crate::{
    Error, Figure,
    axis::{self, Axis},
    chart::{Chart, Dot, Guide, Line, looks},
    draw::{self, Frame},
    kernel::machine,
    look::Look,
};
use record::{Ratio, Records, Series, words};
use variant::Way;

/// What so many cores can do at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Roof {
    /// Cores at work.
    pub cores: usize,
    /// Whether the reader measured it.
    pub yours: bool,
    /// Bytes a second: the slope.
    pub bandwidth: f64,
    /// Operations a second on numbers of 64 bits: the flat part.
    pub double: f64,
    /// The same on numbers of 32 bits.
    pub single: f64,
}

impl Roof {
    /// Operations a second where there are `intensity` of them for each byte.
    pub fn over(&self, intensity: f64, bits: u32) -> f64 {
        self.peak(bits).min(self.bandwidth * intensity)
    }

    /// Operations a second on numbers of so many bits, whatever the memory does.
    pub fn peak(&self, bits: u32) -> f64 {
        if bits == 32 { self.single } else { self.double }
    }
}

/// A variant of a kernel under its roof.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The kernel.
    pub kernel: String,
    /// The variant, and how many workers it had.
    pub variant: String,
    /// See `variant`.
    pub workers: usize,
    /// Whether the reader measured it.
    pub yours: bool,
    /// Operations for each byte.
    pub intensity: f64,
    /// Bits of its numbers.
    pub bits: u32,
    /// Operations a second.
    pub rate: Ratio,
    /// What the roof above it allows.
    pub roof: f64,
}

/// The picture, and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Roofline {
    /// As it is drawn.
    pub figure: Figure,
    /// Where in the picture its axes are.
    pub frame: Frame,
    /// One core's and all cores' roof; the reader's own after the reference's.
    pub roofs: Vec<Roof>,
    /// Every variant of every kernel whose work was counted, kernel by kernel.
    pub spots: Vec<Spot>,
}

/// Draws the roofline of the reference's machine and every kernel that was raced on it, the reader's own over it.
///
/// # Errors
/// When the record lacks a peak, a bandwidth, or any race with its work counted.
pub fn roofline(reference: &Records, yours: Option<&Records>) -> Result<Roofline, Error> {
    let no_record = |what: &str| Error::NoRecord(what.into());
    let mut roofs = roofs(reference, false).ok_or_else(|| no_record("the series peak and bandwidth"))?;
    let mut spots = spots(reference, &roofs);
    if spots.is_empty() {
        return Err(no_record("a race that tells its kernel's work"));
    }
    // The reader may have measured less, or nothing yet.
    let theirs = yours.and_then(|yours| self::roofs(yours, true).map(|roofs| (yours, roofs)));
    if let Some((yours, theirs)) = &theirs {
        spots.extend(self::spots(yours, theirs));
        roofs.extend(theirs);
    }
    let summary = summary(&roofs, &spots);
    let mut looks = looks(spots.iter().map(|spot| reference.way(&spot.kernel, &spot.variant)));
    for (look, spot) in looks.iter_mut().zip(&spots) {
        look.hollow = spot.yours;
    }
    let chart = chart(summary.clone(), &roofs, &spots, &looks);
    let (svg, frame) = draw::framed(&chart);
    let (columns, rows) = table(&spots);
    let machine = machine(reference, theirs.map(|(yours, _)| yours));
    Ok(Roofline { figure: Figure { svg, narrow: String::new(), summary, machine, columns, rows }, frame, roofs, spots })
}

/// The roof over one core and that over all of them; one of them on a machine with one core.
fn roofs(records: &Records, yours: bool) -> Option<Vec<Roof>> {
    let (peak, bandwidth) = (records.series.get("peak")?, records.series.get("bandwidth")?);
    let cores = records.machine.cores;
    let of = |cores: usize| {
        Some(Roof {
            cores,
            yours,
            bandwidth: at(bandwidth, "triad", cores)?,
            double: at(peak, "f64", cores)?,
            single: at(peak, "f32", cores)?,
        })
    };
    if cores == 1 { Some(vec![of(1)?]) } else { Some(vec![of(1)?, of(cores)?]) }
}

/// A point of a sweep over threads.
pub fn at(series: &Series, line: &str, threads: usize) -> Option<f64> {
    series.points.iter().find(|point| point.series == line && point.x == threads as f64).map(|point| point.median_s)
}

/// Every variant that ran on this machine's cores: alone where it doesn't scale, else on all of them.
fn spots(records: &Records, roofs: &[Roof]) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (kernel, race) in &records.races {
        let Some(work) = race.work else { continue };
        for entry in &race.variants {
            let cores = if entry.scales() { records.machine.cores } else { 1 };
            let elsewhere = race.way(&entry.name).is_some_and(|way| way.is_gpu() || way == Way::Browser);
            let Some(roof) = roofs.iter().find(|roof| roof.cores == entry.workers && entry.workers == cores) else {
                continue;
            };
            let (Some(median), Some(low), Some(high), false) = (entry.median_s, entry.low_s, entry.high_s, elsewhere)
            else {
                continue;
            };
            let rate = |seconds: f64| work.operations / seconds;
            spots.push(Spot {
                kernel: kernel.clone(),
                variant: entry.name.clone(),
                workers: entry.workers,
                yours: roof.yours,
                intensity: work.intensity(),
                bits: work.bits,
                // The longest time is the lowest rate.
                rate: Ratio { value: rate(median), low: rate(high), high: rate(low) },
                roof: roof.over(work.intensity(), work.bits),
            });
        }
    }
    spots
}

fn chart(summary: String, roofs: &[Roof], spots: &[Spot], looks: &[Look]) -> Chart {
    let most = |of: &dyn Fn(&Roof) -> f64| roofs.iter().map(of).fold(0.0, f64::max);
    let far = spots.iter().map(|spot| spot.intensity).fold(0.0, f64::max);
    let near = spots.iter().map(|spot| spot.intensity).fold(0.1, f64::min);
    let far = (1.5 * far).max(10.0 * most(&|roof| roof.single / roof.bandwidth));
    let x = Axis::log("operations for each byte", near, far, plain);
    let slowest = spots.iter().map(|spot| spot.rate.low).fold(f64::INFINITY, f64::min);
    let bottom = slowest.min(roofs.iter().map(|roof| roof.bandwidth * x.range.start).fold(f64::INFINITY, f64::min));
    let fastest = spots.iter().map(|spot| spot.rate.high).fold(most(&|roof| roof.single), f64::max);
    let y = Axis::log("operations each second", bottom, fastest, axis::operations);
    let mut guides = Vec::new();
    for roof in roofs {
        let own = if roof.yours { ", yours" } else { "" };
        let mut guide = |bits: u32, from: f64| {
            let ridge = roof.peak(bits) / roof.bandwidth;
            let label = format!("{}, f{bits}{own}", words::cores(roof.cores));
            let points = [from, ridge.max(from), x.range.end].map(|x| (x, roof.over(x, bits))).to_vec();
            guides.push(Guide { label: Some(label), of: None, points });
        };
        guide(64, x.range.start);
        // Only the highest: where there are two cores, one core's in f32 would lie on both cores' in f64.
        if roof.cores > 1 || roofs.iter().all(|other| other.yours != roof.yours || other.cores == 1) {
            guide(32, roof.double / roof.bandwidth);
        }
    }
    let lines = spots.iter().zip(looks).map(|(spot, &look)| {
        let others = || spots.iter().filter(|other| other.kernel == spot.kernel && other.yours == spot.yours);
        let best = others().all(|other| other.rate.value <= spot.rate.value);
        // A kernel is named once, at its best.
        let own = if spot.yours { ", yours" } else { "" };
        let label = if best { format!("{}{own}", spot.kernel) } else { String::new() };
        let points = vec![Dot { x: spot.intensity, y: spot.rate.value, low: spot.rate.low, high: spot.rate.high }];
        Line { label, look, points, bars: false, level: false }
    });
    let lines = lines.collect();
    Chart { title: "The roofline and the kernels under it".into(), summary, x, y, lines, guides, cores: None }
}

fn summary(roofs: &[Roof], spots: &[Spot]) -> String {
    let rate = |value| words::quantity(value, "FLOP/s");
    let roofs = roofs.iter().filter(|roof| !roof.yours).map(|roof| {
        let (cores, bandwidth) = (words::cores(roof.cores), words::quantity(roof.bandwidth, "B/s"));
        format!("{cores}: {bandwidth}, {} in f64 and {} in f32", rate(roof.double), rate(roof.single))
    });
    let best = spots.iter().filter(|spot| !spot.yours).fold(Vec::<&Spot>::new(), |mut best, spot| {
        match best.iter_mut().find(|other| other.kernel == spot.kernel) {
            Some(other) if other.rate.value < spot.rate.value => *other = spot,
            Some(_) => {}
            None => best.push(spot),
        }
        best
    });
    let best = best.iter().map(|spot| {
        let share = 100.0 * spot.rate.value / spot.roof;
        format!(
            "{} with {} operations for each byte reaches {}, {share:.0} % of its roof",
            spot.kernel,
            words::digits(spot.intensity),
            rate(spot.rate.value)
        )
    });
    let (roofs, best) = (roofs.collect::<Vec<_>>().join("; "), best.collect::<Vec<_>>().join("; "));
    format!("The limits of {roofs}. Under them, at its best: {best}.")
}

fn table(spots: &[Spot]) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = ["kernel", "variant", "workers", "operations for each byte", "operations each second", "of its roof"];
    let rows = spots.iter().map(|spot| {
        let own = if spot.yours { ", yours" } else { "" };
        vec![
            format!("{}{own}", spot.kernel),
            spot.variant.clone(),
            spot.workers.to_string(),
            words::digits(spot.intensity),
            words::quantity(spot.rate.value, "FLOP/s"),
            format!("{:.0} %", 100.0 * spot.rate.value / spot.roof),
        ]
    });
    (columns.map(String::from).to_vec(), rows.collect())
}

fn plain(value: f64) -> String {
    // 0.010000000000000002 is 0.01.
    format!("{value:.6e}").parse::<f64>().unwrap_or(value).to_string()
}
