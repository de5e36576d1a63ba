//! `lab serve`, running.

use super::Workbook;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

/// A running server.
pub struct Server {
    pub child: Child,
    pub lines: BufReader<ChildStdout>,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Server {
    pub fn start(book: &Workbook, arguments: &[&str]) -> Self {
        Self::run(book.command(arguments))
    }

    pub fn run(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        // The address comes first, before there is a book.
        let address = first.trim().strip_prefix("http://").unwrap_or_else(|| panic!("{first:?}")).to_owned();
        Self { child, lines, address }
    }

    pub fn port(&self) -> u16 {
        self.address.rsplit_once(':').unwrap().1.parse().unwrap()
    }

    /// Sends these lines and reads the whole answer.
    pub fn ask(&self, lines: &[&str]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "{}\r\nConnection: close\r\n\r\n", lines.join("\r\n")).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let end = text.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(text[..end].to_vec()).unwrap();
        let bytes = text[end + 4..].to_vec();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: String::from_utf8_lossy(&bytes).into(), bytes }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(&[&format!("GET {path} HTTP/1.1"), &format!("Host: {}", self.address)])
    }

    /// Listens for the news of the book: one JSON object each.
    pub fn news(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET /-/news HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }

    pub fn interrupt(&self) {
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// In lower case.
    pub head: String,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Server {
    /// What the server's pages send back.
    pub fn token(&self) -> String {
        let page = self.get("/").body;
        let (_, rest) = page.split_once("data-token=\"").expect("the token stands in the page");
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// Asks for something as a page does, and leaves the answer in the stream.
    pub fn post(&self, route: &str, body: &serde_json::Value) -> BufReader<TcpStream> {
        let (token, address, body) = (self.token(), &self.address, body.to_string());
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        write!(
            stream,
            "POST /-/play/{route} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nX-Lab-Token: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        BufReader::new(stream)
    }

    /// All that a check tells of itself.
    pub fn check(&self, slug: &str) -> Vec<serde_json::Value> {
        values(self.post("check", &serde_json::json!({ "exercise": slug }))).collect()
    }
}

/// The JSON objects in an answer, one on each line; what stands around them is HTTP's.
pub fn values(answer: BufReader<TcpStream>) -> impl Iterator<Item = serde_json::Value> {
    answer
        .lines()
        .map_while(Result::ok)
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(&line).unwrap())
}

/// How many processes have this word among their arguments.
pub fn processes(word: &str) -> usize {
    with_all(&[word])
}

/// How many have all these.
pub fn with_all(words: &[&str]) -> usize {
    let all = fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read(entry.ok()?.path().join("cmdline")).ok());
    let has = |line: &[u8], word: &str| line.split(|byte| *byte == 0).any(|argument| argument == word.as_bytes());
    all.filter(|line| words.iter().all(|word| has(line, word))).count()
}
