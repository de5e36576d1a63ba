//! Who is let in, asked of every route in the table.

use super::{PREFIX, Play, door::MOST, routes::ROUTES, token::HEADER};
use crate::{
    checkout::Checkout,
    server::{self, Book, Live, guard::Hosts},
};
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::{
    Request,
    body::{Body, Bytes, Frame},
};
use std::{convert::Infallible, fs, path::PathBuf};
use tempfile::TempDir;

const HOST: &str = "localhost:3000";
const STUB: &str = "//! Write it.\n";

/// A workbook with one exercise, `sum`, and the server's answers to requests for it.
struct Stage {
    root: TempDir,
    book: Book,
}

/// What a request says of itself.
#[derive(Clone)]
struct Asked {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Asked {
    fn set(mut self, name: &'static str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name, value.into()));
        self
    }

    fn add(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self
    }
}

impl Stage {
    fn new() -> Self {
        let root = TempDir::new().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"exercises/sum\", \"crates/chapters/steps\", \"crates/kernels/sums\"]\n",
        );
        write("crates/chapters/steps/Cargo.toml", "[package]\nname = \"steps\"\n");
        write("crates/chapters/steps/src/one.rs", STUB);
        write("crates/chapters/steps/examples/one.rs", "fn main() {}\n");
        write("crates/kernels/sums/Cargo.toml", "[package]\nname = \"sums\"\n[package.metadata.lab]\nkernel = true\n");
        write("crates/kernels/sums/src/lib.rs", "Variant::new(\"serial\", Way::Serial, None, serial::run),\n");
        write("src/SUMMARY.md", "# Summary\n\n- [Threads](threads/threads.md)\n");
        write(
            "exercises/sum/Cargo.toml",
            "[package]\nname = \"sum\"\n[package.metadata.lab]\nchapter = \"threads/threads\"\nposition = 1\ntitle = \"t\"\n\
             minutes = 1\nlevel = \"easy\"\n",
        );
        write("exercises/sum/src/lib.rs", STUB);
        write("exercises/originals/sum/src/lib.rs", STUB);
        let play = Play::new(Checkout::open(Some(root.path().into())).unwrap()).unwrap();
        let book = Book { live: Live::new(), play, hosts: Hosts::allowing(&["reader.example".into()]) };
        Self { root, book }
    }

    fn answer_file(&self) -> PathBuf {
        self.root.path().join("exercises/sum/src/lib.rs")
    }

    /// What a page of this book sends.
    fn good(&self, route: &str, body: &str) -> Asked {
        let headers = [
            ("host", HOST),
            ("origin", "http://localhost:3000"),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/json"),
            (HEADER, self.book.play.token().in_page()),
        ];
        Asked {
            method: "POST",
            path: format!("{PREFIX}{route}"),
            headers: headers.map(|(name, value)| (name, value.to_owned())).into(),
            body: body.into(),
        }
    }

    fn ask(&self, asked: Asked) -> (u16, String) {
        let mut request = Request::builder().method(asked.method).uri(&asked.path);
        for (name, value) in &asked.headers {
            request = request.header(*name, value);
        }
        self.send(request.body(Full::new(Bytes::from(asked.body))).unwrap())
    }

    fn send<B: Body<Error = Infallible>>(&self, request: Request<B>) -> (u16, String) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let answer = server::routes::answer(self.book.clone(), request).await.unwrap();
            for header in ["access-control-allow-origin", "access-control-allow-headers", "set-cookie"] {
                assert!(!answer.headers().contains_key(header), "{header}");
            }
            assert!(answer.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
            let status = answer.status().as_u16();
            (status, String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap())
        })
    }

    fn save(&self, text: &str, loaded: &str) -> (u16, String) {
        let body = serde_json::json!({
            "exercise": "sum", "file": "lib.rs", "text": text, "loaded": loaded, "backup": false
        });
        self.ask(self.good("save", &body.to_string()))
    }

    /// The hash of the answer, as a page reads it.
    fn hash(&self) -> String {
        let (status, said) = self.ask(self.good("open", "{\"exercise\":\"sum\"}"));
        assert_eq!(status, 200, "{said}");
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        said["files"][0]["hash"].as_str().unwrap().to_owned()
    }
}

/// A body that each route would do something for.
fn body(route: &str, hash: &str) -> String {
    match route {
        "progress" => "{}".into(),
        "hint" => "{\"exercise\":\"sum\",\"number\":1}".into(),
        // No chapter has this name, and no session this one.
        "session" => "{\"chapter\":\"sum\"}".into(),
        "cell" => "{\"session\":\"7\",\"id\":1,\"code\":\"1\"}".into(),
        "end" => "{\"session\":\"7\"}".into(),
        "predict" => "{\"predictions\":{\"two\":1}}".into(),
        "save" => format!(
            "{{\"exercise\":\"sum\",\"file\":\"lib.rs\",\"text\":\"spoilt\",\"loaded\":\"{hash}\",\"backup\":false}}"
        ),
        "source" | "stop" => "{\"listing\":\"steps/one\"}".into(),
        "run" => "{\"listing\":\"steps/one\",\"text\":\"spoilt\"}".into(),
        "race" => "{\"kernel\":\"sums\",\"variants\":[\"serial\"]}".into(),
        _ => "{\"exercise\":\"sum\"}".into(),
    }
}

/// A name in [`body`] that must be a known one.
const NAMES: [&str; 4] = ["\"sum\"", "\"steps/one\"", "\"sums\"", "\"serial\""];

#[test]
fn every_route_refuses_everybody_but_a_page_of_this_server() {
    let stage = Stage::new();
    let (hash, token) = (stage.hash(), stage.book.play.token().in_page().to_owned());
    assert!(ROUTES.len() >= 15);
    for (route, _) in ROUTES {
        let good = stage.good(route, &body(route, &hash));
        let refused = |status: u16, asked: Asked, why: &str| {
            let (got, said) = stage.ask(asked);
            assert_eq!(got, status, "{route}, {why}: {said}");
            assert!(!said.contains(&token), "{route}, {why}: it gives the token away");
            for file in [stage.answer_file(), stage.root.path().join("crates/chapters/steps/src/one.rs")] {
                assert_eq!(fs::read_to_string(file).unwrap(), STUB, "{route}, {why}");
            }
            assert!(!stage.root.path().join("target").exists(), "{route}, {why}: something was built");
            assert!(!stage.root.path().join(".lab").exists(), "{route}, {why}: something is remembered");
        };
        for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            refused(405, Asked { method, ..good.clone() }, method);
        }
        // The token.
        refused(403, good.clone().without(HEADER), "no token");
        let other = token.replace(['0', '1'], "2");
        let padded = format!("{token}0");
        for wrong in ["", "x", &token[1..], &padded, &other] {
            refused(403, good.clone().set(HEADER, wrong), "another token");
        }
        refused(403, good.clone().add(HEADER, &token), "two tokens");
        let in_address = Asked { path: format!("{}?{HEADER}={token}", good.path), ..good.clone().without(HEADER) };
        refused(403, in_address, "the token in the address");
        refused(403, good.clone().without(HEADER).set("cookie", &format!("{HEADER}={token}")), "the token in a cookie");
        // Where it comes from.
        refused(403, good.clone().without("origin"), "no origin");
        for origin in [
            "null",
            "http://evil.example",
            "http://localhost:3000.evil.example",
            "http://localhost:3001",
            "http://localhost",
            "http://127.0.0.1:3000",
            "http://reader.example.evil",
            "file://localhost:3000",
        ] {
            refused(403, good.clone().set("origin", origin), origin);
        }
        refused(403, good.clone().add("origin", "http://localhost:3000"), "two origins");
        for site in ["cross-site", "same-site", "none", ""] {
            refused(403, good.clone().set("sec-fetch-site", site), site);
        }
        // Where it goes to: rebinding, a suffix, the address in the local network.
        for host in ["evil.example", "localhost.evil.example", "192.168.1.7:3000", "0.0.0.0:3000", ""] {
            refused(403, good.clone().set("host", host).set("origin", &format!("http://{host}")), host);
        }
        refused(403, good.clone().without("host"), "no host");
        refused(403, good.clone().add("host", HOST), "two hosts");
        // What a form can send, and no more than that.
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "application/jsonp", ""]
        {
            refused(415, good.clone().set("content-type", kind), kind);
        }
        refused(415, good.clone().without("content-type"), "no type");
        // What it holds.
        refused(413, Asked { body: vec![b' '; MOST + 1], ..good.clone() }, "too much");
        for wrong in ["", "[", "{}x", "[7]", "{\"exercise\":\"sum\",\"command\":\"x\"}", "{\"exercise\":7}"] {
            refused(400, Asked { body: wrong.into(), ..good.clone() }, wrong);
        }
        if *route != "progress" {
            for slug in [
                "",
                "..",
                "../sum",
                "sum/../sum",
                "steps/../one",
                "steps/one.rs",
                "/etc",
                "originals",
                "--all",
                "sum\\u0000",
            ] {
                for name in NAMES.iter().filter(|name| body(route, &hash).contains(**name)) {
                    let asked =
                        Asked { body: body(route, &hash).replace(name, &format!("\"{slug}\"")).into(), ..good.clone() };
                    // To cancel what doesn't run ends nothing.
                    refused(if ["cancel", "stop", "end"].contains(route) { 200 } else { 404 }, asked, slug);
                }
            }
        }
    }
    // Who sends half of it and waits.
    for (route, _) in ROUTES {
        let asked = stage.good(route, "");
        let request = asked
            .headers
            .iter()
            .fold(Request::post(&asked.path), |request, (name, value)| request.header(*name, value));
        let request =
            request.body(StreamBody::new(tokio_stream::pending::<Result<Frame<Bytes>, Infallible>>())).unwrap();
        assert_eq!(stage.send(request).0, 408, "{route}");
    }
    for path in ["", "x", "save/", "../play/save", "SAVE", "check?x=1/"] {
        let (status, _) = stage.ask(stage.good(path, "{\"exercise\":\"sum\"}"));
        assert!(status == 404 || path.starts_with("check"), "{path}: {status}");
    }
}

#[test]
fn a_page_behind_a_forwarded_port_is_let_in_by_the_name_that_was_allowed() {
    let stage = Stage::new();
    let with =
        |host: &str, origin: &str| stage.ask(stage.good("progress", "{}").set("host", host).set("origin", origin)).0;
    assert_eq!(with("localhost:3000", "http://localhost:3000"), 200);
    assert_eq!(with("[::1]:3000", "http://[::1]:3000"), 200);
    assert_eq!(with("reader.example", "https://reader.example"), 200, "the host is passed on");
    assert_eq!(with("localhost:3000", "https://reader.example"), 200, "the host is replaced");
    assert_eq!(with("reader.example:3000", "https://reader.example:4000"), 403, "another port of it");
    assert_eq!(with("localhost:3000", "https://other.example"), 403);
    let without = stage.good("progress", "{}").without("sec-fetch-site");
    assert_eq!(stage.ask(without).0, 200, "a browser that doesn't say more");
}

#[test]
fn what_lies_there_is_never_written_over_unseen() {
    let stage = Stage::new();
    let first = stage.hash();
    let (status, said) = stage.save("mine", &first);
    assert_eq!(status, 200, "{said}");
    assert_eq!(fs::read_to_string(stage.answer_file()).unwrap(), "mine");
    // Another tab that read the stub; then an editor that saves.
    let (status, said) = stage.save("of the other tab", &first);
    assert_eq!(status, 409);
    assert!(said.contains("\"text\":\"mine\""), "{said}");
    fs::write(stage.answer_file(), "the editor's").unwrap();
    let (status, said) = stage.save("mine again", &first);
    assert_eq!((status, said.contains("the editor's")), (409, true), "{said}");
    assert_eq!(fs::read_to_string(stage.answer_file()).unwrap(), "the editor's");
    // What is there already needs no writing.
    assert_eq!(stage.save("the editor's", &first).0, 200);
    // The reader decides for their own: the other is kept.
    let body = serde_json::json!({
        "exercise": "sum", "file": "lib.rs", "text": "mine again", "loaded": stage.hash(), "backup": true
    });
    assert_eq!(stage.ask(stage.good("save", &body.to_string())).0, 200);
    assert_eq!(fs::read_to_string(stage.answer_file()).unwrap(), "mine again");
    assert_eq!(fs::read_to_string(stage.answer_file().with_file_name("lib.rs.1.bak")).unwrap(), "the editor's");
    // A lost file is written anew by who knows that it is lost.
    fs::remove_file(stage.answer_file()).unwrap();
    assert_eq!(stage.save("once more", &first).0, 409);
    let body = "{\"exercise\":\"sum\",\"file\":\"lib.rs\",\"text\":\"once more\",\"loaded\":null,\"backup\":false}";
    assert_eq!(stage.ask(stage.good("save", body)).0, 200);
    // And the stub comes back, and keeps the text.
    let (status, said) = stage.ask(stage.good("reset", "{\"exercise\":\"sum\"}"));
    assert_eq!((status, said.contains("lib.rs.2.bak")), (200, true), "{said}");
    assert_eq!(fs::read_to_string(stage.answer_file()).unwrap(), STUB);
}

#[test]
fn only_an_answers_own_files_are_read_and_written() {
    let stage = Stage::new();
    let hash = stage.hash();
    for name in ["../Cargo.toml", "..", "", "Cargo.toml", "/etc/passwd", "lib.rs/..", "lib.rs.1.bak", "new.rs"] {
        let body = serde_json::json!({ "exercise": "sum", "file": name, "text": "x", "loaded": hash, "backup": true });
        assert_eq!(stage.ask(stage.good("save", &body.to_string())).0, 404, "{name}");
    }
    #[cfg(unix)]
    {
        let outside = stage.root.path().join("outside");
        fs::write(&outside, "secret").unwrap();
        fs::remove_file(stage.answer_file()).unwrap();
        std::os::unix::fs::symlink(&outside, stage.answer_file()).unwrap();
        let (status, said) = stage.ask(stage.good("open", "{\"exercise\":\"sum\"}"));
        assert_eq!((status, said.contains("secret")), (403, false), "{said}");
        assert_eq!(stage.save("x", &hash).0, 403);
        assert_eq!(fs::read_to_string(outside).unwrap(), "secret");
    }
}

#[test]
fn what_cannot_be_read_or_written_is_said_and_nothing_is_lost() {
    let stage = Stage::new();
    let hash = stage.hash();
    let bytes = b"fn f() {}\n\xff\xfe";
    fs::write(stage.answer_file(), bytes).unwrap();
    let (status, said) = stage.ask(stage.good("open", "{\"exercise\":\"sum\"}"));
    assert_eq!((status, said.contains("no UTF-8 text: look at its byte 11")), (422, true), "{said}");
    assert_eq!(stage.save("x", &hash).0, 422);
    assert_eq!(fs::read(stage.answer_file()).unwrap(), bytes);
    // The stub comes back all the same, and the bytes are kept.
    assert_eq!(stage.ask(stage.good("reset", "{\"exercise\":\"sum\"}")).0, 200);
    assert_eq!(fs::read(stage.answer_file().with_file_name("lib.rs.1.bak")).unwrap(), bytes);

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = stage.answer_file().parent().unwrap().to_owned();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
        // Nothing is forbidden to root.
        if fs::write(folder.join("probe"), "").is_err() {
            let (status, said) = stage.save("x", &stage.hash());
            assert_eq!((status, said.contains("can't write") && said.contains("denied")), (500, true), "{said}");
            assert_eq!(fs::read_to_string(stage.answer_file()).unwrap(), STUB);
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_listing_is_read_whole_and_only_variants_of_a_kernel_race() {
    let stage = Stage::new();
    let (status, said) = stage.ask(stage.good("source", "{\"listing\":\"steps/one\"}"));
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(status, 200, "{said}");
    assert_eq!((&said["file"], &said["text"]), (&"crates/chapters/steps/src/one.rs".into(), &STUB.into()));
    let race = |variants: &[&str]| {
        let body = serde_json::json!({ "kernel": "sums", "variants": variants });
        stage.ask(stage.good("race", &body.to_string())).0
    };
    assert_eq!(race(&[]), 400);
    assert_eq!(race(&["serial"; 9]), 400);
    assert_eq!(race(&["serial", "--format"]), 404);
}

#[test]
fn marks_and_hints_are_those_of_the_command() {
    let stage = Stage::new();
    let standing = || {
        let (_, said) = stage.ask(stage.good("progress", "{}"));
        serde_json::from_str::<serde_json::Value>(&said).unwrap()["exercises"]["sum"].clone()
    };
    assert_eq!(standing(), serde_json::json!({ "chapter": "threads/threads", "state": "unchecked", "hints": 0 }));
    for number in [2, 1, 9] {
        let (status, said) = stage.ask(stage.good("hint", &format!("{{\"exercise\":\"sum\",\"number\":{number}}}")));
        assert_eq!(status, 200, "{said}");
    }
    assert_eq!(standing()["hints"], 3);
}

#[test]
fn guesses_are_kept_and_the_first_one_counts() {
    let stage = Stage::new();
    let guess = |body: &str| stage.ask(stage.good("predict", body)).0;
    assert_eq!(guess("{\"predictions\":{}}"), 200);
    assert!(!stage.root.path().join(".lab").exists(), "there is nothing to remember");
    assert_eq!(guess(&body("predict", "")), 200);
    assert_eq!(guess("{\"predictions\":{\"two\":0}}"), 200);
    let kept = || fs::read_to_string(stage.root.path().join(".lab/progress.json")).unwrap();
    let said: serde_json::Value = serde_json::from_str(&kept()).unwrap();
    assert_eq!(said["predictions"], serde_json::json!({"two": 1}));
    let before = kept();
    for wrong in [
        "{\"predictions\":{\"\":1}}",
        "{\"predictions\":{\"a<b\":1}}",
        "{\"predictions\":{\"a\":-1}}",
        "{\"predictions\":{\"a\":{\"choice\":1}}}",
        "{\"predictions\":3}",
    ] {
        assert_eq!(guess(wrong), 400, "{wrong}");
    }
    assert_eq!(kept(), before);
}
