//! The book's server: what it answers, what it refuses, and how it ends.

#![cfg(unix)]

mod common;

use common::{
    Workbook,
    server::{Answer, Server},
};
use std::{
    io::{BufRead, Read, Write},
    net::{TcpListener, TcpStream, ToSocketAddrs},
    time::{Duration, Instant},
};

const HARD: [&str; 5] = [
    "cross-origin-opener-policy: same-origin",
    "cross-origin-embedder-policy: require-corp",
    "cross-origin-resource-policy: same-origin",
    "x-content-type-options: nosniff",
    "content-security-policy: default-src 'none'",
];

#[track_caller]
fn hardened(answer: &Answer) {
    for header in HARD {
        assert!(answer.head.contains(header), "{header} is not in {}", answer.head);
    }
}

#[test]
fn pages_come_with_the_headers_that_shared_memory_needs() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    let page = server.get("/threads/threads.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("A first thread."), "{}", page.body);
    assert!(page.head.contains("content-type: text/html; charset=utf-8"));
    hardened(&page);
    // mdBook writes scripts into the page: they run by their hashes, and nothing else does.
    let policy = page.head.lines().find(|line| line.starts_with("content-security-policy")).unwrap();
    let scripts = policy.split("script-src").nth(1).unwrap().split(';').next().unwrap();
    assert!(scripts.matches("'sha256-").count() >= 3 && !scripts.contains("unsafe-inline"), "{policy}");
    assert_eq!(server.get("/").status, 200);
    assert!(server.get("/-/reload.js").head.contains("content-type: text/javascript"));
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    let port = server.port();
    let get = |host: &str, more: &str| {
        let (host, more) = (format!("Host: {host}"), more.to_owned());
        let lines = ["GET / HTTP/1.1", &host, &more];
        server.ask(if more.is_empty() { &lines[..2] } else { &lines }).status
    };
    let own = format!("127.0.0.1:{port}");
    // Through a forwarded port the browser says another one, or none.
    for host in [&own, &format!("localhost:{port}"), "localhost:8080", "localhost", "127.0.0.1", "[::1]:3200", "[::1]"]
    {
        assert_eq!(get(host, ""), 200, "{host}");
    }
    for host in ["evil.example", &format!("evil.example:{port}"), "localhost.evil.example", "", "0.0.0.0"] {
        assert_eq!(get(host, ""), 403, "{host}");
    }
    for origin in [&format!("http://{own}"), "http://127.0.0.1", "https://localhost:8443"] {
        assert_eq!(get(&own, &format!("Origin: {origin}")), 200, "{origin}");
    }
    for origin in ["http://evil.example", "null", "ftp://localhost", &format!("http://{own}.evil.example")] {
        assert_eq!(get(&own, &format!("Origin: {origin}")), 403, "{origin}");
    }
    assert_eq!(get(&own, "Host: evil.example"), 403, "two names");
    assert_eq!(server.ask(&["GET / HTTP/1.0"]).status, 403, "no name");
    let target = server.ask(&["GET http://evil.example/ HTTP/1.1", &format!("Host: {own}")]);
    assert_eq!(target.status, 403, "another name in the request line");
    hardened(&target);
}

#[test]
fn a_forwarded_name_is_refused_with_the_command_that_allows_it() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    let refused = server.ask(&["GET / HTTP/1.1", "Host: Reader.example:8443"]);
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("cargo run -- --allow-host reader.example\n"), "{}", refused.body);
    assert_eq!(refused.header("content-type"), Some("text/plain; charset=utf-8"));
    let hostile = server.ask(&["GET / HTTP/1.1", "Host: <script>alert(1)</script>"]);
    assert!(!hostile.body.contains("script"), "{}", hostile.body);

    let mut command = book.command(&["serve", "--port", "0", "--allow-host", "https://reader.example/"]);
    command.env("LAB_ALLOW_HOST", "a.example, b.example");
    let mut server = Server::run(command);
    let mut note = String::new();
    server.lines.read_line(&mut note).unwrap();
    assert!(note.contains("answers to reader.example, a.example, b.example as well"), "{note}");
    for host in ["reader.example:8443", "a.example", "b.example", "localhost"] {
        let origin = format!("Origin: https://{host}");
        assert_eq!(server.ask(&["GET / HTTP/1.1", &format!("Host: {host}"), &origin]).status, 200, "{host}");
    }
    assert_eq!(server.ask(&["GET / HTTP/1.1", "Host: c.example"]).status, 403);

    book.lab(&["serve", "--allow-host", "*.example"]).complains(2, &["a host has a name such as"]);
    let wrong = book.command(&["serve"]).env("LAB_ALLOW_HOST", "no name").output().unwrap();
    common::Ran::from(wrong).complains(2, &["LAB_ALLOW_HOST holds \"no name\""]);
}

#[test]
fn localhost_leads_to_the_book_whichever_address_it_stands_for() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    let mut addresses: Vec<_> = ("localhost", server.port()).to_socket_addrs().unwrap().collect();
    // A system may know `::1` as a name and not speak IPv6.
    addresses.retain(|address| address.is_ipv4() || TcpListener::bind((address.ip(), 0)).is_ok());
    assert!(!addresses.is_empty(), "localhost means nothing here");
    for address in addresses {
        let mut stream = TcpStream::connect(address).unwrap_or_else(|error| panic!("{address}: {error}"));
        write!(stream, "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.0 200", "{address}");
    }
}

#[test]
fn pages_are_sent_packed_and_only_once() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    let host = format!("Host: {}", server.address);
    let ask = |method: &str, path: &str, more: &str| server.ask(&[&format!("{method} {path} HTTP/1.1"), &host, more]);
    let plain = ask("GET", "/", "Accept-Encoding: br");
    let packed = ask("GET", "/", "Accept-Encoding: gzip, deflate");
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), (None, Some("gzip")));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed.bytes[..]).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain.bytes, "the two are the same page");
    assert!(packed.bytes.len() * 2 < plain.bytes.len(), "{} of {}", packed.bytes.len(), plain.bytes.len());
    let head = ask("HEAD", "/", "Accept-Encoding: gzip");
    assert_eq!(head.header("content-length"), Some(packed.bytes.len().to_string().as_str()));
    assert!(head.bytes.is_empty());

    for path in ["/", "/threads/threads.html", "/-/reload.js"] {
        let first = ask("GET", path, "Accept-Encoding: gzip");
        let tag = first.header("etag").unwrap().replace("w/", "W/");
        let second = ask("GET", path, &format!("If-None-Match: {tag}"));
        assert_eq!((second.status, second.bytes.len()), (304, 0), "{path}");
        // The browser keeps the page with the headers that came last.
        for name in ["content-security-policy", "cross-origin-embedder-policy", "vary", "etag"] {
            assert_eq!(second.header(name), first.header(name), "{path}: {name}");
        }
        hardened(&second);
    }
    let tag = plain.header("etag").unwrap().replace("w/", "W/");
    assert_eq!(ask("GET", "/nowhere", &format!("If-None-Match: {tag}")).status, 404);
    let mut news = server.news();
    let id = news.next().unwrap()["book"].clone();
    book.write("src/threads/threads.md", "# Threads\n\nA second thread.\n");
    assert!(news.any(|news| news["book"] != id));
    assert_eq!(ask("GET", "/", &format!("If-None-Match: {tag}")).status, 200, "another book");
}

#[test]
fn nothing_but_reading_is_allowed() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    let host = format!("Host: {}", server.address);
    for path in ["/", "/-/news", "/-/reload.js", "/threads/threads.html", "/nowhere"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "WEIRD"] {
            // CONNECT names a host, not a path.
            let path = if method == "CONNECT" { &server.address } else { path };
            let answer = server.ask(&[&format!("{method} {path} HTTP/1.1"), &host, "Content-Length: 0"]);
            assert_eq!(answer.status, 405, "{method} {path}");
            hardened(&answer);
        }
    }
    let head = server.ask(&["HEAD / HTTP/1.1", &host]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn no_path_leads_out_of_the_book() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "/threads/../../Cargo.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/%00",
        "/..%5cCargo.toml",
        "/Cargo.toml",
        "/threads",
        "/%ff%fe",
        "/book.toml",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("[workspace]") && !answer.body.contains("root:"), "{path}");
        hardened(&answer);
    }
}

#[test]
fn the_next_port_is_taken_where_the_first_is_in_use() {
    let book = Workbook::new();
    let first = Server::start(&book, &["--port", "0"]);
    let mut second = Server::start(&book, &["--port", &first.port().to_string()]);
    assert!(second.port() > first.port());
    let mut note = String::new();
    second.lines.read_line(&mut note).unwrap();
    assert!(note.contains(&format!("port {} is in use", first.port())), "{note}");
    assert_eq!(first.get("/").status, 200);
    assert_eq!(second.get("/").status, 200);
}

#[test]
fn a_change_is_shown_and_a_mistake_leaves_the_last_good_book() {
    let book = Workbook::new();
    let server = Server::start(&book, &["--port", "0"]);
    let mut news = server.news();
    let first = news.next().unwrap();
    assert_eq!(first["error"], serde_json::Value::Null);
    let id = first["book"].as_str().unwrap().to_owned();
    assert!(server.get("/").body.contains(&format!("data-book=\"{id}\"")));

    let saved = Instant::now();
    book.write("src/threads/threads.md", "# Threads\n\nA second thread.\n");
    let second = news.find(|news| news["book"] != id.as_str()).unwrap();
    let took = saved.elapsed();
    assert!(server.get("/threads/threads.html").body.contains("A second thread."));
    // The aim is half a second; a machine that runs the other tests meanwhile gets more.
    assert!(took < Duration::from_secs(5), "{took:?}");

    // A chapter that nobody has written, and Rust that no test sees.
    for (file, text, words) in [
        ("src/SUMMARY.md", "# Summary\n\n- [Threads](threads/threads.md)\n- [Missing](missing.md)\n", "missing.md"),
        ("src/threads/threads.md", "# Threads\n\n```rust\nfn main() {}\n```\n", "threads.md:3"),
    ] {
        let good = book.read(file);
        book.write(file, text);
        let bad = news.find(|news| news["error"].is_string()).unwrap();
        assert!(bad["error"].as_str().unwrap().contains(words), "{bad}");
        assert_eq!(bad["book"], second["book"], "the last good book stays");
        assert!(server.get("/threads/threads.html").body.contains("A second thread."));
        book.write(file, &good);
        assert!(news.any(|news| news["error"].is_null()));
    }
    assert!(!book.path("src/missing.md").exists(), "mdBook would have written it");
}

#[test]
fn where_no_changes_are_told_of_the_files_are_looked_at_with_a_word() {
    let book = Workbook::new();
    let mut server = Server::start(&book, &["--port", "0", "--poll"]);
    let mut note = String::new();
    server.lines.read_line(&mut note).unwrap();
    assert!(note.contains("looking at the files every second, because --poll"), "{note}");
    let mut news = server.news();
    let id = news.next().unwrap()["book"].clone();
    book.write("src/threads/threads.md", "# Threads\n\nA second thread.\n");
    assert!(news.any(|news| news["book"] != id));
    assert!(server.get("/threads/threads.html").body.contains("A second thread."));
}

#[test]
fn what_editors_leave_lying_about_breaks_nothing_and_is_not_published() {
    let book = Workbook::new().exercise("wedges", "//! Split.\n", "");
    book.write("src/threads/threads.md", "# Threads\n\nA first thread.\n\n{{#exercise wedges}}\n");
    book.write("src/threads/a.svg", "<svg/>");
    book.write("theme/fonts/fonts.css", "");
    let folders = ["src", "src/threads", "theme", "theme/fonts", "exercises", "exercises/wedges/src", "crates"];
    // First the litter that is there when the book is made.
    for folder in folders {
        for name in [".#threads.md", ".#lib.rs", ".#fonts.css"] {
            std::os::unix::fs::symlink("me@host.4711:1", book.path(&format!("{folder}/{name}"))).unwrap();
        }
        for name in ["#threads.md#", ".threads.md.swp", "4913", "threads.md~", ".DS_Store", "._lib.rs", "lib.rs.1.bak"]
        {
            std::fs::write(book.path(&format!("{folder}/{name}")), [0xff, 0]).unwrap();
        }
        book.write(&format!("{folder}/.idea/workspace.xml"), "<xml/>");
        book.write(&format!("{folder}/.vscode/settings.json"), "{}");
    }
    std::os::unix::fs::symlink("nowhere", book.path("src/notes")).unwrap();
    std::os::unix::fs::symlink("..", book.path("src/threads/round")).unwrap();
    book.lab(&["build", "-d", "site"]).says(0, &["✓ built"]);
    let files = walkdir::WalkDir::new(book.path("site")).into_iter().map(|entry| entry.unwrap().into_path());
    let names: Vec<_> = files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name == "a.svg"), "{names:?}");
    for litter in ["threads.md", "lib.rs", "4913", "DS_Store", "notes", "round", "idea", "vscode", ".#"] {
        assert!(!names.iter().any(|name| name.contains(litter)), "{litter} is in {names:?}");
    }

    // Then the litter that comes while it is read, and after it a change: the change makes the next book.
    let mut server = Server::start(&book, &["--port", "0"]);
    let mut news = server.news();
    news.next().unwrap();
    for folder in folders {
        for name in [".#b.md", "4914", "#b.md#", ".b.md.swp", ".idea/b.xml", ".vscode/b.json"] {
            book.write(&format!("{folder}/{name}"), "noise");
        }
    }
    book.write("src/threads/threads.md", "# Threads\n\nA second thread.\n");
    news.next().unwrap();
    server.interrupt();
    let mut said = String::new();
    server.lines.read_to_string(&mut said).unwrap();
    let built: Vec<_> = said.lines().filter(|line| line.contains("built again")).collect();
    assert!(!built.is_empty() && built.iter().all(|line| line.ends_with("src/threads/threads.md")), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_can_not_be_read_is_named() {
    let book = Workbook::new();
    // Reading it is an error for anybody, root included.
    std::os::unix::fs::symlink("/proc/self/mem", book.path("src/threads/picture.svg")).unwrap();
    book.lab(&["build"]).complains(1, &["src/threads/picture.svg can't be read. Make it readable, or move it"]);
    let book = Workbook::new();
    std::fs::write(book.path("src/threads/threads.md"), [b'#', b' ', 0xff]).unwrap();
    book.lab(&["build"]).complains(1, &["threads.md"]);
}

#[test]
fn ctrl_c_ends_it_cleanly() {
    let book = Workbook::new();
    let mut server = Server::start(&book, &["--port", "0"]);
    // A reader's page is open and listening.
    let mut news = server.news();
    news.next().unwrap();
    server.interrupt();
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    server.lines.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("stopped\n"), "{rest:?}");
    let left: Vec<_> =
        std::fs::read_dir(book.path("target/lab")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    // The port is free again.
    Server::start(&book, &["--port", &server.port().to_string()]);
}

#[test]
fn a_book_that_can_not_be_made_is_an_error_with_its_reason() {
    let ends = |book: &Workbook, words: &[&str]| {
        let ran = book.lab(&["--port", "0"]);
        ran.complains(1, words);
        book.lab(&["build"]).complains(1, words);
    };
    let book = Workbook::new();
    std::fs::remove_file(book.path("book.toml")).unwrap();
    ends(&book, &["book.toml is missing"]);
    book.write("book.toml", "[book\ntitle = 3");
    ends(&book, &["book.toml is broken"]);
    book.write("book.toml", "[book]\ntitle = \"x\"\n");
    ends(&book, &["no [preprocessor.weave]"]);
    let book = Workbook::new();
    book.write("src/threads/threads.md", "# Threads\n\n```rust\nfn main() {}\n```\n");
    ends(&book, &["threads.md:3"]);
}

#[test]
fn the_readers_own_record_is_left_out_with_a_word_when_it_can_not_be_read() {
    let book = Workbook::new();
    book.write("benches/record/yours/machine.txt", "not = a machine");
    let ran = book.lab(&["build"]);
    ran.says(0, &["✓ built"]);
    ran.complains(0, &["your own measurements are left out", "machine.txt"]);
}

#[test]
fn the_static_book_holds_no_trace_of_the_server() {
    let book = Workbook::new();
    book.lab(&["build", "-d", "site"]).says(0, &["✓ built"]);
    let page = book.read("site/threads/threads.html");
    assert!(page.contains("A first thread.") && !page.contains("/-/reload.js"));
    // Again, over the old one; and never over anything else.
    book.lab(&["build", "-d", "site"]).says(0, &[]);
    book.write("notes/thesis.txt", "years of work");
    book.lab(&["build", "-d", "notes"]).complains(2, &["holds other files"]);
    book.lab(&["build", "-d", "."]).complains(2, &["holds the workbook"]);
    assert_eq!(book.read("notes/thesis.txt"), "years of work");
    // A mistake leaves the old book.
    book.write("src/threads/threads.md", "# Threads\n\n```rust\nfn main() {}\n```\n");
    book.lab(&["build", "-d", "site"]).complains(1, &["threads.md:3"]);
    assert!(book.read("site/threads/threads.html").contains("A first thread."));
    book.lab(&["build"]).complains(1, &[]);
}
