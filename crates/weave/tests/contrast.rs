//! Text can be read on everything it stands on, in both looks: WCAG 2.2 asks for a contrast of 4.5 to 1.

use std::{collections::BTreeMap, fs, path::Path};

const ENOUGH: f64 = 4.5;

/// Every `--name: light-dark(#light, #dark)` of the theme.
fn colours() -> BTreeMap<String, [String; 2]> {
    let theme = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../theme");
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
    let ways = variant::Way::ALL.map(|way| format!("way-{}", way.name()));
    let text = ["fg", "soft", "accent", "right", "not-right"].map(str::to_owned);
    let code = ["comment", "word", "name", "text", "number"].map(|kind| format!("code-{kind}"));
    let on = |inks: &[String], papers: &[&str]| {
        let pairs = inks.iter().flat_map(|ink| papers.iter().map(|paper| (ink.clone(), (*paper).to_owned())));
        pairs.collect::<Vec<_>>()
    };
    let mut pairs = on(&[text.as_slice(), ways.as_slice()].concat(), &["bg", "panel"]);
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
