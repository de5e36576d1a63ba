//! A chart as SVG, drawn by plotters.

use crate::{
    axis::Axis,
    chart::{Chart, Line},
    labels::spread,
    look::{GUIDE, INK, Look, PAPER, resolve},
};
use plotters::{
    coord::Shift,
    coord::cartesian::Cartesian2d,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};
use std::ops::Range;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Context<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>;

/// The library places everything on whole units, so a unit is a quarter of what a CSS pixel is at full size.
const UNIT: i32 = 4;
const WIDTH: i32 = 560 * UNIT;
const HEIGHT: i32 = 340 * UNIT;
/// Room above for the y axis's name, below for the x axis's, left for ticks and right for the lines' names.
const ABOVE: i32 = 26 * UNIT;
const BELOW: i32 = 44 * UNIT;
const LEFT: i32 = 62 * UNIT;
const TEXT: i32 = 13 * UNIT;
const MARK: i32 = 5 * UNIT;
/// Between a line's end and its name.
const ARM: i32 = 18 * UNIT;

/// Where in a picture its axes are, in its own units, and which values lie at their ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// From left to right.
    pub across: Range<i32>,
    /// From the top down.
    pub down: Range<i32>,
    /// What lies at the left and the right end.
    pub x: Range<f64>,
    /// What lies at the bottom and the top.
    pub y: Range<f64>,
}

/// The chart as one `<svg>` element.
pub fn svg(chart: &Chart) -> String {
    framed(chart).0
}

/// The chart as one `<svg>` element, and where its axes are.
pub fn framed(chart: &Chart) -> (String, Frame) {
    let mut drawn = String::new();
    let (across, down) = {
        let root = SVGBackend::with_string(&mut drawn, (WIDTH as u32, HEIGHT as u32)).into_drawing_area();
        let painted = paint(&root, chart).and_then(|axes| root.present().map(|()| axes));
        painted.expect("a string takes what is written")
    };
    let frame = Frame { across, down, x: chart.x.range.clone(), y: chart.y.range.clone() };
    let looks: Vec<_> = chart.lines.iter().map(|line| line.look).collect();
    let body = resolve(&drawn, &looks, MARK as u32);
    // The library's own opening tag fixes the picture's size; ours lets it fit its column. The font is the page's.
    let body = body.split_once('>').map_or("", |(_, rest)| rest).replace(" font-family=\"sans-serif\"", "");
    let body = body.replace(" opacity=\"1\"", "").replace('\n', "");
    let (title, summary) = (escape(&chart.title), escape(&chart.summary));
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" class=\"plot\">\
         <title>{title}</title><desc>{summary}</desc>{body}"
    );
    (svg, frame)
}

type Failed = DrawingAreaErrorKind<std::io::Error>;
type Drawn = Result<(), Failed>;

/// Paints everything; returns where the axes are, from left to right and from the top down.
fn paint(root: &Area, chart: &Chart) -> Result<(Range<i32>, Range<i32>), Failed> {
    let names = chart.lines.iter().map(|line| line.label.as_str());
    let names = names.chain(chart.guides.iter().filter_map(|guide| guide.label.as_deref()));
    let right = ARM + names.map(text_width).max().unwrap_or(0) + 4 * UNIT;
    let mut context = ChartBuilder::on(root)
        .margin_top(ABOVE)
        .margin_right(right.min(WIDTH / 2))
        .x_label_area_size(BELOW)
        .y_label_area_size(LEFT)
        .build_cartesian_2d(chart.x.clone(), chart.y.clone())?;
    context
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(INK.mix(0.15).stroke_width(UNIT as u32))
        .light_line_style(TRANSPARENT)
        .axis_style(INK.mix(0.5).stroke_width(UNIT as u32))
        .set_all_tick_mark_size(5 * UNIT)
        .label_style(text(HPos::Center, VPos::Center))
        .x_label_formatter(&|value| (chart.x.format)(*value))
        .y_label_formatter(&|value| (chart.y.format)(*value))
        .draw()?;
    axis_names(root, &context, chart)?;

    let mut ends = Vec::new();
    for guide in &chart.guides {
        let colour = guide.of.map_or(GUIDE, Look::curve);
        let path: Vec<_> = guide.points.iter().map(|point| context.backend_coord(point)).collect();
        if let (Some(label), Some(&at)) = (&guide.label, path.last()) {
            ends.push(End { at, label, colour: INK });
        }
        root.draw(&PathElement::new(path, colour.stroke_width(5 * UNIT as u32 / 4)))?;
    }
    for (i, line) in chart.lines.iter().enumerate() {
        let colour = Look::stand_in(i);
        let at = measured(root, &context, line, colour)?;
        ends.extend(at.filter(|_| !line.label.is_empty()).map(|at| End { at, label: &line.label, colour }));
    }
    name_ends(root, &ends, right)?;
    Ok(context.plotting_area().get_pixel_range())
}

/// What runs along the axes, in words, and a hairline where the machine's cores are all in use.
fn axis_names(root: &Area, context: &Context, chart: &Chart) -> Drawn {
    let (across, down) = context.plotting_area().get_pixel_range();
    let above = text(HPos::Left, VPos::Center);
    root.draw(&Text::new(chart.y.name.clone(), (2 * UNIT, ABOVE / 2), above))?;
    let middle = (across.start + across.end) / 2;
    root.draw(&Text::new(chart.x.name.clone(), (middle, HEIGHT - 9 * UNIT), text(HPos::Center, VPos::Center)))?;
    if let Some(cores) = chart.cores {
        let x = context.backend_coord(&(cores, chart.y.range.start)).0;
        let hair = INK.mix(0.3).stroke_width(UNIT as u32);
        root.draw(&PathElement::new(vec![(x, down.start), (x, down.end)], hair))?;
    }
    Ok(())
}

/// A line with its marks and intervals; returns where it ends.
fn measured(root: &Area, context: &Context, line: &Line, colour: RGBColor) -> Result<Option<(i32, i32)>, Failed> {
    let at = |x, y| context.backend_coord(&(x, y));
    let mut path: Vec<_> = line.points.iter().map(|dot| at(dot.x, dot.y)).collect();
    if let (true, Some(last)) = (line.level, line.points.last()) {
        path.push(at(context.x_range().end, last.y));
    }
    let width = if line.look.hollow { 5 * UNIT / 4 } else { 2 * UNIT };
    root.draw(&PathElement::new(path.clone(), colour.stroke_width(width as u32)))?;
    for dot in &line.points {
        let (x, y) = at(dot.x, dot.y);
        let (low, high) = (at(dot.x, dot.low).1, at(dot.x, dot.high).1);
        // A stroke of this colour would be dashed like the line.
        root.draw(&Rectangle::new([(x - UNIT / 2, high), (x + UNIT / 2, low)], colour.filled()))?;
        let outline = |size: f64| {
            let corner = |(dx, dy): (f64, f64)| (x + (dx * size).round() as i32, y + (dy * size).round() as i32);
            line.look.mark().into_iter().map(corner).collect::<Vec<_>>()
        };
        root.draw(&Polygon::new(outline(f64::from(MARK)), colour.filled()))?;
        if line.look.hollow {
            root.draw(&Polygon::new(outline(f64::from(MARK) * 0.55), PAPER.filled()))?;
        }
    }
    Ok(path.last().copied())
}

/// The end of a line and the name that belongs there.
struct End<'a> {
    at: (i32, i32),
    label: &'a str,
    colour: RGBColor,
}

/// Writes each line's name to the right of everything, as near to its end's height as the others let it, and joins
/// the two where they are apart.
fn name_ends(root: &Area, ends: &[End], right: i32) -> Drawn {
    let wanted: Vec<_> = ends.iter().map(|end| f64::from(end.at.1)).collect();
    let (top, bottom) = (f64::from(TEXT) / 2.0, f64::from(HEIGHT - BELOW));
    let heights = spread(&wanted, f64::from(TEXT) * 1.2, top, bottom);
    let edge = WIDTH - right;
    for (end, height) in ends.iter().zip(heights) {
        let (x, y) = end.at;
        let height = height.round() as i32;
        let elbow = [(x + MARK + UNIT, y), (edge + MARK + UNIT, y), (edge + ARM - 3 * UNIT, height)];
        root.draw(&PathElement::new(elbow.to_vec(), INK.mix(0.35).stroke_width(UNIT as u32)))?;
        let style = text(HPos::Left, VPos::Center).color(&end.colour);
        root.draw(&Text::new(end.label.to_owned(), (edge + ARM, height), style))?;
    }
    Ok(())
}

fn text<'a>(across: HPos, down: VPos) -> TextStyle<'a> {
    // The library writes a smaller size than it is told, by this factor.
    ("sans-serif", f64::from(TEXT) * 1.24)
        .into_text_style(&(WIDTH as u32, HEIGHT as u32))
        .color(&INK)
        .pos(Pos::new(across, down))
}

/// About how wide a text is: letters of a sans-serif are about 0.54 of their size, the widest lines of them 0.6.
fn text_width(text: &str) -> i32 {
    text.chars().count() as i32 * TEXT * 56 / 100
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
