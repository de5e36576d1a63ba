//! Pictures of the book's own: SVG set in line, so that it takes the page's colours and prints.

use crate::target::Target;

/// The SVG on one block of lines, ready for Markdown.
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
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn is_comment(line: &str) -> bool {
    line.starts_with("<!--") && line.ends_with("-->")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(text: &str) -> Result<String, String> {
        svg(&Target { file: "src/a.svg".into(), anchor: None, text: text.into(), way: None })
    }

    #[test]
    fn a_picture_is_one_block_with_words() {
        let text = "<?xml?>\n<svg>\n\n  <!-- x -->\n  <title>A</title>\n</svg>\n";
        assert_eq!(picture(text).unwrap(), "<svg>\n<title>A</title>\n</svg>");
        assert!(picture("<svg></svg>").unwrap_err().contains("no <title>"));
        assert!(picture("a picture").unwrap_err().contains("is no SVG"));
    }
}
