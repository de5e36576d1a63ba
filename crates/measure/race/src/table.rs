//! A race as a table with a bar for every runner.

use anstyle::{Ansi256Color, Color, RgbColor, Style};
use record::{Call, Entry, Machine, Race, words};
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
    head(&race.kernel, race.size, size_is, &race.machine, look) + "\n" + &body(race, look)
}

/// What is known before the race: what is raced, and where.
pub fn head(kernel: &str, size: usize, size_is: &str, machine: &Machine, look: Look) -> String {
    let title = format!("{kernel}: {} {size_is}", words::count(size));
    format!("{}\n{}\n", wrap(&title, look), wrap(&machine.sentence(), look))
}

/// What came of it: a line for every runner, and what to make of those that can't be told exactly.
pub fn body(race: &Race, look: Look) -> String {
    let mut out =
        format!("{:16}{:>9}  {:13}{:>7}  {:11}{:>5}\n", "variant/workers", "time", "95 %", "speedup", "95 %", "eff.");
    let fastest = race.variants.iter().filter_map(|entry| entry.speedup).fold(0.0, f64::max);
    for entry in &race.variants {
        line(&mut out, entry, race.way(&entry.name), fastest, look);
    }
    let missing: Vec<_> = race.variants.iter().filter_map(|e| Some((&e.name, e.unavailable.as_ref()?))).collect();
    for (i, (_, reason)) in missing.iter().enumerate() {
        // Once for each reason, whatever the number of variants and of worker counts.
        if missing[..i].iter().any(|(_, earlier)| earlier == reason) {
            continue;
        }
        let mut names: Vec<_> = missing.iter().filter(|(_, it)| it == reason).map(|(name, _)| name.as_str()).collect();
        names.dedup();
        let text = match names[..] {
            [name] => format!("{name} is unavailable here: {reason}"),
            _ => format!("{}: unavailable here: {reason}", names.join(", ")),
        };
        paragraph(&mut out, &text, look);
    }
    for words in advice(race) {
        paragraph(&mut out, &words, look);
    }
    out
}

fn wrap(text: &str, look: Look) -> String {
    textwrap::fill(text, textwrap::Options::new(look.width).subsequent_indent("  "))
}

fn paragraph(out: &mut String, text: &str, look: Look) {
    let _ = write!(out, "\n{}\n", wrap(text, look));
}

/// What the reader can do about speedups that aren't told exactly, and over what they are, where it isn't `serial`.
pub fn advice(race: &Race) -> Vec<String> {
    let mut advice = Vec::new();
    if race.against != "serial" {
        advice.push(format!("Speedups are over {}.", race.against));
    }
    if race.cold {
        advice.push("Cold: no run follows another of the same variant, and who wakes threads waits for them.".into());
    }
    let starts = race.variants.iter().filter_map(|entry| entry.start_s.map(|start| (entry, start)));
    for (entry, start) in starts {
        let who = format!("{}/{}", entry.name, entry.workers);
        advice.push(format!("{who}: to start its processes took {} more, each time.", words::time(start)));
    }
    let kernels = race.variants.iter().filter_map(|entry| entry.kernel_s.map(|kernel| (entry, kernel)));
    for (entry, kernel) in kernels {
        let who = format!("{}/{}", entry.name, entry.workers);
        advice.push(format!("{who}: without copying the data there and back it is {}.", words::time(kernel)));
    }
    let ran = || race.variants.iter().filter(|entry| entry.median_s.is_some());
    if ran().any(|entry| entry.samples == 1) {
        advice.push("One round has no interval, and nothing can be called. Run more: --samples 31".into());
        return advice;
    }
    let has = |call: Call| ran().any(|entry| entry.call == Some(call));
    let (open, bound) = (has(Call::Open), has(Call::AtLeast) || has(Call::AtMost));
    if open {
        advice.push("Too noisy to call: the interval holds 1, so it may be faster or slower.".into());
    }
    if bound {
        let signs = match (has(Call::AtLeast), has(Call::AtMost)) {
            (true, false) => "≥: at least so much; the interval is",
            (false, true) => "≤: at most so much; the interval is",
            _ => "≥ and ≤: at least, and at most, so much; their intervals are",
        };
        advice.push(format!("{signs} too wide to say more."));
    }
    if open || bound {
        let rounds = 3 * ran().map(|entry| entry.samples).max().unwrap_or(0);
        advice.push(format!(
            "More rounds make intervals narrower, and so does a machine with nothing else to do: --samples {rounds} \
             --budget 10"
        ));
    }
    advice
}

fn line(out: &mut String, entry: &Entry, way: Option<Way>, fastest: f64, look: Look) {
    let (mark, style) = mark_and_style(way, look);
    let mut text = format!("{style}{mark}{style:#} {:14}", format!("{}/{}", entry.name, entry.workers));
    match (entry.median_s, entry.ratio()) {
        (Some(median), Some(ratio)) => {
            let interval = entry.low_s.zip(entry.high_s);
            let within = interval.map_or(String::new(), |(low, high)| between(median, low, high));
            let _ = write!(text, "{:>9}  {within:13}", words::time(median));
            let Some(call) = entry.call else { return end(out, &text) };
            let span = format!("{}–{}", words::digits(ratio.low), words::digits(ratio.high));
            let (sign, value) = match call {
                Call::Open => {
                    let _ = write!(text, "{:>7}  {span:11} too noisy to call", "");
                    return end(out, &text);
                }
                Call::About => ("", ratio.value),
                Call::AtLeast => ("≥", ratio.low),
                Call::AtMost => ("≤", ratio.high),
            };
            let speedup = format!("{sign}{}×", words::digits(value));
            let efficiency = entry.efficiency.map_or(String::new(), |e| format!("{:.0} %", e * 100.0));
            let efficiency = if call == Call::About { efficiency } else { String::new() };
            let room = look.width.max(NARROWEST).saturating_sub(66);
            let bar = bar(value / fastest, room);
            let _ = write!(text, "{speedup:>7}  {span:11}{efficiency:>5} {style}{bar}{style:#}");
        }
        _ => text += "  unavailable",
    }
    end(out, &text);
}

fn end(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

/// The mark of a way of working, and its colour where there are any.
pub(crate) fn mark_and_style(way: Option<Way>, look: Look) -> (char, Style) {
    (way.map_or(' ', Way::mark), look.colour.zip(way).map_or(Style::new(), |(palette, way)| palette.style(way)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, workers: usize, time: f64, speedup: Option<(f64, f64, f64)>) -> Entry {
        let some = |value: f64| speedup.map(|_| value);
        Entry {
            name: name.into(),
            way: (name == "simd_rayon").then(|| "rayon".into()),
            baseline: (workers > 1).then(|| "serial".into()),
            workers,
            samples: 31,
            median_s: some(time),
            low_s: some(0.98 * time),
            high_s: some(1.03 * time),
            speedup: speedup.map(|s| s.1),
            speedup_low: speedup.map(|s| s.0),
            speedup_high: speedup.map(|s| s.2),
            efficiency: (workers > 1).then_some(0.98),
            noisy: name == "processes",
            call: speedup.map(|(low, _, high)| match name {
                "processes" => Call::Open,
                _ if high / low > 1.2 => Call::AtLeast,
                _ => Call::About,
            }),
            start_s: (name == "mpi").then_some(0.412),
            kernel_s: None,
            unavailable: speedup.is_none().then(|| {
                "no GPU adapter found; a software one will do: on Debian or Ubuntu, apt install mesa-vulkan-drivers"
                    .into()
            }),
        }
    }

    fn race() -> Race {
        let machine = Machine {
            name: "test".into(),
            cpu: "A processor with a name that goes on for longer than anybody would like".into(),
            design: String::new(),
            cores: 2,
            logical: 2,
            threads_per_core: 1,
            caches: String::new(),
            memory: String::new(),
            os: "an operating system".into(),
            rustc: "1.95.0".into(),
            date: "2026-01-31".into(),
            gpu: "none".into(),
            note: String::new(),
        };
        let variants = vec![
            entry("serial", 1, 0.0521, Some((1.0, 1.0, 1.0))),
            entry("simd_rayon", 128, 0.00183, Some((28.1, 28.5, 29.0))),
            entry("processes", 2, 0.0532, Some((0.91, 0.98, 1.06))),
            entry("threads", 2, 0.0021, Some((20.1, 24.0, 28.4))),
            entry("gpu", 1, 0.0, None),
        ];
        Race {
            kernel: "great_circle".into(),
            size: 1_000_000,
            against: "serial".into(),
            cold: false,
            work: None,
            machine,
            variants,
        }
    }

    #[test]
    fn every_line_fits_and_says_what_it_must() {
        for width in [80, 132] {
            let table = render(&race(), "pairs of points", Look { width, colour: None });
            assert!(table.lines().all(|line| line.chars().count() <= width), "{table}");
            assert!(!table.contains('\x1b'), "{table}");
        }
        let table = render(&race(), "pairs of points", Look { width: 80, colour: None });
        let line = |name: &str| table.lines().find(|line| line.contains(name)).unwrap().to_owned();
        assert!(line("serial/1").starts_with("● serial/1        52.1 ms  51.1–53.7      1.00×"), "{table}");
        assert!(line("simd_rayon/128").ends_with("98 % ██████████████"), "{table}");
        assert!(line("processes/2").ends_with("0.910–1.06  too noisy to call"), "{table}");
        assert!(line("threads/2").contains("≥20.1×  20.1–28.4        █"), "{table}");
        assert!(table.contains("\nToo noisy to call: the interval holds 1") && table.contains("\n≥: at least so much"));
        let flat = table.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("--samples 93 --budget 10"), "{table}");
        assert!(line("gpu/1").ends_with("unavailable") && line("gpu is").contains("no GPU adapter"), "{table}");
    }

    #[test]
    fn what_can_be_called_needs_no_advice() {
        let mut race = race();
        race.variants.truncate(2);
        assert!(advice(&race).is_empty());
        race.against = "simd".into();
        assert_eq!(advice(&race), ["Speedups are over simd."]);
        race.cold = true;
        assert!(advice(&race)[1].starts_with("Cold: "), "{:?}", advice(&race));
    }

    #[test]
    fn a_device_is_told_with_its_copies_and_without() {
        let mut race = race();
        race.variants.truncate(2);
        race.variants[1].kernel_s = Some(0.0007);
        assert_eq!(advice(&race), ["simd_rayon/128: without copying the data there and back it is 700 µs."]);
    }

    #[test]
    fn what_is_missing_for_the_same_reason_is_told_once() {
        let mut race = race();
        race.variants.push(Entry { name: "opencl".into(), ..race.variants[4].clone() });
        let table = body(&race, Look { width: 80, colour: None });
        assert!(table.contains("gpu, opencl: unavailable here: no GPU adapter found"), "{table}");
        assert_eq!(table.matches("no GPU adapter found").count(), 1, "{table}");
    }

    #[test]
    fn one_round_has_no_interval_and_no_speedup() {
        let mut race = race();
        for entry in &mut race.variants {
            entry.samples = 1;
            (entry.low_s, entry.high_s, entry.speedup_low, entry.speedup_high, entry.call) = Default::default();
        }
        let table = body(&race, Look { width: 80, colour: None });
        assert!(table.contains("simd_rayon/128  1.83 ms\n") && !table.contains('×'), "{table}");
        assert!(table.contains("Run more: --samples 31"), "{table}");
    }

    #[test]
    fn colours_come_from_the_one_table_of_ways() {
        let table = |dark, true_colour| {
            render(&race(), "pairs", Look { width: 80, colour: Some(Palette { dark, true_colour }) })
        };
        // Rayon's #007a5a and #2fc79a.
        assert!(table(false, true).contains("38;2;0;122;90m■"));
        assert!(table(true, true).contains("38;2;47;199;154m■"));
        assert!(table(true, false).contains("38;5;"));
    }

    #[test]
    fn the_fastest_bar_is_full_and_the_slowest_can_still_be_seen() {
        assert_eq!([bar(1.0, 4), bar(0.5, 4), bar(0.40625, 4), bar(0.0, 4)], ["████", "██", "█▋", "▏"]);
        assert_eq!(bar(1.0, 0), "");
    }
}
