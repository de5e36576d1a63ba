//! Measured numbers in a sentence. Each carries where it comes from.

use crate::{
    args::{Args, variant},
    html::escape,
    shelf::Shelf,
};
use record::{
    Entry, Ratio, Records,
    words::{digits, quantity, time},
};

/// The directives of this family.
pub const NAMES: [&str; 7] = ["time", "ratio", "efficiency", "fact", "interval", "machine", "predicted"];

/// A number, its unit and its neighbourhood. `on=NAME` takes it from another record than the reference.
///
/// # Errors
/// When the arguments make no sense, or nobody measured it.
pub fn number(shelf: &Shelf, name: &str, args: &str) -> Result<String, String> {
    let (of, args) = match name {
        "interval" => {
            let (of, args) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
            (Some(of), args)
        }
        _ => (None, args),
    };
    let args = Args::parse(args, &["on"])?;
    let records = shelf.on(args.named("on"))?;
    match (name, of) {
        ("machine", _) => {
            let [] = args.words("machine")?;
            let (short, sentence) = (records.machine.short(), records.machine.sentence());
            Ok(format!("<span class=\"machine\" title=\"{}\">{}</span>", escape(&sentence), escape(&short)))
        }
        ("predicted", _) => predicted(records, &args),
        (_, Some(of @ ("time" | "ratio" | "efficiency" | "fact"))) => Ok(measured(records, of, &args)?.spread()),
        (_, Some(_)) => Err("write {{#interval ratio …}}, or time, efficiency, fact, as for the number itself".into()),
        (_, None) => Ok(measured(records, name, &args)?.number()),
    }
}

/// As [`number`], of one record.
///
/// # Errors
/// As [`number`].
pub fn of(records: &Records, name: &str, args: &str) -> Result<String, String> {
    Ok(measured(records, name, &Args::parse(args, &[])?)?.number())
}

/// What the record knows of a number.
fn measured(records: &Records, name: &str, args: &Args) -> Result<Measured, String> {
    let missing = |what: String| format!("there is no measurement of {what} in the record of {}", records.machine.name);
    match name {
        "time" => {
            let [kernel, of] = args.words("time KERNEL VARIANT/WORKERS")?;
            let (variant, workers) = variant(of)?;
            // A race's time, where there is one, so that times and ratios in one sentence come from one run.
            let entry = records.races.get(kernel).and_then(|race| race.entry(variant, workers));
            if let Some(entry) = entry.filter(|entry| entry.median_s.is_some()) {
                return of_race(records, entry, kernel).ok_or_else(|| missing(format!("{kernel} {of}")));
            }
            let row = records.row(kernel, variant, workers).ok_or_else(|| missing(format!("{kernel} {of}")))?;
            let interval = (row.low_s, row.high_s);
            let machine = records.machine.sentence();
            let about = About { of: format!("{kernel} {of}"), machine, how: format!("cargo lab bench {kernel}") };
            Ok(Measured { about, value: row.median_s, interval, unit: Box::new(time) })
        }
        "ratio" => {
            let [kernel, than, of] = args.words("ratio KERNEL VARIANT/WORKERS VARIANT/WORKERS")?;
            let race = records.races.get(kernel).ok_or_else(|| missing(format!("a race of {kernel}")))?;
            let ratio = race.ratio(variant(than)?, variant(of)?);
            let ratio = ratio.ok_or_else(|| missing(format!("{kernel} {than} against {of}")))?;
            let (interval, unit) = ((ratio.low, ratio.high), Box::new(|value| quantity(value, "×")));
            let (of, machine) = (format!("{kernel} {of} against {than}"), race.machine.sentence());
            let about = About { of, machine, how: format!("cargo lab race {kernel}") };
            Ok(Measured { about, value: ratio.value, interval, unit })
        }
        "efficiency" => {
            let [kernel, of] = args.words("efficiency KERNEL VARIANT/WORKERS")?;
            let (variant, workers) = variant(of)?;
            let race = records.races.get(kernel).ok_or_else(|| missing(format!("a race of {kernel}")))?;
            let efficiency = race.efficiency(variant, workers);
            let Ratio { value, low, high } =
                efficiency.ok_or_else(|| missing(format!("the efficiency of {kernel} {of}")))?;
            let (of, machine) = (format!("{kernel} {of}, efficiency"), race.machine.sentence());
            let about = About { of, machine, how: format!("cargo lab race {kernel}") };
            let unit = Box::new(|value: f64| format!("{} %", digits(100.0 * value)));
            Ok(Measured { about, value, interval: (low, high), unit })
        }
        _ => {
            let [name] = args.words("fact NAME")?;
            let fact = records.facts.get(name).ok_or_else(|| missing(format!("the fact {name}")))?;
            let of = name.replace('_', " ");
            let about =
                About { of, machine: records.machine.sentence_on(&fact.date, &fact.rustc), how: fact.how.clone() };
            let unit = fact.unit.clone();
            let unit = Box::new(move |value| quantity(value, &unit));
            Ok(Measured { about, value: fact.value, interval: (fact.low, fact.high), unit })
        }
    }
}

/// What the model says of a variant on more cores: a time, or from the best case to the worst.
fn predicted(records: &Records, args: &Args) -> Result<String, String> {
    let [kernel, of] = args.words("predicted KERNEL VARIANT/WORKERS")?;
    let (name, workers) = variant(of)?;
    let model = plot::Model::of(records, kernel, name).map_err(|e| e.to_string())?;
    let span = model.predicted(workers).ok_or_else(|| format!("the model stops before {of}"))?;
    let (best, worst) = (time(span.best), time(span.worst));
    let shown = if best == worst { best } else { format!("{best} to {worst}") };
    let title = format!("from the best case to the worst; {}; cargo lab race {kernel}", records.machine.sentence());
    let (of, title) = (escape(&format!("{kernel} {of}, predicted")), escape(&title));
    let shown = escape(&shown).replace(' ', "&nbsp;");
    let value = span.worst;
    Ok(format!("<data class=\"measured\" value=\"{value}\" data-of=\"{of}\" title=\"{title}\">{shown}</data>"))
}

/// How long an entry of a race took, in the record of that race.
pub fn raced(records: &Records, entry: &Entry, kernel: &str) -> String {
    of_race(records, entry, kernel).map_or_else(|| "–".into(), |measured| measured.number())
}

fn of_race(records: &Records, entry: &Entry, kernel: &str) -> Option<Measured> {
    let (value, interval) = (entry.median_s?, (entry.low_s?, entry.high_s?));
    let machine = records.races.get(kernel).map_or(&records.machine, |race| &race.machine).sentence();
    let of = format!("{kernel} {}/{}", entry.name, entry.workers);
    let about = About { of, machine, how: format!("cargo lab race {kernel}") };
    Some(Measured { about, value, interval, unit: Box::new(time) })
}

/// A number of the record.
struct Measured {
    about: About,
    value: f64,
    /// From and to, at 95 %.
    interval: (f64, f64),
    /// Writes a value with its unit.
    unit: Box<dyn Fn(f64) -> String>,
}

/// What is known of a number besides itself.
struct About {
    /// What was measured.
    of: String,
    /// On what, and when.
    machine: String,
    /// The command that measures it again.
    how: String,
}

impl Measured {
    /// The number as it is read.
    fn number(&self) -> String {
        self.shown(&(self.unit)(self.value))
    }

    /// Its interval instead.
    fn spread(&self) -> String {
        self.shown(&format!("{} to {}", (self.unit)(self.interval.0), (self.unit)(self.interval.1)))
    }

    /// What is read, with the rest of what is known about it where the pointer rests.
    fn shown(&self, shown: &str) -> String {
        let Self { about: About { of, machine, how }, value, interval: (low, high), unit } = self;
        let title = format!("{} to {} (95 %); {machine}; {how}", unit(*low), unit(*high));
        // A number and its unit stay on one line.
        let shown = escape(shown).replace(' ', "&nbsp;");
        let (of, title) = (escape(of), escape(&title));
        format!("<data class=\"measured\" value=\"{value}\" data-of=\"{of}\" title=\"{title}\">{shown}</data>")
    }
}

/// Where the numbers of a woven page come from: a fold with all that a pointer finds on them, for those who have none.
/// Empty where the page has no numbers.
pub fn sources(page: &str) -> String {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for data in page.split("<data class=\"measured\"").skip(1) {
        let attribute = |name: &str| data.split_once(name)?.1.split('"').next();
        let (Some(of), Some(title)) = (attribute(" data-of=\""), attribute(" title=\"")) else { continue };
        let Some((spread, source)) = title.split_once("; ") else { continue };
        let (Some((machine, how)), Some((_, rest))) = (source.rsplit_once("; "), data.split_once('>')) else {
            continue;
        };
        let shown = rest.split('<').next().unwrap_or_default();
        let item = format!("<li>{of}: {shown}, {spread}, by <code>{how}</code></li>");
        match groups.iter_mut().find(|(group, _)| *group == machine) {
            Some((_, items)) if items.contains(&item) => {}
            Some((_, items)) => items.push(item),
            None => groups.push((machine, vec![item])),
        }
    }
    if groups.is_empty() {
        return String::new();
    }
    let groups = groups.iter().map(|(machine, items)| format!("<p>{machine}:</p>\n<ul>{}</ul>\n", items.concat()));
    format!(
        "<details class=\"numbers\">\n<summary>The numbers on this page: spread, machine, date, command</summary>\n{}</details>",
        groups.collect::<String>()
    )
}
