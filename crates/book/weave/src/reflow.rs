//! Comments of a listing, wrapped again where they are wider than a page has room for. Code keeps its lines.

/// Columns that a comment may fill.
const WIDTH: usize = 88;

/// The code with every paragraph of its line comments that is wider than [`WIDTH`] wrapped to it. What means something
/// by its lines (a fence, a table, a heading, an indented block, words set in columns) stays as it is, and so does
/// every paragraph that fits.
pub fn reflow(code: &str) -> String {
    let mut out = Vec::new();
    let mut open: Option<Paragraph> = None;
    let mut fenced = false;
    for line in code.lines() {
        let Some(comment) = Comment::read(line) else {
            out.extend(open.take().into_iter().flat_map(Paragraph::wrapped));
            fenced = false;
            out.push(line.to_owned());
            continue;
        };
        let fence = comment.text.trim_start().starts_with("```");
        match &mut open {
            Some(paragraph) if !fenced && !fence && paragraph.goes_on(&comment) => paragraph.lines.push(line),
            _ => {
                out.extend(open.take().into_iter().flat_map(Paragraph::wrapped));
                if fenced || fence || comment.stays() {
                    out.push(line.to_owned());
                } else {
                    open = Some(Paragraph { first: comment, lines: vec![line] });
                }
            }
        }
        fenced ^= fence;
    }
    out.extend(open.into_iter().flat_map(Paragraph::wrapped));
    let end = if code.ends_with('\n') { "\n" } else { "" };
    out.join("\n") + end
}

/// A line that is a comment and nothing else.
#[derive(Clone, Copy)]
struct Comment<'a> {
    /// What stands before its words: spaces, slashes and a space.
    head: &'a str,
    /// Its words.
    text: &'a str,
}

impl<'a> Comment<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let indent = line.len() - line.trim_start().len();
        let mark = ["//!", "///", "//"].into_iter().find(|mark| line[indent..].starts_with(mark))?;
        let end = indent + mark.len();
        let end = if line[end..].starts_with(' ') { end + 1 } else { end };
        Some(Self { head: &line[..end], text: &line[end..] })
    }

    /// The sign of a list's item that it begins with, and the space behind it.
    fn item(&self) -> usize {
        let word = self.text.split(' ').next().unwrap_or_default();
        let number =
            word.strip_suffix(['.', ')']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        if number || matches!(word, "-" | "*" | "+") { word.len() + 1 } else { 0 }
    }

    /// Whether its line is part of what it means.
    fn stays(&self) -> bool {
        let text = self.text;
        text.trim().is_empty()
            || text.starts_with([' ', '\t', '#', '|', '>', '<', '/'])
            || text.starts_with('[') && text.contains("]: ")
            || text.trim_end().contains("  ")
    }
}

/// Lines of a comment that belong together.
struct Paragraph<'a> {
    first: Comment<'a>,
    lines: Vec<&'a str>,
}

impl<'a> Paragraph<'a> {
    /// Whether the comment goes on with it.
    fn goes_on(&self, next: &Comment) -> bool {
        let item = self.first.item();
        // The words of a list's item stand below its first one.
        let text = if item > 0 { next.text.strip_prefix(&" ".repeat(item)[..]) } else { Some(next.text) };
        next.head == self.first.head
            && next.item() == 0
            && text.is_some_and(|text| !Comment { head: next.head, text }.stays())
    }

    fn wrapped(self) -> Vec<String> {
        if self.lines.iter().all(|line| line.chars().count() <= WIDTH) {
            return self.lines.into_iter().map(str::to_owned).collect();
        }
        let below = self.first.head.to_owned() + &" ".repeat(self.first.item());
        let words = self.lines.iter().flat_map(|line| line[self.first.head.len()..].split_whitespace());
        let mut lines: Vec<String> = Vec::new();
        for word in words {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                    line.push(' ');
                    line.push_str(word);
                }
                Some(_) => lines.push(format!("{below}{word}")),
                None => lines.push(format!("{}{word}", self.first.head)),
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa";

    #[test]
    fn a_wide_comment_is_wrapped_and_nothing_else() {
        let code = format!("//! {LONG}\n//! b.\n\nfn f() {{ /* {LONG} */ }} // {LONG}\n    /// short\n    /// lines\n");
        let (eight, one) = LONG.rsplit_once(' ').unwrap();
        let expected = code.replace(&format!("//! {LONG}\n//! b."), &format!("//! {eight}\n//! {one} b."));
        assert_eq!(reflow(&code), expected);
        assert!(reflow(&code).lines().take(2).all(|line| line.len() <= WIDTH));
        assert_eq!(reflow(&reflow(&code)), expected);
    }

    #[test]
    fn an_item_goes_on_below_its_first_word() {
        let (eight, one) = LONG.rsplit_once(' ').unwrap();
        let code = format!("/// - {LONG}\n///   b\n/// 1. c\n/// d");
        assert_eq!(reflow(&code), format!("/// - {eight}\n///   {one} b\n/// 1. c\n/// d"));
    }

    #[test]
    fn what_means_something_by_its_lines_stays() {
        for lines in [
            format!("/// ```\n/// {LONG}\n/// b\n/// ```"),
            format!("/// | {LONG} |\n/// | b |"),
            format!("/// # {LONG}\n/// b"),
            format!("//     {LONG}\n//     b"),
            format!("// a   {LONG}\n// b   c"),
            format!("//// {LONG}"),
            format!("let x = 1;\n{LONG}"),
        ] {
            assert_eq!(reflow(&lines), lines);
        }
    }
}
