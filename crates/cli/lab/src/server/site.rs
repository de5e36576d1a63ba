//! What the server hands out: the pages of a built book.

use super::policy;
use crate::play::Token;
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use hyper::{body::Bytes, header::HeaderValue};
use mime_guess::Mime;
use sha2::{Digest, Sha256};
use std::{collections::HashMap, fs, io::Write, path::Path, sync::OnceLock};
use walkdir::WalkDir;

/// Where pages find the script that reloads them. The book has no folder of this name.
pub const RELOAD_SCRIPT: &str = "/-/reload.js";
/// Where the book has its editor.
pub const EDITOR: &str = "/widgets/editor/editor.js";
/// Where pages find what lets their readers write and run.
pub const PLAY_SCRIPT: &str = "/-/play.js";
/// And how that looks.
pub const PLAY_STYLE: &str = "/-/play.css";

/// A built book, held in memory: whoever reads it keeps the whole of it while the next one is made, and no request can
/// reach any file but these.
#[derive(Debug)]
pub struct Site {
    pages: HashMap<String, Page>,
    id: String,
}

/// One file of the book.
#[derive(Debug)]
pub struct Page {
    /// What it holds.
    pub body: Bytes,
    /// Its media type.
    pub mime: HeaderValue,
    /// What the browser may load and run for it.
    pub policy: HeaderValue,
    /// A name that changes with what it holds, as a browser gives it back. The same for both ways of sending it.
    pub tag: HeaderValue,
    /// Packed when it is first asked for; `None` inside where that doesn't make it smaller.
    packed: OnceLock<Option<Bytes>>,
}

impl Site {
    /// Reads the book in `folder`. Pages get a script that reloads them when the book changes or the server is another,
    /// and one that lets them write and run, by `token`.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn read(folder: &Path, token: &Token) -> Result<Self> {
        let mut files = Vec::new();
        let mut digest = Sha256::new();
        digest.update(token.in_page());
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry?;
            if !entry.file_type().is_file() {
                continue;
            }
            let body = fs::read(entry.path()).with_context(|| format!("can't read {}", entry.path().display()))?;
            let name = entry.path().strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            digest.update(&name);
            digest.update(&body);
            files.push((name, body));
        }
        let id = short(digest.finalize());
        let pages = files.into_iter().map(|(name, body)| {
            let body = if name.ends_with(".html") { with_scripts(body, &id, token) } else { body };
            let page = Page::new(&name, body);
            (name, page)
        });
        Ok(Self { pages: pages.collect(), id })
    }

    /// A string that changes whenever any file does.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file for a decoded request path such as `/threads/threads.html`; a folder's is its `index.html`.
    pub fn page(&self, path: &str) -> Option<&Page> {
        let path = path.strip_prefix('/')?;
        if path.is_empty() || path.ends_with('/') {
            return self.pages.get(&format!("{path}index.html"));
        }
        self.pages.get(path)
    }

    /// What mdBook made for pages that don't exist.
    pub fn not_found(&self) -> Option<&Page> {
        self.pages.get("404.html")
    }
}

impl Page {
    /// A file that stands in the book under `name`.
    pub fn new(name: &str, body: Vec<u8>) -> Self {
        let guess = mime_guess::from_path(name).first_or_octet_stream();
        let text = guess.type_() == "text" || matches!(guess.subtype().as_str(), "javascript" | "json");
        let mime = if text { format!("{}; charset=utf-8", guess.essence_str()) } else { guess.essence_str().into() };
        let policy = match str::from_utf8(&body) {
            Ok(html) if name.ends_with(".html") => policy::of_page(html),
            _ if is_data(&guess) => policy::of_data(),
            _ => policy::of_file(),
        };
        let mime = HeaderValue::try_from(mime).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let tag = HeaderValue::try_from(format!("W/\"{}\"", short(Sha256::digest(&body)))).expect("plain ASCII");
        Self { body: body.into(), mime, policy, tag, packed: OnceLock::new() }
    }

    /// The body as gzip, where that is smaller: pictures and fonts are packed in themselves.
    pub fn packed(&self) -> Option<&Bytes> {
        let pack = || {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            let packed = gzip.write_all(&self.body).and_then(|()| gzip.finish()).expect("a vector takes all");
            (packed.len() < self.body.len()).then(|| packed.into())
        };
        self.packed.get_or_init(pack).as_ref()
    }
}

/// Whether a browser can do nothing with such a file but look at it. A drawing may hold scripts.
fn is_data(mime: &Mime) -> bool {
    match mime.type_().as_str() {
        "font" => true,
        "image" => mime.subtype() != "svg",
        _ => mime.essence_str() == "text/css",
    }
}

/// The beginning of a digest, long enough to tell files apart.
fn short(digest: impl AsRef<[u8]>) -> String {
    digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The page, asking for the scripts: the one that reloads it when the book is no longer the one called `id`, and the
/// one that sends `token` back.
fn with_scripts(mut html: Vec<u8>, id: &str, token: &Token) -> Vec<u8> {
    let token = token.in_page();
    let script = format!(
        r#"<link rel="stylesheet" href="{PLAY_STYLE}"><script src="{PLAY_SCRIPT}" data-token="{token}"></script><script src="{RELOAD_SCRIPT}" data-book="{id}"></script>"#
    );
    // The table of contents for readers without JavaScript is a page in a frame without an end, and needs no script.
    if let Some(end) = str::from_utf8(&html).ok().and_then(|html| html.rfind("</body>")) {
        html.splice(end..end, script.into_bytes());
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{io::Read, sync::LazyLock};
    use tempfile::TempDir;

    fn token() -> &'static Token {
        static TOKEN: LazyLock<Token> = LazyLock::new(|| Token::new().unwrap());
        &TOKEN
    }

    fn site(files: &[(&str, &str)]) -> Site {
        let folder = TempDir::new().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Site::read(folder.path(), token()).unwrap()
    }

    #[test]
    fn files_are_found_by_their_own_name_only() {
        let site = site(&[("index.html", "<body></body>"), ("threads/index.html", "x"), ("a b.js", "1")]);
        assert!(site.page("/").is_some() && site.page("/index.html").is_some() && site.page("/threads/").is_some());
        assert!(site.page("/a b.js").is_some());
        for path in
            ["", "/../Cargo.toml", "//index.html", "/threads", "/./index.html", "/threads/../index.html", "/%2e"]
        {
            assert!(site.page(path).is_none(), "{path}");
        }
    }

    #[test]
    fn media_types_are_those_that_browsers_insist_on() {
        let files = ["a.html", "a.js", "a.mjs", "a.wasm", "a.css", "a.svg", "a.json", "a.woff2", "a"];
        let site = site(&files.map(|name| (name, "")));
        let mimes = files.map(|name| site.page(&format!("/{name}")).unwrap().mime.to_str().unwrap().to_owned());
        assert_eq!(
            mimes,
            [
                "text/html; charset=utf-8",
                "text/javascript; charset=utf-8",
                "application/javascript; charset=utf-8",
                "application/wasm",
                "text/css; charset=utf-8",
                "image/svg+xml",
                "application/json; charset=utf-8",
                "font/woff2",
                "application/octet-stream",
            ]
        );
    }

    #[test]
    fn what_can_not_run_gets_the_short_policy_and_everything_else_the_whole_one() {
        let files = ["a.css", "a.png", "a.webp", "a.woff2", "a.svg", "a.js", "a.mjs", "a.html", "a.xml", "a"];
        let site = site(&files.map(|name| (name, "")));
        let short = files.map(|name| site.page(&format!("/{name}")).unwrap().policy == policy::of_data());
        assert_eq!(short, [true, true, true, true, false, false, false, false, false, false]);
    }

    #[test]
    fn a_file_is_packed_where_that_makes_it_smaller() {
        let text = "once more ".repeat(100);
        let site = site(&[("a.css", &text), ("b.css", "x")]);
        let packed = site.page("/a.css").unwrap().packed().unwrap();
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        assert!(packed.len() < 100, "{}", packed.len());
        assert!(site.page("/b.css").unwrap().packed().is_none());
    }

    #[test]
    fn a_tag_changes_with_its_file_and_with_no_other() {
        let old = site(&[("a.css", "1"), ("b.css", "1")]);
        let new = site(&[("a.css", "2"), ("b.css", "1")]);
        let tag = |site: &Site, path| site.page(path).unwrap().tag.clone();
        assert_ne!(tag(&old, "/a.css"), tag(&new, "/a.css"));
        assert_eq!(tag(&old, "/b.css"), tag(&new, "/b.css"));
    }

    #[test]
    fn the_name_changes_with_the_book_and_stands_in_its_pages() {
        let (one, two) = (site(&[("index.html", "<body>1</body>")]), site(&[("index.html", "<body>2</body>")]));
        assert_ne!(one.id(), two.id());
        let html = String::from_utf8(one.page("/").unwrap().body.to_vec()).unwrap();
        assert!(html.contains(&format!("data-book=\"{}\"></script></body>", one.id())), "{html}");
    }
}
