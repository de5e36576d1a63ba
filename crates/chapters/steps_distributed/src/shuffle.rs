//! The whole: each process counts its part of the text, sends every word's count to the word's owner, and adds up what
//! comes.

use crate::{count::count, exchange::exchange, owner::owner};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::net::TcpStream;

// ANCHOR: word_count
/// The words that this process owns, with how often each stands in the parts of all processes.
///
/// # Errors
/// When a peer is lost, or sends what can't be understood.
pub fn word_count(peers: &[Option<TcpStream>], part: &str) -> io::Result<BTreeMap<String, u64>> {
    let mut dealt: Vec<Vec<(&str, u64)>> = peers.iter().map(|_| Vec::new()).collect();
    for (word, times) in count(part) {
        dealt[owner(word, peers.len())].push((word, times));
    }
    let messages = dealt.iter().map(|counts| encode(counts)).collect();
    let mut sums = BTreeMap::new();
    for message in exchange(peers, messages)? {
        for (word, times) in decode(&message)? {
            *sums.entry(word.to_owned()).or_insert(0) += times;
        }
    }
    Ok(sums)
}
// ANCHOR_END: word_count

/// The counts of all processes in process 0; nothing in the others.
///
/// # Errors
/// Those of [`word_count`].
pub fn gather(peers: &[Option<TcpStream>], own: BTreeMap<String, u64>) -> io::Result<BTreeMap<String, u64>> {
    let counts: Vec<(&str, u64)> = own.iter().map(|(word, times)| (word.as_str(), *times)).collect();
    let mut messages = vec![encode(&[]); peers.len()];
    messages[0] = encode(&counts);
    let mut all = BTreeMap::new();
    for message in exchange(peers, messages)? {
        all.extend(decode(&message)?.into_iter().map(|(word, times)| (word.to_owned(), times)));
    }
    Ok(all)
}

fn encode(counts: &[(&str, u64)]) -> Vec<u8> {
    postcard::to_stdvec(counts).expect("words and numbers can be written")
}

fn decode(message: &[u8]) -> io::Result<Vec<(&str, u64)>> {
    postcard::from_bytes(message).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}
