//! The steps in one process: threads play the processes.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;
use steps_distributed::{count, everyone_writes, exchange, frame, mesh, one_read, patience, rayon, shuffle, text};

const PATIENCE: Duration = Duration::from_secs(20);

/// What each of `processes` threads returns that are given their connections.
fn each<T: Send>(processes: usize, play: impl Fn(usize, Vec<Option<TcpStream>>) -> T + Sync) -> Vec<T> {
    let listeners: Vec<_> = (0..processes).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    let addresses: Vec<SocketAddr> = listeners.iter().map(|listener| listener.local_addr().unwrap()).collect();
    thread::scope(|scope| {
        let start = |(me, listener): (usize, &TcpListener)| {
            let (play, addresses, listener) = (&play, &addresses, listener.try_clone().unwrap());
            scope.spawn(move || play(me, mesh::connect(&listener, addresses, me, PATIENCE).unwrap()))
        };
        let threads: Vec<_> = listeners.iter().enumerate().map(start).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn owned<'t>(counts: impl IntoIterator<Item = (&'t str, u64)>) -> BTreeMap<String, u64> {
    counts.into_iter().map(|(word, times)| (word.to_owned(), times)).collect()
}

#[test]
fn all_count_alike() {
    assert_eq!(owned(count::count("b a\n\nb ")), owned([("a", 1), ("b", 2)]));
    for words in [0, 1, 13, 50_000] {
        let all = text::text(0..words);
        let want = owned(count::count(&all));
        assert_eq!(want.values().sum::<u64>(), words);
        assert_eq!(owned(rayon::count(&all)), want, "{words} words, rayon");
        for processes in [1, 2, 3, 5] {
            let part = |me| text::text(words * me / processes..words * (me + 1) / processes);
            let gathered = each(processes as usize, |me, peers| {
                let own = shuffle::word_count(&peers, &part(me as u64)).unwrap();
                shuffle::gather(&peers, own).unwrap()
            });
            assert_eq!(gathered[0], want, "{words} words, {processes} processes");
        }
    }
}

#[test]
fn one_read_is_not_one_message() {
    // What the system does when the network is slow: the bytes come in two pieces.
    struct Pieces(Vec<&'static [u8]>);
    impl Read for Pieces {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some(piece) = self.0.first_mut() else { return Ok(0) };
            let length = piece.read(into)?;
            self.0.retain(|piece| !piece.is_empty());
            Ok(length)
        }
    }
    let pieces = || Pieces(vec![b"\x05\0\0\0he", b"llo", b"\x02\0\0\0", b"ok"]);
    assert_eq!(one_read::receive(&mut pieces()).unwrap(), b"\x05\0\0\0he");
    let mut connection = pieces();
    assert_eq!(frame::receive(&mut connection).unwrap(), b"hello");
    assert_eq!(frame::receive(&mut connection).unwrap(), b"ok");
    assert_eq!(frame::receive(&mut connection).unwrap_err().kind(), ErrorKind::UnexpectedEof);
    // Cut off in the middle; and four gigabytes that are only announced.
    let mut cut = Pieces(vec![b"\xff\xff\xff\xff", b"hel"]);
    assert_eq!(frame::receive(&mut cut).unwrap_err().kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn all_write_and_nobody_reads() {
    let small = each(2, |_, mut peers| everyone_writes::exchange(&mut peers, vec![vec![7; 1000]; 2]).unwrap());
    assert_eq!(small, vec![vec![vec![7; 1000]; 2]; 2]);
    // More than any system buffers. Without a limit they would wait for ever.
    let large = each(2, |_, mut peers| {
        patience::limit(&peers, Duration::from_millis(500)).unwrap();
        everyone_writes::exchange(&mut peers, vec![vec![7; 64 << 20]; 2]).map(drop)
    });
    assert!(
        large.iter().any(|end| end.as_ref().is_err_and(|error| patience::meaning(error).starts_with("it is silent")))
    );
    let threads = each(2, |me, peers| exchange::exchange(&peers, vec![vec![me as u8; 64 << 20]; 2]).unwrap());
    assert_eq!(
        threads[1].iter().map(|message| (message.len(), message[9])).collect::<Vec<_>>(),
        [(64 << 20, 0), (64 << 20, 1)]
    );
}

#[test]
fn a_peer_that_ends_is_noticed_and_so_is_one_that_is_silent() {
    let ends = each(3, |me, peers| {
        patience::limit(&peers, Duration::from_secs(1)).unwrap();
        match me {
            // Its connections close as they are dropped.
            0 => drop(peers),
            // It lives longer than the other's patience, and says nothing.
            1 => thread::sleep(Duration::from_secs(3)),
            _ => {
                let mut ended = peers[0].as_ref().unwrap();
                assert_eq!(patience::meaning(&frame::receive(&mut ended).unwrap_err()), "its process has ended");
                let mut silent = peers[1].as_ref().unwrap();
                let meaning = patience::meaning(&frame::receive(&mut silent).unwrap_err());
                assert_eq!(meaning, "it is silent: dead, cut off, or slow");
            }
        }
    });
    assert_eq!(ends.len(), 3);
}

#[test]
fn who_doesn_t_come_is_not_waited_for_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let own = listener.local_addr().unwrap();
    for me in [0, 1] {
        let addresses = if me == 0 { [own, nobody] } else { [nobody, own] };
        assert!(mesh::connect(&listener, &addresses, me, Duration::from_millis(200)).is_err());
    }
}

#[test]
fn a_stranger_who_calls_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap();
    for name in [&b"\x09\0\0\0"[..], b"\0\0\0\0", b"GET / HTTP/1.1"] {
        let mut stranger = TcpStream::connect(own).unwrap();
        frame::send(&mut stranger, name).unwrap();
        let error = mesh::connect(&listener, &[own, own], 0, PATIENCE).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData, "{name:?}");
    }
}
