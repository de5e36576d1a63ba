//! The program that plain `mdbook build` calls does what the library does.

mod small;

use mdbook_preprocessor::{
    PreprocessorContext,
    book::{Book, BookItem, Chapter},
    config::Config,
};
use small::Small;
use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

fn run(args: &[&str], input: &str) -> Output {
    let weave = Command::new(std::env::var_os("CARGO_BIN_EXE_weave").unwrap())
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut weave = weave.unwrap();
    weave.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    weave.wait_with_output().unwrap()
}

/// What mdBook sends for a book of one chapter.
fn sent(small: &Small, text: &str) -> String {
    let mut config = Config::default();
    config.set("preprocessor.weave.reference", "box").unwrap();
    let ctx = PreprocessorContext::new(small.root().into(), config, "html".into());
    let chapter = Chapter::new("A", text.into(), "one/a.md", vec![]);
    serde_json::to_string(&(ctx, Book::new_with_items(vec![BookItem::Chapter(chapter)]))).unwrap()
}

#[test]
fn the_same_book_comes_out() {
    let small = Small::new();
    let text = "It takes {{#time k threads/2}}.\n\n{{#exercise wedges}}\n\n{{#scoreboard k}}\n";
    let out = run(&[], &sent(&small, text));
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let woven: Book = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(woven.chapters().next().unwrap().content, small.page(text).unwrap());
}

#[test]
fn problems_go_to_stderr_and_nothing_comes_out() {
    let small = Small::new();
    let out = run(&[], &sent(&small, "{{#nonsense}}\n"));
    assert_eq!((out.status.code(), out.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8_lossy(&out.stderr).contains("src/one/a.md:1: there is no directive {{#nonsense}}"));
}

#[test]
fn it_weaves_for_every_renderer_and_refuses_wrong_usage() {
    assert_eq!(run(&["supports", "html"], "").status.code(), Some(0));
    assert_eq!(run(&["nonsense"], "").status.code(), Some(2));
}
