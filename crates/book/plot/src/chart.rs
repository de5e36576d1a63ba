//! What is drawn, before it is drawn.

use crate::{axis::Axis, look::Look};
use variant::Way;

/// Two axes and the lines between them.
pub struct Chart {
    /// The picture's name, for those who can't see it.
    pub title: String,
    /// What it shows, likewise.
    pub summary: String,
    /// Along the page.
    pub x: Axis,
    /// Up the page.
    pub y: Axis,
    /// What was measured.
    pub lines: Vec<Line>,
    /// What is drawn behind it for comparison.
    pub guides: Vec<Guide>,
    /// A number of workers worth a mark on the x axis: the machine's cores.
    pub cores: Option<f64>,
}

/// A measured line.
pub struct Line {
    /// What stands at its end; may be empty.
    pub label: String,
    /// Its colour, mark and dash.
    pub look: Look,
    /// Its points, by x.
    pub points: Vec<Dot>,
    /// Whether its points are numbers of things, drawn as a bar each, from the bottom up.
    pub bars: bool,
    /// Whether its last value holds up to the end of the axis: a variant that takes no notice of further workers.
    pub level: bool,
}

/// A measured point with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    pub low: f64,
    pub high: f64,
}

/// A computed line, without marks.
pub struct Guide {
    /// What stands at its end; nothing for a curve that is named by the line it belongs to.
    pub label: Option<String>,
    /// Which measured line it belongs to; the ink's colour for none.
    pub of: Option<usize>,
    /// Its points, by x.
    pub points: Vec<(f64, f64)>,
}

/// Gives each line its look by its way: the first of a way has the way's own dash, the next another.
pub fn looks(ways: impl IntoIterator<Item = Option<Way>>) -> Vec<Look> {
    let mut looks: Vec<Look> = Vec::new();
    for way in ways {
        let nth = looks.iter().filter(|look| look.way == way).count();
        looks.push(Look { way, nth, hollow: false });
    }
    looks
}
