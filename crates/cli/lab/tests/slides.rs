//! Slides of a chapter, as a file.

mod common;

use common::Workbook;
use std::fs;

const CHAPTER: &str = "# Threads\n\n## Two of them\n\n{{#predict two}}\n\nHow fast?\n\n- [ ] The same\n- [x] Twice\n\nEach \
                       does half.\n\n{{#end}}\n\n{{#exercise adder}}\n";

#[test]
fn a_chapter_s_slides_are_one_file() {
    let book = Workbook::new().exercise("adder", "//! Add.\n", "#[test]\nfn no() {}\n");
    book.write("src/threads/threads.md", CHAPTER);
    let ran = book.lab(&["slides", "threads", "-o", "mine/threads.html"]);
    ran.says(0, &["✓ written: mine/threads.html", "Arrow keys"]);
    let page = book.read("mine/threads.html");
    for words in ["<title>Threads</title>", "How fast?", "Each does half.", "cargo lab check adder", "ArrowRight"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches("<section class=\"slide\">").count(), 4, "a title, a question, its answer, an exercise");

    // Both names of a chapter, and a place of their own where none is given.
    book.lab(&["slides", "threads/threads"]).says(0, &["✓ written"]);
    assert_eq!(fs::read_to_string(book.path("target/slides/threads.html")).unwrap(), page);

    book.lab(&["slides", "thread"]).complains(2, &["Did you mean \"threads\"?"]);
    book.lab(&["slides"]).complains(2, &["<CHAPTER>"]);
    book.lab(&["slides", "threads", "-o", "src"]).complains(1, &["can't write"]);
    book.write("src/threads/threads.md", "# Threads\n\n{{#exercise addre}}\n");
    book.lab(&["slides", "threads"]).complains(1, &["slides can't be made", "src/threads/threads.md:3", "adder"]);
}
