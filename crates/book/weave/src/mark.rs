//! The mark of each way of working, as the plots have it, beside words.

use variant::Way;

/// A small picture in the way's colour, as high as its letters. It says nothing that the words beside it don't, so
/// screen readers pass over it.
pub fn svg(way: Way) -> String {
    let points: Vec<_> = plot::mark(way).iter().map(|(x, y)| format!("{:.1},{:.1}", 5.2 * x, 5.2 * y)).collect();
    format!(
        "<svg class=\"mark\" data-way=\"{}\" viewBox=\"-6 -6 12 12\" fill=\"currentColor\" aria-hidden=\"true\">\
         <polygon points=\"{}\"/></svg>",
        way.name(),
        points.join(" ")
    )
}

/// Every way that the book shows today, with its mark and what it means.
pub fn legend() -> String {
    let item = |way: Way| format!("<li data-way=\"{0}\">{1} <b>{0}</b> {2}</li>", way.name(), svg(way), way.meaning());
    let shown = Way::ALL.into_iter().filter(|way| *way != Way::Mpi);
    format!("<ul class=\"ways\">{}</ul>", shown.map(item).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_has_its_own_mark_inside_its_box() {
        let marks: std::collections::BTreeSet<_> = Way::ALL.map(svg).into();
        assert_eq!(marks.len(), Way::ALL.len());
        assert!(svg(Way::Threads).contains("points=\"0.0,-5.2 4.5,2.6 -4.5,2.6\""), "{}", svg(Way::Threads));
        for mark in &marks {
            let (_, points) = mark.split_once("points=").unwrap();
            let numbers = points.split(['"', ' ', ',']).filter_map(|word| word.parse::<f64>().ok());
            assert!(numbers.map(f64::abs).fold(0.0, f64::max) <= 6.0, "{mark}");
        }
    }
}
