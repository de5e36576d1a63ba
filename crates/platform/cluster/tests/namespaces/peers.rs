//! What the tests start on hosts: this same program, told to be one of these.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket},
    time::{Duration, Instant},
};

/// Where a peer waits for another.
pub const PORT: u16 = 7777;

/// Bytes that are sent at once: whole numbers of eight bytes.
const PIECE: usize = 1 << 16;

/// Answers every byte with the same byte, and says `up` when it can.
pub fn echo() -> io::Result<()> {
    let mut peer = accept()?;
    peer.set_nodelay(true)?;
    let mut byte = [0];
    while peer.read(&mut byte)? > 0 {
        peer.write_all(&byte)?;
    }
    Ok(())
}

/// Sends a byte and waits for the answer, so many times; prints the shortest time and the median, µs.
pub fn ask(address: &str, times: usize) -> io::Result<()> {
    let mut peer = TcpStream::connect((address, PORT))?;
    peer.set_nodelay(true)?;
    let mut took = Vec::new();
    for _ in 0..times {
        let (asked, mut byte) = (Instant::now(), [1]);
        peer.write_all(&byte)?;
        peer.read_exact(&mut byte)?;
        took.push(asked.elapsed().as_micros());
    }
    took.sort_unstable();
    println!("{} {}", took[0], took[took.len() / 2]);
    Ok(())
}

/// Reads the numbers from 0 on that [`pour`] sends, and answers with how many bytes they were.
pub fn sink() -> io::Result<()> {
    let mut peer = accept()?;
    let (mut piece, mut filled, mut next) = (vec![0; PIECE], 0, 0_u64);
    loop {
        let read = peer.read(&mut piece[filled..])?;
        if read == 0 {
            break;
        }
        filled += read;
        let whole = filled / 8 * 8;
        for number in piece[..whole].as_chunks().0 {
            assert_eq!(u64::from_le_bytes(*number), next, "byte {} is wrong", next * 8);
            next += 1;
        }
        piece.copy_within(whole..filled, 0);
        filled -= whole;
    }
    peer.write_all(&(next * 8 + filled as u64).to_le_bytes())
}

/// Sends so many bytes, numbers from 0 on, and prints how many have arrived and how long that took, ms.
pub fn pour(address: &str, bytes: usize) -> io::Result<()> {
    let mut peer = TcpStream::connect((address, PORT))?;
    let started = Instant::now();
    let (mut piece, mut next) = (vec![0; PIECE], 0_u64);
    let mut left = bytes;
    while left > 0 {
        for number in piece.as_chunks_mut().0 {
            *number = next.to_le_bytes();
            next += 1;
        }
        let length = left.min(PIECE);
        peer.write_all(&piece[..length])?;
        left -= length;
    }
    peer.shutdown(std::net::Shutdown::Write)?;
    let mut arrived = [0; 8];
    peer.read_exact(&mut arrived)?;
    println!("{} {}", u64::from_le_bytes(arrived), started.elapsed().as_millis());
    Ok(())
}

/// Receives datagrams with numbers in them until none comes for a second, and prints how many came, and how many of
/// them after one with a larger number.
pub fn count() -> io::Result<()> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, PORT))?;
    println!("up");
    let (mut came, mut late, mut largest, mut number) = (0, 0, 0, [0; 8]);
    loop {
        match socket.recv(&mut number) {
            Ok(_) => {}
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => break,
            Err(error) => return Err(error),
        }
        socket.set_read_timeout(Some(Duration::from_secs(1)))?;
        came += 1;
        late += u32::from(u64::from_le_bytes(number) < largest);
        largest = largest.max(u64::from_le_bytes(number));
    }
    println!("{came} {late}");
    Ok(())
}

/// Sends so many datagrams, with the numbers from 0 on in them.
pub fn number(address: &str, datagrams: usize) -> io::Result<()> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    for number in 0..datagrams as u64 {
        socket.send_to(&number.to_le_bytes(), (address, PORT))?;
    }
    Ok(())
}

fn accept() -> io::Result<TcpStream> {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, PORT))?;
    println!("up");
    Ok(listener.accept()?.0)
}
