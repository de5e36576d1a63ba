//! Every shader that a page lets its reader run does its task, and the mistakes that the page speaks of are found.

use shader_playground::{NAMES, Said, State, Task, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    workbook::of_package().expect("cargo names this package's folder, and it lies in the workbook")
}

fn shader(file: &str) -> String {
    fs::read_to_string(root().join("crates/chapters/steps_gpu/src").join(file)).expect("the shader is there")
}

/// Runs a shader in which `old` has been replaced by `new`.
#[track_caller]
fn changed(task: &str, file: &str, old: &str, new: &str) -> Said {
    let wgsl = shader(file);
    assert!(wgsl.contains(old), "{file} holds no {old:?}");
    run(&Task::named(task).expect("a name from the list"), &wgsl.replace(old, new))
}

#[track_caller]
fn finds(said: &Said, words: &str) {
    assert_eq!(said.state, State::Fault, "{}", said.verdict);
    assert!(said.findings.iter().any(|it| it.wrong && it.words.contains(words)), "{:?}", said.findings);
}

/// The tasks that the pages name, each with the shader below it.
fn in_pages() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for page in fs::read_dir(root().join("src/gpu")).expect("the part's pages").flatten() {
        let text = fs::read_to_string(page.path()).expect("a page is text");
        for part in text.split("{{#widget shader ").skip(1) {
            let (task, rest) = part.split_once("}}").expect("a directive ends");
            let (_, rest) = rest.split_once("{{#include ").expect("a shader stands inside");
            let (file, _) = rest.split_once("}}").expect("a directive ends");
            found.push((task.to_owned(), page.path().parent().expect("in a folder").join(Path::new(file))));
        }
    }
    found
}

#[test]
fn every_shader_of_a_page_does_its_task() {
    let found = in_pages();
    for (name, file) in &found {
        let task = Task::named(name).unwrap_or_else(|| panic!("there is no task {name}"));
        let said = run(&task, &fs::read_to_string(file).expect("the page's shader is there"));
        assert_eq!((said.state, said.findings.iter().find(|it| it.wrong).is_none()), (State::Right, true), "{said:?}");
        assert!(said.places.iter().all(|place| place.requests > 0 && !place.drawn.is_empty()), "{:?}", said.places);
    }
    let named: BTreeSet<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(named, NAMES.into_iter().collect(), "each task has a page, and the other way round");
}

#[test]
fn without_its_guard_a_map_goes_past_the_end() {
    let said = changed("map", "map/guarded.wgsl", "    if i >= arrayLength(&y) {\n        return;\n    }\n", "");
    finds(&said, "invocation 20 stores past the end of y: index 20, and the length is 20");
    assert_eq!(said.answer.expect("it runs").wrong, 0, "the answer doesn't tell");
}

#[test]
fn a_transpose_is_costly_on_one_side_or_the_other() {
    let of = |said: &Said, does: &str| {
        let at = said.places.iter().find(|it| it.does == does && !it.workgroup && it.variable != "size");
        let place = at.expect("it does");
        (place.requests, place.transactions)
    };
    let said = changed("transpose", "transpose/naive.wgsl", "id.x < size.x", "id.x < size.x");
    assert_eq!(of(&said, "stores"), (64, 1280), "a segment for each word");
    assert_eq!(said.places.iter().find(|it| it.does == "stores").expect("it does").drawn[0].len(), 32);
    let tiled = changed("transpose_tiled", "transpose/tiled.wgsl", "", "");
    let padded =
        changed("transpose_tiled", "transpose/tiled.wgsl", "array<array<f32, 32>, 32>", "array<array<f32, 33>, 32>");
    assert_eq!(of(&tiled, "stores"), (40, 40));
    assert!(tiled.counts.conflicts > 0 && padded.counts.conflicts == 0, "{:?} {:?}", tiled.counts, padded.counts);
}

#[test]
fn a_missing_barrier_is_a_race() {
    let said = changed("reduce", "reduce/neighbours.wgsl", "        workgroupBarrier();\n", "");
    finds(&said, "with no barrier between the two");
    for (task, file) in [("scan", "scan/block.wgsl"), ("matmul", "matmul/tiled.wgsl")] {
        let wgsl = shader(file);
        let last = wgsl.rfind("        workgroupBarrier();\n").expect("it has two");
        let without = format!("{}{}", &wgsl[..last], &wgsl[last + "        workgroupBarrier();\n".len()..]);
        finds(&run(&Task::named(task).expect("a name from the list"), &without), "with no barrier between the two");
    }
}

#[test]
fn a_guard_before_a_barrier_keeps_somebody_from_it() {
    let guard = "    if id.x >= arrayLength(&x) {\n        return;\n    }\n    partial[i] = 0u;\n";
    let said = changed("reduce", "reduce/neighbours.wgsl", "    partial[i] = 0u;\n", guard);
    finds(&said, "waits at this barrier");
}

#[test]
fn halves_part_fewer_subgroups_than_neighbours() {
    let divergent = |file| changed("reduce", file, "", "").counts.divergent;
    assert!(5 * divergent("reduce/tree.wgsl") < divergent("reduce/neighbours.wgsl"));
}

#[test]
fn a_loop_without_an_end_is_stopped() {
    let said = changed("reduce", "reduce/neighbours.wgsl", "by *= 2", "by *= 1");
    finds(&said, "hasn't ended");
    assert!(!said.ends && said.verdict == "It doesn’t end.", "{}", said.verdict);
}

#[test]
fn what_naga_refuses_is_shown_with_its_line() {
    let said = changed("map", "map/guarded.wgsl", "x[i] * x[i];", "x[i] * ;");
    assert_eq!((said.state, said.line), (State::Refused, Some(10)));
    let error = said.error.expect("it says why");
    assert!(error.contains("shader.wgsl:10:") && error.contains("y[i] = x[i] * ;"), "{error}");
    let said = changed("map", "map/guarded.wgsl", "fn square", "fn cube");
    assert!(said.error.expect("it says why").contains("no `@compute` function named `square`"));
    let said = changed("map", "map/guarded.wgsl", "let i = id.x;", "let i = id.x; let f = 1.0 + i;");
    assert_eq!((said.state, said.line), (State::Refused, Some(6)), "{said:?}");
}

#[test]
fn a_wrong_answer_is_shown_with_the_right_one() {
    let said = changed("map", "map/guarded.wgsl", "x[i] * x[i]", "x[i] + x[i]");
    assert_eq!(said.state, State::Wrong);
    assert!(said.verdict.ends_with("y[0] is 2, and should be 1."), "{}", said.verdict);
    assert_eq!(said.answer.expect("it runs").wrong, 19, "2 + 2 is 2 * 2");
}
