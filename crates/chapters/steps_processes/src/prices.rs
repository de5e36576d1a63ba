//! What is paid for an answer from elsewhere, three times with nothing in it.

use std::io::{self, Read, Write};
use std::process::Child;
use std::{iter, thread};
use variant::Workers;

/// A pipe, there and back: eight bytes to a `cat` whose ends are pipes, and the same eight from it.
pub fn through_a_pipe(cat: &mut Child, word: [u8; 8]) -> io::Result<[u8; 8]> {
    cat.stdin.as_mut().expect("it is piped").write_all(&word)?;
    let mut echo = [0; 8];
    cat.stdout.as_mut().expect("it is piped").read_exact(&mut echo)?;
    Ok(echo)
}

/// A job for a pool of processes: which function, its argument and its answer, each packed and unpacked.
pub fn by_a_process() -> Result<(), pools::processes::Failure> {
    pools::processes::map(Workers::ONE, iter::once(()), |()| ()).map(drop)
}

/// A thread, started and waited for.
pub fn by_a_thread() {
    thread::spawn(|| ()).join().expect("it does nothing");
}
