//! A small workbook in a temporary folder: a kernel, an exercise, a program that must not compile, a widget, a record.

use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, BookItem, Chapter},
    config::Config,
};
use std::{fs, path::Path};
use tempfile::TempDir;
use weave::{Problems, Weave};

/// The files, before a test adds its own.
const FILES: &[(&str, &str)] = &[
    ("Cargo.toml", "[workspace]\nmembers = [\"crates/k\", \"crates/chapters/compile_fail\", \"exercises/wedges\"]\n"),
    ("crates/k/Cargo.toml", "[package]\nname = \"k\"\n"),
    ("crates/chapters/compile_fail/Cargo.toml", "[package]\nname = \"compile_fail\"\n"),
    ("crates/k/src/serial.rs", "fn f() {\n    one();\n}\n"),
    ("crates/k/src/threads.rs", "fn f() {\n    many();\n}\n"),
    ("crates/k/src/empty.rs", "\n"),
    ("crates/k/src/k.wgsl", "fn main() {}\n"),
    ("crates/chapters/compile_fail/cases/rc.rs", "fn main() { no() }\n"),
    ("crates/chapters/compile_fail/cases/rc.stderr", "error[E0425]: cannot find `no` <here>\n"),
    ("crates/chapters/compile_fail/cases/rustc", "1.2.3\n"),
    ("exercises/wedges/src/lib.rs", "//! Split a [`Range`].\n\npub fn wedges() {}\n"),
    ("exercises/wedges/hints.md", "## Where\n\nThere.\n\n## Which\n\nThis.\n\n## How\n\nSo.\n"),
    (
        "exercises/wedges/Cargo.toml",
        "[package]\nname = \"wedges\"\n[package.metadata.lab]\nchapter = \"one/a\"\nposition = 1\ntitle = \"A *wedge* each\"\nminutes = 20\nlevel = \"easy\"\nneeds = [\"gpu\"]\n",
    ),
    ("exercises/solutions/wedges/src/lib.rs", "pub fn wedges() { solved() }\n"),
    ("exercises/solutions/wedges/notes.md", "Notice this.\n"),
    ("src/widgets/amdahl.js", "export default function mount() {}\n"),
    ("src/assets/a.svg", "<svg viewBox=\"0 0 1 1\">\n\n<title>A dot</title></svg>\n"),
    ("src/assets/mute.svg", "<svg></svg>\n"),
    ("src/one/said.txt", "typed and shown\n"),
    (
        "benches/record/box/machine.txt",
        "name = \"box\"\ncpu = \"A CPU\"\ncores = 2\nlogical = 2\nthreads_per_core = 1\ncaches = \"\"\nmemory = \"\"\nos = \"Linux\"\nrustc = \"1.95.0\"\ndate = \"2026-11-22\"\ngpu = \"none\"\n",
    ),
    (
        "benches/record/box/k.csv",
        "variant,workers,size,samples,median_s,low_s,high_s\nserial,1,10,50,0.1,0.09,0.11\nthreads,1,10,50,0.1,0.09,0.11\nthreads,2,10,50,0.052,0.05,0.053\n",
    ),
    (
        "benches/record/box/facts.csv",
        "name,value,low,high,unit,how\nthread_spawn,1.12e-5,1.1e-5,1.2e-5,s,cargo bench\n",
    ),
    (
        "benches/record/tower/machine.txt",
        "name = \"tower\"\ncpu = \"B CPU\"\ncores = 8\nlogical = 8\nthreads_per_core = 1\ncaches = \"\"\nmemory = \"\"\nos = \"Linux\"\nrustc = \"1.95.0\"\ndate = \"2026-11-30\"\ngpu = \"none\"\n",
    ),
    (
        "benches/record/tower/k.csv",
        "variant,workers,size,samples,median_s,low_s,high_s\nthreads,2,10,50,0.042,0.04,0.043\n",
    ),
    ("benches/record/tower/facts.csv", "name,value,low,high,unit,how\nthread_spawn,2.1e-5,2e-5,2.2e-5,s,cargo bench\n"),
    (
        "benches/record/tower/sweep.series.csv",
        "# x: chunk size (rows)\n# y: time (s)\n# how: cargo bench sweep\nseries,x,median_s,low_s,high_s\nthreads,1,0.4,0.3,0.5\n",
    ),
    (
        "benches/record/box/sweep.series.csv",
        "# x: chunk size (rows)\n# y: time (s)\n# how: cargo bench sweep\nseries,x,median_s,low_s,high_s\nthreads,1,0.2,0.1,0.3\nthreads,8,0.1,0.1,0.1\n",
    ),
    (
        "benches/record/box/k.race.json",
        r#"{"kernel": "k", "size": 10, "machine": {"name": "box", "cpu": "A CPU", "cores": 2, "logical": 2,
        "threads_per_core": 1, "caches": "", "memory": "", "os": "Linux", "rustc": "1.95.0", "date": "2026-11-22", "gpu": "none"},
        "variants": [
        {"name": "serial", "workers": 1, "median_s": 0.1, "low_s": 0.09, "high_s": 0.11, "speedup": 1.0, "efficiency": null, "unavailable": null},
        {"name": "threads", "way": "threads", "baseline": "serial", "workers": 1, "median_s": 0.1, "low_s": 0.09, "high_s": 0.11, "speedup": 1.0, "efficiency": 1.0, "unavailable": null},
        {"name": "threads", "way": "threads", "baseline": "serial", "workers": 2, "median_s": 0.052, "low_s": 0.05, "high_s": 0.053, "speedup": 1.92, "efficiency": 0.96, "unavailable": null},
        {"name": "simd", "workers": 1, "median_s": 0.01, "low_s": 0.01, "high_s": 0.01, "speedup": 10.0, "efficiency": null, "unavailable": null},
        {"name": "simd_rayon", "way": "rayon", "baseline": "simd", "workers": 2, "median_s": 0.0055, "low_s": 0.0055, "high_s": 0.0055, "speedup": 18.0, "efficiency": 9.0, "unavailable": null},
        {"name": "old_rayon", "workers": 2, "median_s": 0.05, "low_s": 0.05, "high_s": 0.05, "speedup": 2.0, "efficiency": 1.0, "unavailable": null},
        {"name": "gpu", "workers": 1, "median_s": null, "low_s": null, "high_s": null, "speedup": null, "efficiency": null, "unavailable": "no adapter"}]}"#,
    ),
];

/// A workbook to weave books from.
pub struct Small(TempDir);

impl Small {
    /// With the files above.
    pub fn new() -> Self {
        let small = Self(TempDir::new().unwrap());
        for (path, text) in FILES {
            small.write(path, text);
        }
        small
    }

    /// Adds a file, or replaces one.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The workbook's root.
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// The woven text of each chapter, given by path and text, or what weave says about the book.
    pub fn weave(&self, chapters: &[(&str, &str)]) -> Result<Vec<String>, String> {
        self.weave_same(chapters, &[])
    }

    /// As [`weave`](Self::weave), where `book.toml` calls these pairs the same.
    pub fn weave_same(&self, chapters: &[(&str, &str)], same: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let mut config = Config::default();
        config.set("preprocessor.weave.reference", "box").unwrap();
        config.set("preprocessor.weave.same", same).unwrap();
        let ctx = PreprocessorContext::new(self.root().into(), config, "html".into());
        let chapter =
            |(path, text): &(&str, &str)| BookItem::Chapter(Chapter::new("A", text.to_string(), path, vec![]));
        let book = Book::new_with_items(chapters.iter().map(chapter).collect());
        match Weave.run(&ctx, book) {
            Ok(book) => Ok(book.chapters().map(|chapter| chapter.content.clone()).collect()),
            Err(error) => Err(error.downcast::<Problems>().expect("weave fails with problems").to_string()),
        }
    }

    /// The woven text of a book of one chapter, `src/one/a.md`.
    pub fn page(&self, text: &str) -> Result<String, String> {
        Ok(self.weave(&[("one/a.md", text)])?.remove(0))
    }
}

/// A small workbook whose record has what a model takes: the kernel's work, peak, bandwidth, and what a worker costs.
#[allow(dead_code, reason = "not every test that has this module looks ahead")]
pub fn looking_ahead() -> Small {
    let small = Small::new();
    let race = fs::read_to_string(small.root().join("benches/record/box/k.race.json")).unwrap();
    let work = r#""size": 10, "work": {"operations": 1e9, "bytes": 1e6, "bits": 64},"#;
    small.write("benches/record/box/k.race.json", &race.replace("\"size\": 10,", work));
    for (name, line) in [("peak", "f64"), ("bandwidth", "triad")] {
        let points = format!("{line},1,1e10,1e10,1e10\n{line},2,2e10,2e10,2e10\n");
        small.write(
            &format!("benches/record/box/{name}.series.csv"),
            &format!("# x: threads\n# y: per second\n# how: cargo bench\nseries,x,median_s,low_s,high_s\n{points}"),
        );
    }
    let facts = "name,value,low,high,unit,how\nthread_scope,1e-4,1e-4,1e-4,s,cargo bench\nrayon_install,1e-5,1e-5,1e-5,s,cargo bench\n";
    small.write("benches/record/box/facts.csv", facts);
    small
}
