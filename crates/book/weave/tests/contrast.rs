//! Text can be read on everything it stands on, in both looks: WCAG 2.2 asks for a contrast of 4.5 to 1.

use std::{collections::BTreeMap, fs};

const ENOUGH: f64 = 4.5;

/// Every `--name: light-dark(#light, #dark)` of the theme.
fn colours() -> BTreeMap<String, [String; 2]> {
    let theme = workbook::of_package().unwrap().join("theme");
    let mut colours = BTreeMap::new();
    for file in ["css/variables.css", "code.css", "ways.css"] {
        for line in fs::read_to_string(theme.join(file)).unwrap().lines() {
            let Some((name, pair)) = line.trim().split_once(": light-dark(#") else { continue };
            let Some((light, dark)) = pair.trim_end_matches(");").split_once(", #") else { continue };
            if let Some(name) = name.strip_prefix("--") {
                colours.insert(name.to_owned(), [light.to_owned(), dark.to_owned()]);
            }
        }
    }
    colours
}

/// The relative luminance of `rrggbb`, as WCAG defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |i: usize| {
        let value = f64::from(u8::from_str_radix(&colour[i..i + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

/// `ink` over `paper`, so much of it, as `rrggbb`.
fn mixed(ink: &str, paper: &str, opacity: f64) -> String {
    let channel = |colour: &str, i: usize| f64::from(u8::from_str_radix(&colour[i..i + 2], 16).unwrap());
    let mix = |i| (opacity * channel(ink, i) + (1.0 - opacity) * channel(paper, i)).round() as u8;
    format!("{:02x}{:02x}{:02x}", mix(0), mix(2), mix(4))
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_is_measured_as_wcag_does() {
    assert!((contrast("000000", "ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("767676", "ffffff") - 4.54).abs() < 0.01);
}

#[test]
fn text_can_be_read_on_what_it_stands_on() {
    let colours = colours();
    let ways: Vec<_> = variant::Way::looks().map(|way| format!("way-{}", way.shade())).collect();
    let text = ["fg", "soft", "accent", "right", "not-right"].map(str::to_owned);
    let lines: Vec<_> = (1..=plot::LINES.len()).map(|i| format!("line-{i}")).collect();
    let code = ["comment", "word", "name", "text", "number"].map(|kind| format!("code-{kind}"));
    let on = |inks: &[String], papers: &[&str]| {
        let pairs = inks.iter().flat_map(|ink| papers.iter().map(|paper| (ink.clone(), (*paper).to_owned())));
        pairs.collect::<Vec<_>>()
    };
    let mut pairs = on(&[text.as_slice(), ways.as_slice(), &lines].concat(), &["bg", "panel"]);
    pairs.extend(on(
        &[["fg".to_owned()].as_slice(), code.as_slice()].concat(),
        &["bg", "panel", "diff-old", "diff-new"],
    ));
    let mut weak = Vec::new();
    for (ink, paper) in pairs {
        for (look, name) in ["light", "dark"].iter().enumerate() {
            let ratio = contrast(&colours[&ink][look], &colours[&paper][look]);
            if ratio < ENOUGH {
                weak.push(format!("--{ink} on --{paper}, {name}: {ratio:.2}"));
            }
        }
    }
    assert!(weak.is_empty(), "less than {ENOUGH} to 1:\n{}", weak.join("\n"));
}

/// An element's attribute.
fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    element.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest.split('"').next().unwrap_or(""))
}

/// What a `fill` paints with, as `rrggbb`, in the look's number; nothing for none.
fn paint(fill: &str, colours: &BTreeMap<String, [String; 2]>, look: usize) -> Option<String> {
    let name = fill.strip_prefix("var(--").map(|rest| rest.split([',', ')']).next().unwrap_or(""));
    match (name, fill) {
        (_, "none") => None,
        (Some(name), _) => Some(colours.get(name).unwrap_or_else(|| panic!("no colour --{name}"))[look].clone()),
        (None, "currentColor" | "") => Some(colours["fg"][look].clone()),
        (None, other) => panic!("{other:?} is no colour of the theme's: it stays the same in the dark"),
    }
}

#[test]
fn text_in_pictures_can_be_read_on_what_it_stands_on() {
    let colours = colours();
    let assets = workbook::of_package().unwrap().join("src/assets");
    let (mut weak, mut seen) = (Vec::new(), 0);
    for file in fs::read_dir(assets).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_none_or(|kind| kind != "svg") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let definitions = text.split("<defs>").skip(1).filter_map(|rest| rest.split("</defs>").next());
        assert!(
            definitions.into_iter().all(|part| !part.contains("<text")),
            "{name}: a <use> hides text from the style sheet"
        );
        for look in 0..2 {
            let paper = &colours["bg"][look];
            // Rectangles so far, and the colour that is seen in each. Groups hand their fill down.
            let (mut rects, mut groups): (Vec<([f64; 4], String)>, Vec<&str>) = (Vec::new(), Vec::new());
            for element in text.split('<').skip(1) {
                let number = |of: &str| attribute(element, of).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0);
                let fill = attribute(element, "fill").or(groups.last().copied()).unwrap_or("");
                let (x, y) = (number("x"), number("y"));
                if element.starts_with("g ") || element.starts_with("g>") {
                    // Moved groups are left out: where they stand is not told by numbers alone.
                    groups.push(if element.contains("transform") { "none" } else { fill });
                } else if element.starts_with("/g>") {
                    groups.pop();
                } else if element.starts_with("rect ") && !element.contains("transform") {
                    let Some(ink) = paint(fill, &colours, look) else { continue };
                    let opacity = attribute(element, "fill-opacity")
                        .or(attribute(element, "opacity"))
                        .and_then(|n| n.parse().ok())
                        .unwrap_or(1.0);
                    rects.push(([x, y, x + number("width"), y + number("height")], mixed(&ink, paper, opacity)));
                } else if element.starts_with("text ") {
                    let Some(ink) = paint(fill, &colours, look) else { continue };
                    let (middle, inside) =
                        (y - 3.0, |r: &[f64; 4]| r[0] <= x && x <= r[2] && r[1] <= y - 3.0 && y - 3.0 <= r[3]);
                    let under = rects.iter().rev().find(|(r, _)| inside(r)).map_or(paper, |(_, colour)| colour);
                    let ratio = contrast(&ink, under);
                    seen += 1;
                    if ratio < ENOUGH {
                        weak.push(format!("{name}: text at {x}, {middle} in look {look}: {ratio:.2}"));
                    }
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} texts were found");
    assert!(weak.is_empty(), "less than {ENOUGH} to 1:\n{}", weak.join("\n"));
}
