//! Saving a million distances, format by format, and what it costs to be sure.

use ::saving::{Error, Results, csv, json, mapped::Mapped, npy, npz, postcard, replace::replace, rkyv, versioned};
use benches::{
    experiment::Outcome,
    timing::{SAMPLES, each},
};
use great_circle::Pairs;
use std::{
    cell::RefCell,
    collections::BTreeMap,
    env, fs,
    hint::black_box,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, LazyLock, Mutex},
    time::{Duration, Instant},
};
use variant::Unavailable;

/// The data set: the distances between a million random pairs of places.
static RESULTS: LazyLock<Results> = LazyLock::new(|| {
    let (seed, n) = (7, 1_000_000);
    let pairs = Pairs::random(n, seed);
    Results { seed, km: (0..n).map(|i| pairs.distance(i)).collect() }
});

/// A format, and the name by which it is measured once only.
#[derive(Clone, Copy)]
pub struct Format(&'static str, Way);

#[derive(Clone, Copy)]
enum Way {
    /// A format of the crate `saving`.
    Ours(fn(&Results, &Path) -> Result<(), Error>, fn(&Path) -> Result<Results, Error>),
    /// A way of `python/measure.py`.
    Python(&'static str),
}

pub const JSON: Format = Format("json", Way::Ours(json::save, json::load));
pub const POSTCARD: Format = Format("postcard", Way::Ours(postcard::save, postcard::load));
pub const RKYV: Format = Format("rkyv", Way::Ours(rkyv::save, rkyv::load));
pub const CSV: Format = Format("csv", Way::Ours(csv::save, csv::load));
pub const NPZ: Format = Format("npz", Way::Ours(npz::save, npz::load));
pub const VERSIONED: Format = Format("versioned", Way::Ours(versioned::save, versioned::load));
pub const NPY: Format = Format(
    "npy",
    Way::Ours(
        |results, path| npy::save(&results.km, path),
        |path| Ok(Results { seed: RESULTS.seed, km: npy::load(path)? }),
    ),
);
pub const NUMPY_NPY: Format = Format("numpy npy", Way::Python("npy"));
pub const NUMPY_NPZ: Format = Format("numpy npz", Way::Python("npz"));
pub const NUMPY_TXT: Format = Format("numpy txt", Way::Python("txt"));
pub const PICKLE: Format = Format("numpy pickle", Way::Python("pickle"));
pub const PICKLED_LIST: Format = Format("numpy pickled_list", Way::Python("pickled_list"));

/// Seconds to save.
pub fn save(format: Format) -> Outcome<Vec<f64>> {
    Ok(measure(format)?.saved.clone())
}

/// Seconds to load again.
pub fn load(format: Format) -> Outcome<Vec<f64>> {
    Ok(measure(format)?.loaded.clone())
}

/// Bytes of the file.
pub fn size(format: Format) -> Outcome<Vec<f64>> {
    Ok(vec![measure(format)?.size])
}

struct Measured {
    saved: Vec<f64>,
    loaded: Vec<f64>,
    size: f64,
}

/// Saves and loads, or remembers it: time, time and size are three facts of one experiment.
fn measure(Format(name, way): Format) -> Outcome<Arc<Measured>> {
    static KNOWN: Mutex<BTreeMap<&str, Arc<Measured>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().expect("nobody panicked while measuring");
    if let Some(measured) = known.get(name) {
        return Ok(measured.clone());
    }
    let folder = Memory::new()?;
    let measured = Arc::new(match way {
        Way::Ours(save, load) => ours(&folder.0.join("ours"), save, load).map_err(failed)?,
        Way::Python(way) => python(&folder.0, way)?,
    });
    known.insert(name, measured.clone());
    Ok(measured)
}

fn ours(
    path: &Path,
    save: fn(&Results, &Path) -> Result<(), Error>,
    load: fn(&Path) -> Result<Results, Error>,
) -> Result<Measured, Error> {
    let one = || {
        let start = Instant::now();
        save(&RESULTS, path)?;
        let saved = start.elapsed();
        let back = load(path)?;
        let both = start.elapsed();
        assert!(back == *RESULTS, "what comes back is what was saved");
        Ok::<_, Error>((saved, both - saved))
    };
    LazyLock::force(&RESULTS);
    let (saved, loaded) = one()?;
    let samples = as_many((saved + loaded).as_secs_f64());
    let times = (0..samples).map(|_| one()).collect::<Result<Vec<_>, _>>()?;
    let (saved, loaded) = times.iter().map(|(saved, loaded)| (saved.as_secs_f64(), loaded.as_secs_f64())).unzip();
    let size = fs::metadata(path).map_err(Error::at(path))?.len() as f64;
    Ok(Measured { saved, loaded, size })
}

fn python(folder: &Path, way: &str) -> Outcome<Measured> {
    let python = tools::numpy()?;
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let script = here.join("../crates/chapters/saving/python/measure.py");
    let source = folder.join("km.npy");
    npy::save(&RESULTS.km, &source).map_err(failed)?;
    let run = |samples: usize| -> Outcome<Measured> {
        let mut command = Command::new(&python);
        let output = command.arg(&script).arg(way).arg(&source).arg(folder).arg(samples.to_string()).output();
        let output = output.map_err(failed)?;
        let said = String::from_utf8_lossy(if output.status.success() { &output.stdout } else { &output.stderr });
        let unexpected = || Unavailable::new(format!("measure.py said {said:?}"));
        let numbers: Option<Vec<f64>> = said.split_whitespace().map(|word| word.parse().ok()).collect();
        let numbers = numbers.filter(|numbers| numbers.len() == 2 * samples + 1).ok_or_else(unexpected)?;
        let column = |first| numbers[..2 * samples].iter().skip(first).step_by(2).copied().collect();
        Ok(Measured { saved: column(0), loaded: column(1), size: numbers[2 * samples] })
    };
    let first = run(1)?;
    run(as_many(first.saved[0] + first.loaded[0]))
}

/// As many samples as take two seconds, 12 at least: below six there is no interval for a median that holds it 95 times
/// in a hundred.
fn as_many(seconds: f64) -> usize {
    ((2.0 / seconds) as usize).clamp(12, SAMPLES)
}

/// A folder in memory, where there is one: what is timed is the format, and not the disk.
struct Memory(PathBuf);

impl Memory {
    fn new() -> Outcome<Self> {
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { env::temp_dir() };
        let folder = parent.join(format!("saving_{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(failed)?;
        Ok(Self(folder))
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How many numbers the large array has, of which ten are wanted: 64 MB.
const MANY: usize = 8_000_000;

/// Ten numbers of a large array, all of which is read first.
pub fn ten_read() -> Outcome<Vec<f64>> {
    large(|path| Ok(ten(&npy::load(path)?)))
}

/// The same ten from the file as it lies.
pub fn ten_mapped() -> Outcome<Vec<f64>> {
    large(|path| with_map(path, ten))
}

/// The sum of all, read first.
pub fn all_read() -> Outcome<Vec<f64>> {
    large(|path| Ok(npy::load(path)?.iter().sum()))
}

/// The sum of all, from the file as it lies.
pub fn all_mapped() -> Outcome<Vec<f64>> {
    large(|path| with_map(path, |km| km.iter().sum()))
}

/// The sum of all, read into memory that has been written to before: a single copy, and no page that the system must
/// clear first. What a map saves beyond that is the copy.
pub fn all_read_reused() -> Outcome<Vec<f64>> {
    let room = RefCell::new(Vec::new());
    large(|path| {
        let room = &mut *room.borrow_mut();
        let bytes = fs::metadata(path).map_err(Error::at(path))?.len() as usize;
        room.resize(bytes / size_of::<f64>(), 1.0);
        let mut file = fs::File::open(path).map_err(Error::at(path))?;
        file.read_exact(bytemuck::cast_slice_mut(room)).map_err(Error::at(path))?;
        // The header of a one-dimensional array fills the first 128 bytes.
        Ok(room[HEADER / size_of::<f64>()..].iter().sum())
    })
}

/// Bytes before the numbers in a `.npy` file of one dimension.
const HEADER: usize = 128;

fn with_map(path: &Path, look: fn(&[f64]) -> f64) -> Result<f64, Error> {
    // SAFETY: nobody else knows this file.
    let map = unsafe { Mapped::open(path) }?;
    Ok(look(map.km()?.as_slice().expect("one dimension, one after another")))
}

fn ten(km: &[f64]) -> f64 {
    km.iter().step_by(km.len() / 10).sum()
}

/// Times a look at a large array's file, which the system holds in its memory, as it was just written.
fn large(look: impl Fn(&Path) -> Result<f64, Error>) -> Outcome<Vec<f64>> {
    let folder = Memory::new()?;
    let path = folder.0.join("large.npy");
    npy::save(&vec![1.5; MANY], &path).map_err(failed)?;
    each(1, || timed(|| look(&path).map(black_box).map(drop)))
}

/// A file of a kilobyte, written over the old one and left to the system.
pub fn write_1kb() -> Outcome<Vec<f64>> {
    small(|path, bytes| fs::write(path, bytes).map_err(Error::at(path)))
}

/// The same, so that no crash can spoil it.
pub fn replace_1kb() -> Outcome<Vec<f64>> {
    small(|path, bytes| replace(path, |file| file.write_all(bytes)))
}

fn small(save: fn(&Path, &[u8]) -> Result<(), Error>) -> Outcome<Vec<f64>> {
    // Beside this program: a folder for temporary files may be memory in disguise.
    let path = env::current_exe().map(|exe| exe.with_extension("saved")).map_err(failed)?;
    let samples = each(1, || timed(|| save(&path, &[7; 1000])));
    let _ = fs::remove_file(&path);
    samples
}

fn timed(work: impl FnOnce() -> Result<(), Error>) -> Outcome<Duration> {
    let start = Instant::now();
    work().map_err(failed)?;
    Ok(start.elapsed())
}

fn failed(error: impl std::fmt::Display) -> Unavailable {
    Unavailable::new(error.to_string())
}
