//! An exercise's box, made from its crate: task, command, hints and solution.

use crate::{
    anchors,
    args::did_you_mean,
    house::{House, slashes},
    html,
    listing::{fence, listing},
    litter::is_litter,
    target::Target,
};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// `[package.metadata.lab]` in an exercise's `Cargo.toml`.
#[derive(Debug, Deserialize)]
pub struct About {
    /// The chapter it belongs to, without `.md`.
    pub chapter: String,
    /// Its title.
    pub title: String,
    /// About how long it takes.
    pub minutes: u32,
    /// `easy`, `medium` or `hard`.
    pub level: String,
    /// What its check needs besides a computer, such as `gpu`.
    #[serde(default)]
    pub needs: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    lab: About,
}

/// What an exercise says about itself.
///
/// # Errors
/// When there is no such exercise, or its `Cargo.toml` lacks what the box needs.
pub fn about(house: &House, slug: &str) -> Result<About, String> {
    let slugs = house.exercises();
    if !slugs.iter().any(|known| known == slug) {
        let hint = did_you_mean(slug, slugs.iter().map(String::as_str));
        return Err(format!("there is no exercise \"{slug}\"{hint}"));
    }
    let text = read(house, &format!("exercises/{slug}/Cargo.toml"))?;
    let manifest: Manifest = toml::from_str(&text)
        .map_err(|e| format!("exercises/{slug}/Cargo.toml, [package.metadata.lab]: {}", e.message().trim()))?;
    Ok(manifest.package.metadata.lab)
}

/// The box.
///
/// # Errors
/// When any part of the exercise is missing, or it belongs to another chapter than `chapter`.
pub fn exercise(house: &House, slug: &str, chapter: &str) -> Result<String, String> {
    let about = about(house, slug)?;
    if about.chapter != chapter {
        return Err(format!("the exercise \"{slug}\" belongs to the chapter {}, says its Cargo.toml", about.chapter));
    }
    let stub = stub(house, slug)?;
    let task = task(&read(house, &slashes(&stub[0]))?).unwrap_or_else(|| {
        // A reader may write over it; the book must not fall down for that.
        format!(
            "The task stood at the top of the file. `cargo lab reset {slug}` brings it back, and keeps a copy of yours."
        )
    });
    let hints = hints(&read(house, &format!("exercises/{slug}/hints.md"))?)?;
    let notes = if withheld(house, slug) {
        "Whoever gave you this workbook has kept the answer back. `cargo lab check` judges yours without it.".into()
    } else {
        read(house, &format!("exercises/solutions/{slug}/notes.md"))?
    };

    let mut parts = vec![
        // Where the book is served by `lab`, a script finds these two, and puts an editor in.
        format!("<section class=\"box exercise\" data-exercise=\"{slug}\">\n<p class=\"box-name\">Exercise</p>"),
        format!("### {} {{#exercise-{slug}}}", html::markdown(&about.title)),
        format!("<p class=\"about\">{}</p>", about.line()),
        task,
        shown(house, slug, &stub)?,
        "<div class=\"by-command\">".into(),
        format!("Write in {}, then run:", files(house, slug)),
        fence(&format!("cargo lab check {slug}"), "console"),
        "</div>".into(),
    ];
    let mut answers = Vec::new();
    for (i, (title, text)) in hints.iter().enumerate() {
        answers.push(format!("<details class=\"hint\">\n<summary>Hint {}: {}</summary>", i + 1, html::escape(title)));
        answers.push(text.clone());
        answers.push("</details>".into());
    }
    answers.push("<details class=\"solution\">\n<summary>A solution</summary>".into());
    answers.extend(solution(house, slug)?);
    answers.push(markdown(notes.trim()));
    answers.push("</details>".into());
    parts.push(html::unsearched(&answers.join("\n\n")));
    parts.push("</section>".into());
    Ok(parts.join("\n\n"))
}

impl About {
    fn line(&self) -> String {
        let minutes = if self.minutes == 1 { "1 minute".into() } else { format!("{} minutes", self.minutes) };
        let needs = self.needs.iter().map(|need| match need.as_str() {
            "gpu" => " · needs a GPU, or the driver that imitates one".to_owned(),
            "cc" => " · needs a C compiler".to_owned(),
            "cubecl" => " · needs CubeCL, which the first check compiles".to_owned(),
            "wasm" => " · needs Rust's target for WebAssembly".to_owned(),
            other => format!(" · needs {}", html::escape(other)),
        });
        format!("{minutes} · {}{}", html::escape(&self.level), needs.collect::<String>())
    }
}

fn read(house: &House, path: &str) -> Result<std::rc::Rc<str>, String> {
    house.text(Path::new(path)).ok_or_else(|| format!("there is no text file {path}"))
}

/// The files of the exercise that a reader may have to write in: `lib.rs` first, then as it names them.
fn sources(house: &House, folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(house.at(Path::new(folder))).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut files: Vec<_> = files.map(|entry| Path::new(folder).join(entry.file_name())).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "rs" || kind == "wgsl"));
    files.retain(|file| !file.file_name().is_some_and(is_litter));
    let named = house.text(&Path::new(folder).join("lib.rs")).unwrap_or_default();
    let place = |file: &Path| named.find(&format!("\"{}\"", file.file_name()?.to_str()?));
    files.sort_by_key(|file| (!file.ends_with("lib.rs"), place(file).unwrap_or(usize::MAX), file.clone()));
    files
}

fn files(house: &House, slug: &str) -> String {
    let folder = format!("exercises/{slug}/src");
    let names = sources(house, &folder).into_iter().filter_map(|file| Some(file.file_name()?.to_str()?.to_owned()));
    let names: Vec<_> = names.map(|name| format!("`{folder}/{name}`")).collect();
    names.join(" and ")
}

/// Whether the answer isn't here: a teacher may hand out the workbook without it.
fn withheld(house: &House, slug: &str) -> bool {
    !house.at(&Path::new("exercises/solutions").join(slug)).is_dir()
}

/// The answer; nothing where it is withheld.
fn solution(house: &House, slug: &str) -> Result<Vec<String>, String> {
    if withheld(house, slug) {
        return Ok(Vec::new());
    }
    let folder = format!("exercises/solutions/{slug}/src");
    let files = sources(house, &folder);
    if files.is_empty() {
        return Err(format!("there is no solution in {folder}"));
    }
    let show = |file: &PathBuf| {
        let target = Target::read(house, Path::new(""), &slashes(file))?;
        Ok(listing(&target, language(file)))
    };
    files.iter().map(show).collect()
}

/// The stub's files, `lib.rs` first: the originals where they are kept, as a reader writes over the others.
fn stub(house: &House, slug: &str) -> Result<Vec<PathBuf>, String> {
    let folders = [format!("exercises/originals/{slug}/src"), format!("exercises/{slug}/src")];
    let found = folders.iter().map(|folder| sources(house, folder)).find(|files| !files.is_empty());
    found.ok_or_else(|| format!("there is no stub in exercises/{slug}/src"))
}

/// The stub's code, folded, under the names that its files have in the exercise. Its first comment is the task, which
/// stands above.
fn shown(house: &House, slug: &str, stub: &[PathBuf]) -> Result<String, String> {
    let mut parts = vec!["<details class=\"stub\">\n<summary>The stub</summary>".to_owned()];
    for path in stub {
        let text = anchors::whole(&read(house, &slashes(path))?);
        let code: Vec<_> = text.lines().skip_while(|line| line.starts_with("//!")).collect();
        let text = code.join("\n").trim_matches('\n').to_owned();
        if !text.is_empty() {
            let name = path.file_name().unwrap_or_default();
            let file = Path::new("exercises").join(slug).join("src").join(name);
            parts.push(listing(&Target { file, anchor: None, text, way: None, runs: None }, language(path)));
        }
    }
    parts.push("</details>".into());
    Ok(parts.join("\n\n"))
}

fn language(file: &Path) -> &'static str {
    if file.extension().is_some_and(|kind| kind == "wgsl") { "wgsl" } else { "rust" }
}

/// The task: the comment at the top of the stub, made from Rust's documentation into the book's Markdown.
pub fn task(stub: &str) -> Option<String> {
    let comment: Vec<_> = stub.lines().map_while(|line| line.strip_prefix("//!")).collect();
    let comment: Vec<_> = comment.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let text = markdown(&comment.join("\n"));
    (!text.trim().is_empty()).then_some(text)
}

/// Rust's documentation as the book's Markdown: a fence without a language holds Rust, a heading would break into the
/// page's own, and links into the code lead nowhere here.
fn markdown(doc: &str) -> String {
    let mut fenced = false;
    let lines = doc.lines().map(|line| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return if fenced && line.trim() == "```" { line.replace("```", "```rust") } else { line.into() };
        }
        match line.trim_start_matches('#') {
            _ if fenced => line.into(),
            title if line.starts_with('#') && title.starts_with(' ') => format!("**{}**", title.trim()),
            _ => without_code_links(line),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// [`Type`] as `Type`, unless a target stands behind it, or it begins the line that gives the target.
fn without_code_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, from)) = rest.split_once("[`") {
        out.push_str(before);
        let begins = out.trim().is_empty();
        let has_target = |after: &str| after.starts_with(['(', '[']) || begins && after.starts_with(':');
        match from.split_once("`]") {
            Some((code, after)) if !has_target(after) => {
                out += &format!("`{code}`");
                rest = after;
            }
            _ => {
                out.push_str("[`");
                rest = from;
            }
        }
    }
    out + rest
}

/// The three hints: title and text.
fn hints(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut hints: Vec<(String, String)> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        match (line.strip_prefix("## "), hints.last_mut()) {
            (Some(title), _) if !fenced => hints.push((title.trim().into(), String::new())),
            (_, Some((_, text))) => *text += &format!("{line}\n"),
            (_, None) => {}
        }
    }
    match hints.len() {
        3 => Ok(hints.into_iter().map(|(title, text)| (title, markdown(text.trim()))).collect()),
        n => Err(format!(
            "hints.md has {n} sections that start with ##; it takes three: where to look, which idea, which call"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_task_is_the_stubs_first_comment() {
        let stub = "//! Write [`f`]: split a [`Range`] by [`hand`](x).\n//!\n//! # Example\n//!\n//! ```\n//! # use a;\n//! f();\n//! ```\n\n//! no\n";
        let expected = "Write `f`: split a `Range` by [`hand`](x).\n\n**Example**\n\n```rust\n# use a;\nf();\n```";
        assert_eq!(task(stub).unwrap(), expected);
        assert_eq!(task("fn f() {}"), None);
    }

    /// A ladder's rungs stand in the order in which they are climbed.
    #[test]
    fn files_stand_as_the_stub_names_them() {
        let house = House::new(&workbook::of_package().unwrap(), Path::new("src"), None);
        let names = |slug: &str| {
            let files = stub(&house, slug).unwrap().into_iter();
            files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("gpu_ladder"), ["lib", "map", "zip", "table", "window", "dot", "tile"]);
        assert_eq!(names("gpu_puzzles"), ["lib", "stride", "gather", "append", "rows", "softmax", "scores"]);
    }

    #[test]
    fn there_are_three_hints() {
        let three = "## a\nA\n```text\n## no\n```\n## b\nB\n## c\nC\n";
        assert_eq!(hints(three).unwrap()[0], ("a".into(), "A\n```text\n## no\n```".into()));
        assert!(hints("## a\nA\n").unwrap_err().contains("has 1 sections"));
    }
}
