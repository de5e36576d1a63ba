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
fn what_runs_says_so_to_a_script_and_to_whoever_types() {
    let small = Small::new();
    let fence = "```rust\n{{#include ../../crates/k/src/threads.rs}}\n```\n";
    assert!(!small.page(fence).unwrap().contains("by-hand"), "nothing shows what it does");
    small.write("crates/k/examples/threads.rs", "fn main() {}\n");
    let by_hand = "<p class=\"by-hand\">Run it: <code>cargo run --release -p k --example threads</code></p>";
    holds(&small.page(fence).unwrap(), &[" data-way=\"threads\" data-run=\"k/threads\">", by_hand]);
    let diff = "{{#diff ../../crates/k/src/serial.rs ../../crates/k/src/threads.rs}}\n";
    holds(&small.page(diff).unwrap(), &["data-run=\"k/threads\"", by_hand]);
    holds(
        &small.page("{{#compile_fail rc}}\n").unwrap(),
        &["data-run=\"compile_fail/rc\"", "rustc --edition 2024 -O crates/chapters/compile_fail/cases/rc.rs"],
    );
    small.write("crates/k/Cargo.toml", "[package]\nname = \"k\"\n[package.metadata.lab]\nkernel = true\n");
    small.write(
        "crates/k/src/lib.rs",
        "Variant::new(\"serial\", Way::Serial), Variant::new(\"threads\", Way::Threads)\n",
    );
    holds(
        &small.page(fence).unwrap(),
        &[
            "data-race=\"k\" data-variants=\"serial,threads\"",
            "<code>cargo lab race k --variants serial,threads</code>",
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
fn a_diff_a_refused_program_and_a_picture() {
    let woven = page("{{#diff ../../crates/k/src/serial.rs ../../crates/k/src/threads.rs}}\n");
    holds(&woven, &["<del>-     one();</del>\n<ins>+     many();</ins>"]);
    let woven = page("{{#compile_fail rc}}\n");
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
            "<details class=\"stub\">\n<summary>The stub</summary>\n\n<figure class=\"listing\">",
            "<wbr><b>lib.rs</b></figcaption>\n\n```rust\npub fn wedges() {}\n```\n\n</figure>\n\n</details>",
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
fn the_stub_is_shown_as_it_was_and_not_as_the_reader_solved_it() {
    let small = Small::new();
    small.write("exercises/originals/wedges/src/lib.rs", "//! Split a [`Range`].\n\nuse a;\n\npub fn todo() {}\n");
    small.write("exercises/originals/wedges/src/k.wgsl", "fn main() {}\n");
    small.write("exercises/wedges/src/lib.rs", "//! My notes.\n\npub fn mine() {}\n");
    std::fs::write(small.root().join("exercises/wedges/src/._lib.rs"), [0, 0xff]).unwrap();
    let woven = small.page("{{#exercise wedges}}\n").unwrap();
    let parts = ["\nSplit a `Range`.\n", "```rust\nuse a;\n\npub fn todo() {}\n```", "```wgsl\nfn main() {}\n```"];
    holds(&woven, &parts);
    assert!(!woven.contains("originals"), "the reader writes in the exercise's own folder: {woven}");
    assert!(!woven.contains("mine") && !woven.contains("My notes") && !woven.contains("._"), "{woven}");
}

#[test]
fn the_book_reads_without_answers() {
    let small = Small::new();
    std::fs::remove_dir_all(small.root().join("exercises/solutions")).unwrap();
    let woven = small.page("{{#exercise wedges}}\n").unwrap();
    holds(&woven, &["<summary>A solution</summary>\n\nWhoever gave you this workbook has kept the answer back."]);
    assert!(!woven.contains("solved()"), "{woven}");
}

#[test]
fn copies_that_editors_make_are_no_part_of_the_house() {
    let small = Small::new();
    // Each has an anchor that no chapter uses.
    for name in ["lib.rs~", ".lib.rs.swp", "#lib.rs#", "lib.rs.1.bak", ".idea/lib.rs"] {
        small.write(&format!("crates/k/src/{name}"), "// ANCHOR: old\n// ANCHOR_END: old\n");
        small.write(&format!("exercises/wedges/src/{name}"), "// ANCHOR: old\n// ANCHOR_END: old\n");
    }
    small.page("{{#exercise wedges}}\n").unwrap();
}

#[test]
fn numbers_carry_where_they_come_from() {
    let woven = page(
        "{{#time k threads/2}} {{#ratio k serial/1 threads/2}} {{#efficiency k threads/2}} {{#fact thread_spawn}} {{#machine}}\n\
         {{#claim k threads/2 < serial/1}}\n",
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
fn numbers_of_another_machine() {
    let woven = page(
        "{{#fact thread_spawn}}, there {{#fact thread_spawn on=tower}} ({{#interval fact thread_spawn on=tower}}), \
         {{#time k threads/2 on=tower}} on {{#machine on=tower}}.\n\
         {{#claim fact thread_spawn < fact thread_spawn on=tower by 1.5}}\n\
         {{#claim k threads/2 on=tower < 43 ms}}\n\
         {{#claim fact thread_spawn on=tower * 2 < 0.025 ms + fact thread_spawn}}\n\n\
         {{#series sweep on=tower}}\n",
    );
    let of_both = [">11.2&nbsp;µs</data>", ">21.0&nbsp;µs</data>", ">20.0&nbsp;µs&nbsp;to&nbsp;22.0&nbsp;µs</data>"];
    holds(&woven, &of_both);
    holds(&woven, &[">42.0&nbsp;ms</data>", "a machine with 8 cores (B CPU)", "B CPU, 8 cores, Linux"]);
    // Where they come from, machine by machine.
    let (_, list) = woven.split_once("<details class=\"numbers\">").unwrap();
    holds(list, &["<p>A CPU, 2 cores", "<p>B CPU, 8 cores"]);
}

#[test]
fn claims_that_another_machine_bears_out_are_counted() {
    // There a thread takes 20 to 22 µs to start, and k was timed with two threads alone. What names a machine itself,
    // or explains two numbers, says nothing about the other one.
    let claims = "{{#claim fact thread_spawn < 15 µs}}\n{{#claim fact thread_spawn < 30 µs}}\n\
        {{#claim k threads/2 > 0.03 s}}\n{{#claim k threads/2 < serial/1}}\n\
        {{#claim fact thread_spawn on=tower > 15 µs}}\n{{#claim k serial/1 ≠ threads/2}}\n";
    // The count stands before some of what it counts.
    let woven = page(&format!("It is {{{{#claims_held on=tower}}}} there.\n{claims}"));
    holds(&woven, &["It is 2 of 3 there."]);
}

#[test]
fn a_chapter_ends_with_where_its_numbers_come_from() {
    let woven =
        page("{{#time k threads/2}} {{#fact thread_spawn}} {{#time k threads/2}}{{#claim k threads/2 < serial/1}}\n");
    let (_, list) = woven.split_once("<details class=\"numbers\">").unwrap();
    let spawn = "<li>thread spawn: 11.2&nbsp;µs, ";
    let time = "<li>k threads/2: 52.0&nbsp;ms, 50.0&nbsp;ms to 53.0&nbsp;ms (95&nbsp;%), by <code>cargo lab race k</code></li>";
    holds(list, &["<p>A CPU, 2 cores, Linux, rustc 1.95.0, 2026-11-22:</p>\n<ul>", spawn, time]);
    assert_eq!(list.matches("k threads/2").count(), 1, "{list}");
    // A scoreboard's numbers, too; a page without numbers has no list.
    holds(&page("{{#scoreboard k}}\n"), &["<details class=\"numbers\">", "<li>k threads/2 against serial/1: 1.92×"]);
    assert!(!page("None.\n").contains("class=\"numbers\""));
}

#[test]
fn a_search_leaves_out_data_hints_and_solutions() {
    let searched = |woven: &str| {
        let parts = woven.split('⟦').enumerate();
        parts.map(|(i, part)| if i == 0 { part } else { part.split_once('⟧').unwrap().1 }).collect::<String>()
    };
    let exercise = searched(&page("{{#exercise wedges}}\n"));
    holds(&exercise, &["Split a `Range`.", "cargo lab check wedges"]);
    assert!(!exercise.contains("Hint") && !exercise.contains("solved()"), "{exercise}");
    let plot = searched(&page("{{#plot k speedup caption=\"Up\"}}\n"));
    assert!(plot.contains("<figcaption>Up") && !plot.contains("<table>") && !plot.contains("<svg"), "{plot}");
    assert!(!searched(&page("{{#scoreboard k}} \n")).contains("<table>"));
}

#[test]
fn numbers_keep_their_units_except_in_code() {
    let woven = page("5 % of 3 GB\n\n```text\n5 %\n```\n\n{{#compile_fail rc}}\n\n`5 %`, 2 s\n");
    holds(&woven, &["5&nbsp;% of 3&nbsp;GB", "```text\n5 %\n```", "`5 %`, 2&nbsp;s"]);
}

#[test]
fn an_interval_stands_where_its_number_would() {
    let number = page("| {{#ratio k serial/1 threads/2}} |\n");
    let spread = number.split_once("title=\"").unwrap().1.split_once(" (95 %)").unwrap().0;
    assert!(spread.contains("× to "), "{spread}");
    holds(
        &page("| {{#interval ratio k serial/1 threads/2}} |\n"),
        &[&format!(">{}</data>", spread.replace(' ', "&nbsp;"))],
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

#[test]
fn a_kernel_is_looked_ahead_for() {
    let small = small::looking_ahead();
    let woven = small.page("{{#model k}}\n\n{{#model k variant=threads caption=\"Far\"}}\n").unwrap();
    holds(&woven, &["worst case", "Far", "measured over predicted", "<code>cargo lab race k</code>"]);
    holds(&small.page("{{#models}}\n").unwrap(), &["<th>128 cores</th>", "<td>threads</td>"]);
    let number = small.page("{{#predicted k threads/64}}\n\n{{#predicted k threads/2}}\n").unwrap();
    holds(&number, &["ms</data>", "data-of=\"k threads/64, predicted\"", "&nbsp;to&nbsp;", ">50.2&nbsp;ms</data>"]);
    let claims = "Two fit.{{#claim k threads/2 ≈ model k threads/2 by 1.1}}\n{{#claim model k threads/128 < model k threads/2 by 2}}\n\
        {{#claim model k threads/64 > 1 ms}}\n";
    assert_eq!(small.page(claims).unwrap(), "Two fit.\n");
}

#[test]
fn the_hours_are_counted_and_looked_up() {
    let small = Small::new();
    small.write("src/SUMMARY.md", "# Summary\n\n[A title](title.md)\n\n- [One](one/a.md)\n- [Two](one/b.md)\n");
    // Two sentences of words, a directive, and code that nobody reads as prose.
    let prose =
        format!("# One\n\n{}\n\n{{{{#ways}}}}\n\n```text\nnot counted\n```\n\nDone — now.\n", "word ".repeat(600));
    small.write("src/one/a.md", &prose);
    let woven =
        small.weave(&[("one/a.md", "{{#workload}}\n\nThat is {{#minutes wedges}} minutes.\n")]).unwrap().remove(0);
    holds(&woven, &["| [One](../one/a.md) | 603 | 10 | 1 | 20 |", "| **all** | **603** | **10** | **1** | **20** |"]);
    holds(&woven, &["That is 20 minutes."]);
    assert!(!woven.contains("Two"), "a chapter without exercises: {woven}");
}

#[test]
fn a_claim_that_holds_leaves_nothing() {
    let sentence = "Two threads are faster.\nAnd so on.\n";
    let claims = "{{#claim k threads/2 < serial/1 by 1.5}}\n{{#claim k serial/1 > threads/2}}\n{{#claim k serial/1 ≈ threads/1}}\n\
        {{#claim k serial/1 ≈ threads/2 by 2}}\n{{#claim 1.9 < speedup k threads/2 < 2}}\n{{#claim k serial/1 ≠ threads/2}}\n\
        {{#claim ratio k threads/2 simd/1 > 5}}\n{{#claim efficiency k threads/2 > 90 %}}\n{{#claim 10 µs < fact thread_spawn < 20 µs}}\n\
        {{#claim k serial/1 / threads/2 > 1.6}}\n{{#claim 5000 * fact thread_spawn < k serial/1}}\n{{#claim 0.1 s + k threads/2 * 2 ≈ 2 * serial/1 by 1.1}}\n\
        {{#claim series sweep \"threads\" 8 ≈ series sweep threads 1..8}}\n";
    let small = Small::new();
    let line = "# y: time (s)\nseries,x,median_s,low_s,high_s\nrow by row,1,0.2,0.1,0.3\n";
    small.write("benches/record/box/walk.series.csv", line);
    let by =
        "{{#claim series walk \"row by row\" 1 > 0.05 s}}\n{{#claim series walk \"row by row\" 1 > 0.05 s by 1.5}}\n";
    let woven = small.page(&sentence.replace('\n', &format!("\n{claims}{by}"))).unwrap();
    assert!(woven.starts_with(sentence), "{woven}");
    assert_eq!(page("Two are faster.{{#claim k threads/2 < serial/1}} So it is.\n"), "Two are faster. So it is.\n");
}

#[test]
fn a_course_is_laid_out_by_minutes() {
    let woven = page("```course 1 hours\n10 | A word first\n30 | [A](a.md): read | wedges\n```\n");
    let rows = "| time | minutes | what | solve |\n|---|---:|---|---|\n| 0:00 | 10 | A word first |  |\n\
                | 0:10 | 50 | [A](a.md): read | `wedges` (20) |\n";
    holds(&woven, &[rows]);
    let woven = page("```course 2 hours in 2 sessions\n60 | One\n\n45 | Two\n15 | Three\n```\n");
    holds(
        &woven,
        &["| session, time |", "| 1, 0:00 | 60 | One |", "| 2, 0:00 | 45 | Two |", "| 2, 0:45 | 15 | Three |"],
    );
}

#[test]
fn cells_and_their_answers() {
    let woven = page(
        "{{#cells}}\n\nAdd.\n\n```rust cell\nlet s = \"{{#x}}\";\n1 + 1\n```\n\n```text answer\n~2\n```\n\n{{#end}}\n",
    );
    holds(
        &woven,
        &[
            "<section class=\"box cells\" data-chapter=\"one/a\">\n<p class=\"box-name\">Experiment</p>\n",
            "\nAdd.\n",
            "<div class=\"cell\">\n\n```rust\nlet s = \"\\{{#x}}\";\n1 + 1\n```\n\n</div>",
            "<div class=\"cell-answer\">\n\n```text\n~2\n```\n\n</div>",
            "<code>cargo lab repl a</code>, or in Jupyter <code>cargo lab notebook a</code>.</p>\n</section>",
        ],
    );
}
