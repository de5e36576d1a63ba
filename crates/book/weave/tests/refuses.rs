//! Everything that weave must not let pass, each with the file and the line that it must name.

mod small;

use small::Small;

/// Weaves a chapter `src/one/a.md` and returns the problems, one a line.
fn said(chapter: &str) -> String {
    Small::new().page(chapter).expect_err(&format!("this passed:\n{chapter}"))
}

/// Asserts that the chapter is refused for one reason only, on that line, in words that hold `what`.
#[track_caller]
fn refused(chapter: &str, line: usize, what: &str) {
    let said = said(chapter);
    let place = format!("the book has a problem:\n  src/one/a.md:{line}: ");
    assert!(said.starts_with(&place), "expected {place:?}, got:\n{said}");
    assert!(said.contains(what), "expected {what:?}, got:\n{said}");
}

#[test]
fn rust_that_is_typed() {
    refused("# A\n\n```rust\nfn main() {}\n```\n", 3, "Rust is not typed into a chapter");
    refused("```rs,ignore\nx\n```\n", 1, "Rust is not typed");
    refused("```rust\n```\n", 1, "Rust is not typed");
    refused("```rust\n{{#include ../../crates/k/src/serial.rs}}\nfn more() {}\n```\n", 1, "Rust is not typed");
    refused("> quoted\n>\n> ```rust\n> x\n> ```\n", 3, "Rust is not typed");
    refused("1. a step\n\n   ```rust\n   x\n   ```\n", 3, "Rust is not typed");
    // Behind a bullet the fence is not seen as one at first, but Markdown sees it.
    let said = said("text\n\n- ```rust\n  x\n  ```\n");
    assert!(said.contains("src/one/a.md:3: Rust is not typed"), "{said}");
}

#[test]
fn a_cell_out_of_its_box_and_an_answer_without_a_cell() {
    refused("# A\n\n```rust cell\n1\n```\n", 3, "a cell stands in a box {{#cells}}");
    refused(
        "{{#cells}}\n\n```text answer\n1\n```\n\n```rust cell\n1\n```\n\n{{#end}}\n",
        3,
        "an answer follows its cell",
    );
    refused("{{#cells}}\n\nNothing.\n\n{{#end}}\n", 1, "holds a cell");
    refused("{{#cells x}}\n\n```rust cell\n1\n```\n\n{{#end}}\n", 1, "takes no title");
    refused("{{#cells}}\n\n```rust cell\n1\n```\n\n```text\n1\n```\n\n{{#end}}\n", 7, "sentences, cells and");
}

#[test]
fn a_fence_without_a_language_or_an_end() {
    refused("# A\n\n```\nfn main() {}\n```\n", 3, "names its language");
    refused("# A\n\n```text\nx\n", 3, "never closed");
}

#[test]
fn a_target_that_is_missing_empty_or_out_of_bounds() {
    let include = |target: &str| format!("# A\n\n```rust\n{{{{#include {target}}}}}\n```\n");
    refused(&include("../../crates/k/src/lost.rs"), 4, "there is no text file crates/k/src/lost.rs");
    refused(&include("../../crates/k/src/empty.rs"), 4, "crates/k/src/empty.rs is empty");
    refused(&include("../../crates/chapters/compile_fail/cases/rc.rs"), 4, "lies outside the tested tree");
    refused(&include("../../../etc/passwd"), 4, "leads out of the workbook");
    refused(&include("../../crates/k/src/serial.rs:1:2"), 4, "asks for lines by number");
    refused(&include(""), 4, "lies outside the tested tree");
    refused("```text\nx\n{{#include ../../crates/k/src/lost.rs}}\n```\n", 3, "there is no text file");
    refused("{{#diff ../../crates/k/src/serial.rs ../../crates/k/src/lost.rs}}\n", 1, "there is no text file");
    refused("{{#diff ../../crates/k/src/serial.rs ../../crates/k/src/serial.rs}}\n", 1, "are the same");
    refused("{{#diff ../../crates/k/src/serial.rs}}\n", 1, "expected {{#diff OLD NEW}}");
}

#[test]
fn an_anchor_that_is_missing_empty_or_open() {
    for (file, what) in [
        ("// ANCHOR: other\nx\n// ANCHOR_END: other\n", "there is no anchor \"part\""),
        ("// ANCHOR: part\n\n// ANCHOR_END: part\n", "the anchor \"part\" holds nothing"),
        ("// ANCHOR: part\nx\n", "the anchor \"part\" never ends"),
    ] {
        let small = Small::new();
        small.write("crates/k/src/lib.rs", file);
        let said = small.page("```rust\n{{#include ../../crates/k/src/lib.rs:part}}\n```\n").unwrap_err();
        assert!(said.contains(&format!("src/one/a.md:2: crates/k/src/lib.rs: {what}")), "{said}");
    }
}

#[test]
fn an_anchor_that_nobody_uses() {
    for file in
        ["crates/k/src/lib.rs", "crates/k/examples/a.rs", "exercises/wedges/tests/check.rs", "benches/benches/a.rs"]
    {
        let small = Small::new();
        small.write(file, "fn f() {}\n// ANCHOR: lonely\nfn g() {}\n// ANCHOR_END: lonely\n");
        let said = small.page("# A\n").unwrap_err();
        assert_eq!(said, format!("the book has a problem:\n  {file}:2: no chapter uses the anchor \"lonely\""));
        let used = format!("```rust\n{{{{#include ../../{file}:lonely}}}}\n```\n");
        assert!(small.page(&used).unwrap().contains("fn g() {}"));
    }
}

#[test]
fn a_link_that_is_dead() {
    refused("# A\n\nSee [this](b.md).\n", 3, "one/b.md is no chapter in SUMMARY.md");
    refused("# A\n\nSee\n[this](#nowhere).\n", 4, "nothing on that page is called \"nowhere\"");
    refused("![a picture](../assets/none.svg)\n", 1, "assets/none.svg is not there");
    refused("A <a href=\"none.html\">word</a>.\n", 1, "is dead");
    refused("[x]: ../../Cargo.toml\n\n[this][x]\n", 3, "leads out of the book");
    // What an exercise links to is the business of whoever shows it.
    let small = Small::new();
    small.write("exercises/wedges/hints.md", "## A\n\n[x](lost.md)\n\n## B\n\nb\n\n## C\n\nc\n");
    let said = small.page("# A\n\n{{#exercise wedges}}\n").unwrap_err();
    assert!(said.contains("src/one/a.md:3: the link \"lost.md\" is dead"), "{said}");
    // Nothing is wrong with links to what is there.
    let two = [
        ("one/a.md", "# A\n\n[b](../two/b.md#who-s) [c](../two/b.html) [d](#a) ![e](../assets/a.svg) <https://x.y>\n"),
        ("two/b.md", "## Who s\n\n[a](../one/a.md)\n"),
    ];
    Small::new().weave(&two).unwrap();
}

#[test]
fn a_directive_that_nobody_knows_or_that_does_not_parse() {
    refused("# A\n\n{{#exercice wedges}}\n", 3, "no directive {{#exercice}}; did you mean \"exercise\"?");
    refused("A {{#tim k serial/1}}.\n", 1, "did you mean \"time\"?");
    refused("A {{#plot k time}} in a sentence.\n", 1, "{{#plot}} stands on a line of its own");
    refused("A {{#time k serial/1.\n", 1, "never closed with }}");
    refused("{{#time k}}\n", 1, "expected {{#time KERNEL VARIANT/WORKERS}}");
    refused("{{#time k threads}}\n", 1, "is not a variant and its workers");
    refused("{{#plot k tempo}}\n", 1, "a plot shows time, speedup or efficiency");
    refused("{{#plot k time colour=red}}\n", 1, "colour= is not known here");
    refused("{{#plot k time caption=\"open}}\n", 1, "never closed");
    refused("```console\n$ run\n{{#time k serial/1}}\n```\n", 3, "a directive in a fence is not woven");
    refused("# A\n\n{{#rustdoc_include a.rs}}\n", 3, "no directive {{#rustdoc_include}}");
}

#[test]
fn a_number_that_nobody_measured() {
    refused("# A\n\nIt takes {{#time k gpu/1}}.\n", 3, "no measurement of k gpu/1 in the record of box");
    refused("{{#time other serial/1}}\n", 1, "no measurement of other serial/1");
    refused("{{#ratio other serial/1 threads/2}}\n", 1, "no measurement of a race of other");
    refused("{{#ratio k serial/1 threads/7}}\n", 1, "no measurement of k serial/1 against threads/7");
    refused("{{#efficiency k serial/1}}\n", 1, "no measurement of the efficiency of k serial/1");
    refused("{{#fact thread_spwan}}\n", 1, "no measurement of the fact thread_spwan");
    refused("{{#interval fact thread_spwan}}\n", 1, "no measurement of the fact thread_spwan");
    refused("{{#interval machine}}\n", 1, "write {{#interval ratio …}}");
    refused("{{#plot other time}}\n", 1, "there is no record of other");
    refused("{{#plot k time variants=mpi}}\n", 1, "mpi");
    refused("{{#series other}}\n", 1, "the series other");
    refused("{{#scoreboard other}}\n", 1, "there is no race of other");
    refused("{{#roofline}}\n", 1, "there is no record of the series peak and bandwidth");
    refused("{{#model other}}\n", 1, "there is no record of a race of other");
    refused("{{#model k}}\n", 1, "there is no record of the work of k");
    refused("{{#predicted k threads/64}}\n", 1, "there is no record of the work of k");
    refused("{{#models}}\n", 1, "there is no record of a kernel on one core and two");
    let small = Small::new();
    small.write("benches/record/box/k.csv", "variant\nserial\n");
    let said = small.page("# A\n\n{{#time k serial/1}}\n").unwrap_err();
    assert!(said.contains("src/one/a.md:3: ") && said.contains("k.csv"), "{said}");
}

#[test]
fn an_exercise_that_is_unknown_or_incomplete() {
    refused("# A\n\n{{#exercise wedge}}\n", 3, "no exercise \"wedge\"; did you mean \"wedges\"?");
    let elsewhere = Small::new().weave(&[("two/b.md", "{{#exercise wedges}}\n")]).unwrap_err();
    assert!(elsewhere.contains("src/two/b.md:1: the exercise \"wedges\" belongs to the chapter one/a"), "{elsewhere}");
    for (file, text, what) in [
        ("exercises/wedges/hints.md", "## One\n", "hints.md has 1 sections"),
        ("exercises/wedges/Cargo.toml", "[package]\n", "[package.metadata.lab]: missing field `metadata`"),
    ] {
        let small = Small::new();
        small.write(file, text);
        let said = small.page("{{#exercise wedges}}\n").unwrap_err();
        assert!(said.contains("src/one/a.md:1: ") && said.contains(what), "{said}");
    }
}

#[test]
fn a_prediction_without_exactly_one_right_answer() {
    let predict = |choices: &str| format!("# A\n\n{{{{#predict p}}}}\n\nWhich?\n\n{choices}\n\n{{{{#end}}}}\n");
    refused(
        &predict("- [ ] a\n- [ ] b\n\nWhy."),
        12,
        "exactly one choice of a prediction is right, - [x], but here 0 are",
    );
    refused(&predict("- [x] a\n- [x] b\n\nWhy."), 12, "here 2 are");
    refused(&predict("- [x] a\n- [ ] b"), 10, "explained");
    refused(&predict("No choice."), 9, "at least two choices");
    refused("{{#predict two words}}\n\n- [x] a\n- [ ] b\n\nWhy.\n\n{{#end}}\n", 1, "takes one name");
    let twice = predict("- [x] a\n- [ ] b\n\nWhy.");
    refused(&format!("{twice}\n{twice}"), 16, "the prediction \"p\" stands at src/one/a.md:3 already");
}

#[test]
fn a_box_that_is_not_closed_or_not_open() {
    refused("# A\n\n{{#aims}}\n\n- read\n", 3, "{{#aims}} is never closed");
    refused("# A\n\n{{#end}}\n", 3, "{{#end}} closes nothing");
    refused("{{#wrong}}\n\nx\n\n{{#end}}\n", 1, "say what goes wrong");
    refused("{{#aims too much}}\n\nx\n\n{{#end}}\n", 1, "takes no title");
    refused("{{#note}}\n\nx\n\n{{#end note}}\n\n{{#end}}\n", 5, "takes no name");
}

#[test]
fn python_outside_its_box() {
    refused("# A\n\n```python\nprint(1)\n```\n", 3, "Python stands only in a box");
    Small::new().page("{{#python}}\n\n```python\nprint(1)\n```\n\n{{#end}}\n").unwrap();
}

#[test]
fn a_widget_a_program_or_a_picture_that_is_not_there() {
    refused("{{#widget amdal}}\n\nx\n\n{{#end}}\n", 1, "there is no widget src/widgets/amdal.js");
    refused(
        "{{#compile_fail rcc}}\n",
        1,
        "no program \"rcc\" with its error in crates/chapters/compile_fail/cases; did you mean \"rc\"?",
    );
    refused("{{#picture ../assets/none.svg}}\n\nx\n\n{{#end}}\n", 1, "there is no text file src/assets/none.svg");
    refused("{{#picture ../assets/mute.svg}}\n\nx\n\n{{#end}}\n", 1, "has no <title>");
}

#[test]
fn all_problems_come_together_in_the_order_of_files_and_lines() {
    let small = Small::new();
    small.write("crates/k/src/lib.rs", "// ANCHOR: lonely\nx\n// ANCHOR_END: lonely\n");
    let said = small
        .weave(&[("z.md", "{{#x}}\n\n[a](b.md)\n\n{{#fact y}}\n"), ("one/a.md", "```rust\nx\n```\n")])
        .unwrap_err();
    let places: Vec<_> = said.lines().map(|line| line.trim().split(": ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "the book has 5 problems:",
            "crates/k/src/lib.rs:1",
            "src/one/a.md:1",
            "src/z.md:1",
            "src/z.md:3",
            "src/z.md:5"
        ]
    );
}

#[test]
fn hours_of_what_is_not_there() {
    refused("{{#minutes wedge}}\n", 1, "there is no exercise \"wedge\"");
    refused("{{#workload}}\n", 1, "there is no SUMMARY.md");
    refused("{{#workload all}}\n", 1, "expected {{#workload}}");
    refused("Here: {{#workload}}\n", 1, "stands on a line of its own");
}

/// Asserts that a claim is refused, in words that hold `what`.
#[track_caller]
fn doubted(claim: &str, what: &str) {
    refused(&format!("# A\n\nSo it is.\n{{{{#claim {claim}}}}}\n"), 4, what);
}

#[test]
fn a_claim_that_the_record_contradicts_or_leaves_open() {
    let (otherwise, open) = (": it says otherwise", ": it leaves this open");
    doubted("k serial/1 < threads/2", otherwise);
    doubted("k threads/2 > serial/1", otherwise);
    // What holds by 1.5 need not hold by 1.8, nor be contradicted; by 3 it is.
    doubted("k threads/2 < serial/1 by 1.8", open);
    doubted("k serial/1 > threads/2 by 1.8", open);
    doubted("k threads/2 < serial/1 by 3", otherwise);
    doubted("k serial/1 < threads/1", open);
    doubted("k threads/2 ≈ serial/1", otherwise);
    doubted("k threads/2 ≈ serial/1 by 1.9", otherwise);
    doubted("1 < speedup k threads/2 < 1.5", otherwise);
    doubted("k serial/1 ≠ threads/1", ": these don't differ any more");
    doubted("fact thread_spawn < 11 µs", otherwise);
    doubted("fact thread_spawn < 11.5 µs", open);
    doubted("series sweep threads 1..8 < series sweep threads 8", otherwise);
    doubted("k serial/1 / k threads/2 > 2", open);
    doubted("2 * k threads/2 + serial/1 / 2 < 0.14 s", otherwise);
    // A line with words and a table's cell are refused like a line of its own.
    refused("So it is.{{#claim k serial/1 < threads/2}} Then more.\n", 1, otherwise);
    refused("| a |\n|---|\n| b{{#claim k serial/1 < threads/2}} |\n", 3, otherwise);
}

#[test]
fn a_claim_names_what_the_record_says() {
    doubted(
        "k threads/2 < serial/1 by 1.8",
        "the claim \"k threads/2 < serial/1 by 1.8\" isn't borne out: the record says 50.0 ms to 53.0 ms (k threads/2) beside \
         90.0 ms to 110 ms (serial/1): it leaves this open",
    );
}

#[test]
fn a_claim_that_makes_no_sense() {
    doubted("k serial/1", "a claim compares");
    doubted("", "a side of the claim is empty");
    doubted("k serial/1 <", "a side of the claim is empty");
    doubted("serial/1 < k threads/2", "\"serial/1\" names no kernel");
    doubted("k serial/1 < 3", "these can't be compared: k serial/1 is in s, 3 is a plain number");
    doubted("fact thread_spawn / k serial/1 < 3 s", "fact thread_spawn / k serial/1 is a plain number, 3 s is in s");
    doubted("k serial/1 < threads/2 by half", "\"by half\" is no factor");
    doubted("k serial/1 < threads/2 by 0.5", "a factor is 1 or more");
    doubted("k serial/1 ≠ threads/2 by 2", "≠ takes no factor");
    doubted("k serial/1 < gpu/1", "no measurement of k gpu/1 in the record of box");
    doubted("fact thread_spwan < 3 s", "no measurement of the fact thread_spwan");
    doubted(
        "fact thread_spawn < 3 s on=towr",
        "no \"towr\" beside the reference; did you mean \"tower\"?; known: tower",
    );
    doubted("fact thread_spawn on=tower < k serial/1", "no measurement of k serial/1 in the record of tower");
    refused("a\n{{#claims_held on=towr}}\n", 2, "benches/record has no \"towr\" beside the reference");
    refused("{{#claims_held}}\n", 1, "expected {{#claims_held on=NAME}}");
    refused("{{#fact thread_spawn on=towr}}\n", 1, "benches/record has no \"towr\" beside the reference");
    doubted(
        "series sweep rayon 1 < 3 s",
        "no measurement of \"rayon\" at 1 of the series sweep in the record of box; its lines: \"threads\"",
    );
    doubted("series sweep threads 3 < 3 s", "no measurement of \"threads\" at 3");
    doubted("series sweep threads many < 3 s", "\"many\" is neither a place along the x axis nor a range");
    doubted("series sweep \"threads 1 < 3 s", "a quote is never closed");
    doubted("efficiency k serial/1 > 0.9", "no measurement of the efficiency of k serial/1");
    doubted("k serial/1 + 1 < 2", "\"s\" and \"\" can't be added");
    doubted("k serial/1 + < 2", "a side of the claim is empty");
    doubted("k serial/1 * < 2", "a side of the claim is empty");
    doubted("threads > serial", "\"threads\" names nothing measured");
}

#[test]
fn numbers_side_by_side_that_claim_nothing() {
    let what = "measurements stand side by side in this paragraph";
    refused("# A\n\nIt takes {{#time k serial/1}},\nor {{#time k threads/2}}.\n\nMore.\n", 3, what);
    refused("# A\n\nMore.\nIt is {{#ratio k serial/1 threads/2}} as fast.\n", 4, what);
    refused("> {{#fact thread_spawn}} {{#efficiency k threads/2}}\n>\n> {{#claim k threads/2 < serial/1}}\n", 1, what);
    refused("{{#fact thread_spawn}} {{#time k serial/1}}\n```text\nx\n```\n", 1, what);
    // A single number, a table, and numbers shown as they are typed say nothing about each other.
    for fine in [
        "It takes {{#time k serial/1}}.\n\nIt takes {{#time k threads/2}}.\n",
        "| a | b |\n|---|---|\n| {{#time k serial/1}} | {{#time k threads/2}} |\n",
        "`{{#time k serial/1}}` and `{{#time k threads/2}}`\n",
        "It is {{#ratio k serial/1 threads/2}}\n{{#claim k threads/2 < serial/1}}\nas fast.\n",
    ] {
        Small::new().page(fine).unwrap();
    }
}

#[test]
fn one_thing_with_two_numbers() {
    let small = Small::new();
    small.write("book.toml", "same = [\n  ['k serial/1', 'fact thread_spawn'],\n]\n");
    let same = [("k serial/1", "k threads/1"), ("k serial/1", "fact thread_spawn")];
    let said = small.weave_same(&[("one/a.md", "# A\n")], &same).unwrap_err();
    let place =
        "the book has a problem:\n  book.toml:2: these measure the same, and the record has two numbers for it: ";
    assert!(said.starts_with(place), "{said}");
    assert!(said.contains("90.0 ms to 110 ms (k serial/1), 11.0 µs to 12.0 µs (fact thread_spawn)"), "{said}");
    // A text that says why will do; in whichever order.
    let why = "They differ, because.\n{{#claim fact thread_spawn ≠ k serial/1}}\n";
    small.weave_same(&[("one/a.md", why)], &same).unwrap();
    let lost = small.weave_same(&[("one/a.md", "# A\n")], &[("k serial/1", "fact lost")]).unwrap_err();
    assert!(lost.contains("book.toml:1: ") && lost.contains("no measurement of the fact lost"), "{lost}");
}

#[test]
fn a_course_that_does_not_add_up() {
    // The exercise takes 20 minutes.
    let course = |info: &str, body: &str| format!("```{info}\n{body}```\n");
    let first = "40 | [A](a.md) | wedges\n";
    refused(&course("course 2 hours", first), 1, "this course takes 60 minutes with its exercises, and says 120");
    let two = format!("{first}\n40 | [A](a.md)\n");
    refused(&course("course 2 hours in 2 sessions", &two), 1, "session 2 of this course takes 40 minutes");
    refused(&course("course 2 hours in 3 sessions", &two), 1, "has 3 sessions and here are 2");
    refused(&course("course 1 hours", "40 | A page | wedges\n"), 1, "no link to its chapter, a.md");
    refused(&course("course 1 hours", "20 | [A](a.md) | wedges wedges\n"), 1, "solved twice");
    refused(&course("course 1 hours", "60 | [A](a.md) | wedge\n"), 1, "there is no exercise \"wedge\"");
    refused(&course("course 1 hours", "an hour | A\n"), 1, "is no part of a course");
    refused(&course("course 1 hours", "60 | A | b | c\n"), 1, "is no part of a course");
    refused(&course("course 1 hours", "60 | [A](b.md)\n"), 1, "b.md");
    for info in ["course", "course two hours", "course 1 hours in 0 sessions", "course 1 hours in 7 sessions"] {
        refused(&course(info, "60 | A\n"), 1, "write ```course 8 hours");
    }
}
