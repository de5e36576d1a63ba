//! The compiler's words, without what differs from one machine to the next.

/// Everything about the program itself.
///
/// Notes that point into the standard library are left out: whether rustc can quote it depends on what is installed. So
/// does the width of the column of line numbers, which is narrowed to what remains.
pub fn own(stderr: &str) -> String {
    let mut kept: Vec<Vec<&str>> = Vec::new();
    for line in stderr.lines() {
        let starts = ["error", "warning", "note:", "help:", "For more"].iter().any(|word| line.starts_with(word));
        match kept.last_mut() {
            Some(part) if !starts && !line.is_empty() => part.push(line),
            _ => kept.push(vec![line]),
        }
    }
    kept.retain(|part| !part[0].starts_with("error: aborting") && !part.iter().any(|line| is_elsewhere(line)));
    let lines: Vec<_> = kept.concat();
    let width = lines.iter().filter_map(|line| gutter(line)).map(|(number, _)| number.len()).max().unwrap_or(0);
    let lines = lines.iter().map(|line| match gutter(line) {
        Some((number, rest)) if rest.starts_with("-->") => format!("{number:width$}{rest}"),
        Some((number, rest)) => format!("{number:>width$} {rest}"),
        None => (*line).to_owned(),
    });
    let mut text: Vec<String> = Vec::new();
    for line in lines {
        // A part that is left out leaves behind the blank line after it, and the bare column before it.
        if line.is_empty() {
            while text.last().is_some_and(|last| last.trim() == "|") {
                text.pop();
            }
        }
        if !(line.is_empty() && text.last().is_none_or(String::is_empty)) {
            text.push(line);
        }
    }
    text.join("\n").trim_end().to_owned() + "\n"
}

/// What an error is about and where, in whatever words: codes and places, in order.
pub fn gist(stderr: &str) -> String {
    let places = stderr.lines().filter_map(|line| {
        let code = line.strip_prefix("error[").and_then(|rest| rest.split(']').next());
        code.or_else(|| line.trim_start().strip_prefix("--> "))
    });
    // The error and its place come first; how many notes follow is the compiler's business.
    places.take(2).collect::<Vec<_>>().join(" at ")
}

fn is_elsewhere(line: &str) -> bool {
    line.trim_start().strip_prefix("--> ").is_some_and(|place| place.contains(['/', '\\']))
}

/// The line number, if any, and what stands right of it, if the line has such a column.
fn gutter(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches(' ');
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = rest.split_at(digits);
    let rest = rest.trim_start_matches(' ');
    let is_gutter =
        rest.starts_with('|') || (number.is_empty() && (rest.starts_with("--> ") || rest.starts_with("= ")));
    is_gutter.then_some((number, rest))
}
