//! A shared slice as a mapped file: on every system that has them.

use bytemuck::Pod;
use memmap2::{MmapMut, MmapOptions, MmapRaw};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io,
    marker::PhantomData,
    ops::{Deref, DerefMut, Range},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

/// A slice of fixed length whose memory other processes can map.
pub struct Shared<T> {
    map: MmapMut,
    len: usize,
    backing: Backing,
    serial: u64,
    element: PhantomData<T>,
}

impl<T: Pod> Shared<T> {
    /// `len` zeros.
    ///
    /// # Panics
    /// When the system has no memory left to map, as `Vec` does.
    pub fn zeroed(len: usize) -> Self {
        let weight = size_of::<T>();
        Self::try_zeroed(len).unwrap_or_else(|e| panic!("can't map {len} elements of {weight} bytes: {e}"))
    }

    // ANCHOR: create
    fn try_zeroed(len: usize) -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let serial = NEXT.fetch_add(1, Ordering::Relaxed);
        let backing = Backing::new(serial)?;
        // An empty mapping is an error to the system; one spare byte keeps the empty slice an ordinary case.
        let bytes = bytes::<T>(len)?.max(1);
        backing.file().set_len(bytes as u64)?;
        // SAFETY: the file was made a line above and its name or descriptor is handed out only through `handle`;
        // whoever opens it does so through `View`, whose writer promises disjoint parts.
        let map = unsafe { MmapOptions::new().len(bytes).map_mut(backing.file())? };
        Ok(Self { map, len, backing, serial, element: PhantomData })
    }
    // ANCHOR_END: create

    /// What another process needs to map this slice. Valid as long as `self` lives.
    pub fn handle(&self) -> Handle {
        Handle { path: self.backing.path(), serial: self.serial, len: self.len }
    }
}

impl<T: Pod> Deref for Shared<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        bytemuck::cast_slice(&self.map[..self.len * size_of::<T>()])
    }
}

impl<T: Pod> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        bytemuck::cast_slice_mut(&mut self.map[..self.len * size_of::<T>()])
    }
}

// ANCHOR: handle
/// Names a shared slice across processes: a path and two numbers, a few dozen bytes to send whatever the slice weighs.
///
/// Two handles are equal only if they name the same slice, so a worker may keep what it mapped for the next job.
#[derive(Clone, Debug, Hash, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    path: PathBuf,
    /// The how-manieth slice of its process: a path alone comes back when a slice is dropped and another made.
    serial: u64,
    len: usize,
}
// ANCHOR_END: handle

impl Handle {
    /// The number of elements.
    #[expect(clippy::len_without_is_empty, reason = "nobody asks")]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Maps the slice into this process.
    ///
    /// # Errors
    /// When the slice or the process that made it is gone, or the mapping fails.
    pub fn open<T: Pod>(&self) -> io::Result<View<T>> {
        let file = File::options().read(true).write(true).open(&self.path)?;
        if !Backing::holds(&file, self.serial)? {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the shared slice is gone"));
        }
        let bytes = bytes::<T>(self.len)?.max(1);
        if file.metadata()?.len() < bytes as u64 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the shared slice is shorter than its handle says"));
        }
        let map = MmapOptions::new().len(bytes).map_raw(&file)?;
        Ok(View { map, len: self.len, element: PhantomData })
    }
}

/// What `len` elements weigh. A handle comes from another process: its number may be any.
fn bytes<T>(len: usize) -> io::Result<usize> {
    let bytes = len.checked_mul(size_of::<T>()).filter(|bytes| isize::try_from(*bytes).is_ok());
    bytes.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a slice larger than memory can be"))
}

/// A shared slice as seen from a process that did not make it.
pub struct View<T> {
    map: MmapRaw,
    len: usize,
    element: PhantomData<T>,
}

impl<T: Pod> View<T> {
    /// Where the elements lie, for those who share them otherwise than in disjoint ranges: as atomics, say. Valid as
    /// long as the view lives.
    pub fn as_mut_ptr(&self) -> *mut T {
        self.map.as_mut_ptr().cast()
    }

    /// The number of elements.
    #[expect(clippy::len_without_is_empty, reason = "nobody asks")]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The elements in `range`.
    ///
    /// # Safety
    /// No process may write to `range` while the result lives.
    ///
    /// # Panics
    /// When `range` reaches past the end.
    pub unsafe fn read(&self, range: Range<usize>) -> &[T] {
        self.check(&range);
        // SAFETY: in bounds (checked above), aligned (a mapping starts on a page), initialised (files start as zeros
        // and `Pod` allows any bytes); the caller promises that nobody writes.
        unsafe { std::slice::from_raw_parts(self.map.as_ptr().cast::<T>().add(range.start), range.len()) }
    }

    // ANCHOR: write
    /// The elements in `range`, to be written.
    ///
    /// # Safety
    /// Nobody else, in this process or another, may read or write `range` while the result lives.
    ///
    /// # Panics
    /// When `range` reaches past the end.
    #[expect(
        clippy::mut_from_ref,
        reason = "the memory belongs to several processes; the caller promises disjoint ranges"
    )]
    pub unsafe fn write(&self, range: Range<usize>) -> &mut [T] {
        self.check(&range);
        // SAFETY: as in `read`; the caller promises that the range is ours alone.
        unsafe { std::slice::from_raw_parts_mut(self.map.as_mut_ptr().cast::<T>().add(range.start), range.len()) }
    }
    // ANCHOR_END: write

    fn check(&self, range: &Range<usize>) {
        assert!(
            range.start <= range.end && range.end <= self.len,
            "{range:?} reaches past a shared slice of {}",
            self.len
        );
    }
}

/// On Linux the file has no name at all: other processes reach it through our open descriptor, and it vanishes with us
/// even when we are killed. `/dev/shm` would do too, but containers often cap it at 64 MB.
#[cfg(target_os = "linux")]
struct Backing(File);

#[cfg(target_os = "linux")]
impl Backing {
    fn new(serial: u64) -> io::Result<Self> {
        use rustix::fs::{MemfdFlags, memfd_create};
        Ok(Self(memfd_create(format!("shared-{serial}"), MemfdFlags::CLOEXEC)?.into()))
    }

    /// Whether `file` was made for the slice `serial`. The system gives a descriptor's number to the next file that is
    /// opened, so a path that named one slice may name another later.
    fn holds(file: &File, serial: u64) -> io::Result<bool> {
        use std::os::fd::AsRawFd;
        let name = std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
        Ok(name.as_os_str() == format!("/memfd:shared-{serial} (deleted)").as_str())
    }

    fn file(&self) -> &File {
        &self.0
    }

    fn path(&self) -> PathBuf {
        use std::os::fd::AsRawFd;
        format!("/proc/{}/fd/{}", std::process::id(), self.0.as_raw_fd()).into()
    }
}

#[cfg(not(target_os = "linux"))]
struct Backing(tempfile::NamedTempFile);

#[cfg(not(target_os = "linux"))]
impl Backing {
    fn new(_serial: u64) -> io::Result<Self> {
        tempfile::NamedTempFile::new().map(Self)
    }

    /// No two slices ever have a path in common.
    fn holds(_file: &File, _serial: u64) -> io::Result<bool> {
        Ok(true)
    }

    fn file(&self) -> &File {
        self.0.as_file()
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_mapping_writes_the_other_reads() {
        let mut ours = Shared::<u32>::zeroed(8);
        let theirs = ours.handle().open::<u32>().unwrap();
        // SAFETY: `ours` is not touched while this slice lives.
        unsafe { theirs.write(2..4) }.copy_from_slice(&[7, 9]);
        assert_eq!(*ours, [0, 0, 7, 9, 0, 0, 0, 0]);
        ours[5] = 11;
        // SAFETY: nobody writes while this slice lives.
        assert_eq!(unsafe { theirs.read(5..6) }, [11]);
    }

    #[test]
    fn a_handle_that_promises_more_than_memory_is_an_error() {
        let ours = Shared::<u64>::zeroed(4);
        for len in [usize::MAX, usize::MAX / 8 + 2, isize::MAX as usize / 8 + 1] {
            let handle = Handle { len, ..ours.handle() };
            assert_eq!(handle.open::<u64>().err().map(|e| e.kind()), Some(io::ErrorKind::InvalidData), "{len}");
        }
    }

    #[test]
    fn an_empty_slice_is_an_ordinary_slice() {
        let empty = Shared::<f64>::zeroed(0);
        assert!(empty.is_empty());
        let view = empty.handle().open::<f64>().unwrap();
        // SAFETY: nothing to write.
        assert!(unsafe { view.read(0..0) }.is_empty());
    }

    #[test]
    fn a_handle_outliving_its_slice_is_an_error_not_a_crash() {
        let handle = Shared::<u8>::zeroed(1).handle();
        assert!(handle.open::<u8>().is_err());
        // Not even when others have been made since, one of which will have got its descriptor.
        let _later: Vec<_> = (0..8).map(|_| Shared::<u8>::zeroed(1)).collect();
        assert!(handle.open::<u8>().is_err());
    }

    #[test]
    fn a_later_slice_is_never_taken_for_an_earlier_one() {
        let first = Shared::<u8>::zeroed(1).handle();
        let second = Shared::<u8>::zeroed(1).handle();
        assert_ne!(first, second, "a worker would write into memory that nobody reads any more");
    }

    #[test]
    #[should_panic(expected = "reaches past")]
    fn out_of_bounds_is_caught() {
        let ours = Shared::<u8>::zeroed(4);
        // SAFETY: panics before any access.
        unsafe { ours.handle().open::<u8>().unwrap().read(2..5) };
    }
}
