//! What `host/run.cpp` writes down, read again.

/// One line of its notes, as `Event` there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub address: u64,
    /// Where in the program, of an access.
    pub pc: u32,
    pub block: u32,
    /// Which line of the kernel, where the player was told.
    pub line: u32,
    pub thread: u16,
    pub kind: u8,
    pub size: u8,
}

// The kinds, as `enum` there.
pub(crate) const READ: u8 = 0;
pub(crate) const WRITE: u8 = 1;
pub(crate) const ATOMIC: u8 = 2;
pub(crate) const BARRIER: u8 = 3;
pub(crate) const WARP: u8 = 4;
pub(crate) const BLOCK: u8 = 5;
pub(crate) const OUTSIDE: u8 = 6;
pub(crate) const RETURNED: u8 = 7;
pub(crate) const APART: u8 = 8;
pub(crate) const MASK: u8 = 9;
pub(crate) const NOT_IN_MASK: u8 = 10;
pub(crate) const INACTIVE: u8 = 11;
pub(crate) const TOO_LONG: u8 = 12;
pub(crate) const END: u8 = 13;

/// What was written down.
pub(crate) struct Trace {
    /// Where each array began.
    pub first: Vec<u64>,
    /// What was done, in that order.
    pub events: Vec<Event>,
    /// Whether the grid came to its end. Otherwise the last event says why not; or the system ended it.
    pub ended: bool,
    /// The arrays' bytes at the end, one after another.
    pub contents: Vec<u8>,
}

impl Trace {
    /// Reads it; `arrays` is how many there are.
    pub fn read(bytes: &[u8], arrays: usize) -> Self {
        let eight =
            |at: usize| bytes.get(at..at + 8).map(|b| u64::from_ne_bytes(b.try_into().expect("there are eight")));
        let first = (0..arrays).map_while(|a| eight(8 * a)).collect();
        let (mut events, mut ended, mut at) = (Vec::new(), false, 8 * arrays);
        while let Some(b) = bytes.get(at..at + 24)
            && !ended
        {
            let four = |at: usize| u32::from_ne_bytes(b[at..at + 4].try_into().expect("there are four"));
            let event = Event {
                address: eight(at).expect("there are three times as many"),
                pc: four(8),
                block: four(12),
                line: four(16),
                thread: u16::from_ne_bytes([b[20], b[21]]),
                kind: b[22],
                size: b[23],
            };
            at += 24;
            ended = event.kind == END;
            events.push(event);
        }
        let contents = if ended { bytes[at..].to_vec() } else { Vec::new() };
        Self { first, events, ended, contents }
    }
}

/// An access to an array in global memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The array's place among the arrays.
    pub array: usize,
    /// The element.
    pub at: u64,
    /// Whether it was stored to, atomically or not.
    pub stores: bool,
    /// The block's number in the grid.
    pub block: u32,
    /// The thread's number in the block.
    pub thread: u16,
}
