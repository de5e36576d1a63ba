//! Files exchanged with a real NumPy, both ways. Without one both tests are ignored, with the reason;
//! `LAB_REQUIRE=numpy` makes that a failure.

use libtest_mimic::{Arguments, Failed};
use ndarray::Ix1;
use saving::{Error, Results, csv, json, npy, npz};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn main() {
    let arguments = Arguments::from_args();
    let trials = vec![
        trials::with_tool("numpy_reads_what_we_wrote", "numpy", tools::numpy, reads),
        trials::with_tool("we_read_what_numpy_wrote", "numpy", tools::numpy, writes),
        trials::with_tool("what_is_taken_numpy_takes", "numpy", tools::numpy, headers),
        trials::with_tool("numpys_names_and_duplicates", "numpy", tools::numpy, names),
        trials::with_tool("a_pickle_runs_what_is_in_it", "python", tools::python, pickle),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

fn reads(python: &Path) -> Result<(), Failed> {
    for results in samples() {
        let folder = TempDir::new()?;
        let at = |name| folder.path().join(name);
        npy::save(&results.km, &at("km.npy"))?;
        npz::save(&results, &at("results.npz"))?;
        csv::save(&results, &at("results.csv"))?;
        json::save(&results, &at("results.json"))?;
        runs(python, "read.py", &folder, &results)?;
    }
    Ok(())
}

fn writes(python: &Path) -> Result<(), Failed> {
    for results in samples() {
        let folder = TempDir::new()?;
        let at = |name| folder.path().join(name);
        runs(python, "write.py", &folder, &results)?;
        let km = npy::load(&at("km.npy"))?;
        same("km.npy", &results, Ok(Results { km, ..results }))?;
        same("results.npz", &results, npz::load(&at("results.npz")))?;
        same("stored.npz", &results, npz::load(&at("stored.npz")))?;
        same("results.csv", &results, csv::load(&at("results.csv")))?;
        same("results.json", &results, json::load(&at("results.json")))?;
    }
    Ok(())
}

/// Reads each header of `tests/headers.txt`, in every version, with NumPy. What `npy::array` takes NumPy takes, too,
/// and finds the same numbers; a header whose key is there twice is one that NumPy takes and `npy::array` doesn't.
fn headers(python: &Path) -> Result<(), Failed> {
    const READ: &str = "
import io, sys
import numpy as np
for line in open(sys.argv[1], encoding='utf-8'):
    header, arrow, said = line.rstrip('\\n').partition(' → ')
    if not arrow:
        continue
    header = header.encode()
    for version in [1, 2, 3]:
        # Python 2 is older than version 3.
        if version == 3 and b'2L' in header:
            continue
        length = len(header).to_bytes(2 if version == 1 else 4, 'little')
        npy = b'\\x93NUMPY' + bytes([version, 0]) + length + header + np.array([1.5, -0.0]).tobytes()
        try:
            array = np.load(io.BytesIO(npy))
            took = str(array.tolist())
        except Exception as wrong:
            took = repr(wrong)
        if said.startswith('[') and took != said:
            sys.exit(f'{header} in version {version}: NumPy says {took}')
        print(took == '[1.5, -0.0]', said)
";
    let list = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/headers.txt");
    let said = says(python, READ, &[&list])?;
    let taken = said.lines().filter(|line| line.starts_with("True [")).count();
    if taken < 3 * 7 - 1 { Err(format!("NumPy took only {taken}:\n{said}").into()) } else { Ok(()) }
}

/// Names in any alphabet, as `np.savez` writes them; and the one of two arrays that counts.
fn names(python: &Path) -> Result<(), Failed> {
    const WRITE: &str = "
import io, sys, warnings, zipfile
import numpy as np
def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()
np.savez(sys.argv[1], **{'größe': np.array([1.5]), '距離': np.array([2.5])})
warnings.simplefilter('ignore')
with zipfile.ZipFile(sys.argv[2], 'w') as archive:
    archive.writestr('km.npy', npy(np.array([1.5])))
    archive.writestr('km.npy', npy(np.array([2.5])))
with np.load(sys.argv[2]) as archive:
    print(archive['km'][0])
# Fields whose names are in another alphabet: version 3 of the format.
np.save(sys.argv[3], np.zeros(1, [('距離', '<f8')]))
";
    let folder = TempDir::new()?;
    let [named, twice, fields] = ["named.npz", "twice.npz", "fields.npy"].map(|name| folder.path().join(name));
    let numpys: f64 = says(python, WRITE, &[&named, &twice, &fields])?.trim().parse()?;
    for (path, name, want) in [(&named, "größe", 1.5), (&named, "距離", 2.5), (&twice, "km", numpys)] {
        let got = npz::array::<f64, Ix1>(path, name, 1000)?.to_vec();
        if got != [want] {
            return Err(format!("{name} in {}: {got:?} instead of [{want}]", path.display()).into());
        }
    }
    let wrong = npy::load(&fields).map(drop).unwrap_err().to_string();
    if wrong.contains(r#"the type "[('距離', '<f8')]""#) { Ok(()) } else { Err(wrong.into()) }
}

/// What a script prints.
fn says(python: &Path, script: &str, arguments: &[&Path]) -> Result<String, Failed> {
    let output = Command::new(python).args(["-c", script]).args(arguments).env("PYTHONIOENCODING", "utf-8").output()?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(said(&output.stdout)) } else { Err(said(&output.stderr).into()) }
}

/// The pickle that the chapter shows: to load it is to run it.
fn pickle(python: &Path) -> Result<(), Failed> {
    let path = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/hostile.pickle");
    let load = "import pickle, sys; pickle.load(open(sys.argv[1], 'rb'))";
    let output = Command::new(python).args(["-c", load]).arg(path).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    if said.contains("whatever I like") { Ok(()) } else { Err(format!("it said {said:?}").into()) }
}

/// Fractions that need every digit, the ends of the range, a zero below zero; and nothing at all.
fn samples() -> [Results; 3] {
    let fractions = (1..100).map(|i| 20_015.086_796_020_572 / f64::from(i));
    let ends = [0.1 + 0.2, 5e-324, f64::MIN_POSITIVE, f64::MAX, f64::MIN, -0.0, 0.0];
    [
        Results { seed: 7, km: fractions.chain(ends).collect() },
        Results { seed: u64::MAX, km: vec![1.5] },
        Results { seed: 0, km: vec![] },
    ]
}

fn runs(python: &Path, script: &str, folder: &TempDir, results: &Results) -> Result<(), Failed> {
    let script = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("python").join(script);
    let output = Command::new(python)
        .arg(script)
        .arg(folder.path())
        .arg(results.seed.to_string())
        .arg("--")
        .args(results.km.iter().map(|km| hexadecimal(*km)))
        .output()?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned().into()) }
}

/// As Python's `float.fromhex` reads it, to the last bit.
fn hexadecimal(x: f64) -> String {
    let (sign, bits) = (if x.is_sign_negative() { "-" } else { "" }, x.to_bits());
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i64, bits & 0x000f_ffff_ffff_ffff);
    // Subnormal numbers have no hidden one.
    let (one, exponent) = if exponent == 0 { (0, -1022) } else { (1, exponent - 1023) };
    format!("{sign}0x{one}.{fraction:013x}p{exponent}")
}

fn same(what: &str, want: &Results, got: Result<Results, Error>) -> Result<(), Failed> {
    let got = got.map_err(|wrong| format!("{what}: {wrong}"))?;
    let bits = |results: &Results| results.km.iter().map(|km| km.to_bits()).collect::<Vec<_>>();
    if (got.seed, bits(&got)) == (want.seed, bits(want)) {
        return Ok(());
    }
    Err(format!("{what}: {got:?} instead of {want:?}").into())
}
