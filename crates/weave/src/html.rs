//! Text made safe for a page.

use std::fmt::Write;

/// Text for HTML, in or out of an attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // What comes after weave would take it for a directive.
            '{' => safe.push_str("&#123;"),
            _ => safe.push(c),
        }
    }
    safe
}

/// Plain text for a place where Markdown is read: every character that means something there is escaped.
pub fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '{' => safe.push_str(&escape(c.encode_utf8(&mut [0; 4]))),
            _ if c.is_ascii_punctuation() => write!(safe, "\\{c}").expect("a string takes what is written"),
            _ => safe.push(c),
        }
    }
    safe
}

/// A line of code for a fence: mdBook's own `links` would expand what looks like a directive, so it is told not to. It
/// takes the escape away again, and passes over the rest of the line.
pub fn fenced(line: &str) -> String {
    line.replacen("{{#", "\\{{#", 1)
}
