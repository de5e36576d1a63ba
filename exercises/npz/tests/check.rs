//! Do arrays come over from NumPy and go back, and is everything else refused?
//!
//! The files in `crates/chapters/saving/tests/numpy` were written by a real NumPy, with the script beside them. Two
//! tests need a NumPy of yours; without one they are ignored, with the reason, and `LAB_REQUIRE=numpy` makes that a
//! failure.

use libtest_mimic::{Arguments, Failed, Trial};
use ndarray::{ArrayD, IxDyn, ShapeBuilder};
use npz::{Error, load, save};
use std::{
    env,
    fmt::Debug,
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Duration,
};
use tempfile::TempDir;
use witness::{caught, deadline, harness};
use zip::{ZipWriter, write::SimpleFileOptions};

const LIMIT: Duration = Duration::from_secs(60);

/// Enough for every array here that isn't meant to be too large.
const ROOM: usize = 10_000;

const BOTH: [&str; 2] = ["stored.npz", "compressed.npz"];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        trial("rows_first", || BOTH.iter().try_for_each(|file| is_the_table(file, "table", "row by row, `<f8`"))),
        trial("columns_first_in_three_dimensions", columns_of_a_cube),
        trial("columns_first", || {
            BOTH.iter().try_for_each(|file| is_the_table(file, "fortran", "column by column, `<f8`"))
        }),
        trial("the_high_byte_first", || {
            BOTH.iter().try_for_each(|file| is_the_table(file, "big", "row by row, `>f8`"))?;
            BOTH.iter().try_for_each(|file| is_the_table(file, "big_fortran", "column by column, `>f8`"))
        }),
        trial("smaller_numbers", smaller_numbers),
        trial("odd_numbers_to_the_last_bit", odd_numbers),
        trial("any_number_of_dimensions", dimensions),
        trial("a_name_that_is_not_there", no_array),
        trial("types_that_are_not_taken", types),
        trial("no_file_and_no_archive", no_archive),
        trial("an_archive_that_was_cut_off", cut_off),
        trial("an_archive_that_was_damaged", damaged),
        trial("an_archive_that_unpacks_to_too_much", bomb),
        trial("an_archive_that_says_it_is_small", small_by_its_own_account),
        trial("limits_met_exactly", exact_limits),
        trial("a_header_that_promises_too_much", promises),
        trial("what_is_saved_is_loaded", round_trip),
        trials::with_tool("numpy_reads_what_you_saved", "numpy", tools::numpy, numpy_reads),
        trials::with_tool("you_load_what_numpy_saved", "numpy", tools::numpy, numpy_writes),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(name: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    Trial::test(name, move || deadline(name, "what ends each loop", LIMIT, test))
}

/// A file that NumPy wrote.
fn numpys(file: &str) -> PathBuf {
    // The tests of a package run in its folder.
    Path::new("../../crates/chapters/saving/tests/numpy").join(file)
}

/// `load`, and no panic.
fn loaded(path: &Path, name: &str, limit: usize) -> Result<Result<ArrayD<f64>, Error>, Failed> {
    caught(|| load(path, name, limit)).map_err(|panic| {
        format!("`load` of {name:?} panicked: {panic}\nA file is no reason to panic: every `unwrap` is a place where one can.").into()
    })
}

fn expect(path: &Path, name: &str) -> Result<ArrayD<f64>, Failed> {
    loaded(path, name, ROOM)?
        .map_err(|wrong| format!("{name:?} in {}: `load` returned {wrong:?}", path.display()).into())
}

/// Shape and bits.
fn same(what: &str, got: &ArrayD<f64>, want: &ArrayD<f64>) -> Result<(), Failed> {
    let bits = |array: &ArrayD<f64>| array.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    if got.shape() == want.shape() && bits(got) == bits(want) {
        return Ok(());
    }
    Err(format!(
        "{what}:\ngot {got}\nof the shape {:?}, expected\n{want}\nof the shape {:?}.",
        got.shape(),
        want.shape()
    )
    .into())
}

fn table() -> ArrayD<f64> {
    ArrayD::from_shape_fn(IxDyn(&[2, 3]), |at| (3 * at[0] + at[1]) as f64 / 4.0 + 0.1)
}

fn is_the_table(file: &str, name: &str, how: &str) -> Result<(), Failed> {
    same(&format!("{name:?} in {file}, written {how}"), &expect(&numpys(file), name)?, &table())
}

fn smaller_numbers() -> Result<(), Failed> {
    for file in BOTH {
        let single = table().mapv(|x| f64::from(x as f32));
        same("\"single\", of the type `<f4`", &expect(&numpys(file), "single")?, &single)?;
        let small = array(&[-3.0, 0.0, 2_147_483_647.0]);
        same("\"small\", of the type `<i4`", &expect(&numpys(file), "small")?, &small)?;
    }
    // The high byte first, which NumPy writes on other machines.
    let bytes = [1.5_f32, -2.25].map(f32::to_be_bytes).concat();
    same("two numbers of the type `>f4`", &crafted(">f4", "(2,)", &bytes, ROOM)?.0?, &array(&[1.5, -2.25]))?;
    let bytes = [-3_i32, 1 << 20].map(i32::to_be_bytes).concat();
    same("two numbers of the type `>i4`", &crafted(">i4", "(2,)", &bytes, ROOM)?.0?, &array(&[-3.0, 1_048_576.0]))
}

fn array(numbers: &[f64]) -> ArrayD<f64> {
    ArrayD::from_shape_vec(IxDyn(&[numbers.len()]), numbers.to_vec()).expect("as long as it is")
}

fn odd_numbers() -> Result<(), Failed> {
    let got = expect(&numpys("stored.npz"), "odd")?;
    let want = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324];
    same("NaN, the infinities, minus zero and the smallest number", &got, &array(&want))
}

fn dimensions() -> Result<(), Failed> {
    for file in BOTH {
        let scalar = expect(&numpys(file), "scalar")?;
        same("an array of no dimension, which holds one number", &scalar, &ArrayD::from_elem(IxDyn(&[]), 6371.0))?;
        let nothing = expect(&numpys(file), "nothing")?;
        same("an array of no rows and three columns", &nothing, &ArrayD::zeros(IxDyn(&[0, 3])))?;
    }
    Ok(())
}

fn no_array() -> Result<(), Failed> {
    for name in ["d", "", "a.npy", "A", "../a"] {
        match loaded(&numpys("foo.npz"), name, ROOM)? {
            Err(Error::NoArray { name: got, mut there }) if got == name => {
                there.sort();
                if there != ["a", "b"] {
                    return Err(format!("foo.npz holds the arrays \"a\" and \"b\"; the error says {there:?}").into());
                }
            }
            got => return Err(format!("foo.npz holds no array {name:?}: expected Error::NoArray, got {got:?}").into()),
        }
    }
    // Somebody has put more into the archive than NumPy would; and an array may be called anything.
    let files = [
        ("readme.txt", &b"a letter"[..]),
        ("npy", b""),
        ("a.npy", b"\x93NUMPY"),
        ("b.npy.npy", b""),
        ("c.npy.txt", b""),
    ];
    match of_bytes(&zipped_all(&files), "d", ROOM)?.0 {
        Err(Error::NoArray { mut there, .. }) => {
            there.sort();
            if there != ["a", "b.npy"] {
                return Err(format!(
                    "the archive holds the files {:?}, and the error says that there are the arrays {there:?}; expected \
                     [\"a\", \"b.npy\"].\nAn array is a file that ends in `.npy`, and its name is what stands before that.",
                    files.map(|(file, _)| file)
                )
                .into());
            }
        }
        got => return Err(format!("there is no array \"d\": expected Error::NoArray, got {got:?}").into()),
    }
    Ok(())
}

fn types() -> Result<(), Failed> {
    for (name, descr) in [("large", "<i8"), ("complex", "<c16"), ("words", "<U7"), ("pickled", "|O")] {
        match loaded(&numpys("stored.npz"), name, ROOM)? {
            Err(Error::Type(got)) if got == descr => {}
            got => {
                return Err(format!(
                    "the elements of {name:?} are of the type {descr:?}: expected Error::Type({descr:?}), got {got:?}.\n\
                     An `i8` may hold what no `f64` can; an object is a pickle, and a pickle is a program."
                )
                .into());
            }
        }
    }
    // As many bytes as two of them have, so that the type is all that is wrong.
    for (descr, bytes) in
        [("<u4", 8), ("|b1", 2), ("f8", 16), ("", 16), ("<f16", 32), ("<", 16), ("é8", 16), ("[('x', '<f8')]", 16)]
    {
        let got = crafted(descr, "(2,)", &vec![0; bytes], ROOM)?.0;
        // What has no size promises nothing: either error is right.
        if !matches!(got, Err(Error::Type(_) | Error::Damaged(_))) {
            return Err(format!("a header with the type {descr:?}: expected Error::Type, got {got:?}").into());
        }
    }
    Ok(())
}

fn no_archive() -> Result<(), Failed> {
    let got = loaded(Path::new("no/such/file.npz"), "a", ROOM)?;
    if !matches!(got, Err(Error::Io(_))) {
        return Err(format!("there is no such file: expected Error::Io, got {got:?}").into());
    }
    for text in [&b""[..], b"a letter", b"PK\x03\x04 and nothing more of a zip archive"] {
        let got = of_bytes(text, "a", ROOM)?.0;
        if !matches!(got, Err(Error::Damaged(_))) {
            return Err(format!(
                "the file holds {:?}: expected Error::Damaged, got {got:?}",
                text.escape_ascii().to_string()
            )
            .into());
        }
    }
    // A zip archive, but what is in it is no array.
    let got = of_bytes(&zipped("a.npy", b"a letter"), "a", ROOM)?.0;
    if !matches!(got, Err(Error::Damaged(_))) {
        return Err(format!("a.npy holds a letter: expected Error::Damaged, got {got:?}").into());
    }
    Ok(())
}

fn cut_off() -> Result<(), Failed> {
    for file in BOTH {
        let whole = fs::read(numpys(file))?;
        for length in (0..whole.len()).step_by(3) {
            if let Ok(array) = of_bytes(&whole[..length], "table", ROOM)?.0 {
                return Err(format!(
                    "the first {length} of {} bytes of {file} were taken for an archive with {array}",
                    whole.len()
                )
                .into());
            }
        }
    }
    Ok(())
}

fn damaged() -> Result<(), Failed> {
    let whole = fs::read(numpys("stored.npz"))?;
    // Where the table's numbers are: they are in it as they are in memory.
    let number = 0.6_f64.to_le_bytes();
    let place = whole.windows(8).position(|bytes| bytes == number).ok_or("0.6 is in stored.npz")?;
    for at in place..place + 8 {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        if let Ok(array) = of_bytes(&damaged, "table", ROOM)?.0 {
            return Err(format!(
                "one bit of a number was flipped, and `load` returned {array}.\n\
                 The archive has a checksum. It is compared when the last byte has been read: does anybody read to the end?"
            )
            .into());
        }
    }
    for file in BOTH {
        let whole = fs::read(numpys(file))?;
        for at in (0..whole.len()).step_by(2) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            // It may hit another array. But no panic, and no great request.
            let (_, largest) = of_bytes(&damaged, "table", ROOM)?;
            asks_for_little(&format!("byte {at} of {file} was changed"), largest, 20 * ROOM)?;
        }
    }
    Ok(())
}

fn bomb() -> Result<(), Failed> {
    let room = 500_000;
    allocations::largest();
    let got = loaded(&numpys("zeros.npz"), "zeros", room)?;
    let largest = allocations::largest();
    if !matches!(got, Err(Error::TooLarge(_))) {
        let got = got.map(|array| array.shape().to_vec());
        return Err(
            format!("a million zeros, and a limit of {room} bytes: expected Error::TooLarge, got {got:?}").into()
        );
    }
    asks_for_little("a million zeros, packed into 8 kB", largest, 3 * room)?;
    let all =
        loaded(&numpys("zeros.npz"), "zeros", 20 * room)?.map_err(|wrong| format!("with room enough: {wrong:?}"))?;
    same("a million zeros, with room enough", &all, &ArrayD::zeros(IxDyn(&[1_000_000])))
}

fn small_by_its_own_account() -> Result<(), Failed> {
    let mut bytes = fs::read(numpys("zeros.npz"))?;
    // How much it unpacks to stands 24 bytes from the beginning of its entry in the directory at the end.
    let entry = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").ok_or("zeros.npz has a directory")?;
    bytes[entry + 24..][..4].copy_from_slice(&1000_u32.to_le_bytes());
    let (got, largest) = of_bytes(&bytes, "zeros", ROOM)?;
    if !matches!(got, Err(Error::TooLarge(_) | Error::Damaged(_))) {
        let got = got.map(|array| array.shape().to_vec());
        return Err(
            format!("a million zeros in an archive that speaks of 1000 bytes: expected an error, got {got:?}").into()
        );
    }
    asks_for_little("a million zeros in an archive that speaks of 1000 bytes", largest, 20 * ROOM)
}

/// The file in the archive has at most `limit` bytes, its header included.
fn exact_limits() -> Result<(), Failed> {
    let data = [0.5_f64, 1.5].map(f64::to_le_bytes).concat();
    let whole = npy("<f8", false, "(2,)", &data);
    for limit in [whole.len() - 1, data.len(), 0] {
        let got = of_bytes(&zipped("a.npy", &whole), "a", limit)?.0;
        if !matches!(got, Err(Error::TooLarge(_))) {
            return Err(format!(
                "a.npy has {} bytes, and the limit is {limit}: expected Error::TooLarge, got {got:?}",
                whole.len()
            )
            .into());
        }
    }
    for limit in [whole.len(), whole.len() + 1, usize::MAX] {
        let got = of_bytes(&zipped("a.npy", &whole), "a", limit)?
            .0
            .map_err(|wrong| format!("a.npy has {} bytes, and the limit is {limit}: got {wrong:?}", whole.len()))?;
        same("two numbers that just fit", &got, &array(&[0.5, 1.5]))?;
    }
    Ok(())
}

fn columns_of_a_cube() -> Result<(), Failed> {
    let want = ArrayD::from_shape_fn(IxDyn(&[2, 3, 4]), |at| (100 * at[0] + 10 * at[1] + at[2]) as f64);
    // Reversed, the first index changes fastest.
    let data: Vec<u8> = want.t().iter().flat_map(|x| x.to_le_bytes()).collect();
    let got = of_bytes(&zipped("a.npy", &npy("<f8", true, "(2, 3, 4)", &data)), "a", ROOM)?.0?;
    same("three dimensions, the first index fastest", &got, &want)
}

fn promises() -> Result<(), Failed> {
    // Nothing is promised, and nothing follows. But such a shape may be more than an array can have.
    for shape in ["(0, 9223372036854775807, 2)", "(9223372036854775807, 2, 0)"] {
        let (got, largest) = crafted("<f8", shape, &[], ROOM)?;
        asks_for_little(&format!("a header that promises {shape}"), largest, 20 * ROOM)?;
        if let Ok(array) = got {
            return Err(format!("an array of the shape {:?} was made of nothing", array.shape()).into());
        }
    }
    for shape in
        ["(3,)", "(1,)", "(0,)", "(2, 2)", "(8000000,)", "(9223372036854775807, 2)", "(4294967296, 4294967296)"]
    {
        for fortran in ["<f8", ">f8", "<f4"] {
            let size = if fortran == "<f4" { 4 } else { 8 };
            let (got, largest) = crafted(fortran, shape, &vec![7; 2 * size], ROOM)?;
            asks_for_little(&format!("a header that promises {shape}, and two numbers"), largest, 20 * ROOM)?;
            // What is promised may be too large as well: then either name is right.
            let larger = !["(3,)", "(1,)", "(0,)", "(2, 2)"].contains(&shape);
            let right = match got {
                Err(Error::Promise { .. }) => true,
                Err(Error::TooLarge(_)) => larger,
                _ => false,
            };
            if !right {
                return Err(format!(
                    "a header with the type {fortran:?} and the shape {shape}, and two numbers after it: expected Error::Promise, \
                     got {got:?}.\nA shape in a file is a claim. Compare it with what follows."
                )
                .into());
            }
        }
    }
    Ok(())
}

fn asks_for_little(what: &str, largest: usize, room: usize) -> Result<(), Failed> {
    if largest <= room {
        return Ok(());
    }
    Err(format!(
        "{what}: `load` asked for {largest} bytes of memory at once.\n\
         Count what really comes out of the archive, and stop at the limit; ask for nothing on a header's word."
    )
    .into())
}

fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    zipped_all(&[(name, content)])
}

fn zipped_all(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a new file");
        zip.write_all(content).expect("memory takes all");
    }
    zip.finish().expect("memory takes all").into_inner()
}

/// What `load` makes of an archive of these bytes, and the largest block of memory that it asked for.
fn of_bytes(bytes: &[u8], name: &str, limit: usize) -> Result<(Result<ArrayD<f64>, Error>, usize), Failed> {
    // One for each thread: thousands are read.
    // In memory where there is such a thing: to write over a file again and again makes some file systems wait for the
    // disk.
    thread_local!(static FOLDER: TempDir = {
        let memory = Path::new("/dev/shm");
        TempDir::new_in(if memory.is_dir() { memory.into() } else { env::temp_dir() }).expect("a folder for temporary files")
    });
    let path = FOLDER.with(|folder| folder.path().join("array.npz"));
    fs::write(&path, bytes)?;
    allocations::largest();
    let got = loaded(&path, name, limit)?;
    Ok((got, allocations::largest()))
}

/// The same, of an archive with one array that has this header.
fn crafted(descr: &str, shape: &str, data: &[u8], limit: usize) -> Result<(Result<ArrayD<f64>, Error>, usize), Failed> {
    of_bytes(&zipped("a.npy", &npy(descr, false, shape, data)), "a", limit)
}

/// A `.npy` file with this header, right or wrong.
fn npy(descr: &str, fortran: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    // A record type is a list, without quotes.
    let quote = if descr.starts_with('[') { "" } else { "'" };
    let fortran = if fortran { "True" } else { "False" };
    let header = format!("{{'descr': {quote}{descr}{quote}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
    [b"\x93NUMPY\x01\0", &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), data].concat()
}

/// Arrays of several shapes, one of them with its columns first in memory.
fn samples() -> Vec<(&'static str, ArrayD<f64>)> {
    let numbers: Vec<f64> = (1..=24).map(|i| 20_015.086_796_020_572 / f64::from(i)).collect();
    let shaped = |shape: &[usize]| ArrayD::from_shape_vec(IxDyn(shape), numbers.clone()).expect("24 numbers");
    let columns = ArrayD::from_shape_vec(IxDyn(&[4, 6]).f(), numbers.clone()).expect("24 numbers");
    vec![
        ("line", shaped(&[24])),
        ("cube", shaped(&[2, 3, 4])),
        ("columns", columns),
        ("turned", shaped(&[4, 6]).reversed_axes()),
        ("odd", array(&[f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324, 0.1 + 0.2])),
        ("scalar", ArrayD::from_elem(IxDyn(&[]), 6371.0)),
        ("nothing", ArrayD::zeros(IxDyn(&[0, 3]))),
    ]
}

fn written<E: Debug>(saved: Result<(), E>) -> Result<(), Failed> {
    saved.map_err(|wrong| format!("`save` returned {wrong:?}").into())
}

fn round_trip() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let path = folder.path().join("saved.npz");
    written(save(&path, &samples()))?;
    for (name, want) in samples() {
        same(&format!("{name:?}, saved and loaded"), &expect(&path, name)?, &want)?;
    }
    written(save(&path, &[("zeros", ArrayD::zeros(IxDyn(&[100_000])))]))?;
    let size = fs::metadata(&path)?.len();
    if size > 100_000 {
        return Err(format!("100,000 zeros were saved in {size} bytes: is the archive compressed?").into());
    }
    // Now a longer archive first.
    written(save(&path, &samples()))?;
    written(save(&path, &[("short", array(&[1.5]))]))?;
    match loaded(&path, "short", ROOM)? {
        Ok(short) => same("\"short\", saved where a longer archive had been", &short, &array(&[1.5]))?,
        Err(wrong) => {
            return Err(format!(
                "an array was saved where a longer archive had been, and loading it gave {wrong:?}.\n\
                 A zip archive's directory is at its end. Whose end is it?"
            )
            .into());
        }
    }
    if save(&folder.path().join("no/such/folder.npz"), &samples()).is_ok() {
        return Err("there is no such folder, and `save` returned Ok".into());
    }
    Ok(())
}

/// Compares the arrays of an archive with ours, number by number, in hexadecimal.
const READ: &str = "
import sys
import numpy as np
with np.load(sys.argv[1]) as npz:
    for name in sorted(npz.files):
        array = npz[name]
        assert array.dtype == np.float64, (name, array.dtype)
        print(name, list(array.shape), [x.hex() for x in array.flatten().tolist()])
";

const WRITE: &str = "
import sys
import numpy as np
numbers = 20015.086796020572 / np.arange(1, 25)
np.savez(sys.argv[1], rows=numbers.reshape(2, 3, 4), columns=np.asfortranarray(numbers.reshape(4, 6)),
         big=numbers.astype('>f8'), single=numbers.astype('f4'), small=np.arange(-3, 3, dtype='i4'))
np.savez_compressed(sys.argv[2], rows=numbers.reshape(2, 3, 4), turned=numbers.reshape(4, 6).T)
";

fn python(python: &Path, script: &str, arguments: &[&Path]) -> Result<String, Failed> {
    let output = Command::new(python).args(["-c", script]).args(arguments).output()?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(said(&output.stdout))
    } else {
        Err(format!("NumPy says: {}", said(&output.stderr)).into())
    }
}

fn numpy_reads(tool: &Path) -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let path = folder.path().join("saved.npz");
    written(save(&path, &samples()))?;
    let got = python(tool, READ, &[&path])?;
    let mut want: Vec<_> = samples();
    want.sort_by_key(|(name, _)| *name);
    for (line, (name, array)) in got.lines().zip(&want) {
        let numbers: Vec<_> = array.iter().map(|x| format!("'{}'", hexadecimal(*x))).collect();
        let want = format!("{name} {:?} [{}]", array.shape(), numbers.join(", "));
        if line != want {
            return Err(format!("NumPy read\n{line}\nexpected\n{want}").into());
        }
    }
    let names: Vec<_> = want.iter().map(|(name, _)| *name).collect();
    if got.lines().count() != want.len() {
        return Err(format!("NumPy found\n{got}\nexpected the arrays {names:?}").into());
    }
    Ok(())
}

/// As Python writes it.
fn hexadecimal(x: f64) -> String {
    let (sign, bits) = (if x.is_sign_negative() { "-" } else { "" }, x.to_bits());
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i64, bits & 0x000f_ffff_ffff_ffff);
    match (exponent, fraction) {
        (0x7ff, _) => format!("{sign}inf"),
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", exponent - 1023),
    }
}

fn numpy_writes(tool: &Path) -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let [plain, packed] = ["plain.npz", "packed.npz"].map(|name| folder.path().join(name));
    python(tool, WRITE, &[&plain, &packed])?;
    let numbers: Vec<f64> = (1..=24).map(|i| 20_015.086_796_020_572 / f64::from(i)).collect();
    let shaped = |shape: &[usize]| ArrayD::from_shape_vec(IxDyn(shape), numbers.clone()).expect("24 numbers");
    let single = shaped(&[24]).mapv(|x| f64::from(x as f32));
    for (path, name, want) in [
        (&plain, "rows", shaped(&[2, 3, 4])),
        (&plain, "columns", shaped(&[4, 6])),
        (&plain, "big", shaped(&[24])),
        (&plain, "single", single),
        (&plain, "small", array(&[-3.0, -2.0, -1.0, 0.0, 1.0, 2.0])),
        (&packed, "rows", shaped(&[2, 3, 4])),
        (&packed, "turned", shaped(&[4, 6]).reversed_axes()),
    ] {
        same(&format!("{name:?}, which NumPy has just written"), &expect(path, name)?, &want)?;
    }
    Ok(())
}
