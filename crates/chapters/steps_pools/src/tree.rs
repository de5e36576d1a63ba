//! Queens on a chessboard, none of which attacks another: a tree of boards whose shape nobody knows beforehand.

use rayon::Scope;
use std::sync::atomic::{AtomicUsize, Ordering};

type Count = AtomicUsize;

/// The columns of the queens in the first rows.
type Board = Vec<usize>;

/// In how many ways `n` queens stand on a board of `n` × `n`.
pub fn run(n: usize) -> usize {
    let found = Count::new(0);
    rayon::scope(|at| place(at, Board::new(), n, &found));
    found.into_inner()
}

/// Goes on from a board whose first rows have their queens.
fn place<'s>(at: &Scope<'s>, board: Board, n: usize, found: &'s Count) {
    if board.len() == n {
        found.fetch_add(1, Ordering::Relaxed);
        return;
    }
    for column in (0..n).filter(|&column| safe(&board, column)) {
        let next = [&board[..], &[column]].concat();
        at.spawn(move |at| place(at, next, n, found));
    }
}

/// Whether no queen attacks this column of the next row.
fn safe(board: &[usize], column: usize) -> bool {
    let away = |(rows, &queen): (usize, &usize)| {
        let columns = column.abs_diff(queen);
        columns != 0 && columns != rows
    };
    (1..).zip(board.iter().rev()).all(away)
}
