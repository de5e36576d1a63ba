//! The mark of each way of working, as the plots have it, beside words.

use variant::Way;

/// A small picture in the way's colour, as high as its letters. It says nothing that the words beside it don't, so
/// screen readers pass over it.
pub fn svg(way: Way) -> String {
    let points: Vec<_> = plot::mark(way).iter().map(|(x, y)| format!("{:.1},{:.1}", 5.2 * x, 5.2 * y)).collect();
    format!(
        "<svg class=\"mark\" data-way=\"{}\" viewBox=\"-6 -6 12 12\" fill=\"currentColor\" aria-hidden=\"true\">\
         <polygon points=\"{}\"/></svg>",
        way.shade(),
        points.join(" ")
    )
}

/// Every way that the book shows, with its mark and what it means; what graphics cards are reached through in one item.
pub fn legend() -> String {
    let signed = |way: Way| format!("<span data-way=\"{}\">{}</span> {}", way.shade(), svg(way), way.meaning());
    let item = |way: Way| {
        let others = Way::GPUS.into_iter().filter(|gpu| way == Way::Gpu && *gpu != way).map(signed);
        let others: String = others.map(|other| format!(", {other}")).collect();
        format!("<li data-way=\"{0}\">{1} <b>{0}</b> {2}{others}</li>", way.name(), svg(way), way.meaning())
    };
    format!("<ul class=\"ways\">{}</ul>", Way::ALL.map(item).concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_has_its_own_mark_inside_its_box() {
        let marks: std::collections::BTreeSet<_> = Way::looks().map(svg).collect();
        assert_eq!(marks.len(), Way::looks().count());
        assert!(svg(Way::Threads).contains("points=\"0.0,-5.2 4.5,2.6 -4.5,2.6\""), "{}", svg(Way::Threads));
        for mark in &marks {
            let (_, points) = mark.split_once("points=").unwrap();
            let numbers = points.split(['"', ' ', ',']).filter_map(|word| word.parse::<f64>().ok());
            assert!(numbers.map(f64::abs).fold(0.0, f64::max) <= 6.0, "{mark}");
        }
    }
}
