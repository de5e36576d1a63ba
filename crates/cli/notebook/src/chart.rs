//! Charts at the prompt.

use crate::shown;
use plot::Figure;
use record::{Point, Series};
use std::fmt;

/// Numbers to be drawn as lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart(Series);

/// A chart with one line through `points`. The axes' names end in a unit where there is one: `time (s)`, `speedup (×)`.
///
/// Points that aren't finite numbers are left out: they have no place on paper.
pub fn show(x: &str, y: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Chart {
    Chart(Series {
        x: x.into(),
        y: y.into(),
        how: String::new(),
        date: String::new(),
        rustc: String::new(),
        points: Vec::new(),
    })
    .and("measured", points)
}

impl Chart {
    /// The same with one more line. A line named after a variant takes its colour and mark.
    #[must_use]
    pub fn and(mut self, name: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let point = |(x, y)| Point { series: name.into(), x, median_s: y, low_s: y, high_s: y };
        let finite = points.into_iter().filter(|(x, y)| x.is_finite() && y.is_finite());
        self.0.points.extend(finite.map(point));
        self
    }

    /// The picture; `None` where there is nothing to draw.
    pub fn svg(&self) -> Option<String> {
        plot::sweep(&self.0, None).map(|figure| figure.svg)
    }

    /// What the prompt calls to show a result.
    pub fn evcxr_display(&self) {
        shown::show(&self.to_string(), self.svg().as_deref());
    }
}

/// The points as a table of plain text.
impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Figure { columns, rows, .. }) = plot::sweep(&self.0, None) else { return f.write_str("no points") };
        // The last column is an interval, and these numbers have none.
        let widths: Vec<_> = (0..3)
            .map(|c| rows.iter().chain([&columns]).map(|row| row[c].chars().count()).max().unwrap_or(0))
            .collect();
        for row in [&columns].into_iter().chain(&rows) {
            writeln!(
                f,
                "{:w0$}  {:>w1$}  {:>w2$}",
                row[0],
                row[1],
                row[2],
                w0 = widths[0],
                w1 = widths[1],
                w2 = widths[2]
            )?;
        }
        Ok(())
    }
}
