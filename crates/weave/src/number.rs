//! Measured numbers in a sentence. Each carries where it comes from.

use crate::{
    args::{Args, variant},
    html::escape,
};
use record::{
    Entry, Ratio, Records,
    words::{digits, quantity, time},
};
use std::fmt::Display;

/// The directives of this family.
pub const NAMES: [&str; 5] = ["time", "ratio", "efficiency", "fact", "machine"];

/// A number, its unit and its neighbourhood.
///
/// # Errors
/// When the arguments make no sense, or nobody measured it.
pub fn number(records: &Records, name: &str, args: &str) -> Result<String, String> {
    let args = Args::parse(args, &[])?;
    let missing = |what: String| format!("there is no measurement of {what} in the record of {}", records.machine.name);
    match name {
        "time" => {
            let [kernel, of] = args.words("time KERNEL VARIANT/WORKERS")?;
            let (variant, workers) = variant(of)?;
            // A race's time, where there is one, so that times and ratios in one sentence come from one run.
            let entry = records.races.get(kernel).and_then(|race| race.entry(variant, workers));
            if let Some(entry) = entry.filter(|entry| entry.median_s.is_some()) {
                return Ok(raced(records, entry, kernel));
            }
            let row = records.row(kernel, variant, workers).ok_or_else(|| missing(format!("{kernel} {of}")))?;
            let interval = (row.low_s, row.high_s);
            let machine = records.machine.sentence();
            Ok(data(&machine, row.median_s, time(row.median_s), interval, time, &format!("cargo lab bench {kernel}")))
        }
        "ratio" => {
            let [kernel, than, of] = args.words("ratio KERNEL VARIANT/WORKERS VARIANT/WORKERS")?;
            let race = records.races.get(kernel).ok_or_else(|| missing(format!("a race of {kernel}")))?;
            let ratio = race.ratio(variant(than)?, variant(of)?);
            let ratio = ratio.ok_or_else(|| missing(format!("{kernel} {than} against {of}")))?;
            let shown = |value| quantity(value, "×");
            let interval = (ratio.low, ratio.high);
            let machine = race.machine.sentence();
            Ok(data(&machine, ratio.value, shown(ratio.value), interval, shown, &format!("cargo lab race {kernel}")))
        }
        "efficiency" => {
            let [kernel, of] = args.words("efficiency KERNEL VARIANT/WORKERS")?;
            let (variant, workers) = variant(of)?;
            let race = records.races.get(kernel).ok_or_else(|| missing(format!("a race of {kernel}")))?;
            let efficiency = race.efficiency(variant, workers);
            let Ratio { value, low, high } =
                efficiency.ok_or_else(|| missing(format!("the efficiency of {kernel} {of}")))?;
            let machine = race.machine.sentence();
            let shown = |value: f64| format!("{} %", digits(100.0 * value));
            Ok(data(&machine, value, shown(value), (low, high), shown, &format!("cargo lab race {kernel}")))
        }
        "fact" => {
            let [name] = args.words("fact NAME")?;
            let fact = records.facts.get(name).ok_or_else(|| missing(format!("the fact {name}")))?;
            let shown = |value| quantity(value, &fact.unit);
            let machine = records.machine.sentence_on(&fact.date);
            Ok(data(&machine, fact.value, shown(fact.value), (fact.low, fact.high), shown, &fact.how))
        }
        _ => {
            let [] = args.words("machine")?;
            let (short, sentence) = (records.machine.short(), records.machine.sentence());
            Ok(format!("<span class=\"machine\" title=\"{}\">{}</span>", escape(&sentence), escape(&short)))
        }
    }
}

/// How long an entry of a race took, in the record of that race.
pub fn raced(records: &Records, entry: &Entry, kernel: &str) -> String {
    let (Some(median), Some(low), Some(high)) = (entry.median_s, entry.low_s, entry.high_s) else {
        return "–".into();
    };
    let machine = records.races.get(kernel).map_or(&records.machine, |race| &race.machine).sentence();
    data(&machine, median, time(median), (low, high), time, &format!("cargo lab race {kernel}"))
}

/// The number as it is read, with the rest of what is known about it where the pointer rests.
fn data(
    machine: &str,
    value: impl Display,
    shown: String,
    (low, high): (f64, f64),
    unit: impl Fn(f64) -> String,
    how: &str,
) -> String {
    let title = format!("{} to {} (95 %); {machine}; {how}", unit(low), unit(high));
    // A number and its unit stay on one line.
    let shown = escape(&shown).replace(' ', "&nbsp;");
    format!("<data class=\"measured\" value=\"{value}\" title=\"{}\">{shown}</data>", escape(&title))
}
