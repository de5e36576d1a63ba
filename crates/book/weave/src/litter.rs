//! What editors, systems and builds leave lying about: no part of the book, and no reason to build it again.

use std::ffi::OsStr;

/// Whether a file or a folder of this name is such a thing: hidden (`.#threads.md` of Emacs, `.threads.md.swp` of Vim,
/// `.DS_Store`, `.idea`, `._lib.rs`), a backup, a save in progress, or a build's own folder.
pub fn is_litter(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let between_hashes = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    // Vim writes a file named 4913, or a higher number, to see what it may do in a folder.
    let number = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let ends = ["~", ".swp", ".swo", ".bak", ".orig", ".rej", ".tmp"];
    let whole = ["target", "node_modules", "__pycache__", "Thumbs.db", "desktop.ini"];
    name.starts_with('.')
        || between_hashes
        || number
        || name.starts_with("___jb_")
        || ends.iter().any(|end| name.ends_with(end))
        || whole.contains(&&*name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_leave_is_litter_and_what_authors_write_is_not() {
        let litter = [
            ".#threads.md",
            "#threads.md#",
            ".threads.md.swp",
            "4913",
            "threads.md~",
            ".DS_Store",
            ".idea",
            ".vscode",
            "._lib.rs",
            "___jb_tmp___",
            "lib.rs.1.bak",
            "lib.rs.orig",
            "target",
        ];
        for name in litter {
            assert!(is_litter(OsStr::new(name)), "{name}");
        }
        for name in ["threads.md", "lib.rs", "404.md", "1.svg", "c#.md", "#", "targets", "a.tmpl", "swp"] {
            assert!(!is_litter(OsStr::new(name)), "{name}");
        }
    }
}
