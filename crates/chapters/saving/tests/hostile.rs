//! Files that somebody made to do harm: what they claim is not believed, and no memory is asked for on their word.

use ndarray::{Ix1, IxDyn};
use saving::{Error, Refused, npy, npz, postcard, rkyv};
use std::{fs, io::Write, path::Path};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Runs `load` on a file with these bytes, and says the largest block of memory it asked for.
fn largest<T>(bytes: &[u8], load: impl FnOnce(&Path) -> T) -> (T, usize) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, bytes).unwrap();
    allocations::largest();
    let loaded = load(&path);
    (loaded, allocations::largest())
}

/// A `.npy` header of version 1.0 and nothing after it.
fn header(shape: &str) -> Vec<u8> {
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n");
    [b"\x93NUMPY\x01\0", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat()
}

#[test]
fn an_array_that_promises_more_than_there_is() {
    // A hundred bytes that promise 64 MB, a petabyte, and more than can be counted.
    for shape in ["(8000000,)", "(1000000000000000,)"] {
        let (loaded, largest) = largest(&header(shape), npy::load);
        assert!(matches!(loaded, Err(Error::Array { why: Refused::CutOff { .. }, .. })), "{shape}: {loaded:?}");
        assert!(largest < 100_000, "{shape}: asked for {largest} bytes");
    }
    for shape in ["(18446744073709551615,)", "(18446744073709551616,)", "(-1,)", "(x)"] {
        let (loaded, largest) = largest(&header(shape), npy::load);
        assert!(matches!(loaded, Err(Error::Array { why: Refused::NoShape(_), .. })), "{shape}: {loaded:?}");
        assert!(largest < 100_000, "{shape}: asked for {largest} bytes");
    }
}

/// Python takes the last of two keys that are the same; another reader may take the first. One of them then finds eight
/// terabytes where the other found three numbers.
#[test]
fn a_key_that_is_there_twice() {
    let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), 'shape': (1000000000000,), }\n";
    let bytes = [b"\x93NUMPY\x01\0", &(text.len() as u16).to_le_bytes()[..], text.as_bytes(), &[0; 24]].concat();
    let (loaded, largest) = largest(&bytes, npy::load);
    assert!(loaded.unwrap_err().to_string().ends_with("it says 'shape' twice"));
    assert!(largest < 100_000, "asked for {largest} bytes");
}

/// A parser that calls itself for each bracket, or that tries each twice, would not come back from this.
#[test]
fn a_header_of_nothing_but_brackets() {
    for (open, close) in [("[", "]"), ("{", "}"), ("(", ")"), ("(", ",)"), ("[", "")] {
        let nested = format!("{}{}", open.repeat(4000), close.repeat(4000));
        for text in [
            format!("{{'descr': {nested}, 'fortran_order': False, 'shape': (), }}\n"),
            format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {nested}, }}\n"),
            nested,
        ] {
            let bytes = [b"\x93NUMPY\x01\0", &(text.len() as u16).to_le_bytes()[..], text.as_bytes()].concat();
            let (loaded, largest) = largest(&bytes, npy::load);
            assert!(loaded.is_err(), "{loaded:?}");
            assert!(largest < 100_000, "asked for {largest} bytes");
        }
    }
}

#[test]
fn an_array_of_nothing_that_is_too_long_to_count() {
    let loaded = npy::array::<f64, ndarray::Ix3>(&header("(0, 9223372036854775807, 2)"));
    assert!(matches!(loaded, Err(Refused::NoShape(_))), "{loaded:?}");
}

#[test]
fn an_archive_that_unpacks_to_a_thousand_times_its_size() {
    let zeros = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/numpy/zeros.npz");
    assert!(fs::metadata(&zeros).unwrap().len() < 8_200);
    allocations::largest();
    let loaded = npz::array::<f64, Ix1>(&zeros, "zeros", 1_000_000);
    assert!(matches!(loaded, Err(Error::TooLarge { .. })), "{loaded:?}");
    let largest = allocations::largest();
    assert!(largest <= 2_000_000, "asked for {largest} bytes");
    assert_eq!(npz::array::<f64, Ix1>(&zeros, "zeros", 10_000_000).unwrap().len(), 1_000_000);
}

#[test]
fn an_archive_that_holds_a_lie() {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("km.npy", SimpleFileOptions::default()).unwrap();
    zip.write_all(&header("(1000000000000,)")).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let (loaded, largest) = largest(&bytes, |path| npz::array::<f64, IxDyn>(path, "km", 1 << 30));
    assert!(matches!(loaded, Err(Error::Array { why: Refused::CutOff { .. }, .. })), "{loaded:?}");
    assert!(largest < 100_000, "asked for {largest} bytes");
}

/// Every cut of a real file, and every byte of it changed: an error or a value, never a panic.
#[test]
fn a_damaged_archive_is_no_end_of_the_world() {
    let record =
        fs::read(Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/numpy/record.npz")).unwrap();
    let folder = TempDir::new().unwrap();
    let load = |bytes: &[u8]| {
        let path = folder.path().join("file");
        fs::write(&path, bytes).unwrap();
        npz::array::<f64, Ix1>(&path, "km", 1000)
    };
    assert_eq!(load(&record).unwrap().to_vec(), [1.5, 6694.75]);
    for length in 0..record.len() {
        assert!(load(&record[..length]).is_err(), "the first {length} bytes were taken for an archive");
    }
    for at in 0..record.len() {
        let mut damaged = record.clone();
        damaged[at] ^= 0xff;
        let _ = load(&damaged);
    }
}

#[test]
fn postcard_asks_for_no_memory_on_a_strangers_word() {
    // Seed 0, and then 2⁶³ − 1 distances, of which not one follows.
    let bytes = [0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let (loaded, largest) = largest(&bytes, postcard::load);
    assert!(loaded.is_err());
    assert!(largest <= 1 << 20, "asked for {largest} bytes");
}

#[test]
fn rkyv_checks_every_place_and_length() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("results.rkyv");
    rkyv::save(&saving::Results { seed: 300, km: vec![1.5, 6694.75] }, &path).unwrap();
    let whole = fs::read(&path).unwrap();
    // The last eight bytes say where the distances begin, and how many they are.
    for at in whole.len() - 8..whole.len() {
        for value in 0..=255 {
            let mut changed = whole.clone();
            changed[at] = value;
            fs::write(&path, &changed).unwrap();
            if let Ok(loaded) = rkyv::load(&path) {
                assert!(loaded.km.len() <= 3, "byte {at} made {value}: {} distances", loaded.km.len());
            }
        }
    }
}

#[test]
fn json_goes_no_deeper_than_it_should() {
    let deep = "[".repeat(100_000);
    let wrong = serde_json::from_str::<serde_json::Value>(&deep).unwrap_err().to_string();
    assert!(wrong.contains("recursion limit"), "{wrong}");
}
