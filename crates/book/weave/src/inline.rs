//! Directives inside a line of prose.

use crate::html::escape;

/// The line with every directive replaced by what `weave` makes of its name and arguments, and what was wrong with the
/// others. Directives in a code span, or behind a backslash, are shown as they are typed.
pub fn line(line: &str, mut weave: impl FnMut(&str, &str) -> Result<String, String>) -> (String, Vec<String>) {
    let (mut out, mut wrong) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some(at) = rest.find(['`', '{', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (piece, next) = if let Some((code, end)) = code_span(from) {
            // As HTML, because mdBook's own `links` looks for directives in code spans too.
            let shown = code.contains("{{#").then(|| format!("<code>{}</code>", escape(&code.replace("\\{{#", "{{#"))));
            (shown.unwrap_or_else(|| from[..end].to_owned()), end)
        } else if from.starts_with("\\{{#") {
            ("&#123;{#".to_owned(), 4)
        } else if from.starts_with("\\`") || from.starts_with("\\\\") {
            (from[..2].to_owned(), 2)
        } else if let Some(inner) = from.strip_prefix("{{#") {
            match inner.split_once("}}") {
                None => {
                    wrong.push("a directive is opened with {{# and never closed with }}".to_owned());
                    (from.to_owned(), from.len())
                }
                Some((inner, _)) => {
                    let (name, args) = inner.trim().split_once(char::is_whitespace).unwrap_or((inner.trim(), ""));
                    let end = inner.len() + 5;
                    let woven = weave(name, args.trim()).unwrap_or_else(|what| {
                        wrong.push(what);
                        from[..end].to_owned()
                    });
                    (woven, end)
                }
            }
        } else {
            // A run of backticks that nothing closes is skipped whole: its tail opens no span either.
            let run = from.len() - from.trim_start_matches('`').len();
            (from[..run.max(1)].to_owned(), run.max(1))
        };
        out.push_str(&piece);
        rest = &from[next..];
    }
    (out + rest, wrong)
}

/// The code span at the start of `text` and where it ends, if one starts and ends on this line.
fn code_span(text: &str) -> Option<(&str, usize)> {
    let run = text.len() - text.trim_start_matches('`').len();
    if run == 0 {
        return None;
    }
    let mut at = run;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        if length == run {
            return Some((text[run..start].trim(), start + length));
        }
        at = start + length;
    }
    None
}

#[cfg(test)]
mod tests {
    fn woven(line: &str) -> (String, Vec<String>) {
        super::line(line, |name, args| match name {
            "time" => Ok(format!("<{args}>")),
            _ => Err(format!("no {name}")),
        })
    }

    #[test]
    fn directives_are_replaced() {
        assert_eq!(woven("a {{#time b c/1}}, {{#time d}}.").0, "a <b c/1>, <d>.");
        assert_eq!(woven(r"\* é {x} ``` \` {{#time b}}`").0, r"\* é {x} ``` \` <b>`");
    }

    #[test]
    fn directives_to_be_shown_are_shown() {
        assert_eq!(woven("`{{#time a}}` `b` {{#time c}}").0, "<code>&#123;&#123;#time a}}</code> `b` <c>");
        assert_eq!(woven(r"`` \{{#x ` }} ``").0, "<code>&#123;&#123;#x ` }}</code>");
        assert_eq!(woven(r"\{{#include a}} {{#time b}}").0, "&#123;{#include a}} <b>");
    }

    #[test]
    fn what_is_wrong_is_kept() {
        assert_eq!(woven("{{#tme a}} {{#x}}").1, ["no tme", "no x"]);
        assert_eq!(woven("a {{#time b").1, ["a directive is opened with {{# and never closed with }}"]);
    }
}
