//! Claims: a sentence that compares measurements says so a second time, in a form that the record is held against.
//!
//! Nothing of a claim is printed. Two things differ only if their 95 % intervals don't overlap; what the record leaves
//! open is refused like what it contradicts.

use crate::{args::variant, shelf::Shelf};
use record::{
    Records,
    words::{digits, quantity},
};
use std::{collections::BTreeMap, fmt};

/// Whether the record bears out `text`, such as `great_circle threads/2 < serial/1 by 1.8`.
///
/// # Errors
/// When it doesn't, when it leaves it open, when the text makes no sense, or when nobody measured one of its sides.
pub fn claim(shelf: &Shelf, text: &str) -> Result<(), String> {
    Claim::read(Named::of(shelf), text)?.hold()
}

/// Whether the record of that name bears out a claim that was written for the reference. `None` where nobody measured
/// one of its sides there, or the claim names a record itself or explains two numbers.
///
/// # Errors
/// When there is no such record.
pub fn held_on(shelf: &Shelf, name: &str, text: &str) -> Result<Option<bool>, String> {
    let named = Named { records: shelf.on(Some(name))?, ..Named::of(shelf) };
    if text.contains("on=") || differing(text).is_some() {
        return Ok(None);
    }
    Ok(Claim::read(named, text).ok().map(|claim| claim.hold().is_ok()))
}

/// Whether `records` bear out `text`; no, too, where they leave it open.
///
/// # Errors
/// When the text makes no sense, or nobody measured one of its sides there.
pub fn holds(shelf: &Shelf, records: &Records, text: &str) -> Result<bool, String> {
    Ok(Claim::read(Named { records, ..Named::of(shelf) }, text)?.hold().is_ok())
}

/// Two sides of a claim `A ≠ B`, as they are written: a sentence that says why one thing has two numbers.
pub fn differing(text: &str) -> Option<[&str; 2]> {
    let (left, right) = text.split_once('≠')?;
    Some([left.trim(), right.trim()])
}

/// Whether two names measure the same, by their intervals. `Err` says how far they lie apart.
///
/// # Errors
/// When they don't overlap, or nobody measured one of them.
pub fn same(shelf: &Shelf, left: &str, right: &str) -> Result<(), String> {
    let read = |text: &str| Ok::<_, String>(Side { text: text.into(), value: side(text, &mut Named::of(shelf))? });
    let (left, right) = (read(left)?, read(right)?);
    comparable(&left, &right)?;
    if left.value.overlaps(&right.value) { Ok(()) } else { Err(format!("{left}, {right}")) }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    Less,
    More,
    About,
    Differs,
}

#[derive(Debug)]
struct Claim {
    sides: Vec<Side>,
    relations: Vec<Relation>,
    /// The factor behind `by`.
    by: Option<f64>,
}

#[derive(Debug)]
struct Side {
    text: String,
    value: Value,
}

impl Claim {
    fn read<'a>(mut named: Named<'a>, text: &'a str) -> Result<Self, String> {
        // A `by` in double quotes belongs to the name of a line.
        let (text, by) = match text.rsplit_once(" by ").filter(|(_, factor)| !factor.contains('"')) {
            Some((text, factor)) => {
                let factor: f64 = factor.trim().parse().map_err(|_| format!("\"by {factor}\" is no factor"))?;
                if !(factor.is_finite() && factor >= 1.0) {
                    return Err(format!("\"by {factor}\": a factor is 1 or more; turn the claim round"));
                }
                (text, Some(factor))
            }
            None => (text, None),
        };
        let (mut sides, mut relations) = (Vec::new(), Vec::new());
        let mut rest = text;
        loop {
            let end = rest.find(['<', '>', '≈', '≠']);
            let piece = &rest[..end.unwrap_or(rest.len())];
            sides.push(Side { text: piece.trim().into(), value: side(piece, &mut named)? });
            let Some(end) = end else { break };
            let sign = rest[end..].chars().next().expect("a sign was found");
            relations.push(match sign {
                '<' => Relation::Less,
                '>' => Relation::More,
                '≈' => Relation::About,
                _ => Relation::Differs,
            });
            rest = &rest[end + sign.len_utf8()..];
        }
        if relations.is_empty() {
            return Err("a claim compares: expected {{#claim A < B}}, with <, >, ≈ or ≠".into());
        }
        if by.is_some() && relations.contains(&Relation::Differs) {
            return Err("≠ takes no factor".into());
        }
        Ok(Self { sides, relations, by })
    }

    fn hold(&self) -> Result<(), String> {
        for (left, (relation, right)) in self.sides.iter().zip(self.relations.iter().zip(&self.sides[1..])) {
            hold(left, *relation, right, self.by)?;
        }
        Ok(())
    }
}

fn comparable(left: &Side, right: &Side) -> Result<(), String> {
    if left.value.unit == right.value.unit {
        return Ok(());
    }
    let name = |side: &Side| match side.value.unit() {
        unit if unit.is_empty() => format!("{} is a plain number", side.text),
        unit => format!("{} is in {unit}", side.text),
    };
    Err(format!("these can't be compared: {}, {}", name(left), name(right)))
}

fn hold(left: &Side, relation: Relation, right: &Side, by: Option<f64>) -> Result<(), String> {
    comparable(left, right)?;
    let (a, b, factor) = (&left.value, &right.value, by.unwrap_or(1.0));
    let (holds, open) = match relation {
        Relation::Less => (a.high * factor < b.low, a.low * factor < b.high),
        Relation::More => (a.low > b.high * factor, a.high > b.low * factor),
        // With a factor the medians must lie within it: a wide interval alone shows no likeness.
        Relation::About if by.is_some() => (a.most / b.least <= factor && b.most / a.least <= factor, false),
        Relation::About => (a.overlaps(b), false),
        Relation::Differs => (!a.overlaps(b), true),
    };
    let verdict = match (relation, open) {
        _ if holds => return Ok(()),
        (Relation::Differs, _) => "these don't differ any more, so the text has nothing to explain",
        (_, true) => "it leaves this open",
        (_, false) => "it says otherwise",
    };
    let sign = match relation {
        Relation::Less => '<',
        Relation::More => '>',
        Relation::About => '≈',
        Relation::Differs => '≠',
    };
    let by = by.map(|factor| format!(" by {factor}")).unwrap_or_default();
    let claimed = format!("{} {sign} {}{by}", left.text, right.text);
    Err(format!("the claim \"{claimed}\" isn't borne out: the record says {left} beside {right}: {verdict}"))
}

/// A measured quantity: its 95 % interval, and the least and the greatest median in it, which are one unless it stands
/// for several points of a series.
#[derive(Clone, Debug, PartialEq)]
struct Value {
    low: f64,
    least: f64,
    most: f64,
    high: f64,
    unit: Unit,
}

/// Base units and their powers.
type Unit = BTreeMap<String, i32>;

impl Value {
    fn new(median: f64, (low, high): (f64, f64), unit: &str) -> Self {
        let (scale, unit) = unit_of(unit);
        let [low, median, high] = [low, median, high].map(|value| value * scale);
        Self { low, least: median, most: median, high, unit }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    fn times(mut self, other: Self) -> Self {
        for (unit, power) in other.unit {
            *self.unit.entry(unit).or_default() += power;
        }
        self.unit.retain(|_, power| *power != 0);
        let Self { low, least, most, high, unit } = self;
        Self {
            low: low * other.low,
            least: least * other.least,
            most: most * other.most,
            high: high * other.high,
            unit,
        }
    }

    fn plus(self, other: Self) -> Result<Self, String> {
        if self.unit != other.unit {
            return Err(format!("\"{}\" and \"{}\" can't be added", self.unit(), other.unit()));
        }
        Ok(Self {
            low: self.low + other.low,
            least: self.least + other.least,
            most: self.most + other.most,
            high: self.high + other.high,
            unit: self.unit,
        })
    }

    fn inverse(self) -> Self {
        let Self { low, least, most, high, unit } = self;
        let unit = unit.into_iter().map(|(unit, power)| (unit, -power)).collect();
        Self { low: high.recip(), least: most.recip(), most: least.recip(), high: low.recip(), unit }
    }

    fn unit(&self) -> String {
        let part = |sign: i32| {
            let named = self.unit.iter().filter(move |(_, power)| power.signum() == sign);
            let named = named.map(|(unit, power)| match power.abs() {
                1 => unit.clone(),
                power => format!("{unit}^{power}"),
            });
            named.collect::<Vec<_>>().join("·")
        };
        match (part(1), part(-1)) {
            (above, below) if below.is_empty() => above,
            (above, below) if above.is_empty() => format!("1/{below}"),
            (above, below) => format!("{above}/{below}"),
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.value.unit();
        // Without a unit there is nothing for a prefix to stand before.
        let shown = |value| if unit.is_empty() { digits(value) } else { quantity(value, &unit) };
        let (low, high) = (shown(self.value.low), shown(self.value.high));
        if low == high { write!(f, "{low}") } else { write!(f, "{low} to {high} ({})", self.text) }
    }
}

/// The factor and the base units of `ns`, `GB/s`, `%`, `×`, or of nothing at all.
fn unit_of(text: &str) -> (f64, Unit) {
    match text {
        "" | "×" => return (1.0, Unit::new()),
        "%" => return (0.01, Unit::new()),
        "‰" => return (0.001, Unit::new()),
        _ => {}
    }
    let (mut scale, mut units) = (1.0, Unit::new());
    for (part, power) in text.split('/').zip(std::iter::once(1).chain(std::iter::repeat(-1))) {
        let (factor, base) = base(part);
        scale *= f64::powi(factor, power);
        *units.entry(base.to_owned()).or_default() += power;
    }
    (scale, units)
}

/// `ns` is 1e-9 of `s`; what isn't known stands for itself.
fn base(part: &str) -> (f64, &str) {
    const PREFIXES: [(&str, f64); 7] =
        [("n", 1e-9), ("µ", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)];
    let prefixed = PREFIXES.iter().find_map(|(prefix, factor)| {
        let rest = part.strip_prefix(prefix)?;
        ["s", "B", "FLOP"].contains(&rest).then_some((*factor, rest))
    });
    prefixed.unwrap_or((1.0, part))
}

/// What has been named so far: it stands for the terms behind it, too.
struct Named<'a> {
    shelf: &'a Shelf,
    records: &'a Records,
    kernel: &'a str,
}

impl<'a> Named<'a> {
    fn of(shelf: &'a Shelf) -> Self {
        Self { shelf, records: shelf.reference(), kernel: "" }
    }
}

/// One side: products and quotients, added up.
fn side<'a>(text: &'a str, named: &mut Named<'a>) -> Result<Value, String> {
    let words = words(text)?;
    let mut products = words.split(|word| *word == "+").map(|words| product(words, named));
    let first = products.next().ok_or("a side of the claim is empty")??;
    products.try_fold(first, |sum, next| sum.plus(next?))
}

/// Terms between `*` and `/`, from left to right.
fn product<'a>(words: &[&'a str], named: &mut Named<'a>) -> Result<Value, String> {
    let mut value: Option<Value> = None;
    let mut divide = false;
    for part in words.split_inclusive(|word| matches!(*word, "*" | "/")) {
        let (part, sign) = match part {
            [part @ .., sign @ ("*" | "/")] => (part, Some(*sign)),
            part => (part, None),
        };
        let next = term(part, named)?;
        let next = if divide { next.inverse() } else { next };
        value = Some(match value {
            Some(value) => value.times(next),
            None => next,
        });
        divide = sign == Some("/");
    }
    match value {
        // Behind the last sign stands nothing.
        Some(value) if !words.last().is_some_and(|word| matches!(*word, "*" | "/")) => Ok(value),
        _ => Err("a side of the claim is empty".into()),
    }
}

/// The words; those in double quotes hold spaces.
fn words(text: &str) -> Result<Vec<&str>, String> {
    let (mut words, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let (word, end) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"').ok_or("a quote is never closed")?;
                (&quoted[..end], end + 2)
            }
            None => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (&rest[..end], end)
            }
        };
        words.push(word);
        rest = rest[end..].trim_start();
    }
    Ok(words)
}

/// One measured thing, or a constant; `on=NAME` behind it takes it from another record than the reference.
fn term<'a>(words: &[&'a str], named: &mut Named<'a>) -> Result<Value, String> {
    let (words, on) = match words {
        [words @ .., last] if last.starts_with("on=") => (words, last.strip_prefix("on=")),
        words => (words, None),
    };
    if on.is_some() {
        named.records = named.shelf.on(on)?;
    }
    let (records, kernel) = (named.records, &mut named.kernel);
    let missing = |what: String| format!("there is no measurement of {what} in the record of {}", records.machine.name);
    let race = |kernel: &str| records.races.get(kernel).ok_or_else(|| missing(format!("a race of {kernel}")));
    match *words {
        ["fact", name] => {
            let fact = records.facts.get(name).ok_or_else(|| missing(format!("the fact {name}")))?;
            Ok(Value::new(fact.value, (fact.low, fact.high), &fact.unit))
        }
        ["series", name, line, x] => series(records, name, line, x),
        [what @ ("speedup" | "efficiency"), of_kernel, of] => {
            *kernel = of_kernel;
            let (race, (name, workers)) = (race(of_kernel)?, variant(of)?);
            let ratio = match what {
                "speedup" => race.entry(name, workers).and_then(|entry| entry.ratio()),
                _ => race.efficiency(name, workers),
            };
            let ratio = ratio.ok_or_else(|| missing(format!("the {what} of {of_kernel} {of}")))?;
            Ok(Value::new(ratio.value, (ratio.low, ratio.high), ""))
        }
        ["ratio", of_kernel, than, of] => {
            *kernel = of_kernel;
            let ratio = race(of_kernel)?.ratio(variant(than)?, variant(of)?);
            let ratio = ratio.ok_or_else(|| missing(format!("{of_kernel} {than} against {of}")))?;
            Ok(Value::new(ratio.value, (ratio.low, ratio.high), ""))
        }
        ["model", of_kernel, of] => {
            *kernel = of_kernel;
            let (name, workers) = variant(of)?;
            let model = plot::Model::of(records, of_kernel, name).map_err(|e| e.to_string())?;
            let span = model.predicted(workers).ok_or_else(|| format!("the model stops before {of}"))?;
            Ok(Value {
                low: span.best,
                least: span.best,
                most: span.worst,
                high: span.worst,
                ..Value::new(0.0, (0.0, 0.0), "s")
            })
        }
        [of_kernel, of] if variant(of).is_ok() => {
            *kernel = of_kernel;
            time(records, of_kernel, of).ok_or_else(|| missing(format!("{of_kernel} {of}")))
        }
        [of] if variant(of).is_ok() => match *kernel {
            "" => Err(format!("\"{of}\" names no kernel: great_circle {of}")),
            kernel => time(records, kernel, of).ok_or_else(|| missing(format!("{kernel} {of}"))),
        },
        [number] | [number, _] if number.parse::<f64>().is_ok() => {
            let number = number.parse().expect("it has just been parsed");
            Ok(Value::new(number, (number, number), words.get(1).unwrap_or(&"")))
        }
        [] => Err("a side of the claim is empty".into()),
        _ => Err(format!(
            "\"{}\" names nothing measured: KERNEL VARIANT/WORKERS, speedup …, efficiency …, ratio KERNEL A B, fact NAME, \
             series NAME LINE X, model KERNEL VARIANT/WORKERS, or a number with its unit",
            words.join(" ")
        )),
    }
}

/// How long it took, from the race where there is one, as `{{#time}}` prints it.
fn time(records: &Records, kernel: &str, of: &str) -> Option<Value> {
    let (name, workers) = variant(of).ok()?;
    let entry = records.races.get(kernel).and_then(|race| race.entry(name, workers));
    if let Some(entry) = entry
        && let (Some(median), Some(low), Some(high)) = (entry.median_s, entry.low_s, entry.high_s)
    {
        return Some(Value::new(median, (low, high), "s"));
    }
    let row = records.row(kernel, name, workers)?;
    Some(Value::new(row.median_s, (row.low_s, row.high_s), "s"))
}

/// A point of a sweep, or, from `x` to `x` as in `8..64`, the span of all points between.
fn series(records: &Records, name: &str, line: &str, x: &str) -> Result<Value, String> {
    let missing = |what: String| format!("there is no measurement of {what} in the record of {}", records.machine.name);
    let series = records.series.get(name).ok_or_else(|| missing(format!("the series {name}")))?;
    let (from, to) = x.split_once("..").unwrap_or((x, x));
    let (Ok(from), Ok(to)) = (from.parse::<f64>(), to.parse::<f64>()) else {
        return Err(format!("\"{x}\" is neither a place along the x axis nor a range such as 8..64"));
    };
    let points = series.points.iter().filter(|point| point.series == line && (from..=to).contains(&point.x));
    // The axis names its unit in brackets behind the words; without brackets it counts, or is a ratio.
    let unit =
        series.y.rsplit_once('(').and_then(|(_, unit)| unit.strip_suffix(')')).filter(|unit| !unit.contains(' '));
    let points = points.map(|point| Value::new(point.median_s, (point.low_s, point.high_s), unit.unwrap_or("")));
    let span = points.reduce(|a, b| Value {
        low: a.low.min(b.low),
        least: a.least.min(b.least),
        most: a.most.max(b.most),
        high: a.high.max(b.high),
        unit: a.unit,
    });
    span.ok_or_else(|| {
        let names: Vec<_> = series.lines().iter().map(|(name, _)| format!("\"{name}\"")).collect();
        format!("{}; its lines: {}", missing(format!("{line:?} at {x} of the series {name}")), names.join(", "))
    })
}
