//! A report of one reader, and the table of a class, from files as they arrive.

mod common;

use common::Workbook;
use serde_json::{Value, json};
use std::fs;

const RIGHT: &str = "pub fn add(a: i32, b: i32) -> i32 { a + b }\n";
const CHECK: &str = "#[test]\nfn known_sums() { assert_eq!(adder::add(2, 3), 5); }\n";

fn book() -> Workbook {
    Workbook::new().exercise("adder", RIGHT, CHECK).exercise("other", "", "#[test]\nfn no() { panic!() }\n")
}

#[test]
fn a_report_says_what_was_solved_when_and_in_which_time() {
    let book = book();
    book.lab(&["report"]).says(0, &["· to do", "adder", "0 of 2 passed"]).without(&["solved 2", "Ann"]);
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    book.lab(&["hint", "adder"]).says(0, &["Hint 1"]);
    book.lab(&["report", "--name", " Ann "])
        .says(0, &["Threads\n", "✓ passed   adder  solved 20", "its check ran 0.", "1 hint", "Ann: 1 of 2 passed"]);

    let ran = book.lab(&["report", "--name", "Ann", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.says(0, &[]).out).unwrap();
    assert_eq!((&report["report"], &report["student"]), (&1.into(), &"Ann".into()));
    let adder = &report["exercises"][0];
    assert_eq!((&adder["exercise"], &adder["state"], &adder["hints"]), (&"adder".into(), &"passed".into(), &1.into()));
    assert!(adder["solved"].as_str().unwrap() <= report["made"].as_str().unwrap());
    // The check's own run, and not what compiling took.
    assert!(adder["seconds"].as_f64().unwrap() < 10.0);
    assert!(!ran.out.contains("a + b"), "nobody's answer is in it");

    // Whatever the shell makes of what is printed, a file is UTF-8, and whole.
    book.lab(&["report", "--format", "html", "--output", "mine.html"]).says(0, &["✓ written: mine.html"]);
    let page = book.read("mine.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("1 of 2 passed"), "{page}");
    assert!(!page.contains("http:") && !page.contains("https:") && !page.contains(" src="), "it loads nothing");
    book.lab(&["report", "--format", "junit"]).says(0, &["<testsuites name=\"Speedup\" tests=\"2\"", "name=\"adder\""]);

    // What changed since is still said to have been solved.
    book.write("exercises/adder/src/lib.rs", "pub fn add(a: i32, b: i32) -> i32 { b + a }\n");
    book.lab(&["report"]).says(0, &["· to do    adder  solved 20", "0 of 2 passed"]).without(&["its check ran"]);

    book.lab(&["report", "--name", " "]).complains(2, &["--name is empty"]);
    book.lab(&["report", "--format", "pdf"]).complains(2, &["invalid value 'pdf'"]);
    book.lab(&["report", "--output", "src"]).complains(1, &["can't write src"]);
}

#[test]
fn a_class_is_one_table_and_each_file_that_is_none_says_why() {
    let book = book();
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    let report = book.lab(&["report", "--format", "json"]).out;
    let named = book.lab(&["report", "--format", "json", "--name", "<b>Zoë</b>\u{1b}[31m"]).out;
    for student in 1..=30 {
        book.write(&format!("class/student {student:02}.json"), &report);
    }
    book.lab(&["class", "class"]).says(0, &["30 reports read", "student 07        1", "adder       30"]);

    book.write("class/zoe.json", &format!("\u{feff}{named}"));
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(named.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(book.path("class/zoe2.JSON"), wide).unwrap();
    book.write("class/of-all.json", "{\"exercise\":\"adder\",\"title\":\"A\",\"status\":\"failed\"}\n");
    book.write("class/notes.txt", "not looked at");
    book.write("class/half.json", &report[..report.len() / 2]);
    book.write("class/later.json", &report.replacen("\"report\":1", "\"report\":2", 1));
    book.write("class/other.json", "{\"a\": 1}");
    fs::write(book.path("class/latin1.json"), b"{\"report\": 1, \"student\": \"Zo\xeb\"}").unwrap();
    fs::create_dir(book.path("class/folder.json")).unwrap();

    let ran = book.lab(&["class", "class"]);
    let unread = [
        "half.json: it ends in the middle",
        "later.json: it is a report of version 2, and this workbook reads version 1",
        "other.json: it is JSON, and no report",
        "latin1.json: it is not UTF-8",
        "folder.json: it is no file",
    ];
    ran.says(1, &["33 reports read", "<b>Zoë</b> [31m (zoe.json)", "(zoe2.JSON)", "of-all", "adder       32"]);
    ran.says(1, &unread).without(&["\u{1b}", "notes"]);

    let ran = book.lab(&["class", "class", "--format", "json"]);
    let lines: Vec<Value> = ran.says(1, &[]).out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().filter(|line| line["student"].is_string()).count(), 33);
    assert_eq!(lines.iter().filter(|line| line["unread"].is_string()).count(), 5);
    ran.complains(1, &["latin1.json is left out"]);

    book.lab(&["class", "class", "--format", "html", "-o", "class.html"]).says(1, &["✓ written"]);
    let page = book.read("class.html");
    assert!(page.contains("&lt;b&gt;Zoë&lt;/b&gt;") && page.contains("Not read: 5"), "{page}");
    assert!(!page.contains("<b>") && !page.contains("<script"));
}

#[test]
fn a_class_of_nobody_says_what_to_do() {
    let book = book();
    book.lab(&["class", "nowhere"]).complains(2, &["nowhere is no folder"]);
    book.lab(&["class", "src"]).complains(2, &["there are no reports in src", "cargo lab report --format json"]);
    book.write("class/x.json", "");
    book.lab(&["class", "class"]).says(1, &["0 reports read", "x.json: it is empty"]);
}

/// The files of a record on the machine `name`, where two threads take this long.
fn record(book: &Workbook, name: &str, two_threads: f64) {
    let machine = json!({
        "name": name, "cpu": format!("{name} CPU"), "cores": 2, "logical": 2, "threads_per_core": 1, "caches": "",
        "memory": "", "os": "Linux", "rustc": "1.95.0", "date": "2026-11-30", "gpu": "none", "note": "",
    });
    let lines = machine.as_object().unwrap().iter().map(|(field, value)| format!("{field} = {value}\n"));
    book.write(&format!("benches/record/{name}/machine.txt"), &lines.collect::<String>());
    let entry = |name: &str, workers: usize, seconds: f64| {
        let speedup = 0.1 / seconds;
        json!({
            "name": name, "way": name, "workers": workers, "median_s": seconds, "low_s": seconds, "high_s": seconds,
            "speedup": speedup, "speedup_low": speedup, "speedup_high": speedup, "efficiency": null, "unavailable": null,
        })
    };
    let variants = [entry("serial", 1, 0.1), entry("threads", 2, two_threads)];
    let race = json!({ "kernel": "k", "size": 10, "machine": machine, "variants": variants });
    book.write(&format!("benches/record/{name}/k.race.json"), &race.to_string());
}

#[test]
fn a_page_of_one_s_own_says_what_was_predicted_and_measured() {
    let book = book();
    let page = || book.lab(&["report", "--format", "html"]);
    page().says(0, &["0 of 2 passed", "Nothing yet. The first guess", "Nothing yet. <code>cargo lab bench"]);

    book.write("book.toml", "[book]\ntitle = \"Test\"\n[preprocessor.weave]\nreference = \"box\"\n");
    record(&book, "box", 0.05);
    book.write(
        "src/threads/threads.md",
        "# Threads\n\n{{#predict two-threads}}\nHow *much* faster are two?\n\n- [ ] The same {{#where k serial/1 ≈ threads/2}}\n\
         - [x] Twice, or\n  nearly {{#where k serial/1 > threads/2 by 1.5}}\n\nEach does a half.\n{{#end}}\n\n{{#predict other}}\n\
         Which?\n\n- [ ] This\n- [x] That\n\nSo.\n{{#end}}\n",
    );
    book.write(
        ".lab/progress.json",
        "{\"version\":1,\"exercises\":{},\"predictions\":{\"two-threads\":0,\"other\":7}}",
    );
    // There is no seventh choice any more.
    let guessed = page();
    guessed.says(0, &["0 of 1 first guesses", "<em>much</em>", "The same <span class=\"said soft\">your guess<"]);
    guessed
        .says(0, &["nearly <span class=\"said passed\">✓ right<", "Nothing yet. <code>cargo lab bench"])
        .without(&["Which?"]);

    // On this machine two threads are no faster, and the guess was right.
    record(&book, "yours", 0.1);
    let measured = page();
    measured.says(
        0,
        &["1 of 1 first guesses", "✓ your guess, right by your own measurements", "right on the book’s machine"],
    );
    measured.says(0, &["class=\"scoreboard\"", "2.00×", "<th>yours</th>", "yours CPU", "box CPU"]).without(&["⟦"]);
    assert!(!measured.out.contains(" src=") && !measured.out.contains("url("), "it loads nothing");
    book.lab(&["report", "--format", "json"]).says(0, &["adder"]).without(&["two-threads", "yours CPU"]);
}
