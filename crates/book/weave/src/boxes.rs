//! Boxes: a name, and Markdown inside.

use crate::args::did_you_mean;

/// The directives that open a box; `end` closes each.
pub const NAMES: [&str; 9] = ["aims", "python", "wrong", "note", "short", "predict", "widget", "picture", "cells"];

/// What a plain box starts with.
///
/// # Errors
/// When a title is missing, or stands where there should be none.
pub fn open(name: &str, title: &str) -> Result<String, String> {
    let heading = match (name, title) {
        ("wrong", "") => return Err("say what goes wrong: {{#wrong A title}}".into()),
        ("wrong", title) => {
            let id = identifier(title);
            return Ok(format!(
                "<section class=\"box wrong\">\n<p class=\"box-name\">What goes wrong</p>\n\n### {title} {{#{id}}}"
            ));
        }
        (_, title) if !title.is_empty() => return Err(format!("{{{{#{name}}}}} takes no title")),
        ("note", _) => return Ok("<aside class=\"note\" role=\"note\">".into()),
        ("aims", _) => "You will be able to",
        ("python", _) => "In Python",
        ("short", _) => "In short",
        _ => return Err(format!("there is no box {name}{}", did_you_mean(name, NAMES))),
    };
    Ok(format!("<section class=\"box {name}\">\n<p class=\"box-name\">{heading}</p>"))
}

/// What a plain box ends with.
pub fn close(name: &str) -> &'static str {
    if name == "note" { "</aside>" } else { "</section>" }
}

/// What a widget starts with: until its script comes, and where none ever does, it shows what is inside. `of`: which of
/// its subjects it is about, if it has several.
pub fn widget(name: &str, of: Option<&str>) -> String {
    let of = of.map(|of| format!(" data-of=\"{of}\"")).unwrap_or_default();
    format!("<div class=\"widget\" data-widget=\"{name}\"{of}>")
}

/// The text, if it can name a file or an identifier: letters, digits, `-` and `_`.
///
/// # Errors
/// When it is anything else, or nothing.
pub fn name<'a>(directive: &str, text: &'a str) -> Result<&'a str, String> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if text.is_empty() || !text.bytes().all(fits) {
        return Err(format!("{{{{#{directive}}}}} takes one name of letters, digits, - and _, not \"{text}\""));
    }
    Ok(text)
}

/// An identifier made from words.
fn identifier(words: &str) -> String {
    let kept = words.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-");
    let parts: Vec<_> = kept.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_says_what_it_is() {
        assert_eq!(
            open("aims", "").unwrap(),
            "<section class=\"box aims\">\n<p class=\"box-name\">You will be able to</p>"
        );
        assert!(open("wrong", "A lost `+=`").unwrap().ends_with("\n\n### A lost `+=` {#a-lost}"));
        assert_eq!(
            (open("note", "").unwrap().as_str(), close("note")),
            ("<aside class=\"note\" role=\"note\">", "</aside>")
        );
    }

    #[test]
    fn a_title_stands_where_one_belongs() {
        assert!(open("wrong", "").unwrap_err().contains("say what goes wrong"));
        assert_eq!(open("short", "x").unwrap_err(), "{{#short}} takes no title");
    }
}
