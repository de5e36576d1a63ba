//! What the chapter prints of a search through words. `UPDATE_EXPECT=1 cargo test -p bfs` writes it again.

use bfs::{Search, UNREACHED, direction_optimizing_rayon, serial};
use expect_test::expect_file;
use graph::Csr;
use shared::Shared;
use std::fmt::Write;
use variant::Workers;

/// How many words are reached from one, in any order.
fn reached_from(graph: &Csr, source: usize) -> usize {
    let mut seen = vec![false; graph.len()];
    let mut stack = vec![source as u32];
    seen[source] = true;
    let mut reached = 0;
    while let Some(v) = stack.pop() {
        reached += 1;
        for &w in graph.neighbours(v as usize) {
            if !std::mem::replace(&mut seen[w as usize], true) {
                stack.push(w);
            }
        }
    }
    reached
}

#[test]
fn the_printed_levels_are_the_searchs() {
    let words = graph::words();
    let thread = words.find("thread").unwrap();
    let search = Search::new(words.graph, thread);
    let mut levels = Shared::zeroed(words.names.len());
    serial::run(&search, Workers::ONE, &mut levels).unwrap();

    let mut table = "level  words  such as\n".to_owned();
    let last =
        levels.iter().filter(|&&level| level != UNREACHED).max().unwrap();
    for level in 0..=*last {
        let mut there: Vec<_> =
            (0..levels.len()).filter(|&v| levels[v] == level).collect();
        // The best known of them: those in most definitions.
        there.sort_by_key(|&v| {
            std::cmp::Reverse(search.incoming().degree(v))
        });
        let examples: Vec<_> =
            there.iter().take(4).map(|&v| words.names[v]).collect();
        writeln!(
            table,
            "{level:5}  {:5}  {}",
            there.len(),
            examples.join(", ")
        )
        .unwrap();
    }
    let reached =
        levels.iter().filter(|&&level| level != UNREACHED).count();
    writeln!(
        table,
        "  all  {reached:5}  of {} words, {} edges",
        levels.len(),
        search.graph().edge_count()
    )
    .unwrap();

    let mut reached: Vec<_> = (0..levels.len())
        .step_by(200)
        .map(|v| reached_from(search.graph(), v))
        .collect();
    reached.sort_unstable();
    let (middle, all) = (reached[reached.len() / 2], reached.len());
    let near = reached
        .iter()
        .filter(|&&reached| reached.abs_diff(middle) <= 100)
        .count();
    writeln!(table, "From every 200th word: {near} of {all} reach {middle} words, 100 more or fewer.").unwrap();
    expect_file!["words.txt"].assert_eq(&table);

    let mut other = Shared::zeroed(levels.len());
    direction_optimizing_rayon::run(
        &search,
        Workers::new(2).unwrap(),
        &mut other,
    )
    .unwrap();
    assert!(levels[..] == other[..]);
}
