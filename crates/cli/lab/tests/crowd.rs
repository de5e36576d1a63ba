//! A class on one server: thirty browsers at once, and each gets what it asks for, or a word that says why not.

#![cfg(target_os = "linux")]

mod common;

use common::{
    CELLS, Workbook,
    server::{Server, values},
};
use serde_json::{Value, json};
use std::{sync::Barrier, thread, time::Instant};

const BROWSERS: usize = 30;
/// As many pages may have a session of cells.
const SESSIONS: usize = 3;
/// These, and the ones before them, run something.
const CHECKS: usize = 12;
const CHECK: &str = "#[test]\nfn it_adds() {\n    assert_eq!(sum::add(1, 2), 3, \"one and two\");\n}\n";
const ANSWER: &str = "pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n";

#[test]
fn thirty_browsers_at_once() {
    let book = Workbook::new().exercise("sum", ANSWER, CHECK).with_cells();
    let server = Server::start(&book, &["--port", "0"]);
    let text = CELLS.replace("# Threads\n", "# Threads\n\nA second thread.\n");
    // All listen before the book changes, and none leaves before all have done what they came for.
    let (listening, done) = (Barrier::new(BROWSERS + 1), Barrier::new(BROWSERS));
    let start = Instant::now();
    thread::scope(|scope| {
        for browser in 0..BROWSERS {
            let (server, listening, done) = (&server, &listening, &done);
            scope.spawn(move || {
                for page in ["/", "/threads/threads.html", "/-/play.js", "/-/play.css", "/-/reload.js"] {
                    assert_eq!(server.get(page).status, 200, "{browser}: {page}");
                }
                let mut news = server.news();
                let first = news.next().expect("the book's name")["book"].clone();
                listening.wait();
                match browser {
                    ..SESSIONS => cells(server),
                    SESSIONS..CHECKS => check(server),
                    _ => read(server),
                }
                assert!(news.any(|news| news["book"] != first), "{browser} hears nothing of the change");
                let page = server.get("/threads/threads.html");
                assert!(page.body.contains("A second thread."), "{browser} gets the old page");
                done.wait();
            });
        }
        listening.wait();
        book.write("src/threads/threads.md", &text);
    });
    println!("{BROWSERS} browsers: {:.1} s", start.elapsed().as_secs_f64());
}

/// Runs both cells of the page.
fn cells(server: &Server) {
    let mut news = values(server.post("session", &json!({ "chapter": "threads/threads" })));
    let session = news.next().expect("a first word")["session"].clone();
    assert!(session.is_string(), "{session}");
    for (id, code, answer) in [(1, "let x = 20;", ""), (2, "x + 2", "22")] {
        let sent = values(server.post("cell", &json!({ "session": session, "id": id, "code": code }))).next();
        let said = news.find(|news| news["missing"].is_string() || news["ok"].is_boolean()).expect("an answer");
        if said["missing"].is_string() {
            println!("SKIPPED: cells in a crowd (there is no evcxr)");
            return;
        }
        assert_eq!((sent, &said["answer"]), (Some(json!({})), &json!(answer)), "{said}");
    }
}

/// Checks the one exercise, when those who came before have been served.
fn check(server: &Server) {
    let news: Vec<Value> = server.check("sum");
    assert_eq!(news.last().expect("a last word")["passed"], true, "{news:?}");
}

/// Asks for what a page asks for by itself.
fn read(server: &Server) {
    for (route, body) in [("progress", json!({})), ("open", json!({ "exercise": "sum" }))] {
        let said = values(server.post(route, &body)).next().expect("an answer");
        assert!(said.get("error").is_none(), "{route}: {said}");
    }
}
