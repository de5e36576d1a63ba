//! The committed races say of each variant what its kernel's table says: its way of working, and what its efficiency is
//! compared with.
//!
//! A record from before a table told this, or from before it changed its mind, is completed by
//! `UPDATE_EXPECT=1 cargo test -p race --test records`; what was measured stays as it is.

use lineup::KERNELS;
use record::Race;
use std::{collections::BTreeMap, env, fs, path::Path};

/// Every race under `benches/record` that git keeps, with its path.
fn committed() -> Vec<(std::path::PathBuf, Race)> {
    let records = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../../benches/record");
    let folders = fs::read_dir(records).unwrap().map(|folder| folder.unwrap().path());
    let folders = folders.filter(|folder| folder.is_dir() && !folder.ends_with("yours"));
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()));
    let races = files.filter(|file| file.to_string_lossy().ends_with(".race.json"));
    races.map(|path| (path.clone(), Race::read(&path).unwrap())).collect()
}

#[test]
fn races_say_what_the_tables_say() {
    let races = committed();
    assert!(races.len() >= KERNELS.len(), "{} races", races.len());
    for (path, race) in races {
        let kernel = lineup::kernel(&race.kernel).unwrap_or_else(|| panic!("{}: no such kernel", path.display()));
        let infos = kernel.variants();
        let table: BTreeMap<_, _> = infos.iter().map(|info| (info.name, info)).collect();
        let told =
            race.clone().told(|name| table.get(name).map(|info| (Some(info.way), info.baseline.map(str::to_owned))));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            told.write(&path).unwrap();
            continue;
        }
        let says = |race: &Race| -> Vec<_> {
            let entries = race.variants.iter();
            entries.map(|e| (e.name.clone(), e.workers, e.way.clone(), e.baseline.clone())).collect()
        };
        assert_eq!(says(&race), says(&told), "{} is behind: see this file's first lines", path.display());
        for entry in &race.variants {
            // What has no row in a build without a graphics library is named after its way.
            assert!(race.way(&entry.name).is_some(), "{}: {} has no way of working", path.display(), entry.name);
            let known = race.efficiency(&entry.name, entry.workers).map(|efficiency| efficiency.value);
            let close = |(said, known): (f64, f64)| (said - known).abs() < 1e-4 * known;
            let same = entry.efficiency.is_some() == known.is_some() && entry.efficiency.zip(known).is_none_or(close);
            assert!(same, "{}: {}/{}: {:?}, {known:?}", path.display(), entry.name, entry.workers, entry.efficiency);
        }
    }
}

#[test]
fn no_worker_does_more_than_the_same_code_alone() {
    for (path, race) in committed() {
        for entry in &race.variants {
            let Some(efficiency) = race.efficiency(&entry.name, entry.workers) else { continue };
            // Above 1 only by what the same code may differ by in another place: its interval and, for a process that
            // has its pages elsewhere, a few per cent.
            assert!(
                efficiency.low <= 1.05,
                "{}: {}/{} has an efficiency of {efficiency:?}",
                path.display(),
                entry.name,
                entry.workers
            );
        }
    }
}

#[test]
fn every_baseline_is_a_variant_of_its_kernel() {
    for kernel in KERNELS {
        let infos = kernel.variants();
        for info in &infos {
            let Some(baseline) = info.baseline else { continue };
            assert!(infos.iter().any(|other| other.name == baseline), "{}: {baseline}", kernel.name);
        }
    }
}
