//! A host's cable: a TUN device.

use crate::host_at;
use rustix::{
    fs::{Mode, OFlags, open as open_file},
    io::Errno,
    ioctl::{self, IntegerSetter, Setter, opcode},
};
use std::{ffi::c_int, io, net::Ipv4Addr, os::fd::OwnedFd};

/// What lies before each packet: `struct virtio_net_hdr`. By it the kernel says what it left to a network card: the
/// checksum, and cutting a piece of up to 64 KiB into packets. We are no card, and hand it to the receiver as it is,
/// who is the same kernel and understands.
const HEADER: usize = 10;

/// The largest packet, with what lies before it. It has to be read in one piece.
pub const LARGEST: usize = HEADER + (1 << 16);

/// `struct ifreq`, as far as the kernel looks at it here.
#[repr(C)]
struct Request {
    name: [u8; 16],
    flags: u16,
    rest: [u8; 22],
}

// As in <linux/if_tun.h>.
const IFF_TUN: u16 = 0x0001;
const IFF_NO_PI: u16 = 0x1000;
const IFF_VNET_HDR: u16 = 0x4000;
const IFF_TUN_EXCL: u16 = 0x8000;
const TUN_F_CSUM: usize = 0x01;
const TUN_F_TSO4: usize = 0x02;
const TUNSETIFF: ioctl::Opcode = opcode::write::<c_int>(b'T', 202);
const TUNSETOFFLOAD: ioctl::Opcode = opcode::write::<c_int>(b'T', 208);

/// Makes a cable of this name in the namespace of this thread, and gives our end of it. The cable is gone when that end
/// is closed.
///
/// # Errors
/// When the system has no such devices, or makes none for this process.
pub fn open(name: &str) -> io::Result<OwnedFd> {
    let make = || {
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let cable = open_file("/dev/net/tun", flags, Mode::empty())?;
        let mut request =
            Request { name: [0; 16], flags: IFF_TUN | IFF_NO_PI | IFF_VNET_HDR | IFF_TUN_EXCL, rest: [0; 22] };
        // The kernel ends the name itself, so the last byte isn't ours.
        request.name[..15].get_mut(..name.len()).ok_or(Errno::INVAL)?.copy_from_slice(name.as_bytes());
        // SAFETY: TUNSETIFF reads a `struct ifreq`, whose name and flags lie where they do in `Request`, and which is
        // as long, 40 bytes.
        unsafe { ioctl::ioctl(&cable, Setter::<TUNSETIFF, Request>::new(request)) }?;
        // SAFETY: TUNSETOFFLOAD takes a number of these bits, and no address.
        unsafe { ioctl::ioctl(&cable, IntegerSetter::<TUNSETOFFLOAD>::new_usize(TUN_F_CSUM | TUN_F_TSO4)) }?;
        Ok(cable)
    };
    make().map_err(|error: Errno| {
        let error = io::Error::from(error);
        io::Error::new(error.kind(), format!("/dev/net/tun: {error}"))
    })
}

/// Which host a packet is for, with what lies before it: the one that has its address. Nothing but IPv4 has any.
pub fn receiver(packet: &[u8]) -> Option<usize> {
    let header: &[u8; 20] = packet.get(HEADER..)?.first_chunk()?;
    let to: [u8; 4] = *header.last_chunk()?;
    if header[0] >> 4 == 4 { host_at(Ipv4Addr::from(to)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_is_for_whose_address_it_bears() {
        let packet = |version: u8, to: [u8; 4]| {
            let mut packet = vec![0; HEADER + 20];
            packet[HEADER] = version << 4 | 5;
            packet[HEADER + 16..].copy_from_slice(&to);
            packet
        };
        assert_eq!(receiver(&packet(4, [10, 77, 0, 1])), Some(0));
        assert_eq!(receiver(&packet(4, [10, 77, 0, 100])), Some(99));
        // The second isn't in the network, the third is all of it at once, the last is of another protocol.
        for (version, to) in [(4, [10, 77, 0, 0]), (4, [10, 77, 1, 1]), (4, [224, 0, 0, 1]), (6, [10, 77, 0, 1])] {
            assert_eq!(receiver(&packet(version, to)), None, "{version}, {to:?}");
        }
        assert_eq!(receiver(&packet(4, [10, 77, 0, 1])[..HEADER + 19]), None);
        assert_eq!(receiver(&[]), None);
    }

    #[test]
    fn the_request_is_as_the_kernel_wants_it() {
        assert_eq!((size_of::<Request>(), std::mem::offset_of!(Request, flags)), (40, 16));
        // On most processors; where it is another, the macro of <linux/ioctl.h> has other bits for `write`.
        if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
            assert_eq!((TUNSETIFF, TUNSETOFFLOAD), (0x4004_54ca, 0x4004_54d0));
        }
    }
}
