//! What each line looks like: its colour by the way of working, its mark and its dash.
//!
//! The drawing library writes plain colours only. Each line is therefore drawn in a colour of its own that means
//! nothing, and [`resolve`] puts the page's colour and the line's dash in its place.

use crate::mark;
use plotters::style::RGBColor;
use variant::Way;

/// Text, axes and whatever else belongs to no way.
pub const INK: RGBColor = RGBColor(1, 0, 1);

/// The page: the inside of hollow marks.
pub const PAPER: RGBColor = RGBColor(1, 0, 2);

/// Lines to compare with that belong to no measured line.
pub const GUIDE: RGBColor = RGBColor(1, 0, 3);

/// Colours of lines that belong to no way of working, on a light page and on a dark one, as `#rrggbb`: `--line-1` and
/// so on in the book's style sheet.
pub const LINES: [(&str, &str); 6] = [
    ("#3d53c5", "#93a5ff"),
    ("#a0307e", "#ea93d2"),
    ("#0b6b73", "#5cc6ce"),
    ("#5d6a00", "#bcc850"),
    ("#b3402a", "#ff9478"),
    ("#7d4e1c", "#d6aa7e"),
];

/// The look of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whose colour it has; without one the line takes the next of [`LINES`].
    pub way: Option<Way>,
    /// Counts lines of the same way, so that each has a dash of its own; of those without a way, a colour, too.
    pub nth: usize,
    /// Marks that are filled are the reference's, hollow ones the reader's own.
    pub hollow: bool,
}

impl Look {
    /// The way that a sweep's line names, by any of its words: `threads, by rows`, `gpu: upload`.
    pub fn way_named(line: &str) -> Option<Way> {
        line.split([' ', ',', ':', '/']).find_map(Way::named)
    }

    /// The meaningless colour of line number `i` of a plot.
    pub fn stand_in(i: usize) -> RGBColor {
        RGBColor(2, (i / 256) as u8, (i % 256) as u8)
    }

    /// The meaningless colour of the curve fitted to line number `i`.
    pub fn curve(i: usize) -> RGBColor {
        RGBColor(3, (i / 256) as u8, (i % 256) as u8)
    }

    fn colour(self) -> String {
        match self.way {
            Some(way) => format!("var(--way-{},{})", way.shade(), way.light()),
            None => {
                let i = self.nth % LINES.len();
                format!("var(--line-{},{})", i + 1, LINES[i].0)
            }
        }
    }

    /// Lengths of strokes and gaps, in hundredths of a mark's size; empty for a line without gaps.
    fn dash(self) -> &'static [u32] {
        const DASHES: [&[u32]; 8] = [
            &[],
            &[300, 100],
            &[150, 60],
            &[60, 60],
            &[300, 80, 60, 80],
            &[300, 60, 60, 60, 60, 60],
            &[25, 75],
            &[150, 150],
        ];
        let first = match self.way {
            Some(Way::Serial) | None => 0,
            Some(Way::Threads) => 0,
            Some(Way::Rayon) => 1,
            Some(Way::Processes) => 4,
            Some(Way::Simd) => 2,
            Some(Way::Mpi) => 5,
            Some(Way::Gpu | Way::Cuda | Way::OpenCl | Way::CubeCl | Way::WebGpu) => 3,
            Some(Way::Browser) => 7,
        };
        DASHES[(first + 2 * self.nth) % DASHES.len()]
    }

    /// The outline of the line's mark, as [`mark`] gives it. Lines that belong to no way take the marks in turn.
    pub fn mark(self) -> Vec<(f64, f64)> {
        mark(self.way.unwrap_or(Way::ALL[self.nth % Way::ALL.len()]))
    }
}

const INK_VALUE: &str = "var(--fg,currentColor)";
const PAPER_VALUE: &str = "var(--bg,#fff)";

/// Replaces every stand-in by the page's colour, and gives each line its dash; `mark` is a mark's size.
pub fn resolve(svg: &str, looks: &[Look], mark: u32) -> String {
    let mut svg = svg.replace(&hex(INK), INK_VALUE).replace(&hex(PAPER), PAPER_VALUE);
    let mut put = |stand_in: RGBColor, colour: &str, dash: &[u32]| {
        let parts: Vec<_> = dash.iter().map(|part| (part * mark / 100).to_string()).collect();
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", parts.join(" ")) };
        let stand_in = hex(stand_in);
        svg = svg.replace(&format!("stroke=\"{stand_in}\""), &format!("stroke=\"{colour}\"{dash}"));
        svg = svg.replace(&stand_in, colour);
    };
    put(GUIDE, INK_VALUE, &[400, 150]);
    for (i, look) in looks.iter().enumerate() {
        put(Look::stand_in(i), &look.colour(), look.dash());
        put(Look::curve(i), &look.colour(), &[40, 60]);
    }
    svg
}

fn hex(RGBColor(r, g, b): RGBColor) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_lines_share_mark_and_dash() {
        let looks = |nth| Way::looks().map(move |way| Look { way: Some(way), nth, hollow: false });
        let all: Vec<_> = looks(0).chain(looks(1)).collect();
        for (i, a) in all.iter().enumerate() {
            for b in &all[..i] {
                assert!(a.mark() != b.mark() || a.dash() != b.dash(), "{a:?} and {b:?} look alike in print");
            }
        }
        let neutral = |nth| Look { way: None, nth, hollow: false };
        assert!((1..6).all(|n| neutral(0).mark() != neutral(n).mark()));
    }

    #[test]
    fn a_line_may_name_its_way() {
        assert_eq!(Look::way_named("threads, 8 rows"), Some(Way::Threads));
        assert_eq!(Look::way_named("gpu: upload"), Some(Way::Gpu));
        assert_eq!(Look::way_named("upload"), None);
        assert_eq!(Look::way_named("not_threads"), None, "a name's ending tells nothing");
    }

    #[test]
    fn lines_without_a_way_have_colours_of_their_own() {
        let colours: std::collections::BTreeSet<_> =
            (0..LINES.len()).map(|nth| Look { way: None, nth, hollow: false }.colour()).collect();
        assert_eq!(colours.len(), LINES.len());
        assert!(colours.iter().all(|colour| !colour.contains("fg")), "{colours:?}");
    }
}
