//! What the chapter prints of the ranks of words. `UPDATE_EXPECT=1 cargo test -p pagerank` writes it again.

use expect_test::expect_file;
use pagerank::{Web, rayon};
use shared::Shared;
use std::fmt::Write;
use variant::Workers;

#[test]
fn the_printed_ranks_are_the_walks() {
    let words = graph::words();
    let incoming = words.graph.transposed();
    let web = Web::new(&words.graph);
    let mut ranks = Shared::zeroed(web.len());
    rayon::run(&web, Workers::new(2).unwrap(), &mut ranks).unwrap();

    let mut order: Vec<_> = (0..web.len()).collect();
    order.sort_by(|&v, &w| ranks[w].total_cmp(&ranks[v]));
    let mut by_edges = order.clone();
    by_edges.sort_by_key(|&v| std::cmp::Reverse(incoming.degree(v)));
    let mut table =
        "     word      share of the time  in definitions\n".to_owned();
    for (place, &v) in (1..=10).zip(&order) {
        let definitions = incoming.degree(v);
        writeln!(
            table,
            "{place:2}.  {:8}  {:15.2} %  {definitions:14}",
            words.names[v],
            100.0 * ranks[v]
        )
        .unwrap();
    }
    let most: Vec<_> =
        by_edges.iter().take(5).map(|&v| words.names[v]).collect();
    writeln!(table, "In most definitions: {}.", most.join(", ")).unwrap();
    expect_file!["words.txt"].assert_eq(&table);
}
