//! Passing on.

use super::{
    cable::{LARGEST, receiver},
    under_way::UnderWay,
};
use crate::Delay;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{Errno, read, write},
};
use std::{io, os::fd::OwnedFd, time::Instant};

/// How many packets of a host are read before the others have their turn.
const TURN: usize = 32;

/// Passes on what comes, each packet after the delay, until the last cable is gone. Host 0 has the first cable.
///
/// # Errors
/// When the system can't say which cables have something.
pub fn forward(cables: &[OwnedFd], Delay(delay): Delay) -> io::Result<()> {
    let mut buffer = vec![0; LARGEST];
    let mut under_way = UnderWay::new(delay);
    let mut ends: Vec<_> = cables.iter().map(|cable| PollFd::new(cable, PollFlags::IN)).collect();
    while !ends.is_empty() {
        while let Some((to, packet)) = under_way.arrived(Instant::now()) {
            // There may be no such host, or it is gone, or its cable unplugged: then the packet is lost.
            let _ = cables.get(to).map(|cable| write(cable, &packet));
        }
        let wait = under_way.next().map(|due| due.saturating_duration_since(Instant::now()));
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        match poll(&mut ends, wait.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        ends.retain(|end| {
            // That a cable is gone can be read, too.
            let turn = if end.revents().is_empty() { 0 } else { TURN };
            for _ in 0..turn {
                match read(end, &mut buffer) {
                    Ok(length) => {
                        let packet = &buffer[..length];
                        if let Some(to) = receiver(packet) {
                            under_way.send(Instant::now(), to, packet);
                        }
                    }
                    Err(Errno::AGAIN | Errno::INTR) => break,
                    Err(_) => return false,
                }
            }
            true
        });
    }
    Ok(())
}
