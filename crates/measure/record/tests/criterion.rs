//! The adapter, on files that criterion 0.8.2 wrote. They are kept as they came: when criterion is updated, measure
//! again, replace them, and see what breaks.

use record::{Error, criterion::distil};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn kept() -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/criterion")
}

#[test]
fn rows_come_out_by_variant_and_workers() {
    let rows = distil(&kept(), "great_circle").unwrap();
    let names: Vec<_> = rows.iter().map(|row| (row.variant.as_str(), row.workers, row.size)).collect();
    assert_eq!(names, [("serial", 1, 1_000_000), ("simd", 1, 1_000_000), ("threads", 2, 1_000_000)]);
}

/// In `threads` every sample ran the same number of times, and criterion leaves the slope null.
#[test]
fn the_median_and_its_interval_in_seconds() {
    let rows = distil(&kept(), "great_circle").unwrap();
    let threads = &rows[2];
    assert_eq!(threads.samples, 10);
    let told = [threads.low_s, threads.median_s, threads.high_s].map(|seconds| format!("{seconds:.6}"));
    assert_eq!(told, ["0.109304", "0.114771", "0.130359"]);
}

#[test]
fn another_kernel_has_no_rows_and_no_folder_is_an_error() {
    assert_eq!(distil(&kept(), "mandelbrot").unwrap(), []);
    let error = distil(&kept().join("nowhere"), "great_circle").unwrap_err();
    assert!(matches!(error, Error::Io { .. }) && error.to_string().contains("nowhere"), "{error}");
}

#[test]
fn what_is_not_criterions_is_refused_by_name() {
    for (file, was, is, says) in [
        ("estimates.json", "\"confidence_level\":0.95", "\"confidence_level\":0.99", "95 % intervals"),
        ("estimates.json", "\"median\"", "\"mode\"", "missing field `median`"),
        ("benchmark.json", "\"Elements\"", "\"Bytes\"", "no size"),
        ("benchmark.json", "\"threads\"", "null", "no variant"),
        ("benchmark.json", "\"2\"", "\"two\"", "workers \"two\""),
        ("sample.json", "{", "", "sample.json:1"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let (from, to) = (kept().join("great_circle/threads/2/new"), home.path().join("great_circle/threads/2/new"));
        fs::create_dir_all(&to).unwrap();
        for name in ["benchmark.json", "estimates.json", "sample.json"] {
            let text = fs::read_to_string(from.join(name)).unwrap();
            assert!(name != file || text.contains(was), "{was} is not in {name}");
            fs::write(to.join(name), if name == file { text.replace(was, is) } else { text }).unwrap();
        }
        let told = distil(home.path(), "great_circle").unwrap_err().to_string();
        assert!(told.contains(says) && told.contains(file), "{told}");
    }
}
