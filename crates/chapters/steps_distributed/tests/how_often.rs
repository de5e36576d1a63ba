//! A service that is asked over TCP: the answers, and how many pieces a question is sent in, as strace lists them.
//! Without an strace that may be used that test is ignored, with the reason; `LAB_REQUIRE=strace` makes that a failure.

use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use steps_distributed::{count, text};

const WAYS: [&str; 2] = ["framed", "collected"];
const WORDS: u64 = 10_000;

fn main() {
    let trials = vec![
        Trial::test("either_side_may_write_either_way", answers),
        trials::with_tool("a_frame_is_two_pieces_or_one", "strace", tools::strace, pieces),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn program() -> PathBuf {
    env::var_os("CARGO_BIN_EXE_how_often").expect("cargo says where it is").into()
}

/// A server, ended when this is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(way: &str) -> Result<Self, Failed> {
        let mut command = Command::new(program());
        command.args([way, "serve", "127.0.0.1:0", &WORDS.to_string()]);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it was asked for")).read_line(&mut line)?;
        let mut server = Self { child, address: String::new() };
        server.address = line.trim().strip_prefix("listening on ").ok_or("it doesn't listen")?.into();
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, or ends now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answers() -> Result<(), Failed> {
    let text = text::text(0..WORDS);
    let counts = count::count(&text);
    for (served, asked) in WAYS.iter().flat_map(|served| WAYS.map(|asked| (served, asked))) {
        let server = Server::start(served)?;
        let output = Command::new(program()).args([asked, "ask", &server.address, "ba", "da", "nobody"]).output()?;
        let want = format!("ba {}\nda {}\nnobody 0\n", counts["ba"], counts["da"]);
        assert_eq!(String::from_utf8(output.stdout)?, want, "{served}, {asked}");
    }
    Ok(())
}

fn pieces(strace: &Path) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    for (way, each) in WAYS.into_iter().zip([2, 1]) {
        let server = Server::start(way)?;
        let list = folder.path().join(way);
        let mut command = Command::new(strace);
        command.args(["-e", "trace=sendto,recvfrom", "-o"]).arg(&list).arg(program());
        let status = command.args([way, "ask", &server.address, "ba", "da", "ba"]).stdout(Stdio::null()).status()?;
        let said = fs::read_to_string(&list)?;
        let sent = said.lines().filter(|line| line.starts_with("sendto(")).count();
        assert!(status.success() && sent == 3 * each, "three questions, {way}, {each} pieces each:\n{said}");
    }
    Ok(())
}
