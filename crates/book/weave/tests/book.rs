//! The book itself: it weaves, and what mdBook makes of it holds together.

use mdbook_driver::MDBook;
use mdbook_markdown::pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tempfile::TempDir;
use weave::Weave;

/// What a page may weigh with its styles and scripts, without search, in bytes: over the wire, where every host
/// compresses text, and as it lies on the disk, which is how the reader's own machine serves it to itself.
const WIRE: usize = 150_000;
const DISK: usize = 400_000;

struct Built {
    folder: TempDir,
    /// Every page by its path, with its HTML.
    pages: BTreeMap<PathBuf, String>,
}

/// The book, built once for all tests.
static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..").canonicalize().unwrap();
    let folder = TempDir::new().unwrap();
    let mut book = MDBook::load(&root).unwrap_or_else(|e| panic!("{e:#}"));
    book.config.build.build_dir = folder.path().into();
    book.with_preprocessor(Weave);
    book.build().unwrap_or_else(|e| panic!("{e:#}"));
    let mut pages = BTreeMap::new();
    collect(folder.path(), Path::new(""), &mut pages);
    Built { folder, pages }
});

fn collect(root: &Path, folder: &Path, pages: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let path = folder.join(entry.unwrap().file_name());
        if root.join(&path).is_dir() {
            collect(root, &path, pages);
        } else if path.extension().is_some_and(|kind| kind == "html") {
            pages.insert(path.clone(), fs::read_to_string(root.join(&path)).unwrap());
        }
    }
}

/// The values of an attribute in a page's tags.
fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    let tags = html.split('<').filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    tags.filter_map(|tag| tag.split_once(&start)?.1.split('"').next()).collect()
}

#[test]
fn every_link_in_the_built_pages_leads_somewhere() {
    let ids: BTreeMap<_, BTreeSet<_>> =
        BUILT.pages.iter().map(|(path, html)| (path.clone(), values(html, "id").into_iter().collect())).collect();
    let mut dead = Vec::new();
    for (path, html) in &BUILT.pages {
        // 404.html is served at any depth, with links from the server's root.
        if path == Path::new("404.html") {
            continue;
        }
        for link in values(html, "href").into_iter().chain(values(html, "src")) {
            let outside = ["http:", "https:", "mailto:", "data:"].iter().any(|scheme| link.starts_with(scheme));
            if outside {
                continue;
            }
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { normal(&path.parent().unwrap().join(file)) };
            let there = BUILT.folder.path().join(&target).is_file();
            let id_there = id.is_empty() || ids.get(&target).is_some_and(|ids| ids.contains(id));
            if !there || !id_there {
                dead.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path {
        if part == ".." {
            normal.pop();
        } else if part != "." {
            normal.push(part);
        }
    }
    normal
}

#[test]
fn no_directive_is_left_in_a_page() {
    for (path, html) in &BUILT.pages {
        // Shown as typed, in code, where the book explains how it is made.
        let rest = html.split("<code").map(|part| part.split_once("</code>").map_or(part, |(_, after)| after));
        assert!(!rest.collect::<String>().contains("{{#"), "{} has an unwoven directive", path.display());
    }
}

#[test]
fn every_column_has_a_head() {
    for (path, html) in &BUILT.pages {
        assert!(!html.contains("<th></th>"), "{} has a table with an empty head", path.display());
    }
}

#[test]
fn no_page_asks_anything_of_another_server() {
    for (path, html) in &BUILT.pages {
        for tag in html.split('<').filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
            let loads = ["script", "link", "img", "iframe", "source", "video", "audio", "object", "embed"];
            let tag_name = tag.split_whitespace().next().unwrap_or("");
            assert!(!(loads.contains(&tag_name) && tag.contains("//")), "{}: <{tag}>", path.display());
        }
    }
    let sheets = fs::read_dir(BUILT.folder.path().join("theme")).unwrap().map(|entry| entry.unwrap().path());
    for sheet in sheets.chain(fs::read_dir(BUILT.folder.path().join("css")).unwrap().map(|entry| entry.unwrap().path()))
    {
        let text = fs::read_to_string(&sheet).unwrap();
        assert!(!text.contains("@import") && !text.contains("url(http"), "{}", sheet.display());
    }
}

#[test]
fn every_page_is_light_enough() {
    let read = |path: &Path| fs::read(BUILT.folder.path().join(path)).unwrap_or_default();
    for (path, html) in &BUILT.pages {
        if ["print.html", "404.html", "toc.html"].iter().any(|page| path == Path::new(page)) {
            continue;
        }
        let search =
            |file: &str| ["elasticlunr", "mark-", "searcher", "searchindex"].iter().any(|part| file.contains(part));
        let tags = html.split('<').filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
        let loads = tags.filter(|tag| ["script", "link", "img"].iter().any(|kind| tag.starts_with(kind)));
        let files =
            loads.flat_map(|tag| ["src", "href"].into_iter().filter_map(|name| tag.split_once(&format!("{name}=\""))));
        let files: BTreeSet<_> =
            files.map(|(_, rest)| rest.split('"').next().unwrap()).filter(|file| !search(file)).collect();
        let scripts = files.iter().map(|file| read(&normal(&path.parent().unwrap().join(file))));
        let parts: Vec<_> = scripts.chain([html.clone().into_bytes()]).collect();
        let disk: usize = parts.iter().map(Vec::len).sum();
        let wire: usize = parts.iter().map(|part| compressed(part)).sum();
        assert!(disk <= DISK && wire <= WIRE, "{}: {wire} bytes over the wire, {disk} on the disk", path.display());
    }
}

/// Bytes that are left when a host has compressed them.
fn compressed(part: &[u8]) -> usize {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(part).and_then(|()| gzip.finish()).expect("a vector takes all that is written").len()
}

#[test]
fn every_exercise_has_a_box_and_a_task() {
    let boxes: String = BUILT
        .pages
        .iter()
        .filter(|(path, _)| *path != Path::new("print.html"))
        .map(|(_, html)| html.as_str())
        .collect();
    let mut found = 0;
    for slug in workbook::exercises(&workbook::of_package().unwrap()).unwrap() {
        found += 1;
        assert!(boxes.contains(&format!("id=\"exercise-{slug}\"")), "no chapter shows the exercise {slug}");
        assert!(!boxes.contains(&format!("cargo lab reset {slug}</code> brings it back")), "{slug} has lost its task");
    }
    assert!(found > 0, "there are exercises");
}

/// How many words of prose a page may have: what is read in one sitting, with its listings and boxes.
const SITTING: usize = 3_500;

/// Words of prose: without code, tags and directives, of which the reader sees something else.
fn words(markdown: &str) -> usize {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, directive)) = rest.split_once("{{#") {
        text.push_str(before);
        rest = directive.split_once("}}").expect("a directive ends").1;
    }
    text.push_str(rest);
    let (mut count, mut code) = (0, false);
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(prose) if !code => {
                count += prose.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
            }
            Event::Code(_) => count += 1,
            _ => {}
        }
    }
    count
}

#[test]
fn a_page_is_read_in_one_sitting() {
    assert_eq!(words("Don't *you*, `three += 1`. <b class=\"x y\">Four</b> {{#claim a < b}}\n\n```rust\nfive\n```"), 4);
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..");
    let summary = fs::read_to_string(root.join("src/SUMMARY.md")).unwrap();
    let pages: Vec<_> = summary.split("](").skip(1).map(|rest| rest.split_once(')').unwrap().0).collect();
    assert!(pages.len() > 20, "{pages:?}");
    let mut long = String::new();
    // A glossary is looked up, not read.
    for page in pages.into_iter().filter(|page| *page != "appendix/glossary.md") {
        let count = words(&fs::read_to_string(root.join("src").join(page)).unwrap());
        if count > SITTING {
            long += &format!("\nsrc/{page} has {count} words; cut it or split it: {SITTING} are one sitting");
        }
    }
    assert!(long.is_empty(), "{long}");
}

/// What stands behind `{{#name ` on lines of their own.
fn directives<'a>(markdown: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("{{{{#{name} ");
    markdown
        .lines()
        .filter_map(|line| line.trim_start_matches([' ', '>']).strip_prefix(&start)?.strip_suffix("}}"))
        .collect()
}

#[test]
fn the_slides_of_each_chapter_hold_its_pictures_and_predictions() {
    let root = workbook::of_package().unwrap();
    let book = MDBook::load(&root).unwrap_or_else(|e| panic!("{e:#}"));
    let (mut pictures, mut predictions) = (0, 0);
    for chapter in book.book.chapters() {
        let path = chapter.path.as_ref().unwrap();
        let page = weave::slides(&root, &book.config, path).unwrap_or_else(|e| panic!("{}: {e:#}", path.display()));
        let here = path.display();
        let body = page.split_once("<main>").unwrap().1;
        let svgs = directives(&chapter.content, "include").into_iter().filter(|file| file.ends_with(".svg"));
        let drawn = svgs.count() + directives(&chapter.content, "picture").len();
        assert_eq!(body.matches("<figure class=\"picture\">").count(), drawn, "{here}");
        for kind in ["plot", "series", "timeline", "roofline", "model"] {
            let figures = directives(&chapter.content, kind).len();
            assert!(body.matches("<figure class=\"plot\">").count() >= figures, "{here}: {kind}");
        }
        let asked = directives(&chapter.content, "predict");
        for id in &asked {
            assert_eq!(body.matches(&format!("id=\"predict-{id}\"")).count(), 1, "{here}: {id}");
        }
        assert_eq!(body.matches("class=\"verdict\"").count(), asked.len(), "{here}");
        for slug in directives(&chapter.content, "exercise") {
            assert!(body.contains(&format!("cargo lab check {slug}\n")), "{here}: {slug}");
        }
        pictures += drawn;
        predictions += asked.len();

        // One file is all, and nothing in it leads to where the book isn't.
        assert!(
            values(&page, "src").is_empty() && !page.contains("<link") && !page.replace("url(#", "").contains("url("),
            "{here}"
        );
        let ids = values(body, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{here}: {ids:?}");
        // A picture may use a part of itself again.
        let leads =
            |link: &str| link.starts_with("https:") || link.strip_prefix('#').is_some_and(|id| ids.contains(&id));
        let lost: Vec<_> = values(&page, "href").into_iter().filter(|link| !leads(link)).collect();
        assert!(lost.is_empty() && !page.contains("{{#"), "{here}: {lost:?}");
    }
    assert!(pictures > 10 && predictions > 20, "{pictures} pictures, {predictions} predictions");
}
