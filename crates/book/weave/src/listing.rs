//! Code on a page: a file under its tab.

use crate::{
    house::slashes,
    html::{escape, fenced},
    mark,
    reflow::reflow,
    runs::Runs,
    target::Target,
};
use similar::{ChangeTag, TextDiff};
use std::{fmt::Write, path::Path};
use variant::Way;

/// A file, or a part of one, in a fence under a tab. Its comments are as wide as a page has room for.
pub fn listing(target: &Target, language: &str) -> String {
    let tab = tab(&target.file, target.anchor.as_deref(), target.way);
    figure("listing", target.way, target.runs.as_ref(), &tab, &fence(&reflow(&target.text), language))
}

/// What changes from one file to another, line by line, three unchanged lines around each change.
///
/// # Errors
/// When nothing changes.
pub fn diff(old: &Target, new: &Target) -> Result<String, String> {
    let (before, after) = (reflow(&old.text), reflow(&new.text));
    let diff = TextDiff::from_lines(&before, &after);
    let groups = diff.grouped_ops(3);
    if groups.is_empty() {
        return Err("the two files are the same".into());
    }
    let mut code = String::new();
    for (i, group) in groups.iter().enumerate() {
        if i > 0 {
            code.push_str("  ⋮\n");
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = escape(change.value().trim_end_matches('\n'));
            let line = match change.tag() {
                ChangeTag::Equal => format!("  {line}"),
                ChangeTag::Delete => format!("<del>- {line}</del>"),
                ChangeTag::Insert => format!("<ins>+ {line}</ins>"),
            };
            writeln!(code, "{}", line.trim_end()).expect("a string takes what is written");
        }
    }
    let tab = format!(
        "{} <span class=\"to\">to</span> {}",
        tab(&old.file, old.anchor.as_deref(), old.way),
        tab(&new.file, new.anchor.as_deref(), new.way)
    );
    // A `pre` holds blank lines without ending the block, and HTML holds the marks.
    let code = format!("<pre class=\"diff\"><code class=\"language-rust\">{code}</code></pre>");
    Ok(figure("listing diff", new.way, new.runs.as_ref(), &tab, &code))
}

/// A figure with a caption above its content, in the colour of its way of working; below it, what can be done with it.
pub fn figure(class: &str, way: Option<Way>, runs: Option<&Runs>, caption: &str, content: &str) -> String {
    let way = way.map(|way| format!(" data-way=\"{}\"", way.shade())).unwrap_or_default();
    let attributes = runs.map(Runs::attributes).unwrap_or_default();
    let by_hand = runs.map(|runs| format!("{}\n\n", runs.by_hand())).unwrap_or_default();
    format!(
        "<figure class=\"{class}\"{way}{attributes}>\n<figcaption>{caption}</figcaption>\n\n{content}\n\n{by_hand}</figure>"
    )
}

/// A fence that the code in it can't close.
pub fn fence(code: &str, language: &str) -> String {
    let longest = code.lines().map(|line| line.trim_start().bytes().take_while(|&b| b == b'`').count()).max();
    let ticks = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    let code: Vec<_> = code.lines().map(fenced).collect();
    format!("{ticks}{language}\n{}\n{ticks}", code.join("\n"))
}

/// A file's path for a tab: the mark of its way of working, the folder small, the name large, the anchor behind it.
pub fn tab(file: &Path, anchor: Option<&str>, way: Option<Way>) -> String {
    let path = slashes(file);
    let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |(folder, name)| (folder, name));
    let mark = way.map(|way| mark::svg(way) + " ").unwrap_or_default();
    let anchor = anchor.map(|anchor| format!(" <span class=\"part\">{}</span>", escape(anchor))).unwrap_or_default();
    // A line break may come after the folder, and nowhere else.
    format!("{mark}<span class=\"folder\">{}/</span><wbr><b>{}</b>{anchor}", escape(folder), escape(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(file: &str, text: &str) -> Target {
        Target { file: file.into(), anchor: None, text: text.into(), way: None, runs: None }
    }

    #[test]
    fn a_listing_has_the_colour_of_its_way() {
        let rayon = Target { way: Some(Way::Rayon), ..target("crates/k/src/simd_rayon.rs", "let s = \"{{#x}}\";") };
        let listing = listing(&rayon, "rust");
        assert!(listing.starts_with("<figure class=\"listing\" data-way=\"rayon\">\n<figcaption><svg"));
        assert!(listing.contains(
            "<span class=\"folder\">crates/k/src/</span><wbr><b>simd_rayon.rs</b></figcaption>\n\n```rust\n"
        ));
        assert!(listing.contains("\nlet s = \"\\{{#x}}\";\n```\n\n</figure>"));
        assert!(super::listing(&target("crates/k/src/lib.rs", "x"), "rust").starts_with("<figure class=\"listing\">"));
    }

    #[test]
    fn a_fence_is_longer_than_any_in_it() {
        assert_eq!(fence("//! ````\nx", "rust"), "```rust\n//! ````\nx\n```");
        assert_eq!(fence("  ````\nx", "text"), "`````text\n  ````\nx\n`````");
    }

    #[test]
    fn a_diff_marks_lines_by_sign_and_by_element() {
        let (old, new) = (target("crates/k/src/serial.rs", "a\nb < c\n"), target("crates/k/src/threads.rs", "a\nd\n"));
        let new = Target { way: Some(Way::Threads), ..new };
        let woven = diff(&old, &new).unwrap();
        assert!(
            woven.contains("<code class=\"language-rust\">  a\n<del>- b &lt; c</del>\n<ins>+ d</ins>\n</code>"),
            "{woven}"
        );
        assert!(woven.starts_with("<figure class=\"listing diff\" data-way=\"threads\">"));
        assert_eq!(diff(&old, &old).unwrap_err(), "the two files are the same");
    }
}
