//! Serves the book to this machine's browser, and to nothing else: it listens on the loopback addresses, answers only
//! to names that mean this machine or that the reader allowed, and only reads. What a page may ask to be written or run
//! has a room of its own, [`crate::play`]; no other request changes anything.

pub mod guard;
mod live;
mod policy;
pub mod routes;
mod site;

pub use guard::host_name;
pub use live::Live;
pub use routes::{Answer, plain, whole};
pub use site::Site;

use crate::{
    outcome::WrongUsage,
    play::{Ends, Play},
};
use anyhow::{Context, Result};
use guard::Hosts;
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{Semaphore, oneshot};

/// How many ports are tried after the first.
const TRIES: u16 = 100;
/// How long the lines of a request may take, and how long a connection may wait for its next one.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many connections are open at once, at most. Further ones wait.
const CONNECTIONS: usize = 4096;

/// One port of this machine: at 127.0.0.1, and at ::1 where there is IPv6. Some systems take `localhost` for the one,
/// some for the other.
pub struct Listeners(Vec<TcpListener>);

impl Listeners {
    /// The address to show.
    ///
    /// # Errors
    /// When the system doesn't know it.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.0[0].local_addr()
    }

    fn on(port: u16) -> io::Result<Self> {
        let four = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        match TcpListener::bind((Ipv6Addr::LOCALHOST, four.local_addr()?.port())) {
            Ok(six) => Ok(Self(vec![four, six])),
            // `localhost` would lead to somebody else's server.
            Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
            Err(_) => Ok(Self(vec![four])),
        }
    }
}

/// What is served, and by which names.
#[derive(Clone, Debug)]
pub struct Book {
    /// The pages.
    pub live: Live,
    /// What they may ask for besides.
    pub play: Play,
    /// The names.
    pub hosts: Hosts,
}

/// Takes the first free port from `first` on; 0 takes any.
///
/// # Errors
/// When a hundred in a row are in use, or the system refuses for another reason.
pub fn bind(first: u16) -> Result<Listeners> {
    for port in first..=first.saturating_add(TRIES) {
        match Listeners::on(if first == 0 { 0 } else { port }) {
            Ok(listeners) => return Ok(listeners),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("can't listen on port {port}")),
        }
    }
    let last = first.saturating_add(TRIES);
    Err(WrongUsage(format!("ports {first} to {last} are all in use: give another with --port")).into())
}

/// Serves `live` on `listeners`, and `play` beside it, by the names of this machine and those in `hosts`, until `end`
/// is told, or the sender of it is gone.
///
/// # Errors
/// When the server can't be started.
pub fn serve(listeners: Listeners, live: Live, play: Play, hosts: &[String], end: oneshot::Receiver<()>) -> Result<()> {
    serve_patiently(PATIENCE, listeners, Book { live, play, hosts: Hosts::allowing(hosts) }, end)
}

fn serve_patiently(patience: Duration, listeners: Listeners, book: Book, end: oneshot::Receiver<()>) -> Result<()> {
    let room = Arc::new(Semaphore::new(room()));
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("can't start the server")?;
    runtime.block_on(async {
        for listener in listeners.0 {
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tokio::spawn(accept(listener, book.clone(), Arc::clone(&room), patience));
        }
        // Readers' pages hold a connection open for news of the book: it isn't waited for.
        let _ = end.await;
        Ok(())
    })
}

/// How many connections fit. Each is an open file, and half of those that a program may open are left for the book's.
fn room() -> usize {
    let most = 2 * CONNECTIONS as u64;
    let files = open_files(most).unwrap_or(most).min(most);
    usize::try_from(files / 2).unwrap_or(CONNECTIONS).max(8)
}

/// How many files this program may have open at once, after asking for `wanted`; `None` for any number.
#[cfg(unix)]
fn open_files(wanted: u64) -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.map_or(wanted, |most| most.min(wanted));
    if limit.current.is_some_and(|current| current < most) {
        let raised = Rlimit { current: Some(most), maximum: limit.maximum };
        // A system may refuse: then it stays as it is.
        if setrlimit(Resource::Nofile, raised).is_ok() {
            return Some(most);
        }
    }
    limit.current
}

/// Windows sets no limit.
#[cfg(not(unix))]
fn open_files(_: u64) -> Option<u64> {
    None
}

/// Answers what comes to one listener. A connection is closed that hasn't sent a whole request after `patience`; one
/// that is being answered stays open, as those for news do.
async fn accept(listener: tokio::net::TcpListener, book: Book, room: Arc<Semaphore>, patience: Duration) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    loop {
        let place = Arc::clone(&room).acquire_owned().await.expect("never closed");
        let (stream, theirs) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // A reader who gave up is no reason to wait. With too many files open, there is nothing else to do.
                if !matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                continue;
            }
        };
        let book = book.clone();
        let ends = stream.local_addr().map(|ours| Ends { theirs, ours });
        let answering = service_fn(move |mut request: Request<Incoming>| {
            if let Ok(ends) = ends {
                request.extensions_mut().insert(ends);
            }
            routes::answer(book.clone(), request)
        });
        let answered = http.serve_connection(TokioIo::new(stream), answering);
        tokio::spawn(async move {
            // A reader who leaves in the middle is no error of ours.
            let _ = answered.await;
            drop(place);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkout::Checkout;
    use std::{
        io::{Read, Write},
        net::TcpStream,
        thread,
    };

    #[test]
    fn a_port_in_use_gives_the_next() {
        let taken = bind(0).unwrap();
        let port = taken.address().unwrap().port();
        // The highest port has no next one; no system hands that one out.
        let next = bind(port).unwrap().address().unwrap();
        assert!(next.port() > port, "{next}");
        assert!(next.ip().is_loopback());
    }

    #[test]
    fn a_port_that_is_somebody_elses_at_the_other_loopback_address_is_in_use() {
        // Without IPv6 there is no other address.
        let Ok(theirs) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
        let port = theirs.local_addr().unwrap().port();
        let ours = bind(port).unwrap().address().unwrap();
        assert_ne!(ours.port(), port);
    }

    #[test]
    fn the_last_port_in_use_is_an_error_and_not_an_overflow() {
        let _held = TcpListener::bind((Ipv4Addr::LOCALHOST, u16::MAX));
        let error = bind(u16::MAX).err().unwrap().to_string();
        assert!(error.contains("65535"), "{error}");
    }

    /// Runs `readers` while a server without a book answers, that waits a fifth of a second.
    fn with_server(readers: impl FnOnce(&Listeners)) {
        let listeners = bind(0).unwrap();
        let served = Listeners(listeners.0.iter().map(|listener| listener.try_clone().unwrap()).collect());
        let (end, ended) = oneshot::channel();
        let root = tempfile::TempDir::new().unwrap();
        std::fs::write(root.path().join("Cargo.toml"), "").unwrap();
        let play = Play::new(Checkout::open(Some(root.path().into())).unwrap()).unwrap();
        let book = Book { live: Live::new(), play, hosts: Hosts::allowing(&[]) };
        let server = thread::spawn(|| serve_patiently(Duration::from_millis(200), served, book, ended).unwrap());
        readers(&listeners);
        end.send(()).unwrap();
        server.join().unwrap();
    }

    fn connect(listeners: &Listeners, lines: &str) -> TcpStream {
        let mut stream = TcpStream::connect(listeners.address().unwrap()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(lines.as_bytes()).unwrap();
        stream
    }

    /// Everything until the server closes the connection. Fails if it doesn't.
    fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn half_a_request_is_given_up_and_news_are_not() {
        with_server(|listeners| {
            let mut news = connect(listeners, "GET /-/news HTTP/1.1\r\nHost: localhost\r\n\r\n");
            let mut first = [0; 12];
            news.read_exact(&mut first).unwrap();
            assert_eq!(&first, b"HTTP/1.1 200");

            assert_eq!(rest(connect(listeners, "")), "", "nothing at all");
            assert_eq!(rest(connect(listeners, "GET / HTTP/1.1\r\nHost: loc")), "", "half a line");
            let script = "GET /-/reload.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
            assert!(rest(connect(listeners, script)).starts_with("HTTP/1.1 200"), "no second request");
            let half = "GET /-/reload.js HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf";
            assert!(rest(connect(listeners, half)).starts_with("HTTP/1.1 200"), "half a body");

            // Each of these waited for as long as the news did; those are still listened to.
            news.set_nonblocking(true).unwrap();
            let mut more = [0; 4096];
            while news.read(&mut more).is_ok_and(|n| n > 0) {}
            let open = news.read(&mut more).unwrap_err();
            assert_eq!(open.kind(), ErrorKind::WouldBlock);
        });
    }

    #[test]
    fn both_loopback_addresses_are_served() {
        with_server(|listeners| {
            for listener in &listeners.0 {
                let address = listener.local_addr().unwrap();
                let mut stream = TcpStream::connect(address).unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                write!(stream, "GET /-/reload.js HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
                assert!(rest(stream).starts_with("HTTP/1.0 200"), "{address}");
            }
        });
    }
}
