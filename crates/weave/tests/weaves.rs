//! What weave makes of each directive.

mod small;

use small::Small;

fn page(text: &str) -> String {
    Small::new().page(text).unwrap()
}

#[track_caller]
fn holds(woven: &str, parts: &[&str]) {
    for part in parts {
        assert!(woven.contains(part), "expected {part:?} in:\n{woven}");
    }
}

#[test]
fn a_listing_stands_under_its_tab_wherever_it_is_indented() {
    let woven = page("1. a step\n\n   ```rust\n   {{#include ../../crates/k/src/threads.rs}}\n   ```\n");
    holds(
        &woven,
        &[
            "   <figure class=\"listing\" data-way=\"threads\">",
            "<b>threads.rs</b>",
            "\n   ```rust\n   fn f() {\n       many();\n   }\n   ```\n",
        ],
    );
}

#[test]
fn other_languages_are_typed_or_included() {
    holds(&page("```console\n$ cargo run\n```\n"), &["```console\n$ cargo run\n```"]);
    holds(&page("```wgsl\nfn a() {}\n```\n"), &["```wgsl\nfn a() {}"]);
    holds(&page("```wgsl\n{{#include ../../crates/k/src/k.wgsl}}\n```\n"), &["<b>k.wgsl</b>", "```wgsl\nfn main() {}"]);
    holds(&page("```text\nbefore\n{{#include said.txt}}\n```\n"), &["```text\nbefore\ntyped and shown\n```"]);
    holds(&page("```text\n\\{{#time a b}}\n```\n"), &["```text\n\\{{#time a b}}\n```"]);
}

#[test]
fn a_diff_a_misfit_and_a_picture() {
    let woven = page("{{#diff ../../crates/k/src/serial.rs ../../crates/k/src/threads.rs}}\n");
    holds(&woven, &["<del>-     one();</del>\n<ins>+     many();</ins>"]);
    let woven = page("{{#misfit rc}}\n");
    holds(
        &woven,
        &["does not compile", "```rust\nfn main() { no() }\n```", "rustc 1.2.3 says", "cannot find `no` &lt;here&gt;"],
    );
    let woven = page("{{#picture ../assets/a.svg}}\n\nSee *that*.\n\n{{#end}}\n");
    holds(
        &woven,
        &[
            "<figure class=\"picture\">\n<div class=\"scroll\"><svg viewBox=\"0 0 1 1\">\n<title>A dot</title></svg></div>\n<figcaption>\n",
            "See *that*.",
            "</figcaption>\n</figure>",
        ],
    );
}

#[test]
fn an_exercise_is_made_from_its_crate() {
    let woven = page("{{#exercise wedges}}\n");
    holds(
        &woven,
        &[
            "### A \\*wedge\\* each {#exercise-wedges}",
            "20 minutes · easy · needs a GPU",
            "\nSplit a `Range`.\n",
            "`exercises/wedges/src/lib.rs`",
            "```console\ncargo lab check wedges\n```",
            "<summary>Hint 3: How</summary>\n\nSo.\n",
            "<summary>A solution</summary>",
            "pub fn wedges() { solved() }",
            "Notice this.",
        ],
    );
}

#[test]
fn an_exercise_whose_task_the_reader_deleted_still_has_a_box() {
    let small = Small::new();
    small.write("exercises/wedges/src/lib.rs", "pub fn wedges() {}\n");
    holds(&small.page("{{#exercise wedges}}\n").unwrap(), &["`cargo lab reset wedges` brings it back"]);
}

#[test]
fn numbers_carry_where_they_come_from() {
    let woven = page(
        "{{#time k threads/2}} {{#ratio k serial/1 threads/2}} {{#efficiency k threads/2}} {{#fact thread_spawn}} {{#machine}}\n",
    );
    holds(
        &woven,
        &[
            ">52.0&nbsp;ms</data>",
            "title=\"50.0 ms to 53.0 ms (95 %); A CPU, 2 cores, Linux, rustc 1.95.0, 2026-11-22; cargo lab race k\"",
            ">1.92×</data>",
            ">96.0&nbsp;%</data>",
            ">11.2&nbsp;µs</data>",
            "; cargo bench\"",
            "<span class=\"machine\" title=\"A CPU, 2 cores, Linux, rustc 1.95.0, 2026-11-22\">a machine with 2 cores (A CPU)</span>",
        ],
    );
}

#[test]
fn efficiency_compares_with_the_same_code_on_one_core() {
    holds(&page("{{#efficiency k simd_rayon/2}}\n"), &[">90.0&nbsp;%</data>"]);
    // A name tells neither a way nor a baseline: where the record says nothing, nothing is said.
    let board = page("{{#scoreboard k}}\n");
    let row = board.lines().find(|line| line.contains("old_rayon")).unwrap();
    assert!(row.starts_with("<tr><th") && row.contains("2.00×") && row.ends_with("<td>–</td></tr>"), "{row}");
}

#[test]
fn figures_have_a_caption_a_machine_and_a_table() {
    let woven = page("{{#plot k speedup variants=threads caption=\"Up & up\"}}\n");
    holds(
        &woven,
        &[
            "<figure class=\"plot\">",
            "<div class=\"narrow\"><svg",
            "Up &amp; up",
            "<code>cargo lab bench k</code>",
            "<table>",
        ],
    );
    holds(&page("{{#series sweep}}\n"), &["<svg", "<code>cargo bench sweep</code>"]);
    let woven = page("{{#scoreboard k}}\n");
    holds(
        &woven,
        &["<tr data-way=\"threads\">", "1.92×", "<td colspan=\"5\">no adapter</td>", "<code>cargo lab race k</code>"],
    );
    assert!(!woven.contains("yours"));
    let head: Vec<_> = woven.match_indices("<th>").filter_map(|(at, _)| woven[at + 4..].split('<').next()).collect();
    assert_eq!(head[..2], ["variant", "speedup"], "what a small page shows without scrolling");
    // Against `simd`, which is 10 times as fast as serial: the slowest first, what didn't run before it.
    let woven = page("{{#scoreboard k than=simd}}\n");
    holds(&woven, &["0.100×", "0.192×", "1.00×", "1.80×"]);
    let places: Vec<_> =
        ["gpu", "serial", "threads", "simd_rayon"].map(|name| woven.find(&format!(" {name}</th>")).expect(name)).into();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_readers_own_measurements_stand_beside_the_books() {
    let small = Small::new();
    for file in ["machine.txt", "k.csv", "k.race.json"] {
        let text = std::fs::read_to_string(small.root().join("benches/record/box").join(file)).unwrap();
        small.write(&format!("benches/record/yours/{file}"), &text.replace("A CPU", "My CPU"));
    }
    holds(&small.page("{{#plot k time}}\n").unwrap(), &["My CPU"]);
    holds(&small.page("{{#scoreboard k}}\n").unwrap(), &["My CPU", "<th>yours</th>"]);
    // A reader's broken file must not take the book away.
    small.write("benches/record/yours/k.csv", "nonsense\n");
    small.page("{{#plot k time}}\n").unwrap();
}

#[test]
fn woven_is_what_mdbook_gets_and_code_spans_are_shown_as_typed() {
    let woven = page("{{#title The title}}\n\nWrite `{{#time k serial/1}}` or \\{{#end}}.\n");
    holds(&woven, &["{{#title The title}}", "<code>&#123;&#123;#time k serial/1}}</code>", "&#123;{#end}}"]);
}
