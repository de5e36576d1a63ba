//! Listings that a page runs: what they print, what ends them, and that the workbook's own files stay as they are.

#![cfg(target_os = "linux")]

mod common;

use common::{
    Workbook,
    server::{Server, processes, values},
};
use serde_json::{Value, json};
use std::{
    fs,
    time::{Duration, Instant},
};

const OWN: &str = "/// What is greeted.\npub fn whom() -> &'static str {\n    \"places\"\n}\n";

/// A workbook with a listing that an example shows, one that the compiler refuses, and a kernel whose race is played.
fn workbook() -> Workbook {
    let book = Workbook::new();
    let package = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}")
    };
    for (folder, name, more) in [
        ("crates/r/steps", "steps", ""),
        ("crates/r/refused", "refused", ""),
        ("crates/r/sums", "sums", "[package.metadata.lab]\nkernel = true\n"),
        ("benches", "benches", "[[bin]]\nname = \"race\"\npath = \"race.rs\"\n"),
    ] {
        book.write(&format!("{folder}/Cargo.toml"), &package(name, more));
        book.member(folder);
    }
    book.write("crates/r/steps/src/lib.rs", "pub mod hello;\n");
    book.write("crates/r/steps/src/hello.rs", OWN);
    book.write(
        "crates/r/steps/examples/hello.rs",
        "fn main() {\n    println!(\"hello × {}\", steps::hello::whom());\n    eprintln!(\"and that is all\");\n}\n",
    );
    book.write("crates/r/refused/src/lib.rs", "");
    book.write(
        "crates/r/refused/cases/moved.rs",
        "fn main() {\n    let a = vec![1];\n    drop(a);\n    println!(\"{a:?}\");\n}\n",
    );
    book.write(
        "crates/r/sums/src/lib.rs",
        "pub const VARIANTS: &[&str] = &[\n    // Variant::new(\"serial\", Way::Serial)\n    // Variant::new(\"threads\", \
         Way::Threads)\n];\n",
    );
    book.write(
        "benches/race.rs",
        "fn main() {\n    let all: Vec<_> = std::env::args().skip(1).collect();\n    println!(\"{{\\\"raced\\\":\\\"{}\\\"}}\", \
         all.join(\" \"));\n}\n",
    );
    // Its race is a program of no package but its own.
    book.write("Cargo.lock", "version = 4\n");
    book
}

fn run(server: &Server, listing: &str, text: Option<&str>) -> (String, Value) {
    told(values(server.post("run", &json!({ "listing": listing, "text": text }))).collect())
}

/// All that was printed, and the last word.
fn told(news: Vec<Value>) -> (String, Value) {
    let printed = news.iter().filter_map(|news| news["out"].as_str()).collect();
    (printed, news.last().expect("a run has a last word").clone())
}

#[test]
fn a_listing_runs_and_a_changed_copy_of_it_and_the_file_stays() {
    let book = workbook();
    let server = Server::start(&book, &["--port", "0"]);
    let (printed, last) = run(&server, "steps/hello", None);
    assert_eq!((printed.as_str(), &last), ("hello × places\nand that is all\n", &json!({ "ended": true })));
    let changed = OWN.replace("places", "<b>reader\\u{1b}");
    let (printed, last) = run(&server, "steps/hello", Some(&changed));
    assert_eq!((printed.as_str(), &last), ("hello × <b>reader\u{1b}\nand that is all\n", &json!({ "ended": true })));
    assert_eq!(book.read("crates/r/steps/src/hello.rs"), OWN);
    // Back again, and as it was.
    assert!(run(&server, "steps/hello", None).0.contains("places"));

    // What doesn't compile is told in the compiler's words, by the place in the copy.
    let (printed, last) = run(&server, "steps/hello", Some("pub fn whom() -> &'static str {\n    7\n}\n"));
    let error = last["error"].as_str().unwrap();
    assert!(printed.is_empty() && error.contains("src/hello.rs:2:5") && error.contains("mismatched types"), "{error}");
    assert!(!error.contains("Compiling"), "{error}");
    let (_, last) = run(&server, "refused/moved", None);
    assert!(last["error"].as_str().unwrap().contains("borrow of moved value"), "{last}");
    let mended = "fn main() {\n    println!(\"{:?}\", vec![1]);\n}\n";
    assert_eq!(run(&server, "refused/moved", Some(mended)).0, "[1]\n");

    // A program that fails.
    for (text, why) in [
        ("fn main() {\n    panic!(\"on purpose\")\n}\n", "exit code 101"),
        ("fn main() {\n    std::process::exit(7)\n}\n", "exit code 7"),
        ("fn main() {\n    std::process::abort()\n}\n", "SIGABRT"),
    ] {
        let (printed, last) = run(&server, "refused/moved", Some(text));
        assert!(last["error"].as_str().unwrap().contains(why), "{last}");
        assert!(!text.contains("panic") || printed.contains("on purpose"), "{printed}");
    }
}

#[test]
fn what_never_ends_is_ended_and_leaves_nothing() {
    let book = workbook();
    let server = Server::start(&book, &["--port", "0"]);
    // It is built first, so that what follows is quick.
    let (_, last) =
        run(&server, "refused/moved", Some("fn main() {\n    loop {\n        println!(\"once more\");\n    }\n}\n"));
    assert_eq!(last["stopped"], "it was ended because it printed more than a megabyte");

    let word = "7272.1";
    let children = format!(
        "fn main() {{\n    let sh = |script: &str| std::process::Command::new(\"sh\").args([\"-c\", script]).spawn().unwrap();\n    \
         sh(\"sleep {word}\");\n    sh(\"setsid sh -c 'sleep {word} & exit' & exit\").wait().unwrap();\n    println!(\"they run\");\n    \
         loop {{ std::thread::sleep(std::time::Duration::from_secs(1)) }}\n}}\n"
    );
    let mut news = values(server.post("run", &json!({ "listing": "refused/moved", "text": children })));
    assert!(news.any(|news| news["out"] == "they run\n"), "it is told as it comes");
    assert!(processes(word) > 0);
    let ended = values(server.post("stop", &json!({ "listing": "refused/moved" }))).next().unwrap();
    assert_eq!(ended["cancelled"], 1);
    assert_eq!(news.last().unwrap()["stopped"], "cancelled");
    assert_eq!(processes(word), 0);

    // And with its page.
    let mut page = values(server.post("run", &json!({ "listing": "refused/moved", "text": children })));
    assert!(page.any(|news| news["out"] == "they run\n"));
    drop(page);
    let end = Instant::now() + Duration::from_secs(30);
    // Nothing of the copies is left but what makes the next one quick.
    let left = || {
        let left = fs::read_dir(book.path("target/lab")).unwrap().map(|entry| entry.unwrap().file_name());
        left.filter(|name| !name.to_string_lossy().starts_with("book-")).collect::<Vec<_>>()
    };
    while processes(word) > 0 || left() != ["listings"] {
        assert!(Instant::now() < end, "they outlive their page, or leave {:?}", left());
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_program_has_so_many_seconds() {
    let book = workbook();
    book.write("slow.rs", "fn main() {\n    std::thread::sleep(std::time::Duration::from_secs(60))\n}\n");
    let slow = book.path("slow.rs");
    let start = Instant::now();
    let ran = book.lab(&["listing", "refused/moved", "--seconds", "1", "--text", slow.to_str().unwrap()]);
    assert_eq!(ran.code, Some(121), "{ran:#?}");
    assert!(start.elapsed() < Duration::from_secs(50));
    book.lab(&["listing", "refused/none"]).complains(2, &["there is no listing"]);
}

#[test]
fn a_race_is_the_commands_own() {
    let book = workbook();
    let server = Server::start(&book, &["--port", "0"]);
    let race = json!({ "kernel": "sums", "variants": ["serial", "threads"] });
    let (printed, last) = told(values(server.post("race", &race)).collect());
    assert_eq!(last, json!({ "ended": true }), "{printed}");
    assert_eq!(printed, "{\"raced\":\"sums --live --variants=serial,threads --color=never\"}\n");
}
