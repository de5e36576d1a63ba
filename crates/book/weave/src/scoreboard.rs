//! Every variant of a kernel beside every other: speedup with a bar, time, efficiency, and the reader's own speedup.

use crate::{
    html::{escape, source},
    mark, number,
};
use record::{
    Entry, Race, Records,
    words::{count, quantity, time as time_of},
};

/// From this share on a device's kernel took nearly all of the time. The two are medians of their own.
const NEARLY_ALL: f64 = 0.97;

/// Each variant of the kernel's race with the worker count that suited it best. Against `serial`, in the race's order;
/// against another variant, `than`, from the slowest to the fastest.
///
/// Only these `variants`, or all where the list is empty.
///
/// # Errors
/// When there is no race of the kernel, or `than` or one of the variants didn't run in it.
pub fn scoreboard(
    records: &Records,
    yours: Option<&Records>,
    kernel: &str,
    variants: &[String],
    than: Option<&str>,
    caption: Option<&str>,
) -> Result<String, String> {
    let race = records
        .races
        .get(kernel)
        .ok_or_else(|| format!("there is no race of {kernel} in the record of {}", records.machine.name))?;
    let theirs = yours.and_then(|yours| yours.races.get(kernel));
    let mut names = names(race);
    if let Some(unknown) = variants.iter().find(|variant| !names.contains(&variant.as_str())) {
        return Err(format!("the race of {kernel} has no variant {unknown}; it has {}", names.join(", ")));
    }
    names.retain(|name| variants.is_empty() || variants.iter().any(|variant| variant == name));
    let mut best: Vec<_> = names.into_iter().map(|name| (name, best(race, name))).collect();
    if than.is_some() {
        let time = |entry: &Option<&Entry>| entry.and_then(|entry| entry.median_s).unwrap_or(f64::INFINITY);
        best.sort_by(|(_, a), (_, b)| time(b).total_cmp(&time(a)));
    }
    let than = than.unwrap_or("serial");
    let top = best.iter().filter_map(|(_, entry)| entry.as_ref()?.speedup).fold(1.0, f64::max);

    let mut rows = String::new();
    for (name, entry) in best {
        let cells = match entry {
            Some(entry) => cells(records, kernel, than, entry, top)?,
            None => format!("<td colspan=\"5\">{}</td>", escape(why_not(race, name))),
        };
        let theirs = theirs.map(|race| format!("<td>{}</td>", best_speedup(race, than, name))).unwrap_or_default();
        let way = race.way(name);
        let attribute = way.map(|way| format!(" data-way=\"{}\"", way.shade())).unwrap_or_default();
        let mark = way.map(mark::svg).unwrap_or_default();
        rows += &format!("<tr{attribute}><th scope=\"row\">{mark} {}</th>{cells}{theirs}</tr>\n", escape(name));
    }
    let yours_head = theirs.map(|_| "<th>yours</th>").unwrap_or_default();
    let caption = caption.map(escape).unwrap_or_else(|| {
        format!(
            "Every variant of {} at size {}, each with the worker count that suited it best.",
            escape(kernel),
            count(race.size)
        )
    });
    let mut machine = format!("Measured on {}.", records.machine.sentence());
    if let Some(theirs) = theirs {
        machine += &format!(" The last column is yours: {}, size {}.", theirs.machine.sentence(), count(theirs.size));
    }
    Ok(format!(
        "<figure class=\"scoreboard\">\n<div class=\"table-wrapper\"><table>\n<thead><tr><th>variant</th><th>speedup</th>\
         <td></td><th>time</th><th>workers</th><th>efficiency</th>{yours_head}</tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table></div>\n<figcaption>{caption}\n{}\n</figcaption>\n</figure>",
        source(&machine, &format!("cargo lab race {kernel}"))
    ))
}

fn names(race: &Race) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for entry in &race.variants {
        if !names.contains(&entry.name.as_str()) {
            names.push(&entry.name);
        }
    }
    names
}

/// The fastest entry of a variant, if it ran at all.
fn best<'a>(race: &'a Race, name: &str) -> Option<&'a Entry> {
    let ran = race.variants.iter().filter(|entry| entry.name == name && entry.median_s.is_some());
    ran.min_by(|a, b| a.median_s.partial_cmp(&b.median_s).expect("records hold no NaN"))
}

fn why_not<'a>(race: &'a Race, name: &str) -> &'a str {
    let reasons = race.variants.iter().filter(|entry| entry.name == name);
    reasons.filter_map(|entry| entry.unavailable.as_deref()).next().unwrap_or("not measured")
}

fn best_speedup(race: &Race, than: &str, name: &str) -> String {
    let ratio = best(race, name).and_then(|entry| race.ratio((than, 1), (name, entry.workers)));
    ratio.map_or("–".into(), |ratio| escape(&quantity(ratio.value, "×")))
}

fn cells(records: &Records, kernel: &str, than: &str, entry: &Entry, top: f64) -> Result<String, String> {
    let of = format!("{}/{}", entry.name, entry.workers);
    let speedup = number::of(records, "ratio", &format!("{kernel} {than}/1 {of}"))?;
    let efficient = records.races.get(kernel).and_then(|race| race.efficiency(&entry.name, entry.workers));
    let efficiency = match efficient {
        Some(_) => number::of(records, "efficiency", &format!("{kernel} {of}"))?,
        // One worker, whatever it is given: a share per worker says nothing. Or nobody knows what to compare it with.
        None => "–".into(),
    };
    let share = 100.0 * entry.speedup.unwrap_or(0.0) / top;
    let bar = format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"{share:.1}\" height=\"10\" fill=\"currentColor\"/></svg>"
    );
    let workers = entry.workers;
    let time = number::raced(records, entry, kernel);
    // With its copies and without.
    let alone = entry.kernel_s.zip(entry.median_s).map(|(kernel, all)| match kernel < NEARLY_ALL * all {
        true => format!("<br><small>without copies {}</small>", escape(&time_of(kernel))),
        false => "<br><small>hardly any of it copies</small>".into(),
    });
    let time = time + &alone.unwrap_or_default();
    // What is looked for first stands first: on a small page the rest is scrolled to.
    Ok(format!("<td>{speedup}</td><td class=\"bar\">{bar}</td><td>{time}</td><td>{workers}</td><td>{efficiency}</td>"))
}
