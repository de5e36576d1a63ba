//! The bytes of one record in each format, with what they mean: `record.txt`, which the book shows.
//! `UPDATE_EXPECT=1 cargo test -p saving --test record_bytes` writes it again.

use expect_test::expect_file;
use saving::{Results, csv, json, npy, postcard, rkyv, versioned};
use std::{fmt::Write, fs, path::Path};

/// The next so many bytes, and what they mean.
type Part = (usize, &'static str);

const JSON: &[Part] = &[
    (1, "{ a record begins"),
    (6, "the field's name, in quotes"),
    (1, ": its value follows"),
    (3, "300, in three digits"),
    (1, ", another field"),
    (4, "the field's name"),
    (1, ": its value follows"),
    (1, "[ a list begins"),
    (3, "1.5, in three characters"),
    (1, ", another number"),
    (7, "6694.75, in seven characters"),
    (1, "] the list ends"),
    (1, "} the record ends"),
];

const CSV: &[Part] = &[
    (11, "a comment, as the seed has no column"),
    (4, "1.5 and the end of the line"),
    (8, "6694.75 and the end of the line"),
];

const POSTCARD: &[Part] = &[
    (2, "300: seven bits a byte, the low ones first"),
    (1, "2: so many distances follow"),
    (8, "1.5 as an f64, the low byte first"),
    (8, "6694.75"),
];

const RKYV: &[Part] = &[
    (8, "1.5 as an f64, the low byte first"),
    (8, "6694.75"),
    (8, "300 in eight bytes, as memory has it"),
    (4, "-24: the distances begin 24 bytes back"),
    (4, "2: so many they are"),
];

const NPY: &[Part] = &[
    (6, "\\x93NUMPY: this is an array"),
    (2, "version 1.0 of the format"),
    (2, "118: so long is the header"),
    (118, "the header: type, order, shape; filled up with blanks"),
    (8, "1.5 as an f64, the low byte first"),
    (8, "6694.75"),
];

const PICKLE: &[Part] = &[
    (2, "PROTO: what follows is of protocol 4"),
    (9, "FRAME: 42 bytes of it"),
    (2, "EMPTY_DICT: put a dictionary on the stack; note it as 0"),
    (1, "MARK: remember this place of the stack"),
    (7, "put the text 'seed' there; note it as 1"),
    (3, "BININT2: put 300 there"),
    (5, "put the text 'km' there; note it as 2"),
    (2, "EMPTY_LIST: put a list there; note it as 3"),
    (1, "MARK: remember this place, too"),
    (9, "BINFLOAT: put 1.5 there, the high byte first"),
    (9, "BINFLOAT: put 6694.75 there"),
    (1, "APPENDS: what is above the mark goes into the list"),
    (1, "SETITEMS: what is above the mark goes into the dictionary"),
    (1, "STOP: what is left on the stack is the answer"),
];

const VERSIONED: &[Part] = &[
    (8, "the magic bytes: this is ours"),
    (4, "2: the version"),
    (8, "19: so long is the payload"),
    (4, "its checksum"),
    (19, "the payload: postcard's 19 bytes"),
];

#[test]
fn every_byte_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let results = Results { seed: 300, km: vec![1.5, 6694.75] };
    let written = |save: fn(&Results, &Path) -> Result<(), saving::Error>| {
        let path = folder.path().join("record");
        save(&results, &path).unwrap();
        fs::read(path).unwrap()
    };
    let pickle = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/numpy/record.pickle");
    let mut text = String::new();
    for (name, bytes, parts) in [
        ("JSON", written(json::save), JSON),
        ("CSV", written(csv::save), CSV),
        ("postcard", written(postcard::save), POSTCARD),
        ("rkyv", written(rkyv::save), RKYV),
        ("npy", written(|results, path| npy::save(&results.km, path)), NPY),
        ("pickle", fs::read(pickle).unwrap(), PICKLE),
        ("versioned", written(versioned::save), VERSIONED),
    ] {
        assert_eq!(parts.iter().map(|(length, _)| length).sum::<usize>(), bytes.len(), "{name}: {bytes:02x?}");
        writeln!(text, "{name}, {} bytes", bytes.len()).unwrap();
        let mut rest = &bytes[..];
        for (length, meaning) in parts {
            let (part, after) = rest.split_at(*length);
            rest = after;
            for (row, chunk) in part.chunks(8).enumerate() {
                let hex: Vec<_> = chunk.iter().map(|byte| format!("{byte:02x}")).collect();
                let meaning = if row == 0 { *meaning } else { "" };
                writeln!(text, "{}", format!("{:23}  {meaning}", hex.join(" ")).trim_end()).unwrap();
            }
        }
        text.push('\n');
    }
    let path = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/record.txt");
    expect_file![path].assert_eq(&(text.trim_end().to_owned() + "\n"));
}
