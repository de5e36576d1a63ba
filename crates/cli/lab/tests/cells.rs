//! Cells, run by a real evcxr: from the command, and for pages. Without one these tests are ignored, with the reason;
//! `LAB_REQUIRE=evcxr` makes that a failure.

mod common;

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
fn main() {
    use libtest_mimic::{Arguments, Trial};
    let arguments = Arguments::from_args();
    let tested = |name, test: fn()| {
        trials::with_tool(name, "evcxr", tools::evcxr, move |_| {
            test();
            Ok(())
        })
    };
    let trials = vec![
        tested("a_chapters_cells_are_compared_with_its_page", run::compared),
        tested("a_page_shares_what_its_cells_define", run::shared),
        tested("a_session_ends_with_all_that_it_started", run::ended),
        Trial::test("a_page_says_what_installs_a_missing_evcxr", || {
            run::missing();
            Ok(())
        }),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

#[cfg(target_os = "linux")]
mod run {
    use crate::common::{
        CELLS, Workbook,
        server::{Server, processes, values},
    };
    use serde_json::{Value, json};
    use std::{
        path::PathBuf,
        time::{Duration, Instant},
    };

    fn book() -> Workbook {
        Workbook::new().with_cells()
    }

    pub fn compared() {
        let book = book();
        book.lab(&["repl", "threads", "--replay"]).says(0, &["as written", "2 answers of src/threads/threads.md"]);
        book.lab(&["repl", "--replay"]).says(0, &["as written"]);
        book.write("src/threads/threads.md", &CELLS.replace("\n22\n", "\n23\n"));
        let ran = book.lab(&["repl", "threads", "--replay"]);
        ran.says(1, &["differ: 1 of 2", "src/threads/threads.md:10", "expected:\n  23", "got:\n  22"]);
    }

    /// A page and its session.
    struct Page<'a> {
        server: &'a Server,
        session: Value,
        news: Box<dyn Iterator<Item = Value>>,
    }

    impl<'a> Page<'a> {
        fn open(server: &'a Server) -> Self {
            let mut news = Box::new(values(server.post("session", &json!({ "chapter": "threads/threads" }))));
            let first = news.next().unwrap();
            assert!(first["session"].is_string(), "{first}");
            Self { server, session: first["session"].clone(), news }
        }

        fn enter(&self, id: u64, code: &str) {
            let said =
                values(self.server.post("cell", &json!({ "session": self.session, "id": id, "code": code }))).next();
            assert_eq!(said, Some(json!({})));
        }

        fn answer(&mut self) -> Value {
            self.news.find(|news| news.get("doing").is_none() && news != &json!({})).expect("it goes on")
        }

        fn run(&mut self, id: u64, code: &str) -> Value {
            self.enter(id, code);
            let answer = self.answer();
            assert_eq!(answer["id"], id, "{answer}");
            answer
        }
    }

    pub fn shared() {
        let book = book();
        let server = Server::start(&book, &["--port", "0"]);
        let mut page = Page::open(&server);
        assert_eq!(page.run(1, "let x = 20;"), json!({ "id": 1, "ok": true, "answer": "", "pictures": [] }));
        assert_eq!(page.run(2, "// Two lines.\nx\n    + 2")["answer"], "22");
        let wrong = page.run(3, "let y: u8 = x + nothing;");
        assert!(wrong["ok"] == false && wrong["answer"].as_str().unwrap().contains("nothing"), "{wrong}");
        assert_eq!(
            page.run(4, "notebook::draw(); println!(\"<b>\");"),
            json!({
                "id": 4, "ok": true, "answer": "<b>", "pictures": ["<svg/>"]
            })
        );
        assert_eq!(page.run(5, "x")["answer"], "20", "a cell that failed has spoilt it");
        // Another page has its own; a third and a fourth may be one too many.
        let (_second, _third) = (Page::open(&server), Page::open(&server));
        let refused = values(server.post("session", &json!({ "chapter": "threads/threads" }))).next().unwrap();
        assert!(refused["error"].as_str().unwrap().contains("other pages"), "{refused}");
    }

    #[track_caller]
    fn eventually(what: &str, condition: impl Fn() -> bool) {
        let end = Instant::now() + Duration::from_secs(240);
        while !condition() {
            assert!(Instant::now() < end, "in vain: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn ended() {
        let book = book();
        let mut server = Server::start(&book, &["--port", "0"]);
        let endless = |word: &str| {
            format!(
                "std::process::Command::new(\"setsid\").args([\"sleep\", \"{word}\"]).spawn().unwrap();\nloop {{ \
                 println!(\"on and on\"); }}"
            )
        };
        let mut page = Page::open(&server);
        page.enter(1, &endless("7272.1"));
        eventually("the cell runs", || processes("7272.1") == 1);
        let said = values(server.post("end", &json!({ "session": page.session }))).next().unwrap();
        assert_eq!(said, json!({ "ended": true }));
        assert_eq!(page.answer(), json!({ "over": "ended" }));
        assert_eq!(processes("7272.1"), 0);

        let page = Page::open(&server);
        page.enter(1, &endless("7272.2"));
        eventually("it runs again", || processes("7272.2") == 1);
        drop(page);
        eventually("it ends with the page", || processes("7272.2") == 0);

        let page = Page::open(&server);
        page.enter(1, &endless("7272.3"));
        eventually("it runs once more", || processes("7272.3") == 1);
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        eventually("it ends with the server, killed", || processes("7272.3") == 0);
    }

    pub fn missing() {
        let book = book();
        let empty: PathBuf = book.path("src");
        let mut command = book.command(&["--port", "0"]);
        command.env("PATH", empty);
        let server = Server::run(command);
        let news: Vec<_> = values(server.post("session", &json!({ "chapter": "threads/threads" }))).collect();
        assert!(news.contains(&json!({ "missing": "cargo install --locked evcxr_repl" })), "{news:?}");
        let unknown = values(server.post("session", &json!({ "chapter": "nowhere" }))).next().unwrap();
        assert!(unknown["error"].as_str().unwrap().contains("no cells"), "{unknown}");
    }
}
