//! The layout as SVG, legible on a light and on a dark page.

use crate::layers::{Layout, Node, Uses};
use std::fmt::Write;

/// Of the whole picture, of the column with the rooms' names, and of what stands in them.
const WIDTH: f64 = 1160.0;
const NAMES: f64 = 92.0;
const MARGIN: f64 = 14.0;
/// Of a crate, of the space below its row, and of a room above its first row.
const BOX: f64 = 24.0;
const BELOW: f64 = 36.0;
const ABOVE: f64 = 16.0;

const STYLE: &str = "
    text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; }
    .room { fill: #f3f4f6; }
    .name { font: bold 13px system-ui, sans-serif; }
    .crate { fill: #fff; stroke-width: 1.5; }
    path { fill: none; stroke-width: 1.3; stroke-opacity: 0.75; }
    .cli { stroke: #c2410c; } .judges { stroke: #b91c8c; } .book { stroke: #7c3aed; } .measure { stroke: #2563eb; }
    .chapters { stroke: #0f8a8a; } .kernels { stroke: #2f8f3a; } .platform { stroke: #8a6d1a; }
    @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; } .room { fill: #1b2129; } .crate { fill: #0d1117; }
    }
";

/// The rooms with their crates, and what each uses. A line has the colour of the room that it leads to.
pub fn svg<'a>(rooms: &[(&'a str, Vec<&'a str>)], uses: &Uses<'a>) -> String {
    let layout = Layout::of(rooms, uses, WIDTH - NAMES - 2.0 * MARGIN);
    let top = tops(&layout);
    let height = top[layout.rows.len() - 1] + BOX + MARGIN + 8.0;
    let room = |name: &str| rooms.iter().find(|(_, inside)| inside.contains(&name)).map_or("", |(room, _)| room);
    let x = |node: &Node| NAMES + MARGIN + layout.x[node];
    let row = |node: &Node| layout.rows.iter().position(|row| row.contains(node)).expect("each node is in a row");

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\">\n\
         <title>The crates by rooms, and what each uses</title>\n<desc>\n{}</desc>\n<style>{STYLE}</style>\n",
        words(rooms, uses)
    );
    for &(name, first, end) in &layout.rooms {
        let (from, to) = (top[first] - ABOVE + 4.0, top[end - 1] + BOX + 12.0);
        let tall = to - from;
        writeln!(svg, "<rect class=\"room\" y=\"{from:.0}\" width=\"{WIDTH}\" height=\"{tall:.0}\" rx=\"8\"/>")
            .unwrap();
        let middle = f64::midpoint(from, to) + 4.0;
        writeln!(svg, "<text class=\"name\" x=\"{MARGIN}\" y=\"{middle:.0}\">{name}</text>").unwrap();
    }
    for (from, to) in &layout.lines {
        let (Node::Crate(target) | Node::Lane(target, _)) = *to;
        let (start, end) = (top[row(from)] + BOX, top[row(to)]);
        let bend = f64::midpoint(start, end);
        let through = if matches!(to, Node::Lane(..)) { format!("V{:.0}", end + BOX) } else { String::new() };
        writeln!(
            svg,
            "<path class=\"{}\" d=\"M{:.0} {start:.0}C{:.0} {bend:.0} {:.0} {bend:.0} {:.0} {end:.0}{through}\"/>",
            room(target),
            x(from),
            x(from),
            x(to),
            x(to)
        )
        .unwrap();
    }
    for node in layout.rows.iter().flatten() {
        let Node::Crate(name) = node else { continue };
        let (y, wide) = (top[row(node)], node.width());
        let left = x(node) - wide / 2.0;
        writeln!(
            svg,
            "<rect class=\"crate {}\" x=\"{left:.0}\" y=\"{y:.0}\" width=\"{wide:.0}\" height=\"{BOX}\" rx=\"5\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{name}</text>",
            room(name),
            x(node),
            y + 16.0
        )
        .unwrap();
    }
    svg + "</svg>\n"
}

/// How far each row lies below the picture's upper edge.
fn tops(layout: &Layout) -> Vec<f64> {
    let mut top = Vec::new();
    let mut y = 4.0;
    for row in 0..layout.rows.len() {
        if layout.rooms.iter().any(|(_, first, _)| *first == row) {
            y += ABOVE;
        }
        top.push(y);
        y += BOX + BELOW;
    }
    top
}

/// The same in words.
fn words(rooms: &[(&str, Vec<&str>)], uses: &Uses) -> String {
    let mut text = String::new();
    for (room, inside) in rooms {
        writeln!(text, "{room}:").unwrap();
        for name in inside {
            let used: Vec<_> = uses[name].iter().copied().collect();
            let used = if used.is_empty() { "none of the others".into() } else { used.join(", ") };
            writeln!(text, "  {name} uses {used}").unwrap();
        }
    }
    text
}
