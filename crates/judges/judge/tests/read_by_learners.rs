//! What a learner reads: verdicts made of what checks have really printed.
//!
//! Of each exercise there is the stub and two mistakes that learners make.
//! `cargo run -p judge --example record -- SLUG NAME` has written down what the check printed then, and the answer,
//! which a verdict quotes; `UPDATE_EXPECT=1 cargo test -p judge` writes what becomes of it.

use expect_test::expect_file;
use judge::{
    End, Exercise, Report,
    run::Ran,
    split::split,
    text::{self, text},
};
use std::{env, fs, path::Path, time::Duration};
use tempfile::TempDir;

/// Reads `tests/recorded/SLUG/NAME.txt` and compares the verdict with `NAME.verdict.txt`.
fn reads(slug: &str, title: &str, name: &str) {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let exercises = Path::new(&here).join("../../../exercises");
    let folder = Path::new(&here).join("tests/recorded").join(slug);
    // The workbook as it lay there then: a verdict quotes the answer, and the check tells the order.
    let root = TempDir::new().unwrap();
    let exercise = Exercise::at(root.path(), slug, title);
    fs::create_dir_all(root.path().join(&exercise.answer)).unwrap();
    fs::copy(folder.join(name).with_extension("rs"), root.path().join(&exercise.answer).join("lib.rs")).unwrap();
    let check = root.path().join(&exercise.check);
    fs::create_dir_all(check.parent().unwrap()).unwrap();
    fs::copy(exercises.join(slug).join("tests/check.rs"), check).unwrap();

    let recorded = fs::read_to_string(folder.join(name).with_extension("txt")).unwrap();
    let (end, printed) = recorded.split_once('\n').unwrap();
    let ran = Ran { parts: split(printed), end: ended(end), time: Duration::ZERO };
    let judged = judge::read(&exercise, &ran, Duration::from_secs(60)).unwrap();
    let report = Report::new(&exercise, judged.verdict);
    let report = Report { tests: judged.tests, printed: text::shortened(&judged.printed), ..report };
    let verdict = text(&exercise, &report, None);
    expect_file![folder.join(format!("{name}.verdict.txt"))].assert_eq(&plain(&verdict));
}

/// How it ended, as the example has written it.
fn ended(line: &str) -> End {
    let mut parts = line.splitn(3, ", ");
    match (parts.next().unwrap(), parts.next(), parts.next()) {
        ("Limit", None, None) => End::Limit,
        ("Flood", None, None) => End::Flood,
        (success, Some(proper), Some(how)) => {
            End::Exit { success: success.parse().unwrap(), how: how.into(), proper: proper.parse().unwrap() }
        }
        _ => panic!("{line:?}"),
    }
}

/// Without the codes of colours.
fn plain(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    first + &pieces.map(|piece| piece.split_once('m').map_or(piece, |(_code, text)| text)).collect::<String>()
}

macro_rules! reads {
    ($($slug:ident $title:literal: $($name:ident)*;)*) => {
        $(mod $slug {
            $(#[test]
            fn $name() {
                super::reads(stringify!($slug), $title, stringify!($name));
            })*
        })*
    };
}

reads! {
    wedges "A wedge for each worker": stub serial last_items_lost;
    panic_border "As far as the border": stub poisoned_for_good str_only;
    mandel_rows "Rows that weigh differently": stub panic_swallowed one_band_each;
    thread_pool "A pool of your own": stub panic_kills_a_worker one_condition_variable;
    merge_sort "Merge sort, halves and merges at once": stub standard_library serial;
    saxpy_plateau "Where more threads stop helping": stub lengths_unchecked one_after_another;
    spinlock "A lock of your own": stub relaxed_unlock look_then_take;
}
