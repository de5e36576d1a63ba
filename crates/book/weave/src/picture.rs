//! Pictures of the book's own: SVG set in line, so that it takes the page's colours and prints.

use crate::target::Target;

/// The smallest that its words may become on a page 320 pixels wide, in pixels.
const SMALLEST: f64 = 9.0;

/// What such a page leaves for a picture inside a widget, pixels.
const NARROW: f64 = 250.0;

/// The SVG on one block of lines, ready for Markdown. Where its words would become too small on a phone it has a class
/// `least-N`, N times ten pixels, for the style sheet: it is scrolled there, and not shrunk below that.
///
/// # Errors
/// When it is no SVG, or has no `<title>` to stand for it where it can't be seen.
pub fn svg(target: &Target) -> Result<String, String> {
    let file = target.file.display();
    let start = target.text.find("<svg").ok_or_else(|| format!("{file} is no SVG"))?;
    if !target.text.contains("<title") {
        return Err(format!("{file} has no <title> that says what it shows"));
    }
    // A blank line would end the HTML; a comment is for who edits the file.
    let lines = target.text[start..].lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    let svg = lines.collect::<Vec<_>>().join("\n");
    let svg = match least(&svg) {
        Some(tens) if svg.starts_with("<svg class=\"") => {
            svg.replacen("class=\"", &format!("class=\"least-{tens} "), 1)
        }
        Some(tens) => svg.replacen("<svg", &format!("<svg class=\"least-{tens}\""), 1),
        None => svg,
    };
    Ok(format!("<div class=\"scroll\">{svg}</div>"))
}

/// How wide the picture must be for its smallest words to be legible, in tens of pixels; none where the smallest page
/// is wide enough.
fn least(svg: &str) -> Option<u32> {
    let width: f64 = svg.split_once("viewBox=\"")?.1.split('"').next()?.split_whitespace().nth(2)?.parse().ok()?;
    let sizes = svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
    let pixels = width * SMALLEST / sizes.fold(f64::INFINITY, f64::min);
    (pixels > NARROW).then(|| (pixels / 10.0).ceil() as u32)
}

fn is_comment(line: &str) -> bool {
    line.starts_with("<!--") && line.ends_with("-->")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_keep_their_size() {
        let drawn =
            |size| format!("<svg class=\"drawing\" viewBox=\"0 0 524 104\"><text font-size=\"{size}\">a</text></svg>");
        assert_eq!((least(&drawn(9)), least(&drawn(12)), least(&drawn(20))), (Some(53), Some(40), None));
        let text = drawn(9).replace("<text", "<title>A</title><text");
        assert!(picture(&text).unwrap().starts_with("<div class=\"scroll\"><svg class=\"least-53 drawing\" "));
    }

    fn picture(text: &str) -> Result<String, String> {
        svg(&Target { file: "src/a.svg".into(), anchor: None, text: text.into(), way: None, runs: None })
    }

    #[test]
    fn a_picture_is_one_block_with_words() {
        let text = "<?xml?>\n<svg>\n\n  <!-- x -->\n  <title>A</title>\n</svg>\n";
        assert_eq!(picture(text).unwrap(), "<div class=\"scroll\"><svg>\n<title>A</title>\n</svg></div>");
        assert!(picture("<svg></svg>").unwrap_err().contains("no <title>"));
        assert!(picture("a picture").unwrap_err().contains("is no SVG"));
    }
}
