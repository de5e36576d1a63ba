//! Parts of a file that chapters include by name: the lines between `ANCHOR: name` and `ANCHOR_END: name`, each in a
//! comment of its own.

/// What a line says about anchors.
#[derive(Debug, PartialEq)]
enum Marker<'a> {
    Start(&'a str),
    End(&'a str),
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let line = line.trim();
    let comment = line.strip_prefix("//").or_else(|| line.strip_prefix('#'))?.trim_start();
    let (name, make): (_, fn(_) -> _) = match comment.strip_prefix("ANCHOR:") {
        Some(name) => (name, Marker::Start),
        None => (comment.strip_prefix("ANCHOR_END:")?, Marker::End),
    };
    Some(make(name.trim()))
}

/// The names of the anchors that start in `text`, with their lines, counted from 1.
pub fn defined(text: &str) -> Vec<(usize, &str)> {
    // Few files have any: most are passed over by one fast search.
    if !text.contains("ANCHOR:") {
        return Vec::new();
    }
    let starts = text.lines().zip(1..).filter_map(|(line, number)| match marker(line)? {
        Marker::Start(name) => Some((number, name)),
        Marker::End(_) => None,
    });
    starts.collect()
}

/// The whole of `text` without the lines that only mark anchors.
pub fn whole(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| marker(line).is_none()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The part of `text` under the anchor, moved to the left margin.
///
/// # Errors
/// When the anchor is missing, stands twice, never ends or holds nothing.
pub fn part(text: &str, anchor: &str) -> Result<String, String> {
    let mut starts = 0;
    let mut inside = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        match marker(line) {
            Some(Marker::Start(name)) if name == anchor => (starts, inside) = (starts + 1, true),
            Some(Marker::End(name)) if name == anchor => inside = false,
            Some(_) => {}
            None if inside => lines.push(line),
            None => {}
        }
    }
    if starts == 0 {
        return Err(format!("there is no anchor \"{anchor}\""));
    }
    if starts > 1 {
        return Err(format!("the anchor \"{anchor}\" stands there {starts} times"));
    }
    if inside {
        return Err(format!("the anchor \"{anchor}\" never ends"));
    }
    let text = flush_left(&lines);
    if text.trim().is_empty() {
        return Err(format!("the anchor \"{anchor}\" holds nothing"));
    }
    Ok(text)
}

/// The lines without the indentation that all of them share.
fn flush_left(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<_> = lines.iter().map(|line| line.get(shared..).unwrap_or("")).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "use a;\n    // ANCHOR: outer\n    fn f() {\n        // ANCHOR: inner\n\n        g();\n        // ANCHOR_END: inner\n    }\n    // ANCHOR_END: outer\n# ANCHOR: empty\n# ANCHOR_END: empty\n// ANCHOR: open\nx\n";

    #[test]
    fn a_part_is_moved_to_the_left_without_inner_marks() {
        assert_eq!(part(FILE, "outer").unwrap(), "fn f() {\n\n    g();\n}");
        assert_eq!(part(FILE, "inner").unwrap(), "g();");
        assert_eq!(whole(FILE), "use a;\n    fn f() {\n\n        g();\n    }\nx");
    }

    #[test]
    fn what_is_wrong_with_an_anchor_is_said() {
        assert_eq!(part(FILE, "lost").unwrap_err(), "there is no anchor \"lost\"");
        assert_eq!(part(FILE, "empty").unwrap_err(), "the anchor \"empty\" holds nothing");
        assert_eq!(part(FILE, "open").unwrap_err(), "the anchor \"open\" never ends");
        let twice = FILE.repeat(2);
        assert_eq!(part(&twice, "inner").unwrap_err(), "the anchor \"inner\" stands there 2 times");
    }

    #[test]
    fn every_start_is_found_and_no_doc_comment_is_one() {
        assert_eq!(defined(FILE), [(2, "outer"), (4, "inner"), (10, "empty"), (12, "open")]);
        assert_eq!(defined("/// ANCHOR: no\nlet s = \"// ANCHOR: no\";\n"), []);
    }
}
