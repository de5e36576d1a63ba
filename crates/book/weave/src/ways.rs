//! The colours of the ways of working and of other lines, as a style sheet made from the tables that have them.

use std::fmt::Write;
use variant::Way;

/// What `theme/ways.css` holds: `--way-threads` and its like, and `--way` on everything that has a `data-way`.
pub fn css() -> String {
    let mut css = String::from(
        "/* Made from variant::Way and plot::LINES: cargo run -p weave -- ways > theme/ways.css */\n\n:root {\n",
    );
    let mut line = |text: String| writeln!(css, "{text}").expect("a string takes what is written");
    for way in Way::looks() {
        line(format!("    --way-{}: light-dark({}, {});", way.shade(), way.light(), way.dark()));
    }
    for (i, (light, dark)) in plot::LINES.iter().enumerate() {
        line(format!("    --line-{}: light-dark({light}, {dark});", i + 1));
    }
    line("}\n".into());
    for way in Way::looks() {
        line(format!("[data-way=\"{0}\"] {{ --way: var(--way-{0}); }}", way.shade()));
    }
    css
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_committed_style_sheet_is_the_tables() {
        let file = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../../theme/ways.css");
        let committed = std::fs::read_to_string(file).unwrap().replace("\r\n", "\n");
        assert_eq!(committed, super::css(), "theme/ways.css is stale: cargo run -p weave -- ways > theme/ways.css");
    }
}
