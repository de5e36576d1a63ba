//! Checks that a page asks for: what they say, what ends them, and that nothing of them is left.

#![cfg(target_os = "linux")]

mod common;

use common::{
    Workbook,
    server::{Server, processes, values, with_all},
};
use serde_json::{Value, json};
use std::{
    fs,
    process::Stdio,
    time::{Duration, Instant},
};

const CHECK: &str = "#[test]\nfn it_adds() {\n    assert_eq!(sum::add(1, 2), 3, \"one and two\");\n}\n";

/// A workbook whose one exercise is answered by this.
fn answered(answer: &str) -> Workbook {
    Workbook::new().exercise("sum", answer, CHECK)
}

fn last(news: &[Value]) -> &Value {
    news.last().expect("a check has a last word")
}

/// Waits until `condition` holds.
#[track_caller]
fn eventually(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < end, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_verdict_is_the_commands_own() {
    let book = answered("pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n");
    let server = Server::start(&book, &["--port", "0"]);
    for (answer, passed) in [
        ("pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n", false),
        ("pub fn add(a: i32, b: i32) -> i32 {\n    a +\n}\n", false),
        ("pub fn add(a: i32, b: i32) -> i32 {\n    println!(\"\\x1b[31m<script>\"); a - b\n}\n", false),
        // It doesn't get away with a good exit code.
        ("pub fn add(_: i32, _: i32) -> i32 {\n    std::process::exit(0)\n}\n", false),
        ("pub fn add(_: i32, _: i32) -> i32 {\n    loop { println!(\"without end\") }\n}\n", false),
        (
            "pub fn add(a: i32, b: i32) -> i32 {\n    for _ in 0..1024 { println!(\"{}\", \"x\".repeat(100 << 10)) }\n    a + b\n}\n",
            false,
        ),
        ("pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n", true),
    ] {
        book.write("exercises/sum/src/lib.rs", answer);
        let news = server.check("sum");
        let typed = book.lab(&["--color", "never", "check", "sum"]);
        let last = last(&news);
        // How much it had printed when it was ended varies.
        let told = |text: &str| text.trim_end().replace(|c: char| c.is_ascii_digit() || c == ',', "");
        assert_eq!(told(last["verdict"].as_str().unwrap_or_default()), told(&typed.out), "{last}");
        assert_eq!(last["passed"], passed, "{last}");
        assert_eq!(typed.code, Some(i32::from(!passed)));
    }
    let standing = values(server.post("progress", &json!({}))).next().unwrap();
    assert_eq!(standing["exercises"]["sum"]["state"], "passed");
}

#[test]
fn what_goes_wrong_outside_the_answer_is_told_too() {
    let book = answered("pub fn add(a: i32, b: i32) -> i32 { a + b }\n");
    book.write(
        "exercises/sum/Cargo.toml",
        &book.read("exercises/sum/Cargo.toml").replace("edition = \"2024\"", "edition = \"1024\""),
    );
    let server = Server::start(&book, &["--port", "0"]);
    let news = server.check("sum");
    let error = last(&news)["error"].as_str().unwrap_or_else(|| panic!("{news:?}"));
    assert!(error.contains("edition"), "{error}");
}

/// An answer that never ends and has children, one of them in a session of its own whose parent has ended.
fn with_children(word: &str) -> String {
    format!(
        "pub fn add(_: i32, _: i32) -> i32 {{\n    let sh = |script: &str| std::process::Command::new(\"sh\").args([\"-c\", \
         script]).spawn().unwrap();\n    sh(\"sleep {word}\");\n    sh(\"setsid sh -c 'sleep {word} & sleep {word} & exit' & \
         exit\").wait().unwrap();\n    loop {{ std::thread::sleep(std::time::Duration::from_secs(1)) }}\n}}\n"
    )
}

#[test]
fn cancelling_leaves_nothing_behind() {
    let book = answered(&with_children("7171.1"));
    let server = Server::start(&book, &["--port", "0"]);
    let mut news = values(server.post("check", &json!({ "exercise": "sum" })));
    eventually("the answer's children run", || processes("7171.1") == 3);
    let cancelled = values(server.post("cancel", &json!({ "exercise": "sum" }))).next().unwrap();
    assert_eq!(cancelled["cancelled"], 1);
    assert_eq!(news.find(|news| news.get("doing").is_none()).unwrap()["stopped"], "cancelled");
    assert_eq!(processes("7171.1"), 0);
    assert_eq!(with_all(&["keep", book.path("").to_str().unwrap().trim_end_matches('/')]), 0);
    // The next one is not in its way.
    book.write("exercises/sum/src/lib.rs", "pub fn add(a: i32, b: i32) -> i32 { a + b }\n");
    assert_eq!(last(&server.check("sum"))["passed"], true);
}

#[test]
fn a_check_ends_with_the_page_that_asked_for_it_and_with_the_server() {
    let book = answered(&with_children("7171.2"));
    let mut server = Server::start(&book, &["--port", "0"]);
    let page = server.post("check", &json!({ "exercise": "sum" }));
    eventually("the answer's children run", || processes("7171.2") == 3);
    drop(page);
    eventually("they end with the page", || processes("7171.2") == 0);

    let _page = server.post("check", &json!({ "exercise": "sum" }));
    eventually("they run again", || processes("7171.2") == 3);
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    eventually("they end with the server, killed", || processes("7171.2") == 0);

    let mut server = Server::start(&book, &["--port", "0"]);
    let _page = server.post("check", &json!({ "exercise": "sum" }));
    eventually("they run once more", || processes("7171.2") == 3);
    server.interrupt();
    assert!(server.child.wait().unwrap().success());
    eventually("they end with the server, by Ctrl-C", || processes("7171.2") == 0);
}

#[test]
fn what_a_check_leaves_running_ends_with_it() {
    let answer = with_children("7171.3").replace("loop {", "if false {").replace("(1)) }", "(1)) } 3");
    let book = answered(&answer);
    let server = Server::start(&book, &["--port", "0"]);
    let news = server.check("sum");
    assert_eq!(last(&news)["passed"], true, "{news:?}");
    assert_eq!(processes("7171.3"), 0);
}

#[test]
fn bombs_are_ended_with_a_word() {
    let keep = |answer: &str, limit: &str| {
        let book = answered(answer);
        // What it needs is built before, without limits.
        book.lab(&["check", "sum", "--limit", "1"]);
        let mut keep = book.command(&["keep", limit, "--", "check", "sum"]);
        let mut kept = keep.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Who wants it holds its input open.
        let _wanted = kept.stdin.take();
        kept.wait().unwrap().code()
    };
    let memory = "pub fn add(_: i32, _: i32) -> i32 {\n    let mut all = Vec::new();\n    for i in 0..40_u8 {\n        \
                  all.push(vec![i + 1; 32 << 20]);\n        std::thread::sleep(std::time::Duration::from_millis(25));\n    \
                  }\n    std::thread::sleep(std::time::Duration::from_secs(30));\n    all.len() as i32\n}\n";
    assert_eq!(keep(memory, "--memory=700000000"), Some(122));
    let forks = "pub fn add(_: i32, _: i32) -> i32 {\n    let all: Vec<_> = (0..400).map(|_| \
                 std::process::Command::new(\"sleep\").arg(\"7171.4\").spawn()).collect();\n    \
                 std::thread::sleep(std::time::Duration::from_secs(30));\n    all.len() as i32\n}\n";
    assert_eq!(keep(forks, "--tasks=300"), Some(123));
    assert_eq!(processes("7171.4"), 0);
    assert_eq!(keep(forks, "--seconds=0"), Some(121));
    assert_eq!(processes("7171.4"), 0);
}

#[test]
fn a_disk_that_takes_no_more_is_told_of_and_the_old_text_stays() {
    let book = answered("// old\n");
    let command = book.command(&["--port", "0"]);
    // The signal that would end a program which writes too much is ignored, as on a full disk there is none.
    let mut bash = std::process::Command::new("bash");
    bash.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    let server = Server::run(bash);
    let opened = values(server.post("open", &json!({ "exercise": "sum" }))).next().unwrap();
    let pid = rustix::process::Pid::from_raw(server.child.id().try_into().unwrap());
    let nothing = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    rustix::process::prlimit(pid, rustix::process::Resource::Fsize, nothing).unwrap();
    let save = json!({ "exercise": "sum", "file": "lib.rs", "text": "// new\n", "loaded": opened["files"][0]["hash"], "backup": false });
    let said = values(server.post("save", &save)).next().unwrap();
    let error = said["error"].as_str().unwrap_or_else(|| panic!("{said}"));
    assert!(error.contains("can't write") && error.contains("lib.rs"), "{error}");
    assert_eq!(book.read("exercises/sum/src/lib.rs"), "// old\n");
    assert_eq!(fs::read_dir(book.path("exercises/sum/src")).unwrap().count(), 1, "something is left");
}

#[test]
fn a_killed_server_leaves_the_old_text_or_the_new() {
    let (old, new) = ("// old\n".repeat(1000), "// new\n".repeat(100_000));
    let book = answered(&old);
    for round in 0..8 {
        book.write("exercises/sum/src/lib.rs", &old);
        let mut server = Server::start(&book, &["--port", "0"]);
        let opened = values(server.post("open", &json!({ "exercise": "sum" }))).next().unwrap();
        let hash = &opened["files"][0]["hash"];
        let _sent = server.post(
            "save",
            &json!({ "exercise": "sum", "file": "lib.rs", "text": new, "loaded": hash, "backup": false }),
        );
        std::thread::sleep(Duration::from_millis(round));
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        let text = book.read("exercises/sum/src/lib.rs");
        assert!(text == old || text == new, "round {round}: {} bytes", text.len());
    }
}

/// Another user of this machine may read the book, and nothing more.
#[test]
fn another_user_is_turned_away() {
    use std::os::unix::process::CommandExt;
    let book = answered("");
    let server = Server::start(&book, &["--port", "0"]);
    let (host, port) = server.address.split_once(':').unwrap();
    let script = format!(
        "exec 3<>/dev/tcp/{host}/{port}; printf 'POST /-/play/progress HTTP/1.1\\r\\nHost: {0}\\r\\nOrigin: http://{0}\\r\\n\
         X-Lab-Token: {1}\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\n{{}}' >&3; \
         cat <&3",
        server.address,
        server.token()
    );
    let ask = |user: Option<u32>| {
        let mut bash = std::process::Command::new("bash");
        bash.args(["-c", &script]).current_dir("/").stdin(Stdio::null());
        if let Some(user) = user {
            bash.uid(user);
        }
        bash.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert!(ask(None).unwrap().starts_with("HTTP/1.1 200"), "oneself");
    // Only the administrator can be another.
    if let Ok(said) = ask(Some(65534)) {
        assert!(said.starts_with("HTTP/1.1 403") && said.contains("another user's"), "{said}");
    }
}

#[test]
fn the_token_is_in_pages_alone() {
    let book = answered("");
    let mut server = Server::start(&book, &["--port", "0"]);
    let token = server.token();
    for path in ["/-/play.js", "/-/play.css", "/-/reload.js", "/searchindex.js", "/ayu-highlight.css"] {
        let answer = server.get(path);
        assert!(!answer.head.contains(&token), "{path}");
        assert!(answer.status == 404 || !answer.body.contains(&token), "{path}");
    }
    let page = server.get("/");
    assert!(!page.head.contains(&token) && page.body.matches(&token).count() == 1);
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'self'"));
    // Another server has another, and a page of the first is told so.
    let other = Server::start(&book, &["--port", "0"]);
    assert_ne!(other.token(), token);
    server.interrupt();
    let mut printed = String::new();
    std::io::Read::read_to_string(&mut server.lines, &mut printed).unwrap();
    assert!(!printed.contains(&token));
}
