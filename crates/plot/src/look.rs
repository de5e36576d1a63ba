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

/// The look of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whose colour it has; none for the ink's.
    pub way: Option<Way>,
    /// Counts lines of the same way, so that each has a dash of its own.
    pub nth: usize,
    /// Marks that are filled are the reference's, hollow ones the reader's own.
    pub hollow: bool,
}

impl Look {
    /// The way that a line's name speaks of: a variant's name, or any word in it (`threads, by rows`).
    pub fn way_of(name: &str) -> Option<Way> {
        name.split([' ', ',', ':', '/']).find_map(Way::of)
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
        self.way.map_or(INK_VALUE.into(), |way| format!("var(--way-{},{})", way.name(), way.light()))
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
            Some(Way::Gpu) => 3,
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
        let looks = |nth| Way::ALL.map(|way| Look { way: Some(way), nth, hollow: false });
        let all: Vec<_> = [looks(0), looks(1)].concat();
        for (i, a) in all.iter().enumerate() {
            for b in &all[..i] {
                assert!(a.mark() != b.mark() || a.dash() != b.dash(), "{a:?} and {b:?} look alike in print");
            }
        }
        let neutral = |nth| Look { way: None, nth, hollow: false };
        assert!((1..6).all(|n| neutral(0).mark() != neutral(n).mark()));
    }

    #[test]
    fn a_name_tells_its_way() {
        assert_eq!(Look::way_of("simd_rayon"), Some(Way::Rayon));
        assert_eq!(Look::way_of("threads, 8 rows"), Some(Way::Threads));
        assert_eq!(Look::way_of("upload"), None);
    }
}
