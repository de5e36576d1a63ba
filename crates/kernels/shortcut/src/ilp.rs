//! Version 2: four chains. Each minimum needs the one before it; four of them, one for each quarter of the stops, don't
//! need each other, and the core works on all four at once.

use crate::{Distances, shorter, transposed};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, d) = (distances.len(), distances.rows());
    let t = transposed(d, n);
    for i in 0..n {
        let from = &d[i * n..][..n];
        for j in 0..n {
            let to = &t[j * n..][..n];
            r[i * n + j] = best_stop(from, to);
        }
    }
    Ok(())
}

/// The shortest of the ways `from[k] + to[k]`; infinite if there are none.
fn best_stop(from: &[f32], to: &[f32]) -> f32 {
    let quarter = from.len() / 4;
    let [from0, from1, from2, from3, from_rest] = quarters(from, quarter);
    let [to0, to1, to2, to3, to_rest] = quarters(to, quarter);
    let mut best = [f32::INFINITY; 4];
    for k in 0..quarter {
        best[0] = shorter(best[0], from0[k], to0[k]);
        best[1] = shorter(best[1], from1[k], to1[k]);
        best[2] = shorter(best[2], from2[k], to2[k]);
        best[3] = shorter(best[3], from3[k], to3[k]);
    }
    for (&from, &to) in from_rest.iter().zip(to_rest) {
        best[0] = shorter(best[0], from, to);
    }
    best.into_iter().reduce(|a, b| if b < a { b } else { a }).expect("there are four")
}

/// Four parts of `quarter` numbers each, and what is left.
fn quarters(row: &[f32], quarter: usize) -> [&[f32]; 5] {
    let (first, row) = row.split_at(quarter);
    let (second, row) = row.split_at(quarter);
    let (third, row) = row.split_at(quarter);
    let (fourth, rest) = row.split_at(quarter);
    [first, second, third, fourth, rest]
}
