//! An exercise's hints.

use super::Exercise;
use anyhow::{Context, Result, bail};
use std::fs;

/// One hint.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// Its heading: where to look, which idea, which call.
    pub title: String,
    /// Markdown, without the heading.
    pub text: String,
}

/// An exercise's hints, each giving more away than the one before.
///
/// # Errors
/// When `hints.md` can't be read or has no `## ` section.
pub fn hints(exercise: &Exercise) -> Result<Vec<Hint>> {
    let path = exercise.dir.join("hints.md");
    let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    let hints = parse(&text);
    if hints.is_empty() {
        bail!("{} has no hints: each starts with a line \"## title\"", path.display());
    }
    Ok(hints)
}

/// Splits at second-level headings; a `##` inside a code fence is code.
fn parse(text: &str) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        match line.strip_prefix("## ") {
            Some(title) if !fenced => hints.push(Hint { title: title.trim().into(), text: String::new() }),
            _ => {
                if let Some(hint) = hints.last_mut() {
                    hint.text += line;
                    hint.text.push('\n');
                }
            }
        }
    }
    for hint in &mut hints {
        hint.text = hint.text.trim().into();
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_become_hints_and_code_stays_code() {
        let hints =
            parse("# Hints\n\n## Where to look\n\nAt it.\n\n```text\n## not a heading\n```\n## Which idea\nBands.\n");
        assert_eq!(hints.len(), 2);
        assert_eq!(hints[0].title, "Where to look");
        assert_eq!(hints[0].text, "At it.\n\n```text\n## not a heading\n```");
        assert_eq!(hints[1], Hint { title: "Which idea".into(), text: "Bands.".into() });
        assert_eq!(parse("nothing here"), []);
    }
}
