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
/// Room above for the y axis's name, below for the ticks of the x axis and one line of its name.
const ABOVE: i32 = 26 * UNIT;
const BELOW: i32 = 44 * UNIT;
const TEXT: i32 = 13 * UNIT;
/// From one line of text to the next.
const LINE: i32 = 16 * UNIT;
const MARK: i32 = 5 * UNIT;
/// Between a line's end and its name.
const ARM: i32 = 18 * UNIT;

/// How a chart is laid out.
struct Sheet {
    width: i32,
    height: i32,
    /// Room for the y axis's ticks.
    left: i32,
    /// Where the lines' names stand: in rows above everything, else at the lines' ends.
    above: bool,
    /// What runs along the x axis, in as many rows as it takes.
    x_name: Vec<String>,
}

impl Sheet {
    /// As wide as a page's text.
    fn wide(chart: &Chart) -> Self {
        let width = 560 * UNIT;
        let x_name = wrapped(&chart.x.name, width);
        Self { width, height: 340 * UNIT + LINE * (x_name.len() as i32 - 1), left: 62 * UNIT, above: false, x_name }
    }

    /// As wide as a phone; its text is as large as the page's.
    fn narrow(chart: &Chart) -> Self {
        let width = 290 * UNIT;
        let x_name = wrapped(&chart.x.name, width);
        let rows = chart.lines.iter().filter(|line| !line.label.is_empty()).count() + x_name.len() - 1;
        Self { width, height: 260 * UNIT + LINE * rows as i32, left: 62 * UNIT, above: true, x_name }
    }

    /// Room below the axes.
    fn below(&self) -> i32 {
        BELOW + LINE * (self.x_name.len() as i32 - 1)
    }
}

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

/// The same for a small page: narrower, with the lines' names above them.
pub fn narrow(chart: &Chart) -> String {
    on(&Sheet::narrow(chart), chart).0
}

/// The chart as one `<svg>` element, and where its axes are.
pub fn framed(chart: &Chart) -> (String, Frame) {
    on(&Sheet::wide(chart), chart)
}

fn on(sheet: &Sheet, chart: &Chart) -> (String, Frame) {
    let (width, height) = (sheet.width, sheet.height);
    let mut drawn = String::new();
    let (across, down) = {
        let root = SVGBackend::with_string(&mut drawn, (width as u32, height as u32)).into_drawing_area();
        let painted = paint(&root, sheet, chart).and_then(|axes| root.present().map(|()| axes));
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
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" class=\"plot\">\
         <title>{title}</title><desc>{summary}</desc>{body}"
    );
    (svg, frame)
}

type Failed = DrawingAreaErrorKind<std::io::Error>;
type Drawn = Result<(), Failed>;

/// Paints everything; returns where the axes are, from left to right and from the top down.
fn paint(root: &Area, sheet: &Sheet, chart: &Chart) -> Result<(Range<i32>, Range<i32>), Failed> {
    let names = chart.lines.iter().map(|line| line.label.as_str());
    let names = names.chain(chart.guides.iter().filter_map(|guide| guide.label.as_deref()));
    let right = if sheet.above {
        // Half of the last tick's name.
        text_width(&(chart.x.format)(chart.x.range.end)) / 2 + 2 * UNIT
    } else {
        (ARM + names.map(text_width).max().unwrap_or(0) + 4 * UNIT).min(sheet.width / 2)
    };
    let named = if sheet.above { name_rows(root, chart)? } else { 0 };
    let mut x = chart.x.clone();
    x.thin_to(f64::from(sheet.width - sheet.left - right), |tick| f64::from(text_width(tick) + 2 * UNIT));
    let mut context = ChartBuilder::on(root)
        .margin_top(ABOVE + named)
        .margin_right(right)
        .x_label_area_size(sheet.below())
        .y_label_area_size(sheet.left)
        .build_cartesian_2d(x, chart.y.clone())?;
    context
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(INK.mix(0.15).stroke_width(UNIT as u32))
        .light_line_style(TRANSPARENT)
        .axis_style(INK.mix(0.5).stroke_width(UNIT as u32))
        .set_all_tick_mark_size(5 * UNIT)
        .label_style(text(root, HPos::Center, VPos::Center))
        .x_label_formatter(&|value| (chart.x.format)(*value))
        .y_label_formatter(&|value| (chart.y.format)(*value))
        .draw()?;
    axis_names(root, &context, sheet, named, chart)?;

    let mut ends = Vec::new();
    for guide in &chart.guides {
        let colour = guide.of.map_or(GUIDE, Look::curve);
        let path: Vec<_> = guide.points.iter().map(|point| context.backend_coord(point)).collect();
        if let (Some(label), Some(&at)) = (&guide.label, path.last()) {
            if sheet.above {
                // Inside, at the line's end and over it.
                let style = text(root, HPos::Right, VPos::Bottom);
                root.draw(&Text::new(label.to_owned(), (at.0 - 2 * UNIT, at.1 - UNIT), style))?;
            } else {
                ends.push(End { at, label, colour: INK });
            }
        }
        root.draw(&PathElement::new(path, colour.stroke_width(5 * UNIT as u32 / 4)))?;
    }
    for (i, line) in chart.lines.iter().enumerate() {
        let colour = Look::stand_in(i);
        let at = measured(root, &context, line, colour)?;
        let at = at.filter(|_| !line.bars && !sheet.above);
        ends.extend(at.filter(|_| !line.label.is_empty()).map(|at| End { at, label: &line.label, colour }));
    }
    name_ends(root, sheet, &ends, right)?;
    Ok(context.plotting_area().get_pixel_range())
}

/// Each line's name in a row of its own, behind a bit of the line; returns how high they are together.
fn name_rows(root: &Area, chart: &Chart) -> Result<i32, Failed> {
    let named = chart.lines.iter().enumerate().filter(|(_, line)| !line.label.is_empty() && !line.bars);
    let mut y = 0;
    for (i, line) in named {
        let (colour, middle) = (Look::stand_in(i), y + LINE / 2);
        let bit = vec![(2 * UNIT, middle), (26 * UNIT, middle)];
        root.draw(&PathElement::new(bit, colour.stroke_width(2 * UNIT as u32)))?;
        draw_mark(root, line.look, colour, (14 * UNIT, middle))?;
        let style = text(root, HPos::Left, VPos::Center).color(&colour);
        let room = root.dim_in_pixel().0 as i32 - 32 * UNIT;
        root.draw(&Text::new(fitting(&line.label, room).to_owned(), (32 * UNIT, middle), style))?;
        y += LINE;
    }
    Ok(y)
}

/// What runs along the axes, in words, and a hairline where the machine's cores are all in use. The y axis's name
/// stands `named` below the top.
fn axis_names(root: &Area, context: &Context, sheet: &Sheet, named: i32, chart: &Chart) -> Drawn {
    let (across, down) = context.plotting_area().get_pixel_range();
    let above = text(root, HPos::Left, VPos::Center);
    root.draw(&Text::new(chart.y.name.clone(), (2 * UNIT, named + ABOVE / 2), above))?;
    // In the middle below the axis, unless it is too long for that.
    let widest = sheet.x_name.iter().map(|row| text_width(row)).max().unwrap_or(0);
    let middle = ((across.start + across.end) / 2).min(sheet.width - widest / 2).max(widest / 2);
    for (row, words) in (1..).zip(sheet.x_name.iter().rev()) {
        let y = sheet.height - 9 * UNIT - (row - 1) * LINE;
        root.draw(&Text::new(words.clone(), (middle, y), text(root, HPos::Center, VPos::Center)))?;
    }
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
    if line.bars {
        return bars(root, context, line, colour).map(|()| None);
    }
    let mut path: Vec<_> = line.points.iter().map(|dot| at(dot.x, dot.y)).collect();
    if let (true, Some(last)) = (line.level, line.points.last()) {
        path.push(at(context.x_range().end, last.y));
    }
    let width = if line.look.hollow { 5 * UNIT / 4 } else { 2 * UNIT };
    root.draw(&PathElement::new(path.clone(), colour.stroke_width(width as u32)))?;
    for dot in &line.points {
        let (x, y) = at(dot.x, dot.y);
        // What lies beyond the axis is cut off there, not drawn over the words around it.
        let range = context.y_range();
        let within = |value: f64| at(dot.x, value.clamp(range.start, range.end)).1;
        let (low, high) = (within(dot.low), within(dot.high));
        // One that the mark hides is left out: a page may hold a thousand points.
        if high < y - MARK || y + MARK < low {
            // A stroke of this colour would be dashed like the line.
            root.draw(&Rectangle::new([(x - UNIT / 2, high), (x + UNIT / 2, low)], colour.filled()))?;
        }
        draw_mark(root, line.look, colour, (x, y))?;
    }
    Ok(path.last().copied())
}

/// A line's mark, hollow where the line is the reader's.
fn draw_mark(root: &Area, look: Look, colour: RGBColor, (x, y): (i32, i32)) -> Drawn {
    let outline = |size: f64| {
        let corner = |(dx, dy): (f64, f64)| (x + (dx * size).round() as i32, y + (dy * size).round() as i32);
        look.mark().into_iter().map(corner).collect::<Vec<_>>()
    };
    root.draw(&Polygon::new(outline(f64::from(MARK)), colour.filled()))?;
    if look.hollow {
        root.draw(&Polygon::new(outline(f64::from(MARK) * 0.55), PAPER.filled()))?;
    }
    Ok(())
}

/// A bar for each point, as wide as the points are apart less a gap; none is so low that it can't be seen.
fn bars(root: &Area, context: &Context, line: &Line, colour: RGBColor) -> Drawn {
    let at = |x, y| context.backend_coord(&(x, y));
    let (across, down) = context.plotting_area().get_pixel_range();
    let step = line.points.windows(2).map(|two| at(two[1].x, 0.0).0 - at(two[0].x, 0.0).0).min().unwrap_or(10 * UNIT);
    for dot in line.points.iter().filter(|dot| dot.y > 0.0) {
        let (x, y) = at(dot.x, dot.y);
        let (left, right) = ((x - step * 2 / 5).max(across.start + 1), (x + step * 2 / 5).min(across.end));
        root.draw(&Rectangle::new([(left, y.min(down.end - UNIT)), (right, down.end)], colour.filled()))?;
    }
    Ok(())
}

/// The end of a line and the name that belongs there.
struct End<'a> {
    at: (i32, i32),
    label: &'a str,
    colour: RGBColor,
}

/// Writes each line's name to the right of everything, as near to its end's height as the others let it, and joins the
/// two where they are apart.
fn name_ends(root: &Area, sheet: &Sheet, ends: &[End], right: i32) -> Drawn {
    let wanted: Vec<_> = ends.iter().map(|end| f64::from(end.at.1)).collect();
    let (top, bottom) = (f64::from(TEXT) / 2.0, f64::from(sheet.height - sheet.below()));
    let heights = spread(&wanted, f64::from(TEXT) * 1.2, top, bottom);
    let edge = sheet.width - right;
    for (end, height) in ends.iter().zip(heights) {
        let (x, y) = end.at;
        let height = height.round() as i32;
        let elbow = [(x + MARK + UNIT, y), (edge + MARK + UNIT, y), (edge + ARM - 3 * UNIT, height)];
        root.draw(&PathElement::new(elbow.to_vec(), INK.mix(0.35).stroke_width(UNIT as u32)))?;
        let style = text(root, HPos::Left, VPos::Center).color(&end.colour);
        root.draw(&Text::new(end.label.to_owned(), (edge + ARM, height), style))?;
    }
    Ok(())
}

fn text<'a>(root: &Area, across: HPos, down: VPos) -> TextStyle<'a> {
    // The library writes a smaller size than it is told, by this factor.
    ("sans-serif", f64::from(TEXT) * 1.24).into_text_style(&root.dim_in_pixel()).color(&INK).pos(Pos::new(across, down))
}

/// About how wide a text is: letters of a sans-serif are about 0.54 of their size, a word of wide ones in a wide face
/// 0.63.
fn text_width(text: &str) -> i32 {
    text.chars().count() as i32 * TEXT * 63 / 100
}

/// A line's label, or where that is too wide its name alone: what follows the colon stands in the table as well.
fn fitting(label: &str, width: i32) -> &str {
    let name = label.split_once(": ").map_or(label, |(name, _)| name);
    if text_width(label) <= width { label } else { name }
}

/// The words in rows, each at most so wide.
fn wrapped(words: &str, width: i32) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in words.split(' ') {
        let row = rows.last_mut().expect("there is one from the start");
        if row.is_empty() || text_width(row) + text_width(" ") + text_width(word) <= width {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        } else {
            rows.push(word.to_owned());
        }
    }
    rows
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
