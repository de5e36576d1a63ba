//! How much of the work each worker gets, counted in steps of `z ← z² + c`: a number that no machine's mood changes.
//! The book prints `shares.txt`.

use mandelbrot::View;
use std::fmt::Write;

const WORKERS: usize = 4;

#[test]
fn the_printed_shares_are_the_true_ones() {
    let view = View::skewed(512);
    let rows: Vec<u64> = (0..view.rows).map(|row| weight(&view, row)).collect();
    let total: u64 = rows.iter().sum();
    let share = |is_mine: &dyn Fn(usize) -> bool| {
        let mine: u64 = (0..view.rows).filter(|&row| is_mine(row)).map(|row| rows[row]).sum();
        100.0 * mine as f64 / total as f64
    };
    let band = view.rows.div_ceil(WORKERS);
    let mut table = "worker   blocks   cyclic\n".to_owned();
    for worker in 0..WORKERS {
        let (blocks, cyclic) = (share(&|row| row / band == worker), share(&|row| row % WORKERS == worker));
        writeln!(table, "{worker:>6}   {blocks:>4.1} %   {cyclic:>4.1} %").unwrap();
    }
    assert_eq!(table, include_str!("shares.txt"), "the table should be:\n{table}");
}

/// The steps that a row takes.
fn weight(view: &View, row: usize) -> u64 {
    (0..view.columns).map(|column| u64::from(view.escape_time(column, row))).sum()
}
