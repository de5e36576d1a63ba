//! What the chapter on serial code prints beside its grid. `UPDATE_EXPECT=1 cargo test -p cache_model` writes it again.

use cache_model::{Cache, along, down};
use expect_test::expect_file;
use std::{fmt::Write, path::PathBuf};

/// The grid of the page, and the numbers in a line of its memory.
const ROWS: usize = 8;
const COLUMNS: usize = 16;
const LINE: usize = 4;

fn same(path: &str, want: &str) {
    expect_file![PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..").join(path)]
        .assert_eq(want);
}

fn loaded(room: usize, walk: impl Iterator<Item = usize>) -> usize {
    let mut cache = Cache::new(LINE, room);
    walk.for_each(|address| {
        cache.touch(address);
    });
    cache.loaded()
}

#[test]
fn the_printed_counts_are_the_models() {
    let mut table = "room for   lines loaded along the rows   down the columns\n".to_owned();
    for room in [1, 2, 4, 7, 8, 32] {
        let (along, down) = (loaded(room, along(ROWS, COLUMNS)), loaded(room, down(ROWS, COLUMNS)));
        let lines = if room == 1 { "line" } else { "lines" };
        writeln!(table, "{:9}  {along:>27} {down:>18}", format!("{room} {lines}")).unwrap();
    }
    same("crates/judges/cache_model/tests/walks.txt", &table);
}

#[test]
fn the_picture_shows_both_walks() {
    same("src/assets/cache_lines.svg", &picture());
}

/// Two grids side by side, or one below the other: the first twelve steps numbered, those that load a line filled.
fn picture() -> String {
    const CELL: usize = 20;
    let (width, height) = (COLUMNS * CELL, ROWS * CELL);
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {} {}\" width=\"440\" role=\"img\" aria-labelledby=\"cache-lines-title\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"cache-lines-title\">Two grids of {ROWS} rows and {COLUMNS} columns, in \
         lines of {LINE} numbers. Along the rows, steps 1, 5 and 9 load a line. Down the columns, every step does.</title>\n",
        width + 4,
        2 * (height + 34)
    );
    for (part, (name, walk)) in [
        ("along the rows", along(ROWS, COLUMNS).collect::<Vec<_>>()),
        ("down the columns", down(ROWS, COLUMNS).collect()),
    ]
    .into_iter()
    .enumerate()
    {
        let top = part * (height + 34) + 22;
        writeln!(svg, "<text x=\"2\" y=\"{}\" font-size=\"12\" fill=\"currentColor\">{name}</text>", top - 7).unwrap();
        let mut cache = Cache::new(LINE, 4);
        for (step, address) in walk.into_iter().take(12).enumerate() {
            let (x, y) = (2 + address % COLUMNS * CELL, top + address / COLUMNS * CELL);
            let opacity = if cache.touch(address) { "0.12" } else { "0.45" };
            writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{CELL}\" height=\"{CELL}\" fill=\"var(--way-serial, currentColor)\" \
                 fill-opacity=\"{opacity}\"/><text x=\"{}\" y=\"{}\" font-size=\"10\" text-anchor=\"middle\" \
                 fill=\"currentColor\">{}</text>",
                x + CELL / 2,
                y + 14,
                step + 1
            )
            .unwrap();
        }
        for y in 0..ROWS {
            for x in (0..COLUMNS).step_by(LINE) {
                writeln!(
                    svg,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{CELL}\" fill=\"none\" stroke=\"currentColor\" \
                     stroke-width=\"0.8\"/>",
                    2 + x * CELL,
                    top + y * CELL,
                    LINE * CELL
                )
                .unwrap();
            }
        }
    }
    svg + "</svg>\n"
}
