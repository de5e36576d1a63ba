//! Tallies COUNT positions, all different, to be counted meanwhile:
//! `valgrind --tool=cachegrind target/debug/examples/tally multiplied whole 4000`.

use std::{env, f64::consts::SQRT_2, process::ExitCode};
use steps_serial::tally::{folded, multiplied};

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let [way @ ("multiplied" | "folded"), positions @ ("measured" | "whole"), count] = words[..] else {
        return usage();
    };
    let Ok(count) = count.parse() else { return usage() };
    let each = if positions == "measured" { SQRT_2 } else { 1.0 };
    let positions: Vec<f64> = (0..count).map(|i: u32| each * f64::from(i)).collect();
    let found = if way == "folded" { folded::tally(&positions).len() } else { multiplied::tally(&positions).len() };
    println!("{found} different positions");
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: tally multiplied|folded measured|whole COUNT");
    ExitCode::from(2)
}
