//! The chapter's profile: two folded files, what the page prints of them, and the flame graph.
//!
//! `sweep.folded` and `all_pairs.folded` were sampled on the reference machine, of a million points and of 20,000:
//!
//! ```console
//! $ CARGO_PROFILE_RELEASE_DEBUG=line-tables-only cargo build --release -p steps_measure --example nearest
//! $ perf record -e cpu-clock -F 999 --call-graph dwarf,16384 target/release/examples/nearest sweep points.txt
//! $ perf script --no-inline | inferno-collapse-perf > sweep.folded
//! ```
//!
//! Then names were shortened to their last two parts, frames outside `main` and inside the system cut away, and
//! nanoseconds turned into samples. `UPDATE_EXPECT=1 cargo test -p steps_measure --test flame` writes table and picture
//! again.

use expect_test::expect_file;
use std::{collections::BTreeMap, fmt::Write, path::PathBuf};

/// A call and everything it called.
#[derive(Default)]
struct Frame {
    samples: u64,
    called: BTreeMap<String, Frame>,
}

impl Frame {
    /// Lines of `outer;inner;innermost samples`.
    fn read(folded: &str) -> Self {
        let mut root = Frame::default();
        for line in folded.lines() {
            let (stack, samples) = line.rsplit_once(' ').expect("a stack and its samples");
            let samples: u64 = samples.parse().expect("a number of samples");
            let mut frame = &mut root;
            frame.samples += samples;
            for name in stack.split(';') {
                frame = frame.called.entry(name.into()).or_default();
                frame.samples += samples;
            }
        }
        root
    }

    fn depth(&self) -> usize {
        self.called.values().map(|frame| 1 + frame.depth()).max().unwrap_or(0)
    }
}

#[test]
fn the_printed_shares_are_those_of_the_profiles() {
    let mut table = "                      all pairs      sweep\n".to_owned();
    let profiles = [include_str!("all_pairs.folded"), include_str!("sweep.folded")].map(Frame::read);
    let [first, second] = profiles.each_ref().map(|root| (root.samples, &root.called["nearest::main"].called));
    writeln!(table, "samples            {:>12} {:>10}", first.0, second.0).unwrap();
    for (words, name) in [
        ("read the file", "read_to_string::inner"),
        ("text to points", "nearest::read"),
        ("all pairs", "all_pairs::closest"),
        ("sweep", "sweep::closest"),
    ] {
        let [a, b] = [first, second].map(|(all, called)| {
            called.get(name).map_or("–".into(), |frame| format!("{:.0} %", 100.0 * frame.samples as f64 / all as f64))
        });
        writeln!(table, "{words:18} {a:>12} {b:>10}").unwrap();
    }
    same("crates/chapters/steps_measure/tests/profiles.txt", &table);
}

#[test]
fn the_picture_shows_the_profile() {
    same("src/assets/flame.svg", &picture(&Frame::read(include_str!("sweep.folded"))));
}

fn same(path: &str, want: &str) {
    expect_file![PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..").join(path)]
        .assert_eq(want);
}

const WIDTH: f64 = 356.0;
const ROW: usize = 20;

fn picture(root: &Frame) -> String {
    let height = ROW * root.depth() + 4;
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 360 {height}\" width=\"720\" role=\"img\" aria-labelledby=\"flame-title\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"flame-title\">A flame graph of {} samples. Nearly all lie on \
         main, at the bottom. On it lie, from left to right:",
        root.samples
    );
    for (name, frame) in &root.called["nearest::main"].called {
        write!(svg, " {} with {} samples;", escaped(name), frame.samples).expect("a string takes all we write");
    }
    svg += " and on those what they called.</title>\n";
    draw(&mut svg, root, 2.0, height - 2, WIDTH / root.samples as f64).expect("a string takes all we write");
    svg + "</svg>\n"
}

/// What `frame` called, side by side on it, and so on upwards; `scale` is the width of a sample.
fn draw(svg: &mut String, frame: &Frame, left: f64, bottom: usize, scale: f64) -> std::fmt::Result {
    let mut x = left;
    for (place, (name, called)) in frame.called.iter().enumerate() {
        let (width, y) = (scale * called.samples as f64, bottom - ROW);
        let opacity = if place % 2 == 0 { 0.16 } else { 0.3 };
        writeln!(
            svg,
            "<g><title>{}: {} samples</title><rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{}\" \
             fill=\"var(--way-serial, currentColor)\" fill-opacity=\"{opacity}\" stroke=\"currentColor\" \
             stroke-width=\"0.4\"/>",
            escaped(name),
            called.samples,
            ROW - 1
        )?;
        if let Some(label) = label(name, width) {
            let (x, y) = (x + 3.0, y + 13);
            writeln!(svg, "<text x=\"{x:.1}\" y=\"{y}\" font-size=\"9\" fill=\"currentColor\">{label}</text>")?;
        }
        writeln!(svg, "</g>")?;
        draw(svg, called, x, y, scale)?;
        x += width;
    }
    Ok(())
}

/// As much of a name as there is room for; none when that would say nothing.
fn label(name: &str, width: f64) -> Option<String> {
    let last = name.rsplit("::").next().unwrap_or(name);
    let room = ((width - 4.0) / 5.4).max(0.0) as usize;
    [name, last].into_iter().find(|words| words.chars().count() <= room).map(escaped)
}

fn escaped(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
