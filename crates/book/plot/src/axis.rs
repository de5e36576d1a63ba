//! Axes: where a value lies, and at which values it is worth drawing a line.

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// One axis of a plot.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What runs along it, with its unit in brackets.
    pub name: String,
    /// Its first and last value.
    pub range: Range<f64>,
    /// What equal steps along it mean.
    pub scale: Scale,
    /// Values that are named.
    pub ticks: Vec<f64>,
    /// How a value is named.
    pub format: fn(f64) -> String,
}

/// What equal steps along an axis mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences.
    Linear,
    /// Equal factors.
    Factors,
    /// Equal factors of one more than the value: numbers of things, of which there may be none.
    Counts,
}

/// Values spread over more than this factor are drawn by factors: on a linear axis the small ones would all look alike.
const LOG_FROM: f64 = 25.0;

/// So are values of which nearly all lie in the lowest part of the axis: one far above would press the others flat.
const LOWEST: f64 = 0.25;
const NEARLY_ALL: f64 = 0.75;

impl Axis {
    /// An axis from zero, or by factors where `values` spread too far for that. `values` are finite; at least one.
    pub fn fit(name: &str, values: impl IntoIterator<Item = f64> + Clone, format: fn(f64) -> String) -> Self {
        let low = values.clone().into_iter().fold(f64::INFINITY, f64::min);
        let high = values.clone().into_iter().fold(f64::NEG_INFINITY, f64::max);
        let (all, flat) = values
            .into_iter()
            .fold((0.0, 0.0), |(all, flat), value| (all + 1.0, flat + f64::from(u8::from(value < LOWEST * high))));
        if low > 0.0 && (high / low > LOG_FROM || flat >= NEARLY_ALL * all) {
            Self::log(name, low, high, format)
        } else {
            Self::from_zero(name, low, high, format)
        }
    }

    /// An axis that starts at zero, so that lengths can be compared, and ends a little above `high`.
    pub fn from_zero(name: &str, low: f64, high: f64, format: fn(f64) -> String) -> Self {
        let top = if high > 0.0 { high } else { 1.0 };
        let step = nice(top / 5.0);
        let bottom = if low < 0.0 { (low / step).floor() * step } else { 0.0 };
        let last = (top / step * (1.0 - 1e-9)).ceil();
        let ticks = ((bottom / step) as i64..=last as i64).map(|i| i as f64 * step).collect();
        Self { name: name.into(), range: bottom..last * step, scale: Scale::Linear, ticks, format }
    }

    /// An axis from zero to `high` exactly.
    pub fn up_to(name: &str, high: f64, format: fn(f64) -> String) -> Self {
        let mut axis = Self::from_zero(name, 0.0, high, format);
        axis.ticks.retain(|&tick| tick <= high);
        axis.range.end = high;
        axis
    }

    /// An axis by factors, which holds `low` to `high`; both > 0.
    pub fn log(name: &str, low: f64, high: f64, format: fn(f64) -> String) -> Self {
        let decades = (high / low).log10();
        // Few decades leave room for ticks between the powers of ten.
        let within: &[f64] = if decades < 2.0 {
            &[1.0, 2.0, 5.0]
        } else if decades < 3.5 {
            &[1.0, 3.0]
        } else {
            &[1.0]
        };
        let powers = low.log10().floor() as i32 - 1..=high.log10().ceil() as i32 + 1;
        let all = powers.flat_map(|power| within.iter().map(move |tick| tick * 10_f64.powi(power)));
        let all: Vec<_> = all.collect();
        // From the last tick at or below the values to the first at or above them.
        let first = all.iter().rposition(|&tick| tick <= low * (1.0 + 1e-9)).unwrap_or(0);
        let last = all.iter().position(|&tick| tick >= high * (1.0 - 1e-9)).unwrap_or(all.len() - 1);
        let ticks = thin(&all[first..=last]);
        Self { name: name.into(), range: all[first]..all[last], scale: Scale::Factors, ticks, format }
    }

    /// An axis of numbers of things, from none to `high`: one is told from none, and a thousand leaves room for ten.
    pub fn counts(name: &str, high: f64, format: fn(f64) -> String) -> Self {
        let powers = (0..).map(|power| 10_f64.powi(power)).take_while(|&power| power <= high);
        let ticks = std::iter::once(0.0).chain(powers).collect();
        Self { name: name.into(), range: 0.0..high.max(1.0), scale: Scale::Counts, ticks, format }
    }

    /// An axis of worker counts, which names those that were measured.
    pub fn workers(counts: impl IntoIterator<Item = usize>) -> Self {
        let mut ticks: Vec<_> = counts.into_iter().map(|count| count as f64).collect();
        ticks.sort_by(f64::total_cmp);
        ticks.dedup();
        let last = ticks.last().copied().unwrap_or(1.0).max(2.0);
        // Names closer together than a twelfth of the axis would run into each other; the larger one stays.
        let mut kept: Vec<f64> = Vec::new();
        for tick in ticks.into_iter().rev() {
            if kept.last().is_none_or(|above| above - tick >= last / 12.0) {
                kept.push(tick);
            }
        }
        Self {
            name: "workers".into(),
            range: 0.0..last,
            scale: Scale::Linear,
            ticks: kept,
            format: |count| count.to_string(),
        }
    }

    /// Leaves out ticks whose names would lie on each other where the axis is `length` long and a name is `width` of it
    /// wide; where two would, the larger value stays.
    pub fn thin_to(&mut self, length: f64, width: impl Fn(&str) -> f64) {
        let mut kept: Vec<f64> = Vec::new();
        let mut sorted = self.ticks.clone();
        sorted.sort_by(f64::total_cmp);
        let half = |tick: f64| width(&(self.format)(tick)) / 2.0;
        for tick in sorted.into_iter().rev() {
            let clear = |above: &f64| (self.place(*above) - self.place(tick)) * length >= half(*above) + half(tick);
            if kept.last().is_none_or(clear) {
                kept.push(tick);
            }
        }
        self.ticks = kept;
    }

    /// Where on the axis a value lies: 0 at the start, 1 at the end.
    pub fn place(&self, value: f64) -> f64 {
        let scale = |value: f64| match self.scale {
            Scale::Linear => value,
            Scale::Factors => value.max(f64::MIN_POSITIVE).ln(),
            Scale::Counts => value.max(0.0).ln_1p(),
        };
        let (start, end) = (scale(self.range.start), scale(self.range.end));
        (scale(value) - start) / (end - start)
    }
}

/// Seconds as an axis names them.
pub fn seconds(value: f64) -> String {
    short(&record::words::time(value))
}

/// A ratio as an axis names it.
pub fn times(value: f64) -> String {
    short(&record::words::quantity(value, "×"))
}

/// Bytes per second as an axis names them.
pub fn bandwidth(value: f64) -> String {
    short(&record::words::quantity(value, "B/s"))
}

/// Operations per second as an axis names them, whose name says that they are: `50 G`.
pub fn operations(value: f64) -> String {
    short(&record::words::quantity(value, ""))
}

/// On an axis, zero needs no unit and `20.0 ms` no decimal.
fn short(text: &str) -> String {
    let unit = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number };
    if number == "0" { "0".into() } else { format!("{number}{unit}") }
}

/// Every second tick, or third, …, until there are few enough to be read.
fn thin(ticks: &[f64]) -> Vec<f64> {
    let every = ticks.len().div_ceil(8);
    ticks.iter().copied().step_by(every).collect()
}

/// The next larger of …, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, …
fn nice(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps.into_iter().map(|nice| nice * power).find(|&nice| nice >= step * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        start + (self.place(*value) * f64::from(end - start)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        (self.format)(*value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: f64) -> String {
        value.to_string()
    }

    #[test]
    fn a_linear_axis_starts_at_zero_and_holds_everything() {
        let axis = Axis::fit("t", [3.0, 17.0], plain);
        assert!(axis.scale == Scale::Linear && axis.range == (0.0..20.0), "{axis:?}");
        assert_eq!(axis.ticks, [0.0, 5.0, 10.0, 15.0, 20.0]);
    }

    #[test]
    fn ticks_are_named_shortly() {
        assert_eq!([0.0, 0.02, 1.5, 0.0003].map(seconds), ["0", "20 ms", "1.5 s", "300 µs"]);
        assert_eq!([0.0, 0.05, 1.0, 20.0].map(times), ["0", "0.05×", "1×", "20×"]);
        assert_eq!(bandwidth(2e10), "20 GB/s");
    }

    #[test]
    fn what_spreads_far_goes_by_factors() {
        let axis = Axis::fit("t", [0.0024, 0.98], plain);
        assert!(axis.scale == Scale::Factors && axis.range.start <= 0.0024 && axis.range.end >= 0.98, "{axis:?}");
        assert!((3..=8).contains(&axis.ticks.len()), "{axis:?}");
        assert!((axis.place(axis.range.start), axis.place(axis.range.end)) == (0.0, 1.0));
    }

    #[test]
    fn one_far_value_does_not_press_the_others_flat() {
        let pressed = [0.53, 0.6, 0.64, 0.7, 0.9, 1.0, 1.05, 5.0];
        assert_eq!(Axis::fit("t", pressed, plain).scale, Scale::Factors);
        assert_eq!(Axis::fit("t", [1.0, 2.0, 3.0, 4.0, 5.0], plain).scale, Scale::Linear);
    }

    #[test]
    fn counts_leave_room_for_none_and_one() {
        let axis = Axis::counts("n", 1889.0, plain);
        assert_eq!(axis.ticks, [0.0, 1.0, 10.0, 100.0, 1000.0]);
        let places = [0.0, 1.0, 10.0, 1889.0].map(|count| axis.place(count));
        assert!(places[0] == 0.0 && places[1] > 0.05 && places[2] > 0.25 && places[3] == 1.0, "{places:?}");
    }

    #[test]
    fn crowded_worker_counts_are_thinned_from_below() {
        assert_eq!(Axis::workers([1, 2, 4, 2]).ticks, [4.0, 2.0, 1.0]);
        assert_eq!(Axis::workers([1, 2, 4, 8, 16, 32, 64, 128]).ticks, [128.0, 64.0, 32.0, 16.0, 4.0]);
    }
}
