//! `lab notebook`: a chapter's cells for Jupyter.

use crate::{
    checkout::Checkout,
    cli, kept,
    outcome::{Outcome, WrongUsage},
    repl::{
        cells::{self, Experiment},
        prelude,
    },
    say,
    style::{GOOD, TYPE, paint},
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{env, fs, io::ErrorKind};
use weave::cells::Part;

/// Writes the notebook.
///
/// # Errors
/// Wrong usage for a chapter that doesn't exist or has no cells; when the file can't be written, or holds what somebody
/// has changed.
pub fn run(checkout: &Checkout, args: &cli::Notebook) -> Result<Outcome> {
    let experiment = cells::of(checkout, &args.chapter)?;
    if experiment.cells().is_empty() {
        return Err(WrongUsage(format!("{} has no cells", experiment.file().display())).into());
    }
    let crates = prelude::crates(checkout, Some(&experiment))?;
    let name = experiment.chapter.name();
    let path = match &args.output {
        // Relative to where the reader stands.
        Some(path) => env::current_dir()?.join(path),
        None => checkout.path(format!("notebooks/{name}.ipynb")),
    };
    let setup = prelude::OPTIMISED.to_owned() + &prelude::loads(checkout, &crates)? + prelude::USES;
    let text = format!("{:#}\n", notebook(&experiment, &setup));
    let shown = checkout.short(&path);
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("can't read {shown}")),
        Ok(old) if old == text.as_bytes() => {}
        Ok(old) if is_unchanged(&old) => {}
        Ok(old) if args.force => {
            let backup = kept::keep(&path, &old)?;
            say!("What was there is kept in {}.", checkout.short(&backup));
        }
        Ok(_) => {
            say!("{shown} has been changed or run since it was written, and stays as it is.");
            say!("  {}", paint(TYPE, format_args!("cargo lab notebook {} --force", args.chapter)));
            say!("writes it anew, and keeps that one as a backup; -o FILE writes another.");
            return Ok(Outcome::NotYet);
        }
    }
    kept::replace(&path, text.as_bytes()).with_context(|| format!("can't write {shown}"))?;
    let cells = match experiment.cells().len() {
        1 => "1 cell".to_owned(),
        n => format!("{n} cells"),
    };
    say!("{} {shown}: {cells}", paint(GOOD, "✓ written"));
    say!(
        "Open it with {}; its kernel is evcxr's, see {}.",
        paint(TYPE, "jupyter lab"),
        paint(TYPE, "cargo lab doctor")
    );
    Ok(Outcome::Done)
}

/// The notebook, in nbformat 4.5.
fn notebook(experiment: &Experiment, setup: &str) -> Value {
    let title = &experiment.chapter.title;
    let head = format!(
        "# {title}\n\nThe experiments of this chapter. Run the first cell first: it compiles the book's crates, for a \
         minute or two, and says nothing meanwhile. The answers below are the book's, until you run a \
         cell.\n\nA cell takes a second or more, whatever it computes: evcxr compiles it first."
    );
    let mut cells = vec![markdown("title", &head), code("setup", setup, &[])];
    for (number, part) in experiment.parts.iter().enumerate() {
        cells.push(match part {
            Part::Prose(text) => markdown(&format!("text-{number}"), text),
            Part::Cell(cell) => code(&format!("cell-{number}"), &cell.code, &cell.answer),
        });
    }
    let digest = digest(&cells);
    json!({
        "cells": cells,
        "metadata": {
            "kernelspec": { "display_name": "Rust", "language": "rust", "name": "rust" },
            "language_info": { "file_extension": ".rs", "mimetype": "text/rust", "name": "Rust" },
            "speedup": { "chapter": experiment.chapter.path, "written": digest },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    })
}

fn markdown(id: &str, text: &str) -> Value {
    json!({ "cell_type": "markdown", "id": id, "metadata": {}, "source": lines(text) })
}

fn code(id: &str, code: &str, answer: &[String]) -> Value {
    let outputs = match answer {
        [] => json!([]),
        _ => {
            let text = crate::repl::plain(&answer.join("\n"));
            json!([{ "output_type": "display_data", "data": { "text/plain": lines(&text) }, "metadata": {} }])
        }
    };
    json!({
        "cell_type": "code",
        "execution_count": null,
        "id": id,
        "metadata": {},
        "outputs": outputs,
        "source": lines(code),
    })
}

/// Text as notebooks keep it: its lines, each with its end.
fn lines(text: &str) -> Vec<&str> {
    text.trim_end().split_inclusive('\n').collect()
}

/// What stands in the cells, outputs and all, as a number.
fn digest(cells: &[Value]) -> String {
    let digest = Sha256::digest(Value::from(cells).to_string());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a notebook is as this command wrote it, perhaps for another version of the chapter.
fn is_unchanged(text: &[u8]) -> bool {
    let Ok(notebook) = serde_json::from_slice::<Value>(text) else { return false };
    let cells = notebook["cells"].as_array().map(|cells| digest(cells));
    cells.is_some() && cells.as_deref() == notebook["metadata"]["speedup"]["written"].as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapters::Chapter;
    use serde::Deserialize;
    use std::{
        collections::{BTreeMap, BTreeSet},
        process::{Command, Stdio},
    };

    /// nbformat 4.5, as its schema says, for the parts that are written here. No other field is allowed anywhere.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Notebook {
        cells: Vec<Cell>,
        metadata: BTreeMap<String, Value>,
        nbformat: u8,
        nbformat_minor: u8,
    }

    #[derive(Deserialize)]
    #[serde(tag = "cell_type", rename_all = "lowercase", deny_unknown_fields)]
    enum Cell {
        Markdown {
            id: String,
            source: Vec<String>,
            #[allow(dead_code, reason = "its presence is what the format asks for")]
            metadata: BTreeMap<String, Value>,
        },
        Code {
            id: String,
            source: Vec<String>,
            #[allow(dead_code, reason = "its presence is what the format asks for")]
            metadata: BTreeMap<String, Value>,
            execution_count: Option<u64>,
            outputs: Vec<Output>,
        },
    }

    #[derive(Deserialize)]
    #[serde(tag = "output_type", rename_all = "snake_case", deny_unknown_fields)]
    enum Output {
        DisplayData {
            data: BTreeMap<String, Vec<String>>,
            #[allow(dead_code, reason = "its presence is what the format asks for")]
            metadata: BTreeMap<String, Value>,
        },
    }

    fn experiment() -> Experiment {
        let text = "{{#cells}}\n\nAdd *two*.\n\n```rust cell\nlet x = 1;\n\nx + 1\n```\n\n\
                    ```text answer\n~2 ms\n3\n```\n\n```rust cell\n\"{{#x}}\"\n```\n\n{{#end}}\n";
        let chapter = Chapter { path: "threads/threads".into(), title: "Threads".into() };
        Experiment { chapter, text: text.into(), parts: weave::cells::parts(text) }
    }

    #[test]
    fn a_notebook_is_what_the_format_says() {
        let text = notebook(&experiment(), ":opt 3\nuse a::b;\n").to_string();
        let notebook: Notebook = serde_json::from_str(&text).unwrap();
        assert_eq!((notebook.nbformat, notebook.nbformat_minor), (4, 5));
        assert_eq!(notebook.metadata["kernelspec"]["name"], "rust");
        let mut ids = BTreeSet::new();
        let mut sources = Vec::new();
        for cell in &notebook.cells {
            let (Cell::Markdown { id, source, .. } | Cell::Code { id, source, .. }) = cell;
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            assert!((1..=64).contains(&id.len()) && id.chars().all(fits), "{id}");
            assert!(ids.insert(id.clone()), "{id} stands there twice");
            sources.push(source.concat());
            assert!(source.iter().rev().skip(1).all(|line| line.ends_with('\n')), "{source:?}");
        }
        assert_eq!(sources[1..], [":opt 3\nuse a::b;", "Add *two*.", "let x = 1;\n\nx + 1", "\"{{#x}}\""]);
        let Cell::Code { execution_count: None, outputs, .. } = &notebook.cells[3] else { panic!("a cell of code") };
        let [Output::DisplayData { data, .. }] = outputs.as_slice() else { panic!("one answer") };
        assert_eq!(data["text/plain"], ["2 ms\n", "3"]);
    }

    /// Where Python's own reader of the format is there, it agrees.
    #[test]
    fn jupyters_own_library_takes_it() {
        let python = |script: &str| {
            let mut python = Command::new("python3");
            python.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
            python.spawn().ok()
        };
        let there = python("import nbformat").and_then(|child| child.wait_with_output().ok());
        if !there.is_some_and(|output| output.status.success()) {
            println!("SKIPPED: Python has no nbformat");
            return;
        }
        let script = "import sys, nbformat; nbformat.validate(nbformat.read(sys.stdin, as_version=4))";
        let mut child = python(script).unwrap();
        let text = notebook(&experiment(), ":opt 3\n").to_string();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    #[test]
    fn what_a_reader_did_with_it_is_seen() {
        let text = notebook(&experiment(), ":opt 3\n");
        assert!(is_unchanged(format!("{text:#}\n").as_bytes()));
        assert!(is_unchanged(text.to_string().as_bytes()), "laid out otherwise");
        let changed = |change: fn(&mut Value)| {
            let mut text = text.clone();
            change(&mut text);
            !is_unchanged(text.to_string().as_bytes())
        };
        assert!(changed(|notebook| notebook["cells"][3]["source"][0] = "let x = 2;\n".into()));
        assert!(changed(|notebook| notebook["cells"][3]["outputs"] = json!([])), "run");
        assert!(changed(|notebook| notebook["cells"].as_array_mut().unwrap().truncate(2)));
        assert!(changed(|notebook| notebook["metadata"]["speedup"] = Value::Null), "another's");
        assert!(!is_unchanged(b"{") && !is_unchanged(b"{}"));
    }
}
