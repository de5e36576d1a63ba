//! What the chapter prints and draws of work and span. `UPDATE_EXPECT=1 cargo test -p steps_algorithms` writes it
//! again.

use expect_test::expect_file;
use std::{fmt::Write, path::PathBuf};
use steps_algorithms::cost::{Cost, merge_by_many, merge_by_one, merge_sort};
use steps_algorithms::rounds::{Rounds, apply, bands, hillis_steele, reduce_tree, serial, time, two_sweeps, work};

fn same(path: &str, want: &str) {
    expect_file![PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..").join(path)]
        .assert_eq(want);
}

#[test]
fn every_scan_gives_the_running_totals() {
    for n in [2, 4, 8, 64] {
        let numbers: Vec<u64> = (0..n as u64).map(|i| i * i + 1).collect();
        let totals: Vec<u64> = (0..n).map(|i| numbers[..=i].iter().sum()).collect();
        let scans = [serial(n), hillis_steele(n), two_sweeps(n), bands(n, 2), bands(n, n / 2), bands(n, n)];
        for (which, scan) in scans.iter().enumerate() {
            assert_eq!(apply(scan, numbers.clone()), totals, "scan {which} of {n} numbers");
        }
        assert_eq!(apply(&reduce_tree(n), numbers).last(), totals.last(), "the tree of {n} numbers");
    }
}

#[test]
fn the_counts_are_those_of_the_books() {
    let n = 1024;
    assert_eq!((work(&reduce_tree(n)), reduce_tree(n).len()), (n - 1, 10));
    assert_eq!((work(&hillis_steele(n)), hillis_steele(n).len()), (n * 10 - n + 1, 10), "n log n - n + 1");
    assert_eq!((work(&two_sweeps(n)), two_sweeps(n).len()), (2 * n - 2 - 10, 2 * 10 - 1), "2 n - 2 - log n");
    for workers in [2, 8, 32] {
        // (n - p) + (p - 1) + (n - n/p) - (p - 1)
        assert_eq!(work(&bands(n, workers)), 2 * n - workers - n / workers, "{workers} bands");
    }
}

#[test]
fn no_scan_takes_longer_than_brent_allows() {
    for scan in [serial(256), hillis_steele(256), two_sweeps(256), bands(256, 8)] {
        let cost = Cost { work: work(&scan) as u64, span: scan.len() as u64 };
        for workers in [1, 2, 3, 7, 64, 1000] {
            let time = time(&scan, workers as usize) as u64;
            assert!((cost.at_least(workers)..=cost.at_most(workers)).contains(&time), "{workers} workers, {cost:?}");
        }
    }
}

#[test]
fn the_printed_rounds_are_counted() {
    let n = 65_536;
    let mut table = String::from("65,536 numbers     additions  rounds  on 2 workers   on 16  on 256\n");
    let row = |table: &mut String, name: &str, of: &dyn Fn(usize) -> Rounds| {
        // Where the bands are the workers', there is no one number of additions: those for 2.
        let two = of(2);
        let [on_2, on_16, on_256] = [2, 16, 256].map(|workers| thousands(time(&of(workers), workers)));
        let (work, span) = (thousands(work(&two)), thousands(two.len()));
        let span = if name == "a band for each" { "".into() } else { span };
        writeln!(table, "{name:18} {work:>9} {span:>7} {on_2:>13} {on_16:>7} {on_256:>7}").unwrap();
    };
    row(&mut table, "one after another", &|_| serial(n));
    row(&mut table, "Hillis and Steele", &|_| hillis_steele(n));
    row(&mut table, "two sweeps", &|_| two_sweeps(n));
    row(&mut table, "a band for each", &|workers| bands(n, workers));
    same("crates/chapters/steps_algorithms/tests/rounds.txt", &table);
}

#[test]
fn the_printed_bounds_are_computed() {
    let n = 1 << 20;
    let mut table = String::from("1,048,576 keys    work  work / span  2 workers  8 workers  64 workers\n");
    let serial = merge_sort(n, merge_by_one).work;
    for (name, merge) in [("one merges", merge_by_one as fn(u64) -> Cost), ("all merge", merge_by_many)] {
        let cost = merge_sort(n, merge);
        let work = thousands(cost.work as usize);
        let parallelism = cost.work / cost.span;
        let bounds = [2, 8, 64].map(|workers| {
            let faster = |steps: u64| serial as f64 / steps as f64;
            format!("{:.1}–{:.1}", faster(cost.at_most(workers)), faster(cost.at_least(workers)))
        });
        let [two, eight, many] = bounds;
        writeln!(table, "{name:11}{work:>11}{parallelism:>13}{two:>11}{eight:>11}{many:>12}").unwrap();
    }
    same("crates/chapters/steps_algorithms/tests/merge_sort.txt", &table);
}

/// 1234567 as 1,234,567.
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

#[test]
fn the_picture_shows_eight_numbers() {
    same("src/assets/tree_scan.svg", &picture(8));
}

/// Four ways to add, side by side in twos: places from left to right, rounds downwards.
fn picture(n: usize) -> String {
    const STEP: usize = 24;
    let panels: [(&str, Rounds); 4] = [
        ("Tree: the sum only", reduce_tree(n)),
        ("Hillis and Steele", hillis_steele(n)),
        ("Two sweeps", two_sweeps(n)),
        ("Bands of two workers", bands(n, 2)),
    ];
    let width = n * STEP + 16;
    // Each row of panels is as high as the one with the most rounds.
    let heights = panels.chunks(2).map(|row| row.iter().map(|panel| panel.1.len()).max().unwrap_or(0) * STEP + 58);
    let heights: Vec<usize> = heights.collect();
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {} {}\" width=\"460\" role=\"img\" aria-labelledby=\"tree-scan-title\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"tree-scan-title\">Four ways to add {n} numbers, round by round. \
         {}</title>\n",
        2 * width,
        heights.iter().sum::<usize>(),
        panels
            .iter()
            .map(|(name, rounds)| format!("{name}: {} additions in {} rounds.", work(rounds), rounds.len()))
            .collect::<Vec<_>>()
            .join(" ")
    );
    for (p, (name, rounds)) in panels.iter().enumerate() {
        let (left, top) = (p % 2 * width + 8, heights[..p / 2].iter().sum::<usize>() + 16);
        let x = |place: usize| left + place * STEP + STEP / 2;
        let y = |round: usize| top + 34 + round * STEP;
        writeln!(
            svg,
            "<text x=\"{left}\" y=\"{top}\" font-size=\"15\" fill=\"currentColor\">{name}</text>\
             <text x=\"{left}\" y=\"{}\" font-size=\"13\" fill=\"currentColor\">{} additions, {} rounds</text>",
            top + 17,
            work(rounds),
            rounds.len()
        )
        .unwrap();
        for place in 0..n {
            writeln!(
                svg,
                "<line x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\" stroke=\"currentColor\" stroke-opacity=\"0.3\"/>",
                x(place),
                y(0) - 6,
                y(rounds.len()) - STEP / 2
            )
            .unwrap();
        }
        for (round, add) in rounds.iter().enumerate().flat_map(|(r, adds)| adds.iter().map(move |add| (r, add))) {
            writeln!(
                svg,
                "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"var(--way-threads, currentColor)\" \
                 stroke-width=\"1.5\"/><circle cx=\"{2}\" cy=\"{3}\" r=\"4\" fill=\"var(--way-threads, currentColor)\"/>",
                x(add.from),
                y(round) - 2,
                x(add.to),
                y(round) + 8
            )
            .unwrap();
        }
    }
    svg + "</svg>\n"
}
