//! A race as a table with a bar for every runner.

use anstyle::{Ansi256Color, Color, RgbColor, Style};
use record::{Entry, Race, words};
use std::fmt::Write;
use variant::Way;

/// How the table is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Characters in a line.
    pub width: usize,
    /// Colours, beside the marks that say the same.
    pub colour: Option<Palette>,
}

/// Which colours a terminal shows, and on what.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Whether its background is dark.
    pub dark: bool,
    /// Whether it shows any colour, or just the usual 256.
    pub true_colour: bool,
}

/// Narrower than this, lines wrap whatever is left out.
const NARROWEST: usize = 60;

/// The table, ending in a line break. `size_is` says what the kernel's size counts.
pub fn render(race: &Race, size_is: &str, look: Look) -> String {
    let mut out = format!(
        "{}: {} {size_is}\n{}\n\n{:15}{:>9}  {:13}{:>7}  {:11}{:>5}\n",
        race.kernel,
        words::count(race.size),
        race.machine.sentence(),
        "variant/workers",
        "time",
        "95 %",
        "speedup",
        "95 %",
        "eff."
    );
    let fastest = race.variants.iter().filter_map(|entry| entry.speedup).fold(0.0, f64::max);
    for entry in &race.variants {
        line(&mut out, entry, fastest, look);
    }
    let missing: Vec<_> = race.variants.iter().filter_map(|e| Some((&e.name, e.unavailable.as_ref()?))).collect();
    for (i, (name, reason)) in missing.iter().enumerate() {
        // Once for each variant, whatever the number of worker counts.
        if missing[..i].iter().any(|(earlier, _)| earlier == name) {
            continue;
        }
        let text = format!("{name} is unavailable here: {reason}");
        let wrapped = textwrap::fill(&text, textwrap::Options::new(look.width).subsequent_indent("  "));
        write!(out, "\n{wrapped}\n").expect("a string takes what is written");
    }
    out
}

fn line(out: &mut String, entry: &Entry, fastest: f64, look: Look) {
    let way = Way::of(&entry.name);
    let style = look.colour.zip(way).map_or(Style::new(), |(palette, way)| palette.style(way));
    let mark = way.map_or(' ', Way::mark);
    let mut text = format!("{style}{mark}{style:#} {:13}", format!("{}/{}", entry.name, entry.workers));
    match (entry.median_s, entry.low_s.zip(entry.high_s), entry.ratio()) {
        (Some(median), Some((low, high)), Some(ratio)) => {
            let span = format!("{}–{}", words::digits(ratio.low), words::digits(ratio.high));
            let _ = write!(text, "{:>9}  {:13}", words::time(median), between(median, low, high));
            if entry.noisy {
                let _ = write!(text, "{:>7}  {span:11}too noisy to call", "");
            } else {
                let speedup = format!("{}×", words::digits(ratio.value));
                let efficiency = entry.efficiency.map_or(String::new(), |e| format!("{:.0} %", e * 100.0));
                let room = look.width.max(NARROWEST).saturating_sub(65);
                let bar = bar(ratio.value / fastest, room);
                let _ = write!(text, "{speedup:>7}  {span:11}{efficiency:>5} {style}{bar}{style:#}");
            }
        }
        _ => text += "  unavailable",
    }
    out.push_str(text.trim_end());
    out.push('\n');
}

/// An interval in the unit that its middle is told in: `51.8–52.4`.
fn between(median: f64, low: f64, high: f64) -> String {
    let told = words::time(median);
    let number: f64 = told.split(' ').next().and_then(|digits| digits.parse().ok()).unwrap_or(1.0);
    let unit = median / number;
    format!("{}–{}", words::digits(low / unit), words::digits(high / unit))
}

/// A bar that fills `part` of `room` characters, to an eighth of a character.
fn bar(part: f64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (part.clamp(0.0, 1.0) * room as f64 * 8.0).round() as usize;
    // However short, a bar is there to be seen.
    let eighths = if room > 0 { eighths.max(1) } else { 0 };
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

impl Palette {
    fn style(self, way: Way) -> Style {
        let hex = if self.dark { way.dark() } else { way.light() };
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("the table of ways holds #rrggbb");
        let rgb = RgbColor(part(1), part(3), part(5));
        let nearest: Ansi256Color = anstyle_lossy::rgb_to_xterm(rgb);
        Style::new().fg_color(Some(if self.true_colour { Color::Rgb(rgb) } else { Color::Ansi256(nearest) }))
    }
}
