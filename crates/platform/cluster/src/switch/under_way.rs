//! Packets on their way through the switch.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// The most bytes that may be under way. At a gigabyte a second, so much is sent in 64 ms.
const ROOM: usize = 64 << 20;

/// What a packet takes beside its bytes, so that the number of small ones is bounded, too.
const EACH: usize = 64;

/// Packets, in the order in which they were sent. All of them wait equally long, so the first is the first to arrive.
pub struct UnderWay {
    delay: Duration,
    packets: VecDeque<Packet>,
    bytes: usize,
}

struct Packet {
    due: Instant,
    to: usize,
    bytes: Box<[u8]>,
}

impl UnderWay {
    /// None yet; each will wait so long.
    pub fn new(delay: Duration) -> Self {
        Self { delay, packets: VecDeque::new(), bytes: 0 }
    }

    /// Takes what was sent to host `to` at that time. Where there is no more room it is dropped, as switches do.
    pub fn send(&mut self, now: Instant, to: usize, bytes: &[u8]) {
        if self.bytes + bytes.len() + EACH <= ROOM {
            self.bytes += bytes.len() + EACH;
            self.packets.push_back(Packet { due: now + self.delay, to, bytes: bytes.into() });
        }
    }

    /// When the next one arrives.
    pub fn next(&self) -> Option<Instant> {
        self.packets.front().map(|packet| packet.due)
    }

    /// The next one that has arrived by then, and at which host.
    pub fn arrived(&mut self, now: Instant) -> Option<(usize, Box<[u8]>)> {
        let Packet { to, bytes, .. } = self.packets.pop_front_if(|packet| packet.due <= now)?;
        self.bytes -= bytes.len() + EACH;
        Some((to, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn none_arrives_early_and_none_overtakes() {
        let (mut under_way, start) = (UnderWay::new(5 * MS), Instant::now());
        for i in 0..4_u8 {
            under_way.send(start + u32::from(i) * MS, usize::from(i % 2), &[i]);
        }
        assert_eq!(under_way.next(), Some(start + 5 * MS));
        assert_eq!(under_way.arrived(start + 5 * MS - Duration::from_nanos(1)), None);
        let mut by = |ms| {
            let packets = std::iter::from_fn(|| under_way.arrived(start + ms * MS));
            packets.map(|(to, bytes)| (to, bytes[0])).collect::<Vec<_>>()
        };
        assert_eq!(by(6), [(0, 0), (1, 1)]);
        assert_eq!(by(100), [(0, 2), (1, 3)]);
        assert_eq!(under_way.next(), None);
    }

    #[test]
    fn there_is_room_for_so_much_and_again_when_it_has_arrived() {
        let (mut under_way, start) = (UnderWay::new(MS), Instant::now());
        for bytes in [&[7; 65_536][..], &[7; 1], &[]] {
            for _ in 0..3 * ROOM / (bytes.len() + EACH) {
                under_way.send(start, 0, bytes);
            }
            let mut count = 0;
            while under_way.arrived(start + MS).is_some() {
                count += 1;
            }
            assert_eq!(count, ROOM / (bytes.len() + EACH), "of {} bytes", bytes.len());
        }
        assert_eq!(under_way.bytes, 0);
    }
}
