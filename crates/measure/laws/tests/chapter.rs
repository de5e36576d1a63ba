//! What chapter "Why parallel, and when not" prints is what is computed here.

use laws::{amdahl, core_table, karp_flatt};
use std::num::NonZeroU32;

const CHAPTER: &str = include_str!("../../../../src/before/why-parallel.md");

/// The cells of the first table row whose first cell is `first`.
fn row(first: &str) -> Vec<&'static str> {
    let rows = CHAPTER.lines().filter(|line| line.starts_with('|'));
    let mut cells = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    cells.find(|cells| cells[0] == first).unwrap_or_else(|| panic!("no row of the chapter begins with {first}"))
}

#[test]
fn the_table_of_32_cores() {
    for (name, time) in core_table::table(NonZeroU32::new(32).unwrap()) {
        assert_eq!(row(name)[2], time.to_string(), "{name}");
    }
}

#[test]
fn the_table_of_amdahls_law() {
    for percent in [50, 90, 95, 99] {
        let row = row(&format!("{percent} %"));
        let parallel = f64::from(percent) / 100.0;
        let computed = [2.0, 8.0, 32.0, 1024.0].map(|cores| amdahl::speedup(parallel, cores));
        for (cell, speedup) in row[1..].iter().zip(computed.into_iter().chain([amdahl::limit(parallel)])) {
            let digits = cell.split_once('.').map_or(0, |(_, digits)| digits.len());
            let rounded: f64 = cell.parse().unwrap();
            assert!((rounded - speedup).abs() <= 0.501 * 0.1_f64.powi(digits as i32), "{percent} %: {cell}, {speedup}");
        }
    }
}

#[test]
fn the_two_programs_and_their_serial_fractions() {
    for cores in ["2", "4", "8"] {
        let row: Vec<f64> = row(cores).iter().map(|cell| cell.parse().unwrap()).collect();
        for (speedup, serial) in [(row[1], row[2]), (row[3], row[4])] {
            let computed = karp_flatt::serial_fraction(row[0], speedup);
            assert!((computed - serial).abs() < 0.003, "{cores} cores: {serial}, computed {computed}");
        }
    }
}
