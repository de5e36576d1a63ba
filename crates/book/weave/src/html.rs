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

/// Where a figure's numbers come from, and the command that makes them again.
pub fn source(machine: &str, how: &str) -> String {
    let how = if how.is_empty() { String::new() } else { format!(" Make it again: <code>{}</code>", escape(how)) };
    format!("<small class=\"source\">{}{how}</small>", escape(machine))
}

/// The content, marked so that `theme/search.js` leaves it out: tables of data and answers are no place that anybody
/// who searches wants to come to. The marks are lines of their own, so that Markdown reads what lies between.
pub fn unsearched(content: &str) -> String {
    format!("<div hidden>⟦</div>\n{content}\n<div hidden>⟧</div>")
}

/// A line of a chapter whose numbers keep their units beside them when it is broken. Code and tags stay as they are.
pub fn unbroken(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find([' ', '<', '`']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = match from.as_bytes()[0] {
            b' ' => {
                out.push_str(if before.ends_with(|c: char| c.is_ascii_digit()) && is_unit(&from[1..]) {
                    "&nbsp;"
                } else {
                    " "
                });
                1
            }
            b'<' => {
                let end = if from.starts_with("<code") { "</code>" } else { ">" };
                let end = from.find(end).map_or(from.len(), |at| at + end.len());
                out.push_str(&from[..end]);
                end
            }
            _ => {
                let ticks = from.len() - from.trim_start_matches('`').len();
                let end = from[ticks..].find(&from[..ticks]).map_or(ticks, |at| at + 2 * ticks);
                out.push_str(&from[..end]);
                end
            }
        };
        rest = &from[taken..];
    }
    out + rest
}

/// Whether the text begins with a unit that is a sign and not a word.
fn is_unit(text: &str) -> bool {
    const UNITS: [&str; 24] = [
        "%", "×", "ns", "µs", "ms", "s", "min", "h", "B", "kB", "KiB", "MB", "MiB", "GB", "GiB", "TB", "GB/s", "GiB/s",
        "MB/s", "kHz", "MHz", "GHz", "GFLOP/s", "km",
    ];
    let end = text.find(|c: char| !(c.is_alphanumeric() || "%×/".contains(c))).unwrap_or(text.len());
    UNITS.contains(&&text[..end])
}

/// A line of code for a fence: mdBook's own `links` would expand what looks like a directive, so it is told not to. It
/// takes the escape away again, and passes over the rest of the line.
pub fn fenced(line: &str) -> String {
    line.replacen("{{#", "\\{{#", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_unit_stay_together() {
        let cases = [
            ("5 %, 12 ms. In 3 GB/s", "5&nbsp;%, 12&nbsp;ms. In 3&nbsp;GB/s"),
            ("2 seconds, 4 hands, 5 x, v 5", "2 seconds, 4 hands, 5 x, v 5"),
            (
                "`5 %` ``1 s`` <b title=\"5 %\">5 %</b> <code>5 %</code> 5 s",
                "`5 %` ``1 s`` <b title=\"5 %\">5&nbsp;%</b> <code>5 %</code> 5&nbsp;s",
            ),
            ("` 5 %", "` 5&nbsp;%"),
        ];
        for (typed, woven) in cases {
            assert_eq!(unbroken(typed), woven);
        }
    }
}
