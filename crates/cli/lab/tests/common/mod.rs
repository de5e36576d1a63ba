//! A small workbook in a folder of its own, and `lab` run on it.

#![allow(dead_code, reason = "each test program uses a part of this")]

#[cfg(unix)]
pub mod server;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// The text of a chapter with two cells.
pub const CELLS: &str = "# Threads\n\n{{#cells}}\n\n```rust cell\nlet x = 20;\n```\n\n```rust cell\n// Two lines.\nx\n    + 2\n```\n\n```text answer\n22\n```\n\n{{#end}}\n";

/// A workbook with one chapter and the exercises that a test gives it.
pub struct Workbook {
    folder: TempDir,
}

/// What `lab` did.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Workbook {
    /// One chapter, no exercises.
    pub fn new() -> Self {
        let book = Self { folder: TempDir::new().unwrap() };
        book.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = []\nexclude = [\"exercises/solutions\", \"exercises/originals\", \"target\"]\n",
        );
        // The guard's dependencies are those of this workbook, which lie there already.
        fs::copy(crates().join("../Cargo.lock"), book.path("Cargo.lock")).unwrap();
        book.write("book.toml", "[book]\ntitle = \"Test\"\n[preprocessor.weave]\nbefore = [\"links\"]\n");
        book.write("src/SUMMARY.md", "# Summary\n\n- [Threads](threads/threads.md)\n");
        book.write("src/threads/threads.md", "# Threads\n\nA first thread.\n");
        fs::create_dir_all(book.path("exercises/solutions")).unwrap();
        fs::create_dir_all(book.path("crates")).unwrap();
        book
    }

    /// Adds the exercise `slug`: `answer` is its `src/lib.rs`, `check` its `tests/check.rs`, which is guarded.
    pub fn exercise(self, slug: &str, answer: &str, check: &str) -> Self {
        let guard = crates().join("judges/guard");
        self.write(
            &format!("exercises/{slug}/Cargo.toml"),
            &format!(
                "[package]\nname = \"{slug}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[package.metadata.lab]\n\
                 chapter = \"threads/threads\"\nposition = 1\ntitle = \"The {slug}\"\nminutes = 5\nlevel = \"easy\"\n\n\
                 [dev-dependencies]\nguard = {{ path = {guard:?} }}\n"
            ),
        );
        self.member(&format!("exercises/{slug}"));
        self.write(&format!("exercises/{slug}/src/lib.rs"), answer);
        self.write(&format!("exercises/{slug}/tests/check.rs"), &format!("{check}\nguard::guarded!();\n"));
        self.write(
            &format!("exercises/{slug}/hints.md"),
            "## Where\n\nHere.\n\n## Idea\n\nThis.\n\n## Call\n\nThat.\n",
        );
        self.write(&format!("exercises/solutions/{slug}/src/lib.rs"), "pub fn reference() {}\n");
        self.write(&format!("exercises/solutions/{slug}/notes.md"), "Notice this.\n");
        self
    }

    /// Gives the chapter cells, and adds crates that have the names which a session begins with, and next to nothing in
    /// them.
    pub fn with_cells(self) -> Self {
        let notebook = "pub mod rayon {\n    pub mod prelude {}\n}\npub fn race() {}\npub fn show() {}\npub fn time() {}\n\
                        pub fn draw() {\n    let folder = std::env::var(\"NOTEBOOK_PICTURES\").unwrap();\n    \
                        std::fs::write(format!(\"{folder}/1.svg\"), \"<svg/>\").unwrap();\n}\n";
        for (name, text) in [("notebook", notebook), ("variant", "pub struct Workers;\n")] {
            let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
            self.write(&format!("crates/{name}/Cargo.toml"), &manifest);
            self.write(&format!("crates/{name}/src/lib.rs"), text);
            self.member(&format!("crates/{name}"));
        }
        self.write("src/threads/threads.md", CELLS);
        self
    }

    /// Lists another package of the workspace.
    pub fn member(&self, folder: &str) {
        let manifest = self.read("Cargo.toml").replacen("members = [", &format!("members = [\"{folder}\", "), 1);
        self.write("Cargo.toml", &manifest);
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// `lab` on this workbook, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut lab = lab_in(self.folder.path());
        lab.arg("--root").arg(self.folder.path()).args(arguments);
        lab
    }

    pub fn lab(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }
}

/// Where the crates of the real workbook lie.
fn crates() -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../..")
}

/// `lab`, standing in `folder`, not yet started. What the surroundings say about colours and folders is taken away.
pub fn lab_in(folder: &Path) -> Command {
    let mut lab = Command::new(std::env::var_os("CARGO_BIN_EXE_lab").unwrap());
    lab.current_dir(folder);
    let folders = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR", "CARGO_MANIFEST_DIR"];
    for name in
        folders.into_iter().chain(["CARGO_TERM_COLOR", "NO_COLOR", "CLICOLOR_FORCE", "LAB_REQUIRE", "LAB_ALLOW_HOST"])
    {
        lab.env_remove(name);
    }
    lab
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    /// Asserts the exit code, and that standard output holds each of these.
    #[track_caller]
    pub fn says(&self, code: i32, words: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for word in words {
            assert!(self.out.contains(word), "{word:?} is not in {self:#?}");
        }
        self
    }

    /// Asserts the exit code, and that standard error holds each of these.
    #[track_caller]
    pub fn complains(&self, code: i32, words: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {self:#?}");
        }
        self
    }

    /// Asserts that standard output holds none of these.
    #[track_caller]
    pub fn without(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(!self.out.contains(word), "{word:?} is in {self:#?}");
        }
        self
    }
}
