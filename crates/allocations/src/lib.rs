//! Counts how often each thread asks for memory, and for how much at once.
//!
//! A compiler may leave out memory that is asked for and given back without being looked at. So a count of what was really
//! asked for tells whether work was left out, and it tells so without a clock. A program that links this crate uses its
//! allocator, the system's with a counter before it.
//!
//! It must be a crate of its own: where the compiler sees the counter, it leaves nothing out.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static SO_FAR: Cell<usize> = const { Cell::new(0) };
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

/// How many blocks of memory the calling thread has asked for since it began.
#[inline(never)]
pub fn so_far() -> usize {
    SO_FAR.get()
}

/// The size of the largest block, in bytes, that the calling thread has asked for since it last called this function.
#[inline(never)]
pub fn largest() -> usize {
    LARGEST.replace(0)
}

struct Counting;

// SAFETY: everything is passed on to the system's allocator; the counter itself needs no memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is ending may have no counter any more.
        let _ = SO_FAR.try_with(|count| count.set(count.get() + 1));
        let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(layout.size())));
        // SAFETY: the caller keeps the contract of `alloc`, which is the same one.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from `alloc` above, hence from the system, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static MEMORY: Counting = Counting;
