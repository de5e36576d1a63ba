//! The mark of each way of working, drawn: not every machine has a font with a pentagon in it.

use std::f64::consts::{PI, TAU};
use variant::Way;

/// A small picture in the way's colour, as high as its letters. It says nothing that the words beside it don't, so
/// screen readers pass over it.
pub fn svg(way: Way) -> String {
    let shape = match way {
        Way::Serial => return wrap(way, "<circle r=\"4.6\"/>"),
        Way::Simd => ring(4, 5.6, 5.6),
        Way::Threads => ring(3, 5.8, 5.8),
        Way::Rayon => vec![(-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2)],
        Way::Processes => ring(5, 5.4, 5.4),
        Way::Mpi => ring(6, 5.4, 5.4),
        Way::Gpu => ring(10, 6.0, 2.5),
        Way::Browser => {
            let (long, wide) = (5.4, 1.9);
            let arm = [(-wide, -long), (wide, -long), (wide, -wide)];
            // The arm, turned by a quarter three times.
            let turn = |(x, y): (f64, f64), quarters| (0..quarters).fold((x, y), |(x, y), _| (-y, x));
            (0..4).flat_map(|quarters| arm.map(|point| turn(point, quarters))).collect()
        }
    };
    let points: Vec<_> = shape.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    wrap(way, &format!("<polygon points=\"{}\"/>", points.join(" ")))
}

/// Every way that the book shows today, with its mark and what it means.
pub fn legend() -> String {
    let item = |way: Way| format!("<li data-way=\"{0}\">{1} <b>{0}</b> {2}</li>", way.name(), svg(way), way.meaning());
    let shown = Way::ALL.into_iter().filter(|way| *way != Way::Mpi);
    format!("<ul class=\"ways\">{}</ul>", shown.map(item).collect::<String>())
}

fn wrap(way: Way, shape: &str) -> String {
    let name = way.name();
    format!(
        "<svg class=\"mark\" data-way=\"{name}\" viewBox=\"-6 -6 12 12\" fill=\"currentColor\" aria-hidden=\"true\">{shape}</svg>"
    )
}

/// `n` points around the middle, the first on top; every second one at the second radius.
fn ring(n: usize, even: f64, odd: f64) -> Vec<(f64, f64)> {
    let point = |i: usize| {
        let (angle, radius) = (TAU * i as f64 / n as f64 - PI / 2.0, if i.is_multiple_of(2) { even } else { odd });
        (radius * angle.cos(), radius * angle.sin())
    };
    (0..n).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_has_its_own_mark_inside_its_box() {
        let marks: std::collections::BTreeSet<_> = Way::ALL.map(svg).into();
        assert_eq!(marks.len(), Way::ALL.len());
        assert!(svg(Way::Threads).contains("points=\"0.0,-5.8 5.0,2.9 -5.0,2.9\""));
        for mark in &marks {
            for number in mark.split(['"', ' ', ',']).filter_map(|word| word.parse::<f64>().ok()) {
                assert!(number.abs() <= 12.0, "{mark}");
            }
        }
    }
}
