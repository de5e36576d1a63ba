//! Others who work on this machine can reach its loopback addresses too, read a page, and with it the token. What they
//! ask for is not done in this reader's name: on Linux the system says whose a connection is.

use std::net::{IpAddr, SocketAddr};

/// The two ends of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// The browser's, or that of what forwards the port.
    pub theirs: SocketAddr,
    /// The server's.
    pub ours: SocketAddr,
}

impl Ends {
    /// Whether their end is known to be another user's; never the administrator's, who can do anything here.
    pub fn foreign(&self) -> bool {
        owner(self).is_some_and(|user| user != 0 && user != me())
    }
}

/// Whose their end is, where the system tells.
#[cfg(target_os = "linux")]
fn owner(ends: &Ends) -> Option<u32> {
    // A program may speak IPv4 through a socket for both.
    ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|table| listed(&std::fs::read_to_string(table).ok()?, ends))
}

#[cfg(not(target_os = "linux"))]
fn owner(_: &Ends) -> Option<u32> {
    None
}

#[cfg(unix)]
fn me() -> u32 {
    rustix::process::getuid().as_raw()
}

#[cfg(not(unix))]
fn me() -> u32 {
    0
}

/// The user in the line of the system's table whose own end is theirs, and whose other end is ours.
// Only Linux has such a table; elsewhere nothing but the test calls this.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn listed(table: &str, ends: &Ends) -> Option<u32> {
    table.lines().find_map(|line| {
        let mut fields = line.split_whitespace().skip(1);
        let (own, other) = (fields.next()?, fields.next()?);
        (spelled(ends.theirs).iter().any(|address| address == own)
            && spelled(ends.ours).iter().any(|address| address == other))
        .then(|| fields.nth(4)?.parse().ok())?
    })
}

/// An address as the table spells it: words of 32 bits in this machine's order, then the port; also as the IPv6 address
/// that stands for an IPv4 one.
// Only Linux has such a table; elsewhere nothing but the test calls this.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn spelled(address: SocketAddr) -> Vec<String> {
    let words = |bytes: &[u8]| -> String {
        let words = bytes.chunks_exact(4).map(|word| u32::from_ne_bytes([word[0], word[1], word[2], word[3]]));
        words.map(|word| format!("{word:08X}")).collect()
    };
    let port = address.port();
    match address.ip() {
        IpAddr::V4(four) => vec![
            format!("{}:{port:04X}", words(&four.octets())),
            format!("{}:{port:04X}", words(&four.to_ipv6_mapped().octets())),
        ],
        IpAddr::V6(six) => vec![format!("{}:{port:04X}", words(&six.octets()))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_endian = "little")]
    fn the_owner_is_read_from_the_systems_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
            0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0\n   \
            1: 0100007F:0BB8 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 30 10 -1\n   \
            2: 0100007F:C350 0100007F:0BB8 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0 20 4 30 10 -1\n";
        let ends = |theirs: &str, ours: &str| Ends { theirs: theirs.parse().unwrap(), ours: ours.parse().unwrap() };
        assert_eq!(listed(table, &ends("127.0.0.1:50000", "127.0.0.1:3000")), Some(1001));
        assert_eq!(listed(table, &ends("127.0.0.1:50001", "127.0.0.1:3000")), None);
        let six = "  0: 00000000000000000000000001000000:C350 00000000000000000000000001000000:0BB8 01 0:0 00:0 0 7 0 3\n  \
            1: 0000000000000000FFFF00000100007F:C350 0000000000000000FFFF00000100007F:0BB8 01 0:0 00:0 0 8 0 3\n";
        assert_eq!(listed(six, &ends("[::1]:50000", "[::1]:3000")), Some(7));
        assert_eq!(listed(six, &ends("127.0.0.1:50000", "127.0.0.1:3000")), Some(8));
    }

    #[test]
    fn a_connection_of_ones_own_is_not_foreign() {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let ours = listener.local_addr().unwrap();
        let stream = std::net::TcpStream::connect(ours).unwrap();
        let ends = Ends { theirs: stream.local_addr().unwrap(), ours };
        assert!(!ends.foreign());
        #[cfg(target_os = "linux")]
        assert_eq!(owner(&ends), Some(me()));
    }
}
