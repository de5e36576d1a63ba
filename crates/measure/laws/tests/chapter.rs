//! What "Why parallel, and when not" and "The laws of speedup" print is what is computed here.

use laws::{amdahl, core_table, karp_flatt, usl};
use std::num::NonZeroU32;

const WHY: &str = include_str!("../../../../src/before/why-parallel.md");
const LAWS: &str = include_str!("../../../../src/before/laws-of-speedup.md");

/// The cells of the first table row of `page` whose first cell is `first`.
fn row(page: &'static str, first: &str) -> Vec<&'static str> {
    let rows = page.lines().filter(|line| line.starts_with('|'));
    let mut cells = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    cells.find(|cells| cells[0] == first).unwrap_or_else(|| panic!("no row of the page begins with {first}"))
}

#[test]
fn the_table_of_32_cores() {
    for (name, time) in core_table::table(NonZeroU32::new(32).unwrap()) {
        assert_eq!(row(WHY, name)[2], time.to_string(), "{name}");
    }
}

#[test]
fn the_table_of_amdahls_law() {
    for percent in [50, 90, 95, 99] {
        let row = row(LAWS, &format!("{percent} %"));
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
        let row: Vec<f64> = row(LAWS, cores).iter().map(|cell| cell.parse().unwrap()).collect();
        for (speedup, serial) in [(row[1], row[2]), (row[3], row[4])] {
            let computed = karp_flatt::serial_fraction(row[0], speedup);
            assert!((computed - serial).abs() < 0.003, "{cores} cores: {serial}, computed {computed}");
        }
    }
}

#[test]
fn the_table_of_gunthers_law() {
    for coherence in ["0.0001", "0.001"] {
        let row = row(LAWS, coherence);
        let coherence: f64 = coherence.parse().unwrap();
        for (cell, workers) in row[1..5].iter().zip([8.0, 32.0, 128.0, 1024.0]) {
            let digits = cell.split_once('.').map_or(0, |(_, digits)| digits.len());
            let (rounded, speedup): (f64, _) = (cell.parse().unwrap(), usl::speedup(0.05, coherence, workers));
            assert!((rounded - speedup).abs() <= 0.501 * 0.1_f64.powi(digits as i32), "{coherence}: {cell}, {speedup}");
        }
        assert_eq!(row[5], format!("{:.0}", usl::best(0.05, coherence)));
    }
}
